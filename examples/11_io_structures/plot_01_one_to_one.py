r"""
하나를 읽고 하나로 답한다는 것은 무엇일까요?
============================================

그림에 이름을 붙이는 모델과 문장을 번역하는 모델은 전혀 달라 보입니다. 그런데 무엇을 읽고 무엇을 쓰는지만 보면
많은 일이 다섯 가지 구조로 나뉩니다.
다섯 구조를 한눈에 보고, 그 가운데 가장 단순한 것부터 만들어 봅니다.

- **할 것**: 여덟 가지 일을 다섯 구조로 나누고, 다섯 모델을 같은 한 줄로 가르치고, 손글씨를 읽는 모델을 끝까지
  가르칩니다.
- **배울 것**: 구조는 일의 이름이 아니라 들어오고 나가는 것의 모양이 정합니다. 구조가 달라도 학습 루프는 하나입니다.
- **필요한 것**: :doc:`학습 루프 </auto_examples/07_training/plot_01_training_loop>`.
  PyTorch와 scikit-learn을 씁니다.
"""

# %%
# .. _one-to-one-five:
#
# 다섯 가지 구조
# --------------
#
# 그림은 아래에서 위로 읽습니다. 파란 상자는 모델이 읽는 **입력**, 동그라미는 읽은 것을 담아 두는 **상태** :math:`h`, 주황
# 상자는 모델이 쓰는 **출력**입니다. 상태는 수가 여러 개 든 :term:`벡터`입니다. 실선을 따라 계산이 흐르고, 점선은 모델이
# 방금 쓴 것을 다시 읽는 길입니다. 이름의 :math:`N`은 여럿이라는 뜻입니다.

# sphinx_gallery_alt = "다섯 구조의 그림. 1대1은 입력 하나, 상태 하나, 출력 하나가 한 줄로 이어집니다. 1대N은 입력 하나가 모든 상태로 가고 상태마다 출력이 있으며, 쓴 것이 점선으로 다음 상태에 들어갑니다. N대1은 입력마다 상태가 있고 마지막 상태에만 출력이 있습니다. 자리가 맞는 N대N은 상태마다 입력과 출력이 하나씩 있습니다. 다 읽고 쓰는 N대N은 입력이 있는 인코더의 상태들이 먼저 오고 출력이 있는 디코더의 상태들이 이어집니다."
import matplotlib.pyplot as plt

from dlconcepts.viz import use_korean_font
from dlconcepts.viz.structures import STRUCTURES, plot_structures

use_korean_font()
plot_structures()
plt.show()

# %%
# 여럿을 읽고 여럿을 쓰는 구조가 둘이라서 헷갈리기 쉽습니다. 자리가 맞는 쪽은 읽을 때마다 바로 답하므로 읽은 것과 쓴 것의
# 수가 늘 같습니다. 다 읽고 쓰는 쪽은 다 읽을 때까지 아무것도 쓰지 않으므로 수가 달라도 됩니다. 이때 읽는 부분이
# :term:`인코더`, 쓰는 부분이 :term:`디코더`입니다.

# %%
# .. _one-to-one-tasks:
#
# 어느 일이 어느 구조일까요?
# --------------------------
#
# 세 가지만 물으면 됩니다. 여럿을 차례로 읽나요? 여럿을 차례로 쓰나요? 둘 다라면, 읽는 것과 쓰는 것이 하나씩 짝을
# 이루나요? 물음을 코드로 적습니다.


def structure_of(reads_many, writes_many, aligned=False):
    if reads_many and writes_many:
        return "many_to_many" if aligned else "encoder_decoder"
    read = "many" if reads_many else "one"
    write = "many" if writes_many else "one"
    return f"{read}_to_{write}"


# %%
# 여덟 가지 일을 적었습니다. :term:`품사 태깅`은 낱말마다 명사나 동사 같은 품사를, 개체명 인식은 낱말마다 사람이나 곳의
# 이름인지를 답하는 일입니다. 표를 보기 전에 구조를 먼저 골라 보세요. 감정이라는 말이 든 일이 둘인데, 둘은 같은 구조일까요?

import pandas as pd

