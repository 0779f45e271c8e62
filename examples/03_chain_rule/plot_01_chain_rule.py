"""
여러 단계를 거친 영향은 곱할까요, 더할까요?
===========================================

손잡이를 조금 돌리면 맞물린 톱니바퀴들이 차례로 돌아 마지막 바늘이 움직입니다.
처음의 작은 변화는 끝에서 얼마나 큰 변화가 될까요?
단계마다 재어 보면 곱할 때와 더할 때가 또렷이 갈립니다. 이 셈을 연쇄 법칙이라고 합니다.

- **할 것**: 톱니바퀴, 도미노, 스무 층짜리 신경망에서 처음의 작은 변화가 끝에서 얼마나 커지는지 잽니다.
- **배울 것**: 한 길을 따라서는 기울기를 곱하고, 길이 여럿이면 그 곱들을 더합니다.
- **필요한 것**: :doc:`발밑의 기울기 </auto_examples/02_gradient_descent/plot_01_slope>`와
  :doc:`두 변수 </auto_examples/02_gradient_descent/plot_05_two_variables>`에서 배운 기울기와 편미분.
  검산에 PyTorch를 한 번 씁니다.
"""

# %%
# .. _chain-gears:
#
# 맞물린 톱니바퀴
# ---------------
#
# 톱니가 24개인 바퀴가 톱니가 12개인 바퀴를 돌립니다. 큰 바퀴가 한 바퀴 돌면 작은 바퀴는 두 바퀴를
# 돕니다. 이렇게 “앞이 하나만큼 변할 때 뒤가 몇만큼 변하는가”를 나타내는 수가 :term:`기울기`입니다.
#
# 바퀴를 세 쌍 이어 붙입니다. 도는 바퀴는 다음 쌍의 돌리는 바퀴와 한 축에 끼워져 있어 함께 돕니다.

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from dlconcepts import viz

viz.use_korean_font()

pairs = [(24, 12), (36, 12), (10, 20)]  # (돌리는 톱니, 도는 톱니)
ratios = [driver / driven for driver, driven in pairs]
print("쌍마다의 기울기:", ratios)

# %%
# 첫 바퀴를 한 바퀴 돌리면 마지막 축은 몇 바퀴를 돌까요? 예측하고 나서 톱니를 세어 봅니다.

turns = 1.0
for driver, driven in pairs:
    teeth = turns * driver  # 맞물려 지나간 톱니의 수
    turns = teeth / driven
    print(f"톱니 {teeth:.0f}개가 지나가고 축은 {turns:.0f}바퀴 돕니다")

# %%
# 마지막 축은 :val:`turns|.0f`바퀴를 돕니다. 세 기울기의 **곱** :math:`2 \times 3 \times 0.5`입니다.
# 환전도 똑같습니다. 원을 달러로, 달러를 엔으로 바꾸면 두 환율이 곱해집니다. 환율은 셈하기 쉽게 지어낸 수입니다.

dollars_per_won, yen_per_dollar = 1 / 1400, 140
yen = 10_000 * dollars_per_won * yen_per_dollar
print(f"10,000원은 {yen:.0f}엔")

# %%
# 곱해도 되는 까닭은 단위에서 드러납니다. (달러/원) × (엔/달러)에서 달러가 약분되어 (엔/원)이 남습니다.
# 기울기는 이처럼 두 변화의 비이므로, 이어서 곱하면 가운데 것이 약분됩니다.

assert np.isclose(turns, np.prod(ratios))
assert np.isclose(yen, 10_000 / 10)

# %%
# .. _chain-dominoes:
#
# 도미노의 시간은 더합니다
# ------------------------
#
# 흔히 이렇게 말합니다. “마지막 도미노가 얼마나 빨리 넘어질지는 단계마다의 빠르기를 모두 곱한 것이다.”
# 확인해 봅니다. 앞 도미노가 넘어지고 나서 다음 도미노가 넘어질 때까지 걸린 시간이 셋 있습니다.
# 마지막 도미노가 넘어지는 때는 셋을 더한 것일까요, 곱한 것일까요?

delays = np.array([0.10, 0.08, 0.12])  # 초


def last_falls_at(delays):
    clock = 0.0
    for delay in delays:
        clock = clock + delay
    return clock


total_delay, product_delay = last_falls_at(delays), np.prod(delays)
print(f"마지막 도미노가 넘어지는 때: {total_delay:.2f}초")
print(f"모두 곱한 수: {product_delay:.5f}")

