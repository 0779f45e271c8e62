"""그림의 그림과 어텐션: 화소는 제값 그대로, 0은 바탕색, 토큰은 제자리에 적힙니다."""

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

from dlconcepts.errors import ArgumentError, ArgumentTypeError, NonFiniteError, ShapeError
from dlconcepts.viz import plot_attention, plot_heat, plot_images
from dlconcepts.viz.shades import INK_ON_PAPER, PHOTO, signed, strength
from dlconcepts.viz.style import GRID, INK, MUTED, PALETTE, PAPER, use_korean_font

DARK_PAPER, DARK_INK = "#14181e", "#e6e8eb"  # 사이트의 어두운 바탕과 그 위의 글자


@pytest.fixture(autouse=True)
def _fresh_matplotlib() -> Iterator[None]:
    with mpl.rc_context(), warnings.catch_warnings():
        use_korean_font()
        yield
    plt.close("all")


def texts(ax):
    return [text.get_text() for text in ax.texts]


def rgb(color):
    return np.array(mpl.colors.to_rgb(color))


def over(paper, rgba):
    return rgba[3] * np.array(rgba[:3]) + (1 - rgba[3]) * rgb(paper)


def contrast(one, other):
    """WCAG 2.2 의 대비."""

    def luminance(c):
        linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    dark, bright = sorted(luminance(np.asarray(c)) for c in (one, other))
    return (bright + 0.05) / (dark + 0.05)


# ── 색 ───────────────────────────────────────────────────────────────────────


def test_nothing_is_the_colour_of_the_paper():
    assert strength()(0.0)[3] == 0
    assert signed()(0.5)[3] == pytest.approx(0, abs=0.01)
    assert PHOTO(0.0)[:3] == (0, 0, 0)
    np.testing.assert_allclose(INK_ON_PAPER(0.0)[:3], rgb(PAPER))


def test_the_sign_is_told_by_the_hue_and_the_size_by_the_depth():
    shades = signed()
    np.testing.assert_allclose(shades(1.0)[:3], rgb(PALETTE[0]))
    np.testing.assert_allclose(shades(0.0)[:3], rgb(PALETTE[1]))
    depth = [shades(k)[3] for k in np.linspace(0, 1, 9)]
    np.testing.assert_allclose(depth, depth[::-1], atol=0.01)
    assert depth[8] > depth[7] > depth[6] > depth[5] > depth[4]


@pytest.mark.parametrize("value", [0.0, 0.25, 0.5, 0.75, 1.0])
@pytest.mark.parametrize(("paper", "ink"), [(PAPER, INK), (DARK_PAPER, DARK_INK)])
def test_numbers_are_legible_on_every_cell_of_both_papers(value, paper, ink):
    assert contrast(over(paper, strength()(value)), rgb(ink)) >= 4.5


# ── 여러 장 ──────────────────────────────────────────────────────────────────


def test_every_picture_keeps_its_values_and_its_place(rng):
    pictures = rng.random((5, 4, 6))
    ax = plot_images(pictures, columns=3)
    assert len(ax.images) == 5
    for shown, picture in zip(ax.images, pictures, strict=True):
        np.testing.assert_array_equal(shown.get_array(), picture)
        assert shown.get_interpolation() == "none"
    boxes = np.array([shown.get_extent() for shown in ax.images])  # 왼쪽, 오른쪽, 아래, 위
    assert (boxes[:3, 3] == boxes[0, 3]).all()
    assert (boxes[1:3, 0] > boxes[:2, 1]).all()
    assert (boxes[3:, 3] < boxes[0, 2]).all()
    np.testing.assert_allclose((boxes[:, 1] - boxes[:, 0]) / (boxes[:, 3] - boxes[:, 2]), 6 / 4)


def test_pictures_share_a_range_unless_each_has_its_own(rng):
    pictures = [rng.random((2, 2)), 10 * rng.random((3, 3))]
    spans = [shown.get_clim() for shown in plot_images(pictures).images]
    assert spans[0] == spans[1] == (min(map(np.min, pictures)), max(map(np.max, pictures)))
    spans = [shown.get_clim() for shown in plot_images(pictures, each=True).images]
    assert spans == [(p.min(), p.max()) for p in pictures]
    assert plot_images(pictures, limits=(0, 20)).images[1].get_clim() == (0, 20)


def test_signed_pictures_have_zero_in_the_middle(rng):
    (shown,) = plot_images([np.array([[-1.0, 3.0]])], look="signed").images
    assert shown.get_clim() == (-3, 3)
    (shown,) = plot_images([np.array([[-5.0, 3.0]])], look="signed").images
    assert shown.get_clim() == (-5, 5)
    (flat,) = plot_images([np.zeros((2, 2))], look="signed").images
    assert flat.get_clim() == (-1, 1)


