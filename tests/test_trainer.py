"""training.trainer: 어떤 설정에서도 손으로 쓴 루프와 비트까지 같고, 멈추어도 이어집니다."""

import io
import math
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from types import SimpleNamespace

import pytest

torch = pytest.importorskip("torch", reason="Trainer 는 torch 로 배웁니다")
torch.set_num_threads(1)

from torch import nn  # noqa: E402
from torch.optim import lr_scheduler  # noqa: E402
from torch.utils.data import DataLoader, TensorDataset  # noqa: E402

from dlconcepts.errors import (  # noqa: E402
    ArgumentError,
    ArgumentTypeError,
    DeviceError,
    DivergedError,
)
from dlconcepts.metrics import accuracy  # noqa: E402
from dlconcepts.training import (  # noqa: E402
    CheckpointError,
    EarlyStopping,
    TensorBatches,
    TrainConfig,
    Trainer,
    cosine,
    linear_warmup,
    step_decay,
)

ROWS, SIZE = 45, 8  # 한 에포크는 여섯 걸음, 마지막 배치는 다섯
torch.manual_seed(2)
X = torch.randn(ROWS + 13, 6)
Y = (X[:, 0] * X[:, 1] > 0).long() + (X[:, 2] > 0).long()
TRAIN, VALID = (X[:ROWS], Y[:ROWS]), (X[ROWS:], Y[ROWS:])


def network():
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(6, 9), nn.ReLU(), nn.Dropout(0.25), nn.Linear(9, 3))


def config(**options):
    given = {"epochs": 3, "batch_size": SIZE, "seed": 5, "progress": False} | options
    return TrainConfig(**given)


def trainer(model=None, options=None, *, lr=0.02, optimizer=None, **more):
    model = model if model is not None else network()
    optimizer = optimizer or torch.optim.Adam(model.parameters(), lr=lr)
    loss_fn = more.pop("loss_fn", nn.CrossEntropyLoss())
    return Trainer(model, optimizer, loss_fn, config(**options or {}), device="cpu", **more)


def same(one, other):
    pairs = zip(one.state_dict().items(), other.state_dict().items(), strict=True)
    return all(a == b and torch.equal(p, q) for (a, p), (b, q) in pairs)


def naked(options=None, *, scheduler=None, by="step", data=None, compiled=False, epochs=3):
    """손으로 쓴 루프: 섞고, 자르고, 배우고, 검증하고, 적습니다."""
    options, rows = options or {}, []
    model = network()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    scheduler = scheduler(optimizer) if scheduler else None
    run = torch.compile(model) if compiled else model
    seed, size = options.get("seed", 5), options.get("batch_size", SIZE)
    accumulate, clip = options.get("accumulate", 1), options.get("clip_norm")
    half = options.get("precision") == "bfloat16"
    loss_fn = nn.CrossEntropyLoss()
    torch.manual_seed(seed)
    for epoch in range(epochs):
        model.train()
        order = torch.randperm(ROWS, generator=torch.Generator().manual_seed(seed + epoch))
        pieces = data or [(TRAIN[0][i], TRAIN[1][i]) for i in order.split(size)]
        pieces, total = [*pieces], 0.0
        for start in range(0, len(pieces), accumulate):
            group = pieces[start : start + accumulate]
            optimizer.zero_grad()
            for x, y in group:
                with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
                    loss = loss_fn(run(x), y)
                total += loss.item() * len(y)
                whole = sum(len(target) for _, target in group)
                (loss / (whole / len(y)) if accumulate > 1 else loss).backward()
            if clip is not None:
                nn.utils.clip_grad_norm_(model.parameters(), clip)
            lr = optimizer.param_groups[0]["lr"]
            optimizer.step()
            if scheduler and by == "step":
                scheduler.step()
        model.eval()
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
            output = model(VALID[0])
            valid = loss_fn(output, VALID[1]).item()
        right = (output.argmax(dim=1) == VALID[1]).double().mean().item()
        if isinstance(scheduler, lr_scheduler.ReduceLROnPlateau):
            scheduler.step(valid)
        elif scheduler and by == "epoch":
            scheduler.step()
        row = {"epoch": epoch + 1, "loss": total / ROWS, "lr": lr}
        rows.append(row | {"valid/loss": valid, "valid/accuracy": right})
    return model, rows


