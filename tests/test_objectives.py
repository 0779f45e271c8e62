"""objectives: 기울기는 수치 미분과 torch 와 같고, 최솟점은 배정밀도가 허락하는 끝까지 맞습니다."""

import numpy as np
import pytest

from dlconcepts.errors import ShapeError
from dlconcepts.objectives import (
    OBJECTIVES,
    bowl,
    coupled,
    himmelblau,
    ravine,
    rosenbrock,
    square,
    two_valleys,
)

EVERY = list(OBJECTIVES.values())
EVERY_MINIMUM = [(objective, m) for objective in EVERY for m in objective.minima]


def name(thing):
    return getattr(thing, "name", None)


def points_near(objective, rng, count=40):
    """함수마다 모든 최솟점을 품는 넓이에서 고른 점들입니다."""
    shape = (count,) if objective.dimension == 1 else (count, objective.dimension)
    return rng.uniform(-4, 4, size=shape)


def central_difference(f, x, h=1e-6):
    """마지막 축의 좌표마다 하나씩, 여러 점에서 한꺼번에."""
    columns = []
    for e in np.eye(x.shape[-1]):
        columns.append((f(x + h * e) - f(x - h * e)) / (2 * h))
    return np.stack(columns, axis=-1)


@pytest.mark.parametrize("objective", EVERY, ids=name)
def test_the_gradient_equals_the_finite_difference(objective, rng):
    x = points_near(objective, rng)
    if objective.dimension == 1:
        numeric = (objective.f(x + 1e-6) - objective.f(x - 1e-6)) / 2e-6
    else:
        numeric = central_difference(objective.f, x)
    np.testing.assert_allclose(objective.grad(x), numeric, rtol=1e-6, atol=1e-4)