def test_coloured_pictures_keep_their_colours():
    red = np.zeros((2, 2, 3))
    red[..., 0] = 1
    (shown,) = plot_images([red], limits=(0, 1)).images
    np.testing.assert_array_equal(shown.get_array(), red)


def test_captions_stand_under_their_picture_and_rows_are_named(rng):
    ax = plot_images(
        rng.random((4, 3, 3)), columns=2, captions=[*"가나다라"], row_names=["첫 층", "둘째 층"]
    )
    assert sorted(texts(ax)) == sorted(["가", "나", "다", "라", "첫 층", "둘째 층"])
    places = {t.get_text(): t.get_position() for t in ax.texts}
    for name, shown in zip("가나다라", ax.images, strict=True):
        left, right, bottom, _ = shown.get_extent()
        assert places[name][0] == pytest.approx((left + right) / 2)
        assert places[name][1] < bottom
        assert shown.get_label() == name
    assert places["첫 층"][0] < ax.images[0].get_extent()[0]


def test_words_stay_in_the_picture(rng):
    ax = plot_images(
        rng.random((6, 3, 3)),
        columns=3,
        captions=["아주 긴 설명은 어절에서 줄을 바꾸어 적습니다"] * 6,
        row_names=["첫째 합성곱 층", "둘째"],
        title="이것도 제법 긴 제목이라서 줄을 바꾸어야 할지도 모릅니다",
    )
    ax.figure.draw_without_rendering()
    whole = ax.figure.bbox.extents
    boxes = [t.get_window_extent().extents for t in ax.texts]
    for box in boxes:
        assert (box[:2] >= whole[:2]).all()
        assert (box[2:] <= whole[2:]).all()
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def edges_seen(ax):
    """그림마다 네 변의 한가운데에 종이보다 짙은 줄이 있는지. (그림 수, 4)"""
    canvas = ax.figure.canvas
    canvas.draw()
    shot = np.asarray(canvas.buffer_rgba())[::-1, :, :3].min(axis=2)  # 아래가 첫 줄
    seen = []
    for shown in ax.images:
        left, right, bottom, top = shown.get_extent()
        x, y = (left + right) / 2, (bottom + top) / 2
        middles = ax.transData.transform([(left, y), (right, y), (x, bottom), (x, top)])
        spots = [shot[int(j) - 3 : int(j) + 4, int(i) - 3 : int(i) + 4] for i, j in middles]
        seen.append([bool(spot.min() < 200) for spot in spots])
    return np.array(seen)


@pytest.mark.parametrize("columns", [1, 2, 3, 4])
def test_every_picture_has_all_four_edges(columns):
    ax = plot_images(np.zeros((4, 3, 3)), columns=columns, look="ink")
    assert edges_seen(ax).all()


def test_a_picture_with_heat_has_all_four_edges():
    heat = np.zeros((3, 3))
    ax = plot_heat(np.ones((3, 3)), heat, limit=1.0)
    ax.images[0].set_visible(False)
    ax.images[1].set_visible(False)
    assert edges_seen(ax).all()


# ── 값을 겹쳐 칠한 그림 ──────────────────────────────────────────────────────


def test_heat_is_beside_the_picture_and_over_it(rng):
    picture, heat = rng.random((4, 5)), rng.normal(size=(4, 5))
    ax = plot_heat(picture, heat, label="줄어든 점수", title="제목")
    plain, pale, shown = ax.images
    np.testing.assert_array_equal(plain.get_array(), picture)
    np.testing.assert_array_equal(pale.get_array(), picture)
    np.testing.assert_array_equal(shown.get_array(), heat)
    assert pale.get_extent() == shown.get_extent()
    assert plain.get_extent()[1] < shown.get_extent()[0]
    assert shown.get_clim() == (-np.abs(heat).max(), np.abs(heat).max())
    assert "줄어든 점수" in ax.figure.axes[1].get_xlabel()


def test_two_heats_can_share_their_deepest_colour(rng):
    ax = plot_heat(rng.random((2, 2)), [[0, 1], [2, 3]], limit=5.0)
    assert ax.images[-1].get_clim() == (-5, 5)


# ── 어텐션 ───────────────────────────────────────────────────────────────────

WORDS = ["오늘", "만두를", "빚어", "주셨다"]


