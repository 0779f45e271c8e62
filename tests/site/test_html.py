"""만들어진 쪽의 글: 브라우저 없이 볼 수 있는 것들."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from built import GENERATED, HTML, pages

pytestmark = pytest.mark.site
PAGES = pages() or ["index.html"]
NAMES = ("aria-label", "title")
ENGLISH_INTERFACE = [
    "On this page",
    "Section Navigation",
    "Skip to main content",
    "Back to top",
    "Search the docs",
    "Download Python source",
    "Download Jupyter",
    "Total running time",
    "Link to this heading",
    "Go to the end",
    "Color mode",
    "Previous",
    "previous page",
    "next page",
    "Copyright",
    "Breadcrumb",
]


def problems(name: str, page: BeautifulSoup) -> list[str]:
    """쪽 하나의 흠을 모두 찾습니다. 흠이 없으면 빈 목록입니다."""
    found = []
    article = page.select_one("article") or page.body or page
    if "Traceback (most recent call last)" in page.get_text():
        found.append("오류의 자취(Traceback)가 쪽에 남아 있습니다")
    found += [
        f"docutils 문제: {node.text}" for node in page.select(".problematic, .system-message")
    ]
    found += [
        f"자동 번호 주소: #{node['id']}"
        for node in page.select("[id]")
        if re.fullmatch(r"id\d+", node["id"])
    ]
    found += [
        f"대체 텍스트가 없는 그림: {node.get('src')}" for node in page.select("img:not([alt])")
    ]
    for node in article.select(".page-figure img"):
        if not re.search("[가-힣]", node.get("alt", "")):
            found.append(f"한국어 대체 텍스트가 없는 그림: {node.get('src')}")
    for node in article.select(".page-figure"):
        if not node.select_one(".figure-data a[href$='.csv']"):
            found.append(f"데이터(CSV)가 없는 그림: {node.img.get('src')}")
    for node in page.select("script[src], img[src], link[href], source[src], iframe[src]"):
        target = node.get("src") or node.get("href")
        host = urlsplit(target).netloc
        if host and "canonical" not in (node.get("rel") or []):
            found.append(f"다른 곳에서 받는 것: {target}")
    named = [node.get(key) for node in page.select("[aria-label],[title]") for key in NAMES]
    chrome = " ".join([page.get_text(" "), *filter(None, named)])
    for text in ENGLISH_INTERFACE:
        if re.search(rf"(?<!\w){re.escape(text)}(?!\w)", chrome) and not name.startswith("api/"):
            found.append(f"한국어가 아닌 화면 글: {text}")
    if page.html.get("lang") != "ko":
        found.append("문서의 언어가 ko 가 아닙니다")
    if len(page.select("h1")) != 1 and name not in GENERATED:
        found.append(f"큰 제목(h1)이 {len(page.select('h1'))}개입니다")
    if not page.select_one("meta[name=description]"):
        found.append("설명(meta description)이 없습니다")
    return found


@pytest.mark.parametrize("name", PAGES)
def test_page_has_no_defect(name, soup):
    assert problems(name, soup(name)) == []


CLEAN = (
    '<html lang="ko"><head><meta name="description" content="글"></head>'
    '<body><article><h1 id="slope">제목</h1>{}</article></body></html>'
)


@pytest.mark.parametrize(
    ("defect", "message"),
    [
        ("<pre>Traceback (most recent call last)</pre>", "Traceback"),
        ('<span class="problematic">:val:`x`</span>', "docutils"),
        ('<h2 id="id3">둘</h2>', "#id3"),
        ('<img src="a.svg">', "대체 텍스트"),
        ('<div class="page-figure"><img src="a.svg" alt="figure"></div>', "한국어 대체"),
        ('<div class="page-figure"><img src="a.svg" alt="선"></div>', "CSV"),
        ('<script src="https://cdn.example.com/x.js"></script>', "다른 곳"),
        ("<p>On this page</p>", "화면 글"),
        ("<h1>또 제목</h1>", "h1"),
    ],
)
def test_each_kind_of_planted_defect_is_found(defect, message):
    assert problems("a.html", BeautifulSoup(CLEAN.format(""), "lxml")) == []
    found = problems("a.html", BeautifulSoup(CLEAN.format(defect), "lxml"))
    assert any(message in text for text in found), found


def broken_links(root: Path) -> list[str]:
    """사이트 안의 링크 가운데 쪽이나 자리가 없는 것."""
    trees = {
        path.relative_to(root).as_posix(): BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")
        for path in root.rglob("*.html")
    }
    ids = {
        name: {n["id"] for n in tree.select("[id]")} | {n["name"] for n in tree.select("a[name]")}
        for name, tree in trees.items()
    }
    found = []
    for name, tree in trees.items():
        folder = (root / name).parent
        for node in tree.select("a[href], img[src], script[src], link[href]"):
            parts = urlsplit(node.get("href") or node.get("src"))
            if parts.scheme or parts.netloc or (not parts.path and not parts.fragment):
                continue
            target = (folder / unquote(parts.path)).resolve() if parts.path else root / name
            if target.is_dir():
                target = target / "index.html"
            if not target.exists():
                found.append(f"{name} → {parts.path}: 없는 파일")
                continue
            key = target.relative_to(root.resolve()).as_posix() if parts.path else name
            if "=" in parts.fragment:  # 자리가 아니라 쪽의 상태입니다: map.html#route=tour
                continue
            if parts.fragment and key in ids and unquote(parts.fragment) not in ids[key]:
                found.append(f"{name} → {key}#{parts.fragment}: 없는 자리")
    return found


def test_every_internal_link_and_anchor_exists():
    assert broken_links(HTML) == []


def test_broken_link_and_missing_anchor_are_found(tmp_path):
    (tmp_path / "a.html").write_text(
        '<a href="b.html#x">b</a><a href="c.html">c</a>', encoding="utf-8"
    )
    (tmp_path / "b.html").write_text("<p id='y'>b</p>", encoding="utf-8")
    assert broken_links(tmp_path) == ["a.html → b.html#x: 없는 자리", "a.html → c.html: 없는 파일"]


def notebooks() -> list[Path]:
    return sorted((HTML.parents[1] / "auto_examples").rglob("plot_*.ipynb"))


LEFTOVER = re.compile(r":[a-z]+:`|^\.\. |<<\w|\\ ", re.M)


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
def test_notebook_reads_as_well_as_the_page(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    text = "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    assert not LEFTOVER.findall(text)


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
def test_page_notebook_and_script_say_the_same_numbers(path):
    page = HTML / path.relative_to(HTML.parents[1]).with_suffix(".html")
    shown = [
        n.text
        for n in BeautifulSoup(page.read_text(encoding="utf-8"), "lxml").select("article .value")
    ]
    book = json.loads(path.read_text(encoding="utf-8"))
    text = "".join("".join(cell["source"]) for cell in book["cells"])
    script = path.with_suffix(".py").read_text(encoding="utf-8")
    assert shown, "값이 하나도 없는 쪽입니다"
    assert [number for number in shown if number not in text or number not in script] == []
