r"""
보폭은 얼마가 알맞을까요?
=========================

지난 쪽에서는 학습률을 하나로 정해 놓고 걸었습니다.
왜 하필 그 값이었을까요? 더 크게 잡으면 더 빨리 도착할까요?
이번에는 학습률만 바꾸어 가며 같은 골짜기를 여러 번 내려갑니다.

- **할 것**: :math:`f(x) = x^2`에서 학습률을 바꾸어 걷고, 한 걸음에 오차가 몇 배가 되는지 잽니다.
- **배울 것**: 너무 작으면 느리고, 너무 크면 오히려 멀어집니다. 그 경계는 골짜기가 굽은 정도가 정합니다.
- **필요한 것**: :doc:`한 변수의 경사 하강법 </auto_examples/02_gradient_descent/plot_02_one_variable>`에서
  쓴 반복문과 로그.
"""

# %%
# .. _learning-rate-stride:
#
# 학습률과 보폭
# -------------
# 안개 낀 산을 다시 내려갑니다. 발밑의 :term:`기울기`를 느끼고 반대쪽으로 한 걸음 옮기는
# :term:`경사 하강법`은 그대로입니다. 여기서 바꿀 것은 걸음의 길이, 곧 보폭입니다.
# 보폭을 정하는 수가 :term:`학습률` :math:`\eta`(에타)입니다.
# 학습률처럼 걷기 전에 사람이 정해 두는 수를 :term:`하이퍼파라미터`라고 합니다.

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from dlconcepts.viz import PALETTE, PAPER, plot_values, use_korean_font

use_korean_font()


def f(x):
    return x**2


def df(x):
    return 2 * x


# %%
# 걷는 방법은 세 줄이면 됩니다. 학습률 ``lr``을 바꿀 수 있게 함수로 묶어 둡니다.


def walk(lr, x=3.0, steps=10):
    path = [x]
    for _ in range(steps):
        x = x - lr * df(x)  # x ← x − η f′(x)
        path.append(x)
    return np.array(path)


# %%
# 먼저 걸음의 길이를 재어 봅니다. 학습률이 그대로이면 보폭도 그대로일까요?

strides = np.abs(np.diff(walk(lr=0.1)))
print(strides.round(3))

first_stride, last_stride = strides[0], strides[-1]
assert np.all(np.diff(strides) < 0)

# %%
# 첫걸음은 :val:`first_stride|.2f`, 열 번째 걸음은 :val:`last_stride|.2f`만큼 옮겼습니다.
# 보폭은 학습률이 아니라 **학습률 × 기울기의 크기**입니다. 바닥에 가까워지면 기울기가 작아지므로
# 학습률을 건드리지 않아도 걸음이 저절로 짧아집니다. 학습률은 그 전체를 늘이거나 줄이는 수입니다.

# %%
# .. _learning-rate-ratio:
#
# 걷기 전에 예측하기
# ------------------
# 한 걸음을 식으로 쓰면 이렇습니다.
#
# .. math::
#
#    x_{t+1} = x_t - \eta \cdot 2x_t = (1 - 2\eta)\, x_t
#
# :math:`x_t`는 :math:`t`걸음을 뗀 뒤의 자리입니다. 바닥이 :math:`x = 0`에 있으니
# :math:`x_t`는 바닥에서 벗어난 만큼, 곧 오차이기도 합니다. 오차의 크기는 걸음마다
# :math:`|1 - 2\eta|`배가 됩니다. 학습률은 늘 양수로 둡니다. 그러면 걷지 않고도 알 수 있습니다.
#
# - 이 비가 :math:`1`보다 작으면 오차가 줄어듭니다. 바닥으로 :term:`수렴`합니다.
# - 꼭 :math:`1`이면 오차가 그대로입니다. 바닥의 양쪽을 오가는 :term:`진동`입니다.
# - :math:`1`보다 크면 오차가 자랍니다. 점점 멀어지는 :term:`발산`입니다.
#
# 여덟 가지 학습률로 걸어 예측과 견줍니다.

