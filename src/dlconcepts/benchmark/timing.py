"""시간 재기: 몇 배 빠른지를 말하기 전에, 재는 법을 맞춥니다.

- 몸풀기: 처음 몇 번은 재지 않습니다. 메모리 잡기, 캐시, 컴파일이 끼어들기 때문입니다.
- 동기화: GPU 는 일을 받아 두고 바로 돌아옵니다. 재기 앞뒤에 `synchronize` 로 끝나기를 기다립니다.
- 번갈아: 한쪽을 다 재고 다른 쪽을 재면 그사이의 온도와 다른 프로그램이 결과가 됩니다. 라운드마다
  차례를 돌려 가며 하나씩 잽니다.
- 중앙값과 사분위 범위: 한 번의 끼어듦에 흔들리지 않는 수로 말합니다.
- 천장: 연산 수와 바이트 수로 속도를 내고, 이 기계에서 잰 가장 빠른 속도의 몇 할인지 봅니다.

torch 를 쓰지 않습니다. 동기화는 부르는 쪽이 함수로 넘깁니다::

    timings = compare({"NumPy": by_numpy, "손으로": by_hand}, rounds=20)
    Report("행렬 곱", timings, this_machine()).save("matmul.json")
"""

import gc
import math
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

import numpy as np

from dlconcepts.errors import ArgumentError, ArgumentTypeError
from dlconcepts.inputs import whole
from dlconcepts.records import BenchmarkRow

Task = Callable[[], object]
SHORTEST_ROUND_S = 1e-3  # 시계의 눈금과 부르는 값이 묻힐 만큼 긴 한 라운드
MOST_CALLS = 1 << 20


# ── 일의 양과, 잰 시간 ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Work:
    """한 번 부를 때의 일의 양. 시간으로 나누면 속도가 됩니다.

    Attributes
    ----------
    operations
        부동소수점 연산의 수입니다. 곱셈 하나와 덧셈 하나를 둘로 셉니다.
    moved_bytes
        적어도 한 번은 읽거나 써야 하는 바이트의 수입니다.
    """

    operations: float = 0.0
    moved_bytes: float = 0.0

    def __post_init__(self) -> None:
        _check_fields(self)

    @property
    def intensity(self) -> float:
        """바이트 하나마다의 연산 수(산술 강도)입니다. 작을수록 전송을 기다립니다."""
        return self.operations / self.moved_bytes if self.moved_bytes else math.inf


def matmul_work(m: int, k: int, n: int, *, itemsize: int) -> Work:
    """(m, k) 와 (k, n) 의 행렬 곱: 원소마다 곱셈 k번과 덧셈 k번, 세 행렬을 한 번씩 옮깁니다.

    Parameters
    ----------
    m, k, n
        행렬의 크기입니다.
    itemsize
        원소 하나의 바이트 수입니다. float32 는 4 입니다.
    """
    return Work(2.0 * m * k * n, float(itemsize) * (m * k + k * n + m * n))


@dataclass(frozen=True)
class Timing:
    """한 가지를 잰 결과.

    Attributes
    ----------
    name
        무엇을 쟀는지입니다.
    case
        어떤 조건에서 쟀는지입니다.
    seconds
        라운드마다, 한 번 부르는 데 걸린 시간(초)입니다.
    calls
        라운드마다 부른 횟수입니다. `seconds` 는 이미 이것으로 나눈 값입니다.
    work
        한 번 부를 때의 일의 양입니다.
    """

    name: str
    case: str
    seconds: tuple[float, ...]
    calls: int = 1
    work: Work = field(default_factory=Work)

    def __post_init__(self) -> None:
        object.__setattr__(self, "seconds", tuple(self.seconds))
        if not (isinstance(self.name, str) and isinstance(self.case, str)):
            raise ArgumentTypeError(
                "Timing: name 과 case 는 무엇을 어떤 조건에서 쟀는지 적은 문자열이어야 하는데 "
                f"{self.name!r} 와 {self.case!r} 입니다. str(…) 로 바꾸어 주세요."
            )
        if not self.seconds:
            raise ArgumentError(
                f"Timing: {self.name!r} 에 잰 시간이 없습니다. seconds 에 하나 이상 담아 주세요."
            )
        for value in self.seconds:
            _check_amount(f"Timing: {self.name!r} 의 seconds", value)
        whole("Timing", "calls", self.calls)

    @property
    def median_s(self) -> float:
        """한 번 부르는 시간의 중앙값(초)입니다."""
        return float(np.median(self.seconds))

    @property
    def iqr_s(self) -> float:
        """한 번 부르는 시간의 사분위 범위(초), 곧 가운데 절반이 퍼진 폭입니다."""
        low, high = np.percentile(self.seconds, [25, 75])
        return float(high - low)

    @property
    def gflops(self) -> float:
        """초마다의 연산 수를 10억(GFLOP/s)으로 적은 것입니다."""
        return _rate(self.work.operations, self.median_s) / 1e9

    @property
    def gbps(self) -> float:
        """초마다 옮긴 바이트를 10억(GB/s)으로 적은 것입니다."""
        return _rate(self.work.moved_bytes, self.median_s) / 1e9

    def row(self, baseline: "Timing | None" = None) -> BenchmarkRow:
        """기록의 한 행입니다. `baseline` 이 있으면 그 중앙값의 몇 배인지도 적습니다."""
        base = None if baseline is None else baseline.median_s
        ratio = self.median_s / base if base else None
        return BenchmarkRow(
            self.name, self.case, self.median_s, self.iqr_s, len(self.seconds), ratio
        )


