"""
셈하는 기계에서 배우는 기계까지, 약속은 지켜졌을까요?
======================================================

기계가 곧 무엇을 해낼 것이라는 예언은 오래되었습니다. 예언은 몇 번이나 빗나갔고, 몇 번은 늦게 이루어졌습니다.
들은 이야기를 외우는 대신 옛 기계를 코드로 돌려 보고, 출처가 있는 해로 연표를 그리고, 예언이 얼마나 늦었는지 셈합니다.

- **할 것**: 톱니바퀴 계산기로 빼 보고, 놀이를 스스로 배우는 기계를 만들고, 연표와 예언의 표를 그립니다.
- **배울 것**: 생각은 일찍 나왔고 결과는 늦었습니다. 기대가 너무 앞선 다음에는 겨울이 왔다고들 합니다. 인용에는 출처가 있어야 합니다.
- **필요한 것**: :doc:`인공지능, 머신러닝, 딥러닝 </auto_examples/01_what_is_deep_learning/plot_01_ai_ml_dl>`,
  :doc:`신경망은 어떻게 배울까요? </auto_examples/01_what_is_deep_learning/plot_05_weights_loss_optimizer>`. NumPy와 pandas를 씁니다.
"""

# %%
# .. _history-pascaline:
#
# 올림을 톱니에 맡긴 기계
# -----------------------
#
# 더하기에서 귀찮은 것은 올림입니다. :fact:`pascaline`년에 Pascal(파스칼)이 고안한 계산기는 그것을 톱니바퀴에 맡겼습니다. 자리마다
# 바퀴가 하나 있고, 바퀴가 9에서 0으로 넘어갈 때 왼쪽 바퀴를 한 칸 밉니다. ``turn``은 바퀴 하나를 돌리고, ``enter``는 수를 한 자리씩
# 돌려 넣습니다. ``turn``이 자기 자신을 한 번 더 부르는 줄이 올림입니다.


def turn(wheels, place, clicks):
    for _ in range(clicks):
        wheels[place] = (wheels[place] + 1) % 10
        if wheels[place] == 0 and place + 1 < len(wheels):
            turn(wheels, place + 1, 1)  # 올림


def enter(wheels, number):
    for place, digit in enumerate(reversed(str(number))):
        turn(wheels, place, int(digit))


# %%
# 바퀴는 일의 자리부터 적습니다. 958을 넣고 67을 더 넣습니다. 바퀴에는 무엇이 남을까요?


def read(wheels):
    return int("".join(map(str, reversed(wheels))))


wheels = [0] * 6
enter(wheels, 958)
enter(wheels, 67)
print("바퀴", wheels, "읽으면", read(wheels))
assert read(wheels) == 958 + 67

# %%
# 백의 자리까지 이어진 올림을 사람이 아니라 바퀴가 했습니다.

# %%
# .. _history-complement:
#
# 거꾸로 돌지 않는 바퀴로 빼기
# ----------------------------
#
# 이 바퀴는 한쪽으로만 돕니다. 그런데도 뺄 수 있었습니다. 비결은 **아홉의 보수**, 곧 자리마다 9에서 뺀 수입니다. 실제 기계에는
# 보수를 보여 주는 창이 따로 있었습니다. 앞의 수의 보수를 넣고, 뺄 수를 **더하고**, 보수의 창을 읽습니다. 정말 차이가 나올까요?


def complement(wheels):
    return [9 - digit for digit in wheels]


def subtract(a, b, places=6):
    wheels = complement([int(d) for d in f"{a:0{places}d}"[::-1]])
    enter(wheels, b)
    return read(complement(wheels))


lead = subtract(1642, 1623)
assert read(complement([2, 4, 6, 1, 0, 0])) == 999999 - 1642
print("1642 - 1623 =", lead)

# %%
# 더하기만 했는데 :val:`lead|d|이/가` 나왔습니다. 왜 될까요? 여섯 자리의 보수는 :math:`999999-a`입니다. 거기에 :math:`b`를 더하면
# :math:`999999-(a-b)`이고, 그 보수는 :math:`a-b`입니다. 운이 아니었는지 무작위로 고른 수들로 확인합니다.

import numpy as np

rng = np.random.default_rng(0)
pairs = np.sort(rng.integers(0, 1_000_000, size=(500, 2)))
right = sum(subtract(int(a), int(b)) == a - b for b, a in pairs)
print(f"{len(pairs)}번 가운데 {right}번 맞음")
assert lead == 19
assert right == len(pairs)

