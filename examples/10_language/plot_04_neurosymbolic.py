r"""
규칙과 신경망을 묶으면 나을까요?
================================

예제가 적으면 규칙이, 많으면 신경망이 나았습니다. 그 사이에서는 둘이 비슷합니다.
비슷하게 맞히더라도 틀리는 곳이 다르다면, 둘의 답을 함께 써서 더 나은 답을 만들 수 있을지도 모릅니다.
흔히 보는 결합 코드부터 실행해 보고, 고치고, 언제 정말 나은지 예제의 수를 바꾸어 가며 잽니다.

- **할 것**: 규칙의 답과 신경망의 로짓을 이어 붙인 분류기를 만들고, 규칙만, 신경망만, 둘을 함께 쓴 것을 견줍니다.
- **배울 것**: 글자로 된 답은 텐서에 이을 수 없으므로 원-핫으로 바꾸어 특징의 축으로 잇습니다. 묶은 것은 예제가 모자랄 때
  둘보다 낫고, 예제가 넉넉하면 거의 차이가 없습니다.
- **필요한 것**: :doc:`규칙과 신경망 </auto_examples/10_language/plot_03_rules_and_networks>`. PyTorch를 씁니다.
"""

# %%
# .. _neurosym-apart:
#
# 틀리는 곳이 다릅니다
# --------------------
#
# 앞 쪽의 메시지와 고친 규칙, 글의 조각을 더하는 신경망을 그대로 씁니다. 학습에 쓸 수 있는 정답은 :math:`120`개뿐이라고
# 하겠습니다. 앞 쪽에서 둘이 엇비슷했던 곳입니다.

import numpy as np
import pandas as pd

from dlconcepts.datasets.messages import make_messages
from dlconcepts.rules import MESSAGE_RULES, RuleBasedClassifier

few = 120
train, valid, test = make_messages(seed=0)
names = train.names
rules = RuleBasedClassifier(MESSAGE_RULES, default="일반", labels=names)
print(len(train), len(valid), len(test), names)

# %%
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


def fit(model, inputs, labels, steps=50):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.006)
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
ids, test_ids = encode(texts, numbers), encode(test.texts, numbers)
fired = torch.tensor(rules.one_hot(texts))
test_fired = torch.tensor(rules.one_hot(test.texts))

torch.manual_seed(0)
net = fit(PieceNet(len(numbers) + 1), (ids,), labels)
by_rules = test_fired.argmax(dim=1).numpy() == test.labels
by_net = ask(net, test_ids) == test.labels
rule_score, net_score = by_rules.mean(), by_net.mean()
print(f"규칙 {rule_score:.2f}, 신경망 {net_score:.2f}")

# %%
# 점수가 비슷하면 하는 일도 비슷할까요? 평가 메시지를 누가 맞혔는지에 따라 나누어 셉니다.

both = pd.crosstab(
    pd.Series(np.where(by_rules, "규칙이 맞힘", "규칙이 틀림"), name=""),
    pd.Series(np.where(by_net, "신경망이 맞힘", "신경망이 틀림"), name=" "),
)
either = (by_rules | by_net).mean()
print(f"둘 가운데 하나라도 맞힌 것 {either:.2f}")
assert either > max(rule_score, net_score) + 0.08
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
first = attempt(lambda: broken(test_ids[:1], test.texts[0]))
print(first)
assert first.startswith("TypeError")
assert "got str" in first

# %%
# 규칙의 답은 “스팸” 같은 **글자**이고, 텐서에는 수만 이을 수 있습니다. 그러면 라벨의 번호로 바꾸면 될까요? 메시지 넷을 한
# 배치로 넣어, 고쳐 볼 만한 것을 하나씩 더해 갑니다.

with torch.no_grad():
    logits = net(test_ids[:4])  # (4, 3)
number = test_fired[:4].argmax(dim=1, keepdim=True).float()  # (4, 1)
one_hot = test_fired[:4]  # (4, 3)
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
#    칸을 두고 고른 것만 하나로 적는 **원-핫**이라야 차례가 생기지 않습니다.

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
    gap = ours(test_ids, test_fired) - library(test_ids, test_fired)
odds = np.exp(2.0)
print(ours.combiner.weight.data.numpy())
print(f"가장 큰 차이 {gap.abs().max():.0e}, 배수 {odds:.1f}")
assert gap.abs().max() < 1e-6

