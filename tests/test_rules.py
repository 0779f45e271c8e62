"""규칙: 점수를 더해 답하고, 맞은 자리를 말하며, 낱말의 경계와 조사를 압니다."""

import unicodedata

import numpy as np
import pytest

from dlconcepts.datasets.messages import Messages, make_messages
from dlconcepts.errors import ArgumentError, ArgumentTypeError
from dlconcepts.metrics import accuracy
from dlconcepts.rules import (
    CARELESS_RULES,
    MESSAGE_RULES,
    Implication,
    Prediction,
    Rule,
    RuleBasedClassifier,
    TextClassifier,
    infer,
    read_implications,
)


def classifier(*rules, default="일반", labels=None):
    return RuleBasedClassifier(rules, default=default, labels=labels)


# ── 규칙 하나 ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "무료",
        "무료로",
        "무료입니다!",
        "(무료)",
        "오늘 무료 체험",
        "무료,",
        "무료는",
        "무료까지만",
        "무료로는",
    ],
)
def test_a_word_is_found_with_or_without_its_particle(text):
    assert Rule("무료", "스팸").find(text) is not None


@pytest.mark.parametrize("text", ["무료해서", "유무료", "무료함을", "무료급식"])
def test_a_word_inside_a_longer_word_is_not_found(text):
    assert Rule("무료", "스팸").find(text) is None
    assert Rule("무료", "스팸", whole_word=False).find(text) is not None


@pytest.mark.parametrize(
    "text", ["sugar-free cake", "freedom", "freezer", "free-range", "carefree"]
)
def test_a_hyphen_or_a_letter_makes_another_word(text):
    assert Rule("free", "스팸").find(text) is None
    assert Rule("free", "스팸", whole_word=False).find(text) is not None


@pytest.mark.parametrize("text", ["FREE gift", "a free, easy", "Free!", "free"])
def test_case_and_marks_do_not_hide_a_word(text):
    assert Rule("free", "스팸").find(text) is not None


def test_the_place_of_a_match_is_the_text_itself():
    text = "지금 30% 할인, 놓치지 마세요"
    (reason,) = classifier(Rule(r"\d+%", "스팸", "할인율")).classify(text).reasons
    start, end = reason.span
    assert reason.matched == text[start:end] == "30%"


def test_letters_typed_apart_are_found_too():
    apart = unicodedata.normalize("NFD", "무료 쿠폰")
    assert classifier(Rule("무료", "스팸")).classify(apart).label == "스팸"
    assert (
        classifier(Rule(unicodedata.normalize("NFD", "무료"), "스팸")).classify("무료").label
        == "스팸"
    )


# ── 분류기 ────────────────────────────────────────────────────────────────────────────────


def test_weights_are_added_and_the_largest_label_wins():
    sort = classifier(
        Rule("무료", "스팸", "공짜"), Rule("쿠폰", "스팸", "덤"), Rule("긴급", "중요", weight=1.5)
    )
    answer = sort.classify("긴급: 무료 쿠폰")
    assert answer.scores == {"일반": 0.0, "스팸": 2.0, "중요": 1.5}
    assert answer.label == "스팸"
    assert [reason.matched for reason in answer.reasons] == ["무료", "쿠폰", "긴급"]


def test_an_exception_takes_the_weight_back():
    sort = classifier(Rule("무료", "스팸"), Rule("무료 급식", "스팸", "학교의 것", weight=-1))
    answer = sort.classify("학교 무료 급식이 맛있었대요.")
    assert answer.label == "일반"
    assert len(answer.reasons) == 2


def test_nothing_found_gives_the_default_and_no_reason():
    assert classifier(Rule("무료", "스팸")).classify("안녕하세요") == Prediction(
        "일반", {"일반": 0.0, "스팸": 0.0}
    )


def test_the_default_is_the_answer_even_when_it_is_not_the_first_label():
    sort = classifier(Rule("무료", "스팸", weight=-1), labels=("스팸", "일반"))
    assert sort.classify("밥").label == "일반"
    assert sort.classify("무료").label == "일반"


def test_a_tie_goes_to_the_label_that_comes_first():
    rules = (Rule("할인", "스팸"), Rule("회의", "중요"))
    assert classifier(*rules).classify("할인 회의").label == "스팸"
    chosen = classifier(*rules, labels=("일반", "중요", "스팸"))
    assert chosen.classify("할인 회의").label == "중요"


def test_a_rule_counts_once_however_often_it_matches():
    assert classifier(Rule("무료", "스팸")).classify("무료 무료 무료").scores["스팸"] == 1.0


def test_the_printed_answer_tells_why():
    said = str(classifier(Rule("무료", "스팸", "공짜를 내세웁니다", weight=-0.5)).classify("무료"))
    assert said == "일반\n  스팸 −0.5  “무료”  공짜를 내세웁니다"
    assert "맞은 규칙이 없습니다" in str(classifier(Rule("무료", "스팸")).classify("밥"))


def test_many_texts_are_answered_one_by_one():
    sort = classifier(Rule("무료", "스팸"))
    texts = np.array(["무료", "밥", "무료해"], dtype=object)
    assert [p.label for p in sort.predict(texts)] == ["스팸", "일반", "일반"]
    assert sort.predict([]) == []


