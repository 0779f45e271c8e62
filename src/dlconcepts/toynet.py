"""가중치가 다섯 개뿐인 신경망: 순전파와 역전파의 모든 값을 이름으로 부르기 위한 작은 예.

::

    x1 ─┬─▶ u = x1 + w1·x2 ──▶ h1 = u² ──w3──┐
        │                                    ├──▶ y = w3·h1 + w4·h2 + w5 ──▶ E = (y − target)²
    x2 ─┴─▶ h2 = w2·x1·x2 ─────────────w4────┘

입력 x1, x2 와 목표 target 은 주어진 수이고, 고칠 수 있는 것은 가중치 w1 … w5 뿐입니다.
예제 하나(실수)도, 예제 여럿(길이가 B 인 배열)도 같은 식으로 계산합니다.
"""

# ruff: noqa: N815  dE_dw1 은 ∂E/∂w1 을 그대로 옮긴 이름입니다

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from numbers import Real
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlconcepts.errors import ArgumentError, ArgumentTypeError, NonFiniteError, ShapeError
from dlconcepts.records import frame

if TYPE_CHECKING:
    import pandas as pd

Number = Any  # 예제가 하나면 float, B 개면 모양이 (B,) 인 float64 배열

FORMULAS = {
    "u": "x1 + w1·x2",
    "h1": "u²",
    "h2": "w2·x1·x2",
    "y": "w3·h1 + w4·h2 + w5",
    "difference": "y − target",
    "error": "difference²",
    "dE_dy": "2·difference",
    "dy_dw3": "h1",
    "dy_dw4": "h2",
    "dy_dw5": "1",
    "dy_dh1": "w3",
    "dy_dh2": "w4",
    "dh1_du": "2·u",
    "du_dw1": "x2",
    "dh1_dw1": "dh1_du · du_dw1",
    "dh2_dw2": "x1·x2",
    "dE_dh1": "dE_dy · dy_dh1",
    "dE_dh2": "dE_dy · dy_dh2",
    "dE_dw1": "dE_dh1 · dh1_dw1",
    "dE_dw2": "dE_dh2 · dh2_dw2",
    "dE_dw3": "dE_dy · dy_dw3",
    "dE_dw4": "dE_dy · dy_dw4",
    "dE_dw5": "dE_dy · dy_dw5",
}
"""순전파의 값과 미분 하나하나의 식입니다. 이름은 `ToyForward` 와 `ToyGradients` 의 속성입니다."""


class Example(NamedTuple):
    """학습에 쓰는 예제 하나: 입력 둘과 목표."""

    x1: float
    x2: float
    target: float


EXAMPLES = (Example(3, 2, 24), Example(1, 4, 14), Example(2, 1, 11))
"""예제 셋. 목표는 모두 ``2·x1² + 3·x2`` 입니다."""


class _Tabular:
    """값마다 이름과 식이 있는 표로 보여 줍니다."""

    def to_frame(self) -> "pd.DataFrame":
        """이름, 식, 값의 pandas 표입니다. 예제가 여럿이면 예제마다 값의 열이 하나씩 있습니다."""
        names = [field.name for field in fields(self) if field.name in FORMULAS]  # type: ignore[arg-type]
        columns: dict[str, list[Any]] = {"이름": names, "식": [FORMULAS[name] for name in names]}
        values = [getattr(self, name) for name in names]
        if np.ndim(values[0]) == 0:
            return frame(columns | {"값": values})
        by_example = np.array(values).T
        return frame(columns | {f"예제 {b}": list(v) for b, v in enumerate(by_example, start=1)})


@dataclass(frozen=True, eq=False)
class ToyForward(_Tabular):
    """순전파가 남긴 모든 값. 속성마다 실수 하나이거나, 예제 B 개의 배열 (B,) 입니다."""

    net: "ToyNet"
    x1: Number
    x2: Number
    target: Number
    u: Number
    h1: Number
    h2: Number
    y: Number
    difference: Number
    error: Number


