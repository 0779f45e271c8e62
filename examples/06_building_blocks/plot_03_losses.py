r"""
틀린 만큼을 어떤 수로 말할까요?
===============================

예측이 빗나가면 벌점을 매깁니다. 벌점을 매기는 방법이 손실 함수입니다.
기온을 맞힐 때와 고양이를 알아볼 때의 벌점은 왜 다를까요?
벌점표를 바꾸면 신경망이 배우는 답까지 바뀌는지, 하나씩 계산해서 봅니다.

- **할 것**: 수, 종류, 순서를 맞히는 손실을 직접 적고, 같은 데이터에서 손실마다 어떤 답이 나오는지 견줍니다.
- **배울 것**: 손실을 고르면 “가장 좋은 답”이 정해집니다. 합인지 평균인지, 로짓인지 확률인지도 답을 바꿉니다.
- **필요한 것**: :doc:`경사 하강법 </auto_examples/02_gradient_descent/plot_02_one_variable>`과
  :doc:`활성화 함수 </auto_examples/06_building_blocks/plot_01_activations>`. PyTorch도 씁니다.
"""

# %%
# .. _losses-role:
#
# 손실은 내려갈 산의 높이입니다
# -----------------------------
# :term:`손실 함수`는 :term:`예측`과 :term:`정답`을 받아 수 하나를 돌려줍니다. 이 수 하나로 학습의 세 박자가 돌아갑니다.
#
# 1. 예측이 얼마나 틀렸는지를 수 하나로 잽니다.
# 2. 그 수를 예측으로, 이어서 :term:`파라미터`로 미분하여 :term:`기울기`를 얻습니다.
# 3. :term:`옵티마이저`가 기울기를 받아 손실이 줄어드는 쪽으로 파라미터를 옮깁니다.
#
# 둘째 박자 때문에 아무 수나 손실이 되지는 못합니다. 맞힌 비율인 :term:`정확도`로 시험해 봅니다.
# 사진 네 장의 점수를 조금 올리면 정확도와 손실은 각각 얼마나 움직일까요?

import warnings

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from dlconcepts.viz import MUTED, PALETTE, use_korean_font

use_korean_font()

# %%

scores = np.array([2.0, -0.5, -3.0, 1.0])  # 양수이면 고양이라고 답합니다
is_cat = np.array([1.0, 1.0, 0.0, 0.0])  # 앞의 두 장만 고양이입니다


def accuracy(scores):
    return ((scores > 0) == is_cat).mean()


def squared(scores):
    return ((scores - is_cat) ** 2).mean()


nudge = 0.001
accuracy_moved = accuracy(scores + nudge) - accuracy(scores)
squared_moved = squared(scores + nudge) - squared(scores)
print(f"정확도 {accuracy_moved:+.6f}   제곱 오차 {squared_moved:+.6f}")
assert accuracy_moved == 0
assert squared_moved != 0

# %%
# 정확도는 꿈쩍하지 않습니다. 발밑이 계단처럼 평평해서 어느 쪽이 내리막인지 알 수 없습니다.
# 어떤 손실을 고르든 하는 일은 하나입니다. **미분할 수 있는 수 하나**를 :term:`역전파`의 출발점에 내어놓는 것입니다.

# %%
# .. _losses-regression:
#
# 수를 맞힐 때: 제곱, 절댓값, 그 사이
# -----------------------------------
# 집값이나 기온처럼 수를 맞히는 일을 :term:`회귀`라고 합니다. 예측에서 정답을 뺀 차이를 :math:`d`라고 하면
# 벌점은 흔히 셋 가운데 하나입니다.
#
# .. math::
#
#    \begin{aligned}
#    \text{제곱} &: d^2 \qquad \text{절댓값} : |d| \\[4pt]
#    \text{후버} &: \begin{cases} \tfrac{1}{2}d^2 & |d| \le \delta \\ \delta\,(|d| - \tfrac{1}{2}\delta) & |d| > \delta \end{cases}
#    \end{aligned}
#
# 예제마다의 벌점을 평균하면 차례로 :term:`평균제곱오차`(MSE), :term:`평균절대오차`(MAE), :term:`후버 손실`입니다.
# 후버의 :math:`\delta`(델타)는 제곱에서 직선으로 갈아타는 자리이고, 여기서는 일로 둡니다.


