"""빌드할 때 명령을 실행해 명령과 그 출력을 그대로 보여 줍니다.

```{run} python -m dlconcepts doctor
:depends: src/dlconcepts/doctor.py
```
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


class Run(SphinxDirective):
    """명령(한 줄)을 실행합니다. 적은 종료 값과 다르면 빌드가 실패합니다."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec = {
        "depends": directives.unchanged,
        "exit": directives.nonnegative_int,
        "language": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        command = self.arguments[0].strip()
        root = Path(self.env.srcdir).parent
        for name in self.options.get("depends", "").split():
            if not (root / name).exists():
                raise self.error(f"depends 에 적은 파일이 없습니다: {name}")
            self.env.note_dependency(str(root / name))
        arguments = shlex.split(command)
        if arguments[0] == "python":
            arguments[0] = sys.executable
        done = subprocess.run(
            arguments,
            cwd=root,
            env=os.environ | {"PYTHONIOENCODING": "utf-8", "COLUMNS": "80"},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
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


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_directive("run", Run)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
