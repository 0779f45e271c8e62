"""실행되는 글(MyST-NB)도 라이브러리가 바뀌면 다시 실행합니다.

MyST-NB 는 칸의 코드와 커널이 그대로이면 전에 얻은 출력을 다시 씁니다. 그 칸들이 부르는 라이브러리가
바뀐 것은 모릅니다. 그래서 글을 읽을 때, 칸들이 정적 import 로 닿는 파일의 지문을 커널의 이름에
적어 넣습니다. 지문이 달라지면 다른 커널이므로 다시 실행합니다.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import stale
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

KERNEL = "display_name: Python 3"
CELL = re.compile(
    r"^(?P<fence>`{3,})\{code-cell\}[^\n]*\n(?P<body>.*?)^(?P=fence)\s*$", re.M | re.S
)
OPTION = re.compile(r"^(:[\w-]+:[^\n]*|---\n.*?^---)\n", re.M | re.S)


def is_note(text: str) -> bool:
    """실행되는 글인지: 머리말이 커널을 말합니다."""
    return text.startswith("---") and KERNEL in text.split("\n---", 1)[0]


def code(text: str) -> str:
    """칸들의 코드를 이어 붙인 것. 칸의 설정(``:tags:`` 같은 줄)은 뺍니다."""
    bodies = []
    for cell in CELL.finditer(text):
        body = cell["body"]
        while option := OPTION.match(body):
            body = body[option.end() :]
        bodies.append(body)
    return "\n".join(bodies)


def fingerprint(text: str, root: Path) -> str:
    """글의 칸들이 닿는 파일이 하나라도 바뀌면 달라지는 짧은 문자열."""
    files = stale.fingerprint(stale.imported(code(text), []), root)
    return hashlib.sha256(json.dumps(files).encode()).hexdigest()[:16]


def stamp(app: Sphinx, docname: str, source: list[str]) -> None:
    """글을 읽을 때 지문을 커널의 이름에 적습니다."""
    if is_note(source[0]):
        mark = fingerprint(source[0], Path(app.srcdir).parent)
        _marks(app.env)[docname] = mark
        source[0] = source[0].replace(KERNEL, f"{KERNEL} ({mark})", 1)


def outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """지난번과 지문이 달라진 글. Sphinx 가 다시 읽습니다."""
    stale.imports.cache_clear()
    stale.digest.cache_clear()
    root = Path(app.srcdir).parent
    found = []
    for docname, mark in _marks(env).items():
        path = Path(env.doc2path(docname))
        if docname in removed or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8")
        if is_note(text) and fingerprint(text, root) != mark:
            found.append(docname)
    return found


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _marks(env).pop(docname, None)


def _marks(env: BuildEnvironment) -> dict[str, str]:
    if not hasattr(env, "note_marks"):
        env.note_marks = {}  # type: ignore[attr-defined]
    return env.note_marks  # type: ignore[attr-defined]


def setup(app: Sphinx) -> dict[str, Any]:
    app.connect("source-read", stamp)
    app.connect("env-get-outdated", outdated)
    app.connect("env-purge-doc", forget)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": True}
