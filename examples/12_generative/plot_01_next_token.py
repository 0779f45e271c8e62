r"""
글을 쓰는 모델은 어디에서 문장을 가져올까요?
============================================

글을 쓰는 인공지능은 질문을 받으면 어딘가에서 답을 찾아오는 것처럼 보입니다.
작은 모델을 하나 만들어 한국어 이야기를 가르치고, 그 모델이 글을 쓰는 동안 무슨 일이 일어나는지 한 글자씩 따라가 봅니다.
찾아오는 곳이 없다면 문장은 어디에서 나올까요?

- **할 것**: 이야기를 읽고 다음 글자를 맞히는 작은 모델을 가르치고, 나온 확률대로 한 글자씩 뽑아 글을 씁니다.
- **배울 것**: 이 모델이 내놓는 것은 다음 글자의 확률뿐입니다. 글쓰기는 그 확률에서 하나를 뽑아 뒤에 붙이는 일을 되풀이하는 것이고,
  그동안 아무것도 찾아보지 않습니다. 그래서 매끄러운 거짓말도 씁니다.
- **필요한 것**: :doc:`다 읽고 쓰기 </auto_examples/11_io_structures/plot_05_encoder_decoder>`의 어텐션과
  :doc:`학습 루프 </auto_examples/07_training/plot_01_training_loop>`. PyTorch를 씁니다.
"""

# %%
# .. _next-token-data:
#
# 하나, 글을 모으고 다듬습니다
# ----------------------------
#
# 큰 모델은 웹에서 긁어모은 글로 배웁니다. 긁어 온 글에는 화면을 꾸미는 표시, 같은 글, 읽으려는 말이 아닌 글이 섞여 있어 먼저
# 다듬습니다. :name:`GPT-3`의 글은 다듬은 뒤에도 :fact:`gpt3-crawl-size`쯤이었습니다. 서비스에 따라서는 사용자의 질문도 모아 더합니다.
# 네 쪽으로 흉내를 냅니다. 몇 줄이 남을까요?

import re

from dlconcepts.text import has_hangul

SEED = 0
crawled = [
    "<p>민지는  사과를 두 개 샀어요.</p>",
    "<div>민지는 사과를 두 개 샀어요.</div>",
    "<a href='#'>Click here</a>",
    "<p>유나는 기뻐서 활짝 웃었어요.</p>",
]

# %%

plain = [" ".join(re.sub("<[^>]+>", "", page).split()) for page in crawled]
kept = [text for text in dict.fromkeys(plain) if has_hangul(text)]
print(kept)
assert len(kept) == 2

# %%
# 빈칸과 표시를 지우자 앞의 두 쪽이 같은 글이 되어 하나만 남고, 한글이 없는 쪽은 빠집니다. 우리가 쓸 글은 라이브러리에 든 짧은
# 이야기들입니다. 이미 다듬어져 있습니다.

from dlconcepts.datasets.stories import make_stories

train, valid, test = make_stories(seed=SEED)
n_stories, n_train = len(train) + len(valid) + len(test), len(train)
print(f"이야기 {n_stories}편, 그 가운데 학습 {n_train}편")
print(train.texts[0])

# %%
# .. _next-token-target:
#
# 정답은 글 안에 있습니다
# -----------------------
#
# :term:`토큰`은 글자 하나입니다. 빈칸과 마침표도 토큰입니다. 모델이 맞힐 것은 언제나 **다음 토큰**이므로, 넣는 것을 한 칸 당기면
# 그대로 정답이 됩니다. 사람이 라벨을 붙이지 않아도 글자마다 문제가 하나씩 생깁니다. 이렇게 앞의 글을 읽고 다음 토큰의 확률을 내는
# 모델을 :term:`언어 모델`이라고 합니다.

import pandas as pd

vocabulary = train.vocabulary
shown = [vocabulary.tokens[i] for i in train.inputs[0, :8]]
answers = [vocabulary.tokens[i] for i in train.targets[0, :8]]
assert shown[1:] == answers[:-1]
pd.DataFrame([shown, answers], index=["넣는 것", "맞힐 것"])

# %%
# ``<bos>``는 글의 시작을 알리는 표시입니다. 이야기를 모두 한 줄로 이은 다음, 토큰 마흔여덟 개짜리 **창**으로 잘라 넣습니다. 창
# 하나에 문제가 마흔여덟 개 있습니다.

