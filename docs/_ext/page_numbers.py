"""만들어진 쪽(HTML)에서 숫자와 그 근거가 될 수를 모읍니다. 판정은 ``numbercheck.py`` 가 합니다.

본문을 한 번 훑으면서 글자마다 **자리**(place)를 정합니다.

prose    문단, 목록, 제목, 표, 설명, 접은 글의 제목, 실행하지 않은 글 상자
value    ``span.value``       name  ``span.name``
fact     ``span.fact``        source ``span.fact-source`` (사실의 목록이 적은 출처)
link     다른 쪽으로 가는 링크의 글          inline   문장 속 코드
formula  KaTeX 가 남긴 TeX 원문             comment  코드의 주석
alt      그림의 대체 텍스트와 쪽의 설명(meta description)

출력과 실행되는 코드는 숫자를 세지 않고 근거로만 모읍니다. 파이썬 코드의 문자열은 사람이 적은
글이므로 근거가 아닙니다. 도구가 만든 것(차례, 그림 번호, 실행 시간)은 CSS 이름으로 건너뜁니다.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from lxml import etree
from number_scan import (
    TO_SUBSCRIPT,
    TO_SUPERSCRIPT,
    Number,
    Numeral,
    Style,
    ascii_digits,
    scan,
    scan_between,
    tex_to_text,
)

ARTICLES = ("//article[contains(concat(' ', @class, ' '), ' bd-article ')]", "//main", "//body")
SKIPPED_TAGS = {"script", "style", "svg", "button", "nav", "footer", "template", "noscript"}
GENERATED = {
    "headerlink",
    "toctree-wrapper",
    "sphx-glr-timing",
    "sphx-glr-footer",
    "sphx-glr-download-link-note",
    "sphx-glr-signature",
    "sphx-glr-thumbcontainer",
    "launch-links",
    "figure-data",
    "eqno",
    "caption-number",
    "section-number",
    "std-numref",
    "footnote-reference",
    "fn-bracket",
    "backrefs",
}
NUMBERED = {
    "label",  # 각주의 번호
    "generated-number",  # 사이트를 만들며 센 쪽의 수와 읽는 시간(reading_time)
}
OUTPUTS = {"sphx-glr-script-out", "output_subarea", "cell_output", "command-output"}
BLOCKS = {
    *("p", "li", "ul", "ol", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "td", "th"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "caption", "figure", "figcaption", "div", "section"),
    *("summary", "details", "blockquote", "aside", "article", "main", "body", "br", "hr", "pre"),
}
TYPED_LANGUAGES = {"text", "none", "output"}  # 실행하지 않고 사람이 적은 글 상자
PYTHON_LANGUAGES = {"python", "python3", "ipython", "ipython3", "default", "pycon", "pytb"}
COMMENTS = {"c", "c1", "ch", "cm", "cs", "cp", "cpf"}
STRINGS = {"s", "s1", "s2", "sa", "sb", "sc", "dl", "sd", "se", "sh", "si", "sr", "ss", "sx"}

ADDRESS = re.compile(r"https?://\S+")
RADIUS = 24


# ── 근거가 되는 수들 ─────────────────────────────────────────────────────────


class Pool:
    """한 쪽의 출력이나 코드나 값에 있는 수의 모음."""

    def __init__(self) -> None:
        self.exact: set[Decimal] = set()
        self.versions: set[str] = set()
        self._sorted: list[Decimal] | None = None

    def add(self, numerals: Iterable[Numeral], *, unsigned: bool = False) -> None:
        for numeral in numerals:
            if numeral.kind == "version":
                self.versions.add(numeral.text)
            values = {number.value for reading in numeral.readings for number in reading}
            self.exact |= {abs(value) for value in values} | values if unsigned else values
        self._sorted = None

    def has(self, number: Number, *, rounded: bool = False) -> bool:
        """같은 수가 있는지. ``rounded`` 면 적힌 자리까지 반올림해서 같은 것도 봅니다."""
        if number.value in self.exact:
            return True
        if not rounded or number.digits < 3:
            return False
        half = Decimal(5).scaleb(number.exponent - 1)
        lowest, highest = number.value - half, number.value + half
        if self._sorted is None:
            self._sorted = sorted(self.exact)
        place = bisect_left(self._sorted, lowest)
        return place < len(self._sorted) and self._sorted[place] <= highest

    def nearest(self, value: Decimal) -> Decimal | None:
        """고치는 법에 적어 줄 가까운 수(다섯 가운데 하나 이내)."""
        near = min(self.exact, key=lambda other: abs(other - value), default=None)
        return near if near is not None and abs(near - value) <= abs(value) / 5 else None


@dataclass(slots=True)
class Found:
    """쪽에서 찾은 숫자 하나: 어떤 자리(place)에 어떤 문맥으로 있는지."""

    numeral: Numeral
    place: str  # prose value fact source name link inline comment formula alt
    context: str
    detail: str = ""  # 사실의 이름, 이름의 글, 링크의 주소, 그림


@dataclass
class Page:
    name: str
    found: list[Found] = field(default_factory=list)
    output: Pool = field(default_factory=Pool)
    code: Pool = field(default_factory=Pool)
    values: Pool = field(default_factory=Pool)
    pictures: set[str] = field(default_factory=set)
    has_code: bool = False

    def numbers(self) -> set[Decimal]:
        """이 쪽에 있는 모든 수. 다른 쪽의 링크가 이 쪽을 가리킬 때의 근거입니다."""
        everything = self.output.exact | self.code.exact | self.values.exact
        for item in self.found:
            if item.place != "link":
                everything |= {n.value for reading in item.numeral.readings for n in reading}
        return everything


# ── 쪽을 읽기 ────────────────────────────────────────────────────────────────


text_of = etree.XPath("string()")


def classes(element: Any) -> list[str]:
    return (element.get("class") or "").split()


class Reader:
    """본문을 한 번 훑으며 숫자와 근거를 모읍니다."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.segments: list[tuple[str, str, str]] = []  # (글, 자리, 자세한 것)
        self.alts: set[tuple[str, str]] = set()

    def read(self, root: Any) -> None:
        article = next((found for path in ARTICLES for found in root.xpath(path)), None)
        if article is None:
            raise ValueError(f"{self.page.name}: 본문(article, main, body)을 찾지 못했습니다")
        self.walk(article, "prose", "")
        self.flush()
        for meta in root.iterfind(".//meta[@name='description']"):
            self.note(meta.get("content") or "", "alt", "")

    def walk(self, element: Any, place: str, detail: str) -> None:
        tag = element.tag
        if not isinstance(tag, str):  # 주석
            return
        names = classes(element)
        if tag in SKIPPED_TAGS or (names and self.special(element, tag, names)):
            return
        if tag == "img":
            self.image(element)
            return
        block = tag in BLOCKS
        if block:
            self.flush()
        place, detail = self.place(element, tag, names, place, detail)
        table = {"sup": TO_SUPERSCRIPT, "sub": TO_SUBSCRIPT}.get(tag)
        self.text(element.text, place, detail, table)
        for child in element:
            self.walk(child, place, detail)
            self.text(child.tail, place, detail, table)
        if block:
            self.flush()

    def special(self, element: Any, tag: str, names: list[str]) -> bool:
        """안으로 더 들어가지 않는 것: 도구가 만든 것, 출력, 코드, 수식."""
        if GENERATED.intersection(names):
            return True
        if tag == "span" and NUMBERED.intersection(names):
            return True
        if OUTPUTS.intersection(names):
            self.page.output.add(scan(visible_text(element), "output"))
            return True
        if "math" in names and tag in ("span", "div"):
            self.formula(element)
            return True
        language = next((name[10:] for name in names if name.startswith("highlight-")), None)
        if language is not None or "highlight" in names:
            self.flush()
            self.code(element, (language or "default").lower())
            return True
        return False

    @staticmethod
    def place(element: Any, tag: str, names: list[str], place: str, detail: str) -> tuple[str, str]:
        if place not in ("prose", "link"):
            return place, detail
        if tag == "span":
            if "value" in names:
                return "value", ""
            if "fact" in names:
                return "fact", element.get("data-fact") or ""
            if "fact-source" in names:
                return "source", element.get("data-fact") or ""
            if "name" in names:
                return "name", " ".join(text_of(element).split())
        if place == "link":
            return place, detail
        if tag == "a" and "reference" in names and "internal" in names:
            return "link", element.get("href") or ""
        return ("inline", "") if tag in ("code", "kbd", "samp") else (place, detail)

    def text(self, text: str | None, place: str, detail: str, table: Any = None) -> None:
        if not text:
            return
        text = text.translate(table) if table else text
        if place == "prose" and self.segments and self.segments[-1][1] == "prose":
            text = self.segments.pop()[0] + text  # 굵은 글씨나 위첨자로 나뉜 수를 잇습니다
        self.segments.append((text, place, detail))

    def flush(self) -> None:
        """한 덩이(문단, 칸, 제목)의 글을 이어 놓고 숫자를 찾습니다."""
        segments, self.segments = self.segments, []
        whole = ascii_digits("".join(text for text, _, _ in segments))
        addresses = [match.span() for match in ADDRESS.finditer(whole)]
        end = 0
        for text, place, detail in segments:
            start, end = end, end + len(text)
            style: Style = "code" if place == "inline" else "prose"
            for numeral in scan_between(whole, start, end, style):
                if not any(a <= numeral.start < b for a, b in addresses):
                    self.keep(numeral, place, whole, detail)

    def note(self, text: str, place: str, detail: str, style: Style = "prose") -> None:
        for numeral in scan(text, style):
            self.keep(numeral, place, text, detail)

    def keep(self, numeral: Numeral, place: str, whole: str, detail: str) -> None:
        if place == "value":
            self.page.values.add([numeral])
        around = whole[max(0, numeral.start - RADIUS) : numeral.end + RADIUS]
        self.page.found.append(Found(numeral, place, " ".join(around.split()), detail))

    def image(self, element: Any) -> None:
        """같은 글은 한 번만 봅니다. 밝은 그림과 어두운 그림, 장면마다 되풀이되기 때문입니다."""
        values = element.get("data-values") or ""
        self.page.values.add(scan(values))
        file = (element.get("src") or "").rpartition("/")[2]
        for text in (element.get("alt"), element.get("title")):
            if text and (text, values) not in self.alts:
                self.alts.add((text, values))
                self.page.pictures.add(f"{file}: {text}")
                self.note(text, "alt", f"{file}: {text}")

    def formula(self, element: Any) -> None:
        values = element.get("data-values") or ""
        self.page.values.add(scan(values))
        self.segments.append(("\N{OBJECT REPLACEMENT CHARACTER}", "prose", ""))
        sources = [found.text or "" for found in element.iter("annotation")]
        for tex in sources or [text_of(element)]:
            text = tex_to_text(tex)
            for numeral in scan(text, "tex"):
                self.page.found.append(Found(numeral, "formula", " ".join(tex.split()), values))

    def code(self, element: Any, language: str) -> None:
        """코드의 수를 모으고, 사람이 적은 글(주석, 실행하지 않은 출력)은 따로 봅니다."""
        if language in TYPED_LANGUAGES:
            self.note(visible_text(element), "prose", "", "code")
            return
        self.page.has_code = True
        pieces = {"code": [], "comment": [], "prose": []}  # type: dict[str, list[str]]
        split_code(element, language in PYTHON_LANGUAGES, pieces)
        source = re.sub(r"(?<=[0-9])_(?=[0-9])", "", "".join(pieces["code"]))
        self.page.code.add(scan(source, "code"), unsigned=True)
        for place in ("comment", "prose"):
            self.note(" ".join(pieces[place]), place, "", "code")


