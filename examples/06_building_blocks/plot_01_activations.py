r"""
층 사이에 왜 굽은 함수를 끼울까요?
==================================

신경망의 층은 곱하고 더하는 일만 합니다. 그런 층을 수십 겹 쌓으면 더 똑똑해질까요?
층 사이에 굽은 함수를 하나 끼웠을 때와 끼우지 않았을 때를 나란히 계산해 봅니다.
그다음 자주 쓰는 함수 여덟 가지의 값과 기울기를 한자리에 펼칩니다.

- **할 것**: 굽은 함수 없이 쌓은 세 층이 한 층과 같은지 재고, 활성화 함수마다 값과 도함수를 그리고, 하나씩 갈아 끼웁니다.
- **배울 것**: 굽은 함수가 없으면 층을 쌓아도 직선입니다. 어떤 함수를 끼우든 역전파에서 바뀌는 것은 한 줄뿐입니다.
- **필요한 것**: :doc:`연쇄 법칙 </auto_examples/03_chain_rule/plot_01_chain_rule>`,
  :doc:`손으로 하는 역전파 </auto_examples/04_backpropagation/plot_06_mlp_by_hand>`. PyTorch도 씁니다.
"""

# %%
# .. _activations-layers:
#
# 두 층을 식으로 적으면
# ---------------------
# :term:`층` 하나가 하는 일은 둘입니다. 먼저 입력에 :term:`가중치`를 곱하고 :term:`편향`을 더합니다.
# 그 결과를 :term:`활성화 함수` :math:`f`에 넣습니다. 입력에서 출력까지 두 층이 이어지면 이렇게 적습니다.
#
# .. math::
#
#    \begin{aligned}
#    h &= f(xW_1 + b_1) \\
#    y &= hW_2 + b_2
#    \end{aligned}
#
# :math:`x`는 입력, :math:`y`는 출력이고, :math:`h`는 두 층 사이의 중간 결과입니다. :math:`W_1, W_2`는 가중치
# :term:`행렬`, :math:`b_1, b_2`는 편향입니다. :math:`f`에 들어가기 직전의 값 :math:`z = xW_1 + b_1`에도 이름을 붙여 둡니다.
# 이 사이트에서는 예제를 가로줄로 놓으므로 :math:`W`를 오른쪽에 곱합니다. 예제를 세로로 놓는 책은
# :math:`W_1x + b_1`로 적지만 하는 일은 같습니다.
#
# 예제 둘을 첫째 층에 넣어 :math:`z`까지 셈합니다. 표의 세로줄 하나가 :term:`뉴런` 하나입니다.

from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from dlconcepts.viz import MUTED, PALETTE, use_korean_font

use_korean_font()

# %%

x = np.array([[1.0, 2.0], [3.0, -1.0]])  # 가로줄 하나가 예제 하나
W1, b1 = np.array([[1.0, -1.0, 0.5], [0.5, 1.0, -1.0]]), np.array([0, 0.5, 0])
W2, b2 = np.array([[1.0], [-1.0], [2.0]]), np.array([0.1])

z = x @ W1 + b1
neurons = ["첫째 뉴런", "둘째 뉴런", "셋째 뉴런"]
examples = ["첫째 예제", "둘째 예제"]
pd.DataFrame(z, index=examples, columns=neurons)

# %%
# 이번에 끼울 :math:`f`는 음수를 영으로 바꾸는 ``relu``입니다. 위의 표에서 어느 칸이 바뀔까요?


def relu(z):
    return np.maximum(z, 0.0)


h = relu(z)
pd.DataFrame(h, index=examples, columns=neurons)

# %%
# 음수였던 칸만 영이 되고 나머지는 그대로입니다. 둘째 층에는 :math:`f`가 없으므로 출력은 어떤 수든 될 수 있습니다.

y = h @ W2 + b2
print(y.round(2).tolist())
assert (h[z > 0] == z[z > 0]).all()
assert (h[z <= 0] == 0).all()

# %%
# .. _activations-linear:
#
# 직선은 쌓아도 직선입니다
# ------------------------
# :math:`f`를 빼면 어떻게 될까요? 세 층을 만들고, 층 **사이**에만 함수를 끼우는 ``stack``을 적습니다.
# 함수 자리에 받은 것을 그대로 돌려주는 함수를 넣으면 아무것도 끼우지 않은 셈입니다.

rng = np.random.default_rng(0)
sizes = [4, 16, 16, 3]
layers = []
for n_in, n_out in pairwise(sizes):
    W = rng.normal(size=(n_in, n_out)) / np.sqrt(n_in)
    b = rng.normal(size=n_out)
    layers.append((W.astype(np.float32), b.astype(np.float32)))


def stack(x, f):
    *before, (W_last, b_last) = layers
    for W, b in before:
        x = f(x @ W + b)
    return x @ W_last + b_last


