"""losses: 값과 기울기가 어떤 reduction 에서도 torch, 유한 차분, 손 계산과 같습니다."""

import math
import pickle
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dlconcepts.activations import log_softmax, softmax
from dlconcepts.errors import ArgumentError, ArgumentTypeError, NonFiniteError, ShapeError
from dlconcepts.losses import (
    LOSSES,
    binary_cross_entropy,
    cross_entropy,
    hinge,
    huber,
    mae,
    make_huber,
    make_margin_ranking,
    margin_ranking,
    mse,
)

EVERY = {
    **LOSSES,
    "huber(0.3)": make_huber(0.3),
    "margin_ranking(0.5)": make_margin_ranking(0.5),
}
ALL = pytest.mark.parametrize("loss", EVERY.values(), ids=EVERY)
REDUCTIONS = pytest.mark.parametrize("reduction", ["mean", "sum"])
ELEMENTWISE = pytest.mark.parametrize(
    "loss", [mse, mae, huber, binary_cross_entropy, hinge], ids=lambda loss: loss.name
)
NEAR = {"rtol": 1e-13, "atol": 1e-15}


def draw(loss, rng, *, B=7, kinks=False):
    """그 손실에 맞는 예측과 정답. kinks 이면 꺾인 점에 정확히 놓인 예측도 넣습니다."""
    kind = loss.name.split("(")[0]
    if kind == "cross_entropy":
        return 3 * rng.normal(size=(B, 4)), rng.integers(0, 4, size=B)
    if kind == "margin_ranking":
        p, t = rng.normal(size=(B, 2)), rng.choice([-1.0, 1.0], size=B)
        if kinks:  # 두 점수의 차이가 여유와 정확히 같습니다
            p[:2], t[:2] = [[1.0, 1.0], [2.0, 1.5]], [1.0, 1.0]
        return p, t
    p = 2 * rng.normal(size=(B, 3))
    if kind == "binary_cross_entropy":
        return p, rng.uniform(size=(B, 3)).round(rng.integers(0, 3))
    if kind == "hinge":
        t = rng.choice([-1.0, 1.0], size=(B, 3))
        if kinks:
            p[:2] = t[:2]
        return p, t
    t = 2 * rng.normal(size=(B, 3))
    if kinks:
        p[0], p[1] = t[0], t[1] + 1
    return p, t


def in_torch(loss, torch):
    functions = torch.nn.functional
    kind, _, width = loss.name.rstrip(")").partition("(")
    return {
        "mse": functions.mse_loss,
        "mae": functions.l1_loss,
        "huber": lambda p, t, reduction: functions.huber_loss(
            p, t, reduction=reduction, delta=float(width or 1)
        ),
        "binary_cross_entropy": functions.binary_cross_entropy_with_logits,
        "cross_entropy": functions.cross_entropy,
        "hinge": lambda p, t, reduction: reduce(torch.clamp(1 - t * p, min=0), reduction),
        "margin_ranking": lambda p, t, reduction: functions.margin_ranking_loss(
            p[:, 0], p[:, 1], t, reduction=reduction, margin=float(width or 0)
        ),
    }[kind]


def reduce(terms, reduction):
    return {"none": lambda: terms, "sum": terms.sum, "mean": terms.mean}[reduction]()


# ── 증인 하나: torch ─────────────────────────────────────────────────────────────────────


@ALL
@REDUCTIONS
@pytest.mark.parametrize("kinks", [False, True])
def test_value_and_gradient_equal_torch_also_at_the_kinks(loss, reduction, kinks, rng, torch):
    p, t = draw(loss, rng, kinks=kinks)
    twin = torch.tensor(p, requires_grad=True)
    theirs = in_torch(loss, torch)(twin, torch.tensor(t), reduction=reduction)
    theirs.backward()
    assert loss.f(p, t, reduction=reduction) == pytest.approx(theirs.item(), rel=1e-13)
    np.testing.assert_allclose(loss.df(p, t, reduction=reduction), twin.grad.numpy(), **NEAR)


