"""명령줄: ``python -m dlconcepts``. 도움말도 오류도 한국어이고, 어떤 콘솔에서도 멈추지 않습니다."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys

import pytest

from dlconcepts import __version__, doctor
from dlconcepts.__main__ import main
from dlconcepts.doctor import Check

FINE = [Check("Python", "ok", "3.11")]
BROKEN = [Check("NumPy", "fail", "불러올 수 없습니다", "python -m pip install numpy")]


# train 의 옵션과 값의 이름입니다.
TRAIN = {"train", "model", "mlp", "conv", "epochs", "batch", "size", "lr", "X", "seed", "device"}
TRAIN |= {"auto", "cpu", "cuda", "mps", "precision", "float", "bfloat", "checkpoint", "shard"}
TRAIN |= {"FSDP", "quiet", "torchrun", "nproc", "per", "node"}


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "dlconcepts", *arguments],
        capture_output=True,
        env=os.environ | environment,
        check=False,
    )


@pytest.fixture
def examined(monkeypatch):
    """진짜로 살피는 대신 정해 둔 결과를 돌려줍니다. 받은 인자를 적어 둡니다."""
    asked = {}

    def prescribe(checks):
        def diagnose(**options):
            asked.update(options)
            return checks

        monkeypatch.setattr(doctor, "diagnose", diagnose)
        return asked

    return prescribe


def english_words(text: str) -> set[str]:
    """명령과 옵션의 이름이 아닌, argparse 가 남겼을지도 모르는 영어 낱말입니다."""
    ours = {"python", "m", "dlconcepts", "doctor", "json", "JSON", "help", "h", "version"}
    return set(re.findall(r"[A-Za-z]+", text)) - ours - TRAIN - {"timeout", "N"}


# ── 도움말 ────────────────────────────────────────────────────────────────────


def test_no_command_shows_the_help(capsys):
    assert main([]) == 0
    text = capsys.readouterr().out
    assert text.startswith("사용법: python -m dlconcepts")
    assert "doctor" in text


@pytest.mark.parametrize(
    "arguments", [["--help"], ["-h"], ["doctor", "--help"], ["doctor", "-h"], ["train", "--help"]]
)
def test_the_help_is_korean_throughout(arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    text = capsys.readouterr().out
    assert stopped.value.code == 0
    assert "사용법: " in text
    assert "옵션:" in text
    assert english_words(text) == set()


def test_the_commands_are_listed_once(capsys):
    main([])
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["명령:"] in lines
    assert ["명령"] not in lines


def test_the_version_is_ours(capsys):
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"dlconcepts {__version__}\n"


# ── 잘못 적은 명령 ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ["docter"],
            "'docter' 라는 명령은 없습니다. 쓸 수 있는 명령: doctor, train. 혹시 doctor 인가요?",
        ),
        (["it's"], "it's"),
        (["bench"], "쓸 수 있는 명령: doctor, train."),
        (["train", "--epochs", "many"], "--epochs: 정수를 적어야 합니다. 받은 것: 'many'"),
        (["train", "--lr", "1,5"], "--lr: 수를 적어야 합니다. 받은 것: '1,5'"),
        (["train", "--shards"], "알 수 없는 인자입니다: --shards"),
        (["doctor", "--jsn"], "알 수 없는 인자입니다: --jsn"),
        (["doctor", "numpy"], "알 수 없는 인자입니다: numpy"),
        (["--json"], "알 수 없는 인자입니다: --json"),
        (["doctor", "--timeout"], "--timeout 뒤에는 값이 하나 있어야 합니다"),
        (["doctor", "--json=3"], "--json 에는 값을 붙이지 않습니다: '3'"),
        (
            ["doctor", "--timeout", "빨리"],
            "--timeout: 0보다 큰 초를 적어야 합니다. 받은 것: '빨리'",
        ),
        (["doctor", "--timeout", "0"], "받은 것: '0'"),
        (["doctor", "--timeout=-3"], "받은 것: '-3'"),
        (["doctor", "--timeout", "nan"], "받은 것: 'nan'"),
        (["doctor", "--timeout", "inf"], "받은 것: 'inf'"),
    ],
)
def test_a_wrong_command_line_is_explained_in_korean_and_ends_with_two(arguments, says, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    shown = capsys.readouterr()
    assert stopped.value.code == 2
    assert says in shown.err
    assert shown.out == ""
    words = english_words(shown.err.replace(arguments[-1], ""))
    assert words - {"it", "s", "jsn", "numpy", "nan", "inf"} == set()


def test_an_abbreviated_option_is_not_guessed(capsys):
    with pytest.raises(SystemExit):
        main(["doctor", "--js"])
    assert "알 수 없는 인자입니다: --js" in capsys.readouterr().err


def test_an_unknown_command_ends_the_real_process_with_two():
    done = command("docter", PYTHONIOENCODING="utf-8")
    assert done.returncode == 2
    assert "명령은 없습니다" in done.stderr.decode("utf-8")
    assert b"Traceback" not in done.stderr


# ── doctor 를 부릅니다 ────────────────────────────────────────────────────────


@pytest.mark.parametrize(("checks", "code"), [(FINE, 0), (BROKEN, 1)])
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_the_exit_code_says_whether_everything_required_works(checks, code, form, examined, capsys):
    examined(checks)
    assert main(["doctor", *form]) == code
    assert checks[0].name in capsys.readouterr().out


def test_the_waiting_time_reaches_the_doctor(examined):
    asked = examined(FINE)
    main(["doctor", "--timeout", "2.5"])
    assert asked["timeout"] == 2.5


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp949", "cp437", "utf-8", "utf-16"])
@pytest.mark.parametrize("arguments", [["doctor"], ["doctor", "--json"], []])
def test_no_console_stops_us(encoding, arguments, examined, monkeypatch):
    examined([*BROKEN, Check("torch", "warn", "가 − η 🎉 \udc80", "할 일 −")])
    console = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="strict")
    monkeypatch.setattr(sys, "stdout", console)
    main(arguments)
    console.flush()
    assert "dlconcepts" in console.buffer.getvalue().decode(encoding)


@pytest.mark.parametrize("encoding", ["ascii", "cp949", "utf-8"])
def test_json_loses_no_letter_on_any_console(encoding, examined, monkeypatch):
    examined([Check("torch", "warn", "가 − η 🎉", "할 일 −")])
    console = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="strict")
    monkeypatch.setattr(sys, "stdout", console)
    main(["doctor", "--json"])
    report = json.loads(console.buffer.getvalue().decode(encoding))
    assert report["checks"][0]["detail"] == "가 − η 🎉"


def test_a_wrong_command_on_an_ascii_console_still_ends_with_two():
    done = command("docter", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 2
    assert b"docter" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_process_without_a_console_does_not_stop(examined, monkeypatch):
    examined(FINE)
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["doctor"]) == 0


def test_a_watching_person_is_told_to_wait(examined, monkeypatch, capsys):
    examined(FINE)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    main(["doctor"])
    assert "몇 초 걸립니다" in capsys.readouterr().err


def test_stopping_with_the_keyboard_leaves_no_traceback(monkeypatch, capsys):
    def interrupted(**options):
        raise KeyboardInterrupt

    monkeypatch.setattr(doctor, "diagnose", interrupted)
    assert main(["doctor"]) == 130
    assert "멈추었습니다" in capsys.readouterr().err


def test_the_command_line_loads_no_library(capsys):
    code = (
        "import sys, runpy\n"
        "sys.argv = ['dlconcepts']\n"
        "try: runpy.run_module('dlconcepts', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "print('불러온 것:', *sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    loaded = done.stdout.rpartition("불러온 것:")[2].split()
    assert not {"numpy", "torch", "matplotlib", "pandas", "tqdm"}.intersection(loaded)
