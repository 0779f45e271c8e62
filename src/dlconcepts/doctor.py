"""이 컴퓨터에서 이 사이트의 코드가 돌아가는지 살피고, 안 되는 것마다 고치는 법을 알려 줍니다.

    python -m dlconcepts doctor          사람이 읽는 글
    python -m dlconcepts doctor --json   프로그램이 읽는 글

다른 모든 것이 고장 난 곳에서도 돌아가도록 표준 라이브러리만 쓰고, 라이브러리는 다른 프로세스에서
불러 봅니다(probes). 경로, 사용자 이름, 컴퓨터 이름은 인쇄하지 않습니다.
"""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from dlconcepts import __version__
from dlconcepts.console import can_write, encoding_of, pad, width, wrap
from dlconcepts.machine import cpu_count, hide_identity, memory
from dlconcepts.probes import Probe, interpreter, probe_all, run_quietly

Status = Literal["ok", "warn", "fail", "absent"]

PYTHON = (3, 11)
SOURCE = (
    "dlconcepts[examples] @ https://github.com/dlconcepts/dlconcepts/archive/refs/heads/main.zip"
)
WHEELS = "https://download.pytorch.org/whl"
COLAB = "https://colab.research.google.com"
FONT_FILE = Path(__file__).resolve().parent / "viz" / "fonts" / "Pretendard-Regular.otf"
GIB = 2**30
WORDS: dict[Status, str] = {"ok": "정상", "warn": "주의", "fail": "문제", "absent": "없음"}
ASCII_WORDS: dict[Status, str] = {"ok": "OK", "warn": "WARN", "fail": "FAIL", "absent": "NONE"}


@dataclass(frozen=True)
class Check:
    """한 가지를 살핀 결과입니다.

    Parameters
    ----------
    name
        살핀 것의 이름입니다.
    status
        ``"ok"`` (정상), ``"warn"`` (살펴볼 것), ``"fail"`` (이 사이트의 코드가 돌아가지 않음),
        ``"absent"`` (없지만 없어도 되는 것)입니다.
    detail
        본 것을 적은 글입니다.
    remedy
        고치는 명령이나 할 일입니다. 정상이면 None 이고, 정상이 아니면 반드시 있습니다.
    """

    name: str
    status: Status
    detail: str
    remedy: str | None = None


@dataclass(frozen=True)
class Library:
    """살펴볼 라이브러리: `use` 는 어디에 쓰이는지이고, 비어 있으면 어디에나 필요합니다."""

    name: str
    module: str
    requirement: str
    use: str = ""


NUMPY = Library("NumPy", "numpy", "numpy>=1.26")
MATPLOTLIB = Library("matplotlib", "matplotlib", "matplotlib>=3.10", "그림을 그리는 모든 쪽에")
TORCH = Library("torch", "torch", "torch>=2.6", "torch 와 견주는 쪽과 '학습 루프'부터의 장에")
LIBRARIES = (
    NUMPY,
    Library("tqdm", "tqdm", "tqdm>=4.66"),
    MATPLOTLIB,
    Library("pandas", "pandas", "pandas>=2.2.2", "표를 보여 주는 쪽에"),
    Library("scikit-learn", "sklearn", "scikit-learn>=1.5", "실제 데이터와 고전 모델을 쓰는 쪽에"),
    Library("scikit-image", "skimage", "scikit-image>=0.24", "사진을 쓰는 쪽에"),
    TORCH,
    Library("Jupyter", "ipykernel", "ipykernel>=6.29", "노트북을 이 컴퓨터에서 여는 데"),
    Library("Kiwi", "kiwipiepy", "kiwipiepy>=0.20", "'자연어 처리' 장의 형태소 분석에"),
)


def diagnose(*, timeout: float = 90.0, encoding: str | None = None) -> list[Check]:
    """모든 것을 살핍니다. 라이브러리들은 한꺼번에 불러 보므로 가장 느린 하나만큼 걸립니다.

    Parameters
    ----------
    timeout
        라이브러리 하나를 기다리는 시간(초)입니다.
    encoding
        결과를 보여 줄 콘솔의 인코딩입니다. 적지 않으면 지금의 표준 출력입니다.
    """
    requests: dict[str, tuple[str, ...]] = {library.module: () for library in LIBRARIES}
    probes = probe_all(requests | {"matplotlib": (str(FONT_FILE),)}, timeout=timeout)
    return [
        check_python(),
        Check("dlconcepts", "ok", __version__),
        *(check_library(library, probes) for library in LIBRARIES),
        check_gpu(probes["torch"]),
        check_font(probes["matplotlib"]),
        check_memory(),
        Check("CPU", "ok", f"쓸 수 있는 코어 {cpu_count()}개"),
        check_console(encoding or encoding_of(sys.stdout)),
        check_hangul_path(timeout=timeout),
    ]


