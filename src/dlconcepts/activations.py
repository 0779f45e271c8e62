"""활성화 함수(activation function): 뉴런의 가중합 z 를 출력으로 바꾸는 함수와 그 도함수.

도함수 `df` 는 언제나 **입력 z** 의 함수입니다. 출력 f(z) 를 넘기면 다른 값이 나옵니다::

    h = a.f(z)          z (…)  →  h (…)         원소마다
    dh_dz = a.df(z)     z (…)  →  f′(z) (…)     원소마다
    p = softmax(z)      z (…, C) → p (…, C)     한 줄을 함께: 합이 1

softmax 는 출력 하나가 입력 모두에 달려 있어 f′(z) 가 배열 하나로 적히지 않습니다. 대신 위에서 온
기울기를 받아 z 의 기울기로 바꾸는 `softmax_vjp` (vector–Jacobian product)가 있습니다.

``out=`` 은 NumPy 와 같습니다. 그 배열에 적고 그 배열을 돌려주며, z 자신이어도 됩니다.
실수 배열의 정밀도(float32, float64)는 그대로이고 정수는 float64 로 바꿉니다.

꺾인 점의 기울기는 torch 와 같습니다: relu′(0) = 0, leaky_relu′(0) = 0.01, step′ = 0.
"""

import math
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlconcepts.errors import ArgumentTypeError, NonFiniteError, ShapeError

Array = NDArray[Any]

LEAK = 0.01  # leaky_relu 가 음수 쪽에 남기는 기울기


class _Elementwise(Protocol):
    """원소마다 계산하는 함수의 꼴입니다: ``f(z)`` 또는 ``f(z, out=buffer)``."""

    def __call__(self, z: ArrayLike, out: Array | None = None) -> Any: ...


@dataclass(frozen=True)
class Activation:
    """활성화 함수 하나: 이름, 값, 도함수.

    Attributes
    ----------
    name
        `ACTIVATIONS` 에서 찾는 이름입니다.
    f
        값 f(z) 입니다. 수에도 배열에도 원소마다 계산합니다.
    df
        도함수 f′(z) 입니다. 출력 f(z) 가 아니라 입력 z 를 받습니다.
    """

    name: str
    f: _Elementwise
    df: _Elementwise


def _floats(z: ArrayLike) -> Array:
    """z 를 실수 배열로 봅니다. 실수 배열이면 복사하지 않고, 정수와 참거짓은 float64 로 바꿉니다."""
    array = np.asarray(z)
    if array.dtype.kind == "f":
        return array
    if array.dtype.kind not in "iub":
        raise ArgumentTypeError(
            f"활성화 함수의 z 에는 실수나 실수 배열이 와야 하는데 {type(z).__name__} 형"
            f"(dtype {array.dtype})입니다. np.array(…, dtype=float) 로 바꾸어 주세요."
        )
    return array.astype(np.float64)


def _written(value: Any, out: Array | None) -> Any:
    """이미 구한 값을, out 이 있으면 거기에 적어 돌려줍니다. 0차원은 NumPy 의 수로 돌려줍니다."""
    if out is None:
        return value[()]
    np.copyto(out, value, casting="same_kind")
    return out


def _exp_of_minus_abs(z: Array) -> Array:
    """e^(−|z|) 입니다. 지수가 0 이하라서 |z| 가 아무리 커도 넘치지 않습니다."""
    return np.exp(-np.abs(z))


# ── 값과 도함수 ──────────────────────────────────────────────────────────────────────────


def _identity(z: ArrayLike, out: Array | None = None) -> Any:
    return np.positive(_floats(z), out=out)


def _identity_slope(z: ArrayLike, out: Array | None = None) -> Any:
    return _written(np.ones_like(_floats(z)), out)


def _step(z: ArrayLike, out: Array | None = None) -> Any:
    z = _floats(z)
    return np.greater(z, 0, out=out) if out is not None else (z > 0).astype(z.dtype)


def _step_slope(z: ArrayLike, out: Array | None = None) -> Any:
    return _written(np.zeros_like(_floats(z)), out)


def _relu(z: ArrayLike, out: Array | None = None) -> Any:
    return np.maximum(_floats(z), 0, out=out)


def _leaky_relu(z: ArrayLike, out: Array | None = None) -> Any:
    z = _floats(z)
    return np.maximum(z, LEAK * z, out=out)


