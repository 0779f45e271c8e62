"""손실의 평균: 장치에 둔 채로 모으고, 이따금 한꺼번에 읽습니다.

걸음마다 ``loss.item()`` 을 부르면 GPU 가 매번 멈추어 섭니다. 그래서 손실을 텐서인 채로 모았다가
`REPORT_EVERY` 걸음마다 한 번 읽습니다. NaN 이 있으면 그때 알아채고, 몇 번째 걸음이었는지 말합니다.

평균은 배치마다의 평균 L_j 에 그 분모 n_j 로 무게를 줍니다: Σ n_j L_j / Σ n_j.
"""

import math
from typing import NamedTuple, cast

import torch
from torch import Tensor

from dlconcepts.errors import ArgumentError, DivergedError
from dlconcepts.training.distributed import gather, is_main, total

REPORT_EVERY = 100  # 장치에 모아 둔 손실을 읽는 간격(걸음)
EMPTY = (
    "{where}: 배치가 하나도 없습니다. 데이터가 비어 있지 않은지, 한 번만 돌 수 있는 반복자"
    "(generator)를 두 번 돌지 않았는지 보아 주세요. 반복자라면 list(…) 로 담아 주세요."
)


class Step(NamedTuple):
    """옵티마이저의 한 걸음. 누적했으면 손실이 여럿입니다.

    Attributes
    ----------
    losses
        작은 배치마다의 평균 손실. 장치에 있는 텐서입니다.
    counts
        그 평균들의 분모(보통 예제의 수)입니다.
    lr
        이 걸음의 학습률입니다.
    """

    losses: list[Tensor]
    counts: list[float | Tensor]
    lr: float


class LossMean:
    """손실을 장치에 둔 채로 모으고, 이따금 읽어 무게를 준 평균을 냅니다.

    읽을 때 NaN 이나 무한대가 있으면 몇 번째 걸음이었는지를 담은 `DivergedError` 를 냅니다.
    """

    def __init__(self, total: float = 0.0, count: float = 0.0, steps: int = 0) -> None:
        # 읽은 것: Σ n L, Σ n, 걸음의 수. 이어서 할 때는 모두의 합을 rank 0 이 맡습니다
        self.total, self.count = (total, count) if is_main() else (0.0, 0.0)
        self.steps = steps
        self._waiting: list[Step] = []

    @property
    def so_far(self) -> float:
        """이 프로세스가 지금까지 읽은 손실의 평균입니다."""
        return self.total / self.count if self.count else math.nan

    def add(self, step: Step) -> bool:
        """한 걸음을 더합니다. 이번에 손실을 읽었으면 True 입니다."""
        self._waiting.append(step)
        if len(self._waiting) < REPORT_EVERY:
            return False
        self.read()
        return True

    def read(self) -> None:
        """모아 둔 손실을 한꺼번에 읽습니다."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        losses = torch.stack([loss for step in waiting for loss in step.losses]).tolist()
        counts = numbers([n for step in waiting for n in step.counts])
        # 셀 것이 하나도 없던 배치의 평균은 0/0 이지만 무너진 것이 아닙니다
        values = [value if n else 0.0 for value, n in zip(losses, counts, strict=True)]
        bad = None
        if not all(map(math.isfinite, values)):
            owners = [i for i, step in enumerate(waiting) for _ in step.losses]
            first = next(j for j, value in enumerate(values) if not math.isfinite(value))
            lr = float(waiting[owners[first]].lr)
            bad = (self.steps + owners[first], values[first], lr)
        if found := [each for each in gather(bad) if each is not None]:
            raise diverged(*min(found), "손실이")
        for value, n in zip(values, counts, strict=True):
            self.total += value * n
            self.count += n
        self.steps += len(waiting)

    def mean(self) -> float:
        """지금까지의 평균 손실입니다. 아직 읽지 않은 것도 읽고, 프로세스가 여럿이면 합칩니다."""
        self.read()
        if not self.steps:
            raise ArgumentError(EMPTY.format(where="train_epoch"))
        loss, count = total(self.total, self.count)
        return loss / count if count else math.nan


def numbers(counts: list[float | Tensor]) -> list[float]:
    """장치에 있는 분모가 섞여 있으면 한꺼번에 읽습니다."""
    like = next((n for n in counts if isinstance(n, Tensor)), None)
    if like is None:
        return cast(list[float], counts)
    same = [torch.as_tensor(n, dtype=like.dtype, device=like.device) for n in counts]
    return cast(list[float], torch.stack(same).tolist())


def diverged(step: int, value: float, lr: float, what: str) -> DivergedError:
    """발산을 알리는 오류를 만듭니다. `step` 은 그 앞까지 걸은 걸음의 수입니다."""
    return DivergedError(
        f"에포크의 {step + 1}번째 걸음에서 {what} 유한하지 않습니다. 손실 = {value:g}, 학습률 lr = "
        f"{lr:g}. 학습률을 줄이거나, clip_norm 으로 기울기를 자르거나, 입력에 NaN 이 없는지 보아 "
        "주세요.",
        step=step,
        value=value,
        lr=lr,
    )
