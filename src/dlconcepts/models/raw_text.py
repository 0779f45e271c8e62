"""글에서 답까지: 토큰으로 나누고, 어휘에서 번호를 찾고, 길이를 맞추어 신경망에 넣습니다.

::

    "무료 쿠폰!"  ─▶  무료 쿠폰  ─▶  [17 52 0]  ─▶  신경망  ─▶  스팸 0.93
                토큰            번호와 패딩

신경망은 글을 읽지 못합니다. 이 세 걸음은 세 층짜리 신경망에도 언제나 있어야 합니다.
"""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

from dlconcepts.datasets.tokens import SPECIALS, UNK, Vocabulary
from dlconcepts.errors import ArgumentError, ArgumentTypeError, ShapeError
from dlconcepts.models.inspect import at_rest, on_device_of
from dlconcepts.rules.classifier import Prediction, RuleBasedClassifier


class NeuralTextClassifier:
    """신경망으로 글을 분류합니다.

    `dlconcepts.rules.TextClassifier` 의 꼴이라, 규칙으로 분류하는 것과 같은 자리에 넣을 수
    있습니다.

    Parameters
    ----------
    network
        번호 (B, T) 를 로짓 (B, C) 으로 바꾸는 신경망입니다. `rules` 가 있으면 번호와 규칙의 답
        (B, R) 을 받는 `NeuroSymbolicClassifier` 입니다.
    vocabulary
        신경망을 학습할 때 쓴 어휘입니다.
    labels
        C 개의 라벨입니다. 로짓의 차례입니다.
    tokenize
        글 하나를 토큰의 목록으로 나누는 함수입니다. 예: `dlconcepts.text.words`.
    rules
        신경망에 답을 넘겨줄 규칙들입니다. 맞은 규칙이 예측의 이유로 나옵니다.
    """

    def __init__(
        self,
        network: nn.Module,
        vocabulary: Vocabulary,
        labels: Sequence[str],
        *,
        tokenize: Callable[[str], Sequence[str]],
        rules: RuleBasedClassifier | None = None,
    ) -> None:
        check_vocabulary("NeuralTextClassifier", network, vocabulary)
        self.network, self.vocabulary, self.labels = network, vocabulary, tuple(labels)
        self.tokenize, self.rules = tokenize, rules

    def encode(self, texts: Sequence[str]) -> Tensor:
        """글들의 번호 (N, T) 입니다. 모르는 토큰은, 토큰이 없는 글도, <unk> 입니다."""
        if isinstance(texts, str):
            raise ArgumentTypeError(
                f"NeuralTextClassifier: texts 는 글의 목록이어야 하는데 문자열 하나({texts!r})가 "
                "왔습니다. [글] 로 감싸 주세요."
            )
        sequences = [[*self.tokenize(text)] or [SPECIALS[UNK]] for text in texts]
        return torch.from_numpy(self.vocabulary.encode(sequences)[0])

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        """글마다의 답입니다. 라벨의 점수는 확률이라 합이 1입니다."""
        inputs: tuple[Tensor, ...] = (self.encode(texts),)
        if not len(inputs[0]):
            return []
        if self.rules is not None:
            inputs = (*inputs, torch.from_numpy(self.rules.one_hot(texts)))
        with at_rest(self.network), torch.no_grad():
            logits = self.network(*on_device_of(self.network, inputs))
        if logits.shape[1] != len(self.labels):
            raise ShapeError(
                f"NeuralTextClassifier: 신경망은 {logits.shape[1]}가지로 답하는데 labels 는 "
                f"{len(self.labels)}개({', '.join(self.labels)})입니다. 학습할 때의 라벨을 "
                "차례대로 적어 주세요."
            )
        reasons = [answer.reasons for answer in self.rules.predict(texts)] if self.rules else None
        return [
            Prediction(
                self.labels[int(p.argmax())],
                dict(zip(self.labels, p.tolist(), strict=True)),
                reasons[row] if reasons else (),
            )
            for row, p in enumerate(torch.softmax(logits.double(), dim=1))
        ]


def check_vocabulary(where: str, network: nn.Module, vocabulary: Vocabulary) -> None:
    """신경망의 임베딩과 어휘의 크기가 같은지 봅니다. 다르면 번호의 뜻이 다릅니다.

    Parameters
    ----------
    where
        오류 문장에 적을 이름입니다.
    network
        ``vocabulary`` 라는 크기를 가진 신경망입니다.
    vocabulary
        글을 번호로 바꿀 어휘입니다.
    """
    size = getattr(network, "vocabulary", None)
    if size is not None and size != len(vocabulary):
        raise ArgumentError(
            f"{where}: 신경망은 토큰 {size:,}개를 아는데 어휘에는 {len(vocabulary):,}개가 "
            "있습니다. 학습할 때 쓴 어휘를 넘기거나, 이 어휘의 크기로 신경망을 새로 만들어 주세요."
        )
