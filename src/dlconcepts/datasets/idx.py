"""IDX 파일: MNIST 와 Fashion-MNIST 가 담긴 꼴. 이미 가지고 있는 파일을 검사하며 읽습니다.

파일은 머리와 값으로 되어 있고, 수는 모두 큰 자리부터(big-endian) 적습니다::

    0  0  형  축의 수        네 바이트. 형은 8 이 uint8, 그림은 8 3, 라벨은 8 1
    n₁ n₂ …                 축마다 네 바이트: 60000 28 28
    값 …                    n₁ × n₂ × … 개

네트워크는 쓰지 않습니다. 내려받은 파일은 잘리거나 다른 것일 수 있으므로 길이와 모양을 보고, 널리
알려진 네 파일은 MD5 도 봅니다. MD5 는 압축을 푼 내용의 것이라 ``.gz`` 를 다시 눌러도 같습니다.
"""

import gzip
import hashlib
import math
import os
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from dlconcepts.datasets.images import Images
from dlconcepts.datasets.splits import Split, stratified, take
from dlconcepts.errors import ArgumentError, DlconceptsError

Array = NDArray[Any]
FilePath = str | os.PathLike[str]

_TYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
_FOREIGN = {
    b"\x1f\x8b": "gzip 파일을 두 번 누른 것",
    b"PK": "zip 파일",
    b"\x89P": "PNG 그림",
    b"<!": "웹 페이지",
    b"<h": "웹 페이지",
    b"\x93N": "NumPy 의 .npy 파일",
}

CLASSES = {
    "mnist": tuple("0123456789"),
    "fashion": (
        *("티셔츠", "바지", "스웨터", "드레스", "코트"),
        *("샌들", "셔츠", "운동화", "가방", "앵클부츠"),
    ),
}
# 압축을 푼 내용의 MD5: 학습 그림, 학습 라벨, 평가 그림, 평가 라벨
CHECKSUMS = {
    "mnist": (
        "6bbc9ace898e44ae57da46a324031adb",
        "a25bea736e30d166cdddb491f175f624",
        "2646ac647ad5339dbf082846283269ea",
        "27ae3e4e09519cfbb04c329615203637",
    ),
    "fashion": (
        "f4a8712d7a061bf5bd6d2ca38dc4d50a",
        "9018921c3c673c538a1fc5bad174d6f9",
        "8181f5470baa50b63fa0f6fddb340f0a",
        "15d484375f8d13e6eb1aabb0c3f46965",
    ),
}
_FILES = ("train-images", "train-labels", "t10k-images", "t10k-labels")


class DataFileError(DlconceptsError, ValueError):
    """데이터 파일이 잘렸거나, 다른 종류이거나, 서로 맞지 않습니다."""


class DataFileNotFoundError(DlconceptsError, FileNotFoundError):
    """데이터 파일이 그 자리에 없습니다."""


# ── 파일 하나 ────────────────────────────────────────────────────────────────────────────


def read_idx(path: FilePath, *, md5: str | None = None) -> Array:
    """IDX 파일 하나를 배열로 읽습니다. 이름이 ``.gz`` 로 끝나면 풀면서 읽습니다.

    Parameters
    ----------
    path
        파일의 경로입니다.
    md5
        압축을 푼 내용의 MD5 입니다. 적으면 내용이 그것과 같은지 봅니다.
    """
    file = Path(path)
    if not file.is_file():
        raise DataFileNotFoundError(
            f"read_idx: '{file}' 파일이 없습니다. 경로를 다시 보아 주세요. "
            f"{_neighbours(file.parent)}"
        )
    opener: Any = gzip.open if file.suffix == ".gz" else Path.open
    try:
        with opener(file, "rb") as stream:
            head, shape, dtype = _read_head(stream, file)
            size = math.prod(shape) * dtype.itemsize
            body = _read_up_to(stream, size + 1)  # 한 바이트 더 읽어, 남는 것이 있는지 봅니다
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DataFileError(
            f"read_idx: '{file.name}' 파일의 압축을 풀 수 없습니다({error}). 내려받다가 끊겼거나 "
            "gzip 이 아닌 파일입니다. 다시 내려받아 주세요."
        ) from error
    if len(body) != size:
        found = f"{len(body):,}바이트뿐" if len(body) < size else f"{size:,}바이트보다 더 많이"
        raise DataFileError(
            f"read_idx: '{file.name}' 파일은 모양이 {shape} 라서 값이 {size:,}바이트여야 하는데 "
            f"{found} 들어 있습니다. 잘렸거나 다른 것이 덧붙은 파일입니다. 다시 내려받아 주세요."
        )
    _check_md5(file, head + body, md5)
    return np.frombuffer(body, dtype).reshape(shape).astype(dtype.newbyteorder("="))


