"""models.neurosymbolic: 로짓과 원-핫을 특징의 축으로 잇습니다. 예제가 적을 때 둘보다 낫습니다."""

import pytest

torch = pytest.importorskip("torch", reason="모델은 torch 로 만듭니다")
torch.set_num_threads(1)

from torch import nn  # noqa: E402
from torch.nn import functional as F  # noqa: E402, N812

from dlconcepts.datasets.messages import Messages, make_messages  # noqa: E402
from dlconcepts.datasets.tokens import Vocabulary  # noqa: E402
from dlconcepts.errors import ArgumentError, ArgumentTypeError, ShapeError  # noqa: E402
from dlconcepts.models import ManyToOne, NeuroSymbolicClassifier, TextNetwork  # noqa: E402
from dlconcepts.rules import MESSAGE_RULES, RuleBasedClassifier  # noqa: E402
from dlconcepts.text import words  # noqa: E402

IDS = torch.tensor([[4, 5, 6], [7, 8, 0]])
ONE_HOT = torch.tensor([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])


def build(rules=3, **options):
    return NeuroSymbolicClassifier(TextNetwork(9, 3, seed=0), 3, rules, **options)


def test_it_equals_the_combination_written_by_hand():
    model = build(trust=2.0)
    with torch.no_grad():
        model.combiner.weight.copy_(torch.arange(18.0).reshape(3, 6))
        model.combiner.bias.copy_(torch.tensor([1.0, 2.0, 3.0]))
    logits = model.network(IDS)
    weight, bias = model.combiner.weight, model.combiner.bias
    expected = logits @ weight[:, :3].T + ONE_HOT @ weight[:, 3:].T + bias
    torch.testing.assert_close(model(IDS, ONE_HOT), expected, rtol=0, atol=1e-4)


def test_without_trust_it_starts_as_the_network():
    torch.testing.assert_close(build()(IDS, ONE_HOT), build().network(IDS), rtol=0, atol=1e-6)
    two = torch.tensor([[1.0, 0.0], [0.0, 1.0]])
    torch.testing.assert_close(build(rules=2)(IDS, two), build().network(IDS), rtol=0, atol=1e-6)


def test_trust_is_added_to_the_label_the_rules_chose():
    model = build(trust=1.5)
    torch.testing.assert_close(
        model(IDS, ONE_HOT) - model.network(IDS), 1.5 * ONE_HOT, rtol=0, atol=1e-6
    )


@pytest.mark.parametrize("dtype", [torch.bool, torch.int64, torch.float64])
def test_any_kind_of_zeros_and_ones_will_do(dtype):
    model = build(trust=1.0)
    assert torch.equal(model(IDS, ONE_HOT.to(dtype)), model(IDS, ONE_HOT))


def test_any_network_that_answers_with_logits_will_do():
    model = NeuroSymbolicClassifier(ManyToOne(9, 3, seed=0), 3, 3)
    assert model(IDS, ONE_HOT).shape == (2, 3)
    assert model.vocabulary == 9
    assert NeuroSymbolicClassifier(nn.Identity(), 3, 3).vocabulary is None


def score(model, inputs, target):
    with torch.no_grad():
        return (model(*inputs).argmax(1) == target).float().mean().item()


def teach(model, inputs, target, epochs):
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    g = torch.Generator().manual_seed(0)
    for _ in range(epochs):
        for rows in torch.randperm(len(target), generator=g).split(32):
            optimizer.zero_grad()
            F.cross_entropy(model(*(x[rows] for x in inputs)), target[rows]).backward()
            optimizer.step()


def test_with_few_messages_it_beats_the_rules_and_the_network_and_learning_the_trust_does_not():
    """메시지 150개: 규칙과 신경망은 저마다 틀리고, 믿음을 더해 시작한 것은 둘보다 낫습니다."""
    data = make_messages(seed=0)
    few = slice(0, 150)
    rules = RuleBasedClassifier(MESSAGE_RULES, default="일반", labels=Messages.names)
    vocabulary = Vocabulary.of(t for text in data.train.texts[few] for t in words(text))

    def arrays(texts):
        ids, _ = vocabulary.encode([words(text) for text in texts])
        return torch.from_numpy(ids), torch.from_numpy(rules.one_hot(texts))

    train, test = arrays(data.train.texts[few]), arrays(data.test.texts)
    label, target = torch.from_numpy(data.train.labels[few]), torch.from_numpy(data.test.labels)
    alone = TextNetwork(len(vocabulary), 3, seed=0)
    teach(alone, train[:1], label, epochs=25)
    scores = {}
    for trust in (0.0, 2.0):
        model = NeuroSymbolicClassifier(TextNetwork(len(vocabulary), 3, seed=0), 3, 3, trust=trust)
        teach(model, train, label, epochs=25)
        scores[trust] = score(model, test, target)
    by_rules = (test[1].argmax(1) == target).float().mean().item()
    network = score(alone, test[:1], target)
    assert scores[2.0] > max(by_rules, network) + 0.02
    assert scores[0.0] < scores[2.0]


# ── 잘못된 입력 ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("rules", "error", "says"),
    [
        ("스팸", ArgumentTypeError, r"원-핫.*str 형.*one_hot\(글들\)"),
        (["스팸", "일반"], ArgumentTypeError, "list 형"),
        (torch.tensor([2, 0]), ShapeError, r"\(예제 수, 3\) 여야 하는데 \(2,\).*번호가 아니라"),
        (torch.zeros(2, 5), ShapeError, r"\(2, 5\) 입니다"),
        (torch.zeros(3, 3), ShapeError, "ids 2개, rules 3개"),
        (torch.zeros(1, 3), ShapeError, "ids 2개, rules 1개"),
        (
            ONE_HOT.masked_fill(ONE_HOT > 0, float("nan")),
            ArgumentError,
            r"rules\[0, 2\] 의 값이 nan",
        ),
    ],
    ids=["말", "말들", "번호", "다른 규칙", "많은 것", "하나", "NaN"],
)
def test_answers_of_rules_that_do_not_fit_are_refused(rules, error, says):
    with pytest.raises(error, match=f"NeuroSymbolicClassifier: .*{says}"):
        build()(IDS, rules)


def test_raw_text_is_refused_where_the_numbers_belong():
    with pytest.raises(ArgumentTypeError, match=r"str 형.*토큰으로 나누고"):
        build()("무료 쿠폰", ONE_HOT)


def test_a_network_with_another_number_of_labels_is_named():
    model = NeuroSymbolicClassifier(TextNetwork(9, 4, seed=0), 3, 3)
    with pytest.raises(ShapeError, match=r"신경망의 출력이 \(2, 4\) 인데 라벨이 3개"):
        model(IDS, ONE_HOT)


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"network": "신경망"}, ArgumentTypeError, "torch 모듈이 와야 하는데 str 형"),
        ({"classes": 0}, ArgumentError, "classes 자리에는"),
        ({"rules": 0}, ArgumentError, "rules 자리에는"),
        ({"trust": float("nan")}, ArgumentError, "유한한 수여야 하는데 nan"),
        ({"trust": True}, ArgumentError, "유한한 수여야 하는데 True"),
        ({"trust": 2.0, "rules": 5}, ArgumentError, r"라벨은 3개, 규칙의 답은 5칸.*trust=0\.0"),
    ],
)
def test_what_cannot_be_combined_is_refused_when_the_model_is_made(options, error, says):
    given = {"network": TextNetwork(9, 3, seed=0), "classes": 3, "rules": 3, **options}
    with pytest.raises(error, match=f"NeuroSymbolicClassifier: .*{says}"):
        NeuroSymbolicClassifier(**given)
