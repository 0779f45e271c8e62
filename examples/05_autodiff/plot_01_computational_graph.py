r"""
계산한 길을 적어 두면 무엇을 할 수 있을까요?
============================================

지난 장에서는 다섯 가중치의 기울기를 손으로 구했습니다. 신경망을 조금만 고쳐도 그 일을 처음부터
다시 해야 할까요? 순전파를 하면서 무엇으로 무엇을 계산했는지 적어 두기만 하면, 나머지는 그 기록을
거꾸로 읽는 일입니다.

- **할 것**: 다섯 가중치 신경망의 순전파를 기록하고, 그 기록을 그림으로 그려 앞으로 한 번, 거꾸로 한 번
  채웁니다.
- **배울 것**: 기록은 마디와 화살표로 된 그래프입니다. 거꾸로 걸을 때에는 순서가 중요하고, 몇몇 중간값을
  간직하고 있어야 합니다.
- **필요한 것**: :doc:`다섯 가중치 모두 </auto_examples/04_backpropagation/plot_02_all_weights>`에서 구한
  기울기.
"""

# %%
# .. _graph-recording:
#
# 적으면서 계산하기
# -----------------
#
# :term:`뉴런` 하나를 지나는 계산은 한 줄로 이어집니다. 입력 :math:`x`에 :term:`가중치` :math:`w`를 곱하고, :term:`편향`
# :math:`b`를 더하고, 음수면 :math:`0`으로 바꿉니다(ReLU). 그 값 :math:`h`에 다시 가중치 :math:`v`를 곱하면 예측
# :math:`y`가 나옵니다. 끝으로 정답 :math:`t`와의 차이를 제곱하면 :term:`손실` :math:`L`입니다.
#
# .. math::
#
#    x \to [\times w] \to [+\, b] \to [\mathrm{ReLU}] \to h \to [\times v] \to y
#    \to [-\, t] \to [\text{제곱}] \to L
#
# 계산할 때마다 무엇으로 무엇을 했는지 공책에 한 줄씩 적기로 합니다. ``compute``는 이름이 ``inputs``인 값들에 연산
# ``op``를 하고, 그 결과에 ``out``이라는 이름을 붙이고, 공책 ``notes``에 한 줄을 적습니다.

values = {"x": 2.0, "w": 3.0, "b": -1.0, "v": 0.5, "t": 4.0}
given = len(values)
notes = []


def compute(out, op, *inputs):
    values[out] = op(*(values[name] for name in inputs))
    notes.append((out, op.__name__, inputs))


# %%
# 연산을 고릅니다. 곱하기, 더하기, 빼기는 파이썬에 있는 함수를 그대로 쓰고 둘은 새로 적습니다.

from operator import add, mul, sub


def relu(z):
    return max(0.0, z)


def square(d):
    return d**2


# %%
# :term:`순전파`를 합니다. 손실은 얼마일까요? 위의 값을 넣어 먼저 손으로 구해 보세요.

compute("u", mul, "x", "w")
compute("z", add, "u", "b")
compute("h", relu, "z")
compute("y", mul, "h", "v")
compute("d", sub, "y", "t")
compute("L", square, "d")
print("손실", values["L"])
assert values["L"] == ((2 * 3 - 1) * 0.5 - 4) ** 2

# %%
# 답은 나왔고, 공책에는 답에 이른 길이 남았습니다.

for out, op, inputs in notes:
    print(f"{out} = {op}({', '.join(inputs)})")

# %%
# 공책을 그림으로 옮깁니다. 값 하나를 :term:`마디`(node)라 하고, 어떤 값으로 다른 값을 계산했으면 두 마디를
# **화살표**(edge)로 잇습니다. 이 그림이 :term:`계산 그래프`입니다. 마디와 화살표는 몇 개일까요?

