"""
Trainer 안에는 무엇이 들어 있을까요?
====================================

학습 루프를 대신 돌려 주는 도구를 쓰면 편합니다. 그런데 그 안에서 우리가 모르는 일이 벌어지고 있지는 않을까요?
아는 루프를 손으로 적고, 두 쪽이 남긴 가중치를 한 비트까지 견줍니다.
같다면 도구가 더해 주는 것만 골라 쓰면 되고, 궁금하면 열어서 읽으면 됩니다.

- **할 것**: 맨손으로 쓴 학습 루프와 ``Trainer``를 나란히 돌려 가중치를 비트까지 견주고, 더해진 것을 하나씩 켜 봅니다.
- **배울 것**: ``Trainer``의 걸음은 우리가 쓴 루프의 걸음입니다. 검증, 기록, 조기 종료, 진행 막대는 걸음과 걸음 사이에 있습니다.
- **필요한 것**: :doc:`학습 루프 </auto_examples/07_training/plot_01_training_loop>`,
  :doc:`미니배치 </auto_examples/04_backpropagation/plot_04_minibatch>`. PyTorch와 scikit-learn을 씁니다.
"""

# %%
# .. _trainer-naked:
#
# 맨손으로 쓴 루프
# ----------------
#
# 손글씨 숫자와 작은 신경망을 준비합니다. 신경망에 :term:`드롭아웃`을 넣어 둡니다. 드롭아웃은 걸음마다 난수를 쓰므로, 어디선가 난수를
# 한 번만 더 써도 그 뒤가 모두 달라집니다. 같은지 보려면 이렇게 까다로운 신경망이 좋습니다.

import numpy as np
import torch
from torch import nn

from dlconcepts.datasets.digits import load_digits

torch.set_num_threads(1)  # 이만큼 작은 계산은 코어 하나가 더 빠릅니다
digits = load_digits(seed=0)
pairs = [(part.images.reshape(len(part), -1), part.labels) for part in digits]
(x, y), (x_valid, y_valid), _ = [tuple(map(torch.tensor, p)) for p in pairs]
x, y = x[:620], y[:620]  # 견주는 데에는 절반이면 넉넉합니다
print("학습", tuple(x.shape), "검증", tuple(x_valid.shape))

# %%


def network():
    torch.manual_seed(0)
    hidden = [nn.Linear(64, 32), nn.ReLU(), nn.Dropout(0.1)]
    return nn.Sequential(*hidden, nn.Linear(32, 10))


loss_fn = nn.CrossEntropyLoss()

# %%
# 루프입니다. 에포크마다 섞고, 잘라서 배치로 만들고, 네 단계를 되풀이합니다. 섞는 순서는 씨앗에 에포크의 번호를 더한 수로 정합니다.
# 그래야 앞의 에포크를 돌리지 않고도 몇 번째 에포크의 순서든 알 수 있습니다.


def naked_loop(model, x=x, y=y, epochs=3, seed=0):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
    torch.manual_seed(seed)  # 드롭아웃의 난수
    for epoch in range(epochs):
        shuffle = torch.Generator().manual_seed(seed + epoch)
        order = torch.randperm(len(x), generator=shuffle)
        for rows in order.split(32):
            loss = loss_fn(model(x[rows]), y[rows])  # 순전파와 손실
            optimizer.zero_grad()
            loss.backward()  # 역전파
            optimizer.step()  # 갱신
    return model


# %%

by_hand = naked_loop(network())
steps = 3 * len(torch.arange(len(x)).split(32))
print(f"{steps}걸음을 걸었습니다. 마지막 층의 편향 셋:")
print(by_hand[3].bias[:3].tolist())

# %%
# .. _trainer-same:
#
# 비트까지 같을까요?
# ------------------
#
# 같은 처음 가중치, 같은 옵티마이저, 같은 씨앗을 ``Trainer``에 넘깁니다. ``TrainConfig``는 무엇을 얼마나 할지를 적은 쪽지이고,
# ``fit``이 배우는 일입니다.

from dlconcepts.training import TrainConfig, Trainer

config = TrainConfig(epochs=3, batch_size=32, seed=0, progress=False)


def trainer_for(model, config=config, lr=0.003, **more):
    adam = torch.optim.Adam(model.parameters(), lr=lr)
    return Trainer(model, adam, loss_fn, config, device="cpu", **more)