def _leaky_relu_slope(z: ArrayLike, out: Array | None = None) -> Any:
    z = _floats(z)
    return _written(np.where(z > 0, z.dtype.type(1), z.dtype.type(LEAK)), out)


def _normal_cdf(z: Array) -> Array:
    """표준정규분포의 누적확률 Φ(z) = erfc(−z/√2) / 2. 1 + erf 보다 z ≪ 0 에서 정확합니다."""
    erfc = np.frompyfunc(math.erfc, 1, 1)(-z / math.sqrt(2))
    return np.asarray(erfc, dtype=z.dtype) / 2


def _gelu(z: ArrayLike, out: Array | None = None) -> Any:
    z = _floats(z)
    return np.multiply(z, _normal_cdf(z), out=out)


def _gelu_slope(z: ArrayLike, out: Array | None = None) -> Any:
    z = _floats(z)
    density = np.exp(-z * z / 2) / math.sqrt(2 * math.pi)  # φ(z) = Φ′(z)
    return np.add(_normal_cdf(z), z * density, out=out)


def _sigmoid(z: ArrayLike, out: Array | None = None) -> Any:
    z = _floats(z)
    e = _exp_of_minus_abs(z)
    return np.divide(np.where(z >= 0, z.dtype.type(1), e), 1 + e, out=out)


def _sigmoid_slope(z: ArrayLike, out: Array | None = None) -> Any:
    e = _exp_of_minus_abs(_floats(z))  # σ(1 − σ) = e^(−|z|) / (1 + e^(−|z|))²
    return np.divide(e, (1 + e) ** 2, out=out)


def _silu(z: ArrayLike, out: Array | None = None) -> Any:
    z = _floats(z)
    return np.multiply(z, _sigmoid(z), out=out)


def _silu_slope(z: ArrayLike, out: Array | None = None) -> Any:
    z = _floats(z)
    return np.add(_sigmoid(z), z * _sigmoid_slope(z), out=out)


def _tanh(z: ArrayLike, out: Array | None = None) -> Any:
    return np.tanh(_floats(z), out=out)


def _tanh_slope(z: ArrayLike, out: Array | None = None) -> Any:
    h = np.tanh(_floats(z))
    return np.subtract(1, h * h, out=out)


def _square(z: ArrayLike, out: Array | None = None) -> Any:
    return np.square(_floats(z), out=out)


def _square_slope(z: ArrayLike, out: Array | None = None) -> Any:
    return np.multiply(_floats(z), 2, out=out)


# ── 이름 ─────────────────────────────────────────────────────────────────────────────────

#: 항등 함수 f(z) = z, f′(z) = 1. 회귀의 출력층에 씁니다.
identity = Activation("identity", _identity, _identity_slope)

#: 계단 함수 f(z) = 1 (z > 0), 그 밖에는 0. f′(z) = 0 이라 경사 하강법이 배울 것이 없습니다.
step = Activation("step", _step, _step_slope)

#: ReLU f(z) = max(0, z), f′(z) = 1 (z > 0), 그 밖에는 0.
#: V. Nair, G. Hinton, "Rectified Linear Units Improve Restricted Boltzmann Machines", ICML 2010.
relu = Activation("relu", _relu, _step)

#: 새는 ReLU(leaky ReLU) f(z) = max(0.01 z, z), f′(z) = 1 (z > 0), 그 밖에는 0.01.
#: A. Maas 외, "Rectifier Nonlinearities Improve Neural Network Acoustic Models", ICML 2013.
leaky_relu = Activation("leaky_relu", _leaky_relu, _leaky_relu_slope)

#: GELU f(z) = z Φ(z), f′(z) = Φ(z) + z φ(z). 근사가 아닌 오차 함수(erf)의 꼴입니다.
#: D. Hendrycks, K. Gimpel, "Gaussian Error Linear Units (GELUs)", arXiv:1606.08415, 2016.
gelu = Activation("gelu", _gelu, _gelu_slope)

#: SiLU f(z) = z σ(z), f′(z) = σ(z) + z σ(z)(1 − σ(z)). Swish 라고도 합니다.
#: S. Elfwing 외, "Sigmoid-Weighted Linear Units for Neural Network Function Approximation in
#: Reinforcement Learning", Neural Networks 107, 2018.
silu = Activation("silu", _silu, _silu_slope)

#: 시그모이드 σ(z) = 1 / (1 + e^(−z)), σ′(z) = σ(z)(1 − σ(z)).
sigmoid = Activation("sigmoid", _sigmoid, _sigmoid_slope)

