"""
발밑의 기울기는 어느 쪽을 가리킬까요?
=====================================

짙은 안개가 낀 산의 중턱에 서 있습니다. 골짜기로 내려가고 싶지만 한 치 앞도 보이지 않습니다.
그래도 발밑이 어느 쪽으로 기울었는지는 느낄 수 있습니다. 신경망도 이렇게 느끼며 배웁니다.
발밑의 기울기는 올라가는 쪽을 가리킬까요, 내려가는 쪽을 가리킬까요?

- **할 것**: 기울기를 세 가지 방법으로 구해 서로 견주고, 그 반대쪽으로 한 걸음을 내딛습니다.
- **배울 것**: 기울기는 오르막을 가리킵니다. 그래서 내려가려면 더하지 않고 뺍니다.
- **필요한 것**: 파이썬의 함수와 반복문, 이차함수의 그래프. 중간에 PyTorch를 잠깐 씁니다.
"""

# %%
# .. _slope-fog:
#
# 안개 속의 한 걸음
# -----------------
#
# 여기서 걸을 산은 가장 단순한 U자 골짜기입니다. 가로 위치가 :math:`x`인 곳의 높이는
# :math:`f(x) = x^2`입니다. 우리는 :math:`x = 3`에 서 있고, 두 발을 조금 벌려 딛습니다.
# 왼발과 오른발 가운데 어느 쪽이 더 낮을까요? 먼저 답을 정하고 나서 실행합니다.

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd


def f(x):
    return x**2


print(f"왼발 {f(3 - 0.1):.2f}   몸 {f(3):.2f}   오른발 {f(3 + 0.1):.2f}")

# %%
# 왼발이 낮습니다. 멀리 보지 않고도 왼쪽이 내리막이라는 것을 알았습니다.
# 안개 속에서는 세 동작을 되풀이하며 내려갑니다. 이것이 :term:`경사 하강법`의 뼈대입니다.
#
# 1. 두 발로 더듬어 어느 쪽이 오르막인지 느낍니다.
# 2. 그 반대쪽으로 한 걸음 내딛습니다.
# 3. 발밑이 평평해질 때까지 되풀이합니다.
#
# 세 동작을 코드로 옮깁니다. ``np.sign``은 크기를 버리고 부호만 남깁니다. 그래서 ``uphill``은
# 오른발이 높으면 양수, 왼발이 높으면 음수입니다. ``1e-6``은 백만분의 일입니다.

x, steps = 3.0, 0
while abs(f(x + 0.1) - f(x - 0.1)) > 1e-6:  # 3. 아직 평평하지 않으면
    uphill = np.sign(f(x + 0.1) - f(x - 0.1))  # 1. 느끼고
    x = x - 0.1 * uphill  # 2. 반대쪽으로 내딛습니다
    steps = steps + 1
print(f"{steps}걸음 뒤의 높이: {f(x):.2f}")
assert abs(x) < 1e-6

# %%
# 지도 없이 :val:`steps`걸음 만에 바닥에 닿았습니다. 그런데 보폭이 늘 같습니다.
# 시작점이 :math:`3.05`로 조금만 달라지면 어떻게 될까요? 백 걸음을 걷게 하고 끝의 네 자리를 봅니다.

footprints = [3.05]
for _ in range(100):
    x = footprints[-1]
    footprints.append(x - 0.1 * np.sign(f(x + 0.1) - f(x - 0.1)))
print(np.round(footprints[-4:], 2))
assert np.allclose(np.abs(footprints[-4:]), 0.05)

# %%
# 바닥을 넘나들기만 합니다. 바닥에 가까울수록 걸음을 줄여야 하고, 그러려면 발밑이 어느 쪽으로
# 기울었는지만이 아니라 얼마나 기울었는지도 알아야 합니다. 이 장의 나머지는 이 세 줄을 다듬는 일입니다.
# 앞으로 나올 수식도 방금 발로 느낀 것을 짧게 적은 말입니다.

