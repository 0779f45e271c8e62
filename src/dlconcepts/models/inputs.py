"""모델의 문: 그림과 토큰의 텐서가 이 모델이 받는 것인지 봅니다.

모양과 형은 언제나 봅니다. 값(토큰의 번호, 패딩의 자리)은 CPU 의 텐서에서만 봅니다. GPU 에서 값을
보려면 그때마다 계산이 끝나기를 기다려야 하기 때문입니다.
"""

from collections.abc import Iterable
from math import prod
from typing import Any

import torch
from torch import Tensor

from dlconcepts.errors import ArgumentError, ArgumentTypeError, ShapeError
from dlconcepts.inputs import whole
from dlconcepts.numerals import josa


def sizes(where: str, name: str, value: Any) -> tuple[int, ...]:
    """크기의 목록입니다. 수 하나는 크기가 하나인 목록입니다. 비어 있으면 안 됩니다."""
    listed = tuple(value) if isinstance(value, Iterable) and not isinstance(value, str) else None
    if listed == ():
        raise ArgumentError(
            f"{where}: {name}{josa(name, '이/가')} 비어 있습니다. 크기를 하나 이상 적어 주세요."
        )
    if listed is None:
        return (whole(where, name, value),)
    return tuple(whole(where, f"{name}[{i}]", size) for i, size in enumerate(listed))


def padding_number(where: str, padding: Any, vocabulary: int) -> int:
    """어휘 안에 있는 패딩의 번호인지 봅니다."""
    number = whole(where, "padding", padding, at_least=0)
    if number >= vocabulary:
        raise ArgumentError(
            f"{where}: padding 의 번호가 {number} 인데 어휘는 {vocabulary}개라 번호는 0부터 "
            f"{vocabulary - 1}까지입니다. 어휘에 패딩의 자리를 두고 그 번호를 적어 주세요."
        )
    return number


def images(where: str, x: Any, shape: tuple[int, ...], dtype: torch.dtype) -> Tensor:
    """예제마다 모양이 `shape` 인 실수의 배치인지 보고, 모델의 정밀도 `dtype` 으로 돌려줍니다."""
    tensor = _tensor(where, "x", x)
    if tensor.shape[1:] != shape or len(tensor) == 0:
        raise ShapeError(_wrong_shape(where, tuple(tensor.shape), shape))
    if not tensor.is_floating_point():
        raise ArgumentTypeError(
            f"{where}: x 자리에는 실수의 텐서가 와야 하는데 {tensor.dtype} 입니다. "
            "x.float() 로 바꾸고, 0과 1 사이가 되도록 가장 큰 값으로 나누어 주세요."
        )
    return tensor.to(dtype)


def tokens(
    where: str, role: str, ids: Any, vocabulary: int, padding: int, *, start: int | None = None
) -> Tensor:
    """토큰의 번호 (B, T) 인지, 패딩이 뒤에만 있는지 보고, int64 로 돌려줍니다.

    `start` 를 주면 모두 그 번호로 시작하는지도 봅니다.
    """
    tensor = _tensor(where, role, ids)
    if tensor.is_floating_point() or tensor.is_complex() or tensor.dtype == torch.bool:
        raise ArgumentTypeError(
            f"{where}: {role} 자리에는 토큰의 번호(정수)가 와야 하는데 {tensor.dtype} 입니다. "
            f"번호가 맞다면 {role}.long() 으로 바꾸어 주세요."
        )
    if tensor.ndim != 2 or tensor.numel() == 0:
        remedy = "예제와 자리를 하나 이상 담아 주세요."
        if tensor.ndim == 1 and tensor.numel():
            remedy = f"문장이 하나뿐이면 {role}[None, :] 으로 감싸 주세요."
        raise ShapeError(
            f"{where}: {role} 의 모양은 (예제 수, 토큰 수) 여야 하는데 {tuple(tensor.shape)} "
            f"입니다. {remedy}"
        )
    if tensor.device.type == "cpu" and not torch.compiler.is_compiling():
        _check_values(where, role, tensor, vocabulary, padding, start)
    return tensor.long()


def same_batch(where: str, **tensors: Tensor) -> None:
    """모두 예제의 수가 같은지 봅니다."""
    counts = {name: len(tensor) for name, tensor in tensors.items()}
    if len(set(counts.values())) > 1:
        got = ", ".join(f"{name} {count}개" for name, count in counts.items())
        raise ShapeError(
            f"{where}: 예제의 수가 서로 다릅니다({got}). 첫 축이 배치이고, 같은 자리의 것이 "
            "같은 예제여야 합니다."
        )


