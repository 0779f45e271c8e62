"""sphinx-gallery, 복사 단추, 차례가 영어로 내거나 이름 없이 내는 것에 한국어를 붙입니다.

doctree 의 CSS 이름을 보고 바꾸므로 쪽을 누가 언제 실행했는지와 상관이 없습니다.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

TIME = re.compile(r"\((\d+) minutes? ([\d.]+) seconds?\)")
DOWNLOADS = {
    "sphx-glr-download-python": "파이썬 스크립트 내려받기",
    "sphx-glr-download-jupyter": "주피터 노트북 내려받기",
}
TABLE = '<div class="output_subarea output_html'
TOGGLE = "아래 차례 펴고 접기"
COPY = (
    "'ko': {'copy': '복사', 'copy_to_clipboard': '클립보드에 복사', "
    "'copy_success': '복사했습니다', 'copy_failure': '복사하지 못했습니다'},"
)


def translate(app: Sphinx, doctree: nodes.document) -> None:
    for node in list(doctree.findall(nodes.Element)):
        classes = node.get("classes", [])
        if "sphx-glr-timing" in classes:
            _translate_time(node)
        elif "sphx-glr-download-zip" in classes:
            node.parent.remove(node)  # 스크립트와 노트북이 이미 곁에 있습니다
        for name in DOWNLOADS.keys() & set(classes):
            leaf = next(iter(node.findall(nodes.Text)))
            leaf.parent.replace(leaf, nodes.Text(DOWNLOADS[name]))


def name_tables(app: Sphinx, doctree: nodes.document) -> None:
    """좁은 화면에서 옆으로 미는 표에 키보드로 닿을 수 있게 하고 이름을 붙입니다."""
    tables = [node for node in doctree.findall(nodes.raw) if TABLE in node.astext()]
    for number, node in enumerate(tables, start=1):
        name = f'tabindex="0" role="region" aria-label="출력한 표 {number}"'
        named = TABLE.replace("<div ", f"<div {name} ")
        node.children = [nodes.Text(node.astext().replace(TABLE, named))]


def _translate_time(node: nodes.Element) -> None:
    match = TIME.search(node.astext())
    if match:
        minutes, seconds = int(match[1]), float(match[2])
        took = f"{minutes}분 {seconds:.1f}초" if minutes else f"{seconds:.1f}초"
        paragraph = node if isinstance(node, nodes.paragraph) else node.next_node(nodes.paragraph)
        paragraph.children = []  # type: ignore[union-attr]
        paragraph += nodes.Text(f"이 쪽을 만들며 실행한 시간: {took}")  # type: ignore[operator]


def copy_button(app: Sphinx, error: Exception | None) -> None:
    path = Path(app.outdir, "_static", "copybutton.js")
    if error is None and path.exists():
        text = path.read_text(encoding="utf-8")
        if "'ko':" not in text:
            new = text.replace("const messages = {", "const messages = {" + COPY, 1)
            if new == text:
                raise RuntimeError("복사 단추 스크립트의 모양이 바뀌어 한국어를 넣지 못했습니다")
            path.write_text(new, encoding="utf-8")


def name_toggles(app: Sphinx, page: str, template: str, context: Any, doctree: Any) -> None:
    """옆 차례의 접는 단추에는 그림만 있습니다. 낭독기가 읽을 이름을 붙입니다."""
    original = context.get("generate_toctree_html")
    if original is not None:
        context["generate_toctree_html"] = lambda *args, **options: str(
            original(*args, **options)
        ).replace("<summary>", f'<summary aria-label="{TOGGLE}">')


def setup(app: Sphinx) -> dict[str, Any]:
    app.connect("html-page-context", name_toggles, priority=900)
    app.connect("doctree-read", translate, priority=410)
    app.connect("doctree-read", name_tables, priority=411)
    app.connect("build-finished", copy_button)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
