"""toynet: 가중치 다섯 개의 신경망은 손으로 셈한 값, torch, 수치 미분과 같습니다."""

from dataclasses import FrozenInstanceError, fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlconcepts.errors import ArgumentError, ArgumentTypeError, NonFiniteError, ShapeError
from dlconcepts.gradcheck import compare_gradients, numerical_gradient
from dlconcepts.toynet import EXAMPLES, FORMULAS, START, Example, ToyForward, ToyGradients, ToyNet

ALL = tuple(zip(*EXAMPLES, strict=True))
NUMBER = st.floats(-3, 3)
WEIGHTS = st.tuples(*[NUMBER] * 5)


def test_the_forward_pass_of_the_first_example_is_the_one_done_by_hand():
    f = START.forward(*EXAMPLES[0])
    assert (f.u, f.h1, f.h2, f.y, f.difference, f.error) == (5, 25, 12, 37, 13, 169)
    assert all(type(getattr(f, name)) is float for name in ("u", "h1", "h2", "y", "error"))


def test_the_three_examples_err_by_534_in_total():
    f = START.forward(*ALL)
    np.testing.assert_array_equal(f.y, [37, 33, 13])
    np.testing.assert_array_equal(f.error, [169, 361, 4])
    assert f.error.sum() == 534


def test_the_targets_are_twice_x1_squared_plus_three_times_x2():
    for x1, x2, target in EXAMPLES:
        assert target == 2 * x1**2 + 3 * x2


def test_every_local_derivative_of_the_first_example_is_the_one_done_by_hand():
    g = START.backward(START.forward(*EXAMPLES[0]))
    by_hand = {
        "dE_dy": 26, "dy_dw3": 25, "dy_dw4": 12, "dy_dw5": 1, "dy_dh1": 1, "dy_dh2": 1,
        "dh1_du": 10, "du_dw1": 2, "dh1_dw1": 20, "dh2_dw2": 6, "dE_dh1": 26, "dE_dh2": 26,
        "dE_dw1": 520, "dE_dw2": 156, "dE_dw3": 650, "dE_dw4": 312, "dE_dw5": 26,
    }  # fmt: skip
    assert {field.name: getattr(g, field.name) for field in fields(g)} == by_hand


def test_the_total_gradient_of_the_batch_is_the_sum_over_examples():
    g = START.backward(START.forward(*ALL))
    np.testing.assert_array_equal(g.dE_dw1, [520, 1520, 24])
    np.testing.assert_array_equal(g.dE_dw2, [156, 152, 8])
    assert list(g.total(reduction="sum").values()) == [2064, 316, 1636, 632, 68]
    for name, total in g.total(reduction="mean").items():
        assert total == pytest.approx(g.total(reduction="sum")[name] / 3)


def test_one_batch_step_brings_the_error_from_534_to_85():
    grads = START.backward(START.forward(*ALL)).total(reduction="sum")
    after = START.updated(grads, lr=1e-4)
    expected = {"w1": 0.7936, "w2": 1.9684, "w3": 0.8364, "w4": 0.9368, "w5": -0.0068}
    assert after.params == pytest.approx(expected, abs=1e-15)
    assert after.forward(*ALL).error.sum() == pytest.approx(85.42, abs=0.005)
    assert START.params == {"w1": 1, "w2": 2, "w3": 1, "w4": 1, "w5": 0}, "원래 것은 그대로입니다"


def test_one_step_on_the_first_example_brings_37_to_33_945():
    grads = START.backward(START.forward(*EXAMPLES[0])).total(reduction="sum")
    assert START.updated(grads, lr=1e-4).forward(*EXAMPLES[0]).y == pytest.approx(33.945, abs=5e-4)


def test_one_online_epoch_brings_534_to_135_78():
    net = START
    for example in EXAMPLES:
        net = net.updated(net.backward(net.forward(*example)).total(reduction="sum"), lr=1e-4)
    assert net.forward(*ALL).error.sum() == pytest.approx(135.78, abs=0.005)


@given(WEIGHTS, st.lists(st.tuples(NUMBER, NUMBER, NUMBER), min_size=1, max_size=4))
def test_gradients_match_finite_differences_anywhere(weights, examples):
    net = ToyNet(*weights)
    batch = tuple(zip(*examples, strict=True))
    analytic = net.backward(net.forward(*batch)).total(reduction="sum")

    def error(params):
        return ToyNet(**{k: float(v) for k, v in params.items()}).forward(*batch).error.sum()

    assert compare_gradients(
        analytic, numerical_gradient(error, net.params, eps=1e-5), rtol=1e-5, atol=1e-4
    ).ok


@given(WEIGHTS, st.lists(st.tuples(NUMBER, NUMBER, NUMBER), min_size=1, max_size=4))
def test_a_batch_is_its_examples_one_by_one(weights, examples):
    net = ToyNet(*weights)
    together = net.backward(net.forward(*zip(*examples, strict=True)))
    alone = [net.backward(net.forward(*example)) for example in examples]
    for field in fields(ToyGradients):
        values = getattr(together, field.name)
        assert values.shape == (len(examples),)
        np.testing.assert_array_equal(values, [getattr(g, field.name) for g in alone])


def test_gradients_equal_torch(torch, rng):
    for _ in range(20):
        weights = rng.normal(size=5)
        x1, x2, target = rng.normal(size=(3, 7)) * 2
        w = torch.tensor(weights, requires_grad=True)
        a, b, t = map(torch.tensor, (x1, x2, target))
        y = w[2] * (a + w[0] * b) ** 2 + w[3] * (w[1] * a * b) + w[4]
        ((y - t) ** 2).sum().backward()
        net = ToyNet(*weights)
        totals = net.backward(net.forward(x1, x2, target)).total(reduction="sum")
        np.testing.assert_allclose(list(totals.values()), w.grad.numpy(), rtol=1e-12, atol=1e-12)


