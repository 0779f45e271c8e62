"""
손으로 구한 기울기를 믿어도 될까요?
===================================

역전파는 한 줄만 틀려도 조용히 틀린 기울기를 냅니다. 오류도 나지 않고 손실도 줄어듭니다.
가중치를 조금 움직여 보는 수치 미분은 느리지만 속이기 어렵습니다.
얼마나 움직여야 할까요? 그리고 얼마나 느릴까요?

- **할 것**: 간격을 바꾸어 가며 차분의 오차를 재고, 곱셈의 수를 세어 역전파와 견주고, 일부러 넣은 버그를 찾습니다.
- **배울 것**: 간격은 작을수록 좋은 것이 아닙니다. 역전파 한 번이 파라미터 수만큼의 순전파를 대신합니다.
- **필요한 것**: :doc:`손으로 적는 다층 신경망 </auto_examples/04_backpropagation/plot_06_mlp_by_hand>`. PyTorch를 한 번 씁니다.
"""

# %%
# .. _gradient-check-idea:
#
# 조금 움직여 보면 됩니다
# -----------------------
# :math:`x`를 :math:`\varepsilon`(엡실론)만큼 움직이고 함숫값이 얼마나 변했는지 봅니다. 이렇게 가까운 두 점의 함숫값의
# 차이를 두 점의 거리로 나눈 것이 :term:`유한 차분`이고, 거리를 정하는 :math:`\varepsilon`이 **간격**입니다. 앞쪽으로만 움직이는
# :term:`전진 차분`과 양쪽으로 움직이는 :term:`중앙 차분`이 있습니다.
#
# .. math::
#
#    \text{전진 차분} &= \frac{f(x + \varepsilon) - f(x)}{\varepsilon} \\
#    \text{중앙 차분} &= \frac{f(x + \varepsilon) - f(x - \varepsilon)}{2\varepsilon}
#
# 답을 아는 함수로 시험합니다. :math:`f(x) = e^x`은 :term:`도함수`도 :math:`e^x`입니다.

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from dlconcepts import viz

viz.use_korean_font()


def forward_difference(f, x, eps):
    return (f(x + eps) - f(x)) / eps


def central_difference(f, x, eps):
    return (f(x + eps) - f(x - eps)) / (2 * eps)


# %%
# :math:`x = 1`에서 :math:`\varepsilon`을 백 분의 일씩 줄여 갑니다. 예측해 보세요. 오차는 계속 줄어들까요?

rows = []
for k in range(1, 16, 2):
    eps = 10.0**-k
    one_side = forward_difference(np.exp, 1.0, eps) - np.e
    two_sides = central_difference(np.exp, 1.0, eps) - np.e
    rows.append([f"1e-{k}", f"{abs(one_side):.0e}", f"{abs(two_sides):.0e}"])
columns = ["ε", "전진 차분의 오차", "중앙 차분의 오차"]
pd.DataFrame(rows, columns=columns).set_index("ε")

# %%
# ``5e-07``은 :math:`5 \times 10^{-7}`이라는 뜻입니다. 둘 다 줄어들다가 도로 커집니다. 왜 그런지는 숫자를 끝까지
# 적어 보면 보입니다.

tiny = 1e-12
print("f(x + ε) =", f"{np.exp(1 + tiny):.17f}")
print("f(x)     =", f"{np.exp(1.0):.17f}")
print("차이를 ε으로 나눈 값 =", forward_difference(np.exp, 1.0, tiny))

# %%
# 컴퓨터는 수 하나를 열여섯 자리쯤까지만 담습니다. 앞의 열한 자리가 똑같아서 빼는 순간 사라지고, 남은 몇 자리의
# 끝에는 반올림의 찌꺼기가 섞여 있습니다. 그것을 아주 작은 수로 나누면 찌꺼기까지 커집니다.

assert f"{np.exp(1 + tiny):.17f}"[:12] == f"{np.exp(1.0):.17f}"[:12]
assert abs(forward_difference(np.exp, 1.0, tiny) - np.e) > 1e-5

