"""다섯 구조의 그림: 상자와 상태의 수, 화살표가 잇는 것, 글이 상자 안에 있는지 확인합니다."""

import io
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise
from math import hypot

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch

from dlconcepts.errors import ArgumentError, ArgumentTypeError
from dlconcepts.viz.structures import INPUT, OUTPUT, STRUCTURES, plot_structure, plot_structures
from dlconcepts.viz.style import INK, MUTED, PAPER, use_korean_font

LONG = {
    "one_to_one": (["손글씨 한 장"], ["여섯"]),
    "one_to_many": (["띠 그림"], ["이", "십", "삼", "끝"]),
    "many_to_one": (["만두는", "맛있지", "않았어요"], ["부정"]),
    "many_to_many": (["만두는", "짜지", "않았어요"], ["주어", "서술어", "서술어"]),
    "encoder_decoder": ([*"321"], ["삼", "백", "이", "십", "일", "끝"]),
}


@pytest.fixture(autouse=True)
def _fresh_matplotlib() -> Iterator[None]:
    with mpl.rc_context(), warnings.catch_warnings():
        use_korean_font()
        yield
    plt.close("all")


def draw(structure):
    inputs, outputs = LONG[structure]
    return plot_structure(structure, inputs=inputs, outputs=outputs)


def boxes(ax, color):
    found = [p for p in ax.patches if isinstance(p, FancyBboxPatch)]
    return [p for p in found if to_hex(p.get_edgecolor()) == color]


def words(ax, color):
    """상자 안에 적힌 말, 왼쪽부터."""
    inside = []
    for box in boxes(ax, color):
        x0, y0, x1, y1 = box.get_bbox().extents
        inside += [
            t.get_text()
            for t in ax.texts
            if x0 < t.get_position()[0] < x1 and y0 < t.get_position()[1] < y1
        ]
    return inside


def nodes(ax):
    """이름 → 가운데. 입력은 i0, i1, …, 상태는 s0, …, 출력은 o0, … 입니다."""
    found = {}
    for letter, color in (("i", INPUT), ("o", OUTPUT)):
        for k, box in enumerate(boxes(ax, color)):
            x0, y0, x1, y1 = box.get_bbox().extents
            found[f"{letter}{k}"] = ((x0 + x1) / 2, (y0 + y1) / 2)
    circles = [p for p in ax.patches if isinstance(p, Circle)]
    found |= {f"s{k}": circle.center for k, circle in enumerate(circles)}
    return found


def arrows(ax, *, dashed=False):
    """화살표가 잇는 것: 두 끝에서 가장 가까운 마디의 이름."""
    places = nodes(ax)

    def nearest(point):
        return min(places, key=lambda n: hypot(places[n][0] - point[0], places[n][1] - point[1]))

    drawn = [p for p in ax.patches if isinstance(p, FancyArrowPatch)]
    chosen = [p for p in drawn if (p.get_linestyle() not in ("-", "solid")) == dashed]
    return Counter((nearest(p._posA_posB[0]), nearest(p._posA_posB[1])) for p in chosen)


def svg_of(figure) -> str:
    file = io.StringIO()
    figure.savefig(file, format="svg", metadata={"Date": None})
    return file.getvalue()


# ── 무엇을 잇는지 ────────────────────────────────────────────────────────────────────────


def test_one_to_one_reads_once_and_answers_once():
    ax = plot_structure("one_to_one")
    assert arrows(ax) == Counter([("i0", "s0"), ("s0", "o0")])
    assert arrows(ax, dashed=True) == Counter()


def test_one_to_many_sees_the_input_at_every_step_and_reads_what_it_wrote():
    ax = plot_structure("one_to_many")
    reads = [("i0", "s0"), ("i0", "s1"), ("i0", "s2")]
    chain = [("s0", "s1"), ("s1", "s2")]
    writes = [("s0", "o0"), ("s1", "o1"), ("s2", "o2")]
    assert arrows(ax) == Counter([*reads, *chain, *writes])
    assert arrows(ax, dashed=True) == Counter([("o0", "s1"), ("o1", "s2")])


def test_many_to_one_answers_only_from_the_last_state():
    ax = plot_structure("many_to_one")
    reads = [("i0", "s0"), ("i1", "s1"), ("i2", "s2")]
    assert arrows(ax) == Counter([*reads, ("s0", "s1"), ("s1", "s2"), ("s2", "o0")])


def test_many_to_many_answers_at_every_place_it_reads():
    ax = plot_structure("many_to_many")
    pairs = [(f"i{t}", f"s{t}") for t in range(3)] + [(f"s{t}", f"o{t}") for t in range(3)]
    assert arrows(ax) == Counter([*pairs, ("s0", "s1"), ("s1", "s2")])
    assert arrows(ax, dashed=True) == Counter()


