"""라이브러리를 다른 프로세스에서 불러 봅니다: 죽거나 멈추거나 떠들어도 우리는 무사합니다.

    우리 프로세스 ──이 파일을 실행──▶ 자식: import numpy ──한 줄 JSON──▶ 우리 프로세스

고장 난 라이브러리는 예외만 내는 것이 아니라 프로세스를 죽이기도 합니다. 그래서 여기서는 아무것도
직접 import 하지 않습니다. 표준 라이브러리만 쓰고, 자식은 이 파일 하나만 읽습니다.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Outcome = Literal["loaded", "missing", "shadowed", "raised", "died", "hung"]


@dataclass(frozen=True)
class Probe:
    """한 라이브러리를 불러 본 결과입니다.

    Parameters
    ----------
    outcome
        ``"loaded"`` (불러왔습니다), ``"missing"`` (없습니다), ``"shadowed"`` (지금 폴더의 파일이
        가립니다), ``"raised"`` (예외가 났습니다), ``"died"`` (프로세스가 죽었습니다),
        ``"hung"`` (시간이 다 되었습니다).
    version
        라이브러리가 말한 판입니다.
    message
        무슨 일이 있었는지를 적은 한 줄입니다. 경로가 들어 있을 수 있습니다.
    facts
        더 물어본 것(GPU, 글꼴)의 답입니다. 묻다가 죽었으면 None 입니다.
    """

    outcome: Outcome
    version: str = ""
    message: str = ""
    facts: Mapping[str, Any] | None = field(default_factory=dict)


# ── 부모: 자식을 띄우고 기다립니다 ────────────────────────────────────────────


def probe_all(requests: Mapping[str, Sequence[str]], *, timeout: float) -> dict[str, Probe]:
    """여러 라이브러리를 한꺼번에 불러 봅니다. `requests` 는 모듈 이름 → 덧붙일 인자입니다."""
    with ThreadPoolExecutor(max_workers=max(1, len(requests))) as pool:
        waiting = {
            module: pool.submit(probe, module, *arguments, timeout=timeout)
            for module, arguments in requests.items()
        }
        return {module: future.result() for module, future in waiting.items()}


def probe(module: str, *arguments: str, timeout: float) -> Probe:
    """`module` 을 새 프로세스에서 불러 봅니다. 이 함수는 예외를 내지 않습니다."""
    load_this_file = "import runpy, sys; runpy.run_path(sys.argv[1], run_name='__main__')"
    command = [*interpreter(), "-c", load_this_file, __file__, module, *arguments]
    try:
        code, said = run_quietly(command, timeout=timeout)
    except (OSError, ValueError) as error:
        return Probe("died", message=f"새 프로세스를 띄우지 못했습니다: {error}")
    return understand(code, said, timeout=timeout)


def interpreter() -> list[str]:
    """지금과 같은 파이썬을 같은 조건(-I, -E, -s, -P)으로 부르는 명령입니다."""
    python, flags = sys.executable or "python", sys.flags
    if flags.isolated:
        return [python, "-I"]
    wanted = {
        "-E": flags.ignore_environment,
        "-s": flags.no_user_site,
        "-P": getattr(flags, "safe_path", False),
    }
    return [python, *(option for option, on in wanted.items() if on)]


def run_quietly(command: Sequence[str], *, timeout: float) -> tuple[int | None, str]:
    """명령을 실행하고 (종료 값, 표준 출력)을 돌려줍니다. 시간이 다 되면 종료 값이 None 입니다."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=quiet, stdout=subprocess.PIPE, stderr=quiet)
    try:
        said, _ = process.communicate(timeout=timeout)
        code: int | None = process.returncode
    except subprocess.TimeoutExpired as expired:
        process.kill()
        process.wait()
        # 자식의 자식이 출력 통로를 쥐고 있을 수 있으므로, 더 읽지 않고 지금까지 온 것만 씁니다.
        code, said = None, expired.output or b""
        if os.name == "posix" and process.stdout is not None:
            process.stdout.close()
    return code, said.decode("utf-8", "replace")


def understand(code: int | None, said: str, *, timeout: float) -> Probe:
    """자식이 남긴 마지막 줄과 종료 값을 읽습니다. 종료 값 None 은 시간이 다 되었다는 뜻입니다."""
    report = _last_report(said)
    if report.get("done"):
        return Probe(
            report["outcome"], report["version"], report["message"], report.get("facts", {})
        )
    if code is None:
        ending = Probe("hung", message=f"{timeout:g}초 안에 끝나지 않았습니다")
    else:
        ending = Probe("died", message=f"프로세스가 죽었습니다({describe_exit(code)})")
    if report.get("outcome") == "loaded":  # 불러오기는 했고, 더 묻다가 끊겼습니다
        return Probe("loaded", report["version"], ending.message, None)
    return ending


