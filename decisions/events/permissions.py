"""Who plans and holds events, who publishes them, who sees whoever signed up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from decisions.events.workflow import SIGNUP_WORKFLOW, SUGGESTION_WORKFLOW, WORKFLOW
from portal.accounts.choices import Role
from portal.accounts.permissions import holds
from portal.acts.verdicts import Rules
from portal.common.verdicts import ALLOWED, Verdict, refuse

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from decisions.events.models import EventPlan, SignUp, Suggestion
    from portal.accounts.models import User
    from portal.organs.models import Organ

ROLES: Final = (Role.PARTICIPATION, Role.DECISION_REVIEWER)
RULES: Final = Rules(WORKFLOW, "活动", ROLES)
# Whoever publishes an event has nothing to do with those who come.
SIGNUP_ROLES: Final = (Role.PARTICIPATION,)
SIGNUP_RULES: Final = Rules(SIGNUP_WORKFLOW, "报名", SIGNUP_ROLES)
SUGGESTION_RULES: Final = Rules(SUGGESTION_WORKFLOW, "建议", ROLES)


def may_plan(user: User | AnonymousUser, organ: Organ) -> Verdict:
    """Whether the person drafts events, and the plan of a year, of an organ."""
    if holds(user, organ, Role.PARTICIPATION):
        return ALLOWED
    return refuse(f"开放活动由主办机关的{Role.PARTICIPATION.holders}拟定。")


def may_publish_plan(user: User | AnonymousUser, plan: EventPlan) -> Verdict:
    """Whether the person publishes a plan: another hand than the one that wrote it."""
    if not holds(user, plan.organ, Role.DECISION_REVIEWER):
        return refuse(f"年度计划由本机关的{Role.DECISION_REVIEWER.holders}公布。")
    if plan.written_by_id == user.pk:
        return refuse("本次计划由您拟定，公布须由他人办理。")
    return ALLOWED


def may_check_in(user: User | AnonymousUser, organ: Organ) -> Verdict:
    """Whether the person stands at the door of an organ's events."""
    if holds(user, organ, Role.PARTICIPATION):
        return ALLOWED
    return refuse(f"签到由主办机关的{Role.PARTICIPATION.holders}办理。")


def may_unmask(user: User | AnonymousUser, signup: SignUp) -> Verdict:
    """Whether the person may see who somebody is: those who hold the event, and nobody above."""
    if holds(user, signup.organ, Role.PARTICIPATION):
        return ALLOWED
    return refuse(f"报名人的信息只有主办机关的{Role.PARTICIPATION.holders}可以查看。")


def may_unmask_suggestion(user: User | AnonymousUser, suggestion: Suggestion) -> Verdict:
    """Whether the person may read it as it was written: those who hold the event."""
    if holds(user, suggestion.organ, Role.PARTICIPATION):
        return ALLOWED
    return refuse(f"建议的原文只有主办机关的{Role.PARTICIPATION.holders}可以查看。")