def test_encoder_decoder_writes_only_after_reading_everything():
    ax = plot_structure("encoder_decoder", inputs=["a", "b"], outputs=["p", "q", "r"])
    reads = [("i0", "s0"), ("i1", "s1")]
    chain = [(f"s{t}", f"s{t + 1}") for t in range(4)]
    writes = [("s2", "o0"), ("s3", "o1"), ("s4", "o2")]
    assert arrows(ax) == Counter([*reads, *chain, *writes])
    assert arrows(ax, dashed=True) == Counter([("o0", "s3"), ("o1", "s4")])
    written = [text.get_text() for text in ax.texts]
    assert written.count("인코더") == written.count("디코더") == 1


@pytest.mark.parametrize("structure", STRUCTURES)
def test_every_box_stands_straight_over_its_own_state(structure):
    """비스듬한 것은 입력 하나가 여러 상태로 갈 때뿐입니다."""
    ax = draw(structure)
    places = nodes(ax)
    for start, end in arrows(ax):
        if start[0] == "s" != end[0] or (end[0] == "s" != start[0] and structure != "one_to_many"):
            assert places[start][0] == pytest.approx(places[end][0]), (start, end)
    rows = {name[0]: y for name, (_, y) in places.items()}
    assert rows["i"] < rows["s"] < rows["o"]


# ── 적힌 것 ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("structure", STRUCTURES)
def test_boxes_hold_the_given_words_from_left_to_right(structure):
    ax = draw(structure)
    inputs, outputs = LONG[structure]
    assert words(ax, INPUT) == inputs
    assert words(ax, OUTPUT) == outputs


def test_without_words_there_are_letters():
    ax = plot_structure("encoder_decoder")
    assert words(ax, INPUT) == ["$x_{1}$", "$x_{2}$"]
    assert words(ax, OUTPUT) == ["$y_{1}$", "$y_{2}$", "$y_{3}$"]
    assert words(plot_structure("many_to_one"), OUTPUT) == ["$y$"]


@pytest.mark.parametrize("structure", STRUCTURES)
def test_rows_and_title_are_named(structure):
    ax = plot_structure(structure)
    assert {"입력", "상태", "출력"} <= {text.get_text() for text in ax.texts}
    assert ax.get_title(loc="left") == STRUCTURES[structure]


def test_the_overview_has_all_five_in_two_rows():
    figure = plot_structures()
    assert [ax.get_title(loc="left") for ax in figure.axes] == [*STRUCTURES.values()]
    assert len({round(ax.get_position().y0, 6) for ax in figure.axes}) == 2
    assert all(not ax.axison for ax in figure.axes)


def test_an_overview_panel_is_the_same_drawing_as_the_single_one():
    for ax, structure in zip(plot_structures().axes, STRUCTURES, strict=True):
        assert arrows(ax) == arrows(plot_structure(structure))


# ── 보이는 모양 ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("structure", STRUCTURES)
def test_words_stay_inside_their_boxes_and_boxes_apart(structure):
    ax = draw(structure)
    ax.figure.draw_without_rendering()
    for color in (INPUT, OUTPUT):
        drawn = boxes(ax, color)
        for box in drawn:
            frame = box.get_window_extent()
            inside = [t for t in ax.texts if frame.contains(*t.get_window_extent().get_points()[0])]
            assert len(inside) == 1
            extent = inside[0].get_window_extent()
            assert frame.x0 < extent.x0 < extent.x1 < frame.x1
            assert frame.y0 < extent.y0 < extent.y1 < frame.y1
        for left, right in pairwise(drawn):
            assert left.get_window_extent().x1 < right.get_window_extent().x0


def everything(ax):
    return [*ax.texts, *(p for p in ax.patches if not isinstance(p, FancyArrowPatch))]


@pytest.mark.parametrize("structure", STRUCTURES)
def test_a_single_figure_is_narrow_enough_and_nothing_is_cut_off(structure):
    ax = draw(structure)
    ax.figure.draw_without_rendering()
    assert ax.figure.get_figwidth() <= 6.6
    for artist in everything(ax):
        extent = artist.get_window_extent()
        assert ax.bbox.x0 - 1 <= extent.x0 <= extent.x1 <= ax.bbox.x1 + 1, artist
        assert ax.bbox.y0 - 1 <= extent.y0 <= extent.y1 <= ax.bbox.y1 + 1, artist
    assert min(text.get_fontsize() for text in ax.texts) >= 13


