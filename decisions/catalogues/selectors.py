"""Reads of catalogues that pages, acts and rules share."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from decisions.catalogues import deadlines
from decisions.catalogues.choices import Outcome, Place
from decisions.catalogues.models import (
    Adjustment,
    Catalogue,
    CatalogueItem,
    CatalogueTerm,
    Completion,
    ItemEdition,
)
from decisions.catalogues.workflow import Status
from portal.organs.choices import OrganKind
from portal.organs.models import Organ


@dataclass(frozen=True)
class Line:
    """An item as it reads on a day; `waiting` is what was proposed and is not public."""

    item: CatalogueItem
    edition: ItemEdition
    waiting: ItemEdition | None = None

    @property
    def is_listed(self) -> bool:
        """Whether it is still to be decided in this year."""
        return self.edition.place == Place.LISTED


def editions_of(catalogue: Catalogue) -> dict[int, list[ItemEdition]]:
    """Every edition of a catalogue by its item, in their order. Two queries."""
    rows = ItemEdition.objects.filter(item__catalogue=catalogue)
    rows = rows.select_related("item", "lead", "adjustment").prefetch_related("joint")
    found: dict[int, list[ItemEdition]] = defaultdict(list)
    for row in rows.order_by("pk"):
        found[row.item_id].append(row)
    return found


def lines_of(editions: Mapping[int, list[ItemEdition]], day: dt.date) -> list[Line]:
    """A catalogue as anyone could read it on a day, by number, from its editions."""
    held = (deadlines.at(rows, day) for rows in editions.values())
    lines = [Line(edition.item, edition) for edition in held if edition is not None]
    return sorted(lines, key=lambda line: line.item.number or 0)


def lines_now(catalogue: Catalogue) -> list[Line]:
    """Every item for those who keep the catalogue: how it reads, and what waits for another hand.
    Before it is published the draft is how it reads.
    """
    lines = []
    for rows in editions_of(catalogue).values():
        public = [row for row in rows if row.on]
        waiting = [row for row in rows if row.on is None and _waits(row)]
        if public or waiting:
            edition = public[-1] if public else waiting[-1]
            lines.append(Line(edition.item, edition, waiting[-1] if public and waiting else None))
    return sorted(lines, key=lambda line: (line.item.number or 10_000, line.item.position))


def _waits(edition: ItemEdition) -> bool:
    return edition.adjustment is None or edition.adjustment.dropped_at is None


def edition_of(item: CatalogueItem) -> ItemEdition | None:
    """How an item reads now: its last public edition, before that its draft."""
    rows = item.editions.filter(Q(on__isnull=False) | Q(adjustment__isnull=True))
    found: ItemEdition | None = rows.order_by("pk").last()
    return found


def history_of(item: CatalogueItem) -> list[ItemEdition]:
    """Every public edition of an item, the first one first. Two queries."""
    rows = item.editions.filter(on__isnull=False).select_related("lead", "adjustment")
    return list(rows.prefetch_related("joint").order_by("on", "pk"))


def waiting_adjustments(catalogue: Catalogue) -> QuerySet[Adjustment]:
    """What was proposed and waits for another hand."""
    rows = catalogue.adjustments.filter(released_at__isnull=True, dropped_at__isnull=True)
    return rows.select_related("item", "edition")


def public_adjustments(catalogue: Catalogue, until: dt.date) -> list[Adjustment]:
    """The adjustments that were public on a day, the last one first. One query."""
    rows = catalogue.adjustments.filter(on__isnull=False, on__lte=until)
    return list(rows.select_related("item", "edition").order_by("-on", "-pk"))


@dataclass(frozen=True)
class Account:
    """What became of an item by the end of the year: told on record, or by an adjustment."""

    outcome: Outcome
    words: str
    moved_to: int | None = None
    completion: Completion | None = None


def accounts_of(catalogue: Catalogue, lines: Iterable[Line]) -> dict[int, Account]:
    """What is on record of each item, by its key; what is missing has none. One query."""
    rows = Completion.objects.filter(item__catalogue=catalogue).select_related("document")
    last = {row.item_id: row for row in rows.order_by("pk")}
    found: dict[int, Account] = {}
    for line in lines:
        edition, row = line.edition, last.get(line.item.pk)
        if not line.is_listed and edition.adjustment:
            moved = edition.place == Place.MOVED
            outcome = Outcome.MOVED if moved else Outcome.WITHDRAWN
            found[line.item.pk] = Account(outcome, edition.adjustment.reason, edition.moved_to)
        elif row is not None:
            found[line.item.pk] = Account(Outcome(row.outcome), row.words, row.moved_to, row)
    return found


def catalogue_of(year: int, code: str) -> Catalogue | None:
    """The catalogue of an organ and year that is, or was, public: the standing one first."""
    rows = Catalogue.objects.select_related("organ", "maker")
    rows = rows.filter(year=year, maker__code=code, released_at__isnull=False)
    found: Catalogue | None = rows.public().first() or rows.order_by("-pk").first()
    return found


def years_of(maker: Organ) -> list[int]:
    """The years of which the organ has a public catalogue, the last one first."""
    rows = Catalogue.objects.public().filter(maker=maker)
    return sorted(set(rows.values_list("year", flat=True)), reverse=True)


def public_years() -> list[int]:
    """The years of which anything is public."""
    rows = Catalogue.objects.public().order_by("-year").values_list("year", flat=True)
    return list(rows.distinct())


@dataclass(frozen=True)
class Standing:
    """How an organ stands with the catalogue of a year."""

    organ: Organ
    term: deadlines.Term | None
    catalogue: Catalogue | None
    standing: deadlines.Standing
    days_late: int
    items: int = 0
    adjustments: int = 0

    @property
    def due_on(self) -> dt.date | None:
        return self.term.due_on if self.term else None

    @property
    def is_published(self) -> bool:
        return self.catalogue is not None

    @property
    def is_closed(self) -> bool:
        """Whether it was said of every item what became of it."""
        return self.catalogue is not None and self.catalogue.status == Status.CLOSED


def terms_of(year: int) -> list[deadlines.Term]:
    """By when catalogues of a year are published. One query."""
    return [row.term for row in CatalogueTerm.objects.filter(year=year).select_related("organ")]


def standings(
    year: int, *, today: dt.date, root: str = "", organs: Collection[int] | None = None
) -> list[Standing]:
    """Every organ that is to publish a catalogue, or has, in the order of the tree; only those
    below `root`, or of `organs`. Three queries however many they are.
    """
    makers = Organ.objects.active().exclude(kind=OrganKind.OFFICE, depth__gt=1)
    makers = makers.filter(path__startswith=root)
    if organs is not None:
        makers = makers.filter(pk__in=organs)
    terms, rows = terms_of(year), Catalogue.objects.public().filter(year=year)
    counted = rows.select_related("organ", "maker").annotate(
        counted_items=Count("items", filter=Q(items__number__isnull=False), distinct=True),
        counted_adjustments=Count(
            "adjustments", filter=Q(adjustments__on__isnull=False), distinct=True
        ),
    )
    known = {row.maker_id: row for row in counted}
    found = []
    for organ in makers.order_by("path"):
        term, catalogue = deadlines.term_of(organ.path, terms), known.get(organ.pk)
        due_on = term.due_on if term else None
        if due_on is None and catalogue is None:
            continue
        day = catalogue.published_on if catalogue else None
        found.append(
            Standing(
                organ, term, catalogue, deadlines.standing_of(due_on, day, today),
                deadlines.days_late(due_on, day or today),
                catalogue.counted_items if catalogue else 0,
                catalogue.counted_adjustments if catalogue else 0,
            )
        )  # fmt: skip
    return found


def term_for(catalogue: Catalogue) -> deadlines.Term | None:
    """By when a catalogue is, or was, to be published. One query."""
    return deadlines.term_of(catalogue.maker.path, terms_of(catalogue.year))


def keepers(makers: Iterable[Organ]) -> dict[int, Organ]:
    """Which organ keeps the catalogue of each: of a government its office, where it has one. One
    query.
    """
    offices = Organ.objects.active().filter(kind=OrganKind.OFFICE, depth__gt=1)
    by_reach = {office.reach: office for office in offices}
    return {maker.pk: by_reach.get(maker.path, maker) for maker in makers}
