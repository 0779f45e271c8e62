"""
옵티마이저는 걸음을 어떻게 바꿀까요?
====================================

경사 하강법은 가장 가파른 방향에 발목이 잡혀 길게 누운 골짜기를 느리게 내려갑니다.
지나온 걸음을 기억하거나 좌표마다 보폭을 맞추면 빨라질까요?
다섯 규칙을 몇 줄씩 직접 적고, 같은 골짜기에서 공평하게 견줍니다.

- **할 것**: 다섯 옵티마이저를 손으로 적어 PyTorch와 한 걸음씩 맞추어 보고, 길게 누운 골짜기와 골짜기가 둘인 산에서 겨룹니다.
- **배울 것**: 모멘텀의 지나침, RMSProp의 보폭, Adam의 치우침 보정, 그리고 늘 이기는 규칙은 없다는 것.
- **필요한 것**: :doc:`학습률 </auto_examples/02_gradient_descent/plot_03_learning_rate>`,
  :doc:`두 골짜기 </auto_examples/02_gradient_descent/plot_04_two_valleys>`,
  :doc:`두 변수 </auto_examples/02_gradient_descent/plot_05_two_variables>`. PyTorch도 씁니다.
"""

# %%
# .. _optimizers-ravine:
#
# 골짜기에서는 가장 가파른 쪽이 학습률을 정합니다
# -----------------------------------------------
# 한쪽으로는 가파르고 다른 쪽으로는 완만한 :term:`골짜기`를 준비합니다.
# :math:`f(x_1, x_2) = \tfrac{1}{2}(x_1^2 + 25x_2^2)`이고 :math:`(10, 1)`에서 출발합니다.
# 걸음마다 :math:`x_1`은 :math:`1 - \eta`배, :math:`x_2`는 :math:`1 - 25\eta`배가 됩니다.

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from dlconcepts import viz

viz.use_korean_font()


def f(x):
    return 0.5 * (x[0] ** 2 + 25 * x[1] ** 2)


def df(x):
    return np.array([x[0], 25 * x[1]])


start = np.array([10.0, 1.0])

# %%
# 학습률마다 두 배율을 적어 봅니다. 크기가 1보다 작아야 줄어들고, 작을수록 빨리 줄어듭니다.
# 예측해 보세요. 두 배율을 **함께** 작게 만드는 학습률이 있을까요?

lr = np.array([0.01, 0.04, 2 / 26, 0.079, 0.1])
factors = pd.DataFrame({"x1의 배율": 1 - lr, "x2의 배율": 1 - 25 * lr})
factors["느린 쪽의 크기"] = factors.abs().max(axis=1)
factors.insert(0, "학습률", lr)
factors.round(4)

# %%
# 없습니다. 가파른 :math:`x_2`가 :math:`\eta < 2/25`를 요구하고, 그 안에서는 완만한 :math:`x_1`이
# 조금씩밖에 줄지 않습니다. 가장 나은 것은 두 배율의 크기가 같아지는 :math:`\eta = 2/26`인데, 그래도 한 걸음에
# :val:`best_factor|.3f`배입니다. 가파른 쪽과 완만한 쪽의 굽은 정도의 비를 :term:`조건수`라고 하고,
# 여기서는 25입니다. 조건수가 클수록 경사 하강법은 느립니다.

best_factor = factors["느린 쪽의 크기"].min()
many_lr = np.linspace(0.001, 0.1, 1000)
slower = np.maximum(np.abs(1 - many_lr), np.abs(1 - 25 * many_lr))
assert np.isclose(best_factor, 24 / 26)
assert slower.min() >= best_factor - 1e-12
assert factors["느린 쪽의 크기"].iloc[-1] > 1

# %%
# 자취로 보면 이렇습니다. 큰 학습률은 좁은 쪽에서 튀고, 작은 학습률은 긴 쪽에서 기어갑니다.

# sphinx_gallery_alt = "길게 누운 골짜기의 등고선 위의 두 자취. 학습률 <<big_lr|.3f>>은 골짜기를 가로질러 위아래로 튀며 나아가고, 학습률 0.01은 튀지 않지만 서른 걸음에 절반도 가지 못합니다."
from dlconcepts.descent import minimize
from dlconcepts.optimizers import GradientDescent, Momentum

big_lr = 2 / 26
bouncing = minimize(f, df, start, GradientDescent(lr=big_lr), steps=30)
crawling = minimize(f, df, start, GradientDescent(lr=0.01), steps=30)
labels = [f"학습률 {big_lr:.3f}", "학습률 0.01"]
xlim, ylim = (-1, 11), (-1.5, 1.5)
fig, ax = plt.subplots(figsize=(7.5, 3.4))
paths = [bouncing, crawling]
viz.plot_contour(f, paths, labels=labels, xlim=xlim, ylim=ylim, ax=ax)
ax.set_title("큰 걸음은 튀고 작은 걸음은 기어갑니다")
plt.show()

# %%

crawled = crawling.points[-1, 0]
bounced = bouncing.points[-1, 0]
print(f"서른 걸음 뒤의 x1: 큰 걸음 {bounced:.2f}, 작은 걸음 {crawled:.2f}")
assert crawled > 5 > bounced

