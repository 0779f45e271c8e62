r"""
특징을 손으로 만들까요, 글을 그대로 줄까요?
===========================================

질문을 읽고 무엇을 묻는지 가르는 프로그램을 만듭니다. 방법을 묻는지, 이유를 묻는지, 때를 묻는지, 예나 아니오를
묻는지에 따라 답하는 꼴이 다르기 때문입니다.
질문에서 길이와 핵심 낱말을 손으로 뽑아 줄 수도 있고, 글자를 그대로 줄 수도 있습니다.
어느 쪽이 나은지는 예제의 수에 달려 있고, 손으로 뽑은 특징은 무엇을 뽑았느냐에 달려 있습니다.

- **할 것**: 한국어 질문에서 손으로 만든 특징으로 경계를 배우고, 같은 질문의 글자를 그대로 읽는 신경망과 견줍니다.
- **배울 것**: 사람이 고른 특징은 예제가 적을 때 앞서고, 빠뜨린 것은 아무리 배워도 알 수 없습니다. 글자를 그대로 읽는
  모델은 예제가 쌓이면 어디를 보아야 하는지까지 배웁니다.
- **필요한 것**: :doc:`학습 루프의 한 걸음 </auto_examples/07_training/plot_02_one_step_in_detail>`,
  :doc:`특징 공학 </auto_examples/09_features/plot_01_feature_engineering>`,
  :doc:`규칙과 신경망 </auto_examples/10_language/plot_03_rules_and_networks>`. PyTorch와 형태소 분석기 Kiwi를 씁니다.
"""

# %%
# .. _questions-data:
#
# 네 가지 질문
# ------------
#
# 질문마다 정답이 하나씩 있습니다. 같은 일을 네 가지로 묻기도 하고, 다른 종류를 떠올리게 하는 말이 들어 있기도 합니다.
# ‘속임’에 표시가 있는 질문을 눈여겨보세요.

import numpy as np
import pandas as pd

from dlconcepts.datasets.questions import make_questions

train, valid, test = make_questions(seed=0)
names = train.names
kinds = [(label, hard) for label in range(4) for hard in (False, True)]
picked = [
    np.flatnonzero((test.labels == label) & (test.hard == hard))[0]
    for label, hard in kinds
]

# %%

pd.DataFrame(
    {
        "질문": test.texts[picked],
        "정답": [names[label] for label in test.labels[picked]],
        "속임": np.where(test.hard[picked], "○", ""),
    }
).set_index("질문")

# %%
# .. _questions-bundle:
#
# 데이터 꾸러미
# -------------
#
# 어떤 모델을 쓰든 먼저 할 일은 같습니다. 질문을 모으고, 글을 고르게 다듬고, 정답을 붙이고, 학습과 검증과 평가로 나눕니다.
# 모델에게 먹일 재료를 준비하는 일입니다. 맥에서 온 글은 글자가 자음과 모음으로 풀려 있기도 하고(NFD), 빈칸이 겹친 글도
# 있습니다. 풀린 글자를 한 글자로 모으고(NFC) 빈칸을 하나로 줄입니다. 다듬는 함수는 아래의 두 방법이 함께 씁니다.

import unicodedata


def clean(text):
    return " ".join(unicodedata.normalize("NFC", text).split())


apart = unicodedata.normalize("NFD", "여권을  만드는 방법은?")
print(len(apart), len(clean(apart)), clean(apart))
assert clean(apart) == "여권을 만드는 방법은?"

train_texts, valid_texts, test_texts = (
    [clean(text) for text in part.texts] for part in (train, valid, test)
)
print(f"학습 {len(train)}, 검증 {len(valid)}, 평가 {len(test)}개")

# %%
# 여기에서 길이 갈립니다. 한쪽은 사람이 질문을 씹어 **이유식**처럼 만들어 줍니다. 길이가 얼마인지, 어떤 낱말이 있는지 같은
# :term:`특징`을 뽑는 :term:`특징 공학`입니다. 다른 쪽은 **날것** 그대로 줍니다. 글자를 번호로 바꾸기만 합니다.

# %%
# .. _questions-hand:
#
# 손으로 만든 특징 셋
# -------------------
#
# 먼저 이유식입니다. 쉽게 떠오르는 것 셋을 뽑습니다. 질문의 길이, “방법”이라는 말이 있는지, 좋다는 뜻의 낱말이 몇 개인지입니다.

good_words = ("좋", "쉽", "잘", "편하", "맛있", "안전", "싸게")


