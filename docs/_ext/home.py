"""처음 쪽이 보여 주는 것: 모든 장의 띠와, 사이트의 글에서 센 수.

    ```{chapter-strip}
    ```
    {counted}`values`     쪽들의 문장에 계산해 넣은 수의 개수
    {counted}`errata`     바로잡은 말의 개수

장의 제목과 한 줄 소개는 chapters.toml 에서, 그림은 그 장의 쪽이 실제로 그린 것에서 가져옵니다.
어느 그림인지 ``cover = "plot_04_two_valleys_002"`` 로 고르고, 적지 않으면 마지막 쪽의
첫 그림입니다.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

import learning_graph
from docutils import nodes
from figures import LENGTH, page_image
from learning_graph import Chapter
from page_scripts import is_executed, page_scripts
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective, SphinxRole

GALLERY = "auto_examples"
VALUE = re.compile(r"(?<!`):val:`[^`]")
ENTRY = re.compile(r"^\(errata-e\d+\)=$", re.M)


# ── 파일에서 세고 고르기 ─────────────────────────────────────────────────────


def values(docs: Path, found: Collection[str]) -> int:
    """만들어진 쪽들의 문장에 계산해 넣은 수."""
    scripts = page_scripts(docs.parent / "examples")
    made = [
        script
        for script in scripts
        if f"{GALLERY}/{script.parent.name}/{script.stem}" in found and is_executed(script)
    ]
    return sum(len(VALUE.findall(script.read_text(encoding="utf-8"))) for script in made)


def errata(docs: Path, found: Collection[str]) -> int:
    """바로잡기에 있는 항목."""
    pages = [path for path in (docs / "errata").glob("*.md") if f"errata/{path.stem}" in found]
    return sum(len(ENTRY.findall(page.read_text(encoding="utf-8"))) for page in pages)


COUNTED = {"values": values, "errata": errata}


def cover(docs: Path, chapter: Chapter) -> Path | None:
    """장을 대표하는 그림: 고른 그림, 없으면 마지막 쪽의 첫 그림."""
    drawn = _drawn(docs, chapter, "*_001")
    chosen = _drawn(docs, chapter, _chosen(docs, chapter) or "?")
    return next(iter([*chosen, *reversed(drawn)]), None)


def check_cover(docs: Path, chapter: Chapter) -> None:
    """고른 그림이 있는지. 쪽을 실행하지 않는 미리 보기에는 그림이 하나도 없습니다."""
    chosen = _chosen(docs, chapter)
    if chosen and _drawn(docs, chapter, "*") and not _drawn(docs, chapter, chosen):
        raise ValueError(f"chapters.toml: {chapter.number}장의 cover '{chosen}' 이(가) 없습니다")


def _chosen(docs: Path, chapter: Chapter) -> str:
    table = tomllib.loads((docs / "chapters.toml").read_text(encoding="utf-8"))
    return table[chapter.number].get("cover", "")


def _drawn(docs: Path, chapter: Chapter, name: str) -> list[Path]:
    return sorted((docs / GALLERY / chapter.folder / "images").glob(f"sphx_glr_{name}.svg"))


def fingerprint(docs: Path, found: Collection[str]) -> str:
    """처음 쪽이 보여 주는 것의 지문. 달라지면 그 쪽을 다시 읽습니다."""
    strip = [(chapter, cover(docs, chapter)) for chapter in learning_graph.chapters(docs, found)]
    counts = [count(docs, found) for count in COUNTED.values()]
    return hashlib.sha256(repr((strip, counts)).encode()).hexdigest()


def note(env: BuildEnvironment) -> None:
    env.metadata[env.docname]["home"] = fingerprint(Path(env.srcdir), env.found_docs)


# ── 글에 넣기 ────────────────────────────────────────────────────────────────


class Counted(SphinxRole):
    """{counted}`values`"""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        note(self.env)
        number = COUNTED[self.text](Path(self.env.srcdir), self.env.found_docs)
        return [nodes.inline(self.rawtext, f"{number:,}", classes=["value"])], []


class ChapterStrip(SphinxDirective):
    """모든 장: 그림, 번호와 제목, 한 줄 소개."""

    def run(self) -> list[nodes.Node]:
        docs = Path(self.env.srcdir)
        try:
            note(self.env)
            table = learning_graph.chapters(docs, self.env.found_docs)
            for chapter in table:
                check_cover(docs, chapter)
            items = [self.item(chapter, cover(docs, chapter)) for chapter in table]
        except (OSError, KeyError, ValueError) as error:
            raise self.error(f"장의 띠를 만들지 못했습니다: {error}") from error
        return [nodes.bullet_list("", *items, classes=["chapter-strip"])]

    def item(self, chapter: Chapter, image: Path | None) -> nodes.list_item:
        box = nodes.container(classes=["chapter-strip-figure"])
        if image and chapter.docname:
            box += [self.image(path, mode) for path, mode in _pair(image)]
        number = nodes.inline("", f"{chapter.number}장", classes=["name"])
        title: nodes.Node = nodes.Text(chapter.title)
        if chapter.docname:
            title = learning_graph.link(chapter.docname, self.env.docname, chapter.title)
        state = [] if chapter.docname else [nodes.Text(" · 준비 중")]
        head = nodes.paragraph("", "", number, nodes.Text(" "), title, *state)
        head["classes"].append("chapter-strip-title")
        text = nodes.container(classes=["chapter-strip-text"])
        text += [head, nodes.paragraph("", chapter.learns)]
        return nodes.list_item("", box, text)

    def image(self, path: Path, mode: str) -> page_image:
        """크기를 적어 자리를 잡아 두고, 보일 때 받습니다. 제목이 곁에 있으므로 장식입니다."""
        svg = path.read_text(encoding="utf-8")[:2000]
        size = [
            round(float(found[1]) * 4 / 3)
            for name in ("width", "height")
            if (found := re.search(LENGTH.format(name), svg))
        ]
        uri = f"/{path.relative_to(self.env.srcdir).as_posix()}"
        return page_image("", uri=uri, alt="", classes=[f"only-{mode}"], values="", size=size)


def _pair(image: Path) -> list[tuple[Path, str]]:
    return [(image, "light"), (image.with_stem(f"{image.stem}_dark"), "dark")]


def outdated(app: Sphinx, env: BuildEnvironment, *_: Any) -> list[str]:
    """센 것이나 장의 띠가 달라진 쪽을 다시 읽게 합니다."""
    pages = [name for name, data in env.metadata.items() if "home" in data]
    now = fingerprint(Path(env.srcdir), env.found_docs) if pages else ""
    return [name for name in pages if env.metadata[name]["home"] != now]


def add_assets(app: Sphinx, pagename: str, template: str, context: Any, doctree: Any) -> None:
    if pagename == app.config.root_doc:
        app.add_css_file("home.css", priority=900)


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_role("counted", Counted())
    app.add_directive("chapter-strip", ChapterStrip)
    app.connect("env-get-outdated", outdated)
    app.connect("html-page-context", add_assets)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
