"""기울기 검사: 손으로 구한 기울기를 수치 미분과 원소마다 견주고, 결과를 표로 돌려줍니다.

수치 미분은 두 가지입니다. 중앙 차분의 잘림 오차는 O(ε²), 전진 차분은 O(ε)입니다::

    중앙 차분   ∂f/∂θ_i ≈ ( f(θ + ε e_i) − f(θ − ε e_i) ) / 2ε
    전진 차분   ∂f/∂θ_i ≈ ( f(θ + ε e_i) − f(θ) ) / ε

손으로 구한 기울기가 틀렸으면 어느 이름의 몇 번째 원소가 얼마나 틀렸는지 말합니다.
"""

import math
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING, Any, Literal, NoReturn, get_args

import numpy as np
from numpy.typing import NDArray

from dlconcepts.errors import ArgumentError, ArgumentTypeError, NonFiniteError, ShapeError
from dlconcepts.records import frame

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Scheme = Literal["central", "forward"]
_ALONE = "x"  # 이름 없이 수나 배열 하나만 왔을 때 쓰는 이름


# ── 수치 미분 ────────────────────────────────────────────────────────────────────────────


def numerical_gradient(
    f: Callable[[Any], Any], params: Any, *, eps: float = 1e-6, scheme: Scheme = "central"
) -> Any:
    """`f` 의 기울기를 유한 차분으로 어림합니다. f 를 원소의 수만큼 되풀이해 부릅니다.

    Parameters
    ----------
    f
        `params` 와 꼴이 같은 것을 받아 실수 하나를 돌려주는 함수입니다. 바깥의 변수가 아니라
        넘겨받은 값으로 계산해야 합니다. 부를 때마다 새 사본을 받습니다.
    params
        실수, 배열, 또는 이름 → 배열인 dict. 바뀌지 않습니다. 정수와 float32 는 float64 로 바꿉니다.
    eps
        차분의 간격 ε 입니다. 너무 크면 잘림 오차가, 너무 작으면 반올림 오차가 커집니다. 크기가 1
        안팎인 값에서 중앙 차분은 1e-5, 전진 차분은 1e-8 근처가 가장 정확합니다.
    scheme
        ``"central"`` 은 중앙 차분이고, 원소가 P 개이면 f 를 2P 번 부릅니다. ``"forward"`` 는 전진
        차분이고 P + 1 번 부릅니다. 더 싸지만 덜 정확합니다.

    Returns
    -------
    float | ndarray | dict
        `params` 와 같은 꼴의 기울기, float64 입니다.
    """
    _check_positive("numerical_gradient", "eps", eps, "보통 1e-6 을 씁니다.")
    if scheme not in get_args(Scheme):
        raise ArgumentError(
            f"numerical_gradient: scheme 자리에는 {' 또는 '.join(map(repr, get_args(Scheme)))} 가 "
            f"와야 하는데 {scheme!r} 입니다."
        )
    arrays = _as_arrays("numerical_gradient", "params", params)
    places = [(name, i) for name, array in arrays.items() for i in np.ndindex(array.shape)]
    for name, i in places:
        if not np.isfinite(arrays[name][i]):
            raise NonFiniteError(
                f"numerical_gradient: params 의 {_place(name, i)} 값이 {arrays[name][i]} 입니다. "
                "NaN 이나 무한대가 없는 곳에서 미분해 주세요."
            )
    here = _value(f, params, arrays, "넘겨받은 params") if scheme == "forward" else None
    gradients = {name: np.empty_like(array) for name, array in arrays.items()}
    for name, i in places:
        gradients[name][i] = _difference(f, params, arrays, name, i, float(eps), here)
    result = _shaped_like(params, gradients)
    return result if isinstance(result, dict | np.ndarray) else float(result)


def _difference(
    f: Callable[[Any], Any],
    params: Any,
    arrays: dict[str, Floats],
    name: str,
    i: tuple[int, ...],
    eps: float,
    here: float | None,
) -> float:
    """원소 하나를 움직여 본 기울기입니다. `here` (= f(θ))를 알면 전진 차분, 모르면 중앙 차분입니다.

    `arrays` 는 정확히 되돌려 놓습니다.
    """
    center = float(arrays[name][i])
    ahead, behind = center + eps, center - eps if here is None else center
    if center in (ahead, center - eps):
        raise ArgumentError(
            f"numerical_gradient: eps = {eps:g} 만큼 움직여도 {_place(name, i)} = {center:g} 값이 "
            "바뀌지 않습니다. eps 를 키우거나 값의 크기를 줄여 주세요."
        )

    def value_at(moved: float) -> float:
        arrays[name][i] = moved
        return _value(f, params, arrays, f"{_place(name, i)} = {moved:g}")

    values = [value_at(ahead), value_at(behind) if here is None else here]
    arrays[name][i] = center
    # ε 대신 실제로 움직인 거리로 나누면 center ± ε 의 반올림이 결과에 남지 않습니다.
    return (values[0] - values[1]) / (ahead - behind)


