"""무엇을 먼저 보아야 하는지: 장의 차례는 chapters.toml 에서, 쪽의 차례는 쪽에서 읽습니다.

쪽은 머리말의 ``- **필요한 것**`` 에 먼저 볼 쪽을 링크(:doc:, :ref:)로 적습니다. 그 링크가 곧 쪽과
쪽 사이의 화살표이고, 따로 적어 두는 목록은 없습니다. 장의 차례로 가는 링크는 그 장의 모든 쪽입니다.
쪽을 적지 않은 쪽은 그 장이 필요로 하는 장만 필요합니다.

쪽마다 제목 아래에 한 줄을 적습니다: 읽는 데 약 …분 · 먼저 볼 쪽: …
"""

from __future__ import annotations

import ast
import posixpath
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from heapq import heappop, heappush
from pathlib import Path
from typing import Any

import reading_time
from chapters import headline
from docutils import nodes
from page_scripts import GALLERY, docname_of, page_scripts, script_of
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util import logging

logger = logging.getLogger(__name__)
NEEDED = re.compile(r"^- \*\*필요한 것\*\*(?P<text>.*?)(?=^\S|\Z)", re.M | re.S)
LINK = re.compile(r":(?P<role>doc|ref):`(?:[^`<]*<(?P<inside>[^`>]+)>|(?P<bare>[^`<>]+))`")
LABEL = re.compile(r"^(?:# )?\.\. _(?P<name>[\w-]+):\s*$", re.M)


@dataclass(frozen=True)
class Chapter:
    """장 하나. ``docname`` 은 볼 수 있는 장의 차례이고, 준비 중이면 빈 글자입니다."""

    number: str
    folder: str
    title: str
    learns: str
    needs: tuple[str, ...]
    docname: str


@dataclass(frozen=True)
class Page:
    """쪽 하나. ``named`` 는 필요한 것에 적은 링크들, ``needs`` 는 그것이 뜻하는 쪽들입니다."""

    docname: str
    title: str
    chapter: str
    minutes: int
    named: tuple[str, ...]
    needs: tuple[str, ...]


# ── 파일에서 읽기 ────────────────────────────────────────────────────────────


def chapters(docs: Path, found: Collection[str]) -> list[Chapter]:
    """chapters.toml 을 번호 차례로 읽습니다. 모르는 장을 먼저 보라고 하면 ValueError 입니다."""
    table = tomllib.loads((docs / "chapters.toml").read_text(encoding="utf-8"))
    for number, row in table.items():
        for need in row["needs"]:
            if need not in table or need >= number:
                raise ValueError(f"chapters.toml: {number}장보다 먼저 볼 {need}장이 앞에 없습니다.")
    return [
        Chapter(
            *(number, row["folder"], row["title"], row["learns"], tuple(row["needs"])),
            docname=index if (index := f"{GALLERY}/{row['folder']}/index") in found else "",
        )
        for number, row in sorted(table.items())
    ]


def pages(docs: Path, found: Collection[str]) -> list[Page]:
    """만들어진 갤러리 쪽을 파일 이름의 차례로. 없는 쪽이 필요하다고 적었으면 ValueError 입니다."""
    numbers = {chapter.folder: chapter.number for chapter in chapters(docs, found)}
    scripts = {docname_of(script): script for script in page_scripts(docs.parent / "examples")}
    notes = {name: note(path) for name, path in scripts.items() if name in found}
    labels = {label: name for name, written in notes.items() for label in written.labels}
    made = []
    for docname, written in notes.items():
        folder, name = docname.split("/")[1:]
        if folder not in numbers:
            raise ValueError(f"chapters.toml 에 '{folder}' 폴더의 장이 없습니다.")
        named = linked(written.needs, docname, labels)
        needs: dict[str, None] = {}
        for target in named:
            folder_of, _, last = target.rpartition("/")
            meant = [page for page in notes if page == target]
            if last == "index":
                meant = [page for page in notes if page.startswith(f"{folder_of}/")]
            if not meant:
                raise ValueError(
                    f"{folder}/{name}.py: 필요한 것에 적은 '{target}' 은(는) 없는 쪽입니다. "
                    "examples/ 에 있는 쪽의 이름으로 고쳐 주세요."
                )
            needs |= dict.fromkeys(page for page in meant if page != docname)
        about = (docname, written.title, numbers[folder], written.minutes)
        made.append(Page(*about, named, tuple(needs)))
    return made


@dataclass(frozen=True)
class Note:
    """스크립트에서 읽은 것. ``needs`` 는 필요한 것의 글 그대로입니다."""

    title: str
    minutes: int
    needs: str
    labels: tuple[str, ...]


def note(script: Path) -> Note:
    return _note(script, script.stat().st_mtime_ns)


