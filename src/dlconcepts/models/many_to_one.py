"""여럿에서 하나로: 문장을 한 토큰씩 끝까지 읽고 라벨 하나를 냅니다.

::

    음식이    정말     맛있다    ·     · 는 패딩
      ▼        ▼        ▼
      ○ ─────▶ ○ ─────▶ ○              GRU 의 상태
                        ▼
                      answer ─▶ 로짓   마지막 진짜 토큰의 상태에서 답합니다
"""

from torch import Tensor, nn

from dlconcepts.inputs import whole
from dlconcepts.models.initialization import seeded
from dlconcepts.models.inputs import padding_number, tokens
from dlconcepts.models.sequences import last_states, lengths


class ManyToOne(nn.Module):
    """여러 토큰을 읽어 하나로 답하는 모델. 뒤에 붙은 패딩의 수는 답을 바꾸지 않습니다.

    Parameters
    ----------
    vocabulary
        토큰의 종류 수입니다. 패딩도 들어갑니다.
    classes
        라벨의 수입니다.
    dim, hidden
        토큰 벡터와 상태의 길이입니다.
    padding
        패딩의 번호입니다.
    seed
        처음 가중치를 뽑는 씨앗입니다.

    Examples
    --------
    >>> import torch
    >>> model = ManyToOne(50, 2, seed=0)
    >>> model(torch.tensor([[7, 3, 9], [5, 0, 0]])).shape
    torch.Size([2, 2])
    """

    def __init__(
        self,
        vocabulary: int,
        classes: int,
        *,
        dim: int = 32,
        hidden: int = 64,
        padding: int = 0,
        seed: int,
    ) -> None:
        super().__init__()
        self.vocabulary = whole("ManyToOne", "vocabulary", vocabulary)
        self.padding = padding_number("ManyToOne", padding, self.vocabulary)
        d, h = whole("ManyToOne", "dim", dim), whole("ManyToOne", "hidden", hidden)
        with seeded("ManyToOne", seed):
            self.embedding = nn.Embedding(self.vocabulary, d, padding_idx=self.padding)
            self.gru = nn.GRU(d, h, batch_first=True)
            self.answer = nn.Linear(h, whole("ManyToOne", "classes", classes))

    def forward(self, ids: Tensor) -> Tensor:
        """로짓: 토큰의 번호 (B, T) → (B, classes)."""
        ids = tokens("ManyToOne", "ids", ids, self.vocabulary, self.padding)
        states, _ = self.gru(self.embedding(ids))  # (B, T, hidden)
        h = last_states(states, lengths(ids, self.padding))  # (B, hidden)
        logits: Tensor = self.answer(h)
        return logits
