"""
신경망은 어떻게 배울까요?
=========================

처음 만든 신경망은 아무것도 모릅니다. 숫자를 보여 주면 아무 답이나 내놓습니다. 그런데 예제를 되풀이해 보여 주면 나중에는 처음
보는 글씨도 알아봅니다. 그 사이에 무슨 일이 일어날까요? 부품 셋이 맞물려 도는 것이 전부이고, 그림 세 장에 다 들어갑니다.

- **할 것**: 부품을 하나씩 더해 가며 그림 세 장을 완성하고, 그 그림 그대로 손글씨를 배우게 합니다.
- **배울 것**: 가중치는 답을 정하고, 손실은 답을 채점하고, 옵티마이저는 가중치를 고칩니다. 이 셋을 되풀이하는 것이 학습입니다.
- **필요한 것**: :doc:`층을 쌓으면 무엇이 달라질까요? </auto_examples/01_what_is_deep_learning/plot_04_depth>`.
  파이썬을 조금 읽을 줄 알면 되고, 미분은 몰라도 됩니다. scikit-learn을 씁니다.
"""

# %%
# .. _three-parts-picture:
#
# 그림은 수입니다
# ---------------
#
# 사람들이 손으로 쓴 숫자를 가로세로 여덟 칸으로 줄인 그림을 씁니다. 컴퓨터에게 그림은 칸마다의 진하기입니다. 한 장을 꺼내
# 수로 찍어 봅니다. 진하기는 영에서 일 사이인데, 읽기 쉽게 열여섯 단계의 정수로 바꾸어 찍습니다. 무슨 숫자일까요?

import numpy as np

from dlconcepts.datasets.digits import load_digits

digits = load_digits(seed=0)
picture, answer = digits.train.images[0], int(digits.train.labels[0])
print((picture * 16).astype(int))
print("정답:", answer)

# %%
# 그림을 한 줄로 펴서 수 :val:`n_inputs`개로 넣습니다. 배울 때 쓰는 그림과, 배우는 동안 보여 주지 않고 나중에 시험할 그림을
# 나누어 둡니다.

x = digits.train.images.reshape(-1, 64)
y = digits.train.labels
x_test = digits.test.images.reshape(-1, 64)
y_test = digits.test.labels
n_inputs, n_train, n_test = x.shape[1], len(x), len(x_test)
print("배울 그림", n_train, "  시험할 그림", n_test)

# %%
# .. _three-parts-weights:
#
# 첫째 부품: 가중치
# -----------------
#
# :term:`신경망`은 :term:`층`을 이은 것입니다. 층 하나가 하는 일은 단순합니다. 받은 수마다 정해진 수를 곱하고, 모두 더한 다음,
# 정해진 수를 하나 더합니다. 곱하는 수가 :term:`가중치`이고 마지막에 더하는 수가 :term:`편향`입니다. 둘을 아울러
# :term:`파라미터`라고 하지만, 이 쪽에서는 모두 가중치라고 부르겠습니다. 입력 예순네 개를 서른두 개로, 그것을 다시 열 개로 바꾸는
# 신경망을 만듭니다. 마지막 열 개는 숫자마다의 점수이고, 점수가 가장 높은 숫자가 답입니다. 정답을 맞힐까요?

from dlconcepts.mlp import MLP

net = MLP((64, 32, 10), seed=0)
W = net.params
h = np.maximum(0, x[:1] @ W["W1"] + W["b1"])  # 첫째 층
scores = h @ W["W2"] + W["b2"]  # 둘째 층
print("점수", scores[0].round(2))
guess = int(scores.argmax())
print("답", guess, "  정답", answer)
assert guess != answer

# %%
# 틀렸습니다. ``@``는 곱해서 더하는 일을 한꺼번에 하는 기호이고, ``np.maximum(0, …)``는 음수를 영으로 바꿉니다. 두 층을 계산하는
# 이 두 줄이 신경망의 전부입니다. 라이브러리의 ``forward``도 같은 계산을 하는지 확인합니다.

assert np.allclose(net.forward(x[:1]).logits, scores)

# %%
# 코드에는 숫자를 읽는 법이 적혀 있지 않습니다. 그러면 답은 무엇이 정할까요? 같은 코드에 가중치만 다르게 뽑아 넣어 봅니다.
# 씨앗(seed)은 무작위로 뽑는 차례를 정하는 번호입니다.

