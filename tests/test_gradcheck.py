"""gradcheck: 수치 미분은 정답에 가깝고, 비교표는 틀린 원소를 정확히 짚습니다."""

import copy
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlconcepts.errors import ArgumentError, ArgumentTypeError, NonFiniteError, ShapeError
from dlconcepts.gradcheck import compare_gradients, numerical_gradient


@pytest.fixture
def params(rng):
    return {"W": rng.normal(size=(3, 2)), "b": rng.normal(size=2), "scale": np.array(1.7)}


def loss(params):
    """W, b, scale 이 모두 얽힌 매끄러운 함수."""
    x = np.array([[0.3, -1.2, 0.7], [1.1, 0.4, -0.5]])
    return float(np.sum(params["scale"] * np.tanh(x @ params["W"] + params["b"])))


def exact_gradient(params):
    x = np.array([[0.3, -1.2, 0.7], [1.1, 0.4, -0.5]])
    h = np.tanh(x @ params["W"] + params["b"])
    slope = params["scale"] * (1 - h**2)
    return {"W": x.T @ slope, "b": slope.sum(axis=0), "scale": h.sum()}


# ── 수치 미분 ────────────────────────────────────────────────────────────────────────────


def test_the_numerical_gradient_of_a_dict_equals_the_formula(params):
    numeric = numerical_gradient(loss, params)
    assert numeric.keys() == params.keys()
    for name, exact in exact_gradient(params).items():
        assert numeric[name].shape == params[name].shape
        np.testing.assert_allclose(numeric[name], exact, rtol=1e-7, atol=1e-9)


def test_the_numerical_gradient_equals_torch_autograd(rng, torch):
    x = rng.normal(size=6)
    t = torch.tensor(x, requires_grad=True)
    (torch.sin(t) * t.flip(0) ** 2).sum().backward()
    numeric = numerical_gradient(lambda x: np.sum(np.sin(x) * x[::-1] ** 2), x)
    np.testing.assert_allclose(numeric, t.grad.numpy(), rtol=1e-7, atol=1e-9)


def test_a_scalar_gives_a_float_and_f_receives_a_scalar():
    seen = []
    slope = numerical_gradient(lambda x: seen.append(x) or x**3, 2.0)
    assert type(slope) is float
    assert slope == pytest.approx(12, rel=1e-9)
    assert {type(x) for x in seen} == {np.float64}


