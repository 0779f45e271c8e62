"""numerals: 조사는 글자가 아니라 읽는 소리를 따릅니다."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlconcepts.errors import ArgumentError, ArgumentTypeError
from dlconcepts.numerals import josa

# 글, 소리 내어 읽은 끝, 은/는, 으로/로
READ_ALOUD = [
    ("0", "영", "은", "으로"),
    ("1", "일", "은", "로"),
    ("2", "이", "는", "로"),
    ("3", "삼", "은", "으로"),
    ("4", "사", "는", "로"),
    ("5", "오", "는", "로"),
    ("6", "육", "은", "으로"),
    ("7", "칠", "은", "로"),
    ("8", "팔", "은", "로"),
    ("9", "구", "는", "로"),
    ("10", "십", "은", "으로"),
    ("100", "백", "은", "으로"),
    ("2000", "이천", "은", "으로"),
    ("10000", "만", "은", "으로"),
    ("1,000,000", "백만", "은", "으로"),
    ("300,000,000", "삼억", "은", "으로"),
    ("1000000000000", "일조", "는", "로"),
    ("1728", "천칠백이십팔", "은", "로"),
    ("1,728", "천칠백이십팔", "은", "로"),
    ("105", "백오", "는", "로"),
    ("007", "칠", "은", "로"),
    ("0.322", "영 점 삼이이", "는", "로"),
    ("0.30", "영 점 삼영", "은", "으로"),
    ("-1.619", "마이너스 일 점 육일구", "는", "로"),
    ("−4.444", "마이너스 사 점 사사사", "는", "로"),
    ("1e-05", "마이너스 오", "는", "로"),
    ("80%", "팔십 퍼센트", "는", "로"),
    ("10⁻⁴", "십의 마이너스 사제곱", "은", "으로"),
    ("x²", "엑스 제곱", "은", "으로"),
    ("½", "이분의 일", "은", "로"),
    ("2/3", "삼분의 이", "는", "로"),
    ("x", "엑스", "는", "로"),
    ("f", "에프", "는", "로"),
    ("n", "엔", "은", "으로"),
    ("N", "엔", "은", "으로"),
    ("l", "엘", "은", "로"),
    ("m", "엠", "은", "으로"),
    ("lr", "엘알", "은", "로"),
    ("x1", "엑스 일", "은", "로"),
    ("x₁₀", "엑스 십", "은", "으로"),
    ("η", "에타", "는", "로"),
    ("ε", "엡실론", "은", "으로"),
    ("∞", "무한대", "는", "로"),
    ("f(x)", "에프 엑스", "는", "로"),
    ("(3, 2)", "삼, 이", "는", "로"),
    ("x[10]", "엑스 십", "은", "으로"),
    ("「기울기」", "기울기", "는", "로"),
    ("경사 하강법", "하강법", "은", "으로"),
    ("경사 하강법(gradient descent)", "하강법", "은", "으로"),
    ("학습률 ", "학습률", "은", "로"),
    ("ㄹ", "리을", "은", "로"),
    ("ㅎ", "히읗", "은", "으로"),
    ("ㅏ", "아", "는", "로"),
]


@pytest.mark.parametrize(("text", "sound", "topic", "direction"), READ_ALOUD)
def test_the_particle_fits_the_sound_of_the_end(text, sound, topic, direction):
    assert josa(text, "은/는") == topic
    assert josa(text, "으로/로") == direction
    assert josa(sound, "은/는") == topic, "표에 적은 소리 자체도 같은 조사를 받아야 합니다"
    assert josa(sound, "으로/로") == direction


@pytest.mark.parametrize(
    ("pair", "after_10", "after_2"),
    [
        ("이/가", "이", "가"),
        ("을/를", "을", "를"),
        ("과/와", "과", "와"),
        ("이라/라", "이라", "라"),
        ("이고/고", "이고", "고"),
        ("이며/며", "이며", "며"),
        ("으로서/로서", "으로서", "로서"),
    ],
)
def test_each_pair_gives_its_own_particle(pair, after_10, after_2):
    assert josa("10", pair) == after_10
    assert josa("2", pair) == after_2


DIGIT_NAMES = "영일이삼사오육칠팔구"


def read_aloud(number: int) -> str:
    """네 자리씩 끊어 읽는, 구현과 다른 길로 쓴 읽기입니다."""
    if number == 0:
        return "영"
    words, units = "", ["", "만", "억", "조", "경"]
    for unit in units:
        number, group = divmod(number, 10_000)
        spoken = ""
        for digit, place in zip(f"{group:04d}", ["천", "백", "십", ""], strict=True):
            if digit != "0":
                spoken += DIGIT_NAMES[int(digit)] + place
        words = (spoken + unit if spoken else "") + words
    return words


@given(st.integers(0, 10**19), st.sampled_from(["은/는", "이/가", "으로/로"]))
def test_an_integer_takes_the_particle_of_its_korean_reading(number, pair):
    expected = josa(read_aloud(number), pair)
    assert josa(str(number), pair) == expected
    assert josa(f"{number:,}", pair) == expected


@given(st.integers(1, 9), st.integers(0, 19))
def test_a_round_number_takes_the_particle_of_its_unit(digit, zeros):
    number = digit * 10**zeros
    assert josa(str(number), "을/를") == josa(read_aloud(number), "을/를")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3))
def test_a_decimal_takes_the_particle_of_its_last_digit(number):
    text = f"{number:.3f}"
    assert josa(text, "이/가") == josa(DIGIT_NAMES[int(text[-1])], "이/가")


@pytest.mark.parametrize("pair", ["은", "", "은/", "/는", "은-는", "a/b", "이/나", None, 3])
def test_a_wrong_pair_is_refused_with_examples(pair):
    with pytest.raises(ArgumentError, match=r"pair.*은/는.*으로/로"):
        josa("10", pair)


@pytest.mark.parametrize(("pair", "right"), [("는/은", "은/는"), ("로/으로", "으로/로")])
def test_a_reversed_pair_is_refused_with_the_right_order(pair, right):
    with pytest.raises(ArgumentError, match=f"순서.*{right}"):
        josa("10", pair)


@pytest.mark.parametrize("text", ["", "  ", "…", "()", "微分", "は"])
def test_a_text_without_a_readable_end_is_refused(text):
    with pytest.raises(ArgumentError, match="읽을 수 없어"):
        josa(text, "은/는")


def test_a_number_instead_of_a_text_is_refused_with_the_remedy():
    with pytest.raises(ArgumentTypeError, match=r"float 형인 0\.5.*str"):
        josa(0.5, "은/는")
