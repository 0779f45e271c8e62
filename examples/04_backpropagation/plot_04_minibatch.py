"""
한 번에 몇 개를 보고 걸을까요?
==============================

예제가 천 개가 넘으면 다 보고 한 걸음 걸을 수도, 하나만 보고 바로 걸을 수도 있습니다.
많이 보면 방향이 정확하고, 적게 보면 자주 걷습니다.
그 사이 어디가 좋을까요? 손글씨 숫자로 재어 봅니다.

- **할 것**: 기울기가 배치마다 얼마나 흔들리는지 재고, 배치 크기를 바꾸어 가며 학습하고, 남겨 두는 배열의 바이트를 셉니다.
- **배울 것**: 흔들림은 배치 크기의 제곱근에 반비례합니다. 미니배치를 쓰는 까닭과, 메모리에 얽힌 오해.
- **필요한 것**: :doc:`배치와 온라인 </auto_examples/04_backpropagation/plot_03_batch_and_online>`. 신경망은 라이브러리의 것을 씁니다.
"""

# %%
# .. _minibatch-data:
#
# 예제 셋에서 천오백 개로
# -----------------------
# 지난 쪽에서는 예제가 셋이었습니다. 이번에는 가로세로 8칸짜리 손글씨 숫자입니다. 무작위로 섞어
# 1536개로 학습하고, 나머지는 :term:`평가 데이터`로 남깁니다.

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.datasets import load_digits

from dlconcepts import viz

viz.use_korean_font()

N = 1536
pixels, digits = load_digits(return_X_y=True)
order = np.random.default_rng(0).permutation(len(digits))
x, y = pixels[order[:N]] / 16, digits[order[:N]]
x_test, y_test = pixels[order[N:]] / 16, digits[order[N:]]
print("학습", x.shape, "평가", x_test.shape)

# %%
# 신경망은 입력 64개, :term:`은닉층` 32개, 출력 10개입니다. 출력은 숫자마다의 점수입니다. 손실은 정답에 준 확률의
# 로그에 음의 부호를 붙인 :term:`교차 엔트로피`를 예제마다 구해 평균한 것입니다. :term:`역전파`를 행렬로 적는 법은 두 쪽 뒤에서 손으로 해 봅니다.
# 지금은 ``forward``와 ``backward``가 지난 쪽까지 한 일을 층마다 해 준다고만 알면 됩니다. 기울기는 이름마다 따로
# 나오므로, 한 줄로 이어 벡터 하나로 만듭니다. 아직 배우지 않았으니 열 숫자를 거의 똑같이 볼 것입니다. 확률이
# 십분의 일이라면 손실은 얼마일까요?

from dlconcepts.mlp import MLP

net = MLP((64, 32, 10), seed=0)


def gradient(net, x, y):
    grads = net.backward(net.forward(x), y)
    return np.concatenate([g.ravel() for g in grads.values()])


full = gradient(net, x, y)
n_weights = len(full)
guessing = -np.log(1 / 10)
print(f"파라미터 {n_weights:,}개, 손실 {net.loss_value(x, y):.3f}")
print(f"열 숫자를 똑같이 볼 때의 손실 {guessing:.3f}")
assert abs(net.loss_value(x, y) - guessing) < 0.2

# %%
# .. _minibatch-noise:
#
# 기울기는 배치마다 흔들립니다
# ----------------------------
# 예제마다 기울기를 따로 구해 한 줄씩 쌓습니다. 손실이 예제들의 평균이므로 예제마다의 기울기를 평균하면 전체의
# 기울기가 나와야 합니다.

each = np.array([gradient(net, x[i : i + 1], y[i : i + 1]) for i in range(N)])
print("모양", each.shape)
assert np.allclose(each.mean(axis=0), full)

# %%
# 한 줄이 예제 하나의 기울기이고, 평균은 정말 전체의 기울기와 같습니다. 그러나 하나하나는 제각각입니다. 예제 하나의 기울기가 전체의 기울기에서 떨어진 거리를
# 제곱하여 평균하고 제곱근을 씌운 것을 :math:`\sigma`(시그마)라고 하겠습니다.

sigma = np.sqrt(((each - full) ** 2).sum(axis=1).mean())
length = np.linalg.norm(full)
print(f"전체 기울기의 길이 {length:.3f}")
print(f"예제 하나의 흔들림 σ = {sigma:.3f}")

