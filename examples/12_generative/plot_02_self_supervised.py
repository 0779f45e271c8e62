r"""
정답을 붙이는 사람이 없어도 배울 수 있을까요?
=============================================

지금까지의 학습에는 정답을 붙이는 사람이 있었습니다. 그런데 큰 언어 모델이 읽는 글에는 아무도 정답을 붙이지 않았습니다.
그러면 그 모델은 무엇을 맞히며 배웠을까요?

- **할 것**: 손글씨 숫자에 잡음을 얹고, 한 조각을 가리고, 글에서 낱말을 가린 다음 원래의 것을 맞히게 합니다. 그렇게
  배운 것이 라벨이 적을 때 도움이 되는지 씨앗을 바꾸어 가며 잽니다.
- **배울 것**: 정답을 붙이는 사람이 없어도 정답은 있고, 그 정답은 입력에서 나옵니다. 그렇게 배운 모델은 본 것을 가까운
  만큼 섞어 돌려주는 흐릿한 데이터베이스와 닮았습니다.
- **필요한 것**: :doc:`다음 토큰 예측 </auto_examples/12_generative/plot_01_next_token>`과
  :doc:`선형 탐침 </auto_examples/01_what_is_deep_learning/plot_04_depth>`과
  :doc:`분류기 견주기 </auto_examples/09_features/plot_04_classical_models>`. PyTorch를 씁니다.
"""

# %%
# .. _selfsup-label:
#
# 라벨은 비쌉니다
# ---------------
#
# 손글씨 숫자를 알아보게 하려면 그림마다 어떤 숫자인지 사람이 적어야 합니다. 그림은 얼마든지 모을 수 있어도 적는 일은
# 사람의 시간이 듭니다. 이 쪽에서는 먼저 라벨을 덮어 두고 그림만 씁니다. 그림은 가로세로 여덟 칸이고, 칸마다 잉크의 짙기가
# 적혀 있습니다.

import numpy as np
import pandas as pd
import torch

from dlconcepts.datasets.digits import load_digits

torch.set_num_threads(1)  # 이만큼 작은 계산은 코어 하나가 더 빠릅니다


def flat(part):
    return torch.from_numpy(part.images.reshape(-1, 64))


splits = [load_digits(seed=seed) for seed in range(3)]
digits = splits[0]
x, x_test = flat(digits.train), flat(digits.test)
print("학습 그림", tuple(x.shape), " 평가 그림", tuple(x_test.shape))

# %%
# .. _selfsup-denoise:
#
# 잡음 지우기
# -----------
#
# 그림을 일부러 망가뜨립니다. 칸(화소)마다 표준편차가 0.5인 정규분포에서 뽑은 수를 더합니다. 망가진 그림을 넣고
# **망가뜨리기 전의 그림**을 맞히게 하면, 정답은 우리가 이미 가지고 있습니다.


def add_noise(clean, random):
    return clean + 0.5 * torch.randn(clean.shape, generator=random)


# %%
# 신경망은 :term:`은닉층`이 하나입니다. 아래의 함수가 무엇을 받는지 보세요. 그림 ``x``와 망가뜨리는 방법 ``spoil``은 있지만 라벨은
# 없습니다.

from torch import nn


def learn(x, spoil, seed, epochs=32):
    torch.manual_seed(seed)
    net = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 64))
    random = torch.Generator().manual_seed(seed)
    adam = torch.optim.Adam(net.parameters(), lr=0.004)
    for _ in range(epochs):
        for rows in torch.randperm(len(x), generator=random).split(64):
            clean = x[rows]
            loss = ((net(spoil(clean, random)) - clean) ** 2).mean()
            adam.zero_grad()
            loss.backward()
            adam.step()
    return net.requires_grad_(False)  # 이제 답만 시킵니다


denoiser = learn(x, add_noise, seed=0)

# %%
# 걸음마다 잡음을 새로 뽑으므로 같은 그림에서도 늘 다른 문제가 나옵니다. 이제 처음 보는 평가 그림에 잡음을 얹어 지우게 합니다.

import matplotlib.pyplot as plt

from dlconcepts.viz import PALETTE, use_korean_font
from dlconcepts.viz.images import plot_images

use_korean_font()
noise = torch.Generator().manual_seed(1)
noisy = add_noise(x_test, noise)

# %%

# sphinx_gallery_alt = "손글씨 숫자 여섯 개를 세 줄로 놓은 그림. 첫 줄은 원래의 그림, 가운데 줄은 점이 흩뿌려져 알아보기 어려운 그림, 마지막 줄은 신경망이 지운 그림으로 획이 조금 흐릿하지만 숫자의 꼴이 돌아왔습니다."
shown = torch.cat([x_test[:6], noisy[:6], denoiser(noisy[:6])])
plot_images(
    shown.reshape(-1, 8, 8).numpy(),
    row_names=["원래", "잡음", "지운 것"],
    columns=6,
    look="ink",
    limits=(0, 1),
    title="라벨 없이 배운 신경망이 획을 되찾습니다",
)
plt.show()

