"""descent: 기록은 정의한 식을 그대로 따르고, 발산과 잘못된 입력은 이름을 불러 알립니다."""

import copy
import math
import warnings
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlconcepts.descent import DescentTrace, minimize
from dlconcepts.errors import (
    ArgumentError,
    ArgumentTypeError,
    DivergedError,
    NonFiniteError,
    ShapeError,
)
from dlconcepts.objectives import OBJECTIVES, bowl, square, two_valleys
from dlconcepts.optimizers import (
    Adam,
    AdamW,
    GradientDescent,
    Momentum,
    Nesterov,
    Optimizer,
    RMSProp,
)

OPTIMIZERS = [
    GradientDescent(0.02),
    Momentum(0.01),
    Nesterov(0.01),
    RMSProp(0.05),
    Adam(0.1),
    AdamW(0.1),
]


def kind_of(thing):
    return type(thing).__name__


def walk(**changes):
    """가장 평범한 호출. 시험마다 인자 하나만 바꿉니다."""
    arguments = {"f": square.f, "grad": square.grad, "x0": 3.0, "optimizer": GradientDescent(0.1)}
    options = {"steps": 5}
    for name, value in changes.items():
        (arguments if name in arguments else options)[name] = value
    return minimize(**arguments, **options)


# ── 기록은 식을 그대로 따릅니다 ──────────────────────────────────────────────────────────


def test_a_parabola_shrinks_by_the_same_factor_every_step():
    trace = walk(steps=10)
    np.testing.assert_allclose(trace.x, 3 * 0.8 ** np.arange(11), rtol=1e-14)
    np.testing.assert_allclose(trace.values, trace.x**2, rtol=1e-15)
    np.testing.assert_allclose(trace.gradients[:, 0], 2 * trace.x, rtol=1e-15)
    assert (trace.status, trace.steps, trace.lr) == ("completed", 10, 0.1)


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=kind_of)
@pytest.mark.parametrize("objective", OBJECTIVES.values(), ids=lambda o: o.name)
def test_the_trace_equals_the_loop_it_hides(optimizer, objective):
    x0 = 0.7 if objective.dimension == 1 else np.array([0.7, 1.3])
    optimizer = copy.deepcopy(optimizer)
    optimizer.lr /= 100 if objective.name == "rosenbrock" else 1
    trace = minimize(objective.f, objective.grad, x0, optimizer, steps=30)

    naked, x = copy.deepcopy(optimizer), np.array(x0)
    for t in range(31):
        np.testing.assert_array_equal(trace.points[t], np.atleast_1d(x))
        assert trace.values[t] == objective.f(x[()])
        np.testing.assert_array_equal(trace.gradients[t], np.atleast_1d(objective.grad(x[()])))
        naked.step({"x": x}, {"x": np.array(objective.grad(x[()]))})


@pytest.mark.parametrize(
    ("ours", "theirs", "options"),
    [
        (GradientDescent(0.02), "SGD", {"lr": 0.02}),
        (Momentum(0.01), "SGD", {"lr": 0.01, "momentum": 0.9}),
        (Adam(0.1), "Adam", {"lr": 0.1}),
    ],
    ids=["GradientDescent", "Momentum", "Adam"],
)
def test_the_path_equals_torch_with_autograd(ours, theirs, options, torch):
    trace = minimize(bowl.f, bowl.grad, [3, 2], ours, steps=100)
    x = torch.tensor([3.0, 2.0], dtype=torch.float64, requires_grad=True)
    optimizer = getattr(torch.optim, theirs)([x], **options)
    for point in trace.points:
        np.testing.assert_allclose(point, x.detach().numpy(), rtol=1e-12, atol=1e-13)
        optimizer.zero_grad()
        (x[0] ** 2 + 2 * x[1] ** 2).backward()
        optimizer.step()


@pytest.mark.parametrize("objective", OBJECTIVES.values(), ids=lambda o: o.name)
def test_a_descent_that_starts_near_a_known_minimum_ends_in_it(objective):
    for minimum in objective.minima:
        near = np.array(minimum.point) + 0.1
        x0 = near[0] if objective.dimension == 1 else near
        trace = minimize(
            objective.f, objective.grad, x0, Momentum(1e-3), steps=20_000, tolerance=1e-9
        )
        assert trace.status == "converged"
        np.testing.assert_allclose(trace.points[-1], minimum.point, atol=1e-8)


