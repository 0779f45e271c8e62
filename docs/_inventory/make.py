"""바깥 문서로 가는 링크의 목록(objects.inv)을 네트워크 없이 만듭니다. 쓰는 이름만 적습니다."""

from __future__ import annotations

import zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent
PY = "library/{}.html#$"
NAMES = {
    "python": {
        "int py:class": PY.format("functions"),
        "float py:class": PY.format("functions"),
        "str py:class": PY.format("stdtypes"),
        "bool py:class": PY.format("functions"),
        "dict py:class": PY.format("stdtypes"),
        "list py:class": PY.format("stdtypes"),
        "tuple py:class": PY.format("stdtypes"),
        "object py:class": PY.format("functions"),
        "collections.abc.Callable py:class": PY.format("collections.abc"),
        "collections.abc.Mapping py:class": PY.format("collections.abc"),
        "collections.abc.Sequence py:class": PY.format("collections.abc"),
        "collections.abc.Iterable py:class": PY.format("collections.abc"),
        "collections.abc.Iterator py:class": PY.format("collections.abc"),
        "typing.Any py:class": PY.format("typing"),
        "abc.ABC py:class": PY.format("abc"),
        "ctypes.Structure py:class": PY.format("ctypes"),
        "pathlib.Path py:class": PY.format("pathlib"),
        "ValueError py:exception": PY.format("exceptions"),
        "TypeError py:exception": PY.format("exceptions"),
        "ImportError py:exception": PY.format("exceptions"),
        "ArithmeticError py:exception": PY.format("exceptions"),
        "RuntimeError py:exception": PY.format("exceptions"),
        "FileNotFoundError py:exception": PY.format("exceptions"),
        "Exception py:exception": PY.format("exceptions"),
        "KeyError py:exception": PY.format("exceptions"),
    },
    "numpy": {
        "numpy.ndarray py:class": "reference/generated/numpy.ndarray.html#$",
        "numpy.dtype py:class": "reference/generated/numpy.dtype.html#$",
        "numpy.float64 py:class": "reference/arrays.scalars.html#$",
    },
    "pandas": {"pandas.DataFrame py:class": "reference/api/pandas.DataFrame.html#$"},
    "matplotlib": {
        "matplotlib.axes.Axes py:class": "api/_as_gen/matplotlib.axes.Axes.html#$",
        "matplotlib.figure.Figure py:class": "api/figure_api.html#$",
        "matplotlib.animation.FuncAnimation py:class": (
            "api/_as_gen/matplotlib.animation.FuncAnimation.html#$"
        ),
    },
}


def main() -> None:
    for project, names in NAMES.items():
        head = (
            f"# Sphinx inventory version 2\n# Project: {project}\n# Version: \n"
            "# The remainder of this file is compressed using zlib.\n"
        )
        lines = sorted(f"{name} 1 {address} -\n" for name, address in names.items())
        body = zlib.compress("".join(lines).encode("utf-8"), 9)
        (HERE / f"{project}.inv").write_bytes(head.encode("utf-8") + body)


if __name__ == "__main__":
    main()
