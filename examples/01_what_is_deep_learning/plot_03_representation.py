"""
보는 방향을 바꾸면 문제가 쉬워질까요?
=====================================

어려운 문제를 푸는 방법은 둘입니다. 더 복잡한 규칙을 만들거나, 같은 것을 다르게 봅니다.
지도를 조금 돌리기만 해도 엉터리였던 규칙이 하나도 틀리지 않게 되기도 합니다.
그렇게 보는 방법도 기계가 찾게 할 수 있을까요?

- **할 것**: 지도를 돌려 규칙 하나를 살려 냅니다. 알맞은 각도를 눈으로, 빠짐없이 훑어서, 학습으로 찾아 견줍니다.
- **배울 것**: 같은 데이터라도 어떻게 나타내는지에 따라 문제가 쉬워지거나 어려워집니다. 학습은 정해 둔 후보들 가운데
  쓸모 있는 :term:`표현`을 찾는 일입니다.
- **필요한 것**: :doc:`규칙과 데이터 </auto_examples/01_what_is_deep_learning/plot_02_rules_or_data>`, 평면의 좌표와
  삼각함수. 끝에 PyTorch를 잠깐 씁니다.
"""

# %%
# .. _representation-points:
#
# 강 건너 마을
# ------------
#
# 강이 비스듬히 흐르는 고장이 있습니다. 강의 북동쪽은 윗마을, 남서쪽은 아랫마을입니다. 집마다 시청에서 동쪽으로 몇 킬로미터
# :math:`x`, 북쪽으로 몇 킬로미터 :math:`y` 떨어져 있는지 적어 두었습니다. 지도에 강을 그려 넣는 것을 깜빡했지만, 집마다 어느
# 마을인지는 압니다. 아래의 ``houses``는 집의 자리를 뽑는 함수입니다. 안은 읽지 않아도 됩니다. 강이 어디에 있는지는 이 함수만
# 압니다. ``SEED``는 무작위로 뽑기를 되풀이할 수 있게 하는 수인 씨앗입니다. 바꾸면 집의 자리가 달라집니다.

import numpy as np

SEED = 0


def houses(n, *, toward, shift=0.0, seed):
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(-3, 3, size=(2, 3 * n))
    angle = np.deg2rad(toward)  # 강에서 윗마을을 바라보는 쪽
    side = x * np.cos(angle) + y * np.sin(angle) - shift
    keep = (np.hypot(x, y) < 3) & (abs(side) > 0.12)  # 강물 위에는 집이 없음
    return np.stack([x, y], axis=1)[keep][:n], (side > 0)[keep][:n]


homes, upper = houses(200, toward=50, seed=SEED)
print("집", homes.shape, " 윗마을", upper.sum(), "채")
print("첫 집의 동쪽, 북쪽:", homes[0].round(2), " 윗마을:", upper[0])

# %%
# 이제 주소만 보고 어느 마을인지 맞히려고 합니다. 가장 단순한 규칙은 이렇습니다. **시청보다 동쪽이면 윗마을**, 곧 :math:`x > 0`입니다. 몇 퍼센트나 맞을까요?


def rule(points):
    return points[:, 0] > 0


def accuracy(points, answer):
    return (rule(points) == answer).mean()


before = accuracy(homes, upper)
print(f"규칙 x > 0 의 정확도 {before:.2f}")
assert 0.6 < before < 0.85

# %%
# 어떤 집이 틀렸을까요? 그림을 그릴 준비를 하고 지도에 표시합니다.

import matplotlib.pyplot as plt

from dlconcepts.viz import (
    INK,
    PALETTE,
    plot_decision,
    plot_points,
    use_korean_font,
)

use_korean_font()
names = ("아랫마을", "윗마을")
east_north = ("동쪽 $x$", "북쪽 $y$")

# %%
# 규칙이 아랫마을이라고 하는 곳과 윗마을이라고 하는 곳을 다른 색으로 칠하고, 틀린 집에 동그라미를 칩니다.

# sphinx_gallery_alt = "집 200채의 지도. 윗마을은 북동쪽, 아랫마을은 남서쪽에 있고 둘 사이에 비스듬한 빈 띠가 있습니다. 규칙은 지도를 세로로 갈라 오른쪽을 윗마을로 칠합니다. 북서쪽의 윗마을 집들과 남동쪽의 아랫마을 집들은 틀렸다는 동그라미가 있습니다. 규칙이 맞힌 비율은 <<before|.2f>>입니다."
ax = plot_decision(
    rule,
    homes,
    upper,
    names=names,
    mark_errors=True,
    axis_names=east_north,
    title="똑바로 세운 규칙은 비스듬한 강을 못 따라갑니다",
)
legend = [text.get_text() for text in ax.figure.legends[0].get_texts()]
plt.show()

