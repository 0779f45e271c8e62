r"""
세 층이면 글을 읽을 수 있을까요?
================================

신경망으로 글을 읽는 방법은 흔히 세 낱말로 줄여 말합니다. 임베딩, 은닉, 출력입니다.
형태소도 구도 감정 사전도 없이 층 셋이면 된다는 것입니다. 정말 문장을 그대로 넣으면 될까요?
세 층을 만들어 문장을 넣어 보고, 층 밖에서 해야 할 일을 하나씩 채우고, 틀린 문장을 품사로 나누어 들여다봅니다.

- **할 것**: 세 층의 신경망에 한국어 문장을 읽히고, 토큰을 나누는 방법을 바꾸어 가르치고, 어떤 품사에서 틀리는지 셉니다.
- **배울 것**: 세 층이 줄여 주는 것은 사람이 특징을 고르는 일입니다. 토큰과 어휘와 마스크는 그대로 남고, 고칠 곳을 찾는 데에는
  여전히 언어 지식이 쓰입니다.
- **필요한 것**: :doc:`문장을 읽는 단계 </auto_examples/10_language/plot_01_classical_pipeline>`와
  :doc:`학습 루프 </auto_examples/07_training/plot_01_training_loop>`. PyTorch와 Kiwi를 씁니다.
"""

# %%
# .. _three-layers-model:
#
# 임베딩, 은닉, 출력
# ------------------
#
# 세 층을 적습니다. :term:`임베딩`은 번호 하나를 벡터 하나로 바꾸고, :term:`은닉층`은 그 벡터들을 차례로 읽어 자리마다 **상태**를
# 만들고, 출력층은 마지막 상태를 라벨의 점수로 바꿉니다. 여기서 은닉층은 :term:`순환 신경망`의 한 가지인 LSTM입니다. 토큰을 하나
# 읽을 때마다 상태를 고칩니다. 주석의 B는 문장의 수, T는 토큰의 수입니다.

import torch
from torch import nn

torch.set_num_threads(1)  # 이만큼 작은 계산은 코어 하나가 더 빠릅니다


class ThreeLayers(nn.Module):
    def __init__(self, words, dim=16, hidden=16, labels=2):
        super().__init__()
        self.embedding = nn.Embedding(words, dim)
        self.hidden = nn.LSTM(dim, hidden, batch_first=True)
        self.output = nn.Linear(hidden, labels)

    def forward(self, ids):  # (B, T)
        states, _ = self.hidden(self.embedding(ids))  # (B, T, hidden)
        return self.output(self.pick(states, ids))  # (B, labels)

    def pick(self, states, ids):
        return states[:, -1]  # 마지막 자리의 상태


# %%
# 사람이 고른 특징은 어디에도 없습니다. 손실에서 시작한 기울기가 세 층을 거꾸로 지나며 한꺼번에 고칩니다. 입력부터 답까지의 모든
# 층을 통째로 배운다고 하여 :term:`종단 간 학습`(end-to-end learning)이라고 합니다. 대신 배울 :term:`파라미터`가 많습니다. 낱말
# :math:`10000`개, 벡터의 길이 :math:`300`, 상태의 길이 :math:`256`이면 몇 개이고, 어느 층에 가장 많을까요?

from dlconcepts.parameters import count

large = ThreeLayers(10000, dim=300, hidden=256)
total = count(large).total
per_layer = {name: count(part).total for name, part in large.named_children()}
embedding_share = per_layer["embedding"] / total
print(f"{total:,}개", per_layer)
assert embedding_share > 0.8

# %%
# :val:`embedding_share|.0%`가 임베딩에 있습니다. 낱말마다 한 줄씩 있는 표이기 때문입니다. 그러니 무엇을 낱말 하나로 볼지가 이 모델의
# 크기부터 정합니다.

# %%
# .. _three-layers-raw-text:
#
# 문장을 그대로 넣으면
# --------------------
#
# 흔히 임베딩이 글을 벡터로 바꾸어 준다고 합니다. 그러면 문장을 그대로 넣어도 될까요?

torch.manual_seed(0)
small = ThreeLayers(100)
try:
    small("나는 학교에 간다")
except TypeError as error:
    refused = str(error).split("(position")[0].strip()
    print(type(error).__name__, refused)

