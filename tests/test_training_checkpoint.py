"""체크포인트: 한 번에 바뀌고, 온전하지 않으면 읽지 않고, 되살리면 멈추지 않은 것과 같습니다."""

from __future__ import annotations

import errno
import io
import os
import pickle
import random
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch 가 없어 학습할 수 없습니다")

from torch import nn  # noqa: E402

from dlconcepts.errors import ArgumentTypeError, DlconceptsError  # noqa: E402
from dlconcepts.training import atomic_file, checkpoint, snapshot  # noqa: E402
from dlconcepts.training.checkpoint import CheckpointError, CheckpointWriteError  # noqa: E402
from dlconcepts.training.distributed import bare  # noqa: E402


@pytest.fixture
def path(tmp_path):
    """Windows 의 한글 사용자 이름처럼, 한글과 빈칸이 든 아직 없는 폴더입니다."""
    return tmp_path / "김하늘 의 폴더" / "학습.pt"


def network(width: int = 6) -> nn.Sequential:
    torch.manual_seed(3)
    return nn.Sequential(
        nn.Linear(4, width), nn.BatchNorm1d(width), nn.Dropout(0.3), nn.Linear(width, 3)
    )


class Run:
    """드롭아웃, Adam, 학습률의 계획이 있는 가장 작은 학습."""

    def __init__(self, width: int = 6) -> None:
        self.model = network(width)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=0.01)
        self.scheduler = torch.optim.lr_scheduler.StepLR(self.optimizer, 2, gamma=0.5)
        self.step = 0

    def walk(self, steps: int) -> None:
        for _ in range(steps):
            x = torch.randn(8, 4) + float(np.random.standard_normal()) + random.random()  # noqa: NPY002
            self.optimizer.zero_grad()
            self.model(x).square().mean().backward()
            self.optimizer.step()
            self.scheduler.step()
            self.step += 1

    @property
    def parts(self):
        return {"model": self.model, "optimizer": self.optimizer, "scheduler": self.scheduler}

    def capture(self):
        return snapshot.capture(**self.parts, epoch=0, step=self.step)


def seed_everything(seed: int) -> None:
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002
    torch.manual_seed(seed)


def same(a, b) -> bool:
    """모양, 형, 비트까지 같은지 봅니다."""
    if isinstance(a, torch.Tensor):
        return isinstance(b, torch.Tensor) and a.dtype == b.dtype and torch.equal(a, b)
    if isinstance(a, dict):
        return isinstance(b, dict) and a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    if isinstance(a, list | tuple):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    return type(a) is type(b) and a == b


# ── 저장하고 읽습니다 ─────────────────────────────────────────────────────────


def test_everything_comes_back_bit_for_bit(path):
    run = Run()
    run.walk(3)
    state = run.capture()
    checkpoint.save(path, state)
    assert same(checkpoint.load(path, expected=run.model), state)


def test_plain_torch_reads_the_file_with_weights_only(path):
    checkpoint.save(path, Run().capture())
    content = torch.load(path, weights_only=True)
    assert content["format"] == "dlconcepts.checkpoint"
    network().load_state_dict(content["state"]["model"])


def test_stopping_and_resuming_is_not_stopping(path):
    seed_everything(11)
    whole = Run()
    whole.walk(5)

    seed_everything(11)
    first = Run()
    first.walk(2)
    checkpoint.save(path, first.capture())
    seed_everything(99)  # 다른 프로그램이 다시 시작한 것처럼
    second = Run()
    state = checkpoint.load(path)
    snapshot.restore(state, **second.parts)
    second.step = state["step"]
    second.walk(3)

    assert same(dict(second.model.state_dict()), dict(whole.model.state_dict()))
    assert same(second.optimizer.state_dict(), whole.optimizer.state_dict())
    assert second.scheduler.get_last_lr() == whole.scheduler.get_last_lr()
    assert second.step == whole.step