# %%
# .. _gradient-check-v:
#
# 브이 자 곡선
# ------------
# 오차는 두 가지가 겹친 것입니다. 간격이 커서 생기는 :term:`잘림 오차`와, 자릿수가 모자라서 생기는 :term:`반올림 오차`입니다.
# 함수를 :math:`\varepsilon`의 거듭제곱으로 펼치면 잘림 오차가 나옵니다. :math:`f''`은 두 번, :math:`f'''`은 세 번 미분한
# 것입니다. 펼치는 법은 몰라도 됩니다. 맞는지는 곧 재어 봅니다.
#
# .. math::
#
#    \text{전진 차분} &= f'(x) + \frac{\varepsilon}{2} f''(x) + \cdots \\
#    \text{중앙 차분} &= f'(x) + \frac{\varepsilon^2}{6} f'''(x) + \cdots
#
# 중앙 차분에서는 :math:`\varepsilon` 하나짜리 항이 양쪽에서 서로 지워집니다. 반올림 오차는 둘 다 :math:`u/\varepsilon`쯤이고,
# :math:`u`는 컴퓨터가 수 하나를 담을 때의 상대 오차입니다. 상대 오차란 틀린 만큼을 참값으로 나눈 것입니다. 무작위로 고른
# 점 500개에서 상대 오차를 재어, 제곱해 평균하고 제곱근을 씌웁니다.

points = np.random.default_rng(0).uniform(0.5, 1.5, size=500)
epsilons = np.logspace(-15, -1, 57)


def relative_error(difference, eps):
    off = difference(np.exp, points, eps) / np.exp(points) - 1
    return np.sqrt(np.mean(off**2))


one = np.array([relative_error(forward_difference, e) for e in epsilons])
two = np.array([relative_error(central_difference, e) for e in epsilons])

# %%
# 로그 눈금에서 :math:`\varepsilon^p`은 기울기가 :math:`p`인 직선입니다. 그래서 간격과 오차를 로그 눈금에 그리면 두 직선이 만나는
# 브이 자가 되어야 합니다. 간격이 큰 오른쪽 가지의 기울기는 전진 차분이 1, 중앙 차분이 2여야 하고, 간격이 작은 왼쪽 가지는
# 둘 다 :math:`-1`이어야 합니다.


def slope_between(error, low, high):
    inside = (epsilons > low) & (epsilons < high)
    return np.polyfit(np.log(epsilons[inside]), np.log(error[inside]), 1)[0]


right_one = slope_between(one, 1e-6, 1e-1)
right_two = slope_between(two, 1e-4, 1e-1)
left_one = slope_between(one, 1e-15, 1e-9)
left_two = slope_between(two, 1e-15, 1e-7)
print(f"오른쪽: 전진 {right_one:.2f}, 중앙 {right_two:.2f}")
print(f"왼쪽:   전진 {left_one:.2f}, 중앙 {left_two:.2f}")
assert np.allclose([right_one, right_two], [1, 2], atol=0.03)
assert np.allclose([left_one, left_two], -1, atol=0.1)

# %%
# 오른쪽 가지는 높이까지 식과 맞아야 합니다. :math:`e^x`은 몇 번을 미분해도 :math:`e^x`이므로 상대 오차가 :math:`\varepsilon/2`과
# :math:`\varepsilon^2/6`입니다.

large = epsilons[-8:]  # 잘림 오차가 거의 전부인 곳
assert np.allclose(one[-8:], large / 2, rtol=0.05)
assert np.allclose(two[-8:], large**2 / 6, rtol=0.01)

# %%

# sphinx_gallery_alt = "간격에 따른 상대 오차를 로그 눈금에 그린 두 브이 자 곡선. 전진 차분은 간격이 <<best_one|.0e>>일 때 <<low_one|.0e|으로/로>> 가장 낮고, 중앙 차분은 간격이 <<best_two|.0e>>일 때 <<low_two|.0e|으로/로>> 더 낮습니다. 왼쪽 가지는 둘이 겹치고 오른쪽 가지는 중앙 차분이 두 배 가파릅니다."
best_one, best_two = epsilons[one.argmin()], epsilons[two.argmin()]
low_one, low_two = one.min(), two.min()
fig, ax = plt.subplots()
curves = [("전진 차분", one, best_one), ("중앙 차분", two, best_two)]
for k, (label, error, best) in enumerate(curves):
    style = {"color": viz.PALETTE[k], "marker": viz.MARKERS[k], "ms": 4}
    ax.loglog(epsilons, error, lw=1.4, label=label, **style)
    ax.plot(best, error.min(), "*", color=viz.PALETTE[k], ms=18)
ax.set(xlabel=r"$\varepsilon$", ylabel="상대 오차")
ax.set_title("너무 커도, 너무 작아도 틀립니다")
ax.legend(loc="upper center")
plt.show()

