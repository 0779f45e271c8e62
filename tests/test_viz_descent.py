"""경사 하강법의 그림: 무엇을 그렸는지는 좌표로, 어두운 그림이 되는지는 SVG 로 확인합니다."""

import io
import math
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.animation import FuncAnimation
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, Rectangle
from matplotlib.text import Text

from dlconcepts.descent import DescentTrace, minimize
from dlconcepts.errors import ArgumentError, ArgumentTypeError, ShapeError
from dlconcepts.objectives import bowl, himmelblau, ravine, rosenbrock, square, two_valleys
from dlconcepts.optimizers import Adam, GradientDescent, Momentum
from dlconcepts.viz import (
    GRID,
    INK,
    MUTED,
    PALETTE,
    PAPER,
    animate_descent_1d,
    plot_basins,
    plot_contour,
    plot_descent_1d,
    plot_gradient_field,
    plot_surface,
    plot_tangents,
    plot_values,
    trace_color,
    use_korean_font,
)
from dlconcepts.viz.curve import PATH, TANGENT, symbol_number

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"


@pytest.fixture(autouse=True)
def _fresh_matplotlib() -> Iterator[None]:
    with mpl.rc_context(), warnings.catch_warnings():
        use_korean_font()
        yield
    plt.close("all")


def descend(lr: float, x0: float = 3.0, steps: int = 10) -> DescentTrace:
    return minimize(
        square.f, square.grad, x0, GradientDescent(lr), steps=steps, on_diverge="return"
    )


def roll(optimizer=None, start=(3.0, 2.0), steps=10, objective=bowl) -> DescentTrace:
    return minimize(
        objective.f,
        objective.grad,
        np.array(start),
        optimizer or GradientDescent(0.1),
        steps=steps,
    )


def valley_ends(starts: np.ndarray, lr: float) -> list[DescentTrace]:
    return [
        minimize(
            two_valleys.f,
            two_valleys.grad,
            x0,
            GradientDescent(lr),
            steps=200,
            on_diverge="return",
        )
        for x0 in starts
    ]


def lines(ax: Axes, color: str, marker: str | None = None):
    return [
        line
        for line in ax.get_lines()
        if line.get_color() == color and (marker is None or line.get_marker() == marker)
    ]


def values_figure() -> Axes:
    traces = [descend(lr) for lr in (0.1, 0.5, 1.1)]
    return plot_values(traces, labels=["작게", "한 번에", "발산"], title="학습률과 함숫값")


def basins_figure() -> Axes:
    starts = np.linspace(-3.5, 3.5, 41)
    return plot_basins(two_valleys.f, starts, valley_ends(starts, 0.12), two_valleys.minima)


def animation_figure() -> Axes:
    animation = animate_descent_1d(square.f, descend(0.1), title="한 걸음씩")
    animation._draw_was_started = True  # 그리지 않고 버려도 경고가 나지 않게
    return animation._fig.axes[0]


def side_by_side_figure() -> Axes:
    _, (left, right) = plt.subplots(1, 2)
    plot_values([descend(0.1)], labels=["길"], ax=left)
    return plot_contour(bowl.f, roll(), labels=["길"], ax=right)


FIGURES: dict[str, Callable[[], Axes]] = {
    "descent": lambda: plot_descent_1d(
        two_valleys.f,
        minimize(two_valleys.f, two_valleys.grad, 2.0, GradientDescent(0.02), steps=20),
        minima=two_valleys.minima,
        title="골짜기로",
    ),
    "tangents": lambda: plot_tangents(square.f, square.grad, [-2, 0, 1.5], title="접선"),
    "values": values_figure,
    "basins": basins_figure,
    "contour": lambda: plot_contour(
        ravine.f,
        [roll(o, (-8.0, 1.6), 40, ravine) for o in (GradientDescent(0.03), Momentum(0.01))],
        labels=["경사 하강법", "모멘텀"],
        minima=ravine.minima,
        log=True,
        title="좁은 골짜기",
    ),
    "surface": lambda: plot_surface(bowl.f, roll(), xlim=(-4, 4), ylim=(-3, 3), title="그릇"),
    "field": lambda: plot_gradient_field(
        rosenbrock.f, rosenbrock.grad, xlim=(-2, 2), ylim=(-1, 2), same_length=True, log=True
    ),
    "animation": animation_figure,
    "side by side": side_by_side_figure,
}