# %%
# 흔들림이 기울기의 길이의 :val:`noise_to_signal|.1f`배입니다. 예제 하나의 기울기는 대부분이 잡음입니다.
# 예제를 :math:`B`개 뽑아 평균하면 서로 다른 방향의 흔들림이 지워집니다. 통계학의 답은 이렇습니다.
#
# .. math::
#
#    \text{배치 } B \text{의 흔들림} = \frac{\sigma}{\sqrt{B}}
#
# 예측해 보세요. 흔들림을 반으로 줄이려면 예제가 몇 배 필요할까요? 배치 크기마다 200번씩 뽑아 재어 봅니다.

noise_to_signal = sigma / length
rng = np.random.default_rng(1)
batch_sizes = [1, 4, 16, 64, 256]
drawn = {}
for B in batch_sizes:
    picks = [rng.integers(N, size=B) for _ in range(200)]
    drawn[B] = np.array([each[rows].mean(axis=0) for rows in picks])

# %%

rows = []
for B, batch_gradients in drawn.items():
    off = np.linalg.norm(batch_gradients - full, axis=1)
    measured = np.sqrt((off**2).mean())
    downhill = (batch_gradients @ full > 0).mean()
    rows.append([measured, sigma / np.sqrt(B), 100 * downhill])
columns = ["잰 흔들림", "σ/√B", "내리막인 걸음(%)"]
noise = pd.DataFrame(rows, pd.Index(batch_sizes, name="배치"), columns)
noise.round(3)

# %%
# 잰 값과 식이 맞습니다. 배치가 네 배가 될 때마다 흔들림은 반이 됩니다. 마지막 칸은 그 배치의 기울기를 거슬러
# 걸을 때 전체의 손실이 줄어드는 쪽인지, 곧 두 기울기의 내적이 양수인지 센 것입니다. 예제 하나만 보아도
# :val:`downhill_1|.0f`퍼센트는 내리막입니다. 걸음이 아주 작다면 **흔들려도 대체로 맞습니다.**

downhill_1 = noise["내리막인 걸음(%)"][1]
assert np.allclose(noise["잰 흔들림"], noise["σ/√B"], rtol=0.1)
assert 60 < downhill_1 < 95
assert noise["내리막인 걸음(%)"][256] == 100

# %%
# 그림으로 봅니다. 기울기의 성분 가운데 가장 많이 흔들리는 둘을 가로와 세로로 삼아, 뽑은 배치마다 점을 하나씩
# 찍었습니다. 더하기표가 전체의 기울기입니다. 두 성분은 모두 출력층의 :term:`편향`의 것이어서, 배치 1에서는 그 예제의 숫자가
# 무엇이냐에 따라 점이 세 무리로 갈립니다.

# sphinx_gallery_alt = "배치 1, 16, 256에서 뽑은 기울기 이백 개씩을 찍은 세 그림. 배치 1에서는 멀리 떨어진 세 무리로 흩어져 있고, 배치 16에서는 더하기표 둘레로 모이고, 배치 256에서는 더하기표에 바짝 붙어 있습니다."
i, j = each.std(axis=0).argsort()[-2:]
assert min(i, j) >= n_weights - 10  # 벡터의 끝이 출력층의 편향입니다
fig, axes = plt.subplots(1, 3, figsize=(7, 3.3), sharex=True, sharey=True)
for ax, B in zip(axes, [1, 16, 256], strict=True):
    ax.plot(drawn[B][:, i], drawn[B][:, j], ".", color=viz.PALETTE[0], ms=5)
    ax.plot(full[i], full[j], "P", color=viz.PALETTE[1], ms=11)
    ax.set_title(f"배치 {B}")
axes[0].set(ylabel="기울기의 한 성분")
axes[1].set(xlabel="기울기의 다른 성분")
fig.suptitle("많이 보고 걸을수록 한 점에 모입니다")
plt.show()

# %%
# 배치 크기와 흔들림을 모두 로그 눈금에 그리면 :math:`1/\sqrt{B}`은 기울기가 :math:`-1/2`인 직선입니다.

slope = np.polyfit(np.log(batch_sizes), np.log(noise["잰 흔들림"]), 1)[0]
assert abs(slope + 1 / 2) < 0.02

# %%

