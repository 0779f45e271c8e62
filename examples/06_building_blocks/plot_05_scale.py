r"""
다섯 개에서 일조 개까지, 무엇이 같을까요?
=========================================

앞에서 손으로 계산한 신경망에는 가중치가 다섯 개뿐이었습니다. 뉴스에 나오는 모델은 수천억 개를 가졌다고 합니다.
둘 사이에 같은 것과 다른 것은 무엇일까요?
공개된 모델의 크기를 직접 세어 보고, 확인할 수 없는 소문은 소문이라고 적어 둡니다.

- **할 것**: 같은 세 줄로 크기가 다른 신경망들을 가르치고, 공개된 모델의 파라미터를 식으로 세어 로그 눈금에 놓습니다.
- **배울 것**: 한 걸음의 뼈대는 크기와 상관없이 같습니다. 달라지는 것은 셈의 양, 필요한 메모리, 크기를 확인하기 어려운 정도입니다.
- **필요한 것**: :doc:`다섯 가중치의 기울기 </auto_examples/04_backpropagation/plot_02_all_weights>`와
  :doc:`파라미터 세기 </auto_examples/06_building_blocks/plot_04_counting_parameters>`.
"""

# %%
# .. _scale-five:
#
# 가중치 다섯 개의 여행
# ---------------------
# 손으로 계산하던 작은 신경망을 다시 꺼냅니다. 배우는 것은 :term:`가중치` 다섯 개뿐이고 예제는 셋입니다.
# 한 걸음은 세 박자입니다. 앞으로 셈하고(:term:`순전파`), 거슬러 셈하고(:term:`역전파`), 조금
# 옮깁니다(:term:`경사 하강법`). 이 세 박자가 신경망을 배우게 합니다. 오천 걸음을 걷습니다.

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from dlconcepts.toynet import EXAMPLES, START
from dlconcepts.viz import INK, MUTED, PALETTE, use_korean_font

use_korean_font()

x1, x2, target = np.array(EXAMPLES, dtype=float).T
net, errors, journey = START, [], [list(START.params.values())]
for _ in range(5000):
    forward = net.forward(x1, x2, target)  # 하나: 순전파
    grads = net.backward(forward).total(reduction="sum")  # 둘: 역전파
    net = net.updated(grads, lr=1e-4)  # 셋: 경사 하강법
    errors.append(forward.error.sum())
    journey.append(list(net.params.values()))

# %%
# 다섯 가중치를 좌표로 삼으면 학습은 다섯 차원의 공간에서 좋은 자리를 찾아가는 여행입니다. 걸음마다의 길이를 모두 더한 것과
# 출발점에서 도착점까지 잰 거리를 구합니다. 둘은 같을까요? ``np.linalg.norm``은 :term:`벡터`의 길이를 구합니다.

journey = np.array(journey)
moves = np.linalg.norm(np.diff(journey, axis=0), axis=1)
walked = float(moves.sum())
straight = float(np.linalg.norm(journey[-1] - journey[0]))
visits = pd.DataFrame(journey[[0, 1, 100, 5000]], columns=list(START.params))
visits.insert(0, "오차의 합", [errors[k] for k in (0, 1, 100, -1)])
visits.index = ["출발", "한 걸음 뒤", "백 걸음 뒤", "오천 걸음 뒤"]
visits.round(3)

# %%
# 오차는 :val:`at_first|.0f`에서 시작해 한 걸음 만에 :val:`after_one|.2f|으로/로` 줄었습니다. 그런데 가중치가 실제로 걸은 길은 모두 더해
# :val:`walked|.2f`, 출발점에서 잰 거리는 :val:`straight|.2f`입니다. 곧장 가지 않고 돌아갔습니다.
# 발밑의 :term:`기울기`만 보고 걷기 때문입니다.

at_first, after_one = errors[:2]
assert np.isclose(at_first, 534)
assert np.isclose(after_one, 85.42, atol=0.01)
assert straight < walked

# %%
# .. _scale-three-steps:
#
# 크기가 달라도 세 줄
# -------------------
# 가중치가 수만 개라면 코드가 얼마나 길어질까요? 세 박자를 함수로 적어 둡니다.

