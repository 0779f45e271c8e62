"""doctor: 무엇이 고장 났든 끝까지 살피고, 정상이 아닌 것마다 고치는 법을 말합니다."""

from __future__ import annotations

import getpass
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from dlconcepts import doctor
from dlconcepts.console import width
from dlconcepts.doctor import (
    FONT_FILE,
    GIB,
    LIBRARIES,
    NUMPY,
    SOURCE,
    TORCH,
    Check,
    as_json,
    as_text,
    check_console,
    check_font,
    check_gpu,
    check_hangul_path,
    check_library,
    check_memory,
    check_python,
    diagnose,
    exit_code,
    install,
    is_older,
)
from dlconcepts.machine import Memory
from dlconcepts.probes import Probe

ROOT = Path(__file__).resolve().parents[1]
POSIX = pytest.mark.skipif(os.name != "posix", reason="신호는 POSIX 에만 있습니다")

HEALTHY_TORCH = """
__version__ = '2.13.0+cpu'
class version: cuda = None
class cuda:
    is_available = staticmethod(lambda: False)
    device_count = staticmethod(lambda: 0)
class backends: pass
"""
HEALTHY = {
    "numpy": "__version__ = '2.4.6'",
    "tqdm": "__version__ = '4.70.1'",
    "matplotlib": "__version__ = '3.11.2'",
    "matplotlib.ft2font": (
        "class FT2Font:\n    family_name = 'Pretendard'\n"
        "    def __init__(self, file): open(file, 'rb').close()\n"
        "    def get_char_index(self, code): return code"
    ),
    "pandas": "__version__ = '3.1.1'",
    "sklearn": "import numpy; __version__ = '1.9.1'",
    "skimage": "__version__ = '0.26.0'",
    "skimage.measure": "import numpy",
    "torch": HEALTHY_TORCH,
    "ipykernel": "__version__ = '7.4.0'",
    "kiwipiepy": "__version__ = '0.24.1'",
    "kiwipiepy_model": "",
}
KILLERS = [  # NumPy 가 하는 일, doctor 가 하는 말
    ("raise ImportError('깨진 판')", "불러올 수 없습니다. ImportError: 깨진 판"),
    ("import os; os._exit(3)", "불러올 수 없습니다. 프로세스가 죽었습니다(종료 값 3)"),
    ("import sys; sys.exit(0)", "불러올 수 없습니다. SystemExit: 0"),
    pytest.param(
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
        "불러올 수 없습니다. 프로세스가 죽었습니다(신호 SIGSEGV)",
        marks=POSIX,
    ),
    ("import time; time.sleep(600)", "불러올 수 없습니다. 8초 안에 끝나지 않았습니다"),
]


@pytest.fixture
def world(tmp_path, monkeypatch):
    """진짜 라이브러리는 하나도 없고 적어 준 가짜만 있는 파이썬의 환경 변수를 만듭니다."""
    monkeypatch.setattr(shutil, "which", lambda name: None)

    def make(**changed: str | None) -> dict[str, str]:
        folder = tmp_path / "가짜 라이브러리"
        for module, source in (HEALTHY | changed).items():
            if source is None:
                continue
            parts = module.split(".")
            file = folder.joinpath(*parts[:-1], f"{parts[-1]}.py")
            if len(parts) == 1:
                file = folder / module / "__init__.py"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(source, encoding="utf-8")
        (folder / "sitecustomize.py").write_text(
            "import sys\nsys.path[:] = [p for p in sys.path if 'site-packages' not in p]",
            encoding="utf-8",
        )
        path = os.pathsep.join([str(folder), str(ROOT / "src")])
        monkeypatch.setenv("PYTHONPATH", path)
        return os.environ | {"PYTHONPATH": path}

    return make


def run_doctor(environment, *arguments, cwd=None, **more):
    return subprocess.run(
        [sys.executable, "-m", "dlconcepts", "doctor", *arguments],
        capture_output=True,
        env=environment | more,
        cwd=cwd,
        check=False,
    )


def by_name(checks):
    return {check.name: check for check in checks}


def hold_promises(checks):
    """살핀 것이 무엇이든 지켜야 하는 것들입니다."""
    text = as_text(checks)
    for check in checks:
        assert (check.remedy is None) == (check.status == "ok"), check
        for part in (check.detail, check.remedy or ""):
            assert " ".join(part.split()) in " ".join(text.split()), check
            part.encode("cp949")
    report = json.loads(as_json(checks))
    assert [Check(**row) for row in report["checks"]] == list(checks)
    assert report["ok"] == (exit_code(checks) == 0)
    show_nothing_secret(text)