def test_a_scalar_start_hands_out_scalars_and_an_array_start_hands_out_arrays():
    seen = []

    def f(x):
        seen.append((type(x), np.shape(x)))
        return np.sum(x**2)

    walk(f=f, x0=3, steps=1)
    walk(f=f, x0=[3], grad=lambda x: 2 * x, steps=1)
    walk(f=f, x0=np.float32([3, 1]), grad=lambda x: 2 * x, steps=1)
    assert seen == [
        *[(np.float64, ())] * 2,
        *[(np.ndarray, (1,))] * 2,
        *[(np.ndarray, (2,))] * 2,
    ]


@pytest.mark.parametrize(
    "x0", [3, 3.0, np.int64(3), np.float32(3), np.array(3), Fraction(3), [3], (3,), np.array([3])]
)
def test_any_real_start_becomes_double_precision(x0):
    trace = walk(f=lambda x: np.sum(x**2), x0=x0)
    assert trace.points.shape == (6, 1)
    assert {a.dtype for a in (trace.points, trace.values, trace.gradients)} == {np.dtype(float)}
    np.testing.assert_array_equal(trace.x, walk(x0=3.0).x)


@pytest.mark.parametrize(
    "wrap", [float, int, np.float32, np.int64, np.array, Fraction], ids=lambda w: w.__name__
)
def test_f_and_grad_may_answer_with_any_real_number(wrap):
    trace = walk(f=lambda x: wrap(8), grad=lambda x: wrap(2))
    np.testing.assert_array_equal(trace.values, np.full(6, 8.0))
    np.testing.assert_allclose(trace.x, 3 - 0.2 * np.arange(6))


def test_grad_may_answer_with_a_list_or_with_whole_numbers():
    for answer in ([1, 2], (1.0, 2.0), np.array([1, 2]), np.float32([1, 2])):
        trace = walk(f=np.sum, grad=lambda x, answer=answer: answer, x0=[0, 0], steps=2)
        np.testing.assert_allclose(trace.points[-1], [-0.2, -0.4])


def test_f_and_grad_are_called_once_per_point():
    calls = {"f": 0, "grad": 0}

    def counted(name, function):
        def call(x):
            calls[name] += 1
            return function(x)

        return call

    walk(f=counted("f", square.f), grad=counted("grad", square.grad), steps=7)
    assert calls == {"f": 8, "grad": 8}


# ── 성질 ─────────────────────────────────────────────────────────────────────────────────


@st.composite
def quadratics(draw, max_dimension=6):
    """½ xᵀAx − bᵀx, 고유값이 [0.1, 10] 인 대칭 양의 정부호 A. 시작점도 함께."""
    n = draw(st.integers(1, max_dimension))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    eigenvalues = np.array(draw(st.lists(st.floats(0.1, 10), min_size=n, max_size=n)))
    directions, _ = np.linalg.qr(rng.normal(size=(n, n)))
    A = directions * eigenvalues @ directions.T
    return (A + A.T) / 2, eigenvalues, directions, rng.normal(size=n) * 3, rng.normal(size=n) * 3


def as_functions(A, b):
    return (lambda x: 0.5 * x @ A @ x - b @ x), (lambda x: A @ x - b)


@given(quadratics(), st.floats(0.05, 0.95))
def test_below_the_critical_learning_rate_the_value_never_rises(problem, fraction):
    A, eigenvalues, _, b, x0 = problem
    f, grad = as_functions(A, b)
    trace = minimize(f, grad, x0, GradientDescent(2 / eigenvalues.max() * fraction), steps=60)
    slack = 1e-13 * (1 + np.abs(trace.values).max())
    assert (np.diff(trace.values) <= slack).all()