by_trainer = network()
trainer = trainer_for(by_trainer)
trainer.fit((x, y))

# %%
# 견주는 기준을 엄하게 잡습니다. ``allclose``는 조금 다른 수도 같다고 합니다. ``torch.equal``은 모든 수가 **똑같아야** 참입니다.
# 얼마나 엄한지 보려고, 가중치 하나를 컴퓨터가 적을 수 있는 바로 다음 수로 바꾸어 봅니다.


def same(one, other):
    both = zip(one.parameters(), other.parameters(), strict=True)
    return all(torch.equal(p, q) for p, q in both)


nudged = network()
nudged.load_state_dict(by_hand.state_dict())
weight = nudged[0].weight.data
weight[0, 20] = torch.nextafter(weight[0, 20], torch.tensor(1.0))
print("torch.equal의 대답:", same(by_hand, nudged))
print("allclose의 대답:   ", torch.allclose(by_hand[0].weight, weight))
assert not same(by_hand, nudged)

# %%
# 끝까지 걸은 두 신경망은 어떨까요?

print(f"{trainer.step}걸음 뒤에 같은가:", same(by_hand, by_trainer))
assert trainer.step == steps
assert same(by_hand, by_trainer)
assert not same(by_hand, network())

# %%
# 같습니다. 이천 개가 넘는 파라미터에서 한 비트도 다르지 않습니다. ``Trainer``는 위의 반복문과 **같은 일을 같은 순서로** 한 셈입니다.

# %%
# .. _trainer-options:
#
# 걸음을 바꾸는 설정
# ------------------
#
# 걸음 자체를 바꾸는 설정이 셋 있습니다.
#
# - **누적**(``accumulate``): 배치 몇 개의 기울기를 모아 한 걸음을 걷습니다(:term:`기울기 누적`).
# - **자르기**(``clip_norm``): 모든 기울기를 한 줄로 이은 벡터의 길이가 정한 값을 넘으면 그 값으로 줄입니다. 방향은 그대로입니다.
# - **학습률의 계획**(``scheduler``): 걸음마다 :term:`학습률`에 곱하는 수를 바꿉니다.
#
# 손으로 쓴 루프에도 넣습니다. 먼저 한 걸음입니다. 모은 배치의 크기가 다를 수 있으므로, 배치의 평균 손실에 그 배치의 **예제 수가
# 차지하는 몫**을 곱합니다.


def one_step(model, optimizer, group, clip_norm):
    optimizer.zero_grad()
    n = sum(len(rows) for rows in group)  # 한 걸음에 쓰는 예제의 수
    for rows in group:
        loss = loss_fn(model(x[rows]), y[rows])
        # 나누는 수가 몫 len(rows) / n의 역수입니다. 기울기는 더해져 쌓입니다
        (loss / (n / len(rows))).backward()
    if clip_norm is not None:
        nn.utils.clip_grad_norm_(model.parameters(), clip_norm)
    optimizer.step()


# %%


def full_loop(model, accumulate=1, clip_norm=None, scheduler=lambda t: 1):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
    plan = torch.optim.lr_scheduler.LambdaLR(optimizer, scheduler)
    torch.manual_seed(0)
    for epoch in range(3):
        shuffle = torch.Generator().manual_seed(epoch)
        batches = torch.randperm(len(x), generator=shuffle).split(32)
        for first in range(0, len(batches), accumulate):
            group = batches[first : first + accumulate]
            one_step(model, optimizer, group, clip_norm)
            plan.step()
    return model


# %%
# ``LambdaLR``은 걸음의 번호를 함수에 넣어 나온 수를 처음 학습률에 곱합니다. 처음 열 걸음 동안 올라갔다가 코사인 곡선을 따라
# 내려가는 계획을 씁니다. ``Trainer``가 정말 그 학습률로 걷는지 걸음마다 적습니다. ``on_batch_end``에 넘긴 함수는 걸음이 끝날
# 때마다 불립니다.

# sphinx_gallery_alt = "걸음마다의 학습률. 열 걸음 동안 곧게 올라가 <<peak|.3f>>에 이른 다음, 코사인 곡선을 따라 부드럽게 내려가 <<steps>>걸음째에는 0에 가깝습니다."
import matplotlib.pyplot as plt