def show_nothing_secret(text):
    for secret in (str(Path.home()), str(ROOT), str(Path.cwd()), sys.prefix, "/tmp/"):
        assert secret not in text
    for name in (getpass.getuser(), platform.node()):
        assert not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)


# ── 모든 것이 있는 컴퓨터 ─────────────────────────────────────────────────────


def test_a_healthy_computer_is_found_healthy(world):
    world()
    checks = diagnose(encoding="utf-8")
    hold_promises(checks)
    assert {check.name for check in checks if check.status != "ok"} <= {"GPU", "메모리"}
    assert exit_code(checks) == 0
    assert by_name(checks)["torch"].detail == "2.13.0+cpu (CPU 판)"


def test_the_whole_list_is_examined_in_this_order(world):
    world()
    assert [check.name for check in diagnose(encoding="utf-8")] == [
        "Python",
        "dlconcepts",
        "NumPy",
        "tqdm",
        "matplotlib",
        "pandas",
        "scikit-learn",
        "scikit-image",
        "torch",
        "Jupyter",
        "Kiwi",
        "GPU",
        "한글 글꼴",
        "메모리",
        "CPU",
        "콘솔",
        "한글 경로",
    ]


def test_two_runs_say_the_same(world):
    environment = world()
    first, second = (run_doctor(environment, PYTHONIOENCODING="utf-8").stdout for _ in range(2))
    lines = [
        [line for line in output.decode("utf-8").splitlines() if "메모리" not in line]
        for output in (first, second)
    ]
    assert lines[0] == lines[1]
    assert len(lines[0]) > 15


def test_the_real_computer_from_a_hangul_folder_and_isolated(tmp_path):
    """시험을 돌리는 진짜 환경: 한글 폴더에서, 환경 변수를 무시하는 -I 로."""
    folder = tmp_path / "홍길동의 폴더"
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", "-m", "dlconcepts", "doctor"],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^정상  NumPy", done.stdout, re.MULTILINE)
    assert done.stderr == ""
    show_nothing_secret(done.stdout)


# ── NumPy 가 고장 난 컴퓨터 ───────────────────────────────────────────────────


@pytest.mark.parametrize(("numpy", "says"), KILLERS)
def test_a_broken_numpy_fails_with_a_remedy_and_the_rest_is_still_examined(numpy, says, world):
    environment = world(numpy=numpy)
    done = run_doctor(environment, "--json", "--timeout", "8", PYTHONIOENCODING="utf-8")
    assert (done.returncode, done.stderr) == (1, b"")
    checks = [Check(**row) for row in json.loads(done.stdout)["checks"]]
    hold_promises(checks)
    found = by_name(checks)
    command = 'python -m pip install --force-reinstall --no-cache-dir "numpy>=1.26"'
    assert found["NumPy"] == Check("NumPy", "fail", says, command)
    assert "고쳐야 할 것: NumPy." in as_text(checks)
    assert found["tqdm"].status == found["torch"].status == found["pandas"].status == "ok"
    for dependent in ("scikit-learn", "scikit-image"):
        assert found[dependent].detail.startswith("NumPy 를 먼저 고쳐야 합니다")
        assert found[dependent].remedy == command


def test_a_noisy_numpy_does_not_spoil_the_output(world):
    noise = "import os; os.write(1, b'\\xff\\xfe' * 9999); print('{'); __version__ = '2.0.0'"
    done = run_doctor(world(numpy=noise), "--json", PYTHONIOENCODING="utf-8")
    assert done.returncode == 0
    assert by_name(Check(**row) for row in json.loads(done.stdout)["checks"])["NumPy"] == Check(
        "NumPy", "ok", "2.0.0"
    )


def test_a_missing_numpy_is_a_failure_with_the_plain_command(world):
    world(numpy=None)
    checks = diagnose(encoding="utf-8")
    hold_promises(checks)
    found = by_name(checks)["NumPy"]
    assert found.status == "fail"
    assert found.detail == "설치되어 있지 않습니다. 이 사이트의 모든 코드에 필요합니다"
    assert found.remedy == 'python -m pip install "numpy>=1.26"'
    assert exit_code(checks) == 1


