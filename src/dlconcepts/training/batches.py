"""배치(batch): 학습 루프가 한 번에 받는 예제들.

루프의 약속은 하나입니다: ``loss_fn(model(*batch.inputs), batch.target)``. 배치는 그래서 입력의
튜플과 정답 하나입니다.

메모리에 다 들어가는 데이터는 `TensorBatches` 가 장치로 한 번만 옮겨 두고 잘라서 줍니다. 예제를
하나씩 꺼내 다시 쌓는(collate) 일이 없어서, 작은 모델에서는 이 차이가 학습 시간의 절반입니다::

    순서   [7 2 9 4 │ 0 8 1 6 │ 3 5]     seed + epoch 로 섞은 번호, 에포크마다 새로
    배치     0 번       1 번     2 번     마지막은 작을 수 있습니다(drop_last 로 버립니다)

DataLoader 나 배치의 목록처럼 다른 것은 `as_batches` 가 같은 모양으로 내놓습니다.
"""

from collections.abc import Iterable, Iterator, Mapping, Sized
from typing import Any, NamedTuple, Protocol, Self

import numpy as np
import torch
from torch import Tensor

from dlconcepts.errors import ArgumentError, ArgumentTypeError, ShapeError
from dlconcepts.inputs import whole

_ALIGNMENT = 64  # torch 가 CPU 의 텐서를 놓는 주소의 단위(바이트)
_BLOCK_BYTES = 2**24  # 섞은 순서대로 한꺼번에 모아 두는 양. 데이터가 커도 이만큼만 더 씁니다


class Batch(NamedTuple):
    """배치 하나.

    Attributes
    ----------
    inputs
        모델이 받는 텐서들. 하나여도 튜플입니다.
    target
        정답. 첫 축이 예제입니다.
    """

    inputs: tuple[Tensor, ...]
    target: Tensor


class Batches(Protocol):
    """학습 루프가 배치들에 바라는 것: 돌 수 있고, 에포크를 듣고, 제 자리를 말합니다."""

    restorable: bool

    def __iter__(self) -> Iterator[Batch]: ...

    def set_epoch(self, epoch: int) -> None:
        """몇 번째 에포크인지(0부터) 알려 줍니다."""

    def steps(self) -> int | None:
        """에포크 하나의 배치 수입니다. 모르면 None 입니다."""

    def state_dict(self) -> dict[str, Any]:
        """에포크 안의 자리입니다."""

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """`state_dict` 가 말한 자리로 갑니다."""


