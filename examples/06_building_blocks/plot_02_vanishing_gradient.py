r"""
깊은 층까지 기울기가 닿을까요?
==============================

역전파는 뒤에서 앞으로 수를 거듭 곱합니다. 백 번을 곱하면 무엇이 남을까요?
층이 백 겹인 신경망을 만들어 첫 층에 닿는 기울기를 잽니다.
흔히 듣는 처방인 ReLU만으로 충분한지도 확인합니다.

- **할 것**: 백 층을 거슬러 간 기울기를 층마다 재고, 첫 가중치의 크기와 활성화 함수와 구조를 바꾸어 견줍니다.
- **배울 것**: 기울기는 사라지기도 하고 폭주하기도 합니다. 그것을 정하는 것은 함수 하나가 아니라 곱해지는 것 전부입니다.
- **필요한 것**: :doc:`활성화 함수 </auto_examples/06_building_blocks/plot_01_activations>`와
  :doc:`역전파 </auto_examples/04_backpropagation/plot_06_mlp_by_hand>`. PyTorch도 씁니다.
"""

# %%
# .. _vanishing-blame:
#
# 책임을 넘기는 백 사람
# ---------------------
# 회사에서 일이 틀어졌습니다. 사장이 부사장에게 책임을 묻고, 부사장은 이사에게, 이사는 관리자에게 묻습니다.
# 이렇게 백 사람을 거칩니다. 저마다 들은 책임의 30%만 아래로 넘긴다면 막내는 얼마나 듣게 될까요?

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from dlconcepts.viz import MUTED, PALETTE, use_korean_font

use_korean_font()

whisper = 0.3**100
in_float32 = np.prod(np.full(100, 0.3, dtype=np.float32))
print(f"100명을 지난 뒤: {whisper:.0e}   float32로 곱하면: {in_float32}")

# %%
# 듣지 못한 것이나 마찬가지입니다. 네 바이트짜리 실수인 ``float32``로는 적을 수조차 없어 정확히 영이 됩니다. 고칠 것을
# 듣지 못하면 배울 수도 없습니다. 이것이 :term:`기울기 소실`입니다.
#
# 그런데 왜 하필 30%일까요? 넘기는 비율을 바꾸어 봅니다. 얼마를 넘겨야 막내가 제대로 들을까요? 먼저 짐작해 보세요.

rates = [0.3, 0.9, 1.0, 1.1, 2.0]
heard = [rate**100 for rate in rates]
blame = pd.DataFrame(
    {"한 사람이 넘기는 비율": rates, "막내가 듣는 책임": heard}
)
blame.set_index("한 사람이 넘기는 비율").map("{:.3g}".format)

# %%
# 비율이 1보다 조금만 작아도 사라지고, 조금만 커도 부풉니다. 저마다 들은 것에 십분의 일씩만 보태도 막내는
# :val:`heard[3]|,.0f`배를 듣습니다. 이것은 :term:`기울기 폭주`입니다.
#
# 이 비유는 반만 맞습니다. :term:`신경망`은 세 가지가 다릅니다. 넘기는 비율은 층마다, 뉴런마다 다릅니다. 한 줄로 서 있지 않고
# 여러 길로 온 책임을 **더합니다**. 그리고 부호가 서로 다른 책임은 더하면서 지워지기도 합니다. 그래서 진짜 신경망에서 재 보아야 합니다.

assert whisper < 1e-52
assert in_float32 == 0
assert heard[1] < 1e-4 < 1 < 1e4 < heard[3]

