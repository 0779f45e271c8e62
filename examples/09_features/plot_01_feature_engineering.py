"""
좋은 특징은 무엇이 다를까요?
============================

집값을 맞히려고 합니다. 건축 연도를 집의 나이로 바꾸어 주면 모델이 더 잘 맞힐까요?
그럴듯하지만 재어 보기 전에는 모릅니다. 그래서 값을 만든 식을 우리가 아는 집의 기록을 준비했습니다.
식을 알므로 어떤 특징이 정말 도움이 되는지, 얼마나 더 나아질 수 있는지까지 잴 수 있습니다.

- **할 것**: 특징을 하나씩 만들고, 고르고, 다듬으면서 그때마다 오차를 잽니다. 마지막에는 진짜 데이터에서 다시 합니다.
- **배울 것**: 이름이나 단위만 바꾼 특징은 새 정보가 아닙니다. 두 열을 엮거나 굽은 모양을 펴거나 모르던 것을 알려 주는
  특징이 도움이 되고, 쓸모없는 특징과 잘못 적은 기록은 해가 됩니다.
- **필요한 것**: :doc:`손실 함수 </auto_examples/06_building_blocks/plot_03_losses>`에서 잰 평균제곱오차와,
  :doc:`손글씨 숫자 </auto_examples/07_training/plot_03_digits>`에서 나눈 학습, 검증, 평가 데이터. scikit-learn을 씁니다.
"""

# %%
# .. _features-mechanic:
#
# 베테랑 정비공의 일
# ------------------
#
# 자동차 경주를 떠올려 봅니다. 엔진은 **모델**이고 원유는 **원본 데이터**입니다. 원유를 그대로 부으면 엔진이 제힘을 내지
# 못합니다. 베테랑 정비공이 원유를 휘발유로 바꾸어 넣습니다. 휘발유가 :term:`특징`이고, 사람이 특징을 찾고 만드는 일이
# :term:`특징 공학`입니다. 정비공이 하는 일은 세 가지입니다.
#
# - **만들기**: 비가 오면 레인 타이어를 새로 답니다. 없던 특징을 만드는 일입니다.
# - **고르기**: 직선이 긴 트랙이면 터보차저를 달고, 무겁기만 한 에어댐은 뗍니다. 쓸 특징을 고르는 일입니다.
# - **다듬기**: 필터로 먼지와 물을 걸러 냅니다. 잘못 적히거나 빠진 데이터를 손보는 일입니다.
#
# 아래 그림의 아랫줄은 원유를 통째로 받아 스스로 개조하는 로봇, 곧 :term:`딥러닝`입니다. 로봇의 팔 여럿은 층에 빗댄 것입니다. 첫째 팔이
# 간단한 부품을 찾아내면 다음 팔이 그것들을 모아 더 큰 부품을 만듭니다. 이렇게 모델이 특징까지 배우는 것을
# :term:`표현 학습`이라고 하고, 다음 쪽에서 만납니다.

import matplotlib.pyplot as plt

from dlconcepts.viz import PALETTE, plot_flow, use_korean_font

SEED = 0  # 집의 기록을 뽑고 모델을 가르칠 때 씁니다
use_korean_font()

# %%
# 두 길을 나란히 그립니다.

# sphinx_gallery_alt = "두 줄의 흐름. 윗줄은 원본 데이터가 정비공인 사람을 지나 특징이 되고, 특징이 모델에 들어가 답이 됩니다. 아랫줄은 원본 데이터가 로봇인 딥러닝에 바로 들어가 답이 됩니다."
raw, gas, car = "원유\n(원본 데이터)", "휘발유\n(특징)", "엔진\n(모델)"
mechanic, robot = "정비공\n(사람)", "스스로 개조하는 로봇\n(딥러닝)"
places = {raw: (0, 0.5), mechanic: (1.3, 1), gas: (2.3, 1), car: (3.3, 1)}
places |= {robot: (2.3, 0), "답": (4.2, 0.5)}
arrows = [(raw, mechanic), (mechanic, gas), (gas, car), (car, "답")]
plot_flow(
    places,
    [*arrows, (raw, robot), (robot, "답")],
    things=(raw, gas, "답"),
    highlight=(mechanic,),
    title="특징을 누가 만드는지가 다릅니다",
)
plt.show()

# %%
# .. _features-houses:
#
# 값을 만든 식을 아는 집
# ----------------------
#
# 서울을 닮은 거래 기록입니다. 구의 이름은 서울의 것이지만 숫자는 모두 지어냈습니다. 표의 호수는 아파트의 몇 호인지를 적은 것입니다.

import numpy as np
import pandas as pd

from dlconcepts.datasets.houses import NOISE, make_houses

data = make_houses(seed=SEED)
train, valid = data.train, data.valid
print(f"학습 {len(train)}채, 검증 {len(valid)}채, 평가 {len(data.test)}채")
train.to_frame().head()

# %%
# 값은 다음 식에 잡음을 더해 만들었습니다. 새 집일수록 비싸지만, 처음에 빨리 떨어지고 나중에는 천천히 떨어집니다.
#
# .. math::
#
#    \text{값} = 1 + 0.08 \cdot \text{면적} + \text{구의 웃돈}
#    + 6\, e^{-\text{팔 때의 나이} / 15} - 1.2 \cdot \text{역까지의 거리} + \text{잡음}
#
# 구의 웃돈은 같은 집이 그 구에 있어서 더 받는 값입니다. 라이브러리가 이 식대로 계산하는지 확인합니다. 강남구에 있는 59㎡인
# 집을, 지은 지 열다섯 해가 되는 날에 팔았습니다.

from dlconcepts.datasets.houses import PREMIUMS, expected_price

