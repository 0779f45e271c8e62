"""한 변수 경사 하강법의 그림: 곡선 위의 걸음, 접선, 걸음마다의 함숫값."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike, NDArray

from dlconcepts.descent import DescentTrace
from dlconcepts.errors import ArgumentError
from dlconcepts.viz.curve import (
    PATH,
    draw_curve,
    draw_minima,
    draw_step,
    draw_tangent,
    number_points,
    outward,
)
from dlconcepts.viz.inputs import (
    Floats,
    Limits,
    check_labels,
    check_trace,
    check_traces,
    evaluate,
    new_axes,
)
from dlconcepts.viz.style import MARKERS, PAPER, place_legend, trace_color


def plot_descent_1d(
    f: Callable[[Any], Any],
    trace: DescentTrace,
    *,
    grad: Callable[[Any], Any] | None = None,
    tangents: bool | int | Sequence[int] = 3,
    xlim: Limits | None = None,
    minima: Any = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """한 변수 함수의 곡선 위에 경사 하강법의 걸음을 그립니다.

    점 옆의 번호는 걸음 t 입니다. 겹칠 만큼 가까운 점은 번호를 "6–10"처럼 묶습니다.

    Parameters
    ----------
    f
        수 하나를 받아 수 하나를 돌려주는 함수입니다.
    trace
        변수가 하나인 궤적입니다.
    grad
        접선의 기울기를 `trace.gradients` 대신 이 함수에서 얻습니다.
    tangents
        접선을 그릴 점입니다. 수이면 처음부터 그만큼, 목록이면 그 걸음들, True 이면 모두에 그리고
        False 나 0이면 그리지 않습니다.
    xlim
        그릴 구간 (왼쪽, 오른쪽)입니다. 없으면 궤적 둘레로 정합니다.
    minima
        별표로 그릴 최솟점: `Objective.minima` 또는 x 좌표의 목록입니다.
    title, ax
        제목과, 그림을 그릴 축입니다. 축이 없으면 새로 만듭니다.
    """
    where = "plot_descent_1d"
    check_trace(where, trace, 1)
    touched = _tangent_steps(where, tangents, len(trace.points))
    ax = draw_curve(where, f, xlim, trace.x, title, ax)
    slopes = trace.gradients[:, 0] if grad is None else evaluate(where, grad, trace.x, "grad")
    for t in touched:
        draw_tangent(ax, trace.x[t], trace.values[t], slopes[t])
    _draw_steps(ax, trace)
    ax.plot(trace.x, trace.values, "o", color=PATH, markeredgecolor=PAPER, zorder=4)
    draw_minima(ax, where, f, minima)
    number_points(ax, trace, slopes)
    return ax


def plot_tangents(
    f: Callable[[Any], Any],
    grad: Callable[[Any], Any],
    points: ArrayLike,
    *,
    xlim: Limits | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """곡선 위의 점마다 접선을 긋고, 그 기울기를 숫자로 적습니다.

    Parameters
    ----------
    f, grad
        수 하나를 받는 함수와 그 도함수입니다.
    points
        접선을 그을 x 좌표입니다. 수 하나 또는 (k,) 배열입니다.
    xlim, title, ax
        `plot_descent_1d` 와 같습니다.
    """
    where = "plot_tangents"
    x = np.atleast_1d(np.asarray(points, dtype=np.float64))
    if x.ndim != 1 or not np.isfinite(x).all():
        raise ArgumentError(
            f"{where}: points 는 유한한 x 좌표의 목록이어야 하는데 {points!r} 을(를) 받았습니다. "
            "예: points=[-2, 0, 1.5]"
        )
    ax = draw_curve(where, f, xlim, x, title, ax)
    for a, height, slope in zip(
        x, evaluate(where, f, x), evaluate(where, grad, x, "grad"), strict=True
    ):
        draw_tangent(ax, a, height, slope)
        ax.plot(a, height, "o", color=PATH, markeredgecolor=PAPER, zorder=4)
        _write_slope(ax, a, height, slope)
    return ax


def plot_values(
    traces: DescentTrace | Sequence[DescentTrace],
    *,
    labels: Sequence[str] | None = None,
    log: bool = True,
    reference: float | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """걸음마다의 함숫값을 궤적별로 그립니다.

    Parameters
    ----------
    traces
        궤적 하나 또는 여럿입니다. 변수는 몇 개든 됩니다.
    labels
        궤적의 이름입니다. 주면 범례가 생깁니다.
    log
        세로축을 로그 눈금으로 그립니다. 정확히 0이 된 값은 로그 축에 놓을 수 없으므로 아래 끝에
        빈 세모(▽)로 그립니다.
    reference
        함숫값에서 뺄 값입니다. 최솟값을 주면 최솟값까지 남은 높이가 됩니다.
    title, ax
        `plot_descent_1d` 와 같습니다.
    """
    where = "plot_values"
    traces = check_traces(where, traces, None)
    names = check_labels(where, labels, len(traces), "궤적은")
    heights = [_heights(where, i, t, log, reference) for i, t in enumerate(traces)]
    ax = new_axes(where, ax)
    for i, height in enumerate(heights):
        weight = 1.0 - i / len(heights)  # 겹친 선도 보이도록 먼저 그리는 선이 더 굵습니다
        style: dict[str, Any] = {"color": trace_color(i), "marker": MARKERS[i % len(MARKERS)]}
        style |= {"lw": 1.8 + 1.6 * weight, "ms": 5.5 + 3 * weight} if len(heights) > 1 else {}
        shown = np.where(height > 0, height, np.nan) if log else height
        every = max(1, len(height) // 20)
        label = names[i] if names else None
        ax.plot(shown, **style, markevery=every, markeredgecolor=PAPER, label=label)
        if log:
            _mark_zeros(ax, np.flatnonzero(height == 0), style["color"])
    if log and any((height > 0).any() for height in heights):
        ax.set_yscale("log")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    ax.set_xlabel("$t$")
    ax.set_ylabel("$f(x_t)$" if reference is None else r"$f(x_t) - f_{\min}$")
    ax.set_title(title or "")
    if names:
        place_legend(ax)
    return ax


def _write_slope(ax: Axes, x: float, y: float, slope: float) -> None:
    """접점 옆, 곡선의 아래쪽에 기울기를 적습니다. 축의 가장자리에서는 반대쪽에 적습니다."""
    left, right = ax.get_xlim()
    dx, dy = outward(ax, slope)
    place = (x - left) / (right - left)
    if (place < 0.2 and dx < -0.3) or (place > 0.8 and dx > 0.3):
        dx, dy = -dx, -dy
    ax.annotate(
        f"${slope:z.2f}$",
        (x, y),
        (16 * dx, 10 * dy),
        textcoords="offset points",
        ha="left" if dx > 0.3 else "right" if dx < -0.3 else "center",
        va="center" if abs(dx) > 0.3 else "top" if dy < 0 else "bottom",
        fontsize=14,
    )


def _mark_zeros(ax: Axes, steps: NDArray[np.intp], color: str) -> None:
    """정확히 0이 된 걸음을 로그 축의 아래 끝에 빈 세모로 표시합니다."""
    look: dict[str, Any] = {
        "color": color,
        "markerfacecolor": PAPER,
        "ls": "none",
        "clip_on": False,
        "zorder": 5,
    }
    for line in ax.plot(steps, 0 * steps, "v", transform=ax.get_xaxis_transform(), **look):
        line.set_in_layout(False)  # 축 밖으로 나온 절반이 여백 계산을 흔들지 않게


def _heights(
    where: str, index: int, trace: DescentTrace, log: bool, reference: float | None
) -> Floats:
    """f(x_t) − reference. 로그 축에 놓을 수 없는 음수는 반올림 오차일 때만 0으로 봅니다."""
    low = 0.0 if reference is None else float(reference)
    height = trace.values - low
    height[np.abs(height) <= 4 * np.finfo(float).eps * abs(low)] = 0.0
    if log and (height < 0).any():
        t = int(np.argmax(height < 0))
        least = "0" if reference is None else f"reference({low:.6g})"
        raise ArgumentError(
            f"{where}: 로그 축에 그리려면 함숫값이 {least} 이상이어야 하는데 "
            f"{index + 1}번째 궤적의 걸음 {t}에서 {trace.values[t]:.6g} 입니다. "
            "reference 에 함수의 최솟값을 주어 남은 높이를 그리거나 log=False 로 그려 주세요."
        )
    return height


def _tangent_steps(where: str, tangents: Any, points: int) -> Sequence[int]:
    if isinstance(tangents, bool):
        return range(points if tangents else 0)
    if isinstance(tangents, int | np.integer) and tangents >= 0:
        return range(min(int(tangents), points))
    if isinstance(tangents, list | tuple) and all(t in range(points) for t in tangents):
        return tangents
    raise ArgumentError(
        f"{where}: tangents 는 True, False, 0 이상의 정수, 또는 0과 {points - 1} 사이의 걸음 번호 "
        f"목록이어야 하는데 {tangents!r} 을(를) 받았습니다. 처음 세 점이면 tangents=3 이라고 "
        "써 주세요."
    )


def _draw_steps(ax: Axes, trace: DescentTrace) -> None:
    for start, end in pairwise(zip(trace.x, trace.values, strict=True)):
        draw_step(ax, start, end)
