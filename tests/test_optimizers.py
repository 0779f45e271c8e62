"""optimizers: 여섯 규칙은 torch.optim 과 걸음마다 같고, 남의 배열을 건드리지 않습니다."""

import copy
import pickle

import numpy as np
import pytest

from dlconcepts.errors import ArgumentError, ArgumentTypeError, ShapeError
from dlconcepts.optimizers import (
    Adam,
    AdamW,
    GradientDescent,
    Momentum,
    Nesterov,
    Optimizer,
    RMSProp,
)

# 우리 것, 그리고 하이퍼파라미터가 같은 torch 의 것 (기본값이 아닌 값도 함께)
TWINS = {
    "GradientDescent": (GradientDescent(0.05), "SGD", {"lr": 0.05}),
    "Momentum": (Momentum(0.05), "SGD", {"lr": 0.05, "momentum": 0.9}),
    "Momentum-0.5": (Momentum(0.01, beta=0.5), "SGD", {"lr": 0.01, "momentum": 0.5}),
    "Nesterov": (Nesterov(0.05), "SGD", {"lr": 0.05, "momentum": 0.9, "nesterov": True}),
    "Nesterov-0.7": (
        Nesterov(0.02, beta=0.7),
        "SGD",
        {"lr": 0.02, "momentum": 0.7, "nesterov": True},
    ),
    "RMSProp": (RMSProp(0.01), "RMSprop", {"lr": 0.01}),
    "RMSProp-0.9": (
        RMSProp(0.003, alpha=0.9, eps=1e-3),
        "RMSprop",
        {"lr": 0.003, "alpha": 0.9, "eps": 1e-3},
    ),
    "Adam": (Adam(0.01), "Adam", {"lr": 0.01}),
    "Adam-slow": (
        Adam(0.03, beta1=0.8, beta2=0.95, eps=1e-4),
        "Adam",
        {"lr": 0.03, "betas": (0.8, 0.95), "eps": 1e-4},
    ),
    "AdamW": (AdamW(0.01), "AdamW", {"lr": 0.01}),
    "AdamW-heavy": (
        AdamW(0.02, beta1=0.5, beta2=0.9, eps=1e-6, weight_decay=0.3),
        "AdamW",
        {"lr": 0.02, "betas": (0.5, 0.9), "eps": 1e-6, "weight_decay": 0.3},
    ),
}
KINDS = [GradientDescent, Momentum, Nesterov, RMSProp, Adam, AdamW]
SHAPES = {"W1": (4, 3), "b1": (3,), "scale": (), "filters": (2, 3, 2)}


def random_arrays(rng, scale=1.0):
    return {name: np.array(rng.normal(size=shape) * scale) for name, shape in SHAPES.items()}


@pytest.mark.parametrize(("ours", "kind", "options"), TWINS.values(), ids=TWINS)
def test_a_hundred_steps_equal_torch_step_by_step(ours, kind, options, rng, torch):
    ours = ours.fresh()
    params = random_arrays(rng)
    twins = {name: torch.tensor(value, requires_grad=True) for name, value in params.items()}
    theirs = getattr(torch.optim, kind)(twins.values(), **options)
    for t in range(100):
        grads = random_arrays(rng, scale=10.0 ** rng.uniform(-3, 2))
        if t == 60:  # 학습률 일정처럼 걸음 사이에 바꿉니다.
            ours.lr = theirs.param_groups[0]["lr"] = options["lr"] / 3
        ours.step(params, grads)
        for name, g in grads.items():
            twins[name].grad = torch.tensor(g)
        theirs.step()
        for name, theta in params.items():
            np.testing.assert_allclose(
                theta, twins[name].detach().numpy(), rtol=1e-13, atol=1e-14, err_msg=f"{name}, {t}"
            )


@pytest.mark.parametrize("kind", KINDS)
def test_a_step_changes_params_in_place_and_leaves_grads_alone(kind, rng):
    params, grads = random_arrays(rng), random_arrays(rng)
    same_arrays, before = dict(params), copy.deepcopy(grads)
    start = copy.deepcopy(params)
    optimizer = kind(lr=0.1)
    for _ in range(3):
        optimizer.step(params, grads)
    for name in SHAPES:
        assert params[name] is same_arrays[name], "배열을 새로 만들지 않고 제자리에서 고칩니다"
        assert not np.array_equal(params[name], start[name])
        np.testing.assert_array_equal(grads[name], before[name])


@pytest.mark.parametrize("kind", KINDS)
def test_the_memory_of_an_optimizer_never_shares_storage_with_the_caller(kind, rng):
    """기울기를 담던 배열을 재사용해도(제자리에서 지워도) 다음 걸음이 달라지지 않아야 합니다."""
    reused, kept = kind(lr=0.1), kind(lr=0.1)
    ours, theirs = {"x": np.ones(5)}, {"x": np.ones(5)}
    buffer = np.empty(5)
    for _ in range(4):
        g = rng.normal(size=5)
        buffer[:] = g
        reused.step(ours, {"x": buffer})
        buffer[:] = np.nan
        kept.step(theirs, {"x": g})
    np.testing.assert_array_equal(ours["x"], theirs["x"])


