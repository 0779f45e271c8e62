r"""
신경망의 자신감을 믿어도 될까요?
================================

손글씨 숫자를 읽는 신경망은 답을 하나만 말하지 않습니다. 열 숫자 하나하나에 확률을 매깁니다.
맞힌 비율만 보면 그 확률을 버리는 셈입니다. 어떤 숫자를 무엇으로 잘못 읽는지, 그리고 열에 아홉이라고 한 말이
정말 열에 아홉 번 맞는지 세어 봅니다.

- **할 것**: 은닉층이 둘인 신경망에 손글씨를 가르치고, 처음 보는 숫자로 맞힌 비율과 확률을 모두 검사합니다.
- **배울 것**: 층 하나는 :math:`f(Wx + b)`이고, 확률은 마지막에 소프트맥스가 만듭니다. 확률이 맞는지는 정확도와 따로
  재야 합니다.
- **필요한 것**: :doc:`손으로 쓴 신경망 </auto_examples/04_backpropagation/plot_06_mlp_by_hand>`,
  :doc:`손실 함수 </auto_examples/06_building_blocks/plot_03_losses>`. PyTorch와 scikit-learn을 씁니다.
"""

# %%
# .. _digits-data:
#
# 늘인 그림
# ---------
#
# 사람들이 쓴 숫자를 가로세로 여덟 칸으로 줄인 그림입니다. 흔히 보는 손글씨 데이터는 한 변이 :math:`28`칸이라, 여기서도
# 그 크기로 **늘여서** 씁니다. 학습, 검증, 평가에 쓸 것으로 나누어 받아, 장수와 한 장의 칸 수, 앞의 정답 열 개를 봅니다.

import numpy as np
import torch

from dlconcepts.datasets.digits import load_digits

torch.set_num_threads(1)  # 이만큼 작은 계산은 코어 하나가 더 빠릅니다
small = load_digits(seed=0)
large = load_digits(seed=0, size=28)
for name in ("train", "valid", "test"):
    part = getattr(large, name)
    print(f"{name:6}", part.images.shape, part.labels[:10])

# %%
# 같은 그림의 늘이기 전과 뒤를 위아래로 놓습니다. 아래의 그림에서 더 알 수 있는 것이 있을까요?

# sphinx_gallery_alt = "숫자 그림 여섯 장. 윗줄은 한 변이 여덟 칸이라 네모난 칸이 그대로 보이고, 아랫줄은 같은 그림을 한 변 스물여덟 칸으로 늘여 매끄럽지만 번져 보입니다. 획의 모양은 위아래가 같습니다."
import matplotlib.pyplot as plt
from matplotlib.colors import LinearSegmentedColormap

from dlconcepts.viz import INK, MUTED, PALETTE, PAPER, use_korean_font

use_korean_font()
ink = LinearSegmentedColormap.from_list("ink", [PAPER, INK])
fig, axes = plt.subplots(2, 6, figsize=(7, 2.7))
for row, part in zip(axes, (small.test, large.test), strict=True):
    for ax, image in zip(row, part.images[:6], strict=True):
        ax.imshow(image, cmap=ink, vmin=0, vmax=1, interpolation="nearest")
        ax.set_axis_off()
fig.suptitle("매끄러워졌을 뿐, 같은 그림입니다")
plt.show()

# %%
# 없습니다. 늘이기는 새 칸마다 **이웃한 옛 칸들을 섞은 값**을 적는 일이기 때문입니다. 확인합니다. 큰 그림의 모든 칸을 작은 그림
# 칸들의 가중합으로, 거꾸로 작은 그림의 모든 칸을 큰 그림 칸들의 가중합으로 적어 봅니다. 제곱 오차가 가장 작은 비율을
# ``lstsq``로 학습 그림에서 구하고, 어긋남은 평가 그림에서 잽니다.

flat_small = [part.images.reshape(len(part), -1) for part in small]
flat_large = [part.images.reshape(len(part), -1) for part in large]
mix = np.linalg.lstsq(flat_small[0], flat_large[0], rcond=1e-6)[0]
unmix = np.linalg.lstsq(flat_large[0], flat_small[0], rcond=1e-6)[0]
lost = np.abs(flat_small[2] @ mix - flat_large[2]).max()
kept = np.abs(flat_large[2] @ unmix - flat_small[2]).max()
print("한 장의 칸:", flat_small[0].shape[1], "→", flat_large[0].shape[1])
print(f"가장 크게 어긋난 칸: 늘일 때 {lost:.0e}, 되돌릴 때 {kept:.0e}")
assert max(lost, kept) < 1e-3

