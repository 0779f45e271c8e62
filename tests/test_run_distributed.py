"""쪽 run_distributed.py: 하나로 불러도 둘로 불러도 쪽이 약속한 대로입니다.

갤러리가 실행하지 않는 쪽이므로 여기서 실행합니다. 배우는 사람처럼 한글 이름의 폴더에 내려받아,
혼자서는 ``python`` 으로, 둘이서는 진짜 ``torchrun`` 으로 부릅니다.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from itertools import chain
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="torch 가 없어 학습할 수 없습니다")
pytest.importorskip("sklearn", reason="scikit-learn 이 없어 손글씨를 읽을 수 없습니다")

pytestmark = pytest.mark.skipif(
    not torch.distributed.is_available(), reason="여러 프로세스 없이 만들어진 torch 입니다"
)
PAGE = Path(__file__).resolve().parents[1] / "examples" / "07_training" / "run_distributed.py"
ENVIRONMENT = {"PYTHONUTF8": "1", "OMP_NUM_THREADS": "1"}
if os.name == "nt":
    ENVIRONMENT["USE_LIBUV"] = "0"  # Windows 용 torch 에는 torchrun 이 쓰려는 libuv 가 없습니다
SECONDS = 300  # 바쁜 기계에서는 torch 를 불러오는 데만 수십 초가 걸립니다
# 쪽을 그대로 실행하고, 프로세스마다 본 것과 말한 것과 쓴 파일을 적습니다.
WATCHER = """
import contextlib, io, json, runpy, sys, warnings
from pathlib import Path
from dlconcepts.training import checkpoint

page, notes = sys.argv[1:]
written, said, save = [], io.StringIO(), checkpoint.save
checkpoint.save = lambda path, state: (written.append(str(path)), save(path, state))
warnings.simplefilter("error")
with contextlib.redirect_stdout(said):
    scope = runpy.run_path(page, run_name="__main__")
names = "rank world mine seen weighted_gap plain_gap ddp_gap gap fsdp_gap held".split()
found = {name: scope[name] for name in names} | {"said": said.getvalue(), "written": written}
found["weights"] = scope["final"].tolist()
found["own_parameters"] = sum(piece.numel() for piece in scope["pieces"])
found["history"] = [dict(row) for row in scope["trainer"].history.rows]
Path(notes, f"{scope['rank']}.json").write_text(json.dumps(found), encoding="utf-8")
"""


def run(place: Path, processes: int) -> list[dict]:
    """쪽을 실행하고, 프로세스마다 적은 것을 rank 의 차례로 돌려줍니다."""
    folder, notes = place / "내 공부 폴더", place / "적은 것"
    folder.mkdir()
    notes.mkdir()
    shutil.copy(PAGE, folder)
    watcher = place / "watcher.py"
    watcher.write_text(WATCHER, encoding="utf-8")
    together = ["-m", "torch.distributed.run", "--standalone", f"--nproc-per-node={processes}"]
    done = subprocess.run(
        [sys.executable, *(together if processes > 1 else []), watcher, PAGE.name, notes],
        cwd=folder,
        env=os.environ | ENVIRONMENT,
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr
    assert [path.name for path in folder.iterdir()] == [PAGE.name]
    found = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(notes.iterdir())]
    assert [one["rank"] for one in found] == list(range(processes))
    return found


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    (found,) = run(tmp_path_factory.mktemp("혼자"), 1)
    return found


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    return run(tmp_path_factory.mktemp("둘"), 2)


def test_the_page_runs_by_itself_without_torchrun(alone):
    assert alone["world"] == 1
    assert alone["said"].startswith("프로세스 1개")
    assert [alone[name] for name in ("weighted_gap", "plain_gap", "ddp_gap", "gap")] == [0.0] * 4


def test_only_one_of_two_processes_speaks_and_it_speaks_as_much_as_one_alone(alone, both):
    first, second = (one["said"] for one in both)
    assert first.startswith("프로세스 2개")
    assert second == ""
    assert len(first.splitlines()) == len(alone["said"].splitlines())


def test_the_shares_do_not_overlap_and_leave_nothing_out(alone, both):
    assert sorted(chain(*(one["mine"] for one in both))) == alone["mine"] == list(range(10))
    for step, batch in enumerate(alone["seen"]):
        first, second = (one["seen"][step] for one in both)
        assert not set(first) & set(second)
        assert sorted(first + second) == sorted(batch)
    assert all(one["seen"] for one in both)


def test_the_gradient_is_averaged_by_the_number_of_examples(both):
    for one in both:
        assert one["weighted_gap"] < 1e-6
        assert one["ddp_gap"] < 1e-6
        assert one["plain_gap"] > 1e-3  # 몫이 19 와 18 이라 그냥 평균하면 다릅니다


def test_two_processes_end_where_one_does(alone, both):
    first, second = (one["weights"] for one in both)
    assert first == second  # 비트까지 같습니다
    a, b = (torch.tensor(w, dtype=torch.float64) for w in (first, alone["weights"]))
    assert float((a - b).norm() / b.norm()) < 1e-5  # 걸음마다 쌓인 반올림 오차
    assert max(one[name] for one in both for name in ("gap", "fsdp_gap")) < 1e-5
    assert both[0]["history"] == both[1]["history"]
    for row, expected in zip(both[0]["history"], alone["history"], strict=True):
        assert row == pytest.approx(expected, rel=1e-5)


def test_only_rank_zero_writes_and_it_clears_up(alone, both):
    assert len(alone["written"]) == len(both[0]["written"]) == 4  # 처음에 한 번, 에포크마다 한 번
    assert both[1]["written"] == []
    assert not any(Path(path).parent.exists() for path in alone["written"] + both[0]["written"])


def test_each_process_holds_a_part_of_a_model_that_is_shared_out(alone, both):
    total = len(alone["weights"])
    assert alone["own_parameters"] == total
    assert [one["own_parameters"] for one in both] == both[0]["held"]
    assert sum(both[0]["held"]) == total
    assert max(both[0]["held"]) < 0.6 * total