rates = [0.001, 0.01, 0.1, 0.4, 0.5, 0.9, 1.0, 1.1]
rows = []
for lr in rates:
    path, ratio = walk(lr), abs(1 - 2 * lr)
    assert np.allclose(np.abs(path[1:]), ratio * np.abs(path[:-1]))
    rows.append([lr, ratio, abs(path[1] / path[0]), path[-1]])
columns = ["학습률", "예측한 비", "잰 비", "열 걸음 뒤의 x"]
pd.DataFrame(rows, columns=columns).round(3)

# %%
# 예측과 실제가 모든 걸음에서 같습니다. ``assert``가 열 걸음을 하나하나 확인했습니다.
# 표에서 세 가지가 눈에 띕니다.
#
# - :math:`\eta = 0.001`은 열 걸음을 걷고도 거의 제자리입니다.
# - :math:`\eta = 0.5`는 비가 :math:`0`이라 한 걸음에 바닥에 닿습니다.
# - :math:`\eta = 0.1`과 :math:`\eta = 0.9`는 비가 같습니다. 빠르기는 같고,
#   :math:`0.9`는 걸음마다 바닥을 건너뛰어 반대편에 떨어집니다.

mirror = walk(0.9) / walk(0.1)
print(mirror.round(6))

# %%
# 두 길의 자리를 나누면 부호만 번갈아 바뀝니다. :math:`1 - 2\eta`가 음수이면 건너뛴다는 뜻입니다.

assert np.allclose(mirror, (-1.0) ** np.arange(11))

# %%
# 양 끝을 뺀 :math:`0 < \eta < 1`에서만 오차가 줄어든다는 것도 촘촘히 확인해 둡니다.

grid = np.arange(0.005, 1.5, 0.01)
shrinks = np.array([abs(walk(lr, steps=1)[-1]) < 3.0 for lr in grid])
assert np.array_equal(shrinks, grid < 1)

# %%
# .. _learning-rate-compare:
#
# 네 가지 길을 나란히
# -------------------
# 같은 곳에서 출발해 학습률만 다르게 여덟 걸음씩 걷습니다.
# 이제부터는 지난 쪽의 ``minimize``를 씁니다. 위의 ``walk``와 같은 길인지 먼저 봅니다.

from dlconcepts.descent import minimize
from dlconcepts.optimizers import GradientDescent

shown = [0.02, 0.3, 1.0, 1.1]
slow_lr, good_lr, edge_lr, wild_lr = shown
traces = [minimize(f, df, 3.0, GradientDescent(lr), steps=8) for lr in shown]
for lr, trace in zip(shown, traces, strict=True):
    assert np.allclose(trace.x, walk(lr, steps=8))

# %%
# 그림을 보기 전에 한 번 더 예측합니다. 어느 것이 느리고, 어느 것이 튀어 나갈까요?
# 속이 빈 동그라미가 시작점이고, 선이 걸음의 차례를 잇습니다. 마지막 칸은 눈금이 훨씬 큽니다.

endings = ["느립니다", "알맞습니다", "왔다 갔다 합니다", "멀어집니다"]
slow_end, good_end, edge_end, wild_end = (trace.x[-1] for trace in traces)

fig, axes = plt.subplots(2, 2, figsize=(7.6, 6.4))
for ax, trace, ending in zip(axes.flat, traces, endings, strict=True):
    reach = 1.25 * np.abs(trace.x).max()
    x = np.linspace(-reach, reach, 101)
    ax.plot(x, f(x), color=PALETTE[0])
    ax.plot(trace.x, trace.values, "o-", color=PALETTE[1], lw=1.4)
    ax.plot(3.0, f(3.0), "o", color=PAPER, mec=PALETTE[1], mew=2)
    ax.set(xlabel="$x$", ylabel="$f(x)$")
    ax.set_title(f"η = {trace.lr:g}: {ending}")
plt.show()
# sphinx_gallery_alt = "네 칸의 포물선 위에 여덟 걸음이 선으로 이어져 있습니다. 속이 빈 동그라미가 시작점입니다. 학습률 <<slow_lr>>에서는 점들이 오른쪽 비탈에 몰려 x = <<slow_end|.2f>>까지만 내려옵니다. <<good_lr>>에서는 몇 걸음 만에 바닥에 모입니다. <<edge_lr>>에서는 같은 높이의 두 점 사이를 오갑니다. <<wild_lr>>에서는 양쪽 비탈을 번갈아 밟으며 올라가 x = <<wild_end|.1f>>에 이릅니다."

