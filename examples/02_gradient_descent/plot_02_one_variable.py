"""
세 줄로 골짜기의 바닥까지 갈 수 있을까요?
=========================================

기울기를 느끼고, 반대쪽으로 한 걸음 내딛고, 되풀이합니다. 코드로는 세 줄입니다.
이 세 줄이 한 변수의 경사 하강법입니다. 바닥에 정확히 닿을까요? 닿는다면 몇 걸음 만일까요?
걸음마다의 수를 모두 적어 보면 답이 보입니다.

- **할 것**: 세 줄의 반복문으로 열 걸음을 걷고, 걸음마다의 자리와 높이와 기울기를 표로 적습니다.
- **배울 것**: 학습률이 그대로여도 바닥에 가까울수록 걸음이 짧아집니다. 그래서 바닥에 다가갈 뿐
  정확히 닿지는 않습니다.
- **필요한 것**: :doc:`발밑의 기울기 </auto_examples/02_gradient_descent/plot_01_slope>`에서 배운 기울기와
  그 부호.
"""

# %%
# .. _descent-rule:
#
# 반복문 세 줄
# ------------
#
# 내려갈 산은 :math:`f(x) = x^2`입니다. :math:`x`는 우리가 마음대로 정하는 :term:`독립 변수`이고,
# 높이 :math:`f(x)`는 :math:`x`를 정하면 따라 정해지는 :term:`종속 변수`입니다.
# :term:`경사 하강법`은 :term:`시작점` :math:`x_0`에서 다음 규칙을 되풀이합니다.
#
# .. math::
#
#    x_{t+1} = x_t - \eta\, f'(x_t)
#
# :math:`t`는 걸음의 번호이고 :math:`x_t`는 :math:`t`걸음을 뗀 뒤의 자리입니다. :math:`\eta`(에타)는
# 기울기에 곱해 보폭을 정하는 :term:`학습률`입니다. 여기서는 :math:`x_0 = 3`, :math:`\eta = 0.1`로 정합니다. 기울기는 :math:`f'(x) = 2x`입니다.
# 먼저 함수와 그 기울기를 적습니다.

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd


def f(x):
    return x**2


def df(x):
    return 2 * x


# %%
# 첫걸음은 어디에 닿을까요? 암산해 보고 나서 실행합니다.

lr = 0.1
first_step = 3.0 - lr * df(3.0)
print(f"기울기 {df(3.0):.1f}   새 자리 {first_step:.1f}")
assert np.isclose(first_step, 2.4)

# %%
# 기울기가 양수이므로 오른쪽이 오르막이고, 빼기가 우리를 왼쪽으로 옮겼습니다.
# 같은 일을 열 번 되풀이합니다. 반복문은 세 줄이면 됩니다.

x = 3.0
for _ in range(10):
    gradient = df(x)
    x = x - lr * gradient
print(f"열 걸음 뒤 x = {x:.3f}")
assert round(x, 3) == 0.322

# %%
# 이 반복문을 쓰려면 네 가지를 정해 주어야 합니다. 도함수, 시작점, 학습률, 걸음의 수입니다.
# 넷을 인자로 받는 함수로 묶어 둡니다.


def descend(df, x0, lr, n):
    x = x0
    for _ in range(n):
        x = x - lr * df(x)
    return x


assert descend(df, x0=3.0, lr=0.1, n=10) == x
print(f"백 걸음 뒤 x = {descend(df, x0=3.0, lr=0.1, n=100):.1e}")

# %%
# 신경망을 학습시키는 방법은 거의 모두 이 규칙에서 출발합니다. 다만 모든 인공지능이 이렇게 배우는
# 것은 아닙니다. 예와 아니요로 답하는 물음을 이어 가는 결정 트리나, 지도에서 길을 찾는 프로그램처럼
# 기울기를 쓰지 않는 방법도 많습니다.

# %%
# .. _descent-table:
#
# 걸음마다 적어 보기
# ------------------
#
# 마지막 자리만 보아서는 무슨 일이 있었는지 모릅니다. ``minimize``는 같은 규칙으로 걸으면서 지나온
# 자리와 높이와 기울기를 모두 적어 둡니다. 이 기록을 :term:`자취`라고 합니다.

from dlconcepts.descent import minimize
from dlconcepts.optimizers import GradientDescent

trace = minimize(f, df, 3.0, GradientDescent(lr=0.1), steps=10)
print(trace)
assert trace.x[10] == x  # 손으로 쓴 반복문과 한 자리도 다르지 않습니다

# %%
# 한 줄로 줄인 기록입니다. 정한 걸음을 다 걸었고(``completed``), 화살표의 왼쪽은 처음 값, 오른쪽은
# 마지막 값입니다. 이번에는 표로 펼칩니다. “옮긴 만큼”은 :math:`-\eta f'(x)`이고, 그것을 더하면 “새 x”입니다.
# 학습률은 걸음마다 같습니다. 그렇다면 “옮긴 만큼”도 줄마다 같을까요?

