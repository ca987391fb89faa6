"""How every act on a case begins and ends: locked, permitted, moved, kept, audited, told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from portal.accounts.permissions import holds
from portal.acts.refusals import needed
from portal.acts.verdicts import Rules
from portal.audit.services import record
from portal.common.errors import ActRefused, NotNow, NotPermitted
from portal.common.verdicts import ALLOWED, Verdict

if TYPE_CHECKING:
    from portal.accounts.choices import Role
    from portal.accounts.models import User
    from portal.organs.models import Organ
    from portal.statute import Article
    from portal.workflow import Act

Case = TypeVar("Case", bound=Model)
# What in a case stands in the way of an act on a day, whoever would do it: one function, whose
# sentence the page shows and the act refuses with.
Obstacle = Callable[[Any, dt.date], Verdict]


@dataclass(frozen=True)
class Steps(Generic[Case]):
    """The steps of one kind of case.

    `owner` names the key of `rows` to its case; `prefix` begins the codes of its audit entries;
    `obstacles` are by the code of the act; `has_organ` says that a row of acts names the organ
    whose act it was, for cases that go from one to another.
    What a kind hangs on every act, each within its transaction and in this order: `prepare` brings
    what is kept on the case up to date before it is saved, its new state already set; `follow`
    changes other rows, before the trail's lock is taken; `issue` numbers the letters the act
    sends and returns their numbers; `tell` queues the notice of the act. `worded` gives a sentence
    of the trail as it reads of a certain case.
    """

    model: type[Case]
    rows: type[Model]
    owner: str
    prefix: str
    rules: Rules
    obstacles: Mapping[str, Obstacle] = field(default_factory=dict)
    has_organ: bool = False
    prepare: Callable[[Case, Act, dt.datetime], None] | None = None
    follow: Callable[[Case, Act, str, dt.datetime], None] | None = None
    issue: Callable[..., Sequence[str]] | None = None
    tell: Callable[..., None] | None = None
    worded: Callable[[Case, str], str] | None = None

    def locked(self, case: Case) -> Case:
        """The row as it is now, held until the transaction ends: two people, one winner."""
        # No join: a row that was given to another organ while this waited would not be found.
        return self.model._default_manager.select_for_update(no_key=True).get(pk=case.pk)

    def obstacle(self, case: Case, action: str, *, on: dt.date) -> Verdict:
        """What in the case stands in the way on a day."""
        stands = self.obstacles.get(action)
        return stands(case, on) if stands else ALLOWED

    def verdict(
        self, user: User | AnonymousUser, case: Case, action: str, *, on: dt.date
    ) -> Verdict:
        """What a button shows: may this person do it, and does the case let them."""
        return self._and_free(self.rules.judge(user, case, action), case, action, on)

    def party_verdict(self, case: Case, action: str, *, on: dt.date) -> Verdict:
        """The same of what the party does itself, of which the door has made sure."""
        judged = self.rules.judge(AnonymousUser(), case, action, as_party=True)
        return self._and_free(judged, case, action, on)

    def begin(self, case: Case, action: str, by: User | None, at: dt.datetime) -> tuple[Case, Act]:
        """The row, held, and the act that may be done to it now.

        `by` is None when the party acts, of which the door has made sure. Raises NotPermitted
        when it is not theirs to do (NotNow when its state is nobody's to do it in), ActRefused when
        something in the case stands in the way.
        """
        held = self.locked(case)
        verdict = self.rules.judge(by or AnonymousUser(), held, action, as_party=by is None)
        if not verdict:
            raise NotNow(verdict.reason) if verdict.not_now else NotPermitted(verdict.reason)
        if not (free := self.obstacle(held, action, on=timezone.localdate(at))):
            raise ActRefused(free.reason)
        return held, self.rules.workflow.actions[action]

    def finish(
        self,
        case: Case,
        act: Act,
        *,
        by: User | None,
        at: dt.datetime,
        reason: str = "",
        details: dict[str, Any] | None = None,
        organ: Organ | None = None,
        **facts: Any,
    ) -> Case:
        """The only place that writes a state. The dates, the row, the act, its letters, the audit
        entry, the notice: nothing personal in the last two.

        `organ` is whose act it was where that is not the case's organ now; `facts` are further
        columns of the row of acts.
        """
        held: Any = case
        source = held.status
        held.status = self.rules.workflow.states(act.target or source)
        held.updated_at = at
        if self.prepare:
            self.prepare(case, act, at)
        case.save()
        if self.follow:
            self.follow(case, act, source, at)
        if self.has_organ:
            facts["organ"] = organ or held.organ
        row = self._keep(case, act.action, source, by=by, at=at, reason=reason, **facts)
        numbers = list(self.issue(case, act.action, by=by, at=at)) if self.issue else []
        record(
            action=f"{self.prefix}.{act.action}",
            summary=f"{self._said(case, act.sentence)}：{case}",
            by=by,
            at=at,
            organ=organ or held.organ,
            subject=case,
            basis=act.basis,
            details={
                "source": source,
                "target": held.status,
                **({"letters": numbers} if numbers else {}),
                **(details or {}),
            },
        )
        if self.tell:
            self.tell(case, row, at=at)
        return case

    @transaction.atomic
    def assign(
        self,
        case: Case,
        action: str,
        handler: User,
        *,
        role: Role,
        by: User,
        at: dt.datetime,
        reason: str = "",
    ) -> Case:
        """Do the act that gives a case to a handler, who holds the role in the case's organ; to
        another one than before only with the reason.
        """
        case, act = self.begin(case, action, by, at)
        held: Any = case
        if not holds(handler, held.organ, role):
            raise ActRefused("只能分派给本机关的承办人员。")
        if held.handler_id and held.handler_id != handler.pk:
            needed(reason, "改派的理由")
        held.handler = handler
        details = {"handler": handler.pk}
        return self.finish(case, act, by=by, at=at, reason=reason.strip(), details=details)

    @transaction.atomic
    def perform(
        self,
        case: Case,
        action: str,
        *,
        by: User | None,
        at: dt.datetime,
        reason: str = "",
        **columns: Any,
    ) -> Case:
        """A whole act that does no more than set columns of the case; with a reason where the
        table asks for one. Raises as `begin`, and ActRefused without that reason.
        """
        held, act = self.begin(case, action, by, at)
        if act.needs_reason:
            reason = needed(reason, f"{act.label}的理由")
        for name, value in columns.items():
            setattr(held, name, value)
        return self.finish(held, act, by=by, at=at, reason=reason)

    def opened(
        self,
        case: Case,
        action: str,
        *,
        by: User | None,
        at: dt.datetime,
        summary: str,
        basis: Article,
        details: dict[str, Any] | None = None,
    ) -> Case:
        """What a new case begins with: its first row of acts, and its audit entry. The case has
        been saved; `action` is one of the table's openings.
        """
        held: Any = case
        facts = {"organ": held.organ} if self.has_organ else {}
        self._keep(case, action, "", by=by, at=at, reason="", **facts)
        record(
            action=f"{self.prefix}.{action}",
            summary=f"{self._said(case, summary)}：{case}",
            by=by,
            at=at,
            organ=held.organ,
            subject=case,
            basis=basis,
            details=details,
        )
        return case

    def _and_free(self, judged: Verdict, case: Case, action: str, on: dt.date) -> Verdict:
        return self.obstacle(case, action, on=on) if judged else judged

    def _said(self, case: Case, sentence: str) -> str:
        return self.worded(case, sentence) if self.worded else sentence

    def _keep(
        self,
        case: Case,
        action: str,
        source: str,
        *,
        by: User | None,
        at: dt.datetime,
        reason: str,
        **facts: Any,
    ) -> Any:
        held: Any = case
        return self.rows._default_manager.create(
            **{self.owner: case},
            action=action,
            source=source,
            target=held.status,
            by=by,
            at=at,
            reason=reason[:500],
            **facts,
        )
