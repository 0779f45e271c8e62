r"""
GPU는 왜 딥러닝에서 빠를까요?
=============================

화면을 그리려고 만든 장치가 딥러닝의 일꾼이 되었습니다. 흔히 코어가 많아서 빠르다고 합니다.
그런데 일꾼이 많다고 모든 일이 빨리 끝나지는 않습니다.
어떤 일이 나누어지는지, 코어란 무엇인지, 무엇이 빠르기의 천장을 정하는지 계산하고 잽니다.

- **할 것**: 행렬 곱을 뒤섞어 계산하고, 같은 코어에서 반복문과 견주고, 이 컴퓨터의 두 천장을 재고, 일꾼을 늘릴 때의
  한계를 계산합니다.
- **배울 것**: 행렬 곱의 원소는 서로 기다리지 않아 몇 조각으로든 나눌 수 있습니다. 얼마나 빨라지는지는 코어의 수만으로
  알 수 없고, 나누어지는 몫과 바이트마다의 연산을 함께 보아야 합니다.
- **필요한 것**: :doc:`학습 루프 </auto_examples/07_training/plot_01_training_loop>`. PyTorch와 scikit-learn을 씁니다.
  GPU는 없어도 됩니다.
"""

# %%
# .. _cpu-gpu-kitchen:
#
# 코스 요리와 만두 만 개
# ----------------------
#
# CPU는 만능 전문가 몇 사람에, GPU는 단순 작업 군단에 자주 빗댑니다. CPU의 코어는 갈림길이 많고 차례가 정해진 일을
# 잘하고, 운영 체제에서 문서까지 무엇이든 합니다. GPU는 화면에 있는 수많은 점의 색을 한꺼번에 구하려고 태어났습니다.
#
# 어느 쪽이 나은지는 요리에 달려 있습니다. 코스 요리는 앞 접시가 나가야 다음 접시를 시작합니다. 만두는 하나하나가 서로를
# 기다리지 않습니다. 일마다 먼저 끝나야 하는 일을 ``needs``에 적으면, ``schedule``은 어느 일을 몇 번째 차례에 하는지
# 정합니다. 차례마다 시작할 수 있는 일(``ready``)을 일꾼의 수만큼만 합니다. ``<=``는 먼저 끝나야 하는 일이 모두 끝났는지
# 봅니다.

from itertools import islice, pairwise


def schedule(needs, workers):
    waiting, turn, count = dict(needs), {}, 0
    while waiting:
        count += 1
        ready = (task for task in waiting if waiting[task] <= turn.keys())
        for task in list(islice(ready, workers)):
            turn[task] = count
            del waiting[task]
    return turn


# %%
# 코스 요리는 열두 접시가 한 줄로 이어지고, 만두 만 개는 저마다 홀로입니다. 일꾼이 한 명, 네 명, 열여섯 명, 만 명일 때 몇
# 차례가 걸릴까요?

import pandas as pd

course = {0: set()} | {i: {i - 1} for i in range(1, 12)}
dumplings = {i: set() for i in range(10_000)}
crowd = [1, 4, 16, 10_000]
turns = pd.DataFrame(
    {
        "코스 요리": [max(schedule(course, n).values()) for n in crowd],
        "만두 만 개": [max(schedule(dumplings, n).values()) for n in crowd],
    },
    index=pd.Index(crowd, name="일꾼"),
)
assert (turns["코스 요리"] == len(course)).all()
assert list(turns["만두 만 개"]) == [10_000, 2_500, 625, 1]
turns

# %%
# 만두는 일꾼의 수만큼 빨라지고 코스 요리는 조금도 빨라지지 않습니다. 이어진 일 가운데 가장 긴 줄의 길이보다 빨리 끝낼 수는
# 없기 때문입니다. 일꾼 넷이 열두 가지 일을 하는 모습을 그려 봅니다.

# sphinx_gallery_alt = "두 그림. 왼쪽은 코스 요리로, 네모 열두 개가 한 차례에 하나씩 계단처럼 놓여 열두 번째 차례에 끝납니다. 오른쪽은 만두로, 한 차례에 네 개씩 쌓여 세 번째 차례에 끝납니다."
import matplotlib.pyplot as plt

from dlconcepts.viz import INK, PALETTE, PAPER, use_korean_font

use_korean_font()
fig, axes = plt.subplots(1, 2, figsize=(6.5, 3.2), sharex=True, sharey=True)
few = dict(islice(dumplings.items(), 12))
pairs = {"한 줄로 세웁니다": course, "운동장에 펼칩니다": few}
for ax, (title, needs) in zip(axes, pairs.items(), strict=True):
    turn = schedule(needs, 4)
    left = [turn[task] - 0.5 for task in needs]
    ax.barh(list(needs), 1, left=left, color=PALETTE[0], edgecolor=PAPER)
    ax.set(title=title, xlabel="차례", xticks=[1, 4, 8, 12], yticks=[])
