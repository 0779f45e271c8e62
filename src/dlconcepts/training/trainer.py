"""Trainer: 학습 루프에 검증, 기록, 체크포인트, 진행 막대를 더합니다. 걸음은 루프와 똑같습니다.

::

    config = TrainConfig(epochs=20, batch_size=32, seed=0)
    trainer = Trainer(model, optimizer, nn.CrossEntropyLoss(), config, metrics={"맞힘": accuracy})
    history = trainer.fit((x_train, y_train), (x_valid, y_valid))

에포크 하나는 이렇게 지나갑니다::

    섞기 ─▶ 걸음 걸음 걸음 … ─▶ 가중치 살피기 ─▶ 검증 ─▶ 기록 한 행 ─▶ 학습률 ─▶ 체크포인트

체크포인트에는 모델, 옵티마이저, 학습률의 계획, GradScaler, 난수, 데이터의 자리, 기록이 모두 들어
있어서, 어느 순간에 꺼져도 ``fit(…, resume="auto")`` 는 꺼지지 않은 것과 같은 곳에 닿습니다.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.optim.lr_scheduler import LambdaLR, LRScheduler, ReduceLROnPlateau

from dlconcepts.errors import ArgumentError, ArgumentTypeError, DivergedError
from dlconcepts.records import Evaluation, History
from dlconcepts.training.batches import Batches
from dlconcepts.training.config import TrainConfig
from dlconcepts.training.device import choose_device
from dlconcepts.training.distributed import connect, is_main, on_main, rank, wrap
from dlconcepts.training.forward import LossFunction
from dlconcepts.training.loop import Metric, evaluate, training_steps
from dlconcepts.training.loss_mean import LossMean, Step
from dlconcepts.training.lost_process import watched
from dlconcepts.training.precision import Precision, tf32
from dlconcepts.training.reporting import Report
from dlconcepts.training.schedule import EarlyStopping, Schedule
from dlconcepts.training.sources import source_of
from dlconcepts.training.state import TrainingState, warn

BatchEnd = Callable[["Trainer", Step], object]
EpochEnd = Callable[["Trainer", Mapping[str, float]], object]


class Trainer:
    """모델 하나를 끝까지 가르칩니다.

    Parameters
    ----------
    model
        배울 모델. 그 자리에서 배우고, `device` 로 옮겨집니다.
    optimizer
        ``torch.optim`` 의 옵티마이저. 모델의 파라미터를 가지고 있어야 합니다.
    loss_fn
        ``loss_fn(model(*batch.inputs), batch.target)`` 이 배치의 평균 손실인 함수입니다.
    config
        얼마나, 어떻게 배울지입니다.
    device
        "auto", "cpu", "cuda", "cuda:1", "mps". torchrun 이 불렀으면 프로세스들을 모읍니다.
    scheduler
        `dlconcepts.training.schedule` 의 계획이나 ``torch.optim.lr_scheduler`` 의 것.
        ``config.schedule_by`` 마다 나아갑니다. ReduceLROnPlateau 는 에포크마다 검증 손실을 봅니다.
    early_stopping
        검증 지표를 보고 그만둘 때를 정하는 규칙입니다. fit 에 valid 를 넘겨야 합니다.
    metrics
        검증에서 잴 지표: 이름 → ``metric(prediction, target)`` 입니다.
    on_batch_end
        걸음마다 ``call(trainer, step)`` 으로 부를 것들. 손실은 장치에 있는 텐서입니다.
    on_epoch_end
        에포크마다 ``call(trainer, row)`` 로 부를 것들. `row` 는 기록의 한 행입니다.

    Attributes
    ----------
    config, model, optimizer, scheduler, device, precision
        넘겨받은 것과, 그것으로 고른 장치와 정밀도입니다.
    state
        바뀌는 모든 것: `TrainingState`.
    """

    def __init__(
        self,
        model: nn.Module,
        optimizer: torch.optim.Optimizer,
        loss_fn: LossFunction,
        config: TrainConfig,
        *,
        device: str | torch.device = "auto",
        scheduler: Schedule | LRScheduler | None = None,
        early_stopping: EarlyStopping | None = None,
        metrics: Mapping[str, Metric] | None = None,
        on_batch_end: Iterable[BatchEnd] = (),
        on_epoch_end: Iterable[EpochEnd] = (),
    ) -> None:
        _check_parts(model, optimizer, loss_fn, config)
        self.config, self.loss_fn, self.optimizer = config, loss_fn, optimizer
        self.device = connect(choose_device(device))
        self.precision = Precision(config.precision, self.device)
        self.model = model.to(self.device)
        self._run = wrap(_compiled(model, config.compile))
        self.scheduler = _scheduler(scheduler, optimizer)
        self.early_stopping, self.metrics = early_stopping, dict(metrics or {})
        self.on_batch_end, self.on_epoch_end = tuple(on_batch_end), tuple(on_epoch_end)
        scaler = self.precision.scaler
        self.state = TrainingState(self.model, optimizer, self.scheduler, scaler)

    @property
    def history(self) -> History:
        """에포크마다 한 행인 기록입니다. 이름은 epoch, loss, lr, valid/loss, valid/지표 입니다."""
        return self.state.history

    @property
    def epoch(self) -> int:
        """끝낸 에포크의 수입니다."""
        return self.state.epoch

    @property
    def step(self) -> int:
        """걸은 걸음의 수입니다."""
        return self.state.step

    def save(self, path: str | Path) -> None:
        """지금의 학습을 모두 저장합니다. 프로세스가 여럿이면 모두 불러야 하고, rank 0 만 씁니다.

        Raises
        ------
        DivergedError
            손실이나 가중치가 무너졌습니다. 저장하지 않습니다.
        CheckpointWriteError
            쓰지 못했습니다. 앞서 저장한 것은 그대로 있습니다.
        """
        self.state.save(path)

    def load(self, path: str | Path) -> None:
        """`save` 가 저장한 때로 돌아갑니다. 데이터의 자리는 다음 `fit` 이 찾습니다.

        Raises
        ------
        CheckpointError
            파일이 잘렸거나, 다른 모델이나 다른 옵티마이저의 것입니다. 아무것도 바뀌지 않습니다.
        """
        self.state.load(path)

    # ── 배우기 ───────────────────────────────────────────────────────────────────────────

    def fit(self, train: Any, valid: Any = None, *, resume: str | Path | None = None) -> History:
        """``config.epochs`` 번째 에포크까지 배웁니다.

        Parameters
        ----------
        train, valid
            ``(x, y)`` 나 ``((x1, x2), y)`` 의 텐서나 배열, `TensorBatches`, DataLoader, 또는
            배치를 내놓는 것입니다. 텐서는 장치로 한 번만 옮기고 배치로 자릅니다.
        resume
            이어서 할 체크포인트의 경로. "auto" 는 ``config.checkpoint`` 가 있으면 이어서 하고
            없으면 처음부터 합니다.

        Raises
        ------
        DivergedError
            손실이나 가중치가 NaN 이나 무한대가 되었습니다. 마지막 체크포인트는 그대로 있습니다.
        """
        with watched(), tf32(self.config.tf32, self.device):
            source = source_of(train, self.config, self.device, training=True)
            held_out = None
            if valid is not None:
                held_out = source_of(valid, self.config, self.device, training=False)
            elif self.early_stopping is not None:
                raise ArgumentError(
                    "Trainer.fit: early_stopping 은 검증 결과를 보고 그만두는데 valid 가 없습니다. "
                    "fit(train, valid) 처럼 검증 데이터를 넘기거나 early_stopping 을 빼 주세요."
                )
            self._begin(source, resume)
            with self._report(source) as report:
                while self.epoch < self.config.epochs and not self._should_stop():
                    self._one_epoch(source, held_out, report)
        return self.history

    def _begin(self, train: Batches, resume: str | Path | None) -> None:
        state, target = self.state, self.config.checkpoint
        state.source = train
        if resume == "auto":
            resume = target if target is not None and Path(target).exists() else None
        if resume is not None:
            self.load(resume)
        elif self.epoch >= self.config.epochs:
            raise ArgumentError(
                f"Trainer.fit: 이미 {self.epoch} 에포크를 배웠습니다(epochs={self.config.epochs}). "
                "더 배우려면 epochs 를 늘린 새 Trainer 에서 load 로 이어 주세요."
            )
        if not state.find_place():
            if self.step == 0:
                torch.manual_seed(self.config.seed + rank())
                on_main(self._refuse_to_overwrite)
            state.mean = LossMean()  # 멈추었던 에포크는 처음부터 다시 합니다
        if self.config.checkpoint_every is not None and not train.restorable:
            warn(
                "이 데이터는 자리를 되살릴 줄 몰라서 체크포인트를 에포크의 끝에서만 씁니다. "
                "중간에서 이어 하려면 TensorBatches 나 state_dict 를 가진 로더를 쓰세요."
            )
        if target is not None and not state.saved:
            state.save(target)  # 쓸 수 없는 곳이면 배우기 전에 압니다

    def _refuse_to_overwrite(self) -> None:
        target = self.config.checkpoint
        if target is not None and not self.state.saved and Path(target).exists():
            raise ArgumentError(
                f"Trainer.fit: 체크포인트가 이미 있습니다: {target}. 이어서 하려면 resume='auto' "
                "를 넘기고, 처음부터 하려면 그 파일을 지우거나 다른 이름을 적어 주세요."
            )

    def _should_stop(self) -> bool:
        rule, seen = self.early_stopping, self.state.waiting
        return rule is not None and seen is not None and rule.over(seen)

    def _report(self, train: Batches) -> Report:
        batches, config = train.steps(), self.config
        left = None
        if batches is not None:
            each = -(-batches // config.accumulate)
            left = (config.epochs - self.epoch) * each - self.state.mean.steps
        show = config.progress and is_main()
        return Report(epochs=config.epochs, done=self.epoch, steps=left, show=show)

    # ── 한 에포크 ────────────────────────────────────────────────────────────────────────

    def _one_epoch(self, train: Batches, valid: Batches | None, report: Report) -> None:
        state = self.state
        before = self.step - state.mean.steps
        if not state.mean.steps:  # 중간에서 이어 하는 것이 아닙니다
            train.set_epoch(self.epoch)
        try:
            self._walk(train, report)
            row = {"epoch": self.epoch + 1, "loss": state.mean.mean(), "lr": float(state.lr)}
            state.check_weights()
        except DivergedError as error:
            raise self._explained(error, before) from None
        found = None if valid is None else self._evaluate(valid)
        if found is not None:
            row |= {f"valid/{name}": x for name, x in found.to_row().items() if name != "count"}
        self._finish(row, found)
        report.epoch(row)

    def _walk(self, train: Batches, report: Report) -> None:
        state, config = self.state, self.config
        every = config.checkpoint_every if train.restorable else None
        steps = training_steps(
            self._run,
            train,
            self.loss_fn,
            self.optimizer,
            device=self.device,
            precision=self.precision,
            accumulate=config.accumulate,
            clip_norm=config.clip_norm,
            scheduler=self.scheduler if self._schedules_by("step") else None,
        )
        for step in steps:
            state.step += 1
            state.lr = step.lr
            if state.mean.add(step):
                report.loss(self.epoch + 1, state.mean.so_far)
            report.step()
            for call in self.on_batch_end:
                call(self, step)
            if every is not None and state.step % every == 0:
                state.save(str(config.checkpoint))

    def _evaluate(self, valid: Batches) -> Evaluation:
        return evaluate(
            self._run,
            valid,
            self.loss_fn,
            device=self.device,
            precision=self.precision,
            metrics=self.metrics,
        )

    def _finish(self, row: dict[str, float], found: Evaluation | None) -> None:
        state, rule = self.state, self.early_stopping
        state.history.append(row)
        if isinstance(self.scheduler, ReduceLROnPlateau):
            self.scheduler.step(row.get("valid/loss", row["loss"]))
        elif self.scheduler is not None and self._schedules_by("epoch"):
            self.scheduler.step()
        if rule is not None and found is not None:
            state.waiting = rule.look(state.waiting, rule.value_in(found.to_row()))
        state.epoch, state.mean = state.epoch + 1, LossMean()
        for call in self.on_epoch_end:
            call(self, row)
        if self.config.checkpoint is not None:
            state.save(self.config.checkpoint)

    def _schedules_by(self, unit: str) -> bool:
        plateau = isinstance(self.scheduler, ReduceLROnPlateau)
        return self.config.schedule_by == unit and not plateau

    def _explained(self, error: DivergedError, before: int) -> DivergedError:
        kept = "저장한 체크포인트는 없습니다. TrainConfig(checkpoint='학습.pt') 가 쓰게 합니다."
        if self.state.saved:
            kept = f"마지막으로 저장한 체크포인트: {self.state.saved}."
        return DivergedError(
            f"Trainer: {self.epoch + 1}번째 에포크(처음부터 {before + error.step + 1}번째 걸음)"
            f"에서 발산했습니다. {error} {kept}",
            step=before + error.step,
            value=error.value,
            lr=error.lr,
        )


# ── 입구에서의 검사 ──────────────────────────────────────────────────────────────────────


def _check_parts(model: Any, optimizer: Any, loss_fn: Any, config: Any) -> None:
    expected = {
        "model": (model, nn.Module, "torch.nn 의 모델"),
        "optimizer": (optimizer, torch.optim.Optimizer, "torch.optim 의 옵티마이저"),
        "config": (config, TrainConfig, "TrainConfig(epochs=…, batch_size=…, seed=…)"),
    }
    for role, (given, kind, what) in expected.items():
        if not isinstance(given, kind):
            raise ArgumentTypeError(
                f"Trainer: {role} 자리에는 {what} 이(가) 와야 하는데 {type(given).__name__} 형인 "
                f"{given!r} 입니다."
            )
    if not callable(loss_fn):
        raise ArgumentTypeError(
            f"Trainer: loss_fn 자리에는 함수가 와야 하는데 {loss_fn!r} 입니다. "
            "nn.CrossEntropyLoss() 처럼 넘겨 주세요."
        )
    held = {id(p) for group in optimizer.param_groups for p in group["params"]}
    if not any(id(p) in held for p in model.parameters()):
        raise ArgumentError(
            "Trainer: optimizer 가 이 model 의 파라미터를 하나도 가지고 있지 않아 아무것도 배우지 "
            "못합니다. 같은 모델의 model.parameters() 로 옵티마이저를 만들어 주세요."
        )


def _scheduler(
    scheduler: Schedule | LRScheduler | None, optimizer: torch.optim.Optimizer
) -> LRScheduler | None:
    if scheduler is None or isinstance(scheduler, LRScheduler):
        if scheduler is not None and scheduler.optimizer is not optimizer:
            raise ArgumentError(
                "Trainer: scheduler 가 다른 옵티마이저의 학습률을 바꿉니다. Trainer 에 넘긴 "
                "optimizer 로 만들어 주세요."
            )
        return scheduler
    if not callable(scheduler):
        raise ArgumentTypeError(
            f"Trainer: scheduler 에는 cosine(900) 같은 계획이나 torch.optim.lr_scheduler 의 것이 "
            f"와야 하는데 {scheduler!r} 입니다."
        )
    return LambdaLR(optimizer, scheduler)


def _compiled(model: nn.Module, option: bool | str) -> nn.Module:
    if option is False:
        return model
    compiled: Any = torch.compile(model, mode="default" if option is True else option)
    assert isinstance(compiled, nn.Module)
    return compiled
