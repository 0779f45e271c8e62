r"""
그림 한 장을 어떻게 여러 음절로 읽을까요?
=========================================

숫자 그림 한 장의 답은 하나였습니다. 그런데 숫자 셋이 적힌 띠를 “삼백이십일”이라고 읽으려면 답이 여럿이고, 몇
개인지도 띠마다 다릅니다. 한 번에 하나씩만 답하는 모델이 어떻게 여럿을 답할까요?

- **할 것**: 손글씨 숫자를 이어 붙인 띠를 보고 우리말로 읽는 모델을 가르치고, 처음 보는 글씨를 읽게 합니다.
- **배울 것**: 모델은 음절을 하나 쓰고, 쓴 것을 다시 읽고, 다음 음절을 씁니다. 끝났다는 것도 스스로 정합니다. 그리고
  순환 신경망의 상태는 그대로 점수로 쓰지 않습니다.
- **필요한 것**: :doc:`하나를 읽고 하나로 답하기 </auto_examples/11_io_structures/plot_01_one_to_one>`,
  :doc:`손실 함수 </auto_examples/06_building_blocks/plot_03_losses>`. PyTorch와 scikit-learn을 씁니다.
"""

# %%
# .. _one-to-many-strips:
#
# 띠 한 장, 음절 여럿
# -------------------
#
# 손으로 쓴 숫자 그림 셋을 옆으로 이어 붙여 띠를 만듭니다. 숫자 그림부터 나누어 놓고 만들었으므로,
# :term:`평가 데이터`의 띠에 쓴 그림은 학습에 하나도 나오지 않습니다.

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
from matplotlib.colors import LinearSegmentedColormap

from dlconcepts.viz import INK, PALETTE, PAPER, use_korean_font

use_korean_font()
ink = LinearSegmentedColormap.from_list("ink", [PAPER, INK])
syllables = np.array([len(text) for text in test.readings])
fig, axes = plt.subplots(2, 2, figsize=(5, 3))
for ax, length in zip(axes.flat, [2, 3, 4, 5], strict=True):
    i = np.flatnonzero(syllables == length)[0]
    ax.imshow(test.images[i], cmap=ink)
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
# 하나를 읽고 여럿을 차례로 쓰는 구조를 **1대N**(one-to-many)이라고 합니다. 사진을 보고 설명하는 문장을 쓰는 일도 그렇습니다.

# sphinx_gallery_alt = "1대N 구조의 그림. 아래에 숫자 띠라고 적힌 입력 상자 하나, 가운데에 차례로 이어진 상태 여섯, 위에 삼, 백, 이, 십, 일, 끝이라고 적힌 출력 상자 여섯이 있습니다. 띠에서 모든 상태로 화살표가 가고, 쓴 것마다 다음 상태로 점선이 갑니다."
from dlconcepts.viz.structures import plot_structure

ax = plot_structure(
    "one_to_many",
    inputs=["숫자 띠"],
    outputs=["삼", "백", "이", "십", "일", "끝"],
)
ax.set_title("한 걸음에 하나씩 쓰고, 쓴 것을 다시 읽습니다")
plt.show()

# %%
# 이 쪽에서 **걸음**은 음절이나 끝을 하나 쓰는 일입니다. 걸음마다 앞의 상태에 새로 읽은 것을 섞어 다음 상태를 만들고, 거기에서 답을 하나
# 냅니다. 이렇게 하나를 읽을 때마다 상태를 고쳐 뒤로 넘기는 신경망을 :term:`순환 신경망`(recurrent neural network)이라고
# 합니다. 상태를 고치는 식은 다음 쪽에서 보고, 여기서는 PyTorch에 있는 GRU를 씁니다.
#
# 걸음마다 답하는 일은 정해진 :term:`토큰` 가운데 하나를 고르는 :term:`분류`입니다.

from dlconcepts.datasets.numbers import SYLLABLES

V = len(SYLLABLES)
print(V, SYLLABLES.tokens)