from dlconcepts.mlp import MLP
from dlconcepts.optimizers import GradientDescent
from dlconcepts.parameters import count


def one_step(net, x, y, rule):
    values = net.forward(x)  # 하나: 순전파
    grads = net.backward(values, y)  # 둘: 역전파
    rule.step(net.params, grads)  # 셋: 경사 하강법


# %%
# 점이 원 안에 있는지 맞히는 문제를, 두 :term:`은닉층`의 너비(:term:`뉴런`의 수)만 다른 네 신경망에게 서른 걸음씩 가르칩니다.
# 함수는 한 글자도 고치지 않습니다.

rng = np.random.default_rng(0)
x = rng.uniform(-1.5, 1.5, size=(128, 2))
y = ((x**2).sum(axis=1, keepdims=True) < 1.2).astype(float)
widths, rows = [2, 16, 128, 500], []
for width in widths:
    net = MLP(
        (2, width, width, 1),
        activation="tanh",
        loss="binary_cross_entropy",
        seed=0,
    )
    row = [count(net).total, net.loss_value(x, y)]
    for _ in range(30):
        one_step(net, x, y, GradientDescent(lr=0.1))
    rows.append([*row, net.loss_value(x, y)])

# %%

columns = ["파라미터", "처음 손실", "나중 손실"]
same_code = pd.DataFrame(rows, columns=columns, index=widths)
same_code.rename_axis("너비", axis="columns").round(4)

# %%
# 가장 작은 것과 가장 큰 것의 :term:`파라미터` 수는 :val:`spread|,.0f`배 차이가 납니다. 그래도 세 줄은 그대로이고, 네 신경망 모두
# 손실이 줄었습니다. 셈에서 달라지는 것은 :term:`행렬`의 크기뿐입니다.

spread = rows[-1][0] / rows[0][0]
assert [row[0] for row in rows] == [15, 337, 17_025, 252_501]
assert all(after < before for _, before, after in rows)

# %%
# .. _scale-count:
#
# 공개된 모델을 직접 세어 보기
# ----------------------------
# 큰 모델의 크기는 누가 말해 주어야만 알 수 있을까요? 설계도가 공개되어 있으면 앞 쪽의 식으로 셀 수 있습니다.
# 먼저 손글씨를 읽던 :name:`LeNet-5`와, 사진 대회에서 우승한 AlexNet입니다. ``conv``는 :term:`합성곱` 층, ``dense``는 모든 입력을
# 모든 출력에 잇는 층의 파라미터 수입니다. :name:`LeNet-5`의 둘째 줄은 필터마다 보는 입력의 수가 달라 식이 조금 깁니다.
# 숫자 그림을 읽는 세 층(``reader``)도 세어 둡니다.

from dlconcepts.parameters import (
    conv,
    dense,
    embedding,
    layer_norm,
    transformer_block,
)

lenet = conv(1, 6, 5) + 2 * 6
lenet += 6 * (3 * 25 + 1) + 9 * (4 * 25 + 1) + (6 * 25 + 1) + 2 * 16
lenet += conv(16, 120, 5) + dense(120, 84)

alexnet = conv(3, 96, 11) + conv(96, 256, 5, groups=2) + conv(256, 384, 3)
alexnet += conv(384, 384, 3, groups=2) + conv(384, 256, 3, groups=2)
alexnet += dense(9216, 4096) + dense(4096, 4096) + dense(4096, 1000)

reader = dense(784, 128) + dense(128, 64) + dense(64, 10)

# %%
# 글을 쓰는 GPT는 똑같이 생긴 블록을 쌓은 것이라 더 쉽습니다. 블록의 수 ``blocks``, 벡터의 길이 ``dim``, :term:`토큰`의 가짓수
# ``tokens``, 한 번에 읽는 길이 ``length``만 넣으면 됩니다. 발표된 수와 얼마나 맞을까요?


def gpt(blocks, dim, tokens, length):
    reading = embedding(tokens, dim) + embedding(length, dim)
    return reading + blocks * transformer_block(dim, 4 * dim) + layer_norm(dim)


