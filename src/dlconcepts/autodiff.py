"""자동 미분(automatic differentiation): 계산을 적어 두었다가, 거꾸로 따라가며 기울기를 구합니다.

`Value` 는 배열 하나와 그것을 만든 계산의 기록입니다. 연산마다 결과와 함께 입력마다 하나씩
"결과의 기울기 g 를 받아 이 입력의 기울기를 돌려주는 함수"를 적습니다. 곱셈이라면 이렇습니다::

    c = a · b      ∂L/∂a = g · b      ∂L/∂b = g · a      (g = ∂L/∂c)

`backward` 는 결과에서 입력 쪽으로 이 함수들을 부르고, 한 값에 여러 길로 온 기울기는 더합니다.
재귀가 없어서 연산이 수만 개 이어져도 됩니다. 적어 둔 계산은 `graph` 로 꺼내 볼 수 있습니다.

`Value` 가 아닌 수와 배열은 상수로 여겨 기울기를 구하지 않습니다. 데이터는 그냥 배열로, 학습할
파라미터는 `Value` 로 두면 됩니다. float32 로 시작한 계산은 float32 로 끝납니다.

A. Griewank, A. Walther, "Evaluating Derivatives", 2판, SIAM 2008 의 3장(reverse mode).
"""

import math
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from numbers import Real
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlconcepts import losses
from dlconcepts.errors import ArgumentError, ArgumentTypeError, NonFiniteError, ShapeError
from dlconcepts.inputs import check_finite, real_array

Array = NDArray[Any]
Axis = int | tuple[int, ...] | None
Pullback = Callable[[Array], Array]  # 결과의 기울기 → 입력 하나의 기울기