# %%
# 앞의 넷은 음절이 아닙니다. ``<bos>``는 이제 쓰라는 **시작 표시**이고, ``<eos>``는 다 썼다는 **끝 표시**입니다. 길이를 미리
# 알려 주지 않으므로, 끝 표시를 쓰는 것도 모델이 배워야 합니다. ``<pad>``는 길이를 맞추려고 뒤에 채우는
# :term:`패딩`입니다. ``<unk>``는 모르는 것의 자리인데 여기서는 쓰지 않습니다.

# %%
# .. _one-to-many-teacher:
#
# 배울 때는 정답을 읽습니다
# -------------------------
#
# 다음 음절을 고르려면 어디까지 썼는지 알아야 합니다. 그래서 걸음마다 바로 앞의 음절을 읽습니다. 배우는 동안에는 모델이
# 무엇을 썼든 **정답**을 읽힙니다. 이것을 :term:`교사 강요`(teacher forcing)라고 합니다. 읽는 것과 맞힐 것은 한 칸
# 어긋난 같은 줄입니다.

import pandas as pd

names = np.array(SYLLABLES.tokens)
seven = np.array([text[0] == "칠" for text in test.readings])
one = int(np.flatnonzero(seven & (syllables == 4))[0])
pair = [names[test.decoder_inputs[one]], names[test.targets[one]]]
pd.DataFrame(pair, index=["읽는 것", "맞힐 것"])

# %%
# 모델이 받는 꼴로 데이터를 묶습니다. 입력이 둘(띠, 읽는 것)이고 정답이 하나(맞힐 것)입니다.


def tensors(strips, rows=slice(None)):  # rows를 적지 않으면 모두
    arrays = strips.images, strips.decoder_inputs, strips.targets
    x, words, target = (torch.tensor(a[rows]) for a in arrays)
    return (x, words), target


test_inputs, test_target = tensors(test)
print([tuple(t.shape) for t in (*test_inputs, test_target)])

# %%
# 모델은 ``OneToMany``입니다. 순전파를 손으로 따라가 봅니다. 먼저 띠를 읽어 벡터 :math:`h`를 만듭니다. 걸음마다 읽는 것은 바로
# 앞 토큰의 :term:`임베딩`에 이 :math:`h`를 이어 붙인 것입니다. GRU는 자리마다의 상태와 마지막 상태를 함께 돌려주는데 앞의 것만
# 받습니다. 그것을 선형층이 :term:`로짓`으로 바꿉니다. :math:`B`는 띠의 수, :math:`T`는 자리의 수입니다.

from dlconcepts.models import OneToMany, token_cross_entropy

model = OneToMany((8, 24), V, hidden=96, seed=0)
x, words = test_inputs
h = model.read(x.flatten(1)).relu()  # (B, hidden)
same = h[:, None].expand(-1, words.shape[1], -1)  # (B, T, hidden)
seen = torch.cat([model.embedding(words), same], dim=2)
states, _ = model.gru(seen)  # (B, T, hidden)
logits = model.answer(states)  # (B, T, V)
print(tuple(x.shape), "와", tuple(words.shape), "→", tuple(logits.shape))
assert torch.equal(logits, model(x, words))

# %%
# 나머지는 앞 쪽과 같은 ``Trainer``가 합니다. 손실은 토큰마다의 :term:`교차 엔트로피`이고, 띠마다 평균한 다음 띠끼리 다시
# 평균합니다. 패딩은 세지 않습니다. :term:`학습률`은 코사인 곡선을 따라 내립니다.

import math

from dlconcepts.training import TrainConfig, Trainer, cosine


def learn(model, data, epochs, lr=1e-2, watch=()):
    # fused는 파라미터를 한꺼번에 고쳐서 조금 빠릅니다
    adam = torch.optim.Adam(model.parameters(), lr=lr, fused=True)
    config = TrainConfig(epochs=epochs, batch_size=64, seed=0, progress=False)
    _, target = data
    updates = epochs * math.ceil(len(target) / 64)  # 파라미터를 고치는 횟수
    plan = {"scheduler": cosine(updates), "on_epoch_end": watch}
    trainer = Trainer(
        model, adam, token_cross_entropy, config, device="cpu", **plan
    )
    return trainer.fit(data)