# %%
# 신경망과 ``combiner``를 처음부터 함께 가르칩니다. 신경망의 처음 가중치는 앞에서 혼자 배운 것과 같습니다.

torch.manual_seed(0)
model = NeuroSymbolicClassifier(PieceNet(len(numbers) + 1), 3, 3, trust=2.0)
model = fit(model, (ids, fired), labels)
answers = ask(model, test_ids, test_fired)
together_score = (answers == test.labels).mean()
print(
    f"규칙 {rule_score:.2f}, 신경망 {net_score:.2f}, 함께 {together_score:.2f}"
)
assert together_score > max(rule_score, net_score)

# %%
# 함께 쓴 것이 가장 낫습니다. 무엇이 바뀌었는지 보려고, 신경망이 혼자서는 틀렸는데 묶고 나서 맞힌 메시지 하나를 고릅니다.

fixed = by_rules & ~by_net & (answers == test.labels)
lost = by_net & (answers != test.labels)
i = np.flatnonzero(fixed & (answers > 0))[0]
print(test.texts[i])
print("신경망", names[ask(net, test_ids)[i]], "→ 함께", names[answers[i]])
print(rules.classify(test.texts[i]))
n_fixed, n_lost = int(fixed.sum()), int(lost.sum())
print(f"고쳐진 것 {n_fixed}개, 잃은 것 {n_lost}개")
assert n_fixed > n_lost

# %%
# 답의 까닭 가운데 규칙이 맡은 몫은 글로 읽을 수 있습니다. 규칙에 끌려가 잃은 것도 있지만, 얻은 것이 더 많습니다.

# %%
# .. _neurosym-trust:
#
# 얼마나 믿고 시작할까요?
# -----------------------
#
# ``trust``도 배우게 두면 되지 않을까요? 영에서 시작해도 가중치이므로 학습이 올려 줄 것 같습니다. 값을 바꾸어 **검증 메시지**로
# 잽니다. 평가 메시지로 고르면 그 점수는 더는 처음 보는 글의 점수가 아니기 때문입니다. PyTorch의 기본 초기화로 시작한 것도
# 넣습니다. 나누는 씨앗과 처음 가중치의 씨앗을 함께 바꾸어 세 번씩 합니다.


@cache
def split(seed):
    data = make_messages(seed=seed)
    parts = dict(zip(("train", "valid", "test"), data, strict=True))
    return {
        name: (part, torch.tensor(rules.one_hot(part.texts)))
        for name, part in parts.items()
    }


def prepare(seed, n, asked):
    learn, learn_fired = split(seed)["train"]
    other, other_fired = split(seed)[asked]
    numbers = number_pieces(learn.texts[:n])
    inputs = (encode(learn.texts[:n], numbers), learn_fired[:n])
    unseen = (encode(other.texts, numbers), other_fired)
    return len(numbers) + 1, inputs, learn.labels[:n], unseen, other.labels


# %%


def alone(seed, n_pieces):
    torch.manual_seed(seed)
    return PieceNet(n_pieces)


def combine(seed, n_pieces, trust):
    network = alone(seed, n_pieces)
    model = NeuroSymbolicClassifier(network, 3, 3, trust=trust or 0.0)
    if trust is None:  # PyTorch의 기본 초기화
        model.combiner.reset_parameters()
    return model


# %%

trusts = {"기본 초기화": None, "0": 0.0, "2": 2.0}
rows = {name: [] for name in trusts}
for seed in range(3):
    n_pieces, inputs, goal, unseen, truth = prepare(seed, few, "valid")
    for name, trust in trusts.items():
        learned = fit(combine(seed, n_pieces, trust), inputs, goal)
        right = [(ask(learned, *inputs) == goal).mean()]
        right.append((ask(learned, *unseen) == truth).mean())
        w = learned.combiner.weight.detach().numpy()[:, 3:]
        spread = np.diag(w).mean() - w[~np.eye(3, dtype=bool)].mean()
        rows[name].append([*right, spread])

# %%

columns = ["학습 메시지", "검증 메시지", "규칙에 주는 무게"]
means = [np.mean(rows[name], axis=0) for name in trusts]
table = pd.DataFrame(means, index=list(trusts), columns=columns)
chosen = table.loc["2", "검증 메시지"]
from_zero = table.loc["0", "규칙에 주는 무게"]
assert (table["학습 메시지"] > 0.98).all()
assert chosen > table.loc["기본 초기화", "검증 메시지"]
assert from_zero < 1
table.rename_axis("trust").round(2)

