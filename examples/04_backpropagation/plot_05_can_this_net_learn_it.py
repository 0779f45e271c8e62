"""
이 신경망은 이 함수를 배울 수 있을까요?
=======================================

다섯 가중치의 신경망은 예제 셋의 오차를 없애는 쪽으로 걸었습니다.
끝까지 걸어 오차가 사라지면 함수를 배운 것일까요?
처음 보는 점을 물어보고, 신경망의 식을 펼쳐 봅니다.

- **할 것**: 예제 셋의 오차가 사라질 때까지 학습하고, 처음 보는 점에서 예측을 재고, 식을 펼쳐 목표와 견줍니다.
- **배울 것**: 학습 오차가 영이라는 것과 함수를 배웠다는 것은 다릅니다. 나타낼 수 없는 함수는 아무리 걸어도 배우지 못합니다.
- **필요한 것**: :doc:`배치와 온라인 </auto_examples/04_backpropagation/plot_03_batch_and_online>`에서 쓴 다섯 가중치의
  신경망과 예제 셋.
"""

# %%
# .. _can-learn-train:
#
# 오차가 사라질 때까지 걷습니다
# -----------------------------
# 배우고 싶은 함수는 :math:`f(x_1, x_2) = 2x_1^2 + 3x_2`이고, 아는 것은 세 점에서의 값뿐입니다.
# 신경망은 지난 쪽까지의 그것입니다.
#
# .. math::
#
#    h_1 &= (x_1 + w_1 x_2)^2 \\
#    h_2 &= w_2 x_1 x_2 \\
#    y &= w_3 h_1 + w_4 h_2 + w_5

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from dlconcepts import viz
from dlconcepts.toynet import EXAMPLES, START, ToyNet

viz.use_korean_font()


def f(x1, x2):
    return 2 * x1**2 + 3 * x2


x1, x2, target = np.array(EXAMPLES, dtype=float).T
pd.DataFrame({"x1": x1, "x2": x2, "목표": target, "f(x1, x2)": f(x1, x2)})

# %%
# 세 목표가 정말 :math:`f`의 값입니다. 세 오차를 더한 것을 :term:`손실`로 삼고,
# :term:`역전파`로 구한 다섯 기울기도 셋을 더합니다. 가중치 다섯을 배열 하나에 담으면
# :doc:`한 변수 경사 하강법 </auto_examples/02_gradient_descent/plot_02_one_variable>`의 ``minimize``에 그대로 넣을 수 있습니다.

assert np.array_equal(f(x1, x2), target)


def loss(w):
    return ToyNet(*w).forward(x1, x2, target).error.sum()


def gradient(w):
    net = ToyNet(*w)
    forward = net.forward(x1, x2, target)
    return np.array([*net.backward(forward).total(reduction="sum").values()])


# %%
# 세 가지 방법으로 걸어 봅니다. :doc:`옵티마이저 </auto_examples/02_gradient_descent/plot_06_optimizers>`에서 만난 :term:`Adam`과
# :term:`모멘텀`, 그리고 학습률을 크게 잡은 :term:`경사 하강법`입니다. 미분할 수 있는 함수라면 기울기는 언제나 구할 수 있습니다.
# 그렇다고 언제나 내려갈 수 있을까요? 결과를 보기 전에 예측해 보세요. :term:`발산`하는 것이 있을까요?

from dlconcepts.descent import minimize
from dlconcepts.optimizers import Adam, GradientDescent, Momentum

start = np.array([*START.params.values()])
go = {"steps": 5000, "on_diverge": "return"}
rules = [Adam(lr=0.01), Momentum(lr=0.0001), GradientDescent(lr=0.003)]
walks = [minimize(loss, gradient, start, rule, **go) for rule in rules]
for walk in walks:
    print(
        f"{walk.status:9} {walk.steps}걸음   오차의 합 {walk.values[-1]:.0e}"
    )

# %%
# 걸음이 너무 큰 셋째는 :val:`diverged_after`걸음 만에 발산했습니다. 앞의 둘은 끝까지 걸어 오차의 합이
# :val:`first_error|.0f`에서 사실상 영으로 줄었습니다. Adam이 도착한 곳에서 세 점을 예측하면 목표와 구별할 수 없습니다.

