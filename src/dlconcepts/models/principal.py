"""주성분 분석: 표현을 가장 넓게 퍼진 두 방향으로 눌러 그림으로 봅니다.

::

    h (N, D) ─▶ 평균을 빼고 ─▶ 가장 넓게 퍼진 방향 둘 ─▶ 점 (N, 2)

한 번에 푸는 식이라 학습률도 씨앗도 없습니다.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlconcepts.errors import ArgumentError
from dlconcepts.inputs import whole
from dlconcepts.models.feature_rows import feature_rows, like_fitted

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PrincipalPlane:
    """가장 넓게 퍼진 방향들로 본 점들. `principal_plane` 이 만듭니다.

    Attributes
    ----------
    points
        (N, dims) 예제마다의 자리입니다.
    share
        (dims,) 방향마다, 전체 분산에서 차지하는 비율입니다.
    directions
        (dims, D) 서로 수직이고 길이가 1인 방향입니다. 절댓값이 가장 큰 성분이 양수입니다.
    mean
        (D,) 빼고 본 평균입니다.
    """

    points: Floats
    share: Floats
    directions: Floats
    mean: Floats

    def project(self, features: Any) -> Floats:
        """다른 예제를 같은 평면에 놓습니다: (N, …) → (N, dims)."""
        h = like_fitted("PrincipalPlane", features, len(self.mean), "평면")
        placed: Floats = (h - self.mean) @ self.directions.T
        return placed


def principal_plane(features: Any, *, dims: int = 2) -> PrincipalPlane:
    """주성분 분석: 표현을 분산이 가장 큰 `dims` 개의 방향으로 내려놓습니다.

    ::

        H − 평균 = U S Vᵀ,      점 = (H − 평균) V,      비율_k = s_k² / Σ s²

    그림에서 가까운 두 점이 원래의 표현에서도 가깝다는 뜻은 아닙니다. 보이는 것은 분산의
    ``share.sum()`` 만큼입니다.

    Parameters
    ----------
    features
        예제마다의 표현 (N, …) 입니다.
    dims
        방향의 수입니다. 예제의 수와 특징의 수보다 클 수 없습니다.
    """
    where = "principal_plane"
    h = feature_rows(where, features)
    k = whole(where, "dims", dims)
    mean = h.mean(axis=0)
    if k > min(h.shape) or not np.ptp(h, axis=0).any():
        raise ArgumentError(
            f"{where}: 예제 {len(h)}개의 특징 {h.shape[1]}개에서 방향을 {k}개 찾을 수 없습니다. "
            "dims 를 줄이거나, 서로 다른 예제를 더 넘겨 주세요."
        )
    _, s, directions = np.linalg.svd(h - mean, full_matrices=False)
    largest = np.abs(directions).argmax(axis=1)
    directions = directions * np.sign(directions[np.arange(len(s)), largest])[:, None]
    share = s**2 / (s**2).sum()
    return PrincipalPlane((h - mean) @ directions[:k].T, share[:k], directions[:k], mean)
