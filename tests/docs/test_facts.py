"""출처가 있는 사실: facts.toml 의 검사, 역할과 목록."""

import io
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from facts import BADGES, Fact, FactsError, load, parse
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

ROOT = Path(__file__).resolve().parents[2]
ENTRY = {
    "text": '"2014"',
    "claim": '"Adam이 공개된 해"',
    "source": '"Kingma, Ba"',
    "checked": '"2026-11-22 첫 쪽"',
}


def toml(key: str = "adam", **changes: str | None) -> str:
    entry = {name: value for name, value in (ENTRY | changes).items() if value is not None}
    return f"[{key}]\n" + "".join(f"{name} = {value}\n" for name, value in entry.items())


def test_an_entry_is_read_with_its_defaults() -> None:
    known = parse(toml())
    assert known == {
        "adam": Fact("adam", "2014", "Adam이 공개된 해", "Kingma, Ba", "2026-11-22 첫 쪽")
    }


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (toml(source=None), r"\[adam\]: 'source' 이\(가\) 없습니다"),
        (toml(checked=None), "'checked' 이"),
        (toml(text='" "'), r"\[adam\]: text 이\(가\) 비어 있습니다"),
        (toml(text="2014"), "text 은.*따옴표.*2014"),
        (toml(disputed='"no"'), "disputed 은.*true 나 false.*'no'"),
        (toml(year='"2014"'), "모르는 칸 'year'.*쓸 수 있는 칸: text, claim"),
        (toml(url='"arxiv.org/abs/1"'), "https:// 로 시작.*arxiv.org/abs/1"),
        (toml(checked='"예"'), "checked 는 '2026-11-22.*'예' 입니다"),
        (toml(checked='"2026-11-22"'), "어떻게 확인했는지"),
        (toml(checked='"2026-13-41 논문"'), "checked 는"),
        (toml("Adam_1"), "이름은 소문자와 숫자와 빼기"),
        ('adam = "2014"', r"항목은 \[adam\] 아래에"),
        (
            toml(claim='"누출이라며 퍼진 수"'),
            "'누출'.*표시가 없습니다.*disputed = true.*rumor = true",
        ),
        (toml(checked='"2026-11-22 다른 의견도 있음"'), "'다른 의견'.*표시가 없습니다"),
        ("[adam\n", "TOML 로 읽을 수 없습니다"),
    ],
)
def test_a_bad_entry_is_explained(source: str, message: str) -> None:
    with pytest.raises(FactsError, match=message):
        parse(source)


def test_all_bad_entries_are_told_at_once() -> None:
    with pytest.raises(FactsError) as caught:
        parse(toml(source=None) + toml("polyak", text='""'))
    assert "[adam]" in str(caught.value)
    assert "[polyak]" in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, "확인함"),
        ({"checked": "unchecked"}, "확인하지 못함"),
        ({"disputed": True}, "논란 있음"),
        ({"disputed": True, "rumor": True}, "소문"),
        ({"rumor": True, "checked": "unchecked"}, "소문"),
    ],
)
def test_the_reader_sees_how_sure_we_are(changes: dict[str, object], state: str) -> None:
    assert replace(parse(toml())["adam"], **changes).state == state  # type: ignore[arg-type]


@pytest.mark.parametrize("mark", ["disputed", "rumor"])
def test_words_of_doubt_are_welcome_with_their_mark(mark: str) -> None:
    assert parse(toml(claim='"누출이라며 퍼진 수"', **{mark: "true"}))["adam"].badge.endswith(mark)


def test_every_state_has_a_badge_of_its_own_and_is_explained_to_the_reader() -> None:
    css = (ROOT / "docs" / "_static" / "site.css").read_text(encoding="utf-8")
    guide = (ROOT / "docs" / "facts.md").read_text(encoding="utf-8")
    assert len(set(BADGES.values())) == len(BADGES) == 4
    for state, badge in BADGES.items():
        assert f".fact-state-{badge}" in css
        assert f"\n{state}\n: " in guide


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "facts.toml"
    path.write_text(toml(), encoding="utf-8")
    assert load(path)["adam"].text == "2014"
    path.write_text(toml(text='"2015년"'), encoding="utf-8")
    assert load(path)["adam"].text == "2015년"


def test_the_facts_of_the_site_are_well_formed() -> None:
    known = load(ROOT / "docs" / "facts.toml")
    assert {"adam", "polyak", "rosenbrock"} <= known.keys()
    assert {fact.state for fact in known.values()} == set(BADGES)


