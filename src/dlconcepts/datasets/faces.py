"""얼굴 조각: scikit-image 에 든 25×25 흑백 그림 200장. 절반은 얼굴이고 절반은 아닙니다.

얼굴이 아닌 조각도 같은 사진의 배경에서 잘라 냈기 때문에, 눈이나 머리카락이 조금 들어 있는 것도
있습니다. 아주 작은 데이터이므로 이것으로 잰 정확도는 크게 흔들립니다.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from dlconcepts.datasets.bundled import require
from dlconcepts.datasets.images import Images
from dlconcepts.datasets.splits import Split, stratified, take_split
from dlconcepts.errors import MissingDependencyError

_FACES = 100  # 앞의 백 장이 얼굴입니다


@dataclass(frozen=True)
class Faces:
    """얼굴이거나 얼굴이 아닌 그림 조각.

    - 크기: 모두 200장, 500 kB
    - 출처: Labeled Faces in the Wild (Huang 외, 2012) 에서 고른 것을 scikit-image 가
      ``skimage.data.lfw_subset`` 으로 싣고 있습니다
    - 라이선스: 실제 사람의 사진이고 권리는 찍은 이에게 있습니다. 연구와 교육에만 쓰고, 이
      라이브러리는 그림을 싣지 않고 scikit-image 의 것을 읽기만 합니다

    Attributes
    ----------
    images
        (N, 25, 25) float32 입니다. 검은색이 0, 흰색이 1 입니다.
    labels
        (N,) int64 입니다. 0 은 얼굴이 아닌 것, 1 은 얼굴입니다.
    """

    names: ClassVar[tuple[str, ...]] = ("얼굴 아님", "얼굴")

    images: Images
    labels: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.labels)


def load_faces(*, seed: int, valid: float = 0.15, test: float = 0.15) -> Split[Faces]:
    """얼굴 조각을 읽어, 두 클래스를 같은 비율로 학습, 검증, 평가로 나눕니다.

    Parameters
    ----------
    seed
        나누는 씨앗입니다.
    valid, test
        검증과 평가가 가져가는 비율입니다.
    """
    source = require("skimage.data", package="scikit-image", what="얼굴 조각은")
    # 파일이 없으면 scikit-image 는 내려받으려 합니다. 여기서는 네트워크를 쓰지 않습니다.
    if not (Path(source.__file__ or "").parent / "lfw_subset.npy").is_file():
        raise MissingDependencyError(
            "설치된 scikit-image 에 얼굴 조각의 파일(lfw_subset.npy)이 없습니다. "
            'pip install --force-reinstall "scikit-image>=0.24" 로 다시 설치해 주세요.',
            name="skimage",
        )
    images = source.lfw_subset().astype(np.float32)
    labels = (np.arange(len(images)) < _FACES).astype(np.int64)
    index = stratified(labels, seed=seed, valid=valid, test=test, where="load_faces")
    return take_split(Faces(images, labels), index)
