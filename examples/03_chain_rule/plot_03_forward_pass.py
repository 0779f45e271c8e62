"""
입력은 어떻게 예측이 될까요?
============================

신경망은 단순한 함수 몇 개를 차례로 이은 것입니다. 앞의 것이 끝나야 뒤의 것을 셈할 수 있으니 순서가 있고,
그 순서대로 끝까지 계산하는 것을 순전파라고 합니다.
가중치가 다섯 개뿐인 신경망에 수를 넣어, 예측이 나오고 얼마나 틀렸는지 알기까지를 한 칸씩 따라갑니다.

- **할 것**: 뉴런 셋짜리 신경망을 손으로 계산하고, 예제 셋에서 얼마나 틀렸는지를 수 하나로 나타냅니다.
- **배울 것**: 층은 계산의 순서입니다. 차이는 그대로 더하면 지워지므로 제곱해서 더합니다. 신경망에서 고칠 수 있는 변수는
  입력이 아니라 가중치입니다.
- **필요한 것**: :doc:`겹친 함수 </auto_examples/03_chain_rule/plot_02_nested_function>`. 학습은 아직 하지 않습니다.
"""

# %%
# .. _forward-neuron:
#
# 뉴런은 단순한 함수입니다
# ------------------------
#
# :term:`뉴런`은 수를 몇 개 받아 수 하나를 내놓는 함수입니다. 예를 들어 :math:`(x + 2y)^2`이나 :math:`3ab` 같은 것입니다.


def plus_then_square(x, y):
    return (x + 2 * y) ** 2


def triple_product(a, b):
    return 3 * a * b


# %%
# 앞 뉴런의 출력을 다음 뉴런에 넣을 수 있습니다. 실행하기 전에 암산해 보세요.

first = plus_then_square(1, 1)
second = triple_product(first, 2)
print("앞 뉴런", first, "  뒤 뉴런", second)
assert second == 3 * (1 + 2) ** 2 * 2

# %%
# 이렇게 뉴런을 이은 것이 :term:`신경망`입니다. 여기서는 따라가기 쉬운 식을 골랐습니다. 실제로 널리 쓰는 뉴런은 입력마다
# 가중치를 곱해 더한 다음 :term:`활성화 함수`라는 구부러진 함수에 넣은 것입니다.

# %%
# .. _forward-layers:
#
# 층은 계산의 순서입니다
# ----------------------
#
# 김밥을 만듭니다. 쌀로 밥을 짓고 달걀로 지단을 부치고, 둘이 다 되어야 김에 맙니다. 무엇이 있어야 무엇을
# 만들 수 있는지만 적으면 순서는 저절로 정해집니다. 파이썬의 ``graphlib``이 그 순서를 찾아 줍니다. 지금 만들 수 있는 것을 모두
# 꺼내 한 줄로 적고, 다 만들었다고 알리기를 되풀이합니다. 사 오는 것이 맨 앞줄입니다. 모두 몇 줄이 될까요?

from graphlib import TopologicalSorter


def layers_of(needs):
    sorter, layers = TopologicalSorter(needs), []
    sorter.prepare()
    while sorter.is_active():
        ready = sorted(sorter.get_ready())  # 지금 바로 만들 수 있는 것들
        layers.append(ready)
        sorter.done(*ready)
    return layers


gimbap = {"밥": ["쌀"], "지단": ["달걀"], "말기": ["밥", "지단", "김"]}
gimbap["썰기"] = ["말기"]
for number, layer in enumerate(layers_of(gimbap)):
    print(number, layer)

# %%
# 같은 줄에 있는 것은 어느 것을 먼저 해도, 함께 해도 됩니다. 그러나 다음 줄은 앞줄이 끝나야 시작할 수 있습니다.
# 공장의 조립 라인에서 앞 공정을 마친 물건만 다음 공정으로 넘어가는 것과 같습니다.
# 신경망의 :term:`층`도 이렇게 정해진 순서입니다. 원재료가 **입력**, 썰어 낸 김밥이 **예측**입니다. 흐름은 언제나 앞에서 뒤로, 곧 순방향입니다.

gimbap_layers = layers_of(gimbap)
assert gimbap_layers[1] == ["밥", "지단"]
assert gimbap_layers[-1] == ["썰기"]

