"""신경-기호 결합(neuro-symbolic): 신경망의 로짓과 규칙의 답을 나란히 놓고, 얼마나 믿을지 배웁니다.

::

    번호 (B, T) ──▶ 신경망 ──▶ 로짓 (B, C) ──╮
                                             ├─ 잇기 (B, C + R) ─▶ combiner ─▶ 로짓 (B, C)
    글 ──▶ 규칙 ──▶ 원-핫 (B, R) ────────────╯

규칙의 답은 "스팸" 같은 말이라 그대로는 텐서에 이을 수 없습니다. 라벨마다 한 칸인 원-핫으로 바꾸고,
예제의 축이 아니라 특징의 축(dim=1)으로 잇습니다.
"""

import math
from typing import Any

import torch
from torch import Tensor, nn

from dlconcepts.errors import ArgumentError, ArgumentTypeError, ShapeError
from dlconcepts.inputs import whole
from dlconcepts.models.initialization import seeded
from dlconcepts.models.inputs import same_batch


class NeuroSymbolicClassifier(nn.Module):
    """신경망과 규칙을 함께 쓰는 분류기. 신경망도 combiner 와 함께 학습합니다.

    combiner 는 신경망의 로짓을 그대로 내보내는 것에서 시작합니다. 처음부터 규칙을 얼마나 믿을지는
    `trust` 로 정합니다. 예제가 적으면 신경망이 학습 글을 모두 외워 버려, 배우기만 해서는 규칙을
    믿게 되지 않습니다.

    Parameters
    ----------
    network
        번호 (B, T) 를 로짓 (B, classes) 으로 바꾸는 신경망입니다. 예: `TextNetwork`.
    classes
        라벨의 수 C 입니다.
    rules
        규칙의 답의 길이 R 입니다. `RuleBasedClassifier.one_hot` 이면 규칙이 아는 라벨의 수,
        `RuleBasedClassifier.fired` 이면 규칙의 수입니다.
    trust
        처음에 규칙이 고른 라벨의 로짓에 더할 값입니다. 0이면 규칙을 모르는 채로 시작합니다. 0이
        아니면 규칙의 칸이 라벨과 같은 차례여야 합니다(`RuleBasedClassifier` 의 labels).

    Examples
    --------
    >>> from dlconcepts.models.text_classifier import TextNetwork
    >>> model = NeuroSymbolicClassifier(TextNetwork(50, 3, seed=0), 3, 3, trust=2.0)
    >>> model(torch.tensor([[7, 3, 9], [5, 0, 0]]), torch.eye(3)[:2]).shape
    torch.Size([2, 3])
    """

    def __init__(self, network: nn.Module, classes: int, rules: int, *, trust: float = 0.0) -> None:
        super().__init__()
        self.classes = whole("NeuroSymbolicClassifier", "classes", classes)
        self.rules = whole("NeuroSymbolicClassifier", "rules", rules)
        if not isinstance(network, nn.Module):
            raise ArgumentTypeError(
                "NeuroSymbolicClassifier: network 자리에는 torch 모듈이 와야 하는데 "
                f"{type(network).__name__} 형입니다. TextNetwork(…) 처럼 만든 신경망을 넘겨 주세요."
            )
        self.network = network
        self.vocabulary = getattr(network, "vocabulary", None)
        start = _start(self.classes, self.rules, trust)
        with seeded("NeuroSymbolicClassifier", 0):  # 곧 덮어쓰므로 씨앗은 아무것이나 됩니다
            self.combiner = nn.Linear(self.classes + self.rules, self.classes)
        with torch.no_grad():
            self.combiner.weight.copy_(start)
            self.combiner.bias.zero_()

    def forward(self, ids: Tensor, rules: Tensor) -> Tensor:
        """로짓: 토큰의 번호 (B, T) 와 규칙의 답 (B, rules) → (B, classes)."""
        fired = _answers(rules, self.rules)
        logits = self.network(ids)
        if logits.shape[1:] != (self.classes,):
            raise ShapeError(
                f"NeuroSymbolicClassifier: 신경망의 출력이 {tuple(logits.shape)} 인데 라벨이 "
                f"{self.classes}개라 (예제 수, {self.classes}) 여야 합니다. classes 를 신경망의 "
                "것과 같게 해 주세요."
            )
        same_batch("NeuroSymbolicClassifier", ids=logits, rules=fired)
        combined: Tensor = self.combiner(torch.cat([logits, fired.to(logits)], dim=1))
        return combined


def _start(classes: int, rules: int, trust: float) -> Tensor:
    """combiner 의 처음 가중치 (C, C + R): 로짓은 그대로, 규칙의 라벨에는 trust 를 더합니다."""
    if isinstance(trust, bool) or not isinstance(trust, int | float) or not math.isfinite(trust):
        raise ArgumentError(
            f"NeuroSymbolicClassifier: trust 는 유한한 수여야 하는데 {trust!r} 입니다. "
            "2.0 처럼 적어 주세요."
        )
    if trust and rules != classes:
        raise ArgumentError(
            f"NeuroSymbolicClassifier: trust={trust} 로 시작하려면 규칙의 칸이 라벨과 같은 "
            f"차례여야 하는데 라벨은 {classes}개, 규칙의 답은 {rules}칸입니다. trust=0.0 으로 "
            "두거나 RuleBasedClassifier(…, labels=라벨들).one_hot 을 쓰세요."
        )
    with torch.device("cpu"):
        return torch.cat([torch.eye(classes), trust * torch.eye(classes, rules)], dim=1)


def _answers(rules: Any, width: int) -> Tensor:
    """규칙의 답 (B, R) 인지 봅니다."""
    where = "NeuroSymbolicClassifier"
    if not isinstance(rules, Tensor):
        raise ArgumentTypeError(
            f"{where}: rules 자리에는 규칙의 답을 원-핫으로 적은 텐서가 와야 하는데 "
            f"{type(rules).__name__} 형입니다. torch.as_tensor(규칙.one_hot(글들)) 로 바꾸어 "
            "주세요."
        )
    if rules.ndim != 2 or rules.shape[1] != width:
        raise ShapeError(
            f"{where}: rules 의 모양은 (예제 수, {width}) 여야 하는데 {tuple(rules.shape)} 입니다. "
            "라벨의 번호가 아니라 라벨마다 한 칸인 원-핫을, 이 모델을 만들 때와 같은 규칙들로 "
            "만들어 주세요."
        )
    if rules.device.type == "cpu" and not torch.compiler.is_compiling():
        wrong = ~torch.isfinite(rules)
        if wrong.any():
            row, column = (int(i) for i in wrong.nonzero()[0])
            raise ArgumentError(
                f"{where}: rules[{row}, {column}] 의 값이 {float(rules[row, column])} 입니다. "
                "규칙의 답은 0과 1로 적어 주세요."
            )
    return rules
