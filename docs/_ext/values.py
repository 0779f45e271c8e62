"""쪽이 실행되며 얻은 값을 문장과 수식에 넣습니다.

예제가 실행되는 동안 ``scraper`` 가 전역 변수(수, 문자열, 작은 배열)를
``<예제>.values.json`` 에 적어 두고, 역할(role)이 그 값을 읽어 문장에 씁니다::

    # 열 걸음 뒤에는 :val:`x10|.3f|이/가` 됩니다.
    # :vmath:`x_{10} = <<x10|.3f>>`
    {val}`auto_examples/02_gradient_descent/plot_02_one_variable::x10|.3f`   (다른 쪽에서)

식(expression)은 ``이름[색인]|서식|조사`` 꼴입니다. 서식은 파이썬의 서식 지정을 그대로 따릅니다.
"""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.directives.patches import MathDirective
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from dlconcepts.numerals import josa

logger = logging.getLogger(__name__)

SUFFIX = ".values.json"
LARGEST = 1000
EXPRESSION = re.compile(r"^\s*(?P<name>[^\W\d]\w*)\s*(?:\[(?P<index>[-\d,\s]+)\])?\s*$")
HOLE = re.compile(r"<<(.+?)>>")
EXPONENT = re.compile(r"e([+-])0*(\d+)")
# 값을 채우지 못하는 까닭들: 파일, 이름, 색인, 서식
UNFILLED = (OSError, LookupError, ValueError, TypeError)
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


# ── 값을 모으기 ──────────────────────────────────────────────────────────────


def storable(value: Any) -> Any:
    """JSON 에 적을 수 있는 값이면 그 값을, 아니면 None 을 돌려줍니다."""
    if isinstance(value, bool | int | float | str):
        return value if not isinstance(value, str) or len(value) <= 200 else None
    tolist = getattr(value, "tolist", None)
    if callable(tolist) and not isinstance(value, type):
        try:
            if getattr(value, "size", LARGEST + 1) > LARGEST:
                return None
            value = tolist()
        except (TypeError, ValueError, RuntimeError):  # 값이 없는 텐서와 같은 것
            return None
    if isinstance(value, tuple | list):
        items = [storable(item) for item in value]
        short = len(items) <= LARGEST
        return items if short and all(item is not None for item in items) else None
    return value if isinstance(value, bool | int | float | str) else None


def scraper(block: Any, block_vars: dict[str, Any], gallery_conf: dict[str, Any]) -> str:
    """sphinx-gallery 가 칸마다 부릅니다. 그림은 만들지 않고 값만 적습니다."""
    found = {
        name: value
        for name, item in block_vars["example_globals"].items()
        if not name.startswith("_") and (value := storable(item)) is not None
    }
    path = Path(block_vars["target_file"]).with_suffix(SUFFIX)
    text = json.dumps(found, ensure_ascii=False, indent=0, sort_keys=True) + "\n"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
    return ""


# ── 값을 쓰기 ────────────────────────────────────────────────────────────────


def lookup(values: dict[str, Any], expression: str) -> tuple[Any, str, str]:
    """``이름[색인]|서식|조사`` 를 (값, 서식, 조사)로 풉니다. 없는 이름이면 KeyError."""
    reference, _, rest = expression.partition("|")
    spec, _, pair = rest.partition("|")
    match = EXPRESSION.match(reference)
    if not match:
        raise ValueError(f"'{reference}' 은(는) '이름' 이나 '이름[색인]' 꼴이 아닙니다")
    if match["name"] not in values:
        raise KeyError(f"이 쪽에는 '{match['name']}' 이라는 값이 없습니다")
    value = values[match["name"]]
    for index in (match["index"] or "").split(","):
        if index.strip():
            value = value[int(index)]
    if isinstance(value, list):
        raise ValueError(f"'{reference}' 은(는) 배열입니다. 색인을 적어 주세요")
    return value, spec, pair


def plain(value: Any, spec: str) -> str:
    """문장에 쓸 글자: 빼기는 −, 지수는 ×10⁻⁵ 꼴입니다."""
    text = format(value, spec)
    if isinstance(value, float) and not math.isfinite(value):
        return {"inf": "∞", "-inf": "−∞"}.get(text.lower(), "NaN")
    if isinstance(value, str):
        return text
    text = EXPONENT.sub(
        lambda m: "×10" + (m[1].replace("+", "") + m[2]).translate(SUPERSCRIPT), text
    )
    return text.replace("-", "−")


