"""여러 프로세스: 한 프로세스와 같은 답에 닿고, 하나를 잃으면 기다리지 않고 끝납니다."""

from __future__ import annotations

import os
import signal
import time

import pytest

torch = pytest.importorskip("torch", reason="torch 가 없어 학습할 수 없습니다")
torch.set_num_threads(1)

import several_processes as processes  # noqa: E402
from torch import nn  # noqa: E402
from torch.utils.data import DataLoader, TensorDataset  # noqa: E402

from dlconcepts.errors import ArgumentError, DeviceError  # noqa: E402
from dlconcepts.metrics import accuracy  # noqa: E402
from dlconcepts.training import (  # noqa: E402
    TensorBatches,
    TrainConfig,
    Trainer,
    distributed,
    lost_process,
    sharded,
    snapshot,
)
from dlconcepts.training.checkpoint import load, save  # noqa: E402
from dlconcepts.training.loop import evaluate, train_epoch  # noqa: E402

pytestmark = pytest.mark.skipif(
    not torch.distributed.is_available(), reason="여러 프로세스 없이 만들어진 torch 입니다"
)
CPU = torch.device("cpu")


def data(count: int = 37):
    g = torch.Generator().manual_seed(1)
    x = torch.randn(count, 5, generator=g)
    return x, (x @ torch.randn(5, 3, generator=g)).argmax(1)


def network() -> nn.Module:
    torch.manual_seed(7)
    return nn.Sequential(nn.Linear(5, 16), nn.Tanh(), nn.Linear(16, 3))


def weights(model: nn.Module) -> list[list[float]]:
    parts = [getattr(p, "full_tensor", lambda p=p: p)() for p in model.parameters()]
    return [p.detach().flatten().tolist() for p in parts]


def difference(a, b) -> float:
    """가중치 전체의 길이에 견준 차이입니다."""
    a, b = (torch.tensor([v for part in w for v in part], dtype=torch.float64) for w in (a, b))
    return float((a - b).norm() / b.norm())


# ── 두 프로세스는 한 프로세스와 같습니다 ──────────────────────────────────────


def fitted(optimizer: str, count: int, ignored: int, config: dict):
    """Trainer 로 배운 가중치와 기록. torchrun 이 불렀든 아니든 같은 코드입니다."""
    x, y = data(count)
    y[:ignored] = -100  # 손실이 세지 않는 예제들: 프로세스마다 분모가 다릅니다
    model = network()
    make = {"sgd": lambda p: torch.optim.SGD(p, 0.1, momentum=0.9), "adam": torch.optim.Adam}
    trainer = Trainer(
        model,
        make[optimizer](model.parameters()),
        nn.CrossEntropyLoss(),
        TrainConfig(epochs=3, batch_size=8, seed=4, progress=False, **config),
        device="cpu",
        metrics={"accuracy": accuracy},
    )
    valid = TensorBatches(*data(29)[:1], target=data(29)[1], batch_size=6, shuffle=False, seed=0)
    history = trainer.fit((x, y), valid)
    return weights(model), [dict(row) for row in history.rows]


@pytest.mark.parametrize(
    ("optimizer", "count", "ignored", "config"),
    [
        ("sgd", 32, 0, {}),  # 몫이 모두 같습니다
        ("sgd", 37, 0, {}),  # 마지막 배치 5개를 3개와 2개로 나눕니다
        ("adam", 37, 0, {"clip_norm": 0.5}),
        ("sgd", 37, 0, {"accumulate": 3}),
        ("sgd", 37, 9, {"accumulate": 2}),
    ],
    ids=["even", "uneven", "adam-clip", "accumulate", "ignored-labels"],
)
def test_two_processes_equal_one(optimizer, count, ignored, config):
    ended = processes.together(fitted, optimizer, count, ignored, config)
    assert [one.error for one in ended] == ["", ""]
    (first, history), (second, other) = (one.value for one in ended)
    assert first == second  # 두 프로세스의 가중치는 비트까지 같습니다
    assert history == other
    alone, expected = fitted(optimizer, count, ignored, config)
    assert difference(first, alone) < 1e-6
    for row, wanted in zip(history, expected, strict=True):
        assert row.keys() == wanted.keys()
        assert row == pytest.approx(wanted, rel=1e-6)


