"""models.language_model: 뒤를 보지 않고, 차례를 알고, 하나씩 이어 씁니다."""

import math

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="모델은 torch 로 만듭니다")
torch.set_num_threads(1)

from torch import nn  # noqa: E402
from torch.nn import functional as F  # noqa: E402, N812

from dlconcepts.datasets.stories import make_stories  # noqa: E402
from dlconcepts.datasets.tokens import BOS, EOS, PAD, padded  # noqa: E402
from dlconcepts.errors import ArgumentError, ArgumentTypeError, ShapeError  # noqa: E402
from dlconcepts.models import CausalTransformer, Marks, token_cross_entropy  # noqa: E402

V, CONTEXT = 23, 12


def build(**options):
    sizes = {"context": CONTEXT, "width": 12, "heads": 3, "layers": 2, "seed": 0, **options}
    return CausalTransformer(V, **sizes)


def texts(n=6, length=9, seed=0):
    g = torch.Generator().manual_seed(seed)
    ids = torch.randint(4, V, (n, length), generator=g)
    ids[:, 0] = BOS
    return ids


# ── 배웁니다 ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def learned():
    """이야기를 배운 작은 모델: (모델, 데이터)."""
    data = make_stories(seed=0)
    x, y = map(torch.from_numpy, data.train.windows(48, stride=16))
    model = CausalTransformer(len(data.train.vocabulary), context=48, width=32, layers=1, seed=0)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    g = torch.Generator().manual_seed(0)
    for _ in range(5):
        for rows in torch.randperm(len(x), generator=g).split(32):
            optimizer.zero_grad()
            token_cross_entropy(model(x[rows]), y[rows]).backward()
            optimizer.step()
    return model, data


@torch.no_grad()
def test_it_knows_more_of_a_new_story_than_any_table_of_two_tokens(learned):
    """평가 이야기에서 잰 손실이, 그 이야기들 자신에서 센 유니그램과 바이그램보다도 낮습니다."""
    model, data = learned
    x, y = data.test.windows(48, stride=24)
    unigram = np.bincount(y[:, 24:].ravel())
    pairs = np.zeros((len(unigram), len(unigram)))
    np.add.at(pairs, (x[:, 24:].ravel(), y[:, 24:].ravel()), 1)

    def entropy(counts):
        p = counts[counts > 0] / counts.sum()
        return -(p * np.log(p)).sum()

    one, two = entropy(unigram), entropy(pairs.ravel()) - entropy(pairs.sum(1))
    logits = model(torch.from_numpy(x))[:, 24:]  # 앞의 절반을 읽은 다음부터
    loss = F.cross_entropy(logits.flatten(0, 1), torch.from_numpy(y[:, 24:]).flatten()).item()
    assert loss < two - 0.1 < one - 2


@torch.no_grad()
def test_it_learned_the_particle_from_the_final_consonant(learned):
    """평가 이야기에서 을/를 이 올 자리마다, 앞 글자의 받침에 맞는 쪽이 훨씬 그럴듯합니다."""
    model, data = learned
    x, y = map(torch.from_numpy, data.test.windows(48, stride=24))
    ids = data.train.vocabulary.ids
    p = torch.softmax(model(x), dim=2)[:, 24:]
    right, wrong = [], []
    for here, other in ((ids["을"], ids["를"]), (ids["를"], ids["을"])):
        places = y[:, 24:] == here
        right += p[..., here][places].tolist()
        wrong += p[..., other][places].tolist()
    assert len(right) > 50
    assert np.mean(np.array(right) > np.array(wrong)) > 0.95
    assert sum(right) > 10 * sum(wrong)


def test_it_writes_the_same_story_for_the_same_seed_and_ends_it(learned):
    model, data = learned
    prompt = torch.from_numpy(data.train.encode("민지는"))
    a, again, b = (
        model.generate(prompt, steps=200, temperature=0.8, seed=seed) for seed in (3, 3, 4)
    )
    assert torch.equal(a, again)
    assert not torch.equal(a, b)
    assert a[0, -1] == EOS
    assert data.train.decode(a[0].tolist()).endswith(".")