# %%
# .. _optimizers-rules:
#
# 규칙은 몇 줄입니다
# ------------------
# 골짜기를 걷는 루프는 그대로 두고, 기울기 :math:`g`를 받아 **옮길 만큼**을 정하는 부분만 갈아 끼우기로 합니다.
# 그 부분이 :term:`옵티마이저`입니다. 규칙은 걸음 사이에 기억할 것을 ``memory``에 적어 둘 수 있습니다.
# ``t``는 걸음의 번호이고, ``v``와 ``s``는 곧 쓸 자리입니다. 학습률처럼 규칙이 쓰는 값은 ``**knobs``로
# 이름과 함께 넘깁니다.


def walk(rule, df, x, steps, **knobs):
    memory = {"t": 0, "v": 0.0, "s": 0.0}
    path = [x]
    for _ in range(steps):
        memory["t"] += 1
        x = x - rule(df(x), memory, **knobs)
        path.append(x)
    return np.array(path)


# %%
# 첫 규칙은 :term:`경사 하강법`입니다. 코시(Cauchy)가 :fact:`cauchy`년에 적은 방법이고, 기억하는 것이 없습니다.
#
# .. math::
#
#    \theta \leftarrow \theta - \eta g
#
# :math:`\theta`는 고칠 :term:`파라미터`이고, 여기서는 :math:`(x_1, x_2)`입니다.
# 데이터의 일부로 어림한 기울기를 넣으면 :term:`확률적 경사 하강법`(SGD)이라고 부릅니다.
# 규칙은 같고 넣는 기울기가 다를 뿐이라 PyTorch에서도 이름이 ``SGD`` 하나입니다.


def gradient_descent(g, memory, eta):
    return eta * g


print(walk(gradient_descent, df, start, 3, eta=0.01).round(4))

# %%
# .. _optimizers-momentum:
#
# 모멘텀: 지난 걸음을 이어 갑니다
# -------------------------------
# 폴랴크(Polyak)가 :fact:`polyak`년에 발표한 :term:`모멘텀`은 속도 :math:`v`를 기억합니다.
# 걸음마다 속도를 :math:`\beta`배로 줄이고 새 기울기를 더합니다.
#
# .. math::
#
#    v \leftarrow \beta v + g, \qquad \theta \leftarrow \theta - \eta v


def momentum(g, memory, eta, beta=0.9):
    memory["v"] = beta * memory["v"] + g
    return eta * memory["v"]


# %%
# 기울기가 늘 1인 긴 비탈이라면 속도는 어디까지 빨라질까요? 먼저 예측해 보세요.
# :math:`1 + 0.9 + 0.9^2 + \cdots`이니 :math:`1/(1 - 0.9)`에 다가가야 합니다.

steady, flipping = {"v": 0.0}, {"v": 0.0}
same_way = [momentum(1.0, steady, eta=1.0) for _ in range(100)]
back_and_forth = [momentum((-1.0) ** t, flipping, eta=1.0) for t in range(100)]
shown = [1, 2, 5, 10, 20, 50, 100]
speeds = np.abs([same_way, back_and_forth])[:, [t - 1 for t in shown]]
index = ["기울기가 늘 같을 때", "걸음마다 뒤집힐 때"]
table = pd.DataFrame(speeds, index=index, columns=shown)
table.rename_axis("걸음", axis="columns").round(3)

# %%
# 같은 방향이 이어지면 보폭이 :val:`top_speed|.0f`배까지 커집니다.
# :math:`\beta`는 “얼마나 오래 기억하는가”이고, :math:`1/(1 - \beta)`는 “몇 배까지 빨라지는가”입니다.
# 반대로 걸음마다 방향이 뒤집히면 서로 지워져 :val:`jitter_speed|.2f`배로 줄어듭니다.
# 골짜기의 긴 쪽에서는 빨라지고 좁은 쪽에서는 덜 튀니, 바라던 성질입니다. 그러나 공짜는 아닙니다.

top_speed, jitter_speed = same_way[-1], abs(back_and_forth[-1])
assert np.isclose(top_speed, 1 / (1 - 0.9), rtol=1e-3)
assert np.isclose(jitter_speed, 1 / (1 + 0.9), rtol=1e-3)

# %%
# .. _optimizers-spiral:
#
# 이번에는 정말로 돕니다
# ----------------------
# 지난 쪽의 그릇 :math:`x_1^2 + 2x_2^2`을 :math:`(3, 2)`에서 다시 내려갑니다.
# 경사 하강법에는 나선이 없었습니다. 모멘텀은 속도 때문에 바닥을 지나칩니다.
# 바닥에서 바라본 각도가 스무 걸음 동안 얼마나 도는지 셉니다. ``np.unwrap``은 한 바퀴를 넘어도 각도를 이어서 세 줍니다.

from dlconcepts.objectives import bowl, two_valleys

from_here = (bowl.f, bowl.grad, [3.0, 2.0])
smooth = minimize(*from_here, GradientDescent(lr=0.05), steps=20)
swinging = minimize(*from_here, Momentum(lr=0.05, beta=0.9), steps=20)


def degrees_turned(points):
    polar = np.unwrap(np.arctan2(points[:, 1], points[:, 0]))
    return abs(float(np.degrees(polar[-1] - polar[0])))


turned_gd = degrees_turned(smooth.points)
turned_momentum = degrees_turned(swinging.points)
print(f"경사 하강법 {turned_gd:.0f}도, 모멘텀 {turned_momentum:.0f}도")

