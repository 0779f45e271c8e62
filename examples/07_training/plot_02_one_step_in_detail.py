"""
고양이를 오리라고 한 신경망은 어떻게 고쳐질까요?
================================================

고양이 그림을 보여 주었더니 오리라고 합니다. 정답을 알려 주고 한 걸음을 걷게 하면 답이 바뀝니다. 그 한 걸음
안에서 무슨 일이 일어나는지, 어느 층의 책임이 얼마나 큰지 차례로 들여다봅니다. 그리고 답이 바뀌었으면 배운
것인지 따져 봅니다.

- **할 것**: 고양이 · 개 · 오리 그림으로 합성곱 신경망의 한 걸음을 나누어 보고, 층마다 기울기의 길이를 잽니다. 잡음만
  주고도 학습시켜 봅니다.
- **배울 것**: 걸음이 작으면 손실은 학습률 곱하기 기울기 길이의 제곱만큼 줄어듭니다. 그 길이는 층마다의 길이를
  더한 것이 아닙니다. 손실이 찍힌다고 배우고 있는 것은 아닙니다.
- **필요한 것**: :doc:`학습 루프 </auto_examples/07_training/plot_01_training_loop>`. PyTorch를 씁니다.
"""

# %%
# .. _one-step-drawings:
#
# 고양이, 개, 오리
# ----------------
#
# 도형을 칠해 그린 그림입니다. 자리와 크기, 기울어진 정도, 색이 그림마다 다릅니다. 털의 색은 세 동물이 같은 여섯 가지를 함께
# 쓰므로 털의 색만 보고는 맞힐 수 없습니다. 세 동물을 백 장씩 그려 학습, 검증, 평가로 나눕니다.

import matplotlib.pyplot as plt
import numpy as np
import torch

from dlconcepts.datasets.drawings import make_drawings
from dlconcepts.datasets.images import channels_first
from dlconcepts.viz import MUTED, PALETTE, use_korean_font

use_korean_font()
torch.set_num_threads(1)
drawings = make_drawings(seed=0, per_class=100)
names = drawings.train.names
print({name: i for i, name in enumerate(names)}, drawings.train.images.shape)

# %%

# sphinx_gallery_alt = "그려 낸 그림 열다섯 장. 첫 줄은 고양이 다섯으로 뾰족한 귀와 수염이 있고, 둘째 줄은 개 다섯으로 늘어진 귀와 밝은 주둥이가 있고, 셋째 줄은 오리 다섯으로 옆을 보는 몸과 납작한 부리가 있습니다. 털의 색은 줄마다 섞여 있습니다."
fig, axes = plt.subplots(3, 1, figsize=(5.6, 4.8))
for label, (ax, name) in enumerate(zip(axes, names, strict=True)):
    chosen = drawings.train.images[drawings.train.labels == label][:5]
    ax.imshow(np.hstack(chosen))
    ax.set_title(name)
    ax.set_axis_off()
plt.show()

# %%
# 그림을 그리는 도구는 색을 마지막 축에 두지만, PyTorch의 :term:`합성곱` 층은 색(채널)의 축을 높이와 너비 앞에 둡니다. 축을
# 옮겨 :term:`텐서`로 만듭니다.


def tensors(part):
    images = torch.tensor(channels_first(part.images))
    return images, torch.tensor(part.labels)


x, y = tensors(drawings.train)
x_valid, y_valid = tensors(drawings.valid)
x_test, y_test = tensors(drawings.test)
print("학습", tuple(x.shape), " 평가", tuple(x_test.shape))

# %%
# .. _one-step-forward:
#
# 앞으로: 그림에서 점수까지
# -------------------------
#
# :term:`순전파`는 세 마디입니다. 입력이 들어오고, 층마다 가중치로 계산하고, 마지막 층이 점수를 냅니다. 모델에는 층이 넷
# 있습니다. 앞의 둘은 작은 가중치 묶음이 그림 위를 옮겨 다니는 합성곱 층입니다. 합성곱 층 다음에는 ReLU와, 이웃한 네 칸에서
# 가장 큰 값만 남기는 **최대 풀링**이 옵니다. 그래서 한 번 지날 때마다 높이와 너비가 절반이 됩니다. 뒤의 둘은
# :term:`완전 연결층`입니다.
#
# 학습을 한 번도 하지 않은 모델에 고양이 한 장을 넣고, 지나는 곳마다 모양을 적습니다. 한 변이 :math:`32`인 그림은 합성곱 층
# 둘을 지나면 몇 칸이 될까요?

