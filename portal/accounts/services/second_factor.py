"""Second factors, as the audit trail tells it."""

import datetime as dt
from enum import Enum

from portal.accounts.models import User
from portal.audit.services import record


class SecondFactorChange(Enum):
    """What happened to a person's second factor; the value is the sentence on record."""

    ADDED = "启用两步验证"
    REMOVED = "停用两步验证"
    RESET = "重新生成备用验证码"
    FAILED = "两步验证失败"


def record_second_factor(
    *, user: User, change: SecondFactorChange, kind: str, at: dt.datetime
) -> None:
    """A factor of this kind (`totp`, `recovery_codes`) was added, removed, renewed or failed."""
    record(
        action=f"second_factor_{change.name.lower()}",
        summary=change.value,
        by=None if change is SecondFactorChange.FAILED else user,
        at=at,
        subject=user,
        details={"kind": kind},
    )
