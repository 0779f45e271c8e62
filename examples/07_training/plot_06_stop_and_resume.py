r"""
꺼진 학습을 똑같이 이어 갈 수 있을까요?
=======================================

사흘 걸리는 학습이 이틀째에 꺼졌습니다. 처음부터 다시 하지 않으려면 중간에 무엇을 적어 두어야 할까요?
가중치만 적어 두면 이어 갈 수는 있지만, 꺼지지 않았을 때와 다른 곳에 닿습니다.
하나씩 빠뜨려 보며, 한 비트도 다르지 않게 이어 가는 데 필요한 것을 찾습니다.

- **할 것**: 학습을 한가운데에서 끄고 이어 간 다음, 한 번도 끄지 않은 것과 가중치를 견줍니다. 예외로도 끄고, 프로그램을
  강제로 죽이기도 합니다.
- **배울 것**: 똑같이 이어 가려면 가중치 말고도 옵티마이저의 기억, 학습률의 계획, 난수, 데이터의 자리가 있어야 합니다. 파일은
  한 번에 바꾸어야 저장하다 죽어도 옛것이 남습니다.
- **필요한 것**: :doc:`Trainer와 학습 루프 </auto_examples/07_training/plot_04_trainer_is_the_loop>`,
  :doc:`옵티마이저 </auto_examples/02_gradient_descent/plot_06_optimizers>`. PyTorch와 scikit-learn을 씁니다.
"""

# %%
# .. _resume-whole:
#
# 한 번도 끄지 않은 학습
# ----------------------
#
# 이어 갈 수 있도록 중간 상태를 적어 둔 파일을 :term:`체크포인트`라고 합니다. 견줄 기준으로, 한 번도 끄지 않은 학습부터 합니다. 손글씨를
# 세 에포크 배우는데, 일부러 이어 가기 어렵게 합니다. :term:`드롭아웃`은 난수를 쓰고, :term:`Adam`은 지난 기울기를 기억하고,
# :term:`학습률`은 걸음마다 줄어듭니다. 파일은 임시 폴더에 둡니다. 파이썬의 난수도 체크포인트에 담기므로 씨앗을 정해 둡니다.

import random
import tempfile
from contextlib import suppress
from pathlib import Path

import torch
from torch import nn

from dlconcepts.datasets.digits import load_digits
from dlconcepts.models import DeepMLP
from dlconcepts.training import TrainConfig, Trainer, cosine

torch.set_num_threads(1)
random.seed(0)
digits = load_digits(seed=0)
data = digits.train.images.reshape(-1, 64), digits.train.labels
holder = tempfile.TemporaryDirectory()
folder = Path(holder.name)

# %%
# 이 쪽의 학습은 모두 ``make``로 만듭니다. 부를 때마다 모델도 옵티마이저도 새것입니다. ``checkpoint``는 체크포인트를 쓸 파일,
# ``checkpoint_every``는 몇 걸음마다 쓸지입니다. ``calls``의 함수들은 ``on_batch_end``로 넘겨 걸음이 끝날 때마다 부르게 합니다.


def make(name, *calls, every=10, hidden=(64, 32)):
    model = DeepMLP(64, hidden, 10, dropout=0.2, seed=0)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    config = TrainConfig(
        epochs=3,
        batch_size=32,
        seed=0,
        progress=False,
        checkpoint=folder / name,
        checkpoint_every=every,
    )
    parts = (model, optimizer, nn.CrossEntropyLoss(), config)
    plan = cosine(120)
    return Trainer(*parts, device="cpu", scheduler=plan, on_batch_end=calls)


# %%
# 걸음마다 손실과 가중치를 적어 두는 일기를 함께 넘깁니다. ``__call__``이 있으면 함수처럼 부를 수 있습니다.


class Diary:
    def __init__(self):
        self.losses, self.weights = {}, {}

    def __call__(self, trainer, step):
        flat = [w.detach().flatten() for w in trainer.model.parameters()]
        self.losses[trainer.step] = step.losses[0].item()
        self.weights[trainer.step] = torch.cat(flat)


diary = Diary()
whole = make("끝까지.pt", diary)
whole.fit(data)
last_step = whole.step
print(last_step, "걸음, 마지막 손실", round(diary.losses[last_step], 3))

# %%
# .. _resume-stop:
#
# 한가운데에서 끕니다
# -------------------
#
# 쉰일곱 번째 걸음이 끝나는 순간 예외를 일으켜 끕니다. 한 에포크가 마흔 걸음이니 두 번째 에포크의 한가운데입니다.


