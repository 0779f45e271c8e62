r"""
파라미터는 어디에 몇 개나 있을까요?
===================================

모델의 크기는 흔히 파라미터의 수로 말합니다. 그 수는 외울 것이 아니라 셀 것입니다.
층의 크기만 알면 곱셈과 덧셈으로 구할 수 있고, 모델을 만들어 세어 보면 맞는지도 알 수 있습니다.
세어 보면 예상하지 못한 곳에 몰려 있습니다.

- **할 것**: 작은 신경망부터 작은 언어 모델까지 식으로 예측하고, 실제로 만들어 하나하나 셉니다.
- **배울 것**: 층 하나는 입력의 수 곱하기 출력의 수에 편향을 더한 것입니다. 낱말을 다루는 모델에서는 절반이
  넘는 파라미터가 낱말 표에 있습니다.
- **필요한 것**: :doc:`손으로 적은 다층 신경망 </auto_examples/04_backpropagation/plot_06_mlp_by_hand>`.
  PyTorch를 씁니다.
"""

# %%
# .. _counting-knobs:
#
# 학습이 바꾸는 것
# ----------------
#
# 신경망의 답은 입력과 :term:`파라미터`가 정합니다. 입력은 주어지는 것이므로, :term:`학습`이 할 수 있는 일은 파라미터를
# 조금씩 고치는 것뿐입니다. 작은 신경망을 한 걸음 학습시키고, 바뀐 수를 세어 봅니다.

import numpy as np

from dlconcepts.mlp import MLP
from dlconcepts.optimizers import GradientDescent

x = np.random.default_rng(0).normal(size=(5, 3))
net = MLP((3, 4, 2), activation="tanh", loss="mse", seed=0)
before = {name: array.copy() for name, array in net.params.items()}
net.train_step(x, np.ones((5, 2)), GradientDescent(lr=0.1))
changed = {
    name: int((net.params[name] != before[name]).sum()) for name in before
}
print(changed, "모두", sum(changed.values()))

# %%
# :term:`가중치` 행렬 둘과 :term:`편향` 벡터 둘이 바뀌었고, 그것이 이 모델이 가진 파라미터 전부입니다. 활성화 함수에는
# 고칠 것이 없습니다. 파라미터가 몇 개인지는 곧 고칠 수 있는 손잡이가 몇 개인지입니다.

from dlconcepts.parameters import count

table = count(net).to_frame()
assert count(net).total == sum(changed.values())
table

# %%
# .. _counting-dense:
#
# 층 하나를 세는 식
# -----------------
#
# 입력 :math:`N`개를 받아 출력 :math:`M`개를 내는 층을 봅니다. 출력의 :term:`뉴런` 하나는 입력마다 가중치 하나씩
# :math:`N`개와 편향 하나를 가집니다. 그런 뉴런이 :math:`M`개입니다.
#
# .. math::
#
#    y = xW + b, \qquad N \times M + M
#
# 입력의 뉴런 모두가 출력의 뉴런 모두와 이어져 있어서 :term:`완전 연결층`(fully connected layer)이라고 합니다. 입력이
# :math:`100`개, 출력이 :math:`50`개이면 파라미터는 몇 개일까요?


def dense(N, M):
    return N * M + M


print(dense(100, 50))

# %%
# 식을 믿기 전에 실제 층과 견줍니다. 크기를 아무렇게나 골라 PyTorch의 층을 만들고, 가진 수를 모두 셉니다.
# ``numel``은 배열에 든 수의 개수입니다. ``device="meta"``는 모양만 있고 값은 없는 층을 만들라는 뜻입니다. 아무리 커도
# 메모리를 거의 쓰지 않으므로 셀 때 알맞습니다.

import torch

sizes = np.random.default_rng(1).integers(1, 2000, size=(100, 2)).tolist()
for N, M in sizes:
    layer = torch.nn.Linear(N, M, device="meta")
    assert dense(N, M) == sum(p.numel() for p in layer.parameters())
print(f"{len(sizes)}번 모두 같습니다. 마지막은 {N} → {M}, {dense(N, M):,}개")

# %%
# .. _counting-shallow-deep:
#
# 얕은 신경망과 깊은 신경망
# -------------------------
#
# 신경망은 이 층을 이어 붙인 것입니다. 앞 층의 출력이 다음 층의 입력이 되므로, 이웃한 크기끼리 식을 쓰고 더합니다.
# :term:`은닉층`이 하나인 :term:`얕은 신경망`과 넷인 :term:`심층 신경망`을 견줍니다. 몇 배쯤 될까요?