# %%
# 배우기 전의 모델이 무엇이라고 읽는지 받아 두고 가르칩니다.

longest = test.targets.shape[1]
babble = model.generate(test_inputs[0][[one]], max_length=longest)
history = learn(model, tensors(train, rows), epochs=5)
print("배우기 전:", names[babble[0]], " 정답:", test.readings[one])
history.to_frame().set_index("epoch")[["loss"]].round(3)

# %%
# .. _one-to-many-own-words:
#
# 쓸 때는 방금 쓴 것을 읽습니다
# -----------------------------
#
# 이제 정답이 없습니다. 시작 표시만 주고, 가장 그럴듯한 토큰을 골라, 그것을 뒤에 붙여 다시 읽힙니다. 끝 표시를 쓰면
# 멈춥니다.


def next_word(image, words):
    ids = torch.tensor([[SYLLABLES.ids[word] for word in words]])
    with torch.no_grad():
        p = model(image[None], ids)[0, -1].softmax(dim=0)
    return SYLLABLES.tokens[int(p.argmax())], float(p.max())


def write_slowly(image):
    words, chances = ["<bos>"], []
    while words[-1] != "<eos>" and len(words) <= longest:
        word, p = next_word(image, words)
        words, chances = [*words, word], [*chances, p]
    return words, chances


# %%

words, chances = write_slowly(test_inputs[0][one])
print("정답", test.readings[one])
for t, p in enumerate(chances, start=1):
    print("".join(words[:t]), "다음은", words[t], f"({p:.0%})")

# %%
# 라이브러리의 ``generate``가 하는 일이 이것입니다. 다만 앞의 것을 처음부터 다시 읽지 않고 상태를 들고 다닙니다. 두 방법이
# 쓴 것이 같은지 봅니다.

free = model.generate(test_inputs[0], max_length=longest).numpy()
written = ["".join(SYLLABLES.decode(ids)) for ids in free.tolist()]
slowly = [write_slowly(image)[0][1:] for image in test_inputs[0][:60]]
slowly = ["".join(words).removesuffix("<eos>") for words in slowly]
same = sum(a == b for a, b in zip(written, slowly, strict=False))
print(f"{len(slowly)}장 가운데 같은 것 {same}장")
assert same >= len(slowly) - 1  # 확률이 반반이면 반올림에 갈립니다

# %%
# 왜 방금 쓴 것을 읽어야 할까요? 일과 칠은 생김새가 비슷합니다. 첫 숫자를 칠로 보고 “칠”을 썼으면 다음은 “백”입니다. 일로
# 보고 바로 “백”을 썼으면 이제 둘째 숫자를 읽을 차례입니다. **같은 그림**에 앞의 음절만 바꾸어 주고 다음을 물어봅니다. 같은 답이
# 나올까요?

image = test_inputs[0][one]
after = {word: next_word(image, ["<bos>", word])[0] for word in ["칠", "백"]}
print(after)
assert after["칠"] == "백"
assert after["백"] != "백"

# %%
# .. _one-to-many-unseen:
#
# 처음 보는 글씨를 얼마나 읽을까요?
# ---------------------------------
#
# 음절 하나라도 틀리면 틀린 것으로 칩니다. 학습에서 뺀 수는 어떨까요? 수를 통째로 외운 것이라면 하나도 읽지 못해야 합니다.
# :math:`n`장에서 잰 비율 :math:`p`가 우연히 흔들리는 크기는 :math:`\sqrt{p(1-p)/n}`쯤이고, 이것을 표준
# 오차라고 합니다.

