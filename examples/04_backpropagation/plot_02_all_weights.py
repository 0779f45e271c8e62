"""
다섯 가중치를 한꺼번에 고칠 수 있을까요?
========================================

책임을 구하는 방법은 알았습니다. 이제 다섯 가중치 모두의 책임을 표로 적고, 그만큼 가중치를 고치고,
다시 예측해 봅니다. 정말로 정답에 가까워질까요?
표의 칸마다 식과 수를 함께 적으므로 종이에 따라 적으며 하나씩 확인할 수 있습니다.

- **할 것**: 국소 기울기 여덟을 구해 길마다 곱하고, 다섯 가중치를 한 번 고친 다음 순전파를 다시 합니다.
- **배울 것**: 뒤로 흘러가는 것은 뉴런의 책임이고 가중치의 책임은 거기서 갈라져 나온 잎입니다.
  역전파는 계산만 하고, 고치는 일은 옵티마이저가 합니다.
- **필요한 것**: :doc:`누구 때문에 틀렸을까요? </auto_examples/04_backpropagation/plot_01_who_is_to_blame>`와
  :doc:`옵티마이저 </auto_examples/02_gradient_descent/plot_06_optimizers>`. 뒤에서 PyTorch를 한 번 씁니다.
"""

# %%
# .. _all-weights-saved:
#
# 순전파가 남겨 둔 값
# -------------------
#
# 조사할 :term:`신경망`과 예제는 지난 쪽과 같습니다. 식을 글자로 적어 두고, 컴퓨터가 그 글자에 수를 넣어
# 계산하게 합니다. 그러면 표에 적힌 식과 값이 어긋날 수 없습니다. ``eval``은 글자로 적은 식을 계산하는
# 파이썬의 함수입니다.

import re

import pandas as pd

given = {"x1": 3, "x2": 2, "t": 24}
weights = {"w1": 1, "w2": 2, "w3": 1, "w4": 1, "w5": 0}
formulas = {
    "h1": "(x1 + w1 * x2)**2",
    "h2": "w2 * x1 * x2",
    "y": "w3 * h1 + w4 * h2 + w5",
    "E": "(y - t)**2",
}

# %%
# 한 함수는 식의 이름 자리에 수를 넣은 글을 만들고, 다른 함수는 식을 차례로 계산하며 표의 줄을 적습니다.


def filled(formula, values):
    def number(name):
        value = values[name[0]]
        return f"({value:g})" if value < 0 else f"{value:g}"

    text = re.sub(r"[A-Za-z]\w*", number, formula)
    return text.replace("**2", "²").replace("*", "×")


def worked(formulas, values):
    rows = []
    for name, formula in formulas.items():
        values[name] = eval(formula, {}, values)
        rows.append([name, formula, filled(formula, values), values[name]])
    return pd.DataFrame(rows, columns=["이름", "식", "수를 넣으면", "값"])


# %%
# :term:`순전파`입니다. 지나온 값을 버리지 않고 ``saved``에 모두 적어 둡니다. 까닭은 곧 나옵니다.

saved = given | weights
worked(formulas, saved).set_index("이름")

# %%
# 예측은 :val:`y_before`, 정답은 :val:`t`이고, 오차는 :val:`error_before`입니다.

y_before, t, error_before = saved["y"], given["t"], saved["E"]
assert (y_before, error_before) == (37, 169)

# %%
# .. _all-weights-local:
#
# 국소 기울기 여덟
# ----------------
#
# 한 토막에서 잰 :term:`국소 기울기`를 빠짐없이 적습니다. 오차에서 하나, 둘째 층에서 다섯, 첫 층에서 둘입니다.
# 식은 종이에 손으로 구한 것입니다. 어느 줄에 순전파가 남긴 :math:`h_1`, :math:`h_2`, :math:`y`가 들어 있는지
# 보면서 읽으세요.

