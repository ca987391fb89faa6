"""What the trail says of keeping and purging."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from portal.audit.services import record
from portal.statute import PRIVACY_LAW, Article
from requests_app.models import InformationRequest

if TYPE_CHECKING:
    from portal.accounts.models import User


def note(
    request: InformationRequest,
    action: str,
    sentence: str,
    *,
    by: User | None,
    at: dt.datetime,
    reason: str,
) -> None:
    """One entry; keeping and purging rest on 个人信息保护法第四十七条."""
    record(
        action=f"requests.{action}",
        summary=f"{sentence}：{request.number}",
        by=by,
        at=at,
        organ=request.organ,
        subject=request,
        basis=Article(47, law=PRIVACY_LAW),
        details={"reason": reason},
    )
