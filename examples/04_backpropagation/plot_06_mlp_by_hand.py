"""
손으로 쓴 신경망이 손글씨를 읽을 수 있을까요?
==============================================

가중치 다섯 개의 신경망에서는 기울기를 하나씩 손으로 구했습니다.
가중치가 수천 개이면 그 많은 기울기를 어떻게 다 적을까요? 행렬로 묶으면 층마다 두 줄이면 됩니다.
그 두 줄로 진짜 손글씨 숫자를 배우게 하고, 다른 두 구현과 한 자리까지 맞추어 봅니다.

- **할 것**: 세 층짜리 신경망의 순전파와 역전파를 행렬로 적고, 열 줄짜리 루프로 손글씨를 배우게 합니다.
- **배울 것**: 층 하나의 역전파는 행렬 곱 두 번입니다. 층이 늘어도 같은 두 줄을 더 되풀이할 뿐입니다.
- **필요한 것**: :doc:`모든 가중치의 기울기 </auto_examples/04_backpropagation/plot_02_all_weights>`,
  :doc:`미니배치 </auto_examples/04_backpropagation/plot_04_minibatch>`. PyTorch와 scikit-learn도 씁니다.
"""

# %%
# .. _mlp-digits:
#
# 손글씨 숫자
# -----------
#
# 사람들이 쓴 숫자를 가로세로 여덟 칸의 그림으로 줄인 데이터입니다. 칸마다 진하기가 적혀 있고, 그림 한 장을
# 한 줄로 펴면 :term:`특징`이 64개인 예제 하나가 됩니다. 진하기는 0과 1 사이로 맞춥니다.
# 섞어서 앞의 것으로 배우고, 나머지 :term:`평가 데이터`는 배우는 동안 보여 주지 않습니다.

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.datasets import load_digits

digits = load_digits()
order = np.random.default_rng(1).permutation(len(digits.target))
train, test = order[:1437], order[1437:]
x, y = digits.data[train] / digits.data.max(), digits.target[train]
x_test, y_test = digits.data[test] / digits.data.max(), digits.target[test]
print("학습", x.shape, " 평가", x_test.shape)
print("진하기", x.min(), "부터", x.max(), "까지")

# %%

# sphinx_gallery_alt = "가로세로 여덟 칸으로 줄인 손글씨 숫자 열 장. 그림마다 아래에 정답이 적혀 있습니다. 같은 숫자라도 굵기와 기울기가 다릅니다."
from dlconcepts import viz

viz.use_korean_font()
viz.plot_images(
    x[:10].reshape(-1, 8, 8),
    captions=[f"{label}" for label in y[:10]],
    columns=10,
    look="ink",
)
plt.show()

# %%
# .. _mlp-layers:
#
# 층마다 행렬 하나
# ----------------
#
# :term:`은닉층` 둘을 두겠습니다. 입력 64, 은닉 32와 16, 출력 10입니다. 출력은 숫자마다 하나씩입니다.
#
# .. math::
#
#    x \xrightarrow{\;W_1\;} h_1 \xrightarrow{\;W_2\;} h_2 \xrightarrow{\;W_3\;} z_3 \longrightarrow L
#
# 층 :math:`k`가 하는 일은 모두 같습니다. 행렬 :math:`W_k`를 곱하고 :term:`편향` :math:`b_k`를 더한 뒤,
# :term:`활성화 함수`를 지납니다. 여기서는 음수를 영으로 바꾸는 ReLU를 씁니다. 마지막 층은 활성화 함수 없이
# 숫자마다의 점수인 :term:`로짓`을 냅니다.
#
# .. math::
#
#    z_k = h_{k-1} W_k + b_k, \qquad h_k = \max(0, z_k), \qquad h_0 = x
#
# 처음 :term:`가중치`는 정규분포에서 뽑습니다. 분산을 :math:`2/n_{\text{입력}}`로 잡으면 층을 지나도 값의
# 크기가 비슷하게 남습니다. 까닭은 :doc:`기울기 소실 </auto_examples/06_building_blocks/plot_02_vanishing_gradient>`에서 봅니다.


def new_params(sizes, seed):
    rng = np.random.default_rng(seed)
    params = {}
    for k in range(1, len(sizes)):
        spread = np.sqrt(2 / sizes[k - 1])
        shape = (sizes[k - 1], sizes[k])
        params[f"W{k}"] = rng.normal(scale=spread, size=shape)
        params[f"b{k}"] = np.zeros(sizes[k])
    return params


