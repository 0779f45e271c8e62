r"""
비트를 절반만 쓰고도 배울 수 있을까요?
======================================

신경망의 수는 보통 하나에 서른두 비트를 써서 적습니다.
절반인 열여섯 비트로 적으면 담을 것도 옮길 것도 절반이 됩니다. 그 대신 무엇을 잃을까요?
잃는 것을 하나씩 만들어 보고, 잃지 않으면서 배우는 방법을 찾습니다.

- **할 것**: 수 하나를 비트로 풀어 보고, 세 형식에서 수가 넘치고 사라지고 제자리에 머무는 곳을 찾은 다음, 같은 신경망을 여러
  :term:`정밀도`로 가르칩니다.
- **배울 것**: 곱셈은 낮은 정밀도로 해도 되지만, 조금씩 고쳐 나가는 가중치는 높은 정밀도로 두어야 합니다.
- **필요한 것**: :doc:`기울기 소실 </auto_examples/06_building_blocks/plot_02_vanishing_gradient>`,
  :doc:`파라미터의 수 </auto_examples/06_building_blocks/plot_04_counting_parameters>`. PyTorch와 scikit-learn을 씁니다.
"""

# %%
# .. _precision-bits:
#
# 수 하나를 비트로 풀면
# ---------------------
#
# 비트는 영이나 일 하나를 적는 자리입니다. 수를 몇 비트로 담고 계산하는지를 :term:`정밀도`라고 합니다. 신경망의 수는
# :term:`부동소수점`이라는 방식으로 담습니다. 비트를 부호, 크기를 정하는 지수, 그 크기 안에서 자리를 정하는 :term:`가수`의 세
# 토막으로 나누어 씁니다. 부호가 :math:`s`, 지수가 :math:`e`, 비트 :math:`M`개로 적은 가수가 :math:`m`이면 이런 수입니다.
#
# .. math::
#
#    (-1)^s \times \Bigl(1 + \frac{m}{2^M}\Bigr) \times 2^{\,e - c}
#
# :math:`c`는 지수를 음수로도 쓰려고 빼는 상수입니다. 지수의 비트가 모두 영이거나 모두 일이면 다르게 읽습니다. 영, 아주 작은 수,
# 무한대, NaN의 자리입니다. 세 형식을 견줍니다. ``float32``는 보통 쓰는 것이고, ``bfloat16``과 ``float16``은 비트를 절반만
# 쓰는데 토막을 서로 다르게 나눕니다.

import math

import matplotlib.pyplot as plt
import pandas as pd
import torch

torch.set_num_threads(1)
torch.manual_seed(0)
KINDS = {n: getattr(torch, n) for n in ("float32", "bfloat16", "float16")}

# %%
# ``fields``는 수를 그 형식으로 담고, 그 비트를 정수로 읽어(``view``) 영과 일로 늘어놓은 다음 세 토막으로 자릅니다. ``eps``는
# :math:`1`과 그다음 수의 간격입니다. 가수의 맨 끝 비트 하나만큼인 :math:`2^{-M}`이므로, 거꾸로 풀면 :math:`M`이 나옵니다.


def fields(value, kind):
    info = torch.finfo(kind)
    mantissa = round(-math.log2(info.eps))
    same_size = {32: torch.int32, 16: torch.int16}[info.bits]
    code = torch.tensor(value, dtype=kind).view(same_size).item()
    text = f"{code % 2**info.bits:0{info.bits}b}"
    return text[0], text[1:-mantissa], text[-mantissa:]


# %%
# :math:`-6.5`를 풀어 봅니다. 열여섯 비트인 두 형식 가운데 지수 토막이 더 긴 쪽은 어느 것일까요?

pd.DataFrame(
    [fields(-6.5, kind) for kind in KINDS.values()],
    columns=["부호", "지수", "가수"],
    index=list(KINDS),
)

# %%
# ``bfloat16``은 ``float32``의 뒤쪽 절반을 잘라 낸 모양입니다. 지수가 똑같고 가수만 짧습니다. ``float16``은 지수를 줄여서
# 가수에 더 주었습니다. 위의 식으로 되돌려, 담긴 수와 같은지 이백 번 확인합니다. :math:`0.1`은 정확히 담길까요?


def decode(sign, exponent, mantissa):
    c = 2 ** (len(exponent) - 1) - 1
    fraction = 1 + int(mantissa, 2) / 2 ** len(mantissa)
    return (-1) ** int(sign) * fraction * 2.0 ** (int(exponent, 2) - c)


