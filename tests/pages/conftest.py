"""``--since 커밋``: 그 뒤로 바뀐 쪽과, 돌아가며 고르는 사 분의 일만 실행합니다."""

from __future__ import annotations

from pathlib import Path

from rotation import ROOT, changed_since, rotating

SHARE = 4


def chosen(pages: list[str], since: str) -> set[str]:
    """쪽의 이름(파일 이름의 줄기)들 가운데 실행할 것."""
    changed = {Path(name).stem for name in changed_since(since) if name.startswith("examples/")}
    return {page for page in pages if page in changed} | set(rotating(pages, since, one_in=SHARE))


def pytest_collection_modifyitems(config, items):
    since = config.getoption("--since")
    if since is None:
        return
    pages = chosen(sorted(path.stem for path in (ROOT / "examples").rglob("*_*.py")), since)
    kept, left = [], []
    for item in items:
        page = getattr(item, "callspec", None)
        (kept if page is None or page.id in pages else left).append(item)
    items[:] = kept
    config.hook.pytest_deselected(items=left)