# sphinx_gallery_alt = "배치 크기에 따른 기울기의 흔들림을 로그 눈금에 그린 그림. 잰 점 다섯 개가 시그마를 배치 크기의 제곱근으로 나눈 직선 위에 놓여 있고, 직선의 기울기는 <<slope|.2f>>입니다. 전체 기울기의 길이를 그은 점선과는 배치 <<even|.0f>> 근처에서 만납니다."
fig, ax = plt.subplots()
theory = {"color": viz.PALETTE[0], "label": r"$\sigma/\sqrt{B}$"}
ax.loglog(batch_sizes, noise["σ/√B"], **theory)
dots = {"color": viz.PALETTE[1], "label": "잰 흔들림"}
ax.loglog(batch_sizes, noise["잰 흔들림"], "s", **dots)
signal = {"color": viz.MUTED, "ls": "--", "lw": 1.2}
ax.axhline(length, label="전체 기울기의 길이", **signal)
ax.set(xlabel="배치 크기", ylabel="기울기의 흔들림")
ax.set_title("예제를 네 배 보아야 흔들림이 반이 됩니다")
ax.set_xticks(batch_sizes, batch_sizes)
ax.set_yticks([0.25, 0.5, 1, 2, 4], [0.25, 0.5, 1, 2, 4])
ax.minorticks_off()
ax.legend()
plt.show()

# %%
# 계산량은 배치에 비례해 늘어나는데 흔들림은 제곱근으로만 줄어듭니다. 배치를 16배로 키우면 계산은 16배,
# 흔들림은 4분의 1입니다. 뒤로 갈수록 손해인 거래입니다. 흔들림이 기울기의 길이와 같아지는 배치는
# :math:`(\sigma / \text{길이})^2`, 곧 :val:`even|.0f`개쯤입니다.

even = noise_to_signal**2

# %%
# .. _minibatch-loop:
#
# 미니배치로 걷는 반복문
# ----------------------
# 데이터를 섞고, 앞에서부터 :math:`B`개씩 잘라 한 걸음씩 걷습니다. 이 한 묶음이 :term:`미니배치`이고, 이렇게 무작위로 고른
# 일부로 기울기를 어림하여 걷는 것이 :term:`확률적 경사 하강법`입니다. 데이터를 한 번 다 보는 것이 한 :term:`에포크`입니다.
# ``train_step``은 순전파, 역전파, 갱신을 한 번씩 합니다. 걸음 수가 두 배가 될 때마다, 그리고
# 에포크가 끝날 때마다 학습 데이터 전체의 손실을 적습니다.

from dlconcepts.optimizers import GradientDescent

doubling = {2**k for k in range(13)}


def train(B, lr, epochs=5):
    net, rng = MLP((64, 32, 10), seed=0), np.random.default_rng(0)
    optimizer, steps, record = GradientDescent(lr=lr), 0, []
    for _ in range(epochs):
        order = rng.permutation(N)
        for start in range(0, N, B):
            rows = order[start : start + B]
            net.train_step(x[rows], y[rows], optimizer)
            steps += 1
            if steps in doubling or start + B >= N:
                record.append([steps, steps * B / N, net.loss_value(x, y)])
    return net, np.array(record)


# %%
# 배치 크기마다 학습률도 달라야 할 것입니다. 네 학습률로 다섯 에포크씩 학습하고 마지막 손실을 적습니다. 어느 칸이나
# 예제를 본 횟수는 같습니다. 예측해 보세요. 학습률 1.0을 견디는 배치는 어느 것일까요?

import time

sizes, rates = [1, 8, 32, 128, 512, N], [0.03, 0.1, 0.3, 1.0]
runs, seconds = {}, {}
for B in sizes:
    begun = time.perf_counter()
    for lr in rates:
        runs[B, lr] = train(B, lr)
    seconds[B] = time.perf_counter() - begun
last = [[runs[B, lr][1][-1, 2] for lr in rates] for B in sizes]
rates_index = pd.Index(rates, name="학습률")
losses = pd.DataFrame(last, pd.Index(sizes, name="배치"), rates_index)
losses.round(3)

# %%
# 배치 1과 8은 학습률 1.0을 견디지 못했습니다. 손실이 :val:`tiny_fast|.2f|과/와` :val:`small_fast|.2f`이니 열 숫자를 똑같이
# 보는 것과 다름없습니다. 배치 128은 오히려 네 학습률 가운데 가장 잘 배웠습니다(손실 :val:`middle_fast|.2f`). 배치가 작으면
# 흔들림이 커서 걸음을 작게 해야 합니다. 거꾸로 배치가 크면 방향이 정확하니 크게 걸을 수 있고, 걸음 수가 적으니
# 그래야만 합니다.