def visible_text(element: Any) -> str:
    """화면에 보이는 글. 표의 칸과 줄은 떼어 읽습니다."""
    parts: list[str] = []

    def collect(node: Any) -> None:
        edge = "\n" if node.tag in BLOCKS else ""
        parts.extend((edge, node.text or ""))
        for child in node:
            if isinstance(child.tag, str) and child.tag not in SKIPPED_TAGS:
                collect(child)
            parts.append(child.tail or "")
        parts.append(edge)

    collect(element)
    return "".join(parts)


def split_code(element: Any, python: bool, pieces: dict[str, list[str]]) -> None:
    """강조된 코드를 실행되는 글과 주석과 (console 의) 적힌 출력으로 나눕니다."""
    code = pieces["code"]
    code.append(element.text or "")
    for child in element:
        kind = piece_of(child.get("class") or "", python)
        if kind != "code":
            pieces.get(kind, []).append(text_of(child))
            code.append(" ")
        elif len(child):
            split_code(child, python, pieces)
        else:
            code.append(child.text or "")
        code.append(child.tail or "")


@lru_cache
def piece_of(names: str, python: bool) -> str:
    """Pygments 가 붙인 이름으로 본 글의 종류. 파이썬의 문자열과 줄 번호는 근거가 아닙니다."""
    tokens = set(names.split())
    if tokens & COMMENTS:
        return "comment"
    if "go" in tokens:
        return "prose"
    return "none" if "linenos" in tokens or (python and tokens & STRINGS) else "code"


def read_page(name: str, source: bytes | str) -> Page:
    data = source.encode("utf-8") if isinstance(source, str) else source
    try:
        root = etree.fromstring(data, etree.HTMLParser(encoding="utf-8", remove_comments=True))
    except etree.XMLSyntaxError as error:
        raise ValueError(f"{name}: HTML 로 읽을 수 없습니다: {error}") from error
    if root is None:
        raise ValueError(f"{name}: 파일이 비어 있습니다")
    page = Page(name)
    Reader(page).read(root)
    return page
