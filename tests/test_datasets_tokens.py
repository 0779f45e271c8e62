"""토큰과 번호: 오갈 수 있고, 채운 곳은 마스크가 압니다. 디코더의 두 열은 한 칸 어긋나 있습니다."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlconcepts.datasets.tokens import (
    BOS,
    EOS,
    PAD,
    SPECIALS,
    UNK,
    Vocabulary,
    decoder_arrays,
    padded,
)
from dlconcepts.errors import ArgumentError

LETTERS = Vocabulary.of("가나다")


def test_a_vocabulary_starts_with_the_four_special_tokens():
    assert Vocabulary.of("나가나").tokens == (*SPECIALS, "나", "가")
    assert (PAD, BOS, EOS, UNK) == (0, 1, 2, 3)
    assert len(LETTERS) == 7


@given(st.lists(st.text("가나다", max_size=5), min_size=1, max_size=6))
def test_what_is_encoded_can_be_decoded(words):
    ids, mask = LETTERS.encode(words)
    assert ids.shape == mask.shape == (len(words), max(map(len, words)))
    assert mask.sum(axis=1).tolist() == [len(word) for word in words]
    assert (ids[~mask] == PAD).all()
    assert [LETTERS.decode(row) for row in ids] == [list(word) for word in words]


def test_an_unknown_token_gets_its_own_number():
    ids, _ = LETTERS.encode([["가", "라"]])
    assert ids.tolist() == [[4, UNK]]
    assert LETTERS.decode(ids[0]) == ["가", "<unk>"]


def test_decoding_stops_at_the_end_token():
    assert LETTERS.decode([BOS, 4, 5, EOS, 6, PAD]) == ["가", "나"]


def test_padding_to_a_given_length_says_when_it_is_too_short():
    assert padded([[1], [2, 3]], length=3)[0].tolist() == [[1, 0, 0], [2, 3, 0]]
    with pytest.raises(ArgumentError, match=r"length=1 .* 길이가 2 인 열"):
        padded([[1], [2, 3]], length=1)


def test_nothing_to_pad_gives_an_empty_array():
    assert padded([])[0].shape == (0, 0)


@given(st.lists(st.text("가나다", max_size=4), min_size=1, max_size=5))
def test_the_decoder_sees_yesterday_and_answers_today(words):
    inputs, targets, mask = decoder_arrays(words, LETTERS)
    for word, given_row, wanted, real in zip(words, inputs, targets, mask, strict=True):
        n = len(word) + 1
        assert real.tolist() == [i < n for i in range(len(real))]
        assert given_row[:n].tolist() == [BOS, *wanted[: n - 1]]
        assert wanted[:n].tolist() == [*(LETTERS.ids[c] for c in word), EOS]
        assert not given_row[n:].any()
        assert not wanted[n:].any()


def test_one_string_is_not_a_list_of_sequences():
    with pytest.raises(ArgumentError, match=r"\['가나'\] 처럼 목록에"):
        LETTERS.encode("가나")


@pytest.mark.parametrize("tokens", [("가", "나"), (*SPECIALS, "가", "가")])
def test_a_vocabulary_without_specials_or_with_a_repeated_token_is_refused(tokens):
    with pytest.raises(ArgumentError, match=r"Vocabulary\.of"):
        Vocabulary(tokens)
