"""
자동 미분 엔진은 몇 줄이면 만들 수 있을까요?
============================================

한 줄만 부르면 신경망의 모든 기울기가 나오는 것이 자동 미분입니다. 마법처럼 보이지만 속은 짧습니다.
적으면서 계산하는 수 하나와, 적은 것을 거꾸로 읽는 반복문 하나입니다. 이 쪽에서 둘을 직접 만들고,
몇 줄이 들었는지 세어 봅니다.

- **할 것**: 더하기와 곱하기를 적어 두는 수를 만들고, 거꾸로 걷는 반복문을 붙여 다섯 가중치의 기울기를
  구합니다. 이어서 배열로 넓힌 엔진으로 분류기를 학습시킵니다.
- **배울 것**: 연산이 할 일은 국소 기울기를 적는 것뿐입니다. 나머지는 순서를 지켜 곱하고 더하는 일입니다.
- **필요한 것**: :doc:`계산 그래프 </auto_examples/05_autodiff/plot_01_computational_graph>`에서 본 마디와
  화살표, 거꾸로 걷는 순서.
"""

# %%
# .. _engine-record:
#
# 적으면서 계산하는 수
# --------------------
#
# :term:`자동 미분`의 재료는 수 하나입니다. 이 수는 값 말고도 두 가지를 더 기억합니다. 무엇으로 계산되었는지와,
# 그 입력이 조금 늘 때 자기는 그 몇 배만큼 느는지입니다. 뒤의 것이 :term:`국소 기울기`입니다.
# 더하기는 두 입력 모두 한 배이고, 곱하기는 상대의 값이 곧 배율입니다. ``__add__``와 ``__mul__``은 ``+``와 ``*``를 만났을 때
# 파이썬이 부르는 함수입니다.


class Value:
    def __init__(self, data, inputs=()):
        self.data = data
        self.grad = 0.0
        self.inputs = inputs  # (입력, 국소 기울기)의 묶음

    def __add__(self, other):
        inputs = (self, 1.0), (other, 1.0)
        return Value(self.data + other.data, inputs)

    def __mul__(self, other):
        inputs = (self, other.data), (other, self.data)
        return Value(self.data * other.data, inputs)


# %%
# 수 하나가 :term:`계산 그래프`의 :term:`마디`입니다. :math:`y = ab + a`를 계산합니다. :math:`a = 2`, :math:`b = 3`이면 곱하기
# 마디에는 무엇이 적힐까요?

a, b = Value(2.0), Value(3.0)
product = a * b
y = product + a
for name, source in zip("ab", product.inputs, strict=True):
    print(f"{name} = {source[0].data}   곱하기의 국소 기울기 {source[1]}")
print("y =", y.data)
assert [slope for _, slope in product.inputs] == [3.0, 2.0]

# %%
# 계산이 끝난 순간 기울기의 재료도 모두 적혔습니다. 미분 공식은 더 필요하지 않습니다.

# %%
# .. _engine-paths:
#
# 거꾸로 밀어 넣기
# ----------------
#
# :term:`연쇄 법칙`은 길을 따라 곱하고, 길이 여럿이면 더하라고 합니다. 그대로 옮기면 다섯 줄입니다.
# 받은 기울기를 더해 두고, 입력마다 국소 기울기를 곱해 밀어 넣습니다.


def push(node, gradient):
    node.grad += gradient
    for source, slope in node.inputs:
        push(source, gradient * slope)


push(y, 1.0)
print("dy/da =", a.grad, "  dy/db =", b.grad)
assert (a.grad, b.grad) == (3.0 + 1.0, 2.0)

# %%
# :math:`a`는 두 길로 쓰였으므로 :math:`b + 1`입니다. 답은 맞습니다. 그런데 이 방법은 **길마다** 걷습니다.
# 값을 자기 자신에 더하는 일을 거듭해 봅니다. 한 층 쌓을 때마다 마디는 하나씩 늡니다. ``push``를 부르는 횟수는 어떻게 늘까요?


