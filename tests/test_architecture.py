"""저장소의 규칙: import 는 아래층으로만, 날개는 서로 모르게, 파일과 함수는 작게, 글은 UTF-8 로.

규칙마다 소스 하나를 받아 어긴 곳을 한국어로 말하는 함수가 있습니다. 그 함수가 정말로 어긴 것을
잡는지는 아래의 나쁜 소스들이 확인합니다.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parents[1]

LONGEST_FILE, LONGEST_FUNCTION = 250, 40  # 코드 줄. 독스트링, 주석, 빈 줄은 세지 않습니다
FLOORS = {
    0: "activations losses metrics numerals records progress errors inputs",
    1: "autodiff gradcheck optimizers objectives parameters parameter_vector text benchmark "
    "datasets",
    2: "descent toynet mlp rules",
    3: "models training viz",
    4: "exercises train_digits",
    5: "__main__",
}
FLOOR = {name: floor for floor, names in FLOORS.items() for name in names.split()} | {"errors": -1}
# 진료실: 다른 모든 것이 고장 나도 돌도록 표준 라이브러리와 서로만 씁니다. __main__ 만 부릅니다.
CLINIC = {"doctor", "probes", "machine", "console"}
MATPLOTLIB = {"matplotlib", "mpl_toolkits", "cycler"}
TORCH_WINGS = {"models", "training"}
AT_THE_TOP = {"numpy", "tqdm"}  # 어디서나 파일의 맨 위에서 import 해도 되는 바깥 라이브러리
IMPORTERS = {"__import__", "import_module", "importlib.import_module"}
NOT_CONCEPTS = {"utils", "util", "helpers", "helper", "common", "misc", "base", "core"}


# ── 소스 하나를 읽습니다 ──────────────────────────────────────────────────────


@dataclass(frozen=True)
class Import:
    """``import a.b`` 또는 ``from a.b import c`` 한 번. `path` 는 점으로 나눈 이름입니다."""

    path: tuple[str, ...]
    line: int
    at_top: bool  # 파일을 불러올 때 실행됩니다(함수 안도, TYPE_CHECKING 안도 아닙니다)
    in_try: bool
    by_call: bool  # import_module("a.b") 처럼 부릅니다


@dataclass(frozen=True)
class Source:
    """저장소 안의 파이썬 파일 하나입니다. `name` 은 저장소에서 본 경로입니다."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def inside(self) -> tuple[str, ...]:
        """dlconcepts 안의 위치입니다: src/dlconcepts/viz/style.py → ("viz", "style")."""
        parts = PurePosixPath(self.name).with_suffix("").parts
        parts = parts[parts.index("dlconcepts") + 1 :]
        return parts[:-1] if parts[-1] == "__init__" else parts

    @property
    def room(self) -> str:
        """맨 위의 이름입니다: viz/style.py 도 viz/__init__.py 도 "viz", 뿌리는 "" 입니다."""
        return self.inside[0] if self.inside else ""

    @cached_property
    def imports(self) -> list[Import]:
        return list(_imports(self, self.tree, at_top=True, in_try=False))

    @cached_property
    def code_lines(self) -> set[int]:
        """독스트링, 주석, 빈 줄을 뺀 줄 번호입니다."""
        skipped = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT}
        skipped |= {tokenize.DEDENT, tokenize.ENDMARKER, tokenize.ENCODING}
        lines: set[int] = set()
        for token in tokenize.generate_tokens(io.StringIO(self.text).readline):
            if token.type not in skipped:
                lines |= set(range(token.start[0], token.end[0] + 1))
        for node in ast.walk(self.tree):
            text = node.value if isinstance(node, ast.Expr) else None
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                lines -= set(range(text.lineno, (text.end_lineno or text.lineno) + 1))
        return lines


