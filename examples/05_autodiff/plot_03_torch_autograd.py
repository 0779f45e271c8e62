"""
네 줄짜리 반복문은 왜 두 바퀴째에 멈출까요?
===========================================

순전파, 손실, 역전파, 갱신. 학습은 네 줄이면 된다고들 합니다. 그런데 그 네 줄을 PyTorch에 그대로 옮기면
한 바퀴만 돌고 멈춥니다. 무엇이 빠졌을까요? 기울기가 어디에 쌓이고 어디로 사라지는지 따라가 보면
고칠 곳이 보입니다.

- **할 것**: 손으로 구한 기울기를 PyTorch의 것과 견주고, 멈추는 네 줄을 세 군데 고쳐 끝까지 학습시킵니다.
- **배울 것**: 기울기는 잎에만 쌓이고, 지우기 전에는 더해지고, 수 하나에서만 출발합니다. 가중치를 고치는 일은
  기록하지 않아야 합니다.
- **필요한 것**: :doc:`자동 미분 엔진 </auto_examples/05_autodiff/plot_02_engine>`과
  :doc:`역전파와 갱신의 차이 </auto_examples/04_backpropagation/plot_02_all_weights>`. PyTorch를 씁니다.
"""

# %%
# .. _autograd-by-hand:
#
# 먼저 손으로 구합니다
# --------------------
#
# 수 둘을 받아 수 하나를 내는 네 토막짜리 계산입니다. 둘을 저마다 두 배 하고, 셋을 더하고, 제곱하고, 끝으로 평균을 냅니다.
#
# .. math::
#
#    u = 2x, \qquad v = u + 3, \qquad s = v^2, \qquad L = \frac{s_1 + s_2}{2}
#
# 입력이 :math:`x = (1, 2)`이면 :math:`L`은 얼마일까요? 종이에 먼저 적어 보세요.

import numpy as np
import pandas as pd

x_by_hand = np.array([1.0, 2.0])
u_by_hand = 2 * x_by_hand
v_by_hand = u_by_hand + 3
s_by_hand = v_by_hand**2
L_by_hand = s_by_hand.mean()
print("u", u_by_hand, "  v", v_by_hand, "  s", s_by_hand, "  L", L_by_hand)
assert L_by_hand == 37

# %%
# 이제 거꾸로 갑니다. 토막마다 :term:`국소 기울기`를 적고 :term:`연쇄 법칙`으로 곱합니다. 평균은 책임을 반씩 나누고,
# 제곱은 :math:`2v`배, 더하기는 그대로, 두 배는 두 배로 넘깁니다.
#
# .. math::
#
#    \frac{\partial L}{\partial x_i}
#    = \underbrace{\tfrac{1}{2}}_{\text{평균}} \times \underbrace{2v_i}_{\text{제곱}}
#    \times \underbrace{1}_{\text{더하기}} \times \underbrace{2}_{\text{두 배}}

gradient_by_hand = 1 / 2 * (2 * v_by_hand) * 1 * 2
print("손으로 구한 기울기", gradient_by_hand)

# %%
# .. _autograd-backward:
#
# 한 줄로 구합니다
# ----------------
#
# PyTorch에서는 :term:`순전파`만 적습니다. PyTorch의 배열은 :term:`텐서`라고 합니다. ``requires_grad=True``는 이 텐서의 기울기가
# 필요하니 지금부터 하는 계산을 적어 두라는 부탁입니다. ``backward()``가 그 기록을 거꾸로 따라갑니다.

import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
u = 2 * x
v = u + 3
s = v**2
L = s.mean()
L.backward()
print("L =", L.item(), "  x.grad =", x.grad.tolist())

# %%
# 손으로 구한 것과 같습니다. 연쇄 법칙을 뒤에서부터 차례로 적용하는 것이 :term:`역전파`이고,
# ``L.backward()``가 바로 그 일을 합니다. 증인을 둘 더 부릅니다. 라이브러리의 ``Value``와,
# 입력을 살짝 움직여 재는 :term:`중앙 차분`입니다.