for name, kind in KINDS.items():
    print(f"{name:8} 0.1 → {decode(*fields(0.1, kind)):.12f}")
    for value in torch.randn(200).tolist():
        stored = torch.tensor(value, dtype=kind).item()
        assert decode(*fields(value, kind)) == stored

# %%
# 십분의 일은 이진법으로는 끝없이 이어지는 수라 어느 형식에도 정확히 담기지 않습니다. 가수가 짧을수록 더 일찍 어긋납니다.

# %%
# .. _precision-range:
#
# 넘치는 곳과 사라지는 곳
# -----------------------
#
# 지수의 길이는 담을 수 있는 크기의 범위를 정하고, 가수의 길이는 촘촘함을 정합니다. 가장 큰 수가 가장 작은 형식은 어느
# 것일까요?

infos = [torch.finfo(kind) for kind in KINDS.values()]
lengths = [[len(t) for t in fields(1.0, kind)] for kind in KINDS.values()]
limits = pd.DataFrame(
    {
        "비트": [info.bits for info in infos],
        "지수": [length[1] for length in lengths],
        "가수": [length[2] for length in lengths],
        "가장 큰 수": [f"{info.max:.5g}" for info in infos],
        "1과 다음 수의 간격": [f"{info.eps:.1g}" for info in infos],
    },
    index=list(KINDS),
)
limits

# %%
# ``float16``에 담을 수 있는 가장 큰 수는 :val:`largest_half|,.0f`입니다. 이보다 조금 큰 수와 아주 작은 수를 담으면
# 어떻게 될까요? 예측하고 나서 표를 봅니다.

largest_half = torch.finfo(torch.float16).max
probes = torch.tensor([65504.0, 70000.0, 1e-4, 1e-7, 1e-8])
pd.DataFrame(
    {n: [f"{v:.5g}" for v in probes.to(k).tolist()] for n, k in KINDS.items()},
    index=pd.Index([f"{v:g}" for v in probes.tolist()], name="담으려는 수"),
)

# %%
# ``float16``은 큰 쪽에서 무한대로 넘치고 작은 쪽에서 영으로 사라집니다. ``bfloat16``은 다섯 수를 모두 담았지만, 자리가 거칠어서
# 모두 조금씩 어긋났습니다.

as_half, as_brain = probes.half(), probes.bfloat16()
assert as_half[1] == math.inf
assert as_half[-1] == 0
assert as_brain.isfinite().all()
assert (as_brain > 0).all()
assert (as_brain != probes).all()

# %%
# 크기를 바꾸어 가며 그 언저리의 수 이백 개를 담아 보고, 가장 많이 어긋난 비율을 그립니다. 비율이 :math:`1`이면 수를 통째로 잃은
# 것입니다.

# sphinx_gallery_alt = "수의 크기에 따라, 담을 때 어긋나는 비율을 그린 세 줄. 지수가 긴 두 형식은 크기와 상관없이 평평하고, 가수가 짧은 쪽이 훨씬 높습니다. 지수가 짧은 형식은 가운데에서는 둘 사이에 있다가, 작은 쪽에서는 비스듬히 올라가고 큰 쪽에서는 갑자기 솟아 통째로 잃는 비율에 닿습니다."
from dlconcepts.viz import MUTED, PALETTE, use_korean_font

use_korean_font()
size = torch.logspace(-12, 8, 401, dtype=torch.float64)
around = torch.logspace(-0.15, 0.15, 200, dtype=torch.float64)
near = size[:, None] * around
fig, ax = plt.subplots()
for (name, kind), color in zip(KINDS.items(), PALETTE, strict=False):
    gap = ((near.to(kind).double() - near).abs() / near).amax(1)
    ax.plot(size, gap.clamp(max=1), color=color)
    ax.annotate(name, (1, gap[240]), (0, 6), textcoords="offset points")
ax.set(xscale="log", yscale="log", xlabel="수의 크기")
ax.set(ylabel="가장 많이 어긋난 비율")
ax.set_title("float16은 끝에서, bfloat16은 어디서나 잃습니다")
plt.show()

# %%
# 같은 열여섯 비트라도 잃는 것이 다릅니다. ``float16``의 작은 쪽이 비스듬한 까닭은, 지수를 더 줄일 수 없게 된 다음부터 가수의 비트를
# 하나씩 내주며 버티기 때문입니다. 내줄 비트가 떨어지면 영이 됩니다.

