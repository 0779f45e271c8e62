"""채널이 좋아하는 그림: 가중치는 두고 그림을 고쳐, 채널 하나의 값을 키웁니다(경사 상승).

::

    x ─▶ … ─▶ 층의 채널 a(x)        x ← x + lr · r · ∇a / ‖∇a‖,  그다음 길이를 r 로 되돌림
    ▲              │
    └───── ∇a ─────┘
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from dlconcepts.errors import ArgumentError
from dlconcepts.inputs import whole
from dlconcepts.models.initialization import seeded
from dlconcepts.models.inputs import sizes
from dlconcepts.models.inspect import at_rest, named_layer, on_device_of
from dlconcepts.models.saliency import slope_of


@dataclass(frozen=True)
class PreferredImage:
    """채널 하나를 키운 그림.

    Attributes
    ----------
    image
        고친 그림입니다. 모든 화소의 제곱의 합의 제곱근이 `norm` 입니다.
    activations
        (steps+1,) 처음부터 끝까지, 걸음마다의 채널의 값입니다.
    """

    image: Tensor
    activations: Tensor


def preferred_image(
    model: nn.Module,
    shape: Iterable[int],
    *,
    layer: str,
    channel: int,
    norm: float = 1.0,
    lr: float = 0.1,
    steps: int = 100,
    seed: int,
) -> PreferredImage:
    """층의 채널 하나가 크게 반응하도록, 잡음에서 출발해 그림을 고칩니다.

    a(x) 는 층의 출력에서 그 채널의 평균이고, 그림의 길이 ‖x‖ 는 늘 r 입니다. a 가 ``w · x`` 이면
    ``r w / ‖w‖`` 로 수렴합니다. 깊은 층에서는 출발점(`seed`)에 따라 다른 그림이 나옵니다.

    D. Erhan, Y. Bengio, A. Courville, P. Vincent, "Visualizing Higher-Layer Features of a Deep
    Network", Université de Montréal 기술 보고서 1341, 2009.

    Parameters
    ----------
    model
        그림을 받는 모델입니다.
    shape
        그림 하나의 모양입니다.
    layer, channel
        `layer_outputs` 에서 쓰는 층의 이름과, 그 출력의 둘째 축에서의 번호입니다.
    norm
        그림의 길이 r 입니다. 정해 두지 않으면 그림이 한없이 진해집니다.
    lr, steps
        한 걸음의 크기와 걸음의 수입니다.
    seed
        출발하는 잡음의 씨앗입니다.

    Raises
    ------
    ArgumentError
        출발점에서 기울기가 0 이라 어느 쪽으로도 갈 수 없을 때
    """
    where = "preferred_image"
    if not (norm > 0 and lr > 0):
        raise ArgumentError(f"{where}: norm 과 lr 는 0보다 커야 하는데 {norm!r} 와 {lr!r} 입니다.")
    module, walk = named_layer(where, model, layer), whole(where, "steps", steps)
    with seeded(where, seed):
        x = torch.randn(sizes(where, "shape", shape))
    (x,) = on_device_of(model, (x * (norm / x.norm()),))
    seen: list[Tensor] = []
    with at_rest(model), torch.enable_grad():
        for _ in range(walk):
            x = x.detach().requires_grad_()
            value = _channel(where, model, module, layer, x, channel)
            slope = _direction(where, value, x, seen)
            x = x.detach() + lr * norm * slope
            x *= norm / x.norm()
        last = _channel(where, model, module, layer, x, channel)
    values = torch.stack([*seen, last.detach()]).cpu()
    return PreferredImage(x.detach().cpu(), values)


def _channel(
    where: str, model: nn.Module, module: nn.Module, layer: str, x: Tensor, channel: int
) -> Tensor:
    """그 층의 출력에서 채널 하나의 평균."""
    caught: list[Tensor] = []

    def catch(module: nn.Module, inputs: Any, output: Any) -> None:
        # 뒤의 층이 제자리에서(inplace) 고칠 수 있으므로 베껴 둡니다.
        caught.append(output.clone() if isinstance(output, Tensor) else output)

    with module.register_forward_hook(catch):
        model(x[None])
    if len(caught) != 1 or not isinstance(caught[0], Tensor) or caught[0].ndim < 2:
        raise ArgumentError(
            f"{where}: '{layer}' 층은 한 번의 계산에서 (예제 수, 채널, …) 모양의 텐서를 꼭 한 번 "
            "돌려주는 층이어야 합니다. 다른 층의 이름을 넘겨 주세요."
        )
    k = whole(where, "channel", channel, at_least=0)
    if k >= caught[0].shape[1]:
        raise ArgumentError(
            f"{where}: channel 이 {k} 인데 '{layer}' 층의 채널은 {caught[0].shape[1]}개라 번호는 "
            f"0부터 {caught[0].shape[1] - 1}까지입니다."
        )
    return caught[0][0, k].mean()


def _direction(where: str, value: Tensor, x: Tensor, seen: list[Tensor]) -> Tensor:
    """길이가 1인, 값이 커지는 방향. 지나온 값은 `seen` 에 적습니다."""
    slope = slope_of(where, value, x)
    size = slope.norm()
    if not seen and size == 0:
        raise ArgumentError(
            f"{where}: 출발점에서 기울기가 모두 0 이라 그림을 고칠 수 없습니다. 이 채널의 값은 "
            f"{value.item():g} 입니다. 활성화 함수 앞의 층을 고르거나 seed 를 바꾸어 주세요."
        )
    seen.append(value.detach())
    return slope / size if size > 0 else slope