# %%
# 받지 않습니다. 임베딩은 정수를 받아 표에서 그 번호의 줄을 꺼낼 뿐입니다. 글을 번호로 바꾸는 일은 세 층에 들어 있지
# 않습니다. 층의 바깥까지 그리면 이렇습니다.

assert "indices" in refused

from itertools import pairwise

import matplotlib.pyplot as plt

from dlconcepts.viz import plot_flow, use_korean_font

use_korean_font()
cut, number, fill = "토큰으로\n나누기", "번호로\n바꾸기", "채우기"
places = {"글": (0, 1), cut: (0.85, 1), number: (2, 1), fill: (3.2, 1)}
places |= {"임베딩": (3.2, -0.3), "은닉": (2, -0.3), "출력": (0.85, -0.3)}
places |= {"답": (0, -0.3), "어휘": (2, 2)}
path = ["글", cut, number, fill, "임베딩", "은닉", "출력", "답"]
arrows = dict.fromkeys(pairwise(path), "")
arrows |= {("어휘", number): "", (fill, "은닉"): "마스크"}

# %%
# 세 층을 강조합니다. 나머지 상자는 누가 할까요?

# sphinx_gallery_alt = "흐름의 그림. 윗줄에서 글이 토큰으로 나누기, 번호로 바꾸기, 채우기를 차례로 지나고, 번호로 바꾸기에는 어휘도 들어갑니다. 아랫줄에서 임베딩, 은닉, 출력을 지나 답이 됩니다. 채우기에서 은닉으로 가는 화살표에는 마스크라고 적혀 있고, 임베딩과 은닉과 출력의 상자만 강조되어 있습니다."
plot_flow(
    places,
    arrows,
    things=["글", "답", "어휘"],
    highlight=["임베딩", "은닉", "출력"],
    title="세 층의 앞에도 할 일이 있습니다",
)
plt.show()

# %%
# .. _three-layers-tokens:
#
# 토큰과 어휘
# -----------
#
# 나머지는 사람이 정하고 적습니다. 먼저 무엇을 :term:`토큰`으로 삼을지 정합니다. 둘을 견줍니다. 빈칸에서 나눈 어절과, Kiwi가 나눈
# 형태소입니다. 그다음 학습 문장에 나온 토큰마다 번호를 붙인 :term:`어휘`를 만듭니다. 문장은 앞 쪽에서 쓴 긍정과 부정의 문장입니다.

from functools import cache

import pandas as pd

from dlconcepts.datasets.sentences import make_sentences
from dlconcepts.datasets.tokens import Vocabulary
from dlconcepts.text import morphemes, words


@cache  # 같은 문장을 두 번 분석하지 않습니다
def forms(text):
    return [m.form for m in morphemes(text) if m.tag[0] != "S"]


train, valid, test = make_sentences(seed=0)
cutters = {"어절": words, "형태소": forms}
vocabularies = {
    name: Vocabulary.of(t for text in train.texts for t in cutter(text))
    for name, cutter in cutters.items()
}

# %%
# 학습 문장에 없던 말투로 끝나는 문장을 두 어휘로 읽습니다. 번호는 어떻게 될까요?

example = "방은 좁지 않았습니다."
for name, cutter in cutters.items():
    vocabulary = vocabularies[name]
    row, _ = vocabulary.encode([cutter(example)])
    print(f"{name} {len(vocabulary)}가지", cutter(example), row[0])

# %%
# 어휘에 없는 토큰은 모두 :math:`3`번, **모르는 토큰**이 됩니다. 학습 문장은 모두 “-어요”로 끝나므로 “않았습니다”는 처음 보는
# 어절입니다. 형태소로 나누면 모르는 것은 “습니다” 하나이고, “않”은 아는 토큰으로 남습니다.

unknown = vocabularies["어절"].ids["<unk>"]
assert unknown == vocabularies["형태소"].ids["<unk>"] == 3
assert (row[0] == unknown).sum() == 1  # 마지막으로 읽은 것은 형태소입니다
assert "않" in vocabularies["형태소"].ids
assert "않았습니다" not in vocabularies["어절"].ids

# %%
# .. _three-layers-padding:
#
# 패딩과 마스크
# -------------
#
# 길이가 다른 문장을 배열 하나에 담으려면 뒤를 채워야 합니다. 채운 것이 :term:`패딩`이고, 여기서 그 번호는 영입니다. 그런데 위의 세 층은
# **배열의** 마지막 자리를 봅니다. 짧은 문장이라면 거기에는 패딩이 있습니다. 아직 가르치지 않은 모델에 평가 문장들을 넣고, 패딩을
# 스무 개 더 붙여 다시 넣어 봅니다. 먼저 그 일을 할 함수 셋을 적습니다.