from dlconcepts.training import cosine, linear_warmup
from dlconcepts.viz import PALETTE, use_korean_font
from dlconcepts.viz.training import plot_history

use_korean_font()
warm = linear_warmup(10, then=cosine(steps - 10))
rates = []
watched = {"on_batch_end": [lambda trainer, step: rates.append(step.lr)]}
trainer_for(network(), scheduler=warm, **watched).fit((x, y))
fig, ax = plt.subplots(figsize=(6.5, 3))
ax.plot(range(1, steps + 1), rates, color=PALETTE[0])
ax.set(xlabel="걸음", ylabel="학습률", title="올라갔다가 내려가는 계획")
plt.show()

# %%
# 설정마다 두 루프를 돌립니다. 설정이 정말 길을 바꾸었는지도 봅니다. 아무것도 바꾸지 못한 설정이라면 같은 것이 당연하기
# 때문입니다.

import pandas as pd

peak, last_rate = max(rates), rates[-1]
few_steps, short = {"accumulate": 4}, {"clip_norm": 0.5}
plan = {"scheduler": warm}
settings = {
    "그대로": ({}, {}),
    "누적 4": (few_steps, {}),
    "자르기 0.5": (short, {}),
    "계획": ({}, plan),
    "셋 모두": (few_steps | short, plan),
}

# %%

from dataclasses import replace

rows = {}
for name, (options, more) in settings.items():
    hand, tool = full_loop(network(), **options, **more), network()
    trainer_for(tool, replace(config, **options), **more).fit((x, y))
    rows[name] = [same(hand, tool), not same(hand, by_hand)]

# %%

table = pd.DataFrame(rows, index=["Trainer와 같은가", "길이 바뀌었는가"]).T
assert table["Trainer와 같은가"].all()
assert table["길이 바뀌었는가"].tolist() == [False] + [True] * 4
assert last_rate < 0.01 * peak
table.replace({True: "예", False: "아니요"})

# %%
# 네 설정이 저마다 다른 길을 걷게 했고, 그때마다 ``Trainer``는 손으로 쓴 루프와 비트까지 같습니다.

# %%
# .. _trainer-accumulate:
#
# 누적은 큰 배치와 같을까요?
# --------------------------
#
# 네 배치를 모아 걸으면 네 배 큰 배치로 걷는 것과 같아야 합니다. 큰 배치와 두 가지를 견줍니다. 하나는 위에서처럼 예제 수의 몫을
# 곱한 것이고, 다른 하나는 흔히 하듯 **무조건 넷으로 나눈** 것입니다. 드롭아웃은 난수를 쓰는 순서가 달라지므로 끄고,
# :term:`확률적 경사 하강법`으로 배웁니다. 반올림의 몫을 가려내려고 두 가지 정밀도로 합니다.


def walk(dtype, size, accumulate, weighted=True):
    model = network().to(dtype).eval()  # 드롭아웃을 끕니다
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(3):
        shuffle = torch.Generator().manual_seed(epoch)
        batches = torch.randperm(len(x), generator=shuffle).split(size)
        for first in range(0, len(batches), accumulate):
            group = batches[first : first + accumulate]
            n = sum(map(len, group)) if weighted else len(group)
            optimizer.zero_grad()
            for rows in group:
                share = (len(rows) if weighted else 1) / n
                (share * loss_fn(model(x[rows].to(dtype)), y[rows])).backward()
            optimizer.step()
    return nn.utils.parameters_to_vector(model.parameters()).detach()


# %%

rows = {}
for dtype in (torch.float32, torch.float64):
    big = walk(dtype, 128, 1)
    right = walk(dtype, 32, 4)
    wrong = walk(dtype, 32, 4, weighted=False)
    gaps = [(other - big).abs().max().item() for other in (right, wrong)]
    rows[str(dtype).removeprefix("torch.")] = gaps
gaps = pd.DataFrame(rows, index=["몫을 곱함", "무조건 넷으로 나눔"]).T
assert gaps.iloc[0, 0] < 1e-5
assert gaps.iloc[1, 0] < 1e-12
assert gaps["무조건 넷으로 나눔"].min() > 1e-3
gaps.map("{:.0e}".format)

