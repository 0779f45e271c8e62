"""
네 증인은 같은 기울기를 말할까요?
=================================

기울기를 구하는 길은 넷입니다. 손으로 식을 세우고, 직접 만든 엔진에 맡기고, 널리 쓰는 라이브러리에
맡기고, 조금 움직여 보아 잽니다. 넷은 미분하는 코드를 서로 빌리지 않습니다. 그런데도 같은 수가 나온다면
그 수를 믿어도 될까요?

- **할 것**: 같은 신경망의 기울기를 네 가지로 구해 한 표에 놓습니다. 신경망을 바꾸어 가며 되풀이하고, 일부러
  틀려 보고, 넷이 갈라지는 자리를 찾습니다.
- **배울 것**: 매끄러운 곳에서 셋은 반올림만큼만 다릅니다. 꺾인 점에서는 자동 미분도 약속을 따를 뿐입니다.
- **필요한 것**: :doc:`자동 미분 엔진 </auto_examples/05_autodiff/plot_02_engine>`,
  :doc:`기울기 검사 </auto_examples/04_backpropagation/plot_07_gradient_checking>`. PyTorch도 씁니다.
"""

# %%
# .. _witnesses-case:
#
# 사건: 작은 신경망 하나
# ----------------------
#
# 입력이 둘, 은닉 뉴런이 둘, 출력이 둘인 신경망입니다. :term:`활성화 함수`는 tanh, 손실은 :term:`교차 엔트로피`의 평균입니다.
# 예제 다섯과 파라미터를 무작위로 뽑아 둡니다. 순전파의 ``h``는 은닉층의 값, ``log_p``는 출력마다의 확률에 로그를 씌운 것입니다.

import numpy as np

rng = np.random.default_rng(0)
x, y = rng.normal(size=(5, 2)), np.array([0, 1, 1, 0, 1])
shapes = {"W1": (2, 2), "b1": (2,), "W2": (2, 2), "b2": (2,)}
params = {name: rng.normal(size=shape) for name, shape in shapes.items()}


def forward(p):
    h = np.tanh(x @ p["W1"] + p["b1"])
    z = h @ p["W2"] + p["b2"]
    z = z - z.max(axis=1, keepdims=True)  # 지수가 넘치지 않게
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return h, log_p, -log_p[np.arange(5), y].mean()


print(f"손실 {forward(params)[2]:.6f}")

# %%
# .. _witnesses-statements:
#
# 네 증인의 말
# ------------
#
# 첫째 증인은 손입니다. :term:`소프트맥스`와 교차 엔트로피를 합친 기울기, 곧 “확률 빼기 정답”을 예제의 수로 나눈 것에서 출발해
# 한 층씩 거슬러 갑니다.


def by_hand(p):
    h, log_p, _ = forward(p)
    dL_dz = (np.exp(log_p) - np.eye(2)[y]) / len(y)
    dL_dh = dL_dz @ p["W2"].T
    dL_da = dL_dh * (1 - h**2)  # tanh의 도함수
    return {
        "W1": x.T @ dL_da,
        "b1": dL_da.sum(axis=0),
        "W2": h.T @ dL_dz,
        "b2": dL_dz.sum(axis=0),
    }


# %%
# 둘째는 우리 엔진, 셋째는 PyTorch입니다. 둘에게는 순전파만 알려 줍니다.

import torch

from dlconcepts.autodiff import Value, cross_entropy


def by_engine(p):
    v = {name: Value(array) for name, array in p.items()}
    h = (x @ v["W1"] + v["b1"]).tanh()
    cross_entropy(h @ v["W2"] + v["b2"], y).backward()
    return {name: value.grad for name, value in v.items()}


def by_torch(p):
    v = {n: torch.tensor(a, requires_grad=True) for n, a in p.items()}
    h = (torch.tensor(x) @ v["W1"] + v["b1"]).tanh()
    z = h @ v["W2"] + v["b2"]
    torch.nn.functional.cross_entropy(z, torch.tensor(y)).backward()
    return {name: tensor.grad.numpy() for name, tensor in v.items()}


# %%
# 넷째는 미분을 모르는 :term:`수치 미분`입니다. 파라미터를 하나씩 앞뒤로 조금 움직여 손실만 잽니다.
# 파라미터는 모두 열둘입니다. 네 줄의 수가 몇 자리까지 같을까요?

import pandas as pd

from dlconcepts.gradcheck import compare_gradients, numerical_gradient


def by_differences(p):
    return numerical_gradient(lambda moved: forward(moved)[2], p)