local_rules = {
    "dE_dy": "2 * (y - t)",
    "dy_dw5": "1",
    "dy_dw4": "h2",
    "dy_dw3": "h1",
    "dy_dh2": "w4",
    "dy_dh1": "w3",
    "dh2_dw2": "x1 * x2",
    "dh1_dw1": "2 * (x1 + w1 * x2) * x2",
}
locals_table = worked(local_rules, saved).set_index("이름")
locals_table.insert(0, "층", ["오차", *["둘째 층"] * 5, *["첫 층"] * 2])
locals_table

# %%
# ``dy_dw4``는 :math:`\partial y/\partial w_4`를 코드로 적은 이름입니다. 처음 넷 가운데 셋에 순전파의 결과가
# 그대로 들어 있습니다. 적어 두지 않았다면 처음부터 다시 계산해야 했을 것입니다. 그래서 역전파를 하려면
# 순전파의 중간값을 **저장해** 두어야 하고, 그만큼 메모리를 씁니다.

uses_saved = [
    n for n, f in local_rules.items() if re.search(r"\b[hy]\d?\b", f)
]
assert uses_saved == ["dE_dy", "dy_dw4", "dy_dw3"]

# %%
# .. _all-weights-products:
#
# 길을 따라 곱합니다
# ------------------
#
# 가중치마다 오차까지 이어지는 길은 하나씩입니다. 그 길의 국소 기울기를 곱합니다. :math:`w_5`, :math:`w_4`,
# :math:`w_3`의 길은 두 토막, :math:`w_2`와 :math:`w_1`의 길은 세 토막입니다. 어느 책임이 가장 클까요?

products = {
    "dE_dw5": "dE_dy * dy_dw5",
    "dE_dw4": "dE_dy * dy_dw4",
    "dE_dw3": "dE_dy * dy_dw3",
    "dE_dw2": "dE_dy * dy_dh2 * dh2_dw2",
    "dE_dw1": "dE_dy * dy_dh1 * dh1_dw1",
}
worked(products, saved).set_index("이름")

# %%
# 표에 적은 다섯 수를 증인 둘에게 확인합니다. 하나는 가중치를 하나씩 살짝 움직여 보는
# :term:`중앙 차분`이고, 다른 하나는 라이브러리의 ``ToyNet``입니다.

from dlconcepts.gradcheck import compare_gradients, numerical_gradient
from dlconcepts.toynet import START, ToyNet

names = ["w1", "w2", "w3", "w4", "w5"]
gradient = {name: float(saved[f"dE_d{name}"]) for name in names}


def error_of(params):
    net = ToyNet(**{name: float(value) for name, value in params.items()})
    return net.forward(3, 2, 24).error


# %%

report = compare_gradients(gradient, numerical_gradient(error_of, weights))
by_library = START.backward(START.forward(3, 2, 24)).total(reduction="sum")
print(by_library)
assert report.ok
assert by_library == gradient

# %%
# .. _all-weights-delta:
#
# 뒤로 흘러가는 것은 무엇일까요
# -----------------------------
#
# 위의 표는 길마다 따로 곱했습니다. 역전파는 이것을 두 가지 일로 나눕니다. 먼저 **뉴런의 책임**을 뒤에서
# 앞으로 넘깁니다. 흔히 :math:`\delta`(델타)라고 적는 것입니다.
#
# .. math::
#
#    \delta_y = \frac{\partial E}{\partial y}, \qquad
#    \delta_{h_1} = \delta_y \times \frac{\partial y}{\partial h_1}, \qquad
#    \delta_{h_2} = \delta_y \times \frac{\partial y}{\partial h_2}

s = saved
delta_y = 2 * (s["y"] - s["t"])
delta_h1 = delta_y * s["w3"]
delta_h2 = delta_y * s["w4"]
print(f"y의 책임 {delta_y}, h1의 책임 {delta_h1}, h2의 책임 {delta_h2}")

# %%
# 그다음 뉴런마다 제 가중치의 책임을 구합니다. 뉴런의 책임에, 그 가중치가 뉴런을 움직이는 빠르기를 한 번
# 곱하면 끝입니다. 여기서 나온 값은 더 이상 어디로도 넘어가지 않습니다.

