"""그려 낸 고양이 · 개 · 오리: 부분(귀, 수염, 주둥이, 부리)을 칠해 만드는 색 그림.

사진이 아니라 규칙으로 그린 그림입니다. 자리, 크기, 기울기, 색이 그림마다 다르고, 털의 색은 세
동물이 나누어 씁니다. 그래서 털의 색만 보고는 맞힐 수 없고 모양을 보아야 합니다::

    고양이   뾰족한 두 귀, 세로 눈동자, 수염
    개       늘어진 두 귀, 밝은 주둥이와 큰 코, (때때로) 혀
    오리     옆모습의 몸과 날개, 납작한 부리
"""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from dlconcepts.datasets.images import Images
from dlconcepts.datasets.shapes import Canvas, Point
from dlconcepts.datasets.splits import Split, stratified, take_split
from dlconcepts.errors import ArgumentError
from dlconcepts.inputs import whole

Array = NDArray[Any]

# 세 동물이 함께 쓰는 털색: 흰색, 회색, 노란색, 주황색, 갈색, 짙은 회색
FURS = np.array(
    [
        (0.95, 0.94, 0.90),
        (0.68, 0.69, 0.72),
        (0.97, 0.85, 0.35),
        (0.93, 0.64, 0.30),
        (0.66, 0.47, 0.32),
        (0.38, 0.36, 0.38),
    ]
)
INK, WHITE, PINK, ORANGE = (0.10, 0.09, 0.10), (0.98,) * 3, (0.93, 0.60, 0.62), (0.93, 0.55, 0.16)
SMALLEST = 16


@dataclass(frozen=True)
class Drawings:
    """고양이 · 개 · 오리의 그림.

    - 크기: 만든 만큼입니다. 32×32 그림 600장이면 7.4 MB 입니다
    - 라이선스: 이 코드가 그린 것이라 이 프로젝트와 같습니다(BSD-3-Clause)

    Attributes
    ----------
    images
        (N, S, S, 3) float32, 빨강 · 초록 · 파랑의 0–1 입니다. 합성곱에 넣을 때는
        `images.channels_first` 로 채널을 앞으로 옮깁니다.
    labels
        (N,) int64 입니다. 0 은 고양이, 1 은 개, 2 는 오리입니다.
    """

    names: ClassVar[tuple[str, ...]] = ("고양이", "개", "오리")

    images: Images
    labels: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.labels)


def make_drawings(
    *, seed: int, per_class: int = 200, size: int = 32, valid: float = 0.15, test: float = 0.15
) -> Split[Drawings]:
    """세 동물을 같은 수만큼 그려 학습, 검증, 평가로 나눕니다.

    Parameters
    ----------
    seed
        그리고 나누는 씨앗입니다.
    per_class
        동물마다의 그림 수입니다.
    size
        한 변의 화소 수 S 입니다. 16 이상이어야 알아볼 수 있습니다.
    valid, test
        검증과 평가가 가져가는 비율입니다.
    """
    whole("make_drawings", "per_class", per_class)
    (rng,) = np.random.default_rng(whole("make_drawings", "seed", seed, at_least=0)).spawn(1)
    images = np.concatenate([draw(name, per_class, rng=rng, size=size) for name in _PAINTERS])
    drawings = Drawings(images, np.repeat(np.arange(len(_PAINTERS), dtype=np.int64), per_class))
    index = stratified(drawings.labels, seed=seed, valid=valid, test=test, where="make_drawings")
    return take_split(drawings, index)


