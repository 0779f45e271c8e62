r"""
문장을 읽고 하나로 답하려면 무엇을 기억해야 할까요?
===================================================

문장은 길이가 제각각이고, 같은 낱말이라도 차례가 바뀌면 뜻이 바뀝니다.
칭찬인지 불평인지 한마디로 답하려면 끝까지 읽으면서 앞의 것을 기억해야 합니다.
문장을 차례로 읽는 신경망을 만들고, 길이를 맞추려고 채운 빈자리가 답을 바꾸지 않는지, 차례가 정말 중요한지 잽니다.

- **할 것**: 한국어 문장을 읽고 긍정과 부정을 가리는 모델을 만들고, 차례를 모르는 모델과 견주고, 직접 쓴 문장을
  넣어 봅니다.
- **배울 것**: 여럿을 읽고 하나로 답하는 모델은 문장의 **진짜** 끝까지 읽은 상태에서 답합니다. 빈자리를 빼지 않으면
  조용히 틀립니다.
- **필요한 것**: :doc:`하나를 읽고 하나로 답하기 </auto_examples/11_io_structures/plot_01_one_to_one>`.
  PyTorch를 씁니다.
"""

# %%
# .. _many-to-one-data:
#
# 칭찬과 불평
# -----------
#
# 글을 읽고 긍정인지 부정인지 가리는 일을 감정 분류라고 합니다. 감성 분석(sentiment analysis)이라고도 합니다. 틀에 낱말을 끼워
# 만들어 낸 짧은 문장들로 해 봅니다. 여덟 문장이 한 묶음이고 절반은 긍정, 절반은 부정입니다. 정답을 보기 전에 마지막 두
# 문장을 견주어 보세요. 무엇이 다를까요?

import numpy as np
import pandas as pd

from dlconcepts.datasets.sentences import make_sentences, split_words

sentences = make_sentences(seed=0)
train, valid, test = sentences
bundle = np.flatnonzero(train.bundles == 0)
bundle = sorted(bundle, key=lambda i: len(train.texts[i]))
pd.DataFrame(
    {
        "문장": train.texts[bundle],
        "정답": [train.names[label] for label in train.labels[bundle]],
    }
).set_index("문장")

# %%
# 낱말은 모두 같고 차례만 다릅니다. 그런데 하나는 긍정이고 하나는 부정입니다. 어느 낱말이 있는지만 보아서는 가릴 수 없는
# 문장을 일부러 넣어 두었습니다.

print(f"학습 {len(train)}, 검증 {len(valid)}, 평가 {len(test)}문장")
one, other = (sorted(split_words(train.texts[i])) for i in bundle[-2:])
assert one == other
assert set(train.labels[bundle[-2:]]) == {0, 1}

# %%
# .. _many-to-one-vocabulary:
#
# 낱말에 번호를 붙이기
# --------------------
#
# 신경망은 글자가 아니라 수를 읽습니다. 먼저 문장을 :term:`토큰`으로 나눕니다. 여기서는 띄어 쓴 마디인 어절 하나가 토큰
# 하나입니다. 그리고 학습 문장에 나온 어절에 차례로 번호를 붙입니다. 이 번호표를 :term:`어휘`(vocabulary)라고 합니다.

numbers = {}
for text in train.texts:
    for word in split_words(text):
        numbers.setdefault(word, len(numbers))
print(f"서로 다른 어절 {len(numbers)}개")

# %%
# 라이브러리의 어휘에는 앞에 네 번호가 더 있습니다. 빈자리를 채우는 것, 쓰기의 시작과 끝, 그리고 **모르는 어절**입니다. 학습에
# 없던 어절은 무엇이든 마지막 번호 하나가 됩니다.

vocabulary = train.vocabulary
extra = len(vocabulary) - len(numbers)
print(vocabulary.tokens[:extra])
assert set(vocabulary.tokens[extra:]) == set(numbers)
ids, _ = vocabulary.encode([split_words("만두는 정말 쫄깃했어요.")])
print(ids[0], [vocabulary.tokens[number] for number in ids[0]])

# %%
# “쫄깃했어요”는 학습에 나온 적이 없어 모르는 어절이 되었습니다. 이 사실은 뒤에서 문제를 일으킵니다.

