"""하나에서 여럿으로: 숫자가 적힌 띠 한 장을 받아 읽는 말을 한 토큰씩 씁니다.

::

    그림 ─read─▶ h ─┬─────────┬─────────┐      h 를 걸음마다 다시 봅니다
                    ▼         ▼         ▼
                    ○ ──────▶ ○ ──────▶ ○      GRU 의 상태
                  ▲ │       ▲ │       ▲ │
              시작╯ │     십╯ │     일╯ │      방금 쓴 토큰을 읽습니다
                  answer    answer    answer   선형층이라 로짓에 한계가 없습니다
                    ▼         ▼         ▼
                    십        일        끝

상태를 그대로 로짓으로 쓰면 값이 (−1, 1) 에 갇혀 어떤 토큰도 확신하지 못합니다. 그래서 상태마다
선형층을 지나고, 방금 쓴 토큰도 다음 걸음의 입력이 됩니다.
"""

from collections.abc import Iterable
from math import prod

import torch
from torch import Tensor, nn

from dlconcepts.inputs import whole
from dlconcepts.models.generation import Choice, generate_tokens
from dlconcepts.models.initialization import seeded
from dlconcepts.models.inputs import images, same_batch, sizes, tokens
from dlconcepts.models.sequences import MARKS, Marks


class OneToMany(nn.Module):
    """하나를 읽어 여러 토큰으로 답하는 모델.

    Parameters
    ----------
    shape
        예제 하나의 모양 ``(8, 24)``, 또는 특징의 수입니다.
    vocabulary
        쓸 수 있는 토큰의 수입니다. `marks` 의 셋도 들어갑니다.
    dim, hidden
        토큰 벡터의 길이와, h 와 상태의 길이입니다.
    every_step
        걸음마다 h 를 봅니다. False 이면 처음 상태로 한 번만 봅니다.
    marks
        패딩, 시작, 끝 표시의 번호입니다.
    seed
        처음 가중치를 뽑는 씨앗입니다.
    """

    def __init__(
        self,
        shape: int | Iterable[int],
        vocabulary: int,
        *,
        dim: int = 16,
        hidden: int = 128,
        every_step: bool = True,
        marks: Marks = MARKS,
        seed: int,
    ) -> None:
        super().__init__()
        self.shape = sizes("OneToMany", "shape", shape)
        self.vocabulary = whole("OneToMany", "vocabulary", vocabulary)
        d, h = whole("OneToMany", "dim", dim), whole("OneToMany", "hidden", hidden)
        marks.check("OneToMany", self.vocabulary)
        self.marks, self.every_step = marks, every_step
        with seeded("OneToMany", seed):
            self.read = nn.Linear(prod(self.shape), h)
            self.embedding = nn.Embedding(self.vocabulary, d, padding_idx=marks.padding)
            self.gru = nn.GRU(d + h if every_step else d, h, batch_first=True)
            self.answer = nn.Linear(h, self.vocabulary)

    def forward(self, x: Tensor, words: Tensor) -> Tensor:
        """토큰마다 그다음 토큰의 로짓: (B, …), (B, T) → (B, T, vocabulary).

        학습할 때는 모델이 쓴 것 대신 정답을 읽습니다(teacher forcing). 정답이 ``십 일 끝`` 이면
        `words` 는 한 칸 민 ``시작 십 일`` 입니다. t 번째 로짓은 t 번째까지만 읽고 나온 것입니다.
        """
        h = self._read(x)
        pad, start = self.marks.padding, self.marks.start
        words = tokens("OneToMany", "words", words, self.vocabulary, pad, start=start)
        same_batch("OneToMany", x=h, words=words)
        return self._write(words, h, self._first_state(h))[0]

    @torch.no_grad()
    def generate(
        self,
        x: Tensor,
        *,
        max_length: int,
        temperature: float | None = None,
        generator: torch.Generator | None = None,
    ) -> Tensor:
        """한 토큰씩 씁니다: (B, …) → 번호 (B, 쓴 토큰 수). 끝 표시 뒤는 패딩입니다.

        Parameters
        ----------
        x
            그림의 배치입니다.
        max_length
            가장 긴 길이입니다.
        temperature, generator
            없으면 확률이 가장 큰 토큰을, 있으면 그 온도의 확률대로 뽑은 토큰을 씁니다.
        """
        h = self._read(x)

        def step(word: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
            logits, state = self._write(word, h, state)
            return logits[:, 0], state

        state, choice = self._first_state(h), Choice(temperature, generator)
        where = "OneToMany.generate"
        return generate_tokens(
            step, state, marks=self.marks, max_length=max_length, choice=choice, where=where
        )

    def _read(self, x: Tensor) -> Tensor:
        x = images("OneToMany", x, self.shape, self.answer.weight.dtype)
        h: Tensor = self.read(x.flatten(1)).relu()  # (B, hidden)
        return h

    def _first_state(self, h: Tensor) -> Tensor:
        """GRU 의 처음 상태 (1, B, hidden): 걸음마다 볼 것이면 비어 있고, 아니면 h 자신입니다."""
        return torch.zeros_like(h)[None] if self.every_step else h[None]

    def _write(self, words: Tensor, h: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
        """읽은 토큰 (B, T) 마다 다음 토큰의 로짓 (B, T, V) 과 마지막 상태입니다."""
        inputs = self.embedding(words)  # (B, T, dim)
        if self.every_step:
            seen = h[:, None].expand(-1, words.shape[1], -1)  # (B, T, hidden)  같은 h 를 걸음마다
            inputs = torch.cat([inputs, seen], dim=2)
        states, state = self.gru(inputs, state)  # (B, T, hidden)
        return self.answer(states), state
