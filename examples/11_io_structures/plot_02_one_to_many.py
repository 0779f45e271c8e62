r"""
그림 한 장을 어떻게 여러 마디로 읽을까요?
=========================================

숫자 그림 한 장의 답은 하나였습니다. 그런데 숫자 셋이 적힌 띠를 “삼백이십일”이라고 읽으려면 답이 여럿이고, 몇
개인지도 띠마다 다릅니다. 한 번에 하나씩만 답하는 모델이 어떻게 여럿을 답할까요?

- **할 것**: 손글씨 숫자를 이어 붙인 띠를 보고 우리말로 읽는 모델을 학습시키고, 처음 보는 글씨를 읽게 합니다.
- **배울 것**: 모델은 음절을 하나 쓰고, 쓴 것을 다시 읽고, 다음 음절을 씁니다. 끝났다는 것도 스스로 정합니다. 그리고
  순환 신경망의 상태는 그대로 점수로 쓸 수 없습니다.
- **필요한 것**: :doc:`하나에서 하나로 </auto_examples/11_io_structures/plot_01_one_to_one>`,
  :doc:`손실 함수 </auto_examples/06_building_blocks/plot_03_losses>`. PyTorch를 씁니다.
"""

# %%
# .. _one-to-many-strips:
#
# 띠 한 장, 음절 여럿
# -------------------
#
# 사람들이 쓴 숫자 그림 셋을 옆으로 이어 붙여 띠를 만듭니다. 숫자 그림을 나누어 놓고 만들었으므로,
# :term:`평가 데이터`의 글씨는 학습에서 한 번도 본 적이 없습니다.

import numpy as np
import torch

from dlconcepts.datasets.strips import make_strips

torch.set_num_threads(1)  # 이만큼 작은 계산은 코어 하나가 더 빠릅니다
data = make_strips(seed=0, train=6000, test=1000)
train, test = data.train, data.test
print("그림", train.images.shape, " 읽기", train.readings[:3])

# %%
# 글씨는 처음 보더라도 수는 아닐 수 있습니다. 세 자리 수는 구백 가지뿐이라 그냥 두면 거의 모두 학습에 나옵니다.
# 그래서 백 가지를 뽑아 학습에서는 모두 뺍니다.

draw = np.random.default_rng(0)
held_out = draw.choice(np.arange(100, 1000), size=100, replace=False)
rows = ~np.isin(train.numbers, held_out)
is_new = np.isin(test.numbers, held_out)
print(f"학습 {rows.sum():,}장")
print(f"평가 {len(test):,}장, 처음 보는 수는 {is_new.sum()}장")

# %%
# 평가의 띠를 몇 장 봅니다. 위에 적은 것이 정답입니다. 음절의 수를 세어 보세요.

# sphinx_gallery_alt = "손글씨 숫자 셋을 이어 붙인 띠 네 장과 그 위에 적은 읽기. 숫자는 모두 셋인데 읽기는 두 음절, 세 음절, 네 음절, 다섯 음절입니다."
import matplotlib.pyplot as plt

from dlconcepts.viz import PALETTE, use_korean_font

use_korean_font()
syllables = np.array([len(text) for text in test.readings])
fig, axes = plt.subplots(1, 4, figsize=(8, 1.4))
for ax, length in zip(axes, [2, 3, 4, 5], strict=True):
    i = np.flatnonzero(syllables == length)[0]
    ax.imshow(test.images[i], cmap="Greys")
    ax.set_title(test.readings[i], loc="center")
    ax.set_axis_off()
plt.show()

# %%
# 숫자는 모두 셋인데 읽기의 길이는 다릅니다. 영은 읽지 않고, 백과 십 앞의 일도 읽지 않기 때문입니다. 그림의
# 조각과 음절이 하나씩 짝을 이루지 않으므로, 조각마다 하나씩 답하게 할 수는 없습니다.

# %%
# .. _one-to-many-structure:
#
# 1대N: 하나를 읽고 여럿을 씁니다
# -------------------------------
#
# 하나를 받아 여럿을 차례로 내는 구조를 **1대N**(one-to-many)이라고 합니다. 사진을 보고 설명하는 문장을 쓰는 일도 같은
# 구조입니다. 입력은 띠 한 장, 출력은 음절의 줄입니다.

