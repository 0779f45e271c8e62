"""mlp: 손으로 쓴 역전파가 torch, 수치 미분, 읽기 쉬운 루프와 같고, 남의 배열을 지킵니다."""

import copy
import itertools
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlconcepts.activations import ACTIVATIONS, softmax
from dlconcepts.errors import (
    ArgumentError,
    ArgumentTypeError,
    DivergedError,
    NonFiniteError,
    ShapeError,
)
from dlconcepts.gradcheck import compare_gradients, numerical_gradient
from dlconcepts.losses import LOSSES, make_huber
from dlconcepts.mlp import MLP, MLPForward
from dlconcepts.optimizers import (
    Adam,
    AdamW,
    GradientDescent,
    Momentum,
    Nesterov,
    RMSProp,
)

SIZES = (5, 7, 4, 3)
LABELS = ("cross_entropy",)
SIGNS = ("hinge", "margin_ranking")


def data(net, rows, rng):
    """이 신경망의 손실에 맞는 배치 하나."""
    x, n_out = rng.normal(size=(rows, net.sizes[0])), net.sizes[-1]
    if net.loss.name in LABELS:
        return x, rng.integers(0, n_out, rows)
    if net.loss.name == "margin_ranking":
        return x, rng.choice([-1.0, 1.0], rows)
    if net.loss.name == "hinge":
        return x, rng.choice([-1.0, 1.0], (rows, n_out))
    return x, rng.uniform(0, 1, (rows, n_out))


def readable_gradients(params, x, labels, layers):
    """책에 적는 그대로의 순전파와 역전파: ReLU 와 소프트맥스 교차 엔트로피의 평균."""
    h, z = [x], []
    for k in range(1, layers + 1):
        z.append(h[-1] @ params[f"W{k}"] + params[f"b{k}"])
        h.append(np.maximum(z[-1], 0))
    delta = (softmax(z[-1]) - np.eye(z[-1].shape[1])[labels]) / len(x)
    grads = {}
    for k in range(layers, 0, -1):
        grads[f"W{k}"], grads[f"b{k}"] = h[k - 1].T @ delta, delta.sum(axis=0)
        if k > 1:
            delta = (delta @ params[f"W{k}"].T) * (z[k - 2] > 0)
    return grads


# ── 증인들: torch, 수치 미분, 읽기 쉬운 루프 ─────────────────────────────────────────────

TORCH_ACTIVATIONS = {
    "identity": "Identity",
    "relu": "ReLU",
    "leaky_relu": "LeakyReLU",
    "gelu": "GELU",
    "silu": "SiLU",
    "sigmoid": "Sigmoid",
    "tanh": "Tanh",
}
TORCH_LOSSES = {
    "mse": "MSELoss",
    "mae": "L1Loss",
    "huber": "HuberLoss",
    "binary_cross_entropy": "BCEWithLogitsLoss",
    "cross_entropy": "CrossEntropyLoss",
}


def in_torch(torch, net):
    """가중치가 같은 nn.Sequential."""
    layers = []
    for k, (n_in, n_out) in enumerate(itertools.pairwise(net.sizes), start=1):
        layer = torch.nn.Linear(n_in, n_out, dtype=getattr(torch, str(net.dtype)))
        with torch.no_grad():
            layer.weight.copy_(torch.tensor(net.params[f"W{k}"].T))
            layer.bias.copy_(torch.tensor(net.params[f"b{k}"]))
        layers += [layer, getattr(torch.nn, TORCH_ACTIVATIONS[net.activation.name])()]
    return torch.nn.Sequential(*layers[:-1])


def torch_loss(torch, net, model, x, y):
    target = torch.tensor(y) if net.loss.name in LABELS else torch.tensor(y.astype(net.dtype))
    loss_fn = getattr(torch.nn, TORCH_LOSSES[net.loss.name])(reduction=net.reduction)
    return loss_fn(model(torch.tensor(x.astype(net.dtype))), target)


