"""언어 모델: 앞의 토큰들만 보고 다음 토큰의 확률을 냅니다. 그것을 되풀이하면 글이 됩니다.

::

    시작    귤을    두     개              읽는 토큰
      ▼      ▼      ▼      ▼
      ○      ○      ○      ○      토큰 벡터 + 자리 벡터
      │╲     │╲     │╲     │
      ○─╲────○─╲────○─╲────○      트랜스포머 블록: 자기와 앞만 봅니다
      ▼      ▼      ▼      ▼
     귤을    두     개    샀어요           다음 토큰

자리 벡터가 없으면 앞의 토큰이 어떤 차례였는지 모르고, 뒤를 가리지 않으면 답을 보고 베낍니다.
블록은 `dlconcepts.models.causal_block` 에 있습니다. 토큰과 자리의 벡터는 표준 편차 0.1 에서
시작합니다. 우리 이야기에서는 0.02 나 1 에서 시작할 때보다 빨리 배웁니다.
"""

import torch
from torch import Tensor, nn

from dlconcepts.errors import ShapeError
from dlconcepts.inputs import whole
from dlconcepts.models.causal_block import CausalBlock
from dlconcepts.models.continuation import continue_tokens
from dlconcepts.models.generation import Choice
from dlconcepts.models.initialization import seeded
from dlconcepts.models.inputs import tokens
from dlconcepts.models.inspect import at_rest
from dlconcepts.models.sequences import MARKS, Marks, last_states, lengths


