"""학습 루프(training loop): 한 에포크를 배우고, 평가합니다.

루프는 네 줄입니다::

    for 배치 in 배치들:
        예측 = model(*batch.inputs)                  순전파
        손실 = loss_fn(예측, batch.target)           얼마나 틀렸는지
        손실.backward()                              역전파: 모든 ∂L/∂θ
        optimizer.step()                             한 걸음

여기에 더하는 것은 둘뿐입니다. 쓰지 않으면 위의 네 줄과 비트까지 같습니다. 하나는 누적(accumulate)
으로, 배치 k 개의 기울기를 모아 한 걸음 걷습니다. 평균은 예제 수로 무게를 줍니다::

    ∂L/∂θ = Σ_j (n_j / N) ∂L_j/∂θ,     N = Σ_j n_j        큰 배치 하나의 기울기와 같습니다

다른 하나는 자르기(clip_norm)로, 기울기 전체의 길이가 넘으면 그 길이로 줄입니다.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from itertools import islice
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils import clip_grad_norm_

from dlconcepts.errors import ArgumentError
from dlconcepts.inputs import whole
from dlconcepts.records import Evaluation
from dlconcepts.training.batches import Batch, TensorBatches
from dlconcepts.training.distributed import (
    gather,
    is_sharded,
    keep_gradients_here,
    lockstep,
    total,
    world_size,
)
from dlconcepts.training.forward import Forward, LossFunction
from dlconcepts.training.loss_mean import EMPTY, LossMean, Step, numbers
from dlconcepts.training.precision import Precision

Metric = Callable[[Any, Any], float]


def train_epoch(
    model: nn.Module,
    batches: Any,
    loss_fn: LossFunction,
    optimizer: torch.optim.Optimizer,
    *,
    device: str | torch.device = "auto",
    precision: str | Precision = "float32",
    accumulate: int = 1,
    clip_norm: float | None = None,
    scheduler: torch.optim.lr_scheduler.LRScheduler | None = None,
) -> float:
    """한 에포크를 배우고, 본 모든 예제의 평균 손실을 돌려줍니다.

    Parameters
    ----------
    model
        배울 모델. 파라미터는 이미 `device` 에 있어야 합니다.
    batches
        `as_batches` 가 받는 것입니다.
    loss_fn
        ``loss_fn(model(*batch.inputs), batch.target)`` 이 배치의 **평균** 손실인 함수입니다.
    optimizer
        ``torch.optim`` 의 옵티마이저입니다.
    device
        배치를 옮길 장치입니다.
    precision
        정밀도의 이름. float16 으로 여러 에포크를 돌려면 `Precision` 을 만들어 넘겨 주세요. 손실의
        배율을 기억합니다.
    accumulate
        한 걸음에 모을 배치의 수입니다.
    clip_norm
        기울기 전체의 길이(L2)의 위쪽 한계입니다.
    scheduler
        걸음마다 학습률을 바꾸는 ``torch.optim.lr_scheduler`` 의 것입니다.

    Raises
    ------
    DivergedError
        손실이 NaN 이나 무한대가 되었습니다.
    """
    mean = LossMean()
    for step in training_steps(
        model,
        batches,
        loss_fn,
        optimizer,
        device=device,
        precision=precision,
        accumulate=accumulate,
        clip_norm=clip_norm,
        scheduler=scheduler,
    ):
        mean.add(step)
    return mean.mean()


def training_steps(
    model: nn.Module,
    batches: Any,
    loss_fn: LossFunction,
    optimizer: torch.optim.Optimizer,
    *,
    device: str | torch.device = "auto",
    precision: str | Precision = "float32",
    accumulate: int = 1,
    clip_norm: float | None = None,
    scheduler: torch.optim.lr_scheduler.LRScheduler | None = None,
) -> Iterator[Step]:
    """`train_epoch` 의 루프를 한 걸음씩 내놓습니다. 걸음과 걸음 사이에 무엇이든 할 수 있습니다.

    인자는 `train_epoch` 과 같습니다.
    """
    size = whole("train_epoch", "accumulate", accumulate)
    forward = Forward("train_epoch", model, batches, loss_fn, device, precision)
    precision, alone, quiet = forward.precision, world_size() == 1, nullcontext()
    learned = [p for group in optimizer.param_groups for p in group["params"]]
    model.train()
    groups = _groups(forward, forward.batches, size) if alone else _in_step(forward, size)
    for group, counts, n, share in groups:
        for p in learned:  # optimizer.zero_grad() 와 같고, 그 안의 측정 장치만 거치지 않습니다
            p.grad = None
        losses, last = [], len(group) - 1
        for j, batch in enumerate(group):
            with quiet if alone or j == last else keep_gradients_here(model):
                loss = forward(batch)[1]
                losses.append(loss.detach())
                if last:  # 크기가 같은 배치 k 개이면 loss / k 와 비트까지 같습니다
                    loss = loss / _times(n, counts[j])
                precision.backward(loss if alone else loss * share)
        if clip_norm is not None:
            precision.unscale(optimizer)
            clip_grad_norm_(model.parameters(), clip_norm)
        lr = optimizer.param_groups[0]["lr"]
        _walk(precision, optimizer, scheduler)
        yield Step(losses, counts if share else [0.0] * len(counts), lr)


# 한 걸음에 모을 배치들, 그 손실의 분모 n_j, 분모의 합 N, 여러 프로세스일 때 손실에 곱할 몫
Group = tuple[tuple[Batch, ...], list[float | Tensor], float | Tensor, float]


def _groups(forward: Forward, batches: Iterable[Batch], size: int) -> Iterator[Group]:
    rest, denominator = iter(batches), forward.labels.denominator
    while group := tuple(islice(rest, size)):
        counts = [denominator(batch.target) for batch in group]
        yield group, counts, sum(counts), 1.0


def _in_step(forward: Forward, size: int) -> Iterator[Group]:
    """프로세스들이 발을 맞춥니다. 몫이 0인 것은 먼저 끝난 프로세스가 되풀이하는 것입니다."""
    batches = forward.batches

    def last() -> Group | None:
        """에포크의 끝에서 이어 하느라 남은 것이 없을 때 되풀이할 것: 멈추기 앞의 걸음입니다."""
        # 몫은 많아야 배치 하나만큼 다르므로, 먼저 끝났다면 마지막 걸음은 꽉 찬 것이었습니다
        if isinstance(batches, TensorBatches):
            return next(_groups(forward, batches.last(size), size))
        return None

    # FSDP 는 순전파마다 파라미터를 모으므로, 모자란 배치를 무게 0 으로 되풀이해 수를 맞춥니다
    least = size if is_sharded(forward.model) else 1
    steps = lockstep(_groups(forward, batches, size), lambda group: float(group[2]), last)
    for (group, counts, n, _), share, _ in steps:
        missing = max(0, least - len(group))
        yield group + group[-1:] * missing, counts + [0.0] * missing, n, share


def _times(whole: float | Tensor, part: float | Tensor) -> float | Tensor:
    """전체가 몫의 몇 배인지. 셀 것이 하나도 없는 배치의 몫은 0 이라 무한대 배입니다."""
    return whole / part if isinstance(part, Tensor) or part else math.inf


def _walk(precision: Precision, optimizer: torch.optim.Optimizer, scheduler: Any) -> None:
    if scheduler is None:
        precision.step(optimizer)
        return
    before = precision.scale()
    precision.step(optimizer)
    if precision.scale() >= before:  # 배율이 줄었으면 이번에는 걷지 않은 것입니다
        scheduler.step()


# ── 평가 ─────────────────────────────────────────────────────────────────────────────────


def evaluate(
    model: nn.Module,
    batches: Any,
    loss_fn: LossFunction,
    *,
    device: str | torch.device = "auto",
    precision: str | Precision = "float32",
    metrics: Mapping[str, Metric] | None = None,
) -> Evaluation:
    """기울기 없이 평가합니다. 모델의 train · eval 상태는 부르기 전으로 되돌립니다.

    Parameters
    ----------
    model, batches, loss_fn, device, precision
        `train_epoch` 과 같습니다.
    metrics
        지표 이름 → ``metric(prediction, target)``. 모든 배치의 예측과 정답을 CPU 텐서로 이어서 한
        번 부릅니다. 그래서 마지막 배치가 작아도, 평균 낼 수 없는 지표여도 옳습니다.
        `dlconcepts.metrics.accuracy` 를 그대로 넘길 수 있습니다.

    Returns
    -------
    Evaluation
        평균 손실, 지표, 예제의 수입니다.
    """
    if isinstance(model, nn.parallel.DistributedDataParallel):
        model = model.module  # 평가에는 프로세스끼리 주고받을 것이 없습니다
    forward = Forward("evaluate", model, batches, loss_fn, device, precision)
    losses, counts, rows = [], [], 0
    seen: list[tuple[Any, Tensor]] = []
    with _evaluating(model), torch.no_grad():
        for batch, share, _ in lockstep(forward.batches, lambda batch: len(batch.target)):
            output, loss, target = forward(batch)
            if share:
                losses.append(loss)
                counts.append(forward.labels.denominator(batch.target))
                rows += len(target)
                seen += [(output, target)] if metrics else []
    if not losses:
        raise ArgumentError(EMPTY.format(where="evaluate"))
    weights = numbers(counts)
    pairs = zip(torch.stack(losses).tolist(), weights, strict=True)
    weighted = sum(x * n for x, n in pairs if n)
    loss_sum, weight, everyone = total(weighted, sum(weights), rows)
    found = _measured(metrics, seen) if metrics else {}
    return Evaluation(loss_sum / weight if weight else math.nan, found, int(everyone))


def _measured(metrics: Mapping[str, Metric], seen: list[tuple[Any, Tensor]]) -> dict[str, float]:
    outputs, targets = ([pair[i] for pair in seen] for i in (0, 1))
    shapes = {tuple(x.shape[1:]) if isinstance(x, Tensor) else type(x).__name__ for x in outputs}
    if len(shapes) > 1 or not isinstance(outputs[0], Tensor):
        raise ArgumentError(
            "evaluate: 지표를 재려면 모든 배치의 예측이 첫 축 말고는 모양이 같은 텐서여야 하는데 "
            f"{', '.join(map(str, shapes))} 입니다. 모두 같은 길이로 패딩하거나 metrics 를 비워 "
            "주세요."
        )
    prediction, target = torch.cat(outputs).cpu(), torch.cat(targets).cpu()
    if prediction.dtype in (torch.bfloat16, torch.float16):
        prediction = prediction.float()  # NumPy 에는 bfloat16 이 없습니다
    everyone = gather((prediction, target))  # 프로세스마다의 것을 모두 모아 한 번에 잽니다
    prediction, target = (torch.cat(parts) for parts in zip(*everyone, strict=True))
    return {name: float(metric(prediction, target)) for name, metric in metrics.items()}


@contextmanager
def _evaluating(model: nn.Module) -> Iterator[None]:
    training = [module for module in model.modules() if module.training]
    if training:
        model.eval()
    try:
        yield
    finally:
        for module in training:
            module.training = True
