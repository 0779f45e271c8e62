"""배움 지도: 쪽의 그림, 배움의 길, 장의 표, 그리고 개념 → 쪽 → 모듈 → 시험의 표.

모두 빌드할 때 파일에서 읽어 만듭니다. 장은 docs/chapters.toml, 길은 docs/routes.toml, 개념은
docs/terms.csv, 먼저 볼 쪽과 읽는 시간과 모듈은 쪽의 스크립트, 시험은 파일 이름에서 옵니다. 그래서
쪽이나 모듈이 늘면 지도가 스스로 바뀝니다.

    ```{page-map}
    ```
    ```{learning-routes}
    ```
    ```{chapter-table}
    ```
    ```{concept-table}
    ```
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import routes
import termbase
from docutils import nodes
from learning_graph import chapters, pages
from page_scripts import docname_of, page_scripts
from pagemap import SHAPES, drawing
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective
from stale import imports


@dataclass(frozen=True)
class Lesson:
    """쪽 하나와, 그 쪽이 가르치는 용어, 가져오는 모듈, 모듈을 시험하는 파일."""

    docname: str
    terms: tuple[str, ...]
    modules: tuple[str, ...]
    tests: tuple[str, ...]


# ── 파일에서 읽기 ────────────────────────────────────────────────────────────


def lessons(docs: Path, found: Collection[str]) -> Iterator[Lesson]:
    """만들어진 갤러리 쪽을 파일 이름 차례로."""
    terms = termbase.read(docs / "terms.csv")
    for script in page_scripts(docs.parent / "examples"):
        docname = docname_of(script)
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
    table, everything = chapters(docs, found), pages(docs, found)
    ways = routes.read(docs, everything, table)
    everything = repr((table, everything, ways, list(lessons(docs, found))))
    return hashlib.sha256(everything.encode()).hexdigest()


# ── 그림 ─────────────────────────────────────────────────────────────────────


class page_map(nodes.General, nodes.Element):  # noqa: N801  docutils 의 이름 짓기를 따릅니다
    """쓸 때 그림이 되는 자리. 링크의 주소는 쓸 때에만 알 수 있습니다."""


def write_map(translator: Any, node: page_map) -> None:
    uri, here = translator.builder.get_relative_uri, node["docname"]
    known = [item.docname for item in (*node["chapters"], *node["pages"]) if item.docname]
    addresses = {name: uri(here, name) for name in known}
    drawings = [drawing(node["chapters"], node["pages"], addresses, shape) for shape in SHAPES]
    translator.body.append(f'<div class="page-map">{"".join(drawings)}</div>\n')
    raise nodes.SkipNode


def skip_map(translator: Any, node: page_map) -> None:
    raise nodes.SkipNode  # 같은 내용이 표와 길에 있습니다


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


class PageMap(FromFiles):
    def build(self, docs: Path) -> nodes.Element:
        found, here = self.env.found_docs, self.env.current_document.docname
        return page_map("", chapters=chapters(docs, found), pages=pages(docs, found), docname=here)


class LearningRoutes(FromFiles):
    def build(self, docs: Path) -> nodes.Element:
        found = self.env.found_docs
        ways = routes.read(docs, pages(docs, found), chapters(docs, found))
        return routes.shown(ways, self.env.current_document.docname)


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


def controls(app: Sphinx, page: str, template: str, context: Any, doctree: Any) -> None:
    """그림이 있는 쪽에만 그림을 다루는 스크립트를 싣습니다."""
    if doctree is not None and doctree.next_node(page_map) is not None:
        app.add_js_file("map.js", defer="defer")


def setup(app: Sphinx) -> dict[str, Any]:
    others = dict.fromkeys(("latex", "text", "man", "texinfo"), (skip_map, None))
    app.add_node(page_map, html=(write_map, None), **others)
    app.add_directive("page-map", PageMap)
    app.add_directive("learning-routes", LearningRoutes)
    app.add_directive("chapter-table", ChapterTable)
    app.add_directive("concept-table", ConceptTable)
    app.connect("env-get-outdated", outdated)
    app.connect("html-page-context", controls)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
