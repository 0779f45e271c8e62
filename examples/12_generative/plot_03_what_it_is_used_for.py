r"""
어디에 쓰이고, 무엇이 같을까요?
===============================

번역기와 챗봇과 자율 주행은 서로 아주 달라 보입니다. 그런데 무엇이 들어가고 무엇이 나오는지만 보면 어떨까요?
쓰임새를 그 꼴로 갈라 본 다음, 요즘 자주 듣는 말 넷을 작게 만들어 봅니다.

- **할 것**: 쓰임새를 입력과 출력의 꼴로 가르는 표를 만듭니다. 그리고 몇 개만 보고 알아보기, 글로 일 시키기, 그림과 글을 함께
  읽기, 여러 말을 오가는 번역을 몇 초 만에 배우는 크기로 만들어 잽니다.
- **배울 것**: 이름은 달라도 구조는 다섯 가지 안에 있습니다. 같은 가중치가 먼저 읽힌 글에 따라 다른 일을 하고, 한 모델이 여러 말을
  오갑니다. 다른 일에서 배운 표현이 오히려 해가 될 때도 있습니다.
- **필요한 것**: :doc:`다 읽고 쓰는 모델 </auto_examples/11_io_structures/plot_05_encoder_decoder>`,
  :doc:`다음 토큰 예측 </auto_examples/12_generative/plot_01_next_token>`,
  :doc:`자기지도 학습 </auto_examples/12_generative/plot_02_self_supervised>`. PyTorch를 씁니다.
"""

# %%
# .. _uses-table:
#
# 쓰임새의 표
# -----------
#
# 글을 다루는 쓰임새 여덟 가지를 적습니다. 이름 옆에는 무엇을 읽고 무엇을 쓰는지, 그 수가 하나인지 여럿인지를 적습니다. 여럿을
# 읽고 여럿을 쓰면서 자리마다 짝이 맞으면 끝에 ``True``를 더합니다.

import pandas as pd

applications = {
    "검색 엔진": ("질문과 문서", "여럿", "맞는 정도", "하나"),
    "기계 번역": ("한국어 문장", "여럿", "영어 문장", "여럿"),
    "챗봇": ("대화", "여럿", "대답", "여럿"),
    "음성 비서": ("소리", "여럿", "시킨 일", "여럿"),
    "감성 분석": ("상품평", "여럿", "긍정이나 부정", "하나"),
    "문서 요약": ("긴 글", "여럿", "짧은 글", "여럿"),
    "질의 응답": ("질문과 글", "여럿", "대답", "여럿"),
    "코드 생성": ("하려는 일", "여럿", "코드", "여럿"),
}

# %%
# 구조는 이 수와 짝만으로 정합니다. 여덟 가지는 몇 가지 구조로 모일까요?


def structure(reads, writes, paired=False):
    if reads == writes == "하나":
        return "1대1"
    if reads == "하나":
        return "1대N"
    if writes == "하나":
        return "N대1"
    return "N대N(자리마다)" if paired else "N대N(다 읽고 쓰기)"


# %%
# 줄마다 구조를 붙여 표로 만듭니다.


def listed(rows):
    columns = ["읽는 것", "읽는 수", "쓰는 것", "쓰는 수"]
    table = pd.DataFrame(
        [row[:4] for row in rows.values()], list(rows), columns
    )
    table["구조"] = [
        structure(row[1], row[3], *row[4:]) for row in rows.values()
    ]
    return table


language = listed(applications)
language

# %%
# 여덟 가지가 두 구조로 모입니다. 읽고 나서 하나로 답하거나, 다 읽고 길이가 다른 여럿을 씁니다.

n_kinds = language["구조"].nunique()
print(language["구조"].value_counts().to_dict())
assert n_kinds == 2

# %%
# .. _uses-achievements:
#
# 글이 아닌 것들
# --------------
#
# 딥러닝으로 크게 나아졌다고 꼽히는 열한 가지와, 조금 뜻밖의 쓰임새 네 가지도 같은 방법으로 적습니다. 그림 한 장은 하나로 셉니다.

achievements = {
    "대화 모델": ("대화", "여럿", "대답", "여럿"),
    "프로그래밍 도우미": ("앞의 코드", "여럿", "다음 코드", "여럿"),
    "사진 같은 그림 만들기": ("설명하는 글", "여럿", "그림", "하나"),
    "그림 분류": ("그림", "하나", "종류", "하나"),
    "음성 인식": ("소리", "여럿", "글", "여럿"),
    "손글씨와 인쇄한 글 읽기": ("글의 그림", "하나", "글", "여럿"),
    "기계 번역": ("문장", "여럿", "다른 언어의 문장", "여럿"),
    "글을 소리로 읽기": ("글", "여럿", "소리", "여럿"),
    "자율 주행": ("순간마다의 센서", "여럿", "순간마다의 조작", "여럿", True),
    "추천": ("본 것들", "여럿", "다음에 볼 것", "하나"),
    "바둑, 체스, 포커": ("판이나 손의 패", "하나", "둘 수", "하나"),
}

# %%

more_uses = {
    "바티칸의 옛 문서 옮겨 적기": ("글의 그림", "하나", "글", "여럿"),
    "잎의 병 알아보기": ("잎의 사진", "하나", "병의 이름", "하나"),
    "의료 영상 읽기 돕기": ("영상", "하나", "의심되는 정도", "하나"),
    "홍수, 태풍, 지진 알리기": (
        "때마다의 관측",
        "여럿",
        "위험한 정도",
        "하나",
    ),
}
everything = listed(achievements | more_uses)
everything["구조"].value_counts().to_frame("쓰임새의 수")

