"""training.loop: 손으로 쓴 루프와 비트까지 같고, 누적은 큰 배치와 같고, 틀린 것은 알립니다."""

import math

import pytest

torch = pytest.importorskip("torch", reason="학습 루프는 torch 로 돕니다")
torch.set_num_threads(1)

from torch import nn  # noqa: E402
from torch.nn import functional  # noqa: E402
from torch.utils.data import DataLoader, TensorDataset  # noqa: E402

from dlconcepts.errors import (  # noqa: E402
    ArgumentError,
    ArgumentTypeError,
    DeviceError,
    DivergedError,
)
from dlconcepts.metrics import accuracy  # noqa: E402
from dlconcepts.training import loss_mean  # noqa: E402
from dlconcepts.training.batches import TensorBatches  # noqa: E402
from dlconcepts.training.labels import Labels  # noqa: E402
from dlconcepts.training.loop import evaluate, train_epoch, training_steps  # noqa: E402

ROWS, CLASSES = 37, 4  # 배치 8로 나누면 마지막 배치가 작습니다
torch.manual_seed(1)
X, Z, Y = torch.randn(ROWS, 6), torch.randn(ROWS, 3), torch.randint(0, CLASSES, (ROWS,))


class TwoInputs(nn.Module):
    """입력이 둘이고 드롭아웃이 있는 모델."""

    def __init__(self):
        super().__init__()
        self.left, self.right = nn.Linear(6, 8), nn.Linear(3, 8)
        self.drop, self.out = nn.Dropout(0.3), nn.Linear(8, CLASSES)

    def forward(self, x, z):
        return self.out(self.drop((self.left(x) + self.right(z)).tanh()))


def network():
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(6, 8), nn.Tanh(), nn.Dropout(0.2), nn.Linear(8, CLASSES))


def batches(size=8, inputs=(X,), target=Y, **options):
    given = {"batch_size": size, "shuffle": False, "seed": 0} | options
    return TensorBatches(*inputs, target=target, **given)


def train(model, data, loss_fn=None, optimizer=None, **options):
    optimizer = optimizer or torch.optim.SGD(model.parameters(), lr=0.1)
    loss_fn = loss_fn or nn.CrossEntropyLoss()
    return train_epoch(model, data, loss_fn, optimizer, device="cpu", **options)


def same(one, other):
    pairs = zip(one.parameters(), other.parameters(), strict=True)
    return all(torch.equal(p, q) for p, q in pairs)


def naked(model, data, optimizer, *, dtype=None, accumulate=1, clip=None, scheduler=None):
    """누구나 손으로 쓸 법한 루프. 평균 손실을 돌려줍니다."""
    loss_fn, total, rows, data = nn.CrossEntropyLoss(), 0.0, 0, [*data]
    model.train()
    for start in range(0, len(data), accumulate):
        group = data[start : start + accumulate]
        whole = sum(len(target) for _, target in group)
        optimizer.zero_grad()
        for inputs, target in group:
            with torch.autocast("cpu", dtype=dtype, enabled=dtype is not None):
                loss = loss_fn(model(*inputs), target)
            (loss / (whole / len(target)) if accumulate > 1 else loss).backward()
            total += loss.item() * len(target)
            rows += len(target)
        if clip is not None:
            nn.utils.clip_grad_norm_(model.parameters(), clip)
        optimizer.step()
        if scheduler is not None:
            scheduler.step()
    return total / rows


# ── 루프는 손으로 쓴 루프입니다 ──────────────────────────────────────────────────────────

OPTIONS = {
    "그대로": {},
    "bfloat16": {"precision": "bfloat16"},
    "누적": {"accumulate": 3},
    "자르기": {"clip_norm": 0.05},
    "계획": {"schedule": True},
    "모두": {"precision": "bfloat16", "accumulate": 2, "clip_norm": 0.05, "schedule": True},
}


