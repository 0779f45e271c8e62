"""errors: 오류는 내장 오류로도 잡히고, 프로세스를 건너가도 내용을 잃지 않습니다."""

import copy
import inspect
import pickle

import pytest

from dlconcepts import errors
from dlconcepts.errors import DivergedError, DlconceptsError

BUILT_INS = {
    errors.ShapeError: ValueError,
    errors.ArgumentError: ValueError,
    errors.ArgumentTypeError: TypeError,
    errors.NonFiniteError: ValueError,
    errors.MissingDependencyError: ImportError,
    errors.FontError: FileNotFoundError,
    errors.DeviceError: RuntimeError,
}
EVERY_ERROR = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if kind.__module__ == errors.__name__
]


def through_pickle(thing):
    return pickle.loads(pickle.dumps(thing))


@pytest.mark.parametrize(("kind", "built_in"), BUILT_INS.items(), ids=lambda kind: kind.__name__)
def test_an_error_is_caught_as_the_built_in_a_numpy_user_expects(kind, built_in):
    with pytest.raises(built_in, match="무엇이 어떻게"):
        raise kind("무엇이 어떻게 되었습니다")


@pytest.mark.parametrize("kind", EVERY_ERROR, ids=lambda kind: kind.__name__)
def test_every_error_descends_from_one_ancestor_and_explains_itself_in_korean(kind):
    assert issubclass(kind, DlconceptsError)
    assert any("가" <= letter <= "힣" for letter in kind.__doc__)


@pytest.mark.parametrize("kind", BUILT_INS, ids=lambda kind: kind.__name__)
def test_an_error_keeps_its_message_through_pickle(kind):
    revived = through_pickle(kind("모양이 다릅니다"))
    assert type(revived) is kind
    assert str(revived) == "모양이 다릅니다"


@pytest.mark.parametrize("carry", [through_pickle, copy.deepcopy, copy.copy])
def test_a_diverged_error_keeps_step_value_and_learning_rate(carry):
    revived = carry(DivergedError("발산했습니다", step=7, value=float("inf"), lr=1.5))
    assert str(revived) == "발산했습니다"
    assert (revived.step, revived.value, revived.lr) == (7, float("inf"), 1.5)


def test_a_diverged_error_is_an_arithmetic_error_and_needs_the_three_facts():
    assert issubclass(DivergedError, ArithmeticError)
    with pytest.raises(TypeError, match="step"):
        DivergedError("발산했습니다")


def test_a_subclass_of_diverged_error_survives_pickle_as_itself():
    revived = through_pickle(CollapsedError("무너졌습니다", step=1, value=2.0, lr=3.0))
    assert type(revived) is CollapsedError


class CollapsedError(DivergedError):
    """피클이 하위 클래스를 지키는지 보기 위한 것."""


def test_a_missing_dependency_names_the_module():
    error = errors.MissingDependencyError("pandas 가 필요합니다", name="pandas")
    assert error.name == "pandas"