# %%
# .. _forward-network:
#
# 가중치가 다섯 개인 신경망
# -------------------------
#
# 이 장과 다음 장에서 내내 쓸 신경망입니다. 입력이 둘, 첫째 층에 뉴런이 둘, 둘째 층에 뉴런이 하나 있습니다.
#
# .. math::
#
#    \text{첫째 층} \quad & h_1 = (x_1 + w_1 x_2)^2 \\
#                         & h_2 = w_2\, x_1 x_2 \\
#    \text{둘째 층} \quad & y = w_3 h_1 + w_4 h_2 + w_5
#
# :math:`w_1`부터 :math:`w_5`까지가 고칠 수 있는 :term:`가중치`이고, :math:`y`가 신경망이 내놓는 :term:`예측`입니다.
# 무엇이 무엇을 기다리는지 적어서 순서를 찾습니다. 몇 줄이 나올까요?

needs = {
    "h1": ["x1", "x2", "w1"],
    "h2": ["x1", "x2", "w2"],
    "y": ["h1", "h2", "w3", "w4", "w5"],
}
net_layers = layers_of(needs)
for number, layer in enumerate(net_layers):
    print(number, layer)

# %%
# 맨 앞줄은 처음부터 있는 수들입니다. 그다음이 첫째 층, 마지막이 둘째 층입니다. 그림으로 그리면 이렇습니다.
# 파란 화살표는 주어진 입력에서, 주황 화살표는 고칠 수 있는 가중치에서 나옵니다.

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from dlconcepts import viz

viz.use_korean_font()
assert net_layers[1:] == [["h1", "h2"], ["y"]]

places = {"x1": (0, 1), "x2": (0, 0), "h1": (2, 1), "h2": (2, 0)}
places |= {"y": (4, 0.5), "w1": (1, 1.6), "w2": (1, -0.6)}
places |= {"w3": (3, 1.6), "w4": (3, -0.6), "w5": (4, 1.6)}
arrows = [(tail, head) for head, tails in needs.items() for tail in tails]
from_x = [arrow for arrow in arrows if arrow[0].startswith("x")]
from_w = [arrow for arrow in arrows if arrow[0].startswith("w")]

# %%

# sphinx_gallery_alt = "왼쪽에 입력 x1과 x2, 가운데에 첫째 층의 뉴런 h1과 h2, 오른쪽에 둘째 층의 뉴런 y가 있습니다. 두 입력은 두 뉴런에 모두 들어가고, 두 뉴런은 y에 들어갑니다. 가중치 w1은 h1에, w2는 h2에, w3과 w4와 w5는 y에 들어갑니다. 입력에서 나오는 화살표는 파랑, 가중치에서 나오는 화살표는 주황입니다."
viz.plot_paths(
    places,
    dict.fromkeys(arrows),  # 화살표에 적을 수는 아직 없습니다
    highlight=[from_x, from_w],
    title="왼쪽에서 오른쪽으로만 흐릅니다",
)
plt.show()

# %%
# .. _forward-by-hand:
#
# 한 칸씩 따라가기
# ----------------
#
# 입력을 넣고 왼쪽에서 오른쪽으로 차례로 계산하는 것이 :term:`순전파`입니다. 배우는 일은 아직 없고, 계산만 합니다.
# 처음 가중치는 :math:`w_1 = 1`, :math:`w_2 = 2`, :math:`w_3 = 1`, :math:`w_4 = 1`, :math:`w_5 = 0`으로 정합니다.
# 입력은 :math:`(3, 2)`, 나와야 할 :term:`정답`은 :math:`24`입니다. 틀린 정도는 차이의 제곱으로 잽니다.

w1, w2, w3, w4, w5 = 1, 2, 1, 1, 0
x1, x2, target = 3, 2, 24

h1 = (x1 + w1 * x2) ** 2
h2 = w2 * x1 * x2
y = w3 * h1 + w4 * h2 + w5
squared_error = (target - y) ** 2

# %%
# 칸마다 무엇이 상수이고 무엇이 변수인지 함께 적습니다. 상수는 예제가 정해 준 수라 우리가 바꿀 수 없고, 변수는 가중치이거나
# 가중치를 고치면 따라 변하는 수입니다.