# %%
# 곱하고 더하는 일을 이어 붙이면 다시 한 번 곱하고 더하는 일이 됩니다. 괄호를 풀어 보면 보입니다.
#
# .. math::
#
#    \begin{aligned}
#    &\big((xW_1 + b_1)W_2 + b_2\big)W_3 + b_3 \\
#    &\quad = x\,\underbrace{W_1W_2W_3}_{W} + \underbrace{(b_1W_2 + b_2)W_3 + b_3}_{b}
#    \end{aligned}
#
# 정말 같은지 예제 200개를 넣어 세 층과 한 층의 출력을 견줍니다.

(A1, a1), (A2, a2), (A3, a3) = layers
one_W = A1 @ A2 @ A3
one_b = (a1 @ A2 + a2) @ A3 + a3
inputs = rng.normal(size=(200, 4)).astype(np.float32)

straight = stack(inputs, lambda z: z)
linear_gap = float(np.abs(straight - (inputs @ one_W + one_b)).max())
print(f"세 층과 한 층의 가장 큰 차이: {linear_gap:.0e}")

# %%
# :term:`반올림 오차`만큼만 다릅니다. :term:`파라미터` :val:`n_three|,d`개가 하는 일을 :val:`n_one`개가 똑같이 합니다.
#
# ``relu``를 끼우면 어떨까요? 직선인지 알아보는 쉬운 방법이 있습니다. 두 입력의 **한가운데**를 넣어 봅니다.
# 직선이라면 두 출력의 한가운데가 나와야 합니다. 입력 백 쌍으로 어긋난 정도를 잽니다.

n_three = sum(W.size + b.size for W, b in layers)
n_one = one_W.size + one_b.size
assert linear_gap < 1e-5

# %%


def bend(f):
    first, second = inputs[:100], inputs[100:]
    at_middle = stack((first + second) / 2, f)
    middle = (stack(first, f) + stack(second, f)) / 2
    return float(np.abs(at_middle - middle).max())


straight_bend, relu_bend = bend(lambda z: z), bend(relu)
print(
    f"아무것도 끼우지 않으면 {straight_bend:.0e}, relu를 끼우면 {relu_bend:.1f}"
)

# %%
# ``relu``를 끼운 세 층은 직선이 아니므로 어떤 한 층과도 같을 수 없습니다.

assert straight_bend < 1e-5
assert relu_bend > 0.1

# %%
# .. _activations-xor:
#
# 직선으로는 못 푸는 네 점
# ------------------------
# 두 입력이 서로 다를 때만 참인 :term:`배타적 논리합`을 봅니다. 예제는 넷뿐입니다. 직선 한 층
# :math:`y = w_1x_1 + w_2x_2 + b`가 낼 수 있는 가장 작은 :term:`평균제곱오차`는 얼마일까요?
# ``np.linalg.lstsq``는 제곱 오차가 가장 작은 :math:`w_1, w_2, b`를 바로 구해 줍니다.

corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
xor = np.array([0.0, 1.0, 1.0, 0.0])

with_ones = np.column_stack([corners, np.ones(4)])  # 편향 자리에 1을 붙입니다
best, *_ = np.linalg.lstsq(with_ones, xor, rcond=None)
guess = with_ones @ best
linear_mse = float(np.mean((guess - xor) ** 2))
print("예측:", guess.round(3), "  평균제곱오차:", round(linear_mse, 3))

# %%
# 네 점에 모두 반반이라고 답하고 포기했습니다. 까닭이 있습니다. 입력이 :math:`(x_1, x_2)`일 때의 출력을
# :math:`y(x_1, x_2)`로 적으면, 직선 한 층은 무엇을 배우든 마주 보는 꼭짓점끼리 더한 값이 같습니다.
#
# .. math::
#
#    \begin{aligned}
#    y(0,0) + y(1,1) &= w_1 + w_2 + 2b \\
#    y(0,1) + y(1,0) &= w_1 + w_2 + 2b
#    \end{aligned}
#
# 그런데 정답은 한쪽의 합이 :val:`even_sum|g`, 다른 쪽의 합이 :val:`odd_sum|g`입니다. 직선은 쌓아도 직선이므로
# 굽히지 않은 백 층도 똑같이 포기합니다.
#
# 이번에는 ``relu`` 두 개로 굽힙니다. 가중치는 손으로 정했습니다.

even_sum, odd_sum = xor[0] + xor[3], xor[1] + xor[2]
hidden = relu(corners @ np.array([[1.0, 1.0], [1.0, 1.0]]) + [0.0, -1.0])
bent = hidden @ np.array([1.0, -2.0])
bent_mse = float(np.mean((bent - xor) ** 2))
print("예측:", bent, "  평균제곱오차:", bent_mse)
assert np.isclose(linear_mse, 0.25)
assert bent_mse == 0

# %%
# 넷을 모두 맞혔습니다. 무슨 일이 일어났는지 그림으로 봅니다. 왼쪽은 입력 그대로, 오른쪽은 :term:`은닉층`의 두 뉴런을
# 지난 뒤의 네 점입니다. 오른쪽에는 점이 몇 개 보일까요?

