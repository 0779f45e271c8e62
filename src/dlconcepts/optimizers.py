"""옵티마이저(optimizer): 기울기를 받아 파라미터를 고치는 여섯 규칙.

모두 같은 일을 합니다. 이름이 같은 파라미터 θ 와 기울기 g 를 받아 θ 를 **제자리에서** 고칩니다.
다른 것은 g 를 걸음으로 바꾸는 몇 줄뿐이고, 그 몇 줄이 각 클래스의 `update` 입니다::

    optimizer.step(params, grads)      params, grads: 이름 → 배열, 이름과 모양이 서로 같습니다
"""

import copy
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from numbers import Real
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from dlconcepts.errors import ArgumentError, ArgumentTypeError, ShapeError

Array = NDArray[Any]

# 하이퍼파라미터의 이름이 곧 규칙입니다: (조건, 기대한 것, 하면 되는 것)
_Rule = tuple[Callable[[float], bool], str, str]
_DECAY: _Rule = (lambda v: 0 <= v < 1, "0 이상 1 미만의 수", "보통 0.9 안팎을 씁니다.")
_RULES: dict[str, _Rule] = {
    "lr": (lambda v: 0 < v < np.inf, "0보다 큰 유한한 수", "0.1 이나 0.01 에서 시작해 보세요."),
    "beta": _DECAY,
    "beta1": _DECAY,
    "beta2": _DECAY,
    "alpha": _DECAY,
    "eps": (lambda v: 0 < v < np.inf, "0보다 큰 유한한 수", "보통 1e-8 을 씁니다."),
    "weight_decay": (lambda v: 0 <= v < np.inf, "0 이상의 유한한 수", "끄려면 0.0 을 넘깁니다."),
}


@dataclass(eq=False)
class Optimizer(ABC):
    """모든 옵티마이저의 틀입니다. 새 규칙은 `update` 하나만 쓰면 됩니다.

    Attributes
    ----------
    lr
        학습률 η 입니다. 걸음 사이에 ``optimizer.lr = 0.01`` 처럼 바꿀 수 있습니다.
    state
        파라미터 이름 → 걸음 사이에 기억할 값입니다. 만들 때는 비어 있습니다.
    """

    lr: float
    state: dict[str, Any] = field(default_factory=dict, init=False, repr=False)
    _shapes: dict[str, tuple[int, ...]] = field(default_factory=dict, init=False, repr=False)

    @abstractmethod
    def update(self, name: str, theta: Array, g: Array) -> None:
        """파라미터 하나를 제자리에서 고칩니다: ``theta -= …``. `g` 는 읽기만 합니다."""

    def step(self, params: dict[str, Array], grads: Mapping[str, Array]) -> None:
        """모든 파라미터를 한 걸음 고칩니다.

        Parameters
        ----------
        params
            이름 → 실수 배열. 배열을 새로 만들지 않고 제자리에서 고칩니다.
        grads
            이름 → 기울기. 이름과 모양이 `params` 와 같아야 하고, 바뀌지 않습니다.
        """
        shapes = self._shapes
        fits = len(params) == len(grads)
        try:
            for name, theta in params.items():
                fits = fits and theta.shape == shapes[name] == grads[name].shape
        except (KeyError, AttributeError):  # 처음 보는 이름, grads 에 없는 이름, 배열이 아닌 것
            fits = False
        if not fits:
            self._inspect(params, grads)
        for name, theta in params.items():
            self.update(name, theta, grads[name])

    def _inspect(self, params: Mapping[str, Array], grads: Mapping[str, Array]) -> None:
        """잘못된 것을 알리고, 처음 보는 파라미터의 모양을 적습니다. 대개 첫 걸음에만 불립니다."""
        if params.keys() != grads.keys():
            raise _different_names(params, grads)
        for name, theta in params.items():
            _check_arrays(name, theta, grads[name])
            if theta.shape != self._shapes.get(name, theta.shape):
                raise _changed_shape(name, theta.shape, self._shapes[name])
        self._shapes.update({name: theta.shape for name, theta in params.items()})

    def fresh(self) -> Self:
        """하이퍼파라미터는 같고 기억은 빈 새 옵티마이저를 만듭니다. 원래 것은 그대로입니다."""
        twin = copy.deepcopy(self)
        twin.state.clear()
        twin._shapes.clear()
        return twin

    def __setattr__(self, name: str, value: Any) -> None:
        # 만들 때도, 나중에 optimizer.lr = … 로 바꿀 때도 같은 문을 지납니다.
        rule = _RULES.get(name)
        super().__setattr__(name, value if rule is None else _checked(self, name, value, rule))


