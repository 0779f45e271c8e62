r"""
둘이 나누어 배우면 혼자 배운 것과 같을까요?
===========================================

데이터가 많으면 컴퓨터 여럿이 나누어 배우고 싶어집니다.
저마다 다른 예제를 보고 다른 기울기를 얻는데, 어떻게 하나의 모델이 될까요?
같은 스크립트를 한 번은 혼자, 한 번은 둘이 함께 실행해서 닿는 곳이 같은지 봅니다.

- **할 것**: 예제를 겹치지 않게 나누고, 저마다의 기울기를 모아 평균하고, 끝까지 배운 다음 혼자 배운 가중치와 견줍니다.
- **배울 것**: 예제의 수로 무게를 주어 평균하면 나누어 구한 기울기는 한꺼번에 구한 기울기와 같습니다. 그러니 나누어 배운
  모델도 반올림 오차를 빼면 같습니다.
- **필요한 것**: :doc:`미니배치 </auto_examples/04_backpropagation/plot_04_minibatch>`,
  :doc:`꺼진 학습 이어 가기 </auto_examples/07_training/plot_06_stop_and_resume>`. PyTorch와 scikit-learn을 씁니다.
"""

# %%
# .. _distributed-call:
#
# 부르는 법
# ---------
#
# 이 쪽은 노트북이 아니라 명령줄에서 부르는 스크립트입니다. 스크립트를 내려받은 폴더에서 아래의 두 줄 가운데 하나로
# 부릅니다. 윗줄은 :term:`프로세스` 하나, 아랫줄은 둘입니다. 프로세스는 저마다 제 메모리를 가지고 따로 실행되는 프로그램입니다.
#
# .. code-block:: console
#
#    $ python run_distributed.py
#    $ torchrun --standalone --nproc-per-node 2 run_distributed.py
#
# ``torchrun``은 PyTorch에 딸려 오는 명령입니다. 같은 스크립트를 **여러 프로세스로** 실행하고, 프로세스마다 제 번호(rank)와 모두
# 몇인지(world size)를 알려 줍니다. 번호는 영부터입니다. 코드는 같지만 번호가 달라서 하는 일이 달라집니다.
#
# ``connect``가 그 번호를 읽어 서로를 이어 줍니다. CPU에서는 gloo, NVIDIA GPU에서는 NCCL이라는 방법으로 주고받습니다.
# ``torchrun`` 없이 부르면 혼자이므로 ``connect``는 아무것도 하지 않습니다. 두 번 부른 출력은
# :ref:`실행하면 <distributed-run>`에 모아 두었으니, 칸마다 예측한 다음 나란히 놓고 확인하세요.

from itertools import chain

import torch

from dlconcepts.training import distributed

torch.set_num_threads(1)
device = distributed.connect(torch.device("cpu"))
rank, world = distributed.rank(), distributed.world_size()

# %%
# 모든 프로세스가 같은 줄을 저마다 실행합니다. 둘이 함께 ``print``를 부르면 글이 두 번 나오고 섞입니다. 그래서 말은 번호가 영인
# 프로세스만 합니다.


def say(*words):
    if distributed.is_main():
        print(*words, flush=True)


say(f"프로세스 {world}개, 말하는 것은 rank {rank}")

# %%
# .. _distributed-share:
#
# 저마다의 몫
# -----------
#
# 예제 열 개를 나눕니다. ``shard``는 이 프로세스의 몫을, ``gather``는 모두의 것을 번호 차례로 모아 돌려줍니다. 둘이 나누면
# 번호가 일인 프로세스는 어느 예제를 볼까요? 셋이 나누면 어떻게 될까요?

mine = list(distributed.shard(10))
shares = distributed.gather(mine)
say("열 개를 나눈 몫", shares)
assert sorted(chain(*shares)) == list(range(10))
assert max(map(len, shares)) - min(map(len, shares)) <= 1

