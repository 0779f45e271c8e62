"""네 증인: 손으로 적은 역전파, 자동 미분 엔진, torch, 수치 미분이 같은 기울기를 말합니다.

신경망의 모양, 활성화 함수, 손실 함수, 합과 평균, 배치의 크기를 hypothesis 가 뽑습니다. 넷은 코드를
나누어 쓰지 않습니다. 하나라도 틀리면 나머지 셋과 갈라집니다.
"""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dlconcepts.autodiff import Value, cross_entropy, operation
from dlconcepts.gradcheck import numerical_gradient
from dlconcepts.mlp import MLP
from dlconcepts.optimizers import GradientDescent

# ── 엔진이 아는 연산만으로 다시 적은 활성화 함수와 손실 ─────────────────────────────────


def erf(v):
    x = v.data
    slope = 2 / math.sqrt(math.pi) * np.exp(-x * x)
    return operation("erf", np.vectorize(math.erf)(x), (v, lambda g: g * slope))


def size_of(d):
    return d.relu() + (-d).relu()


def huber(d):
    size = size_of(d)
    small = size - (size - 1).relu()
    return small * (size - small / 2)


ACTIVATE = {
    "identity": lambda v: v,
    "relu": lambda v: v.relu(),
    "leaky_relu": lambda v: v.relu() - 0.01 * (-v).relu(),
    "gelu": lambda v: 0.5 * v * (1 + erf(v / math.sqrt(2))),
    "silu": lambda v: v * v.sigmoid(),
    "sigmoid": lambda v: v.sigmoid(),
    "tanh": lambda v: v.tanh(),
    "square": lambda v: v**2,
}
TERMS = {
    "mse": lambda p, t: (p - t) ** 2,
    "mae": lambda p, t: size_of(p - t),
    "huber": lambda p, t: huber(p - t),
    "binary_cross_entropy": lambda z, t: z.relu() - z * t + (1 + (-size_of(z)).exp()).log(),
    "hinge": lambda s, t: (1 - s * t).relu(),
    "margin_ranking": lambda s, t: (-(s[:, 0] - s[:, 1]) * t).relu(),
}
# 손실이 꺾이는 곳까지의 거리. 수치 미분은 꺾인 점의 양쪽을 섞으므로 그 바로 옆은 피합니다.
BEND = {
    "mae": lambda p, t: p - t,
    "huber": lambda p, t: abs(p - t) - 1,
    "hinge": lambda s, t: 1 - s * t,
    "margin_ranking": lambda s, t: s[:, 0] - s[:, 1],
}


@dataclass(frozen=True)
class Case:
    """신경망 하나와 배치 하나."""

    sizes: tuple[int, ...]
    activation: str
    loss: str
    reduction: str
    batch: int
    seed: int
    dtype: Any = np.float64

    def net(self):
        net = MLP(
            self.sizes,
            activation=self.activation,
            loss=self.loss,
            reduction=self.reduction,
            seed=self.seed,
            dtype=self.dtype,
        )
        net.theta += np.random.default_rng(self.seed).normal(scale=0.2, size=net.theta.shape)
        return net

    def data(self):
        rng = np.random.default_rng(self.seed + 1)
        shape = (self.batch, self.sizes[-1])
        target = {
            "cross_entropy": lambda: rng.integers(0, self.sizes[-1], self.batch),
            "binary_cross_entropy": lambda: rng.integers(0, 2, shape).astype(self.dtype),
            "hinge": lambda: rng.choice([-1.0, 1.0], shape).astype(self.dtype),
            "margin_ranking": lambda: rng.choice([-1.0, 1.0], self.batch).astype(self.dtype),
        }.get(self.loss, lambda: rng.normal(size=shape).astype(self.dtype))
        return rng.normal(size=(self.batch, self.sizes[0])).astype(self.dtype), target()


@st.composite
def cases(draw):
    loss = draw(st.sampled_from(["cross_entropy", *TERMS]))
    narrowest, widest = {"cross_entropy": (2, 4), "margin_ranking": (2, 2)}.get(loss, (1, 3))
    hidden = draw(st.lists(st.integers(1, 4), max_size=3))
    return Case(
        sizes=(draw(st.integers(1, 4)), *hidden, draw(st.integers(narrowest, widest))),
        activation=draw(st.sampled_from(list(ACTIVATE))),
        loss=loss,
        reduction=draw(st.sampled_from(["mean", "sum"])),
        batch=draw(st.integers(1, 5)),
        seed=draw(st.integers(0, 10**6)),
    )


# ── 증인들: 손실과, 이름 → 기울기 ────────────────────────────────────────────────────────


def by_hand(case):
    net, (x, y) = case.net(), case.data()
    return net.loss_value(x, y), net.backward(net.forward(x), y)


def by_engine(case):
    net, (x, y) = case.net(), case.data()
    params = {name: Value(array, name=name) for name, array in net.params.items()}
    h, last = x, len(case.sizes) - 1
    for k in range(1, last + 1):
        h = h @ params[f"W{k}"] + params[f"b{k}"]
        if k < last:
            h = ACTIVATE[case.activation](h)
    if case.loss == "cross_entropy":
        loss = cross_entropy(h, y) * (1 if case.reduction == "mean" else case.batch)
    else:
        terms = TERMS[case.loss](h, y)
        loss = terms.mean() if case.reduction == "mean" else terms.sum()
    loss.backward()
    return float(loss.data), {name: value.grad for name, value in params.items()}