# %%
# .. _slope-landscape:
#
# 신경망에게는 무엇이 산일까요
# ----------------------------
#
# 신경망은 입력을 받아 :term:`예측`을 내놓는 함수입니다. 그 안에 있는, 바꿀 수 있는 수가
# :term:`파라미터`입니다. 예측이 :term:`정답`에서 벗어난 만큼을 잰 수가 :term:`손실`이고,
# 그 수를 돌려주는 함수가 :term:`손실 함수`입니다. 산에서 서 있는 자리에 해당하는 것이 파라미터이고,
# 높이에 해당하는 것이 손실입니다.
#
# 파라미터가 하나뿐인 작은 모델로 산을 만들어 봅니다. 모델은 예측을 내놓는 식입니다.
# 예년보다 :math:`1`℃ 더울 때마다 아이스크림이 :math:`w`상자씩 더 팔린다고 봅니다.
# 예년만 한 날의 판매량 :math:`b`는 :math:`3`상자로 붙들어 둡니다. 그러면 예측은
# :math:`w \times \text{더운 정도} + b`입니다. 벗어난 만큼을 제곱해서 평균한 것을 손실로 씁니다.
# ``np.array``에 담은 수는 한꺼번에 계산되고, ``pd.DataFrame``은 수를 표로 보여 줍니다.

heat = np.array([-2.0, -1.0, 0.0, 1.0, 2.0])  # 예년보다 몇 도 더웠는지
sales = np.array([1.1, 1.9, 3.2, 3.8, 5.0])  # 정답: 그날 팔린 상자의 수


def loss(w, b=3.0):
    error = w * heat + b - sales  # 예측에서 정답을 뺍니다
    return np.mean(error**2)


weights = [-1.0, 0.0, 1.0, 2.0, 3.0]
losses = [loss(w) for w in weights]
pd.DataFrame({"w": weights, "손실": losses}).round(2)

# %%
# 여기도 U자 골짜기입니다. 표에서는 :math:`w`가 :val:`weights[2]|g`일 때 손실이
# :val:`losses[2]|.2f|으로/로` 가장 낮고, 양옆으로 갈수록 높아집니다.
# 모델이 배운다는 것은 이 산을 내려간다는 뜻입니다. 걸음마다 알아내는 것은 골짜기의 위치가 아니라
# 손실이 줄어드는 쪽입니다. 파라미터가 둘인 산은 :ref:`뒤에서 <slope-three-ways>` 그려 봅니다.
# 큰 신경망에서도 자리는 파라미터이고 높이는 손실입니다. 다만 파라미터가 아주 많아 그림으로 그릴 수
# 없고, 산의 모양도 훨씬 복잡합니다.

assert np.argmin(losses) == 2
assert np.sign(np.diff(losses)).tolist() == [-1, -1, 1, 1]

# %%
# .. _slope-numeric:
#
# 느낌을 수로 바꾸기
# ------------------
#
# 다시 :math:`f(x) = x^2`으로 돌아옵니다. 오른쪽으로 :math:`h`만큼 갔을 때 늘어난 높이를
# 간 거리로 나누면 두 점을 이은 직선의 :term:`경사`가 됩니다.
#
# .. math::
#
#    \frac{f(x + h) - f(x)}{h}
#
# :math:`x = 3`에서 :math:`h`를 거듭 십분의 일로 줄이면 이 값은 어디로 다가갈까요?


def slope_between(x, h):
    return (f(x + h) - f(x)) / h


h = np.array([1.0, 0.1, 0.01, 0.001, 0.0001])
measured = slope_between(3.0, h)
pd.DataFrame({"h": h, "x = 3에서 잰 경사": measured})

# %%
# :math:`6`으로 다가갑니다. 규칙도 보입니다. 잰 값은 모두 :math:`6 + h`입니다.
# 까닭은 식을 펼치면 나옵니다.
#
# .. math::
#
#    \frac{(x + h)^2 - x^2}{h} = \frac{2xh + h^2}{h} = 2x + h
#
# :math:`h`를 한없이 줄이면 :math:`2x`만 남습니다. 이것이 발밑의 :term:`기울기`입니다.
# 자리 :math:`x`마다 기울기를 알려 주는 함수 :math:`f'(x) = 2x`를 :term:`도함수`라고 합니다.

assert np.allclose(measured, 6 + h)