tasks = [
    ["이미지 분류", "그림 한 장", "이름", (False, False)],
    ["얼굴 사진의 감정 분류", "그림 한 장", "감정", (False, False)],
    ["이미지 캡셔닝", "그림 한 장", "설명하는 문장", (False, True)],
    ["문장의 감정 분류", "문장", "긍정이나 부정", (True, False)],
    ["품사 태깅", "문장", "낱말마다 품사", (True, True, True)],
    ["개체명 인식", "문장", "낱말마다 이름의 종류", (True, True, True)],
    ["기계 번역", "문장", "다른 말의 문장", (True, True, False)],
    ["글의 요약", "긴 글", "짧은 글", (True, True, False)],
]
table = pd.DataFrame(tasks, columns=["일", "읽는 것", "쓰는 것", "구조"])
table["구조"] = [STRUCTURES[structure_of(*asked)] for asked in table["구조"]]
table.set_index("일")

# %%
# 다릅니다. 얼굴 사진은 한 번에 보는 그림 한 장이지만, 문장은 낱말이 차례로 놓인 줄입니다. 답의 종류가 같아도 읽는 것이
# 다르면 구조가 다릅니다. 문장을 그림처럼 통째로 읽으면 어떻게 되는지는 이 쪽의 끝에서 봅니다.

found = dict(zip(table["일"], table["구조"], strict=True))
assert found["얼굴 사진의 감정 분류"] == STRUCTURES["one_to_one"]
assert found["문장의 감정 분류"] == STRUCTURES["many_to_one"]
assert set(found.values()) == set(STRUCTURES.values())

# %%
# .. _one-to-one-what:
#
# 무엇이 하나일까요?
# ------------------
#
# 하나라는 말은 수가 하나라는 뜻이 아닙니다. 손글씨 한 장에도 칸이 예순넷 있고 칸마다 수가 하나씩 들었습니다. 그림과 문장의
# 모양을 견줍니다.

import numpy as np

from dlconcepts.datasets.digits import load_digits
from dlconcepts.datasets.sentences import make_sentences

digits, sentences = load_digits(seed=0), make_sentences(seed=0)
picture_shapes = {image.shape for image in digits.train.images}
word_counts = np.unique(sentences.train.mask.sum(axis=1))
print("그림의 모양", picture_shapes)
print("문장의 낱말 수", word_counts)
assert len(picture_shapes) == 1 < len(word_counts)

# %%
# 그림은 :val:`n_pictures|,d`장이 모두 같은 모양이고, 문장은 길이가 제각각입니다. **하나**는 이런 뜻입니다. 예제마다 모양이
# 같고, 통째로 한 번에 읽고, 한 번에 답합니다. 차례로 하나씩 읽거나 쓰지 않습니다. 그래서 이 구조를 1대1(one-to-one)이라고 합니다.

n_pictures = len(digits.train)

# %%
# .. _one-to-one-model:
#
# 읽기와 답하기
# -------------
#
# 하나를 읽고 하나로 답하는 모델은 두 층이면 됩니다. 읽는 층이 그림 :math:`x`를 상태 :math:`h`로 바꾸고, 답하는 층이 상태를
# 숫자마다의 점수인 :term:`로짓`으로 바꿉니다.
#
# .. math::
#
#    h = \operatorname{ReLU}(W_1 x + b_1), \qquad \text{로짓} = W_2 h + b_2

# sphinx_gallery_alt = "1대1 구조의 그림. 맨 아래의 입력 상자에 손글씨 한 장, 가운데의 동그라미에 상태 h, 맨 위의 출력 상자에 숫자 하나라고 적혀 있고 화살표 둘이 아래에서 위로 이어집니다."
from dlconcepts.viz.structures import plot_structure

ax = plot_structure(
    "one_to_one", inputs=["손글씨 한 장"], outputs=["숫자 하나"]
)
ax.set_title("한 번 읽고 한 번 답합니다")
plt.show()

# %%
# 코드로 옮깁니다. 주석은 배열의 :term:`모양`입니다. :math:`B`는 한꺼번에 넣는 예제의 수입니다.

import torch
from torch import nn

torch.set_num_threads(1)  # 이만큼 작은 계산은 코어 하나가 더 빠릅니다


class ReadAndAnswer(nn.Module):
    def __init__(self):
        super().__init__()
        self.read = nn.Linear(8 * 8, 64)
        self.answer = nn.Linear(64, 10)

    def forward(self, x):  # (B, 8, 8)
        h = self.read(x.flatten(1)).relu()  # (B, 64)
        return self.answer(h)  # (B, 10)


# %%
# 라이브러리의 ``OneToOne``도 이 두 층입니다. 같은 가중치를 넣고 견줍니다.

from dlconcepts.models import OneToOne

