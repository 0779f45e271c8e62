"""
외우지 않고 배우게 하려면 어떻게 할까요?
========================================

틀린 정답이 섞인 문제집을 주면 신경망은 틀린 답까지 통째로 외웁니다. 연습 문제는 다 맞히는데 시험은 못 봅니다.
외우기를 말리는 방법이 여럿 있습니다. 정말로 듣는지, 얼마나 듣는지, 듣지 않을 때는 없는지 같은 조건에서 재어
봅니다.

- **할 것**: 숫자 그림 백 장으로 같은 신경망을 일곱 가지로 학습시키고, 학습 성적과 시험 성적의 틈을 잽니다.
- **배울 것**: 조기 종료, 가중치 감쇠, 드롭아웃은 저마다 몇 줄이면 되고 외우기를 줄입니다. 정규화는 이름이 비슷해도
  하는 일이 다릅니다.
- **필요한 것**: :doc:`손실 함수 </auto_examples/06_building_blocks/plot_03_losses>`와
  :doc:`파라미터 세기 </auto_examples/06_building_blocks/plot_04_counting_parameters>`. PyTorch와 scikit-learn을 씁니다.
"""

# %%
# .. _regularization-data:
#
# 틀린 정답이 섞인 문제집
# -----------------------
#
# 손으로 쓴 숫자 그림을 셋으로 나눕니다. 백 장은 학습에 쓰고, 백 장은 멈출 때나 세기를 고를 때 보는
# :term:`검증 데이터`로 남깁니다. 나머지는 모두 :term:`평가 데이터`, 곧 마지막에 한 번 보는 시험 문제입니다. 학습과 검증의
# 정답은 다섯에 하나꼴로 다른 숫자로 바꿉니다. 시험의 정답은 모두 옳습니다.

import numpy as np
import pandas as pd
import torch
from sklearn.datasets import load_digits
from torch import nn

torch.set_num_threads(1)  # 이만큼 작은 계산은 코어 하나가 더 빠릅니다
digits = load_digits()

# %%
# 씨앗(seed)은 무작위로 뽑는 차례를 정하는 수입니다. 씨앗이 같으면 언제나 같은 그림이 뽑힙니다.


def draw(seed, wrong=20, size=100):
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(digits.data))
    train, valid, test = np.split(order, [size, size + 100])
    answers = digits.target.copy()
    flipped = np.concatenate([train[:wrong], valid[:wrong]])
    answers[flipped] += rng.integers(1, 10, len(flipped))  # 반드시 틀립니다
    x = torch.tensor(digits.data / 16, dtype=torch.float32)
    y = torch.tensor(answers % 10)
    rows = {"train": train, "valid": valid, "test": test}
    return {name: (x[r], y[r]) for name, r in rows.items()}


data = draw(seed=0)
print({name: len(y) for name, (_, y) in data.items()})

# %%
# 신경망은 :term:`은닉층`이 하나인 작은 것입니다. ``norm``과 ``p``는 뒤에서 부품을 끼울 자리로, 지금은 비워 둡니다.


def network(seed, norm=None, p=0.0):
    torch.manual_seed(seed)
    middle = [] if norm is None else [norm(128)]
    return nn.Sequential(
        nn.Linear(64, 128),
        *middle,
        nn.ReLU(),
        nn.Dropout(p),
        nn.Linear(128, 10),
    )


# %%
# 백 장을 한꺼번에 보며 예순 걸음을 걷습니다. 걸음마다 학습 손실과 검증 손실을 적을 수 있게 해 둡니다.
# ``train()``과 ``eval()``은 지금이 학습 시간인지 시험 시간인지를 부품들에 알리는 스위치입니다. 둘에서 다르게 움직이는
# 부품이 있기 때문입니다.

cross_entropy = nn.CrossEntropyLoss()


def loss_on(model, part):
    model.eval()
    with torch.no_grad():
        return cross_entropy(model(part[0]), part[1]).item()


# %%
# ``decay``도 뒤에서 씁니다. ``fused``는 :term:`갱신`을 한 묶음으로 계산해 시간을 아끼는 설정이고 결과에는 반올림만큼만
# 영향을 줍니다.


