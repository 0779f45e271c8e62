"""바로잡기의 두 증인, 경사 하강법과 연쇄 법칙: 흔한 말은 틀리고 바로잡은 말은 맞습니다.

쪽에 있는 칸과는 다른 길(다른 데이터, 다른 씨앗, 다항식의 근, PyTorch)로 다시 계산합니다.
"""

import math

import numpy as np
import pytest

from dlconcepts.descent import minimize
from dlconcepts.gradcheck import numerical_gradient
from dlconcepts.objectives import bowl, two_valleys
from dlconcepts.optimizers import GradientDescent

VALLEYS = np.array([1.0, 0.0, -4.0, 1.0, 1.0])  # x⁴ − 4x² + x + 1


def walk(grad, start, lr, steps):
    """라이브러리 없이 걷습니다."""
    path = [np.asarray(start, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] - lr * grad(path[-1]))
    return np.array(path)


# ── E01 ──────────────────────────────────────────────────────────────────────────────────


def test_e01_the_claim_is_false_the_right_valley_is_not_the_deeper_one():
    stationary = np.sort(np.roots(np.polyder(VALLEYS)).real)
    heights = np.polyval(VALLEYS, stationary)
    assert heights[2] > heights[0] + 2  # 오른쪽 바닥이 훨씬 높습니다
    assert np.polyval(VALLEYS, -1.0) != -1.0
    assert np.polyval(VALLEYS, 1.5) > -2.8 + 1
    for told in (-1.0, 1.5):
        assert abs(np.polyval(np.polyder(VALLEYS), told)) > 1  # 바닥이 아닙니다
    for lr in (0.002, 0.03, 0.11):
        left = walk(lambda x: np.polyval(np.polyder(VALLEYS), x), -0.5, lr, 3000)[-1]
        assert abs(left - stationary[0]) < 1e-6  # −0.5 에서는 갇히지 않습니다


def test_e01_the_correction_is_true_the_left_valley_is_the_global_minimum():
    left, top, right = np.sort(np.roots(np.polyder(VALLEYS)).real)
    assert np.polyval(VALLEYS, left) == pytest.approx(-4.444, abs=5e-4)
    assert np.polyval(VALLEYS, right) == pytest.approx(-1.619, abs=5e-4)
    stuck = walk(lambda x: np.polyval(np.polyder(VALLEYS), x), 0.5, 0.03, 3000)[-1]
    assert stuck == pytest.approx(right)
    assert top == pytest.approx(0.126, abs=1e-3)
    kinds = {minimum.kind: minimum.point[0] for minimum in two_valleys.minima}
    assert kinds["global"] == pytest.approx(left)
    assert kinds["local"] == pytest.approx(right)


# ── E05 ──────────────────────────────────────────────────────────────────────────────────


def test_e05_the_claim_is_false_a_step_along_the_gradient_raises_the_loss(rng, torch):
    for _ in range(20):
        x = torch.tensor(rng.normal(size=4), requires_grad=True)
        target = torch.tensor(rng.normal(size=4))
        loss = ((x - target) ** 2).sum() + (x**4).sum()
        loss.backward()
        along = x.detach() + 1e-3 * x.grad
        assert ((along - target) ** 2).sum() + (along**4).sum() > loss


def test_e05_the_correction_is_true_the_gradient_points_to_the_steepest_ascent(rng):
    at = np.array([0.7, -1.3])
    gradient = bowl.grad(at)
    directions = rng.normal(size=(5000, 2))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    climbs = bowl.f(at + 1e-4 * directions) - bowl.f(at)
    steepest = directions[climbs.argmax()]
    assert steepest @ gradient / np.linalg.norm(gradient) > 0.999
    assert bowl.f(at - 0.1 * gradient) < bowl.f(at)


# ── E07, E51 의 셋째 줄 ──────────────────────────────────────────────────────────────────


def after(steps):
    """행렬의 거듭제곱으로 구한 자리: 걸음마다 0.8배와 0.6배입니다."""
    shrink = np.eye(2) - 0.1 * np.diag([2.0, 4.0])
    return np.linalg.matrix_power(shrink, steps) @ [3.0, 2.0]


def test_e07_the_claim_is_false_the_tenth_row_is_not_ten_steps_away():
    told = np.array([0.40, 0.03])
    assert not np.any(after(10).round(2) == told)
    assert bowl.f(after(10)) < 0.162 - 0.05
    first, second = (
        [k for k in range(20) if after(k)[axis].round(2) == told[axis]] for axis in (0, 1)
    )
    assert first == [9]
    assert second == [8]  # 두 수가 서로 다른 줄의 것입니다


