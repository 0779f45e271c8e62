"""의미: 감정 사전(lexicon)으로 글이 좋게 말하는지 나쁘게 말하는지 점수를 매깁니다.

::

    만두는 그다지 짜지 않았지만 국수는 맛있지 않았어요.

    짜      −1   "-지 않" 이 뒤집어 +1,  "지만" 의 앞이라 절반만 셉니다    +0.5
    맛있    +1   "-지 않" 이 뒤집어 −1                                     −1
    합                                                                     −0.5

뒤집는 말(않, 안, 못, 아니, 없)은 같은 절 안에서 세고, 두 번이면 제자리로 돌아옵니다.
불용어라고 먼저 지워 버리면 뜻이 거꾸로 됩니다.
"""

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dlconcepts.errors import ArgumentError
from dlconcepts.text.morphemes import STOPWORD_TAGS, Morpheme, is_negation

_CONTRAST = {
    "지만",
    "으나",
    "나",
    "는데",
    "은데",
    "ㄴ데",
    "더니",
    "라도",
}  # 뒤의 절이 하려는 말입니다
_WITHIN = {"지", "어", "아", "게"}  # 절을 끝내지 않는 연결 어미: 짜지 않다, 남겨 두다
_BEFORE_CONTRAST = 0.5


@dataclass(frozen=True)
class Lexicon:
    """형태소마다의 점수. 예: ``Lexicon({"좋": 1, "나쁘": -1})``.

    Attributes
    ----------
    scores
        형태소의 본디 모습 → 점수입니다. 양수는 좋은 뜻, 음수는 나쁜 뜻입니다.
    """

    scores: dict[str, float]

    def __post_init__(self) -> None:
        for form, score in self.scores.items():
            number = isinstance(score, int | float) and not isinstance(score, bool)
            if not number or not math.isfinite(score) or not form or form.endswith("다"):
                raise ArgumentError(
                    "Lexicon: 사전은 형태소의 본디 모습에 점수를 적어야 하는데 "
                    f"{form!r}: {score!r} 가 있습니다. "
                    '"좋다" 가 아니라 "좋": 1 처럼 어미를 떼고 수를 적어 주세요.'
                )


@dataclass(frozen=True)
class Hit:
    """사전에서 찾은 말 하나.

    Attributes
    ----------
    morpheme
        찾은 형태소입니다.
    value
        뒤집기와 역접까지 셈한 점수입니다.
    negated
        뒤집혔으면 참입니다.
    """

    morpheme: Morpheme
    value: float
    negated: bool


@dataclass(frozen=True)
class Meaning:
    """글의 감정.

    Attributes
    ----------
    score
        찾은 말들의 점수의 합입니다. 찾은 말이 없으면 0 입니다.
    hits
        찾은 말들입니다.
    """

    score: float
    hits: tuple[Hit, ...]

    @property
    def label(self) -> str:
        """긍정, 부정, 또는 모름입니다. 합이 0 이면 모름입니다."""
        return "긍정" if self.score > 0 else "부정" if self.score < 0 else "모름"


@cache
def load_lexicon() -> Lexicon:
    """이 라이브러리에 든 작은 감정 사전입니다. 우리가 고른 말 백 남짓이고, 점수는 1 과 -1 입니다.

    - 라이선스: 우리가 쓴 것입니다(BSD-3-Clause)
    """
    text = files("dlconcepts.text").joinpath("lexicon.toml").read_text(encoding="utf-8")
    forms = tomllib.loads(text)
    return Lexicon(dict.fromkeys(forms["good"], 1.0) | dict.fromkeys(forms["bad"], -1.0))


def sentiment(found: Sequence[Morpheme], lexicon: Lexicon | None = None) -> Meaning:
    """사전의 말을 찾아 점수를 더합니다.

    Parameters
    ----------
    found
        한 글의 `morphemes` 결과입니다. 뒤집는 말을 뺀 목록을 넘기면 뒤집지 못합니다.
    lexicon
        쓸 사전입니다. 정하지 않으면 `load_lexicon` 의 것입니다.
    """
    scores = (lexicon or load_lexicon()).scores
    last_contrast = max((i for i, each in enumerate(found) if _is_contrast(each)), default=-1)
    hits = []
    for at, each in enumerate(found):
        score = scores.get(each.form)
        if score is None or each.tag in STOPWORD_TAGS:  # 보조 용언 "버리" 는 나쁜 뜻이 아닙니다
            continue
        negated = _negators(found, at) % 2 == 1
        weight = _BEFORE_CONTRAST if at < last_contrast else 1.0
        hits.append(Hit(each, weight * (-score if negated else score), negated))
    return Meaning(sum(hit.value for hit in hits), tuple(hits))


def _negators(found: Sequence[Morpheme], at: int) -> int:
    """뒤집는 말의 수: `at` 번째 형태소의 바로 앞에서, 그리고 절이 끝날 때까지 셉니다."""
    count = int(at > 0 and found[at - 1].tag == "MAG" and is_negation(found[at - 1]))
    for each in found[at + 1 :]:
        count += is_negation(each) or (each.form, each.tag) == ("없", "VA")
        ends = each.tag in ("EF", "SF", "ETM") or (each.tag == "EC" and each.form not in _WITHIN)
        if ends:
            break
    return count


def _is_contrast(morpheme: Morpheme) -> bool:
    return morpheme.tag == "EC" and morpheme.form in _CONTRAST
