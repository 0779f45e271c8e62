"""본문의 용어 링크에 풀이 카드를 답니다. 용어표는 용어집의 ``terms`` 지시어가 알려 줍니다.

글쓴이는 :term:`경사 하강법` 이라고만 적습니다. 쪽에서 처음 나온 것만 링크로 남고 그다음부터는 글만
남으므로, 글의 차례를 바꾸어도 첫 자리에 링크가 있습니다. 링크에는 카드에 쓸 것을 적어 둡니다::

    <a class="… term-link" href="…glossary.html#term-x" data-ko="…" data-en="…"
       data-definition="…" data-page="…" data-page-title="…">

카드는 ``term-card.js`` 가 이 자료로 만들고, 자바스크립트가 없으면 용어집으로 가는 보통 링크입니다.
용어표나 가르치는 쪽의 제목이 바뀌면 그 용어를 쓰는 쪽을 다시 씁니다(다시 실행하지는 않습니다).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import ReferencesResolver, SphinxPostTransform

TERMS, USED = "glossary_terms", "uses_terms"  # env.metadata 에 적는 이름: Sphinx 가 모아 줍니다


def cards(env: BuildEnvironment) -> dict[str, dict[str, str]]:
    """용어의 자리(term-x)마다 카드에 쓸 글."""
    found: dict[str, dict[str, str]] = {}
    for data in env.metadata.values():
        for anchor, card in data.get(TERMS, {}).items():
            title = env.titles.get(card["page"])
            known = {"page": "", "page-title": ""} if title is None else {}
            found[anchor] = {"page-title": title.astext() if title else "", **card, **known}
    return found


class term_link(nodes.reference):  # noqa: N801  docutils 의 노드 이름은 소문자입니다
    """풀이 카드를 단 용어 링크. 다른 모양의 글(builder)에서는 보통 링크입니다."""


class FirstMention(SphinxPostTransform):
    """쪽에서 처음 나온 용어만 링크로 남기고 카드에 쓸 것을 적습니다."""

    default_priority = ReferencesResolver.default_priority + 10

    def run(self, **kwargs: Any) -> None:
        known = cards(self.env) if USED in self.env.metadata[self.env.docname] else {}
        seen: set[str] = set()
        for link in list(written_terms(self.document)):
            anchor = link.get("refuri", "").rpartition("#")[2]
            if anchor in seen:
                link.replace_self(nodes.Text(link.astext()))
            elif anchor in known:
                seen.add(anchor)
                found = term_link(link.rawsource, "", *link.children, **link.attributes)
                found["classes"].append("term-link")
                found["card"], found["docname"] = known[anchor], self.env.docname
                link.replace_self(found)


def written_terms(document: nodes.document) -> Iterator[nodes.reference]:
    """글쓴이가 역할로 적은 용어들. 표로 만든 용어 목록(concept-table)은 아닙니다."""
    for link in document.findall(nodes.reference):
        if link.children and "std-term" in getattr(link[0], "attributes", {}).get("classes", ()):
            yield link


def visit(self: Any, node: term_link) -> None:
    self.visit_reference(node)
    card, here = node["card"], node["docname"]
    page = card["page"]
    # 가르치는 쪽의 주소는 이 쪽에서 본 것입니다. 바로 이 쪽이면 비우고, 아직 없으면 적지 않습니다.
    if page:
        card = card | {"page": self.builder.get_relative_uri(here, page) if page != here else ""}
    else:
        card = {key: card[key] for key in ("ko", "en", "definition")}
    data = "".join(f' data-{key}="{self.attval(text)}"' for key, text in card.items())
    self.body[-1] = self.body[-1].replace("<a ", f"<a{data} ", 1)


def depart(self: Any, node: term_link) -> None:
    self.depart_reference(node)


def note_use(app: Sphinx, document: nodes.document) -> None:
    if any(node.get("reftype") == "term" for node in document.findall(addnodes.pending_xref)):
        app.env.metadata[app.env.docname][USED] = True


def rewritten(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """카드의 글이 지난번과 다르면 용어를 쓰는 쪽을 모두 다시 씁니다."""
    before, now = getattr(env, "term_cards", None), cards(env)
    env.term_cards = now  # type: ignore[attr-defined]
    changed = before is not None and before != now
    return [name for name, data in env.metadata.items() if changed and USED in data]


def add_assets(app: Sphinx, pagename: str, template: str, context: Any, doctree: Any) -> None:
    """카드가 있는 쪽에만 카드의 모양과 움직임을 싣습니다."""
    if doctree is not None and next(doctree.findall(term_link), None) is not None:
        app.add_css_file("term-card.css", priority=900)
        app.add_js_file("term-card.js", loading_method="defer")


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_node(term_link, html=(visit, depart))
    app.add_post_transform(FirstMention)
    app.connect("doctree-read", note_use)
    app.connect("env-updated", rewritten)
    app.connect("html-page-context", add_assets)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