table = pd.DataFrame(
    {"x": trace.x, "f(x)": trace.values, "기울기": trace.gradients[:, 0]}
)
table["옮긴 만큼"] = -lr * table["기울기"]
table["새 x"] = table["x"] + table["옮긴 만큼"]
table.rename_axis("걸음", axis="columns").round(3)

# %%
# 한 줄의 “새 x”가 다음 줄의 “x”입니다. 학습률은 그대로인데 걸음은 갈수록 짧아집니다.
# 옮긴 만큼은 첫 줄에서 :val:`moves[0]|.3f`, 마지막 줄에서 :val:`moves[10]|.3f`입니다. 빼기는 왼쪽으로
# 옮겼다는 뜻입니다. 바닥에 가까울수록 기울기가 작아지므로 걸음도 짧아집니다.
#
# :val:`last_step`걸음 뒤의 자리는 :vmath:`x_{10} = <<x10|.3f>>`, 높이는 :val:`f10|.3f`입니다.
# 한 걸음 더 가면 :val:`next10|.3f`에 닿습니다.

moves = table["옮긴 만큼"].to_numpy()
last_step, next10 = trace.steps, table["새 x"][10]
x10, f10 = trace.x[10], trace.values[10]
assert np.allclose(table["새 x"][:-1], table["x"][1:])
assert (np.diff(np.abs(moves)) < 0).all()

# %%
# .. _descent-closed-form:
#
# 한 식으로 검산하기
# ------------------
#
# 표가 맞는지는 어떻게 알까요? 규칙에 :math:`f'(x) = 2x`를 넣으면 걸음마다 하는 일이
# 곱하기 하나로 줄어듭니다.
#
# .. math::
#
#    x_{t+1} = x_t - 0.1 \times 2x_t = 0.8\, x_t
#
# 시작점이 :math:`3`이므로 :math:`t`걸음 뒤의 자리는 걷지 않고도 알 수 있습니다.
#
# .. math::
#
#    x_t = 3 \times 0.8^{t}
#
# 이웃한 두 자리의 비를 구해 봅니다. 모두 같은 수가 나와야 합니다.

ratios = trace.x[1:] / trace.x[:-1]
print(ratios.round(6))

# %%
# 열 걸음 모두 :val:`ratios[0]|.1f`배입니다. 높이는 자리의 제곱이므로 걸음마다
# :val:`height_ratio|.2f`배가 됩니다. 한 식으로 구한 열한 자리와 걸어서 얻은 열한 자리도 같습니다.

closed_form = 3 * 0.8 ** np.arange(11)
height_ratio = trace.values[1] / trace.values[0]
assert np.allclose(ratios, 0.8)
assert np.allclose(trace.x, closed_form)
assert np.allclose(trace.values, closed_form**2)

# %%
# .. _descent-figure:
#
# 그림으로 보기
# -------------
#
# U자 골짜기 위에 걸음을 찍습니다. 점은 :math:`(3, 9)`에서 출발합니다. 점 옆의 번호가 걸음이고,
# 네 점에는 초록 접선을 그었습니다. 접선이 눕는 만큼 주황 화살표가 짧아지는지 보세요.

# sphinx_gallery_alt = "U자 곡선의 오른쪽 위 (3, 9)에서 출발한 점이 곡선을 따라 왼쪽 아래로 내려옵니다. 접선은 점점 눕고 점 사이는 점점 좁아지며, <<last_step>>걸음 뒤의 점은 높이가 <<f10|.2f>>인 곳에서 바닥의 별표 가까이에 있습니다."
from dlconcepts.viz import animate_descent_1d, plot_descent_1d, use_korean_font

use_korean_font()
plot_descent_1d(
    f,
    trace,
    tangents=[0, 2, 5, 10],
    xlim=(-3.4, 3.4),
    minima=[0.0],
    title="접선이 누울수록 걸음이 짧아집니다",
)
plt.show()

# %%
# 이번에는 한 걸음씩 넘겨 봅니다. 장면마다 지금 자리의 접선과 다음 걸음의 화살표가 있습니다.
# 넘기기 전에 다음 장면의 화살표가 얼마나 길지 짚어 보세요. 그림 위의 수도 함께 바뀝니다.

# sphinx_gallery_alt = "경사 하강법을 한 장면에 한 걸음씩 보여 줍니다. 점이 x = <<closed_form[0]|g>>에서 시작하여 걸음마다 왼쪽 아래로 내려오고, 접선은 점점 수평에 가까워집니다. <<last_step>>걸음 뒤에 x는 <<x10|.3f>>입니다."
animation = animate_descent_1d(f, trace, xlim=(-3.4, 3.4))
plt.draw()  # 창이 없는 곳에서도 첫 장면을 그립니다
plt.show()
animation

