"""그림: 도형은 제자리에 칠해지고, 세 동물은 저마다의 부분을 가지며, 색만으로는 가를 수 없습니다."""

import numpy as np
import pytest

from dlconcepts.datasets.drawings import ORANGE, Drawings, draw, make_drawings
from dlconcepts.datasets.shapes import Canvas
from dlconcepts.errors import ArgumentError


def canvas(size=64, *, scale=1.0, tilt=0.0, flip=1.0, center=(0.0, 0.0)):
    return Canvas(
        size,
        np.zeros((1, 3)),
        center=np.array([center]),
        scale=np.array([scale]),
        tilt=np.array([tilt]),
        flip=np.array([flip]),
    )


def ink(board):
    return board.colors[0, :, :, 0]


def spread(board):
    """칠해진 곳의 한가운데 (x, y)."""
    weight = ink(board) / ink(board).sum()
    middle = (np.arange(len(weight)) + 0.5) / len(weight) * 2 - 1
    return (weight.sum(axis=0) @ middle).round(3), (weight.sum(axis=1) @ middle).round(3)


# ── 도형 ─────────────────────────────────────────────────────────────────────────────────


def test_the_painted_area_is_the_area_of_the_shape():
    shapes = [
        (lambda c: c.ellipse((0.1, -0.2), (0.6, 0.3)), np.pi * 0.6 * 0.3),
        (lambda c: c.polygon([(0, -0.5), (0.5, 0.5), (-0.5, 0.5)]), 0.5),
        (lambda c: c.line([(-0.5, 0), (0.5, 0)], 0.2), 0.2 + np.pi * 0.1**2),
    ]
    for shape, area in shapes:
        board = canvas(200)
        board.paint(shape(board), (1, 1, 1))
        assert ink(board).sum() * (2 / 200) ** 2 == pytest.approx(area, rel=0.01)


def test_a_shape_lands_where_it_is_placed_turned_and_flipped():
    def spot(**place):
        board = canvas(**place)
        board.paint(board.ellipse((0.4, 0.0), (0.1, 0.1)), (1, 1, 1))
        return spread(board)

    assert spot() == pytest.approx((0.4, 0.0), abs=0.01)
    assert spot(center=(0.1, -0.3)) == pytest.approx((0.5, -0.3), abs=0.01)
    assert spot(scale=0.5) == pytest.approx((0.2, 0.0), abs=0.01)
    assert spot(flip=-1.0) == pytest.approx((-0.4, 0.0), abs=0.01)
    assert spot(tilt=np.pi / 2) == pytest.approx((0.0, 0.4), abs=0.01)  # 시계 방향


def test_an_outline_is_darker_and_outside():
    board = canvas()
    board.paint(board.ellipse((0, 0), (0.5, 0.5)), (1, 1, 1), outline=0.2)
    row = ink(board)[32]
    assert row[32] == pytest.approx(1.0)
    assert row[12] == pytest.approx(0.35)  # x = −0.61, 테두리 안
    assert row[5] == 0.0  # x = −0.83, 테두리 밖


def test_nothing_is_painted_where_the_opacity_is_zero():
    board = canvas()
    board.paint(board.ellipse((0, 0), (0.5, 0.5)), (1, 1, 1), opacity=np.array([0.0]), outline=0.1)
    assert not ink(board).any()


# ── 동물 ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def drawings():
    return make_drawings(seed=0, per_class=40)


def test_every_part_has_as_many_of_each_animal(drawings):
    assert [np.bincount(part.labels).tolist() for part in drawings] == [[28] * 3, [6] * 3, [6] * 3]
    assert Drawings.names == ("고양이", "개", "오리")


def test_the_arrays_have_the_promised_shape_and_range(drawings):
    images = drawings.train.images
    assert images.shape == (84, 32, 32, 3)
    assert images.dtype == np.float32
    assert images.min() >= 0
    assert images.max() <= 1
    assert images.flags.writeable
    assert drawings.train.labels.dtype == np.int64


def test_no_two_drawings_are_alike(drawings):
    together = np.concatenate([part.images for part in drawings])
    assert len({image.tobytes() for image in together}) == 120


def test_the_seed_decides_the_drawings(drawings):
    again, other = make_drawings(seed=0, per_class=40), make_drawings(seed=1, per_class=40)
    np.testing.assert_array_equal(drawings.test.images, again.test.images)
    assert not np.array_equal(drawings.test.images, other.test.images)