axes[0].set_ylabel("일 열두 가지")
plt.show()
assert max(turn.values()) == 3

# %%
# 왼쪽이 직렬 처리, 오른쪽이 병렬 처리입니다. 셈에서 코스 요리는 앞의 값이 있어야 다음 값을 구하는 반복입니다. 마흔 걸음을
# 두 사람이 반씩 맡는데, 뒷사람이 앞사람을 기다리지 않고 처음 값에서 시작하면 어떻게 될까요?


def follow(x, steps):
    for _ in range(steps):
        x = 3.7 * x * (1 - x)
    return x


whole = follow(0.2, 40)
print(f"혼자 마흔 걸음 {whole:.4f}, 뒷사람의 답 {follow(0.2, 20):.4f}")
assert follow(follow(0.2, 20), 20) == whole
assert abs(follow(0.2, 20) - whole) > 0.1

# %%
# 다른 답이 나옵니다. 뒷사람은 앞사람이 끝나야 어디에서 시작할지 압니다. 만두는 그림의 점마다 같은 계산을 하는 일입니다.
# 점의 밝기를 두 배로 하되 가장 밝은 값을 넘지 않게 합니다. 뒤섞은 차례로 하나씩 한 것과 배열 전체를 한 번에 한 것은
# 같을까요?

import numpy as np

rng = np.random.default_rng(0)
image = rng.integers(0, 256, size=(120, 160))
at_once = np.minimum(2 * image, 255)

one_by_one = np.empty_like(image)
for pixel in rng.permutation(image.size):
    one_by_one.flat[pixel] = min(2 * image.flat[pixel], 255)
print(f"점 {image.size:,}개가 모두 같은가:", (one_by_one == at_once).all())
assert (one_by_one == at_once).all()

# %%
# .. _cpu-gpu-matrix:
#
# 행렬 곱은 만두 빚기입니다
# -------------------------
#
# :term:`신경망`이 하는 계산은 거의 모두 :term:`행렬`의 곱셈과 덧셈입니다. 가장 작은 것을 글자로 곱해 봅니다.

left, right = [["a", "b"], ["c", "d"]], [["e", "f"], ["g", "h"]]
letters = [
    ["+".join(left[i][k] + right[k][j] for k in range(2)) for j in range(2)]
    for i in range(2)
]
print(letters)
assert letters == [["ae+bg", "af+bh"], ["ce+dg", "cf+dh"]]

# %%
# .. math::
#
#    \begin{pmatrix} a & b \\ c & d \end{pmatrix}
#    \begin{pmatrix} e & f \\ g & h \end{pmatrix} =
#    \begin{pmatrix} ae+bg & af+bh \\ ce+dg & cf+dh \end{pmatrix}
#
# 왼쪽 위의 :math:`ae+bg`를 구할 때 오른쪽 아래의 :math:`cf+dh`는 필요하지 않습니다. 원소 하나를 구하려면 왼쪽 행렬의
# 가로줄 하나와 오른쪽 행렬의 세로줄 하나만 있으면 됩니다. 정말 아무 차례로 구해도 되는지 봅니다. 반올림이 끼어들지 않게
# 정수만 넣었으므로, 맞다면 마지막 자리까지 같아야 합니다.

A = rng.integers(-9, 10, size=(60, 50)).astype(float)
B = rng.integers(-9, 10, size=(50, 40)).astype(float)
cells = [(i, j) for i in range(60) for j in range(40)]
rng.shuffle(cells)

shuffled = np.full((60, 40), np.nan)
for i, j in cells:
    shuffled[i, j] = A[i] @ B[:, j]
print("처음 구한 세 자리", [tuple(map(int, cell)) for cell in cells[:3]])
assert np.array_equal(shuffled, A @ B)

# %%
# 한 사람이 원소 하나씩 맡을 필요도 없습니다. 가로줄을 일곱 묶음으로, 세로줄을 세 묶음으로 나누어 한 사람에 한 조각씩
# 맡깁니다. ``np.ix_``는 고른 가로줄과 세로줄이 만나는 조각을 가리킵니다.

pieces = np.full((60, 40), np.nan)
rows = np.array_split(np.arange(60), 7)
columns = np.array_split(np.arange(40), 3)
for r in rows[::-1]:
    for c in columns:
        pieces[np.ix_(r, c)] = A[r] @ B[:, c]
print(f"조각 {len(rows) * len(columns)}개")
assert np.array_equal(pieces, A @ B)

# %%
# 행렬 곱은 만두 빚기입니다. 그러면 신경망의 계산에서 행렬 곱은 얼마나 될까요? 손글씨를 읽는 신경망에 :term:`예제` 하나를
# 넣을 때의 연산을 셉니다. 행렬 곱은 :term:`가중치`마다 곱셈과 덧셈이 하나씩이고, :term:`편향`과 :term:`활성화 함수`는
# 출력마다 하나씩으로 칩니다.