from dlconcepts.autodiff import Value
from dlconcepts.gradcheck import numerical_gradient


def chain(x):
    return ((2 * x + 3) ** 2).mean()


our_x = Value([1.0, 2.0])
chain(our_x).backward()
nudged = numerical_gradient(chain, x_by_hand)
print("Value", our_x.grad, "  중앙 차분", nudged.round(6))
assert x.grad.tolist() == [10, 14]
assert np.array_equal(gradient_by_hand, our_x.grad)
assert np.array_equal(gradient_by_hand, x.grad.numpy())
assert np.allclose(gradient_by_hand, nudged)

# %%
# .. _autograd-order:
#
# 기울기가 지나가는 길
# --------------------
#
# 정말로 뒤에서부터 한 토막씩 올까요? ``register_hook``에 함수를 맡기면 그 텐서에 기울기가 도착할 때 불러 줍니다.
# 이름과 기울기를 적는 함수를 만들어 둡니다.

arrived = {}


def remember(name):
    def hook(gradient):
        arrived[name] = gradient

    return hook


# %%
# 다섯 텐서에 모두 맡기고 다시 역전파를 합니다. 어느 이름이 먼저 나올까요?

x = torch.tensor([1.0, 2.0], requires_grad=True)
u = 2 * x
v = u + 3
s = v**2
L = s.mean()
for name, tensor in {"x": x, "u": u, "v": v, "s": s, "L": L}.items():
    tensor.register_hook(remember(name))
L.backward()
for name, gradient in arrived.items():
    print(f"{name}에 도착한 기울기", gradient.tolist())

# %%
# 맡기기는 :math:`x`부터 했는데 도착은 :math:`L`부터입니다. :math:`L`에서는 자기 자신에 대한 기울기 :math:`1`로
# 출발합니다. 평균에서 반이 되고, 제곱에서 :math:`2v`배가 되고, 더하기는 그대로 지나고, 끝으로 두 배가 되어 :math:`x`에
# 닿습니다. 손으로 곱한 네 수가 뒤에서부터 차례로 곱해졌습니다.

assert list(arrived) == ["L", "s", "v", "u", "x"]
assert arrived["s"].tolist() == [0.5, 0.5]
assert torch.equal(arrived["u"], arrived["v"])

# %%
# .. _autograd-leaves:
#
# 잎: 기울기가 남는 곳
# --------------------
#
# 다섯 텐서 모두 기울기가 지나갔습니다. 지나간 다음 ``v``에는 얼마가 남아 있을까요?

import warnings

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    left_in_v = v.grad
print("v.grad:", left_in_v)
print("경고:", str(caught[0].message).split(". ")[0])
assert left_in_v is None

# %%
# 남은 것이 없습니다. 경고는 잎(leaf)이 아닌 텐서에게 기울기를 물었다는 말입니다. :term:`잎`은 다른 텐서로 계산해서 얻지
# 않고 우리가 직접 만든 텐서입니다. 학습에서 고칠 것은 :term:`가중치`이고 가중치는 잎입니다. 그래서 기울기는 잎에만 남기고
# 나머지는 지나가는 대로 버려 메모리를 아낍니다. 몇 텐서를 골라 표로 봅니다.

data = torch.tensor([1.0, 2.0])
tensors = {
    "x": x,
    "u = 2x": u,
    "L": L,
    "그냥 만든 것": data,
    "u.detach()": u.detach(),
}
rows = [
    [t.is_leaf, t.requires_grad, t.grad_fn.name() if t.grad_fn else "없음"]
    for t in tensors.values()
]
columns = ["잎인가", "기울기를 구하는가", "만든 연산"]
leaf_table = pd.DataFrame(rows, index=list(tensors), columns=columns)
leaf_table.replace({True: "예", False: "아니요"})

# %%
# ``u``와 ``L``은 만든 연산이 적혀 있으니 잎이 아닙니다. 기울기가 **쌓이는** 곳은 잎이면서 기울기를 구하는
# 텐서, 이 표에서는 ``x``뿐입니다. ``detach()``는 값은 같지만 기록에서 떼어 낸 텐서를 돌려줍니다. 뒤에서 다시 씁니다.

