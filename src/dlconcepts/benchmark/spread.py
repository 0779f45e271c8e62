"""씨앗마다의 결과: 한 번의 학습이 운이었는지 보려고 씨앗을 바꾸어 되풀이한 기록.

학습 한 번의 정확도는 처음 가중치와 데이터를 섞는 차례에 따라 달라집니다. 그래서 쪽의 스크립트를
씨앗만 바꾸어 여러 번 실행하고, 나온 값들을 꾸러미에 싣습니다. 기록은 손으로 적지 않습니다.
저장소의 ``nox -s spread`` 가 쪽을 실행해 적습니다::

    spread = recorded_spread("10_language/plot_06_six_ways")
    spread.check(rules=0.59, learned=0.86)    지금 실행한 값이 기록에서 벗어나면 오류
    spread["learned"].median                  씨앗들의 중앙값
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from math import isfinite
from numbers import Real
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Self

from dlconcepts.benchmark.report import installed_versions
from dlconcepts.errors import ArgumentError
from dlconcepts.records import frame, strict_json

if TYPE_CHECKING:
    import pandas as pd

KIND, FORMAT = "dlconcepts.spread", 1
SPREADS = Path(__file__).resolve().parent / "recorded" / "spread"
# 다른 CPU 에서는 끝자리가 달라지고, 그것이 자라 한두 문제의 답이 바뀔 수 있습니다.
SLACK = 0.02
_PAGE = re.compile(r"[a-z0-9_]+/[a-z0-9_]+")
_recording = False


@dataclass(frozen=True)
class Range:
    """이름 하나의, 씨앗마다의 값들.

    Attributes
    ----------
    values
        씨앗의 차례대로의 값들입니다.
    """

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """가운데 값입니다."""
        return float(median(self.values))

    @property
    def low(self) -> float:
        """가장 작은 값입니다."""
        return min(self.values)

    @property
    def high(self) -> float:
        """가장 큰 값입니다."""
        return max(self.values)

    @property
    def slack(self) -> float:
        """기록에서 이만큼까지 벗어나도 같은 것으로 봅니다.

        기록의 너비의 절반과, 가운데 값의 2 % 가운데 큰 것입니다.
        """
        return max((self.high - self.low) / 2, SLACK * abs(self.median))


@dataclass(frozen=True)
class Spread:
    """쪽 하나를 씨앗을 바꾸어 되풀이한 결과.

    Attributes
    ----------
    page
        쪽의 폴더와 이름입니다. 예: "10_language/plot_06_six_ways".
    seeds
        쓴 씨앗들입니다.
    values
        이름 → 씨앗의 차례대로의 값들입니다.
    date
        되풀이한 날입니다(``2026-01-31``).
    versions
        라이브러리 → 버전입니다.
    """

    page: str
    seeds: tuple[int, ...]
    values: dict[str, tuple[float, ...]]
    date: str
    versions: Mapping[str, str] = field(default_factory=installed_versions)

    def __getitem__(self, name: str) -> Range:
        if name not in self.values:
            raise ArgumentError(
                f"Spread: {self.page} 의 기록에 {name!r} 이라는 값이 없습니다. "
                f"있는 이름은 {sorted(self.values)} 입니다. "
                "쪽이 바뀌었다면 nox -s spread 로 다시 기록해 주세요."
            )
        return Range(self.values[name])

    def check(self, **found: float) -> None:
        """지금 실행해 얻은 값들이 기록 안에 있는지 봅니다.

        Parameters
        ----------
        **found
            이름 → 지금 실행한 값입니다. 기록에 있는 이름을 하나도 빠뜨리지 않아야 합니다.

        Raises
        ------
        ArgumentError
            기록에 없는 이름이거나, 기록에 있는 이름이 빠졌거나, 유한한 수가 아닙니다.
        AssertionError
            `Range.slack` 보다 멀리 벗어났습니다.
        """
        numbers = {name: _number(self.page, name, value) for name, value in found.items()}
        if _recording:
            self.values.update({name: (value,) for name, value in numbers.items()})
            return
        if missing := sorted(self.values.keys() - numbers.keys()):
            raise ArgumentError(
                f"Spread: {self.page} 의 기록에 있는 {missing} 을 넘기지 않았습니다. 쪽이 "
                "바뀌었다면 nox -s spread 로 다시 기록해 주세요."
            )
        for name, value in numbers.items():
            known = self[name]
            if not known.low - known.slack <= value <= known.high + known.slack:
                raise AssertionError(
                    f"{self.page}: 지금 실행한 {name} = {value:.6g} 이 기록한 "
                    f"씨앗 {len(self.seeds)}개의 범위 {known.low:.6g}–{known.high:.6g} 에서 "
                    "벗어났습니다. 일부러 바꾸었다면 nox -s spread 로 다시 기록해 주세요."
                )

    def to_frame(self, *, names: Mapping[str, str] | None = None) -> "pd.DataFrame":
        """이름 하나가 한 줄인 pandas 표입니다.

        Parameters
        ----------
        names
            이름 → 표에 적을 말입니다. 적은 것만, 적은 차례로 보여 줍니다. None 이면 모두입니다.
        """
        shown = names or {name: name for name in self.values}
        ranges = [self[name] for name in shown]
        return frame(
            {
                "이름": list(shown.values()),
                "씨앗 수": [len(r.values) for r in ranges],
                "중앙값": [r.median for r in ranges],
                "가장 작은 값": [r.low for r in ranges],
                "가장 큰 값": [r.high for r in ranges],
            }
        )

    def save(self, folder: Path = SPREADS) -> Path:
        """``폴더/쪽.json`` 으로 적고, 그 자리를 돌려줍니다."""
        path = folder / f"{self.page}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        content = {"kind": KIND, "format": FORMAT, **asdict(self)}
        text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
        path.write_text(text, encoding="utf-8", newline="\n")
        return path

    @classmethod
    def from_json(cls, text: str) -> Self:
        """`save` 가 적은 글에서 되살립니다."""
        row = strict_json("Spread", text)
        wanted = {"kind", "format", *cls.__dataclass_fields__}
        if not isinstance(row, dict) or row.keys() != wanted or row["kind"] != KIND:
            raise ArgumentError(
                f"Spread: {sorted(wanted)} 이 든 기록이 와야 하는데 {text[:60]!r}… 입니다. "
                "nox -s spread 로 다시 기록해 주세요."
            )
        values = {name: tuple(v) for name, v in row["values"].items()}
        if not values or any(len(v) != len(row["seeds"]) for v in values.values()):
            raise ArgumentError(
                f"Spread: 씨앗이 {len(row['seeds'])}개인데 값의 수가 "
                f"{ {name: len(v) for name, v in values.items()} } 입니다. "
                "nox -s spread 로 다시 기록해 주세요."
            )
        return cls(row["page"], tuple(row["seeds"]), values, row["date"], row["versions"])


def recorded_spread(page: str) -> Spread:
    """함께 실린, 씨앗을 바꾸어 되풀이한 기록입니다.

    Parameters
    ----------
    page
        쪽의 폴더와 이름입니다. 예: "10_language/plot_06_six_ways".

    Raises
    ------
    ArgumentError
        쪽의 이름이 아니거나, 그 쪽의 기록이 없거나, 실린 파일이 기록이 아닙니다.
    """
    if not isinstance(page, str) or not _PAGE.fullmatch(page):
        raise ArgumentError(
            "recorded_spread: page 에는 '10_language/plot_06_six_ways' 같은 쪽의 폴더와 이름이 "
            f"와야 하는데 {page!r} 입니다."
        )
    if _recording:
        return Spread(page, (), {}, "")
    path = SPREADS / f"{page}.json"
    if not path.is_file():
        there = [p.relative_to(SPREADS).with_suffix("").as_posix() for p in SPREADS.rglob("*.json")]
        raise ArgumentError(
            f"recorded_spread: {page} 의 기록이 없습니다. 있는 것은 {sorted(there)} 입니다. "
            f"저장소에서 nox -s spread -- {page} 로 기록해 주세요."
        )
    return Spread.from_json(path.read_text(encoding="utf-8"))


@contextmanager
def recording() -> Iterator[None]:
    """이 안에서는 `recorded_spread` 가 빈 기록을 주고, `Spread.check` 가 견주지 않고 모읍니다."""
    global _recording
    _recording = True
    try:
        yield
    finally:
        _recording = False


def _number(page: str, name: str, value: Any) -> float:
    if not isinstance(value, Real) or not isfinite(value):
        raise ArgumentError(
            f"Spread: {page} 의 {name} 자리에는 유한한 수 하나가 와야 하는데 {value!r} 입니다. "
            "float(값) 으로 바꾸어 넘겨 주세요."
        )
    return float(value)
