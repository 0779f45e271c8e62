"""잰 결과의 기록: 어느 기계에서, 언제, 어떤 버전으로 쟀는지를 함께 적은 JSON.

시간만 적힌 표는 읽을 수 없습니다. 기계와 날짜와 버전이 함께 있어야 다른 표와 견줄 수 있습니다.
라운드마다의 시간을 그대로 적으므로 중앙값도 사분위 범위도 다시 셈할 수 있습니다.
"""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Self, TypeVar

from dlconcepts.benchmark.timing import Ceiling, Timing, Work
from dlconcepts.errors import ArgumentError, ArgumentTypeError
from dlconcepts.inputs import whole
from dlconcepts.records import frame

if TYPE_CHECKING:
    import pandas as pd

KIND, FORMAT = "dlconcepts.benchmark", 1
FilePath = str | os.PathLike[str]
T = TypeVar("T")


# ── 기계와 버전 ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class MachineInfo:
    """잰 기계. 컴퓨터의 이름, 사용자, 경로는 담지 않습니다.

    Attributes
    ----------
    cpu
        CPU 의 이름입니다.
    cores
        이 프로세스가 쓸 수 있는 CPU 의 수입니다.
    system, architecture
        운영 체제와 CPU 의 종류입니다. 예: "Linux", "x86_64".
    accelerator
        GPU 의 이름입니다. 없으면 빈 글입니다.
    """

    cpu: str
    cores: int
    system: str
    architecture: str
    accelerator: str = ""

    def __post_init__(self) -> None:
        whole("MachineInfo", "cores", self.cores)
        for name in ("cpu", "system", "architecture", "accelerator"):
            _check_text(f"MachineInfo: {name}", getattr(self, name))


def this_machine(*, accelerator: str = "") -> MachineInfo:
    """이 기계입니다. GPU 의 이름은 아는 쪽이 넘깁니다(예: ``torch.cuda.get_device_name()``)."""
    allowed = getattr(os, "sched_getaffinity", None)  # macOS 와 Windows 에는 없습니다
    cores = len(allowed(0)) if allowed else os.cpu_count() or 1
    return MachineInfo(_cpu_name(), cores, platform.system(), platform.machine(), accelerator)


def _cpu_name() -> str:
    try:
        if sys.platform == "darwin":
            command = ["sysctl", "-n", "machdep.cpu.brand_string"]
            done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=10)
            return done.stdout.strip() or platform.machine()
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except (OSError, subprocess.SubprocessError):
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in text.splitlines() if "model name" in line]
    return names[0] if names else platform.machine()


def installed_versions(*names: str) -> dict[str, str]:
    """Python 과, 설치된 라이브러리들의 버전입니다. 설치되지 않은 것은 빠집니다."""
    versions = {"python": platform.python_version()}
    for name in names or ("dlconcepts", "numpy", "torch"):
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return versions


# ── 기록 ─────────────────────────────────────────────────────────────────────────────────


def _today() -> str:
    return date.today().isoformat()


@dataclass(frozen=True)
class Report:
    """잰 결과들과, 그것을 읽는 데 필요한 모든 것.

    Attributes
    ----------
    title
        무엇을 쟀는지 한 줄로 적은 것입니다.
    timings
        잰 결과들입니다. 이름은 겨루는 것(예: "GPU bfloat16"), 조건은 일(예: "행렬 곱 1024")입니다.
    machine
        잰 기계입니다.
    date
        잰 날입니다(``2026-01-31``). 적지 않으면 오늘입니다.
    versions
        라이브러리 → 버전입니다. 적지 않으면 지금 설치된 것입니다.
    settings
        결과를 바꾸는 설정입니다. 예: ``{"스레드": "1"}``.
    ceilings
        `Timing.name` → 그것의 천장입니다.
    """

    title: str
    timings: tuple[Timing, ...]
    machine: MachineInfo
    date: str = field(default_factory=_today)
    versions: Mapping[str, str] = field(default_factory=installed_versions)
    settings: Mapping[str, str] = field(default_factory=dict)
    ceilings: Mapping[str, Ceiling] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "timings", tuple(self.timings))
        _check_text("Report: title", self.title)
        _check_date(self.date)
        for name in ("versions", "settings"):
            for key, value in getattr(self, name).items():
                _check_text(f"Report: {name} 의 {key!r}", value)
        if not self.timings or not all(isinstance(t, Timing) for t in self.timings):
            raise ArgumentTypeError(
                f"Report: timings 는 하나 이상의 Timing 이어야 하는데 {self.timings!r} 입니다. "
                "measure 나 compare 의 결과를 넘겨 주세요."
            )

    def to_json(self) -> str:
        """엄격한 JSON 글로 적습니다."""
        content = {"kind": KIND, "format": FORMAT, **asdict(self)}
        return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """`to_json` 이 적은 글에서 되살립니다. 빠진 것과 모르는 것이 있으면 말합니다."""
        row = _load(text)
        timings = [
            _build(Timing, {**timing, "work": _build(Work, timing.get("work"))})
            for timing in _rows("timings", row.get("timings"))
        ]
        ceilings = {
            name: _build(Ceiling, value) for name, value in _table(row.get("ceilings")).items()
        }
        machine = _build(MachineInfo, row.get("machine"))
        return _build(cls, {**row, "timings": timings, "machine": machine, "ceilings": ceilings})

    def save(self, path: FilePath) -> None:
        """JSON 파일로 적습니다."""
        Path(path).write_text(self.to_json(), encoding="utf-8", newline="\n")

    @classmethod
    def load(cls, path: FilePath) -> Self:
        """`save` 가 적은 파일을 읽습니다."""
        return cls.from_json(Path(path).read_text(encoding="utf-8"))

    def to_frame(self, *, baseline: str | None = None) -> "pd.DataFrame":
        """잰 결과 하나가 한 줄인 pandas 표입니다. 천장이 있으면 그 몇 할인지도 있습니다."""
        return timings_to_frame(self.timings, baseline=baseline, ceilings=self.ceilings)


