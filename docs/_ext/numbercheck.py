"""만들어진 쪽의 문장에 있는 모든 숫자에 근거가 있는지 봅니다.

    python docs/_ext/numbercheck.py docs/_build/html [--json 보고서.json]

근거 없는 숫자가 하나라도 있으면 쪽과 문맥과 고치는 법을 적고 1 로 끝납니다.

문장의 숫자는 다음 가운데 하나여야 합니다.

1. **값**: ``:val:`` 역할이 넣은 것 (``span.value``, 수식은 ``data-values``)
2. **출력**: 그 쪽의 실행 출력에 있는 수. 유효 숫자가 셋 이상이면 반올림해서 같아도 됩니다.
3. **코드**: 그 쪽의 코드에 있는 수와 정확히 같은 것. 단, 한 자리 숫자(0–9)는 코드에 있는 것만으로는
   근거가 되지 않습니다. 우연히 같을 수 있기 때문입니다.
4. **사실**: ``docs/facts.toml`` 에 출처와 함께 적힌 것 (``span.fact``)

문장은 본문(``article``)의 문단, 목록, 제목, 표, 설명, 접은 글의 제목, 그림의 대체 텍스트와
쪽의 설명(meta description)입니다. 그림의 대체 텍스트와 설명에서는 그 쪽의 값도 근거가 됩니다.

글의 종류에 따라 규칙이 조금씩 다릅니다.

- 수식: data-values, 출력, 코드의 수(한 자리도 됩니다). 한 자리 첨자와 지수는 모양이므로 세지
  않고, 빼기는 식의 일부일 수 있어 부호는 보지 않습니다. 코드가 없는 쪽에서는 한 자리를 써도 됩니다.
- 문장 속 코드: 이름(w5, conv2d, 02_one)은 세지 않습니다. 홀로 선 수는 수식과 규칙이 같습니다.
- 코드의 주석: 한 자리는 자유, 나머지는 그 쪽의 출력이나 (주석이 아닌) 코드에 있어야 합니다.
- 실행하지 않은 text·none 상자와 console 의 출력: 사람이 적은 글이므로 문장과 같습니다.
- 이름(``:name:``): 글자가 있어야 합니다(torch 2, E01, 02장). 홀로 선 수나 식은 이름이 아닙니다.
- 다른 쪽으로 가는 링크: 이 쪽에 근거가 있거나, 도착하는 쪽에 있는 수여야 합니다.
- 다른 쪽의 그림을 옮겨 실으면 대체 텍스트의 근거는 그림을 그린 쪽에서 찾습니다. 대체 텍스트에는
  수식을 쓸 수 없으므로 x1 은 x₁ 로 봅니다.

도구가 만드는 것(차례, 이전·다음, 그림 번호, 실행 시간, 내려받기)은 CSS 이름으로 가려 건너뜁니다.
수를 읽는 규칙(1,728 = 1728, ½ = 0.5, 10⁻⁴ = 1e-4)은 ``number_scan.py``, 무엇이 문장이고
무엇이 출력인지는 ``page_numbers.py`` 에 있습니다.
"""

from __future__ import annotations

import argparse
import json
import posixpath
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from number_scan import Number, scan
from page_numbers import Found, Page, Pool, read_page

EXEMPT_PAGES = {
    "genindex*.html": "찾아보기는 Sphinx 가 만듭니다",
    "py-modindex.html": "모듈 목록은 Sphinx 가 만듭니다",
    "search.html": "찾기 쪽은 Sphinx 가 만듭니다",
    "404.html": "본문 틀이 없는 안내 쪽입니다",
    "api/*": "서명과 기본값은 소스에서 그대로 옮겨집니다",
    "changelog.html": "판 번호와 날짜는 기록 그 자체입니다",
    "*sg_execution_times.html": "실행 시간 표는 sphinx-gallery 가 만듭니다",
    "_*": "소스 보기와 정적 파일입니다",
}

LETTER = re.compile(r"[A-Za-zΑ-ω]")
CHAPTER = re.compile(r"^(?:제\s?)?\d+(?:장|절|부|쪽|과|판|호)(?!\d)")
NOT_A_NAME = re.compile(r"[=≈<>≤≥×%]")

EXEMPT = ("name", "link", "structure", "source")
COVERED = ("value", "output", "code", "fact")
KOREAN = {"value": "값", "output": "출력", "code": "코드", "fact": "사실"}


# ── 판정 ─────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Problem:
    page: str
    numeral: str
    context: str
    reason: str

    def __str__(self) -> str:
        return f'{self.page}: "…{self.context}…": 숫자 {self.numeral} 은(는) {self.reason}'


