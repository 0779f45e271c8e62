"""글의 단위: 음절, 어절, 자모. 사전 없이 유니코드의 규칙만으로 나눕니다.

한글 음절의 번호는 자모의 번호에서 바로 나옵니다(The Unicode Standard, 3.12절)::

    음절 = 0xAC00 + (첫소리 × 21 + 가운뎃소리) × 28 + 끝소리        끝소리 0 은 받침이 없음

    한 = 0xAC00 + (18 × 21 + 0) × 28 + 4        ㅎ 은 18, ㅏ 는 0, ㄴ 받침은 4
"""

import re
import unicodedata
from collections.abc import Sequence

from dlconcepts.errors import ArgumentError, ArgumentTypeError

_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
_FIRST, _LAST = 0xAC00, 0xD7A3  # 가, 힣
# 자리가 정해진 낱자의 유니코드: 첫소리 0x1100, 가운뎃소리 0x1161, 끝소리 0x11A8 부터
_PLAIN = {
    chr(first + number): letter
    for first, letters in ((0x1100, _INITIALS), (0x1161, _VOWELS), (0x11A8, _FINALS[1:]))
    for number, letter in enumerate(letters)
}
_JOINT = (
    "\u200c"  # 붙여 읽지 말라는 표시(zero width non-joiner). "가ㅋㅋ" 가 "갘ㅋ" 이 되지 않게 합니다
)


def syllables(text: str, *, spaces: bool = False) -> list[str]:
    """글자 하나를 토큰 하나로 나눕니다. 한글이면 음절입니다.

    Parameters
    ----------
    text
        나눌 글입니다. 자모를 풀어 적은 글(NFD)도 음절로 모아 나눕니다.
    spaces
        참이면 빈칸도 토큰으로 남깁니다.

    Examples
    --------
    >>> syllables("무료 급식")
    ['무', '료', '급', '식']
    """
    return [letter for letter in _text("syllables", text) if spaces or not letter.isspace()]


def words(text: str) -> list[str]:
    """어절로 나눕니다. 빈칸에서 나누고, 앞뒤의 문장 부호는 뗍니다.

    Examples
    --------
    >>> words("학교에서 (무료) 급식을 먹었어요!")
    ['학교에서', '무료', '급식을', '먹었어요']
    """
    # 글자(밑줄 제외)나 %, $ 같은 기호로 시작하고 끝나는 데까지만 남깁니다.
    pieces = (re.sub(r"^[^\w$₩]+|[^\w%]+$", "", piece) for piece in _text("words", text).split())
    return [piece for piece in pieces if piece]


def jamo(text: str) -> list[str]:
    """한글 음절을 자모로 풉니다. 한글이 아닌 글자는 그대로 둡니다. `compose_jamo` 로 되돌립니다.

    앞뒤의 자모와 붙어 버릴 낱자(가ㅋㅋ)의 앞에는 붙이지 말라는 표시(U+200C)가 들어갑니다.

    Parameters
    ----------
    text
        풀 글입니다. 이미 자모를 풀어 적은 글(NFD)도 받습니다.

    Examples
    --------
    >>> jamo("한글 2")
    ['ㅎ', 'ㅏ', 'ㄴ', 'ㄱ', 'ㅡ', 'ㄹ', ' ', '2']
    """
    found: list[str] = []
    for letter in _text("jamo", text):
        number = ord(letter) - _FIRST
        if 0 <= number <= _LAST - _FIRST:
            initial, vowel, final = number // 588, number // 28 % 21, number % 28
            found += [_INITIALS[initial], _VOWELS[vowel]]
            found += _FINALS[final : final + 1] if final else ()
        else:
            if found and _would_join(found[-1], letter):
                found.append(_JOINT)
            found.append(letter)
    return found


