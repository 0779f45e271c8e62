r"""
규칙은 언제 신경망에게 따라잡힐까요?
====================================

스팸을 가르는 프로그램은 두 가지로 만들 수 있습니다. 사람이 규칙을 적거나, 예제를 모아 배우게 합니다.
규칙은 낡은 방법이라고들 하지만, 나쁜 규칙과 좋은 규칙은 다릅니다.
규칙을 고칠 수 있는 데까지 고친 다음, 예제가 몇 개 있어야 신경망이 그것을 넘는지 잽니다.

- **할 것**: 한국어와 영어 메시지를 일반, 중요, 스팸으로 가르는 규칙을 적고 고칩니다. 같은 일을 하는 신경망을 예제의
  수를 바꾸어 가며 가르칩니다.
- **배울 것**: 규칙은 예제가 적어도 되고 까닭을 말하지만 적은 사람을 넘지 못합니다. 신경망은 예제가 쌓이면 넘지만, 무엇을
  보고 답하는지는 따로 알아내야 합니다.
- **필요한 것**: :doc:`학습 루프 </auto_examples/07_training/plot_01_training_loop>`와
  :doc:`임베딩, 은닉, 출력 </auto_examples/10_language/plot_02_embedding_hidden_output>`. PyTorch를 씁니다.
"""

# %%
# .. _rulesnet-messages:
#
# 세 가지 메시지
# --------------
#
# 메시지마다 일반, 중요, 스팸 가운데 하나가 정답입니다. 이 세 이름을 라벨이라고 합니다. 메시지는 틀에 낱말을 끼워 만들어 낸
# 글입니다. 표의 ‘속임’에 표시가 있는 것은 다른 종류를 떠올리게 하는 말이 든 메시지입니다.

import numpy as np
import pandas as pd

from dlconcepts.datasets.messages import make_messages

train, valid, test = make_messages(seed=0)
names = train.names
kinds = [(label, hard) for label in range(3) for hard in (False, True)]
picked = [
    np.flatnonzero((train.labels == label) & (train.hard == hard))[0]
    for label, hard in kinds
]

# %%

pd.DataFrame(
    {
        "메시지": train.texts[picked],
        "정답": [names[label] for label in train.labels[picked]],
        "속임": np.where(train.hard[picked], "○", ""),
    }
).set_index("메시지")

# %%
# 같은 틀에서 나온 글은 서로 닮았으므로 학습과 평가 가운데 한쪽에만 넣습니다. 평가의 글은 모두 처음 보는 틀에서 나옵니다.

print(f"학습 {len(train)}, 검증 {len(valid)}, 평가 {len(test)}개")
english_share = (test.languages == 1).mean()
hard_share = test.hard.mean()
print(f"평가에서 영어 {english_share:.2f}, 속이기 쉬운 것 {hard_share:.2f}")

# %%
# .. _rulesnet-careless:
#
# 낱말의 조각을 찾는 규칙
# -----------------------
#
# 규칙을 처음 적으면 흔히 이런 꼴입니다. 스팸에 나올 낱말과 중요한 글에 나올 낱말을 적고, 글에 그 낱말이 들어 있는지
# 차례로 봅니다. 아래의 다섯 글에 무엇이라고 답할까요?

words = {
    "스팸": ["discount", "free", "click here", "limited offer"],
    "중요": ["urgent", "deadline", "meeting", "action required"],
}


def careless(text):
    for label, found in words.items():
        if any(word in text.lower() for word in found):
            return label
    return "일반"


# %%

tries = [
    "The sugar-free cake was good.",
    "I need some freedom.",
    "Please feel free to ask before the deadline.",
    "무료 쿠폰이 도착했습니다. 지금 눌러 보세요.",
    "긴급: 오늘 회의 전에 보고서를 제출하세요.",
]
answers = [careless(text) for text in tries]
for text, answer in zip(tries, answers, strict=True):
    print(answer, text)
assert answers == ["스팸", "스팸", "스팸", "일반", "일반"]

# %%
# 앞의 둘은 일반, 넷째는 스팸이고, 셋째와 다섯째는 기한과 회의를 알리는 중요한 글입니다. 그러니 다섯 글을 모두 틀렸습니다.
# 글자의 조각을 찾으므로 케이크도 자유도 스팸이고, 스팸을 먼저 보므로 두 가지가 함께 있으면 언제나 스팸입니다. 한국어는 한 글도
# 알아보지 못합니다. 평가 메시지에서 재어 봅니다. 셋 가운데 하나를 찍는 것보다 나을까요?

labels = np.array([names.index(careless(text)) for text in test.texts])
careless_score = (labels == test.labels).mean()
korean_answers = {names[i] for i in labels[test.languages == 0]}
print(f"맞힌 비율 {careless_score:.2f}, 한국어에 한 답 {korean_answers}")
assert careless_score < 0.4
assert korean_answers == {"일반"}