from dlconcepts.models import ConvClassifier

model = ConvClassifier((3, 32, 32), 3, seed=4)
which = int((y == 0).nonzero()[0])  # 첫 고양이의 번호
cat, answer = x[which : which + 1], y[which : which + 1]
with torch.no_grad():
    maps = model.features(cat)
    hidden = model.hidden(maps.flatten(1)).relu()
    logits = model.output(hidden)
for step in (cat, maps, hidden, logits):
    print(tuple(step.shape))
assert torch.allclose(logits, model(cat))

# %%
# 한 변이 여덟 칸이 되었고, 그림 한 장이 점수 셋이 되었습니다. 점수를 :term:`소프트맥스`로 확률로 바꿉니다. 무엇이라고 할까요?
# 다른 그림을 보고는 무엇이라고 하는지도 셉니다.

before = logits.softmax(dim=1)[0].numpy()
for name, p in zip(names, before, strict=True):
    print(f"{name} {p:.3f}")
said = names[before.argmax()]


def count_answers(model, x):
    with torch.no_grad():
        counts = torch.bincount(model(x).argmax(dim=1), minlength=3)
    return dict(zip(names, counts.tolist(), strict=True))


everyone = count_answers(model, x)
print("이 그림을 보고:", said)
print("모든 그림을 보고:", everyone)

# %%
# 고양이를 :val:`said|s`라고 합니다. 그런데 무엇을 보여 주어도 오리라고 합니다. 처음 가중치가 마침 오리 쪽으로 조금 기울었을
# 뿐, 오리를 알아보는 것이 아닙니다. 세 확률도 비슷비슷합니다.

assert said == "오리"
assert everyone["오리"] == len(x)
assert before.max() < 0.4

# %%
# .. _one-step-loss:
#
# 채점: 얼마나 틀렸는지
# ---------------------
#
# :term:`교차 엔트로피`는 정답인 고양이에 준 확률의 로그에 음의 부호를 붙인 것입니다. 클래스가 셋일 때 똑같이 나누어 찍으면
# :math:`\ln 3`입니다.

import math

from torch import nn

loss_function = nn.CrossEntropyLoss()
loss = loss_function(model(cat), answer)
print(
    f"손실 {loss.item():.4f}   -ln(고양이의 확률) {-math.log(before[0]):.4f}"
)
print(f"찍을 때의 손실 ln 3 = {math.log(3):.4f}")
assert math.isclose(loss.item(), -math.log(before[0]), rel_tol=1e-5)
assert abs(loss.item() - math.log(3)) < 0.1

# %%
# .. _one-step-gradient:
#
# 거꾸로: 층마다의 책임
# ---------------------
#
# :term:`역전파`는 손실에서 출발해 :term:`연쇄 법칙`으로 층을 거슬러 가며 파라미터마다 :term:`기울기`를 남깁니다. 배열 하나의 기울기를
# 한 줄로 펴서 잰 길이(:term:`노름`)를 그 배열이 진 책임의 크기로 봅니다. ``features``에는 합성곱, ReLU, 풀링이 차례로 두 번 들어
# 있습니다. 어느 층의 책임이 가장 클까요?

import pandas as pd

model.zero_grad()
loss.backward()
layers = {
    "합성곱 하나": model.features[0],
    "합성곱 둘": model.features[3],
    "완전 연결층": model.hidden,
    "출력층": model.output,
}

# %%

responsibility = pd.DataFrame(
    {
        name: [layer.weight.grad.norm().item(), layer.bias.grad.norm().item()]
        for name, layer in layers.items()
    },
    index=["가중치", "편향"],
).T
responsibility.round(3)

# %%
# 완전 연결층의 가중치가 가장 큽니다. 파라미터가 가장 많이 모인 곳이기도 합니다. 맨 앞의 합성곱 층까지 책임이 닿았습니다.
# 파라미터는 아직 하나도 바뀌지 않았습니다.

share = layers["완전 연결층"].weight.numel() / sum(
    p.numel() for p in model.parameters()
)
print(f"완전 연결층의 가중치는 전체 파라미터의 {share:.0%}")
assert responsibility["가중치"].idxmax() == "완전 연결층"
assert responsibility.to_numpy().min() > 0
assert torch.allclose(model(cat), logits)