first_sum = f"({x1} + {w1} × {x2})²"
last_sum = f"{w3} × {h1} + {w4} × {h2} + {w5}"
steps = [
    ["첫째 층", "h1", "x1, x2", "w1", first_sum, h1],
    ["첫째 층", "h2", "x1, x2", "w2", f"{w2} × {x1} × {x2}", h2],
    ["둘째 층", "y", "없음", "h1, h2, w3, w4, w5", last_sum, y],
    ["오차", "E", "정답", "y", f"({target} − {y})²", squared_error],
]
columns = ["어디", "이름", "상수", "변수", "계산", "값"]
pd.DataFrame(steps, columns=columns)

# %%
# 예측은 :val:`y|d`이고 정답은 :val:`target|d`이니 오차는 :val:`squared_error|d`입니다. 칸마다 나온 수를 버리지 않고 적어 둔 것이 중요합니다.
# 다음 장에서 책임을 거슬러 올라갈 때 이 수들이 모두 필요합니다.

assert (h1, h2, y, squared_error) == (25, 12, 37, 169)

# %%
# .. _forward-examples:
#
# 예제 셋과 정답
# --------------
#
# 신경망이 흉내 내야 할 규칙은 :math:`2x_1^2 + 3x_2`입니다. 신경망에게는 규칙을 알려 주지 않고 예제만 보여 줍니다.


def rule(x1, x2):
    return 2 * x1**2 + 3 * x2


inputs = [(3, 2), (1, 4), (2, 1)]
targets = [rule(x1, x2) for x1, x2 in inputs]
wanted = [f"2 × {x1}² + 3 × {x2} = {rule(x1, x2)}" for x1, x2 in inputs]
examples = pd.DataFrame({"입력 (x1, x2)": inputs, "정답의 계산": wanted})
examples["바라는 출력"] = targets
examples

# %%
# 이 신경망이 규칙을 **정확히** 흉내 낼 수 있는지는 따로 따져야 할 물음입니다.
# :doc:`이 신경망이 배울 수 있을까요 </auto_examples/04_backpropagation/plot_05_can_this_net_learn_it>`에서 답합니다.
# 여기서는 지금의 가중치가 얼마나 틀렸는지만 봅니다.

assert targets == [24, 14, 11]

# %%
# .. _forward-predictions:
#
# 처음 가중치의 예측
# ------------------
#
# 순전파를 함수로 묶습니다. 가중치 다섯 개는 배열 하나로 넘깁니다.


def predict(x1, x2, w):
    h1 = (x1 + w[0] * x2) ** 2
    h2 = w[1] * x1 * x2
    return w[2] * h1 + w[3] * h2 + w[4]


w_start = np.array([1, 2, 1, 1, 0])
predictions = np.array([predict(x1, x2, w_start) for x1, x2 in inputs])

# %%
# 나머지 두 예제의 예측을 암산해 보고 나서 실행하세요.

differences = np.array(targets) - predictions
results = pd.DataFrame({"입력 (x1, x2)": inputs, "정답": targets})
results["예측"], results["차이 (정답 − 예측)"] = predictions, differences
results

# %%
# 세 예측 모두 정답보다 큽니다. 셋을 한꺼번에 계산할 수도 있습니다. 수 대신 길이가 같은 :term:`배열`을 넣으면 됩니다.
# 라이브러리의 ``toynet``은 같은 신경망이며, 지나온 값에 모두 이름을 붙여 돌려줍니다. :math:`u`는 제곱하기 전의 :math:`x_1 + w_1 x_2`입니다.

from dlconcepts.toynet import START

x1_all, x2_all = np.array(inputs).T
at_once = predict(x1_all, x2_all, w_start)
forward = START.forward(x1_all, x2_all, targets)
print(START)
forward.to_frame()

# %%
# 손으로 계산한 값과 같습니다. 라이브러리는 차이를 “예측 − 정답”으로 적으므로 부호만 반대이고, 제곱은 같습니다.

assert predictions.tolist() == [37, 33, 13]
assert np.array_equal(at_once, predictions)
assert np.array_equal(forward.y, predictions)
assert np.array_equal(forward.h1, [25, 25, 9])
assert np.array_equal(forward.difference, -differences)

