"""실행되는 글은 칸들이 닿는 라이브러리가 바뀔 때만 다시 실행됩니다."""

from __future__ import annotations

import notes
import pytest

HEAD = """---
file_format: mystnb
kernelspec:
  name: python3
  display_name: Python 3
---
"""
NOTE = (
    HEAD
    + """
# 제목

```{code-cell} python
:tags: [hide-input]

from counter import counted
```

```python
import not_executed
```

```{code-cell} python
---
tags: [hide-input]
---
print("실행", counted())
```
"""
)


def test_code_joins_the_executed_cells_without_their_settings():
    assert notes.code(NOTE).split() == (
        ["from", "counter", "import", "counted", 'print("실행",', "counted())"]
    )


def test_only_text_whose_header_names_a_kernel_is_a_note():
    assert notes.is_note(NOTE)
    assert not notes.is_note("# 제목\n\n" + HEAD)
    assert not notes.is_note("---\nmyst: {}\n---\n# 제목\n")


@pytest.fixture
def house(tmp_path):
    src = tmp_path / "src" / "dlconcepts"
    src.mkdir(parents=True)
    (src / "__init__.py").write_text("", encoding="utf-8")
    (src / "used.py").write_text("from dlconcepts import deep\n", encoding="utf-8")
    (src / "deep.py").write_text("", encoding="utf-8")
    (src / "lonely.py").write_text("", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("changed", "again"), [("used.py", True), ("deep.py", True), ("lonely.py", False)]
)
def test_fingerprint_follows_the_files_the_cells_reach(house, changed, again):
    text = NOTE.replace("from counter import counted", "from dlconcepts.used import counted")
    before = notes.fingerprint(text, house)
    (house / "src/dlconcepts" / changed).write_text("# 바뀜\n", encoding="utf-8")
    notes.stale.imports.cache_clear()
    notes.stale.digest.cache_clear()
    assert (notes.fingerprint(text, house) != before) is again


def test_note_runs_again_when_the_library_changed_and_only_then(make_site, tmp_path, monkeypatch):
    """진짜로 실행해 봅니다: 글은 그대로인데 라이브러리만 바뀌면 출력이 바뀝니다."""
    package = tmp_path / "src" / "answer"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("VALUE = 'alpha'\n", encoding="utf-8")
    log = tmp_path / "runs.txt"
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "src"))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    text = HEAD + (
        "\n# 제목\n\n```{code-cell} python\nfrom answer import VALUE\n\n"
        f"with open({str(log)!r}, 'a') as file:\n    file.write('x')\nprint(VALUE)\n```\n"
    )
    settings = {
        "nb_execution_mode": "cache",
        "nb_execution_cache_path": str(tmp_path / "cache"),
        "nb_execution_raise_on_error": True,
    }

    site = make_site({"index.md": text}, ["myst_nb", "notes"], **settings)
    assert "alpha" in site.page("index")
    site = make_site({"index.md": text}, ["myst_nb", "notes"], **settings)
    assert log.read_text(encoding="utf-8") == "x"  # 바뀐 것이 없어 전의 출력을 씁니다
    (package / "__init__.py").write_text("VALUE = 'beta!'\n", encoding="utf-8")
    site = make_site({"index.md": text}, ["myst_nb", "notes"], **settings)
    assert "beta!" in site.page("index")
    assert log.read_text(encoding="utf-8") == "xx"
    # 모두 다시 읽으라고 하지 않아도, 바뀐 라이브러리를 쓰는 글은 스스로 다시 읽힙니다.
    (package / "__init__.py").write_text("VALUE = 'gamma'\n", encoding="utf-8")
    assert notes.outdated(site.app, site.app.env, set(), set(), set()) == ["index"]
    assert notes.outdated(site.app, site.app.env, set(), set(), {"index"}) == []
