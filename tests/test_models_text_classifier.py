"""models.text_classifier, raw_text: 세 층과, 그 앞에 있어야 하는 것. 패딩은 없는 것과 같습니다."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="모델은 torch 로 만듭니다")
torch.set_num_threads(1)

from torch import nn  # noqa: E402

from dlconcepts.datasets.messages import Messages, make_messages  # noqa: E402
from dlconcepts.datasets.tokens import UNK, Vocabulary  # noqa: E402
from dlconcepts.errors import ArgumentError, ArgumentTypeError, ShapeError  # noqa: E402
from dlconcepts.models import (  # noqa: E402
    ManyToOne,
    NeuralTextClassifier,
    NeuroSymbolicClassifier,
    TextNetwork,
    check_vocabulary,
    layer_outputs,
)
from dlconcepts.rules import Rule, RuleBasedClassifier, TextClassifier  # noqa: E402
from dlconcepts.text import words  # noqa: E402

both = pytest.mark.parametrize("reads", ["mean", "gru"])


def sentences(n=30, seed=1, *, longest=8, vocabulary=9):
    """길이가 1부터 `longest` 인, 0이 패딩인 문장들."""
    g = torch.Generator().manual_seed(seed)
    ids = torch.randint(1, vocabulary, (n, longest), generator=g)
    length = torch.randint(1, longest + 1, (n,), generator=g)
    return ids.where(torch.arange(longest) < length[:, None], 0)


def build(reads, **options):
    """토큰 벡터를 크게 키운 신경망. 작은 처음 값으로는 차이가 잘 보이지 않습니다."""
    network = TextNetwork(9, 3, reads=reads, dim=5, hidden=6, seed=0, **options)
    with torch.no_grad():
        network.embedding.weight *= 50
    return network


# ── 세 층 ────────────────────────────────────────────────────────────────────────────────


@both
@pytest.mark.parametrize("pads", [1, 5, 20])
def test_adding_padding_changes_no_answer(reads, pads):
    ids, network = sentences(), build(reads)
    longer = nn.functional.pad(ids, (0, pads))
    torch.testing.assert_close(network(longer), network(ids), rtol=0, atol=1e-6)


@both
def test_a_sentence_in_a_batch_is_read_as_it_is_read_alone_without_padding(reads):
    ids, network = sentences(), build(reads)
    alone = [network(row[row != 0][None]) for row in ids]
    torch.testing.assert_close(network(ids), torch.cat(alone), rtol=0, atol=1e-6)


@both
def test_it_equals_the_mean_over_the_real_tokens_written_by_hand(reads):
    network = build(reads)
    for row in sentences():
        states = network.embedding(row[row != 0])
        if reads == "gru":
            states = network.hidden(states)[0]
        else:
            states = network.hidden[0](states).clamp(min=0)
        expected = network.output(states.mean(0))
        torch.testing.assert_close(network(row[None])[0], expected, rtol=0, atol=1e-6)


@both
def test_padding_may_have_another_number(reads):
    ids, network = sentences(), build(reads, padding=8)
    moved = torch.where(ids == 0, 8, torch.where(ids == 8, 0, ids))
    longer = nn.functional.pad(moved, (0, 4), value=8)
    torch.testing.assert_close(network(longer), network(moved), rtol=0, atol=1e-6)


def test_the_mean_does_not_know_the_order_and_the_gru_does():
    ids = torch.tensor([[3, 5, 7, 8]])
    swapped = ids[:, [2, 1, 0, 3]]
    mean, gru = build("mean"), build("gru")
    torch.testing.assert_close(mean(swapped), mean(ids), rtol=0, atol=1e-6)
    assert (gru(swapped) - gru(ids)).abs().max() > 1e-3


@both
def test_the_contributions_of_the_tokens_add_up_to_the_logits(reads):
    ids, network = sentences(), build(reads)
    parts = network.contributions(ids)
    assert parts.shape == (30, 8, 3)
    assert not parts[ids == 0].any()
    assert not parts.requires_grad
    expected = network(ids) - network.output.bias
    torch.testing.assert_close(parts.sum(1), expected, rtol=0, atol=1e-6)


@both
def test_the_three_layers_can_be_looked_into_by_name(reads):
    found = layer_outputs(build(reads), sentences(), ["embedding", "hidden", "output"])
    assert [tuple(x.shape) for x in found.values()] == [(30, 8, 5), (30, 8, 6), (30, 3)]


@both
def test_tokens_it_never_learned_hardly_move_the_answer(reads):
    """처음의 토큰 벡터는 작습니다. 크면 드문 토큰의 무작위 벡터가 답을 흔듭니다."""
    network = TextNetwork(1000, 3, reads=reads, seed=0)
    assert network.embedding.weight[1:].std().item() == pytest.approx(0.02, rel=0.05)
    assert not network.embedding.weight[0].any()
    answers = network(torch.arange(1, 1000)[:, None])
    assert answers.std(dim=0).max() < 0.02


def test_it_beats_a_large_start_on_messages_it_never_saw():
    data = make_messages(seed=0)
    vocabulary = Vocabulary.of(t for text in data.train.texts[:300] for t in words(text))
    train, test = (
        torch.from_numpy(vocabulary.encode([words(text) for text in texts])[0])
        for texts in (data.train.texts[:300], data.test.texts)
    )
    label, target = map(torch.from_numpy, (data.train.labels[:300], data.test.labels))

    def score(start):
        network = TextNetwork(len(vocabulary), 3, seed=0)
        with torch.no_grad():
            network.embedding.weight *= start
        optimizer = torch.optim.AdamW(network.parameters(), lr=1e-2)
        g = torch.Generator().manual_seed(0)
        for _ in range(12):
            for rows in torch.randperm(300, generator=g).split(32):
                optimizer.zero_grad()
                nn.functional.cross_entropy(network(train[rows]), label[rows]).backward()
                optimizer.step()
        return (network(test).argmax(1) == target).float().mean().item()

    small, large = score(1), score(50)  # 50배이면 torch 의 처음 값과 같습니다
    assert small > 0.7
    assert small > large + 0.08


# ── 잘못된 입력 ──────────────────────────────────────────────────────────────────────────


@both
@pytest.mark.parametrize(
    ("ids", "error", "says"),
    [
        ("나는 학교에 간다", ArgumentTypeError, "str 형.*토큰으로 나누고.*번호를 붙여"),
        (["나는", "학교에"], ArgumentTypeError, "list 형.*토큰으로 나누고"),
        (torch.ones(2, 3), ArgumentTypeError, r"정수.*torch\.float32"),
        (torch.tensor([1, 2]), ShapeError, r"ids\[None, :\]"),
        (torch.tensor([[1, 9]]), ArgumentError, r"ids\[0, 1\] 의 번호가 9.*0부터 8까지"),
        (torch.tensor([[0, 0]]), ArgumentError, "모든 자리가 패딩"),
    ],
)
def test_what_is_no_sentence_is_told_how_to_become_one(reads, ids, error, says):
    for call, where in (
        (build(reads), "TextNetwork: "),
        (build(reads).contributions, r"TextNetwork\.contributions: "),
    ):
        with pytest.raises(error, match=where + ".*" + says):
            call(ids)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"reads": "lstm"}, "reads 에는 mean, gru 가운데.*'lstm'"),
        ({"vocabulary": 0}, "vocabulary 자리에는"),
        ({"classes": 0}, "classes 자리에는"),
        ({"dim": 0}, "dim 자리에는"),
        ({"hidden": 1.5}, r"hidden 자리에는.*1\.5"),
        ({"padding": 9}, "padding 의 번호가 9"),
    ],
)
def test_wrong_sizes_are_refused_when_the_network_is_made(options, says):
    with pytest.raises(ArgumentError, match=f"TextNetwork: {says}"):
        TextNetwork(**{"vocabulary": 9, "classes": 2, "seed": 0, **options})


# ── 글에서 답까지 ────────────────────────────────────────────────────────────────────────

VOCABULARY = Vocabulary.of(["무료", "쿠폰", "회의", "내일"])
RULES = RuleBasedClassifier([Rule("무료", "스팸", "공짜를 내세웁니다")], default="일반")


def classifier():
    network = TextNetwork(len(VOCABULARY), 2, seed=0)
    with torch.no_grad():
        network.embedding.weight *= 50
    return NeuralTextClassifier(network, VOCABULARY, ["일반", "스팸"], tokenize=words)


def test_a_text_becomes_numbers_and_a_padding():
    ids = classifier().encode(["무료 쿠폰!", "내일"])
    assert ids.tolist() == [[4, 5], [7, 0]]
    assert ids.dtype == torch.int64


def test_what_it_does_not_know_is_one_unknown_token():
    assert classifier().encode(["우주선 회의", "!?"]).tolist() == [[UNK, 6], [UNK, 0]]


def test_the_answer_is_the_softmax_of_the_network():
    texts = ["무료 쿠폰!", "내일 회의", "..."]
    mine = classifier()
    p = torch.softmax(mine.network(mine.encode(texts)), dim=1)
    for row, answer in zip(p, mine.predict(texts), strict=True):
        assert answer.label == ["일반", "스팸"][int(row.argmax())]
        assert list(answer.scores) == ["일반", "스팸"]
        assert list(answer.scores.values()) == pytest.approx(row.tolist(), abs=1e-6)
        assert sum(answer.scores.values()) == pytest.approx(1)
        assert answer.reasons == ()


def test_it_stands_where_a_rule_based_classifier_stands():
    judges: list[TextClassifier] = [RULES, classifier()]
    for judge in judges:
        assert judge.labels == ("일반", "스팸")
        assert [type(p).__name__ for p in judge.predict(["무료", "회의"])] == ["Prediction"] * 2
        assert judge.predict([]) == []
    assert len(classifier().predict(np.array(["무료", "회의"], dtype=object))) == 2


def test_the_length_of_the_other_texts_changes_no_answer():
    alone = classifier().predict(["무료 쿠폰"])[0]
    together = classifier().predict(["무료 쿠폰", "내일 " * 30])[0]
    assert list(alone.scores.values()) == pytest.approx(list(together.scores.values()), abs=1e-6)


def test_a_network_with_dropout_answers_the_same_twice_and_goes_on_training():
    network = nn.Sequential(TextNetwork(len(VOCABULARY), 2, seed=0), nn.Dropout(0.5))
    mine = NeuralTextClassifier(network, VOCABULARY, ["일반", "스팸"], tokenize=words)
    assert mine.predict(["무료"] * 8) == mine.predict(["무료"] * 8)
    assert network.training


def test_with_rules_the_answer_comes_with_their_reasons():
    combined = NeuroSymbolicClassifier(TextNetwork(len(VOCABULARY), 2, seed=0), 2, 2, trust=3.0)
    mine = NeuralTextClassifier(combined, VOCABULARY, ["일반", "스팸"], tokenize=words, rules=RULES)
    spam, plain = mine.predict(["무료 쿠폰", "내일 회의"])
    assert (spam.label, plain.label) == ("스팸", "일반")
    assert [reason.matched for reason in spam.reasons] == ["무료"]
    assert plain.reasons == ()
    assert spam.scores["스팸"] > 0.9


def test_a_vocabulary_of_another_network_is_refused():
    other = Vocabulary.of("가나다")
    for network in (
        TextNetwork(len(VOCABULARY), 2, seed=0),
        ManyToOne(len(VOCABULARY), 2, seed=0),
        NeuroSymbolicClassifier(TextNetwork(len(VOCABULARY), 2, seed=0), 2, 2),
    ):
        with pytest.raises(ArgumentError, match=r"토큰 8개를 아는데 어휘에는 7개.*학습할 때 쓴"):
            NeuralTextClassifier(network, other, ["일반", "스팸"], tokenize=words)
        check_vocabulary("시험", network, VOCABULARY)


def test_labels_of_another_number_are_refused():
    network = TextNetwork(len(VOCABULARY), 3, seed=0)
    mine = NeuralTextClassifier(network, VOCABULARY, ["일반", "스팸"], tokenize=words)
    with pytest.raises(ShapeError, match=r"3가지로 답하는데 labels 는 2개\(일반, 스팸\)"):
        mine.predict(["무료"])


def test_one_text_is_not_a_list_of_texts():
    with pytest.raises(ArgumentTypeError, match=r"문자열 하나\('무료'\).*\[글\]"):
        classifier().predict("무료")


def test_the_labels_of_the_messages_fit():
    data = make_messages(seed=0)
    rules = RuleBasedClassifier([Rule("무료", "스팸")], default="일반", labels=Messages.names)
    assert rules.one_hot(data.test.texts).shape == (len(data.test), 3)
