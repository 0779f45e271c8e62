"""
층을 쌓으면 무엇이 달라질까요?
==============================

딥러닝의 딥(deep)은 깊은 깨달음이 아니라 층이 여러 겹이라는 뜻입니다.
왜 쌓을까요? 쌓으면 한 층으로는 못 하던 일을 합니다. 하지만 쌓을수록 좋기만 한 것은 아닙니다.
손글씨를 읽는 신경망을 열어 층마다 무엇이 남고 무엇이 사라지는지 보고, 쌓아서 얻는 것과 잃는 것을 셉니다.

- **할 것**: 층을 하나, 둘, 열 겹 쌓아 보고, 크기가 같은 얕은 신경망과 깊은 신경망을 겨루게 하고, 층마다 표현을 꺼내 봅니다.
- **배울 것**: 층은 표현을 조금씩 바꿉니다. 깊이는 적은 부품으로 복잡한 모양을 만드는 힘이지만, 쌓기만 하면 오히려 잘
  배우지 못합니다.
- **필요한 것**: :doc:`표현 </auto_examples/01_what_is_deep_learning/plot_03_representation>`. PyTorch와 scikit-learn을 쓰며, 처음 보는
  코드는 그 자리에서 풀이합니다.
"""

# %%
# .. _depth-lego:
#
# 층은 레고 블록입니다
# --------------------
#
# 계단의 아래와 위에 스위치가 하나씩 있습니다. 둘 가운데 **하나만** 올려져 있을 때 불이 켜집니다. 입력은 두 스위치, 정답은 불입니다.

import torch
from torch import nn

torch.set_num_threads(1)
SEED = 0  # 무작위로 뽑기를 되풀이할 수 있게 하는 수
switches = torch.tensor([[0.0, 0], [0, 1], [1, 0], [1, 1]])
light = torch.tensor([[0.0], [1], [1], [0]])

# %%
# 앞쪽에서 만난 :term:`층`은 받은 수를 섞어 새 수를 만듭니다. 층은 레고 블록처럼 이어 붙일 수 있습니다. 앞 블록에서 나온 수가 다음
# 블록으로 들어갑니다. ``nn.Sequential``은 적은 차례대로 이어 붙이라는 뜻이고, ``nn.Tanh``는 수를 둥글게 구부리는
# :term:`활성화 함수`입니다. 세 가지를 조립합니다.

stacks = {
    "층 하나": lambda: nn.Sequential(nn.Linear(2, 1)),
    "층 둘": lambda: nn.Sequential(nn.Linear(2, 4), nn.Linear(4, 1)),
    "층 둘 사이에서 구부림": lambda: nn.Sequential(
        nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1)
    ),
}

# %%
# :term:`딥러닝`이 하는 일은 **이어 붙인 층의 손실을 줄이는 것**입니다. :term:`손실`은 틀린 만큼을 나타내는 수이고, 여기서는 예측과 정답의 차이를 제곱한
# 평균입니다. 손실이 줄어드는 쪽으로 층 안의 수를 조금씩 고치는 일을 되풀이합니다. 어느 조립이 불을 맞힐까요? 처음 값을 바꾸어 세 번씩 해 봅니다. ``Adam``은 손실이
# 줄어드는 쪽으로 수들을 고쳐 주는 도구이고, ``lr``은 한 번에 얼마나 고칠지 정하는 :term:`학습률`입니다.

import pandas as pd


def train_light(model):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1, fused=True)
    for _ in range(150):
        loss = ((model(switches) - light) ** 2).mean()  # 틀린 만큼
        loss.backward()  # 어느 쪽으로 고치면 줄어드는지
        optimizer.step()  # 그쪽으로 조금
        optimizer.zero_grad()  # 구한 것을 지우고 다음 바퀴로
    return ((model(switches) - light) ** 2).mean().item()


# %%
# 세 조립을 저마다 배우게 하고, 남은 손실을 적습니다.

losses = {}
for name, build in stacks.items():
    torch.manual_seed(SEED)
    losses[name] = [train_light(build()) for _ in range(3)]
lego = pd.DataFrame(losses, ["첫째", "둘째", "셋째"]).T
one_layer = lego.loc["층 하나"].mean()
no_bend = lego.loc["층 둘"].mean()
bent = lego.loc["층 둘 사이에서 구부림"].max()
assert abs(one_layer - 0.25) < 0.01
assert abs(no_bend - 0.25) < 0.01
assert bent < 0.01
lego.round(4)

# %%
# 층 하나의 손실은 :val:`one_layer|.2f`입니다. 네 경우에 모두 절반이라고 얼버무린 것과 같습니다. 층을 둘로 늘려도 **사이에서
# 구부리지 않으면** 그대로입니다. 섞은 것을 다시 섞어도 한 번 섞은 것과 같기 때문입니다. 섞고, 구부리고, 다시 섞어야 손실이
# :math:`0`에 가까워집니다. 쌓아서 더 복잡한 모양을 배우려면 블록 사이의 구부림이 있어야 합니다.

