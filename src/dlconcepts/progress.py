"""진행 막대(progress bar): 오래 걸리는 반복이 어디까지 왔는지 한 줄로 보여 줍니다.

NumPy 로 쓴 루프도 torch 로 쓴 루프도 이 막대 하나를 씁니다::

    epochs = progress(range(20), description="학습", show=True)
    for epoch in epochs:
        loss = …
        epochs.set(loss=loss)                학습  45%|█████▍      | 9/20 [00:03<00:04, loss 0.2137]
"""

import sys
from collections.abc import Iterable, Iterator
from numbers import Integral, Real
from typing import Any, Generic, TypeVar

from tqdm import tqdm

from dlconcepts.errors import ArgumentTypeError

T = TypeVar("T")
_FORMAT = "{desc} {percentage:3.0f}%|{bar:24}| {n_fmt}/{total_fmt} [{elapsed}<{remaining}{postfix}]"


class Progress(Generic[T]):
    """`progress` 가 돌려주는 것: 원래의 반복과 똑같은 것을 차례로 내놓으면서 막대를 그립니다."""

    def __init__(self, iterable: Iterable[T], description: str, show: bool) -> None:
        # 창이 없는 프로그램(pythonw)에는 그릴 곳이 없습니다.
        hidden = not show or sys.stderr is None
        self._bar = tqdm(iterable, desc=description, disable=hidden, bar_format=_FORMAT)

    def __iter__(self) -> Iterator[T]:
        with self._bar as bar:  # 반복이 오류로 끝나도 막대를 닫습니다
            yield from bar

    def __len__(self) -> int:
        return len(self._bar)

    def set(self, **numbers: float) -> None:
        """막대 끝에 이름과 수를 적습니다. 다음에 막대를 그릴 때 나타납니다."""
        text = ", ".join(f"{name} {_short(name, value)}" for name, value in numbers.items())
        self._bar.set_postfix_str(text, refresh=False)


def progress(iterable: Iterable[T], *, description: str, show: bool) -> Progress[T]:
    """`iterable` 을 도는 동안 진행 막대를 그립니다. 막대는 표준 오류(stderr)에 그려집니다.

    Parameters
    ----------
    iterable
        돌 것. 길이를 알면 몇 퍼센트인지와 남은 시간도 보입니다.
    description
        막대 앞에 적을 말입니다.
    show
        False 이면 아무것도 그리지 않고 돌기만 합니다.
    """
    if not isinstance(iterable, Iterable):
        raise ArgumentTypeError(
            f"progress: 반복할 수 있는 것이 와야 하는데 {type(iterable).__name__} 형인 "
            f"{iterable!r} 입니다. 횟수라면 range(n) 으로 넘겨 주세요."
        )
    if not isinstance(description, str) or not isinstance(show, bool):
        raise ArgumentTypeError(
            f"progress: description 은 문자열, show 는 True 나 False 여야 하는데 {description!r}, "
            f"{show!r} 입니다."
        )
    return Progress(iterable, description, show)


def _short(name: str, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, Real):
        raise ArgumentTypeError(
            f"Progress.set: {name} 에는 수 하나가 와야 하는데 {type(value).__name__} 형인 "
            f"{value!r} 입니다. float(…) 로 바꾸어 주세요."
        )
    return str(value) if isinstance(value, Integral) else f"{float(value):.4g}"
