"""내려받는 노트북과 스크립트가 쪽과 똑같이 읽힙니다."""

from __future__ import annotations

import json

import downloads
import pytest

KNOWN = {"x10": 0.32212, "n": 3}
SITE = "https://example.org/"
FACTS = {"cauchy": "1847"}


def markdown(text):
    return downloads.markdown(text, KNOWN, SITE, FACTS)


@pytest.mark.parametrize(
    ("rst", "expected"),
    [
        ("값은 :val:`x10|.3f|이/가` 됩니다.", "값은 0.322가 됩니다."),
        (":vmath:`x_{10} = <<x10|.2f>>`\\ 입니다.", "$x_{10} = 0.32$입니다."),
        (":name:`torch 2`\\ 는", "torch 2는"),
        (":fact:`cauchy`\\ 년", "1847년"),
        (":term:`경사 하강법`\\ 은", "경사 하강법은"),
        (
            ":doc:`다음 쪽 </auto_examples/a/plot_b>`",
            f"[다음 쪽]({SITE}auto_examples/a/plot_b.html)",
        ),
        ("`그곳 <some-label>`으로", "그곳으로"),
        ("``x = 3``을", "`x = 3`을"),
        (".. _slope-fog:\n\n본문", "\n본문"),
        (".. dropdown:: 답 보기\n\n   답은 :val:`n`\\ 입니다.\n", "**답 보기**\n\n답은 3입니다.\n"),
        (".. dropdown:: 답\n   :open:\n\n   :val:`n`\\ 입니다.\n", "**답**\n\n3입니다.\n"),
        (".. vmath::\n\n   x = <<x10|.1f>>\n", "$$\nx = 0.3\n$$\n"),
        ("\\begin{align}x^2\\end{align}", "$$\nx^2\n$$"),
    ],
)
def test_leftover_markup_becomes_markdown(rst, expected):
    assert markdown(rst) == expected


def test_markdown_is_stable_when_the_notebook_is_filled_twice():
    text = "값은 :val:`x10|.3f` 이고 :math:`x^2` 와 ``코드`` 가 있습니다."
    once = markdown(text)
    assert markdown(once) == once


def test_script_gets_the_numbers_but_keeps_its_own_markup():
    text = "# 값은 :val:`x10|.3f`, 식은 :vmath:`x = <<n>>`, 링크는 :doc:`a </b>`\n"
    filled = downloads.script_text(text, KNOWN, FACTS)
    assert filled == "# 값은 0.322, 식은 :math:`x = 3`, 링크는 :doc:`a </b>`\n"


def test_rewritten_file_keeps_the_given_time_so_sphinx_sees_no_change(tmp_path):
    path = tmp_path / "a.py"
    path.write_text("old", encoding="utf-8")
    downloads.rewrite(path, lambda text: "new", 1_000_000_000.0)
    assert path.read_text(encoding="utf-8") == "new"
    assert path.stat().st_mtime == 1_000_000_000.0


def test_code_cells_of_a_notebook_are_left_alone():
    cells = [
        {"cell_type": "code", "source": ["x = ':val:`x10`'"]},
        {"cell_type": "markdown", "source": [":val:`n`"]},
    ]
    book = json.loads(downloads.notebook_text(json.dumps({"cells": cells}), KNOWN, SITE, FACTS))
    assert book["cells"][0]["source"] == ["x = ':val:`x10`'"]
    assert book["cells"][1]["source"] == ["3"]


def test_links_point_at_the_notebook_of_the_page():
    project = {"repository": "me/book", "notebook_branch": "gh-pages"}
    found = downloads.links("auto_examples/02_gradient_descent/plot_01_slope", project)
    path = "blob/gh-pages/notebooks/auto_examples/02_gradient_descent/plot_01_slope.ipynb"
    assert found == {
        "Colab에서 열기": f"https://colab.research.google.com/github/me/book/{path}",
        "Kaggle에서 열기": f"https://kaggle.com/kernels/welcome?src=https://github.com/me/book/{path}",
    }