def test_the_overview_is_narrow_enough_and_its_panels_do_not_overlap():
    figure = plot_structures()
    figure.draw_without_rendering()
    assert figure.get_figwidth() <= 6.6
    for ax in figure.axes:
        extent = ax.get_tightbbox()
        assert figure.bbox.x0 <= extent.x0 <= extent.x1 <= figure.bbox.x1
        assert figure.bbox.y0 <= extent.y0 <= extent.y1 <= figure.bbox.y1
    for a, b in combinations([ax.get_tightbbox() for ax in figure.axes], 2):
        assert a.x1 <= b.x0 or b.x1 <= a.x0 or a.y1 <= b.y0 or b.y1 <= a.y0


def test_row_names_do_not_touch_the_boxes():
    ax = plot_structure("one_to_many", inputs=["아주 길게 적은 입력 하나"], outputs=["짧", "다"])
    ax.figure.draw_without_rendering()
    names = [t for t in ax.texts if t.get_text() in ("입력", "상태", "출력")]
    left = min(p.get_window_extent().x0 for p in ax.patches if isinstance(p, FancyBboxPatch))
    assert max(t.get_window_extent().x1 for t in names) < left


def test_circles_are_round_on_the_screen():
    for ax in [plot_structure("many_to_one"), *plot_structures().axes]:
        ax.figure.draw_without_rendering()
        extent = next(p for p in ax.patches if isinstance(p, Circle)).get_window_extent()
        assert extent.width == pytest.approx(extent.height)


@pytest.mark.parametrize("make", [plot_structures, lambda: draw("encoder_decoder").figure])
def test_the_dark_figure_only_needs_four_colours_replaced(make):
    used = {*re.findall(r"#[0-9a-f]{6}", svg_of(make()))}
    assert used == {INK, PAPER, MUTED, INPUT, OUTPUT}


def test_nothing_is_painted_black():
    """matplotlib 은 검정의 색을 SVG 에 쓰지 않아, 어두운 그림에서 바뀌지 않습니다."""
    ax = draw("encoder_decoder")
    assert {to_hex(p.get_facecolor()) for p in ax.patches} == {PAPER, MUTED}
    assert {to_hex(p.get_edgecolor()) for p in ax.patches} == {INK, MUTED, INPUT, OUTPUT}
    assert {text.get_color() for text in ax.texts} == {INK, MUTED}


def test_drawing_twice_gives_the_same_picture():
    assert svg_of(plot_structures()) == svg_of(plot_structures())


def test_drawing_on_given_axes():
    _, (left, right) = plt.subplots(1, 2)
    assert plot_structure("many_to_one", ax=left) is left
    assert len(right.patches) == 0


# ── 잘못된 입력 ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["many_to_tow", "", "1대1", None, 3, []])
def test_an_unknown_structure_lists_the_known_ones(name):
    with pytest.raises(
        ArgumentError, match=rf"encoder_decoder 가운데 하나.*{re.escape(repr(name))}"
    ):
        plot_structure(name)


def test_a_bare_string_is_not_a_list_of_words():
    with pytest.raises(ArgumentTypeError, match=r"inputs 는 말의 목록.*\['321'\]"):
        plot_structure("encoder_decoder", inputs="321")


def test_words_must_be_text():
    with pytest.raises(ArgumentTypeError, match=r"outputs 에는 글만.*int 형인 3.*str\(3\)"):
        plot_structure("encoder_decoder", outputs=["삼", 3])


@pytest.mark.parametrize(
    ("structure", "role", "count", "wanted"),
    [
        ("one_to_many", "inputs", 2, "1개여야 하는데 2개"),
        ("many_to_one", "outputs", 0, "1개여야 하는데 0개"),
        ("many_to_one", "inputs", 0, "1개 이상 12개 이하여야 하는데 0개"),
        ("one_to_many", "outputs", 13, "1개 이상 12개 이하여야 하는데 13개"),
    ],
)
def test_the_number_of_words_must_fit_the_structure(structure, role, count, wanted):
    with pytest.raises(ArgumentError, match=f"{role} 는 {wanted}"):
        plot_structure(structure, **{role: ["말"] * count})


def test_aligned_needs_as_many_answers_as_words():
    with pytest.raises(ArgumentError, match=r"inputs 는 2개, outputs 는 3개.*encoder_decoder"):
        plot_structure("many_to_many", inputs=["a", "b"], outputs=["p", "q", "r"])


def test_bad_input_leaves_no_empty_figure_behind():
    with pytest.raises(ArgumentError):
        plot_structure("one_to_one", inputs=["a", "b"])
    assert plt.get_fignums() == []
