"""배움 지도의 그림: 모든 쪽을 장마다 묶고, 먼저 볼 장에서 다음 장으로 화살표를 긋습니다.

장은 가로로 긴 상자로 위에서 아래로 놓고, 장의 화살표는 상자들의 왼쪽 통로로만 다닙니다. 통로의 한
줄은 한 장에서 나오는 화살표들이라 겹치지 않고, 장이 아무리 늘어도 화살표가 상자를 지나지 않습니다.
쪽과 쪽의 화살표는 쪽의 옆 틈으로 다니며, 쪽을 고르면(map.js) 그 쪽의 것만 보입니다.

넓은 화면과 좁은 화면의 그림을 따로 그려 두고 CSS 가 고릅니다. 한 그림을 줄이면 글자를 읽을 수
없습니다.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from learning_graph import Chapter, Page
from reading_time import duration

Box = tuple[int, int, int, int]  # 왼쪽, 위, 너비, 높이


@dataclass(frozen=True)
class Shape:
    """그림 하나의 크기. ``side`` 는 장의 이름이 놓이는 왼쪽 칸의 너비이고, 영이면 위에 놓습니다."""

    name: str
    width: int
    columns: int
    side: int
    font: int
    gutter: int


SHAPES = (Shape("wide", 800, 2, 150, 14, 26), Shape("narrow", 360, 1, 0, 15, 24))
LANE, BEND, PAD, GAP, HEAD = 14, 7, 10, 16, 52


@dataclass
class Layout:
    """상자들의 자리. ``lanes`` 는 장에서 나오는 화살표가 다니는 통로의 x 입니다."""

    shape: Shape
    bands: dict[str, Box] = field(default_factory=dict)
    nodes: dict[str, Box] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    lanes: dict[str, int] = field(default_factory=dict)
    height: int = 0


# ── 자리 ─────────────────────────────────────────────────────────────────────


def width_of(text: str, font: int) -> float:
    """글의 너비를 넉넉하게 어림합니다."""
    return font * sum(
        0.88 if "가" <= letter <= "힣" else 0.3 if letter in " .,·?!" else 0.66 for letter in text
    )


def wrapped(text: str, font: int, room: float) -> list[str]:
    """빈칸에서 나누어 너비에 맞춘 줄들."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer, font) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def assigned(chapters: Sequence[Chapter]) -> dict[str, int]:
    """장마다 화살표가 다닐 통로의 번호. 다음 장까지의 구간이 겹치면 다른 통로를 씁니다."""
    order = {chapter.number: place for place, chapter in enumerate(chapters)}
    ends: dict[str, int] = {}
    for chapter in chapters:
        for need in chapter.needs:
            ends[need] = max(ends.get(need, 0), order[chapter.number])
    free: list[int] = []  # 통로마다 언제부터 비는지
    lanes = {}
    for number in sorted(ends, key=order.__getitem__):
        start = order[number]
        lane = next((n for n, until in enumerate(free) if until <= start), len(free))
        free[lane : lane + 1] = [ends[number]]
        lanes[number] = lane
    return lanes


def layout(chapters: Sequence[Chapter], pages: Sequence[Page], shape: Shape) -> Layout:
    made = Layout(shape)
    lanes = assigned(chapters)
    left = LANE * (max(lanes.values(), default=-1) + 1) + 12
    made.lanes = {number: left - 12 - LANE * lane for number, lane in lanes.items()}
    inside = left + shape.side + PAD
    room = shape.width - inside - shape.gutter * shape.columns
    column = room // shape.columns
    y = 2
    for chapter in chapters:
        own = [page for page in pages if page.chapter == chapter.number]
        top = y + PAD + (0 if shape.side else HEAD)
        for start in range(0, len(own), shape.columns):
            row = own[start : start + shape.columns]
            height = 14 + 20 * max(len(title_lines(page, shape, column)) for page in row)
            for place, page in enumerate(row):
                x = inside + place * (column + shape.gutter)
                made.nodes[page.docname] = (x, top, column, height)
                made.columns[page.docname] = place
            top += height + 6
        label = 68 + 21 * len(name_lines(chapter, shape)) + (20 if shape.side else -21)
        bottom = max(top - 6 + PAD if own else 0, y + label)
        made.bands[chapter.number] = (left, y, shape.width - left - 2, bottom - y)
        y = bottom + GAP
    made.height = y - GAP + 2
    return made


