r"""
내 일에 GPU가 필요할까요?
=========================

딥러닝을 배우려면 비싼 장비부터 사야 한다는 말이 있습니다. 정말 그럴까요?
이 컴퓨터로 여러 모델을 가르쳐 보고, 걸음 하나에 드는 시간을 둘로 나누어 재고, 일의 크기를 셉니다.
그러면 장비를 사기 전에 내 일이 어느 쪽인지 어림할 수 있습니다.

- **할 것**: 고전 모델과 작은 신경망을 CPU에서 가르치고, 걸음의 시간을 맡기는 시간과 계산하는 시간으로 나누고, 연산과
  메모리를 셉니다.
- **배울 것**: 고전 머신러닝과 딥러닝을 가르는 것은 장치가 아니라 모델의 구조입니다. 어느 장치가 빠른지는 걸음 하나의
  연산이 정하고, 아예 할 수 있는지는 메모리가 정합니다.
- **필요한 것**: :doc:`GPU는 왜 딥러닝에서 빠를까요? </auto_examples/08_hardware/plot_01_cpu_and_gpu>`. PyTorch와
  scikit-learn을 씁니다. GPU는 없어도 됩니다.
"""

# %%
# .. _need-gpu-cars:
#
# 세단과 경주차
# -------------
#
# 고전 :term:`머신러닝`은 세단에, :term:`딥러닝`은 경주차에 빗대곤 합니다. CPU는 동네의 도로이고 GPU는 경주장입니다.
# 세단은 도로면 충분하고, 경주차도 도로를 달릴 수 있지만 제 성능은 경주장에서 나온다는 뜻입니다. 좋은 비유이지만 빠진 것이
# 있습니다. 경주장까지 차를 싣고 가야 합니다. 빵을 사러 갈 때는 어느 쪽이 빠를까요? 이 쪽에서는 빵을 사러 가는 거리가
# 어디까지인지 잽니다.
#
# 손으로 쓴 숫자 그림으로 시작합니다. 그림 하나는 점 64개입니다.

import numpy as np
import pandas as pd

from dlconcepts.datasets.digits import load_digits

data = load_digits(seed=0)
x, y = data.train.images.reshape(-1, 64), data.train.labels
x_test, y_test = data.test.images.reshape(-1, 64), data.test.labels
print("학습", x.shape, "평가", x_test.shape)

# %%
# .. _need-gpu-digits:
#
# CPU에서 가르치기
# ----------------
#
# 고전 모델 다섯을 이 컴퓨터의 CPU로 가르칩니다. 학습에 걸린 시간과 :term:`평가 데이터`의 :term:`정확도`를 ``results``에
# 적어 둡니다.

import time

from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

classical = {
    "로지스틱 회귀": LogisticRegression(max_iter=1000),
    "결정 트리": DecisionTreeClassifier(random_state=0),
    "랜덤 포레스트": RandomForestClassifier(random_state=0, n_jobs=1),
    "서포트 벡터 머신": SVC(),
    "가까운 이웃 하나": KNeighborsClassifier(1),
}

# %%

results = {}
for name, model in classical.items():
    begun = time.perf_counter()
    model.fit(x, y)
    seconds = time.perf_counter() - begun
    results[name] = [seconds, model.score(x_test, y_test)]
print({name: round(score, 3) for name, (_, score) in results.items()})

# %%
# 이번에는 :term:`은닉층`이 둘인 :term:`신경망`과 작은 :term:`합성곱` 신경망입니다. 같은 CPU에서 코어 하나만 씁니다.

import torch
from torch import nn

from dlconcepts.metrics import accuracy
from dlconcepts.models import ConvClassifier, DeepMLP
from dlconcepts.training import TrainConfig, Trainer

torch.set_num_threads(1)
shape = (1, 8, 8)
nets = {
    "신경망": (DeepMLP(64, (128, 64), 10, seed=0), (64,)),
    "합성곱 신경망": (
        ConvClassifier(shape, 10, channels=(8, 16), hidden=32, seed=0),
        shape,
    ),
}

# %%

