"""쪽을 씨앗만 바꾸어 되풀이하고, 나온 값들의 기록을 꾸러미에 적습니다.

    python bench/spread.py                              기록을 쓰는 모든 쪽
    python bench/spread.py 10_language/plot_06_six_ways  그 쪽만

쪽의 맨 바깥에 있는 ``SEED = 수`` 를 0, 1, 2, 3, 4 로 바꾸어 실행합니다. 쪽의 assert 도 그대로
실행하므로, 어느 씨앗에서 주장이 무너지면 기록하지 않고 실패합니다.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from dlconcepts.benchmark import spread

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
SEEDS = (0, 1, 2, 3, 4)


def pages() -> list[str]:
    """기록을 쓰는 쪽들입니다."""
    return [
        path.relative_to(EXAMPLES).with_suffix("").as_posix()
        for path in sorted(EXAMPLES.glob("*/plot_*.py"))
        if "recorded_spread(" in path.read_text(encoding="utf-8")
    ]


def with_seed(text: str, seed: int, name: str) -> ast.Module:
    """맨 바깥의 ``SEED = 수`` 를 바꾼 스크립트입니다. 하나가 아니면 멈춥니다."""
    tree = ast.parse(text)
    found = [
        node
        for node in tree.body
        if isinstance(node, ast.Assign)
        and [ast.unparse(target) for target in node.targets] == ["SEED"]
        and isinstance(node.value, ast.Constant)
    ]
    if len(found) != 1:
        raise SystemExit(
            f"{name}: 맨 바깥에 'SEED = 수' 가 {len(found)}개 있습니다. 하나만 두세요."
        )
    found[0].value = ast.Constant(seed)
    return ast.fix_missing_locations(tree)


def run_once(page: str, seed: int) -> dict[str, float]:
    """쪽을 이 프로세스에서 한 번 실행하고, `check` 에 넘어온 값들을 모읍니다."""
    path = EXAMPLES / f"{page}.py"
    code = compile(with_seed(path.read_text(encoding="utf-8"), seed, page), str(path), "exec")
    found: dict[str, float] = {}
    check = spread.Spread.check

    def collect(self: spread.Spread, **values: float) -> None:
        check(self, **values)
        found.update({name: value[0] for name, value in self.values.items()})

    spread.Spread.check = collect  # type: ignore[method-assign]
    with spread.recording():
        exec(code, {"__name__": "__main__", "__file__": str(path)})
    return found


def record(page: str) -> bool:
    """씨앗마다 새 프로세스에서 실행하고, 모두 성공하면 적습니다."""
    runs: list[dict[str, float]] = []
    for seed in SEEDS:
        command = [sys.executable, __file__, "--one", page, str(seed)]
        done = subprocess.run(
            command,
            capture_output=True,
            encoding="utf-8",
            env=os.environ | {"MPLBACKEND": "agg"},
        )
        if done.returncode:
            print(f"{page}, 씨앗 {seed}: 실패했습니다.\n{done.stderr[-2000:]}")
            return False
        runs.append(json.loads(done.stdout.splitlines()[-1]))
        print(f"{page}, 씨앗 {seed}: {runs[-1]}", flush=True)
    if not runs[0]:
        raise SystemExit(f"{page}: Spread.check 를 부르지 않습니다.")
    values = {name: tuple(run[name] for run in runs) for name in runs[0]}
    path = spread.Spread(page, SEEDS, values, date.today().isoformat()).save()
    print(f"적었습니다: {path.relative_to(ROOT).as_posix()}")
    return True


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--one"]:
        print(json.dumps(run_once(arguments[1], int(arguments[2]))))
        return 0
    chosen = arguments or pages()
    if unknown := sorted(set(chosen) - set(pages())):
        print(f"기록을 쓰지 않는 쪽입니다: {unknown}. 쓰는 쪽은 {pages()} 입니다.")
        return 2
    recorded = [record(page) for page in chosen]  # 하나가 실패해도 나머지를 기록합니다
    return 0 if all(recorded) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