right = np.array(written) == test.readings
whole, whole_new, n_new = right.mean(), right[is_new].mean(), is_new.sum()
print(f"모두 {whole:.1%}, 처음 보는 수 {whole_new:.1%}")
luck_new = 100 * np.sqrt(whole_new * (1 - whole_new) / n_new)
print(f"처음 보는 수 {n_new}장의 표준 오차 {luck_new:.1f}%포인트")
assert whole > 0.6
assert whole_new > 0.4

# %%
# 한 번도 배운 적이 없는 수도 :val:`whole_new|.0%`를 읽으므로 외우기만 한 것은 아닙니다. 조금 낮지만
# :val:`luck_new|.0f`%포인트는 우연만으로도 흔들립니다. 맞힌 것과 틀린 것을 섞어서 봅니다.

# sphinx_gallery_alt = "숫자 띠 여덟 장. 왼쪽 네 장은 모델이 정답대로 읽었습니다. 오른쪽 네 장은 틀렸고, 정답과 모델이 쓴 읽기가 화살표의 왼쪽과 오른쪽에 있습니다. 틀린 것도 수를 읽은 말의 꼴은 갖추었습니다."
fig, axes = plt.subplots(4, 2, figsize=(5.6, 5.6))
picked = [*np.flatnonzero(right)[:4], *np.flatnonzero(~right)[:4]]
for ax, i in zip(axes.T.flat, picked, strict=True):
    ax.imshow(test.images[i], cmap=ink)
    ax.set_axis_off()
    answer = "" if right[i] else f" → {written[i]}"
    color = PALETTE[0] if right[i] else PALETTE[1]
    title = test.readings[i] + answer
    ax.set_title(title, loc="center", color=color, fontsize=13)
plt.show()

# %%
# 오른쪽의 네 장은 틀렸습니다. 화살표의 왼쪽이 정답, 오른쪽이 모델이 쓴 것입니다. 틀린 것도 말은 됩니다. 읽는 규칙을 적어 준
# 적이 없는데 얼마나 지켰을까요? 정말로 어떤 수를 읽은 말인 것이 몇 장인지, 숫자 셋 가운데 몇 개를 틀렸는지 셉니다.

from dlconcepts.datasets.numbers import korean_reading

number_of = {korean_reading(n): f"{n:03d}" for n in range(1000)}
valid = [i for i, text in enumerate(written) if text in number_of]
digits = np.array([list(number_of[written[i]]) for i in valid])
truth = np.array([list(str(n)) for n in test.numbers[valid]])
slips = (digits != truth).sum(axis=1)
n_test, n_valid = len(test), len(valid)
print(f"{n_test:,}장 가운데 말이 되는 것 {n_valid:,}장")
for count, strips in enumerate(np.bincount(slips)):
    print(f"숫자 {count}개를 틀린 것 {strips}장")
assert n_valid > 0.95 * n_test
assert (slips == 1).sum() > (slips > 1).sum()

# %%
# 틀린 것은 거의 숫자 하나를 잘못 본 것입니다. 숫자 하나는 :val:`per_digit|.0%`를 맞힙니다. 숫자마다 서로 상관없이 틀린다면 셋을
# 다 맞힐 비율은 세 번 곱한 :val:`cubed|.0%`인데, 실제로 잰 것과 비슷합니다. 하나하나는 잘해도 여럿을 다 맞히기는 이렇게
# 어렵습니다.

per_digit = (digits == truth).mean()
cubed = per_digit**3
print(f"{per_digit:.1%}, 세제곱 {cubed:.1%}, 잰 것 {whole:.1%}")
assert abs(cubed - whole) < 0.08

# %%
# 몇 번째 토큰에서 틀리는지도 봅니다. 정답을 읽으며 답할 때와 스스로 쓴 것을 읽으며 답할 때를 견줍니다. 어느 쪽이 높을까요?
# 첫째 토큰에서는 어떨까요?

with torch.no_grad():
    forced = model(*test_inputs).argmax(dim=2).numpy()