# %%
# 눈에 그럴듯하다고 잘 지운 것은 아닙니다. 네 가지 답의 :term:`평균제곱오차`를 견줍니다. 그대로 두기, 언제나 평균 그림으로 답하기,
# 선형 변환 하나를 :term:`최소제곱법`으로 맞추어 답하기, 신경망입니다. 데이터를 나누는 씨앗과 학습의 씨앗을 함께 바꾸어 세 번
# 잽니다. 어느 것의 오차가 가장 작을까요?


def with_one(a):
    return torch.cat([a, torch.ones(len(a), 1)], dim=1)


def linear_denoiser(x, random, copies=10):
    many = x.repeat(copies, 1)
    spoiled = with_one(add_noise(many, random))
    weights = torch.linalg.lstsq(spoiled, many).solution
    return lambda noisy: with_one(noisy) @ weights


def mse(answer, clean):
    return float(((answer - clean) ** 2).mean())


# %%

nets, rows = [], []
for seed, split in enumerate(splits):
    seen, unseen = flat(split.train), flat(split.test)
    random = torch.Generator().manual_seed(100 + seed)
    spoiled = add_noise(unseen, random)
    straight = linear_denoiser(seen, random)
    nets.append(learn(seen, add_noise, seed) if seed else denoiser)
    answers = [spoiled, seen.mean(dim=0), straight(spoiled)]
    answers.append(nets[-1](spoiled))
    rows.append([mse(answer, unseen) for answer in answers])
names = ["그대로 두기", "평균 그림", "선형 변환", "신경망"]
denoised = pd.DataFrame(rows, columns=names).rename_axis("씨앗")
denoised.round(4)

# %%
# 그대로 둔 것의 오차는 더한 잡음의 분산과 거의 같습니다. 신경망의 오차가 세 번 모두 가장 작지만, 선형 변환도 꽤 잘합니다. 이만한
# 문제에서는 둘의 차이가 크지 않습니다.

net_error, linear_error = (
    denoised["신경망"].mean(),
    denoised["선형 변환"].mean(),
)
print(f"선형 변환 {linear_error:.4f}, 신경망 {net_error:.4f}")
assert (denoised["신경망"] < denoised["선형 변환"]).all()
assert (denoised["선형 변환"] < denoised["평균 그림"] * 0.7).all()
assert abs(denoised["그대로 두기"].mean() - 0.5**2) < 0.02

# %%
# .. _selfsup-masked:
#
# 가리고 맞히기
# -------------
#
# 망가뜨리는 방법은 잡음만이 아닙니다. 가로세로 네 칸인 조각을 아무 데나 하나 가리고 그 안을 맞히게 합니다. 가린 자리에는 그림에 없는
# 값인 :math:`-1`을 넣어, 흰 종이가 아니라 **가려졌다**는 것을 알려 줍니다.


def hide(clean, random):
    top, left = torch.randint(5, (2, len(clean), 1), generator=random)
    place = torch.arange(64)
    down, right = place // 8 - top, place % 8 - left
    block = (down >= 0) & (down < 4) & (right >= 0) & (right < 4)
    return clean.masked_fill(block, -1.0)


# %%
# 가린 자리의 오차만 견줍니다. 평균 그림에서 가져오기, 보이는 화소가 가장 비슷한 학습 그림에서 베끼기, 신경망입니다. 베낄 그림을
# 찾으려고 보이는 화소마다 차이의 제곱 :math:`(s-q)^2=s^2-2qs+q^2`을 더합니다. :math:`q`는 물은 그림, :math:`s`는 학습 그림의
# 화소입니다. 맨 뒤의 항은 어느 그림과 견주어도 같으니 빼도 순서가 바뀌지 않습니다.


def copy_nearest(query, store):
    open_ = (query >= 0).float()
    gap = open_ @ (store**2).T - 2 * (query * open_) @ store.T
    return store[gap.argmin(dim=1)]


# %%

rows = []
for seed, split in enumerate(splits):
    seen, unseen = flat(split.train), flat(split.test)
    covered = hide(unseen, torch.Generator().manual_seed(200 + seed))
    out = covered < 0
    filler = learn(seen, hide, seed, epochs=20)
    answers = [seen.mean(dim=0).expand_as(unseen)]
    answers += [copy_nearest(covered, seen), filler(covered)]
    rows.append([mse(answer[out], unseen[out]) for answer in answers])
names = ["평균 그림", "비슷한 그림에서 베끼기", "신경망"]
filled = pd.DataFrame(rows, columns=names).rename_axis("씨앗")
filled.round(4)

# %%
# 신경망의 오차는 평균 그림의 :val:`fill_share|.0%`입니다. 보이는 획에서 가린 획을 어림한 것입니다. 다만 그림을 모두 담아 두고 가장
# 비슷한 그림에서 베끼는 것보다 낫지는 않습니다. 배운 것과 담아 둔 것이 어떻게 다른지는 아래에서 다시 봅니다.

fill_share = (filled["신경망"] / filled["평균 그림"]).mean()
copy_share = (filled["신경망"] / filled["비슷한 그림에서 베끼기"]).mean()
print(f"평균 그림의 {fill_share:.2f}배, 베끼기의 {copy_share:.2f}배")
assert (filled["신경망"] < 0.75 * filled["평균 그림"]).all()
assert 0.97 < copy_share < 1.3

