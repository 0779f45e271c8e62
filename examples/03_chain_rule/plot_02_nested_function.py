"""
겹겹이 싸인 함수도 내려갈 수 있을까요?
======================================

함수 안에 함수가 들어 있고, 한 변수가 두 군데에 나옵니다.
한꺼번에 미분하려면 막막하지만, 한 겹씩 풀어 길을 그리면 할 일은 곱하기와 더하기뿐입니다.
그렇게 구한 기울기로 골짜기를 내려가면서, 무엇을 걸음마다 새로 계산해야 하는지 봅니다.

- **할 것**: 겹친 함수를 세 단계로 풀고, 모든 길의 기울기를 더해 편미분을 구하고, 그 기울기로 내려갑니다.
- **배울 것**: 길 하나를 잊거나, 중간값을 옛것으로 두거나, 학습률을 크게 잡으면 무슨 일이 생기는지.
- **필요한 것**: :doc:`연쇄 법칙 </auto_examples/03_chain_rule/plot_01_chain_rule>`과
  :doc:`두 변수 경사 하강법 </auto_examples/02_gradient_descent/plot_05_two_variables>`.
"""

# %%
# .. _nested-unwrap:
#
# 한 겹씩 풀기
# ------------
#
# 내려갈 함수는 이렇게 생겼습니다.
#
# .. math::
#
#    f(x_1, x_2) = \left( (2x_1 + x_2)^2 + 3x_2^2 \right)^3
#
# 가장 안쪽부터 이름을 붙입니다.
#
# .. math::
#
#    u = 2x_1 + x_2, \qquad v = u^2 + 3x_2^2, \qquad f = v^3
#
# 이름을 붙였을 뿐 함수는 그대로입니다. 한 줄짜리와 세 줄짜리가 같은 값을 내는지 봅니다.

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from dlconcepts import viz

viz.use_korean_font()


def f_one_line(x1, x2):
    return ((2 * x1 + x2) ** 2 + 3 * x2**2) ** 3


def unwrap(x1, x2):
    u = 2 * x1 + x2
    v = u**2 + 3 * x2**2
    return u, v, v**3


# %%

corners = [(1, 1), (1, 2), (-1, 1), (2, -1)]
rows = [[*at, *unwrap(*at), f_one_line(*at)] for at in corners]
columns = ["x1", "x2", "u", "v", "v³", "한 줄로 계산한 f"]
pd.DataFrame(rows, columns=columns)

# %%
# 네 자리에서 모두 같습니다. 이 쪽에서는 첫 줄의 자리 :math:`(1, 1)`에 서서 기울기를 구합니다.
# 거기서 :math:`u = 3`, :math:`v = 12`, :math:`f = 1728`입니다.

assert all(row[4] == row[5] for row in rows)
assert unwrap(1, 1) == (3, 12, 1728)

# %%
# .. _nested-local:
#
# 바로 옆만 보는 기울기
# ---------------------
#
# 이제 한 겹마다 :term:`국소 기울기`를 구합니다. 한 겹은 쉬운 함수이므로 미분도 쉽습니다.
# :math:`v`는 :math:`u`와 :math:`x_2` 두 가지로 만들어집니다. :math:`\partial v/\partial x_2`를 구할 때는
# :math:`u`를 붙들어 둡니다. :math:`u` 속에도 :math:`x_2`가 있지만, 그것은 다른 길로 따로 셉니다.
#
# .. math::
#
#    \frac{\partial u}{\partial x_1} = 2, \qquad
#    \frac{\partial u}{\partial x_2} = 1, \qquad
#    \frac{\partial v}{\partial u} = 2u, \qquad
#    \frac{\partial v}{\partial x_2} = 6x_2, \qquad
#    \frac{df}{dv} = 3v^2


def local_slopes(x1, x2):
    u, v, _ = unwrap(x1, x2)
    return {
        ("x1", "u"): 2,
        ("x2", "u"): 1,
        ("u", "v"): 2 * u,
        ("x2", "v"): 6 * x2,
        ("v", "f"): 3 * v**2,
    }


