"""Seeing a request for correction in full: particulars, text and papers, each time recorded."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.statute import PRIVACY_LAW, Article
from requests_app.record_permissions import may_unmask_record

if TYPE_CHECKING:
    from django.core.files.base import File

    from portal.accounts.models import User
    from requests_app.models import RecordCorrection, RecordEvidence


class RecordPurpose(models.TextChoices):
    """What for; chosen, not written, so that nothing personal gets into the trail."""

    VERIFY = "verify", "核实记录"
    CONTACT = "contact", "联系、告知申请人"
    IDENTITY = "identity", "核对身份"


@dataclass(frozen=True)
class RecordParticulars:
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
def reveal_record(
    *, correction: RecordCorrection, purpose: str, by: User, at: dt.datetime
) -> RecordParticulars:
    """Open what is sealed for an officer of the case who says what for."""
    _permitted(correction, purpose, by)
    _noted("reveal", "查看更正申请完整信息", correction, {"purpose": purpose}, by=by, at=at)
    names = [name for name in RecordParticulars.__dataclass_fields__ if name != "decision"]
    last = correction.decisions.order_by("-id").first()
    return RecordParticulars(
        **{name: getattr(correction, name) for name in names}, decision=last.text if last else ""
    )


@transaction.atomic
def open_record_evidence(
    *, evidence: RecordEvidence, purpose: str, by: User, at: dt.datetime
) -> File[bytes]:
    """Open a paper that was handed in; the caller closes it."""
    _permitted(evidence.correction, purpose, by)
    details = {"purpose": purpose, "evidence": str(evidence.public_id)}
    sentence = f"打开更正申请材料（{evidence.get_purpose_display()}）"
    _noted("open_evidence", sentence, evidence.correction, details, by=by, at=at)
    return evidence.file.storage.open(str(evidence.file.name))


def _permitted(correction: RecordCorrection, purpose: str, by: User) -> None:
    verdict = may_unmask_record(by, correction)
    if not verdict:
        raise NotPermitted(verdict.reason)
    if purpose not in RecordPurpose.values:
        raise ActRefused("请选择查看的用途。")


def _noted(
    action: str,
    sentence: str,
    correction: RecordCorrection,
    details: dict[str, Any],
    *,
    by: User,
    at: dt.datetime,
) -> None:
    record(
        action=f"records.{action}",
        summary=f"{sentence}：{correction.number}",
        by=by,
        at=at,
        organ=correction.organ,
        subject=correction,
        basis=Article(51, law=PRIVACY_LAW),
        details=details,
    )