@given(quadratics(), st.floats(0.05, 0.95))
def test_every_step_is_exactly_minus_eta_times_the_gradient(problem, fraction):
    A, eigenvalues, _, b, x0 = problem
    f, grad = as_functions(A, b)
    lr = 2 / eigenvalues.max() * fraction
    trace = minimize(f, grad, x0, GradientDescent(lr), steps=20)
    np.testing.assert_array_equal(trace.points[1:], trace.points[:-1] - lr * trace.gradients[:-1])
    np.testing.assert_array_equal(trace.values, [f(x) for x in trace.points])
    np.testing.assert_array_equal(trace.gradients, [grad(x) for x in trace.points])


@given(quadratics(), st.floats(0.05, 0.95))
def test_along_each_eigenvector_the_error_shrinks_by_one_minus_eta_lambda(problem, fraction):
    A, eigenvalues, directions, b, x0 = problem
    f, grad = as_functions(A, b)
    lr = 2 / eigenvalues.max() * fraction
    trace = minimize(f, grad, x0, GradientDescent(lr), steps=15)
    errors = (trace.points - np.linalg.solve(A, b)) @ directions  # (T+1, n) 고유벡터 좌표
    t = np.arange(16)[:, np.newaxis]
    np.testing.assert_allclose(errors, errors[0] * (1 - lr * eigenvalues) ** t, atol=1e-9)


@given(quadratics(), st.floats(1.2, 3.0))
def test_above_the_critical_learning_rate_it_diverges(problem, factor):
    A, eigenvalues, directions, _, _ = problem
    f, grad = as_functions(A, np.zeros(len(A)))
    steepest = directions[:, np.argmax(eigenvalues)]  # 가장 가파른 방향에서 시작합니다.
    optimizer = GradientDescent(2 / eigenvalues.max() * factor)
    with pytest.raises(DivergedError):
        minimize(f, grad, steepest, optimizer, steps=2000)
    trace = minimize(f, grad, steepest, optimizer, steps=2000, on_diverge="return")
    assert trace.status == "diverged"
    assert (np.diff(trace.values) > 0).all()


@given(
    quadratics(max_dimension=3), st.lists(st.integers(-8, 8), min_size=3, max_size=3),
    st.sampled_from(OPTIMIZERS[:-1]),
)  # fmt: skip
def test_moving_the_landscape_moves_the_path(problem, shift, optimizer):
    """AdamW 는 원점 쪽으로 당기는 가중치 감쇠 때문에 이 성질이 없습니다."""
    A, _, _, b, x0 = problem
    f, grad = as_functions(A, b)
    c = np.array(shift[: len(x0)], dtype=float)
    here = minimize(f, grad, x0, optimizer, steps=10)
    there = minimize(lambda x: f(x - c), lambda x: grad(x - c), x0 + c, optimizer, steps=10)
    np.testing.assert_allclose(there.points - c, here.points, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(there.values, here.values, rtol=1e-6, atol=1e-6)


@given(st.floats(-3, 3), st.sampled_from([square, two_valleys]), st.sampled_from(OPTIMIZERS))
def test_one_variable_equals_n_variables_with_n_equal_to_one(x0, objective, optimizer):
    scalar = minimize(objective.f, objective.grad, x0, optimizer, steps=20)
    vector = minimize(
        lambda x: objective.f(x[0]), lambda x: [objective.grad(x[0])], [x0], optimizer, steps=20
    )
    np.testing.assert_array_equal(scalar.points, vector.points)
    np.testing.assert_array_equal(scalar.values, vector.values)
    np.testing.assert_array_equal(scalar.gradients, vector.gradients)


@given(quadratics(), st.sampled_from(OPTIMIZERS))
def test_the_same_call_gives_the_same_trace_and_leaves_the_optimizer_as_it_was(problem, optimizer):
    A, _, _, b, x0 = problem
    f, grad = as_functions(A, b)
    before = copy.deepcopy(vars(optimizer))
    first = minimize(f, grad, x0, optimizer, steps=8)
    second = minimize(f, grad, x0, optimizer, steps=8)
    np.testing.assert_array_equal(first.points, second.points)
    assert vars(optimizer) == before


@given(quadratics(), st.integers(1, 8))
def test_a_longer_walk_starts_with_the_shorter_one(problem, steps):
    A, _, _, b, x0 = problem
    f, grad = as_functions(A, b)
    short = minimize(f, grad, x0, Adam(0.1), steps=steps)
    long = minimize(f, grad, x0, Adam(0.1), steps=9)
    np.testing.assert_array_equal(long.points[: steps + 1], short.points)


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=kind_of)
def test_an_optimizer_used_before_starts_again_without_its_memory(optimizer):
    used = copy.deepcopy(optimizer)
    used.step({"x": np.ones(2)}, {"x": np.array([5.0, -5.0])})
    expected = minimize(bowl.f, bowl.grad, [3, 2], optimizer, steps=5)
    again = minimize(bowl.f, bowl.grad, [3, 2], used, steps=5)
    np.testing.assert_array_equal(again.points, expected.points)


