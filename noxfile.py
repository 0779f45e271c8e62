"""dlconcepts 를 시험하고, 만들고, 지키는 일. ``nox --list`` 가 한눈에 보여 줍니다."""

from __future__ import annotations

from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "virtualenv"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["tests", "docs"]

PROJECT = nox.project.load_toml("pyproject.toml")
HTML, TREES = "docs/_build/html", "docs/_build/doctrees"
UNIT = "not site and not pages and not gpu"
QUIET = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "PYTHONUTF8": "1"}


def install(session: nox.Session, *groups: str, extras: str = "viz,torch") -> None:
    """우리 패키지와 묶음들을 constraints.txt 의 판으로 설치합니다."""
    needs = [name for group in groups for name in nox.project.dependency_groups(PROJECT, group)]
    session.install("-q", "-c", "constraints.txt", "-e", f".[{extras}]", *needs)
    session.env.update(QUIET)


@nox.session
def tests(session: nox.Session) -> None:
    """시험을 돌립니다. 인자는 pytest 로 갑니다."""
    install(session, "test", "docs", extras="examples,torch")
    session.run("python", "docs/_npm/install.py")
    session.run("pytest", "-n", "auto", "-m", UNIT, *session.posargs)


@nox.session
def lowest(session: nox.Session) -> None:
    """pyproject 가 약속한 가장 낮은 판에서 라이브러리의 시험을 돌립니다."""
    project = PROJECT["project"]
    needs = [*project["dependencies"], *project["optional-dependencies"]["viz"]]
    lowest = [need.replace(">=", "==") for need in needs]
    session.install("-q", "-e", ".", *lowest, "pytest>=8.2", "hypothesis>=6.100")
    session.env.update(QUIET)
    session.run("pytest", "-m", UNIT, *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """사이트를 만듭니다(쪽을 실행합니다). 결과는 docs/_build/html/index.html 입니다."""
    install(session, "docs", extras="examples,torch")
    session.run("python", "docs/_npm/install.py")
    session.run("sphinx-build", "-nW", "--keep-going", "-d", TREES, "docs", HTML, *session.posargs)
    session.run("python", "docs/_ext/numbercheck.py", HTML)
    session.log(f"사이트를 여세요: {(Path(HTML) / 'index.html').resolve().as_uri()}")


@nox.session
def lint(session: nox.Session) -> None:
    """코드의 모양과 문장의 말을 봅니다."""
    install(session, "lint", extras="viz")
    session.run("ruff", "check", *session.posargs)
    session.run("ruff", "format", "--check")
    session.run("python", "docs/_ext/termlint.py")


@nox.session
def types(session: nox.Session) -> None:
    """형(type)을 봅니다."""
    install(session, "types")
    session.run("mypy", *session.posargs)


@nox.session
def pages(session: nox.Session) -> None:
    """쪽의 스크립트와 노트북을 배우는 사람처럼 실행합니다. 인자: --since 커밋."""
    install(session, "pages", extras="examples,torch")
    session.run("pytest", "-n", "auto", "-m", "pages", "tests/pages", *session.posargs)


@nox.session
def mutation(session: nox.Session) -> None:
    """라이브러리를 망가뜨려 쪽이 알아채는지 봅니다. 인자: 쪽 이름이나 --since 커밋."""
    install(session, "docs", extras="examples,torch")
    session.run("python", "tests/mutation.py", *session.posargs)


@nox.session
def site(session: nox.Session) -> None:
    """만들어진 사이트를 봅니다. nox -s docs 를 먼저 합니다. 인자: --since 커밋."""
    install(session, "site", extras="examples,torch")
    session.run("pytest", "-n", "auto", "-m", "site", "tests/site", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """빠르기를 잽니다. 비율을 적을 뿐, 시간 때문에 실패하지 않습니다."""
    install(session, extras="examples,torch")
    session.run("python", "bench/descent.py", *session.posargs)
    session.run("python", "bench/training_step.py", *session.posargs)
    session.run("python", "bench/trainer.py", *session.posargs)
    session.run("python", "bench/importing.py")
    session.run("python", "bench/hardware.py")


@nox.session
def spread(session: nox.Session) -> None:
    """쪽을 씨앗만 바꾸어 되풀이하고 그 기록을 꾸러미에 적습니다. 인자는 쪽의 이름입니다."""
    install(session, extras="examples,torch")
    session.run("python", "bench/spread.py", *session.posargs)


@nox.session
def gpu(session: nox.Session) -> None:
    """GPU 의 시험. CUDA 로 만든 torch 를 함께 설치하므로 GPU 가 있는 기계에서만 부릅니다."""
    needs = nox.project.dependency_groups(PROJECT, "test")
    session.install("-q", "-e", ".[examples,torch]", *needs)  # constraints 의 torch 는 CPU 용입니다
    session.run("pytest", "-m", "gpu", *session.posargs)


@nox.session
def linkcheck(session: nox.Session) -> None:
    """바깥 링크가 살아 있는지 봅니다(네트워크가 있어야 합니다)."""
    install(session, "docs", extras="examples,torch")
    session.run("python", "docs/_npm/install.py")
    session.run(
        "sphinx-build", "-b", "linkcheck", "docs", "docs/_build/linkcheck", *session.posargs
    )


@nox.session
def build(session: nox.Session) -> None:
    """배포 꾸러미(sdist, wheel)를 만들고 검사합니다."""
    session.install("-q", "-c", "constraints.txt", *nox.project.dependency_groups(PROJECT, "build"))
    session.run("python", "-m", "build", "--outdir", "dist", *session.posargs)
    session.run("twine", "check", "--strict", *map(str, Path("dist").glob("dlconcepts-*")))
