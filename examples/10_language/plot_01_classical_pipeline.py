r"""
문장을 읽는 단계는 어떤 차례여야 할까요?
========================================

글을 신경망에 맡기기 전에는 문장을 읽는 일을 여러 단계로 나누고, 단계마다 사람의 언어 지식을 넣었습니다.
그 단계들은 흔히 번호를 붙인 조리법처럼 적힙니다. 정말 그 차례대로 하면 될까요?
한국어 문장으로 단계를 모두 만들어 돌려 보고, 차례를 바꾸면 무엇이 망가지는지 잽니다.

- **할 것**: 형태소 분석기 Kiwi로 시작해 구와 뜻을 찾고, 문장이 긍정인지 부정인지 답하는 데까지 갑니다.
- **배울 것**: 앞의 단계가 버린 것은 뒤의 단계가 쓸 수 없습니다. 조사와 “않”은 흔히 버리는 말이지만, 조사는 누가 무엇을
  했는지 알려 주고 “않”은 뜻을 뒤집습니다.
- **필요한 것**: :doc:`특징 공학 </auto_examples/09_features/plot_01_feature_engineering>`. Kiwi와 scikit-learn을 씁니다.
"""

# %%
# .. _pipeline-steps:
#
# 흔히 적는 단계
# --------------
#
# 글을 다루는 컴퓨터 프로그램을 만드는 일을 자연어 처리(natural language processing)라고 합니다. 신경망을 쓰기 전의 방법에서는
# 한 단계의 출력이 다음 단계의 입력이 됩니다. 이렇게 줄줄이 이은 것을 파이프라인(pipeline)이라고 합니다. 흔히 적는 차례는
# 이렇습니다.

import pandas as pd

told = {
    "토큰화": "문장을 조각으로 나눕니다",
    "형태소 분석": "뜻을 가진 가장 작은 조각까지 나눕니다",
    "품사 태깅": "조각마다 명사, 동사 같은 품사를 붙입니다",
    "불용어 제거": "뜻이 적다는 조각을 버립니다",
    "구문 분석": "문장의 짜임을 찾습니다",
    "의미 분석": "뜻을 찾습니다",
    "화용 분석": "말한 까닭과 상황까지 헤아립니다",
}
steps = pd.DataFrame(told.items(), columns=["단계", "하는 일"])
steps.index += 1
steps

# %%
# 여기에 둘을 더하면 글에서 답까지 이어집니다. 글을 수 몇 개로 적는 :term:`특징` 추출과, 그 수를 보고 답을 고르는
# :term:`분류`입니다. 표에서 넷째와 다섯째의 차례를 눈여겨보아 두세요.

# %%
# .. _pipeline-tokens:
#
# 토큰: 띄어쓰기만으로는 모자랍니다
# ---------------------------------
#
# 글에서 나눈 조각을 :term:`토큰`이라고 합니다. 빈칸에서 나누면 간단합니다. 그렇게 나눈 조각이 어절입니다.

from dlconcepts.text import words

for text in ("그 영화를 좋아해요.", "그 영화가 좋아요.", "그 영화만 싫어요."):
    print(words(text))

# %%
# 셋 다 영화 이야기인데, 컴퓨터에게 “영화를”, “영화가”, “영화만”은 아무 사이도 아닌 세 토큰입니다. 한국어는 명사 뒤에
# 조사가, 동사와 형용사 뒤에 어미가 붙어 꼴이 바뀝니다. 어절을 토큰으로 삼으면 같은 말이 여러 토큰으로 흩어집니다.

# %%
# .. _pipeline-morphemes:
#
# 형태소와 품사: 한국어에서는 한 단계입니다
# -----------------------------------------
#
# 뜻을 가진 가장 작은 조각이 :term:`형태소`(morpheme)이고, 그것을 찾는 일이 :term:`형태소 분석`입니다. ``morphemes``는 Kiwi를 불러
# 형태소와 :term:`품사 <품사 태깅>`를 함께 찾습니다. 다음 문장은 몇 개로 나뉠까요?