# sphinx_gallery_alt = "왼쪽은 정사각형의 네 꼭짓점에 놓인 배타적 논리합의 네 점으로, 참인 두 점과 거짓인 두 점이 서로 엇갈려 있습니다. 오른쪽은 은닉층을 지난 뒤로, 참인 두 점이 한자리에 겹치고 점선 하나가 참과 거짓을 가릅니다."
fig, axes = plt.subplots(1, 2, figsize=(7, 3.6))
spots = [corners, hidden]
for ax, points in zip(axes, spots, strict=True):
    for answer, marker in [(0, "o"), (1, "s")]:
        px, py = points[xor == answer].T
        name = "참" if answer else "거짓"
        ax.plot(px, py, marker, ms=13, color=PALETTE[answer], label=name)
axes[1].plot([0.25, 2.25], [-0.125, 0.875], "--", color=MUTED)
axes[0].set(xlabel="$x_1$", ylabel="$x_2$", title="입력: 엇갈립니다")
axes[1].set(xlabel="$h_1$", ylabel="$h_2$", title="은닉층: 갈립니다")
axes[0].legend(loc="center")
plt.show()

# %%
# 셋뿐입니다. 두 뉴런의 가중치가 모두 :math:`1`이어서 참인 두 점이 한자리에 겹쳤고, 둘째 뉴런의 ``relu``가 길을 꺾었습니다.
# 그래서 직선 하나로 가를 수 있습니다.

assert np.array_equal(hidden[1], hidden[2])

# %%
# .. _activations-table:
#
# 여덟 가지 함수와 도함수
# -----------------------
# 여러 가지 굽은 함수를 끼울 수 있습니다. :term:`역전파`가 요구하는 것은 :term:`도함수`뿐입니다. 자주 만나는 것을 모았습니다.
#
# .. list-table::
#    :header-rows: 1
#    :class: wrap
#
#    * - 함수
#      - 식 :math:`f(z)`
#      - 도함수 :math:`f'(z)`
#    * - 계단
#      - :math:`z > 0`이면 :math:`1`, 아니면 :math:`0`
#      - :math:`0` (끊긴 자리는 빼고)
#    * - 시그모이드 :math:`\sigma`
#      - :math:`1 / (1 + e^{-z})`
#      - :math:`\sigma(z)(1 - \sigma(z))`
#    * - tanh
#      - :math:`\tanh z`
#      - :math:`1 - \tanh^2 z`
#    * - ReLU
#      - :math:`\max(0, z)`
#      - :math:`z > 0`이면 :math:`1`, 아니면 :math:`0`
#    * - leaky ReLU
#      - :math:`\max(0.01z, z)`
#      - :math:`z > 0`이면 :math:`1`, 아니면 :math:`0.01`
#    * - GELU
#      - :math:`z\,\Phi(z)`
#      - :math:`\Phi(z) + z\,\varphi(z)`
#    * - SiLU
#      - :math:`z\,\sigma(z)`
#      - :math:`\sigma(z) + z\,\sigma(z)(1 - \sigma(z))`
#    * - 제곱
#      - :math:`z^2`
#      - :math:`2z`
#
# - **계단**은 기울기가 없어 경사 하강법으로는 배우지 못합니다. **제곱**은 손으로 셈하는 연습에 씁니다.
# - **시그모이드**는 예와 아니요의 확률을 내는 마지막 층에, **tanh**는 순환 신경망의 안쪽에 씁니다.
# - **ReLU**는 셈이 쉬워 은닉층에 두루 씁니다. **leaky ReLU**는 음수에서도 기울기를 남기고 싶을 때 씁니다.
# - **GELU**는 BERT와 같은 트랜스포머에, **SiLU**는 여러 언어 모델에 씁니다.
#
# :math:`e`는 자연로그의 밑입니다. :math:`\varphi`(피)는 종 모양인 표준 정규분포의 곡선이고, :math:`\Phi(z)`는 그 곡선 아래에서
# :math:`z`의 왼쪽에 있는 넓이입니다. 파이썬에서는 ``math.erf``로 이 넓이를 구할 수 있습니다.
# 식을 그대로 코드로 옮깁니다. 이름마다 함수와 도함수를 짝지어 둡니다.

import math


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


functions = {
    "계단": (lambda z: np.where(z > 0, 1.0, 0.0), np.zeros_like),
    "시그모이드": (sigmoid, lambda z: sigmoid(z) * (1 - sigmoid(z))),
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "ReLU": (relu, lambda z: np.where(z > 0, 1.0, 0.0)),
}

# %%


def area(z):  # Φ
    return np.vectorize(lambda t: 0.5 * (1 + math.erf(t / math.sqrt(2))))(z)


def bell(z):  # φ
    return np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)


def silu_slope(z):
    return sigmoid(z) + z * sigmoid(z) * (1 - sigmoid(z))


# %%