@dataclass
class Report:
    """한 쪽의 결과. ``counts`` 는 근거의 종류별 수, ``exempt`` 는 세지 않은 것의 수입니다."""

    page: str
    counts: Counter[str] = field(default_factory=Counter)
    exempt: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    @property
    def seen(self) -> int:
        return self.counts.total() + len(self.problems)

    @property
    def share(self) -> float:
        return 100 * self.counts.total() / self.seen if self.seen else 100.0

    def as_dict(self) -> dict[str, Any]:
        return {
            "seen": self.seen,
            **{kind: self.counts[kind] for kind in COVERED},
            "share": round(self.share, 2),
            "exempt": dict(sorted(self.exempt.items())),
            "errors": [
                {"numeral": p.numeral, "context": p.context, "reason": p.reason}
                for p in self.problems
            ],
        }


class Judge:
    """한 쪽의 숫자마다 근거를 찾습니다."""

    def __init__(
        self, page: Page, site: Mapping[str, Page], facts: Mapping[str, frozenset[str]]
    ) -> None:
        self.page, self.site, self.facts = page, site, facts
        self.linked: dict[str, set[Decimal]] = {}

    def report(self) -> Report:
        report = Report(self.page.name)
        for item in self.page.found:
            verdict = self.verdict(item)
            if verdict in COVERED:
                report.counts[verdict] += 1
            elif verdict in EXEMPT:
                report.exempt[verdict] += 1
            else:
                text = item.numeral.text
                report.problems.append(Problem(self.page.name, text, item.context, verdict))
        return report

    def verdict(self, item: Found) -> str:
        """근거의 종류(COVERED), 세지 않는 까닭(EXEMPT), 아니면 고치는 법."""
        if item.place == "value":
            return "value"
        if item.place in ("fact", "source"):
            known = self.facts.get(item.detail, frozenset())
            return item.place if item.numeral.text in known else FACT
        if item.place == "name":
            return "name" if is_name(item.detail) else PURE_NAME
        kind = item.numeral.kind
        if kind == "structure":
            return "structure"
        if item.place == "link":
            return self.link(item)
        if kind == "glued":
            # 대체 텍스트에는 수식도 이름 표시도 쓸 수 없으므로 x1 을 x₁ 로 봅니다.
            alone = item.place == "alt" and len(item.numeral.text) == 1
            return "structure" if alone else GLUED
        if kind == "version":
            for name, pool in (("output", self.page.output), ("code", self.page.code)):
                if item.numeral.text in pool.versions:
                    return name
            return VERSION
        return self.number(item)

    def number(self, item: Found) -> str:
        """읽기 하나의 모든 수에 근거가 있으면 그 종류. 코드와 출력이 섞이면 출력으로 셉니다."""
        for reading in item.numeral.readings:
            kinds = [self.source(number, item) for number in reading]
            known = [kind for kind in kinds if kind is not None]
            if known and len(known) == len(kinds):
                return next((kind for kind in known if kind != "code"), "code")
        return "link" if self.shown_elsewhere(item) else self.remedy(item)

    def source(self, number: Number, item: Found, page: Page | None = None) -> str | None:
        """이 수의 근거: 출력, 값, 코드 순서로 찾습니다."""
        page, place = page or self.page, item.place
        lenient = place in ("formula", "inline", "comment")
        forms = [number]
        if lenient and number.value < 0:
            forms.append(Number(-number.value, number.exponent, number.digits, number.bare))
        for form in forms:
            if page.output.has(form, rounded=True):
                return "output"
            if place in ("alt", "inline") and page.values.has(form):
                return "value"
            if place == "formula" and item.detail and _pool(item.detail).has(form):
                return "value"
            if page.code.has(form) and (lenient or not form.bare):
                return "code"
        if number.bare and (place == "comment" or (lenient and not page.has_code)):
            return "structure"
        return None

    def link(self, item: Found) -> str:
        target = posixpath.normpath(
            posixpath.join(posixpath.dirname(self.page.name), item.detail.partition("#")[0])
        )
        if item.detail.startswith("#"):
            target = self.page.name
        if target not in self.linked:
            page = self.site.get(target)
            self.linked[target] = page.numbers() if page else set()
        there = self.linked[target]
        numbers = [number for reading in item.numeral.readings for number in reading]
        if item.numeral.kind != "number" or any(number.value in there for number in numbers):
            return "link"  # 도착하는 쪽에 있는 수이거나, H100 처럼 이름에 붙은 숫자입니다
        return "link" if self.number(item) in COVERED else LINK

    def shown_elsewhere(self, item: Found) -> bool:
        """다른 쪽의 그림을 그대로 옮겨 실었으면 그 쪽의 근거가 대체 텍스트의 근거입니다."""
        return item.place == "alt" and any(
            item.detail in other.pictures and self.source(number, item, other)
            for other in self.site.values()
            if other is not self.page
            for number in item.numeral.readings[0]
        )

    def remedy(self, item: Found) -> str:
        numeral, place = item.numeral, item.place
        if place in REMEDIES:
            reason = REMEDIES[place]
        elif all(
            self.page.code.has(number) or self.page.output.has(number)
            for number in numeral.readings[0]
        ):
            reason = BARE
        else:
            reason = TYPED
        near = self.page.output.nearest(numeral.readings[0][0].value)
        return f"{reason} (출력에 있는 가까운 수: {near:.6g})" if near is not None else reason