# %%
# .. _vanishing-rule:
#
# 한 층을 거슬러 갈 때 곱해지는 것
# --------------------------------
# :math:`\ell`번째 층이 받은 것을 :math:`h_\ell`이라고 하겠습니다. 층은 거기에 가중치 :math:`W_\ell`을 곱해
# :math:`z_\ell = h_\ell W_\ell`을 셈하고, 활성화 함수를 지난 :math:`h_{\ell+1} = f(z_\ell)`을 다음 층에 넘깁니다. 거꾸로
# :math:`h_{\ell+1}`에 닿은 기울기를 :math:`d_{\ell+1}`이라고 하면, :math:`h_\ell`에 닿는 기울기는 이렇습니다.
#
# .. math::
#
#    d_\ell = \big(d_{\ell+1} \odot f'(z_\ell)\big)\, W_\ell^{\top}
#
# :math:`\odot`는 자리마다 곱하라는 뜻이고 :math:`W_\ell^{\top}`은 :math:`W_\ell`의 :term:`전치`입니다.
# 곱해지는 것은 **둘**입니다. 활성화 함수의 기울기 :math:`f'(z_\ell)`과 가중치 :math:`W_\ell`입니다.
# 함수만 보아서는 답이 나오지 않습니다.
#
# 층이 백 겹이고 층마다 뉴런이 64개인 신경망에서 재 봅니다. 가중치는 평균이 영이고 표준편차가
# :math:`g/\sqrt{64}`인 정규분포에서 뽑습니다. :math:`g`는 처음 가중치의 크기를 정하는 수이고
# **이득**(gain)이라고 부릅니다. 마지막 층에는 크기가 :math:`1`인 기울기를 넣습니다. 크기는 제곱의 평균에 제곱근을 씌워 잽니다.


def backward_sizes(activation, gain, seed, depth=100, width=64):
    rng = np.random.default_rng(seed)
    h, record = rng.normal(size=width), []
    for _ in range(depth):
        W = rng.normal(size=(width, width)) * gain / np.sqrt(width)
        z = h @ W
        h = activation.f(z)
        record.append((W, activation.df(z)))
    d, sizes = np.ones(width), [1.0]
    for W, slope in reversed(record):
        d = (d * slope) @ W.T  # 위의 식
        sizes.append(np.sqrt(np.mean(d**2)))
    return np.array(sizes[::-1])  # [0]이 첫 층에 닿은 크기


# %%
# .. _vanishing-gain:
#
# 같은 ReLU, 다른 이득
# --------------------
# 활성화 함수는 ReLU로 두고 이득만 바꿉니다. 먼저 셈해 봅니다. 이 가중치를 곱하면 제곱의 평균이 대략
# :math:`g^2`배가 되고, ReLU가 절반쯤을 막으므로 다시 반이 됩니다. 크기로는 한 층에 :math:`g/\sqrt{2}`배이니
# 백 층이면 :math:`(g/\sqrt{2})^{100}`배입니다. 이득 1, :math:`\sqrt{2}`, 2에서 얼마가 될까요?

from dlconcepts.activations import ACTIVATIONS

gains = np.array([1, np.sqrt(2), 2])
seeds = range(11)
relu = ACTIVATIONS["relu"]
measured = np.array(
    [[backward_sizes(relu, g, seed) for seed in seeds] for g in gains]
)  # (이득, 시드, 층)
middle = np.median(measured, axis=1)
columns = {"이득": gains.round(3), "셈한 크기": (gains / np.sqrt(2)) ** 100}
columns["잰 크기 (중앙값)"] = middle[:, 0]
columns["가장 작은 것"] = measured[:, :, 0].min(axis=1)
columns["가장 큰 것"] = measured[:, :, 0].max(axis=1)
pd.DataFrame(columns).set_index("이득").map("{:.2g}".format)

# %%
# 자릿수가 셈과 맞습니다. 같은 ReLU인데 이득에 따라 첫 층에 닿는 기울기가 :val:`tens[0]|.0e` 언저리, :val:`tens[1]|g` 언저리,
# :val:`tens[2]|.0e` 언저리로 갈립니다. 시드 :val:`n_seeds`개의 중앙값이며, 시드에 따라 열 배 남짓 오르내리므로 자릿수만 말할 수 있습니다.
# 층마다 그려 봅니다. 띠는 시드에 따른 범위입니다. 세로가 로그 눈금이니 선은 어떤 모양일까요?

# sphinx_gallery_alt = "가로는 층의 번호, 세로는 그 층에 닿은 기울기의 크기를 로그 눈금으로 그린 그림. 이득이 1이면 뒤에서 앞으로 오며 <<tens[0]|.0e>> 언저리까지 줄고, 이득이 2이면 <<tens[2]|.0e>> 언저리까지 커지며, 이득이 2의 제곱근이면 1 언저리를 지킵니다. 시드마다의 범위를 띠로 나타냈습니다."
fig, ax = plt.subplots(figsize=(6.5, 4.2))
for i, name in enumerate(["이득 1", r"이득 $\sqrt{2}$", "이득 2"]):
    low, high = measured[i].min(axis=0), measured[i].max(axis=0)
    ax.fill_between(range(101), low, high, color=PALETTE[i], alpha=0.25, lw=0)
    ax.semilogy(middle[i], color=PALETTE[i], label=name)
    shift = [1e-4, 1e2, 1e2][i]
    ax.text(25, middle[i][25] * shift, name, color=PALETTE[i])
