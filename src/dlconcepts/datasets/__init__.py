"""데이터: 네트워크 없이 얻는, 씨앗이 같으면 언제나 같은 작은 데이터셋들. 모두 NumPy 배열입니다.

이 파일은 아무것도 import 하지 않습니다. 쓰는 데이터가 있는 파일에서 바로 가져옵니다::

    digits      load_digits      손으로 쓴 숫자 1,797장 (8×8, 늘리면 28×28)
    strips      make_strips      숫자 그림을 이어 붙인 띠 → 한글 읽기
    numbers     make_numbers     321 → 삼백이십일
    drawings    make_drawings    그려 낸 고양이 · 개 · 오리
    faces       load_faces       얼굴과 얼굴이 아닌 조각 200장
    sentences   make_sentences   한국어 문장 768개: 긍정/부정, 어절마다의 문장 성분
    messages    make_messages    메시지 1,190개: 일반, 중요, 스팸
    questions   make_questions   한국어 질문 1,680개: 방법, 이유, 언제, 예·아니오
    houses      make_houses      집값 표: 참인 식을 알고 있습니다
    stories     make_stories     짧은 한국어 이야기 249편: 언어 모델이 다음 토큰을 배웁니다
    history     load_milestones  역사: 연표의 일과 예언(load_promises), 해마다의 출처
    idx         load_mnist       이미 가지고 있는 MNIST, Fashion-MNIST 파일

``load_…`` 는 누군가 모은 데이터를 읽고, ``make_…`` 는 우리가 만들어 냅니다. 돌려받는 것은
`splits.Split` 이라서 ``data.train``, ``data.valid``, ``data.test`` 로 나뉘어 있습니다.
나머지 파일은 여럿이 나누어 쓰는 개념입니다: `splits` 는 나누기, `images` 는 그림의 배열,
`tokens` 는 토큰과 번호, `templates` 는 틀에서 글 만들기, `shapes` 는 도형 칠하기,
`bundled` 는 다른 라이브러리에 든 데이터입니다.
"""