# %%
# 지금의 컴퓨터도 비슷한 꾀를 씁니다. 이진수의 보수를 더해서 뺍니다. 그리고 처음에 뺀 두 수에는 뜻이 있습니다. 파스칼의 계산기를
# 파스칼린이라 하고, 흔히 최초의 기계식 계산기라고 합니다. 그런데 Schickard(시카르트)는 :fact:`schickard`년의 편지에 이미 계산 시계를
# 만들었다고 적었습니다. 두 해의 차이가 위의 답입니다. 무엇을 ‘최초’라고 할지는 지금도 다투므로, 뒤에 그릴 연표에는 ‘논란 있음’이라고
# 적습니다.

# %%
# .. _history-leibniz:
#
# 곱하기는 누가 했을까요?
# -----------------------
#
# 파스칼린이 곱셈과 나눗셈까지 했다는 말은 반만 맞습니다. 같은 수를 되풀이해 넣는 것은 사람이었습니다. Leibniz(라이프니츠)의
# 계산기(stepped reckoner, 계단 모양의 원통을 쓴 셈틀)에는 수를 **한 번만** 맞추어 두고, 손잡이를 돌릴 때마다 그 수가 더해집니다.
# 두 사람이 똑같이 영리하게, 자리를 옮겨 가며 더한다고 하겠습니다. 365에 24를 곱하려면 몇 번 더해야 할까요?


def multiply(a, b):
    wheels, added = [0] * 6, 0
    for shift, digit in enumerate(reversed(str(b))):
        for _ in range(int(digit)):
            enter(wheels, a * 10**shift)  # 자리를 옮겨서 더합니다
            added += 1
    return read(wheels), added


product, added = multiply(365, 24)
print(f"{product}, 더한 횟수 {added}")
assert product == 365 * 24

# %%
# 더한 횟수는 같습니다. 다른 것은 더할 때마다 사람이 하는 일입니다. 파스칼린에서는 더할 때마다 자릿수만큼 바퀴를 돌려야 합니다.

digits_of_a = len(str(365))
by_pascaline = added * digits_of_a  # 더할 때마다 자리마다
by_leibniz = digits_of_a + added  # 한 번 맞추고, 손잡이만
print(f"파스칼린: 손으로 바퀴를 돌린 횟수 {by_pascaline}")
print(f"라이프니츠: 수를 맞추고 손잡이를 돌린 횟수 {by_leibniz}")
assert by_leibniz < by_pascaline

# %%
# Leibniz는 :fact:`leibniz-reckoner`년에 나무 모형을 보였습니다. 자리마다 나누어 더하는 셈은 우리가 종이에서 하는 곱셈과
# 같습니다. 여기까지의 기계는 모두 사람이 그때그때 시키는 셈만 합니다.

# %%
# .. _history-lovelace:
#
# 시킨 일만 하는 기계가 새것을 찾을 수 있을까요?
# ----------------------------------------------
#
# Babbage(배비지)가 :fact:`analytical-engine`년에 첫 도면을 그린 해석 기관은 달랐습니다. 셈의 차례까지 바꾸어 넣을 수 있는 설계였지만
# 끝내 완성되지 못했습니다. :fact:`lovelace-notes`년에 Lovelace(러브레이스)는 그 기계를 설명하며 이렇게 적었습니다.
#
#    “:fact:`lovelace-objection`.”
#
# :fact:`turing`년에 Turing(튜링)은 기계가 생각할 수 있는지를 흉내 내기 놀이로 바꾸어 물었습니다. 글로만 대화하고 상대가 사람인지
# 기계인지 알아맞히는 놀이로, 튜링 테스트라고도 합니다. 그는 위의 말을 ‘러브레이스의 반론’이라 부르며 답했습니다.
#
# 기계에게 **배우는 법**을 시킨다면 어떨까요? 작은 실험을 합니다. 돌 21개를 둘이 번갈아 하나에서 셋까지 가져가고, 마지막 돌을 가져간
# 쪽이 이깁니다. 기계에게는 놀이의 규칙과 경험을 적는 법만 시킵니다. 둔 다음에 상대가 가장 잘 두었을 때를 보고, 그 값의 부호를 바꾸어
# 적습니다.