functions["leaky ReLU"] = (
    lambda z: np.maximum(0.01 * z, z),
    lambda z: np.where(z > 0, 1.0, 0.01),
)
functions["GELU"] = (lambda z: z * area(z), lambda z: area(z) + z * bell(z))
functions["SiLU"] = (lambda z: z * sigmoid(z), silu_slope)
functions["제곱"] = (lambda z: z**2, lambda z: 2 * z)

# %%
# 손으로 적은 도함수가 맞는지 :term:`중앙 차분`과 견줍니다. 꺾이는 자리인 영은 조금 뒤에 따로 봅니다.
# 라이브러리의 ``ACTIVATIONS``에 든 것과도 맞추어 봅니다.

from dlconcepts.activations import ACTIVATIONS

names = ["step", "sigmoid", "tanh", "relu"]
names += ["leaky_relu", "gelu", "silu", "square"]
grid = np.linspace(-3, 3, 60)  # 영은 들어 있지 않습니다
worst = 0.0
for (f, df), name in zip(functions.values(), names, strict=True):
    numeric = (f(grid + 1e-6) - f(grid - 1e-6)) / 2e-6
    worst = max(worst, float(np.abs(df(grid) - numeric).max()))
    assert np.allclose(f(grid), ACTIVATIONS[name].f(grid), atol=1e-12)
    assert np.allclose(df(grid), ACTIVATIONS[name].df(grid), atol=1e-12)
print(f"도함수와 중앙 차분의 가장 큰 차이: {worst:.0e}")
assert worst < 1e-8

# %%
# .. _activations-curves:
#
# 값과 기울기를 그림으로
# ----------------------
# 파란 실선이 값, 주황 점선이 기울기입니다. 그림마다 기울기가 영에 가까운 곳을 찾아보세요. 그곳에서는 뒤에서 온
# 책임이 앞으로 거의 전해지지 않습니다.

# sphinx_gallery_alt = "여덟 함수의 값과 기울기를 나란히 그린 그림. 계단의 기울기는 어디서나 영이고, 시그모이드와 tanh의 기울기는 가운데에서 가장 크고 양 끝에서 영에 가까워집니다. 시그모이드의 가장 큰 기울기는 <<sigmoid_peak|.2f>>, tanh는 <<tanh_peak|.0f>>입니다. ReLU의 기울기는 음수에서 영, 양수에서 일입니다. GELU와 SiLU는 ReLU를 부드럽게 구부린 모양이고, 제곱의 기울기는 직선입니다."
fig, axes = plt.subplots(4, 2, figsize=(6.5, 8), sharex=True, sharey=True)
fine = np.linspace(-3, 3, 301)
for ax, (name, (f, df)) in zip(axes.flat, functions.items(), strict=True):
    ax.plot(fine, f(fine), color=PALETTE[0], label="값")
    ax.plot(fine, df(fine), "--", color=PALETTE[1], label="기울기")
    ax.set_title(name)
axes[0, 0].set(ylim=(-1.3, 3.2), xticks=[-2, 0, 2])
axes[0, 0].legend(loc="upper left")
plt.show()

# %%
# 시그모이드의 기울기를 수로 봅니다. 가장 클 때는 얼마이고, 그림의 오른쪽 끝에서는 얼마일까요?

sigmoid_peak = functions["시그모이드"][1](fine).max()
tanh_peak = functions["tanh"][1](fine).max()
sigmoid_tail = functions["시그모이드"][1](np.array(3.0))
print(f"가장 클 때 {sigmoid_peak:.2f}, z = 3에서 {sigmoid_tail:.3f}")

# %%
# 시그모이드의 기울기는 가장 클 때도 :val:`sigmoid_peak|.2f`이고, :math:`z = 3`에서는 :val:`sigmoid_tail|.3f`까지
# 줄어듭니다. 이렇게 값이 더는 변하지 않아 기울기가 거의 없어진 것을 :term:`포화`라고 합니다.
# ReLU는 양수 쪽에서 포화하지 않는 대신 음수 쪽의 기울기가 정확히 영입니다.

assert np.isclose(sigmoid_peak, 0.25)
assert np.isclose(tanh_peak, 1)

# %%
# .. _activations-kink:
#
# 꺾인 자리의 기울기는 약속입니다
# -------------------------------
# ReLU는 :math:`z = 0`에서 꺾입니다. 그 자리의 기울기는 얼마일까요? 왼쪽에서, 오른쪽에서, 양쪽에서 재 봅니다.

eps = 1e-6
left = (relu(0.0) - relu(-eps)) / eps
right = (relu(eps) - relu(0.0)) / eps
both = (relu(eps) - relu(-eps)) / (2 * eps)
print("왼쪽", left, "  오른쪽", right, "  양쪽", both)