# %%
# 다섯 구조가 모두 나옵니다. 저마다 만들어 본 쪽이 있습니다.
#
# - 하나를 읽고 하나로 답하기: :doc:`1대1 </auto_examples/11_io_structures/plot_01_one_to_one>`
# - 그림 하나를 읽고 글을 쓰기: :doc:`1대N </auto_examples/11_io_structures/plot_02_one_to_many>`
# - 여럿을 읽고 하나로 답하기: :doc:`N대1 </auto_examples/11_io_structures/plot_03_many_to_one>`
# - 순간마다 읽고 순간마다 답하기: :doc:`자리마다 답하는 N대N </auto_examples/11_io_structures/plot_04_many_to_many>`
# - 다 읽고 나서 쓰기: :doc:`다 읽고 쓰는 N대N </auto_examples/11_io_structures/plot_05_encoder_decoder>`
#
# 구조가 같다고 똑같이 어려운 것은 아닙니다. 데이터와 모델의 크기와, 틀렸을 때 잃는 것이 다릅니다.

used = set(everything["구조"])
print(f"쓰임새 {len(everything)}가지, 구조 {len(used)}가지")
everything.loc[list(more_uses)]

# %%

assert len(used) == 5
assert len(achievements) == 11
assert len(more_uses) == 4

# %%
# “사람 수준”이라는 말이 붙는 것이 많은데, 그 말은 언제나 **어느 시험에서** 그랬다는 뜻입니다. :fact:`plant-year`년에 발표된, 잎의 병을
# 알아보는 한 신경망은 같은 방법으로 찍은 사진에서 :fact:`plant-lab`%를 맞혔지만, 다른 데서 모은 사진에서는 :fact:`plant-field`%로 떨어졌습니다.
# 바둑은 :fact:`alphago-year`년에 프로 기사를 이겼습니다. 운전자 없는 택시는 :fact:`waymo-cities`에서 먼저 영업을 시작했습니다. 도시의 이름을
# 적어야 한다는 것은 어디에서나 되는 일이 아니었다는 뜻입니다. 바티칸의 옛 문서를 옮겨 적는 :fact:`vatican-project`도 한 시기의 글씨에서
# 시작했습니다. 지진을 알리는 일은 언제 날지 내다보는 것이 아니라, 이미 시작된 흔들림을 빨리 알아채는 것입니다.

# %%
# .. _uses-few-shot:
#
# 장난감 하나: 몇 개만 보고 알아보기
# ----------------------------------
#
# 새 종류를 예제 몇 개만 보고 알아보는 것을 :term:`퓨샷 학습`(few-shot learning)이라고 합니다. 가장 간단한 방법은 종류마다 예제의
# 평균을 하나 구해 두고, 물은 것과 가장 가까운 평균을 고르는 것입니다. 고칠 파라미터도 없습니다.

import numpy as np
import torch
from torch import nn

from dlconcepts.datasets.digits import load_digits

torch.set_num_threads(1)  # 이만큼 작은 계산은 코어 하나가 더 빠릅니다


def nearest_mean(examples, labels, query):
    kinds = np.unique(labels)
    means = np.stack([examples[labels == kind].mean(axis=0) for kind in kinds])
    gap = ((query[:, None] - means) ** 2).sum(axis=2)
    return kinds[gap.argmin(axis=1)]


# %%
# 새 종류는 :math:`5`부터 :math:`9`까지입니다. :math:`0`부터 :math:`4`까지를 라벨로 미리 배운 신경망이 있다면, 그 은닉층의 값으로 견주는 것이
# 화소로 견주는 것보다 나을 것 같습니다. 정말 그럴까요? 먼저 가르치는 함수를 적습니다. 아래의 장난감 넷이 모두 이 함수로 배웁니다.


def fit(net, inputs, targets, *, epochs, seed, lr=0.01, batch=64, loss=None):
    loss = loss or nn.functional.cross_entropy
    random = torch.Generator().manual_seed(seed)
    adam = torch.optim.Adam(net.parameters(), lr=lr)
    for _ in range(epochs):
        order = torch.randperm(len(targets), generator=random)
        for rows in order.split(batch):
            answer = net(*(part[rows] for part in inputs))
            error = loss(answer, targets[rows])
            adam.zero_grad()
            error.backward()
            adam.step()
    return net.eval()


# %%
# 은닉층이 있어서인지 배워서인지 가리려고, 하나도 배우지 않은 은닉층도 함께 견줍니다. ``epochs=0``으로 부르면 됩니다.


def old_digits_net(images, labels, seed, epochs):
    torch.manual_seed(seed)
    net = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 5))
    old = torch.from_numpy(labels < 5)
    targets = torch.from_numpy(labels)[old]
    images = torch.from_numpy(images)
    fit(net, [images[old]], targets, epochs=epochs, seed=seed, lr=0.005)
    return lambda x: net[:2](torch.from_numpy(x)).detach().numpy()


def three_views(images, labels, seed):
    nets = [old_digits_net(images, labels, seed, epochs) for epochs in (0, 15)]
    return [lambda x: x, *nets]


# %%
# 예제를 고르는 운에 속지 않도록 씨앗 셋마다 예제를 여섯 번 다시 뽑습니다.

shots, n_draws = [1, 2, 5, 10, 50], 6
splits = [load_digits(seed=seed) for seed in range(3)]
few = np.zeros((3, 3, n_draws, len(shots)))

# %%