sizes = [64, 32, 16, 10]
params = new_params(sizes, seed=0)

# %%
# 고칠 수 있는 수가 모두 몇 개인지 예측해 보고 나서 표를 봅니다.

shapes = pd.DataFrame(
    {
        "모양": [str(a.shape) for a in params.values()],
        "개수": [a.size for a in params.values()],
    },
    index=pd.Index(list(params), name="이름"),
)
total = int(shapes["개수"].sum())
print(f"모두 {total:,}개")
shapes

# %%
# :term:`파라미터`가 :val:`total|,d`개입니다. 하나씩 손으로 미분할 수는 없지만, 배열은 여섯 개뿐입니다.

assert total == (64 + 1) * 32 + (32 + 1) * 16 + (16 + 1) * 10

# %%

# sphinx_gallery_alt = "동그라미가 네 줄로 선 신경망의 그림. 왼쪽부터 입력 64, 은닉 32, 은닉 16, 출력 10개의 동그라미가 있고 이웃한 층의 동그라미가 모두 선으로 이어져 있습니다. 많은 동그라미는 가운데를 점 세 개로 줄였습니다."
viz.plot_network(sizes, title="층 사이의 선이 모여 행렬 하나가 됩니다")
plt.show()

# %%
# .. _mlp-forward:
#
# 순전파: 모양을 말하며 앞으로
# ----------------------------
#
# 예제 32개를 줄로 쌓아 한꺼번에 넣습니다. 줄마다 결과의 모양을 적어 둡니다. 행렬 곱은 맞닿은 두 수가 같아야
# 하고, 그 수가 사라집니다.

batch, labels = x[:32], y[:32]
W1, b1, W2, b2, W3, b3 = params.values()

h0 = batch  # (32, 64)
z1 = h0 @ W1 + b1  # (32, 64) @ (64, 32) → (32, 32)
h1 = np.maximum(z1, 0)  # (32, 32)
z2 = h1 @ W2 + b2  # (32, 32) @ (32, 16) → (32, 16)
h2 = np.maximum(z2, 0)  # (32, 16)
z3 = h2 @ W3 + b3  # (32, 16) @ (16, 10) → (32, 10)
print(z1.shape, z2.shape, z3.shape)

# %%
# 로짓을 :term:`소프트맥스`로 확률로 바꾸고, 정답에 준 확률의 :math:`-\log`를 평균합니다. 이것이
# :term:`교차 엔트로피`이고 우리의 :term:`손실` :math:`L`입니다. 가장 큰 로짓을 먼저 빼는 것은 지수가 넘치지 않게
# 하려는 것이며 결과는 같습니다.


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def cross_entropy(z, labels):
    p = softmax(z)
    return -np.log(p[np.arange(len(labels)), labels]).mean()


first_loss = cross_entropy(z3, labels)
print(f"처음 손실 {first_loss:.3f}   찍을 때의 손실 {np.log(10):.3f}")

# %%
# 열 숫자에 똑같은 확률을 주면 손실은 :math:`\ln 10`입니다. 아직 아무것도 배우지 않았으니 그 근처입니다.
# 꼭 같지는 않은 것은, 되는대로 뽑은 가중치가 어떤 숫자를 까닭 없이 조금 더 믿기 때문입니다.

assert abs(first_loss - np.log(10)) < 0.5

# %%
# .. _mlp-backward:
#
# 역전파: 층마다 두 줄
# --------------------
#
# :math:`W_1`에서 :math:`L`까지 이어진 사슬을 적어 보면 고리가 여섯입니다.
#
# .. math::
#
#    \frac{\partial L}{\partial W_1} =
#    \frac{\partial L}{\partial z_3} \cdot
#    \frac{\partial z_3}{\partial h_2} \cdot
#    \frac{\partial h_2}{\partial z_2} \cdot
#    \frac{\partial z_2}{\partial h_1} \cdot
#    \frac{\partial h_1}{\partial z_1} \cdot
#    \frac{\partial z_1}{\partial W_1}
#
# 왼쪽부터, 곧 손실 쪽부터 곱해 갑니다. 층 :math:`k`까지 곱한 것 :math:`\delta_k = \partial L / \partial z_k`만
# 들고 다니면 됩니다. 고리마다 하는 일은 셋 가운데 하나입니다.
#
# .. math::
#
#    \delta_3 &= \frac{\operatorname{softmax}(z_3) - \text{정답}}{B} \\
#    \delta_{k-1} &= (\delta_k W_k^{\top}) \odot f'(z_{k-1}) \\
#    \frac{\partial L}{\partial W_k} &= h_{k-1}^{\top} \delta_k, \qquad
#    \frac{\partial L}{\partial b_k} = \sum_{i=1}^{B} \delta_k[i]
#
# :math:`B`는 예제의 수이고 :math:`\delta_k[i]`는 그 가운데 :math:`i`번째 줄입니다. :math:`\odot`는 자리끼리 곱하기,
# ReLU의 기울기 :math:`f'(z)`는 :math:`z > 0`이면 하나, 아니면 영입니다. 첫 줄은 소프트맥스와 교차 엔트로피를 한꺼번에
# 미분한 것이고, 정답은 맞는 자리만 하나이고 나머지는 영인 행렬입니다.