# %%
# .. _depth-shapes:
#
# 얕은 것과 깊은 것
# -----------------
#
# 층의 수를 **깊이**라고 합니다. 표현을 한두 겹만 배우는 방법을 얕은 학습이라고 하고, 여러 겹을 배우면 깊다고 합니다. 요즘의
# 신경망은 수십 겹이 예사이고 백 겹을 넘기도 합니다. 딥러닝은 이름 그대로 여러 겹을 배우는 :term:`머신러닝`입니다.
#
# 입력이 :math:`100`개, 답이 열 가지인 신경망을 셋 만듭니다. 입력과 답 사이에 있는 층이 :term:`은닉층`입니다. :term:`얕은 신경망`은
# 은닉층이 하나, :term:`심층 신경망`은 여럿입니다. 배우면서 바뀌는 수인 :term:`파라미터`는 저마다 몇 개일까요?

from dlconcepts.models.shallow_deep import DeepMLP, ShallowMLP
from dlconcepts.parameters import count

builders = {
    "얕고 작은 것": lambda seed: ShallowMLP(100, 50, 10, seed=seed),
    "깊은 것": lambda seed: DeepMLP(100, (256, 128, 64, 32), 10, seed=seed),
    "얕고 넓은 것": lambda seed: ShallowMLP(100, 625, 10, seed=seed),
}
sizes = {name: count(build(0)).total for name, build in builders.items()}
print({name: f"{size:,}개" for name, size in sizes.items()})
assert sizes["얕고 작은 것"] == 5560
assert sizes["깊은 것"] == 69418
assert abs(sizes["얕고 넓은 것"] - sizes["깊은 것"]) < 100

# %%
# 깊은 것은 작은 것의 열 배가 넘습니다. 이 둘만 견주면 무엇이 달라지든 깊어서인지 커서인지 알 수 없습니다. 그래서 한 겹이면서 크기가
# 같은 셋째를 만들었습니다. 세 신경망의 층을 실제로 계산하는 차례대로 꺼내어 그립니다.

from itertools import pairwise

import matplotlib.pyplot as plt

from dlconcepts.models.inspect import layer_outputs
from dlconcepts.viz import PALETTE, use_korean_font

use_korean_font()

# %%
# ``layer_outputs``는 신경망이 계산하는 동안 층마다 나온 수를 옆에서 베껴 줍니다. 그 차례대로 층의 크기를 적습니다.


def widths(model):
    steps = map(model.get_submodule, layer_outputs(model, torch.zeros(1, 100)))
    layers = [step for step in steps if isinstance(step, nn.Linear)]
    return [100, *(layer.out_features for layer in layers)]


shapes = {name: widths(build(0)) for name, build in builders.items()}
print(shapes)

# %%
# 이 크기를 막대의 길이로 삼아 그립니다.

# sphinx_gallery_alt = "신경망 셋의 층을 같은 자로 그린 그림. 세로 막대의 길이가 층의 크기이고, 막대 사이의 수가 파라미터의 개수입니다. 얕고 작은 것은 막대가 셋입니다. 깊은 것은 <<deep_widths[0]>>에서 <<deep_widths[1]>>으로 넓어졌다가 <<deep_widths[5]>>까지 좁아지는 막대 여섯입니다. 얕고 넓은 것은 가운데 막대가 <<wide_widths[1]|d|으로/로>> 가장 깁니다."
rows = [max(shape) + 150 for shape in shapes.values()]
fig, axes = plt.subplots(3, 1, figsize=(6.4, 7), height_ratios=rows)
for ax, row, (name, shape) in zip(axes, rows, shapes.items(), strict=True):
    ax.bar(range(len(shape)), shape, 0.1, [-n / 2 for n in shape])
    for k, n in enumerate(shape):
        ax.text(k, n / 2 + 12, n, ha="center")
    for k, (n, m) in enumerate(pairwise(shape)):
        corners = [n / 2, m / 2, -m / 2, -n / 2]
        ax.fill([k, k + 1, k + 1, k], corners, color=PALETTE[0], alpha=0.2)
        ax.text(k + 0.5, -8, f"{n * m + m:,}", ha="center", size=11)
    ax.set(xlim=(-0.3, 5.4), ylim=(-row / 2, row / 2))
    ax.set_title(f"{name}: 파라미터 {sizes[name]:,}개")
    ax.axis("off")
plt.show()

# %%
# 막대 사이의 수는 두 막대를 잇는 파라미터의 개수입니다. 얕고 넓은 것은 깊은 것이 여러 겹에 나누어 쓴 파라미터를 한 겹에
# 몰아 썼습니다.

deep_widths, wide_widths = shapes["깊은 것"], shapes["얕고 넓은 것"]