def fitted(options=None, data=TRAIN, valid=VALID, **more):
    made = trainer(options=options, metrics={"accuracy": accuracy}, **more)
    made.fit(data, valid)
    return made


# ── 손으로 쓴 루프와 비트까지 같습니다 ───────────────────────────────────────────────────


OPTIONS = [
    {},
    {"epochs": 5},
    {"batch_size": 7},
    {"batch_size": 64},
    {"seed": 11},
    {"precision": "bfloat16"},
    {"accumulate": 2},
    {"accumulate": 4},
    {"clip_norm": 0.1},
    {"tf32": True},
    {"tf32": False},
    {"progress": True},
    {"accumulate": 3, "clip_norm": 0.1, "precision": "bfloat16", "batch_size": 5, "seed": 1},
]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_the_trainer_is_the_naked_loop_to_the_bit(options, capsys):
    made = fitted(options)
    model, rows = naked(options, epochs=options.get("epochs", 3))
    assert same(made.model, model)
    assert [dict(row) for row in made.history.rows] == rows
    assert not same(made.model, network())


@pytest.mark.parametrize("name", ["batch_size", "seed", "precision", "accumulate", "clip_norm"])
def test_the_option_is_not_ignored(name):
    options = {"batch_size": 7, "seed": 1, "precision": "bfloat16"}
    options |= {"accumulate": 2, "clip_norm": 0.1}
    assert not same(fitted({name: options[name]}).model, fitted().model)


SCHEDULES = {
    "함수": (cosine(18), lambda o: lr_scheduler.LambdaLR(o, cosine(18)), "step"),
    "걸음마다": (None, lambda o: lr_scheduler.OneCycleLR(o, 0.1, total_steps=18), "step"),
    "에포크마다": (None, lambda o: lr_scheduler.StepLR(o, 1, gamma=0.3), "epoch"),
    "평탄하면": (
        None,
        lambda o: lr_scheduler.ReduceLROnPlateau(o, patience=0, threshold=9),
        "epoch",
    ),
}


@pytest.mark.parametrize(("plan", "make", "by"), SCHEDULES.values(), ids=SCHEDULES)
def test_a_schedule_walks_as_in_the_naked_loop(plan, make, by):
    model = network()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    scheduler = plan or make(optimizer)
    made = fitted({"schedule_by": by}, model=model, optimizer=optimizer, scheduler=scheduler)
    expected, rows = naked(scheduler=make, by=by)
    assert same(made.model, expected)
    assert [dict(row) for row in made.history.rows] == rows
    assert len(set(made.history["lr"])) > 1


def test_a_schedule_of_epochs_is_not_one_of_steps():
    ends = [fitted({"schedule_by": by}, scheduler=step_decay(1, 0.5)) for by in ("step", "epoch")]
    assert ends[1].history["lr"].tolist() == [0.02, 0.01, 0.005]
    assert not same(ends[0].model, ends[1].model)


def test_a_data_loader_is_the_naked_loop_over_it():
    pieces = [(TRAIN[0][i : i + SIZE], TRAIN[1][i : i + SIZE]) for i in range(0, ROWS, SIZE)]
    assert same(fitted(data=pieces).model, naked(data=pieces)[0])
    models = []
    for ours in (True, False):
        loader = DataLoader(TensorDataset(*TRAIN), batch_size=SIZE, shuffle=True)
        model = network()
        model[2].p = 0.0
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        if ours:
            trainer(model, optimizer=optimizer).fit(loader)
        else:
            torch.manual_seed(5)
            for _ in range(3):
                for x, y in loader:
                    optimizer.zero_grad()
                    nn.functional.cross_entropy(model(x), y).backward()
                    optimizer.step()
        models.append(model)
    assert same(*models)


