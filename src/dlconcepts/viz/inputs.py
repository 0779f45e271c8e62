"""그림 함수가 문 앞에서 하는 일: 받은 값을 확인하고, 점마다 함숫값을 구하고, 축을 마련합니다."""

from collections.abc import Callable, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from dlconcepts.descent import DescentTrace
from dlconcepts.errors import ArgumentError, ArgumentTypeError, ShapeError

Floats = NDArray[np.float64]
Limits = tuple[float, float]


def check_trace(where: str, trace: Any, dimension: int | None) -> DescentTrace:
    """`trace` 가 변수 `dimension` 개의 궤적인지 확인합니다. None 이면 몇 개든 됩니다."""
    if not isinstance(trace, DescentTrace):
        raise ArgumentTypeError(
            f"{where}: 궤적은 minimize 가 돌려준 DescentTrace 여야 하는데 "
            f"{type(trace).__name__} 형을 받았습니다. minimize(...) 의 결과를 그대로 넘겨 주세요."
        )
    n = trace.points.shape[1]
    if dimension is not None and n != dimension:
        other = {1: "plot_descent_1d", 2: "plot_contour"}.get(n, "plot_values")
        raise ShapeError(
            f"{where}: 변수가 {dimension}개인 궤적을 그리는데 변수가 {n}개인 궤적을 받았습니다 "
            f"(points 의 모양 {trace.points.shape}). 변수가 {n}개이면 {other} 로 그려 주세요."
        )
    return trace


def check_traces(where: str, traces: Any, dimension: int | None) -> list[DescentTrace]:
    """궤적 하나 또는 여럿을 목록으로 만듭니다."""
    if isinstance(traces, DescentTrace) or not isinstance(traces, Sequence):
        traces = [traces]
    if len(traces) == 0:
        raise ArgumentError(f"{where}: 그릴 궤적이 0개입니다. 궤적을 하나 이상 넘겨 주세요.")
    return [check_trace(where, trace, dimension) for trace in traces]


def check_labels(where: str, labels: Sequence[str] | None, count: int, what: str) -> list[str]:
    """이름의 개수가 그릴 것의 개수와 같은지 확인합니다. None 이면 빈 목록입니다."""
    if labels is None:
        return []
    if isinstance(labels, str):
        raise ArgumentTypeError(
            f"{where}: labels 는 이름의 목록이어야 하는데 문자열 {labels!r} 하나를 받았습니다. "
            f"[{labels!r}] 처럼 대괄호로 감싸 주세요."
        )
    if len(labels) != count:
        raise ArgumentError(
            f"{where}: {what} {count}개인데 labels 는 {len(labels)}개입니다: {list(labels)}. "
            f"이름을 {count}개로 맞추어 주세요."
        )
    return list(labels)


def check_limits(where: str, name: str, limits: Any) -> Limits:
    """그릴 구간 (왼쪽, 오른쪽)이 유한한 두 수이고 왼쪽이 더 작은지 확인합니다."""
    try:
        low, high = (float(value) for value in limits)
    except (TypeError, ValueError):
        low = high = np.nan
    if not -np.inf < low < high < np.inf:
        raise ArgumentError(
            f"{where}: {name} 은 유한한 두 수 (왼쪽, 오른쪽)이고 왼쪽이 더 작아야 하는데 "
            f"{limits!r} 을(를) 받았습니다. 예: {name}=(-3, 3)"
        )
    return low, high


def limits_around(values: ArrayLike, margin: float) -> Limits:
    """유한한 값을 모두 담고 양쪽에 폭의 `margin` 배만큼 여유를 둔 구간입니다."""
    finite = np.asarray(values, dtype=np.float64)
    finite = finite[np.isfinite(finite)]
    low, high = (finite.min(), finite.max()) if finite.size else (0.0, 0.0)
    room = (high - low) * margin if high > low else max(1.0, abs(low))  # 한 점뿐일 때
    return float(low - room), float(high + room)


