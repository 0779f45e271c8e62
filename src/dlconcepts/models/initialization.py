"""처음 가중치를 뽑는 씨앗: 씨앗이 같으면 어느 장치에서 만들어도 같은 모델입니다."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch

from dlconcepts.inputs import whole


@contextmanager
def seeded(where: str, seed: int) -> Iterator[None]:
    """이 안에서 만드는 층은 `seed` 로 뽑은 가중치를 가집니다.

    바깥의 난수는 그대로이고, 가중치는 늘 CPU 에서 뽑습니다. GPU 의 난수는 CPU 와 다르기 때문입니다.

    Parameters
    ----------
    where
        오류 문장에 적을 모델의 이름입니다.
    seed
        0 이상의 정수입니다.
    """
    number = whole(where, "seed", seed, at_least=0)
    with torch.random.fork_rng(devices=[]), torch.device("cpu"):
        torch.default_generator.manual_seed(number)
        yield