def three_features(text):
    good = sum(word in text for word in good_words)
    return [len(text), "방법" in text, good]


few = ["여권을 만드는 방법을 알려 주세요.", "지방법원은 몇 시에 닫나요?"]
columns = ["길이", "“방법”", "좋은 낱말"]
pd.DataFrame(map(three_features, few), index=few, columns=columns)

# %%
# 둘째 질문에는 “방법”이 없는데 있다고 나왔습니다. “지**방법**원”의 조각입니다. 이 특징 셋으로 배우면 얼마나 맞힐까요?
# 특징마다 가중치를 배워 :term:`로짓`을 내는 :term:`로지스틱 회귀`를 씁니다. 코드의 ``C``는 가중치가 얼마나 커져도 되는지를
# 정하는 수이고, 이 쪽에서는 바꾸지 않습니다.

from sklearn.linear_model import LogisticRegression


def by_hand(features, n=None, texts=train_texts, labels=train.labels):
    x = np.array([features(text) for text in texts[:n]], dtype=float)
    model = LogisticRegression(C=10, max_iter=5000)
    return model.fit(x, labels[:n])


def score_by_hand(model, features, texts=test_texts, labels=test.labels):
    x = np.array([features(text) for text in texts], dtype=float)
    return model.score(x, labels)


# %%

three_score = score_by_hand(by_hand(three_features), three_features)
print(f"맞힌 비율 {three_score:.2f}, 찍으면 {1 / 4:.2f}")
assert three_score < 0.45

# %%
# .. _questions-boundary:
#
# 경계를 그려 봅니다
# ------------------
#
# 찍는 것과 크게 다르지 않습니다. 까닭을 그림으로 봅니다. 주어진 특징으로 배운다는 것은 특징이 놓인 공간에 :term:`결정 경계`를
# 긋는 일입니다. 길이와 “방법” 둘만 써서 그 평면을 봅니다. 있고 없음은 값이 둘뿐이라 점이 겹치므로, 그릴 때만 위아래로
# 흩뜨립니다.

import matplotlib.pyplot as plt

from dlconcepts.viz import MUTED, PALETTE, use_korean_font
from dlconcepts.viz.decision import plot_decision

use_korean_font()

# %%

# sphinx_gallery_alt = "가로축은 질문의 길이, 세로축은 ‘방법’이라는 말이 있는지. 네 종류의 점이 아래의 띠와 위의 띠에 고루 섞여 있고, 배운 경계가 평면을 몇 조각으로 나누지만 조각마다 여러 종류가 섞여 있습니다."
two = by_hand(lambda text: three_features(text)[:2])
shown = np.random.default_rng(0).choice(len(train), 160, replace=False)
points = np.array([three_features(train_texts[i])[:2] for i in shown], float)
points[:, 1] += np.random.default_rng(1).uniform(-0.2, 0.2, len(shown))
ax = plot_decision(
    two.predict_proba, points, train.labels[shown], names=names,
    axis_names=("길이", "“방법”이 있습니까"),
    title="길이와 “방법”으로는 네 종류가 섞입니다",
)  # fmt: skip
ax.set_yticks([0, 1], ["없음", "있음"])
plt.show()

# %%
# 띠마다 네 종류의 점이 뒤섞여 있습니다. 경계를 어디에 그어도 크게 나아질 수 없습니다. “질문이 길고 ‘방법’이 있으면 방법을 묻는
# 질문이다”는 그럴듯하지만, 이 데이터에서 “방법”이 든 질문의 정답을 세어 보면 그렇지 않습니다.

has_word = np.array(["방법" in text for text in train_texts])
share = np.bincount(train.labels[has_word]) / has_word.sum()
shares = {
    name: round(p, 2) for name, p in zip(names, share.tolist(), strict=True)
}
print(shares)
word_share = share[0]
assert share.max() < 0.5

# %%
# “방법”이 든 질문 가운데 방법을 묻는 것의 비율은 :val:`word_share|.2f`뿐입니다. “방법이 왜 바뀌었나요?”처럼 다른 것을 물으면서 그 말을
# 쓰기 때문입니다. 속이는 질문을 일부러 넣은 데이터라 실제보다 심하지만, **특징에 없는 것은 배울 수 없다**는 것은 어디서나
# 같습니다.

