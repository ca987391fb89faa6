"""Seeing who proposed, and how they are reached: for a purpose, on record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import models, transaction

from decisions.solicitations.models import Proposal
from decisions.solicitations.permissions import may_unmask
from portal.personal.reveals import Reveals

if TYPE_CHECKING:
    from portal.accounts.models import User


class Purpose(models.TextChoices):
    """What for."""

    CONTACT = "contact", "联系建议人"
    CHECK = "check", "核实建议的情况"


REVEALS: Final = Reveals[Proposal]("solicitations_proposals", Purpose, may_unmask)


@dataclass(frozen=True)
class Person:
    """Who proposed and what they wrote, in full: for one answer, never to be kept."""

    name: str
    phone: str
    email: str
    text: str


@transaction.atomic
def reveal(*, proposal: Proposal, purpose: str, by: User, at: dt.datetime) -> Person:
    """Open what is sealed for somebody who gathers and says what for."""
    told = f"查看建议人信息：{proposal.number}"
    REVEALS.note(proposal, "reveal", told, purpose=purpose, by=by, at=at)
    return Person(proposal.name, proposal.phone, proposal.email, proposal.text)
