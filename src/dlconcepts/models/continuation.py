"""이어 쓰기: 주어진 토큰들 뒤에 다음 토큰을 하나씩 붙입니다. 붙인 것까지 다시 읽습니다.

::

    시작 귤을 두          →  개        확률에서 하나를 골라
    시작 귤을 두 개       →  샀어요    뒤에 붙이고, 처음부터 다시 읽습니다
"""

from collections.abc import Callable

import torch
from torch import Tensor

from dlconcepts.errors import ArgumentError
from dlconcepts.inputs import whole
from dlconcepts.models.generation import Choice
from dlconcepts.models.sequences import Marks


def continue_tokens(
    step: Callable[[Tensor], Tensor],
    prompt: Tensor,
    *,
    marks: Marks,
    steps: int,
    choice: Choice,
    top_k: int | None,
    where: str,
) -> Tensor:
    """`step` 을 되풀이해 이어 씁니다: (B, 쓴 토큰 수). 끝 표시 뒤는 패딩입니다.

    패딩과 시작 표시는 쓰지 않습니다. 모두 끝나면 `steps` 앞에서도 멈춥니다.

    Parameters
    ----------
    step
        지금까지의 토큰 (B, T) → 다음 토큰의 로짓 (B, V) 인 함수입니다.
    prompt
        먼저 읽을 토큰의 번호 (B, T) 입니다. 패딩이 없어야 합니다.
    marks, steps, choice
        표시들의 번호, 쓸 토큰의 수, 고르는 방법입니다.
    top_k
        확률이 큰 k 개에서만 고릅니다. None 이면 모두에서 고릅니다.
    where
        오류 문장에 적을 이름입니다.
    """
    choice.check(where)
    k = None if top_k is None else whole(where, "top_k", top_k)
    _check_even(where, prompt, marks.padding)
    ids, ended = prompt, torch.zeros(len(prompt), dtype=torch.bool, device=prompt.device)
    for _ in range(whole(where, "steps", steps)):
        logits = step(ids)
        logits[:, [marks.padding, marks.start]] = -torch.inf
        word = choice(_largest(logits, k)).masked_fill(ended, marks.padding)
        ids = torch.cat([ids, word[:, None]], dim=1)
        ended = ended | (word == marks.end)
        if ended.all():
            break
    return ids[:, prompt.shape[1] :]


def _largest(logits: Tensor, k: int | None) -> Tensor:
    """큰 것 k 개만 남깁니다. 나머지는 −∞ 입니다."""
    if k is None or k >= logits.shape[1]:
        return logits
    values, places = logits.topk(k, dim=1)
    return torch.full_like(logits, -torch.inf).scatter(1, places, values)


def _check_even(where: str, ids: Tensor, padding: int) -> None:
    if ids.device.type == "cpu" and (ids == padding).any():
        row = int((ids == padding).nonzero()[0, 0])
        raise ArgumentError(
            f"{where}: prompt[{row}] 의 뒤에 패딩(번호 {padding})이 있어 이어 쓸 자리가 "
            "저마다 다릅니다. 길이가 다른 글은 하나씩 넘겨 주세요."
        )