# %%
# 여덟 걸음 뒤 :math:`\eta = 0.02`는 :val:`slow_end|.2f`에 머물러 있고, :math:`\eta = 0.3`은
# :val:`good_end|.3f`까지 왔습니다. :math:`\eta = 1.0`은 시작점의 높이에서 한 번도 내려오지 못했고,
# :math:`\eta = 1.1`은 :val:`wild_end|.1f`까지 밀려났습니다. 걸음마다 반대편의 **더 높은 곳**에 떨어집니다.

assert np.allclose(np.abs(traces[2].x), 3.0)
assert np.all(np.diff(traces[3].values) > 0)

# %%
# .. _learning-rate-log:
#
# 로그 축에서는 곧은 선
# ---------------------
# 높이 :math:`f(x_t)`를 걸음마다 그려 봅니다. 오차가 걸음마다 :math:`r`배가 되면 높이는 그 제곱인
# :math:`r^2`배가 됩니다. 로그 축은 같은 간격을 오를 때마다 값이 같은 배수로 커지는 축입니다.
# 그래서 걸음마다 같은 수를 곱하는 값은 로그 축에서 곧은 선이 됩니다.

lines, labels = [], []
for lr in [0.02, 0.1, 0.2, 1.0, 1.05]:
    lines.append(minimize(f, df, 3.0, GradientDescent(lr), steps=30))
    labels.append(f"η = {lr:g}")
height_ratio = lines[1].values[1] / lines[1].values[0]

title = "학습률마다 비탈이 다른 곧은 선이 됩니다"
plot_values(lines, labels=labels, title=title)
plt.show()
# sphinx_gallery_alt = "걸음마다의 높이를 로그 축에 그린 다섯 선입니다. 모두 곧은 선이며, 학습률 0.2가 가장 가파르게 내려가고 0.1, 0.02의 차례로 완만해집니다. 1.0은 수평선이고 1.05는 올라갑니다."

# %%
# :math:`\eta = 0.1`의 높이는 걸음마다 :val:`height_ratio|.2f`배입니다.
# 비의 제곱인 :math:`0.8^2`과 같습니다. 신경망을 학습시키며 손실을 그릴 때에도 흔히 세로축을 로그로
# 둡니다. 제자리에 머무는 선과 올라가는 선이 한눈에 드러납니다.

assert np.isclose(height_ratio, 0.8**2)
for line in lines:  # 로그를 씌우면 걸음마다 같은 만큼 변합니다
    assert np.allclose(np.diff(np.log(line.values), 2), 0, atol=1e-9)

# %%
# .. _learning-rate-half-life:
#
# 얼마나 걸어야 하나
# ------------------
# 오차가 처음의 :val:`goal|.0%|으로/로` 줄 때까지 몇 걸음이 드는지 셉니다.


def steps_until(goal, lr, x=3.0):
    start, count = abs(x), 0
    while abs(x) > goal * start:
        x, count = x - lr * df(x), count + 1
    return count


# %%
# 이것도 미리 계산할 수 있습니다. :math:`0 < r < 1`일 때 :math:`r^n`이 목표 이하가 되는 가장 작은
# :math:`n`이므로
#
# .. math::
#
#    n = \left\lceil \frac{\ln(\text{목표})}{\ln r} \right\rceil, \qquad r = |1 - 2\eta|
#
# 입니다. :math:`\ln`은 자연로그, :math:`\lceil\ \rceil`는 올림입니다. 목표를 절반으로 두면 방사성
# 물질의 반감기를 걸음으로 센 셈입니다.

goal = 0.01
counts = pd.DataFrame({"학습률": [0.001, 0.01, 0.1, 0.3, 0.7, 0.9, 0.99]})
r = (1 - 2 * counts["학습률"]).abs()
counts["계산한 걸음"] = np.ceil(np.log(goal) / np.log(r)).astype(int)
counts["센 걸음"] = [steps_until(goal, lr) for lr in counts["학습률"]]
counts["절반까지"] = [steps_until(0.5, lr) for lr in counts["학습률"]]
counts

