"""
변수가 둘이면 어느 쪽으로 내려갈까요?
=====================================

지금까지는 왼쪽과 오른쪽뿐인 길을 걸었습니다.
변수가 둘이면 발밑이 그릇처럼 사방으로 기울어 있고, 고를 수 있는 방향은 끝이 없습니다.
그래도 손잡이를 하나씩 돌려 보면 내려갈 방향이 정해집니다.

- **할 것**: 두 변수 함수의 기울기를 손잡이마다 따로 재고, 그 기울기를 따라 그릇을 내려갑니다.
- **배울 것**: 편미분, 등고선과 기울기의 관계, 두 변수를 동시에 고치는 까닭, 내려가는 길의 모양.
- **필요한 것**: :doc:`한 변수 경사 하강법 </auto_examples/02_gradient_descent/plot_02_one_variable>`과
  :doc:`학습률 </auto_examples/02_gradient_descent/plot_03_learning_rate>`. 파이썬은 함수와 NumPy 배열이면
  되고, 검산에 PyTorch를 한 번 씁니다.
"""

# %%
# .. _two-variables-partial:
#
# 손잡이를 하나씩 돌려 봅니다
# ---------------------------
# 음향 조정기(사운드보드)에는 손잡이가 많습니다.
# 어느 손잡이가 소리를 바꾸는지 알려면 나머지는 그대로 두고 하나만 살짝 돌려 보면 됩니다.
# 손잡이가 둘인 함수로 해 봅니다. 손잡이의 값은 :math:`x_1`과 :math:`x_2`이고,
# 소리에 해당하는 것은 :math:`f(x_1, x_2) = x_1^2 + 2x_2^2`입니다.

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from dlconcepts import viz

viz.use_korean_font()


def f(x):
    x1, x2 = x
    return x1**2 + 2 * x2**2


# %%
# 지금 자리는 :math:`(3, 2)`이고 :math:`f = 17`입니다.
# 한 손잡이만 :math:`h`만큼 돌리고, 값이 :math:`h`의 몇 배나 늘었는지 봅니다.
# 마지막 칸에서는 두 손잡이를 함께 돌립니다. 예측해 보세요. 두 칸을 더한 값이 나올까요?

here = np.array([3.0, 2.0])
knob_1, knob_2 = np.eye(2)  # (1, 0)과 (0, 1)
rows = []
for h in [0.1, 0.01, 0.001, 0.0001]:
    only_1 = (f(here + h * knob_1) - f(here)) / h
    only_2 = (f(here + h * knob_2) - f(here)) / h
    both = (f(here + h * (knob_1 + knob_2)) - f(here)) / h
    rows.append([h, only_1, only_2, both])
print("f(3, 2) =", f(here))
columns = ["h", "x1만 돌림", "x2만 돌림", "함께 돌림"]
pd.DataFrame(rows, columns=columns).round(4)

# %%
# :math:`h`가 작아질수록 첫 칸은 :math:`6`, 둘째 칸은 :math:`8`에 다가갑니다.
# 함께 돌린 결과는 따로 돌린 결과의 합입니다. 매끄러운 함수라면 두 변수가 얽혀 있어도 :math:`h`가 작아질수록
# 이 합에 다가갑니다. 그러니 손잡이를 하나씩 재어도 됩니다.
#
# 한 손잡이만 움직이고 나머지는 붙들어 둔 채 잰 기울기가 :term:`편미분`입니다.
# :math:`\partial`은 “다른 변수는 그대로 두고”라는 뜻의 기호입니다.
#
# .. math::
#
#    \frac{\partial f}{\partial x_1}
#    &= \lim_{h \to 0} \frac{f(x_1 + h,\, x_2) - f(x_1, x_2)}{h} \\
#    \frac{\partial f}{\partial x_2}
#    &= \lim_{h \to 0} \frac{f(x_1,\, x_2 + h) - f(x_1, x_2)}{h}

assert np.allclose(rows[-1][1:], [6, 8, 14], atol=0.001)

# %%
# 그림으로 보면 편미분은 그릇을 자른 단면의 기울기입니다.
# :math:`x_2 = 2`에서 자르면 :math:`x_1`만의 포물선이, :math:`x_1 = 3`에서 자르면
# :math:`x_2`만의 포물선이 나옵니다. 변수가 하나일 때의 그림으로 돌아온 셈입니다.