@dataclass(frozen=True)
class Ceiling:
    """이 기계에서 잰 가장 빠른 속도. 그 아래의 속도를 몇 할인지로 말하게 해 줍니다.

    어떤 일이든 연산을 다 하는 시간과 바이트를 다 옮기는 시간 가운데 긴 쪽보다 빠를 수 없습니다
    (루프라인 모델, S. Williams, A. Waterman, D. Patterson, 2009)::

        가장 짧은 시간 = max(연산 / 연산 속도, 바이트 / 전송 속도)

    Attributes
    ----------
    operations_per_s
        초마다의 연산 수입니다.
    bytes_per_s
        초마다 옮기는 바이트의 수입니다.
    """

    operations_per_s: float
    bytes_per_s: float

    def __post_init__(self) -> None:
        _check_fields(self, positive=True)

    @classmethod
    def of(cls, compute: Iterable[Timing], transfer: Iterable[Timing]) -> Self:
        """큰 행렬 곱들과 큰 복사들에서, 가장 빨랐던 라운드의 속도를 고릅니다.

        Parameters
        ----------
        compute
            연산이 많은 일을 잰 결과들입니다. `Work.operations` 를 적어 두어야 합니다.
        transfer
            많이 옮기는 일을 잰 결과들입니다. `Work.moved_bytes` 를 적어 두어야 합니다.
        """
        return cls(
            max((_rate(t.work.operations, min(t.seconds)) for t in compute), default=0.0),
            max((_rate(t.work.moved_bytes, min(t.seconds)) for t in transfer), default=0.0),
        )

    def least_s(self, work: Work) -> float:
        """이 일을 하는 데 적어도 걸리는 시간(초)입니다."""
        return max(work.operations / self.operations_per_s, work.moved_bytes / self.bytes_per_s)

    def share(self, timing: Timing) -> float:
        """천장의 몇 할로 일했는지입니다: 1 이면 더 빨라질 수 없습니다."""
        return _rate(self.least_s(timing.work), timing.median_s)


# ── 재기 ─────────────────────────────────────────────────────────────────────────────────


