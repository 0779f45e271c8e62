"""계산 그래프의 그림: 자리는 좌표로, 적힌 수는 글로, 장면의 차례는 채워진 것으로 확인합니다."""

import io
import re
import warnings
from collections import namedtuple
from collections.abc import Iterator
from itertools import combinations

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from dlconcepts.autodiff import Value
from dlconcepts.autodiff import graph as record
from dlconcepts.errors import ArgumentError, ArgumentTypeError
from dlconcepts.viz.graph import GRADIENT, VALUE, animate_graph, plot_graph
from dlconcepts.viz.layout import arrange, crossing_count, levels
from dlconcepts.viz.style import GRID, INK, MUTED, PAPER, use_korean_font

# 자동 미분을 모르는 사람도 그릴 수 있어야 합니다: 이름만 같으면 됩니다
Node = namedtuple("Node", "index op name data grad")
Graph = namedtuple("Graph", "nodes edges")


@pytest.fixture(autouse=True)
def _fresh_matplotlib() -> Iterator[None]:
    with mpl.rc_context(), warnings.catch_warnings():
        use_korean_font()
        yield
    plt.close("all")


def toy(backward=True):
    """가중치 다섯 개의 신경망을 예제 (3, 2) → 24 에서 계산한 기록."""
    x1, x2, t = (Value(v, name=n) for n, v in (("x1", 3), ("x2", 2), ("t", 24)))
    w1, w2, w3, w4, w5 = (Value(v, name=f"w{k}") for k, v in enumerate((1, 2, 1, 1, 0), start=1))
    h1, h2 = (x1 + w1 * x2) ** 2, w2 * x1 * x2
    y = w3 * h1 + w4 * h2 + w5
    error = (y - t) ** 2
    for value, name in ((h1, "h1"), (h2, "h2"), (y, "y"), (error, "E")):
        value.name = name
    if backward:
        error.backward()
    return record(error)


def chain(n=3, *, grad=1.0):
    """0 → 1 → … → n−1."""
    nodes = tuple(Node(i, "exp" if i else "variable", f"a{i}", float(i), grad) for i in range(n))
    return Graph(nodes, tuple((i, i + 1) for i in range(n - 1)))


def boxes(ax):
    return [patch for patch in ax.patches if isinstance(patch, FancyBboxPatch)]


def arrows(ax):
    return [patch for patch in ax.patches if isinstance(patch, FancyArrowPatch)]


def written(ax, color):
    return [text.get_text() for text in ax.texts if text.get_color() == color]


def in_box(ax, box):
    """상자 안에 적힌 글: 색 → 글."""
    x0, y0, x1, y1 = box.get_bbox().extents
    return {
        text.get_color(): text.get_text()
        for text in ax.texts
        if x0 < text.get_position()[0] < x1 and y0 < text.get_position()[1] < y1
    }


def frames(animation):
    """장면을 하나씩 그리며 축을 내줍니다."""
    ax = animation._fig.axes[0]
    for number in animation.new_frame_seq():
        animation._func(number)
        yield ax
    animation._draw_was_started = True  # 저장하지 않고 버려도 경고가 나지 않게


def svg_of(ax) -> str:
    file = io.StringIO()
    ax.figure.savefig(file, format="svg", metadata={"Date": None})
    return file.getvalue()


# ── 자리 ─────────────────────────────────────────────────────────────────────────────────


@st.composite
def dags(draw):
    """번호가 작은 쪽에서 큰 쪽으로만 가는 화살표라 순환이 없습니다."""
    n = draw(st.integers(1, 12))
    pairs = [(i, j) for j in range(n) for i in range(j)]
    return n, draw(st.lists(st.sampled_from(pairs), max_size=20)) if pairs else []


@given(dags())
def test_every_edge_goes_down(dag):
    layout = arrange(*dag)
    for (src, dst), route in layout.routes.items():
        heights = [y for _, y in route]
        assert heights == sorted(heights, reverse=True)
        assert route[0] == layout.points[src]
        assert route[-1] == layout.points[dst]
    assert {*layout.routes} == {*dag[1]}


@given(dags())
def test_no_two_nodes_touch(dag):
    points = arrange(*dag).points
    assert len(points) == dag[0]
    for (x0, y0), (x1, y1) in combinations(points.values(), 2):
        assert y0 != y1 or abs(x0 - x1) > 0.999


@given(dags())
def test_a_long_edge_never_runs_through_a_node_of_another_row(dag):
    layout = arrange(*dag)
    for route in layout.routes.values():
        for x, y in route[1:-1]:
            assert all(row != y or abs(x - at) > 0.6 for at, row in layout.points.values())


