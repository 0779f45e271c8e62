"""바로잡기의 두 증인, 부품과 학습 루프와 하드웨어: 흔한 말은 틀리고 바로잡은 말은 맞습니다.

파라미터의 수는 라이브러리의 식이 아니라 PyTorch 로 만든 모델에서 셉니다.
"""

import math
import time
import tomllib
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from dlconcepts.activations import softmax, square
from dlconcepts.mlp import MLP
from dlconcepts.optimizers import GradientDescent
from dlconcepts.parameters import count, dense, transformer_block

FACTS = Path(__file__).resolve().parents[1] / "docs" / "facts.toml"


@pytest.fixture(scope="module")
def facts():
    return tomllib.loads(FACTS.read_text(encoding="utf-8"))


def numel(module):
    return sum(p.numel() for p in module.parameters())


def stack(torch, *sizes):
    return torch.nn.Sequential(*[torch.nn.Linear(n, m) for n, m in pairwise(sizes)])


# ── E14, E15, E16, E36: 크기 ─────────────────────────────────────────────────────────────


def test_e14_the_claim_is_false_the_written_count_fits_no_such_network(torch):
    assert numel(stack(torch, 100, 256, 128, 64, 32, 10)) != 60_298
    shapes = [(256, 128, 64, 32), (256, 128, 64), (256, 128), (128, 64, 32), (200, 100, 50)]
    assert 60_298 not in {numel(stack(torch, 100, *hidden, 10)) for hidden in shapes}


def test_e14_the_correction_is_true_counting_gives_69418_and_a_wide_shallow_net_is_as_big(torch):
    deep = stack(torch, 100, 256, 128, 64, 32, 10)
    assert [numel(layer) for layer in deep] == [25_856, 32_896, 8_256, 2_080, 330]
    assert numel(deep) == 69_418 == count(MLP((100, 256, 128, 64, 32, 10), seed=1)).total
    assert numel(stack(torch, 100, 50, 10)) == 5_560
    assert numel(stack(torch, 100, 625, 10)) == 69_385


def small_language_model(torch, wide=2048, words=50_000, dim=768, blocks=12):
    block = torch.nn.TransformerEncoderLayer(dim, 12, wide, batch_first=True)
    return {"table": words * dim, "blocks": blocks * numel(block), "output": words * dim + words}


def test_e15_the_claim_is_false_85_million_leaves_out_the_word_tables(torch):
    parts = small_language_model(torch)
    assert sum(parts.values()) > 1.6 * 85e6
    assert abs(parts["blocks"] - 85e6) > 15e6  # 블록만 세어도 다릅니다
    wide = small_language_model(torch, wide=4 * 768)
    assert abs(wide["blocks"] - 85e6) < 0.2e6  # 넓힌 블록만 세면 그 수가 됩니다


def test_e15_the_correction_is_true_143_million_and_the_word_tables_are_over_half(torch):
    parts = small_language_model(torch)
    assert sum(parts.values()) == 143_017_808
    assert (parts["table"] + parts["output"]) / sum(parts.values()) == pytest.approx(0.54, abs=5e-3)
    assert parts["blocks"] == 12 * transformer_block(768, 2048)


def gpt3(torch):
    """작은 블록 셋을 만들어 너비에 따라 느는 법을 알아내고, 그 너비에서 셉니다."""
    widths = [16, 32, 64]
    sizes = [numel(torch.nn.TransformerEncoderLayer(d, 2, 4 * d)) for d in widths]
    square_of, once, rest = np.polyfit(widths, sizes, 2).round(6)
    assert rest == 0
    dim = 12_288
    block = round(square_of * dim**2 + once * dim)
    return 96 * block + (50_257 + 2_048) * dim + 2 * dim  # 블록, 낱말과 자리의 표, 끝의 정규화


def test_e16_the_claim_is_false_thousands_and_millions_are_far_too_small(torch):
    assert numel(stack(torch, 784, 256, 128, 10)) > 100 * 1_000
    assert gpt3(torch) > 100_000 * 1_000_000