inner = s["x1"] + s["w1"] * s["x2"]
leaves = {
    "w1": delta_h1 * 2 * inner * s["x2"],
    "w2": delta_h2 * s["x1"] * s["x2"],
    "w3": delta_y * s["h1"],
    "w4": delta_y * s["h2"],
    "w5": delta_y * 1,
}
print(leaves)
assert leaves == gradient

# %%
# 그림에서 굵은 파란 화살표가 :math:`\delta`의 흐름이고, 가는 화살표가 가중치의 책임입니다. 가는 화살표가 다시
# 어디론가 이어지는지 살펴보세요.

import matplotlib.pyplot as plt
import numpy as np

from dlconcepts import viz

viz.use_korean_font()
blue, orange = viz.PALETTE[:2]
places = {"E": (4, 1), "y": (3, 1), "h1": (1.5, 1.6), "h2": (1.5, 0.4)}
places |= {"w1": (0.3, 1.6), "w2": (0.3, 0.4)}
places |= {"w3": (2.6, 2), "w4": (2.2, -0.2), "w5": (3.2, -0.2)}
flow = {("E", "y"): delta_y, ("y", "h1"): delta_h1, ("y", "h2"): delta_h2}
owner = {"w1": "h1", "w2": "h2", "w3": "y", "w4": "y", "w5": "y"}
ends = {(owner[name], name): leaves[name] for name in names}

# %%

# sphinx_gallery_alt = "오차 E에서 y로, y에서 h1과 h2로 굵은 파란 화살표가 뒤로 이어지고 세 화살표에 모두 <<delta_y|d|이/가>> 적혀 있습니다. 다섯 가중치에는 가는 화살표가 하나씩 닿고, 가중치에서 다시 나가는 화살표는 없습니다."
viz.plot_paths(
    places,
    flow | ends,
    highlight=[flow],
    title="가는 화살표는 잎에서 끝납니다",
)
plt.show()

# %%
# 이어지지 않습니다. 가중치의 책임은 나무의 **잎**입니다. 줄기를 타고 흐르는 것은 :math:`\delta`뿐입니다.

# %%
# .. _all-weights-leaves:
#
# 가중치에서 가중치로 이어질까요?
# -------------------------------
#
# 흔히 이렇게 말합니다. “마지막 층 가중치의 기울기를 구하고, 거기서 앞 층 가중치의 기울기를 구하고, 또 그
# 앞을 구한다.” 곧
# :math:`\partial L/\partial w_3 \rightarrow \partial L/\partial w_2 \rightarrow \partial L/\partial w_1`처럼
# 가중치의 기울기가 앞으로 이어진다는 것입니다. 확인해 봅니다.
#
# 뒤쪽 가중치 :math:`w_4`를 영으로 바꾸면 :math:`\partial E/\partial w_4`와 :math:`\partial E/\partial w_2`가 어떻게
# 될까요? 견주기 쉽게 예측이 그대로이도록 :math:`w_5`를 :math:`12`로 올립니다.

cut = ToyNet(w1=1, w2=2, w3=1, w4=0, w5=12)
cut_forward = cut.forward(3, 2, 24)
cut_grads = cut.backward(cut_forward)
rows = {
    "처음": [y_before, gradient["w4"], delta_h2, gradient["w2"]],
    "w4 = 0": [
        cut_forward.y,
        cut_grads.dE_dw4,
        cut_grads.dE_dh2,
        cut_grads.dE_dw2,
    ],
}
columns = ["예측", "∂E/∂w4", "h2의 책임", "∂E/∂w2"]
pd.DataFrame.from_dict(rows, orient="index", columns=columns).astype(int)

# %%
# :math:`\partial E/\partial w_4`는 조금도 변하지 않았는데 :math:`\partial E/\partial w_2`는 없어졌습니다. 그러니 앞의 것을
# 가지고 뒤의 것을 구할 수는 없습니다. 막힌 것은 :math:`h_2`로 흘러가던 :math:`\delta`입니다.

assert cut_grads.dE_dw4 == gradient["w4"]
assert cut_grads.dE_dw2 == 0 != gradient["w2"]