# %%
# 찍어도 절반은 맞으니 :val:`before|.0%|은/는` 자랑할 것이 못 됩니다. 틀린 :val:`n_wrong`채는 북서쪽과 남동쪽에 모여 있습니다. 규칙은
# 세로로 자르는데 강은 비스듬하기 때문입니다.

n_wrong = int((rule(homes) != upper).sum())
print(f"틀린 집 {n_wrong}채, 그림의 범례: {legend}")
assert f"틀린 점 {n_wrong}개" in legend

# %%
# .. _representation-rotate:
#
# 지도를 돌립니다
# ---------------
#
# 규칙을 복잡하게 만드는 대신 **지도를 돌려 놓고** 봅니다. 집은 그대로 있고 재는 축만 바뀝니다. 새 가로축이 동쪽에서 북쪽으로
# :math:`\theta`만큼 돌아가 있으면, 집의 새 좌표는 이렇습니다.
#
# .. math::
#
#    z_1 = x\cos\theta + y\sin\theta, \qquad z_2 = -x\sin\theta + y\cos\theta
#
# :math:`z_1`은 새 가로축을 따라 얼마나 갔는지, :math:`z_2`는 새 세로축을 따라 얼마나 갔는지입니다. 눈으로 보면 강에서 윗마을을
# 바라보는 쪽은 동쪽에서 북쪽으로 :math:`50`도쯤 돌아간 쪽입니다. 그만큼 돌리고 **같은 규칙**을 새 가로축에 씁니다. 얼마나
# 맞을까요? 앞에서 틀린 윗마을 집 한 채의 좌표도 따라가 봅니다.


def rotate(points, degrees):
    t = np.deg2rad(degrees)  # 도를 라디안으로
    x, y = points.T
    z1 = x * np.cos(t) + y * np.sin(t)
    z2 = -x * np.sin(t) + y * np.cos(t)
    return np.stack([z1, z2], axis=1)


turned = rotate(homes, 50)
after = accuracy(turned, upper)
lost = np.flatnonzero(upper & ~rule(homes))[0]  # 틀린 윗마을 집
print("틀린 집의 좌표:", homes[lost].round(2), "→", turned[lost].round(2))
print(f"같은 규칙의 정확도 {after:.2f}")
assert homes[lost, 0] < 0 < turned[lost, 0]
assert after == 1

# %%
# 하나도 틀리지 않습니다. 왼쪽에 원래 지도와 새 축을, 오른쪽에 새 축으로 다시 잰 지도를 그립니다.

# sphinx_gallery_alt = "지도 두 장. 왼쪽은 원래 지도에 비스듬한 새 축 두 개를 겹쳐 그린 것이고, 오른쪽은 그 축으로 다시 잰 지도입니다. 오른쪽에서는 두 마을 사이의 빈 띠가 세로로 곧게 서서, 윗마을이 모두 0의 오른쪽에 있습니다."
fig, (old, new) = plt.subplots(1, 2, figsize=(7.6, 4.4))
t = np.deg2rad(50)
new_axes = [[np.cos(t), np.sin(t)], [-np.sin(t), np.cos(t)]]
more = {"directions": new_axes, "axis_names": east_north}
plot_points(homes, upper, **more, title="원래 지도와 새 축", ax=old)
more = {"axis_names": ("$z_1$", "$z_2$")}
plot_points(turned, upper, **more, title="새 축으로 본 지도", ax=new)
new.axvline(0, color=INK, lw=1.2)
for ax in (old, new):
    ax.get_legend().remove()
fig.legend(names, loc="outside lower center", ncols=2, frameon=False)
plt.show()

# %%
# 따라가 본 집은 시청보다 서쪽이라 틀렸는데, 새 가로축으로는 :math:`0`의 오른쪽입니다. 다른 집들도 그렇게 되어 :term:`정확도`가 :val:`before|.2f`에서
# :val:`after|.2f|이/가` 되었습니다. 규칙은 한 글자도 고치지 않았습니다. 바뀐 것은 집을 나타내는 두 수입니다. 이렇게 데이터를 수로 나타내는 방법을
# **표현**(representation)이라고 합니다. 좋은 표현에서는 단순한 규칙으로 충분합니다.
#
# 표현을 바꾸면서 잃은 것은 없을까요? 거꾸로 돌려 보고, 집 사이의 거리도 재어 봅니다.

