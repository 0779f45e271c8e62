"""하드웨어의 표를 만드는 스크립트: 작은 크기로 끝까지 돌고, 적은 것을 그대로 읽습니다.

표에 적히는 시간은 보지 않습니다. 무엇을 쟀는지, 일의 양을 맞게 세었는지, 기계의 주인을 적지
않는지만 봅니다. GPU 의 부분은 GPU 가 있는 기계에서만 봅니다.
"""

from __future__ import annotations

import importlib.util
import math
import sys
from itertools import pairwise
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="torch 가 없습니다")
pytest.importorskip("pandas", reason="pandas 가 없습니다")

from dlconcepts.benchmark import Report, matmul_work  # noqa: E402

SCRIPT = Path(__file__).resolve().parents[1] / "bench" / "hardware.py"
if not SCRIPT.exists():  # 배포 꾸러미(sdist)에는 bench/ 가 없습니다
    pytest.skip("bench/hardware.py 가 없습니다", allow_module_level=True)

HAS_GPU = torch.cuda.is_available()
needs_gpu = pytest.mark.skipif(not HAS_GPU, reason="CUDA 를 쓸 수 있는 GPU 가 없습니다")


@pytest.fixture(scope="module")
def hardware():
    spec = importlib.util.spec_from_file_location("bench_hardware", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_hardware"] = module  # dataclass 가 제 모듈을 찾습니다
    threads = torch.get_num_threads()
    spec.loader.exec_module(module)
    yield module
    torch.set_num_threads(threads)
    del sys.modules["bench_hardware"]


@pytest.fixture(scope="module")
def run(hardware, tmp_path_factory):
    """작은 크기로 한 번 돌린 것: 적은 기록과 화면에 보인 글."""
    path = tmp_path_factory.mktemp("기록 폴더") / "새 폴더" / "하드웨어.json"
    seen = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("builtins.print", lambda *words: seen.append(" ".join(map(str, words))))
        hardware.main(["--quick", "--threads", "1", "--save", str(path)])
    return Report.load(path), "\n".join(seen)


def cases(report, name):
    return [t.case for t in report.timings if t.name == name]


def test_the_file_holds_machine_date_versions_and_settings(run):
    report, text = run
    assert report.machine.cpu
    assert report.versions["torch"] == torch.__version__
    assert report.settings["CPU 스레드"] == "1"
    assert "시험용" in report.settings["크기"]  # 작은 크기로 잰 것을 진짜 표로 알지 않게
    assert report.date in text
    assert bool(report.machine.accelerator) == HAS_GPU
    assert str(Path.home()) not in report.to_json()


def test_every_part_of_the_table_is_there(run):
    report, _ = run
    for name in ("CPU float32", "CPU bfloat16"):
        there = " / ".join(cases(report, name))
        for part in ("행렬 곱 8", "행렬 곱 16", "MLP 64-128-64-10", "MLP 16×4층", "합성곱 28×28"):
            assert part in there
    assert len(cases(report, "CPU")) == 2
    assert cases(report, "CPU 손") == cases(report, "CPU Trainer")
    assert any("복사" in case for case in cases(report, "CPU float32"))


def test_nothing_is_measured_on_a_gpu_that_is_not_there(run):
    report, _ = run
    assert any("GPU" in t.name for t in report.timings) == HAS_GPU


def test_the_work_of_a_product_and_of_a_copy_is_written(run, hardware):
    report, _ = run
    for timing in report.timings:
        if timing.case == "행렬 곱 16":
            size = 2 if "bfloat16" in timing.name else 4
            assert timing.work == matmul_work(16, 16, 16, itemsize=size)
        if timing.case.startswith("복사"):
            assert timing.work.moved_bytes == 2 * hardware.QUICK.copied  # 읽고 씁니다
            assert timing.work.operations == 0


def test_the_operations_of_a_training_step_follow_the_formula(run):
    """층마다 순전파 2BNM, 역전파에서 가중치 2BNM 과 입력 2BNM. 첫 층에는 입력의 것이 없습니다."""
    report, _ = run
    sizes, batch = (64, 128, 64, 10), 32
    weights = [n * m for n, m in pairwise(sizes)]
    expected = 2 * batch * (3 * sum(weights) - weights[0])
    case = "학습 한 걸음, MLP 64-128-64-10, 배치 32"
    step = next(t for t in report.timings if t.case == case)
    assert step.work.operations == expected
    parameters = sum(weights) + sum(sizes[1:])
    assert step.work.moved_bytes == 4 * 6 * parameters
    epochs = [t for t in report.timings if t.case.startswith("한 에포크")]
    assert {t.work.operations for t in epochs} == {3 * expected}


def test_the_operations_of_a_convolution_are_counted(hardware):
    """3×3 합성곱 하나: 출력의 자리마다 커널의 크기만큼 곱하고 더합니다."""
    model = torch.nn.Sequential(
        torch.nn.Conv2d(2, 3, 3, padding=1), torch.nn.Flatten(), torch.nn.Linear(3 * 6 * 6, 4)
    )
    x, y = hardware.examples((2, 6, 6), 4, 5, "cpu")
    conv, dense = 6 * 6 * 3 * (2 * 9), 3 * 6 * 6 * 4
    work = hardware.step_work(model, x, y)
    assert work.operations == 2 * 5 * (2 * conv + 3 * dense)  # 합성곱이 첫 층입니다


def test_the_ceiling_is_the_fastest_product_and_the_fastest_copy(run):
    report, _ = run
    assert set(report.ceilings) == {t.name for t in report.timings if "행렬 곱" in t.case}
    for name, ceiling in report.ceilings.items():
        products = [t for t in report.timings if t.name == name and "행렬 곱" in t.case]
        fastest = max(t.work.operations / min(t.seconds) for t in products)
        assert math.isclose(ceiling.operations_per_s, fastest)


def test_the_screen_shows_the_table_and_the_ratio_of_the_loops(run):
    _, text = run
    assert "행렬 곱 16" in text
    assert "CPU Trainer ÷ CPU 손" in text
    assert "행렬 곱 천장의" in text


def test_the_trainer_learns_one_more_epoch_each_time(hardware):
    """한 번 부르면 한 에포크: 손으로 쓴 것과 같은 일을 해야 견줄 수 있습니다."""
    x, y = hardware.examples((64,), 10, hardware.BATCH * 3, "cpu")
    made = []

    class Kept(hardware.Trainer):
        def __init__(self, *given, **named):
            super().__init__(*given, **named)
            made.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hardware, "Trainer", Kept)
        task = hardware.by_trainer("cpu", x, y, None)
    for epoch in (1, 2, 3):
        task()
        assert (made[0].epoch, made[0].step) == (epoch, 3 * epoch)


