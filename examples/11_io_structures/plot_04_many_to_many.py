"""
자리마다 답하면 한꺼번에 계산하는 것일까요?
===========================================

문장을 읽고 어절마다 하나씩 답하는 모델이 있습니다. 답이 자리마다 나오니 계산도 자리마다 따로 하는 것처럼 보입니다.
정말 그런지, 어절 하나를 바꾸어 어느 답이 움직이는지 보고, 기다려야 하는 계산이 몇 겹인지 셉니다.

- **할 것**: 어절마다 문장 성분을 맞히는 모델을 네 가지 방법으로 만들어 견줍니다.
- **배울 것**: 자리가 맞는 것과 한꺼번에 계산하는 것은 다릅니다. 앞에서 뒤로만 읽으면 오른쪽 어절이 정하는 답은
  찍을 수밖에 없습니다.
- **필요한 것**: :doc:`여럿에서 하나로 </auto_examples/11_io_structures/plot_03_many_to_one>`,
  :doc:`계산 그래프 </auto_examples/05_autodiff/plot_01_computational_graph>`,
  :doc:`규제 </auto_examples/06_building_blocks/plot_06_regularization>`. PyTorch를 씁니다.
"""

# %%
# .. _aligned-task:
#
# 어절마다 하나씩 답하기
# ----------------------
#
# 띄어 쓴 마디가 어절이고, 여기서는 어절 하나가 :term:`토큰` 하나입니다. 어절마다 주어, 목적어, 서술어 같은 문장 성분을
# 답합니다. 이렇게 토큰마다 붙이는 답을 **태그**라고 합니다. 낱말마다 품사를 붙이는 :term:`품사 태깅`도 같은 구조입니다.

import numpy as np
import pandas as pd

from dlconcepts.datasets.sentences import make_sentences

data = make_sentences(seed=0)
tag_names = np.array(data.train.tag_names)
tokens = np.array(data.train.vocabulary.tokens)

# %%

word_ids, tag_ids = data.test.words[0], data.test.tags[0]
print(data.test.texts[0])
pd.DataFrame(
    {
        "어절": tokens[word_ids],
        "번호": word_ids,
        "태그": tag_names[tag_ids],
        "태그의 번호": tag_ids,
    }
)

# %%
# 어절은 여섯인데 칸은 여덟입니다. 길이가 다른 문장을 한 배열에 담으려고 뒤를 :term:`패딩`으로 채웠기 때문입니다. 패딩의
# 번호도, 패딩에 붙은 태그의 번호도 0입니다. 패딩은 문장이 아니므로 맞혀야 할 것도 아닙니다.

sizes = [len(part) for part in data]
padding_share = 1 - data.test.mask.mean()
print("문장", dict(zip(["학습", "검증", "평가"], sizes, strict=True)))
print("배열의 모양", data.test.words.shape, f" 패딩 {padding_share:.0%}")

# %%
# 입력과 출력의 수가 같고 자리가 하나씩 짝을 이룹니다. 그래서 자리가 맞는(aligned) N대N 구조라고 합니다.

# sphinx_gallery_alt = "아래의 입력 상자 네 개에 신발은, 좋아했지만, 가방은, 편했어요가 있고, 저마다 바로 위의 상태 동그라미를 지나 출력 상자로 이어집니다. 출력은 목적어, 서술어, 주어, 서술어입니다. 상태끼리는 왼쪽에서 오른쪽으로 화살표가 이어져 있습니다."
import matplotlib.pyplot as plt

from dlconcepts.viz import GRID, MARKERS, PALETTE, PAPER, use_korean_font
from dlconcepts.viz.structures import plot_structure

use_korean_font()
words = ("신발은", "좋아했지만", "가방은", "편했어요")
ax = plot_structure(
    "many_to_many",
    inputs=words,
    outputs=("목적어", "서술어", "주어", "서술어"),
)
ax.set_title("어절마다 태그 하나")
plt.show()

