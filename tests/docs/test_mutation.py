"""고침 표가 코드에 맞고, 고침을 재는 도구가 스스로 속지 않습니다."""

from __future__ import annotations

from pathlib import Path

import mutation
import pytest
from mutation import Mutation

ROOT = Path(__file__).resolve().parents[2]


def test_every_page_has_a_mutation_that_fits_the_code():
    table = mutation.read()
    pages = {path.relative_to(ROOT).as_posix() for path in (ROOT / "examples").rglob("plot_*.py")}
    assert {entry.page for entry in table} == pages
    assert [text for entry in table if (text := entry.problem())] == []


@pytest.fixture
def house(tmp_path):
    """작은 라이브러리와 쪽 하나."""
    package = tmp_path / "src" / "tiny"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("RATE = 2\nUNUSED = 1\n", encoding="utf-8")
    (tmp_path / "page.py").write_text(
        "import tiny\nassert tiny.RATE < 10\nrate = tiny.RATE * 3\n", encoding="utf-8"
    )
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("RATE = 2", "RATE = 20", "실패"),
        ("RATE = 2", "RATE = 3", "달라짐"),
        ("UNUSED = 1", "UNUSED = 5", "놓침"),
    ],
)
def test_verdict_tells_failed_changed_and_missed_apart(house, old, new, expected):
    entry = Mutation("page.py", "src/tiny/__init__.py", old, new)
    assert mutation.verdict(entry, house) == expected


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (Mutation("none.py", "src/tiny/__init__.py", "RATE", ""), "쪽이 없습니다"),
        (Mutation("page.py", "src/none.py", "RATE", ""), "파일이 없습니다"),
        (Mutation("page.py", "src/tiny/__init__.py", "= ", ""), "2번"),
        (Mutation("page.py", "src/tiny/__init__.py", "NONE", ""), "0번"),
    ],
)
def test_entry_that_does_not_fit_is_named(house, entry, message):
    assert message in entry.problem(house)