# %%
# 펼친 식을 그대로 믿지는 않습니다. 여러 곳에서 두 발로 재어 공식과 견줍니다.
# 두 발의 높이 차이를 두 발 사이의 거리로 나눕니다. 이렇게 양쪽으로 똑같이 벌려 재는 방법을
# :term:`중앙 차분`이라고 합니다.


def df(x):
    return 2 * x


xs = np.linspace(-3, 3, 13)  # −3부터 3까지 고르게 나눈 13곳
two_feet = (f(xs + 1e-6) - f(xs - 1e-6)) / 2e-6
biggest_gap = np.abs(two_feet - df(xs)).max()
print(f"{len(xs)}곳 가운데 가장 크게 어긋난 값: {biggest_gap:.0e}")
assert biggest_gap < 1e-8

# %%
# 공식과 잰 값이 서로 맞습니다. 그렇다면 :math:`h`는 작을수록 좋을까요? 컴퓨터에서 더 줄여 봅니다.

tiny = 10.0 ** -np.arange(4, 17, 2)  # 1e-4, 1e-6, …, 1e-16
tiny_slopes = slope_between(3.0, tiny)
tiny_errors = np.abs(tiny_slopes - df(3.0))
columns = {"h": tiny, "잰 경사": tiny_slopes, "2x와의 차이": tiny_errors}
pd.DataFrame(
    {name: [f"{v:.7g}" for v in values] for name, values in columns.items()}
)

# %%
# 처음에는 나아지다가 어느 순간부터 나빠집니다. 표에서 차이가 가장 작은 :math:`h`는
# :val:`best_h|.0e|이고/고`, :val:`tiny[6]|.0e`에서는 기울기가 아예 :val:`tiny_slopes[6]|g|이/가` 됩니다.
# 컴퓨터의 수는 유효 숫자가 열여섯 자리쯤입니다. 그래서 너무 가까운 두 점에서는 높이를 뺄 때
# 남는 자리가 거의 없습니다. 공식이 있으면 공식을 쓰고, 재는 것은 검산에 씁니다.

best_h = tiny[np.argmin(tiny_errors)]
assert tiny[-1] < best_h < tiny[0]
assert tiny_slopes[-1] == 0

# %%
# .. _slope-sign:
#
# 부호가 말해 주는 것
# -------------------
#
# :math:`x = -2`, :math:`x = 0`, :math:`x = 3`에서 곡선을 스치는 :term:`접선`을 긋습니다.
# 접선의 기울기가 그 자리의 기울기입니다. 세 수의 부호를 먼저 짐작해 보세요.

# sphinx_gallery_alt = "U자 곡선에 접선이 세 개 있습니다. x가 −2인 곳의 접선은 기울기 <<slope_left|g|으로/로>> 왼쪽이 높고, 0인 곳의 접선은 수평이며, 3인 곳의 접선은 기울기 <<slope_right|g|으로/로>> 오른쪽이 높습니다."
from dlconcepts.viz import PALETTE, plot_tangents, use_korean_font

use_korean_font()
slope_left, slope_right = df(-2.0), df(3.0)
plot_tangents(
    f,
    df,
    [-2.0, 0.0, 3.0],
    title="접선의 기울기는 왼쪽에서 음수, 오른쪽에서 양수",
)
plt.show()

# %%
# 그림에서 읽은 것을 표로 적습니다.

places = np.array([3.0, -2.0, 0.0])
meaning = {1.0: "오른쪽이 오르막", -1.0: "왼쪽이 오르막", 0.0: "평평함"}
slopes = df(places)
pd.DataFrame(
    {
        "x": places,
        "기울기": slopes,
        "뜻": [meaning[s] for s in np.sign(slopes)],
    }
)

# %%
# 부호는 오르막이 어느 쪽인지를, 크기는 얼마나 가파른지를 말합니다.
# 기울기가 :val:`slopes[0]|g`인 곳이 :val:`slopes[1]|g`인 곳보다 가파릅니다.
# 평평한 바닥에서는 기울기가 :val:`slopes[2]|g`입니다.

assert slopes.tolist() == [6.0, -4.0, 0.0]

