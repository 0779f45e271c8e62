"""먼저 볼 쪽은 쪽이 적은 링크에서 나오고, 돌고 돌거나 없는 쪽이면 알아듣게 말합니다."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from learning_graph import ancestors, chapters, ordered, pages, prerequisites
from page_scripts import docname_of, page_scripts
from small_gallery import SCRIPTS, doc, gallery, script

ROOT = Path(__file__).resolve().parents[2]


def read(tmp_path, scripts=SCRIPTS):
    docs, found = gallery(tmp_path, scripts)
    return pages(docs, found), chapters(docs, found)


def short(names) -> list[str]:
    return [name.removeprefix("auto_examples/") for name in names]


def test_links_of_the_bullet_are_the_needed_pages(tmp_path):
    found = {page.title: short(page.needs) for page in read(tmp_path)[0]}
    assert found == {
        "공은 왜 구를까요?": [],
        "얼마나 구를까요?": ["01_a/plot_01_x"],
        "어디에서 멈출까요?": ["01_a/plot_02_y", "03_c/run_w"],
        "여럿이 밀면?": [],
    }


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        (":doc:`앞 <plot_01_x>`", ["01_a/plot_01_x"]),
        (":doc:`/auto_examples/03_c/run_w`", ["03_c/run_w"]),
        (":doc:`옆 <../03_c/run_w>`, :doc:`또 <../03_c/run_w>`", ["03_c/run_w"]),
        (":doc:`장 </auto_examples/03_c/index>`", ["03_c/run_w"]),
        (":doc:`우리 장 <index>`", ["01_a/plot_01_x"]),
        (":doc:`표기법 </notation>`, :term:`기울기`, :ref:`다른 자리 <notation>`", []),
        (":doc:`나 자신 <plot_02_y>`", []),
    ],
)
def test_every_way_of_linking_is_understood(tmp_path, text, needs):
    found, _ = read(tmp_path, SCRIPTS | {"01_a/plot_02_y": script("둘", text)})
    assert short(found[1].needs) == needs


def test_links_elsewhere_on_the_page_need_nothing(tmp_path):
    needs = f"힘.\n- **더 볼 것**: {doc('03_c/run_w')}"
    body = f"\n# %%\n# {doc('03_c/run_w')}\n"
    found, _ = read(tmp_path, SCRIPTS | {"01_a/plot_02_y": script("둘", needs, body)})
    assert found[1].needs == ()


@pytest.mark.parametrize("target", ["01_a/plot_09_gone", "04_d/index"])
def test_an_unknown_page_is_named_with_the_page_that_needs_it(tmp_path, target):
    broken = SCRIPTS | {"01_a/plot_02_y": script("둘", doc(target))}
    with pytest.raises(ValueError, match=rf"01_a/plot_02_y\.py.*{target}.*없는 쪽"):
        read(tmp_path, broken)


def test_a_page_without_the_bullet_is_named(tmp_path):
    broken = SCRIPTS["01_a/plot_02_y"].replace("**필요한 것**", "**준비물**")
    with pytest.raises(ValueError, match=r"01_a/plot_02_y\.py.*'필요한 것' 이 없습니다"):
        read(tmp_path, SCRIPTS | {"01_a/plot_02_y": broken})


def test_a_circle_is_told_page_by_page(tmp_path):
    circle = SCRIPTS | {"03_c/run_w": script("끝", doc("02_b/plot_01_z"))}
    with pytest.raises(ValueError, match=r"서로를 먼저 보라고 합니다: 0.*plot_01_z → "):
        ordered(*read(tmp_path, circle))


def test_a_page_that_names_no_page_needs_the_pages_of_the_chapters_before(tmp_path):
    needs = prerequisites(*read(tmp_path))
    assert short(needs["auto_examples/03_c/run_w"]) == ["01_a/plot_01_x", "01_a/plot_02_y"]
    assert needs["auto_examples/01_a/plot_01_x"] == ()


def test_the_order_follows_the_files_unless_a_later_page_is_needed(tmp_path):
    found = ordered(*read(tmp_path))
    assert [page.chapter for page in found] == ["01", "01", "03", "02"]


def test_a_changed_page_is_read_again(tmp_path):
    docs, found = gallery(tmp_path)
    before = pages(docs, found)
    path = tmp_path / "examples/03_c/run_w.py"
    path.write_text(script("여럿이 밀면?", doc("01_a/plot_01_x")), encoding="utf-8")
    after = pages(docs, found)
    assert before[3].needs == ()
    assert short(after[3].needs) == ["01_a/plot_01_x"]


# ── 제목 아래의 한 줄 ────────────────────────────────────────────────────────


@pytest.fixture
def lines(make_site, tmp_path):
    """작은 갤러리를 만들고, 쪽의 제목 바로 아래 줄을 읽는 함수."""

    def build(scripts=SCRIPTS):
        gallery(tmp_path, scripts)
        files = {name: (tmp_path / "docs" / name).read_text("utf-8") for name in ("chapters.toml",)}
        files["index.rst"] = "집\n==\n\n.. toctree::\n   :glob:\n\n   auto_examples/*/*\n"
        for name, text in scripts.items():
            title = text.splitlines()[1]
            label = f".. _{name[-1]}:\n\n"
            files[f"auto_examples/{name}.rst"] = f"{label}{title}\n{'=' * 2 * len(title)}\n\n글\n"
        files["auto_examples/01_a/index.rst"] = ".. _one:\n\n처음 장\n=======\n\n글\n"
        site = make_site(files, ["chapters", "learning_graph"], language="ko")

        def line(name):
            page = BeautifulSoup(site.page(f"auto_examples/{name}"), "lxml")
            return page.select_one("h1 + .reading-line")

        return site, line

    return build


def test_a_page_says_how_long_it_takes_and_what_comes_before(lines):
    site, line = lines()
    assert site.warnings == ""
    found = line("02_b/plot_01_z")
    assert found.text == "읽는 데 약 1분 · 먼저 볼 쪽: 얼마나 구를까요?, 여럿이 밀면?"
    assert [a["href"] for a in found.select("a")] == [
        "../01_a/plot_02_y.html",
        "../03_c/run_w.html",
    ]


def test_a_page_that_names_no_page_says_the_chapter_and_the_first_page_nothing(lines):
    _, line = lines()
    assert line("03_c/run_w").text == "읽는 데 약 1분 · 먼저 볼 장: 처음 장"
    assert line("01_a/plot_01_x").text == "읽는 데 약 1분"


def test_a_page_that_needs_a_page_that_is_gone_breaks_the_build(lines):
    site, _ = lines(SCRIPTS | {"01_a/plot_02_y": script("둘", doc("01_a/plot_09_gone"))})
    assert "먼저 볼 쪽을 적지 못했습니다: 01_a/plot_02_y.py" in site.warnings


# ── 우리의 쪽 ────────────────────────────────────────────────────────────────

FOUND = {docname_of(path) for path in page_scripts(ROOT / "examples")}


def test_our_pages_need_only_pages_that_exist_and_never_each_other():
    table = chapters(ROOT / "docs", FOUND)
    everything = pages(ROOT / "docs", FOUND)
    assert {page.docname for page in ordered(everything, table)} == FOUND


def test_almost_all_of_our_pages_say_which_page_comes_before():
    silent = [page.docname for page in pages(ROOT / "docs", FOUND) if not page.needs]
    first = {"01_what_is_deep_learning", "02_gradient_descent", "10_language"}
    assert {name.split("/")[1] for name in silent} <= first
    assert len(silent) == len({name.split("/")[1] for name in silent})


def test_chapters_are_read_before_the_chapters_whose_pages_need_them():
    """쪽이 다른 장의 쪽을 먼저 보라고 하면, 그 장은 장의 차례로도 앞이거나 서로 곁입니다."""
    table = chapters(ROOT / "docs", FOUND)
    needs = {chapter.number: chapter.needs for chapter in table}
    everything = pages(ROOT / "docs", FOUND)
    where = {page.docname: page.chapter for page in everything}
    for page in everything:
        for other in {where[need] for need in page.needs} - {page.chapter}:
            assert page.chapter not in ancestors(other, needs), page.docname
