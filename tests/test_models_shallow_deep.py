"""models.shallow_deep: torch 의 층을 이은 것, 손으로 쓴 MLP 와 같고, 진짜 숫자를 배웁니다."""

import pytest

torch = pytest.importorskip("torch", reason="모델은 torch 로 만듭니다")
torch.set_num_threads(1)

from torch import nn  # noqa: E402

from dlconcepts.errors import ArgumentError, ArgumentTypeError, ShapeError  # noqa: E402
from dlconcepts.mlp import MLP  # noqa: E402
from dlconcepts.models import DeepMLP, ShallowMLP  # noqa: E402
from dlconcepts.parameters import count  # noqa: E402

ACTIVATIONS = {"relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid, "gelu": nn.GELU}


@pytest.fixture(scope="module")
def digits():
    """학습 1,400 장과, 다른 사람들이 쓴 평가 397 장."""
    datasets = pytest.importorskip("sklearn.datasets", reason="진짜 숫자 그림이 필요합니다")
    bunch = datasets.load_digits()
    x = torch.tensor(bunch.data / 16, dtype=torch.float32)
    y = torch.tensor(bunch.target)
    return (x[:1400], y[:1400]), (x[1400:], y[1400:])


def learn(model, x, y, *, epochs, lr=5e-3, batch=50):
    """맨손의 학습 루프: loss_fn(model(*batch.inputs), batch.target)."""
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    loss_fn, g = nn.CrossEntropyLoss(), torch.Generator().manual_seed(0)
    for _ in range(epochs):
        for rows in torch.randperm(len(x), generator=g).split(batch):
            optimizer.zero_grad()
            loss_fn(model(*(x[rows],)), y[rows]).backward()
            optimizer.step()
    return model.eval()


def accuracy(model, x, y):
    return (model(x).argmax(1) == y).float().mean().item()


# ── 증인: torch 의 층, 손으로 쓴 MLP ─────────────────────────────────────────────────────


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_shallow_one_is_two_linear_layers_with_a_bend_between(activation):
    model = ShallowMLP(5, 6, 3, activation=activation, seed=0)
    plain = nn.Sequential(model.hidden, ACTIVATIONS[activation](), model.output)
    x = torch.randn(4, 5)
    assert torch.equal(model(x), plain(x))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_deep_one_has_a_bend_after_every_hidden_layer_and_none_at_the_end(activation):
    model = DeepMLP(5, (6, 7), 3, activation=activation, seed=0)
    f, x = ACTIVATIONS[activation](), torch.randn(4, 5)
    first, second, last = model.hidden[0], model.hidden[2], model.output
    assert torch.equal(model(x), last(f(second(f(first(x))))))


def test_the_deep_one_equals_the_mlp_written_by_hand():
    model, by_hand = (
        DeepMLP(5, (6, 7), 3, seed=0).double(),
        MLP((5, 6, 7, 3), loss="cross_entropy", seed=0),
    )
    for k, layer in enumerate([model.hidden[0], model.hidden[2], model.output], start=1):
        by_hand.params[f"W{k}"] = layer.weight.detach().numpy().T
        by_hand.params[f"b{k}"] = layer.bias.detach().numpy()
    x = torch.randn(4, 5, dtype=torch.float64)
    expected = torch.tensor(by_hand.forward(x.numpy()).logits)
    torch.testing.assert_close(model(x), expected, rtol=0, atol=1e-14)


def test_one_hidden_layer_is_the_shallow_one():
    shallow, deep = ShallowMLP(5, 6, 3, seed=0), DeepMLP(5, (6,), 3, seed=0)
    x = torch.randn(4, 5)
    assert torch.equal(shallow(x), deep(x))


def test_the_two_networks_of_the_lesson_have_the_right_number_of_parameters():
    assert count(ShallowMLP(100, 50, 10, seed=0)).total == 5_560
    assert count(DeepMLP(100, (256, 128, 64, 32), 10, seed=0)).total == 69_418


# ── 배웁니다 ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "build",
    [
        lambda: ShallowMLP(64, 64, 10, seed=0),
        lambda: DeepMLP(64, (128, 64), 10, dropout=0.1, seed=0),
    ],
    ids=["얕은 것", "깊은 것"],
)
def test_it_reads_the_digits_of_people_it_never_saw(build, digits):
    train, test = digits
    model = learn(build(), *train, epochs=16)
    assert accuracy(model, *train) > 0.99
    assert accuracy(model, *test) > 0.9