@ALL
def test_without_reduction_there_is_one_loss_per_target_as_in_torch(loss, rng, torch):
    p, t = draw(loss, rng)
    theirs = in_torch(loss, torch)(torch.tensor(p), torch.tensor(t), reduction="none")
    ours = loss.f(p, t, reduction="none")
    assert ours.shape == t.shape
    np.testing.assert_allclose(ours, theirs.numpy(), **NEAR)


@ALL
@REDUCTIONS
def test_float32_equals_torch_in_float32(loss, reduction, rng, torch):
    p, t = draw(loss, rng)
    p = p.astype(np.float32)
    t = t.astype(np.float32) if t.dtype.kind == "f" else t
    twin = torch.tensor(p, requires_grad=True)
    theirs = in_torch(loss, torch)(twin, torch.tensor(t), reduction=reduction)
    theirs.backward()
    gradient = loss.df(p, t.astype(np.float64) if t.dtype.kind == "f" else t, reduction=reduction)
    assert gradient.dtype == np.float32, "float64 정답이 와도 예측의 정밀도를 지킵니다"
    assert loss.f(p, t, reduction=reduction) == pytest.approx(theirs.item(), rel=2e-6)
    np.testing.assert_allclose(gradient, twin.grad.numpy(), rtol=2e-6, atol=1e-7)


# ── 증인 둘: 유한 차분 ───────────────────────────────────────────────────────────────────


@ALL
@REDUCTIONS
def test_the_gradient_is_the_finite_difference(loss, reduction, rng):
    p, t = draw(loss, rng)
    numeric, eps = np.empty_like(p), 1e-6
    for at in np.ndindex(p.shape):
        bump = np.zeros_like(p)
        bump[at] = eps
        up, down = (loss.f(p + side * bump, t, reduction=reduction) for side in (1, -1))
        numeric[at] = (up - down) / (2 * eps)
    np.testing.assert_allclose(loss.df(p, t, reduction=reduction), numeric, rtol=1e-6, atol=1e-8)


