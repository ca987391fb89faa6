"""May this person do this to this case now: one verdict for button, view, API and act.

First whose case it is, then the state, the role, another hand. Whoever does not work on it learns
nothing, not even that it is there. What in the case itself stands in the way is asked afterwards
(`portal.acts.steps`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.accounts.choices import Role
from portal.accounts.permissions import holds, organs_governed, organs_with_role
from portal.common.verdicts import ALLOWED, Verdict, no_occasion, not_now, refuse
from portal.workflow import Act, Workflow

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

OtherHand = Callable[["User | AnonymousUser", Any, Act], Verdict]


def not_by_who_wrote(writing: Collection[str], what: str) -> OtherHand:
    """Who began a case or did any of the acts by which it is written, in whatever round, does not
    judge it; `what` is how the refusal names it. Such a case has `begun_by`.
    """

    def judge(user: User | AnonymousUser, case: Any, act: Act) -> Verdict:
        wrote = case.acts.filter(action__in=writing, by_id=user.pk)
        if case.begun_by_id == user.pk or wrote.exists():
            return refuse(f"{what}由您起草，{act.label}须由他人办理。")
        return ALLOWED

    return judge


@dataclass(frozen=True)
class Rules:
    """Who may do what to one kind of case.

    `noun` begins the sentence of a refusal (申请, 更正申请, 文件); `roles` are those who work on
    such cases; `since` are the acts with which a round begins, before which nobody's hand counts;
    `other_hand` says who besides may not judge. A case has `organ`, `status` and `acts`.
    """

    workflow: Workflow
    noun: str
    roles: tuple[Role, ...]
    since: tuple[str, ...] = ()
    other_hand: OtherHand | None = None

    @property
    def not_found(self) -> Verdict:
        """What an outsider is told."""
        return refuse(f"没有找到该{self.noun}。")

    def may_read(self, user: User | AnonymousUser, case: Any) -> Verdict:
        """Those who work on it where it lies now, and those who supervise that organ."""
        if case.organ_id in organs_with_role(user, *self.roles):
            return ALLOWED
        if user.is_authenticated and case.organ_id in organs_governed(user, Role.SUPERVISOR):
            return ALLOWED
        return self.not_found

    def judge(
        self, user: User | AnonymousUser, case: Any, action: str, *, as_party: bool = False
    ) -> Verdict:
        """Lawful in this state, theirs by role, not by the same hand.

        `as_party` is set by the doors that have made sure of it: the account that applied, or
        number and query code.
        """
        label = self.workflow.states(case.status).label
        if as_party:
            theirs = self.workflow.by_party(action, case.status)
            return ALLOWED if theirs else refuse(f"{self.noun}{label}，现在不能进行这项操作。")
        act = self.workflow.actions.get(action)
        if act is not None and act.role == Role.SUPERVISOR:
            return self._by_supervisor(user, case, act)
        if case.organ_id not in organs_with_role(user, *self.roles):
            # Nor does the page of a supervisor list what is for others to do.
            return no_occasion(self.not_found.reason)
        if act is None or act.role == self.workflow.party:
            return refuse("没有这项操作。")
        if case.status not in act.sources:
            return not_now(f"{self.noun}{label}，现在不能{act.label}。")
        role = Role(act.role)
        if not holds(user, case.organ, role):
            return refuse(f"{act.label}须由{role.holders}办理。")
        return self._by_another_hand(user, case, act) if act.apart_from else ALLOWED

    def _by_supervisor(self, user: User | AnonymousUser, case: Any, act: Act) -> Verdict:
        """Theirs who supervise the organ of the case, whether or not they work on it; to those who
        only work on it the page does not show it.
        """
        if not user.is_authenticated or case.organ_id not in organs_governed(user, Role.SUPERVISOR):
            if case.organ_id not in organs_with_role(user, *self.roles):
                return no_occasion(self.not_found.reason)
            return no_occasion(f"{act.label}须由{Role.SUPERVISOR.holders}办理。")
        if case.status not in act.sources:
            label = self.workflow.states(case.status).label
            return not_now(f"{self.noun}{label}，现在不能{act.label}。")
        return ALLOWED

    def _by_another_hand(self, user: User | AnonymousUser, case: Any, act: Act) -> Verdict:
        """Who wrote does not judge, and each judgement of a round is another person's."""
        if self.other_hand and not (verdict := self.other_hand(user, case, act)):
            return verdict
        for row in case.acts.order_by("-id"):
            if row.action in act.apart_from and row.by_id == user.pk:
                done = self.workflow.actions[row.action].label
                return refuse(f"本次{done}由您办理，{act.label}须由他人办理。")
            if row.action in self.since:
                break
        return ALLOWED
