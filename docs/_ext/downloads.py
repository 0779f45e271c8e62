"""내려받는 노트북과 스크립트를 쪽과 똑같이 읽히게 하고, 여는 링크를 답니다.

sphinx-gallery 가 만든 노트북에는 Sphinx 의 역할과 지시어가 그대로 남습니다.
여기서 값을 채우고, 용어와 링크를 마크다운으로 바꿉니다. 명령줄에서 부르는 쪽(run_*.py)은 노트북에서
실행할 수 없으므로 스크립트만 남깁니다.
"""

from __future__ import annotations

import json
import os
import re
import textwrap
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

import values
from docutils import nodes
from facts import load
from page_scripts import is_executed, page_scripts
from sphinx.application import Sphinx
from sphinx.util import logging

from dlconcepts.numerals import josa

logger = logging.getLogger(__name__)

ROLE = re.compile(r":(?P<role>[a-z]+):`(?P<body>[^`]+)`")
TITLED = re.compile(r"^(?P<title>.+?)\s*<(?P<target>[^<>]+)>$", re.DOTALL)
BLOCK = re.compile(
    r"^\.\. (?P<kind>[a-z-]+)::(?P<title>[^\n]*)\n(?P<body>(?:[ \t]*\n|   [^\n]*(?:\n|\Z))*)", re.M
)
ALIGN = re.compile(r"\\begin\{align\}(.*?)\\end\{align\}", re.DOTALL)
LABEL = re.compile(r"^\.\. _[^:\n]+:[ \t]*\n?", re.M)
REFERENCE = re.compile(r"(?<!`)`([^`<>]+?)\s+<[^`<>]+>`(?!`)")
LITERAL = re.compile(r"``([^`]+)``")


# ── 글을 바꾸기 ──────────────────────────────────────────────────────────────


def role_text(role: str, body: str, known: dict[str, Any], site: str, facts: dict[str, str]) -> str:
    """역할 하나를 마크다운으로."""
    titled = TITLED.match(body)
    if role == "val":
        return values.sentence(known, body)
    if role in {"vmath", "math"}:
        return f"${values.fill(body, known, formula=True)[0]}$"
    if role == "fact":
        key, _, pair = body.partition("|")
        return facts[key] + (josa(facts[key], pair) if pair else "")
    if role == "doc" and titled:
        return f"[{titled['title']}]({site}{titled['target'].lstrip('/')}.html)"
    if titled:
        return titled["title"]
    return body.lstrip("~!.") if role in {"func", "class", "mod", "meth"} else body


def block_text(match: re.Match[str]) -> str:
    """지시어 하나를 마크다운으로. 접힌 답은 제목과 글로 펼칩니다."""
    kind, title, body = match["kind"], match["title"].strip(), textwrap.dedent(match["body"])
    body = re.sub(r"\A(?::[a-z-]+:(?: [^`\n]*)?\n)+", "", body.lstrip("\n")).strip("\n")
    if kind in {"vmath", "math"}:
        return f"$$\n{(title + chr(10) + body).strip()}\n$$\n"
    if kind in {"container", "rst-class"}:
        return body + "\n"
    lead = f"**{title}**\n\n" if title else ""
    return f"{lead}{body}\n"


def markdown(text: str, known: dict[str, Any], site: str, facts: dict[str, str]) -> str:
    """노트북 칸의 글에 남은 reST 를 마크다운으로 바꿉니다."""
    text = LABEL.sub("", text)
    while (new := BLOCK.sub(block_text, text)) != text:
        text = new
    text = ALIGN.sub(lambda m: f"$$\n{m[1].strip()}\n$$", text)
    text = ROLE.sub(lambda m: role_text(m["role"], m["body"], known, site, facts), text)
    text = values.HOLE.sub(lambda m: values.fill(m[0], known, formula=True)[0], text)
    text = LITERAL.sub(r"`\1`", text)
    text = REFERENCE.sub(r"\1", text)
    return re.sub(r"\\ (?=\S)", "", text)


def script_text(text: str, known: dict[str, Any], facts: dict[str, str]) -> str:
    """스크립트의 주석에 있는 값과 사실만 채웁니다. 나머지 글은 그대로 둡니다."""

    def fill(match: re.Match[str]) -> str:
        if match["role"] == "vmath":
            return f":math:`{values.fill(match['body'], known, formula=True)[0]}`"
        if match["role"] in {"val", "fact"}:
            return role_text(match["role"], match["body"], known, "", facts)
        return match["body"] if match["role"] == "name" else match[0]

    text = ROLE.sub(fill, text)
    return values.HOLE.sub(lambda m: values.fill(m[0], known)[0], text)


