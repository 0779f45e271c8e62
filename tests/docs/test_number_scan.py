"""글과 수식과 코드에서 수를 값으로 읽기."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from number_scan import Numeral, Style, scan, tex_to_text


def read(text: str, style: Style = "prose") -> Numeral:
    found = scan(text, style)
    assert len(found) == 1, found
    return found[0]


def values(numeral: Numeral) -> list[list[Decimal]]:
    return [[number.value for number in reading] for reading in numeral.readings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,728", "1728"),
        ("0.322", "0.322"),
        (".5", "0.5"),
        ("½", "0.5"),
        ("1½", "1.5"),
        ("⅛", "0.125"),
        ("10⁻⁴", "1e-4"),
        ("2×10⁻³", "2e-3"),
        ("2.1·10⁵", "210000"),
        ("6.1 × 10⁻¹⁰", "6.1e-10"),
        ("6.1*10**-10", "6.1e-10"),
        ("3 × 10^-2", "0.03"),
        ("1e-4", "1e-4"),
        ("1.5E+3", "1500"),
        ("−3", "-3"),
        ("-0.5", "-0.5"),
        ("(−1.473)", "-1.473"),
        ("=−1.473", "-1.473"),
        ("０．５", "0.5"),
        ("－１２", "-12"),
        ("٣", "3"),
        ("3만", "30000"),
        ("1억 7,500만", "175000000"),
        ("2천억", "2e11"),
        ("0.1만큼", "0.1"),
        ("3조각", "3"),
        ("제3장", "3"),
        ("10걸음", "10"),
        ("5.", "5"),
        ("x₁₀", "10"),
        ("f¹²", "12"),
        ("10ms", "10"),
    ],
)
def test_a_number_is_read_by_its_value(text: str, expected: str) -> None:
    assert values(read(text))[0] == [Decimal(expected)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("50%", [["50"], ["0.5"]]),
        ("５０％", [["50"], ["0.5"]]),
        ("32.2 퍼센트", [["32.2"], ["0.322"]]),
        ("3/4", [["0.75"], ["3", "4"]]),
        ("3/0", [["3", "0"]]),
        ("−3/4", [["-0.75"], ["-3", "4"]]),
        ("±3", [["3"], ["-3"]]),
        ("2⁸", [["256"], ["2"]]),
        ("0.8¹⁰", [["0.1073741824"], ["0.8", "10"]]),
    ],
)
def test_a_number_with_several_readings_keeps_them_all(
    text: str, expected: list[list[str]]
) -> None:
    assert values(read(text)) == [[Decimal(value) for value in group] for group in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0–9", ["0", "9"]),
        ("0~9", ["0", "9"]),
        ("0~−9", ["0", "-9"]),
        ("0..9", ["0", "9"]),
        ("3−2", ["3", "2"]),
        ("3 − 2", ["3", "2"]),
        ("3번과 10걸음", ["3", "10"]),
        ("2026-11-22", ["2026", "11", "22"]),
        ("[-1. -2.5]", ["-1", "-2.5"]),
        ("1,2", ["1", "2"]),
        ("3만 2번", ["30000", "2"]),
    ],
)
def test_neighbouring_numbers_are_read_one_by_one(text: str, expected: list[str]) -> None:
    assert [values(found)[0][0] for found in scan(text)] == [Decimal(value) for value in expected]


@pytest.mark.parametrize("text", ["두 번째", "세 줄", "열 걸음", "하나", "Ⅲ장", "①", ""])
def test_number_words_and_list_signs_are_not_numerals(text: str) -> None:
    assert scan(text) == []


@pytest.mark.parametrize("text", ["H100", "GPT-3", "conv2", "η1"])
def test_in_prose_a_digit_after_a_letter_is_reported_as_glued(text: str) -> None:
    assert read(text).kind == "glued"


@pytest.mark.parametrize("text", ["x²", "w₁", "x₋₁"])
def test_a_single_raised_or_lowered_digit_is_structure(text: str) -> None:
    assert read(text).kind == "structure"


def test_a_dotted_version_is_not_a_number() -> None:
    assert read("3.11.2").kind == "version"


@pytest.mark.parametrize(
    "text", ["w5", "conv2d", "float32", "E01", "02_one", "x1_2", "0x1F", "utf-8", "3d", "_1"]
)
def test_identifiers_in_code_hold_no_numbers(text: str) -> None:
    assert scan(text, "code") == []


def test_units_after_a_number_in_output_leave_the_number() -> None:
    assert values(read("10ms", "output")) == [[Decimal(10)]]


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\eta = 0.1", ["0.1"]),
        (r"10^{-4}", ["1e-4"]),
        (r"{10}^{-4}", ["1e-4"]),
        (r"3 \times 10^{-5}", ["3e-5"]),
        (r"3\cdot10^{5}", ["3e5"]),
        (r"1{,}728", ["1728"]),
        (r"1\,728", ["1728"]),
        (r"\frac{1}{2}", ["0.5"]),
        (r"\tfrac12 x", ["0.5"]),
        (r"\dfrac{3}{4}", ["0.75"]),
        (r"50\%", ["50"]),
        (r"x_{10} = 0.322", ["10", "0.322"]),
        (r"x_1 + x_2^2", []),
        (r"x_{t+1} = x_t - \eta f'(x_t)", []),
        (r"x^4 - 4x^2 + x + 1", ["4", "1"]),
        (r"\sum_{t=0}^{10} 0.8^{t}", ["10", "0.8"]),
        (r"(1-2\eta)^{10}", ["1", "2", "10"]),
        (r"a \\[4pt] b \hspace{2em} c \rule{1cm}{12pt} \tag{7}", []),
        (r"\textcolor{#123456}{x}", []),
        (r"\begin{array}{cc} 4 & 0 \\ 0 & 12 \end{array}", ["4", "0", "0", "12"]),
        (r"\text{약 37 걸음}", ["37"]),
        (r"e^{0.25x}", ["0.25"]),
        (r"x^{y_{12}}", ["12"]),
        (r"[2,1]", ["2", "1"]),
    ],
)
def test_tex_is_read_like_prose(tex: str, expected: list[str]) -> None:
    found = [item for item in scan(tex_to_text(tex), "tex") if item.kind == "number"]
    assert [values(item)[0][0] for item in found] == [Decimal(value) for value in expected]


def superscript(power: int) -> str:
    return str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


FINITE = st.floats(allow_nan=False, allow_infinity=False, width=64)
MODEST = st.integers(min_value=-(10**12), max_value=10**12)


@given(FINITE)
def test_any_float_printed_by_python_is_read_back_exactly(value: float) -> None:
    assert values(read(repr(value)))[0] == [Decimal(repr(value))]


@given(FINITE)
def test_any_float_in_scientific_prose_is_read_back_exactly(value: float) -> None:
    mantissa, power = f"{value:.5e}".split("e")
    text = f"{mantissa.replace('-', '−')}×10{superscript(int(power))}"
    assert values(read(text))[0] == [Decimal(f"{value:.5e}")]


@given(MODEST, st.integers(min_value=0, max_value=6))
def test_grouping_minus_and_width_do_not_change_a_number(value: int, places: int) -> None:
    number = Decimal(value).scaleb(-places)
    plain = f"{number:,f}"
    wide = plain.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.,"})
    for text in (f"{number:f}", plain, wide, plain.replace("-", "−")):
        assert values(read(text))[0] == [number], text


@given(MODEST, st.integers(min_value=0, max_value=4))
def test_a_percentage_is_also_its_hundredth(value: int, places: int) -> None:
    number = Decimal(value).scaleb(-places)
    assert values(read(f"{number:f}%")) == [[number], [number / 100]]


@given(MODEST, st.integers(min_value=0, max_value=6))
def test_tex_and_prose_give_the_same_number(value: int, places: int) -> None:
    number = Decimal(value).scaleb(-places)
    tex = f"{number:,f}".replace(",", "{,}")
    assert values(read(tex_to_text(tex), "tex")) == values(read(f"{number:f}"))


@given(st.text(max_size=40), st.sampled_from(["prose", "output", "code", "tex"]))
def test_any_text_can_be_scanned(text: str, style: Style) -> None:
    for found in scan(text, style):
        assert 0 <= found.start < found.end <= len(text)
    scan(tex_to_text(text), "tex")


@given(st.text(alphabet="0123456789.,/%-−±×·*xe ₀₁⁰¹⁻½만억조가_A０٣", max_size=20))
def test_no_digit_of_prose_escapes_the_scan(text: str) -> None:
    seen = {place for found in scan(text) for place in range(found.start, found.end)}
    missed = [c for place, c in enumerate(text) if c.isdigit() and place not in seen]
    assert missed == []
