"""그림: 결과를 받아 그리고, 그린 축(Axes)을 돌려줍니다. matplotlib 은 여기서만 씁니다.

from dlconcepts.viz import use_korean_font, plot_contour

use_korean_font()
ax = plot_contour(bowl.f, trace, labels=["η = 0.1"])
"""

from dlconcepts.errors import MissingDependencyError

try:
    import matplotlib  # noqa: F401
except ModuleNotFoundError as error:
    if error.name != "matplotlib":
        raise
    raise MissingDependencyError(
        "그림을 그리려면 matplotlib 이 필요한데 설치되어 있지 않습니다. "
        '설치해 주세요: pip install "dlconcepts[viz]"',
        name="matplotlib",
    ) from error

from dlconcepts.viz.animation import animate_descent_1d
from dlconcepts.viz.attention import plot_attention
from dlconcepts.viz.basins import plot_basins
from dlconcepts.viz.decision import plot_decision
from dlconcepts.viz.descent import plot_descent_1d, plot_tangents, plot_values
from dlconcepts.viz.flow import plot_flow
from dlconcepts.viz.graph import animate_graph, plot_graph
from dlconcepts.viz.images import plot_heat, plot_images
from dlconcepts.viz.landscape import plot_contour, plot_gradient_field, plot_surface
from dlconcepts.viz.network import plot_network
from dlconcepts.viz.paths import plot_paths
from dlconcepts.viz.representation import plot_points, plot_views
from dlconcepts.viz.sets import plot_nested_sets
from dlconcepts.viz.structures import STRUCTURES, plot_structure, plot_structures
from dlconcepts.viz.style import (
    GRID,
    INK,
    MARKERS,
    MUTED,
    PALETTE,
    PAPER,
    trace_color,
    use_korean_font,
)
from dlconcepts.viz.timeline import Event, plot_timeline
from dlconcepts.viz.training import plot_history

__all__ = [
    "GRID",
    "INK",
    "MARKERS",
    "MUTED",
    "PALETTE",
    "PAPER",
    "STRUCTURES",
    "Event",
    "animate_descent_1d",
    "animate_graph",
    "plot_attention",
    "plot_basins",
    "plot_contour",
    "plot_decision",
    "plot_descent_1d",
    "plot_flow",
    "plot_gradient_field",
    "plot_graph",
    "plot_heat",
    "plot_history",
    "plot_images",
    "plot_nested_sets",
    "plot_network",
    "plot_paths",
    "plot_points",
    "plot_structure",
    "plot_structures",
    "plot_surface",
    "plot_tangents",
    "plot_timeline",
    "plot_values",
    "plot_views",
    "trace_color",
    "use_korean_font",
]