def of_torch(model, what):
    """torch 의 파라미터나 기울기를 우리 이름과 모양으로."""
    found, layers = {}, [layer for layer in model if hasattr(layer, "weight")]
    for k, layer in enumerate(layers, start=1):
        found[f"W{k}"], found[f"b{k}"] = what(layer.weight).numpy().T, what(layer.bias).numpy()
    return found


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("loss", TORCH_LOSSES)
@pytest.mark.parametrize("activation", TORCH_ACTIVATIONS)
def test_the_gradients_equal_torch(activation, loss, reduction, rng, torch):
    net = MLP(SIZES, activation=activation, loss=loss, reduction=reduction, seed=3)
    net.theta = rng.normal(size=net.theta.size)
    x, y = data(net, 6, rng)
    model = in_torch(torch, net)
    value = torch_loss(torch, net, model, x, y)
    value.backward()
    assert net.loss_value(x, y) == pytest.approx(value.item(), rel=1e-12)
    expected = of_torch(model, lambda parameter: parameter.grad)
    ours = net.backward(net.forward(x), y)
    assert list(ours) == list(expected)
    for name, g in ours.items():
        np.testing.assert_allclose(g, expected[name], rtol=1e-10, atol=1e-13, err_msg=name)


@pytest.mark.parametrize(
    ("ours", "kind", "options"),
    [
        (GradientDescent(0.1), "SGD", {"lr": 0.1}),
        (Momentum(0.05), "SGD", {"lr": 0.05, "momentum": 0.9}),
        (Nesterov(0.05), "SGD", {"lr": 0.05, "momentum": 0.9, "nesterov": True}),
        (RMSProp(0.01), "RMSprop", {"lr": 0.01}),
        (Adam(0.01), "Adam", {"lr": 0.01}),
        (AdamW(0.01), "AdamW", {"lr": 0.01}),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, GradientDescent) else None,
)
@pytest.mark.parametrize(("dtype", "atol"), [(np.float64, 1e-12), (np.float32, 2e-5)])
def test_twenty_steps_equal_torch(ours, kind, options, dtype, atol, rng, torch):
    net = MLP(SIZES, activation="tanh", seed=1, dtype=dtype)
    model, optimizer = in_torch(torch, net), ours.fresh()
    theirs = getattr(torch.optim, kind)(model.parameters(), **options)
    for t in range(20):
        x, y = data(net, 8 if t % 3 else 5, rng)  # 배치의 크기가 바뀌어도 같습니다
        theirs.zero_grad()
        value = torch_loss(torch, net, model, x, y)
        value.backward()
        theirs.step()
        assert net.train_step(x, y, optimizer) == pytest.approx(value.item(), abs=atol)
    for name, expected in of_torch(model, lambda parameter: parameter.detach()).items():
        assert net.params[name].dtype == dtype
        np.testing.assert_allclose(net.params[name], expected, rtol=0, atol=atol, err_msg=name)


architectures = st.lists(st.integers(1, 6), min_size=2, max_size=5)


@settings(max_examples=60)
@given(
    sizes=architectures,
    activation=st.sampled_from(sorted(ACTIVATIONS)),
    loss=st.sampled_from(sorted(LOSSES)),
    reduction=st.sampled_from(["mean", "sum"]),
    rows=st.integers(1, 7),
    seed=st.integers(0, 2**32 - 1),
)
def test_the_gradients_equal_finite_differences(sizes, activation, loss, reduction, rows, seed):
    at_least = 2 if loss in ("cross_entropy", "margin_ranking") else 1
    sizes[-1] = 2 if loss == "margin_ranking" else max(sizes[-1], at_least)
    net = MLP(sizes, activation=activation, loss=loss, reduction=reduction, seed=seed)
    rng = np.random.default_rng(seed)
    net.theta = rng.normal(size=net.theta.size) * 0.5
    x, y = data(net, rows, rng)
    twin = copy.deepcopy(net)

    def loss_at(params):
        twin.params.update(params)
        return twin.loss_value(x, y)

    analytic = net.backward(net.forward(x), y)
    numeric = numerical_gradient(loss_at, net.params, eps=1e-5)
    report = compare_gradients(analytic, numeric, rtol=1e-4, atol=1e-6)
    assert report.ok, f"\n{report}"


@given(sizes=architectures, rows=st.integers(1, 9), seed=st.integers(0, 2**32 - 1))
def test_the_fast_version_is_the_readable_version(sizes, rows, seed):
    sizes[-1] = max(sizes[-1], 2)
    net, rng = MLP(sizes, seed=seed), np.random.default_rng(seed)
    net.theta = rng.normal(size=net.theta.size)
    x, y = data(net, rows, rng)
    expected = readable_gradients(net.params, x, y, len(sizes) - 1)
    for name, g in net.backward(net.forward(x), y).items():
        np.testing.assert_allclose(g, expected[name], rtol=1e-11, atol=1e-12)


