"""본문이 인용하는 사실(연도, 발표된 모델의 크기)을 출처와 함께 ``facts.toml`` 한 곳에 둡니다.

    Adam은 :fact:`adam`\\ 년에 나왔습니다.        {fact}`adam|이/가`

역할은 ``facts.toml`` 의 글(``text``)을 쓰고, 사실의 목록으로 가는 링크를 겁니다.
``.. facts-table::`` 은 그 목록을 만듭니다. 목록에는 출처와 함께, 사람이 출처를 직접 확인했는지가
그대로 나옵니다. 확인하지 못한 것을 확인했다고 적지 않습니다. 논란과 소문은 색이 다른 딱지로 알리고,
원문이나 다른 출처와 어긋나는 것을 보고도 적어 두지 않은 항목은 받지 않습니다.

항목 하나는 이렇게 생겼습니다::

    [adam]
    text = "2014"                         # 본문에 나오는 글
    claim = "Adam이 공개된 해"             # 무엇에 대한 것인지, 한 구절로
    source = "Kingma, Ba, Adam: …"        # 출처
    url = "https://arxiv.org/abs/…"       # 있으면
    checked = "2026-11-22 논문의 첫 쪽"     # 언제 어떻게 확인했는지. 못 했으면 "unchecked"
    disputed = false                      # 출처끼리 어긋나면 true
    rumor = false                         # 출처가 공식 발표가 아니면 true
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from dlconcepts.numerals import josa

logger = logging.getLogger(__name__)

FILE = "facts.toml"
UNCHECKED = "unchecked"
BADGES = {"확인함": "sure", "확인하지 못함": "unchecked", "논란 있음": "disputed", "소문": "rumor"}
# 이런 말이 있으면 disputed 나 rumor 가 있어야 합니다
DOUBT = re.compile("논란|소문|누출|익명|부인|의견이 갈|다른 의견|근거를 찾지 못")
KEY = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Fact:
    """출처가 있는 사실 하나."""

    key: str
    text: str
    claim: str
    source: str
    checked: str
    url: str = ""
    disputed: bool = False
    rumor: bool = False

    @property
    def state(self) -> str:
        """독자에게 보이는 상태. 소문과 논란은 확인보다 먼저 알려야 합니다."""
        if self.rumor:
            return "소문"
        if self.disputed:
            return "논란 있음"
        return "확인하지 못함" if self.checked == UNCHECKED else "확인함"

    @property
    def badge(self) -> str:
        """목록에서 상태를 감싸는 딱지의 CSS 클래스."""
        return f"fact-state-{BADGES[self.state]}"

    @property
    def anchor(self) -> str:
        return f"fact-{self.key}"


class FactsError(ValueError):
    """facts.toml 을 고쳐야 합니다."""


REQUIRED = ("text", "claim", "source", "checked")
KNOWN = {field.name: field.type for field in fields(Fact) if field.name != "key"}


def parse(source: str) -> dict[str, Fact]:
    """``facts.toml`` 의 글을 읽습니다. 틀린 항목을 모두 모아 한 번에 알립니다."""
    try:
        table = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise FactsError(f"{FILE} 을 TOML 로 읽을 수 없습니다: {error}") from error
    complaints = [text for key, entry in table.items() for text in _complaints(key, entry)]
    if complaints:
        raise FactsError(f"{FILE} 을 고쳐 주세요.\n" + "\n".join(f"- {t}" for t in complaints))
    return {key: Fact(key, **entry) for key, entry in table.items()}


def _complaints(key: str, entry: Any) -> list[str]:
    """항목 하나에서 고쳐야 할 것들."""
    if not KEY.fullmatch(key):
        return [f"[{key}]: 이름은 소문자와 숫자와 빼기로 적습니다(예: adam-paper)"]
    if not isinstance(entry, dict):
        return [f"{key} = {entry!r}: 항목은 [{key}] 아래에 적습니다"]
    unknown = [name for name in entry if name not in KNOWN]
    found = [f"[{key}]: 모르는 칸 '{name}' (쓸 수 있는 칸: {', '.join(KNOWN)})" for name in unknown]
    found += [f"[{key}]: '{name}' 이(가) 없습니다" for name in REQUIRED if name not in entry]
    for name, value in entry.items():
        if KNOWN.get(name) == "str" and not isinstance(value, str):
            found.append(f"[{key}]: {name} 은(는) 따옴표로 감싼 글이어야 하는데 {value!r} 입니다")
        elif KNOWN.get(name) == "bool" and not isinstance(value, bool):
            found.append(f"[{key}]: {name} 은(는) true 나 false 여야 하는데 {value!r} 입니다")
        elif name in REQUIRED and not value.strip():
            found.append(f"[{key}]: {name} 이(가) 비어 있습니다")
    return found or _content_complaints(key, entry)


def _content_complaints(key: str, entry: dict[str, Any]) -> list[str]:
    found = []
    if not re.match(r"https?://\S+$", entry.get("url") or "https://example.org"):
        found.append(f"[{key}]: url 은 https:// 로 시작해야 하는데 '{entry['url']}' 입니다")
    day = entry["checked"].partition(" ")
    if entry["checked"] != UNCHECKED and not (_is_date(day[0]) and day[2].strip()):
        found.append(
            f"[{key}]: checked 는 '2026-11-22 어떻게 확인했는지' 꼴이거나 '{UNCHECKED}' 여야 "
            f"하는데 '{entry['checked']}' 입니다"
        )
    marked = entry.get("rumor") or entry.get("disputed")
    if not marked and (word := DOUBT.search(entry["claim"] + entry["checked"])):
        found.append(
            f"[{key}]: '{word[0]}' 이라고 적었는데 독자에게 보이는 표시가 없습니다. 출처끼리 "
            "어긋나면 disputed = true, 공식 발표가 아니면 rumor = true 를 적어 주세요"
        )
    return found


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == len("2026-11-22")


def load(path: Path) -> dict[str, Fact]:
    """파일을 읽습니다. 파일이 바뀌지 않았으면 읽어 둔 것을 씁니다."""
    return _load(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _load(path: Path, changed: int) -> dict[str, Fact]:
    return parse(path.read_text(encoding="utf-8"))


# ── Sphinx ───────────────────────────────────────────────────────────────────


class fact(nodes.inline):  # noqa: N801  docutils 의 노드 이름은 소문자입니다
    """어느 사실인지(data-fact) 함께 적는 글. 숫자 검사가 facts.toml 과 견주어 봅니다."""


def visit_fact(self: Any, node: fact) -> None:
    # starttag 는 속성의 이름에 빼기를 쓰려면 사전으로 받아야 합니다.
    attributes = {"CLASS": node["mark"], "data-fact": node["key"]}
    self.body.append(self.starttag(node, "span", "", **attributes))


def depart_fact(self: Any, node: fact) -> None:
    self.body.append("</span>")


class _UsesFacts:
    """역할과 지시어가 함께 쓰는 부분: 파일을 읽고, 바뀌면 쪽을 다시 만들게 합니다."""

    def facts(self) -> dict[str, Fact]:
        path = Path(self.env.srcdir, FILE)  # type: ignore[attr-defined]
        self.env.note_dependency(str(path))  # type: ignore[attr-defined]
        try:
            return load(path)
        except FileNotFoundError as error:
            raise FactsError(f"{FILE} 이 없습니다: docs/{FILE} 에 사실을 적어 주세요") from error


class FactRole(_UsesFacts, SphinxRole):
    """:fact:`이름` 또는 :fact:`이름|이/가`"""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        key, _, pair = (part.strip() for part in self.text.partition("|"))
        try:
            known = self.facts()
            if key not in known:
                raise FactsError(f"'{key}' 이(가) 없습니다. 있는 이름: {', '.join(sorted(known))}")
            particle = josa(known[key].text, pair) if pair else ""
        except ValueError as error:  # FactsError 와 조사의 오류
            logger.warning("사실: %s", error, location=self.get_location(), type="facts")
            return [nodes.inline(self.rawtext, "?", classes=["fact"])], []
        found = fact(self.rawtext, "", key=key, mark="fact")
        found += self.link(known[key])
        return [found, nodes.Text(particle)] if particle else [found], []

    def link(self, entry: Fact) -> nodes.Node:
        return addnodes.pending_xref(
            "",
            nodes.inline("", entry.text),
            refdomain="std",
            reftype="ref",
            reftarget=entry.anchor,
            refdoc=self.env.docname,
            refexplicit=True,
            refwarn=True,
        )


class FactsTable(_UsesFacts, SphinxDirective):
    """.. facts-table:: — 모든 사실과 출처의 목록."""

    def run(self) -> list[nodes.Node]:
        try:
            known = self.facts()
        except FactsError as error:
            raise self.error(str(error)) from error
        table = nodes.definition_list(classes=["facts"])
        for entry in known.values():
            table += self.item(entry)
        return [table]

    def item(self, entry: Fact) -> nodes.Node:
        def cited(text: str, mark: str = "fact-source") -> nodes.Node:
            return fact("", text, key=entry.key, mark=mark)

        term = nodes.term()
        anchor = nodes.target("", "", ids=[entry.anchor], names=[entry.anchor])
        self.state.document.note_explicit_target(anchor, anchor)
        term += [anchor, cited(entry.claim), nodes.Text(": ")]
        term += nodes.strong("", "", cited(entry.text, "fact"))
        source = cited(entry.source)
        if entry.url:
            source = nodes.reference("", "", source, refuri=entry.url, internal=False)
        badge = nodes.inline("", entry.state, classes=["fact-state", entry.badge])
        state = nodes.paragraph("", "", badge)
        if entry.checked != UNCHECKED:
            state += [nodes.Text(" · "), cited(entry.checked)]
        body = nodes.definition("", nodes.paragraph("", "", nodes.Text("출처: "), source), state)
        return nodes.definition_list_item("", term, body)


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_node(fact, html=(visit_fact, depart_fact))
    app.add_role("fact", FactRole())
    app.add_directive("facts-table", FactsTable)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
