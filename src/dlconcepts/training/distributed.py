"""여러 프로세스로 한 모델을 학습합니다. 한 컴퓨터에서도, 여러 컴퓨터에 나뉘어서도 됩니다.

같은 스크립트를 ``torchrun --nproc-per-node 2 학습.py`` 로 부르면 프로세스마다 번호(rank)가 붙고,
저마다 제 몫의 예제로 기울기를 구한 다음 모두의 기울기를 평균합니다::

    예제 7개, 프로세스 2개        rank 0: 0 2 4 6      rank 1: 1 3 5      겹치지도 빠지지도 않습니다

    g = Σ_r (n_r / n) g_r        n_r: rank r 의 예제 수,  n = Σ_r n_r,  g_r: 제 예제들의 평균 기울기

DDP 와 FSDP2 는 g_r 를 똑같이 평균하므로(1/R Σ_r g_r), 저마다 손실에 n_r R / n 을 곱해 둡니다
(`lockstep`). 그래서 몫의 크기가 달라도 한 프로세스로 학습한 것과 같습니다.

torchrun 없이 부르면 프로세스가 하나이고, 여기의 모든 함수는 아무 일도 하지 않습니다.
"""

import atexit
import os
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta
from typing import Any, TypeVar, cast

import torch
import torch.distributed as dist
from torch import nn

from dlconcepts.errors import ArgumentError, DeviceError

T = TypeVar("T")
TIMEOUT_S = 300.0  # 이보다 오래 대답이 없는 프로세스는 잃은 것으로 봅니다
notices: list[Any] = []  # 저마다 어떻게 끝났는지 적는 곳(`lost_process`). `connect` 가 넣습니다


# ── 모입니다 ─────────────────────────────────────────────────────────────────────────────────


def rank() -> int:
    """이 프로세스의 번호입니다. 혼자면 0입니다."""
    return dist.get_rank() if _together() else 0


def world_size() -> int:
    """함께 학습하는 프로세스의 수입니다. 혼자면 1입니다."""
    return dist.get_world_size() if _together() else 1


def is_main() -> bool:
    """rank 0 인지 봅니다. 파일을 쓰고 글을 보여 주는 일은 이 프로세스만 합니다."""
    return rank() == 0


def connect(device: torch.device, *, timeout_s: float = TIMEOUT_S) -> torch.device:
    """torchrun 이 부른 프로세스들을 모으고, 이 프로세스가 쓸 장치를 돌려줍니다.

    CPU 에서는 gloo, GPU 에서는 NCCL 로 이야기합니다. torchrun 이 부르지 않았으면 `device` 를 그대로
    돌려줍니다. 두 번 불러도 됩니다.

    Parameters
    ----------
    device
        쓰고 싶은 장치입니다. GPU 면 프로세스마다 제 번호(LOCAL_RANK)의 GPU 를 받습니다.
    timeout_s
        다른 프로세스를 기다리는 가장 긴 시간(초)입니다.
    """
    if not _launched():
        return device
    own = _own_device(device)
    if not _together():
        from torch.distributed import PrefixStore, rendezvous  # type: ignore[attr-defined]

        cuda = own.type == "cuda"
        if cuda:
            torch.cuda.set_device(own)
        limit = timedelta(seconds=timeout_s)
        try:
            store, number, size = next(iter(rendezvous("env://", timeout=limit)))
            dist.init_process_group(
                "cpu:gloo,cuda:nccl" if cuda else "gloo",
                store=PrefixStore("dlconcepts", store),
                rank=number,
                world_size=size,
                timeout=limit,
            )
            total(1.0)  # 모두가 이어진 다음에 나아갑니다. 하나가 곧바로 끝나도 남이 까닭을 압니다
        except (RuntimeError, ValueError) as error:
            raise DeviceError(
                f"프로세스 {os.environ['WORLD_SIZE']}개가 {timeout_s:g}초 안에 모이지 못했습니다"
                f"({first_line(error)}). 모든 컴퓨터에서 같은 명령을 불렀는지, "
                f"MASTER_ADDR={os.environ.get('MASTER_ADDR')} 에 닿는지 보아 주세요."
            ) from error
        notices.append(PrefixStore("fate", store))
        atexit.register(disconnect)
    return own