# %%
# 별표가 가장 낮은 곳입니다. 두 오차가 비길 때가 바닥이므로 자리를 미리 셈할 수 있습니다. 전진 차분은
# :math:`\varepsilon = u/\varepsilon`에서 :math:`\sqrt{u}`, 중앙 차분은 :math:`\varepsilon^2 = u/\varepsilon`에서
# :math:`\sqrt[3]{u}` 근처입니다. ``np.finfo``가 이 컴퓨터의 :math:`u`를 알려 줍니다.

u = np.finfo(float).eps
rows = [
    [np.sqrt(u), best_one, low_one, np.sqrt(u)],
    [np.cbrt(u), best_two, low_two, np.cbrt(u) ** 2],
]
columns = ["셈한 ε", "가장 좋은 ε", "그때의 오차", "셈한 오차"]
best = pd.DataFrame(rows, ["전진 차분", "중앙 차분"], columns)
best.map("{:.0e}".format)

# %%
# 모두 열 배 안쪽에서 맞습니다. 함수를 두 번 계산하기는 마찬가지인데 중앙 차분이 수백 배 정확합니다. 이 라이브러리의
# :term:`수치 미분`이 보통 중앙 차분을 쓰고 간격을 :math:`10^{-6}`으로 두는 까닭입니다.

assert (np.abs(np.log10(best["가장 좋은 ε"] / best["셈한 ε"])) < 1).all()
assert (np.abs(np.log10(best["그때의 오차"] / best["셈한 오차"])) < 1).all()
assert 100 * low_two < low_one < 5000 * low_two

# %%
# .. _gradient-check-net:
#
# 검사할 신경망
# -------------
# :term:`은닉층`이 하나인 신경망을 손으로 적습니다. :term:`활성화 함수`는 매끄러운 :math:`\tanh`이고, 손실은
# :term:`교차 엔트로피`의 평균입니다. 행렬 곱마다 곱셈이 몇 번인지 세어 둡니다. :math:`(n, m)` 행렬과 :math:`(m, p)`
# 행렬을 곱하면 :math:`n \times m \times p`번입니다. ``log_p``는 소프트맥스로 얻은 확률의 로그입니다.

counted = {"곱셈": 0, "순전파": 0}


def multiply(a, b):
    counted["곱셈"] += a.shape[0] * a.shape[1] * b.shape[1]
    return a @ b


def forward(params, x, y):
    counted["순전파"] += 1
    h = np.tanh(multiply(x, params["W1"]) + params["b1"])
    z = multiply(h, params["W2"]) + params["b2"]
    z = z - z.max(axis=1, keepdims=True)  # 넘치지 않게
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return h, log_p, -log_p[np.arange(len(y)), y].mean()


# %%
# 역전파에는 ``bug``라는 스위치를 달아 둡니다. 지금은 끄고, 나중에 켜서 검사가 찾아내는지 봅니다.


def backward(params, x, y, bug=None):
    h, log_p, _ = forward(params, x, y)
    dz2 = np.exp(log_p)
    dz2[np.arange(len(y)), y] -= 1
    dz2 = dz2 / len(y)
    dh = multiply(dz2, params["W2"].T)
    dz1 = dh if bug == "활성화의 미분을 빠뜨림" else dh * (1 - h**2)
    grads = {"W1": multiply(x.T, dz1), "b1": dz1.sum(axis=0)}
    grads |= {"W2": multiply(h.T, dz2), "b2": dz2.sum(axis=0)}
    if bug == "편향을 평균으로 모음":
        grads["b2"] = dz2.mean(axis=0)
    if bug == "원소 하나를 건너뜀":
        grads["W2"][5, 3] = 0.0
    return grads


# %%
# 데이터는 손글씨 숫자 64개이고, 신경망은 입력 64개, 은닉층 16개, 출력 10개입니다.

from itertools import pairwise

from sklearn.datasets import load_digits

pixels, digits = load_digits(return_X_y=True)
x, y = pixels[:64] / 16, digits[:64]

# %%
# 가중치는 무작위로 고릅니다. 층의 크기를 차례로 받아 이름마다 배열 하나를 만듭니다.


def start(sizes, seed=0):
    rng = np.random.default_rng(seed)
    params = {}
    for k, (n, m) in enumerate(pairwise(sizes), start=1):
        params[f"W{k}"] = rng.normal(scale=n**-0.5, size=(n, m))
        params[f"b{k}"] = rng.normal(scale=0.1, size=m)
    return params


