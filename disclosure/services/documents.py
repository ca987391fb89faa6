"""Filing a document and correcting it before it is reviewed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from disclosure.choices import Openness
from disclosure.deadlines import publication_due
from disclosure.elements import ELEMENTS, LABELS
from disclosure.grounds import BY_CODE
from disclosure.models import (
    AddresseeGroup,
    Document,
    DocumentAddressee,
    DocumentIssuer,
)
from disclosure.permissions import may_edit, may_file_for
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import said
from portal.organs.docnumbers import is_normative_prefix, parse
from portal.organs.models import Organ
from portal.statute import Article
from portal.workdays.services import load_calendar

if TYPE_CHECKING:
    from disclosure.models import NegativeListEntry
    from portal.accounts.models import User

_ISSUER_LENGTH = 200


@transaction.atomic
def file_document(
    *,
    organ: Organ,
    by: User,
    at: dt.datetime,
    elements: Mapping[str, Any],
    issuers: Sequence[str] = (),
    labels: Mapping[str, Sequence[models.Model]] | None = None,
) -> Document:
    """File a new draft for an organ.

    `elements` may hold any of ELEMENTS, `issuers` the names in order, `labels` rows by field.
    Raises NotPermitted for anyone but the organ's clerks, ActRefused for elements that cannot be.
    """
    verdict = may_file_for(by, organ.pk)
    if not verdict:
        raise NotPermitted(verdict.reason)
    document = Document(organ=organ, created_by=by, created_at=at, updated_at=at)
    _apply(document, elements)
    document.save()
    _set_issuers(document, issuers)
    _set_labels(document, labels or {})
    record(
        action="disclosure.file",
        summary=f"录入：{document.title}",
        by=by,
        at=at,
        organ=organ,
        subject=document,
        basis=Article(26),
    )
    return document


@transaction.atomic
def correct_document(
    *,
    document: Document,
    by: User,
    at: dt.datetime,
    elements: Mapping[str, Any],
    issuers: Sequence[str] | None = None,
    labels: Mapping[str, Sequence[models.Model]] | None = None,
) -> Document:
    """Change elements of a draft or a returned document; the audit names what changed."""
    document = Document.objects.select_for_update(of=("self",), no_key=True).get(pk=document.pk)
    verdict = may_edit(by, document)
    if not verdict:
        raise NotPermitted(verdict.reason)
    before = {name: getattr(document, name) for name in elements}
    _apply(document, elements)
    changed = sorted(name for name, value in before.items() if getattr(document, name) != value)
    document.updated_at = at
    document.save()
    if issuers is not None:
        _set_issuers(document, issuers)
    _set_labels(document, labels or {})
    record(
        action="disclosure.correct",
        summary=f"修改录入内容：{document.title}",
        by=by,
        at=at,
        organ=document.organ,
        subject=document,
        details={"fields": changed},
    )
    return document


@transaction.atomic
def address_to(
    *,
    document: Document,
    organs: Sequence[Organ],
    groups: Sequence[AddresseeGroup],
    by: User,
    at: dt.datetime,
) -> None:
    """Say to which organs and groups a draft is to be published, in place of those before."""
    document = Document.objects.select_for_update(of=("self",), no_key=True).get(pk=document.pk)
    verdict = may_edit(by, document)
    if not verdict:
        raise NotPermitted(verdict.reason)
    wanted = {(organ.pk, None) for organ in organs} | {(None, group.pk) for group in groups}
    if wanted == set(document.addressees.values_list("organ_id", "group_id")):
        return
    document.addressees.all().delete()
    DocumentAddressee.objects.bulk_create(
        DocumentAddressee(document=document, organ=organ) for organ in organs
    )
    DocumentAddressee.objects.bulk_create(
        DocumentAddressee(document=document, group=group) for group in groups
    )
    record(
        action="disclosure.address",
        summary=f"选定定向公开对象：{document.title}",
        by=by,
        at=at,
        organ=document.organ,
        subject=document,
        details={
            "organs": sorted(organ.code for organ in organs),
            "groups": sorted(group.name for group in groups),
        },
    )


def _apply(document: Document, elements: Mapping[str, Any]) -> None:
    unknown = set(elements) - set(ELEMENTS)
    if unknown:
        raise ActRefused(f"不能直接修改：{'、'.join(sorted(unknown))}。")
    for name, value in elements.items():
        setattr(document, name, _trimmed(name, value))
    document.title = " ".join(document.title.split())
    number = parse(document.doc_number) if document.doc_number else None
    document.doc_number_key = number.key if number else ""
    if number and is_normative_prefix(number.key.split("|")[0]):
        document.is_normative = True
    entry = document.openness_entry
    if entry and entry.ground != document.openness_basis:
        # Chosen by who reviewed it; another ground has no part in the organ's list.
        document.openness_entry = None
    if document.openness_basis:
        document.openness_article = printed_basis(document.openness_basis, document.openness_entry)
    elif document.openness == Openness.OPEN:
        document.openness_article = ""
    begins, ends = document.effective_on, document.expires_on
    if begins and ends and ends < begins:
        raise ActRefused("有效期届满不能早于施行日期，请核对。")
    formed = document.changed_on or document.signed_on
    if formed:
        due = publication_due(formed_on=formed, calendar=load_calendar())
        document.publish_due_on = due.due_on
        document.publish_due_provisional = due.provisional
    try:
        document.clean_fields(exclude=["created_by", "organ", "theme", "category"])
    except ValidationError as error:
        fields = {f.name: str(f.verbose_name) for f in Document._meta.fields}
        text = "".join(
            f"{fields.get(name, name)}：{'、'.join(messages)}"
            for name, messages in error.message_dict.items()
        )
        raise ActRefused(text) from error


def printed_basis(basis: str, entry: NegativeListEntry | None) -> str:
    """The article of a ground, and the matter of the organ's own list, as they are printed."""
    ground = BY_CODE.get(basis)
    citation = ground.citation if ground else ""
    return f"{citation}（本机关负面清单：{entry.title}）"[:300] if entry else citation


def _trimmed(name: str, value: Any) -> Any:
    """A text without blanks around it; the tabs of a body's first and last row are its cells."""
    if name == "body" and isinstance(value, str) and said(value):
        return value.strip(" \r\n\u3000")
    return said(value) if isinstance(value, str) else value


def _set_issuers(document: Document, names: Sequence[str]) -> None:
    wanted = list(dict.fromkeys(said(name) for name in names if said(name)))
    if [row.name for row in document.issuer_rows.all()] == wanted:
        return
    if too_long := next((name for name in wanted if len(name) > _ISSUER_LENGTH), None):
        raise ActRefused(f"发文机关名称过长：{too_long[:20]}……，请每行写一个机关。")
    organs = {organ.name: organ for organ in Organ.objects.filter(name__in=wanted)}
    document.issuer_rows.all().delete()
    DocumentIssuer.objects.bulk_create(
        DocumentIssuer(document=document, position=position, name=name, organ=organs.get(name))
        for position, name in enumerate(wanted, start=1)
    )


def _set_labels(document: Document, labels: Mapping[str, Sequence[models.Model]]) -> None:
    for name, rows in labels.items():
        if name not in LABELS:
            raise ActRefused(f"不能直接修改：{name}。")
        getattr(document, name).set(rows)