sizes = [784, 256, 128, 10]
layers = list(pairwise(sizes))
in_products = sum(2 * N * M for N, M in layers)
elsewhere = sum(2 * M for N, M in layers)
product_share = in_products / (in_products + elsewhere)
print(f"행렬 곱 {in_products:,}, 나머지 {elsewhere:,}: {product_share:.2%}")
assert product_share > 0.99

# %%
# .. _cpu-gpu-loop:
#
# 같은 코어에서도 크게 다릅니다
# -----------------------------
#
# 나눌 수 있다는 것과 빠르다는 것은 다른 이야기입니다. 먼저 코어를 하나만 쓰게 하고, 같은 행렬 곱을 파이썬의 삼중 반복문과
# NumPy로 계산합니다. ``threadpool_limits``는 NumPy의 행렬 곱이 쓰는 코어의 수를 정합니다. scikit-learn과 함께 설치됩니다.

from threadpoolctl import threadpool_limits

from dlconcepts.benchmark import compare, matmul_work

threadpool_limits(1)
n = 64
A, B = rng.random((2, n, n), dtype=np.float32)
a, b = A.tolist(), B.tolist()


def by_loops():
    C = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for j in range(n):
            for k in range(n):
                C[i][j] += a[i][k] * b[k][j]
    return C


assert np.allclose(by_loops(), A @ B, rtol=1e-4)

# %%
# 둘 다 곱셈 :math:`n^3`번과 덧셈 :math:`n^3`번을 합니다. 시간은 몇 배나 다를까요? ``compare``는 몇 번 해서 몸을 푼 뒤
# 번갈아 재고, ``median_s``는 그 :term:`중앙값`입니다. ``matmul_work``는 연산과 바이트의 수를 셉니다. 수 하나가 네
# 바이트(``itemsize``)입니다. 행렬의 한 변이 수천이면 얼마나 걸릴지도 같은 빠르기로 어림합니다.

work = matmul_work(n, n, n, itemsize=4)
loops, numpy_ = compare(
    {"반복문": by_loops, "NumPy": lambda: A @ B}, rounds=5, work=work
)
loop_ratio = loops.median_s / numpy_.median_s
large = 4096
large_products = large**3
loop_hours = loops.median_s * (large / n) ** 3 / 3600
numpy_seconds = numpy_.median_s * (large / n) ** 3
print(f"n = {n}: 곱셈 {n**3:,}번, 시간은 {loop_ratio:,.0f}배")
print(f"n = 1,000: {1000**3:,}번, n = {large:,}: {large_products:,}번")
assert loop_ratio > 10

# %%
# 이 쪽을 만들 때는 :val:`loop_ratio|,.0f`배였습니다. 코어는 똑같이 하나입니다. 반복문은 곱셈 한 번마다 파이썬이 이름을 찾고
# 형을 확인하고 새 수를 만듭니다. NumPy는 그런 일 없이 기계어로, 여러 곱셈을 한 명령으로 하고, 계산하는 자리 가까이에 둔
# 값을 되풀이해 씁니다. :math:`n`이 :val:`large|,d`이면 반복문은 :val:`loop_hours|.1f`시간, NumPy는
# :val:`numpy_seconds|.1f`초쯤 걸립니다. :term:`학습`은 이런 곱을 수없이 되풀이하므로, 잘 만든 행렬 곱을 쓰는지가 장치를 바꾸는
# 것보다 먼저입니다.

# %%
# .. _cpu-gpu-core:
#
# 코어란 무엇일까요?
# ------------------
#
# CPU는 코어가 네 개에서 열여섯 개, GPU는 수천 개에서 수만 개라고 합니다. 같은 것을 세었을까요?
#
# CPU의 코어 하나에는 계산하는 자리가 여럿입니다. 한 명령으로 여러 수에 같은 계산을 하는데, 그 자리 하나를 레인(lane)이라고
# 하겠습니다. 곱하고 더하는 장치(FMA)의 너비가 512비트이면 32비트짜리 수를 열여섯 개씩 다루고, 그런 장치가 코어마다
# :fact:`xeon-fma`개 있는 CPU가 있습니다. 한편 NVIDIA가 GPU의 코어라고 부르는 것은 레인 하나입니다. 공개된 :name:`H100`의
# 구성을 보면, 레인을 묶은 계산 묶음(SM)이 :fact:`h100-sm`개이고 묶음마다 레인이 :fact:`h100-sm-lanes`개입니다. 같은 단위로
# 세면 GPU는 CPU의 몇 배일까요?

cpu_cores, fma_units, bits, number_bits = 16, 2, 512, 32
cpu_lanes = cpu_cores * fma_units * bits // number_bits
gpu_groups, group_lanes = 132, 128
gpu_lanes = gpu_groups * group_lanes
core_ratio, lane_ratio = gpu_lanes / cpu_cores, gpu_lanes / cpu_lanes
counted = pd.DataFrame(
    {
        "CPU": [cpu_cores, cpu_cores, cpu_lanes],
        "GPU": [gpu_lanes, gpu_groups, gpu_lanes],
    },
    index=["코어라고 부르는 수", "코어나 계산 묶음", "레인"],
)
counted["GPU ÷ CPU"] = (counted["GPU"] / counted["CPU"]).round(1)
counted