# %%
# .. _selfsup-words:
#
# 글에서도 가립니다
# -----------------
#
# 글에서는 화소 대신 토큰을 가립니다. 짧은 이야기의 낱말을 하나씩 가리고, 가린 그 낱말을 정답으로 삼습니다. 이번에는 신경망 없이
# 세기만 합니다. 양옆의 낱말이 같았던 자리를 학습 이야기에서 찾아, 그 자리에 가장 자주 온 낱말로 답합니다. 그런 자리가 없으면
# 왼쪽 낱말만 보고, 그것도 없으면 가장 흔한 낱말로 답합니다.

from collections import Counter, defaultdict

from dlconcepts.datasets.stories import make_stories, split_tokens

views = {
    "아무것도 보지 않고": lambda s, i: (),
    "왼쪽만": lambda s, i: (s[i - 1],),
    "양쪽": lambda s, i: (s[i - 1], s[i + 1]),
}


def questions(texts):
    for text in texts:
        tokens = ["시작", *split_tokens(text, "word"), "끝"]
        for i in range(1, len(tokens) - 1):
            yield tokens, i


# %%
# 보는 방법마다 표를 만들어 셉니다. 답할 때는 많이 보는 표부터 찾습니다.


def count(texts):
    tables = {name: defaultdict(Counter) for name in views}
    for tokens, i in questions(texts):
        for name, view in views.items():
            tables[name][view(tokens, i)][tokens[i]] += 1
    return tables


def fill_word(tables, order, tokens, i):
    for name in order:
        found = tables[name].get(views[name](tokens, i))
        if found:
            return found.most_common(1)[0][0]
    return None


# %%
# 아무것도 보지 않는 것, 왼쪽까지 보는 것, 양쪽을 다 보는 것을 견줍니다. 오른쪽 낱말 하나를 더 보면 얼마나 나아질까요?

names, rows = list(views), []
for seed in range(3):
    stories = make_stories(seed=seed, unit="word")
    tables = count(stories.train.texts)
    asked = [*questions(stories.test.texts)]
    row = []
    for most in range(len(names)):
        order = names[most::-1]  # 많이 보는 것부터 차례로 물러납니다
        hits = [fill_word(tables, order, s, i) == s[i] for s, i in asked]
        row.append(np.mean(hits))
    rows.append(row)
words = pd.DataFrame(rows, columns=names).rename_axis("씨앗")
words.round(3)

# %%
# 왼쪽만 보고 맞히는 것이 **다음 낱말 예측**입니다. 글의 뒤를 모두 가리고 맞히는 것이므로 이것도 가리고 맞히기입니다. 양쪽을 보면
# 더 잘 맞히지만, 글을 이어 쓸 때는 오른쪽이 아직 없습니다. 그래서 빈칸을 채우거나 글을 알아보는 모델은 흔히 양쪽을, 글을 쓰는
# 모델은 왼쪽만 보며 배웁니다.

n_asked = len(asked)
print(f"마지막 씨앗에서 물은 낱말 {n_asked}개")
assert (words["왼쪽만"] > words["아무것도 보지 않고"] + 0.2).all()
assert (words["양쪽"] > words["왼쪽만"] + 0.08).all()

# %%
# 지금까지의 네 가지를 나란히 적습니다. 넣은 것과 정답이 모두 같은 데이터에서 나왔고, 정답을 붙인 사람은 없습니다. 이런
# 학습을 :term:`자기지도 학습`(self-supervised learning)이라고 합니다.

pd.DataFrame(
    [
        ["그림에 잡음을 더합니다", "더하기 전의 그림"],
        ["그림의 한 조각을 가립니다", "가린 조각"],
        ["글의 낱말 하나를 가립니다", "가린 낱말"],
        ["글의 뒤를 모두 가립니다", "바로 다음 낱말"],
    ],
    columns=["입력을 망가뜨리는 방법", "정답"],
    index=["잡음 지우기", "조각 채우기", "빈칸 채우기", "다음 낱말 예측"],
)

# %%
# .. _selfsup-few-labels:
#
# 라벨이 몇 개뿐일 때 도움이 될까요?
# ----------------------------------
#
# 여기에서 잡음을 지우는 것은 연습 문제일 뿐입니다. 얻으려는 것은 그 문제를 푸느라 은닉층에 생긴 :term:`표현`입니다. 숫자의 획을
# 알아야 잡음을 지울 수 있으니, 그 표현은 어떤 숫자인지 가르는 데도 쓸모가 있을지 모릅니다.
#
# 이제 라벨을 조금만 봅니다. 표현은 그대로 두고, 숫자마다 라벨 :math:`k`개로 그 위에 :term:`선형 탐침` 하나를 맞춥니다. 견줄 표현은
# 화소 그대로인 것, 배우기 전의 은닉층, 잡음을 지우며 배운 은닉층입니다. 라벨을 고르는 운에 속지 않도록, 씨앗 셋마다 라벨을 네
# 번 다시 뽑습니다.

from sklearn.svm import SVC

from dlconcepts.models.probing import linear_probe

sizes, n_draws = [1, 2, 5, 10, 20], 4


def hidden(net, x):
    return torch.relu(net[0](x)).numpy()


def pick(labels, k, rng):
    each = [np.flatnonzero(labels == c) for c in range(10)]
    return np.concatenate([rng.permutation(rows)[:k] for rows in each])