line = np.linspace(-4, 4, 101)
sections = [f((line, 2.0)), f((3.0, line))]
titles = ["$x_2 = 2$로 자르면 기울기 6", "$x_1 = 3$으로 자르면 기울기 8"]
slopes = [6.0, 8.0]

# %%

# sphinx_gallery_alt = "그릇을 두 방향으로 자른 단면. x2를 2로 둔 포물선은 x1이 3인 곳에서 기울기 <<slopes[0]|.0f>>, x1을 3으로 둔 더 가파른 포물선은 x2가 2인 곳에서 기울기 <<slopes[1]|.0f>>인 접선에 닿습니다."
fig, axes = plt.subplots(1, 2, figsize=(7.5, 3.6), sharey=True)
for i, ax in enumerate(axes):
    tangent = f(here) + slopes[i] * (line - here[i])
    ax.plot(line, sections[i], color=viz.PALETTE[0])
    ax.plot(line, tangent, color=viz.PALETTE[1], lw=1.6)
    ax.plot(here[i], f(here), "o", color=viz.PALETTE[1])
    ax.set(xlabel=f"$x_{i + 1}$", title=titles[i], ylim=(-5, 45))
axes[0].set_ylabel("$f$")
plt.show()

# %%
# .. _two-variables-constant:
#
# 나머지는 상수로 봅니다
# ----------------------
# 편미분을 공식으로 구하는 방법도 같습니다. :math:`x_1`로 미분할 때는 :math:`x_2`를
# 숫자처럼 다룹니다. :math:`2x_2^2`은 변하지 않는 수이니 사라집니다.
#
# .. math::
#
#    \frac{\partial f}{\partial x_1} = 2x_1, \qquad \frac{\partial f}{\partial x_2} = 4x_2
#
# 두 편미분을 모은 :term:`벡터`가 :term:`기울기`이고 :math:`\nabla f`라고 씁니다(나블라 에프).


def df(x):
    x1, x2 = x
    return np.array([2 * x1, 4 * x2])


print("∇f(3, 2) =", df(here))

# %%
# 공식이 맞는지 두 증인에게 묻습니다. 하나는 손잡이를 실제로 돌려 보는 :term:`중앙 차분`이고,
# 다른 하나는 PyTorch의 :term:`자동 미분`입니다. 자리 하나만으로는 우연일 수 있으니
# 아무렇게나 고른 다섯 자리에서 견줍니다. PyTorch에서는 ``requires_grad=True``로 만든 변수로 계산하고
# ``backward()``를 부르면 ``t.grad``에 편미분이 담깁니다.

import torch

from dlconcepts.gradcheck import numerical_gradient

checks = []
for point in np.random.default_rng(0).uniform(-5, 5, size=(5, 2)):
    t = torch.tensor(point, requires_grad=True)
    f(t).backward()
    numeric = numerical_gradient(f, point)
    checks.append([*point, *df(point), *numeric, *t.grad.tolist()])

# %%

witnesses = [f"{way} ∂{i}" for way in ("공식", "차분", "자동") for i in (1, 2)]
pd.DataFrame(checks, columns=["x1", "x2", *witnesses]).round(4)

# %%
# 세 답이 다섯 자리에서 모두 같습니다.

formula, numeric, autograd = np.split(np.array(checks)[:, 2:], 3, axis=1)
assert np.allclose(formula, numeric, atol=1e-6)
assert np.array_equal(formula, autograd)

# %%
# .. _two-variables-gradient:
#
# 기울기는 등고선을 수직으로 가로지릅니다
# ---------------------------------------
# 손잡이는 둘이지만 걸을 수 있는 방향은 사방입니다. 그 가운데 기울기의 방향은 무엇이 특별할까요?
# :math:`(3, 2)`에 서서 한 바퀴 돌며 1도마다 오르막을 재어 봅니다.
# 방향은 :math:`x_1`이 커지는 쪽에서 시계 반대 방향으로 잰 각도입니다.

step = 1e-5
degree = np.arange(360)
angle = np.radians(degree)
around = step * np.stack([np.cos(angle), np.sin(angle)])  # (2, 360)
at = here[:, None]  # (2, 1)
climb = (f(at + around) - f(at - around)) / (2 * step)

steepest = int(degree[climb.argmax()])
level = sorted(degree[np.abs(climb).argsort()[:2]].tolist())
print("가장 가파른 오르막:", steepest, "도, 가파르기", climb.max().round(3))
print("오르지도 내리지도 않는 방향:", level, "도")

