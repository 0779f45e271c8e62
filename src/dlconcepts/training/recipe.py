"""분류를 배우는 준비물 한 벌: 옵티마이저, 손실, 학습률의 계획.

처음 해 볼 때는 이대로 시작하면 됩니다::

    손실          교차 엔트로피
    옵티마이저    AdamW (가중치 감쇠 0.01)
    학습률        처음 5% 의 걸음 동안 올라갔다가 코사인으로 0 까지 내려갑니다
"""

import torch
from torch import nn

from dlconcepts.metrics import accuracy
from dlconcepts.training.config import TrainConfig
from dlconcepts.training.device import choose_device
from dlconcepts.training.distributed import connect
from dlconcepts.training.schedule import cosine, linear_warmup
from dlconcepts.training.sharded import shard_model
from dlconcepts.training.trainer import Trainer

WARMUP = 0.05  # 학습률이 올라가는 걸음의 비율


def classifier(
    model: nn.Module,
    config: TrainConfig,
    *,
    lr: float,
    steps: int,
    device: str | torch.device = "auto",
    shard: bool = False,
) -> Trainer:
    """분류기를 가르칠 `Trainer` 를 준비합니다. 검증에서는 정확도(accuracy)를 잽니다.

    Parameters
    ----------
    model
        로짓을 내는 모델입니다. `device` 로 옮겨집니다.
    config
        학습의 설정입니다.
    lr
        가장 높을 때의 학습률입니다.
    steps
        학습이 끝날 때까지의 걸음 수. 학습률이 이만큼에 걸쳐 내려갑니다.
    device
        `choose_device` 가 받는 이름입니다. torchrun 이 불렀으면 프로세스들을 모읍니다.
    shard
        True 이면 파라미터를 프로세스끼리 나누어 가집니다(`sharded`).
    """
    own = connect(choose_device(device))
    model.to(own)
    if shard:
        shard_model(model)
    fused = own.type in ("cpu", "cuda") and not shard  # 한 걸음을 한 번의 계산으로
    optimizer = torch.optim.AdamW(model.parameters(), lr=lr, weight_decay=0.01, fused=fused)
    warmup = max(1, round(WARMUP * steps))
    schedule = linear_warmup(warmup, then=cosine(max(1, steps - warmup)))
    return Trainer(
        model,
        optimizer,
        nn.CrossEntropyLoss(),
        config,
        device=device,
        scheduler=schedule,
        metrics={"accuracy": accuracy},
    )
