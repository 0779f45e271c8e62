"""파라미터 벡터: 신경망의 모든 파라미터를 이은 긴 벡터 하나와, 이름으로 들여다보는 창(view)들.

층 k 의 자리에는 가중치 W_k 가, 바로 밑에 편향 b_k 가 한 줄로 놓입니다::

    flat = [ W1 | b1 | W2 | b2 | … ]        W_k: (n_{k−1}, n_k),  b_k: (n_k,)

창은 사본이 아니라서, 벡터를 고치면 W1 도 바뀌고 W1 을 고치면 벡터도 바뀝니다.
"""

from collections.abc import Callable, Iterator, MutableMapping, Sequence
from itertools import pairwise
from typing import Any, NoReturn

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from dlconcepts.errors import ArgumentError, ArgumentTypeError, ShapeError
from dlconcepts.inputs import check_finite, real_array

Array = NDArray[Any]


class ParameterVector(MutableMapping[str, Array]):
    """이름(W1, b1, W2, …) → 배열. ``vector["W1"] = 배열`` 은 그 자리의 수를 바꿉니다.

    Parameters
    ----------
    sizes
        층마다의 크기 (n_0, n_1, …, n_L) 입니다.
    dtype
        np.float32 또는 np.float64 입니다.

    Attributes
    ----------
    flat
        모두 이은 벡터입니다. 0 에서 시작합니다.
    layers
        층마다 W 밑에 b 를 쌓은 (n_{k−1} + 1, n_k) 의 창입니다.
    """

    def __init__(self, sizes: Sequence[int], dtype: DTypeLike) -> None:
        self.sizes = tuple(sizes)
        self.flat = np.zeros(sum((n_in + 1) * n_out for n_in, n_out in pairwise(sizes)), dtype)
        self.layers: list[Array] = []
        self._views: dict[str, Array] = {}
        start = 0
        for k, (n_in, n_out) in enumerate(pairwise(sizes), start=1):
            end = start + (n_in + 1) * n_out
            layer = self.flat[start:end].reshape(n_in + 1, n_out)
            self.layers.append(layer)
            self._views |= {f"W{k}": layer[:-1], f"b{k}": layer[-1]}
            start = end

    def __getitem__(self, name: str) -> Array:
        return self._views[name]

    def __setitem__(self, name: str, value: ArrayLike) -> None:
        if name not in self._views:
            raise ArgumentError(
                f"{name!r} 이라는 파라미터가 없습니다. 있는 이름은 {list(self._views)} 입니다."
            )
        view, array = self._views[name], real_array("파라미터의 대입", name, value)
        if array.shape != view.shape:
            remedy = "모양이 같은 배열을 넣어 주세요."
            if array.shape == view.shape[::-1]:
                remedy = "torch 의 weight 는 (출력, 입력) 차례입니다. .T 로 뒤집어 주세요."
            raise ShapeError(
                f"{name} 의 모양은 {view.shape} 인데 넣으려는 배열은 {array.shape} 입니다. {remedy}"
            )
        view[...] = array

    def __delitem__(self, name: str) -> NoReturn:
        raise ArgumentTypeError(f"파라미터 {name!r} 은 지울 수 없습니다. 값만 바꿀 수 있습니다.")

    def __iter__(self) -> Iterator[str]:
        return iter(self._views)

    def __len__(self) -> int:
        return len(self._views)

    def __repr__(self) -> str:
        shapes = ", ".join(f"{name} {view.shape}" for name, view in self._views.items())
        return f"ParameterVector({shapes})"

    def __reduce__(self) -> tuple[Callable[..., "ParameterVector"], tuple[Any, ...]]:
        # 창은 베끼면 벡터에서 끊어집니다. 벡터만 옮기고 창은 다시 냅니다.
        return _rebuilt, (self.sizes, self.flat.copy())

    def check_finite(self, where: str) -> None:
        """NaN 이나 무한대가 있으면 어느 파라미터의 몇 번째 원소인지 말합니다."""
        for name, view in self._views.items():
            check_finite(where, name, view)


def _rebuilt(sizes: tuple[int, ...], flat: Array) -> ParameterVector:
    vector = ParameterVector(sizes, flat.dtype)
    vector.flat[:] = flat
    return vector
