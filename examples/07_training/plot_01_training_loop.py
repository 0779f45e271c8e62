"""
학습 루프는 무엇을 되풀이할까요?
================================

문제를 풀고, 채점하고, 틀린 까닭을 찾고, 고쳐서 다시 풉니다. 신경망이 하는 공부도 이 네 가지뿐이고,
코드로 적으면 반복문 두 겹입니다. 그런데 한 줄을 빠뜨리거나 화면에 찍힌 수를 잘못 읽어도 오류는 나지
않습니다. 줄마다 무엇을 하는지 알아야 합니다.

- **할 것**: 네 단계를 한 줄씩 실행하며 무엇이 바뀌는지 세고, 반복문으로 묶어 손글씨를 배우게 합니다. 한 줄을
  빼 보고, 멈출 때를 정합니다.
- **배울 것**: 파라미터는 마지막 단계에서만 바뀝니다. 기울기는 걸음마다 지우고, 손실은 예제의 수로 무게를 주어
  평균하고, 멈출 때는 처음 보는 문제로 정합니다.
- **필요한 것**: :doc:`PyTorch의 자동 미분 </auto_examples/05_autodiff/plot_03_torch_autograd>`과
  :doc:`외우기를 말리는 방법 </auto_examples/06_building_blocks/plot_06_regularization>`. PyTorch와
  scikit-learn을 씁니다.
"""

# %%
# .. _training-loop-workbook:
#
# 문제집으로 공부하듯이
# ---------------------
#
# 시험공부를 하는 학생은 문제집을 여러 번 풉니다. 신경망의 문제집은 데이터이고, 머릿속 신경의 이음매(시냅스)에 해당하는
# 것은 :term:`파라미터`입니다. 파라미터는 돌릴 수 있는 손잡이이고, :term:`학습`은 손잡이를 조금씩 돌려 더 잘 맞히게 하는
# 일입니다. 한 바퀴는 네 단계입니다.
#
# #. **문제를 풉니다.** 지금의 파라미터로 답을 냅니다. ``prediction = model(x)``
# #. **채점합니다.** 정답에서 벗어난 만큼을 수 하나로 나타냅니다. ``loss = loss_function(prediction, y)``
# #. **오답 노트를 씁니다.** 어느 손잡이 탓인지 거슬러 찾습니다. ``loss.backward()``
# #. **고칩니다.** 손잡이를 손실이 줄어드는 쪽으로 조금 돌립니다. ``optimizer.step()``
#
# 비유가 맞지 않는 곳도 있습니다. 점수는 높을수록 좋지만 :term:`손실`은 **낮을수록** 좋습니다. 그리고 신경망은
# 왜 틀렸는지 이해해서 고치는 것이 아니라 손실이 줄어드는 쪽으로 고칠 뿐입니다.
#
# 문제집은 손으로 쓴 숫자 그림입니다. 그림마다 칸을 한 줄로 펴고(``flatten``), 일부는 떼어 두었다가 나중에 처음 보는
# 문제로 씁니다.

import torch

from dlconcepts.datasets.digits import load_digits

torch.set_num_threads(1)
digits = load_digits(seed=0)


def tensors(part):
    return torch.tensor(part.images).flatten(1), torch.tensor(part.labels)


x, y = tensors(digits.train)
x_valid, y_valid = tensors(digits.valid)
x_test, y_test = tensors(digits.test)
print("학습", tuple(x.shape), "검증", len(x_valid), "평가", len(x_test))

# %%
# 그림 한 장은 수 :math:`64`개이고 답은 열 숫자 가운데 하나입니다. :term:`은닉층`이 하나인 작은 신경망을 씁니다. 뉴런을
# 무작위로 끄는 :term:`드롭아웃`은 자리만 만들어 두고 뒤에서 켭니다. 손잡이는 모두 몇 개일까요?

from torch import nn

from dlconcepts.parameters import count


def network(seed, width=32, p=0.0):
    torch.manual_seed(seed)
    return nn.Sequential(
        nn.Linear(64, width),
        nn.ReLU(),
        nn.Dropout(p),
        nn.Linear(width, 10),
    )


model = network(seed=2)
knobs = count(model).total
print(f"파라미터 {knobs:,}개")
assert knobs == 64 * 32 + 32 + 32 * 10 + 10

# %%
# .. _training-loop-prediction:
#
# 첫째: 문제를 풉니다
# -------------------
#
# 앞의 서른두 장을 넣습니다. 입력에서 출력까지 층을 차례로 지나는 :term:`순전파`입니다. 아직 아무것도 배우지 않았습니다.
# 몇 장이나 맞힐까요?

batch_x, batch_y = x[:32], y[:32]
prediction = model(batch_x)
correct_at_first = (prediction.argmax(dim=1) == batch_y).sum().item()
print("예측의 모양", tuple(prediction.shape), " 맞힌 그림", correct_at_first)

# %%
# 그림마다 점수(:term:`로짓`)가 열 개씩 나왔고, 가장 높은 점수의 숫자를 답으로 봅니다. 서른두 장에서 :val:`correct_at_first`장을
# 맞혔으니 찍은 것과 다름없습니다.

assert prediction.shape == (32, 10)
assert correct_at_first < 10

# %%
# .. _training-loop-loss:
#
# 둘째: 채점합니다
# ----------------
#
# 채점은 :term:`교차 엔트로피`로 합니다. 정답에 준 확률의 로그에 음의 부호를 붙인 것입니다. 정답이 :math:`3`인 그림에 세
# 사람이 답했다고 하겠습니다. 한 사람은 맞는 답을 자신 있게 말하고, 한 사람은 망설이고, 한 사람은 틀린 답을 자신 있게
# 말합니다. 누구의 손실이 가장 클까요?

