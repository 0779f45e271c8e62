"""용어표와 용어집: 작은 Sphinx 를 실제로 돌려 만들어진 HTML 을 봅니다."""

import re
from pathlib import Path

import pytest
import termbase

DOCS = Path(__file__).resolve().parents[2] / "docs"
HEADER = "ko,en,avoid,synonyms,slug,definition,page\n"
DESCENT = (
    "경사 하강법,gradient descent,경사하강법,경사하강법|기울기 하강,gradient-descent,"
    "기울기와 반대쪽으로 걷는 방법입니다.,\n"
)
MOMENTUM = "모멘텀,momentum,,관성,momentum,지나온 방향을 기억하는 규칙입니다.,lesson\n"
ADAM = "Adam,Adam,,,adam,보폭을 맞추는 규칙입니다.,\n"
GLOSSARY = "(glossary-terms)=\n# 용어집\n\n```{terms} terms.csv\n```\n"


@pytest.fixture
def build(make_site):
    """용어표와 쪽들로 작은 사이트를 만드는 함수."""

    def run(terms: str, pages: dict[str, str] | None = None):
        files = {"terms.csv": HEADER + terms, "glossary.md": GLOSSARY} | (pages or {})
        extensions = ["myst_parser", "glossary", "anchors"]
        return make_site(files, extensions, root_doc="glossary", language="ko")

    return run


def lesson(text: str, title: str = "쪽") -> str:
    return f"---\norphan: true\n---\n(lesson-top)=\n# {title}\n\n{text}\n"


def test_a_term_has_a_stable_ascii_anchor_and_shows_both_languages(build):
    site = build(DESCENT + ADAM)
    html = site.page("glossary")
    assert site.warnings == ""
    assert '<dt id="term-gradient-descent">경사 하강법 (gradient descent)' in html
    assert '<dt id="term-adam">Adam<' in html
    assert "기울기와 반대쪽으로 걷는 방법입니다." in html
    assert "다른 말: 경사하강법 · 기울기 하강" in html
    assert 'id="id1"' not in html
    assert "term-0" not in html


def test_terms_stand_in_korean_order_under_their_initial_consonant(build):
    html = build(ADAM + MOMENTUM.replace("lesson", "") + DESCENT).page("glossary")
    order = [
        html.index(f'id="{name}"')
        for name in (
            *("glossary-giyeok", "term-gradient-descent", "glossary-mieum", "term-momentum"),
            *("glossary-latin", "term-adam"),
        )
    ]
    assert order == sorted(order)


@pytest.mark.parametrize(
    "written",
    ["경사 하강법", "gradient descent", "기울기 하강", "걷는 법 <경사 하강법>"],
)
def test_every_name_of_a_term_links_to_the_same_place(build, written):
    site = build(DESCENT, {"lesson.md": lesson(f"{{term}}`{written}`으로 갑니다.")})
    assert site.warnings == ""
    assert 'href="glossary.html#term-gradient-descent"' in site.page("lesson")


def test_terms_survive_a_build_that_reads_in_parallel(build):
    pages = {
        f"lesson{n}.md": lesson("{term}`경사 하강법`").replace("top", str(n)) for n in range(9)
    }
    site = build(DESCENT, pages)
    site.app.parallel = 2
    site.app.build(force_all=True)
    assert site.app.warning.getvalue() == ""
    assert 'href="glossary.html#term-gradient-descent"' in site.page("lesson8")


def test_a_word_outside_the_term_base_is_a_warning(build):
    assert "없는 말" in build(DESCENT, {"lesson.md": lesson("{term}`없는 말`")}).warnings


def test_a_term_links_to_the_page_that_teaches_it(build):
    title = "공은 왜 더 빨리 내려올까요?"
    site = build(MOMENTUM, {"lesson.md": lesson("글", title)})
    assert site.warnings == ""
    html = site.page("glossary")
    assert re.search(
        rf'배우는 곳: <a class="reference internal" href="lesson.html">.*{title}', html
    )


def test_a_missing_page_is_a_korean_warning(build):
    site = build(MOMENTUM)
    assert "'모멘텀' 을(를) 배우는 쪽 'lesson' 이(가) 없습니다" in site.warnings
    assert "배우는 곳" not in site.page("glossary")


