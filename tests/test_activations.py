"""activations: 값과 도함수가 torch 와 같고, 유한 차분과 같고, |z| = 1000 에서도 멀쩡합니다."""

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from dlconcepts.activations import (
    ACTIVATIONS,
    LEAK,
    gelu,
    leaky_relu,
    log_softmax,
    relu,
    sigmoid,
    silu,
    softmax,
    softmax_vjp,
    step,
    tanh,
)
from dlconcepts.errors import ArgumentTypeError, NonFiniteError, ShapeError

ALL = pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS)
SMOOTH = ["identity", "gelu", "silu", "sigmoid", "tanh", "square"]
GRID = np.concatenate([np.linspace(-9, 9, 181), [-1000.0, -37.5, -1e-9, 0.0, 1e-9, 37.5, 1000.0]])


def in_torch(name, torch):
    """같은 함수를 torch 가 쓰는 이름으로 찾습니다."""
    functions = torch.nn.functional
    return {
        "identity": lambda z: z * 1,
        "step": lambda z: (z > 0).to(z.dtype) + 0 * z,
        "relu": torch.relu,
        "leaky_relu": functions.leaky_relu,
        "gelu": functions.gelu,
        "silu": functions.silu,
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "square": torch.square,
    }[name]


# ── 증인 하나: torch ─────────────────────────────────────────────────────────────────────


@ALL
def test_the_value_and_the_derivative_equal_torch_also_at_the_kink(activation, torch):
    z = torch.tensor(GRID, requires_grad=True)
    h = in_torch(activation.name, torch)(z)
    h.sum().backward()
    near = {"rtol": 1e-13, "atol": 1e-15}
    np.testing.assert_allclose(activation.f(GRID), h.detach().numpy(), **near)
    np.testing.assert_allclose(activation.df(GRID), z.grad.numpy(), **near)


@pytest.mark.parametrize("axis", [-1, 0, 1, 2])
def test_softmax_and_its_backward_pass_equal_torch(axis, rng, torch):
    numbers, upstream = 5 * rng.normal(size=(4, 3, 5)), rng.normal(size=(4, 3, 5))
    z = torch.tensor(numbers, requires_grad=True)
    p = torch.softmax(z, dim=axis)
    p.backward(torch.tensor(upstream))
    near = {"rtol": 1e-13, "atol": 1e-15}
    np.testing.assert_allclose(softmax(numbers, axis), p.detach().numpy(), **near)
    np.testing.assert_allclose(softmax_vjp(numbers, upstream, axis), z.grad.numpy(), **near)
    theirs = torch.log_softmax(z, dim=axis).detach().numpy()
    np.testing.assert_allclose(log_softmax(numbers, axis), theirs, **near)


# ── 증인 둘: 유한 차분 ───────────────────────────────────────────────────────────────────


