"""메시지: 중요한 것, 일반, 스팸을 가르는 한국어와 영어 메시지 1,200개 남짓.

틀(messages.toml)에서 만들어 낸 글이라 언제나 같습니다. 낱말만 보아서는 틀리기 쉬운 메시지가 셋에
하나쯤 섞여 있고, 그것은 `hard` 로 알 수 있습니다::

    스팸    (광고) 선착순 백 분께 운동화를 공짜로 드립니다.
    일반    학교 무료 급식으로 김밥이 나왔는데 아이가 맛있게 먹었대요.
    스팸    긴급 공지: 두루마트 폐업 정리, 이어폰이 30% 싸집니다.
    일반    The sugar-free curry from Maple Cafe was good.

둘째 것은 "무료" 가 있어도 스팸이 아니고, 셋째 것은 "긴급" 이 있어도 중요하지 않습니다. 마지막의
"free" 는 다른 낱말의 끝입니다.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dlconcepts.datasets.splits import Split, take_split
from dlconcepts.datasets.templates import fill, framed, read_templates, split_bundles

_LANGUAGES = ("ko", "en")
_LABELS = ("normal", "important", "spam")
_COPIES = 5  # 틀 하나에서 만드는 메시지의 수


@dataclass(frozen=True)
class Messages:
    """라벨과 언어가 붙은 메시지.

    - 크기: 모두 1,190개(한국어 695개, 영어 495개), 글로 100 kB 쯤입니다
    - 라이선스: 우리가 쓴 틀에서 만들어 낸 글입니다(BSD-3-Clause). 가게와 사람은 지어낸 것입니다

    Attributes
    ----------
    texts
        (N,) 문자열(object), 메시지입니다.
    labels
        (N,) int64 입니다. 번호는 `names` 의 차례: 0 은 일반, 1 은 중요, 2 는 스팸입니다.
    languages
        (N,) int64 입니다. 번호는 `language_names` 의 차례: 0 은 한국어, 1 은 영어입니다.
    hard
        (N,) bool, 다른 종류를 떠올리게 하는 말이 든 메시지에서 참입니다.
    bundles
        (N,) int64, 메시지가 나온 틀의 번호입니다. 같은 틀의 메시지는 한 부분에만 있습니다.
    """

    names: ClassVar[tuple[str, ...]] = ("일반", "중요", "스팸")
    language_names: ClassVar[tuple[str, ...]] = ("한국어", "영어")

    texts: NDArray[np.object_]
    labels: NDArray[np.int64]
    languages: NDArray[np.int64]
    hard: NDArray[np.bool_]
    bundles: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.labels)


def make_messages(*, seed: int, valid: float = 0.15, test: float = 0.25) -> Split[Messages]:
    """메시지를 만들어 틀째 학습, 검증, 평가로 나눕니다.

    언어와 라벨마다, 그리고 쉬운 것과 속이기 쉬운 것마다 같은 비율로 나눕니다.
    평가에 나오는 글의 틀은 학습에 없습니다.

    Parameters
    ----------
    seed
        틀을 나누는 씨앗입니다. 메시지는 씨앗과 상관없이 언제나 같습니다.
    valid, test
        검증과 평가가 가져가는 틀의 비율입니다.
    """
    templates = list(_templates(read_templates("messages.toml")))
    rows = [
        (number, text)
        for number, template in enumerate(templates)
        for text in template.messages(number)
    ]
    bundles = np.array([number for number, _ in rows], dtype=np.int64)
    everything = Messages(
        texts=np.array([text for _, text in rows], dtype=object),
        labels=np.array([t.label for t in templates], dtype=np.int64)[bundles],
        languages=np.array([t.language for t in templates], dtype=np.int64)[bundles],
        hard=np.array([t.hard for t in templates], dtype=np.bool_)[bundles],
        bundles=bundles,
    )
    groups = [(t.language, t.label, t.hard) for t in templates]
    where = "make_messages"
    index = split_bundles(bundles, groups, seed=seed, valid=valid, test=test, where=where)
    return take_split(everything, index)


class _Template(NamedTuple):
    language: int
    label: int
    hard: bool
    text: str
    slots: dict[str, list[str]]
    opens: list[str]  # 앞의 절반은 어느 종류에나 붙는 말, 뒤는 그 종류의 말입니다
    closes: list[str]

    def messages(self, number: int) -> Iterator[str]:
        for copy in range(_COPIES):
            body = fill(self.text, self.slots, number + copy)
            yield framed(body, self.opens, self.closes, number + copy)


def _templates(phrases: dict[str, Any]) -> Iterator[_Template]:
    for language, code in enumerate(_LANGUAGES):
        slots, frames = phrases[code]["slots"], phrases[code]["frames"]
        for label, name in enumerate(_LABELS):
            kind = phrases[code][name]
            for hard in (False, True):
                for marked in kind["hard" if hard else "plain"]:
                    casual = marked.startswith("~")
                    end = "_casual" if casual else ""
                    own = [[], []] if casual else [kind["open"], kind["close"]]
                    opens, closes = frames["open" + end] + own[0], frames["close" + end] + own[1]
                    text = marked.removeprefix("~")
                    yield _Template(language, label, hard, text, slots, opens, closes)
