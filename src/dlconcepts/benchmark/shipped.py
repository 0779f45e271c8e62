"""함께 실린 기록: 다른 기계에서 재어 라이브러리에 담아 둔 `Report`.

GPU 가 없는 사람도 GPU 에서 잰 표를 볼 수 있게, 잰 그대로의 JSON 을 꾸러미에 싣습니다. 기록은
손으로 적지 않습니다. 저장소의 ``bench/hardware.py --save 파일`` 이 적은 파일만 `RECORDED` 폴더에
이름을 붙여 넣습니다::

    recorded("hardware")      recorded/hardware.json 의 Report, 실린 것이 없으면 None
"""

import re
from pathlib import Path

from dlconcepts.benchmark.report import Report
from dlconcepts.errors import ArgumentError

RECORDED = Path(__file__).resolve().parent / "recorded"
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def recorded(name: str) -> Report | None:
    """함께 실린 기록입니다. 그런 이름으로 실린 것이 없으면 None 입니다.

    Parameters
    ----------
    name
        기록의 이름입니다. 예: "hardware".

    Raises
    ------
    ArgumentError
        이름이 아니거나(경로는 `Report.load` 로 읽습니다), 실린 파일이 기록이 아닙니다.
    """
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ArgumentError(
            f"recorded: name 에는 'hardware' 처럼 소문자와 숫자와 빼기로 된 이름이 와야 하는데 "
            f"{name!r} 입니다. 내 컴퓨터의 파일은 Report.load(경로) 로 읽어 주세요."
        )
    path = RECORDED / f"{name}.json"
    return Report.load(path) if path.is_file() else None