# %%
# 코어라고 부르는 수는 :val:`core_ratio|,.0f`배인데 같은 단위로 세면 :val:`lane_ratio|.0f`배입니다. CPU의 코어에 가까운 계산
# 묶음으로 세면 열 배도 되지 않습니다. 계산 묶음을 코어라고 부르는 회사도 있으므로, 코어의 수를 보면 무엇을 세었는지부터
# 물어야 합니다. CPU에도 코어가 많은 것이 있어서 서버에는 :fact:`epyc-cores`개짜리도 씁니다.
#
# 레인의 수에서 이론적인 천장을 구할 수 있습니다. 레인마다 한 박자(클록)에 곱셈과 덧셈을 하나씩 하므로, 레인의 수에 둘과 초마다
# 박자의 수를 곱합니다. :name:`H100`의 박자는 :fact:`h100-clock` GHz, 곧 초마다 그만큼의 십억 번까지 올라갑니다.

clock = 1.98e9
gpu_peak = gpu_lanes * 2 * clock
print(f"{gpu_peak / 1e12:.1f} TFLOP/s")
assert lane_ratio < core_ratio / 10
assert gpu_groups / cpu_cores < 10
assert round(gpu_peak / 1e12) == 67

# %%
# TFLOP/s는 초마다 실수 계산 일조 번, GFLOP/s는 십억 번입니다. 발표된 값 :fact:`h100-fp32` TFLOP/s와 맞습니다. 이번에는 이
# 컴퓨터의 코어 하나가 큰 행렬 곱에서 실제로 내는 빠르기를 잽니다. 다른 프로그램의 방해를 덜 받으려고 가장 빨랐던 번을 씁니다.

from dlconcepts.benchmark import measure

n = 1024
A, B = rng.random((2, n, n), dtype=np.float32)
work = matmul_work(n, n, n, itemsize=4)
product = measure(lambda: A @ B, name="행렬 곱", rounds=5, work=work)
core_speed = work.operations / min(product.seconds)
speed_ratio = gpu_peak / (cpu_cores * core_speed)
print(
    f"코어 하나 {core_speed / 1e9:.0f} GFLOP/s, 열여섯 개의 {speed_ratio:.0f}배"
)

# %%
# 이 쪽을 만든 컴퓨터에서는 GPU의 천장이 이런 코어 열여섯 개의 :val:`speed_ratio|.0f`배쯤입니다. GPU는 이론적인 천장이고
# CPU는 잰 값이므로 GPU에 후한 비교이지만, 큰 행렬 곱에서 수십 배에서 수백 배 빠르다는 말은 자릿수가 대체로 맞습니다.
# 코어가 천 배라서가 아니라 레인이 수십 배이기 때문입니다. 행렬 곱만 하는 장치까지 쓰면 차이가 더 벌어집니다. :name:`H100`은
# 정밀도를 낮춘 행렬 곱에서 :fact:`h100-bf16` TFLOP/s까지 낸다고 발표되었는데, 레인의 수는 그대로입니다.

# %%
# .. _cpu-gpu-intensity:
#
# 두 개의 천장
# ------------
#
# 계산하려면 먼저 수를 가져와야 합니다. 그래서 천장이 둘입니다. 초마다 할 수 있는 연산의 수와, 초마다 옮길 수 있는 바이트의
# 수입니다. 어느 천장에 먼저 닿는지는 바이트 하나마다 하는 연산의 수, 곧 :term:`산술 강도`가 정합니다.
#
# .. math::
#
#    \text{빠르기} \le \min(\text{연산 천장},\; \text{전송 천장} \times \text{산술 강도})
#
# 예제 :math:`B`개를 묶은 :term:`배치`를 :term:`층` 하나에 넣습니다. 가중치는 :math:`3072 \times 3072`개이고 하나가 네
# 바이트입니다. 예제가 하나이면 가중치를 가져와 곱하고 더하기를 한 번씩만 하고, 예제가 많으면 가져온 가중치를 여러 번 씁니다.
# 산술 강도는 얼마에서 얼마까지 달라질까요?

width, batches = 3072, [1, 16, 64, 256]
works = [matmul_work(B, width, width, itemsize=4) for B in batches]
intensities = [work.intensity for work in works]
print([f"{value:.1f}" for value in intensities])
assert intensities[0] < 0.5
assert intensities[-1] > 100

# %%
# 이제 배치마다의 빠르기를 재고, 큰 배열을 복사하는 빠르기도 잽니다. 복사는 연산 없이 읽고 쓰기만 하므로 바이트만 적습니다.

from dlconcepts.benchmark import Ceiling, Work