from dlconcepts.text import morphemes

sentence = "나는 그 영화를 별로 좋아하지 않아요."
found = morphemes(sentence)
table = pd.DataFrame(
    [[m.form, m.name, m.word] for m in found],
    columns=["형태소", "품사", "들어 있는 어절"],
)
assert len(words(sentence)) < len(found)
table.set_index("형태소")

# %%
# 토큰화와 형태소 분석과 품사 태깅이 한 번에 끝났습니다. 따로 하기 어렵기 때문입니다. “나는”을 보세요. 어디에서
# 나누어야 할까요?

for text in ("나는 새를 보았어요.", "하늘을 나는 새를 보았어요."):
    first = next(m for m in morphemes(text) if m.form == "나")
    print(text, "→ 나 /", first.name)
    assert first.tag == ("NP" if text.startswith("나") else "VV")

# %%
# 앞에서는 대명사 “나”에 조사 “는”이, 뒤에서는 동사 “날다”에 어미 “는”이 붙었습니다. 품사를 알아야 나눌 수 있고, 나누어야
# 품사를 압니다. 그래서 분석기는 둘을 함께 정합니다.

# %%
# .. _pipeline-chunks:
#
# 구: 조사가 역할을 말해 줍니다
# -----------------------------
#
# 문장의 짜임을 나무 모양으로 끝까지 밝히는 일이 구문 분석(parsing)입니다. 여기서는 그 일부만 합니다. **조사를 보고**
# 낱말을 :term:`구`(chunk)로 묶고 역할의 이름을 붙입니다. 어느 말이 어느 말을 꾸미는지까지는 밝히지 않습니다.

from dlconcepts.text import josa_chunks

cat = "고양이가 쥐를 잡았어요."
turned = "쥐를 고양이가 잡았어요."
mouse = "쥐가 고양이를 잡았어요."
for text in (sentence, cat, turned, mouse):
    print([str(chunk) for chunk in josa_chunks(morphemes(text))])

# %%
# 둘째와 셋째 문장은 어절의 차례가 달라도 주어와 목적어가 같습니다. 넷째는 셋째와 명사의 차례가 같은데 잡은 쪽과 잡힌 쪽이
# 뒤바뀌었습니다. 차례가 아니라 조사가 역할을 정합니다.


def who(text, role):
    chunks = josa_chunks(morphemes(text))
    return next(c.words[0][:-1] for c in chunks if c.role == role)


assert who(cat, "주어") == who(turned, "주어") == "고양이"
assert who(mouse, "주어") == "쥐"

# %%
# .. _pipeline-meaning:
#
# 의미: 작은 사전과 뒤집는 말
# ---------------------------
#
# 뜻을 찾는 일도 한 가지만 합니다. 좋은 말에 양수, 나쁜 말에 음수를 적은 :term:`감정 사전`에서 형태소를 찾아 점수를 더합니다.
# “않”, “안”, “못”이 걸리면 부호를 뒤집고, “-지만”의 앞은 절반만 셉니다. 하려던 말은 뒤에 있기 때문입니다. 다음 문장의 점수는
# 얼마일까요?

from dlconcepts.text import sentiment

review = "만두는 그다지 짜지 않았지만 국수는 맛있지 않았어요."
meaning = sentiment(morphemes(review))
for hit in meaning.hits:
    print(hit.morpheme.form, hit.value, "뒤집힘" if hit.negated else "")
print("합", meaning.score, meaning.label)
assert meaning.label == "부정"

# %%
# “짜”는 나쁜 말인데 “않”이 뒤집어 좋은 쪽이 되었고, “-지만”의 앞이라 절반만 세었습니다. “맛있”은 뒤집혀 나쁜 쪽이 되었습니다.
# 합이 음수이므로 부정입니다.
#
# 문장 하나로는 모릅니다. 틀에 낱말을 끼워 만든 문장 묶음으로 잽니다. 절반은 긍정이고 절반은 부정입니다. 사전의 말은 이
# 문장들을 아는 우리가 골랐으므로, 많이 맞히더라도 처음 보는 글에서도 그렇다는 뜻은 아닙니다.

