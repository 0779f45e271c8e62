"""계산 그래프의 그림: 위에서 아래로 값이 흐르고, 아래에서 위로 기울기가 흐릅니다.

마디 하나는 네 칸입니다. 왼쪽에는 이름과 연산, 오른쪽에는 위에 값, 아래에 기울기가 있습니다.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.animation import FuncAnimation
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path
from matplotlib.text import Text

from dlconcepts.errors import ArgumentError, ArgumentTypeError
from dlconcepts.viz.inputs import new_axes, whole_figure
from dlconcepts.viz.layout import Layout, Point, arrange, levels
from dlconcepts.viz.style import GRID, INK, MUTED, PALETTE, PAPER, place_legend

VALUE, GRADIENT = PALETTE[0], PALETTE[1]
_ROW = 0.69  # 한 줄의 높이(인치). 한 칸의 폭은 적을 글의 길이로 정합니다
_HALF_WIDTH, _HALF_HEIGHT = 0.43, 0.345  # 상자의 반. 단위는 칸과 줄입니다
_LINE = 0.15  # 상자의 가운데에서 윗글과 아랫글까지
_MOST_NODES = 60
_FORWARD, _BACKWARD = 6, 7  # 움직이는 그림의 장면 수: 입력을 뺀 순전파, 역전파
_OPS = {
    "variable": "",
    "constant": "상수",
    "-": "−",
    "neg": "−( )",
    "*": "×",
    "/": "÷",
    "sum": "합",
    "mean": "평균",
    "relu": "ReLU",
    "getitem": "[ ]",
    "cross_entropy": "CE",
}


@dataclass(frozen=True)
class _Scene:
    """한 장면: 무엇이 채워졌고 무엇이 지금 채워지는지."""

    caption: str
    values: Collection[int]
    gradients: Collection[int]
    now: Collection[int] = ()
    backward: bool = False
    two_lines: bool = True  # 기울기를 적을 줄을 비워 둘지


# ── 공개 함수 ────────────────────────────────────────────────────────────────────────────


def plot_graph(
    graph: Any, *, gradients: bool = True, title: str | None = None, ax: Axes | None = None
) -> Axes:
    """계산 그래프를 값과 기울기와 함께 그립니다.

    Parameters
    ----------
    graph
        `autodiff.graph` 가 돌려준 것처럼 ``nodes`` (index, op, name, data, grad)와 ``edges``
        (앞 번호와 뒤 번호의 쌍)를 가진 것입니다.
    gradients
        False 이면 값만 적습니다. 기울기가 아직 없는 마디에는 적지 않습니다.
    title, ax
        제목과, 그림을 그릴 축입니다. 축이 없으면 마디의 수에 맞추어 새로 만듭니다.
    """
    nodes, layout = _check_graph("plot_graph", graph)
    ax = _canvas("plot_graph", nodes, layout, ax)
    known = _with_gradient(nodes) if gradients else set()
    _draw_scene(ax, nodes, layout, _Scene("", set(nodes), known, two_lines=bool(known)))
    _legend(ax, bool(known))
    ax.set_title(title or "")
    return ax


def animate_graph(
    graph: Any, *, gradients: bool = True, title: str | None = None, ax: Axes | None = None
) -> FuncAnimation:
    """계산 그래프가 채워지는 차례를 보여 줍니다: 값은 아래로, 그다음 기울기는 위로.

    한 장면에 한두 줄씩 채우고, 방금 채운 마디와 그리로 흐른 화살표를 굵게 그립니다. 장면은 서로
    기대지 않고, 마지막 장면에는 값과 기울기가 모두 있습니다.

    Parameters
    ----------
    graph, gradients, title, ax
        `plot_graph` 와 같습니다. 기울기가 하나도 없으면 순전파만 보여 줍니다.
    """
    nodes, layout = _check_graph("animate_graph", graph)
    ax = _canvas("animate_graph", nodes, layout, ax)
    known = _with_gradient(nodes) if gradients else set()
    scenes = _scenes(nodes, layout, known)
    drawn: list[Artist] = []

    def draw(number: int) -> list[Artist]:
        while drawn:
            drawn.pop().remove()
        drawn.extend(_draw_scene(ax, nodes, layout, scenes[number]))
        caption = scenes[number].caption
        ax.set_title(f"{title}\n{caption}" if title else caption)
        return drawn

    _legend(ax, bool(known))
    figure = whole_figure(ax)
    draw(len(scenes) - 1)  # 움직임 없이 저장해도 다 채워진 그림이 남습니다
    figure.draw_without_rendering()
    figure.set_layout_engine("none")  # 장면마다 축이 흔들리지 않습니다
    return FuncAnimation(
        figure, draw, frames=len(scenes), init_func=list, interval=900, repeat=False
    )


# ── 장면의 차례 ──────────────────────────────────────────────────────────────────────────


def _scenes(nodes: dict[int, Any], layout: Layout, known: Collection[int]) -> list[_Scene]:
    """순전파는 입력부터 아래로, 역전파는 끝에서 위로 한두 줄씩 갑니다."""
    inputs = [v for v in nodes if not any(dst == v for _, dst in layout.routes)]
    by_row: dict[float, list[int]] = {}
    for v in nodes:
        by_row.setdefault(layout.points[v][1], []).append(v)
    downward = [by_row[y] for y in sorted(by_row, reverse=True)]
    computed = [kept for row in downward if (kept := [v for v in row if v not in inputs])]
    forward = [inputs, *_grouped(computed, _FORWARD)]
    flowing = [kept for row in downward if (kept := [v for v in row if v in known])]
    backward = _grouped(flowing, _BACKWARD)[::-1]
    scenes, values, gradients = [], set[int](), set[int]()
    for number, now in enumerate(forward, start=1):
        values = values | {*now}
        caption = f"순전파 {number} / {len(forward)}"
        scenes.append(_Scene(caption, values, gradients, now, two_lines=bool(backward)))
    for number, now in enumerate(backward, start=1):
        gradients = gradients | {*now}
        caption = f"역전파 {number} / {len(backward)}"
        scenes.append(_Scene(caption, values, gradients, now, backward=True))
    return scenes


def _grouped(rows: list[list[int]], most: int) -> list[list[int]]:
    """이어진 줄을 묶어 많아야 `most` 묶음으로 만듭니다. 위쪽(입력 쪽)부터 묶습니다."""
    parts = np.array_split(np.arange(len(rows)), min(most, len(rows)) or 1)
    return [[v for i in part for v in rows[i]] for part in parts if len(part)]


# ── 그리기 ───────────────────────────────────────────────────────────────────────────────


def _canvas(where: str, nodes: dict[int, Any], layout: Layout, ax: Axes | None) -> Axes:
    new = ax is None
    ax = new_axes(where, ax, height=_ROW * layout.height + 0.95)
    if new:
        column = max(map(_text_inches, nodes.values()))
        whole_figure(ax).set_figwidth(max(4.0, min(column, 1.6) * layout.width + 0.2))
    ax.axis("off")
    ax.set(xlim=(-0.5, layout.width - 0.5), ylim=(-0.45, layout.height - 0.55))
    return ax


def _text_inches(node: Any) -> float:
    """이름과 수가 나란히 들어가는 칸의 폭입니다. 한글은 한 글자가 두 자리입니다."""
    names = [re.sub(r"[$_{}\\]", "", text) for text in (_name_text(node.name), _op_text(node.op))]
    left = max(sum(2 if char >= "가" else 1 for char in name) for name in names)
    numbers = [node.data] if node.grad is None else [node.data, node.grad]
    right = max(len(_number_text(number)) for number in numbers)
    return max(0.98, 0.095 * left + 0.1 * right + 0.34)


def _legend(ax: Axes, gradients: bool) -> None:
    """색의 뜻: 빈 선에 이름만 붙입니다."""
    both = ((VALUE, "위: 값"), (GRADIENT, "아래: 기울기"))
    for color, label in both if gradients else ((VALUE, "값"),):
        ax.plot([], [], "s", color=color, label=label, ms=9)
    place_legend(ax)


def _draw_scene(ax: Axes, nodes: dict[int, Any], layout: Layout, scene: _Scene) -> list[Artist]:
    artists: list[Artist] = []
    for (src, dst), path in _edge_paths(layout).items():
        artists.append(_draw_edge(ax, path, *_edge_look(src, dst, scene)))
    for v, node in nodes.items():
        artists += _draw_node(ax, node, layout.points[v], v, scene)
    return artists


def _edge_look(src: int, dst: int, scene: _Scene) -> tuple[str, float, bool]:
    """화살표의 색, 굵기, 거꾸로인지."""
    if scene.backward and src in scene.now and dst in scene.gradients:
        return GRADIENT, 2.2, True
    if not scene.backward and dst in scene.now:
        return VALUE, 2.2, False
    return (MUTED if dst in scene.values else GRID), 1.3, False


def _edge_paths(layout: Layout) -> dict[tuple[int, int], list[Point]]:
    """윗상자의 바닥에서 아랫상자의 지붕까지 지나는 점들. 지붕에는 온 쪽의 차례대로 들어갑니다."""
    paths = {}
    for (src, dst), route in layout.routes.items():
        rivals = sorted(r[-2][0] for (_, end), r in layout.routes.items() if end == dst)
        rank = rivals.index(route[-2][0]) - (len(rivals) - 1) / 2
        (x0, y0), (x1, y1) = route[0], route[-1]
        stops = [(x0, y0 - _HALF_HEIGHT)]
        for x, y in route[1:-1]:  # 남의 줄은 곧게 지나갑니다
            stops += [(x, y + _HALF_HEIGHT), (x, y - _HALF_HEIGHT)]
        paths[src, dst] = [*stops, (x1 + rank * 0.5 / len(rivals), y1 + _HALF_HEIGHT)]
    return paths


def _draw_edge(
    ax: Axes, stops: list[Point], color: str, width: float, flipped: bool
) -> FancyArrowPatch:
    """점에서 점으로 곧게 나가 곧게 들어가는 매끄러운 화살표."""
    if flipped:
        stops = stops[::-1]
    points, codes = [stops[0]], [Path.MOVETO]
    for (ax0, ay0), (ax1, ay1) in pairwise(stops):
        bend = (ay0 - ay1) * 0.5
        points += [(ax0, ay0 - bend), (ax1, ay1 + bend), (ax1, ay1)]
        codes += [Path.CURVE4] * 3
    arrow = FancyArrowPatch(
        path=Path(points, codes),
        arrowstyle="-|>",
        mutation_scale=10 if width < 2 else 13,
        color=color,
        lw=width,
        zorder=2 if width < 2 else 2.5,
    )
    ax.add_patch(arrow)
    return arrow


def _draw_node(ax: Axes, node: Any, place: Point, v: int, scene: _Scene) -> list[Artist]:
    x, y = place
    active, reached = v in scene.now, v in scene.values
    shade = GRADIENT if scene.backward else VALUE
    box = FancyBboxPatch(
        (x - _HALF_WIDTH, y - _HALF_HEIGHT),
        2 * _HALF_WIDTH,
        2 * _HALF_HEIGHT,
        boxstyle="round,pad=0,rounding_size=0.12",
        mutation_aspect=1.5,
        facecolor=PAPER,
        edgecolor=shade if active else MUTED if reached else GRID,
        lw=2.4 if active else 1.1,
        zorder=3,
    )
    ax.add_patch(box)
    words = [text for text in (_name_text(node.name), _op_text(node.op)) if text]
    left, right = x - _HALF_WIDTH + 0.07, x + _HALF_WIDTH - 0.06
    texts = []
    for text, dy in zip(words, (_LINE, -_LINE) if len(words) > 1 else (0.0,), strict=False):
        size = 14.5 if text.startswith("$") else 13
        texts.append(_write(ax, left, y + dy, text, INK if reached else MUTED, size, "left"))
    if reached:
        lifted = y + _LINE * scene.two_lines
        texts.append(_write(ax, right, lifted, _number_text(node.data), VALUE, 12.5, "right"))
    if v in scene.gradients:
        text = _number_text(node.grad)
        texts.append(_write(ax, right, y - _LINE, text, GRADIENT, 12.5, "right"))
    return [box, *texts]


def _write(ax: Axes, x: float, y: float, text: str, color: str, size: float, side: str) -> Text:
    return ax.text(x, y, text, color=color, fontsize=size, ha=side, va="center_baseline", zorder=4)


def _number_text(value: Any) -> str:
    """수는 일곱 자리 안으로, 배열은 모양만 적습니다."""
    array = np.asarray(value)
    if array.size != 1:
        return "×".join(map(str, array.shape))
    number = float(array.reshape(()))
    size = abs(number)
    if not np.isfinite(number):
        text = str(number)
    elif number == round(number) and size < 1e6:
        text = f"{number:z.0f}"
    elif 1e-3 <= size < 1e5:
        text = f"{number:.3g}" if size < 10 else f"{number:.{1 if size < 1000 else 0}f}"
    else:
        mantissa, _, exponent = f"{number:.1e}".partition("e")
        text = f"{mantissa}e{int(exponent)}"
    return text.replace("-", "−")


def _name_text(name: str) -> str:
    """``w1`` 은 아래첨자로, 다른 이름은 그대로. 긴 이름은 줄입니다."""
    if match := re.fullmatch(r"([A-Za-z])_?(\d*)", name):
        letter, digits = match.groups()
        return f"${letter}_{{{digits}}}$" if digits else f"${letter}$"
    return name if len(name) <= 7 else name[:6] + "…"


def _op_text(op: str) -> str:
    """연산의 기호. ``**2`` 는 제곱, 모르는 연산은 이름 그대로입니다."""
    if match := re.fullmatch(r"(?:\*\*|\^|pow)\s*\(?(-?[\d.]+)\)?", op):
        power = match[1].removesuffix(".0")
        return "제곱" if power == "2" else f"$(\\cdot)^{{{power}}}$"
    return _OPS.get(op, op)


# ── 입구에서의 검사 ──────────────────────────────────────────────────────────────────────


def _with_gradient(nodes: dict[int, Any]) -> set[int]:
    return {v for v, node in nodes.items() if node.grad is not None}


def _check_graph(where: str, graph: Any) -> tuple[dict[int, Any], Layout]:
    """마디와 화살표를 확인하고 자리를 정합니다."""
    nodes, edges = getattr(graph, "nodes", None), getattr(graph, "edges", None)
    if nodes is None or edges is None:
        raise ArgumentTypeError(
            f"{where}: nodes 와 edges 를 가진 그래프가 필요한데 {type(graph).__name__} 형을 "
            "받았습니다. autodiff 의 graph(끝값) 이 돌려준 것을 넘겨 주세요."
        )
    if not 0 < len(nodes) <= _MOST_NODES:
        raise ArgumentError(
            f"{where}: 마디가 1개 이상 {_MOST_NODES}개 이하여야 읽을 수 있는 그림이 되는데 "
            f"{len(nodes)}개입니다. 더 작은 식의 그래프를 그려 주세요."
        )
    numbered = {node.index: node for node in nodes}
    stray = [edge for edge in edges if not {*edge} <= numbered.keys()]
    if [*numbered] != [*range(len(nodes))] or stray:
        raise ArgumentError(
            f"{where}: 마디의 번호는 0부터 차례로 붙고 화살표는 있는 번호만 이어야 하는데 번호는 "
            f"{[node.index for node in nodes]}, 없는 번호를 잇는 화살표는 {stray} 입니다."
        )
    if levels(len(nodes), edges) is None:
        raise ArgumentError(
            f"{where}: 화살표를 따라가면 같은 마디로 돌아옵니다(순환). 계산 그래프는 한 방향으로만 "
            "흘러야 합니다. edges 의 방향을 확인해 주세요."
        )
    return numbered, arrange(len(nodes), edges)
