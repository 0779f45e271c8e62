"""경사 하강법: `minimize` 가 옵티마이저와 함께 내려가고, 지나온 길을 `DescentTrace` 로 돌려줍니다::

    x_{t+1} = x_t − (옵티마이저가 ∇f(x_t) 로 정한 걸음),   t = 0 … T−1

한 변수, 두 변수, n 변수 함수에 같은 루프를 씁니다.
"""

import math
import sys
from collections.abc import Callable
from dataclasses import dataclass
from numbers import Real
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlconcepts.errors import (
    ArgumentError,
    ArgumentTypeError,
    DivergedError,
    NonFiniteError,
    ShapeError,
)
from dlconcepts.optimizers import Optimizer
from dlconcepts.records import frame

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Status = Literal["completed", "converged", "diverged"]

_FLOAT64 = np.dtype(np.float64)
_GROWTH_LIMIT = 1e12  # |f| 가 시작값의 이 배수를 넘으면, 아직 유한해도 발산으로 봅니다.
_ON_DIVERGE = ("raise", "return")


@dataclass(frozen=True, eq=False, repr=False)
class DescentTrace:
    """경사 하강법이 지나온 길. 걸음 t = 0 … T 의 점, 값, 기울기이고 배열은 읽기 전용입니다.

    Attributes
    ----------
    points
        점 ``x_t``, 모양은 (T+1, n) 입니다.
    values
        값 ``f(x_t)``, 모양은 (T+1,) 입니다.
    gradients
        기울기 ``∇f(x_t)``, 모양은 (T+1, n) 입니다.
    status
        정한 걸음을 다 걸었으면 "completed", 기울기의 크기가 tolerance 이하가 되어 멈췄으면
        "converged", 발산했으면 "diverged" 입니다.
    lr
        시작할 때의 학습률입니다.
    """

    points: Floats
    values: Floats
    gradients: Floats
    status: Status
    lr: float

    @property
    def steps(self) -> int:
        """실제로 걸은 걸음의 수 T 입니다."""
        return len(self.values) - 1

    @property
    def x(self) -> Floats:
        """한 변수일 때의 ``x_0 … x_T``, 모양은 (T+1,) 입니다."""
        if self.points.shape[1] != 1:
            raise ShapeError(
                f"trace.x 는 변수가 하나일 때만 있는데 변수가 {self.points.shape[1]}개입니다. "
                "trace.points[:, i] 로 i 번째 변수를 고르세요."
            )
        return self.points[:, 0]

    def to_frame(self) -> "pd.DataFrame":
        """걸음마다 한 줄인 표: 걸음, x, f(x), 기울기, 다음 x.

        변수가 여럿이면 열 이름이 x1 … xn, ∂f/∂x1 … ∂f/∂xn, 다음 x1 … 다음 xn 입니다.
        마지막 줄에는 다음 걸음이 없어 "다음 x" 가 빈칸(NaN)입니다.
        """
        n = self.points.shape[1]
        names = ["x"] if n == 1 else [f"x{i}" for i in range(1, n + 1)]
        slopes = ["기울기"] if n == 1 else [f"∂f/∂{name}" for name in names]
        following = np.full_like(self.points, np.nan)
        following[:-1] = self.points[1:]
        return frame(
            {"걸음": np.arange(len(self.values))}
            | dict(zip(names, self.points.T, strict=True))
            | {"f(x)": self.values}
            | dict(zip(slopes, self.gradients.T, strict=True))
            | {f"다음 {name}": column for name, column in zip(names, following.T, strict=True)}
        )

    def __repr__(self) -> str:
        start, end = (
            f"{p[0]:.4g}" if p.size == 1 else np.array2string(p, precision=4, threshold=4)
            for p in self.points[[0, -1]]
        )
        return (
            f"DescentTrace(steps={self.steps}, status={self.status!r}, "
            f"x: {start} → {end}, f: {self.values[0]:.4g} → {self.values[-1]:.4g})"
        )