trained, other, diverged = walks
first_error, diverged_after = trained.values[0], diverged.steps
net = ToyNet(*trained.points[-1])
print("목표", target)
print("예측", net.forward(x1, x2, target).y.round(3))
assert first_error == 534
assert diverged.status == "diverged"
assert max(trained.values[-1], other.values[-1]) < 1e-6

# %%
# .. _can-learn-held-out:
#
# 처음 보는 점을 물어봅니다
# -------------------------
# 흔히 이렇게 말합니다. “예제가 여럿이면 외울 수 없으므로, 모든 경우에 통하는 규칙을 찾을 수밖에 없다.”
# 확인해 봅니다. :math:`x_1`과 :math:`x_2`가 0부터 5까지의 정수인 점을 모두 늘어놓고, 학습에 쓴
# 세 점과 쓰지 않은 점을 나눕니다. 배운 것이 :math:`f`라면 쓰지 않은 점에서도 맞아야 합니다.
# 이렇게 학습에 쓰지 않은 점에서도 잘 맞는 것이 :term:`일반화`입니다.

a, b = (grid.ravel() for grid in np.meshgrid(np.arange(6.0), np.arange(6.0)))
truth = f(a, b)
seen = ((a[:, None] == x1) & (b[:, None] == x2)).any(axis=1)
unseen = ~seen


def held_out_error(w):
    return ToyNet(*w).forward(a, b, truth).error[unseen].mean()


held_out = held_out_error(trained.points[-1])
print(f"학습한 점 {seen.sum()}개의 오차의 합 {trained.values[-1]:.0e}")
print(f"처음 보는 점 {unseen.sum()}개의 평균제곱오차 {held_out:.1f}")

# %%
# 맞지 않습니다. 처음 보는 점의 :term:`평균제곱오차`는 :val:`held_out|.1f`입니다. 예측이 대략
# :val:`typical_miss|.1f`만큼씩 빗나간다는 뜻입니다. 어디서 빗나가는지 그려 봅니다.

# sphinx_gallery_alt = "x1과 x2가 0부터 5까지인 서른여섯 자리에 빗나간 크기만큼 큰 동그라미를 그린 그림. 네모 안의 학습한 세 자리에는 동그라미가 보이지 않고, 나머지 자리에는 크고 작은 동그라미가 있습니다. 가장 큰 것은 <<largest_miss|.1f>>만큼 빗나갑니다."
miss = net.forward(a, b, truth).y - truth
fig, ax = plt.subplots(figsize=(6.2, 4.6))
for label, color, side in [
    ("예측이 큼", viz.PALETTE[1], miss > 0),
    ("예측이 작음", viz.PALETTE[0], miss < 0),
]:
    size = 35 * np.abs(miss[side])
    ax.scatter(a[side], b[side], s=size, color=color, label=label)
mark = {"ls": "", "marker": "s", "ms": 26, "mfc": "none", "mew": 2.5}
ax.plot(x1, x2, mec=viz.PALETTE[2], label="학습한 점", **mark)
ax.set(xlabel="$x_1$", ylabel="$x_2$", title="학습한 세 점만 맞습니다")
ax.set(xlim=(-0.7, 5.7), ylim=(-0.7, 5.7))
fig.legend(loc="outside right upper", markerscale=0.4)
plt.show()

# %%
# 네모 안의 세 점에만 동그라미가 없습니다. 빗나간 크기가 0.1보다 작은 점이 정말 셋뿐인지 세어 봅니다.
# 세 점을 **외운** 것이지 함수를 배운 것이 아닙니다.

print("빗나간 크기가 0.1보다 작은 점:", int((np.abs(miss) < 0.1).sum()))
typical_miss, largest_miss = np.sqrt(held_out), np.abs(miss).max()
assert np.array_equal(np.abs(miss) < 0.1, seen)
assert held_out > 10

