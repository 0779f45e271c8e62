"""IDX 파일: 적은 것을 그대로 읽고, 잘리거나 바뀌거나 다른 파일은 까닭을 말하며 거절합니다."""

import gzip
import hashlib
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from dlconcepts.datasets import idx
from dlconcepts.datasets.idx import (
    DataFileError,
    DataFileNotFoundError,
    load_mnist,
    read_idx,
    write_idx,
)
from dlconcepts.errors import ArgumentError

KINDS = ["uint8", "int8", "int16", "int32", "float32", "float64"]
any_array = st.sampled_from(KINDS).flatmap(
    lambda kind: arrays.arrays(kind, arrays.array_shapes(min_dims=1, max_dims=4, min_side=0))
)


# ── 파일 하나 ────────────────────────────────────────────────────────────────────────────


@given(array=any_array, zipped=st.booleans())
def test_what_is_written_is_read_back(array, zipped, tmp_path_factory):
    path = tmp_path_factory.mktemp("왕복") / ("한글 값-idx" + ".gz" * zipped)
    write_idx(path, array)
    found = read_idx(path)
    np.testing.assert_array_equal(found, array)
    assert found.dtype == array.dtype
    assert found.flags.writeable


def test_the_bytes_are_those_of_the_mnist_files(tmp_path):
    path = tmp_path / "images"
    write_idx(path, np.arange(6, dtype=np.uint8).reshape(1, 2, 3))
    head = struct.pack(">IIII", 0x00000803, 1, 2, 3)  # 그림의 표식은 2051 입니다
    assert path.read_bytes() == head + bytes(range(6))


def test_numbers_wider_than_a_byte_are_big_endian(tmp_path):
    path = tmp_path / "wide"
    path.write_bytes(b"\0\0\x0c\x01" + struct.pack(">I", 2) + struct.pack(">ii", 1, -2))
    assert read_idx(path).tolist() == [1, -2]


def test_the_checksum_is_of_the_content_not_of_the_compression(tmp_path):
    array = np.arange(10, dtype=np.uint8)
    write_idx(tmp_path / "plain", array)
    md5 = hashlib.md5((tmp_path / "plain").read_bytes()).hexdigest()
    for level in (1, 9):
        zipped = tmp_path / f"level{level}.gz"
        zipped.write_bytes(gzip.compress((tmp_path / "plain").read_bytes(), level, mtime=level))
        np.testing.assert_array_equal(read_idx(zipped, md5=md5.upper()), array)


def test_a_changed_byte_is_found_by_the_checksum(tmp_path):
    path = tmp_path / "labels"
    write_idx(path, np.arange(10, dtype=np.uint8))
    md5 = hashlib.md5(path.read_bytes()).hexdigest()
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(DataFileError, match=rf"'labels' .*MD5 가 {md5} 여야.*verify=False"):
        read_idx(path, md5=md5)


@pytest.fixture
def whole_file(tmp_path):
    path = tmp_path / "그림-idx3-ubyte"
    write_idx(path, np.ones((3, 4, 5), dtype=np.uint8))
    return path


def test_a_file_cut_anywhere_is_refused(whole_file):
    content = whole_file.read_bytes()
    for length in range(len(content)):
        whole_file.write_bytes(content[:length])
        with pytest.raises(DataFileError, match=r"다시 내려받아|IDX 파일을 골라"):
            read_idx(whole_file)


def test_a_cut_file_says_how_much_is_there(whole_file):
    whole_file.write_bytes(whole_file.read_bytes()[:-7])
    with pytest.raises(DataFileError, match=r"\(3, 4, 5\) 라서 값이 60바이트여야 .* 53바이트뿐"):
        read_idx(whole_file)


def test_a_file_with_something_appended_is_refused(whole_file):
    whole_file.write_bytes(whole_file.read_bytes() + b"!")
    with pytest.raises(DataFileError, match="덧붙은"):
        read_idx(whole_file)


def test_a_cut_gzip_is_refused(whole_file):
    zipped = whole_file.with_suffix(".gz")
    content = gzip.compress(np.random.default_rng(0).bytes(5000))
    zipped.write_bytes(content[:200])
    with pytest.raises(DataFileError):
        read_idx(zipped)
    zipped.write_bytes(gzip.compress(whole_file.read_bytes())[:-6])
    with pytest.raises(DataFileError, match="압축을 풀 수 없습니다"):
        read_idx(zipped)