slopes = local_slopes(1, 1)
for (tail, head), slope in slopes.items():
    print(f"{tail} → {head}: {slope}")

# %%
# 이것을 그림으로 그립니다. :math:`x_2`에서 나가는 화살표가 몇 개인지 세어 보세요.

# sphinx_gallery_alt = "x1과 x2에서 f까지 이어진 화살표. x1은 u로, u는 v로, v는 f로 이어집니다. x2에서는 색이 다른 화살표가 둘 나가는데 하나는 u로, 하나는 v로 곧바로 갑니다. 두 길은 마지막 화살표에서 만납니다. 국소 기울기는 u에서 v가 <<slope_uv>>, x2에서 v가 <<slope_x2v>>, v에서 f가 <<slope_vf>>입니다."
slope_uv, slope_x2v = slopes["u", "v"], slopes["x2", "v"]
slope_vf = slopes["v", "f"]
places = {"x1": (0, 1), "x2": (0, 0), "u": (1, 1)}
places |= {"v": (2, 0.5), "f": (3, 0.5)}
viz.plot_paths(
    places,
    slopes,
    highlight=[["x2", "u", "v", "f"], ["x2", "v", "f"]],
    title="$x_2$에서 $f$로 가는 길은 둘입니다",
)
plt.show()

# %%
# .. _nested-two-paths:
#
# 길마다 곱하고, 길끼리 더하기
# ----------------------------
#
# 파랑과 주황이 :math:`x_2`의 두 길이고, 초록은 두 길이 함께 지나는 화살표입니다.
#
# 흔히 이 함수를 :math:`(x_1, x_2) \to u \to v \to f`라는 사슬 **하나**로 그립니다. 그 사슬에는 :math:`x_2`가 :math:`u`를 건너뛰어
# :math:`v`로 곧바로 가는 길이 없습니다. 모든 길을 빠짐없이 찾아 곱을 적어 봅니다. ``paths_to_f``는 화살표 하나를 지난 다음
# 거기서부터의 길을 자기 자신에게 다시 물어 :math:`f`에 닿을 때까지 갑니다.

from itertools import pairwise


def paths_to_f(start):
    if start == "f":
        return [["f"]]
    heads = [head for tail, head in slopes if tail == start]
    return [[start, *rest] for head in heads for rest in paths_to_f(head)]


found = []
for path in paths_to_f("x1") + paths_to_f("x2"):
    along = [slopes[edge] for edge in pairwise(path)]
    factors = " × ".join(map(str, along))
    found.append([path[0], " → ".join(path), factors, np.prod(along)])
path_table = pd.DataFrame(found, columns=["변수", "길", "국소 기울기", "곱"])
path_table

# %%
# :math:`x_1`의 길은 하나, :math:`x_2`의 길은 둘입니다. 변수마다 더한 것과 :term:`중앙 차분`을 견줍니다. 사슬 하나만 믿었다면
# :math:`\partial f/\partial x_2`는 얼마였을까요?

from dlconcepts.gradcheck import compare_gradients, numerical_gradient


def f(x):
    return f_one_line(*x)


start = np.array([1.0, 1.0])
path_sums = path_table.groupby("변수")["곱"].sum().to_numpy()
measured = numerical_gradient(f, start)
print("길을 모두 더하면", path_sums)
print("중앙 차분", measured.round(3))

# %%
# 사슬 하나만 따라가면 :val:`chain_only`, 곧바로 가는 길의 몫도 :val:`direct`, 참값은 둘을 더한 :val:`truth`입니다.
# 꼭 절반을 놓칠 뻔했습니다. 두 길의 몫이 같은 것은 :math:`(1, 1)`에서 우연히 :math:`2u = 6x_2`이기 때문입니다.

chain_only, direct = path_table["곱"].to_list()[1:]
truth = int(path_sums[1])
assert chain_only == direct == 2592
assert truth == 5184
assert np.allclose(path_sums, measured)

