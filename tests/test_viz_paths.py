"""길의 그림: 마디와 화살표의 자리, 적힌 수, 길마다의 색을 확인합니다."""

import io
import re
import warnings
from collections.abc import Iterator
from math import hypot

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Circle, FancyArrowPatch

from dlconcepts import viz
from dlconcepts.errors import ArgumentError, ArgumentTypeError
from dlconcepts.viz.paths import plot_paths
from dlconcepts.viz.style import INK, MUTED, PALETTE, PAPER, use_korean_font

PLACES = {"x2": (0, 0), "u": (1, 1), "v": (2, 0.5), "f": (3, 0.5)}
SLOPES = {("x2", "u"): 1, ("u", "v"): 6, ("x2", "v"): 0.25, ("v", "f"): 432}
LONG, SHORT = ["x2", "u", "v", "f"], ["x2", "v", "f"]


@pytest.fixture(autouse=True)
def _fresh_matplotlib() -> Iterator[None]:
    with mpl.rc_context(), warnings.catch_warnings():
        use_korean_font()
        yield
    plt.close("all")


def rings(ax):
    return [patch for patch in ax.patches if isinstance(patch, Circle)]


def looks(ax):
    """화살표 (처음, 끝) → (색, 굵기)."""
    return {
        (patch.patchA.center, patch.patchB.center): (to_hex(patch.get_edgecolor()), patch.get_lw())
        for patch in ax.patches
        if isinstance(patch, FancyArrowPatch)
    }


def look_of(ax, tail, head):
    return looks(ax)[PLACES[tail], PLACES[head]]


def texts(ax):
    return {text.get_text(): text for text in ax.texts}


def svg_of(ax) -> str:
    file = io.StringIO()
    ax.figure.savefig(file, format="svg", metadata={"Date": None})
    return file.getvalue()


def test_it_is_exported():
    assert viz.plot_paths is plot_paths


def test_one_circle_a_node_and_one_arrow_a_slope():
    ax = plot_paths(PLACES, SLOPES)
    assert [ring.center for ring in rings(ax)] == [*PLACES.values()]
    assert {*looks(ax)} == {(PLACES[tail], PLACES[head]) for tail, head in SLOPES}


def test_slopes_stand_in_the_middle_of_their_arrows():
    ax = plot_paths(PLACES, SLOPES)
    assert texts(ax)["432"].get_position() == (2.5, 0.5)
    assert texts(ax)["0.250"].get_position() == (1, 0.25)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (-3, "−3"),
        (2592, "2,592"),
        (np.int64(7), "7"),
        (-0.4312, "−0.43"),
        (np.float64(1.8), "1.80"),
        ("2u", "2u"),
    ],
)
def test_numbers_are_written_with_the_minus_sign_and_the_digits_asked_for(value, written):
    ax = plot_paths({"x": (0, 0), "y": (1, 0)}, {("x", "y"): value}, digits=2)
    assert written in texts(ax)


@pytest.mark.parametrize("nothing", [None, ""])
def test_an_arrow_without_a_number(nothing):
    ax = plot_paths({"x": (0, 0), "y": (1, 0)}, {("x", "y"): nothing})
    assert len(looks(ax)) == 1
    assert [*texts(ax)] == ["$x$", "$y$"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [("w1", "$w_{1}$"), ("w12", "$w_{12}$"), ("E", "$E$"), ("원", "원"), ("$z_1'$", "$z_1'$")],
)
def test_letters_with_numbers_are_set_as_mathematics(name, shown):
    ax = plot_paths({name: (0, 0)}, {})
    assert [*texts(ax)] == [shown]
    ax.figure.draw_without_rendering()


def test_without_highlight_arrows_are_thin_and_numbers_are_ink():
    ax = plot_paths(PLACES, SLOPES)
    assert {*looks(ax).values()} == {(MUTED, 1.3)}
    assert {text.get_color() for text in ax.texts} == {INK}


def test_a_path_and_its_numbers_have_one_colour():
    ax = plot_paths(PLACES, SLOPES, highlight=[LONG])
    assert [look_of(ax, *arrow)[0] for arrow in SLOPES] == [PALETTE[0]] * 2 + [MUTED, PALETTE[0]]
    assert look_of(ax, "u", "v")[1] > 2 > look_of(ax, "x2", "v")[1]
    assert texts(ax)["6"].get_color() == PALETTE[0]
    assert texts(ax)["0.250"].get_color() == INK


def test_what_two_paths_share_has_the_next_colour():
    ax = plot_paths(PLACES, SLOPES, highlight=[LONG, SHORT])
    assert look_of(ax, "x2", "u")[0] == look_of(ax, "u", "v")[0] == PALETTE[0]
    assert look_of(ax, "x2", "v")[0] == PALETTE[1]
    assert look_of(ax, "v", "f")[0] == texts(ax)["432"].get_color() == PALETTE[2]


def test_a_group_of_arrows_has_one_colour_even_where_it_branches():
    branches = {("x2", "u"): 1, ("x2", "v"): 0.25}
    ax = plot_paths(PLACES, SLOPES, highlight=[branches])
    assert [look_of(ax, *arrow)[0] for arrow in branches] == [PALETTE[0]] * 2
    assert look_of(ax, "u", "v")[0] == MUTED