def learn(model, data, steps=60, decay=0.0, watch=False):
    settings = {"lr": 0.01, "weight_decay": decay, "fused": True}
    optimizer, history = torch.optim.AdamW(model.parameters(), **settings), []
    for _ in range(steps):
        model.train()
        optimizer.zero_grad()
        cross_entropy(model(data["train"][0]), data["train"][1]).backward()
        optimizer.step()
        if watch:
            history.append(
                [loss_on(model, data[k]) for k in ("train", "valid")]
            )
    return np.array(history)


# %%
# .. _regularization-memorize:
#
# 아무것도 하지 않으면
# --------------------
#
# 먼저 그냥 학습시킵니다. 세 가지를 봅니다. 학습에 쓴 백 장의 :term:`정확도`, 그 가운데 **정답이 틀린** 스무 장에서 그
# 틀린 답을 그대로 말한 비율, 그리고 시험의 정확도입니다. 틀린 답도 외웠을까요?

from dlconcepts.metrics import accuracy


def report(model, data, wrong=20):
    model.eval()
    with torch.no_grad():
        guess = {k: model(x).numpy() for k, (x, _) in data.items()}
    answer = {k: y.numpy() for k, (_, y) in data.items()}
    lies = accuracy(guess["train"][:wrong], answer["train"][:wrong])
    learned = accuracy(guess["train"], answer["train"])
    return learned, lies, accuracy(guess["test"], answer["test"])


# %%

plain = network(seed=0)
curves = learn(plain, data, watch=True)
plain_train, plain_lies, plain_test = report(plain, data)
print(f"학습 {plain_train:.0%}   외운 오답 {plain_lies:.0%}")
print(f"시험 {plain_test:.1%}   틈 {plain_train - plain_test:.1%}")
assert plain_train == plain_lies == 1
assert plain_train - plain_test > 0.2

# %%
# 틀린 정답까지 하나도 빠짐없이 외웠고, 시험에서는 :val:`plain_test|.1%`만 맞혔습니다. 학습 성적과 시험 성적의
# **틈**이 이렇게 벌어지는 것을 :term:`과적합`이라고 합니다. 파라미터를 세어 보면 이상한 일도 아닙니다. 그림 한 장을 외우는 데
# 쓸 수 있는 파라미터가 아흔 개가 넘습니다.

from dlconcepts import parameters

capacity = parameters.count(plain).total
examples = len(data["train"][1])
print(f"파라미터 {capacity:,}개   학습 예제 {examples}장")
assert capacity == parameters.dense(64, 128) + parameters.dense(128, 10)
assert 90 < capacity / examples < 100

# %%
# 외우기는 언제 시작될까요? 걸음마다 적어 둔 두 손실을 그립니다.

# sphinx_gallery_alt = "걸음마다의 손실. 학습 손실은 끝까지 내려가 영에 가까워집니다. 검증 손실은 <<best_step>>걸음까지 함께 내려가 <<best_valid|.2f>>에서 바닥을 친 뒤 다시 올라가 <<last_valid|.2f|으로/로>> 끝납니다. 바닥에 세로 점선이 있습니다."
import matplotlib.pyplot as plt

from dlconcepts.viz import MUTED, PALETTE, use_korean_font

use_korean_font()
steps_axis = np.arange(1, len(curves) + 1)
best_step = int(curves[:, 1].argmin()) + 1
fig, ax = plt.subplots(figsize=(7, 3.6))
ax.plot(steps_axis, curves[:, 0], color=PALETTE[0], label="학습 손실")
ax.plot(steps_axis, curves[:, 1], color=PALETTE[1], label="검증 손실")
ax.axvline(best_step, color=MUTED, ls=":")
ax.set(xlabel="걸음", ylabel="교차 엔트로피")
ax.set_title("처음에는 함께 배우다가, 나중에는 외웁니다")
ax.legend()
plt.show()

# %%
# :val:`best_step`걸음까지는 두 손실이 함께 내려갑니다. 학습에서 배운 것이 처음 보는 그림에도 통하는 동안입니다. 그 뒤로는
# 학습 손실만 내려갑니다. 틀린 답처럼 이 백 장에만 맞는 것을 외우기 때문입니다.

best_valid, last_valid = curves[best_step - 1, 1], curves[-1, 1]
assert 3 < best_step < 40
assert last_valid > best_valid + 0.2
assert curves[-1, 0] < 0.05

