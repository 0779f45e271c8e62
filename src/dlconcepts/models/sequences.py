"""패딩이 있는 토큰의 열: 어디까지가 진짜인지, 마지막 상태, 거꾸로 읽기, 손실.

길이가 다른 문장은 뒤에 패딩을 붙여 한 배치로 묶습니다. 패딩은 없는 것과 같아야 합니다. 패딩을 더
붙여도 진짜 토큰에서 나온 값은 그대로여야 합니다::

    나는 학교에 간다        길이 3
    안녕   ·    ·           길이 1,  · 는 패딩
"""

from dataclasses import astuple, dataclass

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from dlconcepts.datasets.tokens import BOS, EOS, PAD
from dlconcepts.errors import ArgumentError, ShapeError
from dlconcepts.inputs import whole


@dataclass(frozen=True)
class Marks:
    """말이 아닌 토큰 셋의 번호. 어휘의 크기에는 이 셋도 들어갑니다.

    Attributes
    ----------
    padding
        길이를 맞추려고 뒤에 붙이는 패딩입니다.
    start
        첫 토큰을 쓰기 전에 읽는 시작 표시입니다. 정답에는 없습니다.
    end
        다 썼다는 끝 표시입니다. 정답의 마지막 토큰입니다.
    """

    padding: int = PAD
    start: int = BOS
    end: int = EOS

    def check(self, where: str, vocabulary: int) -> None:
        """서로 다르고 모두 어휘 안에 있는지 봅니다."""
        for name in ("padding", "start", "end"):
            whole(where, f"marks.{name}", getattr(self, name), at_least=0)
        numbers = astuple(self)
        if len({*numbers}) < 3 or max(numbers) >= vocabulary:
            raise ArgumentError(
                f"{where}: {self} 의 세 번호는 서로 다르고 어휘({vocabulary}개)보다 작아야 합니다. "
                "어휘에 표시 셋의 자리를 두고 그 번호를 적어 주세요."
            )


MARKS = Marks()


def lengths(ids: Tensor, padding: int) -> Tensor:
    """문장마다 진짜 토큰의 수: (B, T) → (B,)."""
    return (ids != padding).sum(dim=1)


def last_states(states: Tensor, lengths: Tensor) -> Tensor:
    """마지막 **진짜** 토큰을 읽은 상태: (B, T, H) → (B, H).

    ``states[:, -1]`` 은 가장 긴 문장에서만 맞습니다. 다른 문장에서는 패딩까지 읽은 상태입니다.
    """
    rows = torch.arange(len(states), device=states.device)
    return states[rows, (lengths - 1).clamp(min=0)]


def backwards(values: Tensor, lengths: Tensor) -> Tensor:
    """진짜 토큰의 차례만 뒤집습니다. 두 번 뒤집으면 처음과 같습니다: (B, T, D) → (B, T, D).

    자리 t 에 n−1−t 번째가 옵니다. 음수가 되는 패딩의 자리는 T 로 나눈 나머지라, 패딩끼리 바뀝니다.
    """
    T = values.shape[1]
    order = (lengths[:, None] - 1 - torch.arange(T, device=values.device)) % T  # (B, T)
    return values.gather(1, order[:, :, None].expand_as(values))


def token_cross_entropy(logits: Tensor, target: Tensor, *, padding: int = PAD) -> Tensor:
    """토큰의 교차 엔트로피: 문장마다 진짜 토큰에서 평균 내고, 그것을 문장끼리 평균 냅니다.

    문장이 저마다 같은 무게라서, 배치를 나누어 예제 수로 무게를 준 평균이 큰 배치의 손실과 같습니다.

    Parameters
    ----------
    logits
        (B, T, C) 입니다.
    target
        정답의 번호 (B, T) 입니다.
    padding
        세지 않을 정답의 번호입니다. 태그처럼 0번도 정답이면 -100 을 채우고 그 수를 적습니다.
    """
    if logits.ndim != 3 or target.shape != logits.shape[:2]:
        raise ShapeError(
            "token_cross_entropy: logits 는 (예제 수, 토큰 수, 종류 수), target 은 (예제 수, 토큰 "
            f"수) 여야 하는데 {tuple(logits.shape)} 와 {tuple(target.shape)} 입니다. "
            "모델의 출력과 정답을 그대로 넘겨 주세요."
        )
    if target.device.type == "cpu" and not torch.compiler.is_compiling():
        _check_labels(target, logits.shape[2], padding)
    each = cross_entropy(  # (B, T)  패딩은 0
        logits.transpose(1, 2), target, ignore_index=padding, reduction="none"
    )
    real = (target != padding).sum(dim=1).clamp(min=1)  # 패딩뿐인 문장도 0으로 나누지 않습니다
    return (each.sum(dim=1) / real).mean()


def _check_labels(target: Tensor, classes: int, padding: int) -> None:
    wrong = (target != padding) & ((target < 0) | (target >= classes))
    if wrong.any():
        row, column = (int(i) for i in wrong.nonzero()[0])
        raise ArgumentError(
            f"token_cross_entropy: target[{row}, {column}] 의 정답이 {int(target[row, column])} "
            f"인데 모델의 출력이 {classes}가지라 0 이상 {classes} 미만이어야 합니다. 번호를 0부터 "
            f"매기고, 세지 않을 자리는 padding(지금 {padding})으로 채워 주세요."
        )