# %%
# 공식으로 구한 기울기의 방향과 길이를 옆에 놓습니다.

gradient_angle = float(np.degrees(np.arctan2(*df(here)[::-1])))
length = float(np.linalg.norm(df(here)))
print(f"기울기의 방향: {gradient_angle:.1f}도, 길이 {length}")

# %%
# 가장 가파른 오르막은 :val:`steepest`도 쪽이고, 바로 기울기가 가리키는 쪽입니다.
# 그 쪽의 가파르기는 기울기의 길이와 같습니다.
# 거기서 직각으로 돌아서면 오르지도 내리지도 않습니다. 높이가 같은 점을 이은 선,
# 곧 :term:`등고선`을 따라 걷는 방향입니다.
# 기울기가 영이 아닌 곳이라면 **기울기는 언제나 등고선과 수직**이고, 가장 가파르게 내려가는 쪽은 그 반대입니다.
# 등고선 :math:`f = 17`을 한 바퀴 돌며 확인합니다. 두 방향이 수직이면 내적, 곧 같은 좌표끼리 곱해 더한 값이 영입니다.

assert steepest == round(gradient_angle)
assert np.isclose(climb.max(), length)
assert {(d - steepest) % 180 for d in level} == {90}

t = np.linspace(0, 2 * np.pi, 200)
a, b = np.sqrt(17), np.sqrt(17 / 2)
on_contour = np.stack([a * np.cos(t), b * np.sin(t)])
along = np.stack([-a * np.sin(t), b * np.cos(t)])  # 등고선을 따라가는 방향
inner = (df(on_contour) * along).sum(axis=0)
print("높이는 모두 17:", np.allclose(f(on_contour), 17))
print("기울기와 등고선의 내적은 모두 0:", np.allclose(inner, 0))
assert np.allclose(f(on_contour), 17)
assert np.allclose(inner, 0)

# %%
# .. _two-variables-update:
#
# 두 변수를 동시에 고칩니다
# -------------------------
# 규칙은 한 변수일 때와 같고, 변수마다 한 줄씩 있습니다.
#
# .. math::
#
#    x_1 \leftarrow x_1 - \eta \frac{\partial f}{\partial x_1}, \qquad
#    x_2 \leftarrow x_2 - \eta \frac{\partial f}{\partial x_2}
#
# :term:`경사 하강법`의 루프는 세 줄입니다. 변수가 배열 하나에 들어 있으니 한 변수일 때의
# 코드에서 바뀐 것은 시작점과 기울기가 배열이라는 것뿐입니다. :math:`\eta`는 :term:`학습률`입니다.

eta = 0.1
x = np.array([3.0, 2.0])
for _ in range(10):
    x = x - eta * df(x)
print("열 걸음 뒤:", x)

# %%
# 배열의 뺄셈은 두 변수를 **동시에** 고칩니다. 두 편미분을 모두 옛 자리에서 재고 나서 함께 옮깁니다.
# 한 변수를 먼저 옮기고, 옮긴 자리에서 다른 변수의 편미분을 재면 어떻게 될까요?
# 두 방법을 두 함수에서 견줍니다. 하나는 위의 그릇이고, 다른 하나는 두 변수가 한데 얽힌
# :math:`g(x_1, x_2) = (2x_1 + x_2)^2 + 3x_2^2`입니다.


def dg(x):
    x1, x2 = x
    return np.array([4 * (2 * x1 + x2), 2 * (2 * x1 + x2) + 6 * x2])


def together(grad, x, eta):
    return x - eta * grad(x)


def one_by_one(grad, x, eta):
    x = x.copy()
    x[0] -= eta * grad(x)[0]
    x[1] -= eta * grad(x)[1]  # 여기의 x[0]은 이미 새 값입니다
    return x


# %%
# 예측해 보세요. 어느 함수에서 두 방법이 갈라질까요?

ends = {}
for name, grad in [("그릇 f", df), ("얽힌 g", dg)]:
    for label, how in [("동시에", together), ("하나씩", one_by_one)]:
        x = np.array([1.0, 1.0])
        for _ in range(5):
            x = how(grad, x, eta=0.05)
        ends[name, label] = x
table = pd.DataFrame(ends, index=["x1", "x2"]).T.round(4)
table.index.names = ["함수", "고치는 방법"]
table