def compose_jamo(letters: Sequence[str]) -> str:
    """자모를 음절로 모읍니다: ``compose_jamo(jamo(글)) == 글`` (자모를 모아 적은 글일 때).

    자음 뒤에 모음이 오면 음절이 시작되고, 그다음 자음은 뒤에 모음이 없을 때만 받침입니다. 음절이
    되지 못한 낱자는 그대로 둡니다.

    Parameters
    ----------
    letters
        자모의 목록이나 문자열입니다.

    Examples
    --------
    >>> compose_jamo("ㅎㅏㄴㄱㅡㄹ"), compose_jamo(["ㅇ", "ㅗ", "ㅋ", "ㅋ"])
    ('한글', '옼ㅋ')
    """
    if any(not isinstance(letter, str) for letter in letters):
        raise ArgumentTypeError(
            f"compose_jamo: 글자의 목록이 와야 하는데 {letters!r} 입니다. jamo(글) 의 결과나 "
            "'ㅎㅏㄴ' 같은 문자열을 넘겨 주세요."
        )
    text, at = "", 0
    pieces = [letter for piece in letters for letter in piece]
    while at < len(pieces):
        syllable, used = _syllable(pieces[at : at + 4])
        text, at = text + syllable, at + used
    return text


def separate_letters(text: str) -> str:
    """첫소리, 가운뎃소리, 끝소리 전용 글자(ᄀ ᅡ ᆨ)를 보통의 낱자(ㄱ ㅏ ㄱ)로 바꿉니다."""
    return "".join(_PLAIN.get(letter, letter) for letter in text)


def has_hangul(text: str) -> bool:
    """한글 음절이 하나라도 있는지 봅니다."""
    return any(_FIRST <= ord(letter) <= _LAST for letter in _text("has_hangul", text))


def _syllable(pieces: list[str]) -> tuple[str, int]:
    """앞에서부터 음절 하나(또는 글자 하나)와, 쓴 조각의 수입니다. 조각은 한 개에서 네 개입니다."""
    first, vowel, final, after = [*pieces, "", "", ""][:4]
    if not (first in _INITIALS and vowel and vowel in _VOWELS):
        return ("" if first == _JOINT else first), 1
    # 자음의 뒤에 모음이 또 오면 그 자음은 다음 음절의 첫소리입니다.
    has_final = final in _FINALS[1:] and not (final in _INITIALS and after and after in _VOWELS)
    number = (_INITIALS.index(first) * 21 + _VOWELS.index(vowel)) * 28
    number += _FINALS.index(final) if has_final else 0
    return chr(_FIRST + number), 3 if has_final else 2


def _would_join(last: str, letter: str) -> bool:
    """앞 조각에 그대로 이으면 음절의 일부가 되어 버릴 낱자인지 봅니다."""
    if letter in _VOWELS:
        return last in _INITIALS or last in _FINALS[1:]
    return letter in _FINALS[1:] and last in _VOWELS


def _text(where: str, text: str) -> str:
    """문자열인지 보고, 풀어 적은 자모(NFD)를 음절로 모읍니다."""
    if not isinstance(text, str):
        raise ArgumentTypeError(
            f"{where}: text 는 문자열이어야 하는데 {type(text).__name__} 형인 {text!r} 입니다. "
            "글 하나를 넘겨 주세요. 여러 글이면 하나씩 부르면 됩니다."
        )
    return unicodedata.normalize("NFC", text)


def written(where: str, text: str) -> str:
    """읽을 것이 있는 한국어 글인지 봅니다: 비어 있지 않고, 한글이 있습니다."""
    text = _text(where, text)
    if not text.strip():
        raise ArgumentError(f"{where}: 글이 비어 있습니다({text!r}). 글자가 있는 글을 넘겨 주세요.")
    if not has_hangul(text):
        raise ArgumentError(
            f"{where}: {text[:40]!r} 에 한글이 한 글자도 없습니다. 한국어 글을 넘겨 주세요. "
            "다른 언어는 words(글) 로 빈칸에서 나눌 수 있습니다."
        )
    return text