# %%
# .. _forward-error:
#
# 얼마나 틀렸는지를 수 하나로
# ---------------------------
#
# 세 차이를 수 하나로 모으고 싶습니다. 그냥 더하면 될까요? 먼저 더해 봅니다.

difference_sum = int(differences.sum())
print("차이의 합:", difference_sum)

# %%
# 틀린 정도처럼 보입니다. 그런데 마지막 가중치 :math:`w_5`만 고쳐 세 예측을 모두 같은 만큼 낮추면 이 합을 영으로 만들 수 있습니다.
# 예측이 정답에 맞게 될까요?

w_zero_sum = np.array([1, 2, 1, 1, difference_sum / 3])
shifted = predict(x1_all, x2_all, w_zero_sum)
zero_sum_differences = np.array(targets) - shifted
print("예측:", shifted.round(2))
print("차이:", zero_sum_differences.round(2))
print(f"차이의 합: {abs(zero_sum_differences.sum()):.2f}")

# %%
# 합은 영인데 **셋 다 틀렸습니다**. 모자란 것과 넘친 것이 서로 지워졌기 때문입니다. 차이가 :math:`+17`과 :math:`-17`이어도 마찬가지입니다.
# 그래서 차이를 제곱한 다음 더합니다. 제곱은 음수가 되지 않으니 지워지지 않습니다.

squares = differences**2
total_error = int(squares.sum())
print("차이의 제곱:", squares, "  합:", total_error)
print("+17과 -17의 합:", 17 - 17, "  제곱의 합:", 17**2 + (-17) ** 2)
zero_sum_error = float((zero_sum_differences**2).sum())
print(f"합이 영이던 가중치의 제곱의 합: {zero_sum_error:.2f}")

# %%
# 차이의 합 :val:`difference_sum|d|은/는` 제곱의 합 :val:`total_error|d|을/를` 숨기고 있었습니다. 이제부터 틀린 정도는 이 수로 잽니다.
# 이렇게 줄이려는 수를 :term:`손실`이라고 합니다. 여기서는 :math:`E`로 적고 오차라고도 부릅니다.
#
# 제곱에는 성질이 하나 더 있습니다. 큰 실수를 훨씬 무겁게 봅니다. 둘째 예제의 차이는 셋째의 :val:`times_wrong|g`배인데
# 제곱은 :val:`times_penalty|g`배입니다. 다른 손실은
# :doc:`손실 함수 </auto_examples/06_building_blocks/plot_03_losses>`에서 봅니다.

times_wrong = differences[1] / differences[2]
times_penalty = squares[1] / squares[2]
assert difference_sum == -34
assert total_error == 169 + 361 + 4 == 534
assert abs(zero_sum_differences.sum()) < 1e-9 < zero_sum_error
assert np.isclose(forward.error.sum(), total_error)

# %%
# .. _forward-variables:
#
# 무엇이 변수일까요
# -----------------
#
# 앞쪽의 겹친 함수와 신경망을 나란히 놓습니다. 빈 두 칸에 무엇을 적어야 할까요?


def nested(x1, x2):
    return ((2 * x1 + x2) ** 2 + 3 * x2**2) ** 3


both = {"겹친 함수": ["f(g(h(x)))", "x1, x2", "f(x1, x2)의 최소화"]}
both["신경망"] = ["둘째 층(첫째 층(입력))", "???", "E(???)의 최소화"]
rows = ["겹친 연산", "변수", "목표"]
compare = pd.DataFrame(both, index=rows)
compare.loc["도구"] = "연쇄 법칙과 경사 하강법"
compare

# %%
# :math:`x_1`과 :math:`x_2`일까요? 아닙니다. 입력은 예제가 **주어진** 것이라 고칠 수 없습니다. 우리가 고칠 수 있는 것은 가중치입니다.
# 예제 셋을 박아 두고 가중치만 받는 함수로 적으면 분명해집니다.


def error(w1, w2, w3, w4, w5):
    y = w3 * (x1_all + w1 * x2_all) ** 2 + w4 * (w2 * x1_all * x2_all) + w5
    return ((np.array(targets) - y) ** 2).sum()


print("E =", error(1, 2, 1, 1, 0))

