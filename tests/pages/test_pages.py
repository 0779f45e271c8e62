"""쪽의 스크립트와 노트북을 배우는 사람처럼 실행합니다: 한글 이름의 빈 폴더에서, 내려받은 그대로."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbclient
import nbformat
import pytest

pytestmark = pytest.mark.pages
ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted((ROOT / "examples").rglob("plot_*.py"))
NOTEBOOKS = sorted((ROOT / "docs" / "auto_examples").rglob("plot_*.ipynb"))


@pytest.fixture
def folder(tmp_path):
    """배우는 사람의 폴더: 한글과 빈칸이 있습니다."""
    path = tmp_path / "내 공부 폴더"
    path.mkdir()
    return path


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_script_runs_by_itself_without_warnings(script, folder):
    copy = folder / script.name
    copy.write_text(script.read_text(encoding="utf-8"), encoding="utf-8")
    done = subprocess.run(
        [
            sys.executable,
            "-W",
            "error::RuntimeWarning",
            "-W",
            "error::DeprecationWarning:__main__",
            copy.name,
        ],
        cwd=folder,
        env=os.environ | {"MPLBACKEND": "agg", "PYTHONIOENCODING": "utf-8", "PYTHONPATH": ""},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr
    assert sorted(path.name for path in folder.iterdir()) == [script.name]


def test_every_page_has_a_notebook():
    assert [path.stem for path in NOTEBOOKS] == [path.stem for path in SCRIPTS], (
        "nox -s docs 를 먼저 실행해 노트북을 만들어 주세요"
    )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_downloaded_notebook_runs(path, folder):
    book = nbformat.read(path, as_version=4)
    install = book.cells[0].source
    assert "%pip install" in install
    book.cells[0].source = "# 이 기계에는 이미 설치되어 있습니다"
    nbclient.NotebookClient(
        book, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute()
    outputs = [output for cell in book.cells if cell.cell_type == "code" for output in cell.outputs]
    assert outputs
    assert not any(output.output_type == "error" for output in outputs)
