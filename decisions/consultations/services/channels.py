"""Opinions that came in other ways: the occasion with its counts and minutes, kept for good."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.db import transaction

from decisions.consultations.choices import Way
from decisions.consultations.models import ChannelRecord, Consultation
from decisions.consultations.services.steps import STEPS
from decisions.dossiers.services.course import past, refuse_unlawful_hearing
from decisions.ledgers.refusals import public_text
from portal.acts.refusals import needed, text_of
from portal.common.errors import ActRefused

if TYPE_CHECKING:
    from portal.accounts.models import User

_LONGEST_MINUTES: Final = 10_000


@transaction.atomic
def note_channel(
    *,
    consultation: Consultation,
    way: str,
    first: dt.date,
    last: dt.date | None = None,
    people: int = 0,
    opinions: int = 0,
    minutes: str = "",
    reference: str = "",
    selection: str = "",
    names_on: dt.date | None = None,
    materials_on: dt.date | None = None,
    signed_on: dt.date | None = None,
    by: User,
    at: dt.datetime,
) -> Consultation:
    """Put an occasion on record when it is over, with the number of opinions that are then typed in
    one by one. Raises ActRefused for a hearing that was not lawful, and for numbers of persons.
    """
    held, act = STEPS.begin(consultation, "note_channel", by, at)
    if way not in Way.values or way == Way.ONLINE:
        raise ActRefused("请选择网上以外的方式。")
    last = last or first
    if last < first:
        raise ActRefused("结束日期早于开始日期，请核对。")
    text = public_text(minutes, "记录摘要", _LONGEST_MINUTES, required=False)
    chosen = public_text(selection, "参加人的产生方式", 500, required=False)
    hearing = {"names_on": names_on, "materials_on": materials_on, "signed_on": signed_on}
    if way != Way.HEARING and (any(hearing.values()) or chosen):
        raise ActRefused("名单、材料、笔录和产生方式只在登记听证会时填写。")
    made = ChannelRecord(
        consultation=held, way=way, first=past(first, "开始日期", at=at),
        last=past(last, "结束日期", at=at), people=people, opinions=opinions, minutes=text,
        reference=text_of(reference, "材料编号", longest=200, required=False),
        selection=chosen, **hearing, recorded_at=at, recorded_by=by,
    )  # fmt: skip
    if way == Way.HEARING:
        refuse_unlawful_hearing(made)
    made.save()
    details = {"channel": made.pk, "way": way, "opinions": opinions}
    return STEPS.finish(held, act, by=by, at=at, details=details)


@transaction.atomic
def strike_channel(
    *, consultation: Consultation, channel: ChannelRecord, reason: str, by: User, at: dt.datetime
) -> Consultation:
    """An occasion that was noted wrongly counts no more; it stays on file with the reason. Raises
    ActRefused while opinions are tied to it.
    """
    held, act = STEPS.begin(consultation, "strike_channel", by, at)
    row = held.channels.filter(pk=channel.pk, struck_at__isnull=True).first()
    if row is None:
        raise ActRefused("没有这条登记，请重新选择。")
    if row.entered.exists():
        raise ActRefused("这次登记下面已经录入了意见，不能划去；条数不对的，另登记一次差额。")
    row.struck_at, row.struck_why = at, needed(reason, "更正的理由")[:500]
    row.save(update_fields=["struck_at", "struck_why"])
    details = {"channel": row.pk}
    return STEPS.finish(held, act, by=by, at=at, reason=row.struck_why, details=details)