@ALL
@pytest.mark.parametrize("side", [-1, 1])
def test_the_derivative_is_the_finite_difference_on_either_side_of_zero(activation, side, rng):
    z, eps = side * rng.uniform(0.01, 6, size=200), 1e-6
    numeric = (activation.f(z + eps) - activation.f(z - eps)) / (2 * eps)
    np.testing.assert_allclose(activation.df(z), numeric, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("name", SMOOTH)
def test_a_smooth_derivative_is_the_finite_difference_at_zero(name):
    activation = ACTIVATIONS[name]
    numeric = (activation.f(1e-6) - activation.f(-1e-6)) / 2e-6
    np.testing.assert_allclose(activation.df(0.0), numeric, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize(
    ("activation", "left", "right"), [(relu, 0, 1), (leaky_relu, LEAK, 1)], ids=["relu", "leaky"]
)
def test_at_the_kink_the_derivative_is_the_one_from_the_left(activation, left, right):
    eps = 2.0**-20
    assert (activation.f(0.0) - activation.f(-eps)) / eps == left
    assert (activation.f(eps) - activation.f(0.0)) / eps == right
    assert activation.df(0.0) == activation.df(-0.0) == left


def test_the_step_jumps_after_zero_and_is_flat_everywhere():
    z = np.array([-1.0, -0.0, 0.0, 1e-300, 1.0])
    np.testing.assert_array_equal(step.f(z), [0, 0, 0, 1, 1])
    np.testing.assert_array_equal(step.df(z), np.zeros(5))


def test_softmax_vjp_is_the_finite_difference(rng):
    z, upstream, eps = rng.normal(size=(3, 4)), rng.normal(size=(3, 4)), 1e-6
    numeric = np.empty_like(z)
    for at in np.ndindex(z.shape):
        bump = np.zeros_like(z)
        bump[at] = eps
        numeric[at] = (upstream * (softmax(z + bump) - softmax(z - bump))).sum() / (2 * eps)
    np.testing.assert_allclose(softmax_vjp(z, upstream), numeric, rtol=1e-7, atol=1e-9)


# ── 증인 셋: 손으로 ──────────────────────────────────────────────────────────────────────


def test_a_few_values_known_by_hand():
    assert sigmoid.f(0.0) == 0.5
    assert sigmoid.df(0.0) == 0.25
    assert sigmoid.f(np.log(3)) == pytest.approx(0.75, rel=1e-15)
    assert tanh.df(0.0) == 1
    assert leaky_relu.f(-2.0) == -0.02
    assert silu.df(0.0) == gelu.df(0.0) == 0.5
    assert gelu.f(1.0) == pytest.approx(0.8413447460685429, rel=1e-15)  # 1 × Φ(1)
    np.testing.assert_allclose(softmax([0.0, np.log(3)]), [0.25, 0.75], rtol=1e-15)


@pytest.mark.parametrize("name", ["gelu", "silu", "sigmoid", "tanh", "square"])
def test_the_derivative_is_a_function_of_the_input_not_of_the_output(name):
    activation, z = ACTIVATIONS[name], np.array([-0.7, 0.3, 1.2])
    assert not np.allclose(activation.df(z), activation.df(activation.f(z)), rtol=1e-3)


# ── 안정성, 정밀도, out= ─────────────────────────────────────────────────────────────────


@ALL
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_thousand_neither_overflows_nor_becomes_nan(activation, dtype):
    z = np.array([-1000, -100, 0, 100, 1000], dtype=dtype)
    assert np.isfinite(activation.f(z)).all()
    assert np.isfinite(activation.df(z)).all()


def test_softmax_of_a_thousand_is_stable_and_its_log_is_exact():
    np.testing.assert_array_equal(softmax([1000.0, 0.0, -1000.0]), [1, 0, 0])
    np.testing.assert_array_equal(log_softmax([1000.0, 0.0, -1000.0]), [0, -1000, -2000])


def test_the_tails_keep_their_relative_precision():
    """1 − σ(40) 을 빼서 구하면 0 이 됩니다. 우리 것은 e^(−40) 을 지킵니다."""
    assert sigmoid.f(-40.0) == pytest.approx(np.exp(-40.0), rel=1e-12, abs=0)
    assert sigmoid.df(40.0) == pytest.approx(np.exp(-40.0), rel=1e-12, abs=0)
    assert -1e-20 < gelu.f(-10.0) < 0


@ALL
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_the_precision_is_kept(activation, dtype):
    z = np.array([[-2.0, 0.0, 3.0]], dtype=dtype)
    assert activation.f(z).dtype == dtype
    assert activation.df(z).dtype == dtype
    assert activation.f(z).shape == activation.df(z).shape == (1, 3)


@pytest.mark.parametrize("function", [softmax, log_softmax])
def test_softmax_keeps_the_precision_too(function):
    assert function(np.ones((2, 3), dtype=np.float32)).dtype == np.float32
    assert softmax_vjp(np.ones(3, np.float32), np.ones(3, np.float32)).dtype == np.float32


@ALL
def test_integers_and_plain_numbers_are_taken_as_floats(activation):
    z = np.array([-2, 0, 3])
    np.testing.assert_array_equal(activation.f(z), activation.f(z.astype(float)))
    np.testing.assert_array_equal(activation.df([-2, 0, 3]), activation.df(z.astype(float)))
    for number in (activation.f(2), activation.df(2)):
        assert np.ndim(number) == 0
        assert isinstance(number, np.float64)


@ALL
@pytest.mark.parametrize("which", ["f", "df"])
def test_out_is_written_and_returned_and_may_be_the_input_itself(activation, which):
    function = getattr(activation, which)
    z = GRID.copy()
    fresh = function(z)
    np.testing.assert_array_equal(z, GRID, err_msg="out 이 없으면 입력은 그대로입니다")
    buffer = np.full_like(z, np.nan)
    assert function(z, out=buffer) is buffer
    np.testing.assert_array_equal(buffer, fresh)
    assert function(z, out=z) is z
    np.testing.assert_array_equal(z, fresh)


@ALL
def test_a_result_without_out_never_shares_memory_with_the_input(activation):
    z = np.array([1.0, 2.0])
    for result in (activation.f(z), activation.df(z)):
        assert not np.shares_memory(result, z)


@pytest.mark.parametrize("function", [softmax, log_softmax])
def test_softmax_writes_into_out_which_may_be_the_input(function, rng):
    z = rng.normal(size=(4, 3))
    kept, fresh = z.copy(), function(z)
    np.testing.assert_array_equal(z, kept)
    buffer = np.empty_like(z)
    assert function(z, out=buffer) is buffer
    assert function(z, out=z) is z
    np.testing.assert_array_equal(z, fresh)
    np.testing.assert_array_equal(buffer, fresh)


def test_an_activation_can_be_pickled_and_found_by_its_name():
    for name, activation in ACTIVATIONS.items():
        assert activation.name == name
        assert pickle.loads(pickle.dumps(activation)) == activation


# ── 성질 ─────────────────────────────────────────────────────────────────────────────────

numbers = st.floats(-300, 300, allow_subnormal=False)
vectors = arrays(np.float64, array_shapes(min_dims=1, max_dims=2, max_side=6), elements=numbers)


@given(vectors)
def test_softmax_is_a_probability_distribution(z):
    p = softmax(z)
    assert (p >= 0).all()
    np.testing.assert_allclose(p.sum(axis=-1), 1, rtol=1e-14)


@given(vectors, numbers)
def test_softmax_does_not_see_a_shift_of_all_scores(z, shift):
    np.testing.assert_allclose(softmax(z + shift), softmax(z), rtol=1e-11, atol=1e-15)


@given(vectors)
def test_softmax_keeps_the_order_of_the_scores(z):
    p = softmax(z)
    bigger = z[..., :, None] > z[..., None, :]
    assert (p[..., :, None] >= p[..., None, :])[bigger].all()


@given(vectors)
def test_the_log_of_softmax_is_log_softmax(z):
    np.testing.assert_allclose(np.exp(log_softmax(z)), softmax(z), rtol=1e-11, atol=1e-300)


@given(vectors)
def test_the_gradient_through_softmax_sums_to_zero(z):
    """점수를 모두 같이 올려도 확률은 그대로이므로, 그 방향의 기울기는 0 입니다."""
    upstream = np.cos(np.arange(z.size)).reshape(z.shape)
    np.testing.assert_allclose(softmax_vjp(z, upstream).sum(axis=-1), 0, atol=1e-14)


@given(numbers)
def test_sigmoid_of_minus_z_is_what_is_missing_to_one(z):
    assert sigmoid.f(z) + sigmoid.f(-z) == pytest.approx(1, rel=1e-15)
    assert sigmoid.f(z) == pytest.approx(softmax([0.0, z])[1], rel=1e-13)
    assert sigmoid.df(z) == sigmoid.df(-z)


@given(numbers)
def test_the_derivative_of_relu_is_the_step(z):
    assert relu.df(z) == step.f(z)


# ── 잘못된 입력 ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("z", ["0.1", None, 1j, ["a"], [1j]])
@pytest.mark.parametrize("function", [relu.f, sigmoid.df, softmax])
def test_what_is_not_a_real_number_is_refused(function, z):
    with pytest.raises(ArgumentTypeError, match=rf"z 에는 실수.*{type(z).__name__} 형"):
        function(z)


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "step"])
def test_nan_is_not_hidden(name):
    """NaN 을 받아 그럴듯한 수를 내면 어디서 잘못되었는지 찾을 수 없습니다."""
    h = ACTIVATIONS[name].f(np.array([1.0, np.nan]))
    np.testing.assert_array_equal(np.isnan(h), [False, True])