# ── 기록은 망가뜨릴 수 없습니다 ──────────────────────────────────────────────────────────


def test_f_and_grad_that_change_what_they_receive_change_nothing_else():
    def f(x):
        value = bowl.f(x)
        x[:] = 1e9
        return value

    def grad(x):
        gradient = bowl.grad(x)
        x[:] = -1e9
        return gradient

    x0 = np.array([3.0, 2.0])
    careless = minimize(f, grad, x0, Adam(0.1), steps=5)
    careful = minimize(bowl.f, bowl.grad, [3, 2], Adam(0.1), steps=5)
    np.testing.assert_array_equal(careless.points, careful.points)
    np.testing.assert_array_equal(careless.values, careful.values)
    np.testing.assert_array_equal(careless.gradients, careful.gradients)
    np.testing.assert_array_equal(x0, [3, 2])


def test_a_point_kept_by_f_stays_the_point_it_was():
    kept = []
    trace = minimize(
        lambda x: kept.append(x) or bowl.f(x), bowl.grad, [3, 2], Momentum(0.1), steps=5
    )
    np.testing.assert_array_equal(np.array(kept), trace.points)
    for point in kept:
        point[:] = 0
    assert trace.points.any(axis=1).all()


def test_a_grad_that_reuses_one_buffer_still_gives_every_gradient():
    buffer = np.empty(2)

    def grad(x):
        buffer[:] = bowl.grad(x)
        return buffer

    reused = minimize(bowl.f, grad, [3, 2], Momentum(0.1), steps=5)
    fresh = minimize(bowl.f, bowl.grad, [3, 2], Momentum(0.1), steps=5)
    np.testing.assert_array_equal(reused.points, fresh.points)
    np.testing.assert_array_equal(reused.gradients, fresh.gradients)


def test_a_grad_that_returns_its_argument_is_no_trouble():
    trace = minimize(lambda x: 0.5 * x @ x, lambda x: x, [1.0, 2.0], GradientDescent(0.5), steps=3)
    np.testing.assert_allclose(trace.points[:, 0], [1, 0.5, 0.25, 0.125])


@pytest.mark.parametrize("early", [False, True])
def test_the_arrays_of_a_trace_are_read_only_and_own_no_spare_rows(early):
    trace = walk(steps=400, tolerance=1e-3 if early else 0.0)
    for array in (trace.points, trace.values, trace.gradients):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    if early:
        assert trace.steps < 100
        assert trace.points.base is None


def test_a_custom_optimizer_may_replace_the_array_instead_of_changing_it():
    class Replacing(Optimizer):
        """제자리에서 고치지 않고 새 배열을 넣는 옵티마이저."""

        def update(self, name, theta, g):
            raise NotImplementedError

        def step(self, params, grads):
            params["x"] = params["x"] - self.lr * grads["x"]

    np.testing.assert_array_equal(walk(optimizer=Replacing(0.1)).x, walk().x)


# ── 멈춤과 발산 ──────────────────────────────────────────────────────────────────────────


def test_it_stops_where_the_gradient_is_small_enough():
    trace = walk(steps=1000, tolerance=1e-6)
    size = np.abs(trace.gradients[:, 0])
    assert trace.status == "converged"
    assert size[-1] <= 1e-6 < size[-2]


