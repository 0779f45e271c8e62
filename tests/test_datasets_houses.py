"""집: 식을 알고 있으므로, 도움이 되는 특징과 되지 않는 특징을 잴 수 있습니다."""

from itertools import pairwise

import numpy as np
import pytest

from dlconcepts.datasets.houses import NOISE, PREMIUMS, Houses, expected_price, make_houses
from dlconcepts.datasets.splits import take
from dlconcepts.errors import ArgumentError


@pytest.fixture(scope="module")
def data():
    return make_houses(seed=0)


def truth(houses):
    return expected_price(
        built=houses.built,
        sold=houses.sold,
        area=houses.areas,
        district=houses.districts,
        distance=houses.distances,
    )


def error(data, *features, train=None):
    """특징들로 최소제곱법을 쓴 평가 오차(RMSE)와 예측입니다."""
    train = data.train if train is None else train

    def matrix(houses):
        return np.column_stack([np.ones(len(houses)), *(feature(houses) for feature in features)])

    weights, *_ = np.linalg.lstsq(matrix(train), train.prices, rcond=None)
    guess = matrix(data.test) @ weights
    return np.sqrt(np.mean((guess - data.test.prices) ** 2)), guess


def area(houses):
    return houses.areas


def built(houses):
    return houses.built


def age_this_year(houses):
    return 2025 - houses.built


def age_at_sale(houses):
    return houses.ages_at_sale


def wear(houses):
    return np.exp(-houses.ages_at_sale / 15)


def gangnam(houses):
    return houses.districts == Houses.district_names.index("강남구")


def district(houses):
    return np.eye(len(PREMIUMS))[houses.districts][:, 1:]


def code(houses):
    return houses.districts


def distance(houses):
    return houses.distances


def test_the_parts_have_the_sizes_asked_for(data):
    assert [len(part) for part in data] == [800, 200, 200]
    assert [len(part) for part in make_houses(seed=0, train=5, valid=0, test=2)] == [5, 0, 2]


def test_the_same_seed_gives_the_same_houses(data):
    again, other = make_houses(seed=0), make_houses(seed=1)
    np.testing.assert_array_equal(data.test.prices, again.test.prices)
    np.testing.assert_array_equal(data.test.sold, again.test.sold)
    assert not np.array_equal(data.test.prices, other.test.prices)


def test_a_house_is_sold_after_it_is_built(data):
    for part in data:
        assert part.ages_at_sale.min() >= 1
        assert part.sold.min() >= np.datetime64("2000-01-01")
        assert part.sold.max() < np.datetime64("2025-01-01")
        assert part.days_since_sale.min() > 0
        assert part.prices.min() > 0
        assert np.isfinite(part.distances).all()
        assert not part.mistaken.any()


def test_the_age_at_sale_is_counted_from_the_first_of_january():
    one = Houses(*(np.array([value]) for value in (
        2000, np.datetime64("2010-01-01"), 84.0, 0, 0.5, 101, 10.0, False)))  # fmt: skip
    assert one.ages_at_sale == pytest.approx(10, abs=0.01)
    assert one.days_since_sale == [5_479]  # 열다섯 해에 윤년이 넷
    assert expected_price(
        built=2000, sold="2010-01-01", area=84.0, district=0, distance=0.5
    ) == pytest.approx(1 + 0.08 * 84 + 9 + 6 * np.exp(-10 / 15) - 0.6, abs=0.003)


def test_what_is_left_after_the_formula_is_the_noise(data):
    left = np.concatenate([part.prices - truth(part) for part in data])
    assert left.std() == pytest.approx(NOISE, rel=0.1)
    assert abs(left.mean()) < 0.05


def test_this_years_age_is_the_year_it_was_built_said_differently(data):
    (first, guess), (second, same) = error(data, area, built), error(data, area, age_this_year)
    np.testing.assert_allclose(guess, same, atol=1e-9)
    assert first == pytest.approx(second)