assert leaf_table["잎인가"].tolist() == [True, False, False, True, True]
accumulates = leaf_table["잎인가"] & leaf_table["기울기를 구하는가"]
assert leaf_table.index[accumulates].tolist() == ["x"]

# %%
# .. _autograd-four-lines:
#
# 네 줄짜리 반복문
# ----------------
#
# 이제 흔히 볼 수 있는 네 줄입니다. 예측하고, :term:`손실`을 구하고, 역전파하고, 가중치에서
# :term:`학습률` 곱하기 :term:`기울기`를 뺍니다. 가장 작은 경우로 합니다. 가중치는 :math:`w = 2` 하나,
# :term:`예제`도 하나입니다. 입력이 :val:`feature|g`일 때 :val:`target|g|이/가` 나와야 하니 답은 :math:`w = 4`입니다.

feature, target, learning_rate = 1.5, 6.0, 0.1
start = torch.tensor(2.0, requires_grad=True)


def four_lines(w, rounds):
    for k in range(rounds):
        y_pred = w * feature
        loss = (y_pred - target) ** 2
        loss.backward()
        w = w - learning_rate * w.grad
        print(f"바퀴 {k}: w = {w.item():.2f}   잎인가: {w.is_leaf}")


# %%
# 열 바퀴를 돌립니다. 오류가 나면 붙잡아서 무슨 말인지 봅니다.

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    try:
        four_lines(start, rounds=10)
    except TypeError as error:
        died = str(error)
print("멈춤:", died)
print("경고:", str(caught[0].message).split(". ")[0])
assert "NoneType" in died

# %%
# 첫 바퀴는 잘 돌았고 둘째 바퀴에서 죽었습니다. ``w.grad``가 ``None``이라서 학습률을 곱할 수 없다는 말입니다.
# 첫 바퀴의 출력에 까닭이 있습니다. **잎이 아닙니다.** 마지막 줄의 ``w = …``는 가중치를 고친 것이 아니라, 빼기로
# 계산한 새 텐서에 ``w``라는 이름표를 옮겨 단 것입니다. 새 텐서는 잎이 아니므로 기울기가 남지 않습니다.
#
# 그러면 둘째 바퀴의 기울기는 어디로 갔을까요? 손실 :math:`(1.5w - 6)^2`의 기울기
# :math:`2(1.5w - 6) \times 1.5`를 바퀴마다 구해, 처음에 만든 텐서에 남은 것과 견줍니다.

first_slope = 2 * (2.0 * feature - target) * feature
second_slope = 2 * (2.9 * feature - target) * feature
print(f"처음 만든 텐서: 값 {start.item():.2f}   기울기 {start.grad:.2f}")
print(f"두 바퀴의 기울기 {first_slope:.2f}, {second_slope:.2f}")
assert start.item() == 2.0
assert np.isclose(start.grad.item(), first_slope + second_slope)

# %%
# 두 가지가 드러났습니다. 처음 만든 가중치는 **조금도 고쳐지지 않았습니다.** 모델이 들고 있는 것이 이 텐서라면
# 모델은 하나도 배우지 않은 것입니다. 그리고 두 바퀴의 기울기가 모두 이 텐서에 **더해져** 있습니다.

# %%
# .. _autograd-no-grad:
#
# 첫째 수리: 기록하지 않고 제자리에서
# -----------------------------------
#
# 고칠 것은 마지막 줄입니다. 그럴듯한 방법 셋을 두 바퀴씩 돌려 봅니다. 제자리에서 고치는 ``-=``, 기록을 끄는
# ``no_grad``, 그리고 그 둘을 함께 쓰는 것입니다. 어느 것이 살아남을까요?


def in_place(w):
    w -= learning_rate * w.grad
    return w


def rebind_unrecorded(w):
    with torch.no_grad():
        return w - learning_rate * w.grad  # 새 텐서가 w 라는 이름을 받습니다


