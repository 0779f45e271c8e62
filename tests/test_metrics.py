"""metrics: 손으로 센 것, scikit-learn 이 센 것과 같습니다."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlconcepts.errors import ArgumentError, ArgumentTypeError, NonFiniteError, ShapeError
from dlconcepts.metrics import accuracy, confusion_matrix

BOTH = pytest.mark.parametrize(
    "metric",
    [accuracy, lambda p, t: confusion_matrix(p, t, classes=3)],
    ids=["accuracy", "confusion_matrix"],
)


def test_the_accuracy_counted_by_hand():
    assert accuracy([0, 1, 2, 2], [0, 1, 1, 2]) == 0.75
    assert accuracy([[0.1, 0.9], [3.0, -1.0]], [1, 1]) == 0.5
    assert isinstance(accuracy([1], [1]), float)


def test_the_confusion_matrix_counted_by_hand():
    """정답이 줄, 예측이 열: 정답 1 을 2 라고 한 것이 둘입니다."""
    counted = confusion_matrix([0, 2, 2, 1, 0], [0, 1, 1, 1, 2], classes=4)
    expected = [[1, 0, 0, 0], [0, 1, 2, 0], [1, 0, 0, 0], [0, 0, 0, 0]]
    np.testing.assert_array_equal(counted, expected)
    assert counted.dtype == np.int64


def test_scores_are_read_as_the_number_of_the_largest(rng):
    scores, target = rng.normal(size=(50, 3)), rng.integers(0, 3, size=50)
    guess = scores.argmax(axis=1)
    assert accuracy(scores, target) == accuracy(guess, target)
    a, b = (confusion_matrix(p, target, classes=3) for p in (scores, guess))
    np.testing.assert_array_equal(a, b)
    assert accuracy([[1.0, 1.0]], [0]) == 1, "점수가 같으면 앞의 번호입니다"


def test_both_equal_scikit_learn(rng):
    theirs = pytest.importorskip("sklearn.metrics", reason="scikit-learn 이 없습니다")
    guess, target = rng.integers(0, 5, size=(2, 200))
    assert accuracy(guess, target) == pytest.approx(theirs.accuracy_score(target, guess))
    expected = theirs.confusion_matrix(target, guess, labels=range(6))
    np.testing.assert_array_equal(confusion_matrix(guess, target, classes=6), expected)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1))
def test_the_matrix_holds_every_example_once_and_the_hits_on_its_diagonal(pairs):
    guess, target = np.array(pairs).T
    matrix = confusion_matrix(guess, target, classes=4)
    np.testing.assert_array_equal(matrix.sum(axis=1), np.bincount(target, minlength=4))
    np.testing.assert_array_equal(matrix.sum(axis=0), np.bincount(guess, minlength=4))
    assert np.trace(matrix) / len(pairs) == pytest.approx(accuracy(guess, target), rel=1e-15)


def test_small_integer_types_do_not_wrap_around():
    labels = np.array([19, 19, 3], dtype=np.uint8)
    assert confusion_matrix(labels, labels, classes=20)[19, 19] == 2


def test_yes_and_no_are_labels_too():
    assert accuracy(np.array([0.7, 0.2]) > 0.5, [True, True]) == 0.5


# ── 잘못된 입력 ──────────────────────────────────────────────────────────────────────────


@BOTH
@pytest.mark.parametrize(
    ("prediction", "target"), [((4,), (3,)), ((4, 3), (4, 3)), ((4, 1, 3), (4,)), ((), ())]
)
def test_shapes_that_do_not_fit_are_refused_with_both_shapes(metric, prediction, target):
    with pytest.raises(ShapeError, match="argmax") as caught:
        metric(np.zeros(prediction, dtype=int), np.zeros(target, dtype=int))
    assert f"{prediction} 와 {target}" in str(caught.value)


@BOTH
def test_an_empty_batch_is_refused(metric):
    with pytest.raises(ShapeError, match="하나도"):
        metric(np.zeros(0, dtype=int), np.zeros(0, dtype=int))


@BOTH
@pytest.mark.parametrize(
    ("prediction", "target", "role"),
    [([0.2, 0.9], [0, 1], "prediction"), ([0, 1], [0.0, 1.0], "target"), (["a"], [0], "predict")],
)
def test_labels_that_are_not_integers_are_refused(metric, prediction, target, role):
    with pytest.raises(ArgumentTypeError, match=rf"{role}.*정수"):
        metric(prediction, target)


@BOTH
def test_scores_that_are_not_numbers_are_refused(metric):
    with pytest.raises(ArgumentTypeError, match=r"점수.*<U1"):
        metric([["a", "b"]], [0])


@BOTH
def test_nan_scores_are_refused(metric):
    with pytest.raises(NonFiniteError, match="NaN"):
        metric([[0.0, np.nan], [1.0, 2.0]], [0, 1])


@pytest.mark.parametrize(
    ("prediction", "target", "match"),
    [([0, 3], [0, 1], "prediction 에 3"), ([0, 1], [0, -1], "target 에 -1")],
)
def test_labels_outside_the_matrix_are_refused(prediction, target, match):
    with pytest.raises(ArgumentError, match=rf"classes=3.*{match}"):
        confusion_matrix(prediction, target, classes=3)


@pytest.mark.parametrize("classes", [0, -1, 2.0, True, "3"])
def test_the_number_of_classes_is_a_whole_number(classes):
    with pytest.raises(ArgumentError, match=r"classes.*1 이상의 정수") as caught:
        confusion_matrix([0], [0], classes=classes)
    assert repr(classes) in str(caught.value)