# %%
# .. _depth-folding:
#
# 접을수록 두 배가 됩니다
# -----------------------
#
# 크기가 같을 때 깊이가 주는 것은 무엇일까요? 종이접기를 떠올려 봅니다. 종이를 반으로 접고 또 접으면 접힌 자리가 접을 때마다 두
# 배로 늘어납니다. 층도 그렇게 접을 수 있습니다. 층이 내는 수 하나를 맡은 부품을 :term:`뉴런`이라고 합니다. 뉴런 둘로 된 층이
# :math:`0`에서 :math:`1`까지의 수를 한가운데에서 접게 합니다. 받은 수의 두 배로 올라가다가, :math:`0.5`를 넘으면 넘은 만큼의 네
# 배를 뺍니다. 그러면 :math:`1`에서는 다시 :math:`0`이 됩니다. 이 수들은 배우게 하지 않고 **손으로** 넣습니다. ``DeepMLP``가 층
# 사이에서 구부리는 방법은 음수를 :math:`0`으로 만드는 ReLU입니다.


def folding(times):
    model = DeepMLP(1, (2,) * times, 1, seed=0)
    first, *others = model.hidden[::2]  # 하나 걸러 하나는 ReLU
    with torch.no_grad():
        first.weight.fill_(1.0)
        for layer in (*others, model.output):
            layer.weight[:] = torch.tensor([2.0, -4.0])
        for layer in (first, *others):
            layer.bias[:] = torch.tensor([0.0, -0.5])
        model.output.bias.zero_()
    return model


# %%
# 여섯 번 접는 신경망과 크기가 똑같은 한 겹의 신경망을 만듭니다. 한 겹에서는 뉴런 하나가 그래프를 **한 번** 꺾을 수 있으므로 곧은
# 조각은 많아야 뉴런의 수보다 하나 많습니다. 여섯 번 접으면 몇 조각일까요? ``pieces``는 오르내림이 바뀌는 자리를 세어 조각의 수를
# 구합니다.

import numpy as np

inputs = torch.linspace(0, 1, 4097)[:, None]


def fold_curve(times):
    with torch.no_grad():
        return folding(times)(inputs)[:, 0].numpy()


def pieces(curve):
    return 1 + int((np.diff(np.sign(np.diff(curve))) != 0).sum())


# %%
# 한 번부터 여섯 번까지 접어 봅니다.

flat = ShallowMLP(1, 12, 1, seed=0)
flat_size, folded_size = count(flat).total, count(folding(6)).total
flat_most = flat.hidden.out_features + 1
folds = {times: pieces(fold_curve(times)) for times in range(1, 7)}
print(f"파라미터: 한 겹 {flat_size}개, 여섯 겹 {folded_size}개")
print(f"조각: 한 겹은 많아야 {flat_most}, 여섯 겹은 {folds[6]}")
print("접은 횟수와 조각:", folds)
assert flat_size == folded_size
assert all(found == 2**times for times, found in folds.items())

# %%
# 접은 그래프를 그립니다.

# sphinx_gallery_alt = "꺾은선 세 개. 한 번 접으면 산 하나, 세 번 접으면 산 넷, 여섯 번 접으면 촘촘한 산 서른둘입니다. 산의 높이는 모두 같습니다."
fig, axes = plt.subplots(3, 1, figsize=(6, 4.6), sharex=True)
for ax, times in zip(axes, (1, 3, 6), strict=True):
    ax.plot(inputs[:, 0], fold_curve(times), color=PALETTE[0], lw=1.4)
    ax.set_title(f"{times}번 접기: {folds[times]}조각", loc="left")
    ax.set_yticks([0, 1])
axes[-1].set_xlabel("입력")
plt.show()

# %%
# 한 겹에서는 뉴런을 더하는 만큼 조각이 **더해지고**, 쌓으면 층을 더할 때마다 조각이 **곱해집니다**. 앞 층이 만든 모양을 다음 층이
# 통째로 다시 쓰기 때문입니다. 깊이의 힘은 여기에서 나옵니다. 다만 이 가중치는 사람이 넣었습니다. 할 **수 있는** 것과 데이터에서
# **배우는** 것은 다른 이야기입니다.

# %%
# .. _depth-contest:
#
# 크기를 맞춘 겨루기
# ------------------
#
# 사람이 쓴 숫자 그림으로 겨룹니다. 한 변이 여덟 칸인 그림을 열 칸으로 늘여 한 줄로 펴면 입력 :math:`100`개가 됩니다. 배울 그림과
# 물어볼 그림은 나누어 둡니다.

from dlconcepts.datasets.digits import load_digits
from dlconcepts.datasets.images import enlarge

digits = load_digits(seed=SEED)


def flattened(part):
    pictures = enlarge(part.images, 10)
    return torch.tensor(pictures).flatten(1), torch.tensor(part.labels)


x, y = flattened(digits.train)
x_test, y_test = flattened(digits.test)
print("배울 그림", tuple(x.shape), " 물어볼 그림", tuple(x_test.shape))