# %%
# .. _can-learn-expand:
#
# 식을 펼쳐 봅니다
# ----------------
# 왜 이럴까요? 신경망의 식을 손으로 펼치면 답이 보입니다. 계산은 컴퓨터에게 시킵니다. 항 하나를 글자의 묶음으로,
# 식을 “항 → 앞에 붙은 수”의 표로 적겠습니다. 두 항의 곱은 글자를 모두 모으고 앞의 수를 곱한 것입니다.
# 파이썬의 ``Counter``는 이름마다 수를 적어 두는 표이고, 둘을 더하면 같은 이름의 수끼리 더합니다.

from collections import Counter


def letter(name):
    return Counter({(name,): 1})


def times(p, q):
    result = Counter()
    for left, m in p.items():
        for right, n in q.items():
            result[tuple(sorted(left + right))] += m * n
    return result


# %%
# 순전파를 글자로 다시 씁니다. 수를 넣을 때와 줄마다 똑같습니다.

X1, X2 = letter("x1"), letter("x2")
W1, W2, W3, W4, W5 = (letter(f"w{k}") for k in range(1, 6))

U = X1 + times(W1, X2)
H1 = times(U, U)
H2 = times(W2, times(X1, X2))
Y = times(W3, H1) + times(W4, H2) + W5
for term, number in Y.items():
    print(number, "·".join(term))

# %%
# 다섯 항이 나왔습니다. 입력의 글자가 같은 항끼리 묶고, 목표 :math:`2x_1^2 + 3x_2`가 바라는 수를 옆에
# 놓습니다. 표를 보기 전에 예측해 보세요. :math:`x_2` 하나만 있는 항은 어디에 있을까요?

collected = {}
for term, number in Y.items():
    inputs = "·".join(s for s in term if s[0] == "x") or "상수"
    weights = "·".join(s for s in term if s[0] == "w")
    collected.setdefault(inputs, []).append(
        weights if number == 1 else f"{number}·{weights}"
    )
wanted = {"x1·x1": 2, "x2": 3}
rows = {
    term: [" + ".join(collected.get(term, ["없음"])), wanted.get(term, 0)]
    for term in ["x1·x1", "x1·x2", "x2·x2", "상수", "x1", "x2"]
}
pd.DataFrame(rows, index=["신경망이 붙이는 수", "목표가 바라는 수"]).T

# %%
# 마지막 줄이 답입니다. 목표는 :math:`x_2`에 :math:`3`을 붙이기를 바라는데, 신경망에는 :math:`x_2`의 항이
# **없습니다**. 가중치를 어떻게 골라도 없습니다. 이 신경망은 :math:`f`를 나타낼 수 없습니다.
#
# .. math::
#
#    y ={} & w_3 x_1^2 + (2w_1w_3 + w_2w_4)\, x_1x_2 \\
#          & {} + w_1^2 w_3\, x_2^2 + w_5
#
# 펼친 식이 맞는지는 수를 넣어 확인합니다. 아무 가중치나 이백 번 골라 라이브러리의 순전파와 견줍니다.

assert set(collected) == {"x1·x1", "x1·x2", "x2·x2", "상수"}
rng = np.random.default_rng(0)
for _ in range(200):
    w1, w2, w3, w4, w5 = w = rng.normal(size=5)
    terms = [w3 * a**2, (2 * w1 * w3 + w2 * w4) * a * b, w1**2 * w3 * b**2]
    expanded = sum(terms) + w5
    assert np.allclose(expanded, ToyNet(*w).forward(a, b, truth).y)

# %%
# .. _can-learn-which:
#
# 나타낼 수 있는 함수를 가립니다
# ------------------------------
# 펼친 식이 있으면 어떤 함수를 나타낼 수 있는지 학습시키지 않고 가릴 수 있습니다. 없는 항을 바라면 안 됩니다.
# 부호도 보아야 합니다. :math:`x_1^2`에 붙는 수가 :math:`w_3`이고 :math:`x_2^2`에 붙는 수가
# :math:`w_1^2 w_3`이므로, 둘의 부호가 서로 반대일 수는 없습니다. 또 :math:`w_3`이 영이면 둘이 함께 사라지므로,
# :math:`x_1^2` 없이 :math:`x_2^2`만 있을 수도 없습니다.