@cache
def _note(script: Path, changed: int) -> Note:
    """쪽마다 모든 쪽을 보므로, 바뀌지 않은 파일은 다시 읽지 않습니다."""
    text = script.read_text(encoding="utf-8")
    bullet = NEEDED.search(ast.get_docstring(ast.parse(text)) or "")
    if bullet is None:
        raise ValueError(f"{script.parent.name}/{script.name}: 머리말에 '필요한 것' 이 없습니다.")
    labels = tuple(label["name"] for label in LABEL.finditer(text))
    minutes = reading_time.read(script).minutes
    return Note(headline(script)[0], minutes, bullet["text"], labels)


def linked(text: str, docname: str, labels: Mapping[str, str]) -> tuple[str, ...]:
    """글이 링크로 가리키는 갤러리의 쪽들을 적은 차례로.

    갤러리가 아닌 곳(표기법, 용어집)의 링크는 쪽의 차례와 상관이 없고, 없는 이름표는 Sphinx 가
    알립니다.
    """
    found = {}
    for link in LINK.finditer(text):
        target = (link["inside"] or link["bare"]).strip()
        if link["role"] == "ref":
            target = labels.get(target, "")
        else:
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(docname), target))[1:]
        if target.startswith(f"{GALLERY}/") and target != docname:
            found[target] = None
    return tuple(found)


# ── 차례 ─────────────────────────────────────────────────────────────────────


def prerequisites(pages: Sequence[Page], table: Sequence[Chapter]) -> dict[str, tuple[str, ...]]:
    """쪽마다 먼저 볼 쪽들. 쪽을 적지 않았으면 그 장이 필요로 하는 장의 모든 쪽입니다."""
    needs = {chapter.number: chapter.needs for chapter in table}
    return {
        page.docname: page.needs
        or tuple(other.docname for other in pages if other.chapter in needs[page.chapter])
        for page in pages
    }


def ordered(pages: Sequence[Page], table: Sequence[Chapter]) -> list[Page]:
    """먼저 볼 쪽이 늘 앞에 오도록, 되도록 파일의 차례대로. 돌고 돌면 ValueError 입니다."""
    places = {page.docname: place for place, page in enumerate(pages)}
    sorter = TopologicalSorter(prerequisites(pages, table))
    try:
        sorter.prepare()
    except CycleError as error:
        circle = " → ".join(name.removeprefix(f"{GALLERY}/") for name in reversed(error.args[1]))
        raise ValueError(
            f"쪽들이 서로를 먼저 보라고 합니다: {circle}. "
            "한 쪽의 '필요한 것' 에서 링크를 빼 주세요."
        ) from error
    ready: list[int] = []
    found = []
    while sorter.is_active():
        for docname in sorter.get_ready():
            heappush(ready, places[docname])
        found.append(pages[heappop(ready)])
        sorter.done(found[-1].docname)
    return found


def ancestors(docname: str, direct: Mapping[str, Iterable[str]]) -> set[str]:
    """건너 건너 먼저 보아야 하는 모든 쪽."""
    found: set[str] = set()
    todo = [docname]
    while todo:
        fresh = set(direct[todo.pop()]) - found
        found |= fresh
        todo.extend(fresh)
    return found


# ── 쪽의 맨 위에 적기 ────────────────────────────────────────────────────────


def link(docname: str, refdoc: str, text: str = "") -> nodes.Element:
    """다른 쪽으로 가는 링크. 글을 적지 않으면 그 쪽의 제목입니다."""
    return addnodes.pending_xref(
        "",
        nodes.inline("", text or docname),
        refdomain="std",
        reftype="doc",
        reftarget=f"/{docname}",
        refdoc=refdoc,
        refexplicit=bool(text),
        refwarn=True,
    )


def announce(app: Sphinx, doctree: nodes.document) -> None:
    """제목 아래에 읽는 시간과 먼저 볼 쪽을 적습니다."""
    docs, docname = Path(app.srcdir), app.env.current_document.docname
    script = script_of(docs, docname)
    if script is None:
        return
    try:
        everything = pages(docs, app.env.found_docs)
        table = {chapter.number: chapter for chapter in chapters(docs, app.env.found_docs)}
    except ValueError as error:
        logger.warning("먼저 볼 쪽을 적지 못했습니다: %s", error, location=docname)
        return
    here = next(page for page in everything if page.docname == docname)
    kind, targets = "쪽", list(here.named)
    if not targets:
        app.env.note_dependency(str(docs / "chapters.toml"))
        needs = [table[number].docname for number in table[here.chapter].needs]
        kind, targets = "장", [index for index in needs if index]
    line = nodes.paragraph("", "읽는 데 약 ", classes=["reading-line"])
    line += [reading_time.computed(reading_time.duration(here.minutes))]
    if targets:
        line += nodes.Text(f" · 먼저 볼 {kind}: ")
        line += [part for name in targets for part in (nodes.Text(", "), link(name, docname))][1:]
    title = doctree.next_node(nodes.title)
    if title is not None:
        title.parent.insert(title.parent.index(title) + 1, line)


def setup(app: Sphinx) -> dict[str, Any]:
    app.connect("doctree-read", announce, priority=430)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