def with_loader(accumulate: int):
    """9개를 둘이 나누면 5개와 4개: 둘씩 묶으면 배치가 3개와 2개로 다릅니다."""
    distributed.connect(CPU)
    x, y = data(9)
    loader = DataLoader(
        TensorDataset(x, y),
        batch_size=4 // distributed.world_size(),
        sampler=distributed.ShardSampler(x, shuffle=True, seed=3),
    )
    model = network()
    run = distributed.wrap(model)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    losses = []
    for epoch in range(2):
        loader.sampler.set_epoch(epoch)
        losses.append(
            train_epoch(
                run, loader, nn.CrossEntropyLoss(), optimizer, device="cpu", accumulate=accumulate
            )
        )
    found = evaluate(run, loader, nn.CrossEntropyLoss(), device="cpu", metrics={"a": accuracy})
    return weights(model), losses, found.to_row()


@pytest.mark.parametrize("accumulate", [1, 2])
def test_a_process_that_runs_out_first_waits_for_the_others(accumulate):
    ended = processes.together(with_loader, accumulate)
    assert [one.error for one in ended] == ["", ""]
    alone, losses, found = with_loader(accumulate)
    for value in (one.value for one in ended):
        assert difference(value[0], alone) < 1e-6
        assert value[1] == pytest.approx(losses, rel=1e-6)
        assert value[2] == pytest.approx(found, rel=1e-6)


def on_gpus(path):
    """NCCL 로 배우고 저장합니다. GPU 가 프로세스의 수만큼 있어야 합니다."""
    device = distributed.connect(torch.device("cuda"))
    config = TrainConfig(epochs=3, batch_size=8, seed=4, progress=False, checkpoint=path)
    model = network().to(device)
    optimizer = torch.optim.SGD(model.parameters(), 0.1, momentum=0.9)
    trainer = Trainer(model, optimizer, nn.CrossEntropyLoss(), config, device="cuda")
    trainer.fit(data(37), data(29))
    return weights(model), str(device)


@pytest.mark.gpu
def test_two_gpus_equal_one_cpu(tmp_path):
    if torch.cuda.device_count() < 2:
        pytest.skip("GPU 가 둘 이상 있어야 합니다")
    ended = processes.together(on_gpus, tmp_path / "학습.pt")
    assert [one.error for one in ended] == ["", ""]
    assert [one.value[1] for one in ended] == ["cuda:0", "cuda:1"]
    assert ended[0].value[0] == ended[1].value[0]
    alone, _ = fitted("sgd", 37, 0, {})
    assert difference(ended[0].value[0], alone) < 1e-5
    assert len(load(tmp_path / "학습.pt")["processes"]) == 2


def sharded_with_loader(accumulate: int, count: int):
    """파라미터를 나눈 모델과, 프로세스마다 배치의 수가 다른 로더."""
    distributed.connect(CPU)
    x, y = data(count)
    sampler = distributed.ShardSampler(x, shuffle=False, seed=0)
    loader = DataLoader(
        TensorDataset(x, y), batch_size=4 // distributed.world_size(), sampler=sampler
    )
    model = sharded.shard_model(network())
    optimizer = torch.optim.SGD(model.parameters(), 0.1, momentum=0.9)
    loss_fn, options = nn.CrossEntropyLoss(), {"device": "cpu", "accumulate": accumulate}
    losses = [train_epoch(model, loader, loss_fn, optimizer, **options) for _ in range(2)]
    return weights(model), losses, evaluate(model, loader, loss_fn, device="cpu").loss


needs_fsdp_on_cpu = pytest.mark.skipif(
    not hasattr(torch.cpu.Stream, "record_event"),
    reason="이 torch 의 fully_shard 는 CPU 에서 돌지 않습니다",
)


@needs_fsdp_on_cpu
@pytest.mark.parametrize(
    ("accumulate", "count"),
    [(1, 9), (2, 9), (2, 13), (3, 17)],
    ids=["3-and-2-batches", "groups-2-1-and-2", "groups-2-2-and-2-1", "groups-3-2-and-3-1"],
)
def test_fsdp_waits_for_no_batch_that_the_other_process_does_not_have(accumulate, count):
    ended = processes.together(sharded_with_loader, accumulate, count)
    assert [one.error for one in ended] == ["", ""]
    alone, losses, found = sharded_with_loader(accumulate, count)
    for one in ended:
        assert difference(one.value[0], alone) < 1e-6
        assert one.value[1] == pytest.approx(losses, rel=1e-6)
        assert one.value[2] == pytest.approx(found, rel=1e-6)