real = test.target_mask
table = pd.DataFrame({"띠의 수": real.sum(axis=0)})
table.index = pd.RangeIndex(1, longest + 1, name="몇 번째 토큰")
for name, guess in {"정답을 읽으며": forced, "스스로 쓰며": free}.items():
    hit = guess == test.targets
    table[name] = [hit[real[:, t], t].mean() for t in range(longest)]
drop = (table["정답을 읽으며"] - table["스스로 쓰며"]).to_numpy()
assert abs(drop[0]) < 0.005  # 둘 다 시작 표시만 읽습니다
assert (drop[1:] > 0).all()
table.round(3)

# %%
# 첫째는 둘 다 시작 표시만 읽으므로 같습니다. 그 뒤로는 스스로 쓰는 쪽이 낮습니다. 한 번 틀리면 틀린 것을 읽고 이어 쓰고, 음절이 하나
# 빠지면 그 뒤가 모두 밀리기 때문입니다. 같은 모델의 성적이 정답을 읽히면 :val:`forced_share|.1%`, 스스로 쓰면
# :val:`free_share|.1%`, 읽기를 통째로 세면 :val:`whole|.1%`입니다. 무엇을 잰 것인지 밝혀야 합니다.

forced_share = (forced == test.targets)[real].mean()
free_share = (free == test.targets)[real].mean()
print(f"정답을 읽으며 {forced_share:.1%}, 스스로 쓰며 {free_share:.1%}")
assert forced_share > free_share > whole

# %%
# .. _one-to-many-every-step:
#
# 그림을 걸음마다 보여 주어야 할까요?
# -----------------------------------
#
# 지금까지의 모델은 벡터 :math:`h`를 걸음마다 다시 보았습니다. :math:`h`를 처음 상태로 한 번만 넣어 주는 방법도 있습니다. 흔히
# 걸음마다 보는 쪽이 낫다고 합니다. 오래 기억해야 차이가 드러날 테니 숫자가 여섯인 긴 띠로 재어 봅니다.

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
    return hit[:, 0:11:2].double().mean(dim=0).numpy()  # 숫자는 한 칸 걸러


# %%
# 두 방법은 ``every_step`` 하나만 다릅니다. 에포크가 끝날 때마다 불리는 함수로 정확도를 적어 둡니다. 첫 숫자와 마지막 숫자를
# 어느 쪽이 더 잘 맞힐까요?

watched = {True: [], False: []}


def watch(trainer, row):
    model = trainer.model
    watched[model.every_step].append(by_digit(model))


for every_step in (True, False):
    reader = OneToMany((8, 48), V, hidden=48, every_step=every_step, seed=0)
    learn(reader, tensors(long.train), epochs=7, watch=[watch])

# %%

# sphinx_gallery_alt = "왼쪽에서 몇 번째 숫자인지에 따른 정확도. 그림을 한 번만 본 모델은 첫 숫자에서 <<once_first|.2f>>로 높지만 뒤로 갈수록 내려가 여섯째 숫자에서 <<once_last|.2f|이/가>> 됩니다. 걸음마다 본 모델은 첫 숫자 <<every_first|.2f>>, 여섯째 숫자 <<every_last|.2f>>로 고릅니다."
every, once = np.array(watched[True]), np.array(watched[False])
fig, ax = plt.subplots()
ax.plot(range(1, 7), every[-1], "o-", label="걸음마다")
ax.plot(range(1, 7), once[-1], "s--", label="한 번만")
ax.set(xlabel="왼쪽에서 몇 번째 숫자", ylabel="정확도", ylim=(0, 1))
ax.set_title("한 번만 보면 뒤로 갈수록 틀립니다")
ax.legend()
plt.show()

# %%
# 한 번만 본 모델의 정확도는 첫 숫자에서 :val:`once_first|.2f`, 여섯째 숫자에서 :val:`once_last|.2f`입니다. 처음 상태에 담은
# 그림이 걸음마다 새로 읽은 것과 섞이며 흐려진 것으로 볼 수 있습니다. 걸음마다 본 모델은 :val:`every_first|.2f|과/와`
# :val:`every_last|.2f`로 고릅니다. 뒤의 숫자는 더 맞히지만 첫 숫자는 덜 맞힙니다. 표준 오차가 많아야 :val:`luck|.2f`이므로
# 우연으로 생길 차이가 아닙니다.

