"""도해: 집합은 서로를 품고, 연표의 글은 겹치지 않고, 흐름의 화살표는 상자에서 상자로 갑니다."""

import io
import re
import warnings
from collections.abc import Iterator
from itertools import pairwise

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle

from dlconcepts.errors import ArgumentError, ArgumentTypeError
from dlconcepts.viz import Event, plot_flow, plot_nested_sets, plot_timeline
from dlconcepts.viz.style import GRID, INK, MUTED, PALETTE, PAPER, use_korean_font
from dlconcepts.viz.wording import check_words, headline, text_width, wrapped

RINGS = ["인공지능", "머신러닝", "딥러닝"]
LONG = "층을 지나며 그림을 다시 쓰고, 그 위에서 아주 긴 말도 어절에서 줄을 바꿉니다"
EVENTS = [
    Event(2017, "트랜스포머", "기술"),
    Event(1958, "퍼셉트론", "기술"),
    Event(1974, "첫째 겨울", "겨울", until=1980),
    Event(2012, "깊은 합성곱 신경망이 그림 알아맞히기 대회에서 크게 앞섭니다", "기술"),
    Event(2016, "바둑에서 이긴 기계", "기술"),
    Event(1843, "러브레이스의 주석", "생각"),
    Event(1997, "체스에서 이긴 기계", "기술"),
]


@pytest.fixture(autouse=True)
def _fresh_matplotlib() -> Iterator[None]:
    with mpl.rc_context(), warnings.catch_warnings():
        use_korean_font()
        yield
    plt.close("all")


def texts(ax):
    return [text.get_text() for text in ax.texts]


def boxes_of(ax):
    """그려진 글의 자리(화소). 글마다 (왼쪽, 아래, 오른쪽, 위) 입니다."""
    ax.figure.draw_without_rendering()
    return [text.get_window_extent().extents for text in ax.texts]


def inside(ax, extents):
    left, bottom, right, top = ax.figure.bbox.extents
    return left <= extents[0] and bottom <= extents[1] and extents[2] <= right and extents[3] <= top


def frames(ax):
    """테두리가 있는 상자의 (왼쪽, 아래, 오른쪽, 위)."""
    found = [p for p in ax.patches if isinstance(p, FancyBboxPatch)]
    return [p.get_bbox().extents for p in found if p.get_edgecolor()[3] > 0]


def svg_of(ax):
    file = io.StringIO()
    ax.figure.savefig(file, format="svg", transparent=True, metadata={"Date": None})
    return file.getvalue()


# ── 글 ───────────────────────────────────────────────────────────────────────


def test_the_width_of_text_is_the_width_it_is_drawn_with():
    figure = plt.figure(layout="none")
    for words in ("딥러닝은 층이 깊습니다", "Adam 0.001", "가중치 $w_1$"):
        drawn = figure.text(0, 0, words, size=14).get_window_extent().width / figure.dpi
        assert text_width(words, 14) == pytest.approx(drawn, rel=0.05, abs=0.02)


def test_lines_break_at_spaces_and_stay_within_the_width():
    lines = wrapped(LONG, 1.5, 12).split("\n")
    assert len(lines) > 2
    assert " ".join(lines) == LONG
    assert all(text_width(line, 12) <= 1.5 for line in lines)
    assert wrapped("아주긴어절하나는 그대로", 0.1, 12) == "아주긴어절하나는\n그대로"
    assert wrapped("앞\n뒤", 5, 12) == "앞\n뒤"


def test_a_long_title_becomes_two_lines_and_taller():
    one, height = headline("짧은 제목", 4)
    two, taller = headline("이 제목은 너무 길어서 한 줄에 다 들어가지 못하고 넘칩니다", 4)
    assert (one, two.count("\n")) == ("짧은 제목", 1)
    assert taller > height > 0
    assert headline(None, 4) == ("", 0)


@pytest.mark.parametrize(
    ("words", "error", "says"),
    [
        ("셋", ArgumentTypeError, r"\['셋'\] 처럼"),
        (["하나"], ArgumentError, r"칸은 2개인데 names 자리의 말은 1개"),
        (["하나", 2], ArgumentTypeError, r"int 형인 2.*str\(2\)"),
    ],
)
def test_words_that_do_not_fit_are_refused(words, error, says):
    with pytest.raises(error, match=says):
        check_words("f", "names", words, 2, "칸은")


# ── 집합 ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("captions", [None, ["규칙", LONG, LONG + LONG]])
def test_every_ring_lies_inside_the_one_before(captions):
    ax = plot_nested_sets(RINGS, captions=captions)
    for outer, inner in pairwise(frames(ax)):
        assert (inner[:2] > outer[:2]).all()
        assert (inner[2:] < outer[2:]).all()


