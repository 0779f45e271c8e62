"""
누구 때문에 틀렸을까요?
=======================

다섯 가중치가 함께 내놓은 답이 크게 빗나갔습니다. 어느 가중치의 탓이 얼마나 될까요?
오차에서 출발해 계산이 지나온 길을 거슬러 올라가며 하나씩 책임을 묻습니다.
조사를 해 보면 모두가 같은 길목을 지나갔다는 것이 드러납니다.

- **할 것**: 다섯 가중치 가운데 둘의 책임을 손으로 구하고, 곱셈을 몇 번 했는지 실제로 셉니다.
- **배울 것**: 책임은 길을 따라 곱한 기울기입니다. 겹치는 부분을 한 번만 구해 다시 쓰는 것이 역전파이고,
  층이 깊을수록 차이가 벌어집니다.
- **필요한 것**: :doc:`연쇄 법칙 </auto_examples/03_chain_rule/plot_01_chain_rule>`과
  :doc:`순전파 </auto_examples/03_chain_rule/plot_03_forward_pass>`.
"""

# %%
# .. _blame-scene:
#
# 사건의 현장
# -----------
#
# 조사할 것은 지난 장에서 만든 작은 :term:`신경망`입니다. 입력은 :math:`x_1, x_2`,
# :term:`뉴런`은 :math:`h_1, h_2, y`, 고칠 수 있는 :term:`가중치`는 :math:`w_1`부터 :math:`w_5`까지 다섯입니다.
# :math:`y`는 :term:`예측`, :math:`t`는 :term:`정답`이고, 오차 :math:`E`가 이 신경망의 :term:`손실`입니다.
#
# .. math::
#
#    h_1 = (x_1 + w_1 x_2)^2, \qquad h_2 = w_2 x_1 x_2
#
# .. math::
#
#    y = w_3 h_1 + w_4 h_2 + w_5, \qquad E = (y - t)^2
#
# 첫째 예제는 입력이 :math:`(3, 2)`, 정답이 :math:`24`입니다. :term:`순전파`를 한 번 합니다.

x1, x2, target = 3, 2, 24
w1, w2, w3, w4, w5 = 1, 2, 1, 1, 0

h1 = (x1 + w1 * x2) ** 2
h2 = w2 * x1 * x2
y = w3 * h1 + w4 * h2 + w5
error = (y - target) ** 2
print(f"h1 = {h1}, h2 = {h2}")
print(f"예측 {y}, 정답 {target}, 오차 {error}")
assert (y, error) == (37, 169)

# %%
# 예측이 정답보다 :val:`gap`만큼 큽니다. 입력은 데이터에서 주어진 것이라 바꿀 수 없습니다.
# 그러니 책임을 물을 상대는 가중치 다섯뿐입니다.

gap = y - target

# %%
# .. _blame-meaning:
#
# 책임을 어떻게 잴까요
# --------------------
#
# 가중치 하나만 아주 조금 키워 봅니다. 오차가 많이 늘면 책임이 크고, 꿈쩍도 하지 않으면 책임이 없다고
# 하는 것이 자연스럽습니다. 늘어난 오차를 가중치를 키운 양으로 나누면 됩니다.
# 예측해 보세요. 마지막에 그냥 더해지는 :math:`w_5`와, 제곱 안에 들어 있는 :math:`w_1` 가운데 어느 쪽의
# 책임이 클까요?

import pandas as pd


def error_at(w1, w2, w3, w4, w5):
    h1 = (x1 + w1 * x2) ** 2
    h2 = w2 * x1 * x2
    return (w3 * h1 + w4 * h2 + w5 - target) ** 2


rows = {}
for nudge in [0.1, 0.01, 0.001, 0.0001]:
    from_w5 = error_at(w1, w2, w3, w4, w5 + nudge) - error
    from_w1 = error_at(w1 + nudge, w2, w3, w4, w5) - error
    rows[nudge] = [from_w5 / nudge, from_w1 / nudge]