import numpy as np


def encode(texts, name):
    cutter = cutters[name]
    return vocabularies[name].encode([cutter(text) for text in texts])[0]


@torch.no_grad()
def logits(model, ids):
    return model(torch.as_tensor(ids)).numpy()


def longer(ids):
    return np.pad(ids, ((0, 0), (0, 20)))


# %%
# 글은 한 자도 바뀌지 않았습니다. 점수도 그대로일까요?

ids = encode(test.texts, "형태소")
n_words = len(vocabularies["형태소"])
torch.manual_seed(0)
careless = ThreeLayers(n_words)
before, after = logits(careless, ids), logits(careless, longer(ids))
moved = np.abs(before - after).max()
print(test.texts[0], before[0].round(3), "→", after[0].round(3))
assert moved > 0.01

# %%
# 점수가 바뀝니다. 패딩을 낱말처럼 읽고 있기 때문입니다. 어디까지가 진짜인지 알려 주어야 합니다. 그것이 :term:`마스크`입니다. 마스크로
# 마지막 **진짜** 토큰의 자리를 찾아 그 상태를 씁니다. 가중치는 그대로 두고 고르는 자리만 바꿉니다.


class Masked(ThreeLayers):
    def pick(self, states, ids):
        real = ids != 0  # 마스크 (B, T)
        last = real.sum(dim=1) - 1
        return states[torch.arange(len(ids)), last]


masked = Masked(n_words)
masked.load_state_dict(careless.state_dict())
masked_moved = np.abs(logits(masked, ids) - logits(masked, longer(ids))).max()
print(f"{masked_moved:.0e}")
assert masked_moved < 1e-5

# %%
# 이제 패딩은 없는 것과 같습니다. 라이브러리의 ``ManyToOne``도 이렇게 마지막 진짜 토큰에서 답합니다.

# %%
# .. _three-layers-training:
#
# 토큰만 바꾸어 가르치기
# ----------------------
#
# 세 층은 그대로 두고 토큰만 바꾸어 가르칩니다. 학습 루프는 라이브러리의 ``Trainer``에 맡기고, 설정은 두 토큰에서 똑같습니다.

from dlconcepts.training import TrainConfig, Trainer


def teach(ids, labels, seed, epochs=10, make=Masked):
    torch.manual_seed(seed)
    model = make(ids.max() + 1)
    config = TrainConfig(epochs, batch_size=64, seed=seed, progress=False)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.03)
    loss_fn = nn.CrossEntropyLoss()
    trainer = Trainer(model, optimizer, loss_fn, config, device="cpu")
    trainer.fit((ids, labels))
    return model


def answers(model, ids):
    return logits(model, ids).argmax(axis=1)


# %%
# 두 번 잽니다. 한 번은 평가 문장 그대로, 한 번은 끝의 “-어요”를 “-습니다”로 바꾸어서입니다. 뜻은 그대로이고 말투만 바뀝니다.

formal = [text.replace("어요.", "습니다.") for text in test.texts]
assert all(text.endswith("습니다.") for text in formal)
print(test.texts[0], "→", formal[0])

# %%
# 토큰마다 씨앗을 셋 씁니다. 네 가지 가운데 어느 것이 가장 낮을까요?

readers, rows = {}, []
for name in cutters:
    ids, same, changed = (
        encode(texts, name) for texts in (train.texts, test.texts, formal)
    )
    readers[name] = [teach(ids, train.labels, seed) for seed in range(3)]
    for seed, model in enumerate(readers[name]):
        right = [answers(model, x) == test.labels for x in (same, changed)]
        rows.append([name, seed, *np.mean(right, axis=1)])

# %%
# 씨앗마다 한 줄인 표로 봅니다.

columns = ["토큰", "씨앗", "같은 말투", "바꾼 말투"]
table = pd.DataFrame(rows, columns=columns).set_index(["토큰", "씨앗"])
means = table.groupby("토큰", sort=False).mean()
(word_same, word_formal), (form_same, form_formal) = means.to_numpy()
assert min(word_same, form_same, form_formal) > 0.9 > 0.85 > word_formal
table.round(3)