# %%
# .. _nested-formula:
#
# 어느 자리에서나 쓰는 식
# -----------------------
#
# 수 대신 기호로 곱하고 더하면 어느 자리에서나 쓸 수 있는 식이 됩니다.
#
# .. math::
#
#    \frac{\partial f}{\partial x_1} &= 3v^2 \cdot 2u \cdot 2 = 12uv^2 \\
#    \frac{\partial f}{\partial x_2} &= 3v^2 \cdot 2u \cdot 1 + 3v^2 \cdot 6x_2
#    = 3v^2 (2u + 6x_2)


def df(x):
    x1, x2 = x
    u, v, _ = unwrap(x1, x2)
    return np.array([12 * u * v**2, 3 * v**2 * (2 * u + 6 * x2)])


# %%
# 한 자리에서 맞은 것은 우연일 수 있습니다. 아무렇게나 고른 다섯 자리에서 중앙 차분과 견줍니다.

checks = []
for point in np.random.default_rng(0).uniform(-1, 1, size=(5, 2)):
    report = compare_gradients(df(point), numerical_gradient(f, point))
    assert report.ok
    checks.append([*point, *df(point), *numerical_gradient(f, point)])
columns = ["x1", "x2", "식 ∂1", "식 ∂2", "차분 ∂1", "차분 ∂2"]
pd.DataFrame(checks, columns=columns).round(4)

# %%
# .. _nested-descent:
#
# 기울기를 따라 내려가기
# ----------------------
#
# 기울기가 있으니 :term:`경사 하강법`을 쓸 수 있습니다. 정해 줄 것은 :term:`시작점`과 :term:`학습률`입니다.
# :math:`(1, 1)`에서 :math:`\eta = 10^{-4}`으로 백 걸음을 걷습니다.
# 반복문의 첫 두 줄이 지금 자리의 :math:`u`와 :math:`v`를 구한다는 것을 눈여겨보세요.

eta = 1e-4
x1, x2 = 1.0, 1.0
for _ in range(100):
    u = 2 * x1 + x2
    v = u**2 + 3 * x2**2
    slope_1 = 12 * u * v**2
    slope_2 = 3 * v**2 * (2 * u + 6 * x2)
    x1, x2 = x1 - eta * slope_1, x2 - eta * slope_2
by_hand = f_one_line(x1, x2)
print(f"x1 = {x1:.4f}, x2 = {x2:.4f}, f = {by_hand:.4f}")

# %%
# 높이가 1728에서 :val:`by_hand|.4f|으로/로` 내려갔습니다. 지나온 길을 ``minimize``로 적어 봅니다.

from dlconcepts.descent import minimize
from dlconcepts.optimizers import GradientDescent

fresh = minimize(f, df, start, GradientDescent(lr=1e-4), steps=100)
shown = fresh.to_frame().set_index("걸음").iloc[[0, 1, 2, 5, 10, 50, 100], :5]
shown.round(4)

# %%
# 첫걸음에 높이의 대부분을 내려갑니다. 그다음은 눈에 띄게 느립니다. 바닥 :math:`(0, 0)`에 가까울수록 :math:`v^2`이 아주 작아져
# 기울기도 아주 작아지기 때문입니다.

assert np.isclose(fresh.values[-1], by_hand)
assert (np.diff(fresh.values) < 0).all()
assert fresh.values[1] < 0.1 * fresh.values[0]

# %%
# .. _nested-stale:
#
# 중간값을 새로 계산하지 않으면
# -----------------------------
#
# 식에는 :math:`u`와 :math:`v`가 들어 있습니다. 그래서 이런 코드를 쓰기 쉽습니다. :math:`u`와 :math:`v`를 **반복문 밖에서 한 번만**
# 구하고, 안에서는 식대로 :math:`x_1`과 :math:`x_2`를 고칩니다. 학습률은 더 조심스럽게 :math:`10^{-5}`으로 둡니다.
# 백 걸음 뒤의 높이를 예측해 보세요.