params = start((64, 16, 10))
P = sum(array.size for array in params.values())
print(f"파라미터 {P:,}개, 손실 {forward(params, x, y)[2]:.3f}")

# %%
# .. _gradient-check-compare:
#
# 이름마다, 원소마다 견줍니다
# ---------------------------
# 손으로 구한 기울기를 라이브러리의 중앙 차분과 원소마다 견줍니다. 이것이 :term:`기울기 검사`입니다. ``compare_gradients``는
# 이름마다 가장 크게 어긋난 원소를 보여 줍니다. 차이가 기준값의 :math:`10^{-5}`배에 :math:`10^{-8}`을 더한 것을 넘지 않으면 통과입니다.
# 뒤의 아주 작은 수는 기준값이 영일 때를 위한 것입니다.

from dlconcepts.gradcheck import compare_gradients, numerical_gradient


def loss(params):
    return forward(params, x, y)[2]


numeric = numerical_gradient(loss, params)
report = compare_gradients(backward(params, x, y), numeric)
print(report)
assert report.ok

# %%
# 네 이름이 모두 통과했습니다. 이제 스위치를 켭니다. 은닉층으로 거슬러 올라갈 때 :math:`\tanh`의 미분을 곱하는 것을 잊은
# 버그입니다. 예측해 보세요. 네 이름 가운데 무엇이 틀릴까요?

broken = backward(params, x, y, bug="활성화의 미분을 빠뜨림")
broken_report = compare_gradients(broken, numeric)
print(broken_report)
failed = [row.name for row in broken_report.rows if not row.ok]
assert failed == ["W1", "b1"]

# %%
# 첫 층의 둘만 틀렸습니다. 역전파는 출력에서 거꾸로 오므로 **출력에 가까운 이름부터** 봅니다. 마지막으로 맞은 이름과 처음
# 틀린 이름 사이에 버그가 있습니다. :math:`W_2`와 :math:`b_2`까지는 옳았고, :math:`h`를 지나면서 틀어졌습니다. 버그마다 무엇이
# 틀리는지 모아 봅니다.

bugs = ["활성화의 미분을 빠뜨림", "편향을 평균으로 모음", "원소 하나를 건너뜀"]
rows = {}
for bug in bugs:
    found = compare_gradients(backward(params, x, y, bug=bug), numeric)
    names = ", ".join(row.name for row in found.rows if not row.ok)
    worst = f"{found.worst.name}{list(found.worst.index)}"
    rows[bug] = [names, worst, found.worst.analytic, found.worst.reference]
columns = ["틀린 이름", "가장 틀린 원소", "손으로 구한 값", "수치 미분"]
pd.DataFrame(rows, columns).T

# %%
# 건너뛴 원소 하나까지 짚어 냅니다. 파라미터 :val:`P|,d`개 가운데 하나입니다.

assert rows["편향을 평균으로 모음"][0] == "b2"
assert rows["원소 하나를 건너뜀"][:2] == ["W2", "W2[5, 3]"]

# %%
# 학습시켜 보면 알 수 있지 않을까요? 옳은 기울기와 틀린 기울기로 300걸음씩 걸어 봅니다.

from dlconcepts.optimizers import GradientDescent

ends = {}
for bug in [None, *bugs]:
    trained = start((64, 16, 10))
    for _ in range(300):
        grads = backward(trained, x, y, bug=bug)
        GradientDescent(lr=0.5).step(trained, grads)
    ends[bug or "옳은 기울기"] = [loss(params), loss(trained)]
pd.DataFrame(ends, ["처음 손실", "마지막 손실"]).T.round(4)

# %%
# 네 줄 모두 손실이 거의 영으로 줄었습니다. **손실이 줄어드는 것은 기울기가 옳다는 증거가 아닙니다.**

assert all(after < 0.1 * before for before, after in ends.values())

# %%
# .. _gradient-check-cost:
#
# 순전파 한 번과 역전파 한 번
# ---------------------------
# 그렇게 믿음직하면 학습도 수치 미분으로 하면 되지 않을까요? 비용을 세어 봅니다. 파라미터 하나를 움직일 때마다 순전파를 다시
# 해야 합니다. 파라미터가 :math:`P`개이면 중앙 차분은 :math:`2P`번이고, 전진 차분은 움직이지 않은 값 하나를 모두가 함께 쓰므로
# :math:`P + 1`번입니다.

import time


def cost(work):
    counted.update(곱셈=0, 순전파=0)
    begun = time.perf_counter()
    work()
    seconds = time.perf_counter() - begun
    return counted["순전파"], counted["곱셈"], seconds