# %%
# 양쪽 모두 :term:`반올림 오차`뿐입니다. 칸은 열두 배로 늘었지만 담긴 것은 그대로라, 큰 그림에서 배워도 작은 그림에 없던 것을
# 배울 수는 없습니다. 그래도 늘이는 까닭은 하나, 널리 쓰이는 :math:`784`개짜리 입력을 그대로 따라 해 보려는 것입니다.

# %%
# .. _digits-layers:
#
# 층 하나는 f(Wx + b)
# -------------------
#
# 입력 :math:`784`, 은닉 :math:`128`과 :math:`64`, 출력 :math:`10`의 신경망을 만듭니다. 파라미터는 몇 개일까요?
# :doc:`파라미터 세기 </auto_examples/06_building_blocks/plot_04_counting_parameters>`의 식으로 먼저 셉니다.

from torch import nn


def network(seed):
    torch.manual_seed(seed)
    first = [nn.Linear(784, 128), nn.ReLU()]
    second = [nn.Linear(128, 64), nn.ReLU()]
    return nn.Sequential(*first, *second, nn.Linear(64, 10))


# %%

from dlconcepts.parameters import count, dense

model = network(seed=0)
total = dense(784, 128) + dense(128, 64) + dense(64, 10)
print(f"{total:,}")
assert count(model).total == total == 109386

# %%
# 층마다 하는 일은 같은 꼴입니다. :term:`가중치` 행렬 :math:`W`를 곱하고 :term:`편향` :math:`b`를 더한 다음
# :term:`활성화 함수` :math:`f`를 지납니다.
#
# .. math::
#
#    \text{출력} = f(W x + b)
#
# 그림 한 장을 :math:`x`로 놓고 세 층을 식 그대로 계산합니다. 마지막 층의 :math:`f`는 아무것도 하지 않는 함수입니다.

x = torch.tensor(flat_large[2][0])  # (784,)
W1, b1, W2, b2, W3, b3 = model.parameters()  # (128, 784) (128,) …
relu = torch.relu
with torch.no_grad():
    h1 = relu(W1 @ x + b1)
    h2 = relu(W2 @ h1 + b2)
    z = W3 @ h2 + b3
    same = torch.allclose(z, model(x), atol=1e-5)
print(tuple(h1.shape), tuple(h2.shape), tuple(z.shape))
print("신경망이 낸 것과 같은가:", same)
assert same

# %%
# 식 세 줄이 이 신경망의 전부입니다. 마지막에 나온 열 수는 확률일까요? 확률이라면 음수가 없고 합이 :math:`1`이어야 합니다. 열
# 수를 **함께** 보는 :term:`소프트맥스`를 지난 것과 나란히 적습니다.

p = z.softmax(dim=0)
logits = z.numpy()
print("로짓", logits.round(2), f"합 {logits.sum():.2f}")
print("확률", p.numpy().round(2), f"합 {p.sum():.2f}")
assert (logits < 0).any()
assert abs(p.sum().item() - 1) < 1e-6
assert p.max() < 0.3

# %%
# 마지막 층에서 나온 수에는 음수도 있고 합도 :math:`1`이 아닙니다. 확률이 아니라 점수, 곧 :term:`로짓`입니다. 확률로 바꾸는 것은
# 소프트맥스이고, 배우기 전이라 어느 숫자에도 크게 기울지 않았습니다.

# %%
# .. _digits-training:
#
# 가르치고, 처음 보는 숫자로 묻습니다
# -----------------------------------
#
# 학습 루프는 라이브러리의 ``Trainer``에 맡깁니다. 안에서 무슨 일을 하는지는
# :doc:`다음 쪽 </auto_examples/07_training/plot_04_trainer_is_the_loop>`에서 열어 봅니다. 스무 :term:`에포크` 동안 :term:`Adam`으로
# 배우고, 에포크마다 :term:`검증 데이터`로 :term:`정확도`를 잽니다.

from dlconcepts.metrics import accuracy
from dlconcepts.training import TrainConfig, Trainer

config = TrainConfig(epochs=20, batch_size=64, seed=0, progress=False)


