"""한 장치에 다 들어가지 않는 모델(FSDP2): 파라미터를 프로세스끼리 나누어 가집니다.

저마다 파라미터의 한 조각과, 그 조각의 기울기와 옵티마이저의 상태만 들고 있습니다::

                  rank 0     rank 1
    들고 있는 것   W[:n/2]    W[n/2:]
    순전파         W 를 모아 쓰고 곧 버립니다(all-gather)
    역전파         기울기를 더해 제 조각만 받습니다(reduce-scatter)

메모리는 프로세스의 수만큼 나뉘고, 그 대신 순전파와 역전파마다 통신이 듭니다. 체크포인트에는 모은
것을 담으므로 파일은 한 프로세스로 저장한 것과 같은 꼴입니다.
"""

from collections.abc import Iterable, Mapping
from copy import copy
from typing import Any

import torch
from torch import Tensor, nn

from dlconcepts.errors import DeviceError
from dlconcepts.training.distributed import is_main, world_size


def shard_model(model: nn.Module, *, blocks: Iterable[nn.Module] | None = None) -> nn.Module:
    """`model` 의 파라미터를 프로세스끼리 나눕니다(``fully_shard``). 혼자면 아무 일도 하지 않습니다.

    파라미터가 바뀌므로 옵티마이저를 만들기 **전에** 부릅니다. 처음 값은 모두가 같아야 합니다: 같은
    씨앗으로 만들어 주세요.

    Parameters
    ----------
    model
        장치로 옮겨 둔 모델입니다. 그 자리에서 바뀝니다.
    blocks
        한 덩어리로 모았다 흩을 부분들입니다. 적지 않으면 모델 바로 아래의 층들입니다.

    Raises
    ------
    DeviceError
        이 torch 의 ``fully_shard`` 는 모델이 있는 장치에서 돌지 않습니다(torch 2.6 의 CPU).
    """
    if world_size() == 1:
        return model
    from torch.distributed.device_mesh import init_device_mesh
    from torch.distributed.fsdp import fully_shard

    kind = next(model.parameters()).device.type
    if kind == "cpu" and not hasattr(torch.cpu.Stream, "record_event"):
        raise DeviceError(
            f"shard_model: torch {torch.__version__} 의 fully_shard 는 CPU 에서 돌지 않습니다. "
            "torch 를 새 판으로 바꾸거나, GPU 에서 하거나, 나누지 않고(DDP) 학습해 주세요."
        )
    mesh = init_device_mesh(kind, (world_size(),))
    for block in model.children() if blocks is None else blocks:
        if next(block.parameters(), None) is not None:
            fully_shard(block, mesh=mesh)
    fully_shard(model, mesh=mesh)
    return model


def whole_tensors(tree: Any) -> Any:
    """나뉜 텐서(DTensor)를 모아 온전하게 만듭니다. rank 0 만 그것을 가지고, 남들은 빈 텐서입니다.

    서로 조각을 주고받으므로 모든 프로세스가 같은 차례로 불러야 합니다.
    """
    if hasattr(tree, "full_tensor"):
        full = tree.detach().full_tensor()
        return full.cpu() if is_main() else full.new_empty(0)
    if isinstance(tree, dict):
        whole = copy(tree)  # optimizer.state_dict() 안의 사전은 옵티마이저가 쓰고 있는 것입니다
        whole.update({name: whole_tensors(value) for name, value in tree.items()})
        return whole
    return tree


def place_like(tensors: Mapping[str, Any], like: Mapping[str, Any]) -> dict[str, Any]:
    """온전한 텐서들을, `like` 에서 이름이 같은 것이 나뉘어 있으면 그것처럼 나눕니다."""
    return {name: _placed(value, like.get(name)) for name, value in tensors.items()}


def _placed(value: Any, like: Any) -> Any:
    if not isinstance(value, Tensor) or not hasattr(like, "full_tensor"):
        return value
    from torch.distributed.tensor import distribute_tensor

    return distribute_tensor(value.to(like.device), like.device_mesh, like.placements)