# %%
# .. _precision-spacing:
#
# 하나를 더했는데 그대로인 수
# ---------------------------
#
# 촘촘함은 비율로 정해지므로, 수가 커지면 이웃한 수의 간격도 벌어집니다. ``bfloat16``으로 :math:`256 + 1`은 얼마일까요?

print((torch.tensor(256.0, dtype=torch.bfloat16) + 1).item())

# %%
# 하나를 더했는데 그대로입니다. 여기부터는 간격이 둘이라 홀수를 담을 수 없고, 두 수의 한가운데에 오면 가수의 끝 비트가 영인 쪽으로
# 반올림됩니다. 두 배씩 키워 가며 하나를 더해도 그대로인 첫 수를 찾습니다. 가수가 :math:`M`비트이면 얼마일까요?


def stalls(kind):
    n = torch.ones((), dtype=kind)
    while n + 1 != n:
        n = n * 2
    return int(n)


stalled = {name: stalls(kind) for name, kind in KINDS.items()}
print(stalled)
for n, length in zip(stalled.values(), lengths, strict=True):
    assert n == 2 ** (length[2] + 1)

# %%
# :math:`2^{M+1}`입니다. 학습에서 이런 덧셈을 하는 곳이 바로 :term:`가중치`의 :term:`갱신`입니다. 큰 가중치에 작은 걸음을
# 거듭 더하기 때문입니다. :math:`1`에서 시작해 :math:`0.001`을 천 번 더합니다. 답은 :math:`2`여야 합니다.

ends = {}
for name, kind in KINDS.items():
    w, step = torch.tensor([1.0, 0.001], dtype=kind)
    for _ in range(1000):
        w = w + step
    ends[name] = w.item()
print({name: round(end, 3) for name, end in ends.items()})

# %%
# ``bfloat16``의 가중치는 **한 번도 움직이지 않았습니다**. 걸음이 간격의 절반보다 작아서 더할 때마다 제자리로 반올림되기
# 때문입니다. ``float16``은 걸음마다 조금씩 덜 갔습니다. 그러면 같은 수 천 개를 더하는 일을 합이나 행렬 곱에 맡기면 어떨까요?

many = torch.full((1000,), 0.001, dtype=torch.bfloat16)
at_once = many.sum().item()
product = (many[None] @ torch.ones_like(many)[:, None]).item()
print(f"합 {at_once:g}, 행렬 곱 {product:g}")
assert ends["bfloat16"] == 1
assert abs(ends["float32"] - 2) < 1e-3
assert abs(at_once - 1) < 0.02
assert abs(product - 1) < 0.02

# %%
# 이번에는 맞습니다. PyTorch의 합과 행렬 곱은 더하는 동안에는 ``float32``를 쓰고 마지막에 한 번만 반올림하기 때문입니다. 그러니 곱해지는 수는
# 열여섯 비트여도 괜찮지만, **더해 가며 기억하는 수**는 서른두 비트인 편이 안전합니다. 뒤에 나올 방법의 뼈대입니다.

# %%
# .. _precision-underflow:
#
# 사라지는 기울기
# ---------------
#
# ``float16``의 약점은 작은 수입니다. 층을 거슬러 갈수록 :term:`기울기`가 작아질 수 있다는 것을
# :doc:`기울기 소실 </auto_examples/06_building_blocks/plot_02_vanishing_gradient>`에서 보았습니다. 시그모이드를 쓴 은닉층이
# 여덟 개인 신경망을 ``DeepMLP(입력의 수, 은닉층마다의 크기, 출력의 수)``로 만들고, 손글씨를 보여 주어 기울기를 구합니다. 거의 모든
# 그림에서 비어 있는 칸은 뺍니다. 그런 칸의 가중치는 어느 형식에서나 기울기가 거의 없기 때문입니다.

from torch import nn

from dlconcepts.datasets.digits import load_digits
from dlconcepts.models import DeepMLP

loss_fn = nn.CrossEntropyLoss()
digits = load_digits(seed=0)
x = torch.tensor(digits.train.images.reshape(-1, 64))
y = torch.tensor(digits.train.labels)
used = x.std(0) > 0.1
deep = DeepMLP(int(used.sum()), (32,) * 8, 10, activation="sigmoid", seed=0)
loss_fn(deep(x[:, used]), y).backward()
layers = [layer for layer in deep.hidden if isinstance(layer, nn.Linear)]
grads = [layer.weight.grad for layer in layers]

