"""학습 루프의 값: 숫자 그림(8×8)을 64-128-64-10 신경망으로 20 에포크, 배치 32, Adam.

같은 처음 가중치에서, 같은 일을 하는 셋을 번갈아 재고 중앙값의 비만 말합니다. 시간 때문에 실패하는
일은 없습니다. 시간은 모델을 만드는 것까지 셉니다.

- DataLoader  흔히 보는 루프: DataLoader(TensorDataset), 기본 Adam. 검증도 기록도 하지 않습니다
- 손          손으로 잘 쓴 루프: 텐서를 섞고 잘라 쓰고, fused Adam, 에포크마다 검증하고 기록합니다
- Trainer     `dlconcepts.training.Trainer`: 검증, 기록, 진행 막대를 켠 채로

진행 막대는 터미널에서처럼 그리게 하되, 그린 것은 버립니다.
"""

from __future__ import annotations

import argparse
import io
import sys
import time
from collections.abc import Callable

import numpy as np
import torch
from sklearn.datasets import load_digits
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

from dlconcepts.metrics import accuracy
from dlconcepts.training import TrainConfig, Trainer

EPOCHS, BATCH, LR = 20, 32, 1e-3
GOALS = {"DataLoader": 0.55, "손": 1.05}  # Trainer ÷ 이것의 목표


class Screen(io.StringIO):
    """터미널인 척하고 그린 것을 버리는 곳."""

    def write(self, text: str) -> int:
        return len(text)

    def isatty(self) -> bool:
        return True


def digits() -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """학습 (1437, 64) 과 검증 (360, 64) 으로 나눈 진짜 숫자 그림입니다."""
    x, y = load_digits(return_X_y=True)
    order = np.random.default_rng(0).permutation(len(x))
    inputs = torch.tensor(x[order] / 16, dtype=torch.float32)
    labels = torch.tensor(y[order])
    return inputs[:1437], labels[:1437], inputs[1437:], labels[1437:]


def network() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(
        nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 10)
    )


def by_loader(x: Tensor, y: Tensor, xv: Tensor, yv: Tensor) -> nn.Module:
    model = network()
    loader = DataLoader(TensorDataset(x, y), batch_size=BATCH, shuffle=True)
    optimizer, loss_fn = torch.optim.Adam(model.parameters(), lr=LR), nn.CrossEntropyLoss()
    for _ in range(EPOCHS):
        for xb, yb in loader:
            optimizer.zero_grad()
            loss_fn(model(xb), yb).backward()
            optimizer.step()
    return model


def by_hand(x: Tensor, y: Tensor, xv: Tensor, yv: Tensor) -> nn.Module:
    model = network()
    optimizer = torch.optim.Adam(model.parameters(), lr=LR, fused=True)
    loss_fn, history = nn.CrossEntropyLoss(), []
    for epoch in range(EPOCHS):
        model.train()
        order, total = torch.randperm(len(x)), 0.0
        for start in range(0, len(x), BATCH):
            rows = order[start : start + BATCH]
            loss = loss_fn(model(x[rows]), y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(rows)
        model.eval()
        with torch.no_grad():
            output = model(xv)
            right = (output.argmax(dim=1) == yv).float().mean().item()
            valid = loss_fn(output, yv).item()
        history.append({"epoch": epoch, "loss": total / len(x), "valid": valid, "right": right})
    return model


def by_trainer(x: Tensor, y: Tensor, xv: Tensor, yv: Tensor) -> nn.Module:
    model = network()
    optimizer = torch.optim.Adam(model.parameters(), lr=LR, fused=True)
    config = TrainConfig(epochs=EPOCHS, batch_size=BATCH, seed=0, progress=True)
    metrics = {"accuracy": accuracy}
    trainer = Trainer(
        model, optimizer, nn.CrossEntropyLoss(), config, device="cpu", metrics=metrics
    )
    trainer.fit((x, y), (xv, yv))
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--clock", choices=("wall", "cpu"), default="wall")
    options = parser.parse_args()
    # 다른 프로그램이 바쁜 기계에서는 이 프로세스가 쓴 CPU 시간이 덜 흔들립니다
    clock = time.perf_counter if options.clock == "wall" else time.process_time
    torch.set_num_threads(1)
    data = digits()
    contenders: dict[str, Callable[..., nn.Module]] = {
        "DataLoader": by_loader,
        "손": by_hand,
        "Trainer": by_trainer,
    }
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    right: dict[str, float] = {}
    real, sys.stderr = sys.stderr, Screen()
    try:
        for _ in range(options.rounds + 1):  # 첫 번은 버립니다
            for name, train in contenders.items():
                start = clock()
                model = train(*data)
                seconds[name].append(clock() - start)
                right[name] = accuracy(model(data[2]).detach(), data[3])
    finally:
        sys.stderr = real
    times = {name: np.array(measured[1:]) for name, measured in seconds.items()}
    print("| 루프 | 중앙값 (ms) | ÷ DataLoader | ÷ 손 | 검증 정확도 |")
    print("|---|---|---|---|---|")
    for name, one in times.items():
        ratios = [float(np.median(one / times[other])) for other in GOALS]
        cells = " | ".join(f"{ratio:.2f}" for ratio in ratios)
        print(f"| {name} | {np.median(one) * 1000:.0f} | {cells} | {right[name]:.3f} |")
    goals = ", ".join(f"÷ {name} {goal} 이하" for name, goal in GOALS.items())
    print(f"Trainer 의 목표: {goals}. 비는 같은 번에 잰 것끼리 나눈 비의 중앙값입니다.")


if __name__ == "__main__":
    main()
