"""
외운 것일까요, 배운 것일까요?
=============================

손글씨를 거의 다 읽는 신경망이 있습니다. 그런데 그림을 옆으로 눕히기만 하면 거의 읽지 못합니다. 그러면서도 자신 있게 답합니다.
무엇을 배웠고 무엇을 배우지 못한 것일까요? 끝까지 따져 보면 딥러닝이 잘하는 일과 못하는 일이 보입니다.

- **할 것**: 외우는 프로그램과 신경망을 견주고, 신경망을 배우지 않은 장면에 세우고, 예제 몇 개로 새 숫자를 가르칩니다.
- **배울 것**: 신경망은 배운 것과 비슷한 새 그림은 읽지만, 달라진 세상에 스스로 적응하지 못합니다. 적응시키는 것은 새 예제를 주는
  사람입니다.
- **필요한 것**: :doc:`신경망은 어떻게 배울까요? </auto_examples/01_what_is_deep_learning/plot_05_weights_loss_optimizer>`.
  scikit-learn을 씁니다.
"""

# %%
# .. _memorize-table:
#
# 외우는 프로그램
# ---------------
#
# 손으로 쓴 숫자 그림을 배울 것과 시험할 것으로 나눕니다. 가장 쉬운 방법은 통째로 외우는 것입니다. 배울 그림과 정답을 사전에 적어
# 두고, 같은 그림이 나오면 찾아서 답합니다. 배운 그림과 처음 보는 그림에서 저마다 몇 장이나 맞힐까요?

import numpy as np

from dlconcepts.datasets.digits import load_digits

SEED = 0  # 씨앗: 무작위로 뽑는 차례를 정하는 번호
digits = load_digits(seed=SEED)
images, y = digits.train.images, digits.train.labels
test_images, y_test = digits.test.images, digits.test.labels

book = {image.tobytes(): label for image, label in zip(images, y, strict=True)}
known = sum(image.tobytes() in book for image in images)
found = sum(image.tobytes() in book for image in test_images)
print(f"배운 그림 {len(images)}장 가운데 {known}장")
print(f"처음 보는 그림 {len(test_images)}장 가운데 {found}장")
assert known == len(images)
assert found == 0

# %%
# 배운 것은 다 맞히고, 처음 보는 것은 하나도 찾지 못합니다. 같은 숫자도 쓸 때마다 조금씩 다르니 똑같은 그림이 다시 나오지
# 않습니다. 이번에는 신경망입니다. ``flat``은 그림을 한 줄로 폅니다. ``learn``은 배울 그림을 스무 번 보는 동안, 곧 스무
# :term:`에포크` 동안 예측하고 채점하고 고치는 루프를 돌립니다. ``fit``이 그 루프이고 ``Adam``은 가중치를 고치는 옵티마이저입니다.

from dlconcepts.mlp import MLP
from dlconcepts.optimizers import Adam


def flat(images):
    return images.reshape(len(images), -1)


def learn(images, y, seed=SEED, hidden=64, epochs=20):
    net = MLP((64, hidden, 10), seed=seed)
    how = {"epochs": epochs, "batch_size": 32, "seed": seed}
    net.fit(flat(images), y, Adam(lr=0.003), **how)
    return net


# %%
# 맞힌 비율은 ``right``로 잽니다.


def right(net, images, y):
    return float((net.predict(flat(images)) == y).mean())


# %%
# 견주려고 이상한 문제집도 하나 만듭니다. 그림은 그대로인데 정답을 마구 섞어, 그림과 답이 아무 상관이 없습니다. 외우기는 힘이 드니 이
# 문제집을 푸는 신경망은 더 크게 하고 더 오래 가르칩니다. 이 문제집에서도 배울 수 있을까요?

import pandas as pd

shuffled = np.random.default_rng(SEED).permutation(y)
reader = learn(images, y)
parrot = learn(images, shuffled, hidden=256, epochs=60)
scores = pd.DataFrame(
    [
        [known / len(images), found / len(test_images)],
        [right(reader, images, y), right(reader, test_images, y_test)],
        [right(parrot, images, shuffled), right(parrot, test_images, y_test)],
    ],
    index=["사전", "신경망", "답을 섞어 배운 신경망"],
    columns=["배운 그림", "처음 보는 그림"],
)
scores.round(2)