def minimum_points(where: str, minima: Any, dimension: int) -> Floats:
    """최솟점을 (k, dimension) 배열로 만듭니다. `Minimum` 의 목록과 좌표의 목록을 모두 받습니다."""
    if minima is None:
        return np.empty((0, dimension))
    try:
        points = [np.ravel(getattr(m, "point", m)).astype(np.float64) for m in minima]
    except (TypeError, ValueError):
        points = [np.empty(0)]
    if any(point.shape != (dimension,) or not np.isfinite(point).all() for point in points):
        example = "[-1.5, 1.3]" if dimension == 1 else "[(0, 0)]"
        raise ArgumentError(
            f"{where}: minima 는 objectives 의 minima 나 유한한 좌표 {dimension}개짜리 점의 "
            f"목록이어야 하는데 {minima!r} 을(를) 받았습니다. 예: minima={example}"
        )
    return np.array(points).reshape(-1, dimension)


def evaluate(
    where: str, f: Callable[[Any], Any], points: Floats, name: str = "f", size: int = 1
) -> Floats:
    """`f` 를 점마다 한 번씩 계산합니다. points (N,) 또는 (N, n) → (N,), size > 1 이면 (N, size).

    `minimize` 가 부르는 방식 그대로이므로, 배열을 한꺼번에 받지 못하는 함수도 그릴 수 있습니다.
    """
    if not callable(f):
        raise ArgumentTypeError(
            f"{where}: {name} 는 부를 수 있는 함수여야 하는데 {type(f).__name__} 형을 받았습니다. "
            f"Objective 라면 objective.{name} 를 넘겨 주세요."
        )
    with np.errstate(all="ignore"):  # 그림 밖의 먼 점에서 넘치는 것은 잘못이 아닙니다
        values = [_value_at(f, point, size) for point in points]
    wrong = next((value for value in values if value.size != size), None)
    if wrong is not None:
        raise ShapeError(
            f"{where}: {name} 는 점 하나에 수 {size}개를 돌려주어야 하는데 모양이 "
            f"{wrong.shape} 인 배열을 돌려주었습니다. "
            "f 와 grad 의 자리가 바뀌지 않았는지 확인해 주세요."
        )
    flat = np.array([value.ravel() for value in values])
    return flat.reshape(-1) if size == 1 else flat.reshape(-1, size)


def _value_at(f: Callable[[Any], Any], point: Any, size: int) -> Floats:
    try:
        return np.asarray(f(point), dtype=np.float64)
    except OverflowError:  # math.exp 처럼 파이썬의 수로 계산하는 함수
        return np.full(size, np.inf)


def only_finite(where: str, values: Floats) -> Floats:
    """그릴 수 없는 값(NaN, 무한대)을 NaN 으로 비웁니다. 남는 값이 없으면 오류입니다."""
    shown = np.where(np.isfinite(values), values, np.nan)
    if np.isnan(shown).all():
        raise ArgumentError(
            f"{where}: 그릴 구간에서 f 의 값 {values.size}개가 모두 유한하지 않습니다. "
            "xlim(과 ylim)을 함수가 정의된 곳으로 바꾸어 주세요."
        )
    return shown


def new_axes(
    where: str, ax: Axes | None, *, three_d: bool = False, height: float | None = None
) -> Axes:
    """받은 축을 돌려주거나, 없으면 높이가 `height` 인치인 새 그림에 하나 만듭니다."""
    if ax is None:
        width, usual = plt.rcParams["figure.figsize"]
        figure = plt.figure(figsize=(width, height or usual))
        return figure.add_subplot(projection="3d" if three_d else None)
    if not isinstance(ax, Axes):
        raise ArgumentTypeError(
            f"{where}: ax 는 matplotlib 의 축(Axes)이어야 하는데 {type(ax).__name__} 형을 "
            "받았습니다. fig, ax = plt.subplots() 로 만든 ax 를 넘겨 주세요."
        )
    if three_d != (ax.name == "3d"):
        needed, remedy = (
            ("3차원", 'fig.add_subplot(projection="3d")')
            if three_d
            else ("2차원", "plt.subplots()")
        )
        raise ArgumentTypeError(
            f"{where}: {needed} 축이 필요한데 {ax.name!r} 축을 받았습니다. "
            f"{remedy} 로 만든 축을 넘기거나 ax 를 비워 주세요."
        )
    return ax


def whole_figure(ax: Axes) -> Figure:
    """축이 놓인 그림 전체입니다. 축이 부분 그림(SubFigure)에 있어도 바깥의 그림을 돌려줍니다."""
    part = ax.get_figure()
    assert part is not None
    return part.canvas.figure
