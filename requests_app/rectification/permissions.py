"""May this person do this to this request for rectification: one verdict for button and act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.accounts.choices import Role
from portal.accounts.permissions import holds
from portal.acts.verdicts import Rules
from portal.common.verdicts import ALLOWED, Verdict, refuse
from requests_app.permissions import may_take_in
from requests_app.rectification.models import RectificationDecision
from requests_app.rectification.querysets import WORKING_ROLES
from requests_app.rectification.workflow import DECISIONS, WORKFLOW

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User
    from requests_app.rectification.models import Rectification, RectificationForwarding

_UNMASKING = (Role.REQUEST_INTAKE, Role.REQUEST_HANDLER, Role.ANSWER_REVIEWER)
RULES = Rules(WORKFLOW, "更正申请", WORKING_ROLES, since=DECISIONS)
NOT_FOUND = RULES.not_found


def may_unmask_rectification(user: User | AnonymousUser, rectification: Rectification) -> Verdict:
    """May they see particulars and papers in full; each time is recorded."""
    if holds(user, rectification.organ, *_UNMASKING):
        return ALLOWED
    return refuse("只有受理、承办和审核人员可以查看完整信息和材料。")


def may_print_receipt(user: User | AnonymousUser, rectification: Rectification) -> Verdict:
    """May they hand over number and code: where a clerk took it in, or replaced the code.

    The code of what was asked for online is the applicant's alone.
    """
    if rectification.purged_at or not may_take_in(user, rectification.organ_id):
        return NOT_FOUND
    return ALLOWED if _gave_the_code(rectification) else NOT_FOUND


def _gave_the_code(rectification: Rectification) -> bool:
    """Whether the organ where it lies is the one that gave the code that opens it now."""
    if rectification.code_key is None:
        return rectification.taken_in_by_id is not None and not rectification.forwardings.exists()
    given = rectification.acts.filter(action="replace_code").order_by("pk").last()
    return given is not None and given.organ_id == rectification.organ_id


def may_print_rectification_letter(
    user: User | AnonymousUser, subject: RectificationDecision | RectificationForwarding
) -> Verdict:
    """May they print what their organ sends: the answer, where the case lies; that it was sent on,
    where it came from, whose intake tells the applicant and sees nothing else of it.
    """
    if isinstance(subject, RectificationDecision):
        return may_unmask_rectification(user, subject.rectification)
    return ALLOWED if holds(user, subject.source, Role.REQUEST_INTAKE) else NOT_FOUND