def test_the_size_of_a_gradient_is_its_euclidean_norm():
    trace = minimize(np.sum, lambda x: [3.0, 4.0], [0, 0], GradientDescent(1), steps=3, tolerance=5)
    assert (trace.status, trace.steps) == ("converged", 0)
    with_less = minimize(
        np.sum, lambda x: [3.0, 4.0], [0, 0], GradientDescent(1), steps=3, tolerance=4.999
    )
    assert (with_less.status, with_less.steps) == ("completed", 3)


def test_a_tolerance_of_zero_never_stops_early_even_on_flat_ground():
    trace = walk(x0=0.0, steps=4)
    assert (trace.status, trace.steps) == ("completed", 4)


def test_reaching_the_tolerance_on_the_last_step_counts_as_converged():
    needed = walk(steps=1000, tolerance=1e-3).steps
    assert walk(steps=needed, tolerance=1e-3).status == "converged"
    assert walk(steps=needed - 1, tolerance=1e-3).status == "completed"


def test_divergence_says_step_value_and_learning_rate_and_what_to_do():
    with pytest.raises(DivergedError, match=r"걸음에서 발산.*lr = 1\.1.*학습률을 줄여") as caught:
        walk(optimizer=GradientDescent(1.1), steps=1000)
    error = caught.value
    assert f"{error.step}번째 걸음" in str(error)
    assert f"f(x) = {error.value:g}" in str(error)
    assert error.lr == 1.1
    # x_t = 3·(−1.2)^t 이므로 f 가 10¹²·(1+9) 을 처음 넘는 걸음을 손으로 구할 수 있습니다.
    by_hand = math.ceil(math.log(1e13 / 9) / math.log(1.2**2))
    assert error.step == by_hand
    assert error.value == pytest.approx(9 * 1.2 ** (2 * by_hand), rel=1e-12)


def test_a_returned_divergence_holds_everything_before_the_step_of_the_error():
    with pytest.raises(DivergedError) as caught:
        walk(optimizer=GradientDescent(1.1), steps=1000)
    trace = walk(optimizer=GradientDescent(1.1), steps=1000, on_diverge="return")
    assert trace.status == "diverged"
    assert trace.steps == caught.value.step - 1
    np.testing.assert_allclose(trace.x, 3 * (-1.2) ** np.arange(trace.steps + 1), rtol=1e-12)
    for array in (trace.points, trace.values, trace.gradients):
        assert np.isfinite(array).all()


def bad_from(step, bad):
    """`step` 번째 호출부터 망가지는 함수. 그 앞까지는 3 에서 0.2씩 내려갑니다."""
    calls = iter(range(10**6))

    def function(x):
        if next(calls) < step:
            return 2.0
        if isinstance(bad, type):
            raise bad("너무 큽니다")
        return bad

    return function


BAD = [float("nan"), float("inf"), -float("inf"), 10**400, OverflowError]


@pytest.mark.parametrize("bad", BAD, ids=str)
@pytest.mark.parametrize("step", [1, 3, 5])
@pytest.mark.parametrize("who", ["f", "grad"])
def test_the_first_value_or_gradient_that_is_not_finite_is_the_step_reported(who, step, bad):
    with pytest.raises(DivergedError, match=f"{step}번째 걸음") as caught:
        walk(**{"f": lambda x: 1.0, "grad": lambda x: 2.0, who: bad_from(step, bad)})
    assert (caught.value.step, caught.value.lr) == (step, 0.1)
    assert ("기울기가" in str(caught.value)) == (who == "grad")
    trace = walk(
        **{"f": lambda x: 1.0, "grad": lambda x: 2.0, who: bad_from(step, bad)},
        on_diverge="return",
    )
    np.testing.assert_allclose(trace.x, 3 - 0.2 * np.arange(step))
    assert trace.status == "diverged"