# %%
# 경사 하강법은 :val:`turned_gd|.0f`도에 그치고, 모멘텀은 :val:`turned_momentum|.0f`도, 곧 한 바퀴를 넘게 돕니다.

# sphinx_gallery_alt = "그릇의 등고선 위의 두 자취. 경사 하강법은 <<turned_gd|.0f>>도만 돌며 바닥 쪽으로 휘어 들어가고, 모멘텀은 바닥을 지나쳐 <<turned_momentum|.0f>>도를 돕니다."
labels = ["경사 하강법", "모멘텀"]
box = {"xlim": (-3, 3.5), "ylim": (-2, 2.5)}
ax = viz.plot_contour(bowl.f, [smooth, swinging], labels=labels, **box)
ax.set_title("모멘텀은 바닥을 지나쳐 돌아옵니다")
plt.show()

# %%
# 까닭은 :term:`고윳값`에 있습니다. 굽은 정도가 :math:`\lambda`인 좌표에서 기울기는 :math:`\lambda x`이므로,
# 속도와 자리를 함께 적으면 모멘텀의 한 걸음은 행렬 하나입니다.
#
# .. math::
#
#    \begin{pmatrix} v \\ x \end{pmatrix} \leftarrow
#    \begin{pmatrix} \beta & \lambda \\ -\eta\beta & 1 - \eta\lambda \end{pmatrix}
#    \begin{pmatrix} v \\ x \end{pmatrix}

beta, eta = 0.9, 0.05
for i, curvature in enumerate([2, 4]):
    M = np.array([[beta, curvature], [-eta * beta, 1 - eta * curvature]])
    value, x0 = np.linalg.eigvals(M), swinging.points[0, i]
    print(
        f"λ = {curvature}: 고윳값 {value.round(3)}, 크기 {abs(value).round(4)}"
    )
    assert np.abs(value.imag).min() > 0
    assert np.allclose(np.abs(value), np.sqrt(beta))
    after_20 = np.linalg.matrix_power(M, 20) @ [0, x0]
    assert np.isclose(after_20[1], swinging.points[20, i])

# %%
# 허수부가 있으면 좌표마다 바닥을 지나쳤다가 되돌아오기를 되풀이합니다. 두 좌표가 오가는 빠르기가 달라서
# 자취가 바닥 둘레를 돕니다. 다만 빠르기가 다르니 더 걸으면 도는 방향이 바뀌기도 합니다. 서른 걸음까지 세면
# 돈 각도는 도리어 :val:`turned_later|.0f`도로 줄어 있습니다.
#
# 고윳값의 크기는 어느 쪽이든 :math:`\sqrt{\beta}`여서 흔들리는 폭은 걸음마다 :val:`shrink|.3f`배로 줄어듭니다.
# 두 고윳값의 곱이 늘 :math:`\beta`라서 이보다 빨리 줄 수도 없습니다.
# **한번 흔들리면, 기억이 길수록 가라앉는 데 오래 걸립니다.**
# 지난 쪽의 :math:`I - \eta H`가 실수 고윳값만 가졌던 것과 견주어 보세요.

shrink = float(np.sqrt(beta))
longer = minimize(*from_here, Momentum(lr=0.05, beta=0.9), steps=30)
turned_later = degrees_turned(longer.points)
assert turned_gd < 90
assert turned_momentum > 360 > turned_later

# %%
# .. _optimizers-nesterov:
#
# 네스테로프: 한 발 먼저 내다봅니다
# ---------------------------------
# 지나칠 것을 미리 알면 덜 지나칩니다. :fact:`nesterov`년에 나온 :term:`네스테로프 모멘텀`은
# 지금 속도로 더 간 자리의 기울기를 쓰는 효과를 냅니다. PyTorch가 쓰는 꼴은 다음과 같습니다.
#
# .. math::
#
#    v \leftarrow \beta v + g, \qquad \theta \leftarrow \theta - \eta\,(g + \beta v)


def nesterov(g, memory, eta, beta=0.9):
    memory["v"] = beta * memory["v"] + g
    return eta * (g + beta * memory["v"])


# %%
# :math:`x^2`을 3에서 내려가며 반대쪽으로 얼마나 지나치는지 봅니다.

overshoot = {}
for rule in [momentum, nesterov]:
    path = walk(rule, lambda x: 2 * x, np.array([3.0]), 60, eta=0.05)
    overshoot[rule.__name__] = round(float(-path.min()), 3)
print("3에서 출발해 지나친 거리:", overshoot)

# %%
# 지나친 거리가 줄었습니다. 미리 내다본 만큼 일찍 속도를 늦춘 것입니다.

assert overshoot["nesterov"] < overshoot["momentum"]

# %%
# .. _optimizers-rmsprop:
#
# RMSProp: 좌표마다 보폭을 맞춥니다
# ---------------------------------
# 골짜기의 문제는 두 좌표의 기울기 크기가 다르다는 것이었습니다.
# :fact:`rmsprop`년에 힌턴(Hinton)의 공개 강의에서 소개된 :term:`RMSProp`은 좌표마다 기울기의 제곱을
# :term:`지수 이동 평균`으로 기억했다가, 그 제곱근으로 나눕니다.
#
# .. math::
#
#    s &\leftarrow \alpha s + (1 - \alpha) g^2 \\
#    \theta &\leftarrow \theta - \eta \frac{g}{\sqrt{s} + \varepsilon}
#
# 제곱과 나눗셈은 좌표마다 따로 합니다. :math:`\varepsilon`은 영으로 나누지 않으려고 더하는 아주 작은 수입니다.


