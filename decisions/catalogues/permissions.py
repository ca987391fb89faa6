"""Who keeps a catalogue, who publishes it, and who says by when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from decisions.catalogues.workflow import WORKFLOW
from portal.accounts.choices import Role
from portal.accounts.permissions import holds, organs_governed
from portal.acts.verdicts import Rules
from portal.common.verdicts import ALLOWED, Verdict, refuse

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User
    from portal.organs.models import Organ

ROLES: Final = (Role.DECISION_HANDLER, Role.DECISION_REVIEWER)
# An adjustment that was published, or returned, begins a new round: who proposed the one may judge
# the next.
RULES: Final = Rules(WORKFLOW, "目录", ROLES, since=("adjust", "refuse", "release"))


def may_begin(user: User | AnonymousUser, organ: Organ) -> Verdict:
    """Whether the person drafts catalogues that the organ keeps."""
    if holds(user, organ, Role.DECISION_HANDLER):
        return ALLOWED
    return refuse(f"{organ.short_name}的目录由该机关的{Role.DECISION_HANDLER.holders}编制。")


def may_set_term(user: User | AnonymousUser, organ: Organ) -> Verdict:
    """Whether the person says by when an organ, or all below it, publishes."""
    if user.is_authenticated and organ.pk in organs_governed(user, Role.SUPERVISOR):
        return ALLOWED
    return refuse(f"{organ.short_name}的公布期限由监督该机关的{Role.SUPERVISOR.holders}登记。")
