"""바로잡기의 두 증인, 역전파와 자동 미분: 흔한 말은 틀리고 바로잡은 말은 맞습니다.

다섯 가중치의 신경망은 여기에서 분수와 PyTorch 로 다시 적었습니다.
"""

import ast
import inspect
import math
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from dlconcepts import autodiff, losses
from dlconcepts.errors import NonFiniteError
from dlconcepts.gradcheck import numerical_gradient
from dlconcepts.mlp import MLP
from dlconcepts.optimizers import Adam, GradientDescent
from dlconcepts.toynet import START, ToyNet

EXAMPLES = [((3, 2), 24), ((1, 4), 14), ((2, 1), 11)]
WEIGHTS = (1, 2, 1, 1, 0)


def predict(w, a, b):
    return w[2] * (a + w[0] * b) ** 2 + w[3] * w[1] * a * b + w[4]


def gradient(w, a, b, t):
    """손으로 미분한 것. 분수를 넣으면 정확합니다."""
    h = a + w[0] * b
    d = 2 * (predict(w, a, b) - t)
    return [d * w[2] * 2 * h * b, d * w[3] * a * b, d * h * h, d * w[1] * a * b, d]


def by_torch(torch, w, a, b, t):
    w = torch.tensor([float(v) for v in w], dtype=torch.float64, requires_grad=True)
    ((predict(w, a, b) - t) ** 2).backward()
    return w.grad.tolist()


# ── E02, E03, E04 ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("inputs", "target"), [*EXAMPLES, ((2, 5), 7)])
def test_e02_the_claim_is_false_stopping_at_the_bracket_misses_the_slope(inputs, target, torch):
    a, b = inputs
    halfway = 2 * (predict(WEIGHTS, a, b) - target) * 1 * 2 * (a + b)  # 안쪽을 빠뜨렸습니다
    true = by_torch(torch, WEIGHTS, a, b, target)[0]
    assert (halfway == true) == (b == 1)  # 안쪽의 기울기가 1 인 예제에서만 맞습니다
    assert inputs != (1, 4) or (halfway, true) == (380, 1520)


@pytest.mark.parametrize(("inputs", "target"), [*EXAMPLES, ((2, 5), 7)])
def test_e02_the_correction_is_true_the_inner_slope_is_the_examples_own_x2(inputs, target, torch):
    a, b = inputs
    hand = gradient(WEIGHTS, a, b, target)
    assert hand == by_torch(torch, WEIGHTS, a, b, target)
    halfway = 2 * (predict(WEIGHTS, a, b) - target) * 2 * (a + b)
    assert hand[0] == halfway * b
    assert START.backward(START.forward(a, b, target)).dE_dw1 == hand[0]


@pytest.mark.parametrize(("inputs", "target"), EXAMPLES)
def test_e03_the_claim_is_false_the_neurons_value_is_not_its_slope(inputs, target, torch):
    a, b = inputs
    h2 = WEIGHTS[1] * a * b
    by_value = 2 * (predict(WEIGHTS, a, b) - target) * WEIGHTS[3] * h2
    assert by_value != by_torch(torch, WEIGHTS, a, b, target)[1]
    assert inputs != (2, 1) or by_value == 16


@pytest.mark.parametrize("w2", [2.0, -1.5, 7.0])
def test_e03_the_correction_is_true_the_slope_is_what_the_weight_was_multiplied_by(w2):
    net = ToyNet(1, w2, 1, 1, 0)
    found = net.backward(net.forward(2, 1, 11))
    measured = numerical_gradient(lambda v: ToyNet(1, v, 1, 1, 0).forward(2, 1, 11).error, w2)
    assert found.dh2_dw2 == 2 * 1  # w2 가 얼마이든 x1·x2 입니다
    assert found.dE_dw2 == pytest.approx(measured, rel=1e-6)
    assert w2 != 2 or found.dE_dw2 == 8


def one_batch_step(totals):
    lr = Fraction(1, 10_000)
    w = [v - lr * g for v, g in zip(WEIGHTS, totals, strict=True)]
    answers = [predict(w, *inputs) for inputs, _ in EXAMPLES]
    return answers, sum((y - t) ** 2 for y, (_, t) in zip(answers, EXAMPLES, strict=True))