def exit_code(checks: Sequence[Check]) -> int:
    """필요한 것이 모두 되면 0, 하나라도 안 되면 1입니다."""
    return int(any(check.status == "fail" for check in checks))


# ── 하나씩 살핍니다 ───────────────────────────────────────────────────────────


def check_python(version: tuple[int, ...] = sys.version_info[:3]) -> Check:
    found = ".".join(map(str, version))
    detail = f"{found} ({platform.python_implementation()}, {platform.system()})"
    if version >= PYTHON:
        return Check("Python", "ok", detail)
    needed = ".".join(map(str, PYTHON))
    return Check(
        "Python",
        "fail",
        f"{detail}: {needed} 이상이 필요합니다",
        f"https://www.python.org/downloads/ 에서 Python {needed} 이상을 설치하고, "
        "그 Python 으로 가상 환경을 새로 만듭니다: python3 -m venv .venv",
    )


def check_library(library: Library, probes: dict[str, Probe]) -> Check:
    """필요한 라이브러리의 고장은 문제이고, 골라 쓰는 라이브러리의 고장은 주의입니다."""
    found, name = probes[library.module], library.name
    broken: Status = "warn" if library.use else "fail"
    answered = found.facts is not None or library is TORCH  # torch 가 못 한 답은 GPU 가 알립니다
    if found.outcome == "loaded" and answered:
        return _check_version(library, found, broken)
    if found.outcome == "missing":
        use = f"{library.use} 쓰입니다" if library.use else "이 사이트의 모든 코드에 필요합니다"
        status: Status = "absent" if library.use else "fail"
        return Check(name, status, f"설치되어 있지 않습니다. {use}", install(library))
    if found.outcome == "shadowed":
        file, rename = found.message, "ren" if os.name == "nt" else "mv"
        detail = f"지금 폴더의 {file} 때문에 진짜 {name} 대신 그것이 불립니다. 이름을 바꿉니다"
        return Check(name, broken, detail, f"{rename} {file} my_{file}")
    if library is not NUMPY and probes["numpy"].outcome != "loaded":
        detail = "NumPy 를 먼저 고쳐야 합니다. NumPy 없이는 불러올 수 없었습니다"
        return Check(name, broken, detail, install(NUMPY, again=True))
    detail = f"불러올 수 없습니다. {hide_identity(found.message)}"
    return Check(name, broken, detail, install(library, again=True))


def _check_version(library: Library, found: Probe, broken: Status) -> Check:
    """불러온 라이브러리의 판이 충분히 새것인지 보고, 더 아는 것을 덧붙입니다."""
    name, facts, detail = library.name, found.facts or {}, found.version or "버전을 알 수 없습니다"
    if is_older(found.version, library.requirement.split(">=")[1]):
        detail += f": 낡았습니다. 책에 필요한 것은 {library.requirement}"
        return Check(name, broken, detail, install(library, upgrade=True))
    if not facts.get("model", True):
        detail += ": 형태소 분석 모델이 없습니다"
        return Check(name, "warn", detail, "python -m pip install kiwipiepy_model")
    if "build" in facts:
        detail += f" (CUDA {facts['build']} 판)" if facts["build"] else " (CPU 판)"
    return Check(name, "ok", detail)


def install(library: Library, *, again: bool = False, upgrade: bool = False) -> str:
    """이 컴퓨터에서 `library` 를 설치하는 명령입니다. `again` 은 고장 난 것을 다시 설치합니다."""
    system = platform.system()
    if library is TORCH and (system, platform.machine()) == ("Darwin", "x86_64"):
        return f"인텔 맥용 torch 는 더 이상 나오지 않으니 Colab 을 씁니다: {COLAB}"
    options = "--force-reinstall --no-cache-dir " if again else "--upgrade " if upgrade else ""
    command = f'python -m pip install {options}"{library.requirement}"'
    # Linux 의 pip 은 CUDA 묶음을 몇 기가바이트나 받으므로 CPU 판을 가리킵니다.
    return (
        f"{command} --index-url {WHEELS}/cpu" if library is TORCH and system == "Linux" else command
    )