@pytest.mark.parametrize("bad", BAD, ids=str)
@pytest.mark.parametrize("who", ["f", "grad"])
def test_a_start_that_cannot_be_evaluated_is_step_zero(who, bad):
    functions = {"f": lambda x: 1.0, "grad": lambda x: 2.0, who: bad_from(0, bad)}
    with pytest.raises(DivergedError, match=r"시작점에서 이미.*정의되는 곳") as caught:
        walk(**functions)
    assert caught.value.step == 0
    functions[who] = bad_from(0, bad)
    trace = walk(**functions, on_diverge="return")
    assert (trace.status, trace.steps) == ("diverged", 0)
    np.testing.assert_array_equal(trace.x, [3.0])
    assert not (np.isfinite(trace.values).all() and np.isfinite(trace.gradients).all())


def test_one_bad_element_of_a_gradient_is_enough():
    def grad(x):
        return np.array([1.0, np.nan]) if x[0] < 2.85 else np.array([1.0, 1.0])

    with pytest.raises(DivergedError, match="기울기가 유한하지") as caught:
        walk(f=np.sum, grad=grad, x0=[3, 3])
    assert caught.value.step == 2


def test_a_huge_but_finite_gradient_is_no_divergence():
    """제곱하면 넘치는 크기라도 유한하면 유한한 것입니다."""
    trace = minimize(
        lambda x: 0.0, lambda x: np.full(2, 1e200), [0, 0], GradientDescent(1), steps=2
    )
    np.testing.assert_allclose(trace.points[-1], [-2e200, -2e200])


def test_a_point_that_overflows_is_noticed_even_if_f_stays_finite():
    with pytest.raises(DivergedError, match="x 가 유한하지") as caught:
        minimize(np.arctan, lambda x: -1e308, 0.0, GradientDescent(1), steps=9)
    assert caught.value.step == 2


@pytest.mark.parametrize("raises", [ValueError, AssertionError, ZeroDivisionError])
def test_an_f_that_fails_on_a_lost_point_is_reported_as_divergence(raises):
    def f(x):
        if not math.isfinite(x):
            raise raises("expected a finite input")
        return 0.0

    with pytest.raises(DivergedError, match="x 가 유한하지") as caught:
        walk(f=f, grad=lambda x: 1e308, optimizer=GradientDescent(10), steps=9)
    assert caught.value.step == 1


@pytest.mark.parametrize("raises", [ValueError, ZeroDivisionError, KeyError])
@pytest.mark.parametrize("who", ["f", "grad"])
def test_an_error_of_the_user_at_a_healthy_point_comes_through_unchanged(who, raises):
    def broken(x):
        raise raises("사용자의 오류")

    with pytest.raises(raises, match="사용자의 오류"):
        walk(**{who: broken})


def test_no_numpy_warning_reaches_the_user_while_diverging():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        trace = walk(
            f=lambda x: np.exp(x) - np.log(x),
            grad=lambda x: np.exp(x) * np.exp(x),
            optimizer=GradientDescent(-1e-300 + 5.0),
            on_diverge="return",
        )
    assert trace.status == "diverged"


def test_the_floating_point_settings_of_the_user_are_back_afterwards():
    with np.errstate(over="raise"):
        walk()
        assert np.geterr()["over"] == "raise"
        with pytest.raises(DivergedError):
            walk(optimizer=GradientDescent(1.1), steps=1000)
        assert np.geterr()["over"] == "raise"


def test_growth_is_judged_relative_to_a_large_start():
    trace = walk(f=lambda x: x**2 + 1e20, optimizer=GradientDescent(1.1), steps=100)
    assert trace.status == "completed"


# ── 표와 모습 ────────────────────────────────────────────────────────────────────────────


def test_the_frame_of_one_variable_has_a_line_per_step():
    trace = walk(steps=3)
    table = trace.to_frame()
    assert list(table.columns) == ["걸음", "x", "f(x)", "기울기", "다음 x"]
    assert table["걸음"].tolist() == [0, 1, 2, 3]
    np.testing.assert_array_equal(table["x"], trace.x)
    np.testing.assert_array_equal(table["f(x)"], trace.values)
    np.testing.assert_array_equal(table["기울기"], trace.gradients[:, 0])


def test_the_next_x_of_a_line_is_the_x_of_the_line_below_and_the_last_has_none():
    table = walk(steps=3).to_frame()
    np.testing.assert_array_equal(table["다음 x"][:-1], table["x"][1:])
    assert math.isnan(table["다음 x"].iloc[-1])