TERMS = ["x1·x1", "x1·x2", "x2·x2", "상수"]


def weights_for(goal):
    square1, cross, square2, one = (goal.get(term, 0) for term in TERMS)
    if set(goal) - set(TERMS):
        return "없는 항이 있음"
    if square1 * square2 < 0:
        return "부호가 맞지 않음"
    if square1 == 0 != square2:
        return "x1²도 있어야 함"
    w1 = np.sqrt(square2 / square1) if square1 else 0.0
    return ToyNet(w1, cross - 2 * w1 * square1, square1, 1.0, one)


# %%
# 여섯 함수를 넣어 봅니다. 어느 것을 나타낼 수 있을까요? 나타낼 수 있다고 하면 찾은 가중치로 서른여섯 점에서 정말 맞는지 확인합니다.

goals = {
    "2·x1² + 3·x2": (wanted, truth),
    "2·x1² + 3": ({"x1·x1": 2, "상수": 3}, 2 * a**2 + 3),
    "(x1 + x2)²": ({"x1·x1": 1, "x1·x2": 2, "x2·x2": 1}, (a + b) ** 2),
    "x1·x2": ({"x1·x2": 1}, a * b),
    "x1² − x2²": ({"x1·x1": 1, "x2·x2": -1}, a**2 - b**2),
    "x2²": ({"x2·x2": 1}, b**2),
}
verdicts = {}
for name, (goal, values) in goals.items():
    found = verdicts[name] = weights_for(goal)
    if isinstance(found, ToyNet):
        assert np.allclose(found.forward(a, b, values).y, values)
        verdicts[name] = [round(w, 2) for w in found.params.values()]
pd.DataFrame({"나타내는 가중치": verdicts})

# %%
# 셋은 나타낼 수 있고 셋은 나타낼 수 없습니다. 미분할 수 있는 함수라고 해서 이 신경망이 모두 나타낼 수 있는 것은 아닙니다. 가중치가 다섯이라는 **용량**과
# 어떤 함수를 **나타낼 수 있는가**는 다른 물음입니다.

n_representable = sum(isinstance(v, list) for v in verdicts.values())
assert n_representable == 3
assert verdicts["2·x1² + 3·x2"] == "없는 항이 있음"
assert verdicts["x2²"] == "x1²도 있어야 함"

# %%
# .. _can-learn-family:
#
# 세 점을 정확히 지나는 답은 끝없이 많습니다
# ------------------------------------------
# 그런데 나타낼 수 없는 함수의 세 점은 어떻게 정확히 맞혔을까요? 펼친 식에서 고를 수 있는 수는 넷이고,
# 맞힐 점은 셋입니다. 하나가 남습니다. 그래서 :math:`w_1`을 거의 아무 값으로나 정하고 나머지
# :math:`w_3`, :math:`c = w_2w_4`, :math:`w_5`를 :term:`행렬`로 적은 연립방정식에서 구할 수 있습니다.
#
# .. math::
#
#    w_3 (x_1 + w_1 x_2)^2 + c\, x_1x_2 + w_5 = \text{목표}
#
# 먼저 :math:`w_1 = 0`으로 정해 봅니다.

from fractions import Fraction


def exact_fit(w1):
    columns = [(x1 + w1 * x2) ** 2, x1 * x2, np.ones(3)]
    w3, c, w5 = np.linalg.solve(np.column_stack(columns), target)
    return np.array([w1, c, w3, 1.0, w5])


for name, w in zip(START.params, exact_fit(0.0), strict=True):
    print(name, "=", Fraction(w).limit_denominator(100))
print(f"처음 보는 점의 평균제곱오차 {held_out_error(exact_fit(0.0)):.1f}")

# %%
# 세 점을 정확히 지나는데도 처음 보는 점의 오차는 :val:`at_zero|.1f`로, 학습으로 얻은 답보다 더 나쁩니다.
# 다른 :math:`w_1`도 모두 해 봅니다. :math:`w_1`의 부호만 바꾸면 :math:`c`가 맞추어 주어 똑같은 함수가 되므로 크기만
# 보면 됩니다. 이 답들에서 **학습 오차는 모두 영**입니다.