# %%
# 층마다 기울기를 두 형식으로 옮겨 담고 영이 된 비율을 셉니다. ``float16``은 그대로 담은 것과, 미리 :math:`S = 2^{16}`을 곱해
# 키워서 담은 것을 함께 봅니다. 어느 층이 가장 많이 잃을까요?

S = 2.0**16


def zeros(g):
    return round(100 * (g == 0).double().mean().item(), 1)


lost = pd.DataFrame(
    {
        "기울기의 중앙값": [f"{g.abs().median():.0e}" for g in grads],
        "float16(%)": [zeros(g.half()) for g in grads],
        "키워서 float16(%)": [zeros((S * g).half()) for g in grads],
        "bfloat16(%)": [zeros(g.bfloat16()) for g in grads],
    },
    index=pd.RangeIndex(1, 9, name="은닉층"),
)
lost

# %%
# 첫 층의 기울기는 ``float16``에서 :val:`first_lost|.0f`%가 영이 됩니다. 기울기가 영인 가중치는 배우지 못합니다. 키워서 담은 것과
# ``bfloat16``은 거의 잃지 않습니다.

first_lost = lost["float16(%)"].iloc[0]
assert first_lost > 90
assert lost["키워서 float16(%)"].max() < 2
assert lost["bfloat16(%)"].max() < 1
edges = torch.tensor([0.1, 0.5, 0.9])
tiny = infos[2].smallest_normal * infos[2].eps  # 영 다음의 수
limit_lines = {"사라짐": (tiny / 2, -46), "넘침": (largest_half, 6)}

# %%
# 층마다 기울기의 크기를 그려서 까닭을 봅니다. 점은 :term:`중앙값`이고, 가로줄은 작은 쪽 십분의 일과 큰 쪽 십분의 일을 뺀 나머지가 놓인
# 곳입니다. 점선은 ``float16``의 끝입니다. 왼쪽 점선보다 작으면 영으로 반올림되고, 오른쪽 점선보다 크면 넘칩니다.

# sphinx_gallery_alt = "은닉층 여덟 개의 기울기 크기를 층마다 가로줄로 그렸습니다. 그대로인 줄은 첫 층으로 갈수록 왼쪽으로 멀어져, 첫 두 층은 지수가 짧은 형식에서 영이 되기 시작하는 크기를 나타낸 세로선의 왼쪽에 있습니다. 키운 줄은 모양 그대로 오른쪽으로 옮겨져 여덟 층이 모두 그 세로선의 오른쪽에 있고, 가장 큰 수의 세로선에는 닿지 않습니다."
fig, ax = plt.subplots()
styles = (("그대로", 1, PALETTE[0]), ("키움", S, PALETTE[1]))
for text, factor, color in styles:
    for k, g in enumerate(grads, start=1):
        low, middle, high = factor * g.abs().flatten().quantile(edges)
        ax.plot([low, high], [k, k], color=color, lw=4)
        ax.plot(middle, k, "o", color=color)
    ax.annotate(text, (middle, k), (0, 8), textcoords="offset points")
for text, (limit, shift) in limit_lines.items():
    ax.axvline(limit, color=MUTED, ls="--")
    ax.annotate(text, (limit, 8.7), (shift, 0), textcoords="offset points")
ax.set(xscale="log", xlabel="기울기의 크기", xlim=(1e-10, 1e8))
ax.set(ylabel="은닉층", ylim=(0.4, 9.4), yticks=range(1, 9))
ax.set_title("키우면 여덟 층이 모두 두 점선 사이에 듭니다")
plt.show()

# %%
# .. _precision-scaler:
#
# 손실을 키워서 미분합니다
# ------------------------
#
# 기울기를 다 구한 다음에 키우면 늦습니다. 역전파하는 동안 이미 사라졌기 때문입니다. 그래서 **손실에** 큰 수를 곱하고
# 미분합니다. 곱하는 수를 배율이라고 합니다. :term:`연쇄 법칙`에 따라 모든 기울기가 똑같이 커지고, 걷기 전에 ``float32``로 옮겨 같은
# 수로 나누면 됩니다. 배율이 둘의 거듭제곱이면 넘치거나 사라지지 않는 한 지수만 바뀌므로, 곱하고 나누는 일에서는 가수가 다치지
# 않습니다.