# %%
# 학습 메시지는 어떻게 시작해도 거의 다 맞힙니다. 글의 조각이 수천 가지라, 메시지 :val:`few`개쯤은 신경망 혼자서 **외워** 버리기
# 때문입니다. 외우고 나면 손실이 거의 없으므로 규칙을 믿으라고 알려 주는 기울기도 없습니다. 영에서 시작하면 규칙에 주는 무게가
# :val:`from_zero|.1f`까지밖에 오르지 않습니다. 그래서 규칙을 얼마나 믿을지는 사람이 정해 주고 시작합니다.

# %%
# .. _neurosym-scarce:
#
# 예제가 모자랄 때와 넉넉할 때
# ----------------------------
#
# 이제 ``trust=2.0``으로 두고 예제의 수를 바꿉니다. 앞 쪽에서 규칙이 앞서던 왼쪽, 둘이 비슷하던 가운데, 신경망이 앞서던 오른쪽 가운데
# 어디에서 묶는 것이 가장 도움이 될까요?

sizes = [30, 60, few, 240, 340]
scores = np.zeros((3, 3, len(sizes)))  # (방법, 씨앗, 예제 수)
for seed in range(3):
    for k, n in enumerate(sizes):
        n_pieces, inputs, goal, unseen, truth = prepare(seed, n, "test")
        single = fit(alone(seed, n_pieces), inputs[:1], goal)
        joined = fit(combine(seed, n_pieces, 2.0), inputs, goal)
        found = [unseen[1].argmax(dim=1).numpy(), ask(single, unseen[0])]
        found.append(ask(joined, *unseen))
        scores[:, seed, k] = [(answer == truth).mean() for answer in found]
rule_curve, net_curve, joined_curve = scores.mean(axis=1)
gain = joined_curve - np.maximum(rule_curve, net_curve)

# %%

import matplotlib.pyplot as plt

from dlconcepts.viz import MUTED, PALETTE, use_korean_font

use_korean_font()

labels_shown = ["규칙만", "신경망만", "함께"]

# %%

# sphinx_gallery_alt = "가로축은 학습 메시지의 수(로그 눈금), 세로축은 평가에서 맞힌 비율. 규칙은 <<rule_level|.2f>>의 가로선입니다. 신경망은 <<net_curve[0]|.2f>>에서 <<net_curve[-1]|.2f>>까지 오르고, 함께 쓴 것은 <<joined_curve[0]|.2f>>에서 시작해 <<few>>개에서 <<joined_curve[2]|.2f>>로 둘보다 높고, 끝에서는 <<joined_curve[-1]|.2f|으로/로>> 신경망과 나란합니다."
fig, ax = plt.subplots()
for i, (name, runs) in enumerate(zip(labels_shown, scores, strict=True)):
    color = PALETTE[(1, 0, 2)[i]]
    ax.plot(sizes, runs.T, color=color, lw=1, alpha=0.4)
    style = f"{'s^o'[i]}{('--', '-', '-')[i]}"
    ax.plot(sizes, runs.mean(axis=0), style, color=color, label=name)
ax.axhline(1 / 3, color=MUTED, ls=":", label="찍기")
ax.set(xscale="log", xlabel="학습 메시지의 수", ylabel="맞힌 비율")
ax.set_xticks(sizes, sizes)
ax.minorticks_off()
ax.set_title("둘이 비슷한 곳에서 함께 쓴 것이 앞섭니다")
fig.legend(loc="outside lower center", ncols=4, frameon=False)
plt.show()
rule_level = rule_curve[0]

# %%

curves = {"규칙만": rule_curve, "신경망만": net_curve, "함께": joined_curve}
curves["둘의 나은 쪽보다"] = gain
print(pd.DataFrame(curves, index=sizes).round(3))
peak = sizes[int(gain.argmax())]
assert peak == few
assert gain[2] > 0.02
assert (scores[2, :, :3] > scores[1, :, :3]).all()