# %%
# 신경망은 처음 보는 그림도 :val:`upright|.0%|을/를` 맞힙니다. 외우기만 한 것이 아닙니다. 배운 것이 처음 보는 데이터에서도 통하는 것을
# :term:`일반화`라고 합니다. 그런데 셋째 줄을 보면 신경망은 **외울 줄도** 압니다. 배울 규칙이 없어도 답의 :val:`parroted|.0%|을/를`
# 통째로 외웠고, 처음 보는 그림에서는 찍은 것과 다름없습니다. 배운 그림만 잘 맞히고 처음 보는 그림은 훨씬 많이 틀리는 것이
# :term:`과적합`입니다. 배운 그림의 점수만 보아서는 둘을 가릴 수 없습니다.

upright, parroted = scores.iloc[1, 1], scores.iloc[2, 0]
assert upright > 0.93
assert parroted > 0.8
assert scores.iloc[2, 1] < 0.2

# %%
# .. _memorize-scenes:
#
# 대본에 없는 장면
# ----------------
#
# 처음 보는 그림이라고는 해도 모두 같은 방법으로 모은, 똑바로 선 글씨였습니다. 시험할 그림을 네 가지로 바꾸어 봅니다. 옆으로 눕히고,
# 반 바퀴 돌려 거꾸로 세우고, 흑백을 뒤집고, 오른쪽으로 한 칸 밉니다. 사람이라면 종이를 돌려 보거나 잠깐 들여다보고 읽을 것입니다.
# 신경망은 어느 것을 가장 못 읽을까요? 맞힌 비율과 함께, 고른 답에 준 확률의 평균도 잽니다. 이것을 **확신**이라고 부르겠습니다.

scenes = {
    "똑바로": lambda a: a,
    "눕히기": lambda a: np.rot90(a, 1, axes=(1, 2)),
    "거꾸로": lambda a: np.rot90(a, 2, axes=(1, 2)),
    "흑백 뒤집기": lambda a: 1 - a,
    "한 칸 밀기": lambda a: np.roll(a, 1, axis=2),
}


def confidence(net, images):  # 고른 답에 준 확률의 평균
    z = net.forward(flat(images)).logits
    p = np.exp(z - z.max(axis=1, keepdims=True))
    return float((p.max(axis=1) / p.sum(axis=1)).mean())


# %%
# 장면마다 둘을 잽니다. 못 읽는 장면에서는 확신도 낮아질까요?

rows = []
for change in scenes.values():
    seen = change(test_images)
    rows.append([right(reader, seen, y_test), confidence(reader, seen)])
strange = pd.DataFrame(rows, list(scenes), ["맞힌 비율", "확신"])
strange.round(2)

# %%
# 눕히면 찍은 것과 같고, 흑백을 뒤집으면 찍은 것만도 못합니다. 한 칸만 밀어도 절반쯤을 틀립니다. 더 놀라운 것은 둘째 열입니다. 눕힌
# 글씨를 거의 다 틀리면서도 답마다 평균 :val:`sure_lying|.1%`의 확률을 줍니다. **모른다는 것도 모릅니다.**

sure_lying = strange.loc["눕히기", "확신"]
accuracy = strange["맞힌 비율"]
assert accuracy["눕히기"] < 0.2
assert accuracy["흑백 뒤집기"] < 0.1
assert accuracy["거꾸로"] < 0.6
assert accuracy["한 칸 밀기"] < 0.65
assert strange["확신"].min() > 0.75
assert sure_lying > 0.95

# %%
# 그림으로 봅니다. 눕힌 글씨와 뒤집은 글씨에는 무엇이라고 답했을까요?

# sphinx_gallery_alt = "손글씨 여섯 장을 세 줄로 늘어놓은 그림. 첫 줄은 똑바로 선 글씨, 둘째 줄은 옆으로 눕힌 것, 셋째 줄은 흑백을 뒤집은 것입니다. 그림 아래에 신경망의 답이 있습니다. 첫 줄은 <<first_right|d>>장이 맞고, 둘째 줄은 모두 같은 답이며, 셋째 줄은 모두 틀립니다."
import matplotlib.pyplot as plt