def is_older(version: str, minimum: str) -> bool:
    """판을 숫자로 견줍니다. 숫자로 시작하지 않는 판은 새것으로 봅니다."""
    found, needed = (
        re.findall(r"\d+", re.split(r"[^\d.]", text)[0]) for text in (version, minimum)
    )
    return bool(found) and [int(n) for n in found] < [int(n) for n in needed]


def check_gpu(torch: Probe) -> Check:
    """GPU 는 없어도 됩니다. 있는데 쓰지 못하고 있을 때만 주의입니다."""
    enough = "이 사이트의 모든 쪽은 CPU 로 돌아갑니다"
    colab = f"Colab 에서 런타임 유형을 GPU 로 바꿉니다: {COLAB}"
    if torch.outcome != "loaded":
        return Check("GPU", "absent", f"torch 가 있어야 알 수 있습니다. {enough}", install(TORCH))
    driver = shutil.which("nvidia-smi") is not None
    if torch.facts is None:
        detail = f"torch 가 GPU 를 찾지 못하고 멈추었습니다. {hide_identity(torch.message)}"
        return Check("GPU", "warn", detail, "nvidia-smi" if driver else install(TORCH, again=True))
    if torch.facts.get("cuda"):
        return Check("GPU", "ok", "CUDA: " + ", ".join(torch.facts["devices"]))
    if torch.facts.get("mps"):
        return Check("GPU", "ok", "MPS: Apple GPU")
    if not driver:
        return Check("GPU", "absent", f"torch 가 쓸 수 있는 GPU 가 없습니다. {enough}", colab)
    if torch.facts.get("build"):
        detail = f"NVIDIA 드라이버는 있지만 torch 가 GPU 를 쓰지 못합니다. {enough}"
        return Check("GPU", "warn", detail, "nvidia-smi   (드라이버가 낡았는지 봅니다)")
    detail = f"NVIDIA 드라이버는 있지만 torch 가 CPU 판입니다. {enough}"
    index = "" if platform.system() == "Linux" else f" --index-url {WHEELS}/cu130"
    return Check("GPU", "warn", detail, f"python -m pip install --force-reinstall torch{index}")


def check_font(matplotlib: Probe, font_file: Path = FONT_FILE) -> Check:
    """글꼴 파일이 패키지에 들어 있고, matplotlib 이 열어서 한글을 찾을 수 있는지 봅니다."""
    reinstall = f'python -m pip install --force-reinstall --no-deps "{SOURCE}"'
    if not font_file.is_file():
        return Check("한글 글꼴", "warn", "패키지 안의 글꼴 파일이 없습니다", reinstall)
    if matplotlib.outcome != "loaded":
        detail = "파일은 있습니다. matplotlib 이 되면 열어 봅니다"
        return Check("한글 글꼴", "absent", detail, install(MATPLOTLIB))
    if matplotlib.facts is None or matplotlib.facts.get("missing"):
        detail = f"글꼴 파일을 쓸 수 없습니다. {hide_identity(matplotlib.message)}".rstrip()
        return Check("한글 글꼴", "warn", detail, reinstall)
    return Check(
        "한글 글꼴", "ok", f"{matplotlib.facts.get('family', '')} (패키지에 들어 있습니다)"
    )


def check_memory() -> Check:
    found = memory()
    if found is None:
        detail = "알아내지 못했습니다. 2 GiB 넘게 비어 있으면 충분합니다"
        return Check("메모리", "absent", detail, "작업 관리자나 활성 상태 보기에서 확인합니다")
    detail = f"전체 {found.total / GIB:.0f} GiB, 여유 {found.free / GIB:.0f} GiB"
    if found.free >= 2 * GIB:
        return Check("메모리", "ok", detail)
    remedy = f"다른 프로그램을 닫거나 Colab 을 씁니다: {COLAB}"
    return Check("메모리", "warn", f"{detail}: 학습하는 쪽에는 모자랄 수 있습니다", remedy)