def test_e04_the_claim_is_false_an_error_that_falls_does_not_prove_the_gradient():
    wrong, error = one_batch_step((924, 324, 1636, 632, 68))
    assert error < 534  # 틀린 책임으로도 줄어듭니다
    told = [30.98, 27.69, 10.66]
    assert all(abs(float(y) - t) > 0.05 for y, t in zip(wrong, told, strict=True))
    for nudge in np.random.default_rng(5).uniform(0.5, 1.5, size=(20, 5)):
        scaled = [Fraction(float(k)) * g for k, g in zip(nudge, (2064, 316, 1636, 632, 68),
                                                         strict=True)]  # fmt: skip
        assert one_batch_step(scaled)[1] < 534  # 아무렇게나 틀려도 대개 줄어듭니다


def test_e04_the_correction_is_true_the_right_sums_leave_much_less_error():
    totals = [sum(g) for g in zip(*(gradient(WEIGHTS, *x, t) for x, t in EXAMPLES), strict=True)]
    assert totals == [2064, 316, 1636, 632, 68]
    right, error = one_batch_step(totals)
    assert [round(float(y), 3) for y in right] == [28.657, 21.944, 10.209]
    assert float(error) == pytest.approx(85.42, abs=5e-3)
    assert error < one_batch_step((924, 324, 1636, 632, 68))[1] / 1.9


# ── E06 ──────────────────────────────────────────────────────────────────────────────────

GRID = np.array([(i, j) for i in range(6) for j in range(6)], dtype=float)
GOAL = 2 * GRID[:, 0] ** 2 + 3 * GRID[:, 1]
TERMS = np.column_stack([GRID[:, 0] ** 2, GRID[:, 0] * GRID[:, 1], GRID[:, 1] ** 2, np.ones(36)])
SEEN = np.array([tuple(p) in {(3, 2), (1, 4), (2, 1)} for p in GRID])


def test_e06_the_claim_is_false_zero_error_on_three_examples_is_not_the_function(rng):
    best = np.linalg.lstsq(TERMS[SEEN], GOAL[SEEN], rcond=None)[0]
    _, _, rows = np.linalg.svd(TERMS[SEEN])
    for size in rng.normal(size=20):  # 세 점을 똑같이 맞히는 답은 끝없이 많습니다
        answer = TERMS @ (best + size * rows[-1])
        assert np.abs(answer - GOAL)[SEEN].max() < 1e-9
        assert np.mean((answer - GOAL)[~SEEN] ** 2) > 5


def test_e06_the_correction_is_true_the_net_cannot_say_x2_and_a_sixth_weight_can():
    _, squares, *_ = np.linalg.lstsq(TERMS, GOAL, rcond=None)
    assert squares[0] / 36 == pytest.approx(1.80, abs=5e-3)
    six = np.column_stack([TERMS, GRID[:, 1]])
    exact = np.linalg.lstsq(six, GOAL, rcond=None)[0]
    np.testing.assert_allclose(exact, [2, 0, 0, 0, 3], atol=1e-10)
    x1, x2 = np.random.default_rng(3).normal(size=(2, 50))
    w1, w2, w3, w4, w5 = 0.3, -1.2, 0.7, 2.0, 0.1  # 펼친 식이 정말 그 신경망인지 봅니다
    opened = w3 * x1**2 + (2 * w1 * w3 + w2 * w4) * x1 * x2 + w3 * w1**2 * x2**2 + w5
    np.testing.assert_allclose(opened, predict((w1, w2, w3, w4, w5), x1, x2))


# ── E11 ──────────────────────────────────────────────────────────────────────────────────


def three_layers(torch, seed, learn_last=True):
    torch.manual_seed(seed)
    sizes = (4, 5, 6, 1)
    weights = [torch.randn(n, m, dtype=torch.float64) for n, m in pairwise(sizes)]
    for k, W in enumerate(weights):
        W.requires_grad_(learn_last or k < 2)
    h = [torch.randn(7, 4, dtype=torch.float64)]
    for W in weights[:-1]:
        h.append(torch.tanh(h[-1] @ W))
    y = h[-1] @ weights[-1]
    ((y - 1) ** 2).sum().backward()
    return weights, h, y