eta_small = 1e-5
x1, x2 = 1.0, 1.0
u, v, _ = unwrap(x1, x2)  # 반복문 밖입니다
stale = [f_one_line(x1, x2)]
for _ in range(100):
    slope_1 = 12 * u * v**2
    slope_2 = 3 * v**2 * (2 * u + 6 * x2)
    x1, x2 = x1 - eta_small * slope_1, x2 - eta_small * slope_2
    stale.append(f_one_line(x1, x2))
stale_end = stale[-1]
print(f"백 걸음 뒤의 높이 {stale_end:,.0f}")

# %%
# 내려가기는커녕 1728에서 :val:`stale_end|,.0f|으로/로` **올라갔습니다**. 오류는 나지 않습니다.
# 같은 학습률로 제대로 걸은 것과 나란히 그립니다.

# sphinx_gallery_alt = "걸음에 따른 높이를 로그 눈금으로 그린 두 곡선. 중간값을 새로 구한 쪽은 꾸준히 내려가 <<fresh_end|.1f>>에 이릅니다. 한 번만 구한 쪽은 <<lowest_step>>걸음쯤 <<lowest|.4f>>까지 떨어졌다가 다시 올라 <<stale_end|,.0f>>에 이릅니다."
careful = minimize(f, df, start, GradientDescent(lr=eta_small), steps=100)
fresh_end = careful.values[-1]
lowest_step, lowest = int(np.argmin(stale)), min(stale)
fig, ax = plt.subplots()
ax.plot(careful.values, color=viz.PALETTE[0], label="걸음마다 새로 구한 u, v")
ax.plot(stale, color=viz.PALETTE[1], ls="--", label="한 번만 구한 u, v")
ax.set(yscale="log", xlabel="걸음", ylabel="높이 $f$")
ax.set_title("옛 중간값으로 걸으면 반대편으로 올라갑니다")
ax.legend()
plt.show()

# %%
# 까닭은 :math:`\partial f/\partial x_1 = 12uv^2`에 있습니다. :math:`u`와 :math:`v`가 굳어 있으니 이 기울기는 언제나
# :val:`truth`입니다. :math:`x_1`은 걸음마다 똑같이 :val:`stale_step|.5f`만큼 왼쪽으로 가고, 바닥을 지나서도 멈출 줄 모릅니다.
#
# 더 무서운 것은 :val:`lowest_step`걸음의 높이가 :val:`lowest|.4f`라는 것입니다. 거기서 멈추었다면 아주 잘 내려왔다고
# 믿었을 것입니다. **중간값은 언제나 지금 자리의 것이어야 합니다.** 한 걸음은 “중간값을 구하고, 기울기를 구하고, 옮긴다”입니다.

stale_step = eta_small * truth
assert round(stale_end) == 664_509
assert np.isclose(x1, 1 - 100 * stale_step)
assert fresh_end < 20 < stale[0] < stale_end
assert lowest < 0.01

# %%
# .. _nested-rate:
#
# 학습률은 얼마나 작아야 할까요
# -----------------------------
#
# 지난 장에서 쓰던 :math:`\eta = 0.1`이나 :math:`10^{-3}`으로도 내려갈 수 있을까요? 어느 한쪽이라도 크기가 :math:`10^{9}`을
# 넘으면 :term:`발산`으로 보고 멈춥니다.


def walk(eta, steps=100):
    x = start
    for step in range(1, steps + 1):
        x = x - eta * df(x)
        if np.abs(x).max() > 1e9:
            return f"{step}걸음에 발산", np.nan
    return "내려감", f(x)


rates = [0.1, 1e-3, 1e-4, 1e-5]
outcome = pd.DataFrame([walk(eta) for eta in rates], columns=["결과", "높이"])
outcome.insert(0, "학습률", [f"{eta:g}" for eta in rates])
outcome.round(4)