config = TrainConfig(epochs=10, batch_size=32, seed=0, progress=False)
for name, (net, shape) in nets.items():
    optimizer = torch.optim.Adam(net.parameters(), lr=0.003)
    trainer = Trainer(
        net, optimizer, nn.CrossEntropyLoss(), config, device="cpu"
    )
    begun = time.perf_counter()
    trainer.fit((x.reshape(-1, *shape), y))
    seconds = time.perf_counter() - begun
    with torch.no_grad():
        logits = net(torch.from_numpy(x_test.reshape(-1, *shape)))
    results[name] = [seconds, accuracy(logits, torch.from_numpy(y_test))]

# %%
# 이제 시간을 봅니다. 가장 오래 걸린 것은 무엇이고, 몇 초나 걸렸을까요?

table = pd.DataFrame(results, index=["학습 시간(초)", "평가 정확도"]).T
table["학습 시간(초)"] = table["학습 시간(초)"].map("{:.2g}".format)
table["평가 정확도"] = table["평가 정확도"].astype(float).round(3)
longest = max(seconds for seconds, _ in results.values())
worst = min(found for _, found in results.values())
assert worst > 0.75
assert min(results["신경망"][1], results["합성곱 신경망"][1]) > 0.93
table

# %%
# 가장 오래 걸린 것이 :val:`longest|.1f`초입니다. 이 크기라면 딥러닝도 CPU로 충분하고, 정확도의 차이는 장치가 아니라 모델에서
# 옵니다.

# %%
# .. _need-gpu-structure:
#
# 가르는 것은 장치가 아닙니다
# ---------------------------
#
# “머신러닝은 CPU, 딥러닝은 GPU”라고 외우는 사람이 있습니다. 로지스틱 회귀와 신경망의 :term:`파라미터`를 세어 봅니다.

from dlconcepts.parameters import count, dense

logistic = classical["로지스틱 회귀"]
held = logistic.coef_.size + logistic.intercept_.size
print(f"로지스틱 회귀 {held:,}개, 은닉층이 없는 신경망 {dense(64, 10):,}개")
print(f"신경망 {count(nets['신경망'][0]).total:,}개")
assert held == dense(64, 10) == count(nn.Linear(64, 10)).total

# %%
# 로지스틱 회귀는 은닉층이 없는 신경망이고, 어디에서 계산하든 같은 모델입니다. 고전 머신러닝과 딥러닝을 가르는 것은 장치가
# 아니라 모델의 구조와 복잡함, 곧 층을 여러 겹 쌓아 특징까지 배우는지입니다. 고전 모델도 GPU를 쓸 수 있습니다. 가까운 이웃은
# 그림 사이의 거리를 모두 구해야 하는데, 거리의 제곱은 행렬 곱으로 구할 수 있습니다.
#
# .. math::
#
#    \lVert a - b \rVert^2 = \lVert a \rVert^2 + \lVert b \rVert^2 - 2\, a \cdot b
#
# 가장 가까운 예제를 이 식으로 찾아, 쓸 수 있는 장치마다 scikit-learn의 답과 같은 비율을 냅니다. 얼마나 같을까요?


def nearest(queries, examples, device):
    q = torch.from_numpy(queries).to(device)
    e = torch.from_numpy(examples).to(device)
    squared = (q**2).sum(1)[:, None] + (e**2).sum(1) - 2 * q @ e.T
    return squared.argmin(1).cpu().numpy()


devices = ["cpu"]
if torch.cuda.is_available():
    devices.append("cuda")
theirs = classical["가까운 이웃 하나"].predict(x_test)
same = {
    device: float((y[nearest(x_test, x, device)] == theirs).mean())
    for device in devices
}
print(same)
assert min(same.values()) > 0.99

# %%
# 고전 모델을 주로 CPU에서 쓰는 까닭은 둘입니다. 데이터가 작으면 GPU로 옮기는 시간이 아깝고, 결정 트리처럼 갈림길을 차례로
# 내려가는 계산은 나누기 어렵습니다. 데이터가 아주 크면 고전 모델도 GPU에서 가르치기도
# 합니다.