from dlconcepts.viz import plot_images, use_korean_font

use_korean_font()
shown = ["똑바로", "눕히기", "흑백 뒤집기"]
title = "장면이 바뀌면 답이 무너집니다"
sheet = np.concatenate([scenes[name](test_images[:6]) for name in shown])
said = reader.predict(flat(sheet))
words = [f"답 {answer}" for answer in said]
plot_images(sheet, captions=words, row_names=shown, look="ink", title=title)
plt.show()

# %%
# .. _memorize-why:
#
# 왜 하필 같은 답일까요?
# ----------------------
#
# 눕힌 글씨의 답이 모두 같습니다. 시험할 그림 전부를 눕혀도 그럴까요?

first_right = int((said[:6] == y_test[:6]).sum())
assert first_right > 4
assert len(set(said[6:12])) == 1
assert (said[12:] != y_test[:6]).all()

lying = scenes["눕히기"](test_images)
counts = np.bincount(reader.predict(flat(lying)), minlength=10)
stuck = int(counts.argmax())
print(f"{len(lying)}장 가운데 {counts.max()}장의 답이 {stuck}")
assert counts.max() > 0.9 * len(lying)

# %%
# 까닭을 찾아봅니다. 똑바로 쓴 글씨는 위아래로 길어서 맨 윗줄과 맨 아랫줄에 잉크가 있고 양옆은 대개 비어 있습니다. 눕히면 반대가
# 됩니다. 숫자마다 위아래 끝과 양옆의 잉크를 재고, 눕힌 글씨와 견줍니다.


def ends_and_sides(images):
    ends = images[:, [0, 7]].sum(axis=(1, 2))  # 맨 윗줄과 맨 아랫줄
    sides = images[:, 2:6][:, :, [1, 6]].sum(axis=(1, 2))  # 양옆
    return [ends.mean(), sides.mean()]


ink = {str(k): ends_and_sides(images[y == k]) for k in range(10)}
ink["눕힌 글씨"] = ends_and_sides(lying)
ink = pd.DataFrame(ink, ["위아래 끝의 잉크", "양옆의 잉크"]).T.round(1)
ink

# %%
# 배운 숫자 가운데 위아래가 가장 비어 있으면서 양옆에도 잉크가 있는 것이 :val:`stuck`입니다. 눕힌 글씨는 그 생김새가 더 심합니다.
# 그렇다고 이것이 까닭이라고 말하기는 이릅니다. 손을 대어 확인합니다. **똑바로 선** 글씨에서 위아래 끝을 지우고 양옆에 잉크를 찍습니다.
# 짐작이 맞으면 답이 어떻게 바뀌어야 할까요?

touched = test_images.copy()
touched[:, [0, 7]] = 0
touched[:, 3:5, 1] = touched[:, 3:5, 6] = 1
fooled = int((reader.predict(flat(touched)) == stuck).sum())
fooled_share = fooled / len(touched)
print(f"손댄 그림 {len(touched)}장 가운데 {fooled}장의 답이 {stuck}")
assert ink["위아래 끝의 잉크"][:10].idxmin() == str(stuck)
assert fooled_share > 0.7

# %%
# 똑바로 선 글씨도 :val:`fooled_share|.0%|이/가` :val:`stuck|d|이/가` 되었습니다. 이 신경망이 배운 것은 :val:`stuck|d|이/가` 무엇인지가 아니라, 배운 그림에서
# :val:`stuck|d|을/를` 다른 숫자와 가르는 데 **충분했던** 잉크의 자리입니다. 그 자리가 통하는 동안에만 맞습니다.

# %%
# .. _memorize-angle:
#
# 어디까지 통할까요?
# ------------------
#
# 조금만 기울이면 어떨까요? 시험할 그림을 오 도씩 더 돌리며 맞힌 비율을 잽니다. 어느 각도에서 무너질까요?

from scipy.ndimage import rotate


