"""한 걸음씩 보는 경사 하강법: 걸음마다 접선과 다음에 내디딜 화살표를 그리는 움직이는 그림."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.animation import FuncAnimation
from matplotlib.artist import Artist
from matplotlib.axes import Axes

from dlconcepts.descent import DescentTrace
from dlconcepts.errors import ArgumentError
from dlconcepts.viz.curve import PATH, draw_curve, draw_step, draw_tangent, symbol_number
from dlconcepts.viz.inputs import Limits, check_trace, whole_figure
from dlconcepts.viz.style import PAPER

_MOST_FRAMES = 12


def animate_descent_1d(
    f: Callable[[Any], Any],
    trace: DescentTrace,
    *,
    frames: int | Sequence[int] | None = None,
    xlim: Limits | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> FuncAnimation:
    """경사 하강법을 한 장면에 한 걸음씩 보여 줍니다.

    걸음 t 의 장면에는 x_0 … x_t 의 점, x_t 의 접선, x_{t+1} 로 가는 화살표가 있고, 위쪽 글이
    t, x, f(x), f'(x) 를 말합니다. 장면은 서로 기대지 않으므로 어떤 순서로 그려도 같습니다.

    Parameters
    ----------
    f
        수 하나를 받아 수 하나를 돌려주는 함수입니다.
    trace
        변수가 하나인 궤적입니다.
    frames
        장면의 수(처음부터) 또는 보일 걸음 번호의 목록입니다. 없으면 많아야 12장면이고, 걸음이
        더 많으면 처음 열한 장면과 마지막 장면입니다.
    xlim, title, ax
        `plot_descent_1d` 와 같습니다. 제목은 걸음의 글 위에 놓입니다.
    """
    where = "animate_descent_1d"
    check_trace(where, trace, 1)
    steps = _frame_steps(where, frames, trace.steps)
    ax = draw_curve(where, f, xlim, trace.x, None, ax)
    scene: list[Artist] = []

    def draw(t: int) -> list[Artist]:
        while scene:
            scene.pop().remove()
        scene.extend(_draw_scene(ax, trace, t))
        caption = _caption(trace, t)
        ax.set_title(f"{title}\n{caption}" if title else caption)
        return scene

    figure = whole_figure(ax)
    draw(steps[-1])  # 움직임 없이 저장해도 마지막 장면이 남습니다
    figure.draw_without_rendering()
    figure.set_layout_engine("none")  # 글의 높이가 달라도 장면마다 축이 흔들리지 않습니다
    return FuncAnimation(figure, draw, frames=steps, init_func=list, interval=900, repeat=False)


def _draw_scene(ax: Axes, trace: DescentTrace, t: int) -> list[Artist]:
    x, y = trace.x, trace.values
    artists: list[Artist] = [*draw_tangent(ax, x[t], y[t], trace.gradients[t, 0], length=0.16)]
    artists += ax.plot(x[:t], y[:t], "o", color=PATH, alpha=0.45, markeredgecolor=PAPER, zorder=4)
    artists += ax.plot(x[t], y[t], "o", color=PATH, ms=11, markeredgecolor=PAPER, zorder=5)
    arrow = draw_step(ax, (x[t], y[t]), (x[t + 1], y[t + 1])) if t < trace.steps else None
    return [*artists, arrow] if arrow else artists


def _caption(trace: DescentTrace, t: int) -> str:
    numbers = {"x": trace.x[t], "f(x)": trace.values[t], "f'(x)": trace.gradients[t, 0]}
    return "   ".join([f"$t = {t}$", *(symbol_number(s, v) for s, v in numbers.items())])


def _frame_steps(where: str, frames: Any, last: int) -> list[int]:
    """보일 걸음의 번호들입니다."""
    if frames is None:
        head = range(min(last + 1, _MOST_FRAMES))
        return [*head] if last < _MOST_FRAMES else [*head[:-1], last]
    steps = [*range(frames)] if isinstance(frames, int | np.integer) else [*np.ravel(frames)]
    if not steps or any(not isinstance(t, int | np.integer) or not 0 <= t <= last for t in steps):
        raise ArgumentError(
            f"{where}: frames 는 1 이상 {last + 1} 이하의 장면 수이거나 0 이상 {last} 이하인 걸음 "
            f"번호의 목록이어야 하는데 {frames!r} 을(를) 받았습니다. 이 궤적은 {last}걸음입니다."
        )
    return [int(t) for t in steps]
