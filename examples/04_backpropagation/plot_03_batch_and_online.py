"""
예제가 여럿이면 언제 고쳐야 할까요?
===================================

예제를 하나 볼 때마다 곧바로 고칠 수도 있고, 다 본 다음 한꺼번에 고칠 수도 있습니다.
어느 쪽이 빨리 배울까요? 어느 쪽이 안전할까요?
세 예제로 두 방법을 끝까지 계산해 보면 흔히 듣던 말과는 조금 다른 답이 나옵니다.

- **할 것**: 세 예제의 책임을 칸마다 손으로 구해 더하고, 배치와 온라인으로 한 번씩, 그리고 만 번씩 고칩니다.
- **배울 것**: 배치는 같은 자리에서 잰 책임을 모아 한 번에 고칩니다. 합인지 평균인지에 따라 학습률의 뜻이
  달라지고, 안정한 정도도 달라집니다.
- **필요한 것**: :doc:`다섯 가중치 모두 </auto_examples/04_backpropagation/plot_02_all_weights>`와
  :doc:`학습률 </auto_examples/02_gradient_descent/plot_03_learning_rate>`.
"""

# %%
# .. _batch-one-example:
#
# 예제 하나로는 모자랍니다
# ------------------------
#
# 예제는 셋입니다. 정답은 모두 :math:`2x_1^2 + 3x_2`로 만들었습니다. :term:`신경망`이 그 규칙을 알아내기를
# 바라지만, 신경망에게 보여 주는 것은 입력과 :term:`정답`뿐입니다.

import numpy as np
import pandas as pd

from dlconcepts.toynet import EXAMPLES, START

for x1, x2, target in EXAMPLES:
    print(f"입력 ({x1}, {x2})   정답 {target}")
    assert target == 2 * x1**2 + 3 * x2

# %%
# 지난 쪽의 식을 함수 셋으로 적어 둡니다. ``w``는 다섯 :term:`가중치`를 차례로 담은 :term:`배열`이고,
# ``gradient``는 예제 하나의 책임 다섯을 돌려줍니다.


def predict(w, example):
    w1, w2, w3, w4, w5 = w
    x1, x2, _ = example
    return w3 * (x1 + w1 * x2) ** 2 + w4 * (w2 * x1 * x2) + w5


def total_error(w):
    return sum((predict(w, e) - e.target) ** 2 for e in EXAMPLES)


# %%


def gradient(w, example):
    w1, w2, w3, w4, _ = w
    x1, x2, t = example
    u = x1 + w1 * x2
    dE_dy = 2 * (predict(w, example) - t)
    dE_dw1 = dE_dy * w3 * 2 * u * x2
    dE_dw2 = dE_dy * w4 * x1 * x2
    dE_dw3, dE_dw4 = dE_dy * u**2, dE_dy * w2 * x1 * x2
    return np.array([dE_dw1, dE_dw2, dE_dw3, dE_dw4, dE_dy])


start = np.array(list(START.params.values()))  # w1부터 w5까지
print("처음 가중치", start, "  오차의 합", total_error(start))

# %%
# 첫째 예제만 천 번 보고 고치면 어떻게 될까요? 나머지 두 예제의 예측을 예상해 보세요.

only_first = start
for _ in range(1000):
    only_first = only_first - 0.0001 * gradient(only_first, EXAMPLES[0])
rows = {"정답": [e.target for e in EXAMPLES]}
rows["처음"] = [predict(start, e) for e in EXAMPLES]
rows["첫째만 천 번"] = [predict(only_first, e) for e in EXAMPLES]
index = [f"({e.x1}, {e.x2})" for e in EXAMPLES]
pd.DataFrame(rows, index=pd.Index(index, name="입력")).round(2)

# %%
# 첫째 예제는 정답을 맞혔습니다. 그러나 둘째는 아직 정답보다 높고, 셋째는 정답을 지나 오히려 낮아졌습니다.
# 한 예제에 맞는 가중치가 다른 예제에도 맞으리라는 법은 없습니다. 셋을 모두 보아야 합니다.

off = [abs(predict(only_first, e) - e.target) for e in EXAMPLES]
assert off[0] < 1e-6
assert min(off[1:]) > 2

# %%
# .. _batch-two-ways:
#
# 두 가지 방법
# ------------
#
# :term:`온라인 학습`은 예제를 하나 볼 때마다 곧바로 고칩니다. 다음 예제는 **이미 고친** 가중치로 봅니다.


def online_epoch(w, lr, order=EXAMPLES):
    for example in order:
        w = w - lr * gradient(w, example)
    return w


# %%
# :term:`배치` 학습은 세 예제를 모두 **같은** 가중치로 보고, 책임을 더한 다음 한 번만 고칩니다.


