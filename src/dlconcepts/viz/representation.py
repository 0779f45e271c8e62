"""표현의 그림: 예제 하나가 점 하나입니다. 같은 클래스가 모여 있는지, 갈라져 있는지 봅니다."""

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from dlconcepts.errors import ArgumentTypeError, ShapeError
from dlconcepts.inputs import real_array, whole
from dlconcepts.viz.canvas import canvas
from dlconcepts.viz.inputs import Floats, limits_around
from dlconcepts.viz.marks import check_points, classes, draw_points, write_names
from dlconcepts.viz.style import INK, MUTED, PAPER, place_legend
from dlconcepts.viz.wording import headline

_WIDTH = 5.4  # 인치
_MARGIN = 0.06


def plot_points(
    points: ArrayLike,
    labels: ArrayLike | None = None,
    *,
    names: Sequence[str] | None = None,
    directions: ArrayLike | None = None,
    axis_names: tuple[str, str] = ("$x_1$", "$x_2$"),
    equal: bool = True,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """두 특징을 가진 예제들을 점으로 그립니다. 클래스마다 색과 모양이 다릅니다.

    Parameters
    ----------
    points
        (N, 2) 의 예제입니다.
    labels
        (N,) 클래스의 번호입니다. 없으면 모두 같은 표식입니다.
    names
        클래스의 이름입니다. 없으면 번호가 이름입니다. 클래스가 셋 이상이고 이름이 모두 숫자 하나나
        로마자 하나이면 그 글자가 표식이고, 아니면 범례에 적습니다. 글자로 그릴 때에는 점을 몇백
        개로 추려야 읽힙니다.
    directions
        (K, 2) 원점에서 그릴 새 축의 방향입니다. 좌표를 바꾸기 전의 그림에 새 축을 겹쳐 그릴 때
        씁니다. 화살표에 z₁, z₂, … 라고 적습니다.
    axis_names
        가로축과 세로축의 이름입니다.
    equal
        두 축의 눈금을 같은 길이로 그립니다. 돌린 각도가 그대로 보입니다.
    title, ax
        제목과, 그림을 그릴 축입니다. 축이 없으면 새로 만듭니다.
    """
    where = "plot_points"
    spots, y = check_points(where, points, labels)
    listed = classes(where, y, names)
    arrows = _check_directions(where, directions)
    heading, above = headline(title, _WIDTH - 0.9)
    ax = canvas(where, ax, width=_WIDTH, height=above + (_WIDTH - 0.4 if equal else 3.7))
    draw_points(ax, spots, y, listed, size=_size(len(spots)))
    _limit(ax, spots, equal)
    write_names(ax, spots, y, listed)
    _draw_directions(ax, arrows)
    ax.set(xlabel=axis_names[0], ylabel=axis_names[1], title=heading)
    if labels is not None and not listed[0].letter:
        place_legend(ax)
    return ax


def plot_views(
    views: Mapping[str, ArrayLike],
    labels: ArrayLike,
    *,
    names: Sequence[str] | None = None,
    columns: int = 2,
    title: str | None = None,
) -> Figure:
    """같은 예제들을 여러 표현에서 본 그림을 나란히 그리고 그림(Figure)을 돌려줍니다.

    표현마다 값의 크기가 달라 눈금은 적지 않습니다. 견줄 것은 모여 있는지 갈라져 있는지입니다.

    Parameters
    ----------
    views
        표현의 이름 → (N, 2) 의 점입니다. 이름이 칸의 제목입니다.
    labels, names
        `plot_points` 와 같습니다. 모든 칸에서 같은 예제가 같은 색입니다.
    columns
        한 줄에 놓을 칸의 수입니다. 휴대 전화에서는 둘이 알맞습니다.
    title
        그림 전체의 제목입니다.
    """
    where = "plot_views"
    if not isinstance(views, Mapping) or not views:
        raise ArgumentTypeError(
            f"{where}: views 는 비어 있지 않은 dict 여야 하는데 {type(views).__name__} 형인 "
            f"{views!r:.60} 을(를) 받았습니다. "
            '{"입력": principal_plane(x).points, …} 처럼 이름을 붙여 주세요.'
        )
    placed = {name: check_points(where, points, labels) for name, points in views.items()}
    y = next(iter(placed.values()))[1]
    listed = classes(where, y, names)
    across = min(whole(where, "columns", columns), len(placed))
    down = -(-len(placed) // across)
    heading, above = headline(title, _WIDTH - 0.3)
    figure = plt.figure(figsize=(_WIDTH, down * (_WIDTH / across + 0.35) + 0.2 + above))
    for k, (name, (spots, _)) in enumerate(placed.items(), start=1):
        ax = figure.add_subplot(down, across, k)
        draw_points(ax, spots, y, listed, size=_size(len(spots)) * 0.7)
        _limit(ax, spots, equal=True)
        write_names(ax, spots, y, listed)
        ax.tick_params(labelbottom=False, labelleft=False)
        ax.grid(False)
        ax.spines[:].set_visible(True)
        ax.spines[:].set_color(MUTED)
        ax.set_title(name, size=13.5, pad=6)
    if not listed[0].letter:
        handles, labels_of = figure.axes[0].get_legend_handles_labels()
        look: dict[str, Any] = {"ncols": min(len(listed), 4), "frameon": False}
        figure.legend(handles, labels_of, loc="outside lower center", **look)
    if heading:
        figure.suptitle(heading, x=0.02, ha="left")
    return figure


# ── 그리기 ───────────────────────────────────────────────────────────────────────────────


def _size(count: int) -> float:
    """점이 많으면 작게 그립니다."""
    return float(np.clip(9000 / count, 18, 60))


def _limit(ax: Axes, spots: Floats, equal: bool) -> None:
    """모든 점을 담습니다. `equal` 이면 가로와 세로가 같은 정사각형입니다."""
    if not equal:
        x, y = (limits_around(column, _MARGIN) for column in spots.T)
        ax.set(xlim=x, ylim=y)
        return
    middle = (spots.min(axis=0) + spots.max(axis=0)) / 2
    half = (np.ptp(spots, axis=0).max() / 2 or 1.0) * (1 + 2 * _MARGIN)
    ax.set(xlim=(middle[0] - half, middle[0] + half), ylim=(middle[1] - half, middle[1] + half))
    ax.set_aspect("equal")


def _draw_directions(ax: Axes, arrows: Floats) -> None:
    """원점에서 뻗는 화살표와 그 반대쪽의 가는 선. 끝에 이름을 적습니다."""
    reach = 0.42 * min(np.ptp(ax.get_xlim()), np.ptp(ax.get_ylim()))
    for k, (dx, dy) in enumerate(arrows, start=1):
        u, v = np.array([dx, dy]) / np.hypot(dx, dy) * reach
        ax.plot([-u, 0], [-v, 0], color=INK, lw=1.2, zorder=4, scalex=False, scaley=False)
        in_data_units: dict[str, Any] = {"angles": "xy", "scale_units": "xy", "scale": 1}
        ax.quiver(0, 0, u, v, **in_data_units, color=INK, width=0.008, zorder=4)
        back = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.5}
        spot = (u * 1.12, v * 1.12)
        ax.text(*spot, f"$z_{{{k}}}$", size=15, ha="center", va="center", bbox=back, zorder=5)


def _check_directions(where: str, directions: Any) -> Floats:
    if directions is None:
        return np.empty((0, 2))
    arrows = real_array(where, "directions", directions)
    if arrows.ndim != 2 or arrows.shape[1] != 2 or not np.hypot(*arrows.T).all():
        raise ShapeError(
            f"{where}: directions 는 길이가 0 이 아닌 방향 (K, 2) 여야 하는데 모양이 "
            f"{arrows.shape} 입니다. 새 축 하나가 한 줄입니다. 예: [[1, 1], [-1, 1]]"
        )
    return arrows.astype(np.float64)