def test_e07_the_correction_is_true_the_place_after_ten_steps_is_known_in_closed_form():
    np.testing.assert_allclose(after(10), [0.3221, 0.0121], atol=5e-5)
    assert bowl.f(after(10)) == pytest.approx(0.104, abs=5e-4)
    trace = minimize(bowl.f, bowl.grad, [3, 2], GradientDescent(0.1), steps=10)
    np.testing.assert_allclose(trace.points[10], after(10), rtol=1e-12)


# ── E08 ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("start", [(3, 2), (-1, 4), (0.1, -5)])
def test_e08_the_claim_is_false_the_path_never_turns_around_the_bottom(start):
    path = walk(bowl.grad, start, 0.12, 60)
    angles = np.unwrap(np.arctan2(path[:, 1], path[:, 0]))
    assert np.abs(angles - angles[0]).max() < math.pi / 2
    assert np.all(np.diff(np.abs(path), axis=0) < 0)  # 두 좌표 모두 줄기만 합니다


def test_e08_the_correction_is_true_only_a_rule_with_velocity_can_spiral(rng):
    for _ in range(50):  # 대칭 행렬이므로 고윳값이 언제나 실수입니다
        half = rng.normal(size=(3, 3))
        step = np.eye(3) - rng.uniform(0.01, 3) * (half @ half.T)
        assert np.isrealobj(np.linalg.eigvals(step))
    for curvature in (2.0, 4.0):  # 모멘텀의 한 걸음: (자리, 속도) → (자리, 속도)
        with_velocity = np.array([[1 - 0.05 * curvature, -0.05 * 0.9], [curvature, 0.9]])
        assert np.abs(np.linalg.eigvals(with_velocity).imag).min() > 0.1


# ── E10 ──────────────────────────────────────────────────────────────────────────────────


def paths_of_x2(x1, x2):
    """x2 → u → v → f 와 x2 → v → f 의 곱."""
    u = 2 * x1 + x2
    v = u**2 + 3 * x2**2
    return 3 * v**2 * 2 * u, 3 * v**2 * 6 * x2


@pytest.mark.parametrize(("x1", "x2"), [(1, 1), (2, -1), (-0.5, 0.8)])
def test_e10_the_claim_is_false_one_chain_is_not_the_whole_slope(x1, x2, torch):
    x = torch.tensor([x1, x2], dtype=torch.float64, requires_grad=True)
    u = 2 * x[0] + x[1]
    ((u**2 + 3 * x[1] ** 2) ** 3).backward()
    through_u, _ = paths_of_x2(x1, x2)
    assert abs(through_u - x.grad[1].item()) > 0.1 * abs(x.grad[1].item())


@pytest.mark.parametrize(("x1", "x2"), [(1, 1), (2, -1), (-0.5, 0.8)])
def test_e10_the_correction_is_true_the_paths_add_up_to_the_slope(x1, x2):
    step = 1e-30  # 복소수로 재면 빼기의 오차가 없습니다
    u = 2 * x1 + (x2 + 1j * step)
    measured = ((u**2 + 3 * (x2 + 1j * step) ** 2) ** 3).imag / step
    assert sum(paths_of_x2(x1, x2)) == pytest.approx(measured, rel=1e-12)
    assert (x1, x2) != (1, 1) or paths_of_x2(1, 1) == (2592, 2592)


# ── E28 ──────────────────────────────────────────────────────────────────────────────────


def falls(delays):
    """도미노마다 넘어지는 때."""
    times, clock = [], 0.0
    for delay in delays:
        clock = clock + delay
        times.append(clock)
    return times


def test_e28_the_claim_is_false_delays_are_not_multiplied():
    delays = [0.2, 0.05, 0.3, 0.1]
    assert math.prod(delays) < min(delays)  # 곱은 한 단계보다도 빠릅니다
    assert abs(falls(delays)[-1] - math.prod(delays)) > 0.5
    twice = [2 * delay for delay in delays]  # 단위를 바꾸어도 이야기가 같아야 합니다
    assert falls(twice)[-1] == pytest.approx(2 * falls(delays)[-1])
    assert math.prod(twice) != pytest.approx(2 * math.prod(delays))


def test_e28_the_correction_is_true_rates_of_change_are_what_multiplies(torch):
    delays = torch.tensor([0.2, 0.05, 0.3, 0.1], requires_grad=True)
    falls(delays)[-1].backward()
    assert delays.grad.tolist() == [1.0] * 4  # 도미노에서 변화의 비는 모두 1 입니다
    turns, ratios = torch.tensor(1.0, requires_grad=True), (2.0, 3.0, 0.5)
    wheel = turns
    for ratio in ratios:
        wheel = wheel * ratio
    wheel.backward()
    assert turns.grad.item() == math.prod(ratios) == 3