class PowerCutError(Exception):
    pass


def cut_at(number):
    def call(trainer, step):
        if trainer.step == number:
            raise PowerCutError

    return call


# %%
# ``suppress``는 그 예외가 나면 조용히 다음 줄로 넘어갑니다. 열 걸음마다 쓰게 했으니, 파일에는 몇 번째 걸음까지 있을까요?

from dlconcepts.training import checkpoint

stopped = folder / "멈춤.pt"
with suppress(PowerCutError):
    make("멈춤.pt", cut_at(57)).fit(data)
state = checkpoint.load(stopped)
print(f"끝낸 에포크 {state['epoch']}, 걸음 {state['step']}")

# %%
# 쉰 번째 걸음까지입니다. 그 뒤의 일곱 걸음은 잃었습니다. ``Trainer``를 새로 만들고 ``fit``의 ``resume``에 이 파일을 넘겨 이어
# 갑니다. 일곱 걸음을 다시 걸을 때 같은 길로 갈까요?

again = Diary()
resumed = make("이어서.pt", again)
resumed.fit(data, resume=stopped)


def same_weights(a, b):
    pairs = zip(a.model.parameters(), b.model.parameters(), strict=True)
    return all(torch.equal(p, q) for p, q in pairs)


print("다시 걸은 걸음", min(again.losses), "부터", max(again.losses), "까지")
print("가중치가 모두 같은가", same_weights(whole, resumed))

# %%
# ``torch.equal``은 비트까지 같은지 봅니다. 비슷한 것이 아니라 **같습니다**. 에포크마다 적은 기록도 같습니다.

assert (state["epoch"], state["step"]) == (1, 50)
assert min(again.losses) == 51
assert same_weights(whole, resumed)
assert resumed.history.rows == whole.history.rows
assert all(again.losses[k] == diary.losses[k] for k in again.losses)

# %%
# 눈으로도 봅니다. 점이 선에서 벗어난 곳이 있을까요?

# sphinx_gallery_alt = "걸음마다의 손실. 한 번도 끄지 않은 학습의 선은 들쭉날쭉하게 내려갑니다. 이어 간 학습의 점들은 쉰 번째 걸음 다음에서 시작해 끝까지 그 선 위에 정확히 놓입니다."
import matplotlib.pyplot as plt

from dlconcepts.viz import INK, PALETTE, use_korean_font

use_korean_font()
fig, ax = plt.subplots()
lines = {"끄지 않은 학습": (diary, "-"), "이어 간 학습": (again, ".")}
for (name, (book, mark)), color in zip(lines.items(), PALETTE, strict=False):
    found = book.losses
    ax.plot(found.keys(), found.values(), mark, color=color, label=name)
ax.axvline(57, color=INK, ls=":")
ax.annotate("꺼짐", (57, 2.2), (6, 0), textcoords="offset points")
ax.set(xlabel="걸음", ylabel="배치의 손실")
ax.set_title("이어 간 학습의 점들이 끝까지 선 위에 있습니다")
ax.legend()
plt.show()

# %%
# .. _resume-contents:
#
# 파일에 무엇이 들어 있을까요?
# ----------------------------
#
# 체크포인트를 열어 부분마다 수가 몇 개인지 셉니다. 모델과 옵티마이저 가운데 어느 쪽이 클까요?

import pandas as pd


def numbers(part):
    if isinstance(part, torch.Tensor):
        return part.numel()
    if isinstance(part, dict):
        part = list(part.values())
    if isinstance(part, list | tuple):
        return sum(map(numbers, part))
    return int(isinstance(part, int | float))


own = state["processes"][0]  # 프로세스마다 따로 담는 것
parts = {"모델": state["model"], "옵티마이저": state["optimizer"]}
parts |= {"학습률의 계획": state["scheduler"], "기록": state["history"]}
parts |= {"난수": own["rng"], "데이터의 자리": own["batches"]}
held = pd.Series({name: numbers(part) for name, part in parts.items()})
held.to_frame("수의 개수")

# %%
# 옵티마이저가 모델의 두 배쯤입니다. Adam은 파라미터마다 지난 기울기의 평균과 그 제곱의 평균을 기억하기 때문입니다. 난수
# 생성기의 상태도 수천 개나 됩니다. 데이터는 담지 않습니다. 섞는 차례가 씨앗과 에포크로 정해지므로, 이번 에포크에서 배치를 몇 개나
# 보았는지(``position``)만 적으면 됩니다.