@given(sizes=architectures, rows=st.integers(1, 9), seed=st.integers(0, 2**32 - 1))
def test_float32_is_float64_up_to_rounding(sizes, rows, seed):
    """ReLU 는 꺾인 점 바로 옆의 z 가 반올림으로 건너갈 수 있어, 매끄러운 tanh 로 봅니다."""
    sizes[-1] = max(sizes[-1], 2)
    single, double = (
        MLP(sizes, activation="tanh", seed=seed, dtype=t) for t in (np.float32, np.float64)
    )
    x, y = data(double, rows, np.random.default_rng(seed))
    expected_loss = double.loss_value(x, y)
    assert single.loss_value(x, y) == pytest.approx(expected_loss, rel=1e-4, abs=1e-5)
    expected = double.backward(double.forward(x), y)
    for name, g in single.backward(single.forward(x), y).items():
        assert g.dtype == np.float32
        np.testing.assert_allclose(g, expected[name], rtol=1e-4, atol=1e-5)


@given(
    kind=st.sampled_from([GradientDescent, Momentum, Nesterov, RMSProp, Adam, AdamW]),
    rows=st.integers(1, 5),
    seed=st.integers(0, 1000),
)
def test_one_update_of_the_long_vector_is_one_update_per_parameter(kind, rows, seed):
    flat, apart = MLP(SIZES, seed=seed), MLP(SIZES, seed=seed)
    optimizer, rng = kind(0.05), np.random.default_rng(seed)
    one_by_one = optimizer.fresh()
    for _ in range(4):
        x, y = data(flat, rows, rng)
        flat.train_step(x, y, optimizer)
        one_by_one.step(apart.params, apart.backward(apart.forward(x), y))
    np.testing.assert_array_equal(flat.theta, apart.theta)


def test_a_step_with_reused_arrays_equals_a_step_of_a_new_network(rng):
    used, optimizer = MLP(SIZES, seed=0), GradientDescent(0.1)
    for rows in (4, 1, 9, 4, 2, 3, 5, 6, 4, 1):
        x, y = data(used, rows, rng)
        new = copy.deepcopy(used)
        assert new.train_step(x, y, optimizer) == used.train_step(x, y, optimizer)
        np.testing.assert_array_equal(used.theta, new.theta)


def test_a_network_without_hidden_layers_is_softmax_regression(rng):
    net = MLP((4, 3), seed=0)
    x, y = data(net, 10, rng)
    p = softmax(x @ net.params["W1"] + net.params["b1"])
    p[np.arange(10), y] -= 1
    grads = net.backward(net.forward(x), y)
    np.testing.assert_allclose(grads["W1"], x.T @ p / 10, atol=1e-14)
    np.testing.assert_allclose(grads["b1"], p.mean(axis=0), atol=1e-14)


def test_a_sum_has_the_gradient_of_the_mean_times_the_batch(rng):
    total, mean = (MLP(SIZES, reduction=r, seed=0) for r in ("sum", "mean"))
    x, y = data(total, 8, rng)
    of_total, of_mean = (net.backward(net.forward(x), y) for net in (total, mean))
    for name in of_total:
        np.testing.assert_allclose(of_total[name], 8 * of_mean[name], rtol=1e-12)


# ── 무엇이 누구의 것인가 ─────────────────────────────────────────────────────────────────


def test_the_forward_pass_keeps_every_layer(rng):
    net = MLP(SIZES, activation="tanh", seed=0)
    x = rng.normal(size=(6, 5))
    forward = net.forward(x)
    assert isinstance(forward, MLPForward)
    assert [h.shape for h in forward.h] == [(6, 5), (6, 7), (6, 4)]
    assert [z.shape for z in forward.z] == [(6, 7), (6, 4), (6, 3)]
    np.testing.assert_array_equal(forward.h[0], x)
    for k in range(3):
        expected = forward.h[k] @ net.params[f"W{k + 1}"] + net.params[f"b{k + 1}"]
        np.testing.assert_allclose(forward.z[k], expected, rtol=1e-13, atol=1e-14)
    np.testing.assert_array_equal(forward.h[1], np.tanh(forward.z[0]))
    assert forward.logits is forward.z[-1]