STONES = 21
value = np.zeros((STONES + 1, 4))  # [남은 돌, 가져갈 돌] → 이길 것 같은 정도
for _ in range(1000):
    left = STONES
    while left:
        take = int(rng.integers(1, min(3, left) + 1))  # 아무렇게나 둡니다
        rest = left - take
        lost = -1  # 남은 돌이 없으면 상대는 이미 졌습니다
        best_reply = value[rest, 1 : min(3, rest) + 1].max() if rest else lost
        value[left, take] = -best_reply  # 상대에게 좋으면 나에게 나쁩니다
        left = rest

# %%
# 천 판을 혼자 두게 했습니다. 돌이 몇 개 남았을 때 몇 개를 가져가라고 할까요? 이길 길이 있는 자리에서 값이 가장 큰 칸을 고릅니다.

can_win = [n for n in range(1, STONES + 1) if value[n, 1:].max() > 0]
learned = [int(value[n].argmax()) for n in can_win]
print("남은 돌  ", *(f"{n:2d}" for n in can_win))
print("가져갈 돌", *(f"{n:2d}" for n in learned))
assert learned == [n % 4 for n in can_win]

# %%
# 언제나 상대에게 넷의 배수를 남깁니다. 넷의 배수인 자리는 줄에 없으니 거기서는 질 수밖에 없다는 뜻입니다. 필승법은 코드의 어디에도
# 적지 않았습니다(``value``의 칸이 넷인 것은 영부터 셋까지를 담기 때문입니다). 그러면 Lovelace가 틀렸을까요? 기계는 시킨 대로만
# 했습니다. 다만 우리가 시킨 것은 답이 아니라 배우는 법이었습니다. :fact:`samuel`년에 Samuel(새뮤얼)은 스스로 두면서 체커를 배우는
# 프로그램을 발표했습니다. 우리의 놀이는 모든 자리를 따져 볼 수 있을 만큼 작습니다. 큰 문제에서도 배우는 법만 시키면 되는지는 이
# 실험으로 알 수 없습니다.

# %%
# .. _history-timeline:
#
# 출처가 있는 연표
# ----------------
#
# :fact:`dartmouth`년의 여름 모임은 :term:`인공지능`이라는 이름을 걸었습니다. :fact:`dartmouth-proposal`년에 낸 제안서는 이런 추측을
# 바탕으로 삼았습니다.
#
#    “:fact:`dartmouth-quote`.”
#
# 잘 고른 사람들이 한 여름을 함께 보내면 문제 가운데 하나 이상이 크게 나아갈 것이라고도 적었습니다. 기계가 모든 것을 흉내 내는 일은 한
# 여름에 이루어지지 않았지만, 연구 분야의 이름은 남았습니다.
#
# 이제 연표를 만듭니다. ``load_milestones``는 이 사이트의 :doc:`사실과 출처 </facts>`에 있는 해를 읽습니다. 믿기 전에, 확실하지 않은 것부터
# 골라 봅니다.

import pandas as pd

from dlconcepts.datasets.history import load_milestones, load_promises

milestones = load_milestones()
names = ["해", "일", "확실한 정도"]
rows = [(m.year, m.text, m.state) for m in milestones]
unsure = pd.DataFrame(rows, columns=names).set_index("해")
unsure[unsure["확실한 정도"] != "확인함"]

# %%
# 계산 시계와 두 겨울은 출처끼리 말이 다르고, 세 물결은 한 책의 구분인데 확인하지 못했습니다. 나머지는 ‘확인함’이지만, 대개 원문이
# 아니라 그것을 옮긴 글을 보고 확인했습니다. 이 딱지를 붙인 채로 모두 그립니다. 겨울은 어디에 있을까요?

# sphinx_gallery_alt = "위에서 아래로 흐르는 연표. 시카르트와 파스칼과 라이프니츠의 계산기에서 러브레이스, 문턱이 있는 뉴런, 튜링, 여름 모임, 퍼셉트론으로 이어집니다. 그 뒤로 첫 번째 겨울, 전문가 시스템의 여름, 두 번째 겨울이 막대로 맞닿아 있고, 한동안 막대가 없다가 사진 대회의 AlexNet 다음에 여름의 막대 셋이 이어집니다."
import matplotlib.pyplot as plt

from dlconcepts import viz

viz.use_korean_font()


def label(m):
    return m.text if m.state == "확인함" else f"{m.text} [{m.state}]"


