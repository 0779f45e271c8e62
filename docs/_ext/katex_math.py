"""수식을 빌드할 때 KaTeX 로 그립니다. 브라우저에서 도는 스크립트도, 바깥 서버도 없습니다.

KaTeX 는 V8 엔진(mini-racer) 안에서 실행하므로 Node 가 필요 없습니다.
수식이 틀리면 Sphinx 경고가 되고, ``-W`` 빌드가 멈춥니다.
"""

from __future__ import annotations

import html
import json
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from py_mini_racer import JSEvalException, MiniRacer
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

logger = logging.getLogger(__name__)

# strict 가 함수인 까닭: 수식 안의 한글은 허용하고 나머지 경고는 오류로 봅니다.
RENDER = """
(source, display) => katex.renderToString(source, {
  displayMode: display, throwOnError: true,
  strict: (code) => code === "unicodeTextInMathMode" ? "ignore" : "error",
})
"""


@cache
def engine(katex_js: str) -> MiniRacer:
    racer = MiniRacer()
    racer.eval(Path(katex_js).read_text(encoding="utf-8"))
    racer.eval(f"const render = {RENDER};")
    return racer


@cache
def render(katex_js: str, source: str, display: bool) -> str:
    """TeX 를 HTML 로. 틀린 수식이면 ValueError."""
    call = f"render({json.dumps(source)}, {json.dumps(display)})"
    try:
        return str(engine(katex_js).eval(call))
    except JSEvalException as error:
        reason = str(error).partition("KaTeX parse error: ")[2] or str(error)
        raise ValueError(reason.splitlines()[0]) from error


def _render(translator: Any, node: nodes.Element, display: bool) -> str:
    source = node.astext()
    if display and r"\\" in source and r"\begin" not in source:
        source = rf"\begin{{aligned}}{source}\end{{aligned}}"
    try:
        return render(translator.config.katex_js, source, display)
    except ValueError as error:
        logger.warning(
            "수식을 그리지 못했습니다: %s: %s", error, source, location=node, type="math"
        )
        return f"<code>{html.escape(source)}</code>"


def _joiner(node: nodes.math) -> str:
    """바로 뒤에 조사나 쉼표가 붙으면, 줄이 그 사이에서 바뀌지 않게 하는 글자(U+2060)."""
    after = node.next_node(descend=False, siblings=True)
    return "\u2060" if after is not None and not after.astext()[:1].isspace() else ""


def _values(node: nodes.Element) -> dict[str, str]:
    return {"data-values": node["values"]} if node.get("values") else {}


def visit_inline(self: Any, node: nodes.math) -> None:
    self.body.append(self.starttag(node, "span", "", CLASS="math notranslate", **_values(node)))
    self.body.append(_render(self, node, False) + "</span>" + _joiner(node))
    raise nodes.SkipNode


def visit_block(self: Any, node: nodes.math_block) -> None:
    # 좁은 화면에서는 상자 안에서 옆으로 밀어 보므로 키보드로도 닿아야 합니다.
    attributes = {"CLASS": "math notranslate", "tabindex": "0", **_values(node)}
    self.body.append(self.starttag(node, "div", **attributes))
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, _("Link to this equation"))
        self.body.append("</span>")
    self.body.append(_render(self, node, True) + "</div>\n")
    raise nodes.SkipNode


def add_styles(app: Sphinx, pagename: str, template: str, context: Any, doctree: Any) -> None:
    if context.get("has_maths_elements"):
        app.add_css_file("generated/katex/katex.min.css")


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_html_math_renderer("katex", (visit_inline, None), (visit_block, None))
    app.add_config_value("katex_js", "", "html")
    app.connect("html-page-context", add_styles)
    # V8 은 fork 한 뒤의 프로세스에서 쓸 수 없으므로 쓰기는 한 프로세스에서 합니다.
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