def test_arrays_and_batches_are_the_same_data():
    batches = TensorBatches(TRAIN[0], target=TRAIN[1], batch_size=SIZE, shuffle=True, seed=5)
    arrays = (TRAIN[0].numpy(), TRAIN[1].numpy())
    ends = [fitted(data=data).model for data in (TRAIN, ((TRAIN[0],), TRAIN[1]), arrays, batches)]
    assert all(same(ends[0], other) for other in ends[1:])


# torch 2.13 의 컴파일러가 제 안의 낡은 이름을 부릅니다.
@pytest.mark.filterwarnings("ignore:`torch.jit:DeprecationWarning")
@pytest.mark.skipif(
    shutil.which("c++") is None and shutil.which("cl") is None,
    reason="torch.compile 은 CPU 에서 C++ 컴파일러가 있어야 합니다",
)
def test_a_compiled_run_is_the_compiled_loop():
    sizes = {"batch_size": 9}  # 배치의 크기가 하나라 한 번만 컴파일합니다
    made = trainer(options=sizes | {"compile": True, "epochs": 2})
    made.fit(TRAIN)
    assert same(made.model, naked(sizes, compiled=True, epochs=2)[0])
    assert all(not name.startswith("_orig_mod") for name in made.model.state_dict())


# ── 기록 ─────────────────────────────────────────────────────────────────────────────────


def test_the_history_has_a_row_per_epoch_and_only_what_was_measured():
    made = trainer()
    history = made.fit(TRAIN)
    assert history is made.history
    assert history.names == ("epoch", "loss", "lr")
    assert history["epoch"].tolist() == [1, 2, 3]
    assert (made.epoch, made.step) == (3, 18)
    assert fitted().history.names == ("epoch", "loss", "lr", "valid/loss", "valid/accuracy")


def test_learning_lowers_the_loss():
    history = trainer(options={"epochs": 30}).fit(TRAIN)
    assert history["loss"][-1] < 0.6 * history["loss"][0]


def test_those_who_asked_are_called_after_every_step_and_epoch():
    calls = []
    made = trainer(
        options={"epochs": 2, "accumulate": 4},
        on_batch_end=[lambda t, step: calls.append((t.step, step.counts, step.lr))],
        on_epoch_end=[lambda t, row: calls.append((t.epoch, row["epoch"], len(t.history)))],
    )
    made.fit(TRAIN)
    epoch = [[8, 8, 8, 8], [8, 5]]
    steps = [(n + 1, epoch[n % 2], 0.02) for n in range(4)]
    assert calls == [*steps[:2], (1, 1, 1), *steps[2:], (2, 2, 2)]


# ── 조기 종료 ────────────────────────────────────────────────────────────────────────────


def test_it_stops_when_the_validation_no_longer_improves():
    rule = EarlyStopping(patience=2, min_delta=10.0)
    made = trainer(options={"epochs": 9}, early_stopping=rule)
    assert len(made.fit(TRAIN, VALID)) == 3


def test_it_may_watch_a_metric():
    rule = EarlyStopping(patience=1, metric="score", goal="max")
    scores = iter([0.1, 0.2, 0.3, 0.3, 0.9])
    made = trainer(
        options={"epochs": 9}, early_stopping=rule, metrics={"score": lambda *_: next(scores)}
    )
    assert made.fit(TRAIN, VALID)["valid/score"].tolist() == [0.1, 0.2, 0.3, 0.3]


def test_stopping_early_without_validation_data_is_refused():
    with pytest.raises(ArgumentError, match="valid 가 없습니다"):
        trainer(early_stopping=EarlyStopping(patience=2)).fit(TRAIN)


# ── 멈추고 잇습니다 ──────────────────────────────────────────────────────────────────────


class PowerCutError(Exception):
    pass


def cut_at(step):
    def cut(made, _):
        if made.step == step:
            raise PowerCutError

    return cut


