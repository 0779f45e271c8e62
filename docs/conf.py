"""사이트의 설정. 주소와 저장소는 pyproject.toml 의 [tool.dlconcepts] 한 곳에만 있습니다."""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE / "_ext"), str(ROOT / "src")]
# 갤러리의 일꾼과 노트북 커널은 다른 프로세스라서 sys.path 가 닿지 않습니다.
os.environ["PYTHONPATH"] = os.pathsep.join(
    [str(HERE / "_ext"), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
).rstrip(os.pathsep)
for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")  # 작은 계산에서 스레드끼리 다투면 수십 배 느려집니다
os.environ.setdefault("MPLBACKEND", "agg")

pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
dlconcepts_project = pyproject["tool"]["dlconcepts"]

project = "dlconcepts"
author = "dlconcepts 기여자"
copyright = "dlconcepts 기여자. 글과 그림은 CC BY 4.0, 코드는 BSD-3-Clause"
version = release = pyproject["project"]["version"]
language = "ko"
locale_dirs = [str(HERE / "locales")]  # sphinx.js 는 현재 폴더를 기준으로 찾으므로 절대 경로로

extensions = [
    "myst_nb",
    "sphinx_gallery.gen_gallery",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.intersphinx",
    "sphinx_design",
    "sphinx_copybutton",
    # 우리가 만든 것: 파일 하나에 관심사 하나
    "anchors",
    "answers",
    "chapters",
    "conceptmap",
    "descent_figure",
    "downloads",
    "facts",
    "figures",
    "gallery_korean",
    "glossary",
    "home",
    "katex_math",
    "learning_graph",
    "notes",
    "reading_time",
    "run_directive",
    "site_assets",
    "stale",
    "term_cards",
    "values",
]
exclude_patterns = ["_build", "_ext", "_npm", "_inventory", "auto_examples/**.ipynb"]
nitpicky = True
intersphinx_mapping = {
    "python": ("https://docs.python.org/ko/3", "_inventory/python.inv"),
    "numpy": ("https://numpy.org/doc/stable", "_inventory/numpy.inv"),
    "pandas": ("https://pandas.pydata.org/docs", "_inventory/pandas.inv"),
    "matplotlib": ("https://matplotlib.org/stable", "_inventory/matplotlib.inv"),
}
numfig = True
numfig_format = {"figure": "그림 %s", "table": "표 %s", "code-block": "코드 %s", "section": "%s절"}

# ── 라이브러리 문서 ───────────────────────────────────────────────────────────
autodoc_member_order = "bysource"
autodoc_typehints = "none"  # 모양과 단위는 설명에 있습니다
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_preprocess_types = False
napoleon_use_ivar = False
napoleon_attr_annotations = False
napoleon_use_param = False  # 인자 이름의 밑줄이 살아남습니다
default_role = "code"

# ── 수식: 빌드할 때 KaTeX 로 그립니다 ─────────────────────────────────────────
html_math_renderer = "katex"
katex_js = str(HERE / "_npm/node_modules/katex/dist/katex.min.js")
site_font_source = str(
    HERE / "_npm/node_modules/pretendard/dist/public/variable/PretendardVariable.ttf"
)

# ── 마크다운과 노트북 ─────────────────────────────────────────────────────────
myst_enable_extensions = ["amsmath", "dollarmath", "colon_fence", "deflist", "attrs_inline"]
nb_execution_mode = "cache"
nb_execution_cache_path = str(HERE / "_build" / ".jupyter_cache")
nb_execution_raise_on_error = True
nb_merge_streams = True  # print 여러 번의 출력이 한 상자에 모입니다

# ── 갤러리: 쪽을 실행합니다 ───────────────────────────────────────────────────
sphinx_gallery_conf = {
    "examples_dirs": "../examples",
    "gallery_dirs": "auto_examples",
    "filename_pattern": r"[\\/]plot_[^\\/]+$",  # run_*.py 는 보여 주기만 합니다(page_scripts)
    "within_subsection_order": "FileNameSortKey",
    "image_scrapers": ("figures.scraper", "values.scraper"),
    "reset_modules": ("matplotlib", "reset_figures.reset"),
    "capture_repr": ("_repr_html_", "__repr__"),
    "ignore_repr_types": r"matplotlib\.(text|axes|animation|legend)",
    "remove_config_comments": True,
    "show_signature": False,
    "write_computation_times": False,
    "download_all_examples": False,
    "only_warn_on_example_error": False,
    "min_reported_time": 0,
    "parallel": int(os.environ.get("DLCONCEPTS_GALLERY_WORKERS", "2")),
    "backreferences_dir": None,
    "copyfile_regex": r"index\.rst",
    "first_notebook_cell": (
        "# Colab 과 Kaggle 에서는 이 칸을 먼저 한 번 실행합니다.\n"
        f'%pip install -q "{dlconcepts_project["install"]}"'
    ),
}

# ── 화면 ──────────────────────────────────────────────────────────────────────
html_theme = "pydata_sphinx_theme"
html_title = "dlconcepts"
html_baseurl = dlconcepts_project["site"]
html_static_path = ["_static"]
templates_path = ["_templates"]
html_css_files = ["site.css", "map.css"]
html_js_files = [("frames.js", {"defer": "defer"})]
html_sidebars = {"index": [], "map": [], "contributing": []}  # 아래에 딸린 쪽이 없습니다
html_favicon = "_static/favicon.svg"
html_show_sourcelink = False
html_copy_source = False
html_show_sphinx = False
html_additional_pages = {"404": "404.html"}
html_theme_options = {
    "logo": {"text": "dlconcepts"},
    "search_bar_text": "찾을 말을 적어 주세요",
    "header_dropdown_text": "더 보기",
    "navigation_with_keys": False,
    "navbar_align": "left",
    "show_toc_level": 2,
    "show_nav_level": 2,
    "collapse_navigation": True,
    "footer_start": ["copyright"],
    "footer_end": [],
    "secondary_sidebar_items": ["page-toc"],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
html_context = {"default_mode": "auto", "base_path": urlsplit(html_baseurl).path}
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True