# %%
# .. _regularization-early-stopping:
#
# 조기 종료: 바닥에서 멈춥니다
# ----------------------------
#
# 가장 단순한 방법은 그림의 점선에서 멈추는 것입니다. 이것을 :term:`조기 종료`(early stopping)라고 합니다.
# 같은 씨앗으로 처음부터 다시, 이번에는 점선까지만 걷습니다. 멈출 곳은 시험이 아니라 검증 데이터로
# 골랐습니다. 시험을 보고 고르면 시험 문제를 미리 본 셈이 됩니다.

stopped = network(seed=0)
learn(stopped, data, steps=best_step)
stopped_train, stopped_lies, stopped_test = report(stopped, data)
print(f"학습 {stopped_train:.0%}   외운 오답 {stopped_lies:.0%}")
print(f"시험 {stopped_test:.1%}   틈 {stopped_train - stopped_test:.1%}")
assert stopped_lies < 0.3
assert stopped_test > plain_test

# %%
# 학습 정확도는 내려갔는데 시험 정확도는 올라갔습니다. 외운 오답도 거의 없습니다. 다섯에 하나는 정답이 틀렸으니,
# 학습 성적은 만점보다 **틀린 정답에 속지 않은** 점수가 더 좋은 성적입니다.

# %%
# .. _regularization-weight-decay:
#
# 가중치 감쇠: 걸음마다 조금씩 줄입니다
# -------------------------------------
#
# 외우는 동안 가중치는 커지기 쉽습니다. :term:`가중치 감쇠`는 걸음마다 모든 가중치를 영 쪽으로 조금 당깁니다.
# :term:`경사 하강법`에서는 손실 :math:`L`에 가중치의 제곱을 더하는 것과 같습니다. :math:`\lambda`(람다)가 당기는 세기이고,
# :math:`g`는 :math:`L`의 기울기, :math:`\eta`는 학습률입니다.
#
# .. math::
#
#    L + \frac{\lambda}{2} \sum_i w_i^2
#    \quad\Longrightarrow\quad
#    w \leftarrow w - \eta\,(g + \lambda w) = (1 - \eta\lambda)\, w - \eta\, g
#
# 손실에 더한 것, 먼저 줄인 것, PyTorch의 ``weight_decay``가 정말 같은지 한 걸음씩 걸어 봅니다. 손실은 아무것이나 좋으니
# 물결 모양으로 정합니다.

w0 = torch.tensor([2.0, -1.0, 0.5])
eta, lam = 0.1, 0.5


def bumpy(w):
    return torch.sin(3 * w).sum()


added = w0.clone().requires_grad_()
(bumpy(added) + lam / 2 * (added**2).sum()).backward()
by_penalty = w0 - eta * added.grad
slope = 3 * torch.cos(3 * w0)
by_shrinking = (1 - eta * lam) * w0 - eta * slope

# %%

by_torch = w0.clone().requires_grad_()
bumpy(by_torch).backward()
torch.optim.SGD([by_torch], lr=eta, weight_decay=lam).step()
print("손실에 더함 ", by_penalty.numpy().round(4))
print("먼저 줄임   ", by_shrinking.numpy().round(4))
print("PyTorch     ", by_torch.detach().numpy().round(4))
assert torch.allclose(by_penalty, by_shrinking)
assert torch.allclose(by_torch, by_shrinking)

# %%
# 셋이 같습니다. :term:`Adam`에서는 같지 않습니다. Adam은 기울기를 그 크기로 나누므로, 손실에 더하면 당기는
# 힘까지 나뉘어 버립니다. 그래서 줄이기를 따로 떼어 낸 :term:`AdamW`를 씁니다. 라이브러리의 것과 PyTorch의 것을 나란히 걷게
# 합니다.

from dlconcepts.optimizers import AdamW

settings = {"lr": eta, "weight_decay": lam}
ours, our_adamw = {"w": w0.double().numpy().copy()}, AdamW(**settings)
for _ in range(5):
    g = 3 * np.cos(3 * ours["w"])
    our_adamw.step(ours, {"w": g})

# %%

theirs = w0.clone().requires_grad_()
torch_adamw = torch.optim.AdamW([theirs], **settings)
for _ in range(5):
    torch_adamw.zero_grad()
    bumpy(theirs).backward()
    torch_adamw.step()
print("라이브러리", ours["w"].round(4))
print("PyTorch   ", theirs.detach().numpy().round(4))
assert np.allclose(ours["w"], theirs.detach().numpy(), atol=1e-5)

