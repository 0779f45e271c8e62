"""그림: 대체 텍스트, 밝고 어두운 그림, 자료, 한 걸음씩 보기."""

from __future__ import annotations

import csv
from types import SimpleNamespace

import figures
import matplotlib.pyplot as plt
import pytest
from bs4 import BeautifulSoup
from matplotlib.animation import FuncAnimation
from sphinx_gallery.scrapers import ImagePathIterator

from dlconcepts.viz import use_korean_font
from dlconcepts.viz.style import INK


@pytest.fixture
def scrape(tmp_path):
    """칸 하나를 실행한 것처럼 그림을 거두는 함수."""
    use_korean_font()
    (tmp_path / "images").mkdir()
    paths = ImagePathIterator(str(tmp_path / "images" / "sphx_glr_plot_x_{0:03}.png"))

    def run(code, **scope):
        variables = {
            "example_globals": scope,
            "image_path_iterator": paths,
            "target_file": str(tmp_path / "plot_x.py"),
        }
        return figures.scraper(("code", code, 7), variables, {"src_dir": str(tmp_path)})

    yield SimpleNamespace(run=run, folder=tmp_path / "images")
    plt.close("all")


def test_figure_without_alt_text_stops_the_build_and_says_where(scrape):
    plt.plot([0, 1])
    with pytest.raises(ValueError, match=r"7번째 줄.*대체 텍스트"):
        scrape.run("plt.plot([0, 1])\n")


def test_alt_text_holds_the_final_numbers_of_the_page_and_lists_them(make_site):
    image = (
        '.. page-image:: a.svg\n   :alt: 점이 "<<x|.2f|으로/로>>" 갑니다.\n'
        "   :page: plot_x\n   :size: 6 3\n"
    )
    files = {
        "index.rst": f"T\n=\n\n{image}",
        "a.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "plot_x.values.json": '{"x": 0.32212}',
    }
    site = make_site(files, ["figures"])
    found = BeautifulSoup(site.page("index"), "lxml").select_one("img")
    assert found["alt"] == '점이 "0.32로" 갑니다.'
    assert found["data-values"] == "0.32"
    assert (found["width"], found["height"], found["loading"]) == ("6", "3", "lazy")
    assert site.warnings == ""


def test_alt_text_with_an_unknown_value_breaks_the_build(make_site):
    image = ".. page-image:: a.svg\n   :alt: <<y>>\n   :page: plot_x\n   :size: 6 3\n"
    files = {"index.rst": f"T\n=\n\n{image}", "a.svg": "<svg/>", "plot_x.values.json": "{}"}
    assert "'y' 이라는 값이 없습니다" in make_site(files, ["figures"]).warnings


def test_dark_figure_differs_from_the_light_one_only_in_the_ground_colours(scrape):
    plt.plot([0, 1])
    plt.title("제목")
    scrape.run('# sphinx_gallery_alt = "선"\n')
    light = (scrape.folder / "sphx_glr_plot_x_001.svg").read_text(encoding="utf-8")
    dark = (scrape.folder / "sphx_glr_plot_x_001_dark.svg").read_text(encoding="utf-8")
    assert INK in light
    assert not any(colour in dark.lower() for colour in figures.DARK)
    undo = {new: old for old, new in figures.DARK.items()}
    for new, old in undo.items():
        dark = dark.replace(new, old)
    assert dark.lower() == light.lower()


def data(scrape):
    with (scrape.folder / "sphx_glr_plot_x_001.csv").open(encoding="utf-8-sig") as file:
        return list(csv.reader(file))


def test_data_behind_the_figure_is_saved_with_names(scrape):
    plt.plot([0, 1, 2], [3, 1, 4], label="손실")
    plt.scatter([5, 6], [7, 8])
    scrape.run('# sphinx_gallery_alt = "선과 점"\n')
    rows = data(scrape)
    assert rows[0] == ["그림", "이름", "x", "y"]
    assert rows[1:4] == [["1", "손실", "0", "3"], ["1", "손실", "1", "1"], ["1", "손실", "2", "4"]]
    assert rows[4:] == [["1", "", "5.0", "7.0"], ["1", "", "6.0", "8.0"]]


def test_words_of_a_diagram_are_its_data_and_words_on_a_chart_are_not(scrape):
    _, (diagram, chart) = plt.subplots(1, 2)
    diagram.axis("off")
    diagram.text(0.0, 1.0, "w1")
    chart.text(0.0, 1.0, "설명")
    scrape.run('# sphinx_gallery_alt = "도해"\n')
    rows = data(scrape)
    assert rows == [["그림", "이름", "x", "y", "글"], ["1", "", "0.0", "1.0", "w1"]]


def test_heights_of_bars_and_directions_of_arrows_are_data_too(scrape):
    plt.bar([1, 2], [10, 20], label="비율")
    plt.quiver([0, 1], [2, 3], [4, 5], [6, 7])
    scrape.run('# sphinx_gallery_alt = "막대와 화살표"\n')
    rows = data(scrape)
    assert rows[0] == ["그림", "이름", "x", "y", "dx", "dy"]
    assert rows[1:3] == [["1", "비율", "1.0", "10", "", ""], ["1", "비율", "2.0", "20", "", ""]]
    assert [list(map(float, row[2:])) for row in rows[3:]] == [[0, 2, 4, 6], [1, 3, 5, 7]]


def test_a_rectangle_is_its_corner_and_sides(scrape):
    plt.gca().add_patch(plt.Rectangle((1, 2), 3, 4, label="넓이"))
    plt.bar([9], [8])
    scrape.run('# sphinx_gallery_alt = "네모와 막대"\n')
    rows = data(scrape)
    assert rows[0] == ["그림", "이름", "x", "y", "dx", "dy"]
    assert rows[1:] == [["1", "", "9.0", "8", "", ""], ["1", "넓이", "1", "2", "3", "4"]]


@pytest.mark.parametrize("origin", ["lower", "upper"])
def test_cells_of_a_coloured_map_keep_their_place(scrape, origin):
    plt.imshow([[1, 2], [3, 4]], origin=origin, extent=(0, 4, 0, 2))
    scrape.run('# sphinx_gallery_alt = "색칠한 칸"\n')
    rows = {tuple(map(float, row[2:4])): float(row[4]) for row in data(scrape)[1:]}
    top, bottom = (1.5, 0.5) if origin == "upper" else (0.5, 1.5)
    assert rows == {(1, top): 1, (3, top): 2, (1, bottom): 3, (3, bottom): 4}


def test_animation_becomes_one_light_and_one_dark_image_per_step(scrape):
    figure, axes = plt.subplots()
    (point,) = axes.plot([0], [0], "o")
    moving = FuncAnimation(figure, lambda i: point.set_data([i], [i]), frames=4)
    rst = scrape.run('# sphinx_gallery_alt = "점이 움직입니다."\n', moving=moving)
    assert "page-figure frames" in rst
    assert rst.count("only-light") == rst.count("only-dark") == 4
    assert rst.count("last-frame") == 2
    assert len(list(scrape.folder.glob("*_f0[0-9].svg"))) == 3


def test_size_of_the_figure_is_told_to_the_browser(scrape):
    plt.figure(figsize=(6, 3))
    plt.plot([0, 1])
    rst = scrape.run('# sphinx_gallery_alt = "선"\n')
    width, height = map(int, rst.partition(":size: ")[2].split("\n")[0].split())
    assert width > height > 0
    assert width / height == pytest.approx(2, rel=0.15)
