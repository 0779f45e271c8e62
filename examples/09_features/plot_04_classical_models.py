"""
모델을 바꿀까요, 특징을 바꿀까요?
=================================

점수가 마음에 들지 않으면 사람들은 흔히 모델부터 바꿉니다. 서포트 벡터 머신이 안 되면 랜덤 포레스트를 써 보는 식입니다.
그런데 바꿀 것이 모델일까요, 모델에게 준 특징일까요? 머신러닝의 대표적인 모델 다섯에게 같은 데이터를 두 가지로 주어
어느 쪽이 점수를 더 바꾸는지 잽니다.

- **할 것**: 그림에서 특징 네 가지를 재고, 다섯 모델이 답하는 방법을 짧은 코드로 따라 하고, 특징이 좋을 때와 나쁠 때를
  견줍니다. 특징을 주지 않은 신경망도 함께 잽니다.
- **배울 것**: 다섯 모델은 저마다 다른 방법으로 답하지만 특징이 나쁘면 다 같이 못합니다. 특징을 사람이 만들면 노력이 들고
  까닭을 말하기 쉬우며, 모델이 배우면 데이터가 많이 듭니다.
- **필요한 것**: :doc:`좋은 특징은 무엇이 다를까요? </auto_examples/09_features/plot_01_feature_engineering>`와, 합성곱 신경망을
  쓴 :doc:`특징은 사람이 정할까요, 모델이 배울까요? </auto_examples/09_features/plot_02_learned_features>`. scikit-learn과
  PyTorch를 씁니다.
"""

# %%
# .. _classical-who:
#
# 특징은 누가 뽑나요?
# -------------------
#
# 고양이와 개의 그림을 가르는 일을 둘로 나누어 봅니다. 그림에서 쓸모 있는 값, 곧 :term:`특징`을 재는 **특징 추출**과, 그 값을 보고
# 답을 정하는 :term:`분류`입니다. 전통적인 :term:`머신러닝`과 :term:`딥러닝`은 첫째 일을 누가 하는지가 다릅니다.
#
# - 전통적인 머신러닝: 입력 → 특징 추출(**사람**) → 분류(모델) → 답
# - 딥러닝: 입력 → 특징 추출과 분류(**모델**이 한꺼번에) → 답
#
# 뒤의 것이 입력에서 답까지 한꺼번에 배우는 :term:`종단 간 학습`(end-to-end learning)입니다. 먼저 앞의 길을 갑니다. 그림은
# :doc:`학습의 한 걸음 </auto_examples/07_training/plot_02_one_step_in_detail>`에서 쓴 것과 같은 방법으로 그렸습니다.

import numpy as np
import pandas as pd

from dlconcepts.datasets.drawings import make_drawings

SEED = 0  # 데이터를 만들고 나누고 배우는 모든 곳에서 씁니다
drawings = make_drawings(seed=SEED, per_class=200, test=0.3)


def cats_and_dogs(part):
    two = part.labels < 2
    return part.images[two], part.labels[two]


pictures, animal = cats_and_dogs(drawings.train)
new_pictures, new_animal = cats_and_dogs(drawings.test)
print("학습", pictures.shape, "평가", new_pictures.shape)

# %%
# .. _classical-four:
#
# 사람이 재는 네 가지
# -------------------
#
# 고양이와 개는 무엇이 다를까요? 귀의 모양, 눈의 크기, 코의 모양, 털의 길이가 떠오릅니다. 이 그림에는 털의 길이가 없으므로 얼굴의
# 너비를 대신 잽니다. 동물의 자리와 크기가 그림마다 다르니, 먼저 바탕과 다른 점들(``body``)을 찾아 그 한가운데와 크기로 자리를
# 맞춥니다. :math:`u`는 한가운데에서 오른쪽으로, :math:`v`는 아래쪽으로 잰 자리입니다. 얼굴과 넓이가 같은 원의 반지름을 1로 셉니다.
# ``share``는 고른 자리(``place``)에 있는 값들의 평균입니다.


def face(images):
    corners = images[:, [0, 0, -1, -1], [0, -1, 0, -1]]
    ground = np.median(corners, axis=1)[:, None, None]
    body = np.abs(images - ground).max(axis=3) > 0.12
    area = body.sum(axis=(1, 2))[:, None, None]
    down, across = np.mgrid[:32, :32]
    x = (body * across).sum(axis=(1, 2))[:, None, None] / area
    y = (body * down).sum(axis=(1, 2))[:, None, None] / area
    radius = np.sqrt(area / np.pi)
    return body, (across - x) / radius, (down - y) / radius


def share(values, place):
    return (values * place).sum(axis=(1, 2)) / place.sum(axis=(1, 2))


