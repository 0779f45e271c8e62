"""그래프의 마디를 놓을 자리: 화살표가 모두 아래를 보고, 되도록 엇갈리지 않게 줄을 세웁니다.

1. 줄: 마디에서 끝까지 가는 가장 긴 길의 길이가 줄 번호입니다. 끝(출력)이 0번 줄, 맨 아래입니다.
2. 순서: 여러 줄을 건너는 화살표는 줄마다 빈자리를 하나씩 얻고, 이웃한 둘을 바꾸어 엇갈림이
   줄어들면 바꿉니다.
3. 가로 자리: 순서와 간격을 지키면서 이웃의 가운데에 가장 가까운 자리로 옮깁니다.

K. Sugiyama, S. Tagawa, M. Toda, "Methods for Visual Understanding of Hierarchical System
Structures", IEEE Transactions on Systems, Man, and Cybernetics 11(2), 1981 의 세 단계입니다.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, combinations, pairwise

Edge = tuple[int, int]
Point = tuple[float, float]
_GAP, _NARROW = 1.0, 0.64  # 마디와 마디, 마디와 빈자리 사이의 가로 간격
_SWEEPS = 100


@dataclass
class Layout:
    """마디의 자리. 가로의 1은 마디 하나의 폭, 세로의 1은 한 줄입니다.

    Attributes
    ----------
    points
        마디 번호 → (x, y). 맨 왼쪽이 x = 0, 맨 아랫줄이 y = 0 입니다.
    routes
        화살표 (앞, 뒤) → 지나는 점들. 처음과 끝은 두 마디의 자리입니다.
    width, height
        칸과 줄의 수입니다.
    """

    points: dict[int, Point]
    routes: dict[Edge, list[Point]]

    @property
    def width(self) -> float:
        return max(x for route in self._everywhere() for x, _ in route) + 1

    @property
    def height(self) -> int:
        return int(max(y for _, y in self.points.values())) + 1

    def _everywhere(self) -> list[list[Point]]:
        return [*self.routes.values(), [*self.points.values()]]


@dataclass
class _Rows:
    """줄마다의 순서. 빈자리의 번호는 마디의 번호에 이어집니다."""

    rows: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    above: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    below: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    chains: dict[Edge, list[int]] = field(default_factory=dict)


def levels(count: int, edges: Sequence[Edge]) -> list[int] | None:
    """마디마다의 줄 번호. 화살표를 따라 돌아오는 길(순환)이 있으면 None 입니다."""
    after: dict[int, list[int]] = defaultdict(list)
    before: dict[int, list[int]] = defaultdict(list)
    for src, dst in edges:
        after[src].append(dst)
        before[dst].append(src)
    waiting = {v: len(after[v]) for v in range(count)}
    ready = [v for v in range(count) if waiting[v] == 0]
    level = [0] * count
    for v in ready:  # 도는 동안 늘어납니다
        for u in before[v]:
            level[u] = max(level[u], level[v] + 1)
            waiting[u] -= 1
            if waiting[u] == 0:
                ready.append(u)
    return level if len(ready) == count else None


def arrange(count: int, edges: Iterable[Edge]) -> Layout:
    """번호 0 … count−1 인 마디의 자리를 정합니다. 순환이 없어야 합니다."""
    edges = list(dict.fromkeys(edges))  # 같은 화살표 둘은 한 번만
    level = levels(count, edges)
    assert level is not None
    rows = _seats(count, edges, level)
    _uncross(rows)
    x = _columns(rows, count)
    y = {v: float(number) for number, row in rows.rows.items() for v in row}
    routes = {
        edge: [(x[v], y[v]) for v in (edge[0], *chain, edge[1])]
        for edge, chain in rows.chains.items()
    }
    return Layout({v: (x[v], y[v]) for v in range(count)}, routes)


def _seats(count: int, edges: Sequence[Edge], level: Sequence[int]) -> _Rows:
    """끝에서 거꾸로 따라가며 처음 만난 순서대로 앉힙니다. 그래서 왼쪽 항이 왼쪽에 옵니다."""
    rows, seated = _Rows(), set()
    before: dict[int, list[int]] = defaultdict(list)
    for src, dst in edges:
        before[dst].append(src)
    waiting = [v for v in reversed(range(count)) if level[v] == 0]
    extra = count
    while waiting:
        v = waiting.pop()
        if v in seated:
            continue
        seated.add(v)
        rows.rows[level[v]].append(v)
        for u in before[v]:
            chain = list(range(extra, extra + level[u] - level[v] - 1))
            extra += len(chain)
            for number, empty in zip(range(level[u] - 1, level[v], -1), chain, strict=True):
                rows.rows[number].append(empty)
            rows.chains[u, v] = chain
            for high, low in pairwise([u, *chain, v]):
                rows.above[low].append(high)
                rows.below[high].append(low)
        waiting += reversed(before[v])
    return rows


def _uncross(rows: _Rows) -> None:
    """이웃한 둘을 바꾸거나 긴 화살표를 통째로 바깥으로 돌려, 엇갈림이 줄어드는 동안 바꿉니다."""
    _swap_neighbours(rows)
    for chain in filter(None, rows.chains.values()):
        for side in (0, len(rows.above) + len(rows.below)):  # 맨 왼쪽, 맨 오른쪽
            kept, before = {k: [*row] for k, row in rows.rows.items()}, _all_crossings(rows)
            for row in rows.rows.values():
                for empty in {*chain} & {*row}:
                    row.remove(empty)
                    row.insert(side, empty)
            _swap_neighbours(rows)
            if _all_crossings(rows) >= before:
                rows.rows.update(kept)


def _swap_neighbours(rows: _Rows) -> None:
    improved = True
    while improved:
        improved = False
        for row in rows.rows.values():
            for i in range(len(row) - 1):
                left, right = row[i], row[i + 1]
                if _crossings(rows, left, right) > _crossings(rows, right, left):
                    row[i], row[i + 1] = right, left
                    improved = True


def _crossings(rows: _Rows, left: int, right: int) -> int:
    """`left` 가 `right` 의 왼쪽에 있을 때 두 마디의 화살표가 서로 엇갈리는 수."""
    place = {v: i for row in rows.rows.values() for i, v in enumerate(row)}
    return sum(
        place[a] > place[b]
        for side in (rows.above, rows.below)
        for a in side[left]
        for b in side[right]
    )


def _all_crossings(rows: _Rows) -> int:
    pairs = (pair for row in rows.rows.values() for pair in combinations(row, 2))
    return sum(_crossings(rows, *pair) for pair in pairs)


def _columns(rows: _Rows, count: int) -> dict[int, float]:
    """순서와 간격을 지키면서 ``Σ k (x_u − x_v)²`` 을 줄입니다. 한 번에 한 줄씩 정확히 풉니다.

    k 는 화살표의 세기입니다. 긴 화살표의 빈자리끼리는 세게 당겨 곧게 내려가고, 홀로 매달린 입력은
    약하게 당겨 남을 밀지 않습니다.
    """
    x = {v: float(i) for row in rows.rows.values() for i, v in enumerate(row)}
    alone = {v for v in x if len(rows.above[v]) + len(rows.below[v]) == 1 and rows.below[v]}

    def strength(u: int, v: int) -> float:
        return 0.001 if {u, v} & alone else 12.0 if min(u, v) >= count else 1.0

    pull = {v: [(u, strength(u, v)) for u in (*rows.above[v], *rows.below[v])] for v in x}
    mass = {v: sum(k for _, k in pull[v]) for v in x}
    for sweep in range(_SWEEPS):
        for number in sorted(rows.rows, reverse=sweep % 2 == 0):
            row = rows.rows[number]
            wish = [sum(k * x[u] for u, k in pull[v]) / mass[v] if pull[v] else x[v] for v in row]
            gaps = [_GAP if max(pair) < count else _NARROW for pair in pairwise(row)]
            x |= zip(row, _spread(wish, [mass[v] or 1.0 for v in row], gaps), strict=True)
    left = min(x.values())
    return {v: place - left for v, place in x.items()}


def _spread(wish: list[float], mass: list[float], gaps: list[float]) -> list[float]:
    """간격을 지키면서 바라는 자리에 (제곱 거리로) 가장 가까운 자리: 단조 회귀."""
    offset = [0.0, *accumulate(gaps)]
    blocks: list[tuple[float, float, int]] = []  # 평균, 무게, 개수
    for target, start, heavy in zip(wish, offset, mass, strict=True):
        mean, weight, size = target - start, heavy, 1
        while blocks and blocks[-1][0] > mean:
            other, m, n = blocks.pop()
            mean, weight, size = (other * m + mean * weight) / (m + weight), m + weight, n + size
        blocks.append((mean, weight, size))
    means = [mean for mean, _, size in blocks for _ in range(size)]
    return [mean + start for mean, start in zip(means, offset, strict=True)]


def crossing_count(layout: Layout) -> int:
    """서로 엇갈리는 화살표의 쌍의 수입니다."""
    pieces = [piece for route in layout.routes.values() for piece in pairwise(route)]
    return sum(
        (a[0][0] - b[0][0]) * (a[1][0] - b[1][0]) < -1e-9
        for a, b in combinations(pieces, 2)
        if a[0][1] == b[0][1]
    )