# %%
# .. _slope-direction:
#
# 기울기는 오르막을 가리킵니다
# ----------------------------
#
# 기울기를 걸음으로 바꿔 봅니다. 자리에 기울기를 더하면, 양수일 때는 오른쪽으로 가고 음수일 때는
# 왼쪽으로 갑니다. 다 더하면 너무 멀리 가므로 기울기의 십분의 일만 더하거나 뺍니다.
# 더한 자리와 뺀 자리 가운데 어느 쪽이 높을까요? 코드에서 화살표를 그리는 것은 ``quiver``입니다.

# sphinx_gallery_alt = "U자 곡선의 두 점에서 화살표가 둘씩 나옵니다. 기울기를 더한 화살표는 모두 곡선을 따라 올라가고, 기울기를 뺀 화살표는 모두 내려갑니다. 3에서 출발하면 <<x_up|.1f|과/와>> <<x_down|.1f>>에 닿습니다."
x_up, x_down = 3 + 0.1 * df(3), 3 - 0.1 * df(3)
here, grid = np.array([-2.0, 3.0]), np.linspace(-4, 4, 201)
fig, ax = plt.subplots()
ax.plot(grid, f(grid))
for sign, color in [(1, PALETTE[3]), (-1, PALETTE[1])]:
    there = here + sign * 0.1 * df(here)
    move = (there - here, f(there) - f(here))
    label = "기울기를 더한 쪽" if sign > 0 else "기울기를 뺀 쪽"
    look = {"angles": "xy", "scale_units": "xy", "scale": 1, "zorder": 3}
    ax.quiver(here, f(here), *move, color=color, label=label, **look)
ax.set(xlabel="$x$", ylabel="$f(x)$")
ax.set_title("기울기를 더하면 오르고, 빼면 내려갑니다")
ax.legend(loc="upper center")
plt.show()

# %%
# 왼쪽 비탈에서도 오른쪽 비탈에서도 기울기는 오르막을 가리킵니다.
# 두 곳만 보고 믿을 수는 없으니 :val:`spots`곳에서 확인합니다. 점의 수가 짝수라 바닥은 빠집니다.

everywhere = np.linspace(-3, 3, 60)
higher = f(everywhere + 0.1 * df(everywhere)) > f(everywhere)
lower = f(everywhere - 0.1 * df(everywhere)) < f(everywhere)
print(f"더하면 오른 곳 {higher.sum()}   빼면 내려간 곳 {lower.sum()}")
spots = len(everywhere)
assert higher.all()
assert lower.all()

# %%
# 그래서 내려가는 규칙에는 빼기가 있습니다.
#
# .. math::
#
#    x \leftarrow x - \eta\, f'(x)
#
# 화살표는 오른쪽 값으로 왼쪽을 바꾸라는 뜻이고, :math:`\eta`(에타)는 보폭을 정하는
# :term:`학습률`입니다. 이 한 걸음을 맡은 것이 :term:`옵티마이저`입니다.
# 자리와 기울기를 건네면 ``step``이 자리를 고쳐 줍니다. 파라미터가 여럿이어도 짝을 찾을 수 있도록
# 이름을 붙여 딕셔너리로 건넵니다. :math:`3 - 0.1 \times 6`을 암산해 보고 나서 실행합니다.

from dlconcepts.optimizers import GradientDescent

params = {"x": np.array([3.0])}
optimizer = GradientDescent(lr=0.1)
optimizer.step(params, {"x": df(params["x"])})
after_one_step = params["x"][0]
print(f"{after_one_step:.2f}")
assert np.isclose(after_one_step, x_down)

# %%
# .. _slope-three-ways:
#
# 세 가지 방법이 같은 기울기를 말합니다
# -------------------------------------
#
# 기울기를 구하는 방법을 이미 둘 보았습니다. 두 발로 재는 :term:`수치 미분`과 식을 펼쳐 얻은
# 공식입니다. 셋째는 :term:`자동 미분`입니다. ``requires_grad=True``라고 표시해 두면 PyTorch는
# 계산 과정을 기록해 두었다가, ``backward``를 부를 때 기울기를 ``grad``에 적어 줍니다.
# ``item()``은 그것을 파이썬의 수로 꺼냅니다. 함수 ``f``는 고칠 것이 없습니다.

