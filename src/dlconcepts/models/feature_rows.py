"""예제마다 한 줄로 편 표현: torch 의 텐서와 NumPy 배열을 모두 받습니다."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from dlconcepts.errors import ShapeError
from dlconcepts.inputs import check_finite, real_array

Floats = NDArray[np.float64]


def feature_rows(where: str, features: Any) -> Floats:
    """표현 (N, …) 을 예제마다 한 줄로 펴서 (N, D) 로. 특징 지도도 됩니다."""
    if isinstance(features, Tensor):
        features = features.detach().cpu().double().numpy()
    h = real_array(where, "features", features)
    if h.ndim < 2 or h.size == 0:
        raise ShapeError(
            f"{where}: features 의 모양은 (예제 수, 특징 수) 여야 하는데 {h.shape} 입니다. 특징이 "
            "하나뿐이면 h[:, None] 으로, 예제가 하나뿐이면 h[None] 으로 감싸 주세요."
        )
    h = h.reshape(len(h), -1).astype(np.float64)
    check_finite(where, "features", h)
    return h


def like_fitted(where: str, features: Any, count: int, made: str) -> Floats:
    """`feature_rows` 이고, 특징의 수가 만들 때(`made`)와 같은지도 봅니다."""
    h = feature_rows(where, features)
    if h.shape[1] != count:
        raise ShapeError(
            f"{where}: 특징 {count}개로 만든 {made}인데 {h.shape[1]}개를 받았습니다. "
            "같은 층의 출력을 넘겨 주세요."
        )
    return h


def row_labels(where: str, labels: Any, count: int) -> NDArray[np.int64]:
    """(N,) 정수의 라벨."""
    if isinstance(labels, Tensor):
        labels = labels.detach().cpu().numpy()
    y = real_array(where, "labels", labels)
    if y.shape != (count,) or y.dtype.kind not in "iub":
        raise ShapeError(
            f"{where}: labels 는 예제마다 하나인 정수 ({count},) 여야 하는데 모양이 {y.shape}, "
            f"dtype 이 {y.dtype} 입니다. 표현과 같은 순서의 라벨을 넘겨 주세요."
        )
    return y.astype(np.int64)