# sphinx_gallery_alt = "1대N 구조의 그림. 아래에 숫자 띠라고 적힌 입력 상자 하나, 가운데에 차례로 이어진 상태 여섯, 위에 삼, 백, 이, 십, 일, 끝이라고 적힌 출력 상자 여섯이 있습니다. 띠에서 모든 상태로 화살표가 가고, 쓴 음절마다 다음 상태로 점선이 갑니다."
from dlconcepts.viz.structures import plot_structure

ax = plot_structure(
    "one_to_many",
    inputs=["숫자 띠"],
    outputs=["삼", "백", "이", "십", "일", "끝"],
)
ax.set_title("한 걸음에 하나씩 쓰고, 쓴 것을 다시 읽습니다")
plt.show()

# %%
# 가운데의 동그라미는 모두 같은 층입니다. 앞 걸음에서 넘겨받은 값, 곧 **상태**에 새로 읽은 것을 섞어 다음 상태를 만듭니다.
# 이렇게 제 출력을 다시 받아 차례로 나아가는 신경망을 :term:`순환 신경망`(recurrent neural network)이라고 합니다. 여기서는 그
# 가운데 GRU를 씁니다.
#
# 답은 걸음마다 하나입니다. 낱말 표에 있는 스무 :term:`토큰` 가운데 하나를 고르는 :term:`분류`를 되풀이합니다.

from dlconcepts.datasets.numbers import SYLLABLES

V = len(SYLLABLES)
print(V, SYLLABLES.tokens)
assert V == 20

# %%
# 앞의 넷은 말이 아니라 표시입니다. ``<bos>``는 이제 쓰기 시작하라는 **시작** 토큰이고, ``<eos>``는 다 썼다는 **끝**
# 토큰입니다. ``<pad>``는 길이를 맞추려고 뒤에 채우는 :term:`패딩`입니다. 길이를 미리 알려 주지 않으므로, 끝 토큰을 쓰는 것도
# 모델이 배워야 합니다. ``<unk>``는 모르는 말의 자리인데 여기서는 쓰지 않습니다.

# %%
# .. _one-to-many-teacher:
#
# 배울 때는 정답을 읽습니다
# -------------------------
#
# 다음 음절을 고르려면 어디까지 썼는지 알아야 합니다. 그래서 걸음마다 바로 앞의 음절을 읽습니다. 배우는 동안에는 제가 쓴
# 것이 아니라 **정답**을 읽습니다. 이것을 :term:`교사 강요`(teacher forcing)라고 합니다. 읽는 줄과 맞힐 줄은 한 칸
# 어긋난 같은 줄입니다.

import pandas as pd

names = np.array(SYLLABLES.tokens)
seven = np.array([text[0] == "칠" for text in test.readings])
one = int(np.flatnonzero(seven & (syllables == 4))[0])
pair = [names[test.decoder_inputs[one]], names[test.targets[one]]]
pd.DataFrame(pair, index=["읽는 것", "맞힐 것"])

# %%
# 마지막 칸은 패딩이라 손실에서 뺍니다. ``token_cross_entropy``는 진짜 음절마다 잰 :term:`교차 엔트로피`를 평균합니다. 데이터를
# 모델이 받는 꼴로 묶습니다. 입력이 둘(띠, 읽는 것)이고 정답이 하나(맞힐 것)입니다.


def tensors(strips, rows=slice(None)):
    arrays = strips.images, strips.decoder_inputs, strips.targets
    x, words, target = (torch.tensor(a[rows]) for a in arrays)
    return (x, words), target


test_inputs, test_target = tensors(test)
print([tuple(t.shape) for t in (*test_inputs, test_target)])

# %%
# 나머지는 앞 쪽과 같은 ``Trainer``가 합니다. 모델마다 다시 쓰도록 함수로 적어 둡니다. 뒤로 갈수록 보폭을 줄이도록
# :term:`학습률`은 코사인을 따라 내립니다. ``watch``에는 :term:`에포크`마다 부를 함수를 뒤에서 넣습니다.

