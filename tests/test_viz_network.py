"""신경망의 그림: 동그라미와 선의 수, 줄인 층, 가중치의 색과 굵기를 확인합니다."""

import io
import re
import warnings
from collections.abc import Iterator
from itertools import pairwise
from math import hypot
from types import SimpleNamespace

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.patches import Circle

from dlconcepts.errors import ArgumentError, ArgumentTypeError, NonFiniteError, ShapeError
from dlconcepts.mlp import MLP
from dlconcepts.viz.network import NEGATIVE, POSITIVE, plot_network
from dlconcepts.viz.style import INK, MUTED, PAPER, use_korean_font


@pytest.fixture(autouse=True)
def _fresh_matplotlib() -> Iterator[None]:
    with mpl.rc_context(), warnings.catch_warnings():
        use_korean_font()
        yield
    plt.close("all")


def units(ax):
    """층의 x → 뉴런의 높이들. ⋮ 의 작은 점은 뺍니다."""
    found: dict[float, list[float]] = {}
    for patch in ax.patches:
        if isinstance(patch, Circle) and patch.radius > 0.1:
            found.setdefault(patch.center[0], []).append(patch.center[1])
    return found


def dots(ax):
    return [p for p in ax.patches if isinstance(p, Circle) and p.radius < 0.1]


def lines(ax):
    """층 사이마다의 선 묶음."""
    return [c for c in ax.collections if isinstance(c, LineCollection)]


def texts(ax):
    return [text.get_text() for text in ax.texts]


def svg_of(ax) -> str:
    file = io.StringIO()
    ax.figure.savefig(file, format="svg", metadata={"Date": None})
    return file.getvalue()


def test_one_circle_a_neuron_and_one_line_a_weight():
    ax = plot_network((2, 3, 1))
    assert [len(heights) for heights in units(ax).values()] == [2, 3, 1]
    assert [len(group.get_segments()) for group in lines(ax)] == [6, 3]
    assert dots(ax) == []


def test_lines_end_in_the_middle_of_the_circles():
    ax = plot_network((2, 3, 1))
    centers = {(x, y) for x, heights in units(ax).items() for y in heights}
    ends = {
        tuple(end) for group in lines(ax) for segment in group.get_segments() for end in segment
    }
    assert ends == centers


def test_a_large_layer_is_shortened_with_dots():
    ax = plot_network((784, 10, 7), most=7)
    assert [len(heights) for heights in units(ax).values()] == [6, 6, 7]
    assert len(dots(ax)) == 6  # 점 셋씩 두 층
    assert "784" in texts(ax)


def test_dots_stand_between_the_last_two_drawn_neurons():
    ax = plot_network((100, 2))
    heights = sorted(next(iter(units(ax).values())))
    assert all(heights[0] < dot.center[1] < heights[1] for dot in dots(ax))


@pytest.mark.parametrize("most", [3, 5, 9])
def test_most_limits_the_neurons_of_a_layer(most):
    ax = plot_network((50, 50), most=most)
    assert [len(heights) for heights in units(ax).values()] == [most - 1] * 2


def test_layers_are_centred_and_circles_do_not_touch():
    for heights in units(plot_network((2, 3, 1, 90))).values():
        ordered = sorted(heights)
        if len(ordered) < 6:
            assert sum(ordered) == pytest.approx(0, abs=1e-12)
        assert all(b - a > 0.4 for a, b in pairwise(ordered))


def test_circles_are_round_on_the_screen():
    ax = plot_network((2, 3, 1))
    ax.figure.draw_without_rendering()
    origin, right, up = ax.transData.transform([(0, 0), (1, 0), (0, 1)])
    assert hypot(*(right - origin)) == pytest.approx(hypot(*(up - origin)))