@pytest.fixture(params=FIGURES)
def svg(request: pytest.FixtureRequest) -> str:
    ax = FIGURES[request.param]()
    file = io.StringIO()
    ax.figure.savefig(file, format="svg", metadata={"Date": None})
    return file.getvalue()


# ── 어두운 그림 ──────────────────────────────────────────────────────────────────────────


def declared(element: ET.Element) -> dict[str, str]:
    """요소가 스스로 정한 fill 과 stroke."""
    style = dict(
        part.split(":", 1) for part in element.get("style", "").replace(" ", "").split(";") if part
    )
    return {key: element.get(key) or style.get(key, "") for key in ("fill", "stroke")} | {
        "opacity": style.get("fill-opacity", "1")
    }


def painted(root: ET.Element) -> Iterator[tuple[str, str, str]]:
    """칠해지는 모든 도형의 (이름, fill, stroke). 정하지 않은 fill 은 SVG 의 규칙대로 검정입니다."""
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}

    def walk(element: ET.Element, fill: str, stroke: str) -> Iterator[tuple[str, str, str]]:
        if element.tag in (f"{SVG}defs", f"{SVG}clipPath", f"{SVG}style", f"{SVG}metadata"):
            return
        own = declared(element)
        fill, stroke = own["fill"] or fill, own["stroke"] or stroke
        name = element.tag.removeprefix(SVG)
        if name == "use":
            yield from walk(by_id[element.get(LINK, "").removeprefix("#")], fill, stroke)
        elif name in ("path", "rect", "circle", "line", "text", "polygon"):
            yield name, fill, stroke
        for child in element:
            yield from walk(child, fill, stroke)

    yield from walk(root, "#000000", "none")


def test_the_black_finder_sees_text_whose_colour_was_left_out():
    """matplotlib 은 검정 글자의 fill 을 아예 쓰지 않습니다. 그것까지 잡아야 시험입니다."""
    figure = plt.figure()
    figure.text(0.1, 0.5, "검정", color="#000000")
    file = io.StringIO()
    figure.savefig(file, format="svg")
    assert "#000000" in {fill for _, fill, _ in painted(ET.fromstring(file.getvalue()))}


def test_nothing_in_a_figure_is_black(svg):
    shapes = list(painted(ET.fromstring(svg)))
    assert len(shapes) > 20
    black = [shape for shape in shapes if {"#000000", "black", "#000"} & {*shape[1:]}]
    assert black == []


def test_dark_patterns_are_not_black_either(svg):
    for pattern in ET.fromstring(svg).iter(f"{SVG}pattern"):
        for shape in pattern:
            assert not {"#000000", "black", "#000"} & {*declared(shape).values()}


def test_a_figure_holds_no_pixels_that_dark_mode_could_not_recolour(svg):
    assert "<image" not in svg