# %%
# 층이 셋인 신경망에서도 봅니다. 가중치가 :term:`행렬`일 때의 규칙은 다음과 같습니다. :math:`h_0`은 입력,
# :math:`f`는 굽은 함수 tanh, :math:`\odot`는 같은 자리끼리 곱하라는 기호입니다.
#
# .. math::
#
#    z_k = h_{k-1} W_k, \qquad h_k = f(z_k)
#
# .. math::
#
#    \delta_k = \frac{\partial L}{\partial z_k}, \qquad
#    \delta_k = (\delta_{k+1} W_{k+1}^{\top}) \odot f'(z_k), \qquad
#    \frac{\partial L}{\partial W_k} = h_{k-1}^{\top}\, \delta_k
#
# 둘째 식에는 :math:`\partial L/\partial W`가 하나도 없습니다. 코드도 그렇게 적습니다. 먼저 :math:`\delta`만 끝까지
# 넘기고, 잎은 나중에 뒤죽박죽인 순서로 땁니다.

rng = np.random.default_rng(0)
x = rng.normal(size=(1, 4))
params = {
    f"W{k}": rng.normal(size=size)
    for k, size in [(1, (4, 5)), (2, (5, 6)), (3, (6, 1))]
}


def loss_of(params):
    h = np.tanh(np.tanh(x @ params["W1"]) @ params["W2"])
    return ((h @ params["W3"] - 1) ** 2).item()


# %%

W1, W2, W3 = params.values()
h_1 = np.tanh(x @ W1)
h_2 = np.tanh(h_1 @ W2)
delta_3 = 2 * (h_2 @ W3 - 1)  # 마지막 층은 굽은 함수가 없습니다
delta_2 = (delta_3 @ W3.T) * (1 - h_2**2)
delta_1 = (delta_2 @ W2.T) * (1 - h_1**2)  # 여기까지 잎은 하나도 없습니다

sources = {"W1": (x, delta_1), "W2": (h_1, delta_2), "W3": (h_2, delta_3)}
picked = {}
for name in ["W1", "W3", "W2"]:
    before, delta = sources[name]
    picked[name] = before.T @ delta
print("잎을 딴 순서:", *picked)

# %%

ordered = {name: picked[name] for name in params}
matrix_report = compare_gradients(ordered, numerical_gradient(loss_of, params))
assert matrix_report.ok
matrix_report.to_frame()[["이름", "구한 값", "기준값", "통과"]].round(6)

# %%
# 표는 이름마다 가장 많이 어긋난 원소를 보여 줍니다. 마지막 층부터 따지 않아도 모두 맞습니다. 물론 실제
# 코드는 :math:`\delta`가 지나갈 때 그 층의 잎을 함께 땁니다. 그래야 다 쓴 중간값을 일찍 버릴 수 있습니다.
# 순서가 그렇다고 해서 잎이 잎을 낳는 것은 아닙니다.

# %%
# .. _all-weights-update:
#
# 한 번 고칩니다
# --------------
#
# 다섯 가중치의 책임을 알았으니 :term:`경사 하강법`으로 고칩니다. :term:`학습률`은 :math:`\eta = 0.0001`입니다.
#
# .. math::
#
#    w \leftarrow w - \eta\, \frac{\partial E}{\partial w}
#
# 다섯을 **동시에** 고칩니다. 모두 옛 가중치에서 잰 책임이기 때문입니다.

lr = 0.0001
rows = []
for name in reversed(names):
    old, slope = weights[name], int(gradient[name])
    rows.append(
        [name, old, slope, f"{old} - {lr} × {slope}", old - lr * slope]
    )
columns = ["가중치", "옛 값", "책임", "고치기", "새 값"]
update = pd.DataFrame(rows, columns=columns).set_index("가중치")
update

# %%
# 모두 조금씩 줄었습니다. 예측이 너무 커서 다섯 책임이 모두 양수였기 때문입니다. 가장 많이 줄어든 것은 책임이
# 가장 큰 :math:`w_3`입니다.

new_weights = update["새 값"].to_dict()
assert np.allclose(
    list(new_weights.values()), [-0.0026, 0.9688, 0.935, 1.9844, 0.948]
)
assert update["책임"].idxmax() == "w3"