def tower(height):
    node = Value(1.0)
    for _ in range(height):
        node = node + node
    return node


def count_pushes(node):
    return 1 + sum(count_pushes(source) for source, _ in node.inputs)


for height in (4, 8, 16):
    pushes = count_pushes(tower(height))
    print(f"{height:2}층   마디 {height + 1:2}개   부르기 {pushes:6}번")
assert pushes == 2**17 - 1

# %%
# 한 층이 늘 때마다 두 배쯤 됩니다. 열여섯 층이면 마디는 몇 개뿐인데 :val:`pushes|,d`번이나 부릅니다.
# 같은 마디를 지나는 길들을 먼저 모두 더한 뒤에 한 번만 밀어 넣어야 합니다.

# %%
# .. _engine-order:
#
# 마디마다 한 번씩
# ----------------
#
# 그러려면 자기를 쓴 마디가 모두 끝난 뒤에 자기 차례가 와야 합니다. 입력을 먼저 적고 자기를 적는 함수로 줄을
# 세우면 :term:`위상 순서`이고, 그 줄을 뒤집은 것이 바로 그 차례입니다.


def order_of(root):
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for source, _ in node.inputs:
                visit(source)
            order.append(node)

    visit(root)
    return order


# %%
# 줄을 세웠으니 반복문 하나면 됩니다. 결과의 기울기는 :math:`1`에서 시작합니다. 자기를 늘리면 꼭 그만큼 늘기 때문입니다.
# 이번에는 열여섯 층도 한 번씩만 지납니다.


def backward(root):
    root.grad = 1.0
    for node in reversed(order_of(root)):
        for source, slope in node.inputs:
            source.grad += node.grad * slope


top = tower(16)
line = order_of(top)
backward(top)
print("마디", len(line), "  맨 아래의 기울기", line[0].grad)
assert line[0].grad == 2.0**16

# %%
# 길을 하나하나 걷지 않고도 모든 길의 합을 얻었습니다. :term:`역전파`의 뼈대는 이것이 전부입니다.

# %%
# .. _engine-five-weights:
#
# 다섯 가중치에게 물어보기
# ------------------------
#
# 신경망에 쓰려면 빼기와 거듭제곱이 더 있어야 합니다. 빼기는 있는 것으로 만들고, 거듭제곱 :math:`x^p`는 국소 기울기
# :math:`p\,x^{p-1}`을 적습니다.


def minus(self, other):
    return self + other * Value(-1.0)


def power(self, p):
    return Value(self.data**p, ((self, p * self.data ** (p - 1)),))


Value.__sub__, Value.__pow__ = minus, power

# %%
# 이제 :doc:`순전파 </auto_examples/03_chain_rule/plot_03_forward_pass>`에서 만난 신경망을 식 그대로 적습니다.
# 예제 셋의 제곱 오차를 더합니다.

from dlconcepts.toynet import EXAMPLES, START


def network(w, x1, x2):
    h1 = (x1 + w[0] * x2) ** 2
    h2 = w[1] * x1 * x2
    return w[2] * h1 + w[3] * h2 + w[4]


def total_error(w):
    total = Value(0.0)
    for example in EXAMPLES:
        x1, x2, target = map(Value, example)
        total = total + (network(w, x1, x2) - target) ** 2
    return total


# %%
# 손으로 구했을 때는 표가 여럿 필요했습니다(:doc:`배치 학습 </auto_examples/04_backpropagation/plot_03_batch_and_online>`).
# 엔진에게는 몇 줄이면 될까요?

weights = [Value(w) for w in START.params.values()]
error = total_error(weights)
backward(error)
gradients = [w.grad for w in weights]
print("오차  ", error.data)
print("기울기", gradients)
assert error.data == 534
assert gradients == [2064, 316, 1636, 632, 68]