g = grads[0]
there_and_back = (S * g).half().float() / S
error = ((there_and_back - g).norm() / g.norm()).item()
print(
    f"그대로 담으면 {g.half().norm():.1e}, 키웠다 줄이면 {there_and_back.norm():.1e}"
)
print(f"키웠다 줄인 것이 어긋난 비율 {error:.0e}")
assert torch.equal(S * g / S, g)
assert error < 0.05

# %%
# 그대로 담으면 남는 것이 없습니다. 키웠다 줄이면 ``float16``의 가수가 짧은 만큼만 어긋납니다.
#
# 배율은 얼마가 좋을까요? 클수록 덜 사라지지만 너무 크면 넘칩니다. 미리 알 수 없으므로 크게 시작해서, 무한대가 나오면 그 걸음을
# **건너뛰고** 배율을 절반으로 줄입니다. 이 일을 ``GradScaler``가 합니다. ``step``은 나누고 걷거나 건너뛰고, ``update``는 배율을
# 고칩니다. 처음 배율은 위와 같은 :math:`2^{16}`입니다. 기울기가 :math:`2`인 손실로 다섯 걸음을 지켜봅니다. 몇 번 건너뛸까요?

scaler = torch.amp.GradScaler("cpu")
w = torch.ones((), requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
rows = []
for _ in range(5):
    w.grad = None
    half = w.half()
    half.retain_grad()  # 도중의 기울기도 남겨서 봅니다
    before = scaler.get_scale()
    scaler.scale(2 * half.float()).backward()
    scaler.step(optimizer)
    scaler.update()
    rows.append([before, half.grad.item(), w.item()])

# %%

steps = pd.DataFrame(rows, columns=["배율", "float16 기울기", "걸은 뒤의 w"])
steps.index = pd.RangeIndex(1, 6, name="걸음")
skipped = int((steps["걸은 뒤의 w"] == 1).sum())
assert rows[0][0] == S
assert skipped == math.isinf(rows[0][1]) + math.isinf(rows[1][1]) == 2
assert abs(rows[2][2] - 0.8) < 1e-6
steps.round(3)

# %%
# 두 번 건너뛴 다음 맞는 배율을 찾아 걷습니다. 나누어 주므로 걸음의 크기는 배율과 상관없습니다. 오래 넘치지 않으면
# ``GradScaler``는 배율을 다시 두 배로 늘려 봅니다. ``bfloat16``에는 이 모든 것이 필요 없습니다. 지수의 길이가 ``float32``와
# 같아서 담을 수 있는 크기의 범위도 거의 같기 때문입니다.

# %%
# .. _precision-autocast:
#
# 섞어 쓰기
# ---------
#
# :term:`혼합 정밀도`에서는 모델을 열여섯 비트로 바꾸지 않습니다. 가중치는 ``float32``로 둡니다. ``with torch.autocast(...)``
# 안에서는 PyTorch가 연산마다 알맞은 형식을 고릅니다. 가중치의 기울기는 어느 형식으로 나올까요?

model = DeepMLP(64, (128, 64), 10, seed=0)
with torch.autocast("cpu", dtype=torch.bfloat16):
    hidden = model.hidden(x)
    logits = model(x)
    loss = loss_fn(logits, y)
loss.backward()
first = model.hidden[0].weight
parts = {"입력": x, "가중치": first, "은닉층의 출력": hidden}
parts |= {"로짓": logits, "손실": loss, "가중치의 기울기": first.grad}
dtypes = {
    name: str(t.dtype).removeprefix("torch.") for name, t in parts.items()
}
pd.Series(dtypes).to_frame("형식")

# %%
# 행렬 곱은 ``bfloat16``으로 하고, :math:`e`의 거듭제곱과 로그가 든 손실은 ``float32``로 합니다. 가중치와 그 기울기는 처음부터 끝까지
# ``float32``입니다. 행렬 곱에 들어갈 때만 가중치의 열여섯 비트짜리 사본을 만들어 씁니다. 이렇게 남겨 둔 ``float32`` 가중치를
# 원본(master weights)이라고 부르기도 합니다. 어느 연산을 어느 형식으로 할지는 장치마다 조금씩 다릅니다.

assert dtypes["로짓"] == dtypes["은닉층의 출력"] == "bfloat16"
assert dtypes["손실"] == dtypes["가중치의 기울기"] == "float32"

# %%
# .. _precision-train:
#
# 정말 똑같이 배울까요?
# ---------------------
#
# 같은 신경망에게 손글씨를 네 가지로 가르칩니다. 처음 뽑은 가중치와 섞는 차례는 모두 같습니다. 앞의 둘은 ``TrainConfig``의
# ``precision``만 다릅니다. 셋째는 섞지 않고 가중치까지 모두 ``bfloat16``으로 바꿉니다. 넷째는 ``float32``로 계산하면서, 걸음이
# 끝날 때마다 **가중치만** ``bfloat16``으로 반올림합니다.

from dlconcepts.metrics import accuracy
from dlconcepts.training import TrainConfig, Trainer

x_valid = torch.tensor(digits.valid.images.reshape(-1, 64))
y_valid = torch.tensor(digits.valid.labels)


def learn(precision, kind=torch.float32, calls=()):
    model = DeepMLP(64, (128, 64), 10, seed=0).to(kind)
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-4)
    plan = {"epochs": 15, "batch_size": 32, "seed": 0, "progress": False}
    config = TrainConfig(precision=precision, **plan)
    more = {"metrics": {"accuracy": accuracy}, "on_batch_end": calls}
    trainer = Trainer(model, optimizer, loss_fn, config, device="cpu", **more)
    trainer.fit((x.to(kind), y), (x_valid.to(kind), y_valid))
    return trainer


