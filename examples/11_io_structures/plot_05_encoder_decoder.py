"""
다 읽고 나서 쓰면 길이가 달라도 될까요?
=======================================

숫자가 똑같이 넷이어도 우리말로 읽으면 한 음절일 수도 있고 일곱 음절일 수도 있습니다. 짝이 맞지 않으니 자리마다 답할 수
없습니다. 다 읽은 다음에 쓰기 시작하면 어떨까요? 그러면 읽은 것은 쓰는 동안 어디에 남아 있을까요?

- **할 것**: 수를 우리말로 읽는 인코더와 디코더를 가르치고, 수가 길어지면 무엇이 무너지는지 잽니다. 축을 잘못 적은 코드를
  한 줄로 잡습니다.
- **배울 것**: 상태 하나에 모두 담는 것이 병목이고, 어텐션은 쓸 때마다 다시 봅니다. 그래도 배우지 않은 길이는 읽지 못합니다.
- **필요한 것**: :doc:`자리마다 답하기 </auto_examples/11_io_structures/plot_04_many_to_many>`. PyTorch를 씁니다.
"""

# %%
# .. _encdec-task:
#
# 수를 우리말로 읽기
# ------------------
#
# 숫자를 하나씩 읽고 한글 음절을 하나씩 씁니다. 자리를 채우는 0은 읽지 않고, 십과 백과 천 앞의 “일”도 읽지 않습니다. 규칙은 짧지만
# 숫자와 음절이 하나씩 짝을 이루지 않습니다.

import numpy as np
import pandas as pd

from dlconcepts.datasets.numbers import (
    DIGITS,
    SYLLABLES,
    korean_reading,
    make_numbers,
)

for number in [321, 1000, 1010, 7777]:
    print(number, "→", korean_reading(number))

# %%
# 0부터 :val:`largest|,d`까지에서 서로 다른 수를 뽑아 나눕니다. 평가할 수는 학습에 나오지 않습니다. 학습할 수를
# 숫자의 개수(세로)와 음절의 개수(가로)로 나누어 셉니다.

largest = 9_999
small = make_numbers(seed=0, largest=largest)
print(f"학습 {len(small.train)}, 평가 {len(small.test)}")
assert not set(small.train.numbers) & set(small.test.numbers)
pd.crosstab(
    pd.Series(small.train.digit_mask.sum(axis=1), name="숫자"),
    pd.Series([len(text) for text in small.train.readings], name="음절"),
)

# %%
# 숫자가 넷이어도 음절의 수는 제각각입니다. 그래서 :term:`인코더`(encoder)가 끝까지 읽은 다음에 :term:`디코더`(decoder)가 쓰기
# 시작하는, 다 읽고 쓰는 N대N 구조를 씁니다.

# sphinx_gallery_alt = "왼쪽의 인코더에 3, 2, 1이 차례로 들어가고, 마지막 상태가 오른쪽의 디코더로 이어집니다. 디코더는 삼, 백, 이, 십, 일, 끝을 차례로 쓰고, 방금 쓴 것이 점선을 따라 다음 상태로 들어갑니다."
import matplotlib.pyplot as plt

from dlconcepts.viz import MARKERS, PALETTE, use_korean_font
from dlconcepts.viz.structures import plot_structure

use_korean_font()
ax = plot_structure(
    "encoder_decoder", inputs=("3", "2", "1"), outputs=(*"삼백이십일", "끝")
)
ax.set_title("다 읽은 다음에 씁니다")
plt.show()

# %%
# .. _encdec-model:
#
# 읽는 층과 쓰는 층
# -----------------
#
# 두 층 모두 한 :term:`토큰`씩 차례로 읽는 :term:`순환 신경망` GRU입니다. 인코더의 마지막 상태가 디코더의 처음 상태가 됩니다.
# 디코더는 방금 쓴 음절을 읽고 다음 음절의 점수를 냅니다. 첫 음절 앞에는 시작 표시를, 마지막 음절 뒤에는 끝 표시를 둡니다.
# 학습할 때 디코더가 읽는 것과 맞혀야 하는 것은 한 칸 어긋난 같은 줄입니다.