# ── 증인 셋: 손으로 ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("loss", "p", "t", "terms", "slopes"),
    [
        (mse, [1, 5], [3, 5.5], [4, 0.25], [-4, -1]),
        (mae, [1, 5, 2], [3, 4, 2], [2, 1, 0], [-1, 1, 0]),
        (huber, [0.5, 1, 4, -4], [0, 0, 0, 0], [0.125, 0.5, 3.5, 3.5], [0.5, 1, 1, -1]),
        (binary_cross_entropy, [0, 0], [1, 0], [np.log(2)] * 2, [-0.5, 0.5]),
        (hinge, [2, 1, 0.5, -1], [1, 1, 1, 1], [0, 0, 0.5, 2], [0, -1, -1, -1]),
        (cross_entropy, [[0, np.log(4)]], [1], [-np.log(0.8)], [[0.2, -0.2]]),
        (margin_ranking, [[3, 5], [5, 3]], [1, 1], [2, 0], [[-1, 1], [0, 0]]),
        (make_margin_ranking(3), [[3, 5], [5, 3]], [1, 1], [5, 1], [[-1, 1], [-1, 1]]),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_a_few_values_known_by_hand(loss, p, t, terms, slopes):
    np.testing.assert_allclose(loss.f(p, t, reduction="none"), terms, rtol=1e-15)
    assert loss.f(p, t, reduction="sum") == pytest.approx(np.sum(terms), rel=1e-15)
    assert loss.f(p, t, reduction="mean") == pytest.approx(np.mean(terms), rel=1e-15)
    np.testing.assert_allclose(loss.df(p, t, reduction="sum"), slopes, rtol=1e-14)
    mean_slopes = np.array(slopes) / len(t)
    np.testing.assert_allclose(loss.df(p, t, reduction="mean"), mean_slopes, rtol=1e-14)


def test_cross_entropy_is_minus_the_log_of_the_probability_of_the_label(rng):
    z, labels = draw(cross_entropy, rng)
    rows = np.arange(len(labels))
    expected = -np.log(softmax(z))[rows, labels]
    np.testing.assert_allclose(cross_entropy.f(z, labels, reduction="none"), expected, rtol=1e-12)
    onehot = np.eye(4)[labels]
    gradient = cross_entropy.df(z, labels, reduction="sum")
    np.testing.assert_allclose(gradient, softmax(z) - onehot, rtol=1e-12, atol=1e-15)


# ── 합과 평균, 두 문 ─────────────────────────────────────────────────────────────────────


@ALL
def test_the_sum_is_the_mean_times_the_number_of_targets(loss, rng):
    p, t = draw(loss, rng)
    both = {kind: loss.df(p, t, reduction=kind) for kind in ("mean", "sum")}
    np.testing.assert_allclose(both["sum"], both["mean"] * t.size, rtol=1e-14)


@ALL
@REDUCTIONS
def test_the_fast_door_gives_the_same_as_the_checked_door(loss, reduction, rng):
    p, t = draw(loss, rng)
    kept = p.copy()
    value, gradient = loss.value_and_gradient(p, t, reduction=reduction)
    assert value == pytest.approx(loss.f(p, t, reduction=reduction), rel=1e-14)
    np.testing.assert_allclose(gradient, loss.df(p, t, reduction=reduction), rtol=1e-14, atol=1e-16)
    np.testing.assert_array_equal(p, kept)


@ALL
@REDUCTIONS
def test_the_fast_door_writes_into_out_which_may_be_the_prediction(loss, reduction, rng):
    p, t = draw(loss, rng)
    value, fresh = loss.value_and_gradient(p, t, reduction=reduction)
    buffer = np.full_like(p, np.nan)
    again, gradient = loss.value_and_gradient(p, t, reduction=reduction, out=buffer)
    assert gradient is buffer
    assert again == value
    np.testing.assert_array_equal(buffer, fresh)
    again, gradient = loss.value_and_gradient(p, t, reduction=reduction, out=p)
    assert gradient is p
    assert again == value
    np.testing.assert_array_equal(p, fresh)


def test_cross_entropy_does_not_depend_on_the_memory_order_of_the_logits(rng):
    z, labels = draw(cross_entropy, rng)
    value, gradient = cross_entropy.value_and_gradient(z, labels, reduction="mean")
    column_major = np.asfortranarray(z)
    again, twin = cross_entropy.value_and_gradient(column_major, labels, reduction="mean")
    assert again == value
    np.testing.assert_array_equal(twin, gradient)
    with pytest.raises(ArgumentError, match=r"out.*이어진"):
        cross_entropy.value_and_gradient(z, labels, reduction="mean", out=column_major)


@ALL
def test_the_checked_door_leaves_its_arguments_alone(loss, rng):
    p, t = draw(loss, rng)
    kept = p.copy(), t.copy()
    loss.f(p, t, reduction="mean")
    loss.df(p, t, reduction="mean")
    np.testing.assert_array_equal(p, kept[0])
    np.testing.assert_array_equal(t, kept[1])


def test_a_loss_of_single_numbers_is_a_number():
    assert mse.f(3.0, 1.0, reduction="mean") == 4
    assert mse.df(3.0, 1.0, reduction="mean") == 4
    assert isinstance(mse.f(np.float32(3), 1, reduction="sum"), float)


def test_a_loss_can_be_pickled_and_found_by_its_name():
    for name, loss in LOSSES.items():
        assert loss.name == name
        copy = pickle.loads(pickle.dumps(loss))
        assert copy.name == name
        p, t = draw(loss, np.random.default_rng(0))
        assert copy.f(p, t, reduction="sum") == loss.f(p, t, reduction="sum")


# ── 안정성과 성질 ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", [1000.0, 1e4, 1e300])
def test_huge_logits_neither_overflow_nor_lose_the_loss(size):
    z = np.array([[size, 0.0], [0.0, size]])
    np.testing.assert_array_equal(cross_entropy.f(z, [0, 0], reduction="none"), [0, size])
    np.testing.assert_array_equal(cross_entropy.df(z, [0, 0], reduction="sum"), [[0, 0], [-1, 1]])
    s = np.array([size, -size])
    np.testing.assert_array_equal(binary_cross_entropy.f(s, [0, 0], reduction="none"), [size, 0])
    np.testing.assert_array_equal(binary_cross_entropy.df(s, [0, 0], reduction="sum"), [1, 0])


def test_a_confident_right_answer_keeps_its_tiny_loss():
    tiny = math.exp(-40)
    value = binary_cross_entropy.f([40.0], [1], reduction="sum")
    assert value == pytest.approx(tiny, rel=1e-12, abs=0)


logits = arrays(np.float64, (3, 4), elements=st.floats(-50, 50, allow_subnormal=False))


@given(logits, st.lists(st.integers(0, 3), min_size=3, max_size=3), st.floats(-50, 50))
def test_cross_entropy_is_positive_and_does_not_see_a_shift(z, labels, shift):
    value = cross_entropy.value_and_gradient(z, np.array(labels), reduction="sum")[0]
    moved = cross_entropy.value_and_gradient(z + shift, np.array(labels), reduction="sum")[0]
    assert value >= 0
    assert moved == pytest.approx(value, rel=1e-11, abs=1e-11)
    assert value == pytest.approx(-log_softmax(z)[range(3), labels].sum(), rel=1e-12, abs=1e-12)


@given(logits, st.lists(st.integers(0, 3), min_size=3, max_size=3))
def test_each_row_of_the_gradient_sums_to_zero_and_pulls_the_label_up(z, labels):
    gradient = cross_entropy.value_and_gradient(z, np.array(labels), reduction="sum")[1]
    np.testing.assert_allclose(gradient.sum(axis=1), 0, atol=1e-14)
    assert (gradient[range(3), labels] <= 0).all()
    assert (np.abs(gradient) <= 1).all()


@given(st.floats(-30, 30), st.sampled_from([0, 1]))
def test_two_classes_in_cross_entropy_are_one_logit_in_binary_cross_entropy(z, label):
    one = binary_cross_entropy.f([z], [label], reduction="sum")
    two = cross_entropy.f([[-1.0, z - 1.0]], [label], reduction="sum")
    assert one == pytest.approx(two, rel=1e-12, abs=1e-12)


@given(st.floats(-100, 100), st.floats(0.01, 10))
def test_huber_lies_between_the_parabola_and_the_line(d, delta):
    value = make_huber(delta).f(d, 0.0, reduction="sum")
    assert value <= d * d / 2 + 1e-12
    assert value <= delta * abs(d) + 1e-12
    assert value >= delta * (abs(d) - delta / 2) - 1e-9


# ── 잘못된 입력 ──────────────────────────────────────────────────────────────────────────


@ALL
@pytest.mark.parametrize("reduction", ["average", None, "", "Mean", 1])
def test_an_unknown_reduction_lists_the_choices(loss, reduction, rng):
    p, t = draw(loss, rng)
    with pytest.raises(ArgumentError, match="'mean' · 'sum' · 'none'") as caught:
        loss.f(p, t, reduction=reduction)
    assert repr(reduction) in str(caught.value)


def test_a_gradient_of_many_losses_is_refused_and_the_reduction_is_never_guessed():
    with pytest.raises(ArgumentError, match=r"'mean' · 'sum' 중.*'none'"):
        mse.df([1.0], [2.0], reduction="none")
    with pytest.raises(TypeError, match="reduction"):
        mse.f([1.0], [2.0])


@ELEMENTWISE
@pytest.mark.parametrize(
    ("p", "t", "remedy"),
    [
        ((4,), (4, 1), r"reshape\(\(4,\)\)"),
        ((4, 1), (4,), r"reshape\(\(4, 1\)\)"),
        ((2, 3), (3, 2), r"\.T"),
        ((4,), (3,), "모양이 같아야"),
        ((4,), (1,), "모양이 같아야"),
        ((4, 3), (3,), "모양이 같아야"),
        ((4,), (), "모양이 같아야"),
    ],
)
def test_shapes_that_numpy_would_stretch_are_refused_with_both_shapes(loss, p, t, remedy):
    with pytest.raises(ShapeError, match=remedy) as caught:
        loss.f(np.ones(p), np.ones(t), reduction="mean")
    assert f"prediction {p}" in str(caught.value)
    assert f"target {t}" in str(caught.value)


@pytest.mark.parametrize(
    ("z", "labels", "match"),
    [
        ((4, 3), (5,), r"로짓 \(4, 3\), 라벨 \(5,\).*\(4,\)"),
        ((4, 3), (4, 3), "원-핫.*argmax"),
        ((4, 3), (3,), r"로짓 \(4, 3\), 라벨 \(3,\).*\.T"),
        ((4, 3), (4, 1), r"라벨 \(4, 1\)"),
        ((4, 3), (), r"라벨 \(\)"),
        ((3,), (1,), r"\(B, C\).*\(3,\).*\[None, :\]"),
        ((4, 1), (4,), r"2 이상.*\(4, 1\).*binary_cross_entropy"),
        ((2, 4, 3), (2,), r"\(2, 4, 3\)"),
    ],
)
def test_logits_and_labels_that_do_not_fit_are_refused(z, labels, match):
    with pytest.raises(ShapeError, match=match):
        cross_entropy.df(np.zeros(z), np.zeros(labels, dtype=int), reduction="mean")


@pytest.mark.parametrize(("p", "t"), [((4,), (4,)), ((4, 3), (4,)), ((4, 2), (3,)), ((4, 2), ())])
def test_ranking_needs_two_scores_and_one_answer_per_pair(p, t):
    with pytest.raises(ShapeError, match=r"\(B, 2\).*stack") as caught:
        margin_ranking.f(np.zeros(p), np.ones(t), reduction="mean")
    assert str(p) in str(caught.value)


@pytest.mark.parametrize(
    ("labels", "match"),
    [
        ([0, 3, 1], r"클래스가 3개.*target\[1\] 의 값이 3"),
        ([0, 1, -1], r"target\[2\] 의 값이 -1"),
        ([1, 2, 3], "1 부터 센"),
    ],
)
def test_a_label_out_of_range_is_named_with_its_place(labels, match):
    with pytest.raises(ArgumentError, match=match):
        cross_entropy.f(np.zeros((3, 3)), labels, reduction="mean")


@pytest.mark.parametrize("labels", [[0.0, 1.0], [0.5, 1.0], [True, False]])
def test_labels_that_are_not_integers_are_refused(labels):
    with pytest.raises(ArgumentTypeError, match=r"정수여야.*(float64|bool).*astype\(int\)"):
        cross_entropy.f(np.zeros((2, 3)), labels, reduction="mean")


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.int32, np.uint64])
def test_every_integer_type_can_be_a_label(dtype):
    labels = np.array([0, 2], dtype=dtype)
    z = np.array([[1.0, 2, 3], [4, 5, 7]])
    expected = cross_entropy.df(z, [0, 2], reduction="sum")
    np.testing.assert_array_equal(cross_entropy.df(z, labels, reduction="sum"), expected)