# %%
# .. _one-step-norm:
#
# 여덟 길이를 어떻게 합칠까요
# ---------------------------
#
# 층 넷에 가중치와 편향이 하나씩, 배열 여덟 개의 길이를 하나로 말하고 싶습니다. 더하면 될까요? 가로로 셋, 세로로 넷을 가면
# 처음 자리에서 다섯만큼 떨어져 있습니다. 서로 직각인 길이는 더하지 않고 **제곱해서 더한 뒤 제곱근**을 씌웁니다. 배열마다
# 다른 손잡이의 기울기이니 서로 직각입니다.
#
# .. math::
#
#    \lVert g \rVert = \sqrt{\sum_i \lVert g_i \rVert^2} \;\le\; \sum_i \lVert g_i \rVert
#
# 모든 기울기를 벡터 하나로 이어 붙여 확인합니다. PyTorch의 ``clip_grad_norm_``에게도 묻습니다. 기울기가 정한 길이보다 길면
# 줄이는 함수인데, 정한 길이가 무한대이면 줄이지 않고 길이만 알려 줍니다.

grads = [p.grad for p in model.parameters()]
norms = np.array([g.norm().item() for g in grads])
added = norms.sum()
length = np.sqrt((norms**2).sum())
joined = torch.cat([g.flatten() for g in grads]).norm().item()
by_torch = nn.utils.clip_grad_norm_(model.parameters(), math.inf).item()
print(f"더한 것 {added:.4f}")
print(f"제곱해 더한 것의 제곱근 {length:.4f}")
print(f"이어 붙인 벡터 {joined:.4f}   clip_grad_norm_ {by_torch:.4f}")
assert np.allclose([joined, by_torch], length, rtol=1e-5)
assert added > 1.5 * length

# %%
# 뒤의 셋이 같고, 그냥 더한 것은 그 :val:`too_long|.1f`배입니다. 어느 쪽이 쓸모 있는지는 예측을 시켜 보면 압니다.
#
# :term:`학습률`이 :math:`\eta`이고 손잡이 하나의 기울기가 :math:`s`이면 그 손잡이는 :math:`-\eta s`만큼 움직이고, 손실은 움직인
# 거리의 :math:`s`배인 :math:`-\eta s^2`만큼 변합니다. 모든 손잡이에서 더하면 손실은 :math:`\eta \lVert g \rVert^2`만큼 줄어들어야
# 하고, 걸음이 작을수록 잘 맞아야 합니다. 걸음을 줄여 가며, 정말로 줄어든 만큼을 예측으로 나눕니다.

import copy

too_long = added / length


def after_step(lr):
    moved = copy.deepcopy(model)
    with torch.no_grad():
        for p, g in zip(moved.parameters(), grads, strict=True):
            p -= lr * g
    return moved


# %%

rows = []
for lr in (0.1, 0.03, 0.01, 0.003, 0.001):
    drop = loss.item() - loss_function(after_step(lr)(cat), answer).item()
    rows.append([lr, drop, drop / (lr * length**2), drop / (lr * added**2)])
columns = ["학습률", "줄어든 만큼", "÷ 길이로 예측", "÷ 더한 것으로 예측"]
prediction = pd.DataFrame(rows, columns=columns).set_index("학습률")
prediction.round(4)

# %%
# 길이로 한 예측은 걸음이 작을수록 잘 맞아 비율이 :math:`1`에 다가갑니다. 더한 것으로 한 예측은 걸음을 아무리 줄여도 맞지
# 않습니다. 걸음이 크면 길이로 한 예측도 어긋납니다. 기울기는 **지금 자리**의 것이라 멀리 가면 달라지기 때문입니다.

good, bad = prediction.iloc[-1, 1], prediction.iloc[-1, 2]
assert abs(good - 1) < 0.02
assert bad < 0.5
assert prediction.iloc[:, 1].is_monotonic_increasing

# %%
# .. _one-step-update:
#
# 한 걸음
# -------
#
# 흔히 역전파를 네 단계로 적습니다. 손실을 재고, 기울기를 구하고, 연쇄 법칙으로 층마다 전하고, 파라미터를 고친다는 것입니다.
# 위에서 보았듯이 역전파는 가운데 둘이고, 첫째는 채점, 넷째는 :term:`옵티마이저`의 일입니다. 이제 모두 한 함수에 모읍니다. 걷기
# 전과 걷고 난 뒤의 확률과 손실, 그리고 기울기의 길이를 돌려줍니다. 파라미터가 바뀌는 곳은 ``step()`` 한 줄뿐입니다.


