"""학습된 모델의 속: 층마다의 출력, 합성곱의 특징 지도, 첫 층의 필터.

::

    x ─▶ features.0 ─▶ features.1 ─▶ … ─▶ output ─▶ 로짓
             │             │                 │
             ▼             ▼                 ▼        계산하는 동안 옆에서 베껴 둡니다
         {"features.0": …, "features.1": …, "output": …}

모델도 가중치도 바꾸지 않습니다. 드롭아웃과 배치 정규화는 추론할 때처럼 두었다가 되돌리고, 결과는
기울기를 추적하지 않는 CPU 의 텐서입니다.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import torch
from torch import Tensor, nn

from dlconcepts.errors import ArgumentError, ArgumentTypeError, ShapeError

Hook = Callable[[nn.Module, Any, Any], None]


def layer_outputs(
    model: nn.Module, x: Tensor | tuple[Tensor, ...], names: Iterable[str] | None = None
) -> dict[str, Tensor]:
    """모델이 `x` 를 계산하는 동안 지나간 층마다의 출력: 층의 이름 → (B, …).

    출력을 여럿 돌려주는 층(GRU 등)에서는 그 첫째를 베낍니다. ``x.relu()`` 처럼 층이 아닌 계산은
    이름이 없어 베낄 수 없습니다.

    Parameters
    ----------
    model
        들여다볼 모델입니다.
    x
        배치가 첫 축인 입력입니다. 입력이 여럿인 모델이면 ``(x1, x2)`` 로 묶습니다.
    names
        ``model.named_modules()`` 의 이름들입니다. 결과는 이 순서입니다. 없으면 안에 다른 층이 없고
        한 번씩 불리는 층 모두이고, 계산한 순서입니다.

    Raises
    ------
    ArgumentError
        그런 이름의 층이 없거나, 한 번의 계산에서 그 층이 한 번도 불리지 않거나 여러 번 불릴 때

    Examples
    --------
    >>> import torch
    >>> from dlconcepts.models.shallow_deep import ShallowMLP
    >>> found = layer_outputs(ShallowMLP(4, 3, 2, seed=0), torch.zeros(5, 4), ["hidden"])
    >>> found["hidden"].shape
    torch.Size([5, 3])
    """
    where = "layer_outputs"
    modules = _named_modules(where, model)
    leaves = [name for name, module in modules.items() if not [*module.children()]]
    wanted = leaves if names is None else _known(where, names, modules)
    caught: dict[str, list[Any]] = {}
    with at_rest(model), torch.no_grad(), ExitStack() as hooks:
        for name in dict.fromkeys(wanted):
            handle = modules[name].register_forward_hook(_catch(caught, name))
            hooks.callback(handle.remove)
        model(*on_device_of(model, x if isinstance(x, tuple) else (x,)))
    if names is None:
        wanted = [name for name, outputs in caught.items() if len(outputs) == 1]
    return {name: _only(where, name, caught.get(name, [])) for name in wanted}


def feature_maps(model: nn.Module, x: Tensor, layer: str) -> Tensor:
    """합성곱 층 `layer` 가 낸 특징 지도 (B, C, H, W) 입니다.

    Parameters
    ----------
    model, x
        `layer_outputs` 와 같습니다.
    layer
        층의 이름입니다. `ConvClassifier` 의 첫 합성곱은 "features.0", 그 뒤의 ReLU 는 "features.1"
        입니다.
    """
    maps = layer_outputs(model, x, [layer])[layer]
    if maps.ndim != 4:
        raise ShapeError(
            f"feature_maps: '{layer}' 층의 출력은 모양이 {tuple(maps.shape)} 라 특징 지도"
            "(예제 수, 채널, 높이, 너비)가 아닙니다. 합성곱이나 풀링 층의 이름을 넘기거나, 출력이 "
            "그대로 필요하면 layer_outputs 를 써 주세요."
        )
    return maps


def first_layer_filters(model: nn.Module) -> Tensor:
    """첫 층의 가중치: 합성곱이면 필터 (F, C, h, w), 완전 연결층이면 (뉴런 수, 입력 수) 입니다.

    첫 층은 입력을 그대로 보므로, 그 가중치만은 입력과 같은 모양의 그림으로 볼 수 있습니다.

    Parameters
    ----------
    model
        합성곱 층이나 완전 연결층이 있는 모델입니다. ``model.modules()`` 의 순서로 찾습니다.
    """
    for module in _named_modules("first_layer_filters", model).values():
        if isinstance(module, nn.Conv2d | nn.Linear):
            return module.weight.detach().cpu().clone()
    raise ArgumentError(
        f"first_layer_filters: {type(model).__name__} 안에 합성곱 층(Conv2d)도 완전 연결층(Linear)"
        "도 없습니다. 그런 층이 있는 모델을 넘겨 주세요."
    )


# ── 다른 파일도 쓰는 것 ──────────────────────────────────────────────────────────────────


@contextmanager
def at_rest(model: object) -> Iterator[None]:
    """추론할 때처럼 둡니다. 끝나면 층마다 원래대로 되돌립니다. 층이 아닌 함수는 그대로입니다."""
    modules = [*model.modules()] if isinstance(model, nn.Module) else []
    before = [module.training for module in modules]
    for module in modules:
        module.training = False
    try:
        yield
    finally:
        for module, training in zip(modules, before, strict=True):
            module.training = training


def on_device_of(model: object, inputs: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    """입력을 모델이 있는 장치로 옮깁니다. 파라미터가 없으면 그대로입니다."""
    parameters = model.parameters() if isinstance(model, nn.Module) else iter(())
    first = next(parameters, None)
    return inputs if first is None else tuple(each.to(first.device) for each in inputs)


def named_layer(where: str, model: Any, name: str) -> nn.Module:
    """이름이 `name` 인 층입니다."""
    modules = _named_modules(where, model)
    return modules[_known(where, [name], modules)[0]]


# ── 자세한 것 ────────────────────────────────────────────────────────────────────────────


def _catch(caught: dict[str, list[Any]], name: str) -> Hook:
    def hook(module: nn.Module, inputs: Any, output: Any) -> None:
        first = output[0] if isinstance(output, tuple | list) else output
        # 뒤의 층이 제자리에서(inplace) 고칠 수 있으므로 베껴 둡니다.
        copied = first.detach().cpu().clone() if isinstance(first, Tensor) else first
        caught.setdefault(name, []).append(copied)

    return hook


def _only(where: str, name: str, outputs: list[Any]) -> Tensor:
    if len(outputs) != 1:
        times = f"{len(outputs)}번 불립니다" if outputs else "한 번도 불리지 않습니다"
        raise ArgumentError(
            f"{where}: '{name}' 층은 한 번의 계산에서 {times}. 꼭 한 번 불리는 층의 이름을 넘겨 "
            "주세요. 이름을 비우면 그런 층을 모두 돌려줍니다."
        )
    output = outputs[0]
    if not isinstance(output, Tensor):
        raise ArgumentTypeError(
            f"{where}: '{name}' 층은 텐서가 아니라 {type(output).__name__} 형을 돌려줍니다. 텐서를 "
            "돌려주는 층의 이름을 넘겨 주세요."
        )
    return output


def _named_modules(where: str, model: Any) -> dict[str, nn.Module]:
    if not isinstance(model, nn.Module):
        raise ArgumentTypeError(
            f"{where}: 들여다볼 모델은 torch.nn.Module 이어야 하는데 {type(model).__name__} 형을 "
            "받았습니다. 모델 그 자체를 넘겨 주세요."
        )
    return dict(model.named_modules())


def _known(where: str, names: Any, modules: dict[str, nn.Module]) -> list[str]:
    if isinstance(names, str):
        raise ArgumentTypeError(
            f"{where}: names 는 이름의 목록이어야 하는데 문자열 {names!r} 하나를 받았습니다. "
            f"[{names!r}] 처럼 대괄호로 감싸 주세요."
        )
    listed = [*names]
    for name in listed:
        if name not in modules:
            inside = ", ".join(known for known in modules if known)
            raise ArgumentError(
                f"{where}: 이름이 {name!r} 인 층이 없습니다. 이 모델에 있는 이름: "
                f"{inside or '없음'}"
            )
    return listed
