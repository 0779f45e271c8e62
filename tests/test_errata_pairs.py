"""바로잡기의 항목마다 시험이 둘 있습니다: 흔한 말은 틀리고, 바로잡은 말은 맞습니다.

역사의 항목은 실행해서 가릴 수 없으므로, 시험 대신 출처가 있는 사실을 인용해야 합니다.
"""

import ast
import re
import tomllib
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
LABEL = re.compile(r"^\(errata-(e\d{2})\)=$", re.M)
FACT = re.compile(r"\{fact\}`([\w-]+)")
HISTORY = {"e42", "e43", "e44", "e45"}
CLAIM, CORRECTION = "the_claim_is_false_", "the_correction_is_true_"
NAME = re.compile(rf"test_(e\d{{2}})_({CLAIM}|{CORRECTION})(\w+)")


def entries(text):
    """이름표 → 본문"""
    pieces = LABEL.split(text)[1:]
    return dict(zip(pieces[::2], pieces[1::2], strict=True))


def witnesses(source):
    """(항목, 어느 쪽) 마다, 문장인 이름을 가졌고 무언가를 확인하는 시험"""
    found = set()
    for node in ast.parse(source).body:
        name = isinstance(node, ast.FunctionDef) and NAME.fullmatch(node.name)
        checks = ast.unparse(node) if name else ""
        checked = "assert" in checks or "pytest.raises" in checks
        if name and checked and name[3].count("_") >= 3:
            found.add((name[1], name[2]))
    return found


def problems(label, body, found):
    if label in HISTORY:
        cited = set(FACT.findall(body))
        sourced = {key for key in cited if FACTS.get(key, {}).get("source")}
        return [] if sourced else [f"{label}: 출처가 있는 사실을 인용하지 않습니다"]
    missing = [side for side in (CLAIM, CORRECTION) if (label, side) not in found]
    return [f"{label}: test_{label}_{side}… 이 없습니다" for side in missing]


FACTS = tomllib.loads((HERE.parent / "docs" / "facts.toml").read_text(encoding="utf-8"))
ENTRIES = {}
for path in sorted((HERE.parent / "docs" / "errata").glob("*.md")):
    ENTRIES |= entries(path.read_text(encoding="utf-8"))
FOUND = set()
for path in sorted(HERE.glob("test_errata_*.py")):
    FOUND |= witnesses(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("label", sorted(ENTRIES))
def test_each_correction_has_its_two_witnesses_or_a_source(label):
    assert problems(label, ENTRIES[label], FOUND) == []


def test_every_known_error_is_corrected_somewhere():
    assert sorted(ENTRIES) == [f"e{number:02}" for number in range(1, 52)]


def test_no_witness_speaks_for_a_correction_that_does_not_exist():
    assert {label for label, _ in FOUND} <= set(ENTRIES)


def test_a_missing_witness_or_source_is_named():
    body = entries("(errata-e01)=\n## 제목\n본문\n(errata-e01-more)=\n(errata-e42)=\n본문")
    assert list(body) == ["e01", "e42"]
    good = f"def test_e01_{CLAIM}a_b_c_d():\n    assert 1"
    assert problems("e01", "", witnesses(good)) == [f"e01: test_e01_{CORRECTION}… 이 없습니다"]
    for useless in (f"def test_e01_{CLAIM}word():\n    assert 1", good.replace("assert", "return")):
        assert len(problems("e01", "", witnesses(useless))) == 2
    assert problems("e42", "본문", set())
    assert problems("e42", "{fact}`no-such-fact`", set())
    assert not problems("e42", "{fact}`cauchy|은/는`", set())