viz.plot_timeline(
    [viz.Event(m.year, label(m), m.kind, m.until) for m in milestones],
    title="두 겨울 사이에 여름이 있었다고 합니다",
)
plt.show()

# %%
# 막대는 여러 해에 걸친 일이고, 점선은 아무 일도 적지 않은 긴 사이를 줄인 것입니다. 배우지 못하는 :term:`뉴런`의 식이
# :fact:`mcculloch-pitts`년에, :term:`가중치`를 스스로 고치는 :term:`퍼셉트론`이 :fact:`rosenblatt`년에 나왔습니다. :term:`신경망`의 역사는
# 퍼셉트론보다 먼저 시작합니다.

# %%
# .. _history-winters:
#
# 겨울은 얼마나 길었을까요?
# -------------------------
#
# 기대와 돈이 몰렸다가 끊긴 때를 겨울이라고 합니다. :fact:`winter-word`년의 학회에서 나온 말로, 그즈음 두려워하던 핵겨울에
# 빗대었습니다. 연표에서 막대만 골라 길이를 셉니다.

seasons = [m for m in milestones if m.kind in ("여름", "겨울")]
rows = [(m.text, m.year, m.until, m.until - m.year, m.state) for m in seasons]
names = ["때", "부터", "까지", "햇수", "확실한 정도"]
pd.DataFrame(rows, columns=names).set_index("때")

# %%
# 첫 번째 겨울 앞에는 스무 해 안에 기계가 사람의 일을 무엇이든 한다는 말이 있었습니다(:fact:`simon-any-work`년). 그 겨울이 지나고
# :term:`전문가 시스템`에 기업의 돈이 몰렸습니다. 사람이 적은 규칙은 고치기 어렵고 쓸 데가 좁았다고 합니다. 그것을 돌리던 전용 컴퓨터의
# 시장이 무너지며 두 번째 겨울이 왔다고들 합니다.
#
# 적힌 대로라면 두 겨울은 똑같이 :val:`winter_years`년입니다. 그런데 둘에 모두 ‘논란 있음’이 붙어 있습니다. 연구가 줄지 않았으니 첫 번째는
# 겨울이 아니었고 두 번째는 스무 해쯤 이어졌다는 역사가도 있습니다.
#
# 첫 번째 겨울 앞의 기대까지 세어, 지금을 세 번째 여름이라고 부르기도 합니다. 연표의 세 물결은 한 책의 구분을 따랐습니다. 마지막
# 물결이 2025년에 끝났다는 뜻이 아니라 그 책이 거기까지 보았다는 뜻입니다. 여름 다음에 또 겨울이 올까요? 보기가 둘뿐이니 알 수 없습니다.

winters = [m.until - m.year for m in seasons if m.kind == "겨울"]
winter_years = winters[0]
assert winters == [6, 6]
assert [m.kind for m in seasons[:4]] == ["겨울", "여름", "겨울", "여름"]

# %%
# .. _history-promises:
#
# 약속한 해와 이루어진 해
# -----------------------
#
# 사람들이 언제까지 된다고 했는지 모읍니다. 약속한 동안은 굵은 막대, 늦어진 동안은 가는 선입니다. 이루어졌으면 동그라미로 끝나고,
# 이루어졌다고 할 만한 글을 찾지 못했으면 이 쪽의 사실을 확인한 해까지 선이 이어집니다. 막대 안에서 끝난 것이 몇 개나 될까요?

# sphinx_gallery_alt = "예언 여덟 개를 가로 막대로 그린 그림. 굵은 막대는 약속한 기간이고 가는 선은 늦어진 기간입니다. 동그라미로 끝난 것은 <<kept|d>>개로, 체스는 <<chess_late|d>>년 늦었고 흉내 내기 놀이는 <<turing_late|d>>년 늦었습니다. 나머지는 모두 지금까지 선이 이어집니다. 하나에는 논란 있음, 둘에는 소문이라는 딱지가 붙어 있습니다."
promises, now = load_promises(), 2026
fig, ax = plt.subplots(figsize=(5, 5.6))
for row, p in enumerate(promises):
    look = {"color": viz.PALETTE[0], "lw": 9, "solid_capstyle": "butt"}
    ax.plot([p.due, p.kept or now], [row, row], color=viz.MUTED, lw=2)
    ax.plot([p.year, p.due], [row, row], **look)
    if p.kept:
        ax.plot(p.kept, row, "o", color=viz.PALETTE[2], ms=10)
    ax.text(1948, row - 0.28, f"{p.who}: {label(p)}", color=viz.INK)
