"""예제를 하나 실행할 때마다 그림의 설정을 처음으로 되돌립니다."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt

from dlconcepts.viz import use_korean_font


def reset(gallery_conf: dict[str, Any], fname: str | Path) -> None:
    """sphinx-gallery 의 reset_modules 가 부릅니다. matplotlib 을 되돌린 다음에 옵니다."""
    plt.close("all")  # 앞의 쪽이 중간에 멈추었다면 그림이 남아 있습니다
    use_korean_font()