# %%
# 자리를 알면 네 가지는 한 줄씩입니다. 귀는 동물의 점 가운데 위로 솟은 것의 몫, 눈은 눈이 있을 자리에서 어두운 점의 몫, 코는 코가
# 있을 자리의 밝기, 너비는 얼굴의 양옆에서 동물의 점이 차지하는 몫입니다. 사람이 정하고 사람이 적은 것이라, 수 하나하나가 무슨 뜻인지
# 말할 수 있습니다.


def measure(images):
    body, u, v = face(images)
    gray = images.mean(axis=3)
    middle = np.abs(u) < 0.25
    features = {
        "귀": share(v < -0.9, body),
        "눈": share(gray < 0.25, (v > -0.6) & (v < 0.1) & (np.abs(u) < 0.7)),
        "코": share(gray, middle & (np.abs(v - 0.2) < 0.2)),
        "너비": share(body, np.abs(u) > 0.9),
    }
    return 100 * np.column_stack(list(features.values())), list(features)


# %%
# 두 동물의 평균입니다. 어느 수가 다를지 먼저 예측해 보세요.

x, names = measure(pictures)
x_new, _ = measure(new_pictures)
kinds = ["고양이", "개"]
table = pd.DataFrame(x, columns=names).groupby(animal).mean()
assert table.loc[0, "귀"] > table.loc[1, "귀"]
assert table.loc[0, "눈"] < table.loc[1, "눈"]
assert table.loc[0, "코"] > table.loc[1, "코"]
table.set_axis(kinds).round(1)

# %%
# 단위는 모두 백분율입니다. 고양이는 귀가 솟아 있고, 개는 눈 자리가 어둡고 코도 어둡습니다. 평균이 다르다고 한 마리씩 가를 수 있는
# 것은 아니므로 그림으로 봅니다.

# sphinx_gallery_alt = "고양이 네 마리와 개 네 마리의 그림. 그림마다 아래에 귀의 값이 적혀 있습니다. 귀가 솟은 고양이들의 값은 <<cat_ears[0]|.1f>>에서 <<cat_ears[1]|.1f>>까지이고, 귀가 늘어진 개들의 값은 <<dog_ears[0]|.1f>>에서 <<dog_ears[1]|.1f>>까지입니다."
import matplotlib.pyplot as plt

from dlconcepts.viz import plot_images, use_korean_font

use_korean_font()
shown = np.r_[np.flatnonzero(animal == 0)[:4], np.flatnonzero(animal == 1)[:4]]
plot_images(
    pictures[shown],
    captions=[f"귀 {x[k, 0]:.1f}" for k in shown],
    row_names=kinds,
    columns=4,
    title="사람이 그림에서 잰 수",
)
plt.show()

# %%
# 고양이의 값이 대개 크지만 겹치기도 합니다. 하나만 보아서는 모자랄 수 있으니 넷을 함께 씁니다.

ears = x[shown, 0].reshape(2, 4)
cat_ears, dog_ears = np.c_[ears.min(axis=1), ears.max(axis=1)]
print("고양이", cat_ears.round(1), "개", dog_ears.round(1))

# %%
# .. _classical-five:
#
# 다섯 모델이 답하는 방법
# -----------------------
#
# 같은 네 수를 다섯 모델에게 줍니다. 특징의 크기가 서로 다르므로 열마다 평균과 퍼진 정도를 맞춥니다. 시간을 아끼려고
# :term:`랜덤 포레스트`의 트리를 줄인 것 말고는 설정이 기본값 그대로입니다. 어느 특징을 주든 설정을 바꾸지 않으므로, 특정한 모델이나
# 특징을 더 다듬어 주는 일은 없습니다.

from sklearn.ensemble import RandomForestClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier


def five():
    return {
        "서포트 벡터 머신": SVC(),
        "나이브 베이즈": GaussianNB(),
        "랜덤 포레스트": RandomForestClassifier(20, random_state=SEED),
        "결정 트리": DecisionTreeClassifier(random_state=SEED),
        "k-최근접 이웃": KNeighborsClassifier(5),
    }


# %%
# 평균과 퍼진 정도는 학습 데이터에서 재고, 처음 보는 그림에도 그 값을 그대로 씁니다.

scaler = StandardScaler().fit(x)
z, z_new = scaler.transform(x), scaler.transform(x_new)
models = {name: model.fit(z, animal) for name, model in five().items()}
by_features = {
    name: model.score(z_new, new_animal) for name, model in models.items()
}
assert min(by_features.values()) > 0.8
pd.Series(by_features).to_frame("평가 정확도").round(3)