def rmsprop(g, memory, eta, alpha=0.99, eps=1e-8):
    memory["s"] = alpha * memory["s"] + (1 - alpha) * g**2
    return eta * g / (np.sqrt(memory["s"]) + eps)


# %%
# 첫 기울기는 :math:`(10, 25)`입니다. 경사 하강법의 첫걸음은 그 비율대로 기웁니다. RMSProp은 어떨까요?

for rule in [gradient_descent, rmsprop]:
    first, second = walk(rule, df, start, 1, eta=0.01)
    print(f"{rule.__name__:17}", first - second)

# %%
# 두 좌표가 똑같이 움직였습니다. 다만 움직인 거리가 :math:`\eta`가 아니라 그 :val:`first_rms|.0f`배입니다.
# 영에서 출발한 :math:`s`가 첫걸음에는 :math:`(1 - \alpha) g^2`밖에 되지 않아,
# :math:`1/\sqrt{1 - \alpha}`배로 커진 것입니다. 이 치우침을 바로잡는 것이 다음 규칙입니다.

first_rms = float((first - second)[0] / 0.01)
assert np.allclose((first - second) / 0.01, 1 / np.sqrt(1 - 0.99))

# %%
# .. _optimizers-adam:
#
# Adam: 둘을 합치고 치우침을 바로잡습니다
# ---------------------------------------
# :fact:`adam`년에 킹마(Kingma)와 바(Ba)가 공개한 :term:`Adam`은 기울기의 평균 :math:`m`과
# 제곱의 평균 :math:`s`를 함께 기억합니다.
# 두 평균은 영에서 출발해 처음에 작게 나오므로, :math:`m`은 :math:`1 - \beta_1^t`으로, :math:`s`는
# :math:`1 - \beta_2^t`으로 나누어 바로잡습니다. :math:`t`는 지금까지 걸은 걸음의 수이고, 모자를 씌운
# :math:`\hat m`과 :math:`\hat s`이 바로잡은 값입니다. 코드에서는 :math:`m`을 ``memory["v"]`` 자리에 적습니다.
#
# .. math::
#
#    m &\leftarrow \beta_1 m + (1 - \beta_1) g \\
#    s &\leftarrow \beta_2 s + (1 - \beta_2) g^2 \\
#    \hat m &= \frac{m}{1 - \beta_1^t}, \qquad \hat s = \frac{s}{1 - \beta_2^t} \\
#    \theta &\leftarrow \theta - \eta \frac{\hat m}{\sqrt{\hat s} + \varepsilon}


def adam(g, memory, eta, beta1=0.9, beta2=0.999, eps=1e-8, correct=True):
    memory["v"] = m = beta1 * memory["v"] + (1 - beta1) * g
    memory["s"] = s = beta2 * memory["s"] + (1 - beta2) * g**2
    if correct:
        m = m / (1 - beta1 ** memory["t"])
        s = s / (1 - beta2 ** memory["t"])
    return eta * m / (np.sqrt(s) + eps)


# %%
# 첫걸음을 봅니다. 기울기를 천분의 일부터 천 배까지 바꾸면 첫걸음의 길이는 어떻게 달라질까요?


def first_move(rule, scale, **options):
    memory = {"t": 1, "v": 0.0, "s": 0.0}
    return abs(rule(scale * df(start), memory, eta=0.01, **options)[0])


scales = [0.001, 1.0, 1000.0]
first = {
    "경사 하강법": [first_move(gradient_descent, c) for c in scales],
    "Adam": [first_move(adam, c) for c in scales],
    "보정 없이": [first_move(adam, c, correct=False) for c in scales],
}
pd.DataFrame(first, index=pd.Index(scales, name="기울기의 배율")).round(5)

# %%
# 기울기가 :math:`\varepsilon`보다 훨씬 크기만 하면, Adam의 첫걸음은 기울기의 크기와 상관없이 학습률 그대로입니다.
#
# 흔히 이렇게 말합니다. “보정이 없으면 첫걸음이 너무 작다.” 표를 보면 거꾸로입니다.
# 기본값에서 :math:`m`은 십분의 일로 작아지지만 :math:`\sqrt{s}`는 더 작아져서, 나눈 값은
# :val:`uncorrected|.2f`배로 **커집니다**.

uncorrected = first["보정 없이"][1] / 0.01
assert np.allclose(first["Adam"], 0.01, rtol=1e-4)
assert np.allclose(uncorrected, (1 - 0.9) / np.sqrt(1 - 0.999))

# %%
# 첫걸음만이 아닙니다. 함수에 천을 곱해도 Adam의 자취는 거의 그대로이고, 남는 것은 :math:`\varepsilon` 때문에
# 생기는 아주 작은 차이뿐입니다. 같은 학습률의 경사 하강법은 발산합니다. 그래서 Adam은 손실의 단위가 바뀌어도
# 학습률을 다시 찾지 않아도 됩니다.


def df_1000(x):
    return 1000 * df(x)


