"""학습률의 계획(schedule)과 조기 종료(early stopping).

계획은 걸음의 번호(0부터)를 받아 학습률에 곱할 수를 돌려주는 함수입니다. 그래서 그려 볼 수 있고
``torch.optim.lr_scheduler.LambdaLR(optimizer, cosine(900))`` 에 그대로 들어갑니다::

    constant()             1
    linear_warmup(s)       (t + 1) / (s + 1)                     t < s,  그 뒤는 then(t − s)
    cosine(s, floor=m)     m + (1 − m) (1 + cos(π t / s)) / 2    t < s,  그 뒤는 m
    step_decay(s, γ)       γ^⌊t / s⌋

코사인은 I. Loshchilov, F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR 2017
의 식 (5)를 다시 시작하지 않고 쓴 것입니다.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from dlconcepts.errors import ArgumentError
from dlconcepts.inputs import whole

Schedule = Callable[[int], float]


def constant() -> Schedule:
    """처음 학습률을 그대로 씁니다."""
    return lambda step: 1.0


def linear_warmup(steps: int, *, then: Schedule | None = None) -> Schedule:
    """`steps` 걸음 동안 곧게 올라가고, 그 뒤로는 `then` 을 따릅니다.

    첫 걸음의 학습률이 0 이면 그 걸음은 헛걸음이므로 1/(steps + 1) 에서 시작합니다.

    Parameters
    ----------
    steps
        올라가는 걸음의 수입니다.
    then
        다 올라간 뒤의 계획. 걸음을 0 부터 다시 셉니다. None 이면 `constant` 입니다.
    """
    steps = whole("linear_warmup", "steps", steps)
    after = constant() if then is None else then
    return lambda step: (step + 1) / (steps + 1) if step < steps else after(step - steps)


def cosine(steps: int, *, floor: float = 0.0) -> Schedule:
    """1 에서 `floor` 까지 코사인 반 주기로 부드럽게 내려갑니다.

    Parameters
    ----------
    steps
        내려가는 걸음의 수. 그 뒤에는 `floor` 에 머뭅니다.
    floor
        마지막 배율입니다. 0 이상 1 이하입니다.
    """
    steps = whole("cosine", "steps", steps)
    _between("cosine", "floor", floor, low_open=False)
    return lambda step: floor + (1 - floor) * (1 + math.cos(math.pi * min(step, steps) / steps)) / 2


def step_decay(every: int, factor: float) -> Schedule:
    """`every` 걸음마다 `factor` 를 곱합니다.

    Parameters
    ----------
    every
        몇 걸음마다 내려갈지입니다.
    factor
        한 번에 곱할 수입니다. 0 초과 1 이하입니다.
    """
    every = whole("step_decay", "every", every)
    _between("step_decay", "factor", factor, low_open=True)
    return lambda step: float(factor ** (step // every))


def _between(where: str, name: str, value: float, *, low_open: bool) -> None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not (0 < value <= 1 or (value == 0 and not low_open)):
        low = "0 초과" if low_open else "0 이상"
        raise ArgumentError(
            f"{where}: {name} 에는 {low} 1 이하의 수가 와야 하는데 {value!r} 입니다."
        )


# ── 조기 종료 ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Waiting:
    """조기 종료가 지금까지 본 것: 가장 좋은 값과, 그 뒤로 좋아지지 않은 에포크의 수."""

    best: float
    epochs: int


@dataclass(frozen=True)
class EarlyStopping:
    """검증 지표가 `patience` 에포크 동안 좋아지지 않으면 학습을 그만둡니다.

    Parameters
    ----------
    patience
        좋아지지 않아도 기다리는 에포크의 수입니다.
    min_delta
        이보다 많이 좋아져야 좋아진 것으로 칩니다.
    metric
        검증 결과(`Evaluation`)에서 볼 이름: "loss" 나 지표의 이름입니다.
    goal
        "min" 은 작을수록, "max" 는 클수록 좋습니다.

    Examples
    --------
    >>> rule, seen = EarlyStopping(patience=2), None
    >>> for loss in (0.5, 0.4, 0.45, 0.41):
    ...     seen = rule.look(seen, loss)
    >>> seen, rule.over(seen)
    (Waiting(best=0.4, epochs=2), True)
    """

    patience: int
    min_delta: float = 0.0
    metric: str = "loss"
    goal: Literal["min", "max"] = "min"

    def __post_init__(self) -> None:
        whole("EarlyStopping", "patience", self.patience)
        if not isinstance(self.min_delta, int | float) or not 0 <= self.min_delta < math.inf:
            raise ArgumentError(
                f"EarlyStopping: min_delta 는 0 이상의 수여야 하는데 {self.min_delta!r} 입니다."
            )
        if self.goal not in ("min", "max"):
            raise ArgumentError(
                f"EarlyStopping: goal 에는 min, max 가운데 하나가 와야 하는데 {self.goal!r} "
                "입니다. 손실처럼 작을수록 좋으면 min, 정확도처럼 클수록 좋으면 max 입니다."
            )

    def look(self, seen: Waiting | None, value: float) -> Waiting:
        """값 하나를 더 본 뒤입니다. NaN 은 좋아진 것이 아닙니다."""
        best, waited = (math.nan, 0) if seen is None else (seen.best, seen.epochs)
        gain = best - value if self.goal == "min" else value - best
        first = math.isnan(best) and not math.isnan(value)
        better = first or gain > self.min_delta
        return Waiting(value, 0) if better else Waiting(best, waited + 1)

    def over(self, seen: Waiting) -> bool:
        """그만둘 때인지입니다."""
        return seen.epochs >= self.patience

    def value_in(self, row: Mapping[str, float]) -> float:
        """검증 결과의 한 행에서 볼 값을 찾습니다."""
        if self.metric not in row or self.metric == "count":
            names = [name for name in row if name != "count"]
            raise ArgumentError(
                f"EarlyStopping: 검증 결과에 {self.metric!r} 이라는 이름이 없습니다. 있는 이름은 "
                f"{names} 입니다. Trainer 의 metrics 에 그 지표를 넣었는지 확인해 주세요."
            )
        return row[self.metric]
