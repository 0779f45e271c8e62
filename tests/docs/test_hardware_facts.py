"""하드웨어의 쪽과 바로잡기의 코드에 적은 발표된 수가 facts.toml 의 사실과 같은지 봅니다."""

from __future__ import annotations

import re
from pathlib import Path

import facts
import pytest

ROOT = Path(__file__).resolve().parents[2]
KNOWN = facts.load(ROOT / "docs/facts.toml")
LANES = "examples/08_hardware/plot_01_cpu_and_gpu.py"
NEED = "examples/08_hardware/plot_02_do_i_need_a_gpu.py"
ERRATA = "docs/errata/hardware.md"
USES = [
    (LANES, r"gpu_groups, group_lanes = (\d+), \d+", "h100-sm"),
    (LANES, r"gpu_groups, group_lanes = \d+, (\d+)", "h100-sm-lanes"),
    (LANES, r"clock = ([\d.]+)e9", "h100-clock"),
    (LANES, r"== (\d+)\n", "h100-fp32"),
    (LANES, r"Ceiling\((\d+)e12", "h100-fp32"),
    (LANES, r"Ceiling\(\d+e12, ([\d.]+)e12\)", "h100-bandwidth"),
    (LANES, r"cpu_cores, fma_units, bits, number_bits = \d+, (\d)", "xeon-fma"),
    (NEED, r"0\.5 \* (\d+)e12", "h100-fp32"),
    (NEED, r"gpt3_gb / (\d+)\)", "h100-memory"),
    (ERRATA, r"groups, lanes_in_group, clock = (\d+),", "h100-sm"),
    (ERRATA, r"groups, lanes_in_group, clock = \d+, (\d+)", "h100-sm-lanes"),
    (ERRATA, r"groups, lanes_in_group, clock = .* ([\d.]+)e9", "h100-clock"),
    (ERRATA, r"cpu_cores, fma_units, width, bits = \d+, (\d)", "xeon-fma"),
]


@pytest.mark.parametrize(("path", "pattern", "key"), USES)
def test_the_code_computes_with_the_published_number(path, pattern, key):
    found = re.findall(pattern, (ROOT / path).read_text(encoding="utf-8"))
    assert KNOWN[key].text in found, f"{path} 의 {pattern} 에서 {found} 을(를) 찾았습니다"
