"""글: 나눈 것을 다시 모으면 처음과 같고, 않·안·못은 남으며, 조사가 있어야 구와 뜻을 찾습니다."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlconcepts.datasets.sentences import make_sentences
from dlconcepts.errors import ArgumentError, ArgumentTypeError, MissingDependencyError
from dlconcepts.text import (
    NEGATIONS,
    STOPWORD_TAGS,
    TAG_NAMES,
    Lexicon,
    Morpheme,
    compose_jamo,
    content_words,
    has_hangul,
    is_negation,
    jamo,
    josa_chunks,
    load_lexicon,
    morphemes,
    sentiment,
    syllables,
    words,
)
from dlconcepts.text import morphemes as morphemes_function

JAMO = "".join(map(chr, range(ord("ㄱ"), ord("ㅣ") + 1)))
korean = st.text(st.one_of(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3),
                           st.sampled_from(JAMO), st.sampled_from(" .!a1")))  # fmt: skip


@pytest.fixture(scope="module")
def kiwi():
    return pytest.importorskip("kiwipiepy", reason="kiwipiepy 가 없어 형태소를 나눌 수 없습니다")


# ── 음절, 어절, 자모 ──────────────────────────────────────────────────────────────────────


def test_a_syllable_is_a_token_and_spaces_stay_only_when_asked():
    assert syllables("무료 급식!") == ["무", "료", "급", "식", "!"]
    assert syllables("무료 급식", spaces=True) == ["무", "료", " ", "급", "식"]
    assert syllables("") == []


def test_words_are_cut_at_spaces_and_lose_their_marks():
    assert words("  “학교에서”,\n(무료) 급식을 먹었어요!!") == [
        "학교에서",
        "무료",
        "급식을",
        "먹었어요",
    ]
    assert words("sugar-free 30% $50 ... ㅋㅋ") == ["sugar-free", "30%", "$50", "ㅋㅋ"]


def test_a_syllable_is_taken_apart_by_arithmetic():
    assert jamo("한글 2") == ["ㅎ", "ㅏ", "ㄴ", "ㄱ", "ㅡ", "ㄹ", " ", "2"]
    assert jamo("값이") == ["ㄱ", "ㅏ", "ㅄ", "ㅇ", "ㅣ"]


@pytest.mark.parametrize("syllable", ["가", "힣", "각", "뷁", "쌍", "읊", "의", "왜"])
def test_the_arithmetic_agrees_with_the_unicode_database(syllable):
    names = [
        unicodedata.name(letter).split()[-1] for letter in unicodedata.normalize("NFD", syllable)
    ]
    ours = [unicodedata.name(letter).split()[-1] for letter in jamo(syllable)]
    assert names == ours


def test_every_syllable_comes_back():
    everything = "".join(map(chr, range(0xAC00, 0xD7A4)))
    assert compose_jamo(jamo(everything)) == everything


@given(korean)
def test_composing_undoes_taking_apart_even_among_loose_letters(text):
    assert compose_jamo(jamo(text)) == text


def test_loose_letters_do_not_stick_to_a_syllable():
    assert compose_jamo(jamo("아ㅋㅋ 진짜ㅠㅠ 간ㅏ")) == "아ㅋㅋ 진짜ㅠㅠ 간ㅏ"
    assert compose_jamo("ㅎㅏㄴㄱㅡㄹㅇㅡㄴ ㅇㅓㄹㅁㅏㅇㅖㅇㅛ?") == "한글은 얼마예요?"
    assert compose_jamo("ㅇㅏㄲㅏ") == "아까"
    assert compose_jamo("ㅂㅏㅅㅅㅏ") == "밧사"
    assert compose_jamo("ㅏㄱㄸ") == "ㅏㄱㄸ"


def test_text_typed_as_separate_letters_is_the_same_text():
    apart = unicodedata.normalize("NFD", "무료 급식")
    assert apart != "무료 급식"
    assert syllables(apart) == syllables("무료 급식")
    assert jamo(apart) == jamo("무료 급식")
    assert words(apart) == ["무료", "급식"]
    assert has_hangul(apart)


def test_only_syllables_count_as_hangul():
    assert has_hangul("Hello 한")
    assert not has_hangul("Hello 123 漢字 ㅋㅋ")


@pytest.mark.parametrize("split", [syllables, words, jamo, has_hangul, morphemes])
def test_a_text_that_is_not_a_string_is_named(split):
    with pytest.raises(ArgumentTypeError, match=r"text 는 문자열.*list 형인 \['가'\]"):
        split(["가"])


def test_letters_that_are_not_letters_are_refused():
    with pytest.raises(ArgumentTypeError, match=r"글자의 목록.*\['ㄱ', 3\]"):
        compose_jamo(["ㄱ", 3])


# ── 형태소 ────────────────────────────────────────────────────────────────────────────────


def test_every_stop_word_tag_has_a_name_and_content_is_not_stopped():
    assert set(TAG_NAMES) >= STOPWORD_TAGS
    assert {"JKO", "EF", "SF", "VX", "XSV"} <= STOPWORD_TAGS
    assert not STOPWORD_TAGS & {"NNG", "NP", "VV", "VA", "MAG", "VCN", "XR", "SL", "SN"}
    assert ("않", "VX") in NEGATIONS
    assert "VX" in STOPWORD_TAGS  # 품사만 보면 않은 불용어입니다


def test_a_sentence_becomes_its_morphemes(kiwi):
    found = morphemes("나는 그 영화를 별로 좋아하지 않는다.")
    assert [str(each) for each in found] == [
        "나/NP", "는/JX", "그/MM", "영화/NNG", "를/JKO", "별로/MAG",
        "좋아하/VV", "지/EC", "않/VX", "는다/EF", "./SF",
    ]  # fmt: skip
    assert [each.word for each in found[-4:]] == ["좋아하지", "않는다", "않는다", "않는다"]
    assert [each.word_index for each in found] == [0, 0, 1, 2, 2, 3, 4, 4, 5, 5, 5]
    assert found[3].name == "일반 명사"


def test_a_morpheme_knows_its_place(kiwi):
    text = "  오늘   😀 사진을 찍었어요. 20% 할인!"
    for each in morphemes(text):
        assert 0 <= each.start <= each.start + each.length <= len(text)
        if each.tag in ("NNG", "SN", "JKO"):
            assert text[each.start : each.start + each.length] == each.form
        assert each.word in words(text) or each.tag == "W_EMOJI"


def test_tags_are_plain_and_letters_can_be_drawn(kiwi):
    found = morphemes("집이 추워서 갑니다. 예쁜 꽃을 볼까요?")
    assert {each.tag for each in found} <= set(TAG_NAMES)
    assert "ㅂ니다" in [each.form for each in found]
    assert not any("\u1100" <= letter <= "\u11ff" for each in found for letter in each.form)


def test_dropping_the_stop_words_keeps_what_turns_the_meaning(kiwi):
    found = morphemes("나는 그 영화를 별로 좋아하지 않는다.")
    assert content_words(found) == ["나", "영화", "별로", "좋아하", "않"]
    assert content_words(found, keep_negation=False) == ["나", "영화", "별로", "좋아하"]
    turned = content_words(morphemes("오늘은 학교에 못 갔고 밥도 안 먹었어요."))
    assert "못" in turned
    assert "안" in turned


def test_without_negation_opposite_sentences_look_the_same(kiwi):
    good, bad = (morphemes(text) for text in ("국이 짜지 않아요.", "국이 짜요."))
    assert content_words(good) != content_words(bad)
    assert content_words(good, keep_negation=False) == content_words(bad, keep_negation=False)


@pytest.mark.parametrize(("text", "says"), [("", "비어"), (" \n", "비어"), ("Hello!", "한글이 한")])
def test_text_without_korean_is_refused(text, says):
    with pytest.raises(ArgumentError, match=rf"morphemes: .*{says}"):
        morphemes(text)


def test_a_missing_analyser_tells_how_to_install_it(monkeypatch):
    module = __import__("sys").modules[morphemes_function.__module__]

    def missing(name):
        raise ModuleNotFoundError("No module", name=name)

    monkeypatch.setattr(module, "import_module", missing)
    module._kiwi.cache_clear()
    with pytest.raises(MissingDependencyError, match=r'pip install "dlconcepts\[nlp\]"'):
        morphemes("한글")


def test_a_part_missing_inside_the_analyser_is_told_as_it_is(monkeypatch):
    module = __import__("sys").modules[morphemes_function.__module__]

    def broken(name):
        raise ModuleNotFoundError("No module named 'numpy'", name="numpy")

    monkeypatch.setattr(module, "import_module", broken)
    module._kiwi.cache_clear()
    with pytest.raises(ModuleNotFoundError, match="numpy") as caught:
        morphemes("한글")
    assert not isinstance(caught.value, MissingDependencyError)


# ── 구 ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("나는 그 영화를 별로 좋아하지 않는다.",
         "나는/주제 | 그 영화를/목적어 | 별로/부사어 | 좋아하지 않는다/서술어"),
        ("어제 본 영화의 음악이 참 좋았어요!",
         "어제/부사어 | 본 영화의 음악이/주어 | 참/부사어 | 좋았어요/서술어"),
        ("학교에서는 친구에게 책을 빌려 줬다.",
         "학교에서는/부사어 | 친구에게/부사어 | 책을/목적어 | 빌려 줬다/서술어"),
        ("보내 주신 사진을 잘 볼 수 있었어요.",
         "보내 주신 사진을/목적어 | 잘/부사어 | 볼 수 있었어요/서술어"),
        ("그는 의사가 되었다.", "그는/주제 | 의사가/보어 | 되었다/서술어"),
        ("학생들이 무료 급식을 먹었어요.", "학생들이/주어 | 무료 급식을/목적어 | 먹었어요/서술어"),
        ("만두와 국수는 짜지는 않았다.", "만두와 국수는/주제 | 짜지는 않았다/서술어"),
        ("철수야, 밥 먹었어?", "철수야/독립어 | 밥/조사 없음 | 먹었어/서술어"),
    ],
)  # fmt: skip
def test_particles_make_the_chunks(kiwi, text, expected):
    assert " | ".join(map(str, josa_chunks(morphemes(text)))) == expected


def test_no_word_is_lost_or_said_twice(kiwi):
    data = make_sentences(seed=0)
    for text in data.test.texts[:60]:
        said = [word for chunk in josa_chunks(morphemes(text)) for word in chunk.words]
        assert said == words(text)


def test_chunks_agree_with_the_labels_of_the_sentences(kiwi):
    data = make_sentences(seed=0).test
    right = total = 0
    for text, tags, mask in zip(data.texts, data.tags, data.mask, strict=True):
        role_of = {w: c.role for c in josa_chunks(morphemes(text)) for w in c.words}
        for word, tag in zip(words(text), tags[mask], strict=True):
            name = data.tag_names[tag]
            if name in ("서술어", "보어", "독립어") or re.search("[을를]$", word):
                total += 1
                right += role_of[word] == name
    assert total > 300
    assert right / total > 0.95


def test_without_particles_the_roles_are_gone(kiwi):
    found = morphemes("나는 그 영화를 보지 않았다.")
    left = [each for each in found if each.tag not in STOPWORD_TAGS]
    assert "목적어" in {chunk.role for chunk in josa_chunks(found)}
    assert "목적어" not in {chunk.role for chunk in josa_chunks(left)}


def test_chunks_need_morphemes():
    with pytest.raises(ArgumentError, match=r"josa_chunks\(morphemes\(글\)\)"):
        josa_chunks(["나", "는"])
    assert josa_chunks([]) == []


# ── 의미 ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("국수는 맛있었어요.", 1),
        ("국수는 맛있지 않았어요.", -1),
        ("국수가 안 맛있어요.", -1),
        ("숙소가 마음에 안 들었어요.", -1),
        ("문제가 없었어요.", 1),
        ("문제가 없지 않았어요.", -1),  # 두 번 뒤집으면 제자리입니다
        ("만두는 짜지 않았지만 국수는 맛있지 않았어요.", 0.5 - 1),
        ("만두는 짰지만 국수는 맛있었어요.", -0.5 + 1),
        ("만두를 먹어 버렸어요.", 0),  # 보조 용언 "버리" 는 나쁜 뜻이 아닙니다
        ("오늘은 화요일입니다.", 0),
    ],
)
def test_the_score_follows_what_turns_it(kiwi, text, score):
    assert sentiment(morphemes(text)).score == score


def test_the_meaning_says_what_it_found(kiwi):
    meaning = sentiment(morphemes("만두는 짜지 않았어요."))
    (hit,) = meaning.hits
    assert (hit.morpheme.form, hit.value, hit.negated) == ("짜", 1.0, True)
    assert meaning.label == "긍정"
    assert sentiment(morphemes("만두는 짰어요.")).label == "부정"
    assert sentiment(morphemes("만두를 샀어요.")).label == "모름"


def test_throwing_the_negation_away_turns_a_good_reader_into_a_coin(kiwi):
    data = make_sentences(seed=0)
    right = blind = total = 0
    for part in data:
        for text, label in zip(part.texts, part.labels, strict=True):
            found, answer = morphemes(text), ("부정", "긍정")[label]
            right += sentiment(found).label == answer
            blind += sentiment([e for e in found if not is_negation(e)]).label == answer
            total += 1
    assert right / total > 0.95
    assert 0.4 < blind / total < 0.6


def test_a_lexicon_of_your_own_is_used():
    found = [Morpheme("달", "VA", 0, 1, "달아요", 0), Morpheme("어요", "EF", 1, 2, "달아요", 0)]
    assert sentiment(found, Lexicon({"달": 2})).score == 2
    assert sentiment(found).score == 0
    assert sentiment([]).hits == ()


def test_the_bundled_lexicon_has_stems_with_two_sides():
    scores = load_lexicon().scores
    assert len(scores) > 80
    assert set(scores.values()) == {1.0, -1.0}
    assert scores["좋"] == 1.0
    assert scores["지루"] == -1.0


@pytest.mark.parametrize(
    "scores", [{"좋다": 1}, {"": 1}, {"좋": "1"}, {"좋": float("nan")}, {"좋": True}]
)
def test_a_lexicon_with_a_wrong_entry_is_refused(scores):
    with pytest.raises(ArgumentError, match="본디 모습에 점수"):
        Lexicon(scores)
