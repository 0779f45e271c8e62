"""그림의 글꼴과 색: 한글이 어디서나 같은 모양이고, 밝은 바탕과 어두운 바탕에서 모두 읽힙니다.

글자, 축, 격자, 바탕에는 네 가지 색(`INK`, `PAPER`, `MUTED`, `GRID`)만 쓰고, 데이터에는 `PALETTE` 만
씁니다. 두 무리는 겹치지 않습니다. 그래서 SVG 안에서 네 색의 문자열만 바꾸면 어두운 그림이 됩니다.
"""

import logging
import warnings
from pathlib import Path
from typing import Any

import matplotlib as mpl
from cycler import cycler
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlconcepts.errors import FontError

INK = "#1f2328"  # 글자와 축. 순수한 검정(#000000)은 SVG 에서 색이 생략되므로 쓰지 않습니다
PAPER = "#ffffff"  # 바탕
MUTED = "#59636e"  # 보조선과 덜 중요한 글자
GRID = "#d8dee4"  # 격자

# 파랑, 주황, 초록, 자주, 황토, 청회. 흰 바탕과 #14181e 위에서 모두 대비가 3:1 이상이고, 적색약,
# 녹색약, 청색약에게도 서로 다르게 보입니다. Okabe–Ito 배색의 밝기를 두 바탕의 가운데로 옮겼습니다.
PALETTE = ("#1769e0", "#e0662a", "#0c9f6e", "#c03fa8", "#75653a", "#4b7075")
MARKERS = ("o", "s", "^", "D", "v", "P")  # 색과 함께 모양도 달라야 흑백에서도 구별됩니다

FONT_FAMILY = "Pretendard"
FONT_FILE = Path(__file__).resolve().parent / "fonts" / "Pretendard-Regular.otf"

_STYLE: dict[str, Any] = {
    # 글꼴: Pretendard 에 없는 수학 기호(∇ 등)는 matplotlib 에 들어 있는 DejaVu Sans 가 그립니다
    "font.family": [FONT_FAMILY, "DejaVu Sans"],
    "font.size": 13,
    "axes.titlesize": 15,
    "axes.labelsize": 13,
    "xtick.labelsize": 12,
    "ytick.labelsize": 12,
    "legend.fontsize": 12,
    "figure.titlesize": 16,
    "mathtext.fontset": "cm",
    "axes.unicode_minus": True,
    # SVG: 글자를 윤곽선으로 담아 보는 사람의 글꼴과 무관하고, 두 번 만들어도 같은 파일이 됩니다
    "svg.fonttype": "path",
    "svg.hashsalt": "dlconcepts",
    # 네 가지 바탕색
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.edgecolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "lines.color": INK,
    "patch.edgecolor": INK,
    "hatch.color": INK,
    "figure.facecolor": PAPER,
    "figure.edgecolor": PAPER,
    "axes.facecolor": PAPER,
    "savefig.facecolor": "auto",
    "grid.color": GRID,
    "legend.edgecolor": GRID,
    "axes3d.xaxis.panecolor": PAPER,
    "axes3d.yaxis.panecolor": PAPER,
    "axes3d.zaxis.panecolor": PAPER,
    **{
        f"boxplot.{part}.color": INK
        for part in ("boxprops", "capprops", "whiskerprops", "flierprops")
    },
    "boxplot.flierprops.markeredgecolor": INK,
    # 모양
    "axes.prop_cycle": cycler(color=PALETTE),
    "image.cmap": "cividis",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.9,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.linewidth": 0.8,
    "axes.titlelocation": "left",
    "axes.titlepad": 12,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "xtick.minor.size": 0,
    "ytick.minor.size": 0,
    "xtick.major.pad": 6,
    "ytick.major.pad": 6,
    "lines.linewidth": 2.2,
    "lines.markersize": 7,
    "legend.framealpha": 0.85,
    "legend.columnspacing": 1.4,
    "figure.figsize": (6.5, 4.0),
    "figure.dpi": 100,
    "savefig.dpi": 160,
    "figure.constrained_layout.use": True,
    "figure.constrained_layout.w_pad": 0.09,
    "figure.constrained_layout.h_pad": 0.09,
    # 노트북에서 움직이는 그림이 조작 단추와 함께 보입니다
    "animation.html": "jshtml",
}


def use_korean_font() -> None:
    """이 라이브러리의 글꼴과 그림 모양을 matplotlib 에 적용합니다.

    라이브러리에 들어 있는 Pretendard 를 등록하므로 관리자 권한도 네트워크도 필요 없습니다.
    여러 번 불러도 결과가 같습니다. 글꼴에 없는 글자를 그리려고 하면 □ 대신 오류가 납니다.

    Raises
    ------
    FontError
        라이브러리 안에 글꼴 파일이 없을 때
    """
    if not FONT_FILE.is_file():
        raise FontError(
            f"한글 글꼴 파일이 없습니다: {FONT_FILE}\n"
            f"dlconcepts 를 설치하면 {FONT_FILE.name} 파일이 함께 놓여야 합니다. "
            '다시 설치해 주세요: pip install --force-reinstall "dlconcepts[viz]"'
        )
    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    if str(FONT_FILE) not in known:
        font_manager.fontManager.addfont(str(FONT_FILE))
    mpl.rcParams.update(_STYLE)  # type: ignore[arg-type]
    # matplotlib 은 없는 글자를 경고만 하고 □ 로 그립니다. 수식이 섞인 글에서는 경고도 없이 로그만
    # 남기고 ¤ 로 그립니다. 한글 그림에서는 둘 다 오류입니다.
    warnings.filterwarnings("error", message=r"Glyph \d+ .* missing from font")
    logging.getLogger("matplotlib.mathtext").addFilter(_refuse_dummy_symbol)


def _refuse_dummy_symbol(record: logging.LogRecord) -> bool:
    """수식이 섞인 글에서 없는 글자를 ¤ 로 바꾸려는 순간에 오류를 냅니다."""
    message = record.getMessage()
    if "dummy symbol" in message:
        raise FontError(
            f"수식($…$)이 섞인 글에 {FONT_FAMILY} 에 없는 글자가 있습니다: {message}\n"
            "수식과 함께 쓰는 글은 글꼴 하나로만 그려집니다. 그 글자를 수식 안의 TeX 명령으로 "
            r"바꾸거나(예: ∇ → $\nabla$) 다른 글자로 써 주세요."
        )
    return True


def trace_color(index: int) -> str:
    """여러 궤적을 그릴 때 `index` 번째 궤적의 색입니다. 어느 그림에서나 같은 궤적은 같은 색입니다.

    파랑은 함수의 곡선에 쓰므로 궤적은 주황부터 시작합니다.
    """
    return PALETTE[(index + 1) % len(PALETTE)]


def place_legend(ax: Axes) -> None:
    """범례를 데이터를 가리지 않는 곳에 둡니다: 축이 하나뿐인 그림이면 축의 아래, 아니면 축의 안."""
    handles, labels = ax.get_legend_handles_labels()
    figure = ax.get_figure()
    if (
        not isinstance(figure, Figure)
        or len(figure.axes) > 1
        or not figure.get_constrained_layout()
    ):
        ax.legend()
        return
    columns = 3 if len(labels) > 4 or len(labels) == 3 else 2
    figure.legend(handles, labels, loc="outside lower center", ncols=columns, frameon=False)