tiny_fast, small_fast, middle_fast = losses[1.0][[1, 8, 128]]
assert min(tiny_fast, small_fast) > 2
assert middle_fast < 0.3
assert losses.loc[128].idxmin() == 1.0
assert losses.loc[1].idxmin() < 0.3

# %%
# .. _minibatch-compare:
#
# 저마다 가장 좋은 학습률로
# -------------------------
# 배치 크기마다 네 학습률 가운데 학습 손실이 가장 낮은 것을 골라 나란히 놓습니다. 마지막 칸은 걸린 시간을 가장 빠른 배치와 견준 것입니다.
# 시간은 컴퓨터마다, 잴 때마다 달라지므로 어림수로만 적습니다.


def roughly(ratio):
    nice = np.array([1, 3, 10, 30, 100, 300])
    return f"{nice[np.abs(np.log(nice / ratio)).argmin()]}배쯤"


best = {B: rates[int(losses.loc[B].argmin())] for B in sizes}
rows = []
for B in sizes:
    net, record = runs[B, best[B]]
    accuracy = (net.predict(x_test) == y_test).mean()
    slower = roughly(seconds[B] / min(seconds.values()))
    rows.append([best[B], int(record[-1, 0]), record[-1, 2], accuracy, slower])
columns = ["학습률", "걸음 수", "손실", "평가 정확도", "시간"]
table = pd.DataFrame(rows, pd.Index(sizes, name="배치"), columns)
table.round(3)

# %%
# 흔히 하는 말 셋을 표에서 확인합니다.
#
# - “하나씩 보면 빠르다.” 자주 고치는 것은 맞습니다. 다섯 에포크에 :val:`steps_one|,d`걸음을 걷습니다. 그러나 흔들림 때문에 걸음이
#   작아야 해서 8개씩 볼 때보다 손실이 낮지 않고, 시간으로는 가장 느립니다. 예제를 하나씩 넣으면 한꺼번에 계산하는 이점이 사라집니다.
# - “전체를 보면 안정적이다.” 흔들림은 없습니다. 그러나 같은 데이터를 다섯 번 다 보고도 :val:`steps_full`걸음밖에 못 걸어
#   손실이 :val:`loss_full|.2f`에 머뭅니다. 학습률을 더 키우면 조금 나아지겠지만 걸음 수는 늘지 않습니다.
# - “미니배치가 알맞다.” 32개에서는 하나씩 볼 때보다 훨씬 빨리 끝나면서 정확도가 :val:`accuracy_32|.2f`입니다.
#
# 배치 512와 전체는 정확도의 순서가 손실의 순서와 반대입니다. 몇 걸음 걷지 않았을 때에는 이런 일이 있습니다.
#
# 배치 안의 예제들은 서로를 기다리지 않으므로 한꺼번에 계산할 수 있습니다. 그래서 한동안은 배치를 키워도 시간이 거의
# 늘지 않고, GPU처럼 한꺼번에 많이 계산하는 장치에서는 더 그렇습니다. 실제로 32에서 512 사이를 많이 쓰는 까닭입니다. 다만 정해진 답은
# 아닙니다. 아주 큰 언어 모델은 배치를 예제가 아니라 :term:`토큰`의 수로 세며, 훨씬 큰 배치를 씁니다.

steps_one, steps_full = table["걸음 수"][1], table["걸음 수"][N]
loss_full, accuracy_32 = table["손실"][N], table["평가 정확도"][32]
assert table["손실"][8] < table["손실"][1] < table["손실"][32]
assert table["손실"].loc[32:].is_monotonic_increasing
assert loss_full > 1
assert table["평가 정확도"][512] < table["평가 정확도"][N]
assert accuracy_32 > 0.9

# %%
# 같은 학습을 두 가지 가로축으로 그립니다. 왼쪽은 본 예제의 수(에포크), 오른쪽은 걸음의 수입니다.

