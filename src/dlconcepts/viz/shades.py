"""칸마다 색이 다른 그림의 색: 0은 투명하고, 클수록 짙습니다.

0이 투명하므로 밝은 바탕에서도 어두운 바탕에서도 "없음"이 바탕색입니다. 가장 짙은 칸도 아주 짙지는
않아, 그 위에 적은 글자가 두 바탕에서 모두 읽힙니다.
"""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Colormap, LinearSegmentedColormap, to_rgba

from dlconcepts.viz.inputs import whole_figure
from dlconcepts.viz.style import INK, PALETTE, PAPER

POSITIVE, NEGATIVE = PALETTE[0], PALETTE[1]
PHOTO = LinearSegmentedColormap.from_list("photo", ["#000000", "#ffffff"])
INK_ON_PAPER = LinearSegmentedColormap.from_list("ink", [PAPER, INK])


def strength(deepest: float = 0.7) -> Colormap:
    """0에서 1: 투명한 것에서 파랑으로. `deepest` 는 가장 큰 값의 불투명도입니다."""
    ends = [to_rgba(POSITIVE, 0.0), to_rgba(POSITIVE, deepest)]
    return LinearSegmentedColormap.from_list("strength", ends)


def signed(deepest: float = 0.9) -> Colormap:
    """−1에서 1: 음수는 주황, 0은 투명, 양수는 파랑. 신경망의 그림에서 쓰는 색과 같습니다."""
    stops = [(NEGATIVE, deepest), (NEGATIVE, 0.0), (POSITIVE, 0.0), (POSITIVE, deepest)]
    colors = [to_rgba(color, alpha) for color, alpha in stops]
    return LinearSegmentedColormap.from_list(
        "signed", [*zip((0, 0.5, 0.5, 1), colors, strict=True)]
    )


def draw_scale(ax: Axes, shown: ScalarMappable, label: str | None) -> None:
    """축의 아래에 색이 뜻하는 수의 자를 붙입니다."""
    look: Any = {"location": "bottom", "shrink": 0.7, "aspect": 26, "pad": 0.03}
    bar = whole_figure(ax).colorbar(shown, ax=ax, **look)
    assert bar.solids is not None
    bar.solids.set_rasterized(True)  # 투명한 색의 조각이 겹쳐 줄무늬가 생기지 않게
    bar.outline.set_visible(False)
    bar.ax.tick_params(labelsize=11)
    if label:
        bar.set_label(label, size=12)