def by_torch(case, torch):
    net, (x, y) = case.net(), case.data()
    F = torch.nn.functional
    params = {name: torch.tensor(a, requires_grad=True) for name, a in net.params.items()}
    activate = {
        "identity": lambda z: z,
        "square": torch.square,
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
    }.get(case.activation) or getattr(F, case.activation)
    losses = {
        "mse": F.mse_loss,
        "mae": F.l1_loss,
        "huber": F.huber_loss,
        "binary_cross_entropy": F.binary_cross_entropy_with_logits,
        "cross_entropy": F.cross_entropy,
        "hinge": lambda s, t, reduction: getattr(torch.clamp(1 - s * t, min=0), reduction)(),
        "margin_ranking": lambda s, t, reduction: F.margin_ranking_loss(
            s[:, 0], s[:, 1], t, reduction=reduction
        ),
    }
    h, last = torch.tensor(x), len(case.sizes) - 1
    for k in range(1, last + 1):
        h = h @ params[f"W{k}"] + params[f"b{k}"]
        if k < last:
            h = activate(h)
    loss = losses[case.loss](h, torch.tensor(y), reduction=case.reduction)
    loss.backward()
    return loss.item(), {name: tensor.grad.numpy() for name, tensor in params.items()}


def by_finite_differences(case):
    net, (x, y) = case.net(), case.data()

    def loss_at(theta):
        net.theta = theta
        return net.loss_value(x, y)

    start = net.theta.copy()
    net.grads.flat[:] = numerical_gradient(loss_at, start, eps=1e-6)
    return loss_at(start), {name: g.copy() for name, g in net.grads.items()}


def assert_agree(one, other, *, rtol):
    """손실과 모든 기울기가, 가장 큰 기울기에 견주어 rtol 안에서 같은지 봅니다."""
    (loss, grads), (other_loss, other_grads) = one, other
    assert grads.keys() == other_grads.keys()
    largest = max(abs(g).max() for g in grads.values())
    np.testing.assert_allclose(other_loss, loss, rtol=rtol, atol=rtol)
    for name, g in grads.items():
        np.testing.assert_allclose(
            other_grads[name], g, rtol=rtol, atol=rtol * (1 + largest), err_msg=name
        )


# ── 시험 ─────────────────────────────────────────────────────────────────────────────────


@given(cases())
def test_hand_and_engine_agree(case):
    assert_agree(by_hand(case), by_engine(case), rtol=1e-12)


@given(cases())
def test_hand_and_torch_agree(torch, case):
    assert_agree(by_hand(case), by_torch(case, torch), rtol=1e-12)


@given(cases())
def test_hand_and_finite_differences_agree(case):
    net, (x, y) = case.net(), case.data()
    forward = net.forward(x)
    if case.activation in ("relu", "leaky_relu"):
        assume(all(abs(z).min() > 1e-4 for z in forward.z[:-1]))
    if case.loss in BEND:
        assume(abs(BEND[case.loss](forward.logits, y)).min() > 1e-4)
    assert_agree(by_hand(case), by_finite_differences(case), rtol=1e-6)


@given(cases())
def test_the_three_exact_witnesses_agree_in_float32_too(torch, case):
    case = replace(case, dtype=np.float32)
    hand, engine, theirs = by_hand(case), by_engine(case), by_torch(case, torch)
    assert all(g.dtype == np.float32 for g in (*hand[1].values(), *engine[1].values()))
    assert_agree(hand, engine, rtol=1e-4)
    assert_agree(hand, theirs, rtol=1e-4)


@pytest.mark.parametrize("activation", ACTIVATE)
@pytest.mark.parametrize("loss", ["cross_entropy", *TERMS])
def test_no_pair_of_activation_and_loss_is_left_to_chance(loss, activation):
    """hypothesis 가 어쩌다 뽑지 않은 짝도 한 번씩은 봅니다."""
    case = Case((3, 4, 2), activation, loss, "mean", batch=4, seed=7)
    assert_agree(by_hand(case), by_engine(case), rtol=1e-12)
    assert_agree(by_hand(case), by_finite_differences(case), rtol=1e-6)


def test_after_fifty_steps_the_hand_written_net_the_engine_and_torch_have_the_same_weights(torch):
    case = Case((5, 8, 6, 3), "tanh", "cross_entropy", "mean", batch=10, seed=3)
    net, (x, y) = case.net(), case.data()
    values = {name: Value(array, name=name) for name, array in net.params.items()}
    tensors = {name: torch.tensor(a, requires_grad=True) for name, a in net.params.items()}
    start = net.theta.copy()
    sgd, optimizer = torch.optim.SGD(tensors.values(), lr=0.3), GradientDescent(lr=0.3)
    for _ in range(50):
        net.train_step(x, y, optimizer)
        h, t = x, torch.tensor(x)
        for k in (1, 2, 3):
            h = h @ values[f"W{k}"] + values[f"b{k}"]
            t = t @ tensors[f"W{k}"] + tensors[f"b{k}"]
            h, t = (h.tanh(), t.tanh()) if k < 3 else (h, t)
        cross_entropy(h, y).backward()
        for value in values.values():
            value.data -= 0.3 * value.grad
            value.zero_grad()
        sgd.zero_grad()
        torch.nn.functional.cross_entropy(t, torch.tensor(y)).backward()
        sgd.step()
    assert np.abs(net.theta - start).max() > 0.1
    for name, array in net.params.items():
        np.testing.assert_allclose(values[name].data, array, rtol=1e-11, atol=1e-12)
        np.testing.assert_allclose(tensors[name].detach().numpy(), array, rtol=1e-11, atol=1e-12)
