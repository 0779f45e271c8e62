"""나쁜 입력마다 하나씩: Trainer 의 문에서 무엇이 틀렸는지 한국어로 말하고, 잃는 것이 없습니다."""

from __future__ import annotations

import errno
import io
import math
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="Trainer 는 torch 로 배웁니다")
torch.set_num_threads(1)

import several_processes as processes  # noqa: E402
from torch import nn  # noqa: E402
from torch.utils.data import DataLoader, TensorDataset  # noqa: E402

from dlconcepts.errors import ArgumentError, DeviceError, DivergedError  # noqa: E402
from dlconcepts.training import CheckpointError, TrainConfig, Trainer, distributed  # noqa: E402
from dlconcepts.training.checkpoint import CheckpointWriteError, previous  # noqa: E402

ROWS, SIZE = 40, 8  # 한 에포크는 다섯 걸음
torch.manual_seed(3)
X = torch.randn(ROWS, 6)
Y = (X[:, 0] > 0).long() + (X[:, 1] > 0).long()


def network(width: int = 9) -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(6, width), nn.Tanh(), nn.Dropout(0.2), nn.Linear(width, 3))


def trainer(path: Path | None = None, *, model=None, device="cpu", calls=(), **options) -> Trainer:
    model = network() if model is None else model
    given = {"epochs": 3, "batch_size": SIZE, "seed": 5, "progress": False, "checkpoint": path}
    return Trainer(
        model,
        torch.optim.Adam(model.parameters(), lr=0.02),
        nn.CrossEntropyLoss(),
        TrainConfig(**given | options),
        device=device,
        on_batch_end=calls,
    )


def same(one: nn.Module, other: nn.Module) -> bool:
    pairs = zip(one.state_dict().values(), other.state_dict().values(), strict=True)
    return all(torch.equal(p, q) for p, q in pairs)


def pieces(x=X, y=Y):
    return [*zip(x.split(SIZE), y.split(SIZE), strict=True)]


# ── 빈 로더 ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "empty",
    [[], iter([]), DataLoader(TensorDataset(X[:0], Y[:0]), batch_size=SIZE)],
    ids=["list", "iterator", "DataLoader"],
)
@pytest.mark.parametrize("role", ["train", "valid"])
def test_an_empty_loader(empty, role):
    made = trainer()
    data = (empty, None) if role == "train" else ((X, Y), empty)
    with pytest.raises(ArgumentError, match=r"배치가 하나도 없습니다.*비어 있지 않은지"):
        made.fit(*data)
    assert len(made.history) == 0
    assert same(made.model, network()) or role == "valid"


def test_an_iterator_that_is_used_up_after_one_epoch():
    made = trainer()
    with pytest.raises(ArgumentError, match=r"반복자\(generator\)를 두 번.*list\(…\)"):
        made.fit(iter(pieces()))
    assert len(made.history) == 1


# ── 배치의 짝이 맞지 않음 ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("batch", "says"),
    [
        ((X, X, Y), r"3개짜리 tuple.*\(\(x1, x2\), y\)"),
        ((X,), "1개짜리 tuple.*정답이 없는 데이터로는"),
        (X, "배치는 \\(입력, 정답\\) 두 개여야 하는데 Tensor"),
        (((X, X), Y), r"Sequential\.forward.*입력 2개를 넘길 수 없습니다"),
    ],
    ids=["three", "one", "bare", "two-inputs"],
)
def test_a_batch_of_the_wrong_arity(batch, says):
    made = trainer()
    with pytest.raises(ArgumentError, match=says):
        made.fit([batch])
    assert same(made.model, network())


# ── 범위를 벗어난 라벨 ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("label", [3, -1])
@pytest.mark.parametrize("as_loader", [False, True], ids=["tensors", "loader"])
@pytest.mark.parametrize("role", ["train", "valid"])
def test_labels_out_of_range(label, as_loader, role):
    wrong = Y.clone()
    wrong[1] = label
    data = pieces(y=wrong) if as_loader else (X, wrong)
    made = trainer()
    with pytest.raises(ArgumentError, match=rf"출력이 3개라서.*0 이상 3 미만.*{label}이 있습"):
        made.fit(data) if role == "train" else made.fit((X, Y), data)
    assert same(made.model, network()) or role == "valid"


