"""문장에 들어가는 값: 모으기, 찾기, 쓰기."""

from __future__ import annotations

import json

import numpy as np
import pytest
import values
from hypothesis import given
from hypothesis import strategies as st

KNOWN = {
    "x10": 0.32212,
    "n": 1234567,
    "xs": [1.5, [2.0, -3.25]],
    "name": "모멘텀",
    "small": 3.2e-05,
}


@pytest.mark.parametrize(
    ("expression", "sentence"),
    [
        ("x10|.3f", "0.322"),
        ("x10|.3f|이/가", "0.322가"),
        ("n|,d|은/는", "1,234,567은"),
        ("xs[0]|.1f", "1.5"),
        ("xs[1,1]|.2f", "−3.25"),
        ("xs[-1, 0]|g", "2"),
        ("small|.1e", "3.2×10⁻⁵"),
        ("name", "모멘텀"),
        ("n", "1234567"),
    ],
)
def test_expression_becomes_the_sentence_a_reader_expects(expression, sentence):
    assert values.sentence(KNOWN, expression) == sentence


@pytest.mark.parametrize(
    ("expression", "error", "message"),
    [
        ("nothing|.3f", KeyError, "nothing"),
        ("xs|.3f", ValueError, "배열"),
        ("xs[9]|.3f", IndexError, "range"),
        ("a.b|.3f", ValueError, "이름"),
        ("x10|.3q", ValueError, "format"),
        ("__import__('os')", ValueError, "이름"),
    ],
)
def test_wrong_expression_is_an_error_and_never_a_number(expression, error, message):
    with pytest.raises(error, match=message):
        values.sentence(KNOWN, expression)


def test_formula_uses_tex_forms_and_reports_what_it_put_in():
    text, used = values.fill("x = <<small|.1e>>, n = <<n|,d>>", KNOWN, formula=True)
    assert text == r"x = 3.2 \times 10^{-5}, n = 1{,}234{,}567"
    assert used == ["3.2×10⁻⁵", "1,234,567"]


def test_infinite_and_missing_numbers_are_words_a_reader_knows():
    assert values.plain(float("inf"), ".2f") == "∞"
    assert values.plain(float("-inf"), ".2f") == "−∞"
    assert values.plain(float("nan"), ".2f") == "NaN"


@given(
    st.floats(allow_nan=False, allow_infinity=False), st.sampled_from([".3f", ".2e", "g", ",.1f"])
)
def test_shown_number_reads_back_as_the_formatted_number(number, spec):
    shown = values.plain(number, spec)
    back = shown.replace("−", "-").replace(",", "").replace("×10", "e")
    back = back.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    assert float(back) == float(format(number, spec).replace(",", ""))


def test_scraper_keeps_scalars_and_small_arrays_only(tmp_path):
    scope = {
        "x": np.float64(0.5),
        "flag": True,
        "row": np.arange(3),
        "pair": (1, 2.5),
        "huge": np.zeros(1001),
        "function": len,
        "_hidden": 1,
        "text": "글",
        "module": json,
    }
    target = tmp_path / "plot_x.py"
    block = ("code", "", 1)
    assert values.scraper(block, {"example_globals": scope, "target_file": str(target)}, {}) == ""
    stored = json.loads((tmp_path / "plot_x.values.json").read_text(encoding="utf-8"))
    assert stored == {"flag": True, "pair": [1, 2.5], "row": [0, 1, 2], "text": "글", "x": 0.5}


def test_scraper_leaves_an_unchanged_file_untouched(tmp_path):
    arguments = {"example_globals": {"x": 1}, "target_file": str(tmp_path / "plot_x.py")}
    values.scraper(None, arguments, {})
    before = (tmp_path / "plot_x.values.json").stat().st_mtime_ns
    values.scraper(None, arguments, {})
    assert (tmp_path / "plot_x.values.json").stat().st_mtime_ns == before


def test_array_larger_than_the_limit_is_not_stored():
    assert values.storable(list(range(values.LARGEST + 1))) is None
    assert values.storable(list(range(values.LARGEST))) is not None
