"""용어의 풀이 카드: 쪽에서 처음 나온 것만 링크이고, 링크에 카드에 쓸 글이 적혀 있습니다."""

import pytest
from bs4 import BeautifulSoup

TERMS = """ko,en,avoid,synonyms,slug,definition,page
경사 하강법,gradient descent,,기울기 하강,gradient-descent,"늘 ""반대쪽""으로 걷습니다.",teach
Adam,Adam,,,adam,보폭을 맞추는 규칙입니다.,
"""
GLOSSARY = "# 용어집\n\n```{terms} terms.csv\n```\n"
ORPHAN = "---\norphan: true\n---\n"


@pytest.fixture
def build(make_site):
    """용어표와 쪽들로 작은 사이트를 만드는 함수. ``links`` 는 쪽의 용어 링크입니다."""

    def run(lesson, **others):
        files = {
            "terms.csv": TERMS,
            "glossary.md": GLOSSARY,
            "teach.md": f"{ORPHAN}# 공은 <왜> 내려갈까요?\n\n{{term}}`경사 하강법`\n",
            "folder/lesson.md": f"{ORPHAN}# 쪽\n\n{lesson}\n",
        }
        extensions = ["myst_parser", "glossary", "term_cards"]
        return make_site(files | others, extensions, root_doc="glossary", language="ko")

    return run


def links(site, name="folder/lesson"):
    return BeautifulSoup(site.page(name), "lxml").select("a.term-link")


def test_the_first_mention_carries_everything_the_card_says(build):
    site = build("{term}`기울기를 따라 걷기 <경사 하강법>`를 봅니다.")
    (link,) = links(site)
    assert site.warnings == ""
    assert link["href"] == "../glossary.html#term-gradient-descent"
    assert link.text == "기울기를 따라 걷기"
    assert link["data-ko"] == "경사 하강법"
    assert link["data-en"] == "gradient descent"
    assert link["data-definition"] == '늘 "반대쪽"으로 걷습니다.'
    assert link["data-page"] == "../teach.html"
    assert link["data-page-title"] == "공은 <왜> 내려갈까요?"


@pytest.mark.parametrize("again", ["경사 하강법", "gradient descent", "걷는 법 <기울기 하강>"])
def test_the_second_mention_by_any_name_is_plain_text(build, again):
    site = build(f"{{term}}`경사 하강법`과 {{term}}`{again}`입니다.\n\n{{term}}`Adam`도 씁니다.")
    assert [link["data-ko"] for link in links(site)] == ["경사 하강법", "Adam"]
    text = " ".join(BeautifulSoup(site.page("folder/lesson"), "lxml").get_text().split())
    assert f"경사 하강법과 {again.partition(' <')[0]}입니다." in text


def test_a_mention_on_another_page_is_a_first_mention_again(build):
    site = build("{term}`경사 하강법`")
    assert len(links(site)) == len(links(site, "teach")) == 1


def test_the_page_that_teaches_a_term_does_not_send_the_reader_to_itself(build):
    (link,) = links(build("글"), "teach")
    assert link["data-page"] == ""
    assert link["data-page-title"] == "공은 <왜> 내려갈까요?"


def test_a_term_without_a_page_has_no_place_to_learn_it(build):
    (link,) = links(build("{term}`Adam`"))
    assert "data-page" not in link.attrs
    assert link["data-definition"] == "보폭을 맞추는 규칙입니다."


def test_only_pages_with_a_card_load_its_script(build):
    site = build("{term}`Adam`", **{"plain.md": f"{ORPHAN}# 용어가 없는 쪽\n"})
    assert "term-card.js" in site.page("folder/lesson")
    assert "term-card.css" in site.page("folder/lesson")
    assert "term-card" not in site.page("plain")


def test_a_changed_definition_reaches_the_pages_that_use_the_term(build):
    site = build("{term}`Adam`", **{"plain.md": f"{ORPHAN}# 용어가 없는 쪽\n"})
    untouched = (site.out / "plain.html").stat().st_mtime_ns
    terms = site.source / "terms.csv"
    terms.write_text(TERMS.replace("맞추는", "고르는"), encoding="utf-8")
    site.app.build()
    assert links(site)[0]["data-definition"] == "보폭을 고르는 규칙입니다."
    assert (site.out / "plain.html").stat().st_mtime_ns == untouched


def test_a_changed_title_reaches_the_pages_that_point_to_it(build):
    site = build("{term}`경사 하강법`")
    teach = site.source / "teach.md"
    teach.write_text(teach.read_text(encoding="utf-8").replace("공은", "물은"), encoding="utf-8")
    site.app.build()
    assert links(site)[0]["data-page-title"] == "물은 <왜> 내려갈까요?"


def test_cards_survive_a_build_that_reads_in_parallel(build):
    pages = {f"lesson{n}.md": f"{ORPHAN}# 쪽\n\n{{term}}`Adam` {{term}}`Adam`\n" for n in range(9)}
    site = build("글", **pages)
    site.app.parallel = 2
    site.app.build(force_all=True)
    assert [len(links(site, f"lesson{n}")) for n in range(9)] == [1] * 9