@pytest.mark.parametrize("n", [2, 3, 12])
def test_the_frame_of_several_variables_numbers_them_from_one(n):
    trace = minimize(lambda x: x @ x, lambda x: 2 * x, np.arange(n), GradientDescent(0.1), steps=4)
    table = trace.to_frame()
    numbers = range(1, n + 1)
    assert list(table.columns) == [
        "걸음",
        *[f"x{i}" for i in numbers],
        "f(x)",
        *[f"∂f/∂x{i}" for i in numbers],
        *[f"다음 x{i}" for i in numbers],
    ]
    np.testing.assert_array_equal(table[f"x{n}"], trace.points[:, -1])
    np.testing.assert_array_equal(table[f"∂f/∂x{n}"], trace.gradients[:, -1])


def test_changing_the_frame_does_not_change_the_trace():
    trace = walk(steps=3)
    table = trace.to_frame()
    table.loc[:, "x"] = 0.0
    assert trace.x[0] == 3.0


def test_the_repr_is_one_line_that_tells_the_story():
    text = repr(walk(steps=10))
    assert text == "DescentTrace(steps=10, status='completed', x: 3 → 0.3221, f: 9 → 0.1038)"
    many = minimize(lambda x: x @ x, lambda x: 2 * x, np.arange(2000), Adam(0.1), steps=2)
    assert "\n" not in repr(many)
    assert len(repr(many)) < 250


def test_x_belongs_to_one_variable_only():
    trace = minimize(bowl.f, bowl.grad, [3, 2], GradientDescent(0.1), steps=1)
    with pytest.raises(ShapeError, match=r"변수가 2개.*points\[:, i\]"):
        _ = trace.x


def test_a_trace_is_frozen():
    with pytest.raises(AttributeError):
        walk().status = "converged"
    assert isinstance(walk(), DescentTrace)


# ── 잘못된 입력 ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("x0", "answer"),
    [
        ([3.0, 2.0], np.ones(3)),
        ([3.0, 2.0], np.ones((1, 2))),
        ([3.0, 2.0], np.ones((2, 1))),
        ([3.0, 2.0], 1.0),
        ([3.0, 2.0], [1.0]),
        ([3.0], 1.0),
        (3.0, np.ones(1)),
        (3.0, [1.0, 2.0]),
    ],
)
def test_a_gradient_of_the_wrong_shape_is_refused_and_both_shapes_are_named(x0, answer):
    with pytest.raises(ShapeError, match=r"grad.*모양") as caught:
        walk(f=np.sum, grad=lambda x: answer, x0=x0)
    assert str(np.shape(answer)) in str(caught.value)
    assert str(np.shape(x0)) in str(caught.value)


def test_a_gradient_of_the_wrong_shape_is_noticed_also_later():
    with pytest.raises(ShapeError, match=r"\(1,\).*\(2,\)"):
        walk(f=np.sum, grad=lambda x: x if x[0] > 2.9 else x[:1], x0=[3.0, 2.0])


@pytest.mark.parametrize(
    "answer", [None, "1", 1j, np.array([1j, 1j]), ["a", "b"], [[1], [2, 3]], True, object()]
)
def test_a_gradient_that_is_no_real_number_is_refused(answer):
    with pytest.raises(ArgumentTypeError, match=rf"grad\(x\).*{type(answer).__name__} 형"):
        walk(f=np.sum, grad=lambda x: answer, x0=[3.0, 2.0])


@pytest.mark.parametrize("shape", [(1,), (2,), (2, 2), (0,)])
def test_an_f_that_returns_an_array_is_refused_with_its_shape(shape):
    with pytest.raises(ShapeError, match=r"f.*수 하나.*np\.sum") as caught:
        walk(f=lambda x: np.ones(shape))
    assert str(shape) in str(caught.value)


@pytest.mark.parametrize("answer", [None, "9.0", 9 + 0j, True, np.complex128(1), {}, object()])
def test_an_f_that_returns_no_real_number_is_refused(answer):
    with pytest.raises(ArgumentTypeError, match=rf"f\(x\).*{type(answer).__name__} 형.*return"):
        walk(f=lambda x: answer)