# sphinx_gallery_alt = "네 배치 크기의 손실 곡선을 두 가로축으로 그린 그림. 왼쪽에서 에포크로 견주면 배치 1이 가장 빨리 내려가고 전체 배치가 가장 느립니다. 오른쪽에서 걸음 수로 견주면 순서가 뒤집혀 배치 1이 가장 느립니다."
fig, (left, right) = plt.subplots(1, 2, figsize=(7, 3.8), sharey=True)
for k, B in enumerate([1, 32, 128, N]):
    steps, epochs, loss = runs[B, best[B]][1].T
    style = {"color": viz.PALETTE[k], "marker": viz.MARKERS[k], "ms": 5}
    left.plot(epochs, loss, label=f"배치 {B}", **style)
    right.plot(steps, loss, **style)
left.set(xlabel="에포크", ylabel="손실", title="본 예제로 견주면")
right.set(xlabel="걸음 수", title="걸음으로 견주면", xscale="log")
fig.legend(loc="outside lower center", ncols=4)
plt.show()

# %%
# 왼쪽에서는 배치 1이 가장 앞서고, 오른쪽에서는 꼴찌입니다. 같은 실험인데 가로축이 답을 바꿉니다. 배치 크기를 견주는
# 그림을 볼 때는 가로축부터 보세요.

at_step_4, after_one_epoch = [], []
for B in [1, 32, N]:
    steps, epochs, loss = runs[B, best[B]][1].T
    at_step_4.append(loss[steps == 4][0])
    after_one_epoch.append(loss[epochs == 1][0])
print("네 걸음 뒤   배치 1, 32, 전체:", np.round(at_step_4, 3))
print("한 에포크 뒤 배치 1, 32, 전체:", np.round(after_one_epoch, 3))
assert at_step_4[0] > at_step_4[1] > at_step_4[2]
assert after_one_epoch[0] < after_one_epoch[1] < after_one_epoch[2]

# %%
# .. _minibatch-memory:
#
# 배치가 쓰는 메모리
# ------------------
# 역전파는 순전파의 중간값을 다시 씁니다. 그래서 순전파는 층마다 입력 :math:`h`와 활성화 함수를 지나기 전의 값
# :math:`z`를 남겨 둡니다. 남긴 배열의 바이트를 셉니다. 예제 하나에 남는 수는 층의 크기에서 바로 나옵니다.
#
# .. math::
#
#    \underbrace{64 + 32}_{h} + \underbrace{32 + 10}_{z}
#
# 수 하나가 8바이트이니 :math:`B`개면 그 :math:`8B`배여야 합니다.


def saved_bytes(net, x):
    forward = net.forward(x)
    return sum(array.nbytes for array in [*forward.h, *forward.z])


numbers_each = 64 + 32 + 32 + 10
rows = []
for B in sizes:
    rows.append([saved_bytes(net, x[:B]), 8 * B * numbers_each])
columns = ["센 바이트", "식으로 구한 바이트"]
saved = pd.DataFrame(rows, pd.Index(sizes, name="배치"), columns)
saved

# %%
# 센 것과 식이 한 바이트도 다르지 않습니다. 중간값은 배치에 비례합니다. 배치와 상관없는 몫도 있습니다.
# :term:`파라미터`와 그 기울기로, 이 신경망에서는 :val:`fixed_bytes|,d`바이트입니다.

fixed_bytes = 2 * 8 * n_weights
assert (saved["센 바이트"] == saved["식으로 구한 바이트"]).all()
print(f"파라미터와 기울기 {fixed_bytes:,}바이트")

# %%
# .. _minibatch-accumulate:
#
# 메모리가 모자라면 나누어 더합니다
# ---------------------------------
# 전체의 기울기가 꼭 필요하다면 중간값을 모두 한꺼번에 들고 있어야 할까요? 전체의 기울기는 예제마다의 기울기의 합을 예제 수로 나눈
# 것입니다. 합은 나누어 구해도 됩니다. 32개씩 :term:`순전파`와 역전파를 하고, 기울기만 더한 다음 중간값은
# 버립니다. 이것을 :term:`기울기 누적`이라고 합니다.

total = np.zeros(n_weights)
for start in range(0, N, 32):
    part = slice(start, start + 32)
    total += 32 * gradient(net, x[part], y[part])
accumulated = total / N

at_once = gradient(net, x, y)
gap = np.abs(accumulated - at_once).max()
print(f"가장 큰 차이 {gap:.0e}")
print(f"남겨 둔 중간값: {saved['센 바이트'][32]:,}바이트")
print(f"한꺼번에 했다면 {saved['센 바이트'][N]:,}바이트")