def test_a_corrupt_gzip_is_refused(whole_file):
    zipped = whole_file.with_suffix(".gz")
    write_idx(zipped, np.random.default_rng(0).integers(0, 255, 500).astype(np.uint8))
    content = bytearray(zipped.read_bytes())
    content[60] ^= 0xFF
    zipped.write_bytes(content)
    with pytest.raises(DataFileError):
        read_idx(zipped)


def test_a_header_that_promises_more_than_any_memory_is_refused_without_taking_it(tmp_path):
    for name in ("huge", "huge.gz"):
        path = tmp_path / name
        content = b"\0\0\x0e\x04" + struct.pack(">4I", *[2**32 - 1] * 4) + b"abc"
        path.write_bytes(gzip.compress(content, mtime=0) if name.endswith("gz") else content)
        with pytest.raises(DataFileError, match="3바이트뿐"):
            read_idx(path)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "IDX 가 아닌 파일"),
        (b"\0\0\x08", "IDX 가 아닌 파일"),
        (b"<!DOCTYPE html><html>", "웹 페이지"),
        (b"\x89PNG\r\n\x1a\n", "PNG 그림"),
        (b"PK\x03\x04zip", "zip 파일"),
        (gzip.compress(b"again", mtime=0), "두 번 누른"),
        (b"\0\0\x07\x01\0\0\0\1a", "IDX 가 아닌 파일"),
        (b"\0\0\x08\0", "IDX 가 아닌 파일"),
    ],
)
def test_a_foreign_file_is_recognised(tmp_path, content, what):
    path = tmp_path / "받은 것"
    path.write_bytes(content)
    with pytest.raises(DataFileError, match=f"'받은 것'.*{what}"):
        read_idx(path)


def test_a_plain_file_with_a_gz_name_is_refused(tmp_path):
    path = tmp_path / "images.gz"
    path.write_bytes(b"\0\0\x08\x01\0\0\0\1a")
    with pytest.raises(DataFileError, match="gzip 이 아닌 파일"):
        read_idx(path)


def test_a_missing_file_names_its_neighbours(whole_file):
    with pytest.raises(
        DataFileNotFoundError, match=r"파일이 없습니다.*그림-idx3-ubyte 등"
    ) as error:
        read_idx(whole_file.parent / "없는 것")
    assert isinstance(error.value, FileNotFoundError)


@pytest.mark.parametrize("array", [np.zeros(3, dtype=np.int64), np.uint8(3), np.array(["글"])])
def test_an_array_that_idx_cannot_hold_is_refused(tmp_path, array):
    with pytest.raises(ArgumentError, match="uint8, int8, int16, int32, float32, float64"):
        write_idx(tmp_path / "x", array)


# ── 네 파일 ──────────────────────────────────────────────────────────────────────────────

TRAIN, TEST = 60, 20


@pytest.fixture
def folder(tmp_path, rng):
    """작은 MNIST: 라벨이 그림의 모든 화소에 적혀 있습니다."""
    place = tmp_path / "내 데이터"
    place.mkdir()
    for name, n, end in (("train", TRAIN, ""), ("t10k", TEST, ".gz")):
        labels = (np.arange(n) % 10).astype(np.uint8)
        images = np.broadcast_to(labels[:, None, None] * 25, (n, 28, 28)).astype(np.uint8)
        write_idx(place / f"{name}-images-idx3-ubyte{end}", images)
        write_idx(place / f"{name}-labels-idx1-ubyte{end}", labels)
    return place


def load(folder, **options):
    return load_mnist(folder, seed=0, **{"verify": False, "valid": 1 / 6, **options})


def test_the_four_files_become_three_parts(folder):
    data = load(folder)
    assert [len(part) for part in data] == [50, 10, 20]
    for part in data:
        assert part.images.dtype == np.float32
        assert part.labels.dtype == np.int64
        assert part.images.shape[1:] == (28, 28)
        pixels = part.labels[:, None, None] * 25 / np.float32(255)
        np.testing.assert_allclose(part.images, np.broadcast_to(pixels, part.images.shape))
    assert np.bincount(data.valid.labels).tolist() == [1] * 10
    assert data.train.names[3] == "3"
    assert load(folder, kind="fashion").train.names[9] == "앵클부츠"


