"""이야기: 언어 모델이 다음 토큰을 배우는 작은 한국어 말뭉치, 짧은 이야기 249편.

틀(stories.toml)에서 만들어 낸 글이라 언제나 같습니다. 다음 글자를 맞히려면 앞을 얼마나 보아야
하는지가 자리마다 다르게 만들었습니다::

    귤을, 사과를              바로 앞 글자의 받침이 정합니다
    연필 두 자루, 귤 두 개    몇 글자 앞의 말이 정합니다
    할머니께서 … 주셨어요     문장의 처음이 정합니다
    서준이는 … 서준이의       앞 문장의 이름을 다시 부릅니다
    두 개와 세 개는 다섯 개   두 수를 더해야 알 수 있습니다

누가 무엇을 하는지는 아무도 알 수 없고, 여러 말이 저마다의 확률을 가집니다.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from dlconcepts.datasets.splits import Split, stratified, take_split
from dlconcepts.datasets.templates import fill, read_templates
from dlconcepts.datasets.tokens import BOS, UNK, Ids, Mask, Vocabulary, decoder_arrays
from dlconcepts.errors import ArgumentError, ArgumentTypeError
from dlconcepts.inputs import whole

UNITS = ("syllable", "word")


@dataclass(frozen=True)
class Stories:
    """짧은 이야기와, 언어 모델에 넣는 것, 맞혀야 하는 것.

    - 크기: 모두 249편, 글로 58 kB 쯤입니다
    - 라이선스: 우리가 쓴 틀에서 만들어 낸 글입니다(BSD-3-Clause)

    평가의 이야기는 학습에 없는 것이지만, 같은 틀에서 나왔습니다. 세상의 글에서 얼마나 잘하는지는 이
    데이터로 알 수 없습니다.

    Attributes
    ----------
    texts
        (N,) 문자열(object), 이야기입니다.
    scenes
        (N,) int64, 장면의 번호입니다. 0부터 `scene_names` 의 차례입니다.
    inputs, targets, mask
        (N, T) 넣는 번호(<bos> 로 시작), 맞혀야 하는 번호(<eos> 로 끝), 진짜인 곳이 참인
        마스크입니다. t 번째 정답은 t 번째까지 읽고 맞힐 다음 토큰입니다.
    vocabulary
        모든 이야기에 나오는 토큰들입니다. 나누는 씨앗과 상관없이 같습니다.
    unit
        토큰의 단위입니다. "syllable" 은 글자 하나(빈칸과 마침표도), "word" 는 어절과 문장
        부호입니다.
    """

    scene_names: ClassVar[tuple[str, ...]] = (
        "더하기", "빼기", "날씨", "동물", "잃어버린 물건", "계절", "하루", "꿈", "생일", "여행",
    )  # fmt: skip

    texts: NDArray[np.object_]
    scenes: NDArray[np.int64]
    inputs: Ids
    targets: Ids
    mask: Mask
    vocabulary: Vocabulary
    unit: str

    def __len__(self) -> int:
        return len(self.scenes)

    def windows(self, length: int, *, stride: int) -> tuple[Ids, Ids]:
        """이야기를 한 줄로 이어 `stride` 칸마다 자른 창 (W, length) 과, 한 칸 뒤의 정답입니다.

        언어 모델은 이렇게 배웁니다: 같은 글이 여러 자리에 놓이고, 패딩이 없고, 이야기보다 짧은 창도
        쓸 수 있습니다. 이야기마다 <bos> 로 시작해 <eos> 로 끝납니다.

        Parameters
        ----------
        length
            창 하나의 토큰 수입니다.
        stride
            다음 창까지의 거리입니다. `length` 보다 짧으면 창이 겹칩니다.
        """
        where = "Stories.windows"
        rows = zip(self.targets, self.mask, strict=True)
        stream = np.concatenate([np.append(BOS, target[real]) for target, real in rows])
        size = whole(where, "length", length)
        if size >= len(stream):
            raise ArgumentError(
                f"{where}: 이야기를 모두 이어도 {len(stream)}토큰이라 길이가 {size} 인 창과 그 "
                "정답을 만들 수 없습니다. length 를 줄여 주세요."
            )
        cut = sliding_window_view(stream, size + 1)[:: whole(where, "stride", stride)]
        return cut[:, :-1].copy(), cut[:, 1:].copy()

    def encode(self, text: str) -> Ids:
        """이야기의 앞부분을 <bos> 로 시작하는 번호 (1, T) 로 바꿉니다.

        이 말뭉치에 없는 토큰이 들어 있으면, 배운 적이 없는 것이므로 오류입니다.
        """
        tokens = split_tokens(text, self.unit)
        ids, _ = self.vocabulary.encode([tokens])
        unknown = [token for token, number in zip(tokens, ids[0], strict=True) if number == UNK]
        if unknown:
            raise ArgumentError(
                f"Stories.encode: 이야기에 한 번도 나오지 않은 토큰이 있습니다: "
                f"{', '.join(map(repr, dict.fromkeys(unknown)))}. 배운 적이 없어 읽을 수 없으니, "
                "texts 에 나오는 말로 바꾸어 주세요."
            )
        return np.concatenate([[[BOS]], ids], axis=1)

    def decode(self, ids: Any) -> str:
        """번호들 (T,) 을 글로 되돌립니다. <eos> 에서 멈추고, <bos> 와 패딩은 건너뜁니다."""
        return join_tokens(self.vocabulary.decode(ids), self.unit)


def make_stories(
    *, seed: int, unit: str = "syllable", valid: float = 0.1, test: float = 0.1
) -> Split[Stories]:
    """이야기를 만들어 학습, 검증, 평가로 나눕니다. 장면마다 같은 비율로 나눕니다.

    Parameters
    ----------
    seed
        나누는 씨앗입니다. 이야기는 씨앗과 상관없이 언제나 같습니다.
    unit
        토큰의 단위: "syllable" 이나 "word" 입니다.
    valid, test
        검증과 평가가 가져가는 비율입니다.

    Examples
    --------
    >>> data = make_stories(seed=0, unit="word")
    >>> data.train.decode(data.train.encode("민지는 과일 가게에서")[0])
    '민지는 과일 가게에서'
    """
    _check_unit("make_stories", unit)
    phrases = read_templates("stories.toml")
    scenes, texts = [], []
    for number, scene in enumerate(phrases["scene"]):
        told = _tell(scene, phrases, np.random.default_rng(number))
        texts += told
        scenes += [number] * len(told)
    sequences = [split_tokens(text, unit) for text in texts]
    vocabulary = Vocabulary.of(token for sequence in sequences for token in sequence)
    inputs, targets, mask = decoder_arrays(sequences, vocabulary)
    everything = Stories(
        texts=np.array(texts, dtype=object),
        scenes=np.array(scenes, dtype=np.int64),
        inputs=inputs,
        targets=targets,
        mask=mask,
        vocabulary=vocabulary,
        unit=unit,
    )
    where = "make_stories"
    index = stratified(everything.scenes, seed=seed, valid=valid, test=test, where=where)
    return take_split(everything, index)


def split_tokens(text: str, unit: str) -> list[str]:
    """글을 토큰으로 나눕니다. `join_tokens` 로 되돌립니다.

    Parameters
    ----------
    text
        나눌 글입니다.
    unit
        "syllable" 은 빈칸까지 글자 하나씩, "word" 는 어절과 문장 부호입니다.

    Examples
    --------
    >>> split_tokens("귤 두 개.", "syllable"), split_tokens("귤 두 개.", "word")
    (['귤', ' ', '두', ' ', '개', '.'], ['귤', '두', '개', '.'])
    """
    _check_unit("split_tokens", unit)
    if not isinstance(text, str):
        raise ArgumentTypeError(
            f"split_tokens: text 는 문자열이어야 하는데 {type(text).__name__} 형인 {text!r} "
            "입니다. 글 하나를 넘겨 주세요."
        )
    text = unicodedata.normalize("NFC", text)
    return list(text) if unit == "syllable" else re.findall(r"[^\s.,]+|[.,]", text)


def join_tokens(tokens: Iterable[str], unit: str) -> str:
    """토큰을 글로 잇습니다. 어절 사이는 띄우고, 문장 부호는 앞말에 붙입니다."""
    _check_unit("join_tokens", unit)
    if unit == "syllable":
        return "".join(tokens)
    return re.sub(r" (?=[.,])", "", " ".join(tokens))


# ── 이야기 만들기 ────────────────────────────────────────────────────────────────────────


def _tell(scene: dict[str, Any], phrases: dict[str, Any], rng: np.random.Generator) -> list[str]:
    """한 장면의 이야기들. 서로 다릅니다."""
    found: dict[str, None] = {}
    while len(found) < scene["stories"]:
        words = _choose(scene, phrases, rng)
        lines = [lines[rng.integers(len(lines))] for lines in scene["lines"]]
        found[fill(" ".join(lines), {name: [word] for name, word in words.items()}, 0)] = None
    return [*found]


def _choose(
    scene: dict[str, Any], phrases: dict[str, Any], rng: np.random.Generator
) -> dict[str, str]:
    """이야기 하나에 쓸 말들입니다."""
    who, friend = rng.choice(phrases["people"], size=2, replace=False)
    place, other = rng.choice(phrases["places"], size=2, replace=False)
    a, b = rng.choice([(a, b) for a in range(1, 10) for b in range(1, 11 - a)])
    named = {"a": a, "b": b, "sum": a + b}
    words = {"who": who, "friend": friend, "place": place, "other": other}
    words |= {name: phrases["numbers"][number - 1] for name, number in named.items()}
    words |= {name: str(rng.choice(choices)) for name, choices in scene.get("loose", {}).items()}
    rows = scene.get("rows")
    return words | (rows[rng.integers(len(rows))] if rows else {})


def _check_unit(where: str, unit: str) -> None:
    if unit not in UNITS:
        raise ArgumentError(
            f"{where}: unit 에는 {' 나 '.join(map(repr, UNITS))} 가 와야 하는데 {unit!r} 입니다. "
            "글자 하나씩 나누려면 'syllable', 어절로 나누려면 'word' 를 적어 주세요."
        )