def test_what_a_caller_keeps_is_never_overwritten(rng):
    """한 배치의 결과를 들고 있는 동안 같은 크기와 다른 크기의 배치를 얼마든지 지나가게 합니다."""
    net, optimizer = MLP(SIZES, seed=0), Adam(0.05)
    x, y = data(net, 6, rng)
    kept = net.forward(x)
    grads = net.backward(kept, y)
    predicted, before = net.predict(x), copy.deepcopy((kept.h, kept.z, grads))
    labels = predicted.copy()
    for rows in (6, 3, 6, 1):
        a, b = data(net, rows, rng)
        net.train_step(a, b, optimizer)
        net.backward(net.forward(a), b)
        net.loss_value(a, b)
    after = (kept.h, kept.z, grads)
    for ours, theirs in zip(after[:2], before[:2], strict=True):
        for a, b in zip(ours, theirs, strict=True):
            np.testing.assert_array_equal(a, b)
    for name, g in grads.items():
        np.testing.assert_array_equal(g, before[2][name])
    np.testing.assert_array_equal(predicted, labels)


def test_going_backward_twice_gives_the_same_gradients(rng):
    net = MLP(SIZES, activation="gelu", seed=0)
    x, y = data(net, 6, rng)
    forward = net.forward(x)
    first, second = net.backward(forward, y), net.backward(forward, y)
    for name in first:
        np.testing.assert_array_equal(first[name], second[name])
        np.testing.assert_array_equal(first[name], net.grads[name])


@pytest.mark.parametrize("loss", sorted(LOSSES))
def test_the_data_of_the_caller_is_not_changed(loss, rng):
    sizes = (5, 4, 2)
    net = MLP(sizes, loss=loss, seed=0)
    x, y = data(net, 6, rng)
    before = copy.deepcopy((x, y))
    net.fit(x, y, Adam(0.01), epochs=2, batch_size=4, seed=0, valid=(x, y))
    net.backward(net.forward(x), y)
    np.testing.assert_array_equal(x, before[0])
    np.testing.assert_array_equal(y, before[1])


def test_looking_does_not_change_the_network(rng):
    net = MLP(SIZES, seed=0)
    x, y = data(net, 6, rng)
    theta, gradient = net.theta.copy(), net.grads.flat.copy()
    net.forward(x), net.predict(x), net.loss_value(x, y)
    np.testing.assert_array_equal(net.theta, theta)
    np.testing.assert_array_equal(net.grads.flat, gradient)
    net.backward(net.forward(x), y)
    np.testing.assert_array_equal(net.theta, theta)


def test_the_names_are_windows_on_the_long_vector():
    net = MLP((2, 3, 1), loss="mse", seed=0)
    net.theta = np.arange(13.0)
    np.testing.assert_array_equal(net.params["W1"], [[0, 1, 2], [3, 4, 5]])
    np.testing.assert_array_equal(net.params["b1"], [6, 7, 8])
    np.testing.assert_array_equal(net.params["W2"], [[9], [10], [11]])
    np.testing.assert_array_equal(net.params["b2"], [12])
    net.params["b1"] -= 6
    net.params["W2"] = np.zeros((3, 1))
    net.params["b2"][0] = -1
    net.theta -= 1
    np.testing.assert_array_equal(net.theta, [*range(-1, 5), -1, 0, 1, -1, -1, -1, -2])


@pytest.mark.parametrize("clone", [copy.deepcopy, lambda net: pickle.loads(pickle.dumps(net))])
def test_a_copy_learns_like_the_original_and_alone(clone, rng):
    net, optimizer = MLP(SIZES, activation="tanh", seed=0), GradientDescent(0.1)
    x, y = data(net, 6, rng)
    net.train_step(x, y, optimizer)
    twin = clone(net)
    before = net.theta.copy()
    assert twin.train_step(x, y, optimizer) == net.loss_value(x, y)
    np.testing.assert_array_equal(net.theta, before)
    net.train_step(x, y, optimizer)
    np.testing.assert_array_equal(net.theta, twin.theta)
    assert twin.steps == net.steps == 2


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_precision_is_kept_everywhere(dtype, rng):
    net = MLP(SIZES, seed=0, dtype=dtype)
    x, y = data(net, 6, rng)  # float64 로 줍니다
    forward = net.forward(x)
    arrays = [*forward.h, *forward.z, *net.backward(forward, y).values(), *net.params.values()]
    net.train_step(x, y, Adam(0.1))
    assert {array.dtype for array in [*arrays, net.theta]} == {np.dtype(dtype)}