def test_every_grey_of_a_figure_is_one_that_dark_mode_replaces(svg):
    """무채색은 모두 INK, PAPER, MUTED, GRID 여야 어두운 그림에서 함께 바뀝니다."""
    used = {c for shape in painted(ET.fromstring(svg)) for c in shape[1:] if c.startswith("#")}
    channels = {c: [int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in used}
    greys = {c for c, rgb in channels.items() if max(rgb) - min(rgb) < 24}
    assert greys <= {INK, PAPER, MUTED, GRID}
    assert {INK, PAPER} <= used


def test_a_figure_is_light_enough_for_a_page(svg):
    assert len(svg.encode()) < 250_000


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_drawn_twice_the_same(name):
    saved = []
    for _ in range(2):
        file = io.StringIO()
        FIGURES[name]().figure.savefig(file, format="svg", metadata={"Date": None})
        saved.append(file.getvalue())
    assert saved[0] == saved[1]


@pytest.mark.parametrize("name", FIGURES)
def test_saving_again_in_another_format_does_not_move_the_axes(name):
    ax = FIGURES[name]()
    places = []
    for kind in ("png", "svg", "png"):
        ax.figure.savefig(io.BytesIO(), format=kind)
        places.append(ax.get_position().bounds)
    np.testing.assert_allclose(places[1:], places[:2], atol=0.02)


@pytest.mark.parametrize("name", [name for name in FIGURES if name != "surface"])
def test_titles_and_labels_stay_inside_the_figure(name):
    ax = FIGURES[name]()
    figure = ax.figure
    figure.draw_without_rendering()
    box = figure.bbox
    texts = (ax._left_title, ax.xaxis.label, ax.yaxis.label, *ax.texts)
    for text in filter(Text.get_text, texts):
        extent = text.get_window_extent()
        assert box.x0 <= extent.x0, text
        assert extent.x1 <= box.x1, text
        assert box.y0 <= extent.y0, text
        assert extent.y1 <= box.y1, text


# ── 한 변수 ──────────────────────────────────────────────────────────────────────────────


def test_points_of_the_trace_lie_on_the_curve():
    trace = descend(0.1)
    ax = plot_descent_1d(square.f, trace)
    (points,) = lines(ax, PATH, "o")
    np.testing.assert_array_equal(points.get_xdata(), trace.x)
    np.testing.assert_array_equal(points.get_ydata(), trace.values)


@pytest.mark.parametrize(
    ("tangents", "expected"), [(True, 11), (False, 0), (0, 0), (2, 2), (99, 11), ([0, 4, 10], 3)]
)
def test_tangents_counts_the_tangents(tangents, expected):
    ax = plot_descent_1d(square.f, descend(0.1), tangents=tangents)
    assert len(lines(ax, TANGENT)) == expected


def test_tangents_touch_the_point_and_have_its_slope():
    trace = descend(0.1)
    ax = plot_descent_1d(square.f, trace, tangents=True)
    for t, line in enumerate(lines(ax, TANGENT)):
        (x0, x1), (y0, y1) = line.get_xdata(), line.get_ydata()
        assert (y1 - y0) / (x1 - x0) == pytest.approx(trace.gradients[t, 0])
        assert ((x0 + x1) / 2, (y0 + y1) / 2) == pytest.approx((trace.x[t], trace.values[t]))


def test_tangents_look_equally_long_on_the_screen():
    ax = plot_descent_1d(square.f, descend(0.1), tangents=True)
    ends = [ax.transData.transform(line.get_xydata()) for line in lines(ax, TANGENT)]
    lengths = [math.dist(a, b) for a, b in ends]
    assert max(lengths) == pytest.approx(min(lengths))


def test_grad_replaces_the_slopes_of_the_trace():
    ax = plot_descent_1d(square.f, descend(0.1), grad=lambda x: 0.0, tangents=1)
    (line,) = lines(ax, TANGENT)
    assert np.ptp(line.get_ydata()) == 0


def test_close_points_share_a_number():
    ax = plot_descent_1d(square.f, descend(0.1, steps=40), xlim=(-3.5, 3.5))
    numbers = [text.get_text() for text in ax.texts]
    assert numbers[0] == "0"
    assert any("–" in number for number in numbers)
    assert numbers[-1].endswith("40")


def test_points_that_swing_back_and_forth_share_two_numbers():
    ax = plot_descent_1d(square.f, descend(1.0, steps=6))
    assert [text.get_text() for text in ax.texts] == ["0, 2, …, 6", "1, 3, 5"]


def test_steps_are_arrows_from_point_to_point():
    trace = descend(0.9, steps=4)
    ax = plot_descent_1d(square.f, trace)
    arrows = [patch for patch in ax.patches if isinstance(patch, FancyArrowPatch)]
    starts = [arrow._posA_posB[0] for arrow in arrows]
    np.testing.assert_allclose(starts, list(zip(trace.x[:-1], trace.values[:-1], strict=True)))


def test_minima_are_stars_on_the_curve():
    ax = plot_descent_1d(
        two_valleys.f,
        minimize(two_valleys.f, two_valleys.grad, 2.0, GradientDescent(0.02), steps=5),
        minima=two_valleys.minima,
    )
    (stars,) = lines(ax, INK, "*")
    np.testing.assert_allclose(stars.get_xdata(), [-1.473, 1.347], atol=1e-3)
    np.testing.assert_allclose(stars.get_ydata(), [-4.444, -1.619], atol=1e-3)


def test_a_function_that_takes_only_plain_numbers_can_be_drawn():
    trace = minimize(
        lambda x: math.exp(x) - x, lambda x: math.exp(x) - 1, 2.0, GradientDescent(0.1), steps=3
    )
    ax = plot_descent_1d(lambda x: math.exp(x) - x, trace, xlim=(-3, 900))
    assert np.isnan(ax.get_lines()[0].get_ydata()).any()  # 넘친 곳은 비워 둡니다


def test_the_given_axes_are_drawn_on_and_returned():
    figure, (left, right) = plt.subplots(1, 2)
    assert plot_descent_1d(square.f, descend(0.1), ax=left) is left
    assert plot_values(descend(0.1), ax=right) is right
    assert figure.axes == [left, right]


def test_slopes_are_written_next_to_the_tangents():
    ax = plot_tangents(square.f, square.grad, [-2, 0, 1.5])
    assert [text.get_text() for text in ax.texts] == ["$-4.00$", "$0.00$", "$3.00$"]
    assert len(lines(ax, TANGENT)) == 3


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "$x = 0$"), (-1.5, "$x = -1.500$"), (3e-7, r"$x = 3.00 \times 10^{-7}$")],
)
def test_symbol_number_writes_small_numbers_as_powers(value, text):
    assert symbol_number("x", value) == text