# %%
# 같은 말투에서는 둘 다 거의 다 맞힙니다. 말투가 바뀌자 어절로 읽은 모델은 평균 :val:`word_formal|.2f`로 떨어지고, 형태소로 읽은
# 모델은 :val:`form_formal|.2f`로 거의 그대로입니다. 세 층은 같았습니다. 다른 것은 층에 닿기 **전에** 한 일뿐입니다.
#
# 마스크도 그런 일입니다. 마스크가 없는 세 층을 똑같이 가르칩니다.

form_ids, form_test = (
    encode(train.texts, "형태소"),
    encode(test.texts, "형태소"),
)
unmasked = [
    teach(form_ids, train.labels, seed, make=ThreeLayers) for seed in range(3)
]

# %%
# 평가 문장의 패딩만 예순 개 늘려 다시 잽니다. 어느 모델의 점수가 달라질까요?

far = np.pad(form_test, ((0, 0), (0, 60)))
rows = {
    (name, seed): [
        np.mean(answers(m, x) == test.labels) for x in (form_test, far)
    ]
    for name, models in (("없음", unmasked), ("있음", readers["형태소"]))
    for seed, m in enumerate(models)
}
padded = pd.DataFrame(rows, index=["그대로", "패딩을 늘려"]).T
padded.rename_axis(["마스크", "씨앗"]).round(3)

# %%
# 마스크가 있으면 늘려도 똑같습니다. 없으면 씨앗에 따라 제대로 배우지 못하기도 하고, 배울 때와 길이가 달라지면 무너지기도 합니다. 더
# 자세한 것은 :doc:`문장을 읽고 하나로 답하기 </auto_examples/11_io_structures/plot_03_many_to_one>`에 있습니다.

without_mask, with_mask = padded.loc["없음"], padded.loc["있음"]
assert (with_mask["그대로"] == with_mask["패딩을 늘려"]).all()
assert without_mask["그대로"].min() < with_mask["그대로"].min() - 0.02
assert without_mask["패딩을 늘려"].mean() < with_mask["그대로"].mean() - 0.1

# %%
# .. _three-layers-errors:
#
# 오류 분석: 모르는 말의 품사
# ---------------------------
#
# 어절로 읽은 모델이 틀린 문장을 들여다봅니다. 바꾼 문장마다 모르는 어절은 하나, 끝의 어절입니다. 그 어절의 첫 형태소가 어떤 품사인지에
# 따라 문장을 나누고, 씨앗 셋의 답을 모아 틀린 비율을 셉니다. 어느 품사에서 많이 틀릴까요?

formal_ids = encode(formal, "어절")
assert ((formal_ids == unknown).sum(axis=1) == 1).all()


def first_tag(text):
    last = words(text)[-1]
    return next(m.name for m in morphemes(text) if m.word == last)


tags = np.array([first_tag(text) for text in formal])
missed = np.mean(
    [answers(m, formal_ids) != test.labels for m in readers["어절"]], axis=0
)

# %%
# 품사마다 문장의 수와 틀린 비율을 적습니다. 문장이 적은 품사는 어림으로만 보세요.

errors = pd.DataFrame({"품사": tags, "틀린 비율": missed}).groupby("품사")
errors = errors["틀린 비율"].agg(["size", "mean"])
errors.columns = ["문장", "틀린 비율"]
helper = tags == "보조 용언"
helper_missed, content_missed = missed[helper].mean(), missed[~helper].mean()
assert content_missed > 2 * helper_missed
errors.sort_values("틀린 비율").round(2)

# %%
# 보조 용언, 곧 “않았습니다”를 모를 때는 :val:`helper_missed|.0%`를 틀리고, 나머지를 모를 때는 :val:`content_missed|.0%`를 틀립니다.
# “좁지 않았습니다”에서는 끝을 몰라도 “좁지”를 아는데, “좁았습니다”를 모르면 남는 실마리가 적기 때문입니다. 고쳐야 할 것은
# 부정이 아니라 **서술어의 줄기를 잃는 것**이었고, 앞에서 형태소로 나누었을 때 나아진 까닭도 여기에 있습니다.

# %%
# .. _three-layers-parts-of-speech:
#
# 해석: 어느 품사에 기대나요?
# ---------------------------
#
# 형태소로 읽은 모델은 무엇을 보고 답할까요? 평가 문장의 형태소를 **하나씩** 모르는 토큰으로 바꾸고 답이 뒤집히는지 봅니다. 처음
# 보는 낱말이 그 자리에 있는 것과 같습니다.