from itertools import pairwise


def stack(*sizes):
    return sum(dense(N, M) for N, M in pairwise(sizes))


shallow = stack(100, 50, 10)
deep = stack(100, 256, 128, 64, 32, 10)
print(f"얕은 신경망 {shallow:,}개, 깊은 신경망 {deep:,}개")

# %%
# 깊은 쪽을 그려 봅니다. 선 하나가 가중치 하나이고, :term:`입력층`을 뺀 동그라미마다 편향이 하나씩 있습니다. 뉴런이 많은 층은
# 가운데를 점 셋으로 줄여 그립니다.

# sphinx_gallery_alt = "여섯 층의 신경망 그림. 입력층 100개, 은닉층 256개, 128개, 64개, 32개, 출력층 10개이고 이웃한 층의 뉴런이 모두 선으로 이어져 있습니다. 층마다 가운데의 뉴런은 점 셋으로 줄였습니다."
import matplotlib.pyplot as plt

from dlconcepts.viz import PALETTE, PAPER, use_korean_font
from dlconcepts.viz.network import plot_network

use_korean_font()
plot_network(
    (100, 256, 128, 64, 32, 10), title="이웃한 층끼리 모두 이어집니다"
)
plt.show()

# %%
# PyTorch로 만들어 확인합니다. 층 사이에 :term:`활성화 함수`와, 뉴런을 무작위로 끄는 :term:`드롭아웃`도 넣습니다. 이것들이
# 파라미터를 늘릴까요?

from torch import nn

parts = []
for N, M in pairwise((100, 256, 128, 64, 32)):
    parts += [nn.Linear(N, M), nn.ReLU(), nn.Dropout(0.2)]
deep_model = nn.Sequential(*parts, nn.Linear(32, 10))
shallow_model = nn.Sequential(nn.Linear(100, 50), nn.ReLU(), nn.Linear(50, 10))
print(count(shallow_model).total, count(deep_model).total)
assert count(shallow_model).total == shallow == 5560
assert count(deep_model).total == deep == 69418

# %%
# 늘리지 않습니다. 그런데 :val:`ratio|.1f`배나 되는 차이가 정말 깊이 때문일까요? 층마다 몇 개인지 봅니다.

import pandas as pd

chain = [100, 256, 128, 64, 32, 10]
layers = pd.DataFrame(
    {
        "층": [f"{N} → {M}" for N, M in pairwise(chain)],
        "파라미터": [dense(N, M) for N, M in pairwise(chain)],
    }
)
layers["몫(%)"] = (100 * layers["파라미터"] / deep).round(1)
layers.set_index("층")

# %%
# 뒤의 세 층은 모두 더해도 :val:`tail_share|.0f`%입니다. 대부분은 넓은 앞의 두 층에 있습니다. 그러면 얕은 신경망이 깊은 쪽만큼
# 파라미터를 가지려면 은닉 뉴런이 몇 개여야 할까요? 은닉 뉴런이 :math:`H`개이면 파라미터는
# :math:`100H + H + 10H + 10`개이므로, 거꾸로 풀면 됩니다.

ratio = deep / shallow
tail_share = layers["몫(%)"][2:].sum()
H = (deep - 10) // (100 + 1 + 10)
same_budget = stack(100, H, 10)
print(f"은닉 뉴런 {H}개이면 {same_budget:,}개")
assert same_budget <= deep < stack(100, H + 1, 10)

# %%
# 그러니 깊은 것과 얕은 것을 공평하게 견주려면 층의 수만이 아니라 파라미터의 수도 맞추어야 합니다.

# %%
# .. _counting-blocks:
#
# 다른 층의 식
# ------------
#
# 뒤의 장에서 배울 층들도 같은 방법으로 셉니다. 순환층은 글을 한 낱말씩 읽는 층이고 LSTM과 GRU는 그 변형입니다.
# :term:`합성곱`은 그림을, :term:`임베딩`은 낱말의 번호를, :term:`어텐션`은 낱말 사이의 관계를 다루고, :term:`층 정규화`는 값의
# 크기를 맞춥니다. 하는 일은 아직 몰라도 됩니다. 입력 :math:`N`, 출력 :math:`M`, 커널의 한 변 :math:`k`, 낱말의 수
# :math:`V`, 벡터의 길이 :math:`d`로 식을 적습니다.

