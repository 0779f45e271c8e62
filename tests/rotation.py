"""모두를 매번 시험하기에 느린 것들: 바뀐 것은 언제나, 나머지는 커밋마다 돌아가며 봅니다."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[1]
T = TypeVar("T")


def changed_since(revision: str) -> set[str]:
    """이 커밋 뒤로 바뀐 파일들. 저장소가 없거나 모르는 커밋이면 비어 있습니다."""
    done = subprocess.run(
        ["git", "-c", "core.quotePath=false", "diff", "--name-only", revision],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return set(done.stdout.splitlines()) if done.returncode == 0 else set()


def rotating(items: Sequence[T], seed: str, *, one_in: int) -> list[T]:
    """씨앗(커밋)에 따라 달라지는, `one_in` 가운데 하나씩. 적어도 하나입니다."""

    def order(item: T) -> str:
        return hashlib.sha256(f"{seed}{item}".encode()).hexdigest()

    return sorted(items, key=order)[: max(1, len(items) // one_in)]
