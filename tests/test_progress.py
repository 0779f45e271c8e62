"""progress: 반복은 그대로이고, 막대는 보여 달라고 할 때만, 표준 오류에만 그려집니다."""

import io
import sys

import numpy as np
import pytest

from dlconcepts.errors import ArgumentTypeError
from dlconcepts.progress import progress


@pytest.mark.parametrize("show", [True, False])
@pytest.mark.parametrize("items", [range(5), [], "가나다", [np.zeros(2)], {"a": 1}])
def test_the_loop_sees_the_same_items_in_the_same_order(items, show, capsys):
    assert list(progress(items, description="학습", show=show)) == list(items)


def test_nothing_is_drawn_when_not_shown(capsys):
    bar = progress(range(3), description="학습", show=False)
    for _ in bar:
        bar.set(loss=0.5)
    assert capsys.readouterr() == ("", "")


def test_the_bar_tells_description_count_and_numbers_on_stderr_only(capsys):
    bar = progress(range(3), description="학습", show=True)
    for i in bar:
        bar.set(loss=1 / (i + 1), step=i)
    out, err = capsys.readouterr()
    assert out == ""
    last = err.split("\r")[-1]
    assert "학습 100%" in last
    assert "3/3" in last
    assert "loss 0.3333, step 2" in last, "마지막 걸음의 수가 남습니다"


def test_a_generator_of_unknown_length_is_drawn_too(capsys):
    assert list(progress((i for i in range(3)), description="읽기", show=True)) == [0, 1, 2]
    assert "3/" in capsys.readouterr().err


def test_a_bar_knows_its_length():
    assert len(progress(range(7), description="학습", show=False)) == 7


def test_an_error_in_the_loop_closes_the_bar_and_comes_through(capsys):
    bar = progress(range(3), description="학습", show=True)

    def run():
        for i in bar:
            1 / (1 - i)

    with pytest.raises(ZeroDivisionError):
        run()
    print("다음 줄", file=sys.stderr)
    assert capsys.readouterr().err.splitlines()[-1] == "다음 줄"


@pytest.mark.parametrize("encoding", ["ascii", "cp949", "utf-8"])
def test_a_console_of_any_encoding_survives(encoding, monkeypatch):
    raw = io.BytesIO()
    console = io.TextIOWrapper(raw, encoding=encoding, errors="backslashreplace")
    monkeypatch.setattr(sys, "stderr", console)
    assert list(progress(range(2), description="학습", show=True)) == [0, 1]
    console.flush()
    assert b"2/2" in raw.getvalue()


def test_a_program_without_a_console_is_quiet(monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)
    assert list(progress(range(2), description="학습", show=True)) == [0, 1]


# ── 잘못된 입력 ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("what", "match"), [(10, r"int 형인 10.*range\(n\)"), (None, "NoneType")])
def test_what_cannot_be_looped_over_is_refused(what, match):
    with pytest.raises(ArgumentTypeError, match=match):
        progress(what, description="학습", show=False)


@pytest.mark.parametrize(("description", "show"), [(None, True), (3, True), ("학습", 1)])
def test_a_wrong_description_or_switch_is_refused(description, show):
    with pytest.raises(ArgumentTypeError, match="description 은 문자열, show 는"):
        progress(range(3), description=description, show=show)


@pytest.mark.parametrize("value", ["0.5", None, True, np.ones(2)])
def test_a_number_that_is_not_one_is_refused_also_when_hidden(value):
    with pytest.raises(ArgumentTypeError, match="loss 에는 수 하나"):
        progress(range(3), description="학습", show=False).set(loss=value)


def test_numbers_of_numpy_are_numbers(capsys):
    bar = progress(range(1), description="학습", show=True)
    for _ in bar:
        bar.set(loss=np.float32(0.25), count=np.int64(12345))
    assert "loss 0.25, count 12345" in capsys.readouterr().err
