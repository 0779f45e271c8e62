"""여럿에서 길이가 다른 여럿으로: 다 읽은 뒤에 씁니다(321 → 삼백이십일).

::

    3     2     1                    삼    백    이    …
    ▼     ▼     ▼                    ▲     ▲     ▲
    ○ ──▶ ○ ──▶ ○ ── 마지막 상태 ──▶ ○ ──▶ ○ ──▶ ○
    ╰─────┴─────┴────── 어텐션 ──────┴─────┴─────╯     (고를 수 있습니다)
     인코더                          디코더

어텐션이 없으면 문장 전체가 마지막 상태 하나를 지나갑니다. 어텐션이 있으면 디코더가 걸음마다
인코더의 모든 상태를 다시 보고, 어느 자리를 얼마나 볼지 스스로 정합니다::

    a_ts = softmax_s(q_t · k_s / √H)      q_t: 디코더의 상태,  k_s: 인코더의 상태
    c_t  = Σ_s a_ts k_s                   로짓 = W [q_t ; c_t] + b
"""

import torch
from torch import Tensor, nn

from dlconcepts.errors import ArgumentError
from dlconcepts.inputs import whole
from dlconcepts.models.generation import Choice, generate_tokens
from dlconcepts.models.initialization import seeded
from dlconcepts.models.inputs import padding_number, same_batch, tokens
from dlconcepts.models.sequences import MARKS, Marks, last_states, lengths


class EncoderDecoder(nn.Module):
    """여러 토큰을 다 읽은 뒤, 길이가 다른 여러 토큰으로 답하는 모델.

    Parameters
    ----------
    source_vocabulary, target_vocabulary
        읽는 쪽과 쓰는 쪽 어휘의 크기입니다. 읽는 쪽의 패딩과 쓰는 쪽의 표시 셋도 셉니다.
    attention
        True 이면 쓰는 걸음마다 읽은 모든 자리를 다시 봅니다.
    dim, hidden
        토큰 벡터와 상태의 길이입니다.
    marks
        패딩, 시작, 끝 표시의 번호입니다. 읽는 쪽에서는 패딩만 씁니다.
    seed
        처음 가중치를 뽑는 씨앗입니다.
    """

    def __init__(
        self,
        source_vocabulary: int,
        target_vocabulary: int,
        *,
        attention: bool = False,
        dim: int = 32,
        hidden: int = 64,
        marks: Marks = MARKS,
        seed: int,
    ) -> None:
        super().__init__()
        self.source_vocabulary = whole("EncoderDecoder", "source_vocabulary", source_vocabulary)
        self.target_vocabulary = whole("EncoderDecoder", "target_vocabulary", target_vocabulary)
        d, h = whole("EncoderDecoder", "dim", dim), whole("EncoderDecoder", "hidden", hidden)
        marks.check("EncoderDecoder", self.target_vocabulary)
        self.marks, self.attention = marks, bool(attention)
        pad = padding_number("EncoderDecoder", marks.padding, self.source_vocabulary)
        with seeded("EncoderDecoder", seed):
            self.read_embedding = nn.Embedding(self.source_vocabulary, d, padding_idx=pad)
            self.encoder = nn.GRU(d, h, batch_first=True)
            self.write_embedding = nn.Embedding(self.target_vocabulary, d, padding_idx=pad)
            self.decoder = nn.GRU(d, h, batch_first=True)
            self.answer = nn.Linear(2 * h if self.attention else h, self.target_vocabulary)

    def forward(self, source: Tensor, words: Tensor) -> Tensor:
        """토큰마다 그다음 토큰의 로짓: (B, S), (B, T) → (B, T, target_vocabulary).

        학습할 때는 모델이 쓴 것 대신 정답을 읽습니다(teacher forcing). 정답이 ``삼 백 이 끝`` 이면
        `words` 는 한 칸 민 ``시작 삼 백 이`` 입니다. t 번째 로짓은 t 번째까지만 읽고 나온 것입니다.
        """
        source, words = self._pair("EncoderDecoder", source, words)
        keys, padded, state = self._read(source)
        return self._write(words, keys, padded, state)[0]

    @torch.no_grad()
    def generate(
        self,
        source: Tensor,
        *,
        max_length: int,
        temperature: float | None = None,
        generator: torch.Generator | None = None,
    ) -> Tensor:
        """다 읽고 한 토큰씩 씁니다: (B, S) → 번호 (B, 쓴 토큰 수). 끝 표시 뒤는 패딩입니다.

        Parameters
        ----------
        source
            읽을 토큰의 번호입니다.
        max_length
            가장 긴 길이입니다.
        temperature, generator
            없으면 확률이 가장 큰 토큰을, 있으면 그 온도의 확률대로 뽑은 토큰을 씁니다.
        """
        where = "EncoderDecoder.generate"
        source = tokens(where, "source", source, self.source_vocabulary, self.marks.padding)
        keys, padded, state = self._read(source)

        def step(word: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
            logits, state = self._write(word, keys, padded, state)
            return logits[:, 0], state

        choice = Choice(temperature, generator)
        return generate_tokens(
            step, state, marks=self.marks, max_length=max_length, choice=choice, where=where
        )

    @torch.no_grad()
    def attention_weights(self, source: Tensor, words: Tensor) -> Tensor:
        """토큰마다 그다음 것을 쓰려고 본 자리의 비율: (B, T, S). 마지막 축의 합이 1입니다."""
        where = "EncoderDecoder.attention_weights"
        if not self.attention:
            raise ArgumentError(
                f"{where}: 어텐션이 없는 모델입니다. EncoderDecoder(…, attention=True) 로 만들어 "
                "학습한 모델에서 불러 주세요."
            )
        source, words = self._pair(where, source, words)
        keys, padded, state = self._read(source)
        return _look(self.decoder(self.write_embedding(words), state)[0], keys, padded)

    def _pair(self, where: str, source: Tensor, words: Tensor) -> tuple[Tensor, Tensor]:
        pad, start = self.marks.padding, self.marks.start
        source = tokens(where, "source", source, self.source_vocabulary, pad)
        words = tokens(where, "words", words, self.target_vocabulary, pad, start=start)
        same_batch(where, source=source, words=words)
        return source, words

    def _read(self, source: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """인코더: 자리마다의 상태 (B, S, H), 패딩인 자리 (B, S), 마지막 상태 (1, B, H)."""
        states, _ = self.encoder(self.read_embedding(source))
        last = last_states(states, lengths(source, self.marks.padding))
        return states, source == self.marks.padding, last[None]

    def _write(
        self, words: Tensor, keys: Tensor, padded: Tensor, state: Tensor
    ) -> tuple[Tensor, Tensor]:
        """디코더: 읽은 토큰 (B, T) 마다 다음 토큰의 로짓 (B, T, V) 과 마지막 상태입니다."""
        queries, state = self.decoder(self.write_embedding(words), state)  # (B, T, H)
        if self.attention:
            context = _look(queries, keys, padded) @ keys  # (B, T, H)
            queries = torch.cat([queries, context], dim=2)
        return self.answer(queries), state


def _look(queries: Tensor, keys: Tensor, padded: Tensor) -> Tensor:
    """어텐션의 비율 (B, T, S): 패딩은 보지 않습니다."""
    scores = queries @ keys.transpose(1, 2) / keys.shape[2] ** 0.5  # (B, T, S)
    lowest = torch.finfo(scores.dtype).min  # −∞ 이면 빈 문장에서 0/0 이 됩니다
    return torch.softmax(scores.masked_fill(padded[:, None], lowest), dim=2)