back = rotate(turned, -50)
gap_before = np.hypot(*(homes[0] - homes[1]))
gap_after = np.hypot(*(turned[0] - turned[1]))
print(f"두 집의 거리 {gap_before:.3f} → {gap_after:.3f}")
assert np.allclose(back, homes)
assert np.isclose(gap_before, gap_after)

# %%
# 되돌리면 처음 그대로이고 거리도 같습니다. 새로 알게 된 것도 잃은 것도 없는데 문제만 쉬워졌습니다.

# %%
# .. _representation-by-hand:
#
# 손으로 찾을 수 있을까요?
# ------------------------
#
# 각도는 사람이 그림을 보고 정했습니다. 수가 두 개뿐이라 그릴 수 있었기 때문입니다. 손글씨 숫자를 읽는 일이라면 어떨까요? 사람이 생각해 낼 수 있는 표현이 없지는 않습니다. 구멍을
# 세면 동그라미가 있는 숫자를 골라낼 수 있고, 줄마다 잉크가 얼마나 묻었는지 재면 획의 자리를 알 수 있습니다.
# :doc:`앞쪽 </auto_examples/01_what_is_deep_learning/plot_02_rules_or_data>`에서 그런 표현으로 어디까지 맞히는지 재었습니다. 꽤 맞히지만, 획이
# 조금만 덜 닫혀도 구멍의 수가 달라집니다. 그때마다 예외를 덧대면 규칙끼리 얽혀 손대기 어려워집니다.
#
# 그러니 표현을 찾는 일도 기계에 맡깁니다.

# %%
# .. _representation-search:
#
# 빠짐없이 훑어봅니다
# -------------------
#
# 기계는 지도를 보지 못합니다. 대신 **얼마나 맞았는지**를 알려 주면 됩니다. 각도를 한 도씩 돌려 가며 정확도를 재고 가장 높은 것을
# 고르게 합니다. 몇 도를 고를까요?

degrees = np.arange(361)
scores = np.array([accuracy(rotate(homes, d), upper) for d in degrees])
best = np.flatnonzero(scores == scores.max())
first, last = best[0], best[-1]
print(f"{len(degrees)}가지 가운데 가장 높은 정확도 {scores.max():.2f}")
print(f"그런 각도: {first}도부터 {last}도까지")
assert first <= 50 <= last
assert len(best) == last - first + 1

# %%
# 각도마다의 정확도를 그리면 어디가 높은지 한눈에 보입니다.

# sphinx_gallery_alt = "지도를 돌린 각도에 따른 정확도의 꺾은선. 0도에서 <<before|.2f>>이고, <<first|d>>도에서 <<last|d>>도 사이에서 1로 가장 높습니다. 거기에서 멀어질수록 고르게 낮아져, 거의 반대쪽인 <<worst|d>>도에서 0입니다."
worst = degrees[scores.argmin()]
fig, ax = plt.subplots(figsize=(6, 3.6))
ax.plot(degrees, scores, color=PALETTE[0])
ax.plot(best, scores[best], color=PALETTE[1], lw=6, solid_capstyle="round")
ax.text(last + 10, 1.06, "찾은 각도", va="center")
ax.set(xlabel="돌린 각도(도)", ylabel="정확도", ylim=(-0.05, 1.15))
ax.set_xticks(range(0, 361, 60))
ax.set_title("점수만 보고도 알맞은 각도를 찾습니다")
plt.show()

# %%
# 그림을 본 사람이 고른 각도가 그 안에 있습니다. 기계가 쓴 것은 정확도라는 **피드백**뿐입니다. 가장 높은 각도들의 한가운데를 골라,
# 처음 보는 집에도 통하는지 새 집들로 확인합니다.

chosen = int(np.median(best))
new_homes, new_upper = houses(1000, toward=50, seed=100 + SEED)
new_score = accuracy(rotate(new_homes, chosen), new_upper)
print(f"{chosen}도, 새 집 {len(new_homes):,}채: 정확도 {new_score:.3f}")
assert new_score > 0.98