def disconnect() -> None:
    """모임을 끝냅니다. 프로그램이 끝날 때 저절로 불립니다."""
    if _together():
        dist.destroy_process_group()
    notices.clear()


def _together() -> bool:
    return dist.is_available() and dist.is_initialized()


def _launched() -> bool:
    return "RANK" in os.environ and os.environ.get("WORLD_SIZE", "1") != "1"


def _own_device(device: torch.device) -> torch.device:
    if device.type == "cpu":
        return device
    if device.type != "cuda":
        raise DeviceError(
            f"{device.type} 에서는 여러 프로세스로 학습할 수 없습니다. device='cpu' 로 하거나 "
            "torchrun 없이 불러 주세요."
        )
    mine, there = int(os.environ.get("LOCAL_RANK", "0")), torch.cuda.device_count()
    if mine >= there:
        raise DeviceError(
            f"이 컴퓨터에는 GPU 가 {there}개인데 {mine + 1}번째 프로세스가 제 GPU 를 찾습니다. "
            f"torchrun --nproc-per-node {max(there, 1)} 로 불러 주세요."
        )
    return torch.device("cuda", mine)


# ── 나누고 모읍니다 ──────────────────────────────────────────────────────────────────────────


def shard(count: int) -> range:
    """예제 `count` 개 가운데 이 프로세스의 몫입니다. 몫의 크기는 많아야 하나 다릅니다."""
    size = world_size()
    if count < size:
        raise ArgumentError(
            f"예제가 {count}개뿐이라 프로세스 {size}개에 하나씩도 나눌 수 없습니다. "
            f"torchrun --nproc-per-node 를 {max(count, 1)} 이하로 줄이거나 예제를 늘려 주세요."
        )
    return range(rank(), count, size)


class ShardSampler(torch.utils.data.Sampler[int]):
    """DataLoader 의 예제를 프로세스끼리 겹치지 않게 나누는 표본 추출기(sampler).

    모두가 같은 씨앗으로 같은 차례를 만들고 저마다 제 자리만 꺼냅니다. 섞는 차례는 에포크마다
    다르고(``seed + epoch``), 프로세스의 수와는 상관없습니다::

        loader = DataLoader(data, batch_size=16, sampler=ShardSampler(data, shuffle=True, seed=0))

    Parameters
    ----------
    data
        길이를 아는 데이터셋입니다.
    shuffle
        에포크마다 섞을지입니다.
    seed
        섞는 차례를 정하는 씨앗입니다.
    """

    def __init__(self, data: Sized, *, shuffle: bool, seed: int) -> None:
        self.count, self.shuffle, self.seed, self.epoch = len(data), shuffle, seed, 0
        self.own = shard(self.count)

    def set_epoch(self, epoch: int) -> None:
        """이번 에포크의 번호를 정합니다."""
        self.epoch = epoch

    def __len__(self) -> int:
        return len(self.own)

    def __iter__(self) -> Iterator[int]:
        if not self.shuffle:
            return iter(self.own)
        generator = torch.Generator().manual_seed(self.seed + self.epoch)
        order = torch.randperm(self.count, generator=generator)
        return iter(order[self.own.start :: self.own.step].tolist())


def total(*values: float) -> list[float]:
    """값마다 모든 프로세스의 합입니다. 평균은 합과 개수를 함께 더해 나누어야 옳습니다."""
    if world_size() == 1:
        return [float(value) for value in values]
    sums = torch.tensor(values, dtype=torch.float64)
    dist.all_reduce(sums)
    return cast(list[float], sums.tolist())


def gather(value: T) -> list[T]:
    """모든 프로세스의 값을 rank 의 차례로 모읍니다. 크기가 서로 달라도 됩니다."""
    if world_size() == 1:
        return [value]
    values: list[Any] = [None] * world_size()
    dist.all_gather_object(values, value)
    return values


def on_main(task: Callable[[], T]) -> T:
    """`task` 를 rank 0 에서만 하고, 그 결과를(오류가 나면 그 오류를) 모두가 받습니다."""
    if world_size() == 1:
        return task()
    outcome: list[Any] = [None, None]
    if is_main():
        try:
            outcome[0] = task()
        except Exception as error:
            outcome[1] = error
    dist.broadcast_object_list(outcome, src=0)
    if outcome[1] is not None:
        raise outcome[1]
    return cast(T, outcome[0])