once_first, once_last = once[-1, [0, -1]]
every_first, every_last = every[-1, [0, -1]]
n_plain = len(plain_target)
luck = 0.5 / np.sqrt(n_plain)
print(f"한 번만 {once_first:.2f} → {once_last:.2f}")
print(f"걸음마다 {every_first:.2f} → {every_last:.2f}")
print(f"띠 {n_plain}장, 표준 오차는 많아야 {luck:.3f}")
assert once_first - once_last > 0.3
assert abs(every_first - every_last) < 0.2
assert every_last > once_last + 0.2
assert once_first > every_first + 0.1

# %%
# 여섯 숫자를 평균하면 어느 쪽이 나을까요? 덜 배웠을 때 재었다면 무엇이라고 말했을까요?

means = pd.DataFrame(
    {"걸음마다": every.mean(axis=1), "한 번만": once.mean(axis=1)},
    index=pd.RangeIndex(1, len(every) + 1, name="에포크"),
)
every_mean, once_mean = means.iloc[-1]
lead = (means["걸음마다"] - means["한 번만"]).to_numpy()
assert lead[:2].max() < -0.02
assert lead[-1] > 0
means.round(2)

# %%
# 처음에는 한 번만 보는 쪽이 앞서다가, 마지막에는 걸음마다 보는 쪽이 :val:`every_mean|.2f` 대 :val:`once_mean|.2f`로 앞섭니다.
# 일찍 멈추고 재었다면 반대로 말했을 것입니다. 게다가 씨앗(seed) 하나로 잰 것입니다. 한 번만 보면 뒤로 갈수록 내려가는 모양은
# 차이가 커서 믿을 만하지만, 평균의 작은 차이는 씨앗을 바꾸면 뒤집히기도 합니다.

# %%
# .. _one-to-many-trap:
#
# 흔한 함정: 순환 신경망의 상태를 점수로 쓰면
# -------------------------------------------
#
# 코드를 줄이려고 이렇게 쓰기도 합니다. “상태의 길이를 토큰의 수와 같게 하면 상태가 곧 토큰마다의 점수이다.” 모양은 맞습니다.
# GRU만큼 많이 쓰는 LSTM에 터무니없이 큰 입력을 넣고, 나온 상태의 크기를 봅니다.

from torch import nn

torch.manual_seed(0)
states, _ = nn.LSTM(8, V, batch_first=True)(100 * torch.randn(64, 5, 8))
print(f"모양 {tuple(states.shape)}")
print(f"가장 작은 값 {states.min():.4f}, 가장 큰 값 {states.max():.4f}")
assert states.abs().max() < 1

# %%
# LSTM은 기억 :math:`c`를 따로 두고 :math:`\sigma(\cdot)\tanh(c)`를 상태로 내놓습니다. 그래서 상태는 언제나 :math:`-1`과
# :math:`1` 사이에 있습니다. 그것을 로짓으로 써서 토큰 하나를 가장 크게 믿는다면, 그 로짓이 :math:`1`이고 나머지가 모두
# :math:`-1`일 때입니다. 토큰이 :math:`V`개이면 :term:`소프트맥스`의 확률과 교차 엔트로피는 여기에서 막힙니다.
#
# .. math::
#
#    p < \frac{e^{1}}{e^{1} + (V-1)\,e^{-1}} = \frac{1}{1 + (V-1)\,e^{-2}}, \qquad
#    L > \ln\!\left(1 + (V-1)\,e^{-2}\right)