# %%
# .. _rulesnet-repair:
#
# 규칙을 고칩니다
# ---------------
#
# 나쁜 것이 규칙이라는 방법일까요, 아니면 이 규칙들일까요? 네 가지를 차례로 고쳐 봅니다.
#
# #. **낱말 전체**: 앞뒤에 다른 글자가 없을 때만 맞습니다. 한국어의 조사는 붙어도 됩니다.
# #. **한국어와 더 많은 낱말**: 파는 말, 급한 말, 기한을 나타내는 말을 두 언어로 적습니다.
# #. **무게**: “광고”라고 스스로 적은 것은 “50%”보다 확실한 표시입니다. 맞은 규칙의 무게를 더해 가장 큰 라벨로 답합니다.
# #. **예외**: “무료 급식”이나 “feel free”에는 음수를 더해 되돌립니다.
#
# 고친 규칙은 라이브러리의 ``MESSAGE_RULES``에 있습니다. 규칙 하나에는 정규식과 라벨과 까닭과 무게가 있습니다.
# 정규식(regular expression)은 찾을 글의 꼴을 적은 것이고, 세로줄은 ‘또는’이라는 뜻입니다.

from dlconcepts.rules import (
    CARELESS_RULES,
    MESSAGE_RULES,
    Rule,
    RuleBasedClassifier,
)

rules = RuleBasedClassifier(MESSAGE_RULES, default="일반", labels=names)
for rule in MESSAGE_RULES[:2] + MESSAGE_RULES[9:10]:
    print(rule.label, rule.weight, rule.pattern)
print(f"규칙 {len(CARELESS_RULES)}개에서 {len(MESSAGE_RULES)}개로")

# %%
# 고친 것을 하나씩 더하며 같은 평가 메시지로 잽니다. 어느 것에서 가장 많이 오를까요? 속이기 쉬운 메시지에서는 어느 것이
# 듣는지 따로 봅니다.


def score(rule_set, part=test):
    sorter = RuleBasedClassifier(rule_set, default="일반", labels=names)
    right = sorter.one_hot(part.texts).argmax(axis=1) == part.labels
    return right.mean(), right[~part.hard].mean(), right[part.hard].mean()


positive = [rule for rule in MESSAGE_RULES if rule.weight > 0]
stages = {
    "낱말의 조각": CARELESS_RULES,
    "낱말 전체": [Rule(r.pattern, r.label) for r in CARELESS_RULES],
    "한국어와 더 많은 낱말": [Rule(r.pattern, r.label) for r in positive],
    "무게": positive,
    "예외": MESSAGE_RULES,
}

# %%

columns = ["평가 전체", "쉬운 것", "속이기 쉬운 것"]
rows = [score(rule_set) for rule_set in stages.values()]
table = pd.DataFrame(rows, index=list(stages), columns=columns)
rule_score, _, rule_hard = table.loc["예외"]
assert np.isclose(table.loc["낱말의 조각", "평가 전체"], careless_score)
assert rule_score > careless_score + 0.3
assert table.loc["낱말 전체", "평가 전체"] < careless_score + 0.1
table.round(3)

# %%
# 모두 여전히 규칙입니다. 그런데 맞힌 비율이 :val:`careless_score|.2f`에서 :val:`rule_score|.2f`로 올랐습니다. 가장 크게 오른 것은
# 아는 낱말을 늘렸을 때이고, 속이기 쉬운 메시지에는 예외가 들었습니다. 낱말 전체를 보게 한 것만으로는 거의 오르지
# 않습니다. 그러니 처음의 규칙이 틀린 까닭은 규칙이어서가 아니라 **나쁜 규칙이어서**입니다.

exception_gain = rule_hard - table.loc["무게", "속이기 쉬운 것"]
print(f"예외가 속이기 쉬운 메시지에서 올린 것 {exception_gain:.2f}")
assert table["평가 전체"].diff().idxmax() == "한국어와 더 많은 낱말"
assert exception_gain > 0.1
repaired = [rules.classify(text).label for text in tries]
print("처음의 다섯 글", repaired)
assert repaired == ["일반", "일반", "중요", "스팸", "중요"]

# %%
# .. _rulesnet-reasons:
#
# 까닭을 말합니다
# ---------------
#
# 규칙의 가장 큰 장점은 답과 함께 **어느 규칙이 어디에 맞았는지**를 말할 수 있다는 것입니다. 급식과 가게의 글에 무엇이라고
# 답하고, 까닭을 무엇이라고 적을까요?

print(rules.classify("학교 무료 급식이 맛있었대요."))
print(rules.classify("긴급 공지: 오늘까지 모든 신발 50% 할인!"))

# %%
# 급식은 더한 만큼 되돌려져 일반이 되었고, 가게의 “긴급 공지”도 급한 말이 아니라 빌려 쓴 말이 되었습니다. 틀린 답이라면
# 어느 규칙을 고칠지도 바로 압니다.
#
# 규칙에서 규칙으로 이어 가면 **논리로 결론을 끌어낼** 수도 있습니다. 조건이 모두 참인 규칙을 찾아 결론을 사실에 더하는 일을,
# 더할 것이 없을 때까지 되풀이합니다. 사람의 지식을 이렇게 적어 둔 프로그램을 :term:`전문가 시스템`(expert system)이라고 합니다.
# 아래의 세 규칙과 세 사실에서 “먼저 알린다”까지 갈 수 있을까요?

