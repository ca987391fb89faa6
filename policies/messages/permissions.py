"""May this person do this to this message: one verdict for button, page and act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from policies.messages.workflow import WORKFLOW
from portal.accounts.choices import Role
from portal.accounts.permissions import holds
from portal.acts.verdicts import Rules
from portal.common.verdicts import ALLOWED, Verdict, refuse

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from policies.messages.models import Message
    from portal.accounts.models import User

ROLES: Final = (Role.MESSAGE_DESK, Role.MESSAGE_RESPONDER, Role.ANSWER_REVIEWER)
RULES: Final = Rules(WORKFLOW, "留言", ROLES, since=("propose",))


def may_unmask(user: User | AnonymousUser, message: Message) -> Verdict:
    """May they see the original and how the writer is reached; each time is recorded."""
    if holds(user, message.organ, *ROLES):
        return ALLOWED
    return refuse("只有分办、答复和审核留言的人员可以查看原文和联系方式。")