witnesses = {"손": by_hand, "엔진": by_engine, "torch": by_torch}
witnesses["수치 미분"] = by_differences
said = {who: ask(params) for who, ask in witnesses.items()}


def flat(grads):
    return np.concatenate([g.ravel() for g in grads.values()])


places = [f"{n}{list(i)}" for n, s in shapes.items() for i in np.ndindex(s)]
table = pd.DataFrame({who: flat(g) for who, g in said.items()}, places)
shown = table.map("{:.8f}".format)
assert (shown.nunique(axis=1) == 1).all()
shown

# %%
# 소수점 아래 여덟 자리까지 모두 같습니다. 더 깊이 보려고 손의 말과 어긋난 만큼을 잽니다.

gap = {who: abs(flat(g) - flat(said["손"])).max() for who, g in said.items()}
for who in ("엔진", "torch", "수치 미분"):
    print(f"손과 {who}: {gap[who]:.0e}")
assert max(gap["엔진"], gap["torch"]) < 1e-15
assert 1e-13 < gap["수치 미분"] < 1e-8

# %%
# 앞의 셋은 :term:`반올림 오차`만큼만 다릅니다. 곱하고 더하는 차례가 달라 마지막 자리가 흔들린 것입니다.
# 수치 미분은 그보다 훨씬 크게 어긋납니다. 틀려서가 아니라 잴 수 있는 정밀도가 거기까지이기 때문입니다.

# %%
# .. _witnesses-many:
#
# 사건을 바꾸어 가며
# ------------------
#
# 한 번은 우연일 수 있습니다. 층의 수와 크기와 배치를 뽑아 마흔 번 되풀이합니다. 손의 역할은
# :doc:`손으로 적은 다층 신경망 </auto_examples/04_backpropagation/plot_06_mlp_by_hand>` ``MLP``가 맡습니다.
# ``Value``와 PyTorch의 텐서는 쓰는 법이 같아서 순전파 하나를 함께 씁니다.

from dlconcepts.mlp import MLP


def output(v, h, depth):
    for k in range(1, depth + 1):
        h = h @ v[f"W{k}"] + v[f"b{k}"]
        h = h.tanh() if k < depth else h
    return h


def ask_library(net, x, y):
    v = {name: Value(array) for name, array in net.params.items()}
    cross_entropy(output(v, x, len(net.sizes) - 1), y).backward()
    t = {n: torch.tensor(a, requires_grad=True) for n, a in net.params.items()}
    z = output(t, torch.tensor(x), len(net.sizes) - 1)
    torch.nn.functional.cross_entropy(z, torch.tensor(y)).backward()
    engine = {name: value.grad for name, value in v.items()}
    return engine, {name: tensor.grad.numpy() for name, tensor in t.items()}


# %%
# 수치 미분에게는 파라미터를 모두 이은 벡터 ``theta``를 움직이게 합니다.


def ask_differences(net, x, y):
    def loss(theta):
        net.theta = theta
        return net.loss_value(x, y)

    start = net.theta.copy()
    slope = numerical_gradient(loss, start)
    net.theta = start
    return slope


# %%
# 신경망 하나를 뽑아 셋이 손과 어긋난 비율을 재는 함수입니다.


def disagreement(seed):
    rng = np.random.default_rng(seed)
    sizes = [*rng.integers(2, 6, size=rng.integers(2, 5)), 3]
    net = MLP([int(n) for n in sizes], activation="tanh", seed=seed)
    x = rng.normal(size=(rng.integers(1, 9), sizes[0]))
    y = rng.integers(0, 3, len(x))
    hand = flat(net.backward(net.forward(x), y))
    others = [flat(g) for g in ask_library(net, x, y)]
    others.append(ask_differences(net, x, y))
    return [abs(g - hand).max() / abs(hand).max() for g in others]


# %%
# 가장 큰 기울기에 견주어 얼마나 어긋났는지를 신경망마다 점 하나로 찍습니다. 세 무리는 어디에 놓일까요?

# sphinx_gallery_alt = "세로축이 로그인 점그림. 신경망 마흔 개마다 손과 어긋난 비율을 찍었습니다. 엔진과 torch의 점은 모두 아래쪽에 모여 있어 가장 높은 것도 <<exact|.0e>>이고, 수치 미분의 점은 그보다 한참 위인 <<middle|.0e>> 둘레에 퍼져 있습니다."
import matplotlib.pyplot as plt

from dlconcepts.viz import use_korean_font
from dlconcepts.viz.style import PALETTE

