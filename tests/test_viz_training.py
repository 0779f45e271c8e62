"""학습 기록의 그림: 기록의 수가 그대로 점이 되는지, 색이 없어도 구별되는지 확인합니다."""

import io
import math
import warnings
from collections.abc import Iterator

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest

from dlconcepts.errors import ArgumentError, ArgumentTypeError
from dlconcepts.records import History
from dlconcepts.viz import PALETTE, plot_history, use_korean_font


@pytest.fixture(autouse=True)
def _fresh_matplotlib() -> Iterator[None]:
    with mpl.rc_context(), warnings.catch_warnings():
        use_korean_font()
        yield
    plt.close("all")


def history(epochs: int = 8) -> History:
    """학습 손실은 늘, 검증은 두 에포크에 한 번 적은 기록."""
    rows = History()
    for epoch in range(1, epochs + 1):
        valid = {"valid/loss": 1.5 / epoch, "valid/accuracy": 1 - 0.5 / epoch}
        rows.append({"epoch": epoch, "loss": 1 / epoch, **(valid if epoch % 2 == 0 else {})})
    return rows


def legend_texts(ax) -> list[str]:
    (legend,) = ax.figure.legends
    return [text.get_text() for text in legend.get_texts()]


def test_every_number_of_the_history_is_a_point_over_its_epoch():
    loss, valid = plot_history(history()).get_lines()
    np.testing.assert_array_equal(loss.get_xdata(), np.arange(1, 9))
    np.testing.assert_array_equal(loss.get_ydata(), 1 / np.arange(1, 9))
    np.testing.assert_array_equal(valid.get_xdata(), [2, 4, 6, 8])
    np.testing.assert_array_equal(valid.get_ydata(), 1.5 / np.array([2, 4, 6, 8]))


def test_a_loss_that_was_nan_stays_a_gap():
    rows = History([{"epoch": 1, "loss": 0.5}, {"epoch": 2, "loss": math.nan}])
    (loss,) = plot_history(rows, ["loss"]).get_lines()
    np.testing.assert_array_equal(loss.get_ydata(), [0.5, math.nan])


def test_the_legend_is_korean_and_other_names_stay_as_they_are():
    ax = plot_history(history(), ("loss", "valid/loss", "valid/accuracy"))
    assert legend_texts(ax) == ["학습 손실", "검증 손실", "valid/accuracy"]


def test_the_axes_say_what_they_measure():
    ax = plot_history(history())
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("에포크", "손실")
    assert plot_history(history(), ("valid/accuracy",)).get_ylabel() == ""


def test_lines_differ_without_their_colours():
    names = ("loss", "valid/loss", "valid/accuracy")
    lines = plot_history(history(), names).get_lines()
    for look in ("get_color", "get_marker", "get_linestyle"):
        assert len({getattr(line, look)() for line in lines}) == len(names)
    assert {line.get_color() for line in lines} <= set(PALETTE)


@pytest.mark.parametrize("epochs", [1, 2, 3, 30, 500])
def test_epoch_ticks_are_whole_numbers(epochs):
    ax = plot_history(history(epochs), ("loss",))
    ax.figure.draw_without_rendering()
    ticks = ax.get_xticks()
    np.testing.assert_array_equal(ticks, ticks.round())


def test_a_long_history_does_not_drown_in_markers():
    (loss,) = plot_history(history(500), ("loss",)).get_lines()
    assert len(loss.get_xdata()) / loss.get_markevery() <= 21


def test_a_history_without_epochs_is_drawn_over_its_rows():
    ax = plot_history(History([{"loss": 2.0}, {"loss": 1.0}]), ("loss",))
    np.testing.assert_array_equal(ax.get_lines()[0].get_xdata(), [1, 2])
    assert ax.get_xlabel() == "행의 번호"


def test_the_given_axes_are_drawn_on_and_returned():
    _, (left, right) = plt.subplots(1, 2)
    assert plot_history(history(), ax=left) is left
    assert left.get_legend() is not None
    assert not right.get_lines()


def test_an_unknown_name_lists_the_names_there_are():
    with pytest.raises(ArgumentError, match=r"valid/acuracy.*'epoch', 'loss', 'valid/loss'"):
        plot_history(history(), ("loss", "valid/acuracy"))


def test_a_history_without_validation_says_how_to_draw_it():
    with pytest.raises(ArgumentError, match=r"\['valid/loss'\].*names=\(\"loss\",\)"):
        plot_history(History([{"epoch": 1, "loss": 0.5}]))


def test_an_empty_history_asks_for_training_first():
    with pytest.raises(ArgumentError, match=r"비어 있습니다.*fit"):
        plot_history(History())


def test_no_names_is_an_error():
    with pytest.raises(ArgumentError, match="0개"):
        plot_history(history(), ())


def test_a_bare_name_is_asked_to_be_a_list():
    with pytest.raises(ArgumentTypeError, match=r"'loss' 입니다.*묶어서"):
        plot_history(history(), "loss")


def test_something_else_than_a_history_is_named():
    with pytest.raises(ArgumentTypeError, match=r"dict 형.*trainer\.history"):
        plot_history({"loss": [1, 2]})


def test_it_is_drawn_twice_the_same():
    saved = []
    for _ in range(2):
        file = io.StringIO()
        plot_history(history()).figure.savefig(file, format="svg", metadata={"Date": None})
        saved.append(file.getvalue())
    assert saved[0] == saved[1]
    assert "#000000" not in saved[0]