def batch_step(w, lr):
    total = sum(gradient(w, example) for example in EXAMPLES)
    return w - lr * total


# %%
# 예제를 모두 한 번씩 보는 것을 :term:`에포크`라고 합니다. 한 에포크에 온라인은 세 번, 배치는 한 번 고칩니다.
# :term:`학습률`은 둘 다 :math:`\eta = 0.0001`입니다. 어느 쪽의 오차가 더 줄어 있을까요?

lr = 0.0001
error_start = total_error(start)
error_batch = total_error(batch_step(start, lr))
error_online = total_error(online_epoch(start, lr))
print(f"처음 {error_start:.0f}")
print(f"배치 한 번 {error_batch:.2f}   온라인 한 바퀴 {error_online:.2f}")

# %%
# 둘 다 크게 줄었고, 이번에는 배치가 더 줄었습니다. 까닭을 알려면 안을 들여다보아야 합니다. 먼저 배치 한 번을
# 칸마다 계산합니다.

assert error_start == 534
assert round(error_batch, 2) == 85.42
assert round(error_online, 2) == 135.78

# %%
# .. _batch-forward:
#
# 배치 하나: 순전파
# -----------------
#
# 지난 쪽처럼 식을 글자로 적어 두고 컴퓨터가 수를 넣게 합니다.

import re

forward_rules = {
    "h1": "(x1 + w1 * x2)**2",
    "h2": "w2 * x1 * x2",
    "y": "w3 * h1 + w4 * h2 + w5",
    "E": "(y - t)**2",
}

# %%
# ``filled``는 지난 쪽의 것과 같습니다. 식의 이름 자리에 수를 넣은 글을 만듭니다.


def filled(formula, sheet):
    def number(name):
        value = sheet[name[0]]
        return f"({value:g})" if value < 0 else f"{value:g}"

    text = re.sub(r"[A-Za-z]\w*", number, formula)
    return text.replace("**2", "²").replace("*", "×")


# %%
# ``fill_in``은 예제마다 식을 계산하여, 한 칸에 식과 값을 함께 적은 표를 만듭니다. 줄은 식, 칸은 예제입니다.


def fill_in(rules, sheets):
    rows = {}
    for name, formula in rules.items():
        for sheet in sheets:
            sheet[name] = eval(formula, {}, sheet)
        rows[name] = [f"{filled(formula, s)} = {s[name]:g}" for s in sheets]
    return pd.DataFrame(rows, index=index).T


# %%
# ``sheets``는 예제마다 하나씩 둔 종이입니다. 입력과 정답과 가중치를 적어 두고, 계산한 값을 이어 적습니다.

sheets = []
for x1, x2, t in EXAMPLES:
    sheets.append({"x1": x1, "x2": x2, "t": t} | START.params)
fill_in(forward_rules, sheets)

# %%
# :math:`t`는 정답이고 :math:`E`는 그 예제의 오차입니다. 예측은 :val:`predictions[0]|g`, :val:`predictions[1]|g`, :val:`predictions[2]|g`이고, 오차를 모두 더하면
# :val:`error_start|g`입니다.

predictions = [sheet["y"] for sheet in sheets]
assert sum(sheet["E"] for sheet in sheets) == error_start

# %%
# .. _batch-gradients:
#
# 배치 하나: 예제마다 책임
# ------------------------
#
# 예제가 달라지면 :term:`국소 기울기`도 달라집니다. 입력이 식에 들어 있기 때문입니다. ``dh1_dw1``은
# :math:`\partial h_1/\partial w_1`을 코드로 적은 이름입니다.

local_rules = {
    "dE_dy": "2 * (y - t)",
    "dh1_dw1": "2 * (x1 + w1 * x2) * x2",
    "dh2_dw2": "x1 * x2",
}
fill_in(local_rules, sheets)

# %%
# 나머지 국소 기울기는 이미 적어 둔 값입니다. :math:`\partial y/\partial h_1 = w_3`,
# :math:`\partial y/\partial h_2 = w_4`, :math:`\partial y/\partial w_3 = h_1`, :math:`\partial y/\partial w_4 = h_2`이고
# :math:`\partial y/\partial w_5 = 1`입니다. 세 예제의 :math:`\partial E/\partial y`를 식으로 확인합니다.
#
# .. vmath::
#
#    2(<<predictions[0]|g>> - 24) &= <<dE_dy[0]|g>> \\
#    2(<<predictions[1]|g>> - 14) &= <<dE_dy[1]|g>> \\
#    2(<<predictions[2]|g>> - 11) &= <<dE_dy[2]|g>>
#
# 이제 길을 따라 곱합니다. 둘째 예제의 다섯 책임을 먼저 손으로 구해 보세요.