def test_nothing_secret_in_the_message_of_a_broken_library_is_shown(world):
    secret = f"cannot open {Path.home()}/비밀/x.so for {getpass.getuser()} at {platform.node()}"
    world(numpy=f"raise OSError({secret!r})")
    checks = diagnose(encoding="utf-8")
    hold_promises(checks)
    assert "비밀" not in as_text(checks)


# ── 골라 쓰는 것이 없거나 고장 난 컴퓨터 ──────────────────────────────────────


def test_absent_optional_libraries_are_no_failure_and_say_who_needs_them(world):
    optional = {library.module: None for library in LIBRARIES if library.use}
    parts = {"matplotlib.ft2font": None, "skimage.measure": None}
    world(**optional, **parts)
    checks = diagnose(encoding="utf-8")
    hold_promises(checks)
    found = by_name(checks)
    assert exit_code(checks) == 0
    for library in LIBRARIES:
        if library.use:
            assert found[library.name].status == "absent"
            assert library.use in found[library.name].detail
            assert f'"{library.requirement}"' in (found[library.name].remedy or "")
    assert found["GPU"].status == found["한글 글꼴"].status == "absent"


def test_a_broken_optional_library_is_a_warning(world):
    world(torch="import os; os._exit(9)", pandas="raise ImportError('깨졌습니다')")
    checks = diagnose(encoding="utf-8")
    hold_promises(checks)
    found = by_name(checks)
    assert found["torch"].status == found["pandas"].status == "warn"
    assert "종료 값 9" in found["torch"].detail
    assert exit_code(checks) == 0


def test_a_library_broken_inside_is_noticed_although_its_door_opens(world):
    world(**{"skimage.measure": "raise ImportError('속이 깨졌습니다')"})
    found = by_name(diagnose(encoding="utf-8"))["scikit-image"]
    assert found.status == "warn"
    assert "속이 깨졌습니다" in found.detail


def test_kiwi_without_its_model_is_a_warning(world):
    world(kiwipiepy_model=None)
    found = by_name(diagnose(encoding="utf-8"))["Kiwi"]
    assert found.status == "warn"
    assert found.remedy == "python -m pip install kiwipiepy_model"


def test_a_learners_own_numpy_py_is_named(world, tmp_path, monkeypatch):
    world(numpy=None)
    (tmp_path / "numpy.py").write_text("print('내 연습')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    found = by_name(diagnose(encoding="utf-8"))["NumPy"]
    assert found.status == "fail"
    assert "지금 폴더의 numpy.py 때문에" in found.detail
    assert found.remedy in ("mv numpy.py my_numpy.py", "ren numpy.py my_numpy.py")


# ── 판 ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("version", "minimum", "older"),
    [
        ("1.25.2", "1.26", True),
        ("1.26", "1.26", False),
        ("1.26.0", "1.26", False),
        ("1.100", "1.26", False),
        ("2.0.0rc1", "1.26", False),
        ("2.13.0+cpu", "2.6", False),
        ("2.5.1+cu121", "2.6", True),
        ("", "1.26", False),
        ("unknown", "1.26", False),
    ],
)
def test_versions_are_compared_as_numbers(version, minimum, older):
    assert is_older(version, minimum) is older


def test_an_old_numpy_fails_and_an_old_pandas_warns(world):
    world(numpy="__version__ = '1.21.0'", pandas="__version__ = '1.0'")
    checks = diagnose(encoding="utf-8")
    hold_promises(checks)
    found = by_name(checks)
    assert found["NumPy"].status == "fail"
    assert found["NumPy"].detail == "1.21.0: 낡았습니다. 책에 필요한 것은 numpy>=1.26"
    assert found["NumPy"].remedy == 'python -m pip install --upgrade "numpy>=1.26"'
    assert found["pandas"].status == "warn"


@pytest.mark.parametrize(
    ("version", "status"), [((3, 10, 14), "fail"), ((3, 11, 0), "ok"), ((4, 0, 0), "ok")]
)
def test_an_old_python_is_a_failure(version, status):
    check = check_python(version)
    assert check.status == status
    if status == "fail":
        assert "3.11 이상이 필요합니다" in check.detail
        assert "python3 -m venv .venv" in (check.remedy or "")


