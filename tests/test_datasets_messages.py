"""메시지: 틀째 나뉘고, 세 라벨이 고르며, 규칙과 배운 것이 저마다 잘하는 데가 있습니다."""

import re

import numpy as np
import pytest

from dlconcepts.datasets.messages import Messages, make_messages
from dlconcepts.datasets.splits import take
from dlconcepts.datasets.templates import read_templates
from dlconcepts.errors import ArgumentError
from dlconcepts.metrics import accuracy
from dlconcepts.rules import MESSAGE_RULES, RuleBasedClassifier


@pytest.fixture(scope="module")
def data():
    return make_messages(seed=0)


def everything(data, name):
    return np.concatenate([getattr(part, name) for part in data])


@pytest.mark.parametrize("seed", range(6))
def test_every_split_has_the_promised_size_and_no_shared_template(seed):
    data = make_messages(seed=seed)
    assert [len(part) for part in data] == [720, 170, 300]
    bundles = [set(part.bundles.tolist()) for part in data]
    assert sum(map(len, bundles)) == len(set.union(*bundles)) == 238


def test_every_part_has_every_label_language_and_trap(data):
    for part in data:
        kinds = set(zip(part.labels, part.languages, part.hard, strict=True))
        assert len(kinds) == 12
        counts = np.bincount(part.labels)
        assert counts.min() > 0.28 * counts.sum()
        assert 0.25 < part.hard.mean() < 0.4


def test_no_message_is_said_twice(data):
    texts = everything(data, "texts")
    assert len(texts) == len(set(texts)) == 1_190


def trigrams(text):
    return {text[i : i + 3] for i in range(len(text) - 2)}


@pytest.mark.parametrize("seed", range(2))
def test_no_test_message_is_nearly_a_training_message(seed):
    data = make_messages(seed=seed)
    known = [trigrams(text) for text in data.train.texts]
    for text in data.test.texts:
        mine = trigrams(text)
        assert max(len(mine & other) / len(mine | other) for other in known) < 0.6, text


def test_the_messages_do_not_depend_on_the_seed_but_the_parts_do(data):
    other, again = make_messages(seed=1), make_messages(seed=0)
    assert sorted(everything(data, "texts")) == sorted(everything(other, "texts"))
    assert set(data.test.texts) != set(other.test.texts)
    assert data.train.texts.tolist() == again.train.texts.tolist()


def test_the_language_is_the_language(data):
    for part in data:
        for text, language in zip(part.texts, part.languages, strict=True):
            assert bool(re.search("[가-힣]", text)) == (
                Messages.language_names[language] == "한국어"
            )


def test_no_slot_is_left_open_and_every_slot_is_used(data):
    text = "\n".join(everything(data, "texts"))
    assert not re.search(r"[{}<>~]|  ", text)
    phrases = read_templates("messages.toml")
    for language in ("ko", "en"):
        for words in phrases[language]["slots"].values():
            assert all(word in text for word in words)


def test_particles_fit_the_words_before_them(data):
    text = "\n".join(everything(data, "texts"))
    assert "운동화를 공짜로" in text
    assert "이어폰을 공짜로" in text
    assert not re.search("운동화을|이어폰를|외투이 |가방가 |지하철역로", text)


def test_the_same_words_stand_under_different_labels(data):
    texts, labels = everything(data, "texts"), everything(data, "labels")
    for word in ("무료", "할인", "쿠폰", "마감", "free", "deadline"):
        found = {
            int(label) for text, label in zip(texts, labels, strict=True) if word in text.lower()
        }
        assert len(found) >= 2, word


def test_known_messages_carry_their_labels(data):
    label_of = dict(zip(everything(data, "texts"), everything(data, "labels"), strict=True))
    hard_of = dict(zip(everything(data, "texts"), everything(data, "hard"), strict=True))
    free_lunch = next(text for text in label_of if text.startswith("학교 무료 급식으로"))
    closing = next(text for text in label_of if text.startswith("긴급 공지: "))
    assert (Messages.names[label_of[free_lunch]], hard_of[free_lunch]) == ("일반", True)
    assert (Messages.names[label_of[closing]], hard_of[closing]) == ("스팸", True)


def test_a_few_messages_can_be_taken(data):
    few = take(data.train, slice(0, 5))
    assert len(few) == len(few.texts) == len(few.hard) == 5


def test_shares_that_leave_nothing_are_refused():
    with pytest.raises(ArgumentError, match="make_messages"):
        make_messages(seed=0, valid=0.5, test=0.5)


def test_learning_overtakes_the_rules_and_together_they_win_where_examples_are_few():
    pytest.importorskip("sklearn", reason="scikit-learn 이 없어 배우는 쪽을 잴 수 없습니다")
    rules = RuleBasedClassifier(MESSAGE_RULES, default="일반", labels=Messages.names)
    scores = np.mean([_three_ways(rules, seed, (30, 120, 720)) for seed in range(3)], axis=0)
    by_rules, learned, both = scores.T  # 줄마다 예제 30, 120, 720개
    assert by_rules[0] > learned[0] + 0.1  # 예제가 적으면 규칙이 낫습니다
    assert learned[2] > by_rules[2] + 0.05  # 많으면 배운 것이 낫습니다
    assert both[1] > max(by_rules[1], learned[1]) + 0.02  # 그 사이에서는 함께가 낫습니다


def _three_ways(rules, seed, sizes):
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    data = make_messages(seed=seed)
    test, rows = data.test, []
    fired = rules.fired(test.texts).astype(float)
    for n in sizes:
        few = take(data.train, slice(0, n))
        grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 3), sublinear_tf=True)
        x, x_test = grams.fit_transform(few.texts), grams.transform(test.texts)
        both = hstack([x, rules.fired(few.texts).astype(float)]), hstack([x_test, fired])
        answers = [rules.one_hot(test.texts)]
        for seen, asked in ((x, x_test), both):
            model = LogisticRegression(C=10, max_iter=2000).fit(seen, few.labels)
            answers.append(model.predict(asked))
        rows.append([accuracy(answer, test.labels) for answer in answers])
    return rows
