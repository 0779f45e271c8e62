"""점과 결정 경계의 그림: 예제는 제자리에, 클래스는 색과 모양 둘 다로, 칠한 곳은 분류기의 답대로."""

import io
import re
import warnings
from collections.abc import Iterator

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.contour import QuadContourSet
from matplotlib.path import Path
from matplotlib.quiver import Quiver

from dlconcepts.errors import ArgumentError, ArgumentTypeError, NonFiniteError, ShapeError
from dlconcepts.viz import plot_decision, plot_points, plot_views
from dlconcepts.viz.style import GRID, INK, MUTED, PALETTE, PAPER, use_korean_font

NAMES = ["검은 점", "흰 점"]


@pytest.fixture(autouse=True)
def _fresh_matplotlib() -> Iterator[None]:
    with mpl.rc_context(), warnings.catch_warnings():
        use_korean_font()
        yield
    plt.close("all")


@pytest.fixture
def data(rng):
    x = rng.normal(size=(40, 2))
    return x, (x[:, 0] + x[:, 1] > 0).astype(int)


def groups(ax):
    """클래스마다의 점의 묶음."""
    found = [c for c in ax.collections if isinstance(c, PathCollection)]
    return {c.get_label(): c for c in found}


def shape_of(group):
    return group.get_paths()[0].vertices.tobytes()


# ── 점 ───────────────────────────────────────────────────────────────────────


def test_every_example_is_a_point_of_its_class(data):
    x, y = data
    found = groups(plot_points(x, y, names=NAMES))
    assert [*found] == NAMES
    for k, group in enumerate(found.values()):
        np.testing.assert_array_equal(group.get_offsets(), x[y == k])


def test_classes_differ_in_colour_and_in_shape(rng):
    x, y = rng.normal(size=(80, 2)), np.arange(80) % 8
    found = [*groups(plot_points(x, y, names=[f"클래스 {k}" for k in range(8)])).values()]
    looks = {(to_hex(g.get_facecolor()[0]), shape_of(g)) for g in found}
    assert len(looks) == 8
    assert len({to_hex(g.get_facecolor()[0]) for g in found[:6]}) == 6
    assert len({shape_of(g) for g in found[:6]}) == 6


def test_digits_are_their_own_markers_and_named_in_the_middle(rng):
    x, y = rng.normal(size=(60, 2)), np.arange(60) % 3 + 7
    ax = plot_points(x, y)
    assert [*groups(ax)] == ["7", "8", "9"]
    assert len({shape_of(g) for g in groups(ax).values()}) == 3
    places = {t.get_text(): t.get_position() for t in ax.texts}
    for k in (7, 8, 9):
        np.testing.assert_allclose(places[str(k)], np.median(x[y == k], axis=0))
    assert ax.figure.legends == []


def test_a_marker_is_centred_on_its_point():
    ax = plot_points(np.zeros((3, 2)), [0, 1, 2])
    for group in groups(ax).values():
        (outline,) = group.get_paths()
        box = Path(outline.vertices, outline.codes).get_extents()
        np.testing.assert_allclose([box.x0 + box.x1, box.y0 + box.y1], 0, atol=1e-9)


def test_hangul_names_go_to_the_legend_and_not_into_markers(rng):
    ax = plot_points(rng.normal(size=(9, 2)), np.arange(9) % 3, names=["영", "일", "이"])
    (legend,) = ax.figure.legends
    assert [t.get_text() for t in legend.get_texts()] == ["영", "일", "이"]
    assert len(ax.texts) == 0


def test_without_labels_all_points_look_the_same(data):
    ax = plot_points(data[0])
    assert len(groups(ax)) == 1
    assert ax.figure.legends == []