# %%
# 계산과 실제가 맞습니다. 작은 학습률에서는 학습률이 십분의 일로 줄 때마다 걸음이 열 배쯤 됩니다.
# 그리고 :math:`\eta = 0.99`는 :math:`\eta = 0.01`만큼이나 느립니다.

tiny_count, small_count, usual_count = counts["센 걸음"][:3]
assert (counts["계산한 걸음"] == counts["센 걸음"]).all()
assert 9 < tiny_count / small_count < 11
assert 9 < small_count / usual_count < 11
assert counts["센 걸음"].iloc[-1] == small_count

# %%
# 학습률을 촘촘히 바꾸어 보면 빠른 곳이 어디인지 보입니다. 걸음 수는 정수라서 선에 계단이 생깁니다.

etas = np.linspace(0.01, 0.99, 99)
needed = [steps_until(goal, lr) for lr in etas]
fastest = etas[np.argmin(needed)]

fig, ax = plt.subplots()
ax.semilogy(etas, needed)
ax.set(xlabel="학습률 η", ylabel=f"오차가 {goal:.0%}가 될 때까지의 걸음")
ax.set_title("가운데가 빠르고 양 끝이 느립니다")
plt.show()
# sphinx_gallery_alt = "가로축은 학습률, 세로축은 오차를 <<goal|.0%|으로/로>> 줄이는 데 드는 걸음 수입니다. <<fastest|.2f>>에서 가장 낮고 양 끝으로 갈수록 치솟는 골짜기 모양입니다."

# %%
# 가장 빠른 곳은 :val:`fastest|.2f`입니다. 학습률을 키우면 처음에는 빨라지지만,
# 이 점을 지나면 건너뛰느라 다시 느려지고 끝내 발산합니다.

assert np.isclose(fastest, 0.5)

# %%
# .. _learning-rate-diverged:
#
# 발산하면 무슨 일이 일어나나
# ---------------------------
# :math:`\eta = 1.1`로 이백 걸음을 부탁하면 ``minimize``는 어떻게 할까요? 값은 끝없이 커집니다.
# ``try``와 ``except``로 감싸면 오류가 나도 멈추지 않고 그 오류를 들여다볼 수 있습니다.

from dlconcepts.errors import DivergedError

try:
    minimize(f, df, 3.0, GradientDescent(lr=1.1), steps=200)
except DivergedError as error:
    caught_step = error.step
    print(*str(error).split(". "), sep=".\n")  # 문장마다 줄을 바꿉니다

# %%
# 조용히 무한대를 돌려주지 않고, 몇 번째 걸음에서 무엇을 보았는지 말하며 멈춥니다.
# 출발할 때의 높이에 하나를 더한 값의 :val:`growth_limit|.0e`배를 높이가 넘으면 발산으로 봅니다.
# 하나를 더하는 것은 높이가 :math:`0`인 곳에서 출발할 때를 위해서입니다.
# 높이는 걸음마다 :math:`1.2^2`배가 되니 그 걸음이 몇 번째인지도 미리 알 수 있습니다.

growth_limit = 1e12
growth = growth_limit * (1 + f(3.0)) / f(3.0)
expected_step = int(np.ceil(np.log(growth) / np.log(1.2**2)))
print(expected_step, caught_step)

assert expected_step == caught_step

# %%
# 발산하는 모습을 그대로 보고 싶으면 ``on_diverge="return"``을 넘깁니다. 오류 대신 그때까지의
# :term:`자취`가 돌아오고, ``status``에 무슨 일이 있었는지 적혀 있습니다.

patient = {"steps": 200, "on_diverge": "return"}
lost = minimize(f, df, 3.0, GradientDescent(lr=1.1), **patient)
swing = minimize(f, df, 3.0, GradientDescent(lr=1.0), **patient)
print(lost.status, lost.steps, lost.x[:4].round(2))
print(swing.status, swing.steps, swing.x[:4].round(2))

# %%
# 첫 줄의 걸음 수는 오류가 알린 것보다 하나 적습니다. 발산을 알아채기 바로 앞까지만 돌려주기
# 때문입니다. 조심할 것은 둘째 줄입니다. :math:`\eta = 1.0`은 이백 걸음을 끝까지 걸었으므로
# ``status``가 ``completed``입니다. 끝까지 걸었다는 말은 도착했다는 말이 아닙니다.

