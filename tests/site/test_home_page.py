"""처음 쪽: 움직이는 그림, 세 문, 장의 띠를 진짜 Chromium 에서 봅니다."""

from __future__ import annotations

import descent_figure
import numpy as np
import pytest
from built import HTML, pages
from test_browser import visit  # noqa: F401  같은 방법으로 쪽을 엽니다

pytestmark = pytest.mark.site


def set_bar(page, name, value):
    page.locator(f"#descent-{name}").fill(str(value))


def shown(page, name):
    return page.locator(f".descent [data-name={name}]").inner_text()


def korean(value):
    return f"{value:.3f}".replace("-", "−")


@pytest.mark.parametrize(("start", "rate"), [(-0.5, 0.05), (0.5, 0.01), (2.1, 0.1), (-1, 0.12)])
def test_moving_a_bar_walks_as_the_library_does(visit, start, rate):  # noqa: F811
    page = visit("index.html")
    set_bar(page, "start", start)
    set_bar(page, "rate", rate)
    trace = descent_figure.walk(start, rate)
    path = page.evaluate(
        "([x, rate, steps]) => dlconceptsDescent.walk(x, rate, steps)",
        [start, rate, descent_figure.STEPS],
    )
    np.testing.assert_allclose(path["xs"], trace.x, rtol=0, atol=1e-9)
    np.testing.assert_allclose(path["losses"], trace.values, rtol=0, atol=1e-9)
    assert shown(page, "x") == korean(trace.x[-1])
    assert shown(page, "loss") == korean(trace.values[-1])
    assert shown(page, "outcome") == descent_figure.SENTENCES[descent_figure.outcome(trace)]
    ball = page.locator(".descent-ball")
    drawn = [float(ball.get_attribute(key)) for key in ("cx", "cy")]
    np.testing.assert_allclose(
        drawn, descent_figure.place(trace.x[-1], trace.values[-1]), atol=0.11
    )


def test_the_figure_is_the_same_before_and_without_the_script(visit):  # noqa: F811
    scripted, plain = visit("index.html"), visit("index.html", script=False)
    for page in (scripted, plain):
        assert page.locator(".descent-drawing").is_visible()
        assert page.locator("#descent-result").is_visible()
    assert scripted.locator("#descent-result").inner_text() == (
        plain.locator("#descent-result").inner_text()
    )
    assert not plain.locator(".descent-controls").is_visible()
    assert not plain.get_by_text("막대를 움직이거나").is_visible()


def test_bars_work_with_the_keyboard_and_speak(visit):  # noqa: F811
    page = visit("index.html")
    before = shown(page, "x")
    page.locator("#descent-start").focus()
    page.keyboard.press("Home")
    bar = page.locator("#descent-start")
    assert bar.get_attribute("aria-valuetext") == "−2.20"
    assert shown(page, "x") != before
    assert page.locator(".descent [role=status]").inner_text().endswith(shown(page, "outcome"))


def test_pressing_the_picture_moves_the_start(visit):  # noqa: F811
    page = visit("index.html")
    box = page.locator(".descent-drawing").bounding_box()
    left, right = descent_figure.VIEW["x"]
    page.mouse.click(
        box["x"] + box["width"] * (-1 - left) / (right - left), box["y"] + box["height"] / 2
    )
    assert abs(float(page.locator("#descent-start").input_value()) + 1) <= 0.05
    assert "깊은" in shown(page, "outcome")


def test_walking_step_by_step_ends_where_the_whole_path_ends(visit):  # noqa: F811
    page = visit("index.html")
    end = shown(page, "x")
    button = page.locator(".descent-play")
    button.click()
    assert shown(page, "steps") == "0"
    page.wait_for_function("document.querySelector('[data-name=steps]').textContent === '2'")
    button.click()  # 끝까지 보기
    assert (shown(page, "x"), shown(page, "steps")) == (end, str(descent_figure.STEPS))


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_while_the_page_loads(visit, width):  # noqa: F811
    page = visit("index.html", width=width)
    page.wait_for_timeout(300)
    moved = page.evaluate(
        "new Promise(done => new PerformanceObserver(list => done(list.getEntries()"
        ".reduce((sum, e) => sum + (e.hadRecentInput ? 0 : e.value), 0)))"
        ".observe({type: 'layout-shift', buffered: true}) || setTimeout(() => done(0), 500))"
    )
    assert moved < 0.05


def test_moving_a_bar_never_moves_the_bar_itself(visit):  # noqa: F811
    page = visit("index.html", width=390)
    bar, picture = page.locator("#descent-rate"), page.locator(".descent-drawing")
    places = set()

    def below():
        return bar.bounding_box()["y"] - picture.bounding_box()["y"]

    for rate in (0.01, 0.04, 0.12, 0.2):
        set_bar(page, "rate", rate)
        places.add(below())
    page.locator(".descent-play").click()  # 걷는 동안에는 끝을 말하는 문장이 없습니다
    places.add(below())
    assert len(places) == 1, "결과의 글이 길어져도 막대는 손가락 아래에 있어야 합니다"


def test_three_doors_lead_to_pages_that_exist(soup):
    doors = soup("index.html").select(".home-door a")
    assert [door.text for door in doors] == [
        *("처음부터 배우기", "두 시간 훑어보기", "내 컴퓨터에서 실행하기")
    ]
    for door in doors:
        assert (HTML / door["href"].partition("#")[0]).exists()


def test_the_strip_shows_every_chapter_that_can_be_read(soup):
    strip = soup("index.html").select(".chapter-strip > li")
    titles = [item.select_one(".chapter-strip-title").text for item in strip]
    assert len(titles) == len(set(titles)) == 12
    chapters = [name for name in pages() if name.startswith("auto_examples/") and "index" in name]
    linked = {item.a["href"] for item in strip if item.a}
    assert linked == {name for name in chapters if name.count("/") == 2}
    for item in (item for item in strip if item.a):
        assert {image["loading"] for image in item.select("img")} == {"lazy"}
        assert all(image["alt"] == "" for image in item.select("img"))


def test_the_promise_counts_the_numbers_that_are_really_there(soup):
    found = soup("index.html").select("section#home-promise .value")
    counted = next(int(value.text.replace(",", "")) for value in found if "개" in after(value))
    gallery = [name for name in pages() if "/plot_" in name and name.startswith("auto_examples/")]
    assert counted == sum(len(soup(name).select("article .value")) for name in gallery)


def after(value):
    return (value.next_sibling or "")[:3]


@pytest.mark.parametrize(("scheme", "hidden"), [("light", "_dark.svg"), ("dark", "_001.svg")])
def test_hidden_figures_are_never_fetched(browser, address, scheme, hidden):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/index.html", wait_until="networkidle")
    context.close()
    figures = [url for url in asked if "sphx_glr" in url]
    assert figures
    assert [url for url in figures if url.endswith(hidden)] == []
