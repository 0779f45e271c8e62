"""바로잡기의 두 증인, 딥러닝이란·특징·언어·설치: 흔한 말은 틀리고 바로잡은 말은 맞습니다.

쪽에 있는 칸과는 다른 데이터나 씨앗, 다른 방법(손으로 찾은 문턱, 빠짐없이 세기)으로 다시 계산합니다.
"""

import colorsys
import tomllib
from itertools import chain, pairwise, product
from pathlib import Path

import numpy as np
import pytest
from packaging.requirements import InvalidRequirement, Requirement

from dlconcepts.activations import softmax
from dlconcepts.datasets.houses import make_houses
from dlconcepts.datasets.messages import make_messages
from dlconcepts.datasets.sentences import make_sentences
from dlconcepts.datasets.tokens import Vocabulary
from dlconcepts.gradcheck import numerical_gradient
from dlconcepts.mlp import MLP
from dlconcepts.optimizers import Adam
from dlconcepts.rules import (
    CARELESS_RULES,
    MESSAGE_RULES,
    Rule,
    RuleBasedClassifier,
    infer,
    read_implications,
)
from dlconcepts.text import (
    STOPWORD_TAGS,
    content_words,
    jamo,
    josa_chunks,
    morphemes,
    sentiment,
    syllables,
    words,
)


@pytest.fixture
def models(torch):
    from dlconcepts import models

    return models


# ── E13: 신경망과 규칙을 잇기 ────────────────────────────────────────────────────────────


def test_e13_the_claim_is_false_a_rules_word_or_number_does_not_fit_beside_logits(torch):
    logits, answers = torch.randn(5, 4), ["스팸", "일반", "중요", "일반", "스팸"]
    with pytest.raises(TypeError, match="str"):
        torch.cat([logits, *answers])
    number = torch.tensor([2.0])  # 글 하나의 답을 배치에 붙이기
    for dim in (0, 1):
        with pytest.raises((RuntimeError, IndexError)):
            torch.cat([logits, number], dim=dim)
    column = torch.arange(5.0)[:, None]
    with pytest.raises(RuntimeError, match="Sizes of tensors must match"):
        torch.cat([logits, column])
    joined = torch.cat([logits, column], dim=1)
    with pytest.raises(RuntimeError, match="cannot be multiplied"):
        torch.nn.Linear(2, 1)(joined)


def test_e13_the_correction_is_true_one_hot_beside_the_logits_adds_the_trust(torch, models):
    rules = RuleBasedClassifier(MESSAGE_RULES, default="일반", labels=("일반", "중요", "스팸"))
    texts = ["50% 할인!", "내일 마감입니다.", "비가 오네요.", "무료 급식이에요."]
    one_hot = torch.tensor(rules.one_hot(texts))
    alone = torch.tensor(np.vstack([rules.one_hot([text]) for text in texts]))
    assert torch.equal(one_hot, alone)  # 글마다 제 답을 받습니다
    network = models.TextNetwork(40, 3, seed=1)
    model = models.NeuroSymbolicClassifier(network, 3, 3, trust=1.5)
    ids = torch.randint(4, 40, (4, 6))
    assert model.combiner.weight.shape == (3, 3 + 3)
    joined = torch.cat([network(ids), one_hot], dim=1)
    assert torch.allclose(model(ids, one_hot), model.combiner(joined))
    assert torch.allclose(model(ids, one_hot), network(ids) + 1.5 * one_hot, atol=1e-6)


# ── E23: 단계의 차례 ─────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def analysed():
    """문장 마흔 개의 형태소와, 긍정이면 1 이고 부정이면 −1 인 답."""
    pytest.importorskip("kiwipiepy", reason="kiwipiepy 가 없어 형태소를 나눌 수 없습니다")
    part = make_sentences(seed=5).valid
    rows = np.random.default_rng(0).permutation(len(part.texts))[:40]
    return [morphemes(part.texts[i]) for i in rows], 2 * part.labels[rows] - 1


def bare(found):
    return [m for m in found if m.tag not in STOPWORD_TAGS]


