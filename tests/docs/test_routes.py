"""배움의 길: 있는 쪽만, 먼저 볼 쪽이 앞에, 약속한 시간 안에."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from learning_graph import ancestors, chapters, pages, prerequisites
from page_scripts import docname_of, page_scripts
from routes import read
from small_gallery import ROUTES, gallery

ROOT = Path(__file__).resolve().parents[2]


def small(tmp_path, routes: str = ROUTES):
    docs, found = gallery(tmp_path, routes=routes)
    return read(docs, pages(docs, found), chapters(docs, found))


def test_a_route_holds_its_pages_in_the_written_order_with_reasons(tmp_path):
    tour, everything = small(tmp_path)
    assert [page.title for page in tour.pages] == ["공은 왜 구를까요?", "어디에서 멈출까요?"]
    assert tour.reasons["auto_examples/01_a/plot_01_x"] == "처음이니까요."
    assert tour.minutes == 2
    assert [page.chapter for page in everything.pages] == ["01", "01", "03", "02"]


def test_an_unknown_page_is_named(tmp_path):
    with pytest.raises(ValueError, match=r"routes\.toml: '훑어보기'의 쪽 .*plot_09_gone"):
        small(tmp_path, ROUTES.replace("plot_01_z", "plot_09_gone"))


def test_a_page_before_what_it_needs_is_named_even_across_a_page_that_is_left_out(tmp_path):
    """셋째 쪽은 첫째 쪽을 바로 말하지 않지만, 길에 없는 둘째 쪽이 첫째 쪽을 필요로 합니다."""
    lines = ROUTES.splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith('"01_a'))
    lines[first : first + 2] = reversed(lines[first : first + 2])
    with pytest.raises(ValueError, match=r"plot_01_x' 을\(를\) .*plot_01_z' 보다 앞에"):
        small(tmp_path, "\n".join(lines))


def test_a_route_that_takes_longer_than_promised_is_named(tmp_path):
    with pytest.raises(ValueError, match=r"모두 읽는 데 2분이 걸립니다\. 1분을 넘지 않게"):
        small(tmp_path, ROUTES.replace("at_most = 5", "at_most = 1"))


def test_without_javascript_every_route_is_a_list_with_times(make_site, tmp_path):
    docs, found = gallery(tmp_path)
    files = {name: (docs / name).read_text("utf-8") for name in ("chapters.toml", "routes.toml")}
    files |= {f"{name}.rst": f"T\n=\n\n{name[-1]}\n" for name in found}
    files["index.rst"] = "T\n=\n\n.. learning-routes::\n\n.. toctree::\n   :glob:\n\n   */*/*\n"
    files["terms.csv"] = "ko,en,avoid,synonyms,slug,definition,page\n"
    site = make_site(files, ["conceptmap"])
    assert site.warnings == ""
    tour, everything = BeautifulSoup(site.page("index"), "lxml").select(".learning-route")
    assert tour["id"] == "route-tour"
    assert tour.select_one(".learning-route-total").text == "쪽 2개 · 약 2분"
    assert [item.text.strip() for item in tour.select("ol > li")] == [
        "공은 왜 구를까요? 약 1분\n처음이니까요.",
        "어디에서 멈출까요? 약 1분",
    ]
    assert len(everything.select("ol > li")) == 4


# ── 우리의 길 ────────────────────────────────────────────────────────────────

FOUND = {docname_of(path) for path in page_scripts(ROOT / "examples")}
TABLE = chapters(ROOT / "docs", FOUND)
PAGES = pages(ROOT / "docs", FOUND)


@pytest.fixture(scope="module")
def ours():
    return {route.key: route for route in read(ROOT / "docs", PAGES, TABLE)}


def test_there_are_three_routes_with_the_promised_names(ours):
    names = {key: route.title for key, route in ours.items()}
    assert names == {"tour": "두 시간 훑어보기", "basics": "기초 다지기", "everything": "끝까지"}


def test_the_tour_takes_at_most_two_hours_and_says_why_for_every_page(ours):
    assert 60 <= ours["tour"].minutes <= 120
    assert all(ours["tour"].reasons.values())


def test_basics_stays_in_its_chapters_and_leaves_no_needed_page_out(ours):
    chosen = {page.docname for page in ours["basics"].pages}
    direct = prerequisites(PAGES, TABLE)
    assert {page.chapter for page in ours["basics"].pages} == {"02", "03", "04", "05", "06", "07"}
    for name in chosen:
        assert ancestors(name, direct) <= chosen, name


def test_everything_is_every_page_once(ours):
    names = [page.docname for page in ours["everything"].pages]
    assert sorted(names) == sorted(FOUND)


def test_every_route_shows_what_a_page_needs_before_the_page(ours):
    direct = prerequisites(PAGES, TABLE)
    for route in ours.values():
        order = {page.docname: place for place, page in enumerate(route.pages)}
        for name, place in order.items():
            for need in ancestors(name, direct) & order.keys():
                assert order[need] < place, (route.key, need, name)