# %%
# .. _many-to-one-padding:
#
# 빈자리와 마스크
# ---------------
#
# 길이가 다른 문장을 배열 하나에 담으려면 짧은 것의 뒤를 채워야 합니다. 채운 것을 :term:`패딩`(padding), 어디까지가 진짜인지
# 적은 참거짓의 배열을 :term:`마스크`(mask)라고 합니다. 패딩의 번호는 영입니다.

few = [
    "만두는 짰어요.",
    "방은 좁았지만 거실은 넓었어요.",
    "무대가 훌륭했어요.",
]
few_ids, few_mask = vocabulary.encode([split_words(text) for text in few])
few_lengths = few_mask.sum(axis=1)
print(few_ids)
print(few_mask.astype(int))
assert (few_mask == (few_ids != 0)).all()
assert few_lengths.tolist() == [len(split_words(text)) for text in few]

# %%
# 패딩은 말이 아닙니다. 그래서 지켜야 할 약속이 하나 생깁니다. **패딩을 몇 개 붙이든 답이 같아야 합니다.**

# %%
# .. _many-to-one-model:
#
# 차례로 읽기
# -----------
#
# 여럿을 차례로 읽고 하나로 답하는 구조가 N대1(many-to-one)입니다. 차례로 읽는 일은 :term:`순환 신경망`(recurrent neural
# network)이 합니다. 토큰을 하나 읽을 때마다 **상태**를 고치고, 그 상태만 다음으로 넘깁니다. 가장 단순한 것은 이렇습니다.
#
# .. math::
#
#    h_t = \tanh(W x_t + U h_{t-1} + b)
#
# :math:`x_t`는 :math:`t`번째 어절의 :term:`임베딩`, :math:`h_{t-1}`은 바로 앞까지 읽은 상태입니다. 둘에 가중치 :math:`W`와
# :math:`U`를 곱하고 편향 :math:`b`까지 더해 tanh로 구부립니다. 여기서는 앞의 상태를 얼마나 남길지도 읽을 때마다 정하는
# GRU를 씁니다. 어느 쪽이든 모든 자리에서 같은 가중치를 씁니다.

# sphinx_gallery_alt = "N대1 구조의 그림. 만두는, 맛있지, 않았어요라는 세 입력이 저마다 제 상태로 들어가고, 상태는 왼쪽에서 오른쪽으로 이어지며, 마지막 상태에서만 부정이라는 출력이 나옵니다."
import matplotlib.pyplot as plt

from dlconcepts.viz import MUTED, PALETTE, use_korean_font
from dlconcepts.viz.structures import plot_structure

use_korean_font()
ax = plot_structure(
    "many_to_one",
    inputs=["만두는", "맛있지", "않았어요"],
    outputs=["부정"],
)
ax.set_title("다 읽은 다음의 상태에서 답합니다")
plt.show()

# %%
# 코드로 옮깁니다. :math:`B`는 문장의 수, :math:`T`는 자리의 수이고, ``batch_first=True``는 첫 축이 문장이라는 뜻입니다. GRU는
# 모든 자리의 상태를 돌려줍니다. 답할 때는 문장마다 마지막 **진짜** 어절의 자리 ``last``에서 상태를 하나씩 꺼냅니다. 배열의
# 마지막 자리가 아닙니다.

import torch
from torch import nn

torch.set_num_threads(1)  # 이만큼 작은 계산은 코어 하나가 더 빠릅니다


class ReadAll(nn.Module):
    def __init__(self, words, labels=2, dim=32, hidden=64):
        super().__init__()
        self.embedding = nn.Embedding(words, dim, padding_idx=0)
        self.gru = nn.GRU(dim, hidden, batch_first=True)
        self.answer = nn.Linear(hidden, labels)

    def forward(self, ids):  # (B, T)
        states, _ = self.gru(self.embedding(ids))  # (B, T, hidden)
        last = (ids != 0).sum(dim=1) - 1  # (B,)
        h = states[torch.arange(len(ids)), last]  # (B, hidden)
        return self.answer(h)  # (B, labels)