from dlconcepts.rules import infer, read_implications

knowledge = read_implications("""
오늘까지이다 → 급하다
팀장이 보냈다, 해야 할 일이 있다 → 업무이다
급하다, 업무이다 → 먼저 알린다
""")
given = ["팀장이 보냈다", "오늘까지이다", "해야 할 일이 있다"]
result = infer(given, knowledge)
for step in result.why("먼저 알린다"):
    print(step.implication)
assert result.facts[-1] == "먼저 알린다"
assert "먼저 알린다" not in infer(given[:2], knowledge).facts

# %%
# 세 걸음에 닿았습니다. 이 규칙에는 예제가 하나도 쓰이지 않았습니다. 조건이 하나라도 빠지면 결론도 나오지 않고, 나온 결론에는 언제나 거기까지의 길이 있습니다.

# %%
# .. _rulesnet-expert:
#
# 적은 사람을 넘지 못합니다
# -------------------------
#
# 규칙은 적은 사람이 아는 만큼만 압니다. 그리고 적은 사람이 틀리면 그대로 틀립니다. 누가 “회의는 스팸이다”라는 규칙을
# 크게 적어 넣었다고 해 봅니다. 몇 개가 달라질까요? 맞는 규칙이 하나도 없는 메시지는 얼마나 될까요?

mistake = Rule("회의|meeting", "스팸", "회의는 귀찮습니다", weight=3)
mistaken = [*MESSAGE_RULES, mistake]
before = rules.one_hot(test.texts).argmax(axis=1)
sorter = RuleBasedClassifier(mistaken, default="일반", labels=names)
after = sorter.one_hot(test.texts).argmax(axis=1)
moved = before != after
broken = (before == test.labels) & moved
print(f"답이 바뀐 메시지 {moved.sum()}개, 맞았다가 틀린 것 {broken.sum()}개")
assert set(after[moved]) == {names.index("스팸")}
assert broken.sum() > 0

# %%
# 바뀐 답은 모두 스팸입니다. 규칙은 의심하지 않고 시키는 대로 합니다. 아는 것이 모자란 곳도 찾아봅니다.

silent = ~rules.fired(test.texts).any(axis=1)
guessed = (silent & (test.labels != 0)).sum()
print(f"맞은 규칙이 없는 메시지 {silent.sum()}개")
print(f"그 가운데 일반이 아닌 것 {guessed}개")

# %%
# 맞은 규칙이 없으면 무조건 일반이라고 하므로, 중요한 메시지와 스팸 :val:`guessed`개를 놓칩니다. 이것을 줄이려면 사람이
# 메시지를 더 읽고 규칙을 더 적어야 합니다. 위의 규칙도 학습 메시지를 읽어 가며 적은 것입니다. 규칙에 예제가 필요 없다는 말은,
# **예제를 사람이 대신 읽었다**는 말이기도 합니다.

# %%
# .. _rulesnet-network:
#
# 같은 일을 배우는 신경망
# -----------------------
#
# 이제 규칙을 적지 않습니다. 글을 한 글자, 두 글자, 세 글자짜리 조각으로 모두 쪼개고 조각마다 번호를 붙입니다. 어느 조각이
# 중요한지는 말해 주지 않습니다.


def pieces(text):
    text = f" {text.lower()} "
    n = len(text)
    return {text[i : i + k]: None for k in (1, 2, 3) for i in range(n - k + 1)}


def number_pieces(texts):
    found = dict.fromkeys(piece for text in texts for piece in pieces(text))
    return {piece: i for i, piece in enumerate(found, start=1)}


def encode(texts, numbers):
    return [[numbers[p] for p in pieces(t) if p in numbers] for t in texts]


# %%

print(list(pieces("무료 쿠폰")))

# %%
# 조각마다 :term:`임베딩` 벡터를 하나씩 두고, 글에 든 조각의 벡터를 더합니다. 긴 글의 합이 너무 커지지 않도록 조각 수의
# 제곱근으로 나눕니다. 그 벡터의 음수를 ReLU로 모두 영으로 만든 다음 세 라벨의 :term:`로짓`을 냅니다.

import torch
from torch import nn

from dlconcepts.datasets.tokens import padded

torch.set_num_threads(1)  # 이만큼 작은 계산은 코어 하나가 더 빠릅니다

# %%


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
# 학습 루프는 늘 보던 것입니다. 메시지가 많지 않아 한 걸음에 모두 씁니다.


def teach(texts, answers, seed=0):
    torch.manual_seed(seed)
    numbers = number_pieces(texts)
    model = PieceNet(len(numbers) + 1)
    ids = torch.tensor(padded(encode(texts, numbers))[0])
    answers = torch.tensor(answers)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.015)
    for _ in range(40):
        loss = nn.functional.cross_entropy(model(ids), answers)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model, numbers


# %%


