"""빌드할 때 명령을 실행해 명령과 그 출력을 그대로 보여 줍니다.

```{run} python -m dlconcepts doctor
:depends: src/dlconcepts/doctor.py
```

갤러리가 실행하지 않는 쪽(run_*.py)은 제 폴더에서 스스로를 부릅니다. 명령에 적힌 스크립트와 그것이
import 하는 라이브러리가 바뀌면 다시 부르므로 depends 를 적지 않아도 됩니다::

    # .. run:: torchrun --standalone --nproc-per-node 2 run_distributed.py
    #    :folder: examples/07_training
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from stale import imports, reached

# 사이트를 만드는 바로 그 파이썬으로 부릅니다.
PROGRAMS = {
    "python": [sys.executable],
    "torchrun": [sys.executable, "-m", "torch.distributed.run"],
}
ENVIRONMENT = {"PYTHONIOENCODING": "utf-8", "COLUMNS": "80"}
if os.name == "nt":
    ENVIRONMENT["USE_LIBUV"] = "0"  # Windows 용 torch 에는 torchrun 이 쓰려는 libuv 가 없습니다
TIMEOUT_S = 300


class Run(SphinxDirective):
    """명령(한 줄)을 실행합니다. 적은 종료 값과 다르면 빌드가 실패합니다."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec = {
        "depends": directives.unchanged,
        "exit": directives.nonnegative_int,
        "folder": directives.unchanged,
        "language": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        command = self.arguments[0].strip()
        root = Path(self.env.srcdir).parent
        folder = root / self.options.get("folder", "")
        program, *arguments = shlex.split(command)
        for path in self.dependencies(root, folder, arguments):
            if not path.exists():
                raise self.error(f"없는 파일입니다: {path.relative_to(root).as_posix()}")
            self.env.note_dependency(str(path))
        try:
            done = subprocess.run(
                [*PROGRAMS.get(program, [program]), *arguments],
                cwd=folder,
                env=os.environ | ENVIRONMENT,
                capture_output=True,
                encoding="utf-8",
                timeout=TIMEOUT_S,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise self.error(f"'{command}' 이(가) {TIMEOUT_S}초 안에 끝나지 않았습니다") from error
        expected = self.options.get("exit", 0)
        if done.returncode != expected:
            raise self.error(
                f"'{command}' 이(가) {done.returncode} 로 끝났습니다({expected} 이어야 합니다):\n"
                f"{done.stdout}{done.stderr}"
            )
        code = nodes.literal_block(command, command, language="console")
        output = nodes.literal_block(done.stdout, done.stdout.rstrip(), language="text")
        shown = nodes.container(classes=["command-output"])
        shown += output
        return [code, shown]

    def dependencies(self, root: Path, folder: Path, arguments: list[str]) -> Iterator[Path]:
        """바뀌면 다시 불러야 하는 파일들."""
        yield from (root / name for name in self.options.get("depends", "").split())
        for script in (folder / name for name in arguments if name.endswith(".py")):
            yield script
            if script.exists():
                yield from reached(imports(script), root / "src")


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_directive("run", Run)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