shown = pd.DataFrame(
    [small.test.decoder_inputs[1], small.test.targets[1]],
    index=["읽는 것", "맞힐 것"],
)
print(small.test.numbers[1], small.test.readings[1])
shown.map(lambda i: SYLLABLES.tokens[i])

# %%
# 이렇게 학습할 때는 모델이 무엇을 썼든 **정답**을 읽힙니다. 선생님이 옆에서 바로잡아 주는 것과 같아 :term:`교사 강요`(teacher
# forcing)라고 합니다. 라이브러리의 ``EncoderDecoder``가 이 모델입니다. 패딩이 없도록 숫자가 넷인 수만 골라 순전파를 손으로
# 따라가 봅니다.

import torch

from dlconcepts.models import EncoderDecoder, token_cross_entropy

torch.set_num_threads(1)
model = EncoderDecoder(len(DIGITS), len(SYLLABLES), seed=0)
four_digits = small.test.digit_mask.all(axis=1)
source = torch.from_numpy(small.test.digits[four_digits])
words = torch.from_numpy(small.test.decoder_inputs[four_digits])
_, last = model.encoder(model.read_embedding(source))
states, _ = model.decoder(model.write_embedding(words), last)
logits = model.answer(states)
print(tuple(source.shape), "→", tuple(last.shape), "→", tuple(logits.shape))
assert torch.equal(logits, model(source, words))

# %%
# 수 하나를 읽고 디코더로 건네는 것은 가운데의 벡터 하나, 곧 값 :val:`state_size`개뿐입니다. 다른 쪽과 같은 ``Trainer``로
# 가르칩니다. 손실은 음절마다의 :term:`교차 엔트로피`이고, 패딩은 세지 않습니다.

from dlconcepts.training import TrainConfig, Trainer

state_size = last.shape[2]


def learn(data, **options):
    model = EncoderDecoder(len(DIGITS), len(SYLLABLES), seed=0, **options)
    adam = torch.optim.Adam(model.parameters(), lr=0.01)
    config = TrainConfig(epochs=8, batch_size=64, seed=0, progress=False)
    Trainer(model, adam, token_cross_entropy, config, device="cpu").fit(data)
    return model.eval()


def pairs(part):
    return (part.digits, part.decoder_inputs), part.targets


reader = learn(pairs(small.train))

# %%
# .. _encdec-write:
#
# 스스로 쓰기
# -----------
#
# 배운 다음에 쓸 때는 읽힐 정답이 없습니다. 시작 표시만 주고, 방금 쓴 음절을 다시 읽히며, 끝 표시가 나올 때까지 씁니다.

from dlconcepts.datasets.tokens import BOS, EOS


def write(model, number, longest=16):
    source = torch.from_numpy(DIGITS.encode([str(number)])[0])
    words = [BOS]
    while words[-1] != EOS and len(words) <= longest:
        logits = model(source, torch.tensor([words]))
        words.append(int(logits[0, -1].argmax()))
    return "".join(SYLLABLES.decode(words))


example = 321
answer = write(reader, example)
print(example, "→", answer)
assert example not in small.train.numbers

# %%
# 학습에 없던 수입니다. ``generate``는 같은 일을 여러 수에 한꺼번에 하고, 이미 계산한 상태를 다시 씁니다. 평가할 수를 모두 읽혀,
# 한 음절도 틀리지 않은 비율을 잽니다.


def read(model, numbers):
    source, _ = DIGITS.encode([str(number) for number in numbers])
    written = model.generate(torch.from_numpy(source), max_length=16)
    return ["".join(SYLLABLES.decode(row)) for row in written.tolist()]


def score(model, numbers):
    right = [korean_reading(int(number)) for number in numbers]
    return float(np.mean(np.array(read(model, numbers)) == np.array(right)))


