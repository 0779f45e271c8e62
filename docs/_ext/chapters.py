"""장의 차례와 쪽의 차례를 카드로 보여 줍니다: 그림, 제목, 한 문단, 읽는 시간.

제목과 첫 문단은 예제 파일의 머리말에서, 그림은 그 쪽의 대표 그림에서, 시간은 쪽의 글과 코드에서
가져옵니다.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import reading_time
from docutils import nodes
from page_scripts import page_scripts, script_of
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective


def headline(script: Path) -> tuple[str, str]:
    """예제의 제목과 첫 문단."""
    docstring = ast.get_docstring(ast.parse(script.read_text(encoding="utf-8"))) or ""
    paragraphs = [p.strip() for p in docstring.split("\n\n") if p.strip()]
    if len(paragraphs) < 2:
        raise ValueError(f"{script.name}: 머리말에 제목과 소개 문단이 있어야 합니다")
    title, text = paragraphs[0].splitlines()[0].strip(), " ".join(paragraphs[1].split())
    if "`" in title + text:
        raise ValueError(
            f"{script.name}: 제목과 소개 문단은 카드와 검색 결과에도 그대로 나오므로 "
            f"역할이나 코드를 넣을 수 없습니다: {text}"
        )
    return title, text


def card(
    docname: str, title: str, text: str, image: str | None, length: list[nodes.Node]
) -> nodes.container:
    box = nodes.container(classes=["page-card"])
    if image:
        for mode in ("light", "dark"):
            name = image if mode == "light" else image.replace(".svg", "_dark.svg")
            # 제목이 곁에 있으므로 장식입니다: 빈 대체 텍스트로 낭독기가 건너뜁니다.
            box += nodes.image(uri=name, alt="", classes=[f"only-{mode}"], loading="lazy")
    heading = nodes.paragraph(classes=["page-card-title"])
    link = addnodes.pending_xref(
        "",
        nodes.inline("", title),
        refdomain="std",
        reftype="doc",
        reftarget="/" + docname,
        refexplicit=True,
        refwarn=True,
    )
    heading += link
    box += heading
    box += nodes.paragraph("", text)
    box += nodes.paragraph("", "", *length, classes=["page-card-time"])
    return box


class PageCards(SphinxDirective):
    """이 장의 쪽들."""

    def run(self) -> list[nodes.Node]:
        folder = Path(self.env.srcdir, self.env.docname).parent
        box = nodes.container(classes=["page-cards"])
        for script in page_scripts(folder):
            self.env.note_dependency(str(script))
            title, text = headline(script)
            image = _image(script, Path(self.env.srcdir))
            docname = script.with_suffix("").relative_to(self.env.srcdir).as_posix()
            box += card(
                docname,
                title,
                text,
                image,
                [nodes.Text("읽는 데 "), *_about(_minutes(self.env, [script]))],
            )
        return [box]


class ChapterCards(SphinxDirective):
    """모든 장."""

    def run(self) -> list[nodes.Node]:
        folder = Path(self.env.srcdir, self.env.docname).parent
        box = nodes.container(classes=["page-cards"])
        for index in sorted(folder.glob("*/index.rst")):
            self.env.note_dependency(str(index))
            lines = index.read_text(encoding="utf-8").split("\n\n")
            title, text = lines[1].splitlines()[0], " ".join(lines[2].split())
            docname = index.with_suffix("").relative_to(self.env.srcdir).as_posix()
            scripts = page_scripts(index.parent)
            drawn = [
                image for script in scripts if (image := _image(script, Path(self.env.srcdir)))
            ]
            image = drawn[-1] if drawn else None
            count = [nodes.Text("쪽 "), reading_time.computed(len(scripts)), nodes.Text("개 · ")]
            length = [*count, *_about(_minutes(self.env, scripts))]
            box += card(docname, title, text, image, length)
        return [box]


def _minutes(env: BuildEnvironment, copies: list[Path]) -> int:
    """갤러리에 놓인 스크립트들을 읽는 시간. 값을 채우기 전의 글에서 셉니다."""
    total = 0
    for copy in copies:
        name = copy.with_suffix("").relative_to(env.srcdir).as_posix()
        script = script_of(Path(env.srcdir), name)
        if script is None:
            raise ValueError(f"{name}: examples/ 에 이 쪽의 스크립트가 없습니다")
        env.note_dependency(str(script))
        total += reading_time.read(script).minutes
    return total


def _about(minutes: int) -> list[nodes.Node]:
    return [nodes.Text("약 "), reading_time.computed(reading_time.duration(minutes))]


def _image(script: Path, srcdir: Path) -> str | None:
    """쪽의 첫 그림. 그림이 없으면 None."""
    images = sorted(script.parent.glob(f"images/sphx_glr_{script.stem}_[0-9][0-9][0-9].svg"))
    return f"/{images[0].relative_to(srcdir).as_posix()}" if images else None


def describe(app: Sphinx, pagename: str, template: str, context: Any, doctree: Any) -> None:
    """쪽의 첫 문단을 검색 결과와 공유 카드가 쓰는 설명(meta description)으로 알립니다."""
    script = Path(app.srcdir, pagename + ".py")
    if 'name="description"' in (context.get("metatags") or ""):
        context["page_description"] = None
    elif script.exists():
        context["page_description"] = headline(script)[1]
    elif doctree is not None and (first := doctree.next_node(nodes.paragraph)) is not None:
        context["page_description"] = " ".join(first.astext().split())[:160]


def setup(app: Sphinx) -> dict[str, Any]:
    app.connect("html-page-context", describe)
    app.add_directive("page-cards", PageCards)
    app.add_directive("chapter-cards", ChapterCards)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