bounds = pd.DataFrame(index=pd.Index([V, 10_000], name="토큰의 수"))
bounds["확률의 천장"] = 1 / (1 + (bounds.index - 1) * np.exp(-2))
bounds["손실의 바닥"] = -np.log(bounds["확률의 천장"])
bounds["찍을 때의 손실"] = np.log(bounds.index)
ceiling, floor, guessing = bounds.loc[10_000]
ceiling_here, floor_here, _ = bounds.loc[V]
extreme = torch.full((10_000,), -1.0, dtype=torch.float64)
extreme[0] = 1
assert np.isclose(extreme.softmax(dim=0)[0], ceiling)
bounds.round(5)

# %%
# 토큰이 만 개이면 어떤 것에도 :val:`ceiling|.5f`보다 큰 확률을 줄 수 없습니다. 손실은 :val:`floor|.2f` 아래로
# 내려가지 못하는데, 아무렇게나 찍어도 :val:`guessing|.2f`입니다. 우리의 토큰은 스무 개라 조금 낫지만 확률은
# :val:`ceiling_here|.2f`, 손실은 :val:`floor_here|.2f`에서 막힙니다. 숫자가 하나뿐인 가장 쉬운 띠로 두 모델을 견줍니다.
# 마지막의 ``head``만 다릅니다.


class Writer(nn.Module):
    def __init__(self, head):
        super().__init__()
        self.read = nn.Linear(8 * 8, 64)
        self.embedding = nn.Embedding(V, 16)
        self.lstm = nn.LSTM(16 + 64, V, batch_first=True)
        self.head = head

    def forward(self, x, words):
        h = self.read(x.flatten(1)).relu()
        same = h[:, None].expand(-1, words.shape[1], -1)
        seen = torch.cat([self.embedding(words), same], dim=2)
        return self.head(self.lstm(seen)[0])


# %%
# ``nn.Identity``는 받은 것을 그대로 내므로 상태가 곧 로짓이고, ``nn.Linear``는 선형층을 하나 둡니다.

easy = make_strips(seed=0, digits=1, train=4000, test=1000)
easy_inputs, easy_target = tensors(easy.test)
logits = {}
for name, head in {"상태": nn.Identity, "선형층": nn.Linear}.items():
    torch.manual_seed(0)
    writer = Writer(head(V, V))
    learn(writer, tensors(easy.train), epochs=6, lr=2e-2)
    with torch.no_grad():
        logits[name] = writer(*easy_inputs)

# %%


def score(z):
    loss = token_cross_entropy(z, easy_target).item()
    first = (z.argmax(dim=2) == easy_target)[:, 0].double().mean().item()
    return loss, z.softmax(dim=2).max().item(), first


columns = ["평가 손실", "가장 큰 확률", "첫째 토큰의 정확도"]
scores = [score(z) for z in logits.values()]
compared = pd.DataFrame(scores, index=list(logits), columns=columns)
stuck, linear = compared.to_numpy()
assert floor_here + 0.2 < stuck[0]
assert stuck[1] < ceiling_here
assert linear[0] < 0.4
assert linear[2] > stuck[2] + 0.3
compared.round(3)

# %%
# 상태를 그대로 쓴 모델의 손실은 바닥보다 위인 :val:`stuck[0]|.2f`에 머물고, 어떤 토큰에도 :val:`stuck[1]|.2f`보다 큰 확률을 주지
# 못합니다. 선형층을 하나 지난 모델의 손실은 :val:`linear[0]|.2f`입니다. 그런데 첫째 토큰의 정확도는 왜 이렇게까지 다를까요?
# 무엇이라고 답했는지 봅니다.

z, end = logits["상태"], SYLLABLES.ids["<eos>"]
says_end = (z[:, 0].argmax(dim=1) == end).double().mean().item()
top_two = z[:, 0].topk(2).indices == easy_target[:, :1]
in_two = top_two.any(dim=1).double().mean().item()
end_scores = z[:, :, end].mean(dim=0).numpy()
print(f"첫째로 끝을 고른 것 {says_end:.0%}, 정답이 둘째 안인 것 {in_two:.0%}")
print("끝의 점수", end_scores.round(3), " tanh", np.tanh([1, 2]).round(3))
assert says_end > 0.8
assert in_two > 0.8
assert np.allclose(end_scores, np.tanh([1, 2]), atol=0.03)