import numpy as np

from dlconcepts.datasets.sentences import make_sentences

parts = make_sentences(seed=0)
texts = np.concatenate([part.texts for part in parts])
positive = np.concatenate([part.labels for part in parts]) == 1
analysed = [morphemes(text) for text in texts]
score = np.array([sentiment(each).score for each in analysed])
right = np.mean(np.where(positive, score > 0, score < 0))
print(f"{len(texts)}문장 가운데 {right:.1%}를 맞혔습니다.")
assert right > 0.95

# %%
# 이 문장들로 배운 것은 하나도 없습니다. 분석기와 사전과 규칙 몇 줄이 한 일입니다. 다만 분석기 안에는 다른 글에서 모은 통계와 사전이
# 들어 있습니다.

# %%
# .. _pipeline-stopwords:
#
# 불용어: 무엇을 버릴까요?
# ------------------------
#
# 글을 낱말의 수로 나타낼 때, 어느 글에나 나와 도움이 적은 말을 버립니다. 이런 말이 :term:`불용어`(stop word)입니다. 한국어에서
# 그런 말은 대부분 조사와 어미이고, “보고 싶다”의 “싶”처럼 앞말에 뜻을 보태는 보조 용언도 흔히 넣습니다. 그대로 따르면 무엇이
# 남을까요?

from dlconcepts.text import content_words

print(content_words(found, keep_negation=False))
print(content_words(found))

# %%
# 첫 줄은 품사만 보고 버린 것입니다. 좋아하지 않는다던 사람이 **좋아하는** 사람이 되었습니다. “않”이 보조 용언이기 때문입니다.
# 둘째 줄처럼 뜻을 뒤집는 말은 불용어의 품사라도 남겨야 합니다. 그러면 조사를 버릴 때에는 무엇을 잃을까요?

for text in (turned, mouse):
    print(text, content_words(morphemes(text)))
same_words = content_words(morphemes(turned))
assert same_words == content_words(morphemes(mouse))

# %%
# 잡은 쪽과 잡힌 쪽이 정반대인 두 문장이 **똑같아졌습니다**. 이렇게 버린 다음에 구를 찾으라고 하면 어떻게 될까요? 불용어의 품사는
# ``STOPWORD_TAGS``에 있습니다.

from dlconcepts.text import STOPWORD_TAGS


def is_content(m):
    return m.tag not in STOPWORD_TAGS


bare = [m for m in morphemes(mouse) if is_content(m)]
broken = [str(chunk) for chunk in josa_chunks(bare)]
print(broken)
assert not any("주어" in c or "목적어" in c for c in broken)

# %%
# 어절의 글자는 그대로 적혀 나오지만 형태소에는 조사가 없습니다. 두 명사가 한 덩어리로 묶이고, 역할을 정할 근거가 사라졌습니다.
# 불용어를 버리는 단계는 조사를 쓰는 단계보다 **뒤에** 와야 합니다.

# %%
# .. _pipeline-order:
#
# 차례를 바꾸어 재기
# ------------------
#
# 의미 단계에 넘기는 형태소를 넷으로 바꾸어 같은 문장들로 잽니다. 이번에는 틀린 것을 둘로 나눕니다. 반대로 답한 것과, 점수가
# 영이어서 모르겠다고 한 것입니다.

from dlconcepts.text import is_negation


def outcome(keep):
    kept = [[m for m in each if keep(m)] for each in analysed]
    score = np.array([sentiment(each).score for each in kept])
    signs = np.where(positive, score, -score)
    return [np.mean(signs > 0), np.mean(signs < 0), np.mean(signs == 0)]


# %%
# 뒤집는 말만 버리면 모르겠다고 할까요, 반대로 답할까요? 뒤집는 말만 남기고 다 버리면 괜찮을까요?