weights = rng.random((width, width), dtype=np.float32)
there = np.empty_like(weights)
tasks = {"복사": lambda: np.copyto(there, weights)}
amounts = {"복사": Work(0.0, 2.0 * weights.nbytes)}
for B, work in zip(batches, works, strict=True):
    x = rng.random((B, width), dtype=np.float32)
    tasks[f"{B}"] = lambda x=x: x @ weights
    amounts[f"{B}"] = work
copied, *runs = compare(tasks, rounds=5, work=amounts)

# %%
# 두 천장은 지금까지 잰 것 가운데 가장 빠른 것으로 정합니다. 그러므로 어느 것도 천장보다 빠를 수 없습니다.

ceiling = Ceiling.of([product, *runs], [copied, *runs])
ridge = ceiling.operations_per_s / ceiling.bytes_per_s
shares = [ceiling.share(run) for run in runs]
assert max(shares) <= 1 + 1e-9
pd.DataFrame(
    {
        "산술 강도": np.round(intensities, 1),
        "GFLOP/s": [round(run.gflops, 1) for run in runs],
        "천장의 몫": [f"{share:.0%}" for share in shares],
    },
    index=pd.Index(batches, name="배치"),
)

# %%
# 이것을 그린 그림을 루프라인(roofline)이라고 합니다. 비스듬한 지붕이 전송 천장, 평평한 지붕이 연산 천장입니다.

# sphinx_gallery_alt = "가로축이 산술 강도, 세로축이 GFLOP/s인 로그 그림. 지붕이 왼쪽에서는 비스듬히 올라가다가 오른쪽에서 평평해집니다. 배치 1, 16, 64, 256의 점이 왼쪽에서 오른쪽으로 지붕 아래에 놓입니다."
grid = np.geomspace(0.1, 300, 200)
roof = np.minimum(ceiling.operations_per_s, ceiling.bytes_per_s * grid) / 1e9
speeds = [run.gflops for run in runs]
fig, ax = plt.subplots()
ax.loglog(grid, roof, color=PALETTE[1], label="이 컴퓨터의 지붕")
ax.loglog(intensities, speeds, "o", color=PALETTE[0], label="배치마다 잰 것")
for B, right, up in zip(batches, intensities, speeds, strict=True):
    ax.annotate(f"{B}", (right, up), (0, -16), textcoords="offset points")
ax.set(xlabel="산술 강도 (연산 ÷ 바이트)", ylabel="GFLOP/s")
ax.set_ylim(roof[0] / 2, 3 * roof[-1])
ax.set_title("예제를 모을수록 연산 천장에 다가갑니다")
ax.legend(loc="lower right")
plt.show()

# %%
# 두 지붕은 이 컴퓨터에서 산술 강도가 :val:`ridge|.0f`쯤인 곳에서 만납니다. 그 왼쪽의 일에서는 계산하는 자리가 아무리 많아도
# 수를 기다리며 놉니다. 큰 행렬 곱은 :math:`n^3`번 계산하면서 :math:`n^2`개만 옮기므로 훨씬 오른쪽에 있습니다. 딥러닝이 계산하는
# 자리가 많은 장치와 잘 맞는 두 번째 까닭입니다.

big = matmul_work(large, large, large, itemsize=4)
print(f"n = {large:,}인 행렬 곱의 산술 강도 {big.intensity:.0f}")
assert big.intensity > 500

# %%
# .. _cpu-gpu-latency:
#
# 지연 시간과 처리량
# ------------------
#
# 일 하나를 맡기고 답을 받기까지의 시간이 :term:`지연 시간`, 정해진 시간에 해내는 일의 양이 :term:`처리량`입니다. CPU는
# 지연 시간을 줄이도록, GPU는 처리량을 늘리도록 설계되었습니다. 먼저 가장 작은 일의 지연 시간을 잽니다. 수 하나에 수 하나를
# 더합니다.

one = np.ones(1, dtype=np.float32)
tiny = measure(lambda: one + one, name="덧셈 하나", rounds=9)
tiny_ns = 1e9 * tiny.median_s
core_in_that_time = core_speed * tiny.median_s
print(f"덧셈 하나에 {tiny_ns:.0f} ns(십억분의 일 초)")

# %%
# 같은 코어가 큰 행렬 곱에서는 그 시간에 연산을 :val:`core_in_that_time|,.0f`번 합니다. 덧셈 하나의 시간은 거의 모두 일을
# 맡기는 데 들었습니다. 그래서 일을 모아서 맡깁니다. 앞에서 배치마다 잰 시간을 그려 봅니다. 한 번에 걸린 시간과, 그것을 예제의
# 수로 나눈 예제 하나의 몫은 저마다 어느 쪽으로 갈까요?