def minimize(
    f: Callable[[Any], Any],
    grad: Callable[[Any], Any],
    x0: ArrayLike,
    optimizer: Optimizer,
    *,
    steps: int,
    tolerance: float = 0.0,
    on_diverge: Literal["raise", "return"] = "raise",
) -> DescentTrace:
    """`x0` 에서 시작해 `f` 의 값이 줄어드는 쪽으로 `steps` 걸음을 걷습니다.

    Parameters
    ----------
    f, grad
        최소화할 함수와 그 기울기입니다. `x0` 가 수이면 np.float64 수 하나를, 모양이 (n,)이면 그
        모양의 배열을 받습니다. 받은 배열을 바꾸거나 간직해도 기록에는 영향이 없습니다.
    x0
        시작점: 수 하나 또는 (n,) 배열. 정수와 float32 는 float64 로 바꿉니다.
    optimizer
        걸음을 정하는 규칙입니다. 기억이 빈 사본으로 걸으므로 넘긴 것은 바뀌지 않습니다.
    steps
        걸을 걸음의 수 T 입니다. 1 이상입니다.
    tolerance
        기울기의 크기 ``‖∇f(x_t)‖`` 가 이 값 이하가 되면 그 자리에서 멈춥니다("converged").
        0.0(기본)이면 끝까지 걷습니다.
    on_diverge
        발산하면 "raise" 는 `DivergedError` 를 내고, "return" 은 발산을 알아채기 바로 앞까지의
        기록을 status 가 "diverged" 인 `DescentTrace` 로 돌려줍니다.

    Returns
    -------
    DescentTrace
        끝까지 걸었으면 점이 T+1개입니다.

    Notes
    -----
    값이나 기울기가 유한하지 않거나, ``|f(x_t)|`` 가 ``10¹²·(1 + |f(x_0)|)`` 을 넘거나, f 나 grad
    가 OverflowError 를 내면 발산입니다. 시작점부터 그러하면 기록은 그 한 줄뿐입니다.
    """
    start, is_scalar = _starting_point(x0)
    _check_options(f, grad, optimizer, steps, tolerance, on_diverge)
    optimizer = optimizer.fresh()
    lr = optimizer.lr
    points, values, gradients, status = _walk(
        f, grad, start, is_scalar, optimizer, steps, tolerance
    )
    broken = _first_non_finite(points, values, gradients)
    if broken is not None:
        if on_diverge == "raise":
            raise _diverged(broken, points[broken], values, is_scalar, optimizer.lr)
        status = "diverged"
        points, values, gradients = (a[: max(broken, 1)] for a in (points, values, gradients))
    if len(values) <= steps:  # 일찍 멈췄으면, 쓰지 않은 나머지 줄까지 붙들고 있지 않게 복사합니다.
        points, values, gradients = points.copy(), values.copy(), gradients.copy()
    for rows in (points, values, gradients):
        rows.flags.writeable = False
    return DescentTrace(points, values, gradients, status, lr)


def _walk(
    f: Callable[[Any], Any],
    grad: Callable[[Any], Any],
    start: Floats,
    is_scalar: bool,
    optimizer: Optimizer,
    steps: int,
    tolerance: float,
) -> tuple[Floats, Floats, Floats, Status]:
    """걸으면서 점, 값, 기울기를 적습니다. 더 걸을 수 없으면 마지막 줄의 기울기가 NaN 입니다."""
    shape, read = ((), itemgetter(0)) if is_scalar else (start.shape, np.ndarray.copy)
    points, gradients = np.empty((2, steps + 1, start.size))
    values = np.empty(steps + 1)
    params, unknown = {"x": start}, np.full(start.size, np.nan)
    limit = sys.float_info.max
    status: Status = "completed"
    with np.errstate(all="ignore"):  # 넘침과 NaN 은 경고 대신 걸음 번호와 함께 알립니다.
        for t in range(steps + 1):
            x, value, g = params["x"], math.inf, unknown
            try:
                raw = f(read(x))
                value = raw if isinstance(raw, float) else _as_number(raw)
                if abs(value) <= limit:
                    raw = grad(read(x))
                    fits = type(raw) is np.ndarray and raw.shape == shape and raw.dtype is _FLOAT64
                    g = raw if fits else _as_gradient(raw, shape)
            except Exception as error:
                # 이미 무한대로 가 버린 x 에서 난 오류는 사용자의 잘못이 아니라 발산의 결과입니다.
                if not isinstance(error, OverflowError) and np.isfinite(x).all():
                    raise
            points[t], values[t], gradients[t] = x, value, g
            if t == 0:
                limit = _largest_allowed(value)
            if g is unknown:
                break
            if tolerance and np.linalg.norm(g) <= tolerance:
                status = "converged"
                break
            if t < steps:
                optimizer.step(params, {"x": g})
    return points[: t + 1], values[: t + 1], gradients[: t + 1], status