same = walk(adam, df, start, 100, eta=0.01)
scaled = walk(adam, df_1000, start, 100, eta=0.01)
exploding = walk(gradient_descent, df_1000, start, 10, eta=0.01)
print(f"Adam의 두 자취의 차이: {np.abs(same - scaled).max():.0e}")
print(f"경사 하강법의 열 걸음 뒤: {np.abs(exploding[-1]).max():.0e}")
assert np.allclose(same, scaled, atol=1e-6)
assert np.abs(exploding[-1]).max() > 1e6

# %%
# .. _optimizers-torch:
#
# PyTorch와 한 걸음씩 견줍니다
# ----------------------------
# 손으로 적은 다섯 규칙, 라이브러리의 클래스, ``torch.optim``. 세 가지로 골짜기를 백 걸음 걷고
# 걸음마다의 차이 가운데 가장 큰 것을 적습니다. PyTorch에서는 ``zero_grad``로 지난 기울기를 지우고,
# ``backward``로 새 기울기를 구하고, ``step``으로 한 걸음 옮깁니다.

import torch


def walk_torch(make, steps):
    x = torch.tensor(start, requires_grad=True)
    optimizer, path = make([x]), [start]
    for _ in range(steps):
        optimizer.zero_grad()
        f(x).backward()
        optimizer.step()
        path.append(x.detach().numpy().copy())
    return np.array(path)


# %%
# 라이브러리의 ``step``은 배열을 제자리에서 고칩니다. ``minimize``가 그 자취를 모아 줍니다.

from dlconcepts.optimizers import Adam, AdamW, Nesterov, RMSProp

names = ["경사 하강법", "모멘텀", "네스테로프", "RMSProp", "Adam"]
by_hand = [gradient_descent, momentum, nesterov, rmsprop, adam]
library = [GradientDescent, Momentum, Nesterov, RMSProp, Adam]
optim, eta = torch.optim, 0.01
in_torch = [
    lambda p: optim.SGD(p, eta),
    lambda p: optim.SGD(p, eta, momentum=0.9),
    lambda p: optim.SGD(p, eta, momentum=0.9, nesterov=True),
    lambda p: optim.RMSprop(p, eta),
    lambda p: optim.Adam(p, eta),
]

# %%
# 다섯 규칙을 한 줄씩 견줍니다.

gaps = {}
for i, name in enumerate(names):
    expected = walk_torch(in_torch[i], 100)
    hand = walk(by_hand[i], df, start, 100, eta=eta)
    ours = minimize(f, df, start, library[i](lr=eta), steps=100).points
    gaps[name] = [np.abs(path - expected).max() for path in (hand, ours)]
gaps = pd.DataFrame(gaps, index=["손으로 적은 것", "라이브러리"]).T
gaps.map("{:.0e}".format)

# %%
# 차이는 모두 :term:`반올림 오차`뿐입니다. 규칙의 알맹이는 몇 줄이 전부입니다.

largest_gap = gaps.to_numpy().max()
assert largest_gap < 1e-12

# %%
# .. _optimizers-fair:
#
# 저마다 가장 좋은 학습률로 겨룹니다
# ----------------------------------
# 어느 규칙이 빠를까요? 같은 학습률로 견주면 공평하지 않습니다. 방금 보았듯이 같은 :math:`\eta`라도 규칙마다
# 보폭이 다릅니다. 그래서 학습률 :val:`n_rates`개를 모두 해 보고 저마다 가장 좋은 것을 고릅니다.
# 점수는 :val:`limit`걸음을 걷는 동안 높이가 :math:`10^{-6}` 아래로 내려가 **다시 올라오지 않을 때까지**의 걸음 수입니다.
# 잠깐 스쳐 지나간 것은 세지 않습니다.

goal, limit = 1e-6, 500
rates = np.logspace(-3, 0, 16)


def settled(values):
    above = np.flatnonzero(values >= goal)
    return int(above[-1]) + 1 if len(above) else 0


def contend(make, f=f, df=df, x0=start, rates=rates, limit=limit):
    scores = []
    for lr in rates:
        trace = minimize(f, df, x0, make(lr), steps=limit, on_diverge="return")
        done = trace.status == "completed"
        scores.append(settled(trace.values) if done else limit + 1)
    return np.array(scores)


# %%
# :math:`\beta`도 학습률처럼 사람이 고르는 값입니다. 먼저 기본값으로 견주고, 그다음 모멘텀이 있는 규칙들에는
# 더 짧은 기억도 시켜 봅니다. 예측해 보세요. 무엇이 일등일까요?

entries = {
    ("경사 하강법", "없음"): GradientDescent,
    ("모멘텀", "β = 0.9"): Momentum,
    ("네스테로프", "β = 0.9"): Nesterov,
    ("RMSProp", "α = 0.99"): RMSProp,
    ("Adam", "β₁ = 0.9"): Adam,
    ("모멘텀", "β = 0.5"): lambda lr: Momentum(lr, beta=0.5),
    ("네스테로프", "β = 0.7"): lambda lr: Nesterov(lr, beta=0.7),
    ("Adam", "β₁ = 0.7"): lambda lr: Adam(lr, beta1=0.7),
}
scores = {key: contend(make) for key, make in entries.items()}

# %%

names_and_memory = pd.MultiIndex.from_tuples(scores, names=["규칙", "기억"])
all_scores = np.array(list(scores.values()))
ranking = pd.DataFrame(index=names_and_memory)
ranking["가장 좋은 학습률"] = rates[all_scores.argmin(axis=1)].round(3)
ranking["걸음 수"] = all_scores.min(axis=1)
ranking["성공한 학습률의 수"] = (all_scores <= limit).sum(axis=1)
ranking