# %%
# .. _need-gpu-step:
#
# 걸음 하나에 드는 시간
# ---------------------
#
# 어느 장치가 빠른지 정하려고 걸음 하나의 시간을 둘로 나눕니다. 일이 아무리 작아도 드는 **맡기는 시간**과, 연산의 수에
# 비례하는 **계산하는 시간**입니다.
#
# .. math::
#
#    \text{걸음의 시간} = \text{맡기는 시간} + \frac{\text{연산의 수}}{\text{처리량}}
#
# 여기에서 :term:`처리량`은 초마다의 연산입니다. 연산의 수는 셀 수 있습니다. :term:`순전파`는 가중치마다 곱셈과 덧셈을 한
# 번씩 하고, :term:`역전파`는 가중치의 기울기와 입력의 기울기를 구하느라 그 일을 두 번 하므로, 모두 세 배쯤입니다. 첫 층에서는
# 입력의 기울기가 필요 없어 한 번이 줄어듭니다. PyTorch가 실제로 한 연산을 세어 식과 맞추어 봅니다. ``fused=True``는 Adam의
# 갱신을 한꺼번에 맡깁니다.

from itertools import pairwise

from torch.utils.flop_counter import FlopCounterMode


def step_operations(sizes, batch):
    products = [N * M for N, M in pairwise(sizes)]
    return 2 * batch * (3 * sum(products) - products[0])


def training_step(sizes, batch, device="cpu"):
    net = DeepMLP(sizes[0], sizes[1:-1], sizes[-1], seed=0).to(device)
    optimizer = torch.optim.Adam(net.parameters(), fused=True)
    inputs = torch.rand(batch, sizes[0], device=device)
    labels = torch.zeros(batch, dtype=torch.long, device=device)

    def step():
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(inputs), labels).backward()
        optimizer.step()

    return step


# %%

sizes = (64, 128, 64, 10)
step = training_step(sizes, 32)
with FlopCounterMode(display=False) as counter:
    step()
digit_step = step_operations(sizes, 32)
print(f"식 {digit_step:,}, PyTorch {counter.get_total_flops():,}")
assert counter.get_total_flops() == digit_step

# %%
# 이제 층의 너비를 바꾸어 가며 걸음의 시간을 잽니다. 가장 작은 것의 시간은 거의 맡기는 시간이고, 가장 큰 것에서 처리량을
# 구합니다. 다른 프로그램의 방해를 덜 받으려고 가장 빨랐던 번을 씁니다. 연산이 수천 배가 되면 시간도 수천 배가 될까요?

from dlconcepts.benchmark import measure


def quickest(width, device="cpu"):
    wait = torch.cuda.synchronize if device == "cuda" else None
    step = training_step((width,) * 4, 128, device)
    found = measure(step, name=f"{width}", rounds=9, synchronize=wait)
    return min(found.seconds)


def operations(width):
    return float(step_operations((width,) * 4, 128))


widths = [16, 64, 256, 1024]
work = np.array([operations(w) for w in widths])
spent = np.array([quickest(w) for w in widths])

# %%

overhead = spent[0]
rate = work[-1] / (spent[-1] - overhead)
model = overhead + work / rate
pd.DataFrame(
    {
        "연산": [f"{n:,.0f}" for n in work],
        "잰 시간(밀리초)": (1e3 * spent).round(2),
        "식의 시간(밀리초)": (1e3 * model).round(2),
    },
    index=pd.Index(widths, name="너비"),
)

# %%
# 가장 작은 것과 가장 큰 것 사이에서 연산은 :val:`work_ratio|,.0f`배가 되는데, 시간은 :val:`time_ratio|.0f`배쯤입니다. 작은 일에서는
# 시간이 연산을 따라가지 않습니다. 이 컴퓨터에서 맡기는 시간은 :val:`overhead_ms|.2f`밀리초, 처리량은 :val:`rate_gflops|.0f`
# GFLOP/s쯤입니다.

work_ratio, time_ratio = work[-1] / work[0], spent[-1] / spent[0]
overhead_ms, rate_gflops = 1e3 * overhead, rate / 1e9
assert time_ratio < work_ratio / 2

# %%
# .. _need-gpu-crossover:
#
# 갈리는 곳
# ---------
#
# GPU에도 같은 식을 씁니다. 이 컴퓨터에 GPU가 있으면 두 수를 재고, 없으면 가정합니다. 맡기는 시간은 CPU의 두 배로 잡습니다.
# 파이썬이 층을 하나씩 부르는 것은 CPU와 같고, 부를 때마다 GPU에 일을 넘기는 시간이 더해지기 때문입니다. 처리량은 발표된
# :name:`H100`의 천장 :fact:`h100-fp32` TFLOP/s의 절반입니다. 데이터는 이미 GPU의 메모리에 있다고 칩니다. 내 GPU의 두 수를
# 알면 바꾸어 넣으세요.