def test_e11_the_claim_is_false_earlier_gradients_do_not_need_the_later_ones(torch):
    every, _, _ = three_layers(torch, seed=2)
    without_last, _, _ = three_layers(torch, seed=2, learn_last=False)
    assert without_last[2].grad is None  # 마지막 가중치의 기울기는 구하지도 않았습니다
    for ours, theirs in zip(without_last[:2], every[:2], strict=True):
        assert torch.equal(ours.grad, theirs.grad)


def test_e11_the_correction_is_true_the_blame_of_neurons_is_what_travels(torch):
    weights, h, y = three_layers(torch, seed=3)
    delta = 2 * (y - 1)
    for k in (2, 1, 0):
        assert torch.allclose(weights[k].grad, h[k].T @ delta, atol=1e-12)
        delta = (delta @ weights[k].T) * (1 - h[k] ** 2)


# ── E12 ──────────────────────────────────────────────────────────────────────────────────


def test_e12_the_claim_is_false_backward_changes_no_weight(rng, torch):
    net = MLP((5, 8, 3), seed=4)
    x, y = rng.normal(size=(6, 5)), rng.integers(3, size=6)
    before = net.theta.copy()
    net.backward(net.forward(x), y)
    assert np.array_equal(net.theta, before)
    assert np.abs(net.grads.flat).max() > 0
    layer = torch.nn.Linear(3, 2)
    kept = layer.weight.detach().clone()
    layer(torch.ones(4, 3)).pow(2).sum().backward()
    assert torch.equal(layer.weight, kept)
    assert layer.weight.grad.abs().max() > 0


def test_e12_the_correction_is_true_the_optimizer_turns_one_gradient_into_different_steps(rng):
    x, y = rng.normal(size=(6, 5)), rng.integers(3, size=6)
    moved, slopes = {}, {}
    for optimizer in (GradientDescent(0.1), Adam(0.1)):
        net = MLP((5, 8, 3), seed=4)
        before = net.theta.copy()
        grads = net.backward(net.forward(x), y)
        slopes[type(optimizer)] = net.grads.flat.copy()
        optimizer.step(net.params, grads)
        moved[type(optimizer)] = net.theta - before
    np.testing.assert_array_equal(slopes[GradientDescent], slopes[Adam])
    np.testing.assert_allclose(moved[GradientDescent], -0.1 * slopes[Adam], atol=1e-15)
    live = np.abs(slopes[Adam]) > 1e-6
    np.testing.assert_allclose(np.abs(moved[Adam][live]), 0.1, rtol=0.02)


# ── E20 ──────────────────────────────────────────────────────────────────────────────────


def kept_bytes(rows):
    """순전파 한 번이 남기는 것의 크기."""
    done = MLP((20, 16, 4), seed=0).forward(np.zeros((rows, 20)))
    return sum(a.nbytes for a in (*done.h, *done.z))


def test_e20_the_claim_is_false_a_million_times_is_the_ratio_to_one_example():
    million = 1_000_000
    for size in (32, 256, 512):  # 예제 수에 비례하므로 비율은 백만보다 훨씬 작습니다
        assert kept_bytes(size) == size * kept_bytes(1)
        assert million * kept_bytes(1) / kept_bytes(size) < million / 30
    assert [round(million / n) for n in (32, 256, 512)] == [31_250, 3_906, 1_953]


def test_e20_the_correction_is_true_minibatch_gradients_add_up_to_the_full_one(torch):
    torch.manual_seed(1)
    layer = torch.nn.Linear(30, 4).double()
    x, y = torch.randn(96, 30).double(), torch.randint(4, (96,))

    def loss(rows):
        return torch.nn.functional.cross_entropy(layer(x[rows]), y[rows], reduction="sum")

    loss(slice(None)).backward()
    whole = layer.weight.grad.clone()
    layer.zero_grad()
    for rows in torch.arange(96).split(7):  # 크기가 달라도 됩니다
        loss(rows).backward()
    assert torch.allclose(layer.weight.grad, whole, atol=1e-12)


