"""경사 하강법을 시험할 목적 함수: 값, 기울기, 헤세 행렬(Hessian), 알려진 최솟점.

한 변수 함수의 ``f``, ``grad`` 는 수와 배열에 원소별로, 여러 변수 함수는 마지막 축이 좌표인 배열에
한꺼번에 계산합니다. 그래서 같은 함수로 한 걸음도 걷고 등고선도 그립니다::

    dimension = 1:   x (…)     →  f (…)   grad (…)      점 하나에서 hessian ()
    dimension = n:   x (…, n)  →  f (…)   grad (…, n)   점 하나에서 hessian (n, n)
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlconcepts.errors import ShapeError

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Minimum:
    """최솟점 하나: 좌표, 함숫값, 그리고 전역("global")인지 지역("local")인지."""

    point: tuple[float, ...]
    value: float
    kind: Literal["global", "local"]


@dataclass(frozen=True)
class Objective:
    """이름과 공식, 기울기와 최솟점을 아는 함수.

    Attributes
    ----------
    name
        `OBJECTIVES` 에서 찾는 이름입니다.
    formula
        TeX 로 쓴 공식입니다.
    dimension
        변수의 개수입니다. 아무 개수나 받는 함수는 None 입니다.
    f
        함수의 값입니다. 배열을 한꺼번에 받습니다.
    grad
        기울기입니다. 배열을 한꺼번에 받습니다.
    hessian
        점 하나에서의 이계 도함수(한 변수) 또는 헤세 행렬 (n, n) 입니다.
    minima
        알려진 모든 최솟점입니다.
    """

    name: str
    formula: str
    dimension: int | None
    f: Callable[[Any], Any]
    grad: Callable[[Any], Any]
    hessian: Callable[[Any], Any]
    minima: tuple[Minimum, ...]


def _coordinates(x: ArrayLike) -> tuple[Floats, Floats]:
    """x (…, 2) 를 x₁ (…), x₂ (…) 로 나눕니다."""
    x = np.asarray(x, dtype=np.float64)
    if x.shape[-1:] != (2,):
        raise ShapeError(
            f"두 변수 함수의 x 는 모양이 (2,) 나 (…, 2) 여야 하는데 {x.shape} 입니다. "
            "격자라면 np.stack([X1, X2], axis=-1) 로 묶어 주세요."
        )
    return x[..., 0], x[..., 1]


# ── 한 변수 ──────────────────────────────────────────────────────────────────────────────

square = Objective(
    name="square",
    formula=r"x^2",
    dimension=1,
    f=lambda x: x**2,
    grad=lambda x: 2 * x,
    hessian=lambda x: 2.0,
    minima=(Minimum((0.0,), 0.0, "global"),),
)

# 최솟점은 4x³ − 8x + 1 = 0 의 바깥쪽 두 근입니다. 가운데 근 0.126…은 언덕입니다.
two_valleys = Objective(
    name="two_valleys",
    formula=r"x^4 - 4x^2 + x + 1",
    dimension=1,
    f=lambda x: x**4 - 4 * x**2 + x + 1,
    grad=lambda x: 4 * x**3 - 8 * x + 1,
    hessian=lambda x: 12 * x**2 - 8,
    minima=(
        Minimum((-1.4729976011140302,), -4.444192066610897, "global"),
        Minimum((1.346997408527774,), -1.6185559807652474, "local"),
    ),
)


# ── 두 변수 ──────────────────────────────────────────────────────────────────────────────


def _bowl(x: ArrayLike) -> Any:
    x1, x2 = _coordinates(x)
    return x1**2 + 2 * x2**2


def _bowl_grad(x: ArrayLike) -> Floats:
    x1, x2 = _coordinates(x)
    return np.stack([2 * x1, 4 * x2], axis=-1)


bowl = Objective(
    name="bowl",
    formula=r"x_1^2 + 2x_2^2",
    dimension=2,
    f=_bowl,
    grad=_bowl_grad,
    hessian=lambda x: np.array([[2.0, 0.0], [0.0, 4.0]]),
    minima=(Minimum((0.0, 0.0), 0.0, "global"),),
)


def _coupled(x: ArrayLike) -> Any:
    x1, x2 = _coordinates(x)
    return (2 * x1 + x2) ** 2 + 3 * x2**2


def _coupled_grad(x: ArrayLike) -> Floats:
    x1, x2 = _coordinates(x)
    u = 2 * x1 + x2
    return np.stack([4 * u, 2 * u + 6 * x2], axis=-1)


coupled = Objective(
    name="coupled",
    formula=r"(2x_1 + x_2)^2 + 3x_2^2",
    dimension=2,
    f=_coupled,
    grad=_coupled_grad,
    hessian=lambda x: np.array([[8.0, 4.0], [4.0, 8.0]]),
    minima=(Minimum((0.0, 0.0), 0.0, "global"),),
)


def _ravine(x: ArrayLike) -> Any:
    x1, x2 = _coordinates(x)
    return (x1**2 + 25 * x2**2) / 2


def _ravine_grad(x: ArrayLike) -> Floats:
    x1, x2 = _coordinates(x)
    return np.stack([x1, 25 * x2], axis=-1)


ravine = Objective(
    name="ravine",
    formula=r"\tfrac{1}{2}\left(x_1^2 + 25x_2^2\right)",
    dimension=2,
    f=_ravine,
    grad=_ravine_grad,
    hessian=lambda x: np.array([[1.0, 0.0], [0.0, 25.0]]),
    minima=(Minimum((0.0, 0.0), 0.0, "global"),),
)


# H. H. Rosenbrock, "An Automatic Method for Finding the Greatest or Least Value of a Function",
# The Computer Journal 3(3), 1960, 식 (2): 휘어진 좁은 골짜기.
def _rosenbrock(x: ArrayLike) -> Any:
    x1, x2 = _coordinates(x)
    return (1 - x1) ** 2 + 100 * (x2 - x1**2) ** 2


def _rosenbrock_grad(x: ArrayLike) -> Floats:
    x1, x2 = _coordinates(x)
    valley = x2 - x1**2
    return np.stack([-2 * (1 - x1) - 400 * x1 * valley, 200 * valley], axis=-1)


def _rosenbrock_hessian(x: ArrayLike) -> Floats:
    x1, x2 = _coordinates(x)
    return np.array([[2 - 400 * x2 + 1200 * x1**2, -400 * x1], [-400 * x1, 200.0]])


rosenbrock = Objective(
    name="rosenbrock",
    formula=r"(1 - x_1)^2 + 100\left(x_2 - x_1^2\right)^2",
    dimension=2,
    f=_rosenbrock,
    grad=_rosenbrock_grad,
    hessian=_rosenbrock_hessian,
    minima=(Minimum((1.0, 1.0), 0.0, "global"),),
)


# D. M. Himmelblau, Applied Nonlinear Programming, McGraw-Hill, 1972: 높이가 같은 최솟점이 네 개.
def _himmelblau(x: ArrayLike) -> Any:
    x1, x2 = _coordinates(x)
    return (x1**2 + x2 - 11) ** 2 + (x1 + x2**2 - 7) ** 2


def _himmelblau_grad(x: ArrayLike) -> Floats:
    x1, x2 = _coordinates(x)
    u, v = x1**2 + x2 - 11, x1 + x2**2 - 7
    return np.stack([4 * x1 * u + 2 * v, 2 * u + 4 * x2 * v], axis=-1)


def _himmelblau_hessian(x: ArrayLike) -> Floats:
    x1, x2 = _coordinates(x)
    mixed = 4 * (x1 + x2)
    return np.array([[12 * x1**2 + 4 * x2 - 42, mixed], [mixed, 4 * x1 + 12 * x2**2 - 26]])


himmelblau = Objective(
    name="himmelblau",
    formula=r"\left(x_1^2 + x_2 - 11\right)^2 + \left(x_1 + x_2^2 - 7\right)^2",
    dimension=2,
    f=_himmelblau,
    grad=_himmelblau_grad,
    hessian=_himmelblau_hessian,
    minima=(
        Minimum((3.0, 2.0), 0.0, "global"),
        Minimum((-2.805118086952745, 3.131312518250573), 0.0, "global"),
        Minimum((-3.779310253377747, -3.2831859912861696), 0.0, "global"),
        Minimum((3.5844283403304917, -1.8481265269644036), 0.0, "global"),
    ),
)

OBJECTIVES: dict[str, Objective] = {
    objective.name: objective
    for objective in (square, two_valleys, bowl, coupled, ravine, rosenbrock, himmelblau)
}