# %%
# 신경망 전체가 겹친 함수 **하나**가 되었습니다. 두 함수가 받는 변수의 이름을 파이썬에게 물어 표를 채웁니다.

import inspect

compare.loc["변수"] = [
    ", ".join(inspect.signature(function).parameters)
    for function in (nested, error)
]
compare.loc["목표", "신경망"] = f"E({compare.loc['변수', '신경망']})의 최소화"
compare

# %%
# 겹친 함수를 내려가는 방법은 이미 압니다. 신경망도 같은 도구로 내려갑니다. 변수가 둘에서 다섯이 되었을 뿐입니다.
#
# 입력을 변수로 삼아 내려가면 어떻게 될까요? 계산은 됩니다. 첫 예제에서 가중치는 두고 **입력을** 고쳐 오차를 줄여 봅니다.

from dlconcepts.descent import minimize
from dlconcepts.gradcheck import numerical_gradient
from dlconcepts.optimizers import GradientDescent


def error_of_input(x):
    return (predict(x[0], x[1], w_start) - 24) ** 2


def slope_of_input(x):
    return numerical_gradient(error_of_input, x)


# %%

gentle = GradientDescent(lr=5e-4)
given = [3.0, 2.0]
walk = minimize(error_of_input, slope_of_input, given, gentle, steps=50)
moved = walk.points[-1]
moved_output, moved_truth = predict(*moved, w_start), rule(*moved)
print("고친 입력:", moved.round(3))
print(f"예측 {moved_output:.3f}, 그 입력의 정답 {moved_truth:.3f}")

# %%
# 예측은 :val:`moved_output|.0f|이/가` 되었지만 물음이 바뀌었습니다. 바뀐 물음의 정답은 :val:`moved_truth|.1f`이니 여전히 틀렸습니다.
# 시험 문제를 고쳐 쓴 답에 맞춘 셈입니다. 배운 것은 없습니다.
# 그래서 학습에서는 **입력을 상수로, 가중치를 변수로** 봅니다.

assert error(1, 2, 1, 1, 0) == total_error
assert compare.loc["변수"].to_list() == ["x1, x2", "w1, w2, w3, w4, w5"]
assert np.isclose(moved_output, 24, atol=0.01)
assert abs(moved_truth - moved_output) > 1

# %%
# .. _forward-purposes:
#
# 순전파를 하는 두 까닭
# ---------------------
#
# 순전파는 두 가지 일에 쓰입니다. 하나는 **예측**입니다. 학습이 끝난 신경망에 새 입력을 넣고 답만 받습니다. 정답도 중간값도 필요 없습니다.
# 다른 하나는 **학습**입니다. 정답과 견주어 손실을 구하고, 기울기를 구하려면 지나온 값을 간직해야 합니다.
#
# PyTorch는 이 둘을 구별합니다. ``torch.no_grad()`` 안에서 계산하면 지나온 길을 적지 않습니다. 예측값도 달라질까요?

import torch

w_torch = torch.tensor(w_start, dtype=torch.float64, requires_grad=True)
for_training = predict(3, 2, w_torch)
with torch.no_grad():
    for_answer = predict(3, 2, w_torch)
for use, y_torch in [("학습", for_training), ("예측", for_answer)]:
    kept = y_torch.grad_fn is not None
    print(f"{use}: 예측값 {y_torch.item():.0f}, 지나온 길을 적었는가: {kept}")

# %%
# 값은 같고, 지나온 길이 있느냐 없느냐만 다릅니다. 길을 적지 않으면 메모리를 덜 쓰고, 대신 거슬러 올라갈 수 없습니다.
# 이 길의 이름이 :term:`계산 그래프`입니다.

assert for_training.item() == for_answer.item() == 37
assert for_training.grad_fn is not None
assert for_answer.grad_fn is None

# %%
# .. _forward-trap:
#
# 흔한 함정: 앞을 고치고 뒤만 다시 계산하기
# -----------------------------------------
#
# :math:`w_1`을 :math:`1`에서 :math:`0.5`로 고쳤습니다. :math:`y`의 식에는 :math:`w_1`이 보이지 않으니 :math:`h_1`은 그대로 두고 :math:`y`만 다시 계산했습니다.