def in_place_unrecorded(w):
    with torch.no_grad():
        w -= learning_rate * w.grad
    return w


# %%
# 두 바퀴를 돌려 보고, 돈 바퀴의 수와 오류의 글을 돌려주는 함수입니다.


def survive(update, rounds=2):
    w = torch.tensor(2.0, requires_grad=True)
    for k in range(rounds):
        try:
            ((w * feature - target) ** 2).backward()
            w = update(w)
        except RuntimeError as error:
            return k, str(error)
    return rounds, "끝까지 돌았습니다"


updates = [in_place, rebind_unrecorded, in_place_unrecorded]
survival = [survive(update) for update in updates]
for update, (rounds, message) in zip(updates, survival, strict=True):
    print(f"{update.__name__}: {rounds}바퀴\n    {message}")

# %%
# 첫째는 한 바퀴도 못 돕니다. **기록하면서** 제자리에서 고치면 그 텐서는 빼기로 계산해 얻은 것이 되어 더는 잎일 수
# 없습니다. 그래서 PyTorch가 막습니다. 둘째는 한 바퀴 뒤에 멈춥니다. 기록을 끄고 만든 새 텐서는 기울기를 구하지 않으므로,
# 거기서 출발한 손실에는 거슬러 갈 길이 없습니다. 셋째만 됩니다. **같은 텐서를, 기록하지 않고** 고칩니다.

assert [rounds for rounds, _ in survival] == [0, 1, 2]

# %%
# .. _autograd-accumulate:
#
# 둘째 수리: 지난 기울기를 지웁니다
# ---------------------------------
#
# 살아남은 것을 마흔 바퀴 돌립니다. 오류는 없습니다. 그런데 앞에서 보았듯이 ``backward()``는 기울기를 새로 쓰지
# 않고 **더합니다.** 바퀴마다 지우는 반복문과 나란히 놓습니다. 둘 다 답 :math:`4`에 닿을까요?


def train(rounds, clear):
    w, path = torch.tensor(2.0, requires_grad=True), [2.0]
    for _ in range(rounds):
        loss = (w * feature - target) ** 2
        loss.backward()
        with torch.no_grad():
            w -= learning_rate * w.grad
        if clear:
            w.grad = None
        path.append(w.item())
    return np.array(path)


kept_path, cleared_path = train(40, clear=False), train(40, clear=True)
both = pd.DataFrame({"지우지 않음": kept_path, "지움": cleared_path})
both.rename_axis("바퀴", axis="columns").head(8).round(3)

# %%
# 마흔 바퀴를 모두 그립니다.

# sphinx_gallery_alt = "바퀴마다의 가중치. 기울기를 지운 선은 <<cleared_path[0]|g>>에서 출발해 답인 점선으로 매끄럽게 다가갑니다. 지우지 않은 선은 점선을 지나쳐 <<kept_high|.1f>>까지 올랐다가 다시 내려오기를 <<last_round>>바퀴 내내 되풀이합니다."
import matplotlib.pyplot as plt

from dlconcepts.viz import MUTED, PALETTE, use_korean_font

use_korean_font()
fig, ax = plt.subplots(figsize=(7, 3.6))
ax.axhline(4, color=MUTED, ls=":")
ax.plot(kept_path, "o-", ms=3, color=PALETTE[1], label="지우지 않음")
ax.plot(cleared_path, "o-", ms=3, color=PALETTE[0], label="바퀴마다 지움")
ax.set(xlabel="바퀴", ylabel="가중치 w", ylim=(1.5, 7.6))
ax.set_title("지난 기울기가 쌓이면 답을 지나쳐 흔들립니다")
ax.legend(loc="upper center", ncols=2)
plt.show()

# %%
# 지우지 않은 쪽은 :val:`kept_high|.2f|과/와` :val:`kept_low|.2f` 사이를 오갑니다. 지나온 모든
# 바퀴의 기울기를 하나도 잊지 않는 셈이라, 마찰이 없는 그네처럼 답을 지나쳐 흔들립니다. 오류가 나지 않으니 더
# 찾기 어렵습니다. 지운 쪽은 답까지 남은 거리가 바퀴마다 같은 비율로 줄어드는, 우리가 아는 :term:`경사 하강법`입니다.

