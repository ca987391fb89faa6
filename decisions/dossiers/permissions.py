"""Who keeps the file of a decision, and who takes it to the public."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from decisions.dossiers.workflow import WORKFLOW
from portal.accounts.choices import Role
from portal.accounts.permissions import holds
from portal.acts.verdicts import Rules
from portal.common.verdicts import ALLOWED, Verdict, refuse

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User
    from portal.organs.models import Organ

ROLES: Final = (Role.DECISION_HANDLER, Role.DECISION_REVIEWER)
RULES: Final = Rules(WORKFLOW, "决策", ROLES, since=("disclose",))


def may_start(user: User | AnonymousUser, organ: Organ) -> Verdict:
    """Whether the person begins the file of a decision that the organ prepares."""
    if holds(user, organ, Role.DECISION_HANDLER):
        return ALLOWED
    return refuse(f"决策由承办单位的{Role.DECISION_HANDLER.holders}登记。")