def check_console(encoding: str) -> Check:
    """한글과 수학 기호를 쓸 수 있는 콘솔인지 봅니다. 못 써도 멈추지는 않습니다."""
    if can_write("한글 η ∂ −", encoding):
        return Check("콘솔", "ok", f"{encoding}: 한글과 수학 기호를 쓸 수 있습니다")
    name, value = ("PYTHONUTF8", "1")
    if "PYTHONIOENCODING" in os.environ:  # 이것이 있으면 PYTHONUTF8 보다 앞섭니다
        name, value = ("PYTHONIOENCODING", "utf-8")
    remedy = f"export {name}={value}"
    if os.name == "nt":
        remedy = f"setx {name} {value}   (그다음 터미널을 새로 엽니다)"
    korean = can_write("한글", encoding)
    seen = "한글은 되지만 몇몇 수학 기호가" if korean else "한글이"
    return Check("콘솔", "warn", f"{encoding}: {seen} 물음표로 보입니다", remedy)


def check_hangul_path(*, timeout: float) -> Check:
    """한글과 빈칸이 든 폴더에서 글을 읽고 쓰고, 옆의 파일을 불러올 수 있는지 해 봅니다."""
    files = {
        "이웃.py": "from pathlib import Path\nhere = Path(__file__).parent",
        "손실.txt": "done",
        "쪽.py": "import 이웃\nprint((이웃.here / '손실.txt').read_text(encoding='utf-8'))",
    }
    name, remedy = "한글 경로", "이름에 영문만 있는 폴더에서 작업합니다: mkdir dl"
    try:
        with tempfile.TemporaryDirectory(prefix="dlconcepts-") as folder:
            home = Path(folder) / "한글 폴더"
            home.mkdir()
            for file, text in files.items():
                (home / file).write_text(text, encoding="utf-8")
            command = [interpreter()[0], str(home / "쪽.py")]  # -I 는 옆 파일을 못 찾게 합니다
            code, said = run_quietly(command, timeout=timeout)
    except (OSError, ValueError) as error:
        detail = f"한글 이름의 폴더에 쓰지 못했습니다. {type(error).__name__}"
        return Check(name, "warn", detail, remedy)
    if code != 0 or "done" not in said:
        return Check(name, "warn", "한글 이름의 폴더에서 스크립트가 돌아가지 않습니다", remedy)
    return Check(name, "ok", "한글 이름의 폴더에서 읽고 쓰고 불러올 수 있습니다")


# ── 보여 줍니다 ───────────────────────────────────────────────────────────────


def as_text(checks: Sequence[Check], *, columns: int = 80, korean: bool = True) -> str:
    """사람이 읽을 글입니다. 열은 한글의 폭(두 칸)을 세어 맞추고, 명령은 자르지 않습니다."""
    words = WORDS if korean else ASCII_WORDS
    status_width = max(map(width, words.values())) + 2
    indent = status_width + max(width(check.name) for check in checks) + 2
    lines = [f"dlconcepts {__version__} 환경 점검", ""]
    if not korean:
        hint = next((check.remedy for check in checks if check.name == "콘솔"), None)
        lines = [f"This console cannot show Korean (printed as ?). Try: {hint}", "", *lines]
    for check in checks:
        first, *rest = wrap(check.detail, max(20, columns - indent))
        head = pad(words[check.status], status_width) + check.name
        lines.append(pad(head, indent) + first)
        lines += [" " * indent + line for line in rest]
        if check.remedy:
            todo = "원한다면" if check.status == "absent" else "할 일"
            lines.append(f"{' ' * status_width}{todo}: {check.remedy}")
    return "\n".join([*lines, "", _verdict(checks)])


def _verdict(checks: Sequence[Check]) -> str:
    failed = [check.name for check in checks if check.status == "fail"]
    if failed:
        return f"고쳐야 할 것: {', '.join(failed)}. 위의 '할 일'을 마치고 다시 실행해 주세요."
    return "필요한 것이 모두 있습니다. 이 사이트의 첫 쪽을 열어도 좋습니다."


def as_json(checks: Sequence[Check], *, ascii_only: bool = False) -> str:
    """프로그램이 읽을 글입니다. 담긴 것은 `as_text` 와 같습니다."""
    report = {
        "dlconcepts": __version__,
        "ok": exit_code(checks) == 0,
        "checks": [asdict(check) for check in checks],
    }
    return json.dumps(report, ensure_ascii=ascii_only, indent=2, allow_nan=False)
