"""입력의 검사: 신경망의 문으로 들어오는 배열과 수가 쓸 수 있는 것인지 봅니다.

받은 것, 기대한 것, 하면 되는 것을 `where`(누가 받았는지)와 `role`(무엇을 받았는지)을 넣어 말합니다.
"""

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlconcepts.errors import ArgumentError, ArgumentTypeError, NonFiniteError, ShapeError

Array = NDArray[Any]


def real_array(where: str, role: str, value: ArrayLike) -> Array:
    """실수의 배열로 봅니다. 이미 배열이면 복사하지 않습니다."""
    try:
        array = np.asarray(value)
    except (ValueError, TypeError, RuntimeError):  # 들쭉날쭉한 목록, 기울기를 추적하는 텐서 등
        array = np.array(None)
    if array.dtype.kind not in "fiub":
        raise ArgumentTypeError(
            f"{where}: {role} 자리에는 실수의 배열이 와야 하는데 {type(value).__name__} 형"
            f"(dtype {array.dtype})입니다. 줄마다 길이가 같은지 보고 np.array(…, dtype=float) 로 "
            "바꾸어 주세요."
        )
    return array


def check_finite(where: str, role: str, array: Array) -> None:
    """NaN 이나 무한대가 있으면 몇 번째 원소인지 말합니다."""
    # 제곱의 합이 유한하면 모두 유한합니다. 넘쳤을 때만 하나씩 봅니다.
    if array.dtype.kind != "f" or math.isfinite(np.vdot(array, array)):
        return
    bad = np.argwhere(~np.isfinite(array))
    if len(bad):
        index = tuple(int(i) for i in bad[0])
        raise NonFiniteError(
            f"{where}: {role}{list(index)} 의 값이 {array[index]} 입니다. "
            "NaN 이나 무한대를 지우거나 채운 뒤에 다시 해 주세요."
        )


def examples(where: str, x: ArrayLike, features: int) -> Array:
    """한 줄이 예제 하나인 (B, features) 배열인지 봅니다. B 는 1 이상입니다."""
    array = real_array(where, "x", x)
    if array.ndim != 2 or array.shape[1] != features:
        remedy = "특징의 수를 첫 층이 받는 수와 같게 해 주세요."
        if array.shape == (features,):
            remedy = "예제가 하나뿐이면 x[None, :] 로 감싸 주세요."
        elif array.ndim == 2 and array.shape[0] == features:
            remedy = "한 줄이 예제 하나여야 합니다. x.T 로 뒤집어 주세요."
        elif array.ndim > 2 and math.prod(array.shape[1:]) == features:
            remedy = "x.reshape(len(x), -1) 로 예제마다 한 줄로 펴 주세요."
        raise ShapeError(
            f"{where}: x 의 모양은 (예제 수, {features}) 여야 하는데 {array.shape} 입니다. {remedy}"
        )
    if len(array) == 0:
        raise ShapeError(
            f"{where}: 배치가 비어 있습니다(x 의 모양 {array.shape}). 예제를 하나 이상 담아 주세요."
        )
    check_finite(where, "x", array)
    return array


def whole(where: str, name: str, value: Any, *, at_least: int = 1) -> int:
    """`at_least` 이상의 정수인지 봅니다."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < at_least:
        raise ArgumentError(
            f"{where}: {name} 자리에는 {at_least} 이상의 정수가 와야 하는데 {value!r} 입니다."
        )
    return int(value)


def one_of(where: str, name: str, value: Any, choices: Iterable[str]) -> str:
    """`choices` 가운데 하나인 이름인지 봅니다."""
    known = tuple(choices)
    if not isinstance(value, str) or value not in known:
        raise ArgumentError(
            f"{where}: {name} 에는 {', '.join(known)} 가운데 하나가 와야 하는데 {value!r} 입니다."
        )
    return value