def mse(prediction, target):
    return ((prediction - target) ** 2).mean()


def mae(prediction, target):
    return np.abs(prediction - target).mean()


def huber(prediction, target, delta=1.0):
    d = np.abs(prediction - target)
    far = delta * (d - delta / 2)
    return np.where(d <= delta, d**2 / 2, far).mean()


# %%
# 이레 동안 잰 기온입니다. 마지막 날은 온도계가 햇볕에 놓여 있었습니다. 모든 날을 수 하나 :math:`c`로 예측해야
# 한다면 얼마가 좋을까요? :math:`c`를 촘촘히 바꾸어 가며 손실이 가장 작은 곳을 찾습니다.
# 세 손실의 답은 같을까요? 먼저 짐작해 보세요.

week = np.array([21.0, 23.0, 22.0, 24.0, 20.0, 22.0, 60.0])
candidates = np.linspace(0, 70, 7001)
rows = {}
for name, loss in {"MSE": mse, "MAE": mae, "후버": huber}.items():
    values = [loss(c, week) for c in candidates]
    rows[name] = candidates[np.argmin(values)], min(values)
best = pd.DataFrame(rows, index=["가장 좋은 c", "그때의 손실"]).T
best.round(2)

# %%
# 데이터는 같은데 답이 다릅니다. MSE는 평균 :val:`week_mean|.2f`에, MAE는 :term:`중앙값`
# :val:`week_median|.0f`에 섰습니다. 잘못 잰 하루 때문에 평균은 나머지 엿새의 어느 기온보다도 높아졌고,
# 중앙값은 흔들리지 않았습니다. 후버는 :val:`best_huber|.2f`로 중앙값 가까이에 섰습니다.

week_mean, week_median = week.mean(), np.median(week)
best_mse, best_mae, best_huber = best["가장 좋은 c"]
assert abs(best_mse - week_mean) < 0.01
assert abs(best_mae - week_median) < 0.01
assert week_median < best_huber < week_mean
assert week_mean > week[:6].max()

# %%
# 까닭은 기울기에 있습니다. 손실과 함께, 예제 하나가 예측을 끌어당기는 힘인 기울기를 그립니다. 차이가 커지면 세 힘은
# 어떻게 될까요?

# sphinx_gallery_alt = "왼쪽은 차이에 따른 세 손실입니다. 제곱은 포물선으로 가파르게 솟고, 절댓값은 브이 자이며, 후버는 가운데만 둥글고 밖에서는 직선입니다. 오른쪽은 세 기울기입니다. 제곱의 기울기는 끝없이 커지고, 절댓값과 후버의 기울기는 빼기 일과 일 사이에 갇혀 있습니다."
from dlconcepts import losses

d, zero = np.linspace(-3, 3, 601), np.zeros(601)
fig, (left, right) = plt.subplots(1, 2, figsize=(7, 3.6))
three = {"제곱": losses.mse, "절댓값": losses.mae, "후버": losses.huber}
for (name, loss), color in zip(three.items(), PALETTE, strict=False):
    left.plot(d, loss.f(d, zero, reduction="none"), color=color, label=name)
    right.plot(d, loss.df(d, zero, reduction="sum"), color=color)
left.set(title="손실", xlabel="예측 − 정답", ylim=(0, 5))
right.set(title="기울기", xlabel="예측 − 정답")
left.legend()
plt.show()

# %%
# 제곱은 멀수록 세게 끕니다. 그래서 크게 벗어난 하루가 나머지 엿새를 이깁니다. 절댓값은 멀든 가깝든 같은 힘으로 끕니다.
# 대신 정답 바로 옆에서도 힘이 줄지 않아, 학습률이 그대로면 경사 하강법이 바닥을 넘나듭니다. 후버는 가까우면 제곱처럼, 멀면
# 절댓값처럼 끕니다. 꺾인 자리 :math:`d = 0`에서 절댓값의 기울기는 영으로 약속합니다.
#
# 위 그림은 라이브러리의 손실로 그렸습니다. 손으로 적은 것과 같은지 확인합니다.

for by_hand, loss in zip((mse, mae, huber), three.values(), strict=True):
    ours = loss.f(week, np.full(7, 22.0), reduction="mean")
    assert np.isclose(by_hand(week, 22.0), ours)
    assert np.isclose(loss.df(0.0, 0.0, reduction="mean"), 0)