ax.axhline(1, color=MUTED, lw=1, ls=":")
ax.set(xlabel="층의 번호 (첫 층이 0)", ylabel="닿은 기울기의 크기")
ax.set_title("처음 가중치의 크기가 기울기의 운명을 가릅니다")
plt.show()

# %%
# 곧은 선입니다. 층마다 거의 같은 비율이 곱해진다는 뜻입니다. 이득 :math:`\sqrt{2}`는 :fact:`he-init`년에 나온 He :term:`초기화`의
# 값입니다. ReLU가 절반을 막는 만큼 미리 키워 둡니다.

tens = 10.0 ** np.log10(middle[:, 0]).round()
n_seeds = len(seeds)
assert np.allclose(np.log10(tens), [-15, 0, 15], atol=1)
assert np.allclose(np.log10(middle[:, 0]), 50 * np.log10([0.5, 1, 2]), atol=1)

# %%
# .. _vanishing-half:
#
# ReLU는 책임을 전부 넘길까요?
# ----------------------------
# 흔히 이렇게 말합니다. “ReLU의 기울기는 1이므로 책임을 100% 넘긴다. 그래서 기울기가 사라지지 않는다.” 확인해 봅니다.
# 백 층의 뉴런들 가운데 기울기가 :math:`1`인 것은 얼마나 될까요?


def passing_share(gain, seed, depth=100, width=64):
    rng = np.random.default_rng(seed)
    h, share = rng.normal(size=width), []
    for _ in range(depth):
        z = h @ (rng.normal(size=(width, width)) * gain / np.sqrt(width))
        h = relu.f(z)
        share.append(np.mean(relu.df(z)))
    return np.mean(share)


passing = np.median([passing_share(np.sqrt(2), seed) for seed in seeds])
print(
    f"기울기가 1인 뉴런: {passing:.0%}, 기울기가 0인 뉴런: {1 - passing:.0%}"
)

# %%
# 절반은 전부 넘기고 절반은 하나도 넘기지 않습니다. 게다가 넘긴 책임에 가중치가 곱해집니다. 이득이 1일 때 사라진 까닭이
# 여기에 있습니다.
#
# ReLU가 시그모이드보다 나은 것은 사실입니다. 얼마나 나은지 함수와 이득을 함께 바꾸어 봅니다. 칸마다 첫 층에 닿은 크기의
# 자릿수, 곧 상용로그를 반올림해 적습니다. 세 시드의 중앙값입니다. 영이면 그대로이고, 음수는 사라진 것, 양수는 부푼 것입니다.

assert 0.45 < passing < 0.55

# %%

many = {"시그모이드": "sigmoid", "tanh": "tanh"}
many |= {"ReLU": "relu", "GELU": "gelu"}
orders = pd.DataFrame(index=list(many), columns=[1.0, 1.414, 2.0, 4.0])
for label, name in many.items():
    for gain in orders.columns:
        chosen = ACTIVATIONS[name]
        first = [backward_sizes(chosen, gain, s)[0] for s in range(3)]
        orders.loc[label, gain] = int(np.log10(np.median(first)).round())
orders.rename_axis("이득", axis="columns")

# %%
# 시그모이드는 네 이득에서 모두 사라졌습니다. 기울기가 가장 커도 사분의 일이고, 이득을 키우면 :term:`포화`하는 뉴런이
# 늘어나기 때문입니다. 그러나 tanh와 ReLU와 GELU는 이득에 따라 사라지기도 하고 부풀기도 합니다. “이 함수를 쓰면 괜찮다”가
# 아니라 “이 함수와 이 이득이면 괜찮다”라고 말해야 합니다.

table = orders.to_numpy().astype(int)
assert (table[0] < -15).all()
for row in table[1:]:
    assert row.min() < 0 < row.max()