# %%
# :val:`few`개에서 가장 크게, 둘 가운데 나은 쪽보다 :val:`best_gain|.2f`만큼 앞섭니다. 왼쪽 끝에서는 규칙만 못합니다. 예제가
# :val:`sizes[0]`개뿐일 때의 신경망은 아는 것이 거의 없어서, 보태는 것보다 흐리는 것이 많습니다. 오른쪽 끝에서는 신경망과 거의
# 같습니다. 규칙이 아는 것을 예제에서 다 배웠기 때문입니다. 씨앗 셋의 흐린 선들이 서로 벌어진 폭이 이득만큼 되는 곳도 있으니, 한
# 번 재고 말할 수 있는 크기의 차이가 아닙니다.

best_gain = gain[2]
assert gain[0] < 0
assert abs(joined_curve[-1] - net_curve[-1]) < 0.03

# %%
# .. _neurosym-worth:
#
# 규칙은 예제 몇 개만큼일까요?
# ----------------------------
#
# 예제 :val:`few`개와 규칙을 함께 쓴 만큼 맞히려면, 신경망 혼자서는 예제가 몇 개 있어야 할까요? 그래프에서 가로로 선을 그어 신경망의
# 선과 만나는 곳을 읽습니다. 가로축이 로그 눈금이므로 로그로 이어 읽습니다.

same_as = np.exp(np.interp(joined_curve[2], net_curve, np.log(sizes)))
saved = same_as - few
print(f"{same_as:.0f}개, 아낀 예제 {saved:.0f}개, 규칙 {len(MESSAGE_RULES)}개")
assert same_as > 1.3 * few

# %%
# 이 데이터에서 규칙은 예제 :val:`saved|.0f`개쯤의 값을 했습니다. 메시지에 정답을 붙이는 품과 규칙을 적고 손보는 품 가운데 어느 쪽이
# 싼지는 일마다 다릅니다. 묶는다고 규칙을 적는 품이 없어지지는 않습니다.

# %%
# .. _neurosym-trap:
#
# 흔한 함정
# ---------
#
# 흔히 이렇게 말합니다: “두 방법을 묶으면 서로의 약점을 메워 언제나 더 낫다.” 그래프의 양 끝이 이미 그렇지 않았습니다. 규칙이
# 나쁘면 어떻게 될까요? 앞 쪽의 고치기 전 규칙을 같은 예제 :val:`few`개와 묶습니다. 신경망이 나쁜 규칙을 걸러 낼까요?

from dlconcepts.rules import CARELESS_RULES

careless = RuleBasedClassifier(CARELESS_RULES, default="일반", labels=names)
spoiled, careless_alone = [], []
for seed in range(3):
    n_pieces, inputs, goal, unseen, truth = prepare(seed, few, "test")
    bad, bad_test = (
        torch.tensor(careless.one_hot(split(seed)[name][0].texts))
        for name in ("train", "test")
    )
    learned = combine(seed, n_pieces, 2.0)
    fit(learned, (inputs[0], bad[:few]), goal)
    spoiled.append((ask(learned, unseen[0], bad_test) == truth).mean())
    careless_alone.append((bad_test.argmax(1).numpy() == truth).mean())

# %%

spoiled_score, careless_score = np.mean(spoiled), np.mean(careless_alone)
net_few = net_curve[2]
print(f"나쁜 규칙만 {careless_score:.2f}, 신경망만 {net_few:.2f}")
print(
    f"나쁜 규칙과 함께 {spoiled_score:.2f}, 고친 규칙과 함께 {joined_curve[2]:.2f}"
)
assert spoiled_score < net_few - 0.02
assert spoiled_score < joined_curve[2] - 0.06

# %%
# 신경망 혼자일 때보다 나빠졌습니다. 규칙을 믿는 만큼 규칙의 잘못도 물려받습니다. 묶기 전에 검증 메시지로 규칙만의 점수부터 재어 보아야
# 합니다.

# %%
# .. _neurosym-summary:
#
# 정리
# ----
#
# - 규칙의 답은 글자이므로 그대로는 이을 수 없습니다. 라벨마다 한 칸인 원-핫으로 바꾸고, 특징의 축(``dim=1``)으로 잇고, 이은 칸의
#   수에 맞는 층을 둡니다.
# - 예제가 적으면 신경망은 외우기만 해도 손실이 없어져서 규칙을 믿는 법을 배우지 못합니다. 얼마나 믿을지는 사람이 정해 주고
#   검증 데이터로 고릅니다.
# - 묶은 것은 둘이 비슷하고 틀리는 곳이 다를 때 가장 도움이 됩니다. 예제가 아주 적으면 규칙만, 넉넉하면 신경망만 써도 됩니다.