small_score = score(reader, small.test.numbers)
print(f"{small_score:.3f}")
assert read(reader, [example]) == [answer]
assert small_score > 0.85

# %%
# 규칙을 하나도 적어 주지 않았는데 처음 보는 수를 :val:`small_score|.0%` 읽습니다.

# %%
# .. _encdec-bottleneck:
#
# 수가 길어지면
# -------------
#
# 여섯 자리까지 늘립니다. 뒤의 네 자리 앞에 “만”을 넣어 읽습니다. 학습할 수의 개수도, 모델의 크기도, 에포크도 그대로입니다.
# 얼마나 읽을까요?

large = make_numbers(seed=0, largest=999_999)
bottleneck = learn(pairs(large.train))
large_score = score(bottleneck, large.test.numbers)
print(f"여섯 자리까지 {large_score:.3f}")
assert large_score < small_score - 0.3

# %%
# :val:`small_score|.0%`에서 :val:`large_score|.0%`로 떨어졌습니다. 그런데 음절마다 세면 이야기가 다릅니다. 정답을 읽히며 잰
# 것과 스스로 쓰게 하며 잰 것을 나란히 놓습니다. 어느 쪽의 점수가 높을까요?


def grade(model, part):
    source, words = map(torch.from_numpy, (part.digits, part.decoder_inputs))
    with torch.no_grad():
        forced = model(source, words).argmax(dim=2).numpy()
    length = part.targets.shape[1]
    free = model.generate(source, max_length=length).numpy()
    free = np.pad(free, ((0, 0), (0, length - free.shape[1])))
    mask, rows = part.target_mask, {}
    for name, guess in {"정답을 읽으며": forced, "스스로 쓰며": free}.items():
        hit = guess == part.targets
        rows[name] = [hit[mask].mean(), (hit | ~mask).all(axis=1).mean()]
    return pd.DataFrame(rows, index=["음절마다", "수를 통째로"]).T


graded = grade(bottleneck, large.test)
graded.round(3)

# %%
# 통째로 맞힌 비율은 둘이 같습니다. 한 번도 틀리지 않았다면 스스로 쓴 것이 곧 정답이므로 두 쪽이 같은 것을 읽습니다. 음절마다의
# 점수는 다릅니다. 스스로 쓸 때는 한 번 틀리면 틀린 음절을 읽고 이어 쓰기 때문입니다. 정답을 읽으며 잰
# :val:`forced_token|.0%`만 보고 잘 읽는다고 말하면 안 됩니다.

forced_token, forced_whole = graded.loc["정답을 읽으며"]
free_token, free_whole = graded.loc["스스로 쓰며"]
assert abs(forced_whole - free_whole) < 0.005
assert forced_token - free_token > 0.02
assert forced_token - forced_whole > 0.3

# %%
# .. _encdec-attention:
#
# 쓸 때마다 다시 보기
# -------------------
#
# 수가 길어져도 디코더가 받는 것은 여전히 벡터 하나입니다. 여섯 숫자와 그 차례를 그 하나에 담는 법을 배워야 합니다.
# :term:`어텐션`(attention)은 인코더의 마지막 상태만이 아니라 **모든 자리의 상태** :math:`k_s`를 남겨 두고, 쓸 때마다 디코더의 상태
# :math:`q_t`와 견주어 다시 봅니다. 견주는 방법은 두 벡터를 자리끼리 곱해 더하는 것입니다. 그 합이 너무 커지지 않게 상태의 길이
# :math:`H`의 제곱근으로 나눕니다.
#
# .. math::
#
#    a_{ts} = \operatorname{softmax}_s\!\left(\frac{q_t \cdot k_s}{\sqrt{H}}\right),
#    \qquad c_t = \sum_s a_{ts} k_s
#
# :math:`a_{ts}`는 :math:`t`번째 음절을 쓰려고 :math:`s`번째 자리를 본 비율입니다. :term:`소프트맥스`를 지났으므로 자리마다의 비율을
# 모두 더하면 하나입니다. 그 비율로 섞은 :math:`c_t`를 :math:`q_t` 옆에 이어 붙여 점수를 냅니다. 점수를 내는 층의 입력이 두 배로
# 길어지는 것 말고는 그대로입니다. 점수가 얼마나 오를까요?

