r"""
같은 일을 하는 여섯 가지 길
===========================

메시지를 일반, 중요, 스팸으로 가르는 프로그램을 여섯 번 만듭니다. 규칙, 통계, 학습, 사전 학습과 미세 조정,
규칙과 신경망의 결합, 언어 모델에게 묻기입니다.
흔히 이 차례를 인공지능이 나아진 차례라고 합니다. 같은 데이터에서 재면 정말 뒤의 것이 언제나 나을까요?

- **할 것**: 정답이 붙은 한국어 메시지 :math:`48`개로 분류기 여섯 개를 만들어, 맞힌 비율과 쓴 정답과 사람이 적은 것과 걸린
  시간을 한 표에 적습니다.
- **배울 것**: 여섯 길은 사람의 지식이 **어디로 들어오는지**가 다릅니다. 규칙, 정답, 글 더미, 묻는 말 가운데 무엇이 있느냐에
  따라 나은 길이 달라집니다.
- **필요한 것**: :doc:`규칙과 신경망의 결합 </auto_examples/10_language/plot_04_neurosymbolic>`. PyTorch를 씁니다.
"""

# %%
# .. _sixways-data:
#
# 정답은 적고 글은 많습니다
# -------------------------
#
# 앞에서 쓴 메시지 가운데 한국어만 씁니다. 정답이 붙은 것은 :math:`48`개뿐이고, 나머지는 **글만** 있습니다. 글은 모으기 쉽고 정답을
# 붙이는 데는 사람의 품이 들기 때문에, 실제로도 대개 이렇습니다.

from typing import NamedTuple

import numpy as np
import pandas as pd

from dlconcepts.datasets.messages import Messages, make_messages

names = Messages.names
few = 48


class Problem(NamedTuple):
    texts: list  # 정답이 있는 글
    labels: np.ndarray
    unlabelled: list  # 정답을 보지 않는 글
    test: list
    truth: np.ndarray
    seed: int


# %%


def make_problem(seed, n=few):
    parts = list(make_messages(seed=seed))
    korean = [part.languages == 0 for part in parts]
    learn, valid, test = (
        list(part.texts[ko]) for part, ko in zip(parts, korean, strict=True)
    )
    labels, truth = parts[0].labels[korean[0]], parts[2].labels[korean[2]]
    return Problem(learn[:n], labels[:n], [*learn, *valid], test, truth, seed)


problem = make_problem(0)
n_test, n_unlabelled = len(problem.test), len(problem.unlabelled)
print(f"정답이 있는 글 {few}, 글만 {n_unlabelled}, 평가 {n_test}개")
for text, label in zip(problem.texts[:3], problem.labels[:3], strict=True):
    print(names[label], text)

# %%
# 길마다 함수 하나로 적습니다. 문제를 받아 평가 메시지의 답을 돌려줍니다. 재는 일은 여섯 길이 똑같습니다.

answers = {}


def show(name, way):
    answers[name] = way(problem)
    score = (answers[name] == problem.truth).mean()
    print(f"{name} {score:.2f}")


# %%
# .. _sixways-rules:
#
# 하나, 규칙
# ----------
#
# 사람이 아는 것을 정규식으로 적습니다. 앞에서 고친 규칙을 그대로 씁니다. 정답이 붙은 메시지는 하나도 쓰지 않습니다.

from dlconcepts.rules import MESSAGE_RULES, RuleBasedClassifier

rules = RuleBasedClassifier(MESSAGE_RULES, default="일반", labels=names)


def by_rules(problem):
    return rules.one_hot(problem.test).argmax(axis=1)


show("규칙", by_rules)

# %%
# .. _sixways-statistics:
#
# 둘, 통계
# --------
#
# 글을 두 글자씩 쪼갠 조각을 라벨마다 **셉니다**. 새 글의 조각들이 어느 라벨에서 자주 나왔는지를, 조각마다의 로그 확률을 더해
# 견줍니다. 처음 보는 조각의 확률이 영이 되지 않도록 모두 하나씩 더 센 것으로 칩니다. 단순 베이즈(naive Bayes)라고 하는 방법입니다.

from collections import Counter


def pairs(text):
    text = f" {text} "
    return [text[i : i + 2] for i in range(len(text) - 1)]


# %%