counted = [lenet, alexnet, gpt(48, 1600, 50257, 1024)]
counted.append(gpt(96, 12288, 50257, 2048))
stated = [60_000, 60_000_000, 1_500_000_000, 175_000_000_000]
names = ["LeNet-5", "AlexNet", "GPT-2", "GPT-3"]
checked = pd.DataFrame({"셈한 수": counted, "발표된 수": stated}, index=names)
checked["비율"] = (checked["셈한 수"] / checked["발표된 수"]).round(3)
checked.map("{:,}".format)

# %%
# 발표된 수는 :name:`LeNet-5` :fact:`lenet`, AlexNet :fact:`alexnet`, :name:`GPT-2` :fact:`gpt2-xl`, :name:`GPT-3` :fact:`gpt3`입니다.
# 발표된 것은 어림수이고, 우리가 센 수와 몇 퍼센트 안에서 같습니다. :name:`GPT-3`의 파라미터는 거의 모두 블록에 있습니다. 블록 하나는 벡터의 길이 :math:`d`의
# 제곱에 12를 곱한 만큼이므로, 블록의 수를 :math:`n`이라고 하면 :math:`12nd^2`이라는 어림도 잘 맞습니다. 어림은 :val:`rough_gpt3|,`개입니다.

rough_gpt3 = 12 * 96 * 12288**2
assert lenet == 60_000
assert checked["비율"].between(0.95, 1.05).all()
assert abs(rough_gpt3 / counted[3] - 1) < 0.01

# %%
# .. _scale-axis:
#
# 한 눈금에 늘어놓기
# ------------------
# 우리가 센 것과 만든 곳이 발표한 것을 모읍니다. 발표를 옮긴 것은 BERT-large :fact:`bert-large`, Switch-C :fact:`switch-c`, :name:`Llama 3.1`
# :fact:`llama-405b`, :name:`DeepSeek-V3` :fact:`deepseek-v3`입니다. 수를 누르면 출처와 확인한 방법이 나옵니다.
# “층”에는 학습하는 층이나 블록의 수를 적습니다.

models = pd.DataFrame(
    [
        ("손으로 계산한 신경망", 2, 5),
        ("LeNet-5 (1998)", 7, lenet),
        ("숫자를 읽는 세 층", 3, reader),
        ("AlexNet (2012)", 8, alexnet),
        ("BERT-large (2018)", 24, 340_000_000),
        ("GPT-2 (2019)", 48, counted[2]),
        ("GPT-3 (2020)", 96, counted[3]),
        ("Llama 3.1 (2024)", 126, 405_000_000_000),
        ("DeepSeek-V3 (2024)", 61, 671_000_000_000),
        ("Switch-C (2021)", 30, 1_600_000_000_000),
    ],
    columns=["모델", "층", "파라미터"],
)

# %%

scale_table = models.set_index("모델").rename_axis(None)
scale_table.map("{:,}".format)

# %%
# 보통 눈금에 그리면 큰 모델 몇만 보이고 나머지는 모두 영에 붙습니다. 그래서 한 칸이 백 배인 로그 눈금에 놓습니다.
# 속이 빈 동그라미 둘은 확인되지 않은 소문입니다. 곧 이야기합니다.

# sphinx_gallery_alt = "파라미터의 수를 로그 눈금에 놓은 그림. 손으로 계산한 신경망은 5개, LeNet-5는 <<lenet|,>>개, AlexNet은 <<alexnet|,>>개, GPT-3는 <<gpt3_size|,>>개이고 가장 큰 Switch-C는 <<largest|,>>개입니다. GPT-4는 크기가 공개되지 않아, 서로 다른 두 소문을 속이 빈 동그라미로 따로 나타냈습니다."
rumors = np.array([1.0e12, 1.76e12])
fig, ax = plt.subplots(figsize=(7, 5))
rows_at = np.arange(len(models))
ax.hlines(rows_at, 1, models["파라미터"], color=MUTED, lw=1)
ax.plot(models["파라미터"], rows_at, "o", color=PALETTE[0], ms=9)
top = len(models)
hollow = {"mfc": "none", "mec": PALETTE[1], "ms": 9, "color": PALETTE[1]}
ax.plot(rumors, [top, top], "o", **hollow)
ax.set_yticks([*rows_at, top], [*models["모델"], "GPT-4 (소문)"], color=INK)
ax.set(xscale="log", xlim=(1, 1e13), xlabel="파라미터의 수 (로그 눈금)")
ax.set_xticks([10.0**k for k in range(0, 14, 2)])
ax.set_title("다섯 개와 일조 개 사이는 열한 자리입니다")
plt.show()

