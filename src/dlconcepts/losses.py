"""손실 함수(loss function): 예측이 정답에서 벗어난 정도를 수 하나로 줄이고, 그 기울기를 냅니다::

    L = loss.f(prediction, target, reduction="mean")        수 하나
    dL_dp = loss.df(prediction, target, reduction="mean")   prediction 과 같은 모양

예제마다의 손실을 더할지(sum) 평균 낼지(mean)는 언제나 적어야 합니다. 합의 기울기는 평균의
N 배라서, 같은 학습률이 전혀 다른 걸음이 되기 때문입니다::

    mse, mae, huber          prediction (…), target (…)       모든 원소의 합이나 평균
    binary_cross_entropy     로짓 (…), target (…) ∈ [0, 1]    모든 원소의 합이나 평균
    hinge                    점수 (…), target (…) ∈ {−1, +1}  모든 원소의 합이나 평균
    cross_entropy            로짓 (B, C), target (B,) 정수    줄마다 하나, 그 합이나 평균
    margin_ranking           두 점수 (B, 2), target (B,) ±1   줄마다 하나, 그 합이나 평균

로짓(logit)은 확률로 바꾸기 전의 점수입니다. 확률을 넘기면 소프트맥스를 두 번 지나게 됩니다.
값과 기울기, 꺾인 점의 기울기까지 torch 와 같습니다: mae 는 차이 0 에서 0, hinge 와 margin_ranking
은 여유가 정확히 0 인 곳에서 아직 밉니다.
"""

import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlconcepts.errors import ArgumentError, ArgumentTypeError, NonFiniteError, ShapeError

Array = NDArray[Any]
Reduction = Literal["mean", "sum", "none"]
# 검사를 마친 (prediction, target), 그리고 적을 곳
_Terms = Callable[[Array, Array], Array]
_Slopes = Callable[[Array, Array, Array | None], Array]
_Both = Callable[[Array, Array, float, Array | None], tuple[Array, Array]]
_Check = Callable[[str, ArrayLike, ArrayLike], tuple[Array, Array]]