assert (lost.status, swing.status) == ("diverged", "completed")
assert lost.steps == caught_step - 1
assert np.all(np.abs(swing.x) == 3.0)

# %%
# .. _learning-rate-curvature:
#
# 한계는 골짜기가 정합니다
# ------------------------
# 지금까지의 경계 :math:`\eta = 1`은 :math:`x^2`의 것입니다. 더 좁고 가파른 골짜기
# :math:`5x^2`에서도 같을까요? :math:`\eta = 0.3`으로 두 골짜기를 걸어 봅니다.

same = GradientDescent(lr=0.3)
wide = minimize(f, df, 3.0, same, steps=5)
narrow = minimize(lambda x: 5 * x**2, lambda x: 10 * x, 3.0, same, steps=5)
print("x²  ", wide.x.round(3))
print("5x² ", narrow.x.round(3))

# %%
# 같은 학습률인데 하나는 수렴하고 하나는 발산합니다. :math:`c x^2`의 기울기는 :math:`2cx`이고,
# 기울기의 기울기인 :math:`\lambda = 2c`(람다)는 골짜기가 얼마나 급하게 굽었는지를 나타냅니다. 한 걸음은
#
# .. math::
#
#    x_{t+1} = (1 - \eta\lambda)\, x_t
#
# 이므로 :math:`|1 - \eta\lambda| < 1`, 곧 :math:`\eta < 2/\lambda`일 때만 수렴합니다.
# 이 한계의 :math:`0.99`배와 :math:`1.01`배로 백 걸음씩 걸어 남은 오차를 봅니다. 처음 오차는 :math:`3`입니다.

rows = []
for c in [0.5, 1, 5, 50]:
    limit = 2 / (2 * c)
    # c=c는 지금의 c를 붙들어 둡니다
    valley = (lambda x, c=c: c * x**2, lambda x, c=c: 2 * c * x)
    just_below, just_above = (
        minimize(*valley, 3.0, GradientDescent(k * limit), steps=100)
        for k in (0.99, 1.01)
    )
    left_over = abs(just_below.x[-1]), abs(just_above.x[-1])
    rows.append([c, 2 * c, limit, *left_over])
    assert left_over[0] < 3.0 < left_over[1]
columns = ["c", "굽은 정도 λ", "한계 2/λ", "0.99배일 때", "1.01배일 때"]
pd.DataFrame(rows, columns=columns).round(3)

# %%
# 네 골짜기에 남은 오차가 똑같습니다. :math:`\eta\lambda`가 같으면 걸음마다 곱하는 수도 같기 때문입니다.
# 골짜기가 열 배 급하게 굽으면 쓸 수 있는 학습률의 한계는 십분의 일이 됩니다.
# 신경망의 손실은 자리마다, 방향마다 굽은 정도가 다르고 미리 알기도 어렵습니다.
# 그래서 실제로는 흔히 학습률을 몇 배씩 바꾸어 가며 시험해서 고릅니다.

assert np.allclose([row[3:] for row in rows], rows[0][3:])
narrow_limit = 2 / 10
assert np.abs(narrow.x[-1]) > 3.0 > np.abs(wide.x[-1])
assert wide.lr > narrow_limit

# %%
# .. _learning-rate-floor:
#
# 흔한 함정
# ---------
# 흔히 이렇게 말합니다: “오래 반복할수록 나아지고, 마침내 손실이 :math:`0`인 가장 낮은 곳에 닿는다.”
# 세 부분으로 나누어 확인해 봅니다.
#
# **오래 반복할수록 나아질까요?** 학습률이 한계를 넘으면 반복할수록 나빠집니다.

too_big = minimize(f, df, 3.0, GradientDescent(lr=1.05), steps=100)
after_ten, after_hundred = too_big.values[10], too_big.values[100]
print(f"열 걸음 뒤의 높이 {after_ten:.1f}   백 걸음 뒤 {after_hundred:.1f}")

assert 9.0 < after_ten < after_hundred