orders = {
    "의미를 먼저": outcome(lambda m: True),
    "뒤집는 말은 남기고 버린 뒤": outcome(
        lambda m: is_content(m) or is_negation(m)
    ),
    "뒤집는 말만 버린 뒤": outcome(lambda m: not is_negation(m)),
    "불용어를 다 버린 뒤": outcome(
        lambda m: is_content(m) and not is_negation(m)
    ),
}

# %%
# 네 가지를 한 표에 놓습니다.

results = pd.DataFrame(
    orders, index=["맞힘", "반대로 답함", "모르겠다고 함"]
).T
first_right, careful_right, flipped_right, bare_right = results["맞힘"]
assert first_right > careful_right + 0.1 > flipped_right > bare_right
assert abs(flipped_right - 0.5) < 0.02
results.round(3)

# %%
# 같은 표를 막대로 그립니다.

# sphinx_gallery_alt = "가로 막대 네 개. 의미를 먼저 찾으면 <<first_right|.0%>>를 맞히고, 뒤집는 말만 남기고 불용어를 버린 뒤에는 <<careful_right|.0%>>, 뒤집는 말만 버린 뒤에는 <<flipped_right|.0%>>, 불용어를 다 버린 뒤에는 <<bare_right|.0%>>를 맞힙니다. 나머지는 반대로 답한 것과 모르겠다고 한 것입니다."
import matplotlib.pyplot as plt

from dlconcepts.viz import PALETTE, use_korean_font

use_korean_font()
fig, ax = plt.subplots(figsize=(7, 3.4))
left = np.zeros(len(results))
for name, color in zip(
    results, (PALETTE[0], PALETTE[1], PALETTE[5]), strict=True
):
    ax.barh(results.index, results[name], left=left, color=color, label=name)
    left += results[name].to_numpy()
ax.invert_yaxis()
ax.grid(axis="y", visible=False)
ax.set(xlabel="문장의 비율", title="뜻을 찾기 전에 버리면 틀립니다")
fig.legend(loc="outside lower center", ncols=3, frameon=False)
plt.show()

# %%
# 뒤집는 말만 버려도 찍은 만큼밖에 맞히지 못합니다. 틀린 문장은 거의 다 모르는 것이 아니라 **반대로** 답한 것입니다. 뒤집는
# 말을 남겨도 어미를 버리면 “-지만”이 사라져 앞뒤의 무게를 잴 수 없고, 두 점수가 비겨 모르게 되는 문장이 생깁니다.
#
# 맞힌 문장은 제대로 읽었을까요? 만두와 국수의 문장에서 어미를 버리고 다시 봅니다.

kept = [m for m in morphemes(review) if is_content(m) or is_negation(m)]
careful = sentiment(kept)
for hit in careful.hits:
    print(hit.morpheme.form, hit.value, "뒤집힘" if hit.negated else "")
print("합", careful.score, careful.label)

# %%
# 답은 그대로 부정입니다. 그러나 “짜”가 뒤집히지 않았습니다. 어미가 없으니 앞의 말이 끝난 곳을 몰라, “않” 둘이 모두 “짜”에 걸려
# 제자리로 돌아온 것입니다. 만두가 짰다고 **잘못 읽고 우연히 맞혔습니다**.

assert careful.label == meaning.label == "부정"
assert [hit.negated for hit in meaning.hits] == [True, True]
assert [hit.negated for hit in careful.hits] == [False, True]

# %%
# .. _pipeline-classifier:
#
# 특징과 분류
# -----------
#
# 마지막으로 글 하나를 수 몇 개로 적고, 그 수를 보고 답하는 분류기를 가르칩니다. 수로 적는 방법을 둘 견줍니다. 하나는 남은
# 낱말이 몇 번 나왔는지 센 것이고, 하나는 앞 단계들이 찾은 것에서 사람이 고른 특징 셋입니다. 점수, 뒤집는 말의 수, 서술어의
# 수입니다. 어느 쪽이 나을까요?

from collections import Counter

from sklearn.feature_extraction import DictVectorizer