answers = [int(MLP((64, 32, 10), seed=s).predict(x[:1])[0]) for s in range(8)]
print("가중치를 여덟 번 새로 뽑으면:", answers)
assert len(set(answers)) > 2

# %%
# 그림도 코드도 그대로인데 답이 제각각입니다. **답을 정하는 것은 가중치입니다.** 여기까지를 그림으로 그립니다. 상자의 자리와, 어느
# 상자에서 어느 상자로 화살표가 가는지를 적습니다.

import matplotlib.pyplot as plt

from dlconcepts.viz import plot_flow, use_korean_font

use_korean_font()
places = {
    "숫자 그림": (1, 5),
    "첫째 층": (1, 4),
    "둘째 층": (1, 3),
    "예측": (1, 2),
    "가중치": (0, 3.5),
}
arrows = [("숫자 그림", "첫째 층"), ("첫째 층", "둘째 층")]
arrows += [("둘째 층", "예측")]
arrows += [("가중치", "첫째 층"), ("가중치", "둘째 층")]

# %%
# 지금 더한 부품에 색을 칠합니다.

# sphinx_gallery_alt = "흐름 그림. 위에서 아래로 숫자 그림이 첫째 층과 둘째 층을 지나 예측이 됩니다. 왼쪽의 가중치 상자에서 두 층으로 화살표가 가고, 가중치 상자에 색이 칠해져 있습니다."
things = ["숫자 그림", "예측"]
title = "가중치가 예측을 정합니다"
plot_flow(places, arrows, things=things, highlight=["가중치"], title=title)
plt.show()

# %%
# .. _three-parts-finding:
#
# 학습은 값을 찾는 일입니다
# -------------------------
#
# 그러니 :term:`학습`이란 좋은 답이 나오는 가중치의 값을 찾는 일입니다. 이 작은 신경망에는 가중치가 몇 개일까요? 제비를 뽑듯
# 무작위로 이백 번 뽑으면 그 가운데 쓸 만한 것이 있을까요?

n_weights = net.theta.size  # 모든 가중치를 한 줄로 이은 것이 theta입니다


def share_right(net, x, y):
    return float((net.predict(x) == y).mean())


lottery = [share_right(MLP((64, 32, 10), seed=s), x, y) for s in range(200)]
print(f"가중치 {n_weights:,}개")
print(
    f"맞힌 비율: 평균 {np.mean(lottery):.2f}, 가장 좋은 것 {max(lottery):.2f}"
)
best_draw = max(lottery)
assert best_draw < 0.35

# %%
# 열 장에 한 장을 맞히면 찍는 것과 같습니다. 이백 번 가운데 가장 좋은 것도 :val:`best_draw|.0%|을/를` 맞혔을 뿐입니다. 그러면 가중치를
# 하나씩 차례로 맞추면 될까요? 한 길에 놓인 두 가중치를 따로 일씩 올릴 때와 함께 올릴 때, 정답의 점수가 얼마나 변하는지 봅니다.
# 가중치마다 제 몫이 따로 있다면, 함께 올린 것은 따로 올린 것의 합과 같아야 합니다.


def change(*raised):
    other = MLP((64, 32, 10), seed=0)
    for name, place in raised:
        other.params[name][place] += 1
    new_scores = other.forward(x[:1]).logits
    return float(new_scores[0, answer] - scores[0, answer])


cell = int(picture.argmax())  # 가장 진한 칸
unit = int(h[0].argmax())  # 가장 큰 값을 낸 자리
first, second = ("W1", (cell, unit)), ("W2", (unit, answer))
apart, together = change(first) + change(second), change(first, second)
print(f"따로 올린 것의 합 {apart:.2f}, 함께 올린 것 {together:.2f}")
assert abs(together - apart) > 0.1

# %%
# 합과 다릅니다. 가중치 하나의 몫이 다른 가중치에 달려 있어서, 하나를 고치면 나머지의 가장 좋은 값도 달라집니다. 그런 수가
# :val:`n_weights|,d`개입니다.
# 큰 언어 모델 가운데에는 :fact:`gpt3` 개인 것도 있습니다. 그래서 어느 쪽으로 얼마나 고칠지 알려 줄 무엇이 필요합니다.