def test_e16_the_correction_is_true_layers_are_few_and_parameters_are_many(torch):
    assert numel(stack(torch, 784, 256, 128, 10)) == 235_146
    assert gpt3(torch) / 1e6 == pytest.approx(174_604, abs=1)
    assert gpt3(torch) / 96 > 1e9  # 블록 하나에 십억이 넘게 들어 있습니다
    narrow, wide = (dense(n, n) for n in (1_000, 2_000))
    assert wide / narrow == pytest.approx(4, rel=0.01)  # 너비가 두 배면 네 배


def test_e36_the_claim_is_false_thirteen_digits_are_two_rounded_rumours_multiplied(facts):
    one, other = 1_000_000_000_000, 1_760_000_000_000
    assert other == 8 * 220_000_000_000
    assert other / one > 1.5  # 둘 다 맞을 수는 없습니다
    assert len(str(other).rstrip("0")) == 3
    for name in ("gpt4-rumor-small", "gpt4-rumor-large"):
        assert facts[name]["rumor"]
        assert "확인하지 않음" in facts[name]["checked"]
    assert not any(letter.isdigit() for letter in facts["gpt4-size"]["text"])


def test_e36_the_correction_is_true_a_published_size_can_be_counted_again(facts, torch):
    text = facts["gpt3"]["text"].replace(",", "")
    published = int(text.removesuffix("억")) * 100_000_000
    assert published == 175_000_000_000
    assert abs(gpt3(torch) / published - 1) < 0.01
    assert "rumor" not in facts["gpt3"]
    assert facts["gpt3"]["source"]


# ── E26, E27, E32: 활성화 함수 ───────────────────────────────────────────────────────────


def slope_at_the_input(torch, gain, seed, depth=80, width=48):
    torch.manual_seed(seed)
    x = torch.randn(1, width, dtype=torch.float64, requires_grad=True)
    h, alive = x, []
    for _ in range(depth):
        W = torch.randn(width, width, dtype=torch.float64) * gain / math.sqrt(width)
        h = torch.relu(h @ W)
        alive.append((h > 0).double().mean().item())
    h.sum().backward()
    return math.log10(x.grad.pow(2).mean().sqrt().item()), np.mean(alive)


def test_e26_the_claim_is_false_relu_alone_does_not_keep_the_gradient(torch):
    runs = np.array([slope_at_the_input(torch, 1.0, seed) for seed in range(7)])
    assert np.median(runs[:, 0]) < -10  # ReLU 인데도 사라집니다
    assert 0.4 < runs[:, 1].mean() < 0.6  # 절반은 하나도 넘기지 않습니다
    dead = torch.nn.Linear(8, 1)
    torch.nn.init.constant_(dead.bias, -10)
    torch.relu(dead(torch.randn(500, 8))).sum().backward()
    assert dead.weight.grad.abs().max() == 0 == dead.bias.grad.abs().max()


def test_e26_the_correction_is_true_the_size_of_the_weights_decides_with_relu(torch):
    medians = [
        np.median([slope_at_the_input(torch, gain, seed)[0] for seed in range(7)])
        for gain in (1.0, math.sqrt(2), 2.0)
    ]
    assert abs(medians[1]) < 2  # He 초기화에서는 제자리입니다
    assert medians[2] > 10
    assert medians[2] - medians[0] == pytest.approx(80 * math.log10(2), abs=1.5)


def test_e27_the_claim_is_false_the_slope_of_one_square_grows_in_proportion():
    x = np.geomspace(1, 1e6, 7)
    np.testing.assert_allclose(square.df(10 * x) / square.df(x), 10)
    np.testing.assert_allclose(np.diff(square.df(np.arange(1.0, 50))), 2)  # 한 걸음마다 2


@pytest.mark.parametrize(("x", "sign"), [(1.1, 1), (1.02, 1), (0.9, -1), (0.98, -1)])
def test_e27_the_correction_is_true_composed_squares_explode_or_vanish(x, sign, torch):
    start = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    value, logs = start, []
    for n in range(1, 11):
        value = value**2
        (slope,) = torch.autograd.grad(value, start, retain_graph=True)
        expected = n * math.log(2) + (2**n - 1) * math.log(x)  # log(2ⁿ x^(2ⁿ−1))
        assert math.log(slope.item()) == pytest.approx(expected, rel=1e-9)
        logs.append(math.log(slope.item()))
    assert sign * logs[-1] > 10  # 커지기도 하고 사라지기도 합니다
    assert square.f(x) == square.f(-x)  # x 와 −x 를 가리지 못합니다