@torch.no_grad()
def ask(model, numbers, texts):
    ids = torch.tensor(padded(encode(texts, numbers))[0])
    return model(ids).softmax(dim=1).numpy()


# %%

# 학습 메시지를 모두 써서 가르칩니다. 우연에 속지 않도록 세 번 잽니다. 메시지를 나누는 씨앗과 처음 가중치의 씨앗을 함께
# 바꿉니다. 고친 규칙을 넘을까요? 속이기 쉬운 메시지에서는 어떨까요?

splits = [make_messages(seed=seed) for seed in range(3)]
nets = [
    teach(part.train.texts, part.train.labels, seed)
    for seed, part in enumerate(splits)
]


def net_scores(learned, part):
    right = ask(*learned, part.texts).argmax(axis=1) == part.labels
    return right.mean(), right[part.hard].mean()


# %%

by_rules = np.array([score(MESSAGE_RULES, part.test) for part in splits])
by_nets = np.array(
    [
        net_scores(net, part.test)
        for net, part in zip(nets, splits, strict=True)
    ]
)
measured = {
    "규칙, 전체": by_rules[:, 0],
    "신경망, 전체": by_nets[:, 0],
    "규칙, 속이기 쉬운 것": by_rules[:, 2],
    "신경망, 속이기 쉬운 것": by_nets[:, 1],
}
seeds = pd.Index(range(3), name="씨앗")
pd.DataFrame(measured, index=seeds).round(2)

# %%
# 세 번 모두 신경망이 앞서고, 속이기 쉬운 메시지에서 차이가 더 큽니다. 배운 파라미터는 몇 개일까요? 아래에서 들여다볼 신경망은
# 첫째 것입니다.

net, net_score = nets[0], by_nets[0, 0]
n_weights = sum(p.numel() for p in net[0].parameters())
print(f"배운 파라미터 {n_weights:,}개")
rule_level, _, rule_hard_mean = by_rules.mean(axis=0)
net_level, net_hard = by_nets.mean(axis=0)
assert (by_nets[:, 0] > by_rules[:, 0]).all()
assert (by_nets[:, 1] > by_rules[:, 2] + 0.1).all()
assert net_hard - rule_hard_mean > net_level - rule_level

# %%
# .. _rulesnet-overtake:
#
# 몇 개면 따라잡을까요?
# ---------------------
#
# 학습 메시지를 다 쓰면 신경망이 앞섭니다. 다섯 개뿐이라면 어떨까요? 예제의 수를 바꾸어 가며 처음부터 다시 가르칩니다. 이번에도
# 세 씨앗으로 재고 평균합니다. 학습률과 걸음 수는 예제의 수와 상관없이 같게 둡니다. 규칙은 예제의 수와 상관이 없으므로
# 가로선입니다. 두 선은 어디쯤에서 만날까요?

sizes = [5, 15, 60, 120, 180, 360, len(train)]
levels, curves = by_rules[:, 0], []
for seed, part in enumerate(splits):
    texts, goal = part.train.texts, part.train.labels
    fewer = [teach(texts[:n], goal[:n], seed) for n in sizes[:-1]]
    learned = [*fewer, nets[seed]]
    curves.append([net_scores(each, part.test)[0] for each in learned])
mean_curve = np.mean(curves, axis=0)
overtake = np.flatnonzero(mean_curve > rule_level)[0]
few, enough = sizes[overtake - 1], sizes[overtake]

# %%

import matplotlib.pyplot as plt

from dlconcepts.viz import MUTED, PALETTE, use_korean_font

use_korean_font()

# %%

# sphinx_gallery_alt = "가로축은 학습에 쓴 메시지의 수(로그 눈금), 세로축은 평가에서 맞힌 비율. 신경망의 세 선은 예제 <<sizes[0]>>개에서 평균 <<mean_curve[0]|.2f|으로/로>> 시작해 오르다가 <<few>>개와 <<enough>>개 사이에서 규칙의 가로선 <<rule_level|.2f|을/를>> 넘고, 끝에서 평균 <<mean_curve[-1]|.2f>>입니다."
fig, ax = plt.subplots()
for curve, level in zip(curves, levels, strict=True):
    ax.plot(sizes, curve, color=PALETTE[0], lw=1, alpha=0.6)
    ax.axhline(level, color=PALETTE[1], lw=1, ls="--", alpha=0.6)
ax.plot(sizes, mean_curve, "o-", color=PALETTE[0], label="신경망(평균)")
ax.axhline(rule_level, color=PALETTE[1], ls="--", label="고친 규칙(평균)")
ax.axhline(1 / 3, color=MUTED, ls=":", label="찍기")
ax.set(xscale="log", xlabel="학습 메시지의 수", ylabel="맞힌 비율")
ax.set_xticks(sizes, sizes)
ax.minorticks_off()
ax.set_title(f"{few}개까지는 규칙, {enough}개부터는 신경망이 앞섭니다")
fig.legend(loc="outside lower center", ncols=3, frameon=False)
plt.show()