@pytest.mark.parametrize("kind", [np.int64, np.uint8, np.float16, np.float32, bool])
def test_data_of_any_number_type_is_taken(kind, rng):
    x = rng.integers(0, 2, (6, 5)).astype(kind)
    net = MLP(SIZES, seed=0)
    np.testing.assert_array_equal(net.forward(x).logits, net.forward(x.astype(float)).logits)
    y = rng.integers(0, 3, 6)
    for labels in (y.astype(np.uint8), y.astype(np.int32), y.tolist(), y.astype(np.uint64)):
        assert net.loss_value(x, labels) == net.loss_value(x.tolist(), y)


def test_a_view_of_the_data_is_taken(rng):
    net, big = MLP(SIZES, seed=0), rng.normal(size=(5, 12))
    x, y = big.T[::2], np.arange(12)[::2] % 3
    expected = net.loss_value(np.ascontiguousarray(x), y.copy())
    assert net.loss_value(x, y) == expected
    assert net.train_step(x, y, GradientDescent(0.1)) == expected


# ── 처음 가중치 ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
def test_the_first_weights_have_the_promised_spread(activation):
    net = MLP((400, 300, 200), activation=activation, seed=0)
    he = activation in ("relu", "leaky_relu", "gelu", "silu")
    assert net.params["W1"].std() == pytest.approx(np.sqrt(2 / 400 if he else 2 / 700), rel=0.01)
    assert net.params["W2"].std() == pytest.approx(np.sqrt(2 / 500), rel=0.01)
    assert not net.params["b1"].any()
    assert not net.params["b2"].any()


def test_the_seed_decides_the_first_weights_in_both_precisions():
    a, b, c = (MLP(SIZES, seed=s).theta for s in (0, 0, 1))
    np.testing.assert_array_equal(a, b)
    assert not np.array_equal(a, c)
    np.testing.assert_array_equal(MLP(SIZES, seed=0, dtype="float32").theta, a.astype(np.float32))


def test_activation_loss_and_dtype_may_be_names_or_objects():
    by_name = MLP(SIZES, activation="tanh", loss="huber", dtype="float32", seed=0)
    by_object = MLP(
        SIZES, activation=ACTIVATIONS["tanh"], loss=make_huber(1.0), dtype=np.float32, seed=0
    )
    assert repr(by_name) == repr(by_object) == "MLP(5-7-4-3, tanh, huber, float32, 파라미터 89개)"


