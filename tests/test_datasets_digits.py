"""손글씨 숫자: scikit-learn 의 그림 그대로이고, 없으면 설치 명령을 말합니다."""

import sys

import numpy as np
import pytest

from dlconcepts.datasets.digits import Digits, load_digits
from dlconcepts.datasets.images import enlarge
from dlconcepts.errors import ArgumentError, MissingDependencyError


@pytest.fixture(scope="module")
def source():
    datasets = pytest.importorskip("sklearn.datasets", reason="scikit-learn 이 없습니다")
    return datasets.load_digits()


@pytest.fixture(scope="module")
def digits(source):
    return load_digits(seed=0)


def rows(images):
    return {image.tobytes() for image in images}


def test_all_1797_images_are_there_exactly_once(source, digits):
    together = np.concatenate([part.images for part in digits])
    assert len(together) == 1797
    assert rows(together) == rows((source.images / 16).astype(np.float32))
    assert [len(part) for part in digits] == [1259, 269, 269]


def test_every_image_keeps_its_label(source, digits):
    label_of = dict(
        zip(
            (image.tobytes() for image in (source.images / 16).astype(np.float32)),
            source.target.tolist(),
            strict=True,
        )
    )
    for part in digits:
        assert [label_of[image.tobytes()] for image in part.images] == part.labels.tolist()


def test_the_arrays_have_the_promised_shape_and_range(digits):
    images, labels = digits.train.images, digits.train.labels
    assert images.shape[1:] == (8, 8)
    assert images.dtype == np.float32
    assert labels.dtype == np.int64
    assert images.min() == 0.0
    assert images.max() == 1.0
    assert [*Digits.names] == [str(n) for n in range(10)]


def test_every_part_has_about_a_tenth_of_each_digit(digits):
    for part in digits:
        share = np.bincount(part.labels, minlength=10) / len(part)
        assert share.min() > 0.09
        assert share.max() < 0.11


def test_the_large_images_are_the_small_ones_enlarged(source, digits):
    large = load_digits(seed=0, size=28)
    assert large.train.images.shape == (1259, 28, 28)
    assert large.train.images.dtype == np.float32
    np.testing.assert_array_equal(large.test.images, enlarge(digits.test.images, 28))
    np.testing.assert_array_equal(large.test.labels, digits.test.labels)


def test_the_arrays_are_ours_to_change(source):
    first = load_digits(seed=0).train.images
    first[:] = 0.5
    assert load_digits(seed=0).train.images.max() == 1.0
    assert first.flags.writeable  # torch.from_numpy 가 경고하지 않습니다


def test_the_seed_decides_the_parts(source):
    assert rows(load_digits(seed=1).test.images) != rows(load_digits(seed=2).test.images)


def test_a_size_that_is_neither_original_nor_enlarged_is_refused():
    with pytest.raises(ArgumentError, match=r"8\(원래 크기\)이나 28\(늘인 크기\)"):
        load_digits(seed=0, size=16)


def test_without_scikit_learn_the_pip_command_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn", None)
    monkeypatch.delitem(sys.modules, "sklearn.datasets", raising=False)
    with pytest.raises(
        MissingDependencyError, match=r"pip install \"dlconcepts\[examples\]\""
    ) as e:
        load_digits(seed=0)
    assert e.value.name == "sklearn"
    assert "손글씨 숫자는 scikit-learn 안에" in str(e.value)


def test_a_library_broken_inside_is_not_called_missing(monkeypatch, tmp_path):
    (tmp_path / "sklearn").mkdir()
    (tmp_path / "sklearn" / "__init__.py").write_text("import no_such_part", encoding="utf-8")
    for name in [name for name in sys.modules if name.partition(".")[0] == "sklearn"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="no_such_part") as e:
        load_digits(seed=0)
    assert not isinstance(e.value, MissingDependencyError)
