"""이야기: 언제나 같은 글이고, 조사와 수와 이름이 맞고, 다음 토큰을 맞히려면 앞을 보아야 합니다."""

import re
import unicodedata
from collections import Counter

import numpy as np
import pytest

from dlconcepts.datasets.splits import take
from dlconcepts.datasets.stories import (
    UNITS,
    Stories,
    join_tokens,
    make_stories,
    split_tokens,
)
from dlconcepts.datasets.templates import read_templates
from dlconcepts.datasets.tokens import BOS, EOS, PAD, UNK
from dlconcepts.errors import ArgumentError, ArgumentTypeError
from dlconcepts.numerals import josa

PHRASES = read_templates("stories.toml")
NUMBERS = PHRASES["numbers"]
every_unit = pytest.mark.parametrize("unit", UNITS)


@pytest.fixture(scope="module")
def data():
    return {unit: make_stories(seed=0, unit=unit) for unit in UNITS}


@pytest.fixture(scope="module")
def stories(data):
    """(장면의 이름, 이야기) 모두."""
    return [
        (Stories.scene_names[scene], text)
        for part in data["syllable"]
        for scene, text in zip(part.scenes, part.texts, strict=True)
    ]


def chosen(stories, scene):
    return [text for name, text in stories if name == scene]


# ── 크기와 나누기 ────────────────────────────────────────────────────────────────────────


def test_the_corpus_is_as_large_as_it_says(stories):
    assert len(stories) == 249
    assert sum(len(text.encode()) for _, text in stories) == pytest.approx(58_000, rel=0.01)
    assert Counter(name for name, _ in stories) == {
        scene["name"]: scene["stories"] for scene in PHRASES["scene"]
    }
    assert tuple(scene["name"] for scene in PHRASES["scene"]) == Stories.scene_names


def test_no_story_is_told_twice(stories):
    assert len({text for _, text in stories}) == len(stories)


def test_the_seed_chooses_the_parts_and_nothing_else(data):
    other, again = make_stories(seed=1), make_stories(seed=0)
    mine = data["syllable"]

    def told(split):
        return sorted(text for part in split for text in part.texts)

    assert told(other) == told(mine)
    assert other.train.vocabulary == mine.train.vocabulary
    assert set(other.test.texts) != set(mine.test.texts)
    np.testing.assert_array_equal(again.train.inputs, mine.train.inputs)


def test_every_scene_is_in_every_part(data):
    for part in data["syllable"]:
        assert set(part.scenes.tolist()) == set(range(10))


def test_taking_some_stories_keeps_the_vocabulary_and_the_unit(data):
    some = take(data["word"].train, slice(0, 3))
    assert len(some) == len(some.inputs) == 3
    assert some.vocabulary is data["word"].train.vocabulary
    assert some.unit == "word"


# ── 말이 맞습니다 ────────────────────────────────────────────────────────────────────────


def nouns():
    """틀에 든 명사: 조사가 붙는 자리에 들어가는 말들."""
    found = {*PHRASES["people"], *PHRASES["places"]}
    for scene in PHRASES["scene"]:
        lines = " ".join(line for choices in scene["lines"] for line in choices)
        marked = set(re.findall(r"\{(\w+):", lines))
        for row in scene.get("rows", []):
            found |= {word for name, word in row.items() if name in marked}
        for name, words in scene.get("loose", {}).items():
            found |= set(words) if name in marked else set()
    return found


def test_every_noun_has_the_particle_that_fits_its_last_sound(stories):
    seen = 0
    text = " ".join(text for _, text in stories)
    for noun in nouns():
        for pair in ("은/는", "이/가", "을/를", "과/와", "이나/나"):
            right = josa(noun, pair)
            wrong = ({*pair.split("/")} - {right}).pop()
            assert not re.search(rf"(?<!\S){noun}{wrong}(?=[ .])", text), noun + wrong
            seen += len(re.findall(rf"(?<!\S){noun}{right}(?=[ .])", text))
    assert seen > 1000