# %%
# 방금 한 일이 :term:`머신러닝`의 뼈대입니다. 세 가지가 있었습니다. 입력(집의 좌표), 정답(마을), 그리고 얼마나 맞았는지 재는
# 방법입니다. 그것으로 **쓸모 있는 표현을 자동으로 찾는 일**이 :term:`학습`입니다.

# %%
# .. _representation-hypothesis-space:
#
# 찾는 곳은 정해져 있습니다
# -------------------------
#
# 기계가 새로운 생각을 해낸 것은 아닙니다. 우리가 “지도를 한 도씩 돌려 보라”고 후보를 정해 주었습니다. 후보를 모두 모은 것이
# :term:`가설 공간`(hypothesis space)입니다. 후보를 다르게 정하면 어떻게 될까요? 이번에는 지도를 가로로 늘이기만 하거나,
# 직각으로만 돌리게 합니다.

wide = [accuracy(homes * [s, 1], upper) for s in np.linspace(0.1, 10, 361)]
quarter = [accuracy(rotate(homes, d), upper) for d in (0, 90, 180, 270)]
print(f"가로로 늘이기만: 가장 높은 정확도 {max(wide):.2f}")
print(f"직각으로 돌리기만: 가장 높은 정확도 {max(quarter):.2f}")
assert max(wide) == before
assert max(quarter) < 0.9

# %%
# 늘이기는 :math:`x`의 부호를 바꾸지 못하므로 아무리 찾아도 나아지지 않습니다. 직각으로만 돌려서는 비스듬한 강에 맞지 않습니다.
# **답이 가설 공간 안에 없으면 아무리 열심히 찾아도 없습니다.**
#
# 그렇다고 공간을 마냥 넓힐 수도 없습니다. 강이 시청 앞을 지나지 않는 고장을 봅니다. 이번에는 돌린 다음 가로로 밀기도 해야
# 합니다. 각도마다 예순한 가지로 밀어 보면 모두 몇 번을 재어야 할까요?

far, far_upper = houses(200, toward=140, shift=1.0, seed=200 + SEED)
shifts = np.linspace(-3, 3, 61)
only_turn = max(accuracy(rotate(far, d), far_upper) for d in degrees)
z1 = np.stack([rotate(far, d)[:, 0] for d in degrees])  # (각도, 집)
right = (z1[:, None] > shifts[:, None]) == far_upper  # (각도, 밀기, 집)
turn_and_shift = right.mean(axis=2)
tries = turn_and_shift.size
print(f"돌리기만 {only_turn:.2f}, 돌리고 밀기 {turn_and_shift.max():.2f}")
print(f"재어 본 횟수 {len(degrees):,}번 → {tries:,}번")
assert only_turn < 0.9
assert turn_and_shift.max() == 1

# %%
# 찾기는 했습니다. 그러나 정할 수가 하나에서 둘로 늘었을 뿐인데 재어 볼 횟수는 :val:`growth|.0f`배가 되었습니다. 신경망은 이런 수를
# 적게는 수십 개, 많게는 수천억 개 정합니다. 빠짐없이 훑는 방법으로는 어림도 없습니다.

growth = tries / len(degrees)

# %%
# .. _representation-linear:
#
# 층 하나에 맡깁니다
# ------------------
#
# 더 나은 방법은 틀린 만큼을 보고 **어느 쪽으로 고칠지** 아는 것입니다. PyTorch의 ``nn.Linear``는 신경망의 가장 작은 부품인
# :term:`층`입니다. 두 수를 받아 한 수를 내도록 만들면 하는 일은 이것뿐입니다.
#
# .. math::
#
#    z = w_1 x + w_2 y + b
#
# 앞의 :math:`z_1`과 견주어 보면, :math:`w_1`과 :math:`w_2`는 지도를 돌리는 것이고(눈금을 늘이기도 합니다) :math:`b`는 미는
# 것입니다. 돌린 각도는 :math:`(w_1, w_2)`가 가리키는 방향입니다. 처음에는 앞의 규칙과 똑같이 :math:`z = x`가 되게 둡니다.

import torch
from torch import nn

torch.set_num_threads(1)
layer = nn.Linear(2, 1)
with torch.no_grad():  # 처음 값을 손으로 정합니다
    layer.weight.copy_(torch.tensor([[1.0, 0.0]]))
    layer.bias.zero_()
x = torch.tensor(far, dtype=torch.float32)
y = torch.tensor(far_upper, dtype=torch.float32)
print("층이 정할 수의 개수:", sum(p.numel() for p in layer.parameters()))

