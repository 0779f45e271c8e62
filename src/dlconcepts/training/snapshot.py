"""학습의 순간을 통째로 담습니다(snapshot): 되살리면 멈추지 않은 것과 비트까지 똑같이 이어집니다.

가중치만으로는 모자랍니다. 옵티마이저가 기억하는 것(모멘텀 따위), 학습률의 계획, 손실의 배율, 섞은
차례의 어디까지 왔는지, 그리고 모든 난수 발생기의 상태가 있어야 합니다. 난수와 배치의 자리는
프로세스마다 다르므로 모두의 것을 모아 담습니다.
"""

from collections.abc import Mapping
from typing import Any, cast

import torch
from torch import Tensor, nn

from dlconcepts.training.checkpoint import (
    CheckpointError,
    State,
    capture_rng,
    check_model,
    restore_rng,
)
from dlconcepts.training.distributed import bare, gather, rank, world_size
from dlconcepts.training.sharded import place_like, whole_tensors


def capture(
    *,
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    scheduler: Any = None,
    scaler: Any = None,
    batches: Any = None,
    epoch: int,
    step: int,
) -> State:
    """지금의 학습을 이어 가는 데 필요한 모든 것입니다. 다른 이름을 더 넣어 저장해도 됩니다.

    텐서를 복사하지 않으므로 바로 저장해 주세요. 프로세스가 여럿이면 **모두** 불러야 합니다.

    Parameters
    ----------
    model, optimizer, scheduler, scaler
        ``state_dict()`` 를 담을 것들입니다. 쓰지 않는 것은 None 입니다.
    batches
        ``state_dict()`` 로 제 자리를 말할 줄 아는 배치들입니다. 모르면 자리는 None 입니다.
    epoch, step
        끝낸 에포크의 수와 뗀 걸음의 수입니다.
    """
    parts = {"model": bare(model), "optimizer": optimizer, "scheduler": scheduler, "scaler": scaler}
    states = {name: None if part is None else part.state_dict() for name, part in parts.items()}
    place = batches.state_dict() if hasattr(batches, "state_dict") else None
    return {
        **cast(State, whole_tensors(states)),
        "kinds": {name: type(part).__name__ for name, part in parts.items() if part is not None},
        "epoch": epoch,
        "step": step,
        "processes": gather({"rng": capture_rng(), "batches": place}),
    }


def restore(
    state: Mapping[str, Any],
    *,
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    scheduler: Any = None,
    scaler: Any = None,
    batches: Any = None,
) -> None:
    """`capture` 가 담은 것을 되살립니다. 맞지 않는 것이 하나라도 있으면 아무것도 바꾸지 않습니다.

    Parameters
    ----------
    state
        `capture` 가 담은 것입니다. 프로세스가 여럿이면 모두 같은 것을 넘깁니다.
    model, optimizer, scheduler, scaler, batches
        담을 때와 같은 종류의 것들입니다.

    Raises
    ------
    CheckpointError
        다른 모델, 다른 옵티마이저, 다른 수의 프로세스의 것입니다.
    """
    model = bare(model)
    check_model(state, model, where="restore")
    parts = {"optimizer": optimizer, "scheduler": scheduler, "scaler": scaler}
    for name, part in parts.items():
        _check_kind(name, part, state["kinds"].get(name))
    _check_groups(optimizer, state["optimizer"])
    if len(state["processes"]) != world_size():
        raise CheckpointError(
            f"프로세스 {len(state['processes'])}개로 저장한 체크포인트인데 지금은 {world_size()}개"
            "입니다. 난수와 배치의 자리가 프로세스마다 따로 있으니 같은 수로 이어 주세요. 가중치만 "
            "쓰려면 model.load_state_dict(load(…)['model']) 로 충분합니다."
        )
    mine = state["processes"][rank()]
    model.load_state_dict(place_like(state["model"], model.state_dict()))
    optimizer.load_state_dict(_placed(optimizer, state["optimizer"]))
    for name in ("scheduler", "scaler"):
        if parts[name] is not None:
            parts[name].load_state_dict(state[name])
    if mine["batches"] is not None and hasattr(batches, "load_state_dict"):
        batches.load_state_dict(mine["batches"])
    restore_rng(mine["rng"])


def _check_kind(name: str, part: Any, saved: str | None) -> None:
    given = None if part is None else type(part).__name__
    if given != saved:
        raise CheckpointError(
            f"{name}: 체크포인트에 든 것은 {saved or '없음'}, 지금 넘긴 것은 {given or '없음'} "
            "입니다. 저장할 때와 같은 종류로 만들어 주세요."
        )


def _check_groups(optimizer: torch.optim.Optimizer, saved: Mapping[str, Any]) -> None:
    there = [len(group["params"]) for group in saved["param_groups"]]
    here = [len(group["params"]) for group in optimizer.param_groups]
    if there != here:
        raise CheckpointError(
            f"체크포인트의 옵티마이저에는 파라미터가 묶음마다 {there}개인데 지금은 {here}개입니다. "
            "저장할 때와 같은 파라미터를 같은 묶음으로 넘겨 주세요."
        )


def _placed(optimizer: torch.optim.Optimizer, saved: Mapping[str, Any]) -> State:
    """파라미터와 모양이 같은 상태(모멘텀 따위)를 그 파라미터처럼 나누어 둡니다."""
    numbers = [number for group in saved["param_groups"] for number in group["params"]]
    parameters = [p for group in optimizer.param_groups for p in group["params"]]
    state = dict(saved["state"])
    for number, parameter in zip(numbers, parameters, strict=True):
        entries = state.get(number, {})
        like = {
            name: parameter
            for name, value in entries.items()
            if isinstance(value, Tensor) and value.shape == parameter.shape
        }
        if entries:
            state[number] = {**entries, **place_like(entries, like)}
    return {**saved, "state": state}