# %%

columns = ["w5를 키울 때", "w1을 키울 때"]
nudged = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
nudged.rename_axis("키운 양").round(3)

# %%
# 키운 양이 작아질수록 두 칸이 :val:`dE_dw5|d|과/와` :val:`dE_dw1|d`에 다가갑니다. 다른 가중치를 붙들어 두고 잰
# 기울기, 곧 :term:`편미분` :math:`\partial E/\partial w_5`와 :math:`\partial E/\partial w_1`입니다.
# 앞으로 **책임**이라고 하면 이 편미분을 말합니다.
#
# 그런데 이렇게 재려면 가중치 하나마다 순전파를 다시 해야 합니다. 가중치가 수백만 개이고 :term:`층`이 수십 겹이면
# 순전파도 수백만 번입니다. 한 번의 조사로 모두의 책임을 밝히는 방법이 필요합니다.

# %%
# .. _blame-short:
#
# 짧은 길: 마지막 가중치
# ----------------------
#
# 오차에서 :math:`w_5`까지 거슬러 올라가는 길은 짧습니다. 오차 :math:`E`는 예측 :math:`y`에서 나왔고,
# :math:`y`에는 :math:`w_5`가 곧바로 더해져 있습니다. 길이 :math:`E \leftarrow y \leftarrow w_5`이므로
# :term:`연쇄 법칙`은 기울기 두 개의 곱입니다.
#
# .. math::
#
#    \frac{\partial E}{\partial w_5}
#    = \frac{\partial E}{\partial y} \times \frac{\partial y}{\partial w_5}
#
# 길의 한 토막에서 잰 :term:`국소 기울기`를 하나씩 구합니다.
#
# .. vmath::
#
#    \frac{\partial E}{\partial y}
#    &= \frac{\partial}{\partial y} (y - t)^2 = 2(y - t)
#    = 2 \times (<<y>> - <<target>>) = <<dE_dy>> \\
#    \frac{\partial y}{\partial w_5}
#    &= \frac{\partial}{\partial w_5} (w_3 h_1 + w_4 h_2 + w_5) = <<dy_dw5>>

dE_dy = 2 * (y - target)
dy_dw5 = 1
dE_dw5 = dE_dy * dy_dw5
print(f"{dE_dy} × {dy_dw5} = {dE_dw5}")
assert abs(nudged["w5를 키울 때"].iloc[-1] - dE_dw5) < 0.01

# %%
# 살짝 키워 보며 잰 값과 같습니다. 부호도 읽어 봅니다. 예측이 정답보다 커서 양수가 나왔고, :math:`w_5`를
# 키우면 예측이 더 커져 오차가 늘어난다는 뜻입니다.

# %%
# .. _blame-long:
#
# 긴 길: 첫째 가중치
# ------------------
#
# :math:`w_1`은 한 칸 더 깊은 곳에 있습니다. 길은
# :math:`E \leftarrow y \leftarrow h_1 \leftarrow w_1`이고, 곱할 기울기가 셋입니다.
#
# .. math::
#
#    \frac{\partial E}{\partial w_1}
#    = \frac{\partial E}{\partial y} \times \frac{\partial y}{\partial h_1}
#    \times \frac{\partial h_1}{\partial w_1}
#
# 맨 앞의 것은 이미 구했습니다. 나머지 둘을 구합니다. 둘째 줄은 괄호 전체를 제곱했으므로 괄호의 두 배가
# 나오고, 괄호 안의 :math:`w_1`에 붙어 있던 :math:`x_2`가 한 번 더 곱해집니다.
#
# .. vmath::
#
#    \frac{\partial y}{\partial h_1}
#    &= \frac{\partial}{\partial h_1} (w_3 h_1 + w_4 h_2 + w_5) = w_3 = <<dy_dh1>> \\
#    \frac{\partial h_1}{\partial w_1}
#    &= \frac{\partial}{\partial w_1} (x_1 + w_1 x_2)^2 = 2(x_1 + w_1 x_2)\, x_2 \\
#    &= 2 \times (<<x1>> + <<w1>> \times <<x2>>) \times <<x2>> = <<dh1_dw1>>