model = OneToOne((8, 8), 10, hidden=64, seed=0)
by_hand = ReadAndAnswer()
by_hand.load_state_dict(model.state_dict())
batch = torch.tensor(digits.train.images[:5])
labels = torch.tensor(digits.train.labels[:5])
logits = model(batch)
print(tuple(batch.shape), "→", tuple(logits.shape))
assert torch.equal(logits, by_hand(batch))

# %%
# .. _one-to-one-batch:
#
# 배치는 여럿이 아닙니다
# ----------------------
#
# 방금 그림 다섯 장을 넣고 답 다섯 개를 받았습니다. 그러면 여럿을 읽고 여럿을 쓴 것일까요? 그림의 차례를 뒤집어 넣어
# 보고(답의 차례는 되돌려 놓습니다), 한 장씩 따로도 넣어 봅니다. 답이 어떻게 될지 예측해 보세요.

reversed_logits = model(batch.flip(0)).flip(0)
alone = torch.cat([model(image[None]) for image in batch])
for other in (reversed_logits, alone):
    print(f"가장 큰 차이 {(logits - other).abs().max().item():.0e}")
    assert torch.allclose(logits, other, atol=1e-5)

# %%
# :term:`반올림 오차`뿐입니다. 그림 한 장의 답은 **그 그림만** 보고 나옵니다. :term:`배치`는 서로 상관없는 예제를 한꺼번에
# 계산하려고 쌓은 것이고, 구조의 이름에 든 :math:`N`은 예제 **하나 안에** 차례로 놓인 것의 수입니다. 둘은 다른 축입니다.

# %%
# .. _one-to-one-loop:
#
# 한 걸음
# -------
#
# 가르치는 법은 :term:`학습 루프`에서 본 그대로입니다. 답을 내고, 정답과 견주어 :term:`손실`을 구하고, 기울기를 구해,
# 파라미터를 한 걸음 고칩니다. 분류이므로 손실은 :term:`교차 엔트로피`입니다.

from torch.nn.functional import cross_entropy

optimizer = torch.optim.SGD(by_hand.parameters(), lr=0.1)
inputs, target, loss_fn = (batch,), labels, cross_entropy

loss = loss_fn(by_hand(*inputs), target)
loss.backward()
optimizer.step()
after = loss_fn(by_hand(*inputs), target)
print(f"{loss.item():.3f} → {after.item():.3f}")
assert after < loss

# %%
# 한 걸음 가운데 입력과 정답이 나오는 곳은 손실을 구하는 줄뿐입니다. ``inputs`` 앞의 별표는 입력이 몇 개이든 차례로
# 넣으라는 뜻입니다. 지금은 하나지만, 여럿을 쓰는 모델은 앞에서 쓴 말까지 둘을 받습니다.

# %%
# .. _one-to-one-same:
#
# 다섯 모델을 같은 줄로
# ---------------------
#
# 정말 그 한 줄이면 되는지, 구조마다 작은 문제를 하나씩 골라 해 봅니다. 손글씨 읽기에 네 가지를 보탭니다. 숫자 띠 그림을
# 우리말로 읽기, 문장이 긍정인지 부정인지 가리기, 띄어 쓴 마디마다 주어인지 서술어인지 답하기, 수를 우리말로 옮기기입니다.
# 먼저 데이터를 (입력들, 정답)으로 모읍니다.

from dlconcepts.datasets.numbers import DIGITS, SYLLABLES, make_numbers
from dlconcepts.datasets.strips import make_strips

pictures, words = digits.train, sentences.train
strips, numbers = make_strips(seed=0).train, make_numbers(seed=0).train
data = {
    "one_to_one": ((pictures.images,), pictures.labels),
    "one_to_many": ((strips.images, strips.decoder_inputs), strips.targets),
    "many_to_one": ((words.words,), words.labels),
    "many_to_many": ((words.words,), words.tags),
    "encoder_decoder": (
        (numbers.digits, numbers.decoder_inputs),
        numbers.targets,
    ),
}

# %%
# 모델도 다섯입니다. 안이 어떻게 생겼는지는 이어지는 쪽에서 하나씩 봅니다.

from dlconcepts import models

n_words, n_syllables = len(words.vocabulary), len(SYLLABLES)
n_tags = len(words.tag_names)
five = {
    "one_to_one": models.OneToOne((8, 8), 10, seed=0),
    "one_to_many": models.OneToMany((8, 24), n_syllables, seed=0),
    "many_to_one": models.ManyToOne(n_words, 2, seed=0),
    "many_to_many": models.ManyToMany(n_words, n_tags, seed=0),
    "encoder_decoder": models.EncoderDecoder(len(DIGITS), n_syllables, seed=0),
}

