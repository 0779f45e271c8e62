"""합성곱 분류기: 작은 필터가 그림 위를 미끄러지며 특징을 찾고, 완전 연결층이 이름을 고릅니다.

::

    그림 (C, H, W) ─▶ [합성곱 3×3 ─ ReLU ─ 최대 풀링 2×2] × n ─▶ 펴기 ─▶ 은닉층 ─▶ 로짓

합성곱은 어떤 크기의 그림도 받지만, 편 뒤의 완전 연결층은 정해진 크기만 받습니다. 그래서 그림의
크기를 처음에 정하고, 다른 크기가 오면 예제 여럿인 것처럼 나누어 읽지 않고 오류로 알립니다.
"""

from collections.abc import Iterable

from torch import Tensor, nn

from dlconcepts.errors import ArgumentError
from dlconcepts.inputs import whole
from dlconcepts.models.initialization import seeded
from dlconcepts.models.inputs import images, sizes


class ConvClassifier(nn.Module):
    """합성곱 층을 쌓은 분류기.

    Parameters
    ----------
    shape
        그림 하나의 모양 ``(채널, 높이, 너비)`` 입니다.
    classes
        이름의 수입니다.
    channels
        합성곱 층마다의 출력 채널 수입니다. 층마다 높이와 너비가 절반이 됩니다.
    hidden
        펴고 난 뒤 은닉층의 크기입니다.
    seed
        처음 가중치를 뽑는 씨앗입니다.

    Attributes
    ----------
    features
        합성곱 층을 차례로 담은 ``torch.nn.Sequential`` 입니다. 특징 지도를 볼 때 씁니다.

    Examples
    --------
    >>> import torch
    >>> model = ConvClassifier((1, 8, 8), 10, channels=(16, 32), hidden=64, seed=0)
    >>> model(torch.zeros(5, 1, 8, 8)).shape
    torch.Size([5, 10])
    """

    def __init__(
        self,
        shape: Iterable[int],
        classes: int,
        *,
        channels: Iterable[int] = (16, 32),
        hidden: int = 64,
        seed: int,
    ) -> None:
        super().__init__()
        self.shape = sizes("ConvClassifier", "shape", shape)
        filters = sizes("ConvClassifier", "channels", channels)
        if len(self.shape) != 3 or min(self.shape[1:]) < 2 ** len(filters):
            raise ArgumentError(
                "ConvClassifier: shape 는 (채널, 높이, 너비) 이고, 층마다 절반이 되므로 높이와 "
                f"너비는 2**{len(filters)} = {2 ** len(filters)} 이상이어야 하는데 {self.shape} "
                "입니다. 모양을 확인하거나 channels 를 줄여 주세요."
            )
        c, height, width = self.shape
        self.features = nn.Sequential()
        with seeded("ConvClassifier", seed):
            for f in filters:
                self.features.extend(
                    [nn.Conv2d(c, f, kernel_size=3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
                )
                c, height, width = f, height // 2, width // 2
            h = whole("ConvClassifier", "hidden", hidden)
            self.hidden = nn.Linear(c * height * width, h)
            self.output = nn.Linear(h, whole("ConvClassifier", "classes", classes))

    def forward(self, x: Tensor) -> Tensor:
        """로짓: (B, C, H, W) → (B, classes)."""
        x = images("ConvClassifier", x, self.shape, self.output.weight.dtype)
        maps = self.features(x)  # (B, channels[-1], H', W')
        h = self.hidden(maps.flatten(1)).relu()  # (B, hidden)  배치의 축은 그대로
        logits: Tensor = self.output(h)
        return logits
