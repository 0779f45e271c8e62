"""training.batches: 잘라 준 배치는 섞은 순서 그대로이고, 어디서 멈추어도 그다음부터 이어집니다."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="배치는 torch 의 텐서입니다")
torch.set_num_threads(1)

from hypothesis import given  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from torch.utils.data import DataLoader, IterableDataset, TensorDataset  # noqa: E402

from dlconcepts.errors import ArgumentError, ArgumentTypeError, ShapeError  # noqa: E402
from dlconcepts.training import batches as module  # noqa: E402
from dlconcepts.training.batches import (  # noqa: E402
    Batch,
    IteratedBatches,
    TensorBatches,
    as_batches,
    label_range,
)


def numbered(rows, **options):
    """i 번째 예제의 입력이 [i, −i] 이고 정답이 i 인 배치들."""
    n = torch.arange(rows)
    given = {"batch_size": 4, "shuffle": True, "seed": 0} | options
    return TensorBatches(torch.stack([n, -n], dim=1).float(), target=n, **given)


def seen(batches):
    return [batch.target.tolist() for batch in batches]


def flat(batches):
    return [number for batch in seen(batches) for number in batch]


# ── 순서 ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("epoch", [0, 1, 5])
def test_the_order_is_the_permutation_of_seed_plus_epoch(epoch):
    batches = numbered(10, seed=3)
    batches.set_epoch(epoch)
    order = torch.randperm(10, generator=torch.Generator().manual_seed(3 + epoch)).tolist()
    assert seen(batches) == [order[:4], order[4:8], order[8:]]


def test_an_epoch_repeats_itself_and_differs_from_the_next():
    batches = numbered(50)
    first = flat(batches)
    assert flat(batches) == first
    batches.set_epoch(1)
    assert flat(batches) != first
    assert sorted(flat(batches)) == sorted(first) == list(range(50))


def test_the_order_does_not_touch_the_global_random_numbers():
    torch.manual_seed(0)
    expected = torch.rand(3)
    torch.manual_seed(0)
    flat(numbered(20))
    assert torch.equal(torch.rand(3), expected)


def test_without_shuffling_the_rows_keep_their_order():
    assert seen(numbered(6, shuffle=False)) == [[0, 1, 2, 3], [4, 5]]


def test_inputs_and_target_move_together():
    x, z, y = torch.arange(9), torch.arange(9) * 10, torch.arange(9) * 100
    batches = TensorBatches(x, z, target=y, batch_size=2, shuffle=True, seed=1)
    for (a, b), target in batches:
        assert torch.equal(a * 10, b)
        assert torch.equal(a * 100, target)


@pytest.mark.parametrize(
    ("rows", "drop_last", "sizes"),
    [(8, False, [4, 4]), (9, False, [4, 4, 1]), (9, True, [4, 4]), (3, False, [3])],
)
def test_the_last_batch_may_be_small_or_be_dropped(rows, drop_last, sizes):
    batches = numbered(rows, drop_last=drop_last)
    assert [len(batch.target) for batch in batches] == sizes
    assert len(batches) == batches.steps() == len(sizes)


@given(st.integers(1, 40), st.integers(1, 9), st.booleans(), st.integers(1, 200))
def test_gathering_in_blocks_changes_nothing(rows, size, shuffle, block_bytes):
    whole = flat(numbered(rows, batch_size=size, shuffle=shuffle))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_BLOCK_BYTES", block_bytes)
        pieces = seen(numbered(rows, batch_size=size, shuffle=shuffle))
    assert [number for piece in pieces for number in piece] == whole
    assert all(len(piece) == size for piece in pieces[:-1])


def test_large_data_is_gathered_a_block_at_a_time(monkeypatch):
    monkeypatch.setattr(module, "_BLOCK_BYTES", 2 * 16 * 16)  # 한 예제 16바이트, 배치 둘
    sizes, gather = [], torch.Tensor.index_select

    def watched(x, dim, index):
        sizes.append(len(index))
        return gather(x, dim, index)

    monkeypatch.setattr(torch.Tensor, "index_select", watched)
    flat(numbered(80, batch_size=16))
    assert max(sizes) == 32


@pytest.mark.parametrize(("features", "size"), [(6, 7), (5, 3), (13, 10), (16, 4)])
def test_a_batch_is_the_same_bits_as_a_gathered_one(features, size):
    """행렬곱의 마지막 비트는 행렬이 놓인 주소에도 달려 있습니다."""
    torch.manual_seed(0)
    x, weight = torch.randn(45, features), torch.randn(9, features)
    batches = TensorBatches(x, target=x, batch_size=size, shuffle=True, seed=0)
    order = torch.randperm(45, generator=torch.Generator().manual_seed(0))
    for (piece,), rows in zip((b.inputs for b in batches), order.split(size), strict=True):
        assert torch.equal(piece @ weight.T, x[rows] @ weight.T)
        assert torch.equal(piece.T @ piece, x[rows].T @ x[rows])


def test_an_array_at_an_odd_address_is_moved_to_an_even_one():
    y = np.arange(9, dtype=np.float32)[1:].reshape(4, 2)
    batches = TensorBatches(y, target=y, batch_size=2, shuffle=False, seed=0)
    assert batches.target.data_ptr() % 64 == 0
    assert batches.target.tolist() == y.tolist()


# ── 자리 ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("block_bytes", [1, 150, 2**24])
@pytest.mark.parametrize("stop", range(6))
def test_the_rest_of_the_epoch_follows_from_any_place(stop, block_bytes, monkeypatch):
    monkeypatch.setattr(module, "_BLOCK_BYTES", block_bytes)
    batches = numbered(18)
    batches.set_epoch(2)
    everything, iterator = seen(batches), iter(batches)
    taken = [next(iterator).target.tolist() for _ in range(stop)]
    if not stop:
        batches.set_epoch(2)
    again = numbered(18)
    again.load_state_dict(batches.state_dict())
    assert taken + seen(again) == everything
    again.set_epoch(2)
    assert seen(again) == everything, "한 번 이어 한 다음에는 처음부터입니다"


def test_breaking_off_and_starting_again_begins_at_the_first_batch():
    batches = numbered(12)
    next(iter(batches))
    assert len(seen(batches)) == 3


def test_the_place_is_plain_numbers():
    state = numbered(12).state_dict()
    assert all(type(value) in (int, bool) for value in state.values())


@pytest.mark.parametrize(
    "other", [{"seed": 1}, {"batch_size": 6}, {"shuffle": False}, {"drop_last": True}]
)
def test_a_place_in_other_batches_is_refused_and_told_apart(other):
    (name,) = other
    with pytest.raises(ArgumentError, match=rf"데이터가 다릅니다\({name} .* → .*같은 설정"):
        numbered(12, **other).load_state_dict(numbered(12).state_dict())


def test_a_place_in_data_of_another_length_is_refused():
    with pytest.raises(ArgumentError, match="rows 12 → 13"):
        numbered(13).load_state_dict(numbered(12).state_dict())


# ── 나누기 ───────────────────────────────────────────────────────────────────────────────


@given(st.integers(1, 40), st.integers(1, 4), st.integers(1, 4), st.booleans(), st.booleans())
def test_shards_together_are_the_batches_of_one_process(rows, world, each, shuffle, drop_last):
    size = world * each
    if rows < (size if drop_last else world):
        return
    whole = numbered(rows, batch_size=size, shuffle=shuffle, drop_last=drop_last)
    shards = [seen(whole.shard(rank, world)) for rank in range(world)]
    sizes = [sum(map(len, shard)) for shard in shards]
    assert max(sizes) - min(sizes) <= 1
    assert len(shards[0]) == len(whole)
    for t, batch in enumerate(seen(whole)):
        together = [number for shard in shards if t < len(shard) for number in shard[t]]
        assert sorted(together) == sorted(batch)
    assert [len(s) for s in shards] == [len(whole.shard(r, world)) for r in range(world)]


def test_a_shard_resumes_where_it_was():
    shard, again = (numbered(22).shard(1, 2) for _ in range(2))
    everything, iterator = seen(shard), iter(shard)
    taken = [next(iterator).target.tolist() for _ in range(3)]
    again.load_state_dict(shard.state_dict())
    assert taken + seen(again) == everything


def test_a_rank_that_would_get_no_example_is_told():
    with pytest.raises(ArgumentError, match="예제가 3개뿐이라 프로세스 4개에 하나씩도"):
        numbered(3).shard(0, 4)


@pytest.mark.parametrize(("rank", "world"), [(2, 2), (0, 3)])
def test_a_split_that_does_not_fit_is_refused(rank, world):
    with pytest.raises(ArgumentError, match=rf"batch_size\(4\).*rank={rank}, world={world}"):
        numbered(12).shard(rank, world)


def test_a_shard_is_not_split_again():
    with pytest.raises(ArgumentError, match="지금 2조각"):
        numbered(12).shard(0, 2).shard(0, 2)


# ── 장치와 형 ────────────────────────────────────────────────────────────────────────────


def test_data_already_on_the_device_is_not_copied():
    x, y = torch.zeros(3, 2), torch.zeros(3)
    batches = TensorBatches(x, target=y, batch_size=2, shuffle=False, seed=0, device="cpu")
    assert batches.to("cpu").inputs[0].data_ptr() == x.data_ptr()


def test_data_moves_to_the_device_once():
    batches = numbered(6, device="meta")
    assert batches.target.device.type == batches.inputs[0].device.type == "meta"


def test_a_moved_copy_keeps_its_own_place():
    batches = numbered(12)
    moved = batches.to("cpu")
    next(iter(moved))
    assert (moved.state_dict()["position"], batches.state_dict()["position"]) == (1, 0)


def test_numpy_doubles_become_the_default_float_and_integers_stay():
    x, y = np.ones((3, 2)), np.arange(3)
    (a,), b = next(iter(TensorBatches(x, target=y, batch_size=3, shuffle=False, seed=0)))
    assert (a.dtype, b.dtype) == (torch.float32, torch.int64)
    half = np.ones((3, 2), dtype=np.float16)
    (a,), _ = next(iter(TensorBatches(half, target=y, batch_size=3, shuffle=False, seed=0)))
    assert a.dtype == torch.float16


# ── 다른 것에서 오는 배치들 ──────────────────────────────────────────────────────────────


X, Y = torch.arange(6.0).reshape(3, 2), torch.arange(3)


@pytest.mark.parametrize(
    "data",
    [
        [(X, Y)],
        [[X, Y]],
        [((X,), Y)],
        [Batch((X,), Y)],
        DataLoader(TensorDataset(X, Y), batch_size=3),
        TensorBatches(X, target=Y, batch_size=3, shuffle=False, seed=0),
    ],
    ids=["튜플", "목록", "입력의 튜플", "Batch", "DataLoader", "TensorBatches"],
)
def test_anything_that_yields_pairs_is_batches(data):
    (batch,) = as_batches(data)
    assert isinstance(batch, Batch)
    assert torch.equal(batch.inputs[0], X)
    assert torch.equal(batch.target, Y)
    assert as_batches(data).steps() == 1


def test_several_inputs_stay_several():
    ((a, b), y) = next(iter(as_batches([((X, Y), Y)])))
    assert torch.equal(a, X)
    assert torch.equal(b, y)


def test_batches_are_not_wrapped_twice():
    batches = numbered(4)
    assert as_batches(batches) is batches
    iterated = as_batches([(X, Y)])
    assert as_batches(iterated) is iterated


def test_a_loader_of_unknown_length_has_no_number_of_steps():
    class Stream(IterableDataset):
        def __iter__(self):
            yield X[0], Y[0]

    assert as_batches(DataLoader(Stream())).steps() is None
    assert as_batches(iter([(X, Y)])).steps() is None


def test_the_epoch_reaches_the_sampler_and_the_loader():
    class Knows:
        sampler = None

        def __init__(self):
            self.epochs = []

        def set_epoch(self, epoch):
            self.epochs.append(epoch)

        def __iter__(self):
            return iter([(X, Y)])

    loader = Knows()
    loader.sampler = Knows()
    as_batches(loader).set_epoch(7)
    assert loader.epochs == loader.sampler.epochs == [7]
    as_batches([(X, Y)]).set_epoch(7)  # 모르는 것은 그냥 둡니다


def test_only_a_loader_that_tells_and_finds_its_place_is_restorable():
    class Stateful(list):
        place = 0

        def state_dict(self):
            return {"place": self.place}

        def load_state_dict(self, state):
            self.place = state["place"]

    plain, stateful = IteratedBatches([(X, Y)]), IteratedBatches(Stateful([(X, Y)]))
    assert (plain.restorable, plain.state_dict()) == (False, {})
    plain.load_state_dict({"place": 2})
    stateful.load_state_dict({"place": 2})
    assert (stateful.restorable, stateful.state_dict()) == (True, {"place": 2})


# ── 라벨의 범위 ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("labels", "ignored", "expected"),
    [
        ([3, 0, 7], None, (0, 7)),
        ([3, -100, 7], -100, (3, 7)),
        ([3, -100, 7], None, (-100, 7)),
        ([0, 2, 2], 2, (0, 0)),
        ([5, 5], 5, None),
        ([], None, None),
    ],
)
def test_the_label_range_leaves_out_what_is_ignored(labels, ignored, expected):
    target = torch.tensor(labels, dtype=torch.int64)
    assert label_range(target, ignored) == expected


def test_labels_are_looked_at_once():
    batches = numbered(5)
    for _ in range(2):
        assert batches.label_range(4) == (0, 3)
        assert (batches.has_label(3), batches.has_label(-100)) == (True, False)
        batches.target = None  # 다시 보려 하면 오류가 납니다


# ── 잘못된 입력 ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("inputs", "target"),
    [
        ((torch.zeros(3, 2),), torch.zeros(4)),
        ((torch.zeros(3), torch.zeros(2)), torch.zeros(3)),
        ((), torch.zeros(3)),
        ((torch.zeros(0, 2),), torch.zeros(0)),
    ],
)
def test_lengths_that_do_not_match_or_are_zero_are_refused(inputs, target):
    with pytest.raises(ShapeError, match=f"target 은 {len(target)}개"):
        TensorBatches(*inputs, target=target, batch_size=2, shuffle=False, seed=0)


@pytest.mark.parametrize("value", [[1, 2], torch.tensor(3.0), np.array(["가"]), None])
def test_what_is_not_an_array_of_examples_is_refused(value):
    with pytest.raises(ArgumentTypeError, match=r"inputs\[0\].*torch.as_tensor"):
        TensorBatches(value, target=torch.zeros(2), batch_size=2, shuffle=False, seed=0)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"batch_size": 0}, "batch_size.*0 입니다"),
        ({"batch_size": 2.0}, r"batch_size.*2\.0"),
        ({"seed": -1}, "seed.*-1"),
        ({"batch_size": 9, "drop_last": True}, "예제가 5개인데 batch_size=9.*배치가 하나도"),
    ],
)
def test_a_wrong_number_is_refused(options, says):
    with pytest.raises(ArgumentError, match=says):
        numbered(5, **options)


@pytest.mark.parametrize(
    ("item", "says"),
    [
        ((X, X, Y), r"3개짜리 tuple.*\(\(x1, x2\), y\)"),
        ((X,), "1개짜리 tuple"),
        (X, "Tensor"),
        ({"x": X, "y": Y}, "dict"),
    ],
)
def test_a_batch_of_the_wrong_arity_is_refused(item, says):
    with pytest.raises(ArgumentError, match=f"두 개여야 하는데 {says}"):
        list(as_batches([item]))


@pytest.mark.parametrize(
    ("item", "says"),
    [
        ((X, [0, 1, 2]), "정답이 list"),
        ((X, torch.tensor(1)), r"정답이 \(\)"),
        ((X[:0], Y[:0]), r"정답이 \(0,\)"),
        (((), Y), "입력이 0개"),
    ],
)
def test_a_batch_without_examples_is_refused(item, says):
    with pytest.raises(ShapeError, match=says):
        list(as_batches([item]))


@pytest.mark.parametrize("data", [3, None, torch.zeros(3), {"x": X}, "글", np.zeros(3)])
def test_what_cannot_be_batches_is_refused(data):
    with pytest.raises(ArgumentTypeError, match=f"{type(data).__name__} 형.*TensorBatches"):
        as_batches(data)