@given(dags())
def test_the_whole_layout_fits_its_width_and_height(dag):
    layout = arrange(*dag)
    everywhere = [*layout.points.values(), *(p for route in layout.routes.values() for p in route)]
    assert min(x for x, _ in everywhere) == 0
    assert max(x for x, _ in everywhere) == pytest.approx(layout.width - 1)
    assert {y for _, y in everywhere} <= {float(k) for k in range(layout.height)}


def test_the_row_is_the_longest_way_to_the_end():
    assert levels(4, [(0, 1), (1, 2), (0, 2), (3, 2)]) == [2, 1, 0, 1]


def test_a_cycle_has_no_rows():
    assert levels(3, [(0, 1), (1, 2), (2, 1)]) is None
    assert levels(1, [(0, 0)]) is None


def test_the_five_weight_net_is_drawn_without_a_crossing():
    graph = toy()
    layout = arrange(len(graph.nodes), graph.edges)
    assert crossing_count(layout) == 0
    assert layout.height == 9
    assert layout.width < 4.6  # 전화기에서도 글자가 읽히는 폭


def test_crossings_are_counted():
    layout = arrange(4, [(0, 2), (1, 3)])
    assert crossing_count(layout) == 0
    layout.routes = {(0, 2): [(0, 1), (1, 0)], (1, 3): [(1, 1), (0, 0)]}
    assert crossing_count(layout) == 1


def test_a_swap_removes_the_crossing_of_two_pairs():
    # 끝에서부터 앉히면 0과 1이 뒤집혀 엇갈립니다
    layout = arrange(5, [(0, 3), (1, 2), (2, 4), (3, 4)])
    assert crossing_count(layout) == 0


def test_the_left_operand_stands_on_the_left():
    layout = arrange(3, [(1, 2), (0, 2)])  # 마디 2 의 왼쪽 항이 1
    assert layout.points[1][0] < layout.points[0][0]


def test_inputs_hanging_on_a_chain_do_not_bend_it():
    layout = arrange(6, [(0, 1), (1, 2), (2, 3), (4, 2), (5, 3)])
    assert np.ptp([layout.points[v][0] for v in (0, 1, 2, 3)]) < 0.01


# ── 멈춘 그림 ────────────────────────────────────────────────────────────────────────────


def test_every_node_is_a_box_and_every_edge_an_arrow():
    graph = toy()
    ax = plot_graph(graph)
    assert len(boxes(ax)) == len(graph.nodes) == 19
    assert len(arrows(ax)) == len(graph.edges) == 20


def test_a_value_used_twice_by_one_operation_has_one_arrow():
    x = Value(3.0, name="x")
    assert len(arrows(plot_graph(record(x * x)))) == 1


def test_every_box_holds_its_own_value_and_gradient():
    graph = toy()
    ax = plot_graph(graph)
    found = [in_box(ax, box) for box in boxes(ax)]
    assert [f"{node.data:z.0f}" for node in graph.nodes] == [texts[VALUE] for texts in found]
    gradients = [texts[GRADIENT].replace("−", "-") for texts in found]
    assert [f"{node.grad:z.0f}" for node in graph.nodes] == gradients


def test_the_gradients_of_the_five_weights_are_on_the_picture():
    ax = plot_graph(toy())
    texts = {found.get(INK): found for found in (in_box(ax, box) for box in boxes(ax))}
    gradients = [texts[f"$w_{{{k}}}$"][GRADIENT] for k in range(1, 6)]
    assert gradients == ["520", "156", "650", "312", "26"]


def test_the_value_stands_above_the_gradient():
    ax = plot_graph(chain(1))
    (value,), (gradient,) = (
        [text for text in ax.texts if text.get_color() == color] for color in (VALUE, GRADIENT)
    )
    assert value.get_position()[1] > gradient.get_position()[1]


def test_an_arrow_leaves_the_lower_side_and_points_at_the_upper_side():
    ax = plot_graph(chain(2))
    (arrow,) = arrows(ax)
    tail, head = arrow._path_original.vertices[[0, -1]]
    upper, lower = (box.get_bbox() for box in boxes(ax))
    assert (tail[1], head[1]) == pytest.approx((upper.y0, lower.y1))


def test_two_arrows_into_one_box_end_at_different_places():
    ax = plot_graph(toy())
    heads = [tuple(arrow._path_original.vertices[-1].round(3)) for arrow in arrows(ax)]
    assert len({*heads}) == len(heads)


@pytest.mark.parametrize("options", [{"gradients": False}, {}])
def test_without_gradients_only_values_are_written(options):
    graph = toy() if options else toy(backward=False)
    ax = plot_graph(graph, **options)
    assert written(ax, GRADIENT) == []
    assert len(written(ax, VALUE)) == 19
    assert [t.get_text() for t in ax.figure.legends[0].get_texts()] == ["값"]