dE_dy = [sheet["dE_dy"] for sheet in sheets]
path_rules = {
    "dE_dw1": "dE_dy * w3 * dh1_dw1",
    "dE_dw2": "dE_dy * w4 * dh2_dw2",
    "dE_dw3": "dE_dy * h1",
    "dE_dw4": "dE_dy * h2",
    "dE_dw5": "dE_dy * 1",
}
cells = fill_in(path_rules, sheets)

# %%
# 맨 오른쪽 칸은 세 예제의 책임을 더한 것입니다.

by_example = np.array([[s[name] for name in path_rules] for s in sheets])
totals = by_example.sum(axis=0)
cells["합"] = [f"{v:g}" for v in totals]
cells

# %%
# 배치가 쓸 책임은 [:val:`totals[0]|g`, :val:`totals[1]|g`, :val:`totals[2]|g`, :val:`totals[3]|g`,
# :val:`totals[4]|g`]입니다. 세 증인이 같은 답을 하는지 봅니다. 위에 적은 ``gradient``, 오차의 합을 살짝
# 움직여 재는 :term:`중앙 차분`, 그리고 라이브러리의 ``ToyNet``입니다.

from dlconcepts.gradcheck import numerical_gradient

x1, x2, target = np.array(EXAMPLES).T  # 세 예제를 한꺼번에
by_toynet = START.backward(START.forward(x1, x2, target)).total(
    reduction="sum"
)
by_wiggle = numerical_gradient(total_error, start)
print("라이브러리", by_toynet)
print("중앙 차분 ", by_wiggle.round(3))
assert totals.tolist() == [2064, 316, 1636, 632, 68]
assert np.array_equal(sum(gradient(start, e) for e in EXAMPLES), totals)
assert list(by_toynet.values()) == totals.tolist()
assert np.allclose(by_wiggle, totals)

# %%
# .. _batch-update:
#
# 배치 하나: 고치고 다시 예측하기
# -------------------------------
#
# 더한 책임에 학습률을 곱해 다섯 가중치를 동시에 고칩니다.

names = list(START.params)
after_batch = batch_step(start, lr)
rows = []
for name, old, slope, new in zip(
    names, start, totals, after_batch, strict=True
):
    rows.append([name, old, slope, f"{old:g} - {lr} × {slope:g}", new])
columns = ["가중치", "옛 값", "책임의 합", "고치기", "새 값"]
pd.DataFrame(rows, columns=columns).set_index("가중치")

# %%
# 새 가중치로 세 예제를 다시 계산합니다. 순전파를 처음부터 다시 하고, 예측의 식을 예제마다 한 줄씩 적습니다.

new_params = dict(zip(names, after_batch.tolist(), strict=True))
after_sheets = []
for x1, x2, t in EXAMPLES:
    after_sheets.append({"x1": x1, "x2": x2, "t": t} | new_params)
fill_in(forward_rules, after_sheets)
for sheet in after_sheets:
    print(filled(forward_rules["y"], sheet), "=", round(sheet["y"], 4))

# %%
# 고치기 전과 뒤를 나란히 놓습니다. “나아진 만큼”은 정답까지의 거리가 줄어든 양입니다.

target = np.array([e.target for e in EXAMPLES])
before = np.array(predictions)
after = np.array([sheet["y"] for sheet in after_sheets])
check = pd.DataFrame({"정답": target, "학습 전": before, "학습 후": after})
check["나아진 만큼"] = np.abs(before - target) - np.abs(after - target)
check.index = pd.Index(index, name="입력")
check.round(3)

# %%
# 세 예제가 모두 정답에 가까워졌고, 오차의 합은 :val:`error_start|g`에서 :val:`error_batch|.2f|으로/로`
# 줄었습니다. :val:`fall|.0f`퍼센트가 없어진 셈입니다. 라이브러리로 해도 같습니다.

fall = 100 * (1 - error_batch / error_start)
x1, x2, _ = np.array(EXAMPLES).T
library_step = START.updated(by_toynet, lr).forward(x1, x2, target)
assert np.allclose(library_step.y, after)
assert np.isclose(library_step.error.sum(), error_batch)
assert (check["나아진 만큼"] > 0).all()

# %%
# .. _batch-claims:
#
# 돌아다니는 표를 검산합니다
# --------------------------
#
# 같은 신경망과 같은 예제로 이 계산을 했다는 표가 있습니다. 둘째 예제의 :math:`\partial E/\partial w_1`은
# :math:`38 \times 1 \times 10 = 380`, 셋째 예제의 :math:`\partial E/\partial w_2`는
# :math:`4 \times 1 \times 4 = 16`이라고 합니다. 그럴듯합니다. 우리 표와 다른 칸을 찾아봅니다.