dy_dh1 = w3
dh1_dw1 = 2 * (x1 + w1 * x2) * x2
dE_dw1 = dE_dy * dy_dh1 * dh1_dw1
print(f"{dE_dy} × {dy_dh1} × {dh1_dw1} = {dE_dw1}")
assert abs(nudged["w1을 키울 때"].iloc[-1] - dE_dw1) < 0.3

# %%
# 이번에도 살짝 키워 보며 잰 값과 맞습니다. 두 길을 한 그림에 놓으면 겹치는 곳이 보입니다. 화살표는 책임을
# 묻는 쪽, 곧 계산과 반대쪽입니다. 화살표 위의 수가 국소 기울기이고, 길을 따라 모두 곱하면 책임입니다.

import matplotlib.pyplot as plt
import numpy as np

from dlconcepts import viz

viz.use_korean_font()
blue, orange = viz.PALETTE[:2]
places = {"E": (3, 0.5), "y": (2, 0.5), "w5": (1, 0)}
places |= {"h1": (1, 1), "w1": (0, 1)}
slopes = {("E", "y"): dE_dy, ("y", "w5"): dy_dw5}
slopes |= {("y", "h1"): dy_dh1, ("h1", "w1"): dh1_dw1}

# %%

# sphinx_gallery_alt = "오차 E에서 y까지 <<dE_dy|d|이라/라>>고 적힌 초록 화살표 하나를 두 길이 함께 지납니다. y에서 파란 화살표 <<dy_dw5>>로 w5에 닿는 짧은 길의 책임은 <<dE_dw5>>, 주황 화살표 <<dy_dh1|d|과/와>> <<dh1_dw1|d|으로/로>> h1을 거쳐 w1에 닿는 긴 길의 책임은 <<dE_dw1>>입니다."
ax = viz.plot_paths(
    places,
    slopes,
    highlight=[["E", "y", "w5"], ["E", "y", "h1", "w1"]],
    title="두 길은 초록에서 겹칩니다",
)
ax.text(0.7, 0, f"책임 {dE_dw5}", color=blue, ha="right", va="center")
ax.text(0, 0.65, f"책임 {dE_dw1}", color=orange, ha="center", va="center")
plt.show()

# %%
# .. _blame-shared:
#
# 겹치는 부분은 한 번만 구합니다
# ------------------------------
#
# 두 계산을 나란히 적어 봅니다. 적어 둔 국소 기울기에서 식과 답을 함께 만들므로 옮겨 적다 틀릴 일이
# 없습니다.

import math

short = {"∂E/∂y": dE_dy, "∂y/∂w5": dy_dw5}
long = {"∂E/∂y": dE_dy, "∂y/∂h1": dy_dh1, "∂h1/∂w1": dh1_dw1}
for name, path in [("w5", short), ("w1", long)]:
    symbols, numbers = " × ".join(path), " × ".join(map(str, path.values()))
    print(f"∂E/∂{name} = {symbols} = {numbers} = {math.prod(path.values())}")
assert math.prod(short.values()) == dE_dw5
assert math.prod(long.values()) == dE_dw1

# %%
# 두 줄이 똑같이 :math:`\partial E/\partial y`로 시작합니다. 우연이 아닙니다. 이 신경망에서는 어느 가중치든
# :math:`y`를 거치지 않고는 오차에 닿지 못합니다. 그러니 이 :val:`dE_dy|d|은/는` **한 번만 구해서** 다섯 번 쓰면 됩니다.
#
# 구한 것을 뒤에서 앞으로 넘겨 가며 다시 쓰는 것, 이것이 :term:`역전파`의 알맹이입니다.
# 다섯 가중치의 길을 모두 적고, 곱셈을 얼마나 아끼는지 셉니다.