def _largest_allowed(first_value: float) -> float:
    """f(x_0) 에서 시작했을 때 |f(x_t)| 가 넘으면 발산으로 보는 크기입니다."""
    return min(sys.float_info.max, _GROWTH_LIMIT * (1 + abs(first_value)))


def _first_non_finite(points: Floats, values: Floats, gradients: Floats) -> int | None:
    """점, 값, 기울기 가운데 하나라도 유한하지 않은 첫 걸음을 찾습니다.

    걸음마다 살피는 대신 끝나고 한꺼번에 봅니다. 한번 NaN 이 된 점에서는 어차피 값도 NaN 입니다.
    """
    first = len(values)
    for rows in (points, values[:, np.newaxis], gradients):
        finite = np.isfinite(rows[:first])
        if not finite.all():
            first = int(np.argmin(finite.all(axis=1)))
    return first if first < len(values) else None


# ── 입구에서의 검사 ──────────────────────────────────────────────────────────────────────


def _as_number(raw: Any) -> float:
    """f 가 돌려준 것을 float 하나로 바꿉니다."""
    array = _real_array(raw, "f(x) 는 실수여야", "f 가 return 으로 수를 돌려주는지 확인해 주세요.")
    if array.ndim > 0:
        raise ShapeError(
            f"minimize: f(x) 는 수 하나여야 하는데 모양이 {array.shape} 인 배열입니다. "
            "np.sum 이나 np.mean 으로 모아서 수 하나를 돌려주세요."
        )
    return float(array)


def _as_gradient(raw: Any, shape: tuple[int, ...]) -> Floats:
    """grad 가 돌려준 것을 (n,) 실수 배열로 바꿉니다. `shape` 는 x0 의 모양입니다."""
    if isinstance(raw, float) and shape == ():
        return np.array([raw])
    remedy = "grad 가 return 으로 기울기를 돌려주는지 확인해 주세요."
    array = _real_array(raw, "grad(x) 는 실수이거나 실수의 배열이어야", remedy)
    if array.shape != shape:
        raise ShapeError(
            f"minimize: grad(x) 의 모양은 {array.shape} 인데 x0 의 모양은 {shape} 입니다. "
            "기울기는 x 와 모양이 같아야 합니다."
        )
    return np.array(array, dtype=np.float64).reshape(-1)


def _starting_point(x0: ArrayLike) -> tuple[Floats, bool]:
    """x0 를 (n,) float64 사본과, 수 하나였는지의 여부로 바꿉니다."""
    remedy = "3.0 이나 np.array([3.0, 2.0]) 처럼 넘겨 주세요."
    array = _real_array(x0, "x0 는 실수이거나 실수의 배열이어야", remedy)
    if array.ndim > 1 or array.size == 0:
        raise ShapeError(
            f"minimize: x0 는 수 하나이거나 (n,) 배열이어야 하는데 모양이 {array.shape} 입니다. "
            "원소가 있는 1차원 배열로 넘겨 주세요(여러 차원이면 x0.ravel())."
        )
    start = np.array(array, dtype=np.float64).reshape(-1)
    if not np.isfinite(start).all():
        raise NonFiniteError(
            f"minimize: x0 는 유한해야 하는데 {x0!r} 입니다. "
            "NaN 이나 무한대가 없는 시작점을 넘겨 주세요."
        )
    return start, array.ndim == 0


