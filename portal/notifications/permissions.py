"""Who may look after the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role
from portal.common.verdicts import ALLOWED, Verdict, refuse

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User


def may_operate(user: User | AnonymousUser) -> Verdict:
    """Whether the person may see failed messages, send them again and set up endpoints."""
    if organs_with_role(user, Role.SYSTEM_ADMIN):
        return ALLOWED
    return refuse("只有系统管理员可以管理通知的发送。")