# %%
# 카드를 돌리듯 차례로 하나씩 받습니다. 겹치지도 빠지지도 않고, 몫의 크기는 많아야 하나 다릅니다. :term:`배치`도 이렇게
# 나눕니다. 모두가 같은 씨앗으로 똑같이 섞은 다음 저마다 제 자리만 꺼냅니다.

from dlconcepts.datasets.digits import load_digits
from dlconcepts.training import TensorBatches

digits = load_digits(seed=0)
x = torch.tensor(digits.train.images.reshape(-1, 64))
y = torch.tensor(digits.train.labels)
numbers = torch.arange(len(y))
BATCH = 24


def batches_of(*inputs):
    return TensorBatches(
        *inputs, target=y, batch_size=BATCH, shuffle=True, seed=0
    )


# %%
# 예제 대신 예제의 번호를 넣고 한 에포크를 돕니다. 걸음마다 모두가 본 것을 합치면 혼자 볼 때의 배치와 같을까요?

alone = [batch.inputs[0].tolist() for batch in batches_of(numbers)]
own = batches_of(numbers)
if world > 1:
    own = own.shard(rank, world)
seen = [batch.inputs[0].tolist() for batch in own]
everyone = distributed.gather(seen)
for step, whole_batch in enumerate(alone):
    parts = [share[step] for share in everyone]
    assert sorted(chain(*parts)) == sorted(whole_batch)
say("첫 걸음에 저마다 본 예제의 수", [len(share[0]) for share in everyone])
say(
    "한 에포크에 저마다 본 예제의 수",
    [sum(map(len, share)) for share in everyone],
)

# %%
# 걸음마다 같습니다. ``batch_size``는 **모두를 합친** 수입니다. 그래서 프로세스를 늘려도 한 걸음에 보는 예제의 수가 그대로이고,
# 학습률을 다시 정하지 않아도 됩니다.

# %%
# .. _distributed-gradient:
#
# 기울기의 평균
# -------------
#
# 예제 서른일곱 개를 나눕니다. 둘이면 몫의 크기가 하나 다릅니다. 번호가 :math:`r`인 프로세스는 제 몫 :math:`n_r`개의 평균 손실로
# 기울기 :math:`g_r`를 구합니다. 손실이 예제의 평균이므로, 전체의 기울기는 예제의 수로 무게를 준 평균입니다.
#
# .. math::
#
#    g = \sum_r \frac{n_r}{n}\, g_r, \qquad n = \sum_r n_r

from torch import nn

from dlconcepts.models import DeepMLP

loss_fn = nn.CrossEntropyLoss()
model = DeepMLP(64, (32,), 10, seed=0)


def gradient(model, rows):
    model.zero_grad()
    loss_fn(model(x[rows]), y[rows]).backward()
    return torch.cat([w.grad.flatten() for w in model.parameters()])


def apart(a, b):
    return ((a - b).norm() / b.norm()).item()


# %%
# 무게를 주지 않고 그냥 평균하면 어떨까요? 한꺼번에 구한 기울기와 얼마나 다른지 둘 다 봅니다.

rows = list(distributed.shard(37))
pieces = distributed.gather((len(rows), gradient(model, rows)))
weighted = sum(n / 37 * g for n, g in pieces)
plain = sum(g for _, g in pieces) / world
expected = gradient(model, list(range(37)))
weighted_gap, plain_gap = apart(weighted, expected), apart(plain, expected)
say("나눈 몫의 크기", [n for n, _ in pieces])
say(f"무게를 준 평균의 차이 {weighted_gap:.0e}, 그냥 평균 {plain_gap:.0e}")
assert weighted_gap < 1e-6
assert world == 1 or plain_gap > 1e-3

# %%
# 무게를 주면 :term:`반올림 오차`만 남습니다. 그냥 평균하면 적게 받은 쪽의 예제가 더 큰 목소리를 냅니다.
#
# 여기서는 보여 주려고 기울기를 통째로 모았습니다. 실제로는 더한 결과만 모두가 받는데(all-reduce), 역전파하는 동안 이 일을 하는 것이
# PyTorch의 DDP(DistributedDataParallel)입니다. ``wrap``이 모델을 DDP로 감싸면, ``backward``가 끝났을 때 모두가 평균한 기울기를
# 가집니다. DDP는 무게를 모르고 **그냥 평균합니다**. 그래서 이번에는 모두에게 열두 개씩 똑같이 나눕니다.

