"""배움 지도: 파일이 바뀌면 그림과 표가 함께 바뀝니다."""

import re
from pathlib import Path
from xml.etree import ElementTree

import conceptmap
import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
CHAPTERS = """
[01]
folder = "01_a"
title = "처음 장"
needs = []
learns = "처음을 배웁니다."

[02]
folder = "02_b"
title = "다음 장"
needs = ["01"]
learns = "다음을 배웁니다."
"""
TERMS = "ko,en,avoid,synonyms,slug,definition,page\n"
TERMS += "기울기,gradient,,,gradient,가파른 정도입니다.,auto_examples/01_a/plot_01_x\n"
MAP = "(map)=\n# 지도\n\n```{chapter-map}\n```\n\n```{chapter-table}\n```\n"
MAP += "\n```{concept-table}\n```\n\n```{terms} terms.csv\n```\n"


def page(label: str, title: str) -> str:
    return f"---\norphan: true\n---\n({label})=\n# {title}\n"


FILES = {
    "chapters.toml": CHAPTERS,
    "terms.csv": TERMS,
    "map.md": MAP,
    "auto_examples/01_a/index.md": page("chapter-a", "처음 장"),
    "auto_examples/01_a/plot_01_x.md": page("x", "공은 왜 구를까요?"),
    "api/descent.md": page("api-descent", "내려가기"),
}
PROJECT = {
    "examples/01_a/plot_01_x.py": (
        "from dlconcepts.descent import minimize\nfrom dlconcepts.viz.curve import draw\n"
        "import dlconcepts.gone, numpy\n"
    ),
    "src/dlconcepts/__init__.py": "",
    "src/dlconcepts/descent.py": "",
    "src/dlconcepts/viz/__init__.py": "",
    "src/dlconcepts/viz/curve.py": "",
    "tests/library/test_descent.py": "",
    "tests/test_viz.py": "",
}


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def site(make_site, tmp_path):
    """장 하나가 있는 작은 프로젝트의 지도."""
    write(tmp_path, PROJECT)
    extensions = ["myst_parser", "anchors", "glossary", "conceptmap"]
    return make_site(FILES, extensions, root_doc="map", language="ko")


def test_the_map_is_drawn_from_the_table_of_chapters_without_a_warning(site):
    html = site.page("map")
    svg = ElementTree.fromstring(re.search(r"<svg.*?</svg>", html, re.DOTALL)[0])
    named = {element.get("id"): element.text for element in svg if element.get("id")}
    assert site.warnings == ""
    assert svg.get("aria-labelledby") in named
    assert "지금 볼 수 있는 장은 처음 장" in named[svg.get("aria-describedby")]


def test_only_a_chapter_that_exists_is_a_link_and_the_other_says_that_it_is_not_ready(site):
    svg = re.search(r"<svg.*?</svg>", site.page("map"), re.DOTALL)[0]
    (link,) = re.findall(r'<a href="([^"]+)">.*?</a>', svg)
    assert link == "auto_examples/01_a/index.html"
    assert "01장<" in svg
    assert "02장 · 준비 중" in svg


def test_colours_follow_the_text_and_the_theme(site):
    svg = re.search(r"<svg.*?</svg>", site.page("map"), re.DOTALL)[0]
    assert "currentColor" in svg
    assert "var(--pst-color-primary" in svg
    assert not re.search(r"#[0-9a-f]{3,6}\b|black|white", svg)
    assert "<style" not in svg


def test_the_table_of_chapters_says_the_same_in_words(site):
    html = site.page("map")
    assert '<span class="name">02장</span>' in html
    assert "다음을 배웁니다." in html
    assert "준비 중" in html


def test_a_concept_leads_to_its_page_its_modules_and_their_tests(site):
    table = site.page("map").rpartition("<table")[2]
    assert 'href="#term-gradient"' in table
    assert "공은 왜 구를까요?" in table
    assert re.search(r'href="api/descent\.html"><[^>]*>dlconcepts\.descent<', table)
    assert "dlconcepts.viz.curve" in table
    assert "gone" not in table
    assert "test_descent.py" in table
    assert "test_viz.py" in table