@pytest.mark.parametrize("row", [[np.nan, 1.0], [np.inf, 1.0], [-np.inf, -np.inf]])
@pytest.mark.parametrize("function", [softmax, log_softmax])
def test_scores_without_a_probability_are_refused(function, row):
    with pytest.raises(NonFiniteError, match=rf"{function.__name__}.*NaN.*학습률"):
        function([[0.0, 1.0], row])


def test_minus_infinity_means_that_a_class_cannot_be_chosen():
    np.testing.assert_array_equal(softmax([0.0, -np.inf, 0.0]), [0.5, 0, 0.5])


@pytest.mark.parametrize("z", [1.0, np.empty((3, 0)), []])
def test_softmax_needs_an_axis_with_scores(z):
    with pytest.raises(ShapeError, match=r"softmax.*모양이 \("):
        softmax(z)


def test_softmax_along_an_axis_that_does_not_exist_is_refused():
    with pytest.raises(ShapeError, match=r"axis=2.*\(2, 3\)"):
        softmax(np.ones((2, 3)), axis=2)


def test_softmax_vjp_needs_one_gradient_per_probability():
    with pytest.raises(ShapeError, match=r"\(2, 3\).*\(3,\)"):
        softmax_vjp(np.ones((2, 3)), np.ones(3))