free = np.linspace(0, 0.6, 301)
family = np.array([held_out_error(exact_fit(w1)) for w1 in free])
mirrored = np.array([held_out_error(exact_fit(-w1)) for w1 in free])
at_zero, best_exact = family[0], family.min()
best_w1 = free[family.argmin()]
assert max(loss(exact_fit(w1)) for w1 in free) < 1e-18
assert np.allclose(family, mirrored)
assert 8.8 < best_exact < held_out < at_zero

# %%

# sphinx_gallery_alt = "가로는 w1의 크기, 세로는 처음 보는 점의 평균제곱오차인 곡선. w1이 0일 때 <<at_zero|.0f>>에서 내려와 w1이 <<best_w1|.2f>>일 때 <<best_exact|.1f|으로/로>> 가장 낮고 다시 가파르게 올라갑니다. Adam과 모멘텀의 도착점이 곡선 위의 서로 다른 곳에 있습니다."
fig, ax = plt.subplots()
ax.plot(free, family, color=viz.PALETTE[0], label="정확히 맞히는 답들")
for i, (name, walk) in enumerate([("Adam", trained), ("모멘텀", other)], 1):
    w = walk.points[-1]
    style = {"marker": viz.MARKERS[i], "color": viz.PALETTE[i], "ls": ""}
    label = f"{name}의 도착점"
    ax.plot(abs(w[0]), held_out_error(w), label=label, ms=10, **style)
ax.set(xlabel="$w_1$의 크기", ylabel="처음 보는 점의 오차", yscale="log")
ax.set_title("학습 오차는 모두 영, 처음 보는 점은 제각각")
ax.legend()
plt.show()

# %%
# 같은 예제, 같은 시작점에서 옵티마이저만 바꾸었는데 다른 답에 도착했습니다. 처음 보는 점의 오차는
# Adam이 :val:`held_out|.1f`, 모멘텀이 :val:`other_held_out|.1f`입니다. 예제 셋만 보아서는 두 답 가운데 무엇이 나은지 알 수
# 없습니다. 학습 오차가 똑같이 영이기 때문입니다. 가장 운이 좋은 답도 :val:`best_exact|.1f`입니다.

other_held_out = held_out_error(other.points[-1])
print(f"Adam {held_out:.1f}   모멘텀 {other_held_out:.1f}")
assert held_out > 2 * other_held_out

# %%
# 그렇다면 예제를 늘리면 될까요? 서른여섯 점을 모두 보여 줍니다. 펼친 식의 네 수를 :term:`경사 하강법` 대신
# :term:`최소제곱법`으로 바로 구합니다. 최소제곱법은 오차의 합을 가장 작게 하는 네 수를 한 번에 줍니다.

four = np.column_stack([a**2, a * b, b**2, np.ones(36)])
numbers = np.linalg.lstsq(four, truth, rcond=None)[0]
floor = np.mean((four @ numbers - truth) ** 2)
print("네 수", numbers.round(3), f" 평균제곱오차 {floor:.3f}")
best = weights_for(dict(zip(TERMS, numbers, strict=True)))
assert np.isclose(best.forward(a, b, truth).error.mean(), floor)

# %%
# 모든 점을 다 보고도 :val:`floor|.2f` 아래로는 내려갈 수 없습니다. :math:`x_2` 하나짜리 항이 없어서
# :math:`x_1x_2`와 :math:`x_2^2`로 흉내 낼 뿐이기 때문입니다.

# %%
# .. _can-learn-sixth:
#
# 여섯째 가중치
# -------------
# 고칠 곳은 학습이 아니라 신경망입니다. 없는 항을 하나 더합니다.
#
# .. math::
#
#    y = w_3 h_1 + w_4 h_2 + w_5 + w_6 x_2
#
# 이제 :math:`f`를 나타낼 수 있을까요? 식을 다시 펼쳐 봅니다.

Y6 = Y + times(letter("w6"), X2)
only_x2 = [term for term in Y6 if term.count("x2") == 1 and "x1" not in term]
print("x2의 항:", only_x2)
assert only_x2 == [("w6", "x2")]