CONTEXT = 48
x, y = train.windows(CONTEXT, stride=16)
x_test, y_test = test.windows(CONTEXT, stride=CONTEXT // 2)
half = CONTEXT // 2
n_tokens = len(vocabulary)
print(f"토큰 {n_tokens}가지, 창 {len(x):,}개, 문제 {y.size:,}개")

# %%
# .. _next-token-tables:
#
# 표만으로는 얼마나 맞힐까요?
# ---------------------------
#
# 신경망 없이도 다음 글자를 짐작할 수 있습니다. 학습 이야기에서 글자가 나온 횟수를 세는 것이 **유니그램**(unigram), 글자마다 그다음에
# 무엇이 왔는지 세는 것이 **바이그램**(bigram)입니다. 나온 적이 없다고 확률이 영이 되지 않도록 칸마다 아주 조금 더해 둡니다.

import numpy as np

before, after = (part[:, 0] for part in train.windows(1, stride=1))
pairs = np.full((n_tokens, n_tokens), 0.01)
np.add.at(pairs, (before, after), 1)
bigram = pairs / pairs.sum(axis=1, keepdims=True)  # (앞 글자, 다음 글자)
unigram = pairs.sum(axis=0) / pairs.sum()

# %%
# 잘 맞히는지는 정답에 준 확률로 잽니다. 그 확률의 로그에 음의 부호를 붙여 평균 낸 :term:`교차 엔트로피`입니다. 평가 이야기에서,
# 앞을 스물네 글자 넘게 읽은 자리마다 잽니다.

last, target = x_test[:, half:], y_test[:, half:]
loss = {
    "유니그램": -np.log(unigram[target]).mean(),
    "바이그램": -np.log(bigram[last, target]).mean(),
}
print({name: round(float(value), 3) for name, value in loss.items()})

# %%
# .. _next-token-model:
#
# 둘, 트랜스포머를 가르칩니다
# ---------------------------
#
# 바이그램은 바로 앞의 한 글자만 봅니다. :term:`트랜스포머`는 창 안에 있는 앞의 글자를 **모두** 봅니다. 먼저 글자마다 벡터 하나를
# 꺼내고(:term:`임베딩`), 몇 번째 자리인지 알려 주는 벡터를 더합니다. 다음은 **블록**입니다. :term:`어텐션`으로 앞의 자리들에서
# 필요한 것을 모으고, 자리마다 층 둘을 더 지납니다. 끝으로 다음 토큰마다의 점수, 곧 :term:`로짓`을 냅니다.

import torch

from dlconcepts.models import CausalTransformer, token_cross_entropy
from dlconcepts.parameters import count

torch.set_num_threads(1)
model = CausalTransformer(
    n_tokens, context=CONTEXT, width=48, layers=1, seed=SEED
)
n_parameters = count(model).total
print(f"파라미터 {n_parameters:,}개")
print(tuple(model(torch.from_numpy(x[:2])).shape))

# %%
# 창 두 개에 글자 마흔여덟 개씩, 자리마다 다음 토큰의 점수가 나옵니다. 늘 쓰던 ``Trainer``로 가르칩니다. ``cosine``은
# :term:`학습률`을 끝으로 갈수록 줄이는 계획입니다. 무엇이 명사이고 무엇이 조사인지 알려 주는 것은 없습니다. 표 두 개보다 나을까요?

from dlconcepts.training import TrainConfig, Trainer, cosine

config = TrainConfig(epochs=6, batch_size=8, seed=SEED, progress=False)
steps = config.epochs * -(-len(x) // config.batch_size)
optimizer = torch.optim.AdamW(model.parameters(), lr=0.006)
trainer = Trainer(
    model,
    optimizer,
    token_cross_entropy,
    config,
    device="cpu",
    scheduler=cosine(steps),
)
history = trainer.fit((x, y), valid.windows(CONTEXT, stride=CONTEXT))

# %%
# 앞의 표 둘을 잰 그 자리에서 똑같이 잽니다.

model.eval()
with torch.no_grad():
    log_p = model(torch.from_numpy(x_test)).log_softmax(dim=2).numpy()
log_p = log_p[:, half:]
loss["트랜스포머"] = -np.take_along_axis(
    log_p, target[..., None], axis=2
).mean()
table = pd.Series(loss).to_frame("손실")
table["몇 가지 가운데"] = np.exp(table["손실"])
table.round(2)

# %%
# 손실의 지수는 **몇 가지 가운데 하나를 고르는 셈인지**로 읽을 수 있습니다. 횟수만 세면 :val:`among[0]|.0f`가지, 앞의 한 글자를 보면
# :val:`among[1]|.1f`가지, 앞을 모두 보면 :val:`among[2]|.1f`가지입니다.

among = table["몇 가지 가운데"].to_numpy()
assert loss["트랜스포머"] < loss["바이그램"] - 0.7 < loss["유니그램"] - 2

# sphinx_gallery_alt = "에포크마다의 손실 그림. 학습 손실과 검증 손실이 첫 에포크부터 유니그램의 가로줄 아래에 있고, 곧 바이그램의 가로줄 아래로도 내려갑니다. 가로줄은 유니그램의 <<loss_unigram|.2f|과/와>> 바이그램의 <<loss_bigram|.2f>>이고, 마지막 검증 손실은 <<valid_last|.2f>>입니다."
import matplotlib.pyplot as plt

from dlconcepts.viz import MUTED, PALETTE, plot_history, use_korean_font

use_korean_font()
loss_unigram, loss_bigram, loss_model = loss.values()
valid_last = history["valid/loss"][-1]
ax = plot_history(history)
for name, level in (("유니그램", loss_unigram), ("바이그램", loss_bigram)):
    ax.axhline(level, color=MUTED, linewidth=1)
    ax.text(config.epochs, level + 0.05, name, ha="right", color=MUTED)
ax.set(ylim=(0, 4.6), title="앞을 모두 보면 표보다 잘 맞힙니다")
plt.show()

# %%
# 검증 손실은 창의 앞쪽 자리도 넣어 잰 것이라 표의 수와 조금 다릅니다.
#
# 큰 모델도 하는 일은 같고 규모가 다릅니다. :name:`Llama 3.1`의 가장 큰 모델은 :name:`GPU` :fact:`llama-405b-gpus`개로, 모두
# 더해 :fact:`llama-405b-hours` 시간을 배웠다고 합니다. 며칠이 걸린 셈일까요?

gpu_hours, gpus = 30_800_000, 16_384
days = gpu_hours / gpus / 24
print(f"{days:.0f}일")

# %%
# 모두 쉬지 않고 썼다고 치면 두 달 반쯤입니다. 우리 모델은 코어 하나로 일 분이 걸리지 않습니다.

assert 60 < days < 90

# %%
# .. _next-token-probabilities:
#
# 셋, 다음 글자의 확률
# --------------------
#
# 이제 글의 앞부분을 주고 다음 글자의 확률을 봅니다. 로짓을 :term:`소프트맥스`에 넣으면 합이 :math:`1`인 확률이 됩니다. 글자 하나가 아니라
# :term:`어휘`의 **모든** 토큰에 확률이 하나씩 나옵니다.

prompt = "민지는 과일 가게에서 귤을 "
with torch.no_grad():
    logits = model(torch.from_numpy(train.encode(prompt)))[0, -1]
probabilities = torch.softmax(logits, dim=0)
total = probabilities.sum().item()
print(tuple(probabilities.shape), f"합 {total:.4f}")
assert abs(total - 1) < 1e-5

# %%
# 어떤 자리는 한 글자로 거의 정해지고, 어떤 자리는 여러 글자가 나누어 가집니다. 다음 세 앞부분 가운데
# 어느 것이 가장 덜 정해져 있을까요?


def next_probabilities(text):
    ids = torch.from_numpy(train.encode(text))
    return model.next_probabilities(ids)[0]


giving = "주인아저씨께서 두 개를 더 주"
prompts = ["유나는 기뻐서 활짝 웃었어", giving, prompt]
tops = [next_probabilities(text).topk(5) for text in prompts]

# %%

# sphinx_gallery_alt = "가로 막대 그림 세 개. 앞부분마다 가장 그럴듯한 다음 글자 다섯 개의 확률입니다. 가장 큰 확률이 첫째는 <<top_first|.2f>>, 둘째는 <<top_second|.2f|으로/로>> 한 글자에 몰려 있고, 셋째는 <<top_third|.2f|으로/로>> 여러 글자가 나누어 가집니다."
fig, axes = plt.subplots(3, 1, figsize=(6.5, 6.3), sharex=True)
for ax, text, top in zip(axes, prompts, tops, strict=True):
    names = [vocabulary.tokens[i] for i in top.indices]
    names = ["(빈칸)" if name == " " else name for name in names]
    bars = ax.barh(names, top.values.numpy(), color=PALETTE[0])
    ax.bar_label(bars, fmt="{:.2f}", padding=4)
    ax.invert_yaxis()
    ax.grid(axis="y", visible=False)
    ax.set_title(f"“{text.strip()}” 다음", loc="left")
axes[0].set_xlim(0, 1.15)
axes[2].set_xlabel("다음 글자의 확률")
plt.show()

# %%
# “웃었어” 다음에는 거의 언제나 “요”입니다. “더 주” 다음에는 “셨”에 :val:`top_second|.2f|을/를` 주었습니다. “귤을” 다음에
# 올 수의 첫 글자는 가장 큰 것도 :val:`top_third|.2f`입니다. 몇 개를 살지는 앞의 글에 없습니다. 이럴 때는 확률을 **나누어 주는 것이
# 맞습니다**.

top_first, top_second, top_third = (top.values[0].item() for top in tops)
assert top_first > 0.9
assert vocabulary.tokens[tops[1].indices[0]] == "셨"
assert top_third < 0.75

# %%
# .. _next-token-particles:
#
# 무엇을 배웠을까요?
# ------------------
#
# 평가 이야기에서 두 글자 가운데 하나가 와야 하는 자리를 모읍니다. “을/를”은 바로 앞 글자의 받침이 정하고, “셨/었”은 주는 사람이
# 누구인지가 정합니다. 바로 앞만 보는 바이그램은 어느 쪽을 잘할까요?


def right_of(a, b, before=None):
    a, b = vocabulary.ids[a], vocabulary.ids[b]
    places = (target == a) | (target == b)
    if before is not None:
        places &= last == vocabulary.ids[before]
    answer = target[places] == a
    table, net = bigram[last[places]], log_p[places]
    guesses = [table[:, a] > table[:, b], net[:, a] > net[:, b]]
    return [len(answer), *(np.mean(guess == answer) for guess in guesses)]


# %%

rows = {"을/를": right_of("을", "를"), "주셨/주었": right_of("셨", "었", "주")}
columns = ["자리", "바이그램", "트랜스포머"]
choices = pd.DataFrame(rows, index=columns).T
particle, honorific = choices["트랜스포머"]
honorific_bigram = choices.loc["주셨/주었", "바이그램"]
assert min(particle, honorific) > 0.85 > 0.75 > honorific_bigram
choices.round(2)

# %%
# “을/를”은 표로도 거의 됩니다. “주” 다음은 표로는 :val:`honorific_bigram|.2f`이고, 멀리 앞을 보는 모델은 :val:`honorific|.2f`입니다. 누가
# 높임말을 가르친 적은 없습니다. 다음 글자를 맞히려면 알아야 해서 배웠습니다.

# %%
# .. _next-token-attention:
#
# 어디를 보았을까요?
# ------------------
#
# 이 모델의 어텐션은 넷으로 나뉘어 저마다 다른 곳을 볼 수 있습니다. 그 하나하나를 **머리**(head)라고 합니다. 머리마다 글자가 앞의
# 글자들을 본 비율이 있습니다. 마지막 글자 “주”가 “주인아저씨께서”를 가장 많이 본 머리를 골라 그립니다. 뒤의 자리는 볼 수 없으므로
# 빗금을 그었습니다.

# sphinx_gallery_alt = "어텐션의 표. 줄은 보는 글자, 칸은 보이는 글자이고, 시작 표시와 “주인아저씨께서 두 개를 더 주”의 열여섯 글자가 차례로 있습니다. 대각선의 오른쪽 위는 모두 빗금입니다. 마지막 줄 “주”가 “주인아저씨께서”의 일곱 글자를 본 비율의 합은 <<on_giver|.2f>>입니다."
from dlconcepts.viz import plot_attention

ids = torch.from_numpy(train.encode(giving))
looks = model.attention_weights(ids)[0, 0].numpy()  # (머리, T, T)
head = looks[:, -1, 1:8].sum(axis=1).argmax()
on_giver = looks[head, -1, 1:8].sum()
even_share = 7 / ids.shape[1]
look = np.where(np.tri(ids.shape[1]) > 0, looks[head], np.nan)
names = ["시작", *giving.replace(" ", "␣")]
plot_attention(look, names, names, title="마지막 줄이 “주”가 본 곳입니다")
plt.show()

# %%
# 이 머리에서 “주”가 본 것의 :val:`on_giver|.0%`가 “주인아저씨께서”입니다. 모든 자리를 고루 보았다면 :val:`even_share|.0%`입니다.
# 그러나 넷 가운데 고른 머리이고, 그림은 어디를 보았는지이지 왜 그렇게 답했는지가 아닙니다. 정말 주는 사람 때문인지는 **바꾸어 보면**
# 압니다. “주인아저씨께서”만 “유나가”로 바꿉니다. “셨”의 확률은 어떻게 될까요?

honor, plain_end = vocabulary.ids["셨"], vocabulary.ids["었"]
polite = {}
for giver in ("주인아저씨께서", "유나가"):
    p = next_probabilities(giving.replace("주인아저씨께서", giver))
    polite[giver] = p[honor].item()
    print(f"{giver}: 셨 {p[honor]:.3f}, 었 {p[plain_end]:.3f}")
    assert p[honor] + p[plain_end] > 0.8
elder_p, child_p = polite.values()
dropped = elder_p - child_p
assert dropped > 0.4

# %%
# 주는 사람만 바꾸었는데 “셨”의 확률이 :val:`elder_p|.2f`에서 :val:`child_p|.2f|으로/로` 내려갑니다. 주는 사람 때문이 맞습니다.

# %%
# .. _next-token-seeds:
#
# 운이었을까요?
# -------------
#
# 여기까지는 씨앗 하나의 결과입니다. 씨앗 다섯 개로 이 쪽을 되풀이한 기록을 봅니다. 두 손실, “주”가 주는 사람을 본 비율, 주는 사람을
# 바꾸자 “셨”의 확률이 내려간 만큼입니다. 넷 가운데 씨앗마다 가장 달라지는 것은 무엇일까요?

from dlconcepts.benchmark import recorded_spread

spread = recorded_spread("12_generative/plot_01_next_token")
measured = {"bigram": loss_bigram, "transformer": loss_model}
measured |= {"looked": on_giver, "dropped": dropped}
spread.check(**measured)
names = ["바이그램의 손실", "트랜스포머의 손실", "본 비율", "내려간 만큼"]
spread.to_frame(names=dict(zip(measured, names, strict=True))).round(2)

# %%
# 가장 나쁜 씨앗의 트랜스포머가 :val:`highest|.2f`, 가장 좋은 씨앗의 바이그램이 :val:`lowest|.2f`입니다. 운이 아닙니다. 내려간 만큼도
# 가장 작은 것이 :val:`least_drop|.2f`입니다. 그러나 **본 비율**은 :val:`looked_low|.2f`에서 :val:`looked_high|.2f`까지이고, 고루
# 보았을 때가 :val:`even_share|.2f`입니다. 보는 곳은 씨앗마다 달라도, 주는 사람을 바꾸면 답이 바뀌는 것은 같습니다. 어텐션의 그림
# 하나로 까닭을 말하지 않습니다.

highest, lowest = spread["transformer"].high, spread["bigram"].low
looked_low, looked_high = spread["looked"].low, spread["looked"].high
least_drop = spread["dropped"].low
assert highest < lowest - 0.5
assert least_drop > 0.4

# %%
# .. _next-token-writing:
#
# 넷, 한 글자씩 씁니다
# --------------------
#
# 글쓰기는 이것이 전부입니다. 확률대로 하나를 뽑고, 뒤에 붙이고, 처음부터 다시 읽습니다.

from dlconcepts.datasets.tokens import BOS, EOS, PAD


@torch.no_grad()
def write(text, seed, temperature=0.5):
    random = torch.Generator().manual_seed(seed)
    ids = torch.from_numpy(train.encode(text))
    while ids[0, -1] != EOS and ids.shape[1] < 150:
        scores = model(ids[:, -CONTEXT:])[:, -1].double()
        scores[:, [PAD, BOS]] = -torch.inf  # 글이 아닌 표시는 쓰지 않습니다
        p = torch.softmax(scores / temperature, dim=1)
        token = torch.multinomial(p, 1, generator=random)
        ids = torch.cat([ids, token], dim=1)
    return train.decode(ids[0].tolist())


# %%

for seed in range(3):
    print(write("민지는 ", seed))

# %%
# 씨앗마다 다른 이야기입니다. 군데군데 앞뒤가 어긋나도 우리말처럼 이어집니다. ``scores``를 나눈 ``temperature``는 조금 뒤에 봅니다. 라이브러리의 ``generate``도 같은 일을 합니다.

start = torch.from_numpy(train.encode("민지는 "))
rest = model.generate(start, steps=140, temperature=0.5, seed=0)
written = train.decode([*start[0].tolist(), *rest[0].tolist()])
assert written.startswith(write("민지는 ", 0)[:100])

# %%
# .. _next-token-no-search:
#
# 아무것도 찾지 않습니다
# ----------------------
#
# 쓰는 동안 이야기를 뒤져 보지 않았다는 것을 확인합니다. 가중치만 파일에 담고, 이야기를 본 적이 없는 새 모델에 옮겨 같은 씨앗으로
# 씁니다.

import tempfile
from pathlib import Path

with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "weights.pt"
    torch.save(model.state_dict(), path)
    weights = torch.load(path, weights_only=True)
stranger = CausalTransformer(
    n_tokens, context=CONTEXT, width=48, layers=1, seed=99
)
stranger.load_state_dict(weights)
again = stranger.generate(start, steps=140, temperature=0.5, seed=0)
assert torch.equal(again, rest)

# %%
# 같은 글입니다. 글을 만든 것은 앞부분 “민지는”과 가중치 :val:`n_parameters|,d`개와 뽑기의 씨앗뿐입니다. 그러면 외운 문장을 꺼내는
# 것일까요? 스물네 편을 쓰게 하고, 끝까지 쓴 문장이 학습 이야기에 그대로 있는지 셉니다.


def sentences(texts):
    return [s.strip() for text in texts for s in text.split(".")[:-1]]


def stories_at(temperature, n=24, top_k=None):
    many = model.generate(
        start.repeat(n, 1),
        steps=100,
        temperature=temperature,
        top_k=top_k,
        seed=SEED,
    )
    return ["민지는 " + train.decode(row) for row in many.tolist()]


# %%

learned = set(sentences(train.texts))
made = sentences(stories_at(0.5))
copied = np.mean([sentence in learned for sentence in made])
new = [s for s in made if s not in learned]
print(f"{len(made)}문장 가운데 그대로 있는 것 {copied:.0%}")
print("없는 것:", new[:3])
assert 0.1 < copied < 0.8

# %%
# :val:`copied|.0%`는 배운 문장과 똑같고 나머지는 처음 생긴 문장입니다. 똑같은 것도 찾아온 것이 아니라 한 글자씩 뽑다 보니 그렇게
# 된 것입니다. 요즘의 서비스에는 검색을 붙인 것도 있습니다. 그때도 찾은 글을 **앞에 붙여 읽힐** 뿐, 쓰는 일은 이 되풀이입니다.

# %%
# .. _next-token-fluent:
#
# 매끄러운 거짓말
# ---------------
#
# 찾아보지 않으니 확인하지도 않습니다. 이야기에는 동물마다 우는 소리가 있고, 고양이는 언제나 “야옹” 하고 웁니다. 동물 이름을 주고,
# 다음에 올 소리의 첫 글자에 준 확률을 봅니다. 표의 가로는 여덟 소리이고, 맞는 것은 대각선입니다.

sounds = {"고양이": "야옹", "강아지": "멍멍", "송아지": "음매"}
sounds |= {"병아리": "삐악삐악", "오리": "꽥꽥", "염소": "매애"}
sounds |= {"참새": "짹짹", "돼지": "꿀꿀"}
first = [vocabulary.ids[sound[0]] for sound in sounds.values()]
cries = np.array(
    [next_probabilities(f"{a}는 배가 고파서 ")[first] for a in sounds]
)
pd.DataFrame(cries, index=list(sounds), columns=list(sounds.values())).round(2)

# %%
# 여덟 소리의 확률을 더하면 평균 :val:`some_sound|.2f`입니다. 여기에 **우는 소리가 온다**는 것은 배웠습니다. 그러나 **그 동물의** 소리에 준
# 것은 평균 :val:`its_sound|.2f`뿐입니다. 틀린 소리 가운데 가장 그럴듯한 것으로 문장을 이어 봅니다.

some_sound, its_sound = cries.sum(axis=1).mean(), cries.diagonal().mean()
wrong = np.where(np.eye(8) > 0, 0, cries)
i, j = np.unravel_index(wrong.argmax(), wrong.shape)
animal, sound = list(sounds)[i], list(sounds.values())[j]
false_beginning = f"{animal}는 배가 고파서 {sound} "
ids = torch.from_numpy(train.encode(false_beginning))
tail = model.generate(ids, steps=12, temperature=None, seed=0)
false_sentence = (false_beginning + train.decode(tail[0])).split(".")[0]
false_p = wrong.max()
print(f"{false_sentence}. ({false_p:.2f})")
assert some_sound > 0.6
assert its_sound < 0.6
assert false_p > 0.1

# %%
# 문법은 맞고 사실은 아닙니다. 배운 이야기에는 이런 문장이 한 번도 없는데도 여기까지 오는 확률이 :val:`false_p|.2f`입니다. 모델이
# 재는 것은 **그럴듯함**이고, 참인지 묻는 곳은 어디에도 없습니다. 더 크고 더 많이 배운 모델은 덜 틀리지만, 하는 일은 같습니다.

assert not any(false_sentence in text for text in train.texts)

# %%
# .. _next-token-temperature:
#
# 온도와 상위 k개
# ---------------
#
# 로짓을 나누는 수가 :term:`온도`(temperature) :math:`T`입니다.
#
# .. math::
#
#    p_i = \frac{e^{z_i / T}}{\sum_j e^{z_j / T}}
#
# 앞에서 구해 둔 ``logits``, 곧 “귤을” 다음의 수로 봅니다. 온도를 낮추면 어느 막대가 커질까요?

temperatures = [0.3, 1.0, 3.0]
heated = {T: torch.softmax(logits / T, dim=0) for T in temperatures}
best = probabilities.topk(6).indices
peaks = np.array([heated[T].max().item() for T in temperatures])
assert torch.equal(heated[1.0], probabilities)
assert peaks[0] > peaks[1] > peaks[2]

# %%

# sphinx_gallery_alt = "막대그래프. “귤을” 다음의 그럴듯한 글자 여섯 개마다 온도가 다른 막대 셋이 있습니다. 가장 그럴듯한 글자의 확률은 온도가 낮은 것부터 <<peaks[0]|.2f>>, <<peaks[1]|.2f>>, <<peaks[2]|.2f>>이고, 온도가 높을수록 막대의 높이가 고릅니다."
fig, ax = plt.subplots(figsize=(6.5, 3.6))
for k, T in enumerate(temperatures):
    ax.bar(
        np.arange(6) + 0.27 * (k - 1),
        heated[T][best].numpy(),
        width=0.25,
        color=PALETTE[k],
        hatch=("", "//", "..")[k],
        label=f"온도 {T}",
    )
ax.set_xticks(range(6), [vocabulary.tokens[i] for i in best])
ax.set(ylabel="확률", title="온도가 낮으면 몰리고 높으면 고르게 퍼집니다")
ax.legend()
plt.show()

# %%
# 차례는 바뀌지 않고 차이만 벌어지거나 줄어듭니다. 온도를 바꾸어 스물네 편씩 쓰게 하고 셋을 셉니다. 서로 다른 글의 몫, 배운 문장과
# 똑같은 문장의 몫, 이야기에 있는 어절의 몫입니다. :term:`상위 k개`(top-k)는 확률이 큰 것 몇 개만 남기고 뽑는 방법입니다. 온도를
# 높이면 세 몫은 저마다 어떻게 될까요?

known = set(re.findall(r"[^\s.,]+", " ".join(train.texts)))


def measure(texts):
    words = re.findall(r"[^\s.,]+", " ".join(sentences(texts)))
    same = [s in learned for s in sentences(texts)]
    real = [word in known for word in words]
    return [len(set(texts)) / len(texts), np.mean(same), np.mean(real)]


# %%

trials = {"0.3": (0.3, None), "1.0": (1.0, None), "1.5": (1.5, None)}
trials["1.5, 상위 2개"] = (1.5, 2)
rows = {
    name: measure(stories_at(T, top_k=k)) for name, (T, k) in trials.items()
}
columns = ["서로 다른 글", "배운 문장 그대로", "아는 어절"]
warm = pd.DataFrame(rows, index=columns).T.rename_axis("온도")
cool_words, _, hot_words, cut_words = warm["아는 어절"]
assert cool_words > hot_words + 0.1
assert cut_words > hot_words + 0.1
cool_copied, _, hot_copied, _ = warm["배운 문장 그대로"]
assert cool_copied > hot_copied + 0.1
warm.round(2)

# %%
# 온도가 높으면 드문 글자를 뽑아 없는 말이 늘고, 낮으면 배운 것을 되풀이합니다. 상위 두 개에서만 뽑으면 온도가 높아도 없는 말이
# 줄어듭니다. 온도는 학습이 아니라 **뽑는 방법**이라서, 모델은 그대로입니다.

print(stories_at(1.5, n=2)[1])

# %%
# .. _next-token-trap:
#
# 흔한 함정
# ---------
#
# PyTorch의 트랜스포머 블록을 그대로 쌓으면 언어 모델이 될까요? 임베딩과 블록과 출력만 이은 코드를 흔히 봅니다.

from torch import nn


class Careless(nn.Module):
    def __init__(self, words, d=48, **options):
        super().__init__()
        block = nn.TransformerEncoderLayer(d, nhead=4, **options)
        self.embedding = nn.Embedding(words, d)
        self.blocks = nn.TransformerEncoder(
            block, num_layers=1, enable_nested_tensor=False
        )
        self.output = nn.Linear(d, words)

    def forward(self, ids):
        return self.output(self.blocks(self.embedding(ids)))


# %%
# 오류 없이 돌고 모양도 맞습니다. 세 가지를 물어봅니다. 옆 문장을 바꾸면 움직이는지, 앞말의 차례를 바꾸면 움직이는지, **뒷말**을
# 바꾸면 움직이는지입니다. 움직여야 하는 것은 가운데뿐입니다.


@torch.no_grad()
def moved(model):
    model.eval()
    ids = torch.from_numpy(x[:2])
    neighbour, swapped, later = ids.clone(), ids.clone(), ids.clone()
    neighbour[0] = ids[0].flip(0)
    swapped[:, [3, 5]] = ids[:, [5, 3]]
    later[:, 20:] = ids[:, :28]
    base = model(ids)
    return [
        (model(neighbour) - base)[1].abs().max().item(),
        (model(swapped) - base)[:, 10].abs().max().item(),
        (model(later) - base)[:, :20].abs().max().item(),
    ]


# %%

torch.manual_seed(SEED)
rows = {
    "그대로": moved(Careless(n_tokens)),
    "batch_first=True": moved(Careless(n_tokens, batch_first=True)),
    "CausalTransformer": moved(model),
}
columns = ["옆 문장", "앞말의 차례", "뒷말"]
checks = pd.DataFrame(rows, index=columns).T
moves = checks.to_numpy() > 1e-4
assert moves.tolist() == [[1, 0, 0], [0, 0, 1], [0, 1, 0]]
checks.round(4)

# %%
# 그대로 쓴 것은 **옆 문장을** 읽고, 자기 문장의 앞말은 읽지도 않습니다. 첫 축을 시간으로 알기 때문입니다. ``batch_first=True``를
# 적으면 문장끼리 섞이지 않지만, 어텐션에는 차례가 없어서 앞말을 뒤섞어도 같은 답이고, 뒷말을 봅니다. 자리 벡터와 가림이 있어야
# 셋이 모두 맞습니다.
#
# 뒷말을 보는 것은 좋은 일이 아닐까요? 뒷말에는 **정답이** 있습니다. 자리 벡터만 더하고 가리지 않은 모델을 짧게 가르칩니다.


class Peeking(Careless):
    def __init__(self, words):
        super().__init__(
            words,
            dim_feedforward=192,
            batch_first=True,
            dropout=0.0,
            norm_first=True,
        )
        self.positions = nn.Embedding(CONTEXT, 48)
        for vectors in (self.embedding, self.positions):
            nn.init.normal_(vectors.weight, std=0.1)

    def forward(self, ids):
        places = self.positions(torch.arange(ids.shape[1]))
        return self.output(self.blocks(self.embedding(ids) + places))


# %%

torch.manual_seed(SEED)
peeking = Peeking(n_tokens)
config = TrainConfig(epochs=8, batch_size=8, seed=SEED, progress=False)
optimizer = torch.optim.AdamW(peeking.parameters(), lr=0.01)
trainer = Trainer(
    peeking, optimizer, token_cross_entropy, config, device="cpu"
)
peek_history = trainer.fit(train.windows(CONTEXT, stride=CONTEXT))

# %%

peeking.eval()
with torch.no_grad():
    full = peeking(torch.from_numpy(x_test))
    cut = peeking(torch.from_numpy(x_test[:, : half + 1]))
answer = torch.from_numpy(y_test)
middle = answer[:, half]
peek_loss = token_cross_entropy(full[:, half:], answer[:, half:]).item()
write_loss = nn.functional.cross_entropy(cut[:, half], middle).item()
print(f"뒤가 보일 때 {peek_loss:.2f}, 쓸 때처럼 뒤가 없을 때 {write_loss:.2f}")

# %%
# 평가 이야기로 재어도 뒤가 보이면 :val:`peek_loss|.2f`이고, 같은 자리에서 잰 가린 모델의 :val:`loss_model|.2f`보다 훨씬 좋아
# 보입니다. 그러나 글을 쓸 때는 뒷말이 아직 없습니다. 그때는 :val:`write_loss|.2f`입니다. 다음 글자를 **맞힌** 것이 아니라 옆자리에서
# **베꼈기** 때문입니다. 손실이 너무 좋으면 정답이 새고 있지 않은지 봅니다.

assert peek_loss < loss_model - 0.15
assert write_loss > loss_model + 1

# %%
# 이런 모델의 파라미터가 몇 개이고 어디에 몰려 있는지는
# :doc:`파라미터의 수 </auto_examples/06_building_blocks/plot_04_counting_parameters>`에서 셌습니다. 블록만 세면 절반이 넘게 빠집니다. 이
# 쪽의 모델은 어떨까요?

parts = {name: count(part).total for name, part in model.named_children()}
table_share = (parts["embedding"] + parts["answer"]) / n_parameters
print(parts)
assert table_share > 0.4

# %%
# 글자마다 한 줄인 표 둘, 곧 임베딩과 출력이 :val:`table_share|.0%`입니다.

# %%
# .. _next-token-summary:
#
# 정리
# ----
#
# - 언어 모델이 내놓는 것은 다음 토큰의 확률입니다. 정답은 글 안에 있으므로 라벨이 필요 없습니다.
# - 글쓰기는 확률대로 하나를 뽑아 붙이는 일의 되풀이입니다. 가중치와 뽑기뿐이고, 아무것도 찾아보지 않습니다. 그래서 그럴듯한 거짓도
#   씁니다.
# - 첫 축이 배치인지, 차례를 아는지, 뒤를 가렸는지는 돌려 보는 것으로는 모릅니다. 하나씩 바꾸어 보아야 압니다.

# %%
# .. _next-token-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 이 모델은 받침의 **규칙**을 배웠을까요, 글자마다의 **버릇**을 배웠을까요? 학습 이야기에서 “을/를”이 붙은 적이 있는 글자와
# 없는 글자를 “민지는 ” 뒤에 하나씩 놓고, 어느 쪽을 더 그럴듯하게 보는지 견주어 보세요.
#
# .. dropdown:: 답 보기
#
#    붙은 적이 있는 글자에서는 :val:`seen_right|.2f|이/가` 맞고, 없는 글자에서는 :val:`unseen_right|.2f`입니다. 모두 “을”이라고 답해도
#    :val:`always_eul|.2f`이니 배운 것이 없는 셈입니다. 글자는 번호일 뿐이라 받침이 보이지 않습니다. 사람의 규칙을 배운 것처럼 보였지만
#    글자마다 따로 외운 것입니다.

eul, reul = vocabulary.ids["을"], vocabulary.ids["를"]
followed = set(before[(after == eul) | (after == reul)])
letters = [c for c in vocabulary.tokens if has_hangul(c)]
closed = np.array([(ord(c) - ord("가")) % 28 > 0 for c in letters])
seen = np.array([vocabulary.ids[c] in followed for c in letters])

# %%

starts = np.concatenate([train.encode("민지는 " + c) for c in letters])
p = model.next_probabilities(torch.from_numpy(starts)).numpy()
correct = (p[:, eul] > p[:, reul]) == closed
seen_right, unseen_right = correct[seen].mean(), correct[~seen].mean()
always_eul = closed[~seen].mean()
print(
    f"{seen.sum()}글자 {seen_right:.2f}, {(~seen).sum()}글자 {unseen_right:.2f}",
    f"모두 을이면 {always_eul:.2f}",
)
assert seen_right > 0.85 > unseen_right
assert unseen_right < always_eul + 0.1

# %%
# **둘.** 온도를 끝없이 낮추면 어떻게 될까요? 뽑지 않고 언제나 가장 그럴듯한 글자를 쓰는 것(``temperature=None``), 한 글자에서만 뽑는
# 것(``top_k=1``), 온도가 아주 낮은 것을 씨앗 다섯 개로 견주어 보세요.
#
# .. dropdown:: 답 보기
#
#    열다섯 번이 모두 같은 글입니다. 가장 큰 로짓과 나머지의 차이가 끝없이 벌어져 확률이 한 글자에 몰리기 때문입니다. 씨앗은 뽑을 때만
#    쓰이므로 아무 상관이 없어집니다.

ways = [{"temperature": None}, {"top_k": 1}, {"temperature": 1e-4}]
one = {
    train.decode(model.generate(start, steps=40, seed=seed, **way)[0].tolist())
    for way in ways
    for seed in range(5)
}
print(one)
assert len(one) == 1

# %%
# **셋.** 앞을 여덟 글자만 볼 수 있으면 “셨/었”은 어떻게 될까요? 다시 가르치지 말고, 끝의 여덟 글자만 읽혀 보세요.
#
# .. dropdown:: 답 보기
#
#    “주인아저씨께서”가 잘려 나가 “셨”의 확률이 :val:`near|.2f|이/가` 됩니다. 모델이 아는 것은 창 안에 있는 글뿐입니다. 대화가 길어지면 앞의
#    말을 잊는 것도 같은 까닭입니다.

ids = torch.from_numpy(train.encode(giving))
near = model.next_probabilities(ids[:, -8:])[0, honor].item()
print(repr(train.decode(ids[0, -8:].tolist())), f"{near:.3f}")
assert near < elder_p - 0.1

# %%
# .. _next-token-next:
#
# 다음 쪽
# -------
#
# 정답이 입력에서 나오는 방법은 하나가 아닙니다. 가린 곳을 맞히고 흐린 그림을 되돌리는
# :doc:`자기지도 학습 </auto_examples/12_generative/plot_02_self_supervised>`으로 갑니다.