# %%
# 한 줄입니다. 이 신경망의 미분을 아무도 엔진에게 가르치지 않았습니다. 더하기, 곱하기, 거듭제곱의 국소
# 기울기만 적어 두었을 뿐입니다. 손으로 적은 역전파와도 한 자리까지 같습니다.

hand = START.backward(START.forward(*zip(*EXAMPLES, strict=True)))
assert gradients == list(hand.total(reduction="sum").values())

# %%
# .. _engine-twice:
#
# 두 번 부르면
# ------------
#
# 같은 오차에서 ``backward``를 한 번 더 부릅니다. 기울기를 더해 두도록 만들었으니 꼭 두 배가 되어야 합니다. 정말 그럴까요?

backward(error)
ratios = [w.grad / once for w, once in zip(weights, gradients, strict=True)]
print([f"{ratio:.2f}배" for ratio in ratios])
assert min(ratios) > 2

# %%
# 두 배가 아니라 :val:`ratios[4]|.1f`배, :val:`ratios[0]|.1f`배입니다. 마디에 **쌓아 둔** 기울기와 이번에
# **도착한** 기울기를 한 칸에 적은 탓입니다. 중간 마디에 남은 지난번 기울기가 이번에 또 밀려 들어갔습니다.
# 도착한 기울기를 따로 적으면 됩니다.


def backward(root):
    arriving = {root: 1.0}
    for node in reversed(order_of(root)):
        gradient = arriving.pop(node)
        node.grad += gradient
        for source, slope in node.inputs:
            before = arriving.get(source, 0.0)
            arriving[source] = before + gradient * slope


weights = [Value(w) for w in START.params.values()]
error = total_error(weights)
backward(error)
backward(error)
doubled = [w.grad for w in weights]
print(doubled)
assert doubled == [2 * g for g in gradients]

# %%
# 이제 꼭 두 배입니다. PyTorch의 기울기도 이렇게 쌓입니다. 그래서 걸음마다 지워야 합니다.

# %%
# .. _engine-learn:
#
# 우리 엔진으로 학습하기
# ----------------------
#
# 지우고, 거꾸로 걷고, 옮깁니다. 한 걸음 뒤의 오차는 손으로 구한 값과 같아야 합니다.

weights = [Value(w) for w in START.params.values()]
errors = []
for _ in range(1000):
    error = total_error(weights)
    errors.append(error.data)
    for w in weights:
        w.grad = 0.0
    backward(error)
    for w in weights:
        w.data -= 1e-4 * w.grad  # 경사 하강법은 이 한 줄입니다

print([round(errors[t], 2) for t in (0, 1, 10, 100, 999)])
assert round(errors[1], 2) == 85.42
assert errors[-1] < 5

# %%
# 첫걸음에 :val:`errors[0]|.0f`에서 :val:`errors[1]|.2f|으로/로`, 구백구십구 걸음 뒤에는
# :val:`errors[999]|.2f|으로/로` 줄었습니다. 학습에 필요한 것은 다 있습니다.

# %%
# .. _engine-arrays:
#
# 수에서 배열로
# -------------
#
# 하지만 이 엔진은 수 하나마다 마디를 만듭니다. 입력이 :math:`2`개, 은닉 뉴런이 :math:`16`개, 출력이 :math:`2`개인 작은
# 분류기에 예제 :math:`200`개를 넣으면 곱하기와 더하기만 몇 번일까요?

rows, n_in, n_hidden, n_out = 200, 2, 16, 2
scalar_nodes = rows * 2 * (n_in * n_hidden + n_hidden * n_out)
print(f"마디 {scalar_nodes:,}개")