@pytest.mark.parametrize("kind", ["SGD", "Adam"])
@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_an_epoch_is_the_naked_loop_to_the_bit(options, kind):
    ends, losses = [], []
    for ours in (True, False):
        model, given = network(), dict(options)
        optimizer = getattr(torch.optim, kind)(model.parameters(), lr=0.05)
        scheduler = None
        if given.pop("schedule", False):
            scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.8)
        torch.manual_seed(7)
        if ours:
            loss = train(model, batches(), optimizer=optimizer, scheduler=scheduler, **given)
        else:
            dtype = torch.bfloat16 if "precision" in given else None
            clip, accumulate = given.get("clip_norm"), given.get("accumulate", 1)
            more = {"dtype": dtype, "clip": clip, "accumulate": accumulate}
            loss = naked(model, batches(), optimizer, scheduler=scheduler, **more)
        ends.append(model)
        losses.append(loss)
    assert same(*ends)
    assert losses[0] == losses[1]
    assert not same(ends[0], network()), "배우지 않았다면 같은 것은 당연합니다"


@pytest.mark.parametrize(("option", "value"), [("clip_norm", 0.05), ("accumulate", 3)])
def test_an_option_changes_the_walk(option, value):
    plain, other = network(), network()
    for model, options in ((plain, {}), (other, {option: value})):
        torch.manual_seed(7)
        train(model, batches(), **options)
    assert not same(plain, other)


def test_a_loader_and_a_list_are_the_same_walk_as_tensors():
    ends = []
    loader = DataLoader(TensorDataset(X, Y), batch_size=8)
    for data in (batches(), loader, [*loader]):
        model = network()
        model[2].p = 0.0  # DataLoader 는 돌기 시작할 때 전역 난수를 하나 씁니다
        train(model, data)
        ends.append(model)
    assert same(ends[0], ends[1])
    assert same(ends[0], ends[2])


def test_several_inputs_reach_the_model_in_order():
    ends = []
    for ours in (True, False):
        torch.manual_seed(0)
        model = TwoInputs()
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        data = batches(inputs=(X, Z))
        train(model, data, optimizer=optimizer) if ours else naked(model, data, optimizer)
        ends.append(model)
    assert same(*ends)


def test_gradients_left_from_before_do_not_leak_in():
    ends = []
    for leftover in (False, True):
        model = network()
        if leftover:
            model(X).sum().backward()
        torch.manual_seed(7)
        train(model, batches())
        ends.append(model)
    assert same(*ends)


def test_the_schedule_moves_once_per_step():
    model = network()
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.5)
    steps = training_steps(
        model,
        batches(),
        nn.CrossEntropyLoss(),
        optimizer,
        device="cpu",
        accumulate=2,
        scheduler=scheduler,
    )
    assert [step.lr for step in steps] == [1.0, 0.5, 0.25]


# ── 누적은 큰 배치입니다 ─────────────────────────────────────────────────────────────────


def gradients_of_steps(size, accumulate, loss_fn, target):
    """걸음마다의 기울기. 학습률이 0 이라 가중치는 그대로입니다."""
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(6, 8), nn.Tanh(), nn.Linear(8, CLASSES)).double()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.0)
    data = batches(size, inputs=(X.double(),), target=target)
    steps = training_steps(model, data, loss_fn, optimizer, device="cpu", accumulate=accumulate)
    return [[p.grad.clone() for p in model.parameters()] for _ in steps]


PADDED = torch.where(torch.arange(ROWS) % 3 == 0, -100, Y)
WEIGHTS = torch.tensor([0.5, 2.0, 1.0, 3.0], dtype=torch.float64)
LOSSES = {
    "교차 엔트로피": (nn.CrossEntropyLoss(), Y),
    "세지 않는 라벨": (nn.CrossEntropyLoss(), PADDED),
    "다른 번호": (nn.CrossEntropyLoss(ignore_index=1), Y),
    "클래스의 무게": (nn.CrossEntropyLoss(weight=WEIGHTS), Y),
    "무게와 세지 않는 라벨": (nn.CrossEntropyLoss(weight=WEIGHTS), PADDED),
    "제곱": (nn.MSELoss(), functional.one_hot(Y, CLASSES).double()),
    "함수": (functional.cross_entropy, PADDED),
}


