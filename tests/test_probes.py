"""라이브러리를 다른 프로세스에서 불러 보기: 자식이 죽든, 멈추든, 떠들든 우리는 답을 얻습니다."""

from __future__ import annotations

import os
import sys
import time

import pytest

from dlconcepts import probes
from dlconcepts.probes import Probe, describe_exit, interpreter, probe, probe_all, understand

POSIX = pytest.mark.skipif(os.name != "posix", reason="신호는 POSIX 에만 있습니다")
PATIENCE = 30.0  # 바쁜 컴퓨터에서도 파이썬 하나가 뜨기에 넉넉한 시간(초)


@pytest.fixture
def library(tmp_path, monkeypatch):
    """이름과 소스를 받아, 진짜보다 먼저 찾아지는 가짜 라이브러리를 만듭니다."""
    folder = tmp_path / "가짜 라이브러리"
    folder.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(folder))

    def make(name: str, source: str) -> None:
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text(source, encoding="utf-8")

    return make


def test_a_healthy_library_tells_its_version(library):
    library("numpy", "__version__ = '9.9'")
    assert probe("numpy", timeout=PATIENCE) == Probe("loaded", "9.9")


def test_a_library_without_a_version_is_still_loaded(library):
    library("numpy", "")
    assert probe("numpy", timeout=PATIENCE) == Probe("loaded", "")


def test_an_absent_library_is_missing():
    assert probe("no_such_library_anywhere", timeout=PATIENCE) == Probe("missing")


def test_an_empty_folder_of_that_name_is_no_library(tmp_path, monkeypatch):
    (tmp_path / "no_such_library_anywhere").mkdir()
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert probe("no_such_library_anywhere", timeout=PATIENCE) == Probe("missing")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("raise ImportError('DLL load failed')", "ImportError: DLL load failed"),
        ("raise ImportError('\\n\\n  첫 줄\\n둘째 줄')", "ImportError: 첫 줄"),
        ("raise ImportError", "ImportError"),
        (
            "try:\n  import no_such_part\nexcept ImportError as e:\n"
            "  raise ImportError('IMPORTANT: PLEASE READ THIS') from e",
            "ModuleNotFoundError: No module named 'no_such_part'",
        ),
        ("import sys; sys.exit('그만')", "SystemExit: 그만"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("def f(): f()\nf()", "RecursionError: maximum recursion depth exceeded"),
        ("여기는 파이썬이 아닙니다", "SyntaxError"),
    ],
)
def test_a_library_that_raises_says_what_and_why(library, source, message):
    library("numpy", source)
    found = probe("numpy", timeout=PATIENCE)
    assert found.outcome == "raised"
    assert found.message.startswith(message)
    assert "\n" not in found.message


def test_a_long_message_is_cut(library):
    library("numpy", "raise ImportError('길' * 5000)")
    assert len(probe("numpy", timeout=PATIENCE).message) == 300


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("import os; os._exit(3)", "종료 값 3"),
        ("import os; os._exit(0)", "종료 값 0"),
        pytest.param("import os; os.abort()", "신호 SIGABRT", marks=POSIX),
        pytest.param(
            "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "신호 SIGSEGV", marks=POSIX
        ),
        pytest.param(
            "import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "신호 SIGKILL", marks=POSIX
        ),
    ],
)
def test_a_library_that_kills_its_process_does_not_kill_us(library, source, message):
    library("numpy", source)
    found = probe("numpy", timeout=PATIENCE)
    assert found == Probe("died", message=f"프로세스가 죽었습니다({message})")


def test_a_library_that_hangs_is_given_up(library):
    library("numpy", "import time\ntime.sleep(600)")
    started = time.monotonic()
    found = probe("numpy", timeout=0.5)
    assert found == Probe("hung", message="0.5초 안에 끝나지 않았습니다")
    assert time.monotonic() - started < 20


@POSIX
def test_a_hanging_grandchild_that_keeps_the_pipe_does_not_hang_us(library):
    library(
        "numpy",
        "import os, time\nif os.fork() == 0:\n    time.sleep(10); os._exit(0)\n__version__ = '1'",
    )
    started = time.monotonic()
    assert probe("numpy", timeout=2) == Probe("loaded", "1")
    assert time.monotonic() - started < 8