claimed = np.array(
    [
        [520, 156, 650, 312, 26],
        [380, 152, 950, 304, 38],
        [24, 16, 36, 16, 4],
    ]
)
print("돌아다니는 합", claimed.sum(axis=0))

# %%

from functools import partial


def error_of(example, w):
    return (predict(w, example) - example.target) ** 2


for i, j in np.argwhere(claimed != by_example):
    example, name = EXAMPLES[i], names[j]
    measured = numerical_gradient(partial(error_of, example), start)[j]
    ours = f"우리 {by_example[i, j]:g}, 움직여 재면 {measured:.2f}"
    print(f"{index[i]}의 ∂E/∂{name}: 표 {claimed[i, j]}, {ours}")

# %%
# 움직여 재면 우리 값이 맞습니다. 두 칸이 틀린 까닭은 이렇습니다.
#
# - 첫째 칸은 :math:`\partial h_1/\partial w_1`을 :math:`2(x_1 + w_1 x_2)`까지만 구했습니다. 괄호 안을 미분해 나오는
#   :math:`x_2`를 곱하지 않았습니다. 이 예제에서는 :math:`x_2`가 :val:`x2_second`이므로 네 배 차이가 납니다.
# - 둘째 칸은 :math:`\partial h_2/\partial w_2 = x_1 x_2`가 아니라 :math:`h_2`의 **값** :val:`h2_third|g|을/를` 곱했습니다.
#   뉴런의 값과 뉴런의 기울기는 다릅니다.

x2_second, h2_third = EXAMPLES[1].x2, sheets[2]["h2"]
wrong_second = dE_dy[1] * 1 * 2 * (1 + 1 * 4)
wrong_third = dE_dy[2] * 1 * h2_third
assert (wrong_second, wrong_third) == (380, 16)
assert by_example[1, 0] == wrong_second * x2_second
assert np.count_nonzero(claimed != by_example) == 2

# %%
# 그 표는 이어서 고친 뒤의 예측이 30.98, 27.69, 10.66이라고 합니다. 틀린 책임 그대로라도 그 수가 나오는지
# 계산해 봅니다.

told = np.array([30.98, 27.69, 10.66])
misled = start - lr * claimed.sum(axis=0)
from_wrong = np.array([predict(misled, e) for e in EXAMPLES])
error_misled = total_error(misled)
rows = {
    "돌아다니는 예측": told,
    "그 책임으로 계산": from_wrong,
    "바른 책임": after,
}
claims = pd.DataFrame(rows, index=pd.Index(index, name="입력")).T
claims["오차의 합"] = ((claims - target) ** 2).sum(axis=1)
claims.round(3)

# %%
# 나오지 않습니다. 책임도 틀렸고 그다음 계산도 틀렸습니다. 그런데 틀린 책임으로 고쳐도 오차가
# :val:`error_misled|.2f|으로/로` **줄기는** 합니다. 그래서 틀린 줄 모르고 지나가기 쉽습니다. 오차가 준다는 것은
# 기울기가 맞다는 증거가 아닙니다. 기울기는 따로 검사해야 합니다.

assert np.abs(from_wrong - told).max() > 0.5
assert error_batch < error_misled < error_start
assert np.isclose(error_misled, claims.loc["그 책임으로 계산", "오차의 합"])

# %%
# .. _batch-online:
#
# 온라인 한 바퀴
# --------------
#
# 이번에는 온라인을 한 걸음씩 봅니다. 둘째 예제를 볼 때는 가중치가 이미 바뀌어 있습니다. 그러니 둘째 예제의
# 책임은 배치의 표에 있던 :val:`totals_second|g|과/와` 다를 것입니다. 더 클까요, 작을까요?

w, rows = start, []
for x, example in zip(index, EXAMPLES, strict=True):
    slope = gradient(w, example)
    w = w - lr * slope
    rows.append([x, slope[-1], slope[0], *w, total_error(w)])
columns = ["본 예제", "∂E/∂y", "∂E/∂w1", *names, "오차의 합"]
online_table = pd.DataFrame(rows, columns=columns).set_index("본 예제")
online_table.round(3)

# %%
# 둘째 예제의 :math:`\partial E/\partial w_1`은 :val:`online_second|.0f|으로/로` 줄어 있습니다. 첫째 예제를 보고 고친
# 덕분에 둘째 예제의 예측도 이미 내려왔기 때문입니다. 셋째 예제에서는 예측이 벌써 정답 아래로 내려와 책임의
# 부호까지 바뀌었고, 그것을 되돌리느라 오차의 합이 조금 늘었습니다. 배치는 처음 자리에서 잰 큰 책임 셋을 더해
# 한 번에 갔고, 온라인은 그때그때 새로 잰 작은 책임으로 갔습니다. 그래서 한 에포크에는 배치가 더 멀리 갔습니다.