# %%
# 왼쪽과 오른쪽이 다르므로 그 자리에는 도함수의 값이 없습니다. 대신 그 점을 지나면서 그래프의 위로
# 올라서지 않는 직선들을 봅니다. 그런 직선의 기울기, 곧 :math:`0`부터 :math:`1`까지의 수를 모두
# :term:`부분 기울기`라고 하고, 그 가운데 하나를 골라 씁니다.
# PyTorch는 무엇을 골랐을까요? ReLU를 적는 세 가지 방법으로 물어봅니다. 값은 모두 같습니다.

import torch


def slope_at_zero(f):
    z = torch.tensor(0.0, requires_grad=True)
    f(z).backward()
    return z.grad.item()


zero = torch.tensor(0.0)
conventions = {
    "torch.relu": slope_at_zero(torch.relu),
    "torch.maximum": slope_at_zero(lambda z: torch.maximum(z, zero)),
    "torch.clamp": slope_at_zero(lambda z: torch.clamp(z, min=0)),
}
print(conventions)

# %%
# 같은 함수인데 적는 방법에 따라 :val:`at_zero[0]|g`, :val:`at_zero[1]|g`, :val:`at_zero[2]|g|이/가` 나왔습니다. 꺾인 자리의 기울기는
# 계산으로 얻은 사실이 아니라 약속입니다. 이 사이트의 라이브러리는 ``torch.relu``와 같은 약속을 따릅니다.
# 입력이 정확히 영이 되는 일은 드뭅니다. 정규분포에서 수를 백만 개 뽑아 영이 몇 개인지 세어 보세요. 그래서 어느 약속을 따라도
# 결과는 대개 비슷합니다.

at_zero = list(conventions.values())
draws = np.random.default_rng(0).normal(size=1_000_000).astype(np.float32)
exact_zeros = int((draws == 0).sum())
print(f"뽑은 수 {draws.size:,}개, 정확히 0인 것 {exact_zeros}개")
assert at_zero == [0.0, 0.5, 1.0]
assert ACTIVATIONS["relu"].df(np.array(0.0)) == at_zero[0]
assert exact_zeros < 10

# %%
# .. _activations-sigmoid:
#
# 시그모이드: 점수를 확률로
# -------------------------
# 메일 하나를 보고 모델이 점수를 냈습니다. 점수는 어떤 수든 될 수 있지만 우리가 알고 싶은 것은 스팸일 확률입니다.
# 시그모이드는 모든 수를 :math:`0`과 :math:`1` 사이로 눌러 넣습니다. 점수가 영이면 확률은 얼마일까요?

scores = np.array([-4.0, -0.847, 0.0, 0.847, 4.0])
chances = sigmoid(scores)
spam = pd.DataFrame({"점수": scores, "스팸일 확률": chances.round(3)})
spam.set_index("점수")

# %%
# 영은 반반입니다. “스팸일 확률 30%”라고 말하려면 점수가 :val:`score_30|.3f`이어야 합니다. 확률에서 점수로 되돌아가는
# 식은 :math:`z = \log\frac{p}{1 - p}`이고, 이런 점수를 :term:`로짓`이라고 합니다.
# 다만 :math:`0`과 :math:`1` 사이의 수가 나왔다고 해서 믿을 만한 확률인 것은 아닙니다. 30%라고 한 메일
# 가운데 정말로 그만큼이 스팸이어야 합니다. 그것은 데이터로 따로 확인할 일입니다.

p = 0.30
score_30 = np.log(p / (1 - p))
print(f"{p:.0%}의 로짓: {score_30:.3f}")
assert np.isclose(sigmoid(score_30), p)
assert np.isclose(sigmoid(-score_30), 1 - p)
assert chances[2] == 0.5

# %%
# .. _activations-softmax:
#
# 소프트맥스: 여럿 가운데 하나
# ----------------------------
# 답이 셋 이상이면 점수 여러 개를 한꺼번에 확률로 바꿉니다. :term:`소프트맥스`는 점수마다 :math:`e^{z}`을 구해 그것들의
# 합으로 나눕니다.
#
# .. math::
#
#    p_i = \frac{e^{z_i}}{\sum_k e^{z_k}}
#
# :math:`z_i`는 :math:`i`번째 점수, :math:`p_i`는 :math:`i`번째 확률이고 :math:`\sum_k`는 모두 더하라는 기호입니다.
# 코드에서는 가장 큰 점수를 먼저 뺍니다. 답은 같고, :math:`e^{z}`이 너무 커져 컴퓨터가 적지 못하는 일을 막아 줍니다.
# 점수가 가장 큰 첫째에는 확률이 얼마나 갈까요?


def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum()


logits = np.array([2.0, 1.0, -1.0])
shares = softmax(logits)
print(shares.round(3), "합:", shares.sum().round(6))

# %%
# 소프트맥스는 점수 하나를 올리면 다른 확률이 모두 내려갑니다. 그래서 도함수도 수 하나가 아니라 표입니다.
# :math:`j`번째 점수를 올릴 때 :math:`i`번째 확률이 바뀌는 비율은
# :math:`p_i(\delta_{ij} - p_j)`입니다. :math:`\delta_{ij}`는 :math:`i = j`이면 :math:`1`, 아니면 :math:`0`입니다.
# 한 줄을 모두 더하면 얼마일까요?

