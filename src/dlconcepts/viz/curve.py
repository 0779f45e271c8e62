"""한 변수 함수의 곡선과 그 위의 표시: 접선, 걸음의 화살표, 번호, 최솟점.

선분과 화살표의 길이는 화면의 인치로 재므로 축의 눈금이 어떻든 같은 크기로 보입니다.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch

from dlconcepts.descent import DescentTrace
from dlconcepts.viz.inputs import (
    Floats,
    check_limits,
    evaluate,
    limits_around,
    minimum_points,
    new_axes,
    only_finite,
    whole_figure,
)
from dlconcepts.viz.style import INK, MUTED, PALETTE, PAPER, trace_color

CURVE, PATH, TANGENT = PALETTE[0], trace_color(0), PALETTE[2]
_SAMPLES = 301  # 곡선을 이루는 점의 수
_NEAR = 0.045  # 이보다 가까운 점(축의 폭에 대한 비율)은 번호를 함께 씁니다


def draw_curve(
    where: str,
    f: Callable[[Any], Any],
    xlim: Any,
    around: Floats,
    title: str | None,
    ax: Axes | None,
) -> Axes:
    """구간 `xlim`(없으면 점 `around` 의 둘레)에서 f 의 곡선을 그리고 축의 범위를 정합니다."""
    low, high = check_limits(where, "xlim", limits_around(around, 0.4) if xlim is None else xlim)
    x = np.linspace(low, high, _SAMPLES)
    y = only_finite(where, evaluate(where, f, x))
    ax = new_axes(where, ax)
    ax.plot(x, y, color=CURVE, zorder=2)
    bottom, top = limits_around(y, 0.0)
    ax.set(xlim=(low, high), ylim=(bottom - 0.15 * (top - bottom), top + 0.03 * (top - bottom)))
    ax.set(xlabel="$x$", ylabel="$f(x)$", title=title or "")
    return ax


def draw_tangent(ax: Axes, x: float, y: float, slope: float, length: float = 0.13) -> list[Line2D]:
    """(x, y) 를 지나는 기울기 `slope` 의 선분을, 화면에서 늘 같은 길이로 긋습니다."""
    if not np.isfinite(slope):
        return []
    width, height = _units_per_inch(ax)
    inches = length * _box_inches(ax)[0]
    dx = inches / np.hypot(1 / width, slope / height)
    return ax.plot(
        [x - dx, x + dx], [y - slope * dx, y + slope * dx], color=TANGENT, lw=2.6, zorder=3
    )


def draw_minima(ax: Axes, where: str, f: Callable[[Any], Any], minima: Any) -> None:
    """알려진 최솟점을 곡선 위의 별표로 그립니다."""
    x = minimum_points(where, minima, 1)[:, 0]
    ax.plot(x, evaluate(where, f, x), "*", color=INK, markeredgecolor=PAPER, ms=15, zorder=3.5)


def draw_step(
    ax: Axes, start: tuple[float, float], end: tuple[float, float]
) -> FancyArrowPatch | None:
    """한 걸음을 골짜기 안쪽으로 휜 화살표로 그립니다. 화살촉보다 짧으면 그리지 않습니다."""
    width, height = _units_per_inch(ax)
    dx, dy = end[0] - start[0], end[1] - start[1]
    if not 0.22 < np.hypot(dx / width, dy / height) < 1e3:
        return None
    arrow = FancyArrowPatch(
        start,
        end,
        arrowstyle="-|>",
        connectionstyle=f"arc3,rad={-0.25 * np.sign(dx)}",
        mutation_scale=13,
        shrinkA=3,
        shrinkB=5,
        color=PATH,
        lw=1.5,
        zorder=3,
    )
    ax.add_patch(arrow)
    return arrow


def number_points(ax: Axes, trace: DescentTrace, slopes: Floats) -> None:
    """점마다 곡선의 바깥쪽에 걸음의 번호를 적되, 가까운 점은 한 번에 적습니다."""
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    groups: list[tuple[int, list[int]]] = []
    for t, (x, y) in enumerate(zip(trace.x, trace.values, strict=True)):
        if not (left <= x <= right and bottom <= y <= top):
            continue
        for first, steps in groups:
            apart = np.hypot(
                (x - trace.x[first]) / (right - left), (y - trace.values[first]) / (top - bottom)
            )
            if apart < _NEAR:
                steps.append(t)
                break
        else:
            groups.append((t, [t]))
    for first, steps in groups:
        dx, dy = outward(ax, slopes[first])
        ax.annotate(
            _number_text(steps),
            (trace.x[first], trace.values[first]),
            (13 * dx, 13 * dy),
            textcoords="offset points",
            ha="center",
            va="center",
            fontsize=11,
            color=MUTED,
        )


def _number_text(steps: list[int]) -> str:
    """[6, 7, 8] → "6–8",  [0, 2, 4, 6] → "0, 2, …, 6"."""
    if len(steps) > 2 and steps[-1] - steps[0] == len(steps) - 1:
        return f"{steps[0]}–{steps[-1]}"
    if len(steps) > 3:
        return f"{steps[0]}, {steps[1]}, …, {steps[-1]}"
    return ", ".join(map(str, steps))


def symbol_number(symbol: str, value: float) -> str:
    """``$f(x) = -1.500$`` 처럼 기호와 수를 잇습니다. 크거나 작은 수는 10의 거듭제곱입니다."""
    if value == 0:
        return f"${symbol} = 0$"
    if 1e-3 <= abs(value) < 1e4:
        return f"${symbol} = {value:.3f}$"
    mantissa, exponent = f"{value:.2e}".split("e")
    return rf"${symbol} = {mantissa} \times 10^{{{int(exponent)}}}$"


def outward(ax: Axes, slope: float) -> tuple[float, float]:
    """화면에서 곡선에 수직이고 아래를 보는 단위 벡터입니다."""
    width, height = _units_per_inch(ax)
    seen = slope * width / height if np.isfinite(slope) else 0.0
    size = float(np.hypot(seen, 1.0))
    return seen / size, -1.0 / size


def _box_inches(ax: Axes) -> tuple[float, float]:
    box = ax.get_window_extent()
    dpi = whole_figure(ax).dpi
    return box.width / dpi, box.height / dpi


def _units_per_inch(ax: Axes) -> tuple[float, float]:
    """축의 눈금으로 잰 1인치: 가로와 세로."""
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    width, height = _box_inches(ax)
    return (right - left) / width, (top - bottom) / height
