"""꾸러미에 실은 연표와 예언, 역사의 쪽과 바로잡기의 코드가 facts.toml 과 같은지 봅니다."""

from __future__ import annotations

import re
from pathlib import Path

import facts
import pytest

from dlconcepts.datasets.history import load_milestones, load_promises

ROOT = Path(__file__).resolve().parents[2]
KNOWN = facts.load(ROOT / "docs/facts.toml")
ROWS = [*load_milestones(), *load_promises()]
PAGE = "examples/01_what_is_deep_learning/plot_06_history.py"
ERRATA = "docs/errata/history.md"
MYRIADS = {"만": 10**4, "억": 10**8, "조": 10**12}
USES = [
    (PAGE, r"fall = 1 - \d+ / (\d+)", "nasdaq-peak"),
    (PAGE, r"fall = 1 - (\d+) / \d+", "nasdaq-bottom"),
    (PAGE, r"users_1995, users_2005 = ([\d_]+),", "internet-1995"),
    (PAGE, r"users_1995, users_2005 = [\d_]+, ([\d_]+)", "internet-2005"),
    (PAGE, r"growth = ([\d.]+) / 100", "productivity-growth"),
    (PAGE, r"in_one_year / ([\d.]+)", "productivity-growth"),
    (PAGE, r"subtract\((\d+), \d+\)\nassert", "pascaline"),
    (PAGE, r"subtract\(\d+, (\d+)\)\nassert", "schickard"),
    (ERRATA, r"pascaline, schickard = (\d+), \d+", "pascaline"),
    (ERRATA, r"pascaline, schickard = \d+, (\d+)", "schickard"),
    (ERRATA, r"said, years = (\d+),", "minsky-life"),
    (ERRATA, r"tokens, bytes_each = (\d+) \* 10\*\*12", "fineweb-tokens"),
    (ERRATA, r"on_disk = (\d+)", "fineweb-size"),
    (ERRATA, r"first, last = (\d+) \* 10\*\*8,", "openai-revenue-2023"),
    (ERRATA, r"first, last = \d+ \* 10\*\*8, (\d+) \* 10\*\*8", "openai-revenue-2025"),
]


def number(text: str) -> float:
    """ "5,048", "1,600만", "16_000_000" → 수."""
    digits, unit = re.fullmatch(r"([\d,._]+)(만|억|조)?", text).groups()
    return float(digits.replace(",", "").replace("_", "")) * MYRIADS.get(unit, 1)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.fact)
def test_the_shipped_row_says_what_the_fact_says(row):
    fact = KNOWN[row.fact]
    until = getattr(row, "until", None)
    assert fact.text == (f"{row.year}~{until}" if until else str(row.year))
    assert (row.state, row.source) == (fact.state, fact.source)


@pytest.mark.parametrize("promise", load_promises(), ids=lambda promise: promise.fact)
def test_the_promised_years_stand_in_the_claim(promise):
    claim = KNOWN[promise.fact].claim
    spoken = {30: "한 세대", 4: str(promise.due), 1: "곧"}
    assert spoken.get(promise.within, f"{promise.within}년") in claim
    if promise.kept_fact:
        assert KNOWN[promise.kept_fact].text == str(promise.kept)


@pytest.mark.parametrize(("path", "pattern", "key"), USES)
def test_the_code_computes_with_the_cited_number(path, pattern, key):
    (found,) = re.findall(pattern, (ROOT / path).read_text(encoding="utf-8"))
    known = KNOWN[key].text
    unit = known[-1] if path == ERRATA and known[-1] in MYRIADS else ""
    assert number(found + unit) == number(known)


def test_every_year_of_the_page_is_cited_or_shipped():
    text = (ROOT / PAGE).read_text(encoding="utf-8")
    cited = set(re.findall(r":fact:`([a-z0-9-]+)", text))
    assert cited <= KNOWN.keys()
    assert {"lovelace-objection", "dartmouth-quote", "minsky-life", "simon-any-work"} <= cited
