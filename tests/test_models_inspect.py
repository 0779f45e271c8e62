"""models.inspect: 층의 출력은 손으로 계산한 것과 같고, 들여다봐도 모델은 바뀌지 않습니다."""

import pytest

torch = pytest.importorskip("torch", reason="모델은 torch 로 만듭니다")
torch.set_num_threads(1)

from torch import nn  # noqa: E402
from torch.nn import functional as F  # noqa: E402, N812

from dlconcepts.errors import ArgumentError, ArgumentTypeError, ShapeError  # noqa: E402
from dlconcepts.models import (  # noqa: E402
    ConvClassifier,
    DeepMLP,
    EncoderDecoder,
    ManyToOne,
    ShallowMLP,
    feature_maps,
    first_layer_filters,
    layer_outputs,
)


@pytest.fixture(autouse=True)
def _same_numbers_every_time():
    with torch.random.fork_rng():
        torch.manual_seed(5)
        yield


def conv():
    return ConvClassifier((1, 8, 8), 10, channels=(4, 6), hidden=5, seed=0)


def test_outputs_are_the_ones_computed_by_hand():
    model, x = conv(), 3 * torch.randn(20, 1, 8, 8)
    found = layer_outputs(model, x, ["output", "features.0", "features.1", "hidden"])
    assert [*found] == ["output", "features.0", "features.1", "hidden"]
    first = F.conv2d(x, model.features[0].weight, model.features[0].bias, padding=1)
    assert torch.equal(found["features.0"], first.detach())
    assert torch.equal(found["features.1"], first.detach().relu())
    assert torch.equal(found["output"], model(x).detach())
    assert found["hidden"].shape == (20, 5)
    assert (found["hidden"] < 0).any()  # 층이 아니라 계산인 relu 는 이름이 없습니다


def test_without_names_every_layer_comes_in_the_order_of_computing():
    found = layer_outputs(conv(), torch.randn(2, 1, 8, 8))
    assert [*found] == [*(f"features.{k}" for k in range(6)), "hidden", "output"]


def test_models_with_several_inputs_take_a_tuple():
    model = EncoderDecoder(12, 9, seed=0)
    inputs = torch.tensor([[3, 4, 5]]), torch.tensor([[1, 6]])
    found = layer_outputs(model, inputs)
    assert any(torch.equal(output, model(*inputs).detach()) for output in found.values())


def test_a_layer_that_returns_several_gives_its_first():
    model, ids = ManyToOne(9, 2, seed=0), torch.tensor([[3, 4, 5]])
    states, _ = model.gru(model.embedding(ids))
    assert torch.equal(layer_outputs(model, ids, ["gru"])["gru"], states.detach())


def test_a_layer_changed_in_place_afterwards_is_seen_as_it_was():
    model = nn.Sequential(nn.Linear(3, 4), nn.ReLU(inplace=True))
    x = torch.randn(20, 3)
    found = layer_outputs(model, x)
    assert torch.equal(found["0"], model[0](x).detach())
    assert (found["0"] < 0).any()


def test_looking_changes_neither_the_model_nor_the_mode():
    model = DeepMLP(6, (8, 8), 3, dropout=0.5, seed=0)
    model.train()
    model.hidden[0].eval()
    before = {name: value.clone() for name, value in model.state_dict().items()}
    x = torch.randn(4, 6)
    found = layer_outputs(model, x)
    assert torch.equal(found["hidden.2"], found["hidden.1"])  # 드롭아웃이 꺼져 있습니다
    assert all(torch.equal(before[name], value) for name, value in model.state_dict().items())
    assert [m.training for m in model.hidden] == [False, True, True, True, True, True]
    assert not any(module._forward_hooks for module in model.modules())
    assert all(not output.requires_grad for output in found.values())


def test_the_mode_and_the_hooks_are_put_back_when_the_model_fails():
    model = conv().train()
    with pytest.raises(ShapeError):
        layer_outputs(model, torch.zeros(1, 1, 9, 9))
    assert all(module.training for module in model.modules())
    assert not any(module._forward_hooks for module in model.modules())


class Twice(nn.Module):
    def __init__(self):
        super().__init__()
        self.once, self.twice, self.never = nn.Linear(2, 2), nn.ReLU(), nn.ReLU()

    def forward(self, x):
        return self.twice(self.once(self.twice(x)))


@pytest.mark.parametrize(("name", "says"), [("twice", "2번 불립니다"), ("never", "한 번도 불리지")])
def test_a_layer_not_called_exactly_once_is_refused(name, says):
    with pytest.raises(ArgumentError, match=f"'{name}' 층은.*{says}"):
        layer_outputs(Twice(), torch.zeros(1, 2), [name])
    assert [*layer_outputs(Twice(), torch.zeros(1, 2))] == ["once"]


def test_an_unknown_layer_lists_the_known_ones():
    with pytest.raises(
        ArgumentError, match=r"'conv1' 인 층이 없습니다.*features\.0.*hidden, output"
    ):
        layer_outputs(conv(), torch.zeros(1, 1, 8, 8), ["conv1"])


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: layer_outputs(conv(), torch.zeros(1, 1, 8, 8), "output"), r"\['output'\] 처럼"),
        (lambda: layer_outputs(lambda x: x, torch.zeros(1)), "torch.nn.Module.*function 형"),
    ],
)
def test_a_wrong_type_is_refused_with_the_remedy(call, says):
    with pytest.raises(ArgumentTypeError, match=says):
        call()


def test_feature_maps_are_the_output_of_the_convolution():
    model, x = conv(), torch.randn(2, 1, 8, 8)
    maps = feature_maps(model, x, "features.1")
    assert maps.shape == (2, 4, 8, 8)
    assert torch.equal(maps, layer_outputs(model, x, ["features.1"])["features.1"])


def test_a_layer_without_maps_is_not_a_feature_map():
    with pytest.raises(ShapeError, match=r"'hidden'.*\(1, 5\).*layer_outputs"):
        feature_maps(conv(), torch.zeros(1, 1, 8, 8), "hidden")


def test_first_layer_filters_are_a_copy_of_the_first_weights():
    model = conv()
    filters = first_layer_filters(model)
    assert filters.shape == (4, 1, 3, 3)
    assert torch.equal(filters, model.features[0].weight.detach())
    filters.zero_()
    assert model.features[0].weight.abs().sum() > 0
    assert first_layer_filters(ShallowMLP(64, 7, 3, seed=0)).shape == (7, 64)


def test_a_model_without_such_a_layer_has_no_filters():
    with pytest.raises(ArgumentError, match=r"Embedding 안에.*Conv2d.*Linear"):
        first_layer_filters(nn.Embedding(3, 2))