def tilt(images, degrees):
    turned = rotate(images, degrees, axes=(1, 2), reshape=False, order=1)
    return turned.clip(0, 1)


angles = np.arange(0, 91, 5)
by_angle = np.array(
    [right(reader, tilt(test_images, a), y_test) for a in angles]
)

# %%
# 찍을 때의 비율은 점선으로 긋습니다.

# sphinx_gallery_alt = "글씨를 돌린 각도에 따른 맞힌 비율. 똑바로일 때 <<by_angle[0]|.2f>>이고, 오 도에서 <<by_angle[1]|.2f>>, 십오 도에서 <<by_angle[3]|.2f>>, 삼십 도에서 <<by_angle[6]|.2f>>로 떨어지다가 마흔다섯 도부터는 점선으로 그은 찍을 때의 비율 가까이에 머뭅니다."
from dlconcepts.viz import MUTED, PALETTE

fig, ax = plt.subplots()
ax.plot(angles, by_angle, "o-", color=PALETTE[0])
ax.axhline(0.1, color=MUTED, ls=":")
ax.annotate("찍을 때", (0, 0.12), va="bottom")
ax.set(xlabel="돌린 각도(도)", ylabel="맞힌 비율", ylim=(0, 1.02))
ax.set_title("배운 데서 멀어질수록 못 읽습니다")
plt.show()
assert by_angle[1] > 0.85
assert by_angle[3] < 0.85
assert by_angle[9:].max() < 0.3

# %%
# 오 도쯤 기운 글씨는 아직 잘 읽습니다. 손으로 쓴 글씨는 본래 조금씩 기울어 있으니 배운 것에서 멀지 않습니다. 더 돌리면 점점 떨어져,
# 절반쯤 누우면 찍는 것과 거의 다름없습니다. 일반화는 배운 것의 **둘레**에서 일어납니다.

# %%
# .. _memorize-more-scenes:
#
# 장면을 더 그려 넣으면
# ---------------------
#
# 만화의 주인공을 떠올려 보세요. 아무리 살아 있는 듯이 그려도 그려 둔 장면에서만 움직입니다. 골목의 고양이는 다릅니다. 처음 보는
# 상자 앞에서도 냄새를 맡고, 올라가 보고, 다음에는 더 잘 올라갑니다. 이렇게 되물을 수 있습니다. 장면을 아주 많이 그리면 만화도 고양이와
# 다를 것이 없지 않을까요? 배울 그림에 장면을 하나씩 더해 봅니다. 눕힌 글씨를 배우면 거꾸로 선 글씨도 읽게 될까요?

plans = [["똑바로"], ["똑바로", "눕히기"], ["똑바로", "눕히기", "흑백 뒤집기"]]
rows = []
for plan in plans:
    drawn = np.concatenate([scenes[name](images) for name in plan])
    net = learn(drawn, np.tile(y, len(plan)))
    rows.append([right(net, f(test_images), y_test) for f in scenes.values()])
taught = pd.DataFrame(rows, [" + ".join(p) for p in plans], list(scenes))
taught.T.round(2)

# %%
# 더한 장면은 똑바로 선 글씨만큼 잘 읽습니다. 그런데 더하지 않은 장면은 여전히 못 읽습니다. 눕힌 글씨를 배웠다고 거꾸로 된 글씨를 더
# 읽게 되지도 않았습니다. 세상의 모든 장면을 미리 그려 둘 수는 없습니다. 튼튼한 자동 장치를
# 만들기 어려운 까닭 가운데 하나가 이것입니다.

assert taught.iloc[0]["눕히기"] < 0.2
assert taught.iloc[1]["눕히기"] > 0.9
assert taught.iloc[1]["흑백 뒤집기"] < 0.3
assert taught.iloc[2]["흑백 뒤집기"] > 0.9
assert taught["거꾸로"].max() < taught.iloc[0]["거꾸로"] + 0.1
assert taught["한 칸 밀기"].max() < 0.7

# %%
# 여기까지가 이 신경망 하나의 버릇은 아닐까요? 그림을 나누는 일부터 씨앗을 바꾸어 다섯 번 실행한 기록과 견줍니다. 먼저 지금 잰 값을
# 모읍니다. 장면마다 **틀린** 비율입니다.

