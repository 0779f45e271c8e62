"""전문가 시스템(expert system)의 심장: 아는 사실에서 규칙을 따라 새 사실을 끌어냅니다.

조건이 모두 참인 규칙을 찾아 결론을 사실에 더하고, 더할 것이 없을 때까지 되풀이합니다
(앞으로 나아가는 추론, forward chaining)::

    알을 낳는다, 깃털이 있다 → 새이다
    새이다, 헤엄을 친다, 날지 못한다 → 펭귄이다

규칙의 수가 n 이면 많아야 n 바퀴에 끝납니다. 한 바퀴마다 새 사실이 하나는 있어야 하기 때문입니다.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dlconcepts.errors import ArgumentError, ArgumentTypeError


@dataclass(frozen=True)
class Implication:
    """ "조건이 모두 참이면 결론도 참이다" 라는 규칙 하나.

    Attributes
    ----------
    conditions
        모두 참이어야 하는 사실들입니다.
    conclusion
        그때 참이 되는 사실입니다.
    """

    conditions: tuple[str, ...]
    conclusion: str

    def __str__(self) -> str:
        return f"{', '.join(self.conditions)} → {self.conclusion}"


@dataclass(frozen=True)
class Step:
    """추론의 한 걸음.

    Attributes
    ----------
    number
        규칙의 번호입니다. 0부터 셉니다.
    implication
        쓴 규칙입니다.
    """

    number: int
    implication: Implication


@dataclass(frozen=True)
class Inference:
    """추론의 결과.

    Attributes
    ----------
    given
        처음부터 알던 사실입니다.
    facts
        알게 된 사실까지 모두, 알게 된 차례입니다.
    steps
        사실을 더한 걸음들입니다.
    """

    given: tuple[str, ...]
    facts: tuple[str, ...]
    steps: tuple[Step, ...]

    def why(self, fact: str) -> tuple[Step, ...]:
        """`fact` 를 알게 된 까닭: 그 사실까지 이어지는 걸음들입니다.

        처음부터 알던 사실이면 비어 있습니다.
        """
        if fact not in self.facts:
            raise ArgumentError(
                f"Inference.why: 알아낸 사실이 아닙니다: {fact!r}. 알아낸 것은 "
                f"{', '.join(self.facts)} 입니다. 이 가운데서 물어 주세요."
            )
        needed, used = {fact}, []
        for step in reversed(self.steps):  # 뒤에서부터, 필요한 것을 만든 걸음만 고릅니다
            if step.implication.conclusion in needed:
                used.append(step)
                needed.update(step.implication.conditions)
        return tuple(reversed(used))


def infer(facts: Iterable[str], implications: Sequence[Implication]) -> Inference:
    """사실과 규칙에서 알아낼 수 있는 것을 모두 알아냅니다.

    규칙의 차례를 바꾸면 걸음의 차례는 달라져도, 알아낸 사실은 같습니다.

    Parameters
    ----------
    facts
        처음부터 아는 사실들입니다.
    implications
        규칙들입니다.

    Examples
    --------
    >>> rules = read_implications("알을 낳는다, 깃털이 있다 → 새이다")
    >>> infer(["깃털이 있다", "알을 낳는다"], rules).facts
    ('깃털이 있다', '알을 낳는다', '새이다')
    """
    if isinstance(facts, str):
        raise ArgumentTypeError(
            f"infer: facts 는 사실의 목록이어야 하는데 문자열 {facts!r} 하나가 왔습니다. "
            f"[{facts!r}] 처럼 목록에 담아 주세요."
        )
    for number, rule in enumerate(implications):
        if not isinstance(rule, Implication):
            raise ArgumentTypeError(
                f"infer: {number}번째 규칙이 {type(rule).__name__} 형인 {rule!r} 입니다. "
                "read_implications('조건, 조건 → 결론') 이 읽은 것을 넘겨 주세요."
            )
    given = tuple(dict.fromkeys(facts))
    known = dict.fromkeys(given)
    steps: list[Step] = []
    waiting = list(enumerate(implications))
    while waiting:
        for number, rule in waiting:
            if rule.conclusion not in known and known.keys() >= set(rule.conditions):
                known[rule.conclusion] = None
                steps.append(Step(number, rule))
        left = [(number, rule) for number, rule in waiting if rule.conclusion not in known]
        if len(left) == len(waiting):
            break
        waiting = left
    return Inference(given, tuple(known), tuple(steps))


def read_implications(text: str) -> tuple[Implication, ...]:
    """``조건, 조건 → 결론`` 을 한 줄에 하나씩 적은 글을 규칙으로 읽습니다. ``->`` 도 됩니다.

    Parameters
    ----------
    text
        규칙을 적은 글입니다. 빈 줄과 ``#`` 으로 시작하는 줄은 건너뜁니다.
    """
    if not isinstance(text, str):
        raise ArgumentTypeError(
            f"read_implications: text 는 문자열이어야 하는데 {type(text).__name__} 형입니다. "
            '"조건, 조건 → 결론" 을 한 줄에 하나씩 적어 주세요.'
        )
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        left, arrow, right = line.replace("->", "→").partition("→")
        conditions = tuple(part.strip() for part in left.split(","))
        if not arrow or not right.strip() or "→" in right or not all(conditions):
            raise ArgumentError(
                f"read_implications: {number}번째 줄을 규칙으로 읽을 수 없습니다: "
                f"{line.strip()!r}. '조건, 조건 → 결론' 의 꼴로 적어 주세요."
            )
        found.append(Implication(conditions, right.strip()))
    return tuple(found)
