"""models.many_to_one: 문장을 끝까지 읽고 하나로 답합니다. 패딩은 없는 것과 같습니다."""

import pytest

torch = pytest.importorskip("torch", reason="모델은 torch 로 만듭니다")
torch.set_num_threads(1)

from torch import nn  # noqa: E402

from dlconcepts.errors import ArgumentError, ArgumentTypeError, ShapeError  # noqa: E402
from dlconcepts.models import ManyToOne  # noqa: E402


def sentences(n, seed, *, longest=8, vocabulary=9):
    """길이가 1부터 `longest` 인, 0이 패딩인 문장들."""
    g = torch.Generator().manual_seed(seed)
    ids = torch.randint(1, vocabulary, (n, longest), generator=g)
    length = torch.randint(1, longest + 1, (n,), generator=g)
    return ids.where(torch.arange(longest) < length[:, None], 0)


def test_it_learns_what_the_order_of_the_words_means():
    """1과 2가 나온 마지막 것이 어느 쪽인지: 낱말의 수가 아니라 차례를 읽어야 압니다."""
    ids = sentences(700, seed=0)
    place = torch.arange(8)
    label = ((ids == 1) * (place + 1)).amax(1) > ((ids == 2) * (place + 1)).amax(1)
    train, test = slice(0, 500), slice(500, 700)
    model = ManyToOne(9, 2, dim=8, hidden=32, seed=0)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    loss_fn, g = nn.CrossEntropyLoss(), torch.Generator().manual_seed(0)
    for _ in range(15):
        for rows in torch.randperm(500, generator=g).split(50):
            optimizer.zero_grad()
            loss_fn(model(*(ids[train][rows],)), label[train][rows].long()).backward()
            optimizer.step()
    right = model(ids).argmax(1) == label
    assert right[train].float().mean() > 0.98
    assert right[test].float().mean() > 0.95


@pytest.mark.parametrize("pads", [1, 5, 20])
def test_adding_padding_changes_no_answer(pads):
    ids, model = sentences(30, seed=1), ManyToOne(9, 3, seed=0)
    longer = nn.functional.pad(ids, (0, pads))
    torch.testing.assert_close(model(longer), model(ids), rtol=0, atol=1e-6)


def test_a_sentence_in_a_batch_is_read_as_it_is_read_alone_without_padding():
    ids, model = sentences(30, seed=1), ManyToOne(9, 3, seed=0)
    alone = [model(row[row != 0][None]) for row in ids]
    torch.testing.assert_close(model(ids), torch.cat(alone), rtol=0, atol=1e-6)


def test_it_equals_torch_with_packed_sequences():
    ids, model = sentences(30, seed=1), ManyToOne(9, 3, seed=0)
    packed = nn.utils.rnn.pack_padded_sequence(
        model.embedding(ids), (ids != 0).sum(1), batch_first=True, enforce_sorted=False
    )
    expected = model.answer(model.gru(packed)[1][0])
    torch.testing.assert_close(model(ids), expected, rtol=0, atol=1e-6)


def test_padding_is_the_zero_vector_and_gets_no_gradient():
    ids, model = sentences(30, seed=1), ManyToOne(9, 3, seed=0)
    assert not model.embedding.weight[0].any()
    model(ids).sum().backward()
    assert not model.embedding.weight.grad[0].any()


def test_padding_may_have_another_number():
    ids = sentences(30, seed=1)
    model = ManyToOne(9, 3, padding=8, seed=0)
    moved = torch.where(ids == 0, 8, torch.where(ids == 8, 0, ids))
    longer = nn.functional.pad(moved, (0, 4), value=8)
    torch.testing.assert_close(model(longer), model(moved), rtol=0, atol=1e-6)


@pytest.mark.parametrize("dtype", [torch.uint8, torch.int16, torch.int32])
def test_any_whole_number_type_will_do(dtype):
    ids, model = sentences(30, seed=1), ManyToOne(9, 3, seed=0)
    assert torch.equal(model(ids.to(dtype)), model(ids))


# ── 잘못된 입력 ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("ids", "error", "says"),
    [
        ("나는 학교에 간다", ArgumentTypeError, "str 형.*토큰으로 나누고.*번호를 붙여"),
        (["나는", "학교에"], ArgumentTypeError, "list 형.*토큰으로 나누고"),
        ([], ArgumentTypeError, r"list 형입니다\. torch\.as_tensor"),
        ([[1, 2]], ArgumentTypeError, r"list 형입니다\. torch\.as_tensor\(ids\)"),
        (torch.ones(2, 3), ArgumentTypeError, r"정수.*torch\.float32.*ids\.long\(\)"),
        (torch.ones(2, 3).bool(), ArgumentTypeError, r"torch\.bool"),
        (torch.tensor([1, 2]), ShapeError, r"\(2,\) 입니다.*ids\[None, :\]"),
        (torch.ones(2, 3, 4).long(), ShapeError, r"\(예제 수, 토큰 수\) 여야 하는데 \(2, 3, 4\)"),
        (torch.ones(0, 3).long(), ShapeError, r"\(0, 3\) 입니다.*하나 이상"),
        (torch.ones(3, 0).long(), ShapeError, r"\(3, 0\) 입니다"),
        (torch.tensor([[1, 2], [1, 9]]), ArgumentError, r"ids\[1, 1\] 의 번호가 9.*0부터 8까지"),
        (torch.tensor([[1, -1]]), ArgumentError, r"ids\[0, 1\] 의 번호가 -1"),
        (torch.tensor([[1, 2], [0, 0]]), ArgumentError, r"ids\[1\]은 모든 자리가 패딩\(번호 0\)"),
        (torch.tensor([[1, 2], [0, 3]]), ArgumentError, r"ids\[1\]은 첫 자리가 패딩.*뒤에만"),
        (torch.tensor([[1, 0, 2]]), ArgumentError, r"ids\[0, 1\]은 패딩.*그 뒤에 또 토큰이"),
    ],
)
def test_what_is_no_sentence_is_told_how_to_become_one(ids, error, says):
    with pytest.raises(error, match=says):
        ManyToOne(9, 2, seed=0)(ids)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"vocabulary": 0}, "vocabulary 자리에는"),
        ({"classes": 0}, "classes 자리에는"),
        ({"dim": 0}, "dim 자리에는"),
        ({"hidden": 1.5}, r"hidden 자리에는.*1\.5"),
        ({"padding": -1}, "padding 자리에는 0 이상의 정수.*-1"),
        ({"padding": 9}, "padding"),
    ],
)
def test_wrong_sizes_are_refused_when_the_model_is_made(options, says):
    with pytest.raises(ArgumentError, match=f"ManyToOne: {says}"):
        ManyToOne(**{"vocabulary": 9, "classes": 2, "seed": 0, **options})