class Value:
    """기울기를 구할 수 있는 배열입니다.

    Parameters
    ----------
    data
        실수나 실수 배열. 사본을 담으며, 정수는 float64 로 바꿉니다.
    name
        그래프와 오류 문장에 쓸 이름입니다. 나중에 ``value.name = "h1"`` 로 붙여도 됩니다.

    Attributes
    ----------
    data
        값입니다. 언제나 NumPy 배열입니다(수 하나면 모양이 ``()``).
    grad
        `backward` 가 구한 기울기로 `data` 와 모양과 dtype 이 같습니다. 그전에는 None 입니다.
    op
        이 값을 만든 연산입니다. 직접 만든 값은 ``"variable"``, 상수는 ``"constant"`` 입니다.
    inputs
        ``(입력, 기울기를 그 입력으로 넘기는 함수)`` 의 튜플입니다.
    level
        입력보다 언제나 1 이상 큰 수입니다. 직접 만든 값과 상수는 0입니다.
    differentiable
        기울기를 구할 값인지입니다. 상수와 상수끼리의 결과만 거짓입니다.
    """

    __slots__ = ("data", "differentiable", "grad", "inputs", "level", "name", "op")
    __array_ufunc__ = None  # ndarray + Value 를 NumPy 대신 Value.__radd__ 가 맡게 합니다

    data: Array
    grad: Array | None
    inputs: tuple[tuple["Value", Pullback], ...]

    def __init__(self, data: ArrayLike, *, name: str = "") -> None:
        array = np.array(real_array("Value", name or "data", data))
        check_finite("Value", name or "data", array)
        self.data = array if array.dtype.kind == "f" else array.astype(np.float64)
        self.grad, self.op, self.name, self.inputs = None, "variable", name, ()
        self.level, self.differentiable = 0, True

    # ── 더하기, 곱하기, 거듭제곱, 행렬 곱 ──

    def __add__(self, other: Any) -> "Value":
        b = _operand(self, other)
        return operation("+", _fitted(np.add, self, b), (self, lambda g: g), (b, lambda g: g))

    def __sub__(self, other: Any) -> "Value":
        b = _operand(self, other)
        out = _fitted(np.subtract, self, b)
        return operation("-", out, (self, lambda g: g), (b, lambda g: -g))

    def __mul__(self, other: Any) -> "Value":
        b = _operand(self, other)
        x, y, out = self.data, b.data, _fitted(np.multiply, self, b)
        return operation("*", out, (self, lambda g: g * y), (b, lambda g: g * x))

    def __truediv__(self, other: Any) -> "Value":
        b = _operand(self, other)
        y, out = b.data, _fitted(np.divide, self, b)
        return operation("/", out, (self, lambda g: g / y), (b, lambda g: -g * out / y))

    def __matmul__(self, other: Any) -> "Value":
        b = _operand(self, other)
        x, y = self.data, b.data  # 행렬(2차원)과 벡터(1차원)
        if not 1 <= x.ndim <= 2 or not 1 <= y.ndim <= 2 or x.shape[-1] != y.shape[0]:
            raise _misfit("@", x.shape, y.shape)
        return operation(
            "@",
            x.dot(y),  # 예제가 하나일 때 x @ y 보다 몇 배 빠릅니다
            (self, lambda g: g.dot(y.T) if y.ndim == 2 else np.multiply.outer(g, y)),
            (b, lambda g: x.T.dot(g) if x.ndim == 2 else np.multiply.outer(x, g)),
        )

    def __pow__(self, exponent: Any) -> "Value":
        if not isinstance(exponent, Real):
            raise ArgumentTypeError("**: 지수는 수 하나여야 합니다. (b * a.log()).exp() 로 쓰세요.")
        x, p = self.data, self.data.dtype.type(exponent)
        return operation(f"**{p:g}", x**p, (self, lambda g: g * (p * x ** (p - 1)) if p else g * 0))

    def __neg__(self) -> "Value":
        return operation("neg", -self.data, (self, lambda g: -g))

    __radd__, __rmul__ = __add__, __mul__

    def __rsub__(self, other: Any) -> "Value":
        return _operand(self, other) - self

    def __rtruediv__(self, other: Any) -> "Value":
        return _operand(self, other) / self

    def __rmatmul__(self, other: Any) -> "Value":
        return _operand(self, other) @ self

    # ── 원소마다 계산하는 함수 ──

    def exp(self) -> "Value":
        """지수 함수 eˣ. 도함수는 eˣ 입니다."""
        out = np.exp(self.data)
        return operation("exp", out, (self, lambda g: g * out))

    def log(self) -> "Value":
        """자연로그 ln x. 도함수는 1/x 입니다."""
        x = self.data
        return operation("log", np.log(x), (self, lambda g: g / x))

    def tanh(self) -> "Value":
        """쌍곡탄젠트. 도함수는 1 − tanh²x 입니다."""
        out = np.tanh(self.data)
        return operation("tanh", out, (self, lambda g: g * (1 - out * out)))

    def sigmoid(self) -> "Value":
        """시그모이드 s = 1/(1 + e⁻ˣ). 도함수는 s(1 − s) 입니다."""
        out = np.exp(-np.logaddexp(np.zeros_like(self.data), -self.data))  # 넘치지 않게
        return operation("sigmoid", out, (self, lambda g: g * out * (1 - out)))

    def relu(self) -> "Value":
        """ReLU: max(0, x). 0에서의 기울기는 관례를 따라 0입니다."""
        x = self.data
        return operation("relu", np.maximum(x, x.dtype.type(0)), (self, lambda g: g * (x > 0)))

    # ── 모으기와 모양 바꾸기 ──

    def sum(self, axis: Axis = None, *, keepdims: bool = False) -> "Value":
        """합. 기울기는 더한 원소 모두에 똑같이 갑니다."""
        x = self.data
        out = x.sum(axis=axis, keepdims=keepdims)
        return operation("sum", out, (self, lambda g: _spread(g, x.shape, axis, keepdims)))

    def mean(self, axis: Axis = None, *, keepdims: bool = False) -> "Value":
        """평균. 기울기는 원소의 수로 나뉘어 갑니다."""
        x = self.data
        if x.size == 0:
            raise ArgumentError(f"mean: 배열이 비어 있습니다(모양 {x.shape}). 빈 배치인지 보세요.")
        out = x.mean(axis=axis, keepdims=keepdims)
        share = out.size / x.size
        return operation("mean", out, (self, lambda g: _spread(g * share, x.shape, axis, keepdims)))

    def reshape(self, *shape: int) -> "Value":
        """원소는 그대로 두고 모양만 바꿉니다. ``value.reshape(-1, 1)`` 처럼 씁니다."""
        x = self.data
        try:
            out = x.reshape(*shape)
        except ValueError:
            raise _misfit("reshape", x.shape, shape) from None
        return operation("reshape", out, (self, lambda g: g.reshape(x.shape)))

    @property
    def T(self) -> "Value":  # noqa: N802  NumPy 와 같은 이름입니다
        """전치(transpose)입니다. 축의 순서를 뒤집습니다."""
        return operation("T", self.data.T, (self, lambda g: g.T))

    def __getitem__(self, index: Any) -> "Value":
        x = self.data

        def scatter(g: Array) -> Array:
            full = np.zeros_like(x)
            np.add.at(full, index, g)  # 같은 원소를 여러 번 골랐으면 그만큼 더합니다
            return full

        return operation("getitem", x[index], (self, scatter))

    # ── 역전파 ──

    def backward(self, gradient: ArrayLike | None = None) -> None:
        """이 값을 만든 모든 값의 `grad` 에 기울기를 더합니다.

        Parameters
        ----------
        gradient
            이 값의 기울기. 원소가 하나뿐이면 생략할 수 있고, 그때는 1입니다.

        Notes
        -----
        두 번 부르면 기울기가 정확히 두 번 더해집니다. 걸음마다 `zero_grad` 로 지우세요. 파라미터의
        `data` 를 제자리에서 고쳤으면 순전파부터 다시 계산해야 합니다.
        """
        order = _topological_order(self)
        arriving = {self: _seed(self, gradient, order)}
        with np.errstate(all="ignore"):  # 꺾인 점의 0/0 은 torch 처럼 NaN 으로 둡니다
            for node in filter(attrgetter("differentiable"), reversed(order)):
                g = arriving.pop(node)
                node.grad = g if node.grad is None else np.asarray(node.grad + g)
                for parent, pullback in node.inputs:
                    if parent.differentiable:
                        d = _owned(pullback(g), g, parent.data)
                        if parent in arriving:  # 다른 길로도 온 기울기는 더합니다
                            d += arriving[parent]
                        arriving[parent] = d

    def zero_grad(self) -> None:
        """구해 둔 기울기를 지웁니다."""
        self.grad = None

    @property
    def shape(self) -> tuple[int, ...]:
        """`data` 의 모양입니다."""
        return self.data.shape

    def __repr__(self) -> str:
        name = f", name={self.name!r}" if self.name else ""
        return f"Value({np.array2string(self.data, separator=', ')}{name})"


