"""손으로 쓴 숫자: scikit-learn 에 든 8×8 그림 1,797장. 28×28 로 늘일 수도 있습니다.

마흔세 사람이 쓴 숫자를 32×32 의 흑백으로 읽은 뒤, 4×4 칸마다 검은 화소를 세어 0–16 으로
적은 것입니다. 그래서 작아도 진짜 글씨입니다. 여기서는 16 으로 나누어 0–1 로 씁니다.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from dlconcepts.datasets.bundled import require
from dlconcepts.datasets.images import Images, enlarge
from dlconcepts.datasets.splits import Split, stratified, take_split
from dlconcepts.errors import ArgumentError

SIZES = (8, 28)
LEVELS = 16  # 원래의 값은 0 이상 16 이하의 정수입니다


@dataclass(frozen=True)
class Digits:
    """손으로 쓴 숫자 그림과 라벨.

    - 크기: 8×8 로 460 kB, 28×28 로 5.6 MB (모두 1,797장)
    - 출처: UCI Machine Learning Repository 의 Optical Recognition of Handwritten Digits
      (E. Alpaydin, C. Kaynak, 1998) 가운데 평가용 1,797장을 scikit-learn 이 싣고 있습니다
    - 라이선스: 데이터는 CC BY 4.0, scikit-learn 은 BSD-3-Clause

    Attributes
    ----------
    images
        (N, 8, 8) 이나 (N, 28, 28) float32 입니다. 종이가 0, 잉크가 1 입니다.
    labels
        (N,) int64, 0 이상 9 이하입니다.
    """

    names: ClassVar[tuple[str, ...]] = tuple("0123456789")

    images: Images
    labels: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.labels)


def load_digits(
    *, seed: int, size: int = 8, valid: float = 0.15, test: float = 0.15
) -> Split[Digits]:
    """손글씨 숫자를 읽어, 클래스마다 같은 비율로 학습, 검증, 평가로 나눕니다.

    같은 사람의 글씨가 여러 부분에 있을 수 있습니다. 누가 썼는지는 데이터에 적혀 있지 않습니다.

    Parameters
    ----------
    seed
        나누는 씨앗입니다.
    size
        8 이면 원래 크기, 28 이면 쌍선형 보간으로 늘인 크기입니다. 늘여도 정보는 늘지 않습니다.
    valid, test
        검증과 평가가 가져가는 비율입니다.
    """
    if size not in SIZES:
        raise ArgumentError(
            f"load_digits: size 자리에는 8(원래 크기)이나 28(늘인 크기)이 와야 하는데 {size!r} "
            "입니다. 다른 크기는 images.enlarge 로 늘여 주세요."
        )
    source = require("sklearn.datasets", package="scikit-learn", what="손글씨 숫자는")
    bunch = source.load_digits()
    images = (bunch.images / LEVELS).astype(np.float32)
    if size != images.shape[1]:
        images = enlarge(images, size)
    digits = Digits(images, bunch.target.astype(np.int64))
    index = stratified(digits.labels, seed=seed, valid=valid, test=test, where="load_digits")
    return take_split(digits, index)