use_korean_font()
ratios = np.array([disagreement(seed) for seed in range(40)])
exact, middle = ratios[:, :2].max(), np.median(ratios[:, 2])
fig, ax = plt.subplots(figsize=(6.4, 3.8), layout="constrained")
for k in range(3):
    at = k + np.linspace(-0.25, 0.25, len(ratios))
    lifted = ratios[:, k].clip(1e-17)  # 로그축에는 영을 찍을 수 없어서
    ax.plot(at, lifted, "o", ms=4, color=PALETTE[k])
ax.set(yscale="log", ylabel="손과 어긋난 비율")
ax.set_xticks(range(3), ["엔진", "torch", "수치 미분"])
ax.set_title("엔진과 torch는 반올림만큼만 어긋납니다")
plt.show()

# %%
# 엔진과 torch는 마흔 번 가운데 가장 심할 때에도 :val:`exact|.0e`만큼 어긋나고, 수치 미분은 :val:`middle|.0e` 둘레입니다.
# 정확한 셋이 서로를 확인하고, 느리고 거친 넷째가 셋 모두를 확인합니다.

assert exact < 1e-14
assert 1e-13 < middle < 1e-7
assert ratios[:, 2].max() < 1e-5

# %%
# .. _witnesses-liar:
#
# 거짓말 찾아내기
# ---------------
#
# 손으로 적은 역전파에 흔한 실수를 하나 넣습니다. ``W2``를 뒤집지 않고 곱합니다. 은닉 뉴런도 출력도
# 둘씩이라 모양이 맞아서, 오류 없이 돌아갑니다. 어느 파라미터의 기울기가 틀릴까요?


def with_a_bug(p):
    right = by_hand(p)
    h, log_p, _ = forward(p)
    dL_dz = (np.exp(log_p) - np.eye(2)[y]) / len(y)
    dL_da = (dL_dz @ p["W2"]) * (1 - h**2)  # .T를 빠뜨렸습니다
    return right | {"W1": x.T @ dL_da, "b1": dL_da.sum(axis=0)}


report = compare_gradients(with_a_bug(params), said["수치 미분"])
report.to_frame()[["이름", "원소", "구한 값", "기준값", "통과"]].round(6)

# %%
# ``W2``와 ``b2``는 통과했고 ``W1``과 ``b1``이 걸렸습니다. 역전파는 뒤에서 앞으로 가므로, 틀린 곳은 ``W2``를 지나
# ``W1``로 넘어오는 그 줄입니다. 어디까지 맞았는지가 어디서 틀렸는지를 알려 줍니다.

passed = [row.ok for row in report.rows]
assert passed == [False, False, True, True]

# %%
# .. _witnesses-together:
#
# 흔한 함정: 입을 맞춘 증인
# -------------------------
#
# 두 증인이 같은 말을 하면 믿어도 될까요? tanh의 도함수를 :math:`1 - h`로 잘못 외운 사람이 손으로도, 엔진의 연산으로도 그렇게
# 적었다고 해 봅니다.

from dlconcepts.autodiff import operation


def wrong_tanh(v):
    h = np.tanh(v.data)
    return operation("tanh", h, (v, lambda g: g * (1 - h)))


def wrong_engine(p):
    v = {name: Value(array) for name, array in p.items()}
    h = wrong_tanh(x @ v["W1"] + v["b1"])
    cross_entropy(h @ v["W2"] + v["b2"], y).backward()
    return v["W1"].grad


def wrong_hand(p):
    h, log_p, _ = forward(p)
    dL_dz = (np.exp(log_p) - np.eye(2)[y]) / len(y)
    return x.T @ (dL_dz @ p["W2"].T * (1 - h))


# %%
# 둘의 차이와, 둘과 수치 미분의 차이를 잽니다.

hand, engine = wrong_hand(params), wrong_engine(params)
between = abs(hand - engine).max()
from_truth = abs(engine - said["수치 미분"]["W1"]).max()
print(f"틀린 손과 틀린 엔진: {between:.0e}")
print(f"틀린 엔진과 수치 미분: {from_truth:.3f}")
assert between < 1e-15
assert from_truth > 0.01

# %%
# 두 증인은 반올림까지 같은 말을 하면서 함께 틀렸습니다. 같은 생각에서 나온 증인은 여럿이어도 하나입니다. 도함수를
# 모르는 증인, 순전파만 보는 수치 미분이 꼭 끼어 있어야 하는 까닭입니다.