# %%
# 네 수만으로 다섯 모델이 모두 잘 맞힙니다. 저마다 어떻게 답했을까요? 짧은 코드로 따라 해 봅니다.
#
# :term:`k-최근접 이웃`은 규칙을 만들지 않습니다. 예제를 모두 외웠다가, 물음과 가장 가까운 다섯에게 손을 들게 하여 많은 쪽을
# 답합니다.


def neighbors_say(asked, known, labels, k=5):
    squared = ((asked[:, None] - known) ** 2).sum(axis=2)
    nearest = squared.argsort(axis=1)[:, :k]
    return (labels[nearest].mean(axis=1) > 0.5).astype(int)


ours = neighbors_say(z_new, z, animal)
same = (ours == models["k-최근접 이웃"].predict(z_new)).mean()
print(f"scikit-learn과 같은 답 {same:.0%}")
assert same > 0.98

# %%
# :term:`나이브 베이즈`는 동물마다 특징의 평균과 퍼진 정도를 적어 두고, 값이 평균 둘레에 종 모양(정규 분포)으로 퍼져 있다고 보고
# 이 값이 나올 확률이 큰 동물을 답합니다. 특징들이 서로 상관없다고 순진하게(naive) 믿으므로 확률을 곱하기만 합니다. 그 동물이 얼마나
# 흔한지도 곱합니다. 로그에서는 곱하기가 더하기입니다.


def bayes_says(asked, known, labels):
    scores = []
    for c in range(2):
        own = known[labels == c]
        mean, var = own.mean(axis=0), own.var(axis=0)
        log_p = -((asked - mean) ** 2) / (2 * var) - np.log(var) / 2
        scores.append(log_p.sum(axis=1) + np.log(len(own)))
    return np.argmax(scores, axis=0)


ours = bayes_says(z_new, z, animal)
same = (ours == models["나이브 베이즈"].predict(z_new)).mean()
print(f"scikit-learn과 같은 답 {same:.0%}")
assert same > 0.98

# %%
# :term:`결정 트리`는 스무고개입니다. 특징 하나가 얼마보다 큰지를 이어 묻습니다. 물음을 두 번으로 줄이고, 크기를 맞추지 않은 특징으로
# 가르쳐 물음을 그대로 읽어 봅니다.

from sklearn.tree import export_text

small_tree = DecisionTreeClassifier(max_depth=2, random_state=SEED)
small_tree.fit(x, animal)
rules = export_text(
    small_tree, feature_names=names, class_names=kinds, decimals=1
)
tree_score = small_tree.score(x_new, new_animal)
print(rules)
print(f"물음 두 번으로 {tree_score:.3f}")
assert tree_score > 0.75

# %%
# 랜덤 포레스트는 예제와 특징을 조금씩 바꾸어 기른 트리 여럿의 확률을 평균합니다. :term:`서포트 벡터 머신`은 두 무리 사이에 가장 넓은
# 길을 내는 경계를 찾습니다. 길을 조금 침범하는 예제는 봐주고, 가까운 예제일수록 크게 쳐 주어 길이 굽을 수도 있습니다. 길가와 길 안에 선
# 예제(support vector)만 경계를 정하므로, 나머지를 지우고 다시 가르쳐도 답이 같아야 합니다. 다만 얼마나 가까우면 가깝다고 볼지(``gamma``)는
# 데이터의 퍼진 정도로 정하는 것이 기본값이라, 지우기 전의 값을 그대로 줍니다.

forest, svm = models["랜덤 포레스트"], models["서포트 벡터 머신"]
mean_of_trees = np.mean(
    [tree.predict_proba(z_new) for tree in forest.estimators_], axis=0
)
assert np.allclose(mean_of_trees, forest.predict_proba(z_new))

side = svm.support_
gamma = 1 / (z.shape[1] * z.var())
again = SVC(gamma=gamma).fit(z[side], animal[side])
same = (again.predict(z_new) == svm.predict(z_new)).mean()
print(f"예제 {len(z)}개에서 {len(side)}개만 남겨도 같은 답 {same:.0%}")
assert same > 0.98
assert len(side) < len(z) / 2

# %%
# .. _classical-boundaries:
#
# 경계의 모양
# -----------
#
# 답하는 방법이 다르면 답이 바뀌는 선, 곧 :term:`결정 경계`의 모양도 다릅니다. 특징을 눈과 코 둘로 줄이면 평면에 그릴 수 있습니다.
# 두 축은 크기를 맞춘 뒤의 값입니다. 다섯 선이 어떤 모양일지 먼저 그려 보세요.

