"""시간 재기: 시계는 우리가 만든 것이라, 어느 시험도 이 컴퓨터의 빠르기에 기대지 않습니다."""

import gc
import json
import math
import platform
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlconcepts.benchmark import (
    Ceiling,
    MachineInfo,
    Report,
    Timing,
    Work,
    compare,
    installed_versions,
    matmul_work,
    measure,
    recorded,
    report,
    shipped,
    this_machine,
    timings_to_frame,
)
from dlconcepts.errors import ArgumentError, ArgumentTypeError, MissingDependencyError
from dlconcepts.records import BenchmarkRow


class FakeTime:
    """일을 하면 그만큼만 흐르는 시계. 무엇을 언제 불렀는지 적어 둡니다."""

    def __init__(self):
        self.now = 100.0
        self.log = []

    def clock(self):
        self.log.append("시계")
        return self.now

    def task(self, name, *seconds):
        """부를 때마다 `seconds` 를 돌아가며 그만큼 걸리는 일입니다."""
        turns = iter([])

        def call():
            nonlocal turns
            spent = next(turns, None)
            if spent is None:
                turns = iter(seconds)
                spent = next(turns)
            self.now += spent
            self.log.append(name)

        return call

    def calls(self, *names):
        return [entry for entry in self.log if entry in names]


@pytest.fixture
def fake():
    return FakeTime()


# ── 재기 ─────────────────────────────────────────────────────────────────────────────────


def test_the_median_and_the_spread_are_those_of_the_rounds(fake):
    task = fake.task("일", 1.0, 2.0, 3.0, 4.0, 100.0)
    timing = measure(task, name="일", case="보통", rounds=5, warmup=0, calls=1, clock=fake.clock)
    assert timing.seconds == (1.0, 2.0, 3.0, 4.0, 100.0)
    assert timing.median_s == 3.0  # 한 번의 끼어듦(100초)에 흔들리지 않습니다
    assert timing.iqr_s == 2.0  # 4 − 2
    assert (timing.name, timing.case, timing.calls) == ("일", "보통", 1)


def test_warming_up_is_not_measured(fake):
    task = fake.task("일", *[50.0] * 3, *[1.0] * 4)
    timing = measure(task, name="일", rounds=4, warmup=3, calls=1, clock=fake.clock)
    assert timing.seconds == (1.0,) * 4
    assert fake.log.index("시계") == 3


def test_contenders_take_turns_and_the_first_place_rotates(fake):
    tasks = {name: fake.task(name, 1.0) for name in "가나다"}
    compare(tasks, rounds=4, warmup=0, calls=1, clock=fake.clock)
    assert "".join(fake.calls(*"가나다")) == "가나다나다가다가나가나다"


def test_a_slow_spell_hits_every_contender_alike(fake):
    """재는 동안 기계가 열 배 느려져도, 번갈아 재면 비율은 그대로입니다."""

    def drifting(seconds):
        def call():
            fake.now += seconds * (1 if fake.now < 130 else 10)

        return call

    fast, slow = compare(
        {"빠름": drifting(1.0), "느림": drifting(2.0)},
        rounds=21,
        warmup=0,
        calls=1,
        clock=fake.clock,
    )
    assert slow.median_s / fast.median_s == pytest.approx(2.0)


def test_synchronising_is_inside_the_clock_and_before_it(fake):
    """바로 돌아오는 GPU 의 일: 기다림이 시간 안에 있어야 합니다."""
    queue = []

    def launch():
        queue.append(3.0)

    def synchronize():
        fake.now += sum(queue)
        queue.clear()
        fake.log.append("기다림")

    timing = measure(
        launch, name="GPU", rounds=2, warmup=5, calls=4, synchronize=synchronize, clock=fake.clock
    )
    assert timing.seconds == (3.0, 3.0)  # 몸풀기에서 밀린 다섯 번은 들어오지 않습니다
    assert fake.log[:5] == ["기다림", "시계", "기다림", "시계", "기다림"]


def test_a_round_is_divided_by_its_calls(fake):
    timing = measure(fake.task("일", 0.5), name="일", rounds=3, warmup=0, calls=8, clock=fake.clock)
    assert timing.seconds == (0.5,) * 3
    assert timing.calls == 8
    assert len(fake.calls("일")) == 24


