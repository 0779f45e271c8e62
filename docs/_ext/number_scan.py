r"""글과 수식과 코드에서 수를 찾아 **값**으로 읽습니다.

글자가 아니라 값을 읽으므로 모양이 달라도 같은 수입니다::

    1,728 = 1728      ½ = 0.5 = 1/2       10⁻⁴ = 1e-4 = 10^{-4}
    −3 = -3           ５０％ = 50% = 0.5    3만 = 30,000

한 숫자를 둘 이상으로 읽을 수 있으면(50% 는 50 이거나 0.5) 그 모두를 ``readings`` 에 담습니다.
읽기 하나는 "함께 맞아야 하는 수들"입니다. 3/4 는 (0.75) 이거나 (3 과 4) 입니다.

어디에 적힌 글인지(``style``)에 따라 두 가지가 다릅니다.

prose   로마자에 붙은 숫자(H100)는 읽지 않고 'glued' 로 표시합니다. 이름인지는 사람이 적어야 합니다.
output  로마자 **뒤**에 붙은 숫자는 이름의 일부로 보아 버립니다(x1, float32). 10ms 는 10 입니다.
code    output 과 같고, 뒤에 로마자가 붙은 것(02_one, 3d)도 이름으로 봅니다.
tex     글자에 붙은 숫자도 수입니다(2x). 아래첨자와 지수는 ``tex_to_text`` 가 첨자 글자로 바꿉니다.

첨자로만 쓰인 한 자리 숫자(x², w₁)는 'structure' 입니다. 두 자리부터는 수로 셉니다(x₁₀).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Style = Literal["prose", "output", "code", "tex"]
Kind = Literal["number", "version", "glued", "structure"]

SUPERSCRIPTS, SUBSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉"
TO_SUPERSCRIPT = str.maketrans("0123456789+-−", SUPERSCRIPTS + "⁺⁻⁻")
TO_SUBSCRIPT = str.maketrans("0123456789+-−", SUBSCRIPTS + "₊₋₋")
PLAIN = str.maketrans(SUPERSCRIPTS + SUBSCRIPTS + "⁺⁻₊₋−", "0123456789" * 2 + "+-+--")
FULLWIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # ５．０％ → 5.0%
MINUS = "-−﹣"
UNITS = {"백": 2, "천": 3, "만": 4, "억": 8, "조": 12}
LARGEST_POWER = 300  # 이보다 큰 거듭제곱은 값을 구하지 않고 밑과 지수를 따로 봅니다

INTEGER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)"
MANTISSA = rf"(?:{INTEGER}(?:\.[0-9]+)?|(?<![0-9.])\.[0-9]+)"
RAISED = rf"[⁺⁻]?[{SUPERSCRIPTS}]+"
# "0.1만큼", "3조각" 의 만과 조는 단위가 아닙니다.
UNIT = "(?:[백천]?(?:만(?!큼)|억|조(?![각건합금]))|백(?!분)|천)"
TOKEN = re.compile(
    rf"""
    (?P<version>[0-9]+(?:\.[0-9]+){{2,}})
  | (?P<mantissa>{MANTISSA})(?:
        [eE](?P<e>[-+−]?[0-9]+)
      | \s?[×·*x]\s?10(?:(?P<times>{RAISED})|(?:\^|\*\*)(?P<caret>[-+−]?[0-9]+))
    )
  | (?P<over>[0-9]+)\ ?[/⁄]\ ?(?P<under>[0-9]+)(?![0-9]*[./⁄][0-9])
  | (?P<whole>[0-9]+)?(?P<vulgar>[¼½¾⅐-⅞])
  | (?P<counted>{MANTISSA}\ ?{UNIT}(?:\ ?{MANTISSA}\ ?{UNIT})*(?:{MANTISSA}(?![%.,0-9]))?)
  | (?P<plain>{MANTISSA})(?P<power>{RAISED})?(?P<percent>\s?(?:%|퍼센트))?
  | (?P<script>{RAISED}|[₊₋]?[{SUBSCRIPTS}]+)
    """,
    re.VERBOSE,
)
COUNTED = re.compile(rf"({MANTISSA})\ ?({UNIT})?")
HAS_DIGIT = re.compile(rf"[\d{SUPERSCRIPTS}{SUBSCRIPTS}¼½¾⅐-⅞]")
FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")
HYPHENATED = re.compile(r"[A-Za-z]{2,}-$")  # utf-8, GPT-3


@dataclass(frozen=True, slots=True)
class Number:
    """읽은 값 하나. ``exponent`` 는 적힌 마지막 자리(0.322 → −3), ``digits`` 는 유효 숫자의 수."""

    value: Decimal
    exponent: int
    digits: int
    bare: bool  # 한 자리 정수 0–9 를 그대로 적은 것


@dataclass(frozen=True, slots=True)
class Numeral:
    text: str
    start: int
    end: int
    readings: tuple[tuple[Number, ...], ...]
    kind: Kind = "number"


def scan(text: str, style: Style = "prose") -> list[Numeral]:
    """글에 있는 수를 차례대로 모두 찾습니다. 위치는 받은 글을 기준으로 합니다."""
    return list(scan_between(text, 0, len(text), style))


def scan_between(text: str, start: int, end: int, style: Style) -> Iterator[Numeral]:
    """글의 한 토막에서 찾습니다. 바로 앞의 글자(부호, 로마자)는 토막 밖이어도 봅니다."""
    if not HAS_DIGIT.search(text, start, end):
        return
    text = ascii_digits(text)
    for match in TOKEN.finditer(text, start, end):
        if style in ("code", "output") and _inside_identifier(text, match, style):
            continue
        kind, readings = _read(match, text, style)
        yield Numeral(match[0].strip(), match.start(), match.end(), readings, kind)


def ascii_digits(text: str) -> str:
    """전각 글자와 다른 문자의 숫자를 0–9 로 바꿉니다. 글의 길이는 그대로입니다."""
    if text.isascii():
        return text
    text = text.translate(FULLWIDTH)
    return FOREIGN_DIGIT.sub(lambda match: str(unicodedata.decimal(match[0])), text)


def _inside_identifier(text: str, match: re.Match[str], style: Style) -> bool:
    before = text[match.start() - 1 : match.start()]
    if before == "_" or _is_letter(before) or _is_hyphenated(text, match.start()):
        return True
    after = text[match.end() : match.end() + 1]
    return after == "_" or (style == "code" and after not in ("j", "e") and _is_latin(after))


def _is_hyphenated(text: str, start: int) -> bool:
    return text[start - 1 : start] == "-" and bool(
        HYPHENATED.search(text, max(0, start - 3), start)
    )


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _is_letter(character: str) -> bool:
    """숫자 앞에 붙어 이름을 만드는 글자: 로마자와 그리스 글자."""
    return _is_latin(character) or "Α" <= character <= "ω"


def _read(
    match: re.Match[str], text: str, style: Style
) -> tuple[Kind, tuple[tuple[Number, ...], ...]]:
    """찾은 글자를 값으로 읽습니다."""
    start = match.start()
    if match["script"]:
        digits = match["script"].translate(PLAIN)
        if len(digits.lstrip("+-")) == 1:
            return "structure", ()
        return "number", ((_number(digits),),)
    if style == "prose" and (_is_letter(text[start - 1 : start]) or _is_hyphenated(text, start)):
        return "glued", ()
    if match["version"]:
        return "version", ()
    signs = _signs(text, start)
    return "number", tuple(
        tuple(_signed(number, sign) if place == 0 else number for place, number in enumerate(group))
        for sign in signs
        for group in _unsigned_readings(match)
    )


def _signs(text: str, start: int) -> tuple[int, ...]:
    """앞의 빼기가 부호인지 봅니다. 3−2 나 x-1 처럼 앞에 무언가 있으면 뺄셈입니다."""
    before = text[start - 1 : start] if start else ""
    if before == "±":
        return (1, -1)
    if before and before in MINUS:
        ahead = text[start - 2 : start - 1] if start > 1 else ""
        return (1,) if ahead.isalnum() or (ahead and ahead in ")]}%") else (-1,)
    return (1,)


def _unsigned_readings(match: re.Match[str]) -> list[tuple[Number, ...]]:
    if match["mantissa"]:
        exponent = match["e"] or match["times"] or match["caret"]
        return [(_scaled(match["mantissa"], exponent.translate(PLAIN)),)]
    if match["over"]:
        parts = (_number(match["over"]), _number(match["under"]))
        if parts[1].value == 0:
            return [parts]
        return [(_exact(parts[0].value / parts[1].value),), parts]
    if match["vulgar"]:
        part = Fraction(unicodedata.numeric(match["vulgar"])).limit_denominator(10)
        whole = Decimal(match["whole"] or 0)
        return [(_exact(whole + Decimal(part.numerator) / Decimal(part.denominator)),)]
    if match["counted"]:
        return [(_counted(match["counted"]),)]
    if match["power"]:
        return _power(match["plain"], match["power"].translate(PLAIN))
    number = _number(match["plain"])
    if match["percent"]:
        value = number.value.scaleb(-2)
        return [(number,), (Number(value, number.exponent - 2, number.digits, False),)]
    return [(number,)]


def _number(text: str) -> Number:
    value = Decimal(text.replace(",", ""))
    exponent = int(value.as_tuple().exponent)
    digits = "".join(map(str, value.as_tuple().digits)).lstrip("0")
    if exponent == 0:
        digits = digits.rstrip("0")  # 100 의 0 은 유효 숫자인지 알 수 없습니다
    return Number(value, exponent, len(digits), exponent == 0 and abs(value) < 10)


def _scaled(mantissa: str, exponent: str) -> Number:
    """1.23×10⁻⁵. 터무니없이 큰 지수는 계산이 멈추지 않게 잘라 냅니다."""
    number = _number(mantissa)
    power = max(-9999, min(9999, int(exponent)))
    return Number(number.value.scaleb(power), number.exponent + power, number.digits, False)


def _exact(value: Decimal) -> Number:
    return Number(value, int(value.as_tuple().exponent), 0, False)


def _counted(text: str) -> Number:
    """3만, 1억 7,500만, 2천억처럼 한글 단위가 붙은 수."""
    total = Decimal(0)
    for amount, unit in COUNTED.findall(text):
        total += Decimal(amount.replace(",", "")).scaleb(sum(UNITS[letter] for letter in unit))
    shown = _number(f"{total:f}")
    return Number(total, shown.exponent, shown.digits, False)


def _power(base: str, exponent: str) -> list[tuple[Number, ...]]:
    """10⁻⁴ 은 한 수, 2⁸ 은 256 이거나 (2 와 지수 8), 0.8¹⁰ 은 값이거나 (0.8 과 10)."""
    power = int(exponent)
    if base == "10" and abs(power) <= 9999:
        return [(Number(Decimal(1).scaleb(power), power, 1, False),)]
    number, readings = _number(base), []
    if abs(power) <= LARGEST_POWER and (number.value or power > 0):
        readings.append((_exact(number.value**power),))
    alone = len(exponent.lstrip("+-")) == 1  # 한 자리 지수는 수식의 모양입니다
    return [*readings, (number,) if alone else (number, _number(exponent))]


def _signed(number: Number, sign: int) -> Number:
    return (
        number if sign > 0 else Number(-number.value, number.exponent, number.digits, number.bare)
    )


# ── TeX ──────────────────────────────────────────────────────────────────────

ARGUMENT = r"\s*(?:\{\s*([0-9.]+)\s*\}|([0-9]))"
FRACTION = re.compile(rf"\\[tdc]?frac{ARGUMENT}{ARGUMENT}")
LAYOUT = re.compile(
    r"\\\\\s*\[[^\]]*\]"  # \\[4pt]
    r"|\\(?:hspace|vspace|tag|label|phantom|vphantom|hphantom|color)\*?\s*\{[^{}]*\}"
    r"|\\(?:textcolor|colorbox)\s*\{[^{}]*\}"
    r"|\\(?:kern|mkern|hskip|mskip)\s*-?[0-9.]+\s*[a-z]{2}"
    r"|\\rule\s*\{[^{}]*\}\s*\{[^{}]*\}"
    r"|\\begin\s*\{array\}\s*\{[^{}]*\}"
    r"|\\(?:begin|end)\s*\{[^{}]*\}"
)
GROUPING = re.compile(r"(?<=[0-9])(?:\{,\}|\\,|\\;|\\:|\\ )(?=[0-9]{3})")
SCRIPT = re.compile(r"([_^])\s*(?:\{([^{}]*)\}|([0-9]))")
GROUP = re.compile(r"([_^])\s*\{([^{}]*)\}|\{([^{}]*)\}")
COMMAND = re.compile(r"\\[A-Za-z]+\s?|\\.")
OPERATORS = {r"\times": "×", r"\cdot": "·", r"\pm": "±", r"\%": "%", r"\!": "", r"\,": " "}


def tex_to_text(tex: str) -> str:
    r"""TeX 를 ``scan(…, "tex")`` 이 읽을 글로 바꿉니다.

    ``\frac{1}{2}`` 는 1/2, ``10^{-4}`` 는 10⁻⁴, ``1{,}728`` 은 1,728, ``x_{10}`` 은 x₁₀ 이 됩니다.
    길이(``\\[4pt]``)와 색처럼 화면에 글자로 나오지 않는 것은 지웁니다.
    """
    tex = LAYOUT.sub(" ", tex).replace(r"\\", " ")
    tex = FRACTION.sub(lambda m: f" {m[1] or m[2]}/{m[3] or m[4]} ", tex)
    tex = GROUPING.sub(",", tex)
    tex = tex.replace("{,}", ",")
    tex = COMMAND.sub(lambda m: OPERATORS.get(m[0].strip(), " "), tex)
    tex = SCRIPT.sub(_script_text, tex)
    while (new := GROUP.sub(_group_text, tex)) != tex:
        tex = new
    return tex


def _group_text(match: re.Match[str]) -> str:
    return _script_text(match) if match[1] else match[3]


def _script_text(match: re.Match[str]) -> str:
    """첨자의 정수는 첨자 글자로. 소수가 있는 첨자는 보통 수로 남깁니다."""
    body = match[2] if match[2] is not None else match[3]
    if "." in body:
        return f" {body} "
    table = TO_SUPERSCRIPT if match[1] == "^" else TO_SUBSCRIPT
    if re.fullmatch(r"\s*[-+−]?[0-9]+\s*", body):
        return body.strip().translate(table)
    return re.sub("[0-9]+", lambda digits: digits[0].translate(table), body)
