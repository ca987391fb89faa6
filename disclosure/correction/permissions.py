"""May this person do this to this correction: rights are those on the document it is of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from disclosure.correction.workflow import WORKFLOW
from disclosure.querysets import WORKING_ROLES
from portal.acts.verdicts import Rules
from portal.common.verdicts import ALLOWED, Verdict, refuse

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from disclosure.models import Correction
    from portal.accounts.models import User
    from portal.workflow import Act

# Whoever did any of these has written what is reviewed.
WRITING: Final = ("edit", "add_files", "replace_file", "drop_file", "name_file", "widen")


def _not_by_who_wrote(user: User | AnonymousUser, correction: Correction, act: Act) -> Verdict:
    """Who began a correction or wrote any of it, in whatever round, does not judge it."""
    wrote = correction.acts.filter(action__in=WRITING, by_id=user.pk)
    if correction.begun_by_id == user.pk or wrote.exists():
        return refuse(f"这项更正由您起草，{act.label}须由他人办理。")
    return ALLOWED


RULES = Rules(
    WORKFLOW,
    "更正",
    WORKING_ROLES,
    since=("submit", "submit_form"),
    other_hand=_not_by_who_wrote,
)