# %%
# 라이브러리의 ``ManyToOne``과 같은 가중치를 넣으면 같은 답이 나옵니다.

from dlconcepts.models import ManyToOne

theirs = ManyToOne(len(vocabulary), 2, seed=0)
model = ReadAll(len(vocabulary))
model.load_state_dict(theirs.state_dict())
test_ids = torch.tensor(test.words)
assert torch.equal(model(test_ids), theirs(test_ids))
print(tuple(test_ids.shape), "→", tuple(model(test_ids).shape))

# %%
# .. _many-to-one-train:
#
# 가르치기
# --------
#
# 구조가 달라도 가르치는 법은 같습니다. 답이 둘인 분류이므로 손실은 :term:`교차 엔트로피`입니다.

from dlconcepts.metrics import accuracy
from dlconcepts.training import TrainConfig, Trainer


def teach(model, epochs=15):
    config = TrainConfig(epochs=epochs, batch_size=32, seed=0, progress=False)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.005)
    loss_fn, metrics = nn.CrossEntropyLoss(), {"accuracy": accuracy}
    trainer = Trainer(
        model, optimizer, loss_fn, config, device="cpu", metrics=metrics
    )
    return trainer.fit(
        (train.words, train.labels), (valid.words, valid.labels)
    )


# %%

names = {
    "epoch": "에포크",
    "loss": "학습 손실",
    "valid/loss": "검증 손실",
    "valid/accuracy": "검증 정확도",
}
record = teach(model).to_frame()[list(names)].rename(columns=names)
record.set_index("에포크").iloc[[0, 2, 4, 9, 14]].round(3)

# %%
# 처음 보는 문장으로 잽니다. 평가 문장의 어절은 모두 학습에 나왔지만, 명사와 서술의 짝은 처음입니다. 학습에서 만두를 짜다고
# 했다면 평가에서는 다른 것을 짜다고 합니다.


@torch.no_grad()
def score(model, ids=test.words, labels=test.labels):
    return accuracy(model(torch.as_tensor(ids)).numpy(), labels)


reader_accuracy = score(model)
print(f"{len(test)}문장 가운데 {round(reader_accuracy * len(test))}문장")
assert reader_accuracy > 0.95

# %%
# .. _many-to-one-trace:
#
# 읽는 동안 답이 바뀝니다
# -----------------------
#
# 마지막 상태에서만 답하도록 배웠지만, 답하는 층은 어느 상태에나 쓸 수 있습니다. 어절을 하나 읽을 때마다 “지금 끝난다면
# 무엇이라고 답할까?”를 물어봅니다. 평가 문장에서 어절이 같고 차례만 다른 둘을 골랐습니다. 선은 어디에서 꺾일까요?

pairs = {}  # 번호를 정렬하면 어절이 같은 문장끼리 같아집니다
for i, row in enumerate(test.words):
    pairs.setdefault(tuple(sorted(row)), []).append(i)
twins = [rows for rows in pairs.values() if len(rows) == 2]


@torch.no_grad()
def after_each_word(i):
    states, _ = model.gru(model.embedding(test_ids[i : i + 1]))
    chance = model.answer(states).softmax(dim=2)[0, :, 1]
    return chance[test.mask[i]].numpy()


# %%

# sphinx_gallery_alt = "그림 둘. 가로축은 문장의 어절, 세로축은 그때까지 읽고 답한 긍정의 확률이며 반반인 곳에 점선이 있습니다. 어절이 같고 차례만 다른 두 문장인데, 한쪽은 끝에서 <<first_end|.2f>>, 다른 쪽은 <<second_end|.2f>>로 갈라집니다."
fig, axes = plt.subplots(2, 1, figsize=(6.5, 5.2))
for ax, i, color in zip(axes, twins[0], PALETTE[:2], strict=True):
    chance = after_each_word(i)
    ax.plot(chance, "o-", color=color)
    ax.set_xticks(range(len(chance)), split_words(test.texts[i]))
    ax.set(ylim=(-0.06, 1.06), ylabel="긍정의 확률")
    ax.axhline(0.5, color=MUTED, ls=":", lw=1.4)
    ax.set_title(f"끝에서 {test.names[int(chance[-1] > 0.5)]}이라고 답합니다")