# %%
# **손실이 0까지 내려갈까요?** 잡음이 섞인 데이터에 직선을 맞추어 봅니다. 데이터는 미리 정한 원래 직선에
# 무작위 잡음을 더한 것입니다. 잡음이 퍼진 정도는 :math:`\sigma = 1`(시그마)입니다.

rng = np.random.default_rng(0)
inputs = rng.uniform(-2, 2, size=200)
true_line = np.array([2.0, -1.0])  # 기울어진 정도와 절편
targets = true_line[0] * inputs + true_line[1] + rng.normal(0, 1, size=200)


def mse(w):
    return np.mean((w[0] * inputs + w[1] - targets) ** 2)


def mse_grad(w):
    error = w[0] * inputs + w[1] - targets
    return 2 * np.array([np.mean(error * inputs), np.mean(error)])


# %%
# 손실은 예측과 정답의 차이를 제곱해 평균한 :term:`평균제곱오차`입니다. 변수가 둘이지만 규칙은 같습니다.
# 기울기는 첫 쪽의 아이스크림 모델처럼 손으로 구했습니다. 맞는지 :term:`수치 미분`으로 먼저 확인하고 걷습니다.

from dlconcepts.gradcheck import compare_gradients, numerical_gradient

start = np.zeros(2)
numeric = numerical_gradient(mse, start)
assert compare_gradients(mse_grad(start), numeric).ok

fit = minimize(mse, mse_grad, start, GradientDescent(lr=0.1), steps=1000)
for t in [0, 10, 100, 1000]:
    print(f"{t:4d} 걸음: 손실 {fit.values[t]:.6f}")

# %%
# 백 걸음 뒤로는 적힌 자리까지 그대로입니다. 덜 걸어서가 아닙니다. 손실이 가장 낮은 직선은 걷지 않고
# 공식으로 구할 수도 있습니다. ``np.linalg.lstsq``가 그 계산을 합니다.

A = np.column_stack([inputs, np.ones_like(inputs)])
best_line = np.linalg.lstsq(A, targets)[0]
best_loss, true_loss = mse(best_line), mse(true_line)
print(f"가장 낮은 손실 {best_loss:.6f}, 원래 직선의 손실 {true_loss:.6f}")

assert np.isclose(fit.values[-1], best_loss)
assert best_loss > 0.5

# %%
# 걸어서 닿은 손실과 같습니다. 이 데이터에서는 가장 낮은 손실이 :val:`best_loss|.2f`입니다.
# :math:`0`이 아닙니다. 잡음은 입력을 보고 알아낼 수 없는 부분이라 어떤 직선도 없애지 못합니다.
# 게다가 원래 직선의 손실은 :val:`true_loss|.2f|으로/로` 오히려 조금 더 큽니다.
# 학습에 쓴 데이터에서 손실이 더 작다고 해서 원래 직선에 더 가까운 것은 아닙니다.

assert true_loss > best_loss

# %%
# **늘 가장 낮은 곳에 닿을까요?** 경사 하강법이 찾는 것은 발밑이 평평한 자리입니다.
# :math:`x^2`에는 그런 자리가 하나뿐이라 가장 낮은 곳과 같았습니다.
# 골짜기가 둘이면 이야기가 달라집니다. 지난 쪽에서 잠깐 본 그 일을 다음 쪽에서 끝까지 따져 봅니다.

# %%
# .. _learning-rate-summary:
#
# 정리
# ----
# - 신경망의 학습은 예측이 얼마나 벗어났는지 재고, 그것이 줄어드는 쪽으로 조금 옮기는 일의 되풀이입니다.
#   얼마나 조금 옮길지를 학습률이 정합니다.
# - :math:`x^2`에서 오차는 걸음마다 :math:`|1 - 2\eta|`배가 됩니다. :math:`0 < \eta < 1`이면 수렴하고,
#   :math:`\eta = 1`이면 진동하고, :math:`\eta > 1`이면 발산합니다.
# - 한계는 골짜기가 굽은 정도 :math:`\lambda`가 정합니다: :math:`\eta < 2/\lambda`.
#   수렴하더라도 손실이 :math:`0`이 된다는 보장은 없습니다.

