"""도형 칠하기: 타원, 다각형, 선을 화소에 매끈하게 칠하는 작은 도화지.

도형은 부호 있는 거리(signed distance)의 배열입니다: 안은 음수, 테두리는 0, 밖은 양수. 화소가
테두리에 걸치면 걸친 만큼만 칠하므로 작은 그림도 매끈합니다::

    칠해지는 정도 = clip(½ − 거리 / 화소의 크기, 0, 1)

같은 도형을 자리, 크기, 기울기, 색이 다른 N장에 한꺼번에 칠합니다. 그래서 수 대신 (N,) 배열을
넘길 수 있습니다.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]
Point = tuple[ArrayLike, ArrayLike]


def _each(value: ArrayLike) -> Array:
    """수는 그대로, (N,) 배열은 (N, 1, 1) 로: 그림마다 다른 값이 화소에 퍼지게 합니다."""
    array = np.asarray(value, dtype=np.float64)
    return array[:, None, None] if array.ndim == 1 else array


class Canvas:
    """도화지 N장. 좌표는 그림 안의 동물을 기준으로, x 는 오른쪽, y 는 아래쪽입니다.

    Parameters
    ----------
    size
        한 변의 화소 수입니다. 도화지 전체는 가로세로 −1 에서 1 입니다.
    background
        바탕색 (N, 3) 입니다. 값은 0–1 입니다.
    center
        동물의 원점이 놓이는 자리 (N, 2) 입니다.
    scale
        동물의 1 이 도화지에서 얼마인지 (N,) 입니다.
    tilt
        시계 방향으로 기울인 각도(라디안) (N,) 입니다.
    flip
        좌우를 뒤집으면 −1, 아니면 1 인 (N,) 입니다.
    """

    def __init__(
        self, size: int, background: Array, *, center: Array, scale: Array, tilt: Array, flip: Array
    ) -> None:
        middle = (np.arange(size) + 0.5) / size * 2 - 1
        x = middle[None, None, :] - _each(center[:, 0])
        y = middle[None, :, None] - _each(center[:, 1])
        cos, sin = np.cos(_each(tilt)), np.sin(_each(tilt))
        self.x = _each(flip) * (cos * x + sin * y) / _each(scale)  # (N, S, S)
        self.y = (cos * y - sin * x) / _each(scale)
        self.pixel = 2 / size / _each(scale)  # 동물의 좌표로 잰 화소 하나의 크기
        self.colors = np.empty((*self.x.shape, 3))
        self.colors[:] = background[:, None, None, :]

    def paint(
        self, distance: Array, color: ArrayLike, *, opacity: ArrayLike = 1.0, outline: float = 0.0
    ) -> None:
        """도형을 칠합니다. `outline` 이 있으면 그 두께의 짙은 테두리를 먼저 칠합니다."""
        if outline:
            ink = np.asarray(color, dtype=np.float64) * 0.35
            self.paint(distance - outline, ink, opacity=opacity)
        cover = _each(opacity) * np.clip(0.5 - distance / self.pixel, 0, 1)
        target = np.asarray(color, dtype=np.float64)
        target = target[:, None, None, :] if target.ndim == 2 else target
        self.colors += cover[..., None] * (target - self.colors)

    def ellipse(self, center: Point, radii: Point, tilt: float = 0.0) -> Array:
        """타원까지의 거리(가까운 값)입니다."""
        x, y = self.x - _each(center[0]), self.y - _each(center[1])
        x, y = np.cos(tilt) * x + np.sin(tilt) * y, np.cos(tilt) * y - np.sin(tilt) * x
        rx, ry = _each(radii[0]), _each(radii[1])
        near = np.hypot(x / rx, y / ry)
        slope: Array = np.hypot(x / rx**2, y / ry**2) + 1e-9
        distance: Array = near * (near - 1) / slope
        return distance

    def polygon(self, corners: Sequence[Point]) -> Array:
        """볼록 다각형까지의 거리입니다. 꼭짓점은 화면에서 시계 방향으로 적습니다."""
        distance = np.full(self.x.shape, -np.inf)
        for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True):
            dx, dy = _each(bx) - _each(ax), _each(by) - _each(ay)
            side = (self.x - _each(ax)) * dy - (self.y - _each(ay)) * dx
            distance = np.maximum(distance, side / np.hypot(dx, dy))
        return distance

    def line(self, points: Sequence[Point], width: float) -> Array:
        """점들을 잇는, 두께가 `width` 인 선까지의 거리입니다."""
        distance = np.full(self.x.shape, np.inf)
        for (ax, ay), (bx, by) in pairwise(points):
            dx, dy = _each(bx) - _each(ax), _each(by) - _each(ay)
            x, y = self.x - _each(ax), self.y - _each(ay)
            along = np.clip((x * dx + y * dy) / (dx**2 + dy**2), 0, 1)
            distance = np.minimum(distance, np.hypot(x - along * dx, y - along * dy))
        return distance - width / 2