# ── 걸음마다의 값 ────────────────────────────────────────────────────────────────────────


def test_values_are_drawn_against_the_step():
    trace = descend(0.1)
    ax = plot_values(trace)
    (line,) = lines(ax, trace_color(0), "o")
    np.testing.assert_array_equal(line.get_xdata(), np.arange(11))
    np.testing.assert_array_equal(line.get_ydata(), trace.values)
    assert ax.get_yscale() == "log"


def test_reference_is_subtracted():
    trace = minimize(two_valleys.f, two_valleys.grad, -2.0, GradientDescent(0.02), steps=5)
    ax = plot_values(trace, reference=two_valleys.minima[0].value)
    (line,) = lines(ax, trace_color(0), "o")
    np.testing.assert_array_equal(line.get_ydata(), trace.values - two_valleys.minima[0].value)


def test_exact_zeros_on_a_log_axis_become_hollow_triangles():
    ax = plot_values(descend(0.5, steps=3))  # 한 걸음 만에 0
    (zeros,) = [line for line in ax.get_lines() if line.get_markerfacecolor() == PAPER]
    np.testing.assert_array_equal(zeros.get_xdata(), [1, 2, 3])
    ax.figure.canvas.draw()


def test_rounding_below_the_reference_counts_as_zero():
    low = two_valleys.minima[0].value
    trace = DescentTrace(
        np.zeros((2, 1)), np.array([1.0, np.nextafter(low, -9)]), np.zeros((2, 1)), "completed", 0.1
    )
    ax = plot_values(trace, reference=low)
    (zeros,) = [line for line in ax.get_lines() if line.get_markerfacecolor() == PAPER]
    np.testing.assert_array_equal(zeros.get_xdata(), [1])


def test_a_trace_that_is_all_zero_is_still_drawn():
    plot_values(descend(0.1, x0=0.0, steps=2)).figure.canvas.draw()


def test_negative_values_on_a_log_axis_name_the_step_and_the_two_remedies():
    trace = minimize(two_valleys.f, two_valleys.grad, -2.0, GradientDescent(0.02), steps=5)
    with pytest.raises(ArgumentError, match=r"1번째 궤적의 걸음 0에서 -1 .*reference.*log=False"):
        plot_values(trace)
    with pytest.raises(ArgumentError, match=r"reference\(0.5\) 이상"):
        plot_values(trace, reference=0.5)
    assert plot_values(trace, log=False).get_yscale() == "linear"


def test_labels_make_a_legend_outside_the_data():
    ax = values_figure()
    (legend,) = ax.figure.legends
    assert [text.get_text() for text in legend.get_texts()] == ["작게", "한 번에", "발산"]
    ax.figure.draw_without_rendering()
    assert not legend.get_window_extent().overlaps(ax.get_window_extent())


def test_several_axes_keep_their_legends_inside():
    _, axes = plt.subplots(1, 2)
    plot_values([descend(0.1)], labels=["길"], ax=axes[0])
    assert axes[0].get_legend() is not None


# ── 흡인 영역 ────────────────────────────────────────────────────────────────────────────


def cells(ax: Axes) -> list[tuple[float, float, str]]:
    patches = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    return [
        (p.get_x(), p.get_x() + p.get_width(), mpl.colors.to_hex(p.get_facecolor()))
        for p in sorted(patches, key=lambda p: p.get_x())
    ]