def test_the_glossary_is_read_again_when_the_term_base_changes(build):
    site = build(DESCENT)
    terms = site.source / "terms.csv"
    terms.write_text(HEADER + DESCENT.replace("걷는", "내려가는"), encoding="utf-8")
    site.app.build()
    assert "내려가는 방법입니다" in site.page("glossary")


def test_problems_of_the_term_base_reach_the_build_as_warnings(build):
    site = build(DESCENT.replace("기울기와", ",기울기와"))
    assert "definition 이 비어 있습니다" in site.warnings


def test_a_broken_term_base_stops_the_page_with_its_name(make_site):
    files = {"terms.csv": "ko,en\n층,layer\n", "glossary.md": GLOSSARY}
    site = make_site(files, ["myst_parser", "glossary"], root_doc="glossary")
    assert "용어표를 읽지 못했습니다: terms.csv" in site.warnings


def read(tmp_path, text):
    path = tmp_path / "terms.csv"
    path.write_text(text, encoding="utf-8")
    return termbase.read(path)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (DESCENT + DESCENT, "ko '경사 하강법' 이(가) 2번"),
        (DESCENT + MOMENTUM.replace(",momentum,지", ",gradient-descent,지"), "slug 'gradient-"),
        ("층,layer,,,,한 겹입니다.,\n", "ASCII 소문자"),
        ("층,layer,,,층,한 겹입니다.,\n", "ASCII 소문자"),
        ("층,layer,,,layer,,\n", "definition 이 비어"),
        ("층,,,,layer,한 겹입니다.,\n", "en 이 비어"),
        (MOMENTUM + "관성,inertia,,,inertia,계속하려는 성질입니다.,\n", "이미 '관성' 의 이름"),
        (DESCENT.replace(",경사하강법,", ",모멘텀,") + MOMENTUM, "avoid '모멘텀'"),
    ],
)
def test_a_broken_row_is_named(tmp_path, rows, message):
    assert any(message in problem for problem in termbase.problems(read(tmp_path, HEADER + rows)))


def test_a_table_with_other_columns_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"terms\.csv.*ko,en,avoid"):
        read(tmp_path, "ko,en\n층,layer\n")


@pytest.mark.parametrize(
    ("ko", "initial"),
    [("까치", "ㄱ"), ("경사", "ㄱ"), ("힘", "ㅎ"), ("가", "ㄱ"), ("Adam", "로마자")],
)
def test_doubled_consonants_stand_with_the_single_ones(ko, initial):
    assert termbase.Term(ko, ko, (), (), "x", "x", "").initial == initial


PROJECT = termbase.read(DOCS / "terms.csv")


def test_the_term_base_of_the_project_has_no_problem():
    assert list(termbase.problems(PROJECT)) == []


@pytest.mark.parametrize("term", PROJECT, ids=lambda term: term.slug)
def test_a_definition_is_one_polite_sentence_without_numerals(term):
    assert term.definition.endswith("니다.")
    assert term.definition.count(".") == 1
    assert not any(character.isdigit() for character in term.definition)


TAUGHT = [term for term in PROJECT if term.page]


@pytest.mark.parametrize("term", TAUGHT, ids=lambda term: term.slug)
def test_the_page_that_teaches_a_term_exists_and_speaks_of_it(term):
    name = term.page.replace("auto_examples/", "../examples/")
    found = [path for end in (".py", ".md") if (path := DOCS / f"{name}{end}").exists()]
    assert found, f"'{term.ko}' 을(를) 배우는 쪽 {term.page} 이(가) 없습니다"
    assert term.ko in found[0].read_text(encoding="utf-8")


def test_the_order_is_alphabetical_and_does_not_see_spaces():
    words = ["기울기 폭주", "Adam", "기울기", "층", "경사 하강법", "기울기값", "경사"]
    terms = [termbase.Term(word, word, (), (), "x", "x", "") for word in words]
    ordered = [term.ko for term in termbase.in_korean_order(terms)]
    assert ordered == ["경사", "경사 하강법", "기울기", "기울기값", "기울기 폭주", "층", "Adam"]
