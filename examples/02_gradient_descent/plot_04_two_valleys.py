r"""
골짜기가 둘이면 어디로 내려갈까요?
==================================

지금까지의 골짜기에는 바닥이 하나뿐이었습니다. 바닥이 둘이고 깊이가 다르면 어떻게 될까요?
발밑만 보고 걷는 사람은 더 깊은 쪽을 알아볼 수 있을까요?
골짜기가 둘인 함수 하나로 끝까지 따져 보고, 같은 일이 신경망에서도 일어나는지 세어 봅니다.

- **할 것**: 두 골짜기의 자리와 깊이를 계산하고, 시작점과 학습률을 바꾸어 가며 어디에 도착하는지 봅니다.
- **배울 것**: 경사 하강법은 발밑이 평평한 자리에서 멈춥니다. 거기가 가장 낮다는 보장은 없습니다.
- **필요한 것**: :doc:`보폭은 얼마가 알맞을까요 </auto_examples/02_gradient_descent/plot_03_learning_rate>`
"""

# %%
# .. _valleys-figure:
#
# 두 골짜기와 두 사람
# -------------------
# 이번 산은 :math:`f(x) = x^4 - 4x^2 + x + 1`입니다.
# 안개 속에 두 사람이 서 있습니다. 한 사람은 :math:`x = -0.5`, 다른 사람은 :math:`x = 0.5`에 있습니다.
# 두 사람이 느낄 수 있는 것은 발밑의 :term:`기울기`뿐입니다.

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.colors import ListedColormap

from dlconcepts.viz import PALETTE, plot_basins, plot_tangents, use_korean_font

use_korean_font()


def f(x):
    return x**4 - 4 * x**2 + x + 1


def df(x):
    return 4 * x**3 - 8 * x + 1


# %%
# 그림에서 초록 선분이 두 사람이 아는 것의 전부입니다. 어느 쪽이 더 깊은 골짜기로 내려갈지 먼저 골라 보세요.

left_start, right_start = -0.5, 0.5
left_slope, right_slope = df(left_start), df(right_start)

title = "두 사람은 발밑의 기울기만 압니다"
plot_tangents(f, df, [left_start, right_start], xlim=(-2.2, 2.1), title=title)
plt.show()
# sphinx_gallery_alt = "골짜기가 둘인 곡선입니다. 왼쪽 골짜기가 오른쪽보다 깊고, 그 사이에 낮은 언덕이 있습니다. 언덕의 왼쪽 비탈 x = <<left_start||과/와>> 오른쪽 비탈 x = <<right_start>>에 짧은 접선이 그어져 있고 기울기는 각각 <<left_slope||과/와>> <<right_slope>>입니다."

# %%
# 왼쪽 사람의 기울기는 :val:`left_slope|+.1f`, 오른쪽 사람의 기울기는 :val:`right_slope|+.1f`입니다.
# 기울기의 반대쪽으로 걸으니 왼쪽 사람은 왼쪽으로, 오른쪽 사람은 오른쪽으로 갑니다.

# %%
# .. _valleys-minima:
#
# 평평한 자리를 모두 찾기
# -----------------------
# 걷기 전에 계산으로 바닥을 찾아 둡니다. 바닥에서는 기울기가 영입니다. 기울기가 영인 자리를
# :term:`정류점`이라고 합니다. :math:`f'(x) = 4x^3 - 8x + 1 = 0`의 근이 정류점입니다.
# ``np.roots``는 다항식의 계수를 차수가 높은 것부터 받아 근을 모두 구해 줍니다.

stationary = np.sort(np.roots([4, 0, -8, 1]))
print(stationary.round(6))

left_bottom, hilltop, right_bottom = stationary
assert np.allclose(df(stationary), 0, atol=1e-9)

# %%
# 세 곳이 나왔습니다. 모두 바닥일까요? 기울기의 기울기 :math:`f''(x) = 12x^2 - 8`로 가립니다.
# 이 값이 양수이면 그릇처럼 위로 휜 바닥이고, 음수이면 엎어 놓은 그릇처럼 휜 꼭대기입니다.


def ddf(x):
    return 12 * x**2 - 8


kinds = np.where(ddf(stationary) > 0, "골짜기 바닥", "언덕 꼭대기")
table = pd.DataFrame({"x": stationary, "f(x)": f(stationary)})
table["굽은 정도"] = ddf(stationary)
table["종류"] = kinds
table.round(3)

# %%
# 둘레에서 가장 낮은 값을 :term:`지역 최솟값`, 전체에서 가장 낮은 값을 :term:`전역 최솟값`이라고 합니다.
# 왼쪽 골짜기의 높이는 :val:`left_depth|.3f`, 오른쪽 골짜기의 높이는 :val:`right_depth|.3f`입니다.
# **왼쪽이 더 깊습니다.** 오른쪽 바닥은 둘레에서만 가장 낮습니다.

