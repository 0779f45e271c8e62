"""배치 하나의 순전파와 손실. 첫 배치에서 모델, 배치, 손실 함수가 약속을 지키는지 봅니다."""

import inspect
from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor, nn

from dlconcepts.errors import ArgumentError, ArgumentTypeError, DeviceError
from dlconcepts.training.batches import Batch, Batches, TensorBatches, as_batches
from dlconcepts.training.device import choose_device
from dlconcepts.training.distributed import bare
from dlconcepts.training.labels import Labels
from dlconcepts.training.precision import Precision

LossFunction = Callable[[Any, Tensor], Tensor]


class Forward:
    """배치를 장치로 옮기고, 순전파하고, 손실을 구합니다. 첫 배치에서는 약속을 지키는지 봅니다."""

    def __init__(
        self,
        where: str,
        model: nn.Module,
        batches: Any,
        loss_fn: LossFunction,
        device: str | torch.device,
        precision: str | Precision,
    ) -> None:
        self.where, self.model, self.loss_fn = where, model, loss_fn
        self.device = choose_device(device)
        there = next((p.device for p in model.parameters()), self.device)
        if there.type != self.device.type:
            raise DeviceError(
                f"{where}: 모델은 {there} 에 있는데 {self.device} 에서 계산하려 합니다. "
                f"model.to('{self.device}') 로 옮기거나 device='{there}' 로 해 주세요."
            )
        self.precision = (
            precision if isinstance(precision, Precision) else Precision(precision, self.device)
        )
        self.batches: Batches = as_batches(batches)
        if isinstance(self.batches, TensorBatches) and self.batches.target.device != self.device:
            self.batches = self.batches.to(self.device)
        self.moves = not isinstance(self.batches, TensorBatches)
        self.labels = Labels(loss_fn, self.batches)
        self.first = True
        if getattr(loss_fn, "reduction", "mean") != "mean":
            raise ArgumentError(
                f"{where}: loss_fn 은 배치의 평균을 돌려주어야 하는데 reduction="
                f"{loss_fn.reduction!r} 입니다. reduction='mean' 으로 만들어 주세요."  # type: ignore[attr-defined]
            )

    def __call__(self, batch: Batch) -> tuple[Any, Tensor, Tensor]:
        inputs, target = self._moved(batch) if self.moves else batch
        try:
            with self.precision.autocast:
                output = self.model(*inputs)
                self.labels.check(output, batch.target)
                loss = self.loss_fn(output, target)
        except Exception as error:
            if self.first and isinstance(error, TypeError):
                self._check_inputs(inputs)
            error.add_note(f"{self.where}: {_described(inputs, target)} 인 배치에서 났습니다.")
            raise
        if self.first:
            self._check_loss(loss)
            self.first = False
        return output, loss, target

    def _moved(self, batch: Batch) -> Batch:
        inputs = [x.to(self.device, non_blocking=True) for x in batch.inputs]
        return Batch(tuple(inputs), batch.target.to(self.device, non_blocking=True))

    def _check_inputs(self, inputs: tuple[Tensor, ...]) -> None:
        module = bare(self.model)
        try:
            inspect.signature(module.forward).bind(*inputs)
        except TypeError as error:
            raise ArgumentError(
                f"{self.where}: {type(module).__name__}.forward{inspect.signature(module.forward)} "
                f"에 배치의 입력 {len(inputs)}개를 넘길 수 없습니다({error}). 배치를 "
                "((x1, x2), y) 처럼 모델이 받는 만큼의 입력과 정답으로 만들어 주세요."
            ) from error

    def _check_loss(self, loss: Any) -> None:
        training = self.where == "train_epoch"
        if isinstance(loss, Tensor) and loss.ndim == 0 and (loss.requires_grad or not training):
            return
        what = f"모양이 {tuple(loss.shape)} 인 텐서" if isinstance(loss, Tensor) else repr(loss)
        if isinstance(loss, Tensor) and loss.ndim == 0:
            what = "기울기를 추적하지 않는 텐서"
        raise ArgumentTypeError(
            f"{self.where}: loss_fn 은 기울기를 추적하는 수 하나(0차원 텐서)를 돌려주어야 하는데 "
            f"{what} 입니다. 배치의 평균을 torch 의 연산으로 구해 주세요."
        )


def _described(inputs: Iterable[Any], target: Tensor) -> str:
    def one(x: Any) -> str:
        if not isinstance(x, Tensor):
            return type(x).__name__
        return f"{tuple(x.shape)} {str(x.dtype).removeprefix('torch.')} {x.device}"

    return f"입력 {', '.join(map(one, inputs))}, 정답 {one(target)}"
