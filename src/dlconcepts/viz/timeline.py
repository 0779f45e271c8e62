"""연표: 시간은 아래로 흐르고, 점은 그 해의 자리에, 글은 겹치지 않게 옆에 놓입니다.

::

    1950 ─┼─●──── 1950  기계는 생각할 수 있는가
          │
    1960 ─┼─●─╮
          │ ● ╰── 1958  퍼셉트론          좁은 곳에서는 글이 밀려나고 선이 점과 이어 줍니다

아무 일도 없던 긴 사이는 짧게 줄이고 점선으로 그립니다. 그 밖의 자리는 해에 비례합니다.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike, NDArray

from dlconcepts.errors import ArgumentError, ArgumentTypeError
from dlconcepts.viz.canvas import canvas
from dlconcepts.viz.style import INK, MARKERS, MUTED, PALETTE, PAPER, place_legend
from dlconcepts.viz.wording import headline, wrapped

Floats = NDArray[np.float64]
Warp = Callable[[ArrayLike], Floats]

# 단위는 모두 인치입니다.
_WIDTH = 4.5
_DOT, _YEAR, _TEXT = 0.5, 0.9, 1.5  # 점, 해, 글의 왼쪽 끝
_LINE, _ROOM = 0.24, 0.1  # 글 한 줄의 높이, 글과 글 사이
_SIZE = 12.5
_LONGEST, _SHORTENED = 25, 6  # 이보다 긴 사이(해)는 이만큼으로 줄입니다
_LEGEND = 0.5


@dataclass(frozen=True)
class Event:
    """연표의 한 줄.

    Attributes
    ----------
    year
        해입니다.
    text
        있었던 일입니다. 길면 어절에서 줄을 바꿉니다.
    kind
        갈래의 이름입니다. 갈래마다 색과 모양이 다르고 범례에 적힙니다.
    until
        여러 해에 걸친 일이면 끝난 해입니다. 점 대신 띠로 그립니다.
    """

    year: int
    text: str
    kind: str = ""
    until: int | None = None


def plot_timeline(
    events: Sequence[Event],
    *,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """일들을 위에서 아래로, 해에 비례하는 자리에 그립니다.

    Parameters
    ----------
    events
        `Event` 의 목록입니다. 순서는 아무래도 좋습니다. 갈래의 색은 목록에 나온 차례를 따릅니다.
    title, ax
        제목과, 그림을 그릴 축입니다. 축이 없으면 글의 양에 맞추어 세로로 긴 그림을 만듭니다.
    """
    where = "plot_timeline"
    listed = _check(where, events)
    kinds = [*dict.fromkeys(event.kind for event in listed)]
    listed = sorted(listed, key=lambda event: (event.year, event.until or event.year))
    texts = [wrapped(event.text, _WIDTH - _TEXT, _SIZE) for event in listed]
    lines = [
        max(text.count("\n") + 1, 1 + bool(e.until)) for e, text in zip(listed, texts, strict=True)
    ]
    heights = [count * _LINE + _ROOM for count in lines]
    years = sorted({year for e in listed for year in (e.year, e.until or e.year)})
    warp, back = _warp(years, sum(heights) - heights[0] / 2 - heights[-1] / 2)
    spots = _apart(warp([event.year for event in listed]), np.array(heights))
    top = spots[0] - heights[0] / 2 - 0.05
    bottom = max(spots[-1] + heights[-1] / 2, float(warp(years[-1]))) + 0.05
    heading, above = headline(title, _WIDTH)
    named = any(kinds)
    tall = bottom - top + above + _LEGEND * named
    ax = canvas(where, ax, width=_WIDTH + 0.25, height=tall + 0.28)
    _draw_spine(ax, years)
    unnamed = {*kinds} - {""}
    for event, text, spot in zip(listed, texts, back(spots), strict=True):
        first = event.kind in unnamed
        _draw_event(ax, event, text, float(spot), kinds.index(event.kind), first)
        unnamed.discard(event.kind)
    ax.set_yscale("function", functions=(warp, back))
    ax.set(xlim=(0, _WIDTH), ylim=back((bottom, top)))
    ax.axis("off")
    ax.set_title(heading)
    if named:
        place_legend(ax)
    return ax


# ── 자리 ─────────────────────────────────────────────────────────────────────────────────


def _warp(years: list[int], tall: float) -> tuple[Warp, Warp]:
    """해 → 위에서부터의 길이(인치), 그리고 거꾸로. 긴 사이만 줄이고 나머지는 비례합니다."""
    gaps = [_SHORTENED if b - a > _LONGEST else b - a for a, b in pairwise(years)]
    scale = max(tall, _LINE) / max(1, sum(gaps))
    knots = np.array([years[0] - 1, *years, years[-1] + 1], dtype=np.float64)
    depth = np.cumsum([-1.0, 1.0, *gaps, 1.0]) * scale

    def forward(year: ArrayLike) -> Floats:
        return _piecewise(np.asarray(year, dtype=np.float64), knots, depth)

    def backward(inches: ArrayLike) -> Floats:
        return _piecewise(np.asarray(inches, dtype=np.float64), depth, knots)

    return forward, backward


def _piecewise(x: Floats, at: Floats, value: Floats) -> Floats:
    """꺾은선. 양끝의 바깥은 끝의 기울기로 늘입니다."""
    k = np.clip(np.searchsorted(at, x) - 1, 0, len(at) - 2)
    slope = (value[k + 1] - value[k]) / (at[k + 1] - at[k])
    placed: Floats = value[k] + slope * (x - at[k])
    return placed


def _apart(wanted: Floats, heights: Floats) -> Floats:
    """바라는 자리에 가장 가까우면서 겹치지 않는 자리(제곱 오차의 최소, 풀링 알고리즘)."""
    before = np.cumsum(heights) - heights / 2  # 빈틈없이 쌓았을 때의 자리
    blocks: list[list[float]] = []  # [합, 개수]: 같은 만큼 밀린 것들의 묶음
    for shift in wanted - before:
        blocks.append([float(shift), 1])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            total, count = blocks.pop()
            blocks[-1][0] += total
            blocks[-1][1] += count
    shifts = [total / count for total, count in blocks for _ in range(int(count))]
    placed: Floats = before + shifts
    return placed


# ── 그리기 ───────────────────────────────────────────────────────────────────────────────


def _draw_spine(ax: Axes, years: list[int]) -> None:
    """기둥과 열 해마다의 눈금. 줄인 사이는 점선이고 눈금이 없습니다."""
    ends = years if len(years) > 1 else [years[0] - 1, years[0] + 1]
    parts = [*pairwise(ends)]
    near = [(a, b) for a, b in parts if b - a <= _LONGEST]
    ticks = sorted({year for a, b in near for year in range(a, b + 1) if year % 10 == 0})
    _draw_lines(ax, [[(_DOT, a), (_DOT, b)] for a, b in near], MUTED)
    _draw_lines(ax, [[(_DOT, a), (_DOT, b)] for a, b in parts if b - a > _LONGEST], MUTED, ls=":")
    _draw_lines(ax, [[(_DOT - 0.06, year), (_DOT, year)] for year in ticks], MUTED)
    for year in ticks:
        look: Any = {"size": 10.5, "color": MUTED, "ha": "right", "va": "center"}
        ax.annotate(str(year), (_DOT - 0.1, year), **look)


def _draw_lines(ax: Axes, lines: list[list[tuple[float, float]]], color: str, **look: Any) -> None:
    """데이터가 아닌 선들. 묶음으로 그리므로 그림의 데이터(CSV)에 들어가지 않습니다."""
    ax.add_collection(LineCollection(lines, colors=color, linewidths=1.3, **look), autolim=False)


def _draw_event(ax: Axes, event: Event, text: str, spot: float, kind: int, first: bool) -> None:
    color, marker = PALETTE[kind % len(PALETTE)], MARKERS[kind % len(MARKERS)]
    name = event.kind if first else None
    path = [
        (_DOT, event.year),
        (_DOT + 0.18, event.year),
        (_YEAR - 0.18, spot),
        (_YEAR - 0.06, spot),
    ]
    _draw_lines(ax, [path], color, zorder=0)
    if event.until is None:
        look: Any = {"color": color, "markeredgecolor": PAPER, "ms": 9, "zorder": 3}
        ax.plot([_DOT], [event.year], marker, ls="none", label=name, **look)
    else:
        corner, tall = (_DOT - 0.06, event.year), event.until - event.year
        look = {"facecolor": color, "edgecolor": PAPER, "lw": 1, "zorder": 2}
        ax.add_patch(Rectangle(corner, 0.12, tall, label=name, **look))
    years = str(event.year) + (f"\n–{event.until}" if event.until else "")
    row: Any = {"size": _SIZE, "va": "center", "linespacing": 1.15}
    ax.text(_YEAR, spot, years, color=MUTED, **row)
    ax.text(_TEXT, spot, text, color=INK, **row)


# ── 입구에서의 검사 ──────────────────────────────────────────────────────────────────────


def _check(where: str, events: Any) -> list[Event]:
    listed = [*events] if isinstance(events, Sequence) else [events]
    if not listed:
        raise ArgumentError(f"{where}: 적을 일이 0개입니다. Event 를 하나 이상 넘겨 주세요.")
    for event in listed:
        if not isinstance(event, Event):
            raise ArgumentTypeError(
                f"{where}: events 에는 Event 만 올 수 있는데 {type(event).__name__} 형인 {event!r} "
                '이(가) 있습니다. Event(1958, "퍼셉트론") 처럼 만들어 주세요.'
            )
        if event.until is not None and event.until <= event.year:
            raise ArgumentError(
                f"{where}: '{event.text}' 의 until({event.until})은 year({event.year})보다 뒤여야 "
                "합니다. 한 해에 끝난 일이면 until 을 비워 주세요."
            )
    return listed