analysed = [[m for m in morphemes(t) if m.tag[0] != "S"] for t in test.texts]
hidden_rows, origin, tag_of = [], [], []
for i, found in enumerate(analysed):
    for j, m in enumerate(found):
        row = form_test[i].copy()
        row[j] = unknown
        hidden_rows.append(row)
        origin.append(i)
        tag_of.append(m.tag)

# %%
# 모델마다 답이 뒤집힌 자리를 찾습니다.

flips = np.array(
    [
        answers(m, np.array(hidden_rows)) != answers(m, form_test)[origin]
        for m in readers["형태소"]
    ]
)

# %%
# 가린 형태소의 품사끼리 모읍니다. 어느 품사를 가렸을 때 많이 뒤집힐까요? 모델 셋이 모두 그럴까요?

groups = {"동사·형용사·어근": ("VV", "VA", "XR"), "명사": ("NNG", "NNP")}
groups |= {"부사": ("MAG",), "보조 용언": ("VX",)}
groups |= {"조사": ("J",), "어미": ("E",)}
rates = {
    name: flips[:, [tag.startswith(heads) for tag in tag_of]].mean(axis=1)
    for name, heads in groups.items()
}
stem, noun, adverb, auxiliary, particle, ending = (
    rate.mean() for rate in rates.values()
)
low, high = rates["보조 용언"].min(), rates["보조 용언"].max()

# %%
# 막대는 모델 셋의 평균이고, 점은 모델 하나입니다.

# sphinx_gallery_alt = "가로 막대 여섯 개와 막대마다 점 세 개. 형태소 하나를 가렸을 때 답이 뒤집히는 비율의 평균이 동사와 형용사와 어근은 <<stem|.0%>>, 명사는 <<noun|.0%>>, 부사는 <<adverb|.0%>>, 보조 용언은 <<auxiliary|.0%>>, 조사는 <<particle|.0%>>, 어미는 <<ending|.0%>>입니다. 보조 용언의 점은 <<low|.0%>>에서 <<high|.0%>>까지 흩어져 있습니다."
from dlconcepts.viz import INK, PALETTE

fig, ax = plt.subplots(figsize=(6.5, 3.4))
names = list(rates)
ax.barh(names, [rate.mean() for rate in rates.values()], color=PALETTE[0])
for name, rate in rates.items():
    ax.plot(rate, [name] * 3, "o", color=PALETTE[1], mec=INK, clip_on=False)
ax.invert_yaxis()
ax.grid(axis="y", visible=False)
ax.set(xlim=(0, 1), xlabel="가렸을 때 답이 뒤집히는 비율")
ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
ax.set_title("줄기에는 모두 기대고, “않”에는 저마다 다르게 기댑니다")
plt.show()

# %%
# 서술어의 줄기를 모르면 평균 :val:`stem|.0%`가 뒤집히고, 세 모델이 모두 흔들립니다. 명사에도 조금 기대는데, “추천”이나 “도움”처럼 좋고 나쁨을
# 말하는 명사가 섞여 있습니다. 부사와 조사와 어미는 하나쯤 몰라도 대개 그만입니다. 놀라운 것은 보조 용언 “않”입니다. 모델에 따라
# :val:`low|.0%`에서 :val:`high|.0%`까지 다릅니다. 왜 그런지는 끝의 문제에서 봅니다. 평가 점수는 셋 다 비슷했습니다.

assert rates["동사·형용사·어근"].min() > 0.05
assert stem > 1.5 * max(noun, adverb, particle, ending)
assert high - low > 0.2

# %%
# .. _three-layers-repair:
#
# 개선: 틀릴 곳을 미리 아는 것
# ----------------------------
#
# 그러면 걱정할 일이 하나 생깁니다. 학습 문장의 부정은 모두 “-지 않-”인데, 한국어에는 “안”도 있습니다. “안”은 **부사**이고, 이 모델은
# 모르는 부사를 거의 보지 않습니다. “정말 짰어요”를 “안 짰어요”로 바꾸면 뜻이 뒤집힙니다. 답도 뒤집을까요?

import re


def with_an(part):
    pairs = [
        (re.sub("(정말|참|아주|꽤) ", "안 ", text), 1 - label)
        for text, label in zip(part.texts, part.labels, strict=True)
        if re.search("(정말|참|아주|꽤) ", text)
    ]
    texts, labels = zip(*pairs, strict=True)
    return list(texts), np.array(labels)