# %%
# 몫을 곱하면 큰 배치와의 차이가 :term:`반올림 오차`뿐입니다. 자릿수를 늘리면 차이도 그만큼 작아지는 것이 그 증거입니다. 더하는
# 순서가 달라서 비트까지 같지는 않습니다. 무조건 넷으로 나누면 자릿수를 늘려도 차이가 줄지 않습니다. 마지막 배치에는 예제가
# :val:`last_batch`개뿐인데 다른 배치와 같은 몫을 주었기 때문입니다. ``Trainer``는 몫을 곱합니다.

last_batch = len(x) % 32

# %%
# .. _trainer-history:
#
# 걸음과 걸음 사이에 더해지는 것
# ------------------------------
#
# 이제 ``Trainer``가 더해 주는 것을 켭니다. 첫째는 **검증과 기록**입니다. 검증 데이터와 지표를 넘기면 에포크마다 재어 적습니다.
# 그러면 걸음이 달라질까요?

from dlconcepts.metrics import accuracy

checked = network()
trainer = trainer_for(checked, metrics={"정확도": accuracy})
history = trainer.fit((x, y), (x_valid, y_valid))
print("검증을 켜도 같은가:", same(by_hand, checked))
assert same(by_hand, checked)
history.to_frame().round(4)

# %%
# 같습니다. 검증할 때는 드롭아웃을 끄므로 난수를 쓰지 않고, 기울기도 구하지 않으며, 끝나면 배우던 상태로 되돌립니다. 기록은 표가
# 되고 그림이 됩니다. ``loss``는 마지막 배치의 손실이 아니라 에포크의 **모든 예제**에서 잰 손실의 평균입니다. 첫 에포크를 손으로
# 다시 잽니다.

model, total = network(), 0.0
adam = torch.optim.Adam(model.parameters(), lr=0.003)
torch.manual_seed(0)
order = torch.randperm(len(x), generator=torch.Generator().manual_seed(0))
for rows in order.split(32):
    loss = loss_fn(model(x[rows]), y[rows])
    adam.zero_grad()
    loss.backward()
    adam.step()
    total += loss.item() * len(rows)
first_loss = total / len(x)
print(f"손으로 {first_loss:.6f}, 기록 {history['loss'][0]:.6f}")
assert np.isclose(first_loss, history["loss"][0], rtol=1e-12)

# %%
# .. _trainer-early-stopping:
#
# 스스로 멈추기
# -------------
#
# 둘째는 :term:`조기 종료`입니다. 검증 손실이 몇 에포크 동안 나아지지 않으면 그만둡니다. 백 장만 배우게 하면 금방 외우기
# 시작하므로 멈출 때가 옵니다. 많아야 이백 에포크로 두고, 다섯 에포크를 기다리게 합니다.

from dlconcepts.training import EarlyStopping

few = (x[:100], y[:100])
long, rule = replace(config, epochs=200), EarlyStopping(patience=5)
stopper = trainer_for(network(), long, lr=0.01, early_stopping=rule)
stopped = stopper.fit(few, (x_valid, y_valid))
best = int(stopped["valid/loss"].argmin()) + 1
print(f"{len(stopped)}번째 에포크에서 멈춤, 가장 낮은 검증 손실은 {best}번째")
assert len(stopped) == best + 5 < 200

# %%

# sphinx_gallery_alt = "에포크에 따른 두 손실. 학습 손실은 조금씩 튀면서 끝까지 내려가는 흐름입니다. 검증 손실은 <<best>>번째 에포크에서 바닥을 친 뒤 나아지지 않고, <<stopped_at>>번째 에포크에서 학습이 멈춥니다."
stopped_at = len(stopped)
ax = plot_history(stopped)
ax.set_title("다섯 에포크를 기다려 보고 멈춥니다")
plt.show()

# %%
# 바닥은 지나 보아야 바닥인 줄 압니다. :ref:`손으로 쓴 조기 종료 <training-loop-stop>`는 바닥의 가중치로 돌아갔지만 ``Trainer``는
# 멈추기만 합니다. 그래서 멈춘 자리의 가중치는 **다섯 에포크 더 배운 것**입니다. 바닥의 가중치를 남기는 법은 「더 해 보기」에 있습니다.

