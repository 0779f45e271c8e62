"""라이브러리가 바뀌면 그것을 쓰는 쪽을 다시 실행합니다.

sphinx-gallery 는 예제 파일만 보고 다시 실행할지 정합니다. 여기서는 예제가 정적 import 로
닿는 모든 라이브러리 파일과, 그 파일이 이름을 부르는 데이터 파일까지 함께 봅니다.
예제가 사라진 결과물도 여기서 지웁니다.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from page_scripts import page_scripts
from sphinx.application import Sphinx
from sphinx.util import logging

logger = logging.getLogger(__name__)
SUFFIX = ".reach.json"
SPREADS = "src/dlconcepts/benchmark/recorded/spread"
# 이 파일들이 바뀌면 모든 쪽의 값과 그림이 달라질 수 있습니다.
EVERYWHERE = ("docs/_ext/values.py", "docs/_ext/figures.py", "constraints.txt")


@cache
def imports(path: Path) -> frozenset[str]:
    """파일이 import 하는 모듈의 점 이름. ``from a import b`` 는 ``a`` 와 ``a.b`` 입니다."""
    return imported(path.read_text(encoding="utf-8"), _package(path))


def imported(text: str, package: list[str]) -> frozenset[str]:
    """소스가 import 하는 모듈의 점 이름. `package` 는 상대 import 가 시작하는 곳입니다."""
    found: set[str] = set()
    for node in executed(ast.parse(text)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*parts, node.module] if node.module else parts)
            found.add(stem)
            found.update(f"{stem}.{alias.name}" for alias in node.names)
    return frozenset(found)


def executed(tree: ast.AST) -> Iterator[ast.AST]:
    """실행되는 마디만 걷습니다. ``if TYPE_CHECKING:`` 의 안은 형을 볼 때만 있습니다."""
    for node in ast.iter_child_nodes(tree):
        yield node
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            for other in node.orelse:
                yield other
                yield from executed(other)
        else:
            yield from executed(node)


def _package(path: Path) -> list[str]:
    """파일이 든 패키지의 이름들: …/dlconcepts/viz/style.py → [dlconcepts, viz]"""
    parts: list[str] = []
    folder = path.parent
    while (folder / "__init__.py").exists():
        parts.insert(0, folder.name)
        folder = folder.parent
    return parts


def module_files(name: str, src: Path) -> Iterator[Path]:
    """점 이름이 가리키는 파일과, 그리로 가며 실행되는 __init__.py 들."""
    folder = src
    for part in name.split("."):
        if (folder / f"{part}.py").is_file():
            yield folder / f"{part}.py"
            return
        folder = folder / part
        if not (folder / "__init__.py").is_file():
            return
        yield folder / "__init__.py"


def data_files(path: Path) -> Iterator[Path]:
    """모듈 안의 문자열이 이름을 부르는, 그 곁(하위 폴더 포함)의 데이터 파일."""
    beside = [p for p in path.parent.rglob("*") if p.is_file() and p.suffix not in {".py", ".pyc"}]
    if not beside:
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (file for file in beside if file.name == Path(node.value).name)


def reached(names: Iterable[str], src: Path) -> set[Path]:
    """이 이름들에서 시작해 건너 건너 닿는 모든 파일."""
    todo = list(names)
    modules: set[Path] = set()
    while todo:
        for file in set(module_files(todo.pop(), src)) - modules:
            modules.add(file)
            todo.extend(imports(file))
    return modules.union(*map(data_files, modules))


@cache
def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def fingerprint(names: Iterable[str], root: Path) -> dict[str, str]:
    """이 이름들을 import 하는 코드의 결과를 바꿀 수 있는 파일과 그 지문."""
    files = reached(names, root / "src") | {root / name for name in EVERYWHERE}
    return {
        path.relative_to(root).as_posix(): digest(path) for path in sorted(files) if path.is_file()
    }


def changed(old: dict[str, str], new: dict[str, str]) -> list[str]:
    return sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))


def page_fingerprint(script: Path, root: Path) -> dict[str, str]:
    """쪽의 결과를 바꿀 수 있는 파일과 그 지문. 씨앗마다의 기록도 봅니다."""
    found = fingerprint(imports(script), root)
    record = root / SPREADS / script.parent.name / f"{script.stem}.json"
    return found | (
        {record.relative_to(root).as_posix(): digest(record)} if record.is_file() else {}
    )


def pages(app: Sphinx) -> Iterator[tuple[Path, Path]]:
    """(예제, 결과가 놓이는 곳)의 쌍."""
    conf = app.config.sphinx_gallery_conf
    examples = (Path(app.srcdir) / conf["examples_dirs"]).resolve()
    for script in page_scripts(examples):
        yield script, Path(app.srcdir, conf["gallery_dirs"], script.relative_to(examples))


def forget_stale(app: Sphinx) -> None:
    """닿는 파일이 바뀐 쪽의 기억(md5)을 지워 sphinx-gallery 가 다시 실행하게 합니다."""
    imports.cache_clear()
    digest.cache_clear()
    root = Path(app.srcdir).parent
    for script, target in pages(app):
        record = target.with_suffix(SUFFIX)
        memory = target.with_name(target.name + ".md5")
        if not memory.exists():
            continue
        old = json.loads(record.read_text(encoding="utf-8")) if record.exists() else {}
        names = changed(old, page_fingerprint(script, root))
        if names:
            memory.unlink()
            logger.info("다시 실행: %s (바뀐 파일: %s)", script.name, ", ".join(names))


def remember(app: Sphinx) -> None:
    """실행을 마친 쪽이 닿은 파일들을 적어 둡니다."""
    root = Path(app.srcdir).parent
    for script, target in pages(app):
        if target.with_name(target.name + ".md5").exists():
            text = json.dumps(page_fingerprint(script, root), indent=0) + "\n"
            record = target.with_suffix(SUFFIX)
            if not record.exists() or record.read_text(encoding="utf-8") != text:
                record.write_text(text, encoding="utf-8")


def remove_orphans(app: Sphinx) -> None:
    """예제가 사라진 결과물을 지웁니다. 나머지는 캐시이므로 건드리지 않습니다."""
    gallery = Path(app.srcdir, app.config.sphinx_gallery_conf["gallery_dirs"])
    known = {target for _, target in pages(app)}
    for target in page_scripts(gallery):
        if target in known:
            continue
        logger.info("예제가 사라진 결과를 지웁니다: %s", target.stem)
        images = target.parent / "images"
        leftovers = [
            *target.parent.glob(f"{target.stem}.*"),
            *images.glob(f"sphx_glr_{target.stem}_*"),
            *images.glob(f"thumb/sphx_glr_{target.stem}_thumb*"),
        ]
        for path in leftovers:
            path.unlink()


def machinery(folder: Path) -> str:
    """사이트를 만드는 확장들의 지문. 바뀌면 Sphinx 가 모든 쪽을 다시 읽습니다."""
    files = sorted(folder.glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_config_value("site_machinery", machinery(Path(__file__).parent), "env")
    # 갤러리는 같은 사건의 500 번째에 실행됩니다.
    app.connect("builder-inited", remove_orphans, priority=300)
    app.connect("builder-inited", forget_stale, priority=400)
    app.connect("builder-inited", remember, priority=600)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
