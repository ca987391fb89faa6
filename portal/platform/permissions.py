"""Who writes, releases and reads the drafts of guides, and who keeps the catalogue of 制度."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portal.accounts.choices import Role
from portal.accounts.permissions import holds
from portal.acts.verdicts import Rules
from portal.common.verdicts import ALLOWED, Verdict, refuse
from portal.organs.choices import OrganLevel
from portal.platform.choices import RuleLevel
from portal.platform.workflow import WORKFLOW

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User
    from portal.organs.models import Organ

GUIDE_ROLES: Final = (Role.CLERK, Role.SIGNER)
# Whoever wrote any of a version or sent it on does not release it, in whatever round.
RULES: Final = Rules(WORKFLOW, "指南", GUIDE_ROLES)


def may_draft_guide(user: User | AnonymousUser, organ: Organ) -> Verdict:
    """Whether the person may begin the next version of an organ's guide."""
    if holds(user, organ, Role.CLERK):
        return ALLOWED
    return refuse(f"{organ.short_name}的指南由该机关的{Role.CLERK.holders}起草。")


def may_keep_rule(user: User | AnonymousUser, organ: Organ, level: str) -> Verdict:
    """Whether the person may list something at a level in the name of an organ."""
    if not holds(user, organ, Role.CLERK):
        return refuse("制度目录的条目由登记机关的录入人员维护。")
    if level != RuleLevel.DISTRICT and organ.level != OrganLevel.CITY:
        return refuse("国家、市级的条目由市级机关登记；区和街镇的机关登记区级的。")
    return ALLOWED