# %%
# 표현이 얼마나 좋은지는 그 위에 무엇을 올리느냐에 따라 다르게 보일 수 있습니다. 그래서 선형 탐침 말고 휘어진 경계를 긋는
# 분류기도 화소와 배운 은닉층에 올려 봅니다. :term:`서포트 벡터 머신`, 곧 SVM입니다. 규제의 세기 같은 설정은 어느 표현에서나 똑같이
# 둡니다.


def score(a, b, y, y_test, curved=False):
    if curved:
        return SVC(C=10).fit(a, y).score(b, y_test)
    return linear_probe(a, y, ridge=10.0).accuracy(b, y_test)


ways = {
    "화소, 선형 탐침": ("화소", False),
    "배우기 전 은닉층, 선형 탐침": ("배우기 전", False),
    "배운 은닉층, 선형 탐침": ("배운 뒤", False),
    "화소, SVM": ("화소", True),
    "배운 은닉층, SVM": ("배운 뒤", True),
}
scores = np.zeros((len(ways), 3, n_draws, len(sizes)))

# %%
# 라벨 없이 배운 표현은 얼마나 도움이 될까요? 분류기를 바꾸어도 그럴까요?

for seed, split in enumerate(splits):
    seen, unseen = flat(split.train), flat(split.test)
    y, y_test = split.train.labels, split.test.labels
    fresh = learn(seen, add_noise, seed, epochs=0)
    both = {"화소": (seen.numpy(), unseen.numpy())}
    for name, net in [("배우기 전", fresh), ("배운 뒤", nets[seed])]:
        both[name] = hidden(net, seen), hidden(net, unseen)
    rng = np.random.default_rng(seed)
    for at in np.ndindex(n_draws, len(sizes)):
        rows = pick(y, sizes[at[1]], rng)
        for w, (name, curved) in enumerate(ways.values()):
            a, b = both[name]
            scores[w, seed, *at] = score(a[rows], b, y[rows], y_test, curved)
lines = scores.mean(axis=(1, 2))
pixel_line, fresh_line, learned_line, svm_line, svm_learned = lines

# %%
# 뽑기를 모두 평균합니다. 줄이 숫자마다의 라벨 수이고, 칸이 맞힌 비율입니다.

means = pd.DataFrame(lines.T, index=sizes, columns=ways)
means.rename_axis("숫자마다 라벨").round(3)

# %%

# sphinx_gallery_alt = "가로축은 숫자마다의 라벨 수(로그 눈금), 세로축은 맞힌 비율. 선형 탐침을 올린 세 선에서는 배운 은닉층이 라벨 <<sizes[0]>>개의 <<learned_line[0]|.2f>>에서 <<sizes[4]>>개의 <<learned_line[4]|.2f>>까지 언제나 가장 위이고, 화소는 <<pixel_line[0]|.2f>>에서 <<pixel_line[4]|.2f>>까지입니다. SVM을 올린 점선 둘은 라벨 <<sizes[0]>>개에서 <<svm_line[0]|.2f|과/와>> <<svm_learned[0]|.2f>>로 벌어졌다가 그 뒤로는 거의 겹칩니다."
fig, ax = plt.subplots()
for name, line, color in zip(ways, lines, [0, 3, 1, 0, 1], strict=True):
    look = ("s--", 0.7) if "SVM" in name else ("o-", 1)
    ax.plot(
        sizes, line, look[0], alpha=look[1], color=PALETTE[color], label=name
    )
ax.set(xscale="log", xlabel="숫자마다 라벨의 수", ylabel="맞힌 비율")
ax.set_xticks(sizes, sizes)
ax.minorticks_off()
ax.set_title("배운 표현으로 선형 탐침은 나아지고, SVM은 거의 그대로입니다")
fig.legend(loc="outside lower center", ncols=2, frameon=False)
plt.show()

# %%
# 선형 탐침을 올리면 라벨이 몇 개이든 배운 은닉층의 평균이 화소보다 높습니다. 라벨이 숫자마다 다섯일 때 :val:`pixel_line[2]|.2f`에서
# :val:`learned_line[2]|.2f|이/가` 됩니다. 배우기 전의 은닉층은 그렇지 않으니, 앞선 까닭은 은닉층이 있어서가 아니라 **잡음을 지우며
# 배워서**입니다.
#
# 그런데 SVM을 올리면 라벨이 하나일 때 :val:`svm_line[0]|.2f`에서 :val:`svm_learned[0]|.2f|이/가` 될 뿐, 라벨이 다섯 개부터는 나아지는
# 것이 없습니다. 여덟 칸짜리 숫자는 화소만으로도 가르기 쉬워서, 분류기를 잘 고르는 것으로 같은 데까지 갑니다.
# 그러니 “라벨 없이 배우면 라벨이 적어도 된다”는 말은 **무엇과 견주었는지**를 함께 들어야 합니다.

gain = scores[2] - scores[0]  # 같은 라벨로 잰 차이 (씨앗, 뽑기, 크기)
ahead = int((gain[..., :3] > 0).sum())
n_pairs = gain[..., :3].size
svm_gain = float((svm_learned - svm_line)[2:].max())
print(f"라벨 다섯 개까지 {n_pairs}번 가운데 앞선 것 {ahead}번")
print(f"씨앗과 크기마다 앞선 것, 가장 작을 때 {gain.mean(axis=1).min():.3f}")
print(f"SVM이 나아진 것(라벨 다섯 개부터) {svm_gain:.3f} 이하")
assert (gain.mean(axis=1) > 0).all()  # 씨앗마다, 크기마다
assert (gain.mean(axis=(0, 1)) > 0.03).all()  # 크기마다
assert ahead > 0.8 * n_pairs
assert (learned_line - fresh_line > 0.02).all()
assert svm_gain < 0.02