totals_second = by_example[1, 0]
online_second = online_table["∂E/∂w1"].iloc[1]
assert online_second < totals_second
assert online_table["∂E/∂y"].iloc[2] < 0 < by_example[2, 4]
assert np.isclose(online_table["오차의 합"].iloc[-1], error_online)
assert predict(w, EXAMPLES[2]) < EXAMPLES[2].target

# %%
# 세 예제의 예측을 그림으로 견줍니다. 별표가 정답입니다.

import matplotlib.pyplot as plt

from dlconcepts import viz

viz.use_korean_font()

# %%

# sphinx_gallery_alt = "세 예제의 예측을 가로줄마다 찍은 그림. 처음 예측 <<before[0]|g>>, <<before[1]|g>>, <<before[2]|g>>에서 온라인과 배치의 점이 차례로 왼쪽으로 옮겨 가 정답 별표에 가까워집니다. 입력이 (2, 1)인 예제에서는 두 점 모두 별표를 조금 지나칩니다."
after_online = np.array([predict(w, e) for e in EXAMPLES])
fig, ax = plt.subplots(figsize=(7.5, 3.4))
shown = {"처음": before, "온라인 한 바퀴": after_online, "배치 한 번": after}
for i, (label, values) in enumerate(shown.items()):
    ax.plot(values, index, viz.MARKERS[i], ms=9, label=label)
ax.plot(target, index, "*", ms=16, color=viz.INK, label="정답")
ax.set(xlabel="예측", ylabel="입력", title="배치가 한 바퀴에 더 멀리 갔습니다")
ax.margins(y=0.25)
ax.invert_yaxis()
fig.legend(loc="outside lower center", ncols=4, frameon=False)
plt.show()

# %%
# 온라인에서는 예제를 보는 순서도 결과를 바꿉니다. 가능한 여섯 순서를 모두 해 봅니다.

from itertools import permutations

order_errors = {}
for order in permutations(range(3)):
    w = online_epoch(start, lr, [EXAMPLES[i] for i in order])
    order_errors[" → ".join(index[i] for i in order)] = total_error(w)
orders = pd.DataFrame({"한 바퀴 뒤 오차": order_errors}).round(2)
orders.rename_axis("보는 순서")

# %%
# 배치는 더하기의 순서가 상관없으므로 언제나 :val:`error_batch|.2f`입니다. 온라인은 :val:`order_low|.2f`부터
# :val:`order_high|.2f`까지 달라집니다. 어떤 순서가 좋은지 미리 알 수 없으므로 에포크마다 순서를 섞는 것이 보통입니다.

order_low, order_high = min(order_errors.values()), max(order_errors.values())
assert order_high - order_low > 5
assert order_low > error_batch

# %%
# .. _batch-sum-mean:
#
# 합일까요, 평균일까요
# --------------------
#
# 흔히 이렇게 말합니다. “손실은 :term:`평균제곱오차`, 곧 :math:`(y - t)^2`이다.” 그것은 예제 **하나**의 제곱
# 오차입니다. 지금까지 우리는 세 예제의 **합**을 썼고, 평균제곱오차는 그것을 예제의 수로 나눈 **평균**입니다.
#
# .. math::
#
#    E_{\text{합}} &= \sum_{i=1}^{B} (y_i - t_i)^2 \\
#    E_{\text{평균}} &= \frac{1}{B} \sum_{i=1}^{B} (y_i - t_i)^2
#
# :math:`B`는 예제의 수이고, :math:`y_i`와 :math:`t_i`는 :math:`i`번째 예제의 예측과 정답입니다. :math:`\sum`은 모두
# 더하라는 기호입니다. 평균의 기울기는 합의 기울기를 :math:`B`로 나눈 것이므로, 같은 학습률이라도 걸음이
# :math:`B`분의 일이 됩니다. 거꾸로 평균을 쓰면서 학습률을 :math:`B`배로 하면 똑같은 걸음이 되어야 합니다.


def mean_step(w, lr):
    return batch_step(w, lr / len(EXAMPLES))


error_mean = total_error(mean_step(start, lr))
error_mean_3 = total_error(mean_step(start, 3 * lr))
print(f"합 {error_batch:.2f}   평균 {error_mean:.2f}")
print(f"학습률이 세 배인 평균 {error_mean_3:.2f}")

