"""Seeing a request for rectification in full: particulars, text and papers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models, transaction

from portal.personal.reveals import Reveals
from requests_app.rectification.models import Rectification, RectificationEvidence
from requests_app.rectification.permissions import may_unmask_rectification

if TYPE_CHECKING:
    from django.core.files.base import File

    from portal.accounts.models import User


class RectificationPurpose(models.TextChoices):
    """What for."""

    VERIFY = "verify", "核实记录"
    CONTACT = "contact", "联系、告知申请人"
    IDENTITY = "identity", "核对身份"


REVEALS = Reveals[Rectification]("records", RectificationPurpose, may_unmask_rectification)


@dataclass(frozen=True)
class RectificationParticulars:
    """Who asks and what they wrote, in full: for one answer, never to be kept."""

    name: str
    identity_number: str
    phone: str
    email: str
    address: str
    agent_name: str
    agent_number: str
    record: str
    inaccurate: str
    should_be: str
    decision: str


@transaction.atomic
def reveal_rectification(
    *, rectification: Rectification, purpose: str, by: User, at: dt.datetime
) -> RectificationParticulars:
    """Open what is sealed for an officer of the case who says what for."""
    told = f"查看更正申请完整信息：{rectification.number}"
    REVEALS.note(rectification, "reveal", told, purpose=purpose, by=by, at=at)
    names = [name for name in RectificationParticulars.__dataclass_fields__ if name != "decision"]
    last = rectification.decisions.order_by("-id").first()
    return RectificationParticulars(
        **{name: getattr(rectification, name) for name in names}, decision=last.text if last else ""
    )


@transaction.atomic
def open_rectification_evidence(
    *, paper: RectificationEvidence, purpose: str, by: User, at: dt.datetime
) -> File[bytes]:
    """Open a paper that was handed in; the caller closes it."""
    case = paper.rectification
    told = f"打开更正申请材料（{paper.get_purpose_display()}）：{case.number}"
    return REVEALS.open(
        paper, case, "open_evidence", told, named="evidence", purpose=purpose, by=by, at=at
    )