# ── fit ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("batch_size", [1, 4, 7, 10, 99])
def test_fit_is_the_loop_it_hides(batch_size, reduction, rng):
    """섞고, 나누고, 한 걸음씩: 마지막 배치는 남은 만큼 작습니다."""
    fitted, stepped = (MLP(SIZES, reduction=reduction, seed=0) for _ in range(2))
    x, y = data(fitted, 10, rng)
    history = fitted.fit(x, y, Adam(0.01), epochs=3, batch_size=batch_size, seed=5)
    shuffle, optimizer, losses = np.random.default_rng(5), Adam(0.01), []
    for _ in range(3):
        order, seen = shuffle.permutation(10), []
        for i in range(0, 10, batch_size):
            rows = order[i : i + batch_size]
            loss = stepped.train_step(x[rows], y[rows], optimizer)
            seen += [loss * len(rows) if reduction == "mean" else loss]
        losses.append(sum(seen) / (10 if reduction == "mean" else 1))
    np.testing.assert_array_equal(fitted.theta, stepped.theta)
    np.testing.assert_allclose(history["loss"], losses, rtol=1e-12)
    np.testing.assert_array_equal(history["epoch"], [1, 2, 3])
    assert fitted.steps == stepped.steps == 3 * -(-10 // batch_size)


def test_fit_is_reproducible_and_depends_on_the_seed(rng):
    x, y = data(MLP(SIZES, seed=0), 20, rng)

    def trained(seed):
        net = MLP(SIZES, seed=0)
        return net.fit(x, y, Momentum(0.1), epochs=2, batch_size=6, seed=seed), net.theta

    (a, theta_a), (b, theta_b), (_, theta_c) = trained(1), trained(1), trained(2)
    assert a == b
    np.testing.assert_array_equal(theta_a, theta_b)
    assert not np.array_equal(theta_a, theta_c)


def test_fit_leaves_the_memory_of_the_optimizer_alone(rng):
    net, optimizer = MLP(SIZES, seed=0), Adam(0.01)
    x, y = data(net, 6, rng)
    net.fit(x, y, optimizer, epochs=1, batch_size=3, seed=0)
    assert optimizer.state == {}


def test_fit_measures_the_held_out_data_after_each_epoch(rng):
    net = MLP(SIZES, seed=0)
    x, y = data(net, 12, rng)
    xv, yv = data(net, 5, rng)
    history = net.fit(x, y, Adam(0.01), epochs=4, batch_size=5, seed=0, valid=(xv, yv))
    assert history.names == ("epoch", "loss", "valid/loss", "valid/accuracy")
    assert history["valid/loss"][-1] == pytest.approx(net.loss_value(xv, yv), rel=1e-14)
    assert history["valid/accuracy"][-1] == np.mean(net.predict(xv) == yv)


def test_a_regression_has_no_accuracy(rng):
    net = MLP((5, 3), loss="mse", seed=0)
    x, y = data(net, 6, rng)
    history = net.fit(x, y, Adam(0.01), epochs=1, batch_size=6, seed=0, valid=(x, y))
    assert history.names == ("epoch", "loss", "valid/loss")
    np.testing.assert_array_equal(net.predict(x), net.forward(x).logits)


def test_the_progress_bar_is_shown_only_when_asked(rng, capsys):
    net = MLP(SIZES, seed=0)
    x, y = data(net, 6, rng)
    net.fit(x, y, Adam(0.01), epochs=2, batch_size=6, seed=0)
    assert capsys.readouterr() == ("", "")
    net.fit(x, y, Adam(0.01), epochs=2, batch_size=6, seed=0, valid=(x, y), show_progress=True)
    shown = capsys.readouterr().err
    assert "2/2" in shown
    assert "valid/accuracy" in shown


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_it_learns_handwritten_digits(dtype):
    datasets = pytest.importorskip("sklearn.datasets", reason="scikit-learn 의 손글씨가 없습니다")
    digits = datasets.load_digits()
    order = np.random.default_rng(0).permutation(len(digits.target))
    train, test = order[:1437], order[1437:]
    x, y = digits.data / 16, digits.target
    net = MLP((64, 64, 10), seed=0, dtype=dtype)
    net.fit(x[train], y[train], Adam(0.003), epochs=20, batch_size=32, seed=0)
    assert np.mean(net.predict(x[test]) == y[test]) >= 0.96


# ── 잘못된 입력 ──────────────────────────────────────────────────────────────────────────


def use(net, how, x, y):
    """x 와 y 를 받는 모든 문."""
    doors = {
        "loss_value": lambda: net.loss_value(x, y),
        "train_step": lambda: net.train_step(x, y, GradientDescent(0.1)),
        "fit": lambda: net.fit(x, y, GradientDescent(0.1), epochs=1, batch_size=4, seed=0),
        "backward": lambda: net.backward(net.forward(x), y),
        "predict": lambda: net.predict(x),
        "valid": lambda: net.fit(
            np.ones((8, 5)), y, Adam(0.1), epochs=1, batch_size=8, seed=0, valid=(x, y)
        ),
    }
    return doors[how]()


DOORS = ["loss_value", "train_step", "fit", "backward"]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("shape", "match"),
    [
        ((5, 8), r"\(예제 수, 5\).*\(5, 8\).*x\.T"),
        ((8, 4), r"\(예제 수, 5\).*\(8, 4\).*특징의 수"),
        ((5,), r"\(예제 수, 5\).*\(5,\).*x\[None, :\]"),
        ((8, 5, 1), r"\(예제 수, 5\).*\(8, 5, 1\).*reshape"),
        ((), r"\(예제 수, 5\).*\(\)"),
        ((0, 5), r"배치가 비어.*\(0, 5\)"),
    ],
)
def test_data_of_the_wrong_shape_is_refused_with_both_shapes_and_a_remedy(door, shape, match):
    net = MLP(SIZES, seed=0)
    before = net.theta.copy()
    with pytest.raises(ShapeError, match=match):
        use(net, door, np.zeros(shape), np.zeros(8, int))
    np.testing.assert_array_equal(net.theta, before)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("target", "error", "match"),
    [
        (np.zeros(7, int), ShapeError, r"(?=.*\(8, 3\))(?=.*\(7,\))"),
        (np.eye(3)[[0] * 8], ShapeError, r"argmax\(axis=1\)"),
        (np.zeros((8, 1), int), ShapeError, r"(?=.*\(8,\))(?=.*\(8, 1\))"),
        (np.zeros(8), ArgumentTypeError, "정수.*astype"),
        (np.array([0, 1, 2, 3, 0, 1, 2, 0]), ArgumentError, r"0 이상 3 미만.*target\[3\].*3"),
        (np.array([0, 1, -1, 0, 0, 1, 2, 0]), ArgumentError, r"0 이상 3 미만.*target\[2\].*-1"),
        ([0, 1, 2, 9, 0, 1, 2, 0], ArgumentError, r"target\[3\].*9"),
        (np.zeros(0, int), ShapeError, "하나도 없습니다"),
        ("가나다", ArgumentTypeError, "str 형"),
    ],
)
def test_a_wrong_target_is_refused_before_anything_moves(door, target, error, match):
    net = MLP(SIZES, seed=0)
    before = net.theta.copy()
    with pytest.raises(error, match=match) as caught:
        use(net, door, np.ones((8, 5)), target)
    assert f"MLP.{door}" in str(caught.value)
    np.testing.assert_array_equal(net.theta, before)