def draw(name: str, count: int = 1, *, rng: np.random.Generator, size: int = 64) -> Images:
    """한 동물을 `count` 장 그립니다. 결과는 (count, size, size, 3) 입니다.

    Parameters
    ----------
    name
        "고양이", "개", "오리" 가운데 하나입니다.
    count
        그림의 수입니다.
    rng
        자리, 크기, 기울기, 색을 고르는 난수 발생기입니다.
    size
        한 변의 화소 수입니다.
    """
    if name not in _PAINTERS:
        raise ArgumentError(
            f"draw: 그릴 수 있는 것은 {' · '.join(_PAINTERS)} 인데 {name!r} 입니다. "
            "이 가운데에서 골라 주세요."
        )
    n = whole("draw", "count", count)
    whole("draw", "size", size, at_least=SMALLEST)
    canvas = Canvas(
        size,
        _vary(np.full((n, 3), 0.72), rng, 0.20),
        center=rng.uniform(-0.14, 0.14, (n, 2)),
        scale=rng.uniform(0.50, 0.68, n),
        tilt=rng.uniform(-0.25, 0.25, n),
        flip=rng.choice([-1.0, 1.0], n),
    )
    fur = _vary(FURS[rng.integers(len(FURS), size=n)], rng, 0.05)
    _PAINTERS[name](canvas, fur, rng)
    noisy = canvas.colors + rng.normal(0, 0.02, canvas.colors.shape)
    return np.clip(noisy, 0, 1).astype(np.float32)


def _vary(colors: Array, rng: np.random.Generator, amount: float) -> Array:
    return np.clip(colors + rng.uniform(-amount, amount, colors.shape), 0, 1)


def _toward(colors: Array, target: float, share: float) -> Array:
    """색을 흰색(1)이나 검은색(0) 쪽으로 조금 옮깁니다."""
    return colors + share * (target - colors)


def _coin(rng: np.random.Generator, n: int, chance: float) -> Array:
    return (rng.random(n) < chance).astype(np.float64)


def _cat(canvas: Canvas, fur: Array, rng: np.random.Generator) -> None:
    n = len(fur)
    tip = rng.uniform(1.10, 1.35, n)  # 귀의 높이
    for side in (-1, 1):
        outer: list[Point] = [(side * 0.98, -0.30), (side * 0.82, -tip), (side * 0.22, -0.72)]
        inner: list[Point] = [
            (side * 0.84, -0.52),
            (side * 0.77, 0.22 - tip),
            (side * 0.42, -0.74),
        ]
        canvas.paint(canvas.polygon(outer[::-side]), fur, outline=0.07)
        canvas.paint(canvas.polygon(inner[::-side]), PINK)
    canvas.paint(canvas.ellipse((0, 0), (1.0, 0.84)), fur, outline=0.07)
    stripes, dark = _coin(rng, n, 0.5), _toward(fur, 0, 0.45)
    for x in (-0.22, 0, 0.22):
        mark = canvas.line([(x, -0.78), (x * 0.8, -0.46 - 0.06 * (x != 0))], 0.11)
        canvas.paint(mark, dark, opacity=stripes)
    iris = np.array([(0.55, 0.80, 0.35), (0.95, 0.80, 0.25), (0.45, 0.72, 0.88)])
    eyes, slit = iris[rng.integers(3, size=n)], rng.uniform(0.05, 0.09, n)
    for side in (-1, 1):
        canvas.paint(canvas.ellipse((side * 0.42, -0.10), (0.23, 0.20)), eyes, outline=0.04)
        canvas.paint(canvas.ellipse((side * 0.42, -0.10), (slit, 0.18)), INK)
    for side in (-1, 1):
        canvas.paint(canvas.ellipse((side * 0.19, 0.40), (0.24, 0.19)), _toward(fur, 1, 0.6))
    canvas.paint(canvas.polygon([(-0.13, 0.20), (0.13, 0.20), (0, 0.34)]), PINK, outline=0.03)
    for side in (-1, 1):
        mouth = [(0, 0.34), (side * 0.05, 0.48), (side * 0.18, 0.52), (side * 0.30, 0.44)]
        canvas.paint(canvas.line(mouth, 0.05), INK)
        for rise in (-0.16, 0.0, 0.16):
            whisker = [(side * 0.46, 0.38 + rise * 0.4), (side * 1.32, 0.30 + rise * 1.6)]
            canvas.paint(canvas.line(whisker, 0.045), INK)


