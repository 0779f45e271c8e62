"""학습의 설정: 무엇을 얼마나, 어떻게. 한 번 만들면 바뀌지 않고, 만들 때 모든 값을 봅니다."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from dlconcepts.errors import ArgumentError
from dlconcepts.inputs import whole
from dlconcepts.training.precision import check_precision

COMPILE_MODES = ("default", "reduce-overhead", "max-autotune", "max-autotune-no-cudagraphs")


@dataclass(frozen=True)
class TrainConfig:
    """`Trainer` 의 설정.

    Parameters
    ----------
    epochs
        데이터를 모두 몇 번 볼지입니다. 이어서 하면 앞의 것까지 센 수입니다.
    batch_size
        텐서를 그대로 넘겼을 때 한 배치의 예제 수입니다. 프로세스가 여럿이면 모두를 합친 수입니다.
    seed
        섞는 순서와 드롭아웃의 씨앗입니다. `Trainer.fit` 은 처음에 ``torch.manual_seed(seed)`` 를
        합니다. 프로세스가 여럿이면 rank 를 더합니다.
    precision
        "float32", "bfloat16", "float16" 가운데 하나입니다.
    accumulate
        기울기를 모아 한 걸음에 쓸 배치의 수입니다.
    clip_norm
        기울기 전체의 길이(L2)의 위쪽 한계. None 이면 자르지 않습니다.
    compile
        True 이면 ``torch.compile`` 을 씁니다. "reduce-overhead" 처럼 그 방식의 이름도 됩니다.
    tf32
        CUDA 에서 TF32 를 쓸지입니다. None 이면 torch 의 설정을 그대로 둡니다.
    schedule_by
        scheduler 를 "step"(걸음)마다 부를지 "epoch"(에포크)마다 부를지입니다.
    progress
        진행을 보일지입니다. 터미널과 노트북에는 막대를, 그 밖에는 글을 표준 오류에 적습니다.
    checkpoint
        체크포인트를 쓸 파일. None 이면 쓰지 않습니다.
    checkpoint_every
        체크포인트를 쓰는 간격(걸음). 에포크의 끝에서는 언제나 씁니다.
    """

    epochs: int
    batch_size: int
    seed: int
    precision: str = "float32"
    accumulate: int = 1
    clip_norm: float | None = None
    compile: bool | str = False
    tf32: bool | None = None
    schedule_by: Literal["step", "epoch"] = "step"
    progress: bool = True
    checkpoint: str | Path | None = None
    checkpoint_every: int | None = None

    def __post_init__(self) -> None:
        for name in ("epochs", "batch_size", "accumulate"):
            whole("TrainConfig", name, getattr(self, name))
        whole("TrainConfig", "seed", self.seed, at_least=0)
        check_precision("TrainConfig", self.precision)
        _among("compile", self.compile, (True, False, *COMPILE_MODES))
        _among("tf32", self.tf32, (True, False, None))
        _among("schedule_by", self.schedule_by, ("step", "epoch"))
        _among("progress", self.progress, (True, False))
        self._check_clip_norm()
        self._check_checkpoint()

    def _check_clip_norm(self) -> None:
        norm = self.clip_norm
        number = isinstance(norm, int | float) and not isinstance(norm, bool)
        if norm is not None and not (number and 0 < norm < math.inf):
            raise ArgumentError(
                f"TrainConfig: clip_norm 에는 양수나 None 이 와야 하는데 {norm!r} 입니다. "
                "자르지 않으려면 None 으로 두세요."
            )

    def _check_checkpoint(self) -> None:
        if self.checkpoint is not None and not isinstance(self.checkpoint, str | Path):
            raise ArgumentError(
                "TrainConfig: checkpoint 에는 파일의 경로가 와야 하는데 "
                f"{self.checkpoint!r} 입니다. '학습.pt' 처럼 적어 주세요."
            )
        if self.checkpoint_every is not None:
            whole("TrainConfig", "checkpoint_every", self.checkpoint_every)
            if self.checkpoint is None:
                raise ArgumentError(
                    f"TrainConfig: checkpoint_every={self.checkpoint_every} 인데 checkpoint 가 "
                    "없습니다. 어느 파일에 쓸지 checkpoint='학습.pt' 처럼 적어 주세요."
                )


def _among(name: str, value: Any, choices: tuple[Any, ...]) -> None:
    # True == 1 이므로 형도 견줍니다.
    if not any(value is choice or (type(value) is str and value == choice) for choice in choices):
        raise ArgumentError(
            f"TrainConfig: {name} 에는 {', '.join(map(repr, choices))} 가운데 하나가 와야 하는데 "
            f"{value!r} 입니다."
        )
