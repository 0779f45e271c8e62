"""training.precision: 낮은 정밀도는 순전파에만, 장치에 있을 때만 쓰이고, 설정은 되돌아갑니다."""

import pytest

torch = pytest.importorskip("torch", reason="정밀도는 torch 의 것입니다")
torch.set_num_threads(1)

from torch import nn  # noqa: E402

from dlconcepts.errors import ArgumentError, DeviceError  # noqa: E402
from dlconcepts.training import precision as module  # noqa: E402
from dlconcepts.training.precision import (  # noqa: E402
    PRECISIONS,
    Precision,
    supported_precisions,
    tf32,
)


@pytest.fixture
def half_on_cpu(monkeypatch):
    """GPU 가 없는 곳에서도 GradScaler 를 시험하려고, CPU 에 float16 이 있는 척합니다."""
    monkeypatch.setattr(module, "supported_precisions", lambda device: PRECISIONS)


@pytest.mark.parametrize(
    ("name", "dtype"), [("float32", torch.float32), ("bfloat16", torch.bfloat16)]
)
def test_matrix_products_are_done_in_that_precision_and_weights_are_not(name, dtype):
    layer, precision = nn.Linear(3, 2), Precision(name, "cpu")
    for _ in range(2):  # 같은 문맥을 여러 번 씁니다
        with precision.autocast:
            output = layer(torch.ones(4, 3))
        assert output.dtype == dtype
    precision.backward(output.float().sum())
    assert layer.weight.dtype == layer.weight.grad.dtype == torch.float32
    assert layer(torch.ones(4, 3)).dtype == torch.float32, "밖에서는 float32 입니다"


def test_only_float16_scales_the_loss(half_on_cpu):
    assert Precision("float16", "cpu").scale() > 1
    for name in ("float32", "bfloat16"):
        precision = Precision(name, "cpu")
        assert (precision.scale(), precision.scaler) == (1.0, None)


def test_float16_walks_as_the_loop_with_a_scaler(half_on_cpu):
    models = [nn.Linear(3, 2) for _ in range(2)]
    models[1].load_state_dict(models[0].state_dict())
    optimizers = [torch.optim.SGD(model.parameters(), lr=0.1) for model in models]
    precision, scaler = Precision("float16", "cpu"), torch.amp.GradScaler("cpu")
    for _ in range(5):
        x = torch.randn(4, 3)
        for optimizer in optimizers:
            optimizer.zero_grad()
        with precision.autocast:
            precision.backward(models[0](x).float().square().mean())
        precision.unscale(optimizers[0])
        precision.step(optimizers[0])
        with torch.autocast("cpu", dtype=torch.float16):
            loss = models[1](x).float().square().mean()
        scaler.scale(loss).backward()
        scaler.unscale_(optimizers[1])
        scaler.step(optimizers[1])
        scaler.update()
    assert torch.equal(models[0].weight, models[1].weight)
    assert precision.scaler.state_dict() == scaler.state_dict()


def test_unscaling_gives_the_gradient_its_own_size(half_on_cpu):
    layer, precision = nn.Linear(3, 1, bias=False), Precision("float16", "cpu")
    precision.backward(layer(torch.tensor([[1.0, 2.0, 3.0]])).sum())
    scaled = layer.weight.grad.clone()
    precision.unscale(torch.optim.SGD(layer.parameters(), lr=0.1))
    assert layer.weight.grad.tolist() == [[1.0, 2.0, 3.0]]
    assert torch.equal(scaled, layer.weight.grad * precision.scale())


def test_float16_does_not_walk_when_the_gradient_overflows(half_on_cpu):
    layer, precision = nn.Linear(2, 1), Precision("float16", "cpu")
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
    before, scale = layer.weight.detach().clone(), precision.scale()
    precision.backward(layer(torch.ones(1, 2)).sum() * 1e38 * 1e3)
    precision.step(optimizer)
    assert torch.equal(layer.weight, before)
    assert precision.scale() == scale / 2


# ── 장치에 없는 정밀도 ───────────────────────────────────────────────────────────────────


def test_float16_on_a_cpu_is_refused_with_what_is_there():
    with pytest.raises(DeviceError, match=r"cpu 에서는 float16 .*float32, bfloat16"):
        Precision("float16", "cpu")


@pytest.mark.parametrize(("native", "names"), [(True, PRECISIONS), (False, ("float32", "float16"))])
def test_an_old_gpu_has_no_bfloat16(native, names, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda including_emulation: native)
    assert supported_precisions("cuda") == names


@pytest.mark.parametrize("name", ["fp16", "half", 16, None, "FLOAT32"])
def test_an_unknown_precision_lists_the_choices(name):
    with pytest.raises(ArgumentError, match=f"precision.*float32, bfloat16, float16.*{name}"):
        Precision(name, "cpu")


# ── TF32 ─────────────────────────────────────────────────────────────────────────────────


def switches():
    return torch.get_float32_matmul_precision(), torch.backends.cudnn.allow_tf32


@pytest.mark.parametrize(("on", "inside"), [(True, ("high", True)), (False, ("highest", False))])
def test_tf32_is_set_inside_and_put_back_outside(on, inside):
    before = switches()
    with tf32(on, "cuda:0"):
        assert switches() == inside
    assert switches() == before
    with pytest.raises(ZeroDivisionError), tf32(on, "cuda:0"):
        1 / 0  # noqa: B018
    assert switches() == before


@pytest.mark.parametrize(("on", "device"), [(None, "cuda"), (True, "cpu"), (False, "mps")])
def test_tf32_is_left_alone_where_it_is_not_asked_for_or_not_there(on, device):
    torch.set_float32_matmul_precision("medium")
    try:
        with tf32(on, device):
            assert switches()[0] == "medium"
    finally:
        torch.set_float32_matmul_precision("highest")