def sharded_model(path):
    """파라미터를 나눈 모델로 배우고, 저장하고, 되살려 조금 더 배웁니다."""
    distributed.connect(CPU)
    x, y = data(36)

    def build():
        model = sharded.shard_model(network())
        return model, torch.optim.Adam(model.parameters(), lr=0.01)

    def learn(model, optimizer, epoch):
        batches = TensorBatches(x, target=y, batch_size=12, shuffle=True, seed=2)
        if distributed.world_size() > 1:
            batches = batches.shard(distributed.rank(), distributed.world_size())
        batches.set_epoch(epoch)
        options = {"device": "cpu", "accumulate": 2, "clip_norm": 1.0}
        return train_epoch(model, batches, nn.CrossEntropyLoss(), optimizer, **options)

    model, optimizer = build()
    pieces = sum(getattr(p, "to_local", lambda p=p: p)().numel() for p in model.parameters())
    learn(model, optimizer, 0)
    state = snapshot.capture(model=model, optimizer=optimizer, epoch=1, step=3)
    distributed.on_main(lambda: save(path, state))
    learn(model, optimizer, 1)

    other, again = build()
    snapshot.restore(load(path), model=other, optimizer=again)
    learn(other, again, 1)
    return pieces, weights(model), weights(other)


@needs_fsdp_on_cpu
def test_a_model_shared_out_by_fsdp_equals_one_and_resumes(tmp_path):
    ended = processes.together(sharded_model, tmp_path / "나눈.pt")
    assert [one.error for one in ended] == ["", ""]
    whole, alone, _ = sharded_model(tmp_path / "혼자.pt")
    assert sum(one.value[0] for one in ended) == whole  # 저마다 제 조각만 듭니다
    assert max(one.value[0] for one in ended) < 0.6 * whole
    for one in ended:
        assert difference(one.value[1], alone) < 1e-6
        assert one.value[2] == one.value[1]
    # 파일은 한 프로세스의 것과 같은 꼴입니다
    together, single = load(tmp_path / "나눈.pt"), load(tmp_path / "혼자.pt")
    assert {n: v.shape for n, v in together["model"].items()} == {
        n: v.shape for n, v in single["model"].items()
    }
    assert together["optimizer"].keys() == single["optimizer"].keys()


def test_an_old_torch_that_cannot_share_out_on_a_cpu_is_told_at_the_door(monkeypatch):
    monkeypatch.setattr(sharded, "world_size", lambda: 2)
    monkeypatch.delattr(torch.cpu.Stream, "record_event", raising=False)
    with pytest.raises(DeviceError, match=r"fully_shard 는 CPU 에서 돌지 않습니다.*\(DDP\)"):
        sharded.shard_model(network())


# ── 저장하고 이어 합니다 ──────────────────────────────────────────────────────


class StoppedError(Exception):
    pass


def resumable(path, stop: int | None, count: int = 37, accumulate: int = 1):
    """`stop` 걸음에서 모두 멈추었다가 새 Trainer 로 이어 합니다. 드롭아웃은 저마다 다릅니다."""

    def make(*calls):
        torch.manual_seed(7)
        model = nn.Sequential(nn.Linear(5, 16), nn.Dropout(0.4), nn.Linear(16, 3))
        config = TrainConfig(
            epochs=2,
            batch_size=8,
            seed=4,
            accumulate=accumulate,
            progress=False,
            checkpoint=path,
            checkpoint_every=2,
        )
        optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
        return Trainer(
            model, optimizer, nn.CrossEntropyLoss(), config, device="cpu", on_batch_end=calls
        )

    def interrupt(trainer, step):
        if trainer.step == stop:
            raise StoppedError

    trainer = make(interrupt)
    try:
        trainer.fit(data(count))
    except StoppedError:
        trainer = make()
        trainer.fit(data(count), resume="auto")
    return weights(trainer.model), [dict(row) for row in trainer.history.rows]


@pytest.mark.parametrize(
    ("stop", "count", "accumulate"),
    [
        (3, 37, 1),
        (7, 37, 1),
        (5, 33, 1),  # 마지막 배치는 하나뿐이라 rank 1 의 몫은 네 번째 배치에서 끝났습니다
        (3, 33, 2),  # 누적하면 두 번째 걸음에서 끝났습니다
    ],
)
def test_two_processes_resume_as_if_they_had_not_stopped(tmp_path, stop, count, accumulate):
    whole = processes.together(resumable, tmp_path / "끝까지.pt", None, count, accumulate)
    again = processes.together(resumable, tmp_path / "멈춤.pt", stop, count, accumulate)
    assert [one.error for one in whole + again] == [""] * 4
    assert again[0].value == whole[0].value
    assert again[1].value == whole[1].value


def saving(path):
    """몇 번 썼는지 셉니다."""
    from dlconcepts.training import checkpoint

    written, real = [], checkpoint.save
    checkpoint.save = lambda *parts: (written.append(parts[0]), real(*parts))
    resumable(path, None)
    return len(written)