def by_counting(problem):
    counts = [Counter(), Counter(), Counter()]
    for text, label in zip(problem.texts, problem.labels, strict=True):
        counts[label].update(pairs(text))
    known = set().union(*counts)
    sized = [(c, c.total() + len(known)) for c in counts]
    scores = np.log(np.bincount(problem.labels, minlength=3))
    scores = np.tile(scores, (len(problem.test), 1))
    for row, text in zip(scores, problem.test, strict=True):
        for piece in filter(known.__contains__, pairs(text)):
            row += [np.log((c[piece] + 1) / t) for c, t in sized]
    return scores.argmax(axis=1)


show("통계", by_counting)

# %%
# .. _sixways-learning:
#
# 셋, 학습
# --------
#
# 세는 대신 손실을 줄입니다. 글자마다 거기에서 끝나는 한 글자, 두 글자, 세 글자 조각의 벡터를 더하고, 앞에서부터 쌓아 갑니다. 끝까지
# 쌓은 것으로 라벨을 답합니다. 자리마다의 상태를 남겨 두는 까닭은 다음 길에서 나옵니다.

import torch
from torch import nn

torch.set_num_threads(1)  # 이만큼 작은 계산은 코어 하나가 더 빠릅니다


# %%
# 글을 조각의 번호로 바꾸는 일입니다. 한 번만 나온 조각은 버립니다.


def endings(text):  # 글자마다, 바로 앞에서 끝나는 세 조각
    text = f"\t\t{text}"
    spots = range(1, len(text))
    return [[text[i - k + 1 : i + 1] for k in (1, 2, 3)] for i in spots]


# %%


class Alphabet:
    def __init__(self, texts):
        count = Counter(p for t in texts for row in endings(t) for p in row)
        often = [piece for piece, times in count.items() if times > 1]
        self.pieces = {piece: i for i, piece in enumerate(often, start=1)}
        letters = dict.fromkeys("".join(texts))
        self.letters = {c: i for i, c in enumerate(letters, start=2)}

    def encode(self, texts):
        ids = np.zeros((len(texts), max(map(len, texts)) + 1, 3), dtype=int)
        for row, text in zip(ids, texts, strict=True):
            found = [[self.pieces.get(p, 0) for p in r] for r in endings(text)]
            row[: len(found)] = found
        return torch.tensor(ids)


# %%


class Reader(nn.Module):
    def __init__(self, alphabet, dim=32):
        super().__init__()
        n_pieces = len(alphabet.pieces) + 1
        self.topic = nn.Embedding(n_pieces, dim, padding_idx=0)
        self.answer = nn.Linear(dim, 3)
        with torch.no_grad():
            self.topic.weight *= 0.1

    def read(self, ids):  # (B, T, 3) → (B, T, dim)
        so_far = self.topic(ids).sum(dim=2).cumsum(dim=1)
        n = (ids[:, :, 0] != 0).cumsum(dim=1).clamp(min=1)
        return torch.relu(so_far / n[:, :, None].sqrt())

    def forward(self, ids):
        return self.answer(self.read(ids)[:, -1])


# %%


def fit(model, labels, *inputs, steps=30):
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
    labels = torch.tensor(labels)
    for _ in range(steps):
        loss = nn.functional.cross_entropy(model(*inputs), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model


@torch.no_grad()
def ask(model, *inputs):
    return model(*inputs).argmax(dim=1).numpy()


# %%


def by_learning(problem):
    torch.manual_seed(problem.seed)
    alphabet = Alphabet(problem.texts)
    model = Reader(alphabet)
    fit(model, problem.labels, alphabet.encode(problem.texts))
    return ask(model, alphabet.encode(problem.test))


show("학습", by_learning)

# %%
# .. _sixways-pretraining:
#
# 넷, 사전 학습과 미세 조정
# -------------------------
#
# 정답이 없는 글도 쓸 데가 있습니다. 글을 앞에서부터 읽으며 **다음 글자**를 맞히게 합니다. 답은 글 안에 있으므로 사람이 붙일 것이
# 없습니다. 이것이 :term:`자기지도 학습`이고, 다음 글자의 확률을 내는 모델이 :term:`언어 모델`입니다. 조금 전의 신경망에 두 가지만
# 더합니다. 바로 앞의 조각을 따로 보는 벡터와, 글자마다 한 칸인 출력입니다.


class LanguageModel(Reader):
    def __init__(self, alphabet, dim=32):
        super().__init__(alphabet, dim)
        n_pieces = len(alphabet.pieces) + 1
        self.local = nn.Embedding(n_pieces, dim, padding_idx=0)
        self.letter = nn.Linear(2 * dim, len(alphabet.letters) + 2)
        with torch.no_grad():
            self.local.weight *= 0.1

    def next_letter(self, ids):
        near = torch.relu(self.local(ids).sum(dim=2))
        return self.letter(torch.cat([self.read(ids), near], dim=2))


def letters_of(alphabet, texts):  # 글자의 번호, 끝은 1, 패딩은 0
    rows = [[alphabet.letters.get(c, 0) for c in t] + [1] for t in texts]
    ends = max(map(len, rows))
    return torch.tensor([row + [0] * (ends - len(row)) for row in rows])


# %%

from functools import cache


def read_on(model, ids, letters, epochs=4):
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
    steps = epochs * len(torch.arange(len(ids)).split(32))
    pace = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.01, steps)
    for _ in range(epochs):
        for rows in torch.randperm(len(ids)).split(32):
            logits = model.next_letter(ids[rows]).transpose(1, 2)
            goal = letters[rows]
            loss = nn.functional.cross_entropy(logits, goal, ignore_index=0)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            pace.step()