# %%
# .. _all-weights-after:
#
# 다시 순전파
# -----------
#
# 새 가중치로 같은 예제를 다시 계산합니다. 먼저 예측해 보세요. 기울기를 알면 오차가 얼마나 줄지도 어림할 수
# 있습니다. 가중치마다 책임에 :math:`\eta`를 곱한 만큼 움직였고, 오차는 책임의 빠르기로 줄어드니 둘을 곱해 모두
# 더합니다.
#
# .. math::
#
#    E\text{의 변화} \approx -\eta \sum_{i} \left( \frac{\partial E}{\partial w_i} \right)^2

squares = sum(g**2 for g in gradient.values())
expected_drop = lr * squares
print(f"책임의 제곱의 합 {squares:,.0f}")
print(f"어림하면 오차가 {expected_drop:.1f}만큼 줄어듭니다")

# %%

after = given | new_weights
worked(formulas, after).set_index("이름")

# %%
# 예측이 :val:`y_before`에서 :val:`y_after|.3f|으로/로` 내려왔습니다. 고치기 전과 뒤를 나란히 놓습니다.

y_after, error_after = after["y"], after["E"]
rows = {
    "학습 전": [y_before, t, y_before - t, error_before],
    "학습 후": [y_after, t, y_after - t, error_after],
}
columns = ["예측", "정답", "얼마나 높은가", "오차"]
pd.DataFrame.from_dict(rows, orient="index", columns=columns).round(3)

# %%
# 정답까지의 거리가 :val:`far_before`에서 :val:`far_after|.2f|으로/로` 줄었습니다. 오차는 :val:`drop|.1f`만큼 줄어,
# 어림한 :val:`expected_drop|.1f`보다는 조금 덜 줄었습니다. 라이브러리로 같은 일을 해도 같은 예측이 나옵니다.

drop = error_before - error_after
far_before, far_after = y_before - t, y_after - t
stepped = START.updated(by_library, lr).forward(3, 2, 24)
assert np.isclose(stepped.y, y_after)
assert round(y_after, 3) == 33.945
assert 0.8 * expected_drop < drop < expected_drop

# %%
# .. _all-weights-line:
#
# 얼마나 멀리 갈 수 있을까요
# --------------------------
#
# 어림이 왜 빗나갔을까요? 기울기는 **지금 자리**의 것이라, 움직이는 동안 오차의 지형이 굽기 때문입니다.
# 방향은 그대로 두고 학습률만 키워 가며 오차를 그려 봅니다. 점선이 기울기로 어림한 오차입니다.

rates = np.linspace(0, 0.0012, 241)
line_nets = [START.updated(by_library, rate) for rate in rates]
errors = np.array([net.forward(3, 2, 24).error for net in line_nets])
best_rate, best_error = rates[errors.argmin()], errors.min()
by_slope = error_before - rates * squares

# %%

# sphinx_gallery_alt = "학습률에 따른 한 걸음 뒤의 오차. 곡선은 <<error_before>>에서 점선을 따라 내려가다 점선보다 위로 휘고, 학습률 <<best_rate|g>> 근처에서 바닥을 친 뒤 다시 올라갑니다. 우리가 간 <<lr|g>>은 내리막의 앞부분입니다."
fig, ax = plt.subplots()
ax.plot(rates, errors, color=blue, label="한 걸음 뒤의 오차")
ax.plot(rates, by_slope, "--", color=viz.MUTED, label="기울기로 어림")
ax.plot(lr, error_after, "o", color=orange, label=f"η = {lr}")
ax.set(xlabel="학습률 η", ylabel="오차 E", ylim=(-10, 180))
ax.set_title("조금 갈 때는 어림이 맞습니다")
ax.legend()
plt.show()

# %%
# 처음에는 점선과 붙어 있다가 점점 벌어집니다. :vmath:`\eta = <<best_rate|g>>` 근처에서는 한 걸음에 오차를 거의
# 없앨 수도 있고, 더 키우면 정답을 지나쳐 다시 커집니다. 그러나 이 예제 하나에 맞춘 이야기입니다. 예제가
# 여럿이면 사정이 달라집니다.