# %%
# .. _vanishing-dying:
#
# 영영 깨어나지 못하는 뉴런
# -------------------------
# ReLU에는 ReLU만의 병이 있습니다. 모든 예제에서 음수가 들어오는 뉴런은 기울기가 늘 영이라 스스로 고치지 못합니다.
# 이것을 :term:`죽은 ReLU`라고 합니다. 입력이 :math:`x`이고 편향이 :math:`-10`인 뉴런 하나에게 정답 :math:`\max(0, x)`를 가르쳐 봅니다.


def teach(activation, w, b, lr=0.5, steps=4000):
    x = np.random.default_rng(0).normal(size=1000)
    target = relu.f(x)
    for _ in range(steps):
        z = w * x + b
        error = activation.f(z) - target
        d_z = 2 * error * activation.df(z) / len(x)
        w, b = w - lr * np.sum(d_z * x), b - lr * np.sum(d_z)
    return w, b, np.mean(error**2)


# %%
# 같은 자리에서 ReLU와, 음수 쪽에도 기울기를 조금 남긴 leaky ReLU를 사천 걸음씩 가르칩니다. 정답을 그대로 내는 ReLU 뉴런은
# 가중치가 :math:`1`, 편향이 :math:`0`입니다. 누가 거기에 닿을까요?

taught = {
    "ReLU": teach(relu, w=1.0, b=-10.0),
    "leaky ReLU": teach(ACTIVATIONS["leaky_relu"], w=1.0, b=-10.0),
}
pd.DataFrame(taught, index=["가중치", "편향", "평균제곱오차"]).T.round(3)

# %%
# ReLU는 한 걸음도 떼지 못했습니다. leaky ReLU는 기어 나와 정답 가까이에 닿았습니다.
# ReLU를 쓰면 책임을 온전히 듣는다는 말은 양수가 들어온 뉴런에게만 맞습니다.

dead_w, dead_b, dead_error = taught["ReLU"]
alive_error = taught["leaky ReLU"][2]
assert (dead_w, dead_b) == (1.0, -10.0)
assert alive_error < 0.001 < dead_error

# %%
# .. _vanishing-remedies:
#
# 처방 셋: 초기화, 정규화, 잔차 연결
# ----------------------------------
# 그럼 실제로는 어떻게 백 층을 쌓을까요? 흔히 처방 셋을 함께 씁니다. 첫째는 앞에서 본 초기화입니다.
#
# 둘째는 :term:`정규화`입니다. 여기서는 예제 하나가 층에 들고 온 값들의 평균을 영, 표준편차를 일로 맞추는 :term:`층 정규화`를 씁니다.
# 이득을 두 배로 키워도 다음 층에서 도로 맞추므로 이득에 덜 휘둘립니다.
#
# 셋째는 :fact:`resnet`년에 나온 논문으로 널리 알려진 :term:`잔차 연결`입니다. 들어온 것을 나가는 것에 그대로 더합니다.
# :math:`h_{\ell+1} = h_\ell + f(h_\ell W_\ell)`이면 거슬러 갈 때 길이 둘입니다. 한 길은 곱해지지만 다른 길은 그대로 지나가고, 둘을 더합니다.
# 회사로 치면 사장의 말이 적힌 쪽지가 막내에게까지 그대로 전해지는 셈입니다.
#
# 층 하나를 만드는 방법은 네 가지입니다. 방법마다 백 층씩 쌓아 봅니다. 거슬러 가는 셈은 PyTorch에 맡깁니다.

import torch
from torch.nn.functional import layer_norm

torch.set_num_threads(1)  # 작은 행렬은 나누어 셈하지 않는 쪽이 빠릅니다


def layer(h, W, kind):
    u = layer_norm(h, h.shape[-1:]) if "정규화" in kind else h
    a = torch.relu(u @ W)
    return h + a if "잔차" in kind else a


# %%
# 쌓고 나서 끝 층에서 출발한 기울기가 층마다 얼마나 닿았는지 적습니다. ``unit``은 출발하는 기울기에 곱하는 수로, 맨 뒤에서 씁니다.


def deep_sizes(kind, gain, seed, unit=1.0, depth=100, width=64):
    torch.manual_seed(seed)
    shape = (width, width)
    h = [torch.randn(1, width, dtype=torch.float64, requires_grad=True)]
    for _ in range(depth):
        W = torch.randn(shape, dtype=torch.float64) * gain / width**0.5
        h.append(layer(h[-1], W, kind))
    grads = torch.autograd.grad(unit * h[-1].sum(), h)
    return [float(d.square().mean().sqrt()) for d in grads]