# %%


@cache
def pretrained(seed):
    texts = make_problem(seed).unlabelled
    torch.manual_seed(seed)
    alphabet = Alphabet(texts)
    model = LanguageModel(alphabet)
    read_on(model, alphabet.encode(texts), letters_of(alphabet, texts))
    return alphabet, model


# %%
# 이렇게 글을 먼저 읽힌 다음, 정답이 붙은 :math:`48`개로 이어서 가르칩니다. 이것이 :term:`미세 조정`입니다. 앞의 ‘학습’과 다른 것은 처음
# 가중치와, 정답이 없는 글에서 본 조각까지 안다는 것뿐입니다.

from copy import deepcopy


def by_fine_tuning(problem):
    alphabet, model = pretrained(problem.seed)
    model = deepcopy(model)
    fit(model, problem.labels, alphabet.encode(problem.texts))
    return ask(model, alphabet.encode(problem.test))


show("사전 학습과 미세 조정", by_fine_tuning)

# %%
# .. _sixways-neurosymbolic:
#
# 다섯, 규칙과 신경망
# -------------------
#
# :doc:`앞에서 만든 결합 </auto_examples/10_language/plot_04_neurosymbolic>`입니다. 규칙의 답을 원-핫으로 바꾸어 ‘학습’의 신경망에
# 잇습니다.

from dlconcepts.models.neurosymbolic import NeuroSymbolicClassifier


def by_both(problem):
    torch.manual_seed(problem.seed)
    alphabet = Alphabet(problem.texts)
    model = NeuroSymbolicClassifier(Reader(alphabet), 3, 3, trust=2.0)
    learn, test = (
        (alphabet.encode(texts), torch.tensor(rules.one_hot(texts)))
        for texts in (problem.texts, problem.test)
    )
    fit(model, problem.labels, *learn)
    return ask(model, *test)


show("규칙과 신경망", by_both)

# %%
# .. _sixways-prompt:
#
# 여섯, 언어 모델에게 묻기
# ------------------------
#
# 마지막은 정답을 하나도 쓰지 않습니다. 넷째 길에서 글만 읽은 언어 모델을 **고치지 않고 그대로** 둡니다. 대신 메시지 뒤에 이어질
# 만한 말을 사람이 라벨마다 넷씩 적고, 어느 말이 가장 그럴듯한지 모델에게 묻습니다. 묻는 말을 프롬프트(prompt)라고 합니다.

prompts = [
    " 또 연락드릴게요.| 다음에 봬요.| 건강 조심하세요.| 늘 고마워요.",
    " 꼭 확인해 주세요.| 서둘러 주세요.| 늦으면 곤란합니다.| 연락 바랍니다.",
    " 지금 바로 눌러 보세요.| 자세히 보기| 선물이 기다립니다.| 무료 수신 거부",
]
prompts = [tails.split("|") for tails in prompts]


@torch.no_grad()
def continues(alphabet, model, texts, tail):
    whole = [text + tail for text in texts]
    goal = letters_of(alphabet, whole)
    logits = model.next_letter(alphabet.encode(whole))
    log_p = logits.log_softmax(dim=2).gather(2, goal[:, :, None])[:, :, 0]
    spans = [slice(len(t), len(t) + len(tail)) for t in texts]
    rows = zip(log_p, spans, strict=True)
    return np.array([row[span].sum().item() for row, span in rows])


