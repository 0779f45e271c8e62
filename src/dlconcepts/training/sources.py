"""데이터의 출처: `Trainer` 에 넘긴 것을 이 프로세스가 볼 배치들로 바꿉니다."""

from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, RandomSampler, SequentialSampler

from dlconcepts.errors import ArgumentError
from dlconcepts.training.batches import Batches, TensorBatches, as_batches
from dlconcepts.training.config import TrainConfig
from dlconcepts.training.distributed import rank, world_size

_EVALUATED_BYTES = 2**20  # 평가는 기울기를 담아 두지 않으므로, 입력이 이만큼 될 때까지 묶습니다


def source_of(data: Any, config: TrainConfig, device: torch.device, *, training: bool) -> Batches:
    """`Trainer.fit` 에 넘긴 것을 장치에 있는, 이 프로세스 몫의 배치들로 바꿉니다.

    Parameters
    ----------
    data
        ``(x, y)`` 나 ``((x1, x2), y)`` 의 텐서나 배열, 또는 `as_batches` 가 받는 것입니다.
    config
        텐서로 배치를 만들 때의 크기와 씨앗입니다.
    device
        텐서를 둘 장치입니다.
    training
        학습할 데이터이면 섞습니다. 아니면 섞지 않고, 작은 예제는 크게 묶습니다.
    """
    if _is_whole(data):
        inputs = data[0] if isinstance(data[0], tuple | list) else (data[0],)
        size = config.batch_size if training else _evaluated(inputs, config.batch_size)
        data = TensorBatches(
            *inputs, target=data[1], batch_size=size, shuffle=training, seed=config.seed
        )
    source = as_batches(data)
    if isinstance(source, TensorBatches):
        if world_size() > source.world:
            source = source.shard(rank(), world_size())
        return source.to(device)
    _check_shared_out(source.source)
    return source


def _is_whole(data: Any) -> bool:
    """배치들이 아니라 데이터 전체인 (입력, 정답)인지 봅니다."""
    if not isinstance(data, tuple | list) or len(data) != 2 or not _is_array(data[1]):
        return False
    inputs = data[0]
    return _is_array(inputs) or (isinstance(inputs, tuple | list) and all(map(_is_array, inputs)))


def _is_array(value: Any) -> bool:
    return isinstance(value, Tensor | np.ndarray)


def _evaluated(inputs: Any, batch_size: int) -> int:
    row = sum(x.nbytes / max(1, len(x)) for x in inputs)
    size = max(batch_size, int(_EVALUATED_BYTES / max(1, row)))
    return size - size % world_size()


def _check_shared_out(loader: Any) -> None:
    """프로세스가 여럿인데 모두가 같은 예제를 보게 될 DataLoader 를 알아봅니다."""
    alike = (RandomSampler, SequentialSampler)
    if world_size() > 1 and isinstance(loader, DataLoader) and isinstance(loader.sampler, alike):
        raise ArgumentError(
            f"프로세스가 {world_size()}개인데 DataLoader 의 sampler 가 "
            f"{type(loader.sampler).__name__} 이라 모두가 같은 예제를 봅니다. "
            "DataLoader(…, sampler=ShardSampler(data, shuffle=True, seed=0)) 로 나누어 주세요."
        )