# %%
# .. _three-parts-loss:
#
# 둘째 부품: 손실
# ---------------
#
# 샤워기의 물을 맞출 때를 떠올려 보세요. 손을 대어 보고, 뜨거우면 찬물 쪽으로 조금 돌리고, 다시 손을 댑니다. 다스리려면 먼저
# 재어야 합니다. 신경망에서 손의 노릇을 하는 것이 :term:`손실 함수`입니다. 예측이 정답에서 얼마나 먼지를 수 하나로 잽니다. 그
# 수가 :term:`손실`이고, **작을수록** 좋습니다. 손실 함수는 목적 함수나 비용 함수라고도 부릅니다.
#
# 먼저 점수 열 개를 확률 열 개로 바꿉니다. 지수 함수에 넣어 모두 양수로 만들고, 합으로 나눕니다(:term:`소프트맥스`). 손실은 정답에 준
# 확률의 로그에 음의 부호를 붙인 것입니다(:term:`교차 엔트로피`). 식보다 값을 보는 편이 빠릅니다. 정답에 준 확률이 클 때와 작을 때
# 손실은 얼마일까요?

import pandas as pd

chance = np.array([0.99, 0.5, 0.1, 0.01])
marks = pd.DataFrame({"정답에 준 확률": chance, "손실": -np.log(chance)})
assert (np.diff(marks["손실"]) > 0).all()
marks.round(2)

# %%
# 정답을 확신하면 손실이 영에 가깝고, 정답을 믿지 않을수록 커집니다. 열 숫자에 십분의 일씩 나누어 주면 :val:`guessing|.2f`이고, 이것이
# 찍을 때의 손실입니다. 우리 신경망은 지금 얼마일까요? 그림마다 손실을 구해 평균합니다.


def loss_by_hand(scores, answers):
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(answers)), answers]).mean()


guessing = -np.log(0.1)
loss_at_first = net.loss_value(x, y)
by_hand = loss_by_hand(net.forward(x).logits, y)
print(f"모든 그림의 평균 손실 {loss_at_first:.3f}   손으로 {by_hand:.3f}")
assert np.isclose(loss_at_first, by_hand)
assert abs(loss_at_first - guessing) < 1

# %%
# 찍는 것과 비슷합니다. 그런데 왜 맞힌 장수로 채점하지 않을까요? 가중치 하나를 아주 조금씩 돌리며 맞힌 장수와 손실을 함께 적어 봅니다.
# 어느 것이 더 쓸모 있을까요?

rows = []
for turn in (-0.002, -0.001, 0, 0.001, 0.002):
    nudged = MLP((64, 32, 10), seed=0)
    nudged.params["W2"][unit, answer] += turn
    right = int((nudged.predict(x) == y).sum())
    rows.append([turn, right, nudged.loss_value(x, y)])
turns = pd.DataFrame(rows, columns=["돌린 만큼", "맞힌 장수", "손실"])
assert turns["맞힌 장수"].nunique() == 1
assert (turns["손실"].diff()[1:] < 0).all()
turns.round(6)

# %%
# 맞힌 장수는 꿈쩍도 하지 않아 이쪽이 나은지 저쪽이 나은지 알 수 없습니다. 손실은 조금 돌린 만큼 조금 변합니다. 손끝에 닿는
# 물처럼, 어느 쪽으로 돌려야 하는지 알려 줍니다. 그림에 손실을 더합니다. 견줄 정답도 있어야 합니다.

# sphinx_gallery_alt = "앞의 흐름 그림에 아래쪽이 더해졌습니다. 예측과 정답이 손실 함수 상자로 들어가고 손실이 나옵니다. 손실 함수 상자에 색이 칠해져 있습니다."
places |= {"정답": (2, 2), "손실 함수": (1, 1), "손실": (1, 0)}
arrows += [("예측", "손실 함수"), ("정답", "손실 함수"), ("손실 함수", "손실")]
things += ["정답", "손실"]
plot_flow(
    places,
    arrows,
    things=things,
    highlight=["손실 함수"],
    title="손실은 예측이 정답에서 얼마나 먼지 잽니다",
)
plt.show()