def test_new_axes_are_arrows_from_the_origin_in_their_direction(data):
    ax = plot_points(*data, directions=[[1, 1], [-3, 3]])
    arrows = [c for c in ax.collections if isinstance(c, Quiver)]
    found = np.array([[a.U[0], a.V[0]] for a in arrows])
    np.testing.assert_allclose(
        found / np.hypot(*found.T)[:, None], [[0.5**0.5] * 2, [-(0.5**0.5), 0.5**0.5]]
    )
    assert np.hypot(*found.T)[0] == pytest.approx(np.hypot(*found.T)[1])
    assert [t.get_text() for t in ax.texts] == ["$z_{1}$", "$z_{2}$"]


def test_equal_axes_show_angles_as_they_are(data):
    ax = plot_points(data[0] * [10, 1], data[1])
    ax.figure.draw_without_rendering()
    origin, right, up = ax.transData.transform([(0, 0), (1, 0), (0, 1)])
    assert right[0] - origin[0] == pytest.approx(up[1] - origin[1], rel=1e-6)
    assert np.ptp(ax.get_xlim()) > np.ptp(data[0][:, 0] * 10)


def test_views_show_the_same_examples_in_the_same_colours(data):
    x, y = data
    figure = plot_views({"입력": x, "층 1": -2 * x, "층 2": x**3}, y, names=NAMES, title="제목")
    assert [ax.get_title() or ax._left_title.get_text() for ax in figure.axes] == [
        "입력",
        "층 1",
        "층 2",
    ]
    for ax, points in zip(figure.axes, (x, -2 * x, x**3), strict=True):
        for k, group in enumerate(groups(ax).values()):
            np.testing.assert_array_equal(group.get_offsets(), points[y == k])
            assert to_hex(group.get_facecolor()[0]) == PALETTE[k]
    (legend,) = figure.legends
    assert [t.get_text() for t in legend.get_texts()] == NAMES


# ── 결정 경계 ────────────────────────────────────────────────────────────────


def right_of(threshold):
    return lambda points: (points[:, 0] > threshold).astype(int)


def painted(ax):
    """칠한 곳마다 (색, 넓이의 경로)."""
    found = [c for c in ax.collections if isinstance(c, QuadContourSet) and c.filled]
    return {to_hex(c.get_facecolor()[0]): c.get_paths()[0] for c in found}


def borders(ax):
    lines = [c for c in ax.collections if isinstance(c, QuadContourSet) and not c.filled]
    return np.concatenate([path.vertices for c in lines for path in c.get_paths()])


def test_the_plane_is_painted_with_the_class_the_classifier_answers(data):
    ax = plot_decision(right_of(0.3), *data, xlim=(-2, 2), ylim=(-1, 1))
    left, right = painted(ax)[PALETTE[0]], painted(ax)[PALETTE[1]]
    for place, answer in (((-1.5, 0.5), left), ((0.2, -0.9), left), ((0.4, 0.0), right)):
        assert answer.contains_point(place)
    assert not right.contains_point((0.2, 0.0))
    np.testing.assert_allclose(borders(ax)[:, 0], 0.3, atol=0.02)


def test_scores_make_the_border_exact(data):
    def scores(points):
        return np.stack([0.8 - points[:, 0], points[:, 0] - 0.2], axis=1)

    ax = plot_decision(scores, *data, xlim=(-2, 2), ylim=(-1, 1))
    np.testing.assert_allclose(borders(ax)[:, 0], 0.5, atol=1e-5)


def test_equal_scores_leave_no_unpainted_hole(data):
    ax = plot_decision(lambda p: np.ones((len(p), 3)), *data)
    assert painted(ax)[PALETTE[0]].contains_point(data[0].mean(axis=0))


def test_three_classes_meet_without_a_band_between(rng):
    x, y = rng.uniform(-3, 3, size=(30, 2)), np.arange(30) % 3

    def from_left_0_2_1(points):
        return np.array([0, 2, 1])[np.digitize(points[:, 0], [-1, 1])]

    ax = plot_decision(from_left_0_2_1, x, y, names=["하나", "둘", "셋"])
    assert painted(ax)[PALETTE[2]].contains_point((0.0, 0.0))
    assert not painted(ax)[PALETTE[1]].contains_point((-1.05, 0.0))