# ── 뒤를 보지 않습니다, 차례를 압니다 ────────────────────────────────────────────────────


@pytest.mark.parametrize("layers", [1, 3])
def test_changing_a_later_token_changes_no_earlier_logit_at_all(layers):
    model, ids = build(layers=layers), texts()
    before = model(ids)
    for t in range(1, ids.shape[1]):
        changed = ids.clone()
        changed[:, t:] = 5
        after = model(changed)
        assert torch.equal(after[:, :t], before[:, :t])
        assert (after[:, t] != before[:, t]).any()


def test_every_earlier_token_reaches_every_later_logit():
    model, ids = build(), texts(n=1)
    before = model(ids)
    for t in range(ids.shape[1]):
        changed = ids.clone()
        changed[0, t] = 4 + (changed[0, t] - 3) % (V - 4)
        assert ((model(changed) - before)[0, t:].abs().amax(1) > 0).all()


def test_the_order_of_the_earlier_tokens_matters():
    """자리 벡터가 없으면, 앞의 둘을 바꾸어도 그 뒤의 답은 같습니다."""
    model, ids = build(layers=1).double(), texts(n=1)
    swapped = ids[:, [0, 2, 1, *range(3, 9)]]
    assert (model(swapped) - model(ids))[0, 3:].abs().amax() > 1e-6
    with torch.no_grad():
        model.positions.weight.zero_()
    torch.testing.assert_close(model(swapped)[0, 3:], model(ids)[0, 3:], rtol=0, atol=1e-12)


def test_a_prefix_gets_the_same_answers_as_the_whole():
    model, ids = build(), texts()
    whole = model(ids)
    for t in (1, 4, 8):
        torch.testing.assert_close(model(ids[:, :t]), whole[:, :t], rtol=0, atol=1e-5)


@pytest.mark.parametrize("pads", [1, 3])
def test_padding_changes_no_real_answer(pads):
    model = build()
    rows = [[1, 5, 6, 7], [1, 9], [1, 4, 4, 8, 6, 10]]
    ids = torch.from_numpy(padded(rows)[0])
    real = ids != PAD
    long = model(F.pad(ids, (0, pads)))[:, : ids.shape[1]]
    torch.testing.assert_close(long[real], model(ids)[real], rtol=0, atol=1e-6)
    for row, logits, mask in zip(rows, model(ids), real, strict=True):
        alone = model(torch.tensor([row]))[0]
        torch.testing.assert_close(logits[mask], alone, rtol=0, atol=1e-5)
    p = model.next_probabilities(F.pad(ids, (0, pads)))
    for row, expected in zip(rows, p, strict=True):
        alone = model.next_probabilities(torch.tensor([row]))[0]
        torch.testing.assert_close(alone, expected, rtol=0, atol=1e-6)


# ── 증인 ─────────────────────────────────────────────────────────────────────────────────


def layer_norm(x, layer):
    mean, var = x.mean(-1, keepdims=True), x.var(-1, keepdims=True)
    w, b = (p.detach().numpy() for p in (layer.weight, layer.bias))
    return (x - mean) / np.sqrt(var + layer.eps) * w + b


def linear(x, layer):
    return x @ layer.weight.detach().numpy().T + layer.bias.detach().numpy()


