"""parameters: 식은 torch 층의 실제 수와 같고, count 는 어느 모델이든 이름마다 셉니다."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlconcepts.errors import ArgumentError, ArgumentTypeError
from dlconcepts.parameters import (
    ParameterCount,
    attention,
    conv,
    count,
    dense,
    embedding,
    gru,
    layer_norm,
    lstm,
    rnn,
    transformer_block,
)

SIZE = st.integers(1, 40)
FEW = st.integers(1, 3)
FLAG = st.booleans()


def numel(module) -> int:
    """torch 모듈이 실제로 가진 파라미터의 수. 우리 count 를 거치지 않습니다."""
    return sum(parameter.numel() for parameter in module.parameters())


# ── 식 = torch ───────────────────────────────────────────────────────────────────────────
# 모두 device="meta" 로 만듭니다. 모양만 있고 메모리를 쓰지 않습니다.


@given(n=SIZE, m=SIZE, bias=FLAG)
def test_dense_equals_linear(torch, n, m, bias):
    assert dense(n, m, bias=bias) == numel(torch.nn.Linear(n, m, bias=bias, device="meta"))


@given(vocabulary=SIZE, dim=SIZE)
def test_embedding_equals_torch(torch, vocabulary, dim):
    assert embedding(vocabulary, dim) == numel(torch.nn.Embedding(vocabulary, dim, device="meta"))


@pytest.mark.parametrize(("ours", "theirs"), [(rnn, "RNN"), (lstm, "LSTM"), (gru, "GRU")])
@given(n=SIZE, h=SIZE, layers=FEW, both=FLAG, bias=FLAG)
def test_recurrent_layers_equal_torch(torch, ours, theirs, n, h, layers, both, bias):
    module = getattr(torch.nn, theirs)(
        n, h, num_layers=layers, bidirectional=both, bias=bias, device="meta"
    )
    assert ours(n, h, layers=layers, bidirectional=both, bias=bias) == numel(module)


@given(
    a=st.integers(1, 8),
    b=st.integers(1, 8),
    groups=FEW,
    sides=st.lists(st.integers(1, 5), min_size=1, max_size=3),
    bias=FLAG,
)
def test_conv_equals_torch_in_one_two_and_three_dimensions(torch, a, b, groups, sides, bias):
    kind = (torch.nn.Conv1d, torch.nn.Conv2d, torch.nn.Conv3d)[len(sides) - 1]
    module = kind(a * groups, b * groups, sides, groups=groups, bias=bias, device="meta")
    assert conv(a * groups, b * groups, sides, groups=groups, bias=bias) == numel(module)


@given(side=st.integers(1, 5), dimensions=FEW)
def test_one_number_for_a_kernel_means_every_side(side, dimensions):
    assert conv(3, 4, side, dimensions=dimensions) == conv(3, 4, [side] * dimensions)


def test_a_kernel_is_two_dimensional_unless_said_otherwise(torch):
    assert conv(3, 4, 5) == numel(torch.nn.Conv2d(3, 4, 5, device="meta"))


@given(
    heads=FEW,
    per_head=st.integers(1, 12),
    key=st.none() | SIZE,
    value=st.none() | SIZE,
    bias=FLAG,
)
def test_attention_equals_torch_and_forgets_the_heads(torch, heads, per_head, key, value, bias):
    d = heads * per_head
    module = torch.nn.MultiheadAttention(d, heads, kdim=key, vdim=value, bias=bias, device="meta")
    assert attention(d, key_dim=key, value_dim=value, bias=bias) == numel(module)


@given(shape=SIZE | st.lists(st.integers(1, 6), min_size=1, max_size=3), bias=FLAG)
def test_layer_norm_equals_torch(torch, shape, bias):
    assert layer_norm(shape, bias=bias) == numel(
        torch.nn.LayerNorm(shape, bias=bias, device="meta")
    )


@settings(max_examples=40)
@given(heads=FEW, per_head=st.integers(1, 8), f=SIZE, bias=FLAG, cross=FLAG)
def test_transformer_block_equals_torch(torch, heads, per_head, f, bias, cross):
    d = heads * per_head
    kind = torch.nn.TransformerDecoderLayer if cross else torch.nn.TransformerEncoderLayer
    module = kind(d, heads, dim_feedforward=f, bias=bias, batch_first=True, device="meta")
    assert transformer_block(d, f, cross_attention=cross, bias=bias) == numel(module)


def test_a_language_model_of_two_vocabulary_matrices_and_twelve_blocks():
    """식만으로 센 1억 4천만: 손으로 더한 값과 같습니다."""
    d, vocabulary, f = 768, 50_000, 2048
    blocks = 12 * transformer_block(d, f)
    assert blocks == 12 * (4 * d * d + 4 * d + 2 * d * f + f + d + 4 * d)
    assert embedding(vocabulary, d) + blocks + dense(d, vocabulary) == 143_017_808


def test_numpy_sizes_do_not_overflow():
    big = np.int32(2_000_000)
    assert dense(big, big, bias=False) == 4_000_000_000_000
    assert type(dense(big, big)) is int


# ── count ────────────────────────────────────────────────────────────────────────────────


def test_count_lists_every_name_of_a_torch_module(torch):
    model = torch.nn.Sequential(torch.nn.Linear(100, 50), torch.nn.ReLU(), torch.nn.Linear(50, 10))
    counted = count(model)
    assert [(row.name, row.shape, row.count) for row in counted.rows] == [
        ("0.weight", (50, 100), 5000),
        ("0.bias", (50,), 50),
        ("2.weight", (10, 50), 500),
        ("2.bias", (10,), 10),
    ]
    assert counted.total == numel(model) == 5560


def test_count_needs_no_memory_on_the_meta_device(torch):
    model = torch.nn.Linear(10**6, 10**6, device="meta")
    assert count(model).total == dense(10**6, 10**6)


def test_two_layers_on_the_meta_device_are_not_mistaken_for_one(torch):
    """meta 텐서의 주소는 모두 0입니다."""
    model = torch.nn.Sequential(*[torch.nn.Linear(3, 3, device="meta") for _ in range(2)])
    assert count(model).total == 2 * dense(3, 3)


def test_a_tied_matrix_is_counted_once_and_says_so(torch):
    model = torch.nn.ModuleDict(
        {"embedding": torch.nn.Embedding(7, 4), "output": torch.nn.Linear(4, 7)}
    )
    model["output"].weight = model["embedding"].weight
    counted = count(model)
    assert counted.total == numel(model) == 7 * 4 + 7
    assert [(row.count, row.same_as) for row in counted.rows] == [
        (28, ""),
        (0, "embedding.weight"),
        (7, ""),
    ]


@pytest.mark.parametrize("twin", [lambda w: w, lambda w: w.T, lambda w: w.reshape(-1)])
def test_arrays_in_the_same_memory_are_counted_once(twin):
    table = np.zeros((7, 4))
    counted = count({"embedding": table, "output": twin(table), "b": np.zeros(7)})
    assert counted.total == 28 + 7
    assert counted.rows[1].same_as == "embedding"


def test_views_of_different_parts_of_one_vector_are_different_parameters():
    theta = np.zeros(12)
    assert count({"W": theta[:8].reshape(2, 4), "b": theta[8:]}).total == 12


def test_equal_numbers_are_still_different_parameters():
    assert count({"w1": 1.0, "w2": 1.0, "w3": np.float64(1.0)}).total == 3


def test_count_reads_params_of_any_object():
    class Net:
        @property
        def params(self):  # 부를 때마다 새 배열을 만들어도 주소가 섞이지 않습니다
            return {name: np.zeros(5) for name in "abcdef"}

    assert count(Net()).total == 30


def test_a_model_without_parameters_has_none(torch):
    assert count(torch.nn.ReLU()).total == 0
    assert count({}).rows == ()
    assert count({"빈 것": np.zeros((0, 3)), "또": np.zeros((0, 3))}).total == 0


def test_the_table_has_one_row_a_name():
    pytest.importorskip("pandas", reason="표는 pandas 로 만듭니다")
    table = count({"W": np.zeros((3, 2)), "b": np.zeros(2)}).to_frame()
    assert table.to_dict("list") == {"이름": ["W", "b"], "모양": [(3, 2), (2,)], "개수": [6, 2]}
    w = np.zeros(3)
    assert count({"a": w, "b": w}).to_frame()["함께 쓰는 이름"].tolist() == ["", "a"]


def test_printing_says_the_total():
    assert str(count({"W": np.zeros((50, 40))})) == "파라미터 2,000개 (이름 1개)"
    assert isinstance(count({}), ParameterCount)


def test_counting_imports_no_torch():
    code = "import sys, dlconcepts.parameters; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
    assert done.stdout.strip() == "False"


# ── 잘못된 입력 ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda v: dense(v, 3), "dense: n_in"),
        (lambda v: dense(3, v), "dense: n_out"),
        (lambda v: embedding(v, 3), "embedding: vocabulary"),
        (lambda v: embedding(3, v), "embedding: dim"),
        (lambda v: rnn(v, 3), "rnn: n_in"),
        (lambda v: lstm(3, v), "lstm: hidden"),
        (lambda v: gru(3, 3, layers=v), "gru: layers"),
        (lambda v: conv(v, 3, 3), "conv: channels_in"),
        (lambda v: conv(3, v, 3), "conv: channels_out"),
        (lambda v: conv(3, 3, v), "conv: kernel"),
        (lambda v: conv(3, 3, (3, v)), "conv: kernel"),
        (lambda v: conv(3, 3, 3, dimensions=v), "conv: dimensions"),
        (lambda v: conv(3, 3, 3, groups=v), "conv: groups"),
        (lambda v: attention(v), "attention: dim"),
        (lambda v: attention(3, key_dim=v), "attention: key_dim"),
        (lambda v: attention(3, value_dim=v), "attention: value_dim"),
        (lambda v: layer_norm(v), "layer_norm: shape"),
        (lambda v: layer_norm((2, v)), "layer_norm: shape"),
        (lambda v: transformer_block(v, 3), "transformer_block: dim"),
        (lambda v: transformer_block(3, v), "transformer_block: hidden"),
    ],
)
def test_sizes_must_be_positive_whole_numbers(call, name):
    for value in (0, -2):
        with pytest.raises(ArgumentError, match=f"{name} 자리에는 1 이상의 정수.*{value} 입니다"):
            call(value)
    for value in (2.5, True):
        with pytest.raises(ArgumentTypeError, match=f"{name} 자리에는.*{value!r} 입니다"):
            call(value)


def test_groups_must_divide_the_channels():
    with pytest.raises(ArgumentError, match=r"channels_in=6, channels_out=4, groups=3.*공약수"):
        conv(6, 4, 3, groups=3)


def test_an_empty_kernel():
    with pytest.raises(ArgumentError, match=r"kernel 이 비어.*\(3, 5\)"):
        conv(3, 3, ())


def test_counting_something_that_is_not_a_model(torch):
    with pytest.raises(ArgumentTypeError, match=r"generator 형.*model\.parameters\(\) 나"):
        count(torch.nn.Linear(2, 2).parameters())
    with pytest.raises(ArgumentTypeError, match=r"클래스 Linear.*만들어진 모델"):
        count(torch.nn.Linear)
    with pytest.raises(ArgumentTypeError, match=r"ndarray 형.*이름을 붙여"):
        count(np.zeros(3))


@pytest.mark.parametrize("value", [[1.0, 2.0], "W", None])
def test_counting_a_dict_of_something_else(value):
    with pytest.raises(ArgumentTypeError, match=r"'W' 자리에는 배열이나 수.*np\.array"):
        count({"W": value})


@pytest.mark.filterwarnings("ignore:Lazy modules are a new feature:UserWarning")  # torch 의 안내
def test_counting_a_layer_that_has_seen_no_data(torch):
    with pytest.raises(ArgumentError, match=r"'weight' 의 모양이 아직.*통과시킨 뒤"):
        count(torch.nn.LazyLinear(3))