def test_the_band_changes_colour_at_the_hill():
    starts = np.linspace(-2.5, 2.5, 101)
    ax = plot_basins(two_valleys.f, starts, valley_ends(starts, 0.02), two_valleys.minima)
    left, right = cells(ax)
    assert (left[2], right[2]) == PALETTE[:2]
    assert left[1] == pytest.approx(0.126, abs=0.03)  # 언덕의 꼭대기
    assert right[0] == pytest.approx(left[1])
    assert (left[0], right[1]) == (-2.5, 2.5)


def test_traces_and_end_points_draw_the_same_band():
    starts = np.linspace(-2.5, 2.5, 11)
    traces = valley_ends(starts, 0.02)
    from_traces = plot_basins(two_valleys.f, starts, traces, two_valleys.minima)
    from_points = plot_basins(two_valleys.f, starts, [t.x[-1] for t in traces], [-1.473, 1.347])
    assert cells(from_traces) == cells(from_points)


def test_starts_need_not_be_sorted():
    starts, ends = np.array([2.0, -2.0, 1.0]), np.array([1.0, -1.0, 1.0])
    ax = plot_basins(square.f, starts, ends, [-1.0, 1.0])
    assert [cell[2] for cell in cells(ax)] == list(PALETTE[:2])


@pytest.mark.parametrize("end", [np.nan, np.inf, -np.inf])
def test_diverged_starts_are_hatched_and_named(end):
    ax = plot_basins(square.f, [-1.0, 0.0, 1.0, 2.0], [0, 0, 0.5, end], [0.0])
    hatches = [patch.get_hatch() for patch in ax.patches]
    assert hatches == [None, "", "////"]
    (legend,) = ax.figure.legends
    assert [text.get_text() for text in legend.get_texts()] == ["$x = 0.000$", "발산", "닿지 못함"]


def test_diverged_traces_are_recognised_by_their_status():
    starts = [1.0, 2.0]
    traces = [descend(0.1, 1.0, 100), descend(3.0, 2.0, 100)]
    assert traces[1].status == "diverged"
    ax = plot_basins(square.f, starts, traces, square.minima)
    assert [patch.get_hatch() for patch in ax.patches] == [None, "////"]


# ── 두 변수 ──────────────────────────────────────────────────────────────────────────────


def test_the_path_on_the_contours_is_the_trace():
    trace = roll()
    ax = plot_contour(bowl.f, trace)
    path = lines(ax, trace_color(0))[0]
    np.testing.assert_array_equal(path.get_xydata(), trace.points)


def test_contour_levels_are_where_they_are_asked_for():
    ax = plot_contour(bowl.f, roll(), levels=[1.0, 4.0], xlim=(-3, 3), ylim=(-3, 3))
    for collection, level in zip(ax.collections, (1.0, 4.0), strict=True):
        outline = np.concatenate([path.vertices for path in collection.get_paths()])
        np.testing.assert_allclose(bowl.f(outline), level, rtol=0.01)


def test_log_levels_grow_by_a_constant_factor():
    even = plot_contour(bowl.f, xlim=(-3, 3), ylim=(-3, 3), levels=5)
    log = plot_contour(bowl.f, xlim=(-3, 3), ylim=(-3, 3), levels=5, log=True)

    def tops(ax: Axes) -> np.ndarray:
        return np.array([collection.levels[-1] for collection in ax.collections])

    np.testing.assert_allclose(np.diff(tops(even), 2), 0, atol=1e-9)
    ratios = tops(log)[1:] / tops(log)[:-1]
    np.testing.assert_allclose(ratios, ratios[0], rtol=1e-3)


def test_contours_have_equal_scales_unless_told_otherwise():
    assert plot_contour(bowl.f, roll()).get_aspect() == 1.0
    assert plot_contour(bowl.f, roll(), equal=False).get_aspect() == "auto"


def test_each_path_has_its_colour_and_its_name():
    traces = [roll(GradientDescent(0.1)), roll(Adam(0.3))]
    ax = plot_contour(bowl.f, traces, labels=["경사 하강법", "Adam"], minima=bowl.minima)
    named = {line.get_label(): line.get_color() for line in ax.get_lines()}
    assert named["경사 하강법"] == trace_color(0)
    assert named["Adam"] == trace_color(1)
    assert len(lines(ax, INK, "*")) == 1


