"""그림: 상자가 겹치지 않고, 화살표가 상자를 지나지 않고, 제목이 상자에 들어갑니다."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

import pagemap
import pytest
from learning_graph import chapters, pages
from page_scripts import GALLERY, docname_of, page_scripts
from pagemap import SHAPES, drawing, layout
from small_gallery import gallery

ROOT = Path(__file__).resolve().parents[2]
SVG = "{http://www.w3.org/2000/svg}"
FOUND = {docname_of(path) for path in page_scripts(ROOT / "examples")}
FOUND |= {f"{GALLERY}/{p.parent.name}/index" for p in (ROOT / "examples").glob("*/index.rst")}
OURS = chapters(ROOT / "docs", FOUND), pages(ROOT / "docs", FOUND)


@pytest.fixture(params=SHAPES, ids=lambda shape: shape.name)
def shape(request):
    return request.param


@pytest.fixture(params=["ours", "small"])
def table(request, tmp_path):
    """우리의 장과 쪽, 그리고 작은 갤러리의 것."""
    if request.param == "ours":
        return OURS
    docs, found = gallery(tmp_path)
    return chapters(docs, found), pages(docs, found)


def corners(path: str) -> list[tuple[float, float]]:
    """M, H, V, Q 로만 된 길이 지나는 꼭짓점들."""
    x = y = 0.0
    found = []
    for kind, text in re.findall(r"([MHVQ])([-\d. ]+)", path):
        numbers = [float(part) for part in text.split()]
        x = numbers[-2] if len(numbers) > 1 else numbers[0] if kind == "H" else x
        y = numbers[-1] if kind != "H" else y
        found.append((x, y))
    return found


def crosses(path: str, box: pagemap.Box) -> bool:
    """길의 어느 조각이 상자의 안을 지나는지."""
    x, y, width, height = box
    points = corners(path)
    for (x1, y1), (x2, y2) in pairwise(points):
        inside = max(min(x1, x2), x) < min(max(x1, x2), x + width) or x < x1 == x2 < x + width
        if inside and (
            max(min(y1, y2), y) < min(max(y1, y2), y + height) or y < y1 == y2 < y + height
        ):
            return True
    return False


def test_every_page_stands_inside_its_chapter_and_covers_no_other(table, shape):
    made = layout(*table, shape)
    for page in table[1]:
        x, y, width, height = made.nodes[page.docname]
        left, top, wide, high = made.bands[page.chapter]
        assert left < x
        assert x + width <= left + wide
        assert top < y
        assert y + height < top + high
    for boxes in (made.nodes, made.bands):
        for (x, y, width, height), (u, v, w, h) in combinations(boxes.values(), 2):
            assert x + width <= u or u + w <= x or y + height <= v or v + h <= y


def test_the_drawing_holds_everything(table, shape):
    made = layout(*table, shape)
    for x, y, width, height in made.bands.values():
        assert x > 0
        assert x + width <= shape.width
        assert y + height <= made.height
    assert all(lane > 0 for lane in made.lanes.values())


def test_no_chapter_arrow_runs_through_a_box_and_each_ends_at_its_chapter(table, shape):
    made = layout(*table, shape)
    arrows = pagemap.chapter_arrows(made, table[0])
    pairs = [(need, chapter) for chapter in table[0] for need in chapter.needs]
    for (path, _), (need, chapter) in zip(arrows, pairs, strict=True):
        assert not any(crosses(path, box) for box in made.bands.values())
        first, last = corners(path)[0], corners(path)[-1]
        x, y, _, height = made.bands[need]
        assert first[0] == x
        assert y < first[1] < y + height
        x, y, _, height = made.bands[chapter.number]
        assert x - 8 <= last[0] <= x
        assert y < last[1] < y + height


def test_arrows_of_two_chapters_never_share_a_piece_of_a_lane(table, shape):
    made = layout(*table, shape)
    pieces: dict[str, list[tuple[float, float]]] = {}
    arrows = pagemap.chapter_arrows(made, table[0])
    pairs = [(need, chapter) for chapter in table[0] for need in chapter.needs]
    for (path, _), (need, _) in zip(arrows, pairs, strict=True):
        heights = [y for _, y in corners(path)]
        pieces.setdefault(need, []).append((min(heights), max(heights)))
    for one, other in combinations(pieces, 2):
        if made.lanes[one] == made.lanes[other]:
            for (a, b), (c, d) in ((p, q) for p in pieces[one] for q in pieces[other]):
                assert b < c or d < a


def test_no_page_arrow_runs_through_a_page(table, shape):
    made = layout(*table, shape)
    for page in table[1]:
        for need in page.needs:
            path, _ = pagemap.page_arrow(made, need, page.docname)
            assert not any(crosses(path, box) for box in made.nodes.values()), (need, page.docname)


def test_titles_fit_into_their_boxes(table, shape):
    made = layout(*table, shape)
    for page in table[1]:
        _, _, width, height = made.nodes[page.docname]
        lines = pagemap.title_lines(page, shape, width)
        assert height >= 20 * len(lines) + 10
        for line in lines:
            assert pagemap.width_of(line, shape.font) <= width - 60, line


# ── 그려진 것 ────────────────────────────────────────────────────────────────


def drawn(table, shape) -> ElementTree.Element:
    names = {item.docname: f"{item.docname}.html" for item in (*table[0], *table[1])}
    return ElementTree.fromstring(drawing(*table, names, shape))


def test_every_page_is_a_link_named_with_its_time_and_the_pages_before_it(tmp_path, shape):
    docs, found = gallery(tmp_path)
    svg = drawn((chapters(docs, found), pages(docs, found)), shape)
    links = svg.findall(f"{SVG}a[@class='map-page']")
    assert [link.get("href") for link in links] == sorted(f"{name}.html" for name in found)
    assert [link.find(f"{SVG}title").text for link in links] == [
        "공은 왜 구를까요? 1분.",
        "얼마나 구를까요? 1분. 먼저 볼 쪽: 공은 왜 구를까요?",
        "어디에서 멈출까요? 1분. 먼저 볼 쪽: 얼마나 구를까요?, 여럿이 밀면?",
        "여럿이 밀면? 1분.",
    ]


def test_every_need_is_an_arrow_from_the_needed_page(tmp_path, shape):
    docs, found = gallery(tmp_path)
    edges = drawn((chapters(docs, found), pages(docs, found)), shape).findall(f"{SVG}g[@data-to]")
    assert [(e.get("data-from"), e.get("data-to")) for e in edges] == [
        ("0", "1"),
        ("1", "2"),
        ("3", "2"),
    ]


def test_the_drawing_is_named_and_described(shape):
    svg = drawn(OURS, shape)
    named = {element.get("id"): element.text for element in svg if element.get("id")}
    assert named[svg.get("aria-labelledby")] == "장과 쪽의 지도"
    assert "경사 하강법" in named[svg.get("aria-describedby")]


def test_names_of_the_two_drawings_differ():
    ids = [re.findall(r' id="([^"]+)"', drawing(*OURS, _addresses(), shape)) for shape in SHAPES]
    assert not set(ids[0]) & set(ids[1])


def _addresses() -> dict[str, str]:
    return {item.docname: "x" for item in (*OURS[0], *OURS[1])}


def test_colours_follow_the_theme():
    css = (ROOT / "docs/_static/map.css").read_text(encoding="utf-8")
    rules = re.findall(r"(?:fill|stroke|color|background|border): *([^;]+);", css)
    assert not [rule for rule in rules if re.search(r"#[0-9a-f]{3,6}\b|black|white|rgb", rule)]
    assert not re.search(r'(?:fill|stroke)="', drawing(*OURS, _addresses(), SHAPES[0]))


def test_every_class_of_the_drawing_has_a_rule():
    css = (ROOT / "docs/_static/map.css").read_text(encoding="utf-8")
    used = {
        name
        for shape in SHAPES
        for names in re.findall(r'class="([^"]+)"', drawing(*OURS, _addresses(), shape))
        for name in names.split()
    }
    assert {name for name in used if f".{name}" not in css} == set()
