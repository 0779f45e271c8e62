"""언제 죽여도 이어집니다: 아무 때나 SIGKILL 을 받고 이어 한 학습이 비트까지 같은 곳에 닿습니다."""

from __future__ import annotations

import io
import os
import random
import sys
import time
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="torch 가 없어 학습할 수 없습니다")
torch.set_num_threads(1)

import several_processes as processes  # noqa: E402
from torch import nn  # noqa: E402

from dlconcepts.training import (  # noqa: E402
    TensorBatches,
    TrainConfig,
    Trainer,
    atomic_file,
    checkpoint,
    cosine,
)

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="이 운영체제에는 fork 가 없습니다")


# ── 아무 때나 죽습니다 ────────────────────────────────────────────────────────


def learn(path):
    """드롭아웃, 섞기, 배치 정규화, 누적, 자르기, 계획, 검증이 모두 있는 학습을 이어서 합니다."""
    g = torch.Generator().manual_seed(0)
    x = torch.randn(90, 6, generator=g)
    y = (x[:, 0] * x[:, 1] > 0).long()
    torch.manual_seed(1)
    model = nn.Sequential(
        nn.Linear(6, 12), nn.BatchNorm1d(12), nn.ReLU(), nn.Dropout(0.3), nn.Linear(12, 2)
    )
    config = TrainConfig(
        epochs=8,
        batch_size=8,
        seed=2,
        accumulate=2,
        clip_norm=0.7,
        progress=False,
        checkpoint=path,
        checkpoint_every=1,
    )
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.02)
    trainer = Trainer(
        model, optimizer, nn.CrossEntropyLoss(), config, device="cpu", scheduler=cosine(40)
    )
    train = TensorBatches(x[:70], target=y[:70], batch_size=8, shuffle=True, seed=2)
    history = trainer.fit(train, (x[70:], y[70:]), resume="auto")
    state = {name: value.tolist() for name, value in model.state_dict().items()}
    return state, [dict(row) for row in history.rows], trainer.step


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """한 번도 죽지 않은 학습입니다."""
    (ended,) = [processes.wait(processes.start(learn, (place(tmp_path_factory),), {}), 60)]
    assert ended.error == ""
    return ended.value


def place(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("김하늘 의 문서") / "학습.pt"


@pytest.mark.parametrize("seed", range(3))
def test_a_run_killed_at_random_moments_ends_bit_equal(seed, whole, tmp_path_factory):
    path, moments, kills = place(tmp_path_factory), random.Random(seed), 0
    while True:
        child = processes.start(learn, (path,), {})
        deadline = time.monotonic() + 60
        seen = stamp(path)
        while stamp(path) == seen and child.is_alive() and time.monotonic() < deadline:
            time.sleep(0.001)  # 적어도 한 걸음은 나아간 다음에
        time.sleep(moments.uniform(0, 0.02))  # 걷고 있거나, 저장하고 있거나
        if kills < 8:
            child.kill()
        ended = processes.wait(child, 60)
        if ended.code == 0:
            break
        assert ended.error == ""  # 죽은 것이지 오류가 난 것이 아닙니다
        kills += 1
    assert kills >= 3
    assert ended.value == whole


def stamp(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0


# ── 저장하는 동안 죽습니다 ────────────────────────────────────────────────────


def die_at_line(number: int):
    """저장하는 코드의 `number` 번째 줄을 실행하기 바로 앞에서 죽습니다."""
    files = {atomic_file.__file__, checkpoint.__file__}
    left = [number]

    def trace(frame, event, _):
        if frame.f_code.co_filename not in files:
            return None
        if event == "line":
            left[0] -= 1
            if left[0] == 0:
                processes.die()
        return trace

    sys.settrace(trace)


class HalfWritten(io.FileIO):
    """`left` 번째 쓰기에서 반만 쓰고 죽는 파일."""

    left = 0

    def write(self, data):
        HalfWritten.left -= 1
        if HalfWritten.left == 0:
            super().write(bytes(data)[: len(data) // 2])
            os.fsync(self.fileno())
            processes.die()
        return super().write(data)


def die_in_write(number: int):
    HalfWritten.left, real = number, Path.open
    Path.open = lambda self, mode="r", *a, **k: (
        HalfWritten(self, mode) if "x" in mode else real(self, mode, *a, **k)
    )


def killed_while_saving(path, way, hard_links):
    """저장하는 코드의 모든 곳에서 한 번씩 죽어 보고, 그때마다 무엇이 남았는지 적습니다."""

    def unsupported(*_):
        raise OSError("no hard links")

    def save(step):
        checkpoint.save(path, {"step": step, "weight": torch.full((500,), float(step))})

    if not hard_links:
        os.link = unsupported
    found, number, died = [], 0, True
    while died:
        number += 1
        if not found or found[-1][0] == 3:  # 다시 처음의 둘로
            save(1)
            save(2)
        child = os.fork()
        if child == 0:
            way(number)
            save(3)
            os._exit(0)
        died = os.waitpid(child, 0)[1] != 0
        state, before = checkpoint.load(path), checkpoint.load(checkpoint.previous(path))
        assert state["weight"].tolist() == [state["step"]] * 500
        found.append((state["step"], before["step"]))
        for leftover in path.parent.glob(".*.tmp"):
            leftover.unlink()
        assert len([*path.parent.iterdir()]) == 2
    return found


@needs_fork
@pytest.mark.parametrize("hard_links", [True, False], ids=["hard-links", "copies"])
@pytest.mark.parametrize("way", [die_at_line, die_in_write])
def test_a_kill_anywhere_in_the_save_leaves_the_old_or_the_new(way, hard_links, tmp_path):
    path = tmp_path / "한글" / "학습.pt"
    child = processes.start(killed_while_saving, (path, way, hard_links), {})
    ended = processes.wait(child, 60)
    assert ended.error == ""
    found = ended.value
    # (지금 것, 바로 앞의 것): 옛것 그대로, 새것이 들어선 순간, 끝
    assert set(found) <= {(2, 1), (3, 1), (3, 2)}
    assert found[0] == (2, 1)
    assert found[-1] == (3, 2)
    if way is die_at_line:
        assert set(found) == {(2, 1), (3, 1), (3, 2)}
        assert len(found) > 60