# %%
# 이제 신경망에 씁니다. 세기를 :math:`\lambda = 10`으로 하면 학습률이 :math:`0.01`이므로 걸음마다 가중치를
# :val:`shrink|g`배로 줄이고 나서 걷습니다.

decayed = network(seed=0)
shrink = 1 - 0.01 * 10
learn(decayed, data, decay=10)
models = {"처음": network(seed=0), "그냥": plain, "감쇠": decayed}
sizes = {name: net[0].weight.norm().item() for name, net in models.items()}
_, decayed_lies, decayed_test = report(decayed, data)
print("첫 층 가중치의 크기", {k: round(v, 1) for k, v in sizes.items()})
print(f"외운 오답 {decayed_lies:.0%}   시험 {decayed_test:.1%}")
assert sizes["감쇠"] < 0.6 * sizes["그냥"]
assert sizes["그냥"] > 2 * sizes["처음"]
assert decayed_test > plain_test

# %%
# 그냥 두면 첫 층의 가중치가 처음의 세 배쯤으로 커졌지만, 감쇠를 쓰니 처음만 합니다. 틀린 답을 외울 여유가 줄었고 시험은
# 올랐습니다. 세기를 고르는 방법은 「흔한 함정」에서 봅니다.

# %%
# .. _regularization-dropout:
#
# 드롭아웃: 걸음마다 아무 뉴런이나 끕니다
# ---------------------------------------
#
# :term:`드롭아웃`은 학습하는 동안 걸음마다, 예제마다 은닉층의 :term:`뉴런`을 확률 :math:`p`로 끕니다. 어느 뉴런이 꺼질지
# 모르니 몇몇 뉴런끼리 짜고 한 예제를 외우기 어렵습니다. 남은 뉴런은 :math:`1/(1-p)`배로 키워 평균을 지킵니다. 뉴런의 값
# :math:`h_i`에 던진 동전 :math:`m_i`를 곱하는 식입니다.
#
# .. math::
#
#    \tilde{h}_i = \frac{m_i}{1 - p}\, h_i, \qquad
#    m_i = \begin{cases} 0 & \text{확률 } p \\ 1 & \text{확률 } 1 - p \end{cases}


def dropout(h, keep, p):
    return h * keep / (1 - p)


h, p = torch.tensor([[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]]), 0.5
torch.manual_seed(3)
coins = nn.functional.dropout(torch.ones_like(h), p) > 0
torch.manual_seed(3)  # 같은 씨앗이면 같은 뉴런이 꺼집니다
by_torch = nn.functional.dropout(h, p)
print("그대로  ", h[0].tolist())
print("드롭아웃", dropout(h, coins, p)[0].tolist())
assert torch.equal(dropout(h, coins, p), by_torch)

# %%
# 꺼진 자리는 영, 남은 자리는 두 배입니다. 뉴런마다 동전을 이만 번 던져 평균을 내면 처음 값으로 돌아올까요?
# 그리고 시험을 볼 때는 어떨까요?

rng = np.random.default_rng(0)
tosses = rng.random((20000, 6)) >= p
average = dropout(h.numpy(), tosses, p).mean(axis=0)
layer = nn.Dropout(p).eval()
print("평균    ", average.round(1))
print("시험 볼 때", layer(h)[0].tolist())
assert np.allclose(average, h.numpy(), rtol=0.03)
assert torch.equal(layer(h), h)

# %%
# 평균이 지켜집니다. 그래서 시험을 볼 때는 아무것도 끄거나 키우지 않고 모든 뉴런을 그대로 씁니다.

# %%
# .. _regularization-normalization:
#
# 정규화: 이름은 비슷해도 다른 일
# -------------------------------
#
# :term:`규제`(regularization)와 :term:`정규화`(normalization)는 이름이 헷갈립니다. 규제는 지금까지처럼 외우기를 말리는 일이고,
# 정규화는 층을 지나는 값 :math:`z`의 평균을 영으로, 퍼진 정도를 일로 맞추는 일입니다.
#
# .. math::
#
#    \hat{z} = \frac{z - \mu}{\sqrt{\sigma^2 + \varepsilon}}, \qquad y = \gamma\, \hat{z} + \beta
#
# :math:`\mu`(뮤)는 평균, :math:`\sigma^2`(시그마의 제곱)은 분산이고, :math:`\varepsilon`(엡실론)은 영으로 나누지 않으려고 더하는
# 아주 작은 수입니다. :math:`\gamma`(감마)와 :math:`\beta`(베타)는 배우는 파라미터로, 일과 영에서 출발합니다. 평균을 어느 쪽으로
# 내느냐에 따라 이름이 다릅니다. :term:`배치 정규화`는 뉴런마다 예제들을 모아서(세로), :term:`층 정규화`는 예제마다
# 뉴런들을 모아서(가로) 냅니다.