# %%
# ``on_batch_end``에 넘긴 함수는 걸음이 끝날 때마다 불립니다. 뒤의 둘은 앞의 둘만큼 배울까요?


def round_weights(trainer, step):
    with torch.no_grad():
        for w in trainer.model.parameters():
            w.copy_(w.bfloat16())


runs = {
    "float32": learn("float32"),
    "혼합 bfloat16": learn("bfloat16"),
    "모두 bfloat16": learn("float32", torch.bfloat16),
    "가중치만 반올림": learn("float32", calls=[round_weights]),
}

# %%

names = {"loss": "학습 손실", "valid/loss": "검증 손실"}
names["valid/accuracy"] = "검증 정확도"
last = [trainer.history.to_frame().iloc[-1] for trainer in runs.values()]
last = pd.DataFrame(last, index=list(runs))[list(names)]
last = last.rename(columns=names)
last.round(3)

# %%
# 혼합 정밀도의 손실은 ``float32``와 :val:`mixed_gap|.1f`%만 다릅니다. 가중치까지 ``bfloat16``으로 둔 쪽은 손실이
# :val:`pure_times|.1f`배입니다. 가중치를 반올림하기만 해도 :val:`rounded_times|.1f`배이니, 느리게 배우는 까닭은 거의 가중치에
# 있습니다. 작은 걸음이 반올림으로 사라진 것입니다.

loss_full, loss_mixed, loss_pure, loss_rounded = last["학습 손실"]
mixed_gap = 100 * abs(loss_mixed / loss_full - 1)
pure_times = loss_pure / loss_full
rounded_times = loss_rounded / loss_full
accuracies = last["검증 정확도"].to_numpy()
assert 0 < mixed_gap < 3
assert abs(accuracies[1] - accuracies[0]) < 0.03
assert min(pure_times, rounded_times) > 1.5
assert accuracies[2] < accuracies[0]

# %%

# sphinx_gallery_alt = "에포크에 따른 검증 손실 네 줄. 기준인 줄과 섞어 쓴 줄은 겹쳐서 내려갑니다. 가중치까지 낮은 정밀도로 둔 줄과 가중치만 반올림한 줄은 서로 가까이 붙어서, 처음부터 끝까지 그 위에 있습니다."
fig, ax = plt.subplots()
for (name, trainer), color, ls in zip(
    runs.items(), PALETTE, ("-", "--", "-", ":"), strict=False
):
    curve = [row["valid/loss"] for row in trainer.history.rows]
    ax.plot(range(1, 16), curve, color=color, ls=ls, lw=2.5, label=name)
ax.set(xlabel="에포크", ylabel="검증 손실")
ax.set_title("가중치를 높은 정밀도로 두면 거의 똑같이 배웁니다")
ax.legend()
plt.show()

# %%
# .. _precision-device:
#
# 장치마다 쓸 수 있는 것이 다릅니다
# ---------------------------------
#
# 그러면 ``float16``은 왜 빠졌을까요? CPU에서 ``Trainer``에게 시켜 봅니다.

