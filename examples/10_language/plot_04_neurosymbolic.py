r"""
규칙과 신경망을 묶으면 나을까요?
================================

예제가 적으면 규칙이, 많으면 신경망이 나았습니다. 그 사이에서는 둘이 비슷합니다.
비슷하게 맞히더라도 틀리는 곳이 다르다면, 둘의 답을 함께 써서 더 나은 답을 만들 수 있을지도 모릅니다.
흔히 보는 결합 코드부터 실행해 보고, 고치고, 언제 정말 나은지 예제의 수를 끝까지 늘려 가며 잽니다.

- **할 것**: 규칙의 답과 신경망의 로짓을 이어 붙인 분류기를 만들고, 규칙만, 신경망만, 둘을 묶은 것을 견줍니다.
- **배울 것**: 글자로 된 답은 텐서에 이을 수 없으므로 원-핫으로 바꾸어 특징의 축으로 잇습니다. 얼마나 믿을지는 규칙이 맞힌
  비율에서 셈합니다. 묶은 것은 둘이 비슷할 때 가장 도움이 되고, 예제가 아주 적거나 넉넉하면 이득이 없거나 손해입니다.
- **필요한 것**: :doc:`규칙과 신경망 </auto_examples/10_language/plot_03_rules_and_networks>`. PyTorch를 씁니다.
"""

# %%
# .. _neurosym-apart:
#
# 틀리는 곳이 다릅니다
# --------------------
#
# 앞 쪽의 메시지와 고친 규칙, 글의 조각을 더하는 신경망을 그대로 씁니다. 학습률과 걸음 수도 앞 쪽의 것에서 바꾸지 않습니다. 학습에 쓸 수
# 있는 정답은 :math:`120`개뿐이라고 하겠습니다. 앞 쪽에서 규칙이 마지막으로 앞섰던 수입니다.

import numpy as np
import pandas as pd

from dlconcepts.datasets.messages import make_messages
from dlconcepts.rules import MESSAGE_RULES, RuleBasedClassifier

SEED = 0
few = 120
train, valid, test = make_messages(seed=SEED)
names = train.names
rules = RuleBasedClassifier(MESSAGE_RULES, default="일반", labels=names)
print(len(train), len(valid), len(test), names)

# %%
# 한 가지를 잊지 않아야 합니다. 이 규칙은 메시지를 만드는 틀을 **보고** 적은 것입니다. 그래서 이 쪽에 나오는 규칙의 점수와 규칙을 묶은
# 것의 점수는, 정말로 처음 보는 글에서보다 높을 것입니다. 씨앗을 바꾸어도 이것은 없어지지 않습니다.
#
# 신경망은 앞 쪽의 것과 같습니다. 글을 세 글자까지의 조각으로 쪼개고, 조각마다의 벡터를 더해 세 라벨의 :term:`로짓`을 냅니다.

import torch
from torch import nn

from dlconcepts.datasets.tokens import padded

torch.set_num_threads(1)  # 이만큼 작은 계산은 코어 하나가 더 빠릅니다


class PieceNet(nn.Module):
    def __init__(self, n_pieces, dim=16):
        super().__init__()
        self.bag = nn.EmbeddingBag(n_pieces, dim, mode="sum", padding_idx=0)
        self.answer = nn.Linear(dim, 3)
        with torch.no_grad():
            self.bag.weight *= 0.1

    def forward(self, ids):  # (B, T), 0은 패딩
        n = (ids != 0).sum(dim=1, keepdim=True).clamp(min=1)
        return self.answer(torch.relu(self.bag(ids) / n.sqrt()))


# %%

from functools import cache


@cache  # 같은 메시지를 두 번 쪼개지 않습니다
def pieces(text):
    text = f" {text.lower()} "
    n = len(text)
    return {text[i : i + k]: None for k in (1, 2, 3) for i in range(n - k + 1)}


def encode(texts, numbers):
    rows = [[numbers[p] for p in pieces(t) if p in numbers] for t in texts]
    return torch.tensor(padded(rows)[0])


def number_pieces(texts):
    found = dict.fromkeys(piece for text in texts for piece in pieces(text))
    return {piece: i for i, piece in enumerate(found, start=1)}


