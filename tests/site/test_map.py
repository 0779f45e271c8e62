"""배움 지도를 진짜 Chromium 으로: 쪽을 가리키고, 길을 고르고, 자바스크립트 없이도 봅니다."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from built import AXE, HTML, pages

pytestmark = pytest.mark.site
PICKED = "학습 루프는 무엇을 되풀이할까요?"
ROUTES = ["tour", "basics", "everything"]


@pytest.fixture
def visit(browser, address):
    """지도를 새로 엽니다."""
    contexts = []

    def open_map(hash_="", *, width=1280, **settings):
        context = browser.new_context(viewport={"width": width, "height": 900}, **settings)
        contexts.append(context)
        page = context.new_page()
        page.errors = []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.goto(f"{address}/map.html{hash_}", wait_until="load")
        return page

    yield open_map
    for context in contexts:
        context.close()


def seen(page) -> str:
    """보이는 그림."""
    (name,) = page.evaluate(
        "() => [...document.querySelectorAll('.page-map-drawing')]"
        ".filter(d => d.getClientRects().length).map(d => d.classList[1])"
    )
    return f".{name}"


def link_to(page, title):
    return page.locator(f"{seen(page)} .map-page[aria-label^='{title}']")


def titles(page, kind):
    return page.evaluate(
        "(s) => [...document.querySelectorAll(s)].map(a => a.getAttribute('aria-label'))",
        f"{seen(page)} .map-page.{kind}",
    )


@pytest.mark.parametrize(("width", "drawing"), [(390, "narrow"), (768, "wide"), (1280, "wide")])
def test_one_drawing_is_shown_and_its_letters_are_large_enough(visit, width, drawing):
    page = visit(width=width)
    assert seen(page) == f".page-map-{drawing}"
    smallest = page.evaluate(
        "(s) => Math.min(...[...document.querySelectorAll(s + ' text')]"
        ".filter(t => t.getBoundingClientRect().width).map(t => {"
        " const svg = t.ownerSVGElement, scale = svg.getBoundingClientRect().width"
        " / svg.viewBox.baseVal.width;"
        " return parseFloat(getComputedStyle(t).fontSize) * scale; }))",
        seen(page),
    )
    assert smallest >= 11.5


@pytest.mark.parametrize("width", [390, 1280])
def test_no_title_sticks_out_of_its_box_or_runs_into_the_time(visit, width):
    page = visit(width=width)
    page.evaluate("document.fonts.ready")
    crowded = page.evaluate(
        "(s) => [...document.querySelectorAll(s + ' .map-page')].filter(a => {"
        " const limit = a.querySelector('.map-minutes').getBoundingClientRect().left;"
        " const box = a.querySelector('rect').getBoundingClientRect();"
        " return [...a.querySelectorAll('.map-title')].some(t => {"
        "  const r = t.getBoundingClientRect();"
        "  return r.right > limit - 2 || r.top < box.top || r.bottom > box.bottom; });"
        "}).map(a => a.getAttribute('aria-label'))",
        seen(page),
    )
    assert crowded == []


def test_pointing_at_a_page_shows_what_it_needs_and_what_builds_on_it(visit):
    page = visit()
    link_to(page, PICKED).hover()
    label = link_to(page, PICKED).get_attribute("aria-label")
    needed = [re.sub(r" \d+분\..*", "", text) for text in titles(page, "is-need")]
    assert needed
    assert all(title in label for title in needed)
    assert label.partition("먼저 볼 쪽: ")[2].count("?,") + 1 == len(needed)
    after = titles(page, "is-next")
    assert all(PICKED in text.partition("먼저 볼 쪽: ")[2] for text in after)
    shown = page.locator(f"{seen(page)} .map-edge:visible")
    assert shown.count() == len(needed) + len(after)
    note = page.locator(".page-map-note").inner_text()
    assert all(title in note for title in needed)
    page.locator("h1").hover()
    assert page.locator(".map-edge:visible").count() == 0


def test_the_keyboard_reaches_a_page_and_follows_it(visit):
    page = visit()
    link_to(page, PICKED).focus()
    assert titles(page, "is-need")
    page.keyboard.press("Escape")
    assert titles(page, "is-need") == []
    page.keyboard.press("Enter")
    page.wait_for_url("**/07_training/plot_01_training_loop.html")


def test_a_first_tap_shows_and_a_second_tap_goes(visit):
    page = visit(width=390, has_touch=True)
    link_to(page, PICKED).tap()
    assert titles(page, "is-need")
    assert page.url.endswith("/map.html")
    link_to(page, PICKED).tap()
    page.wait_for_url("**/07_training/plot_01_training_loop.html")


@pytest.mark.parametrize("route", ROUTES)
def test_a_chosen_route_is_numbered_in_the_drawing_and_kept_in_the_address(visit, route):
    page = visit()
    page.locator(f".route-choice input[value={route}]").check(force=True)
    assert page.url.endswith(f"#route={route}")
    shown = page.locator(".learning-route:visible")
    assert shown.count() == 1
    order = shown.locator("ol a").all_inner_texts()
    numbers = page.evaluate(
        "(s) => [...document.querySelectorAll(s)].map(a => ["
        "Number(a.querySelector('.map-step text').textContent), a.getAttribute('aria-label')])",
        f"{seen(page)} .map-page.on-route",
    )
    assert sorted(number for number, _ in numbers) == list(range(1, len(order) + 1))
    assert all(label.startswith(f"{number} {order[number - 1]}") for number, label in numbers)
    page.reload()
    assert page.locator(".learning-route:visible").count() == 1
    page.locator(".route-choice input[value='']").check(force=True)
    assert page.locator(".learning-route:visible").count() == len(ROUTES)
    assert page.url.endswith("/map.html")
    assert page.errors == []


def test_arrow_keys_choose_a_route_and_an_unknown_address_chooses_none(visit):
    page = visit("#route=moon")
    assert page.locator(".learning-route:visible").count() == len(ROUTES)
    page.locator(".route-choice input:checked").focus()
    page.keyboard.press("ArrowRight")
    assert page.url.endswith("#route=tour")
    assert "약" in page.locator(".route-total").inner_text()


def test_without_javascript_the_drawing_and_every_route_are_there(visit):
    page = visit(java_script_enabled=False)
    assert page.locator(".page-map-wide").is_visible()
    assert page.locator(".route-choice").count() == 0
    assert page.locator(".learning-route:visible").count() == len(ROUTES)
    assert page.locator(".page-map-wide .map-page").first.locator("title").count() == 1


def test_a_chosen_route_is_printed_with_the_others(visit):
    page = visit("#route=tour")
    page.emulate_media(media="print")
    assert page.locator(".learning-route:visible").count() == len(ROUTES)
    assert not page.locator(".route-choice").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_chosen_route_and_a_picked_page_have_no_accessibility_violation(visit, scheme):
    page = visit("#route=tour", color_scheme=scheme)
    link_to(page, PICKED).focus()
    page.add_script_tag(path=str(AXE))
    found = page.evaluate(
        "async () => (await axe.run('.page-map, .learning-routes')).violations"
        ".map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | '))"
    )
    assert found == []


# ── 쪽의 맨 위 ───────────────────────────────────────────────────────────────


def test_every_gallery_page_says_its_time_and_the_map_says_the_same(soup):
    """그림과 목록과 쪽과 카드의 시간은 모두 같은 셈에서 나옵니다."""
    drawn = {
        link["href"]: link.select_one(".map-minutes").text
        for link in soup("map.html").select(".page-map-wide .map-page")
    }
    gallery = [name for name in pages() if re.search(r"/(plot|run)_\w+\.html$", name)]
    assert sorted(drawn) == gallery
    for name in gallery:
        page = BeautifulSoup((HTML / name).read_text(encoding="utf-8"), "lxml")
        line = page.select_one("h1 + .reading-line").text
        assert line.startswith(f"읽는 데 약 {drawn[name]}"), name