# torch 로 따로 적은 공식: 값과 자동 미분의 증인입니다.
IN_TORCH = {
    "square": lambda x: x**2,
    "two_valleys": lambda x: x**4 - 4 * x**2 + x + 1,
    "bowl": lambda x: x[0] ** 2 + 2 * x[1] ** 2,
    "coupled": lambda x: (2 * x[0] + x[1]) ** 2 + 3 * x[1] ** 2,
    "ravine": lambda x: 0.5 * (x[0] ** 2 + 25 * x[1] ** 2),
    "rosenbrock": lambda x: (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2,
    "himmelblau": lambda x: (x[0] ** 2 + x[1] - 11) ** 2 + (x[0] + x[1] ** 2 - 7) ** 2,
}


@pytest.mark.parametrize("objective", EVERY, ids=name)
def test_value_gradient_and_hessian_equal_torch_autograd(objective, rng, torch):
    formula = IN_TORCH[objective.name]
    for point in points_near(objective, rng, count=10):
        x = torch.tensor(point, dtype=torch.float64, requires_grad=True)
        value = formula(x)
        (gradient,) = torch.autograd.grad(value, x)
        hessian = torch.autograd.functional.hessian(formula, x)
        close = {"rtol": 1e-13, "atol": 1e-12}
        np.testing.assert_allclose(objective.f(point), value.item(), **close)
        np.testing.assert_allclose(objective.grad(point), gradient.numpy(), **close)
        np.testing.assert_allclose(objective.hessian(point), hessian.numpy(), **close)


@pytest.mark.parametrize(("objective", "minimum"), EVERY_MINIMUM, ids=name)
def test_a_minimum_is_flat_and_curves_upward_in_every_direction(objective, minimum):
    x = np.array(minimum.point) if objective.dimension != 1 else np.float64(minimum.point[0])
    curvature = np.linalg.eigvalsh(np.atleast_2d(objective.hessian(x)))
    assert curvature.min() > 0
    # 좌표가 마지막 자리까지 맞으면 남는 기울기는 곡률 × 좌표의 반올림 오차뿐입니다.
    rounding = curvature.max() * np.spacing(np.abs(x).max())
    assert np.abs(objective.grad(x)).max() <= 2 * rounding


@pytest.mark.parametrize(("objective", "minimum"), EVERY_MINIMUM, ids=name)
def test_a_minimum_has_the_value_it_claims(objective, minimum):
    x = np.array(minimum.point) if objective.dimension != 1 else np.float64(minimum.point[0])
    np.testing.assert_allclose(objective.f(x), minimum.value, rtol=1e-15, atol=1e-27)


@pytest.mark.parametrize("objective", EVERY, ids=name)
def test_no_point_of_a_fine_grid_lies_below_the_global_minimum(objective):
    axis = np.linspace(-5, 5, 401)
    grid = axis if objective.dimension == 1 else np.stack(np.meshgrid(axis, axis), axis=-1)
    lowest = [m.value for m in objective.minima if m.kind == "global"]
    assert len(set(lowest)) == 1, "전역 최솟점들의 높이는 같아야 합니다"
    assert objective.f(grid).min() >= lowest[0]
    assert all(m.value > lowest[0] for m in objective.minima if m.kind == "local")


def test_the_valleys_and_the_hill_are_the_roots_of_the_derivative():
    left, hill, right = np.sort(np.roots([4, 0, -8, 1]))
    stored = [minimum.point[0] for minimum in two_valleys.minima]
    np.testing.assert_allclose(stored, [left, right], rtol=1e-14)
    assert two_valleys.hessian(hill) < 0


def test_the_left_valley_is_the_global_one():
    left, right = two_valleys.minima
    assert (left.kind, right.kind) == ("global", "local")
    assert left.point[0] < 0 < right.point[0]
    assert left.value < right.value


def test_himmelblau_has_four_distinct_minima_of_equal_height():
    points = {minimum.point for minimum in himmelblau.minima}
    assert len(points) == 4
    assert {minimum.kind for minimum in himmelblau.minima} == {"global"}


@pytest.mark.parametrize("objective", EVERY, ids=name)
def test_many_points_at_once_equal_one_point_at_a_time(objective, rng):
    x = points_near(objective, rng, count=12)
    grid = x.reshape(3, 4, *x.shape[1:])
    values, gradients = objective.f(grid), objective.grad(grid)
    assert values.shape == (3, 4)
    assert gradients.shape == grid.shape
    # NumPy 의 거듭제곱은 배열일 때와 수일 때 마지막 자리가 다를 수 있습니다.
    close = {"rtol": 1e-14, "atol": 1e-12}
    np.testing.assert_allclose(values.ravel(), [objective.f(point) for point in x], **close)
    np.testing.assert_allclose(
        gradients.reshape(x.shape), [objective.grad(point) for point in x], **close
    )


@pytest.mark.parametrize("objective", EVERY, ids=name)
def test_a_whole_number_start_does_not_change_the_answer(objective):
    whole = 3 if objective.dimension == 1 else [3, 2]
    real = 3.0 if objective.dimension == 1 else np.array([3.0, 2.0])
    assert objective.f(whole) == objective.f(real)
    np.testing.assert_array_equal(objective.grad(whole), objective.grad(real))


@pytest.mark.parametrize("objective", [bowl, coupled, ravine, rosenbrock, himmelblau], ids=name)
@pytest.mark.parametrize("shape", [(), (3,), (2, 5)])
def test_a_wrong_number_of_coordinates_is_refused_with_the_shape(objective, shape):
    for function in (objective.f, objective.grad):
        with pytest.raises(ShapeError, match=r"\(2,\).*stack") as caught:
            function(np.ones(shape))
        assert str(shape) in str(caught.value)


def test_evaluation_leaves_the_point_alone(rng):
    for objective in EVERY:
        x = points_near(objective, rng)
        before = x.copy()
        objective.f(x), objective.grad(x)
        np.testing.assert_array_equal(x, before)


def test_objectives_are_found_by_their_own_name():
    assert [objective.name for objective in EVERY] == list(OBJECTIVES)
    assert OBJECTIVES["square"] is square