exact = ToyNet(w1=0, w2=0, w3=2, w4=0, w5=0)
y6 = exact.forward(a, b, truth).y + 3 * b
print("서른여섯 점에서 가장 큰 차이:", np.abs(y6 - truth).max())
assert np.array_equal(y6, truth)

# %%
# :math:`w_3 = 2`, :math:`w_6 = 3`이고 나머지가 영이면 정확히 :math:`f`입니다. 나타낼 수 있다는 것이 곧
# 배운다는 뜻일까요? 두 신경망에 예제를 하나씩 늘려 가며 견줍니다. 예제의 수마다 300번씩 예제를 무작위로 뽑아
# 최소제곱법으로 맞추고, 오차의 :term:`중앙값`을 적습니다. 부호의 제한은 눈감아 주었으니 가중치 다섯의 신경망에는 실제보다 후한 셈입니다.

sizes = [3, 4, 5, 6, 8, 12, 18, 24]
draws = [np.random.default_rng(s).permutation(36) for s in range(300)]


def median_errors(columns, n):
    errors = []
    for order in draws:
        train, rest = order[:n], order[n:]
        fit = np.linalg.lstsq(columns[train], truth[train], rcond=None)[0]
        squared = (columns @ fit - truth) ** 2
        errors.append([squared[train].mean(), squared[rest].mean()])
    return np.median(errors, axis=0)


five = np.column_stack([four, b])
four_errors = np.array([median_errors(four, n) for n in sizes])
five_errors = np.array([median_errors(five, n) for n in sizes])

# %%

assert np.allclose(four_errors[0, 0], 0)
assert five_errors[0, 1] > 10
assert np.all(np.diff(four_errors[2:, 0]) > 0)
assert four_errors[2:, 1].min() > floor
assert five_errors[2:].max() < 1e-12
columns = ["학습", "처음 보는 점"] * 2
both = np.hstack([four_errors, five_errors]).round(2) + 0.0
nets = ["가중치 다섯"] * 2 + ["가중치 여섯"] * 2
table = pd.DataFrame(both, pd.Index(sizes, name="예제"), [nets, columns])
table

# %%
# 세 가지가 보입니다.
#
# - 예제가 셋이면 **두 신경망 모두** 학습 오차는 영이고 처음 보는 점에서는 크게 틀립니다. 나타낼 수 있어도 예제가 모자라면
#   외우기만 합니다.
# - 가중치 다섯의 신경망은 예제가 늘면 학습 오차가 **올라갑니다**. 외울 수 없게 되자 나타낼 수 없다는 사실이
#   드러난 것입니다. 처음 보는 점의 오차는 줄지만 영으로는 가지 않습니다.
# - 가중치 여섯의 신경망은 펼친 식에서 고를 수 있는 수가 다섯이고, 예제가 다섯이 되자 처음 보는 점의 오차까지
#   영이 됩니다.

# sphinx_gallery_alt = "예제의 수에 따른 처음 보는 점의 오차. 두 곡선 모두 예제가 셋일 때 높은 곳에서 시작합니다. 가중치 여섯의 곡선은 예제가 다섯 개일 때 영으로 떨어지고, 가중치 다섯의 곡선은 점선으로 그은 <<floor|.1f>> 위에 머뭅니다."
fig, ax = plt.subplots()
for i, (label, e) in enumerate([("다섯", four_errors), ("여섯", five_errors)]):
    style = {"marker": viz.MARKERS[i], "color": viz.PALETTE[i]}
    ax.plot(sizes, e[:, 1], label=f"가중치 {label}", **style)
limit = {"color": viz.MUTED, "ls": "--", "lw": 1}
ax.axhline(floor, label="가중치 다섯의 한계", **limit)
ax.set(xlabel="학습에 쓴 예제의 수", ylabel="처음 보는 점의 오차")
ax.set_title("나타낼 수 있어야 예제가 값을 합니다")
ax.legend()
plt.show()

# %%
# 최소제곱법은 네 수나 다섯 수를 바로 구했습니다. 가중치를 조금씩 고치는 학습으로도 그럴까요?
# 여섯째 가중치의 몫 :math:`w_6x_2`를 목표에서 미리 빼면 나머지는 다섯 가중치의 역전파 그대로이고,
# :math:`w_6`의 기울기는 :math:`\partial E/\partial y \cdot x_2`입니다.


