"""라이브러리를 일부러 망가뜨려, 그것을 가르치는 쪽이 알아채는지 봅니다.

``mutations.toml`` 의 항목마다 라이브러리를 베껴 한 곳을 고치고 그 위에서 쪽을 실행합니다.
쪽이 실패하거나(assert), 보여 주는 값이나 출력이 달라지면 잡은 것입니다. 아무 일도 없으면
그 쪽의 숫자는 라이브러리를 지키지 못하는 것이므로 실패입니다.

    python tests/mutation.py                 모두
    python tests/mutation.py plot_03         이름이 맞는 쪽만
    python tests/mutation.py --since HEAD~1  그 뒤로 바뀐 쪽과, 돌아가며 고르는 십 분의 일
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

from rotation import changed_since, rotating

ROOT = Path(__file__).resolve().parents[1]
TABLE = Path(__file__).with_name("mutations.toml")
# 쪽을 실행하고, 사이트가 적는 것과 같은 값들을 출력 끝에 붙입니다.
RUNNER = """
import json, runpy, sys
sys.path[:0] = [sys.argv[2]]
import values
scope = runpy.run_path(sys.argv[1], run_name="__main__")
known = {k: v for k, x in scope.items() if k[0] != "_" and (v := values.storable(x)) is not None}
print(json.dumps(known, sort_keys=True, ensure_ascii=False))
"""


@dataclass(frozen=True)
class Mutation:
    """쪽 하나를 시험하는 고침 하나."""

    page: str
    file: str
    old: str
    new: str

    def problem(self, root: Path = ROOT) -> str | None:
        """이 항목이 지금의 코드에 맞지 않으면 그 까닭."""
        if not (root / self.page).is_file():
            return f"쪽이 없습니다: {self.page}"
        source = root / self.file
        if not source.is_file():
            return f"라이브러리 파일이 없습니다: {self.file}"
        times = source.read_text(encoding="utf-8").count(self.old)
        if times != 1:
            return f"{self.file} 에 {self.old!r} 이(가) {times}번 있습니다(한 번이어야 합니다)"
        return None


def read(path: Path = TABLE) -> list[Mutation]:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return [Mutation(**entry) for entry in table["mutation"]]


def run(page: Path, src: Path) -> tuple[int, str]:
    """쪽을 ``src`` 의 라이브러리 위에서 실행하고 (종료 값, 출력)을 돌려줍니다."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-c", RUNNER, str(page), str(ROOT / "docs" / "_ext")],
            cwd=folder,
            env=os.environ
            | {"PYTHONPATH": str(src), "MPLBACKEND": "agg", "PYTHONIOENCODING": "utf-8"}
            | {"PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
    return done.returncode, done.stdout


def verdict(mutation: Mutation, root: Path = ROOT) -> str:
    """'실패'(쪽이 멈춤), '달라짐'(보이는 것이 바뀜), '놓침' 가운데 하나."""
    page = root / mutation.page
    with tempfile.TemporaryDirectory() as folder:
        src = Path(folder, "src")
        shutil.copytree(root / "src", src, ignore=shutil.ignore_patterns("__pycache__"))
        broken = src / Path(mutation.file).relative_to("src")
        text = broken.read_text(encoding="utf-8").replace(mutation.old, mutation.new)
        broken.write_text(text, encoding="utf-8")
        status, output = run(page, src)
    if status != 0:
        return "실패"
    healthy, expected = run(page, root / "src")
    if healthy != 0:
        raise RuntimeError(f"망가뜨리지 않은 라이브러리에서도 쪽이 실패합니다: {mutation.page}")
    return "달라짐" if output != expected else "놓침"


def choose(mutations: list[Mutation], names: list[str], since: str | None) -> list[Mutation]:
    if names:
        return [m for m in mutations if any(name in m.page for name in names)]
    if since is None:
        return mutations
    changed = changed_since(since)
    touched = [m for m in mutations if {m.page, m.file} & changed]
    return touched + [m for m in rotating(mutations, since, one_in=10) if m not in touched]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="망가뜨린 라이브러리를 쪽이 알아채는지 봅니다.")
    parser.add_argument("names", nargs="*", help="쪽 이름의 일부")
    parser.add_argument("--since", help="이 커밋 뒤로 바뀐 쪽과 십 분의 일만")
    options = parser.parse_args(arguments)
    everything = read()
    wrong = [text for m in everything if (text := m.problem())]
    chosen = choose(everything, options.names, options.since)
    if wrong or not chosen:
        print("\n".join(wrong) or "고른 쪽이 없습니다", file=sys.stderr)
        return 2
    missed = 0
    for mutation in chosen:
        found = verdict(mutation)
        missed += found == "놓침"
        print(
            f"{found}  {Path(mutation.page).stem}  {mutation.file}: {mutation.old} → {mutation.new}"
        )
    print(f"{len(chosen)}개 가운데 {len(chosen) - missed}개를 잡았습니다")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
