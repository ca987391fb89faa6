"""Who looks after links, and who keeps the list of dangerous domains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.accounts.choices import Role
from portal.accounts.permissions import organs_in_view, organs_with_role
from portal.common.verdicts import ALLOWED, Verdict, refuse

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

KEEPERS = (Role.CLERK, Role.OPENNESS_REVIEWER, Role.SECRECY_REVIEWER, Role.SIGNER)


def organs_looked_after(user: User | AnonymousUser) -> set[int]:
    """The organs whose links the person sees: where they work on pages, and what they supervise."""
    return organs_in_view(user, *KEEPERS)


def may_list_domains(user: User | AnonymousUser) -> Verdict:
    """May they say which domains are dangerous: those in charge of security."""
    if (user.is_active and user.is_superuser) or organs_with_role(user, Role.SECURITY_ADMIN):
        return ALLOWED
    return refuse("只有安全管理员可以维护危险域名。")
