"""Keeping works as derived: whenever a relation or what is published changes, in the same act."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from disclosure.choices import TextRole
from disclosure.eli import Eli, by_key, eli_of
from disclosure.models import Document, DocumentRelation, Work, WorkCompanion, WorkText
from disclosure.relation_rules import ANNEXES, REVISES, TRANSLATES, Link
from disclosure.services.entries import refresh_entry
from disclosure.services.validity import one_at_a_time
from disclosure.workflow import Status
from disclosure.works import COMPANIONS, Group, Paper, group_of, is_original

_BATCH: Final = 500
_NATURE: Final = ("is_rule", "is_normative", "is_decision", "is_explanation")
_PART_OF: Final = (REVISES, TRANSLATES, ANNEXES)
_KINDS: Final = (*COMPANIONS, REVISES, ANNEXES)
# What the search entry of a document says because of its place in a work.
_Place = tuple[int | bool, ...]


@transaction.atomic
def refresh_works(*, document_ids: Collection[int], at: dt.datetime) -> None:
    """Write anew every work to which one of these documents belongs, or did.

    Documents that have another place afterwards are entered anew into the search.
    """
    one_at_a_time()
    keys = _around(document_ids)
    known = _Known(keys)
    groups = [known.group(key) for key in sorted(keys) if known.begins_a_work(key)]
    texts = {text.key for group in groups for text in group.texts}
    before = _places(keys | texts)
    # What became a text of one work may have been another's until now.
    WorkText.objects.filter(Q(work__in=keys) | Q(document__in=texts)).delete()
    WorkCompanion.objects.filter(work__in=keys).delete()
    _keep_works(groups, known.rows)
    WorkText.objects.bulk_create(
        WorkText(document_id=each.key, work_id=group.original, role=each.role, since=each.since)
        for group in groups
        for each in group.texts
    )
    WorkCompanion.objects.bulk_create(
        WorkCompanion(
            document_id=each.key, work_id=group.original, role=each.role, since=each.since
        )
        for group in groups
        for each in group.companions
    )
    after = _places(keys | texts)
    moved = [key for key in {*before, *after} if before.get(key) != after.get(key)]
    for document in Document.objects.published().filter(pk__in=moved).with_page_parts():
        refresh_entry(document, at=at)


def rebuild_works(*, at: dt.datetime) -> int:
    """Write every work anew, in batches of one transaction each; returns how many there are."""
    keys = Document.objects.order_by("pk").values_list("pk", flat=True)
    last = 0
    while ids := list(keys.filter(pk__gt=last)[:_BATCH]):
        refresh_works(document_ids=ids, at=at)
        last = ids[-1]
    return WorkText.objects.filter(role=TextRole.ORIGINAL).count()


def _around(document_ids: Collection[int]) -> set[int]:
    """The keys of all works that may look different once something about these has changed."""
    found = set(document_ids)
    outward = DocumentRelation.objects.filter(source_id__in=document_ids, kind__in=_KINDS)
    found.update(outward.values_list("target_id", flat=True))
    # Without its original a later text, a translation or an annex stands for itself.
    parts = DocumentRelation.objects.filter(target_id__in=document_ids, kind__in=_PART_OF)
    found.update(parts.values_list("source_id", flat=True))
    originals = DocumentRelation.objects.filter(source_id__in=found, kind=REVISES)
    found.update(list(originals.values_list("target_id", flat=True)))
    for rows in (WorkText, WorkCompanion):
        known = rows._default_manager.filter(document_id__in=document_ids)
        found.update(known.values_list("work_id", flat=True))
    return found


class _Known:
    """What there is to group: published documents and the relations between them."""

    def __init__(self, keys: Collection[int]) -> None:
        between = DocumentRelation.objects.filter(
            kind__in=_KINDS,
            source__status=Status.PUBLISHED,
            target__status=Status.PUBLISHED,
        )
        later = between.filter(target_id__in=keys, kind=REVISES)
        texts = {*keys, *later.values_list("source_id", flat=True)}
        self._into: dict[int, list[Link]] = defaultdict(list)
        self._from: dict[int, list[Link]] = defaultdict(list)
        for row in between.filter(Q(target_id__in=texts) | Q(source_id__in=keys)).order_by("pk"):
            link = Link(row.source_id, row.target_id, row.kind, row.effective_on)
            self._into[row.target_id].append(link)
            self._from[row.source_id].append(link)
        rows = Document.objects.published().filter(pk__in=texts).select_related("organ")
        self.rows: Mapping[int, Document] = {
            row.pk: row for row in rows.prefetch_related("issuer_rows__organ").defer("body")
        }

    def begins_a_work(self, key: int) -> bool:
        return key in self.rows and is_original(key, self._from[key])

    def group(self, key: int) -> Group:
        texts = [key, *(link.source for link in self._into[key] if link.kind == REVISES)]
        links = {link for text in texts for link in self._into[text]} | set(self._from[key])
        papers = {text: _paper(self.rows[text]) for text in texts}
        return group_of(key, papers, links)


def _paper(document: Document) -> Paper:
    begins_on = document.effective_on or document.signed_on
    return Paper(document.pk, document.title, document.doc_number, begins_on)


def _places(keys: Collection[int]) -> dict[int, _Place]:
    """The place of each document that is more than the one text of what it begins."""
    rows = WorkText.objects.filter(Q(work__in=keys) | Q(document__in=keys)).select_related("work")
    return {
        row.document_id: (row.work_id, *(getattr(row.work, name) for name in _NATURE))
        for row in rows
        if row.role != TextRole.ORIGINAL or row.work.is_decision or row.work.is_explanation
    }


def _keep_works(groups: Sequence[Group], rows: Mapping[int, Document]) -> None:
    """The row of each work: its address given once, its nature as its original has it."""
    known = Work.objects.in_bulk([group.original for group in groups])
    new = _addressed([rows[group.original] for group in groups if group.original not in known])
    changed = []
    for group in groups:
        document = rows[group.original]
        work = known.get(group.original) or new[group.original]
        nature = {
            "is_rule": document.is_rule,
            "is_normative": document.is_normative,
            "is_decision": group.is_decision,
            "is_explanation": group.is_explanation,
        }
        if work.pk in known and any(getattr(work, name) != nature[name] for name in nature):
            changed.append(work)
        for name, value in nature.items():
            setattr(work, name, value)
    Work.objects.bulk_create(new.values())
    Work.objects.bulk_update(changed, _NATURE)


def _addressed(documents: Sequence[Document]) -> dict[int, Work]:
    """New works with the addresses they should have, or one of their own where that is taken."""
    wanted = {document.pk: _eli(document) for document in documents}
    same = Work.objects.filter(
        eli_organ__in={eli.organ for eli in wanted.values()},
        eli_number__in={eli.number for eli in wanted.values()},
    )
    taken = {Eli(*parts) for parts in same.values_list("eli_organ", "eli_year", "eli_number")}
    found = {}
    for key, eli in wanted.items():
        own = by_key(eli, key=key) if eli in taken else eli
        taken.add(own)
        found[key] = Work(
            original_id=key, eli_organ=own.organ, eli_year=own.year, eli_number=own.number
        )
    return found


def _eli(document: Document) -> Eli:
    issuers = [row.organ for row in document.issuer_rows.all() if row.organ]
    return eli_of(
        key=document.pk,
        organ=(issuers or [document.organ])[0].code,
        doc_number=document.doc_number,
        formed_on=document.signed_on or timezone.localdate(document.first_published_at),
    )