def by_hand(model, row, heads):
    """NumPy 로 한 자리씩 계산한 로짓 (T, V) 과 어텐션 (layers, heads, T, T)."""
    T, looks = len(row), []
    x = model.embedding.weight.detach().numpy()[row] + model.positions.weight.detach().numpy()[:T]
    d = x.shape[1] // heads
    for block in model.blocks:
        q, k, v = np.split(linear(layer_norm(x, block.norm_look), block.project), 3, axis=1)
        mixed, look = np.zeros_like(x), np.zeros((heads, T, T))
        for h in range(heads):
            part = slice(h * d, (h + 1) * d)
            for t in range(T):
                scores = np.array([q[t, part] @ k[s, part] / math.sqrt(d) for s in range(t + 1)])
                a = np.exp(scores) / np.exp(scores).sum()
                look[h, t, : t + 1] = a
                mixed[t, part] = sum(a[s] * v[s, part] for s in range(t + 1))
        x = x + linear(mixed, block.merge)
        z = linear(layer_norm(x, block.norm_think), block.widen)
        erf = np.vectorize(math.erf)
        x = x + linear(z * (1 + erf(z / math.sqrt(2))) / 2, block.narrow)
        looks.append(look)
    return linear(layer_norm(x, model.norm), model.answer), np.array(looks)


def test_it_equals_numpy_written_by_hand():
    model, ids = build().double(), texts(n=3)
    logits, weights = model(ids), model.attention_weights(ids)
    for i, row in enumerate(ids.numpy()):
        expected, looks = by_hand(model, row, heads=3)
        np.testing.assert_allclose(logits[i].detach().numpy(), expected, rtol=0, atol=1e-12)
        np.testing.assert_allclose(weights[:, i].numpy(), looks, rtol=0, atol=1e-12)


def test_a_block_equals_the_layer_of_torch():
    model = build(layers=1).double()
    (block,) = model.blocks
    twin = nn.TransformerEncoderLayer(
        12, 3, 48, dropout=0.0, activation="gelu", batch_first=True, norm_first=True
    ).double()
    names = {
        "self_attn.in_proj_": block.project,
        "self_attn.out_proj.": block.merge,
        "linear1.": block.widen,
        "linear2.": block.narrow,
        "norm1.": block.norm_look,
        "norm2.": block.norm_think,
    }
    state = {
        name + kind: getattr(layer, kind)
        for name, layer in names.items()
        for kind in ("weight", "bias")
    }
    twin.load_state_dict(state)
    x = torch.randn(2, 7, 12, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    mask = torch.full((7, 7), -torch.inf, dtype=torch.float64).triu(1)
    torch.testing.assert_close(block(x)[0], twin(x, src_mask=mask), rtol=0, atol=1e-12)


def test_the_attention_weights_are_shares_of_itself_and_what_came_before():
    weights = build().attention_weights(texts())
    assert weights.shape == (2, 6, 3, 9, 9)
    torch.testing.assert_close(weights.sum(4), torch.ones(2, 6, 3, 9))
    assert not weights.triu(1).any()
    assert (weights.tril() > 0)[..., 0].all()
    assert not weights.requires_grad


def test_the_token_and_position_vectors_start_small_and_padding_is_zero():
    model = CausalTransformer(500, context=300, seed=0)
    assert model.embedding.weight[1:].std().item() == pytest.approx(0.1, rel=0.05)
    assert model.positions.weight.std().item() == pytest.approx(0.1, rel=0.05)
    assert not model.embedding.weight[PAD].any()


# ── 이어 쓰기 ────────────────────────────────────────────────────────────────────────────


def peaked():
    """확률이 뾰족한 모델: 처음 가중치로는 거의 고릅니다."""
    model = build()
    with torch.no_grad():
        model.answer.weight *= 4
    return model


def test_the_next_probabilities_are_the_softmax_of_the_last_logits_and_sum_to_one():
    model, ids = peaked(), texts()
    p = model.next_probabilities(ids)
    torch.testing.assert_close(p, torch.softmax(model(ids)[:, -1], dim=1))
    torch.testing.assert_close(p.sum(1), torch.ones(6))
    assert not p.requires_grad


def greedy(model, ids, steps):
    """가장 큰 것을 하나씩: 손으로 쓴 루프."""
    written = []
    for _ in range(steps):
        logits = model(ids[:, -CONTEXT:])[:, -1].clone()
        logits[:, [PAD, BOS]] = -math.inf
        word = logits.argmax(1)
        written.append(word)
        ids = torch.cat([ids, word[:, None]], dim=1)
    return torch.stack(written, dim=1)


def until_end(ids):
    ended = ((ids == EOS).cumsum(1) - (ids == EOS).long()) > 0
    kept = ids.masked_fill(ended, PAD)
    return kept[:, : int((kept != PAD).any(0).sum())]


@pytest.mark.parametrize(
    "options",
    [
        {"temperature": None},
        {"temperature": 1e-4},
        {"top_k": 1},
        {"top_k": 1, "temperature": 50.0},
        {"top_k": 5, "temperature": None},
    ],
    ids=str,
)
def test_no_temperature_almost_none_and_one_choice_all_write_the_largest(options):
    model, ids = peaked(), texts(n=5, length=4)
    expected = until_end(greedy(model, ids, steps=7))
    assert torch.equal(model.generate(ids, steps=7, seed=1, **options), expected)


def drawn(model, prompt, n=4000, **options):
    """같은 앞에서 한 토큰을 여러 번 뽑은 비율 (V,)."""
    words = model.generate(prompt.expand(n, -1), steps=1, seed=0, **options)[:, 0]
    return torch.bincount(words, minlength=V) / n


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0])
def test_tokens_are_drawn_with_the_probabilities_of_the_model(temperature):
    model, prompt = peaked(), texts(n=1)
    logits = model(prompt)[0, -1].detach().clone()
    logits[[PAD, BOS]] = -math.inf
    expected = torch.softmax(logits / temperature, dim=0)
    share = drawn(model, prompt, temperature=temperature)
    torch.testing.assert_close(share, expected, rtol=0, atol=0.03)


