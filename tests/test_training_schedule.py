"""training.schedule: 계획은 torch 의 것과 같고, 조기 종료는 정한 만큼만 기다립니다."""

import math

import pytest

torch = pytest.importorskip("torch", reason="torch 의 학습률 계획과 견줍니다")
torch.set_num_threads(1)

from torch.optim import lr_scheduler  # noqa: E402

from dlconcepts.errors import ArgumentError  # noqa: E402
from dlconcepts.training.schedule import (  # noqa: E402
    EarlyStopping,
    Waiting,
    constant,
    cosine,
    linear_warmup,
    step_decay,
)


def rates(make, steps):
    """torch 의 계획이 걸음마다 쓰는 학습률. 처음 학습률은 1 입니다."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    scheduler, found = make(optimizer), []
    for _ in range(steps):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return found


@pytest.mark.parametrize(
    ("ours", "theirs", "steps"),
    [
        (constant(), lambda o: lr_scheduler.ConstantLR(o, factor=1.0), 5),
        (cosine(20), lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=20), 20),
        (cosine(9, floor=0.1), lambda o: lr_scheduler.CosineAnnealingLR(o, 9, eta_min=0.1), 9),
        (step_decay(4, 0.3), lambda o: lr_scheduler.StepLR(o, 4, gamma=0.3), 15),
        (
            linear_warmup(5),
            lambda o: lr_scheduler.LinearLR(o, start_factor=1 / 6, total_iters=5),
            9,
        ),
    ],
    ids=["constant", "cosine", "cosine 의 바닥", "step_decay", "linear_warmup"],
)
def test_a_schedule_is_the_one_of_torch(ours, theirs, steps):
    found = [ours(step) for step in range(steps)]
    assert found == pytest.approx(rates(theirs, steps), rel=1e-12, abs=1e-15)
    assert found == rates(lambda o: lr_scheduler.LambdaLR(o, ours), steps)


def test_after_the_last_step_the_cosine_stays_on_its_floor():
    assert [cosine(4, floor=0.25)(step) for step in (4, 5, 1000)] == [0.25] * 3


def test_the_warmup_rises_evenly_from_above_zero_and_hands_over():
    plan = linear_warmup(3, then=cosine(2))
    assert [plan(step) for step in range(6)] == pytest.approx([0.25, 0.5, 0.75, 1, 0.5, 0])


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: cosine(0), "cosine: steps.*0 입니다"),
        (lambda: cosine(9, floor=1.5), r"floor 에는 0 이상 1 이하.*1\.5"),
        (lambda: cosine(9, floor=True), "floor.*True"),
        (lambda: step_decay(0, 0.5), "step_decay: every"),
        (lambda: step_decay(3, 0.0), r"factor 에는 0 초과 1 이하.*0\.0"),
        (lambda: step_decay(3, math.nan), "factor.*nan"),
        (lambda: linear_warmup(-2), "linear_warmup: steps.*-2"),
    ],
)
def test_a_wrong_number_is_refused(make, says):
    with pytest.raises(ArgumentError, match=says):
        make()


# ── 조기 종료 ────────────────────────────────────────────────────────────────────────────


def stops_at(rule, values):
    """몇 번째 값을 보고 그만두는지. 끝까지 가면 None 입니다."""
    seen = None
    for number, value in enumerate(values, start=1):
        seen = rule.look(seen, value)
        if rule.over(seen):
            return number
    return None


NAN = math.nan


@pytest.mark.parametrize(
    ("rule", "values", "stop"),
    [
        (EarlyStopping(patience=2), [5, 4, 3, 2, 1], None),
        (EarlyStopping(patience=2), [5, 4, 4, 4, 1], 4),
        (EarlyStopping(patience=1), [5, 5], 2),
        (EarlyStopping(patience=2), [5, 6, 4, 6, 6], 5),
        (EarlyStopping(patience=2, min_delta=0.5), [5, 4.6, 4.4, 4.3, 4.2], 5),
        (EarlyStopping(patience=2, min_delta=0.5), [5, 4.5, 4.4], None),
        (EarlyStopping(patience=2, goal="max"), [0.1, 0.2, 0.2, 0.1], 4),
        (EarlyStopping(patience=2, goal="max"), [0.1, 0.2, 0.3, 0.4], None),
        (EarlyStopping(patience=2), [NAN, 5, 4, NAN, NAN], 5),
        (EarlyStopping(patience=2), [NAN, NAN], 2),
    ],
)
def test_it_stops_after_waiting_for_as_long_as_promised(rule, values, stop):
    assert stops_at(rule, values) == stop


def test_what_it_has_seen_is_the_best_value_and_the_wait():
    rule = EarlyStopping(patience=9)
    seen = None
    for value in (3.0, 2.0, 2.5):
        seen = rule.look(seen, value)
    assert seen == Waiting(best=2.0, epochs=1)


def test_it_finds_its_value_by_name():
    assert EarlyStopping(1, metric="accuracy").value_in({"loss": 1.0, "accuracy": 0.5}) == 0.5


@pytest.mark.parametrize("name", ["f1", "count"])
def test_a_metric_that_was_not_measured_is_told_with_those_that_were(name):
    with pytest.raises(ArgumentError, match=rf"'{name}'.*\['loss', 'accuracy'\].*metrics"):
        EarlyStopping(1, metric=name).value_in({"loss": 1.0, "count": 3, "accuracy": 0.5})


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"patience": 0}, "patience.*0 입니다"),
        ({"patience": 1, "min_delta": -0.1}, r"min_delta.*-0\.1"),
        ({"patience": 1, "min_delta": NAN}, "min_delta.*nan"),
        ({"patience": 1, "goal": "up"}, "goal 에는 min, max.*'up'"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(options, says):
    with pytest.raises(ArgumentError, match=says):
        EarlyStopping(**options)