# %%

costs = {
    "순전파": cost(lambda: loss(params)),
    "순전파 + 역전파": cost(lambda: backward(params, x, y)),
    "전진 차분": cost(
        lambda: numerical_gradient(loss, params, eps=1e-8, scheme="forward")
    ),
    "중앙 차분": cost(lambda: numerical_gradient(loss, params)),
}

# %%
# 마지막 칸은 걸린 시간이 순전파 한 번의 몇 배인지를 1, 10, 100 …으로 어림한 것입니다. 시간은 잴 때마다 달라지므로 자릿수만 믿습니다.

calls, products, seconds = zip(*costs.values(), strict=True)
tens = np.round(np.log10(np.array(seconds) / seconds[0])).astype(int)
table = pd.DataFrame({"순전파의 수": calls, "곱셈": products}, list(costs))
table["순전파의 몇 배"] = table["곱셈"] / products[0]
table["시간의 자릿수"] = [f"{10 ** int(max(k, 0)):,}배쯤" for k in tens]
table.round(2)

# %%
# 역전파는 기울기 :val:`P|,d`개를, 순전파까지 합쳐서 순전파 :val:`both|.2f`번의 비용으로 모두 구합니다. 전진 차분에는 :val:`one_side_calls|,d`번의
# 비용이 듭니다. 역전파가 싼 까닭은 세어 보면 나옵니다. 이런 신경망에서는 층마다 행렬 곱이 순전파에 하나, 역전파에 많아야
# 둘입니다. 그래서 곱셈의 수로는 합쳐도 순전파의 세 배를 넘지 않습니다. **파라미터가 아무리 많아도 그렇습니다.**

both, one_side_calls = table["순전파의 몇 배"].iloc[1], calls[2]
assert calls == (1, 1, P + 1, 2 * P)
assert products[2] == (P + 1) * products[0]
assert both < 3

# %%
# 은닉층의 크기를 바꾸어 가며 곱셈을 세고, 순전파 한 번의 몇 배인지 그립니다.

widths = [1, 4, 16, 64, 256, 1024]
sizes, backprop_cost = [], []
for width in widths:
    wide = start((64, width, 10))
    sizes.append(sum(array.size for array in wide.values()))
    once = cost(lambda p=wide: forward(p, x, y))[1]
    backprop_cost.append(cost(lambda p=wide: backward(p, x, y))[1] / once)
sizes, highest = np.array(sizes), max(backprop_cost)
steepest = sizes[-1] + 1
assert highest < 3

# %%

# sphinx_gallery_alt = "파라미터의 수에 따른 비용을 순전파의 배수로 로그 눈금에 그린 그림. 전진 차분의 선은 파라미터 수와 나란히 <<steepest|,d>>배까지 곧게 올라가고, 역전파의 선은 <<highest|.1f>>배 아래에서 평평합니다."
fig, ax = plt.subplots()
style = {"color": viz.PALETTE[0], "marker": viz.MARKERS[0]}
ax.loglog(sizes, sizes + 1, label="전진 차분", **style)
style = {"color": viz.PALETTE[2], "marker": viz.MARKERS[2]}
ax.loglog(sizes, backprop_cost, label="순전파 + 역전파", **style)
ax.set(xlabel="파라미터의 수", ylabel="순전파의 몇 배")
ax.set_title("역전파의 비용은 파라미터가 늘어도 그대로입니다")
ax.legend()
plt.show()

# %%
# 층의 크기가 784, 128, 64, 10인 신경망이라면 얼마일까요? 층마다의 행렬 곱을 식으로 셉니다. 첫 층에서는 입력의 기울기가 필요 없으므로 역전파의
# 곱셈이 한 번뿐입니다.

layers = [(784, 128), (128, 64), (64, 10)]
P_big = sum(n * m + m for n, m in layers)
forward_big = sum(n * m for n, m in layers)
backward_big = 2 * forward_big - 784 * 128
both_big = (forward_big + backward_big) / forward_big
saving = (P_big + 1) / both_big
print(f"파라미터 {P_big:,}개: 전진 차분은 순전파 {P_big + 1:,}번")
print(f"순전파 + 역전파는 순전파의 {both_big:.2f}배, 차이는 {saving:,.0f}배")
assert P_big == 109386
assert both_big < 3