assert best_error < 0.1
assert errors[-1] > error_after
assert (errors[1:] > by_slope[1:]).all()

# %%
# .. _all-weights-optimizer:
#
# 흔한 함정: 역전파는 고치지 않습니다
# -----------------------------------
#
# 흔히 이렇게 말합니다. “역전파의 마지막 단계는 가중치를 고치는 것이다.” “옵티마이저가 역전파를 한다.” 확인해
# 봅니다. PyTorch에서 역전파를 시키고, 가중치를 들여다봅니다.

import torch

w = torch.tensor([1.0, 2.0, 1.0, 1.0, 0.0], requires_grad=True)
h1, h2 = (3 + w[0] * 2) ** 2, w[1] * 3 * 2
E = (w[2] * h1 + w[3] * h2 + w[4] - 24) ** 2
E.backward()
after_backward = w.tolist()
print("역전파 뒤의 가중치:", after_backward)
print("역전파가 적어 둔 것:", w.grad.tolist())
torch.optim.SGD([w], lr=0.0001).step()
print("옵티마이저 뒤의 가중치:", [round(v, 4) for v in w.tolist()])

# %%
# 역전파는 다섯 책임을 적어 두었을 뿐, 가중치는 그대로입니다. 고친 것은 그다음 줄의 :term:`옵티마이저`입니다.
# 학습의 한 걸음을 단계로 적으면 이렇습니다.
#
# - **순전파**: 예측과 오차를 계산하고 중간값을 저장합니다.
# - **역전파**: 오차에서 :math:`\partial E/\partial y`를 구하고, :math:`\delta`를 뒤로 넘기며 잎을 모두 땁니다. 여기서 끝입니다.
# - **갱신**: 옵티마이저가 잎을 받아 가중치를 고칩니다.
#
# 둘째와 셋째가 다른 일이므로, 같은 책임을 받고도 옵티마이저가 다르면 다르게 고칩니다.

assert after_backward == list(weights.values())
assert w.grad.tolist() == list(gradient.values())
assert np.allclose(w.tolist(), [new_weights[name] for name in names])

# %%
# 네 옵티마이저에게 두 걸음을 맡깁니다. 학습률은 모두 같고, 책임을 구하는 코드도 모두 같습니다.

from dlconcepts.optimizers import Adam, GradientDescent, Momentum, RMSProp


def two_steps(optimizer):
    params, path = {n: np.array(float(v)) for n, v in weights.items()}, []
    for _ in range(2):
        net = ToyNet(**{n: float(v) for n, v in params.items()})
        grads = net.backward(net.forward(3, 2, 24)).total(reduction="sum")
        optimizer.step(params, {n: np.array(g) for n, g in grads.items()})
        path.append({n: float(v) for n, v in params.items()})
    return path


# %%

makers = [GradientDescent, Momentum, RMSProp, Adam]
rows = []
for make in makers:
    one, two = two_steps(make(lr=lr))
    first_moves = [one[n] - weights[n] for n in ("w3", "w5")]
    ends = [ToyNet(**step).forward(3, 2, 24).y for step in (one, two)]
    rows.append([*first_moves, *ends])
labels = ["경사 하강법", "모멘텀", "RMSProp", "Adam"]
columns = ["w3의 첫걸음", "w5의 첫걸음", "한 걸음 뒤 예측", "두 걸음 뒤 예측"]
moves = pd.DataFrame(rows, index=labels, columns=columns)
moves.round(4)

# %%
# 경사 하강법은 책임에 비례해 움직이므로 :math:`w_3`이 :math:`w_5`보다 훨씬 많이 갑니다. RMSProp과 Adam은 첫걸음에
# 둘을 똑같이 옮깁니다. 모멘텀은 첫걸음이 경사 하강법과 같고 둘째 걸음부터 갈라집니다. 책임을 구하는
# 것과 그것을 걸음으로 바꾸는 것은 이렇게 서로 다른 일입니다.