def test_every_random_number_generator_goes_back(path):
    seed_everything(5)
    np.random.standard_normal()  # noqa: NPY002 두 번째 정규 난수를 쥐고 있는 상태로 만듭니다
    checkpoint.save(path, {"rng": checkpoint.capture_rng()})

    def draw():
        return random.random(), np.random.standard_normal(3).tolist(), torch.rand(3).tolist()  # noqa: NPY002

    expected = draw()
    assert draw() != expected
    checkpoint.restore_rng(checkpoint.load(path)["rng"])
    assert draw() == expected


def test_the_loss_scale_of_float16_comes_back(path):
    run, scaler = Run(), torch.amp.GradScaler("cpu", init_scale=8.0)
    scaler.scale(torch.zeros(()))
    state = snapshot.capture(**run.parts, scaler=scaler, epoch=0, step=0)
    checkpoint.save(path, state)
    other = torch.amp.GradScaler("cpu", init_scale=2.0)
    snapshot.restore(checkpoint.load(path), **run.parts, scaler=other)
    assert other.state_dict() == scaler.state_dict()
    assert other.state_dict()["scale"] == 8.0


@pytest.mark.filterwarnings(
    "ignore:`torch.jit:DeprecationWarning"
)  # torch.compile 이 부르는 옛 이름
def test_a_compiled_model_saves_the_same_names(path):
    run = Run()
    compiled = torch.compile(run.model)
    assert bare(compiled) is run.model
    checkpoint.save(
        path, snapshot.capture(model=compiled, optimizer=run.optimizer, epoch=0, step=0)
    )
    checkpoint.load(path, expected=run.model)
    checkpoint.load(path, expected=compiled)


@pytest.mark.gpu
def test_a_gpu_goes_on_bit_for_bit_and_a_cpu_reads_its_file(path):
    if not torch.cuda.is_available():
        pytest.skip("CUDA 를 쓸 수 있는 GPU 가 없습니다")

    def make():
        model = network().cuda()
        optimizer = torch.optim.Adam(model.parameters(), lr=0.01, fused=True)
        return {"model": model, "optimizer": optimizer, "scaler": torch.amp.GradScaler("cuda")}

    def walk(parts, steps):
        for _ in range(steps):
            parts["optimizer"].zero_grad()
            with torch.autocast("cuda", torch.float16):
                loss = parts["model"](torch.randn(8, 4, device="cuda")).square().mean()
            parts["scaler"].scale(loss).backward()
            parts["scaler"].step(parts["optimizer"])
            parts["scaler"].update()

    seed_everything(1)
    first = make()
    walk(first, 3)
    checkpoint.save(path, snapshot.capture(**first, epoch=0, step=3))
    walk(first, 3)
    seed_everything(2)
    second = make()
    snapshot.restore(checkpoint.load(path), **second)
    walk(second, 3)
    assert same(dict(second["model"].state_dict()), dict(first["model"].state_dict()))
    network().load_state_dict(checkpoint.load(path)["model"])


def test_numpy_numbers_become_plain_numbers(path):
    checkpoint.save(path, {"best": np.float64(0.1), "rows": [{"epoch": np.int64(3)}]})
    assert same(checkpoint.load(path), {"best": 0.1, "rows": [{"epoch": 3}]})


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ({"a": {"b": [1, print]}}, r"state\['a'\]\['b'\]\[1\] 는 builtin_function"),
        ({"weights": np.zeros(3)}, r"state\['weights'\] 는 ndarray.*torch.from_numpy"),
        ({"path": Path("x")}, r"state\['path'\] 는 \w*Path"),
    ],
)
def test_what_could_not_be_read_back_is_refused_before_anything_is_written(path, state, says):
    with pytest.raises(ArgumentTypeError, match=says):
        checkpoint.save(path, state)
    assert not path.parent.exists()


# ── 온전하지 않은 파일 ────────────────────────────────────────────────────────


@pytest.fixture
def saved(path):
    """두 번 저장한 체크포인트: 앞의 것은 .prev 에 있습니다."""
    checkpoint.save(path, {"step": 1, "weight": torch.arange(300.0)})
    checkpoint.save(path, {"step": 2, "weight": torch.arange(300.0)})
    return path


