"""평가 지표(metric): 얼마나 맞혔는지, 그리고 무엇을 무엇으로 틀렸는지를 셉니다.

손실은 학습이 줄이는 수이고 지표는 사람이 읽는 수입니다. 정확도에는 기울기가 없습니다: 점수를 아주
조금 바꾸면 맞힌 개수는 대개 그대로라서, 정확도를 손실로 쓸 수는 없습니다::

    prediction   라벨 (B,) 정수, 또는 점수 (B, C): 가장 큰 점수의 번호가 예측입니다
    target       라벨 (B,) 정수
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlconcepts.errors import ArgumentError, ArgumentTypeError, NonFiniteError, ShapeError

Labels = NDArray[np.int64]


def accuracy(prediction: ArrayLike, target: ArrayLike) -> float:
    """맞힌 비율입니다: 0 이상 1 이하.

    Parameters
    ----------
    prediction
        예측한 라벨 (B,) 또는 점수 (B, C) 입니다. 점수가 같으면 앞의 번호를 고릅니다.
    target
        정답 라벨 (B,) 입니다.
    """
    guess, truth = _guess_and_truth("accuracy", prediction, target)
    return float((guess == truth).mean())


def confusion_matrix(prediction: ArrayLike, target: ArrayLike, *, classes: int) -> Labels:
    """혼동 행렬(confusion matrix)입니다: [i, j] 는 정답이 i 인 것을 j 라고 한 개수입니다.

    대각선이 맞힌 것이고, 한 줄의 합은 그 정답의 개수입니다.

    Parameters
    ----------
    prediction, target
        `accuracy` 와 같습니다. 라벨은 0 이상 `classes` 미만입니다.
    classes
        클래스의 개수 C 입니다. 결과의 모양은 (C, C) 입니다.
    """
    if isinstance(classes, bool) or not isinstance(classes, int | np.integer) or classes < 1:
        raise ArgumentError(
            f"confusion_matrix: classes 는 1 이상의 정수여야 하는데 {classes!r} 입니다. "
            "데이터에 없는 클래스도 세어 주세요."
        )
    guess, truth = _guess_and_truth("confusion_matrix", prediction, target)
    for role, labels in (("prediction", guess), ("target", truth)):
        wrong = labels[(labels < 0) | (labels >= classes)]
        if wrong.size:
            raise ArgumentError(
                f"confusion_matrix: classes={classes} 이면 라벨은 0 이상 {classes} 미만이어야 "
                f"하는데 {role} 에 {wrong[0]} 이 있습니다. classes 를 늘리거나 라벨을 보아 주세요."
            )
    pairs = np.bincount(truth * classes + guess, minlength=classes * classes)
    return pairs.reshape(classes, classes).astype(np.int64)


def _guess_and_truth(owner: str, prediction: ArrayLike, target: ArrayLike) -> tuple[Labels, Labels]:
    scores, truth = np.asarray(prediction), np.asarray(target)
    if scores.ndim == 2 and scores.shape[1] > 0:
        if scores.dtype.kind not in "fiu":
            raise ArgumentTypeError(
                f"{owner}: prediction 의 점수는 수여야 하는데 dtype 이 {scores.dtype} 입니다. "
                "np.array(…, dtype=float) 로 바꾸어 주세요."
            )
        if np.isnan(scores).any():
            raise NonFiniteError(
                f"{owner}: prediction 에 NaN 이 있어 가장 큰 점수를 고를 수 없습니다. 학습이 "
                "발산했는지 보아 주세요."
            )
        guess = scores.argmax(axis=1)
    else:
        guess = scores
    if truth.ndim != 1 or guess.shape != truth.shape:
        raise ShapeError(
            f"{owner}: prediction 은 (B,) 나 (B, C), target 은 (B,) 여야 하는데 {scores.shape} 와 "
            f"{truth.shape} 입니다. 원-핫 정답이라면 target.argmax(axis=1) 로 바꾸어 주세요."
        )
    if truth.size == 0:
        raise ShapeError(f"{owner}: 예제가 하나도 없습니다. 빈 배치의 지표는 정할 수 없습니다.")
    return _whole(owner, "prediction", guess), _whole(owner, "target", truth)


def _whole(owner: str, role: str, labels: NDArray[Any]) -> Labels:
    if labels.dtype.kind not in "iub":
        raise ArgumentTypeError(
            f"{owner}: {role} 의 라벨은 정수여야 하는데 dtype 이 {labels.dtype} 입니다. 확률이라면 "
            "(p > 0.5).astype(int) 처럼 먼저 하나로 정해 주세요."
        )
    return labels.astype(np.int64)