# %%
# 한 가지를 고쳐야 합니다. 짧고 흔한 말은 어느 메시지 뒤에서나 확률이 높습니다. 그래서 정답이 없는 글들 뒤에서의 평균을 빼고, 그보다
# **얼마나 더** 그럴듯한지를 봅니다.


def by_prompt(problem):
    alphabet, model = pretrained(problem.seed)
    usual = problem.unlabelled[::10]
    scores = []
    for tails in prompts:
        gains = [
            continues(alphabet, model, problem.test, tail)
            - continues(alphabet, model, usual, tail).mean()
            for tail in tails
        ]
        scores.append(np.mean(gains, axis=0))
    return np.argmax(scores, axis=0)


show("언어 모델에게 묻기", by_prompt)

# %%
# 정답을 하나도 보지 않고 이만큼 맞힙니다. 다만 이 작은 모델이 읽은 것은 메시지 몇백 개뿐이어서, 그 안에 **있는 말로** 물어야 합니다.
# “이 글은 스팸입니까?”라고 물으면 그런 말을 본 적이 없어 답하지 못합니다. 마음대로 말을 걸 수 있는 것은 훨씬 많은 글을 읽은 큰
# 모델입니다.

# %%
# .. _sixways-mistakes:
#
# 저마다의 실수
# -------------
#
# 길마다 틀린 메시지를 하나씩 봅니다. 나머지 다섯 길이 가장 많이 맞힌 것을 골랐습니다. 그 길다운 실수일 것입니다.

ways = {
    "규칙": by_rules,
    "통계": by_counting,
    "학습": by_learning,
    "사전 학습과 미세 조정": by_fine_tuning,
    "규칙과 신경망": by_both,
    "언어 모델에게 묻기": by_prompt,
}

# %%

right = np.array([answers[name] == problem.truth for name in ways])
own = [int(np.where(row, -1, right.sum(axis=0)).argmax()) for row in right]
rows = [
    [name, problem.test[i], names[problem.truth[i]], names[answers[name][i]]]
    for name, i in zip(ways, own, strict=True)
]
columns = ["길", "틀린 메시지", "정답", "그 길의 답"]
pd.DataFrame(rows, columns=columns).set_index("길")

# %%
# 규칙은 사람이 미처 적지 않은 말을 놓칩니다. 세거나 배운 것들은 정답이 붙은 몇 안 되는 글에서 함께 다니던 말에 끌립니다. 언어
# 모델은 글의 종류를 물은 것이 아니라 다음에 올 말을 물은 것이라, **말투**가 다르면 틀립니다. 하나라도 맞힌 메시지는 전체의 :val:`any_right|.2f`이고, 여섯이 모두 틀린 것은 :val:`all_wrong`개뿐입니다.

any_right = right.any(axis=0).mean()
all_wrong = int((~right.any(axis=0)).sum())
print(f"하나라도 맞힌 것 {any_right:.2f}, 모두 틀린 것 {all_wrong}개")
assert any_right > right.mean(axis=1).max() + 0.05

# %%
# .. _sixways-table:
#
# 한 표에 놓고 보면
# -----------------
#
# 나누는 씨앗과 처음 가중치의 씨앗을 바꾸어 두 번 더 재고 평균합니다. 어느 길이 가장 나을까요? 아래로 갈수록 나아질까요? 시간은
# 마지막 씨앗에서 잰 것이고, 언어 모델이 글을 읽는 시간은 그것을 쓰는 두 길에 모두 넣습니다.

from time import perf_counter


def measure(seed):
    found, seconds = make_problem(seed), []
    start = perf_counter()
    pretrained(seed)
    reading = perf_counter() - start
    row = []
    for way in ways.values():
        start = perf_counter()
        row.append((way(found) == found.truth).mean())
        extra = reading if way in (by_fine_tuning, by_prompt) else 0
        seconds.append(perf_counter() - start + extra)
    return row, seconds


# %%

measured = [measure(seed) for seed in (1, 2)]
seconds = measured[-1][1]
scores = np.array([right.mean(axis=1), *(row for row, _ in measured)])
middle, best = scores.mean(axis=0), list(ways)[scores.mean(axis=0).argmax()]

# %%