print({k: own["batches"][k] for k in ("seed", "epoch", "position", "rows")})
weights_held, optimizer_held = held["모델"], held["옵티마이저"]
assert 2 * weights_held < optimizer_held < 2.1 * weights_held
assert own["batches"]["position"] == state["step"] - last_step // 3

# %%
# .. _resume-missing:
#
# 하나씩 빠뜨려 봅니다
# --------------------
#
# 정말 모두 필요할까요? 체크포인트에서 하나씩만 처음 것으로 되돌리고 이어 갑니다. 난수를 되돌리는 것은 프로그램을 다시 켜고 같은
# 씨앗을 주는 것과 같습니다.


def forget_optimizer(state):
    state["optimizer"]["state"] = {}


def forget_rng(state):
    torch.manual_seed(0)
    state["processes"][0]["rng"] = checkpoint.capture_rng()


def forget_place(state):
    state["processes"][0]["batches"]["position"] = 0


def forget_plan(state):
    state["scheduler"] |= {"last_epoch": 0, "_step_count": 1}


# %%
# 걸음마다 기준의 가중치와 얼마나 다른지를, 기준의 가중치 전체를 이은 벡터의 길이로 나누어 잽니다. ``resume="auto"``는
# ``checkpoint``에 적은 파일이 있으면 거기서 이어 갑니다.


def forgetting(change):
    state = checkpoint.load(stopped)
    change(state)
    checkpoint.save(folder / "빠뜨림.pt", state)
    seen = Diary()
    trainer = make("빠뜨림.pt", seen)
    trainer.fit(data, resume="auto")
    gaps = {}
    for k, w in seen.weights.items():
        goal = diary.weights[min(k, last_step)]
        gaps[k] = ((w - goal).norm() / goal.norm()).item()
    return trainer, gaps


# %%
# 어느 것을 빠뜨렸을 때 가장 멀어질까요? 오류를 내고 멈추는 것도 있을까요?

changes = {
    "빠뜨리지 않음": lambda state: None,
    "난수": forget_rng,
    "데이터의 자리": forget_place,
    "옵티마이저의 기억": forget_optimizer,
    "학습률의 계획": forget_plan,
}
runs = {name: forgetting(change) for name, change in changes.items()}

# %%

# sphinx_gallery_alt = "쉰 번째 걸음에서 이어 간 뒤, 한 번도 끄지 않은 학습의 가중치에서 얼마나 멀어지는지 그린 다섯 줄. 아무것도 빠뜨리지 않은 줄은 끝까지 영이고, 넷 가운데 하나를 빠뜨린 줄은 모두 한두 걸음 만에 영에서 떨어져 올라가 끝까지 돌아오지 않습니다. 가장 멀리 가는 것은 학습률의 계획을 빠뜨린 줄입니다."
fig, ax = plt.subplots()
for (name, (_, gaps)), color in zip(runs.items(), PALETTE, strict=False):
    ax.plot(gaps.keys(), gaps.values(), color=color, label=name)
ax.set(xlabel="걸음", ylabel="기준에서 떨어진 비율", ylim=(-0.01, 0.42))
ax.set_title("하나만 빠뜨려도 다른 곳으로 갑니다")
ax.legend(loc="upper left", ncols=2)
plt.show()

# %%
# 정확도를 보면 빠뜨린 것을 알아챌 수 있을까요?

from dlconcepts.metrics import accuracy

x_valid = torch.tensor(digits.valid.images.reshape(-1, 64))
rows = {}
for name, (trainer, gaps) in runs.items():
    with torch.no_grad():
        logits = trainer.model.eval()(x_valid)
    percent = 100 * accuracy(logits, torch.tensor(digits.valid.labels))
    rows[name] = [trainer.step, gaps[trainer.step], percent]
columns = ["걸음", "떨어진 비율", "검증 정확도(%)"]
table = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
table.round({"떨어진 비율": 3, "검증 정확도(%)": 1})

# %%
# 어느 하나를 빠뜨려도 다른 가중치에 닿지만, 오류는 나지 않고 배우기도 합니다. 그래서 정확도만 보아서는 빠뜨린 줄도 모릅니다. 데이터의
# 자리를 잊으면 보았던 배치를 다시 보느라 걸음까지 늘어납니다. 이렇게 되면 끄지 않았을 때의 결과를 다시 얻을 수 없고, 손실이 갑자기
# 튀어도 코드 탓인지 이어 간 탓인지 가릴 수 없습니다.