def test_e23_the_claim_is_false_dropping_stop_words_first_loses_roles_and_turns_meaning(analysed):
    found, answers = analysed
    late = [sentiment(bare(each)).score for each in found]
    assert np.mean(np.sign(late) == answers) < 0.7
    assert np.sum(np.sign(late) == -answers) > 5  # 모르는 것이 아니라 반대로 답합니다
    roles = {chunk.role for each in found for chunk in josa_chunks(bare(each))}
    assert not roles & {"주어", "목적어", "주제"}
    chased, chaser = morphemes("고양이가 쥐를 쫓았다."), morphemes("쥐가 고양이를 쫓았다.")
    assert josa_chunks(chased)[0].words != josa_chunks(chaser)[0].words  # 주어가 다른데
    assert sorted(content_words(chased)) == sorted(content_words(chaser))  # 남은 것은 같습니다


def test_e23_the_correction_is_true_meaning_before_stop_words_reads_the_negation(analysed):
    found, answers = analysed
    early = [sentiment(each).score for each in found]
    assert np.mean(np.sign(early) == answers) > 0.9
    roles = {chunk.role for each in found for chunk in josa_chunks(each)}
    assert "서술어" in roles
    assert roles & {"주어", "주제", "목적어"}
    denied = morphemes("방이 넓지 않다")  # 한 번 불러서 조각과 품사를 함께 얻습니다
    assert [(m.form, m.tag) for m in denied][-2:] == [("않", "VX"), ("다", "EF")]
    assert sentiment(denied).label == "부정"
    assert sentiment(bare(denied)).label == "긍정"
    assert "않" in content_words(denied)


# ── E24: 글을 그대로 넣기 ────────────────────────────────────────────────────────────────


def test_e24_the_claim_is_false_an_embedding_takes_no_text_and_padding_is_read_as_words(torch):
    torch.manual_seed(3)
    table, gru, output = torch.nn.Embedding(200, 16), torch.nn.GRU(16, 16), torch.nn.Linear(16, 3)
    with pytest.raises(TypeError, match="str"):
        table("딥러닝은 글을 그대로 받는다")
    ids = torch.randint(4, 200, (6, 80))  # 토큰 여섯, 글 여든
    padded = torch.cat([ids, torch.zeros(15, 80, dtype=torch.long)])
    with torch.no_grad():
        short, long = (output(gru(table(x))[0][-1]).argmax(dim=1) for x in (ids, padded))
    assert (short != long).sum() > 4


def test_e24_the_correction_is_true_tokens_vocabulary_and_mask_stay_outside_the_layers(
    torch, models
):
    text, new = "눈이 많이 왔어요", "눈이 많이 왔습니다"
    unknown = {}
    for cut in (words, syllables, jamo):
        vocabulary = Vocabulary.of(cut(text))
        ids, mask = vocabulary.encode([cut(new)])
        unknown[cut.__name__] = np.mean(ids[mask] == vocabulary.ids["<unk>"])
    assert unknown["words"] > unknown["jamo"]  # 나누는 방법이 모르는 토큰을 정합니다
    model = models.ManyToOne(200, 3, seed=3)
    rows = [torch.randint(4, 200, (n,)) for n in (2, 9, 5)]
    batch = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True)
    one_by_one = torch.cat([model(row[None]) for row in rows])
    assert torch.allclose(model(batch), one_by_one, atol=1e-6)
    longer = torch.nn.functional.pad(batch, (0, 30))
    assert torch.allclose(model(longer), one_by_one, atol=1e-6)


# ── E47: 규칙은 장난감인가 ───────────────────────────────────────────────────────────────


def rule_accuracy(rules, part):
    classifier = RuleBasedClassifier(rules, default="일반", labels=part.names)
    return np.mean(classifier.one_hot(part.texts).argmax(axis=1) == part.labels)