# %%
# .. _witnesses-convention:
#
# 꺾인 점에서는 약속을 따릅니다
# -----------------------------
#
# 흔히 이렇게 말합니다: “자동 미분은 수학적으로 정확하다.” 확인해 봅니다.
# :doc:`기울기 검사 </auto_examples/04_backpropagation/plot_07_gradient_checking>`에서 말썽이던 두 함수를 증인들 앞에 다시
# 세웁니다. :math:`\mathrm{relu}(x) - \mathrm{relu}(-x)`는 어디서나 :math:`x`이고, :math:`\sqrt{x^2}`은 :math:`|x|`입니다. 우리 엔진은
# :math:`x = 0`에서 어느 쪽 편을 들까요?

functions = {
    "relu(x) − relu(−x)": (lambda v: v.relu() - (-v).relu(), "1"),
    "√(x²)": (lambda v: (v * v) ** 0.5, "없음"),
}


def at_zero(f, truth):
    v, t = Value(0.0), torch.tensor(0.0, requires_grad=True)
    f(v).backward()
    f(t).backward()
    slope = numerical_gradient(lambda a: float(f(Value(a)).data), 0.0)
    return [truth, float(v.grad), t.grad.item(), slope]


zero = pd.DataFrame({name: at_zero(*pair) for name, pair in functions.items()})
zero.index = ["수학", "엔진", "torch", "수치 미분"]
zero.T

# %%
# 엔진도 torch와 똑같이 :val:`first_engine|.0f|이라고/라고`, 그리고 NaN이라고 합니다. 꺾인 점에서 relu의 기울기를 :math:`0`으로 하자는
# **약속**이 같기 때문입니다. 조각마다 약속을 지켜도 합친 것은 틀릴 수 있습니다.

first_engine = zero.loc["엔진", "relu(x) − relu(−x)"]
assert zero["relu(x) − relu(−x)"].tolist() == ["1", 0.0, 0.0, 1.0]
assert zero.loc[["엔진", "torch"], "√(x²)"].isna().all()

# %%
# 약속은 함수가 아니라 **연산**에 딸려 있습니다. :math:`\max(0, x)`를 torch로 네 가지로 적습니다. 네 함수의 값은 어디서나 같습니다.
# :math:`0`에서의 기울기도 같을까요?

ways = {
    "relu(x)": torch.relu,
    "(x + |x|) / 2": lambda t: (t + t.abs()) / 2,
    "maximum(x, 0)": lambda t: torch.maximum(t, torch.zeros(())),
    "clamp(x, min=0)": lambda t: t.clamp(min=0),
}
slopes = {}
for name, way in ways.items():
    t = torch.tensor([-1.0, 0.0, 1.0], requires_grad=True)
    way(t).sum().backward()
    assert torch.equal(way(t), torch.relu(t))
    slopes[name] = t.grad.tolist()
pd.DataFrame(slopes, index=["x = −1", "x = 0", "x = 1"]).T

# %%
# 양쪽에서는 모두 같은데 꺾인 점에서는 세 가지 답이 나옵니다. 기울기가 여럿인 점에서 어느 것을 고를지는 연산을 만든
# 사람이 정했습니다. 셋 다 왼쪽 기울기와 오른쪽 기울기 사이에 있으니 어느 것도 틀렸다고는 할 수 없습니다.

middles = [slope[1] for slope in slopes.values()]
assert middles == [0.0, 0.5, 0.5, 1.0]
assert all(slope[::2] == [0.0, 1.0] for slope in slopes.values())

# %%
# 자동 미분이 정확하다는 말은 **적힌 연산마다 미분할 수 있는 곳에서, 반올림만큼** 정확하다는 뜻입니다.
# 꺾인 점을 정확히 밟는 일은 드뭅니다. 하지만 없지는 않습니다.

# %%
# .. _witnesses-blank:
#
# 꺾인 점을 밟는 순간
# -------------------
#
# 모든 칸이 :math:`0`인 빈 입력을, 편향이 :math:`0`인 ReLU 층에 넣습니다. 가중합이 모두 정확히 :math:`0`입니다. ``b1``의 기울기를 물어보면
# 누가 다른 말을 할까요?

net = MLP((4, 3, 2), activation="relu", seed=1)
blank, answer = np.zeros((1, 4)), np.array([0])
v = {name: Value(array) for name, array in net.params.items()}
hidden = (blank @ v["W1"] + v["b1"]).relu()
cross_entropy(hidden @ v["W2"] + v["b2"], answer).backward()
hand = net.backward(net.forward(blank), answer)["b1"]
moved = ask_differences(net, blank, answer)
by_moving = moved[4 * 3 : 4 * 3 + 3]  # W1 다음에 b1이 놓여 있습니다
print("손       ", hand)
print("엔진     ", v["b1"].grad)
print("수치 미분", by_moving.round(3))
assert not hand.any()
assert not v["b1"].grad.any()
assert (abs(by_moving) > 0.01).all()