# %%
# 그래서 라이브러리의 엔진 ``dlconcepts.autodiff``는 배열 하나를 마디 하나로 적습니다. 달라지는 것은 둘입니다.
# 국소 기울기가 수가 아니라 “결과의 기울기를 받아 입력의 기울기를 내는 함수”가 되고, 늘어난 모양을 되돌려야 합니다.
#
# 세 칸짜리 편향을 네 줄에 더했습니다. 편향 한 칸의 기울기는 :math:`1`일까요, :math:`4`일까요?

import numpy as np

from dlconcepts import autodiff

bias = autodiff.Value([0.1, 0.2, 0.3])
shifted = np.zeros((4, 3)) + bias
shifted.sum().backward()
print("편향의 기울기", bias.grad)
assert (bias.grad == 4).all()

# %%
# 편향 한 칸은 네 줄에 쓰였으니 길이 네 갈래이고, 기울기는 그 합입니다. 배열에서도 “길이 여럿이면 더한다”가
# 그대로입니다. 이제 초승달 모양 둘로 나뉜 점들을 준비합니다.

rng = np.random.default_rng(0)
angle = rng.uniform(0, np.pi, rows)
label = np.arange(rows) % 2
side = 1 - 2 * label  # 정답이 1이면 아래로 뒤집힌 초승달입니다
points = np.stack([side * np.cos(angle), side * np.sin(angle)], axis=1)
points += np.where(label[:, None] == 1, [0.5, 0.25], [-0.5, -0.25])
points += rng.normal(scale=0.12, size=points.shape)
print(points[:2].round(2), label[:2])

# %%
# 신경망은 두 층입니다. 데이터는 그냥 배열로, 학습할 파라미터는 ``Value``로 둡니다.

W1 = autodiff.Value(rng.normal(size=(n_in, n_hidden)))
b1 = autodiff.Value(np.zeros(n_hidden))
W2 = autodiff.Value(rng.normal(scale=0.25, size=(n_hidden, n_out)))
b2 = autodiff.Value(np.zeros(n_out))
parameters = [W1, b1, W2, b2]


def logits(x):
    return (x @ W1 + b1).tanh() @ W2 + b2


# %%
# 학습하는 반복문은 다섯 가중치 때와 같습니다. 손실만 :term:`교차 엔트로피`로 바뀌었습니다. 마디는 몇 개로 줄까요?

losses = []
for _ in range(1000):
    loss = autodiff.cross_entropy(logits(points), label)
    losses.append(float(loss.data))
    loss.backward()
    for p in parameters:
        p.data -= 1.0 * p.grad
        p.zero_grad()

array_nodes = len(autodiff.graph(loss).nodes)
accuracy = (logits(points).data.argmax(axis=1) == label).mean()
print(f"손실 {losses[0]:.3f} → {losses[-1]:.3f}   맞힌 비율 {accuracy:.3f}")
print(f"한 걸음의 마디 {array_nodes}개")
assert accuracy > 0.98
assert array_nodes < 20

# %%
# 마디 :val:`array_nodes`개로 분류기를 학습시켰습니다. 찾은 경계를 그려 봅니다.

# sphinx_gallery_alt = "점 <<rows>>개가 서로 맞물린 두 초승달을 이룹니다. 파란 동그라미와 주황 세모 사이로 S자로 굽은 경계선이 지나가며, 점의 <<accuracy|.1%|을/를>> 옳게 나눕니다."
import matplotlib.pyplot as plt

from dlconcepts.viz import use_korean_font
from dlconcepts.viz.style import INK, PALETTE

use_korean_font()
side_a, side_b = np.meshgrid(
    np.linspace(-2, 2, 160), np.linspace(-1.6, 1.6, 120)
)
score = logits(np.stack([side_a.ravel(), side_b.ravel()], axis=1)).data
gap = (score[:, 1] - score[:, 0]).reshape(side_a.shape)
fig, ax = plt.subplots(figsize=(6.4, 4.2), layout="constrained")
for k, marker in enumerate("o^"):
    ax.scatter(*points[label == k].T, s=22, color=PALETTE[k], marker=marker)
