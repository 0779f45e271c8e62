"""두 변수 함수의 지형: 등고선, 그릇 모양의 곡면, 내려가는 방향의 화살표."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_rgba
from matplotlib.ticker import MaxNLocator

from dlconcepts.descent import DescentTrace
from dlconcepts.errors import ArgumentError
from dlconcepts.viz.inputs import (
    Floats,
    Limits,
    check_labels,
    check_limits,
    check_trace,
    check_traces,
    evaluate,
    limits_around,
    minimum_points,
    new_axes,
    only_finite,
)
from dlconcepts.viz.style import INK, MARKERS, MUTED, PALETTE, PAPER, place_legend, trace_color

_SAMPLES = 101  # 등고선 격자의 한 변
_FACETS = 25  # 곡면 격자의 한 변: SVG 에서도 가볍게
_DEPTH = LinearSegmentedColormap.from_list("depth", [PALETTE[0], "#9dc0f2"])


def plot_contour(
    f: Callable[[Any], Any],
    traces: DescentTrace | Sequence[DescentTrace] = (),
    *,
    labels: Sequence[str] | None = None,
    xlim: Limits | None = None,
    ylim: Limits | None = None,
    levels: int | Sequence[float] = 12,
    log: bool = False,
    equal: bool = True,
    minima: Any = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """두 변수 함수의 등고선 위에 경사 하강법의 길을 그립니다. 낮은 곳일수록 짙습니다.

    출발점은 속이 빈 동그라미, 마지막 점은 큰 표식입니다.

    Parameters
    ----------
    f
        모양 (2,)인 점 하나를 받아 수 하나를 돌려주는 함수입니다.
    traces
        변수가 둘인 궤적 하나 또는 여럿입니다. 비우면 등고선만 그립니다.
    labels
        궤적의 이름입니다. 주면 범례가 생깁니다.
    xlim, ylim
        그릴 구간 (왼쪽, 오른쪽)입니다. 없으면 궤적과 최솟점 둘레로 정합니다.
    levels
        등고선의 수 또는 그 높이의 목록입니다.
    log
        등고선의 간격을 바닥에서부터 몇 배씩 넓힙니다. 좁고 깊은 골짜기에 알맞습니다.
    equal
        두 축의 눈금을 같은 길이로 그립니다. 그래야 걸음이 등고선과 수직으로 보입니다. False 이면
        그림의 크기에 맞추어 늘입니다.
    minima
        별표로 그릴 최솟점: `Objective.minima` 또는 (x₁, x₂)의 목록입니다.
    title, ax
        제목과, 그림을 그릴 축입니다. 축이 없으면 새로 만듭니다.
    """
    where = "plot_contour"
    empty = isinstance(traces, Sequence) and len(traces) == 0
    paths = [] if empty else check_traces(where, traces, 2)
    names = check_labels(where, labels, len(paths), "궤적은")
    stars = minimum_points(where, minima, 2)
    xlim, ylim = _limits(where, xlim, ylim, [t.points for t in paths] + [stars])
    text = 0.35 * np.ceil(len(names) / 3) + 0.1 if names else 0.0
    text += 0.3 * (title or "").count("\n")
    ax = _draw_contours(where, f, xlim, ylim, levels, log, ax, equal, text)
    for i, trace in enumerate(paths):
        _draw_path(ax, i, trace.points, names[i] if names else None)
    ax.plot(*stars.T, "*", color=INK, markeredgecolor=PAPER, ms=17, zorder=6)
    ax.set_title(title or "")
    if names:
        place_legend(ax)
    return ax


def plot_gradient_field(
    f: Callable[[Any], Any],
    grad: Callable[[Any], Any],
    *,
    xlim: Limits,
    ylim: Limits,
    arrows: int = 11,
    same_length: bool = False,
    levels: int | Sequence[float] = 12,
    log: bool = False,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """등고선 위에 내려가는 방향 −∇f 의 화살표를 그립니다. 화살표는 등고선과 수직입니다.

    Parameters
    ----------
    f, grad
        모양 (2,)인 점 하나를 받는 함수와 그 기울기입니다. 기울기의 모양도 (2,)입니다.
    arrows
        가로로 놓을 화살표의 수입니다.
    same_length
        화살표의 길이는 기울기의 크기에 비례합니다. True 이면 방향만 보이도록 모두 같은 길이입니다.
    xlim, ylim, levels, log, title, ax
        `plot_contour` 와 같습니다.
    """
    where = "plot_gradient_field"
    if not isinstance(arrows, int) or arrows < 2:
        raise ArgumentError(
            f"{where}: arrows 는 2 이상의 정수여야 하는데 {arrows!r} 을(를) 받았습니다. "
            "예: arrows=11"
        )
    xlim, ylim = check_limits(where, "xlim", xlim), check_limits(where, "ylim", ylim)
    ax = _draw_contours(where, f, xlim, ylim, levels, log, ax)
    gap = (xlim[1] - xlim[0]) / arrows
    rows = max(2, round((ylim[1] - ylim[0]) / gap))
    points = _grid(_inner(xlim, arrows), _inner(ylim, rows)).reshape(-1, 2)
    down = -evaluate(where, grad, points, "grad", size=2)
    size = np.linalg.norm(down, axis=1)
    longest = size if same_length else size.max()
    u, v = np.divide(down.T * gap * 0.9, longest, where=size > 0, out=np.zeros((2, len(down))))
    in_data_units: dict[str, Any] = {"angles": "xy", "scale_units": "xy", "scale": 1}
    ax.quiver(*points.T, u, v, **in_data_units, color=trace_color(0), width=0.006, zorder=3)
    ax.set_title(title or "")
    return ax


def plot_surface(
    f: Callable[[Any], Any],
    trace: DescentTrace | None = None,
    *,
    xlim: Limits | None = None,
    ylim: Limits | None = None,
    elevation: float = 42,
    azimuth: float = -55,
    title: str | None = None,
    ax: Any = None,
) -> Axes:
    """두 변수 함수의 곡면과 그 위를 내려가는 길을 3차원으로 그립니다.

    Parameters
    ----------
    f, xlim, ylim, title
        `plot_contour` 와 같습니다.
    trace
        변수가 둘인 궤적입니다. 없으면 곡면만 그립니다.
    elevation, azimuth
        내려다보는 각도와 도는 각도(도)입니다.
    ax
        3차원 축입니다. 없으면 새로 만듭니다.
    """
    where = "plot_surface"
    points = np.empty((0, 2)) if trace is None else check_trace(where, trace, 2).points
    xlim, ylim = _limits(where, xlim, ylim, [points])
    x, y = np.linspace(*xlim, _FACETS), np.linspace(*ylim, _FACETS)
    z = _heights(where, f, x, y)
    axes = new_axes(where, ax, three_d=True, height=4.6)
    ax = axes  # 형 검사기는 3차원 축의 메서드를 모릅니다
    mesh: dict[str, Any] = {"rcount": _FACETS, "ccount": _FACETS, "shade": False, "zorder": 1}
    ax.plot_surface(*np.meshgrid(x, y), z, cmap=_DEPTH, alpha=0.75, edgecolor=PAPER, lw=0.4, **mesh)
    ax.computed_zorder = False  # 길은 언제나 곡면보다 앞에 보입니다
    if len(points):
        height = evaluate(where, f, points)
        ax.plot(*points.T, height, "o-", color=trace_color(0), ms=5, zorder=3)
        start = {"color": PAPER, "markeredgecolor": trace_color(0), "markeredgewidth": 2.2}
        ax.plot(*points[:1].T, height[:1], "o", ms=9, zorder=4, **start)
    ax.view_init(elev=elevation, azim=azimuth)
    ax.set(xlim=xlim, ylim=ylim, xlabel="$x_1$", ylabel="$x_2$", title=title or "")
    ax.set_zlabel("$f(x)$")
    width, depth = xlim[1] - xlim[0], ylim[1] - ylim[0]
    ax.set_box_aspect((width, depth, 0.55 * max(width, depth)), zoom=1.12)
    for axis, ticks in ((ax.xaxis, 5), (ax.yaxis, 5), (ax.zaxis, 4)):
        axis.set_major_locator(MaxNLocator(ticks))
        axis.labelpad = 7
    # 3차원 축의 배치는 한 번 그려야 자리를 잡습니다(matplotlib 3.10).
    ax.figure.draw_without_rendering()
    return axes


def _draw_path(ax: Axes, index: int, points: Floats, label: str | None) -> None:
    color, marker = trace_color(index), MARKERS[index % len(MARKERS)]
    every = max(1, len(points) // 30)
    style: dict[str, Any] = {"color": color, "marker": marker, "ms": 4.5, "lw": 1.8}
    ax.plot(*points.T, **style, markevery=every, label=label, zorder=4)
    ax.plot(
        *points[0], "o", color=PAPER, markeredgecolor=color, markeredgewidth=2.2, ms=9, zorder=5
    )
    ax.plot(*points[-1], marker, color=color, markeredgecolor=PAPER, ms=10, zorder=5)


def _draw_contours(
    where: str,
    f: Callable[[Any], Any],
    xlim: Limits,
    ylim: Limits,
    levels: Any,
    log: bool,
    ax: Axes | None,
    equal: bool = True,
    text: float = 0.0,
) -> Axes:
    """등고선을 그리고, 낮은 곳이 짙도록 같은 옅은 색을 높이마다 겹쳐 칠합니다."""
    x, y = _samples(xlim), _samples(ylim)
    z = _heights(where, f, x, y)
    cuts = _levels(where, levels, log, z)
    if ax is None and equal:
        height = 5.4 * (ylim[1] - ylim[0]) / (xlim[1] - xlim[0])
        # 축의 너비가 그림의 너비로 정해질 만큼 높아야, 두 번 그려도 배치가 같습니다
        ax = new_axes(where, None, height=float(np.clip(height, 1.4, 4.4)) + text + 1.35)
    ax = new_axes(where, ax)
    shade = to_rgba(PALETTE[0], 0.3 / len(cuts))
    for cut in cuts:
        below = ax.contourf(x, y, z, levels=[-np.inf, cut], colors=[shade])
        below.set_edgecolor(to_rgba(MUTED, 0.7))
        below.set_linewidth(0.7)
    ax.set(xlim=xlim, ylim=ylim, xlabel="$x_1$", ylabel="$x_2$")
    ax.set_aspect("equal" if equal else "auto")
    ax.grid(visible=False)
    return ax


def _levels(where: str, levels: Any, log: bool, z: Floats) -> Floats:
    """등고선의 높이들입니다."""
    low, high = np.nanmin(z), np.nanmax(z)
    if not isinstance(levels, int | np.integer):
        cuts = np.asarray(levels, dtype=np.float64)
        if cuts.ndim != 1 or len(cuts) == 0 or (np.diff(cuts) <= 0).any():
            raise ArgumentError(
                f"{where}: levels 는 등고선의 수이거나 커지는 높이의 목록이어야 하는데 "
                f"{levels!r} 을(를) 받았습니다. 예: levels=[0.5, 1, 2, 4]"
            )
        return cuts
    if isinstance(levels, bool) or levels < 1:
        raise ArgumentError(
            f"{where}: levels 는 1 이상이어야 하는데 {levels!r} 을(를) 받았습니다. 예: levels=12"
        )
    if log:
        return np.asarray(low + (high - low) * np.geomspace(1e-3, 1, levels + 1)[:-1])
    return np.asarray(np.linspace(low, high, levels + 2)[1:-1])


def _heights(where: str, f: Callable[[Any], Any], x: Floats, y: Floats) -> Floats:
    """격자의 점마다 f 를 계산합니다. 모양은 (len(y), len(x)) 입니다."""
    z = only_finite(where, evaluate(where, f, _grid(x, y).reshape(-1, 2)))
    return z.reshape(len(y), len(x))


def _limits(where: str, xlim: Any, ylim: Any, points: list[Floats]) -> tuple[Limits, Limits]:
    """주지 않은 구간을 궤적과 최솟점 둘레로 정합니다."""
    every = np.concatenate(points)
    for name, given in (("xlim", xlim), ("ylim", ylim)):
        if given is None and len(every) == 0:
            raise ArgumentError(
                f"{where}: 궤적이 없으면 그릴 구간을 알 수 없습니다. "
                f"{name}=(-3, 3) 처럼 정해 주세요."
            )
    x, y = (
        limits_around(every[:, axis], 0.2) if given is None else check_limits(where, name, given)
        for axis, (name, given) in enumerate((("xlim", xlim), ("ylim", ylim)))
    )
    return x, y


def _grid(x: Floats, y: Floats) -> Floats:
    """(len(y), len(x), 2) 격자점입니다."""
    return np.stack(np.meshgrid(x, y), axis=-1)


def _samples(limits: Limits) -> Floats:
    """구간의 표본입니다. 양끝을 조금 넘겨, 색칠한 면의 테두리가 축 밖으로 잘려 나가게 합니다."""
    room = 0.003 * (limits[1] - limits[0])
    inside = np.linspace(*limits, _SAMPLES)
    return np.concatenate([[limits[0] - room], inside, [limits[1] + room]])


def _inner(limits: Limits, count: int) -> Floats:
    """구간을 `count` 칸으로 나눈 칸의 한가운데들입니다."""
    edges = np.linspace(*limits, count + 1)
    return np.asarray((edges[1:] + edges[:-1]) / 2)