# ── Sphinx ───────────────────────────────────────────────────────────────────

CONF = 'project = "t"\nextensions = ["myst_parser", "facts"]\nlanguage = "ko"\nnitpicky = True\n'
FACTS = toml(url='"https://arxiv.org/abs/1412.6980"') + toml("polyak", text='"1964"', url=None)
TABLE = "(facts)=\n# 사실\n\n```{facts-table}\n```\n"


class Site:
    """사실 몇 개만 있는 아주 작은 사이트."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("conf.py", CONF)
        self.write("facts.toml", FACTS)
        self.write("facts.md", TABLE)
        self.write("index.md", "# 글\n\n```{toctree}\nfacts\n```\n")

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def build(self) -> tuple[str, list[str]]:
        """경고와, 이번에 다시 읽은 쪽의 이름."""
        warnings, read = io.StringIO(), []
        with docutils_namespace():
            app = Sphinx(
                self.folder,
                self.folder,
                self.folder / "out",
                self.folder / "doctrees",
                "html",
                status=None,
                warning=warnings,
            )
            app.connect("source-read", lambda app, name, source: read.append(name))
            app.build()
        return re.sub(r"\x1b\[[0-9;]*m", "", warnings.getvalue()), sorted(read)

    def page(self, name: str) -> str:
        return (self.folder / "out" / name).read_text(encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_the_role_shows_the_text_and_leads_to_the_list(site: Site) -> None:
    roles = "{fact}`adam`년, {fact}`polyak|이/가`"
    site.write("index.md", f"# 글\n\n{roles}\n\n```{{toctree}}\nfacts\n```\n")
    site.write("more.rst", ":orphan:\n\n글\n==\n\n:fact:`adam|을/를` 봅니다.\n")
    assert site.build()[0] == ""
    html = site.page("index.html")
    assert '<span class="fact" data-fact="adam"><a class="reference internal"' in html
    assert 'href="facts.html#fact-adam"' in html
    assert re.search(r">1964</span></a></span>가", html)
    assert re.search(r">2014</span></a></span>를", site.page("more.html"))


def test_the_list_shows_claim_source_and_state(site: Site) -> None:
    site.write("facts.toml", FACTS + toml("gpt", checked='"unchecked"', rumor="true"))
    assert site.build()[0] == ""
    html = site.page("facts.html")
    for anchor in ("fact-adam", "fact-polyak", "fact-gpt"):
        assert html.count(f'id="{anchor}"') == 1
    assert 'href="https://arxiv.org/abs/1412.6980"' in html
    assert '<span class="fact-state fact-state-rumor">소문</span>' in html
    assert '<span class="fact-state fact-state-sure">확인함</span> · ' in html
    assert "Adam이 공개된 해" in html
    assert "unchecked" not in html


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{fact}`adma`", "사실: 'adma' 이(가) 없습니다. 있는 이름: adam, polyak"),
        ("{fact}`adam|가/이`", "사실: josa"),
    ],
)
def test_a_wrong_role_is_a_warning_with_its_place(site: Site, text: str, message: str) -> None:
    site.write("index.md", f"# 글\n\n{text}\n\n```{{toctree}}\nfacts\n```\n")
    warnings, _ = site.build()
    assert message in warnings
    assert "index.md:3: WARNING" in warnings


def test_a_broken_file_is_reported_where_it_is_used(site: Site) -> None:
    site.write("facts.toml", toml(source=None))
    site.write("index.md", "# 글\n\n{fact}`adam`\n\n```{toctree}\nfacts\n```\n")
    warnings, _ = site.build()
    assert warnings.count("'source' 이(가) 없습니다") == 2
    (site.folder / "facts.toml").unlink()
    shutil.rmtree(site.folder / "doctrees")
    assert "facts.toml 이 없습니다" in site.build()[0]


def test_editing_the_file_rebuilds_exactly_the_pages_that_use_it(site: Site) -> None:
    site.write("plain.md", "---\norphan: true\n---\n# 글\n")
    site.write("index.md", "# 글\n\n{fact}`adam`\n\n```{toctree}\nfacts\n```\n")
    assert site.build()[1] == ["facts", "index", "plain"]
    assert site.build()[1] == []
    site.write("facts.toml", FACTS.replace("2014", "2015"))
    assert site.build()[1] == ["facts", "index"]
    assert ">2015</span>" in site.page("index.html")
