"""처음 쪽이 세는 것과 고르는 그림."""

from pathlib import Path

import home
import learning_graph
import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
CHAPTERS = '[01]\nfolder = "01_a"\ntitle = "첫 장"\nneeds = []\nlearns = "배웁니다."\n{}\n'


@pytest.fixture
def docs(tmp_path):
    """쪽 하나와 그림 둘이 있는 작은 docs 폴더."""
    files = {
        "examples/01_a/plot_01_x.py": "# :val:`a` 와 :val:`b|.2f|이/가` ``:val:`c```\n",
        "examples/01_a/plot_02_y.py": "# :val:`a`\n",
        "docs/auto_examples/01_a/images/sphx_glr_plot_01_x_001.svg": "",
        "docs/auto_examples/01_a/images/sphx_glr_plot_01_x_002.svg": "",
        "docs/auto_examples/01_a/images/sphx_glr_plot_02_y_001.svg": "",
        "docs/errata/one.md": "(errata-e01)=\n## 하나\n\n(errata-e02)=\n## 둘\n",
        "docs/errata/two.md": "(errata-e03)=\n## 셋\n\n(errata-two)=\n",
        "docs/chapters.toml": CHAPTERS.format(""),
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "docs"


def chapter(docs, line=""):
    (docs / "chapters.toml").write_text(CHAPTERS.format(line), encoding="utf-8")
    return learning_graph.chapters(docs, {"auto_examples/01_a/index"})[0]


def test_only_values_of_pages_that_were_made_are_counted(docs):
    both = {"auto_examples/01_a/plot_01_x", "auto_examples/01_a/plot_02_y"}
    assert home.values(docs, both) == 3
    assert home.values(docs, {"auto_examples/01_a/plot_02_y"}) == 1


def test_entries_of_the_errata_are_counted_by_their_labels(docs):
    assert home.errata(docs, {"errata/one", "errata/two"}) == 3
    assert home.errata(docs, {"errata/one"}) == 2


def test_the_chosen_figure_stands_for_its_chapter(docs):
    chosen = chapter(docs, 'cover = "plot_01_x_002"')
    assert home.cover(docs, chosen).name == "sphx_glr_plot_01_x_002.svg"
    assert home.check_cover(docs, chosen) is None


def test_without_a_choice_the_last_page_stands_for_its_chapter(docs):
    assert home.cover(docs, chapter(docs)).name == "sphx_glr_plot_02_y_001.svg"


def test_a_figure_that_is_gone_is_named(docs):
    with pytest.raises(ValueError, match="01장의 cover 'plot_09_z_001' 이"):
        home.check_cover(docs, chapter(docs, 'cover = "plot_09_z_001"'))


def test_a_preview_without_figures_is_no_mistake(docs):
    for image in (docs / "auto_examples/01_a/images").glob("*.svg"):
        image.unlink()
    chosen = chapter(docs, 'cover = "plot_09_z_001"')
    assert home.check_cover(docs, chosen) is None
    assert home.cover(docs, chosen) is None


def test_everything_the_page_shows_is_in_the_fingerprint(docs):
    found = {"auto_examples/01_a/index", "auto_examples/01_a/plot_01_x", "errata/one"}
    before = home.fingerprint(docs, found)
    assert home.fingerprint(docs, found) == before
    assert home.fingerprint(docs, found | {"errata/two"}) != before
    chapter(docs, 'cover = "plot_01_x_002"')
    assert home.fingerprint(docs, found) != before


def test_every_chapter_of_the_project_names_a_page_that_exists():
    for item in learning_graph.chapters(DOCS, set()):
        name = home._chosen(DOCS, item)
        script = DOCS.parent / "examples" / item.folder / f"{name.rpartition('_')[0]}.py"
        assert script.exists(), f"{item.number}장의 cover '{name}'"