@pytest.mark.parametrize("loss", [hinge, margin_ranking], ids=lambda loss: loss.name)
def test_zero_and_one_are_not_minus_one_and_one(loss):
    p = np.zeros((2, 2)) if loss is margin_ranking else np.zeros(2)
    with pytest.raises(ArgumentError, match=r"−1 이나 \+1.*0 이.*2 \* target - 1"):
        loss.f(p, [0, 1], reduction="mean")


@pytest.mark.parametrize("target", [[0, 2], [-1, 1]])
def test_a_binary_target_outside_zero_to_one_is_refused(target):
    with pytest.raises(ArgumentError, match="0 과 1 사이") as caught:
        binary_cross_entropy.f(np.zeros(2), target, reduction="mean")
    assert f"{min(target)} 부터 {max(target)}" in str(caught.value)


@ALL
@pytest.mark.parametrize("which", ["f", "df"])
def test_an_empty_batch_is_refused(loss, which, rng):
    p, t = draw(loss, rng)
    with pytest.raises(ShapeError, match=r"예제가 하나도.*\(0,.*빈 배치"):
        getattr(loss, which)(p[:0], t[:0], reduction="mean")


@ALL
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_nan_in_the_prediction_is_named_with_its_place(loss, bad, rng):
    p, t = draw(loss, rng)
    p[2, 1] = bad
    with pytest.raises(NonFiniteError, match=rf"prediction\[2, 1\] 의 값이 {bad}"):
        loss.f(p, t, reduction="mean")