# %%
# 마지막 도미노는 :val:`total_delay|.2f`초 뒤에 넘어집니다. 지연은 **더해집니다**. 곱한 수
# :val:`product_delay|.5f|은/는` 어느 한 단계보다도 짧으니 답일 수 없고, 단위도 초가 아니라 초의 세제곱입니다.
#
# 그렇다면 도미노에는 연쇄 법칙이 없을까요? 지연을 하나씩 조금 늘리고, 마지막 시각이 늘린 만큼의 몇 배나 늦어지는지 잽니다.

from dlconcepts.gradcheck import numerical_gradient

domino_slopes = numerical_gradient(last_falls_at, delays)
print("마지막 시각의 기울기:", domino_slopes.round(6))

# %%
# 모두 :math:`1`입니다. 앞이 늦어진 만큼 뒤도 늦어지고, 그 비 :math:`1`은 몇 단계를 곱해도 :math:`1`입니다.
# **곱하는 것은 양이 아니라 변화의 비**입니다. 도미노에서 곱하기를 보려면 크기를 보면 됩니다.
# 저마다 앞 도미노의 1.5배만큼 크게 만들면, 크기의 비가 곱해집니다.

height = 5.0  # 첫 도미노의 높이 (cm)
for _ in range(3):
    height = 1.5 * height
print(f"세 도미노 뒤의 높이 {height:.1f} cm, 첫 도미노의 {height / 5:.3f}배")
assert np.isclose(total_delay, 0.30)
assert product_delay < delays.min()
assert np.allclose(domino_slopes, 1)
assert np.isclose(height / 5, 1.5**3)

# %%
# .. _chain-curve:
#
# 구부러진 함수도 아주 조금씩 보면 같습니다
# -----------------------------------------
#
# 톱니바퀴는 어디서나 기울기가 같습니다. 자리마다 기울기가 다른 함수라면 어떨까요?
# :math:`x`를 넣어 :math:`u`를 얻고, 그 :math:`u`를 넣어 :math:`y`를 얻습니다.


def g(x):
    return x**2 + 1  # u


def f(u):
    return u**3  # y


# %%
# :math:`x = 1`에서 :math:`h`만큼 움직이고 :math:`u`와 :math:`y`가 얼마나 변했는지 잽니다.
# :math:`\Delta`(델타)는 변한 양이라는 뜻이고, :math:`\Delta x`가 곧 :math:`h`입니다. 앞의 두 비를 곱하면 마지막 칸이 나올까요?

rows = []
for h in [1, 0.1, 0.01, 0.001, 0.0001]:
    du = g(1 + h) - g(1)
    dy = f(g(1 + h)) - f(g(1))
    rows.append([h, du / h, dy / du, (du / h) * (dy / du), dy / h])
columns = ["h", "Δu/Δx", "Δy/Δu", "두 비의 곱", "Δy/Δx"]
pd.DataFrame(rows, columns=columns).round(4)

# %%
# 어느 줄에서나 두 비의 곱이 :math:`\Delta y/\Delta x`와 같습니다. :math:`\Delta u`가 약분되기 때문입니다.
# :math:`h`를 줄이면 세 비는 :math:`2`, :math:`12`, :math:`24`로 다가갑니다. 이렇게 다가가는 수를 :math:`\Delta` 대신 :math:`d`로
# 적습니다. :math:`dy/dx`는 :math:`x`가 아주 조금 변할 때의 :math:`\Delta y/\Delta x`, 곧 기울기입니다. 이것을 기호로 적은 것이 :term:`연쇄 법칙`입니다.
#
# .. math::
#
#    \frac{dy}{dx} = \frac{dy}{du} \cdot \frac{du}{dx}
#
# 함수의 이름으로 적으면 :math:`y = f(g(x))`일 때 다음과 같습니다. 같은 말입니다. :math:`f'`과 :math:`g'`은 :math:`f`와 :math:`g`의
# :term:`도함수`이고, :math:`f'(g(x))`는 :math:`f'`에 :math:`x`가 아니라 :math:`u = g(x)`를 넣은 것입니다.
#
# .. math::
#
#    \frac{dy}{dx} = \frac{dy}{dg} \times \frac{dg}{dx} = f'(g(x)) \, g'(x)
#
# 여기서는 :math:`du/dx = 2x`이고 :math:`dy/du = 3u^2`입니다. 아무렇게나 고른 다섯 자리에서 :term:`중앙 차분`과 견줍니다.