# %%
# .. _aligned-model:
#
# 앞에서 뒤로 읽는 모델
# ---------------------
#
# 그림을 코드로 옮깁니다. 토큰을 벡터로 바꾸고(:term:`임베딩`), :term:`순환 신경망` GRU가 앞에서 뒤로 읽으며 자리마다 상태를
# 내고, 그 상태에서 태그마다의 점수인 :term:`로짓`을 냅니다. 앞 쪽의 모델과 다른 곳은 마지막 상태 하나가 아니라 **모든**
# 자리의 상태에서 답한다는 것뿐입니다.

import torch
from torch import nn

torch.set_num_threads(1)


class Tagger(nn.Module):
    def __init__(self, vocabulary, tags):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, 32, padding_idx=0)
        self.ahead = nn.GRU(32, 64, batch_first=True)
        self.answer = nn.Linear(64, tags)

    def forward(self, ids):  # (문장, 자리)
        states, _ = self.ahead(self.embedding(ids))  # (문장, 자리, 64)
        return self.answer(states)  # (문장, 자리, 태그)


# %%
# 라이브러리의 ``ManyToMany``도 ``reads="forward"``이면 같은 계산입니다. 파라미터를 옮겨 담아 확인합니다.

from dlconcepts.models import ManyToMany

V, C = len(tokens), len(tag_names)
ids = torch.from_numpy(data.test.words)
by_hand, model = Tagger(V, C), ManyToMany(V, C, reads="forward", seed=0)
by_hand.load_state_dict(model.state_dict())
print(model(ids).shape, torch.equal(by_hand(ids), model(ids)))
assert torch.equal(by_hand(ids), model(ids))

# %%
# :term:`손실`은 자리마다의 :term:`교차 엔트로피`입니다. 다만 패딩은 셈에서 빼야 합니다. ``ignore_index``에 적은 번호가 정답인
# 자리는 손실이 영이 됩니다. 평균을 낼 때도 진짜 어절의 수로 나눕니다. 진짜인 자리는 :term:`마스크`에 적혀 있습니다.

from torch.nn.functional import cross_entropy

from dlconcepts.models import token_cross_entropy

tags = torch.from_numpy(data.test.tags)
real = torch.from_numpy(data.test.mask)
logits = model(ids).transpose(1, 2)  # cross_entropy 는 태그의 축이 둘째입니다
each = cross_entropy(logits, tags, ignore_index=0, reduction="none")
print([f"{loss:.2f}" for loss in each[0]])
by_hand_loss = (each.sum(dim=1) / real.sum(dim=1)).mean()
assert torch.isclose(by_hand_loss, token_cross_entropy(model(ids), tags))

# %%
# 마지막 두 칸이 영입니다. 문장마다 진짜 어절에서 평균을 내고, 그것을 다시 문장끼리 평균한 것이
# ``token_cross_entropy``입니다. 학습은 다른 쪽과 같은 ``Trainer``가 합니다. 문장이 많지 않으므로 :term:`가중치 감쇠`를
# 크게 줍니다.

from dlconcepts.training import TrainConfig, Trainer


def learn(model, loss_fn=token_cross_entropy, train=data.train, decay=1.0):
    optimizer = torch.optim.AdamW(model.parameters(), 0.01, weight_decay=decay)
    config = TrainConfig(epochs=10, batch_size=32, seed=0, progress=False)
    trainer = Trainer(model, optimizer, loss_fn, config, device="cpu")
    trainer.fit((train.words, train.tags))
    return model.eval()


@torch.no_grad()
def right(model, part=data.test):
    guess = model(torch.from_numpy(part.words)).argmax(dim=2).numpy()
    return guess == part.tags


# %%

forward = learn(model)
correct = right(forward)
overall = correct[data.test.mask].mean()
print(f"처음 보는 문장의 진짜 어절 {data.test.mask.sum()}개에서 {overall:.3f}")

# %%
# .. _aligned-right:
#
# 오른쪽을 보아야 아는 어절
# -------------------------
#
# :val:`overall|.0%`를 맞혔습니다. 틀린 것은 고루 흩어져 있을까요? 두 문장을 봅니다.

