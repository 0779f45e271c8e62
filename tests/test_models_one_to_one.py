"""models.one_to_one: 한 장을 읽어 이름 하나로 답합니다."""

import pytest

torch = pytest.importorskip("torch", reason="모델은 torch 로 만듭니다")
torch.set_num_threads(1)

from torch import nn  # noqa: E402

from dlconcepts.errors import ArgumentError, ShapeError  # noqa: E402
from dlconcepts.models import OneToOne  # noqa: E402


def test_it_reads_once_and_answers_once():
    model, x = OneToOne((3, 4), 5, hidden=6, seed=0), torch.randn(7, 3, 4)
    rows = [model.answer(torch.relu(model.read(one.reshape(12)))) for one in x]
    torch.testing.assert_close(model(x), torch.stack(rows), rtol=0, atol=1e-6)


def test_a_number_for_a_shape_is_the_number_of_features():
    assert OneToOne(12, 5, seed=0)(torch.zeros(7, 12)).shape == (7, 5)


def test_it_reads_digits():
    datasets = pytest.importorskip("sklearn.datasets", reason="진짜 숫자 그림이 필요합니다")
    bunch = datasets.load_digits()
    x, y = torch.tensor(bunch.images / 16, dtype=torch.float32), torch.tensor(bunch.target)
    model = OneToOne((8, 8), 10, seed=0)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    loss_fn, g = nn.CrossEntropyLoss(), torch.Generator().manual_seed(0)
    for _ in range(15):
        for rows in torch.randperm(1400, generator=g).split(50):
            optimizer.zero_grad()
            loss_fn(model(*(x[rows],)), y[rows]).backward()
            optimizer.step()
    right = model(x).argmax(1) == y
    assert right[:1400].float().mean() > 0.99
    assert right[1400:].float().mean() > 0.9


@pytest.mark.parametrize(
    ("got", "says"),
    [
        ((8, 8), r"예제가 하나뿐이면 x\[None\]"),
        ((5, 64), r"x\.reshape\(len\(x\), 8, 8\)"),
        ((5, 1, 8, 8), r"x\.reshape\(len\(x\), 8, 8\)"),
        ((5, 8, 9), r"\(예제 수, 8, 8\) 여야 하는데 \(5, 8, 9\)"),
    ],
)
def test_a_wrong_shape_gets_the_fitting_remedy(got, says):
    with pytest.raises(ShapeError, match=says):
        OneToOne((8, 8), 10, seed=0)(torch.zeros(got))


@pytest.mark.parametrize(
    ("build", "says"),
    [
        (lambda: OneToOne((), 10, seed=0), "shape가 비어 있습니다"),
        (lambda: OneToOne((8, 8), 0, seed=0), "classes 자리에는"),
        (lambda: OneToOne((8, 8), 10, hidden=True, seed=0), "hidden 자리에는.*True"),
    ],
)
def test_wrong_sizes_are_refused_when_the_model_is_made(build, says):
    with pytest.raises(ArgumentError, match=f"OneToOne: {says}"):
        build()