ax.contour(side_a, side_b, gap, levels=[0], colors=[INK])
ax.set(title="엔진이 찾은 경계", xlabel="$x_1$", ylabel="$x_2$")
plt.show()

# %%
# .. _engine-lines:
#
# 흔한 함정 하나: 몇 줄이 들까요
# ------------------------------
#
# 흔히 이렇게 말합니다: “역전파를 직접 짜려면 수천, 수만 줄이 필요하다.” 확인해 봅니다.
# 파이썬은 컴파일한 코드에 줄 번호를 남깁니다. 실행할 것이 있는 줄이 몇 줄인지 세면 됩니다.


def lines_in(code):
    lines = {number for *_, number in code.co_lines() if number}
    for part in code.co_consts:
        if hasattr(part, "co_lines"):
            lines |= lines_in(part)
    return lines


ours = [Value.__init__, Value.__add__, Value.__mul__]
ours += [minus, power, order_of, backward]
page_lines = sum(len(lines_in(f.__code__)) for f in ours)
print("이 쪽의 엔진:", page_lines, "줄")

# %%
# 배열, 늘어난 모양 되돌리기, 교차 엔트로피, 그래프, 우리말 오류까지 있는 라이브러리의 엔진도 셉니다.

from pathlib import Path

source = Path(autodiff.__file__).read_text(encoding="utf-8")
library_lines = len(lines_in(compile(source, "autodiff.py", "exec")))
print("라이브러리의 엔진:", library_lines, "줄")
print("설명과 빈 줄까지:", len(source.splitlines()), "줄")
assert page_lines < 100
assert library_lines < 300

# %%
# 이 쪽의 엔진은 :val:`page_lines`줄, 라이브러리의 엔진은 :val:`library_lines`줄입니다. 신경망이 아무리 커져도 이 줄
# 수는 늘지 않습니다. 늘어나는 것은 마디의 수입니다. PyTorch가 큰 것은 역전파가 길어서가 아니라, 많은 연산을
# 장치마다 빠르게 계산하는 코드가 있기 때문입니다. 경사 하강법도 앞에서 본 한 줄이었습니다.

# %%
# .. _engine-trap:
#
# 흔한 함정 둘: 깊은 그래프
# -------------------------
#
# ``order_of``는 스스로를 부릅니다. 연산이 이만 개 이어지면 어떻게 될까요?

deep = Value(0.0)
for _ in range(20_000):
    deep = deep + Value(1.0)
try:
    order_of(deep)
    failed = False
except RecursionError:
    failed = True
print("끝까지 갔나:", not failed)
assert failed

# %%
# 파이썬은 함수가 스스로를 부르는 깊이를 제한합니다. 부르는 대신 할 일을 목록에 쌓으면 깊이에 한계가 없습니다.
# “입력을 다 보았으니 적기만 하면 된다”는 표시를 함께 쌓습니다.


def order_of(root):
    order, seen, waiting = [], set(), [(root, False)]
    while waiting:
        node, inputs_done = waiting.pop()
        if inputs_done:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            waiting.append((node, True))
            waiting += [(source, False) for source, _ in node.inputs]
    return order


backward(deep)
first = order_of(deep)[0]
print("값", deep.data, "  맨 처음 값의 기울기", first.grad)
assert first.grad == 1.0

# %%
# 라이브러리의 엔진도 스스로를 부르지 않습니다. 마디마다 입력보다 하나 큰 깊이를 적어 두고, 깊이의 차례로 줄을
# 세웁니다.

# %%
# .. _engine-summary:
#
# 정리
# ----
#
# - 연산마다 결과와 국소 기울기를 적어 두면, 거꾸로 걷는 반복문 하나로 모든 기울기가 나옵니다.
# - 마디는 자기를 쓴 마디가 모두 끝난 뒤에 한 번만 지납니다. 도착한 기울기와 쌓인 기울기는 따로 적습니다.
# - 배열 엔진은 국소 기울기를 함수로 바꾸고 모양을 되돌릴 뿐입니다. 엔진은 몇십 줄에서 시작하는
#   보통의 코드이고 마법이 아닙니다.