# %%
# 배우는 방법은 셋 다 같습니다. 그림을 조금씩 뽑아 손실을 줄이고, 그림 전부를 스무 번 봅니다. 정답이 열 가지이므로 손실은
# :term:`교차 엔트로피`라는 것을 씁니다. 정답에 준 점수가 다른 것들보다 낮을수록 커지는 수입니다. 어느 하나에만 맞는 학습률을
# 주면 겨루기가 공평하지 않습니다. 그래서 셋 모두 세 가지 학습률로 배우게 하고, 처음 값도 그때마다 다르게 뽑습니다.

rates = {"절반": 0.002, "그대로": 0.004, "두 배": 0.008}


def learn(model, lr=0.004, epochs=20):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr, fused=True)
    order = torch.Generator().manual_seed(SEED)
    for _ in range(epochs):
        for rows in torch.randperm(len(x), generator=order).split(128):
            loss = nn.functional.cross_entropy(model(x[rows]), y[rows])
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
    return model


# %%
# 처음 값의 씨앗은 학습률마다 다릅니다. 물어볼 그림에서 맞힌 비율을 셉니다.


def learn_all(build):
    seeds = range(3 * SEED, 3 * SEED + 3)
    pairs = zip(seeds, rates.values(), strict=True)
    return [learn(build(seed), lr) for seed, lr in pairs]


@torch.no_grad()  # 재기만 하고 배우지는 않습니다
def accuracy(model, x=x_test, y=y_test):
    return (model(x).argmax(dim=1) == y).double().mean().item()


# %%
# 셋 가운데 어느 것이 가장 잘 읽을까요?

learned = {name: learn_all(build) for name, build in builders.items()}
scores = {name: [*map(accuracy, models)] for name, models in learned.items()}
contest = pd.DataFrame(scores, rates).T
contest.columns.name = "학습률"
contest.insert(0, "파라미터", pd.Series(sizes))
contest.round(3)

# %%
# 깊은 것이 이기지 못했습니다. 세 번을 평균하면 얕고 넓은 쪽이 :val:`wide_mean|.1%`, 깊은 쪽이 :val:`deep_mean|.1%`입니다. 작은 것은 파라미터가
# 깊은 것의 열두 분의 일쯤인데도 :val:`small_mean|.1%|을/를` 맞힙니다. 가장 잘된 학습률끼리 견주면 :val:`wide_best|.1%|과/와`
# :val:`deep_best|.1%`입니다. 물어볼 그림 :val:`n_test`장 가운데 몇 장의 차이이므로 크게 볼 것은 아닙니다. 그래도 깊으면 무조건 낫다는 말은 여기에서
# 벌써 틀립니다. 이 그림들을 가르는 데에는 여러 번 접는 힘이 필요하지 않았습니다. 그러면 깊은 신경망의 층들은 무엇을 하고 있을까요?

small_mean, deep_mean, wide_mean = map(np.mean, scores.values())
_, deep_best, wide_best = map(max, scores.values())
n_test = len(x_test)
assert 0.9 < deep_mean < wide_mean + 0.005
assert wide_best > deep_best - 0.02
assert small_mean > deep_mean - 0.03

# %%
# .. _depth-one-picture:
#
# 한 장이 층을 지나면
# -------------------
#
# 배운 신경망에 그림을 넣고 층마다 나온 수를 ``layer_outputs``로 꺼냅니다. 나온 수는 진하기로 칠하고 네모로 접어 봅니다. 맞힌 그림 가운데 :math:`3` 두
# 장과 :math:`8` 한 장입니다. 어느 층부터 두 :math:`3`이 닮아 보일까요?

hidden = [f"hidden.{k}" for k in (1, 3, 5, 7)]  # 구부린 뒤의 은닉층 넷
layer_names = ["입력", "은닉층 1", "은닉층 2", "은닉층 3", "은닉층 4", "출력"]


def representations(model, x):
    outputs = layer_outputs(model, x, [*hidden, "output"])
    return dict(zip(layer_names, [x, *outputs.values()], strict=True))


deep = learned["깊은 것"][1]
inside = representations(deep, x_test)
said = inside["출력"].argmax(dim=1)
right = [torch.nonzero((y_test == k) & (said == k))[:, 0] for k in (3, 8)]
chosen = [*right[0][:2].tolist(), right[1][0].item()]
print("정답", y_test[chosen].tolist(), " 답", said[chosen].tolist())

# %%
# 줄마다 그림 한 장이고, 왼쪽에서 오른쪽으로 층을 지납니다.

# sphinx_gallery_alt = "그림 세 장이 층을 지나며 바뀌는 모습. 줄은 3, 다른 3, 8이고 칸은 입력에서 출력까지 여섯입니다. 입력에서는 숫자가 보이지만 은닉층에서는 무늬만 남습니다. 뒤로 갈수록 두 3의 무늬는 서로 닮고 8의 무늬와는 달라지며, 출력에서는 열 칸 가운데 정답의 칸이 가장 진합니다."
from dlconcepts.viz import plot_images