def full(path=None, every=None, **more):
    """기억이 있는 모든 것을 쓰는 학습: 드롭아웃, Adam, 계획, 누적, 조기 종료."""
    options = {"accumulate": 2, "epochs": 4, "checkpoint": path, "checkpoint_every": every}
    return trainer(
        options=options,
        scheduler=linear_warmup(3, then=cosine(9)),
        early_stopping=EarlyStopping(patience=3),
        metrics={"accuracy": accuracy},
        **more,
    )


@pytest.mark.parametrize("cut", range(1, 13))  # 에포크마다 세 걸음, 네 에포크
def test_resuming_after_a_cut_at_any_step_ends_at_the_same_bits(cut, tmp_path):
    expected = full()
    expected.fit(TRAIN, VALID)
    path = tmp_path / "학습.pt"
    with pytest.raises(PowerCutError):
        full(path, every=1, on_batch_end=[cut_at(cut)]).fit(TRAIN, VALID)
    torch.manual_seed(99)  # 다른 프로그램에서 이어 하는 것처럼
    resumed = full(path, every=1)
    resumed.fit(TRAIN, VALID, resume="auto")
    assert same(resumed.model, expected.model)
    assert resumed.history == expected.history
    assert resumed.step == expected.step == 12
    assert resumed.state.waiting == expected.state.waiting


def test_checkpoints_of_epochs_lose_no_more_than_an_epoch(tmp_path):
    expected, path = full(), tmp_path / "학습.pt"
    expected.fit(TRAIN, VALID)
    with pytest.raises(PowerCutError):
        full(path, on_batch_end=[cut_at(8)]).fit(TRAIN, VALID)
    resumed = full()
    resumed.load(path)
    assert (resumed.epoch, resumed.step) == (2, 6)
    torch.manual_seed(123)  # 읽은 다음에 난수를 써도 됩니다
    resumed.fit(TRAIN, VALID)
    assert same(resumed.model, expected.model)
    assert resumed.history == expected.history


def test_the_wait_for_improvement_goes_on_after_resuming(tmp_path):
    rule = EarlyStopping(patience=3, min_delta=10.0)
    short = trainer(options={"epochs": 2}, early_stopping=rule)
    short.fit(TRAIN, VALID)
    short.save(tmp_path / "a.pt")
    resumed = trainer(options={"epochs": 9}, early_stopping=rule)
    assert len(resumed.fit(TRAIN, VALID, resume=tmp_path / "a.pt")) == 4


def test_saving_is_part_of_no_step(tmp_path):
    expected, saving = full(), full(tmp_path / "학습.pt", every=1)
    expected.fit(TRAIN, VALID)
    saving.fit(TRAIN, VALID)
    assert same(saving.model, expected.model)
    assert saving.history == expected.history


def test_more_epochs_are_learned_from_a_finished_run(tmp_path):
    short, long = trainer(), trainer(options={"epochs": 5})
    short.fit(TRAIN)
    short.save(tmp_path / "a.pt")
    whole = trainer(options={"epochs": 5})
    whole.fit(TRAIN)
    long.fit(TRAIN, resume=tmp_path / "a.pt")
    assert same(long.model, whole.model)
    assert long.history == whole.history


def test_resuming_what_is_finished_changes_nothing(tmp_path):
    made = full(tmp_path / "학습.pt")
    made.fit(TRAIN, VALID)
    again = full(tmp_path / "학습.pt")
    assert again.fit(TRAIN, VALID, resume="auto") == made.history
    assert same(again.model, made.model)


def loader():
    return DataLoader(TensorDataset(*TRAIN), batch_size=SIZE, shuffle=True)


def test_a_loader_without_a_place_is_saved_at_the_ends_of_epochs_and_says_so(tmp_path):
    expected, path = trainer(), tmp_path / "학습.pt"
    expected.fit(loader())
    options = {"checkpoint": path, "checkpoint_every": 1}
    with pytest.warns(UserWarning, match="에포크의 끝에서만"), pytest.raises(PowerCutError):
        trainer(options=options, on_batch_end=[cut_at(9)]).fit(loader())
    resumed = trainer()
    resumed.load(path)
    assert resumed.step == 6
    resumed.fit(loader())
    assert same(resumed.model, expected.model)


