"""연습의 답을 접습니다: 「답 보기」 바로 다음의 칸과 그 출력도 함께 들어갑니다.

예제에서는 접는 상자 다음에 보통의 칸을 이어 씁니다. 노트북과 스크립트에서는 그대로 칸이고,
사이트에서만 상자 안으로 옮겨져 누르기 전에는 답이 보이지 않습니다.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

TITLE = "답 보기"
MARK = "GENERATED FROM PYTHON SOURCE LINES"  # sphinx-gallery 가 칸마다 적는 주석


def is_answer(node: nodes.Node) -> bool:
    return (
        isinstance(node, nodes.container)
        and node.get("design_component") == "dropdown"
        and any(rubric.astext() == TITLE for rubric in node.findall(nodes.rubric))
    )


def cell_after(box: nodes.Element) -> list[nodes.Node]:
    """상자 다음의 칸 하나: 주석 다음부터, 코드가 있으면 그 출력까지."""
    siblings = box.parent.children[box.parent.index(box) + 1 :]
    if not siblings or not _starts_cell(siblings[0]):
        return []
    found: list[nodes.Node] = []
    for node in siblings[1:]:
        if _starts_cell(node) or isinstance(node, nodes.section):
            break
        found.append(node)
    return found if found and isinstance(found[0], nodes.literal_block) else []


def _starts_cell(node: nodes.Node) -> bool:
    return isinstance(node, nodes.comment) and node.astext().startswith(MARK)


def fold(app: Sphinx, doctree: nodes.document) -> None:
    for box in list(doctree.findall(is_answer)):
        for node in cell_after(box):
            node.parent.remove(node)
            box += node


def setup(app: Sphinx) -> dict[str, Any]:
    app.connect("doctree-read", fold, priority=420)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