def test_the_answers_become_numbers_for_a_network():
    sort = classifier(Rule("무료", "스팸"), Rule("회의", "중요"), labels=Messages.names)
    texts = ["무료 회의", "회의", "밥"]
    one_hot, fired = sort.one_hot(texts), sort.fired(texts)
    np.testing.assert_array_equal(one_hot, np.eye(3)[[1, 1, 0]])
    assert one_hot.dtype == np.float32
    np.testing.assert_array_equal(fired, [[True, True], [False, True], [False, False]])
    assert sort.fired([]).shape == (0, 2)
    assert sort.one_hot([]).shape == (0, 3)


def test_a_rule_based_classifier_is_a_text_classifier():
    def labels_of(model: TextClassifier, texts: list[str]) -> list[str]:
        assert model.labels
        return [answer.label for answer in model.predict(texts)]

    assert labels_of(classifier(Rule("무료", "스팸")), ["무료"]) == ["스팸"]


# ── 잘못 적은 규칙 ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        (Rule("무료(", "스팸"), r"1번째 규칙\('무료\('\)의 정규식을 2번째 글자에서.*괄호의 짝"),
        (Rule("(?i)무료", "스팸"), "정규식을.*읽을 수 없습니다"),
        (Rule("무료*", "스팸"), None),
        (Rule("(무료)*", "스팸"), "빈 글에도"),
        (Rule("무료", "스펨"), "라벨이 '스펨' 인데"),
        (Rule("무료", "스팸", weight=0), "weight 는 0 이 아닌.*0 입니다"),
        (Rule("무료", "스팸", weight=float("nan")), "weight.*nan"),
        (Rule("무료", "스팸", weight="2"), "weight.*'2'"),
    ],
)
def test_a_wrong_rule_is_named_when_the_classifier_is_made(rule, says):
    rules = (Rule("긴급", "중요"), rule)
    if says is None:
        RuleBasedClassifier(rules, default="일반", labels=Messages.names)
        return
    with pytest.raises(ArgumentError, match=says):
        RuleBasedClassifier(rules, default="일반", labels=Messages.names)


def test_something_that_is_no_rule_is_named():
    with pytest.raises(ArgumentTypeError, match=r"0번째 규칙이 str 형인 '무료'"):
        classifier("무료")


def test_labels_must_hold_the_default_once():
    for labels in (("스팸", "중요"), ("일반", "스팸", "스팸")):
        with pytest.raises(ArgumentError, match="default='일반'"):
            classifier(Rule("무료", "스팸"), labels=labels)


def test_one_text_and_many_texts_are_told_apart():
    sort = classifier(Rule("무료", "스팸"))
    with pytest.raises(ArgumentTypeError, match=r"문자열 하나.*classify\(글\)"):
        sort.predict("무료")
    with pytest.raises(ArgumentTypeError, match=r"list 형인.*predict"):
        sort.classify(["무료"])


# ── 메시지의 규칙 ─────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def careless():
    return RuleBasedClassifier(CARELESS_RULES, default="일반", labels=Messages.names)


@pytest.fixture(scope="module")
def repaired():
    return RuleBasedClassifier(MESSAGE_RULES, default="일반", labels=Messages.names)


@pytest.mark.parametrize("text", ["The sugar-free cake", "I need freedom"])
def test_a_piece_of_a_word_is_no_word(careless, repaired, text):
    assert careless.classify(text).label == "스팸"
    assert repaired.classify(text).label == "일반"


@pytest.mark.parametrize(
    ("text", "label"), [("무료 쿠폰! 지금 클릭", "스팸"), ("회의 마감 긴급", "중요")]
)
def test_the_careless_rules_do_not_read_korean(careless, repaired, text, label):
    assert careless.classify(text).label == "일반"
    assert repaired.classify(text).label == label


@pytest.mark.parametrize(
    "text",
    [
        "학교 무료 급식이 맛있었대요.",
        "There is free parking near the gym.",
        "할인 마트에서 우유를 샀어요.",
        "회의 끝나고 밥 먹을까? 급한 건 아니야.",
    ],
)
def test_exceptions_take_back_what_a_word_alone_would_say(repaired, text):
    answer = repaired.classify(text)
    assert answer.label == "일반"
    assert {np.sign(reason.rule.weight) for reason in answer.reasons} == {1, -1}


def test_a_polite_request_about_a_deadline_is_important(careless, repaired):
    text = "Please feel free to ask about the meeting deadline"
    assert careless.classify("Feel free to ask").label == "스팸"
    assert repaired.classify(text).label == "중요"


@pytest.mark.parametrize("seed", range(3))
def test_repaired_rules_are_far_better_and_still_fooled_by_the_hard_ones(careless, repaired, seed):
    test = make_messages(seed=seed).test
    answers = {name: sort.one_hot(test.texts) for name, sort in
               (("careless", careless), ("repaired", repaired))}  # fmt: skip
    score = {name: accuracy(answer, test.labels) for name, answer in answers.items()}
    assert score["careless"] < 0.4
    assert 0.72 < score["repaired"] < 0.9
    hard = accuracy(answers["repaired"][test.hard], test.labels[test.hard])
    easy = accuracy(answers["repaired"][~test.hard], test.labels[~test.hard])
    assert easy - hard > 0.1


