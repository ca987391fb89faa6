"""Seeing what is masked: the applicant's particulars and papers, each time with an audit entry.

Neither the entry nor anything else that stays holds what was seen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.statute import PRIVACY_LAW, Article
from requests_app.permissions import may_unmask

if TYPE_CHECKING:
    from django.core.files.base import File

    from portal.accounts.models import User
    from requests_app.models import Evidence, InformationRequest

# 采取相应的加密、去标识化等安全技术措施，合理确定操作权限.
_BASIS = Article(51, law=PRIVACY_LAW)


class Purpose(models.TextChoices):
    """What for; chosen, not written, so that nothing personal gets into the trail."""

    CONTACT = "contact", "联系申请人"
    IDENTITY = "identity", "核对身份"
    LETTER = "letter", "制作、寄送文书"
    DUPLICATE = "duplicate", "核对是否重复申请"


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
    _permitted(request, purpose, by)
    told = {"purpose": purpose, **(details or {})}
    _noted("requests.reveal", "查看申请人完整信息", request, told, by=by, at=at)
    return Particulars(**{name: getattr(request, name) for name in Particulars.__annotations__})


@transaction.atomic
def open_evidence(*, evidence: Evidence, purpose: str, by: User, at: dt.datetime) -> File[bytes]:
    """Open a paper the applicant handed in; the caller closes it."""
    _permitted(evidence.request, purpose, by)
    if not evidence.file:
        raise ActRefused("该材料已按保存期限清除。")
    details = {"purpose": purpose, "evidence": str(evidence.public_id)}
    label = evidence.get_purpose_display()
    _noted(
        "requests.open_evidence", f"打开申请材料（{label}）", evidence.request, details,
        by=by, at=at,
    )  # fmt: skip
    return evidence.file.storage.open(str(evidence.file.name))


def _permitted(request: InformationRequest, purpose: str, by: User) -> None:
    verdict = may_unmask(by, request)
    if not verdict:
        raise NotPermitted(verdict.reason)
    if purpose not in Purpose.values:
        raise ActRefused("请选择查看的用途。")


def _noted(
    action: str,
    sentence: str,
    request: InformationRequest,
    details: dict[str, Any],
    *,
    by: User,
    at: dt.datetime,
) -> None:
    record(
        action=action,
        summary=f"{sentence}：{request.number}",
        by=by,
        at=at,
        organ=request.organ,
        subject=request,
        basis=_BASIS,
        details=details,
    )