from dlconcepts.errors import DeviceError

refused = ""
try:
    learn("float16")
except DeviceError as error:
    refused = str(error)
print(refused)
assert "bfloat16" in refused

# %%
# ``Trainer``는 CPU에서 ``float16``을 받지 않습니다. ``bfloat16``이 있고, 그쪽은 배율을 맞출 일도 없기 때문입니다.
# ``float16``과 ``GradScaler``는 ``bfloat16``이 없는 조금 오래된 NVIDIA GPU에서 씁니다.
#
# 요즈음의 NVIDIA GPU에는 하나가 더 있습니다. :name:`TF32`는 담는 형식이 아니라 곱하는 방식입니다. 수는 ``float32``로 두고, 행렬 곱에
# 들어갈 때만 가수를 ``float16``만큼으로 줄여서 곱합니다. 지수는 ``float32``와 길이가 같으므로 줄인다고 넘치거나 사라지지는
# 않습니다. ``TrainConfig(tf32=True)``가 켭니다. CPU에는 없는 방식이라 여기서는 아무것도 바뀌지 않습니다.
#
# 얼마나 빨라지는지는 열여섯 비트의 곱셈기가 그 장치에 있는지에 달려 있습니다. 없으면 형식을 바꾸는 일이 늘어 오히려 느려지기도
# 하므로, 쓸 장치에서 재어 보아야 압니다. 바르게 재는 법은
# :doc:`하드웨어 장 </auto_examples/08_hardware/plot_01_cpu_and_gpu>`에서 다룹니다.

# %%
# .. _precision-trap:
#
# 흔한 함정
# ---------
#
# 첫째, 흔히 이렇게 말합니다: “혼합 정밀도로 바꾸면 모델이 쓰는 메모리가 절반이 된다.” 위에서 학습을 마친 모델마다 파라미터
# 하나에 몇 바이트를 들고 있는지 셉니다. 한 바이트는 여덟 비트입니다. 가중치와 기울기가 하나씩, Adam의 기억이 둘입니다.


def bytes_each(trainer):
    weights = list(trainer.model.parameters())
    held = sum(w.nbytes + w.grad.nbytes for w in weights)
    for memory in trainer.optimizer.state.values():
        held += sum(t.nbytes for name, t in memory.items() if name != "step")
    return held / sum(w.numel() for w in weights)


per_parameter = {name: bytes_each(trainer) for name, trainer in runs.items()}
print(per_parameter)
assert per_parameter["float32"] == per_parameter["혼합 bfloat16"] == 16

# %%
# 혼합 정밀도는 그대로입니다. 원본과 기울기와 기억이 모두 ``float32``이기 때문입니다. 줄어드는 것은 :term:`역전파`하려고
# 간직하는 :term:`순전파`의 중간값입니다. ``saved_tensors_hooks``는 PyTorch가 텐서를 간직할 때마다 ``keep``을 부릅니다. 가중치는 빼고,
# 메모리의 같은 자리(``data_ptr``)는 한 번만 셉니다.


def kept(enabled):
    net = runs["float32"].model
    own = {w.data_ptr() for w in net.parameters()}
    saved = {}

    def keep(t):
        if t.data_ptr() not in own:
            saved[t.data_ptr()] = t.nbytes
        return t

    hooks = torch.autograd.graph.saved_tensors_hooks(keep, lambda t: t)
    with hooks, torch.autocast("cpu", torch.bfloat16, enabled=enabled):
        loss_fn(net(x), y)
    return sum(saved.values())


kept_full, kept_mixed = kept(False), kept(True)
print(f"float32 {kept_full:,}바이트, 혼합 {kept_mixed:,}바이트")

# %%
# 간직하는 것은 :val:`kept_share|.0f`%로 줄었습니다. 꼭 절반이 아닌 것은 열여섯 비트짜리 가중치 사본도 간직하고, 손실 쪽은
# ``float32``로 남기 때문입니다. 그러니 배치가 커서 중간값이 많으면 크게 줄고, 모델이 커서 파라미터가 많으면 거의 줄지 않습니다.
#
# 둘째, 흔히 이렇게 말합니다: “열여섯 비트로는 정확도가 떨어진다.” 위의 표에서 섞어 쓴 쪽은 떨어지지 않았고, 가중치까지
# 바꾼 쪽은 같은 걸음을 걷고도 덜 배웠습니다. 비트의 수만이 아니라 **어디에** 쓰는지를 말해야 합니다.