# %%
# 첫째로 “끝”을 고른 것이 :val:`says_end|.0%`이고, 정답의 점수는 대개 그다음입니다. LSTM의 기억은 한 걸음에 많아야 하나씩 커지므로
# :math:`t` 걸음 뒤의 상태는 :math:`\tanh t`를 넘지 못하는데, “끝”의 점수는 두 걸음 모두 그 한계에 닿았습니다. 둘째에 크게
# 말하려고 첫걸음부터 쌓아 둔 것이 첫째의 점수로도 나갔다고 볼 수 있습니다. **기억하는** 상태에 **말하는** 일까지 시킨 탓입니다.
# 선형층이 있으면 둘을 나눌 수 있고, 로짓에 한계가 없고, 상태의 길이도 토큰의 수와 따로 정합니다. 오류가 나지 않으므로, 이 함정은
# 손실이 왜 더 내려가지 않는지 물어야만 보입니다.

# %%
# .. _one-to-many-summary:
#
# 정리
# ----
#
# - 1대N 모델은 한 번에 하나씩 고르는 일을 되풀이합니다. 시작 표시에서 시작해 방금 쓴 것을 다시 읽고, 끝 표시를 쓰면 멈춥니다.
# - 배울 때는 정답을 읽고 쓸 때는 스스로 쓴 것을 읽습니다. 그래서 성적은 스스로 쓴 읽기를 통째로 재야 합니다.
# - LSTM의 상태는 갇혀 있으므로 로짓은 선형층이 냅니다. 긴 띠를 한 번만 보여 주었더니 뒤로 갈수록 틀렸습니다.

# %%
# .. _one-to-many-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 선형층 대신 상태에 수 하나를 곱하면 어떨까요? 토큰이 만 개일 때 확률 :math:`0.99`까지 믿을 수 있으려면
# 얼마를 곱해야 할까요?
#
# .. dropdown:: 답 보기
#
#    로짓이 :math:`-k`와 :math:`k` 사이가 되므로 천장은 :math:`1/(1 + (V-1)e^{-2k})`입니다. 거꾸로 풀면
#    :val:`scale|.2f`배입니다. 천장은 높일 수 있지만 상태의 길이가 토큰의 수와 같아야 하는 것은 그대로입니다. 토큰이 만 개이면
#    상태도 만 칸이고, 상태에서 상태로 가는 LSTM의 가중치만 사억 개입니다.

scale = float(np.log(0.99 / 0.01 * (10_000 - 1)) / 2)
reached = 1 / (1 + (10_000 - 1) * np.exp(-2 * scale))
big = nn.LSTM(1, 10_000, device="meta")  # 메모리 없이 모양만 만듭니다
recurrent = big.weight_hh_l0.numel()
print(f"{scale:.2f}배이면 {reached:.2f}, 가중치 {recurrent:,}개")
assert np.isclose(reached, 0.99)

# %%
# **둘.** 모델은 언제 끝내야 하는지도 배웠을까요? 읽기의 길이만 맞힌 비율을 재어 보세요.
#
# .. dropdown:: 답 보기
#
#    :val:`same_length|.1%`에서 길이가 맞습니다. 통째로 맞힌 비율보다 높습니다. 숫자를 잘못 보아도 길이는 같은 때가 많기
#    때문입니다. 영을 다른 숫자로 보면 길이까지 달라집니다.

same_length = np.mean([len(text) for text in written] == syllables)
print(f"{same_length:.1%}")
assert same_length > whole

# %%
# .. _one-to-many-next:
#
# 다음 쪽
# -------
#
# 여럿을 읽고 하나로 답하려면 언제 답해야 할까요?
# :doc:`여럿을 읽고 하나로 답하기 </auto_examples/11_io_structures/plot_03_many_to_one>`에서 문장을 끝까지 읽고 답하는 모델을 봅니다.
