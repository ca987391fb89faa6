"""Reads of search entries, and the change cursor that indexers follow.

A serial number is given out before commit and can therefore become visible out of order; a
follower that has gone past it would never see the row. The cursor is (transaction, key)
instead, and only transactions older than every one still running are *settled*: nothing can
appear among them any more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg, BoolOr
from django.db import connection, models
from django.db.models import Case, Count, F, Q, Value, When
from django.db.models.functions import Now
from django.utils import timezone

__all__ = [
    "BELOW",
    "EVER",
    "GRACE",
    "PLAIN",
    "RANK",
    "START",
    "UNBOUNDED",
    "Bounds",
    "CurrentXid",
    "Pending",
    "Position",
    "SearchEntryQuerySet",
    "Span",
    "database_identity",
    "facet_term",
]

# The facet of rank: what is `below` comes after everything else by relevance, unless its own number
# was asked for.
RANK, PLAIN, BELOW = "rank", "plain", "below"
# An index that lags this much is said to be behind.
GRACE = dt.timedelta(seconds=60)
_LAST_KEY = 2**63 - 1


class Position(NamedTuple):
    """How far a follower has come; everything up to and including it is in its index."""

    xid: int
    key: int


START = Position(0, 0)


class Pending(NamedTuple):
    """What an index at some position does not know yet: what it must not propose any more."""

    gone: frozenset[int]
    overdue: bool


class Span(NamedTuple):
    """A stretch of days, both included; None where it is open."""

    first: dt.date | None = None
    last: dt.date | None = None

    @property
    def is_ever(self) -> bool:
        """Whether it bounds nothing."""
        return self.first is None and self.last is None

    @property
    def moments(self) -> tuple[dt.datetime | None, dt.datetime | None]:
        """The moment at which it begins, and the first one after it."""
        after = _day_after(self.last) if self.last else None
        return _midnight(self.first), _midnight(after)


EVER = Span()


class Bounds(NamedTuple):
    """What bounds a whole search: a day on which entries hold, when they were signed, published."""

    valid_on: dt.date | None = None
    signed: Span = EVER
    published: Span = EVER

    @property
    def met(self) -> Q:
        """What the rows within them meet."""
        first, end = self.published.moments
        wanted = {
            "valid_from__lte": self.valid_on,
            "valid_until__gte": self.valid_on,
            "signed_on__gte": self.signed.first,
            "signed_on__lte": self.signed.last,
            "published_at__gte": first,
            "published_at__lt": end,
        }
        return Q(**{name: value for name, value in wanted.items() if value is not None})


UNBOUNDED = Bounds()


def _midnight(day: dt.date | None) -> dt.datetime | None:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min)) if day else None


def _day_after(day: dt.date) -> dt.date | None:
    """None after the last day there is."""
    return None if day == dt.date.max else day + dt.timedelta(days=1)


class CurrentXid(models.Func):
    """The number of the current top-level transaction; it never wraps round."""

    template = "(pg_current_xact_id()::text::bigint)"
    arity = 0
    output_field = models.BigIntegerField()


class OldestRunningXid(models.Func):
    """Every transaction before this one has ended."""

    template = "(pg_snapshot_xmin(pg_current_snapshot())::text::bigint)"
    arity = 0
    output_field = models.BigIntegerField()


class NextXid(models.Func):
    """No transaction from this one on has begun."""

    template = "(pg_snapshot_xmax(pg_current_snapshot())::text::bigint)"
    arity = 0
    output_field = models.BigIntegerField()


class Unnest(models.Func):
    """One row for each element of an array."""

    function = "unnest"
    arity = 1
    set_returning = True
    output_field = models.TextField()


def facet_term(name: str, value: str) -> str:
    """A facet and its value as the one string both stores know."""
    return f"{name}={value}"


def database_identity() -> str:
    """Which history of which database this is; a restored copy has another."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%s/%s/%s', s.system_identifier, c.timeline_id, d.oid)"
            " FROM pg_control_system() s, pg_control_checkpoint() c, pg_database d"
            " WHERE d.datname = current_database()"
        )
        return str(cursor.fetchone()[0])


class SearchEntryQuerySet(models.QuerySet[Any]):
    """Search entries."""

    def live(self, kinds: Sequence[str]) -> SearchEntryQuerySet:
        """What may be found, of some kinds."""
        return self.filter(is_live=True, kind__in=kinds)

    def under(self, filters: Mapping[str, Iterable[str]]) -> SearchEntryQuerySet:
        """Any of the values of each facet."""
        found = self
        for name, values in filters.items():
            found = found.filter(facet_terms__overlap=[facet_term(name, v) for v in values])
        return found

    def within(self, bounds: Bounds) -> SearchEntryQuerySet:
        """Those that hold on the day, and were signed and published in these stretches of days."""
        return self.filter(bounds.met)

    def naming(self, words: Iterable[str], keys: Sequence[str]) -> SearchEntryQuerySet:
        """Bearing one of the numbers, or every word in the title: the search without an index."""
        titled = Q(pk__isnull=False)
        for word in words:
            titled &= Q(title__icontains=word)
        return self.filter(Q(number_keys__overlap=list(keys)) | titled).annotate(
            number_first=Case(
                When(number_keys__overlap=list(keys), then=Value(0)),
                When(facet_terms__contains=[facet_term(RANK, BELOW)], then=Value(2)),
                default=Value(1),
            )
        )

    def facet_counts(self) -> dict[str, int]:
        """How many of these entries bear each facet term."""
        terms = self.order_by().annotate(term=Unnest(F("facet_terms"))).values_list("term")
        return dict(terms.annotate(entries=Count("pk")))

    def changed_after(self, position: Position) -> SearchEntryQuerySet:
        """What was written after a position, in the order to follow it."""
        return self.filter(
            Q(change_xid__gt=position.xid) | Q(change_xid=position.xid, pk__gt=position.key),
            change_xid__gte=position.xid,
        ).order_by("change_xid", "pk")

    def settled(self) -> SearchEntryQuerySet:
        """Written by transactions among which nothing can appear any more."""
        return self.filter(change_xid__lt=OldestRunningXid())

    def from_the_future(self) -> SearchEntryQuerySet:
        """Bearing transactions this database has not reached: restored from another one."""
        return self.filter(change_xid__gte=NextXid()).exclude(change_xid=CurrentXid())

    def settled_position(self) -> Position:
        """The position of whoever has just read every row, in one snapshot."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            return Position(cursor.fetchone()[0] - 1, _LAST_KEY)

    def pending(
        self, position: Position, bounds: Bounds = UNBOUNDED, *, grace: dt.timedelta = GRACE
    ) -> Pending:
        """What an index at this position still proposes wrongly within these bounds, and whether
        it lags.
        """
        gone = Q(is_live=False)
        if bounds.met:
            gone |= ~bounds.met
        found = (
            self.changed_after(position)
            .order_by()
            .aggregate(
                gone=ArrayAgg("pk", filter=gone, default=Value([])),
                overdue=BoolOr(
                    Q(written_at__lt=Now() - grace) & Q(change_xid__lt=OldestRunningXid()),
                    default=Value(False),
                ),
            )
        )
        return Pending(frozenset(found["gone"]), bool(found["overdue"]))
