"""한 토큰씩 쓰기: 방금 쓴 토큰을 다시 읽으며, 끝 표시가 나올 때까지 씁니다.

다음 토큰은 확률이 가장 큰 것이거나(greedy), 확률대로 뽑은 것(sampling)입니다.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from dlconcepts.errors import ArgumentError
from dlconcepts.inputs import whole
from dlconcepts.models.sequences import Marks


@dataclass(frozen=True)
class Choice:
    """다음 토큰을 고르는 방법.

    Attributes
    ----------
    temperature
        None 이면 확률이 가장 큰 토큰입니다. 양수이면 ``softmax(logits / temperature)`` 대로
        뽑습니다. 낮을수록 가장 큰 것에 몰립니다.
    generator
        뽑을 때 쓰는 ``torch.Generator`` 입니다. 어느 장치의 것이어도 됩니다.
    """

    temperature: float | None
    generator: torch.Generator | None

    def check(self, where: str) -> None:
        """온도와 난수 발생기가 짝이 맞는지 봅니다."""
        if self.temperature is not None and not 0 < self.temperature < float("inf"):
            raise ArgumentError(
                f"{where}: temperature 는 양수여야 하는데 {self.temperature!r} 입니다. 언제나 "
                "가장 그럴듯한 토큰을 쓰려면 temperature=None 으로 두세요."
            )
        if (self.temperature is None) != (self.generator is None):
            raise ArgumentError(
                f"{where}: temperature 와 generator 는 함께 주어야 합니다. 확률대로 뽑으려면 "
                "temperature=1.0, generator=torch.Generator().manual_seed(0) 처럼 적어 주세요."
            )

    def __call__(self, logits: Tensor) -> Tensor:
        """토큰마다의 로짓 (B, V) 에서 하나씩 고릅니다: (B,)."""
        if self.temperature is None or self.generator is None:
            return logits.argmax(dim=1)
        p = torch.softmax(logits.double() / self.temperature, dim=1).to(self.generator.device)
        drawn = torch.multinomial(p, num_samples=1, generator=self.generator)
        return drawn[:, 0].to(logits.device)


def generate_tokens(
    step: Callable[[Tensor, Tensor], tuple[Tensor, Tensor]],
    state: Tensor,
    *,
    marks: Marks,
    max_length: int,
    choice: Choice,
    where: str,
) -> Tensor:
    """`step` 을 되풀이해 문장을 씁니다: (B, 쓴 토큰 수). 끝 표시 뒤는 패딩입니다.

    패딩과 시작 표시는 쓰지 않습니다. 모두 끝나면 `max_length` 앞에서도 멈춥니다.

    Parameters
    ----------
    step
        (방금 쓴 토큰 (B, 1), 상태) → (다음 토큰의 로짓 (B, V), 새 상태) 인 함수입니다.
    state
        처음 상태 (1, B, H) 입니다.
    marks, max_length, choice
        표시들의 번호, 가장 긴 길이, 고르는 방법입니다.
    where
        오류 문장에 적을 이름입니다.
    """
    choice.check(where)
    word = torch.full((state.shape[1],), marks.start, device=state.device)
    ended = torch.zeros_like(word, dtype=torch.bool)
    written: list[Tensor] = []
    for _ in range(whole(where, "max_length", max_length)):
        logits, state = step(word[:, None], state)
        logits[:, [marks.padding, marks.start]] = -torch.inf
        word = choice(logits).masked_fill(ended, marks.padding)
        written.append(word)
        ended = ended | (word == marks.end)
        if ended.all():
            break
    return torch.stack(written, dim=1)