@pytest.mark.parametrize("kind", KINDS)
def test_parameters_do_not_influence_each_other(kind, rng):
    together, alone = random_arrays(rng), None
    alone = {name: {name: theta.copy()} for name, theta in together.items()}
    one, many = kind(lr=0.1), {name: kind(lr=0.1) for name in SHAPES}
    for _ in range(5):
        grads = random_arrays(rng)
        one.step(together, grads)
        for name in SHAPES:
            many[name].step(alone[name], {name: grads[name]})
    for name in SHAPES:
        np.testing.assert_array_equal(together[name], alone[name][name])


@pytest.mark.parametrize("kind", KINDS)
def test_a_smaller_precision_is_kept(kind):
    params = {"w": np.ones(3, dtype=np.float32)}
    kind(lr=0.1).step(params, {"w": np.ones(3, dtype=np.float32)})
    assert params["w"].dtype == np.float32
    assert (params["w"] < 1).all()


@pytest.mark.parametrize("kind", KINDS)
def test_fresh_forgets_the_past_and_keeps_the_hyper_parameters(kind, rng):
    used = kind(lr=0.07)
    used.step({"x": np.ones(3)}, {"x": rng.normal(size=3)})
    memory = copy.deepcopy(used.state)
    twin, new = used.fresh(), kind(lr=0.07)
    a, b = {"x": np.ones(3)}, {"x": np.ones(3)}
    for _ in range(3):
        g = {"x": rng.normal(size=3)}
        twin.step(a, g)
        new.step(b, g)
    np.testing.assert_array_equal(a["x"], b["x"])
    assert repr(used.state) == repr(memory), "원래 옵티마이저의 기억은 그대로입니다"


@pytest.mark.parametrize("kind", KINDS)
def test_an_optimizer_resumes_from_pickle(kind, rng):
    a = {"x": np.ones(3)}
    first = kind(lr=0.1)
    first.step(a, {"x": rng.normal(size=3)})
    second, b = pickle.loads(pickle.dumps((first, a)))
    g = {"x": rng.normal(size=3)}
    first.step(a, g)
    second.step(b, g)
    np.testing.assert_array_equal(a["x"], b["x"])


@pytest.mark.parametrize(
    ("optimizer", "text"),
    [
        (GradientDescent(0.1), "GradientDescent(lr=0.1)"),
        (Momentum(1), "Momentum(lr=1.0, beta=0.9)"),
        (Adam(1e-3), "Adam(lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08)"),
        (
            AdamW(1e-3),
            "AdamW(lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08, weight_decay=0.01)",
        ),
    ],
)
def test_the_repr_can_be_typed_back(optimizer, text):
    assert repr(optimizer) == text


def test_a_new_rule_needs_only_its_update():
    class SignDescent(Optimizer):
        """기울기의 부호만 봅니다."""

        def update(self, name, theta, g):
            theta -= self.lr * np.sign(g)

    params = {"x": np.array([3.0, -2.0])}
    SignDescent(0.5).step(params, {"x": np.array([10.0, -0.1])})
    np.testing.assert_array_equal(params["x"], [2.5, -1.5])


def test_the_abstract_optimizer_cannot_be_made():
    with pytest.raises(TypeError, match="abstract"):
        Optimizer(0.1)


# ── 잘못된 입력 ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lr", [0, 0.0, -0.1, float("nan"), float("inf"), -np.float64(1)])
def test_a_learning_rate_that_cannot_work_is_refused(kind, lr):
    with pytest.raises(ArgumentError, match=rf"{kind.__name__}: lr .*0보다 큰") as caught:
        kind(lr=lr)
    assert repr(float(lr)) in str(caught.value)


@pytest.mark.parametrize("lr", ["0.1", None, [0.1], True, 0.1j, np.array([0.1, 0.2])])
def test_a_learning_rate_of_the_wrong_type_is_refused(lr):
    with pytest.raises(ArgumentTypeError, match=rf"lr .*{type(lr).__name__} 형"):
        GradientDescent(lr)


@pytest.mark.parametrize("beta", [-0.1, 1, 1.5, float("nan")])
@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (Momentum, "beta"),
        (Nesterov, "beta"),
        (RMSProp, "alpha"),
        (Adam, "beta1"),
        (Adam, "beta2"),
        (AdamW, "beta1"),
    ],
)
def test_a_decay_outside_zero_to_one_is_refused(kind, name, beta):
    with pytest.raises(ArgumentError, match=rf"{kind.__name__}: {name} .*0 이상 1 미만"):
        kind(lr=0.1, **{name: beta})


@pytest.mark.parametrize(
    ("make", "match"),
    [
        (lambda: Adam(0.1, eps=0), "eps .*0보다 큰"),
        (lambda: RMSProp(0.1, eps=-1e-8), "eps .*0보다 큰"),
        (lambda: AdamW(0.1, weight_decay=-0.1), "weight_decay .*0 이상"),
        (lambda: AdamW(0.1, weight_decay="0.1"), "weight_decay .*str 형"),
    ],
)
def test_other_hyper_parameters_are_checked_by_name(make, match):
    with pytest.raises((ArgumentError, ArgumentTypeError), match=match):
        make()


