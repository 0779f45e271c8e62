"""바로잡기의 두 증인, 입력과 출력의 구조: 흔한 말은 틀리고 바로잡은 말은 맞습니다.

무엇을 바꾸면 무엇이 바뀌는지를, 쪽과는 다른 층(RNN, GRU, 합성곱)으로 봅니다.
"""

import math
from fractions import Fraction

import numpy as np
import pytest

from dlconcepts.datasets.sentences import make_sentences


@pytest.fixture
def models(torch):
    from dlconcepts import models

    return models


# ── E17 ──────────────────────────────────────────────────────────────────────────────────


def floor(tokens):
    """로짓이 −1 과 1 사이에 갇혔을 때 손실의 바닥."""
    return math.log(1 + (tokens - 1) * math.exp(-2))


@pytest.mark.parametrize("tokens", [20, 10_000])
def test_e17_the_claim_is_false_a_state_cannot_serve_as_logits(tokens, torch):
    torch.manual_seed(1)
    lstm = torch.nn.LSTM(4, 20)
    with torch.no_grad():
        for p in lstm.parameters():
            p.mul_(300)  # 아무리 크게 키워도
    states, _ = lstm(1000 * torch.randn(6, 3, 4))
    assert states.abs().max() <= 1
    with pytest.raises(TypeError):
        torch.nn.functional.cross_entropy(lstm(torch.randn(6, 3, 4)), torch.zeros(6).long())
    corner = torch.full((1, tokens), -1.0, dtype=torch.float64)
    corner[0, 0] = 1  # 정답만 가장 큰, 갇힌 채로 할 수 있는 가장 좋은 답
    best = torch.nn.functional.cross_entropy(corner, torch.tensor([0])).item()
    assert best == pytest.approx(floor(tokens))
    assert best > 1.2
    for _ in range(30):
        other = corner + torch.rand(1, tokens) * torch.where(corner > 0, -2.0, 2.0)
        assert torch.nn.functional.cross_entropy(other, torch.tensor([0])) > best


def test_e17_the_correction_is_true_a_linear_layer_lifts_the_limit(torch):
    torch.manual_seed(0)
    lstm, output = torch.nn.LSTM(8, 20, batch_first=True), torch.nn.Linear(20, 20)
    x, y = torch.randn(8, 3, 8), torch.randint(20, (8, 3))
    weights = [*lstm.parameters(), *output.parameters()]
    speed = [torch.zeros_like(w) for w in weights]
    for _ in range(200):
        loss = torch.nn.functional.cross_entropy(output(lstm(x)[0]).transpose(1, 2), y)
        for w, v, g in zip(weights, speed, torch.autograd.grad(loss, weights), strict=True):
            v.mul_(0.9).add_(g)
            w.data.sub_(0.2 * v)
    assert loss.item() < 0.3 < floor(20)
    assert math.exp(-floor(10_000)) == pytest.approx(0.00074, abs=5e-6)
    assert floor(10_000) == pytest.approx(7.21, abs=5e-3)


# ── E18 ──────────────────────────────────────────────────────────────────────────────────


def moved_by_the_first(torch, read, x):
    """0번 예제만 바꾸었을 때 예제마다 움직인 만큼."""
    other = x.clone()
    other[0] = other[0].flip(0)
    return (read(other) - read(x)).abs().amax(dim=(1, 2))


@pytest.mark.parametrize("kind", ["RNN", "GRU", "LSTM"])
def test_e18_the_claim_is_false_a_run_without_error_may_mix_the_examples(kind, torch):
    torch.manual_seed(2)
    layer = getattr(torch.nn, kind)(5, 6)  # batch_first 를 빠뜨렸습니다
    x = torch.randn(3, 4, 5)
    out = layer(x)[0]
    assert out.shape == (3, 4, 6)  # 모양은 흠잡을 데가 없습니다
    moved = moved_by_the_first(torch, lambda v: layer(v)[0], x)
    assert moved[1:].min() > 1e-4


@pytest.mark.parametrize("kind", ["RNN", "GRU", "LSTM"])
def test_e18_the_correction_is_true_batch_first_leaves_the_others_alone(kind, torch, models):
    torch.manual_seed(2)
    layer = getattr(torch.nn, kind)(5, 6, batch_first=True)
    moved = moved_by_the_first(torch, lambda v: layer(v)[0], torch.randn(3, 4, 5))
    assert moved[0] > 1e-4
    assert moved[1:].max() < 1e-6
    model, words = models.EncoderDecoder(30, 30, seed=1), torch.randint(3, 30, (3, 4))
    words[:, 0] = model.marks.start
    source = torch.randint(3, 30, (3, 6))
    moved = moved_by_the_first(torch, lambda v: model(v, words), source)
    assert moved[0] > 1e-4
    assert moved[1:].max() < 1e-6