# %%
# .. _three-parts-backprop:
#
# 어느 쪽으로 돌릴까요?
# ---------------------
#
# 표에서 가중치 하나를 올리자 손실이 줄었습니다. 손실이 변한 만큼을 아주 조금 돌린 만큼으로 나누면 그 가중치의 :term:`기울기`가
# 나옵니다. 음수이면 올려야 하고 양수이면 내려야 손실이 줍니다. 가중치마다 이렇게 돌려 보려면 손실을 몇 번이나 재어야 할까요?
#
# 다행히 모든 기울기를 한꺼번에 구하는 계산법이 있습니다. 손실에서 거꾸로 거슬러 오며 가중치마다 책임을 나누는 :term:`역전파`입니다. 속은
# :doc:`역전파의 장 </auto_examples/04_backpropagation/plot_01_who_is_to_blame>`에서 열어 보고, 여기서는 맞는지만 봅니다.

gradients = net.backward(net.forward(x), y)
by_backprop = gradients["W2"][unit, answer]
by_turning = (turns["손실"].iloc[3] - turns["손실"].iloc[1]) / 0.002
n_gradients = sum(g.size for g in gradients.values())
print(f"역전파 {by_backprop:.6f}   돌려서 잰 것 {by_turning:.6f}")
print(f"한 번에 구한 기울기 {n_gradients:,}개")
assert np.isclose(by_backprop, by_turning, rtol=1e-4)
assert n_gradients == n_weights

# %%
# 값이 같습니다. 올려서 한 번, 내려서 한 번씩 재었다면 손실을 모두 :val:`n_turns|,d`번 재어야 했습니다. 역전파는 그 기울기를 한 번에 다
# 구했습니다.

n_turns = 2 * n_weights

# %%
# .. _three-parts-optimizer:
#
# 셋째 부품: 옵티마이저
# ---------------------
#
# 기울기를 알았으니 고칠 차례입니다. 기울기를 받아 가중치를 실제로 움직이는 것이 :term:`옵티마이저`입니다. 가장 단순한 것은
# 가중치마다 기울기의 **반대쪽**으로, 기울기에 작은 수를 곱한 만큼 옮깁니다. 그 작은 수가 :term:`학습률`입니다. 역전파 다음과
# 옵티마이저 다음에, 바뀐 가중치를 셉니다. 어느 줄에서 바뀔까요?

from dlconcepts.optimizers import GradientDescent

before = net.theta.copy()
gradients = net.backward(net.forward(x), y)
after_backprop = int((net.theta != before).sum())
GradientDescent(lr=0.1).step(net.params, gradients)
after_step = int((net.theta != before).sum())
loss_after_step = net.loss_value(x, y)
print(f"역전파 다음 {after_backprop}개, 옵티마이저 다음 {after_step:,}개")
print(f"손실 {loss_at_first:.3f} → {loss_after_step:.3f}")
assert after_backprop == 0 < after_step
assert loss_after_step < loss_at_first

# %%
# 역전파는 구하기만 했고, 옮긴 것은 옵티마이저입니다. 바뀌지 않은 가중치는 책임이 없는 것들입니다. 이를테면 늘 빈칸인 자리의
# 가중치는 언제나 영에 곱해지므로 어느 그림의 답에도 끼어들지 않습니다. 한 걸음에 손실은 아주 조금 줄었습니다.
#
# 마지막 그림입니다. 고친 가중치로 다시 예측하면 한 바퀴가 됩니다.

# sphinx_gallery_alt = "앞의 흐름 그림이 한 바퀴로 이어졌습니다. 손실에서 역전파 상자로, 기울기라고 적힌 화살표를 따라 옵티마이저 상자로, 다시 위의 가중치 상자로 화살표가 이어집니다. 역전파와 옵티마이저 상자에 색이 칠해져 있습니다."
places |= {"역전파": (0, 0), "옵티마이저": (0, 1.5)}
arrows = dict.fromkeys(arrows, "") | {
    ("손실", "역전파"): "",
    ("역전파", "옵티마이저"): "기울기",
    ("옵티마이저", "가중치"): "조금 고침",
}
plot_flow(
    places,
    arrows,
    things=things,
    highlight=["역전파", "옵티마이저"],
    title="역전파가 구하고 옵티마이저가 고칩니다",
)
plt.show()