# %%
# .. _losses-sum-or-mean:
#
# 합일까요, 평균일까요
# --------------------
# 흔히 이렇게 말합니다: “평균제곱오차는 정답과 예측의 차이를 제곱한 것이다.” 그것은 예제 **하나**의 제곱 오차입니다.
# 여러 예제의 벌점은 더하거나 평균해야 수 하나가 됩니다. 어느 쪽이든 가장 좋은 :math:`c`는 같습니다.
# 그러면 아무래도 좋을까요? 제대로 잰 엿새만 가지고 :math:`c = 0`에서 열 걸음을 걸어 봅니다.

six_days = week[:6]


def walk(reduction, lr, steps=10):
    c = 0.0
    for _ in range(steps):
        every_day = np.full(6, c)
        gradient = losses.mse.df(every_day, six_days, reduction=reduction)
        c = c - lr * gradient.sum()
    return c


mean_end, sum_end = walk("mean", lr=0.3), walk("sum", lr=0.3)
print(f"평균 {mean_end:.2f}   합 {sum_end:.0f}")
print(f"합, 학습률을 예제 수로 나누면 {walk('sum', lr=0.3 / 6):.2f}")

# %%
# 학습률이 같은데, 손실을 평균하면 평균 기온 :val:`six_mean|.0f`에 다가가고 더하면 터무니없는 곳으로 튀었습니다. 합의 기울기는
# 평균의 :val:`six_count`배라서 걸음도 그만큼 길기 때문입니다. 학습률을 예제의 수로 나누면 두 길은 걸음마다 같습니다.
# **학습률을 말할 때는 손실이 합인지 평균인지도 밝혀야 합니다.** :term:`배치`의 크기를 바꿀 때 특히 그렇습니다.
# 그래서 이 라이브러리의 손실은 ``reduction``을 꼭 적게 합니다.
# 다섯 가중치 신경망에서 합과 평균이 언제 발산하는지는
# :doc:`배치와 온라인 </auto_examples/04_backpropagation/plot_03_batch_and_online>`에서 보았습니다.
#
# 말버릇 하나도 고칩니다. 제곱은 “언제나 양수”가 아니라 음수가 아닌 수입니다. 정확히 맞히면 영입니다.

six_mean, six_count = six_days.mean(), len(six_days)
assert abs(mean_end - six_mean) < 0.01
assert abs(sum_end - six_mean) > 1000
assert np.isclose(walk("sum", lr=0.3 / 6), mean_end)
assert losses.mse.f(six_days, six_days, reduction="sum") == 0

# %%
# .. _losses-classes:
#
# 종류를 맞힐 때: 정답에 준 확률을 봅니다
# ---------------------------------------
# 사진이 고양이인지 개인지 알아보는 일을 :term:`분류`라고 합니다. 신경망이 고양이에 0.8, 개에 0.2의
# 확률을 주었고 정답은 고양이입니다. :term:`교차 엔트로피`는 정답에 준 확률 :math:`p`의 로그에 음의 부호를 붙인 것입니다.
#
# .. math::
#
#    L = -\log p_{\text{정답}}
#
# 로그는 자연로그이고, 이렇게 잰 손실의 단위를 냇(nat)이라고 합니다. 정답이 개였다면 손실은 더 클까요, 작을까요?

p_cat_dog = np.array([0.8, 0.2])
cat, dog = 0, 1
loss_cat, loss_dog = -np.log(p_cat_dog)
print(f"정답이 고양이면 {loss_cat:.3f}   개면 {loss_dog:.3f}")
print(f"확률 0.01을 준 것이 정답이면 {-np.log(0.01):.3f}")

# %%
# 정답에 확률을 다 주었으면 손실은 영이고, 적게 줄수록 끝없이 커집니다. 정답이 아닌 쪽의 확률은 식에 나오지 않지만, 합이
# 일이라서 정답의 확률을 올리려면 다른 쪽이 내려가야 합니다. 같은 자리를 제곱으로 벌하는 것과 견주어 봅니다.