def test_e47_the_claim_is_false_the_same_method_with_better_rules_is_right_most_of_the_time():
    for seed in (2, 7):
        part = make_messages(seed=seed).test
        careless, repaired = (rule_accuracy(r, part) for r in (CARELESS_RULES, MESSAGE_RULES))
        assert careless < 0.4
        assert repaired > 0.72
    pieces = RuleBasedClassifier(CARELESS_RULES, default="일반")
    traps = ["A stress-free day", "Freedom matters", "무료 체험을 신청하세요"]
    assert [pieces.classify(text).label for text in traps] == ["스팸", "스팸", "일반"]
    better = RuleBasedClassifier(MESSAGE_RULES, default="일반")
    assert [better.classify(text).label for text in traps] == ["일반", "일반", "스팸"]


def test_e47_the_correction_is_true_word_boundaries_exceptions_and_reasons_repair_it():
    text = "Gluten-free and carefree"
    assert Rule("free", "스팸", whole_word=False).find(text)
    assert Rule("free", "스팸").find(text) is None
    assert Rule("무료", "스팸").find("무료로 드려요").matched == "무료"
    rules = [Rule("free", "스팸"), Rule("free parking", "스팸", "예외", weight=-1)]
    classifier = RuleBasedClassifier(rules, default="일반")
    answer = classifier.classify("There is free parking.")
    assert answer.label == "일반"
    assert len(answer.reasons) == 2  # 까닭을 모두 말합니다
    assert all("free" in reason.matched for reason in answer.reasons)
    unknown = classifier.classify("공짜예요")  # 적은 사람이 아는 데까지만 압니다
    assert unknown.label == "일반"
    assert not unknown.reasons


# ── E29: 이름만 바꾼 특징 ────────────────────────────────────────────────────────────────


def fitted(columns, prices):
    X = np.column_stack([np.ones(len(prices)), *columns])
    return X @ np.linalg.lstsq(X, prices, rcond=None)[0]


def best_question(column, prices):
    """오차를 가장 줄이는 “얼마보다 작은가?” 를 빠짐없이 찾아, 그 답으로 예측합니다."""
    best = (np.inf, None)
    values = np.unique(column)
    for low, high in pairwise(values):
        left = column < (low + high) / 2
        guess = np.where(left, prices[left].mean(), prices[~left].mean())
        best = min(best, (np.sum((guess - prices) ** 2), tuple(guess)))
    return np.array(best[1])


@pytest.mark.parametrize("seed", [11, 12])
def test_e29_the_claim_is_false_age_is_the_year_under_another_name(seed):
    houses = make_houses(seed=seed).train
    year, age = houses.built.astype(float), 2025.0 - houses.built
    by_year, by_age = (fitted([houses.areas, c], houses.prices) for c in (year, age))
    np.testing.assert_allclose(by_year, by_age, atol=1e-9)
    questions = (best_question(c, houses.prices) for c in (year, age))
    np.testing.assert_allclose(*questions, atol=1e-9)


@pytest.mark.parametrize("seed", [11, 12])
def test_e29_the_correction_is_true_new_information_or_a_bent_curve_helps(seed):
    houses = make_houses(seed=seed).train
    rest = [houses.areas, *np.eye(10)[houses.districts][:, 1:].T, houses.distances]
    age = houses.ages_at_sale

    def error(column):
        return np.std(fitted([*rest, column], houses.prices) - houses.prices)

    year, at_sale, bent = error(houses.built), error(age), error(np.exp(-age / 15))
    assert bent < 0.75 * at_sale < 0.75 * 0.9 * year
    ones = np.ones(len(age))
    raw, renamed = (
        np.linalg.cond(np.column_stack([ones, c])) for c in (houses.built, 2025.0 - houses.built)
    )
    assert raw > 100 * renamed  # 크기를 맞추지 않은 경사 하강법에서만 다릅니다


# ── E46: 빨강과 채도 ─────────────────────────────────────────────────────────────────────

COLORS = np.array(list(product(np.linspace(0.05, 0.95, 9), repeat=3)))
HSV = np.array([colorsys.rgb_to_hsv(*rgb) for rgb in COLORS])
AWAY = np.minimum(HSV[:, 0], 1 - HSV[:, 0]) * 360
REDDISH = (AWAY < 25) & (HSV[:, 1] > 0.4) & (HSV[:, 2] > 0.3)
LAMP = (COLORS[:, 0] > 0.6) & (COLORS[:, 1:].max(axis=1) < 0.4)