def test_a_place_inside_an_epoch_that_cannot_be_found_is_told(tmp_path):
    path = tmp_path / "학습.pt"
    with pytest.raises(PowerCutError):
        trainer(options={"checkpoint": path, "checkpoint_every": 4}, on_batch_end=[cut_at(5)]).fit(
            TRAIN
        )
    resumed = trainer()
    with pytest.warns(UserWarning, match="1번째 에포크를 처음부터 다시"):
        resumed.fit(loader(), resume=path)
    assert resumed.history["epoch"].tolist() == [1, 2, 3]
    assert resumed.step == 4 + 18


def test_a_loader_that_knows_its_place_resumes_inside_the_epoch(tmp_path):
    class Stateful:
        def __init__(self):
            self.place = self.start = self.epoch = 0

        def set_epoch(self, epoch):
            self.epoch = epoch

        def __iter__(self):
            start, self.start = self.start, 0
            x, y = (part.roll(self.epoch, dims=0) for part in TRAIN)
            for i in range(start, ROWS, SIZE):
                self.place = i + SIZE
                yield x[i : i + SIZE], y[i : i + SIZE]

        def state_dict(self):
            return {"place": self.place}

        def load_state_dict(self, state):
            self.start = state["place"]

    expected, path = trainer(), tmp_path / "학습.pt"
    expected.fit(Stateful())
    with pytest.raises(PowerCutError):
        trainer(options={"checkpoint": path, "checkpoint_every": 1}, on_batch_end=[cut_at(9)]).fit(
            Stateful()
        )
    resumed = trainer()
    resumed.fit(Stateful(), resume=path)
    assert same(resumed.model, expected.model)
    assert resumed.history == expected.history


def test_a_broken_off_fit_begins_its_epoch_again():
    made = trainer(on_batch_end=[cut_at(8)])
    with pytest.raises(PowerCutError):
        made.fit(TRAIN)
    made.fit(TRAIN)
    assert made.history["epoch"].tolist() == [1, 2, 3]
    assert made.step == 8 + 12


def test_a_checkpoint_is_not_overwritten_by_a_new_beginning(tmp_path):
    path = tmp_path / "학습.pt"
    trainer(options={"checkpoint": path}).fit(TRAIN)
    before = path.read_bytes()
    with pytest.raises(ArgumentError, match=r"이미 있습니다.*학습\.pt.*resume='auto'"):
        trainer(options={"checkpoint": path}).fit(TRAIN)
    assert path.read_bytes() == before


def test_auto_begins_anew_where_there_is_nothing(tmp_path):
    path = tmp_path / "학습.pt"
    made = trainer(options={"checkpoint": path})
    made.fit(TRAIN, resume="auto")
    assert path.exists()
    other = trainer()
    other.fit(TRAIN, resume="auto")
    assert same(made.model, other.model)


def test_other_data_is_refused_inside_an_epoch(tmp_path):
    path = tmp_path / "학습.pt"
    with pytest.raises(PowerCutError):
        full(path, every=1, on_batch_end=[cut_at(2)]).fit(TRAIN, VALID)
    with pytest.raises(ArgumentError, match="rows 45 → 44"):
        full(path).fit((TRAIN[0][1:], TRAIN[1][1:]), VALID, resume="auto")


def test_the_checkpoint_of_another_model_changes_nothing(tmp_path):
    trainer(nn.Linear(6, 3)).save(tmp_path / "a.pt")
    made = trainer()
    with pytest.raises(CheckpointError, match="다른 모델"):
        made.load(tmp_path / "a.pt")
    assert same(made.model, network())


@pytest.mark.parametrize("plan", [None, cosine(18)], ids=["constant", "cosine"])
def test_resuming_with_another_learning_rate_says_which_one_is_used(plan, tmp_path, recwarn):
    path = tmp_path / "a.pt"
    trainer(scheduler=plan, options={"epochs": 2, "checkpoint": path}).fit(TRAIN)
    trainer(scheduler=plan).fit(TRAIN, resume=path)
    assert not recwarn, "같은 학습률이면 할 말이 없습니다"
    resumed = trainer(scheduler=plan, lr=0.5)
    with pytest.warns(UserWarning, match=r"학습률 0\.02로 이어 갑니다. 지금 준 0\.5는 쓰지"):
        resumed.fit(TRAIN, resume=path)
    assert resumed.history["lr"][-1] <= 0.02


