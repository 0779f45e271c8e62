"""숫자와 기호의 한국어 읽기: 지금은 앞말에 어울리는 조사를 고릅니다.

조사는 글자 모양이 아니라 읽는 소리를 따릅니다. ``0.322`` 는 "영 점 삼이이"로 끝나므로 "가"가,
``10`` 은 "십"으로 끝나므로 "이"가 붙습니다.
"""

import re
import unicodedata

from dlconcepts.errors import ArgumentError, ArgumentTypeError

_DIGITS = "영일이삼사오육칠팔구"
_TENS = ("", "십", "백", "천")  # 네 자리 묶음 안의 자리
_GROUPS = ("", "만", "억", "조", "경", "해", "자", "양", "구", "간", "정", "재", "극")

_READINGS = dict.fromkeys("ABCDEFGHIJKOPQSTUVWXYZ", "이") | {
    # 알파벳 이름에 받침이 있는 것은 넷뿐입니다.
    **{"L": "엘", "M": "엠", "N": "엔", "R": "알"},
    # 그리스 글자는 엡실론, 오미크론, 입실론만 받침으로 끝납니다.
    **dict.fromkeys("ΑΒΓΔΖΗΘΙΚΛΜΝΞΠΡΣΤΦΧΨΩ", "타"),
    **{"Ε": "론", "Ο": "론", "Υ": "론"},
    **{"%": "퍼센트", "‰": "퍼밀", "°": "도", "∞": "무한대", "∇": "나블라", "∂": "편미분"},
}
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"

_FINAL_RIEUL = 8  # 한글 음절의 종성 번호: 0은 받침 없음, 8은 ㄹ
_PAIRS = {"은": "는", "이": "가", "을": "를", "과": "와", "아": "야"}

# 수의 끝부분: 자릿점이 있는 정수 또는 숫자열, 소수부, 분모
_NUMBER = re.compile(
    r"(?P<integer>\d{1,3}(?:,\d{3})+|\d+)?(?P<fraction>\.\d+)?(?P<denominator>[/⁄]\d+)?$"
)
# "경사 하강법(gradient descent)"처럼 한글 뒤에 붙은 괄호는 소리 내어 읽지 않는 풀이입니다.
_GLOSS = re.compile(r"(?<=[가-힣])\([^()]*\)$")


def josa(text: str, pair: str) -> str:
    """`text` 를 읽은 끝소리에 맞는 조사를 돌려줍니다.

    Parameters
    ----------
    text
        조사가 붙을 말입니다. 한글, 숫자(한자어로 읽습니다), 로마자와 그리스 글자(글자 이름으로
        읽습니다), ``%`` 로 끝날 수 있고, 닫는 괄호나 따옴표는 건너뜁니다.
    pair
        ``"은/는"`` 처럼 받침 있는 말에 붙는 꼴을 앞에 쓴 짝입니다. ``"으로/로"`` 는 ㄹ 받침도
        "로"로 받습니다.

    Examples
    --------
    >>> josa("0.322", "이/가"), josa("10", "이/가"), josa("f(x)", "은/는"), josa("7", "으로/로")
    ('가', '이', '는', '로')
    """
    after_consonant, after_vowel = _split_pair(pair)
    if not isinstance(text, str):
        raise ArgumentTypeError(
            f"josa(text, pair): text 는 문자열이어야 하는데 {type(text).__name__} 형인 {text!r} "
            "입니다. str(...) 이나 f-문자열로 바꾸어 넘겨 주세요."
        )
    final = _final_consonant(_last_syllable(text))
    if final == 0 or (final == _FINAL_RIEUL and after_consonant.startswith("으")):
        return after_vowel
    return after_consonant


def _split_pair(pair: str) -> tuple[str, str]:
    """``"은/는"`` 을 둘로 나눕니다. 순서가 바뀌었거나 조사의 짝이 아니면 오류를 냅니다."""
    first, _, second = pair.partition("/") if isinstance(pair, str) else ("", "", "")
    if _is_pair(first, second):
        return first, second
    hint = f" 순서를 바꾸어 '{second}/{first}' 로 써 주세요." if _is_pair(second, first) else ""
    raise ArgumentError(
        f"josa(text, pair): pair 는 받침 있는 말에 붙는 꼴을 앞에 쓴 '은/는', '이/가', '을/를', "
        f"'과/와', '으로/로', '이라/라' 같은 짝이어야 하는데 {pair!r} 입니다.{hint}"
    )


def _is_pair(first: str, second: str) -> bool:
    return _PAIRS.get(first) == second or bool(
        second and first[:1] in ("이", "으") and first[1:] == second
    )


def _last_syllable(text: str) -> str:
    """`text` 를 소리 내어 읽을 때의 마지막 음절(을 대신하는 한글 한 글자 이상)입니다."""
    rest = text.rstrip()
    while rest:
        last = rest[-1]
        if "가" <= last <= "힣":
            return last
        if last in _SUPERSCRIPTS:
            return "제곱"
        if unicodedata.category(last) in ("Nd", "No"):
            return _number_reading(unicodedata.normalize("NFKC", rest))
        if (reading := _READINGS.get(last.upper())) is not None:
            return reading
        if "ㄱ" <= last <= "ㅣ":
            return "리을" if last == "ㄹ" else "기역" if last <= "ㅎ" else "아"
        if last.isalpha():
            break
        gloss = _GLOSS.search(rest)
        rest = (rest[: gloss.start()] if gloss else rest[:-1]).rstrip()
    raise ArgumentError(
        f"josa(text, pair): {text!r} 의 끝을 한국어로 읽을 수 없어 조사를 고르지 못합니다. "
        "한글, 숫자, 로마자, 그리스 글자나 % 로 끝나는 말을 넘겨 주세요."
    )


def _number_reading(text: str) -> str:
    """수로 끝나는 글을 읽은 마지막 음절입니다. 2000 → 천, 0.30 → 영, 1/2 → (이분의) 일."""
    match = _NUMBER.search(text)
    assert match is not None  # 숫자로 끝나는 글만 들어옵니다.
    if match["fraction"] and not match["denominator"]:
        return _DIGITS[int(text[-1])]
    digits = (match["integer"] or match["denominator"][1:]).replace(",", "")
    significant = digits.rstrip("0")
    zeros = len(digits) - len(significant)
    if not significant:
        return "영"
    if zeros == 0:
        return _DIGITS[int(digits[-1])]
    return _TENS[zeros] if zeros < 4 else _GROUPS[min(zeros // 4, len(_GROUPS) - 1)]


def _final_consonant(reading: str) -> int:
    return (ord(reading[-1]) - ord("가")) % 28