# %%
# 점은 바닥을 지나치지 않고 한쪽 비탈에만 머물며 다가갑니다. 곱하는 수
# :val:`ratios[0]|.1f|이/가` 양수라서 자리의 부호가 바뀌지 않기 때문입니다.

assert (trace.x > 0).all()

# %%
# .. _descent-stop:
#
# 언제 멈출까요
# -------------
#
# 백 걸음을 걸으면 정확히 바닥에 닿을까요?

long_trace = minimize(f, df, 3.0, GradientDescent(lr=0.1), steps=100)
x100 = long_trace.x[100]
print(f"x = {x100:.1e}   바닥인가: {x100 == 0}")

# %%
# 아주 가깝지만 바닥은 아닙니다. 남은 거리에 :val:`ratios[0]|.1f|을/를` 아무리 곱해도 없어지지는
# 않습니다. 그래서 “바닥에 닿으면 멈춘다”고 하면 영영 멈추지 않습니다. 대신 발밑이 이만하면 평평하다
# 싶을 때 멈춥니다. 기울기의 크기가 ``tolerance`` 이하이면 멈추게 하는 것입니다.
#
# 몇 걸음일지는 미리 셈할 수 있습니다. :math:`t`걸음 뒤의 기울기는 :math:`6 \times 0.8^{t}`이므로,
# 이 수가 처음으로 :math:`0.001` 이하가 되는 :math:`t`를 찾으면 됩니다. 로그로 :math:`t`를 구하고,
# 걸음 수는 정수이므로 ``np.ceil``로 올립니다.

predicted = int(np.ceil(np.log(0.001 / 6) / np.log(0.8)))
stopped = minimize(
    f, df, 3.0, GradientDescent(lr=0.1), steps=1000, tolerance=0.001
)
print(f"셈한 걸음 {predicted}   걸은 걸음 {stopped.steps}   {stopped.status}")
assert x100 > 0
assert stopped.steps == predicted
assert stopped.status == "converged"

# %%
# 천 걸음까지 걸어도 된다고 했지만 :val:`predicted`걸음 만에 스스로 멈췄습니다.
# 이렇게 한 점에 다가가는 것을 :term:`수렴`이라고 합니다. ``converged``는 기울기가 충분히 작아져서
# 멈췄다는 표시입니다.

# %%
# .. _descent-trap:
#
# 흔한 함정
# ---------
#
# 첫째 함정은 기울기를 반복문 밖에서 한 번만 구하는 것입니다. 그래도 코드는 돌아갑니다.
# 열 걸음 뒤에 어디에 있을지 짐작해 보세요.

stale_x = 3.0
gradient = df(stale_x)  # 반복문 밖에서 한 번만 구했습니다
for _ in range(10):
    stale_x = stale_x - lr * gradient
print(f"x = {stale_x:.1f}   높이 {f(stale_x):.1f}")
assert np.isclose(f(stale_x), f(3.0))

# %%
# 바닥을 지나 반대편 비탈로, 출발한 높이까지 도로 올라갔습니다. 오류가 나지 않아 더 위험합니다.
# 기울기는 걸음마다 새로 느껴야 합니다.
#
# 둘째 함정은 말에 있습니다. 흔히 이렇게 말합니다: “경사 하강법은 함수가 가장 작아지는 곳을 찾아 준다.”
# 먼저 골짜기를 뒤집은 산 :math:`10 - x^2`의 꼭대기에서 출발해 봅니다. 기울기는 :math:`-2x`입니다.

at_top = descend(lambda x: -2 * x, x0=0.0, lr=0.1, n=100)
print(f"도착점 {at_top:.1f}   높이 {10 - at_top**2:.1f}")
assert at_top == 0

# %%
# 백 걸음을 걷게 했지만 가장 높은 곳에서 한 걸음도 떼지 못했습니다. 이번에는 골짜기가 둘인
# :math:`x^4 - 4x^2 + x + 1`을 두 곳에서 출발해 내려갑니다.

from dlconcepts.objectives import two_valleys

starts = np.array([-0.5, 0.5])
ends = np.array([descend(two_valleys.grad, x0, 0.05, 200) for x0 in starts])
depths, end_slopes = two_valleys.f(ends), two_valleys.grad(ends)
summary = pd.DataFrame({"시작점": starts, "도착점": ends})
summary["높이"], summary["기울기"] = depths, end_slopes
summary.round(3) + 0.0  # 영 앞의 빼기를 지웁니다

