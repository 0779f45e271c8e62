r"""
같은 일을 하는 여섯 가지 길
===========================

메시지를 일반, 중요, 스팸으로 가르는 프로그램을 여섯 번 만듭니다. 규칙, 통계, 학습, 사전 학습과 미세 조정,
규칙과 신경망의 결합, 언어 모델에게 묻기입니다.
흔히 이 차례를 인공지능이 나아진 차례라고 합니다. 같은 데이터에서 재면 정말 뒤의 것이 언제나 나을까요?

- **할 것**: 정답이 붙은 한국어 메시지 :math:`48`개로 분류기 여섯 개를 만들어, 맞힌 비율과 쓴 정답과 사람이 적은 것과 걸린
  시간을 한 표에 적습니다. 정답의 수를 바꾸어 다시 잽니다.
- **배울 것**: 여섯 길은 사람의 지식이 **어디로 들어오는지**가 다릅니다. 규칙, 정답, 글 더미, 묻는 말 가운데 무엇이 얼마나 있느냐에
  따라 나은 길이 달라집니다.
- **필요한 것**: :doc:`규칙과 신경망의 결합 </auto_examples/10_language/plot_04_neurosymbolic>`,
  :doc:`나이브 베이즈 </auto_examples/09_features/plot_04_classical_models>`. PyTorch를 씁니다.
"""

# %%
# .. _sixways-data:
#
# 정답은 적고 글은 많습니다
# -------------------------
#
# 앞에서 쓴 메시지 가운데 한국어만 씁니다. 두 언어의 글자를 모두 읽히려면 언어 모델이 할 일이 곱절이 되기 때문입니다. 정답이 붙은 것은
# :math:`48`개뿐이고, 나머지는 **글만** 있다고 하겠습니다. 글은 모으기 쉽고 정답을 붙이는 데는 사람의 품이 들기 때문에, 실제로도 대개 이렇습니다.

import numpy as np
import pandas as pd

from dlconcepts.datasets.messages import Messages, make_messages

SEED = 0
few = 48
names = Messages.names
parts = [
    (tuple(part.texts[ko]), part.labels[ko])
    for part in make_messages(seed=SEED)
    for ko in [part.languages == 0]
]
(texts, labels), (valid, valid_labels), (test, test_labels) = parts

# %%

n_texts, n_valid, n_test = len(texts), len(valid), len(test)
print(f"정답이 있는 글 {few}, 글만 {n_texts}, 검증 {n_valid}, 평가 {n_test}개")
for text, label in zip(texts[:3], labels[:3], strict=True):
    print(names[label], text)

# %%
# 길마다 함수 하나로 적습니다. 쓸 수 있는 정답의 수와 물어볼 글을 받아, 글마다의 답을 돌려줍니다. 만드는 동안에는 **검증 메시지**로만 재고,
# :term:`평가 데이터`는 여섯 길을 다 정한 다음에 봅니다.

answers = {}


def show(name, way):
    answers[name] = way(few, valid)
    score = (answers[name] == valid_labels).mean()
    print(f"{name}, 검증 메시지에서 {score:.2f}")


# %%
# .. _sixways-rules:
#
# 하나, 규칙
# ----------
#
# 사람이 아는 것을 정규식으로 적습니다. 앞에서 고친 규칙을 그대로 씁니다. 정답이 붙은 메시지는 하나도 쓰지 않습니다. 다만 이 규칙은 메시지의 틀을
# **보고** 적은 것이라, 규칙을 쓰는 길의 점수는 씨앗을 바꾸어도 정말 처음 보는 글에서보다 높을 것입니다.

from dlconcepts.rules import MESSAGE_RULES, RuleBasedClassifier

rules = RuleBasedClassifier(MESSAGE_RULES, default="일반", labels=names)


def by_rules(n, asked):
    return rules.one_hot(asked).argmax(axis=1)


show("규칙", by_rules)

# %%
# .. _sixways-statistics:
#
# 둘, 통계
# --------
#
# 글을 두 글자씩 쪼갠 조각을 라벨마다 **셉니다**. 새 글의 조각들이 어느 라벨에서 자주 나왔는지를, 조각마다의 로그 확률을 더해
# 견줍니다. 어느 라벨에서 본 적 없는 조각의 확률이 영이 되지 않도록 모두 하나씩 더 센 것으로 칩니다. 앞에서 본 :term:`나이브 베이즈`입니다.

