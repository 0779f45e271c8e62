"""models: 어느 모델이든 지키는 약속. 배치가 첫 축이고, 예제는 섞이지 않고, 씨앗이 정합니다."""

import copy
import io
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from test_architecture import Source

torch = pytest.importorskip("torch", reason="모델은 torch 로 만듭니다")
torch.set_num_threads(1)

from torch.nn import functional as F  # noqa: E402, N812

from dlconcepts.errors import ArgumentError  # noqa: E402
from dlconcepts.models import (  # noqa: E402
    CausalTransformer,
    ConvClassifier,
    DeepMLP,
    EncoderDecoder,
    ManyToMany,
    ManyToOne,
    NeuroSymbolicClassifier,
    OneToMany,
    OneToOne,
    ShallowMLP,
    TextNetwork,
    token_cross_entropy,
)
from dlconcepts.parameters import (  # noqa: E402
    conv,
    count,
    dense,
    embedding,
    gru,
    layer_norm,
    transformer_block,
)

ROOT = Path(__file__).resolve().parents[1]


def images(*shape):
    return lambda n, g: torch.rand(n, *shape, generator=g)


def words(vocabulary, *, start=None):
    """길이가 저마다 다른 토큰의 열. 0은 패딩, 1은 시작, 2는 끝 표시입니다."""

    def make(n, g, longest=6):
        ids = torch.randint(3, vocabulary, (n, longest), generator=g)
        ids[:, 0] = ids[:, 0] if start is None else start
        length = torch.randint(1, longest + 1, (n,), generator=g)
        length[0] = longest
        return ids.where(torch.arange(longest) < length[:, None], 0)

    return make


def one_hot(kinds):
    return lambda n, g: torch.eye(kinds)[torch.randint(kinds, (n,), generator=g)]


@dataclass(frozen=True)
class Case:
    """모델 하나를 만드는 법, 입력을 만드는 법, 파라미터의 수, 손실, 씨앗과 상관없는 가중치."""

    name: str
    build: Callable
    inputs: tuple
    parameters: int
    loss: Callable = F.cross_entropy
    unseeded: tuple = ()

    def batch(self, n=4, seed=0):
        g = torch.Generator().manual_seed(seed)
        return tuple(make(n, g) for make in self.inputs)

    def target(self, output):
        g = torch.Generator().manual_seed(1)
        return torch.randint(1, output.shape[-1], output.shape[:-1], generator=g)