ax.set(yticks=[], xlim=(1947, 2030), ylim=(len(promises) - 0.5, -0.8))
ax.set_title("약속한 해까지 이루어진 것은 없습니다")
plt.show()

# %%
# 하나도 없습니다. 얼마나 늦었는지 표로 셉니다. ‘아직’인 것은 지금까지 늦은 햇수입니다.

rows = [
    (p.text, p.year, p.due, p.kept or "아직", (p.kept or now) - p.due)
    for p in promises
]
names = ["예언", "말한 해", "약속한 해", "이루어진 해", "늦은 햇수"]
pd.DataFrame(rows, columns=names).set_index("예언")

# %%
# 체스는 :val:`chess_said`년이면 된다고 했는데 :val:`chess_took`년이 걸렸습니다(:fact:`deep-blue`년). 기한은 빗나갔지만 일은
# 이루어졌습니다. 그런데 표의 수에는 우리가 고른 것이 섞여 있습니다.
#
# - 흉내 내기 놀이는 :fact:`turing-test-2025`년에 통과했다는 논문의 해로 셌습니다. 무엇을 통과로 볼지, 그것이 지능을 뜻하는지는 다툽니다.
# - ‘한 세대’는 삼십 년, ‘곧’은 한 해로 셌습니다.
# - 영상의학의 예언에는 다섯 해 뒤에 “어쩌면 열 해”라는 말이 붙어 있었습니다. 열 해로 세면 아직 늦지 않았습니다. 무엇을 ‘더 낫다’고
#   볼지도 정해진 것이 아닙니다.
# - 오픈AI가 사람을 뽑으며 했다는 말은 근거를 찾지 못했고, 생산성이 열 배가 된다는 말은 누가 했는지 찾지 못했습니다. 그래서 소문입니다.

chess = promises[1]
chess_said, chess_took = chess.within, chess.kept - chess.year
kept = sum(p.kept is not None for p in promises)
on_time = sum(p.kept is not None and p.kept <= p.due for p in promises)
chess_late = chess.kept - chess.due
turing_late = promises[0].kept - promises[0].due
assert (on_time, kept) == (0, 2)
assert chess_took == 4 * chess_said
radiology = next(p for p in promises if p.fact == "hinton-radiology")
assert radiology.year + 10 >= now

# %%
# 조심할 것이 하나 있습니다. 여기 모인 예언은 **유명해서** 모였고, 빗나간 덕에 유명해진 것이 많습니다. 맞은 예언과 조용히 틀린 예언은
# 표에 없습니다. 그러니 이 표에서 “예언은 언제나 틀린다”고 결론지을 수는 없습니다. 고른 표본으로는 비율을 말할 수 없습니다.

# %%
# .. _history-agi:
#
# 곧 온다는 말의 차례
# -------------------
#
# 사람만 한 기계가 곧 온다는 말은 챗봇이 나온 뒤에 생긴 것이 아닙니다. 위의 표에는 그보다 반세기 앞선 말이 있습니다. 요즘의 일만 차례로
# 놓으면, 구글이 DeepMind를 사들인 것은 :fact:`deepmind-google`, 오픈AI가 생긴 것은 :fact:`openai-founded`, ChatGPT가 공개된 것은
# :fact:`chatgpt-year`년입니다. 한 책은 그 이듬해에 생산성이 곧 열 배에서 백 배가 된다는 말이 나왔다고 적었습니다.
#
# 그 말을 한 해 안에 열 배로 읽고, 잰 값과 견줍니다. 노동 생산성은 한 시간 일해서 만들어 내는 양입니다. 미국에서는 2023년에서 2024년까지
# :fact:`productivity-growth`퍼센트 올랐습니다. 이대로라면 열 배까지 몇 해가 걸릴까요?

growth = 2.7 / 100
years_to_ten = np.log(10) / np.log(1 + growth)
in_one_year = (10 - 1) * 100
apart = in_one_year / 2.7
print(f"한 해에 열 배라면 {in_one_year}% 올라야 합니다")
print(f"잰 값으로는 열 배까지 {years_to_ten:.0f}년")
assert 80 < years_to_ten < 95
assert apart > 100