@pytest.mark.parametrize("door", DOORS)
def test_a_regression_target_has_the_shape_of_the_output(door):
    net = MLP(SIZES, loss="mse", seed=0)
    with pytest.raises(ShapeError, match=r"\(8, 3\).*\(3, 8\).*\.T"):
        use(net, door, np.ones((8, 5)), np.ones((3, 8)))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("activation", ["relu", "tanh", "step"])
@pytest.mark.parametrize("door", [*DOORS, "predict", "valid"])
def test_nan_in_the_data_is_named_by_its_place(door, activation, bad):
    net, x, y = MLP(SIZES, activation=activation, seed=0), np.ones((8, 5)), np.zeros(8, int)
    x[2, 3] = bad
    before = net.theta.copy()
    with pytest.raises(NonFiniteError, match=rf"MLP\..*x\[2, 3\].*{bad}"):
        use(net, door, x, y)
    np.testing.assert_array_equal(net.theta, before)


def test_large_data_is_not_mistaken_for_infinite_data():
    net = MLP(SIZES, activation="tanh", seed=0, dtype=np.float32)
    x = np.full((2, 5), 1e30, np.float32)  # 제곱은 float32 를 넘습니다
    assert np.isfinite(net.loss_value(x, np.array([0, 1])))


@pytest.mark.parametrize("door", [*DOORS, "predict"])
def test_nan_in_the_weights_is_named_by_its_place(door):
    net = MLP(SIZES, seed=0)
    net.params["W2"][6, 1] = np.nan
    with pytest.raises(NonFiniteError, match=r"W2\[6, 1\].*nan"):
        use(net, door, np.ones((8, 5)), np.zeros(8, int))


