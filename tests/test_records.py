"""records: 행은 JSON 을 지나도 그대로이고, 빠진 값과 NaN 은 약속대로 다루어집니다."""

import copy
import json
import math
import pickle
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlconcepts.errors import ArgumentError, ArgumentTypeError, MissingDependencyError
from dlconcepts.records import (
    BenchmarkRow,
    Evaluation,
    History,
    frame,
    rows_from_frame,
    rows_from_json,
    rows_to_frame,
    rows_to_json,
)

names = st.text(min_size=1, max_size=6)
any_number = st.integers(-(2**60), 2**60) | st.floats()
finite_number = st.integers(-(2**50), 2**50) | st.floats(allow_nan=False, allow_infinity=False)


def rows_of(numbers):
    return st.lists(st.dictionaries(names, numbers, min_size=1, max_size=4), max_size=6)


@pytest.fixture
def ragged():
    """두 번째 에포크에만 검증 점수가 있고, 세 번째에 손실이 무너진 기록."""
    history = History()
    history.append(epoch=1, loss=0.75)
    history.append({"valid/accuracy": 0.9, "epoch": 2, "loss": 0.5})
    history.append(epoch=3, loss=math.nan)
    return history


# ── History ──────────────────────────────────────────────────────────────────────────────


def test_a_history_gives_a_column_with_nan_where_a_row_has_no_value(ragged):
    np.testing.assert_array_equal(ragged["epoch"], [1, 2, 3])
    np.testing.assert_array_equal(ragged["valid/accuracy"], [math.nan, 0.9, math.nan])
    assert ragged["loss"].dtype == np.float64


def test_a_history_remembers_the_order_of_names_and_rows(ragged):
    assert ragged.names == ("epoch", "loss", "valid/accuracy")
    assert len(ragged) == 3
    assert [row["epoch"] for row in ragged] == [1, 2, 3]
    assert "loss" in ragged
    assert "accuracy" not in ragged
    assert repr(ragged) == "History(3행, 이름: epoch, loss, valid/accuracy)"


def test_the_rows_handed_out_cannot_be_changed(ragged):
    with pytest.raises(TypeError):
        ragged.rows[0]["loss"] = 0.0
    ragged["loss"][:] = 0.0
    assert ragged.rows[0]["loss"] == 0.75


def test_a_history_does_not_follow_later_changes_of_what_it_was_given():
    row = {"loss": 1.0}
    history = History([row])
    row["loss"] = 2.0
    assert history.rows[0]["loss"] == 1.0


def test_numpy_and_torch_scalars_become_plain_numbers(torch):
    history = History()
    history.append(
        step=np.int64(3), loss=np.float32(0.5), zero_d=np.array(2), tensor=torch.tensor(1.5)
    )
    assert dict(history.rows[0]) == {"step": 3, "loss": 0.5, "zero_d": 2, "tensor": 1.5}
    assert [type(v) for v in history.rows[0].values()] == [int, float, int, float]


@given(rows_of(any_number))
def test_a_history_survives_strict_json_bit_for_bit(rows):
    history = History(rows)
    text = history.to_json()
    json.loads(text, parse_constant=pytest.fail)  # NaN, Infinity 같은 비표준 낱말이 없습니다.
    revived = History.from_json(text)
    assert revived == history
    for old, new in zip(history.rows, revived.rows, strict=True):
        assert list(old) == list(new)
        assert [type(v) for v in old.values()] == [type(v) for v in new.values()]


def test_non_finite_numbers_are_written_as_documented_words():
    history = History([{"a": math.nan, "b": math.inf, "c": -math.inf}])
    assert json.loads(history.to_json())["rows"] == [
        {"a": "NaN", "b": "Infinity", "c": "-Infinity"}
    ]
    revived = History.from_json(history.to_json()).rows[0]
    assert math.isnan(revived["a"])
    assert (revived["b"], revived["c"]) == (math.inf, -math.inf)


@given(rows_of(finite_number))
def test_a_history_of_finite_numbers_survives_pandas(rows):
    history = History(rows)
    assert History.from_frame(history.to_frame()) == history