an_texts, an_labels = with_an(test)
more_texts, more_labels = with_an(valid)
an_texts, an_labels = an_texts + more_texts, np.append(an_labels, more_labels)

# %%
# 형태소로 읽은 모델 셋에게 묻습니다.


def mean_accuracy(models, texts, labels):
    ids = encode(texts, "형태소")
    return np.mean([answers(m, ids) == labels for m in models])


an_before = mean_accuracy(readers["형태소"], an_texts, an_labels)
print(an_texts[0], f"{len(an_texts)}문장 가운데 {an_before:.2f}")
assert an_before < 0.2

# %%
# 거의 다 **거꾸로** 답합니다. 평가 점수만 보았다면 몰랐을 구멍을 품사가 알려 주었습니다. 처방도 따라 나옵니다. 학습 문장에서 같은
# 방법으로 “안”의 문장을 만들어 더합니다. 어휘에 “안”이 없었으므로 번호표도 모델도 새로 만들어야 합니다.

fix_texts, fix_labels = with_an(train)
wider_texts = [*train.texts, *fix_texts]
wider_labels = np.append(train.labels, fix_labels)
assert not set(an_texts) & set(wider_texts)
vocabularies["형태소"] = Vocabulary.of(
    token for text in wider_texts for token in forms(text)
)

# %%
# 같은 방법으로 새로 가르치고, “안”의 문장과 처음의 평가 문장을 다시 잽니다.

wider_ids = encode(wider_texts, "형태소")
repaired = [teach(wider_ids, wider_labels, seed) for seed in range(3)]
an_after = mean_accuracy(repaired, an_texts, an_labels)
same_after = mean_accuracy(repaired, test.texts, test.labels)
print(
    f"{len(fix_texts)}문장을 더한 뒤 {an_after:.2f}, 평가 문장 {same_after:.2f}"
)
assert an_after > 0.8
assert same_after > 0.9

# %%
# :val:`an_before|.2f`에서 :val:`an_after|.2f`가 되었습니다. 재는 문장은 검증과 평가에서 만든 것이고, 학습에는 없습니다. 층은 하나도 고치지
# 않았습니다.

# %%
# .. _three-layers-data:
#
# 데이터가 얼마나 있어야 할까요?
# ------------------------------
#
# 특징을 사람이 고르지 않는 대신 데이터가 골라야 합니다. 학습 문장의 수를 줄여 가며 다시 가르치고, 앞 쪽의 감정 사전과 규칙을 같은 평가
# 문장에서 견줍니다. 사람이 적은 쪽은 얼마나 맞힐까요?

from dlconcepts.text import sentiment

by_hand = np.mean(
    [
        sentiment(morphemes(text)).label == test.names[label]
        for text, label in zip(test.texts, test.labels, strict=True)
    ]
)
print(f"{by_hand:.2f}")

# %%
# 문장은 씨앗마다 다르게 뽑고, 적게 뽑은 만큼 에포크를 늘립니다. 뽑은 문장에 나오지 않은 형태소는 모르는 토큰입니다.


def from_few(n, seed):
    rows = np.random.default_rng(seed).permutation(len(train))[:n]
    few, epochs = form_ids[rows], round(10 * (len(train) / n) ** 0.5)
    model = teach(few, train.labels[rows], seed, epochs)
    known = np.isin(form_test, few)
    guesses = answers(model, np.where(known, form_test, unknown))
    return np.mean(guesses == test.labels)


sizes = [34, 136, len(train)]
curve = [[from_few(n, seed) for seed in range(3)] for n in sizes[:-1]]
curve.append(
    [np.mean(answers(m, form_test) == test.labels) for m in readers["형태소"]]
)

# %%
# 가로축은 문장의 수입니다. 작은 점은 씨앗 하나입니다.

# sphinx_gallery_alt = "학습 문장의 수에 따른 평가 정확도. 세 층의 신경망은 씨앗 셋의 평균이 <<few_mean|.2f>>에서 시작해 <<most_mean|.2f>>까지 올라가고, 배우지 않는 감정 사전과 규칙은 <<by_hand|.2f>>에 파선으로 그어져 있습니다. 찍어서 맞히는 반반에는 점선이 있습니다."
from dlconcepts.viz import MUTED