keys = ["up", "lying", "upside", "inverted", "pushed"]
measured = dict(zip(keys, 1 - accuracy, strict=True))
measured["lying_added"] = 1 - taught.iloc[1]["눕히기"]
measured["upside_added"] = 1 - taught.iloc[2]["거꾸로"]
measured["same"] = counts.max() / len(lying)
measured["fooled"] = fooled_share
captions = [*scenes, "눕히기를 더한 다음 눕히기", "둘을 더한 다음 거꾸로"]
captions += ["눕힌 글씨의 답이 같은 비율", "손댄 글씨가 그 답이 된 비율"]
names = dict(zip(measured, captions, strict=True))

# %%
# 지금 잰 값이 기록에서 벗어나지 않는지도 확인합니다.

from dlconcepts.benchmark import recorded_spread

spread = recorded_spread(
    "01_what_is_deep_learning/plot_07_generalize_or_memorize"
)
spread.check(**{name: float(value) for name, value in measured.items()})
spread.to_frame(names=names).round(2)

# %%
# 수는 조금씩 달라도 이야기는 같습니다. 씨앗의 운이 아닙니다.
#
# 사람이 잘하던 일을 예제에서 옮겨 담아 대신 하게 하는 것을 **인지 자동화**라고 부르기도 합니다. 하려는 일이 분명하고 예제가 넉넉하면
# 아주 쓸모 있습니다. **지능**은 다른 것을 가리킵니다. 겪어 보지 못한 일 앞에서 스스로 맞추어 가며 배우는 힘, 곧 적응력입니다. 이
# 신경망에는 앞의 것은 있고 뒤의 것은 없습니다.

# %%
# .. _memorize-clock:
#
# 더 좋은 시계
# ------------
#
# 그러면 더 크고 더 잘 맞히는 신경망을 만들다 보면 적응력도 생길까요? 시계를 더 정확하게 만든다고 시간을 거슬러 가지는 못합니다. 다른
# 종류의 일이기 때문입니다. 신경망의 크기를 바꾸어 봅니다. 첫째 층에서 나오는 수, 곧 :term:`은닉층`의 :term:`뉴런`을 넷에서 네 배씩
# 늘리며 똑바로 선 글씨와 눕힌 글씨를 함께 잽니다. 씨앗 셋의 평균입니다.

widths = [4, 16, 64, 256]
clocks = np.zeros((len(widths), 2))
for k, hidden in enumerate(widths):
    for seed in range(3):
        net = learn(images, y, seed=seed, hidden=hidden)
        clocks[k] += right(net, test_images, y_test), right(net, lying, y_test)
clocks /= 3

# %%
# 두 선은 함께 올라갈까요?

# sphinx_gallery_alt = "은닉층의 뉴런 수에 따른 두 선. 똑바로 선 글씨를 맞힌 비율은 <<clocks[0,0]|.2f>>에서 <<clocks[3,0]|.2f>>까지 올라가고, 눕힌 글씨는 내내 <<clocks[3,1]|.2f>> 가까이에 머뭅니다."
fig, ax = plt.subplots()
ax.plot(widths, clocks[:, 0], "o-", color=PALETTE[0], label="똑바로 선 글씨")
ax.plot(widths, clocks[:, 1], "s--", color=PALETTE[1], label="눕힌 글씨")
ax.set(
    xscale="log", xlabel="은닉층의 뉴런", ylabel="맞힌 비율", ylim=(0, 1.05)
)
ax.set_xticks(widths, [str(w) for w in widths])
ax.minorticks_off()
ax.legend()
ax.set_title("시계가 좋아져도 눕힌 글씨는 읽지 못합니다")
plt.show()
assert clocks[-1, 0] > clocks[0, 0] + 0.1
assert clocks[:, 1].max() < 0.2