if torch.cuda.is_available():
    source = "잰 값"
    gpu_overhead = quickest(16, "cuda")
    gpu_rate = operations(4096) / quickest(4096, "cuda")
else:
    source = "가정"
    gpu_overhead = 2 * overhead
    gpu_rate = 0.5 * 67e12

# %%
# 두 식이 같아지는 연산의 수가 갈리는 곳입니다. 그보다 작은 걸음은 CPU가, 큰 걸음은 GPU가 빨리 끝냅니다. 두 식을 같다고 놓고
# 풀면 이렇습니다.
#
# .. math::
#
#    \text{갈리는 곳} =
#    \frac{\text{GPU의 맡기는 시간} - \text{CPU의 맡기는 시간}}
#    {1 / \text{CPU의 처리량} - 1 / \text{GPU의 처리량}}


def crossing_of(cpu_rate):
    extra = max(0.0, gpu_overhead - overhead)
    return extra / (1 / cpu_rate - 1 / gpu_rate)


crossing = crossing_of(rate)
print(f"GPU의 맡기는 시간 {1e3 * gpu_overhead:.2f} ms ({source})")
print(f"갈리는 곳: 한 걸음의 연산 {crossing:.1e}번")

# %%
# 두 식을 그립니다. 점은 잰 시간이고, 점선이 갈리는 곳입니다.

# sphinx_gallery_alt = "가로축이 한 걸음의 연산, 세로축이 걸음의 시간인 로그 그림. CPU의 곡선은 낮게 평평하다가 일찍 올라가고, GPU의 곡선은 조금 높게 평평하다가 훨씬 나중에 올라가서 두 곡선이 세로 점선에서 한 번 만납니다. 잰 점 네 개도 CPU의 곡선을 따라 올라갑니다."
import matplotlib.pyplot as plt

from dlconcepts.viz import INK, PALETTE, use_korean_font

use_korean_font()
amount = np.geomspace(1e5, 1e12, 200)
fig, ax = plt.subplots()
ax.loglog(amount, 1e3 * (overhead + amount / rate), color=PALETTE[0])
ax.loglog(amount, 1e3 * (gpu_overhead + amount / gpu_rate), color=PALETTE[1])
ax.loglog(work, 1e3 * spent, "o", color=PALETTE[0])
ax.axvline(max(crossing, 1e5), color=INK, ls=":", lw=1.2)
at_cpu, at_gpu = (3e9, 9e12 / rate), (6e10, 4e14 / gpu_rate)
ax.text(*at_cpu, "CPU 코어 하나", color=PALETTE[0], ha="right")
ax.text(*at_gpu, f"GPU ({source})", color=PALETTE[1], ha="right")
title = "작은 걸음은 맡기는 시간이 정합니다"
ax.set(xlabel="한 걸음의 연산", ylabel="걸음의 시간(밀리초)", title=title)
plt.show()

# %%
# 앞에서 손글씨를 배운 신경망의 한 걸음은 연산이 :val:`digit_step|,d`번이고, 갈리는 곳은 :val:`crossing|.1e`번입니다. CPU의 코어를
# 여럿 쓰면 처리량이 늘어 갈리는 곳은 더 오른쪽으로 갑니다.

# %%
# .. _need-gpu-which:
#
# 내 일은 어느 쪽일까요?
# ----------------------
#
# 걸음의 연산과 걸음의 수를 세면 끝나는 때를 어림할 수 있습니다. 합성곱은 출력의 자리마다 커널만큼 곱하므로 따로 셉니다.
# :term:`언어 모델`은 :term:`토큰`마다 파라미터 하나에 곱셈과 덧셈을 하나씩 하고 학습은 그 세 배이므로, 토큰 하나의 연산을
# 파라미터의 여섯 배로 어림합니다.


def conv_operations(shape, channels, hidden, classes, batch):
    c, height, width = shape
    products = 0
    for f in channels:
        products += f * c * 3**2 * height * width
        c, height, width = f, height // 2, width // 2
    products += c * height * width * hidden + hidden * classes
    return 3 * 2 * batch * products  # 순전파의 세 배


# %%
# 이 식도 PyTorch가 센 수와 견줍니다.

image = (1, 28, 28)
net = ConvClassifier(image, 10, channels=(32, 64), hidden=128, seed=0)
with FlopCounterMode(display=False) as counter:
    loss = net(torch.zeros(2, *image)).logsumexp(1).sum()
    loss.backward()
