"""Who may do what to an entry, to a question fed back, to a consumer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from policies.answers.workflow import FEEDBACK_WORKFLOW, WORKFLOW
from portal.accounts.choices import Role
from portal.accounts.permissions import holds
from portal.acts.verdicts import Rules
from portal.common.verdicts import ALLOWED, Verdict, refuse

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User
    from portal.organs.models import Organ

RULES: Final = Rules(
    WORKFLOW, "问答", (Role.MESSAGE_RESPONDER, Role.ANSWER_REVIEWER), since=("revise",)
)
FEEDBACK_RULES: Final = Rules(FEEDBACK_WORKFLOW, "反馈", (Role.MESSAGE_RESPONDER,))


def may_draft(user: User | AnonymousUser, organ: Organ) -> Verdict:
    """Whether the person begins entries of the organ."""
    if holds(user, organ, Role.MESSAGE_RESPONDER):
        return ALLOWED
    return refuse(f"{organ.short_name}的问答由该机关的{Role.MESSAGE_RESPONDER.holders}拟写。")
