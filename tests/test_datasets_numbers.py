"""수와 읽기: 읽은 글은 수로 되돌아오고, 부분들은 수를 나누어 갖지 않습니다."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlconcepts.datasets.numbers import (
    DIGITS,
    LARGEST,
    SYLLABLES,
    korean_reading,
    make_numbers,
    parse_reading,
)
from dlconcepts.errors import ArgumentError

READINGS = {
    0: "영",
    7: "칠",
    10: "십",
    11: "십일",
    20: "이십",
    100: "백",
    110: "백십",
    321: "삼백이십일",
    1_000: "천",
    1_010: "천십",
    2_024: "이천이십사",
    10_000: "만",
    11_111: "만천백십일",
    110_000: "십일만",
    210_000: "이십일만",
    10_000_000: "천만",
    100_000_000: "일억",
    100_010_000: "일억만",
    LARGEST: "구천구백구십구조구천구백구십구억구천구백구십구만구천구백구십구",
}


@pytest.mark.parametrize(("number", "reading"), READINGS.items())
def test_a_number_is_read_the_way_koreans_read_it(number, reading):
    assert korean_reading(number) == reading


@given(st.integers(0, LARGEST))
def test_a_reading_leads_back_to_its_number(number):
    assert parse_reading(korean_reading(number)) == number


def test_ten_thousand_numbers_have_ten_thousand_readings():
    assert len({korean_reading(n) for n in range(10_000)}) == 10_000


@pytest.mark.parametrize("text", ["", "일십", "삼백 이십", "십백", "삼삼", "만만", "셋", "영일", 3])
def test_text_that_is_not_a_reading_is_refused(text):
    with pytest.raises(ArgumentError, match="수를 읽은 글이 와야 하는데"):
        parse_reading(text)


@pytest.mark.parametrize("number", [-1, 1.0, "3", LARGEST + 1])
def test_a_number_that_cannot_be_read_is_refused(number):
    with pytest.raises(ArgumentError, match="korean_reading"):
        korean_reading(number)


def test_the_three_parts_share_no_number():
    data = make_numbers(seed=0, largest=99, train=50, valid=25, test=25)
    together = np.concatenate([part.numbers for part in data])
    np.testing.assert_array_equal(np.sort(together), np.arange(100))
    assert [len(part) for part in data] == [50, 25, 25]


def test_the_arrays_say_what_the_readings_say():
    part = make_numbers(seed=3, train=40, valid=0, test=0).train
    for i, number in enumerate(part.numbers):
        assert part.readings[i] == korean_reading(int(number))
        assert "".join(DIGITS.decode(part.digits[i])) == str(number)
        assert "".join(SYLLABLES.decode(part.targets[i])) == part.readings[i]
        assert part.digit_mask[i].sum() == len(str(number))
        assert part.target_mask[i].sum() == len(part.readings[i]) + 1  # <eos>
    assert (part.decoder_inputs[:, 0] == 1).all()
    np.testing.assert_array_equal(
        part.decoder_inputs[:, 1:][part.target_mask[:, 1:]],
        part.targets[:, :-1][part.target_mask[:, 1:]],
    )


def test_every_part_is_padded_to_the_same_length():
    data = make_numbers(seed=0, train=20, valid=5, test=5)
    assert len({part.targets.shape[1] for part in data}) == 1
    assert len({part.digits.shape[1] for part in data}) == 1


def test_the_seed_decides_the_numbers():
    first, again, other = (make_numbers(seed=s, train=30).train.numbers for s in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_more_numbers_than_there_are_is_refused():
    with pytest.raises(ArgumentError, match="101개를 뽑으려면 largest 는 100 이상"):
        make_numbers(seed=0, largest=99, train=81, valid=10, test=10)


@pytest.mark.parametrize("wrong", [{"train": 0}, {"valid": -1}, {"test": 1.5}, {"largest": 10**16}])
def test_wrong_counts_are_named(wrong):
    with pytest.raises(ArgumentError, match=f"make_numbers: .*{next(iter(wrong))}"):
        make_numbers(seed=0, **wrong)