# %%
# 그릇에서는 두 방법이 똑같습니다. :math:`\partial f/\partial x_2 = 4x_2`에는 :math:`x_1`이 들어 있지
# 않아서, 먼저 옮겨도 달라질 것이 없습니다.
# 얽힌 함수에서는 갈라집니다. 다섯 걸음 뒤에 한쪽은
# (:val:`coupled_together[0]|.4f`, :val:`coupled_together[1]|.4f`), 다른 쪽은
# (:val:`coupled_sequential[0]|.4f`, :val:`coupled_sequential[1]|.4f`)입니다.
#
# 하나씩 고쳐도 바닥을 찾아갈 수는 있습니다. 다만 그것은 다른 방법이지 경사 하강법이 아닙니다.
# 기울기는 한 자리에서 잰 두 수의 짝이기 때문입니다. 신경망의 변수는 서로 얽혀 있고,
# 학습할 때는 대개 모두 동시에 고칩니다.

coupled_together = ends["얽힌 g", "동시에"]
coupled_sequential = ends["얽힌 g", "하나씩"]
assert np.array_equal(ends["그릇 f", "동시에"], ends["그릇 f", "하나씩"])
assert np.allclose(coupled_together, [0.4**5, 0.4**5])
assert not np.allclose(coupled_together, coupled_sequential, atol=0.01)

# %%
# .. _two-variables-table:
#
# (3, 2)에서 출발한 자취
# ----------------------
# 위의 세 줄 루프를 걸음마다 적으면서 돌려 주는 것이 ``minimize``입니다.
# 먼저 예측합니다. :math:`x_1`은 걸음마다 :math:`1 - 0.1 \times 2 = 0.8`배,
# :math:`x_2`는 :math:`1 - 0.1 \times 4 = 0.6`배가 되어야 합니다. 어느 쪽이 먼저 영에 가까워질까요?

from dlconcepts.descent import minimize
from dlconcepts.optimizers import GradientDescent

trace = minimize(f, df, [3.0, 2.0], GradientDescent(lr=0.1), steps=10)
table = trace.to_frame()
table.insert(6, "η ∂f/∂x1", 0.1 * table["∂f/∂x1"])
table.insert(7, "η ∂f/∂x2", 0.1 * table["∂f/∂x2"])
table.set_index("걸음").round(4)

# %%
# 마지막 줄의 두 칸이 ``NaN``, 곧 빈칸인 것은 열 걸음에서 멈추었기 때문입니다.
# 열 걸음 뒤의 자리는 (:val:`x1_10|.4f`, :val:`x2_10|.4f`), 높이는 :val:`f_10|.3f`입니다.
# 가파른 쪽인 :math:`x_2`가 훨씬 먼저 영에 가까워집니다. 표 없이 식으로 확인합니다.
#
# .. vmath::
#
#    x_1 &= 3 \times 0.8^{10} = <<x1_10|.4f>> \\
#    x_2 &= 2 \times 0.6^{10} = <<x2_10|.4f>>

k = np.arange(11)
x1_10, x2_10 = trace.points[10]
f_10 = trace.values[10]
assert np.allclose(trace.points, np.stack([3 * 0.8**k, 2 * 0.6**k], axis=1))

# %%
# .. _two-variables-bowl:
#
# 그릇 위에서 봅니다
# ------------------
# 같은 자취를 그릇 위에 올려놓습니다. 점은 :math:`(3, 2)`, 높이 :math:`17`에서 출발합니다.

# sphinx_gallery_alt = "그릇 모양의 곡면 위를 점이 (3, 2)에서 출발해 바닥 (0, 0)으로 내려옵니다. 높이는 17에서 열 걸음 만에 <<f_10|.3f|으로/로>> 줄어듭니다."
fig = plt.figure(figsize=(6.5, 5))
ax = fig.add_subplot(projection="3d")
viz.plot_surface(f, trace, xlim=(-3.5, 3.5), ylim=(-2.5, 2.5), ax=ax)
ax.set_title("그릇을 내려가는 열 걸음")
plt.show()

# %%
# 위에서 내려다보면 등고선이 보입니다. 처음 세 자리에 화살표를 둘씩 그렸습니다.
# 가로 화살표는 :math:`x_1`, 세로 화살표는 :math:`x_2`의 몫입니다. 둘을 합친 것이 한 걸음입니다.

