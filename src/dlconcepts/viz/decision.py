"""결정 경계의 그림: 평면을 분류기가 답하는 클래스의 색으로 칠하고, 예제를 점으로 얹습니다."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from dlconcepts.errors import ArgumentError, ArgumentTypeError, ShapeError
from dlconcepts.inputs import real_array
from dlconcepts.viz.canvas import canvas
from dlconcepts.viz.inputs import (
    Floats,
    Limits,
    check_limits,
    limits_around,
)
from dlconcepts.viz.marks import (
    Class,
    check_points,
    classes,
    draw_points,
    whole_labels,
    write_names,
)
from dlconcepts.viz.style import INK, place_legend
from dlconcepts.viz.wording import headline

_WIDTH = 5.4  # 인치
_SAMPLES = 201  # 격자의 한 변
_TINT = 0.16  # 칠한 곳의 불투명도


def plot_decision(
    classify: Callable[[Floats], Any],
    x: ArrayLike,
    y: ArrayLike,
    *,
    names: Sequence[str] | None = None,
    mark_errors: bool = False,
    xlim: Limits | None = None,
    ylim: Limits | None = None,
    axis_names: tuple[str, str] = ("$x_1$", "$x_2$"),
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """분류기가 답하는 클래스로 평면을 칠하고, 클래스가 바뀌는 곳에 선을 긋습니다.

    Parameters
    ----------
    classify
        점들 (M, 2) 을 받아 클래스의 번호 (M,) 또는 클래스마다의 점수 (M, K) 를 돌려주는 함수입니다.
        점수를 주면 점수가 가장 큰 클래스로 칠하고 경계가 더 매끈합니다.
    x, y
        (N, 2) 의 예제와 (N,) 의 라벨입니다.
    names
        클래스의 이름입니다. 범례에 적습니다.
    mark_errors
        분류기가 틀린 예제에 동그라미를 칩니다.
    xlim, ylim
        그릴 구간 (왼쪽, 오른쪽)입니다. 없으면 예제를 모두 담습니다.
    axis_names, title, ax
        `plot_points` 와 같습니다.
    """
    where = "plot_decision"
    points, labels = check_points(where, x, y)
    lows = [
        check_limits(where, name, given) if given is not None else limits_around(column, 0.08)
        for name, given, column in zip(("xlim", "ylim"), (xlim, ylim), points.T, strict=True)
    ]
    across, up = (np.linspace(*limits, _SAMPLES) for limits in lows)
    answer, scores = _ask(where, classify, np.stack(np.meshgrid(across, up), -1).reshape(-1, 2))
    listed = classes(where, np.union1d(labels, answer), names)
    heading, above = headline(title, _WIDTH - 0.9)
    ax = canvas(where, ax, width=_WIDTH, height=4.3 + above)
    for each in listed:
        field = _margin(each.number, answer, scores).reshape(_SAMPLES, _SAMPLES)
        _paint(ax, across, up, field, each)
    draw_points(ax, points, labels, listed, size=34)
    write_names(ax, points, labels, listed)
    if mark_errors:
        _ring(ax, points[_ask(where, classify, points)[0] != labels])
    ax.set(xlim=lows[0], ylim=lows[1], xlabel=axis_names[0], ylabel=axis_names[1])
    ax.set_title(heading)
    ax.grid(False)
    if not listed[0].letter or mark_errors:
        place_legend(ax)
    return ax


def _ask(
    where: str, classify: Callable[[Floats], Any], points: Floats
) -> tuple[NDArray[np.int64], Floats | None]:
    """점마다의 클래스 (M,) 와, 있으면 점수 (M, K)."""
    if not callable(classify):
        raise ArgumentTypeError(
            f"{where}: classify 는 점들을 받아 클래스를 돌려주는 함수여야 하는데 "
            f"{type(classify).__name__} 형을 받았습니다. scikit-learn 의 모델이면 model.predict 를 "
            "넘겨 주세요."
        )
    found = real_array(where, "classify 의 답", classify(points))
    if found.ndim == 2 and found.shape[0] == len(points) and found.shape[1] >= 2:
        if not np.isfinite(found).all():
            raise ArgumentError(
                f"{where}: classify 가 돌려준 점수에 NaN 이나 무한대가 있습니다. 모델이 발산하지 "
                "않았는지 보세요."
            )
        return found.argmax(axis=1), found.astype(np.float64)
    if found.shape != (len(points),):
        raise ShapeError(
            f"{where}: classify 는 점 {len(points)}개에 클래스의 번호 ({len(points)},) 나 점수 "
            f"({len(points)}, 클래스 수) 를 돌려주어야 하는데 모양이 {found.shape} 인 것을 "
            "돌려주었습니다."
        )
    return whole_labels(where, found), None


def _margin(number: int, answer: NDArray[np.int64], scores: Floats | None) -> Floats:
    """이 클래스라고 답하는 곳에서만 양수인 높이. 0인 곳이 경계입니다."""
    if scores is None or number >= scores.shape[1]:
        return np.where(answer == number, 1.0, -1.0)
    others = np.delete(scores, number, axis=1).max(axis=1)
    height = scores[:, number] - others
    least = 1e-6 * (np.abs(scores).max() or 1.0)  # 점수가 같으면 앞의 클래스라고 답합니다
    mine: Floats = np.where(answer == number, np.maximum(height, least), np.minimum(height, -least))
    return mine


def _paint(ax: Axes, across: Floats, up: Floats, field: Floats, each: Class) -> None:
    if field.max() <= 0:
        return
    ax.contourf(across, up, field, [0, np.inf], colors=[each.color], alpha=_TINT, zorder=1)
    if field.min() < 0:
        ax.contour(across, up, field, [0], colors=INK, linewidths=1.2, zorder=2)


def _ring(ax: Axes, wrong: Floats) -> None:
    look: Any = {"s": 130, "facecolors": "none", "edgecolors": INK, "linewidths": 1.4}
    ax.scatter(*wrong.T, **look, label=f"틀린 점 {len(wrong)}개", zorder=4)