# sphinx_gallery_alt = "눈과 코의 값으로 찍은 같은 점들 위에 다섯 모델의 경계를 그린 그림 다섯 개. 서포트 벡터 머신과 나이브 베이즈의 경계는 매끈한 곡선이고, 결정 트리와 랜덤 포레스트의 경계는 가로세로로 꺾인 계단이며, k-최근접 이웃의 경계는 들쭉날쭉합니다."
from dlconcepts.viz import plot_decision

fig, axes = plt.subplots(2, 3, figsize=(8, 5.6), sharex=True, sharey=True)
pair = z[:, [1, 2]]
flat = {name: model.fit(pair, animal) for name, model in five().items()}
for ax, (name, model) in zip(axes.flat, flat.items(), strict=False):
    plot_decision(model.predict, pair, animal, names=kinds, ax=ax)
    ax.set(title=name, xlabel="", ylabel="")
    ax.get_legend().remove()
handles = axes.flat[0].get_legend_handles_labels()
axes.flat[5].legend(*handles, loc="center")
fig.supxlabel("눈")
fig.supylabel("코")
axes.flat[5].axis("off")
plt.show()

# %%
# 점은 모두 같은 자리에 있습니다. 서포트 벡터 머신과 나이브 베이즈는 매끈한 곡선을, 한 번에 특징 하나만 묻는 트리들은 가로세로로 꺾인
# 계단을, k-최근접 이웃은 들쭉날쭉한 선을 긋습니다. 점이 없는 곳에서는 답이 서로 다르기도 합니다. 점수도 많이 다를까요?

pair_new = z_new[:, [1, 2]]
on_pair = {n: model.score(pair_new, new_animal) for n, model in flat.items()}
print({name: round(score, 2) for name, score in on_pair.items()})
assert max(on_pair.values()) - min(on_pair.values()) < 0.15

# %%
# 경계의 모양은 이렇게 다른데 점수는 비슷합니다. 두 동물의 점이 이미 잘 나뉘어 있기 때문이고, 점을 나누어 놓은 것은 특징입니다.

# %%
# .. _classical-digits:
#
# 같은 데이터, 다른 특징
# ----------------------
#
# 특징이 나쁘면 어떻게 될까요? 손으로 쓴 숫자를 더 넓은 종이의 아무 데나 놓습니다. 특징은 두 가지입니다. 하나는 점마다의 잉크를 그대로 쓴
# **원본**이고, 다른 하나는 잉크의 무게 중심이 종이 한가운데에 오도록 옮긴 것, **맞춘 것**입니다. “숫자는 어디에 있어도 같은
# 숫자이다”라는 지식을 사람이 넣어 준 것입니다.

from dlconcepts.datasets.digits import load_digits


def scatter(images, rng):
    wide = np.zeros((len(images), 16, 16), dtype=np.float32)
    for paper, image in zip(wide, images, strict=True):
        top, left = rng.integers(0, 9, size=2)
        paper[top : top + 8, left : left + 8] = image
    return wide


# %%
# 맞출 때는 가로줄마다, 세로줄마다 잉크의 양을 무게로 삼아 중심을 구하고, 그 중심이 한가운데로 가도록 그림을 밉니다.


def centered(images):
    grid = np.arange(16)
    ink = images.sum(axis=(1, 2))
    down = 7.5 - (images.sum(axis=2) @ grid) / ink
    right = 7.5 - (images.sum(axis=1) @ grid) / ink
    shifts = np.column_stack([down, right]).round().astype(int)
    moved = [
        np.roll(im, s, (0, 1)) for im, s in zip(images, shifts, strict=True)
    ]
    return np.array(moved)


# %%
# 숫자 여섯 개를 맞추기 전과 뒤입니다.

# sphinx_gallery_alt = "두 줄로 늘어놓은 손글씨 숫자 여섯 개. 윗줄은 종이의 아무 데나 놓인 원본이고, 아랫줄은 같은 숫자를 한가운데로 옮긴 것입니다."
digits = load_digits(seed=SEED)
sample = scatter(digits.train.images[:6], np.random.default_rng(SEED))
plot_images(
    np.concatenate([sample, centered(sample)]),
    row_names=["원본", "맞춘 것"],
    look="ink",
    title="같은 숫자, 다른 특징",
)
plt.show()

# %%
# 원본을 그대로 받는 작은 :term:`합성곱` 신경망도 함께 잽니다. 맞추라고 일러 주지 않으며, 특징부터 분류까지 스스로 배워야 합니다. 다만
# 합성곱은 작은 무늬를 어느 자리에서나 똑같이 찾는 구조이므로, 자리에 관한 지식이 구조에 조금 들어 있습니다.

import torch

from dlconcepts.models import ConvClassifier
from dlconcepts.training import TrainConfig, Trainer