# ── E33 ──────────────────────────────────────────────────────────────────────────────────


def test_e33_the_claim_is_false_sum_and_mean_or_probability_and_logit_are_not_the_same(torch):
    given = torch.nn.functional.cross_entropy
    for p in (0.6, 0.8, 0.99):
        wrong = given(torch.tensor([[p, 1 - p]]), torch.tensor([0])).item()
        assert abs(wrong + math.log(p)) > 0.02
    assert given(torch.tensor([[1.0, 0.0]]), torch.tensor([0])).item() > 0.31  # 완벽해도
    y, t = [1.0, 2.0, 5.0], [0.0, 0.0, 0.0]
    total, mean = (losses.mse.f(y, t, reduction=r) for r in ("sum", "mean"))
    assert total == 3 * mean != mean
    assert losses.mse.f([2.0], [2.0], reduction="sum") == 0  # 언제나 양수인 것도 아닙니다


def test_e33_the_correction_is_true_logits_go_in_and_the_reduction_scales_the_step(torch):
    p = torch.tensor([[0.7, 0.2, 0.1]], dtype=torch.float64)
    for shift in (0.0, 3.0, -50.0):  # 로짓은 함께 옮겨도 같습니다
        loss = torch.nn.functional.cross_entropy(p.log() + shift, torch.tensor([1]))
        assert loss.item() == pytest.approx(-math.log(0.2), rel=1e-9)
    x, y = np.random.default_rng(2).normal(size=(9, 4)), np.arange(9) % 3
    grads = []
    for reduction in ("sum", "mean"):
        net = MLP((4, 3), reduction=reduction, seed=1)
        net.backward(net.forward(x), y)
        grads.append(net.grads.flat.copy())
    np.testing.assert_allclose(grads[0], 9 * grads[1])


# ── E37 ──────────────────────────────────────────────────────────────────────────────────


def last_value(lr, how, steps=60):
    """예제 셋이 똑같이 (w − 2)² 을 말할 때의 마지막 w."""
    w = 5.0
    for _ in range(steps):
        if how == "online":
            for _ in range(3):
                w -= lr * 2 * (w - 2)
        else:
            w -= lr * 2 * (w - 2) * (3 if how == "sum" else 1)
    return w


def toy_batch(lr, reduction):
    columns, net = np.array([(*x, t) for x, t in EXAMPLES], dtype=float).T, START
    for _ in range(500):
        grads = net.backward(net.forward(*columns))
        net = net.updated(grads.total(reduction=reduction), lr)
    return net


def test_e37_the_claim_is_false_a_batch_may_diverge_where_online_converges():
    assert abs(last_value(0.4, "sum") - 2) > 1e6
    assert abs(last_value(0.4, "online") - 2) < 1e-9
    with pytest.raises(NonFiniteError):
        toy_batch(0.002, "sum")
    online = START
    for _ in range(500):
        for (a, b), t in EXAMPLES:
            grads = online.backward(online.forward(a, b, t))
            online = online.updated(grads.total(reduction="sum"), 0.002)
    assert max(map(abs, online.params.values())) < 10


def test_e37_the_correction_is_true_the_length_of_the_step_decides():
    assert abs(last_value(0.4, "mean") - 2) < 1e-9  # 같은 배치라도 평균이면 됩니다
    assert abs(last_value(0.4 / 3, "sum") - last_value(0.4, "mean")) < 1e-9
    errors = [(toy_batch(0.002, "mean").forward(*x, t)).error for x, t in EXAMPLES]
    assert sum(errors) < 534 / 10


# ── E09 ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.filterwarnings("ignore:The .grad attribute of a Tensor that is not a leaf")
def test_e09_the_claim_is_false_the_two_lines_stop_in_the_second_round(torch):
    w = torch.tensor(0.5, requires_grad=True)
    ((w * 2 - 3) ** 2).backward()
    w = w - 0.01 * w.grad
    assert not w.is_leaf
    ((w * 2 - 3) ** 2).backward()
    assert w.grad is None
    with pytest.raises(TypeError, match="NoneType"):
        w = w - 0.01 * w.grad
    with pytest.raises(RuntimeError, match="scalar outputs"):
        (torch.ones(4, requires_grad=True) ** 2).backward()