# %%
# 처방마다, 이득마다 첫 층에 닿은 기울기를 자릿수로 적습니다. 세 시드의 중앙값입니다. 어느 줄이 이득에 가장 덜 휘둘릴까요?

kinds = ["그대로", "잔차", "정규화", "정규화 + 잔차"]
profiles = np.array(
    [
        [np.median([deep_sizes(k, g, s) for s in range(3)], 0) for g in gains]
        for k in kinds
    ]
)  # (처방, 이득, 층)
digits = np.log10(profiles[:, :, 0]).round().astype(int)
headings = ["이득 1", "이득 √2", "이득 2"]
pd.DataFrame(digits, index=kinds, columns=headings)

# %%
# 한 줄씩 읽어 봅니다. “그대로”는 이득이 운명을 정합니다. 잔차만 쓰면 사라지지는 않지만 층마다 더하기만 하므로 크게 부풉니다.
# 정규화만 쓰면 이득과 거의 상관이 없어지지만 부푸는 것이 남습니다. **둘을 함께** 쓰면 세 이득에서 모두 크기가 조금밖에 변하지 않습니다.
# “그대로”도 이득을 꼭 맞추면 고릅니다. 다만 조금만 어긋나도 무너집니다.

plain, skip, normal, together = digits
assert plain.max() - plain.min() > 25
assert (skip > 10).all()
assert normal.max() - normal.min() <= 1
assert (normal >= 5).all()
assert np.abs(together).max() <= 2

# %%
# 이득이 :math:`1`일 때를 층마다 그립니다. 네 선 가운데 가장 평평한 것을 찾아보세요.

# sphinx_gallery_alt = "이득이 1일 때 층마다 닿은 기울기의 크기를 로그 눈금으로 그린 네 곡선. 그대로 쌓으면 앞 층으로 갈수록 줄고, 잔차만 쓰면 가장 크게 부풀고, 정규화만 쓰면 조금 부풀며, 정규화와 잔차를 함께 쓰면 거의 평평합니다."
fig, ax = plt.subplots(figsize=(6.5, 4.2))
styles = ["-", ":", "--", "-"]
for i, kind in enumerate(kinds):
    ax.semilogy(profiles[i, 0], styles[i], color=PALETTE[i], label=kind)
ax.set(xlabel="층의 번호 (첫 층이 0)", ylabel="닿은 기울기의 크기")
ax.set_title("정규화와 잔차 연결을 함께 쓰면 평평합니다")
ax.legend(loc="upper right")
plt.show()

# %%
# .. _vanishing-training:
#
# 정말 배우는지 가르쳐 봅니다
# ---------------------------
# 기울기의 크기가 고르다고 해서 반드시 배우는 것은 아닙니다. 그래서 실제로 가르쳐 봅니다. 평면의 점이 원 안에 있는지
# 맞히는 문제이고, 층은 서른 겹입니다.

rng = np.random.default_rng(0)
xy = rng.uniform(-1.5, 1.5, size=(128, 2))
inside = (xy**2).sum(axis=1) < 1.2
with_ones = np.column_stack([xy, np.ones(128)])  # 편향 대신 1을 붙입니다
points = torch.tensor(with_ones, dtype=torch.float32)
answers = torch.tensor(inside, dtype=torch.float32)


def predict(weights, kind):
    h = torch.relu(points @ weights[0])
    for W in weights[1:-1]:
        h = layer(h, W, kind)
    if "정규화" in kind:
        h = layer_norm(h, h.shape[-1:])
    return (h @ weights[-1])[:, 0]


# %%
# 순전파, 손실, 역전파, 갱신을 되풀이하는 것은 늘 같습니다. 층을 만드는 법만 다릅니다.

from torch.nn.functional import binary_cross_entropy_with_logits as loss_of


def train(kind, gain, seed, lr=0.01, steps=100):
    torch.manual_seed(seed)
    shapes = [(3, 32)] + [(32, 32)] * 29 + [(32, 1)]
    weights = [torch.randn(n) * gain / n[0] ** 0.5 for n in shapes]
    losses = []
    for _ in range(steps):
        for W in weights:
            W.requires_grad_()
        loss = loss_of(predict(weights, kind), answers)
        grads = torch.autograd.grad(loss, weights)
        pairs = zip(weights, grads, strict=True)
        weights = [(W - lr * d).detach() for W, d in pairs]
        losses.append(loss.item())
    return losses