def test_short_work_is_repeated_until_a_round_is_long_enough(fake):
    tasks = {"짧음": fake.task("짧음", 1e-5), "긺": fake.task("긺", 1.0)}
    short, long = compare(tasks, rounds=2, warmup=0, clock=fake.clock)
    assert short.calls == 128  # 10 μs 의 일은 128번이 1 ms 를 넘는 첫 2의 거듭제곱입니다
    assert long.calls == 1
    assert short.median_s == pytest.approx(1e-5)


def test_work_too_short_for_the_clock_does_not_repeat_forever(fake, monkeypatch):
    monkeypatch.setattr("dlconcepts.benchmark.timing.MOST_CALLS", 16)
    timing = measure(fake.task("없음", 0.0), name="없음", rounds=2, clock=fake.clock)
    assert timing.calls == 16
    assert timing.median_s == 0.0


def test_garbage_collection_rests_while_measuring_and_returns_even_after_an_error(fake):
    states = []
    measure(lambda: states.append(gc.isenabled()), name="일", rounds=2, warmup=1, calls=1)
    assert states == [True, False, False]
    assert gc.isenabled()

    def fail():
        if not gc.isenabled():
            raise RuntimeError("일이 실패했습니다")

    with pytest.raises(RuntimeError, match="일이 실패"):
        measure(fail, name="일", rounds=2, warmup=0, calls=1)
    assert gc.isenabled()


def test_the_default_clock_runs():
    timing = measure(lambda: sum(range(10)), name="덧셈", rounds=2)
    assert len(timing.seconds) == 2
    assert timing.calls >= 1


@pytest.mark.parametrize("wrong", [{"rounds": 0}, {"warmup": -1}, {"calls": 0}, {"rounds": 2.5}])
def test_a_wrong_count_is_named(wrong):
    with pytest.raises(ArgumentError, match=f"compare: {next(iter(wrong))}"):
        measure(lambda: None, name="일", **wrong)


@pytest.mark.parametrize("contenders", [{}, [len], None])
def test_contenders_must_be_named_tasks(contenders):
    with pytest.raises(ArgumentTypeError, match="이름 → 잴 일"):
        compare(contenders)


def test_a_result_instead_of_a_task_is_explained():
    with pytest.raises(ArgumentTypeError, match=r"'합' 에는 .* int 형.*lambda"):
        compare({"합": sum([1, 2])})


def test_work_for_an_unknown_contender_is_named():
    with pytest.raises(ArgumentError, match=r"\['나'\] 이 contenders 에는 없습니다"):
        compare({"가": lambda: None}, work={"나": Work(1.0)})


# ── 일의 양, 속도, 천장 ──────────────────────────────────────────────────────────────────


def test_the_work_of_a_matrix_product_is_counted_by_hand():
    operations = moved = 0
    m, k, n = 3, 4, 5
    for _ in range(m):
        for _ in range(n):
            for _ in range(k):
                operations += 2  # 곱하고 더합니다
    moved = 4 * (m * k + k * n + m * n)
    work = matmul_work(m, k, n, itemsize=4)
    assert (work.operations, work.moved_bytes) == (operations, moved)
    assert work.intensity == operations / moved
    assert (
        matmul_work(512, 512, 512, itemsize=4).intensity > work.intensity
    )  # 클수록 계산이 많습니다
    assert Work(1.0).intensity == math.inf


def timing(seconds, *, name="가", case="", operations=0.0, moved=0.0):
    return Timing(name, case, tuple(seconds), 1, Work(operations, moved))


def test_rates_are_work_over_the_median():
    one = timing([1.0, 2.0, 9.0], operations=4e9, moved=6e9)
    assert one.gflops == 2.0
    assert one.gbps == 3.0
    assert timing([0.0], operations=1.0).gflops == math.inf


def test_each_contender_can_have_its_own_work(fake):
    tasks = {name: fake.task(name, 2.0) for name in "가나다"}
    work = {"가": Work(4e9), "나": Work(0.0, 8e9)}
    found = compare(tasks, rounds=1, warmup=0, calls=1, work=work, clock=fake.clock)
    assert [t.gflops for t in found] == [2.0, 0.0, 0.0]
    assert [t.gbps for t in found] == [0.0, 4.0, 0.0]


def test_the_ceiling_is_the_fastest_round_of_the_best():
    ceiling = Ceiling.of(
        [timing([2.0, 1.0], operations=10.0), timing([1.0], operations=8.0)],
        [timing([4.0, 5.0], moved=12.0)],
    )
    assert ceiling == Ceiling(10.0, 3.0)