seeing = learn(pairs(large.train), attention=True)
seeing_score = score(seeing, large.test.numbers)
print(f"어텐션 없이 {large_score:.3f}, 어텐션과 함께 {seeing_score:.3f}")
assert seeing_score > 0.9
assert seeing_score - large_score > 0.3

# %%
# 같은 데이터를 같은 만큼 배우고 :val:`seeing_score|.0%`가 되었습니다. 패딩이 없는 여섯 자리 수에서, 식대로 손으로 계산한 비율이
# 모델의 것과 같은지도 확인합니다.

six_digits = large.test.digit_mask.all(axis=1)
source = torch.from_numpy(large.test.digits[six_digits])
words = torch.from_numpy(large.test.decoder_inputs[six_digits])
with torch.no_grad():
    k, last = seeing.encoder(seeing.read_embedding(source))
    q, _ = seeing.decoder(seeing.write_embedding(words), last)
    a = torch.softmax(q @ k.transpose(1, 2) / state_size**0.5, dim=2)
print("(수, 음절, 자리)", tuple(a.shape))
assert torch.allclose(a, seeing.attention_weights(source, words), atol=1e-5)
assert torch.allclose(a.sum(dim=2), torch.ones(a.shape[:2]), atol=1e-5)

# %%
# .. _encdec-look:
#
# 쓰고 있는 숫자를 볼까요?
# ------------------------
#
# 어디를 보라고 가르친 적은 없습니다. 여섯 숫자가 모두 다르고 영과 일이 없는 수 하나를 골라 비율을 그립니다. 음절마다 어느 숫자의
# 칸이 진할까요?

texts = large.test.numbers[six_digits].astype(str)
plain = [i for i, t in enumerate(texts) if len(set(t) - {"0", "1"}) == 6]
chosen = plain[0]
syllables = large.test.readings[six_digits][chosen]
looks = a[chosen, : len(syllables)].numpy()
print(texts[chosen], "→", *read(seeing, [texts[chosen]]))

# %%

# sphinx_gallery_alt = "가로축은 입력한 숫자 여섯 개, 세로축은 쓴 음절인 격자. 어텐션의 비율이 클수록 진하고 칸마다 비율이 적혀 있습니다. 진한 칸이 왼쪽 위에서 오른쪽 아래로 계단처럼 내려갑니다. 숫자를 읽는 음절마다 그 숫자의 칸이 가장 진합니다."
fig, ax = plt.subplots(figsize=(5, 5.6))
for (t, s), share in np.ndenumerate(looks):
    ax.barh(t, 0.94, 0.94, s - 0.47, color=PALETTE[0], alpha=float(share))
    ax.text(s, t, f"{share:.2f}", ha="center", va="center", fontsize=11)
ax.set_xticks(range(6), list(texts[chosen]))
ax.set_yticks(range(len(syllables)), list(syllables))
ax.margins(0.01)
ax.set(xlabel="읽은 숫자", ylabel="쓴 음절")
ax.invert_yaxis()
ax.spines[:].set_visible(False)
ax.grid(visible=False)
ax.set_title("쓰면서 보는 자리가 옮겨 갑니다")
plt.show()

# %%
# 진한 칸이 계단처럼 내려갑니다. 하나만 보고 말하지 않습니다. 평가할 여섯 자리 수 모두에서, “일”부터 “구”까지의 음절을 쓸 때
# 가장 크게 본 자리에 바로 그 숫자가 있는지 셉니다. 아무 자리나 볼 때 우연히 맞을 비율도 함께 구합니다.

value = {name: str(i) for i, name in enumerate("영일이삼사오육칠팔구") if i}
hits, chances = [], []
for i, text in enumerate(texts):
    for t, syllable in enumerate(large.test.readings[six_digits][i]):
        if syllable in value:
            hits.append(text[a[i, t].argmax()] == value[syllable])
            chances.append(text.count(value[syllable]) / 6)