def test_a_checkpoint_of_someone_else_is_told(tmp_path):
    from dlconcepts.training import checkpoint

    checkpoint.save(tmp_path / "a.pt", {"model": network().state_dict()})
    with pytest.raises(CheckpointError, match=r"Trainer 가 저장한.*'history'"):
        trainer().load(tmp_path / "a.pt")


def test_a_place_that_cannot_be_written_is_known_before_learning(tmp_path):
    (tmp_path / "파일").write_text("폴더가 아닙니다", encoding="utf-8")
    made = trainer(options={"checkpoint": tmp_path / "파일" / "학습.pt"})
    with pytest.raises(OSError, match="파일"):
        made.fit(TRAIN)
    assert made.step == 0


# ── 무너지면 멈춥니다 ────────────────────────────────────────────────────────────────────


def poisoned(step, value=math.nan):
    """`step` 걸음 뒤에 가중치 하나를 망가뜨립니다."""

    def poison(made, _):
        if made.step == step:
            with torch.no_grad():
                made.model[0].weight[0, 0] = value

    return poison


def test_divergence_tells_epoch_step_learning_rate_and_the_last_checkpoint(tmp_path):
    path = tmp_path / "학습.pt"
    made = trainer(
        options={"checkpoint": path}, on_batch_end=[poisoned(8)], scheduler=step_decay(4, 0.5)
    )
    says = r"2번째 에포크\(처음부터 9번째 걸음\).*lr = 0\.005.*학습\.pt \(에포크 1, 걸음 6 뒤\)"
    with pytest.raises(DivergedError, match=says) as error:
        made.fit(TRAIN)
    assert (error.value.step, error.value.lr) == (8, 0.005)
    assert math.isnan(error.value.value)
    saved = trainer(scheduler=step_decay(4, 0.5))
    saved.load(path)
    assert saved.epoch == 1
    assert all(p.isfinite().all() for p in saved.model.parameters())


def test_divergence_without_a_checkpoint_says_how_to_have_one():
    with pytest.raises(DivergedError, match=r"저장한 체크포인트는 없습니다.*checkpoint="):
        trainer(on_batch_end=[poisoned(3)]).fit(TRAIN)


def test_weights_ruined_by_the_last_step_are_seen_too():
    """손실은 모두 유한합니다: 마지막 걸음 **뒤**에 망가졌습니다."""
    made = trainer(on_batch_end=[poisoned(6, math.inf)])
    with pytest.raises(DivergedError, match="6번째 걸음에서 가중치가 유한하지"):
        made.fit(TRAIN)
    assert len(made.history) == 0


def test_ruined_weights_are_never_saved(tmp_path):
    path = tmp_path / "학습.pt"
    options = {"checkpoint": path, "checkpoint_every": 1}
    with pytest.raises(DivergedError):
        trainer(options=options, on_batch_end=[poisoned(4)]).fit(TRAIN)
    saved = trainer()
    saved.load(path)
    assert saved.step == 3
    ruined = trainer()
    with torch.no_grad():
        ruined.model[0].bias[0] = math.inf
    with pytest.raises(DivergedError, match="가중치가"):
        ruined.save(path)


def test_huge_but_finite_weights_are_no_divergence():
    made = trainer(nn.Linear(6, 3))
    with torch.no_grad():
        made.model.weight.fill_(3e38)
    made.state.check_weights()


# ── 보여 줍니다 ──────────────────────────────────────────────────────────────────────────


class Screen(io.StringIO):
    terminal = True

    def isatty(self):
        return self.terminal