def test_nothing_is_faster_than_both_its_operations_and_its_bytes():
    ceiling = Ceiling(operations_per_s=100.0, bytes_per_s=10.0)
    assert ceiling.least_s(Work(1000.0, 10.0)) == 10.0  # 계산이 오래 걸립니다
    assert ceiling.least_s(Work(10.0, 1000.0)) == 100.0  # 전송이 오래 걸립니다
    assert ceiling.share(timing([40.0], operations=1000.0, moved=10.0)) == 0.25


def test_the_share_of_what_set_the_ceiling_is_one():
    compute, copy = timing([3.0], operations=7.0), timing([2.0], moved=5.0)
    ceiling = Ceiling.of([compute], [copy])
    assert ceiling.share(compute) == pytest.approx(1.0)
    assert ceiling.share(copy) == pytest.approx(1.0)


@pytest.mark.parametrize("wrong", [0.0, -1.0, math.inf, math.nan, "10", True])
def test_a_ceiling_that_is_not_a_speed_is_refused(wrong):
    with pytest.raises(ArgumentError, match=r"operations_per_s .*0 보다 큰 유한한 수"):
        Ceiling(wrong, 1.0)
    with pytest.raises(ArgumentError, match="bytes_per_s"):
        Ceiling.of([timing([1.0], operations=1.0)], [])


@pytest.mark.parametrize("seconds", [(), (1.0, -1.0), (math.nan,), ("1",)])
def test_times_that_are_not_times_are_refused(seconds):
    with pytest.raises(ArgumentError, match="seconds"):
        Timing("가", "", seconds)


def test_a_timing_without_a_name_is_refused():
    with pytest.raises(ArgumentTypeError, match="name 과 case"):
        Timing(1, "", (1.0,))


def test_a_timing_becomes_a_row_of_the_records():
    row = timing([2.0, 4.0], name="나", case="큰 것").row(timing([1.5]))
    assert row == BenchmarkRow("나", "큰 것", 3.0, 1.0, 2, 2.0)
    assert timing([2.0]).row().ratio is None
    assert timing([2.0]).row(timing([0.0])).ratio is None


# ── 기계와 기록 ──────────────────────────────────────────────────────────────────────────

MACHINE = MachineInfo("가상의 CPU", 4, "Linux", "x86_64", "가상의 GPU")


@pytest.fixture
def made():
    timings = [
        timing(
            [0.1, 0.30000000000000004], name="CPU", case="행렬 곱 64", operations=5e5, moved=3e4
        ),
        timing([0.05], name="GPU", case="행렬 곱 64", operations=5e5, moved=3e4),
        timing([2.0], name="CPU", case="복사", moved=1e9),
    ]
    return Report(
        "시험 삼아 잰 것",
        timings,
        MACHINE,
        date="2026-01-31",
        versions={"numpy": "2.0"},
        settings={"스레드": "1"},
        ceilings={"CPU": Ceiling(1e7, 1e9)},
    )


def test_a_report_survives_the_file(made, tmp_path):
    path = tmp_path / "기록 폴더"
    path.mkdir()
    made.save(path / "잰 것.json")
    assert Report.load(path / "잰 것.json") == made
    assert b"\r" not in (path / "잰 것.json").read_bytes()


positive = st.floats(1e-300, 1e300)


@given(
    st.lists(st.floats(0, 1e300), min_size=1, max_size=5),
    positive,
    positive,
    st.text(),
    st.integers(1, 10**9),
)
def test_no_number_and_no_letter_is_lost(seconds, rate, work, text, calls):
    one = Timing(text, text, tuple(seconds), calls, Work(work, work))
    before = Report(text, [one], MACHINE, settings={text: text}, ceilings={text: Ceiling(rate, 1)})
    assert Report.from_json(before.to_json()) == before


def test_the_file_is_strict_json_with_machine_date_and_versions(made):
    content = json.loads(made.to_json())
    assert content["kind"] == "dlconcepts.benchmark"
    assert content["date"] == "2026-01-31"
    assert content["machine"]["cpu"] == "가상의 CPU"
    assert content["versions"] == {"numpy": "2.0"}
    assert content["timings"][0]["seconds"] == [0.1, 0.30000000000000004]
    assert "가상의 GPU" in made.to_json()  # 한글이 \u 로 적히지 않습니다