# sphinx_gallery_alt = "등고선 위의 자취. 처음 세 자리에서 가로 화살표와 세로 화살표가 합쳐져 다음 자리에 닿습니다. 길은 처음에 비스듬히 내려오다가 가로축에 붙어 (0, 0)으로 휘어집니다."
title = "두 화살표를 합친 것이 한 걸음입니다"
xlim, ylim = (-1, 3.6), (-0.6, 2.4)
ax = viz.plot_contour(f, trace, xlim=xlim, ylim=ylim, title=title)
(a1, a2), (d1, d2) = trace.points[:3].T, np.diff(trace.points, axis=0)[:3].T
flat = {"angles": "xy", "scale_units": "xy", "scale": 1, "zorder": 7}
ax.quiver(a1, a2, d1, 0 * d2, color=viz.PALETTE[2], width=0.006, **flat)
ax.quiver(a1, a2, 0 * d1, d2, color=viz.PALETTE[3], width=0.006, **flat)
plt.show()

# %%
# 첫걸음은 등고선에 수직입니다. 그런데 그 방향은 바닥 :math:`(0, 0)`을 똑바로 가리키지 않습니다.
# 가장 가파른 쪽과 바닥이 있는 쪽은 다릅니다. 그래서 길이 휩니다.

to_bottom = float(np.degrees(np.arctan2(2, 3)))
print(f"바닥의 반대쪽 {to_bottom:.1f}도, 기울기 {gradient_angle:.1f}도")
assert gradient_angle - to_bottom > 15

# %%
# .. _two-variables-spiral:
#
# 나선을 그리며 내려갈까요
# ------------------------
# 흔히 이렇게 말합니다. “점은 나선을 그리며 그릇의 바닥으로 빨려 들어간다.” 확인해 봅니다.
# 나선이라면 바닥에서 점을 바라보는 각도가 계속 돌아 한 바퀴, 두 바퀴를 넘어가야 합니다.

polar = np.degrees(np.arctan2(trace.points[:, 1], trace.points[:, 0]))
step_number = pd.Index(k, name="걸음")
pd.DataFrame([polar.round(1)], index=["각도(도)"], columns=step_number)

# %%
# 각도는 :val:`polar_start|.1f`도에서 :val:`polar_end|.1f`도까지 한 방향으로 줄어들 뿐입니다.
# 영도를 넘어 돌아가지도 않습니다. 나선은 없습니다.
#
# 까닭은 한 걸음을 행렬로 쓰면 보입니다. 두 번 미분한 값을 모은 :term:`헤세 행렬` :math:`H`를 쓰면
# 이 그릇의 한 걸음은 :math:`x \leftarrow (I - \eta H)\,x`입니다. :math:`I`는 단위행렬입니다.
# :math:`H`가 대칭이므로 :math:`I - \eta H`의 :term:`고윳값`은 언제나 실수입니다. 한 걸음은
# :term:`고유벡터`마다 실수 하나를 곱하는 일이라, 늘거나 줄거나 뒤집힐 뿐 돌지 않습니다.

polar_start, polar_end = polar[0], polar[-1]
H = np.array([[2.0, 0.0], [0.0, 4.0]])
H_coupled = np.array([[8.0, 4.0], [4.0, 8.0]])
print("그릇 f:", np.linalg.eigvals(np.eye(2) - 0.1 * H))
print("얽힌 g:", np.linalg.eigvals(np.eye(2) - 0.1 * H_coupled))
assert (np.diff(polar) < 0).all()
assert polar_end > 0
assert np.allclose(trace.points[1:], trace.points[:-1] @ (np.eye(2) - 0.1 * H))

# %%
# 학습률을 키우면 어떨까요? :math:`\eta = 0.45`이면 :math:`x_2`는 걸음마다
# :vmath:`1 - 0.45 \times 4 = <<flip|.1f>>`배, 곧 부호가 뒤집힙니다.

flip = 1 - 0.45 * 4
zigzag = minimize(f, df, [3.0, 2.0], GradientDescent(lr=0.45), steps=10)
zigzag_table = pd.DataFrame(zigzag.points[:7], columns=["x1", "x2"])
zigzag_table.rename_axis("걸음").round(3).T