def normalize(z, axis, eps=1e-5):
    mean = z.mean(axis=axis, keepdims=True)
    variance = z.var(axis=axis, keepdims=True)
    return (z - mean) / np.sqrt(variance + eps)


z = np.array([[1.0, 10.0, 100.0], [2.0, 30.0, 100.0], [6.0, 20.0, 400.0]])
tensor = torch.tensor(z)
batch = nn.BatchNorm1d(3, dtype=torch.float64)
row = nn.LayerNorm(3, dtype=torch.float64)
print("배치 정규화\n", normalize(z, axis=0).round(2))
print("층 정규화\n", normalize(z, axis=1).round(2))
assert np.allclose(normalize(z, axis=0), batch(tensor).detach())
assert np.allclose(normalize(z, axis=1), row(tensor).detach())

# %%
# 한 줄이 예제 하나입니다. 반올림한 만큼만 빼면 위는 세로로, 아래는 가로로 더해 영입니다. 배치 정규화에는 딸린 문제가 하나
# 있습니다. 한 예제의 결과가 **같은 배치의 이웃**에 달렸습니다. 셋째 예제만 바꾸면 첫째 예제의 결과도 달라질까요?

changed = tensor.clone()
changed[2] = 0.0
moved = {}
for name, module in {"배치 정규화": batch, "층 정규화": row}.items():
    for mode in (True, False):
        module.train(mode)
        gap = (module(tensor)[0] - module(changed)[0]).abs().max().item()
        moved[f"{name}, {'학습' if mode else '시험'}"] = gap
for name, gap in moved.items():
    print(f"{name}: 첫째 예제가 {gap:.2f}만큼 달라집니다")
assert [gap > 0 for gap in moved.values()] == [True, False, False, False]

# %%
# 배치 정규화는 학습할 때만 이웃에 흔들립니다. 시험을 볼 때는 이웃 대신, 학습하면서 적어 둔 평균과 분산을 쓰기 때문입니다.

# %%
# .. _regularization-compare:
#
# 같은 조건에서 견줍니다
# ----------------------
#
# 씨앗 다섯으로 데이터와 처음 가중치를 바꾸어 가며 일곱 가지를 모두 학습시킵니다. 드롭아웃은 :math:`p`를 두 가지로
# 합니다. 조기 종료는 “그냥”의 검증 손실이 가장 낮았던 걸음까지만 다시 걷습니다. 어느 것이 가장 많이 듣고, 어느 것이 거의
# 듣지 않을까요? 적어 두고 실행합니다.

recipes = {
    "그냥": {},
    "가중치 감쇠": {"decay": 10.0},
    "드롭아웃 0.5": {"p": 0.5},
    "드롭아웃 0.8": {"p": 0.8},
    "배치 정규화": {"norm": nn.BatchNorm1d},
    "층 정규화": {"norm": nn.LayerNorm},
}


def trial(seed, data, wrong=20, steps=60, decay=0.0, watch=False, **parts):
    model = network(seed, **parts)
    history = learn(model, data, steps=steps, decay=decay, watch=watch)
    return report(model, data, wrong), history


# %%

rows = []
for seed in range(5):
    sample = draw(seed)
    for name, recipe in recipes.items():
        watch = name == "그냥"
        scores, history = trial(seed, sample, watch=watch, **recipe)
        rows.append([name, seed, *scores])
        if watch:
            stop = int(history[:, 1].argmin()) + 1
            scores, _ = trial(seed, sample, steps=stop)
            rows.append(["조기 종료", seed, *scores])
columns = ["방법", "씨앗", "학습", "외운 오답", "시험"]
results = pd.DataFrame(rows, columns=columns)
results["틈"] = results["학습"] - results["시험"]