@pytest.fixture
def show(monkeypatch):
    """표준 오류를 화면으로 바꿉니다. 시험 안에서 불러야 pytest 가 되돌려 놓지 않습니다."""

    def show(*, terminal=True):
        screen = Screen()
        screen.terminal = terminal
        monkeypatch.setattr(sys, "stderr", screen)
        return screen

    return show


def test_a_terminal_gets_a_bar_of_all_steps(show, capsys):
    screen = show()
    fitted({"progress": True})
    last = screen.getvalue().split("\r")[-1]
    assert "학습 100%" in last
    assert "18/18" in last
    assert "epoch 3, loss" in last
    assert re.search(r"valid/loss .*, valid/accuracy .*, lr 0\.02\]", last)
    assert capsys.readouterr().out == ""


def test_elsewhere_each_epoch_is_a_line_of_text(show):
    screen = show(terminal=False)
    made = fitted({"progress": True})
    lines = screen.getvalue().splitlines()
    assert [line[:8] for line in lines] == ["에포크 1/3:", "에포크 2/3:", "에포크 3/3:"]
    assert f"loss {made.history['loss'][0]:.4g}, lr 0.02, valid/loss" in lines[0]


def test_a_long_run_is_not_a_long_log(show):
    screen = show(terminal=False)
    trainer(options={"epochs": 101, "progress": True, "batch_size": 45}).fit(TRAIN)
    lines = screen.getvalue().splitlines()
    assert len(lines) <= 21
    assert lines[-1].startswith("에포크 101/101:")


class Kernel:
    kernel = "노트북의 커널"


@pytest.mark.parametrize(("shell", "draws"), [(Kernel(), True), (None, False), (object(), False)])
def test_only_a_running_notebook_counts_as_a_notebook(shell, draws, show, monkeypatch):
    """IPython 을 불러오기만 한 프로그램과 IPython 터미널은 노트북이 아닙니다."""
    ipython = SimpleNamespace(get_ipython=lambda: shell)
    monkeypatch.setitem(sys.modules, "IPython", ipython)
    screen = show(terminal=False)
    fitted({"progress": True})
    assert ("학습 100%" in screen.getvalue()) == draws
    assert ("에포크 3/3:" in screen.getvalue()) != draws


@pytest.mark.parametrize("terminal", [True, False])
def test_silence_is_silence(terminal, show, capsys):
    screen = show(terminal=terminal)
    fitted({"progress": False})
    assert screen.getvalue() == capsys.readouterr().out == ""


def test_a_source_of_unknown_length_has_a_bar_of_epochs(show):
    screen = show()

    class Stream:
        def __iter__(self):
            return iter([TRAIN])

    trainer(options={"progress": True}).fit(Stream())
    assert "3/3" in screen.getvalue().split("\r")[-1]


def test_a_program_without_a_console_is_quiet(monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)
    fitted({"progress": True})


def test_a_resumed_bar_counts_what_is_left(show, tmp_path):
    screen = show()
    with pytest.raises(PowerCutError):
        full(tmp_path / "a.pt", every=1, on_batch_end=[cut_at(5)]).fit(TRAIN, VALID)
    made = full(tmp_path / "a.pt")
    made.config = replace(made.config, progress=True)
    made.fit(TRAIN, VALID, resume="auto")
    assert "8/8" in screen.getvalue().split("\r")[-1]


# ── torch 가 없는 곳 ─────────────────────────────────────────────────────────────────────


def test_without_torch_the_door_says_what_to_install():
    code = "import sys; sys.modules['torch'] = None; import dlconcepts.training"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
    assert "MissingDependencyError" in ended.stderr
    assert 'pip install "dlconcepts[torch]"' in ended.stderr