folded = [(10, 10), (16, 16), (8, 16), (8, 8), (4, 8), (2, 5)]
stages = list(zip(layer_names, folded, strict=True))
sheet = [
    inside[name][i].reshape(shape).numpy()
    for i in chosen
    for name, shape in stages
]
captions = [name for _ in chosen for name in layer_names]
look = {"columns": 6, "look": "ink", "each": True, "captions": captions}
plot_images(sheet, row_names=["3", "다른 3", "8"], **look)
plt.show()

# %%
# 사람이 알아볼 수 있는 모양은 첫 층에서 벌써 사라집니다. :math:`3`끼리는 얼마나 닮았을까요? 그림 세 장만 보면 운일 수 있으니,
# 물어볼 그림에서 :math:`3`과 :math:`8`을 모두 꺼냅니다. 표현을 수의 목록으로 보고 거리를 재어, :math:`3` 두 장의 거리의 평균을
# :math:`3`과 :math:`8`의 거리의 평균으로 나눕니다. 작을수록 :math:`3`끼리 닮았습니다.


def likeness(h):
    threes, eights = h[y_test == 3], h[y_test == 8]
    n = len(threes)
    among = torch.cdist(threes, threes).sum() / (n * (n - 1))
    return (among / torch.cdist(threes, eights).mean()).item()


alike = {name: round(likeness(h), 2) for name, h in inside.items()}
print(alike)
like_in, like_out = alike["입력"], alike["출력"]
assert like_out < like_in - 0.1

# %%
# :val:`like_in|.2f`이던 비가 출력에서는 :val:`like_out|.2f`입니다. 표현은 **그림과는 점점 달라지고 답과는 점점 가까워집니다**.

# %%
# .. _depth-distill:
#
# 거르고 또 거릅니다
# ------------------
#
# 눈대중을 수로 바꿉니다. 물어볼 그림 전부의 표현에서 층마다 세 가지를 잽니다.
#
# - **거리의 비**: 같은 숫자 두 장의 거리를 다른 숫자 두 장의 거리로 나눈 것. 작을수록 같은 숫자끼리 모여 있습니다.
# - **숫자 읽기**: 그 층의 수만 보고 층 하나로 숫자를 맞히면 얼마나 맞는지. 이런 검사를 :term:`선형 탐침`이라고 합니다.
# - **그림 되살리기**: 그 층의 수를 층 하나처럼 섞기만 해서 처음 그림을 얼마나 되살릴 수 있는지. 똑같이 되살리면 :math:`1`, 평균
#   그림밖에 못 그리면 :math:`0`입니다.

from dlconcepts.models.probing import linear_probe

answers, test_answers = y.numpy(), y_test.numpy()
same = test_answers[:, None] == test_answers
other = same & ~np.eye(len(same), dtype=bool)  # 자기 자신은 빼고 같은 숫자
blank, blank_test = ((z - x.mean(0)).numpy() for z in (x, x_test))
blank_test_size = (blank_test**2).sum()


def measure(h, h_test):
    distance = torch.cdist(h_test, h_test).numpy()
    ratio = distance[other].mean() / distance[~same].mean()
    probe = linear_probe(h, answers).accuracy(h_test, test_answers)
    g, g_test = (z.numpy() - h.mean(0).numpy() for z in (h, h_test))
    mix = np.linalg.solve(g.T @ g + 1e-2 * np.eye(len(g.T)), g.T @ blank)
    redraw = 1 - ((g_test @ mix - blank_test) ** 2).sum() / blank_test_size
    return ratio, probe, redraw


# %%
# 깊은 신경망 셋에서 재어 평균합니다. 뒤의 층으로 갈수록 세 수는 저마다 커질까요, 작아질까요?

measures = ["거리의 비", "숫자 읽기", "그림 되살리기"]


def by_layer(model):
    seen, asked = representations(model, x), representations(model, x_test)
    rows = {name: measure(seen[name], asked[name]) for name in layer_names}
    return pd.DataFrame(rows, measures).T


after = sum(by_layer(model) for model in learned["깊은 것"]) / 3
gather, redraw = after["거리의 비"], after["그림 되살리기"]
assert (gather.diff().dropna() < 0).all()
assert (redraw.diff().dropna() < 0).all()
assert after["숫자 읽기"].idxmax() in ("은닉층 1", "은닉층 2")
after.round(2)