# %%
# 소문과 잰 값이 :val:`apart|.0f`배 다릅니다. 게다가 잰 값 가운데 얼마가 인공지능의 덕인지는 이 수로 알 수 없습니다. 그렇다고 아무 일도
# 없다는 뜻도 아닙니다. 한 해에 :fact:`productivity-growth`퍼센트도 쌓이면 큽니다. 빠르다는 말과 크다는 말을 나누어 들어야 합니다.

# %%
# .. _history-internet:
#
# 거품이 꺼져도 남은 것
# ---------------------
#
# 인터넷에도 기대가 몰렸던 때가 있습니다. 나스닥 지수는 기술 기업이 많은 미국 주식 시장의 값을 수 하나로 나타낸 것입니다. 닷컴 거품의
# 꼭대기에서 :fact:`nasdaq-peak`, 꺼진 뒤의 바닥에서 :fact:`nasdaq-bottom`이었습니다. 인터넷을 쓰던 사람은 1995년에
# :fact:`internet-1995` 명, 열 해 뒤에 :fact:`internet-2005` 명쯤입니다. 돈과 쓰임이 같은 쪽으로 움직였을까요?

fall = 1 - 1114 / 5048
users_1995, users_2005 = 16_000_000, 1_000_000_000
more_users = users_2005 / users_1995
print(f"1995년에서 2005년 사이: 지수는 한때 {fall:.0%} 떨어지고")
print(f"쓰는 사람은 {more_users:.0f}배가 됨")
assert fall > 0.75
assert more_users > 50

# %%
# 지수는 한때 넷 가운데 셋 넘게 사라졌는데 쓰는 사람은 수십 배가 되었습니다. 인터넷에서는 짧은 기대가 지나쳤고 긴 기대는 맞았습니다.
# 보기 하나이니 인공지능도 그러리라는 법은 없습니다. :term:`트랜스포머`가 나온 해의 어느 책은 인공지능의 앞날을 인터넷에 견주었습니다.
# 책을 우리가 다시 확인하지는 못했습니다. 간추리면 이렇습니다.
#
#    지금의 인공지능은 :fact:`chollet-2017`과 같습니다. 비서가 되어 질문에 답하고, 아이의 공부를 돕고, 장을 보아 주고, 사람을 태우고 가고,
#    과학자를 도울 것입니다.
#
# 그 뒤에 어떻게 되었는지, 출처를 찾은 데까지만 적어 봅니다.

checks = {
    "질문에 답하고 공부를 돕는다": "챗봇이 나옴, 효과는 확인하지 못함",
    "사람을 태우고 간다": "몇 도시에서",
    "과학의 발견을 돕는다": "단백질의 모양",
    "장을 보아 집까지 가져다준다": "잰 자료를 찾지 못함",
}
print(*(f"{said}: {seen}" for said, seen in checks.items()), sep="\n")

# %%
# 운전자 없는 택시는 :fact:`waymo-cities`에서 상업 운행을 했고, 단백질의 모양을 예측한 두 사람은 :fact:`alphafold-nobel`년에 노벨
# 화학상을 받았습니다. 맞아 가는 것이 있습니다. 다만 간추린 말에는 언제까지라는 해가 없습니다. 해가 없는 예언은 늦을 수도 없습니다.

# %%
# .. _history-ages:
#
# 생각은 일찍 나왔습니다
# ----------------------
#
# 예언은 늦었습니다. 생각은 어땠을까요? 생각이 글로 나온 해와, 그것을 써서 눈에 띄는 것이 나온 해의 사이를 셉니다.

when = {m.fact: m.year for m in milestones}
pairs = [
    ("차례를 바꾸어 넣는 기계", "lovelace-notes", "zuse-z3"),
    ("문턱이 있는 뉴런", "mcculloch-pitts", "alexnet-year"),
    ("스스로 고치는 가중치", "rosenblatt", "alexnet-year"),
    ("거꾸로 하는 미분", "linnainmaa", "backprop-nature"),
    ("표현을 배우는 역전파", "backprop-nature", "alexnet-year"),
    ("트랜스포머", "transformer-year", "chatgpt-year"),
]
rows = [(text, when[a], when[b], when[b] - when[a]) for text, a, b in pairs]
ages = pd.DataFrame(rows, columns=["생각", "나온 해", "크게 쓰인 해", "햇수"])
ages.set_index("생각")

