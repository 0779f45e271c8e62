"""models.probing, models.principal: scikit-learn 의 릿지 회귀, 주성분 분석과 같은 답을 냅니다."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="모델은 torch 로 만듭니다")

from dlconcepts.errors import ArgumentError, NonFiniteError, ShapeError  # noqa: E402
from dlconcepts.models import linear_probe, principal_plane  # noqa: E402


def blobs(rng, n=60, d=8, classes=3):
    y = rng.integers(classes, size=n)
    centers = rng.normal(size=(classes, d)) * 2
    return centers[y] + rng.normal(size=(n, d)) * rng.uniform(0.1, 30, size=d), y + 4


@pytest.mark.parametrize(("n", "d"), [(60, 8), (20, 50)])
def test_the_probe_is_ridge_regression_on_standardised_features(rng, n, d):
    ridge = pytest.importorskip("sklearn.linear_model", reason="견줄 상대가 scikit-learn 입니다")
    h, y = blobs(rng, n, d)
    probe = linear_probe(h, y, ridge=2.5)
    z = (h - h.mean(axis=0)) / h.std(axis=0)
    reference = ridge.Ridge(alpha=2.5).fit(z, np.eye(3)[y - 4])
    np.testing.assert_allclose(probe.weights.T, reference.coef_, rtol=1e-8, atol=1e-10)
    np.testing.assert_allclose(probe.scores(h), reference.predict(z), rtol=1e-8, atol=1e-10)
    labels = ridge.RidgeClassifier(alpha=2.5).fit(z, y).predict(z)
    assert (probe.predict(h) == labels).all()
    assert probe.accuracy(h, y) == (labels == y).mean()


def test_the_probe_solves_its_normal_equation(rng):
    h, y = blobs(rng)
    probe = linear_probe(h, y, ridge=0.7)
    z, onehot = (h - probe.mean) / probe.scale, np.eye(3)[y - 4]
    slope = z.T @ (probe.scores(h) - onehot) + 0.7 * probe.weights
    np.testing.assert_allclose(slope, 0, atol=1e-10)
    np.testing.assert_allclose((probe.scores(h) - onehot).sum(axis=0), 0, atol=1e-10)


def test_the_scale_of_a_layer_does_not_change_the_answer(rng):
    h, y = blobs(rng)
    stretched = h * 10.0 ** rng.integers(-3, 4, size=h.shape[1]) + 5
    a, b = linear_probe(h, y), linear_probe(stretched, y)
    np.testing.assert_allclose(a.scores(h), b.scores(stretched), rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("constant", [0.0, 0.1, -3e7])
def test_a_feature_that_never_changes_adds_nothing(rng, constant):
    h, y = blobs(rng)
    more = np.column_stack([h, np.full(len(h), constant)])  # 평균은 반올림되어 꼭 같지 않습니다
    probe, expected = linear_probe(more, y), linear_probe(h, y).scores(h)
    np.testing.assert_allclose(probe.scores(more), expected, atol=1e-9)
    np.testing.assert_allclose(probe.scores(more + np.eye(9)[8]), expected, atol=1e-9)


def test_feature_maps_are_laid_out_in_one_row_each(rng):
    maps = torch.as_tensor(rng.normal(size=(12, 2, 3, 3)), dtype=torch.float32).requires_grad_()
    labels = torch.as_tensor(rng.integers(2, size=12))
    flat = maps.detach().numpy().reshape(12, 18)
    assert np.array_equal(
        linear_probe(maps, labels).scores(maps), linear_probe(flat, labels.numpy()).scores(flat)
    )
    assert np.array_equal(principal_plane(maps).points, principal_plane(flat).points)


def test_the_plane_is_principal_component_analysis(rng):
    pca = pytest.importorskip("sklearn.decomposition", reason="견줄 상대가 scikit-learn 입니다")
    h = rng.normal(size=(40, 6)) @ rng.normal(size=(6, 6)) + 3
    plane = principal_plane(h, dims=3)
    reference = pca.PCA(n_components=3, svd_solver="full").fit(h)
    np.testing.assert_allclose(plane.share, reference.explained_variance_ratio_, rtol=1e-10)
    signs = np.sign((plane.directions * reference.components_).sum(axis=1, keepdims=True))
    np.testing.assert_allclose(plane.directions, signs * reference.components_, atol=1e-10)
    np.testing.assert_allclose(plane.points, reference.transform(h) * signs.T, atol=1e-9)
    other = rng.normal(size=(5, 6))
    np.testing.assert_allclose(
        plane.project(other), reference.transform(other) * signs.T, atol=1e-9
    )


def test_directions_are_orthonormal_and_their_sign_is_fixed(rng):
    h = rng.normal(size=(30, 5))
    plane = principal_plane(h, dims=4)
    np.testing.assert_allclose(plane.directions @ plane.directions.T, np.eye(4), atol=1e-12)
    assert (plane.directions[range(4), np.abs(plane.directions).argmax(axis=1)] > 0).all()
    np.testing.assert_allclose(principal_plane(h[::-1], dims=4).points[::-1], plane.points)
    np.testing.assert_allclose(plane.project(h), plane.points)


def test_all_directions_together_hold_all_the_variance(rng):
    h = rng.normal(size=(9, 4))
    plane = principal_plane(h, dims=4)
    assert plane.share.sum() == pytest.approx(1)
    assert (np.diff(plane.share) <= 0).all()
    np.testing.assert_allclose(plane.points @ plane.directions + plane.mean, h)


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda h, y: linear_probe(h[:, 0], y), ShapeError, r"\(예제 수, 특징 수\).*h\[:, None\]"),
        (lambda h, y: linear_probe(h, y[:-1]), ShapeError, r"정수 \(60,\).*\(59,\)"),
        (lambda h, y: linear_probe(h, y * 1.0), ShapeError, "dtype 이 float64"),
        (lambda h, y: linear_probe(h, y * 0), ArgumentError, r"두 종류 이상.*\[0\]"),
        (lambda h, y: linear_probe(h, y, ridge=0), ArgumentError, "ridge 는 0"),
        (lambda h, y: linear_probe(h * np.nan, y), NonFiniteError, r"features\[0, 0\]"),
        (lambda h, y: linear_probe(h, y).predict(h[:, :3]), ShapeError, "8개로 만든.*3개를"),
        (lambda h, y: principal_plane(h, dims=9), ArgumentError, "특징 8개에서 방향을 9개"),
        (lambda h, y: principal_plane(h * 0), ArgumentError, "서로 다른 예제"),
        (lambda h, y: principal_plane(h).project(h[:, :3]), ShapeError, "8개로 만든 평면"),
    ],
)
def test_bad_input_is_refused_with_what_to_do(rng, call, error, says):
    with pytest.raises(error, match=says):
        call(*blobs(rng))
