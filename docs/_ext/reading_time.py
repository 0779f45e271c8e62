"""쪽을 읽는 데 걸리는 시간을 쪽의 글과 코드에서 어림합니다.

    초 = 한글 글자 ÷ LETTERS_PER_MINUTE × 60
       + 코드의 줄 × SECONDS_PER_LINE
       + 그림과 표 × SECONDS_PER_PICTURE          → 분으로 올립니다

글자는 한글 음절만 셉니다. 코드의 줄에는 빈 줄과 홀로 선 주석을 넣지 않습니다. 그림은 대체 텍스트를
적은 칸, 표는 식으로 끝나 값을 보여 주는 칸입니다. 접어 둔 글(dropdown)과 접힌 답의 코드는 세지
않고, 코드를 실행하거나 문제를 푸는 시간도 넣지 않습니다. 빠르기는 조사한 값이 아니라 이 사이트가
정한 어림입니다. 지도가 그 어림을 이렇게 적습니다::

    ```{reading-speed}
    ```
"""

from __future__ import annotations

import ast
import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx_gallery.py_source_parser import split_code_and_text_blocks

LETTERS_PER_MINUTE = 400
SECONDS_PER_LINE = 2
SECONDS_PER_PICTURE = 10
# 숫자 검사기가 근거를 묻지 않는 자리입니다. 사람이 적는 글에는 쓰지 않습니다(시험이 봅니다).
COMPUTED = "generated-number"

LETTER = re.compile("[가-힣]")
PARTICLE = re.compile(r":(?:val|vmath|fact):`[^`]*`|<<[^>]*>>")
FOLDED = re.compile(r"^\.\. dropdown::[^\n]*\n(?:[ \t]+[^\n]*\n|[ \t]*\n)*", re.M)
ANSWER = re.compile(r"^\.\. dropdown:: 답 보기\s*$", re.M)
PICTURE = re.compile(r"^# sphinx_gallery_alt\b", re.M)


@dataclass(frozen=True)
class Reading:
    """쪽에 있는 읽을 것."""

    letters: int
    lines: int
    pictures: int

    @property
    def minutes(self) -> int:
        seconds = self.letters * 60 / LETTERS_PER_MINUTE
        seconds += self.lines * SECONDS_PER_LINE + self.pictures * SECONDS_PER_PICTURE
        return math.ceil(seconds / 60)


def read(script: Path) -> Reading:
    """갤러리의 스크립트에서 글자와 코드와 그림을 셉니다."""
    letters = lines = pictures = 0
    folded = False  # 바로 앞이 접힌 답이면 그 코드도 접힙니다
    for kind, content, _ in split_code_and_text_blocks(str(script))[1]:
        if kind == "text":
            text = FOLDED.sub("", PARTICLE.sub("", content + "\n"))
            letters += len(LETTER.findall(text))
            folded = bool(ANSWER.search(content))
        elif not folded:
            written = [line.strip() for line in content.splitlines()]
            lines += sum(bool(line) and not line.startswith("#") for line in written)
            pictures += bool(PICTURE.search(content)) or _ends_in_a_value(content)
        folded = folded and kind == "text"
    return Reading(letters, lines, pictures)


def _ends_in_a_value(code: str) -> bool:
    """칸의 마지막 식이 보여 줄 것인지. 함수를 부르기만 하는 식은 그림을 내거나 글을 찍습니다."""
    body = ast.parse(code).body
    if not body or not isinstance(body[-1], ast.Expr):
        return False
    value = body[-1].value
    printed = isinstance(value, ast.Call) and ast.unparse(value.func) in {"print", "plt.show"}
    return not printed and not isinstance(value, ast.Constant)


# ── 글로 적기 ────────────────────────────────────────────────────────────────


def duration(minutes: int) -> str:
    """분을 말로: 98 은 1시간 38분."""
    hours, rest = divmod(minutes, 60)
    return " ".join([f"{hours}시간"] * bool(hours) + [f"{rest}분"] * bool(rest or not hours))


def computed(text: str | int) -> nodes.inline:
    """사이트를 만들며 센 수."""
    return nodes.inline("", str(text), classes=[COMPUTED])


class ReadingSpeed(SphinxDirective):
    """읽는 시간을 어떻게 어림했는지 적습니다."""

    def run(self) -> list[nodes.Node]:
        parts = [
            *("읽는 시간은 쪽의 글과 코드를 세어 어림합니다. 한글은 한 분에 ", LETTERS_PER_MINUTE),
            *("글자, 코드는 한 줄에 ", SECONDS_PER_LINE, "초, 그림과 표는 하나에 "),
            *(
                SECONDS_PER_PICTURE,
                "초로 잡아 더하고, 분으로 올립니다. 접어 둔 답은 세지 않고, 코드를 ",
            ),
            "실행하거나 문제를 푸는 시간도 넣지 않습니다. 빠르기는 조사한 값이 아니라 이 사이트가 ",
            "정한 어림이니, 쪽끼리 길이를 견주는 데에 쓰세요.",
        ]
        made = [nodes.Text(p) if isinstance(p, str) else computed(p) for p in parts]
        return [nodes.paragraph("", "", *made)]


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_directive("reading-speed", ReadingSpeed)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