paths = {
    "w5": [dy_dw5],
    "w4": [h2],  # ∂y/∂w4
    "w3": [h1],  # ∂y/∂w3
    "w2": [w4, x1 * x2],  # ∂y/∂h2, ∂h2/∂w2
    "w1": [dy_dh1, dh1_dw1],
}

# %%
# .. _blame-count:
#
# 곱셈을 셉니다
# -------------
#
# 눈으로 세지 않고, 곱할 때마다 스스로 세는 수를 만듭니다. 공식은 그대로 두고 수만 바꿔 끼우면 됩니다.


class Counting(float):
    """보통 수처럼 계산하지만 곱셈을 할 때마다 셉니다."""

    times = 0

    def __mul__(self, other):
        Counting.times += 1
        return Counting(super().__mul__(other))

    def __add__(self, other):
        return Counting(super().__add__(other))

    __rmul__, __radd__ = __mul__, __add__


# %%
# 한쪽은 가중치마다 :math:`2(y - t)`부터 새로 구하고, 다른 쪽은 한 번 구해 둔 것을 다시 씁니다.
# 모두 몇 번씩 곱할까요?


def multiply_along(start, path):
    for slope in path:
        start = start * slope
    return start


alone = [multiply_along(Counting(2) * gap, path) for path in paths.values()]
count_alone, Counting.times = Counting.times, 0
shared = Counting(2) * gap
together = [multiply_along(shared, path) for path in paths.values()]
count_together = Counting.times
print("책임:", dict(zip(paths, map(int, together), strict=True)))
print(f"따로따로 {count_alone}번, 다시 쓰면 {count_together}번")
assert alone == together

# %%
# 다섯 책임은 똑같고 곱셈은 :val:`saved`번 줄었습니다. :math:`2(y - t)`를 다섯 번 구하던 것이 한 번이 되었기
# 때문입니다. 이 정도라면 다시 쓰지 않아도 그만입니다. 층이 깊어져도 그럴까요?

saved = count_alone - count_together
assert (count_alone, count_together) == (12, 8)
assert saved == len(paths) - 1

# %%
# .. _blame-depth:
#
# 층이 깊어지면
# -------------
#
# 층마다 뉴런이 둘이고, 뉴런마다 다음 층의 두 뉴런 모두에 이어진 신경망을 생각합니다. 뉴런 하나를 살짝
# 키우면 다음 층의 두 뉴런이 함께 움직입니다. 길이 갈라지면 책임은 **더합니다**. 그래서 뉴런의 책임은
# 이렇게 구합니다.
#
# .. math::
#
#    \text{책임}_i = \sum_{j} w_{ij} \times \text{다음 층의 책임}_j
#
# 이 말을 코드로 그대로 옮깁니다. ``blame(k, i)``는 :math:`k`번째 층 :math:`i`번째 뉴런의 책임인데, 다음 층에
# 되물어서 답합니다. 가중치의 책임은 그 가중치가 닿는 뉴런의 책임에, 그 가중치로 들어오는 값을 곱한 것입니다.
# 곱셈을 세는 것이 목적이므로 제곱 같은 굽은 함수는 빼고, 들어오는 값은 모두 :math:`1`로 둡니다.

from functools import cache

rng = np.random.default_rng(0)
W = rng.uniform(0.5, 1.5, size=(20, 2, 2))  # (층, 앞 뉴런, 뒤 뉴런)
inputs = np.ones((20, 2))

# %%


def all_blames(depth, *, remember, width=2):
    def blame(k, i):
        if k == depth:
            return Counting(1)  # 오차 바로 앞의 책임
        return sum(blame(k + 1, j) * W[k, i, j] for j in range(width))

    if remember:
        blame = cache(blame)  # 한 번 답한 것은 적어 두었다가 다시 씁니다
    unit = range(width)
    each = [(k, i, j) for k in range(depth) for i in unit for j in unit]
    return [blame(k + 1, j) * inputs[k, i] for k, i, j in each]