# %%
# 고치는 코드는 네 줄입니다. 이름이 긴 함수가 내는 ``loss``는 틀린 만큼을 나타내는 수인 :term:`손실`입니다. ``backward``는 세 수를
# 저마다 어느 쪽으로 움직이면 손실이 줄어드는지 구하고, ``step``은 그쪽으로 조금 움직이고, ``zero_grad``는 구한 것을 지워 다음
# 바퀴를 준비합니다. 자세한 것은 뒤의 장에서 하나씩 배웁니다. 지금은 ``state``가 적어 두는 각도와, 시청에서 강까지의 거리와,
# 정확도가 어떻게 바뀌는지만 봅니다.


def state():
    (w1, w2), b = layer.weight.tolist()[0], layer.bias.item()
    angle = np.rad2deg(np.arctan2(w2, w1))
    correct = ((layer(x)[:, 0] > 0) == (y > 0.5)).float().mean().item()
    return [angle, 0 - b / np.hypot(w1, w2), correct]  # 강까지


optimizer = torch.optim.SGD(layer.parameters(), lr=1.0)
states = [state()]
for _ in range(400):
    loss = nn.functional.binary_cross_entropy_with_logits(layer(x)[:, 0], y)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    states.append(state())

# %%
# 고칠 때마다 적어 둔 것 가운데 몇 줄을 봅니다.

import pandas as pd

shown = [0, 1, 2, 5, 10, 50, 400]
columns = ["각도", "강까지의 거리", "정확도"]
trace = pd.DataFrame([states[k] for k in shown], shown, columns)
learned_angle, learned_shift, learned = states[-1]
assert abs(learned_angle - 140) < 8
assert abs(learned_shift - 1) < 0.25
assert learned > 0.97
trace.rename_axis("고친 횟수").round(2)

# %%
# :val:`tries|,d`번 훑는 대신 :val:`n_steps`번 고쳤습니다. 한 번 잴 때도 한 번 고칠 때도 집을 모두 한 번씩 봅니다. 각도는
# :val:`learned_angle|.0f`도, 강은 시청에서 :val:`learned_shift|.1f`킬로미터 떨어져 있다고 합니다. 고장을 만들 때 정한 것은
# :math:`140`도와 :math:`1.0`킬로미터였습니다. 지도에 없던 강을 집들의 주소와 마을 이름만 보고 찾아낸 것입니다.
#
# 이 집들에서만 운이 좋았을까요? 처음 보는 집들을 물어보고, 이 쪽을 씨앗만 바꾸어 다섯 번 실행한 기록과 견줍니다.

from dlconcepts.benchmark import recorded_spread

far_new, answer = houses(1000, toward=140, shift=1.0, seed=300 + SEED)
with torch.no_grad():
    says = layer(torch.tensor(far_new, dtype=torch.float32))[:, 0] > 0
found = {"angle": learned_angle, "distance": learned_shift}
found["unseen"] = float((says.numpy() == answer).mean())
spread = recorded_spread("01_what_is_deep_learning/plot_03_representation")
spread.check(rule=before, **found)
captions = {"rule": "규칙 x > 0의 정확도", "angle": "배운 각도"}
captions |= {"distance": "배운 거리", "unseen": "새 집의 정확도"}
assert found["unseen"] > 0.97
spread.to_frame(names=captions).round(3)

# %%
# 씨앗이 달라도 각도와 거리는 정해 둔 것 언저리이고, 새 집도 거의 다 맞힙니다.
#
# 가설 공간은 여전히 사람이 정했습니다. 이 층이 낼 수 있는 것은 돌리고 늘이고 민 것뿐입니다. 한마디로 머신러닝은 **미리 정한 가능성의 공간 안에서, 피드백을 따라, 쓸모 있는
# 표현과 규칙을 찾는 일**입니다.

n_steps = len(states) - 1

# %%
# .. _representation-colors:
#
# 색을 나타내는 두 방법
# ---------------------
#
# 날마다 쓰는 표현도 있습니다. 화면의 색은 빨강, 초록, 파랑의 밝기 셋(RGB)으로 적기도 하고, 색상, 채도, 명도(HSV)로 적기도 합니다.
# 색상은 무지개의 어디쯤인지를 나타내는 각도, 채도는 얼마나 선명한지, 명도는 얼마나 밝은지입니다. 몇 가지 색을 두 방법으로 적습니다.

