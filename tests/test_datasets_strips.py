"""숫자 띠: 띠의 칸마다 그 자리의 숫자가 있고, 평가의 글씨는 학습에서 보지 못한 것입니다."""

import numpy as np
import pytest

from dlconcepts.datasets.digits import load_digits
from dlconcepts.datasets.numbers import SYLLABLES, korean_reading
from dlconcepts.datasets.strips import make_strips
from dlconcepts.errors import ArgumentError

pytest.importorskip("sklearn.datasets", reason="scikit-learn 이 없습니다")


@pytest.fixture(scope="module")
def strips():
    return make_strips(seed=0, train=120, valid=30, test=40)


@pytest.fixture(scope="module")
def labels():
    """숫자 그림 → (라벨, 부분의 번호)."""
    return {
        image.tobytes(): (int(label), number)
        for number, part in enumerate(load_digits(seed=0))
        for image, label in zip(part.images, part.labels, strict=True)
    }


def tiles(strip, width=8):
    return [strip[:, i : i + width].copy() for i in range(0, strip.shape[1], width)]


def test_each_tile_of_a_strip_is_the_digit_at_its_place(strips, labels):
    for part in strips:
        for image, number in zip(part.images, part.numbers, strict=True):
            seen = [labels[tile.tobytes()][0] for tile in tiles(image)]
            assert seen == [int(digit) for digit in str(number)]


def test_no_handwriting_of_one_part_appears_in_another(strips, labels):
    for number, part in enumerate(strips):
        homes = {labels[tile.tobytes()][1] for image in part.images for tile in tiles(image)}
        assert homes == {number}


def test_the_reading_is_the_reading_of_the_number(strips):
    test = strips.test
    for i, number in enumerate(test.numbers):
        assert test.readings[i] == korean_reading(int(number))
        assert "".join(SYLLABLES.decode(test.targets[i])) == test.readings[i]


def test_the_shapes_are_as_promised(strips):
    assert strips.train.images.shape == (120, 8, 24)
    assert strips.train.images.dtype == np.float32
    assert [len(part) for part in strips] == [120, 30, 40]
    assert strips.train.targets.shape == strips.train.decoder_inputs.shape
    assert strips.train.targets.shape == strips.train.target_mask.shape
    assert strips.train.numbers.min() >= 100


def test_a_longer_or_larger_strip_has_its_own_shape():
    assert make_strips(seed=0, digits=1, train=5, valid=0, test=0).train.images.shape == (5, 8, 8)
    large = make_strips(seed=0, digits=2, train=5, valid=0, test=0, size=28).train
    assert large.images.shape == (5, 28, 56)
    assert make_strips(seed=0, digits=1, train=400).train.numbers.min() == 0


def test_the_seed_decides_the_strips(strips):
    again = make_strips(seed=0, train=120, valid=30, test=40)
    np.testing.assert_array_equal(strips.test.images, again.test.images)
    other = make_strips(seed=1, train=120, valid=30, test=40)
    assert not np.array_equal(strips.test.numbers, other.test.numbers)


@pytest.mark.parametrize("digits", [0, 9, 2.0])
def test_a_strip_of_an_impossible_length_is_refused(digits):
    with pytest.raises(ArgumentError, match="digits"):
        make_strips(seed=0, digits=digits)