# %%
# 골짜기의 양쪽을 오가며 지그재그로 내려갑니다. 그래도 :math:`x_1`은 한 번도 음수가 되지 않습니다.
# 지그재그는 양쪽을 오가는 것이고, 나선은 한쪽으로 계속 도는 것입니다.
# 정말로 도는 길은 :doc:`다음 쪽 </auto_examples/02_gradient_descent/plot_06_optimizers>`의 모멘텀에서
# 만납니다.

assert (zigzag.points[:, 0] > 0).all()
assert np.allclose(zigzag.points[1:, 1], flip * zigzag.points[:-1, 1])

# %%
# .. _two-variables-loss:
#
# 이 그릇은 손실의 지형이기도 합니다
# ----------------------------------
# 다섯 점에 직선 :math:`\hat y = wx + b`를 맞추어 봅니다. :math:`\hat y`(와이 햇)은 직선이 내놓는
# :term:`예측`입니다. 손잡이는 :term:`가중치` :math:`w`와
# :term:`편향` :math:`b`입니다. 높이는 :term:`손실`, 곧 틀린 정도입니다. 여기서는
# :term:`평균제곱오차`를 씁니다.

x_data = np.array([-2.0, -1.0, 0.0, 1.0, 2.0])
y_data = np.array([-2.9, -1.2, 1.2, 3.1, 4.8])


def loss(p):
    b, w = p
    return np.mean((w * x_data + b - y_data) ** 2)


def dloss(p):
    b, w = p
    error = w * x_data + b - y_data
    # ∂L/∂b 와 ∂L/∂w
    return np.array([2 * error.mean(), 2 * (error * x_data).mean()])


# %%
# 기울기를 :term:`유한 차분`으로 검사한 다음, :math:`(b, w) = (4, 4)`에서 똑같은 루프로 내려갑니다.

corner = np.array([4.0, 4.0])
assert np.allclose(dloss(corner), numerical_gradient(loss, corner))

fit = minimize(loss, dloss, corner, GradientDescent(lr=0.1), steps=40)
b_fit, w_fit = fit.points[-1]
loss_start, loss_fit = fit.values[[0, -1]]
print(f"b = {b_fit:.3f}, w = {w_fit:.3f}")
print(f"손실: {loss_start:.3f} → {loss_fit:.4f}")
print("최소제곱법의 w, b =", np.polyfit(x_data, y_data, 1).round(3))

# %%
# 왼쪽은 걸음마다의 직선, 오른쪽은 그 직선을 정하는 두 손잡이의 자리입니다.
# 오른쪽에서 한 걸음 내려갈 때마다 왼쪽의 직선이 점들에 다가갑니다.

# sphinx_gallery_alt = "왼쪽은 다섯 점과 걸음 0, 1, 3, 40의 직선으로, 뒤로 갈수록 점들을 잘 지납니다. 오른쪽은 b와 w에 따른 손실의 등고선으로, 길이 (4, 4)에서 (<<b_fit|.2f>>, <<w_fit|.2f>>)까지 내려옵니다."
fig, (left, right) = plt.subplots(1, 2, figsize=(8, 4))
left.plot(x_data, y_data, "o", color=viz.INK)
for i, s in enumerate([0, 1, 3, 40]):
    b, w = fit.points[s]
    style = {"color": viz.PALETTE[i], "lw": 1.6, "label": f"걸음 {s}"}
    left.plot(x_data, w * x_data + b, **style)
left.set(xlabel="$x$", ylabel="$y$", title="점에 다가가는 직선")
left.legend()
viz.plot_contour(loss, fit, xlim=(-1.5, 4.5), ylim=(-0.5, 4.5), ax=right)
right.set(xlabel="$b$", ylabel="$w$", title="손실의 지형")
plt.show()

# %%
# 등고선의 모양이 눈에 익습니다. 가장 낮은 점에서 :math:`b`와 :math:`w`가 벗어난 만큼을 그릇 :math:`f`에
# 넣으면 손실이 **정확히** 그 그릇입니다. 다만 바닥의 높이는 영이 아니라 :val:`best_loss|.4f`입니다.
# 다섯 점이 한 직선 위에 있지 않으므로, 어떤 직선을 골라도 이보다 낮아질 수 없습니다.
#
# 모양까지 같은 것은 :math:`x`의 평균이 :val:`x_mean|.0f`, 제곱의 평균이 :val:`x_square_mean|.0f|이/가` 되도록
# 점을 골랐기 때문입니다. 다른 점을 쓰면 그릇이 더 길쭉하거나 비스듬해집니다. 그래도 :math:`x`가 모두 같지만
# 않으면 여전히 그릇입니다.