# %%
# 예제가 :val:`sizes[0]`개일 때 신경망은 찍는 것과 얼마 다르지 않고, 규칙은 :val:`rule_level|.2f`입니다. :val:`few`개와
# :val:`enough`개 사이에서 뒤집히고, 다 쓰면 신경망이 :val:`mean_curve[-1]|.2f|으로/로` 앞섭니다. 뒤집히는 자리는 문제와 규칙과
# 신경망에 따라 달라집니다. 예제의 수마다 걸음 수를 따로 고르기만 해도 조금 움직일 수 있으니 외울 수가 아닙니다. 그러나 **예제가 몇
# 개인지를 모르면 어느 쪽이 나은지 답할 수 없다**는 것은 어디서나 같습니다.
#
# 규칙에 너그러운 비교라는 것도 알아 둡니다. 사람이 규칙을 적으며 읽은 메시지는 세지 않았고, 씨앗을 바꾼 평가에는 그때 읽은 틀이
# 섞였을 수 있습니다.

print(pd.Series(mean_curve, index=sizes).round(2).to_dict())
assert mean_curve[0] < 0.6 < rule_level
assert max(curve[1] for curve in curves) < min(levels)
assert min(curve[-1] for curve in curves) > max(levels)
assert 60 <= few < enough <= 360

# %%
# .. _rulesnet-beyond:
#
# 사람이 적지 않은 것을 찾습니다
# ------------------------------
#
# 다 배운 신경망은 사람이 적은 규칙보다 잘 가릅니다. 무엇을 보았을까요? 이 신경망은 조각의 벡터를 더합니다. 더한 벡터에서 양수인
# 자리, 곧 ReLU가 켠 자리를 그대로 두면 라벨의 점수를 조각마다의 몫으로 **정확히** 나눌 수 있습니다. 세 라벨의 평균보다 얼마나
# 높이는지를 몫으로 봅니다.


@torch.no_grad()
def shares(text):
    model, numbers = net
    ids = torch.tensor(encode([text], numbers))
    lit = (model.bag(ids) > 0).float()  # ReLU가 켠 자리
    weights = model.answer.weight * lit
    weights = weights - weights.mean(dim=0)
    part = model.bag.weight[ids[0]] @ weights.T / len(ids[0]) ** 0.5
    known = [piece for piece in pieces(text) if piece in numbers]
    return known, part.numpy()  # (조각, 라벨)


# %%
# 몫을 모두 더한 것이 로짓의 차이와 맞는지 봅니다. 편향은 어느 조각의 것도 아니므로 뺍니다.

known, part = shares(test.texts[0])
model, numbers = net
with torch.no_grad():
    ids = torch.tensor(encode(test.texts[:1].tolist(), numbers))
    logits = (model(ids)[0] - model.answer.bias).numpy()
gap = part.sum(axis=0) - (logits - logits.mean())
print(f"조각 {len(known)}개, 가장 큰 차이 {np.abs(gap).max():.0e}")
assert np.abs(gap).max() < 1e-4

# %%
# 평가 메시지마다 정답 라벨의 몫을 구해 조각끼리 더하고, 두 글자 이상인 한글 조각 가운데 몫이 큰 것을 라벨마다 고릅니다. 규칙의
# 정규식에 없는 조각은 다른 색으로 칠합니다. 파는 말과 급한 말이 맨 위에 올까요?

from dlconcepts.text import has_hangul

totals = [{}, {}, {}]
for text, label in zip(test.texts, test.labels, strict=True):
    for piece, amount in zip(*shares(text), strict=True):
        word, gained = piece.strip(), amount[label]
        if len(word) > 1 and has_hangul(word):
            totals[label][word] = totals[label].get(word, 0) + gained
best = [sorted(total, key=total.get)[-8:] for total in totals]
patterns = " ".join(rule.pattern for rule in MESSAGE_RULES)
fresh = [[word not in patterns for word in row] for row in best]
n_fresh, n_best = sum(map(sum, fresh)), sum(map(len, best))

# %%

# sphinx_gallery_alt = "가로 막대그림 셋. 일반, 중요, 스팸마다 정답의 점수를 가장 많이 높인 한글 조각 여덟 개와 그 몫입니다. 일반의 맨 위는 ‘<<first[0]>>’, 중요의 맨 위는 ‘<<first[1]>>’, 스팸의 맨 위는 ‘<<first[2]>>’이고, 모두 <<n_best>>개 가운데 <<n_fresh>>개가 규칙에 없는 조각입니다."
fig, axes = plt.subplots(1, 3, figsize=(7, 3.6))
for label, ax in enumerate(axes):
    new = np.array(fresh[label])
    gain = np.array([totals[label][word] for word in best[label]])
    spots = np.arange(len(gain))
    ax.barh(spots[new], gain[new], color=PALETTE[0], label="규칙에 없음")
    ax.barh(spots[~new], gain[~new], color=PALETTE[1], label="규칙에 있음")
    ax.set_yticks(spots, best[label])
    ax.set(title=names[label], xlabel="몫의 합")
    ax.grid(axis="y", visible=False)