# %%
# 두 방법의 차이는 ``cache`` 한 줄뿐입니다. 층을 늘려 가며 모든 가중치의 책임을 구하고 곱셈을 셉니다.
# 열 층에서는 몇 배 차이가 날까요? 먼저 예측해 보세요.


def count(depth, *, remember, width=2):
    Counting.times = 0
    values = all_blames(depth, remember=remember, width=width)
    return Counting.times, values


rows = []
for depth in [1, 2, 3, 5, 10, 15]:
    forgetful, again = count(depth, remember=False)
    mindful, reused = count(depth, remember=True)
    assert np.allclose(again, reused)
    rows.append([depth, len(again), forgetful, mindful, forgetful / mindful])
columns = ["층", "가중치", "그때그때 다시", "적어 두고", "몇 배"]
growth = pd.DataFrame(rows, columns=columns).set_index("층").round(1)
growth

# %%
# 구한 책임은 두 방법이 같습니다. 그런데 적어 두지 않으면 층이 하나 늘 때마다 곱셈이 두 배 넘게 뜁니다.
# 한 층을 지날 때마다 길이 둘로 갈라지는데, 갈라진 길을 하나하나 끝까지 걷기 때문입니다. 적어 두면 층마다
# 똑같은 횟수만 늘어납니다.
#
# 표의 규칙을 식으로 적으면 스무 층도 셀 수 있습니다. 걸어 보지 않고 셈하면
# :val:`forgetful_20|,d`번과 :val:`mindful_20|,d`번입니다.

depths = np.arange(1, 21)
by_formula_forgetful = 4 * (2 ** (depths + 1) - depths - 2)
by_formula_mindful = 8 * depths - 4
forgetful_20, mindful_20 = by_formula_forgetful[-1], by_formula_mindful[-1]
measured = growth.index - 1
assert (by_formula_forgetful[1:] > 2 * by_formula_forgetful[:-1]).all()
assert (by_formula_forgetful[measured] == growth["그때그때 다시"]).all()
assert (by_formula_mindful[measured] == growth["적어 두고"]).all()

# %%
# 점이 실제로 센 것이고 선이 식입니다. 세로축은 한 칸이 열 배입니다.

# sphinx_gallery_alt = "층의 수에 따른 곱셈의 수를 로그 눈금으로 그린 두 곡선. 그때그때 다시 구하면 곧게 치솟아 스무 층에서 <<forgetful_20|,d>>번이고, 적어 두면 거의 누워 <<mindful_20|,d>>번입니다. 실제로 센 점들이 두 선 위에 있습니다."
fig, ax = plt.subplots()
ax.plot(depths, by_formula_forgetful, color=orange, label="그때그때 다시")
ax.plot(depths, by_formula_mindful, color=blue, label="적어 두고 다시 쓰기")
ax.plot(growth["그때그때 다시"], "s", color=orange)
ax.plot(growth["적어 두고"], "o", color=blue)
ax.set(xlabel="층의 수", ylabel="곱셈의 수", yscale="log")
ax.set(xticks=[1, 5, 10, 15, 20], title="다시 쓰지 않으면 걷잡을 수 없습니다")
ax.legend()
plt.show()

# %%
# .. _blame-back:
#
# 왜 ‘역’전파일까요
# -----------------
#
# ``blame``은 늘 다음 층에 되물었습니다. 그렇다면 묻기 전에 마지막 층부터 차례로 구해 두면 되물을 일이
# 없습니다. 순전파는 앞에서 뒤로 값을 넘기고, 역전파는 오차에서 시작해 뒤에서 앞으로 책임을 넘깁니다.
# 거꾸로 넘긴다고 해서 이름이 역전파입니다. 반복문 하나면 됩니다.

layers = 10
blames = [np.ones(2)]  # 오차 바로 앞의 책임
for k in reversed(range(layers)):
    blames.append(W[k] @ blames[-1])