def best_three_thresholds(marks, wanted):
    """기준 셋을 빠짐없이 바꾸어 본, 고른 색과 골라야 할 색이 겹친 몫."""
    cuts = [np.r_[-np.inf, (np.unique(m)[1:] + np.unique(m)[:-1]) / 2] for m in marks.T]
    over = [m[:, None] > c for m, c in zip(marks.T, cuts, strict=True)]
    best = 0.0
    for first in over[0].T:
        chosen = first[:, None, None] & over[1][:, :, None] & over[2][:, None, :]
        hit = (chosen & wanted[:, None, None]).sum(axis=0)
        best = max(best, (hit / (chosen.sum(axis=0) + wanted.sum() - hit)).max())
    return best


RGB_MARKS = np.column_stack([COLORS[:, 0], -COLORS[:, 1:]])
HSV_MARKS = np.column_stack([-AWAY.round(1), HSV[:, 1:].round(2)])


def test_e46_the_claim_is_false_neither_space_is_the_easy_one_for_red_or_for_grey():
    assert best_three_thresholds(RGB_MARKS, REDDISH) < 0.85  # RGB 로는 불그스름한 색을 못 고릅니다
    assert best_three_thresholds(HSV_MARKS, LAMP) < 0.97  # HSV 로는 빨간 불만 켜진 색을 못 고릅니다
    for share in (0.0, 0.4, 0.9):  # 채도를 낮추는 일은 RGB 에서도 한 줄입니다
        by_rgb = COLORS.max(axis=1, keepdims=True)
        by_rgb = by_rgb - share * (by_rgb - COLORS)
        by_hsv = [colorsys.hsv_to_rgb(h, share * s, v) for h, s, v in HSV]
        np.testing.assert_allclose(by_rgb, by_hsv, atol=1e-12)


def test_e46_the_correction_is_true_each_space_fits_the_task_defined_in_it():
    assert best_three_thresholds(RGB_MARKS, LAMP) == 1
    assert best_three_thresholds(HSV_MARKS, REDDISH) == 1
    warm = HSV[REDDISH][:, 0] * 360  # 빨강은 0도의 양쪽에 나뉘어 있습니다
    assert (warm < 90).any()
    assert (warm > 270).any()
    assert not ((warm > 90) & (warm < 270)).any()


# ── E34: 층을 더하면 ─────────────────────────────────────────────────────────────────────


def rings(n, seed):
    x = np.random.default_rng(seed).normal(size=(n, 8))
    return x, (np.hypot(x[:, 0], x[:, 1]) > 1.2).astype(int)


def plain_accuracy(depth, seed):
    x, y = rings(300, seed)
    net = MLP((8, *(16,) * depth, 2), activation="sigmoid", seed=seed)
    optimizer = Adam(0.02)
    for _ in range(250):
        net.train_step(x, y, optimizer)
    return np.mean(net.forward(x).logits.argmax(axis=1) == y), y.mean()


def test_e34_the_claim_is_false_more_plain_layers_learn_less():
    for seed in range(2):
        shallow, _ = plain_accuracy(1, seed)
        tall, share = plain_accuracy(14, seed)
        assert shallow > 0.85  # 배운 데이터에서 잽니다
        assert tall < max(share, 1 - share) + 0.03 < shallow - 0.15
    sizes = []
    for depth in (1, 5, 20):
        net = MLP((8, *(16,) * depth, 2), activation="sigmoid", seed=0)
        x, y = rings(50, 0)
        net.backward(net.forward(x), y)
        sizes.append(np.linalg.norm(net.grads["W1"]))
    assert sizes[0] > 100 * sizes[1] > 100 * 100 * sizes[2]  # 첫 층에 닿는 기울기


