"""바로잡기와 개념 카드가 약속한 것을 모두 담고 있는지 봅니다."""

from __future__ import annotations

import re
from pathlib import Path

import notes
import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
LABEL = re.compile(r"^\((errata-e\d{2})\)=\n## (?P<title>.+)\n", re.M)
PARTS = ("**확인합니다.**", "**맞는 말.**", "**왜 헷갈릴까요?**")
CARDS = sorted(path for path in (DOCS / "concepts").glob("*.md") if path.stem != "index")


def entries(text: str) -> dict[str, tuple[str, str]]:
    """이름표 → (제목, 본문)"""
    found = list(LABEL.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)][: len(found)]
    return {
        match[1]: (match["title"], text[match.end() : end])
        for match, end in zip(found, ends, strict=True)
    }


def problems(title: str, body: str, *, cited: bool = False) -> list[str]:
    """`cited`: 실행해 볼 수 없는 지난 일. 실행되는 확인 대신 출처({fact})가 있으면 됩니다."""
    found = [] if re.search("“.+”", title) else ["제목이 흔히 하는 말을 “ ”로 옮기지 않습니다"]
    found += [f"{part} 이(가) 없습니다" for part in PARTS if part not in body]
    code = notes.code(body)
    if cited and "{fact}`" not in body:
        found.append("출처({fact})가 없습니다")
    if "assert " not in code and (code or not cited):
        found.append("실행되는 확인(assert)이 없습니다")
    if "print(" not in code and (code or not cited):
        found.append("보여 주는 출력이 없습니다")
    if "{doc}`" not in body:
        found.append("배우는 쪽으로 가는 링크가 없습니다")
    return found


ERRATA = {
    label: (entry, path.stem == "history")
    for path in sorted((DOCS / "errata").glob("*.md"))
    for label, entry in entries(path.read_text(encoding="utf-8")).items()
}


@pytest.mark.parametrize("label", ERRATA)
def test_each_correction_has_a_claim_a_run_check_the_truth_and_the_misconception(label):
    entry, cited = ERRATA[label]
    assert problems(*entry, cited=cited) == []


def test_missing_parts_of_a_correction_are_named():
    assert len(problems("제목", "본문")) == 7


def test_a_correction_of_the_past_needs_a_source_but_no_run():
    body = "\n\n".join(PARTS) + "\n\n{doc}`쪽 </쪽>`\n"
    assert problems("“말”", body, cited=True) == ["출처({fact})가 없습니다"]
    assert problems("“말”", body + "{fact}`adam`년", cited=True) == []
    assert len(problems("“말”", body + "{fact}`adam`년")) == 2
    empty = "```{code-cell} python\nx = 1\n```\n"
    assert len(problems("“말”", body + "{fact}`adam`년\n\n" + empty, cited=True)) == 2


def test_the_corrections_of_history_are_told_apart():
    cited = {label for label, (_, cited) in ERRATA.items() if cited}
    assert cited == {"errata-e42", "errata-e43", "errata-e44", "errata-e45"}


@pytest.mark.parametrize("card", CARDS, ids=lambda path: path.stem)
def test_each_card_is_short_runs_one_small_cell_and_leads_on(card):
    text = card.read_text(encoding="utf-8")
    code = notes.code(text)
    prose = re.sub(r"^(`{3,}).*?^\1|^---.*?^---", "", text, flags=re.M | re.S)
    syllables = len(re.findall("[가-힣]", prose))
    assert 250 <= syllables <= 1100, f"두 분 안에 읽을 길이가 아닙니다: {syllables}음절"
    assert 3 <= len([line for line in code.splitlines() if line.strip()]) <= 30
    assert len(notes.CELL.findall(text)) <= 2
    assert "/auto_examples/" in text


def test_every_card_is_listed():
    listed = (DOCS / "concepts" / "index.md").read_text(encoding="utf-8")
    assert {path.stem for path in CARDS} == set(re.findall(r"<(\w+)>`", listed))
    assert len(CARDS) == 10