def test_no_slot_is_left_empty_and_every_sentence_ends(stories):
    for _, text in stories:
        assert not re.search(r"[{}/:|]|\s\s|\s\.", text), text
        assert all(sentence.endswith("요") for sentence in text.removesuffix(".").split(". ")), text


def numbers_in(text, unit):
    return [NUMBERS.index(word) + 1 for word in re.findall(rf"(\S+) {unit}", text)]


def units(scene):
    (found,) = [s for s in PHRASES["scene"] if s["name"] == scene]
    return {row["thing"]: row["unit"] for row in found["rows"]}


def test_the_sums_and_the_differences_are_right(stories):
    for scene, sign in (("더하기", 1), ("빼기", -1)):
        told = chosen(stories, scene)
        for text in told:
            (unit,) = {u for thing, u in units(scene).items() if re.search(rf"\b{thing}", text)}
            first, second, last = numbers_in(text, unit)
            assert first + sign * second == last, text
        assert len({tuple(numbers_in(t, u)) for t in told for u in units(scene).values()}) > 20


def test_a_birthday_has_as_many_candles_as_years(stories):
    for text in chosen(stories, "생일"):
        assert len(set(re.findall(rf"({'|'.join(NUMBERS)}) (?:번째|개)", text))) == 1, text


def test_a_story_has_at_most_two_children_and_nobody_meets_themselves(stories):
    for _, text in stories:
        here = [name for name in PHRASES["people"] if re.search(rf"(?<!\S){name}", text)]
        assert 1 <= len(here) <= 2, text
        for name in here:
            assert not re.search(rf"{name}[는가]? {name}", text), text


def test_an_elder_gives_politely_and_a_child_plainly(stories):
    for _, text in stories:
        for sentence in text.split(". "):
            if "주었어요" in sentence or "주셨어요" in sentence:
                assert ("께서" in sentence) == ("주셨어요" in sentence), sentence


# ── 토큰 ─────────────────────────────────────────────────────────────────────────────────


@every_unit
def test_a_story_can_be_cut_and_joined_again(stories, unit):
    for _, text in stories:
        assert join_tokens(split_tokens(text, unit), unit) == text


def test_syllables_keep_the_spaces_and_words_set_the_marks_apart():
    assert split_tokens("귤, 두 개.", "syllable") == ["귤", ",", " ", "두", " ", "개", "."]
    assert split_tokens("귤,  두 개.", "word") == ["귤", ",", "두", "개", "."]
    decomposed = unicodedata.normalize("NFD", "귤 두 개")
    assert split_tokens(decomposed, "syllable") == list("귤 두 개")


@every_unit
def test_the_target_is_the_input_one_step_later(data, unit):
    for part in data[unit]:
        assert part.unit == unit
        assert not (part.inputs == UNK).any()
        assert (part.inputs[:, 0] == BOS).all()
        for text, row, target, mask in zip(
            part.texts, part.inputs, part.targets, part.mask, strict=True
        ):
            n = mask.sum()
            assert row[1:n].tolist() == target[: n - 1].tolist()
            assert target[n - 1] == EOS
            assert not target[n:].any()
            assert part.decode(target) == part.decode(row) == text


@every_unit
def test_a_beginning_can_be_encoded_and_decoded(data, unit):
    train = data[unit].train
    ids = train.encode("민지는 과일 가게에서 귤을 두")
    assert ids.shape[0] == 1
    assert ids[0, 0] == BOS
    assert train.decode(ids[0]) == "민지는 과일 가게에서 귤을 두"
    assert train.encode("").tolist() == [[BOS]]


@every_unit
def test_a_beginning_with_tokens_the_stories_never_had_is_refused(data, unit):
    with pytest.raises(ArgumentError, match=r"Stories\.encode.*'뷁'.*배운 적이 없어"):
        data[unit].train.encode("민지는 뷁 뷁")