pair = [30, 45]
for i in pair:
    print(data.test.texts[i], "→", tag_names[data.test.tags[i, 0]])
assert len(set(data.test.words[pair, 0])) == 1
assert len(set(data.test.tags[pair, 0])) == 2

# %%
# 화살표 뒤는 첫 어절의 태그입니다. 같은 “볶음밥은”인데 하나는 목적어이고 하나는 주어입니다. 추천한 것은 사람이고 볶음밥은
# 추천을 받은 쪽이지만, 느끼한 것은 볶음밥 자신입니다. 어느 쪽인지는 **바로 오른쪽** 어절이 정합니다. 이렇게 태그가 둘인 어절을
# 학습 문장에서 모두 찾습니다.

kinds = {}
for part_ids, part_tags in zip(data.train.words, data.train.tags, strict=True):
    for word, tag in zip(part_ids, part_tags, strict=True):
        kinds.setdefault(int(word), set()).add(int(tag))
two_tags = np.array([len(kinds.get(word, ())) > 1 for word in range(V)])
both_ways = two_tags[data.test.words]
only_one = data.test.mask & ~both_ways
n_both = both_ways.sum()
print(f"{two_tags.sum()}가지:", *tokens[two_tags][:6], "…")
assert all(token[-1] in "은는" for token in tokens[two_tags])

# %%
# 모두 “은”이나 “는”이 붙은 명사이고, 평가 문장에 :val:`n_both`번 나옵니다. 태그가 하나뿐인 어절과 둘인 어절을 나누어 재면
# 어떻게 될까요?

on_one, on_both = correct[only_one].mean(), correct[both_ways].mean()
print(f"태그가 하나뿐인 어절 {on_one:.3f}   둘인 어절 {on_both:.3f}")
assert on_one > 0.98
assert on_both < 0.85

# %%
# 틀린 것이 한곳에 몰려 있습니다. 더 배우면 나아질까요? 앞에서 뒤로 읽는 모델이 아는 것은 문장의 처음부터 그 어절까지입니다.
# 거기까지가 똑같은데 태그가 다른 문장이 있으면 적어도 하나는 틀립니다. 그러니 **정답을 다 알아도** 넘을 수 없는 한계를 셀 수
# 있습니다. 같은 앞부분마다 가장 잦은 태그를 답하는 것이 최선입니다. 학습, 검증, 평가의 세 부분을 모두 합쳐 셉니다.

from collections import Counter, defaultdict


def best_possible(seen):
    answers = defaultdict(Counter)
    for part in data:
        for i, t in np.argwhere(two_tags[part.words]):
            answers[seen(part.words[i], t)][part.tags[i, t]] += 1
    hits = sum(max(counter.values()) for counter in answers.values())
    return hits / sum(counter.total() for counter in answers.values())


# %%

word_limit = best_possible(lambda sentence, t: sentence[t])
left_limit = best_possible(lambda sentence, t: tuple(sentence[: t + 1]))
near_limit = best_possible(lambda sentence, t: tuple(sentence[t : t + 2]))
print(f"그 어절만   {word_limit:.2f}")
print(f"거기까지    {left_limit:.2f}")
print(f"오른쪽 하나 {near_limit:.2f}")
assert left_limit < 0.8 < near_limit == 1

# %%
# 왼쪽을 다 보아도 이 문장들에서는 :val:`left_limit|.2f|이/가` 끝이고, 오른쪽 어절 하나만 보면 모두 정해집니다. 모델도 세 부분을
# 합쳐 재면, 배운 문장까지 들었는데도 :val:`everywhere|.2f`입니다. 덜 배운 것이 아니라 **볼 수 없는** 것입니다.


def in_all_parts(model):
    hits = [right(model, part)[two_tags[part.words]] for part in data]
    return np.concatenate(hits).mean()


everywhere = in_all_parts(forward)
print(f"{everywhere:.2f}")
assert left_limit - 0.15 < everywhere <= left_limit