def test_a_frame_keeps_whole_numbers_whole_even_with_gaps():
    table = History([{"epoch": 1}, {"epoch": 2, "errors": 5}]).to_frame()
    assert str(table["epoch"].dtype) == "int64"
    assert str(table["errors"].dtype) == "Int64"
    assert table["errors"].isna().tolist() == [True, False]


def test_a_frame_shows_nan_and_missing_alike_and_reads_both_as_missing(ragged):
    table = ragged.to_frame()
    assert table["loss"].isna().tolist() == [False, False, True]
    assert dict(History.from_frame(table).rows[2]) == {"epoch": 3}


def test_infinity_survives_pandas():
    history = History([{"loss": math.inf}, {"loss": -math.inf}])
    assert History.from_frame(history.to_frame()) == history


def test_histories_are_equal_when_their_rows_are(ragged):
    assert ragged == copy.deepcopy(ragged)
    assert ragged == pickle.loads(pickle.dumps(ragged))
    other = copy.deepcopy(ragged)
    other.append(epoch=4)
    assert ragged != other
    assert ragged != "history"


@pytest.mark.parametrize("value", ["0.5", "NaN", None, True, 1j, [0.5], np.ones(2), np.array([1])])
def test_a_value_that_is_no_number_is_refused_by_name(value):
    with pytest.raises(ArgumentTypeError, match=f"'loss' .*{type(value).__name__} 형"):
        History().append(loss=value)


@pytest.mark.parametrize("name", ["", 3, None])
def test_a_name_that_is_no_text_is_refused(name):
    with pytest.raises(ArgumentTypeError, match="이름은 비어 있지 않은 문자열"):
        History().append({name: 1.0})


def test_an_empty_row_is_refused():
    with pytest.raises(ArgumentError, match="빈 행"):
        History().append()


def test_a_refused_row_is_not_half_stored():
    history = History()
    with pytest.raises(ArgumentTypeError):
        history.append(epoch=1, loss="x")
    assert len(history) == 0


def test_an_unknown_name_lists_the_known_ones(ragged):
    with pytest.raises(ArgumentError, match=r"'acc'.*\['epoch', 'loss', 'valid/accuracy'\]"):
        ragged["acc"]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "3", "null", '{"kind": "History"}', '{"kind": "History", "rows": [1]}'],
)
def test_a_text_that_is_no_history_is_refused(text):
    with pytest.raises(ArgumentError, match="History"):
        History.from_json(text)


def test_a_text_with_a_bare_nan_is_refused_because_it_is_no_json():
    with pytest.raises(ArgumentError, match="따옴표 없는 NaN"):
        History.from_json('{"kind": "History", "rows": [{"loss": NaN}]}')


def test_a_frame_that_is_no_frame_is_refused():
    with pytest.raises(ArgumentTypeError, match="list 형"):
        History.from_frame([1, 2])


# ── Evaluation, BenchmarkRow ─────────────────────────────────────────────────────────────

EVALUATIONS = [
    Evaluation(loss=0.25, metrics={"accuracy": 0.9, "top5": 1.0}, count=200),
    Evaluation(loss=math.inf, metrics={}, count=1),
]
BENCHMARKS = [
    BenchmarkRow("minimize", "100차원", 1.5e-3, 1e-5, 30, 1.2),
    BenchmarkRow("NaN", "-Infinity", 0.1, 0.0, 1),
]


@pytest.mark.parametrize("rows", [EVALUATIONS, BENCHMARKS], ids=["Evaluation", "BenchmarkRow"])
def test_rows_survive_json_and_pandas(rows):
    kind = type(rows[0])
    assert rows_from_json(rows_to_json(rows), kind) == rows
    assert rows_from_frame(rows_to_frame(rows), kind) == rows


@pytest.mark.parametrize("row", [*EVALUATIONS, *BENCHMARKS])
def test_a_row_survives_its_flat_form_and_pickle(row):
    assert type(row).from_row(row.to_row()) == row
    assert pickle.loads(pickle.dumps(row)) == row