def test_every_message_rule_is_used_somewhere(repaired):
    texts = [text for part in make_messages(seed=0) for text in part.texts]
    assert repaired.fired(texts).any(axis=0).all()


# ── 전문가 시스템 ─────────────────────────────────────────────────────────────────────────

ANIMALS = """
# 무엇을 하는 동물인지에서 이름까지
젖을 먹인다 → 포유류이다
알을 낳는다, 깃털이 있다 → 새이다
포유류이다, 고기를 먹는다 → 육식 동물이다
포유류이다, 발굽이 있다 → 초식 동물이다
육식 동물이다, 줄무늬가 있다 → 호랑이이다
육식 동물이다, 점무늬가 있다 → 표범이다
초식 동물이다, 목이 길다 → 기린이다
초식 동물이다, 줄무늬가 있다 → 얼룩말이다
새이다, 날지 못한다, 헤엄을 친다 → 펭귄이다
새이다, 날지 못한다, 달리기가 빠르다 -> 타조이다
"""


@pytest.fixture
def animals():
    return read_implications(ANIMALS)


def test_ten_lines_are_ten_rules(animals):
    assert len(animals) == 10
    assert animals[1] == Implication(("알을 낳는다", "깃털이 있다"), "새이다")
    assert str(animals[1]) == "알을 낳는다, 깃털이 있다 → 새이다"


def test_facts_lead_to_facts_until_nothing_is_new(animals):
    found = infer(["줄무늬가 있다", "젖을 먹인다", "고기를 먹는다"], animals)
    assert found.facts[-3:] == ("포유류이다", "육식 동물이다", "호랑이이다")
    assert [step.number for step in found.steps] == [0, 2, 4]
    assert found.given == ("줄무늬가 있다", "젖을 먹인다", "고기를 먹는다")


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_rules_does_not_change_what_is_found(animals, seed):
    facts = ["알을 낳는다", "깃털이 있다", "날지 못한다", "헤엄을 친다"]
    shuffled = [animals[i] for i in np.random.default_rng(seed).permutation(len(animals))]
    assert set(infer(facts, shuffled).facts) == set(infer(facts, animals).facts)
    assert "펭귄이다" in infer(facts, shuffled).facts


def test_rules_written_backwards_need_more_rounds_and_end_the_same(animals):
    facts = ["줄무늬가 있다", "젖을 먹인다", "고기를 먹는다"]
    backwards = infer(facts, animals[::-1])
    assert [step.implication.conclusion for step in backwards.steps] == [
        "포유류이다",
        "육식 동물이다",
        "호랑이이다",
    ]


def test_every_step_had_its_conditions_when_it_was_taken(animals):
    found = infer(["젖을 먹인다", "발굽이 있다", "목이 길다", "줄무늬가 있다"], animals)
    known = set(found.given)
    for step in found.steps:
        assert known >= set(step.implication.conditions)
        known.add(step.implication.conclusion)
    assert known == set(found.facts)
    assert len(found.steps) == len(found.facts) - len(found.given)


def test_a_conclusion_tells_only_the_steps_it_needed(animals):
    found = infer(["젖을 먹인다", "발굽이 있다", "목이 길다", "줄무늬가 있다"], animals)
    why = [step.implication.conclusion for step in found.why("기린이다")]
    assert why == ["포유류이다", "초식 동물이다", "기린이다"]
    assert "얼룩말이다" in found.facts
    assert found.why("목이 길다") == ()
    with pytest.raises(ArgumentError, match="알아낸 사실이 아닙니다: '타조이다'"):
        found.why("타조이다")


def test_a_circle_of_rules_ends():
    circle = read_implications("가 → 나\n나 → 다\n다 → 가")
    assert infer(["나"], circle).facts == ("나", "다", "가")
    assert infer([], circle).facts == ()


def test_a_long_chain_needs_no_deep_stack():
    chain = [Implication((f"{i}",), f"{i + 1}") for i in range(2_000)]
    assert infer(["0"], chain[::-1]).facts[-1] == "2000"


@pytest.mark.parametrize(
    "line", ["새이다", "→ 새이다", "깃털이 있다 →", "가, → 나", "가 → 나 → 다"]
)
def test_a_line_that_is_no_rule_is_named(line):
    with pytest.raises(ArgumentError, match=r"2번째 줄을.*조건, 조건 → 결론"):
        read_implications(f"가 → 나\n{line}")


def test_one_fact_must_still_be_a_list(animals):
    with pytest.raises(ArgumentTypeError, match=r"문자열 '젖을 먹인다' 하나"):
        infer("젖을 먹인다", animals)
    with pytest.raises(ArgumentTypeError, match=r"0번째 규칙이 str 형인"):
        infer(["가"], ["가 → 나"])
    with pytest.raises(ArgumentTypeError, match="문자열이어야 하는데 tuple"):
        read_implications(("가 → 나",))
