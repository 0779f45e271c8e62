"""학습 기록의 그림: 에포크마다의 손실과 지표. 선마다 색, 모양, 선의 종류가 모두 다릅니다."""

from collections.abc import Sequence
from itertools import cycle
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from dlconcepts.errors import ArgumentError, ArgumentTypeError
from dlconcepts.records import History
from dlconcepts.viz.inputs import new_axes
from dlconcepts.viz.style import MARKERS, PAPER, place_legend, trace_color

_KOREAN = {"loss": "학습 손실", "valid/loss": "검증 손실"}
_LINES = ("-", "--", "-.", ":")


def plot_history(
    history: History, names: Sequence[str] = ("loss", "valid/loss"), *, ax: Axes | None = None
) -> Axes:
    """기록에서 고른 이름들을 에포크마다 한 점인 선으로 그립니다.

    Parameters
    ----------
    history
        ``Trainer.fit`` 이나 ``MLP.fit`` 이 돌려준 `History` 입니다. 가로축은 "epoch" 이고, 그
        이름이 없으면 1부터 센 행의 번호입니다.
    names
        그릴 이름들입니다. 값이 없는 행은 건너뛰므로, 몇 에포크마다 한 번 잰 지표도 이어집니다.
    ax
        그림을 그릴 축입니다. 없으면 새로 만듭니다.
    """
    names = _check(history, names)
    ax = new_axes("plot_history", ax)
    for i, (name, line) in enumerate(zip(names, cycle(_LINES), strict=False)):
        points = [
            (row.get("epoch", number), row[name])
            for number, row in enumerate(history, start=1)
            if name in row
        ]
        x, y = np.array(points, dtype=np.float64).T
        ax.plot(
            x,
            y,
            color=trace_color(i),
            marker=MARKERS[i % len(MARKERS)],
            ls=line,
            markevery=max(1, len(x) // 20),
            markeredgecolor=PAPER,
            label=_KOREAN.get(name, name),
        )
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10], min_n_ticks=1))
    ax.set_xlabel("에포크" if "epoch" in history else "행의 번호")
    ax.set_ylabel("손실" if set(names) <= _KOREAN.keys() else "")
    place_legend(ax)
    return ax


def _check(history: Any, names: Any) -> list[str]:
    where = "plot_history"
    if not isinstance(history, History):
        raise ArgumentTypeError(
            f"{where}: 기록은 fit 이 돌려준 History 여야 하는데 {type(history).__name__} 형을 "
            "받았습니다. trainer.fit(...) 의 결과나 trainer.history 를 넘겨 주세요."
        )
    if isinstance(names, str) or not isinstance(names, Sequence):
        raise ArgumentTypeError(
            f"{where}: names 는 이름의 목록이어야 하는데 {names!r} 입니다. "
            '("loss", "valid/loss") 처럼 묶어서 넘겨 주세요.'
        )
    if len(history) == 0:
        raise ArgumentError(
            f"{where}: 기록이 비어 있습니다. fit 으로 한 에포크 이상 배운 다음에 그려 주세요."
        )
    unknown = [name for name in names if name not in history]
    if unknown or not names:
        what = f"{unknown} 이라는 기록이 없습니다" if unknown else "그릴 이름이 0개입니다"
        raise ArgumentError(
            f"{where}: {what}. 있는 이름은 {list(history.names)} 입니다. 검증 데이터 없이 배웠으면 "
            'names=("loss",) 로 그려 주세요.'
        )
    return list(names)
