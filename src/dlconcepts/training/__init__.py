"""학습: 배치, 정밀도, 학습 루프, 체크포인트, 여러 프로세스, 그리고 그것을 묶는 `Trainer`.

batches       텐서를 잘라 배치로                     schedule      학습률의 계획과 조기 종료
device        장치 고르기                            precision     float32, bfloat16, float16, TF32
loop          한 에포크 배우기와 평가하기            labels        라벨의 손실
checkpoint    언제 죽어도 이어 하는 파일             snapshot      그 파일에 담는 것
distributed   여러 프로세스로                        sharded       모델을 나누어 가지기
config        학습의 설정                            reporting     어디까지 왔는지
trainer       위의 모든 것을 한 번에

한 에포크만 직접 돌리려면 `train_epoch` 과 `evaluate`, 전체를 맡기려면 `Trainer` 입니다.
"""

from importlib.util import find_spec

from dlconcepts.errors import MissingDependencyError

if find_spec("torch") is None:
    raise MissingDependencyError(
        "torch 로 학습하려면 torch 가 필요한데 설치되어 있지 않습니다. "
        '설치해 주세요: pip install "dlconcepts[torch]"',
        name="torch",
    )

from dlconcepts.training.batches import Batch, TensorBatches, as_batches
from dlconcepts.training.checkpoint import CheckpointError
from dlconcepts.training.config import TrainConfig
from dlconcepts.training.device import choose_device
from dlconcepts.training.loop import evaluate, train_epoch
from dlconcepts.training.precision import Precision
from dlconcepts.training.schedule import (
    EarlyStopping,
    constant,
    cosine,
    linear_warmup,
    step_decay,
)
from dlconcepts.training.trainer import Trainer

__all__ = [
    "Batch",
    "CheckpointError",
    "EarlyStopping",
    "Precision",
    "TensorBatches",
    "TrainConfig",
    "Trainer",
    "as_batches",
    "choose_device",
    "constant",
    "cosine",
    "evaluate",
    "linear_warmup",
    "step_decay",
    "train_epoch",
]
