"""autodiff: 모든 연산의 기울기는 수치 미분, torch 와 같고, 그래프가 깊거나 얽혀도 그렇습니다."""

import gc
import subprocess
import sys
import textwrap

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import mutually_broadcastable_shapes

from dlconcepts.autodiff import Graph, Value, cross_entropy, graph, operation
from dlconcepts.errors import ArgumentError, ArgumentTypeError, NonFiniteError, ShapeError
from dlconcepts.gradcheck import compare_gradients, numerical_gradient

# 이름 → (Value 나 torch 텐서에 똑같이 쓸 수 있는 계산, 입력의 모양들). 입력은 양수입니다.
OPERATIONS = {
    "add": (lambda a, b: a + b, [(2, 3), (2, 3)]),
    "add-row": (lambda a, b: a + b, [(2, 3), (3,)]),
    "add-column": (lambda a, b: a + b, [(2, 1), (2, 3)]),
    "sub": (lambda a, b: a - b, [(3,), (2, 3)]),
    "mul": (lambda a, b: a * b, [(2, 3), (2, 1)]),
    "mul-scalar": (lambda a, b: a * b, [(), (2, 3)]),
    "mul-outer": (lambda a, b: a * b, [(4, 1), (1, 3)]),
    "div": (lambda a, b: a / b, [(2, 3), (3,)]),
    "div-rows": (lambda a, b: a / b, [(1, 3), (2, 3)]),
    "neg": (lambda a: -a, [(2, 3)]),
    "square": (lambda a: a**2, [(2, 3)]),
    "power": (lambda a: a**-1.5, [(2, 3)]),
    "power-0": (lambda a: a**0, [(2, 3)]),
    "with-numbers": (lambda a: (2 - 3 * a + 1) / 4 + 5 / a - 1, [(2, 3)]),
    "matmul": (lambda a, b: a @ b, [(2, 3), (3, 4)]),
    "matmul-row": (lambda a, b: a @ b, [(1, 3), (3, 1)]),
    "vector-matrix": (lambda a, b: a @ b, [(3,), (3, 4)]),
    "matrix-vector": (lambda a, b: a @ b, [(2, 3), (3,)]),
    "vector-vector": (lambda a, b: a @ b, [(3,), (3,)]),
    "exp": (lambda a: a.exp(), [(2, 3)]),
    "log": (lambda a: a.log(), [(2, 3)]),
    "tanh": (lambda a: a.tanh(), [(2, 3)]),
    "sigmoid": (lambda a: a.sigmoid(), [(2, 3)]),
    "relu": (lambda a: (a - 1.5).relu(), [(2, 3)]),
    "sum": (lambda a: a.sum(), [(2, 3)]),
    "sum-0": (lambda a: a.sum(0), [(2, 3)]),
    "sum-last": (lambda a: a.sum(-1), [(2, 3, 4)]),
    "sum-two": (lambda a: a.sum((0, 2)), [(2, 3, 4)]),
    "mean": (lambda a: a.mean(), [(2, 3)]),
    "mean-0": (lambda a: a.mean(0), [(2, 3)]),
    "reshape": (lambda a: a.reshape(3, 2), [(2, 3)]),
    "reshape-flat": (lambda a: a.reshape(-1), [(2, 3)]),
    "transpose": (lambda a: a.T, [(2, 3)]),
    "item": (lambda a: a[1, 2], [(2, 3)]),
    "slice": (lambda a: a[:, 1:], [(2, 3)]),
    "rows-twice": (lambda a: a[[0, 1, 0, 0]], [(2, 3)]),
    "twice": (lambda a: a * a, [(2, 3)]),
    "diamond": (lambda a: a.exp() * a.log() + a.exp(), [(2, 3)]),
    "affine": (lambda x, W, b: (x @ W + b).tanh(), [(4, 3), (3, 2), (2,)]),
}
GRID = pytest.mark.parametrize(("f", "shapes"), OPERATIONS.values(), ids=OPERATIONS)