def _value(f: Callable[[Any], Any], params: Any, arrays: dict[str, Floats], where: str) -> float:
    """지금의 `arrays` 에서 f 의 값입니다. f 는 사본을 받습니다."""
    copies = {name: array.copy() for name, array in arrays.items()}
    return _as_number(f(_shaped_like(params, copies)), where)


def _shaped_like(params: Any, arrays: dict[str, Floats]) -> Any:
    """dict 에는 dict 로, 배열에는 배열로, 수에는 수로 돌려줍니다."""
    return arrays if isinstance(params, Mapping) else arrays[_ALONE][()]


def _as_number(raw: Any, where: str) -> float:
    """f 가 돌려준 것이 유한한 실수 하나인지 봅니다."""
    array = _real_array("numerical_gradient", "f 의 값", raw)
    if array.ndim > 0:
        raise ShapeError(
            f"numerical_gradient: f 는 수 하나를 돌려줘야 하는데 모양이 {array.shape} 인 배열을 "
            "돌려줍니다. np.sum 이나 np.mean 으로 모아 주세요."
        )
    if not np.isfinite(array):
        raise NonFiniteError(
            f"numerical_gradient: {where} 에서 f 의 값이 {float(array)} 입니다. "
            "함수가 정의되는 곳에서, 경계에서는 eps 보다 멀리서 미분해 주세요."
        )
    return float(array)


# ── 비교 ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class GradientRow:
    """이름 하나의 비교 결과. 허용 오차에 견주어 가장 크게 어긋난 원소를 말합니다.

    `ratio` 는 `|구한 값 − 기준값| / (atol + rtol·|기준값|)` 이고, 1 이하이면 통과입니다.
    """

    name: str
    index: tuple[int, ...]
    analytic: float
    reference: float
    absolute: float
    relative: float
    ratio: float
    ok: bool


@dataclass(frozen=True)
class GradientReport:
    """기울기 비교표. ``print(report)`` 로 보고, ``assert report.ok`` 로 확인합니다."""

    rows: tuple[GradientRow, ...]

    @property
    def ok(self) -> bool:
        """모든 이름이 통과했는지입니다."""
        return all(row.ok for row in self.rows)

    @property
    def worst(self) -> GradientRow:
        """허용 오차에 견주어 가장 크게 어긋난 행입니다."""
        return max(self.rows, key=lambda row: row.ratio)

    def to_frame(self) -> "pd.DataFrame":
        """이름마다 한 줄인 pandas 표입니다."""
        return frame(
            {
                "이름": [row.name for row in self.rows],
                "원소": [_brackets(row.index) for row in self.rows],
                "구한 값": [row.analytic for row in self.rows],
                "기준값": [row.reference for row in self.rows],
                "절대 오차": [row.absolute for row in self.rows],
                "상대 오차": [row.relative for row in self.rows],
                "오차/허용": [row.ratio for row in self.rows],
                "통과": [row.ok for row in self.rows],
            }
        )

    def __str__(self) -> str:
        lines = [["이름", "구한 값", "기준값", "절대 오차", "상대 오차", "통과"]]
        for row in self.rows:
            numbers = [f"{v:.6g}" for v in (row.analytic, row.reference)]
            errors = [f"{v:.1e}" for v in (row.absolute, row.relative)]
            verdict = "예" if row.ok else "아니요"
            lines.append([_place(row.name, row.index), *numbers, *errors, verdict])
        widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
        return "\n".join("  ".join(map(_padded, line, widths)) for line in lines)

    def __bool__(self) -> NoReturn:
        raise ArgumentTypeError(
            "GradientReport 는 참이나 거짓이 아니라 표입니다. report.ok 로 확인해 주세요."
        )