look_share, chance_share = np.mean(hits), np.mean(chances)
print(f"{len(hits)}번 가운데 {look_share:.3f}, 우연이면 {chance_share:.3f}")
assert look_share > chance_share + 0.3
seen = [t for t, name in enumerate(syllables) if name in value]
best = looks.argmax(axis=1)
assert all(texts[chosen][best[t]] == value[syllables[t]] for t in seen)

# %%
# 그런 음절의 :val:`look_share|.1%`에서 쓰고 있는 숫자를 가장 크게 보았습니다. 우연이면 :val:`chance_share|.0%`입니다. 손실을 줄이다 보니
# 생긴 일입니다. 다만 비율은 무엇을 섞어 넣었는지를 말할 뿐, 그렇게 쓴 까닭까지 말해 주지는 않습니다.

# %%
# .. _encdec-limits:
#
# 읽지 못하는 길이
# ----------------
#
# 이 모델에게 처음의 :val:`example|d|을/를` 읽혀 봅니다. 여섯 자리를 읽는 모델에게 세 자리는 쉬울까요? 일곱 자리는 어떨까요?

short_answer, long_answer = read(seeing, [321, 1234567])
print("321 →", short_answer)
print("1234567 →", long_answer)
assert short_answer != korean_reading(321)
assert long_answer != korean_reading(1234567)

# %%
# 둘 다 틀립니다. 긴 것만이 아니라 **짧은 것도** 읽지 못합니다. 여섯 자리까지의 수를 고르게 뽑으면 열에 아홉은 여섯 자리이기
# 때문입니다. 같은 개수를, 길이가 고루 섞이게 뽑아 다시 가르칩니다.

from dlconcepts.datasets.numbers import reading_arrays

rng = np.random.default_rng(1)
mixed = np.array(
    [rng.integers(10 ** (n - 1), 10**n) for n in rng.integers(1, 7, 2000)]
)
encoded, _ = DIGITS.encode([str(number) for number in mixed])
spoken = reading_arrays(mixed)
mixed_pairs = (encoded, spoken["decoder_inputs"]), spoken["targets"]
balanced = learn(mixed_pairs, attention=True)

# %%
# 길이마다 학습에 몇 개나 있었는지 세고, 어느 학습 데이터에도 없던 수로 잽니다. 표를 보기 전에 어느 길이를 읽을지 예측해 보세요.

lengths, rows = range(3, 8), []
for n in lengths:
    fresh = np.unique(rng.integers(10 ** (n - 1), 10**n, 200))
    fresh = np.setdiff1d(fresh, [*large.train.numbers, *mixed])
    row = [n]
    for trained, on in [(seeing, large.train.numbers), (balanced, mixed)]:
        row += [sum(len(str(i)) == n for i in on), score(trained, fresh)]
    rows.append(row)
columns = ["고르게: 본 수", "고르게: 맞힘", "섞어서: 본 수", "섞어서: 맞힘"]
limits = pd.DataFrame(rows, columns=["자릿수", *columns]).set_index("자릿수")
limits.round(2)

# %%

# sphinx_gallery_alt = "자릿수에 따른 맞힌 비율의 선 그림. 여섯 자리까지에서 고르게 뽑아 배운 모델은 세 자리에서 <<uniform[0]|.2f>>, 여섯 자리에서 <<uniform[3]|.2f>>이고, 길이를 섞어 배운 모델은 세 자리에서 <<even[0]|.2f>>, 여섯 자리에서 <<even[3]|.2f>>입니다. 일곱 자리에서는 <<uniform[4]|.2f>>와 <<even[4]|.2f>>입니다."
uniform, even = limits[columns[1]].to_numpy(), limits[columns[3]].to_numpy()
fig, ax = plt.subplots()
labels = {"수를 고르게 뽑아 배움": uniform, "길이를 섞어 배움": even}
for i, (label, line) in enumerate(labels.items()):
    style = {"marker": MARKERS[i], "color": PALETTE[i], "ls": ["-", "--"][i]}
    ax.plot(lengths, line, label=label, **style)