# ── 무너진 손실 ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_loss_that_is_nan_or_infinite(value, tmp_path):
    """메시지에 에포크, 걸음, 학습률, 마지막 체크포인트가 있고, 그 체크포인트로 이어집니다."""

    def spoil(made, _):
        if made.step == 8:
            with torch.no_grad():
                made.model[3].bias[0] = value

    path, expected = tmp_path / "학습.pt", trainer()
    expected.fit((X, Y))
    says = rf"2번째 에포크\(처음부터 9번째 걸음\).*lr = 0\.02.*{path.name} \(에포크 1, 걸음 5 뒤\)"
    with pytest.raises(DivergedError, match=says) as caught:
        trainer(path, calls=[spoil]).fit((X, Y))
    assert (caught.value.step, caught.value.lr) == (8, 0.02)
    assert not math.isfinite(caught.value.value)
    again = trainer(path)
    again.fit((X, Y), resume="auto")
    assert same(again.model, expected.model)


# ── 없는 장치, 없는 정밀도 ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["gpu", "cuda:99", "tpu", ""])
def test_a_wrong_device_name(name):
    with pytest.raises(DeviceError, match=rf"'{name}' 장치를 쓸 수 없습니다.*cpu.*'auto'"):
        trainer(device=name)


def test_float16_on_a_device_without_it():
    with pytest.raises(DeviceError, match=r"cpu 에서는 float16 을.*float32, bfloat16"):
        trainer(precision="float16")


# ── 다른 모델의 체크포인트 ───────────────────────────────────────────────────────────────


def test_the_checkpoint_of_another_model(tmp_path):
    path, other = tmp_path / "학습.pt", nn.Sequential(nn.Linear(6, 9), nn.Linear(9, 3))
    trainer(path, model=other).fit((X, Y))
    before, made = path.read_bytes(), trainer(path)
    with pytest.raises(CheckpointError) as caught:
        made.fit((X, Y), resume="auto")
    assert "파일에만 있는 이름: 1.weight, 1.bias" in str(caught.value)
    assert "모델에만 있는 이름: 3.weight, 3.bias" in str(caught.value)
    with pytest.raises(CheckpointError, match=r"0\.weight \(6, 6\) → \(9, 6\)"):
        wider(tmp_path, made)
    assert same(made.model, network())
    assert path.read_bytes() == before


def wider(folder: Path, made: Trainer) -> None:
    trainer(model=network(width=6)).save(folder / "좁은.pt")
    made.load(folder / "좁은.pt")


# ── 가득 찬 디스크 ───────────────────────────────────────────────────────────────────────


class FullDisk(io.FileIO):
    def write(self, data):
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("step", [3, 5], ids=["inside-an-epoch", "at-its-end"])
def test_a_full_disk_while_saving(step, tmp_path, monkeypatch):
    real, expected, path = Path.open, trainer(), tmp_path / "학습.pt"
    expected.fit((X, Y))

    def fill_up(made, _):
        if made.step == step:
            monkeypatch.setattr(
                Path,
                "open",
                lambda p, mode="r", *a, **k: (FullDisk if "x" in mode else real)(p, mode),
            )

    made = trainer(path, calls=[fill_up], checkpoint_every=1)
    with pytest.raises(CheckpointWriteError, match=r"빈 공간이 모자랍니다.*앞서 저장한.*그대로"):
        made.fit((X, Y))
    monkeypatch.undo()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["학습.pt", "학습.pt.prev"]
    trainer().load(previous(path))
    again = trainer(path)
    again.fit((X, Y), resume="auto")
    assert same(again.model, expected.model)
    assert again.history == expected.history


# ── 예제를 받지 못하는 프로세스 ──────────────────────────────────────────────────────────


def with_too_little(kind: str) -> None:
    made = trainer()
    mine = {
        "tensors": lambda: (X[:1], Y[:1]),
        "sampler": lambda: DataLoader(
            TensorDataset(X, Y), sampler=distributed.ShardSampler(X[:1], shuffle=False, seed=0)
        ),
        "loader": lambda: pieces() if distributed.rank() == 0 else [],
    }
    made.fit(mine[kind]())


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("tensors", "예제가 1개뿐이라 프로세스 2개에 하나씩도 나눌 수 없습니다"),
        ("sampler", "예제가 1개뿐이라 프로세스 2개에 하나씩도 나눌 수 없습니다"),
        ("loader", "프로세스 2개 가운데 1개가 배치를 하나도 받지 못했습니다"),
    ],
)
def test_a_rank_that_would_get_no_sample(kind, says):
    for one in processes.together(with_too_little, kind):
        assert one.code == 1
        assert "ArgumentError" in one.error
        assert says in one.error
