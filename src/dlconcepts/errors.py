"""이 라이브러리가 내는 오류: 받은 것, 기대한 것, 하면 되는 것을 한국어로 말합니다.

모든 오류는 `DlconceptsError` 이면서, NumPy 사용자가 흔히 잡는 내장 오류이기도 합니다.
그래서 ``except ValueError`` 로도, ``except DlconceptsError`` 로도 잡을 수 있습니다.
"""

from collections.abc import Callable
from functools import partial
from typing import Any


class DlconceptsError(Exception):
    """이 라이브러리가 내는 모든 오류의 조상입니다."""


class ShapeError(DlconceptsError, ValueError):
    """배열의 모양이 서로, 또는 기대한 모양과 맞지 않습니다."""


class ArgumentError(DlconceptsError, ValueError):
    """인자의 형은 맞지만 값이 허용된 범위나 선택지를 벗어났습니다."""


class ArgumentTypeError(DlconceptsError, TypeError):
    """인자의 형이 다릅니다. 예를 들어 숫자가 필요한 자리에 문자열이 왔습니다."""


class NonFiniteError(DlconceptsError, ValueError):
    """유한한 수가 필요한 자리에 NaN 이나 무한대가 있습니다."""


class DivergedError(DlconceptsError, ArithmeticError):
    """경사 하강법이 발산했습니다.

    Parameters
    ----------
    message
        사람이 읽을 설명입니다.
    step
        발산을 알아챈 걸음입니다. 시작점이 0입니다.
    value
        그 걸음에서 본 함수의 값입니다. NaN 이나 무한대일 수 있습니다.
    lr
        그때의 학습률입니다.
    """

    def __init__(self, message: str, *, step: int, value: float, lr: float) -> None:
        super().__init__(message)
        self.step = step
        self.value = value
        self.lr = lr

    def __reduce__(self) -> tuple[Callable[..., "DivergedError"], tuple[Any, ...]]:
        # 키워드 전용 인자가 있는 예외는 기본 방식으로 피클에서 되살아나지 못합니다.
        rebuild = partial(type(self), step=self.step, value=self.value, lr=self.lr)
        return rebuild, self.args


class MissingDependencyError(DlconceptsError, ImportError):
    """이 기능에 필요한 라이브러리가 설치되어 있지 않습니다. 문장 안에 설치 명령이 있습니다."""


class FontError(DlconceptsError, FileNotFoundError):
    """한글 글꼴 파일이 없거나, 글꼴에 필요한 글자가 없습니다."""


class DeviceError(DlconceptsError, RuntimeError):
    """요청한 계산 장치(GPU 등)를 쓸 수 없습니다."""