def test_e09_the_correction_is_true_in_place_cleared_and_averaged_reaches_the_answer(torch):
    x, t = torch.tensor([1.0, 2.0, -1.0]), torch.tensor([3.0, 5.0, 0.0])
    ours = torch.tensor(0.5, requires_grad=True)
    by_hand = 0.5
    kept = torch.tensor(0.5, requires_grad=True)  # 지우지 않는 쪽
    for _ in range(100):
        ((ours * x - t) ** 2).mean().backward()
        ((kept * x - t) ** 2).mean().backward()
        with torch.no_grad():
            ours -= 0.05 * ours.grad
            kept -= 0.05 * kept.grad
        ours.grad = None
        by_hand -= 0.05 * float((2 * (by_hand * x - t) * x).mean())
    assert ours.item() == pytest.approx(by_hand, rel=1e-5)
    assert ours.item() == pytest.approx((x @ t / (x @ x)).item(), abs=1e-5)
    assert abs(kept.item() - ours.item()) > 0.01


# ── E39 ──────────────────────────────────────────────────────────────────────────────────


class Tiny:
    """더하기, 곱하기, 거듭제곱만 아는 자동 미분."""

    def __init__(self, value, *parents):
        self.value, self.parents, self.slope = value, parents, 0.0

    def __add__(self, other):
        return Tiny(self.value + other.value, (self, 1.0), (other, 1.0))

    def __mul__(self, other):
        return Tiny(self.value * other.value, (self, other.value), (other, self.value))

    def backward(self, slope=1.0):
        self.slope += slope
        for parent, local in self.parents:
            parent.backward(slope * local)


def test_e39_the_claim_is_false_a_whole_engine_is_far_from_thousands_of_lines():
    assert len(inspect.getsource(Tiny).splitlines()) < 25
    statements = [n for n in ast.walk(ast.parse(inspect.getsource(autodiff)))
                  if isinstance(n, ast.stmt)]  # fmt: skip
    assert len(statements) < 1000
    assert not [n for n in ast.walk(ast.parse(inspect.getsource(Tiny))) if isinstance(n, ast.If)]


def test_e39_the_correction_is_true_the_tiny_engine_agrees_with_torch(rng, torch):
    for _ in range(10):
        numbers = rng.normal(size=4)
        ours = [Tiny(v) for v in numbers]
        theirs = [torch.tensor(v, requires_grad=True) for v in numbers]
        for a, b, c, d in (ours, theirs):
            s = a * b + c
            (s * s * a + s * d + d * d).backward()
        found = [v.slope for v in ours]
        np.testing.assert_allclose(found, [v.grad.item() for v in theirs], rtol=1e-12)


# ── E48 ──────────────────────────────────────────────────────────────────────────────────


def test_e48_the_claim_is_false_at_a_kink_the_answer_is_a_convention(torch):
    grid = torch.linspace(-1, 1, 21)
    assert torch.equal(grid.relu() - (-grid).relu(), grid)  # 이 함수는 어디서나 x 입니다
    x = torch.tensor(0.0, requires_grad=True)
    (x.relu() - (-x).relu()).backward()
    assert x.grad.item() == 0  # 참값은 1 입니다
    a, b = (torch.tensor(0.0, requires_grad=True) for _ in range(2))
    a.abs().backward()
    (b * b).sqrt().backward()
    assert a.grad.item() == 0
    assert math.isnan(b.grad.item())  # 같은 |x|, 다른 답


def test_e48_the_correction_is_true_smooth_code_is_differentiated_up_to_rounding(rng, torch):
    at = rng.uniform(0.2, 2, size=30)
    x = torch.tensor(at, requires_grad=True)
    (x.sin() * x.exp() / x).sum().backward()
    exact = np.exp(at) * (at * (np.sin(at) + np.cos(at)) - np.sin(at)) / at**2
    error = np.abs(x.grad.numpy() - exact).max()
    measured = numerical_gradient(lambda v: float((np.sin(v) * np.exp(v) / v).sum()), at)
    assert error < 1e-14 * np.abs(exact).max() * 10 < np.abs(measured - exact).max()