@pytest.mark.parametrize(("loss_fn", "target"), LOSSES.values(), ids=LOSSES)
@pytest.mark.parametrize(("small", "accumulate"), [(4, 3), (3, 4), (5, 2), (1, 12)])
def test_accumulated_gradients_are_those_of_the_big_batch(small, accumulate, loss_fn, target):
    """배치 12 의 마지막은 하나뿐이고, 작은 배치들의 마지막도 저마다 작습니다."""
    found = gradients_of_steps(small, accumulate, loss_fn, target)
    expected = gradients_of_steps(small * accumulate, 1, loss_fn, target)
    assert len(found) == len(expected)
    for one, other in zip(found, expected, strict=True):
        for g, h in zip(one, other, strict=True):
            torch.testing.assert_close(g, h, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize(("loss_fn", "target"), LOSSES.values(), ids=LOSSES)
@pytest.mark.parametrize("as_list", [False, True])
def test_the_mean_loss_is_the_loss_of_all_the_data(loss_fn, target, as_list):
    torch.manual_seed(0)
    model = nn.Linear(6, CLASSES).double()
    expected = loss_fn(model(X.double()), target).item()
    data = batches(5, inputs=(X.double(),), target=target)
    data = [*data] if as_list else data
    optimizer = torch.optim.SGD(model.parameters(), lr=0.0)
    assert train(model, data, loss_fn, optimizer) == pytest.approx(expected, rel=1e-12)
    found = evaluate(model, data, loss_fn, device="cpu")
    assert found.loss == pytest.approx(expected, rel=1e-12)
    assert found.count == ROWS


@pytest.mark.parametrize("accumulate", [1, 2, 3])
@pytest.mark.parametrize("as_list", [False, True])
def test_a_batch_with_nothing_to_count_weighs_nothing(accumulate, as_list):
    """그 배치의 평균은 0/0 이지만, 무너진 것이 아닙니다."""
    target = Y.clone()
    target[8:24] = -100  # 둘째와 셋째 배치
    data = batches(target=target)
    data = [*data] if as_list else data
    model = nn.Linear(6, CLASSES)
    expected = nn.functional.cross_entropy(model(X), target).item()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.0)
    loss = train(model, data, optimizer=optimizer, accumulate=accumulate)
    assert loss == pytest.approx(expected, rel=1e-6)
    assert evaluate(model, data, nn.CrossEntropyLoss(), device="cpu").loss == pytest.approx(
        expected, rel=1e-6
    )
    assert all(p.grad.isfinite().all() for p in model.parameters())


# ── 기다리지 않습니다 ────────────────────────────────────────────────────────────────────


def test_losses_are_read_once_per_report_and_not_per_step(monkeypatch):
    reads = []
    for name in ("item", "tolist", "__float__", "__bool__", "cpu"):
        real = getattr(torch.Tensor, name)

        def watched(x, *args, real=real, name=name):
            reads.append(name)
            return real(x, *args)

        monkeypatch.setattr(torch.Tensor, name, watched)
    model, data = network(), batches(1)  # 37 걸음
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    data.has_label(-100), data.label_range(-100)  # 데이터는 한 번만 봅니다
    reads.clear()
    train(model, data, optimizer=optimizer, accumulate=1, clip_norm=1.0)
    assert reads == ["tolist"]
    reads.clear()
    monkeypatch.setattr(loss_mean, "REPORT_EVERY", 10)
    train(model, data, optimizer=optimizer)
    assert reads == ["tolist"] * 4


# ── 평가 ─────────────────────────────────────────────────────────────────────────────────


def test_metrics_are_measured_once_on_everything():
    model, calls = network(), []

    def share_of_class_two(prediction, target):
        """정답이 2인 것 가운데 맞힌 비율: 배치마다 재어 평균 내면 틀립니다."""
        calls.append(len(target))
        mask = target == 2
        return (prediction.argmax(dim=1)[mask] == 2).float().mean()

    metrics = {"accuracy": accuracy, "recall": share_of_class_two}
    found = evaluate(model, batches(5), nn.CrossEntropyLoss(), device="cpu", metrics=metrics)
    model.eval()
    guess = model(X).argmax(dim=1)
    assert found.metrics["accuracy"] == (guess == Y).double().mean().item()
    assert found.metrics["recall"] == (guess[Y == 2] == 2).float().mean().item()
    assert calls == [ROWS]


