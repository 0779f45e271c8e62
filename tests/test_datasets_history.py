"""연표와 예언: 빠짐없이 읽히고, 차례가 맞고, 해가 말이 되는지 봅니다.

해와 출처가 「사실과 출처」와 같은지는 tests/docs/test_history_facts.py 가 봅니다.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from dlconcepts.datasets.history import load_milestones, load_promises

STATES = {"확인함", "확인하지 못함", "논란 있음", "소문"}


@pytest.mark.parametrize("load", [load_milestones, load_promises])
def test_rows_come_in_the_order_of_their_years_and_appear_once(load):
    rows = load()
    assert all(a.year <= b.year for a, b in pairwise(rows))
    assert len({row.fact for row in rows}) == len(rows) >= 8


@pytest.mark.parametrize("row", [*load_milestones(), *load_promises()], ids=lambda row: row.fact)
def test_every_row_says_how_sure_it_is_and_where_it_comes_from(row):
    assert row.state in STATES
    assert row.text.strip()
    assert row.source.strip()


def test_periods_end_after_they_begin_and_the_rest_have_no_end():
    for milestone in load_milestones():
        lasting = milestone.kind in ("여름", "겨울")
        assert lasting == (milestone.until is not None)
        assert milestone.until is None or milestone.until > milestone.year


def test_the_two_winters_do_not_overlap_a_summer():
    seasons = [m for m in load_milestones() if m.until]
    assert [m.kind for m in seasons].count("겨울") == 2
    assert all(a.until <= b.year for a, b in pairwise(seasons))


def test_a_promise_falls_due_after_the_years_it_named():
    chess = load_promises()[1]
    assert (chess.year, chess.within, chess.due, chess.kept) == (1957, 10, 1967, 1997)
    assert replace(chess, within=40).due == 1997


def test_a_kept_promise_names_the_fact_that_keeps_it():
    for promise in load_promises():
        assert (promise.kept is None) == (promise.kept_fact is None)
        assert promise.within >= 1
        assert promise.kept is None or promise.kept >= promise.year