@dataclass(frozen=True)
class Loss:
    """손실 함수 하나: 이름, 예제마다의 손실, 그 기울기, 그리고 입구에서의 검사.

    Attributes
    ----------
    name
        `LOSSES` 에서 찾는 이름입니다.
    terms
        ``terms(prediction, target)``: 줄이기 전의 손실들입니다. 검사하지 않습니다.
    slopes
        ``slopes(prediction, target, out)``: 손실들의 합을 prediction 으로 미분한 것입니다.
    check
        ``check(name, prediction, target)``: 인자를 검사해 배열 둘로 바꿉니다.
    both
        값과 기울기가 계산을 나누어 쓸 때, 둘을 한꺼번에 구하는 함수입니다.
    """

    name: str
    terms: _Terms
    slopes: _Slopes
    check: _Check
    both: _Both | None = None

    def f(self, prediction: ArrayLike, target: ArrayLike, *, reduction: Reduction) -> Any:
        """손실의 값입니다.

        Parameters
        ----------
        prediction, target
            예측과 정답입니다. 모양은 파일 머리의 표에 있습니다.
        reduction
            "mean" 이나 "sum" 이면 수 하나, "none" 이면 줄이지 않은 배열을 돌려줍니다.
        """
        self._check_reduction(reduction, ("mean", "sum", "none"))
        p, t = self.check(self.name, prediction, target)
        with np.errstate(over="ignore", invalid="ignore"):  # 넘친 것은 아래에서 말로 알립니다
            terms = self.terms(p, t)
            if reduction == "none":
                self._check_overflow(float(terms.max()), p)
                return terms
            value = float(terms.sum() if reduction == "sum" else terms.mean())
        self._check_overflow(value, p)
        return value

    def df(self, prediction: ArrayLike, target: ArrayLike, *, reduction: Reduction) -> Array:
        """손실의 값을 prediction 으로 미분한 기울기입니다. prediction 과 모양이 같습니다.

        Parameters
        ----------
        prediction, target
            `f` 와 같습니다.
        reduction
            `f` 와 같습니다. 다만 "none" 은 수 하나가 아니어서 기울기를 정할 수 없습니다.
        """
        self._check_reduction(reduction, ("mean", "sum"))
        p, t = self.check(self.name, prediction, target)
        with np.errstate(over="ignore", invalid="ignore"):
            slopes = self.slopes(p, t, None)
        self._check_overflow(float(np.abs(slopes).max()), p)
        if reduction == "mean":
            slopes /= t.size  # 정답 하나에 손실 하나
        return slopes

    def value_and_gradient(
        self, prediction: Array, target: Array, *, reduction: Reduction, out: Array | None = None
    ) -> tuple[float, Array]:
        """값과 기울기를 한꺼번에, 인자를 **검사하지 않고** 구합니다. 학습의 안쪽 반복에 씁니다.

        넘친 값은 그대로 inf 나 NaN 으로 돌려줍니다. 부르는 쪽에서 한 번 보아 주세요.

        Parameters
        ----------
        prediction, target
            `check` 를 지났거나, 지날 것이 분명한 배열입니다.
        reduction
            "mean" 또는 "sum" 입니다.
        out
            기울기를 적을, 메모리에 줄 순서로 이어진 배열입니다. prediction 자신이어도 됩니다.
        """
        scale = 1.0 if reduction == "sum" else 1 / target.size  # 정답 하나에 손실 하나
        if self.both is not None:
            terms, slopes = self.both(prediction, target, scale, out)
        else:
            terms, slopes = self.terms(prediction, target), self.slopes(prediction, target, out)
            slopes *= scale
        return float(np.add.reduce(terms, axis=None)) * scale, slopes

    def _check_reduction(self, reduction: Any, allowed: tuple[str, ...]) -> None:
        if reduction not in allowed:
            raise ArgumentError(
                f"{self.name}: reduction 자리에는 {' · '.join(map(repr, allowed))} 중 하나가 "
                f"와야 하는데 {reduction!r} 입니다. 합(sum)의 기울기는 평균(mean)의 개수 배입니다."
            )

    def _check_overflow(self, value: float, prediction: Array) -> None:
        if not math.isfinite(value):
            raise NonFiniteError(
                f"{self.name}: 손실이나 기울기가 {prediction.dtype} 에 담을 수 있는 수를 "
                f"넘었습니다({value}). 예측의 크기가 {np.abs(prediction).max():.3g} 까지 있습니다. "
                "학습률을 줄이거나 데이터의 단위를 작게 바꾸어 보세요."
            )


# ── 수를 맞히는 손실 ─────────────────────────────────────────────────────────────────────


def _squared(p: Array, t: Array) -> Any:
    return np.square(p - t)


def _squared_slopes(p: Array, t: Array, out: Array | None) -> Any:
    return np.multiply(np.subtract(p, t, out=out), 2, out=out)


def _absolute(p: Array, t: Array) -> Any:
    return np.abs(p - t)


def _absolute_slopes(p: Array, t: Array, out: Array | None) -> Any:
    return np.sign(np.subtract(p, t, out=out), out=out)


def _huber(p: Array, t: Array, delta: float) -> Any:
    size = np.abs(p - t)
    small = np.minimum(size, delta)  # 포물선인 부분. 나머지 size − small 은 직선입니다
    return small * (size - small / 2)


def _huber_slopes(p: Array, t: Array, out: Array | None, delta: float) -> Any:
    return np.clip(np.subtract(p, t, out=out), -delta, delta, out=out)


# ── 종류를 맞히는 손실 ───────────────────────────────────────────────────────────────────


def _binary(z: Array, t: Array) -> Any:
    return np.maximum(z, 0) - z * t + np.log1p(np.exp(-np.abs(z)))


def _binary_slopes(z: Array, t: Array, out: Array | None) -> Any:
    e = np.exp(-np.abs(z))  # e^(−|z|) ≤ 1 이라 넘치지 않습니다
    sigmoid = np.where(z >= 0, z.dtype.type(1), e) / (1 + e)
    return np.subtract(sigmoid, t, out=out)


