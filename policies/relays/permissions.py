"""Who keeps relays, who hands policies to them, and who sees whom to ask there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from policies.relays.workflow import WORKFLOW
from portal.accounts.choices import Role
from portal.accounts.permissions import holds
from portal.acts.verdicts import Rules
from portal.common.verdicts import ALLOWED, Verdict, refuse

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from disclosure.models import Document
    from policies.relays.models import Relay
    from portal.accounts.models import User
    from portal.organs.models import Organ

ROLES: Final = (Role.CLERK,)
RULES: Final = Rules(WORKFLOW, "接力任务", ROLES)


def may_keep(user: User | AnonymousUser, organ: Organ) -> Verdict:
    """Whether the person keeps the relays that an organ looks after."""
    if holds(user, organ, *ROLES):
        return ALLOWED
    return refuse(f"{organ.short_name}的接力组织由该机关的{Role.CLERK.holders}维护。")


def may_unmask(user: User | AnonymousUser, relay: Relay) -> Verdict:
    """Whether the person sees the contact of a relay; each time is recorded."""
    if holds(user, relay.organ, *ROLES):
        return ALLOWED
    return refuse(f"联系人只给{relay.organ.short_name}的{Role.CLERK.holders}看。")


def may_hand_over(user: User | AnonymousUser, document: Document) -> Verdict:
    """Whether the person hands a policy to relays."""
    if holds(user, document.organ, *ROLES):
        return ALLOWED
    return refuse(f"{document.organ.short_name}的文件由该机关的{Role.CLERK.holders}下达接力任务。")
