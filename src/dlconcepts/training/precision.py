"""정밀도(precision): 행렬 곱을 몇 비트로 할지.

파라미터는 언제나 float32 이고, 16비트에서는 순전파의 무거운 연산만 autocast 가 낮은 정밀도로 합니다
(혼합 정밀도)::

                 지수   가수   쓸 수 있는 곳         주의할 것
    float32        8     23    어디서나
    bfloat16       8      7    CPU, 요즈음의 GPU     범위가 float32 와 같아 더 할 일이 없습니다
    float16        5     10    NVIDIA GPU            작은 기울기가 0 이 되므로, 손실을 키워서
                                                     미분하고 다시 나눕니다(GradScaler)

float16 의 방법은 P. Micikevicius 외, "Mixed Precision Training", ICLR 2018 의 3.2절입니다.
TF32 는 float32 의 행렬 곱에서 가수를 10비트만 쓰는 NVIDIA GPU 의 방식이고, `tf32` 가 켜고 끕니다.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import torch
from torch import Tensor
from torch.amp.grad_scaler import GradScaler

from dlconcepts.errors import DeviceError
from dlconcepts.inputs import one_of

PRECISIONS = ("float32", "bfloat16", "float16")
_SIXTEEN_BITS = {"bfloat16": torch.bfloat16, "float16": torch.float16}


def supported_precisions(device: torch.device | str) -> tuple[str, ...]:
    """이 장치가 빠르게 계산하는 정밀도들입니다."""
    kind = torch.device(device).type
    if kind != "cuda":
        return ("float32", "bfloat16")
    native = torch.cuda.is_bf16_supported(including_emulation=False)
    return PRECISIONS if native else ("float32", "float16")


class Precision:
    """정밀도 하나로 순전파, 역전파, 한 걸음을 하는 법.

    Parameters
    ----------
    name
        "float32", "bfloat16", "float16" 가운데 하나입니다.
    device
        계산할 장치입니다. 그 장치에 없는 정밀도이면 `DeviceError` 입니다.

    Attributes
    ----------
    autocast
        순전파와 손실을 감쌀 문맥입니다. 여러 번 써도 됩니다.
    scaler
        float16 의 GradScaler. 다른 정밀도에서는 None 입니다.
    """

    def __init__(self, name: str, device: torch.device | str) -> None:
        check_precision("Precision", name)
        self.name, self.device = name, torch.device(device)
        supported = supported_precisions(self.device)
        if name not in supported:
            raise DeviceError(
                f"Precision: {self.device} 에서는 {name} 을 쓸 수 없습니다. 이 장치에서 쓸 수 있는 "
                f"정밀도는 {', '.join(supported)} 입니다. 그 가운데 하나로 바꾸어 주세요."
            )
        kind = self.device.type
        self.autocast: AbstractContextManager[Any] = nullcontext()
        if name in _SIXTEEN_BITS:
            self.autocast = torch.autocast(kind, dtype=_SIXTEEN_BITS[name])
        self.scaler = GradScaler(kind) if name == "float16" else None

    def backward(self, loss: Tensor) -> None:
        """역전파입니다. float16 이면 손실을 키워서 미분합니다."""
        (loss if self.scaler is None else self.scaler.scale(loss)).backward()  # type: ignore[no-untyped-call]

    def unscale(self, optimizer: torch.optim.Optimizer) -> None:
        """키운 기울기를 제 크기로 되돌립니다. 기울기의 크기를 보기 전에 부릅니다."""
        if self.scaler is not None:
            self.scaler.unscale_(optimizer)

    def step(self, optimizer: torch.optim.Optimizer) -> None:
        """한 걸음 걷습니다. float16 에서 기울기가 넘쳤으면 걷지 않고 배율을 줄입니다."""
        if self.scaler is None:
            optimizer.step()
        else:
            self.scaler.step(optimizer)
            self.scaler.update()

    def scale(self) -> float:
        """지금 손실에 곱하는 배율입니다. float16 이 아니면 1 입니다."""
        return 1.0 if self.scaler is None else self.scaler.get_scale()


def check_precision(where: str, name: Any) -> None:
    """아는 정밀도의 이름인지 봅니다."""
    one_of(where, "precision", name, PRECISIONS)


@contextmanager
def tf32(enabled: bool | None, device: torch.device | str) -> Iterator[None]:
    """이 안에서 float32 의 행렬 곱과 합성곱에 TF32 를 쓸지 정하고, 나갈 때 되돌립니다.

    Parameters
    ----------
    enabled
        True 는 켜고 False 는 끕니다. None 은 torch 의 설정을 그대로 둡니다.
    device
        계산할 장치입니다. CUDA 가 아니면 TF32 가 없으므로 아무 일도 하지 않습니다.
    """
    if enabled is None or torch.device(device).type != "cuda":
        yield
        return
    matmul, convolution = torch.get_float32_matmul_precision(), torch.backends.cudnn.allow_tf32
    torch.set_float32_matmul_precision("high" if enabled else "highest")
    torch.backends.cudnn.allow_tf32 = enabled
    try:
        yield
    finally:
        torch.set_float32_matmul_precision(matmul)
        torch.backends.cudnn.allow_tf32 = convolution