def test_top_k_draws_from_the_k_largest_and_from_all_of_them():
    model, prompt = peaked(), texts(n=1)
    logits = model(prompt)[0, -1].detach().clone()
    logits[[PAD, BOS]] = -math.inf
    share = drawn(model, prompt, temperature=3.0, top_k=4)
    assert set(share.nonzero()[:, 0].tolist()) == set(logits.topk(4).indices.tolist())
    every = drawn(model, prompt, temperature=3.0, top_k=10_000)
    assert torch.equal(every, drawn(model, prompt, temperature=3.0))


def test_each_row_is_continued_from_its_own_prompt():
    model, ids = peaked(), texts(n=5, length=4)
    together = model.generate(ids, steps=5, temperature=None, seed=0)
    for row, written in zip(ids, together, strict=True):
        alone = model.generate(row[None], steps=5, temperature=None, seed=0)[0]
        n = len(alone)
        assert torch.equal(alone, written[:n])
        assert not written[n:].any()


def test_after_the_end_comes_padding_and_when_all_have_ended_it_stops():
    model = build()
    with torch.no_grad():
        model.answer.bias[EOS] = 3.0
    written = model.generate(texts(n=30, length=3), steps=9, seed=0)
    assert written.shape[1] < 9
    for row in written.tolist():
        end = row.index(EOS)
        assert PAD not in row[:end]
        assert row[end + 1 :] == [PAD] * (len(row) - end - 1)


def test_padding_and_the_start_are_never_written_but_the_model_may_be_asked_about_them():
    model = build()
    with torch.no_grad():
        model.answer.bias[[PAD, BOS]] = 20.0
    written = model.generate(texts(), steps=5, temperature=5.0, seed=0)
    assert not (written == BOS).any()
    assert (written[:, 0] != PAD).all()
    assert model.next_probabilities(texts())[:, [PAD, BOS]].sum(1).min() > 0.99


def test_what_does_not_fit_the_context_is_forgotten_from_the_front():
    model, ids = peaked(), texts(n=1, length=CONTEXT)
    written = model.generate(ids, steps=30, temperature=None, seed=0)
    assert torch.equal(written, until_end(greedy(model, ids, steps=30)))