# sphinx_gallery_alt = "정답에 준 확률에 따른 두 손실입니다. 빼기 로그 곡선은 확률이 영에 가까워지면 끝없이 솟고, 제곱 곡선은 일을 넘지 못합니다. 확률 0.8에 찍힌 점의 높이는 <<loss_cat|.3f>>입니다."
p = np.linspace(0.005, 1, 400)
fig, ax = plt.subplots(figsize=(6, 3.8))
ax.plot(p, -np.log(p), color=PALETTE[0], label="교차 엔트로피 −log p")
ax.plot(p, (1 - p) ** 2, color=PALETTE[1], label="제곱 (1 − p)²")
ax.plot(0.8, loss_cat, "o", color=PALETTE[0], ms=9)
ax.set(xlabel="정답에 준 확률 p", ylabel="손실", ylim=(0, 5.5))
ax.set_title("자신 있게 틀리면 벌점이 끝없이 커집니다")
ax.legend()
plt.show()

# %%
# 왜 하필 로그일까요? 사진마다의 답이 서로 영향을 주지 않는다고 보면, 여러 장을 모두 맞힐 확률은 장마다의 확률을 **곱한**
# 것입니다. 로그를 씌우면 곱이 합이 되어, 예제마다의 손실을 더하기만 하면 됩니다.

four_photos = np.array([0.8, 0.9, 0.6, 0.7])
all_right = four_photos.prod()
summed = -np.log(four_photos).sum()
print(f"곱한 확률 {all_right:.4f}   손실의 합 {summed:.4f}")
print(f"손실의 합을 확률로 되돌리면 {np.exp(-summed):.4f}")
assert np.isclose(all_right, np.exp(-summed))
assert np.isclose(loss_cat, 0.2231, atol=1e-4)

# %%
# .. _losses-softmax:
#
# 확률은 어디에서 올까요
# ----------------------
# 흔히 이렇게 말합니다: “모든 층은 f(W×입력 + b)이고, 마지막 층의 출력이 숫자마다의 확률이다.”
# 마지막 층도 원소마다 같은 함수 :math:`f`를 거친다면 열 출력의 합이 일이 될까요? 숫자 열 개의 점수를 아무렇게나
# 뽑아 확인합니다. 확률로 바꾸기 전의 점수를 :term:`로짓`이라고 합니다.

z = np.random.default_rng(0).normal(0, 2, size=10)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softmax(z):
    e = np.exp(z - z.max())  # 가장 큰 로짓을 빼도 비율은 그대로입니다
    return e / e.sum()


outputs = pd.DataFrame({"로짓": z, "ReLU": np.maximum(z, 0)})
outputs["시그모이드"], outputs["소프트맥스"] = sigmoid(z), softmax(z)
outputs.loc["합"] = outputs.sum()
outputs.rename_axis("숫자", axis="columns").round(3)

# %%
# 원소마다 계산하는 함수는 이웃을 보지 못하므로 합을 맞출 수 없습니다. ReLU의 합은
# :val:`relu_sum|.2f`, 시그모이드의 합은 :val:`sigmoid_sum|.2f`입니다. :term:`소프트맥스`만 합이 일입니다.
# :math:`i`번째 로짓이 :math:`z_i`이면 :math:`i`번째 확률 :math:`p_i`는 이렇습니다.
#
# .. math::
#
#    p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}
#
# 분모가 모든 로짓을 봅니다. 로짓 하나만 올리면 몇 칸이 바뀔까요?

raised = z.copy()
raised[7] += 1
changed = {
    f.__name__: int((f(raised) != f(z)).sum()) for f in (sigmoid, softmax)
}
print(changed)
relu_sum, sigmoid_sum, softmax_sum = outputs.loc["합"].iloc[1:]
assert np.isclose(softmax_sum, 1)
assert min(abs(relu_sum - 1), abs(sigmoid_sum - 1)) > 0.5
assert changed == {"sigmoid": 1, "softmax": 10}

# %%
# 그래서 분류의 마지막 층은 활성화 함수 없이 로짓을 내고, 소프트맥스가 열 로짓을 **함께** 확률로 바꿉니다.
# 소프트맥스가 보는 것은 로짓의 차이뿐입니다. 나머지 아홉이 똑같은 점수일 때 한 숫자에
# :val:`confident|.0%`의 확률을 주려면 로짓이 얼마나 앞서야 할까요? 앞선 만큼을 :math:`d`라고 하고 식을 풉니다.
#
# .. math::
#
#    p = \frac{e^d}{e^d + 9} \quad\Longrightarrow\quad d = \log\frac{9p}{1 - p}