# %%
# 차이는 :term:`반올림 오차`뿐입니다. 더하는 차례가 달라서 생기는 마지막 자리의 차이입니다. 메모리는
# :val:`saving`분의 일로 줄었습니다. 대신 걸음은 여전히 데이터를 다 보고 한 번입니다.

saving = saved["센 바이트"][N] // saved["센 바이트"][32]
assert gap < 1e-15
assert saving == N // 32

# %%
# .. _minibatch-trap:
#
# 흔한 함정
# ---------
# 흔히 이렇게 말합니다. “예제가 백만 개면 전체 배치는 미니배치보다 메모리가 백만 배 더 든다. 그래서 전체 배치는 쓸 수 없다.”
# 더 큰 손글씨를 읽는 신경망으로 확인합니다. 층의 크기는 784, 128, 64, 10입니다. 수 하나는 4바이트(``float32``)입니다. 배치마다 실제로
# 세어 보고, 백만 개일 때는 예제 하나의 바이트에 백만을 곱합니다.

big = MLP((784, 128, 64, 10), seed=0, dtype=np.float32)
n_big = sum(array.size for array in big.params.values())
one = saved_bytes(big, np.zeros((1, 784)))
million, fixed = 1_000_000, 2 * 4 * n_big  # 예제 수, 파라미터와 기울기
assert one == 4 * (784 + 128 + 64 + 128 + 64 + 10)
rows = []
for B in [1, 32, 256, 512]:
    batch = saved_bytes(big, np.zeros((B, 784)))
    assert batch == B * one
    everything = (million * one + fixed) / (batch + fixed)
    rows.append([million * one / batch, everything])
columns = ["중간값만", "파라미터와 기울기까지"]
ratios = pd.DataFrame(rows, pd.Index([1, 32, 256, 512], name="배치"), columns)
ratios.map("{:,.0f}배".format)

# %%
# 백만 배는 배치가 **하나일 때**와 견준 비율입니다. 미니배치 32개와 견주면 :val:`against_32|,.0f`배, 512개와 견주면
# :val:`against_512|,.0f`배이고, 배치와 상관없이 드는 파라미터와 기울기까지 넣으면
# 더 작습니다. 둘째 칸은 무엇을 남겨 두는지에 따라 조금씩 달라집니다. 전체 배치를 못 쓴다는 것도 틀렸습니다. 방금 했듯이 나누어 더하면 됩니다.
# 전체 배치의 진짜 값은 메모리가 아니라 **걸음 수**입니다.

against_32, against_512 = ratios["중간값만"][32], ratios["중간값만"][512]
assert np.allclose(ratios["중간값만"], [1e6, 31250, 3906.25, 1953.125])
assert (ratios["파라미터와 기울기까지"] < ratios["중간값만"]).all()

# %%
# 나누어 더할 때의 함정도 하나 있습니다. 예제가 배치로 나누어떨어지지 않으면 마지막 배치가 작습니다. 100개씩 자르면
# 마지막에는 36개가 남습니다. 배치마다의 평균을 그냥 다시 평균하면 어떻게 될까요?

parts = [slice(start, start + 100) for start in range(0, N, 100)]
counts = [len(x[part]) for part in parts]
means = np.array([gradient(net, x[part], y[part]) for part in parts])
plain = means.mean(axis=0)
weighted = np.average(means, axis=0, weights=counts)
plain_gap = np.linalg.norm(plain - at_once) / np.linalg.norm(at_once)
weighted_gap = np.linalg.norm(weighted - at_once) / np.linalg.norm(at_once)
print("마지막 두 배치", counts[-2:])
print(
    f"그냥 평균 {plain_gap:.0e}   예제 수로 무게를 준 평균 {weighted_gap:.0e}"
)

# %%
# 그냥 평균하면 남은 36개가 100개와 같은 목소리를 냅니다. 그래서 기울기가 어긋납니다. 예제 수로 무게를 주면 다시
# 반올림 오차입니다. 손실의 평균을 낼 때도 똑같은 함정이 있습니다.

assert counts[-1] == 36
assert plain_gap > 0.001
assert weighted_gap < 1e-13

