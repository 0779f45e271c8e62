"""models.saliency, models.preferred: 선형 모델에서는 식과 꼭 같고, 기울기는 차분과 같습니다."""

import pytest

torch = pytest.importorskip("torch", reason="모델은 torch 로 만듭니다")
torch.set_num_threads(1)

from torch import nn  # noqa: E402

from dlconcepts.errors import ArgumentError, ArgumentTypeError, ShapeError  # noqa: E402
from dlconcepts.models import (  # noqa: E402
    ConvClassifier,
    gradient_map,
    occlusion_map,
    preferred_image,
)


@pytest.fixture(autouse=True)
def _same_numbers_every_time():
    with torch.random.fork_rng():
        torch.manual_seed(5)
        yield


class Weighted(nn.Module):
    """점수가 w·x 인 모델."""

    def __init__(self, weight):
        super().__init__()
        self.weight = nn.Parameter(weight)  # (K, *그림)

    def forward(self, x):
        return x.flatten(1) @ self.weight.flatten(1).T


def weighted(*shape, classes=3):
    g = torch.Generator().manual_seed(7)
    return Weighted(torch.randn(classes, *shape, generator=g).double())


def picture(*shape):
    return torch.rand(*shape, generator=torch.Generator().manual_seed(3)).double()


def conv():
    return ConvClassifier((1, 8, 8), 4, channels=(3,), hidden=6, seed=2).double()


def test_hiding_one_pixel_of_a_linear_model_costs_weight_times_pixel():
    model, x = weighted(5, 6), picture(5, 6)
    heat = occlusion_map(model, x, target=1, size=1)
    torch.testing.assert_close(heat, (model.weight[1] * x).detach(), rtol=0, atol=1e-14)


def test_channels_are_hidden_together_and_the_fill_is_what_stays():
    model, x = weighted(3, 4, 5), picture(3, 4, 5)
    heat = occlusion_map(model, x, target=2, size=1, fill=0.5)
    expected = (model.weight[2] * (x - 0.5)).sum(dim=0).detach()
    torch.testing.assert_close(heat, expected, rtol=0, atol=1e-14)


@pytest.mark.parametrize(("size", "stride"), [(3, 1), (3, 2), (4, 4), (5, 3), (2, 2)])
def test_a_pixel_is_the_mean_over_the_windows_that_cover_it(size, stride):
    model, x = conv(), picture(1, 8, 8)
    heat = occlusion_map(model, x, target=0, size=size, stride=stride)
    starts = sorted({*range(0, 8 - size, stride), 8 - size})
    drops = [[[] for _ in range(8)] for _ in range(8)]
    for top in starts:
        for left in starts:
            covered = x.clone()
            covered[:, top : top + size, left : left + size] = 0
            drop = (model(x[None]) - model(covered[None]))[0, 0].item()
            for i in range(top, top + size):
                for j in range(left, left + size):
                    drops[i][j].append(drop)
    expected = torch.tensor([[sum(d) / len(d) for d in row] for row in drops]).double()
    torch.testing.assert_close(heat, expected, rtol=0, atol=1e-7)


def test_more_windows_than_fit_together_give_the_same(monkeypatch):
    model, x = weighted(5, 6), picture(5, 6)
    whole = occlusion_map(model, x, target=0, size=2)
    monkeypatch.setattr("dlconcepts.models.saliency._TOGETHER", 3)
    torch.testing.assert_close(occlusion_map(model, x, target=0, size=2), whole, rtol=0, atol=1e-14)


def test_gradient_of_a_linear_model_is_its_weight():
    model, x = weighted(5, 6), picture(5, 6)
    assert torch.equal(gradient_map(model, x, target=2), model.weight[2].detach())


def test_gradient_agrees_with_finite_differences():
    model, x = conv(), picture(1, 8, 8)
    slope = gradient_map(model, x, target=3)
    assert slope.shape == x.shape
    eps = 1e-6
    with torch.no_grad():
        steps = eps * torch.eye(64).double().reshape(64, 1, 8, 8)
        numeric = (model(x + steps) - model(x - steps))[:, 3] / (2 * eps)
    torch.testing.assert_close(slope, numeric.reshape(1, 8, 8), rtol=1e-6, atol=1e-8)


def test_a_function_is_as_good_as_a_model():
    model, x = weighted(5, 6), picture(5, 6)
    wrapped = occlusion_map(lambda batch: 2 * model(batch), x, target=0, size=1)
    torch.testing.assert_close(wrapped, (2 * model.weight[0] * x).detach(), rtol=0, atol=1e-13)