# %%
# 묶은 것도 같은 학습 루프로 가르칠 수 있도록, 모델이 받을 것을 튜플로 넘깁니다.


def fit(model, inputs, labels, steps=40):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.015)
    labels = torch.tensor(labels)
    for _ in range(steps):
        loss = nn.functional.cross_entropy(model(*inputs), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model


def ask(model, *inputs):
    with torch.no_grad():
        return model(*inputs).argmax(dim=1).numpy()


# %%

texts, labels = train.texts[:few], train.labels[:few]
numbers = number_pieces(texts)
ids = encode(texts, numbers)
valid_ids, test_ids = (encode(p.texts, numbers) for p in (valid, test))
fired, valid_fired, test_fired = (
    torch.tensor(rules.one_hot(found))
    for found in (texts, valid.texts, test.texts)
)

# %%

torch.manual_seed(SEED)
net = fit(PieceNet(len(numbers) + 1), (ids,), labels)
by_rules = valid_fired.argmax(dim=1).numpy() == valid.labels
by_net = ask(net, valid_ids) == valid.labels
rule_score, net_score = by_rules.mean(), by_net.mean()
print(f"검증 메시지에서 규칙 {rule_score:.2f}, 신경망 {net_score:.2f}")

# %%
# :term:`평가 데이터`는 모든 것을 정한 다음에 한 번만 보려고, 그때까지는 검증 메시지에서 잽니다. 점수가 비슷하면 틀리는 메시지도 같을까요?
# 누가 맞혔는지에 따라 나누어 셉니다.

both = pd.crosstab(
    pd.Series(np.where(by_rules, "규칙이 맞힘", "규칙이 틀림"), name=""),
    pd.Series(np.where(by_net, "신경망이 맞힘", "신경망이 틀림"), name=" "),
)
either = (by_rules | by_net).mean()
print(f"둘 가운데 하나라도 맞힌 것 {either:.2f}")
assert either > max(rule_score, net_score) + 0.02
both

# %%
# 틀리는 곳이 다릅니다. 언제나 맞힌 쪽을 골라낼 수만 있다면 :val:`either|.2f`까지 오를 수 있습니다. 물론 답을 보지 않고는
# 그렇게 고를 수 없습니다. 그래도 묶어 볼 까닭은 생겼습니다. 규칙의 지식과 신경망의 학습을 함께 쓰는 이런 방법을
# :term:`신경-기호 결합`이라고 합니다.

# %%
# .. _neurosym-broken:
#
# 이어 붙이는 코드를 실행해 보면
# ------------------------------
#
# 결합을 설명하는 글에는 흔히 이런 모양의 코드가 나옵니다. 신경망의 출력과 규칙의 답을 ``torch.cat``으로 잇고, 작은 층이 하나로
# 합칩니다. 어디에서 멈출까요?


class Broken(nn.Module):
    def __init__(self, network, rules):
        super().__init__()
        self.network, self.rules = network, rules
        self.combiner = nn.Linear(2, 1)

    def forward(self, ids, text):
        logits = self.network(ids)  # (B, 3)
        answer = self.rules.classify(text).label  # "스팸"
        return self.combiner(torch.cat([logits, answer]))


# %%


def attempt(action):
    try:
        return tuple(action().shape)
    except (TypeError, RuntimeError) as error:
        return f"{type(error).__name__}: {str(error).splitlines()[0]}"


broken = Broken(net, rules)
first = attempt(lambda: broken(valid_ids[:1], valid.texts[0]))
print(first)
assert first.startswith("TypeError")
assert "got str" in first

# %%
# 규칙의 답은 “스팸” 같은 **글자**이고, 텐서에는 수만 이을 수 있습니다. 그러면 라벨의 번호로 바꾸면 될까요? 메시지 넷을 한
# 배치로 넣어, 고쳐 볼 만한 것을 하나씩 더해 갑니다.

with torch.no_grad():
    logits = net(valid_ids[:4])  # (4, 3)
number = valid_fired[:4].argmax(dim=1, keepdim=True).float()  # (4, 1)
one_hot = valid_fired[:4]  # (4, 3)
small, right = nn.Linear(2, 1), nn.Linear(3 + 3, 3)

# %%

tries = {
    "번호, dim=0": lambda: torch.cat([logits, number]),
    "번호, dim=1": lambda: torch.cat([logits, number], dim=1),
    "번호, dim=1, Linear(2, 1)": lambda: small(
        torch.cat([logits, number], dim=1)
    ),
    "원-핫, dim=1, Linear(6, 3)": lambda: right(
        torch.cat([logits, one_hot], dim=1)
    ),
}
results = {name: attempt(action) for name, action in tries.items()}
for name, result in results.items():
    print(f"{name}\n    {result}")

# %%
# 막히는 곳이 셋이었습니다.
#
# #. ``torch.cat``은 정하지 않으면 첫째 축, 곧 **메시지의 축**으로 잇습니다. 로짓 세 칸 아래에 번호 한 칸을 둘 수는 없습니다. 메시지
#    하나의 특징을 늘리는 것이므로 ``dim=1``입니다.
# #. 이은 것은 메시지마다 네 칸인데 층은 두 칸을 받습니다. 나가는 것도 라벨마다 하나, 세 칸이어야 합니다.
# #. 번호는 오류가 나지 않아서 더 나쁩니다. 일반, 중요, 스팸을 영, 하나, 둘로 적으면 스팸은 중요의 두 배라는 뜻이 됩니다. 라벨마다 한
#    칸을 두고 고른 것만 하나로 적는 :term:`원-핫`이라야 차례가 생기지 않습니다.

assert "Sizes of tensors must match" in results["번호, dim=0"]
assert results["번호, dim=1"] == (4, 4)
assert "cannot be multiplied" in results["번호, dim=1, Linear(2, 1)"]
assert results["원-핫, dim=1, Linear(6, 3)"] == (4, 3)

# %%
# 하나 더 있습니다. 위의 코드는 번호는 배치로 받으면서 글은 하나만 받습니다. 메시지가 넷이어도 규칙의 답은 하나뿐이어서
# 모두에게 같은 답을 붙이게 됩니다. 규칙의 답은 밖에서 미리 구해 (메시지, 라벨) 모양의 텐서로 넘기는 편이 낫습니다.

# %%
# .. _neurosym-repaired:
#
# 고친 결합
# ---------
#
# 고친 것은 이렇습니다. 여섯 칸을 세 칸으로 바꾸는 ``combiner``가 하는 일은, 신경망과 규칙을 저마다 얼마나 믿을지 정하는 것입니다.


class Together(nn.Module):
    def __init__(self, network, trust):
        super().__init__()
        self.network = network
        self.combiner = nn.Linear(3 + 3, 3)
        start = torch.cat([torch.eye(3), trust * torch.eye(3)], dim=1)
        with torch.no_grad():
            self.combiner.weight.copy_(start)
            self.combiner.bias.zero_()

    def forward(self, ids, fired):
        return self.combiner(torch.cat([self.network(ids), fired], dim=1))


# %%
# 처음 가중치를 아무렇게나 두지 않았습니다. 로짓은 그대로 내보내고, 규칙이 고른 라벨에는 ``trust``를 더합니다. 로짓에 둘을 더하면 그
# 라벨의 확률은 다른 라벨에 견주어 :val:`odds|.1f`배가 됩니다. 라이브러리의 ``NeuroSymbolicClassifier``가 이와 같은 것입니다.

from dlconcepts.models.neurosymbolic import NeuroSymbolicClassifier

ours = Together(net, trust=2.0)
library = NeuroSymbolicClassifier(net, 3, 3, trust=2.0)
with torch.no_grad():
    gap = ours(valid_ids, valid_fired) - library(valid_ids, valid_fired)
odds = np.exp(2.0)
print(ours.combiner.weight.data.numpy())
print(f"가장 큰 차이 {gap.abs().max():.0e}, 배수 {odds:.1f}")
assert gap.abs().max() < 1e-6

# %%
# 이제 셋이 남았습니다. 규칙을 얼마나 믿을지, 신경망과 ``combiner``를 함께 가르칠지, 정말 나아지는지입니다.

# %%
# .. _neurosym-trust:
#
# 얼마나 믿을까요?
# ----------------
#
# 맞힌 비율이 :math:`a`인 규칙이 “스팸”이라고 했다고 하겠습니다. 틀린 몫 :math:`1-a`는 남은 두 라벨이 반씩 나누어 가진다고 치면, 스팸일
# 확률은 다른 라벨 하나의 확률의 :math:`a/\frac{1-a}{2}`\ 배입니다. 로짓에 더하면 확률의 비에는 곱해지므로, 더할 값은 그 배수의 로그입니다.
#
# .. math::
#
#    \text{trust} = \log\frac{2a}{1-a}
#
# 규칙은 학습 메시지의 정답으로 배운 것이 아니므로, :math:`a`는 **학습 메시지에서** 세면 됩니다. 맞힌 수에 하나, 전체에 라벨의 수인 셋을 더해
# 세면, 정답이 하나도 없을 때는 찍는 것과 같아 ``trust``가 영이고, 몇 개를 우연히 다 맞혀도 끝없이 믿지는 않습니다. 이렇게 셈하면 고를 것이
# 없어서, 점수를 보고 고르다 생기는 행운도 없습니다. 다만 규칙을 적은 사람이 틀을 보았으므로 후한 셈입니다.


def trust_in(fired, labels):
    right = (fired.argmax(dim=1).numpy() == labels).sum()
    a = (right + 1) / (len(labels) + 3)
    return float(np.log(2 * a / (1 - a)))


trust = trust_in(fired, labels)
print(f"trust {trust:.2f}, 다른 라벨의 {np.exp(trust):.1f}배")
assert 1 < trust < 3

# %%
# 규칙과 신경망이 **서로 상관없이** 틀린다고 본 셈입니다. 정말 그런지는 점수로 보아야 합니다.
#
# 가르치는 방법은 둘입니다. 하나는 신경망과 ``combiner``를 처음부터 **함께** 가르치는 것이고, 다른 하나는 신경망을 혼자 가르친 다음
# ``combiner``는 배우지 않고 로짓에 더하기만 하는 것입니다. 어느 쪽이 나을까요? 많이 배우는 앞의 것이 나을 듯합니다. ``trust``를 영에서
# 시작해 배워서 알아내게 하는 것도 넣습니다.


def alone(seed, n_pieces, inputs, labels):
    torch.manual_seed(seed)
    return fit(PieceNet(n_pieces), inputs[:1], labels)


def together(seed, n_pieces, inputs, labels, trust):
    torch.manual_seed(seed)
    network = PieceNet(n_pieces)
    model = NeuroSymbolicClassifier(network, 3, 3, trust=trust)
    return fit(model, inputs, labels)


def added(network, trust):  # 더 배우지 않습니다
    return NeuroSymbolicClassifier(network, 3, 3, trust=trust)


# %%
# 처음 가중치를 바꾸어 세 번씩, 검증 메시지에서 잽니다. 규칙에 주는 무게는 규칙이 고른 라벨에 더하는 값에서 다른 라벨에 더하는 값을 뺀
# 것입니다.


def weight_of(model):
    w = model.combiner.weight.detach().numpy()[:, 3:]
    return np.diag(w).mean() - w[~np.eye(3, dtype=bool)].mean()


kinds = ["함께 배우기(0에서)", "함께 배우기", "따로 배워 더하기"]
found = np.zeros((3, 3, 4))  # (처음 가중치, 방법, 잰 것)
for k in range(3):
    start = (10 * SEED + k, len(numbers) + 1, (ids, fired), labels)
    models = [together(*start, 0.0), together(*start, trust)]
    models.append(added(alone(*start), trust))
    for row, model in zip(found[k], models, strict=True):
        inner = (ask(model.network, valid_ids) == valid.labels).mean()
        learn = (ask(model, ids, fired) == labels).mean()
        right = (ask(model, valid_ids, valid_fired) == valid.labels).mean()
        row[:] = learn, right, inner, weight_of(model)

# %%

columns = [
    "학습 메시지",
    "검증 메시지",
    "그 안의 신경망만",
    "규칙에 주는 무게",
]
table = pd.DataFrame(found.mean(axis=0), index=kinds, columns=columns)
table.rename_axis("가르치는 방법").round(2)

# %%

chosen = table["검증 메시지"].idxmax()
print("검증 메시지에서 가장 나은 것:", chosen)
from_zero = table.loc["함께 배우기(0에서)", "규칙에 주는 무게"]
joint_valid, apart_valid = table["검증 메시지"].iloc[1:]
inner_joint, inner_alone = table["그 안의 신경망만"].iloc[1:]
assert (table["학습 메시지"] > 0.9).all()
assert from_zero < trust - 0.5
assert apart_valid > joint_valid - 0.01
assert inner_joint < inner_alone

# %%
# 적게 배운 “:val:`chosen`”가 가장 낫습니다. 학습 메시지는 어떻게 가르쳐도 거의 다 맞힙니다. 글의 조각이 수천 가지라, 메시지
# :val:`few`개쯤은 신경망 혼자서 **외워** 버릴 수 있기 때문입니다. 외우고 나면 손실이 거의 없으므로 규칙을 믿으라고 알려 주는 기울기도
# 없습니다. 그래서 영에서 시작하면 무게가 :val:`from_zero|.1f`까지밖에 오르지 않습니다. 학습 메시지에서 배워서는 처음 보는 글에서 규칙이
# 얼마나 쓸모 있는지 알 수 없습니다.
#
# 함께 배우면 신경망도 덜 배웁니다. 규칙을 떼고 그 안의 신경망에게만 물으면 :val:`inner_joint|.2f`이고, 혼자 배운 신경망은
# :val:`inner_alone|.2f`입니다. 규칙이 미리 맞혀 준 메시지에서는 손실이 작아, 신경망이 배울 것이 적게 남기 때문일 것입니다.
#
# 그래서 이 쪽에서는 **따로 배워 더하기**로 정합니다. 여기까지 평가 메시지는 보지 않았습니다. 다만 방법 하나를 고르느라 검증 메시지의 정답을
# 썼으니 공짜는 아닙니다.

# %%
# .. _neurosym-scarce:
#
# 예제가 모자랄 때와 넉넉할 때
# ----------------------------
#
# 정한 대로 평가 메시지에서 잽니다. 예제의 수는 앞 쪽의 그래프에서 쓴 것과 같고, 학습 메시지를 다 쓸 때까지 갑니다. ``trust``는 수마다 그만큼의
# 학습 메시지로 다시 셈합니다. 규칙이 앞서던 왼쪽, 둘이 비슷하던 가운데, 신경망이 앞서던 오른쪽 가운데 어디에서 묶는 것이 가장 도움이 될까요?


def measure(n):
    texts, labels = train.texts[:n], train.labels[:n]
    numbers = number_pieces(texts)
    inputs = (encode(texts, numbers), torch.tensor(rules.one_hot(texts)))
    start = (SEED, len(numbers) + 1, inputs, labels)
    unseen = (encode(test.texts, numbers), test_fired)
    trust = trust_in(inputs[1], labels)
    net = alone(*start)
    answers = [test_fired.argmax(dim=1).numpy(), ask(net, unseen[0])]
    answers.append(ask(added(net, trust), *unseen))
    answers.append(ask(together(*start, trust), *unseen))
    return [(answer == test.labels).mean() for answer in answers]


sizes = [15, 60, few, 180, 360, len(train)]
scores = np.array([measure(n) for n in sizes]).T  # (방법, 예제 수)

# %%
# 한 번 잰 것은 운일 수 있습니다. 메시지를 나누는 씨앗과 처음 가중치의 씨앗을 함께 바꾸어 이 쪽을 다섯 번 실행한 기록과 나란히 놓습니다. “이득”은
# 묶은 것에서, 규칙만과 신경망만 가운데 **나은 쪽**을 뺀 것입니다.

from dlconcepts.benchmark import recorded_spread

keys = ["rules", "net", "added", "joint"]
gains = scores[2] - scores[:2].max(axis=0)
rising = np.maximum.accumulate(scores[1])
same_as = np.exp(np.interp(scores[2, 2], rising, np.log(sizes)))
values = {
    f"{key}_{n}": row[k]
    for key, row in zip([*keys, "gain"], [*scores, gains], strict=True)
    for k, n in enumerate(sizes)
}
spread = recorded_spread("10_language/plot_04_neurosymbolic")
spread.check(**values, same_as=same_as)
titles = {f"gain_{n}": f"예제 {n}개에서 이득" for n in sizes}
spread.to_frame(names=titles).round(3)

# %%

import matplotlib.pyplot as plt

from dlconcepts.viz import MUTED, PALETTE, use_korean_font

use_korean_font()

runs = np.array([[spread[f"{k}_{n}"].values for n in sizes] for k in keys])
middle = np.median(runs, axis=2)  # (방법, 예제 수)
shown = ["규칙만", "신경망만", "따로 배워 더하기", "함께 배우기"]
looks = ["s--", "^-", "o-", "x:"]

# %%

# sphinx_gallery_alt = "가로축은 학습 메시지의 수(로그 눈금), 세로축은 평가에서 맞힌 비율. 씨앗 다섯 개의 흐린 선과 중앙값의 굵은 선입니다. 규칙은 <<middle[0,0]|.2f>>의 가로선이고, 신경망은 <<middle[1,0]|.2f>>에서 <<middle[1,5]|.2f>>까지 오릅니다. 따로 배워 더한 것은 <<middle[2,0]|.2f>>에서 시작해 <<few>>개에서 <<middle[2,2]|.2f|으로/로>> 둘보다 높고, 끝에서는 <<middle[2,5]|.2f|으로/로>> 신경망과 나란합니다. 함께 배운 것은 <<few>>개에서 <<middle[3,2]|.2f>>입니다."
fig, ax = plt.subplots()
for k, (name, look) in enumerate(zip(shown, looks, strict=True)):
    color = PALETTE[(1, 0, 2, 3)[k]]
    if k < 3:
        ax.plot(sizes, runs[k], color=color, lw=1, alpha=0.3)
    ax.plot(sizes, middle[k], look, color=color, label=name)
ax.axhline(1 / 3, color=MUTED, ls=":")
ax.set(xscale="log", xlabel="학습 메시지의 수", ylabel="맞힌 비율")
ax.set_xticks(sizes, sizes)
ax.minorticks_off()
ax.set_title("가운데에서는 앞서고, 양 끝에서는 그렇지 않습니다")
fig.legend(loc="outside lower center", ncols=2, frameon=False)
plt.show()

# %%
# 예제가 :val:`few`개와 :val:`sizes[3]`개일 때는 다섯 씨앗에서 모두 이득이 있습니다. :val:`few`개에서 중앙값은 :val:`few_gain|.2f`입니다.
# 다만 씨앗에 따라 :val:`few_low|.2f`에서 :val:`few_high|.2f`까지 다릅니다. 왼쪽 끝에서는 다섯 번 모두 규칙만 못합니다. 예제가
# :val:`sizes[0]`개뿐인 신경망은 아는 것이 거의 없어서, 보태는 것보다 흐리는 것이 많습니다. 학습 메시지를 다 쓰면 이득이
# :val:`all_low|.2f`에서 :val:`all_high|.2f`까지여서, 묶는 것이 나은지도 씨앗에 따라 다릅니다. 예제에서 배울 만한 것을 거의 다 배워, 규칙이
# 보태는 것과 규칙의 잘못을 물려받는 것이 엇비슷해지기 때문일 것입니다.
#
# 그러니 믿을 것은 **방향**입니다. 둘이 비슷한 가운데에서 도움이 되고, 한쪽이 훨씬 나은 끝에서는 그렇지 않습니다. 이득의 크기와 가장 큰 자리는
# 씨앗과 규칙과 신경망에 따라 옮겨 가므로 외울 것이 못 됩니다. 함께 배운 것은 이보다 못합니다. :val:`few`개에서 이득의
# 중앙값이 :val:`joint_gain|.2f`입니다.

few_gain, few_low = spread["gain_120"].median, spread["gain_120"].low
few_high = spread["gain_120"].high
all_low, all_high = spread["gain_720"].low, spread["gain_720"].high
joint_gain = np.median(runs[3, 2] - runs[:2, 2].max(axis=0))
print(f"함께 배우기의 이득, {few}개에서 {joint_gain:.3f}")
assert spread["gain_15"].high < 0 < few_low
assert spread["gain_180"].low > 0
assert all_low < few_gain
assert joint_gain < few_gain

# %%
# .. _neurosym-worth:
#
# 규칙은 예제 몇 개만큼일까요?
# ----------------------------
#
# 예제 :val:`few`개와 규칙을 묶은 만큼 맞히려면, 신경망 혼자서는 예제가 몇 개 있어야 할까요? 그래프에서 가로로 선을 그어 신경망의 선과 만나는
# 곳을 읽습니다. 가로축이 로그 눈금이므로 로그로 이어 읽습니다. 앞에서 씨앗마다 ``same_as``에 읽어 두었습니다.

worth = spread["same_as"]
print(f"이 씨앗 {same_as:.0f}개, 규칙 {len(MESSAGE_RULES)}개")
print(f"씨앗 다섯 개에서 {worth.low:.0f}개부터 {worth.high:.0f}개까지")
same_low, same_high = worth.low, worth.high
assert same_low > few

# %%
# 씨앗에 따라 :val:`same_low|.0f`개에서 :val:`same_high|.0f`개까지 크게 다릅니다. 신경망의 선이 완만한 곳에서는 점수가 조금만 달라도 만나는 자리가
# 멀리 옮겨 가기 때문입니다. 규칙이 예제의 값을 한다는 것까지만 믿습니다. 메시지에 정답을 붙이는 품과 규칙을 적고 손보는 품 가운데 어느 쪽이
# 싼지는 일마다 다르고, 묶는다고 규칙을 적는 품이 없어지지는 않습니다.

# %%
# .. _neurosym-trap:
#
# 흔한 함정
# ---------
#
# 흔히 이렇게 말합니다: “두 방법을 묶으면 서로의 약점을 메워 언제나 더 낫다.” 그래프의 양 끝이 이미 그렇지 않았습니다. 규칙이
# 나쁘면 어떻게 될까요? 앞 쪽의 고치기 전 규칙을 같은 예제 :val:`few`개와 묶습니다. 좋은 규칙만큼 믿을 때와, 맞힌 비율에서 셈한 만큼 믿을 때를
# 견줍니다.

from dlconcepts.rules import CARELESS_RULES

careless = RuleBasedClassifier(CARELESS_RULES, default="일반", labels=names)
bad, bad_test = (
    torch.tensor(careless.one_hot(found)) for found in (texts, test.texts)
)
careless_score = (bad_test.argmax(dim=1).numpy() == test.labels).mean()
bad_trust = trust_in(bad, labels)
blind, counted = (
    (ask(added(net, t), test_ids, bad_test) == test.labels).mean()
    for t in (trust, bad_trust)
)

# %%

net_few, added_few = scores[1, 2], scores[2, 2]
print(f"나쁜 규칙만 {careless_score:.2f}, 신경망만 {net_few:.2f}")
print(f"좋은 규칙만큼({trust:.1f}) 믿으면 {blind:.2f}")
print(f"셈한 만큼({bad_trust:.1f}) 믿으면 {counted:.2f}")
assert blind < added_few - 0.03
assert abs(bad_trust) < 0.7
assert abs(counted - net_few) < 0.05

# %%
# 좋은 규칙만큼 믿으면 규칙의 잘못을 물려받아 좋은 규칙과 묶은 :val:`added_few|.2f`에 한참 못 미칩니다. 맞힌 비율이 찍는 것과 비슷하면 셈한
# ``trust``는 영에 가깝고, 찍는 것만도 못하면 음수가 되어 그 답을 오히려 덜 믿습니다. 점수는 신경망 혼자의 것과 거의 같습니다. 나쁜 규칙은 묶어도 도움이 되지 않습니다. 묶기 전에 **정답이 붙은 메시지에서
# 규칙만의 점수부터** 재어 보아야 합니다.

# %%
# .. _neurosym-summary:
#
# 정리
# ----
#
# - 규칙의 답은 글자이므로 그대로는 이을 수 없습니다. 라벨마다 한 칸인 원-핫으로 바꾸고, 특징의 축(``dim=1``)으로 잇고, 이은 칸의
#   수에 맞는 층을 둡니다.
# - 예제가 적으면 신경망은 외우기만 해도 손실이 없어져서 규칙을 믿는 법을 배우지 못합니다. 얼마나 믿을지는 규칙이 맞힌 비율에서 셈하고,
#   신경망은 따로 가르쳐 더합니다.
# - 묶은 것은 둘이 비슷하고 틀리는 곳이 다를 때 가장 도움이 됩니다. 예제가 아주 적으면 규칙만 쓰는 것이 나았고, 넉넉하면 이득이 불확실했습니다.
#   방향은 씨앗을 바꾸어도 같지만 크기는 그렇지 않습니다.

# %%
# .. _neurosym-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 더하지 않고 골라 쓸 수도 있습니다. 맞은 규칙이 하나라도 있으면 규칙의 답을, 없으면 예제 :val:`few`개로 배운 신경망의 답을 쓰면
# 얼마나 맞힐까요? 평가 메시지로 답을 견주기만 하고, 무엇을 고르지는 않습니다.
#
# .. dropdown:: 답 보기
#
#    :val:`switch_score|.2f`입니다. 더한 것은 :val:`added_few|.2f`이고 규칙만 쓴 것은 :val:`rule_test|.2f`입니다. 맞은 규칙이 하나도 없다는
#    것도 “일반”이라는 실마리인데 그것을 버렸고, 신경망이 확신하는 곳에서도 규칙이 언제나 이기기 때문입니다.

any_rule = rules.fired(test.texts).any(axis=1)
switched = np.where(any_rule, test_fired.argmax(1), ask(net, test_ids))
switch_score = (switched == test.labels).mean()
rule_test = scores[0, 2]
print(f"규칙이 맞은 메시지 {any_rule.mean():.2f}")
print(f"골라 쓰기 {switch_score:.2f}, 더하기 {added_few:.2f}")
assert switch_score < added_few

# %%
# **둘.** ``trust``를 셈하지 않고 배울 방법은 없을까요? 신경망은 붙들어 두고 ``combiner``만, 신경망이 외우지 않은 **검증** 메시지로 영에서부터
# 가르쳐 보세요. 셈한 값과 비슷해질까요?
#
# .. dropdown:: 답 보기
#
#    규칙에 주는 무게가 :val:`stacked_trust|.1f`까지 오르고, 셈한 것은 :val:`trust|.1f`입니다. 평가 메시지는 :val:`stacked_score|.2f` 맞힙니다. 검증
#    메시지에서는 신경망이 틀리기도 하므로 규칙을 믿을 까닭이 생깁니다. 대신 정답이 붙은 검증 메시지를 :val:`n_valid`개 더 썼습니다.

stacked = added(net, 0.0).requires_grad_(False)
stacked.combiner.requires_grad_(True)
fit(stacked, (valid_ids, valid_fired), valid.labels, steps=200)
stacked_score = (ask(stacked, test_ids, test_fired) == test.labels).mean()
stacked_trust, n_valid = weight_of(stacked), len(valid)
print(f"무게 {stacked_trust:.1f}, 맞힌 비율 {stacked_score:.2f}")
assert stacked_trust > from_zero

# %%
# **셋.** 둘에서 쓴 검증 메시지 :val:`n_valid`개를 처음부터 신경망의 **학습**에 썼다면 어땠을까요? 규칙은 묶지 않습니다.
#
# .. dropdown:: 답 보기
#
#    정답 :val:`n_more`개로 배운 신경망은 규칙 없이 :val:`more_score|.2f|을/를` 맞힙니다. 예제 :val:`few`개와 규칙을 묶은 것은
#    :val:`added_few|.2f`입니다. 정답이 붙은 메시지가 더 있다면 그것을 고르는 데 쓸지 배우는 데 쓸지도 따져야 합니다.

more_texts = [*texts, *valid.texts]
more_labels = np.append(labels, valid.labels)
more_numbers = number_pieces(more_texts)
more = (encode(more_texts, more_numbers),)
bigger = alone(SEED, len(more_numbers) + 1, more, more_labels)
more_right = ask(bigger, encode(test.texts, more_numbers)) == test.labels
more_score, n_more = more_right.mean(), len(more_labels)
print(f"정답 {n_more}개, 규칙 없이 {more_score:.2f}")
assert more_score > net_few

# %%
# .. _neurosym-next:
#
# 다음 쪽
# -------
#
# 사람의 지식을 규칙이 아니라 특징으로 넣어 주는 방법은
# :doc:`특징을 손으로 만들까요, 글을 그대로 줄까요 </auto_examples/10_language/plot_05_question_types>`에서 봅니다.
