"""만들어진 사이트가 있는 곳과 그 쪽들."""

from __future__ import annotations

import tomllib
from pathlib import Path
from urllib.parse import urlsplit

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