def _dog(canvas: Canvas, fur: Array, rng: np.random.Generator) -> None:
    n = len(fur)
    canvas.paint(canvas.ellipse((0, 0), (0.86, 0.98)), fur, outline=0.07)
    patch = canvas.ellipse((0.40, -0.22), (0.32, 0.36))
    canvas.paint(patch, _toward(fur, 0, 0.40), opacity=_coin(rng, n, 0.4))
    drop, ear = rng.uniform(0.52, 0.68, n), _toward(fur, 0, 0.35)
    for side in (-1, 1):
        flap = canvas.ellipse((side * 0.92, drop - 0.62), (0.30, drop), tilt=-side * 0.30)
        canvas.paint(flap, ear, outline=0.07)
    for side in (-1, 1):
        canvas.paint(canvas.ellipse((side * 0.34, -0.24), (0.15, 0.17)), INK)
        canvas.paint(canvas.ellipse((side * 0.34 + 0.05, -0.30), (0.05, 0.05)), WHITE)
    tongue = canvas.ellipse((0, 0.82), (0.19, rng.uniform(0.22, 0.34, n)))
    canvas.paint(tongue, PINK, opacity=_coin(rng, n, 0.6), outline=0.04)
    snout = canvas.ellipse((0, 0.44), (0.54, 0.40))
    canvas.paint(snout, _toward(fur, 1, 0.6), outline=0.04)
    canvas.paint(canvas.ellipse((0, 0.22), (0.25, 0.18)), INK)
    canvas.paint(canvas.ellipse((0.07, 0.16), (0.07, 0.04)), WHITE, opacity=0.7)
    for side in (-1, 1):
        mouth = [(0, 0.38), (0, 0.56), (side * 0.16, 0.66), (side * 0.32, 0.60)]
        canvas.paint(canvas.line(mouth, 0.05), INK)


def _duck(canvas: Canvas, fur: Array, rng: np.random.Generator) -> None:
    n = len(fur)
    canvas.x = canvas.x - 0.16  # 부리와 꼬리 사이의 한가운데를 원점으로
    for x in (0.10, 0.42):
        canvas.paint(canvas.line([(x, 0.80), (x, 1.12), (x - 0.20, 1.14)], 0.11), ORANGE)
    tail = [(0.80, 0.10), (1.28, -0.26), (1.02, 0.52)]
    canvas.paint(canvas.polygon(tail), fur, outline=0.06)
    canvas.paint(canvas.ellipse((0.24, 0.42), (0.92, 0.52)), fur, outline=0.06)
    bill, length = _vary(np.tile(ORANGE, (n, 1)), rng, 0.06), rng.uniform(0.36, 0.50, n)
    upper = canvas.ellipse((-0.88 - length / 2, -0.42), (length, 0.13), tilt=-0.10)
    canvas.paint(upper, bill, outline=0.05)
    lower = canvas.ellipse((-0.84 - length / 2, -0.28), (length * 0.85, 0.09), tilt=-0.20)
    canvas.paint(lower, _toward(bill, 0, 0.15), outline=0.05)
    neck = canvas.line([(-0.50, -0.30), (-0.40, 0.30)], 0.62)
    canvas.paint(neck, fur, outline=0.06)
    canvas.paint(canvas.ellipse((-0.54, -0.50), (0.46, 0.44)), fur, outline=0.06)
    canvas.paint(neck, fur)
    canvas.paint(canvas.ellipse((0.24, 0.42), (0.92, 0.52)), fur)
    collar = canvas.line([(-0.76, -0.11), (-0.18, -0.04)], 0.09)
    canvas.paint(collar, WHITE, opacity=_coin(rng, n, 0.3))
    canvas.paint(canvas.ellipse((-0.62, -0.58), (0.10, 0.11)), INK)
    canvas.paint(canvas.ellipse((-0.65, -0.62), (0.035, 0.035)), WHITE)
    wing = canvas.ellipse((0.42, 0.40), (0.52, 0.29), tilt=-0.15)
    canvas.paint(wing, _toward(fur, 0, 0.18), outline=0.05)
    for x in (0.52, 0.70):
        canvas.paint(canvas.line([(x, 0.44), (x + 0.16, 0.34)], 0.05), _toward(fur, 0, 0.5))


_PAINTERS = {"고양이": _cat, "개": _dog, "오리": _duck}