points = np.random.default_rng(0).uniform(-2, 2, size=5)
by_rule = 3 * g(points) ** 2 * 2 * points
measured = [numerical_gradient(lambda x: f(g(x)), x) for x in points]
comparison = {"x": points, "연쇄 법칙": by_rule, "중앙 차분": measured}
pd.DataFrame(comparison).round(4)

# %%
# 다섯 자리에서 모두 같습니다.

assert all(np.isclose(row[3], row[4]) for row in rows)
assert np.allclose(rows[-1][1:], [2, 12, 24, 24], atol=0.01)
assert np.allclose(by_rule, measured)

# %%
# .. _chain-blame:
#
# 책임을 거슬러 올라가기
# ----------------------
#
# 발표를 망쳤습니다. 슬라이드가 틀렸고, 그것은 분석이 틀렸기 때문이고, 그것은 데이터를 엉성하게 모았기 때문이라고 합니다.
# 누구의 실수가 발표를 가장 크게 흔들까요? 앞사람의 실수가 다음 일로 번지는 비율을 이렇게 지어냈습니다.


def talk(data, analysis, slides):
    """세 사람이 저마다 더한 실수가 발표에서는 얼마가 되는지."""
    analysis_error = 0.6 * data + analysis
    slides_error = 2.0 * analysis_error + slides
    return 0.9 * slides_error


# %%
# 발표에서부터 **거꾸로** 비율을 곱해 올라갑니다. 슬라이드의 몫은 :math:`0.9`, 분석의 몫은 거기에 :math:`2`를 곱한 것,
# 데이터의 몫은 거기에 다시 :math:`0.6`을 곱한 것입니다.
# 그다음 한 사람씩 실수를 하나씩 저질러 보고 견줍니다. 가장 큰 몫은 누구의 것일까요?

passed_on = [0.9, 2.0, 0.6]  # 슬라이드, 분석, 데이터의 차례
shares = np.cumprod(passed_on)  # 앞에서 곱한 것에 하나씩 더 곱합니다
one_slip = [talk(0, 0, 1), talk(0, 1, 0), talk(1, 0, 0)]
people = {"다음 일로 번지는 비율": passed_on, "거꾸로 곱한 몫": shares}
people["실수를 하나 해 보면"] = one_slip
pd.DataFrame(people, index=["슬라이드", "분석", "데이터"])

# %%
# 분석의 몫이 :val:`share_analysis|.1f|으로/로` 가장 큽니다. 가장 먼저 일했다고 해서 몫이 가장 큰 것은 아닙니다.
# 여기서 **책임**이란 “그 사람의 작은 실수 하나가 결과를 얼마나 바꾸는가”라는 뜻입니다.
#
# 거꾸로 올라가면 좋은 점이 하나 더 있습니다. 슬라이드까지 곱해 둔 수를 분석이 쓰고, 분석까지 곱해 둔 수를 데이터가 씁니다.
# 처음부터 다시 곱하지 않습니다. :term:`역전파`가 하는 일이 바로 이것입니다.

share_analysis = shares[1]
assert np.allclose(shares, one_slip)
assert shares.argmax() == 1

# %%
# .. _chain-layers:
#
# 층이 셋인 신경망
# ----------------
#
# :term:`신경망`의 :term:`가중치`도 여러 단계를 거쳐 :term:`손실`에 닿습니다. :term:`층`마다 뉴런이 하나뿐인 가장 단순한 것을 봅니다.
#
# .. math::
#
#    x \to \text{층 1}(w_1, b_1) \to \text{층 2}(w_2, b_2) \to \text{층 3}(w_3, b_3) \to y \to L
#
# 첫째 층의 출력을 :math:`h_1`, 둘째 층의 출력을 :math:`h_2`라고 하면 :math:`x \to h_1 \to h_2 \to y \to L`입니다.
# :math:`w`는 가중치, :math:`b`는 :term:`편향`이고, ``np.tanh``는 값을 :math:`-1`과 :math:`1` 사이로 눌러 주는 구부러진 함수입니다. 마지막 층은 누르지 않습니다.
# 손실 :math:`L`은 출력 :math:`y`와 :term:`정답`의 차이를 제곱한 것입니다.

x, target = 1.5, 1.0
b = np.array([0.1, -0.2, 0.3])


def run(w):
    h1 = np.tanh(w[0] * x + b[0])
    h2 = np.tanh(w[1] * h1 + b[1])
    y = w[2] * h2 + b[2]
    return np.array([h1, h2, y, (y - target) ** 2])


