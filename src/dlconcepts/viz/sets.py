"""서로 품는 집합의 그림: 바깥 것이 안의 것을 모두 담습니다.

::

    ┌ 인공지능 ──────────────┐
    │ 사람이 적은 규칙           │
    │ ┌ 머신러닝 ──────────┐ │
    │ │ 데이터에서 찾은 규칙   │ │
    │ │ ┌ 딥러닝 ──────┐ │ │
    │ │ └──────────────┘ │ │
    │ └────────────────────┘ │
    └────────────────────────────┘
"""

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.patches import FancyBboxPatch

from dlconcepts.errors import ArgumentError
from dlconcepts.viz.canvas import canvas
from dlconcepts.viz.style import INK, MUTED, PALETTE, PAPER
from dlconcepts.viz.wording import check_words, headline, wrapped

# 단위는 모두 인치입니다.
_WIDTH = 4.5
_INSET, _TEXT = 0.16, 0.15  # 이웃한 테두리 사이, 테두리에서 글까지
_NAME, _LINE = 0.35, 0.25  # 이름 한 줄과 설명 한 줄의 높이
_NAME_SIZE, _CAPTION_SIZE = 15, 12.5
_MOST = 6


def plot_nested_sets(
    names: Sequence[str],
    *,
    captions: Sequence[str] | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """바깥부터 적은 집합들을 테두리가 둥근 상자로 겹쳐 그립니다.

    Parameters
    ----------
    names
        집합의 이름입니다. 바깥 것이 먼저이고, 둘에서 여섯까지입니다.
    captions
        집합마다 이름 아래에 적을 설명입니다. 안의 집합에 없는, 그 고리만의 보기를 적습니다. 길면
        어절에서 줄을 바꿉니다.
    title, ax
        제목과, 그림을 그릴 축입니다. 축이 없으면 글의 길이에 맞추어 새로 만듭니다.
    """
    where = "plot_nested_sets"
    listed = check_words(where, "names", names, None, "집합은")
    if not 2 <= len(listed) <= _MOST:
        raise ArgumentError(
            f"{where}: 집합은 2개에서 {_MOST}개까지 그리는데 {len(listed)}개를 받았습니다: "
            f"{listed}. 바깥 것부터 이름을 적어 주세요."
        )
    said = check_words(where, "captions", captions, len(listed), "집합은") or [""] * len(listed)
    said = [
        wrapped(caption, _WIDTH - 2 * (k * _INSET + _TEXT), _CAPTION_SIZE)
        for k, caption in enumerate(said)
    ]
    heads = [_NAME + _LINE * (text.count("\n") + 1 if text else 0) + _TEXT for text in said]
    tall = sum(heads) + (len(listed) - 1) * (_TEXT * 0.4 + _INSET) + _TEXT * 0.4
    heading, above = headline(title, _WIDTH)
    ax = canvas(where, ax, width=_WIDTH + 0.24, height=tall + above + 0.24)
    ax.set(xlim=(-0.03, _WIDTH + 0.03), ylim=(-0.03, tall + 0.03))
    ax.set_aspect("equal")
    ax.axis("off")
    top = tall
    for k, (name, text, head) in enumerate(zip(listed, said, heads, strict=True)):
        _draw_ring(ax, k, name, text, top)
        top -= head + _TEXT * 0.4
    ax.set_title(heading)
    return ax


def _draw_ring(ax: Axes, k: int, name: str, text: str, top: float) -> None:
    """`k` 번째 상자. 아래는 바깥 상자보다 한 칸 위, 위는 `top` 입니다."""
    low, color = k * _INSET, PALETTE[k % len(PALETTE)]
    for face, edge in ((PAPER, "none"), (to_rgba(color, 0.1), color)):  # 색이 겹쳐 탁해지지 않게
        box = FancyBboxPatch(
            (low, low),
            _WIDTH - 2 * low,
            top - low,
            boxstyle="round,pad=0,rounding_size=0.14",
            facecolor=face,
            edgecolor=edge,
            lw=2,
        )
        ax.add_patch(box)
    x, y = low + _TEXT, top - _TEXT * 0.7
    ax.text(x, y, name, size=_NAME_SIZE, color=INK, va="top")
    if text:
        look: Any = {"size": _CAPTION_SIZE, "color": MUTED, "va": "top", "linespacing": 1.2}
        ax.text(x, y - _NAME, text, **look)