def test_only_rank_zero_writes(tmp_path):
    first, second = processes.together(saving, tmp_path / "학습.pt")
    assert (first.error, second.error) == ("", "")
    assert first.value > 3
    assert second.value == 0


def test_every_process_hears_that_the_disk_refused(tmp_path):
    (tmp_path / "파일").write_text("폴더가 아닙니다", encoding="utf-8")
    for one in processes.together(resumable, tmp_path / "파일" / "학습.pt", None):
        assert one.code == 1
        assert "CheckpointWriteError: 체크포인트를 쓰지 못했습니다" in one.error


# ── 하나를 잃습니다 ───────────────────────────────────────────────────────────


def losing(how: str, log) -> None:
    """rank 1 이 세 번째 걸음에서 죽거나, 오류를 내거나, 멈추어 섭니다."""
    os.dup2(os.open(f"{log}{os.environ['RANK']}", os.O_WRONLY | os.O_CREAT), 2)
    distributed.connect(CPU, timeout_s=2.0 if how == "hangs" else 60.0)
    ways = {
        "dies": processes.die,
        "raises": lambda: 1 / 0,
        "hangs": lambda: time.sleep(20),
        "is told to stop": lambda: (os.kill(os.getpid(), signal.SIGTERM), time.sleep(20)),
    }

    def falter(trainer, step):
        if trainer.step == 3 and distributed.rank() == 1:
            ways[how]()

    model = network()
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    config = TrainConfig(epochs=50, batch_size=8, seed=4, progress=False)
    trainer = Trainer(
        model, optimizer, nn.CrossEntropyLoss(), config, device="cpu", on_batch_end=[falter]
    )
    trainer.fit(data())


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ("dies", "rank 1은 대답이 없습니다."),
        ("raises", "rank 1은 오류로 끝났습니다(ZeroDivisionError: division by zero)."),
        ("hangs", "rank 1은 대답이 없습니다."),
    ],
)
def test_a_lost_process_ends_the_run_with_a_message_instead_of_a_hang(how, says, tmp_path):
    children = start_losing(how, tmp_path)
    before = time.monotonic()
    survivor = processes.wait(children[0], 30)
    assert time.monotonic() - before < 20
    children[1].kill()
    children[1].join()
    assert survivor.code == 1
    assert survivor.error.startswith(
        "dlconcepts.training.lost_process.ProcessLostError: 함께 학습하던"
    )
    assert says in survivor.error
    assert "마지막 체크포인트에서 이어서" in survivor.error


@pytest.mark.skipif(os.name == "nt", reason="Windows 의 torchrun 은 신호 없이 끝냅니다")
def test_a_process_that_torchrun_stops_says_why(tmp_path):
    _, stopped = start_losing("is told to stop", tmp_path)
    assert processes.wait(stopped, 30).code == 128 + signal.SIGTERM
    text = (tmp_path / "기록1").read_text(encoding="utf-8")
    assert "함께 학습하던 프로세스를 잃어 rank 1도 끝냅니다" in text