# %%
# 손으로 계산한 신경망에서 Switch-C까지 :val:`times_larger|.0e`배입니다. 그렇다고 큰 모델이 파라미터를 늘 다 쓰는 것은 아닙니다.
# Switch-C와 :name:`DeepSeek-V3`는 토큰마다 일부만 골라 씁니다. :name:`DeepSeek-V3`가 토큰 하나에 쓰는 것은 :fact:`deepseek-v3-active`입니다.
# 크기의 순서가 나온 해의 순서와 다른 까닭 가운데 하나입니다.

gpt3_size = counted[3]
largest = int(models["파라미터"].max())
times_larger = largest / 5
assert models["파라미터"].is_monotonic_increasing
assert times_larger > 1e11

# %%
# 층과 뉴런도 견주어 봅니다. 손으로 계산한 작은 신경망에서는 은닉 뉴런을 셉니다. :name:`GPT-3`의 뉴런은 블록마다 가운데에서 벡터의
# 네 배로 늘어나는 자리를 센 것입니다. AlexNet의 뉴런 :fact:`alexnet-neurons` 개는 논문이 밝힌 수입니다. 무엇을 뉴런으로 치느냐가
# 서로 다르니 자릿수만 견줍니다.

gpt3_neurons = 96 * 4 * 12288
compare = pd.DataFrame(
    {"작은 신경망": [2, 2, 5], "AlexNet": [8, 650_000, alexnet]},
    index=["층", "뉴런", "파라미터"],
)
compare["GPT-3"] = [96, gpt3_neurons, gpt3_size]
compare.map("{:,}".format)

# %%
# 작은 신경망에서 :name:`GPT-3`까지 층은 수십 배, 뉴런은 수백만 배, 파라미터는 수백억 배로 늘었습니다. 파라미터가 훨씬 빨리 는 것은
# 뉴런과 뉴런을 **잇는** 수이기 때문입니다. 사슬이 길어진 만큼 더 많은 토막을 곱할 뿐, :term:`연쇄 법칙`은 그대로입니다.

assert gpt3_neurons == 4_718_592
assert gpt3_size / 5 > gpt3_neurons / 2 > 96 / 2

# %%
# .. _scale-cost:
#
# 규모가 바꾸는 것
# ----------------
# 같은 세 박자라도 드는 셈이 다릅니다. 순전파에서는 파라미터마다 곱하기와 더하기를 한 번씩 합니다. 역전파에는 그 두 배가 듭니다.
# 그래서 예제 하나(글이라면 토큰 하나)를 배우는 데 드는 셈은 파라미터 수의 여섯 배쯤입니다. 합성곱처럼 같은 가중치를 여러 자리에서
# 되풀이해 쓰면 더 들고, 일부만 골라 쓰면 덜 듭니다. 파라미터를 적어 둘 자리도 필요합니다. ``float32``로 적으면 하나에 네
# 바이트입니다. 기가바이트(GB)는 십억 바이트입니다. :name:`GPT-3`는 몇 GB일까요?

price = models.iloc[[0, 2, 5, 6, 7]].set_index("모델")[["파라미터"]]
price = price.rename_axis(None)
price["예제 하나의 셈"] = 6 * price["파라미터"]
price["자리 (GB)"] = 4 * price["파라미터"] / 1e9
price.map("{:.3g}".format)