class TensorBatches:
    """메모리 안의 텐서들을 잘라 배치로 줍니다.

    Parameters
    ----------
    inputs
        모델의 입력들. 모두 첫 축이 예제이고 길이가 같습니다. NumPy 배열도 받습니다(float64 배열은
        torch 의 기본 실수형으로 바꿉니다).
    target
        정답. 첫 축이 예제입니다.
    batch_size
        배치 하나의 예제 수입니다.
    shuffle
        에포크마다 섞을지입니다.
    seed
        섞는 씨앗입니다. 에포크 e 의 순서는 ``seed + e`` 로만 정해져서, 어느 장치에서나, 중간에서
        다시 시작해도 같습니다.
    drop_last
        남는 예제로 만든 작은 마지막 배치를 버릴지입니다.
    device
        데이터를 둘 장치입니다. None 이면 있던 곳에 둡니다.

    Examples
    --------
    >>> x, y = torch.arange(5.0).reshape(5, 1), torch.arange(5)
    >>> batches = TensorBatches(x, target=y, batch_size=2, shuffle=False, seed=0)
    >>> [batch.target.tolist() for batch in batches]
    [[0, 1], [2, 3], [4]]
    """

    restorable = True

    def __init__(
        self,
        *inputs: Any,
        target: Any,
        batch_size: int,
        shuffle: bool,
        seed: int,
        drop_last: bool = False,
        device: torch.device | str | None = None,
    ) -> None:
        self.inputs = tuple(_tensor(f"inputs[{i}]", x) for i, x in enumerate(inputs))
        self.target = _tensor("target", target)
        self.batch_size = whole("TensorBatches", "batch_size", batch_size)
        self.shuffle, self.drop_last = bool(shuffle), bool(drop_last)
        self.seed = whole("TensorBatches", "seed", seed, at_least=0)
        self.rank, self.world = 0, 1
        self.epoch = 0
        self._position = self._start = 0  # 내놓은 배치의 수, 다음에 돌 때 시작할 배치
        self._ranges: dict[int, tuple[int, int] | None] = {}
        self._labels: dict[int, bool] = {}
        self._check()
        if device is not None:
            self._move(torch.device(device))

    def _check(self) -> None:
        rows = [len(x) for x in (*self.inputs, self.target)]
        if not self.inputs or len(set(rows)) > 1 or rows[0] == 0:
            raise ShapeError(
                "TensorBatches: 입력이 하나 이상 있고, 입력과 target 의 예제 수가 모두 같고 1 "
                f"이상이어야 하는데 입력은 {rows[:-1]}개, target 은 {rows[-1]}개입니다. "
                "첫 축이 예제인지 확인해 주세요."
            )
        if self.drop_last and rows[0] < self.batch_size:
            raise ArgumentError(
                f"TensorBatches: 예제가 {rows[0]}개인데 batch_size={self.batch_size} 이고 "
                "drop_last=True 라 배치가 하나도 없습니다. 둘 가운데 하나를 바꾸어 주세요."
            )

    def _move(self, device: torch.device) -> None:
        self.inputs = tuple(x.to(device) for x in self.inputs)
        self.target = self.target.to(device)

    def _copy(self) -> Self:
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__, _ranges={}, _labels={})
        return other

    def to(self, device: torch.device | str) -> Self:
        """데이터를 `device` 에 둔 같은 배치들입니다. 이미 그곳에 있으면 복사하지 않습니다."""
        other = self._copy()
        other._move(torch.device(device))
        return other

    def shard(self, rank: int, world: int) -> Self:
        """`world` 개의 프로세스가 나누어 볼 때 `rank` 번의 몫입니다.

        모든 프로세스가 같은 순서로 섞고, t 번째 배치의 예제들을 카드를 돌리듯 나누어 갖습니다.
        그래서 겹치지 않고, t 번째 걸음에 모두가 본 것을 합치면 한 프로세스의 t 번째 배치와
        같습니다. 몫의 크기는 많아야 하나 다릅니다.
        """
        world = whole("TensorBatches.shard", "world", world)
        rank = whole("TensorBatches.shard", "rank", rank, at_least=0)
        if rank >= world or self.world != 1 or self.batch_size % world:
            raise ArgumentError(
                f"TensorBatches.shard: rank 는 world 보다 작고, batch_size({self.batch_size})는 "
                f"world 로 나누어떨어지고, 아직 나누지 않은 것이어야 하는데 rank={rank}, "
                f"world={world}, 지금 {self.world}조각입니다. batch_size 를 world 의 배수로 "
                "해 주세요."
            )
        if self._rows() < world:
            raise ArgumentError(
                f"TensorBatches.shard: 예제가 {self._rows()}개뿐이라 프로세스 {world}개에 하나씩도 "
                "나눌 수 없습니다. 프로세스를 줄이거나 예제를 늘려 주세요."
            )
        other = self._copy()
        other.rank, other.world = rank, world
        return other

    # ── 한 에포크 ────────────────────────────────────────────────────────────────────────

    def set_epoch(self, epoch: int) -> None:
        """에포크의 처음으로 갑니다. 섞는다면 순서는 ``seed + epoch`` 로 정해집니다."""
        self.epoch = whole("TensorBatches", "epoch", epoch, at_least=0)
        self._position = self._start = 0

    def _rows(self) -> int:
        """한 에포크에 쓰는, 모든 조각의 예제 수입니다."""
        n = len(self.target)
        return n - n % self.batch_size if self.drop_last else n

    def __len__(self) -> int:
        mine = len(range(self.rank, self._rows(), self.world))
        return -(-mine // (self.batch_size // self.world))

    def steps(self) -> int:
        """에포크 하나의 배치 수입니다."""
        return len(self)

    def __iter__(self) -> Iterator[Batch]:
        order, size, steps = self._order(), self.batch_size // self.world, len(self)
        start, self._start = self._start, 0
        block = self._batches_per_block(size)
        # 블록의 경계는 늘 같은 곳입니다. 중간에서 시작해도 배치가 메모리의 같은 자리에 놓입니다.
        for first in range(start - start % block, steps, block):
            rows = slice(first * size, (first + block) * size)
            columns = [_pieces(x, order, rows, size) for x in (*self.inputs, self.target)]
            for index, (*inputs, target) in enumerate(zip(*columns, strict=True), start=first):
                if start <= index < steps:
                    self._position = index + 1
                    yield Batch(tuple(inputs), target)

    def last(self, count: int) -> list[Batch]:
        """이 에포크의 끝에 있는 배치 `count` 개입니다. 지금의 자리는 그대로입니다."""
        other = self._copy()
        other._start = len(self) - count
        return list(other)

    def _order(self) -> Tensor | None:
        """이 조각이 보는 예제의 번호들입니다. 처음부터 그대로이면 None 입니다."""
        n = len(self.target)
        if self.shuffle:
            generator = torch.Generator().manual_seed(self.seed + self.epoch)
            order = torch.randperm(n, generator=generator)
        elif self.world == 1:
            return None
        else:
            order = torch.arange(n)
        # batch_size 가 world 의 배수라서, world 칸씩 건너뛰면 배치마다 돌린 것과 같습니다.
        return order[self.rank :: self.world].to(self.target.device)

    def _batches_per_block(self, size: int) -> int:
        row = sum(map(_row_bytes, (*self.inputs, self.target)))
        return max(1, _BLOCK_BYTES // max(1, row * size))

    # ── 자리와 라벨 ──────────────────────────────────────────────────────────────────────

    def state_dict(self) -> dict[str, Any]:
        """에포크 안의 자리입니다. 이미 내놓은 배치의 수와, 순서를 정하는 모든 것을 담습니다."""
        return {"epoch": self.epoch, "position": self._position, **self._identity()}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """`state_dict` 가 말한 자리로 갑니다. 다음에 돌 때 그다음 배치부터 내놓습니다."""
        mine = self._identity()
        different = {name: (state.get(name), mine[name]) for name in mine}
        if different := {name: pair for name, pair in different.items() if pair[0] != pair[1]}:
            told = ", ".join(f"{name} {was!r} → {now!r}" for name, (was, now) in different.items())
            raise ArgumentError(
                f"TensorBatches: 저장한 때와 데이터가 다릅니다({told}). 에포크 중간에서 이어 "
                "하려면 같은 데이터와 같은 설정으로 만들어 주세요."
            )
        self.epoch = int(state["epoch"])
        self._position = self._start = int(state["position"])

    def _identity(self) -> dict[str, Any]:
        names = ("batch_size", "shuffle", "seed", "drop_last", "world")
        return {"rows": len(self.target)} | {name: getattr(self, name) for name in names}

    def label_range(self, ignored: int) -> tuple[int, int] | None:
        """정수 정답의 가장 작은 값과 큰 값입니다(`ignored` 는 빼고). 한 번만 셉니다."""
        if ignored not in self._ranges:
            self._ranges[ignored] = label_range(self.target, ignored)
        return self._ranges[ignored]

    def has_label(self, label: int) -> bool:
        """정답에 이 번호가 있는지입니다. 한 번만 봅니다."""
        if label not in self._labels:
            self._labels[label] = bool((self.target == label).any())
        return self._labels[label]


def label_range(target: Tensor, ignored: int | None) -> tuple[int, int] | None:
    """정수 정답의 (가장 작은 값, 가장 큰 값)입니다. `ignored` 만 있으면 None 입니다."""
    low, high = torch.stack(torch.aminmax(target)).tolist() if target.numel() else (0, -1)
    if ignored is not None and low <= ignored <= high:
        kept = target[target != ignored]
        return label_range(kept, None) if kept.numel() else None
    return (low, high) if target.numel() else None


def _pieces(x: Tensor, order: Tensor | None, rows: slice, size: int) -> tuple[Tensor, ...]:
    if order is None:
        return torch.split(x[rows], size)
    if size * _row_bytes(x) % _ALIGNMENT:
        # 어중간한 주소에서 시작하는 행렬은 마지막 비트가 다르게 곱해집니다. 배치마다 따로 모읍니다
        return tuple(x.index_select(0, some) for some in torch.split(order[rows], size))
    return torch.split(x.index_select(0, order[rows]), size)


def _row_bytes(x: Tensor) -> int:
    return x[0].numel() * x.element_size()


def _tensor(role: str, value: Any) -> Tensor:
    if isinstance(value, np.ndarray) and value.dtype.kind in "fiub":
        kind = torch.get_default_dtype() if value.dtype == np.float64 else None
        tensor = torch.as_tensor(value, dtype=kind)
        # NumPy 의 배열은 돌릴 때마다 다른 주소에 있을 수 있습니다. 늘 같은 비트가 나오게 옮깁니다
        value = tensor.clone() if tensor.data_ptr() % _ALIGNMENT else tensor
    if not isinstance(value, Tensor) or value.ndim == 0:
        raise ArgumentTypeError(
            f"TensorBatches: {role} 자리에는 첫 축이 예제인 텐서나 수의 배열이 와야 하는데 "
            f"{type(value).__name__} 형입니다. torch.as_tensor(…) 로 바꾸어 주세요."
        )
    return value


# ── 다른 것에서 오는 배치들 ──────────────────────────────────────────────────────────────


class IteratedBatches:
    """DataLoader 처럼 돌 수 있는 것을 `Batch` 로 내놓습니다. `as_batches` 가 만듭니다."""

    def __init__(self, source: Iterable[Any]) -> None:
        self.source = source
        # torchdata 의 StatefulDataLoader 처럼 제 자리를 말하고 되살릴 줄 알아야 중간에서 잇습니다
        self.restorable = all(hasattr(source, n) for n in ("state_dict", "load_state_dict"))

    def __iter__(self) -> Iterator[Batch]:
        return map(_as_batch, self.source)

    def steps(self) -> int | None:
        """배치의 수입니다. 길이를 모르면 None 입니다."""
        try:
            return len(self.source) if isinstance(self.source, Sized) else None
        except TypeError:  # 길이를 모르는 데이터셋의 DataLoader
            return None

    def set_epoch(self, epoch: int) -> None:
        """`set_epoch` 을 아는 것에게 에포크를 알립니다: DataLoader 라면 그 sampler 에게."""
        for part in (self.source, getattr(self.source, "sampler", None)):
            if (tell := getattr(part, "set_epoch", None)) is not None:
                tell(epoch)

    def state_dict(self) -> dict[str, Any]:
        """자리를 말할 줄 알면 그 자리이고, 아니면 빈 사전입니다."""
        return dict(self.source.state_dict()) if self.restorable else {}  # type: ignore[attr-defined]

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """자리를 되살릴 줄 알면 되살립니다."""
        if self.restorable:
            self.source.load_state_dict(state)  # type: ignore[attr-defined]


def as_batches(data: Any) -> "TensorBatches | IteratedBatches":
    """무엇이든 배치들로 봅니다.

    Parameters
    ----------
    data
        `TensorBatches`, DataLoader, 또는 ``(x, y)`` 나 ``((x1, x2), y)`` 나 `Batch` 를 내놓는,
        여러 번 돌 수 있는 것입니다.
    """
    if isinstance(data, TensorBatches | IteratedBatches):
        return data
    if isinstance(data, Iterable) and not isinstance(data, Tensor | np.ndarray | Mapping | str):
        return IteratedBatches(data)
    raise ArgumentTypeError(
        f"as_batches: 배치들이 와야 하는데 {type(data).__name__} 형입니다. TensorBatches(x, "
        "target=y, …) 나 DataLoader, 또는 (x, y) 의 목록을 넘겨 주세요."
    )


def _as_batch(item: Any) -> Batch:
    if isinstance(item, Batch):
        return item
    if not isinstance(item, tuple | list) or len(item) != 2:
        what = f"{len(item)}개짜리 " if isinstance(item, tuple | list) else ""
        raise ArgumentError(
            f"배치는 (입력, 정답) 두 개여야 하는데 {what}{type(item).__name__} 입니다. 입력이 "
            "여럿이면 ((x1, x2), y) 처럼 묶어 주세요. 정답이 없는 데이터로는 배울 수 없습니다."
        )
    inputs, target = item
    batch = Batch(tuple(inputs) if isinstance(inputs, tuple | list) else (inputs,), target)
    if not isinstance(target, Tensor) or target.ndim == 0 or len(target) == 0 or not batch.inputs:
        shape = tuple(target.shape) if isinstance(target, Tensor) else type(target).__name__
        raise ShapeError(
            f"배치에는 입력이 하나 이상 있고, 정답은 예제가 하나 이상인 텐서여야 하는데 입력이 "
            f"{len(batch.inputs)}개, 정답이 {shape} 입니다. 배열이면 torch.as_tensor(…) 로 바꾸어 "
            "주세요."
        )
    return batch