plt.show()
first_end, second_end = (after_each_word(i)[-1] for i in twins[0])

# %%
# 가운데에서는 오락가락합니다. 배울 때 **끝에서만** 맞고 틀림을 들었으므로, 가운데의 답은 고쳐 준 적이 없습니다. 끝에 이르면
# 같은 어절을 읽고도 정반대로 답하고, 두 답 모두 정답입니다. 앞에서 뒤로만 읽으므로, 점 하나하나는 문장을 거기까지만 넣었을
# 때의 답이기도 합니다.

i = twins[0][0]
trace = after_each_word(i)
for t, chance in enumerate(trace, start=1):
    prefix = model(test_ids[i : i + 1, :t]).softmax(dim=1)[0, 1].item()
    assert abs(chance - prefix) < 1e-4
print(f"끝의 답 {first_end:.2f}, {second_end:.2f}")
for end, row in zip([first_end, second_end], twins[0], strict=True):
    assert int(end > 0.5) == test.labels[row]
assert np.ptp(trace) > 0.5

# %%
# .. _many-to-one-order:
#
# 차례를 모르면 어디까지 맞힐까요?
# --------------------------------
#
# 차례는 버리고 어느 어절이 몇 번 있는지만 보는 것을 **낱말 가방**(bag of words)이라고 합니다. 가방에 넣고 흔들면 차례를 알 수
# 없습니다. 이런 모델이 아무리 잘해도 넘지 못하는 점수를 먼저 구합니다. 어절이 같은 문장에는 같은 답을 할 수밖에 없으므로,
# 정답이 갈리는 쌍마다 하나는 틀립니다.

unavoidable = len(twins)
ceiling = 1 - unavoidable / len(test)
split_labels = [test.labels[rows].sum() for rows in twins]
print(f"정답이 갈리는 쌍 {unavoidable}개, 한계 {ceiling:.3f}")
assert split_labels == [1] * len(twins)

# %%
# 모델 둘을 더 만들어 견줍니다. 가방 모델은 GRU를 지나지 않고 임베딩의 평균에서 바로 답합니다. 다른 하나는 GRU의 상태를 마지막
# 것만 쓰지 않고 **평균합니다**. 평균을 낼 때에도 진짜인 자리만 더하고 진짜 어절의 수로 나눕니다. 어느 것이 한계를 넘을까요?


class Bag(ReadAll):
    def forward(self, ids):
        return self.answer(self.mean(self.embedding(ids), ids))

    def mean(self, vectors, ids):  # (B, T, D) → (B, D)
        real = (ids != 0)[:, :, None]
        return (vectors * real).sum(dim=1) / real.sum(dim=1)


class MeanOfStates(Bag):
    def forward(self, ids):
        states, _ = self.gru(self.embedding(ids))
        return self.answer(self.mean(states, ids))


# %%

torch.manual_seed(0)
bag = Bag(len(vocabulary), hidden=32)
averaged = MeanOfStates(len(vocabulary))
teach(bag, epochs=30)
teach(averaged)
twin_rows = np.concatenate(twins)
contenders = {"낱말 가방": bag, "상태의 평균": averaged, "마지막 상태": model}
rows = [
    [score(m), score(m, test.words[twin_rows], test.labels[twin_rows])]
    for m in contenders.values()
]
columns = ["평가 문장 전체", "차례만 다른 쌍"]
scores = pd.DataFrame(rows, index=list(contenders), columns=columns)
scores.round(3)

# %%
# 낱말 가방은 차례만 다른 쌍에서 꼭 절반을 맞힙니다. 덜 배워서가 아니라 **알 길이 없어서**입니다. 순환 신경망은 상태를
# 평균하든 마지막 것을 쓰든 그 한계를 넘습니다. 상태 하나하나에 거기까지의 차례가 담겨 있기 때문입니다.

bag_accuracy, bag_on_twins = scores.loc["낱말 가방"]
assert bag_on_twins == 0.5
assert bag_accuracy <= ceiling < score(averaged) <= 1
assert ceiling < reader_accuracy