first_step = moves[["w3의 첫걸음", "w5의 첫걸음"]].to_numpy()
assert np.isclose(first_step[0, 0] / first_step[0, 1], 650 / 26)
assert np.allclose(first_step[2:, 0], first_step[2:, 1])
assert np.isclose(moves.iloc[0, 2], moves.iloc[1, 2])
assert moves.iloc[1, 3] < moves.iloc[0, 3]

# %%
# .. _all-weights-summary:
#
# 정리
# ----
#
# - 국소 기울기를 모두 구해 길마다 곱하면 다섯 가중치의 책임이 나옵니다. 구하려면 순전파의 중간값을 저장해
#   두어야 합니다.
# - 뒤로 흐르는 것은 뉴런의 책임 :math:`\delta`입니다. 가중치의 책임은 거기서 갈라진 잎이라 서로를 낳지 않습니다.
# - 역전파는 책임을 계산하고, 옵티마이저가 가중치를 고칩니다. 한 걸음 고쳤더니 예측이 정답에 가까워졌습니다.

# %%
# .. _all-weights-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 학습률을 열 배인 :math:`0.001`로 하면 한 걸음 뒤의 예측은 어떻게 될까요? 정답을 지나칠까요?
#
# .. dropdown:: 답 보기
#
#    예측이 :val:`y_big|.2f|으로/로` 내려가 정답 :val:`t|d|을/를` 한참 지나칩니다. 오차는 :val:`error_big|.1f`입니다.
#    처음보다는 줄었지만 작은 걸음보다 못합니다.

big = START.updated(by_library, 0.001).forward(3, 2, 24)
y_big, error_big = big.y, big.error
print(f"예측 {y_big:.2f}, 오차 {error_big:.1f}")
assert y_big < t
assert error_after < error_big < error_before

# %%
# **둘.** 입력 :math:`x_1`의 책임 :math:`\partial E/\partial x_1`도 구할 수 있을까요? :math:`x_1`은 :math:`h_1`과 :math:`h_2`
# 두 곳에 들어갑니다.
#
# .. dropdown:: 답 보기
#
#    :math:`\delta_{h_1}`과 :math:`\delta_{h_2}`에서 한 토막씩 더 가서 더합니다. 길이 둘이면 책임을 더하기 때문입니다.
#    :math:`\partial h_1/\partial x_1 = 2(x_1 + w_1 x_2)`, :math:`\partial h_2/\partial x_1 = w_2 x_2`이므로
#    답은 :val:`blame_x1`입니다. 입력을 고치지는 않지만, 입력이 앞 층의 뉴런이라면 이것이 바로 앞 층으로
#    넘어갈 :math:`\delta`입니다.

blame_x1 = delta_h1 * 2 * inner + delta_h2 * s["w2"] * s["x2"]
h = 1e-6
ahead, behind = START.forward(3 + h, 2, 24), START.forward(3 - h, 2, 24)
nudged = (ahead.error - behind.error) / (2 * h)
print(f"두 길을 더하면 {blame_x1}, 살짝 움직여 재면 {nudged:.3f}")
assert np.isclose(blame_x1, nudged)

# %%
# **셋.** 한 걸음 고친 신경망에서 책임을 다시 구하면 처음보다 클까요, 작을까요?
#
# .. dropdown:: 답 보기
#
#    다섯 모두 작아집니다. 정답에 가까워져 :math:`\delta_y`가 :val:`delta_y`에서 :val:`delta_y_again|.2f|으로/로` 줄었고,
#    모든 책임에 :math:`\delta_y`가 곱해져 있기 때문입니다. 그래서 학습률이 그대로여도 걸음은 짧아집니다.

again_net = ToyNet(**new_weights)
again = again_net.backward(again_net.forward(3, 2, 24))
delta_y_again = again.dE_dy
smaller = {n: round(g, 1) for n, g in again.total(reduction="sum").items()}
print(smaller)
assert all(smaller[name] < gradient[name] for name in names)

# %%
# .. _all-weights-next:
#
# 다음 쪽
# -------
#
# 지금까지는 예제 하나만 보고 고쳤습니다. 예제가 셋이면 책임을 어떻게 모아야 하는지
# :doc:`배치와 온라인 </auto_examples/04_backpropagation/plot_03_batch_and_online>`에서 봅니다.