few_mean, *_, most_mean = np.mean(curve, axis=1)
fig, ax = plt.subplots()
ax.plot(sizes, np.mean(curve, axis=1), "o-", label="세 층(씨앗 셋의 평균)")
for seed in range(3):
    ax.plot(sizes, np.array(curve)[:, seed], ".", color=PALETTE[0])
ax.axhline(by_hand, color=PALETTE[1], ls="--", label="감정 사전과 규칙")
ax.axhline(0.5, color=MUTED, ls=":", lw=1.4, label="찍기")
ax.set(xscale="log", xlabel="학습 문장의 수", ylabel="평가 정확도")
ax.set_xticks(sizes, [str(n) for n in sizes])
ax.minorticks_off()
ax.set_title("문장이 적으면 배울 특징도 없습니다")
fig.legend(loc="outside lower center", ncols=3, frameon=False)
plt.show()

# %%
# 문장이 :val:`smallest`개이면 평균 :val:`few_mean|.2f`로 찍는 것과 크게 다르지 않고, 다 쓰면 :val:`most_mean|.2f`로 사람이 적은 :val:`by_hand|.2f`만큼 합니다. 사전에는 이
# 문장들을 아는 우리가 고른 말이 들어 있으니, 그 선은 사람이 이미 애쓴 만큼입니다. 사람이 특징을 고르는 수고가 데이터를 모으는
# 수고로 바뀌었습니다. 데이터가 중요하다는 말은 여기에서 나옵니다. 다만 문장을 다 써도 “안”은 배우지 못했습니다. 얼마나 많은지만큼
# **무엇이 들어 있는지**가 중요합니다.

smallest = sizes[0]
assert few_mean < 0.75
assert few_mean < by_hand - 0.2
assert abs(most_mean - by_hand) < 0.06

# %%
# .. _three-layers-trap:
#
# 흔한 함정
# ---------
#
# 첫째, 흔히 이렇게 말합니다: “여러 단계가 세 단계로 줄어 전처리가 필요 없어졌다.” 두 방법이 하는 일을 한 표에 늘어놓습니다.

work = {
    "토큰으로 나누기": ["분석기", "사람이 고른 분석기"],
    "어휘와 번호": ["감정 사전", "학습 문장에서"],
    "패딩과 마스크": ["필요 없음", "사람이 적음"],
    "구와 뜻과 특징": ["사람이 적음", "배움"],
    "분류": ["배움", "배움"],
    "오류 분석": ["까닭을 읽음", "가리고 세어 봄"],
}
pd.DataFrame(work, index=["앞 쪽의 파이프라인", "이 쪽의 세 층"]).T

# %%
# 배움으로 바뀐 것은 한 줄입니다. 가장 힘든 줄이지만 한 줄입니다. 토큰과 어휘는 하는 곳만 바뀌었고, 패딩과 마스크는 새로 생겼습니다.
#
# 둘째, 흔히 이렇게 말합니다: “이제 언어학은 필요 없고, 모델은 사람만큼 글을 이해한다.” 평가 점수가 :val:`form_same|.2f`인 모델이 “안” 한
# 글자에 :val:`an_before|.2f`가 되었고, 그 구멍은 품사를 나누어 보고서야 짐작했습니다. 요즘 널리 쓰는 큰
# :term:`언어 모델`도 대개 글을 토큰으로 나누고 번호를 붙이는 데에서 시작합니다. 사람만큼 하는지는 무엇을 어떻게 재었는지와 함께
# 말해야 합니다.

assert form_same - an_before > 0.5

# %%
# .. _three-layers-summary:
#
# 정리
# ----
#
# - 임베딩은 번호를 벡터로, 은닉층은 벡터의 열을 상태로, 출력층은 상태를 점수로 바꿉니다. 사람이 특징을 고르던 일을 이 세 층이
#   배웁니다.
# - 토큰을 나누고, 어휘를 만들고, 길이를 맞추고, 마스크를 주는 일은 층 밖에 남습니다. 이 일이 점수를 크게 바꿉니다.
# - 언어 지식은 특징을 적는 데에서 **틀린 까닭을 찾는 데**로 자리를 옮겼습니다. 품사로 나누어 보면 어디를 고칠지 보입니다.