best = np.polyfit(x_data, y_data, 1)[::-1]  # (b, w)
best_loss = loss(best)
x_mean, x_square_mean = x_data.mean(), (x_data**2).mean()
assert (x_mean, x_square_mean) == (0, 2)
grid = np.random.default_rng(0).uniform(-5, 5, size=(100, 2))
for p in grid:
    assert np.isclose(loss(p) - loss(best), f(p - best))
assert np.allclose(fit.points[-1], best, atol=1e-3)
assert best_loss > 0.01

# %%
# .. _two-variables-many:
#
# 변수가 백만 개라면
# ------------------
# 걷는 루프의 어디에도 변수가 둘이라는 말이 없습니다. 같은 함수 ``minimize``에 변수 백만 개를 넣어 봅니다.
# 내려갈 함수는 변수마다 가파른 정도 :math:`c_i`가 다른 그릇 :math:`\sum_i c_i x_i^2`입니다.

n = 1_000_000
c = np.random.default_rng(0).uniform(1, 2, size=n)


def f_many(x):
    return np.sum(c * x**2)


def df_many(x):
    return 2 * c * x


many = minimize(f_many, df_many, np.ones(n), GradientDescent(lr=0.1), steps=1)
many_before, many_after = many.values
print(f"변수 {n:,}개: {many_before:,.0f} → {many_after:,.0f}")

# %%
# 한 걸음에 변수 백만 개가 저마다의 기울기에 맞추어 옮겨 갔습니다.
# 변수마다 값이 :math:`1 - 0.2c_i`배가 되는 것도 두 변수일 때와 같습니다.
#
# 달라진 것은 하나입니다. 손잡이를 하나씩 돌려 재려면 함수를 백만 번 넘게 계산해야 합니다.
# 기울기를 공식으로 한 번에 구할 수 있어야 하는 까닭이고, 신경망에서 그 일을 하는 것이
# :term:`역전파`입니다.

assert np.allclose(many.points[1], 1 - 0.2 * c)
assert many_after < many_before

# %%
# .. _two-variables-trap:
#
# 흔한 함정: 줄이 밀린 표
# ------------------------
# 이 자취의 걸음 10을 두고 이렇게 적은 표가 돌아다닙니다. “자리는 (0.40, 0.03), 높이는 0.162.”
# 그럴듯해 보이지만 우리 표의 걸음 10과 다릅니다. 어느 걸음의 수인지 찾아봅니다.

claimed = [0.40, 0.03]
claimed_height = 0.162
rounded = trace.points.round(2)
row_of_x1 = np.flatnonzero(rounded[:, 0] == claimed[0])
row_of_x2 = np.flatnonzero(rounded[:, 1] == claimed[1])
print(f"x1 = {claimed[0]}: 걸음 {row_of_x1}")
print(f"x2 = {claimed[1]}: 걸음 {row_of_x2}")
print("걸음 10:", trace.points[10].round(4), trace.values[10].round(4))

# %%
# :math:`x_1`은 걸음 :val:`row_of_x1[0]`의 값이고, :math:`x_2`는 걸음 :val:`row_of_x2[0]`의 값입니다.
# 서로 다른 걸음의 수가 한 줄에 섞였습니다. 걸음은 0부터 세므로 손으로 옮겨 적다가 줄이 밀리기 쉽습니다.
# 높이도 참값 :val:`f_10|.3f`보다 큽니다. 표는 옮겨 적지 말고 다시 계산하는 편이 안전합니다.

assert row_of_x1.tolist() == [9]
assert row_of_x2.tolist() == [8]
assert claimed_height > 1.5 * f_10

# %%
# .. _two-variables-summary:
#
# 정리
# ----
# - 편미분은 나머지 변수를 붙들어 두고 하나만 움직여 잰 기울기입니다. 모두 모으면 기울기 :math:`\nabla f`이고,
#   등고선과 수직이며 가장 가파른 오르막을 가리킵니다.
# - 모든 변수를 옛 자리에서 잰 기울기로 동시에 고칩니다. 그릇에서는 걸음마다 좌표에 정해진 실수를 곱하므로
#   한쪽에서 줄거나 지그재그로 줄 뿐, 나선은 없습니다.
# - 변수가 둘이든 백만 개든 걷는 코드는 같습니다. 직선 맞추기의 손실도 그릇입니다.