from matplotlib.colors import hsv_to_rgb, rgb_to_hsv

table = {
    "딸기": (0.9, 0.1, 0.2),
    "살구": (1.0, 0.8, 0.6),
    "재": (0.5, 0.5, 0.5),
}
rows = [[*rgb, *rgb_to_hsv(rgb) * [360, 1, 1]] for rgb in table.values()]
columns = ["빨강", "초록", "파랑", "색상(도)", "채도", "명도"]
pd.DataFrame(rows, list(table), columns).round(2)

# %%
# 같은 색을 다르게 적었을 뿐이므로 오갈 수 있습니다. 아무 색이나 많이 뽑아 갔다가 돌아오게 해 봅니다. 그리고 **채도를 낮추는** 일을
# 두 표현에서 해 봅니다. HSV에서는 채도에 :math:`0.4`를 곱하면 됩니다. RGB에서는 어떨까요?

colors = np.random.default_rng(0).uniform(size=(4000, 3))
hsv = rgb_to_hsv(colors)
round_trip = abs(hsv_to_rgb(hsv) - colors).max()
by_hsv = hsv_to_rgb(hsv * [1, 0.4, 1])
brightest = colors.max(axis=1, keepdims=True)
by_rgb = brightest - 0.4 * (brightest - colors)
difference = abs(by_hsv - by_rgb).max()
print(f"갔다가 돌아온 오차 {round_trip:.0e}, 두 방법의 차이 {difference:.0e}")
assert round_trip < 1e-12
assert difference < 1e-12

# %%
# RGB에서도 한 줄입니다. 가장 밝은 성분과의 차이를 같은 비율로 줄이면 되고, 두 결과는 반올림 오차만큼만 다릅니다.

# %%
# .. _representation-trap:
#
# 흔한 함정
# ---------
#
# **하나.** 흔히 이렇게 말합니다: “빨간 화소(그림의 점 하나)를 고르는 일은 RGB가 쉽고, 채도를 낮추는 일은 HSV가 쉽다.” 채도는 방금 보았으니 빨강을
# 고르는 일을 확인합니다. 그런데 **무엇이 빨강**일까요? 두 가지로 정해 봅니다.

from_red = np.minimum(hsv[:, 0], 1 - hsv[:, 0]) * 2  # 빨강 0, 반대쪽 1
reddish = (from_red < 0.1) & (hsv[:, 1] > 0.4) & (hsv[:, 2] > 0.3)
lamp = (colors[:, 0] > 0.6) & (colors[:, 1] < 0.4) & (colors[:, 2] < 0.4)
print("불그스름한 색:", reddish.sum(), " 빨간 불만 켜진 색:", lamp.sum())

# %%
# 하나는 무지개에서 빨강 언저리에 있고 너무 흐리거나 어둡지 않은 색이고, 다른 하나는 빨강 성분만 큰 색입니다. 색상은 한 바퀴 도는
# 각도라서 :math:`0`의 양쪽을 모두 보아야 합니다.
#
# 규칙은 성분마다 “얼마보다 크다”나 “얼마보다 작다”를 하나씩 두고, 셋이 모두 맞으면 고르는 것으로 합니다. 큰 쪽인지 작은 쪽인지는
# 빨강에 맞게 사람이 정하고, 기준이 될 수는 빠짐없이 바꾸어 보아 가장 잘 맞는 것을 찾습니다. 얼마나 맞는지는 **고른 색과 골라야 할 색을 합친 것 가운데 겹친 몫**으로 잽니다. 모두
# 맞으면 :math:`1`입니다.

grid = np.linspace(0, 1, 21)


def best_rule(parts, signs, wanted):
    over = parts.T[:, None] > grid[:, None]  # (성분, 기준, 색)
    a, b, c = (over == np.reshape(signs, (3, 1, 1))).astype(np.float32)
    both = b[:, None] * c
    hit = np.tensordot(a * wanted, both, (1, 2))
    chosen = np.tensordot(a, both, (1, 2))
    overlap = hit / (chosen + wanted.sum() - hit)
    i, j, k = np.unravel_index(overlap.argmax(), overlap.shape)
    return overlap.max(), grid[[i, j, k]]


# %%
# 어느 빨강이 어느 표현에서 쉬울까요? 네 가지를 모두 찾아봅니다.

