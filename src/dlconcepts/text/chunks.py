"""구(chunk) 찾기: 조사를 보고 낱말을 묶어 주제, 주어, 목적어, 부사어, 서술어를 나눕니다.

::

    주제      나는               "는" 으로 끝납니다
    목적어    그 영화를          관형사 "그" 는 뒤의 명사와 한 구이고, "를" 로 끝납니다
    부사어    별로
    서술어    좋아하지 않는다    보조 용언 "않" 은 앞의 용언과 한 구입니다

나무를 그리는 구문 분석(parsing)이 아니라, 조사에서 읽어 낼 수 있는 데까지만 묶은 것입니다. 안긴
문장의 속은 나누지 않습니다: "어제 본 영화를" 은 통째로 목적어입니다. 조사와 어미를 먼저 지우면 이
일을 할 수 없습니다.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from dlconcepts.errors import ArgumentError
from dlconcepts.text.morphemes import Morpheme

_ROLES = {
    "JKS": "주어",
    "JKC": "보어",
    "JKO": "목적어",
    "JKB": "부사어",
    "JKQ": "부사어",
    "JKV": "독립어",
    "IC": "독립어",
    "MAJ": "독립어",
    "MAG": "부사어",
}
_PREDICATE, _TOPIC, _BARE = "서술어", "주제", "조사 없음"
_ADVERBIAL = {"까지", "부터", "마다"}  # 보조사이지만 때와 곳을 나타냅니다
_JOINING = {"JKG", "JC", "MM", "ETM", "XPN"}  # 뒤의 말과 한 구가 됩니다: 의, 와, 그, -은
_VERBAL = {"VV", "VA", "VX", "VCP", "VCN", "XSV", "XSA"}
_NOMINAL = {"NNG", "NNP", "NNB", "NR", "NP", "XR", "XSN", "SL", "SN", "SH", "ETN", "SW", "W_URL"}


@dataclass(frozen=True)
class Chunk:
    """한 구.

    Attributes
    ----------
    words
        구를 이루는 어절들입니다. 문장 부호는 뗐습니다.
    role
        주제, 주어, 보어, 목적어, 부사어, 독립어, 서술어, 조사 없음 가운데 하나입니다.
    """

    words: tuple[str, ...]
    role: str

    def __str__(self) -> str:
        return f"{' '.join(self.words)}/{self.role}"


def josa_chunks(found: Sequence[Morpheme]) -> list[Chunk]:
    """조사를 보고 형태소들을 구로 묶습니다.

    Parameters
    ----------
    found
        한 글의 `morphemes` 결과입니다. 조사를 뺀 것은 받지 않습니다.

    Examples
    --------
    >>> from dlconcepts.text.morphemes import morphemes
    >>> [str(chunk) for chunk in josa_chunks(morphemes("나는 그 영화를 보지 않았다."))]
    ['나는/주제', '그 영화를/목적어', '보지 않았다/서술어']
    """
    if any(not isinstance(each, Morpheme) for each in found):
        raise ArgumentError(
            "josa_chunks: 형태소의 목록이 와야 합니다. josa_chunks(morphemes(글)) 로 불러 주세요."
        )
    chunks: list[Chunk] = []
    waiting: list[str] = []  # 뒤의 말과 묶일 어절들
    eojeols = [list(group) for _, group in groupby(found, key=lambda each: each.word_index)]
    for at, eojeol in enumerate(eojeols):
        spoken = [each for each in eojeol if each.tag[0] not in "SW" or each.tag in _NOMINAL]
        if not spoken or not spoken[0].word:  # 부호나 그림 문자뿐입니다
            continue
        after = eojeols[at + 1] if at + 1 < len(eojeols) else []
        ends = not after or any(each.tag == "SF" for each in eojeol)
        if chunks and not waiting and _leans_back(spoken[0], chunks[-1]):
            waiting = [*chunks.pop().words]
        waiting.append(spoken[0].word)
        if ends or not _joins(spoken, after):
            chunks.append(Chunk(tuple(waiting), _role(spoken)))
            waiting = []
    return chunks


def _leans_back(first: Morpheme, before: Chunk) -> bool:
    """앞의 구에 기대는지 봅니다: 보조 용언(않는다)과, "-ㄹ 수" 뒤의 있다와 없다가 그렇습니다."""
    if before.words[-1] == "수" and first.form in ("있", "없"):
        return True
    return before.role == _PREDICATE and first.tag == "VX"


def _joins(spoken: Sequence[Morpheme], after: Sequence[Morpheme]) -> bool:
    """뒤의 말과 한 구가 되는지: 관형어이거나, 조사 없이 명사로 이어집니다(무료 급식을)."""
    if spoken[-1].tag in _JOINING:
        return True
    bare = spoken[-1].tag in _NOMINAL and not any(each.tag in _VERBAL for each in spoken)
    return bare and after[0].tag in _NOMINAL and not any(each.tag in _VERBAL for each in after)


def _role(spoken: Sequence[Morpheme]) -> str:
    """어절의 끝을 보고 정한 역할입니다."""
    *before, last = spoken
    if last.tag == "JX" and before:  # 보조사: 앞에 격조사나 어미가 있으면 그것이 정합니다
        inner = _role(before)
        if inner != _BARE or last.form == "요":
            return inner
        return "부사어" if last.form in _ADVERBIAL else _TOPIC
    if last.tag in _ROLES:
        return _ROLES[last.tag]
    return _PREDICATE if any(each.tag in _VERBAL for each in spoken) else _BARE