handles, words_shown = axes[2].get_legend_handles_labels()
look = {"loc": "outside lower center", "ncols": 2, "frameon": False}
fig.legend(handles, words_shown, **look)
plt.show()
first = [row[-1] for row in best]

# %%
# 무엇에 관한 글인지 알려 주는 낱말도 있지만, 여럿은 **말씨**입니다. 친한 사이의 말끝, 부탁하는 말끝, 손님을 대하는
# 말끝입니다. 규칙을 적은 사람은 파는 말과 급한 말을 찾느라 말끝은 거의 적지 않았습니다. 앞에서 속이기 쉬운 메시지의 평균은 규칙이
# :val:`rule_hard_mean|.2f`, 신경망이 :val:`net_hard|.2f`였습니다. “무료”나 “긴급”은 다른 종류의 글에도 나오지만 말씨는
# 그대로이기 때문일 것입니다. 사람이 생각하지 못한 것까지 쓴다는 것이 신경망의 장점입니다. 규칙을 더 적지 않고도, 좋은 예제를 더
# 모으면 나아집니다.

print(f"상위 조각 {n_best}개 가운데 규칙에 없는 것 {n_fresh}개")
assert n_fresh > n_best / 2

# %%
# .. _rulesnet-blackbox:
#
# 논리가 아니라 버릇을 배웁니다
# -----------------------------
#
# 그런데 말씨가 스팸인지 아닌지를 가르는 까닭일까요? 규칙이 말한 “공짜를 내세웁니다”는 까닭이지만, 말끝은 이 데이터에서 **함께
# 다니던 것**일 뿐입니다. 한국어 스팸의 앞뒤에 친한 사이의 인사를 붙여 봅니다. 파는 글이라는 것은 그대로입니다. 규칙과 신경망의
# 답은 어떻게 될까요?

spam = test.texts[(test.labels == 2) & (test.languages == 0)]


def greet(texts):
    return [f"잘 지내시죠? {text} 늘 고마워요." for text in texts]


kind_spam = greet(spam)
print(kind_spam[0])

# %%


def caught(learned, texts):
    by_rule = (rules.one_hot(texts).argmax(axis=1) == 2).sum()
    return by_rule, (ask(*learned, texts).argmax(axis=1) == 2).sum()


rules_before, net_before = caught(net, spam)
rules_after, net_after = caught(net, kind_spam)
print(f"스팸 {len(spam)}개 가운데 규칙 {rules_before} → {rules_after}개")
print(f"스팸 {len(spam)}개 가운데 신경망 {net_before} → {net_after}개")
assert rules_after == rules_before
assert net_after < net_before / 2

# %%
# 규칙의 답은 하나도 바뀌지 않았고, 신경망은 :val:`net_before`개에서 :val:`net_after`개로 무너졌습니다. 학습 메시지에서 그런 인사는
# 일반 메시지에만 있었고, 신경망은 그것을 충실히 배웠습니다. 신경망의 답은 규칙을 따라 끌어낸 결론이 아니라 **본 것에서 어림한
# 것**이므로, 본 적 없는 짝이 오면 틀립니다. 더 나쁜 것은 평가 점수가 이 사실을 알려 주지 않는다는 것입니다. 평가 메시지에서도 그런
# 인사는 일반에만 있습니다.

greeted = {"학습": set(), "평가": set()}
for place, data in zip(greeted, (train, test), strict=True):
    for text, label in zip(data.texts, data.labels, strict=True):
        if "잘 지내시죠?" in text or "늘 고마워요." in text:
            greeted[place].add(names[label])
print("인사가 있는 메시지의 정답", greeted)
assert greeted == {"학습": {"일반"}, "평가": {"일반"}}

# %%
# 이 신경망만 그럴까요? 다른 두 씨앗에서도 스팸을 잡은 비율을 잽니다.

rates = []
for part, learned in zip((s.test for s in splits), nets, strict=True):
    chosen = part.texts[(part.labels == 2) & (part.languages == 0)]
    both = [*caught(learned, chosen), *caught(learned, greet(chosen))]
    rates.append(np.array(both) / len(chosen))
rates = np.array(rates)
assert (rates[:, 2] == rates[:, 0]).all()
assert (rates[:, 3] < 0.65 * rates[:, 1]).all()
columns = ["규칙", "신경망", "규칙, 인사를 붙이면", "신경망, 인사를 붙이면"]
pd.DataFrame(rates, columns=columns, index=seeds).round(2)

# %%
# 정도는 다르지만 세 번 모두 신경망만 크게 무너집니다.
#
# 왜 그렇게 답했느냐고 신경망에 물어봅니다. 몫이 큰 조각 여섯 개를 적고, 같은 글에 규칙이 말하는 까닭을 아래에 적습니다.

text = kind_spam[0]
known, part = shares(text)
answer = ask(*net, [text])[0].argmax()
order = np.argsort(-part[:, answer])
print(names[answer], [known[i].replace(" ", "␣") for i in order[:6]])
gain = np.maximum(part[:, answer], 0)
six_share = 100 * np.sort(gain)[-6:].sum() / gain.sum()
print(f"조각 {len(known)}개, 여섯 개의 몫 {six_share:.0f}%")
print(rules.classify(text))
assert six_share < 50