# sphinx_gallery_alt = "가로축이 배치의 크기, 세로축이 밀리초인 로그 그림. 한 번에 걸린 시간은 배치가 커질수록 올라가고, 예제 하나의 몫은 내려갑니다. 예제 하나의 몫은 배치 1에서 <<per_example[0]|.2f>>밀리초, 배치 256에서 <<per_example[3]|.2f>>밀리초입니다."
per_call = np.array([1e3 * run.median_s for run in runs])
per_example = per_call / np.array(batches)
fig, ax = plt.subplots()
ax.loglog(batches, per_call, "o-", color=PALETTE[1])
ax.loglog(batches, per_example, "s-", color=PALETTE[0])
put = {"textcoords": "offset points"}
ax.annotate("한 번에 걸린 시간", (16, per_call[1]), (-8, 8), ha="right", **put)
ax.annotate("예제 하나의 몫", (16, per_example[1]), (8, 8), **put)
ax.set(xlabel="배치", ylabel="밀리초", xticks=batches)
ax.set_xticklabels(batches)
ax.set_title("답은 늦게 받지만 더 많이 해냅니다")
plt.show()

# %%
# 예제를 하나씩 맡기면 예제 하나에 :val:`per_example[0]|.2f`밀리초, 이백쉰여섯씩 모으면 :val:`per_example[3]|.2f`밀리초입니다. 대신
# 답을 한꺼번에 :val:`per_call[3]|.0f`밀리초 뒤에 받습니다. 지연 시간을 내주고 처리량을 얻은 것입니다. 학습은 예제를 수없이 보아야
# 하고 답 하나를 급히 기다리는 사람이 없으므로, 처리량이 중요합니다.

# %%
# .. _cpu-gpu-amdahl:
#
# 나누어지지 않는 몫
# ------------------
#
# 일 전체에서 나누어지는 몫이 :math:`p`이면, 똑같이 빠른 일꾼이 :math:`n`명일 때 몇 배나 빨라질까요? 나누어지는 몫만
# :math:`n`분의 일이 되고 나머지는 그대로입니다. 이것이 :term:`암달의 법칙`입니다.
#
# .. math::
#
#    \text{빨라지는 배수} = \frac{1}{(1 - p) + p / n}
#
# 나누어지는 몫이 백 가운데 아흔아홉인 일을, 앞에서 센 GPU의 레인만큼인 일꾼 :val:`gpu_lanes|,d`명에게 맡깁니다. 몇 배가
# 될지 먼저 말해 보세요.


def speedup(p, n):
    return 1 / ((1 - p) + p / n)


parts = [0.5, 0.9, 0.99, 0.999]
limits = [speedup(p, gpu_lanes) for p in parts]
pd.DataFrame(
    {"빨라지는 배수": np.round(limits, 1)},
    index=pd.Index(parts, name="나누어지는 몫"),
)

# %%
# 백 가운데 하나만 차례를 지켜야 해도 :val:`limits[2]|.0f`배쯤에서 멈춥니다. 일꾼의 수를 바꾸어 가며 그려 봅니다.

# sphinx_gallery_alt = "가로축이 일꾼의 수, 세로축이 빨라지는 배수인 로그 그림. 나누어지는 몫 p가 0.5, 0.9, 0.99, 0.999인 네 곡선이 처음에는 함께 올라가다가 저마다의 높이에서 평평해집니다. 일꾼이 16,896명일 때 <<limits[0]|.1f>>배, <<limits[1]|.1f>>배, <<limits[2]|.1f>>배, <<limits[3]|.1f>>배입니다."
workers = np.geomspace(1, gpu_lanes, 200)
fig, ax = plt.subplots()
for p, color, limit in zip(parts, PALETTE, limits, strict=False):
    ax.loglog(workers, speedup(p, workers), color=color)
    ax.annotate(f"p = {p}", (gpu_lanes, limit), (5, -4), **put)
ax.loglog(workers, workers, color=INK, ls=":", lw=1.2)
ax.annotate("일꾼의 수만큼", (400, 400), (-12, 4), ha="right", **put)
ax.set(xlabel="일꾼", ylabel="빨라지는 배수", xlim=(1, 200_000))
ax.set_title("나누어지지 않는 몫이 높이를 정합니다")
plt.show()
assert np.allclose([speedup(p, 1e15) for p in parts], [2, 10, 100, 1000])
assert 90 < limits[2] < 100

# %%
# 일꾼이 끝없이 많아도 :math:`1/(1-p)`가 한계입니다. 학습에서는 데이터를 읽고 섞고 일을 맡기는 시간이 나누어지지 않은 채 남기
# 쉽습니다. 행렬이 커지면 곱하는 시간이 그보다 빨리 늘어 :math:`p`가 커집니다. GPU에 큰 일을 모아서 맡기는 까닭입니다.

# %%
# .. _cpu-gpu-table:
#
# 둘은 나누어 맡습니다
# --------------------
#
# 지금까지 본 것을 표로 모읍니다. 어느 쪽이 더 좋은지가 아니라 무엇을 위해 만들었는지의 표입니다.

