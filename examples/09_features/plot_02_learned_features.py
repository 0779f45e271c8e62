r"""
특징은 사람이 정할까요, 모델이 배울까요?
========================================

고양이와 개를 가리라고 하면 사람은 귀와 코를 재는 법부터 생각합니다. 딥러닝은 화소만 받고 무엇을 잴지도 스스로 배웁니다.
어느 쪽이 나은지는 데이터가 얼마나 있는지에 달렸습니다.
같은 그림으로 둘을 겨루게 하고, 두 선이 어디에서 엇갈리는지 잽니다.

- **할 것**: 그림에서 테두리, 검은 점, 뾰족한 각도, 색을 재는 함수를 손으로 쓰고, 화소만 보는 합성곱 신경망과 견줍니다.
- **배울 것**: 데이터가 적으면 사람이 정한 특징이, 많으면 배운 특징이 이깁니다. 배운 특징은 정확하지만 이름이 없습니다.
- **필요한 것**: :doc:`특징 공학 </auto_examples/09_features/plot_01_feature_engineering>`,
  :doc:`손글씨 숫자 </auto_examples/07_training/plot_03_digits>`. PyTorch와 scikit-learn, scikit-image를 씁니다.
"""

# %%
# .. _learned-who:
#
# 누가 특징을 정하나요?
# ---------------------
#
# :term:`머신러닝`의 오래된 방식은 두 걸음입니다. 사람이 그림에서 무엇을 잴지 정하고(:term:`특징 공학`), 모델은 잰 값만 보고
# 답합니다. :term:`딥러닝`은 한 걸음입니다. 화소를 그대로 넣고, 무엇을 잴지와 어떻게 답할지를 함께 배웁니다. 특징까지 배우는 것을
# :term:`표현 학습`(representation learning)이라고 하고, 입력에서 답까지 한꺼번에 배우는 것을 종단 간(end-to-end) 학습이라고 합니다.

SEED = 0  # 데이터를 만들고 나누고 배우는 모든 곳에서 씁니다

BY_HAND, AT_ONCE = "사람이 쓴\n특징 함수", "특징 추출과 분류를\n한꺼번에"
top = {"그림": (0, 1), BY_HAND: (1, 1), "분류기": (2.15, 1), "답": (3, 1)}
bottom = {"그림 ": (0, 0), AT_ONCE: (1.55, 0), "답 ": (3, 0)}

# %%
# 두 방법을 흐름도로 그립니다. 데이터에서 배우는 상자에만 색을 입힙니다.

# sphinx_gallery_alt = "두 줄의 흐름도. 윗줄은 그림이 사람이 쓴 특징 함수로 들어가 특징이 되고, 배우는 분류기를 거쳐 답이 됩니다. 아랫줄은 그림이 배우는 신경망 하나로 들어가 바로 답이 됩니다. 배우는 상자만 색을 입혔습니다."
from itertools import pairwise

import matplotlib.pyplot as plt

from dlconcepts.viz import plot_flow, use_korean_font

use_korean_font()
plot_flow(
    top | bottom,
    [*pairwise(top), *pairwise(bottom)],
    things=["그림", "답", "그림 ", "답 "],
    highlight=["분류기", AT_ONCE],
    title="색을 입힌 상자만 데이터에서 배웁니다",
)
plt.show()

# %%
# .. _learned-data:
#
# 겨룰 그림
# ---------
#
# 세 동물의 그림을 규칙으로 그려 냅니다. 자리, 크기, 기울기, 색이 그림마다 다르고, 털의 색은 세 동물이 똑같이 여섯 가지에서
# 고릅니다. 그림 한 장은 가로세로 :math:`32`칸이고 칸마다 빨강, 초록, 파랑의 세 값이 있습니다.

import numpy as np

from dlconcepts.datasets.drawings import make_drawings

animals = make_drawings(seed=SEED, per_class=240, valid=0.05, test=0.35)
train, test = animals.train, animals.test
print(f"학습에 쓸 수 있는 {len(train)}장, 평가 {len(test)}장")
print("그림 한 장의 모양", train.images[0].shape)

# %%
# .. _learned-hand:
#
# 사람이 정한 네 가지
# -------------------
#
# 고양이와 개를 가릴 때 사람은 보통 털, 눈과 코, 귀, 색을 봅니다. “털이 길다”를 화소에서 바로 잴 수는 없으므로 잴 수 있는 것으로
# 바꾸어야 합니다.
#
# .. list-table::
#    :header-rows: 1
#
#    * - 보고 싶은 것
#      - 재는 것
#    * - 털과 수염
#      - 밝기가 갑자기 바뀌는 화소의 비율
#    * - 눈과 코의 크기
#      - 가장 큰 검은 덩어리의 넓이
#    * - 귀의 모양
#      - 윤곽에서 가장 뾰족한 곳의 각도
#    * - 털의 색
#      - 색상마다의 비율
#
# 앞의 둘부터 씁니다. 소벨(Sobel) 필터는 이웃한 화소의 밝기가 얼마나 다른지를 재고, ``largest``는 이어진 덩어리 가운데 가장 큰
# 것만 남깁니다.