# %%
# 방법마다 다섯 씨앗의 중앙값입니다. 마지막 열은 같은 씨앗의 “그냥”보다 시험을 잘 본 횟수입니다.

names = ["그냥", "조기 종료", *list(recipes)[1:]]
median = results.groupby("방법")[["학습", "외운 오답", "시험", "틈"]].median()
test_scores = results.pivot_table(index="씨앗", columns="방법", values="시험")
wins = test_scores.gt(test_scores["그냥"], axis=0).sum()
table = median.loc[names].round(3)
table["이긴 횟수"] = wins[names]
table

# %%

# sphinx_gallery_alt = "방법마다 다섯 씨앗의 시험 정확도를 점으로 찍고 중앙값에 세로줄을 그었습니다. 그냥의 중앙값은 <<plain_median|.2f>>입니다. 조기 종료와 가중치 감쇠, 두 드롭아웃의 세로줄은 그보다 뚜렷이 오른쪽에, 두 정규화의 세로줄은 조금 오른쪽에 있습니다."
fig, ax = plt.subplots(figsize=(7, 3.8))
for height, name in enumerate(reversed(names)):
    scores = test_scores[name]
    color = MUTED if name == "그냥" else PALETTE[0]
    ax.plot(scores, [height] * 5, "o", color=color, alpha=0.6)
    ax.plot(scores.median(), height, "|", ms=22, mew=2.5, color=PALETTE[1])
ax.set_yticks(range(len(names)), list(reversed(names)))
ax.set(xlabel="시험 정확도 (점: 씨앗, 세로줄: 중앙값)", ylim=(-0.6, 6.6))
ax.set_title("듣는 정도가 저마다 다릅니다")
plt.show()

# %%
# - **조기 종료와 가중치 감쇠**에서는 틈이 거의 없어졌습니다. 시험은 :val:`plain_median|.2f`에서
#   :val:`early_median|.2f|과/와` :val:`decay_median|.2f|으로/로` 올랐습니다.
# - **드롭아웃**은 :math:`p`에 달렸습니다. 흔히 쓰는 :math:`0.5`로는 틀린 답을 많이 외웠는데도 시험이
#   :val:`dropout_median|.2f|으로/로` 올랐습니다. 외웠다고 꼭 그만큼 나빠지는 것은 아닙니다. :math:`0.8`까지 키우니
#   훨씬 덜 외우고 시험도 조금 더 올랐습니다.
# - **정규화**는 틀린 답을 거의 남김없이 외웠습니다. 시험은 조금 나아졌지만 틈은 크게 남았습니다. 정규화가 주로 하는
#   일은 값의 크기를 맞추어 깊은 신경망도 배우기 쉽게 하는 것이고
#   (:doc:`기울기 소실 </auto_examples/06_building_blocks/plot_02_vanishing_gradient>`), 외우기를 말리는 것이 아닙니다.

plain_median, early_median, decay_median = median.loc[
    ["그냥", "조기 종료", "가중치 감쇠"], "시험"
]
dropout_median = median.loc["드롭아웃 0.5", "시험"]
gaps, lies = median["틈"], median["외운 오답"]
assert min(early_median, decay_median) > plain_median + 0.05
assert gaps[["조기 종료", "가중치 감쇠"]].max() < 0.1 < gaps["그냥"]
assert dropout_median > plain_median + 0.02
assert median.loc["드롭아웃 0.8", "시험"] > dropout_median
assert lies["드롭아웃 0.8"] < lies["드롭아웃 0.5"]
assert lies[["배치 정규화", "층 정규화"]].min() > 0.95
assert gaps[["배치 정규화", "층 정규화"]].min() > 0.2

# %%
# 이 순서가 언제나 이렇다는 뜻은 아닙니다. 데이터가 적고 정답이 많이 틀린, 외우면 크게 손해 보는 조건에서 쟀습니다.
# 감쇠의 세기도 이 조건에 맞춘 것입니다. 조건이나 세기를 바꾸면 결과가 달라집니다. 바로 아래와 「더 해 보기」에서
# 확인합니다.

# %%
# .. _regularization-trap:
#
# 흔한 함정
# ---------
#
# 첫째, ``eval()``을 잊는 것입니다. 드롭아웃을 켠 채로 시험을 보면 어떻게 될까요?

model = network(seed=0, p=0.8)
learn(model, data)