# %%
# 기본값끼리 겨루면 가장 단순한 경사 하강법(:val:`steps_gd`걸음)이
# Adam(:val:`steps_adam`걸음)도, :math:`\beta = 0.9`인 모멘텀(:val:`steps_momentum`걸음)도 앞섭니다.
# 더 빠른 것은 네스테로프(:val:`steps_nesterov`걸음)뿐입니다.
# 모멘텀이 진 까닭은 이미 나왔습니다. 경사 하강법은 고른 학습률에서 걸음마다 :val:`gd_factor|.3f`배로 줄고,
# :math:`\beta = 0.9`인 모멘텀은 :val:`shrink|.3f`배보다 빨리 줄 수 없습니다.
# 기억을 0.5로 줄인 모멘텀은 :val:`steps_short`걸음 만에 끝냅니다.
#
# 느린 대신 얻는 것도 있습니다. :val:`limit`걸음 안에 끝낸 학습률이 경사 하강법은 :val:`wide[0]`개,
# Adam은 :val:`wide[4]`개, :math:`\beta = 0.9`인 모멘텀은 :val:`wide[1]`개입니다. 학습률에 덜 까다롭습니다.

n_rates = len(rates)
best = ranking["걸음 수"].to_list()
steps_gd, steps_momentum, steps_nesterov, _, steps_adam, steps_short, *_ = best
wide = ranking["성공한 학습률의 수"].to_list()
assert steps_short < steps_nesterov < steps_gd
assert steps_gd < min(steps_adam, steps_momentum)
gd_rate = rates[all_scores[0].argmin()]
gd_factor = max(abs(1 - gd_rate), abs(1 - 25 * gd_rate))
assert best_factor < gd_factor < shrink
assert wide[0] < wide[4] < wide[1]

# %%
# 저마다 가장 좋은 학습률로 다시 걷고, 걸음마다의 높이를 그립니다. 점선이 목표 높이 :math:`10^{-6}`입니다.

chosen = {
    "경사 하강법": ("경사 하강법", "없음"),
    "모멘텀 0.9": ("모멘텀", "β = 0.9"),
    "Adam": ("Adam", "β₁ = 0.9"),
    "모멘텀 0.5": ("모멘텀", "β = 0.5"),
}
traces = []
for key in chosen.values():
    optimizer = entries[key](rates[scores[key].argmin()])
    traces.append(minimize(f, df, start, optimizer, steps=200))

# %%

# sphinx_gallery_alt = "걸음마다의 높이를 로그 눈금으로 그린 네 곡선. 경사 하강법은 곧게 줄고, β가 0.9인 모멘텀과 Adam은 출렁이며 줄고, β가 0.5인 모멘텀이 <<steps_short>>걸음으로 가장 먼저 목표 높이 아래로 내려갑니다."
title = "짧은 기억의 모멘텀이 가장 먼저 내려갑니다"
ax = viz.plot_values(traces, labels=list(chosen), title=title)
ax.axhline(goal, color=viz.MUTED, lw=1, ls="--")
ax.set_ylim(1e-12, 1e3)
plt.show()

# %%
# .. _optimizers-valleys:
#
# 모멘텀은 언덕을 넘을 수 있을까요
# --------------------------------
# :doc:`두 골짜기 </auto_examples/02_gradient_descent/plot_04_two_valleys>`에서 오른쪽 사람은 얕은
# :term:`지역 최솟값`에 갇혔습니다. 속도가 있으면 언덕을 넘어 깊은 쪽으로 갈 수 있을 것 같습니다.
# 학습률을 0.02로 두고, 시작점 101개와 :math:`\beta` 49개의 모든 짝을 한꺼번에 걷게 합니다.
# 위에서 적은 ``momentum``을 그대로 씁니다.

starts = np.linspace(-2.5, 2.5, 101)
betas = np.linspace(0.5, 0.98, 49)
grid = np.tile(starts, (49, 1))  # (β, 시작점)
knobs = {"eta": 0.02, "beta": betas[:, None]}
ends = walk(momentum, two_valleys.grad, grid, 1000, **knobs)[-1]
in_deep = np.isclose(ends, two_valleys.minima[0].point[0], atol=0.01)
in_shallow = np.isclose(ends, two_valleys.minima[1].point[0], atol=0.01)
assert (in_deep | in_shallow).all()

# %%
# 가로는 시작점, 세로는 :math:`\beta`입니다.

# sphinx_gallery_alt = "시작점과 β에 따라 도착한 골짜기를 칠한 그림. 언덕 왼쪽에서는 거의 모두 깊은 골짜기에, 오른쪽에서는 거의 모두 얕은 골짜기에 닿습니다. 왼쪽과 오른쪽 끝의 먼 시작점에서 β가 클 때만 줄무늬처럼 뒤바뀝니다."
from matplotlib.colors import ListedColormap

box = (starts[0], starts[-1], betas[0], betas[-1])
two_colors = ListedColormap([viz.PALETTE[1], viz.PALETTE[0]])
fig, ax = plt.subplots()
ax.imshow(in_deep, two_colors, origin="lower", extent=box, aspect="auto")
label = {"facecolor": viz.PAPER, "edgecolor": "none"}
ax.text(-1.2, 0.65, "깊은 골짜기로", ha="center", bbox=label)
ax.text(1.3, 0.65, "얕은 골짜기로", ha="center", bbox=label)
ax.grid(visible=False)
ax.set(xlabel="시작점 $x_0$", ylabel=r"$\beta$")
ax.set_title("언덕을 넘는 것은 먼 시작점과 큰 β뿐입니다")
plt.show()