def test_a_cell_for_every_pair_of_tokens(rng):
    a = rng.random((4, 3))
    ax = plot_attention(a, WORDS, list("321"))
    np.testing.assert_array_equal(ax.images[0].get_array(), a)
    assert ax.images[0].get_clim() == (0, 1)
    assert [t.get_text() for t in ax.get_yticklabels()] == WORDS
    assert [t.get_text() for t in ax.get_xticklabels()] == list("321")
    ax.figure.draw_without_rendering()
    first, second = ax.transData.transform([(0, 0), (0, 1)])
    assert first[1] > second[1]  # 첫 토큰이 맨 위입니다


def test_numbers_are_written_where_a_token_can_be_seen():
    a = [[1, np.nan], [0.25, 0.75]]
    ax = plot_attention(a, ["가", "나"], ["가", "나"], numbers=True)
    assert {(t.get_position(), t.get_text()) for t in ax.texts} == {
        ((0, 0), "1.00"),
        ((0, 1), "0.25"),
        ((1, 1), "0.75"),
    }


def test_names_too_long_to_lie_stand_up():
    long, short = ["아주아주긴토큰의이름"] * 8, [*"가나다라마바사아"]
    a = np.full((8, 8), 0.125)
    assert plot_attention(a, short, long).get_xticklabels()[0].get_rotation() == 90
    assert plot_attention(a, long, short).get_xticklabels()[0].get_rotation() == 0


def test_names_of_columns_do_not_overlap():
    ax = plot_attention(np.full((4, 4), 0.25), WORDS, WORDS)
    ax.figure.draw_without_rendering()
    boxes = [t.get_window_extent() for t in ax.get_xticklabels()]
    assert all(a.x1 < b.x0 for a, b in pairwise(boxes))


# ── 모두 ─────────────────────────────────────────────────────────────────────

DRAWINGS = {
    "images": lambda **o: plot_images(np.eye(4)[None].repeat(3, 0), captions=[*"가나다"], **o),
    "heat": lambda **o: plot_heat(np.eye(4), -np.eye(4), **o),
    "attention": lambda **o: plot_attention(np.eye(4), WORDS, WORDS, numbers=True, **o),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_dark_picture_is_made_by_replacing_the_four_colours(name):
    file = io.StringIO()
    ax = DRAWINGS[name](title="제목")
    ax.figure.savefig(file, format="svg", transparent=True, metadata={"Date": None})
    without_pictures = re.sub(r'href="data:image[^"]*"', "", file.getvalue())
    used = {found.lower() for found in re.findall(r"#[0-9a-fA-F]{6}", without_pictures)}
    assert used <= {INK, PAPER, MUTED, GRID, *PALETTE}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_given_axes_is_used(name):
    figure, axes = plt.subplots(figsize=(7, 9))
    assert DRAWINGS[name](ax=axes) is axes
    assert figure.get_size_inches().tolist() == [7, 9]


IMAGE = np.zeros((3, 4))


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: plot_images(IMAGE), ShapeError, r"\[image\] 로 감싸"),
        (lambda: plot_images([]), ArgumentTypeError, "그림의 목록"),
        (lambda: plot_images(np.zeros((2, 1, 3, 4))), ShapeError, r"\(1, 3, 4\).*permute"),
        (lambda: plot_images([IMAGE], look="gray"), ArgumentError, "photo, ink, signed"),
        (lambda: plot_images([IMAGE], look="signed", limits=(0, 1)), ArgumentError, r"\(-a, a\)"),
        (
            lambda: plot_images([IMAGE + np.inf]),
            NonFiniteError,
            r"images\[0\]",
        ),
        (
            lambda: plot_images([IMAGE], captions=["가", "나"]),
            ArgumentError,
            "captions 자리의 말은 2",
        ),
        (lambda: plot_heat(IMAGE, IMAGE.T), ShapeError, r"\(3, 4\).*\(4, 3\)"),
        (lambda: plot_heat(IMAGE, IMAGE), ArgumentError, "0보다 커야.*limit"),
        (lambda: plot_attention(np.eye(2)[None], ["가"], ["가"]), ShapeError, r"weights\[0, 0\]"),
        (
            lambda: plot_attention(2 * np.eye(2), [*"가나"], [*"가나"]),
            ArgumentError,
            "0 에서 2.*소프트맥스",
        ),
        (
            lambda: plot_attention(np.eye(2), ["가"], [*"가나"]),
            ArgumentError,
            "줄은 2개인데 rows 자리",
        ),
        (lambda: plot_attention(np.eye(2), [*"가나"], None), ArgumentError, "칸은 2개인데 columns"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_what_to_do(call, error, says):
    with pytest.raises(error, match=says):
        call()