confident = 0.95
lead = np.log(9 * confident / (1 - confident))
print(f"앞서야 할 차이 {lead:.2f}")
print(f"확인: {softmax(np.array([lead] + [0.0] * 9))[0]:.2f}")
assert np.isclose(softmax(np.array([lead] + [0.0] * 9))[0], confident)

# %%
# .. _losses-logits:
#
# 로짓을 넘길까요, 확률을 넘길까요
# --------------------------------
# PyTorch의 ``CrossEntropyLoss``에 확률 0.8과 0.2를 넘겨 봅니다. 앞에서 구한 값이 나와야 할 것 같습니다.

import torch

label = torch.tensor([cat])
probabilities = torch.tensor(p_cat_dog)[None, :]
torch_loss = torch.nn.CrossEntropyLoss()
given_p = torch_loss(probabilities, label).item()
given_logits = torch_loss(torch.log(probabilities), label).item()
print(f"확률을 넘기면 {given_p:.3f}   로짓을 넘기면 {given_logits:.3f}")

# %%
# 거의 두 배입니다. 이 손실은 로짓을 받아 소프트맥스를 **안에서** 하기 때문에, 확률을 넘기면 소프트맥스를 두 번 지납니다.
# 확률의 로그는 소프트맥스를 지나면 도로 그 확률이 되므로 로짓으로 쓸 수 있고, 그때는 손으로 구한
# :val:`loss_cat|.3f|이/가` 나옵니다. 오류가 나지 않는 실수라서 더 위험합니다. 라이브러리의 교차 엔트로피는
# 넘겨받은 수가 확률처럼 보이면 알려 줍니다.

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    twice = losses.cross_entropy.f([[0.8, 0.2]], [cat], reduction="mean")
print(f"{twice:.3f}")
print(str(caught[0].message).replace(". ", ".\n"))
assert np.isclose(twice, given_p)
assert np.isclose(twice, -np.log(softmax(p_cat_dog)[cat]))
assert np.isclose(given_logits, loss_cat)
assert given_p > 1.9 * given_logits

# %%
# 왜 확률이 아니라 로짓을 받을까요? 로짓이 크게 벌어지면 확률이 영으로 반올림되고, 영의 로그는 음의 무한대입니다.
# 소프트맥스와 로그를 한 식으로 합치면 그런 일이 없습니다.
#
# .. math::
#
#    L = -\log\frac{e^{z_y}}{\sum_j e^{z_j}} = \log\sum_j e^{z_j} - z_y
#
# 여기서 :math:`y`는 정답의 번호입니다. 로짓이 천만큼 벌어진 예제로 확인합니다.

far_apart = np.array([0.0, 1000.0])
with np.errstate(divide="ignore"):
    two_steps = -np.log(softmax(far_apart)[0])
one_step = losses.cross_entropy.f([far_apart], [0], reduction="mean")
print(f"두 단계로 {two_steps}   한 식으로 {one_step}")
assert np.isinf(two_steps)
assert one_step == 1000

# %%
# .. _losses-why-not-mse:
#
# 종류를 맞힐 때 제곱을 쓰면
# --------------------------
# 답이 예와 아니요뿐이면 로짓 하나에 시그모이드 :math:`\sigma`를 씌워 확률 :math:`p = \sigma(z)`로 씁니다. 이때의 교차 엔트로피를
# :term:`이진 교차 엔트로피`(BCE)라고 합니다. 정답이 예일 때의 손실 :math:`-\log p`와, 제곱한 손실 :math:`(1 - p)^2`을
# :math:`z`로 미분해 봅니다. :term:`연쇄 법칙`으로 두 토막을 곱합니다. 뒤의 토막은 시그모이드의 도함수 :math:`p(1 - p)`입니다.
#
# .. math::
#
#    \begin{aligned}
#    \text{교차 엔트로피} &: \frac{dL}{dz} = -\frac{1}{p} \cdot p(1 - p) = p - 1 \\[4pt]
#    \text{제곱} &: \frac{dL}{dz} = 2(p - 1) \cdot p(1 - p)
#    \end{aligned}
#
# 교차 엔트로피에서는 :math:`p`가 지워져 놀랄 만큼 짧아지고, 제곱에는 :math:`p(1 - p)`가 그대로 남습니다. 아주 자신 있게 틀린
# 곳에서는 어떻게 될까요? 표의 오른쪽 두 칸이 기울기입니다.