# %%
# .. _selfsup-fuzzy:
#
# 흐릿한 데이터베이스
# -------------------
#
# 아주 많은 데이터로 이렇게 미리 학습하여 여러 일의 출발점으로 쓰는 큰 모델을 :term:`기반 모델`(foundation model)이라고 합니다. 이런
# 모델을 지식의 **흐릿한 데이터베이스**(fuzzy database)에 빗대기도 합니다. 본 것을 저장해 두었다가 물으면 꺼내 주는데, 꼭 그대로가 아니라
# 비슷하게 꺼내 준다는 뜻입니다. 얼마나 맞는 말인지 재어 봅니다.
#
# 먼저 보통의 데이터베이스입니다. 학습 그림을 모두 사전에 담고, 그대로 물을 때와 잡음을 얹어 물을 때 몇 장이 나오는지 셉니다.

book = {image.numpy().tobytes(): i for i, image in enumerate(x)}
query = add_noise(x, torch.Generator().manual_seed(2))
exact = sum(image.numpy().tobytes() in book for image in x)
exact_noisy = sum(image.numpy().tobytes() in book for image in query)
print(f"그대로 {exact}장, 잡음을 얹으면 {exact_noisy}장")
assert exact == len(x)
assert exact_noisy == 0

# %%
# 조금만 달라도 “없음”입니다. 이번에는 가장 가까운 그림을 꺼냅니다. 꼭 그 그림이 나올까요?

nearest = torch.cdist(query, x).argmin(dim=1)
same = float((nearest == torch.arange(len(x))).float().mean())
labels = digits.train.labels
same_class = float((labels[nearest.numpy()] == labels).mean())
print(f"바로 그 그림 {same:.2f}, 같은 숫자 {same_class:.2f}")
assert same < 0.7 < same_class

# %%
# 바로 그 그림일 때가 절반쯤이지만, 다른 그림이어도 대개 같은 숫자입니다. **비슷한 것**이 나온 것입니다. 하나만 꺼내지 않고 가까운
# 만큼 무게를 주어 섞을 수도 있습니다.
# 물은 것을 :math:`q`, 저장한 그림을 :math:`x_i`, 잡음의 표준편차를 :math:`\sigma`라고 하면 이렇습니다.
#
# .. math::
#
#    \hat{x}(q) = \sum_i a_i x_i, \qquad
#    a_i = \operatorname{softmax}_i\!\left(-\frac{\lVert q - x_i \rVert^2}{2\sigma^2}\right)
#
# :math:`\lVert q - x_i \rVert`는 두 그림의 거리이고, :math:`\hat{x}(q)`가 답입니다. 견주어 :term:`소프트맥스`로 비율을 만들고 그
# 비율로 섞는 것은 :doc:`어텐션 </auto_examples/11_io_structures/plot_05_encoder_decoder>`이 하는 일이기도 합니다. 저장한 그림 가운데 아무것이나
# 하나를 골라 이 잡음을 얹어 물었다면, 이것이 제곱 오차의 평균이 가장 작은 답입니다.


def blend(query, store=x, sigma=0.5):
    a = torch.softmax(
        -(torch.cdist(query, store) ** 2) / (2 * sigma**2), dim=1
    )
    return a @ store


def recall_errors(clean, seed):
    query = add_noise(clean, torch.Generator().manual_seed(seed))
    nearest = x[torch.cdist(query, x).argmin(dim=1)]
    answers = [nearest, blend(query), denoiser(query)]
    return [mse(answer, clean) for answer in answers]


# %%
# 신경망은 학습 그림을 한 장도 담아 두지 않았습니다. 가진 것은 파라미터뿐입니다. 셋을 나란히 놓고, 저장한 그림(신경망에는 배운
# 그림)에 잡음을 얹어 물을 때와 처음 보는 그림에 얹어 물을 때의 오차를 잽니다. 어느 것이 처음 보는 그림에서 가장 많이 나빠질까요?

n_weights = sum(p.numel() for p in denoiser.parameters())
recall = pd.DataFrame(
    {
        "저장한 그림": recall_errors(x, seed=3),
        "처음 보는 그림": recall_errors(x_test, seed=4),
        "간직한 수": [x.numel(), x.numel(), n_weights],
    },
    index=["가장 가까운 것", "가까운 만큼 섞은 것", "신경망"],
)
recall.round(4)

# %%
# 두 번 모두 섞은 것이 가장 정확합니다. 그림을 모두 담아 두었고 잡음의 크기도 아는 방법이기 때문입니다. 신경망은 그보다 거칠지만,
# 간직한 수의 개수는 :val:`weight_share|.0%`뿐입니다.
#
# 눈여겨볼 것은 따로 있습니다. 담아 둔 것을 꺼내는 두 방법은 처음 보는 그림에서 뚜렷이 나빠지지만, 신경망의 오차는 거의 그대로입니다.
# 배운 그림을 하나하나 외웠다면 그것을 물을 때 훨씬 정확했을 것입니다. 남은 것은 그림이 아니라 **어림하는 법**입니다.

