"""Keeping 有效性 as computed: on every change, and each night for the days that pass."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils import timezone

from disclosure import companions
from disclosure.choices import DATED_RELATIONS, RelationKind, Validity
from disclosure.companions import Event
from disclosure.models import Document, DocumentRelation
from disclosure.services.entries import refresh_entry
from disclosure.services.pushed_events import push_validity
from disclosure.services.turns import notice_change
from disclosure.validity import ENDING, Change, Facts, standing, valid_stretch
from disclosure.workflow import Status
from portal.audit.services import record

# One number for every act that makes documents change each other's validity.
_LOCK = 0x2D0C5
# A translation and an annex hold as long as the document they belong to.
_FOLLOWING = (RelationKind.TRANSLATES, RelationKind.ANNEXES)
_TEXT_OF = (*_FOLLOWING, RelationKind.REVISES)
_ONE_DAY = dt.timedelta(days=1)


def one_at_a_time() -> None:
    """Wait until no other transaction is changing validities; held until this one ends.

    Publishing a document locks its own row and then those it amends; two that bear on each
    other, or the nightly pass beside them, could otherwise wait for each other for ever.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


class Surroundings:
    """The relations of published documents from which the validity of some follows.

    Read at once for all of them: one query for each step from text to original, one for what
    others do to them.
    """

    def __init__(self, document_ids: Iterable[int]) -> None:
        self._originals: dict[int, list[DocumentRelation]] = defaultdict(list)
        self._changes: dict[int, list[DocumentRelation]] = defaultdict(list)
        self._extended: dict[int, list[DocumentRelation]] = defaultdict(list)
        reached: set[int] = set()
        frontier = set(document_ids)
        while frontier:
            reached |= frontier
            rows = DocumentRelation.objects.filter(
                source_id__in=frontier, kind__in=_TEXT_OF, target__status=Status.PUBLISHED
            ).select_related("target")
            for row in rows:
                self._originals[row.source_id].append(row)
            frontier = {row.target_id for row in rows} - reached
        changes = DocumentRelation.objects.filter(
            target_id__in=reached, kind__in=DATED_RELATIONS, source__status=Status.PUBLISHED
        )
        for row in changes.select_related("source"):
            self._changes[row.target_id].append(row)
        extended = DocumentRelation.objects.filter(
            source_id__in=reached, kind=RelationKind.EXTENDS, target__status=Status.PUBLISHED
        )
        for row in extended:
            self._extended[row.source_id].append(row)

    def facts_of(self, document: Document) -> Facts:
        """The dated facts from which a document's validity follows."""
        followed = self._original_of(document, *_FOLLOWING)
        if followed is not None:
            return self.facts_of(followed.target)
        changes = [_change(row) for row in self._changes[document.pk]]
        begins_on = document.effective_on
        revised = self._original_of(document, RelationKind.REVISES)
        if revised is not None:
            changes += self._shared_fate(revised)
            # What it says of its own beginning is most often the first text's.
            begins_on = revised.effective_on
        needs_period, expires_on = document.is_normative, document.expires_on
        given = [row.extended_to for row in self._extended[document.pk]]
        if given and expires_on is None:
            # What only gives others a longer time is needed as long as they are.
            needs_period = False
            expires_on = None if None in given else max(day for day in given if day)
        return Facts(
            effective_on=begins_on,
            expires_on=expires_on,
            needs_period=needs_period,
            formed_on=document.signed_on,
            changes=tuple(changes),
        )

    def _original_of(self, document: Document, *kinds: RelationKind) -> DocumentRelation | None:
        rows = self._originals[document.pk]
        return next((row for row in rows if row.kind in kinds), None)

    def _shared_fate(self, own: DocumentRelation) -> list[Change]:
        """A later text ends with the document it is a text of, and holds longer with it; what
        changed that before is in it already, what does so afterwards changes it or takes its place.
        """
        found = []
        for row in self._changes[own.target_id]:
            later = row.effective_on and own.effective_on and row.effective_on > own.effective_on
            if row.kind in (*ENDING, RelationKind.EXTENDS) or later:
                found.append(_change(row))
        return found