# %%
# .. _three-parts-loop:
#
# 되풀이합니다
# ------------
#
# 이제 그림을 그대로 코드로 옮깁니다. 그림을 조금씩 나누어 넣는데, 한 번에 넣는 묶음이 :term:`배치`이고 모든 그림을 한 번 다 보는
# 것이 :term:`에포크`입니다. 이렇게 되풀이하는 코드를 :term:`학습 루프`라고 합니다. 가중치는 무작위로 뽑은 처음으로 되돌립니다.


def one_epoch(net, optimizer, x, y, rng, size=32):
    order = rng.permutation(len(x))  # 보는 차례를 섞습니다
    for start in range(0, len(x), size):
        rows = order[start : start + size]
        prediction = net.forward(x[rows])  # 가중치로 예측하고
        gradients = net.backward(prediction, y[rows])  # 기울기를 구하고
        optimizer.step(net.params, gradients)  # 고칩니다


# %%
# 손실의 값을 찍는 줄이 없지만 손실은 안에 있습니다. ``backward``가 예측을 정답과 견주어 손실의 기울기를 구하기 때문입니다.
# 무작위로 뽑은 가중치에서 시작하니 처음 손실은 찍을 때와 비슷할 것입니다. 서른 에포크를 돌리며, 에포크가 끝날 때마다 손실을 잽니다.
# 손실은 어떤 모양으로 줄어들까요?

from dlconcepts.records import History


def learn(net, x, y, epochs=30, lr=0.1):
    history = History([{"epoch": 0, "loss": net.loss_value(x, y)}])
    optimizer, rng = GradientDescent(lr=lr), np.random.default_rng(0)
    for epoch in range(1, epochs + 1):
        one_epoch(net, optimizer, x, y, rng)
        history.append({"epoch": epoch, "loss": net.loss_value(x, y)})
    return history


net = MLP((64, 32, 10), seed=0)
right_at_first = share_right(net, x_test, y_test)
history = learn(net, x, y)

# %%
# 찍을 때의 손실은 점선으로 긋습니다.

# sphinx_gallery_alt = "에포크에 따른 손실의 선. 배우기 전에는 점선으로 그은 찍을 때의 손실과 비슷한 <<first_loss|.2f>>이고, 처음 다섯 에포크에 <<fifth_loss|.2f>>까지 가파르게 내려간 뒤 천천히 줄어 마지막에는 <<last_loss|.2f>>입니다."
from dlconcepts.viz import MUTED, plot_history

ax = plot_history(history, names=("loss",))
ax.axhline(guessing, color=MUTED, ls=":")
ax.annotate("찍을 때의 손실", (30, guessing - 0.05), ha="right", va="top")
ax.set_title("한 바퀴를 되풀이하면 손실이 줄어듭니다")
plt.show()

# %%
# 처음에는 가파르게, 나중에는 천천히 줄었습니다. 배울 때 쓰지 않은 그림은 얼마나 맞힐까요?

first_loss, fifth_loss, last_loss = history["loss"][[0, 5, 30]]
right_at_last = share_right(net, x_test, y_test)
print(f"손실 {first_loss:.2f} → {last_loss:.2f}")
print(
    f"처음 보는 그림에서 맞힌 비율 {right_at_first:.2f} → {right_at_last:.2f}"
)
assert last_loss < 0.15 < fifth_loss < first_loss / 3
assert right_at_first < 0.3
assert right_at_last > 0.93

# %%
# 찍는 것과 다름없던 신경망이 처음 보는 글씨의 :val:`right_at_last|.0%|을/를` 맞힙니다. 그림 :val:`n_train|,d`장을 서른 번 보았을
# 뿐이고, 숫자를 읽는 규칙은 아무도 적지 않았습니다. 운이 좋았던 것일까요? 그림을 나누는 것부터 처음 가중치까지 두 번 더 새로 뽑아
# 봅니다.


def another_try(seed):
    fresh = load_digits(seed=seed)
    seen, unseen = (
        p.images.reshape(-1, 64) for p in (fresh.train, fresh.test)
    )
    model = MLP((64, 32, 10), seed=seed)
    learn(model, seen, fresh.train.labels)
    return share_right(model, unseen, fresh.test.labels)


tries = [right_at_last, another_try(1), another_try(2)]
print("처음 보는 그림에서 맞힌 비율", np.round(tries, 2))
assert min(tries) > 0.9

