"""토큰과 번호: 어휘, 패딩(padding)과 마스크, 디코더에 넣는 것과 맞혀야 하는 것.

신경망은 글을 읽지 못하고 번호를 읽습니다. 길이가 다른 열을 한 배열에 담으려면 짧은 것을 채우고,
어디까지가 진짜인지 마스크로 알려 주어야 합니다::

    삼 십       →  [9, 14, 0]     마스크 [참, 참, 거짓]
    백 이 십    →  [15, 8, 14]    마스크 [참, 참, 참]
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dlconcepts.errors import ArgumentError

Ids = NDArray[np.int64]
Mask = NDArray[np.bool_]

PAD, BOS, EOS, UNK = range(4)  # 패딩, 시작, 끝, 모르는 토큰
SPECIALS = ("<pad>", "<bos>", "<eos>", "<unk>")


@dataclass(frozen=True)
class Vocabulary:
    """토큰 ↔ 번호. 앞의 네 번호는 언제나 패딩, 시작, 끝, 모르는 토큰입니다.

    Attributes
    ----------
    tokens
        번호의 차례대로 적은 토큰입니다. 앞의 넷은 `SPECIALS` 입니다.
    """

    tokens: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.tokens[:4] != SPECIALS or len(set(self.tokens)) != len(self.tokens):
            raise ArgumentError(
                f"Vocabulary: 토큰은 {SPECIALS} 로 시작하고 겹치지 않아야 하는데 "
                f"{self.tokens[:6]} … 입니다. Vocabulary.of(토큰들) 로 만들어 주세요."
            )

    @classmethod
    def of(cls, tokens: Iterable[str]) -> "Vocabulary":
        """나온 차례대로 번호를 붙입니다. 같은 토큰은 한 번만 셉니다."""
        return cls((*SPECIALS, *dict.fromkeys(tokens)))

    @cached_property
    def ids(self) -> dict[str, int]:
        """토큰 → 번호입니다."""
        return {token: number for number, token in enumerate(self.tokens)}

    def __len__(self) -> int:
        return len(self.tokens)

    def encode(
        self, sequences: Sequence[Sequence[str]], *, length: int | None = None
    ) -> tuple[Ids, Mask]:
        """토큰의 열들을 번호 (N, T) 와 마스크 (N, T) 로 바꿉니다. 모르는 토큰은 UNK 입니다.

        Parameters
        ----------
        sequences
            토큰의 열 N개입니다.
        length
            채운 뒤의 길이 T 입니다. 정하지 않으면 가장 긴 열의 길이입니다.
        """
        if isinstance(sequences, str):
            raise ArgumentError(
                f"Vocabulary.encode: 토큰의 열들이 와야 하는데 문자열 {sequences!r} 하나가 "
                f"왔습니다. [{sequences!r}] 처럼 목록에 담아 주세요."
            )
        numbers = [[self.ids.get(token, UNK) for token in sequence] for sequence in sequences]
        return padded(numbers, length=length)

    def decode(self, ids: Iterable[int]) -> list[str]:
        """번호를 토큰으로 바꿉니다. 끝(EOS)에서 멈추고, 시작과 패딩은 건너뜁니다."""
        found: list[str] = []
        for number in ids:
            if number == EOS:
                break
            if number not in (PAD, BOS):
                found.append(self.tokens[number])
        return found


def padded(sequences: Sequence[Sequence[int]], *, length: int | None = None) -> tuple[Ids, Mask]:
    """길이가 다른 번호의 열들을 오른쪽에서 채웁니다. 마스크는 진짜인 곳이 참입니다."""
    longest = max(map(len, sequences), default=0)
    width = longest if length is None else length
    if longest > width:
        raise ArgumentError(
            f"length={width} 로 채우려는데 길이가 {longest} 인 열이 있습니다. length 를 늘리거나 "
            "긴 열을 잘라 주세요."
        )
    ids = np.full((len(sequences), width), PAD, dtype=np.int64)
    mask = np.zeros(ids.shape, dtype=np.bool_)
    for row, sequence in enumerate(sequences):
        ids[row, : len(sequence)] = sequence
        mask[row, : len(sequence)] = True
    return ids, mask


def decoder_arrays(
    sequences: Sequence[Sequence[str]], vocabulary: Vocabulary
) -> tuple[Ids, Ids, Mask]:
    """디코더에 넣는 것, 맞혀야 하는 것, 그 마스크. 한 칸 어긋난 같은 열입니다.

    넣는 것은 시작(BOS)이 앞에, 맞혀야 하는 것은 끝(EOS)이 뒤에 붙습니다::

        넣는 것      <bos>  삼     십
        맞힐 것      삼     십     <eos>
    """
    targets, mask = vocabulary.encode([[*sequence, SPECIALS[EOS]] for sequence in sequences])
    inputs = np.where(mask, np.roll(targets, 1, axis=1), PAD)
    inputs[:, :1] = BOS
    return inputs, targets, mask