from dlconcepts.gradcheck import compare_gradients, numerical_gradient
from dlconcepts.objectives import two_valleys

left_depth, right_depth = f(left_bottom), f(right_bottom)
known = [minimum.point[0] for minimum in two_valleys.minima]

assert np.allclose(known, [left_bottom, right_bottom])
assert left_depth < right_depth
assert ddf(hilltop) < 0
for x in (-1.7, 0.4, 1.7):  # 손으로 구한 도함수를 확인합니다
    assert compare_gradients(df(x), numerical_gradient(f, x)).ok
    assert compare_gradients(ddf(x), numerical_gradient(df, x)).ok

# %%
# .. _valleys-start:
#
# 시작점이 도착지를 정합니다
# --------------------------
# 이제 걷습니다. 걷는 법은 그대로 세 줄입니다. 배열을 넣으면 여러 사람이 한꺼번에 걷습니다.


def descend(x, lr, steps):
    for _ in range(steps):
        x = x - lr * df(x)
    return x


left_end = descend(left_start, 0.05, 1000)
right_end = descend(right_start, 0.05, 1000)
for start, end in [(left_start, left_end), (right_start, right_end)]:
    print(f"{start:+.1f} → {end:+.6f}   높이 {f(end):.6f}")

# %%
# 왼쪽 사람은 전역 최솟값에, 오른쪽 사람은 지역 최솟값에 닿았습니다. 규칙도 학습률도 같았고,
# 다른 것은 :term:`시작점`뿐입니다. 오른쪽 사람은 더 걸어도 그 자리입니다.

assert np.allclose([left_end, right_end], [left_bottom, right_bottom])
assert np.isclose(descend(right_end, 0.05, 10000), right_bottom)

# %%
# 시작점을 촘촘히 놓고 도착지를 모두 칠해 봅니다. 경계는 어디일까요?

starts = np.linspace(-2, 2, 161)
ends = descend(starts, 0.01, 3000)
last_left = starts[ends < hilltop].max()
first_right = starts[ends > hilltop].min()

names = ["왼쪽 골짜기", "오른쪽 골짜기"]
ax = plot_basins(f, starts, ends, two_valleys.minima, labels=names)
ax.set_title("언덕 꼭대기가 두 영역을 가릅니다")
plt.show()
# sphinx_gallery_alt = "곡선과 그 아래의 띠가 도착하는 골짜기의 색으로 칠해져 있습니다. x = <<last_left|.3f>>까지의 시작점은 모두 왼쪽 골짜기로, x = <<first_right|.3f>>부터는 모두 오른쪽 골짜기로 내려갑니다. 색은 언덕 꼭대기 <<hilltop|.3f>>에서 한 번만 바뀝니다."

# %%
# 한 바닥으로 모이는 시작점들을 그 바닥의 :term:`끌림 영역`이라고 합니다.
# 색이 바뀌는 곳은 :val:`last_left|.3f|과/와` :val:`first_right|.3f` 사이입니다.
# 언덕 꼭대기 :val:`hilltop|.3f|이/가` 그 사이에 있습니다.

assert np.array_equal(ends > hilltop, starts > hilltop)
assert last_left < hilltop < first_right

# %%
# .. _valleys-shortsighted:
#
# 경사 하강법은 근시안입니다
# --------------------------
# 오른쪽 사람이 어리석어서 얕은 골짜기로 간 것이 아닙니다. 보이는 것이 발밑뿐이기 때문입니다.
# 확인하는 방법이 있습니다. 오른쪽 사람이 **밟지 않은 곳**에 훨씬 깊은 구덩이를 파 놓습니다.

cliff = 1.8


def f_with_pit(x):
    return f(x) - 60 * max(0.0, x - cliff) ** 2


def df_with_pit(x):
    return df(x) - 120 * max(0.0, x - cliff)


# %%
# :math:`x = 1.8`부터 오른쪽만 바꾸었습니다. 그 왼쪽에서는 ``max(0.0, x - cliff)``가 영이기 때문입니다.
# 구덩이의 바닥은 얼마나 깊고, 오른쪽 사람은 그것을 알아챌까요?

from dlconcepts.descent import minimize
from dlconcepts.optimizers import GradientDescent

pit_depth = min(f_with_pit(x) for x in np.linspace(2, 6, 401))
rule = GradientDescent(lr=0.05)
before = minimize(f, df, right_start, rule, steps=100)
after = minimize(f_with_pit, df_with_pit, right_start, rule, steps=100)
path_gap = np.abs(before.x - after.x).max()
print(f"구덩이의 높이 {pit_depth:.1f}, 두 길의 차이 {path_gap}")