# %%
# :math:`10^{-3}`도 너무 큽니다. 발산한 줄에는 높이가 없어 빈칸(``NaN``)입니다. 까닭을 셈해 봅니다. :math:`x_1 = x_2 = a`인 자리에서는 두 편미분이 똑같이 :math:`5184a^5`입니다.
# 그래서 이 대각선에서 출발하면 끝까지 대각선 위에 있고, 한 걸음은 곱하기가 됩니다.
#
# .. math::
#
#    a \leftarrow a - \eta \cdot 5184 a^5 = (1 - 5184\, \eta\, a^4)\, a
#
# :math:`a = 1`에서 곱하는 수의 크기가 :math:`1`보다 작으려면 :math:`\eta < 2/5184`여야 합니다. 정말 거기가 경계인지 양쪽에서 걸어 봅니다.

limit = 2 / 5184
just_below, just_above = walk(0.99 * limit), walk(1.01 * limit)
print(f"경계 {limit:.6f}")
print("경계 바로 아래:", just_below[0], f"{just_below[1]:.3f}")
print("경계 바로 위:", just_above[0])

# %%
# 곱하는 수에 :math:`a^4`이 들어 있어, 바닥에서 멀면 학습률이 조금만 커도 한 걸음에 튕겨 나갑니다. 거꾸로 바닥 가까이에서는 곱하는 수가
# :math:`1`에 다가가 거의 움직이지 않습니다. 그래서 “되풀이하면 바닥에 닿는다”는 말은 여기서도 그대로 믿을 수 없습니다.
# :math:`10^{-4}`으로 걸음을 늘려 봅니다.

slow = [walk(1e-4, steps)[1] for steps in [100, 1_000, 10_000]]
print("100걸음, 1,000걸음, 10,000걸음 뒤의 높이:", np.round(slow, 5))

# %%
# 마지막에 걸음을 열 배로 늘리자 높이가 :val:`shrink|.0f`분의 일이 되었습니다. 내려가기는 하지만, 그만큼 더 줄이려면 걸음이
# 또 열 배 듭니다. 학습률은 가장 가파른 곳이 정하고, 시간은 가장 평평한 곳이 정합니다.

shrink = slow[1] / slow[2]
assert 20 < slow[0] / slow[1] < 40
assert 20 < shrink < 40
diagonal = np.array([0.3, 0.7, 1.0])
for a in diagonal:
    assert np.allclose(df(np.array([a, a])), 5184 * a**5)
assert outcome["결과"].to_list()[:2] == ["2걸음에 발산", "3걸음에 발산"]
assert np.allclose(outcome["높이"][2:], [0.5047, 16.5782], atol=1e-4)
assert just_below[0] == "내려감" != just_above[0]

# %%
# .. _nested-recipe:
#
# 같은 방법을 다른 함수에
# -----------------------
#
# 지금까지 한 일은 네 단계입니다. 한 겹씩 이름을 붙이고, 국소 기울기를 구하고, 길마다 곱해 더하고, 내려갑니다.
# 변수가 셋이고 전혀 다르게 생긴 함수에도 그대로 해 봅니다.
#
# .. math::
#
#    s = x_1 + x_2 x_3, \qquad t = x_2 - x_3, \qquad q = s^2 + e^{t^2}
#
# :math:`e^{t^2}`은 ``np.exp(t**2)``입니다. :math:`e^z`의 도함수는 그대로 :math:`e^z`이므로, :math:`e^{t^2}`에 :math:`t^2`의
# 도함수 :math:`2t`를 곱하면 됩니다.


def q(x):
    s, t = x[0] + x[1] * x[2], x[1] - x[2]
    return s**2 + np.exp(t**2)


def dq(x):
    s, t = x[0] + x[1] * x[2], x[1] - x[2]  # 지금 자리의 중간값
    dq_ds, dq_dt = 2 * s, np.exp(t**2) * 2 * t
    by_s = dq_ds * np.array([1, x[2], x[1]])  # s를 거친 길
    by_t = dq_dt * np.array([0, 1, -1])  # t를 거친 길
    return by_s + by_t


# %%
# 내려가기 전에 기울기부터 검사합니다.