def _cross_entropy(z: Array, labels: Array) -> Any:
    z = z - z.max(axis=1, keepdims=True)
    return np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), labels]


def _cross_entropy_both(
    z: Array, labels: Array, scale: float, out: Array | None
) -> tuple[Array, Array]:
    """L_b = log Σ_c e^{z_bc} − z_{b,y_b} 와, ∂L_b/∂z = softmax(z_b) − onehot(y_b) 의 scale 배."""
    B, C = z.shape
    d = np.subtract(z, np.maximum.reduce(z, axis=1, keepdims=True), out=out, order="C")
    if not d.flags.c_contiguous:
        raise ArgumentError("cross_entropy: out 은 줄 순서로 이어진 배열이어야 합니다.")
    flat, at = d.reshape(-1), np.arange(0, B * C, C) + labels  # d[b, y_b] 는 flat[at[b]] 입니다
    z_of_label = flat.take(at)  # (B,)
    np.exp(d, out=d)
    total = np.add.reduce(d, axis=1)  # (B,)
    d *= (scale / total)[:, np.newaxis]
    flat[at] -= scale
    return np.log(total) - z_of_label, d


def _cross_entropy_slopes(z: Array, labels: Array, out: Array | None) -> Any:
    return _cross_entropy_both(z, labels, 1.0, out)[1]


def _hinge(s: Array, y: Array) -> Any:
    return np.maximum(1 - y * s, 0)


def _hinge_slopes(s: Array, y: Array, out: Array | None) -> Any:
    return np.multiply(-y, y * s <= 1, out=out)


# ── 순서를 맞히는 손실 ───────────────────────────────────────────────────────────────────


def _ranking(s: Array, y: Array, margin: float) -> Any:
    return np.maximum(margin - y * (s[:, 0] - s[:, 1]), 0)


def _ranking_slopes(s: Array, y: Array, out: Array | None, margin: float) -> Any:
    pushed = np.where(y * (s[:, 0] - s[:, 1]) <= margin, -y, 0)  # (B,)
    d = np.empty_like(s) if out is None else out
    d[:, 0], d[:, 1] = pushed, -pushed
    return d


# ── 입구에서의 검사 ──────────────────────────────────────────────────────────────────────


def _numbers(name: str, role: str, value: ArrayLike) -> Array:
    """유한한 수가 하나 이상 든 배열로 바꿉니다."""
    try:
        array = np.asarray(value)
    except ValueError:
        raise ShapeError(
            f"{name}: {role} 의 줄마다 길이가 달라 배열로 만들 수 없습니다. 길이를 맞추어 주세요."
        ) from None
    if array.dtype.kind not in "fiub":
        raise ArgumentTypeError(
            f"{name}: {role} 에는 수의 배열이 와야 하는데 {type(value).__name__} 형"
            f"(dtype {array.dtype})입니다. np.array(…, dtype=float) 로 바꾸어 주세요."
        )
    if array.size == 0:
        raise ShapeError(
            f"{name}: {role} 에 예제가 하나도 없습니다(모양 {array.shape}). 빈 배치의 손실은 정할 "
            "수 없으니, 배치를 나눌 때 빈 조각이 남지 않는지 보아 주세요."
        )
    if not np.isfinite(array).all():
        first = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise NonFiniteError(
            f"{name}: {role}{list(first) if first else ''} 의 값이 {array[first]} 입니다. 데이터에 "
            "NaN 이나 무한대가 없는지, 학습률이 너무 크지 않은지 보아 주세요."
        )
    return array


def _arrays(name: str, prediction: ArrayLike, target: ArrayLike) -> tuple[Array, Array]:
    p, t = _numbers(name, "prediction", prediction), _numbers(name, "target", target)
    return (p if p.dtype.kind == "f" else p.astype(np.float64)), t


