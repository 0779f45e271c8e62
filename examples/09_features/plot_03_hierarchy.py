r"""
화소에서 선, 부분, 얼굴까지
===========================

딥러닝은 흔히 이렇게 설명됩니다. 첫 층은 선을, 가운데 층은 눈과 코를, 위의 층은 얼굴을 본다는 것입니다.
그림으로 보면 그럴듯하지만 정말 그런지는 재어 보아야 압니다.
선과 부분과 배치를 손으로 한 층씩 쌓아 보고, 배운 신경망의 층마다 무엇이 있는지 재어 봅니다.

- **할 것**: 사진에서 선을 찾고, 선으로 눈을 찾고, 눈의 배치로 고양이를 찾습니다. 그런 다음 배운 신경망을 층마다 시험하고,
  그림을 가려 어디를 보았는지 잽니다.
- **배울 것**: 층을 쌓으면 단순한 것에서 복잡한 것이 만들어질 수 있습니다. 그러나 배운 신경망이 꼭 사람이 생각한 순서대로
  보는 것은 아닙니다.
- **필요한 것**: :doc:`배운 특징 </auto_examples/09_features/plot_02_learned_features>`. PyTorch와 scikit-image를 씁니다.
"""

# %%
# .. _hierarchy-atoms:
#
# 가장 작은 조각
# --------------
#
# 물질을 쪼개면 원자가 나오듯, 데이터도 쪼개면 더 나눌 것이 없는 수가 나옵니다. 그림에서는 화소 하나, 글에서는 글자나 낱말 하나,
# 소리에서는 아주 짧은 순간의 공기의 떨림 하나입니다. 셋 다 컴퓨터에는 수의 배열입니다.

import numpy as np
from skimage import color, data

SEED = 0  # 데이터를 만들고 나누고 배우는 모든 곳에서 씁니다
photo = color.rgb2gray(data.chelsea())[10:290, 70:350]  # 고양이 사진
sentence = "고양이가 운다"
seconds = np.arange(0, 0.01, 1 / 8000)
sound = np.sin(2 * np.pi * 440 * seconds)
print("그림", photo.shape, photo[0, :5].round(2))
print("글", len(sentence), [ord(letter) for letter in sentence[:5]])
print("소리", sound.shape, sound[:5].round(2))

# %%
# 화소 하나만 보아서는 고양이인지 자동차인지 알 수 없습니다. 생물에 빗대면 네 단계를 올라가야 합니다.
#
# .. list-table::
#    :header-rows: 1
#
#    * - 생물
#      - 고양이 그림
#      - 무엇을 합쳐서
#    * - 원자
#      - 화소
#      -
#    * - 분자
#      - 선, 모서리, 색의 덩어리
#      - 이웃한 화소의 차이
#    * - 세포 소기관
#      - 눈, 귀 끝, 코
#      - 가까운 선들의 모양
#    * - 생명체
#      - 고양이의 얼굴
#      - 부분들의 배치
#
# 빗댄 것일 뿐이지만, 한 단계씩 정말로 만들 수 있는지 손으로 해 봅니다. 이렇게 작은 것을 합쳐 큰 것을 찾는 일을
# :term:`계층적 특징 추출`(hierarchical feature extraction)이라고 합니다.

# %%
# .. _hierarchy-edges:
#
# 첫째 단계: 화소에서 선으로
# --------------------------
#
# 선은 이웃한 화소가 갑자기 달라지는 곳입니다. 왼쪽과 오른쪽의 차이를 재는 작은 표를 그림 위에서 미끄러뜨립니다.
# :term:`합성곱`입니다. 소벨(Sobel) 필터는 한쪽은 더하고 다른 쪽은 빼는 표이고, 가버(Gabor) 필터는 줄무늬를 가운데만 남기고
# 흐린 것입니다. 사람이 정한 필터들입니다.

from scipy.ndimage import convolve

sobel = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])


def gabor(angle, length=4.0, width=1.8, phase=0.0, side=7):
    y, x = np.mgrid[:side, :side] - (side - 1) / 2
    u = x * np.cos(angle) + y * np.sin(angle)
    stripes = np.cos(2 * np.pi * u / length + phase)
    wave = np.exp(-(x**2 + y**2) / (2 * width**2)) * stripes
    return wave - wave.mean()


print(sobel)

# %%
# 사진에 세 필터를 쓰고 반응의 절댓값을 봅니다. 아주 센 반응은 그림이 잘 보이도록 잘라 냅니다.