def one_step(model, x, y, optimizer):
    logits = model(x)
    loss = loss_function(logits, y)
    optimizer.zero_grad()
    loss.backward()
    norm = nn.utils.clip_grad_norm_(model.parameters(), math.inf)
    optimizer.step()
    with torch.no_grad():
        again = model(x)
    both = torch.stack([logits, again])  # (전과 뒤, 그림, 동물)
    losses = [loss.item(), loss_function(again, y).item()]
    return both.softmax(dim=-1).detach(), losses, norm.item()


# %%
# 학습률 :math:`0.01`로 걸은 것과 :math:`0.1`로 걸은 것을 견줍니다. 한 걸음에 답이 바뀔까요?

trials = {}
for lr in (0.01, 0.1):
    model = ConvClassifier((3, 32, 32), 3, seed=4)
    sgd = torch.optim.SGD(model.parameters(), lr=lr)
    p, losses, norm = one_step(model, cat, answer, sgd)
    trials[lr] = [names[p[1, 0].argmax()], *losses, *p[1, 0].tolist()]
columns = ["답", "전의 손실", "뒤의 손실", *names]
both = pd.DataFrame.from_dict(trials, orient="index", columns=columns)
both.rename_axis("학습률").round(3)

# %%
# 작은 걸음 뒤에는 손실이 줄었지만 답은 아직 오리입니다. 큰 걸음 뒤에는 **고양이**라고 합니다. 큰 걸음의 이야기를 처음부터
# 그림 하나에 담습니다.

assert trials[0.01][0] == "오리"
assert trials[0.1][0] == "고양이"
assert trials[0.01][2] < trials[0.01][1]
assert np.isclose(norm, length, rtol=1e-5)
before, after = p[:, 0].numpy()
loss_before, loss_after = losses
weights = responsibility["가중치"][::-1]

# %%

# sphinx_gallery_alt = "네 칸의 그림. 왼쪽 위는 고양이 그림, 오른쪽 위는 걷기 전의 확률로 오리가 <<before[2]|.2f>>로 가장 높고 손실은 <<loss_before|.2f>>입니다. 왼쪽 아래는 층마다 기울기의 길이로 완전 연결층이 가장 깁니다. 오른쪽 아래는 한 걸음 뒤의 확률로 고양이가 <<after[0]|.2f>>로 가장 높고 손실은 <<loss_after|.2f>>입니다."
fig, axes = plt.subplots(2, 2, figsize=(7, 5.2))
picture, first, gradient, second = axes.flat
picture.imshow(drawings.train.images[which])
picture.set_title("정답은 고양이")
picture.set_axis_off()
for ax, p, title in (
    (first, before, f"① “{said}” 손실 {loss_before:.2f}"),
    (second, after, f"③ “고양이” 손실 {loss_after:.2f}"),
):
    ax.bar(names, p, color=PALETTE[:3])
    ax.set(ylim=(0, 0.6), title=title, ylabel="확률")
gradient.barh(weights.index, weights, color=PALETTE[3])
gradient.set(title="② 층마다의 책임", xlabel="가중치 기울기의 길이")
fig.suptitle("틀리고, 책임을 묻고, 고칩니다")
plt.show()

# %%
# .. _one-step-others:
#
# 다른 그림은 어떻게 되었을까요
# -----------------------------
#
# 고양이 한 장의 답이 고쳐졌습니다. 고양이를 알아보게 된 것일까요? 큰 걸음을 걸은 모델에게 나머지 그림도 보여 줍니다.

after_one = count_answers(model, x)
print("한 걸음 뒤 모든 그림을 보고:", after_one)
assert after_one["고양이"] == len(x)

# %%
# 이번에는 **모두** 고양이라고 합니다. 오리만 외치던 모델이 고양이만 외치게 되었을 뿐입니다. 그 그림 한 장의 손실을 줄이는
# 데는 무엇을 보든 고양이라고 하는 것으로 충분하기 때문입니다. 배우게 하려면 세 동물을 섞어 보여 주며 되풀이해야 합니다.
# 에포크마다 섞어 열여섯 장씩 보여 주고, 나아지는지는 :term:`검증 데이터`로 봅니다. 이 모델에는 드롭아웃처럼 시험 때 달라지는
# 부품이 없어 ``eval()``은 적지 않습니다.