def test_maps_leave_the_model_and_the_image_alone():
    model, x = conv().train(), picture(1, 8, 8)
    before, image = [p.clone() for p in model.parameters()], x.clone()
    occlusion_map(model, x, target=0, size=2)
    gradient_map(model, x, target=0)
    preferred_image(model, (1, 8, 8), layer="features.0", channel=1, steps=3, seed=0)
    assert all(torch.equal(a, b) for a, b in zip(before, model.parameters(), strict=True))
    assert all(p.grad is None for p in model.parameters())
    assert torch.equal(x, image)
    assert not x.requires_grad
    assert model.training
    assert not model.features[0]._forward_hooks


def test_what_a_linear_layer_likes_best_is_its_own_weight():
    model = nn.Sequential(nn.Flatten(), nn.Linear(30, 4, bias=False))
    found = preferred_image(model, (5, 6), layer="1", channel=2, norm=3.0, steps=300, seed=0)
    weight = model[1].weight[2].detach()
    torch.testing.assert_close(
        found.image.flatten(), 3 * weight / weight.norm(), rtol=1e-4, atol=1e-5
    )
    assert found.activations.shape == (301,)
    assert found.activations[-1].item() == pytest.approx(3 * weight.norm().item(), rel=1e-5)


def test_climbing_raises_a_deep_channel_and_keeps_the_length():
    model = ConvClassifier((1, 8, 8), 4, channels=(3, 5), hidden=6, seed=2)
    found = preferred_image(model, (1, 8, 8), layer="features.3", channel=1, norm=2.0, seed=0)
    assert found.activations[-1] > found.activations[0]
    assert found.image.norm().item() == pytest.approx(2.0, rel=1e-5)
    again = preferred_image(model, (1, 8, 8), layer="features.3", channel=1, norm=2.0, seed=0)
    assert torch.equal(found.image, again.image)
    other = preferred_image(model, (1, 8, 8), layer="features.3", channel=1, norm=2.0, seed=1)
    assert not torch.equal(found.image, other.image)


def test_a_layer_changed_in_place_afterwards_is_climbed_as_it_was():
    def liked(inplace):
        model = nn.Sequential(nn.Flatten(), nn.Linear(4, 2), nn.ReLU(inplace))
        nn.init.constant_(model[1].weight, 0.5)
        nn.init.constant_(model[1].bias, -9.0)
        return preferred_image(model, (2, 2), layer="1", channel=0, steps=5, seed=0)

    assert torch.equal(liked(True).activations, liked(False).activations)


def test_a_channel_that_is_dead_at_the_start_is_said_to_be():
    model = nn.Sequential(nn.Flatten(), nn.Linear(4, 2), nn.ReLU())
    nn.init.constant_(model[1].bias, -100.0)
    with pytest.raises(ArgumentError, match=r"기울기가 모두 0.*값은 0.*앞의 층.*seed"):
        preferred_image(model, (2, 2), layer="2", channel=0, seed=0)


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda m, x: occlusion_map(m, x[None], target=0, size=1), ShapeError, r"x\[0\] 처럼"),
        (lambda m, x: gradient_map(m, x.long(), target=0), ArgumentTypeError, "torch.int64"),
        (
            lambda m, x: gradient_map(m, x.numpy(), target=0),
            ArgumentTypeError,
            r"ndarray.*as_tensor",
        ),
        (lambda m, x: gradient_map(m, x, target=4), ArgumentError, "클래스는 4개라.*0부터 3까지"),
        (lambda m, x: gradient_map(m, x, target=-1), ArgumentError, "target.*0 이상.*-1"),
        (lambda m, x: occlusion_map(m, x, target=0, size=9), ArgumentError, "그림은 8, size 는 9"),
        (
            lambda m, x: occlusion_map(m, x, target=0, size=2, stride=3),
            ArgumentError,
            "size 는 2, stride 는 3",
        ),
        (
            lambda m, x: gradient_map(lambda b: m(b)[:, 0], x, target=0),
            ShapeError,
            r"\(1, 클래스 수\)",
        ),
        (lambda m, x: gradient_map(lambda b: m(b).detach(), x, target=0), ArgumentError, "detach"),
        (
            lambda m, x: preferred_image(m, x.shape, layer="features.0", channel=3, seed=0),
            ArgumentError,
            "channel 이 3.*채널은 3개.*0부터 2까지",
        ),
        (
            lambda m, x: preferred_image(m, x.shape, layer="없는 층", channel=0, seed=0),
            ArgumentError,
            "'없는 층' 인 층이 없습니다",
        ),
        (
            lambda m, x: preferred_image(m, x.shape, layer="output", channel=0, norm=0, seed=0),
            ArgumentError,
            "norm 과 lr 는 0보다",
        ),
    ],
)
def test_bad_input_is_refused_with_what_to_do(call, error, says):
    with pytest.raises(error, match=says):
        call(conv(), picture(1, 8, 8))