# %%
# 세 신경망을 세 시드씩 가르칩니다. 그림의 점선은 늘 반반이라고만 답할 때의 손실 :math:`\log 2`입니다. 어느 것이 점선을 떠나지 못할까요?

contenders = {
    "이득 1, 그대로": ("그대로", 1.0),
    "이득 √2, 그대로 (He)": ("그대로", 2**0.5),
    "이득 1, 정규화 + 잔차": ("정규화 + 잔차", 1.0),
}
curves = {
    name: np.array([train(*pair, seed) for seed in range(3)])
    for name, pair in contenders.items()
}

# %%

# sphinx_gallery_alt = "가로는 걸음, 세로는 손실인 그림. 이득이 1이고 그대로 쌓은 신경망은 아무것도 모를 때의 손실 <<no_idea|.2f>>에서 움직이지 않습니다. He 초기화는 내려가되 시드마다 다르고, 정규화와 잔차 연결을 함께 쓰면 세 시드 모두 빠르게 내려갑니다."
no_idea = np.log(2)
fig, ax = plt.subplots(figsize=(6.5, 4.2))
for i, (name, runs) in enumerate(curves.items()):
    for k, losses in enumerate(runs):
        label = name if k == 0 else None
        ax.plot(losses, color=PALETTE[i], lw=1.6, label=label)
ax.axhline(no_idea, color=MUTED, lw=1, ls=":")
ax.set(xlabel="걸음", ylabel="손실", ylim=(0, 1.5))
ax.set_title("기울기가 닿아야 배웁니다")
ax.legend(loc="upper right")
plt.show()

# %%
# 이득이 :math:`1`이고 그대로 쌓은 신경망은 :val:`plain_final|.2f`에서 거의 움직이지 못했고, 정규화와 잔차 연결을 함께 쓴 신경망은
# :val:`both_final|.2f`까지 내려갔습니다. 이득이 작으면 거슬러 오는 기울기만이 아니라 앞으로 가는 값도 함께 사라져 늘 반반이라고만 답합니다.
# He 초기화만 쓴 것은 그 사이이고 시드마다 다릅니다. 마지막 손실은 세 시드의 중앙값입니다.

finals = {name: np.median(runs[:, -1]) for name, runs in curves.items()}
plain_final, he_final, both_final = finals.values()
assert np.isclose(plain_final, no_idea, atol=0.01)
assert both_final < 0.3 * no_idea
assert both_final < he_final < plain_final
pd.DataFrame({"마지막 손실": finals}).round(3)

# %%
# .. _vanishing-trap:
#
# 흔한 함정: 첫 층만 보면 알까요?
# -------------------------------
# 첫 층에 닿은 기울기의 크기를 재서 “기울기가 작으니 소실되었다”고 말하기 쉽습니다. 손실을 천분의 일로 줄여 적으면
# 어떻게 될까요? 단위만 바꾸었을 뿐 신경망은 그대로입니다.


def edge_sizes(unit):
    sizes = deep_sizes("그대로", 2**0.5, seed=0, unit=unit)
    return sizes[0], sizes[0] / sizes[-1]


units = [edge_sizes(1.0), edge_sizes(0.001)]
heads = ["첫 층의 크기", "첫 층 ÷ 끝 층"]
pd.DataFrame(units, index=["그대로", "천분의 일"], columns=heads).round(5)

# %%
# 첫 층의 크기는 천분의 일이 되었지만 첫 층과 끝 층의 **비**는 그대로입니다. 소실은 한 자리의 크기가 아니라 층을 거스르며
# 줄어드는 비율입니다. 층마다 재서 견주어야 합니다.
# 옵티마이저에 따라서도 다릅니다. :doc:`옵티마이저 </auto_examples/02_gradient_descent/plot_06_optimizers>`에서 본 Adam은
# 첫걸음의 길이가 기울기의 크기와 상관없었습니다. 그래도 정확히 영이 된 기울기는 되살리지 못합니다.