from dlconcepts.gradcheck import compare_gradients, numerical_gradient

table = np.diag(shares) - np.outer(shares, shares)
for i in range(3):
    numeric = numerical_gradient(lambda z, i=i: softmax(z)[i], logits)
    assert compare_gradients(table[i], numeric).ok
order = ["첫째", "둘째", "셋째"]
jacobian = pd.DataFrame(table, index=[f"{name} 확률" for name in order])
jacobian.columns = [f"{name} 점수" for name in order]
jacobian.round(3)

# %%
# 영입니다. 점수 셋을 똑같이 올리면 확률은 그대로이기 때문입니다. 표가 대칭이므로 세로로 더해도 영입니다. 확률의 합이
# 늘 :math:`1`이므로 한쪽이 얻은 만큼 다른 쪽이 잃습니다.
# 답이 둘이면 소프트맥스는 두 점수의 차이를 시그모이드에 넣은 것과 같습니다.

from dlconcepts.activations import softmax as library_softmax

two_ways = softmax(np.array([1.5, 0.0]))[0]
print(f"소프트맥스 {two_ways:.4f}, 시그모이드 {sigmoid(1.5):.4f}")
assert np.allclose(table.sum(axis=1), 0)
assert np.isclose(two_ways, sigmoid(1.5))
assert np.allclose(library_softmax(logits), shares)

# %%
# .. _activations-one-link:
#
# 갈아 끼워도 바뀌는 것은 한 줄
# -----------------------------
# 활성화 함수를 바꾸면 역전파를 새로 짜야 할까요? 두 층의 역전파를 :math:`f`와 :math:`f'`을 받는 함수로 적어 봅니다.
# ``d_``로 시작하는 이름은 :term:`손실`을 그 값으로 미분한 것입니다.


def backward(p, x, target, f, df):
    z = x @ p["W1"] + p["b1"]
    h = f(z)
    y = h @ p["W2"] + p["b2"]
    d_y = 2 * (y - target) / len(x)  # 손실은 평균제곱오차
    d_h = d_y @ p["W2"].T
    d_z = d_h * df(z)  # f'이 나오는 곳은 여기뿐입니다
    grads = {
        "W1": x.T @ d_z,
        "b1": d_z.sum(0),
        "W2": h.T @ d_y,
        "b2": d_y.sum(0),
    }
    return float(np.mean((y - target) ** 2)), grads


# %%
# :term:`연쇄 법칙`의 사슬에서 고리 하나만 갈아 끼우는 셈입니다. 이 함수 하나로, 아무것도 끼우지 않은 “없음”까지 아홉 가지를
# 모두 학습시킵니다. 문제는 아까의 배타적 논리합, 은닉 뉴런은 여덟 개입니다. 어느 것이 실패할까요?

from dlconcepts.optimizers import Adam


def train(f, df, seed, steps=400):
    rng = np.random.default_rng(seed)
    p = {"W1": rng.normal(size=(2, 8)), "b1": rng.normal(size=8)}
    p |= {"W2": rng.normal(size=(8, 1)) / 3, "b2": np.zeros(1)}
    start, adam = p["W1"].copy(), Adam(lr=0.05)
    for _ in range(steps):
        loss, grads = backward(p, corners, xor[:, None], f, df)
        adam.step(p, grads)
    return loss, np.abs(p["W1"] - start).max()


contestants = {"없음": (lambda z: z, np.ones_like)} | functions

# %%
# 시드는 무작위 수의 출발 번호입니다. 다섯 시드의 중앙값을 적습니다. “첫 층이 움직인 만큼”은 첫 층의 가중치 가운데 가장 많이
# 바뀐 것이 바뀐 크기입니다.

rows = {}
for name, (f, df) in contestants.items():
    results = [train(f, df, seed) for seed in range(5)]
    rows[name] = np.median(results, axis=0)
swap = pd.DataFrame(rows, index=["평균제곱오차", "첫 층이 움직인 만큼"]).T
swap.round(4)

# %%
# “없음”만 :val:`none_loss|.2f`에서 멈췄습니다. 아까 구한 직선의 한계 그대로입니다. 계단도 문제를 풀었지만
# 첫 층이 움직인 만큼은 :val:`step_moved|g`입니다. 기울기가 없어 첫 층은 배우지 못했고,
# 무작위로 뽑힌 첫 층 위에서 둘째 층만 배웠습니다.

none_loss = swap.loc["없음", "평균제곱오차"]
step_moved = swap.loc["계단", "첫 층이 움직인 만큼"]
others = swap["평균제곱오차"].drop(["없음", "계단"])
assert np.isclose(none_loss, 0.25, atol=1e-4)
assert step_moved == 0
assert others.max() < 0.01

