"""흡인 영역(basin of attraction)의 그림: 어디에서 출발하면 어느 최솟점에 닿는지."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike, NDArray

from dlconcepts.descent import DescentTrace
from dlconcepts.errors import ArgumentError, ShapeError
from dlconcepts.viz.inputs import (
    Floats,
    check_labels,
    check_traces,
    evaluate,
    limits_around,
    minimum_points,
    new_axes,
    only_finite,
)
from dlconcepts.viz.style import INK, MUTED, PALETTE, PAPER, place_legend

_DIVERGED, _UNSETTLED = -1, -2
_BAND = 0.07  # 띠의 높이(축의 높이에 대한 비율)
_SAMPLES = 601


def plot_basins(
    f: Callable[[Any], Any],
    starts: ArrayLike,
    ends: ArrayLike | Sequence[DescentTrace],
    minima: Any,
    *,
    labels: Sequence[str] | None = None,
    outcomes: tuple[str, str] = ("발산", "닿지 못함"),
    tolerance: float = 0.01,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """곡선과 그 아래의 띠를 출발점이 닿는 최솟점의 색으로 칠합니다.

    Parameters
    ----------
    f
        수 하나를 받아 수 하나를 돌려주는 함수입니다.
    starts
        출발점 (N,)입니다. 서로 달라야 합니다.
    ends
        출발점마다의 도착점 (N,) 또는 궤적 N개입니다. 발산한 것은 NaN 이나 무한대로 주고, 궤적이면
        status 를 봅니다. 발산한 출발점은 빗금, 어느 최솟점에도 닿지 못한 것은 빈칸입니다.
    minima
        최솟점: `Objective.minima` 또는 x 좌표의 목록입니다. 색은 이 순서를 따릅니다.
    labels
        최솟점의 이름입니다. 없으면 x 좌표를 씁니다.
    outcomes
        범례에 쓸 이름: (발산, 닿지 못함)입니다. 그런 출발점이 있을 때만 보입니다.
    tolerance
        도착점이 최솟점에서 이만큼 안에 있으면 닿은 것으로 봅니다.
    title, ax
        `plot_descent_1d` 와 같습니다.
    """
    where = "plot_basins"
    start, end = _pairs(where, starts, ends)
    points = minimum_points(where, minima, 1)[:, 0]
    if len(points) == 0:
        raise ArgumentError(f"{where}: minima 가 비어 있습니다. 최솟점을 하나 이상 넘겨 주세요.")
    names = check_labels(where, labels, len(points), "최솟점은")
    names = names or [f"$x = {a:.3f}$" for a in points]
    basin = _basin(end, points, tolerance)
    x = np.linspace(*limits_around(start, 0.0), _SAMPLES)
    y = only_finite(where, evaluate(where, f, x))
    ax = new_axes(where, ax)
    looks = _looks(names, outcomes)
    nearest = basin[np.abs(x[:, None] - start[None, :]).argmin(axis=1)]
    for key, look in looks.items():
        if key >= 0 or (basin == key).any():  # 아무도 닿지 못한 최솟점도 범례에는 있습니다
            _draw_basin(ax, x, np.where(nearest == key, y, np.nan), look)
    for low, high, key in _spans(start, basin):
        _draw_cell(ax, low, high, looks[key])
    for key, (a, height) in enumerate(zip(points, evaluate(where, f, points), strict=True)):
        color = looks[key]["color"]
        ax.plot(a, height, "*", color=color, markeredgecolor=INK, ms=16, zorder=4)
    bottom, top = limits_around(y, 0.0)
    ax.set(xlim=(x[0], x[-1]), ylim=(bottom - 0.2 * (top - bottom), top + 0.03 * (top - bottom)))
    ax.set(xlabel="$x$", ylabel="$f(x)$", title=title or "")
    place_legend(ax)
    return ax


def _pairs(where: str, starts: Any, ends: Any) -> tuple[Floats, Floats]:
    """출발점을 왼쪽부터 세우고 도착점을 짝지웁니다."""
    if isinstance(ends, Sequence) and any(isinstance(end, DescentTrace) for end in ends):
        traces = check_traces(where, ends, 1)
        ends = [np.nan if trace.status == "diverged" else trace.x[-1] for trace in traces]
    try:
        start, end = (np.asarray(values, dtype=np.float64) for values in (starts, ends))
    except (TypeError, ValueError):
        start, end = np.array(0.0), np.array(0.0)
    if start.ndim != 1 or start.shape != end.shape:
        raise ShapeError(
            f"{where}: starts 와 ends 는 길이가 같은 1차원 배열이어야 하는데 모양이 "
            f"{start.shape} 와 {end.shape} 입니다. 출발점마다 도착점이나 궤적을 하나씩 넘겨 주세요."
        )
    order = np.argsort(start)
    start, end = start[order], end[order]
    if len(start) < 2 or not np.isfinite(start).all() or (np.diff(start) == 0).any():
        raise ArgumentError(
            f"{where}: starts 는 서로 다른 유한한 출발점이 둘 이상이어야 하는데 {starts!r} 을(를) "
            "받았습니다. 예: starts=np.linspace(-2.5, 2.5, 101)"
        )
    return start, end


def _basin(end: Floats, points: Floats, tolerance: float) -> NDArray[np.int64]:
    """도착점이 닿은 최솟점의 번호입니다. 발산은 −1, 닿지 못한 것은 −2 입니다."""
    finite = np.isfinite(end)
    gaps = np.abs(np.where(finite, end, 0.0)[:, None] - points[None, :])  # (N, k)
    reached = np.where(gaps.min(axis=1) <= tolerance, gaps.argmin(axis=1), _UNSETTLED)
    return np.where(finite, reached, _DIVERGED)


def _looks(names: list[str], outcomes: tuple[str, str]) -> dict[int, dict[str, Any]]:
    """번호마다의 색, 선, 무늬, 이름입니다."""
    looks: dict[int, dict[str, Any]] = {
        key: {"color": PALETTE[key % len(PALETTE)], "ls": "-", "hatch": None, "label": name}
        for key, name in enumerate(names)
    }
    looks[_DIVERGED] = {"color": MUTED, "ls": "--", "hatch": "////", "label": outcomes[0]}
    looks[_UNSETTLED] = {"color": MUTED, "ls": ":", "hatch": "", "label": outcomes[1]}
    return looks


def _draw_basin(ax: Axes, x: Floats, y: Floats, look: dict[str, Any]) -> None:
    ax.plot(x, y, color=look["color"], ls=look["ls"], lw=3, label=look["label"], zorder=3)


def _draw_cell(ax: Axes, low: float, high: float, look: dict[str, Any]) -> None:
    """띠의 한 칸. 발산과 미도착은 색을 채우지 않아 색을 몰라도 구별됩니다."""
    cell = Rectangle(
        (low, 0.0),
        high - low,
        _BAND,
        transform=ax.get_xaxis_transform(),
        facecolor=look["color"] if look["hatch"] is None else PAPER,
        edgecolor=look["color"],
        hatch=look["hatch"],
        lw=0.8,
        zorder=2.5,
    )
    ax.add_patch(cell)


def _spans(start: Floats, basin: NDArray[np.int64]) -> list[tuple[float, float, int]]:
    """이웃한 같은 칸을 (왼쪽, 오른쪽, 번호)로 묶습니다. 칸은 출발점 사이의 가운데에서 나뉩니다."""
    edges = [start[0], *(start[1:] + start[:-1]) / 2, start[-1]]
    cuts = [0, *(np.flatnonzero(np.diff(basin)) + 1), len(basin)]
    return [(float(edges[a]), float(edges[b]), int(basin[a])) for a, b in pairwise(cuts)]