kept_high, kept_low = kept_path.max(), kept_path.min()
last_round = len(kept_path) - 1
left = 4 - cleared_path[:10]
assert np.allclose(left[1:] / left[:-1], 1 - 0.1 * 2 * feature**2, atol=1e-3)
assert kept_path[-15:].max() > 5 > 3 > kept_path[-15:].min()
assert abs(cleared_path[-1] - 4) < 1e-5

# %%
# 왜 지우지 않고 더하게 만들었을까요? 나누어 계산한 기울기를 모으려는 것입니다. 예제 여덟의 손실을 한꺼번에
# 역전파한 것과, 넷씩 두 번 역전파한 것을 견줍니다.

inputs = torch.linspace(-2, 2, 8).reshape(8, 1)
targets = inputs**2
whole = torch.tensor(0.5, requires_grad=True)
((whole * inputs - targets) ** 2).sum().backward()
halves = torch.tensor(0.5, requires_grad=True)
for part in (slice(0, 4), slice(4, 8)):
    ((halves * inputs[part] - targets[part]) ** 2).sum().backward()
print(f"한꺼번에 {whole.grad:.3f}   나누어 두 번 {halves.grad:.3f}")
assert torch.isclose(whole.grad, halves.grad)

# %%
# 같습니다. 메모리가 모자라 :term:`배치`를 쪼갤 때 이렇게 씁니다
# (:doc:`미니배치 </auto_examples/04_backpropagation/plot_04_minibatch>`). 그래서 **언제 지울지는 우리가** 정합니다.

# %%
# .. _autograd-scalar:
#
# 셋째 수리: 손실을 수 하나로
# ---------------------------
#
# 방금은 ``sum()``으로 모았습니다. 모으지 않고 예제 여덟의 제곱 오차를 그대로 두면 어떻게 될까요?

w = torch.tensor(0.5, requires_grad=True)
losses = (w * inputs - targets) ** 2
try:
    losses.backward()
except RuntimeError as error:
    not_scalar = str(error)
print("모양", tuple(losses.shape), "\n" + not_scalar)
assert "scalar" in not_scalar

# %%
# 기울기는 **수 하나**가 얼마나 빨리 늘고 주는지를 말합니다. 수가 여덟이면 어느 것을 줄이라는 말인지 정해지지 않습니다. 예제가
# 하나일 때는 손실이 마침 수 하나라서 탈이 없었을 뿐입니다.
#
# 평균을 내면 됩니다. ``backward``에 예제마다의 무게를 넘겨도 됩니다. 무게를 팔분의 일씩 주면 평균과 같을까요?

losses.mean().backward()
mean_slope, w.grad = w.grad.item(), None
again = (w * inputs - targets) ** 2
again.backward(gradient=torch.full((8, 1), 1 / 8))
weighted_slope = w.grad.item()
print(
    f"평균의 기울기 {mean_slope:.3f}   무게를 넘긴 기울기 {weighted_slope:.3f}"
)
assert np.isclose(mean_slope, weighted_slope)

# %%
# .. _autograd-repaired:
#
# 다 고친 반복문
# --------------
#
# 같습니다. 이제 세 군데를 고친 네 줄을 층이 셋인 :term:`신경망`에 씁니다. 예제 여덟의 정답은 입력의 제곱입니다. 층 사이에는
# :term:`활성화 함수` ``bend``를 둡니다. 굽히지 않는 신경망과 견줄 수 있게 인자로 받습니다.

from torch import nn


def three_layers():
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(1, 8), nn.Linear(8, 8), nn.Linear(8, 1))


def forward(layers, bend, x):
    layer1, layer2, layer3 = layers
    h1 = bend(layer1(x))
    h2 = bend(layer2(h1))
    return layer3(h2)