def start_losing(how, tmp_path):
    port = processes.free_port()
    environment = {"WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
    return [
        processes.start(losing, (how, tmp_path / "기록"), environment | {"RANK": str(rank)})
        for rank in range(2)
    ]


def starving():
    distributed.connect(CPU)
    mine = [[1, 2]] if distributed.rank() == 0 else []
    return list(distributed.lockstep(mine, len))


def test_a_process_without_a_batch_stops_everyone_with_the_reason():
    for one in processes.together(starving):
        assert "ArgumentError: 프로세스 2개 가운데 1개가 배치를 하나도 받지 못했습니다" in one.error


def too_few():
    distributed.connect(CPU)
    return distributed.shard(1)


def test_fewer_samples_than_processes_is_refused():
    for one in processes.together(too_few):
        assert "ArgumentError: 예제가 1개뿐이라 프로세스 2개에" in one.error
        assert "--nproc-per-node 를 1 이하로" in one.error


def lonely():
    distributed.connect(CPU, timeout_s=1.0)


def test_a_partner_that_never_comes_is_not_waited_for_forever():
    port = str(processes.free_port())
    environment = {"RANK": "0", "WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1"}
    child = processes.start(lonely, (), environment | {"MASTER_PORT": port})
    assert (
        "DeviceError: 프로세스 2개가 1초 안에 모이지 못했습니다" in processes.wait(child, 30).error
    )


# ── 나누고 모읍니다 ───────────────────────────────────────────────────────────


def exchanging():
    distributed.connect(CPU)
    distributed.connect(CPU)  # 두 번 불러도 됩니다
    me = distributed.rank()
    asked = []

    def ask():
        asked.append(me)
        return "rank 0 의 대답"

    def fail():
        raise ArgumentError("rank 0 의 오류")

    heard = None
    try:
        distributed.on_main(fail)
    except ArgumentError as error:
        heard = str(error)
    return {
        "shard": [*distributed.shard(7)],
        "total": distributed.total(me + 1, 0.5),
        "gather": [part.tolist() for part in distributed.gather(torch.arange(me + 1))],
        "on_main": (distributed.on_main(ask), asked, heard),
        "is_main": distributed.is_main(),
        "sampler": [[*sampler] for sampler in samplers()],
        "lockstep": [*distributed.lockstep([[1, 2], [3]] if me else [[4, 5]], len)],
        "random": own_random_numbers(me),
    }


def own_random_numbers(seed: int):
    """담기 앞서의 난수와, 되살린 다음의 난수."""
    model = network()
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    torch.manual_seed(seed)
    state = snapshot.capture(model=model, optimizer=optimizer, epoch=0, step=0)
    drawn = torch.rand(3).tolist()
    snapshot.restore(state, model=model, optimizer=optimizer)
    return drawn, torch.rand(3).tolist()


def samplers():
    for epoch in (0, 1):
        sampler = distributed.ShardSampler(range(7), shuffle=True, seed=5)
        sampler.set_epoch(epoch)
        yield sampler


def test_what_two_processes_exchange():
    first, second = (one.value for one in processes.together(exchanging))
    assert (first["shard"], second["shard"]) == ([0, 2, 4, 6], [1, 3, 5])
    assert first["total"] == second["total"] == [3.0, 1.0]
    assert first["gather"] == second["gather"] == [[0], [0, 1]]
    assert first["on_main"] == ("rank 0 의 대답", [0], "rank 0 의 오류")
    assert second["on_main"] == ("rank 0 의 대답", [], "rank 0 의 오류")
    assert (first["is_main"], second["is_main"]) == (True, False)
    assert first["lockstep"] == [([4, 5], 1.0, 4.0), ([4, 5], 0.0, 1.0)]
    assert second["lockstep"] == [([1, 2], 1.0, 4.0), ([3], 2.0, 1.0)]
    assert first["random"][0] == first["random"][1]
    assert second["random"][0] == second["random"][1] != first["random"][0]
    for epoch, alone in enumerate(samplers()):
        mixed = [None] * 7
        mixed[0::2], mixed[1::2] = first["sampler"][epoch], second["sampler"][epoch]
        assert mixed == [*alone]  # 겹치지도 빠지지도 않고, 혼자일 때와 같은 차례입니다
    assert first["sampler"][0] != first["sampler"][1]


def test_alone_nothing_happens():
    model = network()
    assert distributed.connect(CPU) == CPU
    assert (distributed.rank(), distributed.world_size(), distributed.is_main()) == (0, 1, True)
    assert distributed.wrap(model) is model
    assert sharded.shard_model(model) is model
    assert distributed.total(2, 3) == [2.0, 3.0]
    assert distributed.gather("하나") == ["하나"]
    assert distributed.on_main(lambda: 5) == 5
    assert [*distributed.lockstep([[1], [2, 3]], len)] == [([1], 1.0, 1), ([2, 3], 1.0, 2)]
    assert [*distributed.shard(3)] == [0, 1, 2]
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    with lost_process.watched():
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_device_that_cannot_be_shared_is_refused(monkeypatch):
    monkeypatch.setenv("RANK", "1")
    monkeypatch.setenv("LOCAL_RANK", "1")
    monkeypatch.setenv("WORLD_SIZE", "2")
    with pytest.raises(DeviceError, match="mps 에서는 여러 프로세스로"):
        distributed.connect(torch.device("mps"))
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    with pytest.raises(DeviceError, match=r"GPU 가 1개인데 2번째.*--nproc-per-node 1"):
        distributed.connect(torch.device("cuda"))


@pytest.mark.parametrize(
    ("error", "lost"),
    [
        (RuntimeError("[../gloo/transport/tcp/pair.cc:537] Connection closed by peer"), True),
        (RuntimeError("Timed out waiting 2000ms for recv operation to complete"), True),
        (torch.distributed.DistBackendError("NCCL communicator was aborted"), True),
        (RuntimeError("mat1 and mat2 shapes cannot be multiplied"), False),
        (RuntimeError("DataLoader timed out after 5 seconds"), False),
        (DeviceError("gloo 를 쓸 수 없습니다"), False),
        (ValueError("gloo"), False),
    ],
)
def test_a_lost_process_is_told_from_an_error_of_our_own(error, lost):
    assert lost_process._lost_touch(error) is lost
