"""처음 쪽의 움직이는 그림: 골짜기가 둘인 언덕을 내려가는 공.

    ```{descent-figure}
    ```

처음 모습은 사이트를 만들 때 라이브러리의 `minimize` 가 걷고 여기에서 SVG 로 그립니다. 그래서
자바스크립트가 없어도 그림과 수가 그대로 있고, 있어도 그림이 바뀌며 글이 밀리는 일이 없습니다.
막대를 움직이면 ``descent.js`` 가 같은 식으로 다시 걷습니다. 둘이 같은지는 시험이 확인합니다.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import values
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from dlconcepts.descent import DescentTrace, minimize
from dlconcepts.objectives import two_valleys
from dlconcepts.optimizers import GradientDescent

SIZE = (720, 430)
VIEW = {"x": (-2.3, 2.25), "y": (-6.1, 5.6)}
STEPS = 30
# 막대: (가장 작은 값, 가장 큰 값, 한 칸, 처음 값)
START, RATE = (-2.2, 2.1, 0.05, 0.5), (0.01, 0.2, 0.005, 0.04)
CLOSE = 0.02  # 바닥에서 이보다 가까우면 닿은 것으로 봅니다
SENTENCES = {
    "deep": "깊은 골짜기의 바닥에 닿았습니다.",
    "shallow": "얕은 골짜기의 바닥에 닿았습니다.",
    "walking": "보폭이 작아 아직 내려가는 중입니다.",
    "between": "바닥에 서지 못하고 두 자리를 오갑니다.",
    "restless": "보폭이 커서 바닥에 서지 못하고 뛰어다닙니다.",
    "diverged": "걸음이 점점 커져 그림 밖으로 달아났습니다.",
}


# ── 걷기 ─────────────────────────────────────────────────────────────────────


def positions(bar: tuple[float, float, float, float]) -> list[float]:
    """막대가 설 수 있는 모든 자리. 브라우저의 막대와 같은 십진수입니다."""
    low, high, step, _ = bar
    return [round(low + step * i, 10) for i in range(round((high - low) / step) + 1)]


def walk(start: float, rate: float) -> DescentTrace:
    return minimize(
        *(two_valleys.f, two_valleys.grad, start, GradientDescent(lr=rate)),
        steps=STEPS,
        on_diverge="return",
    )


def outcome(trace: DescentTrace) -> str:
    """걸음의 끝이 여섯 가지 가운데 무엇인지."""
    x = trace.x
    if trace.status == "diverged":
        return "diverged"
    for name, minimum in zip(("deep", "shallow"), two_valleys.minima, strict=True):
        if abs(x[-1] - minimum.point[0]) < CLOSE:
            return name
    if abs(x[-1] - x[-3]) < CLOSE < abs(x[-1] - x[-2]):
        return "between"
    return "walking" if np.all(np.diff(trace.values[-6:]) < 0) else "restless"


# ── 그리기 ───────────────────────────────────────────────────────────────────


def place(x: float, y: float) -> tuple[float, float]:
    """좌표를 그림의 자리(px)로."""
    (left, right), (bottom, top) = VIEW["x"], VIEW["y"]
    across = (x - left) / (right - left) * SIZE[0]
    return round(across, 1), round((top - y) / (top - bottom) * SIZE[1], 1)


def joined(points: Iterator[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def drawing(trace: DescentTrace) -> str:
    """언덕과 지나온 길. 색은 모두 CSS 가 정합니다."""
    width, height = SIZE
    xs = np.linspace(*VIEW["x"], 93)
    hill = joined(place(x, y) for x, y in zip(xs, two_valleys.f(xs), strict=True))
    spots = [place(x, y) for x, y in zip(trace.x, trace.values, strict=True)]
    dots = "".join(f'<circle cx="{x:g}" cy="{y:g}" r="5"/>' for x, y in spots)
    first, last = spots[0], spots[-1]
    labels = "".join(
        f'<text x="{x:g}" y="{y + 34:g}">{name}</text>'
        for name, minimum in zip(("깊은 골짜기", "얕은 골짜기"), two_valleys.minima, strict=True)
        for x, y in [place(minimum.point[0], minimum.value)]
    )
    return (
        f'<svg class="descent-drawing" viewBox="0 0 {width} {height}" role="img" '
        'aria-labelledby="descent-name" aria-describedby="descent-result">'
        '<title id="descent-name">골짜기가 둘인 언덕을 한 걸음씩 내려가는 공</title>'
        f'<polygon class="descent-ground" points="0,{height} {hill} {width},{height}"/>'
        f'<polyline class="descent-hill" points="{hill}"/>'
        f'<text class="descent-axis" x="12" y="26">↑ 손실(틀린 정도)</text>'
        f'<text class="descent-axis descent-right" x="{width - 12}" y="{height - 14}">'
        f"파라미터의 값 →</text>{labels}"
        f'<polyline class="descent-path" points="{joined(iter(spots))}"/>'
        f'<g class="descent-steps">{dots}</g>'
        f'<circle class="descent-start" cx="{first[0]:g}" cy="{first[1]:g}" r="9"/>'
        f'<circle class="descent-ball" cx="{last[0]:g}" cy="{last[1]:g}" r="12"/></svg>'
    )


def slider(name: str, label: str, bar: tuple[float, float, float, float], digits: int) -> str:
    low, high, step, now = bar
    shown = values.plain(now, f".{digits}f")
    return (
        f'<div class="descent-slider"><label for="descent-{name}">{label}</label>'
        f'<output for="descent-{name}"><span class="value">{shown}</span></output>'
        f'<input type="range" id="descent-{name}" min="{low}" max="{high}" step="{step}" '
        f'value="{now}" data-digits="{digits}" autocomplete="off"></div>'
    )


def markup() -> str:
    trace = walk(START[3], RATE[3])
    data = {
        "size": SIZE,
        "view": VIEW,
        "steps": STEPS,
        "close": CLOSE,
        "bottoms": {"deep": two_valleys.minima[0].point, "shallow": two_valleys.minima[1].point},
        "sentences": SENTENCES,
    }
    value = '<span class="value" data-name="{}">{}</span>'
    result = (
        value.format("steps", trace.steps)
        + "걸음 뒤 자리 "
        + value.format("x", values.plain(trace.x[-1], ".3f"))
        + ", 손실 "
        + value.format("loss", values.plain(trace.values[-1], ".3f"))
        + f'. <strong data-name="outcome">{SENTENCES[outcome(trace)]}</strong>'
    )
    return (
        f'<div class="descent" data-descent="{escape(json.dumps(data, ensure_ascii=False))}">'
        f'{drawing(trace)}<p class="descent-result" id="descent-result">{result}</p>'
        '<div class="descent-controls pst-js-only">'
        + slider("start", "시작점", START, 2)
        + slider("rate", "학습률(보폭)", RATE, 3)
        + '<button type="button" class="descent-play">한 걸음씩 보기</button></div>'
        '<p class="descent-status visually-hidden" role="status"></p></div>\n'
    )


class descent_figure(nodes.General, nodes.Element):  # noqa: N801  docutils 의 이름 짓기를 따릅니다
    """쓸 때 그림이 되는 자리."""


class DescentFigure(SphinxDirective):
    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(str(Path(__file__)))
        return [descent_figure("", markup=markup())]


def visit(self: Any, node: descent_figure) -> None:
    self.body.append(node["markup"])
    raise nodes.SkipNode


def skip(self: Any, node: descent_figure) -> None:
    raise nodes.SkipNode


def add_assets(app: Sphinx, pagename: str, template: str, context: Any, doctree: Any) -> None:
    if doctree is not None and next(doctree.findall(descent_figure), None) is not None:
        app.add_css_file("descent.css", priority=900)
        app.add_js_file("descent.js", loading_method="defer")


def setup(app: Sphinx) -> dict[str, Any]:
    others = dict.fromkeys(("latex", "text", "man", "texinfo"), (skip, None))
    app.add_node(descent_figure, html=(visit, None), **others)
    app.add_directive("descent-figure", DescentFigure)
    app.connect("html-page-context", add_assets)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
