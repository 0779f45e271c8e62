"""트랜스포머 블록: 앞의 자리를 보고(어텐션), 자리마다 따로 생각합니다(완전 연결층 둘).

걸음마다 먼저 정규화한 뒤 원래 값에 더합니다(pre-norm)::

    a_ts = softmax_{s ≤ t}(q_t · k_s / √(d/h))       t 는 s > t 인 뒤를 보지 못합니다
    x_t ← x_t + W [Σ_s a_ts v_s]_머리마다 + b            q, k, v 는 LN(x) 에서
    x_t ← x_t + W₂ GELU(W₁ LN(x_t) + b₁) + b₂

식은 A. Vaswani 외, "Attention Is All You Need", NeurIPS 2017, 3.2–3.3절, 정규화의 자리는
R. Xiong 외, "On Layer Normalization in the Transformer Architecture", ICML 2020 입니다.
"""

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu

from dlconcepts.errors import ArgumentError


class CausalBlock(nn.Module):
    """자기와 앞만 보는 트랜스포머 블록.

    Parameters
    ----------
    width, heads
        벡터의 길이 d 와 머리의 수 h 입니다. d 는 h 로 나누어떨어집니다.
    dropout
        학습할 때 더하는 값에서 0으로 만드는 비율입니다.
    """

    def __init__(self, width: int, heads: int, dropout: float) -> None:
        super().__init__()
        _check_sizes(width, heads, dropout)
        self.heads = heads
        self.norm_look, self.norm_think = nn.LayerNorm(width), nn.LayerNorm(width)
        self.project = nn.Linear(width, 3 * width)  # 질의, 키, 값
        self.merge = nn.Linear(width, width)
        self.widen, self.narrow = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """(B, T, d) → 새 벡터 (B, T, d) 와 본 비율 (B, heads, T, T) 입니다."""
        T = x.shape[1]
        q, k, v = (
            part.unflatten(2, (self.heads, -1)).transpose(1, 2)  # (B, h, T, d/h)
            for part in self.project(self.norm_look(x)).chunk(3, dim=2)
        )
        scores = q @ k.transpose(2, 3) / q.shape[3] ** 0.5  # (B, h, T, T)
        future = torch.ones(T, T, dtype=torch.bool, device=x.device).triu(1)
        look = torch.softmax(scores.masked_fill(future, -torch.inf), dim=3)
        x = x + self.dropout(self.merge((look @ v).transpose(1, 2).flatten(2)))
        x = x + self.dropout(self.narrow(gelu(self.widen(self.norm_think(x)))))
        return x, look


def _check_sizes(width: int, heads: int, dropout: float) -> None:
    if width % heads:
        raise ArgumentError(
            f"CausalBlock: heads 는 width 를 나누어떨어지게 해야 하는데 width={width}, "
            f"heads={heads} 입니다. 머리마다 같은 길이를 나누어 가지도록, width 를 {heads}의 "
            "배수로 해 주세요."
        )
    if isinstance(dropout, bool) or not isinstance(dropout, int | float) or not 0 <= dropout < 1:
        raise ArgumentError(
            f"CausalBlock: dropout 자리에는 0 이상 1 미만의 비율이 와야 하는데 {dropout!r} 입니다. "
            "끄려면 0.0 으로 적어 주세요."
        )
