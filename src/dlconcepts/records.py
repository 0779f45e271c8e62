"""기록: 학습, 평가, 측정의 결과를 담는 행. 행 ↔ JSON ↔ pandas 를 오갑니다.

한 행은 이름 → 값인 평평한 표의 한 줄입니다. 없는 값은 적지 않습니다.

- **JSON** 은 엄격한 꼴입니다. NaN 과 무한대는 JSON 의 수가 아니므로 ``"NaN"``, ``"Infinity"``,
  ``"-Infinity"`` 라는 문자열로 적고, 읽을 때 수로 되돌립니다. 유한한 수는 한 비트도 잃지 않습니다.
- **pandas** 표에서는 없는 값과 NaN 이 모두 빈칸입니다. 그래서 표에서 되읽으면 NaN 이던 값은 없는
  값이 됩니다. 둘을 구별해야 하면 JSON 으로 오가세요.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from numbers import Integral, Real
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from dlconcepts.errors import ArgumentError, ArgumentTypeError, MissingDependencyError

if TYPE_CHECKING:
    import pandas as pd

_NON_FINITE = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}
# 문자열을 담는 필드: 여기의 "NaN" 은 수가 아니라 글입니다.
_TEXTS: dict[str, tuple[str, ...]] = {"BenchmarkRow": ("name", "case")}


# ── 평가와 측정의 한 행 ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Evaluation:
    """모델을 한 번 평가한 결과.

    Attributes
    ----------
    loss
        평균 손실입니다. 학습이 무너졌으면 NaN 일 수 있습니다.
    metrics
        지표 이름 → 값. 이름으로 "loss" 와 "count" 는 쓸 수 없습니다.
    count
        평가한 표본의 수입니다.
    """

    loss: float
    metrics: Mapping[str, float]
    count: int

    def __post_init__(self) -> None:
        if taken := {"loss", "count"} & self.metrics.keys():
            raise ArgumentError(
                f"Evaluation: metrics 안의 이름 {sorted(taken)} 자리는 이미 쓰고 있습니다. "
                "'test_loss' 처럼 다른 이름을 써 주세요."
            )
        metrics = {name: _number(name, value) for name, value in self.metrics.items()}
        _set(self, loss=float(_number("loss", self.loss)), metrics=metrics)
        _set(self, count=_whole("count", self.count))

    def to_row(self) -> dict[str, Any]:
        """평평한 한 행: loss, count, 그리고 지표들입니다."""
        return {"loss": self.loss, "count": self.count, **self.metrics}

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """`to_row` 가 만든 행에서 되살립니다."""
        _check_names(cls, row, required={"loss", "count"}, optional=row.keys())
        metrics = {name: v for name, v in row.items() if name not in ("loss", "count")}
        return cls(row["loss"], metrics, row["count"])


@dataclass(frozen=True)
class BenchmarkRow:
    """시간을 잰 결과 한 줄.

    Attributes
    ----------
    name
        무엇을 쟀는지입니다. 예: "minimize".
    case
        어떤 조건에서 쟀는지입니다. 예: "100차원".
    median_s
        한 번에 걸린 시간의 중앙값(초)입니다.
    iqr_s
        한 번에 걸린 시간의 사분위 범위(초)입니다.
    rounds
        잰 횟수입니다.
    ratio
        기준이 되는 행의 중앙값의 몇 배인지입니다. 기준이 없으면 None 입니다.
    """

    name: str
    case: str
    median_s: float
    iqr_s: float
    rounds: int
    ratio: float | None = None

    def __post_init__(self) -> None:
        for name in ("name", "case"):
            if not isinstance(value := getattr(self, name), str):
                raise ArgumentTypeError(
                    f"BenchmarkRow: {name} 자리에는 문자열이 와야 하는데 "
                    f"{type(value).__name__} 형인 {value!r} 입니다. 무엇을 쟀는지 적어 주세요."
                )
        for name in ("median_s", "iqr_s", "ratio"):
            value = getattr(self, name)
            if value is None and name == "ratio":
                continue
            number = float(_number(name, value))
            if not 0 <= number < math.inf:
                raise ArgumentError(
                    f"BenchmarkRow: {name} 자리에는 0 이상의 유한한 수가 와야 하는데 "
                    f"{number} 입니다. 단위는 초입니다."
                )
            _set(self, **{name: number})
        _set(self, rounds=_whole("rounds", self.rounds))

    def to_row(self) -> dict[str, Any]:
        """평평한 한 행입니다. 기준이 없으면 ratio 를 적지 않습니다."""
        row = {f.name: getattr(self, f.name) for f in fields(self)}
        return {name: value for name, value in row.items() if value is not None}

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """`to_row` 가 만든 행에서 되살립니다."""
        required = {"name", "case", "median_s", "iqr_s", "rounds"}
        _check_names(cls, row, required=required, optional={"ratio"})
        return cls(**row)


# ── 걸음이나 에포크마다 한 행 ────────────────────────────────────────────────────────────


class History:
    """학습하면서 쌓은 기록: 에포크(또는 걸음)마다 이름 → 수 한 행.

    행마다 이름이 달라도 됩니다. 예를 들어 검증 손실은 다섯 에포크에 한 번만 있어도 됩니다.

    Examples
    --------
    >>> history = History()
    >>> history.append(epoch=1, loss=0.7)
    >>> history.append(epoch=2, loss=0.5, accuracy=0.9)
    >>> history["loss"].tolist(), history["accuracy"].tolist()
    ([0.7, 0.5], [nan, 0.9])
    """

    def __init__(self, rows: Iterable[Mapping[str, Any]] = ()) -> None:
        self._rows: list[dict[str, int | float]] = []
        for row in rows:
            self.append(row)

    def append(self, row: Mapping[str, Any] | None = None, /, **scalars: Any) -> None:
        """한 행을 더합니다. 이름에 빗금이 있으면 ``append({"valid/loss": 0.3})`` 처럼 넘깁니다."""
        named = {**(row or {}), **scalars}
        if not named:
            raise ArgumentError(
                "History.append: 빈 행입니다. append(epoch=1, loss=0.5) 처럼 값을 넘겨 주세요."
            )
        self._rows.append({name: _number(name, value) for name, value in named.items()})

    @property
    def names(self) -> tuple[str, ...]:
        """나온 순서대로의 모든 이름입니다."""
        return tuple(dict.fromkeys(name for row in self._rows for name in row))

    @property
    def rows(self) -> tuple[Mapping[str, int | float], ...]:
        """모든 행을 바꿀 수 없는 모습으로 돌려줍니다."""
        return tuple(MappingProxyType(row) for row in self._rows)

    def __getitem__(self, name: str) -> NDArray[np.float64]:
        """이름 하나의 값들. 그 이름이 없는 행은 NaN 입니다."""
        if name not in self.names:
            raise ArgumentError(
                f"History: {name!r} 이라는 기록이 없습니다. 있는 이름은 {list(self.names)} 입니다."
            )
        return np.array([row.get(name, math.nan) for row in self._rows], dtype=np.float64)

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Mapping[str, int | float]]:
        return iter(self.rows)

    def __eq__(self, other: object) -> bool:
        # NaN 은 자기 자신과도 다르므로, 문자열로 적은 꼴로 견줍니다.
        if not isinstance(other, History):
            return NotImplemented
        return [_encoded(row) for row in self._rows] == [_encoded(row) for row in other._rows]

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"History({len(self)}행, 이름: {', '.join(self.names) or '없음'})"

    def to_json(self) -> str:
        """엄격한 JSON 글로 적습니다."""
        return _dump("History", self._rows)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """`to_json` 이 적은 글에서 되살립니다."""
        return cls(_load("History", text))

    def to_frame(self) -> "pd.DataFrame":
        """한 행이 한 줄인 pandas 표입니다."""
        return _to_frame(self._rows)

    @classmethod
    def from_frame(cls, table: "pd.DataFrame") -> Self:
        """pandas 표에서 되살립니다. 빈칸(NaN)은 없는 값으로 읽습니다."""
        return cls(_from_frame(table))


# ── 여러 행 ↔ JSON ↔ pandas ──────────────────────────────────────────────────────────────

Row = TypeVar("Row", Evaluation, BenchmarkRow)


def rows_to_json(rows: Sequence[Row]) -> str:
    """같은 종류의 행들을 엄격한 JSON 글로 적습니다."""
    kinds = {type(row).__name__ for row in rows}
    if len(kinds) != 1:
        raise ArgumentError(
            f"rows_to_json: 한 종류의 행이 하나 이상 있어야 하는데 {sorted(kinds)} 입니다. "
            "종류마다 따로 적어 주세요."
        )
    return _dump(kinds.pop(), [row.to_row() for row in rows])


def rows_from_json(text: str, kind: type[Row]) -> list[Row]:
    """`rows_to_json` 이 적은 글에서 `kind` 의 행들을 되살립니다."""
    return [kind.from_row(row) for row in _load(kind.__name__, text)]


def rows_to_frame(rows: Iterable[Row]) -> "pd.DataFrame":
    """행들을 pandas 표로 바꿉니다. 열 이름은 필드와 지표의 이름입니다."""
    return _to_frame([row.to_row() for row in rows])


def rows_from_frame(table: "pd.DataFrame", kind: type[Row]) -> list[Row]:
    """`rows_to_frame` 이 만든 표에서 `kind` 의 행들을 되살립니다."""
    return [kind.from_row(row) for row in _from_frame(table)]


def frame(columns: Mapping[str, Any]) -> "pd.DataFrame":
    """열 이름 → 값들로 pandas 표를 만듭니다. pandas 는 이때 처음 불러옵니다."""
    try:
        import pandas as pd
    except ImportError as error:
        raise MissingDependencyError(
            "표를 만들려면 pandas 가 필요한데 불러오지 못했습니다. "
            '`pip install "dlconcepts[viz]"` 로 설치해 주세요.',
            name="pandas",
        ) from error
    return pd.DataFrame(columns)


def _to_frame(rows: Sequence[Mapping[str, Any]]) -> "pd.DataFrame":
    names = dict.fromkeys(name for row in rows for name in row)
    columns = {name: [row.get(name) for row in rows] for name in names}
    # 빈칸이 있는 정수 열도 정수로 남게 합니다. 보통의 정수 열은 빈칸을 담지 못합니다.
    gaps = {
        name: "Int64"
        for name, column in columns.items()
        if None in column and all(isinstance(v, int) for v in column if v is not None)
    }
    return frame(columns).astype(gaps)


def _from_frame(table: "pd.DataFrame") -> list[dict[str, Any]]:
    if not hasattr(table, "notna"):
        raise ArgumentTypeError(
            f"기록을 되살릴 pandas 표가 와야 하는데 {type(table).__name__} 형입니다. "
            "to_frame() 이 만든 표를 넘겨 주세요."
        )
    rows, present = table.to_dict("records"), table.notna().to_dict("records")
    return [
        {str(name): value for name, value in row.items() if there[name]}
        for row, there in zip(rows, present, strict=True)
    ]


def _dump(kind: str, rows: Iterable[Mapping[str, Any]]) -> str:
    content = {"kind": kind, "rows": [_encoded(row) for row in rows]}
    return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1)


def strict_json(kind: str, text: str) -> Any:
    """엄격한 JSON 을 읽습니다. 따옴표 없는 NaN 과 Infinity 는 JSON 이 아닙니다.

    Parameters
    ----------
    kind
        무엇의 기록인지, 오류 문장에 적을 이름입니다.
    text
        JSON 문자열입니다.
    """
    try:
        return json.loads(text, parse_constant=_reject_constant)
    except (ValueError, TypeError) as error:
        raise ArgumentError(
            f"{kind}: 엄격한 JSON 으로 읽을 수 없습니다({error}). 파일이 잘리지 않았는지, "
            "NaN 이나 Infinity 를 따옴표 없이 쓰지 않았는지 확인해 주세요."
        ) from error


def _load(kind: str, text: str) -> list[dict[str, Any]]:
    content = strict_json(kind, text)
    found = content.get("kind") if isinstance(content, dict) else type(content).__name__
    rows = content.get("rows") if isinstance(content, dict) else None
    if found != kind or not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
        raise ArgumentError(
            f"{kind}: 이 JSON 은 {kind} 의 기록이 아닙니다(kind 가 {found!r} 이고, rows 는 "
            f"{type(rows).__name__} 형입니다). 알맞은 종류로 읽어 주세요."
        )
    return [_decoded(row, _TEXTS.get(kind, ())) for row in rows]


def _reject_constant(constant: str) -> float:
    raise ValueError(f"따옴표 없는 {constant}")


def _encoded(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value if isinstance(value, str) or math.isfinite(value) else _label(value)
        for name, value in row.items()
    }


def _label(value: float) -> str:
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def _decoded(row: Mapping[str, Any], texts: tuple[str, ...]) -> dict[str, Any]:
    return {
        name: _NON_FINITE.get(value, value)
        if isinstance(value, str) and name not in texts
        else value
        for name, value in row.items()
    }


# ── 입구에서의 검사 ──────────────────────────────────────────────────────────────────────


def _number(name: object, value: Any) -> int | float:
    """NumPy 의 수와 원소 하나짜리 0차원 배열(텐서)도 파이썬의 수로 바꿉니다."""
    if not isinstance(name, str) or not name:
        raise ArgumentTypeError(
            f"기록의 이름은 비어 있지 않은 문자열이어야 하는데 {name!r} 입니다. "
            "'loss' 처럼 이름을 붙여 주세요."
        )
    if getattr(value, "ndim", None) == 0 and hasattr(value, "item"):
        value = value.item()
    if not isinstance(value, bool) and isinstance(value, Real):
        return int(value) if isinstance(value, Integral) else float(value)
    raise ArgumentTypeError(
        f"기록 {name!r} 에는 수 하나가 와야 하는데 {type(value).__name__} 형인 {value!r} 입니다. "
        "배열이면 .mean() 처럼 수 하나로 모아 주세요."
    )


def _whole(name: str, value: Any) -> int:
    number = _number(name, value)
    if not isinstance(number, int) or number < 1:
        raise ArgumentError(
            f"기록 {name!r} 에는 1 이상의 정수가 와야 하는데 {value!r} 입니다. 개수를 넘겨 주세요."
        )
    return number


def _check_names(kind: type, row: Mapping[str, Any], *, required: Any, optional: Any) -> None:
    missing = sorted(required - row.keys())
    unknown = sorted(row.keys() - required - set(optional))
    if missing or unknown:
        raise ArgumentError(
            f"{kind.__name__}: 행에 빠진 이름은 {missing}, 모르는 이름은 {unknown} 입니다. "
            f"있어야 하는 이름은 {sorted(required)} 입니다."
        )


def _set(record: object, **values: Any) -> None:
    # 고정된(frozen) dataclass 의 값을 만들 때 한 번 다듬는 유일한 방법입니다.
    for name, value in values.items():
        object.__setattr__(record, name, value)