# %%
# .. _questions-better:
#
# 더 나은 이유식
# --------------
#
# 사람이 더 애를 써 봅니다. 네 종류를 떠올리게 하는 낱말 여섯 가지를 찾고, 뜻이 같은 말까지 더하고, 조각이 아니라 어절의
# 첫머리에 있을 때만 보고, 예나 아니오를 묻는 말끝도 넣습니다. 코드의 세로줄은 정규식에서 ‘또는’이라는 뜻입니다. 어느 것이 가장
# 많이 올려 줄까요?

import re

six_words = ("방법", "어떻게", "왜", "이유", "언제", "몇")
synonyms = ("방법", "어떻게|어떡", "왜", "이유", "까닭|원인|어째서")
synonyms += ("언제", "몇|며칠", "요령|법")
ending = re.compile("(되|있|괜찮|될까|돼)(나|습|어|을|죠|요)")

# %%


def six(text):
    return [len(text) / 20] + [word in text for word in six_words]


def wide(text, where=""):
    found = [bool(re.search(f"{where}({k})", text)) for k in synonyms]
    return [len(text) / 20, *found]


def at_the_head(text):
    return wide(text, where="(^| )")


def with_ending(text):
    return [*at_the_head(text), bool(ending.search(text))]


# %%

recipes = {
    "길이, 방법, 좋은 낱말": three_features,
    "낱말 여섯 가지": six,
    "뜻이 같은 말까지": wide,
    "어절의 첫머리에서만": at_the_head,
    "말끝까지": with_ending,
}
rows = []
for recipe in recipes.values():
    model = by_hand(recipe)
    on_valid = score_by_hand(model, recipe, valid_texts, valid.labels)
    rows.append([on_valid, score_by_hand(model, recipe)])
hand = pd.DataFrame(rows, index=list(recipes), columns=["검증", "평가"])
hand.round(3)

# %%
# 어느 것을 대표로 삼을지는 **검증 질문에서** 고릅니다. 평가 질문에서 가장 나은 것을 고르면, 그 점수는 더는 처음 보는 질문의 점수가
# 아니기 때문입니다.

chosen = hand["검증"].idxmax()
recipe = recipes[chosen]
hand_score = hand.loc[chosen, "평가"]
synonym_score = hand.loc["뜻이 같은 말까지", "평가"]
print(f"검증에서 고른 것: {chosen}, 평가 {hand_score:.3f}")
assert chosen == "말끝까지"
assert three_score + 0.1 < hand.loc["낱말 여섯 가지", "평가"]
assert hand.loc["낱말 여섯 가지", "평가"] < synonym_score - 0.05
assert abs(hand_score - synonym_score) < 0.05

# %%
# 아는 낱말을 늘릴 때마다 크게 올랐습니다. 그다음의 두 가지 궁리는 검증에서 고르게 할 만큼은 되었지만, 평가에서는
# :val:`synonym_score|.3f`에서 :val:`hand_score|.3f|으로/로` 거의 움직이지 않았습니다. 검증에서 본 이득이 처음 보는 질문에서
# 그대로 나오지는 않습니다. 왜 더 오르지 않을까요? 조각에 속는 “지방법원”이 몇 개인지, 두 종류의 낱말이 함께 있는 질문이 몇
# 개인지 학습 질문에서 세어 봅니다.

fooled = sum("지방법원" in text for text in train_texts)
kind_of_word = np.array([0, 0, 1, 1, 1, 2, 2, 0])
heads = np.array([at_the_head(text)[1:] for text in train_texts], dtype=bool)
kinds_said = [len(set(kind_of_word[row])) for row in heads]
mixed = sum(count >= 2 for count in kinds_said)
print(f"지방법원 {fooled}개, 두 종류가 섞인 것 {mixed}개")
assert mixed > 5 * fooled

# %%
# 고친 곳은 드물고, 흔한 것은 그대로 남았습니다. “방법이 왜 바뀌었나요?”처럼 두 종류의 낱말이 함께 있는 질문은 어느 낱말이
# **있는지만** 세는 특징으로는 가리기 어렵습니다. 어느 특징이 쓸모 있을지는 사람이 **재어 보기 전에는** 모릅니다.

# %%
# .. _questions-raw:
#
# 날것 그대로
# -----------
#
# 이번에는 특징을 만들지 않습니다. 글자 하나하나를 :term:`토큰`으로 보고 번호를 붙이는 것이 준비의 전부입니다. 처음 보는
# 글자는 모두 같은 번호 하나이고, 길이를 맞추려고 뒤에 채우는 :term:`패딩`의 번호는 영입니다.

import torch
from torch import nn

from dlconcepts.datasets.tokens import padded