# sphinx_gallery_alt = "고양이 사진과 세 필터의 반응. 소벨 필터를 그대로 쓰면 세로로 선 테두리가, 뉘어서 쓰면 가로로 누운 테두리가 짙게 나오고, 비스듬한 가버 필터에서는 한쪽으로 기운 털과 수염이 나옵니다."
import matplotlib.pyplot as plt

from dlconcepts.viz import plot_images, use_korean_font

use_korean_font()
kernels = [sobel, sobel.T, gabor(np.pi / 4, phase=np.pi / 2)]
edges = [np.abs(convolve(photo, kernel)) for kernel in kernels]
strong = [np.clip(e / np.quantile(e, 0.99), 0, 1) for e in edges]
plot_images(
    [1 - photo, *strong],
    captions=["사진", "세로선", "가로선", "빗금"],
    columns=2,
    look="ink",
    title="필터마다 다른 방향의 선을 찾습니다",
)
plt.show()

# %%
# 표가 정말 선의 방향을 가리는지는 답을 아는 그림으로 확인합니다. 세로줄만 있는 그림에서 가로선 필터는 아무 반응이 없어야 합니다.

stripes = np.tile(np.arange(12) // 3 % 2, (12, 1)).astype(float)
upright, flat = (np.abs(convolve(stripes, k)).sum() for k in (sobel, sobel.T))
print(f"세로선 필터 {upright:.0f}, 가로선 필터 {flat:.0f}")
assert upright > 0
assert flat == 0

# %%
# .. _hierarchy-filters:
#
# 배운 필터도 선을 찾나요?
# ------------------------
#
# 이번에는 필터를 정하지 않고 배웁니다. 고양이 사진 따위의 작은 조각을 필터 스물네 개의 합으로 되살리게 하되, 한 번에 되도록 적은
# 수의 필터만 쓰게 합니다. 정답을 붙인 사람은 없습니다. 사진은 흐린 것을 빼서 밝고 어두운 차이만 남깁니다.

from skimage import filters

photos = [data.camera() / 255, color.rgb2gray(data.chelsea())]
photos += [data.coins() / 255, color.rgb2gray(data.astronaut())]
photos += [data.brick() / 255, data.grass() / 255, data.gravel() / 255]
sharp = [p - filters.gaussian(p, 4) for p in photos]

# %%
# 사진마다 가로세로 일곱 칸짜리 조각을 아무 데서나 떼어 냅니다.

rng = np.random.default_rng(SEED)
pieces = []
for image in (p / p.std() for p in sharp):
    tops, lefts = rng.integers(0, np.array(image.shape) - 7, (1500, 2)).T
    pieces += [
        image[i : i + 7, j : j + 7] for i, j in zip(tops, lefts, strict=True)
    ]
pieces = np.array(pieces, dtype=np.float32).reshape(-1, 49)
pieces -= pieces.mean(axis=1, keepdims=True)
print(f"조각 {len(pieces):,}개")

# %%
# 필터 스물네 개는 아무 뜻이 없는 수에서 시작합니다. 이것을 남겨 두었다가 배운 뒤와 견줍니다.

import torch
from torch.nn.functional import cross_entropy, normalize

torch.set_num_threads(1)  # 이만큼 작은 계산은 코어 하나가 더 빠릅니다
torch.manual_seed(SEED)
start = torch.randn(24, 49)
weights = start.clone().div(7).requires_grad_()

# %%
# 손실은 되살린 조각과 진짜 조각의 차이에 반응의 합을 더한 것입니다. 뒤의 것을 작게 하려면 한 번에 적은 필터만 써야 합니다.

bias = torch.zeros(24, requires_grad=True)
optimizer = torch.optim.Adam([weights, bias], lr=0.01)
patches = torch.tensor(pieces / pieces.std())
for _ in range(700):
    x = patches[torch.randint(len(patches), (128,))]
    w = normalize(weights)  # 필터마다 길이를 1로
    h = (x @ w.T + bias).relu()  # 필터마다의 반응
    loss = ((h @ w - x) ** 2).sum(dim=1).mean() + h.sum(dim=1).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
learned = w.detach().numpy().reshape(-1, 7, 7)

# %%
# 배운 필터를 그림으로 봅니다. 파랑은 더하는 값, 주황은 빼는 값입니다.

# sphinx_gallery_alt = "자연 사진의 조각에서 배운 필터 스물네 개. 여러 방향의 밝고 어두운 줄무늬가 보입니다. 파랑은 더하는 값, 주황은 빼는 값입니다. 가버 필터와 닮은 정도는 평균 <<like_learned|.2f>>로, 배우기 전의 <<like_start|.2f>>보다 높습니다."
plot_images(
    learned,
    columns=8,
    look="signed",
    each=True,
    title="정답 없이 배웠는데 줄무늬가 나왔습니다",
)
plt.show()

# %%
# 눈으로 보면 선을 찾는 필터 같습니다. 눈을 믿지 말고 잽니다. 방향, 굵기, 자리를 바꾼 가버 필터를 잔뜩 만들어 두고, 필터마다 가장
# 닮은 것과의 코사인(같으면 하나, 관계없으면 영)을 구합니다. 후보가 많으면 잡음도 어느 만큼은 닮게 되므로, 배우기 전의 필터와
# 견주어야 합니다.

from itertools import product

bank = np.array(
    [
        gabor(angle, length, width, phase).ravel()
        for angle, length, width, phase in product(
            np.arange(12) * np.pi / 12,
            (3, 4, 6, 9),
            (1.2, 1.8, 2.6),
            np.arange(4) * np.pi / 4,
        )
    ]
)

# %%
# 모두 길이를 하나로 맞추고, 필터마다 가장 닮은 것과의 코사인을 평균합니다.

bank /= np.linalg.norm(bank, axis=1, keepdims=True)


def likeness(rows):
    rows = rows.reshape(len(rows), -1)
    rows = rows - rows.mean(axis=1, keepdims=True)
    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return np.abs(rows @ bank.T).max(axis=1).mean()


like_start, like_learned = likeness(start.numpy()), likeness(learned)
print(f"배우기 전 {like_start:.2f}, 배운 뒤 {like_learned:.2f}")
assert like_learned > like_start + 0.2

# %%
# 첫 단계에서 선이 나온다는 말은 이 자료와 이 방법에서는 사실입니다. 자연 사진이 선으로 이루어져 있으므로, 사진을 적은 조각으로 되살리려면
# 선이 좋은 조각인 것입니다.

# %%
# .. _hierarchy-parts:
#
# 둘째 단계: 선에서 눈으로
# ------------------------
#
# 눈은 동그란 선 안에 검은 점이 있는 것입니다. 선의 지도 위에서 고리 모양의 표를, 밝기 위에서 점 모양의 표를 미끄러뜨리고, 둘을
# 곱해 함께 큰 곳을 찾습니다. 앞 단계의 결과를 합친 것입니다.

from scipy.signal import fftconvolve

y, x = np.mgrid[-9:10, -9:10]
away = np.hypot(y, x)
ring, dot, white = np.abs(away - 4) < 1, away < 1.6, np.abs(away - 3) < 0.4


def respond(image, mask):
    padded = np.pad(image, 9, mode="edge")
    return fftconvolve(padded, mask / mask.sum(), mode="valid")


def eye_map(image):
    gray = image.mean(axis=2)
    lines = filters.sobel(gray)
    darker = respond(gray, white) - respond(gray, dot)  # 둘레보다 어두움
    return respond(lines / lines.max(), ring) * np.clip(darker, 0, None)


# %%
# 그려 낸 고양이, 개, 오리와, 같은 고양이를 열여섯 조각으로 잘라 섞은 그림에 써 봅니다. 눈 찾기는 어느 그림에서 반응할까요?

from dlconcepts.datasets.drawings import draw


def shuffled(image, cuts, rng):
    rows = [np.split(row, cuts, axis=1) for row in np.split(image, cuts)]
    tiles = [tile for row in rows for tile in row]
    order = rng.permutation(len(tiles)).reshape(cuts, cuts)
    return np.vstack([np.hstack([tiles[i] for i in row]) for row in order])


# %%
# 동물마다 예순 장씩 그립니다. 섞은 고양이는 바로 그 고양이 그림을 자른 것입니다.

rng = np.random.default_rng(SEED)
names = ["고양이", "개", "오리"]
pictures = {
    name: draw(name, 60, rng=np.random.default_rng(SEED)) for name in names
}
mixed = [shuffled(image, 4, rng) for image in pictures["고양이"]]
pictures["섞은 고양이"] = np.array(mixed)
maps = {
    name: np.array([eye_map(image) for image in images])
    for name, images in pictures.items()
}

# %%
# 그림 아래에 눈 찾기의 반응을 놓습니다. 짙을수록 눈 같은 곳입니다.

# sphinx_gallery_alt = "윗줄은 고양이, 개, 오리, 조각을 섞은 고양이의 그림이고 아랫줄은 눈 찾기의 반응입니다. 고양이와 개에서는 눈과 코가, 오리에서는 부리 끝과 눈이 짙게 나오고 윤곽도 옅게 남습니다. 섞은 고양이에서도 조각마다 짙은 점이 남아 있습니다."
which = 2
tops = [1 - images[which].mean(axis=2) for images in pictures.values()]
bottoms = [m[which] / m[which].max() for m in maps.values()]
plot_images(
    [*tops, *bottoms],
    captions=[*pictures, *[""] * 4],
    columns=4,
    look="ink",
    title="눈처럼 생긴 것은 어디에나 있습니다",
)
plt.show()

# %%
# 그림마다 가장 강한 반응을 재고 그 중앙값을 적습니다. 오리가 약할 뿐 네 가지 모두 반응합니다. 섞은 고양이는 고양이와 다르지 않고
# 개는 더 셉니다. 개의 코도, 섞인 조각 속의 눈도 둥글고 검기 때문입니다. 오리에서는 부리 끝이나 꼬리 끝을 눈으로 잘못 보기도
# 합니다. 부분만으로는 고양이인지 알 수 없습니다.

peak = {name: np.median(m.max(axis=(1, 2))) for name, m in maps.items()}
print({name: round(float(value), 3) for name, value in peak.items()})
assert peak["섞은 고양이"] > 0.8 * peak["고양이"]
assert peak["개"] > peak["고양이"]

# %%
# .. _hierarchy-whole:
#
# 셋째 단계: 눈의 배치에서 고양이로
# ---------------------------------
#
# 이제 배치를 봅니다. 가장 강한 곳 둘을 찾아, 서로 알맞게 떨어져 있고 거의 나란하면 고양이라고 답합니다. 첫째를 찾은 뒤에는 그
# 둘레를 지우고 둘째를 찾습니다. 알맞은 거리와 기울기는 사람이 고양이 그림을 보고 정했습니다.


def two_peaks(response, reach=5):
    rest, found = response.copy(), []
    for _ in range(2):
        i, j = np.unravel_index(rest.argmax(), rest.shape)
        found.append((i, j))
        rest[max(0, i - reach) : i + reach + 1, max(0, j - reach) : j + 6] = 0
    return np.array(found)


def looks_like_cat(response):
    down, across = np.abs(np.subtract(*two_peaks(response)))
    return 11 < np.hypot(down, across) < 22 and down < 0.36 * across


# %%
# 섞은 고양이는 화소도 그대로이고 조각 안의 부분도 그대로이며, 자리만 다릅니다. 몇 장이나 고양이라고 할까요?

import pandas as pd

said_cat = {
    name: np.mean([looks_like_cat(response) for response in m])
    for name, m in maps.items()
}
cats, dogs, ducks, mixes = said_cat.values()
percent_cats, percent_mixes = 100 * cats, 100 * mixes
assert cats > 0.4 > 0.25 > max(dogs, ducks, mixes)
pd.Series(said_cat).to_frame("고양이라고 한 비율")

# %%
# 고양이의 :val:`percent_cats|.0f`%를 찾았고, 섞은 고양이는 :val:`percent_mixes|.0f`%만 고양이라고 했습니다. 눈 둘의 배치라는 규칙
# 하나로 섞은 것을 대개 물리쳤지만, 고양이도 적지 않게 놓칩니다. 규칙을 고쳐 가며 나아지게 할 수도 있지만 그것은 앞 쪽의 특징
# 공학입니다. 이제 배우게 합니다.

# %%
# .. _hierarchy-probe:
#
# 배운 신경망의 층마다 묻기
# -------------------------
#
# 합성곱 신경망에게 세 동물을 가르치고 층을 하나씩 시험합니다. 층의 출력을 고정해 두고 그 위에 선형 분류기 하나만 새로 맞추는 것을
# 선형 탐침(linear probe)이라고 합니다. 그림 서른 장만으로 맞히게 하면, 동물이 **쉽게 읽히는** 층일수록 점수가 높습니다.

from dlconcepts.datasets.drawings import make_drawings
from dlconcepts.datasets.images import channels_first
from dlconcepts.models import ConvClassifier, layer_outputs, linear_probe

# %%
# 신경망은 합성곱 층 셋과 :term:`은닉층` 하나입니다.


def teach(model, x, y, steps=250):
    torch.manual_seed(SEED)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
    for step in range(steps):
        optimizer.param_groups[0]["lr"] = 0.003 * (1 - step / steps)
        batch = torch.randint(len(x), (16,))
        optimizer.zero_grad()
        cross_entropy(model(x[batch]), y[batch]).backward()
        optimizer.step()
    return model


def new_model(shape, classes, seed):
    return ConvClassifier(
        shape, classes, channels=(8, 16, 16), hidden=32, seed=seed
    )


# %%
# 탐침은 신경망이 배울 때 보지 않은 그림으로 맞추고, 또 다른 그림으로 잽니다. 화소에도 똑같은 탐침을 씁니다.

layers = ["features.2", "features.5", "features.8", "hidden"]
layer_names = ["화소", "합성곱 1", "합성곱 2", "합성곱 3", "은닉층"]


def probe_layers(model, known, new):
    """(그림, 정답)의 쌍 둘: 탐침을 맞출 것과 잴 것."""
    seen = [known[0], *layer_outputs(model, known[0], layers).values()]
    fresh = [new[0], *layer_outputs(model, new[0], layers).values()]
    return [
        linear_probe(a, known[1]).accuracy(b, new[1])
        for a, b in zip(seen, fresh, strict=True)
    ]


# %%
# 그림을 학습용, 탐침을 맞출 것, 탐침을 잴 것의 셋으로 나눕니다.

animals = make_drawings(seed=SEED, per_class=240, valid=0.2, test=0.4)
x, x_valid, x_test = (
    torch.tensor(channels_first(part.images)) for part in animals
)
known = x_valid[:30], animals.valid.labels[:30]
new = x_test, animals.test.labels

# %%
# 견줄 것으로 **배우지 않은** 신경망도 똑같이 시험합니다. 같은 신경망을 배우기 전에 한 번, 배운 뒤에 한 번 잽니다.

untrained_model = new_model((3, 32, 32), 3, SEED)
animal_model = new_model((3, 32, 32), 3, SEED)
teach(animal_model, x, torch.tensor(animals.train.labels))
with torch.no_grad():
    answers = animal_model(x_test).argmax(dim=1).numpy()
    animal_accuracy = (answers == animals.test.labels).mean()
print(f"배운 신경망의 정확도 {animal_accuracy:.2f}")
assert animal_accuracy > 0.9

# %%
# 신경망이 제대로 배웠으니 층마다 탐침을 댑니다.

untrained = np.array(probe_layers(untrained_model, known, new))
trained = np.array(probe_layers(animal_model, known, new))
animal_probe = pd.DataFrame(
    {"배우지 않은 신경망": untrained, "배운 신경망": trained},
    index=layer_names,
)
animal_probe.round(2)

# %%
# 배운 신경망에서는 화소에서 :val:`from_pixels|.2f`이던 것이 은닉층에서 :val:`from_last|.2f|이/가` 됩니다. 배우지 않은 신경망도 앞의
# 합성곱에서는 오르지만 뒤에서는 도로 내려갑니다. 층을 쌓은 것만으로는 안 되고, **배운 것이 한 일**입니다. 그림을 만들고 나누고
# 배우는 씨앗을 모두 바꾸면 어떨까요? 다섯 번 실행한 기록과 견줍니다.

from dlconcepts.benchmark import recorded_spread

from_pixels, from_last = trained[[0, 4]]
spread = recorded_spread("09_features/plot_03_hierarchy")
spread.check(
    pixels=from_pixels,
    **{f"untrained_{k}": untrained[k] for k in range(1, 5)},
    **{f"trained_{k}": trained[k] for k in range(1, 5)},
)
titles = {"pixels": "화소"}
for key, name in (("untrained", "배우지 않은"), ("trained", "배운")):
    titles |= {f"{key}_{k}": f"{name} {layer_names[k]}" for k in range(1, 5)}
spread.to_frame(names=titles).round(2)

# %%
# 배운 신경망에서 뒤의 세 층의 범위는 서로 겹칩니다. 그러니 층마다 꼭 오른다고는 할 수 없습니다. 씨앗 다섯 개에서 모두 성립하는 것만 확인합니다.

assert trained[4] > from_pixels + 0.1
assert (trained[1:] > from_pixels).all()
assert (trained[3:] > untrained[3:] + 0.03).all()

# %%
# .. _hierarchy-faces:
#
# 진짜 얼굴에서도 그럴까요?
# -------------------------
#
# 그린 그림이 아니라 사진으로 해 봅니다. 가로세로 :math:`25`칸인 흑백 조각이고, 절반은 사람의 얼굴, 절반은 같은 사진의 배경입니다
# (Labeled Faces in the Wild에서 scikit-image가 골라 실은 것).
# 모두 이백 장뿐이라 절반으로 배우고 나머지로 잽니다. 나누는 씨앗과 처음 가중치를 셋 바꿉니다. 탐침도 신경망이 배운 그 절반으로 맞춥니다.

from dlconcepts.datasets.faces import load_faces


def faces_of(seed):
    parts = load_faces(seed=seed, valid=0.05, test=0.45)
    return [
        (torch.tensor(channels_first(part.images)), torch.tensor(part.labels))
        for part in (parts.train, parts.test)
    ]


# %%
# 동물에서 한 것과 같은 시험입니다.

face_seeds = [SEED, SEED + 20, SEED + 40]
face_models, face_probed = [], {name: [] for name in animal_probe}
for seed in face_seeds:
    (x, y), (x_new, y_new) = faces_of(seed)
    known, new = (x, y.numpy()), (x_new, y_new.numpy())
    model = new_model((1, 25, 25), 2, seed)
    face_probed["배우지 않은 신경망"].append(probe_layers(model, known, new))
    face_models.append(teach(model, x, y, steps=150))
    face_probed["배운 신경망"].append(probe_layers(model, known, new))

# %%
# 씨앗 셋에서 가장 낮은 점수와 가장 높은 점수를 적습니다.

face_untrained, face_trained = (np.array(r) for r in face_probed.values())
face_probe = pd.DataFrame(
    {
        f"{name}, {what}": f(axis=0)
        for name, rows in zip(
            face_probed, (face_untrained, face_trained), strict=True
        )
        for what, f in (("가장 낮게", rows.min), ("가장 높게", rows.max))
    },
    index=layer_names,
)
face_probe.round(2)

# %%
# 화소보다는 낫지만, **배우지 않은** 신경망의 첫 층에서도 거의 다 읽힙니다. 배운 신경망의 층끼리는 차이가 :val:`between|.3f`로,
# 씨앗을 바꿀 때 흔들리는 폭 :val:`swing|.3f|과/와` 견주어 크지 않습니다. 이 조각들은 너무 쉬워서 깊은 층이 필요하지 않은 것입니다. 그러므로
# 이 자료로는 “첫 층은 선, 가운데 층은 눈, 끝 층은 얼굴”이라고 말할 수 없습니다.

face_means = face_trained.mean(axis=0)
swing = np.ptp(face_trained[:, 1:], axis=0).max()
between = np.ptp(face_means[1:])
print(f"층 사이의 차이 {between:.3f}, 씨앗의 폭 {swing:.3f}")
assert between < 0.06
assert face_untrained[:, 1].mean() > 0.9

# %%
# .. _hierarchy-occlusion:
#
# 어디를 보았나요?
# ----------------
#
# 층에 이름을 붙이는 대신 물을 수 있는 것이 있습니다. 그림의 어느 곳이 답을 떠받칠까요? 작은 창으로 한 곳을 가리고 점수가 얼마나
# 줄어드는지 재는 일을 자리를 옮겨 가며 되풀이합니다. 가리는 값은 그 그림의 평균입니다. 처음 보는 얼굴 모두의 결과를 평균한 것이
# 가림 지도입니다.

from dlconcepts.models import occlusion_map
from dlconcepts.viz import plot_heat


def mean_map(model, pictures, target, size):
    def score(batch):
        logits = model(batch)
        return logits - logits.flip(1)  # 얼굴 점수 - 배경 점수

    return torch.stack(
        [
            occlusion_map(
                score, p, target=target, size=size, stride=2, fill=p.mean()
            )
            for p in pictures
        ]
    ).mean(dim=0)


# %%
# 신경망마다 지도를 그리고, 가리기 전의 점수와 견줍니다.

face_maps, rows = [], []
for seed, model in zip(face_seeds, face_models, strict=True):
    _, (x_new, y_new) = faces_of(seed)
    new_faces = x_new[y_new == 1]
    face_maps.append(mean_map(model, new_faces, target=1, size=9).numpy())
    with torch.no_grad():
        score = (model(new_faces) @ torch.tensor([-1.0, 1.0])).mean().item()
    rows.append([score, face_maps[-1].max(), face_maps[-1].min()])
face_scores = pd.DataFrame(
    rows,
    index=[f"씨앗 {seed}" for seed in face_seeds],
    columns=["가리기 전의 점수", "가장 많이 줄면", "가장 적게 줄면"],
)
face_scores.round(2)

# %%
# 마지막 신경망의 지도를 평균 얼굴 위에 칠합니다. 예상해 보세요. 어디가 가장 짙을까요?

# sphinx_gallery_alt = "왼쪽은 처음 보는 얼굴들의 평균이고, 오른쪽은 그 위에 칠한, 가렸을 때 줄어든 얼굴 점수의 평균입니다. 가장 짙은 파랑은 위쪽 가장자리이고 값은 <<most_lost|.2f>>로, 가리기 전 점수 <<before|.2f>>의 일부입니다."
plot_heat(
    new_faces.mean(dim=0)[0].numpy(),
    face_maps[-1],
    title="이 모델에서는 위쪽이 점수를 떠받칩니다",
)
plt.show()
before, most_lost, _ = face_scores.iloc[-1]

# %%
# 눈이나 코가 가장 짙으리라고 예상했다면 빗나갔습니다. 이 신경망에서 가장 짙은 곳은 위쪽 가장자리입니다. 그리고 어디를 가려도 점수는
# 일부만 줄어듭니다. 한 부분에만 기대지 않는다는 뜻입니다. 다른 씨앗의 지도와 얼마나 비슷한지도 상관 계수로 잽니다. 똑같으면 하나,
# 상관없으면 영입니다.

pairs = np.corrcoef([m.ravel() for m in face_maps])[[0, 0, 1], [1, 2, 2]]
biggest_share = (
    face_scores["가장 많이 줄면"] / face_scores["가리기 전의 점수"]
).max()
deepest = [divmod(int(m.argmax()), m.shape[1]) for m in face_maps]
print("가장 짙은 곳의 줄과 칸", deepest)
print("두 씨앗끼리의 상관", pairs.round(2))
print(f"가장 크게 줄어도 점수의 {biggest_share:.0%}")
assert pairs.min() < 0.95
assert biggest_share < 0.6

# %%
# 신경망마다 다릅니다. 가장 닮은 둘의 상관은 :val:`most_alike|.2f`, 가장 덜 닮은 둘의 상관은 :val:`least_alike|.2f`입니다. 데이터를
# 나눈 씨앗과 처음 가중치만 다른데도 보는 곳이 달라집니다. 가림 지도는 **그 모델**의 설명이지 얼굴의 설명이 아닙니다.

most_alike, least_alike = pairs.max(), pairs.min()

# %%
# .. _hierarchy-trap:
#
# 흔한 함정
# ---------
#
# 흔히 이렇게 말합니다: “위의 층은 눈, 코, 입의 배치를 보고 얼굴을 알아본다.” 그렇다면 얼굴을 스물다섯 조각으로 잘라 섞으면 얼굴이
# 아니라고 해야 합니다. 확인해 봅니다.

rng = np.random.default_rng(SEED)


def mixed_up(pictures):
    tiles = [shuffled(p[0].numpy(), 5, rng) for p in pictures]
    return torch.tensor(np.array(tiles))[:, None]


def says_face(model, pictures):
    with torch.no_grad():
        return (model(pictures).argmax(dim=1) == 1).float().mean().item()


# %%
# 같은 구조의 신경망에게 다른 문제도 줍니다. 진짜 얼굴과 섞은 얼굴을 가르는 문제입니다.

trials = []
for seed, model in zip(face_seeds, face_models, strict=True):
    (x, y), (x_new, y_new) = faces_of(seed)
    own, new_faces = x[y == 1], x_new[y_new == 1]
    mixed_faces = mixed_up(new_faces)
    pictures = torch.cat([own] * 4 + [mixed_up(own) for _ in range(4)])
    answers = torch.tensor([1, 0]).repeat_interleave(4 * len(own))
    strict = new_model((1, 25, 25), 2, seed)
    teach(strict, pictures, answers, steps=200)
    trials.append(
        [
            says_face(net, tested)
            for net in (model, strict)
            for tested in (new_faces, mixed_faces)
        ]
    )

# %%
# 두 신경망에게 처음 보는 얼굴과 그것을 섞은 것을 보이고, 얼굴이라고 한 비율을 잽니다.

columns = ["얼굴과 배경으로 배움", "얼굴과 섞은 얼굴로 배움"]
columns = [f"{c}: {what}" for c in columns for what in ("얼굴", "섞은 얼굴")]
face_table = pd.DataFrame(trials, columns=columns).T
face_table.columns = [f"씨앗 {seed}" for seed in face_seeds]
plain_mixed, strict_faces, strict_mixed = face_table.to_numpy()[1:]
assert (plain_mixed > 0.5).all()
assert plain_mixed.mean() > 0.7
assert (strict_faces > strict_mixed + 0.5).all()
face_table.round(2)

# %%
# 얼굴과 배경을 가르도록 배운 신경망은 섞은 얼굴도 대개 얼굴이라고 합니다(평균 :val:`plain_mean|.2f`). 조각 안의 밝기와 무늬만으로도
# 배경과 가를 수 있었던 것입니다. 그러면 배치를 배울 까닭이 없습니다. 배치를 보아야만 풀 수 있는 문제, 곧 섞은 얼굴과 진짜 얼굴을 가르는 문제를
# 주면 같은 구조의 신경망이 섞은 얼굴을 물리칩니다(얼굴이라고 한 비율 :val:`strict_mean|.2f`). 층이 있다고 저절로 배치를 보는 것이
# 아니라, **문제가 요구하는 만큼만** 배웁니다.

plain_mean, strict_mean = plain_mixed.mean(), strict_mixed.mean()

# %%
# .. _hierarchy-summary:
#
# 정리
# ----
#
# - 화소의 차이로 선을, 선의 모양으로 눈을, 눈의 배치로 고양이를 찾을 수 있습니다. 눈처럼 생긴 것은 어디에나 있고, 고양이를 가르는
#   것은 배치입니다.
# - 자연 사진에서 배운 첫 층의 필터는 선을 찾는 필터와 닮았고, 그린 동물에서는 배운 층을 지날수록 동물이 쉽게 읽혔습니다.
# - 작고 쉬운 얼굴 자료에서는 층끼리 가를 수 없었고, 배치를 보지도 않았습니다. 무엇을 배우는지는 자료와 문제가 정합니다.

# %%
# .. _hierarchy-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 필터의 부호를 뒤집으면 무엇이 달라지고 무엇이 그대로일까요?
#
# .. dropdown:: 답 보기
#
#    밝은 쪽에서 어두운 쪽으로 가는 선에 반응하던 것이 어두운 쪽에서 밝은 쪽으로 가는 선에 반응합니다. 절댓값은 같습니다. 뒤집은
#    필터 둘을 두고 ReLU를 지나면 두 가지 선을 따로 셀 수 있습니다.

there, back = (convolve(photo, sign * sobel) for sign in (1.0, -1.0))
assert np.allclose(there, -back)
both = np.clip(there, 0, None) + np.clip(back, 0, None)
assert np.allclose(both, np.abs(there))
print("절댓값의 차이", np.abs(np.abs(there) - np.abs(back)).max())

# %%
# **둘.** 신경망에게 수염이나 귀가 어디에 있는지 가르쳐 준 적이 없습니다. 그린 고양이에서 신경망은 어디를 볼까요? 그림을 가로세로
# 넷으로 나누어, 가렸을 때 고양이 점수가 바뀐 크기를 칸마다 평균해 보세요.
#
# .. dropdown:: 답 보기
#
#    고양이가 주로 있는 가운데 네 칸의 평균이 :val:`inside|.2f`, 둘레의 열두 칸이 :val:`outside|.2f`입니다. 어디에 고양이가 있는지
#    알려 준 적이 없는데도 고양이가 있는 곳에 더 기댑니다. 다만 그 칸에는 눈, 주둥이, 수염이 함께 들어 있으므로 이 지도만으로
#    “수염을 보았다”고는 할 수 없습니다. 늘 줄어드는 것도 아니어서, 가리면 점수가 오르는 곳도 있습니다.


def above_others(batch):
    logits = animal_model(batch)
    return logits - logits.mean(dim=1, keepdim=True)


# %%
# 고양이 점수에서 세 점수의 평균을 뺀 것이 얼마나 바뀌는지 마흔 장에서 봅니다.

drops = [
    occlusion_map(
        above_others, p, target=0, size=8, stride=4, fill=p.mean()
    ).numpy()
    for p in x_test[animals.test.labels == 0][:40]
]

# %%
# 지도를 열여섯 칸으로 줄여 적습니다.

blocks = np.abs(drops).mean(axis=0).reshape(4, 8, 4, 8).mean(axis=(1, 3))
inside = blocks[1:3, 1:3].mean()
outside = (blocks.sum() - blocks[1:3, 1:3].sum()) / 12
print(blocks.round(2))
assert inside > outside

# %%
# .. _hierarchy-next:
#
# 다음 쪽
# -------
#
# 딥러닝이 아닌 모델에게 좋은 특징과 나쁜 특징을 주면 어떻게 될까요?
# :doc:`고전 모델들 </auto_examples/09_features/plot_04_classical_models>`에서 견줍니다.
