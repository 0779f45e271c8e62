"""얼굴 조각: scikit-image 의 200장 그대로이고, 파일이 없어도 네트워크를 찾지 않습니다."""

import sys
from pathlib import Path

import numpy as np
import pytest

from dlconcepts.datasets.faces import Faces, load_faces
from dlconcepts.errors import MissingDependencyError


@pytest.fixture(scope="module")
def skimage_data():
    return pytest.importorskip("skimage.data", reason="scikit-image 가 없습니다")


def test_the_first_hundred_are_faces_and_all_are_there_once(skimage_data):
    source = skimage_data.lfw_subset().astype(np.float32)
    label_of = {image.tobytes(): int(i < 100) for i, image in enumerate(source)}
    parts = load_faces(seed=0)
    images = np.concatenate([part.images for part in parts])
    labels = np.concatenate([part.labels for part in parts])
    assert {image.tobytes() for image in images} == label_of.keys()
    assert [label_of[image.tobytes()] for image in images] == labels.tolist()
    assert Faces.names[1] == "얼굴"


def test_the_arrays_have_the_promised_shape_and_range(skimage_data):
    parts = load_faces(seed=0)
    assert [part.images.shape for part in parts] == [(140, 25, 25), (30, 25, 25), (30, 25, 25)]
    assert [part.labels.mean() for part in parts] == [0.5, 0.5, 0.5]
    assert parts.train.images.dtype == np.float32
    assert parts.train.images.min() >= 0
    assert parts.train.images.max() <= 1


def test_without_scikit_image_the_pip_command_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "skimage", None)
    monkeypatch.delitem(sys.modules, "skimage.data", raising=False)
    with pytest.raises(MissingDependencyError, match=r"pip install \"dlconcepts\[examples\]\""):
        load_faces(seed=0)


def test_a_missing_file_is_named_instead_of_downloaded(skimage_data, monkeypatch, tmp_path):
    monkeypatch.setattr(skimage_data, "__file__", str(Path(tmp_path) / "__init__.py"))
    monkeypatch.setattr(skimage_data, "lfw_subset", lambda: pytest.fail("내려받으려 했습니다"))
    with pytest.raises(MissingDependencyError, match=r"lfw_subset\.npy.*다시 설치"):
        load_faces(seed=0)