def test_circles_are_round_and_everything_is_inside_the_figure():
    for places in (PLACES, {"a": (0, 0), "b": (0, 3)}, {f"w{k}": (k, 0) for k in range(8)}):
        ax = plot_paths(places, {}, title="길마다 곱하고, 만나는 곳에서 더합니다")
        figure = ax.figure
        figure.draw_without_rendering()
        assert figure.get_figwidth() < 8
        origin, right, up = ax.transData.transform([(0, 0), (1, 0), (0, 1)])
        assert hypot(*(right - origin)) == pytest.approx(hypot(*(up - origin)))
        for artist in [*rings(ax), ax._left_title]:
            extent = artist.get_window_extent()
            assert figure.bbox.x0 <= extent.x0 <= extent.x1 <= figure.bbox.x1, artist
            assert figure.bbox.y0 <= extent.y0 <= extent.y1 <= figure.bbox.y1, artist


def test_names_fit_into_their_circles():
    ax = plot_paths({"w12": (0, 0), "지단": (1, 0), "h1": (4, 0)}, {})
    ax.figure.draw_without_rendering()
    for ring, text in zip(rings(ax), ax.texts, strict=True):
        outer, inner = ring.get_window_extent(), text.get_window_extent()
        assert outer.x0 < inner.x0 < inner.x1 < outer.x1, text


def test_the_dark_figure_only_needs_its_four_colours_replaced():
    used = {*re.findall(r"#[0-9a-f]{6}", svg_of(plot_paths(PLACES, SLOPES, highlight=[LONG])))}
    assert used == {INK, PAPER, MUTED, PALETTE[0]}


def test_drawing_on_given_axes():
    figure, ax = plt.subplots(figsize=(5, 3))
    assert plot_paths(PLACES, SLOPES, ax=ax) is ax
    assert figure.get_figwidth() == 5


# ── 잘못된 입력 ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("places", [{}, [(0, 0)], None])
def test_places_must_name_their_nodes(places):
    with pytest.raises(ArgumentTypeError, match=r'dict.*예: \{"x"'):
        plot_paths(places, {})


@pytest.mark.parametrize("place", [1, (1,), (1, 2, 3), (0, np.nan), (0, np.inf), "ab", None])
def test_a_place_is_two_finite_numbers(place):
    with pytest.raises(ArgumentError, match=r"'h' 의 자리는.*\(가로, 세로\)"):
        plot_paths({"h": place}, {})


def test_a_name_is_text():
    with pytest.raises(ArgumentTypeError, match=r"3 을\(를\) 받았습니다. '3' 처럼"):
        plot_paths({3: (0, 0)}, {})


def test_two_nodes_in_one_place():
    with pytest.raises(ArgumentError, match=r"'x', 'y' 의 자리가 \(0, 0\) 로 같아"):
        plot_paths({"x": (0, 0), "y": (0, 0)}, {})


def test_slopes_must_name_their_arrows():
    with pytest.raises(ArgumentTypeError, match=r'list 형.*\("x", "y"\): 2'):
        plot_paths(PLACES, [1, 2])


@pytest.mark.parametrize("arrow", ["x2", ("x2",), ("x2", "u", "v"), ("u", "u")])
def test_an_arrow_is_two_different_names(arrow):
    with pytest.raises(ArgumentError, match=re.escape(repr(arrow))):
        plot_paths(PLACES, {arrow: 1})


def test_an_arrow_to_an_unknown_node_lists_the_known_ones():
    with pytest.raises(ArgumentError, match=r"x2 → g 의 'g'.*\['x2', 'u', 'v', 'f'\]"):
        plot_paths(PLACES, {("x2", "g"): 1})


@pytest.mark.parametrize("value", [[1, 2], 1j, np.ones(2)])
def test_a_slope_is_one_number_or_text(value):
    with pytest.raises(ArgumentTypeError, match=r"x2 → u 에는 수 하나나 글.*None"):
        plot_paths(PLACES, {("x2", "u"): value})


def test_one_path_needs_two_pairs_of_brackets():
    with pytest.raises(ArgumentTypeError, match=r"문자열 'x2'.*대괄호로 두 번"):
        plot_paths(PLACES, SLOPES, highlight=LONG)


def test_a_path_along_an_arrow_that_is_not_there():
    with pytest.raises(ArgumentError, match=r"x2 → f 은\(는\) slopes 에 없습니다.*x2 → u, u → v"):
        plot_paths(PLACES, SLOPES, highlight=[["x2", "f"]])


def test_more_paths_than_colours():
    with pytest.raises(ArgumentError, match=r"5개까지.*6개"):
        plot_paths(PLACES, SLOPES, highlight=[LONG] * 6)


def test_bad_input_leaves_no_empty_figure_behind():
    with pytest.raises(ArgumentTypeError):
        plot_paths(PLACES, {("x2", "u"): [1, 2]})
    assert plt.get_fignums() == []