def test_a_new_chapter_redraws_the_map_and_nothing_new_leaves_it_alone(site):
    def read_again() -> set[str]:
        seen = set()
        handler = site.app.connect("source-read", lambda app, name, text: seen.add(name))
        site.app.build()
        site.app.disconnect(handler)
        return seen

    assert read_again() == set()
    write(site.source, {"auto_examples/02_b/index.md": page("chapter-b", "다음 장")})
    assert read_again() == {"map", "auto_examples/02_b/index"}
    assert "준비 중" not in re.search(r"<svg.*?</svg>", site.page("map"), re.DOTALL)[0]


def test_a_new_test_of_a_module_reaches_the_map(site):
    write(site.source.parent, {"tests/library/test_viz_curve.py": ""})
    site.app.build()
    assert "test_viz_curve.py" in site.page("map")


def test_a_page_that_is_only_shown_is_on_the_map_with_the_test_that_runs_it(site):
    write(
        site.source.parent,
        {"examples/01_a/run_y.py": "import dlconcepts.descent\n", "tests/test_run_y.py": ""},
    )
    write(site.source, {"auto_examples/01_a/run_y.md": page("y", "여럿이 밀면?")})
    site.app.build()
    row = site.page("map").rpartition("여럿이 밀면?")[2]
    assert re.search(r"test_run_y\.py.*test_descent\.py", row, re.DOTALL)


def test_an_unknown_prerequisite_is_named(make_site):
    broken = CHAPTERS.replace('needs = ["01"]', 'needs = ["07"]')
    files = FILES | {"chapters.toml": broken}
    built = make_site(files, ["myst_parser", "glossary", "conceptmap"], root_doc="map")
    assert "02장보다 먼저 볼 07장이 앞에 없습니다" in built.warnings


OURS = conceptmap.chapters(DOCS, ())


def test_every_chapter_stands_below_the_chapters_it_needs():
    places = conceptmap.layout(OURS)
    for chapter in OURS:
        assert all(places[need][1] < places[chapter.number][1] for need in chapter.needs)


def test_no_box_covers_another_and_all_stay_inside():
    places = list(conceptmap.layout(OURS).values())
    width, height = conceptmap.BOX
    for n, (x, y) in enumerate(places):
        assert 0 <= x <= conceptmap.WIDTH - width
        assert all(abs(x - u) >= width or abs(y - v) >= height for u, v in places[n + 1 :])


def test_no_arrow_runs_through_the_box_of_another_chapter():
    """화살표는 먼저 볼 장의 바로 아래에서 꺾이고, 그 뒤로는 다음 장으로 곧게 내려갑니다."""
    places = conceptmap.layout(OURS)
    for chapter in OURS:
        x, y = places[chapter.number]
        middle = x + conceptmap.BOX[0] // 2
        for need in chapter.needs:
            between = [p for p in places.values() if places[need][1] < p[1] < y]
            assert all(not (u <= middle <= u + conceptmap.BOX[0]) for u, _ in between)


def test_titles_fit_into_their_boxes():
    for chapter in OURS:
        width = sum(19.5 if "가" <= letter <= "힣" else 7 for letter in chapter.title)
        assert width < conceptmap.BOX[0] - 12, chapter.title


def test_every_chapter_folder_of_the_examples_is_in_the_table():
    text = (DOCS / "chapters.toml").read_text(encoding="utf-8")
    folders = re.findall(r'^folder = "(.+)"$', text, re.MULTILINE)
    existing = {path.name for path in (DOCS.parent / "examples").glob("[0-9]*") if path.is_dir()}
    assert existing <= set(folders)
    assert [name[:2] for name in folders] == [chapter.number for chapter in OURS]