nodes = len(values)
arrows = sum(len(inputs) for _, _, inputs in notes)
print(f"마디 {nodes}개 = 주어진 값 {given}개 + 계산한 값 {len(notes)}개")
print(f"화살표 {arrows}개")

# %%
# 계산마다 이름을 적어 주기는 번거롭습니다. 라이브러리의 ``Value``는 더하고 곱할 때마다 스스로 공책에 적는 수입니다.
# 보통의 식처럼 쓰면 되고, 공책은 ``graph``로 꺼냅니다.

# sphinx_gallery_alt = "위에서 아래로 흐르는 계산 그래프. 상자 <<nodes>>개가 화살표로 이어져 있습니다. 맨 위의 x와 w가 곱하기로 모이고, b를 더하고, ReLU를 지나 h가 되고, v를 곱해 y가 되고, t를 빼고 제곱하여 맨 아래의 L이 <<loss|g>>입니다."
import matplotlib.pyplot as plt

from dlconcepts.autodiff import Value, graph
from dlconcepts.viz import use_korean_font
from dlconcepts.viz.graph import animate_graph, plot_graph

use_korean_font()
x, w, b, v, t = (Value(values[name], name=name) for name in "xwbvt")
h = (x * w + b).relu()
y = h * v
L = (y - t) ** 2
h.name, y.name, L.name = "h", "y", "L"
neuron = graph(L)
plot_graph(neuron, title="뉴런 하나의 계산 그래프")
plt.show()

# %%
# 위에서 아래로 읽습니다. 상자 오른쪽의 수가 그 마디의 값입니다. 이름을 붙이지 않은 값에는 연산의 기호만 있습니다.
# 손으로 적은 공책과 마디의 수도, 화살표의 수도, 손실도 같습니다.

loss = float(L.data)
assert len(neuron.nodes) == nodes
assert len(neuron.edges) == arrows
assert loss == values["L"]

# %%
# .. _graph-five-weights:
#
# 다섯 가중치의 그래프
# --------------------
#
# 지난 장의 신경망을 기록합니다. 식은 그대로이고 입력, 정답, 가중치를 ``Value``로 바꿀 뿐입니다.
# 첫째 예제는 입력이 :math:`(3, 2)`, 정답이 :math:`24`였습니다.

from dlconcepts.toynet import EXAMPLES, START


def record(x1, x2, t):
    w1, w2, w3, w4, w5 = (Value(w, name=n) for n, w in START.params.items())
    h1 = (x1 + w1 * x2) ** 2
    h2 = w2 * x1 * x2
    y = w3 * h1 + w4 * h2 + w5
    E = (y - t) ** 2
    h1.name, h2.name, y.name, E.name = "h1", "h2", "y", "E"
    return E


first = [
    Value(v, name=n)
    for n, v in zip(("x1", "x2", "t"), EXAMPLES[0], strict=True)
]
E = record(*first)
five = graph(E)

# %%
# 마디를 미리 세어 봅니다. 주어진 값은 입력 둘, 정답 하나, 가중치 다섯입니다. 연산은 곱하기, 더하기, 빼기, 제곱을
# 식에서 하나씩 짚으며 셉니다. 화살표는 연산마다 입력의 수만큼 있습니다.

leaves = sum(node.op == "variable" for node in five.nodes)
five_nodes, five_edges = len(five.nodes), len(five.edges)
operations = five_nodes - leaves
print(f"주어진 값 {leaves}개, 연산 {operations}개, 화살표 {five_edges}개")
assert (leaves, operations, five_edges) == (3 + 5, 11, 2 * 9 + 2)

# %%
# 입력이 둘인 연산이 아홉, 하나인 제곱이 둘입니다. 기록은 그림이기 전에 자료입니다. 마디마다 어느 마디를 받아 계산했는지
# 모으고 표로 적습니다. 한 줄이 마디 하나이고, “받은 마디”에서 그 마디로 화살표가 옵니다.

import pandas as pd