import torch

leaf = torch.tensor(3.0, requires_grad=True)
f(leaf).backward()
print(leaf.grad.item())

# %%
# 세 자리의 기울기를 세 방법으로 구해 나란히 놓습니다. ``numerical_gradient``는 앞에서 두 발로 잰
# 것과 같은 계산입니다.

from dlconcepts.gradcheck import compare_gradients, numerical_gradient


def autograd(x):
    leaf = torch.tensor(x, requires_grad=True)
    f(leaf).backward()
    return leaf.grad.item()


numeric = np.array([numerical_gradient(f, x) for x in places])
automatic = np.array([autograd(x) for x in places])
pd.DataFrame(
    {"x": places, "수치 미분": numeric, "공식": slopes, "자동 미분": automatic}
).round(6)

# %%
# 세 열이 같습니다. 한 방법이 틀려도 나머지 둘이 알려 줍니다.

assert np.allclose(numeric, slopes)
assert np.allclose(automatic, slopes)

# %%
# 파라미터가 둘이어도 됩니다. 아이스크림 모델에서 붙들어 두었던 :math:`b`를 풀어 줍니다.
# 기울기는 파라미터마다 하나씩 있습니다. 나머지는 그대로 두고 그 하나만 움직여 잰 값입니다.
#
# 공식은 손으로 구합니다. 예측에서 정답을 뺀 것이 오차입니다. 오차를 제곱한 것의 기울기는 앞에서 본
# :math:`2x`처럼 오차의 두 배입니다. 그런데 오차는 :math:`b`를 늘리면 꼭 그만큼, :math:`w`를 늘리면
# 그 ``heat``배만큼 늡니다. 그래서 :math:`w`의 기울기에는 ``heat``를 한 번 더 곱합니다.
# 끝으로 모든 날의 값을 평균합니다.
#
# 이 공식을 :math:`w = 0`, :math:`b = 1`에서 수치 미분과 견줍니다. ``lambda``는 이름 없이 쓰는
# 함수이고, ``**guess``는 딕셔너리를 ``w=0.0, b=1.0``처럼 풀어서 건넵니다.


def loss_gradients(w, b):
    error = w * heat + b - sales
    return {"w": np.mean(2 * error * heat), "b": np.mean(2 * error)}


guess = {"w": 0.0, "b": 1.0}
reference = numerical_gradient(lambda p: loss(p["w"], p["b"]), guess)
report = compare_gradients(loss_gradients(**guess), reference)
assert report.ok
report.to_frame()

# %%
# 구한 값은 공식이고 기준값은 수치 미분입니다. 둘의 차이가 허용한 범위 안이어서 통과했습니다.
#
# 파라미터가 둘인 이 산은 그릇 모양입니다. 아래 그림은 그 그릇을 위에서 내려다본 것입니다.
# 높이가 같은 점을 이은 선이 :term:`등고선`입니다. 화살표는 가로로 :math:`w`의 기울기만큼, 세로로
# :math:`b`의 기울기만큼 가되 둘 다 빼기를 붙였습니다. 길이는 보기 좋게 줄였습니다.

# sphinx_gallery_alt = "손실의 등고선이 타원 모양으로 겹쳐 있습니다. 화살표는 어디에서나 등고선과 수직이고 손실이 낮은 안쪽을 향하며, 안쪽으로 갈수록 짧아집니다."
from dlconcepts.viz import plot_gradient_field

ax = plot_gradient_field(
    lambda p: loss(*p),
    lambda p: list(loss_gradients(*p).values()),
    xlim=(-1, 3),
    ylim=(1, 5),
    title="기울기의 반대쪽은 어디에서나 내리막",
)
ax.set(xlabel="$w$", ylabel="$b$")
plt.show()

# %%
# 화살표는 등고선을 수직으로 가로질러 낮은 곳으로 갑니다. 바닥에 가까울수록 화살표가 짧습니다.
# 기울기는 이 화살표와 정반대, 곧 가장 가파른 오르막을 가리킵니다. 정말로 가장 가파른지는
# :doc:`변수가 둘인 쪽 </auto_examples/02_gradient_descent/plot_05_two_variables>`에서 모든 방향을 재어
# 확인합니다.

