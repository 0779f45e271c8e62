"""질문: 종류가 고르고, 틀째 나뉘며, 낱말 하나로는 종류를 알 수 없습니다."""

import re

import numpy as np
import pytest

from dlconcepts.datasets.questions import Questions, make_questions
from dlconcepts.datasets.splits import take
from dlconcepts.datasets.templates import read_templates
from dlconcepts.errors import ArgumentError


@pytest.fixture(scope="module")
def data():
    return make_questions(seed=0)


def everything(data, name):
    return np.concatenate([getattr(part, name) for part in data])


@pytest.mark.parametrize("seed", range(6))
def test_every_split_is_balanced_and_shares_no_template(seed):
    data = make_questions(seed=seed)
    assert [len(part) for part in data] == [1_000, 300, 380]
    for part in data:
        assert len(set(np.bincount(part.labels))) == 1
    bundles = [set(part.bundles.tolist()) for part in data]
    assert sum(map(len, bundles)) == len(set.union(*bundles)) == 186


def test_no_question_is_asked_twice(data):
    texts = everything(data, "texts")
    assert len(texts) == len(set(texts)) == 1_680
    assert 0.3 < everything(data, "hard").mean() < 0.4


def trigrams(text):
    return {text[i : i + 3] for i in range(len(text) - 2)}


@pytest.mark.parametrize("seed", range(2))
def test_no_test_question_is_nearly_a_training_question(seed):
    data = make_questions(seed=seed)
    known = [trigrams(text) for text in data.train.texts]
    for text in data.test.texts:
        mine = trigrams(text)
        assert max(len(mine & other) / len(mine | other) for other in known) < 0.75, text


def test_the_questions_do_not_depend_on_the_seed_but_the_parts_do(data):
    other, again = make_questions(seed=1), make_questions(seed=0)
    assert sorted(everything(data, "texts")) == sorted(everything(other, "texts"))
    assert set(data.test.texts) != set(other.test.texts)
    assert data.train.texts.tolist() == again.train.texts.tolist()


def test_no_slot_is_left_open_and_every_slot_is_used(data):
    text = "\n".join(everything(data, "texts"))
    assert not re.search(r"[{}<>]|  ", text)
    for words in read_templates("questions.toml")["slots"].values():
        assert all(word in text for word in words)


def test_every_question_ends_like_a_sentence(data):
    assert all(text.endswith(("?", ".")) for text in everything(data, "texts"))


@pytest.mark.parametrize("topic", ["여권", "세탁기", "기차표", "우체국", "진단서"])
def test_the_topic_does_not_give_the_kind_away(data, topic):
    texts, labels = everything(data, "texts"), everything(data, "labels")
    found = np.bincount([labels[i] for i, text in enumerate(texts) if topic in text], minlength=4)
    assert found.min() > 0.15 * found.sum()


def test_the_same_deed_is_asked_about_in_four_ways(data):
    texts, labels = everything(data, "texts"), everything(data, "labels")
    bundles = everything(data, "bundles")
    four = [b for b in np.unique(bundles) if len(set(labels[bundles == b])) == 4]
    assert len(four) == 10
    assert all(len(set(np.bincount(labels[bundles == b]))) == 1 for b in four)
    kinds = {Questions.names[label] for text, label in zip(texts, labels, strict=True)
             if re.search("(기차표|공연표|영화표)를.* 바꾸?", text)}  # fmt: skip
    assert kinds == set(Questions.names)


@pytest.mark.parametrize(
    ("piece", "kind"),
    [("방법", "방법"), ("이유", "이유"), ("왜", "이유"), ("언제", "언제"), ("까닭", "이유")],
)
def test_a_keyword_is_a_hint_and_not_an_answer(data, piece, kind):
    texts, labels = everything(data, "texts"), everything(data, "labels")
    found = [
        Questions.names[label] for text, label in zip(texts, labels, strict=True) if piece in text
    ]
    assert len(found) > 30
    assert 0.2 < found.count(kind) / len(found) < 1


@pytest.mark.parametrize(
    ("text", "piece", "kind"),
    [
        ("지방법원은 몇 시에 ", "방법", "언제"),
        ("이유식에 당근을 넣어도 되나요?", "이유", "예·아니오"),
        ("왜관역에서 ", "왜", "방법"),
        (" 환불은 언제든지 되나요?", "언제", "예·아니오"),
    ],
)
def test_a_piece_of_a_word_fools_a_keyword(data, text, piece, kind):
    found = [
        (Questions.names[label], bool(hard))
        for part in data
        for said, label, hard in zip(part.texts, part.labels, part.hard, strict=True)
        if text in said
    ]
    assert piece in text
    assert set(found) == {(kind, True)}


def test_shares_that_leave_nothing_are_refused():
    with pytest.raises(ArgumentError, match="make_questions"):
        make_questions(seed=0, valid=0.5, test=0.5)


def hinted(texts):
    """사람이 만든 특징: 길이, 어절의 첫머리에 있는 핵심 낱말, 그리고 맺는 말."""
    hints = ("방법", "어떻게|어떡", "왜", "이유", "까닭|원인|어째서", "언제", "몇|며칠", "요령|법")
    found = [[bool(re.search(rf"(^| )({hint})", text)) for hint in hints] for text in texts]
    yes = [[bool(re.search("(되|있|괜찮|될까|돼)(나|습|어|을|죠|요)", text))] for text in texts]
    return np.column_stack([[len(text) / 20 for text in texts], found, yes]).astype(float)


def test_hand_features_lead_while_examples_are_few_and_the_text_itself_wins_with_many():
    pytest.importorskip("sklearn", reason="scikit-learn 이 없어 배우는 쪽을 잴 수 없습니다")
    scores = np.mean([_two_ways(seed, (48, 950)) for seed in range(3)], axis=0)
    by_hand, by_text = scores.T  # 줄마다 예제 48개, 950개
    assert by_hand[0] > by_text[0]
    assert by_text[1] > by_hand[1] + 0.1
    assert by_text[1] > 0.8


def _two_ways(seed, sizes):
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    data, rows = make_questions(seed=seed), []
    for n in sizes:
        few = take(data.train, slice(0, n))
        grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 3), sublinear_tf=True)
        ways = (
            (hinted(few.texts), hinted(data.test.texts)),
            (grams.fit_transform(few.texts), grams.transform(data.test.texts)),
        )
        rows.append(
            [
                LogisticRegression(C=10, max_iter=3000)
                .fit(x, few.labels)
                .score(x_test, data.test.labels)
                for x, x_test in ways
            ]
        )
    return rows