# %%
# 뉴런의 식은 :val:`neuron_wait`년, :term:`역전파`는 :val:`backprop_wait`년을 기다렸습니다. 데이터와 계산이 모자랐기 때문이라고들 합니다. 그
# 사이에 보태진 다른 생각도 있으니 그것만은 아닙니다. 마지막 줄은 :val:`transformer_wait`년입니다. 기다림이 짧아진 것일까요? 조심해야
# 합니다. 요즘 나온 생각 가운데 오래 기다려야 할 것은 **아직 이 표에 오를 수 없습니다**. 어느 해를 ‘크게 쓰인 해’로 볼지도 우리가 골랐습니다.

neuron_wait, backprop_wait, transformer_wait = ages["햇수"].iloc[[1, 4, 5]]
neuron_wait, backprop_wait = int(neuron_wait), int(backprop_wait)
transformer_wait = int(transformer_wait)
assert neuron_wait > backprop_wait > transformer_wait

# %%
# .. _history-properties:
#
# 이번에는 무엇이 다를까요?
# -------------------------
#
# :term:`딥러닝`이 유행으로 끝나지 않을 까닭으로 흔히 드는 것이 단순함과 확장성입니다. :term:`특징`을 사람이 만들지 않고 모델 하나로
# 끝까지 배우며, 데이터가 많아도 조금씩 흘려보내며 배운다는 것입니다. 둘을 작은 크기로 확인합니다. 숫자 그림의 칸을 손대지 않고 넣고,
# 한 번에 열여섯 장만 보여 줍니다. 그래도 처음 보는 그림을 읽을 수 있을까요?

from dlconcepts.datasets.digits import load_digits
from dlconcepts.mlp import MLP
from dlconcepts.optimizers import GradientDescent

digits = load_digits(seed=0)
x, y = digits.train.images.reshape(-1, 64), digits.train.labels


def stream(batches, size=16):
    for _ in range(batches):
        picked = rng.integers(0, len(x), size)
        yield x[picked], y[picked]


# %%
# ``stream``은 그림을 열여섯 장씩 흘려보냅니다. 배우는 쪽은 받은 것으로 가중치를 한 번 고치고 버립니다.

net, rule, losses = MLP((64, 32, 10), seed=0), GradientDescent(lr=0.1), []
for images, labels in stream(1500):
    values = net.forward(images)
    losses.append(net.loss_value(images, labels))
    rule.step(net.params, net.backward(values, labels))
new = digits.test
answers = net.forward(new.images.reshape(-1, 64)).logits.argmax(axis=1)
streamed = float((answers == new.labels).mean())
print(
    "손실",
    *(f"{np.mean(losses[k : k + 300]):.2f}" for k in range(0, 1500, 300)),
)
print(f"지나간 그림 {1500 * 16:,}장, 손에 쥔 그림 {len(images)}장")
print(f"처음 보는 그림에서 {streamed:.2f}")

# %%
# 손에 쥔 것은 늘 열여섯 장인데 :term:`손실`은 줄었고, 처음 보는 그림의 :val:`percent|.0f`퍼센트를 맞혔습니다. 같은 그림이 여러 번
# 지나갔지만, 배우는 데 든 메모리는 데이터 전체가 아니라 모델과 :term:`배치`의 크기로 정해집니다. 배치 안의 계산은
# :doc:`나누어 할 수 </auto_examples/08_hardware/plot_01_cpu_and_gpu>` 있습니다. 아주 큰 데이터에서도 잘되는지는 이 작은 실험으로 알 수
# 없습니다. 한번 배운 것을 고쳐 쓰는 세 번째 성질은 다음 쪽에서 봅니다.

percent = 100 * streamed
assert np.mean(losses[-300:]) < np.mean(losses[:300]) / 3
assert streamed > 0.88

# %%
# .. _history-quotes:
#
# 흔한 함정: 그럴듯한 인용
# ------------------------
#
# 흔히 이렇게 말합니다. “:fact:`minsky-life`년에 Minsky(민스키)는 세 해에서 여덟 해 안에 사람만 한 기계가 나온다고 예측했다.” 그해의
# 잡지에 그의 말로 실렸다고 합니다(우리는 그 잡지를 보지 못했습니다). 그러나 본인은 그렇게 말한 적이 없다며, 세 해에서 여덟 해라는 수가
# 어디서 나왔는지 모르겠다고 적었습니다. 한 세대라는 말은 다릅니다. :fact:`minsky-generation`년에 나온 본인의 책에 있습니다. 그래서 위의
# 그림에는 둘 가운데 하나에만 딱지가 붙어 있습니다.
#
# Simon(사이먼)이 스무 해 안이라고 한 말은 다섯 해 뒤의 것으로 자주 인용됩니다. 출처를 좇으면 :fact:`simon-any-work`년의 책입니다. 다시 실린 책의 해가
# 퍼진 것입니다. 인용을 만나면 세 가지를 물어봅니다. **어디에** 실렸나요? **본인이** 인정했나요? **처음** 나온 해인가요? 우리의 표는 이 물음에
# 답한 만큼만 확실합니다. 얼마나 답했는지 셉니다.

