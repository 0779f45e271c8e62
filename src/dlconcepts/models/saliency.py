"""그림의 어디를 보고 답했는지: 가려 보기와 기울기.

::

    가려 보기    그림의 한 곳을 덮으면 점수가 얼마나 줄어드는지 잽니다
    기울기       화소 하나를 아주 조금 밝히면 점수가 얼마나 느는지 미분합니다

어느 것이나 모델이 답한 까닭이 아니라, 그림을 바꾸었을 때 점수가 바뀐 양입니다.
"""

from collections.abc import Callable
from itertools import product
from typing import Any

import torch
from torch import Tensor, nn

from dlconcepts.errors import ArgumentError, ArgumentTypeError, ShapeError
from dlconcepts.inputs import whole
from dlconcepts.models.inspect import at_rest, on_device_of

Scores = Callable[[Tensor], Tensor]
_TOGETHER = 256  # 한꺼번에 계산할 가린 그림의 수


def occlusion_map(
    model: nn.Module | Scores,
    image: Tensor,
    *,
    target: int,
    size: int,
    stride: int = 1,
    fill: float = 0.0,
) -> Tensor:
    """창으로 가린 곳마다 점수가 얼마나 줄어드는지: (H, W).

    ::

        D(w)    = f_k(x) − f_k(창 w 를 fill 로 덮은 x)
        M[i, j] = (i, j) 를 덮은 창들의 D(w) 의 평균

    양수인 곳은 k 라는 답을 떠받치는 곳입니다. f 가 ``w · x`` 이고 창이 화소 하나이면 M 은 꼭
    ``w × (x − fill)`` 입니다.

    M. D. Zeiler, R. Fergus, "Visualizing and Understanding Convolutional Networks", ECCV
    2014, 4.2절.

    Parameters
    ----------
    model
        그림의 배치를 받아 클래스마다의 점수 (B, classes) 를 돌려주는 모델이나 함수입니다.
    image
        그림 하나 (H, W) 또는 (C, H, W) 입니다. 창은 모든 채널을 함께 덮습니다.
    target
        점수를 볼 클래스의 번호 k 입니다.
    size, stride
        창의 한 변과, 창을 옮기는 간격입니다. 간격은 창보다 클 수 없습니다. 마지막 창은 그림의
        끝에 맞춥니다.
    fill
        덮는 값입니다. 0 이 "없음"이 아닌 그림에서는 평균처럼 눈에 띄지 않는 값을 고릅니다.
    """
    where = "occlusion_map"
    x = _image(where, image)
    tops, lefts = (_starts(where, length, size, stride) for length in x.shape[-2:])
    windows = [*product(tops, lefts)]
    drop = torch.zeros(x.shape[-2:], dtype=torch.float64)
    count = torch.zeros_like(drop)
    with at_rest(model), torch.no_grad():
        whole_score = _scores(where, model, x[None], target)
        for first in range(0, len(windows), _TOGETHER):
            part = windows[first : first + _TOGETHER]
            covered = x.repeat(len(part), *(1 for _ in x.shape))
            for picture, (top, left) in zip(covered, part, strict=True):
                picture[..., top : top + size, left : left + size] = fill
            drops = (whole_score - _scores(where, model, covered, target)).double().cpu()
            for amount, (top, left) in zip(drops, part, strict=True):
                drop[top : top + size, left : left + size] += amount
                count[top : top + size, left : left + size] += 1
    return (drop / count).to(x.dtype)


def gradient_map(model: nn.Module | Scores, image: Tensor, *, target: int) -> Tensor:
    """화소마다의 기울기 ∂f_k/∂x: `image` 와 같은 모양입니다.

    그림을 조금도 가리지 않고 한 번에 구하지만, 화소를 아주 조금 바꾸었을 때의 이야기입니다.

    K. Simonyan, A. Vedaldi, A. Zisserman, "Deep Inside Convolutional Networks: Visualising Image
    Classification Models and Saliency Maps", ICLR 2014 워크숍, 3절.

    Parameters
    ----------
    model, image, target
        `occlusion_map` 과 같습니다.
    """
    where = "gradient_map"
    x = _image(where, image)[None].requires_grad_()
    with at_rest(model), torch.enable_grad():
        score = _scores(where, model, x, target)[0]
        slope = slope_of(where, score, x)
    return slope[0].cpu()


# ── 점수와 기울기 ────────────────────────────────────────────────────────────────────────


def _scores(where: str, model: Any, batch: Tensor, target: int) -> Tensor:
    """그림마다 클래스 `target` 의 점수 (B,)."""
    (batch,) = on_device_of(model, (batch,))
    scores = model(batch)
    if not isinstance(scores, Tensor) or scores.ndim != 2 or len(scores) != len(batch):
        got = tuple(scores.shape) if isinstance(scores, Tensor) else type(scores).__name__
        raise ShapeError(
            f"{where}: 그림 {len(batch)}장에 모델은 점수 ({len(batch)}, 클래스 수) 를 돌려주어야 "
            f"하는데 {got} 를 돌려주었습니다. lambda x: … 로 감싸 모양을 맞추어 주세요."
        )
    k = whole(where, "target", target, at_least=0)
    if k >= scores.shape[1]:
        raise ArgumentError(
            f"{where}: target 이 {k} 인데 클래스는 {scores.shape[1]}개라 번호는 0부터 "
            f"{scores.shape[1] - 1}까지입니다."
        )
    return scores[:, k]


def slope_of(where: str, value: Tensor, x: Tensor) -> Tensor:
    """∂value/∂x. 이어져 있지 않으면 오류입니다."""
    if not value.requires_grad:
        raise ArgumentError(
            f"{where}: 점수가 그림에서 이어지지 않아 미분할 수 없습니다. 모델 안에서 detach 나 "
            "NumPy 로 끊기지 않는지, argmax 처럼 미분할 수 없는 것을 돌려주지 않는지 보세요."
        )
    slope: Tensor = torch.autograd.grad(value, x)[0]
    return slope


# ── 입구에서의 검사 ──────────────────────────────────────────────────────────────────────


def _image(where: str, image: Any) -> Tensor:
    """기울기를 추적하지 않는, 베낀 그림 하나."""
    if not isinstance(image, Tensor) or not image.is_floating_point():
        got = f"{image.dtype} 인 텐서" if isinstance(image, Tensor) else type(image).__name__
        raise ArgumentTypeError(
            f"{where}: image 자리에는 실수의 torch 텐서가 와야 하는데 {got} 를 받았습니다. "
            "torch.as_tensor(image, dtype=torch.float32) 로 바꾸어 주세요."
        )
    if image.ndim not in (2, 3) or image.numel() == 0:
        raise ShapeError(
            f"{where}: image 는 그림 하나 (높이, 너비) 또는 (채널, 높이, 너비) 여야 하는데 모양이 "
            f"{tuple(image.shape)} 입니다. 배치라면 x[0] 처럼 한 장을 골라 주세요."
        )
    return image.detach().clone()


def _starts(where: str, length: int, size: Any, stride: Any) -> list[int]:
    """창이 놓이는 자리. 마지막 창은 끝에 맞춥니다."""
    side, step = whole(where, "size", size), whole(where, "stride", stride)
    if side > length or step > side:
        raise ArgumentError(
            f"{where}: 창의 한 변(size)은 그림의 한 변보다 크지 않고, 간격(stride)은 창보다 크지 "
            f"않아야 빈틈없이 가릴 수 있는데 그림은 {length}, size 는 {side}, stride 는 {step} "
            "입니다."
        )
    return [*range(0, length - side, step), length - side]