# %%
# .. _many-to-one-invariance:
#
# 패딩은 답을 바꾸지 않습니다
# ---------------------------
#
# 앞에서 한 약속을 지키는지 봅니다. 평가 문장 모두에 패딩을 스무 개 더 붙여 보고, 문장을 하나씩 패딩 없이도 넣어 봅니다.

with torch.no_grad():
    logits = model(test_ids)
    longer = model(nn.functional.pad(test_ids, (0, 20)))
    alone = torch.cat([model(row[row != 0][None]) for row in test_ids])
for changed in (longer, alone):
    print(f"가장 큰 차이 {(changed - logits).abs().max().item():.0e}")
    assert torch.allclose(changed, logits, atol=1e-4)

# %%
# :term:`반올림 오차`뿐입니다. GRU는 패딩 자리에서도 계산을 하지만, 그 상태를 꺼내 쓰지 않으므로 없는 것과 같습니다.

# %%
# .. _many-to-one-packing:
#
# 헛계산을 줄이기
# ---------------
#
# 쓰지 않을 것을 계산하는 일은 낭비입니다. PyTorch의 ``pack_padded_sequence``는 자리마다 **아직 읽을 것이 남은 문장**만 모아
# 줍니다. ``enforce_sorted=False``라고 적으면 긴 문장부터 세우는 일도 대신합니다. 위의 짧은 세 문장에 해 봅니다.

from torch.nn.utils.rnn import pack_padded_sequence

small, real = torch.tensor(few_ids), torch.tensor(few_lengths)
packed = pack_padded_sequence(
    model.embedding(small), real, batch_first=True, enforce_sorted=False
)
_, h = model.gru(packed)  # (1, B, hidden)
print(
    "길이", real.tolist(), " 자리마다 읽는 문장", packed.batch_sizes.tolist()
)
assert torch.allclose(model.answer(h[0]), model(small), atol=1e-5)
assert packed.batch_sizes.sum() == real.sum() < small.numel()

# %%
# 답은 같고 계산한 칸은 진짜 어절의 수와 같습니다. 이렇게 묶지 않더라도, 길이가 비슷한 문장끼리 배치를 만들고 그 안에서 가장 긴
# 문장에 맞추어 채우면 패딩이 얼마 없습니다. 학습 문장을 배치로 나누어 GRU가 계산하는 칸을 셉니다.

n_real = train.mask.sum(axis=1)
shuffled = np.random.default_rng(0).permutation(len(train))
by_length = np.argsort(n_real, kind="stable")


def cells(order):
    batches = np.split(order, range(32, len(order), 32))
    return sum(len(rows) * n_real[rows].max() for rows in batches)


counts = {
    "모두 가장 긴 문장에 맞춤": train.words.size,
    "배치에서 가장 긴 문장에 맞춤": cells(shuffled),
    "길이가 비슷한 것끼리": cells(by_length),
    "묶어서 진짜만": n_real.sum(),
}

# %%

waste = pd.Series(counts).to_frame("계산한 칸")
waste["헛계산(%)"] = (100 * (1 - n_real.sum() / waste["계산한 칸"])).round(1)
wasted = waste["헛계산(%)"].to_numpy()
assert wasted[0] >= wasted[1] > 10 * wasted[2] > wasted[3] == 0
waste

# %%
# 헛계산이 :val:`wasted[0]|.0f`%에서 :val:`wasted[2]|.0f`%로 줄었습니다. 대신 길이가 비슷한 문장끼리만 모이므로, 보통은 짧은
# 배치부터 배우지 않도록 배치의 차례를 섞습니다.

# %%
# .. _many-to-one-yours:
#
# 직접 쓴 문장
# ------------
#
# 이제 여러분의 문장을 넣어 보세요. 먼저 아는 어절로만 된 문장입니다. 앞의 둘은 강의와 숙소를 한 문장에서 말하는데, 학습에는
# 그런 문장이 없었습니다.


def judge(*texts):
    ids, _ = vocabulary.encode([split_words(text) for text in texts])
    with torch.no_grad():
        chance = model(torch.tensor(ids)).softmax(dim=1)[:, 1].numpy()
    unknown = (ids == vocabulary.ids["<unk>"]).sum(axis=1)
    columns = {"모르는 어절": unknown, "긍정의 확률": chance.round(3)}
    return pd.DataFrame(columns, index=pd.Index(texts, name="문장"))


