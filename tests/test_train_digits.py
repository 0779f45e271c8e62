"""``python -m dlconcepts train``: 진짜 숫자를 배우고, 이어 하고, torchrun 아래에서도 같습니다."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

torch = pytest.importorskip("torch", reason="torch 가 없어 학습할 수 없습니다")
pytest.importorskip("sklearn", reason="손으로 쓴 숫자가 scikit-learn 에 들어 있습니다")
torch.set_num_threads(1)

from dlconcepts.__main__ import main  # noqa: E402
from dlconcepts.train_digits import Recipe, train  # noqa: E402
from dlconcepts.training import checkpoint  # noqa: E402


def accuracy_in(text: str) -> float:
    return float(re.search(r"정확도 (\d\.\d+)", text)[1])


@pytest.mark.parametrize(("model", "at_least"), [("mlp", 0.9), ("conv", 0.93)])
def test_the_recipe_learns_to_read_digits(model, at_least):
    text = train(Recipe(model=model, epochs=6, device="cpu", progress=False))
    assert text.startswith(f"손으로 쓴 숫자 1,259장으로 학습했습니다: {model} 모델")
    assert accuracy_in(text) > at_least


def test_the_same_command_goes_on_from_the_checkpoint(tmp_path, capsys):
    path = tmp_path / "김하늘" / "숫자.pt"
    options = ["train", "--device", "cpu", "--quiet", "--checkpoint", str(path)]
    assert main([*options, "--epochs", "1"]) == 0
    assert f"체크포인트: {path}" in capsys.readouterr().out
    assert checkpoint.load(path)["epoch"] == 1
    assert main([*options, "--epochs", "2"]) == 0
    assert checkpoint.load(path)["epoch"] == 2
    twice = capsys.readouterr().out
    assert main([*options, "--epochs", "2"]) == 0  # 다 배운 것은 평가만 합니다
    assert capsys.readouterr().out == twice


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--model", "cnn"], "model 에는 mlp, conv 가운데 하나가 와야 하는데 'cnn' 입니다"),
        (["--precision", "half"], r"float32, bfloat16, float16 가운데 하나가 와야 하는데 'half'"),
        (["--device", "cuda:99"], "'cuda:99' 장치를 쓸 수 없습니다. 이 컴퓨터에 있는 장치는"),
        (["--epochs", "0"], "epochs 자리에는 1 이상의 정수가 와야 하는데 0"),
        (["--lr", "0"], "lr 은 0보다 큰 수여야 하는데 0.0"),
        (["--lr", "nan"], "lr 은 0보다 큰 수여야 하는데 nan"),
    ],
)
def test_a_choice_that_cannot_be_is_explained_and_ends_with_one(options, says, capsys):
    assert main(["train", "--quiet", *options]) == 1
    shown = capsys.readouterr()
    assert shown.err.startswith("오류: ")
    assert says in shown.err
    assert shown.out == ""


def test_another_models_checkpoint_is_left_alone(tmp_path, capsys):
    path = tmp_path / "숫자.pt"
    options = ["train", "--device", "cpu", "--quiet", "--epochs", "1", "--checkpoint", str(path)]
    assert main([*options, "--model", "conv"]) == 0
    before = path.read_bytes()
    assert main(options) == 1
    assert "다른 모델의 체크포인트입니다" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_the_same_command_runs_under_torchrun(tmp_path):
    path = tmp_path / "함께.pt"
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
    command += ["--nproc-per-node", "2", "-m", "dlconcepts", "train", "--device", "cpu"]
    done = subprocess.run(
        [*command, "--epochs", "3", "--quiet", "--checkpoint", str(path)],
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1"},
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("손으로 쓴 숫자") == 1  # rank 0 만 말합니다
    assert "프로세스 2개" in done.stdout
    assert accuracy_in(done.stdout) > 0.8
    assert len(checkpoint.load(path)["processes"]) == 2
