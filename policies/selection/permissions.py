"""Who runs a selection, who nominates for it, and who may not mark what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from policies.selection.workflow import WORKFLOW
from portal.accounts.choices import Role
from portal.accounts.permissions import holds, organs_with_role
from portal.acts.verdicts import Rules
from portal.common.verdicts import ALLOWED, Verdict, refuse
from portal.organs.models import Organ

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from policies.selection.models import Selection
    from portal.accounts.models import User

ROLES: Final = (Role.CLERK, Role.SIGNER)
RULES: Final = Rules(WORKFLOW, "评选", ROLES)


def may_begin(user: User | AnonymousUser, organ: Organ) -> Verdict:
    """Whether the person drafts selections of an organ."""
    if holds(user, organ, Role.CLERK):
        return ALLOWED
    return refuse(f"{organ.short_name}的评选由该机关的{Role.CLERK.holders}拟定。")


def nominating_organs(user: User | AnonymousUser, selection: Selection) -> set[int]:
    """The organs for which the person nominates in a selection."""
    own = Organ.objects.filter(pk__in=organs_with_role(user, Role.CLERK))
    within = own.filter(path__startswith=selection.organ.reach)
    return set(within.values_list("pk", flat=True))