def test_nan_in_the_target_is_named_too():
    with pytest.raises(NonFiniteError, match=r"target\[1\] 의 값이 nan"):
        mse.df(np.zeros(2), [0, np.nan], reduction="mean")
    with pytest.raises(NonFiniteError, match="prediction 의 값이 nan"):
        mse.f(np.nan, 0.0, reduction="mean")


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_a_loss_that_overflows_is_an_error_and_not_a_warning(reduction):
    with pytest.raises(NonFiniteError, match=r"mse.*float64.*넘었습니다\(inf\).*1e\+200.*학습률"):
        mse.f([1e200, 0.0], [0.0, 0.0], reduction=reduction)


def test_a_float32_loss_overflows_earlier_and_says_so():
    p = np.array([1e30], dtype=np.float32)
    with pytest.raises(NonFiniteError, match="float32"):
        mse.f(p, [0.0], reduction="mean")


def test_a_gradient_that_overflows_is_an_error():
    with pytest.raises(NonFiniteError, match="mse"):
        mse.df([1.7e308], [-1.7e308], reduction="sum")


@pytest.mark.parametrize("p", ["0.1", None, [1j], ["a"]])
def test_what_is_not_a_number_is_refused(p):
    with pytest.raises(ArgumentTypeError, match=rf"prediction.*{type(p).__name__} 형"):
        mse.f(p, [1.0], reduction="mean")