def test_half_precision_predictions_reach_numpy_metrics():
    found = evaluate(
        network(),
        batches(),
        nn.CrossEntropyLoss(),
        device="cpu",
        precision="bfloat16",
        metrics={"accuracy": accuracy},
    )
    assert 0 <= found.metrics["accuracy"] <= 1


def test_evaluating_leaves_no_trace():
    model = network()
    model[2].eval()  # 얼려 둔 층
    state = {name: value.clone() for name, value in model.state_dict().items()}
    rng = torch.get_rng_state()
    first, again = (
        evaluate(model, batches(), nn.CrossEntropyLoss(), device="cpu") for _ in range(2)
    )
    assert first == again, "드롭아웃이 꺼져 있습니다"
    assert [module.training for module in model.modules()] == [True, True, True, False, True]
    assert all(p.grad is None for p in model.parameters())
    assert all(torch.equal(value, state[name]) for name, value in model.state_dict().items())
    assert torch.equal(torch.get_rng_state(), rng)


def test_the_modes_come_back_even_after_an_error():
    model = network()
    with pytest.raises(ZeroDivisionError):
        evaluate(model, batches(), lambda *_: 1 / 0, device="cpu")
    assert model.training


def test_predictions_that_cannot_be_joined_cannot_be_measured():
    data = [(torch.zeros(2, 3), torch.zeros(2, 3)), (torch.zeros(2, 4), torch.zeros(2, 4))]
    with pytest.raises(ArgumentError, match=r"\(3,\).*\(4,\).*패딩"):
        evaluate(nn.Identity(), data, nn.MSELoss(), device="cpu", metrics={"m": accuracy})


# ── 무너지면 멈춥니다 ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("value", [math.nan, math.inf])
@pytest.mark.parametrize("every", [2, 100])
def test_a_loss_that_is_not_finite_stops_with_step_and_learning_rate(value, every, monkeypatch):
    monkeypatch.setattr(loss_mean, "REPORT_EVERY", every)
    x = X.clone()
    x[17] = value  # 배치 8의 셋째, 둘씩 누적하면 둘째 걸음입니다
    model = network()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.3)
    scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.5)
    with pytest.raises(DivergedError, match=r"3번째 걸음.*손실 = (nan|inf).*lr = 0\.075") as error:
        train(model, batches(inputs=(x,)), optimizer=optimizer, scheduler=scheduler)
    assert (error.value.step, error.value.lr) == (2, 0.075)
    with pytest.raises(DivergedError, match="2번째 걸음"):
        train(network(), batches(inputs=(x,)), accumulate=2)


# ── 틀린 것은 알립니다 ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("data", [[], iter([])])
@pytest.mark.parametrize("how", ["train", "evaluate"])
def test_an_empty_loader_is_told(data, how):
    run = train if how == "train" else evaluate
    options = {} if how == "train" else {"loss_fn": nn.CrossEntropyLoss(), "device": "cpu"}
    with pytest.raises(ArgumentError, match=r"배치가 하나도 없습니다.*generator"):
        run(network(), data, **options)


@pytest.mark.parametrize("label", [CLASSES, -1, 99])
@pytest.mark.parametrize("loss_fn", [nn.CrossEntropyLoss(), functional.cross_entropy])
@pytest.mark.parametrize("as_list", [False, True])
def test_a_label_out_of_range_is_told_before_the_loss(label, loss_fn, as_list):
    wrong = Y.clone()
    wrong[30] = label
    data = batches(target=wrong)
    model, before = network(), network()
    with pytest.raises(ArgumentError, match=f"출력이 4개.*0 이상 4 미만.*{label}[이가] 있습니다"):
        train(model, [*data] if as_list else data, loss_fn)
    if not as_list:
        assert same(model, before), "메모리 안의 데이터는 첫 걸음 앞에서 압니다"


def test_labels_that_the_loader_put_on_a_gpu_are_looked_at_too():
    class OnGpu(torch.Tensor):
        """GPU 에 있다고 말하는 텐서."""

        device = property(lambda self: torch.device("cuda"))

    wrong = Y.clone()
    wrong[30] = CLASSES
    labels = Labels(nn.CrossEntropyLoss(), [])
    labels.check(network()(X), Y.as_subclass(OnGpu))
    with pytest.raises(ArgumentError, match=f"{CLASSES}가 있습니다"):
        labels.check(network()(X), wrong.as_subclass(OnGpu))