torch.set_num_threads(1)  # 이만큼 작은 계산은 코어 하나가 더 빠릅니다

# %%


def number_tokens(rows):
    found = dict.fromkeys(token for row in rows for token in row)
    return {token: i for i, token in enumerate(found, start=2)}


def encode(rows, numbers):
    ids, _ = padded([[numbers.get(t, 1) for t in row] for row in rows])
    return torch.tensor(ids)


numbers = number_tokens(train_texts)
ids = encode(["왜 방법이 없나요?"], numbers)
print(f"글자 {len(numbers)}종류", ids[0].tolist())

# %%
# 모델은 글자마다 :term:`임베딩` 벡터를 두고, 이웃한 세 글자를 함께 보는 :term:`합성곱`으로 무늬를 찾습니다. 무늬마다 가장 세게
# 나타난 자리의 값만 남겨 답합니다. 어떤 무늬를 찾을지는 정해 주지 않습니다.


class CharNet(nn.Module):
    def __init__(self, n_tokens, dim=24, patterns=48):
        super().__init__()
        self.embedding = nn.Embedding(n_tokens, dim, padding_idx=0)
        self.conv = nn.Conv1d(dim, patterns, 3, padding=1)
        self.answer = nn.Linear(patterns, 4)

    def forward(self, ids):  # (B, T)
        x = self.embedding(ids).transpose(1, 2)  # (B, dim, T)
        found = torch.relu(self.conv(x)) * (ids != 0)[:, None]
        return self.answer(found.amax(dim=2))  # (B, 4)


# %%
# 학습할 때에는 글자를 스물에 하나꼴로 모르는 글자로 바꿉니다. 평가에서 처음 보는 글자를 만나도 당황하지 않게 하려는 것입니다.