# %%
# .. _aligned-ways:
#
# 오른쪽도 보는 세 가지 방법
# --------------------------
#
# 첫째, GRU를 하나 더 두어 뒤에서 앞으로도 읽습니다(``reads="both"``). 자리마다 두 상태를 이어 붙여 답합니다. 둘째,
# :term:`합성곱`으로 양옆의 어절까지만 봅니다. 셋째, :term:`어텐션`으로 자리마다 모든 자리를 견주어 보고 섞습니다
# (``reads="attention"``). 어텐션의 식은 다음 쪽에서 봅니다. 합성곱은 이렇게 적습니다. 폭이 셋인 창이 문장 위를 미끄러집니다.


class Window(nn.Module):
    def __init__(self, vocabulary, tags, width=3):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, 32, padding_idx=0)
        self.window = nn.Conv1d(32, 64, width, padding=width // 2)
        self.answer = nn.Linear(64, tags)

    def forward(self, ids):
        x = self.embedding(ids).transpose(1, 2)  # (문장, 32, 자리)
        h = self.window(x).relu().transpose(1, 2)  # (문장, 자리, 64)
        return self.answer(h)


# %%
# 네 모델이 같은 데이터를 같은 만큼 배웁니다. 태그가 둘인 어절을 얼마나 맞힐지 예측해 보세요.

both = learn(ManyToMany(V, C, reads="both", seed=0))
torch.manual_seed(0)
window = learn(Window(V, C))
attention = learn(ManyToMany(V, C, reads="attention", seed=0))
names = ["앞에서 뒤로", "두 방향", "합성곱", "어텐션"]
models = dict(zip(names, [forward, both, window, attention], strict=True))

# %%

table = pd.DataFrame(index=pd.Index(names, name="읽는 방법"))
rights = [right(model) for model in models.values()]
table["태그가 하나뿐"] = [hit[only_one].mean() for hit in rights]
table["태그가 둘"] = [hit[both_ways].mean() for hit in rights]
table["태그가 둘(세 부분)"] = [in_all_parts(m) for m in models.values()]
table.round(3)

# %%

# sphinx_gallery_alt = "세 부분을 합쳐 태그가 둘인 어절을 맞힌 비율의 가로 막대. 앞에서 뒤로 읽은 것은 <<scores[0]|.2f>>, 두 방향은 <<scores[1]|.2f>>, 합성곱은 <<scores[2]|.2f>>, 어텐션은 <<scores[3]|.2f>>입니다. 왼쪽만 볼 때의 한계 <<left_limit|.2f>>에 세로 점선이 있고, 앞에서 뒤로 읽은 막대만 그보다 짧습니다."
scores = table["태그가 둘(세 부분)"].to_numpy()
fig, ax = plt.subplots(figsize=(6.5, 3.2))
bars = ax.barh(names, scores, color=[PALETTE[1], *[PALETTE[0]] * 3])
ax.bar_label(bars, fmt="%.2f", label_type="center", color=PAPER)
ax.axvline(left_limit, color=PALETTE[3], ls="--")
ax.text(left_limit + 0.02, 0, "왼쪽만 볼 때의 한계", va="center")
ax.invert_yaxis()
ax.set(xlim=(0, 1.12), xlabel="태그가 둘인 어절을 맞힌 비율(세 부분)")
ax.grid(axis="y", visible=False)
ax.set_title("오른쪽을 볼 수 있으면 맞힙니다")
plt.show()

# %%
# 어느 방법이든 오른쪽을 볼 수 있으면 처음 보는 문장에서도 맞혔습니다. 여기서는 양옆만 보는 합성곱으로도 넉넉합니다. 볼 수 있다고
# 언제나 배우는 것은 아닙니다. 그 이야기는 더 해 보기에 있습니다.

assert scores[0] <= left_limit < scores[1:].min()
assert table["태그가 둘"].to_numpy()[1:].min() > 0.9

# %%
# .. _aligned-moves:
#
# 어절 하나를 바꾸면
# ------------------
#
# 저마다 무엇을 보는지 직접 확인합니다. 여섯 어절의 문장에서 네 번째 어절만 바꾸고, 자리마다 로짓이 얼마나 움직였는지 봅니다.
# 어느 자리의 답이 움직일까요?

from dlconcepts.datasets.sentences import split_words

before = split_words("볶음밥은 남기지 않았지만 만두는 짜지 않았어요.")
after = split_words("볶음밥은 남기지 않았지만 칼국수는 짜지 않았어요.")
changed, _ = data.train.vocabulary.encode([before, after])
changed = torch.from_numpy(changed)
moves = {}
for name, model in models.items():
    with torch.no_grad():
        logits = model(changed)
    moves[name] = (logits[0] - logits[1]).abs().amax(dim=1).numpy()
moved = pd.DataFrame(moves, index=pd.Index(before, name="어절"))
moved.round(3)

# %%
# 표를 그림으로 옮깁니다. 움직인 자리를 파랗게 칠합니다.

# sphinx_gallery_alt = "네 가지 읽는 방법마다 여섯 칸이 늘어선 격자. 네 번째 어절을 바꾸었을 때 답이 움직인 칸이 파랗습니다. 앞에서 뒤로 읽은 것은 네 번째부터 끝까지, 합성곱은 세 번째부터 다섯 번째까지, 두 방향과 어텐션은 여섯 칸 모두입니다."
touched = moved.to_numpy().T > 1e-5  # 반올림 오차는 세지 않습니다
fig, ax = plt.subplots(figsize=(6.5, 3))
for row, column in np.ndindex(touched.shape):
    color = PALETTE[0] if touched[row, column] else GRID
    ax.barh(row, 0.9, 0.8, left=column - 0.45, color=color)
ax.set_xticks(range(6), [*before[:3], "만두는\n→ 칼국수는", *before[4:]])
ax.set_yticks(range(4), names)
ax.invert_yaxis()
ax.spines[:].set_visible(False)
ax.grid(visible=False)
ax.set_title("네 번째 어절을 바꾸면 파란 답이 움직입니다")
plt.show()

# %%
# 앞에서 뒤로 읽는 GRU에서는 앞의 세 답이 그대로입니다. 이미 답한 뒤이기 때문입니다. 그런데 네 번째를 바꾸었는데
# **다섯 번째와 여섯 번째**의 답도 움직였습니다. 자리마다 따로 계산했다면 일어날 수 없는 일입니다. 여섯 번째의 답은 다섯 번째의
# 상태를, 다섯 번째의 상태는 네 번째의 상태를 받아서 나온 것입니다. 합성곱에서는 창이 닿는 양옆까지만 움직였습니다.

assert touched[0].tolist() == [False] * 3 + [True] * 3
assert touched[2].tolist() == [False] * 2 + [True] * 3 + [False]
assert touched[1].all()
assert touched[3].all()

# %%
# .. _aligned-chain:
#
# 기다려야 하는 계산은 몇 겹일까요?
# ---------------------------------
#
# 앞의 것이 끝나야 시작할 수 있는 계산은 일손이 아무리 많아도 나누어 할 수 없습니다. 그런 계산이 줄지어 몇 겹인지 셉니다.
# PyTorch는 무엇으로 무엇을 계산했는지를 :term:`계산 그래프`로 기억하므로, 그 안에서 가장 긴 길을 찾으면 됩니다. 마디마다 앞의
# 마디들의 길이를 먼저 구하고, 그 가운데 가장 긴 것에 하나를 더합니다.


def longest_chain(tensor):
    length, waiting = {}, [tensor.grad_fn]
    while waiting:
        node = waiting[-1]
        earlier = [n for n, _ in node.next_functions if n is not None]
        unknown = [n for n in earlier if n not in length]
        waiting += unknown
        if not unknown:
            length[node] = 1 + max((length[n] for n in earlier), default=0)
            waiting.pop()
    return length[tensor.grad_fn]


# %%
# 문장을 두 배씩 늘려 갑니다. 어느 모델의 줄이 함께 길어질까요?

lengths = [4, 8, 16, 32, 64]
one_long = torch.randint(4, V, (1, 64))
chains = pd.DataFrame(index=pd.Index(lengths, name="문장의 길이"))
for name, model in models.items():
    chains[name] = [longest_chain(model(one_long[:, :n])) for n in lengths]
chains

# %%

# sphinx_gallery_alt = "문장의 길이에 따른 가장 긴 계산의 줄. 앞에서 뒤로와 두 방향은 길이에 비례해 올라가 길이 64에서 <<longest[0]|g|과/와>> <<longest[1]|g>>이고, 합성곱은 <<longest[2]|g>>, 어텐션은 <<longest[3]|g>>에서 평평합니다."
longest = chains.loc[64].to_numpy()
fig, ax = plt.subplots()
for i, name in enumerate(names):
    style = {"color": PALETTE[i], "marker": MARKERS[i], "label": name}
    style |= {"ls": ["-", "--", "-.", ":"][i], "lw": [6, 2, 2, 2][i]}
    ax.plot(lengths, chains[name], **style)
ax.legend()
ax.set(xlabel="문장의 길이", ylabel="가장 긴 계산의 줄")
ax.set_xticks(lengths)
ax.set_title("GRU만 문장의 길이만큼 기다립니다")
plt.show()

# %%
# GRU는 어절이 하나 늘 때마다 줄이 :val:`per_word|g`겹씩 길어집니다. 앞자리의 상태가 나오기 전에는 다음 자리를 시작할 수
# 없기 때문입니다. 두 방향은 서로를 기다리지 않으므로 두 배가 되지 않고 선이 거의 겹칩니다. 합성곱과 어텐션은 문장이 길어져도
# 그대로입니다.

growth = np.diff(chains.to_numpy(), axis=0) / np.diff(lengths)[:, None]
per_word = growth[0, 0]
assert (growth[:, :2] == per_word).all()
assert per_word >= 1
assert (growth[:, 2:] == 0).all()

# %%
# 합성곱은 한 자리만 따로 계산할 수도 있습니다. 다섯 번째 어절과 양옆만 주어도 온 문장을 읽은 것과 같은 답이 나옵니다. GRU에 같은
# 셋을 주면 어떨까요?

alone = {}
for name in ["합성곱", "앞에서 뒤로"]:
    with torch.no_grad():
        whole, piece = models[name](changed), models[name](changed[:, 3:])
    alone[name] = (whole[0, 4] - piece[0, 1]).abs().max().item()
    print(f"{name}: 차이 {alone[name]:.4f}")
assert alone["합성곱"] < 1e-5 < 0.01 < alone["앞에서 뒤로"]

# %%
# 다릅니다. 앞의 세 어절을 읽은 상태를 건네받지 못했기 때문입니다.

# %%
# .. _aligned-padding:
#
# 패딩을 세면 점수가 부풀려집니다
# -------------------------------
#
# 패딩도 맞힐 것으로 치면 어떻게 될까요? 패딩을 손실에서 빼지 않은 채 앞에서 뒤로 읽는 모델을 다시 가르칩니다.


def count_padding(logits, target):
    return cross_entropy(logits.transpose(1, 2), target)


careless = ManyToMany(V, C, reads="forward", seed=0)
careless = learn(careless, loss_fn=count_padding)

# %%
# 잴 때는 평가 문장에 패딩을 더 붙여 여덟 칸, 열여섯 칸, 서른두 칸으로 늘립니다. 문장도 모델도 그대로입니다.

from dataclasses import replace

fields, rows = ["words", "tags", "mask"], []
for width in [8, 16, 32]:
    room = ((0, 0), (0, width - data.test.words.shape[1]))
    arrays = {name: np.pad(getattr(data.test, name), room) for name in fields}
    wide = replace(data.test, **arrays)
    hits = right(careless, wide)
    rows.append([width, hits.mean(), hits[wide.mask].mean()])
columns = ["칸의 수", "모든 칸에서", "진짜 어절에서"]
inflated = pd.DataFrame(rows, columns=columns).set_index("칸의 수")
inflated.round(3)

# %%
# 진짜 어절에서는 :val:`honest|.0%`인데, 모든 칸에서 세면 :val:`counted[0]|.0%`에서 :val:`counted[2]|.0%`까지 오릅니다. 패딩을
# 패딩이라고 답하기는 쉬우니, 나아진 것 없이 패딩만 늘어도 점수가 오릅니다. 손실도 지표도 진짜 토큰만 세어야 합니다.

counted, honest = inflated["모든 칸에서"].to_numpy(), rows[0][2]
assert all(abs(row[2] - honest) < 0.005 for row in rows)
assert honest < counted[0] < counted[1] < counted[2]
assert counted[2] - honest > 0.03

# %%
# .. _aligned-trap:
#
# 흔한 함정
# ---------
#
# 첫째, 이름입니다. 흔히 이렇게 말합니다: “품사 태깅처럼 자리마다 답하는 구조는 입력을 하나하나 병렬로, 곧 한꺼번에 처리한다.”
# 그러고는 앞에서 뒤로 읽는 순환 신경망을 적습니다. 위에서 보았듯이 그 모델은 한 자리씩 차례로 계산하고, 오른쪽을 보지도 못합니다.
# 자리가 맞는다는 것은 **답의 모양**이고, 한꺼번에 계산하는지는 **안에서 무엇을 쓰는지**가 정합니다. 그러면 GRU가 한꺼번에
# 계산하는 것은 없을까요? 두 문장을 한 배치로 읽을 때와 평가 문장 모두를 한 배치로 읽을 때의 줄을 견줍니다.

chain_two = longest_chain(forward(ids[:2]))
chain_all = longest_chain(forward(ids))
print(f"문장 2개 {chain_two}겹, 문장 {len(ids)}개 {chain_all}겹")
assert chain_two == chain_all

# %%
# 줄의 길이가 같습니다. 문장**끼리**는 서로 기다리지 않으므로 한꺼번에 계산합니다. 차례로 가는 것은 한 문장 안의 자리입니다.
#
# 둘째, 거꾸로 읽기와 패딩입니다. PyTorch의 GRU에 ``bidirectional=True``라고 적으면 두 방향으로 읽습니다. 편하지만 거꾸로 읽는
# 쪽은 배열의 끝, 곧 패딩부터 읽습니다. 그렇게 배운 모델에게 같은 문장에 패딩만 스무 칸 더 붙여 줍니다.


class Naive(Tagger):
    def __init__(self, vocabulary, tags):
        super().__init__(vocabulary, tags)
        self.ahead = nn.GRU(32, 64, batch_first=True, bidirectional=True)
        self.answer = nn.Linear(128, tags)


torch.manual_seed(0)
naive = learn(Naive(V, C))
more_padding = nn.functional.pad(ids, (0, 20))

# %%

shifts = []
with torch.no_grad():
    for model in [naive, both]:
        shift = model(more_padding)[:, : ids.shape[1]] - model(ids)
        shifts.append(shift[real].abs().max().item())
naive_shift, our_shift = shifts
print(f"bidirectional=True {naive_shift:.2f}, ManyToMany {our_shift:.0e}")
assert our_shift < 1e-5
assert naive_shift > 0.01

# %%
# 문장은 그대로인데 진짜 어절의 로짓이 :val:`naive_shift|.1f`까지 움직였습니다. 함께 묶인 문장의 길이에 따라 같은 문장의 로짓이
# 달라지는 것입니다. ``ManyToMany``는 진짜 어절만 뒤집어 읽으므로 움직이지 않습니다. PyTorch의 층을 그대로 쓸 때는
# ``pack_padded_sequence``로 진짜 길이를 알려 줍니다.

# %%
# .. _aligned-summary:
#
# 정리
# ----
#
# - 토큰마다 하나씩 답하면 자리가 맞는 구조입니다. 그래도 순환 신경망은 차례로 계산하고, 합성곱과 어텐션은 모든 자리를 한꺼번에
#   계산할 수 있습니다.
# - 앞에서 뒤로만 읽으면 오른쪽이 정하는 답은 다 맞힐 수 없습니다. 그 한계는 가르쳐 보지 않고도 데이터에서 셀 수 있습니다.
# - 패딩은 손실에서도 지표에서도 빼고 셉니다. 함께 세면 패딩을 붙일수록 점수가 오릅니다.

# %%
# .. _aligned-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 두 방향이 꼭 있어야 할까요? 문장의 어절을 거꾸로 늘어놓고 앞에서 뒤로 읽는 모델을 그대로 가르쳐 보세요.
#
# .. dropdown:: 답 보기
#
#    태그가 둘인 어절에서 :val:`reversed_score|.2f`입니다. GRU 하나로도 되는 것은 이 문장들에서 필요한 것이 오른쪽에만
#    있기 때문입니다. 왼쪽도 보아야 하는 일이라면 두 방향이 필요합니다.


def backwards(part):
    arrays = {name: getattr(part, name).copy() for name in fields}
    for i, n in enumerate(part.mask.sum(axis=1)):
        for array in arrays.values():
            array[i, :n] = array[i, :n][::-1]
    return replace(part, **arrays)


train, test = backwards(data.train), backwards(data.test)
hits = right(
    learn(ManyToMany(V, C, reads="forward", seed=0), train=train), test
)
reversed_score = hits[two_tags[test.words]].mean()
print(f"{reversed_score:.3f}")
assert reversed_score > 0.9

# %%
# **둘.** 합성곱의 창을 한 칸으로 줄이면 어떻게 될까요? 위에서 센 한계와 견주어 보세요.
#
# .. dropdown:: 답 보기
#
#    이웃을 전혀 보지 않으므로 같은 어절에는 늘 같은 답을 합니다. 태그가 둘인 어절에서 :val:`alone_score|.2f`이고, 학습
#    문장에서 더 잦던 태그를 그대로 답할 때의 :val:`habit|.2f|과/와` 비슷합니다. 정답을 다 알 때의 한계인
#    :val:`word_limit|.2f`보다도 낮은 까닭은 데이터를 나눈 방법에 있습니다. 한 명사와 한 서술의 짝은 세 부분 가운데 한 곳에만
#    있어서, 평가 문장의 태그는 학습 문장에서 드물던 쪽일 때가 많습니다.

torch.manual_seed(0)
alone_score = right(learn(Window(V, C, width=1)))[both_ways].mean()
often = defaultdict(Counter)
for i, t in np.argwhere(two_tags[data.train.words]):
    often[data.train.words[i, t]][data.train.tags[i, t]] += 1
answers = [
    often[word].most_common(1)[0][0] for word in data.test.words[both_ways]
]
habit = (answers == data.test.tags[both_ways]).mean()
print(f"합성곱 {alone_score:.3f}, 더 잦던 태그 {habit:.3f}")
assert alone_score < 0.7
assert abs(alone_score - habit) < 0.2
assert habit < word_limit

# %%
# **셋.** 어텐션 모델에서 가중치 감쇠를 빼면 어떻게 될까요? 배운 문장과 처음 보는 문장에서 따로 재 보세요.
#
# .. dropdown:: 답 보기
#
#    태그가 둘인 어절을 배운 문장에서는 :val:`memorised[0]|.2f`, 처음 보는 문장에서는 :val:`memorised[1]|.2f`만큼 맞힙니다.
#    오른쪽 어절을 볼 수는 있지만 그것을 쓰는 규칙 대신 문장을 외운 것입니다. :term:`과적합`입니다. 모든 자리를 보면 외울
#    거리도 그만큼 많습니다.

free = learn(ManyToMany(V, C, reads="attention", seed=0), decay=0.0)
memorised = [
    right(free, part)[two_tags[part.words]].mean()
    for part in [data.train, data.test]
]
print([f"{score:.3f}" for score in memorised])
assert memorised[0] > memorised[1] + 0.05

# %%
# .. _aligned-next:
#
# 다음 쪽
# -------
#
# 답의 수가 입력의 수와 다르면 자리를 맞출 수 없습니다. 수를 우리말로 옮기며, 다 읽은 다음에 쓰는
# :doc:`인코더와 디코더 </auto_examples/11_io_structures/plot_05_encoder_decoder>`를 봅니다.