# %%
# 규칙은 무엇이 왜 맞았는지 한 줄에 말합니다. 신경망의 조각을 보고 인사 때문이라고 짐작하는 것은
# 우리이고, 그 여섯 개도 답을 높인 몫의 :val:`six_share|.0f`%일 뿐 나머지는 여기저기 흩어져 있습니다. 몫을 정확히 나눌 수 있는
# 작은 신경망이 이렇고, 층이 늘면 정확히 나누는 것조차 어렵습니다.
#
# 들인 계산도 다릅니다. 규칙은 :val:`n_rules`줄이고, 신경망은 파라미터 :val:`n_weights|,d`개를 마흔 번 고쳤습니다. 이것은 작은
# 편이고, 모델과 데이터가 커지면 이 계산을 하려고 GPU를 씁니다.

n_rules = len(MESSAGE_RULES)
assert n_weights > 1000 * n_rules

# %%
# .. _rulesnet-summary-table:
#
# 나란히 놓고 보면
# ----------------
#
# 이 쪽에서 잰 것을 나란히 적습니다. 모두 씨앗을 바꾸어 세 번 잰 평균입니다.

compared = {
    "예제 다섯 개": [rule_level, mean_curve[0]],
    "학습 메시지 모두": [rule_level, net_level],
    "속이기 쉬운 것": [rule_hard_mean, net_hard],
    "인사를 붙인 스팸": rates[:, 2:].mean(axis=0),
}
pd.DataFrame(compared, index=["고친 규칙", "신경망"]).T.round(2)

# %%
# .. _rulesnet-trap:
#
# 흔한 함정
# ---------
#
# 흔히 이렇게 말합니다: “규칙으로 만든 프로그램은 장난감 같은 문제에나 쓸 수 있다.” 그 보기로 드는 것이 처음의 규칙 여덟 개
# 같은 것입니다. 그러나 그것은 규칙이 나빴던 것이고, 고치자 맞힌 비율이 크게 올랐습니다.

rise = rule_score - careless_score
print(f"{careless_score:.2f} → {rule_score:.2f}, 오른 것 {rise:.2f}")
assert rise > 0.3

# %%
# 역사에서도 그렇습니다. 컴퓨터의 주문을 맞추어 주던 규칙 프로그램 :name:`R1`(XCON)은 :fact:`xcon-year`년에 한 해
# :fact:`xcon-savings`를 아껴 주는 것으로 어림되었습니다. 규칙이 자란 다음의 어려움은 장난감이라서가 아니라, 규칙을 늘리고 서로 어긋나지
# 않게 손보는 **품**에 있었습니다. 거꾸로 “딥러닝이 언제나 낫다”도 함정입니다. 위의 곡선에서 :val:`few`개까지는 규칙이 나았습니다.

# %%
# .. _rulesnet-summary:
#
# 정리
# ----
#
# - 규칙은 예제가 적어도 쓸 수 있고, 논리로 결론을 끌어내고, 까닭을 말합니다. 대신 적은 사람을 넘지 못하고, 적은 사람이 틀리면
#   그대로 틀리고, 늘리는 데 품이 듭니다.
# - 신경망은 예제가 쌓이면 사람이 적지 않은 것까지 찾아 앞섭니다. 대신 예제와 계산이 많이 들고, 배운 것은 논리가 아니라 데이터의
#   버릇이며, 까닭을 읽기 어렵습니다.
# - 규칙이 틀렸을 때는 규칙이라는 방법이 나쁜지 그 규칙이 나쁜지 따로 봅니다. 어느 쪽이 나은지는 예제의 수를 바꾸어 재어 봅니다.

# %%
# .. _rulesnet-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 고친 규칙을 하나씩 빼고 재면, 무엇을 뺐을 때 가장 많이 떨어질까요? 빼도 오르거나 그대로인 규칙은 몇 개일까요?
# 규칙을 고르는 일이므로 평가 메시지가 아니라 검증 메시지로 잽니다.
#
# .. dropdown:: 답 보기
#
#    “:val:`key_reason`” 규칙을 빼면 :val:`all_rules|.3f`에서 :val:`key_score|.3f|이/가` 됩니다. 빼도 떨어지지 않는 규칙이
#    :val:`idle`개나 됩니다. 그러나 검증 메시지가 :val:`n_valid`개뿐이라 한두 메시지의 차이는 우연일 수 있고, 드물게 나오는 말을
#    찾는 규칙은 여기에 한 번도 쓰이지 않았을 수 있습니다. 한꺼번에 빼도 된다는 뜻은 아닙니다.

n_valid, all_rules = len(valid), score(MESSAGE_RULES, valid)[0]
without = [
    score([rule for rule in MESSAGE_RULES if rule is not left_out], valid)[0]
    for left_out in MESSAGE_RULES
]
key_reason = MESSAGE_RULES[int(np.argmin(without))].reason
key_score = min(without)
idle = sum(value >= all_rules for value in without)
print(f"{key_reason}: {key_score:.3f}, 떨어지지 않는 규칙 {idle}개")
assert key_score < all_rules

