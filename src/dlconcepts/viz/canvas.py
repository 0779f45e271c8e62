"""도화지: 글이 줄어들지 않도록, 그릴 것의 크기에 꼭 맞춘 새 그림의 축."""

from matplotlib.axes import Axes

from dlconcepts.viz.inputs import new_axes, whole_figure


def canvas(where: str, ax: Axes | None, *, width: float, height: float) -> Axes:
    """받은 축을 돌려주거나, 없으면 `width` × `height` 인치인 새 그림에 하나 만듭니다."""
    made = new_axes(where, ax, height=height)
    if ax is None:
        whole_figure(made).set_figwidth(width)
    return made
