"""글을 분류하는 신경망: 임베딩(embedding) → 은닉층 → 출력층, 세 층입니다.

::

    [ 17  52   0 ]  토큰의 번호 (B, T), 0 은 패딩
        ▼  embedding    번호 → 벡터 (B, T, d)
        ▼  hidden       토큰마다의 상태 (B, T, H)
        │               진짜 토큰의 상태만 평균 냅니다 (B, H)
        ▼  output       로짓 (B, C)

패딩까지 평균 내거나 마지막 자리의 상태를 쓰면, 뒤에 붙은 패딩의 수가 답을 바꿉니다. 글을 번호로
바꾸는 일은 이 앞에 있어야 합니다(`dlconcepts.models.raw_text`).

토큰 벡터는 아주 작게 시작합니다. 학습에 드물거나 없던 토큰의 벡터는 처음 값에 머무르므로, 처음 값이
크면 그것이 새 글의 답을 아무렇게나 흔듭니다.
"""

import torch
from torch import Tensor, nn

from dlconcepts.inputs import one_of, whole
from dlconcepts.models.initialization import seeded
from dlconcepts.models.inputs import padding_number, tokens

READS = ("mean", "gru")


class TextNetwork(nn.Module):
    """토큰의 번호를 읽어 라벨 하나로 답하는 신경망. 뒤에 붙은 패딩의 수는 답을 바꾸지 않습니다.

    Parameters
    ----------
    vocabulary
        토큰의 종류 수입니다. 패딩도 들어갑니다.
    classes
        라벨의 수입니다.
    reads
        "mean" 은 토큰을 따로따로 봅니다(차례를 모릅니다). "gru" 는 앞에서부터 차례로 읽습니다.
    dim, hidden
        토큰 벡터와 상태의 길이입니다.
    padding
        패딩의 번호입니다.
    seed
        처음 가중치를 뽑는 씨앗입니다.

    Examples
    --------
    >>> network = TextNetwork(50, 3, seed=0)
    >>> network(torch.tensor([[7, 3, 9], [5, 0, 0]])).shape
    torch.Size([2, 3])
    """

    def __init__(
        self,
        vocabulary: int,
        classes: int,
        *,
        reads: str = "mean",
        dim: int = 32,
        hidden: int = 64,
        padding: int = 0,
        seed: int,
    ) -> None:
        super().__init__()
        where = "TextNetwork"
        self.reads = one_of(where, "reads", reads, READS)
        self.vocabulary = whole(where, "vocabulary", vocabulary)
        self.padding = padding_number(where, padding, self.vocabulary)
        d, h = whole(where, "dim", dim), whole(where, "hidden", hidden)
        with seeded(where, seed):
            self.embedding = nn.Embedding(self.vocabulary, d, padding_idx=self.padding)
            with torch.no_grad():
                self.embedding.weight *= 0.02  # 배우지 않은 토큰이 답을 흔들지 않게
            self.hidden: nn.Module = (
                nn.GRU(d, h, batch_first=True)
                if reads == "gru"
                else nn.Sequential(nn.Linear(d, h), nn.ReLU())
            )
            self.output = nn.Linear(h, whole(where, "classes", classes))

    def forward(self, ids: Tensor) -> Tensor:
        """로짓: 토큰의 번호 (B, T) → (B, classes)."""
        states, share = self._read("TextNetwork", ids)
        logits: Tensor = self.output((states * share).sum(dim=1))
        return logits

    @torch.no_grad()
    def contributions(self, ids: Tensor) -> Tensor:
        """토큰마다 로짓에 보탠 값: (B, T) → (B, T, classes). 패딩은 0입니다.

        출력층이 상태의 평균에 선형이므로, 모두 더하고 편향을 더하면 정확히 로짓입니다.
        """
        states, share = self._read("TextNetwork.contributions", ids)
        return (states * share) @ self.output.weight.T

    def _read(self, where: str, ids: Tensor) -> tuple[Tensor, Tensor]:
        """토큰마다의 상태 (B, T, H) 와, 평균에서 차지하는 몫 (B, T, 1) 입니다."""
        ids = tokens(where, "ids", ids, self.vocabulary, self.padding)
        states = self.hidden(self.embedding(ids))
        if self.reads == "gru":
            states = states[0]
        real = (ids != self.padding)[:, :, None].to(states.dtype)  # (B, T, 1)
        return states, real / real.sum(dim=1, keepdim=True).clamp(min=1)