def test_rows_of_different_lengths_are_refused():
    with pytest.raises(ShapeError, match=r"prediction.*길이"):
        mse.f([[1.0, 2.0], [3.0]], [1.0], reduction="mean")


@pytest.mark.parametrize("which", ["f", "df"])
@pytest.mark.parametrize(
    "p", [[[0.8, 0.2]], [[0.8, 0.2], [0.0, 1.0]], [[0.333, 0.333, 0.333]]], ids=str
)
def test_probabilities_instead_of_logits_are_noticed(which, p):
    with pytest.warns(UserWarning, match=r"합이 1.*확률로.*소프트맥스를 지나기 전") as caught:
        getattr(cross_entropy, which)(p, [0] * len(p), reduction="mean")
    assert caught[0].filename == __file__, "경고는 부른 사람의 줄을 가리킵니다"


@pytest.mark.parametrize("z", [[[0.8, 0.3]], [[1.5, -0.5]], [[0.0, 0.0]], [[0.8, 0.2], [3.0, 1.0]]])
def test_ordinary_logits_are_not_suspected(z):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        cross_entropy.f(z, [0] * len(z), reduction="mean")


@pytest.mark.parametrize("delta", [0, -1.0, np.nan, np.inf])
def test_a_huber_without_width_is_refused(delta):
    with pytest.raises(ArgumentError, match=r"delta.*0보다 큰") as caught:
        make_huber(delta)
    assert repr(delta) in str(caught.value)


@pytest.mark.parametrize("margin", [-0.1, np.nan, np.inf])
def test_a_negative_margin_is_refused(margin):
    with pytest.raises(ArgumentError, match=r"margin.*0 이상"):
        make_margin_ranking(margin)


def test_the_name_tells_the_width():
    assert make_huber(1.0).name == "huber"
    assert make_huber(0.25).name == "huber(0.25)"
    assert make_margin_ranking(2).name == "margin_ranking(2)"
