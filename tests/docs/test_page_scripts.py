"""실행하는 쪽(plot_*.py)과 보여 주기만 하는 쪽(run_*.py)이 저마다 알맞게 만들어집니다."""

from __future__ import annotations

import os
import runpy
import sys
from pathlib import Path
from unittest import mock

import pytest
from bs4 import BeautifulSoup
from page_scripts import is_executed, page_scripts

ROOT = Path(__file__).resolve().parents[2]
HEAD = '"""\n{title}\n{line}\n\n소개 문단입니다.\n"""\n\n# %%\n# .. _{label}:\n#\n# 처음\n# ----\n'
PLOT = HEAD.format(title="실행합니다", line="=" * 12, label="plot-first") + "\nprint(6 * 7)\n"
RUN = HEAD.format(title="보여 줍니다", line="=" * 12, label="run-first")
RUN += "# :name:`torch 2` 에서 부릅니다.\n\nraise SystemExit('실행하면 안 됩니다')\n"
RUN += "\n# %%\n# .. run:: python -c \"print('부른 것의 출력')\"\n"
INDEX = "첫 장\n=====\n\n.. page-cards::\n\n.. toctree::\n   :glob:\n\n   plot_*\n   run_*\n"


@pytest.fixture
def site(make_site, tmp_path):
    """쪽이 둘인 작은 갤러리를, 우리 사이트의 설정으로 만듭니다."""
    with mock.patch.dict(os.environ), mock.patch.object(sys, "path", [*sys.path]):
        conf = runpy.run_path(str(ROOT / "docs" / "conf.py"))
    files = {
        "index.rst": "집\n==\n\n.. toctree::\n\n   auto_examples/index\n",
        "facts.toml": "",
        "../examples/index.rst": "배우기\n======\n\n.. toctree::\n\n   01_a/index\n",
        "../examples/01_a/index.rst": INDEX,
        "../examples/01_a/plot_01_x.py": PLOT,
        "../examples/01_a/run_y.py": RUN,
    }
    extensions = ["sphinx_gallery.gen_gallery", "values", "figures", "chapters", "downloads"]
    return make_site(
        files,
        [*extensions, "facts", "gallery_korean", "run_directive", "stale"],
        sphinx_gallery_conf=conf["sphinx_gallery_conf"] | {"parallel": False},
        dlconcepts_project=conf["dlconcepts_project"],
        html_baseurl=conf["html_baseurl"],
        language="ko",
        exclude_patterns=["auto_examples/**.ipynb"],
    )


def test_a_run_page_is_shown_but_not_executed_and_offers_its_script_alone(site):
    assert site.warnings == ""
    page = BeautifulSoup(site.page("auto_examples/01_a/run_y"), "lxml")
    assert "raise SystemExit" in page.text
    assert page.select_one(".command-output").text.strip() == "부른 것의 출력"
    assert [a.text for a in page.select(".launch-links a")] == ["내려받기"]
    assert [a.text.strip() for a in page.select("a.download")] == ["파이썬 스크립트 내려받기"]
    gallery = site.source / "auto_examples" / "01_a"
    assert not (gallery / "run_y.ipynb").exists()
    assert not (gallery / "run_y.values.json").exists()
    assert "# torch 2 에서 부릅니다." in (gallery / "run_y.py").read_text(encoding="utf-8")


def test_a_plot_page_beside_it_is_executed_and_keeps_its_notebook(site):
    page = BeautifulSoup(site.page("auto_examples/01_a/plot_01_x"), "lxml")
    assert page.select_one(".sphx-glr-script-out").text.strip() == "42"
    assert len(page.select(".launch-links a")) == 3
    assert len(page.select("a.download")) == 2
    assert (site.source / "auto_examples/01_a/plot_01_x.ipynb").exists()


def test_the_chapter_shows_both(site):
    page = BeautifulSoup(site.page("auto_examples/01_a/index"), "lxml")
    cards = [card.select_one("a").text for card in page.select(".page-card")]
    assert cards == ["실행합니다", "보여 줍니다"]


def test_nothing_is_read_again_when_nothing_changed(site):
    seen = []
    site.app.connect("source-read", lambda app, name, text: seen.append(name))
    site.app.build()
    assert seen == []


def test_every_page_that_is_only_shown_has_a_test_that_executes_it():
    shown = [path for path in page_scripts(ROOT / "examples") if not is_executed(path)]
    missing = [p.stem for p in shown if not (ROOT / "tests" / f"test_{p.stem}.py").is_file()]
    assert missing == []