def positive(rng, shapes):
    return {f"x{k}": np.array(rng.uniform(0.5, 2.5, size=shape)) for k, shape in enumerate(shapes)}


def engine_gradients(f, arrays, upstream=None):
    values = {name: Value(array, name=name) for name, array in arrays.items()}
    out = f(*values.values())
    out.backward(np.ones(out.shape) if upstream is None else upstream)
    return out.data, {name: value.grad for name, value in values.items()}


# ── 연산마다: 수치 미분, torch ──────────────────────────────────────────────────────────


@GRID
def test_every_operation_matches_finite_differences(f, shapes, rng):
    arrays = positive(rng, shapes)
    out, _ = engine_gradients(f, arrays)
    upstream = np.array(rng.normal(size=out.shape))
    _, grads = engine_gradients(f, arrays, upstream)

    def projected(params):
        return float((f(*map(Value, params.values())).data * upstream).sum())

    report = compare_gradients(grads, numerical_gradient(projected, arrays), rtol=1e-7, atol=1e-8)
    assert report.ok, str(report)


@GRID
def test_every_operation_equals_torch(f, shapes, rng, torch):
    arrays = positive(rng, shapes)
    tensors = [torch.tensor(array, requires_grad=True) for array in arrays.values()]
    theirs = f(*tensors)
    upstream = np.array(rng.normal(size=tuple(theirs.shape)))
    theirs.backward(torch.tensor(upstream))
    out, grads = engine_gradients(f, arrays, upstream)
    np.testing.assert_allclose(out, theirs.detach().numpy(), rtol=1e-14, atol=1e-15)
    for g, tensor in zip(grads.values(), tensors, strict=True):
        np.testing.assert_allclose(g, tensor.grad.numpy(), rtol=1e-13, atol=1e-14)


@GRID
def test_gradients_have_the_shape_and_dtype_of_their_value(f, shapes, rng):
    for dtype in (np.float32, np.float64):
        arrays = {name: array.astype(dtype) for name, array in positive(rng, shapes).items()}
        values = [Value(array) for array in arrays.values()]
        out = f(*values)
        out.backward(np.ones(out.shape))
        for value in (*values, out):
            assert type(value.data) is type(value.grad) is np.ndarray
            assert value.data.dtype == value.grad.dtype == dtype
            assert value.data.shape == value.grad.shape


@GRID
def test_no_two_values_share_the_memory_of_their_gradients(f, shapes, rng):
    """기울기 하나를 제자리에서 고쳐도 다른 값의 기울기나 data 가 바뀌지 않아야 합니다."""
    root = f(*map(Value, positive(rng, shapes).values()))
    root.backward(np.ones(root.shape))
    seen, waiting = {}, [root]
    while waiting:
        node = waiting.pop()
        seen[id(node)] = node
        waiting += [parent for parent, _ in node.inputs if id(parent) not in seen]
    grads = [node.grad for node in seen.values() if node.grad is not None]
    for i, g in enumerate(grads):
        assert g.flags.writeable
        assert not any(np.shares_memory(g, other) for other in grads[i + 1 :])
        assert not any(np.shares_memory(g, node.data) for node in seen.values())