@pytest.mark.parametrize("how", ["train_step", "fit"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_loss_that_overflows_names_step_value_and_learning_rate(how, dtype, rng):
    net = MLP((5, 8, 8, 3), activation="identity", loss="mse", seed=0, dtype=dtype)
    x, y = data(net, 8, rng)
    optimizer = GradientDescent(50.0)

    def train():
        if how == "fit":
            net.fit(x, y, optimizer, epochs=500, batch_size=8, seed=0)
        for _ in range(500):
            net.train_step(x, y, optimizer)

    with pytest.raises(DivergedError, match=r"번째 걸음.*lr = 50\..*학습률을 줄이") as caught:
        train()
    assert caught.value.step == net.steps > 0
    assert caught.value.lr == 50.0
    assert not np.isfinite(caught.value.value)


def test_data_whose_loss_overflows_at_once_diverges_at_step_zero():
    net = MLP((1, 1), loss="mse", seed=0)
    with pytest.raises(
        DivergedError, match=r"0번째 걸음.*손실이 유한하지 않습니다.*단위"
    ) as caught:
        net.train_step([[1.0]], [[1e200]], GradientDescent(0.1))
    assert caught.value.step == 0
    with pytest.raises(NonFiniteError, match=r"loss_value.*float64.*inf"):
        net.loss_value([[1.0]], [[1e200]])


@pytest.mark.parametrize(
    ("options", "match"),
    [
        ({"sizes": (5,)}, r"sizes.*둘 이상.*\(5,\)"),
        ({"sizes": 5}, r"sizes.*둘 이상.*5"),
        ({"sizes": "5-3"}, r"sizes.*'5-3'"),
        ({"sizes": (5, 0, 3)}, r"sizes\[1\].*1 이상의 정수.*0"),
        ({"sizes": (5, 2.0, 3)}, r"sizes\[1\].*2\.0"),
        ({"sizes": (5, True, 3)}, r"sizes\[1\].*True"),
        ({"activation": "rellu"}, r"activation.*relu.*'rellu'"),
        ({"activation": np.tanh}, r"activation.*tanh"),
        ({"loss": "ce"}, r"loss.*cross_entropy.*'ce'"),
        ({"reduction": "none"}, r"reduction.*mean, sum.*'none'"),
        ({"seed": -1}, r"seed.*0 이상의 정수.*-1"),
        ({"seed": None}, r"seed.*None"),
        ({"dtype": np.int64}, "dtype.*float32.*float64.*int64"),
        ({"dtype": np.float16}, "dtype.*float16"),
    ],
)
def test_an_impossible_network_is_refused(options, match):
    with pytest.raises(ArgumentError, match=match):
        MLP(**{"sizes": SIZES, "seed": 0} | options)


@pytest.mark.parametrize(
    ("options", "error", "match"),
    [
        ({"epochs": 0}, ArgumentError, "epochs.*1 이상의 정수.*0"),
        ({"batch_size": 0}, ArgumentError, "batch_size.*1 이상의 정수.*0"),
        ({"batch_size": 2.5}, ArgumentError, "batch_size.*2.5"),
        ({"seed": 1.5}, ArgumentError, "seed.*1.5"),
        ({"optimizer": GradientDescent}, ArgumentTypeError, r"GradientDescent\(lr=0\.1\)"),
        ({"optimizer": "adam"}, ArgumentTypeError, "optimizer.*'adam'"),
        ({"valid": np.ones((8, 5))}, ArgumentTypeError, r"valid.*\(x, y\).*ndarray"),
        ({"valid": (np.ones((5, 8)), [0] * 8)}, ShapeError, r"fit\(valid\).*x\.T"),
        ({"valid": (np.ones((8, 5)), [9] * 8)}, ArgumentError, r"fit\(valid\).*9"),
    ],
)
def test_an_impossible_training_is_refused_before_anything_moves(options, error, match):
    net = MLP(SIZES, seed=0)
    before = net.theta.copy()
    wanted = {"optimizer": Adam(0.1), "epochs": 1, "batch_size": 4, "seed": 0} | options
    with pytest.raises(error, match=match):
        net.fit(np.ones((8, 5)), [0] * 8, **wanted)
    np.testing.assert_array_equal(net.theta, before)


@pytest.mark.parametrize("optimizer", [None, 0.1, Adam])
def test_a_step_needs_an_optimizer(optimizer):
    with pytest.raises(ArgumentTypeError, match=r"MLP\.train_step: optimizer"):
        MLP(SIZES, seed=0).train_step(np.ones((8, 5)), [0] * 8, optimizer)


@pytest.mark.parametrize("other", [None, 3, MLP((5, 7, 3), seed=0).forward(np.ones((2, 5)))])
def test_going_backward_needs_a_forward_pass_of_this_network(other):
    with pytest.raises(ShapeError, match=r"\[7, 4, 3\].*forward\(x\)"):
        MLP(SIZES, seed=0).backward(other, [0, 0])


@pytest.mark.parametrize(
    ("name", "value", "error", "match"),
    [
        ("W1", np.zeros((7, 5)), ShapeError, r"W1.*\(5, 7\).*\(7, 5\).*\.T"),
        ("b1", np.zeros((1, 7)), ShapeError, r"b1.*\(7,\).*\(1, 7\)"),
        ("b1", 0.0, ShapeError, r"b1.*\(7,\).*\(\)"),
        ("W9", np.zeros((5, 7)), ArgumentError, r"'W9'.*W1.*b3"),
        ("W1", None, ArgumentTypeError, "W1.*NoneType"),
        ("W1", [[1, 2], [3]], ArgumentTypeError, "W1.*list"),
    ],
)
def test_a_parameter_keeps_its_shape(name, value, error, match):
    net = MLP(SIZES, seed=0)
    before = net.theta.copy()
    with pytest.raises(error, match=match):
        net.params[name] = value
    with pytest.raises(error, match=match):
        net.params.update({name: value})
    np.testing.assert_array_equal(net.theta, before)


def test_a_parameter_cannot_be_removed():
    net = MLP(SIZES, seed=0)
    with pytest.raises(ArgumentTypeError, match=r"'W1'.*지울 수 없습니다"):
        del net.params["W1"]
    with pytest.raises(ArgumentTypeError, match="지울 수 없습니다"):
        net.params.pop("b1")