def test_words_stay_in_their_ring_above_the_next_one():
    ax = plot_nested_sets(RINGS, captions=["규칙", LONG, LONG], title="안으로 갈수록")
    pixels = [ax.transData.transform(np.reshape(box, (2, 2))).ravel() for box in frames(ax)]
    written = boxes_of(ax)
    pixels = [ax.transData.transform(np.reshape(box, (2, 2))).ravel() for box in frames(ax)]
    for k, (left, bottom, right, top) in enumerate(pixels):
        floor = pixels[k + 1][3] if k + 1 < len(pixels) else bottom
        for box in written[2 * k : 2 * k + 2]:
            assert left < box[0]
            assert box[2] < right
            assert floor < box[1] < box[3] < top


def test_names_are_outermost_first_and_captions_follow():
    ax = plot_nested_sets(RINGS, captions=["하나", "", "셋"])
    assert texts(ax) == ["인공지능", "하나", "머신러닝", "딥러닝", "셋"]


@pytest.mark.parametrize("names", [["하나"], [str(k) for k in range(7)]])
def test_one_set_or_too_many_are_refused(names):
    with pytest.raises(ArgumentError, match=f"2개에서 6개까지.*{len(names)}개를"):
        plot_nested_sets(names)


def test_a_caption_for_every_set():
    with pytest.raises(ArgumentError, match="집합은 3개인데 captions 자리의 말은 1개"):
        plot_nested_sets(RINGS, captions=["하나"])


# ── 연표 ─────────────────────────────────────────────────────────────────────


def dots(ax):
    return [
        (line.get_ydata()[0], line.get_color()) for line in ax.lines if len(line.get_xdata()) == 1
    ]


def test_points_stand_at_their_year_and_time_runs_down():
    ax = plot_timeline(EVENTS)
    assert [year for year, _ in dots(ax)] == [1843, 1958, 1997, 2012, 2016, 2017]
    ax.figure.draw_without_rendering()
    heights = [ax.transData.transform((0, year))[1] for year, _ in dots(ax)]
    assert heights == sorted(heights, reverse=True)


def test_years_are_to_scale_except_for_the_long_emptiness():
    ax = plot_timeline(EVENTS)
    ax.figure.draw_without_rendering()

    def pixels(a, b):
        return float(np.subtract(*ax.transData.transform([(0, a), (0, b)])[:, 1]))

    assert pixels(1958, 1974) / 16 == pytest.approx(pixels(1980, 2012) / 32, rel=1e-6)
    assert pixels(1843, 1958) == pytest.approx(6 * pixels(2016, 2017), rel=1e-6)


def test_a_long_emptiness_is_dotted_and_has_no_ticks():
    ax = plot_timeline(EVENTS)
    dotted = [c for c in ax.collections if c.get_linestyle()[0][1] is not None]
    ends = [[tuple(p) for p in segment] for c in dotted for segment in c.get_segments()]
    assert [(a[1], b[1]) for a, b in ends] == [(1843, 1958)]
    ticks = [text for text in texts(ax) if text.isdigit() and int(text) % 10 == 0]
    assert ticks == [str(year) for year in range(1960, 2020, 10)]


def test_words_never_overlap_and_stay_in_the_picture():
    crowded = [*EVENTS, *(Event(2012 + k, LONG, "생각") for k in range(1, 5))]
    ax = plot_timeline(crowded, title="제목")
    written = boxes_of(ax)
    for box in written:
        assert inside(ax, box)
    for i, a in enumerate(written):
        for b in written[i + 1 :]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_a_period_is_a_bar_from_its_first_year_to_its_last():
    (bar,) = [p for p in plot_timeline(EVENTS).patches if isinstance(p, Rectangle)]
    assert (bar.get_y(), bar.get_height()) == (1974, 6)
    assert bar.get_label() == "겨울"


def test_a_period_that_ends_last_is_drawn_to_its_end():
    ax = plot_timeline([Event(1950, "처음"), Event(1955, "긴 일", until=1975)])
    low, high = sorted(ax.get_ylim())
    assert low < 1950 < 1975 < high


def test_every_kind_has_its_colour_and_one_entry_in_the_legend():
    ax = plot_timeline(EVENTS)
    assert sorted(ax.get_legend_handles_labels()[1]) == ["겨울", "기술", "생각"]
    colors = dict(dots(ax))
    assert colors[1958] == colors[2017] == PALETTE[0]
    assert colors[1843] == PALETTE[2]
    assert plot_timeline([Event(1958, "퍼셉트론")]).get_legend_handles_labels() == ([], [])


def test_places_are_the_nearest_that_do_not_overlap():
    from dlconcepts.viz.timeline import _apart

    heights = np.ones(4)
    np.testing.assert_allclose(_apart(np.array([0.0, 3, 6, 9]), heights), [0, 3, 6, 9])
    np.testing.assert_allclose(_apart(np.array([5.0, 5, 5, 20]), heights), [4, 5, 6, 20])


@pytest.mark.parametrize(
    ("events", "error", "says"),
    [
        ([], ArgumentError, "0개입니다"),
        ([(1958, "퍼셉트론")], ArgumentTypeError, r"tuple 형.*Event\(1958"),
        ([Event(1980, "겨울", until=1974)], ArgumentError, r"until\(1974\).*year\(1980\)"),
    ],
)
def test_events_that_cannot_be_placed_are_refused(events, error, says):
    with pytest.raises(error, match=says):
        plot_timeline(events)


