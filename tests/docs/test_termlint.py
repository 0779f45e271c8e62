"""말 검사: 쓰지 않는 말은 모두 걸리고, 비슷하지만 다른 말은 걸리지 않습니다."""

from pathlib import Path

import pytest
import termbase
import termlint

ROOT = Path(__file__).resolve().parents[2]
TERMS = termbase.read(ROOT / "docs" / "terms.csv")
WORDS = termlint.Words(TERMS)
AVOIDED = [(form, term.ko) for term in TERMS for form in term.avoid]


def found(sentence: str) -> list[str]:
    return [finding.message for finding in WORDS.find([(1, sentence)])]


@pytest.fixture
def check(tmp_path):
    """글을 파일에 적고 (줄, 문장)의 목록을 돌려주는 함수."""

    def run(name: str, text: str) -> list[tuple[int, str]]:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return [(finding.line, finding.message) for finding in termlint.check_file(path, WORDS)]

    return run


@pytest.mark.parametrize(("form", "right"), AVOIDED)
@pytest.mark.parametrize("after", ["", " 값", "를 봅니다", "에서는", "이라고", "들의", "(말)"])
def test_every_avoided_form_is_flagged_with_or_without_a_particle(form, right, after):
    (message,) = found(f"여기서 {form}{after}")
    assert message.startswith(f"'{form}' 대신 '{right}' ")


@pytest.mark.parametrize(
    "sentence",
    [
        "결과에 일관성이 있고 관성도 있습니다.",
        "계층적 구조와 계층을 봅니다.",
        "로스앤젤레스에서 로스쿨에 다니며 로스터리 커피를 마십니다.",
        "에폭시 수지로 만든 피처폰입니다.",
        "노드와 에지를 그립니다.",
        "메모리얼레이어드처럼 이어진 말은 다른 말입니다.",
        "글로스가 도는 종이와 카피바이어스",
        "웨이트리스가 왔습니다.",
        "기초 모델링 수업을 듣습니다.",
        "데이터 집합론을 배웁니다.",
        "딥러닝과 머신러닝의 미니배치는 바른 말입니다.",
        "평균제곱오차와 자기지도 학습도 바른 말입니다.",
        "경사 하강법으로 최솟값을 찾습니다.",
        "연쇄 법칙과 자동 미분을 씁니다.",
    ],
)
def test_a_similar_word_is_left_alone(sentence):
    assert found(sentence) == []


@pytest.mark.parametrize("form", ["체인  룰", "체인룰", "자가지도학습", "데이터세트", "컨볼루션된"])
def test_spacing_and_verbs_do_not_hide_a_form(form):
    assert len(found(f"이것은 {form} 그것입니다.")) == 1


def test_the_longest_form_wins():
    assert found("그래디언트 소실을 봅니다.") == ["'그래디언트 소실' 대신 '기울기 소실' 을 씁니다."]
    assert found("그래디언트를 봅니다.") == ["'그래디언트' 대신 '기울기' 를 씁니다."]


def test_a_form_broken_over_two_lines_is_found_on_the_first():
    (finding,) = WORDS.find([(7, "이것은 체인"), (8, "룰입니다.")])
    assert finding.line == 7


@pytest.mark.parametrize(
    "text",
    [
        "`그래디언트`는 코드입니다.",
        "흔히 “그래디언트는 방향이다.”라고 말합니다.",
        "책의 「그래디언트 이야기」를 봅니다.",
        "> 그래디언트가 방향이다.\n> 레이어도 그렇다.",
        "```python\n# 그래디언트를 구한다.\n```",
        "````{code-block} python\n```\n그래디언트\n```\n````",
        "$\\text{그래디언트}$ 와 {math}`\\text{로스}`",
        "<!-- 그래디언트를 고칠 것 -->",
        "그래디언트를 일부러 적습니다. <!-- termlint: ok -->",
        "% termlint: off\n그래디언트이다.\n\n레이어이다.\n% termlint: on",
        "(그래디언트)=",
        "[기울기](그래디언트.md)",
        ":::{figure} a.svg\n:alt: x\n:::",
    ],
)
def test_code_quotations_and_marked_lines_of_a_markdown_page_are_exempt(check, text):
    assert check("page.md", text) == []