def _read_head(stream: IO[bytes], file: Path) -> tuple[bytes, tuple[int, ...], np.dtype[Any]]:
    magic = stream.read(4)
    if len(magic) < 4 or magic[:2] != b"\0\0" or magic[2] not in _TYPES or magic[3] == 0:
        what = _FOREIGN.get(magic[:2], "IDX 가 아닌 파일")
        raise DataFileError(
            "read_idx: IDX 파일은 0 0 으로 시작하고 형과 축의 수가 뒤따르는데 "
            f"'{file.name}' 파일의 첫 네 바이트는 {list(magic)} 입니다. {what}인 것 같습니다. "
            "IDX 파일을 골라 주세요."
        )
    lengths = stream.read(4 * magic[3])
    if len(lengths) < 4 * magic[3]:
        raise DataFileError(
            f"read_idx: '{file.name}' 파일에 축이 {magic[3]}개라고 적혀 있는데 그 길이가 다 있지 "
            "않습니다. 머리에서 잘린 파일입니다. 다시 내려받아 주세요."
        )
    return magic + lengths, struct.unpack(f">{magic[3]}I", lengths), np.dtype(_TYPES[magic[2]])


def _read_up_to(stream: IO[bytes], limit: int) -> bytes:
    """조금씩 읽습니다. 머리에 터무니없이 큰 모양이 적혀 있어도 메모리를 미리 잡지 않습니다."""
    pieces = []
    while limit > 0 and (piece := stream.read(min(limit, 1 << 20))):
        pieces.append(piece)
        limit -= len(piece)
    return b"".join(pieces)


def _check_md5(file: Path, content: bytes, md5: str | None) -> None:
    found = hashlib.md5(content, usedforsecurity=False).hexdigest()
    if md5 is not None and found != md5.lower():
        raise DataFileError(
            f"read_idx: '{file.name}' 파일의 내용이 알려진 것과 다릅니다. MD5 가 {md5} 여야 하는데 "
            f"{found} 입니다. 다시 내려받아 주세요. 일부러 바꾼 파일이라면 verify=False 로 읽거나 "
            "md5 를 적지 마세요."
        )


def write_idx(path: FilePath, array: Array) -> None:
    """배열을 IDX 파일로 적습니다. 이름이 ``.gz`` 로 끝나면 누르면서 적습니다.

    Parameters
    ----------
    path
        적을 파일의 경로입니다.
    array
        uint8, int8, int16, int32, float32, float64 의, 축이 하나 이상인 배열입니다.
    """
    values = np.asarray(array)
    kinds = {np.dtype(name).newbyteorder("="): code for code, name in _TYPES.items()}
    if values.dtype not in kinds or values.ndim == 0:
        raise ArgumentError(
            f"write_idx: {', '.join(map(str, kinds))} 의 배열을 적을 수 있는데 dtype 은 "
            f"{values.dtype}, 모양은 {values.shape} 입니다. astype(np.uint8) 처럼 바꾸어 주세요."
        )
    head = bytes([0, 0, kinds[values.dtype], values.ndim])
    head += struct.pack(f">{values.ndim}I", *values.shape)
    body = values.astype(values.dtype.newbyteorder(">")).tobytes()
    content = head + body
    file = Path(path)
    file.write_bytes(gzip.compress(content, mtime=0) if file.suffix == ".gz" else content)


# ── 네 파일이 한 벌인 데이터 ─────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Mnist:
    """MNIST 나 Fashion-MNIST 의 그림과 라벨.

    - 크기: 학습 60,000장, 평가 10,000장. 28×28 의 float32 로 모두 220 MB 입니다
    - 출처와 라이선스: MNIST 는 Y. LeCun, C. Cortes, C. J. C. Burges 가 NIST 의 글씨로 만든
      것이고 Fashion-MNIST 는 Zalando 가 MIT 라이선스로 내놓은 것입니다. 둘 다 이 라이브러리에는
      들어 있지 않습니다

    Attributes
    ----------
    images
        (N, 28, 28) float32 입니다. 바탕이 0, 가장 짙은 곳이 1 입니다.
    labels
        (N,) int64, 0 이상 9 이하입니다.
    names
        라벨의 이름 열 개입니다.
    """

    images: Images
    labels: NDArray[np.int64]
    names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.labels)


