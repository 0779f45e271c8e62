"""용어표(terms.csv)를 읽고 검사합니다. 용어집, 말 검사, 개념 지도가 함께 씁니다."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

COLUMNS = ("ko", "en", "avoid", "synonyms", "slug", "definition", "page")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# 쌍자음은 홑자음 자리에 함께 둡니다.
CONSONANTS = "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ"
ROMAN = {
    **{"ㄱ": "giyeok", "ㄴ": "nieun", "ㄷ": "digeut", "ㄹ": "rieul", "ㅁ": "mieum"},
    **{"ㅂ": "bieup", "ㅅ": "siot", "ㅇ": "ieung", "ㅈ": "jieut", "ㅊ": "chieut"},
    **{"ㅋ": "kieuk", "ㅌ": "tieut", "ㅍ": "pieup", "ㅎ": "hieut"},
    "로마자": "latin",
}


@dataclass(frozen=True)
class Term:
    """용어 하나. 다른 말(synonyms)은 찾을 때 쓰고, 쓰지 않는 말(avoid)은 본문에 쓰지 않습니다."""

    ko: str
    en: str
    avoid: tuple[str, ...]
    synonyms: tuple[str, ...]
    slug: str
    definition: str
    page: str

    @property
    def anchor(self) -> str:
        return f"term-{self.slug}"

    @property
    def initial(self) -> str:
        """첫소리. 한글로 시작하지 않으면 '로마자' 입니다."""
        place = ord(self.ko[0]) - ord("가")
        return CONSONANTS[place // 588] if 0 <= place <= ord("힣") - ord("가") else "로마자"

    @property
    def names(self) -> tuple[str, ...]:
        """이 용어를 가리키는 모든 이름: 한국어, 영어, 다른 말."""
        return tuple(dict.fromkeys((self.ko, self.en, *self.synonyms)))


def read(path: Path) -> list[Term]:
    """용어표를 파일에 적힌 차례로 읽습니다. 열이 다르면 ValueError 입니다."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise ValueError(
                f"{path.name}: 열이 {rows.fieldnames} 입니다. 첫 줄을 '{','.join(COLUMNS)}' 로 "
                "적어 주세요."
            )
        return [_term(row) for row in rows]


def _term(row: dict[str, str]) -> Term:
    text = {name: (row[name] or "").strip() for name in COLUMNS}
    several = {name: tuple(filter(None, text[name].split("|"))) for name in ("avoid", "synonyms")}
    return Term(**(text | several))  # type: ignore[arg-type]


def in_korean_order(terms: Sequence[Term]) -> list[Term]:
    """가나다순. 띄어쓰기는 보지 않고, 로마자는 맨 뒤에 옵니다."""
    return sorted(terms, key=lambda term: (term.initial == "로마자", term.ko.replace(" ", "")))


def problems(terms: Sequence[Term]) -> Iterator[str]:
    """용어표에서 잘못된 곳을 문장으로 알려 줍니다."""
    for column in ("ko", "slug"):
        for value, count in Counter(getattr(term, column) for term in terms).items():
            if value and count > 1:
                yield f"{column} '{value}' 이(가) {count}번 나옵니다. 한 번만 적어 주세요."
    owner = {name: term.ko for term in terms for name in (term.ko, term.en)}
    for term in terms:
        if not term.ko or not term.en:
            yield f"'{term.ko or term.en or term.slug}' 에 ko 나 en 이 비어 있습니다."
        if not SLUG.fullmatch(term.slug):
            yield f"'{term.ko}' 의 slug '{term.slug}' 은(는) ASCII 소문자와 '-' 로 적어 주세요."
        if not term.definition:
            yield f"'{term.ko}' 의 definition 이 비어 있습니다. 한 문장으로 적어 주세요."
        for name in term.synonyms:
            if owner.setdefault(name, term.ko) != term.ko:
                yield f"'{term.ko}' 의 다른 말 '{name}' 은(는) 이미 '{owner[name]}' 의 이름입니다."
        for name in term.avoid:
            if owner.get(name, term.ko) != term.ko or name in (term.ko, term.en):
                yield f"'{term.ko}' 의 avoid '{name}' 은(는) 본문에 쓰는 이름입니다."