# %%
# 높은 데서 굴러야 언덕을 넘을 속도가 붙습니다. 언덕 오른쪽의 시작점과 :math:`\beta`의 짝
# :val:`n_right|,d`개 가운데 깊은 골짜기로 넘어간 것은 :val:`jumped`개뿐입니다. 거꾸로, 깊은 쪽에서 출발해
# 얕은 쪽으로 **잘못** 넘어간 것도 :val:`fell`개 있습니다.
# 시작점 2.2에서 :math:`\beta`를 키워 가며 보면 더 분명합니다.

right = starts > 0.126  # 언덕 꼭대기의 오른쪽
n_right = int(in_deep[:, right].size)
jumped = int(in_deep[:, right].sum())
fell = int(in_shallow[:, ~right].sum())
from_2_2 = in_deep[:, np.abs(starts - 2.2).argmin()]
arrived = np.where(from_2_2, "깊은 쪽", "얕은 쪽")
pd.DataFrame([arrived[-8:]], index=["도착"], columns=betas[-8:].round(2))

# %%
# 넘었다가, :math:`\beta`를 더 키우면 되돌아와 갇혔다가, 다시 넘기도 합니다.
# 모멘텀 덕분에 얕은 골짜기를 벗어날 **수도** 있지만 약속은 아닙니다.

assert 0 < jumped < 0.1 * n_right
assert fell > 0
assert not from_2_2[0]  # β = 0.5
assert from_2_2[-5]  # β = 0.94
assert not from_2_2[-4]  # β = 0.95

# %%
# 다른 규칙은 어떨까요? 시작점 2와 0.5에서 학습률을 바꾸어 가며 깊은 골짜기에 닿은 횟수를 셉니다.

deepest = two_valleys.minima[0].point[0]
valley = (two_valleys.f, two_valleys.grad)


def times_deep(rule, x0):
    count = 0
    for lr in rates:
        trace = minimize(*valley, x0, rule(lr), steps=500, on_diverge="return")
        count += abs(trace.x[-1] - deepest) < 0.01
    return int(count)


counts = {x0: [times_deep(rule, x0) for rule in library] for x0 in [2.0, 0.5]}
table = pd.DataFrame(counts, index=names)
table.columns = ["2에서 출발", "0.5에서 출발"]
table["해 본 학습률"] = len(rates)
table

# %%
# 두 시작점에서는 어느 규칙도 대부분의 학습률에서 깊은 골짜기를 찾지 못합니다. 옵티마이저도 발밑만 봅니다.

assert max(counts[2.0]) < len(rates) / 2
assert max(counts[0.5]) == 0

# %%
# .. _optimizers-adamw:
#
# AdamW: 가중치 감쇠를 따로 합니다
# --------------------------------
# :term:`가중치 감쇠`는 걸음마다 파라미터를 조금씩 줄이는 규칙입니다. 경사 하강법에서는 기울기에
# :math:`\lambda\theta`를 더하는 것(:math:`L_2` :term:`규제`)과 같은 일입니다. 여기서 :math:`\lambda`는
# 앞에 나온 굽은 정도가 아니라 감쇠의 세기입니다. Adam에서도 같을까요?
# 두 파라미터에 크기가 백 배 다른 기울기를 주되, 방향을 걸음마다 뒤집어 평균이 영이 되게 합니다.
# 그러면 줄어드는 만큼은 거의 감쇠의 몫입니다.

decay, eta = 0.1, 0.01
size = np.array([1.0, 100.0])
in_gradient, apart = {"w": np.ones(2)}, {"w": np.ones(2)}
adam_l2, adam_w = Adam(lr=eta), AdamW(lr=eta, weight_decay=decay)
for t in range(300):
    g = size * (-1) ** t
    mixed = g + decay * in_gradient["w"]  # 감쇠를 기울기에 섞습니다
    adam_l2.step(in_gradient, {"w": mixed})
    adam_w.step(apart, {"w": g})  # 감쇠를 따로 합니다
rows = {"Adam + L2": in_gradient["w"], "AdamW": apart["w"]}
pd.DataFrame(rows, index=["기울기 1", "기울기 100"]).T.round(4)

# %%
# 기울기에 섞으면 감쇠까지 :math:`\sqrt{\hat s}`로 나뉩니다. 그래서 기울기가 큰 파라미터는
# :val:`l2_large|.3f`까지밖에 줄지 않습니다. :fact:`adamw`년에 나온 :term:`AdamW`는 감쇠를 나누지 않으므로 둘이 똑같이 줄어듭니다.

l2_small, l2_large = in_gradient["w"]
assert np.isclose(*apart["w"])
assert l2_large > l2_small + 0.2

# %%
# .. _optimizers-trap:
#
# 흔한 함정: 같은 학습률로 견주기
# -------------------------------
# 흔히 모든 규칙에 같은 학습률을 주고 “이 규칙이 가장 빠르다”라고 말합니다. 위의 점수표에서 학습률 0.01의
# 칸만 뽑아 봅니다.