# %%
# .. _gradient-check-road:
#
# 배달 길에 빗대면
# ----------------
# 이 절약은 배달에 빗댈 수 있습니다. 물류 센터에서 동네 열 곳으로, 동네마다 골목 열 곳으로, 골목마다 집 열 곳으로 길이
# 갈라집니다. 집마다 센터에서 새로 출발하면 같은 큰길을 수없이 다시 달립니다. 한 번에 싣고 나가 갈림길마다 나누면 길마다 한 번씩만 달립니다.

houses = 10**3
separately, together = 3 * houses, 10 + 10**2 + 10**3
print(f"따로 {separately:,}구간, 함께 {together:,}구간")

# %%
# 여기서 큰길이 :math:`\partial E/\partial y`처럼 여럿이 나누어 쓰는 값입니다. 뒤쪽 층의 값을 한 번 구해 두고 앞쪽 층이 모두 나누어 씁니다.
#
# 빗댄 이야기는 두 군데가 다릅니다. 신경망의 길은 갈라졌다가 **다시 합쳐집니다**. 그래서 길의 수가 층마다 곱해지고, 절약도 배달보다
# 훨씬 큽니다. 그리고 합쳐지는 곳에서는 :term:`연쇄 법칙`에 따라 나누는 것이 아니라 **더합니다**.

paths = np.prod([784, 128, 64, 10])
print(f"첫 층의 가중치에서 출력까지의 길 {paths:,}개")
print(f"연결선 {forward_big:,}개")
assert separately / together < 3
assert paths / forward_big > 500

# %%
# 길마다 따로 가면 :val:`paths|,d`개의 길을 모두 가야 하고, 합쳐 가며 오면 연결선 :val:`forward_big|,d`개를 한 번씩만 지나면 됩니다.

# %%
# .. _gradient-check-exact:
#
# 자동 미분은 얼마나 정확할까요
# -----------------------------
# :term:`자동 미분`은 이 역전파를 대신 적어 줍니다. 흔히 드는 장점 셋을 하나씩 확인합니다.
#
# - **편하다**: 아래에는 미분이 한 줄도 없습니다.
# - **싸다**: 방금 세었습니다. 곱셈의 수가 순전파의 세 배를 넘지 않습니다.
# - **정확하다**: 손으로 구한 기울기와 견주어 봅니다.
#
# 정확한지는 상대 오차로 봅니다.
#
# .. math::
#
#    \text{상대 오차} = \frac{\lVert g - g_{\text{손}} \rVert}{\lVert g_{\text{손}} \rVert}

import torch


def torch_gradient(params):
    t = {k: torch.tensor(v, requires_grad=True) for k, v in params.items()}
    h = torch.tanh(torch.tensor(x) @ t["W1"] + t["b1"])
    z = h @ t["W2"] + t["b2"]
    torch.nn.functional.cross_entropy(z, torch.tensor(y)).backward()
    return {name: tensor.grad.numpy() for name, tensor in t.items()}


# %%


def flat(grads):
    return np.concatenate([grads[name].ravel() for name in params])


by_hand = flat(backward(params, x, y))
rough = numerical_gradient(loss, params, eps=1e-8, scheme="forward")
ways = {"자동 미분": torch_gradient(params), "중앙 차분": numeric}
ways["전진 차분"] = rough
errors = {}
for name, grads in ways.items():
    off = np.linalg.norm(flat(grads) - by_hand)
    errors[name] = off / np.linalg.norm(by_hand)
    print(f"{name}  {errors[name]:.0e}")

# %%
# 자동 미분의 차이는 반올림 오차뿐입니다. 차분은 브이 자의 바닥 아래로 내려가지 못합니다.

assert errors["자동 미분"] < 1e-14
assert errors["자동 미분"] < errors["중앙 차분"] / 1000
assert errors["중앙 차분"] < errors["전진 차분"] < 1e-5

# %%
# .. _gradient-check-kink:
#
# 꺾인 곳에서는 약속을 따릅니다
# -----------------------------
# 흔히 이렇게 말합니다. “자동 미분은 수학적으로 정확하다.” 매끄러운 곳에서는 방금 확인했습니다. 꺾인 곳은 어떨까요?
# :math:`\text{relu}(x)`는 음수를 영으로 바꾸는 함수입니다. :math:`\text{relu}(x) - \text{relu}(-x)`는
# 어디서나 정확히 :math:`x`이므로 기울기는 어디서나 :math:`1`입니다. 예측해 보세요. 영에서 자동 미분의 답은 무엇일까요?