def learn(model, train, valid=None, **more):
    # fused: 파라미터를 한꺼번에 고쳐 조금 더 빠릅니다
    adam = torch.optim.Adam(model.parameters(), lr=0.004, fused=True)
    loss_fn = nn.CrossEntropyLoss()
    trainer = Trainer(model, adam, loss_fn, config, device="cpu", **more)
    return trainer.fit(train, valid)


# %%

y_train, y_valid, y_test = (part.labels for part in large)
history = learn(
    model,
    (flat_large[0], y_train),
    (flat_large[1], y_valid),
    metrics={"정확도": accuracy},
)
history.to_frame().iloc[[0, 1, 4, 9, 19]].round(3)

# %%
# 검증 정확도는 처음 몇 에포크에 가파르게 오르고, 그 뒤로는 더디게 오릅니다. 이제 배우는 동안 한 번도 보여 주지 않은
# :term:`평가 데이터`입니다. 몇 퍼센트나 맞힐까요?


def probabilities(model, x):
    with torch.no_grad():
        return model(torch.as_tensor(x)).double().softmax(dim=1).numpy()


test = probabilities(model, flat_large[2])
n_test = len(y_test)
n_right = int((test.argmax(axis=1) == y_test).sum())
test_accuracy = accuracy(test, y_test)
print(f"{n_test}장 가운데 {n_right}장, {test_accuracy:.1%}")
assert test_accuracy > 0.93

# %%
# .. _digits-every:
#
# 모두를 한 번씩 처음 보게 합니다
# -------------------------------
#
# 평가 데이터가 :val:`n_test`장이면 한 장만 더 틀려도 정확도가 :val:`one_picture|.1f`%포인트 내려갑니다. 더 많이 물어야 합니다. 설정은
# 그대로 두고 데이터를 다섯 묶음으로 나누어, 네 묶음으로 배운 신경망에게 **남은 한 묶음**을 묻습니다. 남기는 묶음을 바꾸어 다섯 번
# 하면 모든 그림이 자기를 본 적 없는 신경망의 답을 한 번씩 받습니다. 이것이 :term:`교차 검증`입니다.

one_picture = 100 / n_test
x_all = np.concatenate(flat_large)
y_all = np.concatenate([y_train, y_valid, y_test])
n_all = len(y_all)
folds = np.array_split(np.random.default_rng(0).permutation(n_all), 5)
p_epochs = np.zeros((config.epochs, n_all, 10))
print([len(fold) for fold in folds], "모두", n_all)

# %%
# ``on_epoch_end``에 넘긴 함수는 에포크가 끝날 때마다 불립니다. 그때마다 남은 묶음에 매긴 확률을 적어 둡니다.

for k, fold in enumerate(folds):
    rest = np.concatenate(folds[:k] + folds[k + 1 :])
    fresh = network(seed=k)

    def ask(trainer, row, fold=fold):  # 지금의 fold를 기억합니다
        p_fold = probabilities(trainer.model, x_all[fold])
        p_epochs[trainer.epoch - 1, fold] = p_fold

    learn(fresh, (x_all[rest], y_all[rest]), on_epoch_end=[ask])

# %%

p_all = p_epochs[-1]
by_fold = np.array([accuracy(p_all[fold], y_all[fold]) for fold in folds])
all_accuracy = accuracy(p_all, y_all)
lowest, highest = by_fold.min(), by_fold.max()
print("묶음마다", by_fold.round(3), f"모두 {all_accuracy:.4f}")
assert 0.94 < all_accuracy < 0.995

# %%
# :val:`n_all|,d`장 가운데 :val:`all_accuracy|.1%`를 맞혔습니다. 앞의 :val:`n_test`장에서는 :val:`test_accuracy|.1%`였고, 묶음에 따라서도
# :val:`lowest|.1%`에서 :val:`highest|.1%`까지 달라집니다. 배운 그림과 물은 그림이 다르기 때문입니다. 작은 평가 데이터로 잰 정확도의
# 끝자리는 그다지 믿을 것이 못 됩니다.
#
# 무엇을 무엇으로 틀렸을까요? 정답을 줄에, 신경망의 답을 칸에 놓고 센 것이 :term:`혼동 행렬`입니다. 대각선이 맞힌 것입니다.

from dlconcepts.metrics import confusion_matrix