n_rules, n_prompts = len(MESSAGE_RULES), sum(map(len, prompts))
wrote = [f"규칙 {n_rules}개", "없음", "없음", "없음"]
wrote += [f"규칙 {n_rules}개", f"이어질 말 {n_prompts}개"]
table = pd.DataFrame(
    {
        "맞힌 비율": middle.round(2),
        "쓴 정답": [0, few, few, few, few, 0],
        "글만": [0, 0, 0, n_unlabelled, 0, n_unlabelled],
        "사람이 적은 것": wrote,
        "시간(초)": np.round(seconds, 2),
    },
    index=list(ways),
)
table

# %%

import matplotlib.pyplot as plt

from dlconcepts.viz import MUTED, PALETTE, use_korean_font

use_korean_font()
spots = np.arange(len(ways))
colors = [PALETTE[0 if used else 1] for used in table["쓴 정답"]]

# %%

# sphinx_gallery_alt = "여섯 가지 길을 위에서 아래로 놓고 맞힌 비율을 가로 막대로 그린 그림. 평균은 규칙 <<middle[0]|.2f>>, 통계 <<middle[1]|.2f>>, 학습 <<middle[2]|.2f>>, 사전 학습과 미세 조정 <<middle[3]|.2f>>, 규칙과 신경망 <<middle[4]|.2f>>, 언어 모델에게 묻기 <<middle[5]|.2f>>입니다. 막대마다 씨앗 셋의 점이 있고, 막대 안에 쓴 정답의 수와 사람이 적은 것이 적혀 있습니다."
fig, ax = plt.subplots(figsize=(7, 4.2))
ax.barh(spots, middle, color=colors, alpha=0.35)
for run in scores:
    ax.scatter(run, spots, s=22, color=colors, zorder=3)
for spot, (used, said) in enumerate(zip(table["쓴 정답"], wrote, strict=True)):
    note = f"정답 {used}개" if said == "없음" else f"정답 {used}개, {said}"
    ax.text(0.02, spot, note, va="center", fontsize=9)
ax.set_yticks(spots, list(ways))
ax.invert_yaxis()
ax.axvline(1 / 3, color=MUTED, ls=":")
ax.grid(axis="y", visible=False)
ax.set(xlabel="맞힌 비율(점은 씨앗, 점선은 찍기)", xlim=(0, 1))
ax.set_title("아래로 갈수록 나아지지는 않습니다")
plt.show()

# %%
# 가장 나은 것은 “:val:`best`”이고 차례의 맨 뒤가 아닙니다. 가장 오래된 규칙은 정답을 하나도 쓰지 않고도 :val:`middle[0]|.2f`로, 정답
# :val:`few`개로 배운 것들과 비슷합니다. 글을 먼저 읽힌 것은 처음부터 배운 것보다 평균
# :val:`pretraining_gain|.2f` 높습니다. 읽은 글이 메시지 :val:`n_unlabelled`개뿐이어서 크지는 않습니다. 점들이 흩어진 폭을 보면 앞의 네
# 길의 차례는 씨앗에 따라 바뀔 만합니다. 언어 모델을 쓰는 두 길은 시간이 더 들고, 그 대부분은 글을 읽는 데 들었습니다.

pretraining_gain = middle[3] - middle[2]
print(pd.DataFrame(scores.T, index=list(ways)).round(2))
assert pretraining_gain > 0.01
assert best == "규칙과 신경망"
assert middle[4] > max(middle[0], middle[2]) + 0.02
assert middle[5] < middle[4] - 0.03
assert middle.min() > 1 / 3 + 0.15

# %%
# .. _sixways-history:
#
# 흔한 함정
# ---------
#
# 흔히 이렇게 말합니다: “규칙, 통계, 학습, 사전 학습, 신경-기호 결합, 대규모 언어 모델의 차례로 인공지능이 나아졌다.” 해를
# 적어 보면 차례부터 그렇게 곧지 않습니다. 글자의 통계로 글을 다루는 일은 :fact:`shannon-text`년에 있었고, 규칙으로 신경망의 처음
# 가중치를 정하는 결합은 :fact:`kbann`년에 나왔습니다. 다음 낱말로 미리 배우고 미세 조정하는 :name:`GPT`는 :fact:`gpt1-year`년, 고치지 않고
# 프롬프트로 묻는 :name:`GPT-3`는 :fact:`gpt3-year`년입니다. 결합은 이런 사전 학습보다 먼저 나왔습니다.
#
# 그리고 뒤의 것이 앞의 것을 없애지 않습니다. 여섯 길은 사람의 지식이 들어오는 **문**이 다릅니다. 규칙이 있으면 규칙으로, 정답이
# 있으면 정답으로, 글 더미가 있으면 사전 학습으로, 큰 언어 모델이 있으면 묻는 말로 들어옵니다. 이 표에서 언어 모델이 뒤진 것은
# 읽은 글이 적어서이지 그 길이 나빠서가 아닙니다. 거꾸로 큰 언어 모델이 잘한다고 해서 :val:`n_rules`줄의 규칙으로 될 일에 그것이 꼭
# 필요한 것도 아닙니다.