(full, full_ratio), (scaled, scaled_ratio) = units
assert np.isclose(scaled, full / 1000)
assert np.isclose(scaled_ratio, full_ratio)

# %%
# .. _vanishing-summary:
#
# 정리
# ----
# - 거슬러 가는 기울기에는 활성화 함수의 기울기와 가중치가 층마다 곱해집니다. 층마다의 비율이 1보다 작으면 사라지고 크면 폭주합니다.
# - 같은 ReLU라도 이득에 따라 백 층 뒤의 크기가 서른 자리나 갈립니다. ReLU 뉴런의 절반쯤은 책임을 하나도 넘기지 않습니다.
# - 초기화와 함께 정규화와 잔차 연결을 쓰면, 이득이 조금 어긋나도 앞쪽 층까지 기울기가 고르게 닿습니다.

# %%
# .. _vanishing-exercises:
#
# 더 해 보기
# ----------
# **하나.** 멀쩡하던 뉴런도 큰 걸음 하나에 죽을 수 있습니다. 가중치 :math:`1`, 편향 :math:`5`에서 학습률을 0.1과 :math:`3`으로 바꾸어
# ``teach``를 불러 보세요.
#
# .. dropdown:: 답 보기
#
#    학습률 0.1로는 배우지만 :math:`3`으로는 편향이 :val:`killed_b|.1f|으로/로` 튀어 죽습니다. 그 자리에서는 모든 예제의
#    :math:`z`가 음수라 다시는 움직이지 못합니다. 큰 학습률은 이런 식으로도 탈을 냅니다.

_, healthy_b, healthy_error = teach(relu, w=1.0, b=5.0, lr=0.1)
_, killed_b, killed_error = teach(relu, w=1.0, b=5.0, lr=3.0, steps=50)
print(f"학습률 0.1: 편향 5에서 {healthy_b:.3f}, 오차 {healthy_error:.4f}")
print(f"학습률 3:   편향 5에서 {killed_b:.3f}, 오차 {killed_error:.4f}")
assert healthy_error < 0.001
assert killed_b < -5
assert killed_error > 0.1

# %%
# **둘.** tanh를 백 층 쌓을 때 첫 층에 닿는 기울기의 크기가 일에 가까운 이득을 찾아보세요. ReLU의 :math:`\sqrt{2}`와 같을까요?
#
# .. dropdown:: 답 보기
#
#    해 본 것 가운데서는 이득 :val:`tanh_gain|.2f`에서 가장 가깝습니다. tanh는 절반을 막지 않으므로
#    ReLU보다 작은 이득이 알맞습니다. 활성화 함수를 바꾸면 초기화도 함께 바꾸어야 합니다.

tanh = ACTIVATIONS["tanh"]
tried = np.linspace(0.9, 1.5, 7)
reached = [
    np.median([backward_sizes(tanh, gain, seed)[0] for seed in range(3)])
    for gain in tried
]
tanh_gain = tried[np.abs(np.log10(reached)).argmin()]
print(f"이득 {tanh_gain:.2f}")
assert tanh_gain < np.sqrt(2)

# %%
# **셋.** 이득이 :math:`1`인 ReLU에서 기울기가 천분의 일 아래로 내려가는 것은 몇 층을 거슬러 갔을 때일까요? 먼저 셈하고,
# 앞에서 재 둔 ``middle``에서 찾아보세요.
#
# .. dropdown:: 답 보기
#
#    층마다 :math:`1/\sqrt{2}`배이므로 셈으로는 :val:`predicted_depth`층입니다. 잰 것에서 찾으면
#    :val:`measured_depth`층입니다. 스무 층 남짓이면 벌써 처음 가중치의 크기를 따져야 한다는 뜻입니다.

predicted_depth = int(np.ceil(np.log(1000) / np.log(np.sqrt(2))))
from_the_end = middle[0][::-1]  # [n]이 n층을 거슬러 간 크기
measured_depth = int(np.argmax(from_the_end < 0.001))
print(predicted_depth, measured_depth)
assert abs(measured_depth - predicted_depth) <= 6

# %%
# .. _vanishing-next:
#
# 다음 쪽
# -------
# 기울기가 거슬러 가려면 먼저 끝에서 출발해야 합니다. 출발점인 손실 함수를
# :doc:`손실 함수 </auto_examples/06_building_blocks/plot_03_losses>`에서 견줍니다.