table = confusion_matrix(p_all, y_all, classes=10)
errors = table - np.diag(np.diag(table))
n_errors = int(errors.sum())
truth, said = np.unravel_index(errors.argmax(), errors.shape)
most_confused = errors[truth, said]
hardest = int(errors.sum(axis=1).argmax())
print(
    f"틀린 것 {n_errors}장, 가장 잦은 것은 {truth} → {said}: {most_confused}장"
)
assert (table.sum(axis=1) == np.bincount(y_all)).all()
assert n_errors == round(n_all * (1 - all_accuracy))

# %%

# sphinx_gallery_alt = "열 줄 열 칸의 혼동 행렬. 줄은 정답, 칸은 신경망의 답입니다. 대각선 밖에 틀린 <<n_errors>>장이 흩어져 있고, 가장 진한 칸은 정답 <<truth|d|을/를>> <<said|d|으로/로>> 읽은 <<most_confused>>장입니다. 대각선에는 맞힌 수가 적혀 있습니다."
blue = LinearSegmentedColormap.from_list("blue", [PAPER, PALETTE[0]])
fig, ax = plt.subplots(figsize=(6, 5.2))
ax.imshow(errors, cmap=blue, vmax=1.6 * most_confused)
for i, j in np.argwhere(table):
    color = MUTED if i == j else INK
    ax.text(j, i, table[i, j], ha="center", va="center", color=color)
ax.set(xticks=range(10), yticks=range(10), xlabel="신경망의 답")
ax.set(
    ylabel="정답",
    title=f"틀린 것만 칠하면 {truth} → {said} 칸이 가장 진합니다",
)
ax.grid(visible=False)
plt.show()

# %%
# 가장 잦은 혼동은 :val:`truth|d|을/를` :val:`said|d|이라/라`고 읽은 것이고, 가장 자주 틀린 숫자는
# :val:`hardest`입니다. 정확도 하나로는 보이지 않던 것입니다. 거꾸로 :val:`said|d|을/를` :val:`truth|d|이라/라`고 읽은 것은
# :val:`reverse`장입니다.

reverse = table[said, truth]

# %%
# .. _digits-one:
#
# 한 장의 열 확률
# ---------------
#
# 두 장을 골라 열 확률을 모두 봅니다. 하나는 :math:`7`을 :math:`7`이라고 맞힌 것 가운데 그 확률이 95%에 가장 가까운 그림이고,
# 다른 하나는 **틀린 것 가운데 가장 자신 있게 답한** 그림입니다. 어느 쪽이 더 자신 있을까요?

guess, sure = p_all.argmax(axis=1), p_all.max(axis=1)
wrong = guess != y_all
sevens = np.flatnonzero((y_all == 7) & ~wrong)
clear = sevens[np.abs(sure[sevens] - 0.95).argmin()]
worst = np.flatnonzero(wrong)[sure[wrong].argmax()]
pair = np.floor(sure[[clear, worst]] * 10000)  # 끝자리는 반올림 대신 버림
seven_sure, worst_sure = pair / 10000
worst_truth, worst_guess = y_all[worst], guess[worst]
print(f"정답 7, 7일 확률 {seven_sure:.2%} (찾은 값 95%)")
print(f"정답 {worst_truth}, {worst_guess}일 확률 {worst_sure:.2%}")
assert worst_sure > max(0.98, seven_sure)

# %%

# sphinx_gallery_alt = "숫자 그림 두 장과 그 옆의 열 확률 막대. 위는 정답이 7인 그림을 <<seven_sure|.1%>>의 확률로 7이라고 답해 맞혔습니다. 아래는 정답이 <<worst_truth>>인데 <<worst_sure|.2%>>의 확률로 <<worst_guess|d|이라/라>>고 답해 틀렸고, 정답의 막대는 보이지 않을 만큼 낮습니다."
fig, axes = plt.subplots(2, 2, figsize=(6, 4.6), width_ratios=[1, 3])
rows = zip(axes, (clear, worst), (seven_sure, worst_sure), strict=True)
for (image, bars), i, p in rows:
    image.imshow(x_all[i].reshape(28, 28), cmap=ink, interpolation="nearest")
    image.set_title(f"정답 {y_all[i]}")
    image.set_axis_off()
    colors = [PALETTE[0] if n == y_all[i] else PALETTE[1] for n in range(10)]
    bars.bar(range(10), p_all[i], color=colors)
    bars.set(xticks=range(10), ylim=(0, 1.05), yticks=[0, 0.5, 1])
    bars.set(ylabel="확률", title=f"답 {guess[i]}, {p:.2%}")
    bars.grid(axis="x", visible=False)