# %%
# 커질수록 시계는 정확해지지만 눕힌 글씨는 그대로입니다. 다만 우리가 잰 것은 같은 그림을 보고 배운 작은 신경망들입니다. 훨씬 많은 장면을 보고 배운 큰 모델은
# 훨씬 많은 장면에서 통합니다. 그래도 물어야 할 것은 같습니다. **배운 장면인가, 아닌가?** 딥러닝은 스스로 바라는 것이 있는 존재가 아니라
# 도구입니다. 어디까지 통하는 도구인지 재고 쓰는 것은 사람의 몫입니다.

# %%
# .. _memorize-fine-tune:
#
# 예제 몇 장으로 다시 가르치기
# ----------------------------
#
# 스스로 적응하지 못하면 사람이 고쳐 주면 됩니다. 다행히 처음부터 다시 배울 것은 없고, 배운 가중치에서 이어 갈 수 있습니다. 이것이
# :term:`미세 조정`입니다. 영에서 사까지만 배운 신경망에게 오에서 구까지를 숫자마다 **다섯 장만** 주고 가르칩니다. 세 가지로 해 봅니다.
# 새 숫자만 주기, 옛 숫자도 다섯 장씩 섞어 주기, 그렇게 섞은 것으로 처음부터 배우기입니다.

import copy


def study(net, images, y, steps=100):  # 몇 장뿐이니 한꺼번에 넣습니다
    optimizer = Adam(lr=0.003)
    for _ in range(steps):
        net.train_step(flat(images), y, optimizer)
    return net


def pick(rng, numerals, each=5):
    rows = [rng.choice(np.flatnonzero(y == k), each, False) for k in numerals]
    return np.concatenate(rows)


# %%
# 무엇을 뽑느냐에 따라 달라지므로 씨앗 다섯으로 되풀이해 평균합니다. 새 숫자를 배우는 동안 옛 숫자는 어떻게 될까요?

old, old_test = y < 5, y_test < 5


def old_and_new(net):
    parts = (old_test, ~old_test)
    return [right(net, test_images[p], y_test[p]) for p in parts]


# %%
# 한 번의 실험입니다. 이어 배우는 것과 처음부터 배우는 것은 옵티마이저도 걸음 수도 같게 합니다.


def three_ways(seed):
    base = learn(images[old], y[old], seed=seed)
    rng = np.random.default_rng(seed)
    new, few_old = pick(rng, range(5, 10)), pick(rng, range(5))
    mixed, fresh = np.r_[few_old, new], MLP((64, 64, 10), seed=100 + seed)
    again, mixing = copy.deepcopy(base), copy.deepcopy(base)
    nets = [base, study(again, images[new], y[new])]
    nets += [study(net, images[mixed], y[mixed]) for net in (mixing, fresh)]
    return [old_and_new(net) for net in nets]


# %%
# 다섯 번을 평균합니다. “모두”는 옛 숫자와 새 숫자의 평균이고, 흩어진 정도는 표준편차입니다.

ways = ["가르치기 전", "새 숫자만", "섞어서", "처음부터"]
runs = np.array([three_ways(seed) for seed in range(5)])  # (씨앗, 방법, 둘)
columns = ["옛 숫자", "새 숫자"]
tuned = pd.DataFrame(runs.mean(axis=0), ways, columns)
tuned["모두"] = tuned.mean(axis=1)
spread = runs.mean(axis=2).std(axis=0)
print("씨앗마다 흩어진 정도(모두)", spread.round(3))
tuned.round(2)

# %%
# 표에서 셋을 읽을 수 있습니다. 첫째, 하나도 못 읽던 새 숫자를 :val:`n_new`장으로 :val:`new_after|.0%`까지 읽습니다. 둘째, 새 숫자만 주면 옛
# 숫자를 **잊습니다**. :val:`forgot|.0%`만 남습니다. 같은 가중치를 새 숫자에 맞추어 옮겼기 때문입니다. 옛 숫자를 몇 장 섞어 주면 잊지
# 않습니다. 셋째, 섞어서 이어 배운 쪽은 옛 숫자를 처음부터 배운 쪽보다 더 잘 읽지만, **새 숫자를 더 잘 배우지는 않았습니다.**