def operation(op: str, data: Any, *inputs: tuple[Value, Pullback]) -> Value:
    """연산의 결과를 기록합니다. 새 연산은 이 함수 하나로 만들 수 있습니다.

    Parameters
    ----------
    op
        연산의 이름입니다.
    data
        계산한 결과입니다.
    inputs
        ``(입력, g → 그 입력의 기울기)`` 쌍들입니다. 돌려주는 기울기는 브로드캐스팅된 모양이어도
        되고 g 자체여도 됩니다. 모양을 되돌리고 사본을 만드는 일은 `backward` 가 합니다.
    """
    out = Value.__new__(Value)
    out.data = data if type(data) is np.ndarray else np.asarray(data)
    out.grad, out.op, out.name, out.inputs = None, op, "", inputs
    out.level, out.differentiable = 0, False
    for parent, _ in inputs:
        if parent.level >= out.level:
            out.level = parent.level + 1
        if parent.differentiable:
            out.differentiable = True
    return out


def cross_entropy(logits: Value, labels: ArrayLike) -> Value:
    """소프트맥스 교차 엔트로피의 평균(nat). 소프트맥스와 로그를 합쳐 넘치지 않습니다::

        L = −1/B Σ_b log softmax(z_b)[y_b],   ∂L/∂z = (softmax(z) − onehot(y)) / B

    Parameters
    ----------
    logits
        확률로 바꾸기 전의 점수, (B, C).
    labels
        정답의 번호, 0 이상 C 미만의 정수 (B,).
    """
    z, y = logits.data, np.asarray(labels)
    if not _plausible(z, y):
        losses.cross_entropy.check("cross_entropy", z, y)
    rows = np.arange(len(y))
    shifted = z - np.maximum.reduce(z, axis=1, keepdims=True)  # (B, C)  exp 가 넘치지 않게
    weights = np.exp(shifted)  # (B, C)
    total = np.add.reduce(weights, axis=1)  # (B,)
    loss = z.dtype.type(np.add.reduce(np.log(total) - shifted[rows, y]) / len(y))

    def pullback(g: Array) -> Array:
        d: Array = weights / total[:, None]  # (B, C)  softmax(z)
        d[rows, y] -= 1
        d *= g / len(y)
        return d

    return operation("cross_entropy", loss, (logits, pullback))