# %%
# 가중치를 하나씩 :math:`0.01`만큼 흔들고, 무엇이 변했는지 봅니다. 어느 칸이 영일까요?

w = np.array([0.6, 1.4, 1.8])
nudges = 0.01 * np.eye(3)  # 줄마다 가중치 하나만 흔듭니다
changes = [run(w + nudge) - run(w) for nudge in nudges]
index = ["w1을 흔들면", "w2를 흔들면", "w3을 흔들면"]
columns = ["h1의 변화", "h2의 변화", "y의 변화", "손실의 변화"]
pd.DataFrame(changes, index=index, columns=columns).round(5)

# %%
# :math:`w_3`은 :math:`y`를 거쳐 곧바로 손실을 바꿉니다. :math:`w_1`은 :math:`h_1`, :math:`h_2`, :math:`y`를 **모두 거쳐야** 손실에 닿습니다.
# 신경망을 학습시키려면 다음 셋을 알아야 합니다.
#
# .. math::
#
#    \frac{\partial L}{\partial w_1}, \qquad
#    \frac{\partial L}{\partial w_2}, \qquad
#    \frac{\partial L}{\partial w_3}
#
# 연쇄 법칙은 지나는 단계마다의 기울기를 곱하라고 합니다. :math:`w_1`에서는 네 개입니다.
#
# .. math::
#
#    \frac{\partial L}{\partial w_1} =
#    \frac{\partial L}{\partial y} \times \frac{\partial y}{\partial h_2} \times
#    \frac{\partial h_2}{\partial h_1} \times \frac{\partial h_1}{\partial w_1}
#
# 한 단계의 기울기는 바로 옆의 것만 보면 되므로 구하기 쉽습니다. 이것을 :term:`국소 기울기`라고 합니다.
# :math:`\tanh z`의 기울기가 :math:`1 - (\tanh z)^2`이라는 것만 알면 됩니다. 안에 든 :math:`w_2 h_1 + b_2`의
# 기울기는 :math:`h_1`로 재면 :math:`w_2`, :math:`w_2`로 재면 :math:`h_1`이므로, 그것을 한 번 더 곱합니다.

h1, h2, y, loss_value = run(w)
dL_dy = 2 * (y - target)
dy_dh2, dy_dw3 = w[2], h2
dh2_dh1, dh2_dw2 = w[1] * (1 - h2**2), h1 * (1 - h2**2)
dh1_dw1 = x * (1 - h1**2)

# %%
# 국소 기울기를 화살표 위에 적습니다. 파란 길이 :math:`w_1`의 길입니다. 가중치 하나를 골라 손실까지 따라가며 수를 곱해 보세요.

# sphinx_gallery_alt = "가중치 w₁, w₂, w₃에서 손실 L까지 이어진 화살표. w₁에서는 국소 기울기 <<dh1_dw1|.3f>>, <<dh2_dh1|.3f>>, <<dy_dh2|.3f>>, <<dL_dy|.3f|을/를>> 차례로 지나는 길이 파랗게 칠해져 있고, w₃에서는 둘만 지나면 L에 닿습니다."
places = {"h1": (1, 0), "h2": (2, 0), "y": (3, 0), "L": (4, 0)}
places |= {"w1": (0, 1), "w2": (1, 1), "w3": (2, 1)}
slopes = {("w1", "h1"): dh1_dw1, ("h1", "h2"): dh2_dh1}
slopes |= {("h2", "y"): dy_dh2, ("y", "L"): dL_dy}
slopes |= {("w2", "h2"): dh2_dw2, ("w3", "y"): dy_dw3}
viz.plot_paths(
    places,
    slopes,
    highlight=[["w1", "h1", "h2", "y", "L"]],
    title="길을 따라 국소 기울기를 곱합니다",
)
plt.show()

# %%
# 세 가중치의 곱을, 실제로 가중치를 흔들어 잰 중앙 차분과 견줍니다.

products = [
    dL_dy * dy_dh2 * dh2_dh1 * dh1_dw1,
    dL_dy * dy_dh2 * dh2_dw2,
    dL_dy * dy_dw3,
]
table = pd.DataFrame({"곱한 기울기의 개수": [4, 3, 2], "곱": products})
table["중앙 차분"] = numerical_gradient(lambda w: run(w)[3], w)
table.index = ["w1", "w2", "w3"]
table.round(6)

