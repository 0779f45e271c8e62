"""나누기: 데이터를 학습, 검증, 평가의 세 부분으로, 겹치지 않게 나눕니다.

학습(train)으로 배우고, 검증(valid)으로 고르고, 평가(test)는 마지막에 한 번 봅니다. 층화(stratified)
나누기는 클래스마다 따로 섞어 나누므로, 세 부분의 클래스 비율이 같습니다.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from dlconcepts.errors import ArgumentError
from dlconcepts.inputs import whole

T = TypeVar("T")
Index = NDArray[np.int64]


@dataclass(frozen=True)
class Split(Generic[T]):
    """세 부분으로 나눈 데이터. ``for part in split`` 은 학습, 검증, 평가의 차례입니다.

    Attributes
    ----------
    train
        학습 데이터입니다.
    valid
        검증 데이터입니다. 하이퍼파라미터를 고르거나 멈출 때를 정하는 데 씁니다.
    test
        평가 데이터입니다.
    """

    train: T
    valid: T
    test: T

    def __iter__(self) -> Iterator[T]:
        return iter((self.train, self.valid, self.test))


def stratified(
    labels: NDArray[Any], *, seed: int, valid: float, test: float, where: str = "stratified"
) -> Split[Index]:
    """클래스마다 같은 비율로 나눈 표본 번호들입니다. 한 번호는 한 부분에만 있습니다.

    Parameters
    ----------
    labels
        나눌 기준입니다. 모양은 (N,) 입니다.
    seed
        섞는 씨앗입니다. 같으면 언제나 같게 나뉩니다.
    valid, test
        검증과 평가가 가져가는 비율입니다. 클래스마다 반올림합니다.
    where
        오류 메시지에 쓸, 부른 함수의 이름입니다.
    """
    fractions = check_fractions(where, valid, test)
    rng = np.random.default_rng(whole(where, "seed", seed, at_least=0))
    parts: tuple[list[Index], list[Index], list[Index]] = ([], [], [])
    for label in np.unique(labels):
        members = rng.permutation(np.flatnonzero(labels == label))
        n_valid, n_test = (round(len(members) * fraction) for fraction in fractions)
        pieces = np.split(members, [n_valid, n_valid + n_test])
        for part, piece in zip(parts, (pieces[2], pieces[0], pieces[1]), strict=True):
            part.append(piece)
    # 클래스별로 모여 있지 않게, 부분 안에서도 한 번 섞습니다.
    return Split(*(rng.permutation(np.concatenate(part)) for part in parts))


def take(data: T, index: Any) -> T:
    """데이터에서 `index` 번째 표본들만 고른, 같은 종류의 데이터입니다.

    배열은 첫 축이 표본이므로 고르고, 어휘나 이름처럼 배열이 아닌 것은 그대로 둡니다.

    Parameters
    ----------
    data
        이 꾸러미의 데이터 하나입니다. 예: ``digits.train``.
    index
        표본 번호의 배열, 참거짓의 배열, 또는 ``slice(0, 100)`` 같은 조각입니다.
    """
    values = {field.name: getattr(data, field.name) for field in fields(data)}  # type: ignore[arg-type]
    arrays = {name: v[index] for name, v in values.items() if isinstance(v, np.ndarray)}
    return replace(data, **arrays)  # type: ignore[type-var]


def take_split(data: T, index: Split[Index]) -> Split[T]:
    """`data` 를 번호대로 셋으로 나눕니다."""
    return Split(*(take(data, part) for part in index))


def check_fractions(where: str, valid: float, test: float) -> tuple[float, float]:
    """두 비율이 0 이상이고, 학습에 남는 것이 있는지 봅니다."""
    for name, value in (("valid", valid), ("test", test)):
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1:
            raise ArgumentError(
                f"{where}: {name} 자리에는 0 이상 1 미만의 비율이 와야 하는데 {value!r} 입니다. "
                "표본의 15% 를 떼려면 0.15 로 적어 주세요."
            )
    if valid + test >= 1:
        raise ArgumentError(
            f"{where}: valid={valid} 와 test={test} 를 떼면 학습에 남는 것이 없습니다. "
            "둘의 합을 1 보다 작게 해 주세요."
        )
    return valid, test


def part_sizes(where: str, train: int, valid: int, test: int) -> tuple[int, int, int]:
    """부분마다의 개수를 봅니다. 학습은 하나 이상이어야 합니다."""
    return (
        whole(where, "train", train),
        whole(where, "valid", valid, at_least=0),
        whole(where, "test", test, at_least=0),
    )


def consecutive(sizes: tuple[int, int, int]) -> Split[Index]:
    """앞에서부터 차례로 학습, 검증, 평가인 표본 번호들입니다."""
    return Split(*np.split(np.arange(sum(sizes)), np.cumsum(sizes)[:2]))
