"""학습 한 걸음의 값: 순전파, 손실, 역전파, 경사 하강법. float32, ReLU, 소프트맥스 교차 엔트로피.

같은 일을 하는 것들을 번갈아 재고 중앙값의 비만 말합니다. 시간 때문에 실패하는 일은 없습니다.

- torch    `nn.Sequential` + `CrossEntropyLoss` + `SGD.step` (즉시 실행, 스레드 하나)
- MLP      `dlconcepts.mlp.MLP.train_step` (입구의 검사까지)
- 엔진     `dlconcepts.autodiff` 로 순전파를 적고 `backward` 한 뒤 파라미터마다 한 번씩 뺀 것
- 행렬곱   순전파와 역전파의 행렬곱만, 미리 만든 배열에: 더 빨라질 수 없는 바닥입니다

다 재고 나서 가중치가 서로 1e-5 안에서 같지 않은 줄은 세지 않습니다. 그래서 오래 재어도 가중치가
거의 움직이지 않게 학습률을 아주 작게 둡니다. 한 걸음의 일은 학습률과 상관없이 같습니다.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterator

os.environ["OMP_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"  # NumPy 를 부르기 전에

import numpy as np
import torch

from dlconcepts import autodiff
from dlconcepts.autodiff import Value
from dlconcepts.mlp import MLP
from dlconcepts.optimizers import GradientDescent

LR, SAME = 1e-4, 1e-5
# 층의 크기, 배치, 목표(× torch), 목표(× 행렬곱), 엔진의 목표(× torch)
Row = tuple[tuple[int, ...], int, float | None, float | None, float | None]
ROWS: list[Row] = [
    ((64, 128, 64, 10), 1, 0.10, None, 0.30),
    ((64, 128, 64, 10), 32, 0.20, None, 0.40),
    ((64, 128, 64, 10), 128, 0.33, None, 0.60),
    ((784, 128, 64, 10), 32, 0.38, None, None),
    ((784, 128, 64, 10), 128, 0.55, 1.25, None),
    ((784, 512, 512, 10), 128, 0.82, 1.10, None),
    ((2, 16, 16, 1), 32, None, None, None),  # 스칼라 엔진의 크기. 손실은 MSE 입니다
]
Weights = list[np.ndarray]
Contender = tuple[Callable[[], object], Callable[[], Weights]]  # 한 걸음, 지금의 가중치


def by_mlp(net: MLP, x: np.ndarray, y: np.ndarray) -> Contender:
    optimizer = GradientDescent(LR)
    return lambda: net.train_step(x, y, optimizer), lambda: list(net.params.values())


def by_torch(start: MLP, x: np.ndarray, y: np.ndarray) -> Contender:
    layers: list[torch.nn.Module] = []
    for k, sizes in enumerate(zip(start.sizes, start.sizes[1:], strict=False), start=1):
        layer = torch.nn.Linear(*sizes)
        with torch.no_grad():
            layer.weight.copy_(torch.from_numpy(start.params[f"W{k}"].T))
            layer.bias.copy_(torch.from_numpy(start.params[f"b{k}"]))
        layers += [layer, torch.nn.ReLU()]
    net = torch.nn.Sequential(*layers[:-1])
    optimizer = torch.optim.SGD(net.parameters(), lr=LR)
    loss_fn = torch.nn.MSELoss() if start.loss.name == "mse" else torch.nn.CrossEntropyLoss()
    inputs, target = torch.from_numpy(x), torch.from_numpy(y)

    def step() -> None:
        optimizer.zero_grad()
        loss = loss_fn(net(inputs), target)
        loss.backward()
        optimizer.step()

    return step, lambda: [p.detach().numpy().T for p in net.parameters()]


def by_engine(start: MLP, x: np.ndarray, y: np.ndarray) -> Contender:
    params = [Value(array) for array in start.params.values()]

    def step() -> None:
        h = x
        for k in range(0, len(params), 2):
            z = h @ params[k] + params[k + 1]
            h = z.relu()
        loss = ((z - y) ** 2).mean() if start.loss.name == "mse" else autodiff.cross_entropy(z, y)
        for p in params:
            p.grad = None
        loss.backward()
        for p in params:
            p.data -= LR * p.grad

    return step, lambda: [p.data for p in params]


def by_products(start: MLP, x: np.ndarray) -> Callable[[], object]:
    """행렬곱만: 층마다 순전파에 하나, 역전파에 둘(첫 층은 하나)."""
    sizes, rows = start.sizes, len(x)
    W = [start.params[f"W{k}"].copy() for k in range(1, len(sizes))]
    dW = [np.empty_like(w) for w in W]
    h = [x, *(np.ones((rows, n), np.float32) for n in sizes[1:])]
    d = [np.ones((rows, n), np.float32) for n in sizes]

    def step() -> None:
        for k, w in enumerate(W):
            np.dot(h[k], w, out=h[k + 1])
        for k in reversed(range(len(W))):
            np.dot(h[k].T, d[k + 1], out=dW[k])
            if k:
                np.dot(d[k + 1], W[k].T, out=d[k])
        d[-1].fill(1)  # 되풀이해도 넘치지 않게 합니다

    return step


def contenders(sizes: tuple[int, ...], batch: int) -> tuple[dict[str, Contender], Callable]:
    rng = np.random.default_rng(0)
    loss = "mse" if sizes[-1] == 1 else "cross_entropy"
    net = MLP(sizes, loss=loss, seed=0, dtype=np.float32)
    x = rng.normal(size=(batch, sizes[0])).astype(np.float32)
    labels = rng.integers(0, max(sizes[-1], 2), batch)
    y = labels[:, np.newaxis].astype(np.float32) if loss == "mse" else labels
    makers = {"torch": by_torch, "MLP": by_mlp, "엔진": by_engine}
    made = {name: maker(net, x, y) for name, maker in makers.items() if name != "MLP"}
    products = by_products(net, x)
    return {**made, "MLP": by_mlp(net, x, y)}, products


def interleaved(calls: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """번갈아 잰 중앙값(초). 한 차례가 짧아서 다른 일이 끼어든 차례는 중앙값에 들지 않습니다."""
    once = [taken(call, 3) for call in calls.values()]
    repeats = 1 if min(once) > 0.0005 else 4
    seconds: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds + 1):
        for name, call in calls.items():
            seconds[name].append(taken(call, repeats))
    return {name: float(np.median(times[1:])) for name, times in seconds.items()}


def taken(call: Callable[[], object], repeats: int) -> float:
    """한 번에 걸린 초. 바로 앞에 다른 것이 쓰던 캐시를 데우려고 한 번은 재지 않고 부릅니다."""
    call()
    start = time.perf_counter()
    for _ in range(repeats):
        call()
    return (time.perf_counter() - start) / repeats


def table(rounds: int) -> Iterator[str]:
    yield "| 신경망, 배치 | torch (µs) | MLP ÷ torch | 목표 | 행렬곱 ÷ torch | MLP ÷ 행렬곱 | 목표 "
    yield "| 엔진 ÷ torch | 목표 | 가중치의 차이 |\n"
    yield "|" + "---|" * 10 + "\n"
    for sizes, batch, goal, goal_products, goal_engine in ROWS:
        made, products = contenders(sizes, batch)
        calls = {name: step for name, (step, _) in made.items()} | {"행렬곱": products}
        found = interleaved(calls, rounds * 10)
        weights = [now() for _, now in made.values()]
        gap = max(
            float(np.abs(a - b).max())
            for other in weights[1:]
            for a, b in zip(weights[0], other, strict=True)
        )
        against = {name: found[name] / found["torch"] for name in found}
        cells = [
            f"{'-'.join(map(str, sizes))}, {batch}",
            f"{found['torch'] * 1e6:.0f}",
            f"**{against['MLP']:.2f}**",
            _goal(goal),
            f"{against['행렬곱']:.2f}",
            f"{found['MLP'] / found['행렬곱']:.2f}",
            _goal(goal_products),
            f"{against['엔진']:.2f}",
            _goal(goal_engine),
            f"{gap:.0e}" + ("" if gap < SAME else " — 같지 않아 세지 않습니다"),
        ]
        yield f"| {' | '.join(cells)} |\n"


def _goal(goal: float | None) -> str:
    return "" if goal is None else f"≤ {goal:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    torch.set_num_threads(1)
    for piece in table(rounds):
        print(piece, end="", flush=True)


if __name__ == "__main__":
    main()