def test_every_formula_computes_the_value_beside_its_name():
    """표에 적힌 식을 그대로 계산하면 그 줄의 값이 나와야 합니다."""
    net = ToyNet(0.3, -1.2, 0.7, 2.0, -0.4)
    forward = net.forward(1.5, -2.0, 3.0)
    gradients = net.backward(forward)
    values = net.params | {"x1": 1.5, "x2": -2.0, "target": 3.0}
    for result in (forward, gradients):
        values |= {f.name: getattr(result, f.name) for f in fields(result) if f.name in FORMULAS}
    for name, formula in FORMULAS.items():
        code = formula.replace("·", "*").replace("−", "-").replace("²", "**2")
        assert eval(code, {}, values) == pytest.approx(values[name]), f"{name} = {formula}"


def test_every_derivative_is_the_ratio_of_two_small_changes():
    """dE_dh1 처럼 중간의 미분도, 그 값만 조금 바꾸어 본 비율과 같아야 합니다."""
    net, eps = ToyNet(0.3, -1.2, 0.7, 2.0, -0.4), 1e-6
    f = net.forward(1.5, -2.0, 3.0)
    g = net.backward(f)

    def error_of(h1, h2):
        return (net.w3 * h1 + net.w4 * h2 + net.w5 - 3.0) ** 2

    by_h1 = (error_of(f.h1 + eps, f.h2) - error_of(f.h1 - eps, f.h2)) / (2 * eps)
    by_h2 = (error_of(f.h1, f.h2 + eps) - error_of(f.h1, f.h2 - eps)) / (2 * eps)
    assert (g.dE_dh1, g.dE_dh2) == (pytest.approx(by_h1), pytest.approx(by_h2))


def test_the_tables_have_a_row_for_every_value_and_a_column_for_every_example():
    pytest.importorskip("pandas", reason="pandas 가 없어 표를 만들 수 없습니다")
    forward = START.forward(*ALL)
    table = START.backward(forward).to_frame()
    assert list(table.columns) == ["이름", "식", "예제 1", "예제 2", "예제 3"]
    assert list(table["이름"]) == [field.name for field in fields(ToyGradients)]
    assert list(table.set_index("이름").loc["dE_dw1"])[1:] == [520, 1520, 24]
    single = START.forward(*EXAMPLES[0]).to_frame()
    assert list(single.columns) == ["이름", "식", "값"]
    assert single.set_index("이름")["값"]["y"] == 37


def test_arrays_given_by_the_caller_are_neither_changed_nor_kept():
    x1, x2, target = np.array(EXAMPLES, dtype=float).T.copy()
    forward = START.forward(x1, x2, target)
    x1[:] = 0
    assert START.backward(forward).total(reduction="sum")["w1"] == 2064


def test_a_net_and_an_example_do_not_change():
    with pytest.raises(FrozenInstanceError):
        START.w1 = 2.0
    assert isinstance(START.forward(*Example(1, 2, 3)), ToyForward)


def test_a_stale_forward_pass_is_refused():
    forward = START.forward(*EXAMPLES[0])
    with pytest.raises(ArgumentError, match=r"순전파는 ToyNet\(w1=1\.0.*w1=0\.9.*순전파부터 다시"):
        ToyNet(0.9, 2, 1, 1, 0).backward(forward)


@pytest.mark.parametrize(
    ("given", "error", "match"),
    [
        (([1, 2], [1, 2, 3], [1, 2]), ShapeError, r"'x1': \(2,\), 'x2': \(3,\)"),
        ((1.0, [1.0], 1.0), ShapeError, r"'x2': \(1,\)"),
        (([[1.0]], [[1.0]], [[1.0]]), ShapeError, "1차원"),
        (([], [], []), ArgumentError, "예제가 하나도"),
        ((1.0, float("nan"), 1.0), NonFiniteError, "x2 안에 NaN"),
        ((1.0, 1.0, "24"), ArgumentTypeError, "target 자리에는 실수.*str 형"),
        ((1e200, 1.0, 0.0), NonFiniteError, "오차가 유한하지.*학습률"),
    ],
)
def test_inputs_that_cannot_be_used_are_refused(given, error, match):
    with pytest.raises(error, match=match):
        START.forward(*given)


@pytest.mark.parametrize(
    ("value", "error", "match"),
    [
        (float("inf"), NonFiniteError, "w2 .*유한한 수.*inf"),
        ("2", ArgumentTypeError, "w2 .*실수.*str 형"),
        (True, ArgumentTypeError, "w2 .*bool 형"),
        (np.ones(2), ArgumentTypeError, "w2 .*ndarray 형"),
    ],
)
def test_a_weight_must_be_a_finite_number(value, error, match):
    with pytest.raises(error, match=match):
        ToyNet(1, value, 1, 1, 0)


def test_sum_or_mean_must_be_said_aloud():
    gradients = START.backward(START.forward(*ALL))
    with pytest.raises(TypeError, match="reduction"):
        gradients.total()
    with pytest.raises(ArgumentError, match=r"sum.*mean.*'average'"):
        gradients.total(reduction="average")


def test_an_update_needs_the_gradient_of_every_weight():
    with pytest.raises(ArgumentError, match=r"w5.*\['w1'\].*total"):
        START.updated({"w1": 1.0}, lr=0.1)
    with pytest.raises(ArgumentError, match="ToyGradients 형"):
        START.updated(START.backward(START.forward(*ALL)), lr=0.1)
    with pytest.raises(ArgumentTypeError, match="lr 자리"):
        START.updated(START.backward(START.forward(*ALL)).total(reduction="sum"), lr="0.1")