states = pd.Series([p.state for p in (*milestones, *promises)])
print(states.value_counts().to_string())

# %%
# 열에 셋쯤에는 딱지가 붙어 있습니다. 딱지를 떼면 이야기는 또렷해지지만 더 확실해지지는 않습니다.

tagged = (states != "확인함").mean()
minsky = next(p for p in promises if p.fact == "minsky-life")
assert 0.25 < tagged < 0.35
assert minsky.state == "논란 있음"

# %%
# .. _history-summary:
#
# 정리
# ----
#
# - 더하기만 하는 바퀴로 뺄 수 있고, 시킨 대로만 하는 기계도 배우는 법을 시키면 우리가 적지 않은 답을 찾습니다.
# - 모은 예언 가운데 약속한 해까지 이루어진 것은 없고, 이루어진 것은 늦게 이루어졌습니다. 유명한 것만 모은 표라는 점을 잊지 않습니다.
# - 해와 인용에는 출처와 확실한 정도를 함께 적습니다. 다투는 것은 다툰다고, 소문은 소문이라고 적습니다.

# %%
# .. _history-exercises:
#
# 더 해 보기
# ----------
#
# **하나.** 작은 수에서 큰 수를 빼면 바퀴에는 무엇이 남을까요? ``subtract``에 앞뒤를 바꾸어 넣어 보세요.
#
# .. dropdown:: 답 보기
#
#    :val:`below_zero|d|이/가` 나옵니다. 한 바퀴를 되돌아 백만에서 :val:`lead|d|을/를` 뺀 수입니다. 여섯 자리의 창에는 음수가 없습니다.

below_zero = subtract(1623, 1642)
print(below_zero)
assert below_zero == 10**6 - lead

# %%
# **둘.** 돌을 하나에서 셋이 아니라 하나에서 넷까지 가져갈 수 있으면 필승법이 어떻게 바뀔까요? 배우는 코드에서 놀이의 규칙을 바꾸고, 판의 수도 늘려 보세요.
#
# .. dropdown:: 답 보기
#
#    :val:`period`의 배수를 남깁니다. 배우는 법은 그대로 두었는데 새 필승법을 찾았습니다.

most, value = 4, np.zeros((STONES + 1, 5))
for _ in range(2000):
    left = STONES
    while left:
        take = int(rng.integers(1, min(most, left) + 1))
        rest = left - take
        reply = value[rest, 1 : min(most, rest) + 1].max() if rest else -1
        value[left, take] = -reply
        left = rest
losing = [
    n for n in range(1, STONES + 1) if value[n, 1 : min(most, n) + 1].max() < 0
]
period = losing[0]
print("지는 자리", losing)
assert losing == [5, 10, 15, 20]

# %%
# .. _history-references:
#
# 참고 문헌
# ---------
#
# 연표와 예언에 쓴 글입니다. 앞의 해는 글이 나온 해가 아니라 일이 있었던 해입니다. 나머지 사실의 출처와, 무엇을 보고 확인했는지는
# :doc:`사실과 출처 </facts>`에 있습니다.

import textwrap

cited = {}
for entry in sorted((*milestones, *promises), key=lambda entry: entry.year):
    cited.setdefault(entry.source, entry.year)
for source, year in cited.items():
    print(textwrap.fill(f"{year}  {source}", 72, subsequent_indent="      "))

# %%
# .. _history-next:
#
# 다음 쪽
# -------
#
# 놀이를 배운 기계는 그 놀이만 합니다. 배운 것과 조금 다른 것을 만나면 어떻게 될까요?
# :doc:`배운 것은 어디까지 통할까요? </auto_examples/01_what_is_deep_learning/plot_07_generalize_or_memorize>`에서 잽니다.