def teach(rows, labels, seed=0, steps=80):
    torch.manual_seed(seed)
    numbers = number_tokens(rows)
    model = CharNet(len(numbers) + 2)
    ids, labels = encode(rows, numbers), torch.tensor(labels)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.015)
    for _ in range(steps):
        batch = torch.randint(len(ids), (32,))
        x = ids[batch]
        x = x.masked_fill((torch.rand(x.shape) < 0.05) & (x != 0), 1)
        loss = nn.functional.cross_entropy(model(x), labels[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model, numbers


# %%
# 가르친 신경망은 손으로 만든 특징보다 많이 맞힐까요? 설정은 한 가지로 두고, 이 쪽에서는 고르지 않습니다.


@torch.no_grad()
def ask(learned, rows):
    model, numbers = learned
    return model(encode(rows, numbers)).softmax(dim=1).numpy()


net = teach(train_texts, train.labels)
answers = ask(net, test_texts).argmax(axis=1)
net_score = (answers == test.labels).mean()
print(f"글자를 그대로 읽는 신경망 {net_score:.2f}")
assert net_score > hand_score

# %%
# 손으로 만든 특징은 :val:`hand_score|.2f`였으니 신경망이 낫습니다. 점수를 믿기 전에 하나를 확인합니다. 짧은 질문을 혼자 물을
# 때와 긴 질문들 사이에서 패딩을 붙여 물을 때, 답의 확률이 같아야 합니다.

shortest = int(np.argmin([len(text) for text in test_texts]))
alone = ask(net, test_texts[shortest : shortest + 1])[0]
together = ask(net, test_texts)[shortest]
print(test_texts[shortest], alone.round(3), together.round(3))
assert np.allclose(alone, together, atol=1e-4)

# %%
# 같습니다. 이제 이 차이가 우연은 아닌지, 예제가 적어도 그런지 봅니다.

# %%
# .. _questions-crossing:
#
# 예제가 적을 때와 많을 때
# ------------------------
#
# 그러면 특징 공학은 헛수고일까요? 예제의 수를 줄여 봅니다. 질문을 나누는 씨앗과 처음 가중치의 씨앗을 함께 바꾸어 세 번 재고
# 평균합니다. 속이기 쉬운 질문만 골라서도 재어 둡니다. 먼저 앞서는 것은 무엇이고, 먼저 멈추는 것은 무엇일까요?

sizes = [24, 96, 360, len(train)]
by_three, by_chosen = "길이, 방법, 좋은 낱말", f"손으로({chosen})"
hand_recipes = {by_three: three_features, by_chosen: recipe}
runs = {by_three: [], by_chosen: [], "글자 그대로": []}
tricky = {by_three: [], by_chosen: [], "글자 그대로": []}


def keep(name, rights, hard):
    runs[name].append([right.mean() for right in rights])
    tricky[name].append(rights[-1][hard].mean())


# %%

for seed in range(3):
    data = make_questions(seed=seed)
    (texts, goal), (asked, truth) = (
        ([clean(text) for text in part.texts], part.labels)
        for part in (data.train, data.test)
    )
    for name, features in hand_recipes.items():
        models = [by_hand(features, n, texts, goal) for n in sizes]
        x = np.array([features(text) for text in asked], dtype=float)
        keep(name, [m.predict(x) == truth for m in models], data.test.hard)
    nets = [teach(texts[:n], goal[:n], seed) for n in sizes]
    found = [ask(learned, asked).argmax(axis=1) == truth for learned in nets]
    keep("글자 그대로", found, data.test.hard)

# %%

# sphinx_gallery_alt = "가로축은 학습에 쓴 질문의 수(로그 눈금), 세로축은 맞힌 비율. 길이와 방법과 좋은 낱말을 쓴 선은 줄곧 <<three_curve[-1]|.2f>> 근처에 머뭅니다. 손으로 잘 만든 특징의 선은 <<hand_curve[0]|.2f>>에서 시작해 <<hand_curve[-1]|.2f>>에서 멈추고, 글자 그대로 읽는 선은 <<raw_curve[0]|.2f>>에서 시작해 <<raw_curve[-1]|.2f>>까지 올라 그것을 넘습니다."
fig, ax = plt.subplots()
for i, (name, scores) in enumerate(runs.items()):
    ax.plot(sizes, np.transpose(scores), color=PALETTE[i], lw=1, alpha=0.5)
    mean, mark = np.mean(scores, axis=0), "os^"[i]
    ax.plot(sizes, mean, f"{mark}-", color=PALETTE[i], label=name)
ax.axhline(1 / 4, color=MUTED, ls=":", label="찍기")
ax.set(xscale="log", xlabel="학습 질문의 수", ylabel="맞힌 비율", ylim=(0, 1))
ax.set_xticks(sizes, sizes)
ax.minorticks_off()
ax.set_title("손으로 만든 특징은 먼저 앞서고 먼저 멈춥니다")
fig.legend(loc="outside lower center", ncols=2, frameon=False)
plt.show()
three_curve, hand_curve, raw_curve = (np.mean(v, 0) for v in runs.values())

# %%
# 질문이 :val:`sizes[0]`개뿐이면 잘 만든 특징이 :val:`hand_curve[0]|.2f`, 글자 그대로가 :val:`raw_curve[0]|.2f`입니다.
# 글자만으로 배우기에는 본 것이 너무 적습니다. 예제가 쌓이면 뒤집혀서, 다 쓰면 :val:`hand_curve[-1]|.2f|과/와`
# :val:`raw_curve[-1]|.2f`입니다. 손으로 만든 특징은 질문을 :val:`sizes[2]`개에서 :val:`sizes[3]`개로 늘려도 거의 오르지
# 않습니다. 더 배울 것이 그 특징에 별로 남아 있지 않기 때문입니다. 처음의 특징 셋은 아무리 배워도 그대로입니다.

curves = {"셋": three_curve, "잘 만든 것": hand_curve, "글자": raw_curve}
print(pd.DataFrame(curves, index=sizes).round(3))
for hand_run, raw_run in zip(
    runs[by_chosen], runs["글자 그대로"], strict=True
):
    assert hand_run[0] > raw_run[0]
    assert raw_run[-1] > hand_run[-1]
assert abs(hand_curve[3] - hand_curve[2]) < 0.04
assert three_curve.max() < 0.45

# %%
# 다 쓴 것을 전체와 속이기 쉬운 질문으로 나누어 봅니다. 세 씨앗의 평균입니다.

full = {name: np.mean(scores, axis=0)[-1] for name, scores in runs.items()}
hard = {name: np.mean(scores) for name, scores in tricky.items()}
gap = full["글자 그대로"] - full[by_chosen]
hard_gap = hard["글자 그대로"] - hard[by_chosen]
assert hard_gap > gap + 0.05
pd.DataFrame({"전체": full, "속이기 쉬운 것": hard}).round(2)

# %%
# 손으로 만든 특징과 글자 그대로의 차이는 전체에서 :val:`gap|.2f`, 속이기 쉬운 질문에서 :val:`hard_gap|.2f`입니다. 글자를 읽는
# 신경망이 앞서는 것은 주로 낱말만 보아서는 속는 질문에서입니다.

# %%
# .. _questions-attention:
#
# 어디를 보고 답했을까요?
# -----------------------
#
# 글자를 그대로 준 신경망에는 무엇이 중요한지 말해 주지 않았습니다. 스스로 찾았는지 알아보려면 글자를 하나씩 가려 봅니다.
# 한 글자를 모르는 글자로 바꾸었을 때 고른 답의 로짓이 다른 답들의 평균보다 얼마나 낮아지는지를 잽니다. 많이 낮아지는 글자가
# 답을 받치던 글자입니다.


@torch.no_grad()
def importance(text):
    model, numbers = net
    ids = encode([text], numbers)
    hidden = ids.repeat(len(text), 1).fill_diagonal_(1)
    logits = model(torch.cat([ids, hidden]))
    best = logits[0].argmax()
    margin = logits[:, best] - logits.mean(dim=1)
    return names[best], (margin[0] - margin[1:]).numpy()


# %%
# 평가 질문에서 “방법”이 든 것을 넷 고릅니다. 네 질문이 묻는 것은 저마다 다릅니다. 어느 글자에서 막대가 솟을까요?

four = [
    "저기요, 에어컨을 고치는 방법을 알려 주세요.",
    "세탁기를 거실로 옮기는 방법이 왜 바뀌었나요?",
    "세탁기 뚜껑을 여는 방법이 바뀌었나요?",
    "마라톤 대회 날짜가 언제인지 확인하는 방법이 뭔가요?",
]
truth = [names[test.labels[test_texts.index(text)]] for text in four]
told = [importance(text)[0] for text in four]
pd.DataFrame({"정답": truth, "신경망의 답": told}, index=four)

# %%

# sphinx_gallery_alt = "질문 넷의 글자마다 막대가 하나씩 있는 그림 네 줄. 막대는 그 글자를 가렸을 때 답의 로짓이 낮아진 만큼입니다. 막대가 가장 높은 글자는 차례로 <<peaks[0]>>, <<peaks[1]>>, <<peaks[2]>>, <<peaks[3]>>입니다."
fig, axes = plt.subplots(4, 1, figsize=(7, 7))
for ax, text, goal in zip(axes, four, truth, strict=True):
    answer, drop = importance(text)
    color = PALETTE[0] if answer == goal else PALETTE[1]
    ax.bar(range(len(text)), drop, color=color)
    ax.axhline(0, color=MUTED, lw=0.8)
    ax.set_xticks(range(len(text)), text)
    ax.set_title(f"정답 {goal}, 신경망의 답 {answer}")
    ax.grid(axis="x", visible=False)
plt.show()
peaks = [text[importance(text)[1].argmax()] for text in four]

# %%
# “방법”은 네 질문에 모두 있지만 막대가 솟은 곳은 다릅니다. 둘째에서는 “왜” 하나가 우뚝합니다. 첫째와 셋째에는 그런 글자가 없어서
# 낮은 막대가 “방법을 알려”와 “방법이 바뀌었나요”에 걸쳐 있습니다. 넷째는 틀렸습니다. “언제인지 확인하는 방법”에서 “언제”에
# 끌려갔고, 그 사실이 막대에 보입니다.

_, second = importance(four[1])
_, fourth = importance(four[3])
assert told[:3] == truth[:3]
assert told[3] == "언제"
assert peaks[1] == "왜"
assert peaks[3] in "언제"
assert second.max() > 2 * np.sort(second)[-2]
print(f"넷째에서 ‘언제’의 두 글자 {fourth[11]:.1f}, {fourth[12]:.1f}")
assert four[3].index("언제") == 11

# %%
# 고른 네 질문만 그런 것은 아닐까요? 평가에서 “왜”가 든 이유 질문과 “방법”이 든 질문을 모두 모아, 막대가 가장 높은 글자가 그
# 낱말에 있는 것을 셉니다.


def peak_in(word, chosen):
    return sum(t[importance(t)[1].argmax()] in word for t in chosen)


pairs = list(zip(test_texts, test.labels, strict=True))
whys = [text for text, label in pairs if "왜" in text and label == 1]
hows = [text for text in test_texts if "방법" in text]
on_why, on_how = peak_in("왜", whys), peak_in("방법", hows)
print(f"이유 질문 {len(whys)}개 가운데 ‘왜’가 가장 높은 것 {on_why}개")
print(f"‘방법’이 든 질문 {len(hows)}개 가운데 그 두 글자인 것 {on_how}개")
assert on_why > 0.9 * len(whys)
assert on_how < 0.2 * len(hows)

# %%
# 신경망은 “방법”이라는 낱말보다 **그 곁에 무엇이 있는지**에 기댑니다. 어느 글자에 기댈지는 아무도 말해 주지 않았고, 예제에서
# 스스로 찾았습니다. 다만 가려 보기는 답을 흔드는 글자를 알려 줄 뿐, 사람처럼 이해했다는 뜻은 아닙니다.

# %%
# .. _questions-tokens:
#
# 글자일까요, 형태소일까요?
# -------------------------
#
# 날것을 준다고 해도 어떤 조각으로 나누어 줄지는 골라야 합니다. 어절째 줄 수도 있고, :term:`형태소 분석`으로 나누어 줄 수도
# 있습니다. 같은 신경망에 조각만 바꾸어 넣고, 처음 가중치의 씨앗을 바꾸어 세 번 잽니다. 어느 쪽에 처음 보는 조각이 가장 많을까요?

from dlconcepts.text import morphemes


def by_morpheme(texts):
    return [[f"{m.form}/{m.tag}" for m in morphemes(text)] for text in texts]


kinds = {
    "어절": [[text.split() for text in t] for t in (train_texts, test_texts)],
    "형태소": [by_morpheme(t) for t in (train_texts, test_texts)],
    "글자": [train_texts, test_texts],
}
print(kinds["형태소"][0][0])

# %%

rows = []
for learn, asked in kinds.values():
    nets = [teach(learn, train.labels, seed) for seed in (1, 2, 3)]
    right = [(ask(m, asked).argmax(1) == test.labels).mean() for m in nets]
    new = np.mean([t not in nets[0][1] for row in asked for t in row])
    length = np.mean([len(row) for row in asked])
    scores = [np.mean(right), min(right), max(right)]
    rows.append([len(nets[0][1]), length, new, *scores])

# %%

columns = ["조각의 종류", "질문의 길이", "처음 보는 조각"]
columns += ["맞힌 비율", "가장 낮은 것", "가장 높은 것"]
tokens = pd.DataFrame(rows, index=list(kinds), columns=columns)
unseen = tokens["처음 보는 조각"].to_dict()
by_word, by_part, by_char = tokens["맞힌 비율"]
assert unseen["어절"] > 3 * unseen["형태소"] > unseen["글자"]
assert min(by_part, by_char) > by_word
tokens.round(3)

# %%
# 어절은 조사와 어미가 붙을 때마다 다른 조각이 되므로, 평가 질문의 :val:`by_word_unseen|.0f`%가 처음 보는 조각입니다. 형태소와
# 글자는 같은 것이 되풀이되어 그런 일이 드뭅니다. 형태소는 짧고 뜻이 있는 대신 분석기가 있어야 하고 분석이 틀릴 수 있습니다.
# 글자는 준비가 거의 없는 대신 길어집니다.
#
# 형태소와 글자의 점수 차이는 :val:`part_gap|.2f`인데, 글자 신경망은 씨앗만 바꾸어도 :val:`char_swing|.2f`만큼 흔들립니다. 질문을
# 나눈 씨앗도 하나뿐이므로, 여기서는 어느 쪽이 낫다고 하지 않습니다.

by_word_unseen = 100 * unseen["어절"]
part_gap = abs(by_part - by_char)
char_swing = max(right) - min(right)  # 마지막에 잰 것이 글자입니다
assert part_gap < char_swing + 0.02

# %%
# .. _questions-trap:
#
# 흔한 함정
# ---------
#
# 흔히 이렇게 말합니다: “딥러닝은 날것을 그대로 넣으면 되니 전처리가 필요 없다.” 앞에서 만든 ``clean``을 빼 봅니다. 글자가 자음과
# 모음으로 풀린 평가 질문을 그대로 줍니다. 눈으로 보기에는 같은 글입니다.

raw_mac = [unicodedata.normalize("NFD", text) for text in test_texts]
uncleaned = (ask(net, raw_mac).argmax(axis=1) == test.labels).mean()
tidy = [clean(text) for text in raw_mac]
cleaned = (ask(net, tidy).argmax(axis=1) == test.labels).mean()
print(f"다듬지 않으면 {uncleaned:.2f}, 다듬으면 {cleaned:.2f}")
assert cleaned == net_score > uncleaned + 0.3

# %%
# 찍는 것과 다르지 않습니다. 풀린 자음과 모음은 모두 처음 보는 글자이기 때문입니다. 오류도 나지 않습니다. 줄어드는 것은
# **특징을 만드는 일**이지, 글을 고르게 다듬는 일이 아닙니다.

# %%
# .. _questions-summary:
#
# 정리
# ----
#
# - 데이터를 모으고 다듬고 나누는 일은 어느 모델에나 필요합니다. 그다음에 특징을 만들어 주느냐, 글자를 그대로 주느냐가
#   갈립니다.
# - 손으로 만든 특징에서는 주어진 특징 사이의 경계를 배웁니다. 예제가 적어도 쓸 만하지만, 특징에 없는 것은 예제가 아무리
#   많아도 배우지 못합니다.
# - 글자를 그대로 읽는 모델은 예제가 쌓이면 어느 글자가 답을 가르는지까지 배웁니다. 이것이 :term:`표현 학습`입니다.

# %%
# .. _questions-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 고른 특징 열 가지 가운데 하나씩 빼고 다시 배우면, 무엇을 뺐을 때 가장 많이 떨어질까요? 특징을 고르는 일이므로 검증
# 질문에서 잽니다.
#
# .. dropdown:: 답 보기
#
#    “:val:`needed`”입니다. 빼면 :val:`on_valid|.2f`에서 :val:`without_needed|.2f|이/가` 됩니다. 길이는 빼도
#    :val:`without_length|.2f|으로/로` 거의 그대로입니다.

on_valid = hand.loc[chosen, "검증"]
feature_names = ["길이", *synonyms, "말끝"]
left = {}
for skip, name in enumerate(feature_names):

    def partial(text, skip=skip):
        return np.delete(recipe(text), skip)

    model = by_hand(partial)
    left[name] = score_by_hand(model, partial, valid_texts, valid.labels)
needed = min(left, key=left.get)
without_needed, without_length = left[needed], left["길이"]
print({name: round(value, 3) for name, value in left.items()})
assert abs(without_length - on_valid) < 0.04
assert without_needed < on_valid - 0.02

# %%
# **둘.** 질문의 끝 여덟 글자만 남기고 신경망을 다시 가르치면 얼마나 맞힐까요?
#
# .. dropdown:: 답 보기
#
#    :val:`tail_score|.2f`입니다. 말끝만으로도 찍는 것보다는 훨씬 낫지만 전체를 볼 때보다는 크게 떨어집니다. “왜”와 “언제”는 끝에
#    오지 않고, “급합니다” 같은 인사가 말끝을 가리기도 합니다.

tail_net = teach([text[-8:] for text in train_texts], train.labels)
tail_answers = ask(tail_net, [text[-8:] for text in test_texts])
tail_score = (tail_answers.argmax(axis=1) == test.labels).mean()
print(f"{tail_score:.2f}")
assert 0.35 < tail_score < net_score - 0.08

# %%
# **셋.** 평가 질문마다 한글 한 글자를 아무렇게나 골라 ‘뷁’으로 바꾸면, 손으로 만든 특징과 신경망 가운데 어느 쪽이 더
# 흔들릴까요?
#
# .. dropdown:: 답 보기
#
#    손으로 만든 특징은 :val:`hand_score|.2f`에서 :val:`typo_hand|.2f|으로/로`, 신경망은 :val:`net_score|.2f`에서
#    :val:`typo_net|.2f|으로/로` 바뀝니다. 손으로 만든 특징은 낱말의 한 글자만 깨져도 그 낱말을 통째로 놓칩니다. 신경망은 곁의 글자에도
#    기대고, 학습할 때 모르는 글자를 섞어 보아서 덜 흔들립니다.

rng = np.random.default_rng(0)
typos = []
for text in test_texts:
    spot = rng.choice([i for i, c in enumerate(text) if "가" <= c <= "힣"])
    typos.append(f"{text[:spot]}뷁{text[spot + 1 :]}")
typo_hand = score_by_hand(by_hand(recipe), recipe, typos)
typo_net = (ask(net, typos).argmax(axis=1) == test.labels).mean()
print(f"손 {hand_score:.2f} → {typo_hand:.2f}")
print(f"신경망 {net_score:.2f} → {typo_net:.2f}")
assert hand_score - typo_hand > net_score - typo_net

# %%
# .. _questions-next:
#
# 다음 쪽
# -------
#
# 같은 분류를 규칙부터 작은 언어 모델까지 여섯 가지로 해 보는
# :doc:`여섯 가지 길 </auto_examples/10_language/plot_06_six_ways>`로 갑니다.