# %%
# 세 줄 모두 같습니다. 손실 쪽의 두 기울기 :math:`\partial L/\partial y`와 :math:`\partial y/\partial h_2`의 곱은 :math:`w_1`과 :math:`w_2`의 줄에 함께 들어 있습니다.
# 발표의 책임처럼 여기서도 뒤에서 곱해 둔 것을 앞에서 다시 쓸 수 있습니다.

assert np.allclose(table["곱"], table["중앙 차분"])
assert np.array_equal(np.round(changes, 12) == 0, np.tri(3, 4, -1) == 1)

# %%
# .. _chain-twenty:
#
# 스무 층 떨어진 가중치
# ---------------------
#
# 단계가 늘어도 하는 일은 곱하기뿐입니다. 스무 층을 쌓고 **첫 층의 가중치**가 손실을 얼마나 바꾸는지 구합니다. 식을 줄이려고 편향은 뺍니다.
# 곱할 국소 기울기는 층마다 하나씩 스물, 손실에서 하나입니다.

deep_w = np.random.default_rng(1).uniform(0.8, 1.4, size=20)


def layer_outputs(w):
    h = [0.5]
    for weight in w:
        h.append(np.tanh(weight * h[-1]))
    return np.array(h)  # (21,)  입력과 스무 층의 출력


def deep_loss(w):
    return (layer_outputs(w)[-1] - target) ** 2


# %%
# 국소 기울기를 손실에서 첫 가중치 쪽으로 늘어놓고 곱합니다. 증인은 둘입니다. 중앙 차분과 PyTorch의 :term:`자동 미분`입니다.

import torch

h = layer_outputs(deep_w)
squash = 1 - h[1:] ** 2  # 층마다 tanh 의 기울기
between = deep_w[1:] * squash[1:]  # 층에서 다음 층으로, 열아홉
factors = [2 * (h[-1] - target), *between[::-1], h[0] * squash[0]]
product = np.prod(factors)

t = torch.tensor(deep_w, requires_grad=True)
deep_h = torch.tensor(0.5)
for weight in t:
    deep_h = torch.tanh(weight * deep_h)
((deep_h - target) ** 2).backward()

# %%

deep_measured = numerical_gradient(deep_loss, deep_w)[0]
autograd = float(t.grad[0])
n_factors = len(factors)
print(f"국소 기울기 {n_factors}개의 곱  {product:.10f}")
print(f"중앙 차분              {deep_measured:.10f}")
print(f"PyTorch                {autograd:.10f}")
assert np.isclose(product, deep_measured, rtol=1e-5)
assert np.isclose(product, autograd, rtol=1e-12)

# %%
# 세 답이 같습니다. 스무 층을 한꺼번에 미분한 적은 없습니다. 바로 옆 층만 보고 구한 수를 곱했을 뿐입니다.
# 곱이 어떻게 쌓이는지 손실에서부터 거꾸로 따라가 봅니다.

# sphinx_gallery_alt = "가로는 손실에서 거꾸로 센 단계, 세로는 거기까지 곱한 수의 크기를 로그 눈금으로 나타낸 그림. 국소 기울기의 크기는 <<smallest_factor|.2f>>와 <<largest_factor|.2f>> 사이이고, 곱은 대체로 줄어들어 <<n_factors>>번째에서 <<deep_size|.4f|이/가>> 됩니다."
smallest_factor, largest_factor = np.sort(np.abs(factors))[[0, -1]]
deep_size = abs(product)
stage = np.arange(1, n_factors + 1)
fig, ax = plt.subplots()
ax.plot(stage, np.abs(factors), "o", color=viz.PALETTE[0], label="국소 기울기")
running = np.abs(np.cumprod(factors))
ax.plot(stage, running, "s-", color=viz.PALETTE[1], label="거기까지의 곱")
ax.set(yscale="log", xlabel="손실에서 거꾸로 센 단계", ylabel="크기")
ax.set(xticks=[1, 6, 11, 16, 21], title="이 신경망에서는 곱할수록 작아집니다")
ax.legend()
plt.show()

# %%
# 곱은 되풀이할수록 아주 작아지거나 아주 커지기 쉽습니다. 국소 기울기가 모두 :math:`0.5`라면 스무 층 뒤에 어떻게 될까요? 모두 :math:`2`라면 어떨까요?

print(f"0.5를 스무 번 곱하면 {0.5**20:.1e}")
print(f"2를 스무 번 곱하면 {2.0**20:.1e}")

