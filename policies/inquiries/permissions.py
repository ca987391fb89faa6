"""Who orders inquiries, who works on them, and what is the ordering office's alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from policies.inquiries.workflow import OF_THE_OFFICE, WORKFLOW
from portal.accounts.choices import Role
from portal.accounts.permissions import holds, organs_governed, organs_with_role
from portal.acts.verdicts import Rules
from portal.common.verdicts import ALLOWED, Verdict, not_now, refuse

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User
    from portal.organs.models import Organ


class InquiryRules(Rules):
    """An inquiry is read, and changed in its term, by the office that ordered it; all else is done
    where it is looked into.
    """

    def may_read(self, user: User | AnonymousUser, case: Any) -> Verdict:
        """Those of the organ, and of the office with those who supervise it."""
        if _is_of_office(user, case):
            return ALLOWED
        return super().may_read(user, case)

    def judge(
        self, user: User | AnonymousUser, case: Any, action: str, *, as_party: bool = False
    ) -> Verdict:
        """As for every case, but for the acts of the office."""
        act = self.workflow.actions.get(action)
        if as_party or act is None or action not in OF_THE_OFFICE:
            return super().judge(user, case, action, as_party=as_party)
        if not self.may_read(user, case):
            return self.not_found
        if case.status not in act.sources:
            label = self.workflow.states(case.status).label
            return not_now(f"{self.noun}{label}，现在不能{act.label}。")
        role = Role(act.role)
        if not holds(user, case.office, role):
            return refuse(f"{act.label}须由交办机关的{role.holders}办理。")
        return ALLOWED


def _is_of_office(user: User | AnonymousUser, case: Any) -> bool:
    if case.office_id in organs_with_role(user, Role.MESSAGE_DESK):
        return True
    return user.is_authenticated and case.office_id in organs_governed(user, Role.SUPERVISOR)


ROLES: Final = (Role.MESSAGE_DESK, Role.MESSAGE_RESPONDER, Role.ANSWER_REVIEWER)
RULES: Final = InquiryRules(WORKFLOW, "专题调查", ROLES)


def may_order(user: User | AnonymousUser, office: Organ, organ: Organ) -> Verdict:
    """May they have an organ look into something: those who distribute the messages of an office,
    for it and the organs it sees to.
    """
    if not holds(user, office, Role.MESSAGE_DESK):
        return refuse(f"专题调查由{Role.MESSAGE_DESK.holders}交办。")
    if not organ.path.startswith(office.reach):
        return refuse(f"{organ.name}不在{office.name}的范围内。")
    return ALLOWED