n_new = 5 * 5
forgot, new_after = tuned.loc["새 숫자만", columns]
assert tuned.loc["가르치기 전", "새 숫자"] == 0
assert new_after > 0.75
assert forgot < 0.3
assert tuned.loc["섞어서", "옛 숫자"] > tuned.loc["처음부터", "옛 숫자"] + 0.03
assert tuned.loc["섞어서", "새 숫자"] < tuned.loc["처음부터", "새 숫자"] + 0.05

# %%
# .. _memorize-reuse:
#
# 다시 쓰면 언제 이로울까요?
# --------------------------
#
# 배운 것을 다시 쓰는 일을 :term:`전이 학습`이라고 합니다. 언제나 이로울까요? 열 숫자를 다 배운 신경망을 두 곳으로 보냅니다. 글씨가
# 십오 도 기운 곳과 흑백이 뒤집힌 곳입니다. 새 예제는 숫자마다 **한 장**, 모두 열 장뿐입니다. 어디에서 이로울까요?

places = {"조금 기운 곳": lambda a: tilt(a, 15), "뒤집힌 곳": lambda a: 1 - a}


def transfer(change, seed):
    rng = np.random.default_rng(seed)
    rows, seen = pick(rng, range(10), each=1), change(test_images)
    base = learn(images, y, seed=seed)
    nets = [copy.deepcopy(base)]
    for net in (base, MLP((64, 64, 10), seed=100 + seed)):
        nets.append(study(net, change(images[rows]), y[rows]))
    return [right(net, seen, y_test) for net in nets]


# %%
# 이번에도 씨앗 다섯의 평균입니다. “그대로”는 새 예제를 하나도 배우지 않은 것입니다.

moved = {
    name: np.mean([transfer(change, seed) for seed in range(5)], axis=0)
    for name, change in places.items()
}
moved = pd.DataFrame(moved, ["그대로", "이어서 배움", "처음부터 배움"]).T
assert moved.loc["조금 기운 곳", "이어서 배움"] > moved.iloc[0, 2] + 0.08
assert moved.loc["조금 기운 곳", "이어서 배움"] > moved.iloc[0, 0] + 0.08
assert moved.loc["뒤집힌 곳", "이어서 배움"] < moved.iloc[1, 2] - 0.3
moved.round(2)

# %%
# 배운 것과 **비슷한** 곳에서는 열 장으로도 크게 나아지고, 처음부터 배운 것보다 훨씬 낫습니다. 배운 것과 **반대인** 곳에서는 오히려
# 짐이 되어, 같은 걸음 수라면 처음부터 배우는 편이 나았습니다. :term:`기반 모델`이 두루 쓰이는 까닭은 미리 배운 것이 넓어서, 웬만한 일이 배운 것의 둘레에
# 들기 때문이라고 볼 수 있습니다. 어느 쪽이든 새 예제를 고르고, 섞고, 멈춘 것은 신경망이 아니라 우리입니다.

# %%
# .. _memorize-trap:
#
# 흔한 함정
# ---------
#
# 흔히 이렇게 말합니다: “확신이 높은 답만 골라 쓰면 안전하다.” 확인해 봅니다. 처음의 신경망으로 돌아가, 확률이 백 가운데 아흔아홉을 넘는
# 답만 고르고, 장면마다 그 답이 얼마나 맞는지 셉니다.

rows = []
for change in scenes.values():
    z = reader.forward(flat(change(test_images))).logits
    p = np.exp(z - z.max(axis=1, keepdims=True))
    sure = p.max(axis=1) / p.sum(axis=1) > 0.99
    correct = z.argmax(axis=1) == y_test
    rows.append([sure.sum(), correct[sure].mean()])
trusted = pd.DataFrame(
    rows, list(scenes), ["확신한 장수", "그 가운데 맞힌 비율"]
)
trusted.round(2)

# %%
# 배운 장면에서는 맞는 말입니다. 다른 장면에서는 아닙니다. 눕힌 글씨는 :val:`sure_count|.0f`장이나 확신했는데 맞은 것은
# :val:`sure_right|.0%`입니다. 확신은 배운 답들 사이의 견줌이지, 이 그림이 배운 세상의 것인지를 재는 눈금이 아닙니다.

