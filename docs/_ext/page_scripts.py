"""갤러리의 쪽이 되는 스크립트. 이름의 머리가 쪽을 어떻게 만드는지 정합니다.

plot_*.py   사이트를 만들 때 실행합니다. 그림과 값과 노트북이 함께 나옵니다
run_*.py    명령줄에서 부르는 스크립트입니다(torchrun). 실행하지 않고 글과 코드를 보여 주며, 출력은
            쪽에 적은 ``.. run::`` 이 보여 줍니다. 시험 ``tests/test_run_*.py`` 가 실행합니다
"""

from __future__ import annotations

from pathlib import Path

PATTERNS = ("plot_*.py", "run_*.py")


def page_scripts(folder: Path) -> list[Path]:
    """폴더 아래의 쪽들을 이름의 차례로."""
    return sorted(path for pattern in PATTERNS for path in folder.rglob(pattern))


def is_executed(script: Path) -> bool:
    """갤러리가 실행하는 쪽인지: 아니면 값도 그림도 노트북도 없습니다."""
    return script.name.startswith("plot_")