def _same_shape(name: str, prediction: ArrayLike, target: ArrayLike) -> tuple[Array, Array]:
    p, t = _arrays(name, prediction, target)
    if p.shape != t.shape:
        remedy = "정답은 예측과 모양이 같아야 합니다."
        if p.shape == t.shape[::-1]:
            remedy = "한쪽을 .T 로 뒤집어야 하는지 보아 주세요."
        elif p.size == t.size:
            remedy = f"target.reshape({p.shape}) 처럼 모양을 맞추어 주세요."
        raise ShapeError(
            f"{name}: 모양이 다릅니다(prediction {p.shape}, target {t.shape}). {remedy}"
        )
    return p, t.astype(p.dtype)


def _probability_target(name: str, z: ArrayLike, target: ArrayLike) -> tuple[Array, Array]:
    p, t = _same_shape(name, z, target)
    if t.min() < 0 or t.max() > 1:
        raise ArgumentError(
            f"{name}: target 은 0 과 1 사이여야 하는데 {t.min():g} 부터 {t.max():g} 까지 있습니다. "
            "참은 1, 거짓은 0 으로 적어 주세요."
        )
    return p, t


def _signs(name: str, t: Array) -> Array:
    wrong = t[np.abs(t) != 1]
    if wrong.size:
        raise ArgumentError(
            f"{name}: target 은 −1 이나 +1 이어야 하는데 {wrong[0]:g} 이 있습니다. 0 과 1 로 적은 "
            "답은 2 * target - 1 로 바꿀 수 있습니다."
        )
    return t


def _sign_target(name: str, prediction: ArrayLike, target: ArrayLike) -> tuple[Array, Array]:
    p, t = _same_shape(name, prediction, target)
    return p, _signs(name, t)


def _pair_and_sign(name: str, prediction: ArrayLike, target: ArrayLike) -> tuple[Array, Array]:
    p, t = _arrays(name, prediction, target)
    if p.shape != (*t.shape[:1], 2) or t.ndim != 1:
        raise ShapeError(
            f"{name}: prediction 은 두 점수의 (B, 2), target 은 (B,) 여야 하는데 {p.shape} 와 "
            f"{t.shape} 입니다. 두 점수는 np.stack([a, b], axis=1) 로 묶어 주세요."
        )
    return p, _signs(name, t.astype(p.dtype))


def _logits_and_labels(name: str, prediction: ArrayLike, target: ArrayLike) -> tuple[Array, Array]:
    z, labels = _arrays(name, prediction, target)
    if z.ndim != 2 or z.shape[1] < 2:
        raise ShapeError(
            f"{name}: 로짓은 (B, C) 이고 C 는 2 이상이어야 하는데 {z.shape} 입니다. 예제가 하나면 "
            "z[None, :] 로 감싸고, 출력이 하나면 binary_cross_entropy 를 써 주세요."
        )
    if labels.shape != z.shape[:1]:
        remedy = f"라벨은 예제마다 하나씩 ({len(z)},) 여야 합니다."
        if labels.shape == z.shape:
            remedy = "원-핫이라면 target.argmax(axis=1) 로 정수 라벨로 바꾸어 주세요."
        elif labels.shape == z.shape[1:]:
            remedy = "로짓을 .T 로 뒤집어야 하는지 보아 주세요."
        raise ShapeError(f"{name}: 모양이 다릅니다(로짓 {z.shape}, 라벨 {labels.shape}). {remedy}")
    _check_labels(name, labels, z.shape[1])
    if z.min() >= 0 and np.abs(z.sum(axis=1) - 1).max() < 1e-3:
        warnings.warn(
            f"{name}: 줄마다 합이 1 이라 로짓이 아니라 확률로 보입니다. 이 손실은 소프트맥스를 "
            "안에서 하므로, 소프트맥스를 지나기 전의 점수를 넘겨 주세요.",
            UserWarning,
            stacklevel=3,
        )
    return z, labels.astype(np.intp, copy=False)


