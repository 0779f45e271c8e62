"""어떤 콘솔에서도 멈추지 않는 한국어 출력: 폭을 세고, 줄을 나누고, 못 쓰는 글자를 바꿉니다.

한글 한 글자는 콘솔에서 두 칸을 차지하고, cp949 나 ascii 콘솔에는 없는 글자가 있습니다.
표준 라이브러리만 씁니다.
"""

from __future__ import annotations

import sys
import unicodedata
from typing import TextIO


def width(text: str) -> int:
    """콘솔에서 `text` 가 차지하는 칸 수입니다. 한글과 전각 글자는 두 칸입니다."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def pad(text: str, columns: int) -> str:
    """`text` 뒤에 빈칸을 붙여 `columns` 칸으로 만듭니다."""
    return text + " " * (columns - width(text))


def wrap(text: str, columns: int) -> list[str]:
    """빈칸에서만 나누어 `columns` 칸을 넘지 않는 줄들로 만듭니다. 긴 낱말은 자르지 않습니다."""
    lines = [""]
    for word in text.split():
        if lines[-1] and width(lines[-1]) + 1 + width(word) > columns:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return lines


def encoding_of(stream: TextIO) -> str:
    return getattr(stream, "encoding", None) or "utf-8"


def can_write(text: str, encoding: str) -> bool:
    """`encoding` 인 콘솔이 `text` 의 모든 글자를 쓸 수 있는지 봅니다."""
    try:
        text.encode(encoding)
    except (UnicodeError, LookupError):
        return False
    return True


def write_line(text: str, stream: TextIO | None = None) -> None:
    """`text` 와 줄바꿈을 씁니다. 그 콘솔에 없는 글자는 ``?`` 로 바꾸어, 오류로 멈추지 않습니다."""
    target = sys.stdout if stream is None else stream
    if target is None:  # pythonw 처럼 콘솔이 없는 곳
        return
    encoding = encoding_of(target)
    target.write(text.encode(encoding, "replace").decode(encoding) + "\n")
    target.flush()
