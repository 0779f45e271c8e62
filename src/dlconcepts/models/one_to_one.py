"""하나에서 하나로: 숫자 그림 한 장을 받아 이름 하나를 냅니다.

::

    그림 ─read─▶ h ─answer─▶ 로짓

다섯 구조는 모두 읽고(read) 답합니다(answer). 여기서는 한 번 읽고 한 번 답합니다.
"""

from collections.abc import Iterable
from math import prod

from torch import Tensor, nn

from dlconcepts.inputs import whole
from dlconcepts.models.initialization import seeded
from dlconcepts.models.inputs import images, sizes


class OneToOne(nn.Module):
    """하나를 읽어 하나로 답하는 모델.

    Parameters
    ----------
    shape
        예제 하나의 모양 ``(8, 8)``, 또는 특징의 수입니다.
    classes
        답의 종류 수입니다.
    hidden
        읽은 것을 담는 벡터 h 의 길이입니다.
    seed
        처음 가중치를 뽑는 씨앗입니다.

    Examples
    --------
    >>> import torch
    >>> OneToOne((8, 8), 10, seed=0)(torch.zeros(5, 8, 8)).shape
    torch.Size([5, 10])
    """

    def __init__(
        self, shape: int | Iterable[int], classes: int, *, hidden: int = 64, seed: int
    ) -> None:
        super().__init__()
        self.shape = sizes("OneToOne", "shape", shape)
        h = whole("OneToOne", "hidden", hidden)
        with seeded("OneToOne", seed):
            self.read = nn.Linear(prod(self.shape), h)
            self.answer = nn.Linear(h, whole("OneToOne", "classes", classes))

    def forward(self, x: Tensor) -> Tensor:
        """로짓: (B, …) → (B, classes)."""
        x = images("OneToOne", x, self.shape, self.read.weight.dtype)
        h = self.read(x.flatten(1)).relu()  # (B, hidden)
        logits: Tensor = self.answer(h)
        return logits