def test_an_evaluation_flattens_its_metrics_into_columns():
    assert EVALUATIONS[0].to_row() == {"loss": 0.25, "count": 200, "accuracy": 0.9, "top5": 1.0}


def test_an_evaluation_does_not_follow_later_changes_of_its_metrics():
    metrics = {"accuracy": np.float32(0.5)}
    evaluation = Evaluation(1, metrics, np.int64(3))
    metrics["accuracy"] = 0.0
    assert evaluation.metrics == {"accuracy": 0.5}
    assert (type(evaluation.loss), type(evaluation.count)) == (float, int)


def test_a_nan_loss_of_a_broken_training_is_kept_in_json():
    text = rows_to_json([Evaluation(math.nan, {"accuracy": 0.1}, 5)])
    (revived,) = rows_from_json(text, Evaluation)
    assert math.isnan(revived.loss)


@pytest.mark.parametrize("frozen", [EVALUATIONS[0], BENCHMARKS[0]])
def test_records_are_frozen(frozen):
    with pytest.raises(AttributeError):
        frozen.loss = 1.0


@pytest.mark.parametrize("taken", ["loss", "count"])
def test_a_metric_cannot_take_the_name_of_a_field(taken):
    with pytest.raises(ArgumentError, match=f"'{taken}'"):
        Evaluation(0.1, {taken: 1.0}, 1)


@pytest.mark.parametrize("count", [0, -1, 2.5])
def test_a_count_must_be_a_positive_whole_number(count):
    with pytest.raises(ArgumentError, match=r"'count' .*1 이상의 정수"):
        Evaluation(0.1, {}, count)


@pytest.mark.parametrize(
    ("field", "bad"),
    [("median_s", -1e-3), ("median_s", math.nan), ("iqr_s", math.inf), ("ratio", -2.0)],
)
def test_a_time_must_be_finite_and_not_negative(field, bad):
    values = {"name": "a", "case": "b", "median_s": 1.0, "iqr_s": 0.1, "rounds": 3, field: bad}
    with pytest.raises(ArgumentError, match=f"{field} .*0 이상"):
        BenchmarkRow(**values)


def test_a_benchmark_row_needs_texts_and_at_least_one_round():
    with pytest.raises(ArgumentTypeError, match=r"case .*int 형"):
        BenchmarkRow("a", 100, 1.0, 0.1, 3)
    with pytest.raises(ArgumentError, match=r"'rounds' .*1 이상"):
        BenchmarkRow("a", "b", 1.0, 0.1, 0)


def test_json_of_one_kind_is_refused_as_another():
    with pytest.raises(ArgumentError, match=r"BenchmarkRow.*kind 가 'Evaluation'"):
        rows_from_json(rows_to_json(EVALUATIONS), BenchmarkRow)


@pytest.mark.parametrize("rows", [[], [EVALUATIONS[0], BENCHMARKS[0]]])
def test_rows_of_no_kind_or_of_two_kinds_cannot_be_written_together(rows):
    with pytest.raises(ArgumentError, match="한 종류"):
        rows_to_json(rows)


def test_a_row_with_missing_or_unknown_names_says_which():
    row = BENCHMARKS[0].to_row()
    del row["case"]
    with pytest.raises(ArgumentError, match=r"빠진 이름은 \['case'\], 모르는 이름은 \['speed'\]"):
        BenchmarkRow.from_row({**row, "speed": 1.0})
    with pytest.raises(ArgumentError, match=r"빠진 이름은 \['count', 'loss'\]"):
        Evaluation.from_row({"accuracy": 1.0})


# ── pandas 가 없을 때 ────────────────────────────────────────────────────────────────────


def test_without_pandas_the_error_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingDependencyError, match=r'pip install "dlconcepts\[viz\]"') as caught:
        frame({"걸음": [0, 1]})
    assert caught.value.name == "pandas"


def test_without_pandas_json_still_works(monkeypatch, ragged):
    monkeypatch.setitem(sys.modules, "pandas", None)
    assert History.from_json(ragged.to_json()) == ragged
