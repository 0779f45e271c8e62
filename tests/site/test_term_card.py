"""용어의 풀이 카드를 진짜 Chromium 에서: 마우스, 키보드, 손가락, 좁은 화면, 자바스크립트 없이."""

from __future__ import annotations

import pytest
from built import AXE
from test_browser import visit, watched  # noqa: F401  같은 방법으로 쪽을 엽니다

pytestmark = pytest.mark.site
NAME = "auto_examples/02_gradient_descent/plot_04_two_valleys.html"
LINK, OPEN = "a.term-link", ".term-card:visible"


@pytest.fixture
def page(visit):  # noqa: F811
    return visit(NAME)


def test_hovering_opens_the_card_and_the_pointer_can_move_onto_it(page):
    link = page.locator(LINK).first
    link.hover()
    card = page.locator(OPEN)
    card.wait_for()
    assert link.get_attribute("data-definition") in card.inner_text()
    assert link.get_attribute("data-en") in card.inner_text()
    card.hover()
    page.wait_for_timeout(500)
    assert card.is_visible()
    page.mouse.move(5, 5)
    card.wait_for(state="hidden")


def test_a_passing_pointer_opens_nothing(page):
    page.locator(LINK).first.hover()
    page.mouse.move(5, 5)
    page.wait_for_timeout(400)
    assert page.locator(OPEN).count() == 0


def test_coming_by_keyboard_opens_the_card_and_it_describes_the_link(page):
    link = page.locator(LINK).first
    walk_to(page, link)
    page.locator(OPEN).wait_for()
    described = page.locator(f"#{link.get_attribute('aria-describedby')}")
    assert link.get_attribute("data-definition") in described.inner_text()
    page.keyboard.press("Escape")
    assert page.locator(OPEN).count() == 0
    assert page.evaluate("document.activeElement.matches('a.term-link')")


def walk_to(page, link):
    """바로 앞에서 Tab 을 눌러 키보드로 다가갑니다."""
    link.evaluate(
        "link => { const a = document.createElement('a'); a.href = '#'; a.id = 'before';"
        " link.before(a); a.focus(); }"
    )
    page.keyboard.press("Tab")


def test_tab_enters_the_card_and_escape_comes_back_to_the_link(page):
    link = page.locator(f'{LINK}[data-page]:not([data-page=""])').first
    walk_to(page, link)
    page.locator(OPEN).wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('.term-card')")
    href = page.evaluate("document.activeElement.getAttribute('href')")
    assert href == link.get_attribute("data-page")
    page.wait_for_timeout(400)
    assert page.locator(OPEN).count() == 1
    page.keyboard.press("Escape")
    assert page.locator(OPEN).count() == 0
    assert page.evaluate("document.activeElement.matches('a.term-link')")


def test_leaving_the_link_by_keyboard_closes_the_card(page):
    link = page.locator(f'{LINK}[data-page]:not([data-page=""])').first
    walk_to(page, link)
    page.locator(OPEN).wait_for()
    page.keyboard.press("Shift+Tab")
    page.locator(OPEN).wait_for(state="hidden")


def test_escape_closes_a_card_that_was_opened_by_the_pointer(page):
    page.locator(LINK).first.hover()
    page.locator(OPEN).wait_for()
    page.keyboard.press("Escape")
    assert page.locator(OPEN).count() == 0


def test_first_tap_opens_and_second_tap_follows(browser, address):
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = watched(context, address)
    page.goto(f"{address}/{NAME}", wait_until="load")
    link = page.locator(LINK).first
    link.tap()
    page.locator(OPEN).wait_for()
    assert page.url.endswith(NAME)
    assert page.get_by_role("link", name="용어집에서 보기").is_visible()
    page.locator("h1").tap()
    assert page.locator(OPEN).count() == 0
    link.tap()
    link.tap()
    page.wait_for_url("**/glossary.html#term-*")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_card_overflows_a_phone_and_every_card_is_legible(visit, scheme):  # noqa: F811
    page = visit(NAME, width=390, scheme=scheme)
    page.add_script_tag(path=str(AXE))
    page.locator(LINK).first.wait_for()
    for number in range(page.locator(LINK).count()):
        link = page.locator(LINK).nth(number)
        if not link.is_visible():  # 접어 둔 답 안에 있습니다
            continue
        link.scroll_into_view_if_needed()
        link.hover()
        card = page.locator(OPEN)
        card.wait_for()
        box, line = card.bounding_box(), link.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["y"] >= line["y"] + line["height"] or box["y"] + box["height"] <= line["y"]
        page.keyboard.press("Escape")
    link = page.locator(LINK).first
    link.hover()
    page.locator(OPEN).wait_for()
    found = page.evaluate("async () => (await axe.run('.term-card:popover-open')).violations")
    assert [rule["id"] for rule in found] == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390


def test_opening_a_card_does_not_move_the_text(page):
    link = page.locator(LINK).first
    paragraph = link.locator("xpath=ancestor::p")
    before = paragraph.bounding_box()
    link.hover()
    page.locator(OPEN).wait_for()
    assert paragraph.bounding_box() == before


def test_without_javascript_the_term_is_a_plain_link(visit):  # noqa: F811
    page = visit(NAME, script=False)
    assert page.locator(".term-card").count() == 0
    page.locator(LINK).first.click()
    assert "glossary.html#term-" in page.url
