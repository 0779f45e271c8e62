"""models.sequences, models.generation: 패딩이 있는 줄의 손실, 그리고 한 토큰씩 쓰기."""

import pytest

torch = pytest.importorskip("torch", reason="모델은 torch 로 만듭니다")
torch.set_num_threads(1)

from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from torch.nn import functional as F  # noqa: E402, N812

from dlconcepts.errors import ArgumentError, ShapeError  # noqa: E402
from dlconcepts.models import EncoderDecoder, OneToMany, token_cross_entropy  # noqa: E402
from dlconcepts.models.generation import Choice  # noqa: E402
from dlconcepts.models.sequences import backwards, last_states, lengths  # noqa: E402

IDS = torch.tensor([[5, 6, 7, 0], [8, 0, 0, 0], [1, 2, 3, 4]])


# ── 줄 ───────────────────────────────────────────────────────────────────────────────────


def test_only_real_words_are_counted():
    assert lengths(IDS, 0).tolist() == [3, 1, 4]
    assert lengths(IDS, 8).tolist() == [4, 3, 4]


def test_the_last_state_is_that_of_the_last_real_word():
    states = torch.arange(24.0).reshape(3, 4, 2)
    picked = last_states(states, lengths(IDS, 0))
    assert torch.equal(picked, torch.stack([states[0, 2], states[1, 0], states[2, 3]]))


def test_backwards_turns_the_real_words_round_and_leaves_the_padding_behind():
    turned = backwards(IDS[:, :, None], lengths(IDS, 0))[:, :, 0]
    assert turned.tolist() == [[7, 6, 5, 0], [8, 0, 0, 0], [4, 3, 2, 1]]


@given(n=st.lists(st.integers(0, 6), min_size=1, max_size=5))
def test_backwards_twice_is_where_one_started(n):
    values, length = torch.randn(len(n), 6, 2), torch.tensor(n)
    assert torch.equal(backwards(backwards(values, length), length), values)


# ── 손실 ─────────────────────────────────────────────────────────────────────────────────


def test_the_loss_is_the_mean_over_sentences_of_the_mean_over_their_words():
    logits = torch.randn(3, 4, 9)
    each = [
        F.cross_entropy(row[: int(n)], words[: int(n)])
        for row, words, n in zip(logits, IDS, lengths(IDS, 0), strict=True)
    ]
    torch.testing.assert_close(token_cross_entropy(logits, IDS), torch.stack(each).mean())


def test_without_padding_it_is_the_cross_entropy_of_torch():
    logits, target = torch.randn(3, 4, 9), torch.randint(1, 9, (3, 4))
    expected = F.cross_entropy(logits.flatten(0, 1), target.flatten())
    torch.testing.assert_close(token_cross_entropy(logits, target), expected)


def test_the_loss_of_a_big_batch_is_that_of_its_parts_weighed_by_their_sentences():
    """기울기를 모으는 학습(accumulation)이 큰 배치와 같으려면 이것이 성립해야 합니다."""
    logits = torch.randn(3, 4, 9, dtype=torch.float64)
    parts = token_cross_entropy(logits[:1], IDS[:1]) + 2 * token_cross_entropy(logits[1:], IDS[1:])
    torch.testing.assert_close(token_cross_entropy(logits, IDS), parts / 3)


def test_what_stands_under_the_padding_does_not_count():
    logits = torch.randn(3, 4, 9, requires_grad=True)
    token_cross_entropy(logits, IDS).backward()
    assert not logits.grad[IDS == 0].any()
    assert logits.grad[IDS != 0].any(1).all()


def test_another_number_may_mean_padding():
    logits, target = torch.randn(3, 4, 9), IDS.where(IDS != 0, -100)
    torch.testing.assert_close(
        token_cross_entropy(logits, target, padding=-100), token_cross_entropy(logits, IDS)
    )


def test_a_sentence_of_padding_only_makes_no_nan():
    logits = torch.randn(2, 3, 9, requires_grad=True)
    loss = token_cross_entropy(logits, torch.zeros(2, 3, dtype=torch.long))
    loss.backward()
    assert loss.item() == 0
    assert not logits.grad.any()


@pytest.mark.parametrize(
    ("logits", "target"),
    [((3, 9), (3,)), ((3, 4, 9), (3, 5)), ((3, 9, 4), (3, 4)), ((3, 4, 9), (3,))],
)
def test_shapes_that_do_not_fit_are_refused(logits, target):
    with pytest.raises(ShapeError, match=r"\(예제 수, 토큰 수, 종류 수\)"):
        token_cross_entropy(torch.zeros(logits), torch.ones(target, dtype=torch.long))


@pytest.mark.parametrize(("wrong", "padding"), [(9, 0), (-1, 0), (-100, 0), (0, 0), (-1, -100)])
def test_an_answer_that_is_no_class_is_found(wrong, padding):
    target = IDS.clone()
    target[1, 2] = wrong
    logits = torch.zeros(3, 4, 9)
    if wrong == padding:
        token_cross_entropy(logits, target, padding=padding)
        return
    with pytest.raises(
        ArgumentError, match=rf"target\[1, 2\] 의 정답이 {wrong} 인데.*9가지.*{padding}\)"
    ):
        token_cross_entropy(logits, target, padding=padding)


# ── 한 토큰씩 쓰기 ───────────────────────────────────────────────────────────────────────


def writers():
    image, digits = torch.rand(6, 5), torch.tensor([[1, 2, 3], [4, 0, 0]] * 3)
    one = OneToMany(5, 9, hidden=8, seed=0)
    plain = EncoderDecoder(5, 9, hidden=8, seed=0)
    looking = EncoderDecoder(5, 9, hidden=8, attention=True, seed=0)
    return [(one, image), (plain, digits), (looking, digits)]