# %%
# 높이가 :val:`pit_depth|.0f`인 구덩이가 바로 옆에 생겼는데도 백 걸음이 소수점 끝자리까지 같습니다.
# 밟은 자리의 기울기가 같으면 길도 같습니다. 경사 하강법은 나머지 지형을 전혀 모릅니다.

assert np.array_equal(before.x, after.x)
assert before.x.max() < cliff
assert pit_depth < left_depth

# %%
# .. _valleys-hilltop:
#
# 꼭대기에서도 멈춥니다
# ---------------------
# 그러면 언덕 꼭대기에 정확히 서 있으면 어떻게 될까요? 거기도 기울기는 영입니다.
# 꼭대기와, 거기서 백만분의 일만큼 왼쪽과 오른쪽에서 출발해 봅니다.

nudge = 1e-6
stay = descend(hilltop, 0.05, 20)
roll_left = descend(hilltop - nudge, 0.05, 200)
roll_right = descend(hilltop + nudge, 0.05, 200)
print(f"꼭대기에서 스무 걸음: {stay:.6f}")
print(f"조금 왼쪽에서: {roll_left:.6f}, 조금 오른쪽에서: {roll_right:.6f}")

# %%
# 꼭대기에서는 움직이지 못하고, 아주 조금만 비켜서면 서로 다른 골짜기로 굴러떨어집니다.
# 그러니 경사 하강법이 찾는 것은 **최솟값이 아니라 정류점**입니다. 알고리즘 설명에
# 최솟점을 돌려준다고 적혀 있더라도 실제로 돌려주는 것은 기울기가 거의 영인 자리입니다.

assert np.isclose(stay, hilltop, atol=1e-6)
assert np.allclose([roll_left, roll_right], [left_bottom, right_bottom])

# %%
# .. _valleys-large-steps:
#
# 학습률을 키우면
# ---------------
# 보폭을 키워 언덕을 뛰어넘으면 되지 않을까요? 먼저 예측합니다. 지난 쪽에서 한계는
# :math:`2/\lambda`였고, :math:`\lambda`는 바닥의 굽은 정도였습니다. 이 함수에서는 깊은 왼쪽 골짜기가 더 급하게 휘었습니다.

left_limit, right_limit = 2 / ddf(left_bottom), 2 / ddf(right_bottom)
print(f"왼쪽 한계 {left_limit:.4f}, 오른쪽 한계 {right_limit:.4f}")

# %%
# 학습률이 :val:`left_limit|.3f|을/를` 넘으면 **더 깊은 골짜기의 바닥부터 머물 수 없게 됩니다.**
# 얕은 쪽의 바닥은 :val:`right_limit|.3f`까지 버팁니다.
# 두 시작점에서 학습률을 조금씩 키우며 오래 걷고, 마지막에 밟는 자리들을 소수 둘째 자리까지 모읍니다.
# ``:=`` 기호를 쓰면 새 자리를 ``x``에 적으면서 목록에도 넣을 수 있습니다.

etas = np.linspace(0.01, 0.25, 241)
orbits = []
with np.errstate(all="ignore"):  # 발산하는 길은 무한대로 갑니다
    for start in (left_start, right_start):
        x = descend(np.full_like(etas, start), etas, 2000)
        orbit = [x := descend(x, etas, 1) for _ in range(48)]
        orbits.append(np.array(orbit).round(2))  # (48, 241)

# %%
# 시작점과 학습률의 모든 짝에 대해 어느 골짜기에 남는지도 구해 둡니다.
# 왼쪽이면 :math:`0`, 오른쪽이면 :math:`1`, 발산하면 빈칸(NaN)입니다.

many = np.linspace(-2.2, 2.2, 177)[:, np.newaxis]
with np.errstate(all="ignore"):
    finals = descend(np.repeat(many, len(etas), axis=1), etas, 300)
side = np.where(np.isfinite(finals), finals > hilltop, np.nan)  # (177, 241)
print(side.shape)

# %%
# 되풀이해 밟은 자리는 한 번만 그리면 됩니다.


def visited(orbit):
    return np.transpose(
        [
            (eta, x)
            for eta, column in zip(etas, orbit.T, strict=True)
            for x in np.unique(column)
        ]
    )


# %%
# 위 칸은 마지막에 밟는 자리들, 아래 칸은 남는 골짜기입니다.

fig, (top, bottom) = plt.subplots(2, 1, figsize=(7.4, 7.6), sharex=True)
dot = {"ls": "none", "marker": ".", "ms": 2.5, "rasterized": True}
top.plot(*visited(orbits[0]), **dot, color=PALETTE[0], label="왼쪽 사람")
top.plot(*visited(orbits[1]), **dot, color=PALETTE[1], label="오른쪽 사람")
for limit in (left_limit, right_limit):
    top.axvline(limit, color=PALETTE[2], ls="--", lw=1.2)