answer = expected_price(
    built=2000, sold="2015-01-01", area=59, district=0, distance=0.5
)
by_formula = 1 + 0.08 * 59 + PREMIUMS["강남구"] + 6 * np.exp(-1) - 1.2 * 0.5
print(f"{float(answer):.2f}억 원, 손으로 넣으면 {by_formula:.2f}억 원")
print(f"잡음의 표준편차 {NOISE}")
assert abs(answer - by_formula) < 0.01

# %%
# 두 값이 같습니다. 잡음은 아무도 맞힐 수 없습니다. 그러므로 식을 다 아는 사람도 오차를 :val:`NOISE|.1f`억 원쯤 아래로는 줄이지
# 못합니다. 이것이 닿을 수 있는 바닥입니다. 오차는 :term:`평균제곱오차`의 제곱근(RMSE)으로 재서, 값과 같은 억 원 단위로 읽습니다.
#
# 열을 만드는 방법을 이름마다 적어 두고, 이름의 목록을 주면 모델을 가르쳐 :term:`검증 데이터`의 오차를 재는 함수를 둡니다.
# 구는 크고 작음이 없는 이름이므로, 구마다 열을 하나씩 두고 제 구의 열에만 1을, 나머지에는 0을 적습니다(one-hot).

from sklearn.linear_model import LinearRegression

columns = {
    "면적": lambda h: h.areas,
    "건축 연도": lambda h: h.built,
    "강남구인가": lambda h: h.districts == 0,
    "구": lambda h: np.eye(10)[h.districts],
    "역까지": lambda h: h.distances,
    "호수": lambda h: h.units,
}


def table(houses, names):
    return np.column_stack([columns[name](houses) for name in names])


# %%
# 모델은 :term:`선형 회귀`입니다. 열마다 가중치를 곱해 더하는, 층이 하나이고 굽지 않은 :term:`신경망`과 같습니다.


def predict(names, model, known=train, asked=valid):
    model.fit(table(known, names), known.prices)
    return model.predict(table(asked, names))


def rmse(prediction, prices=valid.prices):
    return float(np.sqrt(np.mean((prediction - prices) ** 2)))


straight = LinearRegression()
mean_only = rmse(np.full(len(valid), train.prices.mean()))
basic = rmse(predict(["면적", "건축 연도"], straight))
print(f"모두 평균이라고 하면 {mean_only:.2f}, 면적과 건축 연도로 {basic:.2f}")

# %%
# 바닥이 :val:`NOISE|.1f`이니 :val:`basic|.2f|은/는` 한참 위입니다.

assert NOISE < basic < mean_only

# %%
# .. _features-renaming:
#
# 이름만 바꾼 특징
# ----------------
#
# 특징 공학의 첫 예로 흔히 드는 것이 **집의 나이**입니다. 올해에서 건축 연도를 뺍니다. 사람에게는 2000년보다 스물다섯 해가
# 더 와닿습니다. 모델에게도 그럴까요? 선형 회귀와 :term:`결정 트리`에 두 특징을 바꾸어 넣습니다. 결정 트리는 “건축 연도가 얼마보다
# 작은가?” 같은 물음을 이어 가며 집을 나누는 모델입니다. 오차가 얼마나 줄지 먼저 예측해 보세요.

from sklearn.tree import DecisionTreeRegressor

columns["집의 나이"] = lambda h: 2025 - h.built
tree = DecisionTreeRegressor(max_depth=5, random_state=SEED)
two_models = {"선형 회귀": straight, "결정 트리": tree}
year, house_age = ["면적", "건축 연도"], ["면적", "집의 나이"]
renamed = pd.DataFrame(
    {
        model_name: [
            rmse(predict(names, model)) for names in (year, house_age)
        ]
        for model_name, model in two_models.items()
    },
    index=["건축 연도", "집의 나이"],
)
renamed.T.round(3)

# %%
# 거의 줄지 않습니다. 오차만 같은 것일까요, 답까지 같은 것일까요? 기록을 열 번 새로 뽑아, 두 특징을 받은 모델의 답이 다른 집을
# 배운 집과 처음 보는 집에서 따로 셉니다.

moved = pd.DataFrame(0, index=list(two_models), columns=["배운 집", "새 집"])
for seed in range(10):
    other = make_houses(seed=seed)
    for model_name, model in two_models.items():
        for where, houses in zip(
            moved, (other.train, other.valid), strict=True
        ):
            by_year = predict(year, model, other.train, houses)
            by_age = predict(house_age, model, other.train, houses)
            different = np.abs(by_year - by_age) > 1e-6
            moved.loc[model_name, where] += int(different.sum())
print(f"배운 집 {10 * len(train):,}채, 새 집 {10 * len(valid):,}채")
moved

# %%
# 선형 회귀의 답은 한 채도 다르지 않습니다. 나이의 가중치는 건축 연도의 가중치에 부호만 바꾼 것이 되고, 뺀 만큼은 :term:`편향`이
# 메웁니다.
#
# .. math::
#
#    w \cdot \text{연도} + b = -w\,(2025 - \text{연도}) + (b + 2025\,w)
#
# 결정 트리에서는 “1990년보다 뒤에 지었는가?”가 “서른다섯 살보다 어린가?”가 될 뿐이라, 배운 집은 똑같이 나뉩니다. 새 집에서도
# :val:`new_houses|,d`채 가운데 :val:`tree_moved`채만 다릅니다. 트리는 배운 집의 해와 해 한가운데에서 자르는데, 새 집이 하필 그
# 한가운데 해에 지은 것이면 어느 쪽에 서는지가 뒤집힙니다. 두 물음의 점수가 똑같아서 다른 물음을 고르는 일도 있습니다. 아는 것이
# 늘어서가 아니라, 비긴 것을 가르는 순서가 바뀌어서입니다.
#
# 올해는 모든 집에 똑같은 수이므로 빼도 정보가 늘지 않습니다. 이런 것은 이름을 바꾼 것이지 특징을 만든 것이 아닙니다. 사람이 읽기
# 좋다는 장점은 있습니다.