from skimage import color, filters, measure


def largest(mask):
    names = measure.label(mask)
    sizes = np.bincount(names[mask], minlength=2)
    return names == sizes.argmax() if mask.any() else mask


def edge_density(image):
    return (filters.sobel(image.mean(axis=2)) > 0.14).mean()


def dark_blob(image):
    return largest(image.mean(axis=2) < 0.3).mean()


# %%
# 귀는 더 까다롭습니다. 테두리의 색을 배경으로 보고 배경과 다른 덩어리를 몸으로 삼아 구멍을 메웁니다. 그 윤곽을 따라가며 조금
# 앞의 점과 조금 뒤의 점이 이루는 각을 잽니다. 귀 끝이 뾰족하면 각이 작습니다.

from scipy.ndimage import binary_fill_holes, gaussian_filter1d


def body(image):
    rim = [image[0], image[-1], image[:, 0], image[:, -1]]
    background = np.median(np.concatenate(rim), axis=0)
    return binary_fill_holes(
        largest(np.abs(image - background).max(axis=2) > 0.12)
    )


def sharpest_corner(image, k=4):
    lines = measure.find_contours(np.pad(body(image), 1).astype(float), 0.5)
    line = gaussian_filter1d(max(lines, key=len)[:-1], 0.7, 0, mode="wrap")
    a, b = (np.roll(line, shift, axis=0) - line for shift in (k, -k))
    lengths = np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1)
    return np.degrees(np.arccos(((a * b).sum(axis=1) / lengths).max()))


# %%
# 색은 색상을 네 구간으로 나누어, 구간마다 화소가 얼마나 있는지를 비율로 적습니다. 히스토그램입니다. 색이 진한 화소를 더 크게 셉니다.


def color_histogram(image):
    hsv = color.rgb2hsv(image)
    hue, strength = hsv[..., 0], hsv[..., 1]
    counts, _ = np.histogram(hue, bins=4, range=(0, 1), weights=strength)
    return counts / counts.sum()


def measured(image):
    shape = edge_density(image), dark_blob(image), sharpest_corner(image)
    return [*shape, *color_histogram(image)]


# %%
# 그림마다 네 함수를 부르면 그림 한 장이 수 일곱 개가 됩니다.

feature_names = ["테두리", "검은 점", "뾰족한 각도"]
feature_names += [f"색 {part}" for part in ("빨강", "풀색", "파랑", "보라")]
hand_train, hand_test = (
    np.array([measured(image) for image in part.images])
    for part in (train, test)
)
print(f"화소 {train.images[0].size}개 → 특징 {hand_train.shape[1]}개")
assert np.isfinite(hand_train).all()

# %%
# .. _learned-look:
#
# 잰 값이 세 동물을 가르나요?
# ---------------------------
#
# 예상해 보세요. 네 가지 가운데 어느 것이 세 동물을 가장 잘 가를까요?

# sphinx_gallery_alt = "세 동물의 그림 한 장씩 위에 찾아낸 윤곽을 그렸습니다. 윤곽에서 가장 뾰족한 곳의 각도는 고양이 <<shown_angles[0]|.0f>>도, 개 <<shown_angles[1]|.0f>>도, 오리 <<shown_angles[2]|.0f>>도입니다."
from dlconcepts.viz import PALETTE

shown = [np.flatnonzero(test.labels == label)[1] for label in range(3)]
shown_angles = hand_test[shown, 2]
fig, axes = plt.subplots(1, 3, figsize=(6.5, 2.7))
for ax, i, angle in zip(axes, shown, shown_angles, strict=True):
    ax.imshow(test.images[i])
    ax.contour(body(test.images[i]), [0.5], colors=PALETTE[0])
    ax.set_title(f"{test.names[test.labels[i]]} {angle:.0f}도", loc="center")
    ax.axis("off")
plt.show()

# %%
# 그림 세 장만으로는 모르니, 학습에 쓸 그림 모두에서 동물마다 평균을 냅니다.

import pandas as pd

by_animal = pd.DataFrame(hand_train, columns=feature_names)
means = by_animal.groupby(np.array(train.names)[train.labels]).mean()
means = means.loc[list(train.names)].rename_axis("동물")
cat_angle, dog_angle, duck_angle = means["뾰족한 각도"]
assert cat_angle < duck_angle < dog_angle
means.round(3)

