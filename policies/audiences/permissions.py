"""Who says whom a policy concerns, who pushes it, and who keeps the words for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from policies.audiences.workflow import WORKFLOW
from portal.accounts.choices import Role
from portal.accounts.permissions import holds, serves_site
from portal.acts.verdicts import Rules
from portal.common.verdicts import ALLOWED, Verdict, refuse

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User
    from portal.organs.models import Organ

ROLES: Final = (Role.CLERK, Role.SIGNER)
RULES: Final = Rules(WORKFLOW, "推送", ROLES)


def may_push(user: User | AnonymousUser, organ: Organ) -> Verdict:
    """Whether the person says whom an organ's policies concern and begins a push of one."""
    if holds(user, organ, Role.CLERK):
        return ALLOWED
    return refuse(f"{organ.short_name}的文件由该机关的{Role.CLERK.holders}定推送对象。")


def may_keep_terms(user: User | AnonymousUser) -> Verdict:
    """Whether the person keeps the terms of the whole site and what its tags mean."""
    if serves_site(user, Role.OFFICE_HEAD):
        return ALLOWED
    return refuse(f"推送对象由本网站主办机关的{Role.OFFICE_HEAD.label}维护。")