logit = np.array([-8.0, -4.0, 0.0, 4.0])
p = sigmoid(logit)
pull = pd.DataFrame({"로짓 z": logit, "확률 p": p}).set_index("로짓 z")
pull["교차 엔트로피"] = p - 1
pull["제곱"] = 2 * (p - 1) * p * (1 - p)
assert np.allclose(
    pull["교차 엔트로피"],
    losses.binary_cross_entropy.df(logit, np.ones(4), reduction="sum"),
)
pull.round(4)

# %%
# 첫 줄은 정답이 예인데 확률을 :val:`p_wrong|.4f`밖에 주지 않은 경우입니다. 교차 엔트로피는 온 힘으로 끌어올리는데
# 제곱의 기울기는 거의 영입니다. 가장 크게 틀린 예제에서, 이미 잘 맞힌 마지막 줄만큼이나 적게 배웁니다. 첫 줄에서 출발해
# 학습률 일로 백 걸음을 걸어 봅니다.

p_wrong = float(p[0])
z_cross = z_square = -8.0
for _ in range(100):
    z_cross -= 1.0 * (sigmoid(z_cross) - 1)
    s = sigmoid(z_square)
    z_square -= 1.0 * 2 * (s - 1) * s * (1 - s)
p_cross, p_square = sigmoid(z_cross), sigmoid(z_square)
print(f"백 걸음 뒤의 확률: 교차 엔트로피 {p_cross:.3f}, 제곱 {p_square:.5f}")
assert p_cross > 0.95
assert p_square < 0.001
assert abs(pull["제곱"].iloc[0]) < 1.1 * abs(pull["제곱"].iloc[-1])

# %%
# 모든 로짓에서 두 기울기의 크기를 그립니다. 점선이 방금 출발한 자리입니다.

# sphinx_gallery_alt = "로짓에 따른 두 기울기의 크기입니다. 교차 엔트로피는 로짓이 음수 쪽으로 갈수록 크기 일에 붙고, 제곱은 가운데에서만 작은 봉우리를 이루다가 양쪽에서 영으로 가라앉습니다. 로짓이 빼기 팔인 곳에서 교차 엔트로피는 거의 일이고 제곱은 거의 영입니다."
grid = np.linspace(-10, 6, 400)
s = sigmoid(grid)
fig, ax = plt.subplots(figsize=(6.4, 3.6))
ax.plot(grid, 1 - s, color=PALETTE[0], label="교차 엔트로피")
ax.plot(grid, 2 * (1 - s) ** 2 * s, color=PALETTE[1], label="제곱")
ax.axvline(-8, color=MUTED, ls=":")
ax.set(xlabel="로짓 z (정답은 예)", ylabel="기울기의 크기")
ax.set_title("제곱은 크게 틀린 곳에서 힘을 잃습니다")
ax.legend()
plt.show()

# %%
# 소프트맥스와 교차 엔트로피를 붙여도 로짓으로 미분한 기울기는 똑같이 **확률 − 정답**입니다. 정답은 맞은 칸만 일이고 나머지는 영인
# 줄로 적습니다. 사진 세 장으로 확인합니다. 한 줄의 합이 얼마일지 먼저 짚어 보세요.

three_logits = np.array([[2.0, -1.0], [0.0, 0.0], [-1.0, 3.0]])
answers = np.array([cat, cat, dog])
onehot = np.eye(2)[answers]
by_formula = np.array([softmax(row) for row in three_logits]) - onehot
print(by_formula.round(3))
assert np.allclose(
    by_formula,
    losses.cross_entropy.df(three_logits, answers, reduction="sum"),
)
assert np.allclose(by_formula.sum(axis=1), 0)

# %%
# 줄마다 합이 영입니다. 정답의 로짓을 올리는 만큼 나머지를 내립니다. 제곱으로 확률을 **채점**하는 것은
# 잘못이 아니지만, 시그모이드나 소프트맥스를 거쳐 **배우게** 하려면 교차 엔트로피가 낫습니다.