def _real_array(raw: Any, expected: str, remedy: str) -> NDArray[Any]:
    """실수만 담은 배열로 바꿉니다. 파이썬의 큰 정수나 분수처럼 NumPy 가 모르는 실수도 받습니다."""
    try:
        array = np.asarray(raw)
    except (ValueError, TypeError, RuntimeError):  # 들쭉날쭉한 목록, 기울기를 추적하는 텐서 등
        array = np.array(None)
    numbers = (isinstance(v, Real) and not isinstance(v, bool) for v in array.flat)
    if array.dtype.kind in "iuf" or (array.dtype.kind == "O" and all(numbers)):
        return array
    raise ArgumentTypeError(
        f"minimize: {expected} 하는데 {type(raw).__name__} 형인 {raw!r} 입니다. {remedy}"
    )


def _check_options(
    f: object, grad: object, optimizer: object, steps: object, tolerance: Any, on_diverge: object
) -> None:
    """시작점을 뺀 나머지 인자를 검사합니다."""
    for name, function in (("f", f), ("grad", grad)):
        if not callable(function):
            raise ArgumentTypeError(
                f"minimize: {name} 자리에는 함수가 와야 하는데 {type(function).__name__} 형인 "
                f"{function!r} 입니다. 괄호 없이 함수의 이름을 넘겨 주세요."
            )
    if isinstance(optimizer, type) or not isinstance(optimizer, Optimizer):
        hint = (
            f"클래스가 아니라 {optimizer.__name__}(lr=0.1) 처럼 만든 것을 넘겨 주세요."
            if isinstance(optimizer, type)
            else "GradientDescent(lr=0.1) 처럼 만들어 넘겨 주세요."
        )
        raise ArgumentTypeError(
            f"minimize: optimizer 자리에는 옵티마이저가 와야 하는데 {optimizer!r} 입니다. {hint}"
        )
    if isinstance(steps, bool) or not isinstance(steps, int | np.integer) or steps < 1:
        raise ArgumentError(
            f"minimize: steps 는 1 이상의 정수여야 하는데 {steps!r} 입니다. "
            "걸을 걸음의 수를 steps=100 처럼 넘겨 주세요."
        )
    is_number = isinstance(tolerance, Real) and not isinstance(tolerance, bool)
    if not is_number or not 0 <= float(tolerance) < math.inf:
        raise ArgumentError(
            f"minimize: tolerance 는 0 이상의 유한한 수여야 하는데 {tolerance!r} 입니다. "
            "끝까지 걸으려면 0.0, 평평한 곳에서 멈추려면 1e-6 처럼 넘겨 주세요."
        )
    if on_diverge not in _ON_DIVERGE:
        raise ArgumentError(
            f"minimize: on_diverge 에는 {' 또는 '.join(map(repr, _ON_DIVERGE))} 가운데 하나가 "
            f"와야 하는데 {on_diverge!r} 입니다."
        )


def _diverged(t: int, x: Floats, values: Floats, is_scalar: bool, lr: float) -> DivergedError:
    value = float(values[t])
    if not np.isfinite(x).all():
        problem = "x 가 유한하지 않습니다"
    elif not math.isfinite(value):
        problem = "f(x) 가 유한하지 않습니다"
    elif abs(value) > _largest_allowed(values[0]):
        problem = "f(x) 가 시작값에 비해 지나치게 커졌습니다"
    else:
        problem = "기울기가 유한하지 않습니다"
    if t == 0:
        where = "시작점에서 이미 계산할 수 없습니다"
        remedy = "함수와 기울기가 정의되는 곳에서 시작해 주세요."
    else:
        where = f"{t}번째 걸음에서 발산했습니다"
        remedy = '학습률을 줄여 보세요. 발산하는 과정을 보려면 on_diverge="return" 을 넘기세요.'
    point = f"{x[0]:g}" if is_scalar else np.array2string(x, precision=4, threshold=6)
    return DivergedError(
        f"minimize: {where}: {problem}. "
        f"f(x) = {value:g}, x = {point}, 학습률 lr = {lr:g}. {remedy}",
        step=t,
        value=value,
        lr=lr,
    )