gaps_at_end = table["떨어진 비율"].to_numpy()
assert gaps_at_end[0] == 0
assert gaps_at_end[1:].min() > 0.01
assert table["걸음"].to_list().count(last_step) == 4
assert table.loc["데이터의 자리", "걸음"] == last_step + 10
assert table["검증 정확도(%)"].min() > 80

# %%
# .. _resume-kill:
#
# 정말로 죽여 봅니다
# ------------------
#
# 예외가 나면 파이썬에게 뒷정리를 할 틈이 있습니다. 전원이 나가거나 메모리가 모자라 강제로 끝날 때는 그런 틈이 없습니다. 실행되고
# 있는 프로그램 하나를 :term:`프로세스`라고 합니다. 작은 학습 프로그램을 파일로 적어 다른 프로세스로 켭니다. 쉰일곱 번째 걸음에
# 닿으면 한 줄을 말하고 기다리는데, 그때 죽입니다.

import runpy
import subprocess
import sys

JOB = """
import sys, time, torch
from dlconcepts.training import TrainConfig, Trainer

def job(path, *calls):
    torch.manual_seed(0)
    net = torch.nn.Sequential(torch.nn.Linear(1, 9), torch.nn.Dropout(0.1))
    adam = torch.optim.Adam(net.parameters())
    plan = TrainConfig(epochs=4, batch_size=8, seed=0, progress=False,
                       checkpoint=path, checkpoint_every=5)
    return Trainer(net, adam, torch.nn.MSELoss(), plan, on_batch_end=calls)
"""

# %%
# ``JOB``에는 학습을 만드는 함수가, ``WAIT``에는 기다리는 함수와 데이터가 있습니다. ``if`` 아래는 이 파일을 프로그램으로 켰을 때만
# 실행됩니다.

WAIT = """
def wait(trainer, step):
    if trainer.step == 57:
        print("alive", flush=True)
        time.sleep(600)

x = torch.linspace(-3, 3, 200).reshape(-1, 1)
data = x, x.sin().expand(-1, 9)
if __name__ == "__main__":
    torch.set_num_threads(1)
    job(sys.argv[1], wait).fit(data)
"""
program, killed = folder / "job.py", folder / "죽음.pt"
with program.open("w", encoding="utf-8") as file:
    file.write(JOB + WAIT)

# %%
# ``Popen``은 프로그램을 켜고, ``kill``은 뒷정리할 틈을 주지 않고 끝냅니다. 한 줄을 들은 다음 죽입니다.

with subprocess.Popen(
    [sys.executable, str(program), str(killed)],
    stdout=subprocess.PIPE,
    encoding="utf-8",
) as child:
    answer = child.stdout.readline().strip()
    child.kill()
print("마지막 말:", answer, " 저장된 걸음:", checkpoint.load(killed)["step"])

# %%
# 이어 가기는 이 쪽의 프로세스가 합니다. ``runpy``로 같은 파일을 읽어 그 안의 함수와 데이터를 씁니다. 다른 프로세스가 하던 일을
# 이어받아도 같을까요?

scope = runpy.run_path(str(program))
heir = scope["job"](killed)
heir.fit(scope["data"], resume="auto")
reference = scope["job"](folder / "기준.pt")
reference.fit(scope["data"])
print("가중치가 모두 같은가", same_weights(heir, reference))

# %%
# 같습니다. 저장하는 바로 그 순간에 죽어도 그럴까요? 파일을 어떻게 쓰는지에 달렸습니다.

assert answer == "alive"
assert child.returncode != 0
assert same_weights(heir, reference)

# %%
# .. _resume-atomic:
#
# 저장하다가 죽으면
# -----------------
#
# 파일을 열어 그 자리에 다시 쓰면, 쓰는 동안에는 옛것도 새것도 아닌 반쪽이 있습니다. 그때 꺼지면 둘 다 잃습니다. 그래서 새것을
# **다른 이름으로** 다 쓰고, 디스크에 내려보낸(fsync) 다음, 이름만 바꿉니다. 이름을 바꾸는 일은 운영체제가 한 번에 해 줍니다. 내려보내지
# 않고 이름부터 바꾸면, 내용이 아직 메모리에만 있을 때 전원이 나가 빈 파일이 남을 수 있습니다.

import os


def overwrite(path, pieces):
    with path.open("wb") as file:
        for piece in pieces:
            file.write(piece)


# %%