def six_weights(p, q, goal):
    def run(w):
        net = ToyNet(*w[:5])
        forward = net.forward(p, q, goal - w[5] * q)
        return forward, net.backward(forward)

    def gradient(w):
        grads = run(w)[1]
        five_of_them = grads.total(reduction="sum").values()
        return np.array([*five_of_them, np.sum(grads.dE_dy * q)])

    return lambda w: run(w)[0].error.sum(), gradient


# %%
# 새로 적은 기울기를 :term:`중앙 차분`으로 검사하고, 처음의 예제 셋으로 한 번, 무작위로 뽑은 예제 열둘로 한 번 학습합니다.

from dlconcepts.gradcheck import compare_gradients, numerical_gradient

twelve = np.random.default_rng(0).choice(36, size=12, replace=False)
begin = np.append(start, 0.0)
results = {}
for label, chosen in [("예제 셋", np.flatnonzero(seen)), ("열둘", twelve)]:
    value, slope = six_weights(a[chosen], b[chosen], truth[chosen])
    numeric = numerical_gradient(value, begin)
    assert compare_gradients(slope(begin), numeric).ok
    six = minimize(value, slope, begin, Momentum(lr=5e-5), steps=5000)
    w = six.points[-1]
    error = ToyNet(*w[:5]).forward(a, b, truth - w[5] * b).error
    rest = np.delete(error, chosen).mean()
    results[label] = [error[chosen].mean(), rest, w[2], w[5]]

# %%

rows = ["학습", "처음 보는 점", "w3", "w6"]
pd.DataFrame(results, index=rows).round(3) + 0.0

# %%
# 예제가 열둘이면 처음 보는 점의 오차는 :val:`six_learned|.3f`이고, :math:`w_3`과 :math:`w_6`은 목표의
# :math:`2`와 :math:`3`에 가까워졌습니다. 예제가 셋이면 :val:`six_memorized|.1f`로 여전히 외우기만 합니다.

six_memorized, six_learned = (results[k][1] for k in results)
assert results["예제 셋"][0] < 0.01
assert six_memorized > 100 * six_learned
assert six_learned < 0.05
assert np.allclose(results["열둘"][2:], [2, 3], atol=0.3)

# %%
# .. _can-learn-trap:
#
# 흔한 함정
# ---------
# 흔히 이렇게 말합니다. “학습 오차가 영에 가까우니 함수를 배웠다.” 이 쪽에서 학습 오차가 영인 답은 끝없이 많았고,
# 처음 보는 점의 오차는 :val:`best_exact|.1f`일 수도 :val:`at_zero|.0f`일 수도 있었습니다. 물어야 할 것은 셋입니다.
#
# - 나타낼 수 있을까요? 신경망의 식에 필요한 항이 있어야 합니다.
# - 예제가 넉넉할까요? 맞힐 점이 적어도 고를 수 있는 수만큼은 있어야 합니다.
# - 처음 보는 점에서도 맞을까요? 학습에 쓰지 않은 점으로 재어야 합니다.
#
# 거꾸로 된 함정도 있습니다. 가중치의 수만 세는 것입니다. 다섯 가중치 가운데 :math:`w_2`와 :math:`w_4`는 곱으로만
# 나타나므로, 하나를 두 배로 하고 다른 하나를 반으로 줄여도 똑같은 신경망입니다. 실제로 고를 수 있는 수는 넷뿐입니다.

twin = ToyNet(net.w1, 2 * net.w2, net.w3, net.w4 / 2, net.w5)
ours, theirs = (n.forward(a, b, truth).y for n in (net, twin))
print("두 신경망의 예측의 차이:", np.abs(ours - theirs).max())
assert np.allclose(ours, theirs)