formulas = {
    "순환층": "NM + M² + 2M",
    "GRU": "순환층의 3배",
    "LSTM": "순환층의 4배",
    "합성곱": "NMk² + M",
    "임베딩": "Vd",
    "어텐션": "4(d² + d)",
    "층 정규화": "2d",
}

# %%
# ``parameters``에는 이 식을 계산하는 함수가 있습니다. PyTorch의 같은 층을 만들어 센 수와 맞는지 봅니다.

from dlconcepts import parameters

pairs = {
    "순환층": (parameters.rnn(64, 128), nn.RNN(64, 128)),
    "GRU": (parameters.gru(64, 128), nn.GRU(64, 128)),
    "LSTM": (parameters.lstm(64, 128), nn.LSTM(64, 128)),
    "합성곱": (parameters.conv(3, 32, 5), nn.Conv2d(3, 32, 5)),
    "임베딩": (parameters.embedding(50, 64), nn.Embedding(50, 64)),
    "어텐션": (parameters.attention(64), nn.MultiheadAttention(64, 4)),
    "층 정규화": (parameters.layer_norm(64), nn.LayerNorm(64)),
}

# %%

both = pd.DataFrame(
    [
        [name, formulas[name], ours, count(layer).total]
        for name, (ours, layer) in pairs.items()
    ],
    columns=["층", "식", "식으로 센 수", "만들어 센 수"],
).set_index("층")
assert (both["식으로 센 수"] == both["만들어 센 수"]).all()
both

# %%
# 일곱 층이 모두 맞습니다. 순환층은 문장이 짧든 길든 같은 파라미터를 되풀이해 쓰므로 문장의 길이는 식에 없습니다. 그림의
# 크기가 합성곱의 식에 없는 것도 같은 까닭입니다. 어텐션은 길이가 :math:`d`인 벡터를 받아 같은 길이의 벡터를 내는 완전 연결층
# :val:`dense_in_attention|g`개로 되어 있습니다. 그 벡터를 몇 조각으로 나누어 보는지가 머리(head)의 수인데, 나누기만 하므로
# 식에 없습니다.

dense_in_attention = parameters.attention(64) / dense(64, 64)
assert dense_in_attention == 4
assert parameters.rnn(64, 128) == 64 * 128 + 128**2 + 2 * 128
assert parameters.lstm(64, 128) == 4 * parameters.rnn(64, 128)
assert parameters.conv(3, 32, 5) == 3 * 32 * 5**2 + 32

# %%
# .. _counting-language-model:
#
# 작은 언어 모델
# --------------
#
# 먼저 손글씨 숫자를 읽는 신경망입니다. 입력은 가로세로 :math:`28`인 그림의 점 :math:`784`개입니다.

small = stack(784, 256, 128, 10)
print(f"{small:,}")
assert small == 235146

# %%
# 이번에는 :term:`언어 모델`입니다. 낱말 :math:`50000`개를 저마다 길이가 :math:`768`인 벡터로 바꾸고(임베딩),
# 어텐션이 든 :term:`트랜스포머` 블록 열두 개를 지나, 다시 낱말마다의 점수로 바꿉니다.

vocabulary, d, blocks = 50000, 768, 12


class SmallLanguageModel(nn.Module):
    def __init__(self):
        super().__init__()
        block = nn.TransformerEncoderLayer(d, nhead=12, batch_first=True)
        self.embedding = nn.Embedding(vocabulary, d)
        self.transformer = nn.TransformerEncoder(block, num_layers=blocks)
        self.output = nn.Linear(d, vocabulary)


# %%
# 셀 것이므로 모양만 만듭니다. 몇 개일까요? 어느 부분에 가장 많을까요?

with torch.device("meta"):
    model = SmallLanguageModel()
counted = count(model)
print(counted)
rows = counted.to_frame().set_index("이름")
rows.iloc[[0, 1, 2, -2, -1]]

# %%
# 배열이 많으므로 처음 셋과 마지막 둘만 보았습니다. 이름의 첫마디로 묶어 더합니다. 백만 개가 단위입니다.

where = rows.index.str.split(".").str[0].rename("부분")
million = rows["개수"].groupby(where, sort=False).sum() / 1e6
million.to_frame("파라미터(백만 개)").round(2)