# %%
# .. _trainer-progress:
#
# 어디까지 왔는지
# ---------------
#
# 셋째는 진행 막대입니다. 막대는 표준 오류(stderr)로 나가고, 터미널에서는 한 줄을 거듭 고쳐 그립니다. 터미널인 척하는 글상자에 그리게
# 하고 마지막 모습만 봅니다.

import io
from contextlib import redirect_stderr


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


# %%

shown = network()
with redirect_stderr(Terminal()) as screen:
    trainer_for(shown, replace(config, progress=True)).fit((x, y))
print(screen.getvalue().strip().split("\r")[-1])
assert same(by_hand, shown)

# %%
# .. _trainer-nan:
#
# 무너지면 멈춥니다
# -----------------
#
# 넷째는 **무너졌을 때 멈추는 일**입니다. 그림 한 장의 한 칸에 NaN(수가 아닌 것)을 넣습니다. 손으로 쓴 루프는 어떻게 될까요?

broken = x.clone()
broken[300, 20] = float("nan")
ruined = naked_loop(network(), x=broken)
spoiled = sum(int(p.isnan().sum()) for p in ruined.parameters())
every = sum(p.numel() for p in ruined.parameters())
print(f"끝까지 배웠고, 파라미터 {every:,}개 가운데 {spoiled:,}개가 NaN")
assert spoiled > 0.9 * every

# %%
# 아무 말 없이 끝까지 돌고, 신경망은 못 쓰게 되었습니다. 그 그림을 처음 만난 걸음부터 모두 헛일이었습니다. ``Trainer``는 몇 번째
# 에포크의 몇 번째 걸음이었는지, 그때의 학습률이 얼마였는지 말하고 멈춥니다.

from dlconcepts.errors import DivergedError

crashed = network()
try:
    trainer_for(crashed).fit((broken, y))
except DivergedError as error:
    caught = error
    print(error)

# %%
# 그 걸음이 맞는지, 섞은 순서에서 그 그림의 자리를 찾아 확인합니다.

place = int((order == 300).nonzero())
met_at = place // 32 + 1
print(f"섞은 순서의 {place + 1}번째, 곧 {met_at}번째 걸음")
assert caught.step + 1 == met_at
assert caught.lr == 0.003
assert crashed[3].bias.isnan().any()

# %%
# 걸음마다 손실을 읽으면 GPU에서는 그때마다 계산이 끝나기를 기다려야 합니다. 그래서 모아 두었다가 백 걸음마다, 그리고 에포크의
# 끝에 한꺼번에 읽습니다. 조금 늦게 알아채지만 **몇 번째 걸음이었는지는 정확히** 말합니다. 알아챘을 때는 파라미터가 이미 NaN이므로,
# 되돌아갈 :term:`체크포인트`를 저장해 두는 것이 좋습니다.

# %%
# .. _trainer-data:
#
# 데이터를 넘기는 세 가지 방법
# ----------------------------
#
# ``fit``에는 텐서의 짝, ``DataLoader``, 또는 배치를 차례로 내놓는 목록 같은 것을 넘길 수 있습니다. 같은 순서로 내놓게 하면 결과도
# 같아야 합니다. 첫 에포크의 순서로 한 에포크만 배웁니다.

from torch.utils.data import DataLoader, TensorDataset

as_list = [(x[rows], y[rows]) for rows in order.split(32)]
loader = DataLoader(
    TensorDataset(x, y),
    batch_size=32,
    sampler=order.tolist(),
    generator=torch.Generator(),
)
three = {"텐서의 짝": (x, y), "DataLoader": loader, "배치의 목록": as_list}

# %%

learned = {}
for name, data in three.items():
    learned[name] = network()
    trainer_for(learned[name], replace(config, epochs=1)).fit(data)
    print(f"{name}: {same(learned['텐서의 짝'], learned[name])}")
    assert same(learned["텐서의 짝"], learned[name])

# %%
# 결과가 같으니 골라 쓰면 됩니다. 그러면 무엇이 다를까요? 배치를 꺼내느라 하는 일의 양이 다릅니다. PyTorch는 연산에 든 텐서의
# ``__torch_function__``을 부르므로, 거기에 세는 줄을 끼운 텐서를 만듭니다.

from collections import Counter

counts = Counter()