def name_lines(chapter: Chapter, shape: Shape) -> list[str]:
    """장의 이름. 왼쪽 칸에 놓일 때만 나눕니다."""
    return wrapped(chapter.title, shape.font + 2, shape.side - 20 if shape.side else shape.width)


def title_lines(page: Page, shape: Shape, width: int) -> list[str]:
    """쪽의 제목을 상자에 맞춘 줄들. 오른쪽에는 시간이 놓입니다."""
    return wrapped(page.title, shape.font, width - 60)


# ── 화살표 ───────────────────────────────────────────────────────────────────


def chapter_arrows(made: Layout, chapters: Sequence[Chapter]) -> list[tuple[str, str]]:
    """장의 화살표마다 (길, 화살촉). 왼쪽 통로로 내려가 다음 장의 왼쪽으로 들어갑니다."""
    found = []
    for chapter in chapters:
        x, y, _, _ = made.bands[chapter.number]
        for place, need in enumerate(chapter.needs):
            lane = made.lanes[need]
            _, top, _, height = made.bands[need]
            start, end = top + height - 16, y + 18 + 14 * place
            path = f"M{x} {start}H{lane + BEND}Q{lane} {start} {lane} {start + BEND}"
            path += f"V{end - BEND}Q{lane} {end} {lane + BEND} {end}H{x - 6}"
            found.append((path, f"M{x - 8} {end - 5}L{x} {end}L{x - 8} {end + 5}Z"))
    return found