for seed, (train, _, test) in enumerate(splits):
    x, x_test = (part.images.reshape(-1, 64) for part in (train, test))
    views = three_views(x, train.labels, seed)
    new = test.labels >= 5
    rng = np.random.default_rng(seed)
    for at in np.ndindex(n_draws, len(shots)):
        each = [np.flatnonzero(train.labels == c) for c in range(5, 10)]
        rows = np.concatenate(
            [rng.permutation(r)[: shots[at[1]]] for r in each]
        )
        for v, view in enumerate(views):
            guess = nearest_mean(
                view(x[rows]), train.labels[rows], view(x_test[new])
            )
            few[v, seed, *at] = (guess == test.labels[new]).mean()

# %%

import matplotlib.pyplot as plt

from dlconcepts.viz import MUTED, PALETTE, use_korean_font

use_korean_font()
by_pixels, by_fresh, by_learned = few.mean(axis=(1, 2))

# %%

# sphinx_gallery_alt = "가로축은 종류마다 본 예제의 수(로그 눈금), 세로축은 새 종류 다섯 가지를 맞힌 비율. 화소로 견준 선은 예제 <<shots[0]>>개의 <<by_pixels[0]|.2f>>에서 <<shots[4]>>개의 <<by_pixels[4]|.2f>>까지 오릅니다. 배우지 않은 은닉층으로 견준 선은 <<by_fresh[0]|.2f>>에서 <<by_fresh[4]|.2f>>까지로 조금 아래이고, 다른 숫자에서 배운 은닉층으로 견준 선은 <<by_learned[0]|.2f>>에서 <<by_learned[4]|.2f>>까지로 훨씬 아래입니다. 선마다 씨앗 셋의 범위가 옅은 띠로 있습니다."
fig, ax = plt.subplots()
names = ["화소", "배우지 않은 은닉층", "다른 숫자에서 배운 은닉층"]
colors = [PALETTE[0], PALETTE[3], PALETTE[1]]
for name, values, color in zip(names, few, colors, strict=True):
    low, *_, high = np.sort(values.mean(axis=1), axis=0)
    ax.fill_between(shots, low, high, color=color, alpha=0.2, lw=0)
    ax.plot(shots, values.mean(axis=(0, 1)), "o-", color=color, label=name)
ax.axhline(1 / 5, color=MUTED, ls=":", label="찍기")
ax.set(xscale="log", xlabel="종류마다 본 예제의 수", ylabel="맞힌 비율")
ax.set_xticks(shots, shots)
ax.minorticks_off()
ax.set_title("한 개만 보아도 꽤 맞히고, 엉뚱한 표현은 해가 됩니다")
fig.legend(loc="outside lower center", ncols=2, frameon=False)
plt.show()

# %%
# 종류마다 한 개만 보아도 맞힌 비율이 :val:`by_pixels[0]|.2f`입니다. 그러나 다른 숫자에서 배운 은닉층으로 견주면 오히려
# :val:`by_learned[0]|.2f`입니다. 배우지 않은 은닉층은 :val:`by_fresh[0]|.2f`이니, 은닉층을 지나서가 아니라 **다른 일을 배워서** 나빠진
# 것입니다. 먼저 배운 다섯 숫자를 가르는 데 필요 없는 차이는 지워져도 손실이 커지지 않습니다. 그런데 새 숫자를 가르려면 그 차이가
# 있어야 합니다.
#
# 배운 것을 다른 일에 옮겨 쓰는 것을 :term:`전이 학습`이라고 합니다. 그것이 도움이 되려면 먼저 배운 일이 **새 일에 필요한 차이를 남겨
# 두어야** 합니다. :term:`기반 모델`이 아주 여러 가지를 보며 배우는 까닭 가운데 하나입니다.

for other in few[:2]:  # 화소도, 배우지 않은 은닉층도, 씨앗마다
    assert (other.mean(axis=1) > few[2].mean(axis=1) + 0.05).all()
assert by_pixels[0] > 0.6
assert by_pixels[4] > by_pixels[0] + 0.1

# %%
# .. _uses-prompt:
#
# 장난감 둘: 프롬프트가 일을 고릅니다
# -----------------------------------
#
# :term:`언어 모델`에 먼저 읽히는 글을 :term:`프롬프트`(prompt)라고 합니다. 숫자를 한자어, 고유어, 영어로 읽는 아주 작은 언어 모델을 만듭니다. 배우는
# 글은 두 가지입니다. 하나는 무슨 말로 읽을지 **이름을 대는** 글이고, 하나는 이름 없이 **보기를 하나 보여 주는** 글입니다.

from dlconcepts.datasets.tokens import BOS, Vocabulary

texts = {
    "한자어": "일 이 삼 사 오 육 칠 팔 구",
    "고유어": "하나 둘 셋 넷 다섯 여섯 일곱 여덟 아홉",
    "영어": "one two three four five six seven eight nine",
}
forms = {form: text.split() for form, text in texts.items()}
spoken = [word for form in forms.values() for word in form]
tokens = Vocabulary.of([*"123456789", *forms, "→", ",", *spoken])

# %%


def named(form, n):
    return [form, str(n), "→", forms[form][n - 1]]


def by_example(form, a, n):
    return [
        str(a),
        "→",
        forms[form][a - 1],
        ",",
        str(n),
        "→",
        forms[form][n - 1],
    ]


print(" ".join(named("고유어", 3)), " / ", " ".join(by_example("영어", 5, 3)))

# %%
# 보기를 하나 보여 주는 글은 말과 두 숫자의 짝마다 하나씩입니다. 그 가운데 넷에 하나는 배울 때 쓰지 않고 남깁니다. 학습은 늘 하던
# 대로 다음 토큰을 맞히는 것입니다.

from dlconcepts.models.language_model import CausalTransformer

each = [(f, a, n) for f in forms for a in range(1, 10) for n in range(1, 10)]
shown = np.array([by for by in each if by[1] != by[2]], dtype=object)