# %%
# 층을 지날 때마다 같은 숫자끼리 더 모이고, 처음 그림은 되살리기 어려워집니다. 커피를 거름종이에 거르고 또 거르듯, 층마다 하려는 일에 필요한
# 것을 남기고 나머지를 버립니다. 딥러닝을 **여러 단계의 정제**라고 부르는 까닭입니다.
#
# 그런데 숫자 읽기는 앞쪽 은닉층에서 가장 높고 뒤로 가며 조금 내려갑니다. 뒤의 층일수록 수가 적기 때문일까요? 배우기 **전의**
# 신경망을 같은 자로 재어 봅니다. 층의 크기는 같고 안에 든 수만 처음에 뽑은 그대로입니다.

first_seed = 3 * SEED
untrained = [
    builders["깊은 것"](seed) for seed in range(first_seed, first_seed + 3)
]
at_first = sum(by_layer(model) for model in untrained) / 3
read_after, read_first = after.iloc[-1, 1], at_first.iloc[-1, 1]
gather_after, gather_first = gather.iloc[-1], at_first.iloc[-1, 0]
assert read_after > read_first + 0.15
assert gather_after < gather_first - 0.2
at_first.round(2)

# %%
# 배우지 않아도 넓은 첫 은닉층에서는 숫자를 잘 읽습니다. 수가 많으면 아무렇게나 섞어 구부려도 읽기 쉬워지는 것입니다. 차이는 **좁아지는
# 곳**에서 납니다. 배우지 않은 층은 숫자까지 함께 잃어 출력에서는 :val:`read_first|.0%`밖에 읽지 못하지만, 배운 층은 열 개의 수에
# :val:`read_after|.0%`를 남겼습니다. 거리의 비도 배운 쪽만 줄었습니다. 버리는 일은 배우지 않은 층도 합니다. 배운 것은
# **무엇을 버릴지**입니다.
#
# 이번에는 그림으로 봅니다. 층마다의 표현은 수가 많아 그대로는 그릴 수 없으므로, 가장 넓게 퍼진 두 방향만 남깁니다. 이렇게 보는 것을
# :term:`주성분 분석`이라고 합니다. 물어볼 그림 한 장이 숫자 하나입니다.

from dlconcepts.models.principal import principal_plane

seen = representations(deep, x)
picked = ["입력", "은닉층 1", "은닉층 2", "은닉층 4"]
planes = {name: principal_plane(seen[name]) for name in picked}
views = {name: planes[name].project(inside[name]) for name in picked}


def nearest(points, asked):
    """학습에 쓴 점들의 가운데가 가장 가까운 숫자로 답합니다."""
    centers = [points[answers == k].mean(axis=0) for k in range(10)]
    apart = np.linalg.norm(asked[:, None] - np.array(centers), axis=2)
    return float((apart.argmin(axis=1) == test_answers).mean())


flat_reads = {k: nearest(planes[k].points, views[k]) for k in picked}
print({name: round(score, 2) for name, score in flat_reads.items()})

# %%
# 찍은 수는 조금 뒤에 풀이합니다. 먼저 네 층의 그림을 봅니다.

# sphinx_gallery_alt = "같은 그림들을 네 층의 표현에서 본 그림 넷. 그림 한 장이 그 숫자 글자 하나입니다. 입력에서는 여러 숫자가 가운데에 겹쳐 있고, 은닉층 1과 2를 지나며 숫자마다 더 촘촘히 모여, 은닉층 4에서는 많은 숫자가 따로 뻗은 무리를 이룹니다."
from dlconcepts.viz import plot_views

plot_views(
    views,
    y_test,
    names=tuple("0123456789"),
    title="층을 지날수록 숫자마다 무리를 짓습니다",
)
plt.show()

# %%
# 평면에 눌러 놓고도 뒤의 층에서는 무리가 보입니다. 두 수만 보고 무리의 가운데가 가장 가까운 숫자로 답하면 입력에서는 :val:`flat_input|.0%`, 은닉층 4에서는
# :val:`flat_last|.0%`를 맞힙니다. 그림에서 겹쳐 보이는 숫자들도 다른 방향에서는 갈라져 있을 수 있습니다.

flat_input, flat_last = flat_reads["입력"], flat_reads["은닉층 4"]
assert flat_last > flat_input + 0.03

# %%
# .. _depth-brain:
#
# 뇌를 본뜬 것일까요?
# -------------------
#
# 신경망이라는 이름은 뇌에서 왔고, 처음의 생각 몇 가지도 뇌를 보고 얻었습니다. 그래서 뇌처럼 생각하는 기계라고 여기기 쉽습니다.
# 안에서 무슨 일이 일어나는지 PyTorch의 층 없이 적어 봅니다. ``@``는 곱해서 더하는 일을 한꺼번에 하는 표시입니다.

deep_layers = [*deep.hidden[::2], deep.output]
weights = [layer.weight.detach().numpy() for layer in deep_layers]
biases = [layer.bias.detach().numpy() for layer in deep_layers]

h = x_test.numpy()
for W, b in zip(weights[:-1], biases[:-1], strict=True):
    h = np.maximum(h @ W.T + b, 0)  # 섞고, 음수는 0으로