# %%
# .. _can-learn-summary:
#
# 정리
# ----
# - 다섯 가중치의 신경망을 펼치면 :math:`x_2`의 항이 없습니다. 그래서 :math:`2x_1^2 + 3x_2`를 나타낼 수 없고,
#   모든 점을 보여 주어도 오차가 남습니다.
# - 그런데도 예제 셋의 오차는 영까지 줄어듭니다. 학습 오차가 영인 답은 끝없이 많고, 처음 보는 점에서는 제각각입니다.
# - 여섯째 가중치가 없는 항을 채우면 나타낼 수 있습니다. 나타낼 수 있는 것과 배우는 것은 달라서, 예제도 넉넉해야 합니다.

# %%
# .. _can-learn-exercises:
#
# 더 해 보기
# ----------
# **하나.** 시작점을 바꾸면 도착하는 답도 바뀔까요? 무작위로 고른 시작점 넷에서 Adam으로 걸어, 처음 보는 점의 오차를
# 재어 보세요.
#
# .. dropdown:: 답 보기
#
#    바뀝니다. 학습 오차는 모두 사실상 영인데, 처음 보는 점의 오차는 :val:`lowest|.1f`에서 :val:`highest|.1f`까지
#    벌어집니다. 학습 오차만 보고 고르면 아무것도 고르지 못한 것입니다.

reached = []
for seed in range(4):
    w0 = np.random.default_rng(seed).normal(size=5)
    walk = minimize(loss, gradient, w0, Adam(lr=0.05), steps=2000)
    reached.append(held_out_error(walk.points[-1]))
    print(f"학습 {walk.values[-1]:.0e}   처음 보는 점 {reached[-1]:.1f}")
    assert walk.values[-1] < 1e-6
lowest, highest = min(reached), max(reached)
assert best_exact < lowest < highest / 1.5

# %%
# **둘.** 여섯째 가중치를 :math:`w_6x_1`로 더하면 :math:`f`를 나타낼 수 있을까요? 식을 펼치지 말고, 서른여섯 점에서 최소제곱법으로
# 확인해 보세요.
#
# .. dropdown:: 답 보기
#
#    나타낼 수 없습니다. 오차가 :val:`wrong_sixth|.2f`나 남습니다. 가중치의 수는 똑같이 여섯인데 말입니다. 필요한 것은
#    가중치 하나가 아니라 그 항입니다.

with_x1 = np.column_stack([four, a])
fit = np.linalg.lstsq(with_x1, truth, rcond=None)[0]
wrong_sixth = np.mean((with_x1 @ fit - truth) ** 2)
print(f"평균제곱오차 {wrong_sixth:.2f}")
assert 0.5 < wrong_sixth < floor

# %%
# **셋.** :math:`x_2^2`은 나타낼 수 없다고 했습니다. 아주 가깝게 흉내 낼 수는 있을까요?
# :math:`w_1`을 아주 크게, :math:`w_3 = 1/w_1^2`로 두어 보세요.
#
# .. dropdown:: 답 보기
#
#    :math:`w_2w_4 = -2/w_1`로 두어 :math:`x_1x_2`의 항을 지우면 남는 것은 :math:`x_2^2 + x_1^2/w_1^2`입니다.
#    :math:`w_1`이 백이면 가장 큰 차이가 :val:`imitation|.4f`까지 줄어듭니다. 얼마든지 가까워지지만, 같아지지는
#    않습니다. “나타낼 수 있다”와 “얼마든지 가깝게 흉내 낼 수 있다”도 다른 말입니다.

for w1 in [1.0, 10.0, 100.0]:
    mimic = ToyNet(w1=w1, w2=-2 / w1, w3=1 / w1**2, w4=1, w5=0)
    imitation = np.abs(mimic.forward(a, b, truth).y - b**2).max()
    print(f"w1 = {w1:5.0f}   가장 큰 차이 {imitation:.4f}")
assert 0 < imitation < 0.01

# %%
# .. _can-learn-next:
#
# 다음 쪽
# -------
# 항을 하나하나 맞추어 줄 수 없는 문제, 이를테면 손글씨에는 훨씬 많은 가중치가 필요합니다. 역전파는 그대로입니다.
# :doc:`손으로 적는 다층 신경망 </auto_examples/04_backpropagation/plot_06_mlp_by_hand>`에서 행렬로 적어 봅니다.