def test_a_node_that_got_no_gradient_stays_without_one():
    x = Value(2.0, name="x")
    y = 3.0 * x  # 3은 상수입니다
    y.backward()
    ax = plot_graph(record(y))
    assert sorted(written(ax, VALUE)) == ["2", "3", "6"]
    assert sorted(written(ax, GRADIENT)) == ["1", "3"]
    assert "상수" in written(ax, INK)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (37.0, "37"),
        (-26.0, "−26"),
        (0.4567, "0.457"),
        (-33.945, "−33.9"),
        (2064.25, "2064"),
        (0.00012, "1.2e−4"),
        (3.1e9, "3.1e9"),
        (1e6, "1.0e6"),
        (float("nan"), "nan"),
        (np.float32(2.5), "2.5"),
        (np.array([[7.0]]), "7"),
        (np.zeros((32, 10)), "32×10"),
        (np.zeros(3), "3"),
    ],
)
def test_numbers_are_short_and_arrays_say_their_shape(value, text):
    ax = plot_graph(Graph((Node(0, "", "x", value, None),), ()))
    assert written(ax, VALUE) == [text]


@pytest.mark.parametrize(
    ("op", "text"),
    [("*", "×"), ("-", "−"), ("**2", "제곱"), ("**3", r"$(\cdot)^{3}$"), ("softplus", "softplus")],
)
def test_operations_are_written_as_symbols(op, text):
    ax = plot_graph(Graph((Node(0, op, "", 1.0, None),), ()))
    assert written(ax, INK) == [text]


def test_long_names_are_cut():
    ax = plot_graph(Graph((Node(0, "", "temperature", 1.0, None),), ()))
    assert written(ax, INK) == ["temper…"]


def test_texts_stay_inside_their_boxes():
    leaves = tuple(Node(i, "", "target", -9999.4, -123456.7) for i in range(5))
    ends = (Node(5, "**2", "확률", 0.00123, 0.00456), Node(6, "**2", "E", 1.0, 1.0))
    big = Graph((*leaves, *ends), (*((i, 5) for i in range(5)), (5, 6)))
    for graph in (toy(), big):
        ax = plot_graph(graph)
        ax.figure.draw_without_rendering()
        for box in boxes(ax):
            frame, own = box.get_window_extent(), []
            for text in ax.texts:
                extent = text.get_window_extent()
                if frame.contains(*extent.p0) or frame.contains(*extent.p1):
                    assert frame.x0 <= extent.x0 <= extent.x1 <= frame.x1, text
                    assert frame.y0 - 1 <= extent.y0 <= extent.y1 <= frame.y1 + 1, text
                    own.append(extent)
            for a, b in combinations(own, 2):
                assert not (a.x0 < b.x1 and b.x0 < a.x1 and a.y0 + 4 < b.y1 and b.y0 + 4 < a.y1)


def test_letters_are_large_and_the_figure_is_narrow_enough_for_a_phone():
    ax = plot_graph(toy())
    assert min(text.get_fontsize() for text in ax.texts) >= 11
    assert ax.figure.get_figwidth() < 5
    assert ax.figure.get_figheight() < 8


def test_the_dark_figure_only_needs_four_colours_replaced():
    used = {*re.findall(r"#[0-9a-f]{6}", svg_of(plot_graph(toy())))}
    assert used == {INK, PAPER, MUTED, VALUE, GRADIENT}


def test_nothing_is_painted_black():
    """matplotlib 은 검정의 색을 SVG 에 쓰지 않아, 어두운 그림에서 바뀌지 않습니다."""
    ax = plot_graph(toy())
    patches = {mpl.colors.to_hex(p.get_facecolor()) for p in ax.patches}
    assert patches == {PAPER, MUTED}
    assert {text.get_color() for text in ax.texts} == {INK, VALUE, GRADIENT}


def test_drawing_twice_gives_the_same_picture():
    assert svg_of(plot_graph(toy())) == svg_of(plot_graph(toy()))


def test_drawing_on_given_axes():
    ax = plt.figure(figsize=(5, 7)).add_subplot()
    assert plot_graph(toy(), title="제목", ax=ax) is ax
    assert ax.get_title(loc="left") == "제목"


# ── 움직이는 그림 ────────────────────────────────────────────────────────────────────────


def test_values_fill_up_first_and_then_gradients():
    counts = [
        (len(written(ax, VALUE)), len(written(ax, GRADIENT))) for ax in frames(animate_graph(toy()))
    ]
    assert 10 <= len(counts) <= 14
    values, gradients = zip(*counts, strict=True)
    assert list(values) == sorted(values)
    assert list(gradients) == sorted(gradients)
    assert counts[0] == (8, 0)  # 입력과 가중치
    assert all(v == 19 for v, g in counts if g)  # 순전파가 끝나야 역전파가 시작됩니다
    assert counts[-1] == (19, 19)
    assert len({*counts}) == len(counts)  # 장면마다 새로 채워지는 것이 있습니다