parameters = sum(p.numel() for p in pretrained(0)[1].parameters())
print(f"이 언어 모델의 파라미터 {parameters:,}개")
assert parameters < 1e6

# %%
# .. _sixways-summary:
#
# 정리
# ----
#
# - 규칙과 프롬프트는 정답 없이, 통계와 학습은 정답으로, 사전 학습은 정답과 글 더미로, 결합은 정답과 규칙으로 만듭니다.
# - 나중에 나온 길이 언제나 낫지는 않습니다. 가진 것이 무엇인지에 따라 나은 길이 다르고, 재어 보아야 압니다.
# - 맞힌 비율만 견주면 모자랍니다. 쓴 정답, 사람이 적은 것, 시간, 그리고 저마다의 실수를 함께 봅니다.

# %%
# .. _sixways-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 정답이 붙은 메시지를 모두 쓰면 차례가 바뀔까요? 셈이 빠른 통계로 해 보세요.
#
# .. dropdown:: 답 보기
#
#    정답 :val:`n_all`개로 센 통계는 :val:`counted_all|.2f`로, 정답 :val:`few`개의 결합인 :val:`both_few|.2f`보다 낫습니다(같은 씨앗).
#    오래된 길이라도 정답이 넉넉하면 앞섭니다.

everything = make_problem(0, None)
n_all = len(everything.texts)
counted_all = (by_counting(everything) == everything.truth).mean()
both_few = right[4].mean()
print(f"정답 {n_all}개, 통계 {counted_all:.2f}, 결합({few}개) {both_few:.2f}")
assert counted_all > both_few

# %%
# **둘.** 여섯 길이 저마다 한 표씩 내어 가장 많은 표를 얻은 라벨로 답하면 가장 나은 길보다 나을까요?
#
# .. dropdown:: 답 보기
#
#    처음 씨앗에서 :val:`vote_score|.2f`이고, 가장 나은 한 길은 :val:`best_single|.2f`입니다. 저마다 다르게 틀리면 표를 모으는 것이 도움이
#    되지만, 비슷하게 틀리는 길들이 표를 나누어 가지면 얼마 오르지 않습니다.

votes = np.eye(3)[np.array(list(answers.values()))].sum(axis=0)
vote_score = (votes.argmax(axis=1) == problem.truth).mean()
best_single = right.mean(axis=1).max()
print(f"{vote_score:.2f}, 한 길 {best_single:.2f}")
assert vote_score > np.median(right.mean(axis=1))

# %%
# **셋.** 프롬프트에서 정답이 없는 글들 뒤에서의 평균을 빼지 않으면 어떻게 될까요?
#
# .. dropdown:: 답 보기
#
#    :val:`raw_prompt|.2f|으로/로` 떨어집니다. 거의 “:val:`favourite`”라고만 답합니다. 그 라벨에 적은 말들이 짧거나 흔해서 언제나 확률이
#    높기 때문입니다.

raw = [
    np.mean([continues(*pretrained(0), problem.test, t) for t in tails], 0)
    for tails in prompts
]
raw_answers = np.argmax(raw, axis=0)
raw_prompt = (raw_answers == problem.truth).mean()
favourite = names[np.bincount(raw_answers).argmax()]
print(f"{raw_prompt:.2f}", np.bincount(raw_answers, minlength=3))
assert raw_prompt < right[5].mean()

# %%
# .. _sixways-next:
#
# 다음 쪽
# -------
#
# 글을 읽는 모델의 입력과 출력이 어떤 모양인지는
# :doc:`하나에서 하나로 </auto_examples/11_io_structures/plot_01_one_to_one>`부터 다룹니다.
