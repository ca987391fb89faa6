"""Keeping 有效性 as computed: on every change, and each night for the days that pass."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from disclosure.choices import RelationKind, Status, Validity
from disclosure.models import Document, DocumentRelation
from disclosure.searching import entry_of
from disclosure.validity import Change, Facts, standing
from portal.accounts.choices import Role
from portal.accounts.permissions import holds
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.search.services import publish_entry

if TYPE_CHECKING:
    from portal.accounts.models import User


def facts_of(document: Document) -> Facts:
    """The dated facts from which a document's validity follows."""
    relations = document.relations_in.filter(effective_on__isnull=False).select_related("source")
    return Facts(
        effective_on=document.effective_on,
        expires_on=document.expires_on,
        needs_period=document.is_normative,
        changes=tuple(
            Change(relation.kind, relation.effective_on, _label(relation.source))
            for relation in relations
            if relation.effective_on and relation.source.status == Status.PUBLISHED
        ),
    )


def apply_standing(document: Document, *, on: dt.date) -> bool:
    """Set the validity as of a day on the row in hand; true when it changed. Does not save."""
    found = standing(facts_of(document), on=on)
    changed = (document.validity, document.validity_reason) != (found.state, found.reason)
    document.validity = Validity(found.state)
    document.validity_reason = found.reason
    document.validity_checked_on = on
    return changed


def _label(document: Document) -> str:
    number = f"（{document.doc_number}）" if document.doc_number else ""
    return f"《{document.title}》{number}"


@transaction.atomic
def relate(
    *,
    source: Document,
    target: Document,
    kind: str,
    by: User,
    at: dt.datetime,
    effective_on: dt.date | None = None,
    note: str = "",
) -> DocumentRelation:
    """Record that `source` bears on `target`; raises ActRefused for what cannot be."""
    if not holds(by, source.organ, Role.CLERK):
        raise NotPermitted("只有本机关的录入人员可以登记文件关系。")
    if source.pk == target.pk:
        raise ActRefused("文件不能与自己建立关系。")
    if kind != RelationKind.BASIS and effective_on is None:
        raise ActRefused("请填写修改或废止的生效日期。")
    if target.signed_on and effective_on and effective_on < target.signed_on:
        raise ActRefused("生效日期早于被修改、废止文件的成文日期，请核对。")
    if DocumentRelation.objects.filter(source=target, target=source).exists():
        raise ActRefused("两份文件之间已有相反的关系，请核对。")
    relation, created = DocumentRelation.objects.get_or_create(
        source=source,
        target=target,
        kind=kind,
        defaults={"effective_on": effective_on, "note": note},
    )
    if created:
        record(
            action="disclosure.relate",
            summary=f"登记关系：{source.title} {RelationKind(kind).label} {target.title}",
            by=by,
            at=at,
            organ=source.organ,
            subject=source,
            details={"target": target.pk, "kind": kind},
        )
        recompute(document_ids=[target.pk], at=at)
    return relation


@transaction.atomic
def recompute(*, document_ids: list[int], at: dt.datetime) -> int:
    """Bring the validity of these documents up to the day; returns how many changed."""
    today = timezone.localdate(at)
    rows = Document.objects.select_for_update(of=("self",)).filter(pk__in=document_ids)
    changed = 0
    for document in rows.select_related("theme", "category", "organ").order_by("pk"):
        before = document.validity
        if not apply_standing(document, on=today):
            document.save(update_fields=["validity_checked_on"])
            continue
        changed += 1
        document.save(update_fields=["validity", "validity_reason", "validity_checked_on"])
        if document.status == Status.PUBLISHED:
            publish_entry(kind="document", object_id=document.pk, at=at, **entry_of(document))
        if before != document.validity:
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
    return changed


def recompute_due(*, at: dt.datetime, batch: int = 500) -> int:
    """The nightly pass: whatever was not looked at today, in batches of one transaction each.

    It works from state, so a missed night is made up by the next and a repeated run does nothing.
    """
    today = timezone.localdate(at)
    due = Document.objects.filter(status=Status.PUBLISHED).filter(
        Q(validity_checked_on__isnull=True) | Q(validity_checked_on__lt=today)
    )
    changed = 0
    while ids := list(due.order_by("pk").values_list("pk", flat=True)[:batch]):
        changed += recompute(document_ids=ids, at=at)
    return changed
