"""예제가 그린 그림을 쪽에 싣습니다: 밝은 것과 어두운 것, 대체 텍스트, 데이터(CSV), 한 걸음씩 보기.

그림을 그리는 칸에는 그림이 무엇을 보여 주는지 적은 줄이 하나 있어야 합니다::

    # sphinx_gallery_alt = "포물선 위의 점이 <<x10|.2f>> 까지 내려옵니다."

``<<식>>`` 에는 문장과 같이 쪽이 끝났을 때의 값이 들어갑니다(식은 values.py 와 같습니다).
어두운 그림은 다시 그리지 않고 SVG 안의 네 가지 바탕 색만 바꾸어 만듭니다.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import values
from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.directives.images import Image
from matplotlib.animation import AbstractMovieWriter, Animation
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.quiver import Quiver
from sphinx.application import Sphinx
from sphinx_gallery.py_source_parser import extract_file_config

from dlconcepts.viz.style import GRID, INK, MUTED, PAPER

DARK = {INK: "#e6e8eb", PAPER: "#14181e", MUTED: "#9aa4b2", GRID: "#333b45"}
LENGTH = r'<svg[^>]*?\b{}="([\d.]+)pt"'


# ── 저장 ─────────────────────────────────────────────────────────────────────


def dark_variant(svg: str) -> str:
    """바탕 색 네 가지를 어두운 바탕의 색으로 바꾼 SVG."""
    pattern = re.compile("|".join(DARK), re.IGNORECASE)
    return pattern.sub(lambda match: DARK[match[0].lower()], svg)


def save(figure: Figure, light: Path) -> tuple[int, int]:
    """그림을 ``x.svg`` 와 ``x_dark.svg`` 로 저장하고 크기(px)를 돌려줍니다."""
    figure.savefig(light, transparent=True, metadata={"Date": None})
    svg = light.read_text(encoding="utf-8")
    light.with_stem(light.stem + "_dark").write_text(dark_variant(svg), encoding="utf-8")
    width, height = (
        float(re.search(LENGTH.format(name), svg)[1])  # type: ignore[index]
        for name in ("width", "height")
    )
    return round(width * 4 / 3), round(height * 4 / 3)


class FrameWriter(AbstractMovieWriter):
    """애니메이션의 장면 하나하나를 SVG 로 저장합니다(matplotlib 의 공개 방식)."""

    def setup(self, fig: Figure, outfile: Any, dpi: float | None = None) -> None:
        super().setup(fig, outfile, dpi)
        self.paths: list[Path] = []
        self.size = (0, 0)

    def grab_frame(self, **kwargs: Any) -> None:
        first = Path(self.outfile)
        path = first if not self.paths else first.with_stem(f"{first.stem}_f{len(self.paths):02d}")
        self.size = save(self.fig, path)
        self.paths.append(path)

    def finish(self) -> None:
        """장면마다 이미 저장했으므로 마무리할 것이 없습니다."""


COLUMNS = ("그림", "이름", "x", "y", "z", "값", "dx", "dy", "글")


def table_of(figure: Figure) -> list[dict[str, Any]]:
    """그림에 그려진 것의 수: 선과 점, 막대, 네모, 화살표, 칸마다 색이 다른 그림, 도해에 적힌 글."""
    rows: list[dict[str, Any]] = []
    for number, axes in enumerate(figure.axes, start=1):
        for artist, columns in _drawn(axes):
            label = str(artist.get_label())
            name = "" if label.startswith("_") else label
            values_of = [np.asarray(column, dtype=object).ravel() for column in columns.values()]
            for point in zip(*values_of, strict=True):
                rows.append({"그림": number, "이름": name} | dict(zip(columns, point, strict=True)))
    return rows


def _drawn(axes: Any) -> Iterator[tuple[Any, dict[str, Any]]]:
    """축에 그려진 것 하나하나와 그 좌표의 열들."""
    for line in axes.lines:
        data = line.get_data_3d() if hasattr(line, "get_data_3d") else line.get_data()
        yield line, dict(zip("xyz", data, strict=False))
    for bars in axes.containers:
        if isinstance(bars, BarContainer):
            centers = [bar.get_x() + bar.get_width() / 2 for bar in bars]
            yield bars, {"x": centers, "y": [bar.get_height() for bar in bars]}
    known = {bar for c in axes.containers if isinstance(c, BarContainer) for bar in c}
    for patch in axes.patches:
        if isinstance(patch, Rectangle) and patch not in known:  # 막대가 아닌 네모: 모서리와 두 변
            corner = {"x": [patch.get_x()], "y": [patch.get_y()]}
            yield patch, corner | {"dx": [patch.get_width()], "dy": [patch.get_height()]}
    for collection in axes.collections:
        offsets = np.ma.getdata(collection.get_offsets())
        if isinstance(collection, Quiver):
            shift = {"dx": collection.U, "dy": collection.V}
            yield collection, {"x": offsets[:, 0], "y": offsets[:, 1]} | shift
        elif len(offsets) > 1 or not str(collection.get_label()).startswith("_"):
            yield collection, {"x": offsets[:, 0], "y": offsets[:, 1]}
    for image in axes.images:
        yield image, _cells(image)
    if not axes.axison:  # 눈금이 없는 도해에서는 마디와 화살표에 적힌 글이 곧 데이터입니다
        for text in axes.texts:
            if words := text.get_text().strip():
                x, y = text.get_position()
                yield text, {"x": [x], "y": [y], "글": [words]}


def _cells(image: Any) -> dict[str, Any]:
    """칸마다 색이 다른 그림의 칸: 가운데의 좌표와 값."""
    cells = np.ma.filled(image.get_array().astype(float), np.nan)
    left, right, bottom, top = image.get_extent()
    height, width = cells.shape[:2]
    x = left + (np.arange(width) + 0.5) * (right - left) / width
    y = bottom + (np.arange(height) + 0.5) * (top - bottom) / height
    columns, rows = np.meshgrid(x, y if image.origin == "lower" else y[::-1])
    return {"x": columns, "y": rows, "값": cells.reshape(height, width, -1)[..., 0]}


def save_data(figure: Figure, path: Path) -> bool:
    rows = table_of(figure)
    if not rows:
        return False
    # 엑셀이 한글을 알아보도록 BOM 을 붙입니다.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        used = [name for name in COLUMNS if any(name in row for row in rows)]
        writer = csv.DictWriter(file, used, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return True


# ── sphinx-gallery 가 부르는 곳 ──────────────────────────────────────────────


def scraper(block: Any, block_vars: dict[str, Any], gallery_conf: dict[str, Any]) -> str:
    """열려 있는 그림을 모두 저장하고 쪽에 넣을 글(rst)을 돌려줍니다."""
    moving = {
        id(item._fig): item
        for item in block_vars["example_globals"].values()
        if isinstance(item, Animation) and item._fig is not None
    }
    alts = extract_file_config(block[1]).get("alt", [])
    alts = [alts] if isinstance(alts, str) else list(alts)
    if len(alts) < len(plt.get_fignums()):
        raise ValueError(
            f"{block[2]}번째 줄의 칸은 그림을 {len(plt.get_fignums())}개 그리는데 대체 텍스트는 "
            f'{len(alts)}개입니다. # sphinx_gallery_alt = "…" 을 적어 주세요.'
        )
    srcdir = Path(gallery_conf["src_dir"])
    page = Path(block_vars["target_file"]).relative_to(srcdir).with_suffix("").as_posix()
    found = []
    paths = zip(plt.get_fignums(), alts, block_vars["image_path_iterator"], strict=False)
    for number, alt, path in paths:
        figure = plt.figure(number)
        target = Path(path).with_suffix(".svg")
        frames, size = _save_any(figure, moving.get(id(figure)), target)
        data = target.with_suffix(".csv") if save_data(figure, target.with_suffix(".csv")) else None
        markup = _markup(frames, data, alt, size, page, srcdir)
        # 다른 쪽도 이 그림을 빌려 실을 수 있습니다(.. include:: /…/sphx_glr_x_001.inc).
        target.with_suffix(".inc").write_text(markup, encoding="utf-8")
        found.append(markup)
    plt.close("all")
    return "".join(found)


def _save_any(
    figure: Figure, animation: Animation | None, target: Path
) -> tuple[list[Path], tuple[int, int]]:
    if animation is None:
        return [target], save(figure, target)
    writer = FrameWriter(fps=1)
    animation.save(str(target), writer=writer)
    return writer.paths, writer.size


def _markup(
    frames: list[Path],
    data: Path | None,
    alt: str,
    size: tuple[int, int],
    page: str,
    srcdir: Path,
) -> str:
    """밝고 어두운 그림과 데이터 링크. 장면이 여럿이면 frames.js 가 조절 막대를 붙입니다."""
    steps = " frames" if len(frames) > 1 else ""
    lines = [f".. container:: page-figure{steps}", ""]
    for number, frame in enumerate(frames, start=1):
        last = " last-frame" if number == len(frames) else ""
        for mode, path in (("light", frame), ("dark", frame.with_stem(frame.stem + "_dark"))):
            lines += [
                f"   .. page-image:: /{path.relative_to(srcdir).as_posix()}",
                f"      :alt: {alt}",
                f"      :class: only-{mode} frame{last}",
                f"      :size: {size[0]} {size[1]}",
                f"      :page: {page}",
                "",
            ]
    if data:
        name = f"/{data.relative_to(srcdir).as_posix()}"
        lines += [
            "   .. container:: figure-data",
            "",
            f"      :download:`그림의 데이터 (CSV) <{name}>`",
            "",
        ]
    return "\n" + "\n".join(lines) + "\n\n"


# ── Sphinx 쪽 ────────────────────────────────────────────────────────────────


class page_image(nodes.image):  # noqa: N801  docutils 의 노드 이름은 소문자입니다
    """대체 텍스트에 들어간 값(data-values)과 크기를 함께 적는 그림."""


class PageImage(values.FromPage, Image):
    """쪽의 그림 하나. 대체 텍스트의 ``<<식>>`` 을 그 쪽의 값으로 채웁니다."""

    option_spec = {
        **Image.option_spec,
        "page": directives.unchanged_required,
        "size": directives.positive_int_list,
    }

    @property
    def env(self) -> Any:
        return self.state.document.settings.env

    def run(self) -> list[nodes.Node]:
        page, size = self.options.pop("page"), self.options.pop("size")
        used: list[str] = []
        try:
            known, alt = self.page_values(f"{page}::{self.options['alt']}")
            self.options["alt"], used = values.fill(alt, known)
        except values.UNFILLED as error:
            self.complain(error, (self.env.docname, self.lineno))
        found = super().run()
        for number, node in enumerate(found):
            if type(node) is nodes.image:
                found[number] = page_image(
                    node.rawsource, **node.attributes, values=" ".join(used), size=size
                )
        return found


def visit(self: Any, node: page_image) -> None:
    self.visit_image(node)
    width, height = node["size"]
    numbers = f' data-values="{self.attval(node["values"])}"' if node["values"] else ""
    # 크기를 적어 두면 그림이 늦게 와도 글이 밀리지 않고, 숨은 그림은 받지 않습니다.
    extra = f' width="{width}" height="{height}" loading="lazy"{numbers}'
    self.body[-1] = self.body[-1].replace("<img ", f"<img{extra} ", 1)


def depart(self: Any, node: page_image) -> None:
    self.depart_image(node)


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_node(page_image, html=(visit, depart))
    app.add_directive("page-image", PageImage)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