def test_wrong_points_are_ringed_and_counted(data):
    x, y = data
    ax = plot_decision(right_of(0.0), x, y, names=NAMES, mark_errors=True)
    wrong = x[(x[:, 0] > 0).astype(int) != y]
    (ring,) = [g for name, g in groups(ax).items() if name == f"틀린 점 {len(wrong)}개"]
    np.testing.assert_array_equal(ring.get_offsets(), wrong)
    assert len(ring.get_facecolor()) == 0


def test_the_limits_hold_every_example_unless_given(data):
    x, y = data
    ax = plot_decision(right_of(0), x, y)
    assert ax.get_xlim()[0] < x[:, 0].min() < x[:, 0].max() < ax.get_xlim()[1]
    assert plot_decision(right_of(0), x, y, ylim=(-9, 8)).get_ylim() == (-9, 8)


def test_a_class_the_classifier_never_answers_still_has_its_points(data):
    x, y = data
    ax = plot_decision(lambda p: np.zeros(len(p), dtype=int), x, y, names=NAMES)
    assert [*painted(ax)] == [PALETTE[0]]
    assert len(groups(ax)["흰 점"].get_offsets()) == (y == 1).sum()


# ── 모두 ─────────────────────────────────────────────────────────────────────


def drawings(x, y):
    return {
        "points": lambda **o: plot_points(x, y, names=NAMES, directions=[[1, 2]], **o),
        "decision": lambda **o: plot_decision(
            right_of(0), x, y, names=NAMES, mark_errors=True, **o
        ),
    }


@pytest.mark.parametrize("name", ["points", "decision"])
def test_the_dark_picture_is_made_by_replacing_the_four_colours(name, data):
    file = io.StringIO()
    ax = drawings(*data)[name](title="제목")
    ax.figure.savefig(file, format="svg", transparent=True, metadata={"Date": None})
    used = {found.lower() for found in re.findall(r"#[0-9a-fA-F]{6}", file.getvalue())}
    assert used <= {INK, PAPER, MUTED, GRID, *PALETTE}


@pytest.mark.parametrize("name", ["points", "decision"])
def test_a_given_axes_is_used(name, data):
    figure, axes = plt.subplots(figsize=(7, 9))
    assert drawings(*data)[name](ax=axes) is axes
    assert figure.get_size_inches().tolist() == [7, 9]


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda x, y: plot_points(x[:, :1]), ShapeError, r"\(40, 1\).*principal_plane"),
        (lambda x, y: plot_points(x, y[:3]), ShapeError, r"40개인데.*\(3,\)"),
        (lambda x, y: plot_points(x, y + 0.5), ArgumentTypeError, r"번호\(정수\).*argmax"),
        (lambda x, y: plot_points(x * np.nan, y), NonFiniteError, r"points\[0, 0\]"),
        (
            lambda x, y: plot_points(x, y, names=["하나"]),
            ArgumentError,
            "2개인데 names 자리의 말은 1",
        ),
        (lambda x, y: plot_points(x, 2 * y - 1, names=NAMES), ArgumentError, r"0부터.*-1"),
        (lambda x, y: plot_points(x, y, directions=[[0, 0]]), ShapeError, r"\[\[1, 1\]"),
        (lambda x, y: plot_views([x], y), ArgumentTypeError, "비어 있지 않은 dict.*list 형"),
        (lambda x, y: plot_decision(3, x, y), ArgumentTypeError, r"int 형.*model\.predict"),
        (lambda x, y: plot_decision(lambda p: p[:3], x, y), ShapeError, r"모양이 \(3, 2\)"),
        (lambda x, y: plot_decision(lambda p: p[:, 0], x, y), ArgumentTypeError, "score > 0"),
        (lambda x, y: plot_decision(lambda p: p * np.nan, x, y), ArgumentError, "점수에 NaN"),
        (lambda x, y: plot_decision(right_of(0), x, y, xlim=(1, 0)), ArgumentError, "xlim"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_what_to_do(call, error, says, data):
    with pytest.raises(error, match=says):
        call(*data)