# %%

known = judge(
    "자료는 쉬웠지만 방은 좁았어요.",
    "방은 좁았지만 자료는 쉬웠어요.",
    "간호사는 맛있었어요.",
)
assert not set(known.index) & set(train.texts)
assert (known["모르는 어절"] == 0).all()
assert (known["긍정의 확률"].round() == [0, 1, 1]).all()
known

# %%
# 앞의 두 문장은 맞혔습니다. 그런데 말이 안 되는 마지막 문장도 자신 있게 긍정이라고 합니다. 말이 되는지는 배운 적이 없기
# 때문입니다. 이번에는 모르는 어절을 넣습니다. 어떤 답이 나올까요?

strange = judge(
    "만두는 최고였어요.",
    "만두는 최악이었어요.",
    "만두가 안 맛있었어요.",
    "오늘은 비가 옵니다.",
)
best, worst, negated, weather = strange["긍정의 확률"]
assert best == worst
assert negated > 0.5
strange

# %%
# 최고와 최악의 점수가 **똑같습니다**. 둘 다 모르는 어절이라 같은 번호가 되었으니, 모델에게는 같은 문장입니다. “안”도 배운 적이
# 없어 “안 맛있었어요”를 긍정이라고 합니다. 칭찬도 불평도 아닌 날씨 이야기에도 둘 가운데 하나로 답해야 하고, 그때의 확률이
# 반반이라는 보장도 없습니다(여기서는 :val:`weather|.3f`). 평가 점수가 높았던 것은 평가 문장이 학습 문장과 **같은 틀**에서 나왔기
# 때문입니다.

# %%
# .. _many-to-one-trap:
#
# 흔한 함정
# ---------
#
# 흔히 이렇게 말합니다: “순환 신경망의 마지막 상태에는 문장 전체가 담겨 있으니 마지막 자리를 꺼내 쓰면 된다.” 문장이 하나라면
# 맞는 말입니다. 여러 문장을 한 배열에 담았다면 마지막 자리는 대개 패딩입니다. 패딩을 가리지 않는 모델을 똑같이 가르칩니다.


class ReadPadding(ReadAll):
    def forward(self, ids):
        _, h = self.gru(self.embedding(ids))  # (1, B, hidden)
        return self.answer(h[0])


torch.manual_seed(0)
careless = ReadPadding(len(vocabulary))
teach(careless)
careless_accuracy = score(careless)
print(f"평가 점수 {careless_accuracy:.2f}")
assert careless_accuracy > 0.9

# %%
# 오류도 없고 점수도 좋습니다. 학습과 평가가 같은 길이로 채워져 있어서, 패딩을 지나도 기억하는 법까지 함께 배운 것입니다. 같은
# 평가 문장을 채운 길이만 바꾸어 다시 재고, 패딩 없이 하나씩도 넣어 봅니다. 점수가 그대로일까요?

widths = np.arange(8, 29)
careless_scores, careful_scores = (
    [score(m, np.pad(test.words, ((0, 0), (0, w - 8)))) for w in widths]
    for m in (careless, model)
)
one_by_one = np.mean(
    [
        score(careless, row[row != 0][None], label[None])
        for row, label in zip(test.words, test.labels, strict=True)
    ]
)
worst_score = min(careless_scores)
print(f"하나씩 {one_by_one:.2f}, 길게 채우면 {worst_score:.2f}까지")

# %%

# sphinx_gallery_alt = "채운 길이에 따른 평가 정확도. 마지막 진짜 어절의 상태를 쓰는 모델은 길이와 상관없이 <<reader_accuracy|.2f>>이고, 배열의 마지막 자리를 쓰는 모델은 배울 때의 길이에서 <<careless_accuracy|.2f>>이지만 훨씬 길게 채우면 <<worst_score|.2f>>까지 떨어집니다."
fig, ax = plt.subplots()
ax.plot(widths, careful_scores, "o-", label="마지막 진짜 어절")
ax.plot(widths, careless_scores, "s--", label="배열의 마지막 자리")
ax.set(xlabel="채운 길이", ylabel="평가 정확도", xticks=widths[::4])
ax.set_title("패딩을 읽는 모델은 길이가 바뀌면 무너집니다")
fig.legend(loc="outside lower center", ncols=2, frameon=False)
plt.show()
assert np.allclose(careful_scores, reader_accuracy)
assert max(one_by_one, worst_score) < careless_accuracy - 0.05

