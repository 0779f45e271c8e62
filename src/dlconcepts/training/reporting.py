"""진행 보이기: 터미널과 노트북에는 막대를, 글만 남는 곳에는 줄을, 말하지 말라면 아무것도.

막대는 한 줄을 거듭 고쳐 그립니다. 로그 파일에서는 고쳐 그릴 수 없으므로, 에포크의 끝에 한 줄씩,
많아야 `LINES` 줄쯤 적습니다.
"""

import sys
from collections.abc import Iterator, Mapping
from typing import Any, Self

from dlconcepts.progress import progress

LINES = 20


class Report:
    """학습이 어디까지 왔는지 보입니다. ``with`` 안에서 씁니다.

    Parameters
    ----------
    epochs, done
        모든 에포크의 수와 이미 끝난 수입니다.
    steps
        남은 걸음의 수. 모르면 None 이고, 막대는 에포크를 셉니다.
    show
        False 이면 아무것도 보이지 않습니다.
    """

    def __init__(self, *, epochs: int, done: int, steps: int | None, show: bool) -> None:
        self.epochs, self.by_step = epochs, steps is not None
        redraws = show and _can_redraw()
        self._lines = show and not redraws
        count = epochs - done if steps is None else steps
        self._left = count
        self._bar = progress(range(count), description="학습", show=redraws)
        self._ticks: Iterator[int] = iter(())

    def __enter__(self) -> Self:
        self._ticks = iter(self._bar)
        next(self._ticks, None)  # 0%
        return self

    def __exit__(self, *error: object) -> None:
        self._ticks.close()  # type: ignore[attr-defined]

    def step(self) -> None:
        """한 걸음 걸었습니다."""
        if self.by_step and self._left > 1:  # 마지막 칸은 에포크의 기록을 적은 다음에 채웁니다
            self._left -= 1
            next(self._ticks, None)

    def loss(self, epoch: int, loss: float) -> None:
        """에포크의 중간에 손실을 읽었습니다."""
        self._bar.set(epoch=epoch, loss=loss)

    def epoch(self, row: Mapping[str, Any]) -> None:
        """한 에포크가 끝났습니다. `row` 는 `History` 의 한 행입니다."""
        shown = dict(row)
        shown["lr"] = shown.pop("lr")  # 좁은 터미널에서 잘리는 맨 뒤로
        self._bar.set(**shown)
        number = int(row["epoch"])
        if not self.by_step or number == self.epochs:
            next(self._ticks, None)
        if self._lines and (number % -(-self.epochs // LINES) == 0 or number == self.epochs):
            told = ", ".join(f"{name} {row[name]:.4g}" for name in row if name != "epoch")
            print(f"에포크 {number}/{self.epochs}: {told}", file=sys.stderr, flush=True)


def _can_redraw() -> bool:
    if sys.stderr is None:  # 창이 없는 프로그램(pythonw)
        return False
    return sys.stderr.isatty() or _in_notebook()


def _in_notebook() -> bool:
    ipython = sys.modules.get("IPython")  # 노트북이면 벌써 불려 와 있습니다
    return hasattr(ipython.get_ipython(), "kernel") if ipython else False