def is_name(text: str) -> bool:
    return bool(CHAPTER.match(text) or (LETTER.search(text) and not NOT_A_NAME.search(text)))


def _pool(text: str) -> Pool:
    pool = Pool()
    pool.add(scan(text))
    return pool


TYPED = (
    "이 쪽의 출력에도 코드에도 없습니다. 계산한 값이면 :val: 로, 바깥의 사실이면 :fact: 로, "
    "이름의 일부면 :name: 으로 적어 주세요."
)
BARE = (
    "코드에만 있는 한 자리 숫자입니다. :val: 로 적거나, 출력에 나오게 하거나, "
    "우리말(두, 세 번째)로 적어 주세요."
)
GLUED = (
    "로마자에 붙어 있습니다. 이름이면 :name: 으로, 코드면 ``코드``로, 식이면 수식으로 적어 주세요."
)
VERSION = "판 번호의 꼴입니다. :name: 으로 적거나, 코드나 출력에 있는 판과 같게 적어 주세요."
PURE_NAME = ":name: 안에 있지만 이름이 아닙니다. 글자가 있고 =, ×, % 같은 기호가 없어야 합니다."
FACT = "facts.toml 의 그 사실에 없습니다. :fact: 역할로 적거나 facts.toml 을 고쳐 주세요."
LINK = "링크의 글에 있지만 이 쪽에도 도착하는 쪽에도 없습니다. 링크의 글을 고쳐 주세요."
REMEDIES = {
    "formula": (
        "수식에 있지만 이 쪽의 출력에도 코드에도 없습니다. "
        ":vmath:`… <<이름|.3f>> …` 로 값을 넣어 주세요."
    ),
    "alt": (
        "대체 텍스트나 쪽의 설명에 있지만 이 쪽의 값도 출력도 코드도 아닙니다. "
        "<<이름|.3f>> 로 값을 넣어 주세요."
    ),
    "inline": (
        "``코드`` 안에 있지만 이 쪽의 코드에도 출력에도 없습니다. "
        "쪽의 코드와 같게 고치거나, 이름이면 :name: 으로 적어 주세요."
    ),
    "comment": (
        "코드의 주석에 있지만 이 쪽의 출력에도 코드에도 없습니다. 주석에는 까닭만 적어 주세요."
    ),
}


# ── 사이트 ───────────────────────────────────────────────────────────────────


def is_exempt(name: str) -> bool:
    return any(fnmatch(name, pattern) for pattern in EXEMPT_PAGES)


def read_facts(path: Path) -> dict[str, frozenset[str]]:
    """사실마다 쪽에 나올 수 있는 숫자들(글, 주장, 출처, 확인한 방법)."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        key: frozenset(numeral.text for value in entry.values() for numeral in scan(str(value)))
        for key, entry in table.items()
    }


def check_site(root: Path, facts: Mapping[str, frozenset[str]]) -> list[Report]:
    """폴더의 모든 쪽을 읽고 판정합니다."""
    names = sorted(path.relative_to(root).as_posix() for path in root.rglob("*.html"))
    site = {
        name: read_page(name, (root / name).read_bytes()) for name in names if not is_exempt(name)
    }
    return [Judge(page, site, facts).report() for page in site.values()]


def total(reports: Iterable[Report]) -> Report:
    whole = Report("합계")
    for report in reports:
        whole.counts += report.counts
        whole.exempt += report.exempt
        whole.problems += report.problems
    return whole


def line(report: Report) -> str:
    kinds = ", ".join(f"{KOREAN[kind]} {report.counts[kind]}" for kind in COVERED)
    return f"{report.page}: 숫자 {report.seen}개 ({kinds}) · 근거 {report.share:.1f}%"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="쪽의 문장에 있는 숫자의 근거를 봅니다.")
    parser.add_argument("site", type=Path, help="만들어진 사이트의 폴더 (docs/_build/html)")
    parser.add_argument("--json", type=Path, help="보고서를 적을 파일")
    parser.add_argument(
        "--facts", type=Path, default=Path(__file__).resolve().parents[1] / "facts.toml"
    )
    options = parser.parse_args(arguments)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")  # cp949 콘솔에는 없는 글자가 있습니다
    try:
        reports = check_site(options.site, read_facts(options.facts))
    except (OSError, ValueError) as error:
        print(f"검사하지 못했습니다: {error}")
        return 2
    if not reports:
        print(f"{options.site} 에 쪽(html)이 없습니다. 먼저 nox -s docs 로 사이트를 만들어 주세요.")
        return 2
    whole = total(reports)
    for report in reports:
        if report.seen:
            print(line(report))
    for problem in whole.problems:
        print(problem)
    print(line(whole))
    if options.json:
        pages = {report.page: report.as_dict() for report in reports}
        text = json.dumps({"total": whole.as_dict(), "pages": pages}, ensure_ascii=False, indent=1)
        options.json.write_text(text + "\n", encoding="utf-8")
    return 1 if whole.problems else 0


if __name__ == "__main__":
    sys.exit(main())