def _tensor(where: str, role: str, value: Any) -> Tensor:
    if isinstance(value, Tensor):
        return value
    remedy = f"torch.as_tensor({role}) 로 바꾸어 주세요."
    listed = isinstance(value, list | tuple)
    if isinstance(value, str) or (listed and any(isinstance(item, str) for item in value)):
        remedy = "글은 먼저 토큰으로 나누고, 토큰마다 번호를 붙여 정수의 텐서로 만들어 주세요."
    raise ArgumentTypeError(
        f"{where}: {role} 자리에는 torch 텐서가 와야 하는데 {type(value).__name__} 형입니다. "
        f"{remedy}"
    )


def _wrong_shape(where: str, got: tuple[int, ...], shape: tuple[int, ...]) -> str:
    each = ", ".join(map(str, shape))
    remedy = f"예제마다 모양이 {shape} 인지 확인해 주세요."
    if got[1:] == shape:
        remedy = "배치가 비어 있습니다. 예제를 하나 이상 담아 주세요."
    elif got == shape:
        remedy = "예제가 하나뿐이면 x[None] 으로 감싸 주세요."
    elif got[1:] == shape[1:] and shape[0] == 1:
        remedy = "채널의 축이 없습니다. x[:, None] 으로 넣어 주세요."
    elif len(shape) == 3 and got[1:] == (*shape[1:], shape[0]):
        remedy = "채널이 마지막 축에 있습니다. x.permute(0, 3, 1, 2) 로 옮겨 주세요."
    elif prod(got[1:]) == prod(shape) and len(got) > 1:
        remedy = f"x.reshape(len(x), {each}) 로 모양을 바꾸어 주세요."
    elif len(got) == len(shape) + 1 == 4 and got[1] == shape[0]:
        remedy = (
            f"이 모델은 {shape[1]}×{shape[2]} 그림을 받습니다. "
            f"torch.nn.functional.interpolate(x, size={shape[1:]}) 로 크기를 바꾸거나, "
            f"shape={got[1:]} 인 모델을 새로 만들어 주세요."
        )
    return f"{where}: x 의 모양은 (예제 수, {each}) 여야 하는데 {got} 입니다. {remedy}"


def _check_values(
    where: str, role: str, ids: Tensor, vocabulary: int, padding: int, start: int | None
) -> None:
    low, high = (int(value) for value in ids.aminmax())
    if low < 0 or high >= vocabulary:
        wrong = low if low < 0 else high
        row, column = (int(i) for i in (ids == wrong).nonzero()[0])
        raise ArgumentError(
            f"{where}: {role}[{row}, {column}] 의 번호가 {wrong} 인데 어휘는 {vocabulary}개라 "
            f"번호는 0부터 {vocabulary - 1}까지입니다. 어휘를 만들 때와 같은 번호표인지 보세요."
        )
    padded = ids == padding
    if padded[:, 0].any():
        row = int(padded[:, 0].nonzero()[0])
        rest = "모든 자리가" if padded[row].all() else "첫 자리가"
        raise ArgumentError(
            f"{where}: {role}[{row}]{josa(str(row), '은/는')} {rest} 패딩(번호 {padding})입니다. "
            "빈 문장은 빼고, 패딩은 문장의 뒤에만 붙여 주세요."
        )
    holes = padded[:, :-1] & ~padded[:, 1:]
    if holes.any():
        row, column = (int(i) for i in holes.nonzero()[0])
        raise ArgumentError(
            f"{where}: {role}[{row}, {column}]{josa(str(column), '은/는')} 패딩(번호 {padding})"
            "인데 그 뒤에 또 토큰이 있습니다. 패딩은 문장의 뒤에만 붙여 주세요."
        )
    if start is not None and (ids[:, 0] != start).any():
        row = int((ids[:, 0] != start).nonzero()[0])
        got = str(int(ids[row, 0]))
        raise ArgumentError(
            f"{where}: {role}[{row}]{josa(str(row), '이/가')} 시작 표시(번호 {start})가 아니라 "
            f"{got}{josa(got, '으로/로')} 시작합니다. 정답을 그대로 넣으면 모델이 보고 베낍니다. "
            "한 칸 밀어 시작 표시를 앞에 붙인 것(datasets.tokens.decoder_arrays 의 첫 번째)을 넣어 "
            "주세요."
        )