here = np.array([1.0, 1.0, 0.0])
report = compare_gradients(dq(here), numerical_gradient(q, here))
assert report.ok
print(report)
trace_q = minimize(q, dq, here, GradientDescent(lr=0.05), steps=300)
print(trace_q)

# %%
# 바닥의 높이는 :val:`q_end|.3f`입니다. :math:`s`와 :math:`t`가 모두 영이어도 :math:`e^{0} = 1`이 남으니, 이보다 낮은 곳은 없습니다.
# 가장 낮은 높이가 언제나 영인 것은 아닙니다.
#
# 미분할 수 있는 단계로만 되어 있으면 이 방법으로 **기울기는 언제나** 구할 수 있습니다. 그러나 그 기울기를 따라가서 가장 낮은 곳에
# 닿는다는 보장은 없습니다. :doc:`두 골짜기 </auto_examples/02_gradient_descent/plot_04_two_valleys>`에서 본 그대로입니다.

q_end = trace_q.values[-1]
assert np.isclose(q_end, 1)

# %%
# .. _nested-trap:
#
# 흔한 함정: 틀린 기울기로도 내려갑니다
# -------------------------------------
#
# 두 번째 길을 잊은 기울기로 내려가면 어떻게 될까요? 엉뚱한 곳으로 튀어 나간다면 금방 알아챌 텐데요.


def df_forgot(x):
    u, v, _ = unwrap(*x)
    return np.array([12 * u * v**2, 3 * v**2 * 2 * u])  # x2 → v 를 잊었습니다


summary = {}
for name, slope in [("두 길", df), ("한 길", df_forgot)]:
    trace = minimize(f, slope, start, GradientDescent(lr=1e-4), steps=10_000)
    summary[name] = trace
    heights = trace.values[[0, 1, 100, 10_000]]
    print(name, "  ".join(f"{height:.4f}" for height in heights))

# %%
# 한 길만 쓴 쪽도 **걸음마다 내려갑니다**. 그래서 알아채기 어렵습니다. 그러나 만 걸음 뒤에는 높이 :val:`fake_height|.4f`에
# 멈추어 있습니다. 잊은 기울기가 영이 되는 곳, 곧 :math:`u = 0`인 곳에 닿았기 때문입니다. 거기는 바닥이 아닙니다.
# 등고선 위에서 보면 분명합니다. :math:`f = v^3`이므로 :math:`f`와 :math:`v`의 :term:`등고선`은 모양이 같습니다. 그래서 :math:`v`의 등고선을 그립니다. 별표가 진짜 바닥입니다.

# sphinx_gallery_alt = "등고선 위의 두 자취와 바닥의 별표. 두 길을 모두 더한 쪽은 (1, 1)에서 별표를 향해 곧게 내려갑니다. 한 길만 쓴 쪽은 비스듬히 내려가 바닥이 아닌 (<<fake_x1|.2f>>, <<fake_x2|.2f>>)에서 멈춥니다."
from dlconcepts.objectives import coupled

fake_x1, fake_x2 = summary["한 길"].points[-1]
fake_height = summary["한 길"].values[-1]
ax = viz.plot_contour(
    coupled.f,
    list(summary.values()),
    labels=list(summary),
    xlim=(-0.8, 1.2),
    ylim=(-0.4, 1.2),
    title="길 하나를 잊으면 가짜 바닥에서 멈춥니다",
)
ax.plot(0, 0, "*", ms=15, color=viz.PALETTE[3])  # 진짜 바닥
plt.show()

# %%
# 막는 방법은 하나입니다. 내려가기 전에 기울기를 중앙 차분과 견줍니다. 잊은 기울기는 첫 자리에서 들통납니다.

bad_report = compare_gradients(df_forgot(start), numerical_gradient(f, start))
print(bad_report)
assert not bad_report.ok
assert (np.diff(summary["한 길"].values) <= 0).all()
assert np.allclose([fake_x1, fake_x2], [-0.2, 0.4], atol=0.001)
assert fake_height > 100 * summary["두 길"].values[-1]