def hand_features(found):
    roles = [chunk.role for chunk in josa_chunks(found)]
    return {
        "점수": sentiment(found).score,
        "뒤집는 말": sum(is_negation(m) for m in found),
        "서술어": roles.count("서술어"),
    }


def word_counts(found):
    return Counter(content_words(found))


# %%
# 분류기는 :term:`나이브 베이즈`(naive Bayes)입니다. 답을 정해 두면 특징들이 서로 상관없이 나온다고 보고 확률을 곱하는, 오래된
# 방법입니다. 몇 번인지 센 수에는 ``MultinomialNB``를, 음수와 소수도 있는 수에는 ``GaussianNB``를 씁니다. 학습 문장으로
# 가르치고, 가르칠 때 쓰지 않은 평가 문장으로 잽니다.

from sklearn.naive_bayes import GaussianNB, MultinomialNB

n_train = len(parts.train)
is_test = np.arange(len(texts)) >= n_train + len(parts.valid)


def fit(describe, classifier):
    table = DictVectorizer(sparse=False)
    x = table.fit_transform([describe(each) for each in analysed])
    classifier.fit(x[:n_train], positive[:n_train])
    accuracy = classifier.score(x[is_test], positive[is_test])
    return table, classifier, accuracy


*_, by_words = fit(word_counts, MultinomialNB())
table, classifier, by_features = fit(hand_features, GaussianNB())
print(f"낱말의 수 {by_words:.2f}, 사람이 고른 특징 {by_features:.2f}")
assert by_words < 0.65 < 0.9 < by_features

# %%
# 낱말의 수로는 찍는 것과 다르지 않습니다. “않”을 남겨도 그렇습니다. 이 문장들에서는 같은 낱말이 긍정과 부정에 거의 같은 수로
# 나오는데, 나이브 베이즈는 낱말을 하나씩 따로 볼 뿐 “맛있”과 “않”이 **함께** 나왔다는 것을 보지 못합니다. 사람이 고른 특징에는
# 그 일을 마친 점수가 들어 있습니다. 여기서 답을 아는 것은 분류기가 아니라 **앞 단계들**입니다.

# %%
# .. _pipeline-whole:
#
# 처음부터 끝까지
# ---------------
#
# 이제 함수 하나로 잇습니다. 처음의 표에서 화용 분석을 빼고 특징 추출과 분류를 더하면 여덟 단계입니다. 몇 줄이면 될까요?


def classical_pipeline(text):
    found = morphemes(text)  # 토큰화, 형태소 분석, 품사 태깅
    chunks = josa_chunks(found)  # 구문 분석의 일부: 조사가 있을 때
    meaning = sentiment(found)  # 의미 분석: “않”이 있을 때
    kept = content_words(found)  # 불용어 제거: 그다음에
    x = table.transform([hand_features(found)])  # 특징 추출: 구와 뜻에서
    answer = "긍정" if classifier.predict(x)[0] else "부정"  # 분류
    return answer, meaning.score, kept, [str(chunk) for chunk in chunks]


# %%
# 문장 셋을 넣어 답과 점수, 남은 낱말, 구를 차례로 봅니다.

final = []
for text in (sentence, review, "방은 좁았지만 직원은 친절했어요."):
    answer, total, kept, chunks = classical_pipeline(text)
    print(answer, total, kept)
    print("   ", chunks)
    final.append(answer)

# %%
# 셋 다 사람이 읽는 대로 답했습니다. 여섯 줄을 그림으로 그리면 이런 모양입니다. 불용어를 버리는 일은 외길의 한 단계가 아니라 **곁가지**입니다. 낱말을 셀 때만 필요하고, 다른
# 단계는 버리지 않은 것을 받습니다.

from dlconcepts.viz import plot_flow

