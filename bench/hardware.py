"""하드웨어의 표: 행렬 곱, 학습 한 걸음, 옮기기, 학습 루프를 CPU 와 GPU 에서 잽니다.

    python bench/hardware.py                     # CPU, GPU 가 있으면 GPU 도
    python bench/hardware.py --save 기록.json     # 기계, 날짜, 버전과 함께 적습니다
    python bench/hardware.py --quick             # 작은 크기로 몇 초 만에. 표로 쓸 수는 없습니다

견줄 것들을 번갈아 재고 중앙값으로 말합니다. 천장은 같은 기계에서 잰 가장 빠른 행렬 곱과 가장 빠른
복사이고, share 는 그 천장의 몇 할인지입니다. 시간 때문에 실패하는 일은 없습니다.

사이트에 실을 기록은 다른 일을 하지 않는 기계에서, 저장소의 뿌리에서 이렇게 만듭니다::

    python bench/hardware.py --save src/dlconcepts/benchmark/recorded/hardware.json
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from dlconcepts.benchmark import (
    Ceiling,
    Report,
    Timing,
    Work,
    compare,
    matmul_work,
    this_machine,
)
from dlconcepts.models import ConvClassifier, DeepMLP
from dlconcepts.training import Precision, TrainConfig, Trainer
from dlconcepts.training.precision import supported_precisions, tf32

Task = Callable[[], object]
GOAL = 0.95  # GPU 에서 Trainer 의 빠르기 ÷ 손으로 쓴 torch.compile 루프의 빠르기


LABELS = {"cpu": "CPU", "cuda": "GPU"}


@dataclass(frozen=True)
class Sizes:
    """무엇을 얼마나 크게 잴지. 아주 큰 것은 CPU 에서 너무 오래 걸려 GPU 에서만 잽니다."""

    products: tuple[int, ...] = (64, 128, 256, 512, 1024, 2048, 4096, 8192)
    largest_on_cpu: int = 2048
    copied: int = 2**28  # 바이트
    moved: tuple[int, ...] = (2**12, 2**20, 2**28)  # CPU 와 GPU 사이
    middle: tuple[int, int] = (1024, 256)  # 층의 너비, 배치
    large: tuple[int, int] = (4096, 4096)
    conv_batch: int = 256
    loop_steps: int = 512
    rounds: int = 9


QUICK = Sizes(
    products=(8, 16),
    copied=2**16,
    moved=(2**12,),
    middle=(16, 8),
    large=(32, 16),
    conv_batch=4,
    loop_steps=3,
    rounds=2,
)


@dataclass(frozen=True)
class Way:
    """어디에서, 어떤 정밀도로 계산할지."""

    device: str
    precision: str

    @property
    def name(self) -> str:
        return f"{LABELS[self.device]} {self.precision}"

    @property
    def dtype(self) -> torch.dtype:
        return torch.bfloat16 if self.precision == "bfloat16" else torch.float32


def ways() -> list[Way]:
    found = [Way("cpu", "float32"), Way("cpu", "bfloat16")]
    if torch.cuda.is_available():
        found += [Way("cuda", "float32"), Way("cuda", "TF32")]
        if "bfloat16" in supported_precisions("cuda"):
            found.append(Way("cuda", "bfloat16"))
    return found


def wait() -> None:
    """GPU 는 일을 받아 두고 바로 돌아오므로 끝나기를 기다립니다."""
    if torch.cuda.is_available():
        torch.cuda.synchronize()


def timed(
    make: Callable[[Way], Task],
    among: list[Way],
    case: str,
    work: Callable[[Way], Work],
    rounds: int,
) -> list[Timing]:
    """번갈아 잽니다. TF32 는 온 프로세스의 스위치라 따로 잽니다."""
    found: list[Timing] = []
    for switch in (False, True):
        group = [way for way in among if (way.precision == "TF32") == switch]
        if group:
            with tf32(switch, "cuda" if torch.cuda.is_available() else "cpu"):
                tasks = {way.name: make(way) for way in group}
                amount = {way.name: work(way) for way in group}
                found += compare(tasks, case=case, rounds=rounds, work=amount, synchronize=wait)
    return found


# ── 행렬 곱과 복사, 그리고 천장 ──────────────────────────────────────────────────────────


def product(n: int, way: Way) -> Task:
    a, b = (torch.rand(n, n, device=way.device, dtype=way.dtype) - 0.5 for _ in range(2))
    out = torch.empty_like(a)
    return lambda: torch.mm(a, b, out=out)


def product_work(n: int, way: Way) -> Work:
    return matmul_work(n, n, n, itemsize=way.dtype.itemsize)


def products(sizes: Sizes) -> list[Timing]:
    found: list[Timing] = []
    for n in sizes.products:
        among = [way for way in ways() if way.device == "cuda" or n <= sizes.largest_on_cpu]
        make, work = partial(product, n), partial(product_work, n)
        found += timed(make, among, f"행렬 곱 {n}", work, sizes.rounds)
    return found


def copy(size: int, way: Way) -> Task:
    source = torch.ones(size // 4, device=way.device)
    target = torch.empty_like(source)
    return lambda: target.copy_(source)


def copies(sizes: Sizes) -> list[Timing]:
    among = [way for way in ways() if way.precision == "float32"]
    work = Work(0.0, 2.0 * sizes.copied)  # 읽고 씁니다
    case = f"복사 {bytes_text(sizes.copied)}"
    return timed(partial(copy, sizes.copied), among, case, lambda way: work, sizes.rounds)


def ceilings(products: list[Timing], copies: list[Timing]) -> dict[str, Ceiling]:
    """정밀도마다 가장 빠른 행렬 곱과, 그 장치의 가장 빠른 복사."""
    moved = {timing.name.split()[0]: timing for timing in copies}
    names = dict.fromkeys(timing.name for timing in products)
    return {
        name: Ceiling.of([t for t in products if t.name == name], [moved[name.split()[0]]])
        for name in names
    }


# ── 지연 시간과 옮기기 ───────────────────────────────────────────────────────────────────


def tiny(rounds: int) -> list[Timing]:
    """원소 하나를 더하는 일: 기다리면 지연 시간, 잇달아 맡기면 한 번 맡기는 시간입니다."""
    found: list[Timing] = []
    tasks: dict[str, Task] = {}
    for device in dict.fromkeys(way.device for way in ways()):
        one = torch.zeros(1, device=device)
        tasks[LABELS[device]] = lambda one=one: one.add_(1)
    for case, calls in {"원소 하나, 기다림": 1, "원소 하나, 잇달아": 1000}.items():
        found += compare(tasks, case=case, rounds=rounds, calls=calls, synchronize=wait)
    return found


def transfers(sizes: Sizes) -> list[Timing]:
    """CPU 와 GPU 사이. 고정 메모리(pinned)는 운영 체제가 옮기지 못하게 붙들어 둔 것입니다."""
    found: list[Timing] = []
    for size in sizes.moved if torch.cuda.is_available() else ():
        host = torch.ones(size // 4)
        pinned, there = host.pin_memory(), host.cuda()
        tasks = {
            "CPU → GPU": lambda host=host, there=there: there.copy_(host),
            "CPU → GPU 고정": lambda pinned=pinned, there=there: there.copy_(pinned),
            "GPU → CPU": lambda host=host, there=there: host.copy_(there),
            "GPU → CPU 고정": lambda pinned=pinned, there=there: pinned.copy_(there),
        }
        case = f"옮기기 {bytes_text(size)}"
        work = Work(0.0, float(size))
        found += compare(tasks, case=case, rounds=sizes.rounds, work=work, synchronize=wait)
    return found


# ── 학습 한 걸음 ─────────────────────────────────────────────────────────────────────────


def small_mlp() -> nn.Module:
    return DeepMLP(64, (128, 64), 10, seed=0)


def square_mlp(width: int) -> nn.Module:
    return DeepMLP(width, (width, width, width), width, seed=0)


def small_conv() -> nn.Module:
    return ConvClassifier((1, 28, 28), 10, channels=(32, 64), hidden=128, seed=0)


def examples(shape: tuple[int, ...], classes: int, rows: int, device: str) -> tuple[Tensor, Tensor]:
    g = torch.Generator().manual_seed(0)
    x = torch.rand(rows, *shape, generator=g)
    return x.to(device), torch.randint(classes, (rows,), generator=g).to(device)


def step_of(way: Way, model: nn.Module, x: Tensor, y: Tensor) -> Task:
    """순전파, 손실, 역전파, Adam. bfloat16 은 autocast 로 합니다."""
    model.to(way.device)
    optimizer = torch.optim.Adam(model.parameters(), fused=True)
    loss_fn = nn.CrossEntropyLoss()
    precision = Precision("bfloat16" if way.precision == "bfloat16" else "float32", way.device)

    def step() -> None:
        optimizer.zero_grad()
        with precision.autocast:
            loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()

    return step


def step_work(model: nn.Module, x: Tensor, y: Tensor) -> Work:
    """연산은 torch 가 세고, 바이트는 가중치와 Adam 의 기억 둘을 한 번씩 읽고 쓰는 것만 셉니다."""
    step = step_of(Way("cpu", "float32"), model, x, y)
    with FlopCounterMode(display=False) as counter:
        step()
    held = sum(p.numel() * p.element_size() for p in model.parameters())
    return Work(float(counter.get_total_flops()), float(3 * 2 * held))


def steps(sizes: Sizes) -> list[Timing]:
    (w, batch), (wide, many) = sizes.middle, sizes.large
    on_gpu = [way for way in ways() if way.device == "cuda"]
    jobs: list[tuple[str, Callable[[], nn.Module], tuple[int, ...], int, int, list[Way]]] = [
        ("MLP 64-128-64-10", small_mlp, (64,), 10, 32, ways()),
        (f"MLP {w}×4층", partial(square_mlp, w), (w,), w, batch, ways()),
        ("합성곱 28×28", small_conv, (1, 28, 28), 10, sizes.conv_batch, ways()),
        (f"MLP {wide}×4층", partial(square_mlp, wide), (wide,), wide, many, on_gpu),
    ]
    found: list[Timing] = []
    for name, make, shape, classes, size, among in jobs:
        if among:
            case = f"학습 한 걸음, {name}, 배치 {size}"
            found += one_job(case, make, shape, classes, size, among, rounds=sizes.rounds)
    return found


def one_job(
    case: str,
    make: Callable[[], nn.Module],
    shape: tuple[int, ...],
    classes: int,
    batch: int,
    among: list[Way],
    *,
    rounds: int,
) -> list[Timing]:
    # 큰 것의 연산은 배치에 비례하므로, CPU 에서는 예제 하나로 세어 곱합니다.
    one = step_work(make(), *examples(shape, classes, 1, "cpu"))
    work = Work(one.operations * batch, one.moved_bytes)

    def task(way: Way) -> Task:
        return step_of(way, make(), *examples(shape, classes, batch, way.device))

    return timed(task, among, case, lambda way: work, rounds)


# ── 학습 루프: Trainer 와 손으로 쓴 것 ───────────────────────────────────────────────────

BATCH = 32


Step = Callable[[Tensor, Tensor], Tensor]  # 배치 하나 → 그 손실


def an_epoch(step: Step, x: Tensor, y: Tensor) -> Task:
    """부를 때마다 한 에포크."""

    def epoch() -> float:
        order = torch.randperm(len(x), device=x.device)
        xs, ys = x[order], y[order]
        total = torch.zeros((), device=x.device)
        for i in range(0, len(x), BATCH):
            total += step(xs[i : i + BATCH], ys[i : i + BATCH])
        return total.item()

    return epoch


def step_by_hand(device: str, mode: str | None = None, *, capturable: bool = False) -> Step:
    """`mode` 가 있으면 모델을 torch.compile 합니다."""
    model = small_mlp().to(device)
    run = torch.compile(model, mode=mode) if mode else model
    optimizer = torch.optim.Adam(model.parameters(), fused=True, capturable=capturable)
    loss_fn = nn.CrossEntropyLoss()

    def step(xb: Tensor, yb: Tensor) -> Tensor:
        optimizer.zero_grad()
        loss: Tensor = loss_fn(run(xb), yb)
        loss.backward()
        optimizer.step()
        return loss.detach()

    return step


def by_hand(device: str, x: Tensor, y: Tensor, mode: str | None) -> Task:
    return an_epoch(step_by_hand(device, mode), x, y)


def by_graph(x: Tensor, y: Tensor) -> Task:
    """걸음 전체를 CUDA 그래프 하나로 녹화해 두고, 배치만 바꾸어 되감습니다."""
    step = step_by_hand("cuda", capturable=True)
    xb, yb = x[:BATCH].clone(), y[:BATCH].clone()
    aside = torch.cuda.Stream()
    aside.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(aside):  # 녹화하기 전에 몸을 풉니다
        for _ in range(3):
            step(xb, yb)
    torch.cuda.current_stream().wait_stream(aside)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        loss = step(xb, yb)

    def replay(x_now: Tensor, y_now: Tensor) -> Tensor:
        xb.copy_(x_now)
        yb.copy_(y_now)
        graph.replay()
        return loss

    return an_epoch(replay, x, y)


def by_trainer(device: str, x: Tensor, y: Tensor, mode: str | None) -> Task:
    model = small_mlp().to(device)
    optimizer = torch.optim.Adam(model.parameters(), fused=True)
    config = TrainConfig(epochs=1, batch_size=BATCH, seed=0, compile=mode or False, progress=False)
    trainer = Trainer(model, optimizer, nn.CrossEntropyLoss(), config, device=device)

    def epoch() -> None:
        trainer.config = replace(config, epochs=trainer.epoch + 1)  # 하나 더
        trainer.fit((x, y))

    return epoch


def loops(sizes: Sizes) -> list[Timing]:
    """같은 모델, 같은 데이터, 같은 옵티마이저의 한 에포크."""
    work = step_work(small_mlp(), *examples((64,), 10, BATCH, "cpu"))
    amount = Work(work.operations * sizes.loop_steps, work.moved_bytes * sizes.loop_steps)
    case = f"한 에포크, MLP 64-128-64-10, 배치 {BATCH}, 걸음 {sizes.loop_steps}"
    found: list[Timing] = []
    for device in dict.fromkeys(way.device for way in ways()):
        x, y = examples((64,), 10, BATCH * sizes.loop_steps, device)
        label, fast = LABELS[device], "reduce-overhead"
        tasks = {
            f"{label} 손": by_hand(device, x, y, None),
            f"{label} Trainer": by_trainer(device, x, y, None),
        }
        if device == "cuda":
            tasks |= {
                f"{label} 손, compile": by_hand(device, x, y, fast),
                f"{label} Trainer, compile": by_trainer(device, x, y, fast),
                f"{label} 손, CUDA 그래프": by_graph(x, y),
            }
        tasks = {name: task for name, task in tasks.items() if runs(name, task)}
        options: dict[str, Any] = {"rounds": sizes.rounds, "warmup": 3, "synchronize": wait}
        found += compare(tasks, case=case, work=amount, **options)
    return found


def runs(name: str, task: Task) -> bool:
    """한 번 해 봅니다. 컴파일러가 없는 기계에서도 나머지는 잽니다."""
    try:
        task()
    except Exception as error:
        print(f"{name}: 잴 수 없어 뺍니다. {type(error).__name__}: {error}")
        return False
    return True


# ── 적기와 보이기 ────────────────────────────────────────────────────────────────────────


def bytes_text(size: int) -> str:
    for unit, scale in {"MiB": 2**20, "KiB": 2**10}.items():
        if size >= scale:
            return f"{size // scale} {unit}"
    return f"{size} B"


def measured(sizes: Sizes, *, threads: int, quick: bool) -> Report:
    multiplied, copied = products(sizes), copies(sizes)
    rest = [*tiny(sizes.rounds), *transfers(sizes), *steps(sizes), *loops(sizes)]
    gpu = torch.cuda.get_device_name() if torch.cuda.is_available() else ""
    settings = {"CPU 스레드": str(threads), "크기": "작게(시험용)" if quick else "보통"}
    if gpu:
        settings["CUDA"] = str(torch.version.cuda)
    return Report(
        "CPU 와 GPU: 행렬 곱, 학습 한 걸음, 옮기기, 학습 루프",
        (*multiplied, *copied, *rest),
        this_machine(accelerator=gpu),
        settings=settings,
        ceilings=ceilings(multiplied, copied),
    )


def shown(report: Report) -> str:
    table = report.to_frame(baseline="CPU float32")
    lines = [
        f"{report.machine.cpu} ({report.machine.cores}개) / "
        f"{report.machine.accelerator or 'GPU 없음'} / {report.date}",
        f"{dict(report.versions)} {dict(report.settings)}",
        table.to_string(index=False, float_format="{:.3g}".format, na_rep=""),
    ]
    seconds = {t.name: t.median_s for t in report.timings if t.case.startswith("한 에포크")}
    for name, spent in seconds.items():
        other = name.replace("Trainer", "손")
        if "Trainer" in name and other in seconds:
            goal = f" (목표 {GOAL} 이상)" if "compile" in name else ""
            lines.append(f"빠르기의 비, {name} ÷ {other}: {seconds[other] / spent:.2f}{goal}")
    for t in report.timings:
        if t.case.startswith("학습 한 걸음, MLP") and "층" in t.case:
            share = 1e9 * t.gflops / report.ceilings[t.name].operations_per_s
            lines.append(f"행렬 곱 천장의 {share:.0%}: {t.name}, {t.case}")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--save", type=Path, help="기록을 적을 JSON 파일")
    parser.add_argument("--quick", action="store_true", help="작은 크기로 몇 초 만에")
    parser.add_argument("--rounds", type=int, help="라운드의 수")
    parser.add_argument("--threads", type=int, help="CPU 스레드의 수(쓸 수 있는 코어 모두)")
    options = parser.parse_args(arguments)
    threads = options.threads or this_machine().cores
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    sizes = QUICK if options.quick else Sizes()
    if options.rounds:
        sizes = replace(sizes, rounds=options.rounds)
    report = measured(sizes, threads=threads, quick=options.quick)
    print(shown(report))
    if options.save:
        options.save.parent.mkdir(parents=True, exist_ok=True)
        report.save(options.save)


if __name__ == "__main__":
    main()
