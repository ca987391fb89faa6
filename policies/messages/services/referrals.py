"""Doors out: what belongs to another procedure goes there, with its notice and its clock."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from policies.messages.choices import Door
from policies.messages.deadlines import petition_end, petition_terms
from policies.messages.models import Message, Referral
from policies.messages.services import clock
from policies.messages.services.steps import STEPS
from portal.acts.refusals import needed
from portal.common.errors import ActRefused
from portal.workdays.services import load_calendar

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def refer(
    *, message: Message, door: str, text: str, by: User, at: dt.datetime, action: str = "refer"
) -> Message:
    """Tell the writer where it belongs. What they wrote stays theirs, to be carried there.

    `action` is the act of the table: `refer` of those who distribute, `refer_on` of those who
    answer.
    """
    held, act = STEPS.begin(message, action, by, at)
    if door not in Door.values:
        raise ActRefused("请选择去处。")
    if held.members.exists():
        raise ActRefused("有别的留言并入本件，请先拆回。")
    row = Referral(message=held, door=door, text=needed(text, "告知留言人的话"), by=by, at=at)
    if door == Door.PETITION:
        terms = petition_terms(load_calendar(), held.received_on)
        row.notice_by, row.objection_by = terms.notice_by, terms.objection_by.due_on
    row.save()
    clock.stop(held)
    return STEPS.finish(held, act, by=by, at=at, details={"door": door})


@transaction.atomic
def record_acceptance(
    *, message: Message, accepted_on: dt.date, by: User, at: dt.datetime
) -> Message:
    """信访 took it on that day; it is to be finished in sixty."""
    held, act = STEPS.begin(message, "record_acceptance", by, at)
    row = held.referral
    if not held.received_on <= accepted_on <= timezone.localdate(at):
        raise ActRefused("受理日期应当在收到留言以后、今天以前，请核对。")
    row.accepted_on, row.finish_by = accepted_on, petition_end(accepted_on, is_extended=False)
    row.save()
    return STEPS.finish(held, act, by=by, at=at)


@transaction.atomic
def extend_petition(*, message: Message, by: User, at: dt.datetime) -> Message:
    """The head granted thirty days more (第三十四条)."""
    held, act = STEPS.begin(message, "extend_petition", by, at)
    row = held.referral
    if row.accepted_on is None:
        raise ActRefused("还没有登记受理。")
    row.is_extended = True
    row.finish_by = petition_end(row.accepted_on, is_extended=True)
    row.save()
    return STEPS.finish(held, act, by=by, at=at)