torch.set_num_threads(1)

# %%
# 가르치고 나서 물음에 답하게 하는 함수입니다.


def end_to_end(images, labels, asked, *, epochs):
    net = ConvClassifier(
        (1, 16, 16), 10, channels=(8, 16), hidden=32, seed=SEED
    )
    adam = torch.optim.Adam(net.parameters(), lr=0.007)
    loss = torch.nn.CrossEntropyLoss()
    config = TrainConfig(
        epochs=epochs, batch_size=64, seed=SEED, progress=False
    )
    trainer = Trainer(net, adam, loss, config, device="cpu")
    trainer.fit((images[:, None], labels))
    with torch.no_grad():
        logits = net(torch.from_numpy(asked[:, None]))
    return net, logits.argmax(dim=1).numpy()


# %%
# 다섯 모델에게 원본과 맞춘 것을 주고, 합성곱 신경망에는 원본만 줍니다. 어느 쪽이 점수를 더 바꿀까요? 모델일까요, 특징일까요?

y, y_test = digits.train.labels, digits.test.labels
rng = np.random.default_rng(SEED)
raw = scatter(digits.train.images, rng)
raw_test = scatter(digits.test.images, rng)


def five_scores(seen, labels, asked):
    seen, asked = (part.reshape(len(part), -1) for part in (seen, asked))
    return {
        name: model.fit(seen, labels).score(asked, y_test)
        for name, model in five().items()
    }


# %%
# 같은 평가 그림에서 잽니다. 먼저 예측해 보세요.

two = {
    "원본": five_scores(raw, y, raw_test),
    "맞춘 것": five_scores(centered(raw), y, centered(raw_test)),
}
net, guess = end_to_end(raw, y, raw_test, epochs=12)
two["원본"]["합성곱 신경망"] = net_score = float((guess == y_test).mean())
results = pd.DataFrame(two)
results.round(3)

# %%
# 합성곱 신경망에는 맞춘 그림을 주지 않아 빈칸입니다. 막대로 그립니다.

# sphinx_gallery_alt = "모델마다 막대 두 개를 그린 그림. 맞춘 것의 막대는 원본의 막대보다 다섯 모델 모두에서 훨씬 높습니다. 원본만 받은 합성곱 신경망은 <<net_score|.2f|으로/로>>, 원본을 받은 다섯 모델보다 높고 맞춘 것을 받은 서포트 벡터 머신보다 낮습니다."
from dlconcepts.viz import PALETTE

ax = results.rename(lambda name: name.replace(" ", "\n", 1)).plot.bar(
    figsize=(8, 4), color=PALETTE[1::-1], width=0.7, rot=0
)
for bars in ax.containers:
    labels = [f"{h:.2f}" if h > 0 else "" for h in bars.datavalues]
    ax.bar_label(bars, labels, padding=2, fontsize="small")
ax.set(ylim=(0, 1.3), yticks=[0, 0.5, 1], xlabel="", ylabel="평가 정확도")
ax.set_title("특징을 바꾸면 다섯 모델이 함께 달라집니다")
ax.legend(loc="upper right", ncols=2)
ax.grid(axis="x", visible=False)
plt.show()

# %%
# 원본을 받은 다섯 가운데 가장 나은 것이 :val:`best_raw|.2f`인데, 모델을 둔 채 특징을 바꾸면 다섯이 모두 적어도
# :val:`by_feature|.2f`만큼 오르고 서포트 벡터 머신은 :val:`best_good|.2f|이/가` 됩니다.

classical = results.drop(index="합성곱 신경망")
best_raw = classical["원본"].max()
best_good = classical.loc["서포트 벡터 머신", "맞춘 것"]
by_feature = (classical["맞춘 것"] - classical["원본"]).min()
assert by_feature > 0.35
assert net_score > best_raw + 0.1
assert best_good > net_score + 0.1

# %%
# 기본값이 원본에 불리했을지도 모릅니다. 원본에서만 두 모델의 설정을 바꾸어, 서포트 벡터 머신은 침범을 덜 봐주게 하고(``C``), k-최근접
# 이웃은 하나에게만 묻게 합니다.

flat_raw, flat_new = (
    raw.reshape(len(raw), -1),
    raw_test.reshape(len(raw_test), -1),
)
tuned = {
    model: model.fit(flat_raw, y).score(flat_new, y_test)
    for model in (SVC(C=10), KNeighborsClassifier(1))
}
tuned_raw = max(tuned.values())
print({str(model): round(score, 2) for model, score in tuned.items()})
assert (classical["맞춘 것"] > tuned_raw + 0.05).sum() >= 4