def replace(path, pieces):
    draft = path.with_name(path.name + ".tmp")
    with draft.open("wb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


# %%
# 반만 쓰고 꺼지게 합니다. 두 방법은 저마다 무엇을 남길까요? 남은 바이트의 수와, 옛것과 같은지를 봅니다.


def interrupted(content):
    yield content[: len(content) // 2]
    raise PowerCutError


old, new = b"old " * 100, b"new " * 100
left = {}
for write in (overwrite, replace):
    path = folder / "실험.bin"
    path.write_bytes(old)
    with suppress(PowerCutError):
        write(path, interrupted(new))
    left[write.__name__] = path.read_bytes()
print({name: (len(c), c == old) for name, c in left.items()})
assert left["overwrite"] == new[: len(new) // 2]
assert left["replace"] == old

# %%
# 그 자리에 쓴 것은 반쪽이 남았고, 이름을 바꾸는 쪽은 옛것이 온전합니다. ``Trainer``의 체크포인트는 뒤의 방법으로 쓰고, 옛것도
# ``.prev``를 붙인 이름으로 하나 남겨 둡니다. 저장하는 코드의 줄마다 죽여 보는 일은 이 라이브러리의 시험
# ``tests/test_kill_and_resume.py``가 합니다.

spare = checkpoint.previous(stopped)
kept = {p.name: checkpoint.load(p)["step"] for p in (stopped, spare)}
print(kept)

# %%
# .. _resume-broken:
#
# 망가진 파일
# -----------
#
# 디스크가 망가진 것처럼 파일을 반으로 자릅니다. 잘린 파일을 조용히 읽어 엉뚱한 가중치로 이어 가는 것이 가장 나쁩니다. 읽을 때 오류가
# 나는지 봅니다. ``complaint``는 함수를 불러, 나온 오류의 글을 돌려줍니다.

content = stopped.read_bytes()
stopped.write_bytes(content[: len(content) // 2])


def complaint(action, *arguments, **options):
    try:
        action(*arguments, **options)
    except ValueError as error:
        return str(error).replace(f"{folder}{os.sep}", "")
    return ""


cut = complaint(checkpoint.load, stopped)
print(cut)

# %%
# 읽지 않고, 바로 앞의 것이 어디에 있는지 말합니다. 이번에는 자르지 않고 한 비트만 바꿉니다. 알아챌까요? ``.prev``로 이어 가면 열
# 걸음을 더 걸어야 하는데, 닿는 곳은 같을까요?

flipped = bytearray(content)
flipped[len(content) // 2] ^= 1
stopped.write_bytes(flipped)
noticed = "잘렸거나" in complaint(checkpoint.load, stopped)
print("한 비트가 바뀐 것을 알아챘는가", noticed)
stopped.write_bytes(content)
from_spare = make("다시.pt")
from_spare.fit(data, resume=spare)
print("가중치가 모두 같은가", same_weights(whole, from_spare))
assert "잘렸거나" in cut
assert noticed
assert same_weights(whole, from_spare)

# %%
# .. _resume-foreign:
#
# 다른 모델의 파일, 남이 준 파일
# ------------------------------
#
# 은닉층의 크기가 다른 모델로 이어 가려고 하면 무엇이 다른지 말하고 아무것도 바꾸지 않습니다.

other = make("다른.pt", hidden=(64, 16))
before = [w.clone() for w in other.model.parameters()]
foreign = complaint(other.fit, data, resume=stopped)
print(foreign)
assert "hidden.3.weight" in foreign
for then, now in zip(before, other.model.parameters(), strict=True):
    assert torch.equal(then, now)

# %%
# 남이 준 파일은 더 조심합니다. 파이썬의 보통 저장 방법(pickle)은 파일 안에 **실행할 코드**를 담을 수 있습니다. 파일을 열기만
# 했는데 무슨 일이 일어나는지 봅니다. 여기서는 글 한 줄을 보여 줄 뿐이지만, 파일을 지우는 코드였을 수도 있습니다.


class Trap:
    def __reduce__(self):
        return print, ("이 글은 파일이 실행한 코드가 보여 줍니다",)


gift = folder / "선물.pt"
torch.save({"weight": Trap()}, gift)
torch.load(gift, weights_only=False)
refused = complaint(checkpoint.load, gift)
print(refused)
assert "체크포인트가 아닌" in refused

# %%
# ``checkpoint.load``는 언제나 ``weights_only=True``로 읽습니다. 텐서와 수와 글처럼 정해진 것만 읽고, 실행할 코드는 거절합니다.
# :name:`PyTorch 2.6`부터는 ``torch.load``도 따로 말하지 않으면 그렇게 읽습니다.

# %%
# .. _resume-trap:
#
# 흔한 함정
# ---------
#
# 흔히 이렇게 말합니다: “``state_dict``만 저장하면 이어서 학습할 수 있다.” 모델의 ``state_dict``에는 가중치가 들어 있습니다. 그것만
# 새 모델에 넣고 남은 걸음을 마저 걷게 합니다. 기준과 같은 곳에 닿을까요?

naive = make("가중치만.pt", cut_at(last_step - state["step"]))
naive.model.load_state_dict(state["model"])
with suppress(PowerCutError):
    naive.fit(data)
w = torch.cat([p.detach().flatten() for p in naive.model.parameters()])
reached = diary.weights[last_step]
naive_gap = ((w - reached).norm() / reached.norm()).item()
print(f"{naive.step}걸음을 더 걷고, 기준에서 떨어진 비율 {naive_gap:.3f}")
assert naive_gap > 0.1

# %%
# 이어지기는 하지만 다른 학습입니다. 옵티마이저는 기억을 잃었고, 학습률은 처음으로 돌아갔고, 데이터는 처음부터 다시 보았습니다.
# ``state_dict``만 저장하는 것은 **다 배운 모델을 쓸 때** 알맞습니다.

# %%
# .. _resume-summary:
#
# 정리
# ----
#
# - 이어 가려면 가중치, 옵티마이저의 기억, 학습률의 계획, 난수, 데이터의 자리가 모두 있어야 합니다. 그러면 비트까지 같습니다.
# - 파일은 다른 이름으로 다 쓰고 디스크에 내려보낸 다음 이름을 바꿉니다. 그러면 언제 죽어도 옛것이나 새것이 온전합니다.
# - 망가진 파일과 다른 모델의 파일은 읽지 않아야 합니다. 남의 파일은 코드를 실행하지 않는 방법으로 엽니다.

# %%
# .. _resume-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 두 번 꺼지면 어떻게 될까요? 스물세 번째 걸음에서 한 번, 이어 간 다음 아흔한 번째 걸음에서 또 한 번 꺼 봅니다.
#
# .. dropdown:: 답 보기
#
#    몇 번을 꺼도 같은 곳에 닿습니다. 이어 간 학습이 쓰는 체크포인트도 끄지 않은 학습이 쓰는 것과 같기 때문입니다.

for stop in (23, 91, None):
    twice = make("두 번.pt", cut_at(stop))
    with suppress(PowerCutError):
        twice.fit(data, resume="auto")
    print("걸음", twice.step)
print("가중치가 모두 같은가", same_weights(whole, twice))
assert same_weights(whole, twice)

# %%
# **둘.** ``checkpoint_every``를 빼면 에포크가 끝날 때만 씁니다. 쉰일곱 번째 걸음에서 꺼지면 몇 걸음을 다시 걸을까요? 닿는
# 곳은 같을까요?
#
# .. dropdown:: 답 보기
#
#    :val:`redone`걸음을 다시 걷고, 닿는 곳은 같습니다. 자주 쓰면 덜 잃지만 쓰는 데 시간이 듭니다.

with suppress(PowerCutError):
    make("드물게.pt", cut_at(57), every=None).fit(data)
redone = 57 - checkpoint.load(folder / "드물게.pt")["step"]
rare = make("드물게.pt", every=None)
rare.fit(data, resume="auto")
print(redone, same_weights(whole, rare))
assert same_weights(whole, rare)

# %%
# **셋.** 꺼져 있는 동안 누가 데이터에서 예제 하나를 지웠습니다. 이어 가면 어떻게 될까요?
#
# .. dropdown:: 답 보기
#
#    섞는 차례가 달라져 어디까지 보았는지가 뜻을 잃습니다. 그래서 이어 가지 않고, 무엇이 달라졌는지 말합니다.

images, labels = data
changed = make("줄어든.pt")
told = complaint(changed.fit, (images[1:], labels[1:]), resume=stopped)
print(told)
assert "rows" in told

# %%
# 다 보았으니 임시 폴더를 지웁니다.

holder.cleanup()

# %%
# .. _resume-next:
#
# 다음 쪽
# -------
#
# 프로세스 하나가 아니라 여럿이 함께 배우면 어떨까요?
# :doc:`여러 프로세스로 함께 배우기 </auto_examples/07_training/run_distributed>`에서, 둘이 나누어 배워도 혼자 배운 것과 같은
# 곳에 닿는지 봅니다.