def test_dropout_is_off_while_writing_and_back_on_afterwards():
    model, ids = build(dropout=0.5), texts()
    p = [model.next_probabilities(ids) for _ in range(2)]
    assert torch.equal(*p)
    written = [model.generate(ids, steps=6, seed=0) for _ in range(2)]
    assert torch.equal(*written)
    assert torch.equal(model.attention_weights(ids), model.attention_weights(ids))
    assert model.training
    assert not torch.equal(model(ids), model(ids))


def test_writing_leaves_the_random_numbers_outside_alone():
    torch.manual_seed(0)
    expected = torch.rand(3)
    torch.manual_seed(0)
    build().generate(texts(), steps=3, seed=5)
    assert torch.equal(torch.rand(3), expected)


# ── 잘못된 입력 ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("call", "where"),
    [
        (lambda model, ids: model(ids), "CausalTransformer: ids"),
        (lambda m, ids: m.next_probabilities(ids), r"CausalTransformer\.next_probabilities: ids"),
        (lambda m, ids: m.attention_weights(ids), r"CausalTransformer\.attention_weights: ids"),
        (
            lambda m, ids: m.generate(ids, steps=1, seed=0),
            r"CausalTransformer\.generate: prompt",
        ),
    ],
    ids=["로짓", "확률", "어텐션", "이어 쓰기"],
)
@pytest.mark.parametrize(
    ("ids", "error", "says"),
    [
        ("귤을 두", ArgumentTypeError, " 자리에는.*str 형.*토큰으로 나누고"),
        (
            torch.full((1, CONTEXT + 1), 5),
            ShapeError,
            r" 의 토큰이 13개인데.*12개까지.*\[:, -12:\]",
        ),
        (torch.tensor([[1, V]]), ArgumentError, r"\[0, 1\] 의 번호가 23.*0부터 22까지.*번호표"),
        (torch.tensor([[0, 0]]), ArgumentError, r"\[0\]은 모든 자리가 패딩"),
        (torch.tensor([1, 5]), ShapeError, r"\[None, :\]"),
    ],
    ids=["글", "긴 것", "남의 어휘", "패딩뿐", "하나"],
)
def test_the_door_says_what_is_wrong(call, where, ids, error, says):
    with pytest.raises(error, match=where + ".*" + says):
        call(build(), ids)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"steps": 0}, "steps 자리에는"),
        ({"top_k": 0}, "top_k 자리에는"),
        ({"temperature": 0}, "temperature 는 양수여야.*temperature=None"),
        ({"temperature": -1.0}, "temperature 는 양수여야"),
        ({"seed": -1}, "seed 자리에는"),
        (
            {"prompt": torch.tensor([[1, 5, 6], [1, 5, 0]])},
            r"prompt\[1\] 의 뒤에 패딩.*하나씩",
        ),
    ],
    ids=str,
)
def test_what_cannot_be_written_is_refused(options, says):
    options = {"prompt": texts(), "steps": 2, "seed": 0, **options}
    with pytest.raises(ArgumentError, match=rf"CausalTransformer\.generate: {says}"):
        build().generate(**options)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"vocabulary": 0}, "CausalTransformer: vocabulary 자리에는"),
        ({"context": 0}, "CausalTransformer: context 자리에는"),
        ({"width": 0}, "CausalTransformer: width 자리에는"),
        ({"heads": 0}, "CausalTransformer: heads 자리에는"),
        ({"layers": 0}, "CausalTransformer: layers 자리에는"),
        ({"vocabulary": 2}, r"어휘\(2개\)보다 작아야"),
        ({"marks": Marks(1, 1, 2)}, "서로 다르고"),
        ({"width": 10, "heads": 3}, "width=10, heads=3.*3의 배수"),
        ({"dropout": 1.0}, r"dropout 자리에는.*1\.0"),
        ({"dropout": True}, "dropout 자리에는.*True"),
    ],
    ids=str,
)
def test_wrong_sizes_are_refused_when_the_model_is_made(options, says):
    sizes = {"vocabulary": 9, "context": 5, "seed": 0, **options}
    with pytest.raises(ArgumentError, match=says):
        CausalTransformer(**sizes)
