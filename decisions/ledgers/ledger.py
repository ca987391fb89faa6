"""The ledger of opinions: adopted + partly + not adopted + out of scope + open = received. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from decisions.ledgers import terms


@dataclass(frozen=True)
class Line:
    """The opinions of one channel, of one clause, or all."""

    adopted: int = 0
    partly: int = 0
    declined: int = 0
    outside: int = 0
    open: int = 0

    @property
    def answered(self) -> int:
        """Those of which is said what became of them."""
        return self.adopted + self.partly + self.declined + self.outside

    @property
    def received(self) -> int:
        """All of them; what was taken back is counted apart."""
        return self.answered + self.open

    def percent(self, outcome: str) -> int:
        """The share of an outcome among what was received, in whole percent."""
        return round(100 * int(getattr(self, outcome)) / self.received) if self.received else 0


@dataclass(frozen=True)
class Ledger:
    """All lines of a consultation; those of the channels, and those of the clauses, add up to
    `total`, or the ledger is wrong. `withdrawn` are in none of them.
    """

    total: Line
    ways: Mapping[str, Line] = field(default_factory=dict)
    clauses: Mapping[int | None, Line] = field(default_factory=dict)
    withdrawn: int = 0

    @property
    def is_settled(self) -> bool:
        """Whether something is said of each."""
        return not self.total.open


# How many opinions there are by channel, clause (None: the whole draft) and outcome ("" while
# nothing is said of it).
Counted = tuple[str, int | None, str, int]


def ledger_of(counted: Iterable[Counted], *, withdrawn: int = 0) -> Ledger:
    """The ledger of what was counted. Raises ValueError for an outcome there is not."""
    ways: dict[str, Counter[str]] = {}
    clauses: dict[int | None, Counter[str]] = {}
    total: Counter[str] = Counter()
    for way, clause, outcome, number in counted:
        if outcome and outcome not in terms.OUTCOMES:
            raise ValueError(f"no outcome is called {outcome}")
        kind = outcome or "open"
        total[kind] += number
        ways.setdefault(way, Counter())[kind] += number
        clauses.setdefault(clause, Counter())[kind] += number
    return Ledger(
        Line(**total),
        {way: Line(**line) for way, line in ways.items()},
        {clause: Line(**line) for clause, line in clauses.items()},
        withdrawn,
    )


def is_concentrated(opinions: int, *, least: int) -> bool:
    """Whether so many say the same that it must be explained where it is not adopted."""
    return opinions >= least


def line_of(outcomes: Mapping[str, int]) -> Line:
    """The line of what was counted by outcome alone, "" for what is open."""
    return ledger_of(("", None, outcome, number) for outcome, number in outcomes.items()).total