# %%
# 앞쪽 가중치의 기울기가 사라지는 것을 :term:`기울기 소실`, 터무니없이 커지는 것을 :term:`기울기 폭주`라고 합니다.
# 깊은 신경망을 학습시키기 어려운 까닭 가운데 하나가 이 곱하기입니다.
# :doc:`기울기 소실 </auto_examples/06_building_blocks/plot_02_vanishing_gradient>`에서 다시 만납니다.

assert 0.5**20 < 1e-5
assert 2.0**20 > 1e6

# %%
# .. _chain-two-paths:
#
# 길이 둘이면 더합니다
# --------------------
#
# 지금까지는 길이 하나였습니다. 한 변수가 **두 길**로 결과에 닿으면 어떨까요?
# 가로가 :math:`x = 2t + 1`, 세로가 :math:`y = t^2 + 1`인 직사각형이 있습니다. :math:`t`를 키우면 가로와 세로가 함께 자랍니다.
# 넓이 :math:`z = xy`는 :math:`t = 1`에서 얼마나 빠르게 커질까요? 가로를 거친 길과 세로를 거친 길의 곱을 저마다 구해 봅니다.


def area(t):
    width, height = 2 * t + 1, t**2 + 1
    return width * height


width, height = 2 * 1 + 1, 1**2 + 1  # t = 1 에서
through_width = height * 2  # ∂z/∂x · dx/dt = y · 2
through_height = width * (2 * 1)  # ∂z/∂y · dy/dt = x · 2t
area_slope = numerical_gradient(area, 1.0)
print("가로를 거친 길:", through_width, " 세로를 거친 길:", through_height)
print(f"실제로 잰 기울기: {area_slope:.6f}")

# %%
# 두 길의 **합**이 답입니다. 그림으로 보면 당연합니다. :math:`t`를 :math:`0.2`만큼 키웠을 때 늘어난 넓이는 두 띠입니다.
# 귀퉁이는 :math:`t`를 조금만 키우면 띠보다 훨씬 빨리 작아져 없어집니다.

# sphinx_gallery_alt = "가로 <<width>>, 세로 <<height>>인 직사각형이 오른쪽과 위로 자란 그림. 오른쪽의 세로 띠는 가로가 자란 몫이고, 위의 가로 띠는 세로가 자란 몫입니다. 두 띠가 만나는 귀퉁이는 아주 작습니다."
from matplotlib.patches import Rectangle

step = 0.2
wider, taller = 2 * step, 1.2**2 + 1 - height
strips = [((0, 0), width, height, viz.GRID, "처음 넓이")]
strips += [((width, 0), wider, height, viz.PALETTE[0], "가로가 자란 몫")]
strips += [((0, height), width, taller, viz.PALETTE[1], "세로가 자란 몫")]
strips += [((width, height), wider, taller, viz.PALETTE[4], "귀퉁이")]
fig, ax = plt.subplots(figsize=(6, 3.6))
for corner, w_, h_, color, name in strips:
    ax.add_patch(Rectangle(corner, w_, h_, facecolor=color, label=name))
ax.set(xlim=(0, 5.6), ylim=(0, 2.7), xlabel="$x$", ylabel="$y$")
ax.set(aspect="equal", title="늘어난 넓이는 두 띠의 합입니다")
ax.legend(loc="center right")
plt.show()

# %%
# 이것이 변수가 여럿일 때의 연쇄 법칙입니다.
# :math:`z`가 :math:`x`와 :math:`y`로 정해지고 그 둘이 저마다 :math:`t`로 정해지면, **길마다 곱하고 길끼리 더합니다**.
#
# .. math::
#
#    \frac{dz}{dt} =
#    \frac{\partial z}{\partial x} \frac{dx}{dt} + \frac{\partial z}{\partial y} \frac{dy}{dt}
#
# :math:`t = 1`에서는 :math:`2 \times 2 + 3 \times 2 = 10`입니다.

for h in [0.2, 0.02, 0.002]:
    grown = (area(1 + h) - area(1)) / h
    print(f"h = {h}: 늘어난 넓이 / h = {grown:.4f}")
assert through_width + through_height == 10
assert np.isclose(area_slope, 10)

# %%
# .. _chain-fan-out:
#
# 신경망의 길은 거의 언제나 여럿입니다
# ------------------------------------
#
# 흔히 이렇게 말합니다. “연쇄 법칙은 사슬 하나를 따라 기울기를 곱하는 것이다.” 확인해 봅니다.
# 뉴런 하나의 출력 :math:`h`가 다음 층의 뉴런 :math:`p`와 :math:`q`에 들어가고, 둘이 다시 :math:`y`에서 만납니다.

w_shared = 0.7


