"""갤러리의 쪽이 되는 스크립트. 이름의 머리가 쪽을 어떻게 만드는지 정합니다.

plot_*.py   사이트를 만들 때 실행합니다. 그림과 값과 노트북이 함께 나옵니다
run_*.py    명령줄에서 부르는 스크립트입니다(torchrun). 실행하지 않고 글과 코드를 보여 주며, 출력은
            쪽에 적은 ``.. run::`` 이 보여 줍니다. 시험 ``tests/test_run_*.py`` 가 실행합니다
"""

from __future__ import annotations

from pathlib import Path

PATTERNS = ("plot_*.py", "run_*.py")
GALLERY = "auto_examples"


def page_scripts(folder: Path) -> list[Path]:
    """폴더 아래의 쪽들을 이름의 차례로."""
    return sorted(path for pattern in PATTERNS for path in folder.rglob(pattern))


def is_executed(script: Path) -> bool:
    """갤러리가 실행하는 쪽인지: 아니면 값도 그림도 노트북도 없습니다."""
    return script.name.startswith("plot_")


def docname_of(script: Path) -> str:
    """examples/ 의 스크립트가 되는 쪽의 이름."""
    return f"{GALLERY}/{script.parent.name}/{script.stem}"


def script_of(docs: Path, docname: str) -> Path | None:
    """쪽을 만든 examples/ 의 스크립트. 갤러리의 쪽이 아니면 None.

    갤러리 폴더에도 스크립트가 있지만, 내려받도록 값을 채운 것이라 사람이 적은 글과 다릅니다.
    """
    gallery, _, name = docname.partition("/")
    script = docs.parent / "examples" / f"{name}.py"
    known = any(script.match(pattern) for pattern in PATTERNS)
    return script if gallery == GALLERY and known and script.is_file() else None