def test_a_report_made_now_says_today_and_these_versions(made, monkeypatch):
    class FirstOfMarch(report.date):
        @classmethod
        def today(cls):
            return cls(2031, 3, 1)

    monkeypatch.setattr(report, "date", FirstOfMarch)
    fresh = Report("지금", made.timings, MACHINE)
    assert fresh.date == "2031-03-01"
    assert fresh.versions["numpy"] == np.__version__
    assert fresh.versions["python"] == platform.python_version()


def test_this_machine_names_the_cpu_but_not_the_owner(monkeypatch, made):
    monkeypatch.setattr(platform, "node", lambda: "비밀-컴퓨터")
    monkeypatch.setenv("USER", "비밀사용자")
    machine = this_machine(accelerator="어떤 GPU")
    assert machine.cpu
    assert machine.cores >= 1
    assert machine.accelerator == "어떤 GPU"
    text = Report("시험", made.timings, machine).to_json()
    for private in ("비밀", str(Path.home()), str(Path.cwd()), sys.prefix):
        assert private not in text


CPUINFO = """processor\t: 0
vendor_id\t: GenuineIntel
model name\t: Example CPU @ 3.00GHz
processor\t: 1
model name\t: Example CPU @ 3.00GHz
"""


def cpu_name_with(monkeypatch, *, cpuinfo, system="linux"):
    def read_text(self, **options):
        if cpuinfo is None:
            raise FileNotFoundError(self)
        return cpuinfo

    monkeypatch.setattr(report.sys, "platform", system)
    monkeypatch.setattr(report.Path, "read_text", read_text)
    monkeypatch.setattr(platform, "processor", lambda: "Intel64 Family 6")
    monkeypatch.setattr(platform, "machine", lambda: "aarch64")
    name = report._cpu_name()
    monkeypatch.undo()
    return name


def test_the_cpu_is_named_wherever_its_name_is_written(monkeypatch):
    assert cpu_name_with(monkeypatch, cpuinfo=CPUINFO) == "Example CPU @ 3.00GHz"
    assert cpu_name_with(monkeypatch, cpuinfo="BogoMIPS : 50\n") == "aarch64"
    assert cpu_name_with(monkeypatch, cpuinfo=None, system="win32") == "Intel64 Family 6"


def test_a_mac_is_asked_by_sysctl(monkeypatch):
    def run(command, **options):
        assert command == ["sysctl", "-n", "machdep.cpu.brand_string"]
        return report.subprocess.CompletedProcess(command, 0, "Apple M9\n", "")

    monkeypatch.setattr(report.subprocess, "run", run)
    assert cpu_name_with(monkeypatch, cpuinfo=None, system="darwin") == "Apple M9"


def test_only_installed_libraries_have_a_version():
    versions = installed_versions("numpy", "no-such-library-anywhere")
    assert versions == {"python": platform.python_version(), "numpy": np.__version__}


# ── 함께 실린 기록 ───────────────────────────────────────────────────────────────────────


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """꾸러미의 기록 폴더 대신 쓰는 빈 폴더."""
    folder = tmp_path / "꾸러미의 기록"
    folder.mkdir()
    monkeypatch.setattr(shipped, "RECORDED", folder)
    return folder


def test_a_shipped_record_is_read_by_its_name(made, shelf):
    made.save(shelf / "hardware.json")
    assert recorded("hardware") == made


def test_a_record_that_is_not_shipped_is_none(shelf):
    assert recorded("hardware") is None
    shelf.rmdir()  # 실린 것이 하나도 없으면 폴더도 없습니다
    assert recorded("hardware") is None


@pytest.mark.parametrize("name", ["", "../hardware", "hardware.json", "하드웨어", "A100", 3, None])
def test_a_record_is_asked_by_name_and_not_by_path(name, shelf):
    with pytest.raises(ArgumentError, match=r"recorded: name .*Report\.load"):
        recorded(name)