plt.show()

# %%
# 파란 막대가 정답인데, 아래 그림에서는 보이지 않을 만큼 낮습니다. 틀린 쪽이 맞힌 쪽보다 더 자신 있습니다. 이런 확률을 믿어도
# 될까요? 한두 장으로는 알 수 없습니다.

# %%
# .. _digits-calibration:
#
# 열에 아홉이라는 말은 열에 아홉일까요?
# -------------------------------------
#
# 신경망이 90%라고 답한 그림이 백 장 있다면 아흔 장쯤은 맞아야 그 말을 믿을 수 있습니다. 말한 확률과 맞힌 비율이 얼마나 같은지가
# :term:`보정`이고, 둘이 같으면 **보정되었다**고 합니다. 90% 언저리로 답한 그림을 모아 몇 장이나 맞혔는지 셉니다. 말한 확률
# :math:`p`가 옳더라도 :math:`n`장에서 맞힌 비율은 우연히 흔들리지만, 대개 :math:`p \pm 2\sqrt{p(1-p)/n}` 안에 듭니다.

ninety = (sure >= 0.85) & (sure < 0.95)
n_ninety, hit_ninety = int(ninety.sum()), 1 - wrong[ninety].mean()
swing = 2 * np.sqrt(0.9 * 0.1 / n_ninety)
print(f"85~95%라고 답한 {n_ninety}장에서 맞힌 비율 {hit_ninety:.0%}")
print(f"90%가 옳아도 우연히 흔들리는 폭 ±{swing:.0%}포인트")
assert abs(hit_ninety - 0.9) < 0.25

# %%
# 그림이 :val:`n_ninety`장뿐이라 우연의 몫이 큽니다. 그러니 모든 그림을 씁니다. 확률 :math:`p`로 답하는 것은 틀릴 확률이
# :math:`1-p`라고 말하는 것입니다. 틀릴 확률을 그림마다 더하면, 말대로일 때 틀릴 장수가 됩니다.

expected = (1 - sure).sum()
chance = np.sqrt((sure * (1 - sure)).sum())
print(f"말대로라면 {expected:.0f}장(±{2 * chance:.0f}장), 정말은 {n_errors}장")
assert n_errors > expected + 1.5 * chance

# %%
# 말보다 많이 틀렸고, 우연으로 보기에는 차이가 큽니다. 어디에서 틀렸는지 확률의 구간으로 나누어 봅니다. 그림 대부분이 확률이 큰
# 쪽에 몰려 있어서, 구간은 끝으로 갈수록 좁게 잡습니다.

from itertools import pairwise

import pandas as pd

edges = [0, 0.6, 0.8, 0.9, 0.99, 1]
names = ["그림", "평균 확률", "맞힌 비율", "말대로면 틀릴 장수", "틀린 장수"]

# %%


def reliability(p, y):
    sure, wrong = p.max(axis=1), p.argmax(axis=1) != y
    rows = {}
    for low, high in pairwise(edges):
        of = (sure > low) & (sure <= high)
        row = [of.sum(), sure[of].mean(), 1 - wrong[of].mean()]
        row += [(1 - sure[of]).sum(), wrong[of].sum()]
        rows[f"{100 * low:g}~{100 * high:g}%"] = row
    return pd.DataFrame.from_dict(rows, orient="index", columns=names)


# %%

bins = reliability(p_all, y_all)
top_share = bins["그림"].iloc[-1] / n_all
top_expected = bins["말대로면 틀릴 장수"].iloc[-1]
top_wrong = int(bins["틀린 장수"].iloc[-1])
assert bins["틀린 장수"].sum() == n_errors
assert (bins["맞힌 비율"] < bins["평균 확률"]).iloc[-2:].all()
assert top_wrong > 1.5 * top_expected
bins.round({"평균 확률": 3, "맞힌 비율": 3, "말대로면 틀릴 장수": 1})

