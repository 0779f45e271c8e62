"""이 컴퓨터: 세 운영체제의 메모리를 읽고, 남에게 보여 줄 글에서 경로와 이름을 지웁니다."""

from __future__ import annotations

import ctypes
import getpass
import os
import platform
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from dlconcepts import machine
from dlconcepts.machine import (
    Memory,
    MemoryStatus,
    cpu_count,
    hide_identity,
    memory,
    parse_meminfo,
    parse_vm_stat,
    read_windows_memory,
)

MEMINFO = "MemTotal:       16384 kB\nMemFree:         1024 kB\nMemAvailable:    8192 kB\n"
VM_STAT = (
    "Mach Virtual Memory Statistics: (page size of 16384 bytes)\n"
    "Pages free:                               100.\n"
    "Pages active:                             900.\n"
    "Pages inactive:                            20.\n"
    "Pages speculative:                          3.\n"
)


def test_linux_memory_is_read_in_bytes():
    assert parse_meminfo(MEMINFO) == Memory(total=16384 * 1024, free=8192 * 1024)


def test_an_old_linux_without_available_memory_gives_the_free_one():
    assert parse_meminfo("MemTotal: 4 kB\nMemFree: 1 kB\n") == Memory(4096, 1024)


def test_mac_memory_counts_the_pages_one_can_have():
    assert parse_vm_stat("17179869184\n", VM_STAT) == Memory(2**34, 123 * 16384)


def test_windows_memory_comes_from_the_filled_structure():
    class Kernel32:
        def GlobalMemoryStatusEx(self, reference):  # noqa: N802  Windows 의 이름입니다
            status = reference._obj
            assert status.length == 64
            status.total, status.free = 2**34, 2**33
            return 1

    assert ctypes.sizeof(MemoryStatus) == 64
    assert read_windows_memory(Kernel32()) == Memory(2**34, 2**33)


def test_a_failing_windows_call_is_an_error():
    class Kernel32:
        def GlobalMemoryStatusEx(self, reference):  # noqa: N802
            return 0

    with pytest.raises(OSError, match="GlobalMemoryStatusEx"):
        read_windows_memory(Kernel32())


@pytest.mark.parametrize("text", ["", "이상한 글", "MemTotal: many kB"])
def test_a_strange_meminfo_is_an_error(text):
    with pytest.raises(ValueError, match="MemTotal"):
        parse_meminfo(text)


def test_a_strange_vm_stat_is_an_error():
    with pytest.raises(ValueError, match="vm_stat"):
        parse_vm_stat("1", "이상한 글")


def test_this_computer_has_memory_and_a_core():
    found = memory()
    assert found is not None
    assert 0 < found.free <= found.total
    assert 1 <= cpu_count() <= (os.cpu_count() or 1)


@pytest.mark.parametrize(
    "error",
    [OSError("없음"), ValueError("이상함"), subprocess.TimeoutExpired("vm_stat", 10)],
    ids=["없는 파일", "이상한 글", "멈춘 명령"],
)
def test_memory_that_cannot_be_read_is_none(error, monkeypatch):
    def fail(text):
        raise error

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(machine, "parse_meminfo", fail)
    monkeypatch.setattr(Path, "read_text", lambda self, encoding: "")
    assert memory() is None


# ── 경로와 이름을 지웁니다 ────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "No module named '/secret/place/x.so'",
        "cannot open /secret/x.so: no such file",
        "dlopen(/secret/lib/libx.dylib, 2): image not found",
        r"DLL load failed: C:\Users\secret\x.dll",
        r"[WinError 126] 'C:\\Users\\secret 님\\x.dll'",
        r"\\server\secret\x",
        "~/secret/x",
        "secret/x.py 12행",
    ],
)
def test_a_path_is_hidden(text):
    hidden = hide_identity(text)
    assert "secret" not in hidden
    assert "(경로)" in hidden


def test_a_home_with_spaces_and_hangul_is_hidden_whole(monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: PurePosixPath("/home/홍 길 동"))
    hidden = hide_identity("cannot open /home/홍 길 동/x.so now")
    assert hidden == "cannot open (경로) now"


def test_the_names_of_the_user_and_the_computer_are_hidden(monkeypatch):
    monkeypatch.setattr(getpass, "getuser", lambda: "gildong")
    monkeypatch.setattr(platform, "node", lambda: "hong-pc.local")
    hidden = hide_identity("gildong 의 hong-pc 와 hong-pc.local, gildongs")
    assert hidden == "(이름) 의 (이름) 와 (이름), gildongs"


def test_a_user_without_a_name_is_no_obstacle(monkeypatch):
    def nobody():
        raise KeyError("getpwuid(): uid not found: 12345")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert hide_identity("그대로 둡니다") == "그대로 둡니다"


def test_a_plain_sentence_stays_as_it_is():
    text = "ImportError: libopenblas.so.0: cannot open shared object file (신호 SIGSEGV)"
    assert hide_identity(text) == text