class CausalTransformer(nn.Module):
    """다음 토큰을 맞히는 트랜스포머. 어느 자리도 뒤의 토큰을 보지 못합니다.

    뒤에 붙은 패딩도 뒤의 토큰이므로, 진짜 토큰의 답을 바꾸지 않습니다.

    Parameters
    ----------
    vocabulary
        토큰의 종류 수입니다. `marks` 의 셋도 들어갑니다.
    context
        한 번에 볼 수 있는 가장 긴 길이입니다.
    width
        토큰 벡터의 길이입니다. 완전 연결층의 가운데는 그 네 배입니다.
    heads
        머리(head)의 수입니다. `width` 를 나누어떨어지게 해야 합니다.
    layers
        블록의 수입니다.
    dropout
        학습할 때 0으로 만드는 비율입니다.
    marks
        패딩, 시작, 끝 표시의 번호입니다.
    seed
        처음 가중치를 뽑는 씨앗입니다.

    Examples
    --------
    >>> model = CausalTransformer(50, context=16, width=8, heads=2, layers=1, seed=0)
    >>> model(torch.tensor([[1, 7, 9], [1, 5, 0]])).shape
    torch.Size([2, 3, 50])
    """

    def __init__(
        self,
        vocabulary: int,
        *,
        context: int,
        width: int = 48,
        heads: int = 4,
        layers: int = 2,
        dropout: float = 0.0,
        marks: Marks = MARKS,
        seed: int,
    ) -> None:
        super().__init__()
        where = "CausalTransformer"
        self.vocabulary = whole(where, "vocabulary", vocabulary)
        self.context = whole(where, "context", context)
        marks.check(where, self.vocabulary)
        self.marks = marks
        d, h = whole(where, "width", width), whole(where, "heads", heads)
        with seeded(where, seed):
            self.embedding = nn.Embedding(self.vocabulary, d, padding_idx=marks.padding)
            self.positions = nn.Embedding(self.context, d)
            depth = whole(where, "layers", layers)
            for vectors in (self.embedding, self.positions):
                nn.init.normal_(vectors.weight, std=0.1)
            nn.init.zeros_(self.embedding.weight[marks.padding])
            self.blocks = nn.ModuleList(CausalBlock(d, h, dropout) for _ in range(depth))
            self.norm = nn.LayerNorm(d)
            self.answer = nn.Linear(d, self.vocabulary)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids: Tensor) -> Tensor:
        """자리마다 그다음 토큰의 로짓: 번호 (B, T) → (B, T, vocabulary).

        t 번째 로짓은 t 번째까지만 읽고 나온 것입니다. 패딩 자리의 값은 뜻이 없습니다.
        """
        return self._read(self._ids("CausalTransformer", ids))[0]

    @torch.no_grad()
    def next_probabilities(self, ids: Tensor) -> Tensor:
        """다 읽은 다음에 올 토큰의 확률: (B, T) → (B, vocabulary). 합이 1입니다."""
        ids = self._ids("CausalTransformer.next_probabilities", ids)
        with at_rest(self):
            logits = last_states(self._read(ids)[0], lengths(ids, self.marks.padding))
        return torch.softmax(logits, dim=1)

    @torch.no_grad()
    def attention_weights(self, ids: Tensor) -> Tensor:
        """블록과 머리마다, 자리 t 가 자리 s 를 본 비율: (layers, B, heads, T, T).

        마지막 축의 합이 1이고, 뒤의 자리(s > t)에서는 0입니다.
        """
        ids = self._ids("CausalTransformer.attention_weights", ids)
        with at_rest(self):
            return torch.stack(self._read(ids)[1])

    @torch.no_grad()
    def generate(
        self,
        prompt: Tensor,
        *,
        steps: int,
        temperature: float | None = 1.0,
        top_k: int | None = None,
        seed: int,
    ) -> Tensor:
        """`prompt` 에 이어 한 토큰씩 씁니다: (B, T) → 쓴 번호 (B, steps 이하).

        끝 표시 뒤는 패딩이고, 모두 끝나면 먼저 멈춥니다. 패딩과 시작 표시는 쓰지 않습니다. 쓴
        것까지 합해 `context` 보다 길어지면 맨 앞의 것부터 잊고, 마지막 `context` 개만 봅니다.

        Parameters
        ----------
        prompt
            먼저 읽을 토큰의 번호입니다. 배운 글이 시작 표시로 시작하면 이것도 그래야 합니다. 길이가
            서로 다른 것은 따로 부릅니다.
        steps
            쓸 토큰의 수입니다.
        temperature
            확률은 ``softmax(logits / temperature)`` 입니다. None 이면 언제나 가장 큰 것을 씁니다.
        top_k
            확률이 큰 k 개에서만 뽑습니다. None 이면 모두에서 뽑습니다.
        seed
            뽑는 씨앗입니다. 같은 씨앗은 같은 글을 씁니다.
        """
        where = "CausalTransformer.generate"
        ids = self._ids(where, prompt, "prompt")
        random = torch.Generator().manual_seed(whole(where, "seed", seed, at_least=0))
        choice = Choice(temperature, None if temperature is None else random)

        def step(ids: Tensor) -> Tensor:
            return self._read(ids[:, -self.context :])[0][:, -1]

        with at_rest(self):
            return continue_tokens(
                step, ids, marks=self.marks, steps=steps, choice=choice, top_k=top_k, where=where
            )

    def _ids(self, where: str, ids: Tensor, role: str = "ids") -> Tensor:
        ids = tokens(where, role, ids, self.vocabulary, self.marks.padding)
        if ids.shape[1] > self.context:
            raise ShapeError(
                f"{where}: {role} 의 토큰이 {ids.shape[1]}개인데 이 모델은 한 번에 "
                f"{self.context}개까지 봅니다. 뒤쪽만 {role}[:, -{self.context}:] 로 잘라 넣거나, "
                "context 를 더 크게 해서 새로 학습해 주세요."
            )
        return ids

    def _read(self, ids: Tensor) -> tuple[Tensor, list[Tensor]]:
        """로짓 (B, T, V) 과, 블록마다의 어텐션 (B, h, T, T) 입니다."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.dropout(self.embedding(ids) + self.positions(places))  # (B, T, d)
        looks = []
        for block in self.blocks:
            x, look = block(x)
            looks.append(look)
        return self.answer(self.norm(x)), looks