answer = np.eye(10)[labels]
delta3 = (softmax(z3) - answer) / 32  # (32, 10)

dW3 = h2.T @ delta3  # (16, 32) @ (32, 10) → (16, 10)
db3 = delta3.sum(axis=0)  # (10,)
delta2 = (delta3 @ W3.T) * (z2 > 0)  # (32, 10) @ (10, 16) → (32, 16)

dW2 = h1.T @ delta2  # (32, 32) @ (32, 16) → (32, 16)
db2 = delta2.sum(axis=0)  # (16,)
delta1 = (delta2 @ W2.T) * (z1 > 0)  # (32, 16) @ (16, 32) → (32, 32)

dW1 = h0.T @ delta1  # (64, 32) @ (32, 32) → (64, 32)
db1 = delta1.sum(axis=0)  # (32,)

# %%
# 다음 층으로 넘어가는 것은 :math:`\delta`뿐입니다. :math:`\partial L/\partial W_k`는 곁가지의 끝이라 다른 층의
# 기울기를 구하는 데 쓰이지 않습니다. 그리고 기울기의 모양은 언제나 제 파라미터의 모양과 같습니다.

by_hand = [dW1, db1, dW2, db2, dW3, db3]
by_hand = dict(zip(params, by_hand, strict=True))
for name, g in by_hand.items():
    assert g.shape == params[name].shape
print({name: g.shape for name, g in by_hand.items()})

# %%
# :math:`h^{\top}\delta`라는 곱은 어디에서 왔을까요? 예제 하나에서는 “들어온 값 × 나간 쪽의 책임”을 모든 짝에 대해
# 적은 표입니다. 그 표를 예제마다 만들어 더하면 행렬 곱 하나와 같습니다.

one_by_one = np.zeros_like(W3)
for i in range(32):
    one_by_one += np.outer(h2[i], delta3[i])  # (16,) × (10,) → (16, 10)
print(f"가장 큰 차이 {np.abs(one_by_one - dW3).max():.0e}")
assert np.allclose(one_by_one, dW3, atol=1e-15)

# %%
# .. _mlp-check:
#
# 맞는지 어떻게 알까요
# --------------------
#
# 같은 가중치와 같은 예제를 PyTorch에 주고 :term:`자동 미분`으로 기울기를 구합니다. 차이가 얼마나 날지 예측해
# 보세요. 손으로 쓴 식에 부호 하나만 틀려도 차이는 기울기만큼 커집니다.

import torch


