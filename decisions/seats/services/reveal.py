"""Seeing who applied, and how they are reached: for a purpose, on record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import models, transaction

from decisions.seats.choices import worded
from decisions.seats.models import Applicant
from decisions.seats.permissions import may_unmask
from portal.personal.reveals import Reveals

if TYPE_CHECKING:
    from portal.accounts.models import User


class Purpose(models.TextChoices):
    """What for."""

    CONTACT = "contact", "联系代表"
    CHECK = "check", "核对报名条件和组别"
    DOOR = "door", "会议签到"


REVEALS: Final = Reveals[Applicant]("seats_applicants", Purpose, may_unmask)


@dataclass(frozen=True)
class Person:
    """Who applied, in full: for one answer, never to be kept."""

    name: str
    phone: str
    email: str


@transaction.atomic
def reveal_applicant(*, applicant: Applicant, purpose: str, by: User, at: dt.datetime) -> Person:
    """Open what is sealed for somebody who calls the meeting and says what for."""
    told = worded(f"查看列席报名人信息：{applicant.number}", applicant.sitting.kind)
    REVEALS.note(applicant, "reveal", told, purpose=purpose, by=by, at=at)
    return Person(applicant.name, applicant.phone, applicant.email)
