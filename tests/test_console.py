"""콘솔: 한글은 두 칸이고, 긴 글은 빈칸에서 나뉘며, 없는 글자는 물음표가 됩니다."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlconcepts.console import can_write, encoding_of, pad, width, wrap, write_line

WORDS = st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=12)
TEXTS = st.lists(WORDS, max_size=12).map(" ".join)


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("abc", 3), ("한글", 4), ("한글 폴더", 9), ("ＡＢ", 4), ("é", 1), ("가\u0301", 2)],
)
def test_hangul_and_wide_letters_take_two_columns(text, columns):
    assert width(text) == columns


def test_padding_counts_columns_and_not_letters():
    assert width(pad("메모리", 10)) == width(pad("CPU", 10)) == 10


def test_padding_never_cuts():
    assert pad("메모리", 2) == "메모리"


@given(TEXTS, st.integers(1, 40))
def test_wrapping_loses_no_word_and_keeps_to_the_columns(text, columns):
    lines = wrap(text, columns)
    assert " ".join(lines).split() == text.split()
    assert all(width(line) <= columns or " " not in line for line in lines)


@pytest.mark.parametrize(
    ("encoding", "text", "possible"),
    [
        ("utf-8", "한글 − 🎉", True),
        ("cp949", "한글 η", True),
        ("cp949", "−", False),
        ("ascii", "한글", False),
        ("없는-인코딩", "a", False),
    ],
)
def test_an_encoding_is_asked_and_not_guessed(encoding, text, possible):
    assert can_write(text, encoding) is possible


@given(st.text(), st.sampled_from(["ascii", "cp949", "utf-8", "latin-1"]))
def test_any_text_can_be_written_anywhere(text, encoding):
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="strict", newline="")
    write_line(text, stream)
    written = stream.buffer.getvalue().decode(encoding)
    assert written.endswith("\n")
    assert len(written) == len(text) + 1


def test_a_stream_without_an_encoding_takes_everything():
    stream = io.StringIO()
    write_line("한글 −", stream)
    assert stream.getvalue() == "한글 −\n"
    assert encoding_of(stream) == "utf-8"
