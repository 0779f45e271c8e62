"""라벨의 손실: 라벨이 범위 안에 있는지, 그리고 교차 엔트로피의 평균이 무엇으로 나눈 것인지.

GPU 에서 범위를 벗어난 라벨은 그 프로세스의 CUDA 를 통째로 망가뜨리고, 오류는 한참 뒤에 엉뚱한
줄에서 납니다. 그래서 손실을 구하기 **앞서** 봅니다. 메모리 안의 데이터는 한 번만, 다른 배치는
장치로 옮기기 전에 CPU 에서 봅니다. 처음부터 GPU 에 있는 배치를 내놓는 로더이면 배치마다 한 번
GPU 를 기다립니다. `TensorBatches` 로 넘기면 기다리지 않습니다.

작은 배치 여럿의 평균 손실을 모아 큰 배치의 평균을 만들려면 저마다의 분모로 무게를 주어야 합니다.
분모는 보통 예제의 수이고, torch 의 교차 엔트로피에서는 다음과 같습니다::

    L = Σ_i w[y_i] ℓ_i / Σ_i w[y_i]     y_i ≠ ignore_index 인 i 만, w 는 클래스의 무게(없으면 1)
"""

from typing import Any

from torch import Tensor, nn
from torch.nn.functional import cross_entropy, nll_loss

from dlconcepts.errors import ArgumentError
from dlconcepts.numerals import josa
from dlconcepts.training.batches import TensorBatches, label_range

_FUNCTIONS = (cross_entropy, nll_loss)
_MODULES = (nn.CrossEntropyLoss, nn.NLLLoss)


class Labels:
    """이 손실이 라벨을 어떻게 보는지. 교차 엔트로피가 아니면 아무것도 하지 않습니다.

    Parameters
    ----------
    loss_fn
        손실 함수입니다.
    batches
        라벨이 오는 곳. `TensorBatches` 이면 라벨 전체를 한 번만 봅니다.
    """

    def __init__(self, loss_fn: Any, batches: Any) -> None:
        self._known = isinstance(loss_fn, _MODULES) or loss_fn in _FUNCTIONS
        self._ignored = int(getattr(loss_fn, "ignore_index", -100))
        self._weight: Tensor | None = getattr(loss_fn, "weight", None)
        self._all = batches if isinstance(batches, TensorBatches) else None
        self._classes: int | None = None  # 이미 본 데이터의 클래스 수
        # 예제의 수가 곧 분모인지. 메모리 안의 데이터는 미리 알 수 있습니다.
        self._plain = not self._known
        if self._known and self._all is not None and self._weight is None:
            target = self._all.target
            self._plain = not _is_labels(target) or not self._all.has_label(self._ignored)

    def check(self, output: Any, target: Tensor) -> None:
        """`target` 의 라벨이 모두 `output` 의 클래스 안에 있는지 봅니다."""
        if not self._known or self._classes is not None or not isinstance(output, Tensor):
            return
        classes = output.shape[1 if output.ndim > 1 else 0] if output.ndim else 0
        if not _is_labels(target) or target.ndim >= max(output.ndim, 1):
            return  # 클래스의 확률로 적은 정답이거나, 모양이 틀렸습니다(torch 가 말합니다)
        if self._all is not None:
            self._classes = classes
            self._judge(self._all.label_range(self._ignored), classes)
        else:
            self._judge(label_range(target, self._ignored), classes)

    def _judge(self, found: tuple[int, int] | None, classes: int) -> None:
        if found is not None and not 0 <= found[0] <= found[1] < classes:
            wrong = found[0] if found[0] < 0 else found[1]
            raise ArgumentError(
                f"모델의 출력이 {classes}개라서 라벨은 0 이상 {classes} 미만이어야 하는데 정답에 "
                f"{wrong}{josa(str(wrong), '이/가')} 있습니다. 라벨을 0부터 다시 매기거나, 모델의 "
                "출력을 늘리거나, 세지 않을 라벨이면 손실의 ignore_index"
                f"(지금 {self._ignored})로 알려 주세요."
            )

    def denominator(self, target: Tensor) -> float | Tensor:
        """정답이 `target` 인 배치의 평균 손실을 나눈 수. 보통 예제의 수입니다."""
        if self._plain or not _is_labels(target):
            return target.shape[0]
        kept = target != self._ignored  # 고른 원소만 꺼내면 GPU 가 멈추어 섭니다. 곱해서 지웁니다
        if self._weight is None:
            found = kept.sum()
        else:
            found = (self._weight.to(target.device)[target.where(kept, 0)] * kept).sum()
        return found.item() if target.device.type == "cpu" else found


def _is_labels(target: Tensor) -> bool:
    return not target.is_floating_point() and not target.is_complex()
