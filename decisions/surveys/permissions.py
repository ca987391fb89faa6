"""Who runs a questionnaire, and who may type and check its paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from decisions.surveys.workflow import WORKFLOW
from portal.accounts.choices import Role
from portal.accounts.permissions import holds
from portal.acts.verdicts import Rules
from portal.common.verdicts import ALLOWED, Verdict, refuse

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from decisions.surveys.models import PaperBatch
    from portal.accounts.models import User
    from portal.organs.models import Organ

ROLES: Final = (Role.DECISION_HANDLER, Role.DECISION_REVIEWER)
RULES: Final = Rules(WORKFLOW, "问卷", ROLES)


def may_begin(user: User | AnonymousUser, organ: Organ) -> Verdict:
    """Whether the person drafts questionnaires of an organ."""
    if holds(user, organ, Role.DECISION_HANDLER):
        return ALLOWED
    return refuse(f"问卷由主办机关的{Role.DECISION_HANDLER.holders}拟定。")


def may_type(user: User | AnonymousUser, batch: PaperBatch) -> Verdict:
    """One types the whole pile, so that it is clear who did not."""
    if not (verdict := RULES.judge(user, batch.survey, "enter")):
        return verdict
    if batch.opened_by_id != user.pk:
        return refuse("这一批由别人录入，由同一个人录完。")
    return ALLOWED


def may_check(user: User | AnonymousUser, batch: PaperBatch) -> Verdict:
    """Another than who typed it."""
    if not (verdict := RULES.may_read(user, batch.survey)):
        return verdict
    if not any(holds(user, batch.survey.organ, role) for role in ROLES):
        return refuse(f"抽查由主办机关的{Role.DECISION_HANDLER.holders}办理。")
    if batch.opened_by_id == user.pk:
        return refuse("这一批由您录入，抽查须由他人办理。")
    return ALLOWED