by_numpy = h @ weights[-1].T + biases[-1]
apart = np.abs(by_numpy - inside["출력"].numpy()).max()
print(f"PyTorch의 답과 가장 크게 다른 점수: {apart:.0e}")
assert apart < 1e-3

# %%
# 컴퓨터의 반올림만큼만 다른, 같은 답입니다. 이 신경망은 **곱하고 더하고 음수를 자르는 일의 되풀이**이고, 그것이 전부입니다. 뇌가 꼭 이런 방법으로 배운다는
# 증거는 아직 없습니다. 딥러닝은 뇌의 모형이 아니라 데이터에서 표현을 배우는 수학으로 보는 편이 이해하기 쉽습니다.

# %%
# .. _depth-trap:
#
# 흔한 함정
# ---------
#
# 흔히 이렇게 말합니다: “층을 더할수록 더 추상적인 특징을 배우니, 안 되면 층을 더하라.” 확인합니다. 은닉층의 크기를 :math:`64`로
# 하고 층을 하나에서 열로 늘립니다. 배우는 방법은 앞과 같고, 학습률도 똑같이 세 가지를 씁니다. 정확도는 오를까요?


def plain(depth, seed, activation="relu"):
    hidden = (64,) * depth
    return DeepMLP(100, hidden, 10, activation=activation, seed=seed)


short = learn_all(lambda seed: plain(1, seed))
tall = learn_all(lambda seed: plain(10, seed))
short_scores = [accuracy(model) for model in short]
tall_scores = [accuracy(model) for model in tall]
shallow_worst, tall_best = min(short_scores), max(tall_scores)
assert tall_best < shallow_worst - 0.03
rows = {"은닉층 1": short_scores, "은닉층 10": tall_scores}
pd.DataFrame(rows, rates).T.round(3)

# %%
# 내려갑니다. 열 겹은 세 번 가운데 가장 잘된 것도 :val:`tall_best|.0%`이고, 한 겹의 가장 못한 :val:`shallow_worst|.0%`에 미치지
# 못합니다. 배운 그림은 잘 맞히는데 처음 보는 그림만 틀리는 것일까요? 배운 그림으로 다시 물어봅니다.

tall_seen = [round(accuracy(model, x, y), 2) for model in tall]
tall_seen_best = max(tall_seen)
print("열 겹이 배운 그림을 맞힌 비율:", tall_seen)
assert tall_seen_best < shallow_worst

# %%
# 배운 그림도 가장 잘해야 :val:`tall_seen_best|.0%`입니다. 외워 버린 것이 아니라 **덜 배운** 것입니다. 더 오래 배우면
# 나아지기도 하지만, 한 겹이면 벌써 끝났을 일입니다. 왜 그럴까요? 손실이 첫 은닉층에 얼마나 큰 목소리로 고치라고 하는지, 배우기
# 전에 재어 봅니다. 이 신호를 :term:`기울기`라고 합니다.

voices = {}
for depth in (1, 5, 10):
    model = plain(depth, seed=SEED)
    nn.functional.cross_entropy(model(x), y).backward()
    voices[depth] = model.hidden[0].weight.grad.norm().item()
print({depth: f"{voice:.0e}" for depth, voice in voices.items()})
fading = voices[1] / voices[10]
assert fading > 100

# %%
# 열 겹의 첫 층에 닿은 신호는 한 겹일 때의 :val:`fading|,.0f`분의 일입니다. 말을 열 사람 건너 전하면 들리지 않게 되는 것과 같습니다. 이렇게 되는 것을
# :term:`기울기 소실`이라고 합니다. 고치는 법은 있습니다. 층이 받은 것을 **그대로 더해서** 내보내면 됩니다. 그러면 층은 처음부터 새로 만드는 대신 조금 고치기만 하고,
# 신호는 더하기를 타고 작아지지 않고 내려옵니다. 이것을 :term:`잔차 연결`이라고 합니다. 파라미터의 수는 그대로이고, 한 줄만 다릅니다.