CASES = [
    Case(
        "얕은 신경망",
        lambda **k: ShallowMLP(5, 6, 3, **k),
        (images(5),),
        dense(5, 6) + dense(6, 3),
    ),
    Case(
        "깊은 신경망",
        lambda **k: DeepMLP(5, (6, 7), 3, **k),
        (images(5),),
        dense(5, 6) + dense(6, 7) + dense(7, 3),
    ),
    Case(
        "합성곱",
        lambda **k: ConvClassifier((2, 9, 12), 3, channels=(4, 5), hidden=7, **k),
        (images(2, 9, 12),),
        conv(2, 4, 3) + conv(4, 5, 3) + dense(5 * 2 * 3, 7) + dense(7, 3),
    ),
    Case(
        "하나에서 하나",
        lambda **k: OneToOne((3, 4), 5, hidden=6, **k),
        (images(3, 4),),
        dense(12, 6) + dense(6, 5),
    ),
    Case(
        "하나에서 여럿",
        lambda **k: OneToMany((3, 4), 9, dim=5, hidden=6, **k),
        (images(3, 4), words(9, start=1)),
        dense(12, 6) + embedding(9, 5) + gru(5 + 6, 6) + dense(6, 9),
        token_cross_entropy,
    ),
    Case(
        "하나에서 여럿, 한 번만",
        lambda **k: OneToMany((3, 4), 9, dim=5, hidden=6, every_step=False, **k),
        (images(3, 4), words(9, start=1)),
        dense(12, 6) + embedding(9, 5) + gru(5, 6) + dense(6, 9),
        token_cross_entropy,
    ),
    Case(
        "여럿에서 하나",
        lambda **k: ManyToOne(9, 4, dim=5, hidden=6, **k),
        (words(9),),
        embedding(9, 5) + gru(5, 6) + dense(6, 4),
    ),
    Case(
        "여럿에서 여럿, 앞에서",
        lambda **k: ManyToMany(9, 4, reads="forward", dim=5, hidden=6, **k),
        (words(9),),
        embedding(9, 5) + gru(5, 6) + dense(6, 4),
        token_cross_entropy,
    ),
    Case(
        "여럿에서 여럿, 두 방향",
        lambda **k: ManyToMany(9, 4, reads="both", dim=5, hidden=6, **k),
        (words(9),),
        embedding(9, 5) + gru(5, 6, bidirectional=True) + dense(12, 4),
        token_cross_entropy,
    ),
    Case(
        "여럿에서 여럿, 어텐션",
        lambda **k: ManyToMany(9, 4, reads="attention", dim=5, hidden=6, **k),
        (words(9),),
        embedding(9, 5) + transformer_block(5, 6) + dense(5, 4),
        token_cross_entropy,
    ),
    Case(
        "인코더와 디코더",
        lambda **k: EncoderDecoder(8, 9, dim=5, hidden=6, **k),
        (words(8), words(9, start=1)),
        embedding(8, 5) + gru(5, 6) + embedding(9, 5) + gru(5, 6) + dense(6, 9),
        token_cross_entropy,
    ),
    Case(
        "인코더와 디코더, 어텐션",
        lambda **k: EncoderDecoder(8, 9, attention=True, dim=5, hidden=6, **k),
        (words(8), words(9, start=1)),
        embedding(8, 5) + gru(5, 6) + embedding(9, 5) + gru(5, 6) + dense(12, 9),
        token_cross_entropy,
    ),
    Case(
        "글의 세 층, 평균",
        lambda **k: TextNetwork(9, 4, dim=5, hidden=6, **k),
        (words(9),),
        embedding(9, 5) + dense(5, 6) + dense(6, 4),
    ),
    Case(
        "글의 세 층, 차례로",
        lambda **k: TextNetwork(9, 4, reads="gru", dim=5, hidden=6, **k),
        (words(9),),
        embedding(9, 5) + gru(5, 6) + dense(6, 4),
    ),
    Case(
        "규칙과 신경망",
        lambda **k: NeuroSymbolicClassifier(TextNetwork(9, 4, dim=5, hidden=6, **k), 4, 3),
        (words(9), one_hot(3)),
        embedding(9, 5) + dense(5, 6) + dense(6, 4) + dense(4 + 3, 4),
        unseeded=("combiner.weight",),
    ),
    Case(
        "언어 모델",
        lambda **k: CausalTransformer(9, context=7, width=6, heads=3, layers=2, **k),
        (words(9, start=1),),
        embedding(9, 6)
        + embedding(7, 6)
        + 2 * transformer_block(6, 24)
        + layer_norm(6)
        + dense(6, 9),
        token_cross_entropy,
    ),
]
every_model = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@every_model
def test_the_parameters_are_the_closed_form(case):
    assert count(case.build(seed=0)).total == case.parameters


@every_model
def test_the_batch_is_the_first_axis_everywhere(case):
    """혼자 있을 때의 출력이 배치 안에 있을 때의 출력입니다."""
    model, batch = case.build(seed=0), case.batch()
    together = model(*batch)
    alone = torch.cat([model(*(x[i : i + 1] for x in batch)) for i in range(len(together))])
    torch.testing.assert_close(together, alone, rtol=0, atol=1e-6)


@every_model
def test_changing_sample_0_changes_no_other_sample(case):
    model, batch, other = case.build(seed=0), case.batch(), case.batch(seed=7)
    changed = tuple(torch.cat([new[:1], x[1:]]) for x, new in zip(batch, other, strict=True))
    before, after = model(*batch), model(*changed)
    assert not torch.equal(before[0], after[0])
    assert torch.equal(before[1:], after[1:])


@every_model
def test_the_same_seed_gives_the_same_weights_and_another_seed_others(case):
    a, again, b = (case.build(seed=seed).state_dict() for seed in (3, 3, 4))
    assert all(torch.equal(a[name], again[name]) for name in a)
    matrices = [
        name for name, value in a.items() if value.ndim > 1 and name not in case.unseeded
    ]  # 편향은 0에서 시작하기도 합니다
    assert not any(torch.equal(a[name], b[name]) for name in matrices)


@every_model
def test_making_a_model_leaves_the_random_numbers_outside_alone(case):
    torch.manual_seed(0)
    expected = torch.rand(3)
    torch.manual_seed(0)
    case.build(seed=5)
    assert torch.equal(torch.rand(3), expected)


