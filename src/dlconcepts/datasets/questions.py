"""질문: 방법, 이유, 때를 묻는지, 예·아니오를 묻는지 가르는 한국어 질문 1,680개.

틀(questions.toml)에서 만들어 낸 글이라 언제나 같습니다. 무엇에 관해 묻는지는 모든 종류가 같습니다.
같은 일을 네 가지로 묻기도 하고, 다른 종류를 떠올리게 하는 말이 함께 있기도 합니다(`hard`)::

    방법         기차표를 바꾸는 방법을 알려 주세요.
    이유         기차표를 왜 바꿨나요?
    언제         기차표를 언제까지 바꿔야 하나요?
    예·아니오    기차표를 꼭 바꿔야 하나요?

    언제         지방법원은 몇 시에 진단서 접수를 마감하나요?    "방법" 이 들어 있습니다
    예·아니오    이유식에 감자를 넣어도 되나요?                  "이유" 가 들어 있습니다
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dlconcepts.datasets.splits import Split, take_split
from dlconcepts.datasets.templates import fill, framed, read_templates, split_bundles

_LABELS = ("how", "why", "when", "yesno")
_FORMS = ("object", "if", "ing", "did", "will", "do", "past")
_COPIES = 5  # 틀 하나에서 만드는 질문의 수
_ENDINGS = {"endings": 3, "hard_endings": 2}  # 한 가지 일을 한 종류로 묻는 질문의 수


@dataclass(frozen=True)
class Questions:
    """종류가 붙은 질문.

    - 크기: 모두 1,680개, 글로 120 kB 쯤입니다. 종류마다 420개입니다
    - 라이선스: 우리가 쓴 틀에서 만들어 낸 글입니다(BSD-3-Clause)

    Attributes
    ----------
    texts
        (N,) 문자열(object), 질문입니다.
    labels
        (N,) int64 입니다. 번호는 `names` 의 차례: 0 방법, 1 이유, 2 언제, 3 예·아니오입니다.
    hard
        (N,) bool, 다른 종류를 떠올리게 하는 말이 든 질문에서 참입니다.
    bundles
        (N,) int64, 질문이 나온 틀의 번호입니다. 같은 틀의 질문은 한 부분에만 있습니다.
    """

    names: ClassVar[tuple[str, ...]] = ("방법", "이유", "언제", "예·아니오")

    texts: NDArray[np.object_]
    labels: NDArray[np.int64]
    hard: NDArray[np.bool_]
    bundles: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.labels)


def make_questions(*, seed: int, valid: float = 0.15, test: float = 0.25) -> Split[Questions]:
    """질문을 만들어 틀째 학습, 검증, 평가로 나눕니다.

    네 종류가 부분마다 같은 비율이고, 평가에 나오는 글의 틀은 학습에 없습니다. 같은 일을 네 가지로
    묻는 질문들은 한 부분에 함께 있습니다.

    Parameters
    ----------
    seed
        틀을 나누는 씨앗입니다. 질문은 씨앗과 상관없이 언제나 같습니다.
    valid, test
        검증과 평가가 가져가는 틀의 비율입니다.
    """
    where = "make_questions"
    phrases = read_templates("questions.toml")
    bundles = [*_hand_written(phrases), *_conjugated(phrases)]
    rows = [
        (number, *row)
        for number, bundle in enumerate(bundles)
        for row in bundle.questions(number, phrases)
    ]
    numbers, labels, hard, texts = zip(*rows, strict=True)
    everything = Questions(
        texts=np.array(texts, dtype=object),
        labels=np.array(labels, dtype=np.int64),
        hard=np.array(hard, dtype=np.bool_),
        bundles=np.array(numbers, dtype=np.int64),
    )
    kinds = [bundle.kind for bundle in bundles]
    index = split_bundles(everything.bundles, kinds, seed=seed, valid=valid, test=test, where=where)
    return take_split(everything, index)


class _Group(NamedTuple):
    """한 라벨의 질문 `copies` 개. 틀은 차례로 돌려 씁니다."""

    label: int
    hard: bool
    templates: list[str]
    copies: int


class _Bundle(NamedTuple):
    """한 부분에 함께 있는 질문들."""

    kind: tuple[str, bool]  # 이것이 같은 묶음끼리 같은 비율로 나눕니다
    groups: list[_Group]

    def questions(self, number: int, phrases: dict[str, Any]) -> Iterator[tuple[int, bool, str]]:
        frames = phrases["frames"]
        for step, group in enumerate(self.groups):
            for turn in range(number + step, number + step + group.copies):
                template = group.templates[turn % len(group.templates)]
                text = fill(template, phrases["slots"], turn)
                text = framed(text, frames["open"], frames["close"], turn)
                yield group.label, group.hard, text


def _hand_written(phrases: dict[str, Any]) -> Iterator[_Bundle]:
    for label, name in enumerate(_LABELS):
        for hard in (False, True):
            for template in phrases[name]["hard" if hard else "plain"]:
                yield _Bundle((name, hard), [_Group(label, hard, [template], _COPIES)])


def _conjugated(phrases: dict[str, Any]) -> Iterator[_Bundle]:
    """할 일마다 네 종류의 물음. 같은 갈래의 할 일은 한 묶음입니다."""
    for topic in phrases["topic"]:
        groups = []
        for clause in topic["clauses"]:
            words = dict(zip(_FORMS, clause, strict=True))
            for label, name in enumerate(_LABELS):
                for key, copies in _ENDINGS.items():
                    endings = [_inflected(ending, words) for ending in phrases[name][key]]
                    groups.append(_Group(label, key == "hard_endings", endings, copies))
        yield _Bundle(("topic", False), groups)


def _inflected(ending: str, words: dict[str, str]) -> str:
    """``<if> 어떻게 하나요?`` 의 표시를 그 꼴로 바꿉니다."""
    return re.sub(r"<(\w+)>", lambda match: words[match[1]], ending)