@dataclass(frozen=True, eq=False)
class ToyGradients(_Tabular):
    """역전파가 구한 모든 미분. ``dy_dh1`` 은 ∂y/∂h1 이고, 예제마다 따로 있습니다."""

    dE_dy: Number
    dy_dw3: Number
    dy_dw4: Number
    dy_dw5: Number
    dy_dh1: Number
    dy_dh2: Number
    dh1_du: Number
    du_dw1: Number
    dh1_dw1: Number
    dh2_dw2: Number
    dE_dh1: Number
    dE_dh2: Number
    dE_dw1: Number
    dE_dw2: Number
    dE_dw3: Number
    dE_dw4: Number
    dE_dw5: Number

    def total(self, *, reduction: Literal["sum", "mean"]) -> dict[str, float]:
        """예제들의 기울기를 하나로 모읍니다. 이름은 w1 … w5 입니다.

        Parameters
        ----------
        reduction
            ``"sum"`` 은 오차의 합, ``"mean"`` 은 오차의 평균의 기울기입니다. 예제가 B 개이면
            합은 평균의 B 배라서 학습률의 뜻이 달라집니다. 그래서 기본값이 없습니다.
        """
        if reduction not in ("sum", "mean"):
            raise ArgumentError(
                f'total: reduction 자리에는 "sum" 이나 "mean" 이 와야 하는데 {reduction!r} 입니다.'
            )
        gather = np.sum if reduction == "sum" else np.mean
        return {f"w{k}": float(gather(getattr(self, f"dE_dw{k}"))) for k in range(1, 6)}