# %%
# 갈아 끼운 도함수가 맞는지는 :term:`유한 차분`이 확인해 줍니다.

point = {"W1": rng.normal(size=(2, 3)), "b1": rng.normal(size=3)}
point |= {"W2": rng.normal(size=(3, 1)), "b2": np.zeros(1)}


def agrees(f, df):
    case = (corners, xor[:, None], f, df)
    numeric = numerical_gradient(lambda p: backward(p, *case)[0], point)
    return compare_gradients(backward(point, *case)[1], numeric).ok


checks = {name: agrees(*pair) for name, pair in contestants.items()}
print(f"맞는 도함수: {len(checks)}가지 가운데 {sum(checks.values())}가지")
assert all(checks.values())

# %%
# .. _activations-depth:
#
# 깊이 쌓으면 차이가 벌어집니다
# -----------------------------
# 두 층에서는 어느 굽은 함수를 끼워도 되었습니다. 스무 층이라면 어떨까요? 같은 가중치에 함수만 바꾸어 끼우고, 마지막 층에
# 크기가 일인 기울기를 넣어 앞쪽 층으로 거슬러 보냅니다. 층마다 남은 크기를 잽니다. 크기는 제곱의 평균에 제곱근을 씌운 것입니다.


def surviving(f, df, seed, depth=20, width=64):
    rng = np.random.default_rng(seed)
    h, record = rng.normal(size=width), []
    for _ in range(depth):
        W = rng.normal(size=(width, width)) / np.sqrt(width)
        z = h @ W
        h = f(z)
        record.append((W, df(z)))
    d, sizes = np.ones(width), [1.0]
    for W, slope in reversed(record):
        d = (d * slope) @ W.T
        sizes.append(float(np.sqrt(np.mean(d**2))))
    return sizes


# %%

# sphinx_gallery_alt = "가로는 거슬러 간 층의 수, 세로는 남은 기울기의 크기를 로그 눈금으로 그린 그림. 스무 층을 거슬러 가면 tanh는 <<left_tanh|.2f>>, ReLU는 <<left_relu|.0e>>, 시그모이드는 <<left_sigmoid|.0e|이/가>> 남습니다. leaky ReLU의 선은 ReLU와, SiLU의 선은 GELU와 거의 겹칩니다."
shown = ["ReLU", "leaky ReLU", "GELU", "SiLU", "tanh", "시그모이드"]
survival = {}
fig, ax = plt.subplots(figsize=(6.5, 4.2))
for i, name in enumerate(shown):
    runs = [surviving(*functions[name], seed) for seed in range(11)]
    survival[name] = np.median(runs, axis=0)
    style = "-" if i % 2 == 0 else "--"
    ax.semilogy(survival[name], style, color=PALETTE[i], label=name)
ax.set(xlabel="거슬러 간 층의 수", ylabel="남은 기울기의 크기 (중앙값)")
ax.set_xticks(range(0, 21, 5))
ax.set_title("같은 가중치라도 함수마다 남는 기울기가 다릅니다")
ax.legend(loc="lower left", ncols=2)
plt.show()

# %%
# 시그모이드에서는 스무 층 만에 :val:`left_sigmoid|.0e`밖에 남지 않았습니다. 그런데 양수 쪽 기울기가 일인 ReLU도
# :val:`left_relu|.0e`까지 줄었습니다. 음수가 들어온 뉴런이 기울기를 막았고, 함께 곱해지는 가중치가 그만큼을 메우지 못했기
# 때문입니다. 가중치가 얼마나 커야 하는지는 다음 쪽에서 봅니다.

left_tanh, left_relu = survival["tanh"][-1], survival["ReLU"][-1]
left_sigmoid = survival["시그모이드"][-1]
assert left_sigmoid < 1e-9 < left_relu < 0.1 < left_tanh

# %%
# .. _activations-square:
#
# 흔한 함정: 제곱의 기울기는 기하급수로 커질까요?
# -----------------------------------------------
# 앞에서 손으로 계산한 작은 신경망에서는 :math:`z^2`을 썼습니다. 왜 실제로는 좀처럼 쓰지 않을까요? 흔히 이렇게 말합니다.
# “제곱의 기울기는 기하급수로 커져서 못 쓴다.” 확인해 봅니다. 먼저 뉴런 하나입니다.

z = np.array([1.0, 10.0, 100.0, 1000.0])
slopes = pd.DataFrame({"z": z, "제곱의 기울기": functions["제곱"][1](z)})
slopes.set_index("z")

# %%
# 입력이 열 배가 되면 기울기도 열 배입니다. 기하급수가 아니라 정비례입니다. 상한이 없어서 큰 값이 들어오면 걸음이 커지기는
# 하지만, 뉴런 하나의 문제는 거기까지입니다.
#
# 문제는 겹칠 때 생깁니다. 제곱을 :math:`n`번 겹치면 :math:`x^{2^n}`이고, 그 기울기는
# :math:`2^n x^{2^n - 1}`입니다. 지수에 지수가 붙었습니다. 출발이 1.1일 때와 0.9일 때를 견줍니다. 둘은 같은 쪽으로 갈까요?


