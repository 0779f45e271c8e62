"""사이트가 스스로 싣는 것들: KaTeX 의 글꼴과, 쓰인 글자만 남긴 본문 글꼴.

본문 글꼴은 Pretendard(OFL, 이름 보호)에서 사이트에 쓰인 글자만 골라 만듭니다.
라이선스가 바꾼 글꼴에 원래 이름을 쓰지 못하게 하므로 ``dlconcepts Sans`` 라 부릅니다.
"""

from __future__ import annotations

import hashlib
import html
import logging as python_logging
import re
import shutil
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont
from sphinx.application import Sphinx
from sphinx.errors import ConfigError
from sphinx.util import logging

logger = logging.getLogger(__name__)

FAMILY = "dlconcepts Sans"
FONT = "fonts/dlconcepts-sans.woff2"
HANGUL = re.compile("[가-힣]")
TAG = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)
OTHER_FORMATS = re.compile(r",url\([^)]*\.(?:woff|ttf)\) format\([^)]*\)")
# 사이트가 스스로 쓰지 않아도 독자가 칠 법한 글자: 기본 라틴과 문장 부호.
ALWAYS = {chr(code) for code in range(0x20, 0x7F)} | set("…·–—‘’“”「」『』〈〉−×÷±≤≥≈≠→←↑↓∞√∂∇Σ")
NAME_RECORDS = {1: FAMILY, 3: "dlconcepts-sans-1", 4: FAMILY, 6: "dlconceptsSans", 16: FAMILY}


def copy_katex(app: Sphinx) -> None:
    """KaTeX 의 스타일과 woff2 글꼴만 _static/generated 로 옮깁니다."""
    source = Path(app.config.katex_js).parent
    if not (source / "katex.min.css").is_file():
        raise ConfigError(
            f"KaTeX 가 없습니다({source.name}/katex.min.css). docs/_npm 에서 npm ci 를 먼저 "
            "실행해 주세요. nox -s docs 는 이 일을 스스로 합니다."
        )
    target = Path(app.srcdir, "_static", "generated", "katex")
    (target / "fonts").mkdir(parents=True, exist_ok=True)
    css = OTHER_FORMATS.sub("", (source / "katex.min.css").read_text(encoding="utf-8"))
    sheet = target / "katex.min.css"
    if not sheet.exists() or sheet.read_text(encoding="utf-8") != css:
        sheet.write_text(css, encoding="utf-8")
        for font in (source / "fonts").glob("*.woff2"):
            shutil.copy2(font, target / "fonts")


def used_characters(outdir: Path) -> set[str]:
    """만들어진 쪽들에 나타나는 모든 글자."""
    found = set(ALWAYS)
    for page in outdir.rglob("*.html"):
        found |= set(html.unescape(TAG.sub(" ", page.read_text(encoding="utf-8"))))
    for name in ("*.js", "*.css"):  # 화면 조작과 꾸밈이 덧붙이는 글자
        for source in (outdir / "_static").glob(name):
            found |= set(HANGUL.findall(source.read_text(encoding="utf-8")))
    return {character for character in found if character.isprintable()}


def make_font(source: Path, characters: set[str], target: Path) -> None:
    """글자를 골라 이름을 바꾼 woff2 를 만듭니다."""
    python_logging.getLogger("fontTools").setLevel(python_logging.WARNING)  # 수백 줄을 적습니다
    options = subset.Options(flavor="woff2", layout_features=["kern", "liga", "calt", "tnum"])
    options.name_IDs = [*NAME_RECORDS, 0, 2, 13, 14]
    options.notdef_outline = True
    font = TTFont(source)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=[ord(character) for character in characters])
    worker.subset(font)
    for record in font["name"].names:
        if record.nameID in NAME_RECORDS:
            record.string = NAME_RECORDS[record.nameID]
    target.parent.mkdir(parents=True, exist_ok=True)
    font.flavor = "woff2"
    font.save(target)


def site_font(app: Sphinx, error: Exception | None) -> None:
    if error is not None or app.builder.format != "html":
        return
    # 테마가 함께 베끼는 틀입니다. 쪽이 아니므로 내보내지 않습니다.
    Path(app.outdir, "_static", "webpack-macros.html").unlink(missing_ok=True)
    source = Path(app.config.site_font_source)
    characters = used_characters(Path(app.outdir))
    key = hashlib.sha256(("".join(sorted(characters)) + FAMILY).encode()).hexdigest()[:16]
    cache = Path(app.doctreedir, f"site-font-{key}.woff2")
    if not cache.exists():
        make_font(source, characters, cache)
        logger.info("글꼴: 글자 %d개, %d kB", len(characters), cache.stat().st_size // 1000)
    target = Path(app.outdir, "_static", FONT)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(cache, target)


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_config_value("site_font_source", "", "html")
    app.connect("builder-inited", copy_katex)
    app.connect("build-finished", site_font, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
