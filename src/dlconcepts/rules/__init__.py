"""규칙: 사람이 적은 지식으로 답하고, 왜 그렇게 답했는지 말합니다.

from dlconcepts.rules import Rule, RuleBasedClassifier

classifier = RuleBasedClassifier([Rule("무료", "스팸", "공짜를 내세웁니다")], default="일반")
print(classifier.classify("무료 쿠폰을 받으세요"))
"""

from dlconcepts.rules.classifier import (
    Prediction,
    Reason,
    Rule,
    RuleBasedClassifier,
    TextClassifier,
)
from dlconcepts.rules.expert import Implication, Inference, Step, infer, read_implications
from dlconcepts.rules.message_rules import CARELESS_RULES, MESSAGE_RULES

__all__ = [
    "CARELESS_RULES",
    "MESSAGE_RULES",
    "Implication",
    "Inference",
    "Prediction",
    "Reason",
    "Rule",
    "RuleBasedClassifier",
    "Step",
    "TextClassifier",
    "infer",
    "read_implications",
]
