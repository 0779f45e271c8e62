"""학습의 상태(state): 지금 어디까지 왔는지. 저장하고, 그 자리로 돌아갑니다.

`snapshot` 이 모델, 옵티마이저, 난수를 담고, 여기서는 이번 에포크에서 본 손실, 기록, 조기 종료가 본
것을 더합니다. 그래서 에포크의 한가운데에서 이어 가도 기록까지 같습니다.
"""

import math
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.amp.grad_scaler import GradScaler
from torch.optim.lr_scheduler import LRScheduler

from dlconcepts.numerals import josa
from dlconcepts.records import History
from dlconcepts.training import checkpoint
from dlconcepts.training.batches import Batches
from dlconcepts.training.distributed import on_main, rank, total
from dlconcepts.training.loss_mean import LossMean, diverged
from dlconcepts.training.schedule import Waiting
from dlconcepts.training.snapshot import capture, restore

_OURS = {"loss", "lr", "history", "waiting", "processes"}


class TrainingState:
    """바뀌는 모든 것.

    Parameters
    ----------
    model, optimizer, scheduler, scaler
        함께 저장하고 되돌릴 것들입니다.

    Attributes
    ----------
    epoch, step
        끝낸 에포크의 수와 걸은 걸음의 수입니다.
    mean
        이번 에포크에서 지금까지 본 손실입니다.
    lr
        마지막 걸음의 학습률입니다.
    history
        에포크마다의 기록입니다.
    waiting
        조기 종료가 본 것입니다.
    source
        지금 배우고 있는 데이터. 에포크 안의 자리를 말해 줍니다.
    saved
        마지막으로 저장하거나 읽은 체크포인트를 사람에게 말하는 글입니다.
    """

    def __init__(
        self,
        model: nn.Module,
        optimizer: torch.optim.Optimizer,
        scheduler: LRScheduler | None,
        scaler: GradScaler | None,
    ) -> None:
        self._parts: dict[str, Any] = {
            "model": model,
            "optimizer": optimizer,
            "scheduler": scheduler,
            "scaler": scaler,
        }
        self.epoch, self.step, self.lr = 0, 0, math.nan
        self.mean, self.history = LossMean(), History()
        self.waiting: Waiting | None = None
        self.source: Batches | None = None
        self.saved = ""
        self._place: Mapping[str, Any] | None = None  # 읽었지만 아직 찾아가지 않은 자리와 난수

    def check_weights(self) -> None:
        """가중치에 NaN 이나 무한대가 없는지 봅니다. 손실은 걷기 전의 것이라 따로 봅니다."""
        weights = [p.detach() for p in self._parts["model"].parameters()]
        # 합이 유한하면 모두 유한합니다. 넘쳤을 때만 하나씩 봅니다.
        sums = torch.stack([_number(w.sum()).float() for w in weights])
        if not math.isfinite(sums.sum()) and not all(_number(w.isfinite().all()) for w in weights):
            raise diverged(self.mean.steps - 1, self.mean.so_far, float(self.lr), "가중치가")

    def save(self, path: str | Path) -> None:
        """모두 저장합니다. 손실이나 가중치가 무너졌으면 저장하지 않고 `DivergedError` 를 냅니다."""
        self.mean.read()
        self.check_weights()
        state = capture(**self._parts, batches=self.source, epoch=self.epoch, step=self.step)
        seen = self.waiting
        state |= {
            "loss": [*total(self.mean.total, self.mean.count), self.mean.steps],
            "lr": float(self.lr),
            "history": [dict(row) for row in self.history.rows],
            "waiting": None if seen is None else [seen.best, seen.epochs],
        }
        on_main(lambda: checkpoint.save(path, state))
        self._remember(path)

    def load(self, path: str | Path) -> None:
        """저장한 때로 돌아갑니다. 데이터의 자리는 `find_place` 가 찾습니다."""
        state = checkpoint.load(path, expected=self._parts["model"])
        if missing := _OURS - state.keys():
            raise checkpoint.CheckpointError(
                f"Trainer 가 저장한 체크포인트가 아닙니다: {path} ({sorted(missing)} 가 없습니다). "
                "Trainer.save 나 TrainConfig(checkpoint=…) 로 저장한 파일을 넘겨 주세요."
            )
        given = self._rates(self._parts["optimizer"].param_groups)
        restore(state, **self._parts)
        self.epoch, self.step, self.lr = state["epoch"], state["step"], state["lr"]
        self.history, self.mean = History(state["history"]), LossMean(*state["loss"])
        self.waiting = None if state["waiting"] is None else Waiting(*state["waiting"])
        self._place = state["processes"][rank()]
        self._remember(path)
        if given != (kept := self._rates(self._parts["optimizer"].param_groups)):
            warn(
                f"체크포인트의 학습률 {kept}{josa(kept, '으로/로')} 이어 갑니다. 지금 준 "
                f"{given}{josa(given, '은/는')} 쓰지 않습니다. 바꾸려면 가중치만 읽어 새로 시작해 "
                "주세요: model.load_state_dict(checkpoint.load(경로)['model'])."
            )

    def _rates(self, groups: list[dict[str, Any]]) -> str:
        """묶음마다의 학습률. 계획은 그것을 걸음마다 바꾸므로, 계획이 적어 둔 처음의 것입니다."""
        name = "lr" if self._parts["scheduler"] is None else "initial_lr"
        return ", ".join(f"{float(group[name]):g}" for group in groups if name in group)

    def find_place(self) -> bool:
        """읽은 체크포인트가 있으면 에포크 안의 자리와 난수로 갑니다. 없었으면 False 입니다."""
        if self._place is None or self.source is None:
            return False
        place, self._place = self._place, None
        if self.mean.steps:
            self.source.set_epoch(self.epoch)
            if self.source.restorable and place["batches"]:
                self.source.load_state_dict(place["batches"])
            else:
                self.mean = LossMean()
                warn(
                    f"이 데이터는 자리를 되살릴 줄 몰라서 {self.epoch + 1}번째 에포크를 처음부터 "
                    "다시 봅니다."
                )
        checkpoint.restore_rng(place["rng"])
        return True

    def _remember(self, path: str | Path) -> None:
        self.saved = f"{path} (에포크 {self.epoch}, 걸음 {self.step} 뒤)"


def warn(message: str) -> None:
    """쓰는 사람에게 알립니다. 학습은 이어집니다."""
    warnings.warn(message, UserWarning, stacklevel=5)


def _number(value: Any) -> Any:
    """나누어 둔 파라미터(DTensor)의 것이면 모두의 것으로 모읍니다."""
    return value.full_tensor() if hasattr(value, "full_tensor") else value