# ── E30 ──────────────────────────────────────────────────────────────────────────────────


def test_e30_the_claim_is_false_more_steps_need_not_help_and_may_harm():
    slope = np.polyder(VALLEYS)
    path = walk(lambda x: np.polyval(slope, x), 0.8, 0.02, 20_000)
    assert np.polyval(VALLEYS, path[-1]) > -1.7  # 이만 걸음 뒤에도 얕은 골짜기입니다
    assert abs(path[-1] - path[1000]) < 1e-9
    away = walk(lambda x: 2 * x, 0.5, 1.01, 400)
    assert np.all(np.diff(np.abs(away)) > 0)  # 걸을수록 멀어집니다


def test_e30_the_correction_is_true_the_floor_is_the_noise_and_the_end_is_stationary(rng):
    x = rng.normal(size=300)
    y = 2 * x - 1 + rng.normal(size=300)
    X = np.column_stack([x, np.ones(300)])
    w = walk(lambda w: 2 * X.T @ (X @ w - y) / 300, [0.0, 0.0], 0.1, 2000)[-1]
    _, squares, *_ = np.linalg.lstsq(X, y, rcond=None)
    assert np.mean((X @ w - y) ** 2) == pytest.approx(squares[0] / 300)
    assert squares[0] / 300 > 0.8  # 영이 아닙니다
    stuck = minimize(two_valleys.f, two_valleys.grad, 0.8, GradientDescent(0.02), steps=5000)
    assert abs(two_valleys.grad(stuck.x[-1])) < 1e-9


# ── E31 ──────────────────────────────────────────────────────────────────────────────────


def nested(x):
    u = 2 * x[0] + x[1]
    return (u**2 + 3 * x[1] ** 2) ** 3


def slopes(x, u, v):
    return np.array([12 * u * v**2, 3 * v**2 * (2 * u + 6 * x[1])])


def test_e31_the_claim_is_false_stale_values_walk_uphill():
    x, u, v = np.array([1.0, 1.0]), 3.0, 12.0
    heights = [nested(x)]
    for _ in range(60):
        x = x - 2e-5 * slopes(x, u, v)  # u 와 v 는 처음 것 그대로입니다
        heights.append(nested(x))
    assert heights[-1] > 10 * heights[0]
    moved = np.array([0.7, 0.9])
    assert not np.allclose(slopes(moved, u, v), numerical_gradient(nested, moved), rtol=0.1)


def test_e31_the_correction_is_true_values_taken_at_the_present_place_give_the_gradient():
    x = np.array([1.0, 1.0])
    heights = [nested(x)]
    for _ in range(60):
        u = 2 * x[0] + x[1]
        now = slopes(x, u, u**2 + 3 * x[1] ** 2)
        np.testing.assert_allclose(now, numerical_gradient(nested, x), rtol=1e-5)
        x = x - 2e-5 * now
        heights.append(nested(x))
    assert np.all(np.diff(heights) < 0)


# ── E49 ──────────────────────────────────────────────────────────────────────────────────


def test_e49_the_claim_is_false_nobody_can_leave_a_summit_or_do_without_the_answer(torch):
    top = walk(lambda x: 3 * np.sin(x), math.pi, 0.1, 200)  # −3 cos x 의 꼭대기
    assert np.abs(top - math.pi).max() < 1e-4
    logits = torch.tensor([[2.0, -1.0, 0.5]], requires_grad=True)
    with pytest.raises(TypeError, match="target"):
        torch.nn.functional.cross_entropy(logits)  # 정답이 없으면 손실도 없습니다


def test_e49_the_correction_is_true_the_answer_decides_the_loss_and_its_gradient(torch):
    p = torch.tensor([[2.0, -1.0, 0.5]]).softmax(dim=1)
    for label in range(3):
        logits = torch.tensor([[2.0, -1.0, 0.5]], requires_grad=True)
        loss = torch.nn.functional.cross_entropy(logits, torch.tensor([label]))
        loss.backward()
        assert loss.item() == pytest.approx(-math.log(p[0, label]), rel=1e-5)
        expected = p[0] - torch.eye(3)[label]  # 예측 − 정답
        assert torch.allclose(logits.grad[0], expected, atol=1e-6)
    assert -math.log(0.05) > 50 * -math.log(0.95)
    start = walk(lambda x: 3 * np.sin(x), math.pi - 0.5, 0.1, 200)
    assert abs(start[-1]) < 1e-6  # 중턱에서는 내려갑니다