# ── GPU ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("torch", "driver", "status", "says"),
    [
        (Probe("missing"), False, "absent", "torch 가 있어야"),
        (Probe("died"), True, "absent", "torch 가 있어야"),
        (Probe("loaded", "2", "", {"cuda": True, "devices": ["NVIDIA H200"]}), True, "ok", "H200"),
        (Probe("loaded", "2", "", {"cuda": False, "mps": True}), False, "ok", "MPS"),
        (Probe("loaded", "2", "", {"build": None}), False, "absent", "GPU 가 없습니다"),
        (Probe("loaded", "2", "", {"build": "12.6"}), False, "absent", "GPU 가 없습니다"),
        (Probe("loaded", "2", "", {"build": "12.6"}), True, "warn", "쓰지 못합니다"),
        (Probe("loaded", "2", "", {"build": None}), True, "warn", "CPU 판입니다"),
        (Probe("loaded", "2", "RuntimeError: /a/b", None), True, "warn", "(경로)"),
    ],
)
def test_a_gpu_is_a_gift_and_only_an_idle_one_is_a_warning(
    torch, driver, status, says, monkeypatch
):
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/nvidia-smi" if driver else None)
    check = check_gpu(torch)
    hold_promises([check])
    assert check.status == status
    assert says in check.detail


def test_a_torch_that_dies_while_looking_for_a_gpu_is_ok_itself(world):
    dying = HEALTHY_TORCH.replace("lambda: False", "lambda: __import__('os')._exit(5)")
    world(torch=dying)
    found = by_name(diagnose(encoding="utf-8"))
    assert found["torch"] == Check("torch", "ok", "2.13.0+cpu")
    assert found["GPU"].status == "warn"
    assert "종료 값 5" in found["GPU"].detail


def test_the_cuda_build_is_named():
    probes = {"torch": Probe("loaded", "2.13.0", "", {"build": "13.0"})}
    assert check_library(TORCH, probes).detail == "2.13.0 (CUDA 13.0 판)"


# ── 설치 명령 ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda library: library.name)
def test_every_requirement_is_valid_and_the_one_of_pyproject(library):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = [*project["project"]["dependencies"], *project["dependency-groups"]["pages"]]
    for extra in project["project"]["optional-dependencies"].values():
        declared += extra
    assert str(Requirement(library.requirement)) == library.requirement
    assert library.requirement in declared
    core = library.requirement in project["project"]["dependencies"]
    assert core == (library.use == "")


def test_the_source_is_the_one_of_pyproject():
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert table["dlconcepts"]["install"] == SOURCE
    assert Requirement(SOURCE).extras == {"examples"}


@pytest.mark.parametrize(
    ("system", "machine", "says"),
    [
        ("Linux", "x86_64", '"torch>=2.6" --index-url https://download.pytorch.org/whl/cpu'),
        ("Windows", "AMD64", 'python -m pip install "torch>=2.6"'),
        ("Darwin", "arm64", 'python -m pip install "torch>=2.6"'),
        ("Darwin", "x86_64", "Colab"),
    ],
)
def test_torch_is_installed_as_the_system_needs(system, machine, says, monkeypatch):
    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    assert install(TORCH).endswith(says) or says in install(TORCH)
    assert ("index-url" in install(TORCH)) == (system == "Linux")
    assert install(NUMPY) == 'python -m pip install "numpy>=1.26"'


# ── 글꼴, 메모리, 콘솔, 경로 ──────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("matplotlib", "status"),
    [
        (Probe("loaded", "3", "", {"family": "Pretendard", "missing": []}), "ok"),
        (Probe("loaded", "3", "", {"family": "Pretendard", "missing": ["가"]}), "warn"),
        (Probe("loaded", "3", "RuntimeError: bad font", None), "warn"),
        (Probe("missing"), "absent"),
    ],
)
def test_the_font_is_opened_and_searched_for_hangul(matplotlib, status):
    check = check_font(matplotlib)
    hold_promises([check])
    assert check.status == status


def test_a_lost_font_file_is_noticed(tmp_path):
    check = check_font(Probe("loaded"), tmp_path / "없는 글꼴.otf")
    assert check.status == "warn"
    assert SOURCE in (check.remedy or "")


def test_the_font_file_is_the_one_the_figures_use():
    style = pytest.importorskip("dlconcepts.viz.style", reason="matplotlib 이 없습니다")
    assert style.FONT_FILE == FONT_FILE


