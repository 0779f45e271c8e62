"""models.encoder_decoder: 다 읽고 씁니다. 예제도 패딩도 섞이지 않고, 답을 훔쳐보지 않습니다."""

import pytest

torch = pytest.importorskip("torch", reason="모델은 torch 로 만듭니다")
torch.set_num_threads(1)

from torch.nn import functional as F  # noqa: E402, N812

from dlconcepts.errors import ArgumentError, ShapeError  # noqa: E402
from dlconcepts.models import EncoderDecoder, Marks, token_cross_entropy  # noqa: E402

WORDS = ["패딩", "시작", "끝", *"일이삼사오육칠팔구십백"]
both = pytest.mark.parametrize("attention", [False, True], ids=["마지막 상태만", "어텐션"])


def reading(number):
    """1–999 를 읽는 말: 321 → 삼백이십일."""
    text = ""
    for unit, name in ((100, "백"), (10, "십"), (1, "")):
        digit = number // unit % 10
        text += (WORDS[digit + 2] if digit > (unit > 1) else "") + (name if digit else "")
    return text


def padded(rows):
    longest = max(map(len, rows))
    return torch.tensor([[*row, *[0] * (longest - len(row))] for row in rows])


@pytest.fixture(scope="module")
def numbers():
    """섞어 놓은 1–999: 숫자(번호는 숫자에 1을 더한 것), 디코더가 읽는 것, 정답."""
    order = (torch.randperm(999, generator=torch.Generator().manual_seed(0)) + 1).tolist()
    source = padded([[int(c) + 1 for c in str(n)] for n in order])
    target = padded([[WORDS.index(c) for c in reading(n)] + [2] for n in order])
    return source, F.pad(target, (1, 0), value=1)[:, :-1], target


def build(attention, **options):
    sizes = {"dim": 8, "hidden": 12, "seed": 0, **options}
    return EncoderDecoder(11, len(WORDS), attention=attention, **sizes)


def test_the_reading_of_the_test_itself_is_right():
    assert [reading(n) for n in (7, 10, 40, 111, 321, 900)] == [
        "칠",
        "십",
        "사십",
        "백십일",
        "삼백이십일",
        "구백",
    ]


# ── 배웁니다 ─────────────────────────────────────────────────────────────────────────────


@both
def test_it_reads_aloud_numbers_it_never_saw(numbers, attention):
    source, words, target = numbers
    model = build(attention, dim=16, hidden=64)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    g = torch.Generator().manual_seed(0)
    for _ in range(14):
        for rows in torch.randperm(800, generator=g).split(50):
            optimizer.zero_grad()
            output = model(*(source[rows], words[rows]))
            token_cross_entropy(output, target[rows]).backward()
            optimizer.step()
    written = model.generate(source, max_length=6)
    right = (written == target).all(1)
    assert right[:800].float().mean() > 0.95
    assert right[800:].float().mean() > 0.9


# ── 증인 ─────────────────────────────────────────────────────────────────────────────────


@both
def test_it_equals_reading_alone_and_writing_one_word_at_a_time(numbers, attention):
    """한 예제씩, 패딩 없이, 한 걸음씩: 배치로 한꺼번에 한 것과 같습니다."""
    source, words = numbers[0][:20], numbers[1][:20]
    model = build(attention)
    together = model(source, words)
    for digits, row, logits in zip(source, words, together, strict=True):
        keys, state = model.encoder(model.read_embedding(digits[digits != 0])[None])
        for t in range(int((row != 0).sum())):
            query, state = model.decoder(model.write_embedding(row[t])[None, None], state)
            if attention:
                context = F.scaled_dot_product_attention(query, keys, keys)
                query = torch.cat([query, context], dim=2)
            torch.testing.assert_close(model.answer(query)[0, 0], logits[t], rtol=0, atol=1e-5)


@both
def test_a_step_sees_no_word_that_comes_later(attention):
    source, words = torch.tensor([[4, 3, 2]]), torch.tensor([[1, 5, 13, 4]])
    model = build(attention)
    before = model(source, words)
    for t in range(1, 4):
        changed = words.clone()
        changed[0, t] = 9
        moved = (model(source, changed) - before)[0].abs().sum(1) > 0
        assert moved.tolist() == [step >= t for step in range(4)]


@both
def test_every_word_that_is_read_reaches_every_word_that_is_written(attention):
    source, words = torch.tensor([[4, 3, 2]]), torch.tensor([[1, 5, 13, 4]])
    model = build(attention)
    for s in range(3):
        changed = source.clone()
        changed[0, s] = 9
        moved = (model(changed, words) - model(source, words))[0].abs().sum(1) > 1e-7
        assert moved.all()


# ── 패딩 ─────────────────────────────────────────────────────────────────────────────────


@both
@pytest.mark.parametrize("pads", [1, 4, 20])
def test_padding_on_either_side_changes_no_real_step(numbers, attention, pads):
    source, words = numbers[0][:50], numbers[1][:50]
    model = build(attention)
    short = model(source, words)
    long = model(F.pad(source, (0, pads)), F.pad(words, (0, pads)))
    real, length = words != 0, words.shape[1]
    torch.testing.assert_close(long[:, :length][real], short[real], rtol=0, atol=1e-6)


