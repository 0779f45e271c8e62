"""배움 지도: 장의 그림과 표, 그리고 개념 → 쪽 → 모듈 → 시험의 표.

모두 빌드할 때 파일에서 읽어 만듭니다. 장은 docs/chapters.toml, 개념은 docs/terms.csv, 모듈은 쪽의
import, 시험은 파일 이름에서 옵니다. 그래서 쪽이나 모듈이 늘면 지도가 스스로 바뀝니다.

    ```{chapter-map}
    ```
    ```{chapter-table}
    ```
    ```{concept-table}
    ```
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import termbase
from docutils import nodes
from page_scripts import page_scripts
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective
from stale import imports

GALLERY = "auto_examples"
BOX, GAP, WIDTH = (236, 84), (48, 46), 520


@dataclass(frozen=True)
class Chapter:
    """장 하나. ``docname`` 은 볼 수 있는 장의 차례이고, 준비 중이면 빈 글자입니다."""

    number: str
    title: str
    learns: str
    needs: tuple[str, ...]
    docname: str


@dataclass(frozen=True)
class Lesson:
    """쪽 하나와, 그 쪽이 가르치는 용어, 가져오는 모듈, 모듈을 시험하는 파일."""

    docname: str
    terms: tuple[str, ...]
    modules: tuple[str, ...]
    tests: tuple[str, ...]


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
            *(number, row["title"], row["learns"], tuple(row["needs"])),
            docname=index if (index := f"{GALLERY}/{row['folder']}/index") in found else "",
        )
        for number, row in sorted(table.items())
    ]


def lessons(docs: Path, found: Collection[str]) -> Iterator[Lesson]:
    """만들어진 갤러리 쪽을 파일 이름 차례로."""
    terms = termbase.read(docs / "terms.csv")
    for script in page_scripts(docs.parent / "examples"):
        docname = f"{GALLERY}/{script.parent.name}/{script.stem}"
        if docname in found:
            taught = tuple(term.ko for term in terms if term.page == docname)
            modules = sorted({name for name in map(_module(docs.parent), imports(script)) if name})
            own = docs.parent / "tests" / f"test_{script.stem}.py"  # 실행하지 않는 쪽의 시험
            tests = dict.fromkeys([f"tests/{own.name}"] if own.is_file() else [])
            tests |= dict.fromkeys(path for name in modules for path in _tests(docs.parent, name))
            yield Lesson(docname, taught, tuple(modules), tuple(tests))


def _module(root: Path) -> Any:
    """점 이름(dlconcepts.viz.descent.plot_contour)에서 파일이 있는 모듈까지만 남기는 함수."""

    def shorten(name: str) -> str:
        parts = name.split(".")
        while len(parts) > 1 and parts[0] == "dlconcepts":
            path = root.joinpath("src", *parts)
            if path.with_suffix(".py").is_file() or (path / "__init__.py").is_file():
                return ".".join(parts)
            parts.pop()
        return ""

    return shorten


def _tests(root: Path, module: str) -> list[str]:
    """모듈의 이름이 붙은 시험: dlconcepts.viz.curve 는 test_viz_curve.py, 없으면 test_viz.py."""
    parts = module.split(".")[1:]
    while parts:
        found = sorted((root / "tests").rglob(f"test_{'_'.join(parts)}.py"))
        if found:
            return [path.relative_to(root).as_posix() for path in found]
        parts.pop()
    return []


def fingerprint(docs: Path, found: Collection[str]) -> str:
    """지도에 나오는 모든 것의 지문. 지문이 달라지면 지도를 다시 만듭니다."""
    everything = repr((chapters(docs, found), list(lessons(docs, found))))
    return hashlib.sha256(everything.encode()).hexdigest()


# ── 그림 ─────────────────────────────────────────────────────────────────────


def layout(table: Sequence[Chapter]) -> dict[str, tuple[int, int]]:
    """번호마다 상자의 왼쪽 위 자리. 먼저 볼 장은 늘 더 위에 있고, 한 줄에 둘까지 놓습니다."""
    depth: dict[str, int] = {}
    for chapter in table:
        depth[chapter.number] = max((depth[need] + 1 for need in chapter.needs), default=0)
    rows: list[list[str]] = []
    for level in sorted(set(depth.values())):
        here = [number for number in depth if depth[number] == level]
        rows += [here[start : start + 2] for start in range(0, len(here), 2)]
    places = {}
    for row, numbers in enumerate(rows):
        left = (WIDTH - len(numbers) * BOX[0] - (len(numbers) - 1) * GAP[0]) // 2
        for column, number in enumerate(numbers):
            places[number] = (left + column * (BOX[0] + GAP[0]), 2 + row * (BOX[1] + GAP[1]))
    return places


def arrow(start: tuple[int, int], end: tuple[int, int]) -> str:
    """상자 아래 가운데에서 다음 상자 위 가운데로 가는 화살표."""
    x1, y1, x2, y2 = start[0] + BOX[0] // 2, start[1] + BOX[1], end[0] + BOX[0] // 2, end[1]
    bend = GAP[1] // 2
    curve = f"M{x1} {y1}C{x1} {y1 + bend} {x2} {y1 + bend} {x2} {y1 + GAP[1] - 8}V{y2 - 8}"
    head = f"M{x2 - 6} {y2 - 9}L{x2} {y2 - 1}L{x2 + 6} {y2 - 9}Z"
    return (
        f'<path d="{curve}" fill="none" stroke="currentColor" stroke-width="2" opacity="0.6"/>'
        f'<path d="{head}" fill="currentColor" opacity="0.6"/>'
    )


def box(chapter: Chapter, place: tuple[int, int], address: str) -> str:
    """장 하나의 상자. 볼 수 있는 장은 실선과 링크, 준비 중인 장은 점선입니다."""
    x, y = place[0] + BOX[0] / 2, place[1]
    edge = "stroke:var(--pst-color-primary,currentColor);stroke-width:3"
    if not address:
        edge = "stroke:currentColor;stroke-width:1.5;stroke-dasharray:6 5;stroke-opacity:.7"
    state = f"{chapter.number}장" + ("" if address else " · 준비 중")
    drawn = (
        f'<rect x="{place[0] + 2}" y="{y}" width="{BOX[0] - 4}" height="{BOX[1]}" rx="12" '
        f'style="fill:var(--pst-color-surface,none);{edge}"/>'
        f'<text x="{x:.0f}" y="{y + 32}" font-size="17" fill="currentColor">{state}</text>'
        f'<text x="{x:.0f}" y="{y + 62}" font-size="21" font-weight="600" '
        f'fill="currentColor">{escape(chapter.title)}</text>'
    )
    return f'<a href="{escape(address)}">{drawn}</a>' if address else f"<g>{drawn}</g>"


def drawing(table: Sequence[Chapter], addresses: dict[str, str]) -> str:
    """장의 지도를 SVG 로. 색은 글자색과 테마의 변수를 따르므로 어두운 화면에서도 그대로입니다."""
    places = layout(table)
    height = max(y for _, y in places.values()) + BOX[1] + 4
    ready = ", ".join(chapter.title for chapter in table if addresses.get(chapter.number))
    arrows = [
        arrow(places[need], places[chapter.number]) for chapter in table for need in chapter.needs
    ]
    boxes = [box(ch, places[ch.number], addresses.get(ch.number, "")) for ch in table]
    return (
        f'<div class="chapter-map"><svg viewBox="0 0 {WIDTH} {height}" role="group" '
        'xmlns="http://www.w3.org/2000/svg" '
        'aria-labelledby="chapter-map-title" aria-describedby="chapter-map-desc" '
        'text-anchor="middle" font-family="inherit" '
        'style="display:block;width:100%;max-width:34rem;height:auto;margin:1.5rem auto">'
        '<title id="chapter-map-title">장의 지도</title>'
        '<desc id="chapter-map-desc">장을 상자로, 먼저 볼 장에서 다음 장으로 가는 길을 화살표로 '
        f"나타냈습니다. 지금 볼 수 있는 장은 {escape(ready) or '아직 없습니다'}. "
        "같은 내용을 아래 표에 글로 적었습니다.</desc>"
        f"{''.join(arrows)}{''.join(boxes)}</svg></div>\n"
    )


class chapter_map(nodes.General, nodes.Element):  # noqa: N801  docutils 의 이름 짓기를 따릅니다
    """쓸 때 그림이 되는 자리. 링크의 주소는 쓸 때에만 알 수 있습니다."""


def write_map(translator: Any, node: chapter_map) -> None:
    uri, here = translator.builder.get_relative_uri, node["docname"]
    table: list[Chapter] = node["chapters"]
    addresses = {ch.number: uri(here, ch.docname) for ch in table if ch.docname}
    translator.body.append(drawing(table, addresses))
    raise nodes.SkipNode


def skip_map(translator: Any, node: chapter_map) -> None:
    raise nodes.SkipNode  # 같은 내용이 표에 있습니다


# ── 지시어 ───────────────────────────────────────────────────────────────────


class FromFiles(SphinxDirective):
    """파일에서 읽는 지시어. 쪽에 지문을 남겨, 파일이 바뀌면 그 쪽을 다시 읽게 합니다."""

    def run(self) -> list[nodes.Node]:
        docname, docs = self.env.current_document.docname, Path(self.env.srcdir)
        try:
            self.env.metadata[docname]["conceptmap"] = fingerprint(docs, self.env.found_docs)
            return [self.build(docs)]
        except (OSError, KeyError, ValueError) as error:
            raise self.error(f"지도를 만들지 못했습니다: {error}") from error

    def build(self, docs: Path) -> nodes.Element:
        raise NotImplementedError

    def link(self, kind: str, target: str, text: str = "") -> nodes.Element:
        return addnodes.pending_xref(
            "",
            nodes.inline("", text or target),
            refdomain="std",
            reftype=kind,
            reftarget=target,
            refdoc=self.env.current_document.docname,
            refexplicit=bool(text),
            refwarn=True,
        )

    def table(self, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> nodes.table:
        group = nodes.tgroup(cols=len(names))
        group += [nodes.colspec(colwidth=1) for _ in names]
        head, body = nodes.thead(), nodes.tbody()
        head += _row([[[nodes.Text(name)]] for name in names])
        body += [_row(row) for row in rows]
        group += [head, body]
        return nodes.table("", group, classes=["wrap"])


def _row(cells: Sequence[Sequence[Sequence[nodes.Node]]]) -> nodes.row:
    """칸은 문단의 목록, 문단은 노드의 목록입니다."""
    return nodes.row(
        "", *(nodes.entry("", *(nodes.paragraph("", "", *line) for line in cell)) for cell in cells)
    )


def _listed(items: Sequence[nodes.Node]) -> list[nodes.Node]:
    """사이에 쉼표를 넣습니다. 아무것도 없으면 줄표입니다."""
    listed = [part for item in items for part in (nodes.Text(", "), item)][1:]
    return listed or [nodes.Text("–")]


class ChapterMap(FromFiles):
    def build(self, docs: Path) -> nodes.Element:
        table = chapters(docs, self.env.found_docs)
        return chapter_map("", chapters=table, docname=self.env.current_document.docname)


class ChapterTable(FromFiles):
    def build(self, docs: Path) -> nodes.Element:
        table = chapters(docs, self.env.found_docs)
        titles = {chapter.number: chapter.title for chapter in table}
        rows = []
        for chapter in table:
            number = nodes.inline("", f"{chapter.number}장", classes=["name"])
            title: nodes.Node = nodes.Text(chapter.title)
            state = " · 준비 중"
            if chapter.docname:
                title, state = self.link("doc", f"/{chapter.docname}", chapter.title), ""
            needs = _listed([nodes.Text(titles[need]) for need in chapter.needs])
            first = [[number, nodes.Text(state)], [title]]
            rows.append((first, [[nodes.Text(chapter.learns)]], [needs]))
        return self.table(("장", "배우는 것", "먼저 볼 장"), rows)


class ConceptTable(FromFiles):
    def build(self, docs: Path) -> nodes.Element:
        rows = [
            (
                [_listed([self.link("term", name) for name in lesson.terms])],
                [[self.link("doc", f"/{lesson.docname}")]],
                [_listed([self.module(name) for name in lesson.modules])],
                [_listed([self.test(path) for path in lesson.tests])],
            )
            for lesson in lessons(docs, self.env.found_docs)
        ]
        return self.table(("개념", "쪽", "모듈", "시험"), rows)

    def module(self, name: str) -> nodes.Node:
        page = f"api/{name.split('.')[1]}"
        if page not in self.env.found_docs:
            return nodes.literal(name, name)
        return self.link("doc", f"/{page}", name)

    def test(self, path: str) -> nodes.Node:
        shown = nodes.literal(path, path.rpartition("/")[2])
        repository = getattr(self.config, "dlconcepts_project", {}).get("repository")
        if not repository:
            return shown
        return nodes.reference(
            "", "", shown, refuri=f"https://github.com/{repository}/blob/main/{path}"
        )


def outdated(app: Sphinx, env: BuildEnvironment, *_: Any) -> list[str]:
    """지문이 달라진 지도를 다시 읽게 합니다."""
    maps = [name for name, data in env.metadata.items() if "conceptmap" in data]
    if not maps:
        return []
    now = fingerprint(Path(env.srcdir), env.found_docs)
    return [name for name in maps if env.metadata[name]["conceptmap"] != now]


def setup(app: Sphinx) -> dict[str, Any]:
    others = dict.fromkeys(("latex", "text", "man", "texinfo"), (skip_map, None))
    app.add_node(chapter_map, html=(write_map, None), **others)
    app.add_directive("chapter-map", ChapterMap)
    app.add_directive("chapter-table", ChapterTable)
    app.add_directive("concept-table", ConceptTable)
    app.connect("env-get-outdated", outdated)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
