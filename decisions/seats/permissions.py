"""Who calls representatives to a meeting, who announces and checks, who sees whoever applied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from decisions.seats.workflow import APPLICANT_WORKFLOW, WORKFLOW
from portal.accounts.choices import Role
from portal.accounts.permissions import holds, organs_governed
from portal.acts.verdicts import Rules
from portal.common.verdicts import ALLOWED, Verdict, refuse

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from decisions.seats.models import Applicant
    from portal.accounts.models import User
    from portal.organs.models import Organ

ROLES: Final = (Role.PARTICIPATION, Role.DECISION_REVIEWER)
RULES: Final = Rules(WORKFLOW, "列席", ROLES)
# Whoever announces has nothing to do with those who come.
APPLICANT_ROLES: Final = (Role.PARTICIPATION,)
APPLICANT_RULES: Final = Rules(APPLICANT_WORKFLOW, "列席报名", APPLICANT_ROLES)


def may_draft(user: User | AnonymousUser, organ: Organ) -> Verdict:
    """Whether the person drafts the announcement of an organ."""
    if holds(user, organ, Role.PARTICIPATION):
        return ALLOWED
    return refuse(f"列席公告由召集机关的{Role.PARTICIPATION.holders}拟定。")


def may_unmask(user: User | AnonymousUser, applicant: Applicant) -> Verdict:
    """Whether the person may see who somebody is: those who call the meeting, nobody above."""
    if holds(user, applicant.organ, Role.PARTICIPATION):
        return ALLOWED
    return refuse(f"报名人的信息只有召集机关的{Role.PARTICIPATION.holders}可以查看。")


def may_set_quota(user: User | AnonymousUser, organ: Organ) -> Verdict:
    """Whether the person says how often an organ is to have representatives: who supervises it."""
    if user.is_authenticated and organ.pk in organs_governed(user, Role.SUPERVISOR):
        return ALLOWED
    return refuse(f"列席次数由监督该机关的{Role.SUPERVISOR.holders}设定。")