def test_a_value_appears_only_after_its_inputs_and_a_gradient_only_after_its_users():
    graph = toy()
    seen_values, seen_gradients = {}, {}
    for number, ax in enumerate(frames(animate_graph(graph))):
        for v, box in enumerate(boxes(ax)):
            texts = in_box(ax, box)
            if VALUE in texts:
                seen_values.setdefault(v, number)
            if GRADIENT in texts:
                seen_gradients.setdefault(v, number)
    for src, dst in graph.edges:
        assert seen_values[src] <= seen_values[dst]
        assert seen_gradients[dst] <= seen_gradients[src]


def test_one_frame_draws_the_same_whatever_was_drawn_before():
    animation = animate_graph(toy())
    last = len(list(animation.new_frame_seq())) - 1
    pictures = {}
    for number in (0, last, 5, 0, last, 9, 5, 9):
        animation._func(number)
        picture = svg_of(animation._fig.axes[0])
        assert pictures.setdefault(number, picture) == picture
    animation._draw_was_started = True


def test_the_picture_before_playing_is_complete():
    animation = animate_graph(toy())
    ax = animation._fig.axes[0]
    assert (len(written(ax, VALUE)), len(written(ax, GRADIENT))) == (19, 19)
    animation._draw_was_started = True


def test_arrows_turn_around_in_the_backward_pass():
    down, up = [], []
    for ax in frames(animate_graph(chain(3))):
        for arrow in arrows(ax):
            tail, head = arrow._path_original.vertices[[0, -1], 1]
            if arrow.get_edgecolor() == mpl.colors.to_rgba(VALUE):
                down.append(head - tail)
            elif arrow.get_edgecolor() == mpl.colors.to_rgba(GRADIENT):
                up.append(head - tail)
    assert len(down) == len(up) == 2
    assert max(down) < 0 < min(up)


def test_the_caption_counts_the_frames_of_each_pass():
    nodes = chain(3).nodes
    graph = Graph((nodes[0]._replace(grad=None), *nodes[1:]), chain(3).edges)
    captions = [ax.get_title(loc="left") for ax in frames(animate_graph(graph, title="사슬"))]
    assert captions == [
        *(f"사슬\n순전파 {k} / 3" for k in (1, 2, 3)),
        *(f"사슬\n역전파 {k} / 2" for k in (1, 2)),
    ]


def test_without_gradients_only_the_forward_pass_moves():
    for options, graph in (({"gradients": False}, chain(3)), ({}, chain(3, grad=None))):
        captions = [ax.get_title(loc="left") for ax in frames(animate_graph(graph, **options))]
        assert captions == ["순전파 1 / 3", "순전파 2 / 3", "순전파 3 / 3"]


def test_the_axes_do_not_move_between_frames():
    animation = animate_graph(toy())
    places = {ax.get_position().bounds for ax in frames(animation)}
    assert len(places) == 1


def test_unfilled_nodes_are_pale():
    first = next(frames(animation := animate_graph(toy())))
    colours = {mpl.colors.to_hex(box.get_edgecolor()) for box in boxes(first)}
    assert colours == {VALUE, GRID}
    animation._draw_was_started = True


# ── 잘못된 입력 ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("draw", [plot_graph, animate_graph])
def test_a_value_instead_of_its_graph(draw):
    with pytest.raises(ArgumentTypeError, match=r"Value 형.*graph\(끝값\)"):
        draw(Value(1.0))


def test_no_nodes_and_too_many_nodes():
    with pytest.raises(ArgumentError, match=r"1개 이상 60개 이하.*0개입니다"):
        plot_graph(Graph((), ()))
    with pytest.raises(ArgumentError, match=r"61개입니다.*더 작은 식"):
        plot_graph(chain(61))


def test_an_edge_to_nowhere_and_a_wrong_number():
    node = Node(0, "", "x", 1.0, None)
    with pytest.raises(ArgumentError, match=r"없는 번호를 잇는 화살표는 \[\(0, 5\)\]"):
        plot_graph(Graph((node,), ((0, 5),)))
    with pytest.raises(ArgumentError, match=r"번호는 \[3\]"):
        plot_graph(Graph((node._replace(index=3),), ()))


def test_a_cycle_is_named():
    with pytest.raises(ArgumentError, match=r"순환.*edges 의 방향"):
        plot_graph(Graph(chain(3).nodes, ((0, 1), (1, 2), (2, 1))))


def test_bad_input_leaves_no_empty_figure_behind():
    with pytest.raises(ArgumentTypeError):
        plot_graph(None)
    assert plt.get_fignums() == []