kinks = {
    "relu(x) − relu(−x)": lambda t: torch.relu(t) - torch.relu(-t),
    "√(x²)": lambda t: torch.sqrt(t * t),
    "relu(x)": torch.relu,
}
rows = {}
for name, f in kinks.items():
    t = torch.tensor(0.0, dtype=torch.float64, requires_grad=True)
    f(t).backward()

    def as_number(v, f=f):
        return f(torch.tensor(float(v))).item()

    ahead = numerical_gradient(as_number, 0.0, scheme="forward")
    rows[name] = [t.grad.item(), numerical_gradient(as_number, 0.0), ahead]
kink_table = pd.DataFrame(rows, ["자동 미분", "중앙 차분", "전진 차분"]).T
kink_table.round(3)

# %%
# 첫 줄의 옳은 답은 1인데 자동 미분은 :val:`identity_slope|.0f`이라고 합니다. relu의 영에서의 기울기를 영으로 **약속**했고, 그 약속을 두 번 쓰면
# 영에서 영을 뺀 것이 되기 때문입니다. 둘째 줄의 ``NaN``은 :math:`\sqrt{\ }`의 기울기가 영에서 무한대이고, 거기에 영을 곱했기
# 때문입니다. 차분은 첫 줄을 맞혔지만, 나머지 두 줄에서는 중앙 차분과 전진 차분이 서로 다른 수를 댑니다. 왼쪽 기울기와 오른쪽
# 기울기가 달라서 기울기가 하나로 정해지지 않기 때문입니다.
#
# 그래서 기울기 검사는 꺾인 곳을 피해서 합니다. 꺾인 곳을 사이에 두고 움직이면 옳은 기울기도 틀렸다고 나옵니다. 영에서 조금만
# 떨어지면 세 방법이 다시 같아집니다.

identity_slope = kink_table["자동 미분"].iloc[0]
assert identity_slope == 0
assert np.isclose(kink_table["중앙 차분"].iloc[0], 1)
assert np.isnan(kink_table["자동 미분"].iloc[1])
assert np.allclose(kink_table.loc["relu(x)"], [0, 0.5, 1])
t = torch.tensor(0.1, requires_grad=True)
(torch.relu(t) - torch.relu(-t)).backward()
assert t.grad.item() == 1

# %%
# .. _gradient-check-trap:
#
# 흔한 함정
# ---------
# 흔히 이렇게 생각합니다. “간격은 작을수록 정확하겠지.” 옳은 기울기를 아주 작은 간격으로 검사해 봅니다.

too_small = numerical_gradient(loss, params, eps=1e-14)
wrong_alarm = compare_gradients(backward(params, x, y), too_small)
print("간격 1e-6 :", "통과" if report.ok else "틀림")
print("간격 1e-14:", "통과" if wrong_alarm.ok else "틀림")
print(f"가장 어긋난 원소의 절대 오차 {wrong_alarm.worst.absolute:.0e}")
assert not wrong_alarm.ok

# %%
# 기울기는 옳은데 검사가 틀렸다고 합니다. 검사가 빨간불을 켜면 먼저 간격을 백 배로 키우고 줄여 보세요. 버그라면 어느 간격에서나 똑같이
# 틀리고, 간격 탓이라면 오차가 간격을 따라 달라집니다.

bug_gaps, alarm_gaps = [], []
for eps in [1e-4, 1e-6, 1e-8]:
    again = numerical_gradient(loss, params, eps=eps)
    wrong = compare_gradients(broken, again)
    bug_gaps.append(wrong.worst.absolute)
    right = compare_gradients(backward(params, x, y), again)
    alarm_gaps.append(right.worst.absolute)
steps = pd.Index(["1e-4", "1e-6", "1e-8"], name="간격")
gaps = pd.DataFrame({"버그": bug_gaps, "옳은 기울기": alarm_gaps}, steps)
assert np.allclose(bug_gaps, bug_gaps[0], rtol=0.01)
assert max(alarm_gaps) < bug_gaps[0] / 1000
gaps.map("{:.1e}".format)

# %%
# .. _gradient-check-summary:
#
# 정리
# ----
# - 차분의 오차는 간격이 크면 잘림 오차, 작으면 반올림 오차입니다. 중앙 차분은 :math:`\sqrt[3]{u}`, 전진 차분은 :math:`\sqrt{u}`
#   근처에서 가장 정확합니다.
# - 곱셈의 수로 보면, 순전파와 역전파를 합쳐도 순전파의 세 배를 넘지 않는 비용으로 모든 기울기를 구합니다. 차분은 파라미터의 수만큼 순전파를 되풀이합니다.
#   그래서 학습은 역전파로, 검사는 차분으로 합니다.
# - 기울기 검사는 어느 이름의 어느 원소가 틀렸는지 말해 줍니다. 손실이 줄어드는 것은 증거가 아니고, 꺾인 곳에서는 자동 미분도
#   약속을 따릅니다.