@pytest.mark.parametrize("shape", [(4,), (2, 3), (1,), (2, 1, 2)])
def test_an_array_gives_an_array_of_its_shape(shape, rng):
    x = rng.normal(size=shape)
    numeric = numerical_gradient(lambda x: np.sum(x**2), x)
    assert numeric.shape == shape
    np.testing.assert_allclose(numeric, 2 * x, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("whole", [3, [1, 2, 3], np.array([1, 2, 3])])
def test_whole_numbers_are_differentiated_as_real_numbers(whole):
    numeric = numerical_gradient(lambda x: np.sum(x**2), whole)
    np.testing.assert_allclose(numeric, 2.0 * np.asarray(whole), rtol=1e-9)


def test_float32_is_differentiated_in_double_precision():
    numeric = numerical_gradient(lambda x: np.sum(x**2), np.float32([0.5, 1.5]))
    assert numeric.dtype == np.float64
    np.testing.assert_allclose(numeric, [1, 3], rtol=1e-9)


def test_the_parameters_are_bit_for_bit_untouched(params):
    before = copy.deepcopy(params)
    numerical_gradient(loss, params)
    for name in params:
        np.testing.assert_array_equal(params[name], before[name])


def test_the_parameters_are_untouched_also_when_f_fails(params):
    before = copy.deepcopy(params)
    with pytest.raises(ZeroDivisionError):
        numerical_gradient(lambda p: 1 / 0, params)
    for name in params:
        np.testing.assert_array_equal(params[name], before[name])


def test_an_f_that_changes_its_argument_still_gives_the_right_gradient(params):
    def careless(p):
        value = loss(p)
        for array in p.values():
            array += 100
        return value

    careful = numerical_gradient(loss, params)
    for name, numeric in numerical_gradient(careless, params).items():
        np.testing.assert_array_equal(numeric, careful[name])


def test_f_is_called_twice_per_element(params):
    calls = []
    numerical_gradient(lambda p: calls.append(1) or loss(p), params)
    assert len(calls) == 2 * (6 + 2 + 1)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_a_straight_line_has_the_same_slope_everywhere(x, slope):
    numeric = numerical_gradient(lambda x: slope * x, x, eps=1e-3)
    assert numeric == pytest.approx(slope, rel=1e-6, abs=1e-6)


def test_central_differences_lose_only_the_square_of_eps():
    """ε 을 열 배로 키우면 잘림 오차는 백 배가 됩니다. 한쪽 차분이라면 열 배입니다."""
    errors = [abs(numerical_gradient(np.exp, 1.0, eps=eps) - np.e) for eps in (1e-3, 1e-2)]
    assert errors[1] / errors[0] == pytest.approx(100, rel=0.01)


def test_forward_differences_lose_eps_itself():
    """한쪽만 보므로 ε 을 열 배로 키우면 잘림 오차도 열 배가 됩니다."""
    errors = [
        abs(numerical_gradient(np.exp, 1.0, eps=eps, scheme="forward") - np.e)
        for eps in (1e-4, 1e-3)
    ]
    assert errors[1] / errors[0] == pytest.approx(10, rel=0.01)


def test_forward_differences_are_the_quotient_of_f_here_and_ahead(params):
    numeric = numerical_gradient(loss, params, eps=1e-3, scheme="forward")
    for name, array in params.items():
        assert numeric[name].shape == array.shape
        for i in np.ndindex(array.shape):
            ahead = copy.deepcopy(params)
            ahead[name][i] += 1e-3
            quotient = (loss(ahead) - loss(params)) / 1e-3
            assert numeric[name][i] == pytest.approx(quotient, rel=1e-9)


def test_forward_differences_call_f_once_per_element_and_once_more(params):
    calls = []
    numerical_gradient(lambda p: calls.append(1) or loss(p), params, scheme="forward")
    assert len(calls) == 6 + 2 + 1 + 1


def test_forward_differences_look_only_to_the_right_of_a_kink():
    """|x| 는 0 에서 왼쪽 기울기가 −1, 오른쪽 기울기가 1 입니다. 중앙 차분은 그 가운데입니다."""
    assert numerical_gradient(abs, 0.0, scheme="forward") == 1
    assert numerical_gradient(abs, 0.0) == 0


@pytest.mark.parametrize("scheme", ["backward", "Central", None, 2])
def test_an_unknown_scheme_is_refused_with_the_choices(scheme):
    with pytest.raises(ArgumentError, match=rf"'central' 또는 'forward' .*{scheme!r}"):
        numerical_gradient(np.sum, np.ones(2), scheme=scheme)


def test_an_f_that_is_not_finite_here_is_refused_by_forward_differences():
    with pytest.raises(NonFiniteError, match=r"넘겨받은 params 에서 f 의 값이 nan"):
        numerical_gradient(lambda x: x if x > 1 else float("nan"), 1.0, eps=0.1, scheme="forward")


@pytest.mark.parametrize("eps", [0, -1e-6, float("nan"), float("inf"), "1e-6", None, True])
def test_an_impossible_eps_is_refused(eps):
    with pytest.raises(ArgumentError, match=r"eps .*0보다 큰"):
        numerical_gradient(np.sum, np.ones(2), eps=eps)


@pytest.mark.parametrize("scheme", ["central", "forward"])
def test_an_eps_too_small_to_move_the_value_is_refused(scheme):
    with pytest.raises(ArgumentError, match=r"eps = 1e-06 .*x\[1\] = 1e\+20.*키우"):
        numerical_gradient(np.sum, np.array([1.0, 1e20]), scheme=scheme)


def test_an_f_that_returns_an_array_is_refused_with_its_shape():
    with pytest.raises(ShapeError, match=r"\(3,\).*np\.sum"):
        numerical_gradient(lambda x: x**2, np.ones(3))


@pytest.mark.parametrize("value", [None, "1.0", 1 + 2j, True, object()])
def test_an_f_that_returns_no_real_number_is_refused_with_its_type(value):
    with pytest.raises(ArgumentTypeError, match=f"f 의 값 .*{type(value).__name__} 형"):
        numerical_gradient(lambda x: value, 1.0)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_an_f_that_is_not_finite_is_refused_with_the_place(value):
    with pytest.raises(NonFiniteError, match=rf"W\[1, 0\] = 2.*{value}"):
        numerical_gradient(
            lambda p: value if p["W"][1, 0] > 2 else 0.0, {"W": np.full((2, 2), 2.0)}
        )


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_a_parameter_that_is_not_finite_is_refused_with_the_place(bad):
    with pytest.raises(NonFiniteError, match=rf"b\[1\] .*{bad}"):
        numerical_gradient(lambda p: 0.0, {"b": np.array([1.0, bad])})


@pytest.mark.parametrize("bad", ["3", None, [[1, 2], [3]], np.array([1j]), {"W": "x"}])
def test_parameters_that_are_no_numbers_are_refused(bad):
    with pytest.raises(ArgumentTypeError, match=r"params .*형인"):
        numerical_gradient(lambda x: 0.0, bad)


@pytest.mark.parametrize("empty", [{}, [], {"W": np.ones((0, 3))}])
def test_empty_parameters_are_refused(empty):
    with pytest.raises(ArgumentError, match="원소가 하나도 없습니다"):
        numerical_gradient(lambda x: 0.0, empty)


# ── 비교표 ───────────────────────────────────────────────────────────────────────────────


def test_the_right_gradient_passes_against_finite_differences(params):
    report = compare_gradients(exact_gradient(params), numerical_gradient(loss, params))
    assert report.ok
    assert [row.name for row in report.rows] == ["W", "b", "scale"]


def test_one_wrong_element_is_found_by_name_and_index(params):
    wrong = exact_gradient(params)
    right = copy.deepcopy(wrong)
    wrong["W"][2, 1] += 0.5
    report = compare_gradients(wrong, right)
    assert not report.ok
    assert [row.ok for row in report.rows] == [False, True, True]
    assert (report.worst.name, report.worst.index) == ("W", (2, 1))
    assert report.worst.analytic == wrong["W"][2, 1]
    assert report.worst.reference == right["W"][2, 1]
    assert report.worst.absolute == pytest.approx(0.5)


@given(
    st.floats(-1e3, 1e3),
    st.floats(-1e3, 1e3),
    st.sampled_from([0.0, 1e-8, 1e-2, 1.0]),
    st.sampled_from([0.0, 1e-5, 0.1]),
)
def test_a_row_passes_exactly_when_numpy_calls_it_close(a, r, atol, rtol):
    row = compare_gradients(a, r, rtol=rtol, atol=atol).worst
    allowed = atol + rtol * abs(r)
    if abs(abs(a - r) - allowed) > 1e-12 * allowed:  # 경계의 마지막 자리는 반올림에 달렸습니다.
        assert row.ok == np.isclose(a, r, rtol=rtol, atol=atol)


def test_the_worst_element_is_judged_against_what_is_allowed_there():
    """큰 값의 절대 오차 1보다, 작은 값의 0.1이 더 나쁠 수 있습니다."""
    report = compare_gradients(np.array([1e6 + 1, 0.1]), np.array([1e6, 0.0]))
    assert report.worst.index == (1,)


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -float("inf")])
def test_a_gradient_that_is_not_finite_never_passes_and_is_the_worst(bad):
    report = compare_gradients(np.array([9.0, bad, 1.0]), np.array([1.0, bad, 1.0]))
    assert not report.ok
    assert report.worst.index == (1,)