def lockstep(
    items: Iterable[T],
    count: Callable[[T], float],
    spare: Callable[[], T | None] = lambda: None,
) -> Iterator[tuple[T, float, float]]:
    """모든 프로세스가 발을 맞추어 하나씩 꺼냅니다: (꺼낸 것, 손실에 곱할 몫, 모두의 예제 수).

    먼저 떨어진 프로세스는 마지막 것을 몫 0으로 되풀이합니다. 그래서 아무도 남을 기다리다 멈추지
    않고, 기울기에는 저마다의 예제가 꼭 한 번씩만 들어갑니다.

    Parameters
    ----------
    items
        이 프로세스의 배치들(또는 한 걸음에 모을 배치의 묶음들)입니다.
    count
        하나에 든 예제의 수입니다. 손실의 평균을 낸 분모와 같아야 합니다.
    spare
        처음부터 남은 것이 없을 때(에포크의 끝에서 이어 할 때) 되풀이할 것을 줍니다. 줄 것이 없으면
        None 이고, 모든 프로세스가 오류로 끝납니다.
    """
    size = world_size()
    if size == 1:
        yield from ((item, 1.0, count(item)) for item in items)
        return
    iterator = iter(items)
    last: T | None = None
    while True:
        item = next(iterator, None)
        if item is None and last is None:
            last = spare()
        here = 0.0 if item is None else count(item)
        everyone, going, without = total(here, item is not None, item is None and last is None)
        if not going:
            return
        if without:
            raise ArgumentError(
                f"프로세스 {size}개 가운데 {without:g}개가 배치를 하나도 받지 못했습니다. "
                "모두에게 하나 이상 가도록 데이터를 나누거나, 프로세스를 줄여 주세요. 에포크의 "
                "끝에서 이어 하던 중이면 바로 앞의 체크포인트(.prev)에서 이어 주세요."
            )
        last = last if item is None else item
        yield cast(T, last), here * size / everyone if everyone else 0.0, everyone


# ── 모델을 함께 씁니다 ───────────────────────────────────────────────────────────────────────


def wrap(model: nn.Module) -> nn.Module:
    """기울기를 프로세스끼리 평균하는 모델(DDP)로 감쌉니다. 파라미터는 rank 0 의 것으로 맞춥니다.

    혼자이거나 이미 나누어 둔 모델(`sharded.shard_model`)이면 그대로 돌려줍니다.
    """
    if world_size() == 1 or is_sharded(model):
        return model
    device = next(model.parameters()).device
    return nn.parallel.DistributedDataParallel(
        model, device_ids=[device] if device.type == "cuda" else None
    )


def bare(model: nn.Module) -> nn.Module:
    """`wrap` 과 ``torch.compile`` 이 씌운 껍질을 벗긴 모델입니다."""
    while True:
        if isinstance(model, nn.parallel.DistributedDataParallel):
            model = model.module
        elif "_orig_mod" in model._modules:
            model = cast(nn.Module, model._modules["_orig_mod"])
        else:
            return model


def keep_gradients_here(model: nn.Module) -> AbstractContextManager[None]:
    """이 안에서 **순전파와 역전파를 모두** 하면 기울기를 주고받지 않고 제 것만 쌓습니다.

    누적할 때 마지막이 아닌 배치를 이 안에서 합니다. DDP 는 순전파에서 이미 준비하므로, 역전파만
    감싸면 배치마다 주고받습니다.
    """
    if isinstance(model, nn.parallel.DistributedDataParallel):
        return cast(AbstractContextManager[None], model.no_sync())
    return _unsynchronised(model) if is_sharded(model) else nullcontext()


@contextmanager
def _unsynchronised(model: Any) -> Iterator[None]:
    model.set_requires_gradient_sync(False)
    try:
        yield
    finally:
        model.set_requires_gradient_sync(True)


def is_sharded(model: nn.Module) -> bool:
    """파라미터를 프로세스끼리 나누어 가진 모델인지 봅니다."""
    return any(hasattr(parameter, "full_tensor") for parameter in model.parameters())


def first_line(error: BaseException) -> str:
    """오류의 첫 줄입니다. torch 의 오류에는 C++ 의 호출 기록이 딸려 있습니다."""
    return (str(error).splitlines() or [""])[0]
