"""작은 사이트를 만들어 확장을 시험하는 도구."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from sphinx.testing.util import SphinxTestApp
from sphinx.util.console import strip_escape_sequences

DOCS = Path(__file__).resolve().parents[2] / "docs"
KATEX = DOCS / "_npm/node_modules/katex/dist/katex.min.js"


@pytest.fixture
def make_site(tmp_path):
    """files 를 담은 작은 사이트를 만들고, 만들어진 쪽을 읽는 함수와 경고를 돌려줍니다."""

    started = []

    def build(files, extensions, **settings):
        source, out = tmp_path / "source", tmp_path / "out"
        for name, text in files.items():
            path = source / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        (source / "conf.py").touch()
        (source / "docutils.conf").write_text(
            (DOCS / "docutils.conf").read_text(encoding="utf-8"), encoding="utf-8"
        )
        app = SphinxTestApp(
            "html",
            srcdir=source,
            builddir=out,
            # Sphinx 는 기본값 사전에 확장자를 더해 넣으므로, 사이트마다 새 사전을 줍니다.
            confoverrides={"extensions": extensions, "nitpicky": True}
            | {"source_suffix": {".rst": "restructuredtext"}}
            | settings,
        )
        started.append(app)
        app.build(force_all=True)
        return SimpleNamespace(
            page=lambda name: (Path(app.outdir) / f"{name}.html").read_text(encoding="utf-8"),
            warnings=strip_escape_sequences(app.warning.getvalue()),
            out=Path(app.outdir),
            source=source,
            app=app,
        )

    yield build
    for app in started:
        app.cleanup()


@pytest.fixture
def katex():
    """KaTeX 가 있는 곳. 없으면 까닭을 말하고 건너뜁니다."""
    if not KATEX.exists():
        pytest.skip("npm 꾸러미가 없습니다: python docs/_npm/install.py 를 먼저 실행합니다")
    return str(KATEX)
