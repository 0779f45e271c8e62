"""경사 하강법 한 걸음의 값: `minimize` 와, 손으로 쓴 NumPy 루프와, torch.optim.SGD 를 견줍니다.

셋은 같은 일을 합니다: f 와 ∇f 를 구하고, 옮기고, 점과 값과 기울기를 모두 적습니다.
같은 기계에서 번갈아 여러 번 재고 중앙값의 비만 말합니다. 시간 때문에 실패하는 일은 없습니다.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import torch

from dlconcepts.descent import minimize
from dlconcepts.optimizers import GradientDescent

STEPS, LR = 1000, 0.01


Problem = tuple[Callable[[Any], Any], Callable[[Any], Any], Any]  # f, ∇f, 시작점


def problems() -> dict[str, Problem]:
    """한 변수의 x², 그리고 변수가 백 개인 이차 함수 둘: 가장 값싼 x·x 와, 행렬이 있는 ½xᵀAx."""
    rng = np.random.default_rng(0)
    basis = np.linalg.qr(rng.normal(size=(100, 100)))[0]
    a = basis @ np.diag(np.linspace(0.1, 10, 100)) @ basis.T
    x0 = rng.normal(size=100)
    return {
        "1-D x²": (lambda x: x * x, lambda x: 2 * x, 3.0),
        "100-D x·x": (lambda x: x @ x, lambda x: 2 * x, x0),
        "100-D ½xᵀAx": (lambda x: 0.5 * (x @ (a @ x)), lambda x: a @ x, x0),
    }


def by_minimize(f: Any, df: Any, x0: Any) -> np.ndarray:
    return minimize(f, df, x0, GradientDescent(LR), steps=STEPS).points


def by_hand(f: Any, df: Any, x0: Any) -> np.ndarray:
    """읽는 사람이 스스로 쓸 법한 루프: 같은 것을 모두 적습니다."""
    x = np.array(x0, dtype=float) if np.ndim(x0) else float(x0)
    n = np.size(x0)
    points, gradients = np.empty((2, STEPS + 1, n))
    values = np.empty(STEPS + 1)
    for t in range(STEPS + 1):
        g = df(x)
        points[t], values[t], gradients[t] = x, f(x), g
        x = x - LR * g
    return points


def by_torch(f: Any, df: Any, x0: Any) -> np.ndarray:
    """자동 미분과 torch.optim.SGD. f 안의 NumPy 행렬은 텐서로 바꾸어 둡니다."""
    cells = [c.cell_contents for c in f.__closure__ or ()]
    a = torch.tensor(cells[0]) if cells else None
    x = torch.tensor(np.atleast_1d(x0), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([x], lr=LR)
    points, values, gradients = [], [], []
    for _ in range(STEPS + 1):
        optimizer.zero_grad()
        loss = x @ x if a is None else 0.5 * (x @ (a @ x))
        loss.backward()
        points.append(x.detach().clone())
        values.append(loss.item())
        gradients.append(x.grad.clone())
        optimizer.step()
    return torch.stack(points).numpy()


def medians(contenders: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """번갈아 잰 중앙값(초)."""
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds + 1):
        for name, call in contenders.items():
            start = time.perf_counter()
            call()
            seconds[name].append(time.perf_counter() - start)
    return {name: float(np.median(times[1:])) for name, times in seconds.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    torch.set_num_threads(1)
    print("| 문제 | minimize (µs/걸음) | ÷ 손으로 쓴 루프 | torch ÷ minimize |")
    print("|---|---|---|---|")
    for name, problem in problems().items():
        calls = {"우리": by_minimize, "손": by_hand, "torch": by_torch}
        paths = [call(*problem) for call in calls.values()]
        # 같은 길을 걷지 않은 것의 빠르기는 세지 않습니다.
        assert all(np.allclose(paths[0], path, rtol=1e-10, atol=1e-12) for path in paths[1:])
        timed = {key: partial(call, *problem) for key, call in calls.items()}
        found = medians(timed, rounds)
        ours = found["우리"]
        cost, ratio, gain = ours / STEPS * 1e6, ours / found["손"], found["torch"] / ours
        print(f"| {name} | {cost:.2f} | {ratio:.2f} | {gain:.1f} |")


if __name__ == "__main__":
    main()