def test_a_contender_that_cannot_run_is_left_out_with_its_reason(hardware, capsys):
    def broken():
        raise RuntimeError("컴파일러가 없습니다")

    assert not hardware.runs("GPU 손, compile", broken)
    assert "GPU 손, compile: 잴 수 없어" in capsys.readouterr().out
    assert hardware.runs("CPU 손", lambda: None)


def test_sizes_are_said_in_the_unit_that_fits(hardware):
    texts = [hardware.bytes_text(n) for n in (512, 2**12, 2**28)]
    assert texts == ["512 B", "4 KiB", "256 MiB"]


@needs_gpu
def test_on_a_gpu_every_precision_transfer_and_loop_is_measured(run):
    report, text = run
    assert {"GPU float32", "GPU TF32", "GPU bfloat16"} <= set(report.ceilings)
    assert len(cases(report, "CPU → GPU 고정")) == 1
    assert "CUDA" in report.settings
    names = {t.name for t in report.timings}
    assert {"GPU 손", "GPU Trainer", "GPU 손, CUDA 그래프"} <= names
    assert "GPU TF32, 학습 한 걸음, MLP 32×4층" in text


@needs_gpu
def test_the_cuda_graph_learns_what_the_loop_by_hand_learns(hardware):
    x, y = hardware.examples((64,), 10, hardware.BATCH * 3, "cuda")
    epoch = hardware.by_graph(x, y)
    losses = [epoch() for _ in range(30)]
    assert losses[-1] < losses[0]