def test_saving_again_keeps_the_one_before(saved):
    assert checkpoint.load(saved)["step"] == 2
    assert checkpoint.load(checkpoint.previous(saved))["step"] == 1
    assert sorted(p.name for p in saved.parent.iterdir()) == ["학습.pt", "학습.pt.prev"]


@pytest.mark.parametrize("kept", [0.0, 0.001, 0.3, 0.7, 0.99, 0.9999])
def test_a_truncated_file_is_refused_and_the_one_before_is_named(saved, kept):
    whole = saved.read_bytes()
    saved.write_bytes(whole[: int(len(whole) * kept)])
    with pytest.raises(CheckpointError, match=r"잘렸거나 망가졌거나.*학습\.pt\.prev 에 있으니"):
        checkpoint.load(saved)
    assert checkpoint.load(checkpoint.previous(saved))["step"] == 1


def test_one_changed_bit_is_never_believed(saved, rng):
    whole = saved.read_bytes()
    expected = checkpoint.load(saved)
    refused = 0
    for position, bit in zip(
        rng.integers(len(whole), size=200), rng.integers(8, size=200), strict=True
    ):
        changed = bytearray(whole)
        changed[position] ^= 1 << bit
        saved.write_bytes(changed)
        try:
            assert same(checkpoint.load(saved), expected)  # 쓰이지 않는 자리의 비트입니다
        except CheckpointError:
            refused += 1
    assert refused > 100


class Trap:
    def __reduce__(self):
        return os.mkdir, ("열렸습니다",)


def zip_bytes() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("글.txt", "한글")
    return buffer.getvalue()


def torch_bytes(content) -> bytes:
    buffer = io.BytesIO()
    torch.save(content, buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", "글".encode() * 1000, zip_bytes(), pickle.dumps(Trap()), torch_bytes(Trap())],
    ids=["empty", "text", "hangul", "zip", "pickle", "torch-with-code"],
)
def test_a_foreign_file_is_refused_and_runs_nothing(saved, content, monkeypatch):
    monkeypatch.chdir(saved.parent)
    saved.write_bytes(content)
    with pytest.raises(CheckpointError, match="체크포인트가 아닌 파일"):
        checkpoint.load(saved)
    assert not Path("열렸습니다").exists()


@pytest.mark.parametrize("content", [{"weight": torch.zeros(2)}, [1, 2], torch.zeros(3)])
def test_a_torch_file_of_someone_else_is_told_how_to_be_read(saved, content):
    torch.save(content, saved)
    with pytest.raises(CheckpointError, match=r"이 라이브러리의 체크포인트가 아닙니다.*torch.load"):
        checkpoint.load(saved)


def test_a_newer_format_asks_for_a_newer_library(saved, monkeypatch):
    monkeypatch.setattr(checkpoint, "VERSION", 7)
    checkpoint.save(saved, {"step": 3})
    monkeypatch.undo()
    with pytest.raises(CheckpointError, match=r"더 새로운 dlconcepts.*7.*1 까지"):
        checkpoint.load(saved)


def test_a_missing_file_and_a_folder_are_explained(path, saved):
    with pytest.raises(CheckpointError, match=r"파일이 없습니다.*없음\.pt"):
        checkpoint.load(path.with_name("없음.pt"))
    with pytest.raises(CheckpointError, match="읽을 수 없습니다"):
        checkpoint.load(saved.parent)


def test_the_errors_are_ours_and_the_ones_a_python_user_catches():
    assert issubclass(CheckpointError, (DlconceptsError, ValueError))
    assert issubclass(CheckpointWriteError, (DlconceptsError, OSError))


# ── 다른 모델, 다른 옵티마이저 ────────────────────────────────────────────────


def test_another_model_is_refused_with_the_names_that_differ(path):
    checkpoint.save(path, Run().capture())
    with pytest.raises(CheckpointError) as caught:
        checkpoint.load(path, expected=nn.Sequential(nn.Linear(4, 6), nn.Linear(6, 3)))
    text = str(caught.value)
    assert (
        "파일에만 있는 이름: 1.running_mean, 1.running_var, 1.num_batches_tracked, 3.weight" in text
    )
    assert "모양이 다른 것(파일 → 모델): 1.weight (6,) → (3, 6), 1.bias (6,) → (3,)" in text
    assert "모델에만 있는 이름" not in text