@pytest.mark.parametrize(
    ("sizes", "names"),
    [
        ((2, 1), ["입력층", "출력층"]),
        ((2, 3, 1), ["입력층", "은닉층", "출력층"]),
        ((2, 3, 4, 1), ["입력층", "은닉층 1", "은닉층 2", "출력층"]),
    ],
)
def test_layers_have_their_usual_names_and_sizes(sizes, names):
    ax = plot_network(sizes)
    assert texts(ax)[::2] == names
    assert texts(ax)[1::2] == [str(size) for size in sizes]


def test_labels_and_title_can_be_given():
    ax = plot_network((2000, 1), labels=["글자", "점수"], title="두 층")
    assert texts(ax) == ["글자", "2,000", "점수", "1"]
    assert ax.get_title(loc="left") == "두 층"


def test_a_model_is_drawn_from_its_own_weights():
    model = MLP((4, 6, 3), seed=0)
    ax = plot_network(model)
    assert [len(heights) for heights in units(ax).values()] == [4, 6, 3]
    assert svg_of(ax) == svg_of(plot_network(dict(model.params)))


def test_the_sign_of_a_weight_is_its_colour_and_the_size_its_width():
    weights = {"W1": np.array([[1.0, -2.0], [0.5, 0.0]]), "b1": np.zeros(2)}
    (group,) = lines(plot_network(weights))
    colours = [to_hex(colour) for colour in group.get_colors()]
    assert colours == [POSITIVE, NEGATIVE, POSITIVE, POSITIVE]
    widths, opacities = group.get_linewidths(), [colour[3] for colour in group.get_colors()]
    # 크기의 순서: |-2| > |1| > |0.5| > |0|
    assert list(np.argsort(widths)) == [3, 2, 0, 1] == list(np.argsort(opacities))


def test_the_line_of_a_weight_joins_its_own_two_neurons():
    weight = np.zeros((2, 3))
    weight[1, 0] = -1.0  # 왼쪽의 둘째(아래)에서 오른쪽의 첫째(맨 위)로
    ax = plot_network({"W1": weight})
    (group,) = lines(ax)
    (chosen,) = np.flatnonzero(np.array(group.get_linewidths()) > 1)
    (_, start), (_, end) = group.get_segments()[chosen]
    left, right = units(ax).values()
    assert (start, end) == (min(left), max(right))


def test_nothing_is_painted_black():
    """matplotlib 은 검정의 색을 SVG 에 쓰지 않아, 어두운 그림에서 바뀌지 않습니다."""
    patches = plot_network((99, 2)).patches
    assert {to_hex(patch.get_facecolor()) for patch in patches} == {INK, PAPER}
    assert {to_hex(patch.get_edgecolor()) for patch in patches if patch.get_edgecolor()[3]} == {INK}


def test_shortened_layers_show_the_weights_of_the_drawn_neurons():
    weight = np.zeros((20, 1))
    weight[19] = -1.0  # 마지막 뉴런의 것. ⋮ 아래에 그려집니다
    weight[10] = 5.0  # ⋮ 에 가려진 것
    (group,) = lines(plot_network({"W1": weight}))
    assert [to_hex(colour) for colour in group.get_colors()] == [POSITIVE] * 5 + [NEGATIVE]
    assert group.get_linewidths()[-1] < 1.5  # 가려진 것도 포함한 가장 큰 가중치에 견줍니다


def test_weights_of_zero_can_be_drawn():
    plot_network({"W1": np.zeros((2, 2))})


def test_only_a_picture_with_weights_has_a_legend():
    assert plot_network((2, 1)).figure.legends == []
    (legend,) = plot_network({"W1": np.ones((2, 1))}).figure.legends
    assert [t.get_text() for t in legend.get_texts()] == ["양의 가중치", "음의 가중치"]


def test_side_by_side_pictures_keep_their_own_legend():
    _, (left, right) = plt.subplots(1, 2)
    plot_network({"W1": np.ones((2, 1))}, ax=left)
    plot_network((2, 1), ax=right)
    assert left.get_legend() is not None
    assert right.get_legend() is None


