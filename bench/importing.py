"""`import dlconcepts` 의 값을 `import numpy` 와 견줍니다. 새 프로세스에서 번갈아 잽니다."""

from __future__ import annotations

import subprocess
import sys
import time

import numpy as np

STATEMENTS = {"빈 파이썬": "pass", "numpy": "import numpy", "dlconcepts": "import dlconcepts"}
ROUNDS = 11


def seconds(statement: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True)
    return time.perf_counter() - start


def main() -> None:
    times: dict[str, list[float]] = {name: [] for name in STATEMENTS}
    for _ in range(ROUNDS):
        for name, statement in STATEMENTS.items():
            times[name].append(seconds(statement))
    found = {name: float(np.median(rows)) for name, rows in times.items()}
    for name, value in found.items():
        print(f"{name:<12} {value * 1000:7.1f} ms")
    print(f"dlconcepts ÷ numpy = {found['dlconcepts'] / found['numpy']:.2f} (시작 시간 포함)")


if __name__ == "__main__":
    main()