# %%
# 뾰족한 각도가 눈에 띕니다. 평균이 고양이 :val:`cat_angle|.0f`도, 오리 :val:`duck_angle|.0f`도, 개 :val:`dog_angle|.0f`도입니다.
# 고양이의 귀는 뾰족하고, 오리에게는 부리가 있고, 개의 귀는 늘어져 뾰족한 곳이 없기 때문입니다. 이것을 미리 안 것이 바로 사람의
# 지식입니다. 다만 윤곽을 보면 고양이의 수염 끝도 뾰족합니다. 귀를 재려고 했지만 수염을 잰 그림도 있을 것입니다. 재는 값은 보고 싶은
# 것을 **대신할 뿐**입니다.
#
# 지식은 버릴 것도 알려 줍니다. 털의 색은 세 동물이 똑같이 고르므로 동물을 가르지 못합니다. 그래서 이제부터 모양을 잰 앞의 셋만
# 씁니다. 색까지 넣으면 어떻게 되는지는 더 해 보기에서 봅니다.

shape_names = feature_names[:3]
shape_train, shape_test = hand_train[:, :3], hand_test[:, :3]
print(shape_names)

# %%
# .. _learned-classifier:
#
# 잰 값만 보는 분류기
# -------------------
#
# 세 수를 받아 답하는 분류기로는 로지스틱 회귀를 씁니다. 동물마다 특징에 가중치를 곱해 더한 점수를 내고, 점수가 가장 큰 것이
# 답입니다. 배우는 것은 그 가중치와 마지막에 더하는 수뿐입니다. 특징마다 크기가 다르므로 먼저 평균을 빼고 표준편차로 나눕니다
# (표준화). 동물마다 :math:`k`장씩 아무렇게나 골라 학습에 씁니다.

from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def choose(k, seed):
    rng = np.random.default_rng(seed)
    of_class = [np.flatnonzero(train.labels == label) for label in range(3)]
    return np.concatenate([rng.permutation(rows)[:k] for rows in of_class])


def fit_linear(features, rows):
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    return model.fit(features[rows], train.labels[rows])


# %%
# 동물마다 네 장만 보여 주고, 처음 보는 그림에서 정확도를 잽니다.

rows = choose(4, SEED)
few = fit_linear(shape_train, rows).score(shape_test, test.labels)
print(f"{len(rows)}장만 보고 배워서 {few:.2f}")
assert few > 0.6

# %%
# .. _learned-cnn:
#
# 화소만 보는 신경망
# ------------------
#
# 이번에는 아무것도 재지 않습니다. 작은 창이 그림 위를 미끄러지는 :term:`합성곱` 층 둘로 특징을 만들고, :term:`완전 연결층` 둘로
# 답합니다. 창에 든 값도 답하는 법도 모두 데이터에서 배웁니다. 층 사이의 ``pool``은 이웃한 네 칸에서 가장 큰 값만 남깁니다.
# 특징을 펼 때에는 ``flatten``을 씁니다. 크기를 적어 넣는
# ``view``의 위험은 :ref:`한 걸음을 자세히 <one-step-trap>`에서 보았습니다.

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from dlconcepts.datasets.images import channels_first

torch.set_num_threads(1)  # 이만큼 작은 계산은 코어 하나가 더 빠릅니다

# %%
# 줄마다 오른쪽에 그 자리의 모양을 적어 둡니다. ``B``는 그림의 수입니다.


class SmallCNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(3, 8, 3), nn.Conv2d(8, 16, 3)
        self.pool = nn.MaxPool2d(2)
        self.fc1, self.fc2 = nn.Linear(16 * 6 * 6, 32), nn.Linear(32, 3)

    def features(self, x):  # (B, 3, 32, 32)
        x = self.pool(self.conv1(x).relu())  # (B, 8, 15, 15)
        x = self.pool(self.conv2(x).relu())  # (B, 16, 6, 6)
        return self.fc1(x.flatten(1)).relu()  # (B, 32)

    def forward(self, x):
        return self.fc2(self.features(x))  # (B, 3)


# %%
# 그림이 몇 장이든 같은 수만큼 걷습니다. 걸음마다 많아야 열여섯 장을 아무렇게나 뽑아 배우고, 학습률을 차츰 줄입니다.

pixels, labels = torch.tensor(channels_first(train.images)), train.labels
test_pixels = torch.tensor(channels_first(test.images))


def teach_cnn(rows, seed, steps=200, lr=0.003):
    torch.manual_seed(seed)
    model = SmallCNN()
    x, y = pixels[rows], torch.tensor(labels[rows])
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    for step in range(steps):
        optimizer.param_groups[0]["lr"] = lr * (1 - step / steps)
        batch = torch.randint(len(x), (min(16, len(x)),))
        optimizer.zero_grad()
        cross_entropy(model(x[batch]), y[batch]).backward()
        optimizer.step()
    return model


