"""The mail addresses of an account: what people change of their own, as the trail and the old
address tell it, and when none of them is proved any more.
"""

from __future__ import annotations

import datetime as dt
from enum import Enum

from allauth.account.models import EmailAddress
from django.db import transaction

from portal.accounts.models import User
from portal.accounts.presenters import masked_address
from portal.accounts.registry import tell
from portal.audit.services import record


class AddressChange(Enum):
    """What happened to an address of one's own; the value is the sentence on record."""

    ADDED = "登记电子邮箱"
    CONFIRMED = "确认电子邮箱"
    CHANGED = "更换主要电子邮箱"
    REMOVED = "删除电子邮箱"


def replace_addresses(user: User, address: str) -> None:
    """This address alone, not verified until its link is opened: what was proved for others, or for
    this one before, is proved no more, and links sent before open nothing.
    """
    EmailAddress.objects.filter(user=user).delete()
    if address:
        EmailAddress.objects.create(user=user, email=address.lower(), primary=True)
    user.email = address
    user.save(update_fields=["email"])


@transaction.atomic
def record_own_address(
    *, user: User, change: AddressChange, address: str, at: dt.datetime, old: str = ""
) -> None:
    """An address was added, confirmed, made the main one in place of `old`, or removed.

    What is no longer used hears of it: it may be all that its owner still has.
    """
    details = {"field": "address", "new": masked_address(address)}
    if old:
        details["old"] = masked_address(old)
    entry = record(
        action=f"own_address_{change.name.lower()}", summary=change.value, by=user, at=at,
        subject=user, details=details,
    )  # fmt: skip
    left = {AddressChange.CHANGED: old, AddressChange.REMOVED: address}.get(change, "")
    if left:
        tell(
            people=[user],
            addresses=[left] if left.lower() != user.email.lower() else [],
            subject=f"您的账号{change.value}",
            body=f"账号 {user.username}：{change.value}。不是您本人操作的，请立即修改密码。",
            key=f"accounts.own.{entry.sequence}",
            at=at,
        )
