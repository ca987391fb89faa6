"""Seeing an opinion as it was written, and how its writer is reached: for a purpose, on record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models, transaction

from decisions.consultations.models import Opinion
from decisions.consultations.permissions import may_unmask
from portal.personal.reveals import Reveals

if TYPE_CHECKING:
    from portal.accounts.models import User


class Purpose(models.TextChoices):
    """What for."""

    HANDLE = "handle", "处理意见"
    CONTACT = "contact", "联系本人"
    CHECK = "check", "核对公开的文字"


REVEALS = Reveals[Opinion]("opinions", Purpose, may_unmask)


@dataclass(frozen=True)
class Original:
    """What was written and by whom, in full: for one answer, never to be kept."""

    name: str
    phone: str
    email: str
    guardian: str
    text: str


@transaction.atomic
def reveal(*, opinion: Opinion, purpose: str, by: User, at: dt.datetime) -> Original:
    """Open what is sealed for somebody who works on it and says what for."""
    told = f"查看意见原文：{opinion.number}"
    REVEALS.note(opinion, "reveal", told, purpose=purpose, by=by, at=at)
    return Original(opinion.name, opinion.phone, opinion.email, opinion.guardian, opinion.text)