def test_e32_the_claim_is_false_a_function_of_each_logit_alone_gives_no_probabilities(rng, torch):
    for _ in range(20):
        z = torch.tensor(rng.normal(0, 2, size=10))
        for f in (torch.relu, torch.sigmoid, torch.tanh):
            assert abs(f(z).sum().item() - 1) > 0.2
            raised = z.clone()
            raised[4] += 1
            assert (f(raised) != f(z)).sum() <= 1  # 이웃을 보지 않습니다


def test_e32_the_correction_is_true_softmax_shares_one_hundred_percent(rng, torch):
    for size in (2, 5, 10):
        z = rng.normal(0, 3, size=size)
        p = softmax(z)
        assert p.sum() == pytest.approx(1, abs=1e-12)
        np.testing.assert_allclose(p, torch.tensor(z).softmax(dim=0).numpy(), rtol=1e-12)
        raised = softmax(z + np.eye(size)[0])
        assert np.all((raised - p)[1:] < 0)
        assert raised[0] > p[0]  # 올린 만큼 나머지가 내줍니다
    for rivals in (1, 9, 99):
        lead = math.log(rivals * 0.95 / 0.05)
        assert softmax(np.r_[lead, np.zeros(rivals)])[0] == pytest.approx(0.95)
    assert math.log(9 * 0.95 / 0.05) == pytest.approx(5.14, abs=5e-3)


# ── E19, E21, E22: 학습 루프 ─────────────────────────────────────────────────────────────


