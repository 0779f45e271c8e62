"""장이 셋이고 쪽이 넷인 작은 갤러리: 배움 지도와 읽는 시간의 시험이 함께 씁니다."""

from __future__ import annotations

from pathlib import Path

CHAPTERS = """
[01]
folder = "01_a"
title = "처음 장"
needs = []
learns = "처음을 배웁니다."

[02]
folder = "02_b"
title = "다음 장"
needs = ["01"]
learns = "다음을 배웁니다."

[03]
folder = "03_c"
title = "끝 장"
needs = ["01"]
learns = "끝을 배웁니다."
"""
ROUTES = """
[tour]
title = "훑어보기"
why = "큰 그림만 봅니다."
at_most = 5

[tour.pages]
"01_a/plot_01_x" = "처음이니까요."
"02_b/plot_01_z" = ""

[everything]
title = "끝까지"
why = "모두 봅니다."
"""


def script(title: str, needs: str, body: str = "") -> str:
    head = f'"""\n{title}\n{"=" * 2 * len(title)}\n\n소개입니다.\n\n'
    return f'{head}- **배울 것**: 없습니다.\n- **필요한 것**: {needs}\n"""\n{body}'


def doc(name: str, text: str = "앞의 것") -> str:
    return f":doc:`{text} </auto_examples/{name}>`"


SCRIPTS = {
    "01_a/plot_01_x": script(
        "공은 왜 구를까요?",
        "파이썬 조금.",
        "\n# %%\n# .. _x-start:\n#\n# 처음\n# ----\n\nprint(1)\n",
    ),
    "01_a/plot_02_y": script("얼마나 구를까요?", ":ref:`처음 <x-start>`. 종이도 씁니다."),
    "02_b/plot_01_z": script(
        "어디에서 멈출까요?", doc("01_a/plot_02_y") + "와\n  " + doc("03_c/run_w")
    ),
    "03_c/run_w": script("여럿이 밀면?", "힘."),
}


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def gallery(root: Path, scripts: dict[str, str] = SCRIPTS, **files: str) -> tuple[Path, set[str]]:
    """파일을 쓰고 (docs 폴더, 만들어진 쪽의 이름들)을 돌려줍니다."""
    write(root, {f"examples/{name}.py": text for name, text in scripts.items()})
    write(root / "docs", {"chapters.toml": CHAPTERS, "routes.toml": ROUTES})
    write(root / "docs", {f"{name}.toml": text for name, text in files.items()})
    return root / "docs", {f"auto_examples/{name}" for name in scripts}
