"""메시지를 가르는 규칙 두 벌: 낱말의 조각만 보는 것과, 고친 것.

`datasets.messages` 의 라벨(일반, 중요, 스팸)로 답합니다. 앞의 것은 영어 낱말 여덟 개를 글자의
조각으로만 찾으므로 "sugar-free" 도 "freedom" 도 스팸이고, 한국어는 한 글도 알아보지 못합니다.
뒤의 것은 같은 생각에 셋을 더했습니다: 낱말의 경계, 한국어, 그리고 예외와 무게. 학습 메시지를
보며 적었고, 평가 메시지는 보지 않았습니다.
"""

from dlconcepts.rules.classifier import Rule

CARELESS_RULES = tuple(
    Rule(word, label, reason, whole_word=False)
    for label, reason, words in (
        ("스팸", "파는 말", ("discount", "free", "click here", "limited offer")),
        ("중요", "급한 말", ("urgent", "deadline", "meeting", "action required")),
    )
    for word in words
)
"""영어 낱말의 조각을 찾는 규칙 여덟 개입니다. 고칠 곳을 보여 주려고 둡니다."""

_SPAM = (  # 무게, 이유, 정규식
    (3, "광고라고 스스로 적었습니다", r"광고|수신 거부|opt out"),
    (1, "공짜를 내세웁니다", r"무료|공짜|0원|free"),
    (1, "값을 이야기합니다", r"할인|세일|특가|반값|가격|discount|sale|prices?"),
    (1, "금액이나 할인율이 있습니다", r"\d+%|\d*[만천] 원|\$\d+"),
    (1, "덤을 줍니다", r"쿠폰|상품권|경품|사은품|포인트|coupon|voucher|prize"),
    (1, "뽑혔다고 합니다", r"당첨\w*|축하합니다|선착순|이벤트|congratulations|won|win"),
    (1, "돈을 빌리거나 벌라고 합니다", r"대출|금리|수익률|보험료|loans|earn"),
    (1, "손님을 모읍니다", r"고객님\w*|회원님\w*|가입|subscribe|join|exclusive"),
    (0.5, "부추깁니다", r"(?!안녕)[가-힣]+하세요|눌러\w*|click here|order now"),
    (-1, "파는 것이 아닙니다", r"무료 (급식|주차장?)|free (parking|time)|are you free|feel free"),
    (-1, "뜻이 다릅니다", r"할인 마트|discount (store|rates)"),
)
_IMPORTANT = (
    (1, "급하다고 적었습니다", r"긴급|필독|반드시|급히|서둘러|urgent|required"),
    (1, "기한이 있습니다", r"마감|기한|제출\w*|결재|deadline|due|expires"),
    (1, "언제까지라고 합니다", r"(before|by|at) (\d\S*|noon|\w+day)|\w+ 전에"),
    (1, "하지 않으면 안 됩니다", r"[가-힣]+지 않으면|하셔야|해야|must|needs"),
    (0.5, "가야 할 자리입니다", r"회의|면접|훈련|meeting|interview|exam"),
    (1, "탈이 났습니다", r"점검|장애|오류|정지\w*|연체\w*|offline|delayed|wrong|broken"),
    (2, "위험합니다", r"수술|구급차|태풍|가스|누수|불이|accident|fever|storm|leak"),
    (0.5, "해 달라고 합니다", r"부탁드립니다|모여 주세요|확인해 주세요|please"),
    (-2, "급하지 않다고 합니다", r"급한 건 아니\w*|긴급하지 않\w*|nothing urgent|no rush"),
    (-2, "광고가 빌려 쓰는 말입니다", r"마감 임박|긴급 공지|deadline extended"),
)

MESSAGE_RULES = tuple(
    Rule(pattern, label, reason, weight)
    for label, rows in (("스팸", _SPAM), ("중요", _IMPORTANT))
    for weight, reason, pattern in rows
)
"""고친 규칙 스물한 개입니다. 무게가 음수인 것은 예외입니다."""