def test_prose_of_a_markdown_page_is_checked_with_its_line(check):
    text = (
        "---\nhtml_meta:\n  description: 그래디언트를 배웁니다.\n---\n\n# 레이어란\n\n"
        "{term}`웨이트 <가중치>`를 봅니다.\n\n```{note}\n바이어스도 봅니다.\n```\n\n"
        "```python\n로스 = 1\n```\n\n에폭은 이렇습니다.\n"
    )
    assert [line for line, _ in check("page.md", text)] == [3, 6, 8, 11, 18]


def test_prose_of_a_restructured_page_is_checked_with_its_line(check):
    text = (
        ".. _그래디언트:\n\n레이어\n======\n\n:term:`웨이트 <가중치>`\\ 를 봅니다.\n\n"
        ".. note::\n\n   바이어스도 봅니다.\n\n.. code-block:: python\n\n   로스 = 1\n\n"
        "``그래디언트``\\ 는 코드입니다. 이렇게::\n\n    그래디언트이다.\n\n에폭은 이렇습니다.\n\n"
        ".. epigraph::\n\n   그래디언트이다.\n"
    )
    assert [line for line, _ in check("page.rst", text)] == [3, 6, 10, 20]


PAGE = '''"""
레이어란 무엇일까요?
====================

본문이다.
"""

# %%
# 그래디언트를 구한다.
#
# .. code-block:: python
#
#    웨이트 = 1
#
# ``바이어스``는 코드입니다.

x = 1  # 로스를 구한다.
print("에폭은 하나입니다.")
'''


def test_text_blocks_comments_and_strings_of_a_gallery_page_are_checked(check):
    assert [line for line, _ in check("plot_01_x.py", PAGE)] == [2, 5, 9, 9, 17, 18]


def test_docstrings_and_messages_of_the_library_are_checked(check):
    text = (
        'def f(x):\n    """그래디언트를 구합니다.\n\n    ``레이어``는 코드입니다.\n\n'
        '    >>> f("로스")\n    """\n    레이어 = x\n    '
        'raise ValueError(f"웨이트가 {x!r} 이다.")\n'
    )
    found = check("module.py", text)
    assert [line for line, _ in found] == [2, 9, 9]
    assert any("'이다.' 로 끝난" in message for _, message in found)


@pytest.mark.parametrize(
    "sentence",
    ["기울기가 방향이다.", "값을 구한다.", "줄어든다!", "**작아졌다.** 그래서", "(같다.) 그리고"],
)
def test_plain_style_is_flagged(sentence):
    assert len(list(termlint.find_plain_style([(1, sentence)]))) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "값을 구합니다.",
        "맞습니다! 그렇습니다.",
        "기울기가 크다는 뜻입니다.",
        "제목: 줄어든다",
        "3.다음",
    ],
)
def test_polite_style_and_headings_are_left_alone(sentence):
    assert list(termlint.find_plain_style([(1, sentence)])) == []


def test_a_finding_is_printed_with_file_line_and_remedy(tmp_path, capsys):
    page = tmp_path / "쪽.md"
    page.write_text("# 제목\n\n그래디언트를 봅니다.\n", encoding="utf-8")
    assert termlint.main([str(tmp_path)]) == 1
    assert f"{page.as_posix()}:3: '그래디언트' 대신 '기울기' 를 씁니다." in capsys.readouterr().out


def test_a_folder_without_findings_ends_with_zero(tmp_path, capsys):
    (tmp_path / "a.md").write_text("기울기를 봅니다.\n", encoding="utf-8")
    (tmp_path / "glossary.md").write_text("그래디언트\n", encoding="utf-8")
    (tmp_path / "_build").mkdir()
    (tmp_path / "_build" / "b.md").write_text("그래디언트\n", encoding="utf-8")
    assert termlint.main([str(tmp_path)]) == 0
    assert capsys.readouterr().out == ""


def test_a_missing_path_is_named(tmp_path, capsys):
    with pytest.raises(SystemExit):
        termlint.main([str(tmp_path / "없음")])
    assert "없음' 이(가) 없습니다" in capsys.readouterr().err


def test_the_definitions_of_the_term_base_use_no_avoided_form():
    assert [found(term.definition) for term in TERMS if found(term.definition)] == []


def test_the_project_has_no_finding(capsys):
    assert termlint.main([]) == 0, capsys.readouterr().out