# %%
# .. _minibatch-summary:
#
# 정리
# ----
# - 배치의 기울기는 전체의 기울기 둘레에서 :math:`\sigma/\sqrt{B}`만큼 흔들립니다. 예제를 네 배 보아야 흔들림이 반이 됩니다.
# - 같은 데이터를 보는 동안 작은 배치는 많이, 흔들리며 걷고 큰 배치는 적게, 곧게 걷습니다. 시간까지 보면 그 사이의
#   미니배치가 알맞습니다.
# - 중간값의 메모리는 배치에 비례하지만, 기울기를 나누어 더하면 적은 메모리로도 전체의 기울기를 반올림까지 똑같이 얻습니다.

# %%
# .. _minibatch-exercises:
#
# 더 해 보기
# ----------
# **하나.** 지금까지는 같은 예제가 두 번 뽑힐 수도 있었습니다. 데이터를 섞어 앞에서부터 :math:`B`개를 쓰면(겹치지 않게 뽑으면) 흔들림은
# 식보다 커질까요, 작아질까요? 전체의 반인 :val:`half`개로 해 보세요.
#
# .. dropdown:: 답 보기
#
#    작아집니다. 식의 :val:`without_ratio|.2f`배입니다. 겹치지 않으면 배치가 전체에 가까워질수록 빠진 것이 적어지고, 전체를
#    다 뽑으면 흔들림이 영입니다. 정확히는 :math:`\sqrt{(N - B)/(N - 1)}`을 곱한 것으로, 여기서는
#    :val:`correction|.2f`입니다.

half = N // 2
shuffled = [rng.permutation(N)[:half] for _ in range(100)]
off = np.array([each[rows].mean(axis=0) - full for rows in shuffled])
without = np.sqrt((off**2).sum(axis=1).mean())
without_ratio = without / (sigma / np.sqrt(half))
correction = np.sqrt((N - half) / (N - 1))
print(f"식의 {without_ratio:.2f}배, 보정 {correction:.2f}")
assert abs(without_ratio - correction) < 0.05

# %%
# **둘.** 학습이 끝나 갈 무렵에는 흔들림이 어떻게 될까요? 배치 32로 학습한 신경망에서 :math:`\sigma`와 기울기의 길이를 다시 재어 보세요.
#
# .. dropdown:: 답 보기
#
#    기울기의 길이가 줄어드는 만큼 흔들림이 줄지 않습니다. 흔들림은 길이의 :val:`late_ratio|.0f`배로, 시작할 때의
#    :val:`noise_to_signal|.1f`배보다 큽니다. 바닥에 가까울수록 잡음이 걸음을 정하므로, 학습 끝 무렵에는 학습률을 줄이거나 배치를
#    키우곤 합니다.

late = runs[32, best[32]][0]
late_each = [gradient(late, x[i : i + 1], y[i : i + 1]) for i in range(N)]
late_full = gradient(late, x, y)
late_off = np.array(late_each) - late_full
late_sigma = np.sqrt((late_off**2).sum(axis=1).mean())
late_ratio = late_sigma / np.linalg.norm(late_full)
print(f"σ {late_sigma:.2f}, 길이 {np.linalg.norm(late_full):.3f}")
assert late_ratio > noise_to_signal

# %%
# **셋.** 배치 128로 네 번 누적해 한 걸음 걷는 것과 배치 512로 한 걸음 걷는 것은 같을까요?
#
# .. dropdown:: 답 보기
#
#    같습니다. 걸은 뒤의 파라미터의 차이는 :val:`step_gap|.0e`입니다. 기울기를 파라미터에서 빼기 **전에** 모두
#    더했기 때문입니다. 128개마다 걸었다면 둘째 기울기부터는 옮긴 자리에서 재므로 달라집니다.

start_at = MLP((64, 32, 10), seed=0)
quarters = [slice(k, k + 128) for k in range(0, 512, 128)]
summed = sum(gradient(start_at, x[q], y[q]) for q in quarters) / 4
walked = start_at.theta - 0.1 * summed

other = MLP((64, 32, 10), seed=0)
other.train_step(x[:512], y[:512], GradientDescent(lr=0.1))
step_gap = np.abs(walked - other.theta).max()
print(f"{step_gap:.0e}")
assert step_gap < 1e-15

# %%
# .. _minibatch-next:
#
# 다음 쪽
# -------
# 배치를 아무리 잘 골라도 배우지 못하는 것이 있습니다.
# :doc:`이 신경망은 이 함수를 배울 수 있을까요? </auto_examples/04_backpropagation/plot_05_can_this_net_learn_it>`에서
# 다섯 가중치의 신경망으로 돌아갑니다.