import numpy as np
import pandas as pd

loss_function = nn.CrossEntropyLoss()
answer = torch.tensor([3])
sure = 5.0 * torch.eye(10)  # k번째 줄은 숫자 k에만 높은 점수를 줍니다
unsure = torch.zeros(1, 10)
made_up = {
    "맞는 답을 자신 있게": sure[3:4],
    "열 숫자를 똑같이": unsure,
    "틀린 답을 자신 있게": sure[8:9],
}
graded = {name: loss_function(z, answer).item() for name, z in made_up.items()}
pd.Series(graded).round(3).to_frame("손실")

# %%
# 자신 있게 틀린 사람의 손실이 가장 큽니다. 망설인 사람은 모든 숫자에 확률을 십분의 일씩 주었으니
# :math:`-\ln \frac{1}{10} = \ln 10`입니다. 우리 신경망은 어디쯤일까요?

loss = loss_function(prediction, batch_y)
guessing = np.log(10)
print(f"손실 {loss.item():.3f}   찍을 때의 손실 {guessing:.3f}")
assert np.isclose(graded["열 숫자를 똑같이"], guessing)
assert abs(loss.item() - guessing) < 0.2

# %%
# .. _training-loop-gradient:
#
# 셋째: 오답 노트를 씁니다
# ------------------------
#
# 수학 문제를 틀렸을 때 곱셈에서 틀렸는지 덧셈에서 틀렸는지 따지듯이, 손실에서 거슬러 가며 손잡이마다 책임을 묻습니다. 이
# 신경망에서 곱하는 수는 :term:`가중치`이고 더하는 수는 :term:`편향`입니다. 손잡이를 아주 조금 올릴 때 손실이 얼마나 빠르게
# 느는지가 그 손잡이의 :term:`기울기`이고, 모든 기울기를 한꺼번에 구하는 것이 :term:`역전파`입니다.

loss.backward()
grads = [p.grad for p in model.parameters()]
print("기울기를 받은 파라미터", sum(g.numel() for g in grads))

# %%
# 모두 받았습니다. 맞게 구했을까요? 배열마다 기울기가 가장 큰 손잡이를 하나씩 골라, 정말로 조금 올리고 내려 손실을 다시
# 잽니다(:term:`중앙 차분`). 뺄셈에서 자릿수를 잃지 않게 모델을 :name:`float64`로 복사해서 합니다.

import copy

precise = copy.deepcopy(model).double()


def nudged_slope(p, i, eps=1e-6):
    losses, flat = [], p.data.view(-1)  # flat을 고치면 p도 바뀝니다
    start = flat[i].item()
    for value in (start + eps, start - eps):
        flat[i] = value
        losses.append(loss_function(precise(batch_x.double()), batch_y).item())
    flat[i] = start
    return (losses[0] - losses[1]) / (2 * eps)


# %%

rows = []
for p, g in zip(precise.parameters(), grads, strict=True):
    i = g.abs().argmax().item()
    rows.append([g.flatten()[i].item(), nudged_slope(p, i)])
places = ["은닉층의 곱셈", "은닉층의 덧셈", "출력층의 곱셈", "출력층의 덧셈"]
notebook = pd.DataFrame(rows, places, ["역전파", "조금 움직여 잰 것"])
assert np.allclose(
    notebook["역전파"], notebook["조금 움직여 잰 것"], atol=1e-6
)
notebook.round(5)

# %%
# 소수 다섯째 자리까지 같습니다. 양수이면 내려야 하고 음수이면 올려야 하는 손잡이입니다.

# %%
# .. _training-loop-step:
#
# 넷째: 고칩니다
# --------------
#
# 고치는 것은 :term:`옵티마이저`의 일입니다. 처음부터 다시 하면서, 한 줄을 실행할 때마다 기울기를 가진 손잡이와 값이
# 바뀐 손잡이를 셉니다. 손잡이는 어느 줄에서 바뀔까요?

model = network(seed=2)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
start = [p.detach().clone() for p in model.parameters()]
log = {}


def look(line):
    params = list(model.parameters())
    have = sum(p.numel() for p in params if p.grad is not None)
    pairs = zip(params, start, strict=True)
    log[line] = [have, sum((p != q).sum().item() for p, q in pairs)]


# %%

prediction = model(batch_x)
look("prediction = model(x)")
loss = loss_function(prediction, batch_y)
look("loss = loss_function(prediction, y)")
loss.backward()
look("loss.backward()")
optimizer.step()
look("optimizer.step()")
lines = pd.DataFrame(log, ["기울기를 가진 것", "바뀐 것"]).T
lines

# %%
# **마지막 줄에서만** 바뀌었습니다. 역전파는 적어 줄 뿐 고치지 않습니다. 그런데 마지막 줄에서도 다 바뀌지는 않았습니다.
# 가중치는 앞에서 온 값에 곱해져 뒤의 뉴런으로 갑니다. 서른두 장 어디에서나 앞의 값이 영이거나 뒤의 뉴런을 ReLU가
# 껐다면, 답에 끼어든 적이 없으니 책임이 없고 기울기도 영입니다. 정말 그만큼인지 셉니다.