run = distributed.wrap(model)
averaged = gradient(run, list(distributed.shard(12 * world)))
together = gradient(model, list(range(12 * world)))
ddp_gap = apart(averaged, together)
say(f"DDP가 평균한 기울기의 차이 {ddp_gap:.0e}")
assert ddp_gap < 1e-6
assert all(torch.equal(g, averaged) for g in distributed.gather(averaged))

# %%
# .. _distributed-train:
#
# 끝까지 배웁니다
# ---------------
#
# 기울기가 같으면 걸음이 같고, 걸음이 같으면 닿는 곳이 같아야 합니다. ``Trainer``는 지금까지 한 일을 모두 합니다. 몫을 나누고,
# 모델을 감쌉니다. 몫의 크기가 다르면 저마다의 손실에 미리 무게를 곱해 두어, DDP가 그냥 평균해도 맞게 합니다. 그래서 코드는 혼자일
# 때와 **한 글자도 다르지 않습니다**. 체크포인트를 둘 폴더는 번호가 영인 프로세스가 만들어 모두에게 알려 줍니다(``on_main``).

import tempfile
from pathlib import Path

from dlconcepts.metrics import accuracy
from dlconcepts.training import TrainConfig, Trainer

folder = Path(distributed.on_main(tempfile.mkdtemp))
valid = digits.valid.images.reshape(-1, 64), digits.valid.labels
path = folder / "학습.pt"

# %%


def learn(model, save_to=None):
    plan = {"epochs": 3, "batch_size": BATCH, "seed": 0, "progress": False}
    config = TrainConfig(**plan, checkpoint=save_to)
    sgd = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    metrics = {"accuracy": accuracy}
    trainer = Trainer(
        model, sgd, loss_fn, config, device="cpu", metrics=metrics
    )
    trainer.fit((x, y), valid)
    return trainer


# %%
# 프로세스의 수에 따라 손실이나 정확도가 달라질까요?

trainer = learn(DeepMLP(64, (32,), 10, seed=0), path)
for row in trainer.history.rows:
    loss, right = row["loss"], row["valid/accuracy"]
    say(f"에포크 {row['epoch']}: 손실 {loss:.4f}, 검증 정확도 {right:.4f}")

# %%
# 손실과 정확도도 모두의 것을 모아서 낸 값입니다. 이제 ``Trainer`` 없이, 나누지 않은 배치로 혼자 배우는 루프를 돌려 견줍니다.
# 주고받는 것이 없으므로 프로세스마다 저 혼자 똑같이 돌립니다.

solo = DeepMLP(64, (32,), 10, seed=0)
optimizer = torch.optim.SGD(solo.parameters(), lr=0.1, momentum=0.9)
whole = batches_of(x)
for epoch in range(3):
    whole.set_epoch(epoch)
    for batch in whole:
        optimizer.zero_grad()
        loss_fn(solo(*batch.inputs), batch.target).backward()
        optimizer.step()

# %%


def flat(model):
    return torch.cat([w.detach().flatten() for w in model.parameters()])


final = flat(trainer.model)
gap = apart(final, flat(solo))
say(f"혼자 배운 가중치와의 차이 {gap:.0e}")
assert gap < 1e-5
assert all(torch.equal(w, final) for w in distributed.gather(final))

# %%
# 혼자 부르면 차이가 영입니다. 둘이면 더하는 차례가 달라서 반올림 오차만큼 다르지만, 두 프로세스의 가중치끼리는 비트까지 같습니다.