ax.legend(loc="lower center")
ax.set(xlabel="자릿수", ylabel="통째로 맞힌 비율", xticks=lengths)
ax.set_title("많이 본 길이만 읽습니다")
plt.show()

# %%
# 길이를 섞어 배우면 세 자리도 읽습니다. 모델은 그대로이고 데이터만 바뀌었습니다. 그 대신 적게 본 여섯 자리는 조금 덜 맞힙니다.
# 일곱 자리는 두 모델 모두 거의 읽지 못합니다. 필요한 음절은 모두 배운 것인데도 그렇습니다. 규칙을 찾은 것이 아니라, **본 길이
# 안에서** 통하는 방법을 찾은 것입니다.

assert uniform[0] < 0.3
assert even[0] > 0.8
assert max(uniform[4], even[4]) < 0.2
assert even[3] < uniform[3]

# %%
# .. _encdec-trap:
#
# 흔한 함정
# ---------
#
# 흔히 이렇게 말합니다: “오류 없이 돌아가고 손실이 줄어드니 맞는 코드이다.” 아래의 인코더와 디코더를 봅니다. LSTM도 GRU처럼 상태를
# 넘기며 읽는 층입니다. 만들 때 ``batch_first=True``를 적지 않으면 PyTorch는 첫 축을 **시간**, 곧 읽는 차례로 봅니다. 데이터는
# 지금까지처럼 첫 축이 배치입니다.

from torch import nn


class TwoLSTMs(nn.Module):
    def __init__(self, **axes):
        super().__init__()
        self.read = nn.Embedding(len(DIGITS), 32)
        self.encoder = nn.LSTM(32, 32, **axes)
        self.write = nn.Embedding(len(SYLLABLES), 32)
        self.decoder = nn.LSTM(32, 32, **axes)
        self.answer = nn.Linear(32, len(SYLLABLES))

    def forward(self, source, words):
        _, state = self.encoder(self.read(source))
        states, _ = self.decoder(self.write(words), state)
        return self.answer(states)


# %%
# ``batch_first=True``를 잊은 모델과 적은 모델을 하나씩 만듭니다. 읽을 숫자를 네 칸에 담을 때와, 쓸 음절처럼 여덟 칸으로 채울 때를
# 견줍니다. 무슨 일이 생길까요?

torch.manual_seed(0)
forgot = TwoLSTMs()
torch.manual_seed(0)
kept = TwoLSTMs(batch_first=True)
words = torch.from_numpy(small.train.decoder_inputs)
texts = [str(number) for number in small.train.numbers]
unequal, equal = (
    torch.from_numpy(DIGITS.encode(texts, length=n)[0]) for n in (4, 8)
)

# %%

try:
    forgot(unequal, words)
except RuntimeError as error:
    complaint = str(error)
    print("길이가 다르면:", complaint)
print("길이가 같으면:", tuple(forgot(equal, words).shape))
assert complaint.startswith("Expected hidden")

# %%
# 칸의 수가 다르면 다행히 오류가 납니다. 같으면 조용히 돌아가고 모양도 맞습니다. 배우기까지 할까요? 두 모델을 세 에포크씩
# 가르쳐 봅니다.

losses = {}
for name, model in {"잊음": forgot, "적음": kept}.items():
    adam = torch.optim.Adam(model.parameters(), 0.01)
    config = TrainConfig(epochs=3, batch_size=50, seed=0, progress=False)
    trainer = Trainer(model, adam, token_cross_entropy, config, device="cpu")
    losses[name] = trainer.fit(((equal, words), small.train.targets))["loss"]
table = pd.DataFrame(losses, index=pd.RangeIndex(1, 4, name="에포크"))
assert losses["잊음"][-1] < losses["잊음"][0] - 0.1
table.round(2)