weight_share = n_weights / x.numel()
net_seen, net_unseen = recall.loc["신경망"].iloc[:2]
blend_seen, blend_unseen = recall.loc["가까운 만큼 섞은 것"].iloc[:2]
near_seen, near_unseen = recall.loc["가장 가까운 것"].iloc[:2]
print(f"{weight_share:.2f}, 신경망 {net_unseen / net_seen:.2f}배")
assert blend_seen < near_seen < net_seen
assert blend_unseen < net_unseen < near_unseen
assert net_unseen / net_seen < 1.15
assert min(near_unseen / near_seen, blend_unseen / blend_seen) > 1.3

# %%
# .. _selfsup-between:
#
# 두 기억의 가운데를 물으면
# -------------------------
#
# 저장한 두 그림을 조금씩 섞어 가며 묻습니다. 그 가운데의 그림은 저장된 적이 없습니다. 가장 가까운 것을 꺼내는 방법은 어디에선가
# 건너뛸 것입니다. 나머지는 어떨까요?

one, two = (x[digits.train.labels == label][0] for label in (1, 6))
t = torch.linspace(0, 1, 7)[:, None]
between = (1 - t) * one + t * two
near_answers = x[torch.cdist(between, x).argmin(dim=1)]
answers = [between, near_answers, blend(between), denoiser(between)]

# %%

# sphinx_gallery_alt = "그림 일곱 장씩 네 줄. 첫 줄은 왼쪽 숫자에서 오른쪽 숫자로 조금씩 섞여 가는 물음입니다. 둘째 줄은 가장 가까운 그림으로, 저장된 그림들 사이를 뚝뚝 건너뜁니다. 셋째 줄은 가까운 만큼 섞은 것, 넷째 줄은 신경망의 답으로, 둘 다 조금씩 바뀌며 가운데에서는 두 획이 흐릿하게 겹칩니다."
plot_images(
    torch.cat(answers).reshape(-1, 8, 8).numpy(),
    row_names=["물음", "가장 가까운 것", "섞은 것", "신경망"],
    columns=7,
    look="ink",
    limits=(0, 1),
    title="꺼내면 건너뛰고, 흐릿하게 기억하면 섞입니다",
)
plt.show()

# %%
# 더 촘촘히 묻고, 답이 몇 가지인지, 저장한 그림에서 얼마나 떨어져 있는지, 한 번에 얼마나 건너뛰는지 잽니다.

t = torch.linspace(0, 1, 101)[:, None]
between = (1 - t) * one + t * two
near_answers = x[torch.cdist(between, x).argmin(dim=1)]
methods = {"가장 가까운 것": near_answers, "섞은 것": blend(between)}
methods["신경망"] = denoiser(between)
rows = {}
for name, answer in methods.items():
    kinds = len(torch.unique(answer.round(decimals=4), dim=0))
    away = float(torch.cdist(answer, x).amin(dim=1).mean())
    jump = float((answer[1:] - answer[:-1]).norm(dim=1).max())
    rows[name] = [kinds, away, jump]
columns = ["답의 가지 수", "저장한 그림까지의 거리", "한 번에 건너뛴 거리"]
steps = pd.DataFrame(rows, index=columns).T
steps.astype({"답의 가지 수": int}).round(2)

# %%
# 가장 가까운 것을 꺼내면 답은 :val:`near_kinds`가지뿐이고 모두 저장된 그림입니다. 신경망은 물을 때마다 조금씩 다른 답을 내고, 그
# 답은 **저장된 적이 없는 그림**입니다. 새것을 만드는 힘과 없는 것을 지어내는 버릇은 이렇게 한뿌리입니다.

near_kinds = int(steps.loc["가장 가까운 것", "답의 가지 수"])
assert near_kinds < 20
assert steps.loc["신경망", "답의 가지 수"] > 5 * near_kinds
assert steps.loc["가장 가까운 것", "저장한 그림까지의 거리"] < 1e-3
assert steps.loc["신경망", "저장한 그림까지의 거리"] > 0.5
leaps = steps["한 번에 건너뛴 거리"]
assert leaps["신경망"] < leaps["가장 가까운 것"] / 5

# %%
# .. _selfsup-unknown:
#
# 모르는 것을 물으면
# ------------------
#
# 데이터베이스는 없으면 없다고 합니다. 신경망은 어떨까요? 숫자가 아닌 무늬를 물어봅니다. 숫자 비슷한 것으로 바꾸어 놓는지 보려고,
# 물음과 답이 저장한 그림에서 얼마나 떨어져 있는지 견줍니다.

cell = np.indices((8, 8))
patterns = {
    "가로줄": cell[0] % 2,
    "체크무늬": (cell[0] + cell[1]) % 2,
    "검은 칠": np.ones((8, 8)),
}
strange = torch.tensor(np.array([*patterns.values()]), dtype=torch.float32)
strange = strange.reshape(-1, 64)
before = torch.cdist(strange, x).amin(dim=1)
after = torch.cdist(denoiser(strange), x).amin(dim=1)
table = pd.DataFrame({"물음": before, "답": after}, index=[*patterns])
table.round(2)

