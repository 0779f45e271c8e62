"""입력과 출력의 다섯 구조: 아래에서 읽고, 가운데의 상태를 지나, 위에서 답합니다.

::

    one_to_one        1대1     하나를 읽고 하나로 답합니다
    one_to_many       1대N     하나를 읽고 여럿을 차례로 씁니다
    many_to_one       N대1     여럿을 차례로 읽고 하나로 답합니다
    many_to_many      N대N     하나를 읽을 때마다 하나로 답합니다
    encoder_decoder   N대N     다 읽은 다음에 씁니다

상태에서 상태로 가는 화살표는 계산의 차례이고, 점선은 방금 쓴 것을 다시 읽는 길입니다.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch

from dlconcepts.errors import ArgumentError, ArgumentTypeError
from dlconcepts.inputs import one_of
from dlconcepts.viz.inputs import Limits, new_axes, whole_figure
from dlconcepts.viz.style import INK, MUTED, PALETTE, PAPER

STRUCTURES = {
    "one_to_one": "1대1",
    "one_to_many": "1대N",
    "many_to_one": "N대1",
    "many_to_many": "N대N, 자리가 맞음",
    "encoder_decoder": "N대N, 다 읽고 쓰기",
}
INPUT, OUTPUT = PALETTE[0], PALETTE[1]

# 단위는 모두 인치입니다.
_ROW = 0.95  # 입력, 상태, 출력의 줄 사이
_HALF_HEIGHT, _RADIUS = 0.21, 0.2  # 상자의 반 높이, 상태의 반지름
_GAP, _BRIDGE = 0.2, 0.3  # 이웃한 상자 사이, 인코더와 디코더 사이에 더 두는 틈
_NAMES, _SIDE = 0.42, 0.1  # 왼쪽에 줄의 이름을 적는 폭, 양옆의 여백
_LOW, _HIGH = -0.32, 2 * _ROW + 0.32
_TITLE, _BETWEEN = 0.42, 0.26  # 한눈에 보는 그림에서 제목의 높이와 그림 사이
_NARROWEST, _MOST = 4.0, 12  # 그림 하나의 가장 좁은 폭, 한 줄에 그릴 상자의 수


@dataclass(frozen=True)
class _Plan:
    """그림 하나의 자리. 상자는 가운데의 x 로 적습니다.

    `reads` 는 (입력, 상태), `writes` 는 (상태, 출력)의 번호이고, `again` 은 쓴 것을 다시 읽는
    (출력, 상태)의 번호입니다. `parts` 는 인코더와 디코더의 이름을 적을 자리입니다.
    """

    inputs: Sequence[str]
    outputs: Sequence[str]
    input_x: list[float]
    state_x: list[float]
    output_x: list[float]
    reads: list[tuple[int, int]]
    writes: list[tuple[int, int]]
    again: list[tuple[int, int]]
    parts: list[tuple[str, float, float]]

    @property
    def limits(self) -> Limits:
        """상자를 모두 담는 가로의 구간."""
        sides = [(x, _half_width(self.inputs)) for x in self.input_x]
        sides += [(x, _half_width(self.outputs)) for x in self.output_x]
        low, high = min(x - half for x, half in sides), max(x + half for x, half in sides)
        return low - _SIDE, high + _SIDE


# ── 공개 함수 ────────────────────────────────────────────────────────────────────────────


def plot_structure(
    structure: str,
    *,
    inputs: Sequence[str] | None = None,
    outputs: Sequence[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """구조 하나를 입력(아래), 상태(가운데), 출력(위)의 상자와 화살표로 그립니다.

    제목은 구조의 이름입니다. 다른 제목은 돌려받은 축의 ``set_title`` 로 붙입니다.

    Parameters
    ----------
    structure
        "one_to_one", "one_to_many", "many_to_one", "many_to_many", "encoder_decoder" 입니다.
    inputs, outputs
        상자에 적을 말의 목록입니다. 없으면 x 와 y 입니다. 하나인 쪽에는 말이 하나여야 하고,
        "many_to_many" 에서는 둘의 수가 같아야 합니다.
    ax
        그림을 그릴 축입니다. 없으면 말의 길이에 맞추어 새로 만듭니다.
    """
    plan = _plan("plot_structure", structure, inputs, outputs)
    low, high = plan.limits
    wide, new = high - low + _NAMES, ax is None
    ax = new_axes("plot_structure", ax, height=_HIGH - _LOW + _TITLE + 0.2)
    if new:
        whole_figure(ax).set_figwidth(max(_NARROWEST, wide) + 0.25)
    room = max(0.0, _NARROWEST - wide) / 2 if new else 0.0  # 제목이 들어갈 폭
    _draw(ax, plan, (low - _NAMES - room, high + room))
    _write_row_names(ax, low)
    ax.set_title(STRUCTURES[structure])
    return ax


def plot_structures() -> Figure:
    """다섯 구조를 한 그림에 두 줄로 그립니다."""
    plans = {name: _plan("plot_structures", name, None, None) for name in STRUCTURES}
    rows = [[*STRUCTURES][:3], [*STRUCTURES][3:]]
    widths = {name: plan.limits[1] - plan.limits[0] for name, plan in plans.items()}
    full = [_NAMES + sum(widths[n] for n in row) + _BETWEEN * (len(row) - 1) for row in rows]
    tall = _HIGH - _LOW + _TITLE
    width, height = max(full) + 0.2, len(rows) * tall + _BETWEEN + 0.1
    figure = plt.figure(figsize=(width, height), layout="none")
    for number, row in enumerate(rows):
        left, bottom = 0.1, height - (number + 1) * tall - number * _BETWEEN
        for first, name in ((name == row[0], name) for name in row):
            low, high = plans[name].limits
            low -= _NAMES * first
            box = (left / width, bottom / height, (high - low) / width, (_HIGH - _LOW) / height)
            ax = figure.add_axes(box)
            _draw(ax, plans[name], (low, high))
            if first:
                _write_row_names(ax, plans[name].limits[0])
            ax.set_title(STRUCTURES[name], x=(plans[name].limits[0] + _SIDE - low) / (high - low))
            left += high - low + _BETWEEN
    return figure


# ── 자리 ─────────────────────────────────────────────────────────────────────────────────


def _plan(
    where: str, structure: str, inputs: Sequence[str] | None, outputs: Sequence[str] | None
) -> _Plan:
    one_of(where, "structure", structure, STRUCTURES)
    one_in, one_out = structure.startswith("one"), structure.endswith("one")
    usual = 1 if one_in else 2 if structure == "encoder_decoder" else 3
    inputs = _words(where, "inputs", inputs, _letters("x", usual), one_in)
    outputs = _words(where, "outputs", outputs, _letters("y", 1 if one_out else 3), one_out)
    if structure == "many_to_many" and len(inputs) != len(outputs):
        raise ArgumentError(
            f"{where}: many_to_many 는 하나를 읽을 때마다 하나로 답하는데 inputs 는 "
            f"{len(inputs)}개, outputs 는 {len(outputs)}개입니다. 수를 맞추거나, 수가 다르면 "
            "encoder_decoder 로 그려 주세요."
        )
    n, m = len(inputs), len(outputs)
    if structure == "encoder_decoder":
        return _two_parts(inputs, outputs)
    widest = 2 * max(
        _half_width(words) for words, count in ((inputs, n), (outputs, m)) if count == max(n, m)
    )
    state_x = _spread(max(n, m), widest)
    middle = [(state_x[0] + state_x[-1]) / 2]
    return _Plan(
        inputs,
        outputs,
        input_x=middle if one_in else state_x,
        state_x=state_x,
        output_x=state_x[-1:] if one_out else state_x,
        reads=[(0 if one_in else t, t) for t in range(len(state_x))],
        writes=[(len(state_x) - 1, 0)] if one_out else [(t, t) for t in range(m)],
        again=[(t, t + 1) for t in range(m - 1)] if one_in else [],
        parts=[],
    )


def _two_parts(inputs: Sequence[str], outputs: Sequence[str]) -> _Plan:
    """다 읽은 다음에 쓰는 구조: 왼쪽이 인코더, 오른쪽이 디코더."""
    n, m = len(inputs), len(outputs)
    half_in, half_out = _half_width(inputs), _half_width(outputs)
    encoder = _spread(n, 2 * half_in)
    start = encoder[-1] + half_in + half_out + _GAP + _BRIDGE
    decoder = [start + x for x in _spread(m, 2 * half_out)]
    return _Plan(
        inputs,
        outputs,
        input_x=encoder,
        state_x=[*encoder, *decoder],
        output_x=decoder,
        reads=[(t, t) for t in range(n)],
        writes=[(n + t, t) for t in range(m)],
        again=[(t, n + t + 1) for t in range(m - 1)],
        parts=[
            ("인코더", (encoder[0] + encoder[-1]) / 2, 1.55 * _ROW),
            ("디코더", (decoder[0] + decoder[-1]) / 2, 0.45 * _ROW),
        ],
    )


def _spread(count: int, width: float) -> list[float]:
    return [t * (width + _GAP) for t in range(count)]


def _half_width(words: Sequence[str]) -> float:
    """가장 긴 말이 들어가는 상자의 반. 한글은 한 글자가 두 자리입니다."""
    plain = [re.sub(r"[$_{}\\]", "", word) for word in words]
    longest = max(sum(2 if char >= "가" else 1 for char in word) for word in plain)
    return max(0.21, 0.048 * longest + 0.08)


# ── 그리기 ───────────────────────────────────────────────────────────────────────────────


def _draw(ax: Axes, plan: _Plan, limits: Limits) -> None:
    ax.axis("off")
    ax.set(xlim=limits, ylim=(_LOW, _HIGH))
    ax.set_aspect("equal")
    _draw_boxes(ax, plan.inputs, plan.input_x, 0.0, INPUT)
    _draw_states(ax, plan)
    _draw_boxes(ax, plan.outputs, plan.output_x, 2 * _ROW, OUTPUT)
    for i, t in plan.reads:
        _draw_read(ax, plan.input_x[i], plan.state_x[t])
    for left, right in pairwise(plan.state_x):
        _arrow(ax, (left + _RADIUS, _ROW), (right - _RADIUS, _ROW))
    for t, o in plan.writes:
        x = plan.state_x[t]
        _arrow(ax, (x, _ROW + _RADIUS), (plan.output_x[o], 2 * _ROW - _HALF_HEIGHT))
    for o, t in plan.again:  # 쓴 말의 오른쪽 아래에서 다음 상태의 왼쪽 위로
        start = (plan.output_x[o] + 0.14, 2 * _ROW - _HALF_HEIGHT)
        end = (plan.state_x[t] - 0.72 * _RADIUS, _ROW + 0.72 * _RADIUS)
        _arrow(ax, start, end, dashed=True)
    for name, x, y in plan.parts:
        ax.text(x, y, name, ha="center", va="center", fontsize=13, color=MUTED)


def _draw_boxes(ax: Axes, words: Sequence[str], xs: list[float], y: float, color: str) -> None:
    half = _half_width(words)
    for word, x in zip(words, xs, strict=True):
        box = FancyBboxPatch(
            (x - half, y - _HALF_HEIGHT),
            2 * half,
            2 * _HALF_HEIGHT,
            boxstyle="round,pad=0,rounding_size=0.07",
            facecolor=PAPER,
            edgecolor=color,
            lw=2,
            zorder=3,
        )
        ax.add_patch(box)
        level = "center" if word.startswith("$") else "center_baseline"
        ax.text(x, y, word, ha="center", va=level, fontsize=13, zorder=4)


def _draw_states(ax: Axes, plan: _Plan) -> None:
    names = _letters("h", len(plan.state_x))
    for x, name in zip(plan.state_x, names, strict=True):
        circle = Circle((x, _ROW), _RADIUS, facecolor=PAPER, edgecolor=INK, lw=1.4, zorder=3)
        ax.add_patch(circle)
        ax.text(x, _ROW, name, ha="center", va="center", fontsize=13, zorder=4)


def _draw_read(ax: Axes, x: float, state: float) -> None:
    """상자의 지붕에서 상태의 바닥으로. 비껴 있는 상태에는 비스듬히 닿습니다."""
    length = ((state - x) ** 2 + (_ROW - _HALF_HEIGHT) ** 2) ** 0.5
    dx, dy = (state - x) / length, (_ROW - _HALF_HEIGHT) / length
    _arrow(ax, (x, _HALF_HEIGHT), (state - _RADIUS * dx, _ROW - _RADIUS * dy))


def _arrow(
    ax: Axes, start: tuple[float, float], end: tuple[float, float], *, dashed: bool = False
) -> None:
    arrow = FancyArrowPatch(
        start,
        end,
        arrowstyle="-|>",
        mutation_scale=11,
        shrinkA=1,
        shrinkB=1,
        color=MUTED,
        lw=1.4,
        linestyle=(0, (3, 2)) if dashed else "-",
        zorder=2,
    )
    ax.add_patch(arrow)


def _write_row_names(ax: Axes, right: float) -> None:
    for number, name in enumerate(("입력", "상태", "출력")):
        spot = (right + _SIDE / 2, number * _ROW)
        ax.text(*spot, name, ha="right", va="center", fontsize=13, color=MUTED)


# ── 입구에서의 검사 ──────────────────────────────────────────────────────────────────────


def _letters(letter: str, count: int) -> tuple[str, ...]:
    """x, 또는 x₁, x₂, …"""
    if count == 1:
        return (f"${letter}$",)
    return tuple(f"${letter}_{{{t}}}$" for t in range(1, count + 1))


def _words(where: str, role: str, words: Any, usual: tuple[str, ...], one: bool) -> tuple[str, ...]:
    """상자에 적을 말들. 없으면 `usual` 입니다."""
    if words is None:
        return usual
    if isinstance(words, str):
        raise ArgumentTypeError(
            f"{where}: {role} 는 말의 목록이어야 하는데 문자열 {words!r} 하나를 받았습니다. "
            f"[{words!r}] 처럼 대괄호로 감싸 주세요."
        )
    listed = tuple(words)
    wrong = next((word for word in listed if not isinstance(word, str)), None)
    if wrong is not None:
        raise ArgumentTypeError(
            f"{where}: {role} 에는 글만 올 수 있는데 {type(wrong).__name__} 형인 {wrong!r} 이(가) "
            f"있습니다. str({wrong!r}) 로 바꾸어 주세요."
        )
    if not 0 < len(listed) <= (1 if one else _MOST):
        wanted = "1개" if one else f"1개 이상 {_MOST}개 이하"
        raise ArgumentError(f"{where}: {role} 는 {wanted}여야 하는데 {len(listed)}개입니다.")
    return listed
