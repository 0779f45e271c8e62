"""틀: 자리마다 말과 조사가 들어가고, 차례대로 돌며, 틀째 나뉩니다."""

import numpy as np
import pytest

from dlconcepts.datasets.templates import fill, framed, split_bundles
from dlconcepts.errors import ArgumentError

SLOTS = {"item": ["운동화", "이어폰"], "day": ["오늘", "내일", "모레"]}


def test_a_slot_takes_its_word_and_the_particle_that_fits():
    assert fill("{item:을/를} 샀어요.", SLOTS, 0) == "운동화를 샀어요."
    assert fill("{item:을/를} 샀어요.", SLOTS, 1) == "이어폰을 샀어요."
    assert fill("{item} 하나", SLOTS, 0) == "운동화 하나"
    assert fill("자리가 없는 글", SLOTS, 5) == "자리가 없는 글"


def test_following_turns_take_different_words_and_come_round():
    said = [fill("{day}까지 {item:이/가} 반값", SLOTS, turn) for turn in range(12)]
    assert len(set(said)) == 6
    assert said[:6] == said[6:]


def test_a_text_is_left_bare_every_third_time():
    opens, closes = ["안녕하세요. "], [" 감사합니다."]
    said = [framed("밥 먹었어요.", opens, closes, turn) for turn in range(3)]
    assert said == ["밥 먹었어요.", "안녕하세요. 밥 먹었어요.", "밥 먹었어요. 감사합니다."]
    assert framed("밥", [], [], 1) == framed("밥", [], [], 2) == "밥"


def test_a_closing_does_not_repeat_what_was_said():
    closes = [" 감사합니다.", " 답장 주세요."]
    assert framed("와 주셔서 감사합니다.", [], closes, 2) == "와 주셔서 감사합니다. 답장 주세요."
    assert framed("감사합니다. 답장 주세요.", [], closes, 2) == "감사합니다. 답장 주세요."


def test_bundles_stay_whole_and_every_kind_is_shared_out():
    bundles = np.repeat(np.arange(40), 3)
    groups = ["쉬운"] * 20 + ["어려운"] * 20
    parts = split_bundles(bundles, groups, seed=0, valid=0.1, test=0.25, where="시험")
    sets = [set(bundles[part]) for part in parts]
    assert [len(part) for part in parts] == [78, 12, 30]
    assert sum(map(len, sets)) == len(set.union(*sets)) == 40
    assert [sum(bundle < 20 for bundle in part) for part in sets] == [13, 2, 5]


def test_shares_that_leave_nothing_are_refused():
    with pytest.raises(ArgumentError, match="시험"):
        split_bundles(np.arange(4), "가가가가", seed=0, valid=0.5, test=0.5, where="시험")
    with pytest.raises(ArgumentError, match="시험: seed"):
        split_bundles(np.arange(4), "가가가가", seed=-1, valid=0.2, test=0.2, where="시험")