# %%
# 배울 때의 길이에서 멀어지면 무너집니다. 실제로 쓸 때에는 문장이 하나씩 오거나 함께 묶인 문장의 길이가 달라지므로, 같은 문장의
# 답이 **옆에 어떤 문장이 있느냐에 따라** 달라집니다. 오류가 나지 않아 더 나쁩니다.

# %%
# .. _many-to-one-summary:
#
# 정리
# ----
#
# - 여럿을 읽고 하나로 답하는 모델은 토큰마다 상태를 고치고, 마지막 진짜 토큰까지 읽은 상태에서 답합니다. 패딩을 몇 개
#   붙이든 답이 같은지 언제나 확인합니다.
# - 낱말 가방은 차례만 다른 문장을 가릴 수 없고, 그 한계는 가르쳐 보지 않고도 셀 수 있습니다.
# - 모르는 어절은 모두 같은 번호입니다. 평가 점수가 높아도 틀 밖의 문장에는 엉뚱한 답을 자신 있게 합니다.

# %%
# .. _many-to-one-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 다 배운 모델에게 평가 문장을 거꾸로 읽어 주면 얼마나 맞힐까요? 낱말 가방은 어떨까요? 어절은 그대로입니다.
#
# .. dropdown:: 답 보기
#
#    :val:`backward_accuracy|.2f`입니다. 찍는 것과 다르지 않습니다. 낱말 가방은 :val:`bag_accuracy|.2f`로 그대로입니다. 차례로 읽는
#    모델은 어느 어절이 있는지만이 아니라 어떤 차례로 오는지도 쓰고 있습니다.

from dlconcepts.datasets.tokens import padded

turned = [row[row != 0][::-1].tolist() for row in test.words]
turned_ids, _ = padded(turned)
backward_accuracy = score(model, turned_ids)
print(f"차례로 {backward_accuracy:.2f}, 가방 {score(bag, turned_ids):.2f}")
assert backward_accuracy < 0.7
assert abs(score(bag, turned_ids) - bag_accuracy) < 0.01

# %%
# **둘.** 정말 문장을 다 읽어야 할까요? 끝의 어절 몇 개만 남기고 처음부터 다시 가르쳐 보세요.
#
# .. dropdown:: 답 보기
#
#    끝의 두 어절이면 :val:`last_two|.2f`입니다. 이 데이터에서는 결론이 늘 끝에 오고, “짜지 않았어요”처럼 뒤집는 말도 두 어절을
#    넘지 않기 때문입니다. 첫 두 어절만 읽으면 :val:`first_two|.2f`에 그칩니다. 점수가 높다고 문장 전체를 이해했다고 볼 수는
#    없습니다.

from torch.nn.functional import cross_entropy


def only(part, piece):
    return padded([row[row != 0][piece].tolist() for row in part.words])[0]


results = []
for piece in (slice(-2, None), slice(2)):
    short = ManyToOne(len(vocabulary), 2, seed=0)
    config = TrainConfig(epochs=15, batch_size=32, seed=0, progress=False)
    optimizer = torch.optim.AdamW(short.parameters(), lr=0.005)
    trainer = Trainer(short, optimizer, cross_entropy, config, device="cpu")
    trainer.fit((only(train, piece), train.labels))
    results.append(score(short, only(test, piece)))
last_two, first_two = results
print(f"끝의 두 어절 {last_two:.2f}, 처음 두 어절 {first_two:.2f}")
assert last_two > 0.9 > 0.75 > first_two

# %%
# .. _many-to-one-next:
#
# 다음 쪽
# -------
#
# 다 읽고 한 번 답하는 대신, 어절을 읽을 때마다 답해야 하는 일도 있습니다.
# :doc:`자리마다 하나씩 답하기 </auto_examples/11_io_structures/plot_04_many_to_many>`로 갑니다.
