"""한 번에 바뀌는 파일(atomic file): 쓰다가 죽어도 옛것 아니면 새것이 온전하게 있습니다.

새 내용을 같은 폴더의 임시 파일에 모두 쓰고 디스크에 내린 다음, 이름만 바꿉니다. 이름을 바꾸는 일은
파일 시스템이 한 번에 해 주므로 반쯤 쓴 모습은 아무도 보지 못합니다::

    .학습.pt.3f9a01c2.tmp   쓰기 → fsync     아직 아무도 보지 않는 파일
    학습.pt                 os.replace       한순간에 옛것에서 새것으로
    학습.pt.prev            os.replace       새것이 자리 잡은 다음에야 옛것이 이 이름을 얻습니다
"""

import os
import secrets
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

ABANDONED_AFTER_S = 600.0  # 이보다 오래 아무도 쓰지 않은 임시 파일은 죽은 프로그램의 것입니다
# Windows 에서는 백신이나 색인이 파일을 잠깐 열어 두는 동안 이름을 바꿀 수 없습니다.
_RETRY_AFTER_S = (0.05, 0.1, 0.2, 0.4, 0.8)


def write_atomically(
    path: Path, write: Callable[[BinaryIO], None], *, previous: Path | None = None
) -> None:
    """`write` 가 쓴 것으로 `path` 를 한 번에 바꿉니다. 폴더가 없으면 만듭니다.

    Parameters
    ----------
    path
        바꿀 파일입니다. 없으면 새로 생깁니다.
    write
        열린 파일을 받아 내용을 쓰는 함수입니다. 여기서 오류가 나면 `path` 는 그대로입니다.
    previous
        옛것이 얻을 이름입니다. None 이면 옛것은 사라집니다.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(path)
    draft, spare = _temporary(path), _temporary(path)
    try:
        with draft.open("xb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        if previous is not None and path.exists():
            _second_name(path, spare)
        _replace(draft, path)
        _flush_folder(path.parent)
        if spare.exists() and previous is not None:
            _replace(spare, previous)
    finally:
        for leftover in (draft, spare):
            with suppress(OSError):
                leftover.unlink()


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")


def _second_name(path: Path, name: Path) -> None:
    try:
        os.link(path, name)
    except OSError:  # 하드 링크가 없는 파일 시스템(FAT, 몇몇 네트워크 폴더)
        shutil.copyfile(path, name)


def _replace(source: Path, target: Path) -> None:
    for wait in _RETRY_AFTER_S:
        with suppress(PermissionError):
            source.replace(target)
            return
        time.sleep(wait)
    source.replace(target)


def _flush_folder(folder: Path) -> None:
    """바뀐 이름을 디스크에 내립니다. 폴더를 열 수 없는 곳(Windows)에서는 하지 않습니다."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _remove_abandoned(path: Path) -> None:
    """저장하다 죽은 프로그램이 남긴 임시 파일을 지웁니다."""
    long_ago = time.time() - ABANDONED_AFTER_S
    for found in path.parent.iterdir():
        if found.name.startswith(f".{path.name}.") and found.suffix == ".tmp":
            with suppress(OSError):  # 다른 프로그램이 먼저 지웠거나 아직 열어 두었습니다
                if found.stat().st_mtime < long_ago:
                    found.unlink()