top.set(ylabel="마지막에 밟는 x", title="한계(점선)를 넘으면 머물지 못합니다")
top.legend(loc="center left", markerscale=5)
look = {"cmap": ListedColormap(PALETTE[:2]), "interpolation": "none"}
box = (etas[0], etas[-1], -2.2, 2.2)
bottom.imshow(side, origin="lower", extent=box, aspect="auto", **look)
bottom.grid(visible=False)
bottom.set(xlabel="학습률 η", ylabel="시작점")
bottom.set_title("파랑은 왼쪽, 주황은 오른쪽, 빈 곳은 발산")
plt.show()
# sphinx_gallery_alt = "위: 학습률에 따라 마지막에 밟는 자리입니다. 왼쪽 골짜기의 점은 학습률 <<left_limit|.3f>>에서, 오른쪽 골짜기의 점은 <<right_limit|.3f>>에서 둘로 갈라지고 더 커지면 넷으로, 이어서 띠처럼 퍼집니다. <<merge_eta|.3f>>부터는 −0.5에서 출발한 점도 오른쪽 골짜기에 있고 <<blow_eta|.3f>>부터는 점이 없습니다. 아래: 학습률이 작을 때는 파랑과 주황이 언덕 꼭대기에서 한 번 갈리지만, 커지면 먼 시작점부터 맞은편 색이 파고들고 끝에는 주황과 빈 곳만 남습니다."

# %%
# 왼쪽에서 오른쪽으로 읽습니다.
#
# - :val:`left_limit|.3f`까지는 두 사람 모두 골짜기 바닥에 섭니다. 다만 아래 칸을 보면, 먼 시작점은 그 전부터
#   맞은편으로 넘어가기도 합니다.
# - 그다음에는 왼쪽 사람이 두 자리를 번갈아 밟습니다. 오른쪽 사람은 :val:`right_limit|.3f`부터 그렇습니다.
#   이렇게 되풀이되는 자리들을 :term:`주기`라고 합니다.
# - 두 자리는 다시 넷으로 갈라지고, 이내 같은 자리를 다시 밟지 않는 :term:`혼돈`이 됩니다.
#   혼돈 사이의 성긴 세로줄은 주기가 잠깐 되살아난 학습률입니다.
# - :val:`merge_eta|.3f`부터는 :math:`-0.5`에서 출발해도 언덕을 뛰어넘어 **얕은** 골짜기에 남습니다.
#   더 커지면 시작점에 따라 :term:`발산`하기도 합니다.
# - :val:`blow_eta|.3f`부터는 두 사람 모두 발산합니다.

from_left, from_right = orbits
resting = np.ptp(orbits, axis=1) == 0  # (2, 241)
merge_eta = etas[np.all(from_left > hilltop, axis=0)].min()
alive = np.isfinite(from_left) | np.isfinite(from_right)
blow_eta = etas[~alive.any(axis=0)].min()

low = etas < 0.15
assert np.array_equal(resting[0, low], etas[low] < left_limit)
assert np.array_equal(resting[1, low], etas[low] < right_limit)
assert left_limit < right_limit < merge_eta < blow_eta
assert not (from_left[:, etas >= merge_eta] < hilltop).any()
assert not alive[:, etas >= blow_eta].any()
assert side[-1, np.isclose(etas, 0.1)] == 0  # 오른쪽 끝에서 왼쪽으로

# %%
# 학습률 넷을 골라, 왼쪽 사람이 마지막에 밟는 자리가 몇 곳인지 세고 처음 몇 곳을 적습니다.

spot_counts = []
for eta in (0.12, 0.14, 0.162, 0.165):
    spots = np.unique(from_left[:, np.isclose(etas, eta)])
    spot_counts.append(len(spots))
    print(f"학습률 {eta}: {len(spots)}곳 {spots[:4]}")

assert spot_counts[:3] == [2, 4, 3]
assert spot_counts[3] > 12

# %%
# 두 자리, 네 자리, 되살아난 세 자리의 주기가 보이고, 마지막은 혼돈입니다.
# 혼돈에서는 시작점의 아주 작은 차이도 금세 커집니다. 십억분의 일만큼 다른 두 시작점에서 출발해
# 백 걸음 동안 둘 사이의 거리를 잽니다.


def distances(lr):
    twins = np.array([left_start, left_start + 1e-9])
    return [np.ptp(twins := descend(twins, lr, 1)) for _ in range(100)]


calm_gap, wild_gap = distances(0.05)[-1], max(distances(0.165))
print(f"작은 학습률 {calm_gap:.9f}, 큰 학습률 {wild_gap:.2f}")

assert calm_gap < 1e-9
assert wild_gap > 0.1