from dlconcepts.models import OneToMany, token_cross_entropy
from dlconcepts.training import TrainConfig, Trainer, cosine


def learn(model, data, epochs, lr=6e-3, watch=()):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr, fused=True)
    config = TrainConfig(epochs=epochs, batch_size=64, seed=0, progress=False)
    slower = cosine(epochs * -(-len(data[1]) // 64))  # 걸음의 수
    parts = model, optimizer, token_cross_entropy, config
    options = {"scheduler": slower, "on_epoch_end": watch}
    return Trainer(*parts, device="cpu", **options).fit(data)


# %%
# 배우기 전의 모델이 무엇이라고 읽는지 받아 두고 배우게 합니다.

model = OneToMany((8, 24), V, hidden=96, seed=0)
longest = test.targets.shape[1]
babble = model.generate(test_inputs[0][[one]], max_length=longest)
history = learn(model, tensors(train, rows), epochs=6)
print("배우기 전:", names[babble[0]], " 정답:", test.readings[one])
history.to_frame().set_index("epoch")[["loss"]].round(3)

# %%
# .. _one-to-many-own-words:
#
# 쓸 때는 제가 쓴 것을 읽습니다
# -----------------------------
#
# 이제 정답이 없습니다. 시작 토큰만 주고, 가장 그럴듯한 음절을 고르고, 그것을 뒤에 붙여 다시 읽힙니다. 끝 토큰이 나오면
# 멈춥니다.


def next_word(image, words):
    ids = [SYLLABLES.ids[word] for word in ["<bos>", *words]]
    with torch.no_grad():
        logits = model(image[None], torch.tensor([ids]))
    p = logits[0, -1].softmax(dim=0)
    return SYLLABLES.tokens[int(p.argmax())], float(p.max())


# %%

image, words = test_inputs[0][one], []
print("정답", test.readings[one])
while words[-1:] != ["<eos>"] and len(words) < longest:
    word, p = next_word(image, words)
    print(f"{''.join(words) or '(시작)'} 다음은 {word} ({p:.0%})")
    words.append(word)

# %%
# 라이브러리의 ``generate``가 하는 일이 이것입니다. 다만 앞의 것을 처음부터 다시 읽지 않고 상태를 들고 다닙니다. 두 방법이
# 쓴 말이 같은지 평가의 띠 이백 장에서 봅니다.


def write(model, images):
    ids = model.generate(images, max_length=longest)
    return ["".join(SYLLABLES.decode(row)) for row in ids.tolist()]


def write_slowly(image):
    words = []
    while words[-1:] != ["<eos>"] and len(words) < longest:
        words.append(next_word(image, words)[0])
    return "".join(words).removesuffix("<eos>")


# %%

written = write(model, test_inputs[0])
slowly = [write_slowly(image) for image in test_inputs[0][:200]]
same = sum(a == b for a, b in zip(written, slowly, strict=False))
print(f"{len(slowly)}장 가운데 같은 것 {same}장")
assert same >= len(slowly) - 1  # 확률이 반반이면 반올림에 갈립니다

# %%
# 왜 제가 쓴 것을 읽어야 할까요? 일과 칠은 생김새가 비슷합니다. 첫 숫자를 칠로 보고 “칠”을 썼으면 다음 말은 “백”이고,
# 일로 보고 바로 “백”을 썼으면 이제 둘째 숫자를 읽을 차례입니다. **같은 그림**에 앞말만 바꾸어 주고 다음 말을 물어봅니다.

after = {word: next_word(image, [word])[0] for word in ["칠", "백"]}
print(after)
assert after["칠"] == "백"
assert after["백"] != "백"

# %%
# .. _one-to-many-unseen:
#
# 처음 보는 글씨를 얼마나 읽을까요?
# ---------------------------------
#
# 음절 하나라도 틀리면 틀린 것으로 칩니다. 처음 보는 수에서는 어떨까요? 수를 통째로 외운 것이라면 하나도 읽지 못해야 합니다.

right = np.array(written) == test.readings
whole, whole_new = right.mean(), right[is_new].mean()
print(f"모두 {whole:.1%}, 처음 보는 수 {whole_new:.1%}")
n_new = int(is_new.sum())
luck_new = np.sqrt(whole_new * (1 - whole_new) / n_new)
print(f"{n_new}장의 표준 오차 {luck_new:.1%}")
assert whole > 0.6
assert whole_new > 0.4

# %%
# 한 번도 배운 적이 없는 수도 :val:`whole_new|.0%`를 읽으므로 외우기만 한 것은 아닙니다. 조금 낮지만, :val:`n_new`장으로 잰
# 것이라 우연만으로도 :val:`luck_new|.0%`쯤 흔들립니다. 맞힌 것과 틀린 것을 섞어서 봅니다.

# sphinx_gallery_alt = "숫자 띠 여덟 장과 그 위에 모델이 쓴 읽기. 윗줄 네 장은 맞았습니다. 아랫줄 네 장은 틀렸고 괄호 안에 정답이 있습니다. 틀린 것도 숫자를 읽은 말의 꼴은 갖추었습니다."
fig, axes = plt.subplots(2, 4, figsize=(8, 3))
picked = [*np.flatnonzero(right)[:4], *np.flatnonzero(~right)[:4]]
for ax, i in zip(axes.flat, picked, strict=True):
    ax.imshow(test.images[i], cmap="Greys")
    ax.set_axis_off()
    wrong = "" if right[i] else f"\n(정답 {test.readings[i]})"
    color = PALETTE[0] if right[i] else PALETTE[1]
    ax.set_title(written[i] + wrong, loc="center", color=color, fontsize=12)
plt.show()

# %%
# 틀린 것도 말은 됩니다. 읽는 규칙을 적어 준 적이 없는데 얼마나 지켰을까요? 쓴 말 가운데 정말로 어떤 수를 읽은 말인
# 것과, 숫자 셋 가운데 몇 개를 틀렸는지를 셉니다.

from dlconcepts.datasets.numbers import korean_reading

number_of = {korean_reading(n): f"{n:03d}" for n in range(1000)}
valid = [i for i, text in enumerate(written) if text in number_of]
digits = np.array([list(number_of[written[i]]) for i in valid])
truth = np.array([list(str(n)) for n in test.numbers[valid]])
slips = (digits != truth).sum(axis=1)
print(f"말이 되는 것 {len(valid)}장, 틀린 숫자의 수 {np.bincount(slips)}")

# %%
# :val:`n_test|,d`장 가운데 :val:`n_valid|,d`장이 말이 되고, 틀린 것은 거의 숫자 하나를 잘못 본 것입니다. 숫자 하나는
# :val:`per_digit|.0%`를 맞힙니다. 셋을 다 맞힐 비율은 그것을 세 번 곱한 :val:`cubed|.0%`쯤이고, 실제로 잰 것과
# 비슷합니다. 하나하나는 잘해도 여럿을 다 맞히기는 이렇게 어렵습니다.

n_test, n_valid = len(test), len(valid)
per_digit = (digits == truth).mean()
cubed = per_digit**3
print(f"{per_digit:.1%}, 세제곱 {cubed:.1%}, 잰 것 {whole:.1%}")
assert n_valid > 0.95 * len(test)
assert abs(cubed - whole) < 0.08
assert (slips == 1).sum() > (slips > 1).sum()

# %%
# 몇 번째 말에서 틀리는지도 봅니다. 정답을 읽으며 답할 때와 제 말을 읽으며 답할 때를 견줍니다.

with torch.no_grad():
    taught = model(*test_inputs).argmax(dim=2).numpy()
alone = model.generate(test_inputs[0], max_length=longest).numpy()
mask = test.target_mask


def by_position(guess):
    hit = guess == test.targets
    return [hit[mask[:, t], t].mean() for t in range(longest)]


# %%

table = pd.DataFrame({"띠": mask.sum(axis=0)})
table.index = pd.RangeIndex(1, longest + 1, name="몇 번째 말")
table["정답을 읽고"] = by_position(taught)
table["제 말을 읽고"] = by_position(alone)
first_gap = table.iloc[0, 1] - table.iloc[0, 2]
assert abs(first_gap) < 0.005  # 둘 다 시작 토큰만 읽습니다
table.round(3)

# %%
# 첫째 말은 어느 쪽이나 시작 토큰만 읽으므로 같습니다. 그 뒤로는 제 말을 읽는 쪽이 낮습니다. 앞에서 틀린 말이 뒤의 말까지
# 밀어내기 때문입니다. 그러므로 정답을 읽히며 잰 정확도 :val:`taught_all|.1%`는 실제로 쓸 때의 성적이
# 아닙니다. 읽기 전체를 맞힌 비율은 :val:`whole|.1%`입니다.

taught_all = (taught == test.targets)[mask].mean()
alone_all = (alone == test.targets)[mask].mean()
print(f"정답을 읽고 {taught_all:.1%}, 제 말을 읽고 {alone_all:.1%}")
assert taught_all > alone_all > whole

# %%
# .. _one-to-many-every-step:
#
# 그림을 걸음마다 보여 주어야 할까요?
# -----------------------------------
#
# 지금까지의 모델은 그림을 읽은 벡터를 걸음마다 다시 보았습니다. 처음에 한 번만 보여 주고 상태에 담아 가게 할 수도 있습니다.
# 흔히 걸음마다 보는 쪽이 낫다고 합니다. 오래 기억해야 차이가 드러날 테니, 숫자가 여섯인 긴 띠로 재어 봅니다.

long = make_strips(seed=0, digits=6, train=4000, test=1500)
print(long.test.images.shape, long.test.readings[:2])

# %%
# 영과 일이 없는 수는 모두 “숫자, 자리, 숫자, 자리 …”의 꼴로 읽습니다. 그런 띠만 골라, 왼쪽에서 몇 번째 숫자를 얼마나
# 맞히는지 잽니다. 앞에서 틀린 것이 섞이지 않게 정답을 읽힙니다.

plain = [not {"0", "1"} & set(str(n)) for n in long.test.numbers]
plain_inputs, plain_target = tensors(long.test, plain)
print(f"{len(plain_target)}장", names[plain_target[0]])


def by_digit(model):
    with torch.no_grad():
        hit = model(*plain_inputs).argmax(dim=2) == plain_target
    return hit[:, 0:11:2].double().mean(dim=0).numpy()


# %%
# 두 방법은 ``every_step`` 하나만 다릅니다. 에포크마다 재어 둡니다. 어느 쪽이 나을까요?

watched = {True: [], False: []}


def watch(trainer, row):
    model = trainer.model
    watched[model.every_step].append(by_digit(model))


for every_step in (True, False):
    reader = OneToMany((8, 48), V, hidden=64, every_step=every_step, seed=0)
    learn(reader, tensors(long.train), epochs=10, lr=1e-2, watch=[watch])

# %%

every, once = np.array(watched[True]), np.array(watched[False])
rates = pd.DataFrame([every[-1], once[-1]], index=["걸음마다", "한 번만"])
rates.columns = pd.RangeIndex(1, 7, name="몇 번째 숫자")
rates.assign(평균=rates.mean(axis=1)).round(2)

# %%

# sphinx_gallery_alt = "왼쪽에서 몇 번째 숫자인지에 따른 정확도. 그림을 한 번만 본 모델은 첫 숫자에서 <<once[9,0]|.2f>>로 높지만 뒤로 갈수록 내려가 여섯째 숫자에서 <<once[9,5]|.2f|이/가>> 됩니다. 걸음마다 본 모델은 처음부터 끝까지 크게 내려가지 않습니다."
fig, ax = plt.subplots()
ax.plot(rates.columns, rates.loc["걸음마다"], "o-", label="걸음마다")
ax.plot(rates.columns, rates.loc["한 번만"], "s--", label="한 번만")
ax.set(xlabel="왼쪽에서 몇 번째 숫자", ylabel="정확도", ylim=(0, 1))
ax.set_title("한 번만 보면 뒤로 갈수록 잊습니다")
ax.legend()
plt.show()

# %%
# 한 번만 본 모델은 첫 숫자를 :val:`once[9,0]|.2f`, 여섯째 숫자를 :val:`once[9,5]|.2f` 맞힙니다. 처음 상태에 담은 그림이
# 걸음마다 새로 읽은 것과 섞이며 흐려진 것으로 볼 수 있습니다. 걸음마다 본 모델은 끝까지 고릅니다. 띠가 :val:`n_plain`장이므로
# 이 비율들은 우연만으로도 :val:`luck|.2f`쯤 흔들리지만, 차이는 그보다 훨씬 큽니다.

n_plain = len(plain_target)
luck = 0.5 / np.sqrt(n_plain)
print(f"띠 {n_plain}장, 표준 오차는 많아야 {luck:.3f}")
assert once[-1, 0] - once[-1, -1] > 0.3
assert abs(every[-1, 0] - every[-1, -1]) < 0.2
assert every[-1, -1] > once[-1, -1] + 0.2

# %%
# 그런데 덜 배웠을 때 재었다면 어떻게 말했을까요? 여섯 숫자의 평균을 에포크마다 봅니다.

means = pd.DataFrame(
    {"걸음마다": every.mean(axis=1), "한 번만": once.mean(axis=1)},
    index=pd.RangeIndex(1, 11, name="에포크"),
)
means.loc[[1, 2, 3, 5, 7, 10]].round(2)

# %%
# 처음에는 한 번만 보는 쪽이 앞서다가 :val:`crossing`번째 에포크에서 뒤집힙니다. 일찍 멈추고 재었다면 반대로 말했을
# 것입니다. 그래서 둘을 견줄 때는 얼마나 배우고 재었는지를 함께 말합니다. 하나 더 있습니다. 이것은 씨앗(seed) 하나로 잰
# 결과입니다. 뒤로 갈수록 흐려지는 모양은 차이가 커서 믿을 만하지만, 뒤집히는 때는 씨앗에 따라 달라질 수 있습니다.

lead = means["걸음마다"] - means["한 번만"]
crossing = int((lead > 0).idxmax())
print(f"{crossing}번째 에포크에서 뒤집힙니다.")
assert lead[2] < -0.02
assert lead[10] > 0

# %%
# .. _one-to-many-trap:
#
# 흔한 함정: 순환 신경망의 상태를 점수로 쓰면
# -------------------------------------------
#
# 코드를 줄이려고 이렇게 쓰기도 합니다. “상태의 길이를 낱말 수와 같게 하면 상태가 곧 낱말마다의 점수이다.” 모양은
# 맞습니다. GRU와 함께 많이 쓰는 순환층 LSTM에 터무니없이 큰 입력을 넣고, 나온 상태의 크기를 봅니다.

from torch import nn

torch.manual_seed(0)
states, _ = nn.LSTM(8, V, batch_first=True)(100 * torch.randn(64, 5, 8))
print(f"모양 {tuple(states.shape)}")
print(f"가장 작은 값 {states.min():.4f}, 가장 큰 값 {states.max():.4f}")
assert states.abs().max() < 1

# %%
# LSTM의 상태는 :math:`\sigma(\cdot)\tanh(\cdot)`의 꼴이라 언제나 :math:`-1`과 :math:`1` 사이에 있습니다. 그것을
# :term:`로짓`으로 써서 낱말 하나를 가장 크게 믿는다면, 그 로짓이 :math:`1`이고 나머지가 모두 :math:`-1`일 때입니다.
# 낱말이 :math:`V`개이면 :term:`소프트맥스`의 확률과 교차 엔트로피는 여기에서 막힙니다.
#
# .. math::
#
#    p < \frac{e^{1}}{e^{1} + (V-1)\,e^{-1}} = \frac{1}{1 + (V-1)\,e^{-2}}, \qquad
#    L > \ln\!\left(1 + (V-1)\,e^{-2}\right)

bounds = pd.DataFrame(index=pd.Index([V, 10_000], name="낱말 수"))
bounds["확률의 천장"] = 1 / (1 + (bounds.index - 1) * np.exp(-2))
bounds["손실의 바닥"] = -np.log(bounds["확률의 천장"])
bounds["찍을 때의 손실"] = np.log(bounds.index)
ceiling, floor, guessing = bounds.loc[10_000]
bounds.round(5)

# %%
# 낱말이 만 개이면 어떤 낱말도 :val:`ceiling|.5f`보다 믿을 수 없습니다. 손실은 :val:`floor|.2f` 아래로
# 내려가지 못하는데, 아무렇게나 찍어도 :val:`guessing|.2f`입니다. 식이 맞는지 PyTorch로 확인합니다.

extreme = torch.full((10_000,), -1.0, dtype=torch.float64)
extreme[0] = 1
ceiling_here, floor_here = bounds.iloc[0, :2]  # 낱말이 스무 개일 때
print(f"{extreme.softmax(dim=0)[0]:.5f}")
assert np.isclose(extreme.softmax(dim=0)[0], ceiling)

# %%
# 우리의 낱말은 스무 개라 조금 낫습니다. 그래도 확률은 :val:`ceiling_here|.2f`, 손실은 :val:`floor_here|.2f`에서
# 막힙니다. 숫자가 하나뿐인 가장 쉬운 띠로 두 모델을 겨루게 합니다. 마지막의 ``head``만 다릅니다.


class Writer(nn.Module):
    def __init__(self, head):
        super().__init__()
        self.read = nn.Linear(8 * 8, 64)
        self.embedding = nn.Embedding(V, 16)
        self.lstm = nn.LSTM(16 + 64, V, batch_first=True)
        self.head = head

    def forward(self, x, words):
        h = self.read(x.flatten(1)).relu()[:, None]  # (B, 1, 64)
        h = h.expand(-1, words.shape[1], -1)  # 걸음마다 같은 그림
        seen = torch.cat([self.embedding(words), h], dim=2)
        return self.head(self.lstm(seen)[0])


# %%
# ``nn.Identity``는 받은 것을 그대로 내는 층이고 ``nn.Linear``는 선형층입니다.

easy = make_strips(seed=0, digits=1, train=4000, test=1000)
easy_inputs, easy_target = tensors(easy.test)
logits = {}
for name, head in {"상태": nn.Identity, "선형층": nn.Linear}.items():
    torch.manual_seed(0)
    writer = Writer(head(V, V))
    learn(writer, tensors(easy.train), epochs=8, lr=2e-2)
    with torch.no_grad():
        logits[name] = writer(*easy_inputs)

# %%


def score(z):
    loss = token_cross_entropy(z, easy_target).item()
    first = (z.argmax(dim=2) == easy_target)[:, 0].double().mean().item()
    return loss, z.softmax(dim=2).max().item(), first


compared = pd.DataFrame(
    [score(z) for z in logits.values()],
    columns=["평가 손실", "가장 큰 확률", "첫말의 정확도"],
    index=pd.Index(logits, name="로짓"),
)
stuck, linear = compared.to_numpy()
compared.round(3)

# %%
# 상태를 그대로 쓴 모델의 손실은 바닥보다 위인 :val:`stuck[0]|.2f`에 머물고, 어떤 음절도 :val:`stuck[1]|.2f`보다 크게 믿지
# 못합니다. 선형층을 하나 지난 모델의 손실은 :val:`linear[0]|.2f`입니다. 그런데 첫말의 정확도는 왜 이렇게까지 다를까요?

assert stuck[0] > floor_here + 0.2
assert stuck[1] < ceiling_here
assert linear[0] < 0.4
assert linear[1] > 0.9
assert linear[2] > stuck[2] + 0.3

z, end = logits["상태"], SYLLABLES.ids["<eos>"]
says_end = (z[:, 0].argmax(dim=1) == end).double().mean().item()
runner_up = z[:, 0].topk(2).indices == easy_target[:, :1]
in_two = runner_up.any(dim=1).double().mean().item()
print(f"첫말이 끝인 것 {says_end:.0%}, 둘째 안에 정답이 있는 것 {in_two:.0%}")
print("끝의 점수", z[:, :, end].mean(dim=0).numpy().round(3))
print("tanh(1), tanh(2)", np.tanh([1, 2]).round(3))

# %%
# 첫말로 :val:`says_end|.0%` “끝”을 고르고, 숫자는 그다음입니다. LSTM의 기억은 한 걸음에 많아야 하나씩 커지므로,
# :math:`t` 걸음 뒤의 상태는 :math:`\tanh t`를 넘지 못합니다. 둘째 말에서 “끝”을 크게 믿으려면 첫걸음부터 끝까지 밀어 올려
# 두어야 하고, 그러면 첫말도 “끝”이 됩니다. 상태는 **기억하는** 자리인데 **말하는** 일까지 시킨 탓입니다. 선형층이 있으면
# 둘을 나눌 수 있고, 로짓에 한계가 없고, 상태의 길이도 낱말의 수와 따로 정합니다. 오류가 나지 않으므로, 이 함정은 손실이
# 왜 더 내려가지 않는지 물어야만 보입니다.

# %%
# .. _one-to-many-summary:
#
# 정리
# ----
#
# - 1대N 모델은 한 번에 하나씩 고르는 일을 되풀이합니다. 시작 토큰에서 시작해 제가 쓴 것을 읽고, 끝 토큰을 쓰면 멈춥니다.
# - 배울 때는 정답을 읽고 쓸 때는 제 말을 읽습니다. 그래서 성적은 ``generate``로 쓴 것을 읽기 전체로 재야 합니다.
# - 순환 신경망의 상태는 갇혀 있으므로 로짓은 선형층이 냅니다. 그림을 한 번만 보여 주면 뒤로 갈수록 흐려집니다.

# %%
# .. _one-to-many-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 선형층 대신 상태에 수 하나를 곱하면 어떨까요? 낱말이 만 개일 때 확률 :math:`0.99`까지 믿을 수 있으려면
# 얼마를 곱해야 할까요?
#
# .. dropdown:: 답 보기
#
#    로짓이 :math:`-k`와 :math:`k` 사이가 되므로 천장은 :math:`1/(1 + (V-1)e^{-2k})`입니다. 거꾸로 풀면
#    :val:`scale|.2f`배입니다. 천장은 높일 수 있지만 상태의 길이가 낱말 수와 같아야 하는 것은 그대로입니다. 낱말이 만 개이면
#    상태도 만 칸이고, 상태에서 상태로 가는 가중치만 사억 개입니다.

scale = float(np.log(0.99 / 0.01 * (10_000 - 1)) / 2)
reached = 1 / (1 + (10_000 - 1) * np.exp(-2 * scale))
recurrent = 4 * 10_000**2
print(f"{scale:.2f}배이면 {reached:.2f}, 가중치 {recurrent:,}개")
assert np.isclose(reached, 0.99)

# %%
# **둘.** 모델은 언제 끝내야 하는지도 배웠을까요? 읽기의 길이만 맞힌 비율을 재어 보세요.
#
# .. dropdown:: 답 보기
#
#    길이는 :val:`same_length|.1%`가 맞습니다. 말을 맞힌 비율보다 높습니다. 숫자를 잘못 보아도 길이는 같은 때가 많기
#    때문입니다. 영이나 일을 잘못 보면 길이도 틀립니다.

same_length = np.mean([len(text) for text in written] == syllables)
print(f"{same_length:.1%}")
assert same_length > whole

# %%
# **셋.** ``generate``에 온도를 주면 가장 그럴듯한 말 대신 확률대로 뽑은 말을 씁니다. 온도를 :math:`1`로 하면 얼마나
# 맞힐까요? 높을까요, 낮을까요?
#
# .. dropdown:: 답 보기
#
#    :val:`sampled|.1%`로, 가장 그럴듯한 말을 고를 때의 :val:`whole|.1%`보다 낮습니다. 답이 하나로 정해진 일에서는
#    뽑기가 손해입니다. 답이 여럿일 수 있는 글쓰기에서는 같은 말만 되풀이하지 않게 해 줍니다.

dice = torch.Generator().manual_seed(0)
options = {"max_length": longest, "temperature": 1.0, "generator": dice}
ids = model.generate(test_inputs[0], **options).tolist()
drawn = ["".join(SYLLABLES.decode(row)) for row in ids]
sampled = float((np.array(drawn) == test.readings).mean())
print(f"{sampled:.1%}")
assert sampled < whole

# %%
# .. _one-to-many-next:
#
# 다음 쪽
# -------
#
# 여럿을 읽고 하나로 답하려면 언제 답해야 할까요?
# :doc:`여럿에서 하나로 </auto_examples/11_io_structures/plot_03_many_to_one>`에서 문장을 끝까지 읽고 답하는 모델을 봅니다.