places = {
    "글": (0, 1),
    "형태소와\n품사": (0.8, 1),
    "구": (1.9, 2),
    "의미": (1.9, 1),
    "불용어 빼기": (1.9, 0),
    "특징": (2.9, 1),
    "분류": (3.65, 1),
    "답": (4.25, 1),
    "낱말 세기": (3.2, 0),
}
arrows = [("글", "형태소와\n품사"), ("특징", "분류"), ("분류", "답")]
arrows += [("형태소와\n품사", to) for to in ("구", "의미", "불용어 빼기")]
arrows += [("구", "특징"), ("의미", "특징"), ("불용어 빼기", "낱말 세기")]

assert final == ["부정", "부정", "긍정"]

# %%
# 화살표를 따라 보세요. 구와 의미로 가는 길에는 불용어 빼기가 없습니다.

# sphinx_gallery_alt = "흐름의 그림. 글이 형태소와 품사 단계로 들어가고, 거기에서 구, 의미, 불용어 빼기의 세 갈래로 나뉩니다. 구와 의미는 특징으로, 불용어 빼기는 낱말 세기로 이어지고, 특징은 분류를 거쳐 답이 됩니다. 구와 의미의 상자가 강조되어 있습니다."
plot_flow(
    places,
    arrows,
    things=["글", "답"],
    highlight=["구", "의미"],
    title="구와 의미는 버리기 전의 형태소를 봅니다",
)
plt.show()

# %%
# 여덟 단계에서 앞의 셋이 한 줄로 합쳐져 여섯 줄이 되었고, 불용어 제거는 뒤로 갔습니다. 단계의 수와 차례는 정해진 조리법이
# 아닙니다. 다음 단계가 **무엇을 필요로 하는지**가 정합니다.

# %%
# .. _pipeline-inherited:
#
# 앞의 실수를 물려받습니다
# ------------------------
#
# 외길로 이어져 있으면 앞의 실수가 뒤로 흘러갑니다. 하늘을 나는 새를 내가 보았다는 문장을 줄여서 넣어 봅니다.

tricky = morphemes("나는 나는 새를 보았어요.")
print([f"{m.form}/{m.name}" for m in tricky[:4]])
print([str(chunk) for chunk in josa_chunks(tricky)])

# %%
# 사람은 둘째 “나는”을 날아간다는 뜻으로 읽습니다. 출력의 둘째 “나/대명사”처럼 분석기가 품사를 잘못 정하면, 구를 찾는 단계는 새를
# 꾸미는 말을 또 하나의 주제로 봅니다. 구를 찾는 규칙이 틀린 것이 아니어서 여기만 보아서는 고칠 수 없습니다.

# %%
# .. _pipeline-pragmatics:
#
# 화용: 글 밖에 있는 뜻
# ---------------------
#
# 화용 분석(pragmatic analysis)은 **왜** 그 말을 했는지를 헤아리는 일입니다. 다음 세 문장에 무엇이라고 답할까요?

asides = {
    "직원이 참 친절하시네요.": "칭찬",
    "한 시간이나 기다렸는데 참 친절하시네요.": "비꼬는 말",
    "방이 좀 춥지 않으세요?": "창문을 닫아 달라는 부탁",
}
answers = [sentiment(morphemes(text)).label for text in asides]
pd.DataFrame(
    {"문장": asides.keys(), "사람이 읽기에": asides.values(), "답": answers}
).set_index("문장")

# %%
# 셋 다 긍정이라고 합니다. 둘째 문장의 나쁜 점은 사전에 없는 “한 시간이나 기다렸다”에 있고, 그것이 나쁜 일이라는 것은 세상을 알아야
# 압니다. 셋째는 묻는 꼴을 한 부탁입니다. 말투와 상황은 글 밖에 있으므로 형태소를 더 잘 나눈다고 풀리지 않습니다. 이 단계를 흉내
# 내는 함수를 적지 않은 까닭입니다.

assert answers == ["긍정"] * 3

# %%
# .. _pipeline-trap:
#
# 흔한 함정
# ---------
#
# 흔히 이렇게 말합니다: “조사와 어미는 뜻이 없으니 지우고 세는 편이 낫다.” 뜻이 없는 말이라면 지워도 그대로이거나
# 더 맞혀야 합니다. 다른 데이터에서 재 봅니다. 한국어 메시지를 일반, 중요, 스팸으로 나누는 일이고, 형태소를 센 수만 씁니다. 데이터를
# 나누는 씨앗을 다섯 번 바꿉니다.

