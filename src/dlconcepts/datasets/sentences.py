"""한국어 문장: 긍정/부정의 라벨과, 어절마다 문장 성분의 태그가 붙은 768문장.

틀(sentences.toml)에서 만들어 낸 글이라 언제나 같고, 긍정과 부정이 반반입니다. 한 묶음은 좋은 말
하나와 나쁜 말 하나로 만든 여덟 문장입니다::

    국수는 맛있었어요.                 긍정     만두는 짰어요.                      부정
    만두는 그다지 짜지 않았어요.       긍정     국수는 그다지 맛있지 않았어요.      부정
    만두는 짰지만 국수는 맛있었어요.   긍정     국수는 맛있었지만 만두는 짰어요.    부정
    국수는 맛있지 않았지만 만두는 짜지 않았어요.                                    긍정
    만두는 짜지 않았지만 국수는 맛있지 않았어요.                                    부정

마지막 두 문장은 어절이 똑같고 차례만 다릅니다. 어절을 세기만 하는 방법은 이 둘을 가르지 못합니다.
태그도 앞만 보아서는 정해지지 않습니다. "만두는" 은 "짰어요" 앞에서는 주어이고 "남겼어요"
앞에서는 목적어입니다.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from dlconcepts.datasets.splits import Split, check_fractions, take_split
from dlconcepts.datasets.tokens import Ids, Mask, Vocabulary, padded
from dlconcepts.errors import ArgumentTypeError
from dlconcepts.inputs import whole
from dlconcepts.numerals import josa

Word = tuple[str, str]  # 어절과 그 문장 성분


@dataclass(frozen=True)
class Sentences:
    """라벨과 태그가 붙은 문장.

    - 크기: 모두 768문장, 글로 60 kB 쯤입니다
    - 라이선스: 우리가 쓴 틀에서 만들어 낸 글입니다(BSD-3-Clause)

    어절의 번호는 `vocabulary` 의 것이고, 어휘는 학습 문장의 어절로만 만듭니다.

    Attributes
    ----------
    texts
        (N,) 문자열(object), 문장입니다.
    words, mask
        (N, T) int64, 어절의 번호와, 진짜인 곳이 참인 마스크입니다. 패딩은 0 입니다.
    labels
        (N,) int64 입니다. 0 은 부정, 1 은 긍정입니다.
    tags
        (N, T) int64, 어절마다의 문장 성분입니다. 번호는 `tag_names` 의 차례이고 0 은 패딩입니다.
    bundles
        (N,) int64, 문장이 나온 묶음의 번호입니다. 같은 묶음의 문장은 한 부분에만 있습니다.
    vocabulary
        어절의 어휘입니다.
    """

    names: ClassVar[tuple[str, ...]] = ("부정", "긍정")
    tag_names: ClassVar[tuple[str, ...]] = (
        "<pad>",
        "주어",
        "목적어",
        "보어",
        "서술어",
        "관형어",
        "부사어",
        "독립어",
    )

    texts: NDArray[np.object_]
    words: Ids
    mask: Mask
    labels: Ids
    tags: Ids
    bundles: Ids
    vocabulary: Vocabulary

    def __len__(self) -> int:
        return len(self.labels)


def make_sentences(*, seed: int, valid: float = 0.15, test: float = 0.15) -> Split[Sentences]:
    """문장을 만들어 묶음째 학습, 검증, 평가로 나눕니다.

    한 명사와 한 서술의 짝은 한 부분에만 있습니다. 그러나 검증과 평가에 나오는 어절은 모두 학습에도
    나옵니다. 처음 보는 것은 어절이 아니라 어절의 짝입니다.

    Parameters
    ----------
    seed
        묶음을 나누는 씨앗입니다. 문장은 씨앗과 상관없이 언제나 같습니다.
    valid, test
        검증과 평가가 가져가는 묶음의 비율입니다.
    """
    where = "make_sentences"
    check_fractions(where, valid, test)
    rng = np.random.default_rng(whole(where, "seed", seed, at_least=0))
    corpus = list(_corpus())
    bundles = np.array([bundle for bundle, _, _ in corpus], dtype=np.int64)
    chosen = _split_bundles(corpus, rng, valid=valid, test=test)
    rows = Split(*(rng.permutation(np.flatnonzero(np.isin(bundles, part))) for part in chosen))
    vocabulary = Vocabulary.of(word for i in sorted(rows.train) for word, _ in corpus[i][2])
    words, mask = vocabulary.encode([[word for word, _ in sentence] for *_, sentence in corpus])
    number = {name: i for i, name in enumerate(Sentences.tag_names)}
    tags, _ = padded([[number[tag] for _, tag in sentence] for *_, sentence in corpus])
    texts = np.array([_text(sentence) for *_, sentence in corpus], dtype=object)
    labels = np.array([label for _, label, _ in corpus], dtype=np.int64)
    return take_split(Sentences(texts, words, mask, labels, tags, bundles, vocabulary), rows)


def split_words(text: str) -> list[str]:
    """문장을 어절로 나눕니다. 빈칸에서 나누고 문장 부호는 뗍니다.

    Examples
    --------
    >>> split_words("아, 만두가 정말 맛있었어요.")
    ['아', '만두가', '정말', '맛있었어요']
    """
    if not isinstance(text, str):
        raise ArgumentTypeError(
            f"split_words: text 는 문자열이어야 하는데 {type(text).__name__} 형인 {text!r} 입니다. "
            "문장 하나를 넘겨 주세요."
        )
    return [word for piece in text.split() if (word := piece.strip(".,!?…\"'“”‘’"))]


# ── 말뭉치: (묶음 번호, 라벨, 어절들) ────────────────────────────────────────────────────


def _corpus() -> Iterator[tuple[int, int, list[Word]]]:
    text = files("dlconcepts.datasets").joinpath("sentences.toml").read_text(encoding="utf-8")
    phrases = tomllib.loads(text)
    bundle = 0
    for topic in phrases["topic"]:
        nouns, pairs = topic["nouns"], zip(topic["good"], topic["bad"], strict=True)
        for i, (good, bad) in enumerate(pairs):
            for j, noun in enumerate(nouns):
                other = nouns[(j + 1 + i % (len(nouns) - 1)) % len(nouns)]  # 두 명사는 다릅니다
                clauses = (_Clause(noun, good), _Clause(other, bad))
                for label, sentence in _bundle(*clauses, topic["openers"], phrases, bundle):
                    yield bundle, label, sentence
                bundle += 1


def _bundle(
    good: "_Clause", bad: "_Clause", openers: Sequence[str], phrases: dict[str, Any], turn: int
) -> Iterator[tuple[int, list[Word]]]:
    """묶음 하나의 여덟 문장. 여는 말과 정도의 말은 `turn` 에 따라 돌아가며 씁니다."""

    def pick(choices: Sequence[str], step: int) -> str:
        return choices[(turn + step) % len(choices)]

    def degree(clause: _Clause, choices: Sequence[str], step: int) -> list[Word]:
        return [(pick(choices, step), "부사어")] if clause.plain else []

    for label, clause, rival in ((1, good, bad), (0, bad, good)):
        opener, strong = _tagged(pick(openers, label)), degree(clause, phrases["degrees"], label)
        yield label, [*opener, *clause.noun(), *strong, *clause.past("어요")]
        lead = [(phrases["interjections"][(turn // 3 + label) % 3], "독립어")][: turn % 3 == 0]
        weak = degree(rival, phrases["negative_degrees"], label)
        rival_noun = rival.noun(topical=turn % 2 == 0)
        yield label, [*lead, *rival_noun, *weak, *rival.negated("어요")]
        for first, second, form in ((rival, clause, "past"), (clause, rival, "negated")):
            yield label, [*first.noun(topical=True), *getattr(first, form)("지만"),
                          *second.noun(topical=True), *getattr(second, form)("어요")]  # fmt: skip


class _Clause:
    """명사 하나와 서술 하나: 만두 + "을 남겼|남기지"."""

    def __init__(self, noun: str, predicate: str) -> None:
        *before, forms = predicate.split()
        self.role = "목적어" if before[:1] == ["을"] else "주어"
        self.before = _tagged(" ".join(before[1:] if self.role == "목적어" else before))
        self.stem, self.negative = forms.split("|")
        self.plain = (
            self.role == "주어" and not self.before
        )  # 정도를 나타내는 말을 붙일 수 있습니다
        self.word = noun

    def noun(self, *, topical: bool = False) -> list[Word]:
        pair = "은/는" if topical else {"주어": "이/가", "목적어": "을/를"}[self.role]
        return [(self.word + josa(self.word, pair), self.role)]

    def past(self, ending: str) -> list[Word]:
        return [*self.before, (self.stem + ending, "서술어")]

    def negated(self, ending: str) -> list[Word]:
        return [*self.before, (self.negative, "서술어"), ("않았" + ending, "서술어")]


def _tagged(text: str) -> list[Word]:
    pairs = (piece.split("/") for piece in text.split())
    return [(word, tag) for word, tag in pairs]


def _text(sentence: Sequence[Word]) -> str:
    words = [word + ("," if tag == "독립어" else "") for word, tag in sentence]
    return " ".join(words) + "."


# ── 묶음째 나누기 ────────────────────────────────────────────────────────────────────────


def _split_bundles(
    corpus: Sequence[tuple[int, int, list[Word]]],
    rng: np.random.Generator,
    *,
    valid: float,
    test: float,
) -> tuple[list[int], list[int], list[int]]:
    """학습, 검증, 평가의 묶음 번호. 떼어 낸 묶음의 어절은 모두 남은 묶음에도 있게 고릅니다."""
    words: dict[int, set[str]] = {}
    for bundle, _, sentence in corpus:
        words.setdefault(bundle, set()).update(word for word, _ in sentence)
    left = Counter(word for vocabulary in words.values() for word in vocabulary)
    wanted = [round(valid * len(words)), round(test * len(words))]
    parts: tuple[list[int], ...] = ([], [], [])
    for bundle in rng.permutation(len(words)).tolist():
        room = next((i for i in (0, 1) if len(parts[i]) < wanted[i]), 2)
        if room < 2 and all(left[word] > 1 for word in words[bundle]):
            parts[room].append(bundle)
            left.subtract(words[bundle])
        else:
            parts[2].append(bundle)
    return parts[2], parts[0], parts[1]