# ── 틀린 것은 알립니다 ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"epochs": 0}, "epochs.*0 입니다"),
        ({"epochs": 2.5}, r"epochs.*2\.5"),
        ({"batch_size": -1}, "batch_size.*-1"),
        ({"seed": None}, "seed.*None"),
        ({"seed": -3}, "seed.*-3"),
        ({"precision": "fp16"}, "precision.*float32.*bfloat16.*float16.*'fp16'"),
        ({"precision": 16}, "precision.*float32.*bfloat16.*float16.*16"),
        ({"accumulate": True}, "accumulate.*True"),
        ({"clip_norm": 0}, "clip_norm.*양수나 None.*0 입니다"),
        ({"clip_norm": math.inf}, "clip_norm.*inf"),
        ({"clip_norm": "1"}, "clip_norm.*'1'"),
        ({"compile": "fast"}, "compile.*'default', 'reduce-overhead'.*'fast'"),
        ({"compile": 1}, "compile.*1 입니다"),
        ({"tf32": "yes"}, "tf32.*True, False, None.*'yes'"),
        ({"schedule_by": "batch"}, "schedule_by.*'step', 'epoch'.*'batch'"),
        ({"progress": None}, "progress.*None"),
        ({"checkpoint": 3}, "checkpoint.*3 입니다"),
        ({"checkpoint_every": 5}, "checkpoint_every=5.*checkpoint 가 없습니다"),
        ({"checkpoint": "a.pt", "checkpoint_every": 0}, "checkpoint_every.*0 입니다"),
    ],
)
def test_a_wrong_setting_lists_what_is_possible(options, says):
    with pytest.raises(ArgumentError, match=says):
        config(**options)


def test_settings_do_not_change():
    with pytest.raises(AttributeError):
        config().epochs = 9


def parts(**other):
    model = network()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    given = {"model": model, "optimizer": optimizer, "loss_fn": nn.MSELoss(), "config": config()}
    return given | other


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"model": lambda x: x}, "model.*function 형"),
        ({"optimizer": "adam"}, "optimizer.*torch.optim.*'adam'"),
        ({"loss_fn": None}, r"loss_fn.*None.*nn\.CrossEntropyLoss\(\)"),
        ({"config": {"epochs": 3}}, "config.*TrainConfig.*dict 형"),
        ({"scheduler": 0.5}, r"scheduler.*cosine\(900\).*0\.5"),
    ],
)
def test_a_part_of_the_wrong_kind_is_refused(other, says):
    with pytest.raises(ArgumentTypeError, match=says):
        Trainer(**parts(**other), device="cpu")


def test_an_optimizer_of_another_model_is_refused():
    with pytest.raises(ArgumentError, match="하나도 가지고 있지 않아"):
        Trainer(**parts(model=network()), device="cpu")


def test_a_schedule_of_another_optimizer_is_refused():
    other = torch.optim.SGD([torch.zeros(1)], lr=1.0)
    with pytest.raises(ArgumentError, match="다른 옵티마이저"):
        Trainer(**parts(scheduler=lr_scheduler.StepLR(other, 1)), device="cpu")


@pytest.mark.parametrize(
    ("options", "says"), [({"device": "cuda:9"}, "cuda:9.*cpu"), ({"device": "gpu"}, "'gpu'")]
)
def test_a_device_that_is_not_there_is_refused(options, says):
    with pytest.raises(DeviceError, match=says):
        Trainer(**parts(), **options)


def test_float16_on_a_cpu_is_refused_before_learning():
    with pytest.raises(DeviceError, match=r"float16.*float32, bfloat16"):
        trainer(options={"precision": "float16"})


def test_learning_beyond_the_last_epoch_is_told():
    made = trainer()
    made.fit(TRAIN)
    with pytest.raises(ArgumentError, match=r"이미 3 에포크를.*epochs=3"):
        made.fit(TRAIN)


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        ([], ArgumentError, "배치가 하나도"),
        ([(X, X, Y)], ArgumentError, "3개짜리"),
        (X, ArgumentTypeError, "Tensor 형"),
        ((X, Y[:5]), ValueError, "58.*5"),
        ((X, Y + 1), ArgumentError, "출력이 3개.*3이 있습니다"),
    ],
)
def test_wrong_data_is_told(data, error, says):
    with pytest.raises(error, match=says):
        trainer().fit(data)


def test_wrong_validation_data_is_told_too():
    with pytest.raises(ArgumentError, match="출력이 3개"):
        trainer().fit(TRAIN, (VALID[0], VALID[1] + 7))