# %%
# 낱말을 벡터로 바꾸는 임베딩과 벡터를 낱말의 점수로 바꾸는 출력은 둘 다 낱말마다 한 줄인 표입니다. 이 둘을 쌓아 블록과
# 견줍니다.

# sphinx_gallery_alt = "막대 두 개의 그림. 왼쪽 막대는 낱말 표로, 임베딩 <<shares[0]|.0f>>%와 출력 <<shares[2]|.0f>>%를 쌓은 것입니다. 오른쪽 막대는 트랜스포머 블록 열두 개로 <<shares[1]|.0f>>%이고, 왼쪽 막대가 더 높습니다."
into, middle, out = million
style = {"label_type": "center", "color": PAPER, "fontsize": 14}
fig, ax = plt.subplots()
bars = ax.bar("낱말 표", into, color=PALETTE[1])
ax.bar_label(bars, fmt="임베딩 %.2f", **style)
bars = ax.bar("낱말 표", out, bottom=into, color=PALETTE[3])
ax.bar_label(bars, fmt="출력 %.2f", **style)
bars = ax.bar("블록 열둘", middle, color=PALETTE[0])
ax.bar_label(bars, fmt="블록 %.2f", **style)
ax.set(ylabel="파라미터(백만 개)", title="낱말 표 둘이 블록 열둘보다 큽니다")
ax.grid(axis="x", visible=False)
plt.show()

# %%
# 낱말 표 하나가 :val:`vocabulary|,d|과/와` :val:`d`의 곱입니다. 들어올 때와 나갈 때 하나씩, 둘을 합치면 전체의
# :val:`vocabulary_share|.0f`%입니다. 식으로 더한 수도 같은지 봅니다.

shares = (100 * million / million.sum()).to_numpy()
vocabulary_share = shares[0] + shares[2]
by_formula = [
    parameters.embedding(vocabulary, d),
    blocks * parameters.transformer_block(d, 2048),
    dense(d, vocabulary),
]
total = counted.total
print([f"{n:,}" for n in by_formula], f"{sum(by_formula):,}")
assert sum(by_formula) == total == 143017808
assert vocabulary_share > 50

# %%
# .. _counting-trap:
#
# 흔한 함정
# ---------
#
# 첫째, 세지 않고 옮겨 적은 수입니다. 위의 깊은 신경망을 두고 흔히 이렇게 말합니다: “파라미터가 60,298개이다.”
# 편향을 빠뜨렸거나 한 층을 빠뜨리고 센 것일까요?

claimed = 60298
variants = {"편향 빼고": deep - sum(chain[1:])}
for k in range(1, 5):
    shorter = chain[:k] + chain[k + 1 :]
    variants[f"은닉층 {k} 빼고"] = stack(*shorter)
print(f"센 수와 {deep - claimed:,}개 다릅니다.", variants)
assert claimed not in variants.values()

# %%
# 어느 쪽도 아닙니다. 실행해서 얻은 수가 아닌 것입니다. 세는 코드는 한 줄이므로 짐작하기보다 세어 보는 편이 빠릅니다.
#
# 둘째, 블록만 세는 것입니다. 흔히 이렇게 말합니다: “낱말 5만 개에 열두 층이면 약 8,500만 개이다.” 그 수가 어디에서 왔는지
# 찾아봅니다. 블록 안의 두 층을 벡터 길이의 네 배로 넓힌 것이 열두 개이면 이렇습니다.

wide_blocks = 12 * parameters.transformer_block(768, 4 * 768)
tables = parameters.embedding(vocabulary, d) + dense(d, vocabulary)
print(f"블록만 {wide_blocks:,}개, 낱말 표까지 {wide_blocks + tables:,}개")
assert round(wide_blocks, -6) == 85e6

# %%
# 낱말 표 둘을 빠뜨린 수입니다. 게다가 이 모델의 블록은 PyTorch의 기본값을 따라 :math:`2048`로 넓히므로
# 블록만 세어도 다릅니다.
#
# 셋째, 규모를 나타내는 말입니다. 흔히 이렇게 말합니다: “보통의 딥러닝 모델은 수천 개, 거대 언어 모델은 백만 단위이다.”
# 자릿수를 세어 봅니다. :name:`GPT-3`는 공개된 구성을 식에 넣습니다. 벡터의 길이가 :math:`12288`인 블록 :math:`96`개,
# 낱말 :math:`50257`개의 표, 자리 :math:`2048`개의 표, 마지막 층 정규화입니다.