@dataclass(eq=False)
class GradientDescent(Optimizer):
    """경사 하강법: 기울기의 반대쪽으로, 기울기에 비례해서 걷습니다::

        θ ← θ − η g

    A. Cauchy, "Méthode générale pour la résolution des systèmes d'équations simultanées",
    Comptes rendus 25, 1847.
    """

    def update(self, name: str, theta: Array, g: Array) -> None:
        theta -= self.lr * g


@dataclass(eq=False)
class Momentum(Optimizer):
    """모멘텀(momentum): 지난 걸음의 속도를 β 만큼 이어 갑니다::

        v ← β v + g,   θ ← θ − η v

    B. T. Polyak, "Some methods of speeding up the convergence of iteration methods",
    USSR Computational Mathematics and Mathematical Physics 4(5), 1964.
    """

    beta: float = 0.9

    def update(self, name: str, theta: Array, g: Array) -> None:
        v = self.state[name] = self.beta * self.state.get(name, 0.0) + g
        theta -= self.lr * v


@dataclass(eq=False)
class Nesterov(Optimizer):
    """네스테로프 모멘텀: 속도로 한 발 먼저 가 본 자리의 기울기를 쓰는 효과를 냅니다::

        v ← β v + g,   θ ← θ − η (g + β v)

    Y. Nesterov, "A method for solving the convex programming problem with convergence rate
    O(1/k²)", Dokl. Akad. Nauk SSSR 269, 1983. 이 꼴은 I. Sutskever 외, "On the importance of
    initialization and momentum in deep learning", ICML 2013 을 torch.optim.SGD 가 옮긴 것입니다.
    """

    beta: float = 0.9

    def update(self, name: str, theta: Array, g: Array) -> None:
        v = self.state[name] = self.beta * self.state.get(name, 0.0) + g
        theta -= self.lr * (g + self.beta * v)


@dataclass(eq=False)
class RMSProp(Optimizer):
    """RMSProp: 최근 기울기의 크기로 나누어, 좌표마다 걸음의 길이를 고르게 합니다::

        s ← α s + (1 − α) g²,   θ ← θ − η g / (√s + ε)

    T. Tieleman, G. Hinton, "Lecture 6.5: rmsprop", COURSERA Neural Networks for Machine
    Learning, 2012. ε 을 제곱근 밖에 두는 것은 torch.optim.RMSprop 과 같습니다.
    """

    alpha: float = 0.99
    eps: float = 1e-8

    def update(self, name: str, theta: Array, g: Array) -> None:
        s = self.state[name] = self.alpha * self.state.get(name, 0.0) + (1 - self.alpha) * g * g
        theta -= self.lr * g / (np.sqrt(s) + self.eps)


