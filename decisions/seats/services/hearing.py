"""What makes a hearing: materials in time, names before, a record that those who came have signed
(《重大行政决策程序暂行条例》第十六、十七条).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from decisions.events.services import sessions
from decisions.ledgers.refusals import public_text
from decisions.seats.models import RecordSignature, Sitting
from decisions.seats.selectors import sessions_to_observe
from decisions.seats.services import applicant_steps
from decisions.seats.services.sittings import STEPS
from decisions.seats.services.words import materials_last, numbered
from decisions.seats.workflow import Place
from portal.common.errors import ActRefused
from portal.common.moments import moment_words

if TYPE_CHECKING:
    from decisions.events.models import EventSession
    from portal.accounts.models import User

_LONGEST: Final = 2_000
_LONGEST_RECORD: Final = 20_000
_LONGEST_REASON: Final = 300


@transaction.atomic
def send_materials(
    *, sitting: Sitting, sent_on: dt.date, materials: str, by: User, at: dt.datetime
) -> Sitting:
    """Put on record that the materials reached everybody who comes, and what they were. Raises
    ActRefused where they came too late: then the hearing is held later.
    """
    row, act = STEPS.begin(sitting, "send_materials", by, at)
    if sent_on > timezone.localdate(at):
        raise ActRefused("送达日期晚于今天，请核对。")
    if sent_on > (last := materials_last(row)):
        raise ActRefused(
            f"听证材料须在听证会七日前送达参加人，应在{last}以前（{act.citation}）；"
            "已经来不及的，请把听证会改期。"
        )
    row.materials_on, row.materials = sent_on, public_text(materials, "听证材料", _LONGEST)
    return STEPS.finish(row, act, by=by, at=at, details={"sent_on": sent_on.isoformat()})


@transaction.atomic
def admit_observers(
    *, sitting: Sitting, session: EventSession, by: User, at: dt.datetime
) -> Sitting:
    """Say for which session people sign up to observe it: with the doors, the places, the list and
    the tickets of every session. Raises ActRefused for one that is not the hearing's.
    """
    row, act = STEPS.begin(sitting, "admit_observers", by, at)
    if session not in sessions_to_observe(row):
        raise ActRefused(
            "请选择本机关已经发布的“听证会旁听”活动，那一场要从听证会以前开始，到听证会以后结束。"
        )
    row.observers = session
    return STEPS.finish(row, act, by=by, at=at, details={"session": session.pk})


@transaction.atomic
def publish_names(*, sitting: Sitting, by: User, at: dt.datetime) -> Sitting:
    """From now on everybody reads who takes part. Raises ActRefused once it has begun."""
    applicant_steps.held(sitting.pk)
    row, act = STEPS.begin(sitting, "publish_names", by, at)
    if at >= row.meets_at:
        raise ActRefused("名单须在听证会以前公布；已经开始的，这一次不算听证，请中止。")
    row.names_at = at
    people = [one.line for one in applicant_steps.locked(row, Place.COMING)]
    return STEPS.finish(row, act, by=by, at=at, details={"numbers": people})


@transaction.atomic
def sign_record(
    *,
    sitting: Sitting,
    record: str,
    signed_on: dt.date,
    unsigned: Sequence[str] = (),
    by: User,
    at: dt.datetime,
) -> Sitting:
    """Put the record on record: what everybody reads of it, the day of the signatures, and in lines
    as “7 拒绝签名” who did not sign and why. Written again it is corrected, until it is told.
    """
    row, act = STEPS.begin(sitting, "sign_record", by, at)
    if row.held_on is None or not row.held_on <= signed_on <= timezone.localdate(at):
        raise ActRefused("签名日期应在听证会那天到今天之间，请核对。")
    row.record = public_text(record, "笔录摘要", _LONGEST_RECORD)
    row.signed_on = signed_on
    people = {one.line: one for one in applicant_steps.locked(row, Place.ATTENDED)}
    refused = _refused(unsigned)
    if wrong := sorted(set(refused) - set(people)):
        raise ActRefused(f"{wrong[0]}号没有到会，请核对编号。")
    if people and len(refused) == len(people):
        raise ActRefused("没有一位参加人签名确认，笔录不成立，请核对以后再请各位确认。")
    for number, one in people.items():
        RecordSignature.objects.update_or_create(
            applicant=one, defaults={"why_not": refused.get(number, "")}
        )
    details = {"signed": len(people) - len(refused), "unsigned": sorted(refused)}
    return STEPS.finish(row, act, by=by, at=at, details=details)


@transaction.atomic
def postpone(
    *, sitting: Sitting, meets_at: dt.datetime, reason: str, by: User, at: dt.datetime
) -> Sitting:
    """Hold it later, with the reason; everybody who comes or stands by is told."""
    applicant_steps.held(sitting.pk)
    row, act = STEPS.begin(sitting, "postpone", by, at)
    if meets_at <= max(row.meets_at, at):
        raise ActRefused(f"改期只能改晚，现在是{moment_words(row.meets_at)}，请核对。")
    reason = public_text(reason, "改期的原因", _LONGEST_REASON)
    former, row.meets_at = row.meets_at, meets_at
    row.save(update_fields=["meets_at"])
    for one in applicant_steps.locked(row, Place.INVITED, Place.SUBSTITUTE, Place.COMING):
        applicant_steps.move(one, "reschedule", by=by, at=at)
    if row.observers is not None:
        sessions.follow(session=row.observers, by=meets_at - former, at=at)
    details = {"former": former.isoformat()}
    return STEPS.finish(row, act, by=by, at=at, reason=reason, details=details)


def _refused(lines: Sequence[str]) -> Mapping[int, str]:
    """Who did not sign, by number, with the reason. Raises ActRefused for a number twice."""
    found: dict[int, str] = {}
    for line in lines:
        number, reason = numbered(line, "7 拒绝签名")
        if number in found:
            raise ActRefused(f"{number}号写了两次，请核对。")
        found[number] = public_text(reason, f"{number}号的原因", _LONGEST_REASON)
    return found