# %%
# 작은 학습률에서는 차이가 사라졌고, 큰 학습률에서는 가장 멀 때 :val:`wild_gap|.2f`까지 벌어졌습니다.
# 보폭을 키우면 언덕을 넘기는 합니다. 그러나 더 깊은 곳을 **골라서** 넘는 것은 아닙니다.

# %%
# .. _valleys-wide-networks:
#
# 신경망에서는 얼마나 자주 갇힐까요
# ---------------------------------
# :term:`신경망`의 손실에도 골짜기가 많습니다. 그런데 큰 신경망은 나쁜 자리에 갇히는 일이 드물다고 합니다.
# 아주 작은 신경망으로 직접 세어 봅니다. 맞혀야 할 것은 :term:`배타적 논리합`(XOR)입니다.
# 두 입력이 서로 다를 때만 :math:`1`을 내야 합니다.

inputs = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)  # (4, 2)
targets = np.array([[0], [1], [1], [0]], dtype=float)  # (4, 1)

# %%
# 입력 둘이 :term:`은닉층`의 뉴런 몇 개를 거쳐 답 하나가 됩니다. 은닉층의 뉴런 수를 폭(``width``)이라고 하겠습니다.
# ``W1``과 ``b1``은 은닉층의 :term:`가중치`와 :term:`편향`이고, ``W2``와 ``b2``는 :term:`출력층`의 것입니다.
# 가중치를 무작위로 골라 시작점이 다른 신경망 :val:`count`개를 한 배열에 담습니다.


def random_networks(width, count=400):
    rng = np.random.default_rng(seed=0)
    return {
        "W1": rng.normal(size=(count, 2, width)),
        "b1": np.zeros((count, 1, width)),
        "W2": rng.normal(size=(count, width, 1)),
        "b2": np.zeros((count, 1, 1)),
    }


# %%
# 은닉층의 값은 ``tanh``를 지나며 구부러집니다. 이런 함수를 :term:`활성화 함수`라고 합니다.
# 손실은 예측과 정답의 차이를 제곱해 평균한 :term:`평균제곱오차`입니다. 기울기를 구하는 줄은
# 뒤의 장에서 배울 :term:`역전파`입니다. 지금은 맞는 기울기인지만 확인하고 씁니다.


def predict(p):
    h = np.tanh(inputs @ p["W1"] + p["b1"])  # (count, 4, width)
    return h, h @ p["W2"] + p["b2"]  # (count, 4, 1)


def losses_and_gradients(p):
    h, out = predict(p)
    d_out = 2 * (out - targets) / len(targets)
    d_z = d_out @ p["W2"].swapaxes(1, 2) * (1 - h**2)
    grads = {
        "W1": inputs.T @ d_z,
        "b1": d_z.sum(axis=1, keepdims=True),
        "W2": h.swapaxes(1, 2) @ d_out,
        "b2": d_out.sum(axis=1, keepdims=True),
    }
    return np.mean((out - targets) ** 2, axis=(1, 2)), grads


# %%
# 신경망마다 손실을 구하고, 그 합의 기울기를 :term:`유한 차분`으로 구한 것과 견줍니다.

few = random_networks(width=3, count=2)
analytic = losses_and_gradients(few)[1]
numeric = numerical_gradient(lambda p: losses_and_gradients(p)[0].sum(), few)
report = compare_gradients(analytic, numeric)
assert report.ok
report.to_frame()

# %%
# 폭을 바꾸어 가며 삼천 걸음씩 학습시킵니다. 손실이 :val:`stuck_loss`보다 크면 갇힌 것으로 셉니다.
# 폭이 넓어지면 갇히는 비율이 늘까요, 줄까요? 파라미터가 많아지니 산은 더 복잡해집니다.
# ``step``은 배열을 제자리에서 고치므로, 학습을 마치면 ``networks``에 학습된 신경망이 남습니다.


def train(networks, steps):
    optimizer = GradientDescent(lr=0.1)
    for _ in range(steps):
        optimizer.step(networks, losses_and_gradients(networks)[1])
    return losses_and_gradients(networks)[0]


count, stuck_loss, widths = 400, 0.05, [2, 3, 4, 8]
networks = {width: random_networks(width, count) for width in widths}
losses = {width: train(networks[width], 3000) for width in widths}
stuck = np.array([np.mean(losses[width] > stuck_loss) for width in widths])

sweep = pd.DataFrame({"폭": widths, "갇힌 비율(%)": 100 * stuck})
sweep["가장 큰 손실"] = [losses[width].max() for width in widths]
sweep.round(3)

# %%
# 폭이 :val:`widths[0]`일 때는 :val:`stuck[0]|.1%|이/가` 갇혔습니다. 폭이 :val:`widths[1]`이면
# :val:`stuck[1]|.1%`, :val:`widths[2]||과/와` :val:`widths[3]`이면 한 번도 갇히지 않았습니다.

