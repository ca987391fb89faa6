"""Who writes and releases collections, and who keeps what they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from policies.collections.workflow import WORKFLOW
from portal.accounts.choices import Role
from portal.accounts.permissions import holds
from portal.acts.verdicts import Rules
from portal.common.verdicts import ALLOWED, Verdict, refuse

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User
    from portal.organs.models import Organ

ROLES: Final = (Role.CLERK, Role.SIGNER)
RULES: Final = Rules(WORKFLOW, "专题", ROLES)


def may_keep(user: User | AnonymousUser, organ: Organ) -> Verdict:
    """Whether the person begins versions of an organ's collections and keeps their contents."""
    if holds(user, organ, Role.CLERK):
        return ALLOWED
    return refuse(f"{organ.short_name}的专题由该机关的{Role.CLERK.holders}编辑。")
