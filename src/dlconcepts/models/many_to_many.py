"""여럿에서 같은 수의 여럿으로: 토큰마다 태그를 하나씩 냅니다(자리가 맞는 구조, aligned).

::

     나는     학교에     간다
      ▼         ▼         ▼
      ○ ──────▶ ○ ──────▶ ○     "forward"    앞에서 뒤로
      ○ ◀────── ○ ◀────── ○     "both"       뒤에서 앞으로도
      ○ ◀─────▶ ○ ◀─────▶ ○     "attention"  모든 자리가 모든 자리를 한꺼번에
      ▼         ▼         ▼
     주어     부사어    서술어

자리가 맞는다고 함께 계산되는 것은 아닙니다. GRU 는 앞자리의 상태를 기다려 차례로 가고("forward" 의
t 번째 답은 뒤의 토큰을 보지 못합니다), 어텐션만 모든 자리를 한꺼번에 계산합니다.
"""

from torch import Tensor, arange, cat, nn, stack

from dlconcepts.inputs import one_of, whole
from dlconcepts.models.initialization import seeded
from dlconcepts.models.inputs import padding_number, tokens
from dlconcepts.models.sequences import backwards, lengths

READS = ("forward", "both", "attention")


class ManyToMany(nn.Module):
    """여러 토큰을 읽어 자리마다 하나로 답하는 모델. 뒤에 붙은 패딩의 수는 답을 바꾸지 않습니다.

    Parameters
    ----------
    vocabulary
        토큰의 종류 수입니다. 패딩도 들어갑니다.
    classes
        태그의 수입니다.
    reads
        "forward" 는 앞에서 뒤로 읽는 GRU, "both" 는 두 방향의 GRU, "attention" 은 트랜스포머 블록
        하나입니다.
    dim, hidden
        토큰 벡터와 상태의 길이입니다. "attention" 에서는 어텐션과 완전 연결층의 길이입니다.
    padding
        패딩의 번호입니다.
    seed
        처음 가중치를 뽑는 씨앗입니다.
    """

    def __init__(
        self,
        vocabulary: int,
        classes: int,
        *,
        reads: str = "both",
        dim: int = 32,
        hidden: int = 64,
        padding: int = 0,
        seed: int,
    ) -> None:
        super().__init__()
        self.reads = one_of("ManyToMany", "reads", reads, READS)
        self.vocabulary = whole("ManyToMany", "vocabulary", vocabulary)
        self.padding = padding_number("ManyToMany", padding, self.vocabulary)
        d, h = whole("ManyToMany", "dim", dim), whole("ManyToMany", "hidden", hidden)
        width = {"forward": h, "both": 2 * h, "attention": d}[reads]
        with seeded("ManyToMany", seed):
            self.embedding = nn.Embedding(self.vocabulary, d, padding_idx=self.padding)
            if reads == "attention":
                self.block = nn.TransformerEncoderLayer(
                    d, 1, dim_feedforward=h, dropout=0.0, batch_first=True, norm_first=True
                )
            else:
                self.ahead = nn.GRU(d, h, batch_first=True)
            if reads == "both":
                self.behind = nn.GRU(d, h, batch_first=True)
            self.answer = nn.Linear(width, whole("ManyToMany", "classes", classes))

    def forward(self, ids: Tensor) -> Tensor:
        """자리마다의 로짓: 토큰의 번호 (B, T) → (B, T, classes). 패딩 자리의 값은 뜻이 없습니다."""
        ids = tokens("ManyToMany", "ids", ids, self.vocabulary, self.padding)
        x = self.embedding(ids)  # (B, T, dim)
        if self.reads == "attention":
            states = self.block(x + positions(x), src_key_padding_mask=ids == self.padding)
        else:
            states, _ = self.ahead(x)  # (B, T, hidden)
        if self.reads == "both":
            n = lengths(ids, self.padding)
            states = cat([states, backwards(self.behind(backwards(x, n))[0], n)], dim=2)
        logits: Tensor = self.answer(states)
        return logits


def positions(x: Tensor) -> Tensor:
    """자리의 벡터 (T, d): 어텐션은 차례를 모르므로 토큰 벡터에 더합니다.

    2k 번째 값은 sin(t / 10000^(2k/d)), 2k+1 번째 값은 같은 각의 cos 입니다 (A. Vaswani 외,
    "Attention Is All You Need", NeurIPS 2017, 3.5절).
    """
    T, d = x.shape[1:]
    t = arange(T, device=x.device)[:, None]
    angle = t / 10_000 ** (2 * arange((d + 1) // 2, device=x.device) / d)  # (T, ⌈d/2⌉)
    return stack([angle.sin(), angle.cos()], dim=2).flatten(1)[:, :d].to(x.dtype)
