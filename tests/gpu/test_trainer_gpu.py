"""GPU 에서의 Trainer: 손으로 쓴 루프와 비트까지 같고, 걸음마다 기다리지 않습니다."""

import shutil

import pytest

torch = pytest.importorskip("torch", reason="torch 가 없습니다")

from torch import nn  # noqa: E402
from torch.utils.data import DataLoader, TensorDataset  # noqa: E402

from dlconcepts.errors import ArgumentError, DeviceError  # noqa: E402
from dlconcepts.metrics import accuracy  # noqa: E402
from dlconcepts.training import (  # noqa: E402
    Precision,
    TensorBatches,
    TrainConfig,
    Trainer,
    choose_device,
    cosine,
    evaluate,
)
from dlconcepts.training.loop import training_steps  # noqa: E402

pytestmark = [
    pytest.mark.gpu,
    pytest.mark.skipif(not torch.cuda.is_available(), reason="CUDA 를 쓸 수 있는 GPU 가 없습니다"),
]
GPU = "cuda"
ROWS, SIZE = 200, 32  # 한 에포크는 일곱 걸음, 마지막 배치는 여덟


def data(rows=ROWS):
    g = torch.Generator().manual_seed(0)
    x = torch.randn(rows, 16, generator=g)
    return x, (x[:, 0] * x[:, 1] > 0).long() + (x[:, 2] > 0).long()


def network(drop=0.25):
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(16, 64), nn.ReLU(), nn.Dropout(drop), nn.Linear(64, 3))


def config(**options):
    given = {"epochs": 3, "batch_size": SIZE, "seed": 5, "progress": False} | options
    return TrainConfig(**given)


def trainer(options=None, *, model=None, **more):
    model = (network() if model is None else model).to(GPU)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    return Trainer(
        model, optimizer, nn.CrossEntropyLoss(), config(**options or {}), device=GPU, **more
    )


def same(one, other):
    pairs = zip(one.state_dict().values(), other.state_dict().values(), strict=True)
    return all(torch.equal(p.cpu(), q.cpu()) for p, q in pairs)


def naked(options, *, schedule=False, compiled=False):
    """GPU 에서 손으로 쓴 루프."""
    model = network().to(GPU)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, cosine(21)) if schedule else None
    run = torch.compile(model) if compiled else model
    x, y = (part.to(GPU) for part in data())
    name = options.get("precision", "float32")
    dtype = {"bfloat16": torch.bfloat16, "float16": torch.float16}.get(name)
    scaler = torch.amp.GradScaler(GPU, enabled=name == "float16")
    size, accumulate = options.get("batch_size", SIZE), options.get("accumulate", 1)
    clip = options.get("clip_norm")
    torch.manual_seed(5)
    for epoch in range(3):
        model.train()
        order = torch.randperm(ROWS, generator=torch.Generator().manual_seed(5 + epoch))
        pieces = [*order.to(GPU).split(size)]
        for start in range(0, len(pieces), accumulate):
            group = pieces[start : start + accumulate]
            whole = sum(map(len, group))
            optimizer.zero_grad()
            for rows in group:
                with torch.autocast(GPU, dtype=dtype, enabled=dtype is not None):
                    loss = nn.functional.cross_entropy(run(x[rows]), y[rows])
                scaler.scale(loss / (whole / len(rows)) if accumulate > 1 else loss).backward()
            if clip is not None:
                scaler.unscale_(optimizer)
                nn.utils.clip_grad_norm_(model.parameters(), clip)
            before = scaler.get_scale()
            scaler.step(optimizer)
            scaler.update()
            if scheduler is not None and scaler.get_scale() >= before:
                scheduler.step()
    return model


# ── 손으로 쓴 루프와 비트까지 같습니다 ───────────────────────────────────────────────────


OPTIONS = [
    {},
    {"precision": "bfloat16"},
    {"precision": "float16"},
    {"precision": "float16", "clip_norm": 0.1, "accumulate": 2},
    {"accumulate": 3},
    {"clip_norm": 0.1},
]


@pytest.mark.parametrize("schedule", [False, True])
@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_the_trainer_is_the_naked_loop_to_the_bit(options, schedule):
    if options.get("precision") == "bfloat16" and not torch.cuda.is_bf16_supported():
        pytest.skip("이 GPU 에는 bfloat16 이 없습니다")
    made = trainer(options, scheduler=cosine(21) if schedule else None)
    made.fit(data())
    assert same(made.model, naked(options, schedule=schedule))
    assert not same(made.model, network())


def test_tf32_is_that_of_the_naked_loop_and_is_put_back():
    before = torch.get_float32_matmul_precision(), torch.backends.cudnn.allow_tf32
    made = trainer({"tf32": True})
    made.fit(data())
    assert (torch.get_float32_matmul_precision(), torch.backends.cudnn.allow_tf32) == before
    torch.set_float32_matmul_precision("high")
    try:
        expected = naked({})
    finally:
        torch.set_float32_matmul_precision(before[0])
    assert same(made.model, expected)