def measure(
    task: Task,
    *,
    name: str,
    case: str = "",
    rounds: int = 20,
    warmup: int = 2,
    work: Work | None = None,
    synchronize: Task | None = None,
    calls: int | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> Timing:
    """한 가지를 잽니다. 견줄 것이 있으면 `compare` 로 번갈아 재 주세요.

    Parameters
    ----------
    task
        잴 일입니다. 인자 없이 부릅니다.
    name, case
        무엇을 어떤 조건에서 쟀는지입니다.
    rounds, warmup, work, synchronize, calls, clock
        `compare` 와 같습니다.
    """
    return compare(
        {name: task},
        case=case,
        rounds=rounds,
        warmup=warmup,
        work=work,
        synchronize=synchronize,
        calls=calls,
        clock=clock,
    )[0]


def compare(
    contenders: Mapping[str, Task],
    *,
    case: str = "",
    rounds: int = 20,
    warmup: int = 2,
    work: Work | Mapping[str, Work] | None = None,
    synchronize: Task | None = None,
    calls: int | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> list[Timing]:
    """여럿을 번갈아 잽니다. 결과의 차례는 `contenders` 의 차례입니다.

    Parameters
    ----------
    contenders
        이름 → 잴 일. 일은 인자 없이 부릅니다.
    case
        어떤 조건에서 쟀는지입니다.
    rounds
        라운드의 수입니다. 라운드마다 모두를 한 번씩, 차례를 돌려 가며 잽니다.
    warmup
        재지 않고 부르는 횟수입니다.
    work
        한 번 부를 때의 일의 양입니다. 저마다 다르면 이름 → 일의 양을 넘깁니다. 속도를 낼 때 씁니다.
    synchronize
        일이 끝나기를 기다리는 함수입니다. GPU 라면 ``torch.cuda.synchronize`` 입니다.
    calls
        라운드마다 잇달아 부르는 횟수입니다. 정하지 않으면 한 라운드가 1 ms 를 넘게 고릅니다. GPU
        에서 1 이면 지연 시간을, 크면 처리량을 재게 됩니다.
    clock
        초를 돌려주는 시계입니다.
    """
    tasks = _check_contenders(contenders)
    whole("compare", "rounds", rounds)
    whole("compare", "warmup", warmup, at_least=0)
    if calls is not None:
        whole("compare", "calls", calls)
    works = _work_of_each(work, tasks)
    wait = synchronize or _nothing
    for task in tasks.values():
        for _ in range(warmup):
            task()
    counts = {name: calls or _enough_calls(task, wait, clock) for name, task in tasks.items()}
    seconds = _interleaved(tasks, counts, rounds, wait, clock)
    return [Timing(name, case, tuple(seconds[name]), counts[name], works[name]) for name in tasks]


def _interleaved(
    tasks: Mapping[str, Task],
    counts: Mapping[str, int],
    rounds: int,
    wait: Task,
    clock: Callable[[], float],
) -> dict[str, list[float]]:
    """이름 → 라운드마다, 한 번 부르는 데 걸린 시간. 라운드마다 앞서는 차례가 하나씩 밀립니다."""
    names = list(tasks)
    seconds: dict[str, list[float]] = {name: [] for name in names}
    collecting = gc.isenabled()
    gc.disable()  # 쓰레기 수집이 어느 한 라운드에만 끼어들지 않게 합니다
    try:
        for turn in range(rounds):
            first = turn % len(names)
            for name in names[first:] + names[:first]:
                spent = _round(tasks[name], counts[name], wait, clock)
                seconds[name].append(spent / counts[name])
    finally:
        if collecting:
            gc.enable()
    return seconds


def _round(task: Task, calls: int, wait: Task, clock: Callable[[], float]) -> float:
    wait()  # 앞에서 남은 일이 이 라운드에 들어오지 않게 합니다
    start = clock()
    for _ in range(calls):
        task()
    wait()
    return clock() - start


def _enough_calls(task: Task, wait: Task, clock: Callable[[], float]) -> int:
    """한 라운드가 충분히 길어질 때까지 두 배씩 늘립니다."""
    calls = 1
    while calls < MOST_CALLS and _round(task, calls, wait, clock) < SHORTEST_ROUND_S:
        calls *= 2
    return calls


def _nothing() -> None:
    """기다릴 것이 없습니다."""


# ── 입구에서의 검사와, 속도 ──────────────────────────────────────────────────────────────


def _check_contenders(contenders: Mapping[str, Task]) -> dict[str, Task]:
    if not isinstance(contenders, Mapping) or not contenders:
        raise ArgumentTypeError(
            "compare: contenders 는 이름 → 잴 일인, 비어 있지 않은 사전이어야 하는데 "
            f"{type(contenders).__name__} 형인 {contenders!r} 입니다. "
            '{"이름": 함수} 처럼 넘겨 주세요.'
        )
    for name, task in contenders.items():
        if not callable(task):
            raise ArgumentTypeError(
                f"compare: {name!r} 에는 인자 없이 부를 함수가 와야 하는데 {type(task).__name__} "
                "형입니다. lambda: f(x) 처럼 아직 부르지 않은 것을 넘겨 주세요."
            )
    return dict(contenders)


def _work_of_each(
    work: Work | Mapping[str, Work] | None, tasks: Mapping[str, Task]
) -> dict[str, Work]:
    if not isinstance(work, Mapping):
        return dict.fromkeys(tasks, work or Work())
    if work.keys() - tasks.keys():
        raise ArgumentError(
            f"compare: work 에 있는 이름 {sorted(work.keys() - tasks.keys())} 이 contenders 에는 "
            f"없습니다. 있는 이름은 {list(tasks)} 입니다."
        )
    return {name: work.get(name, Work()) for name in tasks}


def _check_amount(what: str, value: Any, *, positive: bool = False) -> None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not 0 <= value < math.inf or (positive and value == 0):
        raise ArgumentError(
            f"{what} 자리에는 {'0 보다 큰' if positive else '0 이상의'} 유한한 수가 와야 하는데 "
            f"{value!r} 입니다."
        )


def _check_fields(record: Any, *, positive: bool = False) -> None:
    for item in fields(record):
        what = f"{type(record).__name__}: {item.name}"
        _check_amount(what, getattr(record, item.name), positive=positive)


def _rate(amount: float, seconds: float) -> float:
    # 시계의 눈금보다 짧아 0 초로 재어진 것은 "잴 수 없이 빠름" 입니다.
    return amount / seconds if seconds else math.inf