# %%
# 셋 다 답이 물음보다 숫자 쪽으로 끌려갔습니다. 이 신경망에는 “없음”이라는 답이 없어서, 무엇을 넣어도 배운 획에 가까운 것을
# 돌려줍니다. 큰 언어 모델에게 모르는 것을 물어도 그럴듯한 답이 나오는 것과 닮았습니다. 데이터베이스와 다른 점을 적습니다.

assert (table["답"] < 0.8 * table["물음"]).all()
pd.DataFrame(
    [
        ["꼭 같은 것을 찾습니다", "비슷한 것을 섞습니다"],
        ["없다고 답합니다", "그래도 답합니다"],
        ["저장한 것만 나옵니다", "저장한 적 없는 것도 나옵니다"],
        ["줄마다 따로 있습니다", "여러 파라미터에 흩어져 있습니다"],
    ],
    columns=["데이터베이스", "신경망"],
    index=["물으면", "없는 것을 물으면", "나오는 것", "담긴 자리"],
)

# %%
# .. _selfsup-history:
#
# 갑자기 나온 것이 아닙니다
# -------------------------
#
# 데이터의 버릇을 배워 글이나 그림 같은 새것을 **만들 수** 있는 모델을 :term:`생성 모델`(generative model)이라고 합니다. 다음 낱말을
# 하나씩 뽑아 잇는 모델이 그렇고, 잡음에서 시작해 조금씩 잡음을 지우는 일을 되풀이하여 그림을 만드는 모델도 그렇습니다. 널리
# 알려진 것은 대화 모델이 공개된 :fact:`chatgpt-year`년이지만, 바탕이 된 생각은 훨씬 오래되었습니다.

# sphinx_gallery_alt = "생성 모델과 자기지도 학습의 연표. 1948년 글자의 확률로 글 흉내 내기, 1990년 다음 낱말을 맞히는 순환 신경망, 2008년 잡음을 지우며 배우기, 2014년 두 신경망이 겨루며 그림 만들기, 2017년 트랜스포머, 2018년 가린 토큰 맞히기, 2022년 대화 모델의 공개가 위에서 아래로 놓여 있고, 글과 그림이 다른 색입니다."
from dlconcepts.viz.timeline import Event, plot_timeline

plot_timeline(
    [
        Event(1948, "글자의 확률로 영어 글 흉내 내기", "글"),
        Event(1990, "다음 낱말을 맞히는 순환 신경망", "글"),
        Event(2008, "잡음을 지우며 표현 배우기", "그림"),
        Event(2014, "두 신경망이 겨루며 그림 만들기", "그림"),
        Event(2017, "트랜스포머", "글"),
        Event(2018, "가린 토큰 맞히기(BERT)", "글"),
        Event(2022, "대화 모델 ChatGPT 공개", "글"),
    ],
    title="글을 흉내 내는 생각은 컴퓨터만큼 오래되었습니다",
)
plt.show()

# %%
# 앞의 글자로 다음 글자의 확률을 세어 영어를 흉내 낸 것은 :fact:`shannon-text`년의 일이고, 사람이 손으로 했습니다. 다음 낱말을 맞히며
# 배우는 순환 신경망은 :fact:`elman`년, 이 쪽처럼 잡음을 지우며 표현을 배우는 신경망은 :fact:`denoising-autoencoder`년에 발표되었습니다. 두
# 신경망이 겨루며 그림을 만드는 방법은 :fact:`gan`년, 트랜스포머는 :fact:`transformer-year`년, 가린 토큰을 맞히는 큰 모델은
# :fact:`bert-year`년에 나왔습니다. 그동안 크게 달라진 것은 규모입니다. 컴퓨터가 빨라졌고, 라벨이 없어도 되니 쓸 수 있는 **데이터**가
# 크게 늘었습니다. 공개된 글 데이터 하나가 토큰 :fact:`fineweb-tokens` 개입니다. 사람이 하나하나 라벨을 붙일 수 있는 양이 아닙니다.

# %%
# .. _selfsup-trap:
#
# 흔한 함정
# ---------
#
# 흔히 이렇게 말합니다: “자기지도 학습에는 정답이 없다.” 그렇다면 원래 그림을 정답으로 주지 않아도 될 것입니다. 정답 자리에, 넣어 준
# 그 망가진 그림을 도로 놓아 봅니다. 사람의 라벨이 없는 것은 마찬가지입니다.


def learn_to_copy(x, seed, epochs=15):
    random = torch.Generator().manual_seed(seed)
    spoiled = add_noise(x, random)  # 망가진 그림이 곧 정답이 됩니다
    return learn(spoiled, lambda given, _: given, seed, epochs)


copier = learn_to_copy(x, seed=0)
copied = mse(copier(noisy), x_test)
kept = mse(copier(noisy), noisy)
denoised_error = mse(denoiser(noisy), x_test)
print(f"원래 그림과의 오차 {copied:.3f}, 망가진 그림과의 오차 {kept:.3f}")
print(f"제대로 배운 것 {denoised_error:.3f}")
assert copied > 3 * denoised_error

