"""배움의 길: 쪽을 어떤 차례로 볼지 docs/routes.toml 에 적은 것.

    ```{learning-routes}
    ```

자바스크립트가 없으면 모든 길이 보이고, 있으면 map.js 가 고른 길만 보이고 그림에 표시합니다.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from docutils import nodes
from learning_graph import Chapter, Page, ancestors, link, ordered, prerequisites
from page_scripts import GALLERY
from reading_time import computed, duration


@dataclass(frozen=True)
class Route:
    """길 하나: 쪽의 차례와, 그 쪽을 보는 까닭."""

    key: str
    title: str
    why: str
    pages: tuple[Page, ...]
    reasons: Mapping[str, str]

    @property
    def minutes(self) -> int:
        return sum(page.minutes for page in self.pages)


def read(docs: Path, pages: Sequence[Page], table: Sequence[Chapter]) -> list[Route]:
    """routes.toml 의 길들. 없는 쪽, 어긋난 차례, 넘친 시간은 ValueError 입니다."""
    known = {page.docname: page for page in pages}
    written = tomllib.loads((docs / "routes.toml").read_text(encoding="utf-8"))
    everything = tuple(ordered(pages, table))
    direct = prerequisites(pages, table)
    routes = []
    for key, row in written.items():
        reasons = {f"{GALLERY}/{name}": why for name, why in row.get("pages", {}).items()}
        for name in reasons.keys() - known.keys():
            raise ValueError(f"routes.toml: '{row['title']}'의 쪽 '{name}' 이(가) 없습니다.")
        steps = tuple(known[name] for name in reasons) if "pages" in row else everything
        route = Route(key, row["title"], row["why"], steps, reasons)
        check(route, direct, row.get("at_most"))
        routes.append(route)
    return routes


def check(route: Route, direct: Mapping[str, Sequence[str]], at_most: int | None) -> None:
    """먼저 볼 쪽이 길 안에 있으면 앞에 있어야 하고, 시간은 약속을 넘지 않아야 합니다."""
    later = {page.docname for page in route.pages}
    for page in route.pages:
        later.discard(page.docname)
        for need in sorted(ancestors(page.docname, direct) & later):
            raise ValueError(
                f"routes.toml: '{route.title}'에서 '{need}' 을(를) '{page.docname}' 보다 앞에 "
                "적어 주세요. 먼저 볼 쪽입니다."
            )
    if at_most is not None and route.minutes > at_most:
        raise ValueError(
            f"routes.toml: '{route.title}'의 쪽을 모두 읽는 데 {route.minutes}분이 걸립니다. "
            f"{at_most}분을 넘지 않게 쪽을 덜어 주세요."
        )


def shown(routes: Sequence[Route], refdoc: str) -> nodes.container:
    """길마다 이름과 까닭과 쪽의 차례."""
    box = nodes.container(classes=["learning-routes"])
    for route in routes:
        section = nodes.container(classes=["learning-route"], ids=[f"route-{route.key}"])
        section += nodes.paragraph("", route.title, classes=["learning-route-title"])
        section += nodes.paragraph(
            *("", "쪽 ", computed(len(route.pages)), nodes.Text("개 · 약 ")),
            computed(duration(route.minutes)),
            classes=["learning-route-total"],
        )
        section += nodes.paragraph("", route.why)
        section += nodes.enumerated_list("", *(_step(route, page, refdoc) for page in route.pages))
        box += section
    return box


def _step(route: Route, page: Page, refdoc: str) -> nodes.list_item:
    line = nodes.paragraph("", "", link(page.docname, refdoc, page.title), nodes.Text(" "))
    line += nodes.inline(
        *("", "약 ", computed(page.minutes), nodes.Text("분")), classes=["reading-minutes"]
    )
    item = nodes.list_item("", line)
    if reason := route.reasons.get(page.docname):
        item += nodes.paragraph("", reason, classes=["learning-route-reason"])
    return item
