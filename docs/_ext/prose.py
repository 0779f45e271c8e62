"""파일에서 사람이 읽는 글만 골라냅니다: 마크다운, reStructuredText, 파이썬.

코드와 수식, 이름표, 인용은 비우되 줄 번호는 그대로 둡니다. 글은 (줄 번호, 글자들)의 목록입니다.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path

Line = tuple[int, str]

# 걷어 낸 자리에 둘 글자. 한글이 아니므로 앞뒤의 말과 이어지지 않습니다.
HOLE = "\ufffc"


def read(path: Path) -> Iterator[tuple[bool, list[Line]]]:
    """파일의 문단들을 (문장으로 쓴 글인가, 줄들)로 돌려줍니다. 파이썬의 주석만 문장이 아닙니다."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        parts = [(written, restructured(lines)) for written, lines in python(text)]
    elif path.suffix == ".rst":
        parts = [(True, restructured(enumerate(text.splitlines(), start=1)))]
    else:
        parts = [(True, markdown(text))]
    for written, lines in parts:
        for paragraph in paragraphs(lines):
            yield written, paragraph


def paragraphs(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """빈 줄로 나뉜 문단들. ``termlint:`` 뒤에 ok, off, on 을 적은 줄은 그 뜻대로 뺍니다."""
    paragraph: list[Line] = []
    silent = False
    for number, line in [*lines, (0, "")]:
        mark = re.search(r"termlint: (ok|off|on)\b", line)
        if mark and mark[1] != "ok":
            silent = mark[1] == "off"
        if line.strip() and not mark and not silent:
            paragraph.append((number, line))
        elif paragraph and not (mark and mark[1] == "ok"):
            yield without_markup(paragraph)
            paragraph = []


_QUOTED = re.compile(r"“[^”]*”|「[^」]*」|『[^』]*』")
_CODE_ROLE = re.compile(r"[:{](?:math|vmath|val|name|fact|func|class|mod|meth|attr|exc)[:}]`[^`]+`")
_ROLE = re.compile(r"(?::[\w:-]+:|\{[\w:-]+\})`(?P<text>[^`<]+?)(?P<rest>\s*<[^>`]*>)?`")
_INLINE = re.compile(r"(`+)(?:(?!\1).)+\1`*|\$[^$\n]+\$|<!--.*?-->", re.S)
_TARGET = re.compile(r"(?<=\])\([^)\s]*\)|</?\w[^>]*>|https?://\S+")


def without_markup(paragraph: list[Line]) -> list[Line]:
    """문단에서 따옴표 안의 말, 코드, 수식, 주소를 걷어 냅니다. 역할(role)의 글은 남깁니다."""

    def blank(match: re.Match[str]) -> str:
        return HOLE + "\n" * match[0].count("\n")

    def shown(match: re.Match[str]) -> str:
        return match["text"] + "\n" * (match["rest"] or "").count("\n")

    text = "\n".join(line for _, line in paragraph)
    for found in (_QUOTED, _CODE_ROLE):
        text = found.sub(blank, text)
    text = _ROLE.sub(shown, text)
    for found in (_INLINE, _TARGET):
        text = found.sub(blank, text)
    return [(number, line) for (number, _), line in zip(paragraph, text.split("\n"), strict=True)]


# ── 마크다운 ─────────────────────────────────────────────────────────────────

_FENCE = re.compile(r"^\s*(?P<fence>`{3,}|~{3,}|:{3,})\s*(?:\{(?P<name>[\w:-]+)\})?")
_PROSE = re.compile(
    r"note|tip|hint|important|warning|caution|attention|danger|error|seealso|admonition|topic|"
    r"sidebar|dropdown|card|grid|grid-item|grid-item-card|tab-set|tab-item|figure|list-table|table"
)


def markdown(text: str) -> Iterator[Line]:
    """MyST 마크다운에서 코드 울타리와 인용(>), 이름표를 비운 줄들."""
    fences: list[tuple[str, bool]] = []  # (울타리, 안이 글인가)
    in_front_matter = text.startswith("---\n")
    for number, line in enumerate(text.splitlines(), start=1):
        fence = _FENCE.match(line)
        shown = ""
        if in_front_matter:
            in_front_matter = number == 1 or line != "---"
            yield number, re.sub(r"^[\w\s-]+:", "", line)  # 한 줄이 한 문단입니다
        elif fences and fence and not fence["name"] and fence["fence"].startswith(fences[-1][0]):
            fences.pop()
        elif fences and not fences[-1][1]:
            pass
        elif fence:
            prose = bool(fence["name"] and _PROSE.fullmatch(fence["name"]))
            fences.append((fence["fence"], prose))
            shown = line[fence.end() :] if prose else ""
        elif not re.match(r"\s*(>|:[\w-]+:|\([\w-]+\)=)", line):
            shown = line
        yield number, shown


# ── reStructuredText ─────────────────────────────────────────────────────────

_CODE_DIRECTIVE = re.compile(
    r"\s*\.\. (?!termlint:)(?:(?:code-block|code|sourcecode|math|vmath|parsed-literal|raw|image|"
    r"toctree|run|testcode|doctest|epigraph|pull-quote|highlights)::|_|\[|\||(?![\w-]+::))"
)


def restructured(lines: Iterable[Line]) -> Iterator[Line]:
    """reStructuredText 에서 코드와 수식 구역, 인용, 주석, 이름표를 비운 줄들."""
    hidden: int | None = None  # 이보다 더 들여쓴 줄은 글이 아닙니다
    for number, line in lines:
        indent = len(line) - len(line.lstrip())
        if line.strip() and hidden is not None and indent <= hidden:
            hidden = None
        if hidden is not None or re.match(r"\s*(>>>|:[\w-]+:(\s|$))", line):
            yield number, ""
        elif _CODE_DIRECTIVE.match(line):
            hidden = indent
            yield number, ""
        else:
            text = re.sub(r"^\s*\.\. [\w-]+::", "", line)
            if text.rstrip().endswith("::"):
                hidden = indent
            yield number, text


# ── 파이썬 ───────────────────────────────────────────────────────────────────

_STRINGS = {tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}
_TEXT_BLOCK = re.compile(r"#\s?%%|#{20,}")
_QUOTES = re.compile(r"^[a-zA-Z]{0,2}(\"{3}|'{3}|\"|')|(\"{3}|'{3}|\"|')$")


def python(text: str) -> Iterator[tuple[bool, list[Line]]]:
    """파이썬 파일의 독스트링, 문자열, 갤러리의 글 칸(True)과 그 밖의 주석(False)."""
    block: list[Line] = []  # 지금 읽는 글 칸
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        number = token.start[0]
        if block and (token.type, token.start) != (tokenize.COMMENT, (block[-1][0] + 1, 0)):
            if token.type == tokenize.NL and number == block[-1][0]:
                continue  # 주석 한 줄이 끝났을 뿐입니다
            yield True, block
            block = []
        if token.type == tokenize.COMMENT and block:
            block.append((number, token.string[1:].removeprefix(" ")))
        elif token.type == tokenize.COMMENT and _TEXT_BLOCK.match(token.string):
            block = [(number, "")]
        elif token.type == tokenize.COMMENT:
            yield False, [(number, token.string.lstrip("#"))]
        elif token.type in _STRINGS:
            lines = _QUOTES.sub("", token.string).split("\n")
            yield True, list(enumerate(lines, start=number))
