"""수와 한국어 읽기: 321 ↔ 삼백이십일. 길이가 다른 두 열을 잇는 번역 문제입니다.

읽는 규칙은 짧지만, 자리의 이름(십, 백, 천, 만 …)이 들어가고 0 이 빠지고 앞의 "일"이 빠져서
숫자와 음절이 하나씩 짝을 이루지 않습니다::

    321 → 삼 백 이 십 일       1,010 → 천 십       20,000 → 이 만
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlconcepts.datasets.splits import Split, consecutive, part_sizes, take_split
from dlconcepts.datasets.tokens import Ids, Mask, Vocabulary, decoder_arrays
from dlconcepts.errors import ArgumentError
from dlconcepts.inputs import whole

_DIGITS = "영일이삼사오육칠팔구"
_PLACES = ("", "십", "백", "천")
_GROUPS = ("", "만", "억", "조")
LARGEST = 10 ** (4 * len(_GROUPS)) - 1

DIGITS = Vocabulary.of("0123456789")
SYLLABLES = Vocabulary.of(_DIGITS + "십백천만억조")


def korean_reading(number: int) -> str:
    """수를 한자어로 읽은 글입니다. 띄어 쓰지 않습니다.

    십, 백, 천, 만 앞의 "일"은 읽지 않고(10 → 십, 10000 → 만), 억과 조 앞에서는 읽습니다
    (100000000 → 일억).

    Parameters
    ----------
    number
        0 이상 10¹⁶ 미만의 정수입니다.

    Examples
    --------
    >>> korean_reading(321), korean_reading(1010), korean_reading(110000)
    ('삼백이십일', '천십', '십일만')
    """
    value = whole("korean_reading", "number", number, at_least=0)
    if value > LARGEST:
        raise ArgumentError(
            f"korean_reading: {LARGEST:,} 까지 읽을 수 있는데 {value:,} 입니다. "
            "더 작은 수를 넘겨 주세요."
        )
    text = ""
    for group, name in enumerate(_GROUPS):
        four = value // 10 ** (4 * group) % 10_000
        if four:
            text = ("만" if (four, name) == (1, "만") else _read_four(four) + name) + text
    return text or _DIGITS[0]


def _read_four(value: int) -> str:
    text = ""
    for place, name in enumerate(_PLACES):
        digit = value // 10**place % 10
        if digit:
            text = ("" if digit == 1 and name else _DIGITS[digit]) + name + text
    return text


def parse_reading(text: str) -> int:
    """한자어로 읽은 글을 수로 되돌립니다. `korean_reading` 이 쓰는 꼴만 받습니다.

    Examples
    --------
    >>> parse_reading("삼백이십일")
    321
    """
    total = four = digit = 0
    for syllable in text if isinstance(text, str) else "":
        if syllable in _DIGITS:
            digit = _DIGITS.index(syllable)
        elif syllable in _PLACES[1:]:
            four, digit = four + (digit or 1) * 10 ** _PLACES.index(syllable), 0
        elif syllable in _GROUPS[1:]:
            total += (four + digit or 1) * 10 ** (4 * _GROUPS.index(syllable))
            four = digit = 0
    value = total + four + digit
    if value > LARGEST or korean_reading(value) != text:
        raise ArgumentError(
            f"parse_reading: 수를 읽은 글이 와야 하는데 {text!r} 입니다. '삼백이십일' 이나 '천십' "
            "처럼 띄어쓰기 없이, 십 · 백 · 천 앞의 '일' 은 빼고 적어 주세요."
        )
    return value


@dataclass(frozen=True)
class Numbers:
    """수와 그 읽기. 인코더에는 숫자를, 디코더에는 음절을 한 칸씩 어긋나게 넣습니다.

    - 크기: 만든 만큼입니다. 0–9,999 에서 3,000개면 560 kB 쯤입니다
    - 라이선스: 규칙으로 만들어 낸 것이라 이 프로젝트와 같습니다(BSD-3-Clause)

    번호는 `DIGITS` 와 `SYLLABLES` 의 것이고, 두 어휘 모두 0 이 패딩입니다.

    Attributes
    ----------
    numbers
        (N,) int64, 원래의 수입니다.
    readings
        (N,) 문자열(object)입니다. 예: "삼백이십일".
    digits, digit_mask
        (N, D) 숫자의 번호와, 진짜인 곳이 참인 마스크입니다.
    decoder_inputs, targets, target_mask
        (N, T) 디코더에 넣는 음절(<bos> 로 시작), 맞혀야 하는 음절(<eos> 로 끝), 그 마스크입니다.
    """

    numbers: Ids
    readings: NDArray[np.object_]
    digits: Ids
    digit_mask: Mask
    decoder_inputs: Ids
    targets: Ids
    target_mask: Mask

    def __len__(self) -> int:
        return len(self.numbers)


def make_numbers(
    *, seed: int, largest: int = 9_999, train: int = 2_000, valid: int = 500, test: int = 500
) -> Split[Numbers]:
    """0 이상 `largest` 이하의 서로 다른 수를 뽑아 셋으로 나눕니다. 한 수는 한 부분에만 있습니다.

    Parameters
    ----------
    seed
        뽑는 씨앗입니다.
    largest
        가장 큰 수입니다. 10¹⁶ 보다 작아야 합니다.
    train, valid, test
        부분마다의 개수입니다.
    """
    where = "make_numbers"
    whole(where, "seed", seed, at_least=0)
    sizes = part_sizes(where, train, valid, test)
    if not sum(sizes) - 1 <= whole(where, "largest", largest) <= LARGEST:
        raise ArgumentError(
            f"{where}: 서로 다른 수 {sum(sizes):,}개를 뽑으려면 largest 는 {sum(sizes) - 1:,} 이상 "
            f"{LARGEST:,} 이하여야 하는데 {largest:,} 입니다. largest 나 개수를 바꾸어 주세요."
        )
    rng = np.random.default_rng(seed)
    chosen = rng.choice(largest + 1, size=sum(sizes), replace=False).astype(np.int64)
    digits, digit_mask = DIGITS.encode([str(number) for number in chosen])
    whole_set = Numbers(chosen, digits=digits, digit_mask=digit_mask, **reading_arrays(chosen))
    return take_split(whole_set, consecutive(sizes))


def reading_arrays(numbers: Iterable[int]) -> dict[str, Any]:
    """읽기와 그 배열들입니다: readings, decoder_inputs, targets, target_mask."""
    readings = [korean_reading(int(number)) for number in numbers]
    inputs, targets, mask = decoder_arrays(readings, SYLLABLES)
    return {
        "readings": np.array(readings, dtype=object),
        "decoder_inputs": inputs,
        "targets": targets,
        "target_mask": mask,
    }