def _imports(source: Source, node: ast.AST, *, at_top: bool, in_try: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        top, tried = at_top, in_try
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            top = False
        elif isinstance(child, ast.Try):
            tried = True
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            top = False
        for path in _imported_paths(source, child):
            yield Import(path, child.lineno, top, tried, isinstance(child, ast.Call))
        yield from _imports(source, child, at_top=top, in_try=tried)


def _imported_paths(source: Source, node: ast.AST) -> list[tuple[str, ...]]:
    if isinstance(node, ast.Import):
        return [tuple(alias.name.split(".")) for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        package: tuple[str, ...] = ()
        if node.level:
            here = ("dlconcepts", *source.inside)
            depth = len(here) - node.level + (PurePosixPath(source.name).name == "__init__.py")
            package = here[:depth]
        module = (*package, *(node.module.split(".") if node.module else ()))
        if module == ("dlconcepts",):  # from dlconcepts import descent 는 descent 를 불러옵니다
            return [(*module, alias.name) for alias in node.names]
        return [module]
    if not (isinstance(node, ast.Call) and ast.unparse(node.func) in IMPORTERS and node.args):
        return []
    name = node.args[0].value if isinstance(node.args[0], ast.Constant) else ""
    return [tuple(str(name).split("."))]


# ── 라이브러리의 규칙 ─────────────────────────────────────────────────────────


def every_module_has_a_floor(source: Source) -> Iterator[str]:
    if source.room and source.room not in FLOOR and source.room not in CLINIC:
        yield (
            f"{source.name}: '{source.room}' 이 몇 층인지 적혀 있지 않습니다. "
            "이 파일의 FLOORS 에 적어 주세요."
        )


def imports_go_down(source: Source) -> Iterator[str]:
    if source.room in CLINIC or source.room not in FLOOR:
        return
    mine = FLOOR[source.room]
    for found in source.imports:
        if found.path[0] != "dlconcepts":
            continue
        other = found.path[1] if len(found.path) > 1 else ""
        desk = source.room == "__main__" and other in {*CLINIC, "__version__"}
        if other == source.room or desk:
            continue
        where = f"{source.name}:{found.line}: {mine}층의 {source.room} 이"
        if other in CLINIC:
            yield f"{where} {other} 를 import 합니다. 진료실은 __main__ 만 부릅니다."
        elif other not in FLOOR:
            yield (
                f"{where} dlconcepts 에서 '{other}' 을(를) import 합니다. 공개 이름이 아니라 "
                "개념의 파일에서 import 해 주세요(예: from dlconcepts.descent import minimize)."
            )
        elif FLOOR[other] == mine == 3:
            yield f"{where} 옆 날개 {other} 를 import 합니다. 날개는 서로 import 하지 않습니다."
        elif FLOOR[other] >= mine:
            yield (
                f"{where} {FLOOR[other]}층의 {other} 를 import 합니다. "
                "import 는 아래층으로만 갑니다."
            )


def torch_lives_in_its_wings(source: Source) -> Iterator[str]:
    for found in source.imports:
        if found.path[0] != "torch":
            continue
        where = f"{source.name}:{found.line}: torch 를"
        if source.room not in TORCH_WINGS:
            yield f"{where} import 합니다. torch 는 models/ 와 training/ 안에서만 씁니다."
        elif found.in_try:
            yield f"{where} try 안에서 import 합니다. 없는 torch 는 doctor 만 살핍니다."


def matplotlib_lives_in_viz(source: Source) -> Iterator[str]:
    for found in source.imports:
        asked = source.room == "probes" and found.by_call  # 다른 프로세스에서 불러 보는 것
        if found.path[0] in MATPLOTLIB and source.room != "viz" and not asked:
            yield f"{source.name}:{found.line}: matplotlib 은 viz/ 안에서만 import 합니다."


def other_libraries_wait_inside_functions(source: Source) -> Iterator[str]:
    own = {"torch", "dlconcepts", *MATPLOTLIB}  # 이들의 규칙은 따로 있습니다
    for found in source.imports:
        name = found.path[0]
        if found.at_top and name not in {*AT_THE_TOP, *own, *sys.stdlib_module_names}:
            yield (
                f"{source.name}:{found.line}: {name} 을(를) 파일의 맨 위에서 import 합니다. "
                "쓰는 함수 안에서 import 해 주세요. 없는 사람도 이 파일을 쓸 수 있어야 합니다."
            )


def the_clinic_uses_the_standard_library(source: Source) -> Iterator[str]:
    if source.room not in CLINIC:
        return
    for found in source.imports:
        own = found.path[0] == "dlconcepts" and {*found.path[1:2]} <= {*CLINIC, "__version__"}
        asked = source.room == "probes" and found.by_call  # 다른 프로세스에서 불러 보는 것
        if not own and not asked and found.path[0] not in sys.stdlib_module_names:
            yield (
                f"{source.name}:{found.line}: {'.'.join(found.path)} 을(를) import 합니다. "
                f"{source.room} 은 표준 라이브러리만 씁니다. 다른 것이 고장 나도 돌아야 합니다."
            )


def the_front_door_imports_nothing(source: Source) -> Iterator[str]:
    if source.room:
        return
    for found in source.imports:
        if found.at_top:
            name = ".".join(found.path)
            yield (
                f"{source.name}:{found.line}: 열리면서 {name} 을(를) import 합니다. "
                "dlconcepts/__init__.py 는 아무것도 import 하지 않습니다."
            )


def files_are_small(source: Source) -> Iterator[str]:
    count = len(source.code_lines)
    if count > LONGEST_FILE:
        yield (
            f"{source.name}: 코드가 {count}줄입니다(최대 {LONGEST_FILE}줄). "
            "개념이 둘이면 파일도 둘로 나누어 주세요."
        )


def functions_are_small(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = range(node.lineno, (node.end_lineno or node.lineno) + 1)
            count = len(source.code_lines.intersection(body))
            if count > LONGEST_FUNCTION:
                yield (
                    f"{source.name}:{node.lineno}: {node.name}() 의 코드가 {count}줄입니다"
                    f"(최대 {LONGEST_FUNCTION}줄). 이름을 붙일 수 있는 조각으로 나누어 주세요."
                )


def names_say_the_concept(source: Source) -> Iterator[str]:
    for part in source.inside:
        if part.strip("_") in NOT_CONCEPTS:
            yield (
                f"{source.name}: '{part}' 은(는) 무엇을 하는 파일인지 말해 주지 않습니다. "
                "담긴 개념을 이름으로 써 주세요."
            )


# ── 저장소 전체의 규칙 ────────────────────────────────────────────────────────


def no_star_imports(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
            yield f"{source.name}:{node.lineno}: 'import *' 대신 쓰는 이름을 하나하나 적어 주세요."


def text_is_utf8_by_name(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and (problem := _encoding_problem(node)):
            yield (
                f"{source.name}:{node.lineno}: {ast.unparse(node.func)}(...) 에 "
                f'encoding="utf-8" 을 적어 주세요. {problem} '
                "적지 않으면 Windows 에서는 cp949 로 읽고 씁니다."
            )


def _encoding_problem(call: ast.Call) -> str:
    """글을 읽거나 쓰는 부름인데 인코딩이 없거나 utf-8 이 아니면 그 까닭을 말합니다."""
    name, position = _text_call(call)
    if not name:
        return ""
    given = [keyword.value for keyword in call.keywords if keyword.arg == "encoding"]
    if position is not None:
        given += call.args[position : position + 1]
    if not given:
        return "인코딩이 없습니다."
    value = given[0].value if isinstance(given[0], ast.Constant) else None
    return "" if value in ("utf-8", "utf-8-sig") else f"지금은 {ast.unparse(given[0])} 입니다."


def _text_call(call: ast.Call) -> tuple[str, int | None]:
    """글을 읽고 쓰는 부름의 이름과, 인코딩을 자리로 넘길 때의 자리입니다. 아니면 빈 이름입니다."""
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    if None in keywords:  # **options 안에 있을 수 있습니다
        return "", None
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
    if name in ("read_text", "write_text"):
        return name, 0 if name == "read_text" else 1
    if name in ("run", "Popen", "check_output", "check_call", "call"):
        texts = [keywords.get(word) for word in ("text", "universal_newlines")]
        return ("run" if any(_is_true(value) for value in texts) else ""), None
    if name == "open":
        is_function = isinstance(call.func, ast.Name) or ast.unparse(call.func) == "io.open"
        modes = [*call.args[1:2]] if is_function else [*call.args[:1]]
        mode = keywords.get("mode", modes[0] if modes else ast.Constant("r"))
        text = mode.value if isinstance(mode, ast.Constant) else ""
        # path.open() 은 봅니다. zip.open("이름"), Image.open(x) 는 첫 인자가 모드가 아닙니다.
        looks_like_mode = isinstance(text, str) and bool(text) and set(text) <= set("rwaxt+b")
        return ("open" if looks_like_mode and "b" not in text else ""), 3 if is_function else 2
    return "", None


def _is_true(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


# ── 규칙을 저장소에 댑니다 ────────────────────────────────────────────────────

LIBRARY_RULES = [
    every_module_has_a_floor,
    imports_go_down,
    torch_lives_in_its_wings,
    matplotlib_lives_in_viz,
    other_libraries_wait_inside_functions,
    the_clinic_uses_the_standard_library,
    the_front_door_imports_nothing,
    files_are_small,
    functions_are_small,
    names_say_the_concept,
]
EVERYWHERE_RULES = [no_star_imports, text_is_utf8_by_name]
GENERATED = {"_build", "auto_examples", "node_modules", "generated"}


def read(folders: list[str]) -> list[Source]:
    """git 이 모르는 만들어진 폴더를 뺀 파이썬 파일들입니다."""
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    names = [path.relative_to(ROOT).as_posix() for path in paths]
    return [
        Source(name, (ROOT / name).read_text(encoding="utf-8"))
        for name in names
        if not GENERATED.intersection(PurePosixPath(name).parts)
    ]


@pytest.fixture(scope="module")
def library() -> list[Source]:
    return read(["src/dlconcepts"])


@pytest.fixture(scope="module")
def repository() -> list[Source]:
    whole = read(["src", "docs", "examples", "tests"])
    return [*whole, Source("noxfile.py", (ROOT / "noxfile.py").read_text(encoding="utf-8"))]


def hold(rule: Callable[[Source], Iterator[str]], sources: list[Source]) -> None:
    broken = [message for source in sources for message in rule(source)]
    assert not broken, "\n" + "\n".join(broken)


@pytest.mark.parametrize("rule", LIBRARY_RULES, ids=lambda rule: rule.__name__)
def test_the_library_keeps_the_rule(rule, library):
    assert len(library) > 10  # 폴더를 잘못 찾아 아무것도 보지 않는 일이 없어야 합니다
    hold(rule, library)


@pytest.mark.parametrize("rule", EVERYWHERE_RULES, ids=lambda rule: rule.__name__)
def test_the_whole_repository_keeps_the_rule(rule, repository):
    hold(rule, repository)


def test_doctor_can_be_read_by_an_old_python(library):
    """낡은 Python 에서도 "Python 이 낡았습니다"라고 말할 수 있어야 합니다."""
    for source in library:
        if source.room in {*CLINIC, "__main__", ""}:
            ast.parse(source.text, filename=source.name, feature_version=(3, 9))


# ── 규칙이 정말로 잡는지: 나쁜 소스와 좋은 소스 ───────────────────────────────

LONG_BODY = "".join(f"    x{i} = {i}\n" for i in range(LONGEST_FUNCTION))
BAD = [
    (every_module_has_a_floor, "plumbing.py", "", "FLOORS"),
    (imports_go_down, "errors.py", "from dlconcepts.records import History", "아래층"),
    (imports_go_down, "optimizers.py", "import dlconcepts.descent", "2층의 descent"),
    (imports_go_down, "optimizers.py", "from dlconcepts.objectives import square", "아래층"),
    (imports_go_down, "optimizers.py", "from .descent import minimize", "2층의 descent"),
    (imports_go_down, "viz/style.py", "from ..exercises import check", "4층의 exercises"),
    (imports_go_down, "viz/__init__.py", "from ..exercises import check", "4층의 exercises"),
    (imports_go_down, "viz/style.py", "from dlconcepts.models import conv", "옆 날개 models"),
    (imports_go_down, "training/loop.py", "def f():\n    import dlconcepts.viz", "옆 날개 viz"),
    (imports_go_down, "descent.py", "from dlconcepts import viz", "3층의 viz"),
    (imports_go_down, "descent.py", "from dlconcepts import Momentum", "개념의 파일"),
    (imports_go_down, "descent.py", "from dlconcepts.doctor import Check", "진료실"),
    (torch_lives_in_its_wings, "mlp.py", "import torch", "models/"),
    (torch_lives_in_its_wings, "mlp.py", "def f():\n    from torch.nn import Linear", "models/"),
    (torch_lives_in_its_wings, "viz/network.py", "try:\n    import torch\nexcept: pass", "models/"),
    (
        torch_lives_in_its_wings,
        "mlp.py",
        "import importlib\nimportlib.import_module('torch.nn')",
        ":2",
    ),
    (torch_lives_in_its_wings, "models/conv.py", "try:\n    import torch\nexcept: pass", "try 안"),
    (matplotlib_lives_in_viz, "descent.py", "import matplotlib.pyplot as plt", "viz/"),
    (matplotlib_lives_in_viz, "records.py", "def f():\n    from mpl_toolkits import x", "viz/"),
    (other_libraries_wait_inside_functions, "records.py", "import pandas as pd", "함수 안에서"),
    (
        other_libraries_wait_inside_functions,
        "text.py",
        "class A:\n    import kiwipiepy",
        "함수 안에서",
    ),
    (the_clinic_uses_the_standard_library, "doctor.py", "import numpy", "표준 라이브러리"),
    (the_clinic_uses_the_standard_library, "probes.py", "def f():\n    import torch", "표준"),
    (the_clinic_uses_the_standard_library, "doctor.py", "import_module('numpy')", "표준"),
    (the_clinic_uses_the_standard_library, "doctor.py", "from dlconcepts.errors import X", "표준"),
    (the_clinic_uses_the_standard_library, "doctor.py", "from dlconcepts import errors", "표준"),
    (the_front_door_imports_nothing, "__init__.py", "import os", "아무것도"),
    (
        the_front_door_imports_nothing,
        "__init__.py",
        "if 1:\n    from .descent import x",
        "아무것도",
    ),
    (files_are_small, "mlp.py", "x = 1\n" * (LONGEST_FILE + 1), f"{LONGEST_FILE + 1}줄"),
    (
        functions_are_small,
        "mlp.py",
        f"def f():\n{LONG_BODY}",
        f"f() 의 코드가 {LONGEST_FUNCTION + 1}줄",
    ),
    (functions_are_small, "mlp.py", f"class A:\n  async def g(self):\n{LONG_BODY}", "g()"),
    (names_say_the_concept, "utils.py", "", "개념을 이름으로"),
    (names_say_the_concept, "viz/_helpers.py", "", "개념을 이름으로"),
    (names_say_the_concept, "core/__init__.py", "", "개념을 이름으로"),
    (no_star_imports, "mlp.py", "from numpy import *", "하나하나"),
    (text_is_utf8_by_name, "mlp.py", "open('a')", "인코딩이 없습니다"),
    (text_is_utf8_by_name, "mlp.py", "open('a', 'w')", "인코딩이 없습니다"),
    (text_is_utf8_by_name, "mlp.py", "open('a', mode='rt')", "인코딩이 없습니다"),
    (text_is_utf8_by_name, "mlp.py", "open('a', encoding='cp949')", "'cp949'"),
    (text_is_utf8_by_name, "mlp.py", "open('a', encoding=None)", "None"),
    (text_is_utf8_by_name, "mlp.py", "p.open()", "인코딩이 없습니다"),
    (text_is_utf8_by_name, "mlp.py", "p.open('w')", "인코딩이 없습니다"),
    (text_is_utf8_by_name, "mlp.py", "p.read_text()", "cp949"),
    (text_is_utf8_by_name, "mlp.py", "p.read_text('latin-1')", "'latin-1'"),
    (text_is_utf8_by_name, "mlp.py", "p.write_text('가')", "인코딩이 없습니다"),
    (text_is_utf8_by_name, "mlp.py", "subprocess.run(['a'], text=True)", "인코딩이 없습니다"),
]
GOOD = [
    (every_module_has_a_floor, "descent.py", ""),
    (every_module_has_a_floor, "__init__.py", ""),
    (imports_go_down, "numerals.py", "from dlconcepts.errors import ArgumentError"),
    (
        imports_go_down,
        "viz/descent.py",
        "from dlconcepts.viz.style import INK\nfrom . import style",
    ),
    (imports_go_down, "viz/descent.py", "from dlconcepts.descent import DescentTrace"),
    (imports_go_down, "__main__.py", "from dlconcepts import __version__, doctor"),
    (torch_lives_in_its_wings, "models/conv.py", "import torch"),
    (matplotlib_lives_in_viz, "viz/style.py", "from matplotlib import font_manager"),
    (
        other_libraries_wait_inside_functions,
        "records.py",
        "import numpy\ndef f():\n    import pandas",
    ),
    (
        other_libraries_wait_inside_functions,
        "records.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import pandas",
    ),
    (
        the_clinic_uses_the_standard_library,
        "doctor.py",
        "import json\nfrom dlconcepts import probes",
    ),
    (the_clinic_uses_the_standard_library, "probes.py", "import_module('numpy')"),
    (matplotlib_lives_in_viz, "probes.py", "import_module('matplotlib.ft2font')"),
    (the_front_door_imports_nothing, "__init__.py", "if TYPE_CHECKING:\n    from . import descent"),
    (the_front_door_imports_nothing, "__init__.py", "def __getattr__(name):\n    import importlib"),
    (files_are_small, "mlp.py", "x = 1\n\n# 주석\n" * LONGEST_FILE),
    (files_are_small, "mlp.py", '"""' + "글\n" * 300 + '"""\nx = 1\n"""이것도\n설명"""'),
    (functions_are_small, "mlp.py", f'def f():\n    """여러\n\n    줄"""\n{LONG_BODY[:-12]}'),
    (names_say_the_concept, "viz/network.py", ""),
    (text_is_utf8_by_name, "mlp.py", "open('a', 'rb'); open('a', encoding='utf-8')"),
    (text_is_utf8_by_name, "mlp.py", "p.read_text('utf-8'); p.write_text('가', encoding='utf-8')"),
    (text_is_utf8_by_name, "mlp.py", "archive.open('이름.txt'); Image.open(x); p.open('rb')"),
    (text_is_utf8_by_name, "mlp.py", "run(['a'], capture_output=True); open('a', **options)"),
]


@pytest.mark.parametrize(("rule", "name", "text", "says"), BAD)
def test_the_rule_catches_a_bad_source(rule, name, text, says):
    messages = list(rule(Source(f"src/dlconcepts/{name}", text)))
    assert len(messages) == 1, messages
    assert says in messages[0]
    assert f"src/dlconcepts/{name}" in messages[0]


@pytest.mark.parametrize(("rule", "name", "text"), GOOD)
def test_the_rule_leaves_a_good_source_alone(rule, name, text):
    assert list(rule(Source(f"src/dlconcepts/{name}", text))) == []


def test_every_rule_has_a_source_that_breaks_it():
    assert {rule for rule, *_ in BAD} == {*LIBRARY_RULES, *EVERYWHERE_RULES}


def test_no_two_test_files_share_a_name():
    """pytest 는 시험 파일을 이름으로 불러옵니다. 폴더가 달라도 이름이 같으면 하나를 잃습니다."""
    names = Counter(path.name for path in Path(__file__).parent.rglob("test_*.py"))
    assert [name for name, count in names.items() if count > 1] == []
