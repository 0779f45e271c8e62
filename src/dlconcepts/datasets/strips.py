"""숫자 띠: 손글씨 숫자 몇 장을 옆으로 이어 붙인 그림 하나 → 그 수를 읽은 음절의 열.

하나(그림)가 들어가 여럿(음절)이 나오는 문제입니다. 학습에 쓴 숫자 그림은 검증과 평가의 띠에
나오지 않습니다. 그래서 평가의 정확도는 처음 보는 글씨를 읽은 정확도입니다. 수는 겹칠 수 있습니다.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlconcepts.datasets.digits import Digits, load_digits
from dlconcepts.datasets.images import Images
from dlconcepts.datasets.numbers import reading_arrays
from dlconcepts.datasets.splits import Split, consecutive, part_sizes, take_split
from dlconcepts.datasets.tokens import Ids, Mask
from dlconcepts.errors import ArgumentError
from dlconcepts.inputs import whole

LONGEST = 8  # 숫자의 수


@dataclass(frozen=True)
class Strips:
    """숫자 띠 그림과 그 수의 읽기.

    - 크기: 만든 만큼입니다. 세 숫자의 8×24 띠 3,000장이면 3 MB 쯤입니다
    - 출처와 라이선스: 그림은 `Digits` 의 것이라 CC BY 4.0, 이어 붙인 것은 BSD-3-Clause

    번호는 `numbers.SYLLABLES` 의 것이고 0 이 패딩입니다.

    Attributes
    ----------
    images
        (N, 8, 8·숫자 수) float32 입니다. 늘인 것이면 (N, 28, 28·숫자 수) 입니다.
    numbers
        (N,) int64, 그림이 나타내는 수입니다. 0 으로 시작하지 않습니다.
    readings
        (N,) 문자열(object)입니다. 예: "삼백이십일".
    decoder_inputs, targets, target_mask
        (N, T) 디코더에 넣는 음절(<bos> 로 시작), 맞혀야 하는 음절(<eos> 로 끝), 그 마스크입니다.
    """

    images: Images
    numbers: Ids
    readings: NDArray[np.object_]
    decoder_inputs: Ids
    targets: Ids
    target_mask: Mask

    def __len__(self) -> int:
        return len(self.numbers)


def make_strips(
    *,
    seed: int,
    digits: int = 3,
    train: int = 2_000,
    valid: int = 500,
    test: int = 500,
    size: int = 8,
) -> Split[Strips]:
    """숫자 띠를 만듭니다.

    Parameters
    ----------
    seed
        숫자 그림을 나누고 뽑는 씨앗입니다.
    digits
        띠 하나의 숫자 수입니다. 1 이면 0–9, 3 이면 100–999 의 수입니다.
    train, valid, test
        부분마다의 띠의 개수입니다.
    size
        숫자 하나의 크기입니다. `load_digits` 와 같습니다.
    """
    where = "make_strips"
    if whole(where, "digits", digits) > LONGEST:
        raise ArgumentError(
            f"{where}: digits 자리에는 1 이상 {LONGEST} 이하의 정수가 와야 하는데 {digits} 입니다. "
            "더 짧은 띠를 만들어 주세요."
        )
    sizes = part_sizes(where, train, valid, test)
    source = load_digits(seed=seed, size=size)
    rng = np.random.default_rng([seed, digits])
    first = 10 ** (digits - 1) if digits > 1 else 0
    numbers = rng.integers(first, 10**digits, size=sum(sizes))
    index = consecutive(sizes)
    parts = zip(source, index, strict=True)
    images = np.concatenate([_draw(part, numbers[rows], digits, rng) for part, rows in parts])
    strips = Strips(images, numbers, **reading_arrays(numbers))
    return take_split(strips, index)


def _draw(
    source: Digits, numbers: NDArray[np.int64], digits: int, rng: np.random.Generator
) -> Images:
    """수마다, 자릿수마다 그 숫자의 그림 하나를 아무렇게나 골라 옆으로 붙입니다."""
    powers = 10 ** np.arange(digits - 1, -1, -1)
    wanted = numbers[:, None] // powers % 10  # (N, 숫자 수)
    chosen = np.empty_like(wanted)
    for label in range(10):
        here = wanted == label
        chosen[here] = rng.choice(np.flatnonzero(source.labels == label), size=here.sum())
    n, side = len(numbers), source.images.shape[1]
    tiles = source.images[chosen]  # (N, 숫자 수, 높이, 너비)
    return tiles.transpose(0, 2, 1, 3).reshape(n, side, digits * side)