# ── 흐름 ─────────────────────────────────────────────────────────────────────

PLACES = {"데이터": (0, 0), "학습": (1, 0), "규칙": (2, 0)}
ARROWS = [("데이터", "학습"), ("학습", "규칙")]


def arrow_ends(ax):
    return [p._posA_posB for p in ax.patches if isinstance(p, FancyArrowPatch)]


def test_a_box_for_what_is_done_and_plain_words_for_what_flows():
    ax = plot_flow(PLACES, ARROWS, things=["데이터", "규칙"])
    assert texts(ax) == ["데이터", "학습", "규칙"]
    assert len(frames(ax)) == 1


def test_arrows_go_from_border_to_border():
    ax = plot_flow({"앞": (0, 0), "뒤에 오는 상자": (1, 1)}, [("앞", "뒤에 오는 상자")])
    (((x0, y0), (x1, y1)),) = arrow_ends(ax)
    first, second = frames(ax)
    assert x0 == pytest.approx(first[2]) or y0 == pytest.approx(first[3])
    assert x1 == pytest.approx(second[0]) or y1 == pytest.approx(second[1])


def test_two_arrows_between_the_same_boxes_do_not_lie_on_each_other():
    ax = plot_flow({"가": (0, 0), "나": (1, 0)}, [("가", "나"), ("나", "가")])
    (there, _), (back, _) = arrow_ends(ax)
    assert abs(there[1] - back[1]) > 0.1


def test_words_on_an_arrow_and_the_new_box_in_colour():
    ax = plot_flow(PLACES, {ARROWS[0]: "예제", ARROWS[1]: ""}, highlight=["학습"])
    assert "예제" in texts(ax)
    edges = [mpl.colors.to_hex(p.get_edgecolor()) for p in ax.patches if p.get_linewidth() > 2]
    assert PALETTE[1] in edges


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: plot_flow({}, []), ArgumentTypeError, "dict 여야"),
        (lambda: plot_flow({"가": (0,)}, []), ArgumentError, r"'가' 의 자리.*\(0,\)"),
        (lambda: plot_flow({"가": (0, 0), "나": (0, 0)}, []), ArgumentError, "같은 자리"),
        (lambda: plot_flow(PLACES, [("데이터", "답")]), ArgumentError, "'답'.*있는 이름: 데이터"),
        (lambda: plot_flow(PLACES, [("학습", "학습")]), ArgumentTypeError, "서로 다른 두 이름"),
        (lambda: plot_flow(PLACES, ARROWS, things="규칙"), ArgumentTypeError, r"\['규칙'\] 처럼"),
    ],
)
def test_a_flow_that_cannot_be_drawn_is_refused(call, error, says):
    with pytest.raises(error, match=says):
        call()


# ── 모두 ─────────────────────────────────────────────────────────────────────

DIAGRAMS = {
    "sets": lambda **o: plot_nested_sets(RINGS, captions=["하나", LONG, "셋"], **o),
    "timeline": lambda **o: plot_timeline(EVENTS, **o),
    "flow": lambda **o: plot_flow(PLACES, ARROWS, things=["규칙"], highlight=["학습"], **o),
}


@pytest.mark.parametrize("name", DIAGRAMS)
def test_every_word_of_a_diagram_is_inside_the_picture_and_readable_on_a_phone(name):
    title = "제목이 아주 길어서 한 줄에 다 들어가지 않으면 줄을 바꿉니다"
    ax = DIAGRAMS[name](title=title)
    assert all(inside(ax, box) for box in boxes_of(ax))
    assert inside(ax, ax.title.get_window_extent().extents) or inside(
        ax, ax._left_title.get_window_extent().extents
    )
    # 화면의 폭이 358px 로 줄어도 글자는 10px 보다 큽니다
    shrunk = min(1.0, 358 / (ax.figure.get_figwidth() * 96))
    assert min(text.get_size() for text in ax.texts) * 96 / 72 * shrunk >= 10


@pytest.mark.parametrize("name", DIAGRAMS)
def test_the_dark_picture_is_made_by_replacing_the_four_colours(name):
    svg = svg_of(DIAGRAMS[name]())
    used = {color for color in mpl_colors(svg) if color not in {c.lower() for c in PALETTE}}
    assert used <= {INK, PAPER, MUTED, GRID}


def mpl_colors(svg):
    return {found.lower() for found in re.findall(r"#[0-9a-fA-F]{6}", svg)}


@pytest.mark.parametrize("name", DIAGRAMS)
def test_a_given_axes_is_used_and_the_figure_keeps_its_size(name):
    figure, axes = plt.subplots(figsize=(7, 9))
    assert DIAGRAMS[name](ax=axes) is axes
    assert figure.get_size_inches().tolist() == [7, 9]
    assert len(figure.axes) == 1


@pytest.mark.parametrize("name", DIAGRAMS)
def test_the_same_diagram_is_the_same_svg(name):
    assert svg_of(DIAGRAMS[name]()) == svg_of(DIAGRAMS[name]())