# %%
# .. _slope-trap:
#
# 흔한 함정
# ---------
#
# 흔히 이렇게 말합니다: “``backward``가 모델을 고치고, 파라미터는 기울기 방향으로 움직인다.”
# 확인해 봅니다. ``torch.optim.SGD``는 PyTorch에 들어 있는 경사 하강법 옵티마이저입니다.
# 먼저 ``backward`` 뒤와 ``step`` 뒤의 값을 차례로 읽습니다.

weight = torch.tensor(3.0, requires_grad=True)
sgd = torch.optim.SGD([weight], lr=0.1)
f(weight).backward()
after_backward = weight.item()
sgd.step()
after_step = weight.item()
print(f"backward 뒤 {after_backward:.2f}   step 뒤 {after_step:.2f}")
assert after_backward == 3.0
assert np.isclose(after_step, after_one_step)

# %%
# ``backward``는 기울기를 구할 뿐 아무것도 옮기지 않았습니다. 옮긴 것은 ``step``이고,
# 기울기의 반대쪽으로 옮겼습니다. 정말로 기울기 방향으로 걸으면 높이가 어떻게 될까요?

added, subtracted = [3.0], [3.0]
for _ in range(10):
    added.append(added[-1] + 0.1 * df(added[-1]))
    subtracted.append(subtracted[-1] - 0.1 * df(subtracted[-1]))
going_up, going_down = f(np.array(added)), f(np.array(subtracted))
heights = pd.DataFrame({"더할 때": going_up, "뺄 때": going_down})
heights.rename_axis("걸음", axis="columns").round(2)

# %%
# 더하면 열 걸음 만에 높이가 :val:`height_added|.1f|이/가` 되어 걷잡을 수 없이 커집니다.
# 빼면 :val:`height_subtracted|.2f|으로/로` 내려갑니다. 부호 하나가 학습과 폭발을 가릅니다.

height_added, height_subtracted = going_up[10], going_down[10]
assert (np.diff(going_up) > 0).all()
assert (np.diff(going_down) < 0).all()

# %%
# 흔히 이렇게도 말합니다: “산꼭대기에서 가장 낮은 곳을 찾아 내려온다.”
# 꼭대기에서 출발하면 어떻게 되는지 봅니다.


def hill(x):
    return 10 - x**2


slope_at_top = numerical_gradient(hill, 0.0)
print(f"꼭대기의 기울기 {slope_at_top:z.1f}")
print(f"왼발 {hill(-0.1):.2f}   몸 {hill(0):.2f}   오른발 {hill(0.1):.2f}")
assert abs(slope_at_top) < 1e-6
assert hill(0) > hill(0.1)

# %%
# 꼭대기에는 가장 낮은 곳이 없습니다. 둘레보다 높은 곳이 꼭대기이기 때문입니다. 게다가 평평해서
# 발밑을 느껴도 갈 쪽을 모릅니다. 그래서 이 이야기는 중턱에서 시작합니다. 평평하다고 모두 바닥은
# 아니라는 것도 기억해 둡니다.
#
# 한 가지 더 있습니다. 흔히 “모델은 정답을 보지 않고도 자기가 틀린 것을 안다”고 합니다.
# 똑같은 예측에 서로 다른 정답을 대어 봅니다.

prediction = 4.0
answers = [3.8, 1.0]
answer_losses = [(prediction - answer) ** 2 for answer in answers]
pd.DataFrame(
    {"예측": prediction, "정답": answers, "손실": answer_losses}
).round(2)

# %%
# 예측이 같아도 정답에 따라 손실이 :val:`answer_losses[0]|.2f`일 수도, :val:`answer_losses[1]|.2f`일
# 수도 있습니다. 산의 높이는 정답으로 계산합니다. 정답이 없으면 산이 없고, 산이 없으면 틀렸다는 것도
# 알 수 없습니다. 다 배운 모델을 정답이 없는 곳에서 쓸 때에도 그렇습니다.

assert answer_losses[0] < answer_losses[1]