# %%
# 손실까지 줄어듭니다. 이번에는 배치의 첫 수만 다른 것으로 바꾸고, 건드리지 **않은** 두 번째 수의 답이 움직이는지 봅니다.


def neighbour_moves(model, first, *rest):
    other = first.clone()
    other[0] = first[2]
    with torch.no_grad():
        gap = model(first, *rest)[1] - model(other, *rest)[1]
    return gap.abs().max().item()


forgot_gap = neighbour_moves(forgot, equal[:3], words[:3])
kept_gap = neighbour_moves(kept, equal[:3], words[:3])
print(f"잊음 {forgot_gap:.3f}   적음 {kept_gap:.3f}")
assert forgot_gap > 0.01
assert kept_gap < 1e-5

# %%
# 잊은 모델에서는 두 번째 수의 답이 옆의 수 때문에 움직였습니다. 배치의 수들을 한 줄로 이어 읽은 것입니다. 예제들이 **섞였는데**,
# 돌아가는 것도, 모양이 맞는 것도, 손실이 줄어드는 것도 이 잘못을 알려 주지 않습니다.

# %%
# .. _encdec-one-line:
#
# 한 줄로 잡기
# ------------
#
# 잡는 방법은 방금 쓴 함수의 ``gap`` 줄입니다. 한 예제를 바꾸었을 때 **다른** 예제의 답이 움직이면 안 됩니다. 이 라이브러리의 모든
# 모델에 물어봅니다. ``ManyToMany``는 읽는 방법 셋을, ``TextNetwork``는 둘을, ``EncoderDecoder``는 어텐션이 없을 때와 있을 때를 다
# 봅니다. 언어를 다루는 쪽들에서 만나는 모델 셋도 함께 넣습니다. :term:`배치 정규화`처럼 예제를 일부러 함께 쓰는 층이 있다면 ``eval()``을 부른 다음에 봅니다.

from dlconcepts import models

torch.manual_seed(0)
points, image = torch.rand(3, 6), torch.rand(3, 1, 8, 8)
ids, spoken = torch.randint(4, 14, (3, 5)), torch.randint(4, 20, (3, 5))
spoken[:, 0] = BOS

# %%

cases = [
    (models.ShallowMLP(6, 8, 3, seed=0), points),
    (models.DeepMLP(6, (8, 8), 3, seed=0), points),
    (models.ConvClassifier((1, 8, 8), 10, seed=0), image),
    (models.OneToOne((1, 8, 8), 10, seed=0), image),
    (models.OneToMany((1, 8, 8), 20, seed=0), image, spoken),
    (models.ManyToOne(14, 2, seed=0), ids),
]
for reads in ["forward", "both", "attention"]:
    cases.append((models.ManyToMany(14, 8, reads=reads, seed=0), ids))
for look in [False, True]:
    model = models.EncoderDecoder(14, 20, attention=look, seed=0)
    cases.append((model, ids, spoken))

# %%
# 글을 읽는 모델 셋입니다. ``NeuroSymbolicClassifier``는 신경망 하나를 품고, 글과 함께 규칙의 답을 받습니다.

for reads in ["mean", "gru"]:
    cases.append((models.TextNetwork(14, 3, reads=reads, seed=0), ids))
both = models.NeuroSymbolicClassifier(cases[-1][0], 3, 3, trust=2.0)
cases.append((both, ids, torch.eye(3)))
cases.append((models.CausalTransformer(14, context=5, seed=0), ids))

# %%

gaps = [neighbour_moves(model, *inputs) for model, *inputs in cases]
tested = [type(model).__name__ for model, *_ in cases]
everything = [
    name
    for name, kind in vars(models).items()
    if isinstance(kind, type) and issubclass(kind, nn.Module)
]
assert set(tested) == set(everything)
assert max(gaps) < 1e-5
pd.DataFrame({"모델": tested, "옆의 답이 움직인 만큼": np.round(gaps, 6)})

