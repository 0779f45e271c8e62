"""도해에 적을 글: 목록인지 보고, 그리기 전에 폭을 재고, 칸에 들어가도록 어절에서 줄을 바꿉니다."""

from typing import Any

import matplotlib.pyplot as plt
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from dlconcepts.errors import ArgumentError, ArgumentTypeError

_POINTS = 72  # 1인치
_TITLE_SIZE = 15


def text_width(text: str, size: float) -> float:
    """글꼴 크기가 `size` 일 때 가장 긴 줄의 폭(인치)입니다. ``$…$`` 는 수식으로 잽니다."""
    font = FontProperties(family=plt.rcParams["font.family"])
    lines = [line for line in text.split("\n") if line.strip()]
    boxes = [TextPath((0, 0), line, size=size, prop=font).get_extents() for line in lines]
    return max((box.x1 for box in boxes), default=0.0) / _POINTS


def wrapped(text: str, width: float, size: float) -> str:
    """줄마다 폭이 `width` 인치를 넘지 않도록 빈칸에서 줄을 바꿉니다.

    본래 있던 줄바꿈은 그대로 두고, 한 어절이 `width` 보다 길면 그 어절만 넘칩니다.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and text_width(longer, size) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return "\n".join(lines)


def headline(title: str | None, width: float) -> tuple[str, float]:
    """폭 `width` 인치에 맞게 줄을 바꾼 제목과, 제목이 차지하는 높이(인치)입니다."""
    if not title:
        return "", 0.0
    lines = wrapped(title, width, _TITLE_SIZE)
    return lines, 0.15 + 0.3 * (lines.count("\n") + 1)


def check_words(where: str, role: str, words: Any, count: int | None, what: str) -> list[str]:
    """`role` 자리에 온 말의 목록입니다. None 이면 빈 목록이고, `count` 가 있으면 수를 봅니다."""
    if words is None:
        return []
    if isinstance(words, str):
        raise ArgumentTypeError(
            f"{where}: {role} 자리에는 말의 목록이 와야 하는데 문자열 {words!r} 하나를 받았습니다. "
            f"[{words!r}] 처럼 대괄호로 감싸 주세요."
        )
    try:
        listed = [*words]
    except TypeError:
        listed = [words]
    for word in listed:
        if not isinstance(word, str):
            raise ArgumentTypeError(
                f"{where}: {role} 자리에는 말만 올 수 있는데 {type(word).__name__} 형인 {word!r} "
                f"이(가) 있습니다. str({word!r}) 로 바꾸어 주세요."
            )
    if count is not None and len(listed) != count:
        raise ArgumentError(
            f"{where}: {what} {count}개인데 {role} 자리의 말은 {len(listed)}개입니다: {listed}. "
            f"{count}개로 맞추어 주세요."
        )
    return listed