class Watched(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        counts[func.__name__] += 1
        return super().__torch_function__(func, types, args, kwargs or {})


# %%
# 한 에포크의 배치를 꺼내기만 하면서, 예제를 고르고(색인), 한꺼번에 고르고(``index_select``), 쌓고(stack), 나눈(split) 횟수를 적습니다.
# 손으로 자를 때는 배치마다 입력과 정답을 한 번씩 고릅니다. ``DataLoader``는 몇 번일까요?

from dlconcepts.training import TensorBatches

xw, yw = x.as_subclass(Watched), y.as_subclass(Watched)
sources = {
    "손으로 자르기": ((xw[rows], yw[rows]) for rows in order.split(32)),
    "TensorBatches": TensorBatches(
        xw, target=yw, batch_size=32, shuffle=True, seed=0
    ),
    "DataLoader": DataLoader(
        TensorDataset(xw, yw), batch_size=32, shuffle=True
    ),
}

# %%

picks = ["__getitem__", "index_select", "stack", "split"]
work = {}
for name, source in sources.items():
    counts.clear()
    for _ in source:
        pass  # 꺼내기만 합니다
    work[name] = [counts[pick] for pick in picks]
touched = pd.DataFrame(
    work, index=["고르기", "한꺼번에 고르기", "쌓기", "나누기"]
).T
touched["모두"] = touched.sum(axis=1)
assert touched.loc["DataLoader", "모두"] > 2 * len(x)
assert touched.loc["TensorBatches", "모두"] < 20
touched

# %%
# ``DataLoader``는 예제를 하나씩 꺼내 다시 쌓습니다. 예제가 파일에 따로 있거나 하나씩 손질해야 할 때는 필요하지만, 이미 메모리에
# 있는 텐서에는 헛일입니다. ``TensorBatches``는 섞은 순서대로 한꺼번에 고른 다음 나눕니다. 텐서의 짝을 넘기면 ``Trainer``가
# ``TensorBatches``를 만듭니다. 시간으로는 얼마나 차이가 날까요? 번갈아 다섯 번씩 재어 중앙값을 적습니다.

from dlconcepts.benchmark import compare
from dlconcepts.training import train_epoch

plain = {
    "TensorBatches": TensorBatches(
        x, target=y, batch_size=32, shuffle=True, seed=0
    ),
    "DataLoader": DataLoader(TensorDataset(x, y), batch_size=32, shuffle=True),
}
model = network()
adam = torch.optim.Adam(model.parameters(), fused=True)

# %%


def fetch(source):
    return lambda: [None for _ in source]


def learn(source):
    return lambda: train_epoch(model, source, loss_fn, adam, device="cpu")


tasks = {f"꺼내기만, {name}": fetch(s) for name, s in plain.items()}
tasks |= {f"배우기까지, {name}": learn(s) for name, s in plain.items()}
timings = compare(tasks, rounds=5, warmup=1, calls=1)
spent = {t.name: 1000 * t.median_s for t in timings}
pd.Series(spent).round(2).to_frame("한 에포크(밀리초)")

# %%
# 이 쪽을 만든 컴퓨터에서 ``DataLoader``는 꺼내기만 하는 데 :val:`fetch_ratio|.0f`배쯤, 배우기까지 하면 :val:`learn_ratio|.1f`배쯤
# 걸렸습니다. 작은 신경망일수록 꺼내는 시간이 차지하는 몫이 큽니다. 신경망이 커지면 배우는 시간에 묻힙니다.

quick_fetch, slow_fetch, quick_learn, slow_learn = spent.values()
fetch_ratio, learn_ratio = slow_fetch / quick_fetch, slow_learn / quick_learn

# %%
# .. _trainer-read:
#
# 열어서 읽기
# -----------
#
# 이제 읽을 수 있습니다. 걸음이 있는 곳은 ``loop.py``의 ``training_steps``입니다. 앞의 검사를 건너뛰고 반복문부터 봅니다.

import inspect

from dlconcepts.training.loop import training_steps

source = inspect.getsource(training_steps)
print(source[source.index("    for group") :])

# %%
# ``groups``가 한 걸음에 모을 배치와 그 예제 수를 내놓습니다. 파라미터의 ``grad``를 비우고 나면 ``forward``가 순전파와 손실을,
# ``precision.backward``가 역전파를, ``_walk``가 갱신과 학습률을 맡습니다. ``last``는 모은 배치 가운데 마지막의 번호라서, 배치가
# 하나뿐이면 영이고 손실을 나누지 않습니다. ``keep_gradients_here``와 ``share``는 프로세스가 여럿일 때만 하는 일이고, 하나일 때는
# ``alone``이 참이라 지나칩니다. ``unscale``은 다음 쪽에서 볼 낮은 정밀도의 일입니다. 나머지가 우리가 쓴 ``one_step``입니다.
#
# 맨 끝에서는 ``return`` 대신 ``yield``로 걸음을 하나씩 내놓습니다. 그래서 부르는 쪽이 **걸음과 걸음 사이에** 기록하고 저장할 수
# 있습니다. 이 쪽에서 본 다른 일은 어디에 있을까요?

where = {
    "batches": "섞고 자르기",
    "forward": "순전파와 손실",
    "loop": "걸음과 검증",
    "loss_mean": "손실의 평균, NaN 알아채기",
    "schedule": "학습률의 계획, 조기 종료",
    "reporting": "진행 막대",
    "trainer": "모두 잇기",
}

# %%

from importlib import import_module

rows = []
for name, job in where.items():
    source = inspect.getsource(import_module(f"dlconcepts.training.{name}"))
    rows.append([f"{name}.py", job, source.count("\n")])
files = pd.DataFrame(rows, columns=["파일", "하는 일", "줄"]).set_index("파일")
all_lines = int(files["줄"].sum())
files

# %%
# 이 일곱 파일은 설명과 오류 문장까지 세어 모두 :val:`all_lines|,d`줄입니다. ``trainer.py``의 ``fit``은 ``_one_epoch``을 되풀이하고,
# ``_one_epoch``은 위의 걸음들을 걸은 다음 검증하고 한 행을 적습니다. 여기부터 읽어 보세요.

print(inspect.getsource(Trainer._one_epoch))

# %%
# .. _trainer-trap:
#
# 흔한 함정
# ---------
#
# 흔히 이렇게 말합니다: “씨앗을 같게 했으니 결과도 같다.” 위에서 ``DataLoader``를 만들 때 ``generator=``를 넘겼습니다. 빼면
# 어떻게 될까요? 배치의 순서는 ``sampler``가 정하므로 그대로이고, 씨앗도 그대로입니다.

careless = DataLoader(
    TensorDataset(x, y), batch_size=32, sampler=order.tolist()
)
other = network()
trainer_for(other, replace(config, epochs=1)).fit(careless)
gap = (other[0].weight - learned["DataLoader"][0].weight).abs().max().item()
print(f"같은가: {same(other, learned['DataLoader'])}, 가장 큰 차이 {gap:.3f}")
assert not same(other, learned["DataLoader"])
assert gap > 1e-4

# %%
# 달라졌습니다. 배치를 꺼내기 시작하는 것만으로 모두가 함께 쓰는 난수 생성기가 움직이는지 봅니다.


def moves_the_dice(batches):
    torch.manual_seed(0)
    before = torch.get_rng_state()
    next(iter(batches))
    return not torch.equal(before, torch.get_rng_state())


moved = {
    "DataLoader": moves_the_dice(careless),
    "따로 생성기를 받은 DataLoader": moves_the_dice(loader),
    "TensorBatches": moves_the_dice(plain["TensorBatches"]),
}
print(moved)
assert list(moved.values()) == [True, False, False]

# %%
# ``DataLoader``는 돌기 시작할 때 난수를 뽑습니다. 따로 받은 생성기가 없으면 모두가 함께 쓰는 생성기에서 뽑고, 그 뒤의 드롭아웃이
# 끄는 뉴런이 달라집니다. 씨앗이 정하는 것은 난수의 **차례**이지, 누가 몇 번째 난수를 쓰는지가 아닙니다. 그래서
# ``TensorBatches``는 자기만 쓰는 생성기로 섞습니다.

# %%
# .. _trainer-summary:
#
# 정리
# ----
#
# - ``Trainer``는 손으로 쓴 루프와 같은 일을 같은 순서로 합니다. 누적, 자르기, 학습률의 계획을 켜도 가중치가 비트까지 같습니다.
# - 더해지는 것은 걸음과 걸음 사이에 있습니다: 검증, 기록, 조기 종료, 진행 막대, 무너졌을 때 멈추기.
# - 메모리에 있는 텐서는 그대로 넘기는 것이 빠릅니다. 두 루프가 같은지는 정확도가 아니라 비트로 견줍니다.

# %%
# .. _trainer-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 가장 좋았던 때의 가중치를 남기세요. ``on_epoch_end``에는 ``call(trainer, row)``로 불리는 함수를 넘깁니다. ``row``에는
# 그 에포크의 기록이 있습니다.
#
# .. dropdown:: 답 보기
#
#    검증 손실이 지금까지의 가장 낮은 값보다 낮으면 가중치를 베껴 둡니다. 베끼지 않고 그대로 담으면 배우는 동안 함께 바뀝니다.
#    남긴 가중치의 검증 손실은 :val:`kept_loss|.3f`이고, 멈춘 자리에서는 :val:`final_loss|.3f`입니다.

import copy

kept = {"loss": np.inf}


def keep_best(trainer, row):
    if row["valid/loss"] < kept["loss"]:
        weights = copy.deepcopy(trainer.model.state_dict())
        kept.update(loss=row["valid/loss"], weights=weights)


more = {"early_stopping": rule, "on_epoch_end": [keep_best]}
keeper = trainer_for(network(), long, lr=0.01, **more)
again = keeper.fit(few, (x_valid, y_valid))
assert again == stopped

# %%

from dlconcepts.training import evaluate

keeper.model.load_state_dict(kept["weights"])
held_out = [(x_valid, y_valid)]
found = evaluate(keeper.model, held_out, loss_fn, device="cpu")
kept_loss = found.loss
final_loss = stopped["valid/loss"][-1]
print(f"남긴 것 {kept_loss:.3f}, 멈춘 자리 {final_loss:.3f}")
assert np.isclose(kept_loss, stopped["valid/loss"].min(), rtol=1e-5)
assert kept_loss < final_loss

# %%
# **둘.** 손으로 쓴 루프에 검증을 넣다가 ``model.train()``으로 되돌리는 줄을 빠뜨리면 어떻게 될까요? 정확도로 알아챌 수 있을까요?
#
# .. dropdown:: 답 보기
#
#    둘째 에포크부터 드롭아웃이 꺼진 채로 배웁니다. 오류도 나지 않고, 검증 정확도의 차이도 :val:`forgot_gap|.3f`뿐입니다. 비트를
#    견주면 바로 드러납니다.

forgetful = network()
adam = torch.optim.Adam(forgetful.parameters(), lr=0.003)
torch.manual_seed(0)
for epoch in range(3):
    shuffle = torch.Generator().manual_seed(epoch)
    for rows in torch.randperm(len(x), generator=shuffle).split(32):
        loss = loss_fn(forgetful(x[rows]), y[rows])
        adam.zero_grad()
        loss.backward()
        adam.step()
    with torch.no_grad():
        forgot = accuracy(forgetful.eval()(x_valid), y_valid)

# %%

forgot_gap = abs(forgot - history["valid/정확도"][-1])
print("같은가:", same(by_hand, forgetful), f" 정확도의 차이 {forgot_gap:.3f}")
assert not same(by_hand, forgetful)
assert forgot_gap < 0.05

# %%
# **셋.** 한 번만 돌 수 있는 반복자(generator)로 배치를 넘기면 두 번째 에포크에 무슨 일이 생길까요?
#
# .. dropdown:: 답 보기
#
#    첫 에포크에 다 내놓아서 남은 배치가 없습니다. 조용히 지나가면 배우지 않고도 배운 줄 알게 되므로, ``Trainer``는 배치가 하나도
#    없다고 말하고 멈춥니다. ``list``로 담아 넘기면 됩니다.

from dlconcepts.errors import ArgumentError

once = ((x[rows], y[rows]) for rows in order.split(32))
try:
    trainer_for(network()).fit(once)
except ArgumentError as error:
    refused = str(error)
    print(refused)
assert "list" in refused

# %%
# .. _trainer-next:
#
# 다음 쪽
# -------
#
# 자릿수를 줄이면 더 빨리 배울 수 있을까요? :doc:`정밀도 </auto_examples/07_training/plot_05_precision>`에서 봅니다.