def nested_slope(x, n):
    slope = 1.0
    for _ in range(n):
        slope, x = slope * 2 * x, x * x  # 연쇄 법칙: 겹칠 때마다 2x를 곱합니다
    return slope


times = [1, 4, 8, 12]
growing = np.array([nested_slope(1.1, n) for n in times])
fading = np.array([nested_slope(0.9, n) for n in times])
nested = pd.DataFrame({"1.1에서": growing, "0.9에서": fading}, index=times)
nested.rename_axis("겹친 수", axis="columns").map("{:.1e}".format)

# %%
# 열두 번만 겹쳐도 한쪽은 :val:`growing[3]|.0e`, 다른 쪽은 :val:`fading[3]|.0e`입니다. 폭주하기도 하고 **사라지기도** 합니다.
# 기울기 하나가 커지는 것과, 기울기들의 곱이 깊이를 따라 커지는 것은 다른 이야기입니다.
# 제곱에는 다른 약점도 있습니다. 부호를 잊습니다. :math:`z`와 :math:`-z`를 넣으면 같은 값이 나옵니다.

formula = [2.0**n * 1.1 ** (2**n - 1) for n in times]
square = functions["제곱"][0]
assert np.allclose(growing, formula)
assert growing[3] > 1e173
assert fading[3] < 1e-183
assert np.array_equal(square(grid), square(-grid))
assert functions["제곱"][1](1000.0) == 2000

# %%
# .. _activations-summary:
#
# 정리
# ----
# - 굽은 함수가 없으면 층을 몇 겹 쌓아도 한 층과 같습니다. 배타적 논리합도 풀지 못합니다.
# - 활성화 함수에 필요한 것은 값과 도함수뿐입니다. 갈아 끼우면 역전파에서 고리 하나만 바뀝니다.
#   꺾인 자리의 기울기는 약속으로 정합니다.
# - 뉴런 하나의 기울기와 깊이를 따라 곱해진 기울기는 다릅니다. 함수의 좋고 나쁨은 가중치의 크기와 함께 따져야 합니다.

# %%
# .. _activations-exercises:
#
# 더 해 보기
# ----------
# **하나.** tanh는 시그모이드를 늘이고 옮긴 것입니다. 어떻게 늘이고 옮기면 될까요?
#
# .. dropdown:: 답 보기
#
#    :math:`\tanh z = 2\sigma(2z) - 1`입니다. 가로를 반으로 줄이고 세로를 두 배로 늘였으므로 가장 큰 기울기는
#    네 배가 됩니다. :val:`sigmoid_peak|.2f`의 네 배는 :val:`tanh_peak|.0f`입니다.
#    두 식의 차이는 :val:`tanh_gap|.0e`입니다.

tanh_gap = np.abs(2 * sigmoid(2 * grid) - 1 - np.tanh(grid)).max()
print(f"{tanh_gap:.0e}")
assert tanh_gap < 1e-14
assert np.isclose(4 * sigmoid_peak, tanh_peak)

# %%
# **둘.** 은닉 뉴런을 하나만 쓰고도 배타적 논리합을 풀 수 있을까요? 활성화 함수는 마음대로 골라도 됩니다.
#
# .. dropdown:: 답 보기
#
#    제곱을 고르면 됩니다. :math:`y = (x_1 - x_2)^2`의 평균제곱오차는 :val:`square_mse|g`입니다.
#    약점이라던 “부호를 잊는 성질”이 여기서는 쓸모가 있습니다.
#    함수가 좋고 나쁜 것은 문제에 따라 다릅니다.

one_neuron = square(corners @ np.array([1.0, -1.0]))
square_mse = float(np.mean((one_neuron - xor) ** 2))
print(one_neuron, square_mse)
assert square_mse == 0

# %%
# **셋.** 점수 셋에 똑같이 100을 더하면 소프트맥스의 답은 어떻게 될까요? 똑같이 두 배를 하면 어떨까요?
#
# .. dropdown:: 답 보기
#
#    더하면 그대로입니다. 분자와 분모에 같은 수가 곱해져 지워집니다. 두 배를 하면 가장 큰 확률이
#    :val:`shares[0]|.3f`에서 :val:`doubled[0]|.3f|으로/로` 커집니다. 점수의 차이가 두 배로 벌어졌기 때문입니다.

shifted, doubled = softmax(logits + 100), softmax(2 * logits)
print(shifted.round(3), doubled.round(3))
assert np.allclose(shifted, shares)
assert doubled[0] > shares[0]

# %%
# .. _activations-next:
#
# 다음 쪽
# -------
# 기울기가 앞쪽 층까지 사라지지 않고 닿으려면 무엇이 필요한지
# :doc:`기울기 소실 </auto_examples/06_building_blocks/plot_02_vanishing_gradient>`에서 잽니다.