def fan_out(w):
    h = np.tanh(w * 1.5)
    p, q = np.tanh(1.2 * h), np.tanh(-0.5 * h)
    return 2 * p + 3 * q


# %%
# 길은 :math:`w \to h \to p \to y`와 :math:`w \to h \to q \to y`입니다. 길마다 국소 기울기 셋을 곱합니다.

h = np.tanh(w_shared * 1.5)
dh_dw = 1.5 * (1 - h**2)
dp_dh = 1.2 * (1 - np.tanh(1.2 * h) ** 2)
dq_dh = -0.5 * (1 - np.tanh(-0.5 * h) ** 2)
by_p, by_q = 2 * dp_dh * dh_dw, 3 * dq_dh * dh_dw
true_slope = numerical_gradient(fan_out, w_shared)
print(f"p를 거친 길 {by_p:.4f}, q를 거친 길 {by_q:.4f}")
print(f"두 길의 합 {by_p + by_q:.4f}, 중앙 차분 {true_slope:.4f}")

# %%

# sphinx_gallery_alt = "w에서 h로 온 화살표가 p와 q로 갈라졌다가 y에서 만나는 그림. 위쪽 파란 길의 국소 기울기는 <<dp_dh|.3f|과/와>> <<dy_dp>>, 아래쪽 주황 길은 <<dq_dh|.3f|과/와>> <<dy_dq>>이고, 두 길이 함께 지나는 첫 화살표는 초록이며 <<dh_dw|.3f>>입니다."
dy_dp, dy_dq = 2, 3
places = {"w": (0, 0.5), "h": (1, 0.5), "y": (3, 0.5)}
places |= {"p": (2, 1), "q": (2, 0)}
slopes = {("w", "h"): dh_dw, ("h", "p"): dp_dh, ("p", "y"): dy_dp}
slopes |= {("h", "q"): dq_dh, ("q", "y"): dy_dq}
viz.plot_paths(
    places,
    slopes,
    highlight=[["w", "h", "p", "y"], ["w", "h", "q", "y"]],
    title="길마다 곱하고, 만나는 곳에서 더합니다",
)
plt.show()

# %%
# 한 길만 보면 :val:`by_p|.3f`이고 다른 길만 보면 :val:`by_q|.3f`입니다. 참값은 둘을 더한 :val:`true_slope|.3f`입니다.
# 위쪽 길만 따랐다면 **부호까지** 틀립니다. 한 층에 뉴런이 둘만 되어도 길은 갈라집니다.
# 그래서 신경망에서는 언제나 모든 길을 더해야 합니다.

assert np.isclose(by_p + by_q, true_slope)
assert by_p > 0 > true_slope

# %%
# .. _chain-trap:
#
# 흔한 함정: 바깥 기울기를 엉뚱한 자리에서 재기
# ---------------------------------------------
#
# :math:`y = f(g(x))`에서 바깥 함수의 기울기 :math:`3u^2`은 :math:`u = g(x)`에서 재야 합니다. :math:`x`를 그대로 넣으면 어떻게 될까요?
# :math:`x = 1`에서 견줍니다.

right = 3 * g(1) ** 2 * 2 * 1
wrong = 3 * 1**2 * 2 * 1  # 바깥 기울기에 u 대신 x 를 넣었습니다
print("u에서 재면", right, " x에서 재면", wrong)
print(f"중앙 차분 {numerical_gradient(lambda x: f(g(x)), 1.0):.4f}")
assert right != wrong

# %%
# 오류는 나지 않고 값만 틀립니다. 국소 기울기는 **그 단계에 실제로 들어온 값**에서 재야 합니다.
# 그러므로 앞에서부터 계산해 나갈 때 단계마다 들어온 값을 기억해 두어야 합니다. 이렇게 도중에 나온 값을 **중간값**이라고 합니다.

assert np.isclose(right, numerical_gradient(lambda x: f(g(x)), 1.0))

# %%
# .. _chain-summary:
#
# 정리
# ----
#
# - 기울기는 두 변화의 비입니다. 단계가 이어지면 비를 곱합니다. 시간이나 양 자체를 곱하는 것이 아닙니다.
# - 한 길을 따라서는 국소 기울기를 곱하고, 길이 여럿이면 그 곱들을 더합니다. 이것이 연쇄 법칙의 전부입니다.
# - 스무 층 떨어진 가중치라도 바로 옆 층만 보고 구한 기울기를 곱하면 됩니다. 끝에서부터 거꾸로 곱하면 곱한 것을 다시 쓸 수 있습니다.