def correct(model, x, y):
    with torch.no_grad():
        return (model(x).argmax(dim=1) == y).float().mean().item()


model = ConvClassifier((3, 32, 32), 3, seed=4)
adam = torch.optim.Adam(model.parameters(), lr=0.003)
shuffle = torch.Generator().manual_seed(0)
for epoch in range(8):
    for rows in torch.randperm(len(x), generator=shuffle).split(16):
        loss = loss_function(model(x[rows]), y[rows])
        adam.zero_grad()
        loss.backward()
        adam.step()
    print(epoch + 1, f"검증 정확도 {correct(model, x_valid, y_valid):.2f}")

# %%
# 다 배웠으니 한 번도 보지 않은 :term:`평가 데이터`로 시험합니다. 처음의 고양이가 고양이일 확률과, 모든 그림의 답도 다시 봅니다.

n_test, learned = len(y_test), correct(model, x_test, y_test)
with torch.no_grad():
    sure = model(cat).softmax(dim=1)[0, 0].item()
answers = count_answers(model, x)
print(f"평가 정확도 {learned:.2f} ({n_test}장)")
print(f"처음의 고양이: 고양이일 확률 {sure:.3f}")
print("모든 그림을 보고:", answers)
assert learned > 0.85
assert sure > 0.8
assert min(answers.values()) > 50

# %%
# 처음 보는 그림의 :val:`learned|.0%|을/를` 맞힙니다. 이제 세 동물을 가려 말합니다.
#
# 여기까지가 학습의 여덟 장면입니다. 그림이 들어오고, 오리라고 잘못 말하고, 정답과 다르다는 것을 알고, 손실을 재고, 거슬러
# 가며 책임을 묻고, 파라미터를 고치고, 모든 그림으로 되풀이하고, 손실이 낮은 파라미터에 이릅니다. 흔히 이 장면을 통째로
# 역전파라고 부르지만 역전파는 다섯째뿐입니다.

# %%
# .. _one-step-noise:
#
# 잡음을 주면
# -----------
#
# 루프가 돌고 손실이 찍히면 배우고 있는 것일까요? 루프를 보여 주는 코드에는 흔히 데이터 대신 무작위 수와 무작위 정답을
# 넣습니다. 답이 둘뿐인 신경망을 같은 파라미터에서 출발시켜 세 가지로 가르칩니다. 고양이와 개의 그림, 예순네 장을 한 번 뽑아
# **두고두고 쓰는** 잡음, 걸음마다 **새로 뽑는** 잡음입니다. 잡음의 정답은 동전을 던져 정합니다.


def noise(n, draws):
    pictures = torch.randn(n, 3, 32, 32, generator=draws)
    return pictures, torch.randint(0, 2, (n,), generator=draws)


def walk(next_batch, steps=100):
    model = ConvClassifier((3, 32, 32), 2, channels=(8, 16), hidden=32, seed=0)
    adam, losses = torch.optim.Adam(model.parameters(), lr=0.002), []
    for _ in range(steps):
        batch_x, batch_y = next_batch()
        loss = loss_function(model(batch_x), batch_y)
        adam.zero_grad()
        loss.backward()
        adam.step()
        losses.append(loss.item())
    return model, np.array(losses)


# %%
# 셋은 배치를 내놓는 방법만 다릅니다. 손실이 어떻게 될지 셋 다 예측해 보세요.

draws = torch.Generator().manual_seed(1)
pets = y < 2
pool = {"고양이와 개": (x[pets], y[pets]), "같은 잡음": noise(64, draws)}


def from_pool(name):
    pictures, labels = pool[name]
    rows = torch.randint(0, len(labels), (16,), generator=draws)
    return pictures[rows], labels[rows]


walks = {
    "고양이와 개": walk(lambda: from_pool("고양이와 개")),
    "같은 잡음": walk(lambda: from_pool("같은 잡음")),
    "새 잡음": walk(lambda: noise(16, draws)),
}

# %%

# sphinx_gallery_alt = "걸음에 따른 손실을 열 걸음씩 평균한 세 선. 고양이와 개의 선과 같은 잡음의 선은 영 가까이 내려갑니다. 걸음마다 새로 뽑은 잡음의 선은 찍을 때의 손실 <<ln2|.3f>>의 점선 위에 처음부터 끝까지 머뭅니다."
fig, ax = plt.subplots()
ax.axhline(math.log(2), color=MUTED, ls=":", label="찍을 때의 손실")
for i, (name, (_, losses)) in enumerate(walks.items()):
    smooth = losses.reshape(-1, 10).mean(axis=1)
    steps = np.arange(10, len(losses) + 1, 10)
    ax.plot(steps, smooth, "os^"[i] + "-", color=PALETTE[i], label=name)