from sklearn.feature_extraction.text import CountVectorizer

from dlconcepts.datasets.messages import make_messages


def message_accuracy(seed, describe):
    split = make_messages(seed=seed)
    korean = [part.languages == 0 for part in split]
    train, _, test = (
        [describe(known[text]) for text in part.texts[rows]]
        for part, rows in zip(split, korean, strict=True)
    )
    count = CountVectorizer(analyzer=list)  # 목록의 원소를 그대로 셉니다
    model = MultinomialNB().fit(
        count.fit_transform(train), split.train.labels[korean[0]]
    )
    return model.score(count.transform(test), split.test.labels[korean[2]])


# %%
# 조사와 어미의 몫을 따로 봅니다. 조사만 뺀 것, 어미만 뺀 것, 부호와 보조 용언 같은 불용어까지 다 뺀 것, 거꾸로 어미만 남긴 것을
# 셉니다. 모두 센 것보다 많이 맞히는 것이 있을까요?

known = {}
for part in make_messages(seed=0):
    for text in part.texts[part.languages == 0]:
        known[text] = morphemes(text)

ways = {
    "모두": lambda found: [m.form for m in found],
    "조사 빼고": lambda found: [m.form for m in found if m.tag[0] != "J"],
    "어미 빼고": lambda found: [m.form for m in found if m.tag[0] != "E"],
    "불용어 빼고": content_words,
    "어미만": lambda found: [m.form for m in found if m.tag[0] == "E"],
}

# %%
# 방법마다 다섯 번 잽니다.

runs = {
    name: [message_accuracy(seed, describe) for seed in range(5)]
    for name, describe in ways.items()
}
means = map(np.mean, runs.values())
everything, no_josa, no_endings, content_only, endings = means
gaps = np.subtract(runs["모두"], runs["불용어 빼고"])
pd.DataFrame(runs).rename_axis("씨앗").round(3)

# %%
# 말의 절반은 맞습니다. 조사는 빼도 평균 :val:`no_josa|.2f`로, 모두 센 :val:`everything|.2f`와 거의 같습니다. 그러나 어미를 빼면
# :val:`no_endings|.2f`, 불용어를 다 빼면 :val:`content_only|.2f`입니다. 다섯 번 모두 불용어를 뺀 쪽이 낮습니다. 더 놀라운 것은 마지막
# 칸입니다. 뜻이 없다던 **어미만** 세어도 :val:`endings|.2f`입니다. 가장 많은 라벨로만 답하면 :val:`guess|.2f`인 데이터입니다. 어느
# 어미가 어디에 나오는지 셉니다.

kinds = make_messages(seed=0).train.names
seen = {kind: Counter() for kind in kinds}
for part in make_messages(seed=0):
    for text, label in zip(part.texts, part.labels, strict=True):
        endings_here = {m.form for m in known.get(text, ()) if m.tag == "EF"}
        seen[kinds[label]].update(endings_here)
chosen = pd.DataFrame(seen).fillna(0).astype(int)
chosen = chosen.loc[["ㅂ니다", "세요", "네요", "더라"]]
chosen.rename_axis("종결 어미")

# %%
# 중요한 알림과 광고는 “-ㅂ니다”와 “-세요”로 말을 걸고, 보통의 메시지는 “-네요”와 “-더라”로 말합니다. 말투가 답의 실마리인데 그 말투가
# 바로 어미입니다. 우리가 틀로 만든 메시지라 진짜 메시지보다 차이가 또렷할 것입니다. 그래도 배울 것은 같습니다. 무엇이 불용어인지는
# 낱말이 아니라 **할 일**이 정합니다.