# %%
# 가르치는 함수는 하나입니다. ``Trainer``는 위의 한 걸음을 되풀이하고 기록을 남깁니다.

from dlconcepts.metrics import accuracy
from dlconcepts.training import TrainConfig, Trainer


def teach(model, train, loss_fn, *, epochs, valid=None, metrics=None):
    config = TrainConfig(epochs=epochs, batch_size=32, seed=0, progress=False)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.003)
    trainer = Trainer(
        model, optimizer, loss_fn, config, device="cpu", metrics=metrics
    )
    return trainer.fit(train, valid)


# %%
# 구조마다 예제 몇백 개로 다섯 :term:`에포크`만 가르칩니다. 여럿을 쓰는 모델은 쓴 것마다 교차 엔트로피를 재어
# 평균합니다(``token_cross_entropy``).

from dlconcepts.models import token_cross_entropy

rows = []
for name, network in five.items():
    inputs, target = data[name]
    few, answers = tuple(x[:256] for x in inputs), target[:256]
    loss_fn = cross_entropy if name.endswith("one") else token_cross_entropy
    history = teach(network, (few, answers), loss_fn, epochs=5)
    shapes = [" 와 ".join(str(x.shape) for x in few), answers.shape]
    rows.append([STRUCTURES[name], *shapes, *history["loss"][[0, -1]]])
columns = ["구조", "입력의 모양", "정답의 모양", "첫 손실", "마지막 손실"]
falls = pd.DataFrame(rows, columns=columns).set_index("구조").round(2)
assert (falls["마지막 손실"] < falls["첫 손실"]).all()
falls

# %%
# 다섯 모델의 손실이 모두 내려갑니다. 바꾸어 넣은 것은 모델과 데이터와 손실 함수뿐이고, 가르치는 줄은 그대로입니다. 표의 모양에서
# 구조가 보입니다. 여럿을 쓰면 정답에 둘째 축이 있고, 그 축이 쓰는 차례입니다. 문장의 둘째 축은 읽는 차례이지만, 그림의 둘째와
# 셋째 축은 차례가 아니라 세로와 가로입니다. 입력이 둘인 모델의 둘째 입력은 앞에서 쓴 말입니다.

# %%
# .. _one-to-one-train:
#
# 손글씨를 끝까지
# ---------------
#
# 이제 이 쪽의 주인공을 데이터 전부로 가르칩니다. 배우는 데 쓰지 않는 :term:`검증 데이터`의 손실도 함께 적습니다.

model = OneToOne((8, 8), 10, seed=0)
history = teach(
    model,
    (digits.train.images, digits.train.labels),
    cross_entropy,
    epochs=12,
    valid=(digits.valid.images, digits.valid.labels),
    metrics={"accuracy": accuracy},
)

# %%

names = {
    "epoch": "에포크",
    "loss": "학습 손실",
    "valid/loss": "검증 손실",
    "valid/accuracy": "검증 정확도",
}
record = history.to_frame()[list(names)].rename(columns=names)
record.set_index("에포크").iloc[[0, 1, 3, 7, 11]].round(3)

# %%

# sphinx_gallery_alt = "에포크에 따른 학습 손실과 검증 손실의 선. 학습 손실은 <<first|.2f>>에서 <<last|.2f>>까지, 검증 손실은 <<valid_last|.2f>>까지 내려갑니다."
from dlconcepts.viz.training import plot_history

ax = plot_history(history)
ax.set_title("처음 몇 에포크에 크게 내려갑니다")
plt.show()
first, last = history["loss"][[0, -1]]
valid_first, valid_last = history["valid/loss"][[0, -1]]
assert valid_last < valid_first / 2

# %%
# 마지막으로 한 번도 보지 않은 :term:`평가 데이터`로 재고, 틀린 그림을 봅니다.

with torch.no_grad():
    test_logits = model(torch.tensor(digits.test.images)).numpy()
test_accuracy = accuracy(test_logits, digits.test.labels)
guess = test_logits.argmax(axis=1)
wrong = np.flatnonzero(guess != digits.test.labels)
print(f"{len(guess)}장 가운데 {len(guess) - len(wrong)}장을 맞힙니다.")
assert test_accuracy > 0.9

# %%

