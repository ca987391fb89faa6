"""Seeing what is masked of an application: the applicant's particulars and papers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models, transaction

from portal.personal.reveals import Reveals
from requests_app.models import Evidence, InformationRequest
from requests_app.permissions import may_unmask

if TYPE_CHECKING:
    from django.core.files.base import File

    from portal.accounts.models import User


class Purpose(models.TextChoices):
    """What for."""

    CONTACT = "contact", "联系申请人"
    IDENTITY = "identity", "核对身份"
    LETTER = "letter", "制作、寄送文书"
    DUPLICATE = "duplicate", "核对是否重复申请"


REVEALS = Reveals[InformationRequest]("requests", Purpose, may_unmask)


@dataclass(frozen=True)
class Particulars:
    """Who applied and how to reach them, in full: for one answer, never to be kept."""

    name: str
    identity_number: str
    phone: str
    email: str
    address: str
    agent_name: str
    agent_number: str


@transaction.atomic
def reveal(
    *,
    request: InformationRequest,
    purpose: str,
    by: User,
    at: dt.datetime,
    details: Mapping[str, str] | None = None,
) -> Particulars:
    """Open the sealed particulars for an officer of the case who says what for."""
    told = f"查看申请人完整信息：{request.number}"
    REVEALS.note(request, "reveal", told, purpose=purpose, by=by, at=at, details=details)
    return Particulars(**{name: getattr(request, name) for name in Particulars.__annotations__})


@transaction.atomic
def open_evidence(*, paper: Evidence, purpose: str, by: User, at: dt.datetime) -> File[bytes]:
    """Open a paper the applicant handed in; the caller closes it."""
    case = paper.request
    told = f"打开申请材料（{paper.get_purpose_display()}）：{case.number}"
    return REVEALS.open(
        paper, case, "open_evidence", told, named="evidence", purpose=purpose, by=by, at=at
    )
