"""만들어진 사이트가 있는 곳과 그 쪽들."""

from __future__ import annotations

import tomllib
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from rotation import changed_since, rotating

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["dlconcepts"]
BASE = urlsplit(PROJECT["site"]).path.rstrip("/")  # 사이트가 놓이는 길: /저장소
HTML = ROOT / "docs" / "_build" / "html"
AXE = ROOT / "docs/_npm/node_modules/axe-core/axe.min.js"
# 사람이 읽는 쪽이 아니라 찾아보기와 도구를 위한 쪽입니다.
GENERATED = {"genindex.html", "py-modindex.html", "search.html", "404.html"}


def pages() -> list[str]:
    """만들어진 모든 쪽의 상대 주소."""
    return sorted(path.relative_to(HTML).as_posix() for path in HTML.rglob("*.html"))


# ── Chromium 으로 열어 볼 쪽 고르기
SHARE = 3
ALWAYS = {"index.html", "map.html", "glossary.html", "search.html", "404.html"}


def built_from(source: str) -> str:
    """저장소의 파일에서 만들어진 쪽: examples/02_x/plot_1.py → auto_examples/02_x/plot_1.html"""
    path = PurePosixPath(source).with_suffix(".html").as_posix()
    return path.removeprefix("docs/").replace("examples/", "auto_examples/", 1)


def chosen(pages: list[str], since: str) -> set[str]:
    """Chromium 으로 열어 볼 쪽들."""
    changed = {built_from(name) for name in changed_since(since)} | ALWAYS
    return {page for page in pages if page in changed} | set(rotating(pages, since, one_in=SHARE))