def score(part):
    with torch.no_grad():
        return accuracy(model(part[0]).numpy(), part[1].numpy())


model.train()
forgotten = [score(data["test"]) for _ in range(2)]
model.eval()
proper = [score(data["test"]) for _ in range(2)]
print("eval()을 잊고 두 번 ", np.round(forgotten, 3))
print("eval()을 부르고 두 번", np.round(proper, 3))
assert max(forgotten) < min(proper) - 0.03
assert forgotten[0] != forgotten[1]
assert proper[0] == proper[1]

# %%
# 성적이 떨어지고, 같은 문제를 다시 풀면 점수가 달라집니다. 오류는 나지 않습니다.
#
# 둘째, 흔히 이렇게 말합니다. “학습과 시험의 틈이 작으면 좋은 모델이다.” 확인해 봅니다. 가중치 감쇠를 점점 세게
# 합니다.

default_decay = torch.optim.AdamW([torch.zeros(1)]).defaults["weight_decay"]
sweep = {}
for strength in (0.0, default_decay, 1.0, 10.0, 30.0, 100.0):
    model = network(seed=0)
    learn(model, data, decay=strength)
    model.eval()
    scores = {name: score(part) for name, part in data.items()}
    sweep[strength] = [*scores.values(), scores["train"] - scores["test"]]
sweep = pd.DataFrame(sweep, index=["학습", "검증", "시험", "틈"]).T
sweep.rename_axis("세기 λ", axis="columns").round(3)

# %%
# 둘째 줄은 PyTorch의 기본값인데, 시험은 첫 줄과 거의 같습니다. 켜기만 해서는 듣지 않았습니다. 세기는 검증으로 고릅니다.
# 검증의 정답도 다섯에 하나는 틀렸으니 성적은 낮게 나오지만, 가장 높은 줄은 알려 줍니다. 세기
# :val:`chosen|g`입니다. 여기서는 시험도 그 줄이 가장 높습니다.
#
# 더 세게 하면 틈은 여전히 작은데 시험은 곤두박질칩니다. 마지막 줄에서는 걸음마다 가중치를 모두 지우므로 아무것도
# 배우지 못합니다. 못 배우면 틈도 없습니다. 볼 것은 틈이 아니라 **처음 보는 데이터의 성적**이고, 틈은 그 성적이 왜
# 나쁜지를 알려 주는 실마리입니다.

chosen = sweep["검증"].idxmax()
assert chosen == sweep["시험"].idxmax() == 10
assert sweep.loc[100.0, "시험"] < 0.3
assert abs(sweep.loc[default_decay, "시험"] - sweep.loc[0.0, "시험"]) < 0.03
assert abs(sweep.loc[100.0, "틈"]) < 0.15 < sweep.loc[0.0, "틈"]

# %%
# .. _regularization-catalogue:
#
# 신경망의 부품을 한 표에
# -----------------------
#
# 이 장에서 만난 부품을 모읍니다. 낱말을 :term:`벡터`로 바꾸는 :term:`임베딩`도 넣습니다. 층의 너비는 이 쪽의 신경망과 같게 하고,
# 식으로 센 수와 PyTorch의 부품에서 센 수를 나란히 놓습니다. 어느 부품이 :term:`파라미터`를 가지고 있을까요?

parts = {
    "완전 연결층": ("입력을 섞어 다음 층으로", nn.Linear(64, 128)),
    "그 가운데 편향": ("출발점을 옮김", {"b": nn.Linear(64, 128).bias}),
    "활성화 함수": ("구부리기", nn.ReLU()),
    "손실 함수": ("틀린 만큼을 수 하나로", nn.CrossEntropyLoss()),
    "드롭아웃": ("학습할 때 뉴런 끄기", nn.Dropout(0.5)),
    "배치 정규화": ("뉴런마다 예제들로 맞추기", nn.BatchNorm1d(128)),
    "층 정규화": ("예제마다 뉴런들로 맞추기", nn.LayerNorm(128)),
    "임베딩": ("번호를 벡터로", nn.Embedding(1000, 16)),
}

# %%

formulas = [
    parameters.dense(64, 128),
    parameters.dense(64, 128) - parameters.dense(64, 128, bias=False),
    *[0, 0, 0],
    *[parameters.layer_norm(128)] * 2,
    parameters.embedding(1000, 16),
]

