"""선형 탐침(linear probe): 표현에서 답을 선형으로 읽을 수 있는지 잽니다.

::

    x ─▶ 층 ─▶ 층 ─▶ 표현 h ─▶ …           모델은 그대로 두고
                        │
                        ▼
                 선형 분류기 ─▶ 정확도       높을수록 답이 곧게 드러나 있습니다

한 번에 푸는 식이라 학습률도 씨앗도 없습니다.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlconcepts.errors import ArgumentError
from dlconcepts.models.feature_rows import feature_rows, like_fitted, row_labels

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class LinearProbe:
    """표현에서 라벨을 읽는 선형 분류기. `linear_probe` 가 만듭니다.

    Attributes
    ----------
    classes
        (K,) 라벨들입니다. 작은 것부터 적습니다.
    weights, bias
        (D, K) 와 (K,) 입니다. 표준화한 특징에 곱하고 더합니다.
    mean, scale
        (D,) 학습할 때 본 특징마다의 평균과 표준편차입니다. 변하지 않는 특징의 scale 은 1 입니다.
    """

    classes: NDArray[np.int64]
    weights: Floats
    bias: Floats
    mean: Floats
    scale: Floats

    def scores(self, features: Any) -> Floats:
        """클래스마다의 점수: (N, D) → (N, K)."""
        h = like_fitted("LinearProbe", features, len(self.mean), "분류기")
        found: Floats = (h - self.mean) / self.scale @ self.weights + self.bias
        return found

    def predict(self, features: Any) -> NDArray[np.int64]:
        """점수가 가장 큰 라벨: (N, D) → (N,)."""
        labels: NDArray[np.int64] = self.classes[self.scores(features).argmax(axis=1)]
        return labels

    def accuracy(self, features: Any, labels: Any) -> float:
        """맞힌 비율입니다."""
        predicted = self.predict(features)
        y = row_labels("LinearProbe", labels, len(predicted))
        return float((predicted == y).mean())


def linear_probe(features: Any, labels: Any, *, ridge: float = 1.0) -> LinearProbe:
    """표현을 바꾸지 않고 그 위에 선형 분류기 하나를 맞춥니다.

    ::

        min_{W,b}  Σ_n ‖W z_n + b − onehot(y_n)‖² + λ‖W‖²,      z = (h − 평균) / 표준편차

    로지스틱 회귀가 아니라 릿지 회귀(ridge regression)이므로 정규방정식 하나로 풀립니다. 잴 때는
    맞추지 않은 예제로 ``probe.accuracy(...)`` 를 부릅니다.

    G. Alain, Y. Bengio, "Understanding intermediate layers using linear classifier probes", 2016
    (arXiv:1610.01644). 그 글은 로지스틱 회귀를 씁니다.

    Parameters
    ----------
    features
        예제마다의 표현 (N, …) 입니다.
    labels
        (N,) 정수의 라벨입니다. 두 종류 이상이어야 합니다.
    ridge
        0보다 큰 λ 입니다. 특징을 표준화하므로 층이 달라도 같은 뜻입니다.
    """
    where = "linear_probe"
    h = feature_rows(where, features)
    y = row_labels(where, labels, len(h))
    classes, row = np.unique(y, return_inverse=True)
    if len(classes) < 2 or not ridge > 0:
        raise ArgumentError(
            f"{where}: 라벨은 두 종류 이상이고 ridge 는 0보다 커야 하는데 라벨은 "
            f"{classes.tolist()}, ridge 는 {ridge!r} 입니다."
        )
    mean, scale = h.mean(axis=0), h.std(axis=0)
    scale[scale <= 1e-12 * (1 + np.abs(mean))] = 1.0
    z, onehot = (h - mean) / scale, np.eye(len(classes))[row]  # (N, D), (N, K)
    bias = onehot.mean(axis=0)  # z 의 평균이 0 이므로 가중치와 따로 정해집니다
    n, d = z.shape
    if d <= n:
        weights = np.linalg.solve(z.T @ z + ridge * np.eye(d), z.T @ onehot)
    else:  # (ZᵀZ + λI)⁻¹Zᵀ = Zᵀ(ZZᵀ + λI)⁻¹ 이므로 작은 쪽을 풉니다
        weights = z.T @ np.linalg.solve(z @ z.T + ridge * np.eye(n), onehot)
    return LinearProbe(classes, weights, bias, mean, scale)
