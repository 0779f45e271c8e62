"""얕은 신경망과 깊은 신경망: 은닉층이 하나인 것과 여럿인 것.

::

    얕은 것      x ─▶ 은닉층 ─▶ 로짓
    깊은 것      x ─▶ 은닉층 ─▶ 은닉층 ─▶ … ─▶ 로짓

두 모델 모두 확률이 아니라 로짓을 냅니다. ``torch.nn.CrossEntropyLoss`` 가 로짓을 받습니다.
"""

from collections.abc import Iterable
from itertools import pairwise

from torch import Tensor, nn

from dlconcepts.errors import ArgumentError
from dlconcepts.inputs import one_of, whole
from dlconcepts.models.initialization import seeded
from dlconcepts.models.inputs import images, sizes

ACTIVATIONS: dict[str, type[nn.Module]] = {
    "relu": nn.ReLU,
    "tanh": nn.Tanh,
    "sigmoid": nn.Sigmoid,
    "gelu": nn.GELU,
}


class ShallowMLP(nn.Module):
    """은닉층이 하나인 신경망.

    Parameters
    ----------
    n_in, hidden, n_out
        특징, 은닉층, 출력의 크기입니다.
    activation
        은닉층의 활성화 함수입니다: "relu", "tanh", "sigmoid", "gelu".
    seed
        처음 가중치를 뽑는 씨앗입니다.

    Examples
    --------
    >>> from dlconcepts.parameters import count
    >>> count(ShallowMLP(100, 50, 10, seed=0)).total
    5560
    """

    def __init__(
        self, n_in: int, hidden: int, n_out: int, *, activation: str = "relu", seed: int
    ) -> None:
        super().__init__()
        n, h, m = (
            whole("ShallowMLP", name, size)
            for name, size in {"n_in": n_in, "hidden": hidden, "n_out": n_out}.items()
        )
        self.activation = _activation("ShallowMLP", activation)
        with seeded("ShallowMLP", seed):
            self.hidden, self.output = nn.Linear(n, h), nn.Linear(h, m)

    def forward(self, x: Tensor) -> Tensor:
        """로짓: (B, n_in) → (B, n_out)."""
        x = images("ShallowMLP", x, (self.hidden.in_features,), self.hidden.weight.dtype)
        h = self.activation(self.hidden(x))  # (B, hidden)
        logits: Tensor = self.output(h)
        return logits


class DeepMLP(nn.Module):
    """은닉층이 여럿인 신경망.

    Parameters
    ----------
    n_in
        특징의 수입니다.
    hidden
        은닉층마다의 크기 ``(256, 128, …)`` 입니다.
    n_out
        출력의 수입니다.
    activation
        은닉층의 활성화 함수입니다: "relu", "tanh", "sigmoid", "gelu".
    dropout
        학습하는 동안 은닉층의 값을 이 확률로 지웁니다. 0이면 지우지 않습니다.
    seed
        처음 가중치를 뽑는 씨앗입니다.

    Examples
    --------
    >>> from dlconcepts.parameters import count
    >>> count(DeepMLP(100, (256, 128, 64, 32), 10, seed=0)).total
    69418
    """

    def __init__(
        self,
        n_in: int,
        hidden: Iterable[int],
        n_out: int,
        *,
        activation: str = "relu",
        dropout: float = 0.0,
        seed: int,
    ) -> None:
        super().__init__()
        if not 0 <= dropout < 1:
            raise ArgumentError(
                f"DeepMLP: dropout 은 지울 확률이라 0 이상 1 미만이어야 하는데 {dropout!r} 입니다."
            )
        self.n_in = whole("DeepMLP", "n_in", n_in)
        widths = (self.n_in, *sizes("DeepMLP", "hidden", hidden))
        layers: list[nn.Module] = []
        with seeded("DeepMLP", seed):
            for a, b in pairwise(widths):
                layers += [nn.Linear(a, b), _activation("DeepMLP", activation)]
                layers += [nn.Dropout(dropout)] if dropout else []
            self.output = nn.Linear(widths[-1], whole("DeepMLP", "n_out", n_out))
        self.hidden = nn.Sequential(*layers)

    def forward(self, x: Tensor) -> Tensor:
        """로짓: (B, n_in) → (B, n_out)."""
        x = images("DeepMLP", x, (self.n_in,), self.output.weight.dtype)
        logits: Tensor = self.output(self.hidden(x))
        return logits


def _activation(where: str, name: str) -> nn.Module:
    return ACTIVATIONS[one_of(where, "activation", name, ACTIVATIONS)]()