# %%
# 그림의 :val:`top_share|.0%`가 마지막 구간에 있습니다. 거의 틀림없다고 한 그림들인데, 말대로라면 :val:`top_expected|.1f`장쯤 틀려야
# 하지만 :val:`top_wrong`장이 틀렸습니다.
#
# 이 표를 수 하나로 줄이기도 합니다. 구간마다 **평균 확률과 맞힌 비율이 어긋난 만큼**을 구해, 그림의 수로 무게를 주어 평균합니다.
# 이 평균이 :term:`기대 보정 오차`입니다.


def calibration_error(p, y):
    bins = reliability(p, y)
    gap = (bins["평균 확률"] - bins["맞힌 비율"]).abs()
    return 100 * float(np.average(gap, weights=bins["그림"]))


ece = calibration_error(p_all, y_all)
print(f"기대 보정 오차 {ece:.2f}%포인트")
assert 0.2 < ece < 4

# %%
# 작아 보이는 까닭은 그림 대부분이 좀처럼 틀리지 않는 마지막 구간에 있기 때문입니다. 기대 보정 오차는 구간을 어떻게 나누는지에
# 따라서도 달라지므로, 표와 함께 보아야 합니다.

# %%
# .. _digits-overconfident:
#
# 오래 배울수록 말이 앞섭니다
# ---------------------------
#
# 배우는 동안의 확률을 모두 적어 두었습니다. 답에 매긴 확률의 평균과 정확도를 에포크마다 나란히 놓습니다. 둘이 같으면 자기 실력을
# 아는 것입니다. 어느 쪽이 먼저 자랄까요?

rows = []
for epoch in (1, 2, 5, 10, 20):
    p = p_epochs[epoch - 1]
    mean_p, hits = 100 * p.max(axis=1).mean(), 100 * accuracy(p, y_all)
    error = calibration_error(p, y_all)
    rows.append([epoch, mean_p, hits, mean_p - hits, error])
columns = ["에포크", "평균 확률", "정확도", "앞선 만큼", "기대 보정 오차"]
growth = pd.DataFrame(rows, columns=columns).set_index("에포크")
shy, boast = -growth["앞선 만큼"].iloc[0], growth["앞선 만큼"].iloc[-1]
early = reliability(p_epochs[0], y_all)
assert shy > 2
assert boast > 0.2
assert (early["맞힌 비율"] > early["평균 확률"]).sum() >= 3
growth.round(1)

# %%
# 앞의 두 열은 퍼센트, 뒤의 두 열은 퍼센트포인트입니다. 처음에는 겸손해서, 한 에포크를 배웠을 때는 말한 것보다
# :val:`shy|.1f`%포인트를 더 맞혔습니다. 그 뒤로 자신감이 실력보다 빨리 자라, 마지막에는 :val:`boast|.1f`%포인트 앞섰습니다. 처음과 끝을
# 구간마다 그립니다. 말한 확률과 맞힌 비율을 견주는 :term:`신뢰도 도표`입니다. 아래에는 구간마다의 장수를 로그 눈금의 막대로 함께
# 그립니다.


def plot_reliability(ax, below, p):
    bins = reliability(p, y_all)
    said, hit, n = (bins[name] for name in ("평균 확률", "맞힌 비율", "그림"))
    swing = 2 * np.sqrt(said * (1 - said) / n)
    ax.plot([0.2, 1], [0.2, 1], color=MUTED, ls="--", lw=1)
    ax.errorbar(said, said, swing, fmt="none", color=MUTED, capsize=4)
    ax.plot(said, hit, "o", color=PALETTE[1])
    ax.set(xlim=(0.4, 1.02), ylim=(0.2, 1.03))
    below.bar_label(below.bar(bins.index, n, color=PALETTE[0]), fmt="%d")
    below.set(yscale="log", ylim=(3, 9000))
    below.tick_params(axis="x", labelrotation=40)
    below.grid(axis="x", visible=False)


# %%

# sphinx_gallery_alt = "신뢰도 도표 두 장. 가로는 말한 확률, 세로는 맞힌 비율이고, 대각선은 점선이고, 우연만으로 흔들리는 폭이 점선에 걸친 세로 막대로 있습니다. 한 에포크 뒤의 점은 점선보다 위에 많고, 스무 에포크 뒤에는 확률이 큰 쪽의 점들이 점선보다 아래에 있습니다. 아래의 막대는 구간마다의 장수로, 스무 에포크 뒤에는 마지막 구간에 <<top_share|.0%>>가 몰려 있습니다."
fig, axes = plt.subplots(2, 2, figsize=(6.8, 6), height_ratios=[3, 2])
for ax, below, epoch in zip(*axes, (1, 20), strict=True):
    plot_reliability(ax, below, p_epochs[epoch - 1])
    below.set_xlabel("말한 확률의 구간")
    ax.set(xlabel="말한 확률", xticks=[0.4, 0.6, 0.8, 1])