sure_count, sure_right = trusted.loc["눕히기"]
assert trusted.iloc[0, 1] > 0.98
assert sure_count > 200
assert sure_right < 0.2

# %%
# .. _memorize-summary:
#
# 정리
# ----
#
# - 배운 그림의 점수는 외워도 높습니다. 배운 것인지는 처음 보는 그림으로 잽니다.
# - 일반화는 배운 것의 둘레에서 일어납니다. 장면이 바뀌면 틀리고, 틀린 줄도 모릅니다. 장면을 더하면 그 장면만 좋아집니다.
# - 새 예제 몇 장으로 다시 가르칠 수 있습니다. 비슷한 일이면 이롭고, 옛것을 섞지 않으면 잊습니다. 적응시키는 것은 사람입니다.

# %%
# .. _memorize-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 거꾸로 된 글씨는 :val:`right_upside|.0%|을/를` 맞혔습니다. 거꾸로 돌린 것도 읽을 줄 안다는 뜻일까요? 숫자마다 따로 세어 보세요.
#
# .. dropdown:: 답 보기
#
#    아닙니다. :math:`0`과 :math:`8`처럼 거꾸로 돌려도 제 모양과 비슷한 숫자는 많이 맞힙니다. :math:`3`과 :math:`7`처럼 모양이
#    달라지는 숫자는 거의 다 틀립니다. 그런데 :math:`4`는 모양이 달라지는데도 :val:`four_upside|.0%|을/를` 맞힙니다. 앞에서 본 잉크의
#    자리를 떠올려 보세요. 위아래 끝이 비고 양옆에 잉크가 있는 것은 거꾸로 돌려도 그대로입니다. :math:`6`은 거의 못 맞히는데,
#    거꾸로 된 :math:`6`의 :val:`six_as_nine|.0%|을/를` :math:`9`로 읽습니다. 이것을 잘못이라고 해야 할까요? 장면이 바뀌면 무엇이
#    정답인지도 사람이 정해야 합니다.

upside_down = reader.predict(flat(scenes["거꾸로"](test_images)))
each = [float((upside_down[y_test == k] == k).mean()) for k in range(10)]
right_upside, four_upside = accuracy["거꾸로"], each[4]
six_as_nine = float((upside_down[y_test == 6] == 9).mean())
print(pd.Series(each).round(2).to_string())
assert max(each[3], each[6], each[7], each[9]) < 0.2
assert min(each[0], each[4], each[8]) > 0.6
assert six_as_nine > 0.7

# %%
# **둘.** 한 칸 민 글씨도 절반쯤 틀렸습니다. 배울 그림을 여덟 방향으로 한 칸씩 밀어 더하면 얼마나 읽을까요? 눕힌 글씨도 나아질까요?
#
# .. dropdown:: 답 보기
#
#    민 글씨는 :val:`pushed_right|.0%|을/를` 읽고, 눕힌 글씨는 :val:`lying_right|.0%`로 거의 그대로입니다. 어떤 장면을 더할지 아는 것이
#    사람의 몫이라는 뜻이기도 합니다. 미는 것을 아예 구조에 넣어 둔 :term:`합성곱`은 이런 장면을 덜 필요로 합니다.

pushed = [
    np.roll(images, (down, across), axis=(1, 2))
    for down in (-1, 0, 1)
    for across in (-1, 0, 1)
]
wide = learn(np.concatenate(pushed), np.tile(y, len(pushed)), epochs=6)
pushed_right = right(wide, scenes["한 칸 밀기"](test_images), y_test)
lying_right = right(wide, lying, y_test)
print(f"한 칸 밀기 {pushed_right:.2f}   눕히기 {lying_right:.2f}")
assert pushed_right > 0.85
assert lying_right < 0.3

# %%
# .. _memorize-next:
#
# 다음 쪽
# -------
#
# 이제 배우는 기계가 어떻게 움직이는지 속을 엽니다. 가중치를 어느 쪽으로 고칠지 정하는 일은
# :doc:`발밑의 기울기 </auto_examples/02_gradient_descent/plot_01_slope>`에서 시작합니다.
