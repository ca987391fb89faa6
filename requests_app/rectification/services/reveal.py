"""Seeing a request for rectification in full: particulars, text and papers, each time recorded."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.statute import PRIVACY_LAW, Article
from requests_app.rectification.permissions import may_unmask_rectification

if TYPE_CHECKING:
    from django.core.files.base import File

    from portal.accounts.models import User
    from requests_app.rectification.models import Rectification, RectificationEvidence


class RectificationPurpose(models.TextChoices):
    """What for; chosen, not written, so that nothing personal gets into the trail."""

    VERIFY = "verify", "核实记录"
    CONTACT = "contact", "联系、告知申请人"
    IDENTITY = "identity", "核对身份"


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
    _permitted(rectification, purpose, by)
    _noted("reveal", "查看更正申请完整信息", rectification, {"purpose": purpose}, by=by, at=at)
    names = [name for name in RectificationParticulars.__dataclass_fields__ if name != "decision"]
    last = rectification.decisions.order_by("-id").first()
    return RectificationParticulars(
        **{name: getattr(rectification, name) for name in names}, decision=last.text if last else ""
    )


@transaction.atomic
def open_rectification_evidence(
    *, evidence: RectificationEvidence, purpose: str, by: User, at: dt.datetime
) -> File[bytes]:
    """Open a paper that was handed in; the caller closes it."""
    _permitted(evidence.rectification, purpose, by)
    details = {"purpose": purpose, "evidence": str(evidence.public_id)}
    sentence = f"打开更正申请材料（{evidence.get_purpose_display()}）"
    _noted("open_evidence", sentence, evidence.rectification, details, by=by, at=at)
    return evidence.file.storage.open(str(evidence.file.name))


def _permitted(rectification: Rectification, purpose: str, by: User) -> None:
    verdict = may_unmask_rectification(by, rectification)
    if not verdict:
        raise NotPermitted(verdict.reason)
    if purpose not in RectificationPurpose.values:
        raise ActRefused("请选择查看的用途。")


def _noted(
    action: str,
    sentence: str,
    rectification: Rectification,
    details: dict[str, Any],
    *,
    by: User,
    at: dt.datetime,
) -> None:
    record(
        action=f"records.{action}",
        summary=f"{sentence}：{rectification.number}",
        by=by,
        at=at,
        organ=rectification.organ,
        subject=rectification,
        basis=Article(51, law=PRIVACY_LAW),
        details=details,
    )
