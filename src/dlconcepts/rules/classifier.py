"""규칙으로 글을 분류합니다: 맞은 규칙의 무게를 라벨마다 더하고, 가장 큰 라벨로 답합니다.

::

    "학교 무료 급식이 맛있었대요."

    무료         스팸  +1    공짜를 내세웁니다
    무료 급식    스팸  −1    학교의 급식입니다
    ─────────────────────
                 스팸   0    →  일반(맞은 것이 없을 때의 답)

무게가 음수인 규칙은 예외입니다. 답과 함께, 맞은 규칙과 글 안의 자리를 모두 돌려줍니다.
"""

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from dlconcepts.errors import ArgumentError, ArgumentTypeError

# 낱말의 뒤에 둘까지 붙어도 되는 말: 조사와 "이다". "무료로" 는 무료이고 "무료해서" 는 아닙니다.
_PARTICLES = (
    "은|는|이|가|을|를|과|와|의|에|에서|에게|께|으로|로|도|만|까지|부터|보다|처럼|나|이나|라도|이라도"
    "|입니다|이에요|예요|이고|이며|인|임|이라|라"
)
_START = (
    r"(?<![^\W_])(?<![^\W_]-)"  # 앞에 글자가 없습니다. sugar-free 처럼 줄표로 이어져도 안 됩니다
)
_END = rf"(?=(?:{_PARTICLES}){{0,2}}(?![^\W_]|-[^\W_]))"


@dataclass(frozen=True)
class Rule:
    """규칙 하나: 글에 `pattern` 이 있으면 `label` 의 점수에 `weight` 를 더합니다.

    Attributes
    ----------
    pattern
        정규식입니다. 대문자와 소문자는 가리지 않습니다. 예: ``"할인|세일"``.
    label
        점수를 받는 라벨입니다.
    reason
        왜 그렇게 보는지 적은 말입니다. 예측의 이유로 그대로 나옵니다.
    weight
        더하는 점수입니다. 음수이면 예외를 뜻합니다.
    whole_word
        참이면 낱말 전체가 맞아야 합니다. 앞뒤에 다른 글자가 없어야 하고, 뒤의 조사는 괜찮습니다.
        거짓이면 낱말의 조각에도 맞습니다: "free" 가 "sugar-free" 와 "freezer" 에도 있습니다.
    """

    pattern: str
    label: str
    reason: str = ""
    weight: float = 1.0
    whole_word: bool = True

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """찾을 수 있게 번역한 정규식입니다."""
        pattern = unicodedata.normalize("NFC", self.pattern)
        whole = f"{_START}(?:{pattern}){_END}" if self.whole_word else pattern
        return re.compile(whole, re.IGNORECASE)

    def find(self, text: str) -> "Reason | None":
        """`text` 에서 처음 맞은 자리입니다. 없으면 None 입니다."""
        found = self.compiled.search(text)
        return Reason(self, found[0], found.span()) if found else None


@dataclass(frozen=True)
class Reason:
    """규칙이 맞은 자리.

    Attributes
    ----------
    rule
        맞은 규칙입니다.
    matched
        맞은 글입니다.
    span
        음절로 모아 적은(NFC) 글 안의 (시작, 끝) 입니다. ``text[start:end] == matched`` 입니다.
    """

    rule: Rule
    matched: str
    span: tuple[int, int]

    def __str__(self) -> str:
        why = self.rule.reason or self.rule.pattern
        return f"{self.rule.label} {_signed(self.rule.weight)}  “{self.matched}”  {why}"


@dataclass(frozen=True)
class Prediction:
    """분류기의 답. `print` 하면 이유까지 적힙니다.

    Attributes
    ----------
    label
        고른 라벨입니다.
    scores
        라벨마다의 점수입니다. 클수록 그 라벨다운 글입니다.
    reasons
        맞은 규칙들입니다. 배운 분류기처럼 이유를 말하지 못하면 비어 있습니다.
    """

    label: str
    scores: dict[str, float]
    reasons: tuple[Reason, ...] = ()

    def __str__(self) -> str:
        lines = [f"  {reason}" for reason in self.reasons] or ["  맞은 규칙이 없습니다"]
        return "\n".join([self.label, *lines])


class TextClassifier(Protocol):
    """글을 분류하는 모든 것: 규칙도, 통계도, 신경망도 이 꼴이면 같은 자리에 넣을 수 있습니다."""

    @property
    def labels(self) -> tuple[str, ...]:
        """답할 수 있는 라벨들입니다."""
        ...

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        """글마다의 답입니다."""
        ...