# %%
# “학습률 0.0001”이라는 말만으로는 얼마나 움직였는지 알 수 없습니다. 합으로는 :val:`error_batch|.2f`, 평균으로는
# :val:`error_mean|.2f`입니다. 그래서 이 라이브러리는 합인지 평균인지를 반드시 적게 합니다.

by_mean = START.backward(START.forward(x1, x2, target)).total(reduction="mean")
by_mean = np.array(list(by_mean.values()))
print("합  ", totals)
print("평균", by_mean.round(2))
assert np.allclose(3 * by_mean, totals)
assert np.isclose(error_mean_3, error_batch)
assert error_mean > 3 * error_batch

# %%
# 예제를 똑같이 한 벌 더 복사해 여섯 개로 만들면 차이가 더 분명합니다. 합의 책임은 두 배가 되고 평균은 그대로입니다.
# 합을 쓰면 데이터가 늘 때마다 학습률을 다시 골라야 합니다.

copied = np.array(EXAMPLES * 2).T
copied_grads = START.backward(START.forward(*copied))
copied_sum = copied_grads.total(reduction="sum")["w1"]
copied_mean = copied_grads.total(reduction="mean")["w1"]
print(f"여섯 예제: w1의 합 {copied_sum:g}, 평균 {copied_mean:g}")
assert copied_sum == 2 * totals[0]
assert copied_mean == by_mean[0]

# %%
# .. _batch-convergence:
#
# 만 에포크를 걸으면
# ------------------
#
# 한 번 고친 것으로는 알 수 없는 것이 있습니다. 끝까지 걸으면 누가 이길까요? 두 방법을 더 넣습니다. 하나는
# 에포크마다 순서를 섞는 온라인이고, 다른 하나는 섞은 다음 두 개와 한 개로 나누어 고치는 :term:`미니배치`입니다.


def shuffled_epoch(w, lr, rng):
    return online_epoch(w, lr, [EXAMPLES[i] for i in rng.permutation(3)])


def pair_epoch(w, lr, rng):
    a, b, c = (EXAMPLES[i] for i in rng.permutation(3))
    w = w - lr * (gradient(w, a) + gradient(w, b))
    return w - lr * gradient(w, c)


# %%
# 다섯 방법의 학습률은 모두 :math:`0.0001`입니다.

marks = sorted({round(m) for m in np.geomspace(1, 10000, 41)})


def record(step):
    w, errors = start, []
    for epoch in range(1, 10001):
        w = step(w)
        if epoch in marks:
            errors.append(total_error(w))
    return errors


# %%

rng = np.random.default_rng(0)
curves = {
    "배치(합)": record(lambda w: batch_step(w, lr)),
    "배치(평균)": record(lambda w: mean_step(w, lr)),
    "온라인": record(lambda w: online_epoch(w, lr)),
    "온라인(섞기)": record(lambda w: shuffled_epoch(w, lr, rng)),
    "두 개씩": record(lambda w: pair_epoch(w, lr, rng)),
}
convergence = pd.DataFrame(curves, index=pd.Index(marks, name="에포크"))
convergence.loc[[1, 10, 100, 1000, 10000]].round(3)

# %%
# 합으로 고치는 배치와 온라인은 처음에만 다르고, 만 에포크 뒤에는 :val:`late_batch|.3f|과/와` :val:`late_online|.3f|으로/로`
# 거의 같습니다. 순서를 섞어도, 두 개씩 고쳐도 마찬가지입니다. 한 바퀴에는 컸던 순서의 영향도 이 작은
# 예에서는 씻겨 나갑니다. 뒤처진 것은 평균으로 고치는 배치뿐인데, 걸음이 삼분의 일이니 당연합니다. 나머지가 거의 같은 까닭은, 학습률이 작으면 한 에포크 동안 가중치가 거의 움직이지 않아 어디서
# 재든 책임이 비슷하기 때문입니다.

late = convergence.iloc[-1]
late_batch, late_online = late["배치(합)"], late["온라인"]
assert abs(late_batch - 0.475) < 0.001
assert abs(late_online - 0.461) < 0.001
assert late["배치(평균)"] > 3 * late_batch
assert abs(late["두 개씩"] - late_batch) < 0.02
assert abs(late["온라인(섞기)"] - late_online) < 0.02

# %%

# sphinx_gallery_alt = "에포크에 따른 오차의 합을 양쪽 로그 눈금으로 그린 네 곡선. 배치(합), 온라인, 두 개씩은 거의 겹쳐 내려가고 배치(평균)만 오른쪽으로 밀려 있습니다. 배치(합)은 만 에포크 뒤에 <<late_batch|.3f>>입니다."
fig, ax = plt.subplots()
styles = {"배치(합)": "-", "온라인": "--", "배치(평균)": "-", "두 개씩": ":"}
for i, (name, style) in enumerate(styles.items()):
    ax.plot(convergence[name], style, color=viz.PALETTE[i], label=name)