# %%
# 망가진 그림을 거의 그대로 베낄 뿐 잡음을 지우지 못합니다. 정답이 있어야 하고, 그것도 베끼기만 해서는 **맞힐 수 없는** 정답이어야
# 합니다. 없어진 것은 정답이 아니라 정답을 붙이는 사람입니다.
#
# 둘째는 “흐릿한 데이터베이스이니 안에 있는 것을 찾아 준다”는 말입니다. 앞에서 본 것처럼 신경망의 답은 저장된 그림이 아니었고, 없는
# 것을 물어도 답이 나왔습니다. 사실을 물을 때는 그 사실이 적힌 곳을 따로 확인해야 합니다.

# %%
# .. _selfsup-summary:
#
# 정리
# ----
#
# - 자기지도 학습은 입력을 망가뜨리고 망가뜨리기 전의 것을 맞히게 합니다. 정답은 입력에서 나오므로 붙일 사람이 필요 없습니다.
# - 그렇게 배운 표현은 라벨이 적을 때 선형 탐침을 도왔습니다. 그러나 화소에 SVM을 올린 것과는 차이가 거의 없었으니, 다른 좋은 방법과
#   견주어 재어 보아야 합니다.
# - 배운 모델은 흐릿한 데이터베이스처럼 비슷한 것을 돌려줍니다. 저장한 적 없는 것도 만들고, 모르는 것을 물어도 답합니다.

# %%
# .. _selfsup-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 선형 탐침의 규제 세기를 화소에 가장 유리하게 골라 주면, 배운 은닉층이 앞선 것이 뒤집힐까요? 숫자마다 라벨
# 다섯 개로 잽니다.
#
# .. dropdown:: 답 보기
#
#    뒤집히지 않습니다. 화소는 가장 좋은 규제에서 :val:`best_pixel|.2f`, 규제를 고르지 않은 배운 은닉층은 :val:`learned_line[2]|.2f`입니다. 평가
#    점수를 보고 규제를 골랐으니 화소에 너그러운 비교인데도 그렇습니다.

strengths = [1.0, 10.0, 30.0, 100.0]
pixel_scores = np.zeros((len(strengths), 3, n_draws))
for seed, split in enumerate(splits):
    a, b = flat(split.train).numpy(), flat(split.test).numpy()
    rng = np.random.default_rng(seed)
    for draw in range(n_draws):
        rows = pick(split.train.labels, 5, rng)
        for s, ridge in enumerate(strengths):
            probe = linear_probe(
                a[rows], split.train.labels[rows], ridge=ridge
            )
            pixel_scores[s, seed, draw] = probe.accuracy(b, split.test.labels)

# %%

by_strength = pd.Series(pixel_scores.mean(axis=(1, 2)), strengths)
best_pixel = float(by_strength.max())
assert best_pixel + 0.01 < learned_line[2]
by_strength.rename_axis("규제").to_frame("화소").round(3)

# %%
# **둘.** 잡음만 지워 본 신경망에, 본 적 없는 망가짐을 주면 어떻게 될까요? 한 조각을 흰 종이로 가린 그림을 넣고 가린 자리의 오차를 재어 보세요.
#
# .. dropdown:: 답 보기
#
#    오차가 :val:`noise_net|.3f`입니다. 흰 종이 그대로 둔 :val:`left_white|.3f`보다는 낫지만 평균 그림의 :val:`mean_fill|.3f`보다 못합니다.
#    조각을 채우며 배운 신경망은 :val:`fill_error|.3f`였습니다. 한 가지 망가짐을 고치며 배웠다고 다른 망가짐까지 저절로 고치지는 못합니다.

covered = hide(x_test, torch.Generator().manual_seed(200))
out = covered < 0
white = covered.clamp(min=0)
noise_net = mse(denoiser(white)[out], x_test[out])
left_white = mse(white[out], x_test[out])
mean_fill, _, fill_error = filled.loc[0]
print(f"흰 종이 {left_white:.3f}, 잡음만 지운 것 {noise_net:.3f}")
print(f"평균 그림 {mean_fill:.3f}, 채우며 배운 것 {fill_error:.3f}")
assert fill_error < mean_fill < noise_net < left_white

# %%
# **셋.** 섞는 식의 :math:`\sigma`를 아주 작게 하거나 아주 크게 하면 무엇이 될까요?
#
# .. dropdown:: 답 보기
#
#    아주 작게 하면 가장 가까운 것 하나를 꺼내는 것과 같아지고, 아주 크게 하면 무엇을 물어도 평균 그림이 나옵니다. :math:`\sigma`는
#    얼마나 흐릿하게 섞을지를 정합니다.

sharp = blend(noisy, sigma=0.01)
flat_out = blend(noisy, sigma=1000.0)
to_nearest = mse(sharp, x[torch.cdist(noisy, x).argmin(dim=1)])
to_mean = mse(flat_out, x.mean(dim=0).expand_as(flat_out))
print(
    f"가장 가까운 것과의 차이 {to_nearest:.0e}, 평균 그림과의 차이 {to_mean:.0e}"
)
assert to_nearest < 1e-3
assert to_mean < 1e-6

# %%
# .. _selfsup-next:
#
# 다음 쪽
# -------
#
# 이렇게 배운 모델로 무엇을 할 수 있을까요? :doc:`쓰임새 </auto_examples/12_generative/plot_03_what_it_is_used_for>`를 입력과 출력의
# 꼴로 갈라 보고, 작은 것 넷을 직접 만들어 봅니다.
