"""틀에서 글 만들기: 자리에 말을 채우고, 그 말에 맞는 조사를 붙이고, 틀째 나눕니다.

틀 하나에서 나온 글은 서로 닮았습니다. 한 틀의 글이 학습과 평가에 나뉘어 들어가면 외운 것과 배운
것을 가를 수 없으므로, 나눌 때는 글이 아니라 틀을 나눕니다::

    "{item:을/를} 샀어요."  →  운동화를 샀어요.  이어폰을 샀어요.  …   모두 한 부분에만 있습니다
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlconcepts.datasets.splits import Index, Split, check_fractions, stratified
from dlconcepts.inputs import whole
from dlconcepts.numerals import josa

_SLOT = re.compile(r"\{(\w+)(?::([^}]+))?\}")  # {item} 또는 {item:을/를}


def read_templates(name: str) -> dict[str, Any]:
    """이 꾸러미에 든 틀의 파일(.toml)을 읽습니다."""
    text = files("dlconcepts.datasets").joinpath(name).read_text(encoding="utf-8")
    return tomllib.loads(text)


def fill(template: str, slots: Mapping[str, Sequence[str]], turn: int) -> str:
    """틀의 자리를 채운 글입니다. 말은 `turn` 에 따라 돌아가며 고르므로 언제나 같습니다.

    Parameters
    ----------
    template
        ``{자리}`` 나 ``{자리:을/를}`` 이 든 글입니다.
    slots
        자리의 이름 → 들어갈 수 있는 말들입니다.
    turn
        몇 번째로 채우는지입니다. 이어진 수는 이어진 말을 고릅니다.

    Examples
    --------
    >>> slots = {"item": ["운동화", "이어폰"]}
    >>> fill("{item:을/를} 샀어요.", slots, 0), fill("{item:을/를} 샀어요.", slots, 1)
    ('운동화를 샀어요.', '이어폰을 샀어요.')
    """

    def word(match: re.Match[str]) -> str:
        choices = slots[match[1]]
        # 한 글에 자리가 여럿이면 서로 다른 차례로 돌게, 글 안의 위치만큼 밉니다.
        chosen = choices[(turn + match.start()) % len(choices)]
        return chosen + (josa(chosen, match[2]) if match[2] else "")

    return _SLOT.sub(word, template)


def framed(text: str, opens: Sequence[str], closes: Sequence[str], turn: int) -> str:
    """여는 말이나 맺는 말을 앞뒤에 붙입니다. `turn` 을 셋으로 나눈 나머지가 0이면 그대로입니다.

    맺는 말은 글에 이미 있는 말을 되풀이하지 않는 것으로 고릅니다.
    """
    if turn % 3 == 1 and opens:
        return opens[turn // 3 % len(opens)] + text
    if turn % 3 == 2 and closes:
        start = turn // 3
        for close in (closes[(start + step) % len(closes)] for step in range(len(closes))):
            if close.split()[0] not in text:
                return text + close
    return text


def split_bundles(
    bundles: NDArray[np.int64],
    groups: Sequence[Any],
    *,
    seed: int,
    valid: float,
    test: float,
    where: str,
) -> Split[Index]:
    """묶음째 나눈 표본 번호들. 묶음은 종류마다 같은 비율로 나뉘고, 한 부분에만 있습니다.

    Parameters
    ----------
    bundles
        (N,) 표본이 나온 묶음의 번호입니다.
    groups
        묶음마다의 종류입니다. `bundles` 의 번호가 차례입니다.
    seed, valid, test, where
        `dlconcepts.datasets.splits.stratified` 와 같습니다.
    """
    check_fractions(where, valid, test)
    numbers = {group: number for number, group in enumerate(sorted(set(groups)))}
    kinds = np.array([numbers[group] for group in groups])
    parts = stratified(kinds, seed=seed, valid=valid, test=test, where=where)
    rng = np.random.default_rng([whole(where, "seed", seed, at_least=0), 1])
    return Split(*(rng.permutation(np.flatnonzero(np.isin(bundles, part))) for part in parts))