as_rgb = (colors, (True, False, False))  # 빨강은 크고 나머지는 작게
as_hsv = (np.c_[from_red, hsv[:, 1:]], (False, True, True))
reds = {"불그스름한 색": reddish, "빨간 불만 켜진 색": lamp}
fits = pd.DataFrame(
    {
        "RGB의 기준 셋": [best_rule(*as_rgb, red)[0] for red in reds.values()],
        "HSV의 기준 셋": [best_rule(*as_hsv, red)[0] for red in reds.values()],
    },
    index=list(reds),
)
reddish_rgb, lamp_hsv = fits.iloc[0, 0], fits.iloc[1, 1]
assert np.allclose(np.diag(fits.to_numpy()[:, ::-1]), 1)
assert reddish_rgb < 0.8
assert lamp_hsv < 0.95
fits.round(2)

# %%
# 불그스름한 색은 HSV에서, 빨간 불만 켜진 색은 RGB에서 완벽합니다. 저마다 그 성분들의 기준 셋으로 정한 색이니 당연합니다. 바꾸어 놓으면
# :val:`reddish_rgb|.2f|과/와` :val:`lamp_hsv|.2f|으로/로` 내려갑니다. 빨강을 어떻게 **정했는지**에 따라 쉬운 표현이 달라지는 것입니다. 표현은 그
# 자체로 좋거나 나쁘지 않고, **하려는 일에** 좋거나 나쁩니다. 불그스름한 색에서 어디가 어긋나는지 색표로 봅니다.

# sphinx_gallery_alt = "색표 세 장. 가로는 색상으로 가운데가 빨강이고, 세로는 채도로 위가 선명합니다. 첫째는 모든 색입니다. 둘째는 불그스름한 색만 남긴 것으로 위쪽 가운데가 반듯한 네모로 남았습니다. 셋째는 RGB의 기준 셋이 고른 색으로, 네모를 다 채우지 못하고 아래로 갈수록 좁아지는 모양입니다."
from dlconcepts.viz import plot_images

hue, saturation = np.meshgrid(np.linspace(-0.15, 0.15, 90), grid[::-1])
plate = np.stack([hue % 1, saturation, np.full_like(hue, 0.8)], axis=2)
plate = hsv_to_rgb(plate).repeat(4, axis=0)
wanted = ((2 * abs(hue) < 0.1) & (saturation > 0.4)).repeat(4, axis=0)
r, g, b = best_rule(*as_rgb, reddish)[1]
picked = (plate[..., 0] > r) & (plate[..., 1] <= g) & (plate[..., 2] <= b)
sheets = [np.where(m[..., None], plate, 0.93) for m in (wanted, picked)]
captions = ["모든 색", "불그스름한 색", "RGB가 고른 색"]
title = "네모난 뜻을 RGB는 깎아 고릅니다"
plot_images([plate, *sheets], captions=captions, columns=3, title=title)
plt.show()

# %%
# **둘.** “축만 잘 고르면 다 된다”고 생각하기 쉽습니다. 강이 아니라 둥근 성벽이 있는 고장을 봅니다. 시청에서 가까우면 성안, 멀면
# 성 밖입니다. 빠짐없이 돌려 보고, 시청에서의 거리도 재어 봅니다.

town, _ = houses(200, toward=0, seed=400 + SEED)
distance = np.hypot(*town.T)
inside = distance < 2.1
ring_turn = max(accuracy(rotate(town, d), inside) for d in degrees)
ring_distance = max(((distance < r) == inside).mean() for r in 3 * grid)
print(f"성안의 집 {inside.mean():.2f}")
print(f"돌려서 {ring_turn:.2f}, 거리로 {ring_distance:.2f}")
assert ring_turn < 0.7
assert ring_distance == 1

# %%
# 성안과 성 밖은 한 직선으로 갈리지 않습니다. 가장 나은 각도도 :val:`ring_turn|.2f`에 그쳐 찍는 것과 별로 다르지 않습니다. 거리라는
# 새 수를 만들면 바로 갈립니다. 그런데 거리는 돌리고 늘이고 밀어서는 만들 수 없습니다. 가설 공간이 더 넓어야 합니다.

# %%
# .. _representation-summary:
#
# 정리
# ----
#
# - 표현은 데이터를 나타내는 방법입니다. 지도를 돌리자 같은 규칙의 정확도가 :val:`before|.2f`에서 :val:`after|.2f|으로/로` 올랐습니다.
# - 머신러닝은 가설 공간 안에서 피드백을 따라 쓸모 있는 표현을 찾는 일입니다. 공간 밖의 답은 찾지 못합니다.
# - 표현이 좋은지는 하려는 일이 정합니다. 빨강을 고르기 좋은 표현도 빨강을 어떻게 정했는지에 따라 달라집니다.