# %%
# .. _losses-ranking:
#
# 순서를 맞힐 때: 이긴 쪽의 점수가 더 크면 됩니다
# -----------------------------------------------
# 검색 결과를 늘어놓거나 영화를 추천할 때는 점수의 크기보다 순서가 중요합니다. 둘 가운데 어느 쪽이 이겨야 하는지만 알려 주고
# 배우게 하는 것이 :term:`순위 손실`입니다. 두 점수를 :math:`s_1, s_2`, 앞이 이겨야 하면 :math:`y = +1`, 뒤가 이겨야 하면
# :math:`y = -1`로 적습니다.
#
# .. math::
#
#    L = \max\bigl(0,\; m - y\,(s_1 - s_2)\bigr)
#
# :math:`m`은 이긴 쪽이 벌려야 하는 여유(margin)입니다. 여유만큼 벌어지면 벌점이 없습니다.
# 일곱 수의 점수를 모두 영에서 시작해 “어느 수가 더 큰가”만 가르칩니다. 수 자체는 보여 주지 않습니다.

ranking = losses.make_margin_ranking(margin=1.0)
numbers = np.array([41, 3, 88, 15, 62, 7, 29])
learned = np.zeros(7)
rng = np.random.default_rng(0)
for _ in range(3000):
    a, b = rng.choice(7, size=2, replace=False)
    answer = [1 if numbers[a] > numbers[b] else -1]
    pair = learned[[a, b]][None, :]
    learned[[a, b]] -= 0.02 * ranking.df(pair, answer, reduction="mean")[0]
table = pd.DataFrame({"수": numbers, "배운 점수": learned})
table.sort_values("배운 점수").set_index("수").round(2)

# %%
# 점수의 순서가 수의 순서와 같습니다. 그러나 점수의 간격은 수의 간격과 다릅니다. 순위 손실은 순서만 가르치기 때문입니다.
# 여유를 영으로 두면 어떨까요? 점수가 모두 같은 출발점에서 손실은 벌써 :val:`lazy_loss|.0f`입니다. 아무것도 배우지
# 않고도 벌점이 없으니, 순서를 벌리려면 여유가 필요합니다.

lazy = losses.margin_ranking  # 여유가 영인 순위 손실
lazy_loss = lazy.f(np.zeros((1, 2)), [1], reduction="mean")
order_by_score, order_by_number = np.argsort(learned), np.argsort(numbers)
assert np.array_equal(order_by_score, order_by_number)
assert lazy_loss == 0
tied_loss = ranking.f(np.zeros((1, 2)), [1], reduction="mean")
assert tied_loss > 0

# %%
# .. _losses-table:
#
# 과제와 손실을 한 표에
# ---------------------
# 신경망의 몸통은 같아도 무엇을 맞히느냐에 따라 마지막 층과 손실이 달라집니다. 오른쪽 끝은 이 쪽에서 만난
# 예의 손실입니다. 기온은 이레를 예측 하나로 맞힐 때의 MSE, 예/아니요는 가장 크게 틀린 줄, 종류는 고양이에 0.8을 준 사진,
# 순서는 점수가 같은 두 수입니다.

summary = pd.DataFrame(
    [
        ["수 (집값, 기온)", "그대로", "MSE, MAE, 후버", best.iloc[0, 1]],
        ["예/아니요", "로짓 하나", "BCE", -np.log(p_wrong)],
        ["종류 (고양이, 개)", "로짓 여럿", "교차 엔트로피", loss_cat],
        ["순서", "점수 둘", "순위 손실", tied_loss],
    ],
    columns=["맞히는 것", "마지막 층의 출력", "손실", "예의 값"],
)
summary.set_index("맞히는 것").round(3)

# %%
# .. _losses-trap:
#
# 흔한 함정
# ---------
# 예측은 세로로 세운 ``(4, 1)``이고 정답은 ``(4,)``입니다. NumPy로 빼면 모양이 어떻게 될까요?

prediction = np.array([[1.0], [2.0], [3.0], [4.0]])
target = np.array([1.0, 2.0, 3.0, 4.0])
stretched = (prediction - target) ** 2
wrong_mse = stretched.mean()
print(f"모양 {stretched.shape}   손실 {wrong_mse}")

# %%
# 하나도 틀리지 않았는데 손실이 :val:`wrong_mse|.1f`입니다. NumPy가 두 :term:`배열`을 늘려 모든 예측을 모든 정답과 견주었습니다.
# 이대로 학습하면 예측이 모두 정답의 평균으로 끌려갑니다. 라이브러리는 늘리지 않고 알려 줍니다.

from dlconcepts.errors import ShapeError

try:
    losses.mse.f(prediction, target, reduction="mean")