ax.set(xscale="log", yscale="log", xlabel="에포크", ylabel="오차의 합")
ax.set_title("밀려난 것은 평균으로 고친 배치뿐입니다")
ax.legend()
plt.show()

# %%
# .. _batch-stability:
#
# 흔한 함정: 배치가 더 안정적이라고요?
# ------------------------------------
#
# 흔히 이렇게 말합니다. “온라인의 기울기는 예제 하나만 보아 들쭉날쭉하고, 배치는 모든 예제를 보므로 더
# 안정적이다.” 두 가지를 확인해 봅니다. 먼저, 예제 하나의 기울기는 정말 엉뚱한 쪽을 가리킬까요? 두 벡터의 방향이
# 같으면 :math:`1`, 수직이면 :math:`0`, 반대이면 :math:`-1`인 코사인으로 견줍니다.

lengths = np.linalg.norm(by_example, axis=1)
cosines = by_example @ totals / (lengths * np.linalg.norm(totals))
for x, cosine in zip(index, cosines, strict=True):
    print(f"{x}: 배치의 기울기와의 코사인 {cosine:.3f}")
assert cosines.min() > 0.9

# %%
# 적어도 처음 자리에서는 셋 다 배치와 거의 같은 쪽을 가리킵니다. 다음으로, 학습률을 키워 가며 삼천 에포크를
# 걸어 :term:`발산`하는지 봅니다. 학습률마다 가중치를 한 벌씩 두고 한꺼번에 걷습니다.

rates = np.arange(1, 41) / 10000


def survives(step, epochs=3000):
    w = np.tile(start[:, None], (1, len(rates)))  # (가중치, 학습률)
    with np.errstate(all="ignore"):  # 발산하면 수가 넘칩니다
        for _ in range(epochs):
            w = step(w, rates)
    return np.isfinite(w).all(axis=0)


# %%
# 어느 방법이 가장 먼저 무너질까요?

methods = {
    "배치(합)": batch_step,
    "온라인": online_epoch,
    "배치(평균)": mean_step,
}
alive = {name: survives(step) for name, step in methods.items()}
first_bad = {name: rates[np.argmin(ok)] for name, ok in alive.items()}
for name, rate in first_bad.items():
    print(f"{name}: 학습률 {rate:.4f}에서 처음 발산")

# %%

# sphinx_gallery_alt = "세 방법이 학습률마다 살아남았는지 찍은 그림. 배치(합)은 <<bad_sum|.4f>>부터, 배치(평균)은 <<bad_mean|.4f>>부터 모두 ×이고, 온라인은 <<bad_online|.4f>>에서 처음 ×가 되고 그 언저리에는 동그라미와 ×가 섞여 있기도 합니다."
fig, ax = plt.subplots(figsize=(7.5, 2.8))
for i, ok in enumerate(alive.values()):
    color = viz.PALETTE[i]
    ax.plot(rates[ok], np.full(ok.sum(), i), "o", color=color)
    ax.plot(rates[~ok], np.full((~ok).sum(), i), "x", color=viz.MUTED)
ax.set(yticks=range(3), yticklabels=alive, ylim=(2.5, -0.5))
ax.set_xlabel("학습률 η (×는 발산)")
ax.set_title("합으로 고치는 배치가 가장 먼저 무너집니다")
plt.show()

# %%
# 합으로 고치는 배치가 :val:`bad_sum|.4f`에서 가장 먼저 무너졌습니다. 온라인은 :val:`bad_online|.4f`에서 처음
# 무너지는데, 한계 언저리에서는 살아남는 학습률과 무너지는 학습률이 섞여 있기도 합니다. 평균으로 고치는 배치는
# :val:`bad_mean|.4f`에서야 무너집니다. 합의 한계의 꼭 세 배입니다. 같은 배치라도 합이냐 평균이냐에 따라 가장
# 약하기도 하고 가장 강하기도 합니다.
#
# 배치의 기울기가 덜 흔들린다는 말 자체는 맞습니다. 얼마나 덜 흔들리는지는 다음 쪽에서 잽니다. 그러나 “배치라서
# 안전하다”는 것은 다른 말입니다. 여기서 발산을 가른 것은 **한 번에 얼마나 멀리 가는가**입니다. 합으로 고치는
# 배치는 온라인이 세 번에 나누어 갈 거리를 한 번에 갑니다.