# %%
# 다 고친 반복문입니다. 처음의 네 줄에서 무엇이 달라졌는지 짚어 보세요. 학습률은 더 작게 잡습니다.

net_rate = 0.03


def repaired(layers, bend, rounds=600):
    history = []
    for _ in range(rounds):
        y_pred = forward(layers, bend, inputs)
        loss = (y_pred - targets).pow(2).mean()  # 수 하나
        loss.backward()
        with torch.no_grad():  # 갱신은 기록하지 않습니다
            for w in layers.parameters():
                w -= net_rate * w.grad  # 같은 텐서를 제자리에서
                w.grad = None  # 다음 바퀴를 위해 지웁니다
        history.append(loss.item())
    return history


# %%
# 같은 가중치에서 출발하는 두 신경망을 학습시킵니다.

bent, straight = three_layers(), three_layers()
bent_history = repaired(bent, torch.tanh)
straight_history = repaired(straight, lambda z: z)
print(f"첫 손실 {bent_history[0]:.3f}   마지막 손실 {bent_history[-1]:.5f}")
print(f"굽히지 않으면 마지막 손실 {straight_history[-1]:.3f}")

# %%
# 무엇을 배웠는지 그려 봅니다.

# sphinx_gallery_alt = "예제 여덟 점은 U자로 놓여 있습니다. 굽힌 신경망의 선은 여덟 점을 거의 지나고, 굽히지 않은 신경망은 평균 높이 <<mean_target|.2f>>의 수평선에 머뭅니다."
fig, ax = plt.subplots(figsize=(6.4, 3.6))
grid = torch.linspace(-2, 2, 101).reshape(-1, 1)
with torch.no_grad():
    curve = forward(bent, torch.tanh, grid)
    line = forward(straight, lambda z: z, grid)
ax.plot(inputs, targets, "o", ms=9, color=MUTED, label="정답")
ax.plot(grid, curve, color=PALETTE[0], label="tanh로 굽힘")
ax.plot(grid, line, "--", color=PALETTE[1], label="굽히지 않음")
ax.set(xlabel="입력", ylabel="예측")
ax.set_title("고친 반복문은 끝까지 배웁니다")
ax.legend()
plt.show()

# %%
# 육백 바퀴를 끝까지 돌았고, 손실은 :val:`bent_first|.2f`에서 :val:`bent_last|.5f`까지 내려갔습니다. 굽히지 않은 신경망은 층이
# 셋이어도 직선 하나와 같아서, 가장 좋은 직선의 손실 :val:`line_loss|.3f`에서 더 내려가지 못합니다. 반복문을 고쳐도
# 모델이 나타낼 수 없는 것은 배우지 못합니다
# (:doc:`활성화 함수 </auto_examples/06_building_blocks/plot_01_activations>`).

coefficients = np.polyfit(inputs[:, 0], targets[:, 0], deg=1)
best_line = np.polyval(coefficients, inputs[:, 0].numpy())
line_loss = ((best_line - targets[:, 0].numpy()) ** 2).mean()
bent_first, bent_last = bent_history[0], bent_history[-1]
mean_target = targets.mean().item()
assert bent_last < 0.01 * bent_first
assert np.isclose(straight_history[-1], line_loss, rtol=1e-3)

# %%
# 보통은 마지막 세 줄을 :term:`옵티마이저`에 맡깁니다. ``step()``이 기록하지 않는 제자리 갱신이고
# ``zero_grad()``가 지우기입니다. 육백 바퀴 뒤의 가중치가 같은지 확인합니다.

by_torch = three_layers()
optimizer = torch.optim.SGD(by_torch.parameters(), lr=net_rate)
for _ in range(600):
    optimizer.zero_grad()
    y_pred = forward(by_torch, torch.tanh, inputs)
    loss = (y_pred - targets).pow(2).mean()
    loss.backward()
    optimizer.step()
pairs = list(zip(by_torch.parameters(), bent.parameters(), strict=True))
apart = max((theirs - ours).abs().max().item() for theirs, ours in pairs)
print(f"가장 많이 어긋난 가중치의 차이 {apart:.0e}")
assert apart < 1e-4