ink = (batch_x > 0).float()  # (그림, 칸) 비어 있지 않으면 1
on = (network(seed=2)[:2](batch_x) > 0).float()  # (그림, 뉴런) 켜졌으면 1
met = (on.T @ ink > 0).sum().item()  # 한 장에서라도 만난 칸과 뉴런의 짝
awake = on.any(dim=0).sum().item()  # 한 장에서라도 켜진 뉴런
# 은닉층의 곱셈과 덧셈, 출력층의 곱셈과 덧셈
involved = met + awake + awake * 10 + 10
changed = lines["바뀐 것"].to_numpy()
print(f"답에 끼어든 손잡이 {involved}개")
assert changed[:3].tolist() == [0, 0, 0]
assert 0.99 * involved < changed[3] <= involved < knobs

# %%
# 맞습니다. 손실은 줄었을까요?

after_step = loss_function(model(batch_x), batch_y).item()
print(f"손실 {loss.item():.4f} → {after_step:.4f}")
assert after_step < loss.item()

# %%
# 조금 줄었습니다. 얼마나 어떻게 옮길지는 옵티마이저가 정합니다. 같은 기울기를 SGD와 :term:`Adam`에게 주고 손잡이마다 움직인
# 거리를 봅니다. 파라미터를 모두 벡터 하나로 이어 붙여 걸음의 앞과 뒤를 빼면 됩니다. 기울기가 영인 것은 뺍니다.


def distances(kind, lr):
    net = network(seed=2)
    loss_function(net(batch_x), batch_y).backward()
    before = nn.utils.parameters_to_vector(net.parameters()).detach()
    slope = torch.cat([p.grad.flatten() for p in net.parameters()])
    kind(net.parameters(), lr=lr).step()
    after = nn.utils.parameters_to_vector(net.parameters()).detach()
    keep = slope != 0
    return (after - before)[keep].abs(), slope[keep].abs()


# %%
# 거리를 작은 것부터 늘어놓고, 가운데 절반이 어디에서 어디까지인지 적습니다.

middle = torch.tensor([0.25, 0.75])
for kind, lr in [(torch.optim.SGD, 0.1), (torch.optim.Adam, 0.01)]:
    distance, slope = distances(kind, lr)
    spread = distance.quantile(middle).numpy()
    print(f"{kind.__name__}: {spread[0]:.5f}부터 {spread[1]:.5f}까지")
    if kind is torch.optim.SGD:
        assert torch.allclose(distance, lr * slope, atol=1e-6)
        assert spread[1] > 2 * spread[0]
    else:
        assert np.allclose(spread, lr, rtol=0.01)

# %%
# SGD는 기울기에 :term:`학습률`을 곱한 만큼 옮겼으니 손잡이마다 거리가 다릅니다. Adam의 첫걸음은 기울기의 크기와 거의 상관없이
# 학습률만큼입니다. 책임을 묻는 일과 고치는 일이 따로라서, 옵티마이저만 갈아 끼울 수 있습니다.

# %%
# .. _training-loop-nested:
#
# 반복문 두 겹
# ------------
#
# 배치 하나로 한 바퀴를 돌아 한 걸음을 걸었습니다. 문제집을 :term:`배치`로 나누어 끝까지 한 번 보는 것이 :term:`에포크`이고,
# 에포크도 여러 번 합니다. 그래서 반복문이 두 겹이고, 이것이 :term:`학습 루프`입니다.
#
# 흔히 보는 뼈대에는 이름 다섯이 정해지지 않은 채 나와서 그대로 옮기면 이름이 없다는 오류가 납니다. 다섯을 모두 정해 줍니다.
# ``TensorDataset``은 그림과 정답을 짝지어 두고, ``DataLoader``는 에포크마다 새로 섞어 배치로 나누어 줍니다.

from torch.utils.data import DataLoader, TensorDataset


def loader(*columns):
    order = torch.Generator().manual_seed(0)  # 섞는 차례를 정하는 씨앗
    data = TensorDataset(*columns)
    return DataLoader(data, batch_size=32, shuffle=True, generator=order)


num_epochs = 20
dataloader = loader(x, y)
model = network(seed=2)
loss_function = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)

# %%
# 안쪽 반복문은 몇 바퀴를 돌까요? 그림 :val:`n_train|,d`장을 서른두 장씩 나누면 마지막 배치에는 몇 장이 남을까요?

records = []
for epoch in range(num_epochs):
    for batch_x, batch_y in dataloader:
        prediction = model(batch_x)  # 풀고
        loss = loss_function(prediction, batch_y)  # 채점하고
        optimizer.zero_grad()  # 지난 노트를 지우고
        loss.backward()  # 오답 노트를 쓰고
        optimizer.step()  # 고칩니다
        records.append([epoch + 1, loss.item(), len(batch_y)])

# %%