def test_a_tensor_that_tracks_gradients_is_refused_by_its_type(torch):
    with pytest.raises(ArgumentTypeError, match="Tensor 형"):
        walk(f=lambda x: torch.tensor(float(x), requires_grad=True))


@pytest.mark.parametrize("x0", ["3", "abc", None, 1j, True, ["1", "2"], [[1], [2, 3]], {}, [None]])
def test_a_start_that_is_no_real_number_is_refused(x0):
    with pytest.raises(ArgumentTypeError, match=rf"x0 .*{type(x0).__name__} 형.*처럼") as caught:
        walk(x0=x0)
    assert repr(x0) in str(caught.value)


@pytest.mark.parametrize("x0", [np.nan, np.inf, -np.inf, [1.0, np.nan], np.array([np.inf, 0])])
def test_a_start_that_is_not_finite_is_refused(x0):
    with pytest.raises(NonFiniteError, match=r"x0 는 유한해야 .*(nan|inf)"):
        walk(x0=x0)


@pytest.mark.parametrize("shape", [(2, 2), (1, 1), (0,), (2, 3, 4)])
def test_a_start_of_two_dimensions_or_without_elements_is_refused(shape):
    with pytest.raises(ShapeError, match=r"x0 .*1차원") as caught:
        walk(x0=np.ones(shape))
    assert str(shape) in str(caught.value)


@pytest.mark.parametrize("lr", [0, -0.1])
def test_a_learning_rate_of_zero_or_less_is_refused(lr):
    with pytest.raises(ArgumentError, match=r"GradientDescent: lr .*0보다 큰.*시작해"):
        walk(optimizer=GradientDescent(lr))


@pytest.mark.parametrize("steps", [0, -1, 2.5, 3.0, "10", None, True, np.nan])
def test_steps_must_be_a_whole_number_of_at_least_one(steps):
    with pytest.raises(ArgumentError, match=r"steps 는 1 이상의 정수") as caught:
        walk(steps=steps)
    assert repr(steps) in str(caught.value)


def test_steps_may_be_a_numpy_whole_number():
    assert walk(steps=np.int64(3)).steps == 3


@pytest.mark.parametrize("tolerance", [-1e-6, np.nan, np.inf, "1e-6", None, True])
def test_an_impossible_tolerance_is_refused(tolerance):
    with pytest.raises(ArgumentError, match=r"tolerance 는 0 이상의 유한한 수"):
        walk(tolerance=tolerance)


@pytest.mark.parametrize("choice", ["ignore", "", None, True, ["raise"]])
def test_an_unknown_on_diverge_lists_the_choices(choice):
    with pytest.raises(ArgumentError, match=r"on_diverge .*'raise' 또는 'return'") as caught:
        walk(on_diverge=choice)
    assert repr(choice) in str(caught.value)


def test_the_class_instead_of_an_optimizer_is_refused_with_the_remedy():
    with pytest.raises(ArgumentTypeError, match=r"클래스가 아니라 Adam\(lr=0\.1\)"):
        walk(optimizer=Adam)


@pytest.mark.parametrize("optimizer", [0.1, None, "adam", object()])
def test_what_is_no_optimizer_is_refused(optimizer):
    with pytest.raises(ArgumentTypeError, match=r"옵티마이저가 와야.*GradientDescent\(lr=0\.1\)"):
        walk(optimizer=optimizer)


@pytest.mark.parametrize("who", ["f", "grad"])
def test_a_value_instead_of_a_function_is_refused_by_name(who):
    with pytest.raises(ArgumentTypeError, match=rf"{who} 자리에는 함수.*float 형"):
        walk(**{who: 9.0})


def test_the_input_is_judged_before_f_is_ever_called():
    for bad in ({"steps": 0}, {"x0": np.nan}, {"tolerance": -1}, {"on_diverge": "?"}):
        with pytest.raises((ArgumentError, NonFiniteError)):
            walk(f=pytest.fail, **bad)
