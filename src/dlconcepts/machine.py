"""이 컴퓨터: 메모리와 CPU 를 표준 라이브러리만으로 알아봅니다."""

from __future__ import annotations

import ctypes
import getpass
import os
import platform
import re
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Memory:
    """단위는 바이트입니다. `free` 는 지금 새 프로그램이 쓸 수 있는 양입니다."""

    total: int
    free: int


def cpu_count() -> int:
    """이 프로세스가 쓸 수 있는 CPU 의 수입니다."""
    allowed = getattr(os, "sched_getaffinity", None)  # macOS 와 Windows 에는 없습니다
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def memory() -> Memory | None:
    """메모리의 전체와 여유입니다. 알아낼 수 없는 컴퓨터에서는 None 입니다."""
    try:
        if sys.platform == "win32":
            return read_windows_memory(ctypes.windll.kernel32)
        if sys.platform == "darwin":
            return parse_vm_stat(_output("sysctl", "-n", "hw.memsize"), _output("vm_stat"))
        return parse_meminfo(Path("/proc/meminfo").read_text(encoding="utf-8"))
    except (OSError, ValueError, AttributeError, subprocess.SubprocessError):
        return None


def parse_meminfo(text: str) -> Memory:
    """Linux 의 /proc/meminfo 를 읽습니다."""
    kib = {name: int(size) for name, size in re.findall(r"^(\w+):\s+(\d+) kB", text, re.MULTILINE)}
    if "MemTotal" not in kib:
        raise ValueError("MemTotal 이 없습니다")
    return Memory(kib["MemTotal"] * 1024, kib.get("MemAvailable", kib.get("MemFree", 0)) * 1024)


def parse_vm_stat(total: str, pages: str) -> Memory:
    """macOS 의 ``sysctl -n hw.memsize`` 와 ``vm_stat`` 을 읽습니다."""
    size = re.search(r"page size of (\d+) bytes", pages)
    counts = re.findall(r"^Pages (?:free|inactive|speculative):\s+(\d+)\.", pages, re.MULTILINE)
    if size is None or not counts:
        raise ValueError("vm_stat 의 모양이 다릅니다")
    return Memory(int(total), int(size[1]) * sum(map(int, counts)))


def read_windows_memory(kernel32: Any) -> Memory:
    """Windows 의 GlobalMemoryStatusEx 를 부릅니다."""
    status = MemoryStatus(length=ctypes.sizeof(MemoryStatus))
    if not kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):
        raise OSError("GlobalMemoryStatusEx 가 실패했습니다")
    return Memory(int(status.total), int(status.free))


class MemoryStatus(ctypes.Structure):
    """MEMORYSTATUSEX: Microsoft Learn, sysinfoapi.h. 크기는 64바이트입니다."""

    _fields_ = (
        ("length", ctypes.c_uint32),
        ("load", ctypes.c_uint32),
        ("total", ctypes.c_uint64),
        ("free", ctypes.c_uint64),
        ("_rest", ctypes.c_uint64 * 5),
    )


def _output(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=10, check=True)
    return done.stdout


def hide_identity(text: str) -> str:
    """`text` 에서 경로, 사용자 이름, 컴퓨터 이름을 지웁니다. 그대로 남에게 보여 줄 수 있습니다."""
    for folder in _known_folders():
        text = text.replace(folder, "/").replace(folder.replace("\\", "\\\\"), "/")
    text = re.sub(r"""(['"`])[^'"`]*[\\/][^'"`]*\1""", "(경로)", text)
    text = re.sub(r"[^\s()\[\],;]*[\\/][^\s()\[\],;]*", "(경로)", text)
    for name in _own_names():
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "(이름)", text)
    return text


def _known_folders() -> list[str]:
    """이 컴퓨터의 폴더들, 긴 것부터. 빈칸이 든 경로도 통째로 지우려면 알고 있어야 합니다."""
    folders = {tempfile.gettempdir(), sys.prefix, sys.base_prefix, *sys.path}
    folders.add(str(Path(__file__).parent))
    with suppress(OSError, RuntimeError):  # 지워진 폴더, 홈이 없는 사용자
        folders |= {str(Path.home()), str(Path.cwd())}
    return sorted((folder for folder in folders if len(folder) > 2), key=len, reverse=True)


def _own_names() -> list[str]:
    names = [platform.node(), platform.node().split(".")[0]]
    with suppress(OSError, KeyError, ImportError):
        names.append(getpass.getuser())
    return [name for name in names if len(name) > 1 and name != "localhost"]