bad_sum, bad_online, bad_mean = first_bad.values()
assert bad_sum < bad_online < bad_mean
assert np.isclose(bad_mean, 3 * bad_sum)
assert alive["온라인"][rates <= 0.003].all()
assert not alive["배치(합)"][rates >= bad_sum].any()

# %%
# .. _batch-summary:
#
# 정리
# ----
#
# - 온라인은 예제마다 고치고, 배치는 같은 가중치에서 잰 책임을 모아 한 번 고칩니다. 학습률이 작으면 한 에포크의
#   결과가 거의 같습니다.
# - 합인지 평균인지에 따라 같은 학습률이 다른 걸음이 됩니다. 배치가 안전한지는 걸음의 길이에 달렸습니다.
# - 오차가 줄었다고 해서 기울기가 맞은 것은 아닙니다. 칸마다 식과 수를 적고, 따로 재어 검산합니다.

# %%
# .. _batch-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 학습률을 십분의 일씩 줄이면 배치 한 번과 온라인 한 바퀴의 차이는 어떻게 줄어들까요?
#
# .. dropdown:: 답 보기
#
#    학습률이 충분히 작으면 차이는 백분의 일이 됩니다. 첫 비는 :val:`gap_ratios[0]|.0f`배이지만 다음 비는
#    :val:`gap_ratios[1]|.0f`배로 백 배에 가깝습니다. 한 에포크 동안 움직인 거리도, 그 때문에 달라진 책임도
#    학습률에 비례하므로 차이는 학습률의 제곱에 비례합니다.

gaps = []
for rate in [1e-4, 1e-5, 1e-6]:
    by_batch = total_error(batch_step(start, rate))
    by_online = total_error(online_epoch(start, rate))
    gaps.append(by_online - by_batch)
    print(f"학습률 {rate:.0e}   차이 {gaps[-1]:.4f}")
gap_ratios = np.divide(gaps[:-1], gaps[1:])
assert gap_ratios[0] < 80 < gap_ratios[1] < 100

# %%
# **둘.** 둘째 예제의 정답만 14에서 44로 바꾸면, 첫째와 둘째 예제의 기울기가 여전히 같은 쪽을 가리킬까요?
#
# .. dropdown:: 답 보기
#
#    둘째 예제의 예측이 이제는 정답보다 낮아서 책임의 부호가 모두 뒤집힙니다. 두 기울기의 코사인은
#    :val:`same_way|.2f`에서 :val:`opposite|.2f|으로/로` 바뀝니다. 둘째 예제를 보고 고치면 첫째 예제의 오차가
#    :val:`error_first|g`에서 :val:`error_first_after|.0f|으로/로` 늘어납니다. 예제들이 서로 다른 쪽으로 당기면 온라인은
#    밀고 당기기를 되풀이합니다.


def cosine(a, b):
    return a @ b / (np.linalg.norm(a) * np.linalg.norm(b))


# %%

changed = EXAMPLES[1]._replace(target=44)
one, two = by_example[0], gradient(start, changed)
same_way, opposite = cosine(one, by_example[1]), cosine(one, two)
after_two = start - lr * two
error_first = error_of(EXAMPLES[0], start)
error_first_after = error_of(EXAMPLES[0], after_two)
print(f"코사인 {same_way:.2f} → {opposite:.2f}")
print(f"첫째 예제의 오차 {error_first:g} → {error_first_after:.0f}")
assert opposite < -0.9 < 0.9 < same_way
assert error_first_after > error_first

# %%
# **셋.** 처음 자리에서 오차의 합을 한 걸음에 가장 많이 줄이는 학습률은 얼마일까요? 배치(합)로 찾아보세요.
#
# .. dropdown:: 답 보기
#
#    :val:`best_rate|.5f` 근처이고, 한 걸음에 오차의 합이 :val:`best_error|.1f`까지 줄어듭니다. 발산하기 시작하는
#    :val:`bad_sum|.4f`보다 훨씬 작습니다. 처음에 좋은 학습률과 끝까지 견디는 학습률은 다릅니다.

tried = np.linspace(1e-5, 5e-4, 491)
one_step = np.array([total_error(batch_step(start, rate)) for rate in tried])
best_rate, best_error = tried[one_step.argmin()], one_step.min()
print(f"학습률 {best_rate:.5f}, 오차의 합 {best_error:.1f}")
assert best_rate < bad_sum
assert best_error < error_batch

# %%
# .. _batch-next:
#
# 다음 쪽
# -------
#
# 예제가 셋이 아니라 수천 개라면 모두 모으기도, 하나씩 고치기도 곤란합니다. 그 사이를 고르는 방법을
# :doc:`미니배치 </auto_examples/04_backpropagation/plot_04_minibatch>`에서 봅니다.