# %%
# .. _three-layers-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 형태소 분석기가 없다면 글자, 곧 음절 하나나 자모 하나를 토큰으로 삼을 수 있습니다. 말투를 바꾼 문장에서 모르는 토큰의 몫과
# 문장의 길이를 네 방법으로 견주어 보세요.
#
# .. dropdown:: 답 보기
#
#    자모로 나누면 모르는 토큰이 하나도 없습니다. 그 대신 문장의 길이가 어절의 :val:`stretch|.0f`배가 됩니다. 모르는 것이 없다고 뜻을 아는
#    것은 아닙니다. 잘게 나뉜 조각들을 다시 낱말로 엮는 일을 은닉층이 배워야 하기 때문입니다.

from dlconcepts.text import jamo, syllables

sliced = {}
for name, cutter in (cutters | {"음절": syllables, "자모": jamo}).items():
    known = {token for text in train.texts for token in cutter(text)}
    rows = [cutter(text) for text in formal]
    tokens = [token for row in rows for token in row]
    unseen = np.mean([token not in known for token in tokens])
    sliced[name] = [len(known), unseen, len(tokens) / len(rows)]
columns = ["토큰의 종류", "모르는 토큰의 몫", "문장의 길이"]
sliced = pd.DataFrame(sliced, index=columns).T

# %%
# 네 방법을 한 표에 놓습니다.

unseen, lengths = sliced["모르는 토큰의 몫"], sliced["문장의 길이"]
stretch = lengths["자모"] / lengths["어절"]
assert unseen["자모"] == 0 < unseen["형태소"] < unseen["어절"]
assert stretch > 5
sliced.round(2)

# %%
# **둘.** 보조 용언에 기대는 만큼이 왜 모델마다 다를까요? “좁지 않았어요”처럼 부정은 “-지”와 “않”이 함께 나타냅니다. 하나씩 가려 보고,
# 둘 다 가려 보세요.
#
# .. dropdown:: 답 보기
#
#    “-지”와 “않”은 늘 함께 나오므로 어느 하나만 보아도 부정인 줄 알 수 있습니다. 어느 것을 볼지는 무작위로 정한 처음의 가중치에 따라
#    갈립니다. 둘 다 가리면 어느 모델이나 많이 바뀝니다. 점수가 같아도 **무엇에 기대는지**는 모델마다 다릅니다.

first_vocabulary = Vocabulary.of(
    t for text in train.texts for t in forms(text)
)
ji, an = (first_vocabulary.ids[form] for form in ("지", "않"))
negated = form_test[(form_test == an).any(axis=1)]

# %%
# “않”만, “-지”만, 둘 다 가린 세 가지에서 답이 바뀐 비율입니다.

hide = {"않": [an], "지": [ji], "지, 않": [ji, an]}
swings = {
    name: [
        np.mean(
            answers(m, np.where(np.isin(negated, ids), unknown, negated))
            != answers(m, negated)
        )
        for m in readers["형태소"]
    ]
    for name, ids in hide.items()
}
assert min(swings["지, 않"]) > 0.2
pd.DataFrame(swings).rename_axis("씨앗").round(3)

# %%
# **셋.** 모르는 토큰의 임베딩은 학습하는 동안 무엇을 배웠을까요?
#
# .. dropdown:: 답 보기
#
#    아무것도 배우지 못했습니다. 학습 문장에는 모르는 토큰이 없어서 기울기가 한 번도 오지 않았습니다. 방향은 처음 뽑은 그대로이고,
#    :term:`가중치 감쇠` 때문에 길이만 :val:`shrunk|.1%`로 줄었습니다. 모르는 말을 넣으면 **우연히** 뽑힌 벡터가 들어가는 셈입니다.
#    그래서 가르칠 때 토큰 몇 개를 일부러 모르는 토큰으로 바꾸어 보여 주기도 합니다.

torch.manual_seed(0)
fresh = Masked(form_ids.max() + 1).embedding.weight[unknown].detach()
learned = readers["형태소"][0].embedding.weight[unknown].detach()
shrunk = (learned.norm() / fresh.norm()).item()
print(f"{shrunk:.3f}")
assert torch.allclose(learned, shrunk * fresh, atol=1e-5)

# %%
# .. _three-layers-next:
#
# 다음 쪽
# -------
#
# 규칙과 신경망은 저마다 언제 더 나을까요? 같은 일을 두 방법으로 하며
# :doc:`몇 개의 예제에서 앞지르는지 </auto_examples/10_language/plot_03_rules_and_networks>` 잽니다.
