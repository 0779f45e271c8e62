"""장치(device): 어디에서 계산할지 고릅니다.

"auto"      있는 것 가운데 첫째: cuda → mps → cpu
"cuda:1"    둘째 NVIDIA GPU. 번호를 적지 않으면 지금 쓰고 있는 것입니다
"mps"       Apple 의 GPU
"""

import torch

from dlconcepts.errors import ArgumentTypeError, DeviceError


def available_devices() -> list[str]:
    """이 컴퓨터에서 쓸 수 있는 장치의 이름들입니다. 빠를 것 같은 차례입니다."""
    gpus = torch.cuda.device_count() if torch.cuda.is_available() else 0
    names = [f"cuda:{i}" for i in range(gpus)]
    return [*names, *(["mps"] if torch.backends.mps.is_available() else []), "cpu"]


def choose_device(name: str | torch.device = "auto") -> torch.device:
    """이름으로 장치를 고릅니다. 없는 장치이면 무엇이 있는지 말합니다.

    Parameters
    ----------
    name
        "auto", "cpu", "cuda", "cuda:1", "mps" 또는 torch.device 입니다.
    """
    if not isinstance(name, str | torch.device):
        raise ArgumentTypeError(
            f"choose_device: 장치의 이름이 와야 하는데 {type(name).__name__} 형인 {name!r} 입니다. "
            "'auto', 'cpu', 'cuda', 'cuda:1', 'mps' 처럼 적어 주세요."
        )
    there = available_devices()
    wanted = there[0] if name == "auto" else str(name)
    if wanted == "cuda" or (name == "auto" and wanted.startswith("cuda")):
        wanted = f"cuda:{torch.cuda.current_device() if torch.cuda.is_available() else 0}"
    if wanted in ("cpu:0", "mps:0"):
        wanted = wanted.removesuffix(":0")
    if wanted not in there:
        raise DeviceError(
            f"choose_device: {str(name)!r} 장치를 쓸 수 없습니다. 이 컴퓨터에 있는 장치는 "
            f"{', '.join(there)} 입니다. 그 가운데 하나나 'auto' 를 적어 주세요."
            + _why_no_cuda(wanted)
        )
    return torch.device(wanted)


def _why_no_cuda(wanted: str) -> str:
    if wanted.startswith("cuda") and torch.version.cuda is None:
        return (
            " 설치된 torch 는 CUDA 없이 만들어진 판입니다. NVIDIA GPU 가 있다면 "
            "pytorch.org 의 안내대로 CUDA 판을 설치해 주세요."
        )
    return ""