sources = [
    [src for src, dst in five.edges if dst == i] for i in range(five_nodes)
]

# %%

table = pd.DataFrame(
    {
        "이름": [node.name for node in five.nodes],
        "연산": [
            node.op.replace("variable", "주어진 값") for node in five.nodes
        ],
        "받은 마디": [", ".join(map(str, src)) for src in sources],
        "값": [float(node.data) for node in five.nodes],
    }
)
table.rename_axis("마디", axis="columns")

# %%
# .. _graph-animation:
#
# 앞으로 한 번, 거꾸로 한 번
# --------------------------
#
# 이제 기울기를 구합니다. ``E.backward()`` 한 줄이면 모든 마디에 기울기가 적힙니다. 이렇게 기록에서 기울기를
# 저절로 얻는 것이 :term:`자동 미분`입니다. 장면을 넘기면 먼저 값이 위에서 아래로 채워지고, 끝에 닿으면 기울기가
# 아래에서 위로 채워집니다. 맨 아래의 기울기는 왜 :math:`1`일까요?

# sphinx_gallery_alt = "다섯 가중치 신경망의 계산 그래프 <<five_nodes>>개 마디가 장면마다 채워집니다. 먼저 값이 위에서 아래로 흘러 예측 y가 <<prediction|g>>, 오차 E가 <<error|g|이/가>> 되고, 그다음 기울기가 E의 1에서 시작하여 위로 흘러 가중치 다섯에 <<slopes[0]|g>>, <<slopes[1]|g>>, <<slopes[2]|g>>, <<slopes[3]|g>>, <<slopes[4]|g|이/가>> 적힙니다."
E.backward()
five = graph(E)
animation = animate_graph(five)
plt.draw()  # 창이 없는 곳에서도 첫 장면을 그립니다
plt.show()
animation

# %%
# 기울기는 “이 값을 조금 키우면 :math:`E`가 몇 배로 늘어나는가”입니다. :math:`E` 자신을 키우면 그만큼
# 늘어나므로 :math:`\partial E / \partial E = 1`입니다. 거기서부터 한 줄 올라갈 때마다 그 연산의 :term:`국소 기울기`를
# 곱합니다.

prediction, error = (float(n.data) for n in five.nodes if n.name in ("y", "E"))

# %%
# .. _graph-reading:
#
# 기울기 읽기
# -----------
#
# 가중치의 마디에서 기울기만 꺼내어 손으로 구한 역전파와 견줍니다.

import numpy as np

slope_of = {node.name: float(node.grad) for node in five.nodes if node.name}
by_hand = START.backward(START.forward(*EXAMPLES[0])).total(reduction="sum")
slopes = np.array([slope_of[name] for name in START.params])
pd.DataFrame(
    {"그래프에서": slopes, "손으로": list(by_hand.values())},
    index=list(by_hand),
)

# %%
# 다섯이 모두 같습니다. 그래프는 가중치만 특별히 대하지 않으므로 입력에도 기울기가 있습니다.
# :math:`x_2`의 마디에서는 화살표가 둘 나갑니다. 하나는 :math:`w_1 x_2`로, 하나는 :math:`h_2`로 갑니다.
# 그러면 :math:`x_2`의 기울기는 어떻게 정해질까요? 길마다 국소 기울기를 곱해 봅니다.

assert (slopes == list(by_hand.values())).all()
x1, x2, w1, w2 = 3, 2, 1, 2
through_h1 = slope_of["h1"] * 2 * (x1 + w1 * x2) * w1
through_h2 = slope_of["h2"] * w2 * x1
print(f"{through_h1:g} + {through_h2:g} = {slope_of['x2']:g}")
assert through_h1 + through_h2 == slope_of["x2"]

# %%
# 두 길로 온 기울기를 더합니다. 나가는 화살표가 여럿이면 돌아오는 길도 여럿이고, :term:`연쇄 법칙`은 그 곱들을
# 모두 더하라고 합니다.

