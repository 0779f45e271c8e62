"""돌아가며 고르는 시험은 커밋마다 달라지고, 비지 않고, 바뀐 쪽을 빠뜨리지 않습니다."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
import rotation


def test_choice_rotates_with_the_commit_and_is_never_empty():
    items = [f"plot_{i}" for i in range(40)]
    choices = {tuple(rotation.rotating(items, f"커밋{i}", one_in=10)) for i in range(10)}
    assert all(len(set(choice)) == 4 and set(choice) <= set(items) for choice in choices)
    assert len(choices) > 5
    assert len(rotation.rotating(items[:3], "x", one_in=10)) == 1


def test_everything_has_its_turn():
    items = [f"plot_{i}" for i in range(12)]
    seen = {item for i in range(60) for item in rotation.rotating(items, f"커밋{i}", one_in=4)}
    assert seen == set(items)


def test_unknown_commit_changes_nothing():
    assert rotation.changed_since("이런-커밋은-없습니다") == set()


def module(name: str):
    path = Path(__file__).parents[1] / name
    spec = importlib.util.spec_from_file_location(path.stem, path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


@pytest.fixture
def pages_conftest():
    return module("pages/conftest.py")


def test_changed_page_is_always_run(pages_conftest, monkeypatch):
    pages = [f"plot_{i:02d}_x" for i in range(40)]
    monkeypatch.setattr(
        pages_conftest, "changed_since", lambda _: {"examples/02_x/plot_07_x.py", "src/a.py"}
    )
    for seed in ("하나", "둘", "셋"):
        found = pages_conftest.chosen(pages, seed)
        assert "plot_07_x" in found
        assert 10 <= len(found) <= 11


def test_changed_and_central_pages_are_always_opened(monkeypatch):
    site = module("site/built.py")
    gallery = [f"auto_examples/02_x/plot_{i:02d}.html" for i in range(60)]
    changed = {"examples/02_x/plot_07.py", "docs/errata/history.md", "src/a.py"}
    monkeypatch.setattr(site, "changed_since", lambda _: changed)
    pages = sorted([*gallery, "index.html", "map.html", "errata/history.html"])
    for seed in ("하나", "둘", "셋"):
        found = site.chosen(pages, seed)
        wanted = {"index.html", "map.html", "errata/history.html", gallery[7]}
        assert wanted <= found
        assert 21 <= len(found) <= 21 + len(wanted)