def rewrite(path: Path, change: Callable[[str], str], stamp: float) -> None:
    """내용을 바꾸되 시각은 ``stamp`` 로 맞춥니다. Sphinx 가 바뀐 쪽으로 오해하지 않게 합니다."""
    text = path.read_text(encoding="utf-8")
    new = change(text)
    if new != text:
        path.write_text(new, encoding="utf-8", newline="\n")
        os.utime(path, (stamp, stamp))


def fill_downloads(app: Sphinx) -> None:
    gallery = Path(app.srcdir, app.config.sphinx_gallery_conf["gallery_dirs"])
    facts = {key: fact.text for key, fact in load(Path(app.srcdir, "facts.toml")).items()}
    site = app.config.html_baseurl
    for script in page_scripts(gallery):
        store = script.with_suffix(values.SUFFIX)
        known: dict[str, Any] = {}
        if not is_executed(script):
            script.with_suffix(".ipynb").unlink(missing_ok=True)
            stamp = script.with_suffix(".rst").stat().st_mtime
        elif store.exists():
            known = json.loads(store.read_text(encoding="utf-8"))
            stamp = store.stat().st_mtime
        else:
            continue
        changes = {
            ".py": lambda text, known=known: script_text(text, known, facts),
            ".ipynb": lambda text, known=known: notebook_text(text, known, site, facts),
        }
        for path in filter(Path.exists, map(script.with_suffix, changes)):
            try:
                rewrite(path, changes[path.suffix], stamp)
            except values.UNFILLED as error:
                reason = error.args[0] if error.args else error
                logger.warning("내려받기를 채우지 못했습니다: %s: %s", path.name, reason)


def notebook_text(text: str, known: dict[str, Any], site: str, facts: dict[str, str]) -> str:
    book = json.loads(text)
    for cell in book["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = [markdown("".join(cell["source"]), known, site, facts)]
    return json.dumps(book, ensure_ascii=False, indent=1) + "\n"


# ── 여는 링크 ────────────────────────────────────────────────────────────────


def links(docname: str, project: dict[str, str]) -> dict[str, str]:
    """쪽의 노트북을 여는 바깥 링크. Colab 과 Kaggle 은 저장소의 노트북만 열 수 있습니다."""
    blob = f"{project['repository']}/blob/{project['notebook_branch']}"
    path = quote(str(PurePosixPath("notebooks", docname + ".ipynb")))
    return {
        "Colab에서 열기": f"https://colab.research.google.com/github/{blob}/{path}",
        "Kaggle에서 열기": f"https://kaggle.com/kernels/welcome?src=https://github.com/{blob}/{path}",
    }


def add_links(app: Sphinx, doctree: nodes.document) -> None:
    """위쪽 안내를 여는 링크로 바꾸고, 아래쪽의 내려받기를 한국어로 합니다."""
    docname = app.env.docname
    has_notebook = Path(app.srcdir, docname + ".ipynb").exists()
    for node in list(doctree.findall(nodes.container)):
        if "sphx-glr-download-jupyter" in node["classes"] and not has_notebook:
            node.parent.remove(node)
    for note in list(doctree.findall(nodes.note)):
        if "sphx-glr-download-link-note" in note["classes"]:
            bar = nodes.container(classes=["launch-links"])
            opened = links(docname, app.config.dlconcepts_project) if has_notebook else {}
            for text, address in opened.items():
                paragraph = nodes.paragraph()
                paragraph += nodes.reference("", text, refuri=address, internal=False)
                bar += paragraph
            paragraph = nodes.paragraph()
            target = "sphx-glr-download-" + docname.replace("/", "-").replace("_", "-") + "-py"
            paragraph += nodes.reference("", "내려받기", refid=target, internal=True)
            bar += paragraph
            note.replace_self(bar)


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_config_value("dlconcepts_project", {}, "env")
    # 갤러리(500)와 값 기록이 끝난 다음입니다.
    app.connect("builder-inited", fill_downloads, priority=900)
    app.connect("doctree-read", add_links, priority=400)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