gpt3 = 96 * parameters.transformer_block(12288, 4 * 12288)
gpt3 += (50257 + 2048) * 12288 + parameters.layer_norm(12288)
scale = pd.Series({"손글씨": small, "작은 언어 모델": total, "GPT-3": gpt3})
digits = scale.map("{:,}".format).to_frame("파라미터")
digits["10의 몇 제곱"] = np.log10(scale).round(1)
digits

# %%
# 손글씨 신경망부터 십만 단위이고, 식으로 센 :name:`GPT-3`는 발표된 :fact:`gpt3` 개와 잘 맞습니다. “백만 단위”라는 말과는
# 자릿수가 :val:`orders|.0f`만큼 다릅니다. 모델의 크기를 층의 수로 말하기도 하는데, :name:`GPT-3`의 층은
# :val:`gpt3_layers`겹입니다. 파라미터와 층은 다른 단위이므로 섞어 쓰지 않습니다.

orders = float(np.log10(gpt3) - 6)
gpt3_layers = 96
assert abs(gpt3 / 175e9 - 1) < 0.01
assert orders > 5
assert small > 1e5

# %%
# .. _counting-summary:
#
# 정리
# ----
#
# - 학습은 파라미터를 고치는 일이고, 완전 연결층의 파라미터는 :math:`N \times M + M`개입니다. 신경망은 이웃한 층마다
#   더하면 됩니다.
# - 활성화 함수와 드롭아웃에는 파라미터가 없습니다. 문장의 길이, 그림의 크기, 어텐션 머리의 수도 식에 없습니다.
# - 어디에 많은지는 세어 보아야 압니다. 작은 언어 모델에서는 절반이 넘게 낱말 표에 있습니다.

# %%
# .. _counting-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 들어올 때의 낱말 표와 나갈 때의 낱말 표를 하나로 함께 쓰는 모델이 많습니다. 그러면 몇 개가 될까요?
#
# .. dropdown:: 답 보기
#
#    :val:`tied_total|,d`개로, :val:`saved|.0f`%가 줄어듭니다. ``count``는 함께 쓰는 행렬을 한 번만 셉니다.

model.output.weight = model.embedding.weight
tied = count(model)
tied_total = tied.total
saved = 100 * (1 - tied_total / total)
print(tied)
print(tied.rows[-2])
assert total - tied_total == parameters.embedding(vocabulary, d)

# %%
# **둘.** 가로세로 :math:`28`인 그림을 같은 크기의 그림 :math:`32`장으로 바꾸려고 합니다. 완전 연결층으로 할 때와
# 커널의 한 변이 :math:`3`인 합성곱으로 할 때 파라미터는 저마다 몇 개일까요?
#
# .. dropdown:: 답 보기
#
#    완전 연결층은 :val:`by_dense|,d`개, 합성곱은 :val:`by_conv`개입니다. 합성곱은 작은 가중치 묶음인 커널을 모든 자리에서
#    다시 쓰기 때문입니다.

by_dense = dense(28 * 28, 32 * 28 * 28)
by_conv = parameters.conv(1, 32, 3)
print(f"{by_dense:,} {by_conv}")
assert by_dense > 1e4 * by_conv

# %%
# **셋.** 작은 언어 모델을 :name:`float32`로 담으면 몇 기가바이트일까요? :term:`Adam`으로 학습하려면 파라미터마다
# 기울기 하나와 기억 둘이 더 필요합니다. 그러면 몇 기가바이트일까요?
#
# .. dropdown:: 답 보기
#
#    수 하나가 네 바이트이므로 담는 데 :val:`stored|.2f` 기가바이트, 학습에는 그 네 배인 :val:`training|.2f` 기가바이트가 듭니다.
#    순전파가 간직하는 중간값은 넣지 않은 수입니다.

bytes_each = torch.zeros((), dtype=torch.float32).element_size()
stored = total * bytes_each / 1e9
training = 4 * stored
print(f"{stored:.2f} GB, {training:.2f} GB")
assert bytes_each == 4

# %%
# .. _counting-next:
#
# 다음 쪽
# -------
#
# 다섯 개짜리 신경망에서 공개된 큰 모델까지 한 줄에 늘어놓는 일은
# :doc:`규모 </auto_examples/06_building_blocks/plot_05_scale>`에서 합니다.