@pytest.mark.parametrize(
    "noise",
    [
        'print(\'쓰레기 {"outcome": "missing"}\')',
        'import os; os.write(1, b\'\\n{"outcome": "missing", "done": true}\\n\')',
        "import os; os.write(1, bytes(range(256)) * 4000); os.write(2, b'\\xff' * 500000)",
        "import sys; sys.stdout.write('줄바꿈 없이'); sys.stdout.close()",
        "import os; os.close(1); os.close(2)",
        "import warnings; warnings.warn('경고')",
        "input('무엇이든 적으세요') if False else None",
    ],
)
def test_a_noisy_library_does_not_garble_the_answer(library, noise):
    library("numpy", f"{noise}\n__version__ = '1.0'")
    assert probe("numpy", timeout=PATIENCE) == Probe("loaded", "1.0")


@pytest.fixture
def silent_keyboard():
    """표준 입력을, 아무도 적지 않지만 닫히지도 않는 통로로 바꿉니다."""
    real, (reader, writer) = os.dup(0), os.pipe()
    os.dup2(reader, 0)
    yield
    os.dup2(real, 0)
    for descriptor in (real, reader, writer):
        os.close(descriptor)


def test_a_library_that_waits_for_the_keyboard_is_not_waited_for(library, silent_keyboard):
    library("numpy", "input('Enter 를 누르세요')")
    assert probe("numpy", timeout=PATIENCE).message.startswith("EOFError")


def test_what_a_library_prints_does_not_fill_our_memory(library, monkeypatch):
    heard = []
    monkeypatch.setattr(probes, "understand", lambda code, said, timeout: heard.append(said))
    library("numpy", "import os\nfor _ in range(100): os.write(1, b'x' * 65536)")
    probe("numpy", timeout=PATIENCE)
    assert len(heard[0]) < 1000


def test_noise_before_our_code_does_not_garble_the_answer(library, tmp_path):
    library("numpy", "__version__ = '1.0'")
    (tmp_path / "가짜 라이브러리" / "sitecustomize.py").write_text(
        'print(\'{"outcome": "missing"}\')', encoding="utf-8"
    )
    assert probe("numpy", timeout=PATIENCE) == Probe("loaded", "1.0")


@pytest.mark.parametrize(
    ("file", "shown"), [("numpy.py", "numpy.py"), ("numpy/__init__.py", "numpy")]
)
def test_a_file_of_that_name_in_this_folder_is_named_and_not_run(
    file, shown, tmp_path, monkeypatch
):
    target = tmp_path / file
    target.parent.mkdir(exist_ok=True)
    target.write_text("open('ran.txt', 'w', encoding='utf-8')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert probe("numpy", timeout=PATIENCE) == Probe("shadowed", message=shown)
    assert not (tmp_path / "ran.txt").exists()


@pytest.mark.parametrize(
    ("ending", "message"),
    [
        ("os._exit(7)", "프로세스가 죽었습니다(종료 값 7)"),
        ("raise RuntimeError('driver')", "RuntimeError: driver"),
    ],
)
def test_a_torch_that_breaks_while_looking_for_a_gpu_is_still_loaded(library, ending, message):
    library(
        "torch",
        "import os\n__version__ = '2.9'\nclass cuda:\n  def is_available(): " + ending,
    )
    found = probe("torch", timeout=PATIENCE)
    assert found == Probe("loaded", "2.9", message, None)


def test_many_libraries_are_asked_at_once(library):
    for name in ("one", "two", "three", "four"):
        library(name, "import time; time.sleep(1.5); __version__ = '1'")
    started = time.monotonic()
    found = probe_all(dict.fromkeys(("one", "two", "three", "four"), ()), timeout=PATIENCE)
    assert [answer.outcome for answer in found.values()] == ["loaded"] * 4
    assert time.monotonic() - started < 4 * 1.5


def test_asking_for_nothing_is_allowed():
    assert probe_all({}, timeout=PATIENCE) == {}


def test_a_python_that_cannot_be_started_is_reported(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    found = probe("numpy", timeout=PATIENCE)
    assert found.outcome == "died"
    assert "새 프로세스를 띄우지 못했습니다" in found.message


def test_the_child_is_isolated_as_we_are(monkeypatch):
    class Flags:
        isolated, ignore_environment, no_user_site, safe_path = 1, 1, 1, True

    monkeypatch.setattr(sys, "flags", Flags)
    assert interpreter()[1:] == ["-I"]
    Flags.isolated = 0
    assert interpreter()[1:] == ["-E", "-s", "-P"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (0, "종료 값 0"),
        (3, "종료 값 3"),
        (3221225477, "종료 값 0xC0000005"),
        (-9999, "신호 9999"),
    ],
)
def test_an_exit_code_is_put_into_words(code, words):
    assert describe_exit(code) == words


@pytest.mark.parametrize("said", ["", "null", "[]", '{"outcome": 3}', "{", '{"done": true}'])
def test_an_answer_that_is_none_counts_as_a_death(said):
    assert understand(1, said, timeout=1).outcome == "died"