def test_a_wider_model_is_refused_with_both_shapes(path):
    checkpoint.save(path, Run().capture())
    with pytest.raises(CheckpointError, match=r"0\.weight \(6, 4\) → \(9, 4\).* 외 \d+개"):
        checkpoint.load(path, expected=network(width=9))


def test_a_checkpoint_without_a_model_says_what_it_has(path):
    checkpoint.save(path, {"step": 3})
    with pytest.raises(CheckpointError, match=r"모델이 없는 체크포인트.*\['step'\]"):
        checkpoint.load(path, expected=network())


def other_parts(what: str) -> dict:
    run = Run(width=9 if what == "model" else 6)
    if what == "optimizer":
        return run.parts | {"optimizer": torch.optim.SGD(run.model.parameters(), lr=0.1)}
    if what == "groups":
        layers = [{"params": layer.parameters()} for layer in (run.model[0], run.model[3])]
        return run.parts | {"optimizer": torch.optim.Adam(layers)}
    if what == "no scheduler":
        return run.parts | {"scheduler": None}
    if what == "scaler":
        return run.parts | {"scaler": torch.amp.GradScaler("cpu")}
    return run.parts


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("model", "다른 모델"),
        ("optimizer", "optimizer: 체크포인트에 든 것은 Adam, 지금 넘긴 것은 SGD"),
        ("groups", r"묶음마다 \[6\]개인데 지금은 \[2, 2\]개"),
        ("no scheduler", "scheduler: 체크포인트에 든 것은 StepLR, 지금 넘긴 것은 없음"),
        ("scaler", "scaler: 체크포인트에 든 것은 없음, 지금 넘긴 것은 GradScaler"),
    ],
)
def test_what_does_not_fit_changes_nothing(what, says):
    run = Run()
    run.walk(2)
    parts = other_parts(what)
    before = {name: pickle.dumps(part.state_dict()) for name, part in parts.items() if part}
    numbers = torch.get_rng_state()
    with pytest.raises(CheckpointError, match=says):
        snapshot.restore(run.capture(), **parts)
    assert {n: pickle.dumps(part.state_dict()) for n, part in parts.items() if part} == before
    assert torch.equal(torch.get_rng_state(), numbers)


def test_another_number_of_processes_is_refused():
    run = Run()
    state = run.capture()
    state["processes"] *= 4
    with pytest.raises(CheckpointError, match="프로세스 4개로 저장한 체크포인트인데 지금은 1개"):
        snapshot.restore(state, **run.parts)


# ── 쓰지 못할 때 ──────────────────────────────────────────────────────────────


class FullDisk(io.FileIO):
    """`room` 바이트까지만 받는 디스크의 파일."""

    room = 0

    def write(self, data):
        if self.tell() + len(data) > self.room:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(data)


@pytest.mark.parametrize("room", [0, 70, 500, 2_000, 3_500])
def test_a_full_disk_loses_nothing(saved, room, monkeypatch):
    real = Path.open
    monkeypatch.setattr(FullDisk, "room", room)
    monkeypatch.setattr(
        Path,
        "open",
        lambda self, mode="r", *a, **k: FullDisk(self, mode) if "x" in mode else real(self, mode),
    )
    with pytest.raises(CheckpointWriteError, match=r"빈 공간이 모자랍니다.*앞서 저장한.*그대로"):
        checkpoint.save(saved, {"step": 3, "weight": torch.arange(900.0)})
    monkeypatch.undo()

    assert checkpoint.load(saved)["step"] == 2
    assert checkpoint.load(checkpoint.previous(saved))["step"] == 1
    assert len([*saved.parent.iterdir()]) == 2  # 쓰다 만 파일을 남기지 않습니다
    checkpoint.save(saved, {"step": 3})  # 공간이 생기면 다시 됩니다
    assert checkpoint.load(saved)["step"] == 3


