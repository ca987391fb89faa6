"""Who writes and releases answers to concern, and who keeps the month's hot questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from policies.concerns.workflow import WORKFLOW
from portal.accounts.choices import Role
from portal.accounts.permissions import holds, organs_governed, organs_with_role
from portal.acts.verdicts import Rules
from portal.common.verdicts import ALLOWED, Verdict, refuse

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from policies.concerns.models import HotList
    from portal.accounts.models import User
    from portal.organs.models import Organ

ROLES: Final = (Role.MESSAGE_RESPONDER, Role.ANSWER_REVIEWER)
RULES: Final = Rules(WORKFLOW, "关切", ROLES, since=("follow_up", "redo"))


def may_record(user: User | AnonymousUser, organ: Organ) -> Verdict:
    """Whether the person takes down concerns of the organ."""
    if holds(user, organ, Role.MESSAGE_RESPONDER):
        return ALLOWED
    return refuse(f"{organ.short_name}的关切由该机关的{Role.MESSAGE_RESPONDER.holders}记录。")


def may_read_list(user: User | AnonymousUser, hot_list: HotList) -> bool:
    """Whether the person sees a month's list before it is public: those who keep it, and those who
    supervise whoever keeps it.
    """
    if hot_list.kept_by_id in organs_with_role(user, *ROLES):
        return True
    return user.is_authenticated and hot_list.kept_by_id in organs_governed(user, Role.SUPERVISOR)


def may_keep_list(user: User | AnonymousUser, hot_list: HotList) -> Verdict:
    """Whether the person attaches answers to a month's list, and makes it public."""
    if holds(user, hot_list.kept_by, *ROLES):
        return ALLOWED
    names = f"{Role.MESSAGE_RESPONDER.holders}和{Role.ANSWER_REVIEWER.holders}"
    return refuse(f"这份热点问题由{hot_list.kept_by.short_name}的{names}办理。")
