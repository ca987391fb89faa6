"""What became of the opinions: figures as bars and as a table from the same numbers, the answers to
groups, each clause before and after.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from decisions.consultations.choices import Placing, Result, Way
from decisions.consultations.models import Consultation, DraftClause, Opinion, OpinionGroup
from decisions.consultations.selectors import clauses_named
from decisions.ledgers import terms
from decisions.ledgers.ledger import Ledger, Line
from disclosure.comparison import Stretch, compare

_LONGEST: Final = 360
_ROW: Final = 44
_TOP: Final = 8
_LEFT: Final = 190
_WIDTH: Final = 640
_OPEN: Final = "正在处理"


@dataclass(frozen=True)
class Bar:
    """One outcome: its word, its number, its share, and its place in the drawing."""

    code: str
    label: str
    number: int
    percent: int
    top: int
    length: int


@dataclass(frozen=True)
class Drawing:
    """The bars in units of the drawing."""

    width: int
    height: int
    left: int
    bars: Sequence[Bar]


@dataclass(frozen=True)
class Row:
    """A line of a table of figures: what it is of, and its numbers."""

    label: str
    line: Line
    anchor: str = ""


@dataclass(frozen=True)
class Figures:
    """All that is counted of a consultation."""

    ledger: Ledger
    drawing: Drawing
    ways: Sequence[Row]
    clauses: Sequence[Row]


def figures_of(ledger: Ledger) -> Figures:
    """The ledger as a page shows it. One query."""
    codes = [(code, Result(code).label) for code in terms.OUTCOMES]
    if ledger.total.open:
        codes.append(("open", _OPEN))
    most = max((getattr(ledger.total, code) for code, _ in codes), default=0) or 1
    bars = [
        Bar(
            code, label, number := getattr(ledger.total, code), ledger.total.percent(code),
            _TOP + place * _ROW, number * _LONGEST // most,
        )
        for place, (code, label) in enumerate(codes)
    ]  # fmt: skip
    drawing = Drawing(_WIDTH, _TOP + len(bars) * _ROW, _LEFT, bars)
    ways = [Row(Way(way).label, ledger.ways[way]) for way in Way.values if way in ledger.ways]
    return Figures(ledger, drawing, ways, list(_clause_rows(ledger.clauses)))


def _clause_rows(lines: Mapping[int | None, Line]) -> Iterable[Row]:
    named = clauses_named(lines)
    newest = max((clause.version.version for clause in named.values()), default=0)
    if None in lines:
        yield Row("对全文", lines[None])
    ordered = sorted(named.values(), key=lambda each: (-each.version.version, each.position))
    for clause in ordered:
        is_new = clause.version.version == newest
        label = clause.label if is_new else f"原{clause.label}（第{clause.version.version}稿）"
        yield Row(label, lines[clause.pk], clause.anchor if is_new else "")


@dataclass(frozen=True)
class Answer:
    """A group, or one opinion that was answered by itself, as everybody reads it."""

    label: str
    clause: str
    opinions: int
    copies: int
    summary: str
    outcome: str
    reason: str
    change: str
    serial: int = 0


def answer_to_group(group: OpinionGroup, copies: Mapping[int, int]) -> Answer:
    """A group with how many of its opinions are in the same words."""
    return Answer(
        str(group), group.clause.label if group.clause else "全文", group.opinions,
        copies.get(group.pk, 0), group.summary, group.get_outcome_display(), group.reason,
        group.change,
    )  # fmt: skip


def answer_to_opinion(opinion: Opinion) -> Answer:
    """One by itself: what it said only where that may be read."""
    told = opinion.public_text or opinion.summary
    return Answer(
        f"第{opinion.serial}号", place_of(opinion), 1, 0, told, opinion.get_outcome_display(),
        opinion.reason, opinion.change, opinion.serial,
    )  # fmt: skip


def place_of(opinion: Opinion) -> str:
    """The clause an opinion is on: 第五条, 原第五条 of one that is gone or was reworded, 全文."""
    if opinion.now is None:
        return "全文"
    is_former = opinion.placing in (Placing.FORMER, Placing.WAITING)
    return f"原{opinion.now.label}" if is_former else opinion.now.label


@dataclass(frozen=True)
class Change:
    """A clause before and after, and what was said of it that changed it."""

    label: str
    before: str
    stretches: Sequence[Stretch]
    because: Sequence[str] = field(default=())


def changes_of(consultation: Consultation, adopted_singly: Mapping[int, int]) -> list[Change]:
    """The clauses of the first public version that the newest one words otherwise, those that came
    and those that went, each with the opinions that changed it. Three queries.
    """
    rows = list(
        DraftClause.objects.filter(
            version__consultation=consultation, version__released_at__isnull=False
        )
        .select_related("version")
        .defer("version__text", "version__explanation")
        .order_by("version__version", "position")
    )
    versions = sorted({row.version.version for row in rows})
    if len(versions) < 2:
        return []
    known = {row.pk: row for row in rows}
    because = _because(consultation, adopted_singly)
    found, met = [], set()
    for row in (each for each in rows if each.version.version == versions[-1]):
        origin, is_same = _origin(row, known, versions[0])
        if origin is not None:
            met.add(origin.pk)
        if is_same:
            continue
        before = origin.text.split("\n") if origin else []
        label = row.label if origin else f"{row.label}（新增）"
        if origin and origin.label != row.label:
            label = f"{origin.label} → {row.label}"
        found.append(
            Change(label, origin.text if origin else "", compare(before, row.text.split("\n")),
                   because.get(row.pk, []) + (because.get(origin.pk, []) if origin else []))
        )  # fmt: skip
    found += [
        Change(
            f"{row.label}（删去）",
            row.text,
            compare(row.text.split("\n"), []),
            because.get(row.pk, []),
        )
        for row in rows
        if row.version.version == versions[0] and row.pk not in met
    ]
    return found


def _origin(
    row: DraftClause, known: Mapping[int, DraftClause], first: int
) -> tuple[DraftClause | None, bool]:
    """The clause of the first version that one came from, and whether nothing was changed."""
    here, is_same = row, True
    while here.version.version > first:
        if here.made_from_id is None:
            return None, False
        is_same = is_same and here.is_same
        here = known[here.made_from_id]
    return here, is_same


def _because(consultation: Consultation, adopted_singly: Mapping[int, int]) -> dict[int, list[str]]:
    """By clause, what was changed for which opinions."""
    found: dict[int, list[str]] = {}
    adopted = [terms.ADOPTED, terms.PARTLY]
    for group in consultation.groups.filter(outcome__in=adopted, clause__isnull=False):
        told = f"{group.summary}（{group.opinions}条）"
        found.setdefault(group.clause_id or 0, []).append(told)
    for clause, number in adopted_singly.items():
        found.setdefault(clause, []).append(f"单独处理的意见{number}条")
    return found