def test_a_function_of_one_point_need_not_take_a_grid():
    matrix = np.diag([1.0, 2.0])
    by_hand = plot_contour(lambda p: p @ matrix @ p, roll(), levels=[3.0])
    vectorised = plot_contour(bowl.f, roll(), levels=[3.0])
    np.testing.assert_allclose(
        by_hand.collections[0].get_paths()[0].vertices,
        vectorised.collections[0].get_paths()[0].vertices,
    )


def test_a_diverged_path_is_drawn_as_far_as_it_goes():
    trace = minimize(
        bowl.f, bowl.grad, np.array([1.0, 1.0]), GradientDescent(0.9), steps=50, on_diverge="return"
    )
    assert trace.status == "diverged"
    ax = plot_contour(bowl.f, trace, xlim=(-5, 5), ylim=(-5, 5))
    ax.figure.canvas.draw()
    assert ax.get_xlim() == (-5, 5)


def test_arrows_point_down_and_cross_the_contours_at_right_angles():
    ax = plot_gradient_field(bowl.f, bowl.grad, xlim=(-3, 3), ylim=(-2, 2))
    arrows = ax.collections[-1]
    gradient = bowl.grad(arrows.XY)
    cross = arrows.U * gradient[:, 1] - arrows.V * gradient[:, 0]
    np.testing.assert_allclose(cross, 0, atol=1e-9)
    assert np.all(arrows.U * gradient[:, 0] + arrows.V * gradient[:, 1] < 0)
    assert ax.get_aspect() == 1.0


def test_arrow_lengths_are_proportional_or_equal():
    shown = {
        same: plot_gradient_field(
            bowl.f, bowl.grad, xlim=(-3, 3), ylim=(-2, 2), same_length=same
        ).collections[-1]
        for same in (False, True)
    }
    length = {same: np.hypot(arrows.U, arrows.V) for same, arrows in shown.items()}
    slope = np.linalg.norm(bowl.grad(shown[False].XY), axis=1)
    np.testing.assert_allclose(length[False] / length[False].max(), slope / slope.max())
    np.testing.assert_allclose(length[True], length[True][0])


def test_the_path_on_the_surface_has_the_height_of_the_function():
    trace = roll()
    ax = plot_surface(bowl.f, trace)
    x, y, z = ax.get_lines()[0].get_data_3d()
    np.testing.assert_array_equal(np.column_stack([x, y]), trace.points)
    np.testing.assert_allclose(z, trace.values)
    assert ax.name == "3d"


def test_a_surface_needs_no_path():
    assert plot_surface(himmelblau.f, xlim=(-5, 5), ylim=(-5, 5)).name == "3d"


# ── 움직이는 그림 ────────────────────────────────────────────────────────────────────────


def scenes(animation: FuncAnimation) -> list[int]:
    animation._draw_was_started = True
    return list(animation.new_frame_seq())


def test_one_frame_per_point_up_to_twelve():
    assert scenes(animate_descent_1d(square.f, descend(0.1, steps=10))) == list(range(11))
    assert scenes(animate_descent_1d(square.f, descend(0.1, steps=50))) == [*range(11), 50]


@pytest.mark.parametrize(("frames", "expected"), [(3, [0, 1, 2]), ([0, 5, 10], [0, 5, 10])])
def test_frames_chooses_the_scenes(frames, expected):
    assert scenes(animate_descent_1d(square.f, descend(0.1), frames=frames)) == expected


def test_a_scene_shows_the_points_so_far_the_tangent_and_the_next_step():
    trace = descend(0.1)
    animation = animate_descent_1d(square.f, trace)
    scenes(animation)
    ax = animation._fig.axes[0]
    animation._draw_frame(2)
    past, now = lines(ax, PATH, "o")
    np.testing.assert_array_equal(past.get_xdata(), trace.x[:2])
    np.testing.assert_array_equal(now.get_xdata(), [trace.x[2]])
    (tangent,) = lines(ax, TANGENT)
    assert np.ptp(tangent.get_ydata()) / np.ptp(tangent.get_xdata()) == pytest.approx(3.84)
    (arrow,) = ax.patches
    np.testing.assert_allclose(arrow._posA_posB[1], (trace.x[3], trace.values[3]))
    assert "t = 2" in ax.get_title(loc="left")
    assert "x = 1.920" in ax.get_title(loc="left")
    assert "f(x) = 3.686" in ax.get_title(loc="left")
    assert "f'(x) = 3.840" in ax.get_title(loc="left")