first = [float(b) for b in all_blames(layers, remember=True)[:2]]
print("첫 층의 두 뉴런:", blames[-2].round(4), np.round(first, 4))
assert np.allclose(blames[-2], first)

# %%
# 되묻기로 구한 것과 같습니다. ``W[k] @ blames[-1]``이 위의 합 기호를 두 뉴런에서 한꺼번에 계산한 것입니다.
# 뒤에서 앞으로 **한 번** 훑었을 뿐인데 모든 뉴런의 책임이 나왔습니다.
#
# 다섯 가중치의 신경망도 라이브러리의 ``ToyNet``에 같은 순서로 들어 있습니다. 손으로 구한 것과 견줍니다.

from dlconcepts.toynet import START

forward = START.forward(x1, x2, target)
grads = START.backward(forward)
print(f"y = {forward.y:g}, ∂E/∂y = {grads.dE_dy:g}")
print(f"∂E/∂w5 = {grads.dE_dw5:g}, ∂E/∂w1 = {grads.dE_dw1:g}")
assert (grads.dE_dy, grads.dE_dw5, grads.dE_dw1) == (dE_dy, dE_dw5, dE_dw1)
assert list(grads.total(reduction="sum").values()) == together[::-1]

# %%
# .. _blame-trap:
#
# 흔한 함정: 책임은 잘못의 몫이 아닙니다
# --------------------------------------
#
# 흔히 이렇게 말합니다. “기울기는 오차를 가중치마다 나누어 지운 것이고, 책임이 가장 큰 가중치가 범인이다.”
# 확인해 봅니다. 몫이라면 모두 더해 오차가 되어야 하고, 범인을 고치지 않고는 오차가 없어지지 않아야 합니다.
# 예측이 :math:`24`가 되려면 :math:`w_5`만 :math:`-13`으로 고치거나, :math:`h_1`이 :math:`12`가 되도록
# :math:`w_1`만 고치면 됩니다.

blame_sum = int(sum(together))
only_w5 = error_at(w1, w2, w3, w4, w5=-13)
w1_alone = (12**0.5 - 3) / 2
only_w1 = error_at(w1_alone, w2, w3, w4, w5)
print(f"책임의 합 {blame_sum}, 오차 {error}")
print(f"w5만 고치면 오차 {only_w5}, w1만 고치면 오차 {only_w1:.1f}")

# %%
# 책임의 합은 오차가 아닙니다. 그리고 책임이 가장 작은 :math:`w_5`만 고쳐도 오차가 없어지고,
# :math:`w_1`만 고쳐도 없어집니다. 책임은 **지금 이 자리에서 오차가 얼마나 예민한지**를 말할 뿐입니다.
# 심지어 단위를 바꾸면 책임도 바뀝니다. :math:`w_5`를 백분의 일 단위로 재어 :math:`w_5 = 0.01v`라고 적으면
# :math:`v`를 하나 키워도 :math:`w_5`는 조금만 커지므로 책임이 :val:`blame_v|.2f|으로/로` 줄어듭니다.

blame_v = dE_dw5 * 0.01
step_v = 0.0001
more_v = error_at(w1, w2, w3, w4, w5 + 0.01 * step_v) - error
assert abs(more_v / step_v - blame_v) < 1e-4
assert blame_sum != error
assert only_w5 == 0
assert abs(only_w1) < 1e-12

# %%
# .. _blame-summary:
#
# 정리
# ----
#
# - 가중치의 책임은 편미분 :math:`\partial E/\partial w`입니다. 오차에서 그 가중치까지 거슬러 올라가는 길의 국소
#   기울기를 모두 곱해서 구합니다.
# - 길은 서로 겹칩니다. 겹치는 부분을 한 번만 구해 다시 쓰면, 층이 깊을 때 걷잡을 수 없이 늘어나던 곱셈이
#   층의 수에 비례하는 만큼으로 줄어듭니다.
# - 오차에서 시작해 뒤에서 앞으로 책임을 넘기므로 역전파입니다. 책임은 예민함이지 잘못의 몫이 아닙니다.