general, army = "여러 일을 하는 만능 전문가", "한 명령을 함께 따르는 작업 군단"
compared = [
    ["코어 철학", f"적은 수의 코어, {general}", f"아주 많은 레인, {army}"],
    ["처리 방식", "직렬: 차례와 갈림길", "병렬: 서로 기다리지 않는 같은 일"],
    ["최적화 목표", "낮은 지연 시간", "높은 처리량"],
    [
        "주요 작업",
        "운영 체제, 복잡한 판단",
        "화면 그리기, 신경망의 학습과 추론",
    ],
]
pd.DataFrame(compared, columns=["특징", "CPU", "GPU"]).set_index("특징")

# %%
# GPU만으로는 컴퓨터가 켜지지도 않습니다. CPU가 컴퓨터를 켜고, 파일을 읽고, 배치를 고르고, 어떤 행렬을 곱할지 GPU에 알려
# 줍니다. GPU는 그 곱을 합니다. CPU도 레인으로 병렬 처리를 하고 GPU도 갈림길을 지나갈 수 있으므로, 둘 가운데 하나만 할 수 있는
# 일은 드뭅니다. 빠르기가 다를 뿐입니다.

# %%
# .. _cpu-gpu-measured:
#
# GPU에서 재기
# ------------
#
# 행렬의 크기를 바꾸어 가며 곱의 빠르기를 잽니다. GPU는 일을 받아 두고 바로 돌아오므로, 시계를 보기 전에 끝나기를 기다려야
# 합니다. ``synchronize``가 그 일을 합니다. 이 컴퓨터에 쓸 수 있는 GPU가 있으면 GPU의 열이 생기고, 없으면 CPU의 열만 나옵니다.

import torch

torch.set_num_threads(1)
devices = {"CPU": ("cpu", None)}
if torch.cuda.is_available():
    devices["GPU"] = ("cuda", torch.cuda.synchronize)


def product_speed(n, device, wait):
    a = torch.ones(n, n, device=device)
    work = matmul_work(n, n, n, itemsize=4)
    options = {"rounds": 5, "work": work, "synchronize": wait}
    return round(measure(lambda: a @ a, name=device, **options).gflops, 1)


# %%

tried = [16, 64, 256, 1024]
pd.DataFrame(
    {
        f"{name} GFLOP/s": [product_speed(n, *device) for n in tried]
        for name, device in devices.items()
    },
    index=pd.Index(tried, name="행렬의 크기"),
)

# %%
# GPU가 있다면 작은 크기에서 두 열을 견주어 보세요. 일을 맡기는 시간이 곱하는 시간보다 길면 GPU가 더 느릴 수 있습니다. GPU가 없는
# 사람을 위해, 다른 컴퓨터에서 잰 기록이 라이브러리에 실려 있으면 읽습니다. 시간만 적힌 표는 믿을 수 없으므로 기계와 날짜와
# 버전을 함께 봅니다.

from dlconcepts.benchmark import recorded

saved, table = recorded("hardware"), None
if saved is None:
    print("이 판에는 다른 컴퓨터에서 잰 기록이 없습니다.")
else:
    print(saved.machine.cpu, "/", saved.machine.accelerator or "GPU 없음")
    print(saved.date, dict(saved.versions), dict(saved.settings))
    rows = saved.to_frame()
    rows = rows[rows["case"].str.startswith("행렬 곱")]
    table = rows.pivot_table("gflops", "case", "name", sort=False).round(1)
    table = table.rename_axis(index="일", columns="GFLOP/s")
table

# %%
# 기록은 저장소의 ``bench/hardware.py``가 만듭니다. 행렬 곱, 학습 한 걸음, 옮기기, 학습 루프를 여러 정밀도로 재어 파일 하나에
# 적습니다. 내 컴퓨터의 기록은 이렇게 만들고 ``Report.load``로 읽습니다.
#
# .. code-block:: console
#
#    $ python bench/hardware.py --save 내기록.json

# %%
# .. _cpu-gpu-trap:
#
# 흔한 함정
# ---------
#
# 첫째, 흔히 이렇게 말합니다: “코어가 천 배 많으니 천 배 빠르다.” 세는 단위가 다르고, 나누어지지 않는 몫과 전송 천장이
# 남습니다.
#
# 둘째, 기다리지 않고 재는 것입니다. GPU에 일을 맡기면 파이썬은 바로 다음 줄로 갑니다. 흉내를 내 보려고, 일꾼 한 명에게
# 이십분의 일 초가 걸리는 일을 맡깁니다. 맡기기만 하고 시계를 보면 얼마가 나올까요?

import time
from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(1) as worker:
    worker.submit(int).result()  # 일꾼을 깨워 둡니다
    begun = time.perf_counter()
    job = worker.submit(time.sleep, 0.05)
    asked = time.perf_counter() - begun
    job.result()
    waited = time.perf_counter() - begun
print(f"맡길 때까지 {1e3 * asked:.2f} ms, 끝날 때까지 {1e3 * waited:.0f} ms")

