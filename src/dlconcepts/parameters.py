"""파라미터의 수: 층의 크기에서 구하는 식과, 만들어진 모델에서 세는 함수.

식은 층의 크기만 받으므로 모델을 만들지 않고도 그 크기를 알 수 있습니다. 가장 작은 벽돌은
완전 연결층(dense layer)이고, 다른 층의 식은 그것을 쌓은 것입니다::

    y = x W + b        x: (N,),  W: (N, M),  b: (M,)        파라미터 N·M + M 개

식마다 같은 이름의 torch.nn 층이 가진 수와 정확히 같습니다. `count` 는 모델을 실제로 셉니다.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import prod
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

import numpy as np

from dlconcepts.errors import ArgumentError, ArgumentTypeError
from dlconcepts.records import frame

if TYPE_CHECKING:
    import pandas as pd

# ── 식 ───────────────────────────────────────────────────────────────────────────────────


def dense(n_in: int, n_out: int, *, bias: bool = True) -> int:
    """완전 연결층: 입력 N개가 출력 M개로 가는 가중치 N·M 개와 출력마다 하나인 편향 M 개입니다.

    ``torch.nn.Linear(n_in, n_out, bias=bias)`` 와 같습니다.

    Examples
    --------
    >>> dense(100, 50), dense(100, 50, bias=False)
    (5050, 5000)
    """
    n, m = _size("dense", "n_in", n_in), _size("dense", "n_out", n_out)
    return n * m + (m if bias else 0)


def embedding(vocabulary: int, dim: int) -> int:
    """임베딩: 낱말 V개마다 길이 d 인 벡터, V·d 개입니다. ``torch.nn.Embedding`` 과 같습니다."""
    return _size("embedding", "vocabulary", vocabulary) * _size("embedding", "dim", dim)


def rnn(
    n_in: int, hidden: int, *, layers: int = 1, bidirectional: bool = False, bias: bool = True
) -> int:
    """순환층: 한 방향 한 층이 ``h' = tanh(x Wx + bx + h Wh + bh)`` 이므로 N·H + H·H + 2H 개입니다.

    ``torch.nn.RNN`` 과 같습니다. 두 번째 층부터는 앞 층의 H개(두 방향이면 2H개)가 입력입니다.
    """
    return _recurrent("rnn", 1, n_in, hidden, layers, bidirectional, bias)


def lstm(
    n_in: int, hidden: int, *, layers: int = 1, bidirectional: bool = False, bias: bool = True
) -> int:
    """LSTM: 입력, 망각, 출력 게이트와 새 기억이 저마다 순환층 하나씩이라 `rnn` 의 네 배입니다.

    ``torch.nn.LSTM`` 과 같습니다.
    """
    return _recurrent("lstm", 4, n_in, hidden, layers, bidirectional, bias)


def gru(
    n_in: int, hidden: int, *, layers: int = 1, bidirectional: bool = False, bias: bool = True
) -> int:
    """GRU: 갱신과 초기화 게이트, 새 상태가 저마다 순환층 하나씩이라 `rnn` 의 세 배입니다.

    ``torch.nn.GRU`` 와 같습니다.
    """
    return _recurrent("gru", 3, n_in, hidden, layers, bidirectional, bias)


def conv(
    channels_in: int,
    channels_out: int,
    kernel: int | Iterable[int],
    *,
    dimensions: int = 2,
    groups: int = 1,
    bias: bool = True,
) -> int:
    """합성곱층: 출력 채널마다 ``채널 × 커널`` 크기의 필터 하나와 편향 하나입니다.

    그림의 크기는 식에 없습니다. 같은 필터가 모든 자리에서 쓰이기 때문입니다.

    Parameters
    ----------
    channels_in, channels_out
        입력과 출력의 채널 수입니다.
    kernel
        커널의 한 변이거나, ``(3, 5)`` 처럼 변마다의 크기입니다.
    dimensions
        `kernel` 이 수 하나일 때의 변의 수입니다: 소리 1, 그림 2, 부피 3.
    groups
        채널을 나누는 묶음의 수입니다. 필터 하나는 ``channels_in / groups`` 개의 채널만 봅니다.
    bias
        편향이 있으면 True 입니다.
    """
    c_in = _size("conv", "channels_in", channels_in)
    c_out = _size("conv", "channels_out", channels_out)
    g = _size("conv", "groups", groups)
    if c_in % g or c_out % g:
        raise ArgumentError(
            f"conv: groups 는 두 채널 수를 나누어떨어지게 해야 하는데 channels_in={c_in}, "
            f"channels_out={c_out}, groups={g} 입니다. 두 수의 공약수로 바꾸어 주세요."
        )
    if isinstance(kernel, Iterable):
        sides = [_size("conv", "kernel", side) for side in kernel]
    else:
        sides = [_size("conv", "kernel", kernel)] * _size("conv", "dimensions", dimensions)
    if not sides:
        raise ArgumentError("conv: kernel 이 비어 있습니다. 3 이나 (3, 5) 처럼 크기를 적어 주세요.")
    return c_out * (c_in // g) * prod(sides) + (c_out if bias else 0)


def attention(
    dim: int, *, key_dim: int | None = None, value_dim: int | None = None, bias: bool = True
) -> int:
    """어텐션: 질의, 키, 값, 출력을 만드는 완전 연결층 넷이라 보통 4·(d·d + d) 개입니다.

    머리(head)의 수는 식에 없습니다. 같은 d 를 나누어 가질 뿐이기 때문입니다.
    ``torch.nn.MultiheadAttention(dim, heads, kdim=key_dim, vdim=value_dim)`` 과 같습니다.

    Parameters
    ----------
    dim
        벡터의 길이 d 입니다.
    key_dim, value_dim
        키와 값을 만드는 입력의 길이입니다. 없으면 d 입니다.
    bias
        편향이 있으면 True 입니다.
    """
    d = _size("attention", "dim", dim)
    k = d if key_dim is None else _size("attention", "key_dim", key_dim)
    v = d if value_dim is None else _size("attention", "value_dim", value_dim)
    return sum(dense(n, d, bias=bias) for n in (d, k, v, d))


def layer_norm(shape: int | Iterable[int], *, bias: bool = True) -> int:
    """층 정규화: 자리마다 곱하는 수와 더하는 수 하나씩, 2d 개입니다. ``torch.nn.LayerNorm``."""
    sides = [*shape] if isinstance(shape, Iterable) else [shape]
    d = prod(_size("layer_norm", "shape", side) for side in sides)
    return d + (d if bias else 0)


def transformer_block(
    dim: int, hidden: int, *, cross_attention: bool = False, bias: bool = True
) -> int:
    """트랜스포머 블록: 어텐션, 완전 연결층 둘(d → f → d), 층 정규화 둘입니다.

    ``torch.nn.TransformerEncoderLayer(dim, heads, dim_feedforward=hidden)`` 과 같고,
    ``cross_attention=True`` 이면 ``TransformerDecoderLayer`` 와 같습니다.

    Parameters
    ----------
    dim
        벡터의 길이 d 입니다.
    hidden
        두 완전 연결층 사이의 길이 f 입니다.
    cross_attention
        인코더를 보는 어텐션과 그 층 정규화를 더합니다.
    bias
        편향이 있으면 True 입니다.
    """
    d, f = _size("transformer_block", "dim", dim), _size("transformer_block", "hidden", hidden)
    looks = 2 if cross_attention else 1
    feed_forward = dense(d, f, bias=bias) + dense(f, d, bias=bias)
    norms = (looks + 1) * layer_norm(d, bias=bias)
    return looks * attention(d, bias=bias) + feed_forward + norms


def _recurrent(
    where: str, gates: int, n_in: Any, hidden: Any, layers: Any, both: bool, bias: bool
) -> int:
    """게이트마다 완전 연결층 둘(입력에서, 앞선 상태에서)을 층과 방향의 수만큼 쌓습니다."""
    n, h = _size(where, "n_in", n_in), _size(where, "hidden", hidden)
    directions = 2 if both else 1
    inputs = [n] + [directions * h] * (_size(where, "layers", layers) - 1)
    per_layer = (dense(i, h, bias=bias) + dense(h, h, bias=bias) for i in inputs)
    return directions * gates * sum(per_layer)


# ── 만들어진 모델에서 세기 ───────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class ParameterRow:
    """이름 하나의 파라미터.

    Attributes
    ----------
    name, shape
        이름과 모양입니다.
    count
        원소의 수입니다. 앞의 이름과 같은 것이면 이미 세었으므로 0입니다.
    same_as
        같은 것을 함께 쓰는 앞의 이름입니다. 없으면 빈 문자열입니다.
    """

    name: str
    shape: tuple[int, ...]
    count: int
    same_as: str = ""


@dataclass(frozen=True)
class ParameterCount:
    """`count` 의 결과: 이름마다 한 행."""

    rows: tuple[ParameterRow, ...]

    @property
    def total(self) -> int:
        """모든 파라미터의 수입니다. 함께 쓰는 것은 한 번만 셉니다."""
        return sum(row.count for row in self.rows)

    def to_frame(self) -> "pd.DataFrame":
        """이름마다 한 줄인 pandas 표입니다. 함께 쓰는 것이 있으면 어느 이름과 같은지도 적습니다."""
        columns: dict[str, list[Any]] = {
            "이름": [row.name for row in self.rows],
            "모양": [row.shape for row in self.rows],
            "개수": [row.count for row in self.rows],
        }
        if any(row.same_as for row in self.rows):
            columns["함께 쓰는 이름"] = [row.same_as for row in self.rows]
        return frame(columns)

    def __str__(self) -> str:
        return f"파라미터 {self.total:,}개 (이름 {len(self.rows):,}개)"


def count(model: Any) -> ParameterCount:
    """모델의 파라미터를 이름마다 셉니다. 값은 읽지 않고 모양만 봅니다.

    둘 이상의 이름이 함께 쓰는 파라미터(예: 임베딩과 출력층이 나누어 쓰는 행렬)는 한 번만 셉니다.

    Parameters
    ----------
    model
        torch 모듈(``named_parameters`` 가 있는 것), `dlconcepts` 의 MLP 나 ToyNet(``params`` 가
        있는 것), 또는 이름 → 배열인 dict 입니다.

    Examples
    --------
    >>> import numpy as np
    >>> counted = count({"W": np.zeros((100, 50)), "b": np.zeros(50)})
    >>> counted.total
    5050
    """
    rows: list[ParameterRow] = []
    seen: dict[Any, str] = {}
    for name, value in _named(model):
        shape = _shape(name, value)
        first = seen.setdefault(_identity(value, name), name)
        if first == name:
            rows.append(ParameterRow(name, shape, prod(shape)))
        else:
            rows.append(ParameterRow(name, shape, 0, same_as=first))
    return ParameterCount(tuple(rows))


def _named(model: Any) -> list[tuple[str, Any]]:
    """(이름, 파라미터)의 목록입니다. 함께 쓰는 것도 이름마다 나옵니다.

    목록이 파라미터를 붙들고 있으므로, 세는 동안 같은 주소가 다른 것에 다시 쓰이지 않습니다.
    """
    if not isinstance(model, type):
        if hasattr(model, "named_parameters"):
            return [*model.named_parameters(remove_duplicate=False)]
        named = getattr(model, "params", model)
        if isinstance(named, Mapping):
            return [(str(name), value) for name, value in named.items()]
    got = f"클래스 {model.__name__}" if isinstance(model, type) else f"{type(model).__name__} 형"
    raise ArgumentTypeError(
        "count(model): torch 모듈, MLP, 또는 이름 → 배열인 dict 를 세는데 "
        f"{got}을(를) 받았습니다. model.parameters() 나 클래스가 아니라 만들어진 모델을 그대로 "
        '넘기거나, {"W": W, "b": b} 처럼 이름을 붙여 주세요.'
    )


def _shape(name: str, value: Any) -> tuple[int, ...]:
    try:
        return () if isinstance(value, Real) else tuple(int(side) for side in value.shape)
    except (AttributeError, TypeError):
        raise ArgumentTypeError(
            f"count(model): {name!r} 자리에는 배열이나 수가 와야 하는데 {type(value).__name__} "
            "형입니다. np.array(…) 로 바꾸어 주세요."
        ) from None
    except RuntimeError as error:  # torch 의 Lazy 층: 데이터를 보기 전에는 모양이 없습니다
        raise ArgumentError(
            f"count(model): {name!r} 의 모양이 아직 정해지지 않았습니다. "
            "모델에 데이터를 한 번 통과시킨 뒤에 세어 주세요."
        ) from error


def _identity(value: Any, name: str) -> Any:
    """같은 파라미터인지 가리는 열쇠. NumPy 배열은 W 와 W.T 처럼 같은 메모리면 같은 것입니다."""
    if isinstance(value, Real):
        return name  # 수는 값이 같아도 서로 다른 파라미터입니다
    if isinstance(value, np.ndarray) and value.size:
        return value.__array_interface__["data"][0], value.nbytes
    return id(value)


def _size(where: str, name: str, value: Any) -> int:
    """크기 하나를 검사해 int 로 돌려줍니다. NumPy 의 정수도 넘치지 않게 바꿉니다."""
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise ArgumentTypeError(
            f"{where}: {name} 자리에는 1 이상의 정수가 와야 하는데 {type(value).__name__} 형인 "
            f"{value!r} 입니다. 개수를 정수로 적어 주세요."
        )
    if value < 1:
        raise ArgumentError(
            f"{where}: {name} 자리에는 1 이상의 정수가 와야 하는데 {int(value)} 입니다. "
            "개수를 양의 정수로 적어 주세요."
        )
    return int(value)