# %%
# .. _two-variables-exercises:
#
# 더 해 보기
# ----------
# **하나.** 이 그릇에서 학습률을 얼마까지 키워도 바닥으로 갈까요?
# :math:`|1 - 2\eta|`와 :math:`|1 - 4\eta|`를 보고 먼저 예측한 다음 실행해 보세요.
#
# .. dropdown:: 답 보기
#
#    두 배율의 크기가 모두 1보다 작아야 하므로 가파른 쪽 :math:`|1 - 4\eta| < 1`이 정합니다.
#    학습률이 :val:`limit|.1f`보다 작으면 됩니다. 이백 걸음을 걸으면 한계 바로 아래에서는 높이가
#    :val:`below_limit|.3g`까지 줄고, 바로 위에서는 :val:`above_limit|.3g`까지 커집니다.
#    **가장 가파른 방향 하나가 모두의 학습률을 묶어 둡니다.**

limit = 2 / 4
below = minimize(f, df, here, GradientDescent(lr=0.49), steps=200)
above = minimize(f, df, here, GradientDescent(lr=0.51), steps=200)
below_limit, above_limit = below.values[-1], above.values[-1]
print(f"η = 0.49: {below_limit:.3g}    η = 0.51: {above_limit:.3g}")
assert below_limit < 0.01 < f(here) < above_limit

# %%
# **둘.** 얽힌 함수 :math:`g`의 편미분을 직접 구해 보세요. 그리고 이 쪽의 ``dg``가 맞는지 차분으로 검사해
# 보세요.
#
# .. dropdown:: 답 보기
#
#    :math:`u = 2x_1 + x_2`라고 두면 :math:`\partial g/\partial x_1 = 2u \times 2`이고
#    :math:`\partial g/\partial x_2 = 2u \times 1 + 6x_2`입니다.
#    :math:`(1, 1)`에서는 둘 다 :val:`dg_at_one[0]|.0f`입니다.

from dlconcepts.gradcheck import compare_gradients


def g(x):
    x1, x2 = x
    return (2 * x1 + x2) ** 2 + 3 * x2**2


dg_at_one = dg(np.ones(2))
report = compare_gradients(dg_at_one, numerical_gradient(g, np.ones(2)))
assert report.ok
report.to_frame()

# %%
# **셋.** :math:`s(x_1, x_2) = x_1^2 - x_2^2`은 말안장처럼 생겼습니다. :math:`(3, 0)`에서 출발하면 어디로 갈까요?
# :math:`(3, 0.001)`에서 출발하면요?
#
# .. dropdown:: 답 보기
#
#    첫 시작점에서는 :math:`(0, 0)`에 다가가 멈춥니다. 기울기가 영이지만 최솟값은 아닌 :term:`안장점`입니다.
#    둘째 시작점에서는 잠시 안장점에 다가갔다가 :math:`x_2`가 걸음마다 :math:`1.2`배로 커져 옆으로
#    빠져나갑니다. 마흔 걸음 뒤의 :math:`x_2`는 :val:`escaped|.2f`입니다.
#    한쪽으로는 오르막이고 다른 쪽으로는 내리막이라 헤세 행렬의 고윳값 부호가 서로 다릅니다.


def saddle(x):
    return x[0] ** 2 - x[1] ** 2


def dsaddle(x):
    return np.array([2 * x[0], -2 * x[1]])


ends = []
for x0 in [(3.0, 0.0), (3.0, 0.001)]:
    walk = minimize(saddle, dsaddle, x0, GradientDescent(lr=0.1), steps=40)
    ends.append(walk.points[-1])
    print(x0, "→", walk.points[-1].round(3))
escaped = ends[1][1]
assert np.allclose(ends[0], 0, atol=0.001)
assert np.isclose(escaped, 0.001 * 1.2**40)

# %%
# .. _two-variables-next:
#
# 다음 쪽
# -------
# 가파른 방향 하나 때문에 학습률을 키우지 못한다면, 길게 누운 골짜기는 아주 느리게 내려가게 됩니다.
# 걸음을 바꾸는 몇 줄이 이것을 어떻게 고치는지
# :doc:`옵티마이저 </auto_examples/02_gradient_descent/plot_06_optimizers>`에서 봅니다.