# %%
# .. _chain-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 층마다 들어온 값을 출력에 그대로 더해 주면, 곧 :math:`h \leftarrow h + \tanh(wh)`로 바꾸면 한 층의 국소 기울기는 무엇이
# 될까요? 길이 몇 개인지 세어 보세요. 가중치는 셈하기 쉽게 모두 :math:`0.3`으로 둡니다.
#
# .. dropdown:: 답 보기
#
#    길이 둘입니다. :math:`h`를 그대로 지나는 길의 기울기가 :math:`1`, :math:`\tanh`를 지나는 길의 기울기가
#    :math:`w(1 - (\tanh wh)^2)`이므로 둘을 더합니다. 여기서는 :math:`w`가 양수이므로 층마다의 기울기가 :math:`1`보다 작아지지 않습니다.
#    스무 층의 곱은 그 길이 있을 때 :val:`with_skip|.1f`, 없을 때 :val:`without_skip|.1e`입니다.

skip, plain = 0.5, 0.5
with_skip = without_skip = 1.0
for _ in range(20):
    with_skip *= 1 + 0.3 * (1 - np.tanh(0.3 * skip) ** 2)
    without_skip *= 0.3 * (1 - np.tanh(0.3 * plain) ** 2)
    skip, plain = skip + np.tanh(0.3 * skip), np.tanh(0.3 * plain)
print(f"있을 때 {with_skip:.1f}, 없을 때 {without_skip:.1e}")


def through_skips(x):
    for _ in range(20):
        x = x + np.tanh(0.3 * x)
    return x


assert np.isclose(with_skip, numerical_gradient(through_skips, 0.5))
assert with_skip > 1 > without_skip

# %%
# **둘.** 뉴런이 둘씩인 층에서 다음 층으로 열 번 건너가면 길은 몇 개일까요? 국소 기울기를 건널 때마다 :math:`2 \times 2` :term:`행렬`로 적고,
# 모든 길의 곱을 더한 것과 행렬들의 곱을 견주어 보세요.
#
# .. dropdown:: 답 보기
#
#    첫 층의 첫째 뉴런에서 마지막 층의 첫째 뉴런까지 가는 길은 :val:`n_paths`개입니다. 층이 하나 늘 때마다 길이 두 배가 됩니다.
#    모든 길의 곱을 더한 값은 행렬 열 개를 곱한 것의 한 칸과 같습니다. 행렬의 곱은 **모든 길의 합을 빠르게 구하는 방법**입니다.

from itertools import product as choices

J = np.random.default_rng(0).normal(size=(10, 2, 2))  # 건널 때마다 하나
paths = [(0, *middle, 0) for middle in choices([0, 1], repeat=9)]
total = 0.0
for path in paths:
    total += np.prod([J[k, path[k], path[k + 1]] for k in range(10)])
n_paths = len(paths)
matrix_entry = np.linalg.multi_dot(J)[0, 0]
print(f"길 {n_paths}개의 합 {total:.6f}, 행렬의 곱 {matrix_entry:.6f}")
assert n_paths == 2**9
assert np.isclose(total, matrix_entry)

# %%
# **셋.** :math:`y = u^2`이고 :math:`u = 3x - 6`입니다. :math:`x = 2`에서 :math:`x`를 조금 흔들면 :math:`y`는 얼마나 변할까요?
# 국소 기울기 하나가 영이면 길 전체는 어떻게 될까요?
#
# .. dropdown:: 답 보기
#
#    기울기는 :val:`blocked_slope|.0f`입니다. :math:`u = 0`에서 :math:`dy/du = 2u = 0`이므로 :math:`du/dx = 3`이 아무리 커도 곱은 영입니다.
#    길의 한 곳이 막히면 그 길로는 아무 영향도 지나가지 못합니다.

blocked_slope = 2 * (3 * 2 - 6) * 3
blocked_measured = numerical_gradient(lambda x: (3 * x - 6) ** 2, 2.0)
print(f"곱 {blocked_slope}, 중앙 차분 {blocked_measured:.6f}")
assert blocked_slope == 0
assert abs(blocked_measured) < 1e-6

# %%
# .. _chain-next:
#
# 다음 쪽
# -------
#
# 겹겹이 싸인 함수를 풀어 두 길을 찾고, 그 기울기로 골짜기를 내려가 봅니다.
# :doc:`겹친 함수 내려가기 </auto_examples/03_chain_rule/plot_02_nested_function>`로 이어집니다.