every_writer = pytest.mark.parametrize(
    "which", [0, 1, 2], ids=["하나에서 여럿", "인코더와 디코더", "어텐션"]
)


def generator(seed=0):
    return torch.Generator().manual_seed(seed)


def loudly(model):
    """끝 표시의 로짓을 조금 높여, 문장의 길이가 저마다 다르게 합니다."""
    with torch.no_grad():
        model.answer.weight *= 6
        model.answer.bias[2] += 1
    return model


@every_writer
@pytest.mark.parametrize("sampled", [False, True], ids=["가장 큰 것", "뽑은 것"])
def test_what_follows_the_end_is_padding_and_no_other_mark_is_written(which, sampled):
    model, x = writers()[which]
    how = {"temperature": 1.5, "generator": generator()} if sampled else {}
    x = x.repeat(20, *[1] * (x.ndim - 1))
    ids = loudly(model).generate(x, max_length=12, **how)
    ended = (ids == 2).cumsum(1) - (ids == 2).long() > 0  # 끝 표시의 뒤
    assert torch.equal(ids == 0, ended)
    assert not (ids == 1).any()
    assert not ids.requires_grad


@every_writer
def test_the_most_likely_word_is_that_of_forward_fed_with_what_was_written(which):
    model, x = writers()[which]
    ids = loudly(model).generate(x, max_length=12)
    logits = model(x, F.pad(ids, (1, 0), value=1)[:, :-1])
    logits[:, :, [0, 1]] = -torch.inf
    real = ids != 0
    assert torch.equal(logits.argmax(2)[real], ids[real])


@every_writer
def test_it_stops_when_all_have_ended_and_at_the_longest_length(which):
    model, x = writers()[which]
    with torch.no_grad():
        model.answer.bias[2] = -100.0
    assert model.generate(x, max_length=5).shape == (6, 5)
    with torch.no_grad():
        model.answer.bias[2] = 100.0
    assert model.generate(x, max_length=5).tolist() == [[2]] * 6


@every_writer
def test_the_same_generator_draws_the_same_words(which):
    model, x = writers()[which]
    first, again, other = (
        model.generate(x, max_length=12, temperature=1.0, generator=generator(seed))
        for seed in (0, 0, 1)
    )
    assert torch.equal(first, again)
    assert first.tolist() != other.tolist()


@every_writer
def test_drawing_leaves_the_random_numbers_outside_alone(which):
    model, x = writers()[which]
    torch.manual_seed(0)
    expected = torch.rand(3)
    torch.manual_seed(0)
    model.generate(x, max_length=5, temperature=1.0, generator=generator())
    assert torch.equal(torch.rand(3), expected)


@every_writer
@pytest.mark.parametrize("sampled", [False, True], ids=["가장 큰 것", "뽑은 것"])
def test_changing_sample_0_changes_nothing_written_for_the_others(which, sampled):
    model, x = writers()[which]
    with torch.no_grad():
        model.answer.bias[2] = -100.0  # 길이를 같게 합니다
    changed = torch.cat([x[1:2], x[1:]])
    a, b = (
        model.generate(
            batch,
            max_length=6,
            **({"temperature": 1.0, "generator": generator()} if sampled else {}),
        )
        for batch in (x, changed)
    )
    assert torch.equal(a[1:], b[1:])


@settings(max_examples=10)
@given(temperature=st.floats(0.3, 3))
def test_words_are_drawn_as_often_as_their_probability_says(temperature):
    logits, n = torch.tensor([1.0, -0.5, 0.3, 2.0]), 40_000
    drawn = Choice(temperature, generator())(logits.expand(n, 4))
    share = torch.bincount(drawn, minlength=4) / n
    p = torch.softmax(logits / temperature, 0)
    assert ((share - p).abs() < 4.5 * (p * (1 - p) / n).sqrt() + 1e-4).all()


def test_a_low_temperature_is_nearly_the_most_likely_word():
    logits = torch.randn(50, 9)
    assert torch.equal(Choice(1e-3, generator())(logits), logits.argmax(1))


def test_half_precision_is_no_hindrance():
    model, x = writers()[2]
    ids = model.to(torch.bfloat16).generate(x, max_length=5, temperature=1.0, generator=generator())
    assert ids.dtype == torch.int64


@every_writer
@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"max_length": 0}, "max_length 자리에는 1 이상의 정수.* 0 입니다"),
        ({"max_length": 5, "temperature": 1.0}, "함께 주어야 합니다.*torch.Generator"),
        ({"max_length": 5, "generator": torch.Generator()}, "함께 주어야 합니다"),
        (
            {"max_length": 5, "temperature": 0.0, "generator": torch.Generator()},
            r"양수여야 하는데 0\.0.*temperature=None",
        ),
        (
            {"max_length": 5, "temperature": float("nan"), "generator": torch.Generator()},
            "양수여야 하는데 nan",
        ),
    ],
)
def test_a_wrong_way_of_choosing_is_refused(which, how, says):
    model, x = writers()[which]
    with pytest.raises(ArgumentError, match=rf"{type(model).__name__}\.generate: .*{says}"):
        model.generate(x, **how)


@pytest.mark.gpu
@every_writer
def test_the_gpu_writes_what_the_cpu_writes_with_the_same_generator(which):
    if not torch.cuda.is_available():
        pytest.skip("CUDA 를 쓸 수 있는 GPU 가 없습니다")
    model, x = writers()[which]
    loudly(model)
    for how in ({}, {"temperature": 1.0}):
        ids = [
            model.to(device).generate(
                x.to(device), max_length=6, generator=generator() if how else None, **how
            )
            for device in ("cpu", "cuda")
        ]
        assert torch.equal(ids[0], ids[1].cpu())
