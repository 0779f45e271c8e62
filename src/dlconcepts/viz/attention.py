"""어텐션의 그림: 줄은 보는 토큰, 칸은 보이는 토큰, 짙을수록 많이 봅니다."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from numpy.typing import ArrayLike, NDArray

from dlconcepts.errors import ArgumentError, ShapeError
from dlconcepts.inputs import real_array
from dlconcepts.viz.canvas import canvas
from dlconcepts.viz.shades import draw_scale, strength
from dlconcepts.viz.style import GRID, INK
from dlconcepts.viz.wording import check_words, headline, text_width

# 단위는 모두 인치입니다.
_CELL, _NARROW, _WIDE = 0.36, 0.3, 0.5  # 칸의 높이, 칸의 가장 좁은 폭, 수를 적는 칸의 폭
_NAMES, _SCALE = 0.75, 0.75  # 축의 이름과 여백, 짙기의 자
_NARROWEST, _WIDEST = 3.6, 5.6  # 그림의 폭. 이름을 눕혀 적을 수 있는 폭
_SIZE = 12.5


def plot_attention(
    weights: ArrayLike,
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    numbers: bool = False,
    axis_names: tuple[str, str] = ("보는 토큰", "보이는 토큰"),
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """어텐션 가중치를 칸의 짙기로 그립니다. 0은 빈칸, 1은 가장 짙은 칸입니다.

    Parameters
    ----------
    weights
        (len(rows), len(columns)) 의 가중치입니다. 0과 1 사이이고, 볼 수 없는 자리는 NaN 이나 0
        입니다. NaN 인 칸에는 빗금을 긋습니다.
    rows, columns
        줄과 칸의 토큰입니다. 칸의 이름이 길면 세워서 적습니다.
    numbers
        칸마다 가중치를 소수점 아래 두 자리까지 적습니다.
    axis_names
        세로와 가로의 뜻입니다. 인코더와 디코더처럼 줄과 칸이 다른 문장일 때 바꿉니다.
    title, ax
        제목과, 그림을 그릴 축입니다. 축이 없으면 토큰의 수에 맞추어 새로 만듭니다.
    """
    where = "plot_attention"
    a = _check(where, weights)
    seers, seen = (
        check_words(where, role, () if words is None else words, count, f"weights 의 {side}은")
        for role, words, count, side in (
            ("rows", rows, a.shape[0], "줄"),
            ("columns", columns, a.shape[1], "칸"),
        )
    )
    longest = max(text_width(word, _SIZE) for word in seen)
    beside = max(text_width(word, _SIZE) for word in seers) + _NAMES
    least = _WIDE if numbers else _NARROW
    cell = max(least, longest + 0.13)
    upright = a.shape[1] * cell + beside > _WIDEST  # 눕혀서 들어가지 않는 이름은 세워서 적습니다
    wide = max(a.shape[1] * (least if upright else cell) + beside, _NARROWEST)
    heading, above = headline(title, wide - beside)
    new = ax is None
    above += (longest if upright else 0.2) + _NAMES
    ax = canvas(where, ax, width=wide, height=len(a) * _CELL + above + _SCALE)
    look: Any = {"interpolation": "none", "aspect": "auto", "zorder": 2}
    image = ax.imshow(a, cmap=strength(), vmin=0, vmax=1, **look)
    _draw_lattice(ax, a, numbers)
    _name_cells(ax, seers, seen, upright)
    ax.set(ylabel=axis_names[0], xlabel=axis_names[1], title=heading)
    if new:
        draw_scale(ax, image, "어텐션 가중치")
    return ax


def _name_cells(ax: Axes, rows: list[str], columns: list[str], upright: bool) -> None:
    ax.set_xticks(range(len(columns)), columns, size=_SIZE, rotation=90 if upright else 0)
    ax.set_yticks(range(len(rows)), rows, size=_SIZE)
    ax.xaxis.tick_top()
    ax.xaxis.set_label_position("top")


def _draw_lattice(ax: Axes, a: NDArray[np.float64], numbers: bool) -> None:
    """칸 사이의 선, 볼 수 없는 칸의 빗금, 수."""
    height, width = a.shape
    down: list[Any] = [[(x - 0.5, -0.5), (x - 0.5, height - 0.5)] for x in range(width + 1)]
    across = [[(-0.5, y - 0.5), (width - 0.5, y - 0.5)] for y in range(height + 1)]
    shut = [[(x - 0.5, y + 0.5), (x + 0.5, y - 0.5)] for y, x in np.argwhere(np.isnan(a))]
    ax.add_collection(LineCollection(down + across + shut, colors=GRID, linewidths=0.8, zorder=3))
    for y, x in np.argwhere(~np.isnan(a)) if numbers else ():
        ax.text(x, y, f"{a[y, x]:.2f}", size=11, color=INK, ha="center", va="center", zorder=4)
    ax.grid(False)
    ax.spines[:].set_visible(False)


def _check(where: str, weights: Any) -> NDArray[np.float64]:
    """(줄, 칸) 의 가중치. NaN 은 볼 수 없는 자리입니다."""
    a = real_array(where, "weights", weights).astype(np.float64)
    if a.ndim != 2 or a.size == 0:
        raise ShapeError(
            f"{where}: weights 의 모양은 (보는 토큰의 수, 보이는 토큰의 수) 여야 하는데 {a.shape} "
            "입니다. 배치와 헤드의 축이 있으면 weights[0, 0] 처럼 하나를 골라 주세요."
        )
    low, high = np.nanmin(a, initial=0.0), np.nanmax(a, initial=0.0)
    if low < 0 or high > 1 + 1e-6:
        raise ArgumentError(
            f"{where}: 어텐션 가중치는 0과 1 사이여야 하는데 {low:.4g} 에서 {high:.4g} 까지입니다. "
            "소프트맥스를 지나기 전의 점수를 넘기지 않았는지 확인해 주세요."
        )
    return a