# torch 의 컴파일러가 제 안의 낡은 이름을 부르거나, TF32 를 켜라고 권합니다.
@pytest.mark.filterwarnings("ignore:.*torch.jit:DeprecationWarning", "ignore:.*TensorFloat32")
@pytest.mark.skipif(shutil.which("cc") is None, reason="Triton 은 C 컴파일러가 있어야 합니다")
def test_a_compiled_run_is_the_compiled_loop():
    pytest.importorskip("triton", reason="GPU 의 torch.compile 은 Triton 이 있어야 합니다")
    made = trainer({"compile": True, "batch_size": 40})
    made.fit(data())
    assert same(made.model, naked({"batch_size": 40}, compiled=True))


def test_the_cpu_learns_the_same_thing():
    ends = []
    for device in (GPU, "cpu"):
        model = network(drop=0.0).to(device)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        made = Trainer(
            model,
            optimizer,
            nn.CrossEntropyLoss(),
            config(tf32=False),
            device=device,
            metrics={"accuracy": accuracy},
        )
        ends.append((made.fit(data(), data(50)), model.cpu()))
    for p, q in zip(ends[0][1].parameters(), ends[1][1].parameters(), strict=True):
        torch.testing.assert_close(p, q, rtol=1e-4, atol=1e-5)
    assert ends[0][0]["valid/loss"] == pytest.approx(ends[1][0]["valid/loss"], rel=1e-4)


# ── 기다리지 않습니다 ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
@pytest.mark.parametrize("ignored", [False, True])
def test_no_step_waits_for_the_gpu(precision, ignored):
    x, y = data()
    if ignored:
        y[::7] = -100
    model = network().to(GPU)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    batches = TensorBatches(x, target=y, batch_size=8, shuffle=True, seed=0, device=GPU)
    steps = training_steps(
        model,
        batches,
        nn.CrossEntropyLoss(),
        optimizer,
        device=GPU,
        precision=precision,
        accumulate=2,
        clip_norm=1.0,
        scheduler=torch.optim.lr_scheduler.LambdaLR(optimizer, cosine(99)),
    )
    next(steps)  # 첫 걸음에서는 라벨을 한 번 봅니다
    torch.cuda.set_sync_debug_mode("error")
    try:
        taken = sum(1 for _ in steps)
    finally:
        torch.cuda.set_sync_debug_mode("default")
    assert taken == 12


def test_the_data_is_moved_once_and_stays():
    made = trainer()
    x, y = data()
    before = torch.cuda.memory_allocated()
    made.fit((x, y))
    assert {made.state.source.target.device.type} == {GPU}
    assert torch.cuda.memory_allocated() - before >= x.nbytes + y.nbytes


def test_a_loader_on_the_host_is_moved_batch_by_batch():
    loader = DataLoader(TensorDataset(*data()), batch_size=SIZE, pin_memory=True)
    made = trainer({"epochs": 20}, model=network(drop=0.0))
    history = made.fit(loader, loader)
    assert history["valid/loss"][-1] < history["valid/loss"][0]


# ── 멈추고 잇습니다 ──────────────────────────────────────────────────────────────────────


class PowerCutError(Exception):
    pass


@pytest.mark.parametrize("precision", ["float32", "float16"])
@pytest.mark.parametrize("cut", [1, 7, 10, 20])
def test_resuming_ends_at_the_same_bits_on_the_gpu_too(cut, precision, tmp_path):
    def stop(made, _):
        if made.step == cut:
            raise PowerCutError

    options = {"precision": precision}
    expected = trainer(options)
    expected.fit(data())
    options |= {"checkpoint": tmp_path / "학습.pt", "checkpoint_every": 1}
    with pytest.raises(PowerCutError):
        trainer(options, on_batch_end=[stop]).fit(data())
    torch.cuda.manual_seed(99)
    resumed = trainer(options)
    resumed.fit(data(), resume="auto")
    assert same(resumed.model, expected.model)
    assert resumed.history == expected.history


# ── 틀린 것은 알립니다 ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["tensors", "loader", "batches on the gpu"])
def test_a_wrong_label_is_told_and_the_gpu_lives_on(kind):
    x, y = data()
    y[100] = 7
    loader = DataLoader(TensorDataset(x, y), batch_size=SIZE)
    given = {
        "tensors": (x, y),
        "loader": loader,
        "batches on the gpu": [(inputs.to(GPU), target.to(GPU)) for inputs, target in loader],
    }[kind]
    with pytest.raises(ArgumentError, match=r"출력이 3개.*7이 있습니다"):
        trainer().fit(given)
    torch.cuda.synchronize()
    assert torch.ones(3, device=GPU).sum().item() == 3


def test_a_gpu_that_is_not_there_is_told_with_those_that_are():
    count = torch.cuda.device_count()
    with pytest.raises(DeviceError, match=f"cuda:{count}.*cuda:0.*cpu"):
        choose_device(f"cuda:{count}")
    assert choose_device("auto").type == GPU


def test_half_precision_evaluates_too():
    model = network().to(GPU)
    for name in ("float32", "float16"):
        found = evaluate(
            model,
            [data()],
            nn.CrossEntropyLoss(),
            device=GPU,
            precision=Precision(name, GPU),
            metrics={"accuracy": accuracy},
        )
        assert found.count == ROWS