new_w1 = 0.5
stale_y = w3 * 25 + w4 * 12 + w5  # 옛 h1 을 그대로 썼습니다
fresh_y = predict(3, 2, np.array([new_w1, w2, w3, w4, w5]))
print("옛 h1으로 계산한 예측:", stale_y)
print("앞에서부터 다시 계산한 예측:", fresh_y)
assert stale_y == 37 != fresh_y

# %%
# 예측이 전혀 변하지 않았습니다. 이대로라면 “:math:`w_1`은 아무 영향이 없다”고 믿게 됩니다.
# 앞쪽에서 본 옛 중간값의 함정과 같습니다. **가중치를 고쳤으면 순전파를 처음부터 다시 합니다.**

# %%
# .. _forward-summary:
#
# 정리
# ----
#
# - 뉴런은 단순한 함수이고, 층은 무엇을 먼저 계산해야 하는지를 정한 순서입니다. 그 순서대로 끝까지 계산하는 것이 순전파입니다.
# - 차이를 그대로 더하면 서로 지워집니다. 제곱해서 더하면 지워지지 않고, 큰 실수를 더 무겁게 봅니다.
# - 신경망은 겹친 함수 하나입니다. 고칠 수 있는 변수는 가중치이고, 입력과 정답은 주어진 상수입니다.

# %%
# .. _forward-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** :math:`w_5`만 고쳐 첫 예제를 정확히 맞혀 보세요. 전체 오차는 얼마가 될까요?
#
# .. dropdown:: 답 보기
#
#    첫 예제의 차이만큼, 곧 :vmath:`w_5 = <<fixed_w5|d>>`로 고치면 첫 예제의 차이가 영이 됩니다. 그래도 전체 오차는
#    :val:`fixed_error|d`입니다. 한 예제를 맞히는 것과 모든 예제를 잘 맞히는 것은 다릅니다.

fixed_w5 = int(differences[0])
fixed_error = int(error(1, 2, 1, 1, fixed_w5))
fixed_outputs = predict(x1_all, x2_all, np.array([1, 2, 1, 1, fixed_w5]))
print("예측", fixed_outputs, "  전체 오차", fixed_error)
assert fixed_outputs[0] == targets[0]
assert 0 < fixed_error < total_error

# %%
# **둘.** :math:`h_1`과 :math:`x_1`을 받는 뉴런 :math:`h_3`을 더하고, :math:`y`가 :math:`h_3`도 받게 하면 층은 몇 개가 될까요?
#
# .. dropdown:: 답 보기
#
#    층은 :val:`deeper_count`개입니다. :math:`h_3`은 :math:`h_1`을 기다려야 하므로 첫째 층에 들어갈 수 없고, 새 층이 됩니다.
#    :math:`x_1`처럼 층을 건너뛰어 들어오는 것이 있어도 순서를 찾는 데에는 문제가 없습니다.

deeper = needs | {"h3": ["h1", "x1"], "y": [*needs["y"], "h3"]}
deeper_layers = layers_of(deeper)[1:]  # 입력과 가중치의 줄은 뺍니다
deeper_count = len(deeper_layers)
print(deeper_layers)
assert deeper_layers == [["h1", "h2"], ["h3"], ["y"]]

# %%
# **셋.** :math:`h_1`이 :math:`y`를 기다리고 :math:`y`가 :math:`h_1`을 기다리면 어떻게 될까요?
#
# .. dropdown:: 답 보기
#
#    서로 기다리기만 하니 순서가 없습니다. ``graphlib``은 이것을 순환(cycle)이라고 알려 줍니다.
#    순전파를 하려면 돌고 도는 길이 없어야 합니다.

from graphlib import CycleError

try:
    layers_of(needs | {"h1": ["x1", "x2", "w1", "y"]})
except CycleError as problem:
    circle = problem.args[1]
    print("돌고 도는 길:", " → ".join(circle))
assert circle[0] == circle[-1]

# %%
# .. _forward-next:
#
# 다음 쪽
# -------
#
# 오차가 얼마인지 알았으니, 이제 어느 가중치의 책임인지 거슬러 올라갈 차례입니다.
# :doc:`역전파의 첫 쪽 </auto_examples/04_backpropagation/plot_01_who_is_to_blame>`으로 이어집니다.