ax.set(xlabel="걸음", ylabel="손실 (열 걸음의 평균)")
ax.set_title("같은 잡음을 되풀이해도 손실은 내려갑니다")
ax.legend()
plt.show()

# %%
# 새 잡음의 손실은 평균 :val:`fresh_mean|.3f`, 곧 :math:`\ln 2` 언저리에 머뭅니다. 배치마다 조금씩 오르내리니 화면만 보면 애쓰는
# 것처럼 보입니다. 그런데 **같은** 잡음의 손실은 진짜 그림처럼 내려갔습니다. 무엇을 배운 것일까요?
#
# 처음 보는 것으로 시험합니다. 그림으로 배운 신경망에는 떼어 둔 그림을, 잡음으로 배운 둘에는 새로 뽑은 잡음을 줍니다. 잡음의
# 정답은 어느 쪽일 수도 있으므로 한 장에 두 정답을 한 번씩 붙입니다. 그러면 무엇이라고 답하든 정확도는 꼭 절반이고, 볼 것은
# 손실입니다.

ln2 = math.log(2)
fresh_mean = walks["새 잡음"][1][-50:].mean()
test_pets = y_test < 2
pictures, _ = noise(300, draws)
both_sides = torch.arange(2).repeat_interleave(300)
unseen = {
    "고양이와 개": (x_test[test_pets], y_test[test_pets]),
    "같은 잡음": (pictures.repeat(2, 1, 1, 1), both_sides),
    "새 잡음": (pictures.repeat(2, 1, 1, 1), both_sides),
}

# %%

rows = {}
for name, (pictures, labels) in unseen.items():
    model, losses = walks[name]
    with torch.no_grad():
        loss = loss_function(model(pictures), labels).item()
    rows[name] = [losses[-20:].mean(), loss, correct(model, pictures, labels)]
columns = ["배우던 손실", "처음 보는 것의 손실", "처음 보는 것의 정확도"]
exam = pd.DataFrame(rows, columns).T
exam.round(3)

# %%
# 같은 잡음은 **외운** 것입니다. 처음 보는 잡음에는 외운 것이 통하지 않아, 손실이 찍는 것보다 나쁩니다. 배우던 손실만 보아서는
# 외운 것과 배운 것을 가릴 수 없습니다.
#
# 새 잡음으로 배운 신경망은 찍는 만큼입니다. 정답을 동전으로 정했으면 어떤 신경망도 평균하면 이보다 나을 수 없습니다. 정답
# 하나에 확률 :math:`p`를 주면 다른 하나에는 :math:`1 - p`가 남고, 두 손실의 평균은 :math:`p`가 반일 때 가장 작기 때문입니다.
#
# .. math::
#
#    -\frac{\ln p + \ln(1 - p)}{2} \;\ge\; \ln 2

p = np.linspace(0.01, 0.99, 99)
average = -(np.log(p) + np.log(1 - p)) / 2
print(
    f"가장 작은 평균 {average.min():.4f}, 그때 p = {p[average.argmin()]:.2f}"
)
assert np.isclose(average.min(), ln2)
assert np.isclose(p[average.argmin()], 0.5)
assert abs(fresh_mean - ln2) < 0.02
assert exam["배우던 손실"][["고양이와 개", "같은 잡음"]].max() < 0.2
assert exam["처음 보는 것의 손실"]["같은 잡음"] > ln2 + 0.05
assert ln2 - 1e-6 < exam["처음 보는 것의 손실"]["새 잡음"] < ln2 + 0.02
assert exam["처음 보는 것의 정확도"]["고양이와 개"] > 0.85

# %%
# .. _one-step-trap:
#
# 흔한 함정: 없던 예제가 생깁니다
# -------------------------------
#
# 합성곱 층의 출력을 완전 연결층에 넣으려면 그림마다 한 줄로 펴야 합니다. 흔히 이렇게 적습니다. “``x.view(-1, 64 * 6 * 6)``으로
# 펴면 된다.” 확인해 봅니다. 널리 쓰이는 모양의 신경망입니다. 한 변이 :math:`32`인 그림을 넣으면 마지막에 채널이
# :math:`64`개, 한 변이 여섯 칸이 됩니다. 두 가지로 펴 봅니다.