class Adding(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(64, 64)

    def forward(self, h):
        return h + self.linear(h).relu()  # 받은 것을 그대로 더합니다


def adding(depth, seed):
    torch.manual_seed(seed)
    rest = [Adding() for _ in range(depth - 1)]
    return nn.Sequential(
        nn.Linear(100, 64), nn.ReLU(), *rest, nn.Linear(64, 10)
    )


# %%
# 이번에도 같은 세 학습률입니다. 한 겹을 따라잡을까요?

added = learn_all(lambda seed: adding(10, seed))
added_scores = [accuracy(model) for model in added]
added_worst = min(added_scores)
assert count(added[0]).total == count(tall[0]).total
assert added_worst > tall_best + 0.03
assert np.mean(added_scores) > np.mean(short_scores) - 0.03
pd.DataFrame({"그대로 더하는 은닉층 10": added_scores}, rates).T.round(3)

# %%
# 같은 열 겹이 이번에는 적어도 :val:`added_worst|.0%|을/를` 맞혀 한 겹과 비슷해졌습니다. 이 쪽의 겨루기들이 운이었는지, 그림을 나누는
# 일부터 씨앗을 바꾸어 다섯 번 실행한 기록을 봅니다. 수는 세 학습률의 평균입니다.

from dlconcepts.benchmark import recorded_spread

means = {"small": small_mean, "deep": deep_mean, "wide": wide_mean}
means |= {"short": np.mean(short_scores), "tall": np.mean(tall_scores)}
means["adding"] = np.mean(added_scores)
spread = recorded_spread("01_what_is_deep_learning/plot_04_depth")
spread.check(**{name: float(mean) for name, mean in means.items()})
captions = [*builders, *rows, "그대로 더하는 은닉층 10"]
names = dict(zip(means, captions, strict=True))
spread.to_frame(names=names).round(3)

# %%
# 깊은 것이 얕고 넓은 것을 이기지 못하는 것도, 그냥 쌓은 열 겹이 덜 배우는 것도 씨앗의 운이 아닙니다. 깊이는 저절로 힘이 되지
# 않습니다. 신호가 끝까지 닿게 하는 연결, 알맞은 처음 값, 넉넉한 데이터가 함께 있어야 합니다.

# %%
# .. _depth-summary:
#
# 정리
# ----
#
# - 딥러닝은 층을 레고처럼 이어 붙이고 손실을 줄이는 일입니다. 층 사이에서 구부려야 쌓은 보람이 있습니다.
# - 배운 층은 하려는 일에 필요한 것을 남기고 나머지를 버립니다. 뒤로 갈수록 같은 숫자끼리 모이고 처음 그림은 흐려집니다.
# - 깊이는 적은 파라미터로 복잡한 모양을 만들 수 있게 하지만, 크기를 맞추면 늘 이기지는 않고, 쌓기만 하면 잘 배우지 못합니다.

# %%
# .. _depth-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 열 번 접는 신경망의 파라미터는 몇 개일까요? 한 겹으로 같은 수의 조각을 만들려면 적어도 몇 개가 필요할까요?
#
# .. dropdown:: 답 보기
#
#    열 겹은 :val:`ten_size`개로 :val:`ten_pieces|,d`조각을 만듭니다. 한 겹에서는 뉴런이 적어도 조각의 수보다 하나 적은 만큼 있어야 하므로,
#    파라미터가 :val:`flat_needed|,d`개는 필요합니다.

ten_size, ten_pieces = count(folding(10)).total, pieces(fold_curve(10))
flat_needed = count(ShallowMLP(1, ten_pieces - 1, 1, seed=0)).total
print(f"{ten_size}개로 {ten_pieces:,}조각, 한 겹이면 {flat_needed:,}개")
assert ten_pieces == 2**10

# %%
# **둘.** 구부리는 함수를 ReLU 대신 시그모이드로 바꾸어 열 겹을 쌓아 보세요. 물어볼 그림에 어떤 답들을 내놓나요?
#
# .. dropdown:: 답 보기
#
#    :val:`sigmoid_score|.0%`를 맞힙니다. 모든 그림에 같은 숫자 :val:`only_answer|d|을/를` 답하므로 찍는 것과 같습니다. 시그모이드는
#    ReLU보다 신호를 더 작게 만듭니다.

tall_sigmoid = learn(plain(10, seed=SEED, activation="sigmoid"))
sigmoid_score = accuracy(tall_sigmoid)
said = tall_sigmoid(x_test).argmax(dim=1).unique().tolist()
only_answer = said[0]
print(f"정확도 {sigmoid_score:.2f}, 내놓은 답 {said}")
assert len(said) == 1

# %%
# **셋.** 받은 것을 그대로 더하는 열 겹에서는 첫 층에 닿는 기울기가 얼마나 큰가요? 그냥 쌓은 열 겹과 견주어 보세요.
#
# .. dropdown:: 답 보기
#
#    그냥 쌓은 열 겹의 :val:`louder|,.0f`배입니다. 한 겹일 때보다도 작지 않아서, 첫 층도 처음부터 배울 수 있습니다.

model = adding(10, seed=SEED)
nn.functional.cross_entropy(model(x), y).backward()
loud = model[0].weight.grad.norm().item()
louder = loud / voices[10]
print(f"더하는 열 겹 {loud:.0e}, 그냥 열 겹 {voices[10]:.0e}")
assert louder > 100
assert loud > voices[1]

# %%
# .. _depth-next:
#
# 다음 쪽
# -------
#
# 손실을 보고 층 안의 수를 고친다고만 했습니다. 그 되풀이가 어떻게 도는지
# :doc:`다음 쪽 </auto_examples/01_what_is_deep_learning/plot_05_weights_loss_optimizer>`에서 그림 세 장으로 조립합니다.