# %%
# 평가 데이터의 점수를 보고 고른 후한 값인데도 :val:`tuned_raw|.2f`입니다. 특징을 바꾼 다섯 가운데 나이브 베이즈를 뺀 넷은 기본값으로도
# 이보다 높습니다. 특징이 이렇게 중요하도록 우리가 숫자를 흩어 놓은 것이기도 합니다. 늘 이런지는 뒤의 포도주에서 다시 봅니다.

# %%
# .. _classical-end-to-end:
#
# 모델이 특징까지 배우면
# ----------------------
#
# 같은 원본을 받은 것끼리 견주면 합성곱 신경망이 :val:`net_score|.2f|으로/로` 다섯 모델을 모두 이겼습니다. 사람에게 맞추는 방법을
# 묻지 않고도 그렇습니다. 그러나 사람이 맞춘 특징을 받은 서포트 벡터 머신, 랜덤 포레스트, k-최근접 이웃에는 미치지 못했습니다.
# 학습 데이터를 백 개로 줄이면 어떻게 될까요? 신경망은 백 개를 다 외울 때까지 여러 번 돕니다.

few = 100
asked = np.concatenate([raw[:few], raw_test])
_, guess = end_to_end(raw[:few], y[:few], asked, epochs=50)
few_known = float((guess[:few] == y[:few]).mean())
few_net = float((guess[few:] == y_test).mean())
svm = "서포트 벡터 머신"
few_raw = five_scores(raw[:few], y[:few], raw_test)[svm]
few_svm = five_scores(centered(raw[:few]), y[:few], centered(raw_test))[svm]
print(f"신경망: 배운 것 {few_known:.2f}, 처음 보는 것 {few_net:.2f}")
print(f"서포트 벡터 머신, 원본: 처음 보는 것 {few_raw:.2f}")
print(f"서포트 벡터 머신, 맞춘 것: 처음 보는 것 {few_svm:.2f}")
assert results.loc[[svm, "랜덤 포레스트"], "맞춘 것"].min() > net_score + 0.08
assert results.loc["k-최근접 이웃", "맞춘 것"] > net_score + 0.08

# %%
# 신경망은 백 개를 거의 외우고도 처음 보는 숫자는 대부분 틀립니다. :term:`과적합`입니다. 원본을 받은 서포트 벡터 머신은 더 못합니다.
# 사람의 지식이 든 특징은 그만한 데이터로도 통합니다. 씨앗 하나의 운이 아닌지, 이 쪽을 씨앗만 바꾸어 다섯 번 실행한 기록과 견줍니다.

from itertools import pairwise

from dlconcepts.benchmark import recorded_spread

spread = recorded_spread("09_features/plot_04_classical_models")
spread.check(
    animals_low=min(by_features.values()),
    best_raw=best_raw,
    net_raw=net_score,
    tuned_raw=tuned_raw,
    best_good=best_good,
    few_raw=few_raw,
    few_net=few_net,
    few_good=few_svm,
)

assert few_known > 0.9
assert few_svm > few_net + 0.3

# %%
# 표의 위쪽은 학습 데이터를 모두 쓴 것이고, 아래의 셋은 백 개만 쓴 것입니다.

shown = {
    "best_raw": "원본, 다섯 가운데 가장 나은 것",
    "tuned_raw": "원본, 설정을 바꾼 두 모델의 나은 쪽",
    "net_raw": "원본, 합성곱 신경망",
    "best_good": "맞춘 것, 서포트 벡터 머신",
    "few_raw": "백 개, 원본, 서포트 벡터 머신",
    "few_net": "백 개, 원본, 합성곱 신경망",
    "few_good": "백 개, 맞춘 것, 서포트 벡터 머신",
}
spread.to_frame(names=shown).round(2)

# %%
# 씨앗을 바꾸어도 차례는 같습니다. 위와 아래를 따로 보면 범위끼리 겹치지도 않습니다.

for order in (
    ("best_raw", "tuned_raw", "net_raw", "best_good"),
    ("few_raw", "few_net", "few_good"),
):
    for worse, better in pairwise(order):
        assert spread[worse].high < spread[better].low