# %%
# :term:`반올림 오차`만큼만 다릅니다. 곱하고 빼면서 반올림하는 차례가 조금 다르기 때문입니다.

# %%
# .. _autograd-detach:
#
# 기록을 끄는 것과 떼어 내는 것
# -----------------------------
#
# ``no_grad``는 **구간**의 기록을 끕니다. ``detach``는 **텐서 하나**를 기록에서 떼어 냅니다. 떼어 낸 텐서는
# 역전파에서 상수입니다. :math:`w \times w`의 기울기는 :math:`2w`인데, 한쪽을 떼어 내면 얼마가 될까요?
# :math:`w = 3`에서 봅니다.

w = torch.tensor(3.0, requires_grad=True)
(w * w).backward()
full_slope, w.grad = w.grad.item(), None
(w * w.detach()).backward()
detached_slope = w.grad.item()
with torch.no_grad():
    unrecorded = w * w
print(f"w × w            값 {unrecorded.item():g}   기울기 {full_slope:g}")
print(f"w × w.detach()   값 {unrecorded.item():g}   기울기 {detached_slope:g}")
print(
    "no_grad 안에서 만든 텐서가 기울기를 구하는가:", unrecorded.requires_grad
)
assert (full_slope, detached_slope) == (6, 3)
assert not unrecorded.requires_grad

# %%
# 값은 같은데 기울기는 반입니다. 두 길 가운데 하나를 막았기 때문입니다. 학습하지 않을 부분이나 그림을 그릴 값을 꺼낼 때
# 떼어 냅니다. 수 하나만 꺼낼 때는 ``item()``을 씁니다.

# %%
# .. _autograd-traps:
#
# 흔한 함정: 소리가 나는 것과 나지 않는 것
# ----------------------------------------
#
# 흔히 이렇게 말합니다. “역전파는 알아서 다 해 주니 기울기는 틀릴 수 없다.” 확인해 봅니다. :math:`w = 3`에서
# :math:`w^2`의 기울기를 구하는 여섯 방법입니다. 모두 :val:`full_slope|.0f|이/가` 나와야 합니다. 먼저 제대로 한 것과, 기록이
# 없거나 이미 쓴 기록을 거꾸로 가려는 둘입니다.


def correct(w):
    (w * w).backward()


def inside_no_grad(w):
    with torch.no_grad():
        square = w * w
    square.backward()


def backward_twice(w):
    square = w * w
    square.backward()
    square.backward()


# %%
# 나머지 셋도 그럴듯해 보입니다. 어느 것이 오류로 알려 줄까요?


def without_clearing(w):
    (w * w).backward()
    (w * w).backward()


def through_item(w):
    (w * w.item()).backward()


def copied_loss(w):
    torch.tensor((w * w).item(), requires_grad=True).backward()


labels = {
    correct: "제대로",
    inside_no_grad: "no_grad 안에서 순전파",
    backward_twice: "한 기록을 두 번 역전파",
    without_clearing: "지우지 않고 한 번 더",
    through_item: "item()을 끼워 넣음",
    copied_loss: "손실을 새 텐서로 옮김",
}

# %%
# 차례로 실행해 표에 적습니다.


def make():
    return torch.tensor(3.0, requires_grad=True)


rows = []
for method, label in labels.items():
    weight, noise = make(), "조용함"
    try:
        method(weight)
    except RuntimeError:
        noise = "오류"
    slope = "없음" if weight.grad is None else f"{weight.grad.item():g}"
    rows.append([label, noise, "—" if noise == "오류" else slope])
columns = ["방법", "알려 주는가", "나온 기울기"]
traps = pd.DataFrame(rows, columns=columns).set_index("방법")
traps

# %%
# 둘은 오류로 알려 줍니다. 위험한 것은 조용히 틀린 셋입니다. 지우지 않으면 두 배, 수로 꺼냈다 넣으면 반, 새 텐서로 옮기면
# 아예 없습니다.
# 자동 미분은 **적힌 계산**을 틀림없이 미분할 뿐, 적힌 것이 우리가 뜻한 계산인지는 모릅니다. 기울기가 의심스러우면
# 중앙 차분에게 물어보면 됩니다.

