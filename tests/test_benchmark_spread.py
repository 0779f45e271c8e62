"""씨앗마다의 기록: 적고 읽고, 벗어난 값을 알아보고, 쪽을 실행해 만드는 일."""

import importlib.util
import json
from pathlib import Path

import pytest

from dlconcepts.benchmark import Range, Spread, recorded_spread
from dlconcepts.benchmark import spread as module
from dlconcepts.errors import ArgumentError

ROOT = Path(__file__).parents[1]
PAGE = "10_language/plot_01"


def made(**values: tuple[float, ...]) -> Spread:
    values = values or {"rules": (0.5, 0.5, 0.5), "learned": (0.8, 0.9, 0.84)}
    return Spread(PAGE, (0, 1, 2), values, "2026-11-22", {"python": "3.11"})


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "SPREADS", tmp_path)
    return tmp_path


def test_range_is_the_values_of_the_seeds():
    known = Range((0.8, 0.9, 0.84))
    assert (known.median, known.low, known.high) == (0.84, 0.8, 0.9)
    assert known.slack == pytest.approx(0.05)
    assert Range((0.5, 0.5)).slack == pytest.approx(0.01)


def test_what_was_saved_is_read_again(shelf):
    path = made().save(shelf)
    assert path == shelf / f"{PAGE}.json"
    assert recorded_spread(PAGE) == made()


@pytest.mark.parametrize("learned", [0.751, 0.84, 0.949])
def test_value_inside_the_recorded_range_passes(learned):
    assert made().check(rules=0.5, learned=learned) is None


@pytest.mark.parametrize("learned", [0.749, 0.951])
def test_value_outside_is_refused_with_the_range(learned):
    with pytest.raises(AssertionError, match=r"learned = 0\.\d+ 이 .* 0\.8–0\.9 에서 벗어났습니다"):
        made().check(rules=0.5, learned=learned)


def test_forgotten_and_unknown_names_are_told():
    with pytest.raises(ArgumentError, match=r"\['learned'\] 을 넘기지"):
        made().check(rules=0.5)
    with pytest.raises(ArgumentError, match="'chance' 이라는 값이 없습니다"):
        made().check(rules=0.5, learned=0.85, chance=0.1)
    with pytest.raises(ArgumentError, match="있는 이름은"):
        made()["chance"]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "0.5", None])
def test_what_is_not_a_number_is_refused(value):
    with pytest.raises(ArgumentError, match="유한한 수"):
        made().check(rules=value, learned=0.84)


def test_table_has_one_row_per_name_in_the_given_order():
    pytest.importorskip("pandas", reason="pandas 가 없습니다")
    table = made().to_frame(names={"learned": "배운 것", "rules": "규칙"})
    assert list(table["이름"]) == ["배운 것", "규칙"]
    assert list(table.loc[0])[1:] == [3, 0.84, 0.8, 0.9]
    assert list(made().to_frame()["이름"]) == ["rules", "learned"]


@pytest.mark.parametrize("page", ["../secret", "10_language", "", None, "A/b"])
def test_what_is_not_a_page_is_refused(page):
    with pytest.raises(ArgumentError, match="쪽의 폴더와 이름"):
        recorded_spread(page)


def test_page_without_a_record_says_how_to_make_one(shelf):
    made().save(shelf)
    with pytest.raises(ArgumentError, match=r"있는 것은 \['10_language/plot_01'\].*nox -s spread"):
        recorded_spread("10_language/plot_02")


@pytest.mark.parametrize(
    "broken",
    [{"kind": "dlconcepts.benchmark"}, {"values": {}}, {"seeds": [0]}, {"extra": 1}],
    ids=["kind", "empty", "counts", "unknown"],
)
def test_broken_record_is_told(shelf, broken):
    path = made().save(shelf)
    row = json.loads(path.read_text(encoding="utf-8")) | broken
    path.write_text(json.dumps(row), encoding="utf-8")
    with pytest.raises(ArgumentError, match="다시 기록"):
        recorded_spread(PAGE)


def test_while_recording_check_collects_instead_of_comparing(shelf):
    with module.recording():
        empty = recorded_spread(PAGE)
        empty.check(rules=0.1)
        assert empty["rules"].median == 0.1
    with pytest.raises(ArgumentError, match="기록이 없습니다"):
        recorded_spread(PAGE)


# ── 기록하는 스크립트 ────────────────────────────────────────────────────────────────────


BENCH = ROOT / "bench" / "spread.py"


@pytest.fixture
def recorder(tmp_path, monkeypatch):
    spec = importlib.util.spec_from_file_location("bench_spread", BENCH)
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    examples = tmp_path / "examples"
    (examples / "10_language").mkdir(parents=True)
    monkeypatch.setattr(bench, "EXAMPLES", examples)
    return bench


def page(recorder, text: str) -> None:
    (recorder.EXAMPLES / f"{PAGE}.py").write_text(text, encoding="utf-8")


SCRIPT = f"""
SEED = 7
from dlconcepts.benchmark import recorded_spread
spread = recorded_spread("{PAGE}")
spread.check(double=2 * SEED)
assert spread["double"].median == 2 * SEED
"""


def test_page_is_run_with_the_given_seed(recorder, monkeypatch):
    monkeypatch.setattr(module.Spread, "check", module.Spread.check)  # 끝나면 되돌립니다
    page(recorder, SCRIPT)
    assert recorder.pages() == [PAGE]
    assert recorder.run_once(PAGE, 3) == {"double": 6.0}


@pytest.mark.parametrize("text", ["x = 1", "SEED = 0\nSEED = 1", "def f():\n    SEED = 0"])
def test_page_without_exactly_one_seed_is_refused(recorder, text):
    with pytest.raises(SystemExit, match="하나만"):
        recorder.with_seed(text, 1, PAGE)


def test_claim_that_fails_for_a_seed_is_not_recorded(recorder, monkeypatch, capsys, shelf):
    class Failed:
        returncode, stdout, stderr = 1, "", "AssertionError: 주장이 무너졌습니다"

    monkeypatch.setattr(recorder.subprocess, "run", lambda *a, **k: Failed)
    assert recorder.record(PAGE) is False
    assert "주장이 무너졌습니다" in capsys.readouterr().out
    assert list(shelf.rglob("*.json")) == []


def test_every_page_that_checks_a_record_has_one_and_no_record_is_left_over():
    used = {
        path.relative_to(ROOT / "examples").with_suffix("").as_posix()
        for path in (ROOT / "examples").glob("*/plot_*.py")
        if "recorded_spread(" in path.read_text(encoding="utf-8")
    }
    there = {
        p.relative_to(module.SPREADS).with_suffix("").as_posix()
        for p in module.SPREADS.rglob("*.json")
    }
    assert used == there
    for name in used:
        known = recorded_spread(name)
        assert known.page == name
        assert len(known.seeds) >= 3
