"""그림의 배열: 쌍선형으로 늘이기와, 채널을 앞으로 옮기기."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlconcepts.errors import ShapeError
from dlconcepts.inputs import whole

Images = NDArray[np.float32]


def enlarge(images: NDArray[Any], size: int) -> Images:
    """그림을 쌍선형 보간(bilinear interpolation)으로 늘이거나 줄입니다.

    새 화소의 한가운데를 옛 그림의 좌표로 옮겨, 둘러싼 네 화소를 가까운 만큼 섞습니다. 가로와
    세로의 섞는 비율은 따로라서, 행렬 둘의 곱입니다::

        s = (i + ½) · n/m − ½,    W[i, ⌊s⌋] = 1 − (s − ⌊s⌋),    W[i, ⌊s⌋+1] = s − ⌊s⌋
        새 그림 = W · 옛 그림 · Wᵀ                     W: (m, n), 가장자리에서는 끝 화소를 씁니다

    새로 생긴 화소에 새 정보는 없습니다. 매끈해 보일 뿐, 아는 것은 늘이기 전과 같습니다.

    Parameters
    ----------
    images
        정사각형의 흑백 그림들 (N, n, n) 입니다.
    size
        새 한 변의 화소 수 m 입니다.
    """
    if images.ndim != 3 or images.shape[1] != images.shape[2] or images.shape[1] == 0:
        raise ShapeError(
            f"enlarge: images 의 모양은 (N, n, n) 이어야 하는데 {images.shape} 입니다. "
            "그림 하나라면 images[None] 으로 감싸 주세요."
        )
    n, m = images.shape[1], whole("enlarge", "size", size)
    s = np.clip((np.arange(m) + 0.5) * n / m - 0.5, 0, n - 1)
    low = np.floor(s).astype(np.int64)
    weights = np.zeros((m, n))  # (m, n)
    weights[np.arange(m), low] = 1 - (s - low)
    weights[np.arange(m), np.minimum(low + 1, n - 1)] += s - low
    larger: Images = (weights @ images @ weights.T).astype(np.float32)
    return larger


def channels_first(images: NDArray[Any]) -> NDArray[Any]:
    """합성곱이 받는 차례로 바꿉니다: (N, H, W) → (N, 1, H, W), (N, H, W, 3) → (N, 3, H, W).

    그림을 그리는 도구는 색을 마지막 축에, 합성곱 층은 채널을 둘째 축에 둡니다.
    """
    if images.ndim == 3:
        return images[:, None]
    if images.ndim != 4 or images.shape[3] != 3:
        raise ShapeError(
            "channels_first: images 의 모양은 (N, H, W) 나 (N, H, W, 3) 이어야 하는데 "
            f"{images.shape} 입니다. 이미 채널이 앞에 있으면 그대로 쓰면 됩니다."
        )
    return np.ascontiguousarray(images.transpose(0, 3, 1, 2))
