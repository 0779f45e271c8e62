"""처음 쪽의 움직이는 그림: 브라우저가 걷는 길이 라이브러리의 길과 같습니다."""

import json
from functools import cache
from pathlib import Path

import descent_figure
import numpy as np
import pytest
from bs4 import BeautifulSoup
from descent_figure import RATE, START, STEPS, VIEW

from dlconcepts.objectives import two_valleys

DOCS = Path(__file__).resolve().parents[2] / "docs"
STARTS, RATES = descent_figure.positions(START), descent_figure.positions(RATE)
CALM = 0.14  # 이 학습률까지는 걸음이 혼돈에 들지 않아 끝까지 같아야 합니다


@cache
def racer():
    mini = pytest.importorskip("py_mini_racer").MiniRacer()
    mini.eval((DOCS / "_static" / "descent.js").read_text(encoding="utf-8"))
    return mini


def in_javascript(call):
    return json.loads(racer().eval(f"JSON.stringify({call})"))


@cache
def paths():
    """막대의 모든 자리에서 두 길: (시작점, 학습률, 파이썬의 기록, 자바스크립트의 기록)."""
    pairs = [(start, rate) for start in STARTS[::3] for rate in RATES]
    theirs = in_javascript(
        f"{json.dumps(pairs)}.map(([x, rate]) => dlconceptsDescent.walk(x, rate, {STEPS}))"
    )
    return [
        (start, rate, descent_figure.walk(start, rate), path)
        for (start, rate), path in zip(pairs, theirs, strict=True)
    ]


def test_the_whole_path_is_the_same_while_the_walk_is_calm():
    for start, rate, trace, path in paths():
        if rate <= CALM and trace.status != "diverged":
            np.testing.assert_allclose(path["xs"], trace.x, rtol=0, atol=1e-9, err_msg=f"{start}")
            np.testing.assert_allclose(path["losses"], trace.values, rtol=0, atol=1e-9)


def test_every_single_step_is_the_same_even_in_chaos():
    # 큰 학습률에서는 마지막 자리의 반올림도 금세 커지므로, 그때는 한 걸음씩 견줍니다.
    for _, rate, trace, _ in paths():
        near = trace.x[:-1][np.abs(trace.x[:-1]) < 10]
        calls = f"{json.dumps(near.tolist())}.map(x => dlconceptsDescent.walk(x, {rate}, 1).xs)"
        steps = [xs[1] for xs in in_javascript(calls) if len(xs) > 1]
        expected = (near - rate * two_valleys.grad(near))[: len(steps)]
        np.testing.assert_allclose(steps, expected, rtol=1e-12, atol=1e-9)


def test_both_agree_on_how_the_walk_ends():
    bottoms = {
        name: minimum.point
        for name, minimum in zip(("deep", "shallow"), two_valleys.minima, strict=True)
    }
    seen = set()
    for start, rate, trace, path in paths():
        if rate > CALM and trace.status != "diverged":
            continue
        call = f"{json.dumps(path)}, {json.dumps(bottoms)}, {descent_figure.CLOSE}"
        found = in_javascript(f"dlconceptsDescent.outcome({call})")
        assert found == descent_figure.outcome(trace), (start, rate)
        seen.add(found)
    assert seen >= {"deep", "shallow", "walking", "between", "diverged"}


def test_divergence_is_noticed_at_the_same_step():
    diverged = [(trace, path) for *_, trace, path in paths() if trace.status == "diverged"]
    assert diverged
    for trace, path in diverged:
        assert path["diverged"]
        assert len(path["xs"]) == trace.steps + 1


@pytest.mark.parametrize("start", [-1.2, 0.5, 1.9])
def test_the_outcome_tells_the_deep_valley_from_the_shallow_one(start):
    trace = descent_figure.walk(start, 0.05)
    deep = abs(trace.x[-1] - two_valleys.minima[0].point[0]) < 0.1
    assert descent_figure.outcome(trace) == ("deep" if deep else "shallow")
    assert two_valleys.minima[0].value < two_valleys.minima[1].value


def test_the_challenge_of_the_page_can_be_met_from_the_right_end():
    ends = {rate: descent_figure.outcome(descent_figure.walk(STARTS[-1], rate)) for rate in RATES}
    assert "deep" in ends.values(), ends
    assert ends[RATES[0]] != "deep", "아무것도 바꾸지 않아도 닿으면 물음이 아닙니다"


def test_the_figure_stands_without_javascript_and_names_what_it_shows():
    page = BeautifulSoup(descent_figure.markup(), "lxml")
    trace = descent_figure.walk(START[3], RATE[3])
    shown = {node["data-name"]: node.text for node in page.select("[data-name]")}
    assert shown["x"] == f"{trace.x[-1]:.3f}".replace("-", "−")
    assert shown["loss"] == f"{trace.values[-1]:.3f}".replace("-", "−")
    assert shown["outcome"] == descent_figure.SENTENCES["shallow"]
    assert len(page.select(".descent-steps circle")) == STEPS + 1
    named = page.select_one("svg")["aria-labelledby"], page.select_one("svg")["aria-describedby"]
    assert all(page.find(id=name) for name in named)
    assert "pst-js-only" in page.select_one(".descent-controls")["class"]


def test_every_bar_has_a_label_and_its_first_value():
    page = BeautifulSoup(descent_figure.markup(), "lxml")
    for bar in page.select("input[type=range]"):
        assert page.select_one(f"label[for={bar['id']}]").text
        shown = page.select_one(f"output[for={bar['id']}]").text
        assert float(shown.replace("−", "-")) == float(bar["value"])
        assert float(bar["value"]) in descent_figure.positions(
            START if bar["id"].endswith("start") else RATE
        )


def test_both_valleys_and_every_start_lie_inside_the_picture():
    width, height = descent_figure.SIZE
    points = [(x, two_valleys.f(x)) for x in STARTS]
    points += [(minimum.point[0], minimum.value - 0.8) for minimum in two_valleys.minima]
    for x, y in (descent_figure.place(*point) for point in points):
        assert 0 < x < width
        assert 0 < y < height
    assert VIEW["x"][0] < START[0]