# %%
# .. _gradient-check-exercises:
#
# 더 해 보기
# ----------
# **하나.** 수를 절반의 자릿수로 담는 ``float32``에서는 가장 좋은 간격이 얼마일까요? 먼저 :math:`\sqrt[3]{u}`로 셈해 보세요.
#
# .. dropdown:: 답 보기
#
#    셈한 간격은 :val:`guess_32|.0e`, 재어 보면 :val:`best_32|.0e`입니다. 가장 작은 오차가 :val:`low_32|.0e`밖에 안 되므로,
#    ``float32``로는 기울기 검사를 하지 않는 편이 좋습니다. ``numerical_gradient``가 늘 ``float64``로 바꾸어 계산하는 까닭입니다.

points_32 = points.astype(np.float32)
errors_32 = []
for eps in epsilons[epsilons > 1e-6]:
    step = np.float32(eps)
    off = central_difference(np.exp, points_32, step) / np.exp(points) - 1
    errors_32.append(np.sqrt(np.mean(off**2)))
best_32 = epsilons[epsilons > 1e-6][np.argmin(errors_32)]
guess_32, low_32 = np.cbrt(np.finfo(np.float32).eps), min(errors_32)
print(f"셈한 간격 {guess_32:.0e}, 잰 간격 {best_32:.0e}, 오차 {low_32:.0e}")
assert guess_32 / 10 < best_32 < guess_32 * 10
assert low_32 > 1e5 * low_two

# %%
# **둘.** 파라미터가 십만 개면 차분으로 모두 검사할 수 없습니다. 순전파 두 번으로 한꺼번에 검사하는 방법을 생각해 보세요.
# 모든 파라미터를 무작위 방향 :math:`v`로 함께 움직여 보면 어떨까요?
#
# .. dropdown:: 답 보기
#
#    방향 :math:`v`로 움직일 때의 변화율은 기울기와 :math:`v`의 내적입니다. 옳은 기울기는 :val:`match|.0e`까지 맞고, 세 버그는
#    모두 훨씬 크게 어긋나 들킵니다. 다만 어디가 틀렸는지는 말해 주지 않습니다. 틀렸다는 것을 알고 나서 원소마다 찾으면 됩니다.

rng = np.random.default_rng(0)
v = {name: rng.normal(size=array.shape) for name, array in params.items()}


def along(s):
    return loss({name: params[name] + s * v[name] for name in params})


measured = central_difference(along, 0.0, 1e-5)
misses = []
for bug in [None, *bugs]:
    expected = flat(backward(params, x, y, bug=bug)) @ flat(v)
    misses.append(abs(expected - measured) / abs(measured))
    print(f"{misses[-1]:.0e}  {bug or '옳은 기울기'}")
match = misses[0]
assert match < 1e-7
assert min(misses[1:]) > 100 * match

# %%
# **셋.** 빼기 때문에 자릿수가 사라진다면, 빼지 않으면 됩니다. 실수 대신 허수 방향으로 움직여 :math:`\text{Im}\, f(x + i\varepsilon)/\varepsilon`을
# 구해 보세요. 간격은 얼마나 작아도 될까요?
#
# .. dropdown:: 답 보기
#
#    훨씬 작아도 됩니다. 간격이 :math:`10^{-100}`이어도 오차가 :val:`complex_error|.0e`입니다. 허수부에는 :math:`\varepsilon f'(x)`만
#    들어 있어서 뺄 것이 없습니다. 다만 함수가 복소수를 받을 수 있어야 합니다.

imaginary = np.exp(points + 1e-100j).imag / 1e-100
complex_error = np.abs(imaginary / np.exp(points) - 1).max()
print(f"{complex_error:.0e}")
assert complex_error < 1e-14

# %%
# .. _gradient-check-next:
#
# 다음 쪽
# -------
# 역전파를 손으로 적고 검사까지 했습니다. 이제 컴퓨터가 대신 적게 할 차례입니다.
# :doc:`계산 그래프 </auto_examples/05_autodiff/plot_01_computational_graph>`에서 순전파가 지나간 길을 그려 봅니다.
