"""다층 퍼셉트론(MLP): 순전파와 역전파를 행렬로 직접 적은 신경망.

층 k = 1 … L 마다, 예제를 줄로 쌓은 행렬 h 에 같은 일을 합니다::

    z_k = h_{k−1} W_k + b_k          (B, n_{k−1}) @ (n_{k−1}, n_k) + (n_k,)
    h_k = f(z_k)                     h_0 = x, 마지막 층은 f 없이 z_L 이 곧 출력(로짓)

역전파는 ∂L/∂z_L 에서 출발해 같은 길을 거슬러 옵니다::

    ∂L/∂W_k     = h_{k−1}ᵀ ∂L/∂z_k             (n_{k−1}, B) @ (B, n_k)
    ∂L/∂b_k     = 1ᵀ ∂L/∂z_k                   (B,) @ (B, n_k)
    ∂L/∂z_{k−1} = (∂L/∂z_k W_kᵀ) ⊙ f′(z_{k−1})

편향은 늘 1 인 입력에 붙은 가중치입니다. 그래서 W_k 밑에 b_k 를 한 줄 더 쌓고, h 에 1 의 열을
하나 더 두면, 위의 식에서 b 의 몫은 W 의 몫과 같은 행렬 곱 하나로 계산됩니다.

파라미터는 모두 긴 벡터 하나에 놓이고 ``params["W1"]`` 은 그 벡터를 들여다보는 창(view)입니다.
그래서 한 걸음은 벡터 하나를 제자리에서 고치는 일입니다.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from dlconcepts.activations import ACTIVATIONS, Activation
from dlconcepts.errors import (
    ArgumentError,
    ArgumentTypeError,
    DivergedError,
    NonFiniteError,
    ShapeError,
)
from dlconcepts.inputs import examples, one_of, whole
from dlconcepts.losses import LOSSES, Loss
from dlconcepts.metrics import accuracy
from dlconcepts.optimizers import Optimizer
from dlconcepts.parameter_vector import ParameterVector
from dlconcepts.progress import progress
from dlconcepts.records import History

Array = NDArray[Any]

_RELU_LIKE = ("relu", "leaky_relu", "gelu", "silu")  # 음수 쪽을 거의 지우는 것들
_KEPT_BATCH_SIZES = 4  # 배열을 재사용하려고 간직하는 배치 크기의 수


class MLPForward:
    """순전파 한 번이 남긴 값들. `MLP.forward` 가 준 것은 받은 사람의 것이라 바뀌지 않습니다.

    Attributes
    ----------
    h
        층의 입력 ``[x, h_1, …, h_{L−1}]``, 저마다 (B, n_k) 입니다.
    z
        층의 가중합 ``[z_1, …, z_L]``: ``z[k] = h[k] @ W{k+1} + b{k+1}`` 입니다.
    """

    def __init__(self, sizes: Sequence[int], rows: int, dtype: np.dtype[Any]) -> None:
        # 마지막 열은 늘 1 이고, 편향이 그 열에 붙습니다.
        self._inputs = [np.ones((rows, n + 1), dtype) for n in sizes[:-1]]
        self.h = [with_one[:, :-1] for with_one in self._inputs]
        self.z = [np.empty((rows, n), dtype) for n in sizes[1:]]
        self._slopes = [np.empty_like(z) for z in self.z[:-1]]  # f′(z_k)
        self._dL_dz = [np.empty_like(z) for z in self.z]

    @property
    def logits(self) -> Array:
        """마지막 층의 출력 z_L 입니다. 모양은 (B, n_L) 입니다."""
        return self.z[-1]


class MLP:
    """입력에서 출력까지 층을 차례로 이은 신경망.

    Parameters
    ----------
    sizes
        층마다의 크기 ``(입력, 은닉 …, 출력)`` 입니다. (64, 128, 10) 이면 은닉층이 하나입니다.
    activation
        은닉층의 활성화 함수: `ACTIVATIONS` 의 이름이나 `Activation`. 마지막 층에는 쓰지 않습니다.
    loss
        손실 함수: `LOSSES` 의 이름이나 `Loss` 입니다.
    reduction
        예제마다의 손실을 "mean" 은 평균 내고 "sum" 은 더합니다.
    seed
        처음 가중치를 뽑는 씨앗입니다. 편향은 0 에서 시작합니다.
    dtype
        np.float64 또는 np.float32. 씨앗이 같으면 두 정밀도의 처음 가중치는 반올림까지 같습니다.

    Attributes
    ----------
    params, grads
        이름(W1, b1, …) → 파라미터, 그리고 마지막에 구한 기울기. 긴 벡터 ``params.flat``(= `theta`)
        과 ``grads.flat`` 을 들여다보는 창입니다.
    steps
        지금까지 `train_step` 과 `fit` 으로 걸은 걸음의 수입니다.

    Notes
    -----
    처음 가중치는 정규분포에서 뽑습니다. 뒤에 relu, leaky_relu, gelu, silu 가 오는 층은 분산이
    2 / n_in (K. He 외, "Delving Deep into Rectifiers", ICCV 2015), 마지막 층과 그 밖의 층은
    2 / (n_in + n_out) (X. Glorot, Y. Bengio, "Understanding the difficulty of training deep
    feedforward neural networks", AISTATS 2010) 입니다.

    Examples
    --------
    >>> net = MLP((2, 3, 1), activation="tanh", loss="mse", seed=0)
    >>> {name: array.shape for name, array in net.params.items()}
    {'W1': (2, 3), 'b1': (3,), 'W2': (3, 1), 'b2': (1,)}
    """

    def __init__(
        self,
        sizes: Sequence[int],
        *,
        activation: str | Activation = "relu",
        loss: str | Loss = "cross_entropy",
        reduction: Literal["mean", "sum"] = "mean",
        seed: int,
        dtype: DTypeLike = np.float64,
    ) -> None:
        self.sizes = _checked_sizes(sizes)
        self.activation: Activation = _chosen("activation", activation, ACTIVATIONS, Activation)
        self.loss: Loss = _chosen("loss", loss, LOSSES, Loss)
        self._labels = self.loss.name == "cross_entropy"  # 정답이 정수 라벨인지
        self.reduction = _chosen("reduction", reduction, {"mean": "mean", "sum": "sum"})
        self.dtype = np.dtype(dtype)
        if self.dtype not in (np.float32, np.float64):
            raise ArgumentError(
                f"MLP: dtype 은 float32 나 float64 여야 하는데 {self.dtype} 입니다."
            )
        self.params = ParameterVector(self.sizes, self.dtype)
        self.grads = ParameterVector(self.sizes, self.dtype)
        self.steps = 0
        self._buffers: dict[int, MLPForward] = {}
        self._initialize(np.random.default_rng(whole("MLP", "seed", seed, at_least=0)))

    def _initialize(self, rng: np.random.Generator) -> None:
        layers = list(pairwise(self.sizes))
        for k, (n_in, n_out) in enumerate(layers, start=1):
            he = k < len(layers) and self.activation.name in _RELU_LIKE
            spread = math.sqrt(2 / n_in if he else 2 / (n_in + n_out))
            self.params[f"W{k}"] = rng.normal(scale=spread, size=(n_in, n_out))

    @property
    def theta(self) -> Array:
        """모든 파라미터를 이은 벡터입니다. 대입하면 그 자리의 수가 바뀝니다."""
        return self.params.flat

    @theta.setter
    def theta(self, value: Array) -> None:
        self.params.flat[:] = value

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_buffers": {}}  # 재사용하던 배열은 베끼지 않습니다

    def __repr__(self) -> str:
        shape = "-".join(map(str, self.sizes))
        return (
            f"MLP({shape}, {self.activation.name}, {self.loss.name}, {self.dtype}, "
            f"파라미터 {self.theta.size:,}개)"
        )

    # ── 순전파, 역전파, 한 걸음 ──────────────────────────────────────────────────────────

    def _forward(self, work: MLPForward, x: Array) -> None:
        work.h[0][...] = x
        last = len(work.z) - 1
        for k, W in enumerate(self.params.layers):  # W 의 마지막 줄이 편향입니다
            np.dot(work._inputs[k], W, out=work.z[k])  # (B, n+1) @ (n+1, m)
            if k < last:
                self.activation.f(work.z[k], out=work.h[k + 1])

    def _backward(self, work: MLPForward, dL_dz: Array) -> None:
        for k in reversed(range(len(work.z))):
            np.dot(work._inputs[k].T, dL_dz, out=self.grads.layers[k])  # (n+1, B) @ (B, m)
            if k > 0:
                W = self.params.layers[k][:-1]
                dL_dz = np.dot(dL_dz, W.T, out=work._dL_dz[k - 1])  # ∂L/∂h: (B, m) @ (m, n)
                dL_dz *= self.activation.df(work.z[k - 1], out=work._slopes[k - 1])

    def _loss(self, work: MLPForward, y: Array) -> tuple[float, Array]:
        """손실과 ∂L/∂z_L 입니다. 소프트맥스와 교차 엔트로피는 한꺼번에 미분합니다."""
        out = work._dL_dz[-1]
        return self.loss.value_and_gradient(work.logits, y, reduction=self.reduction, out=out)

    def _step(self, x: Array, y: Array, optimizer: Optimizer) -> float:
        """검사를 마친 배치로 한 걸음 걷습니다. 크기가 같은 배치는 같은 배열을 다시 씁니다."""
        work = self._buffers.get(len(x))
        if work is None:
            if len(self._buffers) == _KEPT_BATCH_SIZES:
                self._buffers.clear()
            work = self._buffers[len(x)] = MLPForward(self.sizes, len(x), self.dtype)
        with np.errstate(all="ignore"):  # 넘침과 NaN 은 경고 대신 걸음 번호와 함께 알립니다
            self._forward(work, x)
            loss, dL_dz = self._loss(work, y)
            if not math.isfinite(loss):
                raise self._diverged(loss, optimizer.lr)
            self._backward(work, dL_dz)
            optimizer.step({"theta": self.params.flat}, {"theta": self.grads.flat})
        self.steps += 1
        return loss

    # ── 쓰는 사람의 문 ───────────────────────────────────────────────────────────────────

    def forward(self, x: ArrayLike) -> MLPForward:
        """순전파: 모든 층의 값을 새 배열에 담아 돌려줍니다.

        Parameters
        ----------
        x
            (B, n_0). 한 줄이 예제 하나입니다.
        """
        return self._run("forward", x)

    def backward(self, forward: MLPForward, target: ArrayLike) -> dict[str, Array]:
        """역전파: 이름 → 기울기. 파라미터는 바뀌지 않습니다.

        같은 값이 `grads` 에도 남지만, 돌려주는 배열은 사본이라 다음 역전파가 바꾸지 않습니다.

        Parameters
        ----------
        forward
            이 신경망의 `forward` 가 돌려준 것입니다.
        target
            교차 엔트로피이면 정수 라벨 (B,), 그 밖에는 출력과 모양이 같은 배열입니다.
        """
        shapes = [z.shape[1] for z in getattr(forward, "z", [])]
        if shapes != list(self.sizes[1:]):
            raise ShapeError(
                f"MLP.backward: 층의 크기가 {shapes} 인 순전파인데 이 신경망은 "
                f"{list(self.sizes[1:])} 입니다. 이 신경망의 forward(x) 결과를 넘겨 주세요."
            )
        y = self._target("backward", target, len(forward.logits))
        with np.errstate(all="ignore"):
            self._backward(forward, self._loss(forward, y)[1])
        return {name: g.copy() for name, g in self.grads.items()}

    def loss_value(self, x: ArrayLike, y: ArrayLike) -> float:
        """손실의 값입니다. 파라미터도 `grads` 도 바뀌지 않습니다."""
        work = self._run("loss_value", x)
        target = self._target("loss_value", y, len(work.logits))
        with np.errstate(all="ignore"):
            value = self._loss(work, target)[0]
        if not math.isfinite(value):
            raise NonFiniteError(
                f"MLP.loss_value: 손실이 {self.dtype} 에 담을 수 있는 수를 넘었습니다({value}). "
                "x 와 가중치의 크기를 확인해 주세요."
            )
        return value

    def predict(self, x: ArrayLike) -> Array:
        """예측: 교차 엔트로피로 배우는 신경망이면 라벨 (B,), 그 밖에는 출력 (B, n_L) 입니다."""
        logits = self._run("predict", x).logits
        return logits.argmax(axis=1) if self._labels else logits

    def train_step(self, x: ArrayLike, y: ArrayLike, optimizer: Optimizer) -> float:
        """배치 하나로 한 걸음 걷고, 걷기 전의 손실을 돌려줍니다.

        Parameters
        ----------
        x, y
            (B, n_0) 과 정답입니다.
        optimizer
            `dlconcepts.optimizers` 의 규칙. 기억은 그 안에 쌓입니다.
        """
        _check_optimizer("MLP.train_step", optimizer)
        inputs = self._input("train_step", x)
        return self._step(inputs, self._target("train_step", y, len(inputs)), optimizer)

    def fit(
        self,
        x: ArrayLike,
        y: ArrayLike,
        optimizer: Optimizer,
        *,
        epochs: int,
        batch_size: int,
        seed: int,
        valid: tuple[ArrayLike, ArrayLike] | None = None,
        show_progress: bool = False,
    ) -> History:
        """데이터를 섞어 미니배치로 나누어 `epochs` 번 돕니다.

        Parameters
        ----------
        x, y
            학습 데이터. 마지막 배치는 남은 예제만큼 작을 수 있습니다.
        optimizer
            걸음을 정하는 규칙. 기억이 빈 사본으로 걷습니다.
        epochs, batch_size, seed
            에포크의 수, 한 걸음의 예제 수, 섞는 차례의 씨앗입니다.
        valid
            ``(x, y)`` 를 넘기면 에포크마다 "valid/loss" 와, 라벨이면 "valid/accuracy" 를 적습니다.
        show_progress
            진행 막대를 보일지입니다.

        Returns
        -------
        History
            에포크마다 한 행. "loss" 는 그 에포크에서 본 모든 배치의 손실을 예제 수로 모은 것입니다.
        """
        inputs = self._input("fit", x).astype(self.dtype, copy=False)
        target = self._target("fit", y, len(inputs))
        held_out = None if valid is None else self._pair(valid)
        _check_optimizer("MLP.fit", optimizer)
        whole("MLP.fit", "epochs", epochs)
        whole("MLP.fit", "batch_size", batch_size)
        rng = np.random.default_rng(whole("MLP.fit", "seed", seed, at_least=0))
        self.params.check_finite("MLP.fit")
        optimizer, history = optimizer.fresh(), History()
        bar = progress(range(1, epochs + 1), description="학습", show=show_progress)
        for epoch in bar:
            row = {"epoch": epoch, "loss": self._epoch(inputs, target, optimizer, batch_size, rng)}
            if held_out is not None:
                row |= self._scores(*held_out)
            history.append(row)
            bar.set(**{name: value for name, value in row.items() if name != "epoch"})
        return history

    def _epoch(
        self, x: Array, y: Array, optimizer: Optimizer, batch_size: int, rng: np.random.Generator
    ) -> float:
        order, total = rng.permutation(len(x)), 0.0
        for start in range(0, len(x), batch_size):
            rows = order[start : start + batch_size]
            loss = self._step(x[rows], y[rows], optimizer)
            # 평균은 예제 수로 무게를 주어 모읍니다. 마지막 배치가 작을 수 있기 때문입니다.
            total += loss * len(rows) / len(x) if self.reduction == "mean" else loss
        return total

    def _scores(self, x: Array, y: Array) -> dict[str, float]:
        work = MLPForward(self.sizes, len(x), self.dtype)
        with np.errstate(all="ignore"):
            self._forward(work, x)
            scores = {"valid/loss": self._loss(work, y)[0]}
        if self._labels:
            scores["valid/accuracy"] = accuracy(work.logits.argmax(axis=1), y)
        return scores

    # ── 입구에서의 검사 ──────────────────────────────────────────────────────────────────

    def _input(self, where: str, x: ArrayLike) -> Array:
        return examples(f"MLP.{where}", x, self.sizes[0])

    def _target(self, where: str, y: ArrayLike, rows: int) -> Array:
        n_out = self.sizes[-1]
        # 흔하고 알맞은 라벨은 빨리 지나갑니다. 부호 없는 수로 보면 음수도 아주 큰 수입니다.
        if self._labels and isinstance(y, np.ndarray) and y.dtype.kind in "iu":
            labels = y.astype(np.intp, copy=False)
            if y.shape == (rows,) and np.maximum.reduce(labels.view(np.uintp)) < n_out:
                return labels
        who = f"MLP.{where}, {self.loss.name}"
        return self.loss.check(who, np.zeros((rows, n_out), self.dtype), y)[1]

    def _pair(self, valid: Any) -> tuple[Array, Array]:
        if not isinstance(valid, tuple | list) or len(valid) != 2:
            raise ArgumentTypeError(
                f"MLP.fit: valid 자리에는 (x, y) 가 와야 하는데 {type(valid).__name__} 형입니다. "
                "valid=(x_valid, y_valid) 처럼 둘을 묶어 주세요."
            )
        x = self._input("fit(valid)", valid[0])
        return x, self._target("fit(valid)", valid[1], len(x))

    def _run(self, where: str, x: ArrayLike) -> MLPForward:
        inputs = self._input(where, x)
        self.params.check_finite(f"MLP.{where}")
        work = MLPForward(self.sizes, len(inputs), self.dtype)
        with np.errstate(all="ignore"):
            self._forward(work, inputs)
        return work

    def _diverged(self, loss: float, lr: float) -> DivergedError:
        finite = np.isfinite(self.theta).all()
        if not finite and self.steps == 0:  # 걷기도 전에 나빴다면 발산이 아닙니다
            self.params.check_finite("MLP.train_step")
        problem = "손실이 유한하지 않습니다" if finite else "가중치가 유한하지 않습니다"
        return DivergedError(
            f"MLP: {self.steps}번째 걸음에서 발산했습니다: {problem}. 손실 = {loss:g}, "
            f"학습률 lr = {lr:g}. 학습률을 줄이거나 x 의 단위를 작게 바꾸어 보세요.",
            step=self.steps,
            value=loss,
            lr=lr,
        )


def _checked_sizes(sizes: Any) -> tuple[int, ...]:
    given = tuple(sizes) if isinstance(sizes, Sequence | np.ndarray) else ()
    if isinstance(sizes, str) or len(given) < 2:
        raise ArgumentError(
            "MLP: sizes 에는 (입력, 은닉 …, 출력) 처럼 크기가 둘 이상 있어야 하는데 "
            f"{sizes!r} 입니다."
        )
    return tuple(whole("MLP", f"sizes[{i}]", size) for i, size in enumerate(given))


def _chosen(role: str, value: Any, choices: Mapping[str, Any], kind: type | None = None) -> Any:
    """이름이면 찾고, 만들어 온 것이면 그대로 씁니다."""
    if kind is not None and isinstance(value, kind):
        return value
    return choices[one_of("MLP", role, value, choices)]


def _check_optimizer(where: str, optimizer: Any) -> None:
    if not isinstance(optimizer, Optimizer):
        raise ArgumentTypeError(
            f"{where}: optimizer 자리에는 GradientDescent(lr=0.1) 처럼 만든 옵티마이저가 와야 "
            f"하는데 {optimizer!r} 입니다."
        )
