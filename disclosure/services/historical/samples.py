"""Samples: drawn by the rule of `disclosure.samples`, judged one document at a time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from disclosure.batch_facts import (
    SAMPLED,
    last_sample,
    may_draw,
    owed,
    rounds_waiting,
    step_label,
)
from disclosure.choices import SampleVerdict
from disclosure.models import HistoricalBatch, HistoricalSample, SampledDocument
from disclosure.permissions import may_take_step
from disclosure.samples import drawn, sample_size, seed_of
from portal.acts.refusals import needed
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import said

if TYPE_CHECKING:
    from portal.accounts.models import User

_NOTE_LENGTH = 300


@transaction.atomic
def draw(*, batch: HistoricalBatch, action: str, by: User, at: dt.datetime) -> HistoricalSample:
    """Draw a sample of what waits for a step, for the person who takes it. What they drew before
    and never judged is looked at too: nobody draws until the sample suits them.

    Raises NotPermitted without the role, ActRefused while the last sample speaks for everything
    that waits, or while something found bad is neither put right nor taken out.
    """
    batch = held_batch(batch)
    if action not in SAMPLED:
        raise ActRefused("提交审查不用抽查。")
    if not (verdict := may_take_step(by, batch.organ_id, action)):
        raise NotPermitted(verdict.reason)
    if not (verdict := may_draw(by, batch, action)):
        raise ActRefused(verdict.reason)
    waiting = rounds_waiting(batch, action)
    last = batch.samples.filter(action=action).aggregate(last=Max("number"))["last"] or 0
    sample = HistoricalSample.objects.create(
        batch=batch, action=action, number=last + 1, by=by, at=at
    )
    size = sample_size(
        len(waiting),
        least=settings.HISTORICAL_SAMPLE_LEAST,
        percent=settings.HISTORICAL_SAMPLE_PERCENT,
    )
    seed = seed_of(batch=batch.pk, action=action, number=sample.number, at=at)
    by_rule = drawn(waiting, size=size, seed=seed)
    taken = list(dict.fromkeys([*by_rule, *owed(batch, action, by, waiting)]))
    # Those that were drawn first, in the order of the draw.
    order = [*taken, *sorted(set(waiting) - set(taken))]
    SampledDocument.objects.bulk_create(
        SampledDocument(sample=sample, document_id=pk, round=waiting[pk], is_drawn=pk in taken)
        for pk in order
    )
    record(
        action="disclosure.draw_sample",
        summary=f"抽查历史公文：{batch.name}，{step_label(action)}第{sample.number}次，"
        f"{len(waiting)}件抽{len(taken)}件",
        by=by,
        at=at,
        organ=batch.organ,
        subject=batch,
        details={"seed": seed, "drawn": by_rule, "carried": taken[len(by_rule) :]},
    )
    return sample


@transaction.atomic
def judge(
    *,
    sample: HistoricalSample,
    document_id: int,
    verdict: str,
    note: str,
    by: User,
    at: dt.datetime,
) -> SampledDocument:
    """Say what was found in one document of a sample, once. A bad one stops the step for the whole
    batch until it is put right or taken out.

    Raises NotPermitted for anyone but who drew the sample and still holds the role.
    """
    batch = held_batch(sample.batch)
    allowed = may_take_step(by, batch.organ_id, sample.action)
    if not allowed:
        raise NotPermitted(allowed.reason)
    if sample.by_id != by.pk:
        raise NotPermitted("样本由抽取的人看，请自己抽取一次。")
    rows = SampledDocument.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("document").filter(sample=sample, document_id=document_id).first()
    if row is None or not row.is_drawn:
        raise ActRefused("这份文件没有抽中。")
    if row.verdict:
        raise ActRefused(f"这份文件已经看过，结论是{row.get_verdict_display()}，不能改动。")
    if rounds_waiting(batch, sample.action).get(document_id) != row.round:
        raise ActRefused("抽取以后这份文件退回、移出或者已经办理，不用再看。")
    if verdict not in SampleVerdict.values:
        raise ActRefused("请选择合格或者不合格。")
    if verdict == SampleVerdict.BAD:
        note = needed(note, "不合格的地方")
    row.verdict, row.note, row.at = SampleVerdict(verdict), said(note)[:_NOTE_LENGTH], at
    row.save()
    record(
        action="disclosure.judge_sample",
        summary=f"抽查{row.get_verdict_display()}：{row.document.title}",
        by=by,
        at=at,
        organ=batch.organ,
        subject=row.document,
        details={"batch": batch.pk, "sample": sample.pk, "note": row.note},
    )
    return row


def sample_to_judge(batch: HistoricalBatch, action: str, by: User) -> HistoricalSample:
    """The person's own sample for a step. Raises ActRefused when there is none."""
    sample = last_sample(batch, action, by)
    if sample is None:
        raise ActRefused(f"您还没有为{step_label(action)}抽取样本。")
    return sample


def held_batch(batch: HistoricalBatch) -> HistoricalBatch:
    """The batch, held until the transaction ends: two samples, two numbers."""
    rows = HistoricalBatch.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("organ").get(pk=batch.pk)
