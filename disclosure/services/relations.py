"""Saying that one document bears on another, and taking it back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from disclosure.choices import DATED_RELATIONS, Reach, RelationKind
from disclosure.models import DeclinedRelation, Document, DocumentRelation
from disclosure.permissions import may_change, may_relate
from disclosure.relation_rules import Link, contradiction
from disclosure.scan import office_contacts
from disclosure.selectors import relations_offered
from disclosure.services.validity import affected_by, one_at_a_time, recompute
from disclosure.services.works import refresh_works
from disclosure.workflow import EDITABLE
from portal.acts.refusals import needed
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import said
from portal.files.exposure import Passage
from portal.files.gate import items_in

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.common.verdicts import Verdict


@transaction.atomic
def relate(
    *,
    source: Document,
    target: Document,
    kind: str,
    by: User,
    at: dt.datetime,
    effective_on: dt.date | None = None,
    extended_to: dt.date | None = None,
    note: str = "",
) -> DocumentRelation:
    """Record that `source` bears on `target`. Recording the same again changes nothing.

    Raises NotPermitted, or ActRefused for what contradicts the relations already known.
    """
    one_at_a_time()
    source, target = _fresh(source), _fresh(target)
    _permit(may_relate(by, source))
    kind = RelationKind(kind)
    if kind in DATED_RELATIONS:
        _permit(may_change(source, target))
    same = DocumentRelation.objects.filter(source=source, target=target, kind=kind).first()
    if same:
        return same
    _refuse(_mismatch(source, target, kind))
    if source.status not in EDITABLE:
        # It has passed the gate already: nobody would look at the note again.
        _refuse(_unfit(note))
    _refuse(
        contradiction(
            Link(source.pk, target.pk, kind, effective_on, extended_to),
            known_links(source.pk, target.pk),
            source_formed_on=source.signed_on,
            target_formed_on=target.signed_on,
            target_expires_on=target.expires_on,
        )
    )
    relation = DocumentRelation.objects.create(
        source=source,
        target=target,
        kind=kind,
        effective_on=effective_on,
        extended_to=extended_to,
        note=note.strip(),
    )
    record(
        action="disclosure.relate",
        summary=f"登记关系：{source.title} {kind.label} {target.title}",
        by=by,
        at=at,
        organ=source.organ,
        subject=source,
        details={
            "target": target.pk,
            "kind": kind.value,
            **({"extended_to": extended_to.isoformat()} if extended_to else {}),
        },
    )
    recompute(document_ids=affected_by([source.pk, target.pk]), at=at)
    refresh_works(document_ids=[source.pk, target.pk], at=at)
    return relation


@transaction.atomic
def unrelate(*, relation: DocumentRelation, reason: str, by: User, at: dt.datetime) -> None:
    """Take back a relation recorded in error, with the reason."""
    one_at_a_time()
    relation = DocumentRelation.objects.select_related("source__organ", "target").get(
        pk=relation.pk
    )
    source, target = relation.source, relation.target
    _permit(may_relate(by, source))
    if not said(reason):
        raise ActRefused("请写明解除关系的理由。")
    affected = affected_by([source.pk, target.pk])
    relation.delete()
    record(
        action="disclosure.unrelate",
        summary=f"解除关系：{source.title} {relation.get_kind_display()} {target.title}",
        by=by,
        at=at,
        organ=source.organ,
        subject=source,
        details={"target": target.pk, "kind": relation.kind, "reason": said(reason)},
    )
    recompute(document_ids=affected, at=at)
    refresh_works(document_ids=[source.pk, target.pk], at=at)


@transaction.atomic
def decline_relation(
    *, document: Document, kind: str, named: str, reason: str, by: User, at: dt.datetime
) -> DeclinedRelation:
    """Say why a relation that the text seems to declare is not registered.

    Raises NotPermitted, or ActRefused for one that is not, or no longer, offered.
    """
    document = Document.objects.select_for_update(of=("self",), no_key=True).get(pk=document.pk)
    _permit(may_relate(by, document))
    offered = {(each.declared.kind, each.name): each for each in relations_offered(document)}
    found = offered.get((kind, named))
    if found is None:
        raise ActRefused("该项已经登记、已经写明理由，或者正文已不这样写，请刷新页面。")
    reason = needed(reason, "不登记的理由")
    row = DeclinedRelation(
        document=document, kind=kind, named=named, reason=reason[:300], by=by, at=at
    )
    row.save()
    record(
        action="disclosure.decline_relation",
        summary=f"不登记关系：{document.title} {found.kind.label} {named}",
        by=by,
        at=at,
        organ=document.organ,
        subject=document,
        details={"kind": kind, "reason": row.reason},
    )
    return row


def known_links(*document_ids: int) -> list[Link]:
    """Every relation that touches these documents, and all that lead on from there."""
    found: dict[int, Link] = {}
    frontier = set(document_ids)
    seen: set[int] = set()
    rows = DocumentRelation.objects.filter(target_id__in=document_ids)
    while frontier:
        seen |= frontier
        for row in (*rows, *DocumentRelation.objects.filter(source_id__in=frontier)):
            found[row.pk] = Link(
                row.source_id, row.target_id, row.kind, row.effective_on, row.extended_to
            )
        rows = DocumentRelation.objects.none()
        frontier = {link.target for link in found.values()} - seen
    return list(found.values())


def _mismatch(source: Document, target: Document, kind: RelationKind) -> str:
    """What the kind asks of the two documents themselves."""
    hidden = source.reach == Reach.ADDRESSED and target.reach == Reach.EVERYONE
    if kind in DATED_RELATIONS and hidden:
        return "定点定向公开的文件不能修改、废止面向社会公开的文件，请改为面向社会公开。"
    if kind == RelationKind.TRANSLATES and source.language == target.language:
        return "译本与原文的语种相同，请先改正译本的语种。"
    return ""


def _unfit(note: str) -> str:
    """What in a note may not be published, or not without somebody who answers for it."""
    contacts = office_contacts()
    passage = Passage("文件关系的说明", note)
    found = items_in([passage], phones=contacts.phones, passes=contacts.covers)
    if not found:
        return ""
    return f"说明含{found[0].label}“{found[0].shown}”，登记后即公开，请删去后再登记。"


def _fresh(document: Document) -> Document:
    return Document.objects.select_related("organ").get(pk=document.pk)


def _permit(verdict: Verdict) -> None:
    if not verdict:
        raise NotPermitted(verdict.reason)


def _refuse(sentence: str) -> None:
    if sentence:
        raise ActRefused(sentence)
