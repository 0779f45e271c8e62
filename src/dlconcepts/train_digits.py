"""손으로 쓴 진짜 숫자를 배우는 조리법: ``python -m dlconcepts train`` 이 하는 일의 전부.

차례는 이렇습니다::

    데이터 ─▶ 모델 ─▶ 준비물(AdamW, 코사인, 교차 엔트로피) ─▶ 학습 ─▶ 처음 보는 숫자로 평가

``torchrun --nproc-per-node 2 -m dlconcepts train`` 으로 부르면 같은 코드가 여러 프로세스에서
돕니다.
"""

from dataclasses import dataclass
from math import ceil, inf
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dlconcepts.datasets.digits import Digits, load_digits
from dlconcepts.datasets.images import Images
from dlconcepts.datasets.splits import Split
from dlconcepts.errors import ArgumentError
from dlconcepts.metrics import accuracy
from dlconcepts.models import ConvClassifier, DeepMLP
from dlconcepts.parameters import count
from dlconcepts.records import Evaluation
from dlconcepts.training import TensorBatches, TrainConfig, evaluate
from dlconcepts.training.distributed import is_main, shard, world_size
from dlconcepts.training.lost_process import watched
from dlconcepts.training.recipe import classifier
from dlconcepts.training.trainer import Trainer

MODELS = ("mlp", "conv")
_SIDE = 8


@dataclass(frozen=True)
class Recipe:
    """조리법에서 고를 수 있는 것들. 나머지는 `train` 의 코드에 있습니다.

    Attributes
    ----------
    model
        "mlp"(완전 연결)나 "conv"(합성곱)입니다.
    epochs, batch_size, lr, seed, device, precision
        `TrainConfig` 와 `Trainer` 가 받는 것과 같습니다.
    checkpoint
        저장할 파일. 이미 있으면 거기서 이어 합니다. None 이면 저장하지 않습니다.
    shard
        True 이면 파라미터를 프로세스끼리 나누어 가집니다.
    progress
        진행을 보일지입니다.
    """

    model: str = "mlp"
    epochs: int = 20
    batch_size: int = 32
    lr: float = 0.003
    seed: int = 0
    device: str = "auto"
    precision: str = "float32"
    checkpoint: str | Path | None = None
    shard: bool = False
    progress: bool = True


def train(recipe: Recipe) -> str:
    """조리법대로 배우고, 한 일과 그 결과를 적은 글을 돌려줍니다. rank 0 이 아니면 빈 글입니다."""
    data = load_digits(seed=recipe.seed)
    trainer = prepare(recipe, len(data.train))
    resume = None if recipe.checkpoint is None else "auto"
    trainer.fit(_pair(recipe, data.train), _pair(recipe, data.valid), resume=resume)
    with watched():
        found = test(trainer, recipe, data.test)
    return _report(recipe, trainer, found, data) if is_main() else ""


def prepare(recipe: Recipe, examples: int) -> Trainer:
    """모델과 그것을 가르칠 `Trainer` 를 만듭니다."""
    if recipe.model not in MODELS:
        raise ArgumentError(
            f"model 에는 {', '.join(MODELS)} 가운데 하나가 와야 하는데 {recipe.model!r} 입니다."
        )
    if not 0 < recipe.lr < inf:
        raise ArgumentError(
            f"lr 은 0보다 큰 수여야 하는데 {recipe.lr} 입니다. 0.003 쯤이 좋습니다."
        )
    config = TrainConfig(
        epochs=recipe.epochs,
        batch_size=recipe.batch_size,
        seed=recipe.seed,
        precision=recipe.precision,
        progress=recipe.progress,
        checkpoint=recipe.checkpoint,
    )
    model: DeepMLP | ConvClassifier
    if recipe.model == "mlp":
        model = DeepMLP(_SIDE * _SIDE, (128, 64), 10, dropout=0.1, seed=recipe.seed)
    else:
        model = ConvClassifier((1, _SIDE, _SIDE), 10, seed=recipe.seed)
    steps = recipe.epochs * ceil(examples / recipe.batch_size)
    return classifier(
        model, config, lr=recipe.lr, steps=steps, device=recipe.device, shard=recipe.shard
    )


def test(trainer: Trainer, recipe: Recipe, digits: Digits) -> Evaluation:
    """한 번도 보지 않은 숫자로 평가합니다. 프로세스가 여럿이면 나누어 합니다."""
    x, y = _pair(recipe, digits)
    own = list(shard(len(digits)))
    batches = TensorBatches(x[own], target=y[own], batch_size=256, shuffle=False, seed=0)
    return evaluate(
        trainer.model,
        batches,
        trainer.loss_fn,
        device=trainer.device,
        precision=trainer.precision,
        metrics={"accuracy": accuracy},
    )


def _pair(recipe: Recipe, digits: Digits) -> tuple[Images, NDArray[np.int64]]:
    shape = (_SIDE * _SIDE,) if recipe.model == "mlp" else (1, _SIDE, _SIDE)
    return digits.images.reshape(len(digits), *shape), digits.labels


def _report(recipe: Recipe, trainer: Trainer, found: Evaluation, data: Split[Digits]) -> str:
    right = round(found.metrics["accuracy"] * found.count)
    where = f"{trainer.device}, 프로세스 {world_size()}개"
    lines = [
        f"손으로 쓴 숫자 {len(data.train):,}장으로 학습했습니다: {recipe.model} 모델, 파라미터 "
        f"{count(trainer.model).total:,}개, {trainer.epoch} 에포크, {where}.",
        f"처음 보는 {found.count:,}장 가운데 {right:,}장을 맞혔습니다. 정확도 "
        f"{found.metrics['accuracy']:.3f}, 손실 {found.loss:.4f}.",
    ]
    if recipe.checkpoint is not None:
        lines.append(f"체크포인트: {recipe.checkpoint}")
    return "\n".join(lines)
