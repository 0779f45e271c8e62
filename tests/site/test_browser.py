"""진짜 Chromium 에서: 오류, 바깥 요청, 접근성, 좁은 화면, 어두운 화면, 단추."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from built import AXE, pages

pytestmark = pytest.mark.site
PAGES = pages() or ["index.html"]
# 표의 왼쪽 위 빈 칸은 pandas 와 Sphinx 의 찾아보기가 만드는 모양입니다.
ALLOWED = {"empty-table-header"}


def watched(context, address):
    """콘솔의 오류, 바깥으로 나간 요청, 없는 파일을 모으는 빈 탭입니다."""
    page = context.new_page()
    page.errors, page.foreign, page.missing = [], [], []
    page.on("console", lambda m: page.errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on(
        "request",
        lambda r: (
            None if r.url.startswith((address, "data:", "blob:")) else page.foreign.append(r.url)
        ),
    )
    page.on("response", lambda r: page.missing.append(r.url) if r.status >= 400 else None)
    return page


@pytest.fixture
def visit(browser, address):
    """쪽을 새로 엽니다."""
    contexts = []

    def open_page(name, *, width=1280, scheme="light", script=True):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=script,
        )
        contexts.append(context)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = watched(context, address)
        page.goto(f"{address}/{name}", wait_until="load")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module", params=PAGES)
def opened(request, browser, address):
    """쪽마다 한 번만 열어 여러 시험이 함께 봅니다. 시간의 대부분은 쪽을 여는 데 들기 때문입니다."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = watched(context, address)
    page.goto(f"{address}/{request.param}", wait_until="networkidle")
    page.add_script_tag(path=str(AXE))
    # 배색을 바꾸는 도중의 색을 재지 않게 합니다.
    page.add_style_tag(content="* { transition: none !important; }")
    yield page
    context.close()


def seen(page, *, width=1280, scheme="light"):
    """열어 둔 쪽을 이 너비와 이 배색으로 봅니다."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function(
        "(scheme) => document.documentElement.dataset.theme === scheme", arg=scheme
    )
    return page


def violations(page, *, rules=()):
    """axe 가 찾은 접근성 문제들. ``rules`` 를 적으면 그 규칙만 봅니다."""
    options = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    found = page.evaluate(
        "async (options) => (await axe.run(options)).violations"
        ".map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | '))",
        options,
    )
    return [text for text in found if text.split(":")[0] not in ALLOWED]


def test_page_opens_without_errors_or_foreign_requests(opened):
    assert opened.foreign == []
    assert [url for url in opened.missing if not urlsplit(url).path.endswith("favicon.ico")] == []
    assert opened.errors == []


def test_page_has_no_accessibility_violation(opened):
    assert violations(seen(opened)) == []


def test_page_is_legible_in_the_dark(opened):
    page = seen(opened, scheme="dark")
    assert lightness(page, "body") < 60
    assert violations(page, rules=["color-contrast"]) == []  # 배색에 달린 규칙은 이것뿐입니다


def test_phone_never_scrolls_sideways(opened):
    page = seen(opened, width=390)
    overflow = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    wide = page.evaluate(
        "() => [...document.querySelectorAll('article *')].filter(e => {"
        " const r = e.getBoundingClientRect();"
        " return r.width && r.right > innerWidth + 1 && !e.closest("
        "   'pre, svg, .math, .output_html, .pst-scrollable-table-container')"
        "}).slice(0, 3).map(e => e.outerHTML.slice(0, 120))"
    )
    assert overflow <= 0, wide


def lightness(page, selector):
    """보이는 글자나 바탕의 밝기(0 어두움 … 255 밝음)."""
    return page.evaluate(
        "(s) => { const m = getComputedStyle(document.querySelector(s))"
        ".backgroundColor.match(/[\\d.]+/g).map(Number); return (m[0] + m[1] + m[2]) / 3; }",
        selector,
    )


def test_dark_mode_turns_the_ground_dark_and_swaps_the_figures(visit):
    name = next(page for page in PAGES if "plot_02_one_variable" in page)
    light, dark = visit(name, scheme="light"), visit(name, scheme="dark")
    assert lightness(light, "body") > 200
    assert lightness(dark, "body") < 60
    for page, shown, hidden in (
        (light, "only-light", "only-dark"),
        (dark, "only-dark", "only-light"),
    ):
        assert page.locator(f".page-figure img.{shown}").first.is_visible()
        assert not page.locator(f".page-figure img.{hidden}").first.is_visible()


def test_every_visible_figure_really_loads(visit):
    for name in (page for page in PAGES if "plot_" in page):
        page = visit(name)
        broken = page.evaluate(
            "async () => { const found = [];"
            " for (const i of document.querySelectorAll('article img')) {"
            "   if (!i.offsetParent) continue;"
            "   i.loading = 'eager';"
            "   try { await i.decode(); } catch { found.push(i.src); } }"
            " return found; }"
        )
        assert broken == []


def test_copy_button_copies_the_code_without_prompts(visit):
    page = visit(next(page for page in PAGES if "plot_02_one_variable" in page))
    button = page.locator("button.copybtn").first
    code = page.locator(".highlight pre").first.inner_text()
    assert button.get_attribute("data-tooltip") == "복사"
    page.locator(".highlight").first.hover()
    button.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == code.strip()


def test_steps_of_an_animation_can_be_walked_with_the_keyboard(visit):
    page = visit(next(page for page in PAGES if "plot_02_one_variable" in page))
    figure = page.locator(".page-figure.frames").first
    slider = figure.locator("input[type=range]")
    first = figure.locator("img.shown.only-light").get_attribute("src")
    slider.focus()
    page.keyboard.press("ArrowRight")
    second = figure.locator("img.shown.only-light").get_attribute("src")
    assert first != second
    page.keyboard.press("End")
    assert "last-frame" in figure.locator("img.shown.only-light").get_attribute("class")
    assert "가운데" in slider.get_attribute("aria-valuetext")


def test_without_javascript_the_last_step_is_shown(visit):
    page = visit(next(page for page in PAGES if "plot_02_one_variable" in page), script=False)
    shown = page.locator(".page-figure.frames").first.locator("img:visible")
    assert shown.count() >= 1
    assert all(
        "last-frame" in (shown.nth(i).get_attribute("class") or "") for i in range(shown.count())
    )


def test_site_font_is_used_for_korean_text(visit):
    page = visit("index.html")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.fonts.check('16px \"dlconcepts Sans\"', '손실')")
    loaded = page.evaluate(
        "() => [...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
    )
    assert any("dlconcepts Sans" in family for family in loaded)


def test_missing_page_at_any_depth_shows_our_own_styled_page(visit):
    page = visit("auto_examples/없는/쪽.html")
    page.wait_for_load_state("networkidle")
    assert page.locator("h1").inner_text() == "쪽을 찾지 못했습니다"
    assert len(page.missing) == 1  # 없는 쪽 자신뿐: 스타일과 글꼴은 모두 왔습니다
    page.get_by_role("link", name="처음으로").click()
    assert page.locator("h1").inner_text().startswith("딥러닝을")