# %%

catalogue = pd.DataFrame(
    [
        [name, job, formula, parameters.count(module).total]
        for (name, (job, module)), formula in zip(
            parts.items(), formulas, strict=True
        )
    ],
    columns=["부품", "하는 일", "식으로 센 수", "PyTorch에서 센 수"],
).set_index("부품")
assert (catalogue["식으로 센 수"] == catalogue["PyTorch에서 센 수"]).all()
catalogue

# %%
# 두 열이 같습니다. 파라미터는 층과 임베딩에 몰려 있습니다. 정규화에는 뉴런마다 :math:`\gamma`와 :math:`\beta` 둘뿐이고,
# 구부리고 끄고 틀린 만큼을 재는 부품에는 하나도 없습니다. 가중치 감쇠와 조기 종료는 표에 없습니다. 부품이 아니라
# **학습하는 방법**이기 때문입니다.

# %%
# .. _regularization-summary:
#
# 정리
# ----
#
# - 파라미터가 많은 신경망은 틀린 정답까지 외울 수 있습니다. 이 실험에서는 외우기가 나중에 일어나서, 검증 손실의 바닥에서
#   멈추기만 해도 크게 나아졌습니다.
# - 가중치 감쇠는 걸음마다 가중치를 줄이고, 드롭아웃은 걸음마다 뉴런을 끕니다. 둘 다 세기는 검증 데이터로 고릅니다.
#   너무 세면 배우지도 못합니다.
# - 정규화는 값의 크기를 맞추는 부품입니다. 외우기를 말리는 효과는 이 실험에서 거의 없었습니다. 시험을 볼 때는
#   ``eval()``을 부릅니다.

# %%
# .. _regularization-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 정답이 모두 옳으면 규제가 얼마나 들을까요? 틀린 정답 없이 같은 실험을 해 보세요.
#
# .. dropdown:: 답 보기
#
#    거의 듣지 않습니다. 씨앗 둘의 시험 평균이 “그냥”은 :val:`clean_plain|.3f`, 드롭아웃은 :val:`clean_dropout|.3f`이고, 앞에서
#    잘 듣던 세기의 가중치 감쇠는 :val:`clean_decay|.3f|으로/로` 오히려 조금 낮습니다. 외워서 해로운 것이 적으면 말릴 것도
#    적고, 세게 말리면 배움까지 말립니다.

clean = {name: [] for name in ("그냥", "드롭아웃 0.5", "가중치 감쇠")}
for seed in range(2):
    honest = draw(seed, wrong=0)
    for name, tested in clean.items():
        scores, _ = trial(seed, honest, **recipes[name])
        tested.append(scores[-1])
clean_plain, clean_dropout, clean_decay = map(np.mean, clean.values())
print(f"그냥 {clean_plain:.3f}   드롭아웃 {clean_dropout:.3f}")
print(f"가중치 감쇠 {clean_decay:.3f}")
assert abs(clean_dropout - clean_plain) < 0.03
assert clean_decay < clean_plain

# %%
# **둘.** 드롭아웃을 켠 층의 출력은 같은 입력에도 매번 다릅니다. 평균은 지켜지는데 퍼진 정도는 :math:`p`에 따라 어떻게
# 될까요? 값이 일인 뉴런 하나로 식을 세우고 재어 보세요.
#
# .. dropdown:: 답 보기
#
#    확률 :math:`1-p`로 :math:`1/(1-p)`, 나머지는 영이므로 분산은 :math:`p/(1-p)`입니다. 세 :math:`p`에서 잰 것과 식이
#    맞습니다. :math:`p`가 커질수록 신호보다 흔들림이 커집니다.

for p in (0.2, 0.5, 0.8):
    outcome = dropout(1.0, rng.random(200_000) >= p, p)
    formula = p / (1 - p)
    print(f"p = {p}: 잰 분산 {outcome.var():.2f}   식 {formula:.2f}")
    assert np.isclose(outcome.var(), formula, rtol=0.05)

# %%
# .. _regularization-next:
#
# 다음 쪽
# -------
#
# 신경망의 부품은 여기까지입니다. 부품을 모두 모아 학습 루프를 처음부터 적어 보는
# :doc:`네 단계를 되풀이하는 학습 루프 </auto_examples/07_training/plot_01_training_loop>`로 갑니다.
