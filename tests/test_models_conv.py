"""models.conv: 그림의 크기가 다르면 예제를 지어내지 않고 알리며, 진짜 숫자를 배웁니다."""

import pytest

torch = pytest.importorskip("torch", reason="모델은 torch 로 만듭니다")
torch.set_num_threads(1)

from torch import nn  # noqa: E402

from dlconcepts.errors import ArgumentError, ArgumentTypeError, ShapeError  # noqa: E402
from dlconcepts.models import ConvClassifier  # noqa: E402


def small(shape=(3, 32, 32), **options):
    return ConvClassifier(shape, 10, channels=(2, 3), hidden=4, seed=0, **options)


def test_it_is_convolutions_with_pooling_then_two_dense_layers():
    model, x = small((2, 9, 12)), torch.randn(4, 2, 9, 12)
    first, second = (m for m in model.features if isinstance(m, nn.Conv2d))
    h = nn.functional.max_pool2d(first(x).relu(), 2)
    h = nn.functional.max_pool2d(second(h).relu(), 2)
    assert h.shape == (4, 3, 2, 3)  # 홀수인 높이 9는 4, 2로 줄어듭니다
    rows = [model.output(model.hidden(one.reshape(-1)).relu()) for one in h]
    torch.testing.assert_close(model(x), torch.stack(rows), rtol=0, atol=1e-6)


@pytest.mark.parametrize("side", [28, 30, 33, 56, 64, 128, 224])
def test_another_image_size_never_becomes_more_samples(side):
    """편 것을 (-1, 특징 수)로 나누면 그림 한 장이 4개, 25개, 81개의 답이 되기도 합니다."""
    with pytest.raises(ShapeError, match=r"32×32 그림을 받습니다.*size=\(32, 32\)") as error:
        small()(torch.zeros(1, 3, side, side))
    assert f"(1, 3, {side}, {side})" in str(error.value)
    assert f"shape=(3, {side}, {side})" in str(error.value)


def test_even_without_the_door_an_image_stays_one_sample(monkeypatch):
    """64×64 그림을 편 것은 32×32 의 네 배이지만, 배치의 축을 두고 펴면 네 예제가 되지 못합니다."""
    monkeypatch.setattr("dlconcepts.models.conv.images", lambda where, x, shape, dtype: x)
    with pytest.raises(RuntimeError, match="cannot be multiplied"):
        small()(torch.zeros(1, 3, 64, 64))


@pytest.mark.parametrize("rows", [1, 2, 7])
def test_one_image_is_one_prediction(rows):
    assert small()(torch.zeros(rows, 3, 32, 32)).shape == (rows, 10)


@pytest.mark.parametrize(
    ("shape", "got", "says"),
    [
        ((3, 32, 32), (3, 32, 32), r"예제가 하나뿐이면 x\[None\]"),
        ((3, 32, 32), (5, 32, 32, 3), r"x\.permute\(0, 3, 1, 2\)"),
        ((1, 8, 8), (5, 8, 8), r"채널의 축이 없습니다\. x\[:, None\]"),
        ((1, 8, 8), (5, 64), r"x\.reshape\(len\(x\), 1, 8, 8\)"),
        ((1, 8, 8), (5, 3, 8, 8), r"예제마다 모양이 \(1, 8, 8\)"),
        ((1, 8, 8), (0, 1, 8, 8), "배치가 비어 있습니다"),
    ],
)
def test_a_wrong_shape_gets_the_fitting_remedy(shape, got, says):
    with pytest.raises(ShapeError, match=says):
        small(shape)(torch.zeros(got))


def test_pixels_that_are_whole_numbers_are_refused():
    with pytest.raises(ArgumentTypeError, match=r"실수의 텐서.*torch\.uint8.*x\.float\(\)"):
        small()(torch.zeros(1, 3, 32, 32, dtype=torch.uint8))


@pytest.mark.parametrize("shape", [(32, 32), (3, 3, 32), (3, 32, 3), (1, 3, 32, 32), 32])
def test_a_shape_the_pooling_would_use_up_is_refused_when_the_model_is_made(shape):
    with pytest.raises(ArgumentError, match=r"\(채널, 높이, 너비\).*2\*\*2 = 4 이상.*channels"):
        small(shape)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"shape": (3, 0, 32)}, r"shape\[1\] 자리에는 1 이상"),
        ({"channels": ()}, "channels가 비어 있습니다"),
        ({"channels": (4, -1)}, r"channels\[1\] 자리에는.*-1"),
        ({"hidden": 0}, "hidden 자리에는"),
        ({"classes": 0}, "classes 자리에는"),
    ],
)
def test_wrong_sizes_are_refused_when_the_model_is_made(options, says):
    with pytest.raises(ArgumentError, match=f"ConvClassifier: {says}"):
        ConvClassifier(**{"shape": (3, 32, 32), "classes": 10, "seed": 0, **options})


def test_it_reads_the_digits_of_people_it_never_saw():
    datasets = pytest.importorskip("sklearn.datasets", reason="진짜 숫자 그림이 필요합니다")
    bunch = datasets.load_digits()
    x = torch.tensor(bunch.images / 16, dtype=torch.float32)[:, None]  # (1797, 1, 8, 8)
    y = torch.tensor(bunch.target)
    model = ConvClassifier((1, 8, 8), 10, channels=(8, 16), seed=0)
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    loss_fn, g = nn.CrossEntropyLoss(), torch.Generator().manual_seed(0)
    for _ in range(10):
        for rows in torch.randperm(1000, generator=g).split(50):
            optimizer.zero_grad()
            loss_fn(model(*(x[rows],)), y[rows]).backward()
            optimizer.step()
    right = model(x).argmax(1) == y
    assert right[:1000].float().mean() > 0.97
    assert right[1000:].float().mean() > 0.88