# %%
# 손과 엔진은 같은 약속을 따라 :math:`0`이라고 하고, 수치 미분은 켜진 쪽과 꺼진 쪽의 한가운데를 말합니다. 누가 틀린 것이
# 아니라 물음에 답이 없는 자리입니다. 그래서 기울기를 검사할 때는 값을 뽑아 꺾인 점을 피합니다.

# %%
# .. _witnesses-summary:
#
# 정리
# ----
#
# - 손, 엔진, PyTorch, 수치 미분은 매끄러운 곳에서 같은 기울기를 말합니다. 앞의 셋은 반올림만큼만, 수치 미분은
#   잴 수 있는 만큼만 다릅니다.
# - 어느 파라미터부터 어긋나는지가 틀린 줄을 알려 줍니다. 같은 생각에서 나온 두 증인은 함께 틀릴 수 있습니다.
# - 꺾인 점에서 자동 미분은 약속을 따릅니다. 조각마다의 약속을 합친 답은 참값과 다를 수 있습니다.

# %%
# .. _witnesses-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** ``float32``에서는 손과 엔진이 얼마나 어긋날까요? 파라미터와 입력을 모두 ``float32``로 바꾸어 재 보세요.
#
# .. dropdown:: 답 보기
#
#    가장 큰 기울기에 견주어 :val:`small_gap|.0e`만큼입니다. ``float32``의 한 눈금이 :val:`grain|.0e`이므로 역시
#    반올림만큼입니다. 정밀도가 낮아진 것이지 틀린 것이 아닙니다.

net = MLP((6, 5, 3), activation="tanh", seed=2, dtype=np.float32)
inputs = rng.normal(size=(8, 6)).astype(np.float32)
targets = rng.integers(0, 3, 8)
hand = flat(net.backward(net.forward(inputs), targets))
engine = flat(ask_library(net, inputs, targets)[0])
small_gap = float(abs(engine - hand).max() / abs(hand).max())
grain = float(np.finfo(np.float32).eps)
print(f"어긋난 비율 {small_gap:.0e}   한 눈금 {grain:.0e}   {engine.dtype}")
assert small_gap < 20 * grain

# %%
# **둘.** 손으로 적은 기울기에서 예제 수로 나누기를 빠뜨리면 네 파라미터 가운데 몇이 걸릴까요? 어긋난 배율은 얼마일까요?
#
# .. dropdown:: 답 보기
#
#    :val:`caught`개 모두 걸리고, 모두 :val:`factor|.0f`배입니다. 예제의 수와 같은 배율이 한결같이 나오면 합과 평균을
#    헷갈린 것입니다. 모양도 부호도 맞아서, 학습률만 이상하게 느껴지는 실수입니다.

summed = {name: len(y) * g for name, g in by_hand(params).items()}
rows = compare_gradients(summed, said["수치 미분"]).rows
caught = sum(not row.ok for row in rows)
factors = flat(summed) / flat(said["수치 미분"])
factor = factors.mean()
print(
    f"걸린 파라미터 {caught}개   배율 {factors.min():.4f} … {factors.max():.4f}"
)
assert caught == 4
assert np.allclose(factors, len(y), rtol=1e-4)

# %%
# **셋.** :math:`\sqrt{x^2}`에 아주 작은 수를 더해 :math:`\sqrt{x^2 + 10^{-12}}`로 바꾸면 :math:`x = 0`에서 엔진은 무엇이라고 할까요?
# :math:`x = 1`에서의 기울기는 얼마나 달라질까요?
#
# .. dropdown:: 답 보기
#
#    NaN 대신 :val:`smooth_zero|.0f|이라고/라고` 합니다. :math:`x = 1`에서는 기울기가 :val:`loss_at_one|.0e`만큼 줄 뿐입니다.
#    노름을 구하는 코드에 작은 수를 더해 두는 까닭이 이것입니다.


def smooth(start):
    v = Value(start)
    ((v * v + 1e-12) ** 0.5).backward()
    return float(v.grad)


smooth_zero, smooth_one = smooth(0.0), smooth(1.0)
loss_at_one = 1 - smooth_one
print(f"x = 0: {smooth_zero:.0f}   x = 1: {smooth_one:.15f}")
assert smooth_zero == 0
assert np.isclose(smooth_one, 1)

# %%
# .. _witnesses-next:
#
# 다음 쪽
# -------
#
# 기울기를 믿게 되었으니 신경망의 부품을 하나씩 봅니다. 신경망을 굽히는
# :doc:`활성화 함수 </auto_examples/06_building_blocks/plot_01_activations>`부터입니다.