@pytest.mark.parametrize("network", [(64, 128, 10), {"W1": np.array([[1.0, -1.0]])}])
def test_the_dark_figure_only_needs_four_colours_replaced(network):
    used = {*re.findall(r"#[0-9a-f]{6}", svg_of(plot_network(network, title="그림")))}
    assert used <= {INK, PAPER, MUTED, POSITIVE, NEGATIVE}
    assert {INK, PAPER} <= used


def test_letters_are_large_and_stay_inside_the_figure():
    for sizes in ((2, 1), (100, 256, 128, 64, 32, 10)):
        ax = plot_network(sizes, title="신경망")
        ax.figure.draw_without_rendering()
        assert ax.figure.get_figwidth() <= 6.5
        for text in ax.texts:
            assert text.get_fontsize() >= 11
            extent = text.get_window_extent()
            assert ax.figure.bbox.x0 <= extent.x0 <= extent.x1 <= ax.figure.bbox.x1, text
            assert ax.figure.bbox.y0 <= extent.y0 <= extent.y1 <= ax.figure.bbox.y1, text


def test_names_of_neighbouring_layers_do_not_overlap():
    ax = plot_network((100, 256, 128, 64, 32, 10))
    ax.figure.draw_without_rendering()
    names = [text.get_window_extent() for text in ax.texts[::2]]
    assert all(a.x1 < b.x0 for a, b in pairwise(names))


def test_drawing_on_given_axes():
    ax = plt.figure().add_subplot()
    assert plot_network((2, 1), ax=ax) is ax


# ── 잘못된 입력 ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("sizes", [(3,), (), (3, 0), (3, -1), (3, 2.5), (True, 2), "ab"])
def test_sizes_must_be_two_or_more_whole_numbers(sizes):
    with pytest.raises(ArgumentError, match=r"1 이상의 정수 둘 이상.*입력, 은닉"):
        plot_network(sizes)


def test_something_that_is_no_network():
    with pytest.raises(ArgumentTypeError, match=r"params 를 가진 모델.*int 형"):
        plot_network(3)
    with pytest.raises(ArgumentTypeError, match="SimpleNamespace 형"):
        plot_network(SimpleNamespace(params=3))


@pytest.mark.parametrize("most", [2, 0, 3.5, True])
def test_most_must_leave_room_for_the_dots(most):
    with pytest.raises(ArgumentError, match=f"most 는 3 이상.*{most}"):
        plot_network((9, 9), most=most)


def test_labels_must_match_the_layers():
    with pytest.raises(ArgumentError, match="층은 2개인데 labels 는 1개"):
        plot_network((2, 1), labels=["하나"])


def test_weights_that_do_not_fit_name_both_shapes_and_the_transpose():
    with pytest.raises(ShapeError, match=r"W1 \(4, 3\), W2 \(2, 4\).*weight\.T"):
        plot_network({"W1": np.ones((4, 3)), "W2": np.ones((2, 4))})


@pytest.mark.parametrize("shape", [(3,), (2, 2, 2), (0, 3)])
def test_weights_must_be_matrices(shape):
    with pytest.raises(ShapeError, match=r"W1 은.*행렬"):
        plot_network({"W1": np.zeros(shape)})


@pytest.mark.parametrize("names", [["W"], ["b1"], ["W1", "W3"], []])
def test_weights_must_be_numbered_from_one(names):
    with pytest.raises(ArgumentError, match="이름은 W1, W2, …"):
        plot_network({name: np.ones((2, 2)) for name in names})


def test_weights_that_diverged():
    with pytest.raises(NonFiniteError, match=r"W1 안에 NaN.*발산"):
        plot_network({"W1": np.array([[np.nan]])})


def test_bad_input_leaves_no_empty_figure_behind():
    with pytest.raises(ArgumentError):
        plot_network((2, 1), most=1)
    assert plt.get_fignums() == []