@dataclass(eq=False)
class Adam(Optimizer):
    """Adam: 모멘텀(m)과 RMSProp(s)을 함께 쓰고, 0에서 시작한 두 평균의 치우침을 고칩니다::

        m ← β₁ m + (1 − β₁) g,    s ← β₂ s + (1 − β₂) g²
        θ ← θ − η m̂ / (√ŝ + ε),   m̂ = m / (1 − β₁ᵗ),   ŝ = s / (1 − β₂ᵗ)

    D. P. Kingma, J. Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, Algorithm 1.
    """

    beta1: float = 0.9
    beta2: float = 0.999
    eps: float = 1e-8

    def update(self, name: str, theta: Array, g: Array) -> None:
        t, m, s = self.state.get(name, (0, 0.0, 0.0))
        t += 1
        m = self.beta1 * m + (1 - self.beta1) * g
        s = self.beta2 * s + (1 - self.beta2) * g * g
        self.state[name] = t, m, s
        m_hat = m / (1 - self.beta1**t)
        s_hat = s / (1 - self.beta2**t)
        theta -= self.lr * m_hat / (np.sqrt(s_hat) + self.eps)


@dataclass(eq=False)
class AdamW(Adam):
    """AdamW: 가중치 감쇠(weight decay) λ 를 기울기에 섞지 않고 θ 에 바로 적용한 Adam::

        θ ← (1 − ηλ) θ,   그다음 Adam 의 한 걸음

    I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization", ICLR 2019, Algorithm 2.
    """

    weight_decay: float = 0.01

    def update(self, name: str, theta: Array, g: Array) -> None:
        theta *= 1 - self.lr * self.weight_decay
        super().update(name, theta, g)


# ── 입구에서의 검사 ──────────────────────────────────────────────────────────────────────


def _checked(optimizer: Optimizer, name: str, value: Any, rule: _Rule) -> float:
    """하이퍼파라미터 하나를 검사해 float 로 돌려줍니다."""
    allowed, expected, remedy = rule
    owner = type(optimizer).__name__
    if isinstance(value, bool) or not isinstance(value, Real):
        raise ArgumentTypeError(
            f"{owner}: {name} 자리에는 {expected}가 와야 하는데 {type(value).__name__} 형인 "
            f"{value!r} 입니다. {remedy}"
        )
    number = float(value)
    if not allowed(number):
        raise ArgumentError(
            f"{owner}: {name} 자리에는 {expected}가 와야 하는데 {number!r} 입니다. {remedy}"
        )
    return number


def _check_arrays(name: str, theta: Any, g: Any) -> None:
    """파라미터와 기울기 한 쌍이 모양이 같은 실수 배열인지 봅니다."""
    for role, array in (("params", theta), ("grads", g)):
        if not isinstance(array, np.ndarray):
            raise ArgumentTypeError(
                f"step(params, grads): {role}[{name!r}] 자리에는 NumPy 배열이 와야 하는데 "
                f"{type(array).__name__} 형입니다. np.array(…, dtype=float) 로 바꾸어 주세요."
            )
    if theta.dtype.kind != "f":
        raise ArgumentTypeError(
            f"step(params, grads): params[{name!r}] 의 dtype 이 {theta.dtype} 이라 제자리에서 고칠 "
            f"수 없습니다. params[{name!r}].astype(float) 처럼 실수 배열로 바꾸어 주세요."
        )
    if theta.shape != g.shape:
        raise ShapeError(
            f"step(params, grads): params[{name!r}] 의 모양은 {theta.shape} 인데 grads[{name!r}] "
            f"의 모양은 {g.shape} 입니다. 기울기는 파라미터와 모양이 같아야 합니다."
        )


def _different_names(params: Mapping[str, Array], grads: Mapping[str, Array]) -> ArgumentError:
    only_params = [name for name in params if name not in grads]
    only_grads = [name for name in grads if name not in params]
    return ArgumentError(
        "step(params, grads): params 와 grads 의 이름이 같아야 합니다. "
        f"params 에만 있는 이름은 {only_params}, grads 에만 있는 이름은 {only_grads} 입니다."
    )


def _changed_shape(name: str, now: tuple[int, ...], first: tuple[int, ...]) -> ShapeError:
    return ShapeError(
        f"step(params, grads): {name!r} 의 모양이 걸음 사이에 {first} 에서 {now} 로 바뀌었습니다. "
        "다른 모델에는 optimizer.fresh() 로 기억이 빈 옵티마이저를 만들어 주세요."
    )