fig, ax = plt.subplots()
bars = ax.bar([str(width) for width in widths], 100 * stuck, width=0.6)
ax.bar_label(bars, fmt="%.1f%%", padding=3)
ax.margins(y=0.15)
ax.set(xlabel="은닉층의 폭", ylabel="갇힌 비율(%)")
ax.set_title("폭이 넓을수록 덜 갇힙니다")
plt.show()
# sphinx_gallery_alt = "은닉층의 폭에 따른 갇힌 비율의 막대그래프입니다. 폭 <<widths[0]>>에서 <<stuck[0]|.1%>>, 폭 <<widths[1]>>에서 <<stuck[1]|.1%>>이고 폭 <<widths[2]||과/와>> <<widths[3]>>에서는 0입니다."

# %%
# 한 번도 갇히지 않았다고 해서 확률이 영이라는 뜻은 아닙니다. 갇힐 확률이 :val:`upper_bound|.2%`보다 크다면
# :val:`count`번을 모두 피할 확률은 스무 번에 한 번이 되지 않습니다. 말할 수 있는 것은 거기까지입니다.

upper_bound = 1 - (1 / 20) ** (1 / count)

assert 0.1 < stuck[0] < 0.25
assert stuck[1] < 0.05
assert stuck[2] == stuck[3] == 0

# %%
# .. _valleys-plateau:
#
# 갇힌 신경망을 들여다보기
# ------------------------
# 갇힌 신경망은 무엇이라고 답하고 있을까요? 폭이 가장 좁은 것 가운데 처음 셋을 봅니다.
# 정답은 차례로 0, 1, 1, 0입니다.

narrow = networks[2]
is_stuck = losses[2] > stuck_loss
answers = predict(narrow)[1][is_stuck][:3, :, 0]
print(answers.round(2))

halfway = np.abs(answers - 0.5) < 0.05  # (3, 4)
correct = np.abs(answers - targets.T) < 0.05
assert np.array_equal(correct, ~halfway)
assert np.all(halfway.sum(axis=1) == 2)
assert np.all((halfway * targets.T).sum(axis=1) == 1)  # 정답이 갈립니다

# %%
# 셋 다 두 문제는 맞히고, 나머지 두 문제에는 절반이라고 답합니다. 정답이 :math:`0`과 :math:`1`로 갈리는
# 두 문제를 구별하지 못해 그 가운데를 부르는 셈입니다.
# 그런데 여기가 정말 바닥일까요? 갇힌 것들만 골라 더 걸어 봅니다.

held = {name: value[is_stuck] for name, value in narrow.items()}
slopes = losses_and_gradients(held)[1].values()
sizes = np.sqrt(sum((g**2).sum(axis=(1, 2)) for g in slopes))
slope_size = np.median(sizes)
later = train(held, 9000)
held_count, freed_count = len(later), int(np.sum(later < stuck_loss))
print(f"기울기의 크기 {slope_size:.4f}")
print(f"갇혔던 {held_count}개 가운데 {freed_count}개가 빠져나옴")

# %%
# 기울기가 작기는 해도 영이 아니었습니다. 더 걷게 하니 :val:`held_count`개 가운데 :val:`freed_count`개가 빠져나왔습니다.
# 이들에게 그곳은 구덩이가 아니라 **아주 완만한 비탈**이었습니다. 나머지가 선 곳이 바닥인지 더 완만한 비탈인지는
# 이것만으로 알 수 없습니다.
# 갇힌 비율은 몇 걸음을 걸었는지에 따라 달라지므로, 비율을 말할 때는 걸음 수도 함께 말해야 합니다.

assert sizes.min() > 0
assert 0 < freed_count < held_count

# %%
# .. _valleys-why:
#
# 넓으면 왜 덜 갇힐까요
# ---------------------
# 흔히 세 가지를 듭니다. 하나씩 어디까지 확인되는지 봅니다.
#
# **하나, 차원이 높으면 갇히기 어렵습니다.** 골짜기가 되려면 모든 방향이 오르막이어야 합니다. 한 방향이라도
# 내리막이면 :term:`안장점`이라 빠져나갈 길이 있습니다. 휜 모양을 아무렇게나 뽑아 모든 방향이
# 오르막일 비율을 셉니다. 휜 모양은 대칭 행렬로 적고, 그 :term:`고윳값`이 방향마다의 굽은 정도입니다.

rng = np.random.default_rng(0)
shares = []
for dimension in range(1, 7):
    a = rng.normal(size=(20_000, dimension, dimension))
    curvatures = np.linalg.eigvalsh(a + a.swapaxes(1, 2))
    shares.append(np.mean(curvatures.min(axis=1) > 0))
print(np.round(shares, 4))