@pytest.mark.parametrize("call", ["fsync", "link"])
def test_a_disk_that_fills_up_later_loses_nothing_either(saved, call, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(atomic_file.os, call, full)
    monkeypatch.setattr(atomic_file.shutil, "copyfile", full)
    with pytest.raises(CheckpointWriteError, match="빈 공간"):
        checkpoint.save(saved, {"step": 3})
    assert checkpoint.load(saved)["step"] == 2
    assert len([*saved.parent.iterdir()]) == 2


def test_a_place_that_cannot_be_written_is_explained(tmp_path):
    (tmp_path / "파일").write_text("폴더가 아닙니다", encoding="utf-8")
    with pytest.raises(CheckpointWriteError, match=r"쓰지 못했습니다.*쓸 수 있는지") as caught:
        checkpoint.save(tmp_path / "파일" / "학습.pt", {"step": 1})
    assert "앞서 저장한" not in str(caught.value)


def test_an_error_that_is_not_about_writing_is_not_dressed_as_one(saved, monkeypatch):
    def exhausted(*_):
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(torch, "save", exhausted)
    with pytest.raises(torch.OutOfMemoryError):
        checkpoint.save(saved, {"step": 3})
    assert len([*saved.parent.iterdir()]) == 2


# ── 이름을 바꾸는 일 ──────────────────────────────────────────────────────────


def write(text: bytes):
    return lambda file: file.write(text)


def test_a_file_held_open_for_a_moment_is_waited_for(tmp_path, monkeypatch):
    real, refusals = Path.replace, iter([PermissionError(), PermissionError()])

    def busy(self, target):
        if refusal := next(refusals, None):
            raise refusal
        return real(self, target)

    monkeypatch.setattr(Path, "replace", busy)
    atomic_file.write_atomically(tmp_path / "a", write(b"new"))
    assert (tmp_path / "a").read_bytes() == b"new"


def test_a_file_held_open_for_good_stays_as_it_was(tmp_path, monkeypatch):
    def busy(self, target):
        raise PermissionError(errno.EACCES, "busy")

    (tmp_path / "a").write_bytes(b"old")
    monkeypatch.setattr(atomic_file, "_RETRY_AFTER_S", (0.0, 0.0))
    monkeypatch.setattr(Path, "replace", busy)
    with pytest.raises(PermissionError):
        atomic_file.write_atomically(tmp_path / "a", write(b"new"), previous=tmp_path / "b")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a", b"old")]


def test_a_file_system_without_hard_links_copies(tmp_path, monkeypatch):
    def unsupported(*_):
        raise OSError(errno.EPERM, "no hard links")

    monkeypatch.setattr(atomic_file.os, "link", unsupported)
    for text in (b"1", b"2", b"3"):
        atomic_file.write_atomically(tmp_path / "a", write(text), previous=tmp_path / "a.prev")
    assert (tmp_path / "a").read_bytes() == b"3"
    assert (tmp_path / "a.prev").read_bytes() == b"2"
    assert len([*tmp_path.iterdir()]) == 2


def test_what_a_dead_program_left_is_swept_away_but_not_what_a_living_one_writes(tmp_path):
    old, young, other = (tmp_path / f".{n}.tmp" for n in ("a.1", "a.2", "b.1"))
    for leftover in (old, young, other):
        leftover.write_bytes(b"")
    for leftover in (old, other):
        os.utime(leftover, (time.time() - 3600,) * 2)
    atomic_file.write_atomically(tmp_path / "a", write(b"new"))
    assert {p.name for p in tmp_path.iterdir()} == {"a", young.name, other.name}


@pytest.mark.skipif(os.name == "nt", reason="Windows 의 권한은 다른 방식입니다")
def test_others_may_read_the_file_as_the_umask_says(tmp_path):
    (tmp_path / "보통").write_bytes(b"")
    atomic_file.write_atomically(tmp_path / "a", write(b"new"))
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "보통").stat().st_mode
