"""역사: 연표의 일과 예언. 일마다 해, 얼마나 확실한지, 출처가 붙어 있습니다.

::

    일      1943  문턱이 있는 뉴런의 식                    확인함
            1974–1980  첫 번째 겨울                        논란 있음
    예언    1957 + 10년 = 1967  체스의 세계 챔피언이 된다   1997년에 이루어짐(30년 늦음)

수가 아니라 사람이 적은 기록입니다. 사이트의 「사실과 출처」와 같은 내용이며, 시험이 둘을 견줍니다.
"""

from dataclasses import dataclass

from dlconcepts.datasets.templates import read_templates


@dataclass(frozen=True)
class Milestone:
    """연표에 놓을 일 하나.

    Attributes
    ----------
    fact
        「사실과 출처」에서의 이름입니다.
    year, until
        해입니다. 여러 해에 걸친 일이면 `until` 이 끝난 해이고, 아니면 None 입니다.
    text
        있었던 일입니다.
    kind
        갈래입니다: 기계, 생각, 여름(기대와 돈이 몰린 때), 겨울(끊긴 때).
    state
        얼마나 확실한지입니다: 확인함, 논란 있음, 소문, 확인하지 못함.
    source
        출처입니다.
    """

    fact: str
    year: int
    text: str
    kind: str
    state: str
    source: str
    until: int | None = None


@dataclass(frozen=True)
class Promise:
    """언제까지 무엇이 된다는 예언 하나.

    Attributes
    ----------
    fact, state, source
        `Milestone` 과 같습니다.
    year, within
        말한 해와, 그때부터 몇 해 안이라고 했는지입니다.
    who, text
        말했다고 하는 사람과, 된다고 한 일입니다.
    kept, kept_fact
        이루어진 해와 그 사실의 이름입니다. 이루어졌다고 할 만한 일이 없으면 None 입니다.
    """

    fact: str
    year: int
    who: str
    text: str
    within: int
    state: str
    source: str
    kept: int | None = None
    kept_fact: str | None = None

    @property
    def due(self) -> int:
        """약속한 해입니다."""
        return self.year + self.within


def load_milestones() -> tuple[Milestone, ...]:
    """연표의 일들을 해의 차례로 읽습니다.

    Examples
    --------
    >>> load_milestones()[1].text
    '파스칼린: 올림을 톱니로'
    """
    rows = read_templates("history.toml")["milestone"]
    return tuple(sorted((Milestone(**row) for row in rows), key=lambda m: m.year))


def load_promises() -> tuple[Promise, ...]:
    """예언들을 말한 해의 차례로 읽습니다.

    Examples
    --------
    >>> chess = load_promises()[1]
    >>> chess.due, chess.kept
    (1967, 1997)
    """
    rows = read_templates("history.toml")["promise"]
    return tuple(sorted((Promise(**row) for row in rows), key=lambda p: p.year))
