"""신경망의 그림: 동그라미는 뉴런, 선은 가중치. 왼쪽이 입력이고 오른쪽이 출력입니다.

크기만 주면 모두 같은 선이고, 가중치를 주면 양수와 음수를 두 색으로, 크기를 굵기로 그립니다.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba
from matplotlib.lines import Line2D
from matplotlib.patches import Circle
from numpy.typing import NDArray

from dlconcepts.errors import ArgumentError, ArgumentTypeError, NonFiniteError, ShapeError
from dlconcepts.viz.inputs import check_labels, new_axes, whole_figure
from dlconcepts.viz.style import INK, MUTED, PALETTE, PAPER

POSITIVE, NEGATIVE = PALETTE[0], PALETTE[1]
_STEP = 0.46  # 이웃한 뉴런 사이의 높이(인치)
_RADIUS = 0.155
_LAYER, _WIDEST = 1.75, 5.1  # 이웃한 층 사이, 첫 층과 끝 층 사이의 폭(인치)
_SIDE = 0.6  # 층 이름이 들어가는 양옆의 여백


@dataclass(frozen=True)
class _Column:
    """층 하나의 자리: 그릴 뉴런의 번호와 높이, ⋮ 의 높이(없으면 None)."""

    x: float
    units: list[int]
    heights: list[float]
    dots: float | None


def plot_network(
    network: Any,
    *,
    labels: Sequence[str] | None = None,
    most: int = 7,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """신경망의 층을 동그라미와 선으로 그립니다.

    Parameters
    ----------
    network
        층의 크기 ``(64, 128, 10)``, 또는 가중치가 있는 것: `MLP` 처럼 ``params`` 를 가진 모델이나
        ``{"W1": (n_in, n_out), "b1": …, "W2": …}`` 인 dict. 가중치가 있으면 색으로 그립니다.
    labels
        층마다의 이름입니다. 없으면 입력층, 은닉층, 출력층입니다.
    most
        한 층에 그릴 뉴런의 수입니다. 더 많으면 가운데를 ⋮ 로 줄입니다. 3 이상이어야 합니다.
    title, ax
        제목과, 그림을 그릴 축입니다. 축이 없으면 층의 크기에 맞추어 새로 만듭니다.
    """
    where = "plot_network"
    sizes, weights = _read(where, network)
    names = check_labels(where, labels, len(sizes), "층은") or _usual_names(len(sizes))
    if not _is_whole(most, at_least=3):
        raise ArgumentError(
            f"{where}: most 는 3 이상의 정수여야 하는데 {most!r} 을(를) 받았습니다. 위와 아래의 "
            "뉴런과 ⋮ 를 그릴 자리가 필요합니다."
        )
    tall = max(min(size, int(most)) for size in sizes) * _STEP
    wide = min(_LAYER * (len(sizes) - 1), _WIDEST)
    new = ax is None
    ax = new_axes(where, ax, height=tall + 1.3 + (0.4 if weights else 0))
    if new:
        whole_figure(ax).set_figwidth(max(3.8, wide + 2 * _SIDE + 0.2))
    gap = wide / (len(sizes) - 1)
    columns = [_column(gap * k, size, int(most)) for k, size in enumerate(sizes)]
    for k, (left, right) in enumerate(pairwise(columns)):
        _draw_weights(ax, left, right, weights[k] if weights else None)
    for column, name, size in zip(columns, names, sizes, strict=True):
        _draw_column(ax, column, name, size, tall)
    ax.set(xlim=(-_SIDE, wide + _SIDE), ylim=(-tall / 2 - 0.5, tall / 2 + 0.4))
    ax.set_aspect("equal")
    ax.axis("off")
    ax.set_title(title or "")
    if weights:
        _legend(ax)
    return ax


def _usual_names(layers: int) -> list[str]:
    hidden = [f"은닉층 {k}" for k in range(1, layers - 1)] if layers > 3 else ["은닉층"]
    return ["입력층", *hidden[: layers - 2], "출력층"]


def _column(x: float, size: int, most: int) -> _Column:
    """가운데를 맞춘 뉴런의 높이. 너무 많으면 끝에서 두 번째 자리에 ⋮ 를 둡니다."""
    slots = min(size, most)
    heights = [(slots - 1) / 2 * _STEP - i * _STEP for i in range(slots)]
    if size <= most:
        return _Column(x, [*range(size)], heights, None)
    units = [*range(most - 2), size - 1]
    return _Column(x, units, [*heights[:-2], heights[-1]], heights[-2])


# ── 그리기 ───────────────────────────────────────────────────────────────────────────────


def _draw_weights(
    ax: Axes, left: _Column, right: _Column, weight: NDArray[np.float64] | None
) -> None:
    ends = [
        ((left.x, y0), (right.x, y1)) for y0 in left.heights for y1 in right.heights
    ]  # 왼쪽 뉴런마다 오른쪽 뉴런 모두에게
    if weight is None:
        lines = LineCollection(ends, colors=MUTED, linewidths=0.7, alpha=0.55, zorder=1)
    else:
        shown = weight[np.ix_(left.units, right.units)].ravel()
        share = np.abs(shown) / (np.abs(weight).max() or 1.0)
        hues = (POSITIVE if w >= 0 else NEGATIVE for w in shown)
        colors = [to_rgba(hue, 0.2 + 0.8 * s) for hue, s in zip(hues, share, strict=True)]
        lines = LineCollection(ends, colors=colors, linewidths=0.3 + 2.7 * share, zorder=1)
    ax.add_collection(lines, autolim=False)


def _draw_column(ax: Axes, column: _Column, name: str, size: int, tall: float) -> None:
    for y in column.heights:
        ax.add_patch(
            Circle((column.x, y), _RADIUS, facecolor=PAPER, edgecolor=INK, lw=1.3, zorder=3)
        )
    if column.dots is not None:
        for shift in (-0.11, 0.0, 0.11):
            spot = (column.x, column.dots + shift)
            ax.add_patch(Circle(spot, 0.028, facecolor=INK, edgecolor="none", zorder=3))
    ax.text(column.x, tall / 2 + 0.2, name, ha="center", va="center", fontsize=13)
    ax.text(
        column.x, -tall / 2 - 0.24, f"{size:,}", ha="center", va="center", fontsize=13, color=MUTED
    )


def _legend(ax: Axes) -> None:
    look = ((POSITIVE, "양의 가중치"), (NEGATIVE, "음의 가중치"))
    handles = [Line2D([], [], color=color, lw=3, label=label) for color, label in look]
    figure = whole_figure(ax)
    if len(figure.axes) > 1:
        ax.legend(handles=handles, loc="lower center", ncols=2)
    else:
        figure.legend(handles=handles, loc="outside lower center", ncols=2, frameon=False)


# ── 입구에서의 검사 ──────────────────────────────────────────────────────────────────────


def _read(where: str, network: Any) -> tuple[list[int], list[NDArray[np.float64]]]:
    """층의 크기와, 있으면 가중치 행렬들을 꺼냅니다."""
    params = network if isinstance(network, Mapping) else getattr(network, "params", None)
    if isinstance(params, Mapping):
        weights = _weights(where, params)
        return [weights[0].shape[0], *(w.shape[1] for w in weights)], weights
    try:
        sizes = [*network]
    except TypeError:
        raise ArgumentTypeError(
            f"{where}: 층의 크기 (64, 128, 10), params 를 가진 모델, 또는 가중치의 dict 가 "
            f"필요한데 {type(network).__name__} 형을 받았습니다."
        ) from None
    if len(sizes) < 2 or not all(_is_whole(n, at_least=1) for n in sizes):
        raise ArgumentError(
            f"{where}: 층의 크기는 1 이상의 정수 둘 이상이어야 하는데 {network!r} 을(를) "
            "받았습니다. 입력과 출력의 크기를 (입력, 은닉, …, 출력) 으로 적어 주세요."
        )
    return [int(n) for n in sizes], []


def _is_whole(value: Any, *, at_least: int) -> bool:
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    return whole and bool(value >= at_least)


def _weights(where: str, params: Mapping[str, Any]) -> list[NDArray[np.float64]]:
    """W1, W2, … 를 차례로 꺼내 앞뒤가 맞는지 봅니다."""
    count = sum(str(name).startswith("W") for name in params)
    names = [f"W{k}" for k in range(1, count + 1)]
    if not names or not {*names} <= params.keys():
        raise ArgumentError(
            f"{where}: 가중치의 이름은 W1, W2, … 여야 하는데 받은 이름은 {[*params]} 입니다."
        )
    weights = [np.asarray(params[name], dtype=np.float64) for name in names]
    for name, w in zip(names, weights, strict=True):
        if w.ndim != 2 or 0 in w.shape:
            raise ShapeError(
                f"{where}: {name} 은 (입력의 수, 출력의 수) 모양의 행렬이어야 하는데 모양이 "
                f"{w.shape} 입니다."
            )
        if not np.isfinite(w).all():
            raise NonFiniteError(
                f"{where}: {name} 안에 NaN 이나 무한대가 있습니다. 학습이 발산하지 않았는지 보세요."
            )
    for (a, before), (b, after) in pairwise(zip(names, weights, strict=True)):
        if before.shape[1] != after.shape[0]:
            raise ShapeError(
                f"{where}: {a} 의 출력은 {before.shape[1]}개인데 {b} 의 입력은 {after.shape[0]}개"
                f"입니다({a} {before.shape}, {b} {after.shape}). 모양은 (입력, 출력) 입니다. torch "
                "의 가중치라면 weight.T 를 넘겨 주세요."
            )
    return weights
