"""글: 한국어 문장을 음절, 자모, 어절, 형태소로 나누고, 구와 감정 점수까지 찾습니다.

from dlconcepts.text import content_words, josa_chunks, morphemes, sentiment

found = morphemes("나는 그 영화를 별로 좋아하지 않는다.")
print(content_words(found), josa_chunks(found), sentiment(found).score)
"""

from dlconcepts.text.chunks import Chunk, josa_chunks
from dlconcepts.text.meaning import Hit, Lexicon, Meaning, load_lexicon, sentiment
from dlconcepts.text.morphemes import (
    NEGATIONS,
    STOPWORD_TAGS,
    TAG_NAMES,
    Morpheme,
    content_words,
    is_negation,
    morphemes,
)
from dlconcepts.text.units import compose_jamo, has_hangul, jamo, syllables, words

__all__ = [
    "NEGATIONS",
    "STOPWORD_TAGS",
    "TAG_NAMES",
    "Chunk",
    "Hit",
    "Lexicon",
    "Meaning",
    "Morpheme",
    "compose_jamo",
    "content_words",
    "has_hangul",
    "is_negation",
    "jamo",
    "josa_chunks",
    "load_lexicon",
    "morphemes",
    "sentiment",
    "syllables",
    "words",
]
