"""글꼴과 색: 한글이 나오고, 없는 글자는 오류이고, 두 바탕에서 읽히고, 색을 몰라도 구별됩니다."""

import hashlib
import itertools
import os
import re
import subprocess
import sys
import warnings
from collections.abc import Iterator

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib import font_manager

from dlconcepts.errors import DlconceptsError, FontError
from dlconcepts.viz import style
from dlconcepts.viz.style import GRID, INK, MARKERS, MUTED, PALETTE, PAPER, use_korean_font

DARK_PAPER = "#14181e"  # 사이트의 어두운 바탕
GLYPH_SHA256 = "3ffbacde6ab8411f1d2db54bb9b1f0b3ee2a738932033722cf0388c06aed1c93"

# 색각 이상의 모의 행렬(선형 RGB, 정도 1.0): Machado, Oliveira, Fernandes, "A Physiologically-based
# Model for Simulation of Color Vision Deficiency", IEEE TVCG 15(6), 2009, 표 1
VISIONS = {
    "정상": np.eye(3),
    "적색맹": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "녹색맹": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "청색맹": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


@pytest.fixture(autouse=True)
def _fresh_matplotlib() -> Iterator[None]:
    with mpl.rc_context(), warnings.catch_warnings():
        use_korean_font()
        yield
    plt.close("all")


def linear_rgb(color: str) -> np.ndarray:
    c = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 의 대비: (밝은 쪽 휘도 + 0.05) / (어두운 쪽 휘도 + 0.05)."""
    dark, bright = sorted(linear_rgb(c) @ [0.2126, 0.7152, 0.0722] for c in (one, other))
    return float((bright + 0.05) / (dark + 0.05))


def cielab(rgb: np.ndarray) -> np.ndarray:
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    t = to_xyz @ np.clip(rgb, 0, 1) / np.array([0.9505, 1.0, 1.089])
    x, y, z = np.where(t > 0.008856, np.cbrt(t), 7.787 * t + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def draw(text: str) -> None:
    figure = plt.figure()
    figure.text(0.1, 0.5, text)
    figure.canvas.draw()


def test_contrast_of_black_on_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("paper", [PAPER, DARK_PAPER])
@pytest.mark.parametrize("color", PALETTE)
def test_every_data_colour_is_legible_on_both_papers(color, paper):
    assert contrast(color, paper) >= 3.0


@pytest.mark.parametrize("color", [INK, MUTED])
def test_text_colours_meet_the_contrast_for_small_text(color):
    assert contrast(color, PAPER) >= 4.5


@pytest.mark.parametrize("vision", VISIONS)
def test_data_colours_stay_apart_for_every_colour_vision(vision):
    seen = [cielab(VISIONS[vision] @ linear_rgb(color)) for color in PALETTE]
    closest = min(float(np.linalg.norm(a - b)) for a, b in itertools.combinations(seen, 2))
    assert closest > 15  # CIELAB 거리. 눈에 겨우 보이는 차이는 약 2.3 입니다


def test_no_data_colour_is_one_that_dark_mode_replaces():
    assert len({INK, PAPER, MUTED, GRID, *PALETTE}) == 4 + len(PALETTE)
    assert all(re.fullmatch(r"#[0-9a-f]{6}", c) for c in (INK, PAPER, MUTED, GRID, *PALETTE))
    assert "#000000" not in (INK, PAPER, MUTED, GRID)


def test_every_colour_has_its_own_marker():
    assert len(set(MARKERS)) == len(PALETTE)


def test_traces_take_different_colours_and_leave_blue_to_the_curve():
    colors = [style.trace_color(i) for i in range(len(PALETTE))]
    assert set(colors) == set(PALETTE)
    assert colors[0] != PALETTE[0]


def test_the_font_is_the_unmodified_original():
    assert hashlib.sha256(style.FONT_FILE.read_bytes()).hexdigest() == GLYPH_SHA256
    readme = (style.FONT_FILE.parent / "README.md").read_text(encoding="utf-8")
    assert GLYPH_SHA256 in readme


def test_the_licence_travels_with_the_font():
    licence = (style.FONT_FILE.parent / "OFL.txt").read_text(encoding="utf-8")
    assert "Reserved Font Name Pretendard" in licence
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_korean_text_is_drawn_with_the_bundled_font():
    found = font_manager.findfont(font_manager.FontProperties(family=mpl.rcParams["font.family"]))
    assert found.endswith("Pretendard-Regular.otf")
    draw("경사 하강법: 걷고, 닿고, 값이 줄었습니다 −1.5 ∇f x₁ xₜ η θ → ×")


def test_hangul_next_to_mathematics_is_drawn():
    draw(r"학습률 $\eta = 0.1$ 이면 $\nabla f(x_t) \to 0$ 입니다")


def test_a_missing_glyph_is_an_error_not_a_box():
    with pytest.raises(UserWarning, match=r"Glyph \d+ .*missing from font"):
        draw("漢字")


def test_a_missing_glyph_next_to_mathematics_is_an_error_too():
    with pytest.raises(FontError, match=r"∇|u2207"):
        draw(r"학습률 $\eta$ 와 ∇f")


def test_minus_signs_on_log_axes_are_drawn():
    figure, ax = plt.subplots()
    ax.semilogy([-1, 0, 1], [1e-9, 1e-3, 1e3])
    figure.canvas.draw()
    labels = "".join(label.get_text() for label in ax.get_yticklabels())
    assert "-" in labels or "−" in labels


def test_use_korean_font_twice_changes_nothing_more():
    before = (dict(mpl.rcParams), len(font_manager.fontManager.ttflist), len(warnings.filters))
    use_korean_font()
    after = (dict(mpl.rcParams), len(font_manager.fontManager.ttflist), len(warnings.filters))
    assert before == after


def test_without_the_font_file_the_error_names_the_path_and_the_remedy(monkeypatch, tmp_path):
    missing = tmp_path / "한글 폴더" / "Pretendard-Regular.otf"
    monkeypatch.setattr(style, "FONT_FILE", missing)
    with pytest.raises(FontError) as caught:
        use_korean_font()
    message = str(caught.value)
    assert str(missing) in message
    assert "Pretendard-Regular.otf 파일이 함께" in message
    assert 'pip install --force-reinstall "dlconcepts[viz]"' in message
    assert isinstance(caught.value, DlconceptsError)
    assert isinstance(caught.value, FileNotFoundError)


def test_no_default_colour_of_matplotlib_is_black():
    """검정이 기본값인 설정이 남으면 어두운 그림에서 보이지 않는 글자나 선이 생깁니다."""
    black = {
        key: value
        for key, value in mpl.rcParams.items()
        if "color" in key and isinstance(value, str) and mpl.colors.is_color_like(value)
        if value.lower() != "none" and mpl.colors.to_hex(value) == "#000000"
    }
    assert black == {}


def test_text_is_large_enough_for_a_phone():
    width = mpl.rcParams["figure.figsize"][0]
    sizes = [mpl.rcParams[f"{part}.labelsize"] for part in ("axes", "xtick", "ytick")]
    # 7인치 그림에서 11pt 에 해당하는 크기보다 작지 않게
    assert min([*sizes, mpl.rcParams["legend.fontsize"]]) >= 11 * width / 7


def test_the_same_figure_is_the_same_svg(tmp_path):
    saved = []
    for name in ("하나.svg", "둘.svg"):
        figure, ax = plt.subplots()
        ax.plot([1, 2, 3], "o-", label="값")
        ax.legend()
        figure.savefig(tmp_path / name, metadata={"Date": None})
        saved.append((tmp_path / name).read_bytes())
    assert saved[0] == saved[1]


def test_notebooks_show_animations():
    assert mpl.rcParams["animation.html"] == "jshtml"


@pytest.mark.parametrize("module", ["dlconcepts.viz", "dlconcepts.viz.style"])
def test_without_matplotlib_the_error_says_what_to_install(module):
    blocked = (
        "import sys; sys.modules['matplotlib'] = None\n"
        "from dlconcepts.errors import MissingDependencyError\n"
        f"try:\n    import {module}\n"
        "except MissingDependencyError as error:\n"
        "    assert isinstance(error, ImportError) and error.name == 'matplotlib'\n"
        "    print(ascii(str(error)))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", blocked],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    message = result.stdout.encode("ascii").decode("unicode_escape")
    assert "matplotlib 이 필요한데" in message
    assert 'pip install "dlconcepts[viz]"' in message


def test_the_font_works_without_a_home_to_write_to(tmp_path):
    """관리자 권한이 없고 집 폴더에 쓸 수 없어도 글꼴이 등록됩니다."""
    script = (
        "import matplotlib; matplotlib.use('Agg')\n"
        "from dlconcepts.viz import use_korean_font\n"
        "import matplotlib.pyplot as plt\n"
        "use_korean_font(); plt.figure().text(0, 0, '한글'); plt.gcf().canvas.draw()\n"
    )
    blocker = tmp_path / "파일"
    blocker.write_text("", encoding="utf-8")
    environment = os.environ | {"HOME": str(blocker), "MPLCONFIGDIR": str(tmp_path / "설정")}
    result = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        capture_output=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr.decode("utf-8", "replace")