# ── 그래프: 계산의 기록을 그리고 시험할 수 있는 데이터로 ──────────────────────────────────


@dataclass(frozen=True, eq=False)
class Node:
    """계산 그래프의 마디 하나. 배열은 모두 사본입니다."""

    index: int
    op: str
    name: str
    data: Array
    grad: Array | None


@dataclass(frozen=True, eq=False)
class Graph:
    """계산 그래프. `nodes` 는 계산한 순서이고 `edges` 는 (입력의 index, 결과의 index) 입니다.

    ``x * x`` 처럼 같은 입력을 두 번 쓰면 같은 변이 두 번 있습니다. 마지막 마디가 결과입니다.
    """

    nodes: tuple[Node, ...]
    edges: tuple[tuple[int, int], ...]


def graph(root: Value) -> Graph:
    """`root` 를 만든 계산을 모두 꺼냅니다. 입력은 언제나 그것을 쓴 결과보다 앞에 옵니다."""
    index = {v: i for i, v in enumerate(_topological_order(root))}
    nodes = tuple(Node(i, v.op, v.name, copy(v.data), copy(v.grad)) for v, i in index.items())
    edges = tuple((index[parent], i) for v, i in index.items() for parent, _ in v.inputs)
    return Graph(nodes, edges)


def _topological_order(root: Value) -> list[Value]:
    """입력이 언제나 결과보다 앞에 오는 순서. 재귀가 없어 깊이에 한계가 없습니다."""
    found, waiting = {root: None}, [root]
    while waiting:
        node = waiting.pop()
        for parent, _ in node.inputs:
            if parent.level >= node.level:
                raise ArgumentError(
                    f"{_place(node)} 에 순환이 있습니다. inputs 를 고치지 말고 새로 계산해 주세요."
                )
            if parent not in found:
                found[parent] = None
                waiting.append(parent)
    return sorted(found, key=attrgetter("level"))


# ── 모양 맞추기 ──────────────────────────────────────────────────────────────────────────


def _owned(d: Array, g: Array, data: Array) -> Array:
    """기울기를 `data` 의 모양과 dtype 으로 되돌립니다. 다른 값의 기울기와 나누어 쓰지 않습니다."""
    shape = data.shape
    if d.shape != shape:  # 브로드캐스팅으로 늘어났던 축을 더합니다
        while d.ndim > len(shape):
            d = np.add.reduce(d)
        for axis, n in enumerate(shape):
            if n != d.shape[axis]:
                d = np.add.reduce(d, axis=axis, keepdims=True)
    elif d is g or d.base is not None:
        d = d.copy()
    return np.asarray(d, data.dtype)


def _spread(g: Array, shape: tuple[int, ...], axis: Axis, keepdims: bool) -> Array:
    """모으면서 없어진 축을 되살려 원소마다 같은 기울기를 놓습니다."""
    if axis is not None and not keepdims:
        g = np.expand_dims(g, axis)
    return np.broadcast_to(g, shape)