column = int(np.abs(rates - 0.01).argmin())
same_rate = [int(score) for score in all_scores[:5, column]]
for name, score in zip(names, same_rate, strict=True):
    print(name, score if score <= limit else "끝내지 못함")

# %%
# 이 칸에서는 경사 하강법이 :val:`limit`걸음 안에 끝내지 못해 모멘텀에게 크게 집니다.
# 저마다 학습률을 고르면 :val:`steps_gd`걸음과 :val:`steps_momentum`걸음으로 뒤집힙니다.
# 옵티마이저를 견줄 때는 저마다의 학습률을 먼저 찾아야 합니다.

assert same_rate[1] < limit < same_rate[0]
assert steps_gd < steps_momentum

# %%
# .. _optimizers-summary:
#
# 정리
# ----
# - 옵티마이저는 기울기를 걸음으로 바꾸는 몇 줄입니다. 손으로 적은 다섯 규칙이 PyTorch와 백 걸음 내내 같았습니다.
# - 모멘텀은 속도를 이어 가서 빨라지고 지나칩니다. RMSProp은 좌표마다 보폭을 맞추고, Adam은 둘을 합쳐 치우침을
#   바로잡습니다.
# - 늘 이기는 규칙은 없습니다. 저마다 가장 좋은 학습률로 견주어야 하고, 어느 규칙도 전역 최솟값을 약속하지 않습니다.

# %%
# .. _optimizers-exercises:
#
# 더 해 보기
# ----------
# **하나.** 골짜기를 훨씬 가파르게, 조건수 1000으로 바꾸면 순위가 어떻게 될까요?
#
# .. dropdown:: 답 보기
#
#    경사 하강법은 가장 좋은 학습률로도 1000걸음 안에 끝내지 못합니다(1001이 그 뜻입니다). 모멘텀은 :val:`deep_momentum`걸음,
#    Adam은 :val:`deep_adam`걸음입니다. 조건수가 크면 긴 기억이 값을 합니다. 이긴 규칙은 문제에 따라 바뀝니다.


def f_deep(x):
    return 0.5 * (x[0] ** 2 + 1000 * x[1] ** 2)


def df_deep(x):
    return np.array([x[0], 1000 * x[1]])


deep_rates = np.logspace(-4, 0, 17)
deep_scores = []
for rule in [GradientDescent, Momentum, Adam]:
    deep = contend(rule, f_deep, df_deep, start, deep_rates, 1000)
    deep_scores.append(int(deep.min()))
deep_gd, deep_momentum, deep_adam = deep_scores
print("경사 하강법, 모멘텀, Adam:", deep_scores)
assert deep_gd > 1000 > deep_momentum
assert deep_adam < 1000

# %%
# **둘.** 경사 하강법에서는 :math:`L_2` 규제와 가중치 감쇠가 정말 같은지 확인해 보세요.
#
# .. dropdown:: 답 보기
#
#    :math:`\theta - \eta(g + \lambda\theta) = (1 - \eta\lambda)\theta - \eta g`이므로 같습니다.
#    아무 기울기나 넣어 계산한 차이는 :val:`sgd_gap|.0e` 정도의 반올림 오차입니다.

rng = np.random.default_rng(0)
theta, g = rng.normal(size=1000), rng.normal(size=1000)
mixed = theta - eta * (g + decay * theta)
separate = (1 - eta * decay) * theta - eta * g
sgd_gap = np.abs(mixed - separate).max()
print(f"{sgd_gap:.0e}")
assert sgd_gap < 1e-14

# %%
# **셋.** 골짜기를 비스듬히 돌려 놓으면 어느 규칙이 달라질까요? 좌표마다 따로 나누는 규칙을 떠올려 보세요.
#
# .. dropdown:: 답 보기
#
#    경사 하강법, 모멘텀, 네스테로프는 돌리기 전과 걸음 수가 같습니다. 좌표마다 따로 나누지 않으므로 골짜기와 함께
#    자취도 그대로 돌아갈 뿐입니다. RMSProp은 :val:`rms_straight`걸음에서 :val:`rms_turned`걸음으로 느려집니다.
#    좌표마다 맞춘 보폭은 골짜기가 좌표축과 나란할 때 가장 잘 듣습니다.

turn = np.array([[1.0, -1.0], [1.0, 1.0]]) / np.sqrt(2)  # 비스듬히 돌리는 행렬


def f_turned(y):
    return f(turn.T @ y)


def df_turned(y):
    return turn @ df(turn.T @ y)


tilted = {}
for i, key in enumerate(list(entries)[:4]):
    again = contend(entries[key], f_turned, df_turned, turn @ start)
    tilted[names[i]] = [best[i], int(again.min())]
rms_straight, rms_turned = tilted["RMSProp"]
assert tilted["경사 하강법"] == [steps_gd, steps_gd]
assert tilted["모멘텀"] == [steps_momentum, steps_momentum]
assert tilted["네스테로프"] == [steps_nesterov, steps_nesterov]
assert rms_turned > rms_straight
pd.DataFrame(tilted, index=["나란한 골짜기", "돌린 골짜기"]).T

# %%
# .. _optimizers-next:
#
# 다음 쪽
# -------
# 이 장에서는 기울기를 손으로 미분해 구했습니다. 신경망에서는 기울기를 :term:`역전파`로 구합니다.
# :doc:`배우기 </auto_examples/index>`에서 다음 장을 고를 수 있습니다.