from collections import Counter


def pairs(text):
    text = f" {text} "
    return [text[i : i + 2] for i in range(len(text) - 1)]


# %%


def by_counting(n, asked):
    counts = [Counter(), Counter(), Counter()]
    for text, label in zip(texts[:n], labels[:n], strict=True):
        counts[label].update(pairs(text))
    known = set().union(*counts)
    sized = [(c, c.total() + len(known)) for c in counts]
    scores = np.log(np.bincount(labels[:n], minlength=3))
    scores = np.tile(scores, (len(asked), 1))
    for row, text in zip(scores, asked, strict=True):
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


def fit(model, labels, *inputs, steps):
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


from functools import cache

steps = 20  # 뒤에서 검증 메시지로 다시 정합니다


@cache  # 같은 것을 두 번 가르치지 않습니다
def learned(n, steps):
    torch.manual_seed(SEED)
    alphabet = Alphabet(texts[:n])
    ids = alphabet.encode(texts[:n])
    model = fit(Reader(alphabet), labels[:n], ids, steps=steps)
    return alphabet, model


def by_learning(n, asked):
    alphabet, model = learned(n, steps)
    return ask(model, alphabet.encode(asked))


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
# 몇 번 읽힐지는 정답 없이 정할 수 있습니다. 한 번 다 읽을 때마다 읽히지 않은 검증 글의 다음 글자를 맞히게 하고, 그 손실이 가장 낮을 때의
# 가중치를 씁니다(:term:`조기 종료`).


def letter_loss(model, ids, letters):
    logits = model.next_letter(ids).transpose(1, 2)
    return nn.functional.cross_entropy(logits, letters, ignore_index=0)