#: 쌍곡탄젠트 f(z) = tanh z, f′(z) = 1 − tanh² z.
tanh = Activation("tanh", _tanh, _tanh_slope)

#: 제곱 f(z) = z², f′(z) = 2z. 쓰라고 있는 것이 아니라 왜 쓰지 않는지 보라고 있습니다.
square = Activation("square", _square, _square_slope)

#: 이름 → 활성화 함수.
ACTIVATIONS: dict[str, Activation] = {
    a.name: a for a in (identity, step, relu, leaky_relu, gelu, silu, sigmoid, tanh, square)
}


# ── 소프트맥스: 한 줄을 함께 봅니다 ──────────────────────────────────────────────────────


def softmax(z: ArrayLike, axis: int = -1, *, out: Array | None = None) -> Array:
    """점수(로짓) z 를 합이 1 인 확률로 바꿉니다: p_i = e^{z_i} / Σ_j e^{z_j}.

    가장 큰 점수를 먼저 빼므로 점수가 1000 이어도 넘치지 않습니다. 모든 점수에 같은 수를 더해도
    확률은 그대로입니다. 점수 −∞ 는 “고를 수 없음”이고 확률이 0 입니다.

    Parameters
    ----------
    z
        점수입니다. 모양은 (…, C, …) 입니다.
    axis
        확률의 합이 1 이 될 축입니다.
    out
        결과를 적을 배열입니다. z 자신이어도 됩니다.
    """
    e = _below_the_largest("softmax", z, axis, out)
    np.exp(e, out=e)
    e /= e.sum(axis=axis, keepdims=True)
    return e


def log_softmax(z: ArrayLike, axis: int = -1, *, out: Array | None = None) -> Array:
    """소프트맥스의 로그입니다: log p_i = z_i − log Σ_j e^{z_j}.

    ``np.log(softmax(z))`` 와 달리 확률이 0 으로 반올림되는 곳에서도 −∞ 가 되지 않습니다.

    Parameters
    ----------
    z, axis, out
        `softmax` 와 같습니다.
    """
    z = _below_the_largest("log_softmax", z, axis, out)
    z -= np.log(np.exp(z).sum(axis=axis, keepdims=True))
    return z


def softmax_vjp(z: ArrayLike, upstream: ArrayLike, axis: int = -1) -> Array:
    """소프트맥스를 거꾸로 지나는 기울기입니다: ∂L/∂z_i = p_i (g_i − Σ_j g_j p_j).

    Parameters
    ----------
    z
        소프트맥스에 넣었던 점수입니다.
    upstream
        위에서 온 기울기 g = ∂L/∂p 입니다. z 와 모양이 같습니다.
    axis
        소프트맥스를 구한 축입니다.
    """
    p, g = softmax(z, axis), _floats(upstream)
    if g.shape != p.shape:
        raise ShapeError(
            f"softmax_vjp(z, upstream): z 의 모양은 {p.shape} 인데 upstream 의 모양은 {g.shape} "
            "입니다. 확률마다 기울기가 하나씩 있어야 합니다."
        )
    return p * (g - (g * p).sum(axis=axis, keepdims=True))  # type: ignore[no-any-return]


def _below_the_largest(name: str, z: ArrayLike, axis: int, out: Array | None) -> Array:
    """z 에서 그 줄의 가장 큰 값을 뺍니다. e^z 가 넘치지 않게 하는 첫걸음입니다."""
    z = _floats(z)
    if z.ndim == 0 or not -z.ndim <= axis < z.ndim or z.shape[axis] == 0:
        raise ShapeError(
            f"{name}(z, axis={axis}): 점수가 하나 이상 놓인 축이어야 하는데 z 의 모양이 {z.shape} "
            "입니다. 한 예의 점수는 (C,), 여러 예의 점수는 (B, C) 로 넘겨 주세요."
        )
    largest = z.max(axis=axis, keepdims=True)
    if not np.isfinite(largest).all():
        raise NonFiniteError(
            f"{name}(z): z 에 NaN 이나 무한대가 있거나 점수가 모두 −∞ 인 줄이 있어 확률을 정할 수 "
            "없습니다. 학습 중이었다면 학습률을 줄이고 입력에 NaN 이 있는지 보아 주세요."
        )
    return np.subtract(z, largest, out=out)  # type: ignore[no-any-return]