# %%
# .. _representation-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 새 축으로 본 지도가 언제나 더 좋을까요? 이번에는 마을이 아니라 **시청보다 동쪽에 있는 집인지**를 맞히려고 합니다. 같은
# 규칙을 두 표현에 써 보세요.
#
# .. dropdown:: 답 보기
#
#    원래 지도에서는 :val:`east_old|.2f`, 새 지도에서는 :val:`east_new|.2f`입니다. 하려는 일이 바뀌자 좋던 표현이 나쁜 표현이
#    되었습니다.

east = homes[:, 0] > 0
east_old, east_new = accuracy(homes, east), accuracy(turned, east)
print(f"원래 지도 {east_old:.2f}, 새 지도 {east_new:.2f}")
assert east_old == 1
assert east_new < 0.9

# %%
# **둘.** 마을을 아는 집이 여섯 채뿐이라면 각도를 얼마나 잘 찾을까요? 집을 여섯 채씩 묶고, 묶음마다 여섯 채를 모두 맞히는 각도가 몇
# 가지인지 세어 보세요. 그 가운데 가장 못한 것은 새 집을 얼마나 맞히나요?
#
# .. dropdown:: 답 보기
#
#    묶음 :val:`n_groups`개의 중앙값으로, 모두 맞히는 각도가 :val:`n_tied|.0f`가지나 됩니다. 그 가운데 가장 못한 것은 새 집의
#    :val:`few_worst|.0%`만 맞힙니다. 피드백이 적으면 여러 표현이 똑같이 좋아 보입니다. 많은 집으로는 :val:`n_best`가지까지 좁혔습니다.

right = np.stack([rule(rotate(homes, d)) == upper for d in degrees])
on_new = [accuracy(rotate(new_homes, d), new_upper) for d in degrees]
tied = [
    np.flatnonzero(right[:, k : k + 6].all(axis=1)) for k in range(0, 198, 6)
]
n_groups, n_best = len(tied), len(best)
n_tied = float(np.median([len(angles) for angles in tied]))
few_worst = float(np.median([min(np.take(on_new, a)) for a in tied]))
print(f"묶음 {n_groups}개: 같은 점수 {n_tied:.0f}가지, 새 집 {few_worst:.2f}")
assert n_tied > 3 * n_best
assert few_worst < 0.9

# %%
# **셋.** 성벽 문제를 ``nn.Linear``에 맡겨 보세요. 좌표 둘만 줄 때와, 시청에서의 거리까지 셋을 줄 때를 견줍니다.
#
# .. dropdown:: 답 보기
#
#    둘만 주면 :val:`by_place|.2f`, 거리까지 주면 :val:`by_distance|.2f`입니다. 층은 받은 수를 섞기만 하므로, 필요한 표현을 사람이
#    마련해 주어야 했습니다. 다음 쪽에서는 그 일까지 층에 맡깁니다.


def learn(features, answer, steps=1000):
    x = torch.tensor(features, dtype=torch.float32)
    y = torch.tensor(answer, dtype=torch.float32)
    torch.manual_seed(SEED)
    layer = nn.Linear(x.shape[1], 1)
    optimizer = torch.optim.SGD(layer.parameters(), lr=1.0)
    for _ in range(steps):
        z = layer(x)[:, 0]
        nn.functional.binary_cross_entropy_with_logits(z, y).backward()
        optimizer.step()
        optimizer.zero_grad()
    return ((layer(x)[:, 0] > 0) == (y > 0.5)).float().mean().item()


# %%
# 같은 함수에 좌표 둘을, 그다음에는 거리까지 셋을 넣습니다.

by_place = learn(town, inside)
by_distance = learn(np.column_stack([town, distance]), inside)
print(f"좌표만 {by_place:.2f}, 거리까지 {by_distance:.2f}")
assert by_place < 0.75
assert by_distance > 0.95

# %%
# .. _representation-next:
#
# 다음 쪽
# -------
#
# 층 하나로 모자라면 쌓으면 될까요? :doc:`다음 쪽 </auto_examples/01_what_is_deep_learning/plot_04_depth>`에서 층을 쌓고, 한 층
# 지날 때마다 표현이 어떻게 달라지는지 들여다봅니다.
