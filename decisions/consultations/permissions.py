"""Who keeps a consultation and its ledger, who takes it to the public, who sees who wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from decisions.consultations.workflow import OPINION_WORKFLOW, WORKFLOW
from portal.accounts.choices import Role
from portal.accounts.permissions import holds
from portal.acts.verdicts import Rules
from portal.common.verdicts import ALLOWED, Verdict, refuse

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from decisions.consultations.models import Opinion
    from portal.accounts.models import User
    from portal.organs.models import Organ

ROLES: Final = (Role.DECISION_HANDLER, Role.DECISION_REVIEWER)
RULES: Final = Rules(WORKFLOW, "意见征集", ROLES, since=("submit", "draw_up"))
OPINION_RULES: Final = Rules(OPINION_WORKFLOW, "意见", ROLES)


def may_begin(user: User | AnonymousUser, organ: Organ) -> Verdict:
    """Whether the person draws up a consultation of the organ."""
    if holds(user, organ, Role.DECISION_HANDLER):
        return ALLOWED
    return refuse(f"意见征集由征集单位的{Role.DECISION_HANDLER.holders}拟定。")


def may_unmask(user: User | AnonymousUser, opinion: Opinion) -> Verdict:
    """May they see the original and how the writer is reached; each time is recorded."""
    if holds(user, opinion.organ, *ROLES):
        return ALLOWED
    return refuse("只有承办和审核意见征集的人员可以查看原文和联系方式。")