# %%
# .. _graph-walk:
#
# 기록만 있으면 거꾸로 걷기는 몇 줄입니다
# ---------------------------------------
#
# ``backward``가 하는 일을 기록에서 직접 해 봅니다. 연산마다 국소 기울기만 알면 됩니다. 곱하기 :math:`a \times b`의 국소
# 기울기는 상대편의 값인 :math:`b`와 :math:`a`이고, 제곱 :math:`a^2`의 국소 기울기는 :math:`2a`입니다. 연산은 자기 앞뒤에 무엇이
# 있는지 모릅니다.

LOCAL = {
    "variable": lambda: (),
    "+": lambda a, b: (1, 1),
    "-": lambda a, b: (1, -1),
    "*": lambda a, b: (b, a),
    "**2": lambda a: (2 * a,),
}

# %%
# 마디를 하나씩 지나며, 그 마디의 기울기에 국소 기울기를 곱해 받은 마디들에 더해 줍니다. ``kept``는 순전파가 간직한
# 값이고 ``order``는 지나는 순서입니다.


def walk(kept, order):
    slope = np.zeros(five_nodes)
    slope[-1] = 1  # 마지막 마디가 E 입니다
    for i in order:
        local = LOCAL[five.nodes[i].op](*kept[sources[i]])
        for src, d in zip(sources[i], local, strict=True):
            slope[src] += slope[i] * d
    return slope


kept = np.array([float(node.data) for node in five.nodes])
backward_order = list(reversed(range(five_nodes)))
walked = walk(kept, backward_order)
print(walked.astype(int))
assert (walked == [float(node.grad) for node in five.nodes]).all()

# %%
# 마디 :val:`five_nodes`개의 기울기가 모두 ``E.backward()``와 같습니다. 신경망의 모양을 아는 코드는 한 줄도 없습니다.

# %%
# .. _graph-order:
#
# 순서가 틀리면
# -------------
#
# 방금 마디의 번호를 거꾸로 따라 걸었습니다. 번호는 아무렇게나 붙은 것이 아닙니다. 어느 화살표든 작은 번호에서
# 큰 번호로 갑니다. 이런 순서를 :term:`위상 순서`(topological order)라고 합니다.

topological = all(src < dst for src, dst in five.edges)
print("모든 화살표가 앞 번호에서 뒤 번호로:", topological)
assert topological

# %%
# 거꾸로 걸으면 어떤 마디를 떠나기 전에 그 마디로 돌아올 기울기가 모두 도착해 있습니다. 한 마디를 너무 일찍
# 지나면 어떻게 될까요? :math:`h_1`의 마디를 맨 먼저 지나게 해 봅니다.

early = next(i for i, node in enumerate(five.nodes) if node.name == "h1")
hasty_order = [early] + [i for i in backward_order if i != early]
hasty = walk(kept, hasty_order)
named = {node.name: i for i, node in enumerate(five.nodes) if node.name}
print({name: int(hasty[named[name]]) for name in START.params})

# %%
# 첫째 가중치의 기울기가 :val:`hasty_w1|d`입니다. 지나갈 때 :math:`h_1`에 아직 아무 기울기도 오지 않았기
# 때문입니다. 오류도 나지 않습니다. 그래서 엔진은 걷기 전에 순서부터 정합니다.

hasty_w1 = int(hasty[named["w1"]])
assert hasty_w1 == 0
assert hasty[named["w3"]] == walked[named["w3"]]

# %%
# .. _graph-keep:
#
# 중간값을 왜 간직할까요
# ----------------------
#
# 거꾸로 걸을 때 곱하기는 상대편의 값을, 제곱은 제곱하기 전의 값을 물었습니다. 순전파가 끝났다고 중간값을 버렸다면
# 답하지 못했을 것입니다. 계산한 값을 하나씩 잊어 보고, 모르게 되는 기울기를 셉니다. 어느 값을 잊으면 가장 많이
# 잃을까요?