def test_a_scene_does_not_depend_on_the_scene_before():
    animation = animate_descent_1d(square.f, descend(0.1))
    scenes(animation)
    pictures = []
    for order in ([4], [9, 0, 4]):
        for frame in order:
            animation._draw_frame(frame)
        file = io.BytesIO()
        animation._fig.savefig(file, format="rgba")
        pictures.append(file.getvalue())
    assert pictures[0] == pictures[1]


def test_the_axes_stand_still_between_scenes():
    animation = animate_descent_1d(square.f, descend(0.4, steps=11), title="가만히")
    scenes(animation)
    places = set()
    for frame in range(12):
        animation._draw_frame(frame)
        animation._fig.canvas.draw()
        places.add(animation._fig.axes[0].get_position().bounds)
    assert len(places) == 1


def test_without_playing_the_last_scene_is_shown():
    animation = animate_descent_1d(square.f, descend(0.1), frames=3)
    scenes(animation)
    assert "t = 2" in animation._fig.axes[0].get_title(loc="left")


# ── 나쁜 입력 ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("plot", [plot_descent_1d, animate_descent_1d])
def test_a_trace_of_two_variables_is_sent_to_the_contour(plot):
    with pytest.raises(ShapeError, match=r"변수가 1개.*변수가 2개.*\(11, 2\).*plot_contour"):
        plot(square.f, roll())


@pytest.mark.parametrize("plot", [plot_contour, plot_surface])
def test_a_trace_of_one_variable_is_sent_to_the_curve(plot):
    with pytest.raises(ShapeError, match=r"변수가 2개.*변수가 1개.*\(11, 1\).*plot_descent_1d"):
        plot(bowl.f, descend(0.1))


@pytest.mark.parametrize("trace", [None, np.zeros((3, 1)), "trace"])
def test_something_else_than_a_trace_is_named(trace):
    with pytest.raises(ArgumentTypeError, match=f"DescentTrace.*{type(trace).__name__}.*minimize"):
        plot_descent_1d(square.f, trace)


def test_no_traces_at_all():
    with pytest.raises(ArgumentError, match="궤적이 0개"):
        plot_values([])


@pytest.mark.parametrize("labels", [["하나"], ["하나", "둘", "셋"]])
def test_the_number_of_labels_must_match(labels):
    with pytest.raises(ArgumentError, match=f"궤적은 2개인데 labels 는 {len(labels)}개"):
        plot_values([descend(0.1), descend(0.2)], labels=labels)
    with pytest.raises(ArgumentError, match=f"궤적은 2개인데 labels 는 {len(labels)}개"):
        plot_contour(bowl.f, [roll(), roll()], labels=labels)


def test_a_string_for_labels_is_probably_a_forgotten_bracket():
    with pytest.raises(ArgumentTypeError, match=r"\['길'\] 처럼"):
        plot_values(descend(0.1), labels="길")


@pytest.mark.parametrize("xlim", [(3, -3), (1, 1), (0, np.inf), (np.nan, 1), 3, (1, 2, 3), "가나"])
def test_limits_must_be_two_growing_numbers(xlim):
    with pytest.raises(ArgumentError, match=r"xlim .*왼쪽이 더 작아야.*예: xlim=\(-3, 3\)"):
        plot_descent_1d(square.f, descend(0.1), xlim=xlim)


def test_limits_may_be_an_array():
    ax = plot_descent_1d(square.f, descend(0.1), xlim=np.array([-4.0, 4.0]))
    assert ax.get_xlim() == (-4, 4)


@pytest.mark.parametrize("tangents", [-1, 1.5, "모두", None, [0, 11], [-1], [0.5]])
def test_tangents_must_be_a_count(tangents):
    with pytest.raises(ArgumentError, match=r"tangents.*0 이상의 정수"):
        plot_descent_1d(square.f, descend(0.1), tangents=tangents)


def test_passing_the_objective_instead_of_its_function():
    with pytest.raises(ArgumentTypeError, match=r"f 는 부를 수 있는.*Objective.*objective\.f"):
        plot_contour(bowl, roll())
    with pytest.raises(ArgumentTypeError, match=r"grad 는 부를 수 있는.*objective\.grad"):
        plot_gradient_field(bowl.f, None, xlim=(-1, 1), ylim=(-1, 1))


