"""용어집: terms.csv 한 파일로 쪽을 만들고, 용어를 Sphinx 의 :term: 역할에 알려 줍니다.

쪽에 지시어 하나를 적습니다::

    ```{terms} terms.csv
    ```

그러면 본문의 :term:`경사 하강법`, {term}`gradient descent`, {term}`기울기를 <기울기>` 가 모두
용어집의 같은 자리(``#term-gradient-descent``)로 이어집니다.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any

import termbase
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from term_cards import TERMS
from termbase import Term

logger = logging.getLogger(__name__)


class Terms(SphinxDirective):
    """용어표를 가나다순 정의 목록으로 보여 줍니다."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        path = Path(self.env.srcdir) / self.arguments[0]
        self.env.note_dependency(str(path))
        try:
            terms = termbase.read(path)
        except (OSError, ValueError) as error:
            raise self.error(f"용어표를 읽지 못했습니다: {error}") from error
        for problem in termbase.problems(terms):
            self.warn(problem)
        self.register(terms)
        groups = groupby(termbase.in_korean_order(terms), lambda term: term.initial)
        return [self.section(initial, list(group)) for initial, group in groups]

    def warn(self, message: str) -> None:
        logger.warning("용어표: %s", message, location=self.get_location(), type="glossary")

    def section(self, initial: str, terms: list[Term]) -> nodes.section:
        identifier = f"glossary-{termbase.ROMAN[initial]}"
        section = nodes.section(ids=[identifier], names=[identifier])
        self.state.document.note_explicit_target(section)
        items = nodes.definition_list(classes=["glossary"])
        items += [self.item(term) for term in terms]
        section += [nodes.title("", initial), addnodes.glossary("", items, sorted=False)]
        self.set_source_info(section)
        return section

    def item(self, term: Term) -> nodes.definition_list_item:
        heading = nodes.term("", f"{term.ko} ({term.en})" if term.en != term.ko else term.ko)
        heading["ids"] = [term.anchor]
        self.set_source_info(heading)
        index = addnodes.index(
            entries=[
                ("single", term.ko, term.anchor, "main", term.initial),
                *([("single", term.en, term.anchor, "main", None)] if term.en != term.ko else []),
            ]
        )
        heading += index
        content = [nodes.paragraph("", term.definition)]
        if term.synonyms:
            others = nodes.paragraph("", "다른 말: " + " · ".join(term.synonyms))
            others["classes"] = ["term-synonyms"]
            content.append(others)
        if term.page:
            content += self.link(term)
        return nodes.definition_list_item("", heading, nodes.definition("", *content))

    def register(self, terms: list[Term]) -> None:
        """모든 이름을 표준 도메인의 용어로 적습니다. 다른 말은 남의 이름을 가로채지 않습니다."""
        anchors = {name: term.anchor for term in terms for name in (term.ko, term.en)}
        anchors = {name: term.anchor for term in terms for name in term.synonyms} | anchors
        standard = self.env.domains.standard_domain
        for name, anchor in anchors.items():
            standard.note_object("term", name, anchor, location=self.get_location())
        keep = ("ko", "en", "definition", "page")
        self.env.metadata[self.env.current_document.docname][TERMS] = {
            term.anchor: {key: getattr(term, key) for key in keep} for term in terms
        }

    def link(self, term: Term) -> list[nodes.Node]:
        if term.page not in self.env.found_docs:
            self.warn(f"'{term.ko}' 을(를) 배우는 쪽 '{term.page}' 이(가) 없습니다.")
            return []
        reference = addnodes.pending_xref(
            "",
            nodes.inline(classes=["std", "std-doc"]),
            refdomain="std",
            reftype="doc",
            reftarget=f"/{term.page}",
            refdoc=self.env.current_document.docname,
            refexplicit=False,
            refwarn=True,
        )
        self.set_source_info(reference)
        return [nodes.paragraph("", "배우는 곳: ", reference, classes=["term-page"])]


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_directive("terms", Terms)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