# %%
# .. _distributed-main:
#
# 파일은 한 프로세스만 씁니다
# ---------------------------
#
# 둘이 같은 파일에 쓰면 서로의 것을 덮어씁니다. 체크포인트도 번호가 영인 프로세스만 씁니다. 난수와 데이터의 자리는 저마다
# 다르므로 모두의 것을 모아 담습니다. 그래서 이어 갈 때도 같은 수의 프로세스로 불러야 합니다. 파일에는 난수의 상태가 몇 벌
# 있을까요?

import shutil

from dlconcepts.training import checkpoint


def look_and_clear():
    state = checkpoint.load(path)
    names = sorted(file.name for file in folder.iterdir())
    shutil.rmtree(folder)
    return names, len(state["processes"])


names, copies = distributed.on_main(look_and_clear)
say("파일", names, "난수의 상태", copies, "벌")
assert copies == world

# %%
# 읽은 다음 폴더를 지우는 것까지 한 프로세스가 했습니다. 저마다 파일을 읽게 두고 하나가 지우면, 늦게 온 프로세스는 없는 파일을
# 찾다가 죽습니다.

# %%
# .. _distributed-shard-model:
#
# 모델이 너무 클 때
# -----------------
#
# DDP에서는 프로세스마다 모델을 통째로 가집니다. 한 장치에 들어가지 않는 모델은 **파라미터까지** 나누어 가집니다(FSDP,
# fully sharded data parallel). 기울기와 옵티마이저의 기억도 제 조각의 것만 듭니다. 층을 계산할 때만 모두의 조각을 모아 쓰고 곧
# 버립니다. 메모리는 나누어지고 주고받는 양은 늘어납니다.
#
# ``shard_model``이 나눕니다. 파라미터가 바뀌므로 옵티마이저를 만들기 전에 불러야 합니다. 제 조각은 ``to_local``, 모두 모은 것은
# ``full_tensor``로 꺼냅니다. 혼자면 나누지 않은 보통 텐서입니다. 이 모델은 작아서 통째로 만든 다음 나눕니다. 둘이 나누면 저마다
# 파라미터를 얼마나 가질까요?

from dlconcepts.training.sharded import shard_model


def own_piece(w):
    return w.to_local() if hasattr(w, "to_local") else w


def whole_tensor(w):
    return w.full_tensor() if hasattr(w, "full_tensor") else w


shared_out = shard_model(DeepMLP(64, (32,), 10, seed=0))
pieces = [own_piece(w) for w in shared_out.parameters()]
held = distributed.gather(sum(piece.numel() for piece in pieces))
say("저마다 가진 파라미터의 수", held, "모두", sum(held))
assert sum(held) == len(final)

# %%
# 같은 데이터로 가르치고, 조각을 모두 모아 DDP로 배운 것과 견줍니다.

learn(shared_out)
gathered = [whole_tensor(w).detach() for w in shared_out.parameters()]
fsdp_gap = apart(torch.cat([w.flatten() for w in gathered]), final)
say(f"나누어 가지고 배운 것과의 차이 {fsdp_gap:.0e}")
assert fsdp_gap < 1e-5

# %%
# .. _distributed-run:
#
# 실행하면
# --------
#
# 사이트를 만들 때 불러서 얻은 출력입니다. 혼자일 때와 둘일 때 무엇이 다르고 무엇이 같을까요?
#
# .. run:: python run_distributed.py
#    :folder: examples/07_training
#
# .. run:: torchrun --standalone --nproc-per-node 2 run_distributed.py
#    :folder: examples/07_training
#
# 몫과 가진 파라미터의 수는 나누어졌고, 에포크마다의 손실과 정확도는 보이는 자리까지 그대로입니다. 배운 것이 같기 때문입니다.
#
# 컴퓨터 여러 대에서는 컴퓨터마다 같은 명령을 한 번씩 부릅니다. 첫 컴퓨터의 이름과 빈 포트를 알려 주면 서로를 찾습니다. 스크립트는
# 고치지 않습니다.
#
# .. code-block:: console
#
#    $ torchrun --nnodes 2 --nproc-per-node 4 --rdzv-backend c10d \
#        --rdzv-endpoint first-computer:29500 run_distributed.py
#
# 제 스크립트를 NVIDIA GPU에서 부를 때는 ``Trainer``에 ``device="cuda"``를 넘깁니다. 프로세스마다 GPU를 하나씩 쓰므로, 한 컴퓨터의
# 프로세스는 GPU의 수까지만 늘립니다.
#
# ``Trainer``로 배우는 도중에 프로세스 하나가 죽으면 나머지는 영원히 기다리지 않고, 누구를 잃었는지 말하고 끝납니다. 그때는 마지막
# :term:`체크포인트`에서 이어 갑니다. Windows에서 libuv가 없다는 오류가 나면 환경 변수 ``USE_LIBUV``를 영으로 두고 부릅니다.