# %%
# 한 방향일 때는 절반이고, 방향이 늘 때마다 급하게 줄어듭니다. 다만 이것은 **무작위 행렬**의 이야기입니다.
# 신경망의 손실은 무작위로 뽑은 것이 아니므로, 그럴듯한 비유일 뿐 증명은 아닙니다.

assert abs(shares[0] - 0.5) < 0.02
assert np.all(np.diff(shares) <= 0)
assert shares[-1] < 0.001

# %%
# **둘, 좋은 답이 많습니다.** 은닉층의 뉴런을 자리만 바꾸거나, 한 뉴런의 앞뒤 가중치 부호를 함께 뒤집어도
# 답은 같습니다. ``tanh``는 넣는 값의 부호를 뒤집으면 나오는 값의 부호도 뒤집히기 때문입니다.
# 폭이 가장 넓은 신경망으로 확인합니다.

wide = networks[8]
order = rng.permutation(8)
sign = np.where(np.arange(8) < 3, -1.0, 1.0)
shuffled = {
    "W1": wide["W1"][..., order] * sign,
    "b1": wide["b1"][..., order] * sign,
    "W2": wide["W2"][:, order] * sign[:, np.newaxis],
    "b2": wide["b2"],
}
answer_gap = np.abs(predict(shuffled)[1] - predict(wide)[1]).max()
print(answer_gap < 1e-9)

# %%
# 자리를 바꾸는 방법이 :math:`8!`가지, 부호를 뒤집는 방법이 :math:`2^8`가지입니다. 그러니 좋은 답을 하나 찾으면
# 똑같이 좋은 답이 :val:`twin_count|,d`개 있는 셈입니다. 다만 나쁜 자리도 같은 수만큼 되풀이됩니다.
# 그러니 대칭만으로는 덜 갇히는 까닭이 되지 않습니다.

import math

twin_count = math.factorial(8) * 2**8

assert answer_gap < 1e-9

# %%
# **셋, 나쁜 골짜기가 드뭅니다.** 위의 표가 이 작은 문제에서 그렇다는 것을 보여 주었습니다.
# 더 큰 신경망을 두고도 연구가 있습니다. Dauphin과 동료들은 :fact:`dauphin`년에, 차원이 높으면 나쁜
# 지역 최솟값보다 안장점이 더 큰 걸림돌이라고 주장했습니다. 위와 같은 무작위 행렬의 이론과 실험이 근거였습니다.
# Choromanska와 동료들은 :fact:`choromanska`년에, 단순하게 만든 모형에서 신경망이 클수록
# 지역 최솟값들이 전역 최솟값에 가까운 높이에 모인다는 것을 보였습니다.
#
# 그러나 **왜 그런지는 아직 다 알지 못합니다.** 증명에는 실제 신경망과 다른 가정이 들어 있고,
# 나쁜 지역 최솟값이 생기도록 데이터를 꾸밀 수도 있습니다. 손실이 작은 자리를 찾는 것과
# 처음 보는 데이터에서 잘 맞히는 것도 다른 문제입니다. 이 쪽에서 확인한 것은 예가 네 개뿐인 문제 하나입니다.

# %%
# .. _valleys-trap:
#
# 흔한 함정
# ---------
# 이 함수를 두고 흔히 이렇게 말합니다. “왼쪽 :math:`x \approx -1`에 얕은 골짜기, 오른쪽 :math:`x \approx 1.5`에
# 깊은 골짜기가 있다. :math:`-0.5`에서 출발하면 얕은 쪽에 갇히고 :math:`0.5`에서 출발하면 진짜 깊은 쪽을 찾는다.”
# 그림 없이 들으면 그럴듯합니다. 높이를 계산해 봅니다.

claimed = pd.DataFrame({"자리": [-1.0, 1.5], "흔히 말하는 높이": [-1.0, -2.8]})
claimed["계산한 높이"] = f(claimed["자리"])
claimed["계산한 기울기"] = df(claimed["자리"])
claimed

# %%
# 높이가 둘 다 다르고, 깊은 쪽과 얕은 쪽도 뒤바뀌었습니다. 두 자리 모두 기울기가 영이 아니니 바닥도 아닙니다.
# 앞에서 본 대로 갇히는 쪽은 오른쪽 사람입니다.
# 다만 식에서 :math:`x` 앞의 부호 하나만 바꾸면, 어느 쪽이 깊고 누가 갇히는지는 이 이야기대로 됩니다.


def mirrored(x):
    return x**4 - 4 * x**2 - x + 1


def mirrored_slope(x):
    return 4 * x**3 - 8 * x - 1


mirror_ends = []
for start in (left_start, right_start):
    end = minimize(mirrored, mirrored_slope, start, rule, steps=1000).x[-1]
    mirror_ends.append(end)
    print(f"{start:+.1f} → {end:+.3f}   높이 {mirrored(end):.3f}")