# sphinx_gallery_alt = "모델이 틀린 손글씨 몇 장. 그림 위에 정답과 모델의 답이 적혀 있습니다. 획이 끊기거나 겹쳐 다른 숫자와 비슷합니다."
from matplotlib.colors import LinearSegmentedColormap

from dlconcepts.viz import INK, PAPER

ink = LinearSegmentedColormap.from_list("ink", [PAPER, INK])
fig, axes = plt.subplots(1, 5, figsize=(6, 1.7))
for ax, i in zip(axes, wrong, strict=False):
    ax.imshow(digits.test.images[i], cmap=ink)
    ax.set_title(f"{digits.test.labels[i]} → {guess[i]}", loc="center")
    ax.set_axis_off()
plt.show()
assert len(wrong) >= 5

# %%
# 화살표의 왼쪽이 정답, 오른쪽이 모델의 답입니다. 모델은 어떤 그림에든 숫자를 **하나** 답합니다. 고를 수 있는 답이 열 숫자뿐이라
# 모르겠다고 말할 길이 없습니다.

# %%
# .. _one-to-one-trap:
#
# 흔한 함정
# ---------
#
# 흔히 이렇게 말합니다: “감정 분류는 분류이므로 이미지 분류처럼 입력 하나, 출력 하나인 구조이다.” 얼굴 사진이라면 맞는
# 말입니다. 문장이라면 어떨까요? 그림의 칸처럼 자리를 여덟 개 두고, 자리마다 어느 낱말이 있는지 켜서 문장을 통째로 넣어
# 봅니다. 짧은 문장의 남는 자리에는 비었다는 표시를 켭니다.

positive = sentences.test.labels.mean()


def slots(ids):  # (B, 8) → (B, 8, 낱말의 수)
    return np.eye(n_words, dtype=np.float32)[ids]


slot_model = OneToOne((8, n_words), 2, seed=0)
teach(slot_model, (slots(words.words), words.labels), cross_entropy, epochs=10)


def score(model, ids, labels):
    with torch.no_grad():
        return accuracy(model(torch.tensor(ids)).numpy(), labels)


slot_accuracy = score(
    slot_model, slots(sentences.test.words), sentences.test.labels
)
print(f"긍정의 비율 {positive:.2f}, 맞힌 비율 {slot_accuracy:.2f}")
assert slot_accuracy > 0.85

# %%
# 잘 맞힙니다. 정말 문장을 읽게 된 것일까요? 문장 앞에 뜻 없는 “음”을 한 마디 붙입니다. 긍정인지 부정인지는 바뀌지 않으니
# 사람이라면 똑같이 답합니다. 견주려고, 한 낱말씩 차례로 읽는 ``ManyToOne``도 같은 문장으로 가르칩니다. 어느 쪽의 점수가
# 떨어질까요?

reader = models.ManyToOne(n_words, 2, seed=0)
teach(reader, (words.words, words.labels), cross_entropy, epochs=10)

# 한 마디 더 들어갈 자리가 있는 문장만 씁니다
fits = sentences.test.mask.sum(axis=1) < 8
plain, answers = sentences.test.words[fits], sentences.test.labels[fits]
um = np.full((len(plain), 1), words.vocabulary.ids["음"])
spoken = np.hstack([um, plain[:, :-1]])

# %%

trials = {"그대로": plain, "“음”을 붙이면": spoken}
scores = pd.DataFrame(
    {
        name: [
            score(slot_model, slots(ids), answers),
            score(reader, ids, answers),
        ]
        for name, ids in trials.items()
    },
    index=["통째로 (OneToOne)", "차례로 (ManyToOne)"],
)
(slot_before, slot_after), (read_before, read_after) = scores.to_numpy()
assert slot_after < slot_before - 0.15
assert abs(read_after - read_before) < 0.05
scores.round(2)

# %%
# 통째로 읽은 모델은 :val:`slot_before|.2f`에서 :val:`slot_after|.2f`로 떨어지고, 차례로 읽은 모델은 :val:`read_after|.2f`로
# 거의 그대로입니다. 통째로 읽는 모델에게는 첫째 자리의 “만두는”과 둘째 자리의 “만두는”이 서로 상관없는 칸입니다. 한 칸 밀리면
# 배운 것을 쓸 수 없습니다. 손글씨는 모두 가운데에 맞추어져 있어서 괜찮았던 것입니다. 더 긴 문장은 아예 들어가지도 않습니다.

from dlconcepts.errors import ShapeError