def stage(channels_in, channels_out):
    convolution = nn.Conv2d(channels_in, channels_out, 3)
    return nn.Sequential(convolution, nn.ReLU(), nn.MaxPool2d(2))


features = nn.Sequential(stage(3, 32), stage(32, 64))
head = nn.Linear(64 * 6 * 6, 2)
ways = {
    "view(-1, …)": lambda maps: maps.view(-1, 64 * 6 * 6),
    "flatten(1)": lambda maps: maps.flatten(1),
}

# %%
# 그림 **한 장**의 크기를 바꾸어 가며 넣고, 나온 예측의 수를 셉니다. 하나이거나, 크기가 맞지 않으면 오류여야 합니다.


def predictions(flatten, pictures):
    try:
        return len(head(flatten(features(pictures))))
    except RuntimeError:
        return "오류"


sizes = [28, 32, 48, 56, 64, 128, 224]
outcome = pd.DataFrame(
    {
        way: [predictions(f, torch.zeros(1, 3, s, s)) for s in sizes]
        for way, f in ways.items()
    },
    index=pd.Index(sizes, name="한 변"),
)
outcome

# %%
# ``view``의 ``-1``은 “남는 대로 정하라”는 뜻입니다. 그래서 크기가 맞지 않는 그림도 나누어떨어지기만 하면 **한 장을 여러 장인
# 것처럼** 자릅니다. 한 장으로는 오류가 나던, 한 변이 :math:`64`인 그림도 아홉 장을 넣으면 나누어떨어집니다. 예측은 몇 개가
# 나올까요? 그리고 한 장이 넷으로 잘릴 때 첫 예측은 무엇을 보고 한 것일까요?

nine = predictions(ways["view(-1, …)"], torch.zeros(9, 3, 64, 64))
maps = torch.randn(1, 64, 12, 12)  # 한 변이 56인 그림의 특징
pieces = ways["view(-1, …)"](maps)
partial = torch.equal(pieces[0], maps[0, :16].ravel())
print(f"그림 아홉 장에서 예측 {nine}개")
print("첫 조각은 앞의 채널 16개뿐인가:", "예" if partial else "아니요")
assert partial

# %%
# 첫 예측은 채널을 일부만 보고 한 것이고, 나머지는 없던 예제입니다. 오류가 나지 않으니 첫 줄만 꺼내 쓰면 모르고 지나갑니다.
# ``flatten(1)``은 예제의 축을 그대로 두고 나머지만 펴므로, 크기가 맞지 않으면 다음 층이 오류를 냅니다. 라이브러리의 모델은
# 그림이 들어올 때 바로 알려 줍니다.

from dlconcepts.errors import ShapeError

try:
    ConvClassifier((3, 32, 32), 3, seed=4)(torch.zeros(1, 3, 56, 56))
except ShapeError as error:
    refused = str(error)
print(refused)
by_view, by_flatten = outcome["view(-1, …)"], outcome["flatten(1)"]
assert by_view[[56, 128, 224]].tolist() == [4, 25, 81]
assert by_view[[28, 48, 64]].tolist() == ["오류"] * 3
assert by_view[32] == by_flatten[32] == 1
assert (by_flatten.drop(32) == "오류").all()
assert nine > 9

# %%
# 둘째 함정은 **나올 수 없는 답**입니다. 출력이 고양이와 개 둘뿐인 신경망은 오리를 보아도 오리라고 할 수 없습니다. 위에서 고양이와
# 개만 배운 신경망에게 오리를 모두 보여 줍니다. 모르겠다는 듯 반반이라고 할까요?

pet_model, _ = walks["고양이와 개"]
ducks = x[y == 2]
with torch.no_grad():
    confidence = pet_model(ducks).softmax(dim=1).max(dim=1).values
print(f"오리 {len(ducks)}장을 보고:", count_answers(pet_model, ducks))
print(f"답에 준 확률의 평균 {confidence.mean():.2f}")
assert count_answers(pet_model, ducks)["오리"] == 0
assert confidence.mean() > 0.6

# %%
# 오리라는 답은 없고, 틀린 답을 반반보다 훨씬 자신 있게 말합니다.