# %%
# .. _engine-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 나누기를 더해 보세요. 새 국소 기울기를 적지 않고 있는 연산만으로 만들 수 있습니다. :math:`a / b`를
# :math:`a = 6`, :math:`b = 3`에서 미분하면 얼마일까요?
#
# .. dropdown:: 답 보기
#
#    :math:`a\,b^{-1}`이라고 쓰면 곱하기와 거듭제곱뿐입니다. :math:`a` 쪽은 :val:`by_a|.4f`,
#    :math:`b` 쪽은 :val:`by_b|.4f`입니다. 손으로 구한 :math:`1/b`, :math:`-a/b^2`과 같습니다.

Value.__truediv__ = lambda self, other: self * other ** (-1)
a, b = Value(6.0), Value(3.0)
backward(a / b)
by_a, by_b = a.grad, b.grad
print(f"a = {a.data:g}, b = {b.data:g}일 때 {by_a:.4f}, {by_b:.4f}")
assert np.isclose(by_a, 1 / 3)
assert np.isclose(by_b, -6 / 9)

# %%
# **둘.** 지수 함수를 더하고, 그것으로 시그모이드 :math:`1/(1 + e^{-x})`를 만들어 :math:`x = 0.5`에서 미분해 보세요.
# :term:`중앙 차분`과 견주면 맞는지 알 수 있습니다.
#
# .. dropdown:: 답 보기
#
#    :val:`sigmoid_slope|.6f`입니다. 지수 함수의 국소 기울기는 자기 값이므로 한 줄이면 됩니다.


def exponential(x):
    out = np.exp(x.data)
    return Value(out, ((x, out),))


def sigmoid(x):
    return Value(1.0) / (Value(1.0) + exponential(x * Value(-1.0)))


x = Value(0.5)
backward(sigmoid(x))
sigmoid_slope = x.grad
up, down = sigmoid(Value(0.5 + 1e-6)), sigmoid(Value(0.5 - 1e-6))
numeric = (up.data - down.data) / 2e-6
print(f"엔진 {sigmoid_slope:.6f}   중앙 차분 {numeric:.6f}")
assert np.isclose(sigmoid_slope, numeric)

# %%
# **셋.** 라이브러리의 엔진에도 연산을 더할 수 있습니다. ``operation``에 이름, 결과, 입력과 함수의 짝을 넘깁니다.
# 매끄러운 ReLU인 :math:`\ln(1 + e^x)`를 더해 보세요. 도함수는 시그모이드입니다.
#
# .. dropdown:: 답 보기
#
#    짝을 하나 넘기면 끝입니다. :math:`x = 0.5`에서의 기울기는 :val:`softplus_slope|.6f|으로/로`, 바로 앞에서
#    구한 시그모이드의 값과 같습니다.


def softplus(v):
    x = v.data
    out = np.logaddexp(0, x)  # 넘치지 않는 ln(1 + eˣ)
    return autodiff.operation(
        "softplus", out, (v, lambda g: g / (1 + np.exp(-x)))
    )


v = autodiff.Value(0.5)
softplus(v).backward()
softplus_slope = float(v.grad)
print(f"{softplus_slope:.6f} {sigmoid(Value(0.5)).data:.6f}")
assert np.isclose(softplus_slope, sigmoid(Value(0.5)).data)

# %%
# .. _engine-next:
#
# 다음 쪽
# -------
#
# 같은 일을 PyTorch는 어떤 규칙으로 할까요? 네 줄짜리 반복문이 두 바퀴째에 멈추는 까닭을
# :doc:`PyTorch의 자동 미분 </auto_examples/05_autodiff/plot_03_torch_autograd>`에서 봅니다.