# %%
# .. _neurosym-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 배우지 않고 묶을 수도 있습니다. 맞은 규칙이 하나라도 있으면 규칙의 답을, 없으면 예제 :val:`few`개로 배운 처음의 신경망의
# 답을 쓰면 얼마나 맞힐까요?
#
# .. dropdown:: 답 보기
#
#    :val:`switch_score|.2f`입니다. 함께 배운 :val:`together_score|.2f`보다 낮고, 규칙만 쓴 :val:`rule_score|.2f`보다도 낫지 않습니다.
#    맞은 규칙이 하나도 없다는 것도 “일반”이라는 실마리인데 그것을 버렸고, 신경망이 확신하는 곳에서도 규칙이 언제나 이기기
#    때문입니다. 어느 쪽을 고를지보다 둘을 **더하는** 것이 나았습니다.

any_rule = rules.fired(test.texts).any(axis=1)
switched = np.where(any_rule, test_fired.argmax(1), ask(net, test_ids))
switch_score = (switched == test.labels).mean()
print(
    f"규칙이 맞은 메시지 {any_rule.mean():.2f}, 맞힌 비율 {switch_score:.2f}"
)
assert switch_score < together_score - 0.03
assert switch_score < rule_score + 0.01

# %%
# **둘.** 규칙의 답 세 칸 대신 어느 규칙이 맞았는지를 모두 넣으면(``rules.fired``) 더 나을까요? 칸은 규칙의 수만큼이고, 라벨과 짝이
# 맞지 않으므로 ``trust``는 영에서 시작합니다.
#
# .. dropdown:: 답 보기
#
#    처음에 나눈 메시지에서 :val:`fired_score|.2f`로, 원-핫에 ``trust``를 준 :val:`together_score|.2f`보다 낮습니다. 더 자세한 것을 넣었지만
#    규칙이 어느 라벨의 편인지부터 예제에서 배워야 합니다.

which = [
    torch.tensor(rules.fired(part), dtype=torch.float32)
    for part in (texts, test.texts)
]
torch.manual_seed(0)
wide = NeuroSymbolicClassifier(
    PieceNet(len(numbers) + 1), 3, len(MESSAGE_RULES)
)
wide = fit(wide, (ids, which[0]), labels)
fired_score = (ask(wide, test_ids, which[1]) == test.labels).mean()
print(f"{which[0].shape[1]}칸, 맞힌 비율 {fired_score:.2f}")
assert fired_score < together_score

# %%
# **셋.** ``combiner``만 따로, 신경망이 외우지 않은 **검증** 메시지로 가르치면 ``trust``를 영에서 시작해도 규칙을 믿게 될까요?
#
# .. dropdown:: 답 보기
#
#    규칙에 주는 무게가 :val:`stacked_trust|.1f`까지 오르고, 평가 메시지를 :val:`stacked_score|.2f` 맞힙니다. 검증 메시지에서는 신경망이 틀리기도
#    하므로 규칙을 믿을 까닭이 생깁니다. 대신 정답이 붙은 검증 메시지를 :val:`n_valid`개 더 썼습니다.

valid_in = (
    encode(valid.texts, numbers),
    torch.tensor(rules.one_hot(valid.texts)),
)
stacked = NeuroSymbolicClassifier(net, 3, 3).requires_grad_(False)
stacked.combiner.requires_grad_(True)
fit(stacked, valid_in, valid.labels, steps=300)
stacked_score = (ask(stacked, test_ids, test_fired) == test.labels).mean()
w = stacked.combiner.weight.detach().numpy()[:, 3:]
stacked_trust = np.diag(w).mean() - w[~np.eye(3, dtype=bool)].mean()
n_valid = len(valid)
print(f"무게 {stacked_trust:.1f}, 맞힌 비율 {stacked_score:.2f}")
assert stacked_trust > 2 * from_zero

# %%
# .. _neurosym-next:
#
# 다음 쪽
# -------
#
# 사람의 지식을 규칙이 아니라 특징으로 넣어 주는 방법은
# :doc:`특징을 손으로 만들까요, 글을 그대로 줄까요 </auto_examples/10_language/plot_05_question_types>`에서 봅니다.