# %%
# 이제 특징을 배우게 하면 무엇이 달라지는지 다섯 가지를 이 쪽에서 잰 것으로 말할 수 있습니다.
#
# - **노력**: 동물의 네 특징도, 숫자를 맞추는 일도 사람이 생각하고 적었습니다. 신경망은 그 일을 덜어 줍니다.
# - **쉬움**: 숫자가 어떻게 생겼는지 몰라도 그림과 정답만 있으면 ``end_to_end``를 실행할 수 있습니다. 다만 층의 수와
#   :term:`학습률`은 사람이 정했습니다.
# - **성능**: 같은 원본에서는 신경망이 가장 높았습니다. 다만 좋은 특징을 아는 사람은 더 높았습니다.
# - **데이터**: 백 개로는 사람의 특징을 당하지 못했습니다. 특징까지 배우려면 데이터가 더 많이 듭니다.
# - **블랙박스**: 위의 결정 트리는 물음 두 번을 읽어 주면 설명이 됩니다. 신경망의 답은 파라미터 :val:`net_size|,d`개를 곱하고 더한
#   것이라, 다 읽어도 왜 그 답인지 알기 어렵습니다. 안을 들여다볼 수 없는 상자에 빗대어 :term:`블랙박스`라고 합니다.

from dlconcepts.parameters import count

net_size = count(net).total
tree_questions = small_tree.tree_.node_count // 2
print(f"물음 두 번의 트리에 적힌 물음 {tree_questions}개")
print(f"신경망의 파라미터 {net_size:,}개")

# %%
# .. _classical-scale:
#
# 크기를 맞추는 것도 특징입니다
# -----------------------------
#
# 이번에는 진짜 포도주 데이터입니다. 성분 열셋으로 어느 품종의 포도로 만들었는지 맞힙니다. 성분마다 단위가 달라 수의 크기가 크게
# 다릅니다. 크기를 맞추는 것이 다섯 모델 모두에게 도움이 될까요? 다섯 묶음으로 나누어 :term:`교차 검증`합니다. 크기도 묶음을 남겨 둘
# 때마다 나머지에서 다시 잽니다.

from sklearn.datasets import load_wine
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline

wine, grape = load_wine(return_X_y=True)
folds = StratifiedKFold(5, shuffle=True, random_state=SEED)
rows = {}
for name, model in five().items():
    scaled = make_pipeline(StandardScaler(), model)
    rows[name] = [
        cross_val_score(each, wine, grape, cv=folds).mean()
        for each in (model, scaled)
    ]
sizes = pd.DataFrame(rows, index=["그대로", "크기를 맞춤"]).T
sizes.round(3)

# %%
# 거리를 재는 둘, 서포트 벡터 머신과 k-최근접 이웃만 크게 좋아집니다. 크기를 맞추지 않으면 수가 가장 큰 성분 하나가 거리를 거의 정해
# 버리기 때문입니다. 트리들은 수의 차례만 보고 나이브 베이즈는 특징마다 퍼진 정도로 나누므로, 크기가 어떻든 거의 같습니다. 특징을 바꾼다고
# 다섯이 늘 함께 달라지는 것은 아닙니다. 어떤 특징이 좋은지는 모델에 따라 다릅니다.

change = sizes["크기를 맞춤"] - sizes["그대로"]
assert change[["서포트 벡터 머신", "k-최근접 이웃"]].min() > 0.15
others = ["나이브 베이즈", "랜덤 포레스트", "결정 트리"]
assert change[others].abs().max() < 0.03

# %%
# .. _classical-trap:
#
# 흔한 함정
# ---------
#
# 첫째, 흔히 이렇게 말합니다: “가장 좋은 모델은 무엇무엇이다.” 이 쪽의 네 가지 데이터에서 다섯 모델이 몇 등인지 적어 봅니다.

four = pd.DataFrame(
    {
        "숫자, 원본": classical["원본"],
        "숫자, 맞춘 것": classical["맞춘 것"],
        "포도주, 그대로": sizes["그대로"],
        "포도주, 크기를 맞춤": sizes["크기를 맞춤"],
    }
)
places = four.rank(ascending=False, method="min").astype(int)
places

# %%
# 데이터와 특징이 바뀌면 차례가 뒤섞입니다. 나이브 베이즈는 숫자에서 꼴찌인데 포도주를 그대로 주면 앞에서 둘째 안에 들고, 서포트 벡터
# 머신은 거꾸로 그때 뒤에서 둘째 안에 듭니다. 점수가 비슷한 이웃끼리의 차례는 우연일 수도 있습니다. 모델의 차례를 외우기보다 내
# 데이터에서 재는 편이 낫습니다.

assert (places.loc["나이브 베이즈"].iloc[:2] == 5).all()
assert places.loc["나이브 베이즈", "포도주, 그대로"] <= 2
assert places.loc["서포트 벡터 머신", "포도주, 그대로"] >= 4
assert places.loc["서포트 벡터 머신", "숫자, 맞춘 것"] <= 2

# %%
# 둘째, 흔히 이렇게 말합니다: “사람이 특징을 만들면 설명할 수 있다.” 특징은 설명할 수 있습니다. 그러나 랜덤 포레스트가 그 특징으로
# 답한 까닭은 어떨까요? 동물을 가른 숲의 물음을 세어 봅니다.