new_houses = 10 * len(valid)
tree_moved = int(moved.loc["결정 트리", "새 집"])
assert (moved["배운 집"] == 0).all()
assert moved.loc["선형 회귀", "새 집"] == 0
assert tree_moved < 0.01 * new_houses

# %%
# .. _features-age-at-sale:
#
# 팔 때의 나이
# ------------
#
# 그러면 나이는 쓸모가 없을까요? 값은 올해가 아니라 **팔 때** 정해졌습니다. 같은 해에 지은 집도 다섯 해 뒤에 팔 때와 스무 해 뒤에
# 팔 때는 값이 다릅니다. 거래일은 집마다 다르므로, 거래일에서 건축 연도를 빼면 건축 연도에는 없던 정보가 생깁니다. 면적, 구,
# 거리의 몫을 식대로 빼고 남은 값을 봅니다. 나이를 다섯 해씩 묶어, 묶음 안에서 남은 값이 얼마나 흩어져 있는지(표준편차)를 재서
# 평균합니다.

columns["팔 때의 나이"] = lambda h: h.ages_at_sale
premium = np.array(list(PREMIUMS.values()))[train.districts]
others = 1 + 0.08 * train.areas + premium - 1.2 * train.distances
left = train.prices - others
ages = {"집의 나이": 2025 - train.built, "팔 때의 나이": train.ages_at_sale}
scattered = {}
for name, age in ages.items():
    five_years = (age // 5).astype(int)
    scattered[name] = pd.Series(left).groupby(five_years).std().mean()
print({name: round(float(s), 2) for name, s in scattered.items()})

# %%
# 두 나이 위에 점으로 찍어 보면 까닭이 보입니다. 오른쪽의 선은 식의 :math:`6\, e^{-\text{나이}/15}`입니다.

# sphinx_gallery_alt = "점 그림 두 개. 세로축은 면적, 구, 거리의 몫을 빼고 남은 값입니다. 왼쪽의 집의 나이에서는 점이 넓게 퍼져 있고, 오른쪽의 팔 때의 나이에서는 처음에 빨리 떨어지다가 천천히 떨어지는 곡선 하나에 모입니다."
fig, axes = plt.subplots(1, 2, figsize=(8, 3.8), sharey=True)
for ax, (name, age), color in zip(axes, ages.items(), PALETTE, strict=False):
    ax.plot(age, left, "o", ms=3, color=color, alpha=0.6)
    ax.set(xlabel=f"{name}(해)")
years = np.linspace(0, 50, 100)
axes[1].plot(years, 6 * np.exp(-years / 15), color=PALETTE[3])
axes[0].set(ylabel="남은 값(억 원)", title="집의 나이: 퍼져 있습니다")
axes[1].set_title("팔 때의 나이: 곡선이 됩니다")
plt.show()

# %%
# 나이가 비슷한 집끼리 남은 값이 흩어진 정도가 :val:`spread_built|.2f`에서 :val:`spread_sale|.2f|으로/로` 줄어, 잡음에
# 가까워졌습니다. 오른쪽은 굽어 있으므로 직선에 넣으려면 펴야 합니다. 사람의 지식을 하나 더 씁니다. 물건의 값은 대개 해마다
# 일정한 비율로 떨어지므로 :math:`e^{-\text{나이}/10}`을 만들고 **새집 값**이라고 부릅니다. :math:`10`은 어림이고, 식에 쓴
# :math:`15`는 모르는 척합니다. 두 모델에 차례로 넣습니다. :term:`랜덤 포레스트`는 조금씩 다른 결정 트리를 여럿 길러 답을 평균하는
# 모델입니다.

from sklearn.ensemble import RandomForestRegressor

columns["거래 뒤 날수"] = lambda h: h.days_since_sale
columns["새집 값"] = lambda h: np.exp(-h.ages_at_sale / 10)
forest = RandomForestRegressor(50, random_state=SEED)
same = ["면적", "구", "역까지"]
choices = {
    "건축 연도": ["건축 연도"],
    "집의 나이": ["집의 나이"],
    "건축 연도 + 거래 뒤 날수": ["건축 연도", "거래 뒤 날수"],
    "팔 때의 나이": ["팔 때의 나이"],
    "새집 값": ["새집 값"],
}

# %%
# 면적, 구, 역까지의 거리는 늘 주고, 나이를 알려 주는 열만 바꿉니다. 두 모델이 같은 특징을 반길까요?

rows = [
    [rmse(predict([*same, *added], model)) for model in (straight, forest)]
    for added in choices.values()
]
by_choice = pd.DataFrame(rows, choices, columns=["선형 회귀", "랜덤 포레스트"])
by_choice.round(2)

# %%
# 세 가지가 보입니다.
#
# - 집의 나이는 여기에서도 건축 연도와 같습니다. 랜덤 포레스트의 작은 차이는 위에서 본 것처럼 비긴 것을 가르는 순서가 바뀐
#   것입니다.
# - 건축 연도와 거래 뒤 날수를 **둘 다** 주면 선형 회귀는 팔 때의 나이를 따로 주지 않아도 됩니다. 두 열을 빼는 것은 가중치로 할 수
#   있기 때문입니다. 랜덤 포레스트의 트리는 한 번에 열 하나만 물으므로, 사람이 빼 주면 :val:`forest_before|.2f`에서
#   :val:`forest_after|.2f|으로/로` 줄어듭니다.
# - 곡선을 펴 주면 거꾸로 선형 회귀가 :val:`bent_before|.2f`에서 :val:`bent_after|.2f|으로/로` 줄고, 랜덤 포레스트는 거의 그대로입니다.
#   자르는 자리만 보는 모델에게는 펴든 말든 집들이 늘어선 차례가 같기 때문입니다.
#
# 좋은 특징은 **그 모델이 스스로 하지 못하는 계산을 대신해 주는 것**입니다.

# %%
# .. _features-create:
#
# 특징을 하나씩 만들기
# --------------------
#
# 주소에서도 특징을 만들 수 있습니다. “강남구인가?” 하나만 물을 수도 있고 구를 모두 적을 수도 있고, 지도에서 역까지의 거리를
# 잴 수도 있습니다. 모델은 선형 회귀 그대로 두고 특징만 한 계단씩 바꿉니다. 어느 계단이 가장 클까요? 먼저 골라 보세요.

ladder = {
    "면적, 건축 연도": ["면적", "건축 연도"],
    "건축 연도 → 집의 나이": ["면적", "집의 나이"],
    "+ 강남구인가": ["면적", "집의 나이", "강남구인가"],
    "강남구인가 → 구": ["면적", "집의 나이", "구"],
    "+ 역까지의 거리": ["면적", "집의 나이", "구", "역까지"],
    "집의 나이 → 팔 때의 나이": ["면적", "팔 때의 나이", "구", "역까지"],
    "팔 때의 나이 → 새집 값": ["면적", "새집 값", "구", "역까지"],
}
errors = [rmse(predict(names, straight)) for names in ladder.values()]
steps = -np.diff(errors)
biggest = list(ladder)[steps.argmax() + 1]
print(f"가장 큰 계단: {biggest}, {steps.max():.2f}만큼")

# %%
# 계단을 모두 그립니다.

# sphinx_gallery_alt = "가로 막대 일곱 개의 그림. 검증 오차가 <<errors[0]|.2f>>에서 시작해, 집의 나이로 바꾸면 그대로이고, 강남구인가를 더하면 <<errors[2]|.2f>>, 구를 모두 적으면 <<errors[3]|.2f>>, 거리를 더하면 <<errors[4]|.2f>>, 팔 때의 나이로 바꾸면 <<errors[5]|.2f>>, 새집 값으로 바꾸면 <<errors[6]|.2f>>입니다. 점선은 잡음 <<NOISE|.1f>>입니다."
from dlconcepts.viz import INK

fig, ax = plt.subplots(figsize=(7.6, 4.2))
colors = [PALETTE[1] if k == 1 else PALETTE[0] for k in range(len(errors))]
bars = ax.barh(list(ladder), errors, color=colors)
ax.bar_label(bars, fmt="%.2f", padding=4)
ax.axvline(NOISE, color=INK, ls=":", lw=1.5)
ax.text(NOISE + 0.05, -0.75, "잡음", va="center")
ax.set(xlabel="검증 오차(억 원)", xlim=(0, 4), ylim=(6.6, -1.1))
ax.set_title("이름만 바꾼 계단에서는 줄지 않습니다")
ax.grid(axis="y", visible=False)
plt.show()

# %%
# 같은 데이터, 같은 모델인데 오차가 :val:`errors[0]|.2f`에서 :val:`errors[6]|.2f|으로/로` 줄었습니다. 가장 큰 계단은 구를 모두 적은
# 것입니다. 강남구인지만 알 때에는 나머지 아홉 구의 차이를 몰랐습니다. 줄지 않은 계단은 주황색 하나, 이름만 바꾼 계단입니다.

forest_before, forest_after = by_choice["랜덤 포레스트"].iloc[[2, 3]]
bent_before, bent_after = by_choice["선형 회귀"].iloc[[3, 4]]
spread_built, spread_sale = scattered["집의 나이"], scattered["팔 때의 나이"]
assert biggest == "강남구인가 → 구"
assert abs(steps[0]) < 1e-9
assert steps[1:].min() > 0.1
assert forest_after < 0.9 * forest_before
assert abs(by_choice.iloc[4, 1] / forest_after - 1) < 0.05
assert bent_after < 0.85 * bent_before
assert spread_sale < 0.75 * spread_built

# %%
# .. _features-select:
#
# 고르기: 빼 보고 재기
# --------------------
#
# 특징은 많을수록 좋을까요? 가진 특징에서 하나씩 **빼 보고** 오차가 얼마나 달라지는지 잽니다. 선형 회귀와, 닮은 집 다섯 채의 값을
# 평균하는 :term:`k-최근접 이웃`에서 합니다. k-최근접 이웃은 열의 크기에 휘둘리므로 열마다 평균과 퍼진 정도를 맞추어 줍니다.
# 호수와 거래 뒤 날수는 값의 식에 없습니다.

from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

neighbors = make_pipeline(StandardScaler(), KNeighborsRegressor(5))
both = {"선형 회귀": straight, "k-최근접 이웃": neighbors}
full = ["면적", "새집 값", "구", "역까지", "호수", "거래 뒤 날수"]

# %%
# 여섯 가지를 모두 준 것과 하나씩 뺀 것입니다.

dropped = pd.DataFrame(
    {
        model_name: {
            name: rmse(predict([n for n in full if n != name], model))
            for name in ["(모두)", *full]
        }
        for model_name, model in both.items()
    }
)
dropped.rename_axis("뺀 특징").round(2)

# %%
# 구를 빼면 두 모델이 모두 크게 나빠집니다. 호수나 거래 뒤 날수를 빼면 선형 회귀는 거의 그대로이고, k-최근접 이웃은 도리어
# 좋아집니다. 선형 회귀는 쓸모없는 열의 가중치를 영에 가깝게 배우지만, k-최근접 이웃은 모든 열을 똑같이 믿기 때문입니다. 역까지의
# 거리는 선형 회귀에는 꼭 있어야 하는데 k-최근접 이웃에서는 빼도 크게 다르지 않습니다. 쓸모는 특징 혼자가 아니라 모델과 함께
# 정해집니다. 호수와 거래 뒤 날수를 둘 다 빼면 얼마나 좋아질까요?

kept = full[:4]
lin_full, knn_full = dropped.loc["(모두)"]
lin_kept = rmse(predict(kept, straight))
knn_kept = rmse(predict(kept, neighbors))
print(f"k-최근접 이웃 {knn_full:.2f} → {knn_kept:.2f}")
print(f"선형 회귀 {lin_full:.2f} → {lin_kept:.2f}")
assert knn_kept < 0.85 * knn_full
assert dropped.loc[full[4:], "k-최근접 이웃"].max() < 0.95 * knn_full
assert (dropped.loc[full[4:], "선형 회귀"] - lin_full).abs().max() < 0.05
assert abs(lin_kept - lin_full) < 0.05
assert dropped.loc["역까지", "선형 회귀"] > 1.4 * lin_full
assert abs(dropped.loc["역까지", "k-최근접 이웃"] / knn_full - 1) < 0.15
assert dropped.loc["구"].min() > 2 * dropped.loc["(모두)", "선형 회귀"]

# %%
# .. _features-clean:
#
# 다듬기: 빠진 값과 잘못 적은 값
# ------------------------------
#
# 실제 기록은 깨끗하지 않습니다. 이번에는 백 채에 다섯 채쯤은 역까지의 거리가 비어 있고, 학습 기록에는 백 채에 세 채꼴로 잘못 적은
# 것이 있습니다. 반은 값에 영을 하나 더 적었고, 반은 면적을 평으로 적었습니다.

rough = make_houses(seed=SEED, outliers=0.03, missing=0.05)
messy = rough.train
holes = int(np.isnan(messy.distances).sum())
mistakes = int(messy.mistaken.sum())
print(f"거리가 빈 집 {holes}채, 잘못 적은 집 {mistakes}채")
assert holes > 0

# %%
# 빈 칸은 계산할 수 없으므로 먼저 채웁니다. 영으로 채우면 “역 바로 앞”이라는 거짓말이 됩니다. 학습 데이터의 :term:`중앙값`, 곧
# 크기 순서로 늘어놓았을 때 한가운데 있는 값으로 채웁니다. 검증과 평가의 빈 칸도 **학습 데이터의** 중앙값으로 채웁니다.
#
# 잘못 적은 것은 모델의 답과 값의 차이로 찾습니다. 차이가 유난히 큰 집을 빼고 다시 가르치기를, 뺄 집이 더는 바뀌지 않을 때까지
# 되풀이합니다. “유난히”는 남은 집들의 차이를 늘어놓아 그 중앙값의 여섯 배를 넘는 것으로 정합니다. 평균은 잘못 적은 값에 끌려가지만
# 중앙값은 거의 끌려가지 않습니다.

center = float(np.nanmedian(messy.distances))
columns["역까지"] = lambda h: np.nan_to_num(h.distances, nan=center)


def clean(x, prices):
    keep = np.ones(len(prices), dtype=bool)
    for _ in range(20):
        model = LinearRegression().fit(x[keep], prices[keep])
        wrong = np.abs(prices - model.predict(x))
        now = wrong < 6 * np.median(wrong[keep])
        if (now == keep).all():
            break
        keep = now
    return keep


# %%
# 그대로 배운 모델과 걸러 내고 배운 모델의 오차를 바르게 적힌 검증 데이터에서 재고, 잘못 적은 집을 몇 채나 찾았는지 정답과 견줍니다.
# 실제로는 이 정답을 알 수 없습니다.

x, prices = table(messy, kept), messy.prices
x_valid = table(rough.valid, kept)
keep = clean(x, prices)
everything = LinearRegression().fit(x, prices)
cleaned = LinearRegression().fit(x[keep], prices[keep])
dirty_error = rmse(everything.predict(x_valid), rough.valid.prices)
clean_error = rmse(cleaned.predict(x_valid), rough.valid.prices)
found = int((~keep & messy.mistaken).sum())
innocent = int((~keep & ~messy.mistaken).sum())
print(f"그대로 {dirty_error:.2f}, 걸러 낸 뒤 {clean_error:.2f}")
print(f"잘못 적은 {mistakes}채에서 {found}채를 찾았습니다")
print(f"멀쩡한데 뺀 집 {innocent}채")

# %%
# 백 채에 세 채꼴의 잘못이 오차를 :val:`blown|.1f`배로 키웠고, 걸러 내자 깨끗한 데이터로 배운 것과 비슷해졌습니다. 무엇을 뺐는지
# 봅니다.

# sphinx_gallery_alt = "가로축이 면적, 세로축이 값(로그)인 점 그림. 남긴 집은 가운데에 비스듬히 모여 있고, 뺀 집은 대개 두 무리입니다. 한 무리는 값이 열 배쯤인 위쪽에, 다른 무리는 면적이 아주 작은 왼쪽에 있습니다. 몇 채는 남긴 집들 사이에 섞여 있습니다."
fig, ax = plt.subplots(figsize=(7, 4.2))
for rows, mark, color, label in (
    (keep, "o", PALETTE[0], "남긴 집"),
    (~keep, "X", PALETTE[1], "뺀 집"),
):
    size = 4 if mark == "o" else 9
    where = messy.areas[rows], prices[rows]
    ax.semilogy(*where, mark, ms=size, color=color, label=label)
ax.set(xlabel="면적(㎡)", ylabel="값(억 원)", yticks=[5, 10, 20, 50, 100, 200])
ax.set_yticklabels(["5", "10", "20", "50", "100", "200"])
ax.set_title("뺀 집은 대개 위쪽과 왼쪽에 있습니다")
ax.legend(loc="lower right")
plt.show()

# %%
# 위쪽은 영을 하나 더 적은 집이고 왼쪽은 평으로 적은 집입니다. 남긴 집들 사이에 섞여 있는 것도 있습니다. 큰 집의 면적을 평으로
# 적으면 작은 집처럼 보여서, 면적이나 값 하나만 보아서는 찾을 수 없습니다. 까닭을 알았으니 빼는 대신 고쳐 쓸 수도 있습니다. 다만 맞히기 어렵다는
# 까닭만으로 **검증과 평가**의 집을 빼면 안 됩니다. 시험 문제에서 어려운 것을 지우는 일입니다.

blown = dirty_error / clean_error
assert blown > 3
assert clean_error < 1.25 * lin_kept
assert found >= 0.8 * mistakes
assert innocent <= 0.02 * len(messy)
columns["역까지"] = lambda h: h.distances

# %%
# 여기까지의 수는 씨앗 하나로 뽑은 기록에서 나왔으니 운일 수 있습니다. 그래서 이 쪽을 씨앗만 바꾸어 다섯 번 실행한 기록을 함께 봅니다.

from dlconcepts.benchmark import recorded_spread

spread = recorded_spread("09_features/plot_01_feature_engineering")
spread.check(
    first=errors[0],
    last=errors[6],
    forest_before=forest_before,
    forest_after=forest_after,
    bent_before=bent_before,
    bent_after=bent_after,
    knn_full=knn_full,
    knn_kept=knn_kept,
    dirty=dirty_error,
    cleaned=clean_error,
)

# %%
# 두 줄씩 견주면, 앞줄의 가장 작은 값이 뒷줄의 가장 큰 값보다 언제나 큽니다.

shown = {
    "first": "계단의 처음",
    "last": "계단의 끝",
    "forest_before": "랜덤 포레스트, 건축 연도 + 거래 뒤 날수",
    "forest_after": "랜덤 포레스트, 팔 때의 나이",
    "bent_before": "선형 회귀, 팔 때의 나이",
    "bent_after": "선형 회귀, 새집 값",
    "knn_full": "k-최근접 이웃, 여섯 가지 모두",
    "knn_kept": "k-최근접 이웃, 쓸모 있는 넷만",
    "dirty": "잘못 적은 채로",
    "cleaned": "걸러 낸 뒤",
}
for before, after in zip(list(shown)[::2], list(shown)[1::2], strict=True):
    assert spread[before].low > spread[after].high
spread.to_frame(names=shown).round(2)

# %%
# .. _features-skill:
#
# 정비공의 실력
# -------------
#
# 특징이 결과를 정한다면, 결과는 특징을 만든 사람의 실력에 달렸습니다. 세 사람이 같은 기록과 같은 세 모델을 받았습니다. 여기까지는
# 검증 데이터로 골랐으니, 이제 한 번도 쓰지 않은 :term:`평가 데이터`로 잽니다. 우연이 아닌지 보려고 기록을 다섯 번 새로 뽑습니다.
# 사람을 바꾸는 것과 모델을 바꾸는 것 가운데 어느 쪽이 오차를 더 바꿀까요?

people = {
    "서툰 정비공": ["면적", "집의 나이", "호수"],
    "보통 정비공": ["면적", "건축 연도", "구", "역까지"],
    "베테랑 정비공": ["면적", "새집 값", "구", "역까지"],
}
models = {**both, "랜덤 포레스트": forest}
scores = np.zeros((5, 3, 3))
for seed in range(5):
    each = make_houses(seed=seed)
    for i, names in enumerate(people.values()):
        for j, model in enumerate(models.values()):
            given = predict(names, model, each.train, each.test)
            scores[seed, i, j] = rmse(given, each.test.prices)

# %%
# 칸마다 다섯 번의 평균을, 괄호 안에 가장 작은 것과 가장 큰 것을 적습니다.

middle, low, high = scores.mean(0), scores.min(0), scores.max(0)
skill = pd.DataFrame(
    {
        model: [
            f"{middle[i, j]:.2f} ({low[i, j]:.2f}–{high[i, j]:.2f})"
            for i in range(3)
        ]
        for j, model in enumerate(models)
    },
    index=list(people),
)
skill

# %%
# 줄을 바꾸면, 곧 사람을 바꾸면 오차가 적어도 :val:`across_people|.1f`배 달라집니다. 칸을 바꾸는 것, 곧 모델을 바꾸는 것은 많아야
# :val:`across_models|.1f`배입니다. 베테랑이 쓴 가장 단순한 모델(선형 회귀)이 보통 정비공의 가장 나은 모델을 이깁니다.

best_of_middle = scores[:, 1].min(axis=1)
assert (scores[:, 2, 0] < best_of_middle).all()
assert low[0].min() > 2 * high[1].max()
across_people = (middle.max(axis=0) / middle.min(axis=0)).min()
across_models = (middle.max(axis=1) / middle.min(axis=1)).max()
print(f"사람을 바꾸면 적어도 {across_people:.1f}배")
print(f"모델을 바꾸면 많아야 {across_models:.1f}배")
assert across_people > 1.5 * across_models

# %%
# .. _features-real:
#
# 진짜 데이터에서
# ---------------
#
# 지어낸 집은 답을 알고 만든 것이라 특징의 효과가 뚜렷합니다. 진짜 데이터는 어떨까요? 당뇨병 환자를 진찰한 열 가지 값으로 한 해 뒤에
# 병이 나빠진 정도를 맞힙니다. 열은 나이, 성별, 체질량 지수(bmi), 혈압(bp)과 혈액 검사 여섯 가지(:name:`s1–s6`)입니다.

from sklearn.datasets import load_diabetes

patients = load_diabetes(as_frame=True, scaled=False)
X, y = patients.data, patients.target
print(f"환자 {len(X)}명, 특징 {X.shape[1]}가지")
X.head(3).round(1)

# %%
# 환자가 적으므로 :term:`교차 검증`을 씁니다. 환자를 다섯 묶음으로 나누어, 한 묶음씩 남겨 두고 나머지로 배운 뒤 남긴 묶음에서 오차를
# 잽니다. 나누기를 달리하여 다섯 번 되풀이하고 평균합니다.

from sklearn.feature_selection import SelectKBest, f_regression
from sklearn.model_selection import RepeatedKFold, cross_val_score
from sklearn.preprocessing import PolynomialFeatures

folds = RepeatedKFold(n_splits=5, n_repeats=5, random_state=SEED)
metric = "neg_root_mean_squared_error"


def crossed(features, model=straight):
    found = cross_val_score(model, features, y, cv=folds, scoring=metric)
    per_repeat = -found.reshape(5, 5).mean(axis=1)
    return [per_repeat.mean(), per_repeat.min(), per_repeat.max()]


# %%
# 앞의 것들을 하나씩 해 봅니다. ``제곱과 곱``은 열 두 개를 곱한 것과 열의 제곱을 남김없이 더한 것입니다. ``고른 셋``은 병이 나빠진
# 정도와 가장 비슷하게 오르내리는 열 셋입니다. 고르는 것도 배우는 것이므로, 묶음을 남겨 둘 때마다 **나머지 환자만 보고** 다시
# 고릅니다. 환자 모두를 보고 골라 두면 남긴 묶음의 답을 미리 본 셈입니다. 무엇이 도움이 될까요?

born = X.assign(age=1990 - X["age"])
product = X.assign(both=X["bmi"] * X["bp"])
three = make_pipeline(SelectKBest(f_regression, k=3), straight)
squares = PolynomialFeatures(2, include_bias=False)
noise = np.random.default_rng(SEED).normal(size=(len(X), 100))

# %%
# 모두 같은 방법으로 잽니다.

real = {
    "열 가지 모두": crossed(X),
    "나이 → 태어난 해": crossed(born),
    "bmi 하나": crossed(X[["bmi"]]),
    "고른 셋": crossed(X, three),
    "모두 + bmi × bp": crossed(product),
    "모두 + 제곱과 곱": crossed(
        X, make_pipeline(StandardScaler(), squares, straight)
    ),
    "모두 + 되는대로 뽑은 백 가지": crossed(np.c_[X, noise]),
}

# %%
# 다섯 번의 평균과, 가장 작은 것과 가장 큰 것입니다.

names = ["오차", "가장 작은 것", "가장 큰 것"]
result = pd.DataFrame(real, index=names).T
result.round(2)

# %%
# 이름만 바꾼 것은 여기에서도 똑같습니다. 열 가지에서 셋만 골라도 오차는 :val:`three_cost|.0%`밖에 늘지 않습니다. 체질량 지수와 혈압을
# 곱한 열은 오차를 :val:`product_gain|.1%` 줄였는데, 이만한 차이로는 도움이 된다고 말하기에 이릅니다. 생각 없이 제곱과 곱을 모두
# 넣으면 특징이 :val:`pair_count`가지로 늘어 오히려 나빠집니다. 배운 환자에게만 맞는 우연을 외우는 :term:`과적합`입니다. 되는대로
# 뽑은 백 가지는 더 나쁩니다. 진짜 데이터에서는 바닥이 어디인지 모르므로, 좋은 특징이 더 있는지도 재어 보아야 압니다.

pair_count = squares.fit(X).n_output_features_
error = result["오차"]
product_gain = 1 - error.iloc[4] / error.iloc[0]
assert abs(error.iloc[1] - error.iloc[0]) < 1e-6
three_cost = error.iloc[3] / error.iloc[0] - 1
assert error.iloc[2] > error.iloc[3] + 3
assert 0 < three_cost < 0.06
assert abs(product_gain) < 0.02
assert error.iloc[5] > error.iloc[0] + 2
assert error.iloc[6] > error.iloc[0] + 5

# %%
# .. _features-trap:
#
# 흔한 함정
# ---------
#
# 첫째, 흔히 이렇게 말합니다: “건축 연도보다 집의 나이를 주면 모델이 훨씬 잘 이해한다.” 위에서 보았듯이 올해에서 뺀 나이는 모델이
# 아는 것을 늘리지 않습니다. 늘리는 것은 집마다 다른 날에서 뺀 나이와, 굽은 모양을 편 나이입니다. 새 특징을 만들었다면 **가진
# 특징만으로는 그 모델이 할 수 없는 계산인지** 물어보세요.
#
# 둘째, 정답이 새어 들어간 특징입니다. ㎡당 값을 특징으로 넣고, 면적과 건축 연도만 준 것과 견줍니다.

columns["㎡당 값"] = lambda h: h.prices / h.areas
leaked = rmse(predict(["면적", "㎡당 값"], forest))
honest = rmse(predict(["면적", "건축 연도"], forest))
print(f"㎡당 값을 넣으면 {leaked:.2f}, 넣지 않으면 {honest:.2f}")
assert leaked < 0.4 * honest

# %%
# 구도 역까지의 거리도 모르는데 오차가 뚝 떨어졌습니다. ㎡당 값은 맞히려는 값을 면적으로 나눈 것이기 때문입니다. 값을 아직 모르는 집에서는
# 이 특징을 만들 수 없습니다. 오차가 너무 좋으면 **맞힐 때 정말 알 수 있는 특징인지** 물어보세요.

# %%
# .. _features-summary:
#
# 정리
# ----
#
# - 특징 공학은 사람이 특징을 만들고, 고르고, 다듬는 일입니다. 같은 데이터와 같은 모델이라도 특징에 따라 오차가 몇 배로 달라집니다.
# - 올해에서 건축 연도를 뺀 나이는 새 정보가 아닙니다. 팔 때의 나이, 구, 역까지의 거리처럼 모르던 것을 알려 주거나, 모델이 하지 못하는
#   계산을 대신해 주는 특징이 돕습니다.
# - 쓸모없는 특징과 잘못 적은 기록은 해가 됩니다. 얼마나 해로운지는 모델마다 다르므로 빼 보고 재야 합니다.

# %%
# .. _features-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 집의 나이가 건축 연도보다 나은 때도 있습니다. :term:`경사 하강법`으로 가르칠 때입니다. 열 하나와 편향만 있는 직선에서,
# 가장 많이 굽은 쪽과 가장 덜 굽은 쪽의 비(:term:`조건수`)를 두 특징으로 견주어 보세요. 평균과 퍼진 정도를 맞추면 어떻게 될까요?
#
# .. dropdown:: 답 보기
#
#    건축 연도의 조건수는 약 :val:`by_built_in_eok|,.0f`억, 집의 나이는 약 :val:`by_house_age|,.0f`입니다. 조건수가 크면 경사 하강법이 그만큼
#    느립니다. 그러나 평균과 퍼진 정도를 맞추면 둘 다 1이 되므로, 나이를 만들 까닭이 다시 사라집니다.


def condition(column):
    x = np.column_stack([column, np.ones(len(column))])
    return float(np.linalg.cond(x.T @ x))


def standard(column):
    return (column - column.mean()) / column.std()


by_built, by_house_age = condition(train.built), condition(2025 - train.built)
tamed = condition(standard(train.built))
by_built_in_eok = by_built / 1e8
print(f"건축 연도 {by_built:,.0f}")
print(f"집의 나이 {by_house_age:,.0f}, 크기를 맞추면 {tamed:.2f}")
assert by_built > 100 * by_house_age
assert abs(condition(standard(2025 - train.built)) - tamed) < 1e-9
assert tamed < 1.01

# %%
# **둘.** :math:`e^{-\text{나이}/10}`의 :math:`10`은 어림이었습니다. 검증 데이터로 더 나은 수를 골라 보세요. 식에 쓴 수를 찾을 수
# 있을까요?
#
# .. dropdown:: 답 보기
#
#    검증 오차가 가장 작은 수는 :val:`chosen`이고, 그때의 오차는 :val:`chosen_error|.2f`입니다. 식에 쓴 수에 가깝습니다. 식을 다
#    알고 잰 오차, 곧 이 검증 데이터에 든 잡음은 :val:`valid_floor|.2f`입니다. 고를 때 쓴 데이터로 잰 오차는 조금 좋게 나온
#    수이므로, 정말 좋은지는 평가 데이터로 다시 재야 합니다.

tried = {}
for scale in range(5, 31):
    columns["새집 값"] = lambda h, s=scale: np.exp(-h.ages_at_sale / s)
    tried[scale] = rmse(predict(kept, straight))
chosen = min(tried, key=tried.get)
chosen_error = tried[chosen]
print(f"{chosen}일 때 {chosen_error:.3f}, 10일 때 {tried[10]:.3f}")
assert 12 <= chosen <= 18
assert chosen_error < tried[10]

# %%
# 검증 데이터에 든 잡음은 식을 그대로 써서 잽니다.

known = (
    valid.built,
    valid.sold,
    valid.areas,
    valid.districts,
    valid.distances,
)
parts = ("built", "sold", "area", "district", "distance")
valid_floor = rmse(expected_price(**dict(zip(parts, known, strict=True))))
print(f"검증 데이터의 잡음 {valid_floor:.3f}")
assert chosen_error < 1.15 * valid_floor

# %%
# **셋.** 구를 열 하나에 번호(영부터 아홉까지)로 적으면 안 될까요? 번호를 무작위로 매겨 선형 회귀에 넣어 보세요.
#
# .. dropdown:: 답 보기
#
#    오차가 :val:`as_number|.2f`로, 구마다 열을 두었을 때의 :val:`as_columns|.2f`보다 훨씬 큽니다. 번호로 적으면 선형 회귀는 번호가
#    커질수록 값이 일정하게 오르거나 내린다고 믿습니다. 이름에는 그런 차례가 없습니다.

shuffled = np.random.default_rng(SEED).permutation(10)
columns["구의 번호"] = lambda h: shuffled[h.districts]
as_number = rmse(predict(["면적", "새집 값", "구의 번호", "역까지"], straight))
as_columns = rmse(predict(kept, straight))
print(f"번호 {as_number:.2f}, 열 열 개 {as_columns:.2f}")
assert as_number > 2 * as_columns

# %%
# .. _features-next:
#
# 다음 쪽
# -------
#
# 정비공 없이도 될까요? 특징까지 스스로 배우는 신경망과 사람이 만든 특징을
# :doc:`같은 데이터에서 견줍니다 </auto_examples/09_features/plot_02_learned_features>`.