def load_mnist(
    folder: FilePath, *, seed: int, kind: str = "mnist", valid: float = 1 / 12, verify: bool = True
) -> Split[Mnist]:
    """폴더에 있는 네 IDX 파일(그대로 또는 ``.gz``)을 읽습니다.

    평가 데이터는 t10k 의 파일이고, 검증 데이터는 학습 파일에서 클래스마다 같은 비율로 뗍니다.

    Parameters
    ----------
    folder
        ``train-images-idx3-ubyte`` 등이 있는 폴더입니다.
    seed
        검증 데이터를 떼는 씨앗입니다.
    kind
        "mnist" 나 "fashion" 입니다.
    valid
        학습 파일에서 검증 데이터로 떼는 비율입니다. 1/12 이면 60,000장에서 5,000장입니다.
    verify
        알려진 MD5 와 같은지 볼지입니다. 줄이거나 바꾼 파일이면 False 로 둡니다.
    """
    if kind not in CLASSES:
        raise ArgumentError(
            f"load_mnist: kind 자리에는 {' 나 '.join(map(repr, CLASSES))} 이 와야 하는데 {kind!r} "
            "입니다. 가지고 있는 파일에 맞게 골라 주세요."
        )
    paths = [_find(Path(folder), name) for name in _FILES]
    sums = CHECKSUMS[kind] if verify else (None,) * len(_FILES)
    arrays = [read_idx(path, md5=md5) for path, md5 in zip(paths, sums, strict=True)]
    pairs = [_pair(arrays[i], arrays[i + 1], paths[i], paths[i + 1], CLASSES[kind]) for i in (0, 2)]
    index = stratified(pairs[0].labels, seed=seed, valid=valid, test=0, where="load_mnist")
    return Split(take(pairs[0], index.train), take(pairs[0], index.valid), pairs[1])


def _find(folder: Path, name: str) -> Path:
    axes = 3 if name.endswith("images") else 1
    stems = (f"{name}-idx{axes}-ubyte", f"{name}.idx{axes}-ubyte")  # 점을 쓴 이름도 돌아다닙니다
    for candidate in (folder / (stem + suffix) for stem in stems for suffix in ("", ".gz")):
        if candidate.is_file():
            return candidate
    raise DataFileNotFoundError(
        f"load_mnist: '{folder}' 에 {stems[0]} 나 {stems[0]}.gz 파일이 없습니다. 네 파일이 있는 "
        f"폴더를 적어 주세요. {_neighbours(folder)}"
    )


def _neighbours(folder: Path) -> str:
    if not folder.is_dir():
        return "그런 폴더가 없습니다."
    names = sorted(path.name for path in folder.iterdir())[:8]
    return f"그 폴더에는 {', '.join(names)} 등이 있습니다." if names else "그 폴더는 비어 있습니다."


def _pair(images: Array, labels: Array, image: Path, label: Path, names: tuple[str, ...]) -> Mnist:
    """그림과 라벨이 서로 짝이 맞는지 보고 0–1 의 그림으로 바꿉니다."""
    if images.ndim == 1 and labels.ndim == 3:
        raise DataFileError(
            f"load_mnist: '{image.name}' 파일에 라벨이, '{label.name}' 파일에 그림이 들어 "
            "있습니다. 두 파일의 이름이 바뀐 것 같습니다. 서로 바꾸어 주세요."
        )
    if images.dtype != np.uint8 or labels.dtype != np.uint8 or (images.ndim, labels.ndim) != (3, 1):
        raise DataFileError(
            "load_mnist: 그림은 uint8 의 (N, 28, 28), 라벨은 uint8 의 (N,) 이어야 하는데 "
            f"'{image.name}' 파일은 {images.dtype} 의 {images.shape}, '{label.name}' 파일은 "
            f"{labels.dtype} 의 {labels.shape} 입니다. 다른 데이터의 파일이 아닌지 보아 주세요."
        )
    if len(images) != len(labels) or images.shape[1:] != (28, 28) or not len(images):
        raise DataFileError(
            f"load_mnist: '{image.name}' 파일의 모양은 {images.shape} 이고 '{label.name}' 파일의 "
            f"라벨은 {len(labels):,}개입니다. 28×28 그림과 라벨이 하나 이상, 같은 수만큼 있어야 "
            "합니다. 학습 파일과 평가 파일이 섞이지 않았는지 보아 주세요."
        )
    if labels.max() >= len(names):
        raise DataFileError(
            f"load_mnist: '{label.name}' 파일의 라벨은 0 이상 {len(names) - 1} 이하여야 하는데 "
            f"{labels.max()} 이 있습니다. 다른 데이터의 파일이 아닌지 보아 주세요."
        )
    return Mnist(images.astype(np.float32) / np.float32(255), labels.astype(np.int64), names)