@every_model
def test_the_seed_is_asked_for(case):
    with pytest.raises(TypeError, match="seed"):
        case.build()
    with pytest.raises(ArgumentError, match="seed 자리에는 0 이상의 정수가 와야 하는데 -1"):
        case.build(seed=-1)


@every_model
def test_weights_are_drawn_on_the_cpu_whatever_the_default_device(case):
    """GPU 의 난수는 CPU 와 다르므로, 거기서 뽑으면 씨앗이 같아도 다른 모델이 됩니다."""
    with torch.device("meta"):
        model = case.build(seed=3)
    expected = case.build(seed=3).state_dict()
    assert all(torch.equal(expected[name], value) for name, value in model.state_dict().items())


@every_model
def test_a_saved_model_comes_back_bit_for_bit(case):
    model, batch, file = case.build(seed=0), case.batch(), io.BytesIO()
    torch.save(model.state_dict(), file)
    file.seek(0)
    other = case.build(seed=1)
    other.load_state_dict(torch.load(file, weights_only=True))
    assert torch.equal(model(*batch), other(*batch))
    assert torch.equal(model(*batch), copy.deepcopy(model)(*batch))


@every_model
@pytest.mark.parametrize(("dtype", "atol"), [(torch.float64, 1e-5), (torch.bfloat16, 0.1)])
def test_a_model_works_in_the_precision_it_was_moved_to(case, dtype, atol):
    """그림은 float32 로 와도 모델의 정밀도로 바꾸어 읽습니다."""
    model, batch = case.build(seed=0), case.batch()
    expected = model(*batch)
    output = model.to(dtype)(*batch)
    assert output.dtype == dtype
    torch.testing.assert_close(output.float(), expected, rtol=0, atol=atol)


@every_model
def test_a_model_works_under_autocast(case):
    model, batch = case.build(seed=0), case.batch()
    expected = model(*batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        output = model(*batch)
        loss = case.loss(output, case.target(output))
    loss.backward()
    torch.testing.assert_close(output.float(), expected, rtol=0, atol=0.1)


@every_model
def test_every_weight_gets_a_gradient_through_the_one_contract(case):
    model, batch = case.build(seed=0), case.batch(n=32)
    output = model(*batch)
    case.loss(output, case.target(output)).backward()
    assert [name for name, p in model.named_parameters() if p.grad is None] == []
    assert [name for name, p in model.named_parameters() if not p.grad.any()] == []


@every_model
def test_an_untrained_model_is_as_good_as_a_guess(case):
    """처음 손실은 ln(종류의 수) 가까이에서 시작합니다."""
    model, batch = case.build(seed=0), case.batch(n=64)
    output = model(*batch)
    guess = torch.log(torch.tensor(float(output.shape[-1]))).item()
    assert case.loss(output, case.target(output)).item() == pytest.approx(guess, abs=0.6)


@every_model
@pytest.mark.gpu
def test_the_gpu_gives_what_the_cpu_gives(case):
    if not torch.cuda.is_available():
        pytest.skip("CUDA 를 쓸 수 있는 GPU 가 없습니다")
    model, batch = case.build(seed=0), case.batch()
    expected = model(*batch)
    with torch.device("cuda"):
        twin = case.build(seed=0)
    output = twin.to("cuda")(*(x.to("cuda") for x in batch))
    torch.testing.assert_close(output.cpu(), expected, rtol=0, atol=5e-3)  # TF32


# ── 날개 ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "path", sorted((ROOT / "src/dlconcepts/models").glob("*.py")), ids=lambda path: path.stem
)
def test_a_model_fits_on_a_page(path):
    if path.stem != "inputs":  # 문에서의 검사는 모델이 아닙니다
        assert len(Source(str(path), path.read_text(encoding="utf-8")).code_lines) <= 100


def test_without_torch_the_wing_says_how_to_get_it():
    code = (
        "import importlib.util as u; find = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name == 'torch' else find(name, *a)\n"
        "from dlconcepts.errors import MissingDependencyError\n"
        "try: import dlconcepts.models\n"
        "except MissingDependencyError as error: print(error.name, ascii(str(error)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
    name, message = done.stdout.strip().split(" ", 1)
    assert name == "torch"
    assert 'pip install "dlconcepts[torch]"' in message
