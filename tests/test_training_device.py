"""training.device: 있는 것 가운데 가장 빠른 것을 고르고, 없는 것을 달라면 있는 것을 말합니다."""

import pytest

torch = pytest.importorskip("torch", reason="장치는 torch 의 것입니다")
torch.set_num_threads(1)

from dlconcepts.errors import ArgumentTypeError, DeviceError  # noqa: E402
from dlconcepts.training.device import available_devices, choose_device  # noqa: E402


@pytest.fixture
def machine(monkeypatch):
    """GPU 의 수와 MPS 를 정한 척하는 컴퓨터."""

    def pretend(*, gpus=0, mps=False, current=0):
        monkeypatch.setattr(torch.cuda, "is_available", lambda: gpus > 0)
        monkeypatch.setattr(torch.cuda, "device_count", lambda: gpus)
        monkeypatch.setattr(torch.cuda, "current_device", lambda: current)
        monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)

    return pretend


@pytest.mark.parametrize(
    ("there", "auto"),
    [
        ({"gpus": 2, "mps": True}, "cuda:0"),
        ({"gpus": 2, "current": 1}, "cuda:1"),
        ({"mps": True}, "mps"),
        ({}, "cpu"),
    ],
)
def test_auto_is_cuda_then_mps_then_cpu(there, auto, machine):
    machine(**there)
    assert choose_device("auto") == choose_device() == torch.device(auto)


@pytest.mark.parametrize(
    ("name", "device"),
    [("cpu", "cpu"), ("cuda", "cuda:1"), ("cuda:0", "cuda:0"), ("mps", "mps"), ("mps:0", "mps")],
)
def test_a_name_is_the_device_of_that_name(name, device, machine):
    machine(gpus=2, mps=True, current=1)
    assert choose_device(name) == choose_device(torch.device(name)) == torch.device(device)


def test_what_is_there_is_listed_fastest_first(machine):
    machine(gpus=2, mps=True)
    assert available_devices() == ["cuda:0", "cuda:1", "mps", "cpu"]


@pytest.mark.parametrize(
    ("name", "there", "listed"),
    [
        ("cuda", {}, "cpu 입니다"),
        ("cuda:2", {"gpus": 2}, "cuda:0, cuda:1, cpu"),
        ("mps", {}, "cpu"),
        ("tpu", {"mps": True}, "mps, cpu"),
        ("", {}, "cpu"),
        ("CPU", {}, "cpu"),
    ],
)
def test_a_device_that_is_not_there_is_refused_with_those_that_are(name, there, listed, machine):
    machine(**there)
    with pytest.raises(DeviceError, match=f"'{name}' 장치를.*{listed}.*'auto'"):
        choose_device(name)


def test_a_torch_without_cuda_is_named_as_the_cause(machine, monkeypatch):
    machine()
    monkeypatch.setattr(torch.version, "cuda", None)
    with pytest.raises(DeviceError, match="CUDA 없이 만들어진 판"):
        choose_device("cuda")
    monkeypatch.setattr(torch.version, "cuda", "12.8")
    with pytest.raises(DeviceError) as error:
        choose_device("cuda")
    assert "CUDA 없이" not in str(error.value)


@pytest.mark.parametrize("name", [0, None, ["cpu"]])
def test_what_is_not_a_name_is_refused(name):
    with pytest.raises(ArgumentTypeError, match="'cuda:1'"):
        choose_device(name)