@given(mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=3), st.integers(0, 2**32))
def test_broadcasting_is_undone_whatever_the_shapes(shapes, seed):
    rng = np.random.default_rng(seed)
    a, b = (np.array(rng.normal(size=shape)) for shape in shapes.input_shapes)
    upstream = np.array(rng.normal(size=shapes.result_shape))
    va, vb = Value(a), Value(b)
    (va * vb).backward(upstream)
    # 하나씩 늘려 보아, 늘어난 자리마다 온 기울기를 손으로 더합니다.
    for value, other in ((va, b), (vb, a)):
        index = np.broadcast_to(np.arange(value.data.size).reshape(value.shape), upstream.shape)
        flat = np.zeros(value.data.size)
        np.add.at(flat, index.ravel(), (upstream * other).ravel())
        assert value.grad.shape == value.shape
        np.testing.assert_allclose(value.grad, flat.reshape(value.shape), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("keepdims", [False, True])
@pytest.mark.parametrize("axis", [None, 0, 1, -1, (0, 1), (-1, 0)])
def test_sums_and_means_spread_their_gradient_along_any_axis(axis, keepdims, rng):
    x = rng.normal(size=(3, 4, 2))
    for kind, scale in (("sum", 1), ("mean", None)):
        value = Value(x)
        out = getattr(value, kind)(axis, keepdims=keepdims)
        np.testing.assert_array_equal(out.data, getattr(x, kind)(axis=axis, keepdims=keepdims))
        upstream = np.array(rng.normal(size=out.shape))
        out.backward(upstream)
        spread = upstream if keepdims or axis is None else np.expand_dims(upstream, axis)
        expected = np.broadcast_to(spread, x.shape) * (scale or out.data.size / x.size)
        np.testing.assert_allclose(value.grad, expected, rtol=1e-14)


def test_an_array_or_number_on_the_left_works_too(rng):
    x, W = rng.normal(size=(4, 3)), Value(rng.normal(size=(3, 2)))
    out = x @ W
    assert type(out) is Value
    (2 + 3 * out - np.ones(2) + (1 - out) + 1 / (out * out + 1)).sum().backward()
    slope = 2 - 2 * out.data / (out.data**2 + 1) ** 2
    np.testing.assert_allclose(W.grad, x.T @ slope, rtol=1e-13)


def test_plain_arrays_are_constants_and_get_no_gradient(rng):
    w = Value(2.0, name="w")
    y = w * np.array(3.0)
    y.backward()
    constant = y.inputs[1][0]
    assert (constant.op, constant.differentiable, constant.grad) == ("constant", False, None)


def test_float32_survives_python_numbers_and_integer_arrays():
    x = Value(np.ones((2, 3), np.float32))
    y = ((x * 2.5 + np.array(1) - np.float64(0.5)) / np.array([1, 2, 3])).sigmoid().mean()
    y.backward()
    assert y.data.dtype == x.grad.dtype == np.float32


def test_a_single_float32_number_stays_float32_through_every_operation(rng):
    """NumPy 1 은 모양이 () 인 배열과 파이썬의 수를 float64 로 합치기도 합니다."""
    x = Value(np.float32(1.5))
    steps = [-x, x**2, x**-0.5, x * 2, 1 / x, x.exp(), x.log(), x.tanh(), x.sigmoid(), x.relu()]
    for value in [*steps, x.mean(), x.sum(), x.reshape(1)]:
        value.backward()
        assert value.data.dtype == x.grad.dtype == np.float32, value.op
    logits = Value(rng.normal(size=(2, 3)).astype(np.float32))
    loss = cross_entropy(logits, [0, 2])
    loss.backward()
    assert loss.data.dtype == logits.grad.dtype == np.float32


def test_a_float32_value_in_a_float64_computation_gets_a_float32_gradient():
    x = Value(np.ones(3, np.float32))
    (x * np.ones(3)).sum().backward()
    assert x.grad.dtype == np.float32


def test_integers_become_float64_and_the_callers_array_is_left_alone():
    given_array = np.array([1, 2, 3])
    value = Value(given_array)
    assert value.data.dtype == np.float64
    shared = np.ones(3)
    Value(shared).data[:] = 7
    np.testing.assert_array_equal(shared, 1)


def test_sigmoid_and_its_gradient_do_not_overflow_far_from_zero(torch):
    x = np.array([-800.0, -40.0, 0.0, 40.0, 800.0])
    value, tensor = Value(x), torch.tensor(x, requires_grad=True)
    value.sigmoid().sum().backward()
    torch.sigmoid(tensor).sum().backward()
    np.testing.assert_allclose(value.sigmoid().data, torch.sigmoid(tensor).detach().numpy())
    np.testing.assert_allclose(value.grad, tensor.grad.numpy(), rtol=1e-12, atol=1e-300)


# ── 교차 엔트로피 ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("scale", [1.0, 50.0, 1000.0])
@pytest.mark.parametrize("B", [1, 5])
def test_cross_entropy_equals_torch_and_never_overflows(scale, B, rng, torch):
    z, labels = rng.normal(size=(B, 4)) * scale, rng.integers(0, 4, B)
    logits, tensor = Value(z), torch.tensor(z, requires_grad=True)
    loss = cross_entropy(logits, labels)
    loss.backward(3.0)
    theirs = torch.nn.functional.cross_entropy(tensor, torch.tensor(labels))
    (3 * theirs).backward()
    np.testing.assert_allclose(loss.data, theirs.detach().numpy(), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(logits.grad, tensor.grad.numpy(), rtol=1e-12, atol=1e-15)


def test_cross_entropy_matches_finite_differences_and_the_unfused_formula(rng):
    z, labels = rng.normal(size=(3, 4)), [1, 0, 3]
    fused, plain = Value(z), Value(z)
    cross_entropy(fused, labels).backward()
    p = plain.exp() / plain.exp().sum(axis=1, keepdims=True)
    (-p[np.arange(3), labels].log().mean()).backward()
    np.testing.assert_allclose(fused.grad, plain.grad, rtol=1e-12)
    numeric = numerical_gradient(lambda x: float(cross_entropy(Value(x), labels).data), z)
    assert compare_gradients(fused.grad, numeric, rtol=1e-6).ok


@pytest.mark.parametrize(
    ("shape", "labels", "error", "match"),
    [
        ((2, 3), [0, 3], ArgumentError, r"0 이상 3 미만.*3"),
        ((2, 3), [-1, 0], ArgumentError, r"0 이상 3 미만.*-1"),
        ((2, 3), [0.0, 1.0], ArgumentTypeError, "정수"),
        ((2, 3), [0, 1, 2], ShapeError, r"\(2, 3\).*\(3,\)"),
        ((2, 3), [[0, 0, 1], [1, 0, 0]], ShapeError, "argmax"),
        ((3,), [0], ShapeError, r"\(3,\)"),
        ((0, 3), [], ShapeError, "빈 배치"),
    ],
)
def test_labels_that_do_not_fit_are_refused(shape, labels, error, match):
    logits = Value(np.arange(np.prod(shape)).reshape(shape))
    with pytest.raises(error, match=match):
        cross_entropy(logits, labels)


def test_probabilities_where_logits_are_wanted_bring_a_warning():
    with pytest.warns(UserWarning, match="확률"):
        cross_entropy(Value([[0.2, 0.8], [0.5, 0.5]]), [0, 1])
    cross_entropy(Value([[0.2, 0.8], [5.0, -3.0]]), [0, 1])  # 첫 줄만 우연히 그런 것은 괜찮습니다


# ── 역전파: 길이 여럿, 여러 번, 아주 깊이 ────────────────────────────────────────────────


def test_gradients_of_a_toy_net_are_the_known_ones():
    w = [Value(v, name=f"w{k}") for k, v in enumerate((1, 2, 1, 1, 0), start=1)]
    x1, x2, t = np.array([3.0, 1, 2]), np.array([2.0, 4, 1]), np.array([24.0, 14, 11])
    y = w[2] * (x1 + w[0] * x2) ** 2 + w[3] * (w[1] * (x1 * x2)) + w[4]
    error = ((y - t) ** 2).sum()
    error.backward()
    assert float(error.data) == 534
    assert [float(v.grad) for v in w] == [2064, 316, 1636, 632, 68]


def test_a_deep_tower_of_diamonds_is_walked_once_per_node():
    """길의 수는 2의 60제곱이지만 마디는 하나씩만 지나야 끝납니다."""
    x = Value(1.0)
    y = x
    for _ in range(60):
        y = (y + y) * 0.5
    y.backward()
    assert x.grad == 1.0


def test_a_second_backward_adds_exactly_once_more(rng):
    x, W = Value(rng.normal(size=(3, 2))), Value(rng.normal(size=(2, 2)))
    h = (x @ W).tanh()
    loss = (h * h + h).sum()
    loss.backward()
    once = {id(v): v.grad.copy() for v in (x, W, h, loss)}
    loss.backward()
    for v in (x, W, h, loss):
        np.testing.assert_array_equal(v.grad, 2 * once[id(v)])


def test_gradients_of_two_losses_add_up_and_zero_grad_forgets(rng):
    x = Value(rng.normal(size=3))
    (x * 2).sum().backward()
    (x * 3).sum().backward()
    np.testing.assert_array_equal(x.grad, 5)
    x.zero_grad()
    assert x.grad is None
    (x * 3).sum().backward()
    np.testing.assert_array_equal(x.grad, 3)


def test_a_kept_gradient_does_not_change_when_more_is_accumulated():
    x = Value([1.0, 2.0])
    y = (x * x).sum()
    y.backward()
    kept = x.grad
    y.backward()
    np.testing.assert_array_equal(kept, [2, 4])
    np.testing.assert_array_equal(x.grad, [4, 8])


def test_the_upstream_gradient_is_copied():
    x, upstream = Value([1.0, 2.0]), np.array([1.0, 10.0])
    y = x + 0.0
    y.backward(upstream)
    upstream[:] = 99
    np.testing.assert_array_equal(x.grad, [1, 10])
    np.testing.assert_array_equal(y.grad, [1, 10])


DEEP = 20_000


def test_a_chain_of_twenty_thousand_operations_needs_no_recursion():
    x = Value(1.0, name="x")
    y = x
    for _ in range(DEEP):
        y = y + 0.001
    y.backward()
    assert x.grad == 1.0
    chain = graph(y)
    assert len(chain.nodes) == 2 * DEEP + 1
    assert len(chain.edges) == 2 * DEEP
    del y, chain
    gc.collect()


def test_throwing_away_a_very_deep_graph_does_not_overflow_the_stack():
    """C 의 스택이 넘치면 파이썬이 통째로 죽으므로 다른 프로세스에서 해 봅니다."""
    program = """
        import gc
        from dlconcepts.autodiff import Value
        x = y = Value(1.0)
        for _ in range(100_000):
            y = y * 1.0
        y = y * y
        del y              # 참조 수가 0 이 되어 사라지는 길
        x = y = Value(1.0)
        for _ in range(100_000):
            y = y + y
        y.inputs += ((y, None),)
        del x, y           # 고리가 있어 쓰레기 수집기가 치우는 길
        gc.collect()
        print("살아 있습니다")
    """
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", textwrap.dedent(program)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "살아 있습니다"), done.stderr


def test_a_finished_graph_is_freed_without_the_garbage_collector():
    """기록에 고리가 없어야 걸음마다 쓴 메모리가 바로 돌아옵니다."""
    import tracemalloc

    W = Value(np.ones((50, 50)))

    def step():
        ((W @ W).relu() * 2).mean().backward()
        W.zero_grad()

    step()
    gc.disable()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for _ in range(20):
            step()
        grown = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
        gc.enable()
    assert grown < 20_000  # 배열 하나만 남아도 20 000 바이트입니다


# ── 꺾인 점: torch 와 같은 관례 ──────────────────────────────────────────────────────────


def test_where_the_function_bends_the_convention_is_that_of_torch(torch):
    x, tx = Value(0.0), torch.tensor(0.0, requires_grad=True)
    (x.relu() - (-x).relu()).backward()
    (torch.relu(tx) - torch.relu(-tx)).backward()
    assert x.grad == tx.grad.item() == 0

    x, tx = Value(0.0), torch.tensor(0.0, requires_grad=True)
    ((x * x) ** 0.5).backward()
    torch.sqrt(tx * tx).backward()
    assert np.isnan(x.grad)
    assert np.isnan(tx.grad.item())


def test_the_slope_of_a_constant_power_is_zero_even_at_zero():
    x = Value([0.0, 2.0])
    (x**0).sum().backward()
    np.testing.assert_array_equal(x.grad, 0)


# ── 그래프는 데이터입니다 ────────────────────────────────────────────────────────────────


def test_the_graph_lists_every_node_after_its_inputs():
    a, b = Value(2.0, name="a"), Value(3.0, name="b")
    c = a * b
    c.name = "c"
    d = c + a
    d.backward()
    g = graph(d)
    assert isinstance(g, Graph)
    assert [node.index for node in g.nodes] == [0, 1, 2, 3]
    by_name = {node.name or node.op: node for node in g.nodes}
    assert {name: float(node.data) for name, node in by_name.items()} == {
        "a": 2, "b": 3, "c": 6, "+": 8,
    }  # fmt: skip
    assert {name: float(node.grad) for name, node in by_name.items()} == {
        "a": 4, "b": 2, "c": 1, "+": 1,
    }  # fmt: skip
    assert all(source < target for source, target in g.edges)
    index = {name: node.index for name, node in by_name.items()}
    assert set(g.edges) == {
        (index["a"], index["c"]),
        (index["b"], index["c"]),
        (index["c"], index["+"]),
        (index["a"], index["+"]),
    }
    assert g.nodes[-1].op == "+"


def test_using_a_value_twice_makes_two_edges():
    x = Value(3.0)
    assert graph(x * x).edges == ((0, 1), (0, 1))


def test_the_graph_is_a_snapshot():
    x = Value([1.0])
    y = x * 2
    y.backward()
    before = graph(y)
    x.data[:], x.grad[:] = 9, 9
    assert (before.nodes[0].data, before.nodes[0].grad) == (1, 2)
    assert graph(Value(1.0)).nodes[0].grad is None


def test_the_graph_has_the_same_order_every_time():
    def build():
        a, b = Value(1.0, name="a"), Value(2.0, name="b")
        return graph((a + b) * (a - b).exp() + b)

    one, two = build(), build()
    assert [(n.op, n.name) for n in one.nodes] == [(n.op, n.name) for n in two.nodes]
    assert one.edges == two.edges


def test_a_new_operation_is_one_call_away():
    x = Value([-1.0, 2.0])
    softplus = operation(
        "softplus",
        np.logaddexp(0, x.data),
        (x, lambda g: g / (1 + np.exp(-x.data))),
    )
    softplus.sum().backward()
    np.testing.assert_allclose(x.grad, 1 / (1 + np.exp([1.0, -2.0])))


def test_the_repr_shows_the_value_and_the_name():
    assert repr(Value(37, name="y")) == "Value(37., name='y')"
    assert repr(Value([[1, 2.5]])) == "Value([[1. , 2.5]])"


# ── 잘못 쓴 것 ───────────────────────────────────────────────────────────────────────────


def test_backward_from_an_array_needs_a_gradient():
    x = Value([1.0, 2.0, 3.0])
    with pytest.raises(ShapeError, match=r"\(3,\).*sum\(\).*gradient="):
        (x * 2).backward()
    with pytest.raises(ShapeError, match=r"\(2,\).*\(3,\)"):
        (x * 2).backward(np.ones(2))
    assert x.grad is None
    (x * 2).sum(keepdims=True).backward()  # 원소가 하나면 모양이 (1,) 이어도 됩니다
    np.testing.assert_array_equal(x.grad, 2)


def test_a_constant_has_nothing_to_differentiate():
    constant = (Value(1.0) + 2).inputs[1][0]
    with pytest.raises(ArgumentError, match="상수로만"):
        (constant * 3).backward()


@pytest.mark.parametrize("use", [lambda v: v.backward(), graph], ids=["backward", "graph"])
def test_a_cycle_is_named(use):
    a = Value(1.0, name="a")
    b = a * 2
    b.name = "b"
    c = b + 1
    b.inputs = ((c, lambda g: g),)
    with pytest.raises(ArgumentError, match=r"\* 'b'.*순환.*새로 계산"):
        use(c)
    loop = Value(1.0) * 2
    loop.inputs = ((loop, lambda g: g),)
    with pytest.raises(ArgumentError, match="순환"):
        use(loop)


@pytest.mark.parametrize(
    ("f", "s", "t", "match"),
    [
        (lambda a, b: a @ b, (4, 3), (2, 3), r"@.*\(4, 3\).*\(2, 3\).*오른쪽\.T 를"),
        (lambda a, b: a @ b, (3, 4), (3, 2), r"@.*\(3, 4\).*\(3, 2\).*왼쪽\.T 를"),
        (lambda a, b: a @ b, (4, 3), (4, 3), r"왼쪽\.T 또는 오른쪽\.T"),
        (lambda a, b: a @ b, (4, 3), (5, 6), r"\(4, 3\).*\(5, 6\).*확인"),
        (lambda a, b: a @ b, (), (3,), r"@.*\(\).*\(3,\)"),
        (lambda a, b: a @ b, (2, 3, 4), (4, 2), r"@.*\(2, 3, 4\)"),
        (lambda a, b: a + b, (2, 3), (3, 2), r"add.*\(2, 3\).*\(3, 2\).*\.T"),
        (lambda a, b: a * b, (4, 3), (4,), r"\(4, 3\).*\(4,\).*reshape\(-1, 1\)"),
        (lambda a, b: a - b, (4, 3), (2,), r"\(4, 3\).*\(2,\).*확인"),
        (lambda a, b: a / b.reshape(4), (2, 3), (5,), r"reshape.*\(5,\).*\(4,\)"),
    ],
)
def test_shapes_that_do_not_fit_are_named_with_the_likely_remedy(f, s, t, match):
    with pytest.raises(ShapeError, match=match):
        f(Value(np.ones(s)), Value(np.ones(t)))


@pytest.mark.parametrize("bad", ["1", None, [1, [2, 3]], 1j, {}])
def test_what_is_not_a_number_is_refused(bad):
    with pytest.raises(ArgumentTypeError, match="Value"):
        Value(bad)
    with pytest.raises(ArgumentTypeError, match="연산"):
        Value(1.0) + bad


def test_the_exponent_must_be_a_number():
    with pytest.raises(ArgumentTypeError, match=r"지수.*exp\(\)"):
        Value(2.0) ** Value(3.0)


def test_an_empty_batch_has_no_mean():
    with pytest.raises(ArgumentError, match=r"비어 있습니다.*\(0, 3\)"):
        Value(np.ones((0, 3))).mean()


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_nan_in_the_data_is_found_at_the_door(bad):
    with pytest.raises(NonFiniteError, match="W1"):
        Value([1.0, bad], name="W1")


def test_nan_that_appears_later_is_traced_to_the_first_operation():
    W = Value([1.0, -1.0], name="W")
    with np.errstate(invalid="ignore"):
        h = W.log()
        h.name = "h"
        loss = (h * 2).sum()
    with pytest.raises(NonFiniteError, match=r"처음 나타난 곳은 log 'h' \(모양 \(2,\)\)"):
        loss.backward()
    assert W.grad is None
    W.data[0] = np.nan  # 학습하다가 파라미터가 망가졌을 때
    with pytest.raises(NonFiniteError, match="variable 'W'"):
        (W * 2).sum().backward()


def test_a_loss_that_overflows_is_named():
    x = Value(1e200)
    with np.errstate(over="ignore"):
        loss = x * x
    with pytest.raises(NonFiniteError, match=r"처음 나타난 곳은 \*.*학습률"):
        loss.backward()