def _change(row: DocumentRelation) -> Change:
    day = row.effective_on
    assert day is not None  # noqa: S101 - `change_has_a_date` guards the rows asked for
    return Change(row.kind, day, _label(row.source), row.extended_to)


def apply_standing(
    document: Document, *, on: dt.date, surroundings: Surroundings | None = None
) -> bool:
    """Set the validity as of a day on the row in hand; true when it changed. Does not save.

    Who has many documents reads their surroundings first.
    """
    facts = (surroundings or Surroundings([document.pk])).facts_of(document)
    found = standing(facts, on=on)
    stretch = valid_stretch(facts)
    days = DateRange(empty=True)
    if stretch:
        # The last date there is has no day after it: then there is no end.
        after = stretch.last + _ONE_DAY if stretch.last and stretch.last < dt.date.max else None
        days = DateRange(stretch.first, after, "[)")
    new = (found.state, found.reason, facts.ends_on, days)
    changed = new != (
        document.validity,
        document.validity_reason,
        document.ends_on,
        document.valid_during,
    )
    document.validity = Validity(found.state)
    document.validity_reason = found.reason
    document.ends_on = facts.ends_on
    document.valid_during = days
    document.validity_checked_on = on
    return changed


def _label(document: Document) -> str:
    if not document.is_public:
        return "另一份文件"
    number = f"（{document.doc_number}）" if document.doc_number else ""
    return f"{document.quoted_title}{number}"


def affected_by(document_ids: Iterable[int]) -> set[int]:
    """These documents and every one whose validity follows from theirs."""
    found = set(document_ids)
    frontier = found
    while frontier:
        down = DocumentRelation.objects.filter(
            source_id__in=frontier, kind__in=(*DATED_RELATIONS, *_FOLLOWING)
        ).values_list("target_id", flat=True)
        up = DocumentRelation.objects.filter(
            target_id__in=frontier, kind__in=(RelationKind.REVISES, *_FOLLOWING)
        ).values_list("source_id", flat=True)
        frontier = ({*down} | {*up}) - found
        found |= frontier
    return found


@transaction.atomic
def recompute(*, document_ids: Iterable[int], at: dt.datetime) -> int:
    """Bring the validity of these documents up to the day; returns how many changed."""
    one_at_a_time()
    today = timezone.localdate(at)
    rows = Document.objects.select_for_update(of=("self",), no_key=True).filter(
        pk__in=list(document_ids)
    )
    documents = list(
        rows.select_related("theme", "category", "organ", "work_text__work").order_by("pk")
    )
    surroundings = Surroundings(document.pk for document in documents)
    changed = 0
    unchanged = []
    for document in documents:
        before = document.validity
        if not apply_standing(document, on=today, surroundings=surroundings):
            unchanged.append(document.pk)
            continue
        changed += 1
        document.save(
            update_fields=[
                "validity",
                "validity_reason",
                "validity_checked_on",
                "ends_on",
                "valid_during",
            ]
        )
        if document.is_published:
            refresh_entry(document, at=at)
        push_validity(document, before=before, at=at)
        notice_change(document, before=before, at=at)
        if before != document.validity:
            companions.follow(document, Event.VALIDITY, by=None, at=at)
            label = document.get_validity_display()
            record(
                action="disclosure.validity",
                summary=f"有效性变为{label}：{document.title}",
                by=None,
                at=at,
                organ=document.organ,
                subject=document,
                details={"before": before, "after": document.validity},
            )
    Document.objects.filter(pk__in=unchanged).update(validity_checked_on=today)
    return changed


def recompute_due(*, at: dt.datetime, batch: int = 100) -> int:
    """The nightly pass: whatever was not looked at today, in batches of one transaction each.

    It works from state, so a missed night is made up by the next and a repeated run does nothing.
    """
    today = timezone.localdate(at)
    due = Document.objects.published().filter(
        Q(validity_checked_on__isnull=True) | Q(validity_checked_on__lt=today)
    )
    changed = 0
    while ids := list(due.order_by("pk").values_list("pk", flat=True)[:batch]):
        changed += recompute(document_ids=ids, at=at)
    return changed