# %%
# :name:`GPT-3`는 적어 두기만 하는 데 :val:`gpt3_gb|.0f` GB가 듭니다. 보통 컴퓨터 한 대의 메모리에는 들어가지 않습니다. 그래서 여러 장비에 나누어
# 담고, 셈도 나누어 하고, 수를 더 짧게 적습니다. 아주 많은 데이터도 필요합니다.
# 뼈대가 같다는 말이 쉽다는 말은 아닙니다.

gpt3_gb = price.loc["GPT-3 (2020)", "자리 (GB)"]
assert gpt3_gb > 500

# %%
# .. _scale-not-magic:
#
# 마법도 아니고, 다 아는 것도 아닙니다
# ------------------------------------
# 신경망이 배우는 과정을 단계로 적으면 다섯입니다.
#
# 1. **순전파**: 지금의 파라미터로 답을 예측합니다.
# 2. **손실**: :term:`예측`이 얼마나 틀렸는지 수 하나로 잽니다.
# 3. **역전파**: 연쇄 법칙으로 파라미터마다의 기울기를 구합니다.
# 4. **경사 하강법**: 기울기의 반대쪽으로 파라미터를 조금 옮깁니다.
# 5. **되풀이**: 데이터를 바꾸어 가며 거듭합니다.
#
# 어느 셈에도 숨은 것이 없습니다. 그러니 마법은 아닙니다. 그렇다면 속이 훤히 보이는 상자일까요?
# 은닉층이 하나인 신경망을 가르친 다음, 은닉 뉴런의 순서를 마음대로 섞어 봅니다. 뉴런에 딸린 가중치도 함께 옮깁니다. 답이
# 어떻게 될까요?

trained = MLP((2, 16, 1), activation="tanh", loss="mse", seed=0)
for _ in range(300):
    one_step(trained, x, y, GradientDescent(lr=0.1))

# %%

shuffled = MLP((2, 16, 1), activation="tanh", loss="mse", seed=0)
order = np.random.default_rng(1).permutation(16)
p = trained.params
shuffled.params["W1"] = p["W1"][:, order]
shuffled.params["b1"] = p["b1"][order]
shuffled.params["W2"] = p["W2"][order]
shuffled.params["b2"] = p["b2"]

# %%

weight_gap = float(np.abs(shuffled.params["W1"] - p["W1"]).max())
answer_gap = float(np.abs(shuffled.predict(x) - trained.predict(x)).max())
print(f"가중치의 가장 큰 차이 {weight_gap:.2f}")
print(f"답의 가장 큰 차이     {answer_gap:.0e}")
assert weight_gap > 0.5
assert answer_gap < 1e-12

# %%
# 가중치는 전혀 다른데 답은 같습니다. 그러니 가중치 하나를 들여다보고 “이것은 무엇을 뜻한다”고 말하기 어렵습니다.
# **어떻게** 배우는지는 모두 볼 수 있지만, **왜** 그 답이 나왔는지를 사람의 말로 옮기는 일은 아직 다 풀리지 않은 연구 거리입니다.
#
# 하나 더 있습니다. 모든 인공지능이 이렇게 배우지는 않습니다. 기울기를 쓰지 않는 방법도 많습니다.

# %%
# .. _scale-rumor:
#
# 흔한 함정: 열세 자리의 소문
# ---------------------------
# 흔히 이렇게 말합니다. “:name:`GPT-4`의 가중치는 1,760,000,000,000개다.” 숫자가 열세 자리나 되니 누가 세어 본 것 같습니다.
# 확인해 봅니다. 만든 곳의 보고서에서 크기를 찾으면 “:fact:`gpt4-size`”입니다. 퍼진 수는 둘이고, 둘 다 소문입니다.
# 하나는 :fact:`gpt4-rumor-small`, 다른 하나는 :fact:`gpt4-rumor-large`입니다.

leak = 8 * 220_000_000_000
rumor_ratio = rumors[1] / rumors[0]
print(f"여덟 모델 × 2,200억 = {leak:,}   두 소문의 비 {rumor_ratio:.2f}")
assert leak == rumors[1]