# ── E25 ──────────────────────────────────────────────────────────────────────────────────


def changed_places(torch, read, at, length=8):
    torch.manual_seed(4)
    x = torch.randn(1, length, 6)
    other = x.clone()
    other[0, at] += 1
    moved = (read(other) - read(x)).abs().amax(dim=2)[0]
    return [t for t in range(length) if moved[t] > 1e-6]


@pytest.mark.parametrize("at", [0, 3, 7])
def test_e25_the_claim_is_false_aligned_outputs_of_an_rnn_wait_for_each_other(at, torch):
    torch.manual_seed(5)
    rnn = torch.nn.RNN(6, 12, batch_first=True)
    found = changed_places(torch, lambda v: rnn(v)[0], at)
    assert found == list(range(at, 8))  # 그 자리만이 아니라 뒤가 모두 바뀝니다


@pytest.mark.parametrize("at", [0, 3, 7])
def test_e25_the_correction_is_true_only_place_by_place_layers_are_parallel(at, torch, models):
    torch.manual_seed(5)
    dense, conv = torch.nn.Linear(6, 3), torch.nn.Conv1d(6, 3, 1)
    assert changed_places(torch, dense, at) == [at]
    assert changed_places(torch, lambda v: conv(v.transpose(1, 2)).transpose(1, 2), at) == [at]
    ids = torch.randint(1, 40, (1, 8))
    other = ids.clone()
    other[0, at] = ids[0, at] % 39 + 1
    model = models.ManyToMany(40, 5, reads="attention", seed=2)
    moved = (model(other) - model(ids)).abs().amax(dim=2)[0]
    assert (moved > 1e-7).all()  # 어텐션은 오른쪽도 봅니다


# ── E51 ──────────────────────────────────────────────────────────────────────────────────


def test_e51_the_claim_is_false_one_vector_of_counts_cannot_tell_the_sentences_apart():
    labels = {}
    for part in make_sentences(seed=3):
        for row, mask, label in zip(part.words, part.mask, part.labels, strict=True):
            labels.setdefault(tuple(sorted(row[mask])), set()).add(int(label))
    assert sum(len(found) > 1 for found in labels.values()) > 20  # 낱말은 같은데 답이 반대입니다


def test_e51_the_correction_is_true_a_sentence_is_read_in_order_and_answered_once(torch, models):
    data = make_sentences(seed=3)
    lengths = set(data.train.mask.sum(axis=1).tolist())
    assert len(lengths) > 2  # 길이가 저마다 다릅니다
    model = models.ManyToOne(60, 2, seed=0)
    ids = torch.arange(1, 13).reshape(1, 12)
    assert model(ids).shape == model(ids[:, :5]).shape == (1, 2)  # 몇을 읽든 답은 하나
    assert not torch.allclose(model(ids), model(ids.flip(1)), atol=1e-4)  # 차례가 답을 바꿉니다
    assert (model.embedding(ids).mean(1) - model.embedding(ids.flip(1)).mean(1)).abs().max() < 1e-6


def third_row():
    a, b = 3 * Fraction(4, 5) ** 3, 2 * Fraction(3, 5) ** 3
    return a, b, (a**2 + 2 * b**2, 2 * a, 4 * b)


def test_e51_the_claim_is_false_the_third_row_was_computed_from_rounded_places():
    a, b, exact = third_row()
    told = (2.74, 3.08, 1.72)
    assert all(round(float(v), 2) != t for v, t in zip(exact, told, strict=True))
    a, b = Fraction(round(float(a), 2)), Fraction(round(float(b), 2))
    carried = (a**2 + 2 * b**2, 2 * a, 4 * b)
    assert tuple(round(float(v), 2) for v in carried) == told


def test_e51_the_correction_is_true_rounding_once_at_the_end_gives_the_row():
    *_, exact = third_row()
    np.testing.assert_allclose([float(v) for v in exact], [2.7325, 3.072, 1.728], atol=5e-5)
    assert [round(float(v), 2) for v in exact] == [2.73, 3.07, 1.73]