# %%
# .. _blame-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** :math:`w_3`의 책임을 손으로 구해 보세요. 길은 :math:`E \leftarrow y \leftarrow w_3`입니다.
#
# .. dropdown:: 답 보기
#
#    :math:`y = w_3 h_1 + w_4 h_2 + w_5`에서 :math:`w_3`에 곱해진 것은 :math:`h_1`이므로
#    :math:`\partial y/\partial w_3 = h_1`입니다. 그래서 책임은
#    :vmath:`<<dE_dy>> \times <<h1>> = <<dE_dw3>>`이고, 다섯 가운데 가장 큽니다.
#    가장 깊은 곳에 있는 가중치의 책임이 늘 가장 큰 것은 아닙니다.

dE_dw3 = dE_dy * h1
tiny = 0.0001
measured_w3 = (error_at(w1, w2, w3 + tiny, w4, w5) - error) / tiny
print(f"손으로 {dE_dw3}, 살짝 키워 재면 {measured_w3:.2f}")
assert dE_dw3 == max(together)
assert abs(measured_w3 - dE_dw3) < 0.1

# %%
# **둘.** 층마다 뉴런이 하나뿐이어서 길이 갈라지지 않는 신경망이라면 열 층에서 곱셈이 몇 번씩일까요?
#
# .. dropdown:: 답 보기
#
#    그때그때 다시 구하면 :val:`single_forgetful`번, 적어 두면 :val:`single_mindful`번입니다. 다시 구하는 쪽은
#    층마다 마지막까지 걸어야 하므로 :math:`1 + 2 + \cdots + 10`번이고, 층의 제곱에 비례해 늘어납니다.
#    길이 갈라지지 않으면 차이가 덜하지만, 그래도 다시 쓰는 쪽이 언제나 적습니다.

single_forgetful, _ = count(10, remember=False, width=1)
single_mindful, _ = count(10, remember=True, width=1)
print(f"그때그때 다시 {single_forgetful}번, 적어 두고 {single_mindful}번")
assert single_forgetful == sum(range(1, 11))
assert single_mindful == 2 * 10 - 1

# %%
# **셋.** 둘째 예제는 입력이 :math:`(1, 4)`, 정답이 :math:`14`입니다. 같은 가중치에서 :math:`w_5`와 :math:`w_1`의 책임을
# 손으로 구해 보세요. :math:`\partial h_1/\partial w_1`에 :math:`x_2`가 있다는 것을 잊지 마세요.
#
# .. dropdown:: 답 보기
#
#    예측이 :val:`y_second`이므로 :vmath:`\partial E/\partial y = 2(<<y_second>> - 14) = <<second_w5>>`이고, 이것이 곧
#    :math:`w_5`의 책임입니다. :vmath:`\partial h_1/\partial w_1 = 2 \times (1 + 1 \times 4) \times 4 = <<second_local>>`이므로
#    :math:`w_1`의 책임은 :val:`second_w1|d`입니다. 같은 가중치라도 예제가 다르면 책임이 다릅니다.

second = START.forward(1, 4, 14)
second_grads = START.backward(second)
y_second, second_local = int(second.y), int(second_grads.dh1_dw1)
second_w5, second_w1 = int(second_grads.dE_dw5), int(second_grads.dE_dw1)
print(f"w5의 책임 {second_w5}, w1의 책임 {second_w1}")
assert second_w5 == 2 * (y_second - 14)
assert second_w1 == second_w5 * w3 * (2 * (1 + w1 * 4) * 4)

# %%
# .. _blame-next:
#
# 다음 쪽
# -------
#
# 이제 다섯 가중치의 책임을 빠짐없이 구하고, 그것으로 가중치를 정말로 고쳐 봅니다.
# :doc:`다섯 가중치 모두 </auto_examples/04_backpropagation/plot_02_all_weights>`로 이어집니다.