def encode(lines):
    ids = torch.from_numpy(tokens.encode(lines)[0])
    return torch.cat([torch.full((len(ids), 1), BOS), ids], dim=1)


def next_loss(logits, targets):
    return nn.functional.cross_entropy(
        logits.transpose(1, 2), targets, ignore_index=0
    )


# %%
# 앞의 토큰들을 넣고 한 칸 민 것을 정답으로 줍니다. 물을 때는 확률이 가장 큰 토큰을 답으로 삼습니다.


def teach_prompts(seed):
    order = np.random.default_rng(seed).permutation(len(shown))
    kept, given = np.split(shown[order], [len(shown) // 4])
    lines = [named(form, n) for form in forms for n in range(1, 10)]
    ids = encode(lines + [by_example(*by) for by in given])
    size = {"context": 10, "width": 24, "heads": 2, "layers": 1}
    model = CausalTransformer(len(tokens), **size, seed=seed)
    inputs, targets = [ids[:, :-1]], ids[:, 1:]
    fit(model, inputs, targets, epochs=40, seed=seed, lr=0.012, loss=next_loss)
    return model, kept


def ask(model, prompts):
    found = model.next_probabilities(encode(prompts)).argmax(dim=1)
    return np.array([tokens.tokens[i] for i in found])


# %%
# 씨앗 셋으로 배우게 하고, 남겨 둔 짝을 물어봅니다.

models, rows = [], []
for seed in range(3):
    model, kept = teach_prompts(seed)
    lines = [named(form, n) for form in forms for n in range(1, 10)]
    lines_kept = [by_example(*by) for by in kept]
    row = []
    for group in (lines, lines_kept):
        answers = ask(model, [line[:-1] for line in group])
        row.append(np.mean(answers == np.array([line[-1] for line in group])))
    models.append(model)
    rows.append(row)
prompted = pd.DataFrame(rows, columns=["이름을 대면", "배우지 않은 보기로"])
prompted.rename_axis("씨앗").round(2)

# %%
# 배우지 않은 보기의 짝도 거의 다 맞힙니다. 배운 뒤로 가중치는 그대로인데 **프롬프트가 무슨 일을 할지 정했습니다.** 같은 숫자를 다섯
# 가지로 물어 다음 토큰의 확률을 봅니다. 확률은 세 모델의 평균입니다. 아무 말 없이 숫자만 주면 어떻게 될까요?

assert (prompted > 0.75).all().all()
prompts = {
    "3 →": ["3", "→"],
    "고유어 3 →": ["고유어", "3", "→"],
    "영어 3 →": ["영어", "3", "→"],
    "5 → 오 , 3 →": ["5", "→", "오", ",", "3", "→"],
    "5 → five , 3 →": ["5", "→", "five", ",", "3", "→"],
}
threes = [forms[form][2] for form in forms]
columns = [tokens.ids[word] for word in threes]
chance = np.zeros((len(prompts), len(threes)))
for row, prompt in zip(chance, prompts.values(), strict=True):
    for model in models:
        found = model.next_probabilities(encode([prompt]))[0].numpy()
        row += found[columns] / len(models)

# %%

# sphinx_gallery_alt = "가로 누적 막대 다섯 개. 프롬프트가 숫자 3뿐이면 삼, 셋, three의 확률이 <<chance[0,0]|.2f>>, <<chance[0,1]|.2f>>, <<chance[0,2]|.2f>>로 나뉘고, 고유어라고 적으면 셋이 <<chance[1,1]|.2f>>, 영어라고 적으면 three가 <<chance[2,2]|.2f>>, 오를 보기로 주면 삼이 <<chance[3,0]|.2f>>, five를 보기로 주면 three가 <<chance[4,2]|.2f>>입니다."
fig, ax = plt.subplots()
left = np.zeros(len(prompts))
for word, values, color in zip(threes, chance.T, PALETTE, strict=False):
    ax.barh(list(prompts), values, left=left, color=color, label=word)
    left += values
ax.invert_yaxis()
ax.set(xlabel="다음 토큰의 확률", title="같은 가중치, 다른 프롬프트, 다른 답")
ax.grid(axis="y", visible=False)
fig.legend(loc="outside lower center", ncols=3, frameon=False)
plt.show()

# %%
# 숫자만 주면 세 말이 확률을 나누어 가집니다. 배운 글에서 그 뒤에 세 말이 모두 왔기 때문입니다. 말의 이름이나 보기 하나가 그
# 가운데 하나를 고릅니다. 프롬프트를 다듬어 원하는 답을 얻는 일을 **프롬프트 엔지니어링**(prompt engineering)이라고 합니다. 모델을
# 고치지 않고, 여기에서는 이미 배운 여럿 가운데 하나를 **고르게** 했습니다.

undecided = float(chance[0].max())
assert undecided < 0.7
assert min(chance[1, 1], chance[2, 2], chance[3, 0], chance[4, 2]) > 0.75

# %%
# .. _uses-multimodal:
#
# 장난감 셋: 그림과 글을 함께 읽기
# --------------------------------
#
# 그림과 글처럼 종류가 다른 입력을 함께 다루는 것을 :term:`멀티모달`(multimodal)이라고 합니다. 손글씨 숫자 한 장과 질문 하나를 읽고
# 한 낱말로 답하게 합니다. 그림은 층 하나를 지나 벡터가 되고, 글은 낱말 :term:`임베딩`의 평균이 됩니다. 길이가 같은 두 벡터를 더하면
# 그림과 글이 한자리에서 만납니다.

asks = ["이 수를 읽어 줘", "이 수는 홀수야 짝수야", "이 수 다음은 뭐야"]
heard = Vocabulary.of(word for text in asks for word in text.split())
said = [*"영일이삼사오육칠팔구십", "홀수", "짝수"]


def reply(question, digit):
    words = [said[digit], "홀수" if digit % 2 else "짝수", said[digit + 1]]
    return said.index(words[question])


# %%
# ``see``와 ``read``는 그림과 글을 볼지 말지 정하는 스위치입니다. 끄면 영을 곱하여 지웁니다.


class SeeAndRead(nn.Module):
    def __init__(self, seed, see=True, read=True):
        super().__init__()
        torch.manual_seed(seed)
        self.see, self.read = see, read
        self.image = nn.Linear(64, 64)
        self.text = nn.EmbeddingBag(len(heard), 64, padding_idx=0)
        self.answer = nn.Linear(64, len(said))

    def forward(self, images, words):
        h = self.image(images) * self.see + self.text(words) * self.read
        return self.answer(torch.relu(h))


# %%
# 그림마다 세 가지를 모두 묻습니다.


def quiz(part):
    n = len(part)
    images = torch.from_numpy(part.images.reshape(-1, 64)).repeat(3, 1)
    words = torch.from_numpy(heard.encode([a.split() for a in asks])[0])
    right = [reply(q, int(d)) for q in range(3) for d in part.labels]
    return [images, words.repeat_interleave(n, dim=0)], torch.tensor(right)


# %%
# 정말 둘 다 쓰는지 보려고, 그림만 보는 것과 글만 읽는 것도 똑같이 가르칩니다. 글만 읽으면 얼마나 맞힐 수 있을까요? 홀짝을 물으면 둘
# 가운데 하나, 나머지를 물으면 열 가지 가운데 하나를 찍는 수밖에 없습니다.

kinds = {"그림만": {"read": False}, "글만": {"see": False}, "그림과 글": {}}
rows = []
for seed, (train, _, test) in enumerate(splits):
    inputs, right = quiz(train)
    asked, wanted = quiz(test)
    row = {}
    for name, options in kinds.items():
        reader = SeeAndRead(seed, **options)
        fit(reader, inputs, right, epochs=7, seed=seed, lr=0.015, batch=256)
        guess = reader(*asked).argmax(dim=1)
        row[name] = float((guess == wanted).float().mean())
    rows.append(row)
multimodal = pd.DataFrame(rows).rename_axis("씨앗")
multimodal.round(3)

# %%

# sphinx_gallery_alt = "손글씨 숫자 세 장을 세 줄로 놓은 그림. 그림 아래에 신경망의 답이 적혀 있습니다. 첫 줄에서 읽어 달라고 하자 <<told[0]>>, <<told[1]>>, <<told[2]>>, 둘째 줄에서 홀수인지 짝수인지 묻자 <<told[3]>>, <<told[4]>>, <<told[5]>>, 셋째 줄에서 다음 수를 묻자 <<told[6]>>, <<told[7]>>, <<told[8]||이라고/라고>> 답했습니다."
from dlconcepts.viz.images import plot_images

picked = [int(np.flatnonzero(test.labels == d)[0]) for d in (4, 7, 9)]
cells = [(q, i) for q in range(3) for i in picked]
told = [said[guess[q * len(test) + i]] for q, i in cells]
plot_images(
    [test.images[i] for _, i in cells],
    captions=told,
    row_names=["읽어 줘", "홀수야 짝수야", "다음은 뭐야"],
    columns=3,
    look="ink",
    limits=(0, 1),
    title="같은 그림도 묻는 글에 따라 답이 다릅니다",
)
plt.show()

# %%
# 맞힌 비율은 함께 읽으면 :val:`both_score|.2f`, 그림만 보면 :val:`image_score|.2f`, 글만 읽으면 :val:`text_score|.2f`입니다. 그림만으로는
# 무엇을 물었는지 모르니 세 질문 가운데 하나쯤만 맞고, 글만으로는 무엇을 보았는지 몰라 찍을 때와 같습니다.

image_score, text_score, both_score = multimodal.mean()
print(multimodal.mean().round(2).to_dict())
assert (multimodal["그림과 글"] > 0.8).all()
assert (multimodal[["그림만", "글만"]] < 0.5).all().all()

# %%
# .. _uses-translation:
#
# 장난감 넷: 한 모델로 여러 언어 오가기
# -------------------------------------
#
# :math:`1`부터 :math:`99`까지를 한자어와 고유어와 영어로 적습니다. 이를테면 삼십칠, 서른일곱, thirty seven입니다. 여섯 방향의 번역을
# :doc:`다 읽고 쓰는 모델 </auto_examples/11_io_structures/plot_05_encoder_decoder>` **하나**로 합니다. 무슨 말로 옮길지는 첫 토큰으로
# 알려 줍니다.

from dlconcepts.datasets.numbers import korean_reading

tens, teens, ties = (
    text.split()
    for text in [
        "열 스물 서른 마흔 쉰 예순 일흔 여든 아흔",
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen",
        "twenty thirty forty fifty sixty seventy eighty ninety",
    ]
)

# %%
# 가르칠 글과 정답은 규칙으로 만듭니다. 모델은 이 규칙을 보지 못하고 글만 봅니다.


def spell(form, n):
    if form == "한자어":
        return list(korean_reading(n))
    if form == "영어" and 10 <= n < 20:
        return [teens[n - 10]]
    big = tens if form == "고유어" else [None, *ties]
    one = [forms[form][n % 10 - 1]] if n % 10 else []
    return ([big[n // 10 - 1]] if n >= 10 else []) + one


for n in (8, 15, 37):
    print([" ".join(spell(form, n)) for form in forms])

# %%
# 방향 여섯에 수를 하나씩 짝지어 문제를 만듭니다.

numbers = [*range(1, 99 + 1)]
ways = [(a, b) for a in forms for b in forms if a != b]
words = Vocabulary.of(
    [f"<{form}>" for form in forms]
    + [w for form in forms for n in numbers for w in spell(form, n)]
)
pairs = [(a, b, n) for a, b in ways for n in numbers]
print(f"짝 {len(pairs)}개, 어휘 {len(words)}개")

# %%
# 방향과 수의 짝 가운데 넷에 하나는 남겨 두고, 나머지로 가르칩니다. 남긴 짝을 한 글자도 틀리지 않고 옮긴 비율을 잽니다.

from dlconcepts.datasets.tokens import decoder_arrays
from dlconcepts.models import EncoderDecoder


def arrays(group):
    read = [[f"<{b}>", *spell(a, n)] for a, b, n in group]
    write, target, _ = decoder_arrays(
        [spell(b, n) for _, b, n in group], words
    )
    source = torch.from_numpy(words.encode(read)[0])
    return [source, torch.from_numpy(write)], torch.from_numpy(target)


# %%
# 가르치고, 옮기게 합니다.


def teach_translator(group, seed):
    model = EncoderDecoder(len(words), len(words), seed=seed)
    inputs, targets = arrays(group)
    return fit(
        model, inputs, targets, epochs=16, seed=seed, lr=0.014, loss=next_loss
    )


def translate(model, group):
    (source, _), _ = arrays(group)
    written = model.generate(source, max_length=6)
    return [words.decode(row) for row in written.tolist()]


# %%
# 씨앗 셋으로 나누고 가르칩니다. 남긴 짝은 방향과 수를 함께 본 적이 없을 뿐, 그 수는 다른 방향에서 보았습니다. 얼마나 맞힐까요?


def translated(model, group):
    wanted = [spell(b, n) for _, b, n in group]
    found = zip(translate(model, group), wanted, strict=True)
    return np.array([[*answer] == want for answer, want in found])


rows = []
for seed in range(3):
    order = np.random.default_rng(seed).permutation(len(pairs))
    kept, given = ([pairs[i] for i in half] for half in np.split(order, [150]))
    translator = teach_translator(given, seed)
    right = translated(translator, kept)
    into = np.array([b for _, b, _ in kept])
    rows.append({f"→ {form}": right[into == form].mean() for form in forms})
    rows[-1]["모두"] = right.mean()
translation = pd.DataFrame(rows).rename_axis("씨앗")
translation.round(2)

# %%
# 마지막으로 배운 모델의 번역을 봅니다.

tries = [
    ("한자어", "고유어", 37),
    ("고유어", "영어", 52),
    ("영어", "한자어", 88),
]
for (a, b, n), answer in zip(tries, translate(translator, tries), strict=True):
    print(" ".join(spell(a, n)), f"→ {b}:", " ".join(answer))
translation_low = float(translation["모두"].min())
assert translation_low > 0.6

# %%
# 가장 낮은 씨앗에서도 맞힌 비율이 :val:`translation_low|.2f`입니다. 수를 적는 규칙은 위의 ``spell``처럼 몇 줄이고 틀리지도 않으니, 이
# 장난감은 규칙보다 못합니다. 보려던 것은 다른 것입니다. 말을 하나 더하려면 규칙은 사람이 새로 적어야 하지만, 이 모델은 코드를 그대로
# 두고 **예제만 더하면** 됩니다. 다만 방향마다 예제가 있어야 하는지는 연습에서 봅니다.

# %%
# .. _uses-five-changes:
#
# 무엇이 달라졌을까요?
# --------------------
#
# 딥러닝이 글 다루는 일에서 바꾼 것으로 흔히 다섯 가지를 꼽습니다. 그 가운데 **실시간 처리**는 이 자리에서 재어 봅니다. 번역기로 남긴
# 짝을 모두 옮기며 쓴 토큰의 수를 걸린 시간으로 나눕니다.

from time import perf_counter

begin = perf_counter()
written = sum(len(answer) for answer in translate(translator, kept))
per_second = written / (perf_counter() - begin)
speed = f"{10 ** int(np.log10(per_second)):,}"
n_params = sum(p.numel() for p in translator.parameters())
print(f"파라미터 {n_params:,}개")

# %%
# 이 쪽을 만든 컴퓨터에서는 코어 하나로 여러 문장을 한꺼번에 옮겨, 초마다 쓴 토큰이 :val:`speed`개를 넘었습니다. 모델이 작기 때문입니다.
# 토큰마다 드는 계산은 파라미터의 수를 따라 늘어나므로, 실시간이 되는지는 크기와 장비에 달렸습니다. 여러 문장을 함께 처리하면
# :term:`처리량`은 늘지만, 한 문장이 기다리는 :term:`지연 시간`은 줄지 않습니다.
#
# #. **데이터가 중심이 되었습니다.** :doc:`규칙과 신경망 </auto_examples/10_language/plot_03_rules_and_networks>`에서, 예제가 쌓이자 신경망이
#    규칙을 따라잡았습니다. 예제가 적을 때는 규칙이 나았습니다.
# #. **처음부터 끝까지 한꺼번에 배웁니다.** :term:`종단 간 학습`입니다. :doc:`임베딩, 은닉층, 출력층 </auto_examples/10_language/plot_02_embedding_hidden_output>`이
#    단계마다 나눈 손질을 대신합니다. 토큰을 나누고 패딩을 가리는 일은 남습니다.
# #. **배운 것을 옮겨 씁니다.** 전이 학습입니다. :doc:`여섯 가지 방법 </auto_examples/10_language/plot_06_six_ways>` 가운데 미리 학습하고
#    :term:`미세 조정`하는 것이 있습니다. 위의 첫째 장난감처럼 해가 될 때도 있습니다.
# #. **여러 언어를 한 모델로 다룹니다.** 위의 넷째 장난감이 그렇습니다.
# #. **실시간으로 처리합니다.** 방금 재었습니다. 지연 시간과 처리량은 :doc:`CPU와 GPU </auto_examples/08_hardware/plot_01_cpu_and_gpu>`에서 봅니다.

# %%
# .. _uses-outlook:
#
# 앞으로의 네 갈래
# ----------------
#
# 앞으로의 방향으로 자주 꼽히는 넷은 초거대 언어 모델, 멀티모달, 퓨샷 학습, 프롬프트 엔지니어링입니다. 셋은 위에서 작게 만들었습니다.
# 남은 하나인 크기는 :doc:`규모 </auto_examples/06_building_blocks/plot_05_scale>`에서 세어 보았습니다. 크기를 밝힌 모델로는 파라미터가
# :fact:`gpt3` 개인 :name:`GPT-3`와 :fact:`deepseek-v3` 개인 :name:`DeepSeek-V3`가 있고, :name:`GPT-4`의 크기는 “:fact:`gpt4-size`”이라 알
# 수 없습니다. 앞으로 얼마나 더 나아질지는 예측이고, 예측이 맞는지는 지나 보아야 압니다. 이 쪽에서 잰 것을 모읍니다.

outlook = pd.DataFrame(
    [
        ["종류마다 한 개를 본 퓨샷", by_pixels[0], 1 / 5],
        ["배우지 않은 보기의 프롬프트", prompted.iloc[:, 1].mean(), 1 / 3],
        ["그림과 글", both_score, max(image_score, text_score)],
        ["배우지 않은 번역", translation["모두"].mean(), 0.0],
    ],
    columns=["장난감", "맞힌 비율", "견줄 것"],
).set_index("장난감")
assert (outlook["맞힌 비율"] > outlook["견줄 것"] + 0.3).all()
outlook.round(2)

# %%
# ‘견줄 것’은 차례로, 다섯 가운데 하나 찍기, 어느 말인지 몰라 셋 가운데 하나 찍기, 그림과 글 가운데 하나만 읽은 것 중 나은 쪽, 배운
# 짝을 적어 둔 표에서 찾기입니다. 남긴 짝은 표에 없으니 맨 뒤는 영입니다.

# %%
# .. _uses-five-points:
#
# 다섯 줄로 돌아보기
# ------------------
#
# 딥러닝으로 글을 다루는 일을 다섯 줄로 줄이면 이렇습니다. 줄마다 확인한 쪽과, 거기에서 알게 된 조건을 함께 적습니다.
#
# #. **딥러닝은 머신러닝의 한 갈래입니다.** :doc:`세 이름의 관계 </auto_examples/01_what_is_deep_learning/plot_01_ai_ml_dl>`. 뉴런이라는 이름은 뇌에서 왔지만
#    하는 일은 곱해서 더하고 구부리는 것입니다.
# #. **특징을 사람 대신 찾습니다.** :doc:`배운 특징 </auto_examples/09_features/plot_02_learned_features>`. 데이터가 적을 때는 사람이 만든 특징이
#    앞서기도 합니다.
# #. **배운다는 것은 파라미터를 고치는 일입니다.** :doc:`학습 루프 </auto_examples/07_training/plot_01_training_loop>`. 순전파와 역전파로 손실이 낮은 쪽을
#    찾아가며, 그것이 가장 낮은 곳이라는 보장은 없습니다.
# #. **여러 단계의 손질이 임베딩과 은닉층과 출력층으로 줄었습니다.** :doc:`세 층 </auto_examples/10_language/plot_02_embedding_hidden_output>`. 없어진 것이
#    아니라 데이터에서 배우게 된 것입니다.
# #. **큰 언어 모델은 파라미터가 수십억 개를 넘습니다.** :doc:`파라미터 세기 </auto_examples/06_building_blocks/plot_04_counting_parameters>`. “사람
#    수준”은 어느 시험에서 그런지를 함께 말할 때만 뜻이 있습니다.

# %%
# .. _uses-trap:
#
# 흔한 함정
# ---------
#
# 흔히 이렇게 말합니다: “프롬프트만 잘 쓰면 무엇이든 시킬 수 있다.” 위의 작은 언어 모델에 배운 적 없는 일을 보기와 함께 시켜 봅니다.
# 숫자에 하나를 더해 고유어로 답하는 일입니다. 배운 토큰만 쓰고, 물을 수와 보기를 바꾸어 가며 묻습니다.


def plus_one(a, n):
    return [str(a), "→", forms["고유어"][a], ",", str(n), "→"]


questions = [(a, n) for a in range(1, 9) for n in range(1, 9) if a != n]
wanted = np.array([forms["고유어"][n] for _, n in questions])
plain = np.array([forms["고유어"][n - 1] for _, n in questions])
answers = [ask(model, [plus_one(*q) for q in questions]) for model in models]
followed = float(np.mean([(answer == wanted).mean() for answer in answers]))
ignored = float(np.mean([(answer == plain).mean() for answer in answers]))
print(f"시킨 대로 {followed:.2f}, 하던 대로 {ignored:.2f}")
assert followed < 0.3 < ignored

# %%
# 보기를 보여 주어도 하나를 더하지 않고, 하던 대로 그 수를 고유어로 읽습니다. 이 모델에서 프롬프트는 배운 일 가운데 하나를 고르게 할
# 뿐, 배운 적 없는 일을 심어 주지 못합니다. 큰 모델은 훨씬 많은 일을 해내지만, 어디까지 되는지는 시켜 보고 재어야 압니다.
#
# 둘째는 “쓰임새마다 다른 인공지능이다”라는 말입니다. 위의 표에 적은 쓰임새는 겹치는 이름을 빼고 :val:`n_uses`가지였지만 구조는
# 다섯이었습니다. 어느 쪽을 먼저 배울지 정할 때는 이름이 아니라 입력과 출력을 봅니다.

n_uses = len({*language.index, *everything.index})
print(n_uses)

# %%
# .. _uses-summary:
#
# 정리
# ----
#
# - 쓰임새는 많아도 입력과 출력의 꼴은 다섯 가지 안에 있습니다. 새 문제를 만나면 무엇을 읽고 무엇을 쓰는지부터 적습니다.
# - 같은 가중치가 프롬프트에 따라 다른 일을 하고, 그림과 글이 한자리에서 만나고, 한 모델이 여러 말을 오갑니다. 장난감에서는 모두
#   배운 것 안에서만 그랬습니다.
# - 다른 일에서 배운 표현은 해가 될 수도 있고, “사람 수준”은 그 시험에서만의 이야기입니다. 믿기 전에 잽니다.

# %%
# .. _uses-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 여러분이 쓰는 서비스 세 가지를 골라 표에 넣어 보세요. 답에는 사진에서 얼굴 찾기, 받아쓰기, 맞춤법 검사를 넣었습니다.
#
# .. dropdown:: 답 보기
#
#    사진에서 얼굴 찾기는 그림 하나에서 자리 여럿을 내므로 1대N, 받아쓰기는 소리를 다 듣고 쓰는 N대N입니다. 맞춤법 검사는 글자마다
#    맞는지 표시하면 자리마다 답하는 N대N이지만, 고친 글을 새로 쓰면 다 읽고 쓰는 N대N입니다. 구조를 정하는 것은 문제의 이름이 아니라
#    **우리가 정한 답의 꼴**입니다.

mine = {
    "얼굴 찾기": ("사진", "하나", "얼굴의 자리", "여럿"),
    "받아쓰기": ("소리", "여럿", "글", "여럿"),
    "맞춤법 표시": ("글자들", "여럿", "글자마다의 표시", "여럿", True),
}
print(listed(mine)["구조"].to_dict())

# %%
# **둘.** 번역에서 한 방향을 통째로 빼고 가르쳐도 그 방향으로 옮길 수 있을까요? 고유어에서 영어로 가는 짝을 모두 빼 보세요. 고유어를
# 읽는 것도 영어로 쓰는 것도 다른 방향에서 배웁니다.
#
# .. dropdown:: 답 보기
#
#    옮기지 못합니다. 맞힌 비율이 :val:`unseen_way|.2f`이고, :val:`off_target|.0%`는 영어가 아니라 한자어로 옮겼습니다. 고유어를 읽은
#    다음에는 언제나 한자어를 쓰도록 배웠으므로, 첫 토큰으로 영어를 시켜도 따르지 않습니다. 읽는 것과 쓰는 것을 따로 배웠다고 둘이
#    저절로 이어지지는 않습니다. 이 모델은 방향마다 예제가 있어야 합니다.

held = ("고유어", "영어")
without = [pair for pair in pairs if pair[:2] != held]
one_less = teach_translator(without, seed=0)
asked_way = [(*held, n) for n in numbers]
unseen_way = translated(one_less, asked_way).mean()
sino = {token for n in numbers for token in spell("한자어", n)}
off_target = np.mean([sino >= {*a} for a in translate(one_less, asked_way)])
print(f"맞힌 것 {unseen_way:.2f}, 한자어로 옮긴 것 {off_target:.2f}")
assert unseen_way < 0.3 < off_target

# %%
# **셋.** 함께 읽는 신경망에 그림은 그대로 두고 배운 적 없는 낱말로만 물으면 어떻게 될까요?
#
# .. dropdown:: 답 보기
#
#    모르는 낱말은 모두 같은 토큰이 되므로, 그림만 있고 무엇을 묻는지는 없는 셈입니다. 그래도 무엇인가 답합니다. 가장 큰 확률의
#    평균이 :val:`sure|.2f`로, 제대로 물었을 때의 :val:`sure_asked|.2f`보다 낮을 뿐입니다. 질문이 이상하다고 말해 주지는 않습니다.

blank = torch.from_numpy(heard.encode([["오늘", "날씨"]])[0])
with torch.no_grad():
    unsure = reader(asked[0], blank.expand(len(asked[0]), -1)).softmax(dim=1)
    certain = reader(*asked).softmax(dim=1)
sure, sure_asked = float(unsure.amax(1).mean()), float(certain.amax(1).mean())
print(f"모르는 낱말 {sure:.2f}, 제대로 물은 것 {sure_asked:.2f}")
assert 0.3 < sure < sure_asked - 0.05

# %%
# .. _uses-next:
#
# 다음 쪽
# -------
#
# 여기가 마지막 쪽입니다. 이제 갈 곳은 셋입니다.
#
# - :doc:`바로잡기 </errata/index>`에서 널리 퍼진 말이 맞는지 하나씩 확인합니다. 먼저 스스로 짐작해 보면 더 재미있습니다.
# - :doc:`배움 지도 </map>`에서 지나온 개념이 어떻게 이어지는지 보고, 아직 가 보지 않은 쪽을 고릅니다.
# - :doc:`시작하기 </start/index>`를 따라 아무 쪽이나 내려받아 직접 실행하고, 수를 하나 바꾸어 봅니다. 결과를 먼저 예측하고, 돌려 보고,
#   확인합니다. 이 사이트가 처음부터 끝까지 한 일이 그것입니다.
