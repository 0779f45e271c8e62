"""집: 서울을 닮은 거래 기록. 값을 만든 식을 알므로, 어떤 특징이 도움이 되는지 잴 수 있습니다.

값(억 원)은 아래의 식에 잡음을 더한 것입니다. 구의 이름은 서울의 것이지만 숫자는 모두 지어냈습니다::

    값 = 1 + 0.08 · 면적 + 구의 웃돈 + 6 · exp(−팔 때의 나이 / 15)
           − 1.2 · 역까지의 거리 + 잡음

나이는 "팔 때" 의 나이입니다. 올해에서 건축 연도를 뺀 것은 건축 연도와 같은 정보라 도움이 되지
않지만, 거래한 해는 집마다 다르므로 팔 때의 나이는 새 정보입니다. 물가는 고쳐 적은 것으로 보아,
거래일 자체는 값과 상관이 없습니다.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlconcepts.datasets.splits import Split, consecutive, part_sizes, take_split
from dlconcepts.errors import ArgumentError
from dlconcepts.inputs import whole
from dlconcepts.records import frame

if TYPE_CHECKING:
    import pandas as pd

PREMIUMS = {
    "강남구": 9.0, "서초구": 8.0, "용산구": 5.5, "송파구": 5.0, "성동구": 3.5,
    "마포구": 3.0, "동작구": 2.0, "영등포구": 1.5, "노원구": 0.0, "도봉구": -0.5,
}  # fmt: skip
"""구의 웃돈(억 원)입니다. 지어낸 값입니다."""

NOISE = 0.4
"""잡음의 표준편차(억 원)입니다. 식을 다 알아도 오차(RMSE)는 이보다 작아지지 않습니다."""

_FIRST_SALE, _LAST_SALE = np.datetime64("2000-01-01"), np.datetime64("2025-01-01")
_YEAR = 365.25  # 날
_AREAS = (39.0, 49.0, 59.0, 74.0, 84.0, 101.0, 114.0, 134.0)
_PYEONG = 3.3  # 1평은 3.3 m² 쯤입니다


@dataclass(frozen=True)
class Houses:
    """집의 거래 기록.

    - 크기: 만든 만큼입니다. 1,200채면 70 kB 쯤입니다
    - 라이선스: 식으로 만들어 낸 것이라 이 프로젝트와 같습니다(BSD-3-Clause)

    Attributes
    ----------
    built
        (N,) int64, 건축 연도입니다.
    sold
        (N,) datetime64[D], 거래일입니다.
    areas
        (N,) float64, 전용면적(m²)입니다.
    districts
        (N,) int64, 구의 번호입니다. 이름은 `district_names` 의 차례입니다.
    distances
        (N,) float64, 가까운 역까지의 거리(km)입니다. 모르는 것은 NaN 입니다.
    units
        (N,) int64, 호수입니다. 값과 상관이 없습니다.
    prices
        (N,) float64, 거래한 값(억 원)입니다.
    mistaken
        (N,) bool, 잘못 적은 기록에서 참입니다. 실제로는 알 수 없는 것이라 확인할 때만 씁니다.
    """

    district_names: ClassVar[tuple[str, ...]] = tuple(PREMIUMS)

    built: NDArray[np.int64]
    sold: NDArray[np.datetime64]
    areas: NDArray[np.float64]
    districts: NDArray[np.int64]
    distances: NDArray[np.float64]
    units: NDArray[np.int64]
    prices: NDArray[np.float64]
    mistaken: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.prices)

    @property
    def ages_at_sale(self) -> NDArray[np.float64]:
        """(N,) 팔 때의 나이(해)입니다. 건축 연도의 1월 1일부터 거래일까지를 셉니다."""
        return _age(self.built, self.sold)

    @property
    def days_since_sale(self) -> NDArray[np.float64]:
        """(N,) 거래한 지 며칠이 지났는지입니다. 2025년 1월 1일에 셉니다."""
        return _days(_LAST_SALE - self.sold)

    def to_frame(self) -> "pd.DataFrame":
        """한 행이 한 채인 pandas 표입니다. 잘못 적었는지(`mistaken`)는 넣지 않습니다."""
        return frame(
            {
                "건축 연도": self.built,
                "거래일": self.sold.astype("datetime64[s]"),
                "전용면적(㎡)": self.areas,
                "구": [self.district_names[number] for number in self.districts],
                "역까지(km)": self.distances,
                "호수": self.units,
                "가격(억 원)": self.prices,
            }
        )


def expected_price(
    *, built: ArrayLike, sold: Any, area: ArrayLike, district: ArrayLike, distance: ArrayLike
) -> NDArray[np.float64]:
    """잡음이 없는 값(억 원)입니다. 식은 이 파일의 맨 위에 있습니다.

    Parameters
    ----------
    built, sold, area, district, distance
        `Houses` 의 built, sold, areas, districts, distances 와 같습니다. 모양은 (N,) 이거나 수
        하나입니다.
    """
    age = _age(np.asarray(built), np.asarray(sold, dtype="datetime64[D]"))
    premium = np.array(list(PREMIUMS.values()))[np.asarray(district)]
    size, far = np.asarray(area, dtype=np.float64), np.asarray(distance, dtype=np.float64)
    price: NDArray[np.float64] = 1.0 + 0.08 * size + premium + 6.0 * np.exp(-age / 15) - 1.2 * far
    return price


def make_houses(
    *,
    seed: int,
    train: int = 800,
    valid: int = 200,
    test: int = 200,
    outliers: float = 0.0,
    missing: float = 0.0,
) -> Split[Houses]:
    """거래 기록을 지어내 학습, 검증, 평가로 나눕니다.

    Parameters
    ----------
    seed
        뽑는 씨앗입니다.
    train, valid, test
        부분마다의 개수입니다.
    outliers
        학습 기록에서 잘못 적은 것의 비율입니다. 반은 값에 0 을 하나 더 적었고, 반은 면적을 평으로
        적었습니다. 잘 배웠는지 재어야 하므로 검증과 평가의 기록은 바르게 적혀 있습니다.
    missing
        역까지의 거리를 모르는(NaN) 것의 비율입니다. 세 부분 모두에 있습니다.
    """
    where = "make_houses"
    rng = np.random.default_rng(whole(where, "seed", seed, at_least=0))
    sizes = part_sizes(where, train, valid, test)
    for name, share in (("outliers", outliers), ("missing", missing)):
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share < 1:
            raise ArgumentError(
                f"{where}: {name} 자리에는 0 이상 1 미만의 비율이 와야 하는데 {share!r} 입니다. "
                "백 채에 세 채라면 0.03 으로 적어 주세요."
            )
    houses = _honest(sum(sizes), rng)
    unknown = rng.random(len(houses)) < missing
    houses.distances[unknown] = np.nan
    _spoil(houses, rng.permutation(sizes[0])[: round(outliers * sizes[0])])
    return take_split(houses, consecutive(sizes))


def _honest(n: int, rng: np.random.Generator) -> Houses:
    """바르게 적은 기록 n개."""
    built = rng.integers(1975, 2024, size=n)
    # 지은 이듬해부터 팝니다. 거래 기록은 2000년부터 있습니다.
    first = np.maximum((built + 1 - 1970).astype("datetime64[Y]"), _FIRST_SALE)
    sold = first + (rng.random(n) * _days(_LAST_SALE - first)).astype("timedelta64[D]")
    areas = (rng.choice(_AREAS, size=n) + rng.normal(0, 1.5, size=n)).round(1)
    districts = rng.integers(len(PREMIUMS), size=n)
    distances = np.clip(rng.gamma(2.0, 0.4, size=n), 0.05, 3.0).round(2)
    units = rng.integers(1, 21, size=n) * 100 + rng.integers(1, 9, size=n)
    prices = expected_price(
        built=built, sold=sold, area=areas, district=districts, distance=distances
    )
    noisy = (prices + rng.normal(0, NOISE, size=n)).round(2)
    right = np.zeros(n, dtype=np.bool_)
    return Houses(built, sold, areas, districts, distances, units, noisy, right)


def _spoil(houses: Houses, rows: NDArray[np.int64]) -> None:
    """`rows` 의 기록을 잘못 적습니다: 값에 0 을 하나 더, 또는 면적을 평으로."""
    dear, small = rows[::2], rows[1::2]
    houses.prices[dear] *= 10
    houses.areas[small] = (houses.areas[small] / _PYEONG).round(1)
    houses.mistaken[rows] = True


def _age(built: NDArray[Any], sold: NDArray[Any]) -> NDArray[np.float64]:
    """건축 연도의 1월 1일부터 거래일까지의 해입니다."""
    return _days(sold - (built - 1970).astype("datetime64[Y]")) / _YEAR


def _days(duration: NDArray[Any]) -> NDArray[np.float64]:
    days: NDArray[np.float64] = duration / np.timedelta64(1, "D")
    return days