@pytest.mark.parametrize("seed", range(4))
def test_each_good_feature_helps_until_only_the_noise_is_left(seed):
    data = make_houses(seed=seed)
    ladder = [
        error(data, area, built)[0],
        error(data, area, built, gangnam)[0],
        error(data, area, built, district)[0],
        error(data, area, built, district, distance)[0],
        error(data, area, age_at_sale, district, distance)[0],
        error(data, area, wear, district, distance)[0],
    ]
    assert all(after < 0.95 * before for before, after in pairwise(ladder))
    assert ladder[-1] == pytest.approx(NOISE, rel=0.15)


def test_the_number_of_a_district_is_no_amount(data):
    assert (
        error(data, area, wear, code, distance)[0]
        > 1.3 * error(data, area, wear, district, distance)[0]
    )


def test_a_column_that_has_nothing_to_do_with_the_price_does_not_help(data):
    plain = error(data, area, wear, district, distance)[0]
    unit = error(data, area, wear, district, distance, lambda houses: houses.units)[0]
    date = error(data, area, wear, district, distance, lambda houses: houses.days_since_sale)[0]
    assert unit == pytest.approx(plain, rel=0.02)
    assert date == pytest.approx(plain, rel=0.02)


def test_mistakes_ruin_the_fit_and_cleaning_brings_it_back(data):
    wrong = make_houses(seed=0, outliers=0.03)
    assert wrong.train.mistaken.sum() == 24
    assert not wrong.test.mistaken.any()
    np.testing.assert_array_equal(wrong.test.prices, data.test.prices)
    features = (area, wear, district, distance)
    per_area = wrong.train.prices / wrong.train.areas
    sane = (per_area < 4 * np.median(per_area)) & (wrong.train.areas > 30)
    ruined, cleaned = (
        error(wrong, *features)[0],
        error(wrong, *features, train=take(wrong.train, sane))[0],
    )
    assert ruined > 4 * NOISE
    assert cleaned < 1.1 * error(data, *features)[0]


def test_a_mistake_is_a_zero_too_many_or_an_area_in_pyeong(data):
    wrong = make_houses(seed=0, outliers=0.05).train
    bad = wrong.mistaken
    dear = np.isclose(wrong.prices[bad], 10 * data.train.prices[bad])
    small = np.isclose(wrong.areas[bad], data.train.areas[bad] / 3.3, atol=0.06)
    assert (dear ^ small).all()
    assert dear.sum() == small.sum() == 20
    np.testing.assert_array_equal(wrong.prices[~bad], data.train.prices[~bad])


def test_unknown_distances_are_everywhere_and_nowhere_else(data):
    holes = make_houses(seed=0, missing=0.2)
    for part, whole in zip(holes, data, strict=True):
        assert 0.1 < np.isnan(part.distances).mean() < 0.3
        np.testing.assert_array_equal(part.prices, whole.prices)
        known = ~np.isnan(part.distances)
        np.testing.assert_array_equal(part.distances[known], whole.distances[known])


def test_the_table_is_in_korean_and_does_not_tell_the_mistakes(data):
    pytest.importorskip("pandas", reason="pandas 가 없어 표를 만들 수 없습니다")
    table = data.valid.to_frame()
    assert list(table.columns) == [
        "건축 연도", "거래일", "전용면적(㎡)", "구", "역까지(km)", "호수", "가격(억 원)",
    ]  # fmt: skip
    assert len(table) == 200
    assert set(table["구"]) <= set(PREMIUMS)
    assert (table["거래일"].dt.year >= 2000).all()


@pytest.mark.parametrize("name", ["outliers", "missing"])
@pytest.mark.parametrize("share", [-0.1, 1, 1.5, True, "0.1"])
def test_a_share_that_is_no_share_is_refused(name, share):
    with pytest.raises(ArgumentError, match=rf"{name} 자리에는 0 이상 1 미만"):
        make_houses(seed=0, **{name: share})


def test_sizes_and_seeds_are_checked():
    with pytest.raises(ArgumentError, match="make_houses: train"):
        make_houses(seed=0, train=0)
    with pytest.raises(ArgumentError, match="make_houses: seed"):
        make_houses(seed=-1)