def describe_exit(code: int) -> str:
    """종료 값을 말로 바꿉니다: 3 → "종료 값 3", -11 → "신호 SIGSEGV"."""
    if code < 0:
        try:
            return f"신호 {signal.Signals(-code).name}"
        except ValueError:
            return f"신호 {-code}"
    # Windows 는 죽은 까닭을 0xC0000005 와 같은 큰 수로 알립니다.
    return f"종료 값 0x{code:08X}" if code > 255 else f"종료 값 {code}"


def _last_report(said: str) -> dict[str, Any]:
    for line in reversed(said.splitlines()):
        try:
            report = json.loads(line)
        except ValueError:
            continue
        if isinstance(report, dict) and isinstance(report.get("outcome"), str):
            return report
    return {}


# ── 자식: 불러 보고 한 줄로 답합니다 ──────────────────────────────────────────


def answer(module: str, *arguments: str) -> None:
    """`module` 을 불러 보고 표준 출력에 JSON 으로 답한 뒤, 뒷정리 없이 프로세스를 끝냅니다."""
    channel = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # 라이브러리가 인쇄하는 것은 답에 섞이지 않습니다

    def tell(report: dict[str, Any]) -> None:
        os.write(channel, b"\n" + json.dumps(report).encode("ascii") + b"\n")

    report = _load(module)
    if report["outcome"] == "loaded" and module in QUESTIONS:
        tell(report)  # 더 묻다가 죽더라도, 불러오기까지는 되었다는 것이 남습니다
        try:
            report["facts"] = QUESTIONS[module](sys.modules[module], *arguments)
        except BaseException as error:
            report |= {"facts": None, "message": _one_line(error)}
    tell(report | {"done": True})
    os._exit(0)


def _load(module: str) -> dict[str, Any]:
    """`module` 을 찾고 불러옵니다. 지금 폴더의 같은 이름 파일은 실행하지 않고 이름만 알립니다."""
    try:
        spec = importlib.util.find_spec(module)
        if spec is None or spec.origin is None:  # origin 이 없는 것은 이름만 같은 빈 폴더입니다
            return _report("missing")
        here, origin = Path.cwd().resolve(), Path(spec.origin).resolve()
        shadow = {here / f"{module}.py": f"{module}.py", here / module / "__init__.py": module}
        if origin in shadow and here not in [Path(folder) for folder in sys.path if folder]:
            return _report("shadowed", message=shadow[origin])
        library = importlib.import_module(module)
        return _report("loaded", version=str(getattr(library, "__version__", ""))[:40])
    except BaseException as error:  # SystemExit 과 KeyboardInterrupt 를 내는 라이브러리도 있습니다
        return _report("raised", message=_one_line(error))


def _report(outcome: Outcome, *, version: str = "", message: str = "") -> dict[str, Any]:
    return {"outcome": outcome, "version": version, "message": message}


def _one_line(error: BaseException) -> str:
    """예외의 이름과, 맨 처음 원인의 첫 줄입니다."""
    while error.__cause__ is not None:
        error = error.__cause__
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return ": ".join([type(error).__name__, *lines[:1]])[:300]


def _ask_torch(torch: Any) -> dict[str, Any]:
    cuda = torch.cuda.is_available()
    mps = getattr(torch.backends, "mps", None)
    return {
        "build": torch.version.cuda or getattr(torch.version, "hip", None),
        "cuda": bool(cuda),
        "devices": [torch.cuda.get_device_name(i) for i in range(torch.cuda.device_count())]
        if cuda
        else [],
        "mps": bool(mps is not None and mps.is_available()),
    }


def _ask_matplotlib(matplotlib: Any, font_file: str) -> dict[str, Any]:
    """글꼴을 엽니다. matplotlib.font_manager 는 처음에 모든 글꼴을 훑느라 느려서 쓰지 않습니다."""
    ft2font = importlib.import_module("matplotlib.ft2font")
    font = ft2font.FT2Font(font_file)
    missing = [char for char in "가힣−" if font.get_char_index(ord(char)) == 0]
    return {"family": str(font.family_name), "missing": missing}


def _ask_kiwi(kiwipiepy: Any) -> dict[str, Any]:
    return {"model": importlib.util.find_spec("kiwipiepy_model") is not None}


def _ask_skimage(skimage: Any) -> dict[str, Any]:
    importlib.import_module("skimage.measure")  # skimage 는 쓸 때까지 속을 불러오지 않습니다
    return {}


QUESTIONS: dict[str, Callable[..., dict[str, Any]]] = {
    "torch": _ask_torch,
    "matplotlib": _ask_matplotlib,
    "kiwipiepy": _ask_kiwi,
    "skimage": _ask_skimage,
}

if __name__ == "__main__":
    answer(*sys.argv[2:])