# %%
# 그 열세 자리는 세어서 나온 것이 아니라, 소문으로 떠돈 두 어림수를 곱한 것입니다. 두 소문은 서로 :val:`rumor_ratio|.2f`배나 다릅니다.
# 적어도 하나는 틀렸고, 둘 다 틀렸을 수도 있습니다. 우리가 센 :name:`LeNet-5`와 견주면 차이가 분명합니다.
# 그 수는 설계도에서 나왔고 누구나 다시 셀 수 있습니다.
#
# 크기를 들었을 때는 세 가지를 물어봅니다. **누가** 말했나요? **다시 셀 수** 있나요? 토큰마다 **다 쓰는** 수인가요?

# %%
# .. _scale-summary:
#
# 정리
# ----
# - 순전파, 역전파, 경사 하강법의 세 박자는 가중치가 다섯 개여도 수천억 개여도 같습니다.
# - 규모가 바꾸는 것은 셈의 양, 필요한 메모리, 데이터와 장비입니다. 설계도가 공개된 모델의 크기는 식으로 셀 수 있습니다.
# - 발표되지 않은 크기는 모르는 것입니다. 자릿수가 많다고 사실이 되지는 않습니다.

# %%
# .. _scale-exercises:
#
# 더 해 보기
# ----------
# **하나.** Switch-C는 :term:`인코더`와 :term:`디코더`에 **전문가**들이 든 층이 15개씩 있고, 층마다 전문가가 2048개입니다. 전문가
# 하나는 너비를 2080에서 6144로 늘렸다가 되돌리는 두 층입니다. 전문가들의 파라미터를 세어 보세요. 토큰 하나는 층마다 전문가
# 하나만 거칩니다. 토큰 하나가 쓰는 것은 몇 개일까요?
#
# .. dropdown:: 답 보기
#
#    전문가들만 :val:`experts|,`개입니다. 발표된 :fact:`switch-c`의 거의 전부입니다. 토큰 하나가 쓰는 것은
#    :val:`one_path|,`개로, 이천분의 일도 되지 않습니다. 파라미터의 수만으로 모델의 능력이나 드는 셈을 견줄 수 없는 까닭입니다.

expert = dense(2080, 6144) + dense(6144, 2080)
experts, one_path = 2 * 15 * 2048 * expert, 2 * 15 * expert
print(f"{experts:,}   {one_path:,}")
assert abs(experts / 1.6e12 - 1) < 0.03
assert one_path * 2048 == experts

# %%
# **둘.** :name:`GPT-3`는 토큰 :fact:`gpt3-tokens` 개로 배웠습니다. 일 초에 셈을 일조 번 하는 컴퓨터 한 대로는 몇 년이 걸릴까요?
#
# .. dropdown:: 답 보기
#
#    셈은 모두 :val:`operations|.1e`번이고, :val:`years|,.0f`년이 걸립니다. 그래서 훨씬 빠른 장비 여러 대가 나누어 합니다.

operations = 6 * gpt3_size * 300e9
years = operations / 1e12 / (365 * 24 * 3600)
print(f"{operations:.1e}번   {years:,.0f}년")
assert 5_000 < years < 20_000

# %%
# **셋.** :term:`Adam`으로 학습하려면 파라미터마다 수가 몇 개 더 필요할까요? :name:`GPT-3`를 ``float32``로 학습하려면 적어 둘 자리가 얼마나 드는지 셈해 보세요.
#
# .. dropdown:: 답 보기
#
#    기울기, 기울기의 이동 평균, 제곱의 이동 평균까지 셋이 더 필요합니다. 파라미터와 더하면 넷이므로 모두 :val:`adam_gb|,.0f` GB이고, 층마다 남겨 두는 중간값은
#    따로 듭니다.

adam_gb = 4 * gpt3_gb
print(f"{adam_gb:,.0f} GB")
assert adam_gb > 2_000

# %%
# .. _scale-next:
#
# 다음 쪽
# -------
# 파라미터가 많으면 외우기도 쉽습니다. 외우지 않고 배우게 하는 방법을
# :doc:`규제 </auto_examples/06_building_blocks/plot_06_regularization>`에서 견줍니다.
