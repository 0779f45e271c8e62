"""흐름의 그림: 무엇이 들어가 무엇이 나오는지. 상자는 하는 일, 테두리 없는 글은 오가는 것입니다.

::

      규칙 ─▶ ┌──────────┐
              │ 프로그램 │ ─▶ 답
    데이터 ─▶ └──────────┘

자리는 부르는 쪽이 정합니다. 한 그림에 상자를 더해 가며 여러 번 그리면 고리가 닫히는 것이 보입니다.
"""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from dlconcepts.errors import ArgumentError, ArgumentTypeError
from dlconcepts.viz.canvas import canvas
from dlconcepts.viz.style import INK, MUTED, PALETTE, PAPER
from dlconcepts.viz.wording import headline, text_width

Spot = tuple[float, float]
Arrow = tuple[str, str]

# 단위는 모두 인치입니다.
_COLUMN, _ROW = 1.5, 0.92  # 한 칸의 폭과 높이
_SIZE, _LINE = 13, 0.25
_PAD, _SIDE = 0.13, 0.12  # 글에서 테두리까지, 그림의 여백
_NARROWEST = 3.6


def plot_flow(
    places: Mapping[str, Spot],
    arrows: Collection[Arrow] | Mapping[Arrow, str],
    *,
    things: Collection[str] = (),
    highlight: Collection[str] = (),
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """이름이 적힌 상자들을 정한 자리에 놓고 화살표로 잇습니다.

    Parameters
    ----------
    places
        이름 → 자리 (가로, 세로). 이웃한 상자를 1쯤 띄웁니다. 이름 안의 줄바꿈은 그대로 그립니다.
    arrows
        (앞 이름, 뒤 이름)의 모음, 또는 화살표마다 적을 말의 dict 입니다.
    things
        테두리 없이 적을 이름: 데이터나 답처럼 상자 사이를 오가는 것입니다.
    highlight
        색을 입힐 상자의 이름입니다. 여러 번 나누어 그릴 때 새로 더한 것을 보입니다.
    title, ax
        제목과, 그림을 그릴 축입니다. 축이 없으면 자리에 맞추어 새로 만듭니다.
    """
    where = "plot_flow"
    centers = _check_places(where, places)
    said = _check_arrows(where, arrows, centers)
    for role, names in (("things", things), ("highlight", highlight)):
        _check_names(where, role, names, centers)
    halves = {name: _half_size(name) for name in centers}
    corners = np.array([np.add(centers[n], s * halves[n]) for n in centers for s in (-1, 1)])
    (left, low), (right, high) = corners.min(axis=0) - _SIDE, corners.max(axis=0) + _SIDE
    room = max(0.0, _NARROWEST - (right - left)) / 2
    heading, above = headline(title, right - left + 2 * room)
    wide = right - left + 2 * room
    ax = canvas(where, ax, width=wide + 0.2, height=high - low + above + 0.2)
    ax.set(xlim=(left - room, right + room), ylim=(low, high))
    ax.set_aspect("equal")
    ax.axis("off")
    for (tail, head), words in said.items():
        back = (head, tail) in said
        _draw_arrow(ax, centers[tail], centers[head], halves[tail], halves[head], words, back)
    for name, center in centers.items():
        _draw_box(ax, name, center, halves[name], name in things, name in highlight)
    ax.set_title(heading)
    return ax


# ── 그리기 ───────────────────────────────────────────────────────────────────────────────


def _half_size(name: str) -> np.ndarray:
    """글이 들어가는 상자의 반: 가로와 세로."""
    tall = _LINE * (name.count("\n") + 1)
    return np.array([text_width(name, _SIZE) / 2 + _PAD, tall / 2 + _PAD * 0.8])


def _draw_box(
    ax: Axes, name: str, center: Any, half: np.ndarray, thing: bool, bright: bool
) -> None:
    (x, y), (wide, tall) = center, 2 * half
    plain, colored = [(PAPER, MUTED)], [(PAPER, "none"), (to_rgba(PALETTE[1], 0.12), PALETTE[1])]
    if not thing:
        for face, edge in colored if bright else plain:
            box = FancyBboxPatch(
                (x - wide / 2, y - tall / 2),
                wide,
                tall,
                boxstyle="round,pad=0,rounding_size=0.09",
                facecolor=face,
                edgecolor=edge,
                lw=2.2 if bright else 1.5,
                zorder=3,
            )
            ax.add_patch(box)
    look: Any = {"ha": "center", "va": "center", "linespacing": 1.15, "zorder": 4}
    ax.text(x, y, name, size=_SIZE, color=INK, **look)


def _draw_arrow(
    ax: Axes, tail: Any, head: Any, tail_half: Any, head_half: Any, words: str, back: bool
) -> None:
    """상자의 테두리에서 테두리까지. 오고 가는 두 화살표는 조금 비껴 그립니다."""
    along = (head - tail) / np.hypot(*(head - tail))
    aside = 0.09 * np.array([-along[1], along[0]]) if back else np.zeros(2)
    start = tail + aside + along * _to_border(along, tail_half)
    end = head + aside - along * _to_border(along, head_half)
    arrow = FancyArrowPatch(
        start,
        end,
        arrowstyle="-|>",
        mutation_scale=13,
        shrinkA=2,
        shrinkB=2,
        color=MUTED,
        lw=1.5,
        zorder=2,
    )
    ax.add_patch(arrow)
    if words:
        x, y = (start + end) / 2
        look: Any = {"ha": "center", "va": "center", "color": INK, "zorder": 3}
        box = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.5}
        ax.text(x, y, words, size=11.5, bbox=box, **look)


