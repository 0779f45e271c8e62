"""대문(dlconcepts/__init__.py): 가볍게 열리고, 모든 이름이 처음 쓰일 때 찾아집니다."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import dlconcepts

ROOT = Path(__file__).resolve().parents[1]
INIT = ROOT / "src/dlconcepts/__init__.py"
HEAVY = {"numpy", "torch", "matplotlib", "pandas", "scipy", "sklearn", "skimage", "tqdm"}


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, encoding="utf-8", check=True
    )


def imported_by(code: str) -> set[str]:
    """``-X importtime`` 이 적어 준, `code` 가 불러온 모듈의 맨 위 이름들입니다."""
    lines = python("-X", "importtime", "-c", code).stderr.splitlines()
    names = [line.rpartition("|")[2].strip() for line in lines if line.startswith("import time:")]
    return {name.partition(".")[0] for name in names}


def static_names() -> dict[str, str]:
    """형 검사기가 보는 이름 → 온 곳: TYPE_CHECKING 안의 import 들입니다."""
    tree = ast.parse(INIT.read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    return {
        alias.asname or alias.name: str(node.module)
        for node in ast.walk(block)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def test_the_measure_itself_sees_numpy():
    assert "numpy" in imported_by("import numpy")


def test_opening_the_door_loads_nothing_heavy():
    assert imported_by("import dlconcepts") & HEAVY == set()


def test_opening_the_door_loads_no_module_of_ours_and_none_of_the_standard_library():
    bare = imported_by("pass")
    assert imported_by("import dlconcepts") - bare <= {"dlconcepts"}


def test_naming_an_error_does_not_load_numpy():
    assert "numpy" not in imported_by("from dlconcepts import ShapeError")


@pytest.mark.parametrize("name", dlconcepts.__all__)
def test_every_public_name_resolves_to_the_object_of_its_concept(name):
    home = importlib.import_module(static_names()[name])
    assert getattr(dlconcepts, name) is getattr(home, name)


def test_a_resolved_name_is_remembered():
    assert dlconcepts.minimize is vars(dlconcepts)["minimize"]


def test_concepts_resolve_as_modules():
    assert dlconcepts.descent is sys.modules["dlconcepts.descent"]
    assert dlconcepts.doctor is sys.modules["dlconcepts.doctor"]


def test_type_checkers_and_python_see_the_same_names():
    static = static_names()
    modules = {name for name, home in static.items() if home == "dlconcepts"}
    assert {name: home.removeprefix("dlconcepts.") for name, home in static.items()} == {
        **dict.fromkeys(modules, "dlconcepts"),
        **dlconcepts._HOMES,
    }
    assert modules == set(dlconcepts._CONCEPTS)


@pytest.mark.parametrize("concept", [name for name, held in dlconcepts._CONCEPTS.items() if held])
def test_no_public_class_of_a_concept_is_forgotten(concept):
    module = importlib.import_module(f"dlconcepts.{concept}")
    classes = {
        name
        for name, found in vars(module).items()
        if inspect.isclass(found) and found.__module__ == module.__name__ and name[0] != "_"
    }
    assert classes <= set(dlconcepts._CONCEPTS[concept])


def test_dir_lists_the_public_names_without_loading_them():
    code = (
        "import sys, dlconcepts; names = dir(dlconcepts); print('minimize' in names, *sys.modules)"
    )
    said = python("-c", code).stdout.split()
    assert said[0] == "True"
    assert not HEAVY.intersection(said)


def test_star_import_does_not_load_matplotlib():
    assert "matplotlib" not in imported_by("from dlconcepts import *")


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        ("minimise", "minimize"),
        ("gradientdescent", "GradientDescent"),
        ("objective", "Objective"),
        ("optimzers", "optimizers"),
    ],
)
def test_a_misspelt_name_gets_a_near_one(wrong, near):
    with pytest.raises(AttributeError, match=rf"없는 이름입니다: '{wrong}'.*비슷한 이름: .*{near}"):
        getattr(dlconcepts, wrong)


def test_a_strange_name_is_told_where_to_look():
    with pytest.raises(AttributeError, match=r"'zzzz'.*dir\(dlconcepts\)"):
        dlconcepts.zzzz  # noqa: B018


def test_asking_for_a_special_name_stays_cheap():
    assert not hasattr(dlconcepts, "__wrapped__")
    assert "difflib" not in imported_by("import dlconcepts; hasattr(dlconcepts, '__wrapped__')")


def test_the_version_equals_the_one_in_pyproject():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert dlconcepts.__version__ == project["version"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", dlconcepts.__version__)