def maps_of(torch, side, images):
    """3×3 합성곱과 절반 줄이기를 두 번 지난 뒤의 64장."""
    inner = ((side - 2) // 2 - 2) // 2
    return torch.zeros(images, 64, inner, inner)


def test_e19_the_claim_is_false_view_with_minus_one_invents_examples(torch):
    rows = {}
    for side in (32, 33, 56, 128, 224):
        rows[side] = len(maps_of(torch, side, 1).view(-1, 64 * 6 * 6))
    assert rows == {32: 1, 33: 1, 56: 4, 128: 25, 224: 81}
    assert len(maps_of(torch, 64, 9).view(-1, 64 * 6 * 6)) == 49  # 아홉 장이 마흔아홉
    for side in (28, 36, 64):
        with pytest.raises(RuntimeError, match="invalid for input of size"):
            maps_of(torch, side, 1).view(-1, 64 * 6 * 6)


def test_e19_the_correction_is_true_flatten_keeps_the_examples_and_the_layer_complains(torch):
    head = torch.nn.Linear(64 * 6 * 6, 2)
    for side in (28, 32, 56, 128):
        flat = maps_of(torch, side, 5).flatten(1)
        assert len(flat) == 5
        if side == 32:
            assert head(flat).shape == (5, 2)
        else:
            with pytest.raises(RuntimeError, match="cannot be multiplied"):
                head(flat)


def test_e21_the_claim_is_false_a_printed_loss_may_belong_to_a_net_that_learns_nothing(rng):
    net, optimizer = MLP((20, 16, 2), seed=3), GradientDescent(0.05)
    printed = [
        net.train_step(rng.normal(size=(32, 20)), rng.integers(2, size=32), optimizer)
        for _ in range(1200)
    ]
    assert np.mean(printed[-300:]) > math.log(2) - 0.01  # 찍기보다 나아지지 않았습니다
    unseen = net.loss_value(rng.normal(size=(2000, 20)), rng.integers(2, size=2000))
    assert unseen > math.log(2) - 0.01
    sizes = [3.0, 4.0, 12.0]
    assert sum(sizes) > math.sqrt(sum(size**2 for size in sizes)) == 13  # 크기는 더하지 않습니다


def test_e21_the_correction_is_true_new_data_tell_and_norms_add_in_squares(rng, torch):
    w = rng.normal(size=20)
    net, optimizer = MLP((20, 16, 2), seed=3), GradientDescent(0.05)
    for _ in range(600):
        x = rng.normal(size=(32, 20))
        net.train_step(x, (x @ w > 0).astype(int), optimizer)
    x = rng.normal(size=(2000, 20))
    assert net.loss_value(x, (x @ w > 0).astype(int)) < 0.4  # 배울 것이 있으면 새것에서도 줍니다
    arrays = [torch.nn.Parameter(torch.zeros(n, 3)) for n in (2, 5, 1)]
    for p in arrays:
        p.grad = torch.tensor(rng.normal(size=p.shape), dtype=torch.float32)
    squares = math.sqrt(sum(p.grad.pow(2).sum().item() for p in arrays))
    told = torch.nn.utils.clip_grad_norm_(arrays, max_norm=1e9).item()
    assert told == pytest.approx(squares, rel=1e-5)
    assert told < sum(p.grad.norm().item() for p in arrays)
    answers = net.forward(x).logits.argmax(axis=1)
    assert set(answers.tolist()) <= {0, 1}  # 칸이 둘이면 셋째 답은 할 수 없습니다


def losses_of_parts(seed, sizes):
    rng = np.random.default_rng(seed)
    n = sum(sizes)
    x, y = rng.normal(size=(n, 6)), rng.integers(3, size=n)
    net, ends = MLP((6, 8, 3), seed=seed), np.cumsum(sizes)[:-1]
    parts = [net.loss_value(x[rows], y[rows]) for rows in np.split(np.arange(n), ends)]
    return parts, net.loss_value(x, y)


def test_e22_the_claim_is_false_the_last_batch_is_not_the_epoch():
    gaps = []
    for seed in range(20):
        parts, whole = losses_of_parts(seed, [32] * 6 + [8])
        gaps.append([abs(parts[-1] - whole), abs(np.mean(parts) - whole)])
    last, plain = np.mean(gaps, axis=0)
    assert last > 0.05  # 여덟 개로 전체를 말했습니다
    assert last > 3 * plain > 0  # 그냥 평균도 조금 어긋납니다


@pytest.mark.parametrize("sizes", [[32] * 6 + [8], [5, 1, 9], [7, 7, 7]])
def test_e22_the_correction_is_true_the_weighted_mean_is_the_loss_of_the_whole(sizes):
    parts, whole = losses_of_parts(11, sizes)
    assert np.average(parts, weights=sizes) == pytest.approx(whole, rel=1e-12)


# ── E38 ──────────────────────────────────────────────────────────────────────────────────


def test_e38_the_claim_is_false_counting_in_one_unit_leaves_tens_not_thousands(facts):
    groups, lanes = (int(facts[name]["text"]) for name in ("h100-sm", "h100-sm-lanes"))
    cpu_lanes = 16 * int(facts["xeon-fma"]["text"]) * 512 // 32
    assert groups * lanes / 16 > 1000  # 다른 것끼리 나눈 수
    assert groups * lanes / cpu_lanes == 33  # 같은 것끼리 나눈 수
    assert int(facts["epyc-cores"]["text"]) > groups  # 코어는 CPU 쪽이 더 많기도 합니다


def test_e38_the_correction_is_true_lanes_times_clock_is_the_ceiling_and_cores_are_not_speed(facts):
    clock = float(facts["h100-clock"]["text"]) * 1e9
    lanes = int(facts["h100-sm"]["text"]) * int(facts["h100-sm-lanes"]["text"])
    assert lanes == 16_896
    assert 2 * lanes * clock / 1e12 == pytest.approx(float(facts["h100-fp32"]["text"]), abs=0.5)
    n = 48
    A = np.random.default_rng(0).random((n, n))
    rows = A.tolist()

    def loops():
        return [[sum(map(float.__mul__, row, column)) for column in zip(*rows, strict=True)]
                for row in rows]  # fmt: skip

    def fastest(work):
        times = []
        for _ in range(5):
            start = time.perf_counter()
            work()
            times.append(time.perf_counter() - start)
        return min(times)

    np.testing.assert_allclose(loops(), A @ A)
    assert fastest(loops) > 5 * fastest(lambda: A @ A)  # 같은 코어 하나입니다