# %%
# .. _slope-summary:
#
# 정리
# ----
#
# - 학습의 산에서 자리는 파라미터, 높이는 손실입니다. 높이는 정답이 있어야 잴 수 있습니다.
# - 기울기의 부호는 어느 쪽이 오르막인지를, 크기는 얼마나 가파른지를 말합니다. 수치 미분, 공식,
#   자동 미분이 같은 값을 냅니다.
# - 기울기는 오르막을 가리키므로 빼면서 걷습니다. 벗어난 크기를 재고 방향을 느껴 한 걸음 내딛는 일을
#   되풀이하는 것이 학습입니다.

# %%
# .. _slope-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** :math:`g(x) = x^3 - 3x`에는 평평한 곳이 두 군데 있습니다. :math:`x = -1`과
# :math:`x = 1`입니다. 어느 쪽이 골짜기일까요? 두 발로 확인해 보세요.
#
# .. dropdown:: 답 보기
#
#    두 곳 모두 기울기가 :math:`0`이지만, 오른쪽의 :math:`x = 1`에서만 두 발이 다 몸보다 높습니다.
#    그곳이 골짜기이고 왼쪽은 꼭대기입니다. 몸의 높이는 꼭대기가 :val:`top_height|g`, 골짜기가
#    :val:`valley_height|g`입니다.


def g(x):
    return x**3 - 3 * x


for place in (-1.0, 1.0):
    left, body, right = g(place - 0.1), g(place), g(place + 0.1)
    print(f"왼발 {left:.3f}   몸 {body:.3f}   오른발 {right:.3f}")
top_height, valley_height = g(-1.0), g(1.0)
assert g(0.9) > valley_height < g(1.1)
assert g(-1.1) < top_height > g(-0.9)
assert np.allclose(
    [numerical_gradient(g, -1.0), numerical_gradient(g, 1.0)], 0, atol=1e-6
)

# %%
# **둘.** 한 발로 재는 것과 두 발로 재는 것 가운데 어느 쪽이 정확할까요? :math:`g`의 도함수는
# :math:`3x^2 - 3`입니다. :math:`x = 2`, :math:`h = 0.1`에서 두 방법의 오차를 구해 보세요.
#
# .. dropdown:: 답 보기
#
#    한 발로 재면 :val:`one_foot_error|.2f`만큼, 두 발로 재면 :val:`two_feet_error|.2f`만큼
#    어긋납니다. 왼쪽으로 잴 때의 오차와 오른쪽으로 잴 때의 오차가 서로 거의 지워지기 때문입니다.
#    그래서 ``numerical_gradient``는 두 발로 잽니다.

exact = 3 * 2.0**2 - 3
one_foot_error = abs((g(2.1) - g(2.0)) / 0.1 - exact)
two_feet_error = abs((g(2.1) - g(1.9)) / 0.2 - exact)
print(f"한 발 {one_foot_error:.2f}   두 발 {two_feet_error:.2f}")
assert two_feet_error < one_foot_error / 10

# %%
# **셋.** 아이스크림 모델에서 :math:`w = 0`, :math:`b = 1`의 손실을 구하고, 두 파라미터를 기울기의
# 반대쪽으로 함께 한 걸음 옮긴 뒤의 손실과 견주어 보세요. 학습률은 :math:`0.1`입니다.
#
# .. dropdown:: 답 보기
#
#    손실은 :val:`loss_before|.2f`에서 :val:`loss_after|.2f|으로/로` 줄어듭니다. 아직 바닥은 아닙니다.
#    바닥에 닿으려면 같은 걸음을 되풀이해야 합니다.

theta = {"w": np.array([0.0]), "b": np.array([1.0])}
gradients = {
    name: np.array([value]) for name, value in loss_gradients(**guess).items()
}
optimizer.step(theta, gradients)
loss_before, loss_after = loss(**guess), loss(theta["w"], theta["b"])
print(f"{loss_before:.2f} → {loss_after:.2f}")
assert loss_after < loss_before

# %%
# .. _slope-next:
#
# 다음 쪽
# -------
#
# 한 걸음을 배웠으니 이제 끝까지 걸어 봅니다.
# :doc:`한 변수의 경사 하강법 </auto_examples/02_gradient_descent/plot_02_one_variable>`으로 이어집니다.