# %%
# .. _learning-rate-exercises:
#
# 더 해 보기
# ----------
# **하나.** :math:`f(x) = 3(x-2)^2 + 7`을 한 걸음에 바닥까지 내려가는 학습률은 얼마일까요?
# 그때 높이는 얼마일까요?
#
# .. dropdown:: 답 보기
#
#    굽은 정도가 :vmath:`\lambda = <<bend>>`이므로 :math:`1 - \eta\lambda = 0`인
#    :math:`\eta = 1/\lambda`, 곧 :val:`one_shot_lr|.4f`입니다. 닿은 곳의 높이는 :val:`one_shot_height|.0f`입니다.
#    바닥이라고 해서 높이가 꼭 :math:`0`은 아닙니다.

bend = 6
one_shot_lr = 1 / bend
shifted = (lambda x: 3 * (x - 2) ** 2 + 7, lambda x: 6 * (x - 2))
one_shot = minimize(*shifted, 10.0, GradientDescent(one_shot_lr), steps=1)
one_shot_height = one_shot.values[-1]
print(one_shot.x, one_shot_height)

assert np.isclose(one_shot_height, 7)

# %%
# **둘.** :math:`f(x) = x^4`에서 :math:`\eta = 0.1`로 걷습니다. :math:`x = 1`에서 출발할 때와
# :math:`x = 3`에서 출발할 때 결과가 다릅니다. 왜 그럴까요?
#
# .. dropdown:: 답 보기
#
#    굽은 정도가 자리마다 다르기 때문입니다. :math:`x^4`의 기울기는 :math:`4x^3`이고 굽은 정도는
#    :math:`12x^2`이라, 바닥에서는 거의 펴져 있고 멀리에서는 급합니다.
#    출발한 자리에서 한계 :math:`2/\lambda`를 구하면 :val:`near_limit|.3f|과/와` :val:`far_limit|.3f`입니다.
#    가까운 곳에서는 학습률이 한계보다 작고, 먼 곳에서는 한계를 훌쩍 넘습니다.
#    다만 걷는 동안 굽은 정도가 바뀌므로 이 한계는 어림입니다.

quartic = (lambda x: x**4, lambda x: 4 * x**3)
near = minimize(*quartic, 1.0, GradientDescent(lr=0.1), **patient)
far = minimize(*quartic, 3.0, GradientDescent(lr=0.1), **patient)
near_limit, far_limit = 2 / (12 * 1.0**2), 2 / (12 * 3.0**2)
print(near.status, near.x[-1].round(3))
print(far.status, far.x)

assert (near.status, far.status) == ("completed", "diverged")
assert far_limit < 0.1 < near_limit

# %%
# **셋.** :math:`f(x) = |x|`는 기울기가 오른쪽에서 :math:`1`, 왼쪽에서 :math:`-1`입니다. :math:`\eta = 0.3`으로
# :math:`x = 1`에서 출발하면 바닥에 닿을까요? 학습률을 줄이면 어떻게 될까요?
#
# .. dropdown:: 답 보기
#
#    닿지 못합니다. 바닥에 다가가도 기울기가 작아지지 않아 보폭이 그대로입니다. 끝에는
#    :val:`bounce[0]|.1f|과/와` :val:`bounce[1]|.1f` 사이를 오갑니다. 보폭이 남은 거리와 꼭 맞아떨어지지
#    않는 한, 학습률을 줄여도 오가는 폭이 좁아질 뿐입니다. 그래서 걷는 동안 학습률을 차츰 줄이기도 합니다.

corner = minimize(abs, np.sign, 1.0, GradientDescent(lr=0.3), steps=50)
finer = minimize(abs, np.sign, 1.0, GradientDescent(lr=0.03), steps=500)
bounce = corner.x[-2:]
print(bounce.round(3), finer.x[-2:].round(3))

assert np.isclose(np.ptp(bounce), 0.3)
assert np.isclose(np.ptp(finer.x[-2:]), 0.03)

# %%
# .. _learning-rate-next:
#
# 다음 쪽
# -------
# 골짜기가 둘이면 어디서 출발했는지에 따라 도착하는 곳이 갈립니다.
# :doc:`두 골짜기 </auto_examples/02_gradient_descent/plot_04_two_valleys>`로 이어집니다.