try:
    slot_model(torch.zeros(1, 9, n_words))
except ShapeError as error:
    print(error)

# %%
# 낱말의 벡터를 모두 더해 문장을 벡터 하나로 뭉쳐 두면 길이와 자리를 따지지 않고 하나로 다룰 수 있습니다. 그때 무엇을 잃는지는
# :doc:`여럿을 읽고 하나로 답하기 </auto_examples/11_io_structures/plot_03_many_to_one>`에서 셉니다.

# %%
# .. _one-to-one-summary:
#
# 정리
# ----
#
# - 구조는 셋만 물으면 정해집니다. 여럿을 읽는지, 여럿을 쓰는지, 둘 다라면 자리가 맞는지입니다. 일의 이름이나 배치의 크기와는
#   상관없습니다.
# - 하나를 읽고 하나로 답하는 모델은 모양이 같은 예제를 통째로 한 번에 읽습니다. 읽는 층과 답하는 층이면 됩니다.
# - 다섯 구조의 모델을 같은 루프로 가르칩니다. 손실은 모두 ``loss_fn(model(*inputs), target)`` 한 줄입니다.

# %%
# .. _one-to-one-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 모든 그림의 칸을 똑같은 차례로 뒤섞으면 사람은 숫자를 알아볼 수 없습니다. 모델은 얼마나 맞힐까요?
#
# .. dropdown:: 답 보기
#
#    뒤섞지 않았을 때가 :val:`test_accuracy|.2f`, 뒤섞으면 :val:`shuffled_accuracy|.2f`로 거의 같습니다. 이 모델은 그림을
#    벡터 하나로 펴서 읽으므로 어느 칸이 이웃인지 처음부터 모릅니다. 이웃을 아는 것은 :term:`합성곱`입니다.

order = np.random.default_rng(0).permutation(64)


def mixed(part):
    return part.images.reshape(-1, 64)[:, order]


blind = OneToOne(64, 10, seed=0)
teach(
    blind, (mixed(digits.train), digits.train.labels), cross_entropy, epochs=12
)
with torch.no_grad():
    blind_logits = blind(torch.tensor(mixed(digits.test))).numpy()
shuffled_accuracy = accuracy(blind_logits, digits.test.labels)
print(f"{shuffled_accuracy:.2f}")
assert abs(shuffled_accuracy - test_accuracy) < 0.04

# %%
# **둘.** 답은 꼭 이름이어야 할까요? 잉크의 무게중심이 어디인지, 세로와 가로의 자리 둘을 답하게 해 보세요. 정답은 아래
# 함수가 만듭니다. 나머지에서 무엇을 바꾸면 될까요?


def centers(part):
    where = np.stack(np.indices((8, 8)), axis=-1)  # (8, 8, 2)
    ink = part.images[..., None]  # (B, 8, 8, 1)
    return ((ink * where).sum((1, 2)) / ink.sum((1, 2))).astype(np.float32)


# %%
# .. dropdown:: 답 보기
#
#    답의 수를 둘로, 손실을 :term:`평균제곱오차`로 바꾸면 됩니다. 모델의 답은 정답에서 평균 :val:`center_error|.2f` 칸 떨어져
#    있습니다. 늘 평균 자리를 답하면 :val:`lazy_error|.2f` 칸입니다. 수 둘을 답하지만 한 번에 내놓으므로 여전히 하나로 답하는
#    구조입니다.

pointer = OneToOne((8, 8), 2, seed=0)
middle = centers(digits.train).mean(
    axis=0
)  # 여기에서 벗어난 만큼을 가르칩니다
goal = (digits.train.images, centers(digits.train) - middle)
teach(pointer, goal, nn.MSELoss(), epochs=12)
with torch.no_grad():
    answer = pointer(torch.tensor(digits.test.images)).numpy() + middle
truth = centers(digits.test)
center_error = np.linalg.norm(answer - truth, axis=1).mean()
lazy_error = np.linalg.norm(middle - truth, axis=1).mean()
print(f"{center_error:.2f} 칸, 늘 같은 답 {lazy_error:.2f} 칸")
assert center_error < lazy_error / 2

# %%
# .. _one-to-one-next:
#
# 다음 쪽
# -------
#
# 그림은 그대로 하나인데 답이 문장이라면 어떻게 쓸까요?
# :doc:`하나를 읽고 여럿으로 답하기 </auto_examples/11_io_structures/plot_02_one_to_many>`에서 한 음절씩 씁니다.
