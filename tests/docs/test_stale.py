"""라이브러리가 바뀌면 그것을 쓰는 쪽만 다시 실행합니다."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
import stale


@pytest.fixture
def house(tmp_path):
    """라이브러리 세 파일과 두 쪽이 있는 작은 집."""
    src = tmp_path / "src" / "dlconcepts"
    (src / "viz").mkdir(parents=True)
    (src / "__init__.py").write_text("", encoding="utf-8")
    (src / "errors.py").write_text("class E(Exception): ...\n", encoding="utf-8")
    (src / "descent.py").write_text("from dlconcepts.errors import E\n", encoding="utf-8")
    (src / "viz" / "__init__.py").write_text("from .style import use\n", encoding="utf-8")
    (src / "viz" / "style.py").write_text('FONT = "font.otf"\ndef use(): ...\n', encoding="utf-8")
    (src / "viz" / "font.otf").write_bytes(b"font")
    (src / "lonely.py").write_text("", encoding="utf-8")
    chapter = tmp_path / "examples" / "01_x"
    chapter.mkdir(parents=True)
    (chapter / "plot_1.py").write_text(
        "from dlconcepts.descent import minimize\n", encoding="utf-8"
    )
    (chapter / "plot_2.py").write_text("import dlconcepts.viz\n", encoding="utf-8")
    out = tmp_path / "docs" / "auto_examples" / "01_x"
    out.mkdir(parents=True)
    app = SimpleNamespace(
        srcdir=tmp_path / "docs",
        config=SimpleNamespace(
            sphinx_gallery_conf={"examples_dirs": "../examples", "gallery_dirs": "auto_examples"}
        ),
    )

    def build():
        """한 번 만들고, 다시 실행되었을 쪽의 이름을 돌려줍니다."""
        stale.remove_orphans(app)
        stale.forget_stale(app)
        ran = []
        for script, target in stale.pages(app):
            memory = target.with_name(target.name + ".md5")
            if not memory.exists():
                ran.append(script.stem)
                target.write_text(script.read_text(encoding="utf-8"), encoding="utf-8")
                memory.write_text("ok", encoding="utf-8")
        stale.remember(app)
        return ran

    return SimpleNamespace(root=tmp_path, src=src, chapter=chapter, out=out, build=build, app=app)


def test_second_build_runs_nothing(house):
    assert house.build() == ["plot_1", "plot_2"]
    assert house.build() == []


@pytest.mark.parametrize(
    ("changed", "rerun"),
    [
        ("descent.py", ["plot_1"]),
        ("errors.py", ["plot_1"]),  # 건너서 닿는 파일
        ("viz/style.py", ["plot_2"]),  # 패키지의 상대 import
        ("viz/font.otf", ["plot_2"]),  # 모듈이 이름을 부르는 자료
        ("__init__.py", ["plot_1", "plot_2"]),
        ("lonely.py", []),
    ],
)
def test_changed_file_reruns_exactly_the_pages_that_reach_it(house, changed, rerun):
    house.build()
    with (house.src / changed).open("a", encoding="utf-8") as file:
        file.write("# 바뀜\n")
    assert house.build() == rerun


def test_import_for_type_checking_alone_is_not_reached(house):
    (house.src / "__init__.py").write_text(
        "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    from dlconcepts import lonely, descent\n",
        encoding="utf-8",
    )
    house.build()
    for name in ("lonely.py", "descent.py"):
        with (house.src / name).open("a", encoding="utf-8") as file:
            file.write("# 바뀜\n")
    assert house.build() == ["plot_1"]


def test_new_import_makes_the_page_watch_the_new_file(house):
    house.build()
    (house.src / "errors.py").write_text("import dlconcepts.lonely\n", encoding="utf-8")
    assert house.build() == ["plot_1"]
    (house.src / "lonely.py").write_text("x = 1\n", encoding="utf-8")
    assert house.build() == ["plot_1"]


def test_new_record_of_the_seeds_reruns_its_page(house):
    house.build()
    record = house.root / stale.SPREADS / "01_x" / "plot_2.json"
    record.parent.mkdir(parents=True)
    record.write_text("{}", encoding="utf-8")
    assert house.build() == ["plot_2"]
    record.write_text('{"seeds": [0]}', encoding="utf-8")
    stale.digest.cache_clear()
    assert house.build() == ["plot_2"]
    assert house.build() == []


def test_outputs_of_a_removed_example_go_and_the_others_stay(house):
    house.build()
    (house.out / "images").mkdir()
    (house.out / "images" / "sphx_glr_plot_1_001.svg").write_text("", encoding="utf-8")
    (house.out / "images" / "sphx_glr_plot_2_001.svg").write_text("", encoding="utf-8")
    (house.chapter / "plot_1.py").unlink()
    assert house.build() == []
    left = sorted(path.name for path in house.out.rglob("*") if path.is_file())
    assert left == ["plot_2.py", "plot_2.py.md5", "plot_2.reach.json", "sphx_glr_plot_2_001.svg"]


def test_a_page_that_is_only_shown_is_not_remembered_but_is_removed_with_its_script(house):
    script, target = house.chapter / "run_3.py", house.out / "run_3.py"
    script.write_text("import dlconcepts.descent\n", encoding="utf-8")
    target.write_text("", encoding="utf-8")
    target.with_suffix(".rst").write_text("", encoding="utf-8")
    house.build()
    target.with_name("run_3.py.md5").unlink()  # 갤러리는 실행하지 않은 쪽의 md5 를 적지 않습니다
    target.with_suffix(".reach.json").unlink()
    stale.remember(house.app)
    assert not target.with_suffix(".reach.json").exists()
    script.unlink()
    house.build()
    assert not [*house.out.glob("run_3.*")]


def test_changed_extension_makes_sphinx_read_every_page_again(tmp_path):
    (tmp_path / "a.py").write_text("x = 1\n", encoding="utf-8")
    before = stale.machinery(tmp_path)
    assert stale.machinery(tmp_path) == before
    (tmp_path / "a.py").write_text("x = 2\n", encoding="utf-8")
    assert stale.machinery(tmp_path) != before


def test_record_names_the_files_in_plain_sight(house):
    house.build()
    record = json.loads((house.out / "plot_2.reach.json").read_text(encoding="utf-8"))
    assert sorted(record) == [
        "src/dlconcepts/__init__.py",
        "src/dlconcepts/viz/__init__.py",
        "src/dlconcepts/viz/font.otf",
        "src/dlconcepts/viz/style.py",
    ]