# %%
# .. _distributed-trap:
#
# 흔한 함정
# ---------
#
# 첫째, 흔히 이렇게 말합니다: “프로세스를 둘로 늘리면 학습이 두 배 빨라진다.” 한 걸음의 계산은 절반이 되지만 걸음마다 기울기를
# 주고받는 시간이 더해집니다. 이 쪽의 신경망처럼 작으면 주고받는 시간이 더 길어 오히려 느려지기 쉽습니다. 나누어 배우는 것은 한 걸음의
# 계산이 무거울 때 보람이 있습니다.
#
# 둘째, 저마다 ``batch_size``만큼 보게 하는 것입니다. 많은 예제 코드가 그렇습니다. 그러면 한 걸음에 보는 예제가 프로세스의 수만큼
# 늘고, 같은 에포크에 걷는 걸음은 그만큼 줄어, 같은 학습률로는 다른 곳에 닿습니다. 틀린 것은 아니지만 **다른 학습**입니다.
#
# 셋째, 함께할 일을 하나만 하는 것입니다. ``if rank == 0:`` 안에서 ``gather``처럼 모두가 함께해야 하는 일을 부르면, 번호가 영인
# 프로세스는 오지 않을 대답을 기다립니다. 함께하는 일은 모두가 같은 차례로 부르고, 저 혼자 하는 일만 ``if`` 안에 둡니다.

# %%
# .. _distributed-summary:
#
# 정리
# ----
#
# - 같은 스크립트를 여러 프로세스가 실행하고, 번호에 따라 저마다 겹치지 않는 몫을 봅니다.
# - 예제의 수로 무게를 준 기울기의 평균은 한꺼번에 구한 기울기와 같습니다. 그래서 나누어 배워도 반올림 오차만 빼고 같은 곳에
#   닿습니다.
# - 말하고 쓰는 일은 한 프로세스만 합니다. 모델이 크면 파라미터까지 나누어 가집니다.

# %%
# .. _distributed-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** ``--nproc-per-node``를 넷으로 바꾸어 불러 봅니다. 출력에서 달라질 줄을 먼저 짚어 보세요.
#
# .. dropdown:: 답 보기
#
#    몫과 파라미터의 수를 적은 줄들이 넷으로 나누어지고, 난수의 상태가 네 벌이 됩니다. 차이를 적은 줄의 반올림 오차도 조금
#    달라집니다. 손실과 정확도는 그대로입니다.
#
# **둘.** 다섯으로 부르면 어떻게 될까요?
#
# .. dropdown:: 답 보기
#
#    배치를 다섯으로 똑같이 나눌 수 없어서, ``batch_size``가 프로세스의 수로 나누어떨어져야 한다는 오류로 모두 끝납니다.
#    ``BATCH``를 다섯의 배수로 바꾸면 됩니다.

# %%
# .. _distributed-next:
#
# 다음 쪽
# -------
#
# 나누지 않고 더 빠른 장치를 쓰는 길도 있습니다.
# :doc:`GPU는 왜 딥러닝에서 빠를까요? </auto_examples/08_hardware/plot_01_cpu_and_gpu>`에서 CPU와 GPU가 같은 계산을 어떻게 다르게
# 하는지 봅니다.