def test_a_name_with_nan_is_worse_than_a_name_that_is_merely_wrong():
    broken = {"wrong": 5.0, "lost": np.array([0.0, np.nan]), "right": 1.0}
    report = compare_gradients(broken, {"wrong": 1.0, "lost": np.zeros(2), "right": 1.0})
    assert report.worst.name == "lost"
    assert report.worst.ratio == float("inf")


def test_equal_gradients_have_no_error_at_all_even_with_zero_tolerance():
    row = compare_gradients(np.zeros(3), np.zeros(3), rtol=0, atol=0).worst
    assert (row.absolute, row.relative, row.ratio, row.ok) == (0, 0, 0, True)


def test_the_relative_error_compares_with_the_larger_of_the_two():
    assert compare_gradients(3.0, 4.0).worst.relative == 0.25
    assert compare_gradients(4.0, 3.0).worst.relative == 0.25


def test_a_report_is_a_table_and_refuses_to_be_a_truth_value():
    report = compare_gradients(1.0, 2.0)
    with pytest.raises(ArgumentTypeError, match=r"report\.ok"):
        assert report


def test_the_frame_has_one_line_per_name_in_korean(params):
    table = compare_gradients(exact_gradient(params), numerical_gradient(loss, params)).to_frame()
    assert list(table["이름"]) == ["W", "b", "scale"]
    assert table["통과"].all()
    assert table["원소"].iloc[2] == ""
    assert {"구한 값", "기준값", "절대 오차", "상대 오차", "오차/허용"} <= set(table.columns)


def test_the_printed_table_is_aligned_where_hangul_takes_two_columns(params):
    wrong = exact_gradient(params)
    wrong["b"][0] += 1
    lines = str(compare_gradients(wrong, numerical_gradient(loss, params))).splitlines()
    widths = {
        sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) for line in lines
    }
    assert len(lines) == 1 + 3
    assert len(widths) == 1
    assert lines[0].split()[-1] == "통과"
    assert [line.split()[-1] for line in lines[1:]] == ["예", "아니요", "예"]
    assert "b[0]" in lines[2]


def test_different_shapes_are_refused_and_both_are_named():
    with pytest.raises(ShapeError, match=r"'W'.*analytic 은 \(2, 3\), reference 는 \(3, 2\)"):
        compare_gradients({"W": np.ones((2, 3))}, {"W": np.ones((3, 2))})


@pytest.mark.parametrize(
    ("analytic", "reference"),
    [({"W": 1.0}, {"V": 1.0}), ({"W": 1.0}, {"W": 1.0, "b": 2.0}), ({"x": 1.0}, 1.0)],
)
def test_different_names_are_refused_and_both_are_listed(analytic, reference):
    with pytest.raises(ArgumentError, match=r"analytic 의 이름은 \[.*reference 의 이름은 \["):
        compare_gradients(analytic, reference)


@pytest.mark.parametrize(("name", "bad"), [("rtol", -1), ("atol", "x"), ("rtol", float("nan"))])
def test_an_impossible_tolerance_is_refused_by_name(name, bad):
    with pytest.raises(ArgumentError, match=f"{name} .*0 이상"):
        compare_gradients(1.0, 1.0, **{name: bad})