def test_e34_the_correction_is_true_the_same_depth_learns_when_layers_add_to_what_they_get(torch):
    class Adding(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.change = torch.nn.Sequential(torch.nn.LayerNorm(16), torch.nn.Linear(16, 16))

        def forward(self, h):
            return h + torch.sigmoid(self.change(h))

    for seed in range(2):
        x, y = (torch.tensor(v) for v in rings(300, seed))
        torch.manual_seed(seed)
        blocks = [Adding() for _ in range(13)]
        net = torch.nn.Sequential(torch.nn.Linear(8, 16), *blocks, torch.nn.Linear(16, 2))
        weights = list(net.parameters())
        speed = [torch.zeros_like(w) for w in weights]
        for _ in range(100):
            loss = torch.nn.functional.cross_entropy(net(x.float()), y)
            for w, v, g in zip(weights, speed, torch.autograd.grad(loss, weights), strict=True):
                v.mul_(0.9).add_(g)
                w.data.sub_(0.03 * v)
        assert (net(x.float()).argmax(dim=1) == y).double().mean() > 0.9


# ── E35: 인공지능과 경사 하강법 ──────────────────────────────────────────────────────────


def checkers(n, seed):
    x = np.random.default_rng(seed).uniform(-2, 2, size=(n, 2))
    return x, (np.floor(x).sum(axis=1) % 2).astype(int)  # 체스판


def test_e35_the_claim_is_false_problems_are_solved_without_any_gradient():
    (x, y), (new, truth) = checkers(1500, 1), checkers(500, 2)
    nearest = ((new[:, None] - x) ** 2).sum(axis=2).argmin(axis=1)
    assert np.mean(y[nearest] == truth) > 0.9
    knowledge = read_implications("""
    비가 온다 → 땅이 젖는다
    땅이 젖는다, 춥다 → 길이 언다
    """)
    assert "길이 언다" in infer(["비가 온다", "춥다"], knowledge).facts
    assert "길이 언다" not in infer(["비가 온다"], knowledge).facts
    reached, waves = {0}, [{0}]  # 탐색: 3 과 5 를 더해 만들 수 있는 수
    while waves[-1]:
        waves.append({n + step for n in waves[-1] for step in (3, 5) if n + step <= 23} - reached)
        reached |= waves[-1]
    assert 7 not in reached
    assert 23 in reached


def test_e35_the_correction_is_true_networks_do_learn_by_descending():
    x, y = checkers(600, 3)
    net, optimizer = MLP((2, 48, 48, 2), seed=0), Adam(0.01)
    before = np.mean(net.forward(x).logits.argmax(axis=1) == y)
    rng = np.random.default_rng(0)
    for _ in range(500):
        rows = rng.integers(len(x), size=64)
        net.train_step(x[rows], y[rows], optimizer)
    after = np.mean(net.forward(x).logits.argmax(axis=1) == y)
    assert before < 0.65
    assert after > 0.85


# ── E40: 뇌와 신경망 ─────────────────────────────────────────────────────────────────────


def test_e40_the_claim_is_false_a_unit_multiplies_adds_and_cuts_and_has_no_time(rng, torch):
    torch.manual_seed(0)
    net = torch.nn.Sequential(torch.nn.Linear(5, 4), torch.nn.ReLU(), torch.nn.Linear(4, 2))
    x = torch.tensor(rng.normal(size=(3, 5)), dtype=torch.float32)
    first, outer = net[0], net[2]
    for row, answer in zip(x.tolist(), net(x).tolist(), strict=True):
        h = [
            max(0.0, sum(a * b for a, b in zip(w, row, strict=True)) + bias)
            for w, bias in zip(first.weight.tolist(), first.bias.tolist(), strict=True)
        ]
        z = [
            sum(a * b for a, b in zip(w, h, strict=True)) + bias
            for w, bias in zip(outer.weight.tolist(), outer.bias.tolist(), strict=True)
        ]
        assert z == pytest.approx(answer, abs=1e-5)  # 이것이 전부입니다
    again = [net(x), net(x.flip(0)).flip(0), net(x)]  # 때도 차례도 기억하지 않습니다
    assert torch.allclose(again[0], again[1], atol=1e-7)
    assert torch.equal(again[0], again[2])


def test_e40_the_correction_is_true_its_learning_needs_the_very_weights_it_used(rng):
    net = MLP((6, 12, 4), seed=7)
    x, y = rng.normal(size=(1, 6)), np.array([2])
    forward = net.forward(x)
    alive = forward.z[0] > 0

    def loss_at(b1):
        net.params["b1"][:] = b1
        return net.loss_value(x, y)

    measured = numerical_gradient(loss_at, np.zeros(12))
    net.params["b1"][:] = 0
    blame = softmax(forward.logits) - np.eye(4)[y]
    sent = (blame @ net.params["W2"].T * alive)[0]
    np.testing.assert_allclose(sent, measured, atol=1e-8)
    for seed in range(5):  # 다른 수로 보내면 기울기가 아닙니다
        other = np.random.default_rng(seed).normal(size=(12, 4))
        wrong = (blame @ other.T * alive)[0]
        cosine = wrong @ measured / np.linalg.norm(wrong) / np.linalg.norm(measured)
        assert cosine < 0.95


# ── E41: 머신러닝과 딥러닝 ───────────────────────────────────────────────────────────────


def circle(n, seed):
    x = np.random.default_rng(seed).uniform(-1, 1, size=(n, 2))
    return x, np.hypot(*x.T) < 0.8  # 반쯤이 안쪽입니다


def linear_accuracy(features, seed):
    (x, y), (new, truth) = circle(400, seed), circle(1000, seed + 50)
    A, B = (np.column_stack([features(v), np.ones(len(v))]) for v in (x, new))
    return np.mean((B @ np.linalg.lstsq(A, 2.0 * y - 1, rcond=None)[0] > 0) == truth)


def test_e41_the_claim_is_false_classical_learning_does_not_find_the_missing_feature():
    for seed in range(3):
        assert linear_accuracy(lambda x: x, seed) < 0.6
        turned = linear_accuracy(lambda x: x @ [[0.6, -0.8], [0.8, 0.6]], seed)
        assert turned == pytest.approx(linear_accuracy(lambda x: x, seed), abs=1e-9)


def test_e41_the_correction_is_true_given_the_feature_it_learns_and_a_net_learns_both():
    for seed in range(2):
        by_hand = linear_accuracy(lambda x: np.column_stack([x, (x**2).sum(axis=1)]), seed)
        assert by_hand > 0.95  # 같은 방법에 사람이 반지름의 제곱을 주었습니다
        (x, y), (new, truth) = circle(400, seed), circle(1000, seed + 50)
        net, optimizer = MLP((2, 24, 2), seed=seed), Adam(0.02)
        for _ in range(400):
            net.train_step(x, y.astype(int), optimizer)
        hidden = net.forward(x).h[1]
        A = np.column_stack([hidden, np.ones(len(x))])
        B = np.column_stack([net.forward(new).h[1], np.ones(len(new))])
        learned = np.mean((B @ np.linalg.lstsq(A, 2.0 * y - 1, rcond=None)[0] > 0) == truth)
        assert learned > 0.93  # 은닉층이 만든 특징이면 선형으로도 풉니다


# ── E50: 버전을 적는 법 ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("line", ["torch==2.0.0+", "numpy==1.24.0+", "tensorflow==2.13.0+"])
def test_e50_the_claim_is_false_a_plus_after_the_number_is_no_requirement(line):
    with pytest.raises(InvalidRequirement):
        Requirement(line)
    assert Requirement(line.removesuffix("+"))  # 틀린 것은 더하기 하나입니다


def test_e50_the_correction_is_true_at_least_is_written_with_a_greater_sign():
    at_least, exactly = Requirement("torch>=2.0").specifier, Requirement("torch==2.0.0").specifier
    assert "2.0.0" in at_least
    assert "2.11.1" in at_least
    assert "1.13.1" not in at_least
    assert "2.0.0" in exactly
    assert "2.0.1" not in exactly
    path = Path(__file__).resolve().parents[1] / "pyproject.toml"
    project = tomllib.loads(path.read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    assert all(Requirement(line) for line in lines)  # 이 프로젝트의 목록도 읽힙니다
