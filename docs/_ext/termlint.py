"""본문의 말을 검사합니다: 용어표의 avoid 에 적은 말과 해라체 문장을 찾습니다.

    python docs/_ext/termlint.py [경로…]        (경로를 적지 않으면 프로젝트 전체)

낱말의 첫머리에 있고 뒤에 조사나 낱말의 끝이 오는 것만 찾으므로 '로스앤젤레스' 나 '에폭시' 는
걸리지 않습니다. 코드와 수식, “ ” 나 「 」 안의 말, > 로 인용한 글, 용어집은 보지 않습니다.
``termlint: ok`` 를 적은 줄과 ``termlint: off`` … ``termlint: on`` 사이의 줄도 보지 않습니다.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import prose
import termbase

ROOT = Path(__file__).resolve().parents[2]
WHOLE_PROJECT = ("*.md", "docs", "examples", "src")
SKIPPED = {"_build", "_npm", "_ext", "auto_examples", "node_modules", "glossary.md"}


@dataclass(frozen=True, order=True)
class Finding:
    """고칠 곳 하나: 줄 번호와 한국어 문장."""

    line: int
    message: str


# ── 쓰지 않는 말 ─────────────────────────────────────────────────────────────

_PARTICLE = (
    "은|는|이|가|을|를|의|에|와|과|로|으로|도|만|나|이나|란|이란|라|이라|며|이며|고|이고|다|이다|인|"
    "에서|에게|까지|부터|마다|보다|처럼|같이|조차|마저|밖에|대로|뿐|든|이든|면|이면|지만|이지만|라고|"
    "이라고|라는|이라는|라면|이라면|로서|으로서|로써|으로써|하고|랑|이랑|요|이요|므로|이므로|입니다|"
    "입니까|이었습니다|였습니다|여서|이어서|예요|이에요"
)
# '오버피팅합니다' 나 '파인튜닝된' 처럼 동사로 쓴 것도 같은 말입니다.
_VERB = r"(?:하|한|할|함|해|했|합|되|된|될|됨|돼|됐|됩|시키|시킨|시킬|시켜|시킵|시켰)[가-힣]*"
_END = rf"(?=(?:들|값|별)?(?:{_PARTICLE}){{0,3}}(?![가-힣])|{_VERB})"


class Words:
    """용어표로 만든 검사기. 쓰지 않는 말과, 그 대신 쓸 말을 압니다."""

    def __init__(self, terms: Sequence[termbase.Term]) -> None:
        self.right = {term.ko for term in terms}
        self.instead = {_joined(form): term.ko for term in terms for form in term.avoid}
        forms = sorted({form for term in terms for form in term.avoid}, key=len, reverse=True)
        spaced = [r"\s*".join(map(re.escape, form.split())) for form in forms] or [r"(?!)"]
        self.pattern = re.compile(rf"(?<![가-힣])({'|'.join(spaced)}){_END}")

    def find(self, paragraph: Sequence[prose.Line]) -> Iterator[Finding]:
        """문단에서 쓰지 않는 말을 찾습니다. 줄이 바뀌는 곳에 걸친 말도 찾습니다."""
        for number, match in _search(self.pattern, paragraph):
            form = " ".join(match[1].split())
            if form not in self.right:  # '딥 러닝' 을 찾다가 만난 '딥러닝' 은 바른 말입니다
                right = self.instead[_joined(form)]
                yield Finding(number, f"'{form}' 대신 '{right}' {_object_particle(right)} 씁니다.")


def _search(
    pattern: re.Pattern[str], paragraph: Sequence[prose.Line]
) -> Iterator[tuple[int, re.Match[str]]]:
    text = "\n".join(line for _, line in paragraph)
    for match in pattern.finditer(text):
        yield paragraph[text.count("\n", 0, match.start(1))][0], match


def _joined(form: str) -> str:
    return re.sub(r"\s+", "", form)


def _object_particle(word: str) -> str:
    place = ord(word[-1]) - ord("가")
    return "을" if place % 28 or not 0 <= place <= ord("힣") - ord("가") else "를"


# ── 문체 ─────────────────────────────────────────────────────────────────────

_PLAIN_END = re.compile(r"([가-힣]+(?<!니)다)[.!](?=[\s)\]*_]|$)")


def find_plain_style(paragraph: Sequence[prose.Line]) -> Iterator[Finding]:
    """'…이다.' 나 '…한다.' 처럼 해라체로 끝나는 문장을 찾습니다."""
    for number, match in _search(_PLAIN_END, paragraph):
        yield Finding(number, f"'{match[1]}.' 로 끝난 해라체 문장을 합니다체로 씁니다.")


# ── 파일과 프로젝트 ──────────────────────────────────────────────────────────


def check_file(path: Path, words: Words) -> list[Finding]:
    """파일 하나에서 고칠 곳을 줄 차례로 돌려줍니다."""
    found: set[Finding] = set()
    for written, paragraph in prose.read(path):
        found.update(words.find(paragraph))
        if written:
            found.update(find_plain_style(paragraph))
    return sorted(found)


def files(path: Path) -> Iterator[Path]:
    """경로 아래의 글이 있는 파일들. 만들어진 것과 용어집은 뺍니다."""
    for file in [path] if path.is_file() else sorted(path.rglob("*")):
        inside = set(file.relative_to(path.parent).parts)
        if file.suffix in (".md", ".rst", ".py") and not inside & SKIPPED and file.is_file():
            yield file


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="본문의 말을 검사합니다.")
    parser.add_argument("paths", nargs="*", type=Path, metavar="경로")
    paths = parser.parse_args(arguments).paths
    for path in paths:
        if not path.exists():
            parser.error(f"'{path}' 이(가) 없습니다. 있는 파일이나 폴더를 적어 주세요.")
    paths = paths or [path for name in WHOLE_PROJECT for path in sorted(ROOT.glob(name))]
    words = Words(termbase.read(ROOT / "docs" / "terms.csv"))
    count = 0
    for path in (file.resolve() for chosen in paths for file in files(chosen)):
        shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
        for finding in check_file(path, words):
            print(f"{shown.as_posix()}:{finding.line}: {finding.message}")
            count += 1
    print(f"고칠 곳이 {count}곳 있습니다." if count else "고칠 말이 없습니다.", file=sys.stderr)
    return 1 if count else 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    raise SystemExit(main())