axes[0, 0].set(ylabel="맞힌 비율", title="한 에포크: 말보다 잘합니다")
axes[0, 1].set_title("스무 에포크: 말이 앞섭니다")
axes[1, 0].set_ylabel("그림(장)")
plt.show()

# %%
# 점선에 걸친 세로 막대는 말한 확률이 옳을 때 우연만으로 흔들리는 폭입니다. 막대를 벗어난 점은 우연이라고 하기 어렵습니다.
#
# 왜 말이 앞서게 될까요? 학습을 마친 신경망의 로짓을 모두 :math:`1.5`배로 키워 봅니다. 답은 하나도 바뀌지 않고 그 답에 매긴 확률만
# 커집니다. 학습 데이터의 손실과 평가 데이터의 손실은 어떻게 될까요?


def loss_of(x, y, scale):
    with torch.no_grad():
        z = scale * model(torch.tensor(x))
    return nn.functional.cross_entropy(z, torch.tensor(y)).item()


seen = [loss_of(flat_large[0], y_train, scale) for scale in (1, 1.5)]
unseen = [loss_of(flat_large[2], y_test, scale) for scale in (1, 1.5)]
print(f"배운 그림 {seen[0]:.4f} → {seen[1]:.4f}")
print(f"처음 보는 그림 {unseen[0]:.4f} → {unseen[1]:.4f}")
assert seen[1] < seen[0]
assert unseen[1] > unseen[0]

# %%
# 배운 그림의 손실은 더 내려가고, 처음 보는 그림의 손실은 올라갑니다. 배운 그림을 거의 다 맞히고 나면 학습 손실을 더 줄이는 손쉬운
# 길은 **자신감을 키우는 것**입니다. 그래서 같은 90%라도 얼마나 오래 배운 신경망의 말인지에 따라 뜻이 달라집니다.

# %%
# .. _digits-trap:
#
# 흔한 함정
# ---------
#
# 흔히 이렇게 말합니다: “숫자를 읽는 신경망은 ‘이 그림이 7일 확률은 95%’처럼 답한다.” 정말 그쯤으로 답하는지, 정답이
# :math:`7`인 그림 모두에서 :math:`7`에 매긴 확률을 봅니다.

p_seven = p_all[y_all == 7, 7]
n_sevens, middle = len(p_seven), np.median(p_seven)
near = int(((p_seven > 0.94) & (p_seven < 0.96)).sum())
above = (p_seven > 0.99).mean()
print(f"7은 {n_sevens}장, 95% 언저리로 답한 것 {near}장")
print(f"99%를 넘긴 것 {above:.0%}, 중앙값은 1보다 {1 - middle:.0e}만큼 작음")
assert near < 0.1 * n_sevens
assert above > 0.7

# %%
# 그런 답은 드물고, 대개 훨씬 큰 확률을 매깁니다. 그리고 한 장에 매긴 **확률**과 여러 장을 세어 얻은 **정확도**를 섞지 말아야
# 합니다. 정확도가 :val:`all_accuracy|.1%`라고 해서 그림마다 그만큼 믿는 것이 아니고, 어떤 그림에 :val:`worst_sure|.2%`를 매겼다고
# 해서 그런 답이 그만큼 자주 맞는 것도 아닙니다. 정확도는 바로 셀 수 있지만, 확률이 옳은지는 비슷한 확률을 받은 그림을 모아 **세어
# 보아야** 압니다.
#
# 층의 식 :math:`f(Wx+b)`에서 확률이 저절로 나온다는 말은 :ref:`바로잡기 <errata-e32>`에서 따로 봅니다.