def tex(value: Any, spec: str) -> str:
    """수식에 쓸 글자: 지수는 \\times 10^{-5}, 천 단위 쉼표는 {,} 입니다."""
    text = format(value, spec)
    text = EXPONENT.sub(lambda m: rf" \times 10^{{{m[1].replace('+', '')}{m[2]}}}", text)
    return text.replace(",", "{,}")


def sentence(values: dict[str, Any], expression: str) -> str:
    value, spec, pair = lookup(values, expression)
    text = plain(value, spec)
    return text + (josa(text, pair) if pair else "")


def fill(text: str, values: dict[str, Any], *, formula: bool = False) -> tuple[str, list[str]]:
    """``<<식>>`` 을 값으로 바꾸고, 바뀐 글과 넣은 수들을 돌려줍니다."""
    used: list[str] = []

    def replace(match: re.Match[str]) -> str:
        value, spec, pair = lookup(values, match[1])
        shown = plain(value, spec)
        used.append(shown)
        return tex(value, spec) if formula else shown + (josa(shown, pair) if pair else "")

    return HOLE.sub(replace, text), used


def read(srcdir: Path, docname: str) -> dict[str, Any]:
    return json.loads((srcdir / (docname + SUFFIX)).read_text(encoding="utf-8"))


class FromPage:
    """역할과 지시어가 함께 쓰는 부분: 어느 쪽의 값인지 가려 읽습니다."""

    def page_values(self, text: str) -> tuple[dict[str, Any], str]:
        docname, separator, rest = text.partition("::")
        if not separator:
            docname, rest = self.env.docname, text  # type: ignore[attr-defined]
        srcdir = Path(self.env.srcdir)  # type: ignore[attr-defined]
        self.env.note_dependency(str(srcdir / (docname + SUFFIX)))  # type: ignore[attr-defined]
        return read(srcdir, docname), rest

    def complain(self, error: Exception, location: Any) -> None:
        # plot_gallery=0 (실행하지 않는 미리 보기)에서는 값이 없는 것이 당연합니다.
        gallery = getattr(self.env.config, "sphinx_gallery_conf", {})  # type: ignore[attr-defined]
        if gallery.get("plot_gallery", True):
            reason = error.args[0] if isinstance(error, KeyError) else error
            logger.warning("값을 넣지 못했습니다: %s", reason, location=location, type="values")


class ValueRole(FromPage, SphinxRole):
    """:val:`이름|서식|조사`"""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        try:
            values, expression = self.page_values(self.text)
            value, spec, pair = lookup(values, expression)
            number = plain(value, spec)
        except UNFILLED as error:
            self.complain(error, self.get_location())
            number, pair = "?", ""
        found: list[nodes.Node] = [nodes.inline(self.rawtext, number, classes=["value"])]
        if pair:
            found.append(nodes.Text(josa(number, pair)))
        return found, []


class ValueMathRole(FromPage, SphinxRole):
    """:vmath:`x_{10} = <<x10|.3f>>`"""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        source = self.rawtext.partition("`")[2].rpartition("`")[0]
        used: list[str] = []
        try:
            values, rest = self.page_values(source)
            source, used = fill(rest, values, formula=True)
        except UNFILLED as error:
            self.complain(error, self.get_location())
            source = HOLE.sub("?", source)
        return [nodes.math(self.rawtext, source, values=" ".join(used))], []


class ValueMathDirective(FromPage, MathDirective):
    """.. vmath:: 값이 들어가는 별행 수식"""

    has_content = True
    option_spec = {**MathDirective.option_spec, "from": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        used: list[str] = []
        text = "\n".join(self.content)
        try:
            prefix = f"{self.options['from']}::" if "from" in self.options else ""
            values, text = self.page_values(prefix + text)
            text, used = fill(text, values, formula=True)
        except UNFILLED as error:
            self.complain(error, self.get_location())
            text = HOLE.sub("?", text)
        self.content[:] = self.content.__class__(text.splitlines(), source="vmath")
        found = super().run()
        for node in found:
            if isinstance(node, nodes.math_block):
                node["values"] = " ".join(used)
        return found


class NameRole(SphinxRole):
    """:name:`Python 3.11`: 숫자가 들어 있지만 양이 아니라 이름인 것."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        return [nodes.inline(self.rawtext, self.text, classes=["name"])], []


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_role("val", ValueRole())
    app.add_role("vmath", ValueMathRole())
    app.add_role("name", NameRole())
    app.add_directive("vmath", ValueMathDirective)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