kept_share = 100 * kept_mixed / kept_full
assert 45 < kept_share < 60

# %%
# .. _precision-summary:
#
# 정리
# ----
#
# - 지수의 길이는 범위를, 가수의 길이는 촘촘함을 정합니다. ``float16``은 범위가 좁고 ``bfloat16``은 거칩니다.
# - 곱하는 수는 열여섯 비트여도 됩니다. 더해 가며 기억하는 가중치는 서른두 비트여야 작은 걸음이 사라지지 않습니다.
# - ``float16``에서는 손실을 키워서 미분해야 작은 기울기가 남습니다. ``bfloat16``에는 필요 없습니다.

# %%
# .. _precision-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** ``float16``에서 가장 큰 수에 :math:`8`을 더하면 얼마일까요? :math:`16`을 더하면 어떨까요?
#
# .. dropdown:: 답 보기
#
#    그 근처의 간격은 :val:`spacing|.0f`입니다. :math:`8`을 더하면 그대로이고, 간격의 절반인 :math:`16`을 더하면 다음 수로
#    반올림되어야 하는데 그 수가 없으므로 무한대가 됩니다.

top = torch.tensor(largest_half, dtype=torch.float16)
spacing = largest_half - torch.nextafter(top, torch.zeros_like(top)).item()
print((top + 8).item(), (top + 16).item(), "간격", spacing)
assert top + 8 == top
assert (top + 16).isinf()

# %%
# **둘.** 로짓이 :math:`12`이면 :term:`소프트맥스`를 정의대로 ``float16``으로 계산할 수 있을까요? 가장 큰 로짓을 먼저 빼면
# 어떨까요?
#
# .. dropdown:: 답 보기
#
#    :math:`e^{12}`이 :val:`exp_of_12|,.0f|이라/라` 넘치고, 무한대를 무한대로 나누어 NaN이 됩니다. 가장 큰 로짓을 빼면
#    :math:`e`의 거듭제곱이 모두 :math:`1`을 넘지 않아 계산됩니다. 손실을 ``float32``로 계산하는 까닭이기도 합니다.

z = torch.tensor([12.0, 10.0, 0.0], dtype=torch.float16)
naive = z.exp() / z.exp().sum()
safe = (z - z.max()).exp() / (z - z.max()).exp().sum()
exp_of_12 = math.exp(12)
print([round(p, 3) for p in naive.tolist()])
print([round(p, 3) for p in safe.tolist()])
assert naive[0].isnan()
assert safe.isfinite().all()

# %%
# **셋.** :name:`TF32`처럼, ``float32``의 가수를 ``float16``의 길이로 반올림한 다음 곱하면 행렬 곱은 얼마나 어긋날까요?
# ``bfloat16``의 길이이면 어떨까요? 비트를 정수로 읽어 끝을 반올림하고 영으로 채우면 가수를 줄일 수 있습니다.
#
# .. dropdown:: 답 보기
#
#    ``float16``의 길이이면 :val:`tf32_error|.0e`, ``bfloat16``의 길이이면 :val:`short_error|.0e`쯤 어긋납니다. 가수가 짧은
#    만큼 더 어긋나며, 두 경우 모두 지수는 그대로입니다.


def shorten(t, mantissa):
    away = 23 - mantissa
    code = t.view(torch.int32) + (1 << (away - 1))
    return (code >> away << away).view(torch.float32)


generator = torch.Generator().manual_seed(0)
a, b = torch.randn(2, 256, 256, generator=generator)
exact = a.double() @ b.double()
tf32_error, short_error = (
    ((shorten(a, m) @ shorten(b, m) - exact).norm() / exact.norm()).item()
    for m in (lengths[2][2], lengths[1][2])
)
print(f"{tf32_error:.1e} {short_error:.1e}")
assert 4 < short_error / tf32_error < 16

# %%
# .. _precision-next:
#
# 다음 쪽
# -------
#
# 오래 배우다 보면 중간에 꺼지기도 합니다.
# :doc:`멈춘 학습을 이어 가기 </auto_examples/07_training/plot_06_stop_and_resume>`에서, 꺼지지 않은 것과 한 비트도 다르지
# 않게 이어 가려면 무엇을 적어 두어야 하는지 봅니다.
