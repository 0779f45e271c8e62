"""클래스마다의 표식: 색만이 아니라 모양도 다릅니다. 이름이 숫자 하나이면 그 숫자가 표식입니다."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from numpy.typing import NDArray

from dlconcepts.errors import ArgumentError, ArgumentTypeError, ShapeError
from dlconcepts.inputs import check_finite, real_array
from dlconcepts.viz.inputs import Floats
from dlconcepts.viz.style import MARKERS, PALETTE, PAPER
from dlconcepts.viz.wording import check_words


@dataclass(frozen=True)
class Class:
    """클래스 하나의 번호, 이름, 색, 표식."""

    number: int
    name: str
    color: str
    marker: Any
    letter: bool


def classes(where: str, labels: NDArray[np.int64], names: Sequence[str] | None) -> list[Class]:
    """라벨에 나온 클래스들. 이름이 있으면 번호는 이름의 차례(0부터)이고 모두 돌려줍니다."""
    numbers = [int(number) for number in np.unique(labels)]
    if names is not None:
        most = max(len(names), *(number + 1 for number in numbers))
        names = check_words(where, "names", names, most, "클래스는")
        if numbers[0] < 0:
            raise ArgumentError(
                f"{where}: names 를 주면 라벨은 그 차례(0부터)여야 하는데 {numbers[0]} 이(가) "
                "있습니다. 라벨을 0, 1, … 로 바꾸거나 names 를 비워 주세요."
            )
        numbers = [*range(len(names))]
    listed = [str(number) if names is None else names[number] for number in numbers]
    letters = all(re.fullmatch("[0-9A-Za-z]", name) for name in listed) and len(listed) > 2
    found = []
    for k, (number, name) in enumerate(zip(numbers, listed, strict=True)):
        color = PALETTE[k % len(PALETTE)]
        shape = MARKERS[(k + k // len(PALETTE)) % len(MARKERS)]
        found.append(Class(number, name, color, _letter(name) if letters else shape, letters))
    return found


def draw_points(
    ax: Axes, points: Floats, labels: NDArray[np.int64], listed: list[Class], *, size: float
) -> None:
    """클래스마다 점의 묶음 하나를 그립니다. `size` 는 표식의 크기(포인트의 제곱)입니다."""
    for each in listed:
        mine = points[labels == each.number]
        look: dict[str, Any] = {"s": size * 1.5, "linewidths": 0} if each.letter else {"s": size}
        if not each.letter:
            look |= {"edgecolors": PAPER, "linewidths": 0.5}
        ax.scatter(*mine.T, color=each.color, marker=each.marker, label=each.name, zorder=3, **look)


def write_names(ax: Axes, points: Floats, labels: NDArray[np.int64], listed: list[Class]) -> None:
    """숫자나 로마자가 표식인 클래스들의 이름을, 저마다 점들의 가운데(중앙값)에 크게 적습니다."""
    for each in listed:
        mine = points[labels == each.number]
        if each.letter and len(mine):
            back = {"facecolor": PAPER, "edgecolor": each.color, "alpha": 0.85, "pad": 1.5}
            x, y = np.median(mine, axis=0)
            ax.text(x, y, each.name, size=13, ha="center", va="center", bbox=back, zorder=5)


def check_points(where: str, points: Any, labels: Any) -> tuple[Floats, NDArray[np.int64]]:
    """(N, 2) 의 점과 (N,) 의 라벨. 라벨이 없으면 모두 0 입니다."""
    spots = real_array(where, "points", points)
    if spots.ndim != 2 or spots.shape[1] != 2 or len(spots) == 0:
        raise ShapeError(
            f"{where}: 점은 (점의 수, 2) 모양이어야 하는데 {spots.shape} 입니다. 특징이 더 많으면 "
            "principal_plane(h).points 로 두 방향만 남기거나 x[:, [0, 1]] 로 골라 주세요."
        )
    check_finite(where, "points", spots)
    y = np.zeros(len(spots), dtype=np.int64) if labels is None else whole_labels(where, labels)
    if y.shape != (len(spots),):
        raise ShapeError(
            f"{where}: 점은 {len(spots)}개인데 라벨의 모양은 {y.shape} 입니다. 점마다 라벨을 "
            "하나씩 넘겨 주세요."
        )
    return spots.astype(np.float64), y


def whole_labels(where: str, labels: Any) -> NDArray[np.int64]:
    """정수의 라벨. True 와 False 도 됩니다."""
    y = real_array(where, "labels", labels)
    if y.dtype.kind == "f" and not (y == np.round(y)).all():
        raise ArgumentTypeError(
            f"{where}: 라벨은 클래스의 번호(정수)여야 하는데 {y.ravel()[:3].tolist()} … 입니다. "
            "점수나 확률이라면 (score > 0) 이나 argmax(axis=1) 로 클래스를 골라 주세요."
        )
    return y.astype(np.int64)


def _letter(character: str) -> Path:
    """한 글자의 윤곽. 가운데가 점의 자리입니다."""
    font = FontProperties(family=plt.rcParams["font.family"])
    outline = TextPath((0, 0), character, size=1, prop=font)
    box = outline.get_extents()
    middle = [(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2]
    return Path(outline.vertices - middle, outline.codes)