questions = sum(
    tree.tree_.node_count // 2 for tree in models["랜덤 포레스트"].estimators_
)
print(f"숲의 물음 {questions}개")
assert questions > 100

# %%
# 물음 :val:`questions`개를 다 읽어 주어도 듣는 사람에게는 설명이 되지 않습니다. 설명하기 쉬운지는 특징과 모델이 함께 정합니다. 사람이
# 뜻을 아는 특징과 짧은 트리를 함께 쓸 때 까닭을 말하기 쉽습니다.

# %%
# .. _classical-summary:
#
# 정리
# ----
#
# - 서포트 벡터 머신은 넓은 길을, 나이브 베이즈는 곱한 확률을, 결정 트리는 물음을, 랜덤 포레스트는 여러 트리의 평균을, k-최근접 이웃은
#   닮은 예제를 보고 답합니다.
# - 흩어 놓은 숫자에서는 특징이 나쁘면 다섯이 함께 못하고 좋으면 함께 나아졌습니다. 모델을 바꾸기 전에 특징을 보세요.
# - 신경망은 특징까지 배워 사람의 일을 덜어 주지만, 데이터가 많이 들고 까닭을 말하기 어렵습니다.

# %%
# .. _classical-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 숫자의 점들을 무작위로 섞어도 모델이 똑같이 맞힐까요? 모든 그림을 같은 차례로 섞어 k-최근접 이웃과 서포트 벡터
# 머신에 넣어 보세요.
#
# .. dropdown:: 답 보기
#
#    두 모델은 똑같이 맞힙니다. 거리를 잴 때 어느 점이 어느 점의 옆에 있는지는 보지 않기 때문입니다. 사람 눈에는
#    숫자가 사라졌는데도 점수가 그대로인 까닭입니다. 합성곱 신경망은 이웃한 점을 함께 보므로 다릅니다.

full = centered(raw).reshape(len(raw), -1)
full_new = centered(raw_test).reshape(len(raw_test), -1)
shuffle = np.random.default_rng(SEED).permutation(full.shape[1])
kept = {}
for name in ("k-최근접 이웃", "서포트 벡터 머신"):
    plain = five()[name].fit(full, y).predict(full_new)
    mixed = five()[name].fit(full[:, shuffle], y).predict(full_new[:, shuffle])
    kept[name] = float((plain == mixed).mean())
print(kept)
assert min(kept.values()) > 0.98

# %%
# **둘.** 결정 트리의 첫 물음은 어떻게 정했을까요? 네 특징과 모든 경계를 남김없이 시험하여, 물음 하나로 가장 많이 맞히는 것을
# 찾아보세요.
#
# .. dropdown:: 답 보기
#
#    물음 하나로 학습 데이터의 :val:`one_question|.0%|을/를` 맞히는 특징은 :val:`best_name`입니다. 결정 트리는 맞힌 수
#    대신 섞인 정도를 재므로 경계가 조금 다를 수 있지만, 남김없이 시험한다는 점은 같습니다.

tried = {}
for j, name in enumerate(names):
    for edge in np.unique(x[:, j]):
        right = ((x[:, j] <= edge) == animal).mean()
        tried[name, edge] = max(right, 1 - right)
(best_name, best_edge), one_question = max(tried.items(), key=lambda t: t[1])
print(best_name, round(float(best_edge), 1), round(float(one_question), 3))
assert one_question > 0.75

# %%
# **셋.** 네 특징을 하나씩만 주면 서포트 벡터 머신이 얼마나 맞힐까요? 넷을 모두 준 것과 견주어 보세요.
#
# .. dropdown:: 답 보기
#
#    하나로는 많아야 :val:`best_single|.2f`이고, 넷을 모두 주면 :val:`all_four|.2f`입니다. 혼자서는 모자란 특징들이 함께 쓰이면
#    서로 메워 줍니다.

singles = {}
for j, name in enumerate(names):
    one = SVC().fit(z[:, [j]], animal)
    singles[name] = one.score(z_new[:, [j]], new_animal)
best_single = max(singles.values())
all_four = by_features["서포트 벡터 머신"]
print({name: round(score, 2) for name, score in singles.items()})
assert all_four > best_single

# %%
# .. _classical-next:
#
# 다음 쪽
# -------
#
# 글에서는 특징을 어떻게 뽑을까요? 한국어 문장을 조각내고 고르고 뜻을 재는
# :doc:`고전 언어 처리의 길 </auto_examples/10_language/plot_01_classical_pipeline>`로 갑니다.