# %%
# 맡기는 시간만 잰 것은 일의 빠르기와 아무 상관이 없습니다. GPU의 시간을 잰 글을 읽을 때는 기다렸는지부터 봅니다.
#
# 셋째, 마지막 자리가 다르면 고장이라고 여기는 것입니다. 원소마다의 계산은 독립이지만, 원소 하나를 구하는 **덧셈**을 나누면
# 더하는 차례가 바뀝니다. 같은 수 만 개를 앞에서부터, 그리고 뒤에서부터 더하면 답이 같을까요?

numbers = np.random.default_rng(0).random(10_000, dtype=np.float32)
forward, backward = np.cumsum(numbers)[-1], np.cumsum(numbers[::-1])[-1]
order_gap = float(abs(forward - backward) / forward)
print(f"{forward:.4f}  {backward:.4f}  차이의 비 {order_gap:.0e}")
assert 0 < order_gap < 1e-5

# %%
# 둘 다 맞는 답이고 :term:`반올림 오차`만큼 다릅니다. 장치가 다르면 더하는 차례도 다르므로, CPU와 GPU의 답은 같다고 하지 않고
# 가깝다고 해야 합니다. 앞에서 정수로 맞춘 것은 이 오차를 빼고 보려던 것이었습니다.

# %%
# .. _cpu-gpu-summary:
#
# 정리
# ----
#
# - 행렬 곱의 원소는 서로 기다리지 않으므로 어떤 차례로, 몇 조각으로 나누어도 됩니다. 앞의 값을 기다리는 반복은 그렇게 나눌 수
#   없습니다.
# - NVIDIA가 GPU의 코어라고 부르는 것은 레인입니다. 같은 단위로 세면 CPU의 천 배가 아니라 수십 배입니다.
# - 빠르기에는 연산 천장과 전송 천장이 있고, 나누어지지 않는 몫이 또 하나의 한계입니다. 일을 모아 맡기면 처리량이 늘어납니다.

# %%
# .. _cpu-gpu-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 일꾼이 얼마든지 있다면 :math:`n = 4096`인 행렬 곱은 몇 차례에 끝날까요? 곱셈은 모두 한 차례에 합니다. 더하기는
# 둘씩 짝지어 더하고, 그 결과를 다시 둘씩 더합니다.
#
# .. dropdown:: 답 보기
#
#    곱셈 한 차례와 덧셈 :val:`adding`차례, 모두 :val:`depth`차례입니다. 곱셈이 :val:`large_products|.1e`번이나 되는데도 가장 긴
#    줄은 이만큼 짧습니다. 더하기도 반복이지만 묶는 차례를 바꾸어도 되므로 나눌 수 있습니다.

left_over, adding = large, 0
while left_over > 1:
    left_over, adding = (left_over + 1) // 2, adding + 1
depth = 1 + adding
print(depth)
assert 2**adding == large

# %%
# **둘.** 학습 한 걸음의 시간 가운데 백의 다섯이 데이터를 읽고 섞는 데 든다고 합니다. 나머지를 백 배 빠른 장치로 옮기면 전체는
# 몇 배 빨라질까요?
#
# .. dropdown:: 답 보기
#
#    :val:`moved_to|.1f`배입니다. 끝없이 빠른 장치라도 :val:`moved_limit|.0f`배가 한계이므로, 읽기부터 줄여야 합니다.

moved_to, moved_limit = speedup(0.95, 100), speedup(0.95, 1e15)
print(f"{moved_to:.1f} {moved_limit:.1f}")
assert moved_to < 17 < moved_limit

# %%
# **셋.** :name:`H100`의 발표된 두 천장은 :fact:`h100-fp32` TFLOP/s와 초마다 :fact:`h100-bandwidth` TB(테라바이트)입니다.
# 가중치가 :math:`4096 \times 4096`개인 층에 예제를 하나만 넣으면 연산 천장의 몇 퍼센트까지 쓸 수 있을까요? 연산 천장에 닿으려면
# 예제를 적어도 몇 개 모아야 할까요?
#
# .. dropdown:: 답 보기
#
#    하나이면 :val:`alone|.1%`입니다. :val:`enough`개는 모아야 합니다.

published = Ceiling(67e12, 3.35e12)


def usable(B):
    work = matmul_work(B, 4096, 4096, itemsize=4)
    needed = work.operations / published.operations_per_s
    return needed / published.least_s(work)


alone = usable(1)
enough = next(B for B in range(1, 4096) if usable(B) == 1)
print(f"{alone:.1%} {enough}")
assert alone < 0.03 < usable(enough - 1) < 1

# %%
# .. _cpu-gpu-next:
#
# 다음 쪽
# -------
#
# 그러면 내 일에도 GPU가 필요할까요?
# :doc:`내 일에 GPU가 필요할까요? </auto_examples/08_hardware/plot_02_do_i_need_a_gpu>`에서 연산과 메모리를 세어 정합니다.