# %%
# 조금씩 달라도 모두 잘 맞힙니다. 시험할 그림의 앞 열 장을 배우기 전과 배운 다음에 읽게 합니다.

looked = [MLP((64, 32, 10), seed=0), net]
compared = pd.DataFrame(
    [y_test[:10], *(model.predict(x_test[:10]) for model in looked)],
    index=["정답", "배우기 전", "배운 다음"],
)
compared

# %%
# .. _three-parts-magic:
#
# 마법일까요?
# -----------
#
# 한 일을 세어 봅니다. 루프를 몇 바퀴 돌았고, 가중치를 모두 몇 번 고쳤을까요? 기울기가 영이라 제자리인 것까지 셉니다.

n_rounds = 30 * -(-n_train // 32)  # 나누어 올림
n_moves = n_rounds * n_weights
print(f"루프 {n_rounds:,}바퀴, 가중치를 고친 횟수 {n_moves:,}번")
assert n_moves > 1e6

# %%
# 곱하고, 더하고, 조금 고치는 일뿐입니다. 그런 단순한 일을 :val:`million_moves|.1f`백만 번 했더니 글씨를 읽습니다. 가중치가
# 훨씬 많은 신경망은 같은 루프로 글도 씁니다. 속이 보이지 않을 만큼 많이 되풀이하면 단순한 것도 마법처럼 보입니다. 그래도 속은 이 루프입니다.

million_moves = n_moves / 1e6

# %%
# .. _three-parts-special:
#
# 무엇이 특별할까요?
# ------------------
#
# 배우는 기계는 그 전에도 많았습니다. 이 루프가 두루 쓰이게 된 까닭으로 흔히 셋을 듭니다. 하나씩 확인합니다.
#
# **단순합니다.** 사람이 :term:`특징`을 만들어 주지 않아도 됩니다. 데이터가 바뀌어도 루프를 새로 짜지 않습니다. 고양이와 개와 오리를 그린
# 색 그림을, 위의 ``learn``에 **한 글자도 고치지 않고** 넣어 봅니다. 그림이 온통 밝아서 수가 모두 한쪽에 쏠려 있으므로, 반을 빼어 영의
# 둘레로만 옮깁니다. 씨앗을 바꾸어 세 번 배웁니다. 셋 가운데 하나를 찍으면 :val:`one_of_three|.2f|을/를` 맞힙니다.

from dlconcepts.datasets.drawings import make_drawings


def learn_animals(seed):
    drawings = make_drawings(seed=seed, per_class=400, size=16)
    seen, unseen = (
        part.images.reshape(len(part), -1) - 0.5
        for part in (drawings.train, drawings.test)
    )
    model = MLP((seen.shape[1], 32, 3), seed=seed)
    learn(model, seen, drawings.train.labels)
    return share_right(model, unseen, drawings.test.labels)


animals_right = [learn_animals(seed) for seed in range(3)]
print("맞힌 비율", np.round(animals_right, 2))
assert min(animals_right) > 0.9

# %%
# 세 번 모두 거의 다 맞힙니다. 귀나 부리를 찾으라고 아무도 일러 주지 않았습니다. 그렇다고 할 일이 다 사라진 것은 아닙니다. 입력의 크기를
# 맞추고 신경망의 크기를 정한 것은 우리입니다. 사진처럼 복잡한 그림에는 층의 종류도 바꾸어야 하지만, 루프는 그대로입니다.

one_of_three = 1 / 3

# %%
# **얼마든지 커집니다.** 한 바퀴에는 배치 하나만 있으면 됩니다. 데이터를 모두 쥐고 있지 않아도 되니, 흘러드는 대로 배우고 흘려보내면
# 됩니다. 그림의 진하기를 바꾸고 잡티를 섞어 **매번 다른** 그림이 밖에서 흘러드는 것을 흉내 냅니다. 배우는 쪽이 쥐고 있는 것은 배치
# 하나뿐입니다. 이렇게 배운 신경망도 처음 보는 그림을 읽을까요?

rng = np.random.default_rng(0)
streamed, optimizer = MLP((64, 32, 10), seed=0), GradientDescent(lr=0.1)
losses, passed = [], 0
for _ in range(n_rounds):
    rows = rng.integers(n_train, size=32)
    noise = rng.normal(scale=0.1, size=(32, 64))
    batch = x[rows] * rng.uniform(0.6, 1.0, size=(32, 1)) + noise
    losses.append(streamed.train_step(batch, y[rows], optimizer))
    passed += batch.nbytes

# %%
# 간직한 양과 흘러간 양을 견주고, 손실과 맞힌 비율을 봅니다.

kept_kb, passed_kb = batch.nbytes / 1000, passed / 1000
streamed_right = share_right(streamed, x_test, y_test)
print(f"간직한 것 {kept_kb:.0f} kB, 흘러간 것 {passed_kb:,.0f} kB")
print(f"손실 {np.mean(losses[:50]):.2f} → {np.mean(losses[-50:]):.2f}")
print(f"처음 보는 그림에서 맞힌 비율 {streamed_right:.2f}")
assert np.mean(losses[-50:]) < np.mean(losses[:50]) / 4
assert streamed_right > 0.9

# %%
# 똑같은 그림은 두 번 나오지 않았고 지난 그림은 버렸는데도 배웠습니다. 또 배치를 나누어 여럿이 함께 계산할 수 있습니다. 반씩 나누어 구한 기울기를 평균하면
# 한꺼번에 구한 것과 같을까요?

a, b = (
    net.backward(net.forward(x[i]), y[i]) for i in np.split(np.arange(64), 2)
)
both = net.backward(net.forward(x[:64]), y[:64])
gap = max(np.abs((a[k] + b[k]) / 2 - both[k]).max() for k in both)
print(f"가장 큰 차이 {gap:.0e}")
assert gap < 1e-12

# %%
# 반올림만큼만 다릅니다. 그래서 계산 장치 여러 대가 나누어 맡을 수 있습니다
# (:doc:`여럿이 함께 계산하기 </auto_examples/08_hardware/plot_01_cpu_and_gpu>`).
#
# **다시 쓸 수 있습니다.** 배운 가중치는 버리지 않고 이어서 고칠 수 있습니다. 새 데이터가 오면 루프를 더 돌리면 됩니다. 많은 데이터로
# 미리 배워 두고 여러 일의 출발점으로 쓰는 큰 모델이 :term:`기반 모델`입니다. 다시 쓰면 얼마나 이로운지, 언제는 이롭지 않은지는
# :doc:`끝 쪽 </auto_examples/01_what_is_deep_learning/plot_07_generalize_or_memorize>`에서 잽니다.

# %%
# .. _three-parts-trap:
#
# 흔한 함정
# ---------
#
# 흔히 이렇게 말합니다: “옵티마이저가 역전파를 한다”, “역전파가 가중치를 고친다.” 둘이 한 가지 일이라면 옵티마이저를 바꿀 때 기울기도
# 바뀌어야 합니다. 같은 가중치에서 나온 **같은 기울기**를 옵티마이저만 바꾸어 주고 한 걸음을 걷습니다. :term:`Adam`은 많이 쓰는 다른
# 옵티마이저입니다.

from dlconcepts.optimizers import Adam

choices = {
    "없음": None,
    "경사 하강법": GradientDescent(0.1),
    "Adam": Adam(0.003),
}

# %%
# 기울기의 크기와 움직인 거리는 모든 가중치의 평균입니다. 셋 가운데 무엇이 같고 무엇이 다를까요?

rows = []
for optimizer in choices.values():
    trial = MLP((64, 32, 10), seed=0)
    start = trial.theta.copy()
    gradients = trial.backward(trial.forward(x), y)
    slope = np.abs(trial.grads.flat).mean()  # flat: 기울기를 모두 이은 것
    if optimizer is not None:
        optimizer.step(trial.params, gradients)
    moved = np.abs(trial.theta - start).mean()
    rows.append([slope, moved, trial.loss_value(x, y)])

# %%
# 표로 봅니다.

columns = ["기울기의 크기", "움직인 거리", "손실"]
swapped = pd.DataFrame(rows, index=list(choices), columns=columns)
assert swapped["기울기의 크기"].nunique() == 1
assert swapped["움직인 거리"].nunique() == 3
assert swapped.loc["없음", "손실"] == loss_at_first
swapped.round(4)

# %%
# 기울기는 셋이 똑같고 움직인 거리만 다릅니다. 옵티마이저가 없으면 역전파를 하고도 손실이 그대로입니다. **역전파는 구하고, 옵티마이저는
# 고칩니다.** 다음 바퀴의 기울기는 서로 다르겠지만, 그것은 가중치가 저마다 다른 곳으로 갔기 때문입니다. 둘이 나뉘어 있으니 하나만 갈아
# 끼울 수 있습니다. 옵티마이저마다 무엇이 다른지는
# :doc:`옵티마이저 </auto_examples/02_gradient_descent/plot_06_optimizers>`에서 견줍니다.

# %%
# .. _three-parts-summary:
#
# 정리
# ----
#
# - 답을 정하는 것은 가중치이고, 학습은 좋은 답이 나오는 가중치의 값을 찾는 일입니다.
# - 손실은 예측이 정답에서 얼마나 먼지를 수 하나로 재어, 가중치를 어느 쪽으로 돌릴지 알 수 있게 합니다.
# - 역전파가 기울기를 구하고 옵티마이저가 그 반대쪽으로 조금 고칩니다. 이 한 바퀴를 되풀이하는 것이 학습입니다.

# %%
# .. _three-parts-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 처음 가중치를 무작위로 뽑지 않고 모두 영으로 두면 어떻게 될까요? 제비뽑기로는 아무것도 얻지 못했으니 괜찮을까요?
#
# .. dropdown:: 답 보기
#
#    배우지 못합니다. 서른 에포크를 돌려도 처음 보는 그림에서 맞힌 비율이 :val:`zero_right|.2f`입니다. 모든 가중치가 영이면 답에
#    끼어든 몫도 모두 영이라, 둘째 층의 편향밖에는 고칠 것이 없습니다. 무작위로 뽑는 것은 서로 다른 일을 맡게 하려는 것입니다.

zero = MLP((64, 32, 10), seed=0)
zero.theta = np.zeros(n_weights)
zero_loss = learn(zero, x, y)["loss"][-1]
zero_right = share_right(zero, x_test, y_test)
print(f"손실 {zero_loss:.3f}   맞힌 비율 {zero_right:.2f}")
assert zero_loss > 2.2
assert zero_right < 0.2
assert (zero.params["W1"] == 0).all()
assert (zero.params["W2"] == 0).all()

# %%
# **둘.** 학습률을 백분의 일로 줄이거나 스무 배로 키우면 손실은 어디까지 내려갈까요? 먼저 예측해 보세요.
#
# .. dropdown:: 답 보기
#
#    너무 작으면 서른 에포크로는 모자라서 :val:`slow_loss|.2f`에 머뭅니다. 너무 크면 :val:`wild_loss|.2f`로 찍을 때와 다름없습니다. 첫째
#    층에서 나온 수 가운데 영보다 큰 것이 :val:`alive|.0%`입니다. 걸음이 너무 커서 어떤 그림을 넣어도 첫째 층이 영만 내놓는 곳으로 가
#    버렸고, 거기서는 기울기도 영이라 돌아오지 못합니다. 알맞은 걸음은 :val:`last_loss|.2f`까지 내려갔습니다. 걸음의 크기는
#    :doc:`학습률 </auto_examples/02_gradient_descent/plot_03_learning_rate>`에서 다룹니다.

slow, wild = (MLP((64, 32, 10), seed=0) for _ in range(2))
slow_loss = learn(slow, x, y, lr=0.001)["loss"][-1]
wild_loss = learn(wild, x, y, lr=2.0)["loss"][-1]
alive = float((wild.forward(x).h[1] > 0).mean())  # h[1]: 첫째 층에서 나온 수
print(f"작은 학습률 {slow_loss:.2f}   큰 학습률 {wild_loss:.2f}")
print(f"큰 학습률의 첫째 층에서 영보다 큰 수 {alive:.0%}")
assert slow_loss > 10 * last_loss
assert wild_loss > 2
assert alive < 0.005

# %%
# .. _three-parts-next:
#
# 다음 쪽
# -------
#
# 이 루프를 이루는 생각들은 나온 때가 저마다 다릅니다.
# :doc:`인공지능의 역사 </auto_examples/01_what_is_deep_learning/plot_06_history>`에서 언제 무엇이 나왔고 사람들이 무엇을 기대했는지 봅니다.