@dataclass(frozen=True)
class ToyNet:
    """가중치 다섯 개가 전부인 신경망. 한 번 만들면 바뀌지 않고, 고친 것은 새 신경망입니다."""

    w1: float
    w2: float
    w3: float
    w4: float
    w5: float

    def __post_init__(self) -> None:
        for name, value in self.params.items():
            object.__setattr__(self, name, _finite_number(f"ToyNet: {name}", value))

    @property
    def params(self) -> dict[str, float]:
        """가중치의 이름과 값입니다."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def forward(self, x1: ArrayLike, x2: ArrayLike, target: ArrayLike) -> ToyForward:
        """순전파: 입력에서 오차까지 계산하고, 지나온 값을 모두 돌려줍니다.

        Parameters
        ----------
        x1, x2, target
            실수 셋, 또는 길이가 같은 배열 셋입니다. 배열이면 k 번째끼리 한 예제입니다.
        """
        x1, x2, target = _as_examples(x1=x1, x2=x2, target=target)
        with np.errstate(all="ignore"):  # 넘친 것은 아래에서 우리말로 알립니다
            u = x1 + self.w1 * x2
            h1 = u * u
            h2 = self.w2 * x1 * x2
            y = self.w3 * h1 + self.w4 * h2 + self.w5
            difference = y - target
            error = difference * difference
        if not np.isfinite(error).all():
            raise NonFiniteError(
                f"ToyNet.forward: 오차가 유한하지 않습니다(y = {y}). 가중치 {self.params} 가 너무 "
                "큽니다. 학습 중이었다면 발산한 것이니 학습률을 줄여 주세요."
            )
        return ToyForward(self, x1, x2, target, u, h1, h2, y, difference, error)

    def backward(self, forward: ToyForward) -> ToyGradients:
        """역전파: 오차에서 거꾸로 가며 국소 미분을 곱합니다. 가중치는 바뀌지 않습니다.

        Parameters
        ----------
        forward
            바로 이 신경망의 `forward` 가 돌려준 것입니다.
        """
        if forward.net != self:
            raise ArgumentError(
                f"ToyNet.backward: 순전파는 {forward.net} 의 것인데 역전파를 {self} 에서 "
                "불렀습니다. 가중치가 바뀌었으면 순전파부터 다시 계산해 주세요."
            )
        one = forward.x1 * 0 + 1.0  # 예제가 B 개이면 1 도 B 개
        dE_dy = 2 * forward.difference
        dy_dw3, dy_dw4, dy_dw5 = forward.h1, forward.h2, one
        dy_dh1, dy_dh2 = self.w3 * one, self.w4 * one
        dh1_du, du_dw1 = 2 * forward.u, forward.x2
        dh1_dw1 = dh1_du * du_dw1
        dh2_dw2 = forward.x1 * forward.x2
        dE_dh1 = dE_dy * dy_dh1  # 한 번 구한 dE_dy 를 두 갈래가 나누어 씁니다
        dE_dh2 = dE_dy * dy_dh2
        return ToyGradients(
            dE_dy=dE_dy,
            dy_dw3=dy_dw3,
            dy_dw4=dy_dw4,
            dy_dw5=dy_dw5,
            dy_dh1=dy_dh1,
            dy_dh2=dy_dh2,
            dh1_du=dh1_du,
            du_dw1=du_dw1,
            dh1_dw1=dh1_dw1,
            dh2_dw2=dh2_dw2,
            dE_dh1=dE_dh1,
            dE_dh2=dE_dh2,
            dE_dw1=dE_dh1 * dh1_dw1,
            dE_dw2=dE_dh2 * dh2_dw2,
            dE_dw3=dE_dy * dy_dw3,
            dE_dw4=dE_dy * dy_dw4,
            dE_dw5=dE_dy * dy_dw5,
        )

    def updated(self, grads: Mapping[str, float], lr: float) -> "ToyNet":
        """경사 하강법으로 한 걸음 고친 새 신경망입니다: ``w − lr·g``.

        Parameters
        ----------
        grads
            이름 w1 … w5 → 기울기. `ToyGradients.total` 이 돌려주는 것입니다.
        lr
            학습률입니다.
        """
        if not isinstance(grads, Mapping) or grads.keys() != self.params.keys():
            got = list(grads) if isinstance(grads, Mapping) else f"{type(grads).__name__} 형"
            raise ArgumentError(
                f"ToyNet.updated: grads 에는 이름 {list(self.params)} 이 모두 있어야 하는데 "
                f'{got} 입니다. backward(…).total(reduction="sum") 을 넘겨 주세요.'
            )
        lr = _finite_number("ToyNet.updated: lr", lr)
        return ToyNet(**{name: w - lr * grads[name] for name, w in self.params.items()})


# ── 입구에서의 검사 ──────────────────────────────────────────────────────────────────────


def _finite_number(what: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, Real):
        raise ArgumentTypeError(
            f"{what} 자리에는 실수가 와야 하는데 {type(value).__name__} 형인 {value!r} 입니다."
        )
    if not math.isfinite(value):
        raise NonFiniteError(f"{what} 자리에는 유한한 수가 와야 하는데 {float(value)} 입니다.")
    return float(value)


def _as_examples(**given: Any) -> list[float | NDArray[np.float64]]:
    """세 입력을 모두 float, 또는 모두 같은 길이의 float64 배열로 바꿉니다."""
    arrays = {}
    for name, value in given.items():
        array = np.asarray(value)
        if array.dtype.kind not in "iuf":
            raise ArgumentTypeError(
                f"ToyNet.forward: {name} 자리에는 실수나 실수의 배열이 와야 하는데 "
                f"{type(value).__name__} 형인 {value!r} 입니다."
            )
        if not np.isfinite(array).all():
            raise NonFiniteError(
                f"ToyNet.forward: {name} 안에 NaN 이나 무한대가 있습니다: {value}."
            )
        arrays[name] = array.astype(np.float64)
    shapes = {name: array.shape for name, array in arrays.items()}
    if len(set(shapes.values())) > 1 or any(len(shape) > 1 for shape in shapes.values()):
        raise ShapeError(
            f"ToyNet.forward: 세 입력의 모양은 {shapes} 입니다. 실수 셋이거나 길이가 같은 1차원 "
            "배열 셋이어야 합니다."
        )
    if arrays["x1"].size == 0:
        raise ArgumentError("ToyNet.forward: 예제가 하나도 없습니다. 하나 이상 넘겨 주세요.")
    return [array if array.ndim else float(array) for array in arrays.values()]


START = ToyNet(w1=1, w2=2, w3=1, w4=1, w5=0)
"""학습을 시작할 때의 신경망입니다."""