def compare_gradients(
    analytic: Any, reference: Any, *, rtol: float = 1e-5, atol: float = 1e-8
) -> GradientReport:
    """두 기울기를 이름마다, 원소마다 견줍니다.

    Parameters
    ----------
    analytic
        검사할 기울기: 실수, 배열, 또는 이름 → 배열인 dict.
    reference
        기준이 되는 기울기. 꼴, 이름, 모양이 `analytic` 과 같아야 합니다.
    rtol, atol
        `|구한 값 − 기준값| ≤ atol + rtol·|기준값|` 이면 통과입니다. NaN 이나 무한대는 통과하지
        못합니다.
    """
    for name, value in (("rtol", rtol), ("atol", atol)):
        _check_positive("compare_gradients", name, value, "기본값은 1e-5, 1e-8 입니다.", zero=True)
    left = _as_arrays("compare_gradients", "analytic", analytic)
    right = _as_arrays("compare_gradients", "reference", reference)
    if left.keys() != right.keys() or isinstance(analytic, Mapping) != isinstance(
        reference, Mapping
    ):
        raise ArgumentError(
            f"compare_gradients: analytic 의 이름은 {list(left)}, reference 의 이름은 "
            f"{list(right)} 입니다. 꼴과 이름이 같은 두 기울기를 넘겨 주세요."
        )
    return GradientReport(tuple(_compare(k, left[k], right[k], rtol, atol) for k in left))


def _compare(name: str, a: Floats, r: Floats, rtol: float, atol: float) -> GradientRow:
    if a.shape != r.shape:
        raise ShapeError(
            f"compare_gradients: {name!r} 의 모양이 analytic 은 {a.shape}, reference 는 {r.shape} "
            "입니다. 기울기는 파라미터와 모양이 같아야 합니다."
        )
    with np.errstate(all="ignore"):  # 0/0 과 ∞−∞ 는 바로 아래에서 뜻을 정합니다.
        absolute = np.abs(a - r)
        ratio = absolute / (atol + rtol * np.abs(r))
        relative = absolute / np.maximum(np.abs(a), np.abs(r))
    ratio = np.where(absolute == 0, 0.0, np.where(np.isfinite(absolute), ratio, np.inf))
    relative = np.where(absolute == 0, 0.0, relative)
    i = np.unravel_index(int(np.argmax(ratio)), a.shape)
    index = tuple(int(k) for k in i)
    return GradientRow(
        name=name,
        index=index,
        analytic=float(a[index]),
        reference=float(r[index]),
        absolute=float(absolute[index]),
        relative=float(relative[index]),
        ratio=float(ratio[index]),
        ok=bool(ratio[index] <= 1),
    )


# ── 입구에서의 검사와 글자 맞춤 ──────────────────────────────────────────────────────────


def _as_arrays(function: str, role: str, params: Any) -> dict[str, Floats]:
    """수, 배열, dict 를 모두 이름 → float64 사본으로 바꿉니다."""
    named = params if isinstance(params, Mapping) else {_ALONE: params}
    arrays = {
        name: np.array(_real_array(function, f"{role} 의 {name!r}", value), dtype=np.float64)
        for name, value in named.items()
    }
    empty = [name for name, array in arrays.items() if array.size == 0]
    if empty or not arrays:
        raise ArgumentError(
            f"{function}: {role} 안에 원소가 하나도 없습니다(빈 이름: {empty}). "
            "원소가 있는 파라미터를 넘겨 주세요."
        )
    return arrays


def _real_array(function: str, what: str, raw: Any) -> NDArray[Any]:
    try:
        array = np.asarray(raw)
    except (ValueError, TypeError, RuntimeError):  # 들쭉날쭉한 목록, 기울기를 추적하는 텐서 등
        array = np.array(None)
    if array.dtype.kind not in "iuf":
        raise ArgumentTypeError(
            f"{function}: {what} 자리에는 실수가 와야 하는데 {type(raw).__name__} 형인 {raw!r} "
            "입니다. NumPy 의 실수 배열이나 수로 바꾸어 주세요."
        )
    return array


def _check_positive(
    function: str, name: str, value: Any, remedy: str, *, zero: bool = False
) -> None:
    is_number = isinstance(value, Real) and not isinstance(value, bool)
    if not is_number or not (0 < value < math.inf or (zero and value == 0)):
        expected = "0 이상인" if zero else "0보다 큰"
        raise ArgumentError(
            f"{function}: {name} 자리에는 {expected} 유한한 수가 와야 하는데 {value!r} 입니다. "
            f"{remedy}"
        )


def _brackets(index: tuple[int, ...]) -> str:
    return f"[{', '.join(map(str, index))}]" if index else ""


def _place(name: str, index: tuple[int, ...]) -> str:
    return f"{name}{_brackets(index)}"


def _width(text: str) -> int:
    # 고정폭 글꼴에서 한글 한 글자는 두 칸입니다.
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _padded(text: str, width: int) -> str:
    return " " * (width - _width(text)) + text
