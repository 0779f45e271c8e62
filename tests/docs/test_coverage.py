"""처음 문서들의 모든 항목이 어느 쪽에 있는지 적은 지도를 쪽과 견줍니다."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAP = ROOT / "docs" / "coverage.toml"
# 계열마다 항목이 몇 개인지: 번호는 1부터 빠짐없이 이어집니다.
COUNTS = {
    "S0": {"K": 50, "A": 13, "T": 2, "C": 3, "E": 4},
    "S1": {"K": 62, "A": 12, "T": 15, "F": 3, "C": 14, "M": 5, "E": 2},
    "S2": {"K": 43, "A": 4, "F": 3, "C": 9, "E": 3},
    "S3": {"K": 45, "A": 10, "F": 9, "E": 7},
    "S4": {"K": 27, "A": 4, "C": 8, "M": 8, "E": 1},
}
IDS = [
    f"{seed}-{kind}{number}"
    for seed, kinds in COUNTS.items()
    for kind, count in kinds.items()
    for number in range(1, count + 1)
] + [f"{kind}{number:02d}" for kind in "GE" for number in range(1, 52)]
CHAPTERS = {f"{number:02d}" for number in range(1, 13)}
PARTS = {"concepts", "errata"}  # docs/ 아래에 아직 없는 폴더나 쪽


def problems(entries: dict, root: Path) -> list[str]:
    """지도에서 틀린 곳을 문장으로 돌려줍니다."""
    found = [f"{name}: 모르는 항목입니다" for name in entries if name not in IDS]
    found += [f"{name}: 지도에 없습니다" for name in IDS if name not in entries]
    for name, entry in entries.items():
        if isinstance(entry, dict):
            found += [f"{name}: {reason}" for reason in _not_on_a_page(entry, root)]
        else:
            places = entry if isinstance(entry, list) else [entry]
            found += [f"{name}: {reason}" for place in places for reason in _on_a_page(place, root)]
    return found


def _not_on_a_page(entry: dict, root: Path) -> list[str]:
    if set(entry) == {"dropped"}:
        return [] if str(entry["dropped"]).strip() else ["다루지 않는 까닭이 비어 있습니다"]
    if set(entry) != {"planned"}:
        return [f"planned 나 dropped 가운데 하나만 적습니다: {entry}"]
    chapter = entry["planned"]
    if chapter not in CHAPTERS | PARTS:
        return [f"'{chapter}' 은(는) 없는 장입니다"]
    made = [path for path in root.glob(f"examples/{chapter}_*") if any(path.glob("plot_*.py"))]
    made += [path for path in root.glob(f"docs/{chapter}*") if path.suffix in ("", ".md")]
    return [f"'{path.name}' 이(가) 생겼으니 쪽과 이름표를 적습니다" for path in made]


def _on_a_page(place: str, root: Path) -> list[str]:
    page, _, label = place.partition("#")
    if not (root / page).is_file():
        return [f"{page} 이(가) 없습니다"]
    if not re.fullmatch(r"[a-z][a-z0-9-]*", label):
        return [f"'{place}' 에 ASCII 이름표가 없습니다"]
    text = (root / page).read_text(encoding="utf-8")
    written = rf"^\({label}\)=$" if page.endswith(".md") else rf"^(?:# )?\.\. _{label}:$"
    times = len(re.findall(written, text, re.MULTILINE))
    return [] if times == 1 else [f"{page} 에 이름표 '{label}' 이(가) {times}번 있습니다"]


@pytest.fixture
def entries():
    return tomllib.loads(MAP.read_text(encoding="utf-8"))


def test_every_item_is_on_a_page_or_planned_or_dropped_for_a_reason(entries):
    assert problems(entries, ROOT) == []


def test_there_are_as_many_items_as_the_founding_documents_hold():
    assert len(IDS) == len(set(IDS)) == 468


def test_the_map_is_sorted_so_that_a_change_is_one_line(entries):
    assert list(entries) == IDS


@pytest.fixture
def small(tmp_path):
    """쪽 둘이 있는 작은 프로젝트와, 모든 항목을 그 쪽에 적은 지도."""
    page = tmp_path / "examples" / "02_x" / "plot_01_x.py"
    page.parent.mkdir(parents=True)
    page.write_text("# %%\n# .. _x-here:\n#\n# 제목\n# ----\n", encoding="utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "map.md").write_text("(map-here)=\n# 지도\n", encoding="utf-8")
    return tmp_path, dict.fromkeys(IDS, "examples/02_x/plot_01_x.py#x-here")


def test_a_complete_map_has_no_problem(small):
    root, entries = small
    entries["S0-K1"] = ["docs/map.md#map-here", "examples/02_x/plot_01_x.py#x-here"]
    entries["S0-K2"] = {"planned": "03"}
    entries["S0-K3"] = {"dropped": "더 나은 비유로 바꾸었습니다."}
    assert problems(entries, root) == []


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("examples/02_x/plot_09_y.py#x-here", "plot_09_y.py 이\\(가\\) 없습니다"),
        ("examples/02_x/plot_01_x.py#x-there", "'x-there' 이\\(가\\) 0번"),
        ("examples/02_x/plot_01_x.py", "ASCII 이름표가 없습니다"),
        ("docs/map.md#map-there", "'map-there' 이\\(가\\) 0번"),
        (["docs/map.md#map-here", "docs/none.md#a"], "docs/none.md 이\\(가\\) 없습니다"),
        ({"planned": "02"}, "'02_x' 이\\(가\\) 생겼으니"),
        ({"planned": "13"}, "'13' 은\\(는\\) 없는 장"),
        ({"dropped": " "}, "까닭이 비어"),
        ({"planned": "03", "dropped": "까닭"}, "하나만"),
    ],
)
def test_a_wrong_entry_is_named(small, entry, message):
    root, entries = small
    entries["S1-K5"] = entry
    (found,) = problems(entries, root)
    assert re.search(f"^S1-K5: .*{message}", found)


def test_a_missing_and_an_unknown_item_are_named(small):
    root, entries = small
    del entries["G51"]
    entries["S9-K1"] = {"planned": "03"}
    assert problems(entries, root) == ["S9-K1: 모르는 항목입니다", "G51: 지도에 없습니다"]


def test_a_planned_part_of_the_documents_must_not_exist_yet(small):
    root, entries = small
    entries["G13"] = {"planned": "concepts"}
    assert problems(entries, root) == []
    (root / "docs" / "concepts").mkdir()
    assert len(problems(entries, root)) == 1
