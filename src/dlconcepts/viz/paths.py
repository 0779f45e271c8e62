"""길의 그림: 이름이 적힌 마디를 화살표로 잇고, 화살표마다 국소 기울기를 적습니다.

자리는 부르는 쪽이 정합니다. 한 길을 따라 곱하고 길끼리 더하는 셈을 눈으로 따라가기 위한 것입니다::

    plot_paths(
        {"x": (0, 0), "u": (1, 0), "y": (2, 0)},
        {("x", "u"): 2, ("u", "y"): 12},
        highlight=[["x", "u", "y"]],
    )
"""

import re
from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise
from numbers import Integral
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyArrowPatch

from dlconcepts.errors import ArgumentError, ArgumentTypeError
from dlconcepts.viz.inputs import new_axes, whole_figure
from dlconcepts.viz.style import INK, MUTED, PALETTE, PAPER

Arrow = tuple[str, str]
_RADIUS = 0.175  # 동그라미의 반지름. 단위는 칸입니다
_MARGIN = 0.32  # 맨 끝의 마디에서 그림의 끝까지
_STEP, _NARROWEST, _WIDEST = 1.6, 4.6, 7.6  # 한 칸, 그림의 폭의 끝(인치)
_TITLE = 0.6  # 제목의 높이(인치)


def plot_paths(
    places: Mapping[str, tuple[float, float]],
    slopes: Mapping[Arrow, Any],
    *,
    highlight: Iterable[Collection[str] | Collection[Arrow]] = (),
    digits: int = 3,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """마디를 정한 자리에 놓고 화살표로 이어, 화살표마다 국소 기울기를 적습니다.

    Parameters
    ----------
    places
        마디의 이름 → 자리 (가로, 세로). 이웃한 마디를 1쯤 띄웁니다. 로마자 하나와 숫자로 된 이름은
        수식으로 적습니다(``w1`` → :math:`w_1`). 다른 이름은 그대로 적으며, 세 글자까지 알맞습니다.
    slopes
        화살표 (앞 이름, 뒤 이름) → 적을 수나 글. None 이면 화살표만 그립니다.
    highlight
        색을 입혀 굵게 그릴 것들입니다. 하나하나는 이름을 차례로 적은 길 ``["x", "u", "y"]`` 이거나
        화살표의 모음 ``[("x", "u"), ("x", "v")]`` 입니다. 하나마다 색이 다르고, 둘 이상이 함께
        지나는 화살표는 그다음 색입니다.
    digits
        정수가 아닌 수를 적을 때 소수점 아래의 자릿수입니다.
    title, ax
        제목과, 그림을 그릴 축입니다. 축이 없으면 마디의 자리에 맞추어 새로 만듭니다.
    """
    where = "plot_paths"
    spots = _check_places(where, places)
    _check_arrows(where, slopes, spots)
    colors = _colors(where, highlight, slopes)
    labels = {arrow: _written(where, arrow, value, digits) for arrow, value in slopes.items()}
    ax = _canvas(where, np.array([*spots.values()]), ax)
    rings = {
        name: Circle(spot, _RADIUS, facecolor=PAPER, edgecolor=INK, lw=1.3, zorder=3)
        for name, spot in spots.items()
    }
    for (tail, head), label in labels.items():
        _draw_arrow(ax, rings[tail], rings[head], label, colors.get((tail, head)))
    for name, ring in rings.items():
        ax.add_patch(ring)
        x, y = ring.center
        ax.text(x, y, _symbol(name), ha="center", va="center", fontsize=14, zorder=4)
    ax.set_title(title or "")
    return ax


# ── 그리기 ───────────────────────────────────────────────────────────────────────────────


def _canvas(where: str, spots: np.ndarray, ax: Axes | None) -> Axes:
    """모든 마디가 들어가는 축. 가로와 세로의 한 칸은 길이가 같습니다."""
    low, high = spots.min(axis=0) - _MARGIN, spots.max(axis=0) + _MARGIN
    wide, tall = high - low
    step = min(_STEP, _WIDEST / wide)
    missing = max(0.0, _NARROWEST / step - wide)  # 너무 좁으면 제목이 잘립니다
    new = ax is None
    ax = new_axes(where, ax, height=tall * step + _TITLE)
    if new:
        whole_figure(ax).set_figwidth((wide + missing) * step)
    ax.set(xlim=(low[0], high[0] + missing), ylim=(low[1], high[1]))
    ax.set_aspect("equal")
    ax.axis("off")
    return ax


def _draw_arrow(ax: Axes, tail: Circle, head: Circle, label: str, color: str | None) -> None:
    arrow = FancyArrowPatch(
        tail.center,
        head.center,
        patchA=tail,
        patchB=head,
        shrinkA=1.5,
        shrinkB=1.5,
        arrowstyle="-|>",
        mutation_scale=14,
        color=color or MUTED,
        lw=2.8 if color else 1.3,
        zorder=2 if color else 1,
    )
    ax.add_patch(arrow)
    if label:
        (x0, y0), (x1, y1) = tail.center, head.center
        look: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": 12}
        back = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.5}
        ax.text(
            (x0 + x1) / 2, (y0 + y1) / 2, label, color=color or INK, bbox=back, zorder=3, **look
        )