# %%
# .. _nested-summary:
#
# 정리
# ----
#
# - 겹친 함수는 한 겹씩 이름을 붙여 풉니다. 화살표마다 국소 기울기를 구하고, 길마다 곱해서, 모든 길을 더합니다.
# - 중간값은 걸음마다 지금 자리에서 새로 구합니다. 옛것으로 걸으면 바닥을 지나 반대편으로 올라갑니다.
# - 기울기가 맞아도 학습률이 크면 발산하고, 기울기가 틀려도 내려가기는 합니다. 그러니 기울기는 따로 검사합니다.

# %%
# .. _nested-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** :math:`(1, 2)`에서 :math:`x_2`의 두 길을 손으로 구해 보세요. 두 몫이 여기서도 같을까요?
#
# .. dropdown:: 답 보기
#
#    다릅니다. :math:`u`를 거친 길은 :val:`path_u|,d`, 곧바로 가는 길은 :val:`path_v|,d`이고, 더하면 :val:`path_sum|,d`입니다.

at_12 = local_slopes(1, 2)
path_u = at_12["x2", "u"] * at_12["u", "v"] * at_12["v", "f"]
path_v = at_12["x2", "v"] * at_12["v", "f"]
path_sum = path_u + path_v
print(path_u, path_v, path_sum)
assert path_u != path_v
assert np.isclose(path_sum, numerical_gradient(f, np.array([1.0, 2.0]))[1])

# %%
# **둘.** :math:`v`에 :math:`x_1^2`을 더해 :math:`v = u^2 + 3x_2^2 + x_1^2`으로 바꾸면 어떤 길이 새로 생길까요?
# :math:`(1, 1)`에서 :math:`\partial f/\partial x_1`을 구해 보세요.
#
# .. dropdown:: 답 보기
#
#    :math:`x_1 \to v \to f`가 생깁니다. 새 길의 국소 기울기는 :math:`\partial v/\partial x_1 = 2x_1`입니다.
#    :math:`v`도 커졌으므로 :math:`df/dv = 3v^2`을 다시 구해야 합니다. 두 길을 더하면 :val:`with_new_path|,d`입니다.


def f_new(x):
    return ((2 * x[0] + x[1]) ** 2 + 3 * x[1] ** 2 + x[0] ** 2) ** 3


u, v = 3, 3**2 + 3 + 1
with_new_path = 3 * v**2 * (2 * u * 2 + 2 * 1)
print(with_new_path, numerical_gradient(f_new, start).round(3))
assert np.isclose(with_new_path, numerical_gradient(f_new, start)[0])

# %%
# **셋.** :math:`f = v^3`과 :math:`v`는 바닥의 자리가 같습니다. 세제곱을 벗긴 :math:`v`를 대신 내려가면 어떨까요?
# 이번에는 :math:`\eta = 0.1`로 스무 걸음만 걷습니다.
#
# .. dropdown:: 답 보기
#
#    스무 걸음 만에 :math:`v`의 높이가 :val:`v_end|.0e`까지 내려갑니다. 바닥 가까이에서 :math:`f`처럼 평평해지지 않아 큰 학습률을 쓸 수
#    있고 빠릅니다. 바닥이 같아도 **어떤 함수를 내려가느냐**에 따라 걷기가 쉬워지거나 어려워집니다.

easy = minimize(
    coupled.f, coupled.grad, start, GradientDescent(lr=0.1), steps=20
)
v_end = easy.values[-1]
print(easy)
assert v_end < 1e-20
assert np.allclose(df(start), 3 * coupled.f(start) ** 2 * coupled.grad(start))

# %%
# .. _nested-next:
#
# 다음 쪽
# -------
#
# 신경망도 겹겹이 싸인 함수입니다. 입력에서 예측까지 한 겹씩 계산해 나가는 것을
# :doc:`순전파 </auto_examples/03_chain_rule/plot_03_forward_pass>`에서 봅니다.