# ── 입구에서의 검사 ──────────────────────────────────────────────────────────────────────


def _operand(like: Value, other: Any) -> Value:
    """연산의 상대. 배열이면 상수로 바꿉니다. 수 하나와 정수는 `like` 의 dtype 을 따릅니다."""
    if isinstance(other, Value):
        return other
    array = real_array("Value 와의 연산", "상대", other)
    weak = array.dtype.kind != "f" or array.ndim == 0
    return operation("constant", array.astype(like.data.dtype) if weak else array)


def _fitted(f: Any, a: Value, b: Value) -> Any:
    """원소마다 계산합니다. 모양이 맞지 않으면 우리말로 알립니다."""
    try:
        return f(a.data, b.data)
    except ValueError:
        raise _misfit(f.__name__, a.data.shape, b.data.shape) from None


def _misfit(op: str, s: tuple[int, ...], t: tuple[int, ...]) -> ShapeError:
    """두 모양과, 전치나 reshape 로 맞을 것 같으면 그 방법까지 말합니다."""
    if op == "@":
        fits = {"왼쪽.T": s[:1] == t[:1], "오른쪽.T": s[-1:] == t[-1:]}
    else:
        fits = {"한쪽.T": s == t[::-1], "짧은 쪽.reshape(-1, 1)": s[:1] == t[:1]}
    ways = " 또는 ".join(way for way, fit in fits.items() if fit)
    hint = f"{ways} 를 뜻하셨나요?" if ways else "모양을 확인해 주세요."
    return ShapeError(f"{op}: 왼쪽의 모양 {s} 와 오른쪽의 모양 {t} 는 서로 맞지 않습니다. {hint}")


def _seed(root: Value, gradient: ArrayLike | None, order: list[Value]) -> Array:
    """역전파를 시작할 기울기. 시작할 수 없는 까닭이 있으면 그것을 말합니다."""
    data = root.data
    if not root.differentiable:
        raise ArgumentError("backward: 상수로만 계산한 값이라 미분할 Value 가 없습니다.")
    if gradient is None:
        if data.size != 1:
            raise ShapeError(
                f"backward: 모양이 {data.shape} 인 값에서는 기울기 없이 시작할 수 없습니다. sum() "
                "이나 mean() 으로 모으거나 backward(gradient=…) 로 기울기를 넘겨 주세요."
            )
        gradient = 1 if data.ndim == 0 else np.ones(data.shape)
    seed = np.array(gradient, dtype=data.dtype)
    if seed.shape != data.shape:
        raise ShapeError(f"backward: gradient {seed.shape} 의 모양이 값 {data.shape} 과 다릅니다.")
    if not (math.isfinite(data.item()) if data.size == 1 else np.isfinite(data).all()):
        first = next(node for node in order if not np.isfinite(node.data).all())
        raise NonFiniteError(
            "backward: 값에 NaN 이나 무한대가 있습니다. 순전파에서 처음 나타난 곳은 "
            f"{_place(first)} 입니다. 그 입력과 학습률을 살펴 주세요."
        )
    return seed


def _place(node: Value) -> str:
    return f"{node.op}{f' {node.name!r}' if node.name else ''} (모양 {node.data.shape})"


def _plausible(z: Array, y: Array) -> bool:
    """점수와 정답의 번호가 멀쩡해 보이는지만 빠르게 봅니다. 아니면 losses 가 자세히 살핍니다."""
    if z.ndim != 2 or y.shape != z.shape[:1] or y.size == 0 or y.dtype.kind not in "iu":
        return False
    unsigned = y.astype(np.intp, copy=False).view(np.uintp)  # 음수도 아주 큰 수로 보입니다
    in_range = np.maximum.reduce(unsigned) < z.shape[1]
    return bool(in_range and abs(np.add.reduce(z[0]) - 1) > 1e-3)  # 합이 1이면 확률일지도 모릅니다
