"""Applying for a seat and taking that back: a number, a leaf, and never another one."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone

from decisions.draws.lists import leaf_of
from decisions.seats.models import Applicant, Sitting
from decisions.seats.services import applicant_steps
from decisions.seats.services.applicant_steps import STEPS
from decisions.seats.services.notices import tell_applied
from decisions.seats.workflow import APPLICANT_WORKFLOW, RULE, Place, Status
from portal.common.errors import ActRefused
from portal.common.moments import moment_words, until_words
from portal.common.typed import as_written, said
from portal.common.verdicts import ALLOWED, Verdict, refuse
from portal.personal.person_index import person_index
from portal.tracking.intake import Numbering, Receipt

if TYPE_CHECKING:
    from portal.accounts.models import User

_PERSON: Final = "seats person"
LONGEST_NAME: Final = 40
_SALT_BYTES: Final = 16
_NUMBERING: Final = Numbering(Applicant, "seats applicants", "{code}-{year}-DB{count:05d}".format)


@dataclass(frozen=True)
class Asked:
    """What a form says: who applies, how they are reached, for which group they stand."""

    name: str
    phone: str = ""
    email: str = ""
    group: str = ""
    may_name: bool = False


@transaction.atomic
def apply(
    *, sitting: Sitting, asked: Asked, key: uuid.UUID, at: dt.datetime, user: User | None = None
) -> Receipt[Applicant]:
    """The next number of the meeting, in the order of coming. The same key again gives the same
    receipt. Raises ActRefused before and after the time for it, and for a contact that has applied.
    """
    row = applicant_steps.held(sitting.pk)
    if not Applicant.objects.filter(submission_key=key).exists():
        _check(row, asked, user, at)

    def new(given: dict[str, Any]) -> Applicant:
        row.lines += 1
        row.save(update_fields=["lines"])
        salt = secrets.token_hex(_SALT_BYTES)
        particulars = as_written({"name": asked.name, "phone": asked.phone, "email": asked.email})
        made = Applicant.objects.create(
            **{**given, **particulars},
            user=user,
            sitting=row,
            line=row.lines,
            group=asked.group,
            salt=salt,
            leaf=leaf_of(row.draw_id, row.lines, asked.group, salt),
            may_name=asked.may_name,
            person_index=person_index(_PERSON, user=user, phone=asked.phone, email=asked.email),
            status=Place.APPLIED,
            submitted_at=at,
            updated_at=at,
        )
        STEPS.opened(
            made, "submit", by=None, at=at, summary=APPLICANT_WORKFLOW.openings["submit"],
            basis=RULE, details={"sitting": row.pk, "line": made.line},
        )  # fmt: skip
        tell_applied(made, at=at)
        return made

    return _NUMBERING.take_in(organ=row.organ, key=key, at=at, keep=new)


def may_withdraw(applicant: Applicant, at: dt.datetime) -> Verdict:
    """Whether they leave now: what the page shows, and the act refuses with."""
    verdict = STEPS.party_verdict(applicant, "withdraw", on=timezone.localdate(at))
    return _list_is_open(applicant, at) if verdict else verdict


@transaction.atomic
def withdraw(*, applicant: Applicant, at: dt.datetime) -> Applicant:
    """Leave before the list is closed: the number stays a gap. Raises ActRefused afterwards."""
    sitting = applicant_steps.held(applicant.sitting_id)
    row, act = STEPS.begin(applicant, "withdraw", None, at)
    row.sitting = sitting
    if not (open_yet := _list_is_open(row, at)):
        raise ActRefused(open_yet.reason)
    return STEPS.finish(row, act, by=None, at=at)


@transaction.atomic
def hide_name(*, applicant: Applicant, at: dt.datetime) -> Applicant:
    """Take back the consent to be named: from now on nobody reads the name."""
    row, act = STEPS.begin(applicant, "hide_name", None, at)
    row.may_name = False
    return STEPS.finish(row, act, by=None, at=at)


def _list_is_open(applicant: Applicant, at: dt.datetime) -> Verdict:
    if at >= applicant.sitting.closes_at:
        return refuse(
            f"报名已于{until_words(applicant.sitting.closes_at)}截止，名单不再变动；"
            "抽中以后来不了的，请在网页上答复“不来了”。"
        )
    return ALLOWED


def _check(sitting: Sitting, asked: Asked, user: User | None, at: dt.datetime) -> None:
    """Raises ActRefused for whatever keeps somebody from applying now."""
    if at >= sitting.closes_at:
        raise ActRefused(f"报名已于{until_words(sitting.closes_at)}截止，这份报名没有收。")
    if sitting.status != Status.ANNOUNCED:
        raise ActRefused("这次列席不在报名，不能报名。")
    if at < sitting.opens_at:
        raise ActRefused(f"报名从{moment_words(sitting.opens_at)}开始，请到时再来。")
    if not said(asked.name) or len(asked.name) > LONGEST_NAME:
        raise ActRefused(f"请写姓名，最多{LONGEST_NAME}字。")
    groups = {group.name for group in sitting.groups.all()}
    if asked.group not in (groups or {""}):
        raise ActRefused("请选择一个组别。")
    who = person_index(_PERSON, user=user, phone=asked.phone, email=asked.email)
    if not who:
        raise ActRefused("请留手机号或者电子邮箱，好把结果告诉您。")
    again = Applicant.objects.filter(sitting=sitting, person_index=who)
    if again.exclude(status=Place.WITHDRAWN).exists():
        raise ActRefused("这个联系方式已经报过名，一人只报一次；要改，请先撤回再报。")
