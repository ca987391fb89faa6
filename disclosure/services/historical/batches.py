"""Batches of 历史公文: opened over drafts, each with the day and the place it first came out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from disclosure.models import Document, HistoricalBatch, HistoricalItem
from disclosure.permissions import may_edit, may_file_for
from disclosure.querysets import WORKING_ROLES
from disclosure.services.documents import set_term
from portal.accounts.permissions import organs_with_role
from portal.acts.refusals import needed, refuse_if
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import said
from portal.common.verdicts import Blocker
from portal.statute import Article

if TYPE_CHECKING:
    from disclosure.models import ImportBatch
    from portal.accounts.models import User
    from portal.organs.models import Organ

_NAME_LENGTH = 100
_SOURCE_LENGTH = 200
_REASON_LENGTH = 300
# One press saves so many drafts, each with its entry in the trail.
MOST = 500


@dataclass(frozen=True)
class FirstPublication:
    """When and where a draft first came out."""

    document: Document
    on: dt.date | None
    where: str


@transaction.atomic
def open_batch(
    *,
    organ: Organ,
    name: str,
    publications: Sequence[FirstPublication],
    by: User,
    at: dt.datetime,
    imported: ImportBatch | None = None,
) -> HistoricalBatch:
    """Mark drafts of an organ as 历史公文 and put them into one batch.

    Each loses the term for its publication. Raises NotPermitted for anyone but the organ's
    clerks, Blocked with everything that is wrong with any of them: then nothing is marked.
    """
    verdict = may_file_for(by, organ.pk)
    if not verdict:
        raise NotPermitted(verdict.reason)
    name = needed(name, "批次的名称")[:_NAME_LENGTH]
    if not publications:
        raise ActRefused("请选择要收入的草稿。")
    if len(publications) > MOST:
        raise ActRefused(f"一批最多{MOST}件，请分成几批。")
    keys = [each.document.pk for each in publications]
    rows = Document.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys)
    held = {row.pk: row for row in rows.order_by("pk")}
    given = [FirstPublication(held[e.document.pk], e.on, said(e.where)) for e in publications]
    there = set(_live().filter(document_id__in=keys).values_list("document_id", flat=True))
    today = timezone.localdate(at)
    refuse_if(
        [
            Blocker("historical", f"{each.document.quoted_title}：{problem}", row=each.document.pk)
            for each in given
            for problem in _problems(each, organ, by, today, there)
        ]
    )
    batch = HistoricalBatch.objects.create(organ=organ, name=name, imported=imported, by=by, at=at)
    for each in given:
        _mark(each, batch, by=by, at=at)
    record(
        action="disclosure.open_historical_batch",
        summary=f"建立历史公文批次：{name}（{len(given)}件）",
        by=by,
        at=at,
        organ=organ,
        subject=batch,
        details={"documents": sorted(keys)},
    )
    return batch


@transaction.atomic
def take_out(
    *, item: HistoricalItem, reason: str, by: User, at: dt.datetime, is_historical: bool = True
) -> None:
    """Take a document out of its batch: it goes its way alone. One that was marked by mistake gets
    the term for its publication back, as long as a clerk may change it.

    Raises NotPermitted for anyone who does not work on the organ's documents.
    """
    item = HistoricalItem.objects.select_for_update(of=("self",), no_key=True).get(pk=item.pk)
    document = Document.objects.select_for_update(of=("self",), no_key=True).get(
        pk=item.document_id
    )
    if document.organ_id not in organs_with_role(by, *WORKING_ROLES):
        raise NotPermitted("只有本机关的工作人员可以移出。")
    if item.taken_out_at is not None:
        raise ActRefused("这份文件已经移出。")
    reason = needed(reason, "移出的理由")[:_REASON_LENGTH]
    item.taken_out_at, item.taken_out_by, item.taken_out_why = at, by, reason
    item.refused = ""
    item.save()
    if not is_historical:
        _unmark(document, by=by, at=at)
    record(
        action="disclosure.take_out_historical",
        summary=f"移出历史公文批次：{document.title}",
        by=by,
        at=at,
        organ=document.organ,
        subject=document,
        details={"batch": item.batch_id, "reason": reason, "is_historical": is_historical},
    )


def live_item(batch: HistoricalBatch, document_id: int) -> HistoricalItem:
    """The row of a document in a batch. Raises ActRefused where it is not in it."""
    item = _live().filter(batch=batch, document_id=document_id).first()
    if item is None:
        raise ActRefused("这份文件不在这一批里，或者已经移出。")
    return item


def _live() -> models.QuerySet[HistoricalItem]:
    return HistoricalItem.objects.filter(taken_out_at__isnull=True)


def _problems(
    given: FirstPublication, organ: Organ, by: User, today: dt.date, there: set[int]
) -> Iterator[str]:
    """Everything that forbids taking a draft for a 历史公文."""
    document, opened = given.document, settings.LIBRARY_OPENED_ON
    if document.organ_id != organ.pk:
        yield f"不是{organ.name}的文件。"
        return
    if not (verdict := may_edit(by, document)):
        yield verdict.reason
        return
    if document.first_published_at is not None:
        yield "在本库公开过，不是历史公文。"
    if document.pk in there:
        yield "已经在一批历史公文里。"
    if not given.where:
        yield "请填写首次公开的载体（公报、网站、公告栏）。"
    elif len(given.where) > _SOURCE_LENGTH:
        yield f"首次公开的载体最多{_SOURCE_LENGTH}字。"
    if document.signed_on is None:
        yield "没有成文日期，请先补录。"
    if given.on is None:
        yield "请填写首次公开日期。"
    elif given.on > today:
        yield "首次公开日期晚于今天，请核对。"
    elif document.signed_on and given.on < document.signed_on:
        yield f"首次公开日期早于成文日期（{document.signed_on}），请核对。"
    elif opened and given.on >= opened:
        yield f"首次公开不早于本库启用之日（{opened}），不是历史公文，请按平常的办法办理。"


def _mark(given: FirstPublication, batch: HistoricalBatch, *, by: User, at: dt.datetime) -> None:
    document = given.document
    document.first_published_on, document.first_published_in = given.on, given.where
    set_term(document)
    document.updated_at = at
    document.save()
    HistoricalItem.objects.create(batch=batch, document=document)
    record(
        action="disclosure.mark_historical",
        summary=f"记为历史公文：{document.title}",
        by=by,
        at=at,
        organ=document.organ,
        subject=document,
        basis=Article(26),
        details={"on": str(given.on), "where": given.where, "batch": batch.pk},
    )


def _unmark(document: Document, *, by: User, at: dt.datetime) -> None:
    verdict = may_edit(by, document)
    if not verdict:
        raise NotPermitted(f"改回一般公文须在录入中办理：{verdict.reason}")
    if document.first_published_at is not None:
        raise ActRefused("已在本库公开过，不能改回一般公文。")
    document.first_published_on, document.first_published_in = None, ""
    set_term(document)
    document.updated_at = at
    document.save()