def torch_gradients(params, batch, labels, bend=torch.relu):
    leaves = {n: torch.tensor(a).requires_grad_() for n, a in params.items()}
    h = torch.tensor(batch)
    for k in range(1, len(params) // 2 + 1):
        z = h @ leaves[f"W{k}"] + leaves[f"b{k}"]
        h = bend(z)
    torch.nn.functional.cross_entropy(z, torch.tensor(labels)).backward()
    return {name: leaf.grad.numpy() for name, leaf in leaves.items()}


# %%
# 라이브러리의 ``MLP``도 함께 견줍니다. 모든 파라미터를 긴 벡터 하나에 두고 배열을 다시 쓰는 것만 다르고, 하는
# 계산은 이 쪽과 같습니다.

from dlconcepts.mlp import MLP

net = MLP(sizes, seed=0)
net.params.update(params)
in_torch = torch_gradients(params, batch, labels)
in_library = net.backward(net.forward(batch), labels)

# %%
# 파라미터마다 가장 큰 차이를 적습니다. 견주기 좋게 기울기 자체의 크기도 옆에 둡니다.

gaps = pd.DataFrame(
    {
        "기울기의 크기": [np.abs(g).max() for g in by_hand.values()],
        "PyTorch와의 차이": [
            np.abs(by_hand[n] - in_torch[n]).max() for n in params
        ],
        "MLP와의 차이": [
            np.abs(by_hand[n] - in_library[n]).max() for n in params
        ],
    },
    index=pd.Index(list(params), name="이름"),
)
gaps.map("{:.1e}".format)

# %%
# 가장 큰 차이도 :val:`largest_gap|.0e`쯤, 곧 :term:`반올림 오차`입니다. 손으로 쓴 여섯 줄이
# :val:`total|,d`개의 기울기를 모두 맞혔습니다.

largest_gap = gaps.iloc[:, 1:].to_numpy().max()
assert largest_gap < 1e-12

# %%
# .. _mlp-loop:
#
# 층이 몇 개이든 같은 두 줄
# -------------------------
#
# 층마다 같은 일을 하므로 반복문으로 묶습니다. ``h``에는 층의 입력이, ``z``에는 활성화 함수를 지나기 전의 값이
# 차례로 쌓입니다. 역전파에 둘 다 쓰이므로 버리지 않습니다.


def forward(params, x):
    h, z = [x], []
    for k in range(1, len(params) // 2 + 1):
        z.append(h[-1] @ params[f"W{k}"] + params[f"b{k}"])
        h.append(np.maximum(z[-1], 0))
    return h, z


# %%
# 역전파는 마지막 층의 :math:`\delta`에서 시작해 뒤에서 앞으로 갑니다. 반복문 안의 첫 줄과 마지막 줄이 위에서 본
# 두 행렬 곱입니다.


def backward(params, h, z, labels):
    grads = {}
    delta = (softmax(z[-1]) - np.eye(10)[labels]) / len(labels)
    for k in range(len(z), 0, -1):
        grads[f"W{k}"] = h[k - 1].T @ delta
        grads[f"b{k}"] = delta.sum(axis=0)
        if k > 1:
            delta = (delta @ params[f"W{k}"].T) * (z[k - 2] > 0)
    return grads


# %%

looped = backward(params, *forward(params, batch), labels)
assert all(np.allclose(looped[name], by_hand[name]) for name in params)
print("반복문으로 구한 이름:", list(looped))

# %%
# 뒤에서 앞으로 갔으니 이름도 뒤에서부터 나옵니다. 배우게 하기 전에, 배운 데이터와 처음 보는 데이터의 손실, 그리고
# 처음 보는 데이터의 :term:`정확도`를 재는 함수를 둡니다. 로짓이 가장 큰 숫자를 답으로 봅니다.


def scores(params):
    z, z_test = forward(params, x)[1][-1], forward(params, x_test)[1][-1]
    accuracy = (z_test.argmax(axis=1) == y_test).mean()
    return cross_entropy(z, y), cross_entropy(z_test, y_test), accuracy


lr, epochs, batch_size = 0.1, 25, 32
curve = []

# %%
# 데이터를 섞고, :term:`미니배치`로 나누고, 기울기를 구해 한 걸음 옮깁니다. 열 줄이 전부입니다.

params = new_params(sizes, seed=0)
shuffle = np.random.default_rng(0)
for _ in range(epochs):
    order = shuffle.permutation(len(x))
    for i in range(0, len(x), batch_size):
        rows = order[i : i + batch_size]
        grads = backward(params, *forward(params, x[rows]), y[rows])
        for name in params:
            params[name] -= lr * grads[name]
    curve.append(scores(params))

# %%
# :term:`에포크`마다 적어 둔 세 수를 봅니다.

columns = ["학습 손실", "평가 손실", "평가 정확도"]
index = pd.RangeIndex(1, epochs + 1, name="에포크")
table = pd.DataFrame(curve, columns=columns, index=index)
train_losses, test_losses, accuracies = np.array(curve).T
accuracy = accuracies[-1]
table.loc[[1, 2, 5, 10, 15, 20, 25]].round(3)

# %%
# 처음 보는 손글씨 :val:`n_test`장 가운데 :val:`percent|.1f`%를 맞힙니다. 숫자의 생김새를 규칙으로 적어 준 사람은
# 없습니다. 데이터를 나누는 씨앗을 바꾸면 맞히는 장수도 조금씩 달라집니다.

n_test, percent = len(y_test), 100 * accuracy
assert accuracy > 0.95
assert train_losses[-1] < 0.1 < first_loss

# %%

# sphinx_gallery_alt = "에포크에 따른 두 손실. 처음에는 함께 내려가다가 갈라져, 스물다섯 에포크 뒤에 학습 손실은 <<train_losses[24]|.3f>>, 평가 손실은 <<test_losses[24]|.3f>>입니다."
fig, ax = plt.subplots()
ax.plot(table.index, table["학습 손실"], color=viz.PALETTE[0])
ax.plot(table.index, table["평가 손실"], color=viz.PALETTE[1], ls="--")
ax.annotate("평가", (20, test_losses[19]), (0, 8), textcoords="offset points")
ax.annotate("학습", (20, train_losses[19]), (0, 8), textcoords="offset points")
ax.set(xlabel="에포크", ylabel="손실", yscale="log")
ax.set_title("처음에는 함께 내려가다가 갈라집니다")
plt.show()

# %%
# 손실이 같이 내려가다가 갈라집니다. 배운 예제는 점점 더 자신 있게 맞히지만 처음 보는 예제는 그만큼 나아지지
# 않습니다. 틀린 것들을 직접 봅니다. 사람이라면 맞힐 수 있을까요?

# sphinx_gallery_alt = "신경망이 잘못 읽은 손글씨 몇 장. 그림마다 아래에 적은 화살표의 왼쪽이 정답, 오른쪽이 신경망의 답입니다. 획이 끊기거나 겹쳐서 사람이 보기에도 헷갈리는 것이 있습니다."
guess = forward(params, x_test)[1][-1].argmax(axis=1)
wrong = np.flatnonzero(guess != y_test)
some = wrong[:8]
viz.plot_images(
    x_test[some].reshape(-1, 8, 8),
    captions=[f"{y_test[i]} → {guess[i]}" for i in some],
    columns=8,
    look="ink",
)
plt.show()
assert len(wrong) >= 6

# %%
# .. _mlp-same:
#
# 세 사람이 같은 길을 걸었을까요
# ------------------------------
#
# 기울기가 같아도 천 걸음 넘게 걸으면 차이가 쌓일 수 있습니다. 같은 처음 가중치와 같은 차례의 배치로 PyTorch와
# ``MLP``도 끝까지 배우게 합니다. ``fit``은 위의 루프와 같은 방법으로 섞으므로 씨앗만 같으면 됩니다.

from dlconcepts.optimizers import GradientDescent

net = MLP(sizes, seed=0)
net.params.update(new_params(sizes, seed=0))
settings = {"epochs": epochs, "batch_size": batch_size, "seed": 0}
history = net.fit(x, y, GradientDescent(lr), **settings)
print(net)
print(f"마지막 에포크의 손실 {history['loss'][-1]:.4f}, {net.steps:,}걸음")

# %%
# PyTorch에는 층을 ``nn.Linear``로 적습니다. PyTorch의 가중치는 (출력, 입력) 차례라 뒤집어 넣습니다.

from torch import nn

layers = []
for k, weight in new_params(sizes, seed=0).items():
    if k.startswith("W"):
        layers += [nn.Linear(*weight.shape, dtype=torch.float64), nn.ReLU()]
        layers[-2].weight.data = torch.tensor(weight.T)
        nn.init.zeros_(layers[-2].bias)
model = nn.Sequential(*layers[:-1])
loss_fn = nn.CrossEntropyLoss()
sgd = torch.optim.SGD(model.parameters(), lr)

# %%

x_torch, y_torch = torch.tensor(x), torch.tensor(y)
shuffle = np.random.default_rng(0)
for _ in range(epochs):
    order = torch.tensor(shuffle.permutation(len(x)))
    for rows in order.split(batch_size):
        sgd.zero_grad()
        loss_fn(model(x_torch[rows]), y_torch[rows]).backward()
        sgd.step()

# %%
# 끝난 자리의 가중치를 견줍니다.

torch_params = [p.detach().numpy().T for p in model.parameters()]
apart = pd.DataFrame(index=pd.Index(list(params), name="이름"))
apart["PyTorch와의 차이"] = [
    np.abs(params[name] - other).max()
    for name, other in zip(params, torch_params, strict=True)
]
apart["MLP와의 차이"] = [
    np.abs(params[n] - net.params[n]).max() for n in params
]
apart.map("{:.0e}".format)

# %%
# :val:`n_steps|,d`걸음을 걷고도 가장 큰 차이가 :val:`final_gap|.0e`쯤입니다. 세 사람은 같은 길을 걸었습니다.

n_steps, final_gap = net.steps, apart.to_numpy().max()
assert final_gap < 1e-6
assert (net.predict(x_test) == guess).all()

# %%
# .. _mlp-deeper:
#
# 층을 더 쌓으면 무엇이 바뀔까요
# ------------------------------
#
# 사슬이 길어질 뿐입니다. ``forward``와 ``backward``를 **한 글자도 고치지 않고** 층의 수만 바꾸어 기울기를 구해
# 봅니다. 행렬 곱은 순전파에 층마다 한 번, 역전파에 두 번씩이고, 첫 층에서는 :math:`\delta`를 더 보낼 곳이 없어
# 한 번이 줍니다. 스무 층이라도 PyTorch와 같을까요?

rows = []
for depth in [1, 2, 3, 6, 20]:
    deep = new_params([64, *[32] * (depth - 1), 10], seed=1)
    h, z = forward(deep, batch)
    grads = backward(deep, h, z, labels)
    expected = torch_gradients(deep, batch, labels)
    gap = max(np.abs(grads[n] - expected[n]).max() for n in deep)
    rows.append([depth, 2 * depth, depth, 2 * depth - 1, f"{gap:.0e}"])
    assert gap < 1e-12
names = ["층", "사슬의 고리", "순전파의 곱", "역전파의 곱", "PyTorch와의 차이"]
pd.DataFrame(rows, columns=names)

# %%
# 사슬의 고리는 :math:`L`에서 :math:`W_1`까지의 곱의 수입니다. 층이 셋이면 위에 적은 여섯이고, 층이 늘면 그만큼
# 길어집니다. 더 많은 계산이지만 같은 계산입니다. 수십억 개의 파라미터를 가진 모델도 이렇게 기울기를 구합니다.
# 다만 길어진 사슬을 따라 **곱하는 값이 작아지거나 커지는** 문제는 따로 풀어야 합니다.

# %%
# .. _mlp-trap:
#
# 흔한 함정: 모양이 맞으면 맞은 것일까요
# --------------------------------------
#
# 전치를 빠뜨리면 보통은 모양이 맞지 않아 오류가 납니다. 그런데 우리의 배치는 32이고 첫 은닉층도 32입니다.
# ``h1.T``에서 ``.T``를 빼 봅니다.

careless = h1 @ delta2  # (32, 32) @ (32, 16) → (32, 16)
direction = (careless * dW2).sum()
direction /= np.linalg.norm(careless) * np.linalg.norm(dW2)
print("모양이 같은가:", careless.shape == W2.shape)
print(f"맞는 기울기와의 코사인 {direction:.2f}")
assert careless.shape == W2.shape
assert direction < 0.5

# %%
# 모양은 같은데 엉뚱한 방향을 가리킵니다. 예제와 뉴런이 뒤바뀐 곱이라 뜻이 없는 수입니다. 오류는 언제 날까요?

for i in range(0, len(x), batch_size):
    h, z = forward(params, x[i : i + batch_size])
    delta = np.zeros((len(z[1]), 16))
    try:
        h[1] @ delta
    except ValueError as error:
        silent_steps, last_batch = i // batch_size, len(delta)
        print(f"{silent_steps}걸음 뒤, 예제가 {last_batch}개인 배치에서:")
        print(type(error).__name__)

# %%
# :val:`silent_steps`걸음을 조용히 지나, 나머지라서 크기가 다른 마지막 배치에서야 오류가 납니다. 데이터가 배치
# 크기로 나누어떨어졌다면 끝까지 몰랐을 것입니다. 모양이 맞는 것은 맞을 까닭이 하나 있는 것일 뿐입니다. 그래서
# 기울기는 다른 방법으로 구한 것과 **값**을 견주어야 합니다.

assert last_batch == len(x) % batch_size
assert silent_steps == len(x) // batch_size

# %%
# .. _mlp-summary:
#
# 정리
# ----
#
# - 층 하나의 역전파는 :math:`h^{\top}\delta`로 기울기를 얻고 :math:`\delta W^{\top}`로 책임을 넘기는 행렬 곱 두
#   번입니다. 예제마다의 합은 행렬 곱이 해 줍니다.
# - 열 줄의 루프가 손글씨를 배웠고, 기울기도 마지막 가중치도 PyTorch와 반올림만큼만 다릅니다.
# - 층을 더 쌓아도 코드는 그대로이고 사슬만 길어집니다. 다만 모양이 맞는다고 값까지 맞는 것은 아닙니다.

# %%
# .. _mlp-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 활성화 함수를 :math:`\tanh`로 바꾸려면 몇 군데를 고쳐야 할까요? 고쳐서 PyTorch와 견주어 보세요.
#
# .. dropdown:: 답 보기
#
#    두 군데입니다. 순전파의 ``np.maximum``과 역전파의 ``z > 0``입니다. :math:`\tanh`의 기울기는
#    :math:`1 - \tanh^2 z`이고, PyTorch와의 차이는 :val:`tanh_gap|.0e`입니다.

start = new_params(sizes, seed=0)
W1, b1, W2, b2, W3, b3 = start.values()
h1 = np.tanh(batch @ W1 + b1)
h2 = np.tanh(h1 @ W2 + b2)
delta3 = (softmax(h2 @ W3 + b3) - answer) / len(batch)
delta2 = (delta3 @ W3.T) * (1 - h2**2)
delta1 = (delta2 @ W2.T) * (1 - h1**2)
expected = torch_gradients(start, batch, labels, bend=torch.tanh)
tanh_gap = np.abs(batch.T @ delta1 - expected["W1"]).max()
print(f"{tanh_gap:.0e}")
assert tanh_gap < 1e-12

# %%
# **둘.** 처음 가중치를 모두 영으로 두면 무엇을 배울까요?
#
# .. dropdown:: 답 보기
#
#    아무것도 배우지 못합니다. 은닉층의 값이 모두 영이라 :math:`h^{\top}\delta`도 영이고, 책임도 :math:`W^{\top}`를
#    지나며 영이 됩니다. 움직이는 것은 마지막 편향뿐이라 어떤 그림에도 같은 답을 합니다. 정확도는
#    :val:`zero_accuracy|.2f`입니다. 그래서 처음 가중치는 서로 다르게 뽑습니다.

zeros = {name: np.zeros_like(a) for name, a in start.items()}
for i in range(0, len(x), batch_size):
    rows = slice(i, i + batch_size)
    grads = backward(zeros, *forward(zeros, x[rows]), y[rows])
    for name in zeros:
        zeros[name] -= lr * grads[name]
moved = [name for name, a in zeros.items() if a.any()]
answers = forward(zeros, x_test)[1][-1].argmax(axis=1)
zero_accuracy = (answers == y_test).mean()
print("움직인 것:", moved, f" 정확도 {zero_accuracy:.2f}")
assert moved == ["b3"]
assert len(set(answers)) == 1

# %%
# **셋.** 역전파를 하면서 지나온 층의 가중치를 바로 고치면 어떨까요? 메모리를 아낄 수 있을 것 같습니다.
#
# .. dropdown:: 답 보기
#
#    :math:`\delta_2`를 구할 때 이미 바뀐 :math:`W_3`을 쓰게 됩니다. 그러면 순전파를 한 신경망과 역전파를 하는 신경망이
#    서로 다른 것이라, :math:`W_1`의 기울기가 :val:`early_error|.0%`쯤 어긋납니다. 기울기를 모두 구한 뒤에 한꺼번에
#    고쳐야 합니다.

h, z = forward(start, batch)
right = backward(start, h, z, labels)["W1"]
hasty = {name: a.copy() for name, a in start.items()}
delta = (softmax(z[-1]) - answer) / len(batch)
for k in [3, 2]:
    hasty[f"W{k}"] -= lr * h[k - 1].T @ delta  # 바로 고칩니다
    delta = (delta @ hasty[f"W{k}"].T) * (z[k - 2] > 0)
wrong_W1 = h[0].T @ delta
early_error = np.linalg.norm(wrong_W1 - right) / np.linalg.norm(right)
print(f"어긋난 만큼 {early_error:.0%}")
assert early_error > 0.01

# %%
# .. _mlp-next:
#
# 다음 쪽
# -------
#
# PyTorch가 없을 때는 기울기를 무엇과 견줄까요?
# :doc:`기울기 검사 </auto_examples/04_backpropagation/plot_07_gradient_checking>`에서 함수만 있으면 되는 방법을 봅니다.
