"""What becomes of opinions: put together by a person, answered once for all or one by one, and
settled when nothing is open any more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import F, QuerySet

from decisions.consultations.models import Consultation, Opinion, OpinionAct, OpinionGroup
from decisions.consultations.selectors import concentrated_least
from decisions.consultations.services.steps import OPINION_STEPS, STEPS, shared
from decisions.consultations.workflow import OpinionStatus
from decisions.ledgers.refusals import answer_of, explained, summary_of
from portal.acts.refusals import needed
from portal.common.errors import ActRefused

if TYPE_CHECKING:
    from portal.accounts.models import User

# What of the draft is changed for an opinion.
_CHANGED: Final = "草案怎样改"


@transaction.atomic
def group(
    *,
    consultation: Consultation,
    serials: Collection[int],
    summary: str = "",
    into: OpinionGroup | None = None,
    by: User,
    at: dt.datetime,
) -> Consultation:
    """Put opinions together, in a new group with its summary, or into one that is not answered yet.
    Raises ActRefused for opinions on different clauses, answered ones, and fewer than two.
    """
    held, act = STEPS.begin(consultation, "group", by, at)
    rows = list(_chosen(held, serials).filter(group__isnull=True))
    if len(rows) < len(set(serials)) or not rows:
        raise ActRefused("选的意见里有已经处理、归并或者撤回的，请重新选择。")
    places = {row.now_id for row in rows}
    if into is not None:
        into = OpinionGroup.objects.select_for_update(no_key=True).get(pk=into.pk)
        if into.consultation_id != held.pk or into.outcome:
            raise ActRefused("只能归并到这次征求意见里还没有处理的一组。")
        places.add(into.clause_id)
    elif len(rows) < 2:
        raise ActRefused("请至少选两条意见归并。")
    if len(places) > 1:
        raise ActRefused("选的意见针对不同的条文，不能归并；同一条的才归并。")
    if into is None:
        into = OpinionGroup.objects.create(
            consultation=held,
            clause_id=rows[0].now_id,
            summary=summary_of(summary),
            grouped_by=by,
            grouped_at=at,
        )
    Opinion.objects.filter(pk__in=[row.pk for row in rows]).update(group=into, updated_at=at)
    recount(into)
    details = {"group": into.pk, "opinions": len(rows)}
    return STEPS.finish(held, act, by=by, at=at, details=details)


@transaction.atomic
def ungroup(
    *, consultation: Consultation, group: OpinionGroup, serials: Collection[int] = (), by: User,
    at: dt.datetime,
) -> Consultation:  # fmt: skip
    """Take opinions out of a group, or all of them; they are open again, each for itself."""
    held, act = STEPS.begin(consultation, "ungroup", by, at)
    rows = Opinion.objects.filter(group=group, consultation=held)
    if serials:
        rows = rows.filter(serial__in=set(serials))
    keys = list(rows.values_list("pk", flat=True))
    if group.consultation_id != held.pk or not keys:
        raise ActRefused("这一组里没有这样的意见，请重新选择。")
    _note(
        rows.exclude(status=OpinionStatus.WITHDRAWN).filter(status=OpinionStatus.ANSWERED),
        "reconsider",
        OpinionStatus.RECEIVED,
        by=by,
        at=at,
    )
    Opinion.objects.filter(pk__in=keys, status=OpinionStatus.ANSWERED).update(
        status=OpinionStatus.RECEIVED, outcome=""
    )
    Opinion.objects.filter(pk__in=keys).update(group=None, updated_at=at)
    left = OpinionGroup.objects.get(pk=group.pk)
    recount(left)
    if not left.members.exists():
        left.delete()
    details = {"group": group.pk, "opinions": len(keys)}
    return STEPS.finish(held, act, by=by, at=at, details=details)


@transaction.atomic
def answer(
    *,
    consultation: Consultation,
    outcome: str,
    reason: str,
    change: str = "",
    groups: Collection[OpinionGroup] = (),
    serials: Collection[int] = (),
    summary: str = "",
    by: User,
    at: dt.datetime,
) -> Consultation:
    """Say what becomes of groups, or of single opinions, with the reason that everybody reads; of a
    group that was answered already, the later word counts. Raises ActRefused where so many say it
    that a bare word is no explanation.
    """
    held, act = STEPS.begin(consultation, "answer", by, at)
    said = answer_of(outcome, reason, change, changed=_CHANGED)
    chosen = list(
        OpinionGroup.objects.select_for_update(no_key=True)
        .filter(pk__in=[each.pk for each in groups], consultation=held)
        .order_by("pk")
    )
    if len(chosen) < len(set(groups)):
        raise ActRefused("请选择这次征求意见里的组。")
    for each in chosen:
        explained(each.opinions, outcome, said["reason"], least=concentrated_least())
    single = list(_chosen(held, serials).filter(group__isnull=True)) if serials else []
    if len(single) < len(set(serials)):
        raise ActRefused(
            "选的意见里有已经处理、归并或者撤回的，请重新选择；归并的和那一组一起处理。"
        )
    if not chosen and not single:
        raise ActRefused("请选择要处理的组或者意见。")
    told = summary_of(summary, required=False)
    number = 0
    for each in chosen:
        OpinionGroup.objects.filter(pk=each.pk).update(**said)
        rows = Opinion.objects.filter(group=each).exclude(status=OpinionStatus.WITHDRAWN)
        number += _answered(rows, outcome=outcome, by=by, at=at)
    if single:
        rows = Opinion.objects.filter(pk__in=[row.pk for row in single])
        number += _answered(rows, **said, summary=told, by=by, at=at)
    details = {
        "outcome": outcome, "groups": [each.pk for each in chosen], "opinions": number,
    }  # fmt: skip
    return STEPS.finish(held, act, by=by, at=at, details=details)


@transaction.atomic
def answer_one(
    *, opinion: Opinion, outcome: str, reason: str, change: str = "", summary: str = "",
    by: User, at: dt.datetime,
) -> Opinion:  # fmt: skip
    """Say what becomes of one opinion that is in no group."""
    shared(opinion.consultation)
    held, act = OPINION_STEPS.begin(opinion, "answer", by, at)
    for name, value in answer_of(outcome, reason, change, changed=_CHANGED).items():
        setattr(held, name, value)
    held.summary = summary_of(summary, required=False)
    return OPINION_STEPS.finish(held, act, by=by, at=at, details={"outcome": outcome})


@transaction.atomic
def reconsider(*, opinion: Opinion, reason: str, by: User, at: dt.datetime) -> Opinion:
    """Open one again that was answered by itself."""
    shared(opinion.consultation)
    held, act = OPINION_STEPS.begin(opinion, "reconsider", by, at)
    held.outcome = held.reason = held.change = held.summary = ""
    words = needed(reason, "重新处理的理由")
    return OPINION_STEPS.finish(held, act, by=by, at=at, reason=words)


def recount(group: OpinionGroup) -> None:
    """How many opinions a group has that count. Call within the act that changed it."""
    number = group.members.exclude(status=OpinionStatus.WITHDRAWN).count()
    OpinionGroup.objects.filter(pk=group.pk).update(opinions=number)


def left_group(opinion: Opinion) -> None:
    """One of a group counts no more."""
    if opinion.group_id is None:
        return
    OpinionGroup.objects.filter(pk=opinion.group_id).update(opinions=F("opinions") - 1)


def _chosen(consultation: Consultation, serials: Collection[int]) -> QuerySet[Opinion]:
    rows = consultation.opinions.open().filter(serial__in=set(serials))
    return rows.select_for_update(no_key=True).order_by("pk")


def _answered(
    rows: QuerySet[Opinion], *, outcome: str, by: User, at: dt.datetime, **columns: str
) -> int:
    """Answer many at once, with a row of acts for each that was open."""
    _note(rows.filter(status=OpinionStatus.RECEIVED), "answer", OpinionStatus.ANSWERED, by=by,
          at=at)  # fmt: skip
    return rows.update(status=OpinionStatus.ANSWERED, outcome=outcome, updated_at=at, **columns)


def _note(rows: QuerySet[Opinion], action: str, target: str, *, by: User, at: dt.datetime) -> None:
    OpinionAct.objects.bulk_create(
        (
            OpinionAct(opinion_id=key, action=action, source=source, target=target, by=by, at=at)
            for key, source in rows.order_by("pk").values_list("pk", "status")
        ),
        batch_size=1_000,
    )