except ShapeError as error:
    refused = str(error)
    print(refused.replace(". ", ".\n"))
assert "reshape((4, 1))" in refused
assert losses.mse.f(prediction[:, 0], target, reduction="mean") == 0

# %%
# .. _losses-summary:
#
# 정리
# ----
# - 손실은 미분할 수 있는 수 하나입니다. 수를 맞힐 때는 제곱이나 절댓값, 종류를 맞힐 때는 교차 엔트로피, 순서를 맞힐 때는
#   순위 손실을 씁니다. MSE는 평균을, MAE는 중앙값을 답으로 고릅니다.
# - 합의 기울기는 평균의 기울기에 예제 수를 곱한 것입니다. 합인지 평균인지를 정해야 학습률이 뜻을 가집니다.
# - 확률은 소프트맥스가 로짓을 함께 보고 만듭니다. 교차 엔트로피에는 확률이 아니라 로짓을 넘깁니다. 그 기울기는
#   확률 − 정답이라 크게 틀릴수록 세게 배웁니다.

# %%
# .. _losses-exercises:
#
# 더 해 보기
# ----------
# **하나.** 숫자 열 개를 가리는 신경망이 아직 아무것도 배우지 않아 모든 숫자에 같은 확률을 줍니다. 교차 엔트로피는
# 얼마여야 할까요? 학습을 시작할 때 이 값과 견주면 무엇을 알 수 있을까요?
#
# .. dropdown:: 답 보기
#
#    확률이 모두 십분의 일이므로 :math:`\log 10`, 곧 :val:`clueless|.3f`입니다. 첫 손실이 이보다 훨씬 크면
#    처음부터 자신 있게 틀리고 있는 것이니 초기화나 로짓의 크기를 살펴봅니다.

clueless = losses.cross_entropy.f(np.zeros((1, 10)), [3], reduction="mean")
print(f"{clueless:.3f}")
assert np.isclose(clueless, np.log(10))

# %%
# **둘.** 실수로 소프트맥스를 지난 확률을 교차 엔트로피에 넘겨 학습하면, 손실은 어디까지 내려갈 수 있을까요? 두 종류와
# 열 종류로 구해 보세요.
#
# .. dropdown:: 답 보기
#
#    정답에 확률을 다 주어도 두 종류에서는 :val:`floor_two|.3f`, 열 종류에서는 :val:`floor_ten|.3f`에서 멈춥니다.
#    확률은 로짓으로 치면 많아야 일만큼밖에 앞서지 못하기 때문입니다. 손실이 이런 값에서 더 내려가지 않으면 소프트맥스를
#    두 번 지나지 않는지 의심해 보세요.

floor_two, floor_ten = (-np.log(softmax(np.eye(n)[0])[0]) for n in (2, 10))
print(f"두 종류 {floor_two:.3f}   열 종류 {floor_ten:.3f}")
assert np.isclose(floor_two, np.log(1 + np.exp(-1)))
assert np.isclose(floor_ten, np.log(1 + 9 * np.exp(-1)))

# %%
# **셋.** 후버의 :math:`\delta`를 점점 키우면 이레의 기온에서 가장 좋은 :math:`c`는 어디로 옮겨 갈까요?
#
# .. dropdown:: 답 보기
#
#    :math:`\delta`가 작으면 절댓값과 같아 중앙값 :val:`week_median|.0f` 가까이에 서고, 커지면 제곱과 같아 평균
#    :val:`week_mean|.2f` 쪽으로 옮겨 갑니다. 잘못 잰 하루까지의 거리보다 커지면 더는 변하지 않습니다.

deltas = [0.1, 1.0, 10.0, 50.0]
centres = [
    candidates[np.argmin([huber(c, week, delta) for c in candidates])]
    for delta in deltas
]
print(dict(zip(deltas, np.round(centres, 2).tolist(), strict=True)))
assert np.all(np.diff(centres) > 0)
assert abs(centres[0] - week_median) < 0.2
assert abs(centres[-1] - week_mean) < 0.01

# %%
# .. _losses-next:
#
# 다음 쪽
# -------
# 손실을 줄이려고 옮기는 파라미터는 몇 개나 될까요? 층의 모양만 보고 세는 법을
# :doc:`파라미터 세기 </auto_examples/06_building_blocks/plot_04_counting_parameters>`에서 봅니다.