# %%
# 산의 왼쪽과 오른쪽이 거울처럼 뒤집혔습니다. 이제 :math:`-0.5`의 사람이 갇힙니다.
# 그럴듯한 이야기일수록 한 줄로 확인해 보는 편이 낫습니다.

mistakes = (claimed["흔히 말하는 높이"] - claimed["계산한 높이"]).abs()
assert (mistakes > 1).all()
assert (claimed["계산한 기울기"].abs() > 1).all()
assert np.allclose(mirrored(starts), f(-starts))
assert np.allclose(mirror_ends, [-right_bottom, -left_bottom])

# %%
# .. _valleys-summary:
#
# 정리
# ----
# - 경사 하강법은 발밑만 보고 정류점을 찾아갑니다. 어느 골짜기의 바닥인지는 시작점이 정합니다.
# - 학습률이 작으면 언덕 꼭대기가 경계입니다. 크면 주기와 혼돈이 나타나고, 언덕을 넘기도 합니다.
# - 작은 XOR 신경망은 폭이 넓을수록 덜 갇혔습니다. 큰 신경망에서도 그렇다는 관찰은 많지만 까닭은 다 알지 못합니다.

# %%
# .. _valleys-exercises:
#
# 더 해 보기
# ----------
# **하나.** 시작점을 :math:`-2`와 :math:`2` 사이에서 무작위로 여러 번 골라 가장 낮은 도착지를 고르기로 합니다.
# 몇 번 골라야 전역 최솟값을 놓칠 확률이 백에 하나보다 작아질까요?
#
# .. dropdown:: 답 보기
#
#    한 번에 왼쪽 영역에 떨어질 확률은 :val:`hit|.3f`입니다. 놓칠 확률은 고를 때마다 :val:`miss|.3f`배가 되므로
#    :val:`tries`번이면 충분합니다. 변수가 하나일 때는 쉬운 방법이지만, 변수가 많으면 한 번 걷는 값이 비싸집니다.

hit = (hilltop - -2) / 4
miss = 1 - hit
tries = math.ceil(math.log(0.01) / math.log(miss))
draws = np.random.default_rng(1).uniform(-2, 2, size=(10_000, tries))
missed = np.mean(np.all(draws > hilltop, axis=1))
print(tries, missed)

assert missed < 0.01 < miss ** (tries - 1)

# %%
# **둘.** 경계를 계산하지 않고 걷기만 해서 찾을 수 있을까요?
# 왼쪽으로 가는 시작점과 오른쪽으로 가는 시작점 사이를 절반씩 좁혀 보세요.
#
# .. dropdown:: 답 보기
#
#    가운데에서 출발해 왼쪽으로 가면 왼쪽 끝을, 오른쪽으로 가면 오른쪽 끝을 가운데로 옮깁니다. 서른 번이면 :val:`border|.6f|으로/로`
#    좁혀지고, 이 값은 :math:`f'(x) = 0`의 가운데 근과 같습니다.

low, high = -0.5, 0.5
for _ in range(30):
    middle = (low + high) / 2
    if descend(middle, 0.05, 400) < 0:
        low = middle
    else:
        high = middle
border = (low + high) / 2
print(border)

assert np.isclose(border, hilltop, atol=1e-7)

# %%
# **셋.** 굴러 내려온 기세를 이어 가는 :term:`모멘텀`을 쓰면 언덕을 넘을 수 있을까요?
# :math:`x = 0.5`와 :math:`x = 2`에서 출발해 보세요.
#
# .. dropdown:: 답 보기
#
#    :math:`0.5`에서는 넘지 못하고 :math:`2`에서는 넘습니다. 시작점의 높이가 각각 :val:`low_height|.2f|과/와`
#    :val:`high_height|.0f`인데 언덕 꼭대기는 :val:`hill_height|.2f`입니다. 언덕보다 낮은 곳에서 가만히 출발하면
#    기세만으로는 넘지 못합니다. 학습률이 크면 이 비유는 맞지 않습니다.

from dlconcepts.optimizers import Momentum

low_height, high_height, hill_height = f(0.5), f(2.0), f(hilltop)
near = minimize(f, df, 0.5, Momentum(lr=0.05, beta=0.9), steps=1000)
far = minimize(f, df, 2.0, Momentum(lr=0.05, beta=0.9), steps=1000)
print(near.x[-1].round(3), far.x[-1].round(3))

assert np.allclose([near.x[-1], far.x[-1]], [right_bottom, left_bottom])

# %%
# .. _valleys-next:
#
# 다음 쪽
# -------
# 변수가 둘이 되면 발밑의 기울기도 둘이 됩니다.
# :doc:`변수가 둘인 경사 하강법 </auto_examples/02_gradient_descent/plot_05_two_variables>`으로 이어집니다.