forgotten = {}
for i, node in enumerate(five.nodes):
    if sources[i]:
        without = kept.copy()
        without[i] = np.nan
        lost = np.isnan(walk(without, backward_order)).sum()
        forgotten[i] = [node.name, node.op, kept[i], int(lost)]
columns = ["이름", "연산", "잊은 값", "모르게 된 기울기"]
losses = pd.DataFrame.from_dict(forgotten, orient="index", columns=columns)
losses.rename_axis("마디", axis="columns")

# %%
# 마지막에 제곱하는 :math:`y - t`를 잊으면 :math:`E` 자신을 뺀 :val:`most_lost`개를 모두 잃습니다.
# 반대로 잊어도 되는 값이 :val:`free`개입니다. 그 값을 받은 연산이 더하기나 빼기뿐이거나, 받은 연산이 없기
# 때문입니다. 계산한 값 가운데 간직해야 하는 것은 :val:`needed`개입니다.
#
# 예제를 한꺼번에 여럿 넣으면 간직할 값도 그만큼 많아집니다. :term:`학습`이 :term:`추론`보다 메모리를 많이 쓰는 까닭 가운데
# 하나입니다.

most_lost = int(losses["모르게 된 기울기"].max())
free = int((losses["모르게 된 기울기"] == 0).sum())
needed = operations - free
assert most_lost == five_nodes - 1
assert free == 6
lost_by = losses.set_index("이름")["모르게 된 기울기"]
assert (lost_by["y"], lost_by["h1"]) == (0, 1)

# %%
# .. _graph-modules:
#
# 부품을 갈아 끼우기
# ------------------
#
# 연산마다 국소 기울기만 알면 되므로 부품을 마음대로 갈아 끼울 수 있습니다. :math:`h_1`의 제곱을 :term:`활성화 함수`
# :math:`\tanh`로 바꾸고, :math:`h_2`에는 나누기를 넣습니다. 입력과 정답도 작은 수로 바꿉니다. 미분은 다시 하지 않습니다.

from dlconcepts.gradcheck import compare_gradients, numerical_gradient


def swapped(p):
    h1 = (0.3 + p["w1"] * 0.2).tanh()
    h2 = p["w2"] * 0.3 / (p["w2"] + 0.2)
    return (p["w3"] * h1 + p["w4"] * h2 + p["w5"] - 2.4) ** 2


parts = {name: Value(w, name=name) for name, w in START.params.items()}
swapped(parts).backward()
from_graph = {name: value.grad for name, value in parts.items()}

# %%
# 맞는지는 :term:`중앙 차분`으로 확인합니다. 가중치를 하나씩 조금 움직여 보며 잰 기울기입니다.


def swapped_loss(p):
    return float(swapped({name: Value(w) for name, w in p.items()}).data)


measured = numerical_gradient(swapped_loss, START.params)
report = compare_gradients(from_graph, measured, rtol=1e-6)
print(report)
assert report.ok

# %%
# 식을 바꾸었는데 손댈 곳은 순전파뿐이었습니다. 새로운 :term:`층`을 만드는 사람은 그 층의 앞뒤를 몰라도 되고, 층을 쌓는
# 사람은 미분을 다시 하지 않아도 됩니다. 복잡한 신경망을 조립할 수 있는 것은 이 때문입니다.

# %%
# .. _graph-trap:
#
# 흔한 함정
# ---------
#
# 그래프를 보면 표 계산 프로그램이 떠오릅니다. 가중치의 칸을 고치면 아래의 칸들이 저절로 바뀔 것 같습니다.
# 정말 그럴까요? :math:`w_5`만 ``Value``로 두고 나머지는 구해 둔 수로 바꾼 식에서, :math:`w_5`의 칸을 고칩니다.

