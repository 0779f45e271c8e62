"""형태소 분석(morphological analysis): 토큰, 형태소, 품사를 Kiwi 가 한 번에 찾습니다.

::

    나는 그 영화를 별로 좋아하지 않는다.
    나/대명사 는/보조사   그/관형사   영화/명사 를/목적격   별로/부사
    좋아하/동사 지/어미   않/보조 용언 는다/어미

한국어에서 토큰을 나누는 일과 형태소와 품사를 정하는 일은 따로 할 수 없습니다. "나는" 이 나+는인지
날+는인지는 품사를 정해야 알 수 있기 때문입니다. 품사의 이름은 세종 품사표를 따릅니다.

분석기 Kiwi(kiwipiepy)는 따로 설치합니다: ``pip install "dlconcepts[nlp]"``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from dlconcepts.errors import MissingDependencyError
from dlconcepts.text.units import separate_letters, words, written

TAG_NAMES = {
    "NNG": "일반 명사", "NNP": "고유 명사", "NNB": "의존 명사", "NR": "수사", "NP": "대명사",
    "VV": "동사", "VA": "형용사", "VX": "보조 용언", "VCP": "긍정 지정사", "VCN": "부정 지정사",
    "MM": "관형사", "MAG": "부사", "MAJ": "접속 부사", "IC": "감탄사",
    "JKS": "주격 조사", "JKC": "보격 조사", "JKG": "관형격 조사", "JKO": "목적격 조사",
    "JKB": "부사격 조사", "JKV": "호격 조사", "JKQ": "인용격 조사", "JX": "보조사",
    "JC": "접속 조사", "EP": "선어말 어미", "EF": "종결 어미", "EC": "연결 어미",
    "ETN": "명사형 어미", "ETM": "관형형 어미", "XPN": "접두사", "XSN": "명사 접미사",
    "XSV": "동사 접미사", "XSA": "형용사 접미사", "XSM": "부사 접미사", "XR": "어근",
    "SF": "마침 부호", "SP": "쉼표", "SS": "괄호", "SSO": "여는 괄호", "SSC": "닫는 괄호",
    "SE": "줄임표", "SO": "붙임표", "SW": "기호", "SB": "순번", "SL": "로마자", "SH": "한자",
    "SN": "숫자", "UN": "모르는 말", "W_URL": "주소", "W_EMAIL": "전자 우편 주소",
    "W_HASHTAG": "해시태그", "W_MENTION": "부르는 이름", "W_SERIAL": "일련번호",
    "W_EMOJI": "그림 문자", "Z_CODA": "덧붙은 받침", "Z_SIOT": "사이시옷",
}  # fmt: skip
"""품사의 이름(세종 품사표)과 그 뜻입니다."""

STOPWORD_TAGS = frozenset(
    tag for tag in TAG_NAMES if tag[0] in "JEXS" and tag not in ("XR", "SL", "SH", "SN")
) | {"VX", "VCP", "NNB", "MM", "MAJ", "W_EMOJI", "Z_CODA", "Z_SIOT"}
"""불용어(stop word)로 보는 품사들입니다. 조사, 어미, 접사, 기호, 보조 용언이 들어 있습니다."""

NEGATIONS = frozenset(
    {("않", "VX"), ("아니하", "VX"), ("못하", "VX"), ("말", "VX"), ("안", "MAG"), ("못", "MAG"),
     ("아니", "VCN"), ("않", "VV"), ("못하", "VV")}
)  # fmt: skip
"""문장의 뜻을 뒤집는 말 (형태, 품사)입니다. 품사만 보면 대부분 불용어입니다."""


@dataclass(frozen=True)
class Morpheme:
    """형태소 하나.

    Attributes
    ----------
    form
        형태소의 본디 모습입니다. "맛있었어요" 의 첫 형태소는 "맛있" 입니다.
    tag
        세종 품사표의 이름입니다. 예: "NNG". 우리말 이름은 `name` 입니다.
    start, length
        글에서의 자리와 길이입니다. 줄어든 말(가+아 → 가)은 자리가 겹칠 수 있습니다.
    word
        들어 있는 어절입니다. 문장 부호는 뗐습니다.
    word_index
        몇 번째 어절인지입니다. 0부터 셉니다.
    """

    form: str
    tag: str
    start: int
    length: int
    word: str
    word_index: int

    @property
    def name(self) -> str:
        """품사의 우리말 이름입니다."""
        return TAG_NAMES.get(self.tag, self.tag)

    def __str__(self) -> str:
        return f"{self.form}/{self.tag}"


def morphemes(text: str) -> list[Morpheme]:
    """글을 형태소로 나누고 품사를 붙입니다. 처음 부를 때 Kiwi 의 모델을 읽어 몇 초 걸립니다.

    Parameters
    ----------
    text
        한글이 든 글입니다.

    Examples
    --------
    >>> [str(found) for found in morphemes("영화를 봤다")]
    ['영화/NNG', '를/JKO', '보/VV', '었/EP', '다/EF']
    """
    text = written("morphemes", text)
    pieces = [(found.start(), found[0]) for found in re.finditer(r"\S+", text)]
    found = []
    for token in _kiwi().tokenize(text):
        index = max(i for i, (start, _) in enumerate(pieces) if start <= token.start)
        word = " ".join(words(pieces[index][1]))
        # VV-I 처럼 붙은 불규칙 활용의 표시는 떼고, 받침만 있는 어미(ᆸ니다)는 보통의 낱자로 적습니다.
        form, tag = separate_letters(token.form), token.tag.partition("-")[0]
        found.append(Morpheme(form, tag, token.start, token.len, word, index))
    return found


def is_negation(morpheme: Morpheme) -> bool:
    """뜻을 뒤집는 말(않, 안, 못, 아니 …)인지 봅니다."""
    return (morpheme.form, morpheme.tag) in NEGATIONS


def content_words(found: Iterable[Morpheme], *, keep_negation: bool = True) -> list[str]:
    """불용어를 빼고 남은 형태소들입니다.

    Parameters
    ----------
    found
        `morphemes` 의 결과입니다.
    keep_negation
        참이면 뜻을 뒤집는 말(`NEGATIONS`)을 남깁니다. 거짓이면 그것까지 뺍니다.

    Examples
    --------
    >>> found = morphemes("나는 그 영화를 별로 좋아하지 않는다.")
    >>> content_words(found), content_words(found, keep_negation=False)
    (['나', '영화', '별로', '좋아하', '않'], ['나', '영화', '별로', '좋아하'])
    """
    return [
        each.form
        for each in found
        if (keep_negation if is_negation(each) else each.tag not in STOPWORD_TAGS)
    ]


@cache
def _kiwi() -> Any:
    try:
        module = import_module("kiwipiepy")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "kiwipiepy":
            raise
        raise MissingDependencyError(
            "형태소 분석에는 kiwipiepy 가 필요한데 설치되어 있지 않습니다. "
            'pip install "dlconcepts[nlp]" 로 설치해 주세요.',
            name="kiwipiepy",
        ) from error
    return module.Kiwi()
