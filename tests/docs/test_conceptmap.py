"""배움 지도: 파일이 바뀌면 그림과 길과 표가 함께 바뀝니다."""

import re
from pathlib import Path

import pytest
from small_gallery import CHAPTERS, SCRIPTS, script, write

DOCS = Path(__file__).resolve().parents[2] / "docs"
TERMS = "ko,en,avoid,synonyms,slug,definition,page\n"
TERMS += "기울기,gradient,,,gradient,가파른 정도입니다.,auto_examples/01_a/plot_01_x\n"
MAP = "(map)=\n# 지도\n\n```{page-map}\n```\n\n```{learning-routes}\n```\n\n"
MAP += "```{chapter-table}\n```\n\n```{concept-table}\n```\n\n```{terms} terms.csv\n```\n"
ROUTES = '[everything]\ntitle = "끝까지"\nwhy = "모두 봅니다."\n'


def page(label: str, title: str) -> str:
    return f"---\norphan: true\n---\n({label})=\n# {title}\n"


FILES = {
    "chapters.toml": CHAPTERS,
    "routes.toml": ROUTES,
    "terms.csv": TERMS,
    "map.md": MAP,
    "auto_examples/01_a/index.md": page("chapter-a", "처음 장"),
    "auto_examples/01_a/plot_01_x.md": page("x", "공은 왜 구를까요?"),
    "auto_examples/01_a/plot_02_y.md": page("y", "얼마나 구를까요?"),
    "api/descent.md": page("api-descent", "내려가기"),
}
IMPORTS = (
    "from dlconcepts.descent import minimize\nfrom dlconcepts.viz.curve import draw\n"
    "import dlconcepts.gone, numpy\n"
)
PROJECT = {
    "examples/01_a/plot_01_x.py": SCRIPTS["01_a/plot_01_x"] + IMPORTS,
    "examples/01_a/plot_02_y.py": SCRIPTS["01_a/plot_02_y"],
    "src/dlconcepts/__init__.py": "",
    "src/dlconcepts/descent.py": "",
    "src/dlconcepts/viz/__init__.py": "",
    "src/dlconcepts/viz/curve.py": "",
    "tests/library/test_descent.py": "",
    "tests/test_viz.py": "",
}


@pytest.fixture
def site(make_site, tmp_path):
    """장 하나가 있는 작은 프로젝트의 지도."""
    write(tmp_path, PROJECT)
    extensions = ["myst_parser", "anchors", "glossary", "conceptmap"]
    return make_site(FILES, extensions, root_doc="map", language="ko")


def drawings(site) -> list[str]:
    return re.findall(r"<svg.*?</svg>", site.page("map"), re.DOTALL)


def test_the_map_is_drawn_from_the_files_without_a_warning(site):
    assert site.warnings == ""
    assert len(drawings(site)) == 2
    for svg in drawings(site):
        assert "지금 볼 수 있는 장은 처음 장." in svg
        links = re.findall(r'<a class="map-page" href="([^"]+)"', svg)
        assert links == [f"auto_examples/01_a/plot_0{n}.html" for n in ("1_x", "2_y")]


def test_only_a_chapter_that_exists_is_a_link_and_the_other_says_that_it_is_not_ready(site):
    for svg in drawings(site):
        (link,) = re.findall(r'<a href="([^"]+)">', svg)
        assert link == "auto_examples/01_a/index.html"
        assert re.search("01장(?! · 준비 중)", svg)
        assert "02장 · 준비 중" in svg


def test_the_script_of_the_map_is_only_where_the_map_is(site):
    assert "map.js" in site.page("map")
    assert "map.js" not in site.page("api/descent")


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
    assert "02장 · 준비 중" not in drawings(site)[0]


def test_a_new_test_of_a_module_reaches_the_map(site):
    write(site.source.parent, {"tests/library/test_viz_curve.py": ""})
    site.app.build()
    assert "test_viz_curve.py" in site.page("map")


def test_a_page_that_is_only_shown_is_on_the_map_with_the_test_that_runs_it(site):
    write(
        site.source.parent,
        {
            "examples/01_a/run_y.py": script("여럿이 밀면?", "힘.", "import dlconcepts.descent\n"),
            "tests/test_run_y.py": "",
        },
    )
    write(site.source, {"auto_examples/01_a/run_y.md": page("w", "여럿이 밀면?")})
    site.app.build()
    row = site.page("map").rpartition("여럿이 밀면?")[2]
    assert re.search(r"test_run_y\.py.*test_descent\.py", row, re.DOTALL)


def test_a_page_that_needs_another_page_redraws_the_map(site):
    changed = PROJECT["examples/01_a/plot_02_y.py"].replace(":ref:`처음 <x-start>`", "힘")
    assert 'class="map-edge"' in drawings(site)[0]
    write(site.source.parent, {"examples/01_a/plot_02_y.py": changed})
    site.app.build()
    assert 'class="map-edge"' not in drawings(site)[0]


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (
            "chapters.toml",
            'needs = ["01"]',
            'needs = ["07"]',
            "02장보다 먼저 볼 07장이 앞에 없습니다",
        ),
        ("routes.toml", "why", 'pages = {"01_a/plot_09" = ""}\nwhy', "'끝까지'의 쪽 .* 없습니다"),
        ("../examples/01_a/plot_02_y.py", "x-start", "y-gone", ""),
        (
            "../examples/01_a/plot_02_y.py",
            ":ref:`처음 <x-start>`",
            ":doc:`a <b>`",
            "'auto.*/b'.*없는 쪽",
        ),
    ],
)
def test_a_mistake_in_the_files_breaks_the_build_and_is_named(
    make_site, tmp_path, name, old, new, message
):
    write(tmp_path, PROJECT)
    before = {f"../{path}": text for path, text in PROJECT.items()} | FILES
    files = before | {name: before[name].replace(old, new)}
    built = make_site(files, ["myst_parser", "glossary", "conceptmap"], root_doc="map")
    assert bool(built.warnings) == bool(message)
    assert re.search(message and f"지도를 만들지 못했습니다.*{message}", built.warnings)


def test_every_chapter_folder_of_the_examples_is_in_the_table():
    text = (DOCS / "chapters.toml").read_text(encoding="utf-8")
    folders = re.findall(r'^folder = "(.+)"$', text, re.MULTILINE)
    existing = {path.name for path in (DOCS.parent / "examples").glob("[0-9]*") if path.is_dir()}
    assert existing <= set(folders)
    numbers = re.findall(r"^\[(\d+)\]$", text, re.MULTILINE)
    assert [name[:2] for name in folders] == numbers
