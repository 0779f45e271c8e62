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
    parts = make_messages(seed=seed)
    korean = [part.languages == 0 for part in parts]
    learn, valid, test = (
        list(part.texts[ko]) for part, ko in zip(parts, korean, strict=True)
    )
    labels, truth = parts[0].labels[korean[0]], parts[2].labels[korean[2]]
    return Problem(
        learn[:n], labels[:n], [*learn, *valid], test, truth, seed
    )


problem = make_problem(0)
n_test, n_unlabelled = len(problem.test), len(problem.unlabelled)
print(f"정답이 있는 글 {few}, 글만 {n_unlabelled}, 평가 {n_test}개")
for text, label in zip(problem.texts[:3], problem.labels[:3], strict=True):
    print(names[label], text)

# %%
# 길마다 함수 하나로 적습니다. 문제를 받아 평가 메시지의 답을 돌려줍니다. 재는 함수는 여섯 길이 함께 씁니다. 걸린 시간과, 틀린
# 메시지 가운데 첫째도 적어 둡니다.

from time import perf_counter

report = {}


def show(name, way):
    start = perf_counter()
    answers = way(problem)
    seconds = perf_counter() - start
    wrong = np.flatnonzero(answers != problem.truth)
    report[name] = (answers, seconds)
    score = (answers == problem.truth).mean()
    i = wrong[0]
    print(f"{name} {score:.2f}")
    print(f"  틀린 것: {problem.test[i]}")
    print(f"  정답 {names[problem.truth[i]]}, 답 {names[answers[i]]}")


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


def by_counting(problem):
    counts = [Counter(), Counter(), Counter()]
    for text, label in zip(problem.texts, problem.labels, strict=True):
        counts[label].update(pairs(text))
    known = set().union(*counts)
    totals = [c.total() + len(known) for c in counts]
    scores = np.log(np.bincount(problem.labels, minlength=3))
    scores = np.tile(scores, (len(problem.test), 1))
    for row, text in zip(scores, problem.test, strict=True):
        for piece in filter(known.__contains__, pairs(text)):
            row += [np.log((c[piece] + 1) / t) for c, t in zip(counts, totals)]
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


def endings(text):  # 글자마다, 바로 앞에서 끝나는 세 조각
    text = f"\t\t{text}"
    spots = range(1, len(text))
    return [[text[i - k + 1 : i + 1] for k in (1, 2, 3)] for i in spots]


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


@cache
def pretrained(seed, epochs=4):
    texts = make_problem(seed).unlabelled
    torch.manual_seed(seed)
    alphabet = Alphabet(texts)
    model = LanguageModel(alphabet)
    ids, letters = alphabet.encode(texts), letters_of(alphabet, texts)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
    for _ in range(epochs):
        for rows in torch.randperm(len(ids)).split(32):
            logits = model.next_letter(ids[rows]).transpose(1, 2)
            goal = letters[rows]
            loss = nn.functional.cross_entropy(logits, goal, ignore_index=0)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
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
# 만한 말을 사람이 라벨마다 둘씩 적고, 어느 말이 가장 그럴듯한지 모델에게 묻습니다. 묻는 말을 프롬프트(prompt)라고 합니다.

prompts = [
    [" 또 연락드릴게요.", " 늘 고마워요."],
    [" 꼭 확인해 주세요.", " 서둘러 주세요."],
    [" 지금 바로 눌러 보세요.", " 무료 수신 거부는 080으로."],
]


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
    usual = problem.unlabelled[::5]
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