# %%
# 오른쪽에서 출발하면 높이 :val:`depths[1]|.2f`인 골짜기에 멈춥니다. 왼쪽에 높이
# :val:`depths[0]|.2f`인 더 깊은 골짜기가 있는데도 그렇습니다.
# 꼭대기까지 세 도착점의 공통점은 기울기가 :math:`0`이라는 것뿐입니다. 이런 점을 :term:`정류점`이라고
# 하며, 경사 하강법이 데려다주는 곳은 여기까지입니다. :math:`x^2`에서 가장 낮은 곳에 다가간 것은
# 정류점이 바닥 하나뿐이고 학습률도 알맞았기 때문입니다.

assert np.abs(end_slopes).max() < 1e-6
assert depths[1] > depths[0] + 1

# %%
# .. _descent-summary:
#
# 정리
# ----
#
# - 경사 하강법은 :math:`x \leftarrow x - \eta f'(x)`를 되풀이합니다. 정해 줄 것은 도함수, 시작점,
#   학습률, 걸음의 수입니다.
# - 학습률이 그대로여도 바닥에 가까우면 기울기가 작아져 걸음이 짧아집니다. :math:`x^2`에서는 걸음마다
#   남은 거리가 같은 비율로 줄어듭니다.
# - 바닥에 정확히 닿지 않으므로 기울기가 충분히 작을 때 멈춥니다. 멈춘 곳은 정류점이며, 가장 낮은
#   곳이라는 보장은 없습니다.

# %%
# .. _descent-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 골짜기를 오른쪽으로 옮기고 들어 올린 :math:`g(x) = (x - 2)^2 + 5`를
# :math:`x_0 = 5`에서 같은 학습률로 걸어 보세요. 열 걸음 뒤에 바닥까지 남은 거리는 얼마이고, 바닥의
# 높이는 얼마일까요?
#
# .. dropdown:: 답 보기
#
#    남은 거리는 :val:`distance_left|.3f`입니다. :math:`x^2`을 :math:`3`에서 걸을 때와 똑같습니다.
#    출발할 때의 거리도, 걸음마다의 비율도 같기 때문입니다. 높이는 :val:`g_height|.3f|으로/로`
#    바닥의 높이 :val:`g_bottom|g`에 다가갑니다. 바닥이라고 해서 높이가 :math:`0`인 것은 아닙니다.
#    손실도 마찬가지입니다.


def dg(x):
    return 2 * (x - 2)


def g(x):
    return (x - 2) ** 2 + 5


shifted = minimize(g, dg, 5.0, GradientDescent(lr=0.1), steps=10)
distance_left, g_height, g_bottom = shifted.x[10] - 2, shifted.values[10], g(2)
print(f"남은 거리 {distance_left:.3f}   높이 {g_height:.3f}")
assert np.isclose(distance_left, x10)
assert g_height > g_bottom

# %%
# **둘.** :math:`x^2`에서 남은 거리가 처음의 반보다 작아지려면 몇 걸음이 필요할까요? 높이가 반보다
# 작아지려면 몇 걸음일까요?
#
# .. dropdown:: 답 보기
#
#    거리는 :val:`half_distance`걸음, 높이는 :val:`half_height`걸음입니다. 높이는 거리의 제곱이라
#    더 빨리 줄어듭니다. 바닥만 아니면 시작점이 어디든 답은 같습니다.

half_distance = int(np.argmax(trace.x < trace.x[0] / 2))
half_height = int(np.argmax(trace.values < trace.values[0] / 2))
print(f"거리 {half_distance}걸음   높이 {half_height}걸음")
far = np.abs(minimize(f, df, -50.0, GradientDescent(lr=0.1), steps=10).x)
assert np.argmax(far < far[0] / 2) == half_distance
assert half_distance == np.ceil(np.log(0.5) / np.log(0.8))
assert half_height == np.ceil(np.log(0.5) / np.log(0.64))

# %%
# **셋.** 수학에서는 아무리 걸어도 바닥에 닿지 않습니다. 컴퓨터에서 오천 걸음을 걸으면 어떨까요?
#
# .. dropdown:: 답 보기
#
#    컴퓨터에서도 닿지 못하고 :val:`x5000|.0e`에서 멈춰 버립니다. 적을 수 있는 가장 작은 수의
#    근처라서 뺄 양이 반올림되어 :math:`0`이 되기 때문입니다. 기울기는 남아 있는데 걸음이 없어졌습니다.

x5000 = descend(df, x0=3.0, lr=0.1, n=5000)
print(x5000, lr * df(x5000))
assert x5000 > 0
assert df(x5000) > 0
assert lr * df(x5000) == 0

# %%
# .. _descent-next:
#
# 다음 쪽
# -------
#
# 지금까지 학습률은 한 가지였습니다. 더 크게, 더 작게 정하면 어떻게 되는지는
# :doc:`학습률 </auto_examples/02_gradient_descent/plot_03_learning_rate>`에서 봅니다.
