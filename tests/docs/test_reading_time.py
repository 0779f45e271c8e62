"""읽는 시간은 쪽의 글과 코드에서 나오고, 적힌 셈과 같습니다."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import reading_time
from bs4 import BeautifulSoup
from numbercheck import check_site
from page_scripts import page_scripts
from reading_time import COMPUTED, Reading, duration, read
from small_gallery import script

ROOT = Path(__file__).resolve().parents[2]
CARDS = "장\n==\n\n.. page-cards::\n\n.. toctree::\n   :glob:\n\n   plot_*\n"


def reading(tmp_path, body: str, title: str = "가나") -> Reading:
    """머리말의 글자는 빼고 셉니다."""
    path = tmp_path / "plot_x.py"
    path.write_text(script(title, "가.", body), encoding="utf-8")
    whole, head = read(path), len(re.findall("[가-힣]", script(title, "가.")))
    return Reading(whole.letters - head, whole.lines, whole.pictures)


def test_letters_lines_and_pictures_are_counted(tmp_path):
    body = "\n# %%\n# 열 글자를 세어 봅니다.\n\nx = 1\n\n# 까닭\nprint(x)\n"
    assert reading(tmp_path, body) == Reading(letters=9, lines=2, pictures=0)


@pytest.mark.parametrize(
    ("cell", "pictures"),
    [
        ('# sphinx_gallery_alt = "선"\ndraw()\nplt.show()', 1),
        ("table", 1),
        ("table.style.hide()", 1),
        ("print(table)", 0),
        ("plt.show()", 0),
        ("table = 3", 0),
    ],
)
def test_a_cell_that_shows_a_figure_or_a_value_is_one_picture(tmp_path, cell, pictures):
    assert reading(tmp_path, f"\n# %%\n# 글\n\n{cell}\n").pictures == pictures


def test_roles_leave_only_what_the_reader_sees(tmp_path):
    body = (
        "\n# %%\n# :val:`x|.3f|이/가` :doc:`앞 쪽 </auto_examples/a>` :math:`x^2` <<y|g|은/는>>\n"
    )
    assert reading(tmp_path, body).letters == 2


def test_a_folded_answer_and_its_cell_are_not_counted(tmp_path):
    folded = "\n# %%\n# 물음\n#\n# .. dropdown:: 답 보기\n#\n#    답입니다.\n\nx = 1\ntable\n"
    after = "\n# %%\n# 뒤의 글\n\ny = 2\n"
    assert reading(tmp_path, folded + after) == Reading(letters=2 + 3, lines=1, pictures=0)


def test_minutes_follow_the_stated_sum_and_are_rounded_up():
    assert Reading(400, 0, 0).minutes == 1
    assert Reading(400, 1, 0).minutes == 2
    assert Reading(800, 30, 6).minutes == 2 + 1 + 1


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "0분"), (9, "9분"), (60, "1시간"), (98, "1시간 38분")]
)
def test_duration_is_said_in_hours_and_minutes(minutes, text):
    assert duration(minutes) == text


def test_every_page_of_ours_takes_between_a_few_minutes_and_half_an_hour():
    for path in page_scripts(ROOT / "examples"):
        assert 3 <= read(path).minutes <= 30, path.stem


# ── 카드와 숫자 검사기 ───────────────────────────────────────────────────────


@pytest.fixture
def site(make_site):
    files = {
        "index.rst": "집\n==\n\n.. toctree::\n\n   auto_examples/index\n",
        "speed.rst": ":orphan:\n\n빠르기\n======\n\n.. reading-speed::\n",
        "auto_examples/index.rst": CARDS.replace("page", "chapter").replace("plot_*", "*/index"),
        "auto_examples/01_a/index.rst": CARDS.replace("==\n\n", "==\n\n장의 글입니다.\n\n", 1),
    }
    for n, body in (("1", "\nx = 1\n"), ("2", "\n# %%\n# " + "글" * 900 + "\n")):
        files[f"../examples/01_a/plot_{n}.py"] = script("가나", "힘.", body)
        files[f"auto_examples/01_a/plot_{n}.py"] = script("가나", "힘.", "\n# 값을 채운 사본\n")
        files[f"auto_examples/01_a/plot_{n}.rst"] = "가나\n====\n\n글\n"
    files["auto_examples/01_a/index.rst"] = ".. _a:\n\n" + files["auto_examples/01_a/index.rst"]
    return make_site(files, ["chapters", "reading_time"], html_show_sphinx=False)


def test_cards_say_how_long_a_page_and_a_chapter_take(site):
    assert site.warnings == ""
    cards = BeautifulSoup(site.page("auto_examples/01_a/index"), "lxml").select(".page-card-time")
    assert [card.text for card in cards] == ["읽는 데 약 1분", "읽는 데 약 3분"]
    (card,) = BeautifulSoup(site.page("auto_examples/index"), "lxml").select(".page-card-time")
    assert card.text == "쪽 2개 · 약 4분"


def test_the_speed_is_stated_with_the_numbers_that_are_used(site):
    text = BeautifulSoup(site.page("speed"), "lxml").select_one("article, body").text
    for number in (
        reading_time.LETTERS_PER_MINUTE,
        reading_time.SECONDS_PER_LINE,
        reading_time.SECONDS_PER_PICTURE,
    ):
        assert re.search(rf"\b{number}(글자|초)", text)


def test_the_number_checker_lets_these_numbers_pass_and_a_typed_one_beside_them_fail(site):
    assert [problem for report in check_site(site.out, {}) for problem in report.problems] == []
    path = site.out / "speed.html"
    typed = path.read_text(encoding="utf-8").replace("실행하거나", "17초 동안 실행하거나")
    path.write_text(typed.replace("빠르기는", f'<b class="{COMPUTED}">23</b> 빠르기는'), "utf-8")
    (report,) = (report for report in check_site(site.out, {}) if report.page == "speed.html")
    assert [problem.numeral for problem in report.problems] == ["17", "23"]


def test_nobody_types_the_mark_of_a_computed_number():
    written = [
        *(ROOT / "examples").rglob("*"),
        *(ROOT / "docs").glob("*"),
        ROOT / "docs/_templates",
    ]
    for folder in ("start", "errata", "concepts", "api", "_templates"):
        written += (ROOT / "docs" / folder).rglob("*")
    for path in written:
        if path.suffix in {".py", ".md", ".rst", ".toml", ".csv", ".html"}:
            assert COMPUTED not in path.read_text(encoding="utf-8"), path