def _to_border(along: np.ndarray, half: np.ndarray) -> float:
    """가운데에서 `along` 방향으로 테두리까지의 길이."""
    with np.errstate(divide="ignore"):
        return float(np.min(half / np.abs(along)))


# ── 입구에서의 검사 ──────────────────────────────────────────────────────────────────────


def _check_places(where: str, places: Any) -> dict[str, np.ndarray]:
    if not isinstance(places, Mapping) or not places:
        raise ArgumentTypeError(
            f"{where}: places 는 이름 → (가로, 세로) 의 dict 여야 하는데 {type(places).__name__} "
            '형을 받았습니다. 예: {"데이터": (0, 0), "학습": (1, 0)}'
        )
    centers = {}
    for name, spot in places.items():
        try:
            x, y = (float(value) for value in spot)
        except (TypeError, ValueError):
            x = y = np.nan
        if not np.isfinite([x, y]).all():
            raise ArgumentError(
                f"{where}: '{name}' 의 자리는 유한한 두 수 (가로, 세로) 여야 하는데 {spot!r} "
                "입니다."
            )
        centers[str(name)] = np.array([x * _COLUMN, y * _ROW])
    if len({tuple(center) for center in centers.values()}) < len(centers):
        raise ArgumentError(
            f"{where}: 같은 자리에 놓인 상자가 있습니다: {dict(places)}. 자리를 서로 다르게 해 "
            "주세요."
        )
    return centers


def _check_arrows(where: str, arrows: Any, centers: Mapping[str, Any]) -> dict[Arrow, str]:
    said = dict(arrows) if isinstance(arrows, Mapping) else dict.fromkeys(arrows, "")
    for arrow in said:
        if not isinstance(arrow, tuple) or len(arrow) != 2 or arrow[0] == arrow[1]:
            raise ArgumentTypeError(
                f"{where}: 화살표는 서로 다른 두 이름 (앞, 뒤) 여야 하는데 {arrow!r} 입니다."
            )
        _check_names(where, "arrows", arrow, centers)
    return said


def _check_names(where: str, role: str, names: Any, centers: Mapping[str, Any]) -> None:
    if isinstance(names, str):
        raise ArgumentTypeError(
            f"{where}: {role} 는 이름의 목록이어야 하는데 문자열 {names!r} 하나를 받았습니다. "
            f"[{names!r}] 처럼 대괄호로 감싸 주세요."
        )
    for name in names:
        if name not in centers:
            raise ArgumentError(
                f"{where}: {role} 의 {name!r} 은(는) places 에 없는 이름입니다. 있는 이름: "
                f"{', '.join(centers)}"
            )
