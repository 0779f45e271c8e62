"""문장: 반반이고, 묶음은 한 부분에만 있으며, 차례와 오른쪽 말을 보아야 풀립니다."""

import re
from collections import Counter

import numpy as np
import pytest

from dlconcepts.datasets.sentences import Sentences, make_sentences, split_words
from dlconcepts.datasets.splits import take
from dlconcepts.datasets.tokens import UNK
from dlconcepts.errors import ArgumentError, ArgumentTypeError


@pytest.fixture(scope="module")
def data():
    return make_sentences(seed=0)


def everything(data):
    """(문장, 라벨, 이름표들) 모두."""
    return [
        (text, int(label), [Sentences.tag_names[t] for t in tags[mask]])
        for part in data
        for text, label, tags, mask in zip(
            part.texts, part.labels, part.tags, part.mask, strict=True
        )
    ]


@pytest.mark.parametrize("seed", range(12))
def test_every_split_is_balanced_and_of_the_promised_size(seed):
    data = make_sentences(seed=seed)
    assert [len(part) for part in data] == [544, 112, 112]
    assert [part.labels.mean() for part in data] == [0.5, 0.5, 0.5]


@pytest.mark.parametrize("seed", range(12))
def test_no_bundle_is_in_two_parts_and_no_word_is_new(seed):
    data = make_sentences(seed=seed)
    bundles = [set(part.bundles.tolist()) for part in data]
    assert sum(map(len, bundles)) == len(set.union(*bundles)) == 96
    assert not any((part.words == UNK).any() for part in data)


def core(text):
    """명사와 서술의 짝들: 조사와 어미를 뗀 (만두, 남기) 같은 것."""
    return re.sub(r"(이|가|을|를|은|는)\b", "", text)


def test_no_sentence_appears_twice_and_none_is_shared(data):
    texts = [text for text, *_ in everything(data)]
    assert len(set(texts)) == 768
    assert len({core(text) for text in texts}) == 768  # 조사만 다른 문장도 없습니다


def test_the_sentences_do_not_depend_on_the_seed_but_the_parts_do(data):
    other = make_sentences(seed=1)
    assert sorted(map(str, everything(data))) == sorted(map(str, everything(other)))
    assert set(data.test.texts) != set(other.test.texts)
    again = make_sentences(seed=0)
    assert data.test.texts.tolist() == again.test.texts.tolist()
    np.testing.assert_array_equal(data.train.words, again.train.words)


def test_the_numbers_say_what_the_text_says(data):
    for part in data:
        vocabulary = part.vocabulary
        for text, ids, mask, tags in zip(part.texts, part.words, part.mask, part.tags, strict=True):
            words = split_words(text)
            assert [vocabulary.tokens[i] for i in ids[mask]] == words
            assert mask.sum() == len(words)
            assert (tags[mask] > 0).all()
            assert not tags[~mask].any()
            assert not ids[~mask].any()


def test_a_denied_predicate_turns_the_label(data):
    label_of = {text: label for text, label, _ in everything(data)}
    assert label_of["음, 만두는 그다지 짜지 않았어요."] == 1
    assert label_of["아, 볶음밥은 별로 맛있지 않았어요."] == 0
    assert label_of["만두는 짰지만 볶음밥은 맛있었어요."] == 1
    assert label_of["볶음밥은 맛있었지만 만두는 짰어요."] == 0
    assert label_of["볶음밥은 맛있지 않았지만 만두는 짜지 않았어요."] == 1
    assert label_of["만두는 짜지 않았지만 볶음밥은 맛있지 않았어요."] == 0


def test_the_last_predicate_alone_decides_the_label(data):
    labels_of = {}
    for text, label, _ in everything(data):
        *_, before, last = split_words(text)
        predicate = (before, last) if last in ("않았어요", "되었어요") else (last,)
        if before == "되지":  # 흠이 되지 않았어요, 도움이 되지 않았어요
            predicate = (split_words(text)[-3], *predicate)
        labels_of.setdefault(predicate, set()).add(label)
    assert len(labels_of) > 60
    assert all(len(labels) == 1 for labels in labels_of.values())
    assert labels_of["짜지", "않았어요"] == {1}
    assert labels_of["흠이", "되지", "않았어요"] == {1}
    assert labels_of["짰어요",] == {0}


def test_a_quarter_of_the_sentences_come_in_pairs_of_the_same_words_and_opposite_labels(data):
    labels_of = {}
    for text, label, _ in everything(data):
        labels_of.setdefault(tuple(sorted(split_words(text))), []).append(label)
    pairs = [labels for labels in labels_of.values() if len(labels) > 1]
    assert len(pairs) == 96
    assert all(sorted(labels) == [0, 1] for labels in pairs)


def test_a_topic_marked_noun_is_a_subject_or_an_object_depending_on_what_follows(data):
    roles = Counter()
    by_word = {}
    for text, _, tags in everything(data):
        for word, tag in zip(split_words(text), tags, strict=True):
            if word[-1] in "은는" and tag in ("주어", "목적어"):
                roles[tag] += 1
                by_word.setdefault(word, set()).add(tag)
    assert min(roles.values()) > 0.25 * sum(roles.values())
    assert sum(len(tags) == 2 for tags in by_word.values()) >= 18


PARTICLES = {"이": "주어", "가": "주어", "을": "목적어", "를": "목적어"}


def test_the_tags_agree_with_the_particles(data):
    seen = Counter()
    for text, _, tags in everything(data):
        words = split_words(text)
        for word, tag in zip(words, tags, strict=True):
            seen[tag] += 1
            if tag in ("주어", "목적어") and word[-1] in PARTICLES:
                assert PARTICLES[word[-1]] == tag, text
            if tag == "보어":
                assert word[-1] in "이가"
                assert words[words.index(word) + 1].startswith("되"), text
        assert tags[-1] == "서술어"
    assert set(seen) == set(Sentences.tag_names[1:])


def test_every_noun_has_the_particle_that_fits_its_last_sound(data):
    for text, _, tags in everything(data):
        for word, tag in zip(split_words(text), tags, strict=True):
            if tag in ("주어", "목적어"):
                consonant = (ord(word[-2]) - ord("가")) % 28 > 0
                assert word[-1] in ("이은을" if consonant else "가는를"), text


def test_every_sentence_ends_politely(data):
    assert all(text.endswith("어요.") for text, *_ in everything(data))


def test_a_sentence_of_your_own_can_be_encoded(data):
    words = split_words("아, 만두는  아주 느끼했지만 “우주선은” 맛있었어요!")
    assert words == ["아", "만두는", "아주", "느끼했지만", "우주선은", "맛있었어요"]
    ids, _ = data.train.vocabulary.encode([words])
    assert (ids == UNK).sum() == 1
    assert split_words(" . ") == []


def test_taking_some_sentences_keeps_the_vocabulary(data):
    some = take(data.train, slice(0, 3))
    assert len(some) == 3
    assert some.vocabulary is data.train.vocabulary


def test_a_text_that_is_not_a_string_is_named():
    with pytest.raises(ArgumentTypeError, match="list 형인"):
        split_words(["만두"])


def test_shares_that_leave_nothing_are_refused():
    with pytest.raises(ArgumentError, match="make_sentences"):
        make_sentences(seed=0, valid=0.5, test=0.5)