n_train = len(x)
steps, last_size = len(records), records[-1][2]
per_epoch = -(-n_train // 32)  # 나누어 올림
print(f"{steps}바퀴 = {num_epochs} 에포크 × {per_epoch} 배치")
print(f"마지막 배치 {last_size}장")
assert steps == num_epochs * per_epoch
assert sum(size for *_, size in records) == num_epochs * n_train

# %%
# 그림마다 :val:`num_epochs`번씩 보았습니다. 뼈대는 반복문 두 겹이고 ``if``는 하나도 없습니다. 조건문은 기록하거나
# 멈출 때처럼 곁가지에만 쓰입니다. 그리고 네 단계에 없던 줄이 하나 더 있습니다. ``zero_grad()``는 잠시 뒤에 빼 봅니다.

# %%
# .. _training-loop-curve:
#
# 되풀이해서 보여 주면
# --------------------
#
# 같은 문제를 거듭 보면 손실이 어떻게 변할까요? 적어 둔 손실을 에포크마다 하나로 모읍니다. 적어 둔 것은 배치의
# **평균**이므로, 저마다 장수를 곱해 더하고 전체 장수로 나눕니다. 그림 한 장 한 장이 똑같은 무게로 들어갑니다.


def epoch_means(records):
    table = pd.DataFrame(records, columns=["에포크", "손실", "장수"])
    table["합"] = table["손실"] * table["장수"]
    sums = table.groupby("에포크")[["합", "장수"]].sum()
    return sums["합"] / sums["장수"]


means = epoch_means(records)

# %%

# sphinx_gallery_alt = "에포크에 따른 학습 손실. 첫 에포크의 <<first_mean|.2f>>에서 처음 다섯 에포크 동안 가파르게 내려가고, 그 뒤로는 천천히 내려가 마지막 에포크에는 <<last_mean|.2f>>입니다."
import matplotlib.pyplot as plt

from dlconcepts.records import History
from dlconcepts.viz import MUTED, PALETTE, use_korean_font
from dlconcepts.viz.training import plot_history

use_korean_font()
history = History({"epoch": e, "loss": value} for e, value in means.items())
ax = plot_history(history, names=("loss",))
ax.axhline(guessing, color=MUTED, ls=":")
ax.annotate("찍을 때의 손실", (num_epochs, 2.2), ha="right", va="top")
ax.set_title("같은 문제집을 거듭 풀면 손실이 줄어듭니다")
plt.show()

# %%
# 찍는 것보다 조금 나은 :val:`first_mean|.2f`에서 :val:`last_mean|.2f`까지 내려갔습니다. 처음에 크게 줄고 갈수록
# 더디게 줄어듭니다. 되풀이해서 보여 주며 파라미터를 고치는 이 일 전체가 학습입니다.

first_mean, last_mean = means.iloc[0], means.iloc[-1]
assert last_mean < 0.2 < first_mean < guessing
assert means.iloc[4] < first_mean / 2
trained = model  # 뒤에서 다시 봅니다

# %%
# .. _training-loop-zero-grad:
#
# 한 줄을 빼 봅니다
# -----------------
#
# ``zero_grad()``를 빼면 기울기가 지워지지 않고 쌓입니다. 지금까지의 오답 노트를 모두 더해 한꺼번에 고치는 셈입니다.
# :doc:`자동 미분 </auto_examples/05_autodiff/plot_03_torch_autograd>`에서 마흔 바퀴를 돌렸을 때는 답을 지나쳐 흔들렸습니다. 오래
# 기다리면 잦아들까요? 손실이 :math:`(w - 3)^2`인 손잡이 하나를 육백 바퀴 돌립니다. 답은 :math:`w = 3`입니다.


def one_knob(rounds, clear):
    w = torch.tensor(0.0, dtype=torch.float64, requires_grad=True)
    optimizer, path = torch.optim.SGD([w], lr=0.1), [0.0]
    for _ in range(rounds):
        loss = (w - 3) ** 2
        if clear:
            optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        path.append(w.item())
    return np.array(path)


# %%

kept, cleared = one_knob(600, clear=False), one_knob(600, clear=True)
for name, path in {"지움": cleared, "지우지 않음": kept}.items():
    for when, part in {"처음": path[:100], "마지막": path[-100:]}.items():
        low, high = part.min(), part.max()
        print(f"{name}, {when} 백 바퀴: {low:.2f}부터 {high:.2f}까지")

# %%
# 지우지 않은 쪽은 끝까지 처음과 **같은 폭**으로 흔들립니다. 까닭을 식으로 찾습니다. 답에서 벗어난 만큼을
# :math:`e_k = w_k - 3`, 그때까지 쌓인 기울기를 :math:`G_k`라고 하면 바퀴마다 이렇게 됩니다.
#
# .. math::
#
#    G_k = G_{k-1} + 2e_k, \qquad e_{k+1} = e_k - 0.1\,G_k
#
# 둘째 식에서 바로 앞 바퀴의 둘째 식을 빼면 :math:`G_k - G_{k-1}`이 나오는데, 첫째 식에서 :math:`2e_k`입니다.
#
# .. math::
#
#    e_{k+1} - 2e_k + e_{k-1} = -a\,e_k, \qquad a = 0.1 \times 2
#
# 마찰 없이 흔들리는 용수철의 식입니다. 이 움직임에는 변하지 않는 양이 있습니다.
#
# .. math::
#
#    Q_k = e_{k+1}^2 - (2 - a)\,e_{k+1} e_k + e_k^2
#
# 바퀴마다 계산해 정말 그대로인지 봅니다.

a = 0.1 * 2
now, after = kept[:-1] - 3, kept[1:] - 3
Q = after**2 - (2 - a) * after * now + now**2
print(f"Q: 처음 {Q[0]:.6f}, 마지막 {Q[-1]:.6f}")
assert np.allclose(Q, Q[0])
assert np.ptp(kept[-100:]) > 0.95 * np.ptp(kept[:100]) > 5
assert abs(cleared[-1] - 3) < 1e-9

# %%
# 그대로입니다. 답에 멈추려면 이 양이 영이 되어야 하니, 언제까지 기다려도 멈추지 않습니다. 손글씨에서는 어떨까요? 앞의
# 루프에서 **한 줄만** 뺐습니다.

forgetful = network(seed=2)
optimizer = torch.optim.SGD(forgetful.parameters(), lr=0.1)
dataloader, piled = loader(x, y), []
for epoch in range(12):
    for batch_x, batch_y in dataloader:
        prediction = forgetful(batch_x)
        loss = loss_function(prediction, batch_y)
        loss.backward()
        optimizer.step()
        piled.append([epoch + 1, loss.item(), len(batch_y)])

# %%

# sphinx_gallery_alt = "두 그림. 왼쪽은 손잡이 하나의 값으로, 지운 선은 점선으로 그은 답에 닿아 멈추고 지우지 않은 파선은 <<kept_low|.1f|과/와>> <<kept_high|.1f>> 사이를 끝없이 오갑니다. 오른쪽은 손글씨의 손실로, 지운 선은 내려가고 지우지 않은 파선은 잠깐 내려갔다가 점선으로 그은 찍을 때의 손실을 넘어 올라갑니다."
fig, (left, right) = plt.subplots(1, 2, figsize=(6.8, 3.9))
left.axhline(3, color=MUTED, ls=":")
left.plot(kept[:60], "--", color=PALETTE[1])
left.plot(cleared[:60], color=PALETTE[0])
left.set(xlabel="바퀴", title="손잡이 하나의 값")
right.axhline(guessing, color=MUTED, ls=":")
piled_means = epoch_means(piled)
right.plot(piled_means, "s--", color=PALETTE[1], label="지우지 않음")
right.plot(means[:12], "o-", color=PALETTE[0], label="걸음마다 지움")
right.set(xlabel="에포크", title="손글씨의 손실", xticks=range(0, 13, 3))
fig.legend(loc="outside lower center", ncols=2)
fig.suptitle("지우지 않으면 답에 멈추지 못합니다")
plt.show()

# %%
# 잠깐 배우는 듯하다가 점선, 곧 찍을 때의 손실보다 나빠졌습니다. 마지막 에포크의 평균은 :val:`piled_last|.1f`입니다. 오류도
# 경고도 없었습니다.

kept_low, kept_high = kept.min(), kept.max()
piled_last = piled_means.iloc[-1]
assert piled_last > guessing > 5 * means[12]

# %%
# .. _training-loop-validation:
#
# 처음 보는 문제로 확인합니다
# ---------------------------
#
# 손실이 줄었다고 실력이 늘었다는 뜻은 아닙니다. 같은 문제집을 거듭 풀면서 답을 외워도 손실은 줄어듭니다. 그래서 떼어 둔
# :term:`검증 데이터`로 따로 봅니다. 이번에는 뉴런을 늘리고 드롭아웃을 켭니다. 먼저 에포크 하나를 배우는 함수입니다. 손실에
# 장수를 곱해 모으는 것도 함께 합니다.


def learn_epoch(model, optimizer, batches):
    model.train()
    total, n = 0.0, 0
    for batch_x, batch_y in batches:
        loss = loss_function(model(batch_x), batch_y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(batch_y)
        n += len(batch_y)
    return total / n


# %%
# 확인하는 함수에는 고치는 줄이 없습니다. ``eval()``은 드롭아웃처럼 시험을 볼 때 달라지는 부품에 알리는 스위치이고,
# ``no_grad``는 역전파에 쓸 기록을 남기지 않게 합니다.


def check(model, x, y):
    model.eval()
    with torch.no_grad():
        z = model(x)
    correct = (z.argmax(dim=1) == y).float().mean().item()
    return loss_function(z, y).item(), correct


# %%
# 라이브러리의 ``train_epoch``과 ``evaluate``도 같은 일을 합니다. 같은 파라미터에서 출발해 같은 수를 내는지 견줍니다.

from dlconcepts.training import evaluate, train_epoch

mine, theirs = (network(2, width=64, p=0.2) for _ in range(2))
torch.manual_seed(0)  # 드롭아웃이 같은 뉴런을 끄게 합니다
sgd = torch.optim.SGD(mine.parameters(), lr=0.1)
my_mean = learn_epoch(mine, sgd, loader(x, y))
torch.manual_seed(0)
sgd = torch.optim.SGD(theirs.parameters(), lr=0.1)
their_mean = train_epoch(
    theirs, loader(x, y), loss_function, sgd, device="cpu"
)
found = evaluate(theirs, [(x_valid, y_valid)], loss_function, device="cpu")
print(f"학습 손실 {my_mean:.6f} {their_mean:.6f}")
print(f"검증 손실 {check(mine, x_valid, y_valid)[0]:.6f} {found.loss:.6f}")
assert np.isclose(my_mean, their_mean)
assert np.isclose(check(mine, x_valid, y_valid)[0], found.loss)

# %%
# 같습니다. ``eval()``이나 ``no_grad``를 빠뜨리면 어떻게 될까요?

mine.train()
without_eval = [loss_function(mine(x_valid), y_valid).item() for _ in range(2)]
with_eval = [check(mine, x_valid, y_valid)[0] for _ in range(2)]
recorded = mine(x_valid).grad_fn is not None
print("eval()을 빠뜨리고 두 번", np.round(without_eval, 3))
print("eval()을 부르고 두 번  ", np.round(with_eval, 3))
print("no_grad를 빠뜨리면 기록이 남는가:", "예" if recorded else "아니요")
assert without_eval[0] != without_eval[1]
assert with_eval[0] == with_eval[1]
assert recorded

# %%
# ``eval()``을 빠뜨리면 드롭아웃이 켜진 채라, 같은 문제인데도 손실이 잴 때마다 다릅니다. ``no_grad``를 빠뜨리면 답은
# 같지만 쓰지 않을 기록이 메모리에 남습니다.

# %%
# .. _training-loop-stop:
#
# 언제 멈출까요
# -------------
#
# 검증 손실이 가장 낮았던 때의 파라미터를 간직해 두고, 한동안 더 나아지지 않으면 그만둡니다. :term:`조기 종료`입니다. 몇
# 에포크를 기다릴지가 ``patience``입니다. 이제야 조건문이 나옵니다.


def fit(model, batches, valid, epochs=60, patience=8):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    history, best = History(), np.inf
    for epoch in range(epochs):
        loss = learn_epoch(model, optimizer, batches)
        valid_loss, _ = check(model, *valid)
        row = {"epoch": epoch + 1, "loss": loss, "valid/loss": valid_loss}
        history.append(row)
        if valid_loss < best:
            best, best_epoch = valid_loss, epoch
            saved = copy.deepcopy(model.state_dict())  # 파라미터의 사본
        elif epoch - best_epoch == patience:
            break
    model.load_state_dict(saved)  # 가장 좋았던 때로 돌아갑니다
    return history


# %%
# 여덟 에포크를 기다리기로 했습니다. 많아야 예순 에포크인데, 몇 번째에서 그만둘까요?

model = network(2, width=64, p=0.2)
history = fit(model, loader(x, y), (x_valid, y_valid))
stopped = len(history)
best_epoch = int(history["valid/loss"].argmin()) + 1
print(f"{stopped}에포크에서 그만두고 {best_epoch}에포크로 돌아갔습니다.")

# %%

# sphinx_gallery_alt = "에포크에 따른 두 손실. 학습 손실은 조금씩 오르내리며 끝까지 낮아집니다. 검증 손실은 <<best_epoch>>에포크의 <<best_loss|.2f>>까지 내려갔다가 더 내려가지 못하고 오르내리며, <<stopped>>에포크에서 그림이 끝납니다. 가장 낮은 곳에 세로 점선이 있습니다."
ax = plot_history(history)
ax.axvline(best_epoch, color=MUTED, ls=":")
ax.set_yscale("log")
ax.set_title("검증 손실이 바닥이던 때로 돌아갑니다")
plt.show()

# %%
# 그 뒤로 학습 손실은 더 낮아졌지만 검증 손실은 :val:`best_loss|.3f`에서 더 낮아지지 않았습니다. 처음 몇 에포크에서 학습 손실이
# 더 높은 것은, 에포크의 첫걸음부터 드롭아웃을 켠 채로 쟀기 때문입니다. 검증 손실은 에포크를 마치고 드롭아웃을 끈 다음
# 쟀습니다. 멈출 때를 고르는 데 검증 데이터를 썼으니, 실력은 한 번도 쓰지 않은 :term:`평가 데이터`로 말합니다.

best_loss = history["valid/loss"].min()
valid_loss, valid_correct = check(model, x_valid, y_valid)
test_loss, test_correct = check(model, x_test, y_test)
print(f"검증 손실 {valid_loss:.3f}   평가 정확도 {test_correct:.1%}")
assert np.isclose(valid_loss, best_loss)
assert stopped == best_epoch + 8 < 60
assert history["loss"][best_epoch:].min() < history["loss"][best_epoch - 1]
assert history["loss"][-1] < history["valid/loss"][-1] / 2
assert test_correct > 0.93

# %%
# .. _training-loop-any-input:
#
# 글을 넣어도 같은 루프입니다
# ---------------------------
#
# 학습은 결국 파라미터의 값을 고르는 일이고, 값이 다르면 같은 모양의 신경망도 다른 함수가 됩니다. 무엇을 넣든 루프는
# 가리지 않습니다. 그림을 넣으면 컴퓨터 비전, 글을 넣으면 자연어 처리라고 부를 뿐입니다. 이번에는 긍정인지 부정인지 가릴
# 한국어 문장입니다. 루프를 몇 줄이나 고쳐야 할까요?

from dlconcepts.datasets.sentences import make_sentences

sentences = make_sentences(seed=0)
for text, label in zip(
    sentences.train.texts[:3], sentences.train.labels[:3], strict=True
):
    print(f"{sentences.train.names[label]}  {text}")

# %%
# 문장은 띄어 쓴 마디인 어절의 번호로 바꾸어 두었습니다. ``EmbeddingBag``은 번호마다 벡터 하나(:term:`임베딩`)를 두고 문장에
# 나온 것을 평균합니다. 길이를 맞추려고 채운 번호 :math:`0`은 세지 않습니다. 그 뒤에 층 하나를 둔 모델로, 위의 ``fit``을
# **한 글자도 고치지 않고** 부릅니다.


def numbers(part):
    return torch.tensor(part.words), torch.tensor(part.labels)


torch.manual_seed(0)
words = len(sentences.train.vocabulary)
reader = nn.Sequential(
    nn.EmbeddingBag(words, 16, padding_idx=0), nn.Linear(16, 2)
)
read = fit(reader, loader(*numbers(sentences.train)), numbers(sentences.valid))
_, read_correct = check(reader, *numbers(sentences.test))
print(f"{len(read)}에포크   평가 정확도 {read_correct:.1%}")
assert read_correct > 0.75

# %%
# 처음 보는 문장의 :val:`read_correct|.0%|을/를` 맞힙니다. 바뀐 것은 데이터와 모델뿐입니다. 더 맞히려면 루프가 아니라 모델을
# 바꾸어야 합니다. 어절은 모두 같고 차례만 다른데 답이 반대인 문장들이 있고, 평균하는 모델은 그런 문장을 가릴 수 없습니다
# (:doc:`차례를 읽는 모델 </auto_examples/11_io_structures/plot_03_many_to_one>`).

# %%
# .. _training-loop-library:
#
# 요리법과 믹서기
# ---------------
#
# 루프는 요리법과 같습니다. 재료를 넣고, 단추를 누르고, 다 될 때까지 되풀이합니다. 힘든 일은 믹서기, 곧 라이브러리의 함수가
# 합니다. 우리가 적은 루프가 도는 횟수와, 그동안 라이브러리가 행렬 곱에서 한 곱셈의 수를 셉니다. 층마다 순전파에서
# 행렬 곱 한 번, 역전파에서 두 번입니다. 다만 그림의 기울기는 구하지 않으므로 맨 앞 층의 역전파는 한 번입니다.

forward = 64 * 32 + 32 * 10  # 그림 한 장의 순전파
backward = forward + 32 * 10
multiplications = num_epochs * n_train * (forward + backward)
print(f"루프 {steps:,}바퀴, 곱셈 {multiplications:,}번")
print("torch.relu의 종류:", type(torch.relu).__name__)

# %%
# 우리가 적은 몇 줄이 :val:`steps`바퀴 도는 동안 곱셈은 :val:`hundred_million|.1f`억 번인데, 그 곱셈을 하나씩 하는 반복문은
# 우리 코드에 없습니다. ``builtin``은 파이썬으로 적힌 함수가 아니라는 뜻입니다. PyTorch의 셈은 주로 C++로, GPU에서는 CUDA로
# 적혀 있습니다. 그렇다고 속에서 다른 것을 구하지는 않습니다. 같은 그림과 같은 파라미터를 NumPy로 적은 우리 엔진
# ``Value``에 넣고 기울기를 견줍니다.

from dlconcepts.autodiff import Value, cross_entropy

model = network(seed=2)
loss_function(model(x[:32]), y[:32]).backward()
W1, b1, W2, b2 = (Value(p.detach().numpy().T) for p in model.parameters())
h = (x[:32].numpy() @ W1 + b1).relu()
cross_entropy(h @ W2 + b2, y[:32].numpy()).backward()
pairs = zip((W1, b1, W2, b2), model.parameters(), strict=True)
gap = max(np.abs(v.grad.T - p.grad.numpy()).max() for v, p in pairs)
print(f"가장 큰 기울기의 차이 {gap:.0e}")
hundred_million = multiplications / 1e8
assert gap < 1e-6
assert type(torch.relu).__name__ == "builtin_function_or_method"

# %%
# :term:`반올림 오차`뿐입니다. 믹서기의 뚜껑을 열어 보고 싶으면 :doc:`엔진 </auto_examples/05_autodiff/plot_02_engine>`을 읽으면
# 됩니다.

# %%
# .. _training-loop-trap:
#
# 흔한 함정: 화면에 찍힌 손실
# ---------------------------
#
# 루프의 바깥쪽 끝에는 흔히 ``print(epoch, loss.item())``이 있고, 그 수를 “이 에포크의 손실”이라고 읽습니다. 확인해 봅니다.
# 그 ``loss``는 안쪽 반복문이 **마지막으로** 남긴 것, 곧 그림 :val:`last_size`장의 손실입니다. 위에서 적어 둔 기록에서 그
# 수와 에포크의 평균을 함께 그립니다. 두 선은 얼마나 가까울까요?

# sphinx_gallery_alt = "에포크에 따른 두 선. 에포크의 평균은 매끄럽게 내려갑니다. 마지막 배치의 손실을 이은 선은 그 둘레를 위아래로 튀며, <<printed_up>>번이나 앞 에포크보다 올라갑니다."
printed = np.array([loss for _, loss, size in records if size == last_size])
fig, ax = plt.subplots()
ax.plot(
    means.index,
    printed,
    "s--",
    color=PALETTE[1],
    label="찍힌 손실 (마지막 배치)",
)
ax.plot(means, "o-", color=PALETTE[0], label="에포크의 평균")
ax.set(xlabel="에포크", ylabel="손실", yscale="log")
ax.set_xticks(range(0, num_epochs + 1, 5))
ax.set_title("마지막 배치 하나는 에포크를 대표하지 못합니다")
ax.legend()
plt.show()

# %%
# 앞 에포크보다 올라간 것이 평균은 :val:`mean_up`번, 찍힌 손실은 :val:`printed_up`번입니다. 찍힌 손실이 올라간 것을 보고
# “이번에는 나빠졌네”라고 말하면 잡음을 읽은 것입니다.

printed_up = int((np.diff(printed) > 0).sum())
mean_up = int((np.diff(means) > 0).sum())
assert printed_up >= 4 > mean_up

# %%
# 파라미터를 멈추어 놓고 보면 더 분명합니다. 이 루프로 배운 신경망으로 문제집을 한 번 훑으며 배치마다의 손실을 적습니다.
# 장수로 무게를 준 평균, 그냥 평균, 마지막 배치 가운데 한꺼번에 채점한 손실과 같은 것은 어느 것일까요?

with torch.no_grad():
    whole = loss_function(trained(x), y).item()
    pieces = [
        (loss_function(trained(piece), answers).item(), len(answers))
        for piece, answers in loader(x, y)
    ]
each, sizes = np.array(pieces).T
weighted, plain = np.average(each, weights=sizes), each.mean()
print(f"한꺼번에 {whole:.5f}   무게를 준 평균 {weighted:.5f}")
print(f"그냥 평균 {plain:.5f}   마지막 배치 {each[-1]:.5f}")
print(f"배치마다의 손실 {each.min():.3f}부터 {each.max():.3f}까지")
assert np.isclose(weighted, whole, rtol=1e-5)
assert not np.isclose(plain, whole, rtol=1e-4)
assert each.max() > 3 * each.min()
assert whole < last_mean

# %%
# 장수로 무게를 준 평균만 같습니다. 그냥 평균하면 작은 마지막 배치의 그림이 더 무겁게 세어집니다. 배치 하나의 손실은
# :val:`lowest|.2f`에서 :val:`highest|.2f`까지 퍼져 있으니, 무엇이 찍히느냐는 제비뽑기입니다. 에포크의 평균에도 조심할 것이 하나
# 있습니다. 걸으면서 잰 것이라 에포크의 앞쪽 배치는 덜 배운 파라미터로 채점했습니다. 마지막 에포크의 평균은 :val:`last_mean|.3f`인데,
# 다 걷고 나서 채점하면 :val:`whole|.3f`입니다.

lowest, highest = each.min(), each.max()

# %%
# .. _training-loop-summary:
#
# 정리
# ----
#
# - 학습 루프는 풀고, 채점하고, 책임을 묻고, 고치는 네 단계를 에포크마다 배치마다 되풀이합니다. 파라미터는 마지막 단계에서만
#   바뀝니다.
# - 기울기는 걸음마다 지웁니다. 지우지 않으면 답을 지나쳐 흔들리고, 오류는 나지 않습니다.
# - 에포크의 손실은 장수로 무게를 준 평균입니다. 멈출 때는 검증 손실로 정하고, 실력은 평가 데이터로 말합니다.

# %%
# .. _training-loop-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** ``zero_grad()``는 네 단계 사이의 어디에 두어도 될까요? 손잡이 하나로 네 자리를 모두 시험해 보세요.
#
# .. dropdown:: 답 보기
#
#    세 자리는 모두 같은 답 :val:`fine_place|.3f`에 닿습니다. 오답 노트를 쓴 뒤, 고치기 전에 지우면 고칠 것이 없어
#    :val:`bad_place|.0f`에서 한 걸음도 움직이지 않습니다. 이때도 오류는 나지 않습니다.


def with_clearing(place):
    w = torch.tensor(0.0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)

    def here(name):
        if name == place:
            optimizer.zero_grad()

    for _ in range(60):
        here("풀기 전")
        loss = (w - 3) ** 2
        here("노트를 쓰기 전")
        loss.backward()
        here("노트를 쓴 뒤")
        optimizer.step()
        here("고친 뒤")
    return w.item()


# %%

places = ["풀기 전", "노트를 쓰기 전", "노트를 쓴 뒤", "고친 뒤"]
reached = {place: with_clearing(place) for place in places}
for place, w in reached.items():
    print(f"{place}: w = {w:.3f}")
bad_place = reached.pop("노트를 쓴 뒤")
fine_place = reached["고친 뒤"]
assert bad_place == 0
assert np.allclose(list(reached.values()), 3, atol=1e-4)

# %%
# **둘.** 지우지 않는 것은 지난 기울기를 모두 기억하는 셈입니다. :term:`모멘텀`도 지난 기울기를 기억합니다. 둘은 무엇이
# 다를까요? ``zero_grad()``를 제대로 부르면서 모멘텀의 세기를 :math:`1.0`으로 하고 견주어 보세요.
#
# .. dropdown:: 답 보기
#
#    모멘텀은 걸음마다 기억에 세기를 곱해 줄입니다. 세기가 :math:`1.0`이면 아무것도 잊지 않으므로, 지우지 않은 것과 육백
#    바퀴를 끝까지 같은 길로 걷습니다. 흔히 쓰는 :math:`0.9`는 조금씩 잊습니다. 그래서 흔들림이 잦아들어 답에 멈춥니다.


def with_momentum(beta, rounds=600):
    w = torch.tensor(0.0, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1, momentum=beta)
    path = [0.0]
    for _ in range(rounds):
        optimizer.zero_grad()
        ((w - 3) ** 2).backward()
        optimizer.step()
        path.append(w.item())
    return np.array(path)


# %%

momentum_gap = np.abs(with_momentum(1.0) - kept).max()
with_friction = abs(with_momentum(0.9)[-1] - 3)
print(f"세기 1.0: 지우지 않은 것과의 차이 {momentum_gap:.6f}")
print(f"세기 0.9: 답까지 남은 거리 {with_friction:.6f}")
assert momentum_gap < 1e-9
assert with_friction < 1e-6

# %%
# **셋.** 기다리는 에포크의 수를 바꾸면 어디에서 그만둘까요? 다시 학습할 것 없이, 적어 둔 검증 손실을 앞에서부터 읽으면
# 됩니다.
#
# .. dropdown:: 답 보기
#
#    하나만 기다리면 :val:`hasty[1]`에포크에서 그만두고, 간직한 검증 손실은 :val:`hasty[2]|.3f`입니다. 여덟을 기다려 얻은
#    :val:`best_loss|.3f`보다 나쁩니다. 검증 손실도 오르내리므로 한 번 올랐다고 그만두면 성급합니다. 오래 기다리면 그만큼
#    시간이 듭니다.


def stop(losses, patience):
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch - best == patience:
            break
    return [patience, epoch + 1, float(losses[best])]


waits = [stop(history["valid/loss"], patience) for patience in (1, 2, 4, 8)]
hasty = waits[0]
columns = ["기다린 에포크", "그만둔 에포크", "간직한 검증 손실"]
assert waits[-1][1] == stopped
assert hasty[2] > best_loss
pd.DataFrame(waits, columns=columns).round(3)

# %%
# .. _training-loop-next:
#
# 다음 쪽
# -------
#
# 루프를 멀리서 보았으니 이제 한 걸음을 들여다봅니다. 고양이를 오리라고 한 신경망이 한 걸음 뒤에 무엇이라고 하는지는
# :doc:`한 걸음의 안쪽 </auto_examples/07_training/plot_02_one_step_in_detail>`에서 봅니다.