def test_class_probabilities_and_ignored_labels_are_no_wrong_labels():
    train(network(), batches(target=functional.one_hot(Y, CLASSES).float()))
    train(network(), batches(target=PADDED))


def test_labels_of_places_are_counted_along_the_second_axis():
    scores = nn.Unflatten(1, (3, 2))  # (B, 6) → (B, 3, 2): 클래스 3, 자리 2
    target = torch.randint(0, 3, (ROWS, 2))
    evaluate(scores, batches(target=target), nn.CrossEntropyLoss(), device="cpu")
    with pytest.raises(ArgumentError, match=r"출력이 3개.*3이 있습니다"):
        evaluate(scores, batches(target=target + 1), nn.CrossEntropyLoss(), device="cpu")


@pytest.mark.parametrize("reduction", ["sum", "none"])
def test_a_loss_that_is_no_mean_is_refused(reduction):
    loss_fn = nn.CrossEntropyLoss(reduction=reduction)
    with pytest.raises(ArgumentError, match=f"평균.*reduction='{reduction}'.*'mean'"):
        train(network(), batches(), loss_fn)


@pytest.mark.parametrize(
    ("loss_fn", "says"),
    [
        (lambda out, y: functional.cross_entropy(out, y, reduction="none"), r"모양이 \(8,\)"),
        (lambda out, y: functional.cross_entropy(out, y).item(), r"\d\.\d+ 입니다"),
        (lambda out, y: functional.cross_entropy(out, y).detach(), "추적하지 않는"),
    ],
)
def test_a_loss_that_is_no_number_with_a_gradient_is_refused(loss_fn, says):
    with pytest.raises(ArgumentTypeError, match=rf"0차원 텐서.*{says}"):
        train(network(), batches(), loss_fn)


@pytest.mark.parametrize("inputs", [(X,), (X, Z, Z)])
def test_a_model_that_takes_another_number_of_inputs_is_told(inputs):
    with pytest.raises(ArgumentError, match=rf"forward\(x, z\).*입력 {len(inputs)}개"):
        train(TwoInputs(), batches(inputs=inputs))


@pytest.mark.parametrize("run", [train_epoch, evaluate])
def test_a_model_on_another_device_is_told(run):
    model = network().to("meta")
    optimizer = [torch.optim.SGD(model.parameters(), lr=0.1)] if run is train_epoch else []
    with pytest.raises(DeviceError, match=r"모델은 meta 에.*model\.to\('cpu'\)"):
        run(model, batches(), nn.CrossEntropyLoss(), *optimizer, device="cpu")


def test_an_error_inside_the_model_keeps_its_kind_and_tells_the_batch():
    with pytest.raises(RuntimeError, match="cannot be multiplied") as error:
        train(network(), batches(inputs=(Z,)))
    assert error.value.__notes__ == [
        "train_epoch: 입력 (8, 3) float32 cpu, 정답 (8,) int64 cpu 인 배치에서 났습니다."
    ]


def test_a_type_error_of_the_model_itself_is_not_blamed_on_the_batch():
    class Wrong(nn.Module):
        def forward(self, x):
            return x + "글"

    with pytest.raises(TypeError, match=r"unsupported|must be") as error:
        train(Wrong(), batches(), optimizer=torch.optim.SGD([torch.zeros(1)], lr=0.1))
    assert not isinstance(error.value, ArgumentError)


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"accumulate": 0}, ArgumentError, "accumulate.*0 입니다"),
        ({"precision": "fp16"}, ArgumentError, "float32, bfloat16, float16.*'fp16'"),
        ({"precision": "float16"}, DeviceError, "float16"),
        ({"device": "cuda:77"}, DeviceError, "cuda:77"),
    ],
)
def test_a_wrong_option_is_refused(options, error, says):
    model = network()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with pytest.raises(error, match=says):
        train_epoch(
            model, batches(), nn.CrossEntropyLoss(), optimizer, **({"device": "cpu"} | options)
        )