@pytest.mark.parametrize(
    "call",
    [
        lambda unit: make_stories(seed=0, unit=unit),
        lambda unit: split_tokens("귤", unit),
        lambda unit: join_tokens(["귤"], unit),
    ],
    ids=["만들기", "나누기", "잇기"],
)
def test_an_unknown_unit_lists_the_choices(call):
    with pytest.raises(ArgumentError, match=r"'syllable' 나 'word'.*'jamo'"):
        call("jamo")


def test_a_text_that_is_not_a_string_is_named():
    with pytest.raises(ArgumentTypeError, match="list 형인"):
        split_tokens(["귤"], "word")


# ── 창 ───────────────────────────────────────────────────────────────────────────────────


@every_unit
def test_windows_cover_the_stories_and_their_targets_are_one_step_later(data, unit):
    part = data[unit].valid
    inputs, targets = part.windows(8, stride=8)
    assert inputs.shape == targets.shape == (len(inputs), 8)
    assert inputs.dtype == np.int64
    assert not (inputs == PAD).any()
    np.testing.assert_array_equal(inputs.reshape(-1)[1:], targets.reshape(-1)[:-1])
    stories = [[BOS, *row[mask]] for row, mask in zip(part.targets, part.mask, strict=True)]
    stream = [number for story in stories for number in story]
    n = inputs.size
    assert len(stream) - 9 < n < len(stream)
    assert inputs.reshape(-1).tolist() == stream[:n]


def test_windows_may_overlap(data):
    part = data["syllable"].valid
    inputs, targets = part.windows(12, stride=3)
    np.testing.assert_array_equal(inputs[1:, :-3], inputs[:-1, 3:])
    np.testing.assert_array_equal(targets[:, :-1], inputs[:, 1:])
    assert not np.shares_memory(inputs, targets)  # 한쪽을 고쳐도 다른 쪽은 그대로입니다


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"length": 0, "stride": 1}, "length 자리에는"),
        ({"length": 8, "stride": 0}, "stride 자리에는"),
        ({"length": 10**6, "stride": 1}, r"길이가 1000000 인 창.*length 를 줄여"),
    ],
)
def test_windows_that_cannot_be_cut_are_refused(data, options, says):
    with pytest.raises(ArgumentError, match=rf"Stories\.windows: .*{says}"):
        data["word"].valid.windows(**options)


# ── 다음 토큰을 맞히려면 ─────────────────────────────────────────────────────────────────


def entropies(part):
    """앞을 보지 않을 때, 하나를 볼 때, 둘을 볼 때 다음 토큰의 엔트로피(nat)."""

    def entropy(rows):
        _, n = np.unique(rows, axis=0, return_counts=True)
        return -(n / n.sum() * np.log(n / n.sum())).sum()

    x, y, real = part.inputs, part.targets, part.mask
    before = np.where(np.arange(x.shape[1]) > 0, np.roll(x, 1, axis=1), -1)
    target, last, two = y[real], x[real], np.stack([before, x], axis=2)[real]
    return (
        entropy(target[:, None]),
        entropy(np.column_stack([last, target])) - entropy(last[:, None]),
        entropy(np.column_stack([two, target])) - entropy(two),
    )


@every_unit
def test_every_token_further_back_tells_more_about_the_next(data, unit):
    none, one, two = entropies(data[unit].train)
    assert none > 4
    assert one < none - 2
    assert two < one - 0.3


def test_what_comes_next_is_sometimes_certain_and_sometimes_open(stories):
    """받침이 정하는 것은 하나뿐이고, 수는 열 가지 가까이 올 수 있습니다."""
    text = " ".join(text for _, text in stories)
    assert set(re.findall(r"귤([을를])", text)) == {"을"}
    assert set(re.findall(r"연필 \S+ (개|자루|권|장|송이)", text)) == {"자루"}
    assert len(set(re.findall(rf"귤을 ({'|'.join(NUMBERS)}) ", text))) >= 5