def nearest_class(features, part_features, labels):
    """가장 가까운 클래스 평균의 번호."""
    means = np.stack([features[labels == c].mean(axis=0) for c in range(3)])
    return np.linalg.norm(part_features[:, None] - means, axis=2).argmin(axis=1)


def test_the_mean_color_does_not_tell_the_animals_apart():
    data = make_drawings(seed=0, per_class=150)
    color = [part.images.mean(axis=(1, 2)) for part in data]
    guess = nearest_class(color[0], color[2], data.train.labels)
    assert (guess == data.test.labels).mean() < 0.65


def test_the_shape_does_tell_the_animals_apart():
    logistic = pytest.importorskip("sklearn.linear_model", reason="scikit-learn 이 없습니다")
    data = make_drawings(seed=0, per_class=150)
    edges = []
    for part in data:
        gray = part.images.mean(axis=3)
        steps = np.hypot(np.diff(gray, axis=1)[:, :, :-1], np.diff(gray, axis=2)[:, :-1])
        edges.append(steps[:, :30, :30].reshape(len(gray), 10, 3, 10, 3).mean(axis=(2, 4)))
    x = [edge.reshape(len(edge), -1) for edge in edges]
    model = logistic.LogisticRegression(C=100, max_iter=500).fit(x[0], data.train.labels)
    assert model.score(x[2], data.test.labels) > 0.9


def difference(name, **change):
    """같은 난수로 그린 두 그림의 다른 곳. `change` 는 그림을 그리는 도형의 부름을 바꿉니다."""
    plain = draw(name, rng=np.random.default_rng(5), size=96)[0]
    with pytest.MonkeyPatch.context() as patch:
        for method, wrapped in change.items():
            patch.setattr(Canvas, method, wrapped)
        changed = draw(name, rng=np.random.default_rng(5), size=96)[0]
    return np.abs(plain - changed).max(axis=2) > 0.1


def test_the_cat_has_two_pointed_ears_and_the_dog_and_the_duck_do_not_depend_on_them():
    def no_polygon(self, corners):
        return np.ones_like(self.x)

    assert difference("고양이", polygon=no_polygon)[:40].sum() > 300
    assert difference("개", polygon=no_polygon).sum() == 0


def test_the_cat_has_whiskers_that_reach_beyond_its_face():
    def no_long_line(self, points, width, line=Canvas.line):
        long = np.abs(np.asarray(points[-1][0])).max() > 1
        return np.ones_like(self.x) if long else line(self, points, width)

    assert difference("고양이", line=no_long_line).sum() > 100
    assert difference("개", line=no_long_line).sum() == 0


def test_the_duck_has_a_bill_and_the_dog_has_none():
    def paint_without_a_bill(self, distance, color, paint=Canvas.paint, **options):
        if np.abs(np.asarray(color) - ORANGE).max() > 0.07:
            paint(self, distance, color, **options)

    assert difference("오리", paint=paint_without_a_bill)[:64].sum() > 100  # 다리보다 위
    assert difference("개", paint=paint_without_a_bill).sum() == 0


def test_the_duck_has_orange_parts_whatever_its_color():
    def orange(images):
        red, green, blue = np.moveaxis(images, 3, 0)
        return (red > 0.75) & (np.abs(green - 0.55) < 0.12) & (blue < 0.35)

    rng = np.random.default_rng(0)
    share = {
        name: orange(draw(name, 60, rng=rng, size=48)).mean(axis=(1, 2)) for name in Drawings.names
    }
    assert np.quantile(share["오리"], 0.1) > 0.005  # 어떤 색의 오리에도 있습니다
    assert np.median(share["고양이"]) < 0.002  # 주황 털이 아닌 대부분의 고양이에는 없습니다


def test_an_unknown_animal_lists_the_known_ones(rng):
    with pytest.raises(ArgumentError, match="고양이 · 개 · 오리 인데 '토끼'"):
        draw("토끼", rng=rng)


@pytest.mark.parametrize("wrong", [{"size": 8}, {"per_class": 0}, {"seed": -1}, {"valid": 1.0}])
def test_a_wrong_argument_is_named(wrong):
    with pytest.raises(ArgumentError, match=next(iter(wrong))):
        make_drawings(**{"seed": 0, "per_class": 3, **wrong})