w5 = Value(0.0, name="w5")
after = (37.0 + w5 - 24.0) ** 2
w5.data[...] = -13.0
print("칸을 고친 뒤의 오차", after.data)
fresh = (37.0 + w5 - 24.0) ** 2
print("다시 계산한 오차", fresh.data)
assert after.data == 169
assert fresh.data == 0

# %%
# 그래프는 **이미 한 계산의 기록**이라 저절로 바뀌지 않습니다. 가중치를 고쳤으면 순전파를 다시 해야 새 값과 새 기록이
# 생깁니다. 학습할 때 걸음마다 순전파를 되풀이하는 것도 그래서입니다. 그동안 지나온 길만 적히므로, 코드에 ``if``나
# ``for``가 있어도 실제로 실행한 연산만 그래프에 남습니다.

# %%
# .. _graph-summary:
#
# 정리
# ----
#
# - 계산 그래프는 무엇으로 무엇을 계산했는지의 기록입니다. 마디는 값, 화살표는 쓰임입니다.
# - 기록을 위상 순서의 거꾸로 걸으며 국소 기울기를 곱하고, 여러 길로 온 것은 더하면 모든 마디의 기울기가
#   나옵니다. 이것이 자동 미분입니다.
# - 거꾸로 걸으려면 몇몇 중간값을 간직해야 합니다. 값이 바뀌면 기록도 다시 해야 합니다.

# %%
# .. _graph-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 수 하나 대신 예제 셋을 배열로 넣고 오차를 모두 더해 보세요. 마디는 몇 개가 될까요? 가중치의 기울기는
# 얼마일까요?
#
# .. dropdown:: 답 보기
#
#    합을 구하는 마디가 하나 늘어 :val:`batch_nodes`개입니다. 예제가 셋이라고 그래프가 세 배로 커지지 않고, 마디에
#    적힌 값이 길이가 셋인 :term:`배열`이 됩니다. 첫째 가중치의 기울기는 예제마다의 기울기를 더한 :val:`batch_slopes[0]|,g`입니다.

columns = [Value(column) for column in np.array(EXAMPLES, dtype=float).T]
total = record(*columns).sum()
total.backward()
batch = graph(total)
batch_nodes = len(batch.nodes)
found = {node.name: node.grad for node in batch.nodes}
batch_slopes = np.array([found[name] for name in START.params])
print(batch_nodes, batch_slopes)
assert batch_nodes == five_nodes + 1
assert (batch_slopes == [2064, 316, 1636, 632, 68]).all()

# %%
# **둘.** :math:`x`에서 시작해 자기 자신을 곱하는 일을 네 번 되풀이합니다. 마디와 화살표는 몇 개이고,
# :math:`x = 1.1`에서 기울기는 얼마일까요?
#
# .. dropdown:: 답 보기
#
#    마디는 :val:`loop_nodes`개, 화살표는 :val:`loop_edges`개입니다. 곱하기마다 같은 마디에서 화살표가 둘씩
#    옵니다. 기울기는 :math:`16 x^{15}`이라서 :val:`loop_slope|.2f`입니다. ``for``는 그래프에 남지 않고 네 번의
#    곱하기가 남습니다.

start = Value(1.1, name="x")
power = start
for _ in range(4):
    power = power * power
power.backward()
loop = graph(power)
loop_nodes, loop_edges = len(loop.nodes), len(loop.edges)
loop_slope = float(start.grad)
print(loop_nodes, loop_edges, loop_slope, 16 * 1.1**15)
assert (loop_nodes, loop_edges) == (5, 8)
assert np.isclose(loop_slope, 16 * 1.1**15)

# %%
# .. _graph-next:
#
# 다음 쪽
# -------
#
# 스스로 적는 수 ``Value``를 처음부터 만들어 보는 일은
# :doc:`자동 미분 엔진 </auto_examples/05_autodiff/plot_02_engine>`에서 합니다.