@both
def test_padding_changes_nothing_that_is_generated(numbers, attention):
    source = numbers[0][:50]
    model = build(attention)
    written = model.generate(source, max_length=7)
    assert torch.equal(model.generate(F.pad(source, (0, 9)), max_length=7), written)


# ── 어텐션의 비율 ────────────────────────────────────────────────────────────────────────


def test_the_attention_weights_are_shares_of_the_real_words(numbers):
    source, words = numbers[0][:50], numbers[1][:50]
    weights = build(True).attention_weights(source, words)
    assert weights.shape == (50, words.shape[1], source.shape[1])
    torch.testing.assert_close(weights.sum(2), torch.ones(50, words.shape[1]))
    assert not weights[(source == 0)[:, None].expand_as(weights)].any()
    assert (weights[(source != 0)[:, None].expand_as(weights)] > 0).all()
    assert not weights.requires_grad


def test_the_attention_weights_are_the_ones_forward_uses(numbers):
    source, words = numbers[0][:50], numbers[1][:50]
    model = build(True)
    keys, _ = model.encoder(model.read_embedding(source))
    length = (source != 0).sum(1)
    first = keys[torch.arange(50), length - 1][None]
    queries, _ = model.decoder(model.write_embedding(words), first)
    context = model.attention_weights(source, words) @ keys
    expected = model.answer(torch.cat([queries, context], dim=2))
    torch.testing.assert_close(model(source, words), expected, rtol=0, atol=1e-6)


def test_a_model_without_attention_says_so(numbers):
    with pytest.raises(ArgumentError, match=r"어텐션이 없는 모델입니다.*attention=True"):
        build(False).attention_weights(*numbers[:2])


def test_an_empty_sentence_that_slips_by_on_a_gpu_makes_no_nan(monkeypatch, numbers):
    """값의 검사는 CPU 에서만 합니다. 검사가 없어도 다른 예제를 망가뜨리지 않습니다."""
    from dlconcepts.models import inputs

    monkeypatch.setattr(inputs, "_check_values", lambda *arguments: None)
    source, words = numbers[0][:4].clone(), numbers[1][:4]
    model = build(True)
    before = model(source, words)
    source[0] = 0
    after = model(source, words)
    after.sum().backward()
    assert torch.isfinite(after).all()
    assert all(torch.isfinite(p.grad).all() for p in model.parameters())
    assert torch.equal(before[1:], after[1:])


# ── 잘못된 입력 ──────────────────────────────────────────────────────────────────────────


@both
@pytest.mark.parametrize(
    ("source", "words", "error", "says"),
    [
        ([[1, 11]], [[1, 3]], ArgumentError, r"source\[0, 1\] 의 번호가 11.*0부터 10까지"),
        ([[1, 2]], [[1, 14]], ArgumentError, r"words\[0, 1\] 의 번호가 14.*0부터 13까지"),
        ([[1, 2]], [[3, 2]], ArgumentError, r"words\[0\]이 시작 표시\(번호 1\)가 아니라 3으로"),
        ([[0, 1]], [[1, 3]], ArgumentError, r"source\[0\]은 첫 자리가 패딩"),
        ([[1, 2]], [[1, 3], [1, 4]], ShapeError, "source 1개, words 2개"),
        ([1, 2], [[1, 3]], ShapeError, r"source\[None, :\]"),
    ],
)
def test_the_door_says_which_of_the_two_is_wrong(attention, source, words, error, says):
    with pytest.raises(error, match=f"EncoderDecoder: .*{says}"):
        build(attention)(torch.tensor(source), torch.tensor(words))


def test_the_arrays_of_the_datasets_fit():
    from dlconcepts.datasets.numbers import DIGITS, SYLLABLES, make_numbers

    data = make_numbers(seed=0, train=5, valid=5, test=5).train
    source, words, target = map(torch.as_tensor, (data.digits, data.decoder_inputs, data.targets))
    output = EncoderDecoder(len(DIGITS), len(SYLLABLES), seed=0)(source, words)
    assert torch.isfinite(token_cross_entropy(output, target))


def test_the_start_mark_may_be_read_by_the_encoder():
    """읽는 쪽의 번호 1은 시작 표시가 아니라 그 어휘의 토큰입니다."""
    assert build(False)(torch.tensor([[2, 1]]), torch.tensor([[1, 3]])).shape == (1, 2, 14)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"source_vocabulary": 0}, "source_vocabulary 자리에는"),
        ({"target_vocabulary": 0}, "target_vocabulary 자리에는"),
        ({"dim": 0}, "dim 자리에는"),
        ({"hidden": 0}, "hidden 자리에는"),
        ({"target_vocabulary": 2}, r"어휘\(2개\)보다 작아야"),
        ({"source_vocabulary": 5, "marks": Marks(5, 6, 7)}, "padding"),
    ],
)
def test_wrong_sizes_are_refused_when_the_model_is_made(options, says):
    sizes = {"source_vocabulary": 9, "target_vocabulary": 9, "seed": 0, **options}
    with pytest.raises(ArgumentError, match=f"EncoderDecoder: .*{says}"):
        EncoderDecoder(**sizes)