def timings_to_frame(
    timings: Iterable[Timing],
    *,
    baseline: str | None = None,
    ceilings: Mapping[str, Ceiling] | None = None,
) -> "pd.DataFrame":
    """잰 결과들을 pandas 표로 바꿉니다. 모든 줄이 비는 열은 뺍니다.

    Parameters
    ----------
    timings
        잰 결과들입니다.
    baseline
        기준이 되는 이름입니다. 같은 조건의 그것에 견준 배수가 ratio 열입니다.
    ceilings
        이름 → 천장입니다. 그 몇 할인지가 share 열입니다.
    """
    listed, limits = list(timings), ceilings or {}
    bases = {t.case: t for t in listed if t.name == baseline}
    if baseline is not None and not bases:
        there = list(dict.fromkeys(t.name for t in listed))
        raise ArgumentError(
            f"timings_to_frame: 이름이 {baseline!r} 인 결과가 없어 기준으로 삼을 수 없습니다. "
            f"있는 이름은 {there} 입니다."
        )
    rows = [
        {
            **timing.row(bases.get(timing.case)).to_row(),
            "gflops": timing.gflops if timing.work.operations else None,
            "gbps": timing.gbps if timing.work.moved_bytes else None,
            "share": limits[timing.name].share(timing) if timing.name in limits else None,
        }
        for timing in listed
    ]
    names = dict.fromkeys(name for row in rows for name in row)
    columns = {name: [row.get(name) for row in rows] for name in names}
    return frame({n: c for n, c in columns.items() if any(v is not None for v in c)})


# ── 읽을 때의 검사 ───────────────────────────────────────────────────────────────────────


def _load(text: str) -> dict[str, Any]:
    try:
        content = json.loads(text, parse_constant=_reject_constant)
    except (ValueError, TypeError) as error:
        raise ArgumentError(
            f"Report: 엄격한 JSON 으로 읽을 수 없습니다({error}). 파일이 잘리지 않았는지 확인해 "
            "주세요."
        ) from error
    kind, version = (_table(content).get(name) for name in ("kind", "format"))
    if (kind, version) != (KIND, FORMAT):
        raise ArgumentError(
            f"Report: kind 가 {KIND!r}, format 이 {FORMAT} 인 기록이 와야 하는데 {kind!r} 와 "
            f"{version!r} 입니다. 이 라이브러리가 적은 파일인지, 더 새 버전이 적은 것은 아닌지 "
            "보아 주세요."
        )
    return {name: value for name, value in content.items() if name not in ("kind", "format")}


def _reject_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} 은 JSON 의 수가 아닙니다")


def _build(kind: type[T], row: Any) -> T:
    wanted = {item.name for item in fields(kind)}  # type: ignore[arg-type]
    found = _table(row).keys()
    if found != wanted:
        raise ArgumentError(
            f"Report: {kind.__name__} 에 빠진 이름은 {sorted(wanted - found)}, 모르는 이름은 "
            f"{sorted(found - wanted)} 입니다. 손으로 고친 파일이라면 이름을 보아 주세요."
        )
    return kind(**row)


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _rows(name: str, value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise ArgumentError(
            f"Report: {name} 자리에는 행들의 목록이 와야 하는데 {type(value).__name__} 형입니다. "
            "이 라이브러리가 적은 파일인지 보아 주세요."
        )
    return value


def _check_text(what: str, value: Any) -> None:
    if not isinstance(value, str):
        raise ArgumentTypeError(
            f"{what} 자리에는 문자열이 와야 하는데 {type(value).__name__} 형인 {value!r} 입니다."
        )


def _check_date(value: Any) -> None:
    try:
        date.fromisoformat(value)
    except (ValueError, TypeError) as error:
        raise ArgumentError(
            f"Report: date 는 '2026-01-31' 꼴의 날짜여야 하는데 {value!r} 입니다."
        ) from error
