"""models.many_to_many: 자리마다 답합니다. 자리가 맞는다고 함께 계산되는 것은 아닙니다."""

import pytest

torch = pytest.importorskip("torch", reason="모델은 torch 로 만듭니다")
torch.set_num_threads(1)

from torch import nn  # noqa: E402

from dlconcepts.errors import ArgumentError, ArgumentTypeError  # noqa: E402
from dlconcepts.models import ManyToMany, token_cross_entropy  # noqa: E402
from dlconcepts.models.many_to_many import READS, positions  # noqa: E402

every_way = pytest.mark.parametrize("reads", READS)


def sentences(n, seed, *, longest=7, vocabulary=9):
    """길이가 1부터 `longest` 인, 0이 패딩인 문장들."""
    g = torch.Generator().manual_seed(seed)
    ids = torch.randint(1, vocabulary, (n, longest), generator=g)
    length = torch.randint(1, longest + 1, (n,), generator=g)
    return ids.where(torch.arange(longest) < length[:, None], 0)


def build(reads, **options):
    return ManyToMany(9, 4, **{"reads": reads, "dim": 16, "hidden": 24, "seed": 0, **options})


# ── 배웁니다 ─────────────────────────────────────────────────────────────────────────────


def tag_accuracy(reads, ids, tags, *, epochs):
    """맨손의 학습 루프를 돌고, 보지 않은 문장의 진짜 토큰에서 잰 정확도입니다."""
    model = ManyToMany(9, 2, reads=reads, seed=0)
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    g = torch.Generator().manual_seed(0)
    for _ in range(epochs):
        for rows in torch.randperm(500, generator=g).split(50):
            optimizer.zero_grad()
            output = model(*(ids[rows],))
            token_cross_entropy(output, tags[rows], padding=-100).backward()
            optimizer.step()
    right = model(ids[500:]).argmax(2) == tags[500:]
    return right[ids[500:] != 0].float().mean().item()


def test_a_tag_that_depends_on_the_word_to_the_right_needs_a_model_that_looks_there():
    """오른쪽 토큰이 4보다 큰지: 앞에서 뒤로만 읽으면 찍는 것보다 나을 수 없습니다."""
    ids = sentences(700, seed=0)
    right = nn.functional.pad(ids, (0, 1))[:, 1:]
    tags = (right > 4).long().where(ids != 0, -100)
    assert tag_accuracy("forward", ids, tags, epochs=8) < 0.75
    assert tag_accuracy("both", ids, tags, epochs=8) > 0.99
    assert tag_accuracy("attention", ids, tags, epochs=20) > 0.97


@every_way
def test_a_tag_of_the_word_itself_is_easy_for_every_way_of_reading(reads):
    ids = sentences(700, seed=0)
    tags = (ids > 4).long().where(ids != 0, -100)
    assert tag_accuracy(reads, ids, tags, epochs=5) > 0.99


# ── 어느 자리가 어느 자리를 보는가 ───────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("reads", "sees"),
    [("forward", lambda t: t >= 3), ("both", lambda t: True), ("attention", lambda t: True)],
)
def test_changing_word_3_changes_the_answers_that_see_it(reads, sees):
    model, ids = build(reads), torch.tensor([[1, 2, 3, 4, 5, 6, 7]])
    changed = ids.clone()
    changed[0, 3] = 8
    moved = (model(ids) - model(changed))[0].abs().sum(1) > 1e-7
    assert moved.tolist() == [sees(t) for t in range(7)]


def test_attention_without_positions_would_not_know_the_order():
    model, ids = build("attention").eval(), torch.tensor([[1, 2, 3, 4]])
    x = model.embedding(ids)
    torch.testing.assert_close(model.block(x).flip(1), model.block(x.flip(1)), rtol=0, atol=1e-5)
    there_and_back = model(ids.flip(1)).flip(1)
    assert (model(ids) - there_and_back).abs().max() > 1e-2


def test_positions_are_sines_and_cosines_of_slower_and_slower_angles():
    table = positions(torch.zeros(1, 6, 5, dtype=torch.float64))
    for t in range(6):
        for k in range(5):
            angle = torch.tensor(t / 10_000 ** ((k - k % 2) / 5), dtype=torch.float64)
            wave = torch.cos if k % 2 else torch.sin
            assert table[t, k].item() == pytest.approx(wave(angle).item(), abs=1e-6)


# ── 패딩 ─────────────────────────────────────────────────────────────────────────────────


@every_way
@pytest.mark.parametrize("pads", [1, 5, 20])
@pytest.mark.parametrize("mode", ["train", "eval"])
def test_adding_padding_changes_no_real_answer(reads, pads, mode):
    ids, model = sentences(30, seed=1), build(reads)
    model.train(mode == "train")
    with torch.set_grad_enabled(mode == "train"):  # 평가 때 torch 는 다른 커널을 쓰기도 합니다
        short, long = model(ids), model(nn.functional.pad(ids, (0, pads)))
    real = ids != 0
    torch.testing.assert_close(long[:, :7][real], short[real], rtol=0, atol=1e-5)


@every_way
def test_a_sentence_in_a_batch_is_read_as_it_is_read_alone_without_padding(reads):
    ids, model = sentences(30, seed=1), build(reads)
    together = model(ids)
    for row, answers in zip(ids, together, strict=True):
        alone = model(row[row != 0][None])[0]
        torch.testing.assert_close(answers[row != 0], alone, rtol=0, atol=1e-5)


def test_two_directions_equal_torch_with_packed_sequences():
    ids, model = sentences(30, seed=1), build("both")
    theirs = nn.GRU(16, 24, batch_first=True, bidirectional=True)
    weights = {**model.ahead.state_dict()}
    weights |= {f"{name}_reverse": w for name, w in model.behind.state_dict().items()}
    theirs.load_state_dict(weights)
    packed = nn.utils.rnn.pack_padded_sequence(
        model.embedding(ids), (ids != 0).sum(1), batch_first=True, enforce_sorted=False
    )
    states, _ = nn.utils.rnn.pad_packed_sequence(theirs(packed)[0], batch_first=True)
    real = ids != 0
    expected = model.answer(states)
    torch.testing.assert_close(model(ids)[real], expected[real], rtol=0, atol=1e-6)


# ── 잘못된 입력 ──────────────────────────────────────────────────────────────────────────


def test_an_unknown_way_of_reading_lists_the_ways():
    with pytest.raises(ArgumentError, match=r"reads.*forward, both, attention.*'parallel'"):
        build("parallel")


@every_way
def test_a_number_outside_the_vocabulary_is_found(reads):
    with pytest.raises(ArgumentError, match=r"ManyToMany: ids\[0, 1\] 의 번호가 9"):
        build(reads)(torch.tensor([[1, 9]]))
    with pytest.raises(ArgumentTypeError, match="토큰으로 나누고"):
        build(reads)("나는 학교에 간다")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"vocabulary": 0}, "vocabulary 자리에는"),
        ({"classes": 0}, "classes 자리에는"),
        ({"dim": 0}, "dim 자리에는"),
        ({"hidden": 0}, "hidden 자리에는"),
        ({"padding": 9}, "padding"),
    ],
)
def test_wrong_sizes_are_refused_when_the_model_is_made(options, says):
    with pytest.raises(ArgumentError, match=f"ManyToMany: {says}"):
        ManyToMany(**{"vocabulary": 9, "classes": 2, "seed": 0, **options})