def _symbol(name: str) -> str:
    """w1 → $w_1$. 로마자 하나(와 숫자)가 아니면 그대로입니다."""
    found = re.fullmatch(r"([A-Za-z])(\d*)", name)
    if not found:
        return name
    letter, number = found.groups()
    return f"${letter}_{{{number}}}$" if number else f"${letter}$"


def _written(where: str, arrow: Arrow, value: Any, digits: int) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, Integral):
        return f"{int(value):,d}".replace("-", "−")
    try:
        return f"{float(value):,.{digits}f}".replace("-", "−")
    except (TypeError, ValueError):
        raise ArgumentTypeError(
            f"{where}: 화살표 {_arrow(arrow)} 에는 수 하나나 글을 적을 수 있는데 {value!r} 을(를) "
            "받았습니다. 적을 것이 없으면 None 을 넘겨 주세요."
        ) from None


# ── 입구에서의 검사 ──────────────────────────────────────────────────────────────────────


def _check_places(where: str, places: Any) -> dict[str, tuple[float, float]]:
    if not isinstance(places, Mapping) or not places:
        raise ArgumentTypeError(
            f"{where}: places 는 이름마다 자리를 적은 dict 여야 하는데 {places!r} 을(를) "
            '받았습니다. 예: {"x": (0, 0), "y": (1, 0)}'
        )
    spots: dict[str, tuple[float, float]] = {}
    for name, place in places.items():
        if not isinstance(name, str):
            raise ArgumentTypeError(
                f"{where}: 마디의 이름은 글이어야 하는데 {name!r} 을(를) 받았습니다. "
                f"{str(name)!r} 처럼 적어 주세요."
            )
        try:
            x, y = (float(value) for value in place)
        except (TypeError, ValueError):
            x = y = np.nan
        if not np.isfinite([x, y]).all():
            raise ArgumentError(
                f"{where}: {name!r} 의 자리는 유한한 두 수 (가로, 세로)여야 하는데 {place!r} "
                "을(를) 받았습니다."
            )
        twin = next((other for other, spot in spots.items() if spot == (x, y)), None)
        if twin is not None:
            raise ArgumentError(
                f"{where}: 두 마디 {twin!r}, {name!r} 의 자리가 {place!r} 로 같아 서로 가립니다. "
                "한쪽을 1쯤 옮겨 주세요."
            )
        spots[name] = (x, y)
    return spots


def _check_arrows(where: str, slopes: Any, spots: Collection[str]) -> None:
    if not isinstance(slopes, Mapping):
        raise ArgumentTypeError(
            f"{where}: slopes 는 화살표마다 국소 기울기를 적은 dict 여야 하는데 "
            f'{type(slopes).__name__} 형을 받았습니다. 예: {{("x", "y"): 2}}'
        )
    for arrow in slopes:
        if not isinstance(arrow, tuple) or len(arrow) != 2 or arrow[0] == arrow[1]:
            raise ArgumentError(
                f"{where}: 화살표는 서로 다른 두 이름 (앞, 뒤)여야 하는데 {arrow!r} 을(를) "
                "받았습니다."
            )
        for name in arrow:
            if name not in spots:
                raise ArgumentError(
                    f"{where}: 화살표 {_arrow(arrow)} 의 {name!r} 은(는) places 에 없습니다. "
                    f"places 에 있는 이름: {[*spots]}"
                )


def _colors(where: str, highlight: Any, slopes: Collection[Arrow]) -> dict[Arrow, str]:
    """화살표 → 색. 둘 이상이 함께 지나는 화살표는 남은 색 가운데 첫째입니다."""
    groups = [_arrows_of(where, group) for group in highlight]
    if len(groups) >= len(PALETTE):
        raise ArgumentError(
            f"{where}: highlight 는 {len(PALETTE) - 1}개까지 색을 나눌 수 있는데 {len(groups)}개를 "
            "받았습니다. 그림을 나누어 주세요."
        )
    colors: dict[Arrow, str] = {}
    for group, color in zip(groups, PALETTE, strict=False):
        for arrow in group:
            if arrow not in slopes:
                raise ArgumentError(
                    f"{where}: highlight 의 화살표 {_arrow(arrow)} 은(는) slopes 에 없습니다. "
                    f"slopes 에 있는 화살표: {', '.join(map(_arrow, slopes))}"
                )
            colors[arrow] = PALETTE[len(groups)] if arrow in colors else color
    return colors


def _arrows_of(where: str, group: Any) -> list[Arrow]:
    """길이면 이웃한 이름끼리 묶고, 화살표의 모음이면 그대로입니다. 같은 화살표는 한 번만."""
    if isinstance(group, str):
        raise ArgumentTypeError(
            f"{where}: highlight 의 하나하나는 이름의 목록이어야 하는데 문자열 {group!r} 을(를) "
            '받았습니다. 길이 하나뿐이어도 [["x", "u", "y"]] 처럼 대괄호로 두 번 감싸 주세요.'
        )
    members = [*group]
    arrows = pairwise(members) if all(isinstance(m, str) for m in members) else members
    return [*dict.fromkeys(arrows)]


def _arrow(arrow: Any) -> str:
    return " → ".join(map(str, arrow)) if isinstance(arrow, tuple) else repr(arrow)