# %%
# .. _one-step-summary:
#
# 정리
# ----
#
# - 한 걸음은 순전파, 손실, 역전파, 갱신입니다. 작은 걸음이 줄이는 손실은 학습률 곱하기 기울기 길이의 제곱입니다.
# - 기울기의 길이는 층마다의 길이를 제곱해 더한 것의 제곱근입니다. 그냥 더하면 너무 깁니다.
# - 한 장의 답이 고쳐졌거나 손실이 줄었다고 배운 것은 아닙니다. 처음 보는 것으로 시험해야 압니다.

# %%
# .. _one-step-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 기울기가 너무 길면 걸음이 튀므로, 길이가 정한 한계를 넘을 때만 한계까지 줄이기도 합니다. 한계를 :math:`3`으로 하고,
# 진짜 길이로 재는 것과 배열마다의 길이를 더한 것으로 재는 것이 고양이 한 장의 기울기를 몇 배로 줄이는지 견주어 보세요.
#
# .. dropdown:: 답 보기
#
#    진짜 길이는 :val:`length|.2f|이라/라`서 줄일 것이 없는데, 더한 것은 :val:`added|.2f|이라/라`서 걸음을 :val:`wrong_scale|.2f`배로
#    줄입니다. 배열을 잘게 나눌수록 더한 것은 더 커져서, 수 하나하나로 나누면 :val:`shredded|.0f`입니다. 같은 모델도 어떻게
#    나누어 적었느냐에 따라 걸음이 달라지는 셈입니다. 진짜 길이는 어떻게 나누어도 같습니다.

shredded = sum(g.abs().sum().item() for g in grads)
limit = 3
right_scale = min(1, limit / length)
wrong_scale = min(1, limit / added)
print(f"길이로 {right_scale:.2f}배, 더한 것으로 {wrong_scale:.2f}배")
print(f"수 하나하나를 배열로 보고 더하면 {shredded:,.0f}")
assert right_scale == 1 > wrong_scale
assert shredded > 10 * added

# %%
# **둘.** 고양이 한 장만 되풀이해서 보여 주면 어떻게 될까요? 서른 걸음 뒤에 그 고양이의 손실과 평가 정확도를 재어 보세요.
#
# .. dropdown:: 답 보기
#
#    손실은 :val:`only_loss|.4f`까지 내려가지만 평가 정확도는 :val:`only_correct|.2f`입니다. 모든 그림을 고양이라고 하기
#    때문입니다. 보여 준 그림의 손실이 영에 가까워도 다른 그림까지 맞힌다는 보장은 없습니다.

only_cat = ConvClassifier((3, 32, 32), 3, seed=4)
sgd = torch.optim.SGD(only_cat.parameters(), lr=0.1)
for _ in range(30):
    _, losses, _ = one_step(only_cat, cat, answer, sgd)
only_loss, only_correct = losses[1], correct(only_cat, x_test, y_test)
print(f"손실 {only_loss:.4f}   평가 정확도 {only_correct:.2f}")
assert only_loss < 0.05
assert abs(only_correct - 1 / 3) < 0.01

# %%
# **셋.** 찍을 때의 손실은 클래스의 수에 달렸습니다. 클래스가 열이면 얼마이고, 배우기 전의 신경망은 정말 그 근처일까요?
#
# .. dropdown:: 답 보기
#
#    클래스가 :math:`C`개이면 :math:`\ln C`이므로 열이면 :val:`ln10|.3f`입니다. 배우기 전의 손실은 셋 다 그 근처입니다. 첫
#    손실이 이보다 한참 크면 입력의 크기나 처음 가중치, 정답의 번호를 의심합니다.

rows = []
for classes in (2, 3, 10):
    fresh = ConvClassifier((3, 32, 32), classes, seed=0)
    labels = torch.arange(len(x)) % classes
    with torch.no_grad():
        first_loss = loss_function(fresh(x), labels).item()
    rows.append([classes, math.log(classes), first_loss])
guess = pd.DataFrame(rows, columns=["클래스", "ln C", "배우기 전의 손실"])
ln10 = math.log(10)
assert np.allclose(guess["ln C"], guess["배우기 전의 손실"], atol=0.05)
guess.round(3)

# %%
# .. _one-step-next:
#
# 다음 쪽
# -------
#
# 한 걸음을 다 보았으니 손글씨 숫자를 끝까지 가르치고, 무엇을 무엇으로 틀리는지, 자신 있다고 한 만큼 맞는지
# :doc:`손글씨 읽기 </auto_examples/07_training/plot_03_digits>`에서 재어 봅니다.