def test_a_broken_shipped_record_is_refused(shelf):
    (shelf / "hardware.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ArgumentError, match=r"dlconcepts\.benchmark"):
        recorded("hardware")


def test_every_shipped_record_is_whole_and_was_not_made_for_a_test():
    """실린 것이 있다면 모두 읽히고, 작은 크기로 시험 삼아 잰 것이 아니어야 합니다."""
    for path in sorted(shipped.RECORDED.glob("*.json")):
        found = recorded(path.stem)
        assert found is not None
        assert found.versions.keys() >= {"python", "torch"}
        assert "시험용" not in found.settings.get("크기", "")
        assert all(len(timing.seconds) >= 5 for timing in found.timings)


# ── 표 ───────────────────────────────────────────────────────────────────────────────────


def test_the_table_has_ratios_rates_and_shares(made):
    pytest.importorskip("pandas", reason="pandas 가 없습니다")
    table = made.to_frame(baseline="CPU")
    assert table["name"].tolist() == ["CPU", "GPU", "CPU"]
    assert table["ratio"].tolist() == [1.0, 0.25, 1.0]  # 같은 조건의 CPU 에 견준 것입니다
    assert table["gflops"][0] == pytest.approx(5e5 / 0.2 / 1e9)
    assert math.isnan(table["gflops"][2])
    assert table["gbps"].tolist() == pytest.approx([3e4 / 0.2 / 1e9, 3e4 / 0.05 / 1e9, 0.5])
    assert table["share"].tolist() == pytest.approx([0.25, math.nan, 0.5], nan_ok=True)


def test_columns_nobody_fills_are_left_out():
    pytest.importorskip("pandas", reason="pandas 가 없습니다")
    table = timings_to_frame([timing([1.0])])
    assert [*table.columns] == ["name", "case", "median_s", "iqr_s", "rounds"]


def test_a_condition_without_the_baseline_has_no_ratio(made):
    pytest.importorskip("pandas", reason="pandas 가 없습니다")
    ratios = made.to_frame(baseline="GPU")["ratio"]
    assert ratios.tolist() == pytest.approx([4.0, 1.0, math.nan], nan_ok=True)


def test_an_unknown_baseline_lists_the_names(made):
    with pytest.raises(ArgumentError, match=r"'TPU' 인 결과가 없어.*\['CPU', 'GPU'\]"):
        made.to_frame(baseline="TPU")


def test_without_pandas_the_pip_command_is_named(made, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingDependencyError, match="pip install"):
        made.to_frame()


# ── 읽을 수 없는 기록 ────────────────────────────────────────────────────────────────────


def changed(made, change):
    content = json.loads(made.to_json())
    change(content)
    return json.dumps(content)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda c: c.update(kind="History"), "'History'"),
        (lambda c: c.update(format=2), "더 새 버전"),
        (lambda c: c.pop("machine"), r"MachineInfo 에 빠진 이름은 \['accelerator'"),
        (lambda c: c.pop("date"), r"Report 에 빠진 이름은 \['date'\]"),
        (lambda c: c.update(host="내 컴퓨터"), r"모르는 이름은 \['host'\]"),
        (lambda c: c["machine"].update(cores=0), "cores"),
        (lambda c: c["machine"].update(cpu=None), "cpu"),
        (lambda c: c["timings"][1].pop("seconds"), r"Timing 에 빠진 이름은 \['seconds'\]"),
        (lambda c: c["timings"][1].update(seconds=[]), "'GPU' 에 잰 시간이 없습니다"),
        (lambda c: c["timings"][0].update(seconds=[-1]), "0 이상의 유한한 수"),
        (lambda c: c["timings"][0].update(work=None), "Work 에 빠진 이름"),
        (lambda c: c.update(timings={}), "timings 자리에는 행들의 목록"),
        (lambda c: c.update(timings=[]), "하나 이상의 Timing"),
        (lambda c: c.update(date="어제"), "'2026-01-31' 꼴"),
        (lambda c: c["versions"].update(numpy=2), "versions 의 'numpy'"),
        (lambda c: c["ceilings"]["CPU"].update(bytes_per_s=0), "bytes_per_s"),
    ],
)
def test_a_changed_file_is_refused_and_says_where(made, change, says):
    with pytest.raises((ArgumentError, ArgumentTypeError), match=says):
        Report.from_json(changed(made, change))


def test_a_file_cut_anywhere_is_refused(made):
    text = made.to_json().rstrip()
    for length in range(0, len(text), 17):
        with pytest.raises(ArgumentError, match="JSON"):
            Report.from_json(text[:length])


def test_bare_nan_is_not_json(made):
    with pytest.raises(ArgumentError, match="NaN"):
        Report.from_json(made.to_json().replace("0.1,", "NaN,"))


@pytest.mark.parametrize("text", ["[]", "3", "null", '"글"'])
def test_json_that_is_not_a_report_is_refused(text):
    with pytest.raises(ArgumentError, match=r"dlconcepts\.benchmark"):
        Report.from_json(text)