numbers = [part.labels[part.languages == 0] for part in make_messages(seed=0)]
counts = np.bincount(np.concatenate(numbers))
guess = counts.max() / counts.sum()
print(dict(zip(kinds, counts.tolist(), strict=True)))
assert (gaps > 0).all()
assert abs(everything - no_josa) < 0.02 < everything - no_endings
assert everything - content_only > 0.04
assert endings > guess + 0.1
assert chosen.loc["ㅂ니다", "일반"] < 0.1 * chosen.loc["ㅂ니다"].sum()
assert chosen.loc["더라", "일반"] == chosen.loc["더라"].sum()

# %%
# .. _pipeline-summary:
#
# 정리
# ----
#
# - 한국어에서는 토큰화와 형태소 분석과 품사 태깅이 한 단계입니다. 어디에서 나눌지와 품사가 서로를 정하기 때문입니다.
# - 구는 조사에서, 뜻의 방향은 “않” 같은 말에서 나옵니다. 불용어를 버린다면 그것들을 쓰고 난 다음이어야 하고, 버리지 않는 편이 나은
#   일도 있습니다.
# - 파이프라인은 까닭을 말할 수 있고, 이 일을 위해 모을 데이터가 적어도 됩니다. 대신 사전에 없는 말과 글 밖의 뜻은 모르고, 앞의 실수를
#   물려받습니다.

# %%
# .. _pipeline-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** “안 맛있었다”와 “재미없지 않았다”의 점수를 손으로 구한 다음 확인해 보세요.
#
# .. dropdown:: 답 보기
#
#    “안”은 바로 뒤의 말을 뒤집어 :val:`short_form|g`이 됩니다. “재미없”은 사전에 나쁜 말로 통째로 적혀 있고 “않”이
#    뒤집어 :val:`double|g`이 됩니다.

short_form, double = (
    sentiment(morphemes(text)).score
    for text in ("만두가 안 맛있었어요.", "영화가 재미없지 않았어요.")
)
print(short_form, double)
assert short_form < 0 < double

# %%
# **둘.** 의미 단계가 틀린 문장들을 모아 보세요. 무엇이 같은가요? 사전에 한 마디만 더해 고칠 수 있을까요?
#
# .. dropdown:: 답 보기
#
#    틀린 :val:`n_wrong`문장에 모두 “시키”가 들어 있습니다. 또 시켰다는 말은 좋았다는 뜻인데 사전에 없습니다. “시키”를 좋은 말로
#    더하면 모두 맞힙니다. 그러나 “심부름을 시켰다”도 좋은 말이 됩니다. 사전은 쓰는 곳에 맞추어야 합니다.

from dlconcepts.text import Lexicon, load_lexicon

wrong = np.flatnonzero(np.where(positive, score, -score) <= 0)
n_wrong = len(wrong)
assert all("시키" in {m.form for m in analysed[i]} for i in wrong)
wider = Lexicon(load_lexicon().scores | {"시키": 1})
mended = np.array([sentiment(each, wider).score for each in analysed])
print(n_wrong, np.mean((mended > 0) == positive))
assert ((mended > 0) == positive).all()

# %%
# **셋.** 형태소로 나누면 서로 다른 토큰이 얼마나 줄어들까요? 같은 문장들에서 어절과 견주어 보세요.
#
# .. dropdown:: 답 보기
#
#    어절은 :val:`n_words`가지, 형태소는 :val:`n_morphemes`가지입니다. 틀에서 만든 문장이라 명사마다 붙는 조사가 몇 가지뿐인데도
#    이만큼 줄었습니다.

n_words = len({word for text in texts for word in words(text)})
n_morphemes = len({(m.form, m.tag) for each in analysed for m in each})
print(n_words, n_morphemes)
assert n_morphemes < n_words

# %%
# .. _pipeline-next:
#
# 다음 쪽
# -------
#
# 이 단계들을 적지 않고 세 층으로 배우게 할 수도 있습니다. 그때에도 남는 일이 무엇인지
# :doc:`임베딩, 은닉, 출력 </auto_examples/10_language/plot_02_embedding_hidden_output>`에서 봅니다.
