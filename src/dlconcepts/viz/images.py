"""그림의 그림: 여러 장을 한눈에, 그리고 한 장 위에 어디를 보았는지.

::

    photo    사진: 작은 값이 검정, 큰 값이 흰색. 세 채널이면 색 그대로
    ink      손글씨: 작은 값이 종이, 큰 값이 잉크
    signed   필터와 가중치: 음수는 주황, 0은 투명, 양수는 파랑
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Colormap
from matplotlib.image import AxesImage
from matplotlib.patches import Polygon
from numpy.typing import ArrayLike, NDArray

from dlconcepts.errors import ArgumentError, ArgumentTypeError, ShapeError
from dlconcepts.inputs import check_finite, one_of, real_array, whole
from dlconcepts.viz.canvas import canvas
from dlconcepts.viz.inputs import Limits, check_limits
from dlconcepts.viz.shades import INK_ON_PAPER, PHOTO, draw_scale, signed
from dlconcepts.viz.style import MUTED
from dlconcepts.viz.wording import check_words, headline, text_width, wrapped

Array = NDArray[Any]
LOOKS = {"photo": PHOTO, "ink": INK_ON_PAPER, "signed": signed()}

# 그림 한 장의 폭이 1입니다.
_GAP, _LINE = 0.12, 0.25  # 이웃한 그림 사이, 설명 한 줄의 높이(인치)
_WIDTH, _LARGEST = 5.4, 1.6  # 그림 전체의 폭, 한 장의 가장 큰 폭(인치)
_SIZE = 11.5


def plot_images(
    images: Sequence[ArrayLike] | ArrayLike,
    *,
    captions: Sequence[str] | None = None,
    row_names: Sequence[str] | None = None,
    columns: int = 6,
    look: str = "photo",
    limits: Limits | None = None,
    each: bool = False,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """그림 여러 장을 바둑판으로 늘어놓습니다. 화소는 다듬지 않고 그대로 보입니다.

    Parameters
    ----------
    images
        그림들: (N, H, W), 색이 있으면 (N, H, W, 3), 또는 크기가 저마다 다른 (H, W) 의 목록입니다.
        torch 의 특징 지도는 ``maps[0]``, 필터는 ``filters[:, 0]`` 처럼 채널의 축을 고르고, 색이
        있는 필터는 ``filters.permute(0, 2, 3, 1)`` 로 옮깁니다.
    captions
        그림마다 아래에 적을 말입니다.
    row_names
        줄마다 왼쪽에 적을 말입니다.
    columns
        한 줄에 놓을 그림의 수입니다.
    look
        "photo", "ink", "signed" 가운데 하나입니다.
    limits
        가장 어두운 값과 가장 밝은 값입니다. "signed" 에서는 ``(-a, a)`` 여야 합니다. 없으면 값의
        범위에서 정합니다.
    each
        그림마다 따로 범위를 정합니다. 모양은 잘 보이지만 그림끼리 크기를 견줄 수 없습니다.
    title, ax
        제목과, 그림을 그릴 축입니다. 축이 없으면 그림의 수에 맞추어 새로 만듭니다.
    """
    where = "plot_images"
    pictures = _pictures(where, images)
    ranges = _ranges(where, pictures, look, limits, each)
    across = min(whole(where, "columns", columns), len(pictures))
    rows = check_words(where, "row_names", row_names, -(-len(pictures) // across), "줄은")
    said = check_words(where, "captions", captions, len(pictures), "그림은")
    sheet = _lay_out(pictures, across, rows, said)
    heading, above = headline(title, max(sheet.width, 2.8))
    new, scale = ax is None, look == "signed" and not each
    tall = sheet.height + above + 0.25 + 0.5 * scale
    ax = canvas(where, ax, width=max(sheet.width + 0.2, 3.0), height=tall)
    for k, (picture, span) in enumerate(zip(pictures, ranges, strict=True)):
        corner, name = sheet.corner(k), said[k] if said else str(k)
        shown = _draw_picture(ax, picture, span, LOOKS[look], corner, sheet.side, name)
        _write(ax, sheet, k, shown.get_extent())
    ax.set(xlim=(0, sheet.width - _GAP), ylim=(-sheet.height + _GAP, 0.01))
    ax.set_aspect("equal")
    ax.axis("off")
    ax.set_title(heading)
    if new and scale:
        draw_scale(ax, shown, None)
    return ax


def plot_heat(
    image: ArrayLike,
    heat: ArrayLike,
    *,
    label: str = "가렸을 때 줄어든 점수",
    limit: float | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """왼쪽에 그림을, 오른쪽에 그 위에 칠한 화소마다의 값을 그립니다: 양수는 파랑, 음수는 주황.

    Parameters
    ----------
    image
        (H, W) 또는 (H, W, 3) 의 그림입니다. 흑백으로 그립니다.
    heat
        (H, W) 의 값: `occlusion_map` 이나 `gradient_map` 의 결과입니다.
    label
        아래의 자에 적을 값의 뜻입니다.
    limit
        가장 짙은 색이 되는 크기입니다. 여러 그림을 견주려면 같은 수를 넘깁니다. 없으면 가장 큰
        값입니다.
    title, ax
        제목과, 그림을 그릴 축입니다. 축이 없으면 새로 만듭니다.
    """
    where = "plot_heat"
    (picture,), (values,) = _pictures(where, [image]), _pictures(where, [heat])
    if values.ndim != 2 or picture.shape[:2] != values.shape:
        raise ShapeError(
            f"{where}: 그림은 {picture.shape}, 값은 {values.shape} 라 화소가 맞지 않습니다. 채널이 "
            "여럿인 기울기라면 채널의 축을 합치거나 골라 (H, W) 로 만들어 주세요."
        )
    most = _deepest(where, values, limit)
    gray = picture.mean(axis=-1) if picture.ndim == 3 else picture
    low, high = _span([gray], "photo")
    side = _WIDTH / 2
    tall = side * gray.shape[0] / gray.shape[1]
    heading, above = headline(title, _WIDTH)
    ax = canvas(where, ax, width=_WIDTH, height=tall + 0.85 + above)
    place = (side + _GAP, 0.0)
    _draw_picture(ax, gray, (low, high), PHOTO, (0.0, 0.0), side, "그림")
    pale = low - 0.8 * (high - low)  # 위에 칠한 색이 잘 보이도록 옅게
    _draw_picture(ax, gray, (pale, high), PHOTO, place, side, "그림")
    shown = _draw_picture(ax, values, (-most, most), signed(0.75), place, side, label)
    ax.set(xlim=(0, 2 * side + _GAP), ylim=(-tall, 0.01))
    ax.set_aspect("equal")
    draw_scale(ax, shown, label)
    ax.axis("off")
    ax.set_title(heading)
    return ax


# ── 자리와 그리기 ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Sheet:
    """바둑판의 자리(인치): 왼쪽의 줄 이름, 그림 한 장의 폭, 한 줄의 높이."""

    across: int
    down: int
    left: float
    side: float
    step: float
    rows: list[str]
    captions: list[str]

    @property
    def width(self) -> float:
        return self.left + self.across * (self.side + _GAP)

    @property
    def height(self) -> float:
        return self.down * self.step

    def corner(self, k: int) -> tuple[float, float]:
        """`k` 번째 그림의 왼쪽 위."""
        x = self.left + (k % self.across) * (self.side + _GAP)
        return x, -(k // self.across) * self.step


def _lay_out(pictures: list[Array], across: int, rows: list[str], said: list[str]) -> _Sheet:
    down = -(-len(pictures) // across)
    left = max((text_width(name, _SIZE) for name in rows), default=-0.1) + 0.1
    side = min(_LARGEST, (_WIDTH - left) / across - _GAP)
    captions = [wrapped(caption, side + _GAP, _SIZE) for caption in said]
    below = _LINE * max((text.count("\n") + 1 for text in captions), default=0)
    tallest = side * max(picture.shape[0] / picture.shape[1] for picture in pictures)
    return _Sheet(across, down, left, side, tallest + below + _GAP, rows, captions)


def _write(ax: Axes, sheet: _Sheet, k: int, extent: tuple[float, float, float, float]) -> None:
    """그림 아래의 설명과, 줄의 첫 그림이면 줄의 이름."""
    left, right, bottom, top = extent
    if sheet.captions:
        look: Any = {"size": _SIZE, "ha": "center", "va": "top", "linespacing": 1.2}
        ax.text((left + right) / 2, bottom - 0.05, sheet.captions[k], **look)
    if sheet.rows and k % sheet.across == 0:
        name = sheet.rows[k // sheet.across]
        ax.text(left - 0.1, (bottom + top) / 2, name, size=_SIZE, ha="right", va="center")


def _draw_picture(
    ax: Axes,
    picture: Array,
    span: Limits,
    colors: Colormap,
    corner: tuple[float, float],
    side: float,
    name: str,
) -> AxesImage:
    """왼쪽 위가 `corner` 이고 폭이 `side` 인 그림 한 장과 테두리."""
    (x, top), (low, high) = corner, span
    bottom = top - side * picture.shape[0] / picture.shape[1]
    if picture.ndim == 3:  # 색이 있는 그림에는 cmap 이 쓰이지 않습니다
        picture = np.clip((picture - low) / (high - low), 0, 1)
    place: Any = {"extent": (x, x + side, bottom, top), "interpolation": "none", "zorder": 2}
    shown = ax.imshow(picture, cmap=colors, vmin=low, vmax=high, label=name, **place)
    corners = [(x, bottom), (x + side, bottom), (x + side, top), (x, top)]
    # 맨 끝의 그림은 테두리가 축의 끝에 놓이므로, 축에서 잘리지 않게 합니다.
    frame = Polygon(corners, facecolor="none", edgecolor=MUTED, lw=0.6, zorder=3, clip_on=False)
    ax.add_patch(frame)
    return shown


# ── 입구에서의 검사 ──────────────────────────────────────────────────────────────────────


def _pictures(where: str, images: Any) -> list[Array]:
    """(H, W) 또는 (H, W, 3) 의 그림들."""
    if isinstance(images, str) or not hasattr(images, "__len__") or len(images) == 0:
        raise ArgumentTypeError(
            f"{where}: 그림의 목록이 필요한데 {type(images).__name__} 형인 {images!r:.40} 을(를) "
            "받았습니다. 한 장이면 [image] 로 감싸 주세요."
        )
    pictures = [real_array(where, f"images[{k}]", image) for k, image in enumerate(images)]
    for k, picture in enumerate(pictures):
        gray = picture.ndim == 2
        if not (gray or (picture.ndim == 3 and picture.shape[2] == 3)) or picture.size == 0:
            remedy = "한 장이면 [image] 로 감싸 주세요."
            if picture.ndim == 3:
                remedy = "채널이 첫 축이면 한 채널을 고르거나 permute(1, 2, 0) 으로 옮겨 주세요."
            raise ShapeError(
                f"{where}: 그림 하나의 모양은 (높이, 너비) 또는 (높이, 너비, 3) 이어야 하는데 "
                f"{k}번은 {picture.shape} 입니다. {remedy}"
            )
        check_finite(where, f"images[{k}]", picture)
    return [picture.astype(np.float64) for picture in pictures]


def _ranges(
    where: str, pictures: list[Array], look: str, limits: Limits | None, each: bool
) -> list[Limits]:
    """그림마다의 (가장 작은 값, 가장 큰 값)."""
    one_of(where, "look", look, LOOKS)
    if limits is not None:
        low, high = check_limits(where, "limits", limits)
        if look == "signed" and low != -high:
            raise ArgumentError(
                f"{where}: look 이 signed 이면 limits 는 (-a, a) 여야 0 이 가운데에 오는데 "
                f"{limits!r} 입니다."
            )
        return [(low, high)] * len(pictures)
    groups = [[picture] for picture in pictures] if each else [pictures] * len(pictures)
    return [_span(group, look) for group in groups]


def _deepest(where: str, values: Array, limit: float | None) -> float:
    most = float(np.abs(values).max()) if limit is None else limit
    if not most > 0:
        raise ArgumentError(
            f"{where}: 가장 짙은 색이 될 크기는 0보다 커야 하는데 {most!r} 입니다. 값이 모두 0 "
            "이면 limit 를 정해 주세요."
        )
    return most


def _span(group: list[Array], look: str) -> Limits:
    low = min(float(picture.min()) for picture in group)
    high = max(float(picture.max()) for picture in group)
    if look == "signed":
        most = max(-low, high) or 1.0
        return -most, most
    return (low, high) if high > low else (low, low + 1)