# %%
# .. _encdec-summary:
#
# 정리
# ----
#
# - 입력과 출력의 길이가 다르면 다 읽은 다음에 씁니다. 학습할 때는 정답을 읽히고, 쓸 때는 방금 쓴 것을 다시 읽힙니다.
# - 같은 만큼 배울 때, 상태 하나로 건네는 모델은 수가 길어지자 무너졌고, 어텐션이 있는 모델은 쓸 때마다 그 숫자를 다시 보았습니다.
#   그래도 배운 길이 밖은 읽지 못합니다.
# - 첫 축이 배치라고 적지 않으면 예제가 섞이고도 조용합니다. 한 예제를 바꾸고 다른 예제의 답을 보면 잡힙니다.

# %%
# .. _encdec-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 네 자리까지 배운 첫 모델은 다섯 자리를 얼마나 읽을까요? 무엇이 더 필요할까요?
#
# .. dropdown:: 답 보기
#
#    다섯 자리를 :val:`five_score|.0%` 읽습니다. 네 자리까지의 학습 데이터에는 “만”이 :val:`man_count`번 나오므로 언제 쓰는
#    음절인지 배운 적이 없습니다. “만”이 든 다섯 자리의 수를 보아야 합니다.

man_count = sum("만" in text for text in small.train.readings)
five = np.random.default_rng(2).integers(10_000, 100_000, 200)
five_score = score(reader, five)
print(f"다섯 자리 {five_score:.3f}, 만이 나온 수 {man_count}개")
assert man_count == 0
assert five_score < 0.05

# %%
# **둘.** 가장 그럴듯한 음절 대신 확률대로 뽑아 쓰게 하면 어떻게 될까요? 로짓을 :term:`온도`로 나눈 다음 소프트맥스로 확률을 구합니다.
# 온도를 바꾸며 세 번씩 써 보세요.
#
# .. dropdown:: 답 보기
#
#    온도가 낮으면 늘 같은 답이고, 높이면 제각각이 됩니다. 답이 하나인 일에서는 뽑지 않는 편이 낫습니다.

source = torch.from_numpy(DIGITS.encode(["583889"] * 3)[0])
drawn = {}
for temperature in [0.1, 1.0, 3.0]:
    generator = torch.Generator().manual_seed(0)
    choice = {"temperature": temperature, "generator": generator}
    written = seeing.generate(source, max_length=16, **choice).tolist()
    drawn[temperature] = ["".join(SYLLABLES.decode(row)) for row in written]
    print(temperature, drawn[temperature])
assert len(set(drawn[0.1])) == 1 < len(set(drawn[3.0]))

# %%
# **셋.** 여섯 자리에서 무너진 모델을 더 오래 가르치면 어떻게 될까요? 어텐션 없이 몇 에포크를 더 이어 가르치고 재 보세요.
#
# .. dropdown:: 답 보기
#
#    :val:`more_epochs|d` 에포크를 더 배우면 :val:`large_score|.2f`에서 :val:`longer_score|.2f`까지 오릅니다. 벡터 하나에 담을 수
#    없다기보다 담는 법을 배우기가 더딘 것입니다. 어텐션이 더 적은 에포크에 닿은 :val:`seeing_score|.2f`에는 못 미칩니다.

more_epochs = 6
adam = torch.optim.Adam(bottleneck.parameters(), lr=0.01)
config = TrainConfig(more_epochs, batch_size=64, seed=1, progress=False)
trainer = Trainer(bottleneck, adam, token_cross_entropy, config, device="cpu")
trainer.fit(pairs(large.train))
longer_score = score(bottleneck.eval(), large.test.numbers)
print(f"{longer_score:.3f}")
assert large_score < longer_score < seeing_score

# %%
# .. _encdec-next:
#
# 다음 쪽
# -------
#
# 입력과 출력의 다섯 구조를 모두 보았습니다. 지금까지 본 쪽들이 어떻게 이어지는지는 :doc:`배움 지도 </map>`에서 봅니다.
