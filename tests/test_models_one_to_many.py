"""models.one_to_many: 한 장을 보고 한 토큰씩 씁니다. 로짓에는 한계가 없고, 앞의 토큰을 읽습니다."""

import pytest

torch = pytest.importorskip("torch", reason="모델은 torch 로 만듭니다")
torch.set_num_threads(1)

from dlconcepts.errors import ArgumentError, ArgumentTypeError, ShapeError  # noqa: E402
from dlconcepts.models import Marks, OneToMany, token_cross_entropy  # noqa: E402

WORDS = ["패딩", "시작", "끝", *"일이삼사오육칠팔구십"]


def reading(number):
    """1–99 를 읽는 토큰의 번호: 42 → 사 십 이 끝."""
    tens, ones = divmod(number, 10)
    text = ("" if tens < 2 else WORDS[tens + 2]) + ("십" if tens else "")
    return [WORDS.index(word) for word in text + (WORDS[ones + 2] if ones else "")] + [2]


@pytest.fixture(scope="module")
def numbers():
    """두 자리 수의 그림(자리마다 한 칸이 켜진 2×10)과 읽는 말."""
    n = range(1, 100)
    x = torch.zeros(99, 2, 10)
    for row, number in enumerate(n):
        x[row, 0, number // 10] = x[row, 1, number % 10] = 1
    target = torch.tensor([reading(k) + [0] * (4 - len(reading(k))) for k in n])
    return x, target


def read(target, start=1):
    """디코더가 읽는 것: 정답을 한 칸 밀고 시작 표시를 앞에 붙입니다."""
    return torch.nn.functional.pad(target, (1, 0), value=start)[:, :-1]


def learn(model, x, target, *, steps):
    """맨손의 학습 루프: loss_fn(model(*batch.inputs), batch.target)."""
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    for _ in range(steps):
        optimizer.zero_grad()
        loss = token_cross_entropy(model(*(x, read(target))), target)
        loss.backward()
        optimizer.step()
    return loss.item()


def small(**options):
    return OneToMany((2, 10), len(WORDS), **{"dim": 8, "hidden": 32, "seed": 0, **options})


# ── 배웁니다 ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("every_step", [True, False])
def test_it_reads_every_two_digit_number_aloud(numbers, every_step):
    x, target = numbers
    model = small(every_step=every_step)
    assert learn(model, x, target, steps=150) < 0.02
    written = model.generate(x, max_length=9)
    assert written.shape == (99, 4)  # 가장 긴 「구 십 구 끝」에서 멈춥니다
    assert torch.equal(written, target)


def test_the_logits_leave_the_cage_of_the_state(numbers):
    """상태를 그대로 로짓으로 쓰면 (−1, 1) 에 갇혀, 손실이 아래의 값보다 작아질 수 없습니다."""
    x, target = numbers
    model = small()
    floor = torch.log(1 + (len(WORDS) - 1) * torch.tensor(-2.0).exp()).item()
    assert learn(model, x, target, steps=150) < 0.02 < floor
    assert model(x, read(target)).abs().max() > 3


# ── 무엇을 보고 쓰는가 ───────────────────────────────────────────────────────────────────


def test_a_step_sees_no_word_that_comes_later(numbers):
    x, words = numbers[0][:1], torch.tensor([[1, 3, 4, 5]])
    model = small()
    before = model(x, words)
    for t in range(1, 4):
        changed = words.clone()
        changed[0, t] = 9
        moved = (model(x, changed) - before)[0].abs().sum(1) > 0
        assert moved.tolist() == [step >= t for step in range(4)]


def test_it_equals_one_step_at_a_time_with_the_image_beside_every_word(numbers):
    x, words = numbers[0][:3], read(numbers[1][:3])
    model, logits = small(), []
    h = model.read(x.flatten(1)).relu()
    state = torch.zeros(1, 3, 32)
    for t in range(4):
        seen = torch.cat([model.embedding(words[:, t]), h], dim=1)
        output, state = model.gru(seen[:, None], state)
        logits.append(model.answer(output[:, 0]))
    torch.testing.assert_close(model(x, words), torch.stack(logits, 1), rtol=0, atol=1e-6)


def test_the_image_is_seen_at_every_step_or_once():
    """걸음마다 보는 모델은 상태를 지워도 그림을 압니다. 한 번만 본 모델은 모릅니다."""
    two, word = torch.eye(20).reshape(20, 2, 10)[:2], torch.full((2, 1), 1)
    blank = torch.zeros(1, 2, 32)
    for every_step in (True, False):
        model = small(every_step=every_step)
        logits, _ = model._write(word, model._read(two), blank)
        assert torch.equal(logits[0], logits[1]) is not every_step


@pytest.mark.parametrize("pads", [1, 3, 20])
def test_padding_behind_the_words_changes_no_real_step_and_no_loss(numbers, pads):
    x, target = numbers
    longer = torch.nn.functional.pad(target, (0, pads))
    model = small()
    short, long = model(x, read(target)), model(x, read(longer))
    real = target != 0
    torch.testing.assert_close(long[:, :4][real], short[real], rtol=0, atol=1e-6)
    torch.testing.assert_close(
        token_cross_entropy(long, longer), token_cross_entropy(short, target)
    )


# ── 표시의 번호 ──────────────────────────────────────────────────────────────────────────


def test_the_marks_may_have_other_numbers(numbers):
    x, target = numbers
    marks = Marks(padding=12, start=11, end=0)
    order = torch.tensor([12, 11, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])  # 옛 번호 → 새 번호
    model = small(marks=marks)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    for _ in range(150):
        optimizer.zero_grad()
        loss = token_cross_entropy(model(x, read(order[target], 11)), order[target], padding=12)
        loss.backward()
        optimizer.step()
    assert torch.equal(model.generate(x, max_length=4), order[target])


@pytest.mark.parametrize(
    "marks", [Marks(0, 0, 2), Marks(0, 1, 13), Marks(5, 1, 5)], ids=["같음", "어휘 밖", "끝 = 패딩"]
)
def test_marks_must_differ_and_lie_in_the_vocabulary(marks):
    with pytest.raises(
        ArgumentError, match=r"OneToMany: Marks\(padding=.*서로 다르고 어휘\(13개\)"
    ):
        small(marks=marks)


def test_a_mark_that_is_no_number_is_refused():
    with pytest.raises(ArgumentError, match=r"marks\.start 자리에는 0 이상의 정수.*'<s>'"):
        small(marks=Marks(start="<s>"))


# ── 잘못된 입력 ──────────────────────────────────────────────────────────────────────────


def test_the_answer_itself_is_not_taken_for_the_words_to_read(numbers):
    """정답을 그대로 읽으면 베끼기만 배웁니다. 손실은 0이 되고, 쓰라고 하면 아무것도 못 씁니다."""
    x, target = numbers
    with pytest.raises(
        ArgumentError,
        match=r"words\[0\]이 시작 표시\(번호 1\)가 아니라 3으로.*베낍니다.*decoder_arrays",
    ):
        small()(x, target)


def test_as_many_sentences_as_images(numbers):
    x, target = numbers
    with pytest.raises(ShapeError, match=r"OneToMany: 예제의 수가.*x 99개, words 98개"):
        small()(x, read(target)[1:])


def test_the_arrays_of_the_datasets_fit():
    pytest.importorskip("sklearn", reason="띠는 진짜 숫자 그림으로 만듭니다")
    from dlconcepts.datasets.numbers import SYLLABLES
    from dlconcepts.datasets.strips import make_strips

    strips = make_strips(seed=0, train=5, valid=5, test=5).train
    x, words, target = map(torch.as_tensor, (strips.images, strips.decoder_inputs, strips.targets))
    output = OneToMany(x.shape[1:], len(SYLLABLES), seed=0)(x, words)
    assert torch.isfinite(token_cross_entropy(output, target))


@pytest.mark.parametrize("call", ["forward", "generate"])
def test_both_doors_look_at_the_image(numbers, call):
    x, target = numbers
    model = small()
    run = {
        "forward": lambda x: model(x, read(target)),
        "generate": lambda x: model.generate(x, max_length=4),
    }
    with pytest.raises(ShapeError, match=r"x\.reshape\(len\(x\), 2, 10\)"):
        run[call](x.flatten(1))
    with pytest.raises(ArgumentTypeError, match=r"torch\.int64"):
        run[call](x.long())


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"vocabulary": 0}, "vocabulary 자리에는"),
        ({"dim": 0}, "dim 자리에는"),
        ({"hidden": -1}, "hidden 자리에는.*-1"),
        ({"shape": ()}, "shape가 비어 있습니다"),
        ({"vocabulary": 2}, r"어휘\(2개\)보다 작아야"),
    ],
)
def test_wrong_sizes_are_refused_when_the_model_is_made(options, says):
    with pytest.raises(ArgumentError, match=f"OneToMany: .*{says}"):
        OneToMany(**{"shape": (2, 10), "vocabulary": 13, "seed": 0, **options})
