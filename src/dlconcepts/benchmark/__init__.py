"""시간 재기와 그 기록.

from dlconcepts.benchmark import Report, compare, this_machine

timings = compare({"NumPy": by_numpy, "손으로": by_hand}, rounds=20)
Report("행렬 곱", timings, this_machine()).save("matmul.json")
recorded("hardware")  # 다른 기계에서 재어 함께 실은 기록. 없으면 None
recorded_spread("10_language/plot_06_six_ways")  # 씨앗을 바꾸어 되풀이한 기록
"""

from dlconcepts.benchmark.report import (
    MachineInfo,
    Report,
    installed_versions,
    this_machine,
    timings_to_frame,
)
from dlconcepts.benchmark.shipped import recorded
from dlconcepts.benchmark.spread import Range, Spread, recorded_spread
from dlconcepts.benchmark.timing import Ceiling, Timing, Work, compare, matmul_work, measure

__all__ = [
    "Ceiling",
    "MachineInfo",
    "Range",
    "Report",
    "Spread",
    "Timing",
    "Work",
    "compare",
    "installed_versions",
    "matmul_work",
    "measure",
    "recorded",
    "recorded_spread",
    "this_machine",
    "timings_to_frame",
]