@pytest.mark.parametrize(
    ("found", "status", "says"),
    [
        (Memory(16 * GIB, 9 * GIB), "ok", "전체 16 GiB, 여유 9 GiB"),
        (Memory(16 * GIB, GIB), "warn", "모자랄 수 있습니다"),
        (None, "absent", "알아내지 못했습니다"),
    ],
)
def test_memory_is_told_and_little_of_it_is_a_warning(found, status, says, monkeypatch):
    monkeypatch.setattr(doctor, "memory", lambda: found)
    check = check_memory()
    hold_promises([check])
    assert check.status == status
    assert says in check.detail


@pytest.mark.parametrize(
    ("encoding", "status", "says"),
    [
        ("utf-8", "ok", "쓸 수 있습니다"),
        ("cp949", "warn", "몇몇 수학 기호가 물음표로"),
        ("ascii", "warn", "한글이 물음표로"),
    ],
)
def test_the_console_is_told_what_it_cannot_show(encoding, status, says):
    check = check_console(encoding)
    assert (check.status, says in check.detail) == (status, True)


def test_the_console_remedy_overrides_what_the_user_has_set(monkeypatch):
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    assert "PYTHONUTF8" in (check_console("cp949").remedy or "")
    monkeypatch.setenv("PYTHONIOENCODING", "cp949")
    assert "PYTHONIOENCODING" in (check_console("cp949").remedy or "")


def test_a_place_where_hangul_folders_cannot_be_made_is_a_warning(monkeypatch):
    def refuse(self, **options):
        raise UnicodeEncodeError("ascii", "한글", 0, 1, "ordinal not in range(128)")

    monkeypatch.setattr(Path, "mkdir", refuse)
    check = check_hangul_path(timeout=10)
    assert check.status == "warn"
    assert "UnicodeEncodeError" in check.detail


def test_a_script_that_fails_in_a_hangul_folder_is_a_warning(monkeypatch):
    monkeypatch.setattr(doctor, "run_quietly", lambda command, timeout: (1, ""))
    assert check_hangul_path(timeout=10).status == "warn"


# ── 보여 주기 ─────────────────────────────────────────────────────────────────

SAMPLE = [
    Check("Python", "ok", "3.11.7"),
    Check("한글 글꼴", "absent", "가나다 " * 30, "python -m pip install " + "x" * 90),
    Check("NumPy", "fail", "없습니다", "고칩니다"),
]


def test_the_details_stand_in_one_column_counted_in_hangul_widths():
    lines = as_text(SAMPLE).splitlines()
    columns = {
        width(line[: line.index(start)])
        for line, start in ((lines[2], "3.11.7"), (lines[3], "가나다"), (lines[4], "가나다"))
    }
    assert len(columns) == 1


@pytest.mark.parametrize("columns", [30, 60, 80, 100])
def test_only_commands_are_wider_than_the_console(columns):
    body = as_text(SAMPLE, columns=columns).splitlines()[2:-2]
    wide = [line for line in body if width(line) > max(columns, 20 + 17)]
    assert all(line.strip().startswith("원한다면: python") for line in wide)


def test_a_command_is_never_broken_over_lines():
    command = SAMPLE[1].remedy
    assert any(line.endswith(str(command)) for line in as_text(SAMPLE, columns=40).splitlines())


def test_a_console_without_hangul_is_told_in_english_what_to_do():
    text = as_text([*SAMPLE, check_console("ascii")], korean=False)
    shown = text.encode("ascii", "replace").decode("ascii")
    assert shown.splitlines()[0].startswith("This console cannot show Korean")
    assert "utf-8" in shown.splitlines()[0] or "PYTHONUTF8" in shown.splitlines()[0]
    assert re.search(r"^OK    Python", shown, re.MULTILINE)
    assert re.search(r"^FAIL  NumPy", shown, re.MULTILINE)


@pytest.mark.parametrize(
    ("encoding", "arguments"), [("cp949", []), ("ascii", []), ("cp949", ["--json"])]
)
def test_the_real_process_survives_the_console(encoding, arguments, world):
    environment = world(numpy="raise ImportError('− 🎉 \\udc80 깨짐')")
    done = run_doctor(environment, *arguments, PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (1, b"")
    text = done.stdout.decode(encoding)
    if arguments:
        text = as_text([Check(**row) for row in json.loads(text)["checks"]])
    assert re.search(r"^(문제|FAIL)  NumPy +.*ImportError", text, re.MULTILINE)
    assert encoding in text


def test_json_for_other_consoles_is_plain_ascii():
    assert as_json(SAMPLE, ascii_only=True).isascii()
    assert json.loads(as_json(SAMPLE, ascii_only=True)) == json.loads(as_json(SAMPLE))
