"""작은 사이트를 실제로 만들어 확장들을 시험합니다."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
import run_directive
import site_assets
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont

# ── anchors ──────────────────────────────────────────────────────────────────


def test_korean_heading_with_a_label_keeps_only_that_label(make_site):
    site = make_site(
        {"index.rst": "제목\n====\n\n.. _slope-fog:\n\n안개\n----\n\n글\n"}, ["anchors"]
    )
    html = site.page("index")
    assert 'id="slope-fog"' in html
    assert 'href="#slope-fog"' in html
    assert "안개" not in site.warnings


def test_korean_heading_without_a_label_is_a_warning_that_names_it(make_site):
    site = make_site({"index.rst": "제목\n====\n\n안개\n----\n\n글\n"}, ["anchors"])
    assert "제목 '안개' 에 ASCII 이름이 없습니다" in site.warnings


def test_no_automatic_number_is_left_in_the_page(make_site):
    text = ".. _top:\n\n제목\n====\n\n.. _one:\n\n하나\n----\n\n:ref:`하나 <one>`\n"
    site = make_site({"index.rst": text}, ["anchors"])
    assert not re.search(r'id="id\d+"', site.page("index"))
    assert site.warnings == ""


def test_module_right_under_a_heading_keeps_its_own_place(make_site):
    """``automodule`` 이 제목 바로 밑에 있으면 docutils 가 그 자리를 제목에 합칩니다."""
    text = ".. _top:\n\n제목\n====\n\n.. _one:\n\nJson\n----\n\n.. automodule:: json.decoder\n"
    site = make_site({"index.rst": text}, ["anchors", "sphinx.ext.autodoc"])
    html = site.page("index")
    assert 'id="module-json.decoder"' in html
    assert 'href="#one"' in html  # 제목의 링크는 사람이 적은 이름입니다


# ── values ───────────────────────────────────────────────────────────────────


def test_value_stands_in_the_sentence_with_its_particle(make_site):
    files = {
        "index.rst": "T\n=\n\n값은 :val:`x|.3f|이/가`\\ 됩니다. :name:`torch 2`\\ 는 이름입니다.\n",
        "index.values.json": '{"x": 0.32212}',
    }
    html = make_site(files, ["values"]).page("index")
    assert '<span class="value">0.322</span>가됩니다.' in html.replace("\n", "").replace(
        " 됩니다", "됩니다"
    )
    assert '<span class="name">torch 2</span>' in html


def test_other_page_can_quote_a_value_and_unknown_values_break_the_build(make_site):
    files = {
        "index.rst": "T\n=\n\n:val:`sub/a::x|.1f` :val:`sub/a::y` :val:`none::x`\n\n"
        ".. toctree::\n\n   sub/a\n",
        "sub/a.rst": "A\n=\n\n글\n",
        "sub/a.values.json": '{"x": 0.5}',
    }
    site = make_site(files, ["values"])
    assert '<span class="value">0.5</span>' in site.page("index")
    assert "'y' 이라는 값이 없습니다" in site.warnings
    assert "none.values.json" in site.warnings


def test_value_in_a_formula_is_drawn_and_listed(make_site, katex):
    files = {
        "index.rst": "T\n=\n\n:vmath:`x = <<x|.2f>>`\\ 이고\n\n.. vmath::\n\n   y = <<x|.3f>>\n",
        "index.values.json": '{"x": 0.32212}',
    }
    site = make_site(files, ["values", "katex_math"], html_math_renderer="katex", katex_js=katex)
    page = BeautifulSoup(site.page("index"), "lxml")
    inline, block = page.select_one("span.math"), page.select_one("div.math")
    assert inline["data-values"] == "0.32"
    assert "x = 0.32" in inline.find("annotation").text
    assert block["data-values"] == "0.322"
    assert site.warnings == ""


# ── katex ────────────────────────────────────────────────────────────────────


def test_wrong_formula_is_a_warning_with_its_source(make_site, katex):
    site = make_site(
        {"index.rst": "T\n=\n\n:math:`\\frac{1`\n"},
        ["katex_math"],
        html_math_renderer="katex",
        katex_js=katex,
    )
    assert "수식을 그리지 못했습니다" in site.warnings
    assert r"\frac{1" in site.warnings


def test_hangul_inside_a_formula_is_allowed(make_site, katex):
    site = make_site(
        {"index.rst": "T\n=\n\n:math:`\\text{손실} = x^2`\n"},
        ["katex_math"],
        html_math_renderer="katex",
        katex_js=katex,
    )
    assert site.warnings == ""
    assert "손실" in site.page("index")


# ── run ──────────────────────────────────────────────────────────────────────


def test_command_and_its_real_output_are_shown(make_site):
    text = 'T\n=\n\n.. run:: python -c "print(6 * 7)"\n'
    html = make_site({"index.rst": text}, ["run_directive"]).page("index")
    shown = BeautifulSoup(html, "lxml")
    assert shown.select_one(".command-output pre").text.strip() == "42"


@pytest.mark.parametrize(
    ("directive", "message"),
    [
        ('.. run:: python -c "raise SystemExit(3)"\n', "3 로 끝났습니다"),
        (".. run:: python -c pass\n   :depends: nothing.py\n", "nothing.py"),
    ],
)
def test_failing_command_or_missing_dependency_breaks_the_build(make_site, directive, message):
    site = make_site({"index.rst": f"T\n=\n\n{directive}"}, ["run_directive"])
    assert message in site.warnings


def test_command_runs_with_the_python_that_builds_the_site(make_site):
    text = 'T\n=\n\n.. run:: python -c "import sys; print(sys.executable)"\n'
    assert sys.executable in make_site({"index.rst": text}, ["run_directive"]).page("index")


def test_a_script_named_in_the_command_runs_in_its_folder_and_is_watched_with_its_library(
    make_site, tmp_path
):
    files = {
        "examples/07_x/run_y.py": "from pathlib import Path\nfrom dlconcepts import near\n"
        "print(Path.cwd().name, near.N)\n",
        "src/dlconcepts/__init__.py": "",
        "src/dlconcepts/near.py": "N = 6\n",
        "src/dlconcepts/far.py": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    path = (tmp_path / "src").as_posix()
    command = 'python -c "import sys, runpy; sys.path.insert(0, sys.argv[1]); '
    command += f'runpy.run_path(sys.argv[2])" {path} run_y.py'
    text = f"T\n=\n\n.. run:: {command}\n   :folder: examples/07_x\n"
    site = make_site({"index.rst": text}, ["run_directive"])
    shown = BeautifulSoup(site.page("index"), "lxml").select_one(".command-output pre")
    assert shown.text.strip() == "07_x 6"
    watched = {Path(name).name for name in site.app.env.dependencies["index"]}
    assert {"run_y.py", "near.py"} <= watched
    assert "far.py" not in watched


def test_torchrun_is_the_one_of_the_python_that_builds_the_site(monkeypatch, make_site):
    monkeypatch.setitem(run_directive.PROGRAMS, "torchrun", [sys.executable, "-c", "print(7)"])
    text = "T\n=\n\n.. run:: torchrun --standalone\n"
    page = BeautifulSoup(make_site({"index.rst": text}, ["run_directive"]).page("index"), "lxml")
    assert "torchrun --standalone" in page.text
    assert page.select_one(".command-output pre").text.strip() == "7"


def test_command_that_does_not_end_breaks_the_build(monkeypatch, make_site):
    monkeypatch.setattr(run_directive, "TIMEOUT_S", 0.2)
    text = 'T\n=\n\n.. run:: python -c "import time; time.sleep(60)"\n'
    site = make_site({"index.rst": text}, ["run_directive"])
    assert "0.2초 안에 끝나지 않았습니다" in site.warnings


# ── chapters ─────────────────────────────────────────────────────────────────


def test_cards_carry_title_text_and_link_of_every_page(make_site):
    script = '"""\n제목 하나\n=========\n\n소개 문단\n입니다.\n"""\n'
    chapter = "auto_examples/01_a"
    files = {
        "index.rst": "T\n=\n\n.. toctree::\n\n   auto_examples/01_a/index\n",
        f"{chapter}/index.rst": "T\n=\n\n.. page-cards::\n\n.. toctree::\n   :glob:\n\n   *_*\n",
        f"{chapter}/plot_1.rst": "제목 하나\n=========\n\n글\n",
        f"{chapter}/run_2.rst": "제목 둘\n=======\n\n글\n",
    }
    for folder in (chapter, "../examples/01_a"):
        files[f"{folder}/plot_1.py"] = script
        files[f"{folder}/run_2.py"] = script.replace("하나", "둘")
    site = make_site(files, ["chapters"])
    cards = BeautifulSoup(site.page(f"{chapter}/index"), "lxml").select(".page-card")
    assert [card.select_one("a")["href"] for card in cards] == ["plot_1.html", "run_2.html"]
    assert [p.text for p in cards[0].select("p")] == [
        "제목 하나",
        "소개 문단 입니다.",
        "읽는 데 약 1분",
    ]
    assert [p.text for p in cards[1].select("p")] == [
        "제목 둘",
        "소개 문단 입니다.",
        "읽는 데 약 1분",
    ]
    assert site.warnings == ""


# ── site_assets ──────────────────────────────────────────────────────────────


def test_site_font_holds_the_used_letters_under_another_name(tmp_path, katex):
    source = Path(katex).parents[2] / "pretendard/dist/public/variable/PretendardVariable.ttf"
    target = tmp_path / "font.woff2"
    site_assets.make_font(source, set("가나다 x"), target)
    font = TTFont(target)
    assert {ord(c) for c in "가나다x"} <= font.getBestCmap().keys()
    assert ord("힣") not in font.getBestCmap()
    names = {str(record) for record in font["name"].names if record.nameID in {1, 3, 4, 6, 16}}
    assert not any("Pretendard" in name for name in names)
    licence = {str(record) for record in font["name"].names if record.nameID in {13, 14}}
    assert any("OFL" in text or "Open Font" in text for text in licence)


def test_letters_of_pages_scripts_and_styles_are_all_collected(tmp_path):
    (tmp_path / "_static").mkdir()
    (tmp_path / "a.html").write_text(
        "<p title='값'>기&#44592;</p><style>p{}</style>", encoding="utf-8"
    )
    (tmp_path / "_static" / "site.css").write_text('a::before{content:"출"}', encoding="utf-8")
    (tmp_path / "_static" / "a.js").write_text('x = "력"', encoding="utf-8")
    assert set("기출력") <= site_assets.used_characters(tmp_path)


# ── answers ──────────────────────────────────────────────────────────────────

CELL = ".. GENERATED FROM PYTHON SOURCE LINES 1-2\n\n.. code-block:: python\n\n   {}\n\n"
ANSWER = ".. dropdown:: {}\n\n   말로 된 답\n\n"
TEXT_CELL = ".. GENERATED FROM PYTHON SOURCE LINES 3-4\n\n뒤의 글\n\n"


@pytest.mark.parametrize(
    ("title", "inside", "outside"),
    [("답 보기", ["1 + 1"], ["2 + 2"]), ("참고", [], ["1 + 1", "2 + 2"])],
)
def test_only_the_cell_right_after_an_answer_is_folded_with_it(make_site, title, inside, outside):
    cells = CELL.format("1 + 1") + TEXT_CELL + CELL.format("2 + 2")
    site = make_site(
        {"index.rst": f"T\n=\n\n{ANSWER.format(title)}{cells}"}, ["sphinx_design", "answers"]
    )
    page = BeautifulSoup(site.page("index"), "lxml")
    folded = page.select_one("details")
    assert [code.text.strip() for code in folded.select(".highlight")] == inside
    assert [
        code.text.strip()
        for code in page.select(".highlight")
        if code not in folded.select(".highlight")
    ] == outside
    assert "뒤의 글" not in folded.text


def test_answer_without_a_cell_keeps_what_follows_outside(make_site):
    site = make_site(
        {"index.rst": f"T\n=\n\n{ANSWER.format('답 보기')}{TEXT_CELL}{CELL.format('2 + 2')}"},
        ["sphinx_design", "answers"],
    )
    folded = BeautifulSoup(site.page("index"), "lxml").select_one("details")
    assert not folded.select(".highlight")


def test_particle_never_starts_a_new_line_after_a_formula(make_site, katex):
    site = make_site(
        {"index.rst": "T\n=\n\n:math:`x`\\ 가 있고 :math:`y` 도 있습니다.\n"},
        ["katex_math"],
        html_math_renderer="katex",
        katex_js=katex,
    )
    assert site.page("index").count("\u2060") == 1
    assert "\u2060가 있고" in site.page("index")