class RuleBasedClassifier:
    """규칙으로 분류합니다. 규칙은 만들 때 모두 번역해 보므로, 틀린 규칙은 그때 드러납니다.

    점수가 0 보다 큰 라벨이 없으면 `default` 로 답하고, 점수가 같으면 `labels` 의 앞을 고릅니다.

    Parameters
    ----------
    rules
        규칙들입니다. 한 규칙은 글 하나에서 한 번만 셉니다.
    default
        맞은 규칙이 없을 때의 답입니다.
    labels
        라벨의 차례입니다. 정하지 않으면 `default` 가 먼저이고, 나머지는 규칙에 나온 차례입니다.

    Examples
    --------
    >>> rules = [Rule("free", "스팸", "공짜"), Rule("feel free", "스팸", "편하게", weight=-1)]
    >>> classifier = RuleBasedClassifier(rules, default="일반")
    >>> [p.label for p in classifier.predict(["A free gift", "Feel free to ask", "Sugar-free"])]
    ['스팸', '일반', '일반']
    """

    def __init__(
        self, rules: Sequence[Rule], *, default: str, labels: Sequence[str] | None = None
    ) -> None:
        self.rules = tuple(rules)
        self.default = default
        for number, rule in enumerate(self.rules):
            _check_kind(number, rule)
        found = dict.fromkeys([default, *(rule.label for rule in self.rules)])
        self.labels = tuple(found if labels is None else labels)
        for number, rule in enumerate(self.rules):
            _check_rule(number, rule, self.labels)
        if default not in self.labels or len(set(self.labels)) < len(self.labels):
            raise ArgumentError(
                f"RuleBasedClassifier: labels 는 겹치지 않고 default={default!r} 를 담아야 하는데 "
                f"{self.labels} 입니다. 라벨을 빠짐없이 한 번씩 적어 주세요."
            )

    def classify(self, text: str) -> Prediction:
        """글 하나의 답입니다."""
        where = "RuleBasedClassifier.classify"
        if not isinstance(text, str):
            raise ArgumentTypeError(
                f"{where}: text 는 문자열이어야 하는데 {type(text).__name__} 형인 {text!r} 입니다. "
                "여러 글은 predict([글, 글, …]) 로 분류해 주세요."
            )
        # 글자의 조각을 따로 적은 글(macOS 의 파일 이름)에서도 맞도록 음절로 모읍니다.
        text = unicodedata.normalize("NFC", text)
        reasons = tuple(found for rule in self.rules if (found := rule.find(text)))
        scores = dict.fromkeys(self.labels, 0.0)
        for reason in reasons:
            scores[reason.rule.label] += reason.rule.weight
        best = max(self.labels, key=scores.__getitem__)  # 같으면 앞의 라벨
        return Prediction(best if scores[best] > 0 else self.default, scores, reasons)

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        """글마다의 답입니다.

        Parameters
        ----------
        texts
            글의 목록이나 배열 (N,) 입니다.
        """
        if isinstance(texts, str):
            raise ArgumentTypeError(
                f"RuleBasedClassifier.predict: texts 는 글의 목록이어야 하는데 문자열 하나"
                f"({texts!r})가 왔습니다. classify(글) 을 쓰거나 [글] 로 감싸 주세요."
            )
        return [self.classify(text) for text in texts]

    def one_hot(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """답을 원-핫으로 적은 (N, C) 입니다. C 는 라벨의 수이고, 신경망에 함께 넣을 수 있습니다."""
        numbers = [self.labels.index(answer.label) for answer in self.predict(texts)]
        return np.eye(len(self.labels), dtype=np.float32)[numbers]

    def fired(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """어느 글에서 어느 규칙이 맞았는지의 (N, R) 입니다. R 은 규칙의 수입니다."""
        answers = self.predict(texts)
        hits = [{id(reason.rule) for reason in answer.reasons} for answer in answers]
        rows = [[id(rule) in hit for rule in self.rules] for hit in hits]
        return np.array(rows, dtype=np.bool_).reshape(len(rows), len(self.rules))


def _check_kind(number: int, rule: Any) -> None:
    if not isinstance(rule, Rule) or not isinstance(rule.pattern, str):
        raise ArgumentTypeError(
            f"RuleBasedClassifier: {number}번째 규칙이 {type(rule).__name__} 형인 {rule!r} 입니다. "
            'Rule("무료", "스팸", "공짜를 내세웁니다") 처럼 만들어 주세요.'
        )


def _check_rule(number: int, rule: Rule, labels: tuple[str, ...]) -> None:
    where = f"RuleBasedClassifier: {number}번째 규칙({rule.pattern!r})"
    if rule.label not in labels:
        raise ArgumentError(
            f"{where}의 라벨이 {rule.label!r} 인데 labels {labels} 에 없습니다. "
            "라벨의 철자를 보거나 labels 에 더해 주세요."
        )
    number_like = isinstance(rule.weight, int | float) and not isinstance(rule.weight, bool)
    if not number_like or not math.isfinite(rule.weight) or rule.weight == 0:
        raise ArgumentError(
            f"{where}의 weight 는 0 이 아닌 유한한 수여야 하는데 {rule.weight!r} 입니다. "
            "예외라면 -1 처럼 음수를 적어 주세요."
        )
    try:
        matches_nothing = re.compile(rule.pattern).match("")
        rule.compiled  # noqa: B018  낱말의 경계까지 붙인 것도 번역해 봅니다
    except re.error as error:
        place = "" if error.pos is None else f" {error.pos}번째 글자에서"
        raise ArgumentError(
            f"{where}의 정규식을{place} 읽을 수 없습니다: {error.msg}. 괄호의 짝을 맞추고, 글자 "
            "그대로의 ( ) * ? + . 앞에는 역슬래시를 붙여 주세요."
        ) from error
    if matches_nothing:
        raise ArgumentError(
            f"{where}의 정규식은 빈 글에도 맞아서 모든 글에 맞습니다. 적어도 한 글자가 있어야 맞게 "
            "고쳐 주세요."
        )


def _signed(weight: float) -> str:
    return f"{weight:+g}".replace("-", "−")