def test_passing_the_gradient_instead_of_the_function():
    with pytest.raises(ShapeError, match=r"f 는 점 하나에 수 1개.*\(2,\).*자리가 바뀌지"):
        plot_contour(bowl.grad, roll())
    with pytest.raises(ShapeError, match=r"grad 는 점 하나에 수 2개.*\(\)"):
        plot_gradient_field(bowl.f, bowl.f, xlim=(-1, 1), ylim=(-1, 1))


@pytest.mark.parametrize(
    "draw",
    [
        lambda f: plot_descent_1d(f, descend(0.1)),
        lambda f: plot_contour(f, roll()),
        lambda f: plot_surface(f, roll()),
        lambda f: plot_basins(f, [0.0, 1.0], [0.0, 0.0], [0.0]),
    ],
)
def test_a_function_without_a_single_finite_value(draw):
    with pytest.raises(ArgumentError, match=r"모두 유한하지 않습니다.*xlim"):
        draw(lambda x: math.nan)


def test_contours_without_a_trace_need_limits():
    with pytest.raises(ArgumentError, match=r"궤적이 없으면.*xlim=\(-3, 3\)"):
        plot_contour(bowl.f)


@pytest.mark.parametrize("levels", [0, -2, True, [], [3, 1], [[1, 2]]])
def test_levels_must_be_a_count_or_growing_heights(levels):
    with pytest.raises(ArgumentError, match="levels"):
        plot_contour(bowl.f, roll(), levels=levels)


@pytest.mark.parametrize("arrows", [1, 0, 2.5])
def test_arrows_must_be_a_count(arrows):
    with pytest.raises(ArgumentError, match=f"arrows 는 2 이상.*{arrows}"):
        plot_gradient_field(bowl.f, bowl.grad, xlim=(-1, 1), ylim=(-1, 1), arrows=arrows)


@pytest.mark.parametrize("minima", [3.0, [(0, 0)], [np.nan], ["가"]])
def test_minima_must_be_points_of_the_right_dimension(minima):
    with pytest.raises(ArgumentError, match=r"minima .*좌표 1개.*예: minima=\[-1.5, 1.3\]"):
        plot_descent_1d(square.f, descend(0.1), minima=minima)


@pytest.mark.parametrize("frames", [0, 12, -1, [], [0, 11], [0.5], "모두"])
def test_frames_outside_the_trace(frames):
    with pytest.raises(ArgumentError, match=r"frames.*1 이상 11 이하.*10걸음"):
        animate_descent_1d(square.f, descend(0.1), frames=frames)


def test_starts_and_ends_must_pair_up():
    with pytest.raises(ShapeError, match=r"\(3,\) 와 \(2,\)"):
        plot_basins(square.f, [-1, 0, 1], [0, 0], [0])


@pytest.mark.parametrize("starts", [[1.0], [1.0, 1.0], [0.0, np.inf]])
def test_starts_must_be_different_and_finite(starts):
    with pytest.raises(ArgumentError, match="서로 다른 유한한 출발점"):
        plot_basins(square.f, starts, [0.0] * len(starts), [0.0])


def test_basins_need_a_minimum():
    with pytest.raises(ArgumentError, match="minima 가 비어"):
        plot_basins(square.f, [0.0, 1.0], [0.0, 0.0], [])


@pytest.mark.parametrize("points", [[np.nan], [[1, 2]], np.inf])
def test_tangent_points_must_be_finite(points):
    with pytest.raises(ArgumentError, match=r"points 는 유한한"):
        plot_tangents(square.f, square.grad, points)


def test_something_else_than_axes():
    with pytest.raises(ArgumentTypeError, match=r"ax 는 matplotlib 의 축.*Figure.*plt\.subplots"):
        plot_values(descend(0.1), ax=plt.figure())


def test_flat_axes_for_a_surface_and_space_for_a_curve():
    with pytest.raises(ArgumentTypeError, match="3차원 축이 필요한데 'rectilinear'"):
        plot_surface(bowl.f, roll(), ax=plt.subplots()[1])
    with pytest.raises(ArgumentTypeError, match="2차원 축이 필요한데 '3d'"):
        plot_values(descend(0.1), ax=plt.figure().add_subplot(projection="3d"))


def test_bad_input_leaves_no_empty_figure_behind():
    with pytest.raises(ShapeError):
        plot_contour(bowl.f, descend(0.1))
    with pytest.raises(ArgumentError):
        plot_values([descend(0.1)], labels=[])
    assert plt.get_fignums() == []