ours = conv_operations(image, (32, 64), 128, 10, 2)
print(f"식 {ours:,}, PyTorch {counter.get_total_flops():,}")
assert 0 < ours / counter.get_total_flops() - 1 < 0.02

# %%
# 식이 조금 많은 것은 첫 층에서 줄어드는 한 번을 빼지 않았기 때문입니다. 이제 작은 일에서 큰 일까지 늘어놓습니다. 걸음마다의
# 연산과 걸음의 수를 차례로 적습니다. 언어 모델이 한 걸음에 볼 토큰의 수는 우리가 정했습니다.

lm, gpt3 = 143_017_808, 175_000_000_000
photo = conv_operations((3, 224, 224), (64, 128, 256, 512), 1024, 1000, 256)
jobs = {
    "손글씨 8×8, 신경망": (digit_step, 10 * len(x) // 32),
    "손글씨 28×28, 신경망": (
        step_operations((784, 256, 128, 10), 64),
        10 * 60_000 // 64,
    ),
    "손글씨 28×28, 합성곱": (32 * ours, 10 * 60_000 // 64),
    "사진 백만 장, 합성곱": (photo, 90 * 1_000_000 // 256),
    "작은 언어 모델, 토큰 십억 개": (6 * lm * 32_768, 1e9 / 32_768),
    "GPT-3": (6 * gpt3 * 1e6, 3e11 / 1e6),
}
gpt3_operations = jobs["GPT-3"][0] * jobs["GPT-3"][1]
assert np.isclose(gpt3_operations, 3.15e23)

# %%
# 걸음의 시간에 걸음의 수를 곱하여 읽기 좋은 단위로 적습니다. 어느 줄부터 CPU로는 하루를 넘길까요?


def spoken(seconds):
    units = {"년": 3.156e7, "일": 86400, "시간": 3600, "분": 60}
    for unit, length in units.items():
        if seconds >= length:
            return f"{seconds / length:,.1f}{unit}"
    return f"{seconds:.1f}초"


rows = []
for name, (per_step, steps) in jobs.items():
    on_cpu = steps * (overhead + per_step / rate)
    on_gpu = steps * (gpu_overhead + per_step / gpu_rate)
    faster = "CPU" if on_cpu <= on_gpu else "GPU"
    enough = "예" if on_cpu < 86_400 else "아니요"
    row = [name, f"{per_step:.0e}", f"{steps:,.0f}"]
    rows.append([*row, spoken(on_cpu), spoken(on_gpu), faster, enough])

# %%

gpu_name = f"GPU 하나({source})"
columns = ["일", "걸음의 연산", "걸음", "CPU 코어 하나", gpu_name]
columns += ["빠른 쪽", "CPU로 하루 안에"]
assert [row[-1] for row in rows] == ["예"] * 3 + ["아니요"] * 3
pd.DataFrame(rows, columns=columns).set_index("일")

# %%
# 몇 배는 다를 수 있는 어림이지만 자릿수를 알기에는 넉넉합니다. 위의 세 줄은 오래 걸려도 하룻밤이므로 CPU로 해도 됩니다. GPU가
# 더 빠르더라도 꼭 필요하지는 않습니다. 사진 백만 장부터는 CPU 코어 하나로는 기다리기 어려운 시간이 되고, 그래서 현실에서는
# GPU가 거의 필수라고 합니다. 마지막 줄은 토큰 :fact:`gpt3-tokens` 개로 파라미터 :fact:`gpt3` 개를 가르치는 일입니다. GPU
# 하나로는 사람의 일생을 넘고, 한 달 안에 끝내려면 그런 GPU :val:`month_gpus|,d`개가 쉬지 않고 나누어 해야 합니다. 정밀도를
# 낮춘 행렬 곱 장치를 쓰면 GPU의 시간은 열 배쯤 줄기도 합니다.

gpt3_years = gpt3_operations / gpu_rate / 3.156e7
month_gpus = int(np.ceil(12 * gpt3_years))
print(f"GPU 하나로 {gpt3_years:.0f}년, 한 달에 끝내려면 {month_gpus:,}개")

# %%
# .. _need-gpu-memory:
#
# 메모리에 들어갈까요?
# --------------------
#
# 느린 것은 기다리면 되지만, 메모리에 들어가지 않으면 시작할 수 없습니다. 학습에는 적어도 네 가지를 담아야 합니다. 파라미터,
# 파라미터마다 하나인 :term:`기울기`, :term:`Adam`이 파라미터마다 두 개씩 가진 기억, 그리고 역전파에 쓰려고 순전파가 간직하는
# 중간값입니다. 중간값은 PyTorch가 순전파에서 무엇을 간직할 때마다 ``keep``을 부르게 하여 모읍니다. 같은 메모리를 두 번 세지
# 않으려고 주소(``data_ptr``)마다 크기를 적고, 따로 세는 파라미터는 뺍니다.


def kept_bytes(net, inputs, labels):
    kept = {}

    def keep(tensor):
        storage = tensor.untyped_storage()
        kept[storage.data_ptr()] = storage.nbytes()
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda t: t):
        loss = nn.functional.cross_entropy(net(inputs), labels)
    own = {p.untyped_storage().data_ptr() for p in net.parameters()}
    del loss
    return sum(size for place, size in kept.items() if place not in own)


# %%
# 너비가 256인 세 층짜리 신경망에 :term:`배치`를 바꾸어 가며 넣습니다. :name:`float32`는 수 하나가 네 바이트입니다. 네 가지
# 가운데 배치를 따라 커지는 것은 무엇일까요?

wide = DeepMLP(256, (256, 256), 256, seed=0)
P = count(wide).total
memory = {}
for B in [1, 64, 1024, 4096]:
    inputs, labels = torch.rand(B, 256), torch.zeros(B, dtype=torch.long)
    inner = kept_bytes(wide, inputs, labels)
    memory[B] = np.array([4 * P, 4 * P, 8 * P, inner]) / 1e6
    assert np.isclose(inner, 4 * B * 4 * 256 + 8 * B, rtol=0.01)
names = ["파라미터", "기울기", "Adam의 기억", "중간값"]
used = pd.DataFrame(memory, index=names).T.rename_axis("배치")
used.round(2)

# %%
# 단위는 백만 바이트입니다. 앞의 셋은 파라미터마다 :val:`each`바이트로 배치와 상관없고, 중간값만 배치에 비례합니다. 층마다의
# 출력을 예제마다 간직해야 하기 때문입니다.

# sphinx_gallery_alt = "배치 1, 64, 1024, 4096의 메모리를 쌓은 막대 네 개. 파라미터와 기울기와 Adam의 기억은 네 막대에서 높이가 같고, 중간값은 배치 4096에서 나머지를 모두 더한 것보다 훨씬 높습니다."
fig, ax = plt.subplots()
bottom = np.zeros(len(used))
places = [f"{B}" for B in used.index]
for name, color in zip(names, PALETTE, strict=False):
    ax.bar(places, used[name], bottom=bottom, color=color, label=name)
    bottom += used[name].to_numpy()
ax.set(xlabel="배치", ylabel="백만 바이트")
ax.set_title("배치를 따라 커지는 것은 중간값뿐입니다")
ax.legend(loc="upper left")
ax.grid(axis="x", visible=False)
plt.show()
each = 4 + 4 + 8
assert used["중간값"].iloc[-1] > used.iloc[-1, :3].sum()

# %%
# 큰 모델의 파라미터에 이 바이트를 곱해 봅니다. 중간값은 넣지 않은, 가장 적게 잡은 수입니다.

lm_gb, gpt3_gb = each * lm / 1e9, each * gpt3 / 1e9
cards = int(np.ceil(gpt3_gb / 80))
print(f"작은 언어 모델 {lm_gb:.2f} GB, GPT-3 {gpt3_gb:,.0f} GB")
print(f"메모리가 80 GB인 GPU로 {cards}개")
assert (round(lm_gb, 2), cards) == (2.29, 35)

# %%
# 작은 언어 모델은 보통의 노트북에도 들어갑니다. :name:`GPT-3`는 메모리가 :fact:`h100-memory` GB인 :name:`H100`을
# :val:`cards`개 모아야 파라미터와 기울기와 기억이 겨우 들어갑니다.

# %%
# .. _need-gpu-trap:
#
# 흔한 함정
# ---------
#
# 흔히 이렇게 말합니다: “GPU로 옮기기만 하면 빨라진다.” 손글씨를 배우는 걸음에서 계산하는 시간은 얼마나 될까요?

digit_compute = digit_step / rate
digit_share = digit_compute / (overhead + digit_compute)
best_ratio = 1 / (1 - digit_share)
print(f"계산하는 시간의 몫 {digit_share:.0%}, 한계 {best_ratio:.2f}배")

# %%
# 계산하는 시간은 전체의 :val:`digit_share|.0%`입니다. 그러므로 계산이 끝없이 빠른 장치라도 :val:`best_ratio|.2f`배가 한계이고, 일을
# 넘기는 시간이 더 들면 오히려 느려집니다. 이럴 때는 장치를 바꾸기 전에 배치를 키우거나, 여러 층을 한 번에 부르도록 컴파일합니다.
#
# 거꾸로 이렇게도 말합니다: “GPU가 없으면 딥러닝을 할 수 없다.” 이 쪽의 신경망들은 CPU에서 배웠고, 이 사이트의 모든 쪽도
# 그렇습니다. 맞는 말은 **큰** 모델을 **많은** 데이터로 가르치려면 GPU 없이는 기다릴 수 없다는 것입니다.

# %%
# .. _need-gpu-summary:
#
# 정리
# ----
#
# - 고전 머신러닝과 딥러닝을 가르는 것은 모델의 구조와 복잡함입니다. 고전 모델도 GPU를 쓸 수 있고, 작은 신경망은 CPU면
#   됩니다.
# - 걸음의 시간은 맡기는 시간과 계산하는 시간의 합입니다. 걸음의 연산을 세면 어느 장치가 빠른지, 언제 끝날지 어림할 수 있습니다.
# - Adam으로 학습하는 메모리는 적어도 파라미터마다 열여섯 바이트에 중간값을 더한 것입니다. 배치를 따라 커지는 것은 중간값입니다.

# %%
# .. _need-gpu-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 손글씨를 배우는 신경망에서 배치를 얼마나 키우면 갈리는 곳을 넘을까요?
#
# .. dropdown:: 답 보기
#
#    걸음의 연산은 배치에 비례하므로 나누면 됩니다. 이 쪽의 두 수로는 배치가 :val:`crossing_batch|,d`쯤입니다. 다만 배치를 키우면
#    같은 데이터에서 걷는 걸음이 줄어, 배우는 결과도 달라집니다.

crossing_batch = int(np.ceil(crossing / step_operations(sizes, 1)))
print(crossing_batch)
assert step_operations(sizes, 32) == 32 * step_operations(sizes, 1)

# %%
# **둘.** CPU의 코어 여덟 개를 남김없이 쓸 수 있다면 갈리는 곳은 어디로 갈까요? 맡기는 시간은 그대로입니다.
#
# .. dropdown:: 답 보기
#
#    처리량이 여덟 배가 되므로 갈리는 곳도 :val:`moved_by|.1f`배쯤 오른쪽으로 갑니다. GPU의 처리량이 훨씬 크면 갈리는 곳은 CPU의
#    처리량에 비례합니다.

eight = crossing_of(8 * rate)
moved_by = (1 / rate - 1 / gpu_rate) / (1 / (8 * rate) - 1 / gpu_rate)
print(f"{eight:.1e}")

# %%
# **셋.** 기억이 없는 :term:`확률적 경사 하강법`으로 작은 언어 모델을 가르치면 중간값을 빼고 메모리가 얼마나 들까요? 학습을
# 마치고 쓰기만 할 때는요?
#
# .. dropdown:: 답 보기
#
#    기억이 빠지면 파라미터와 기울기만 남아 :val:`sgd_gb|.2f` GB이고, 쓰기만 하면 파라미터만 있으면 되므로 :val:`use_gb|.2f`
#    GB입니다. 그래서 가르칠 수 없는 컴퓨터에서도 쓸 수는 있습니다.

sgd_gb, use_gb = (4 + 4) * lm / 1e9, 4 * lm / 1e9
print(f"{sgd_gb:.2f} GB, {use_gb:.2f} GB")
assert 4 * use_gb == lm_gb

# %%
# .. _need-gpu-next:
#
# 다음 쪽
# -------
#
# 하드웨어는 여기까지입니다. 이제 무엇을 읽고 무엇을 쓰는지가 다른 모델들을 만들어 봅니다. 가장 단순한 것은
# :doc:`하나를 읽고 하나로 답하는 구조 </auto_examples/11_io_structures/plot_01_one_to_one>`입니다.