# %%
# .. _digits-summary:
#
# 정리
# ----
#
# - 층은 :math:`f(Wx + b)`이고, 마지막 층의 로짓을 소프트맥스가 확률로 바꿉니다. 그림을 늘여도 정보는 늘지 않습니다.
# - 정확도는 몇 개를 맞혔는지만 말합니다. 무엇을 무엇으로 틀리는지는 혼동 행렬이, 확률을 믿어도 되는지는 신뢰도 도표가
#   말합니다.
# - 확률이 보정되었는지는 정확도와 다른 물음입니다. 이 신경망은 처음에는 실력보다 겸손하다가, 오래 배우자 실력보다 앞서 말했습니다.

# %%
# .. _digits-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 늘이지 않은 그림으로 배우면 정확도가 떨어질까요? 입력이 :math:`64`개인 신경망을 만들어 첫 묶음으로 견주어 보세요.
#
# .. dropdown:: 답 보기
#
#    :val:`accuracy_64|.1%`로, 늘인 그림의 :val:`accuracy_784|.1%`와 :val:`apart`장 차이입니다. 늘인 그림의 칸은 옛 칸을 섞은 것이니
#    정확도가 비슷한 것이 당연합니다. 그런데 파라미터는 :val:`fewer|,d`개로 여섯에 하나쯤입니다.

first, rest = folds[0], np.concatenate(folds[1:])
x_64 = np.concatenate(flat_small)
tiny = network(seed=0)
tiny[0] = nn.Linear(64, 128)
learn(tiny, (x_64[rest], y_all[rest]))
accuracy_64 = accuracy(probabilities(tiny, x_64[first]), y_all[first])
accuracy_784, fewer = by_fold[0], count(tiny).total
apart = round(abs(accuracy_64 - accuracy_784) * len(first))
print(f"{accuracy_64:.1%}, 늘인 것 {accuracy_784:.1%}, 파라미터 {fewer:,}개")
assert abs(accuracy_64 - accuracy_784) < 0.04

# %%
# **둘.** 숫자만 배운 신경망에 고양이 그림을 보여 주면 확률을 어떻게 매길까요? ``drawings``의 고양이 백 장을 흑백으로 바꾸어
# 물어보세요.
#
# .. dropdown:: 답 보기
#
#    고양이 :val:`sure_cats`장에서 어느 숫자엔가 90%가 넘는 확률을 매겼습니다. 소프트맥스는 열 숫자의 확률을 더해 :math:`1`이
#    되게 나누어 줄 뿐이라, “숫자가 아니다”라고 답할 칸이 없습니다.

from dlconcepts.datasets.drawings import draw

cats = draw("고양이", 100, rng=np.random.default_rng(0), size=28)
cats = 1 - cats.mean(axis=3)  # 색을 평균해 흑백으로, 종이가 0이 되게
p_cats = probabilities(model, cats.reshape(100, -1))
sure_cats = int((p_cats.max(axis=1) > 0.9).sum())
print(f"90%를 넘긴 고양이 {sure_cats}장, 확률의 합 {p_cats[0].sum():.2f}")
assert sure_cats > 30

# %%
# **셋.** 배운 그림으로 같은 검사를 하면 말이 앞선다는 것을 알 수 있을까요? 학습 데이터에서 말대로라면 틀릴 장수와 정말 틀린
# 장수를 견주어 보세요.
#
# .. dropdown:: 답 보기
#
#    알 수 없습니다. 말대로라면 :val:`seen_expected|.1f`장이 틀려야 하는데 :val:`seen_wrong`장 틀렸습니다. 학습이 바로 이 그림들의
#    정답에 매긴 확률을 높였기 때문입니다. 확률도 정확도처럼 처음 보는 데이터로 재야 합니다.

p_seen = probabilities(model, flat_large[0])
seen_expected = (1 - p_seen.max(axis=1)).sum()
seen_wrong = int((p_seen.argmax(axis=1) != y_train).sum())
print(f"배운 그림: 말대로면 {seen_expected:.1f}장, 정말 {seen_wrong}장")
print(f"처음 보는 그림: 말대로면 {expected:.1f}장, 정말 {n_errors}장")
assert seen_wrong / seen_expected < 0.75 * n_errors / expected

# %%
# .. _digits-next:
#
# 다음 쪽
# -------
#
# 여기서는 ``Trainer``에 학습을 맡겼습니다. 그 안이 우리가 아는 루프와 **한 비트도 다르지 않은지**
# :doc:`다음 쪽 </auto_examples/07_training/plot_04_trainer_is_the_loop>`에서 확인합니다.
