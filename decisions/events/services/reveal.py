"""Seeing who signed up, and how they are reached: for a purpose, on record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import models, transaction

from decisions.events.models import SignUp, Suggestion
from decisions.events.permissions import may_unmask, may_unmask_suggestion
from portal.personal.reveals import Reveals

if TYPE_CHECKING:
    from portal.accounts.models import User


class Purpose(models.TextChoices):
    """What for."""

    CONTACT = "contact", "联系报名人"
    CHECK = "check", "核对参加条件"
    HELP = "help", "安排需要的帮助"


REVEALS: Final = Reveals[SignUp]("event_signups", Purpose, may_unmask)


@dataclass(frozen=True)
class Person:
    """Who signed up, in full: for one answer, never to be kept."""

    name: str
    phone: str
    email: str
    needs: str


@transaction.atomic
def reveal(*, signup: SignUp, purpose: str, by: User, at: dt.datetime) -> Person:
    """Open what is sealed for somebody who holds the event and says what for."""
    told = f"查看报名人信息：{signup.number}"
    REVEALS.note(signup, "reveal", told, purpose=purpose, by=by, at=at)
    return Person(signup.name, signup.phone, signup.email, signup.needs)


class Reading(models.TextChoices):
    """What a suggestion is read for as it was written."""

    HANDLE = "handle", "处理建议"
    CHECK = "check", "核对公开的文字"


SUGGESTION_REVEALS: Final = Reveals[Suggestion]("event_suggestions", Reading, may_unmask_suggestion)


@transaction.atomic
def reveal_suggestion(*, suggestion: Suggestion, purpose: str, by: User, at: dt.datetime) -> str:
    """What was written, in full: for one answer, never to be kept. Who wrote it is seen on the
    sign-up.
    """
    told = f"查看建议原文：{suggestion.number}"
    SUGGESTION_REVEALS.note(suggestion, "reveal", told, purpose=purpose, by=by, at=at)
    return suggestion.text