# ── 드롭아웃 ─────────────────────────────────────────────────────────────────────────────


def test_dropout_erases_only_while_training():
    model, x = DeepMLP(5, (50,), 3, dropout=0.5, seed=0), torch.randn(4, 5)
    model.train()
    assert not torch.equal(model(x), model(x))
    model.eval()
    assert torch.equal(model(x), model(x))


def test_dropout_changes_neither_the_weights_nor_the_count():
    plain, dropping = DeepMLP(5, (6,), 3, seed=0), DeepMLP(5, (6,), 3, dropout=0.5, seed=0)
    x = torch.randn(4, 5)
    assert torch.equal(plain(x), dropping.eval()(x))
    assert count(plain).total == count(dropping).total


# ── 잘못된 입력 ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("x", "says"),
    [
        (torch.zeros(4, 6), r"\(예제 수, 5\) 여야 하는데 \(4, 6\)"),
        (torch.zeros(5), r"\(5,\) 입니다\. 예제가 하나뿐이면 x\[None\]"),
        (torch.zeros(0, 5), "배치가 비어 있습니다"),
        (torch.zeros(()), r"여야 하는데 \(\) 입니다"),
        (torch.zeros(4, 1, 5), r"x\.reshape\(len\(x\), 5\)"),
    ],
)
@pytest.mark.parametrize("build", [ShallowMLP, lambda n, h, m, **k: DeepMLP(n, (h,), m, **k)])
def test_a_wrong_shape_says_what_is_expected(build, x, says):
    with pytest.raises(ShapeError, match=says):
        build(5, 6, 3, seed=0)(x)


@pytest.mark.parametrize(
    ("x", "says"),
    [
        (torch.zeros(4, 5, dtype=torch.uint8), r"torch\.uint8 입니다.*x\.float\(\)"),
        (torch.zeros(4, 5).numpy(), r"ndarray 형입니다\. torch\.as_tensor\(x\)"),
        ([[0.0] * 5], r"list 형입니다\. torch\.as_tensor\(x\)"),
        (None, "NoneType 형"),
    ],
)
def test_what_is_no_tensor_of_real_numbers_is_told_how_to_become_one(x, says):
    with pytest.raises(ArgumentTypeError, match=f"ShallowMLP: x 자리에는.*{says}"):
        ShallowMLP(5, 6, 3, seed=0)(x)


@pytest.mark.parametrize(
    ("build", "says"),
    [
        (lambda: ShallowMLP(0, 6, 3, seed=0), "ShallowMLP: n_in 자리에는 1 이상의 정수.* 0 입니다"),
        (lambda: ShallowMLP(5, (6, 7), 3, seed=0), r"ShallowMLP: hidden 자리에는.*\(6, 7\)"),
        (lambda: ShallowMLP(5, 6, 2.5, seed=0), r"n_out 자리에는.*2\.5"),
        (lambda: DeepMLP(5, (6, 0), 3, seed=0), r"DeepMLP: hidden\[1\] 자리에는.* 0 입니다"),
        (lambda: DeepMLP(5, (), 3, seed=0), "DeepMLP: hidden이 비어 있습니다"),
        (lambda: DeepMLP(5, "67", 3, seed=0), "DeepMLP: hidden 자리에는.*'67'"),
        (lambda: DeepMLP(5, (6,), 3, dropout=1, seed=0), "dropout 은 .*0 이상 1 미만.* 1 입니다"),
        (
            lambda: DeepMLP(5, (6,), 3, activation="swish", seed=0),
            "relu, tanh, sigmoid, gelu 가운데 하나가 와야 하는데 'swish'",
        ),
        (lambda: ShallowMLP(5, 6, 3, activation="Relu", seed=0), "relu, tanh.*'Relu'"),
    ],
)
def test_wrong_sizes_and_names_are_refused_when_the_model_is_made(build, says):
    with pytest.raises(ArgumentError, match=says):
        build()
