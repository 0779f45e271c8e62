"""나누기: 셋은 겹치지 않고 빠짐없으며, 클래스의 비율이 같고, 씨앗이 같으면 언제나 같습니다."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlconcepts.datasets.splits import Split, consecutive, stratified, take, take_split
from dlconcepts.errors import ArgumentError

LABELS = np.repeat([0, 1, 2], [100, 40, 20])


@given(
    labels=st.lists(st.integers(0, 3), min_size=1, max_size=60),
    seed=st.integers(0, 99),
    valid=st.floats(0, 0.5),
    test=st.floats(0, 0.49),
)
def test_every_example_is_in_exactly_one_part(labels, seed, valid, test):
    parts = stratified(np.array(labels), seed=seed, valid=valid, test=test)
    together = np.concatenate([*parts])
    np.testing.assert_array_equal(np.sort(together), np.arange(len(labels)))


def test_every_part_has_the_same_share_of_each_class():
    parts = stratified(LABELS, seed=0, valid=0.2, test=0.1)
    assert [np.bincount(LABELS[part]).tolist() for part in parts] == [
        [70, 28, 14],
        [20, 8, 4],
        [10, 4, 2],
    ]


def test_the_classes_are_mixed_inside_a_part():
    train = stratified(LABELS, seed=0, valid=0.2, test=0.1).train
    assert len(set(LABELS[train[:30]].tolist())) > 1
    assert not np.array_equal(train, np.sort(train))


def test_the_same_seed_gives_the_same_parts_and_another_seed_others():
    first, again, other = (stratified(LABELS, seed=s, valid=0.2, test=0.2) for s in (7, 7, 8))
    np.testing.assert_array_equal(first.test, again.test)
    assert not np.array_equal(np.sort(first.test), np.sort(other.test))


@pytest.mark.parametrize(("valid", "test"), [(-0.1, 0.1), (1.0, 0.0), ("0.1", 0.1), (0.1, True)])
def test_a_share_that_is_not_a_share_is_named(valid, test):
    with pytest.raises(ArgumentError, match=r"(valid|test) 자리에는 0 이상 1 미만의 비율"):
        stratified(LABELS, seed=0, valid=valid, test=test)


def test_shares_that_leave_nothing_to_learn_from_are_refused():
    with pytest.raises(ArgumentError, match=r"valid=0\.6 와 test=0\.4 .* 남는 것이 없습니다"):
        stratified(LABELS, seed=0, valid=0.6, test=0.4)


@pytest.mark.parametrize("seed", [-1, 1.5, None, True])
def test_the_seed_must_be_a_whole_number(seed):
    with pytest.raises(ArgumentError, match="seed 자리에는 0 이상의 정수"):
        stratified(LABELS, seed=seed, valid=0.1, test=0.1)


@dataclass(frozen=True)
class Pairs:
    x: np.ndarray
    y: np.ndarray
    name: str = "짝"


def test_taking_chooses_rows_of_arrays_and_keeps_everything_else():
    pairs = Pairs(np.arange(6).reshape(3, 2), np.array([5, 6, 7]))
    some = take(pairs, [2, 0])
    assert some.x.tolist() == [[4, 5], [0, 1]]
    assert some.y.tolist() == [7, 5]
    assert some.name == "짝"
    assert take(pairs, pairs.y > 5).y.tolist() == [6, 7]


def test_consecutive_parts_follow_one_another():
    parts = take_split(Pairs(np.arange(6), np.arange(6)), consecutive((3, 1, 2)))
    assert [part.x.tolist() for part in parts] == [[0, 1, 2], [3], [4, 5]]
    assert isinstance(parts, Split)