# %%
# **둘.** 인사에 속지 않게 하려면 무엇을 바꾸어야 할까요? 학습 메시지의 스팸에 인사를 붙여 한 번씩 더 넣고 다시 가르쳐 보세요.
# 스팸을 모두 잡는다면 고쳐진 것일까요? 이번에는 인사를 붙인 **일반** 메시지도 물어보세요.
#
# .. dropdown:: 답 보기
#
#    스팸에만 붙여 넣으면 인사를 붙인 스팸 :val:`n_spam`개 가운데 :val:`spam_only[2]`개를 잡습니다. 그러나 고쳐진 것이 아닙니다.
#    인사를 붙인 일반 메시지 :val:`n_normal`개 가운데 :val:`lost`개를 이제 틀립니다. 두 인사가 함께 있는 글은 학습에서 스팸뿐이라
#    “인사가 있으면 스팸”이라는 새 버릇을 배운 것입니다. 세 종류에 모두 붙여 넣으면 인사가 어느 라벨도 가리키지 않게 되어, 스팸
#    :val:`every_kind[2]`개와 일반 :val:`every_kind[0]`개를 맞힙니다. 신경망을 고치는 길은 규칙을 적는 것이 아니라 데이터를 고치는
#    것이고, 고친 데이터가 새 버릇을 만들지 않았는지도 재어야 합니다.

korean = test.languages == 0


def add_greetings(chosen):
    more = [*train.texts, *greet(train.texts[chosen])]
    learned = teach(more, np.append(train.labels, train.labels[chosen]))
    found = ask(*learned, greet(test.texts[korean])).argmax(axis=1)
    right = found == test.labels[korean]
    return np.bincount(test.labels[korean][right], minlength=3)


# %%

n_normal, _, n_spam = np.bincount(test.labels[korean])
spam_only = add_greetings(train.labels == 2)
every_kind = add_greetings(train.labels >= 0)
lost = n_normal - spam_only[0]
repairs = {"스팸에만": spam_only, "세 종류에 모두": every_kind}
assert spam_only[2] > 2 * net_after
assert lost > n_normal / 4
assert every_kind[0] > spam_only[0] + n_normal / 6
assert every_kind[2] > 2 * net_after
pd.DataFrame(repairs, index=names).T

# %%
# **셋.** 조각을 한꺼번에 더하지 말고 글자를 차례로 읽는 신경망(LSTM)으로 바꾸면 더 나을까요? 학습 메시지를 모두 씁니다.
#
# .. dropdown:: 답 보기
#
#    학습 메시지는 :val:`lstm_train|.2f`까지 맞히지만 평가 메시지는 :val:`lstm_score|.2f`입니다. 차례를 읽을 줄 아는데도 조각을
#    더한 것보다 낮습니다. 이만한 예제로는 글자에서 낱말을 알아보는 일부터 배우기에 모자란 듯합니다. 설정을 고르지 않고 한 번
#    잰 것이므로 큰 차이만 믿고, 예제가 훨씬 많을 때에도 그렇다는 뜻으로 읽지는 않습니다.


class LetterLSTM(nn.Module):
    def __init__(self, n_letters):
        super().__init__()
        self.embedding = nn.Embedding(n_letters, 32, padding_idx=0)
        self.lstm = nn.LSTM(32, 64, batch_first=True)
        self.answer = nn.Linear(64, 3)

    def forward(self, ids):
        states, _ = self.lstm(self.embedding(ids))
        last = (ids != 0).sum(dim=1) - 1
        return self.answer(states[torch.arange(len(ids)), last])


# %%

letters = {c: i for i, c in enumerate(sorted({*"".join(train.texts)}), 2)}
train_ids, test_ids = (
    torch.tensor(padded([[letters.get(c, 1) for c in t] for t in texts])[0])
    for texts in (train.texts, test.texts)
)

# %%

torch.manual_seed(0)
lstm = LetterLSTM(len(letters) + 2)
optimizer = torch.optim.AdamW(lstm.parameters(), lr=0.005)
answers = torch.tensor(train.labels)
for _ in range(6):
    for rows in torch.randperm(len(train_ids)).split(32):
        loss = nn.functional.cross_entropy(
            lstm(train_ids[rows]), answers[rows]
        )
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

# %%

with torch.no_grad():
    seen, unseen = (lstm(x).argmax(1).numpy() for x in (train_ids, test_ids))
lstm_score = (unseen == test.labels).mean()
lstm_train = (seen == train.labels).mean()
print(f"학습 {lstm_train:.2f}, 평가 {lstm_score:.2f}")
assert lstm_score < net_score - 0.03

# %%
# .. _rulesnet-next:
#
# 다음 쪽
# -------
#
# 예제가 적을 때 나은 것과 많을 때 나은 것을 하나로 묶으면 어떨까요?
# :doc:`규칙과 신경망을 함께 쓰기 </auto_examples/10_language/plot_04_neurosymbolic>`로 갑니다.