def test_names_with_a_dot_are_found_too(folder):
    for path in list(folder.iterdir()):
        path.rename(path.with_name(path.name.replace("-idx", ".idx")))
    assert len(load(folder).train) == 50


def test_the_known_checksums_are_demanded_unless_told_otherwise(folder, monkeypatch):
    with pytest.raises(DataFileError, match="6bbc9ace898e44ae57da46a324031adb"):
        load(folder, verify=True)
    mine = []
    for name in ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"):
        path = next(folder.glob(f"{name}-ubyte*"))
        content = path.read_bytes()
        content = gzip.decompress(content) if path.suffix == ".gz" else content
        mine.append(hashlib.md5(content).hexdigest())
    monkeypatch.setitem(idx.CHECKSUMS, "mnist", tuple(mine))
    assert len(load(folder, verify=True).test) == TEST
    monkeypatch.setitem(idx.CHECKSUMS, "mnist", (*mine[:3], mine[2]))
    with pytest.raises(DataFileError, match=r"t10k-labels-idx1-ubyte\.gz"):
        load(folder, verify=True)


def test_the_table_holds_eight_different_checksums():
    sums = [md5 for four in idx.CHECKSUMS.values() for md5 in four]
    assert len(set(sums)) == 8
    assert all(len(md5) == 32 and int(md5, 16) for md5 in sums)


def swap(folder, a, b):
    first, second = folder / a, folder / b
    content = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(content)


def test_swapped_images_and_labels_are_named(folder):
    swap(folder, "train-images-idx3-ubyte", "train-labels-idx1-ubyte")
    with pytest.raises(DataFileError, match=r"train-images.*라벨이.*train-labels.*그림이.*바뀐"):
        load(folder)


def test_labels_of_the_other_part_are_named(folder):
    swap(folder, "train-labels-idx1-ubyte", "t10k-labels-idx1-ubyte.gz")
    (folder / "train-labels-idx1-ubyte").rename(folder / "a.gz")
    (folder / "t10k-labels-idx1-ubyte.gz").rename(folder / "t10k-labels-idx1-ubyte")
    (folder / "a.gz").rename(folder / "train-labels-idx1-ubyte.gz")
    with pytest.raises(DataFileError, match=r"\(60, 28, 28\).*라벨은 20개.*섞이지 않았는지"):
        load(folder)


@pytest.mark.parametrize(
    ("name", "array", "says"),
    [
        ("train-images-idx3-ubyte", np.zeros((TRAIN, 32, 32), np.uint8), r"\(60, 32, 32\)"),
        ("train-images-idx3-ubyte", np.zeros((TRAIN, 28, 28), np.float32), "float32 의"),
        ("train-images-idx3-ubyte", np.zeros((TRAIN, 784), np.uint8), r"\(60, 784\)"),
        ("train-labels-idx1-ubyte", np.zeros((TRAIN, 1), np.uint8), r"\(60, 1\)"),
        ("train-labels-idx1-ubyte", np.full(TRAIN, 26, np.uint8), "26 이 있습니다"),
    ],
)
def test_a_file_of_another_dataset_is_named(folder, name, array, says):
    write_idx(folder / name, array)
    with pytest.raises(DataFileError, match=rf"{name}.*{says}"):
        load(folder)


def test_files_without_a_single_image_are_refused(folder):
    write_idx(folder / "train-images-idx3-ubyte", np.zeros((0, 28, 28), np.uint8))
    write_idx(folder / "train-labels-idx1-ubyte", np.zeros(0, np.uint8))
    with pytest.raises(DataFileError, match="하나 이상"):
        load(folder)


def test_a_missing_part_names_the_folder_and_what_is_there(folder):
    (folder / "t10k-labels-idx1-ubyte.gz").unlink()
    with pytest.raises(DataFileNotFoundError, match=r"내 데이터.*t10k-labels.*train-images-idx3"):
        load(folder)
    with pytest.raises(DataFileNotFoundError, match="그런 폴더가 없습니다"):
        load(folder / "없는 폴더")


def test_an_unknown_kind_lists_the_choices(folder):
    with pytest.raises(ArgumentError, match=r"'mnist' 나 'fashion'.*'kmnist'"):
        load(folder, kind="kmnist")