def _check_labels(name: str, labels: Array, classes: int) -> None:
    if labels.dtype.kind not in "iu":
        raise ArgumentTypeError(
            f"{name}: 라벨은 클래스의 번호라서 정수여야 하는데 dtype 이 {labels.dtype} 입니다. "
            "target.astype(int) 로 바꾸어 주세요."
        )
    wrong = np.flatnonzero((labels < 0) | (labels >= classes))
    if wrong.size:
        raise ArgumentError(
            f"{name}: 클래스가 {classes}개라 라벨은 0 이상 {classes} 미만이어야 하는데 "
            f"target[{wrong[0]}] 의 값이 {labels[wrong[0]]} 입니다. "
            "1 부터 센 라벨이면 1 을 빼 주세요."
        )


# ── 이름 ─────────────────────────────────────────────────────────────────────────────────


def make_huber(delta: float) -> Loss:
    """후버 손실을 만듭니다. d = 예측 − 정답일 때::

        |d| ≤ δ 이면  d²/2,      밖에서는  δ(|d| − δ/2)

    P. J. Huber, "Robust Estimation of a Location Parameter", Ann. Math. Statist. 35(1), 1964.

    Parameters
    ----------
    delta
        포물선이 직선으로 바뀌는 곳입니다. 기울기는 언제나 −δ 와 δ 사이입니다.
    """
    if not 0 < delta < math.inf:
        raise ArgumentError(f"make_huber: delta 는 0보다 큰 수여야 하는데 {delta!r} 입니다.")
    return Loss(
        "huber" if delta == 1 else f"huber({delta:g})",
        partial(_huber, delta=delta),
        partial(_huber_slopes, delta=delta),
        _same_shape,
    )


def make_margin_ranking(margin: float) -> Loss:
    """순위 손실을 만듭니다: max(0, m − y (s₁ − s₂)). y = +1 은 “앞의 점수가 더 커야 한다”입니다.

    Parameters
    ----------
    margin
        이긴 점수가 더 벌려야 하는 여유 m 입니다. torch 의 기본값은 0 입니다.
    """
    if not 0 <= margin < math.inf:
        raise ArgumentError(
            f"make_margin_ranking: margin 은 0 이상이어야 하는데 {margin!r} 입니다."
        )
    return Loss(
        "margin_ranking" if margin == 0 else f"margin_ranking({margin:g})",
        partial(_ranking, margin=margin),
        partial(_ranking_slopes, margin=margin),
        _pair_and_sign,
    )


#: 평균제곱오차(MSE) 입니다. 원소마다 (예측 − 정답)².
mse = Loss("mse", _squared, _squared_slopes, _same_shape)

#: 평균절대오차(MAE) 입니다. 원소마다 예측 − 정답의 절댓값입니다.
mae = Loss("mae", _absolute, _absolute_slopes, _same_shape)

#: 후버 손실, δ = 1. 가까우면 제곱, 멀면 절댓값처럼 자랍니다.
huber = make_huber(1.0)

#: 이진 교차 엔트로피(BCE) 입니다. 로짓 z 에서 −t log σ(z) − (1 − t) log(1 − σ(z)).
binary_cross_entropy = Loss("binary_cross_entropy", _binary, _binary_slopes, _probability_target)

#: 교차 엔트로피입니다. 로짓 (B, C) 와 정수 라벨 (B,) 에서 −log softmax(z)[라벨], 단위는 nat 입니다.
cross_entropy = Loss(
    "cross_entropy", _cross_entropy, _cross_entropy_slopes, _logits_and_labels, _cross_entropy_both
)

#: 힌지 손실(hinge) 입니다. max(0, 1 − y s). 정답 y 는 −1 이나 +1 입니다.
hinge = Loss("hinge", _hinge, _hinge_slopes, _sign_target)

#: 순위 손실(margin ranking) 입니다. 여유는 0 이고 max(0, −y (s₁ − s₂)).
margin_ranking = make_margin_ranking(0.0)

#: 이름 → 손실 함수.
LOSSES: dict[str, Loss] = {
    loss.name: loss
    for loss in (mse, mae, huber, binary_cross_entropy, cross_entropy, hinge, margin_ranking)
}