def test_a_beta_of_zero_is_allowed_and_is_plain_gradient_descent():
    a, b = {"x": np.ones(2)}, {"x": np.ones(2)}
    g = {"x": np.array([1.0, -2.0])}
    momentum, plain = Momentum(0.1, beta=0.0), GradientDescent(0.1)
    for _ in range(3):
        momentum.step(a, g)
        plain.step(b, g)
    np.testing.assert_array_equal(a["x"], b["x"])


@pytest.mark.parametrize("lr", [0, -1, float("nan")])
def test_a_schedule_cannot_set_an_impossible_learning_rate(lr):
    optimizer = Adam(0.1)
    with pytest.raises(ArgumentError, match="Adam: lr"):
        optimizer.lr = lr
    assert optimizer.lr == 0.1


@pytest.mark.parametrize("kind", KINDS)
def test_different_names_are_refused_and_both_sides_are_named(kind):
    params = {"W1": np.ones(2), "b1": np.ones(2)}
    with pytest.raises(ArgumentError, match=r"params 에만.*\['b1'\].*grads 에만.*\['b2'\]"):
        kind(0.1).step(params, {"W1": np.ones(2), "b2": np.ones(2)})
    np.testing.assert_array_equal(params["W1"], np.ones(2))


@pytest.mark.parametrize("missing", [{}, {"W1": np.ones(2)}])
def test_a_missing_gradient_is_refused_also_in_the_middle_of_training(missing):
    optimizer = Momentum(0.1)
    params = {"W1": np.ones(2), "b1": np.ones(2)}
    optimizer.step(params, {"W1": np.ones(2), "b1": np.ones(2)})
    with pytest.raises(ArgumentError, match=r"params 에만.*'b1'"):
        optimizer.step(params, missing)


def test_a_gradient_without_a_parameter_is_refused_also_in_the_middle_of_training():
    optimizer, params = Momentum(0.1), {"W1": np.ones(2)}
    optimizer.step(params, {"W1": np.ones(2)})
    with pytest.raises(ArgumentError, match=r"grads 에만 있는 이름은 \['b1'\]"):
        optimizer.step(params, {"W1": np.ones(2), "b1": np.ones(2)})


@pytest.mark.parametrize("shape", [(), (1,), (3,), (1, 2), (2, 1)])
@pytest.mark.parametrize("warm", [False, True])
def test_a_gradient_of_another_shape_is_refused_before_anything_moves(shape, warm):
    """(1,) 이나 () 인 기울기는 NumPy 가 조용히 늘려 계산해 버리는 모양이라 특히 봅니다."""
    optimizer = GradientDescent(0.1)
    params = {"first": np.ones(4), "w": np.ones(2)}
    if warm:
        optimizer.step(params, {"first": np.zeros(4), "w": np.zeros(2)})
    with pytest.raises(ShapeError, match=r"'w'.*\(2,\).*'w'") as caught:
        optimizer.step(params, {"first": np.ones(4), "w": np.ones(shape)})
    assert str(shape) in str(caught.value)
    np.testing.assert_array_equal(params["first"], np.ones(4))


def test_an_optimizer_with_memory_refuses_a_model_of_another_shape():
    optimizer = Momentum(0.1)
    optimizer.step({"W": np.ones((2, 3))}, {"W": np.ones((2, 3))})
    with pytest.raises(ShapeError, match=r"'W'.*\(2, 3\).*\(3, 3\).*fresh"):
        optimizer.step({"W": np.ones((3, 3))}, {"W": np.ones((3, 3))})
    optimizer.fresh().step({"W": np.ones((3, 3))}, {"W": np.ones((3, 3))})


@pytest.mark.parametrize(
    ("theta", "g", "match"),
    [
        (np.array([1, 2]), np.ones(2), r"params\['w'\].*int64.*astype"),
        ([1.0, 2.0], np.ones(2), r"params\['w'\].*list 형.*np\.array"),
        (1.0, np.ones(()), r"params\['w'\].*float 형"),
        (np.ones(2), [1.0, 2.0], r"grads\['w'\].*list 형"),
        (np.ones(2), None, r"grads\['w'\].*NoneType 형"),
    ],
)
def test_what_cannot_be_changed_in_place_is_refused(theta, g, match):
    with pytest.raises(ArgumentTypeError, match=match):
        GradientDescent(0.1).step({"w": theta}, {"w": g})


def test_a_refused_first_step_leaves_no_trace():
    optimizer = Adam(0.1)
    with pytest.raises(ShapeError):
        optimizer.step({"a": np.ones(2), "b": np.ones(3)}, {"a": np.ones(2), "b": np.ones(2)})
    optimizer.step({"a": np.ones(5)}, {"a": np.ones(5)})