quiet = traps[traps["알려 주는가"] == "조용함"]
assert quiet["나온 기울기"].tolist() == ["6", "12", "3", "없음"]
assert (traps["알려 주는가"] == "오류").sum() == 2
assert np.isclose(numerical_gradient(lambda w: w * w, 3.0), full_slope)

# %%
# .. _autograd-summary:
#
# 정리
# ----
#
# - ``backward()``는 적어 둔 계산을 뒤에서부터 따라가며 연쇄 법칙을 적용합니다. 손으로 구한 기울기와 같습니다.
# - 기울기는 잎에만 쌓이고, 지우기 전에는 더해지고, 수 하나에서만 출발합니다. 그래서 반복문에는 ``mean()``,
#   ``no_grad`` 안의 ``-=``, 지우기가 모두 있어야 합니다.
# - ``w = w - …``는 가중치를 고치지 않고 이름표를 옮깁니다. 조용히 틀리는 함정은 중앙 차분으로 찾습니다.

# %%
# .. _autograd-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 이름표를 옮기는 방법을 버리지 않고도 살릴 수 있을까요? 새로 계산한 텐서를 ``detach()``로 떼어 내고
# ``requires_grad_()``를 부르면 다시 잎이 됩니다. 이때도 기울기를 지워야 할까요?
#
# .. dropdown:: 답 보기
#
#    살아납니다. 다섯 바퀴 뒤 :val:`reborn_w|.3f`로, 제대로 고친 것과 같습니다. 바퀴마다 **새** 잎이라 기울기가 빈 채로
#    시작하므로 지울 것도 없습니다. 다만 층이나 옵티마이저가 들고 있는 것은 여전히 옛 텐서라서, 층이 있는 모델에는 쓸 수
#    없습니다.

w = torch.tensor(2.0, requires_grad=True)
for _ in range(5):
    ((w * feature - target) ** 2).backward()
    w = (w - learning_rate * w.grad).detach().requires_grad_()
reborn_w = w.item()
print(f"{reborn_w:.3f}   제대로 고친 것 {cleared_path[5]:.3f}")
assert np.isclose(reborn_w, cleared_path[5])

# %%
# **둘.** 평균 손실을 적으려고 ``total = total + loss``처럼 손실을 모으는 코드가 있습니다. 백 바퀴 뒤 ``total``에는
# 무엇이 매달려 있을까요? ``grad_fn``에서 ``next_functions``를 따라가며 기록의 마디를 세어 보세요.
#
# .. dropdown:: 답 보기
#
#    백 바퀴의 기록이 모두 매달려 마디가 :val:`hanging`개입니다. 그만큼의 중간값이 지워지지 않고 메모리에 남습니다.
#    ``loss.item()``을 모으면 그냥 수라서 아무것도 매달리지 않습니다.


def recorded(tensor):
    found, waiting = set(), [tensor.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is not None and node not in found:
            found.add(node)
            waiting += [parent for parent, _ in node.next_functions]
    return len(found)


# %%

w, total, total_number = make(), torch.tensor(0.0), 0.0
for _ in range(100):
    loss = (w * feature - target) ** 2
    total, total_number = total + loss, total_number + loss.item()
hanging, one_round = recorded(total), recorded(loss)
print(f"한 바퀴의 마디 {one_round}개   모은 손실의 마디 {hanging}개")
assert hanging > 99 * (one_round - 1)
assert np.isclose(total.item(), total_number)

# %%
# .. _autograd-next:
#
# 다음 쪽
# -------
#
# 손, 엔진, PyTorch, 중앙 차분. 지금까지 부른 네 증인을 한 신경망 앞에 나란히 세우고, 꺾인 점에서 누구의 말이
# 갈리는지 :doc:`네 증인 </auto_examples/05_autodiff/plot_04_four_witnesses>`에서 봅니다.