def page_arrow(made: Layout, need: str, page: str) -> tuple[str, str]:
    """먼저 볼 쪽에서 이 쪽으로 가는 길과 화살촉. 두 쪽 사이의 틈이나 오른쪽 틈으로 다닙니다."""
    between = min(made.columns[need], made.columns[page])
    ends = []
    for name, nudge in ((need, 6), (page, -6)):
        x, y, width, height = made.nodes[name]
        right = made.columns[name] <= between
        ends.append((x + width if right else x, y + height // 2 + nudge, right))
    (x1, y1, _), (x2, y2, right) = ends
    sample = made.nodes[need if made.columns[need] == between else page]
    middle = sample[0] + sample[2] + made.shape.gutter // 2
    away = 1 if right else -1
    head = f"M{x2 + 8 * away} {y2 - 5}L{x2 + away} {y2}L{x2 + 8 * away} {y2 + 5}Z"
    return f"M{x1} {y1}H{middle}V{y2}H{x2 + 7 * away}", head


# ── 그리기 ───────────────────────────────────────────────────────────────────


def band(chapter: Chapter, pages: Sequence[Page], made: Layout, address: str) -> str:
    """장 하나의 상자와 이름. 볼 수 있는 장은 실선과 링크, 준비 중인 장은 점선입니다."""
    x, y, width, height = made.bands[chapter.number]
    own = [page for page in pages if page.chapter == chapter.number]
    total = f"쪽 {len(own)}개 · 약 {duration(sum(page.minutes for page in own))}"
    lines = name_lines(chapter, made.shape)
    state = "" if address else " · 준비 중"
    if not made.shape.side:
        state += f" · {total}" if own else ""
    texts = [f'<text class="map-number" x="{x + 12}" y="{y + 25}">{chapter.number}장{state}</text>']
    texts += [
        f'<text class="map-chapter" x="{x + 12}" y="{y + 47 + 21 * place}">{escape(line)}</text>'
        for place, line in enumerate(lines)
    ]
    below = y + 48 + 21 * len(lines)
    if made.shape.side and own:
        texts += [
            f'<text class="map-number" x="{x + 12}" y="{below + 18 * n}">{part}</text>'
            for n, part in enumerate(total.split(" · "))
        ]
    kind = "map-band" if address else "map-band planned"
    drawn = "".join(texts)
    if address:
        drawn = f'<a href="{escape(address)}">{drawn}</a>'
    return (
        f'<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="{height}" rx="12"/>{drawn}'
    )


def described(page: Page, titles: Mapping[str, str]) -> str:
    """쪽을 낭독기와 풍선 도움말이 읽는 말. 보이는 글(제목과 시간)로 시작합니다."""
    needs = ", ".join(titles[need] for need in page.needs)
    return f"{page.title} {duration(page.minutes)}." + (f" 먼저 볼 쪽: {needs}" if needs else "")


def node(page: Page, place: int, made: Layout, address: str, titles: Mapping[str, str]) -> str:
    """쪽 하나: 링크인 상자와 제목, 읽는 시간. 고른 길에서의 차례가 놓일 자리도 둡니다."""
    x, y, width, height = made.nodes[page.docname]
    lines = title_lines(page, made.shape, width)
    first = y + height // 2 - 10 * (len(lines) - 1) + 5
    texts = "".join(
        f'<text class="map-title" x="{x + 14}" y="{first + 20 * n}">{escape(line)} </text>'
        for n, line in enumerate(lines)
    )
    return (
        f'<a class="map-page" href="{escape(address)}" data-page="{place}">'
        f"<title>{escape(described(page, titles))}</title>"
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="8"/>'
        f'<g class="map-step"><circle cx="{x + 2}" cy="{y + 4}" r="11"/>'
        f'<text x="{x + 2}" y="{y + 8}"></text></g>{texts}'
        f'<text class="map-minutes" x="{x + width - 10}" y="{y + height // 2 + 5}">'
        f"{duration(page.minutes)}</text></a>"
    )


def drawing(
    chapters: Sequence[Chapter],
    pages: Sequence[Page],
    addresses: Mapping[str, str],
    shape: Shape,
) -> str:
    """그림 하나를 SVG 로. 색은 map.css 가 테마의 변수로 정합니다."""
    made = layout(chapters, pages, shape)
    titles = {page.docname: page.title for page in pages}
    places = {page.docname: place for place, page in enumerate(pages)}
    ready = ", ".join(chapter.title for chapter in chapters if chapter.docname)
    parts = [
        f'<path class="map-lane" d="{path}"/><path class="map-head" d="{head}"/>'
        for path, head in chapter_arrows(made, chapters)
    ]
    for chapter in chapters:
        parts.append(band(chapter, pages, made, addresses.get(chapter.docname, "")))
    for page in pages:
        for need in page.needs:
            path, head = page_arrow(made, need, page.docname)
            parts.append(
                f'<g class="map-edge" data-from="{places[need]}" data-to="{places[page.docname]}">'
                f'<path d="{path}"/><path class="map-tip" d="{head}"/></g>'
            )
    parts += [
        node(page, places[page.docname], made, addresses[page.docname], titles) for page in pages
    ]
    name = f"page-map-{shape.name}"
    return (
        f'<svg class="page-map-drawing {name}" viewBox="0 0 {shape.width} {made.height}" '
        f'role="group" xmlns="http://www.w3.org/2000/svg" font-size="{shape.font}" '
        f'aria-labelledby="{name}-title" aria-describedby="{name}-desc">'
        f'<title id="{name}-title">장과 쪽의 지도</title>'
        f'<desc id="{name}-desc">장을 상자로, 먼저 볼 장에서 다음 장으로 가는 길을 화살표로 '
        "나타냈습니다. "
        f"장의 상자마다 쪽과 읽는 시간이 있고, 쪽은 링크입니다. 지금 볼 수 있는 장은 "
        f"{escape(ready) or '아직 없습니다'}. 같은 내용을 아래 표와 길에 글로 적었습니다.</desc>"
        f"{''.join(parts)}</svg>"
    )