# %%
# 손으로 정한 특징에 보여 준 바로 그 그림으로 배우게 합니다.


@torch.no_grad()
def cnn_accuracy(model):
    answers = model(test_pixels).argmax(dim=1).numpy()
    return (answers == test.labels).mean()


few_cnn = cnn_accuracy(teach_cnn(rows, SEED))
print(f"같은 {len(rows)}장을 보고 배워서 {few_cnn:.2f}")

# %%
# .. _learned-curves:
#
# 데이터를 늘리면
# ---------------
#
# 적은 그림으로는 사람이 정한 특징이 낫습니다. 그림을 늘리면 어떻게 될까요? 견줄 것을 하나 더 넣습니다. 특징을 만들지 않고
# 화소를 그대로 로지스틱 회귀에 넣은 것입니다. 그림이 적으면 어떤 그림이 뽑혔는지에 따라 크게 흔들리므로, 동물마다 두 장과 네 장일
# 때에는 두 번씩 뽑아 평균합니다.

sizes = [2, 4, 10, 30, len(train) // 3]
flat_train = train.images.reshape(len(train), -1)
flat_test = test.images.reshape(len(test), -1)
accuracies = np.zeros((3, len(sizes)))  # 방법, 장수
for j, k in enumerate(sizes):
    draws = range(SEED, SEED + (40 if k <= 4 else 20), 20)
    for draw in draws:
        rows = choose(k, draw)
        cnn = teach_cnn(rows, draw)
        accuracies[:, j] += (
            fit_linear(shape_train, rows).score(shape_test, test.labels),
            fit_linear(flat_train, rows).score(flat_test, test.labels),
            cnn_accuracy(cnn),
        )
    accuracies[:, j] /= len(draws)

# %%
# 표의 한 칸이 한 방법의 평가 정확도입니다.

methods = ["손으로 정한 특징", "화소 그대로", "배운 특징"]
counts = 3 * np.array(sizes)
table = pd.DataFrame(accuracies, methods, counts)
table.columns.name = "학습한 그림"
hand_mean, pixel_mean, cnn_mean = accuracies
assert (hand_mean[:2] > cnn_mean[:2] + 0.05).all()
assert cnn_mean[4] > hand_mean[4]
table.round(3)

# %%
# 그림을 만든 씨앗, 고른 씨앗, 배운 씨앗이 모두 하나뿐이라 운일 수 있습니다. 그래서 이 쪽을 씨앗만 바꾸어 다섯 번 실행한 기록을
# 함께 봅니다.

from dlconcepts.benchmark import recorded_spread

spread = recorded_spread("09_features/plot_02_learned_features")
keys = [[f"{m}_{n}" for n in counts] for m in ("hand", "pixels", "learned")]
spread.check(**dict(zip(np.ravel(keys), accuracies.ravel(), strict=True)))
ranges = [[spread[key] for key in row] for row in keys]
spread.to_frame(
    names={
        keys[m][j]: f"{methods[m]}, {counts[j]}장"
        for j in (0, 2, 4)
        for m in (0, 2)
    }
).round(3)

# %%
# 선은 지금 실행한 것이고, 옅은 띠는 씨앗 다섯 개의 가장 작은 값에서 가장 큰 값까지입니다.

# sphinx_gallery_alt = "학습한 그림의 수에 따른 평가 정확도. 그림이 <<counts[0]>>장일 때 손으로 정한 특징은 <<hand_mean[0]|.2f>>, 배운 특징은 <<cnn_mean[0]|.2f>>입니다. 그림이 늘면 뒤집혀 <<counts[4]>>장에서 손으로 정한 특징은 <<hand_mean[4]|.2f>>, 배운 특징은 <<cnn_mean[4]|.2f>>입니다. 옅은 띠는 씨앗 다섯 개의 범위입니다."
fig, ax = plt.subplots()
looks = zip(methods, ("o-", "^:", "s--"), (1, 2, 0), strict=True)
for m, (name, look, c) in enumerate(looks):
    ax.plot(counts, table.loc[name], look, color=PALETTE[c], label=name)
    low, high = zip(*[(r.low, r.high) for r in ranges[m]], strict=True)
    ax.fill_between(counts, low, high, color=PALETTE[c], alpha=0.12)
ax.set_xscale("log")
ax.set_xticks(counts, counts)
ax.minorticks_off()
ax.set(xlabel="학습한 그림의 수", ylabel="평가 정확도", ylim=(0.25, 1.03))
ax.set_title("적으면 사람의 특징, 많으면 배운 특징")
ax.legend()
plt.show()

# %%
# 두 선이 엇갈립니다. 손으로 정한 특징은 :val:`counts[0]`장에서 :val:`hand_mean[0]|.2f`, :val:`counts[1]`장에서
# :val:`hand_mean[1]|.2f`로 앞서지만 곧 평평해집니다. 잰 것에 없는 것은 데이터가 아무리 많아도 알 수 없기 때문입니다. 배운 특징은
# :val:`cnn_mean[0]|.2f`에서 시작해 :val:`counts[4]`장에서는 :val:`cnn_mean[4]|.3f`에 이릅니다. 그때에는 화소를 그대로 넣은 것도
# 손으로 정한 특징을 앞섭니다. 어디에서 엇갈리는지는 기록이 알려 줍니다. 씨앗 다섯 개 가운데 배운 특징이 이긴 것은
# :val:`counts[2]`장에서 :val:`wins_before`개, :val:`counts[3]`장에서 :val:`wins_after`개입니다. 엇갈리는 자리는 그림과 모델에 따라
# 달라지므로 다른 문제에서는 다시 재어야 합니다.
#
# 견줄 때 세지 않은 것도 있습니다. ``0.14``나 ``0.12`` 같은 문턱값은 사람이 그림을 여러 장 보며 고른 것입니다. 적은 그림으로
# 배웠다고 해도 **사람이 본 그림과 들인 품**은 그 수에 들어 있지 않습니다.

records = np.array([[r.values for r in row] for row in ranges])
wins_before, wins_after = (records[2] > records[0]).sum(axis=1)[2:4]
assert (records[0, :2] > records[2, :2] + 0.05).all()
assert (records[1:, 4] > records[0, 4]).all()

# %%
# .. _learned-explain:
#
# 잃은 것: 이름
# -------------
#
# 손으로 정한 특징의 점수는 특징마다의 몫을 더한 것입니다. 그러니 “왜 고양이라고 했나요?”라는 물음에 답할 수 있습니다. 그림 전부로
# 배운 모델에게 앞에서 본 고양이를 묻고, 고양이 점수에서 개 점수를 뺀 것을 특징마다 나눕니다.

everything = np.arange(len(train))
hand = fit_linear(shape_train, everything)
linear = hand[-1]
z = hand[0].transform(shape_test[shown[:1]])[0]  # 표준화한 특징
parts = (linear.coef_[0] - linear.coef_[1]) * z
constant = linear.intercept_[0] - linear.intercept_[1]
scores = hand.decision_function(shape_test[shown[:1]])[0]
assert np.isclose(parts.sum() + constant, scores[0] - scores[1])
why = pd.Series([*parts, constant], [*shape_names, "늘 더하는 수"])
why.to_frame("고양이 쪽으로").round(2)

# %%
# “뾰족한 곳이 있어서”가 :val:`parts[2]|.1f`만큼이라고 읽힙니다. 배운 특징도 같은 방법으로 나눌 수 있습니다. 신경망의 마지막 층도
# 특징 서른두 개에 가중치를 곱해 더한 것이기 때문입니다. 그림 전부를 보고 배운 신경망에서 큰 것부터 봅니다.

with torch.no_grad():
    hidden = cnn.features(test_pixels)  # (N, 32)
    gap = cnn.fc2.weight[0] - cnn.fc2.weight[1]
    cnn_parts = (gap * hidden[shown[0]]).numpy()
    cnn_constant = (cnn.fc2.bias[0] - cnn.fc2.bias[1]).item()
    logits = cnn(test_pixels[shown[:1]])[0]
total = (logits[0] - logits[1]).item()
assert np.isclose(cnn_parts.sum() + cnn_constant, total, atol=1e-3)
biggest = np.argsort(-np.abs(cnn_parts))[:4]
index = [f"특징 {i}" for i in biggest]
pd.DataFrame({"고양이 쪽으로": cnn_parts[biggest].round(2)}, index)

# %%
# 더하면 맞지만 번호뿐입니다. 무엇을 잰 것인지 아무도 이름 붙이지 않았습니다. 이래서 딥러닝 모델을 블랙박스라고 합니다.
# 계산이 감추어져 있다는 뜻이 아니라, 계산은 다 보이는데 사람의 말로 옮기지 못한다는 뜻입니다.
#
# 이름이 있으면 틀렸을 때에도 까닭을 찾아 고칠 수 있습니다. 손으로 정한 특징이 맞힌 고양이와 틀린 고양이를 나누어 뾰족한 각도를
# 봅니다.

cat = test.labels == 0
correct = hand.predict(shape_test) == test.labels
cat_angles = [shape_test[cat & (correct == flag), 2] for flag in (True, False)]
cat_right, cat_wrong = (angles.mean() for angles in cat_angles)
assert cat_wrong > cat_right + 15
pd.DataFrame(
    {
        "그림": [len(angles) for angles in cat_angles],
        "각도의 평균": np.round([cat_right, cat_wrong], 1),
    },
    index=["맞힌 고양이", "틀린 고양이"],
)

# %%
# 틀린 고양이는 각도가 크게 나왔습니다. 뾰족한 귀를 재지 못한 것입니다. 어디를 고치면 나아질지 짐작할 수 있고, 그 짐작을 다시
# 재어 볼 수 있습니다. 이것이 설명할 수 있는 모델의 쓸모입니다.

# %%
# .. _learned-gained:
#
# 얻은 것: 생각하지 못한 특징
# ---------------------------
#
# 배운 특징에는 이름 대신 무엇이 있을까요? 평가 그림마다 손으로 정한 특징 세 개와 배운 특징 서른두 개를 저마다 가장 넓게 퍼진 두
# 방향에서 내려다봅니다. 점 하나가 그림 한 장입니다.

# sphinx_gallery_alt = "평가 그림 <<len_test>>장의 두 가지 특징을 두 방향에서 내려다본 그림 둘. 손으로 정한 특징에서는 세 무리의 가장자리가 서로 섞이고, 배운 특징에서는 세 동물이 거의 섞이지 않은 세 무리로 갈라집니다."
from dlconcepts.models import principal_plane
from dlconcepts.viz import plot_views

scaled = hand[0].transform(shape_test)
views = {"손으로 정한 특징": scaled, "배운 특징": hidden.numpy()}
planes = {name: principal_plane(view) for name, view in views.items()}
plot_views(
    {name: plane.points for name, plane in planes.items()},
    test.labels,
    names=test.names,
    title="배운 특징에서는 세 동물이 갈라집니다",
)
plt.show()
len_test = len(test)

# %%
# 배운 특징은 세 동물을 가르도록 배웠으니 갈라지는 것이 당연합니다. 손으로 정한 특징은 무엇을 잴지 사람이 정한 뒤로 바뀌지
# 않으므로 배운 만큼 모이지는 못합니다. 얼마나 갈라졌는지는 한 무리 안에서의 퍼짐을 전체의 퍼짐으로 나누어 잽니다. 모두 무리의
# 한가운데에 모이면 영, 무리가 없으면 하나입니다.


def spread_inside(points):
    middles = np.array([points[test.labels == k].mean(0) for k in range(3)])
    inside = ((points - middles[test.labels]) ** 2).sum()
    return inside / ((points - points.mean(axis=0)) ** 2).sum()


spread_hand, spread_learned = (spread_inside(v) for v in views.values())
spread_pixels = spread_inside(flat_test)
print(f"화소 {spread_pixels:.2f}")
print(f"손으로 정한 특징 {spread_hand:.2f}, 배운 특징 {spread_learned:.2f}")
assert spread_learned < 0.7 * spread_hand < spread_hand < spread_pixels

# %%
# .. _learned-compare:
#
# 나란히 놓으면
# -------------
#
# 지금까지 잰 것을 한 표에 적습니다. 비유하자면 한쪽은 정비사가 경험으로 부품을 골라 끼운 차이고, 다른 쪽은 달린 기록을 보고 제
# 부품을 스스로 바꾸는 차입니다.

least, most = counts[0], counts[-1]
rows = {
    "누가 특징을 정하나": ["사람", "모델"],
    "과정": ["그림 → 사람의 함수 → 분류기 → 답", "그림 → 모델 → 답"],
    "비유": ["정비사가 손본 차", "스스로 부품을 바꾸는 차"],
    "잘하는 것": [
        f"그림 {least}장에서 {hand_mean[0]:.2f}, 까닭을 말할 수 있음",
        f"그림 {most}장에서 {cnn_mean[-1]:.3f}, 그림이나 소리처럼 틀이 없는 것",
    ],
    "못하는 것": [
        f"{hand_mean[-1]:.2f}에서 멈춤, 함수마다 사람의 품이 듦",
        f"그림 {least}장에서 {cnn_mean[0]:.2f}, 특징에 이름이 없음",
    ],
}
pd.DataFrame(rows, index=["특징 공학", "표현 학습"]).T

# %%
# 특징을 배우게 하면 다섯 가지가 달라집니다. **품**이 줄어듭니다. 재는 함수를 쓰지 않았습니다. **만들기** 쉽습니다. 같은 코드를 다른
# 데이터에 그대로 쓸 수 있습니다(더 해 보기 둘). 데이터가 넉넉하면 **정확도**가 오릅니다. 대신 **설명**이 어려워지고, **데이터**의
# 양과 질에 크게 기댑니다(더 해 보기 셋). 마지막 둘은 값으로 치르는 것입니다.

# %%
# .. _learned-trap:
#
# 흔한 함정
# ---------
#
# 흔히 이렇게 말합니다: “신경망을 들여다보면 사람이 쓰던 특징을 스스로 찾아낸 것을 볼 수 있다.” 확인해 봅니다. 배운 특징 서른두
# 개에서 뾰족한 각도를 읽어 낼 수 있을까요? 특징에 가중치를 곱해 더하는 선형 회귀로 각도를 맞히고, 각도가 바뀌는 것의 몇 할을
# 맞혔는지(결정 계수)를 처음 보는 그림에서 잽니다. 모두 맞히면 하나, 늘 평균을 답하는 것과 같으면 영입니다.

from sklearn.linear_model import Ridge

with torch.no_grad():
    hidden_train = cnn.features(pixels).numpy()


def read_angle(known, new):
    reader = make_pipeline(StandardScaler(), Ridge(alpha=100.0))
    reader.fit(hidden_train[known], hand_train[known, 2])
    angle = hand_test[new, 2]
    guess = reader.predict(hidden.numpy()[new])
    return 1 - ((guess - angle) ** 2).mean() / angle.var()


explained = read_angle(train.labels >= 0, test.labels >= 0)
print(f"맞힌 몫 {explained:.2f}")
assert explained > 0.5

# %%
# 높습니다. 신경망이 각도를 재고 있는 것일까요? 이번에는 동물마다 따로 배우고 따로 잽니다. 고양이들 사이에서 어느 쪽이 더 뾰족한지를
# 맞힐 수 있어야 정말로 잰 것입니다.

within = [read_angle(train.labels == k, test.labels == k) for k in range(3)]
print(dict(zip(test.names, np.round(within, 2).tolist(), strict=True)))
assert max(within) < 0.35

# %%
# 거의 맞히지 못합니다. 읽어 낸 것은 각도가 아니라 **어느 동물인지**입니다. 동물을 알면 각도를 짐작할 수 있으므로 높게 보였을 뿐입니다.
# 곱해서 더하는 것만으로 읽히지 않는다고 어디에도 없다고 할 수는 없지만, 적어도 높은 수 하나를 보고 “각도를 찾아냈다”고는 할 수
# 없습니다. 무엇이 들어 있는지 말하려면 답과 얽힌 부분을 떼어 놓고 재어야 합니다. 어디를 보고 답했는지를 재는 법은 다음 쪽에서 봅니다.

# %%
# .. _learned-summary:
#
# 정리
# ----
#
# - 특징 공학은 사람이 무엇을 잴지 정하고, 표현 학습은 모델이 무엇을 잴지까지 배웁니다.
# - 데이터가 적으면 사람의 지식이 담긴 특징이, 많으면 배운 특징이 낫습니다. 어디에서 엇갈리는지는 재어 보아야 압니다.
# - 손으로 정한 특징에는 이름이 있어 까닭을 말하고 고칠 수 있습니다. 배운 특징에는 이름이 없으므로, 짐작으로 이름을 붙이지 말고
#   확인해야 합니다.

# %%
# .. _learned-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 쓰지 않기로 한 색까지 네 가지를 모두 넣으면 어떻게 될까요? 하나씩 빼 보며 빼서 나빠지는 것과 좋아지는 것을 찾아보세요.
#
# .. dropdown:: 답 보기
#
#    뾰족한 각도를 빼면 그림이 아무리 많아도 :val:`no_corner|.2f`에 그칩니다. 색까지 넣으면 :val:`counts[0]`장에서
#    :val:`all_few|.2f`인데, 빼면 :val:`no_color|.2f`로 오릅니다. 동물과 상관없는 수도 그림이 몇 장뿐이면 우연히 동물과 맞아
#    보이기 때문입니다. 그림이 많아지면 모델이 색을 무시하는 법을 배워 차이가 거의 사라집니다.

groups = [[0], [1], [2], [3, 4, 5, 6]]
columns = {"모두": list(range(7))}
for name, group in zip(
    ["테두리", "검은 점", "각도", "색"], groups, strict=True
):
    columns[f"{name} 빼고"] = [i for i in range(7) if i not in group]


def without(kept, k):
    scores = []
    for draw in range(SEED, SEED + 100, 20):
        model = fit_linear(hand_train[:, kept], choose(k, draw))
        scores.append(model.score(hand_test[:, kept], test.labels))
    return np.mean(scores)


# %%
# 다섯 번씩 뽑아 평균합니다.

ablation = pd.DataFrame(
    {
        f"{3 * k}장": [without(kept, k) for kept in columns.values()]
        for k in (sizes[0], sizes[1], sizes[-1])
    },
    index=list(columns),
)
all_few, no_color = ablation.iloc[[0, 4], 0]
all_many, no_color_many = ablation.iloc[[0, 4], 2]
no_corner = ablation.iloc[3, 2]
assert no_color > all_few + 0.05
assert abs(no_color_many - all_many) < 0.04
assert no_corner < 0.8
ablation.round(3)

# %%
# **둘.** 합성곱 신경망의 코드를 손글씨 숫자에 그대로 쓰려면 무엇을 고쳐야 할까요? 손으로 정한 네 가지는 어떨까요?
#
# .. dropdown:: 답 보기
#
#    입력의 채널 수와 크기, 답의 수만 바꾸면 됩니다. 라이브러리의 ``ConvClassifier``에 그 셋을 넘겨 같은 루프로 배우면
#    :val:`digits_accuracy|.2f`입니다. 손으로 정한 특징은 귀도 색도 없는 숫자에는 쓸모가 없어 처음부터 다시 생각해야 합니다.

from dlconcepts.datasets.digits import load_digits
from dlconcepts.models import ConvClassifier

digits = load_digits(seed=0)
x = torch.tensor(channels_first(digits.train.images))
y = torch.tensor(digits.train.labels)
reader = ConvClassifier(x.shape[1:], 10, channels=(8, 16), hidden=32, seed=0)

# %%
# 루프는 위와 같습니다.

optimizer = torch.optim.Adam(reader.parameters(), lr=0.003)
for _ in range(200):
    batch = torch.randint(len(x), (32,))
    optimizer.zero_grad()
    cross_entropy(reader(x[batch]), y[batch]).backward()
    optimizer.step()

# %%
# 처음 보는 숫자에서 정확도를 잽니다.

x = torch.tensor(channels_first(digits.test.images))
digits_answers = reader(x).argmax(dim=1).numpy()
digits_accuracy = (digits_answers == digits.test.labels).mean()
print(f"평가 {len(x)}장에서 {digits_accuracy:.2f}")
assert digits_accuracy > 0.8

# %%
# **셋.** 학습 그림의 고양이마다 왼쪽 위 구석에 빨간 네모를 찍어 두고 배우면 어떻게 될까요? 평가할 때에는 거꾸로 개에게만 네모를
# 찍습니다. 두 방법은 그 개를 무엇이라고 할까요?
#
# .. dropdown:: 답 보기
#
#    네모를 찍기 전에는 두 방법 모두 개를 거의 다 맞힙니다. 네모를 찍은 개를 맞힌 비율은 손으로 정한 특징이
#    :val:`hand_marked|.2f`, 배운 특징이 :val:`cnn_marked|.2f`입니다. 네모는 고양이의 특징이 아니지만 학습 그림에서는 고양이를
#    가리는 가장 쉬운 단서였습니다. 배운 특징은 데이터에 있는 것이면 무엇이든 쓸 수 있으므로 데이터의 질에 기댑니다. 손으로 정한
#    특징도 네모 때문에 잰 값이 흔들려 적지 않게 틀리지만, 모두 속지는 않습니다.


def marked(images):
    images = images.copy()
    images[:, 1:9, 1:9] = (1.0, 0.1, 0.1)
    return images


is_cat, is_dog = train.labels == 0, test.labels == 1
taught = train.images.copy()
taught[is_cat] = marked(taught[is_cat])
shape_train[is_cat] = [measured(image)[:3] for image in taught[is_cat]]
marked_dogs = marked(test.images[is_dog])
shape_dogs = np.array([measured(image)[:3] for image in marked_dogs])
hand_marked = fit_linear(shape_train, everything).score(
    shape_dogs, test.labels[is_dog]
)

# %%
# 신경망도 네모를 찍은 그림으로 다시 배우게 하고, 네모를 찍기 전과 견줍니다.

pixels = torch.tensor(channels_first(taught))
fooled = teach_cnn(everything, SEED)
dogs = torch.tensor(channels_first(marked_dogs))
cnn_marked = (fooled(dogs).argmax(dim=1) == 1).float().mean().item()
plain_dogs = torch.tensor(channels_first(test.images[is_dog]))
before_cnn = (cnn(plain_dogs).argmax(dim=1) == 1).float().mean().item()
before_hand = hand.score(shape_test[is_dog], test.labels[is_dog])
print(f"네모를 찍기 전 {before_hand:.2f} {before_cnn:.2f}")
print(f"찍은 뒤 {hand_marked:.2f} {cnn_marked:.2f}")
assert min(before_cnn, before_hand) > 0.85
assert cnn_marked < hand_marked - 0.3

# %%
# .. _learned-next:
#
# 다음 쪽
# -------
#
# 배운 특징은 층마다 어떻게 달라질까요?
# :doc:`화소에서 얼굴까지 </auto_examples/09_features/plot_03_hierarchy>`에서 층을 하나씩 들여다봅니다.