def one_epoch(model, optimizer, ids, letters):
    for rows in torch.randperm(len(ids)).split(32):
        loss = letter_loss(model, ids[rows], letters[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


# %%

from copy import deepcopy
from time import perf_counter

start = perf_counter()
torch.manual_seed(SEED)
alphabet = Alphabet(texts)
reading, unread = (
    (alphabet.encode(part), letters_of(alphabet, part))
    for part in (texts, valid)
)
model = LanguageModel(alphabet)
optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)

# %%

losses, kept = [], []
for _ in range(6):
    one_epoch(model, optimizer, *reading)
    with torch.no_grad():
        losses.append(letter_loss(model, *unread).item())
    kept.append(deepcopy(model))
pretrained = kept[int(np.argmin(losses))]
n_epochs = int(np.argmin(losses)) + 1
reading_time = perf_counter() - start
print("검증 글의 손실", np.round(losses, 2), f"{n_epochs}번째")
assert losses[n_epochs - 1] < 0.6 * np.log(len(alphabet.letters) + 2)

# %%
# 이렇게 글을 먼저 읽힌 다음, 정답이 붙은 :math:`48`개로 이어서 가르칩니다. 이것이 :term:`미세 조정`입니다. 앞의 ‘학습’과 다른 것은 처음
# 가중치와, 정답이 없는 글에서 본 조각까지 안다는 것뿐입니다.


def by_fine_tuning(n, asked):
    model = deepcopy(pretrained)
    fit(model, labels[:n], alphabet.encode(texts[:n]), steps=steps)
    return ask(model, alphabet.encode(asked))


show("사전 학습과 미세 조정", by_fine_tuning)

# %%
# 스무 걸음은 아무렇게나 정한 것입니다. 배우는 두 길을 같은 후보로 검증 메시지에서 재어, 평균이 가장 나은 걸음 수를 둘에 똑같이 씁니다.
# 고르는 데에 검증 메시지의 정답을 썼다는 것은 적어 두어야 합니다.

rows = {}
for steps in (10, 20, 40):
    found = [way(few, valid) for way in (by_learning, by_fine_tuning)]
    rows[steps] = [(answer == valid_labels).mean() for answer in found]
columns = ["학습", "사전 학습과 미세 조정"]
choice = pd.DataFrame(rows, index=columns).T.rename_axis("걸음")
steps = int(choice.mean(axis=1).idxmax())
show("학습", by_learning)
show("사전 학습과 미세 조정", by_fine_tuning)
choice.round(2)

# %%
# .. _sixways-neurosymbolic:
#
# 다섯, 규칙과 신경망
# -------------------
#
# 앞에서 만든 :term:`신경-기호 결합`입니다. ‘학습’의 신경망을 그대로 두고, 규칙의 답을 원-핫으로 바꾸어 로짓에 더합니다. 얼마나 믿을지는 앞에서처럼
# 정답이 붙은 글에서 규칙이 맞힌 비율로 셈합니다. 고를 것은 없습니다.

from dlconcepts.models.neurosymbolic import NeuroSymbolicClassifier


def by_both(n, asked):
    right = (by_rules(n, texts[:n]) == labels[:n]).sum()
    a = (right + 1) / (n + 3)
    trust = float(np.log(2 * a / (1 - a)))
    alphabet, network = learned(n, steps)
    model = NeuroSymbolicClassifier(network, 3, 3, trust=trust)
    fired = torch.tensor(rules.one_hot(asked))
    return ask(model, alphabet.encode(asked), fired)


show("규칙과 신경망", by_both)

# %%
# .. _sixways-prompt:
#
# 여섯, 언어 모델에게 묻기
# ------------------------
#
# 마지막은 넷째 길에서 글만 읽은 언어 모델을 **고치지 않고 그대로** 둡니다. 대신 메시지 뒤에 이어질 만한 말을 사람이 적고, 어느 말이 가장
# 그럴듯한지 모델에게 묻습니다. 이렇게 모델에 읽히는 글이 :term:`프롬프트`입니다.
#
# 무슨 말을 적을까요? 점수를 보며 고르지 않으려고, 글 더미에서 메시지의 **마지막 문장**을 세어 자주 나오는 것을 봅니다.

last = Counter(text.replace("! ", ". ").split(". ")[-1] for text in texts)
print(", ".join(f"{words} {n}" for words, n in last.most_common(18)))

# %%
# “감사합니다.”처럼 어느 글에나 붙을 말은 빼고, 라벨마다 넷씩 나누어 적습니다.

prompts = {
    "일반": "또 연락드릴게요.|다음에 봬요.|건강 조심하세요.|늘 고마워요.",
    "중요": "꼭 확인해 주세요.|서둘러 주세요.|늦으면 곤란합니다."
    "|확인하시는 대로 연락 바랍니다.",
    "스팸": "무료 수신 거부는 080으로.|지금 바로 눌러 보세요."
    "|자세히 보기|선물이 기다립니다.",
}
prompts = [[f" {t}" for t in prompts[name].split("|")] for name in names]
assert all(last[tail.strip()] for tails in prompts for tail in tails)

# %%


@cache
@torch.no_grad()
def continues(asked, tail):
    whole = [text + tail for text in asked]
    goal = letters_of(alphabet, whole)
    logits = pretrained.next_letter(alphabet.encode(whole))
    log_p = logits.log_softmax(dim=2).gather(2, goal[:, :, None])[:, :, 0]
    spans = [slice(len(t), len(t) + len(tail)) for t in asked]
    rows = zip(log_p, spans, strict=True)
    return np.array([row[span].sum().item() for row, span in rows])


# %%
# 한 가지를 고쳐야 합니다. 짧고 흔한 말은 어느 메시지 뒤에서나 확률이 높습니다. 그래서 정답이 없는 글들 뒤에서의 평균을 빼고, 그보다
# **얼마나 더** 그럴듯한지를 봅니다.


def usual(tail):
    return continues(texts[::10], tail).mean()


def by_prompt(n, asked, prompts=prompts):
    scores = []
    for tails in prompts:
        gains = [continues(asked, tail) - usual(tail) for tail in tails]
        scores.append(np.mean(gains, axis=0))
    return np.argmax(scores, axis=0)


show("언어 모델에게 묻기", by_prompt)

# %%
# 정답을 하나도 보지 않은 것치고는 꽤 맞힙니다. 그런데 정말 아무것도 알려 주지 않았을까요? 적은 말이 학습 메시지에서 어느 라벨의 글에
# 붙어 있었는지 셉니다.

tied = np.zeros((3, 3), dtype=int)  # (적은 라벨, 글의 라벨)
for text, label in zip(texts, labels, strict=True):
    tied[:, label] += [any(map(text.endswith, tails)) for tails in prompts]
print(pd.DataFrame(tied, index=names, columns=names))
assert (np.diag(tied) == tied.sum(axis=1)).all()

# %%
# 하나도 어긋나지 않습니다. 메시지를 만드는 틀이 라벨마다 정해 둔 맺음말이기 때문입니다. 그러니 정답을 쓰지 않았다기보다, 사람이 말을 나누어
# 적으며 **정답에 맞먹는 것을 알려 준** 셈입니다. 글 더미를 보지 않고 생각나는 대로 적으면 어떨까요?

own_words = [
    [" 그럼 이만 줄입니다.", " 잘 지내요.", " 곧 만나요."],
    [" 빨리 처리하세요.", " 오늘 안에 부탁드립니다.", " 잊지 마세요."],
    [" 지금 신청하세요.", " 혜택을 놓치지 마세요.", " 여기를 클릭하세요."],
]
plain = [[f" 이 글은 {name} 메시지입니다."] for name in names]
for title, said in [("생각나는 대로", own_words), ("종류의 이름", plain)]:
    found = (by_prompt(few, valid, said) == valid_labels).mean()
    print(f"{title}, 검증 메시지에서 {found:.2f}")

# %%
# 많이 떨어집니다. 이 작은 모델이 읽은 것은 메시지 몇백 개뿐이어서, 그 안에 **있는 말로** 물어야 합니다. 마음대로 말을 걸 수 있는 것은 훨씬
# 많은 글을 읽은 큰 모델입니다. 큰 모델이라도 묻는 말에 따라 답이 달라지므로, 말을 고르는 데에도 검증 데이터를 씁니다.

# %%
# .. _sixways-mistakes:
#
# 저마다의 실수
# -------------
#
# 길마다 틀린 검증 메시지를 하나씩 봅니다. 나머지 다섯 길이 가장 많이 맞힌 것을 골랐습니다. 그 길다운 실수일 것입니다.

ways = {
    "규칙": by_rules,
    "통계": by_counting,
    "학습": by_learning,
    "사전 학습과 미세 조정": by_fine_tuning,
    "규칙과 신경망": by_both,
    "언어 모델에게 묻기": by_prompt,
}

# %%

right = np.array([answers[name] == valid_labels for name in ways])
own = [int(np.where(row, -1, right.sum(axis=0)).argmax()) for row in right]
rows = [
    [name, valid[i], names[valid_labels[i]], names[answers[name][i]]]
    for name, i in zip(ways, own, strict=True)
]
columns = ["길", "틀린 메시지", "정답", "그 길의 답"]
pd.DataFrame(rows, columns=columns).set_index("길")

# %%
# 규칙은 사람이 미처 적지 않은 말을 놓칩니다. 세거나 배운 것들은 정답이 붙은 몇 안 되는 글에서 함께 다니던 말에 끌릴 것입니다. 언어
# 모델에게는 글의 종류가 아니라 다음에 올 말을 물었으므로, **말투**가 다르면 틀릴 만합니다. 틀리는 곳이 저마다 달라서, 여섯이 모두
# 틀린 메시지는 :val:`all_wrong`개입니다.

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
# 이제 모두 정했으니 평가 메시지에서 잽니다. 어느 길이 가장 나을까요? 아래로 갈수록 나아질까요? 정답의 수도 바꾸어 봅니다. 학습 메시지의 정답을 다
# 쓰면 차례가 바뀔까요? 언어 모델이 글을 읽는 시간은 그것을 쓰는 두 길에 모두 넣습니다. 표의 ‘쓴 정답’은 가르치는 데 쓴 것이고, 걸음 수를 고르느라
# 본 검증 메시지 :val:`n_valid`개의 정답은 따로입니다.

sizes = {"24": 24, "48": few, "96": 96, "192": 192, "all": n_texts}
keys = ["rules", "counting", "learning", "tuning", "both", "prompt"]
values, seconds = {}, []
learned.cache_clear()  # 시간을 재려고 처음부터 다시 가르칩니다
for key, way in zip(keys, ways.values(), strict=True):
    needs_labels = way not in (by_rules, by_prompt)
    for size, n in sizes.items():
        if needs_labels or n == few:
            start = perf_counter()
            right_test = way(n, test) == test_labels
            values[f"{key}_{size}"] = right_test.mean()
        if n == few:
            extra = way in (by_fine_tuning, by_prompt)
            seconds.append(perf_counter() - start + extra * reading_time)

# %%
# 결합은 ‘학습’의 신경망을 받아 쓰므로 그 시간을 더합니다.

seconds[4] += seconds[2]
own_score = (by_prompt(few, test, own_words) == test_labels).mean()

# %%
# 한 번 잰 것은 운일 수 있습니다. 메시지를 나누는 씨앗과 처음 가중치의 씨앗을 바꾸어 이 쪽을 다섯 번 실행한 기록과 견주고, 표에는 그 중앙값을
# 적습니다.

from dlconcepts.benchmark import recorded_spread

spread = recorded_spread("10_language/plot_06_six_ways")
spread.check(**values, own_words=own_score)
runs = np.array([spread[f"{key}_48"].values for key in keys])
middle = np.median(runs, axis=1)

# %%

n_rules, n_prompts = len(MESSAGE_RULES), sum(map(len, prompts))
wrote = [f"규칙 {n_rules}개", "없음", "없음", "없음"]
wrote += [f"규칙 {n_rules}개", f"맺음말 {n_prompts}개"]

# %%

table = pd.DataFrame(
    {
        "이 씨앗": [values[f"{key}_48"] for key in keys],
        "중앙값": middle,
        "가장 작은 값": runs.min(axis=1),
        "가장 큰 값": runs.max(axis=1),
        "쓴 정답": [0, few, few, few, few, 0],
        "글만": [0, 0, 0, n_texts, 0, n_texts],
        "사람이 적은 것": wrote,
        "시간(초)": seconds,
    },
    index=list(ways),
)
table.round(2)

# %%

import matplotlib.pyplot as plt

from dlconcepts.viz import MUTED, PALETTE, use_korean_font

use_korean_font()
spots = np.arange(len(ways))
colors = [PALETTE[0 if used else 1] for used in table["쓴 정답"]]

# %%

# sphinx_gallery_alt = "여섯 가지 길을 위에서 아래로 놓고 평가에서 맞힌 비율을 가로 막대로 그린 그림. 씨앗 다섯 개의 중앙값은 규칙 <<middle[0]|.2f>>, 통계 <<middle[1]|.2f>>, 학습 <<middle[2]|.2f>>, 사전 학습과 미세 조정 <<middle[3]|.2f>>, 규칙과 신경망 <<middle[4]|.2f>>, 언어 모델에게 묻기 <<middle[5]|.2f>>입니다. 막대마다 씨앗의 점이 있고, 막대 안에 쓴 정답의 수와 사람이 적은 것이 적혀 있습니다."
fig, ax = plt.subplots(figsize=(7, 4.2))
ax.barh(spots, middle, color=colors, alpha=0.35)
for run in runs.T:
    ax.scatter(run, spots, s=22, color=colors, zorder=3)
for spot, (used, said) in enumerate(zip(table["쓴 정답"], wrote, strict=True)):
    note = f"정답 {used}개" if said == "없음" else f"정답 {used}개, {said}"
    ax.text(0.02, spot, note, va="center", fontsize=9)
ax.set_yticks(spots, list(ways))
ax.invert_yaxis()
ax.axvline(1 / 3, color=MUTED, ls=":")
ax.grid(axis="y", visible=False)
ax.set(xlabel="맞힌 비율(점은 씨앗 다섯 개, 점선은 찍기)", xlim=(0, 1))
ax.set_title("아래로 갈수록 나아지지는 않습니다")
plt.show()

# %%
# 차례의 맨 뒤가 가장 낫지는 않습니다. 다섯 씨앗에서 모두, 규칙과 신경망의 결합은 규칙만보다도 학습만보다도 낫고, 언어 모델에게 묻기는 그
# 결합보다 낮습니다. 가장 오래된 규칙은 정답을 쓰지 않고도 :val:`middle[0]|.2f`로, 정답 :val:`few`개로 센 통계나 처음부터 배운 학습과
# 비슷합니다. 글을 먼저 읽히고 배운 점수에서 처음부터 배운 점수를 뺀 것은 중앙값이 :val:`tuned_gain|.2f`이지만, 씨앗에 따라
# :val:`tuned_low|.2f`에서 :val:`tuned_high|.2f`까지여서 손해가 되기도 합니다. 점들이 흩어진 폭을 보면, 여기까지 말한 것 말고는 어느 길이 어느
# 길보다 낫다고 할 수 없습니다.
#
# 맺음말을 생각나는 대로 적으면 묻기의 중앙값은 :val:`own_middle|.2f|으로/로` 떨어집니다. 이 표의 어느 점수도 길 자체의 점수가 아니라, 그 길에
# **무엇을 넣어 주었는지**까지의 점수입니다.

tuned = runs[3] - runs[2]
tuned_gain, tuned_low, tuned_high = np.median(tuned), tuned.min(), tuned.max()
own_middle = spread["own_words"].median
print(
    f"먼저 읽혀서 더 맞힌 것 {tuned.round(2)}, 생각나는 대로 {own_middle:.2f}"
)
assert values["both_48"] > max(values["rules_48"], values["learning_48"])
assert (runs[4] > runs[[0, 2]].max(axis=0)).all()
assert (runs[5] < runs[4]).all()
assert own_middle < middle[5]

# %%
# 정답의 수를 바꾼 것을 봅니다. :math:`48`은 마음대로 고른 한 점이므로, 그 점의 차례가 다른 곳에서도 그대로인지 보아야 합니다.

curves = {
    name: [np.median(spread[f"{key}_{size}"].values) for size in sizes]
    for name, key in zip(list(ways)[1:5], keys[1:5], strict=True)
}
grown = np.array(list(curves.values()))  # (길, 정답의 수)

# %%

# sphinx_gallery_alt = "가로축은 정답이 붙은 메시지의 수(로그 눈금), 세로축은 평가에서 맞힌 비율의 중앙값. 규칙과 언어 모델에게 묻기는 <<middle[0]|.2f|과/와>> <<middle[5]|.2f>>의 가로선입니다. 통계는 <<grown[0,0]|.2f>>에서 <<grown[0,4]|.2f>>, 학습은 <<grown[1,0]|.2f>>에서 <<grown[1,4]|.2f>>, 사전 학습과 미세 조정은 <<grown[2,0]|.2f>>에서 <<grown[2,4]|.2f>>, 규칙과 신경망은 <<grown[3,0]|.2f>>에서 <<grown[3,4]|.2f>>까지 오르고, 오른쪽 끝에서 네 선이 모입니다."
fig, ax = plt.subplots()
amounts = list(sizes.values())
for k, (name, curve) in enumerate(curves.items()):
    ax.plot(amounts, curve, "o^sD"[k] + "-", color=PALETTE[k], label=name)
ax.axhline(middle[0], color=PALETTE[4], ls="--", label="규칙")
ax.axhline(middle[5], color=PALETTE[5], ls=":", label="언어 모델에게 묻기")
ax.set(xscale="log", xlabel="정답이 붙은 메시지의 수", ylabel="맞힌 비율")
ax.set_xticks(amounts, amounts)
ax.minorticks_off()
ax.set_title("정답이 늘수록 네 길의 차이가 줄어듭니다")
fig.legend(loc="outside lower center", ncols=2, frameon=False)
plt.show()

# %%
# 왼쪽에서는 길마다 차이가 크고, 정답을 다 쓰면 :val:`all_low|.2f`에서 :val:`all_high|.2f` 사이로 모입니다. 결합의 이득은 정답이 적을 때의
# 것입니다. 사람의 지식이 예제로 들어오면, 같은 것을 다른 문으로 또 넣어 줄 일이 줄어듭니다.

all_low, all_high = grown[:, -1].min(), grown[:, -1].max()
gap_few, gap_all = np.ptp(grown[:, 1]), np.ptp(grown[:, -1])
print(pd.DataFrame(curves, index=amounts).round(2))
assert gap_all < gap_few
assert grown[:, -1].min() > middle[0]

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

parameters = sum(p.numel() for p in pretrained.parameters())
print(f"이 언어 모델의 파라미터 {parameters:,}개")
assert parameters < 1e6

# %%
# .. _sixways-summary:
#
# 정리
# ----
#
# - 규칙과 프롬프트는 정답 없이, 통계와 학습은 정답으로, 사전 학습은 정답과 글 더미로, 결합은 정답과 규칙으로 만듭니다.
# - 나중에 나온 길이 언제나 낫지는 않습니다. 가진 것이 무엇이고 얼마나 되는지에 따라 나은 길이 다르고, 재어 보아야 압니다.
# - 맞힌 비율만 견주면 모자랍니다. 쓴 정답, 사람이 적은 것, 시간, 그리고 저마다의 실수를 함께 봅니다.

# %%
# .. _sixways-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 여섯 길이 저마다 한 표씩 내어 가장 많은 표를 얻은 라벨로 답하면, 검증 메시지에서 가장 나은 길보다 나을까요?
#
# .. dropdown:: 답 보기
#
#    이 씨앗에서 :val:`vote_score|.2f`이고, 가장 나은 한 길은 :val:`best_single|.2f`입니다. 저마다 다르게 틀리면 표를 모으는 것이 도움이
#    되지만, 비슷하게 틀리는 길들이 표를 나누어 가지면 얼마 오르지 않습니다.

votes = np.eye(3)[np.array(list(answers.values()))].sum(axis=0)
vote_score = (votes.argmax(axis=1) == valid_labels).mean()
best_single = right.mean(axis=1).max()
print(f"{vote_score:.2f}, 한 길 {best_single:.2f}")
assert vote_score > right.mean(axis=1).min()

# %%
# **둘.** 프롬프트에서 정답이 없는 글들 뒤에서의 평균을 빼지 않으면 어떻게 될까요?
#
# .. dropdown:: 답 보기
#
#    검증 메시지에서 :val:`raw_prompt|.2f|으로/로` 떨어집니다. 거의 “:val:`favourite`”라고만 답합니다. 그 라벨에 적은 말들이 짧거나 흔해서 언제나 확률이
#    높기 때문입니다.

raw = [np.mean([continues(valid, t) for t in tails], 0) for tails in prompts]
raw_answers = np.argmax(raw, axis=0)
raw_prompt = (raw_answers == valid_labels).mean()
favourite = names[np.bincount(raw_answers).argmax()]
print(f"{raw_prompt:.2f}", np.bincount(raw_answers, minlength=3))
assert raw_prompt < right[5].mean()

# %%
# **셋.** 나누어 적은 맺음말을 언어 모델 없이 그대로 규칙으로 쓰면 얼마나 맞힐까요? 그 말로 끝나면 그 라벨, 아니면 일반이라고 답합니다.
#
# .. dropdown:: 답 보기
#
#    검증 메시지에서 :val:`tail_rule|.2f`이고, 언어 모델에게 물은 것은 :val:`asked_score|.2f`입니다. 맺음말로 끝나는 메시지는 :val:`tail_share|.2f`뿐입니다.
#    언어 모델은 맺음말이 없는 메시지에도, 그 말과 어울리는 글인지를 보고 답합니다.

ends = np.array([[t.endswith(tuple(p)) for p in prompts] for t in valid])
tail_share = ends.any(axis=1).mean()
tail_rule = (ends.argmax(axis=1) == valid_labels).mean()
asked_score = right[5].mean()
print(f"맺음말 규칙 {tail_rule:.2f}, 묻기 {asked_score:.2f}")
assert tail_share < 0.6

# %%
# .. _sixways-next:
#
# 다음 쪽
# -------
#
# 글을 읽는 모델의 입력과 출력이 어떤 모양인지는
# :doc:`하나에서 하나로 </auto_examples/11_io_structures/plot_01_one_to_one>`부터 다룹니다.
