"""The acts of an enquiry: the steps, what stands in the way, and a function for each act."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.choices import Role
from portal.accounts.permissions import holds
from portal.acts.refusals import needed, workdays_after
from portal.acts.stepping import Steps
from portal.acts.verdicts import Rules
from portal.common.errors import ActRefused
from portal.common.verdicts import ALLOWED, Verdict, refuse
from portal.papers.issue import number
from portal.statute import Article
from portal.tracking.intake import Numbering, Receipt
from tests.kind.letters import ANSWER, KINDS, Answered, Asked
from tests.kind.models import Enquiry, EnquiryAct, EnquiryLetter
from tests.kind.notices import tell
from tests.kind.workflow import WORKFLOW

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ

_DAYS = 10
_ROLES = (Role.REQUEST_INTAKE, Role.REQUEST_HANDLER, Role.ANSWER_REVIEWER)
RULES = Rules(WORKFLOW, "咨询", _ROLES, since=("propose",))


def _untold(enquiry: Enquiry, _on: dt.date) -> Verdict:
    return ALLOWED if enquiry.told_on else refuse("请先把答复告知咨询人并记录联系，再办结。")


def _issue(enquiry: Enquiry, action: str, *, by: User, at: dt.datetime) -> list[str]:
    """Number the letter that the act sends."""
    if not KINDS.sent_by(action):
        return []
    asked = Asked(enquiry.organ.name, enquiry.name, enquiry.number)
    paper = ANSWER.paper(asked, Answered(enquiry.answer, timezone.localdate(at)))
    head, about = f"{enquiry.organ.short_name}咨", {"enquiry": enquiry}
    made = number(EnquiryLetter, ANSWER, about, paper, organ=enquiry.organ, head=head, by=by, at=at)
    return [made.number]


STEPS = Steps(
    model=Enquiry,
    rows=EnquiryAct,
    owner="enquiry",
    prefix="enquiries",
    rules=RULES,
    obstacles={"close": _untold},
    issue=_issue,
    tell=tell,
)
_NUMBERING = Numbering(
    Enquiry, "enquiries", lambda code, year, count: f"{code}-{year}-ZX{count:05d}"
)


@dataclass(frozen=True)
class Question:
    """What an enquiry says, as a form has cleaned it."""

    name: str
    question: str
    email: str = ""
    phone: str = ""


@transaction.atomic
def submit(*, organ: Organ, asked: Question, key: uuid.UUID, at: dt.datetime) -> Receipt[Enquiry]:
    """Keep an enquiry. The same key again gives the same receipt."""
    needed(asked.question, "咨询的问题")
    due = workdays_after(timezone.localdate(at), _DAYS, "期限")

    def keep(given: Mapping[str, Any]) -> Enquiry:
        new = Enquiry(**given, **asdict(asked), submitted_at=at, updated_at=at, due_on=due)
        new.save()
        told, law = "收到咨询", Article(28)
        return STEPS.opened(new, "submit", by=None, at=at, summary=told, basis=law)

    return _NUMBERING.take_in(organ=organ, key=key, at=at, keep=keep)


@transaction.atomic
def assign(*, enquiry: Enquiry, handler: User, by: User, at: dt.datetime) -> Enquiry:
    """Take it on and give it to a handler."""
    held, act = STEPS.begin(enquiry, "assign", by, at)
    if not holds(handler, held.organ, Role.REQUEST_HANDLER):
        raise ActRefused("只能分派给本机关的承办人员。")
    held.handler = handler
    return STEPS.finish(held, act, by=by, at=at, details={"handler": handler.pk})


@transaction.atomic
def propose(*, enquiry: Enquiry, text: str, by: User, at: dt.datetime) -> Enquiry:
    """Write the answer, for another to agree to."""
    held, act = STEPS.begin(enquiry, "propose", by, at)
    held.answer = needed(text, "答复")
    return STEPS.finish(held, act, by=by, at=at)


@transaction.atomic
def approve(*, enquiry: Enquiry, by: User, at: dt.datetime) -> Enquiry:
    """The answer goes out; whoever left an address is told at once."""
    held, act = STEPS.begin(enquiry, "approve", by, at)
    held.told_on = timezone.localdate(at) if held.user or held.email else None
    return STEPS.finish(held, act, by=by, at=at)


@transaction.atomic
def send_back(*, enquiry: Enquiry, reason: str, by: User, at: dt.datetime) -> Enquiry:
    """The answer is not sound."""
    held, act = STEPS.begin(enquiry, "return", by, at)
    return STEPS.finish(held, act, by=by, at=at, reason=needed(reason, "退回的理由"))


@transaction.atomic
def withdraw(*, enquiry: Enquiry, at: dt.datetime) -> Enquiry:
    """The enquirer takes it back."""
    held, act = STEPS.begin(enquiry, "withdraw", None, at)
    return STEPS.finish(held, act, by=None, at=at)


@transaction.atomic
def record_withdrawal(*, enquiry: Enquiry, reason: str, by: User, at: dt.datetime) -> Enquiry:
    """The enquirer took it back by telephone or letter."""
    held, act = STEPS.begin(enquiry, "record_withdrawal", by, at)
    return STEPS.finish(held, act, by=by, at=at, reason=needed(reason, "怎样提出撤回"))


@transaction.atomic
def close(*, enquiry: Enquiry, by: User, at: dt.datetime) -> Enquiry:
    """Nothing is left to do."""
    held, act = STEPS.begin(enquiry, "close", by, at)
    return STEPS.finish(held, act, by=by, at=at)


@transaction.atomic
def log_contact(*, enquiry: Enquiry, text: str, by: User, at: dt.datetime) -> Enquiry:
    """What was said to the enquirer; once answered, that was the answer."""
    held, act = STEPS.begin(enquiry, "log_contact", by, at)
    if held.answer and not held.told_on and held.status not in held.status.open:
        held.told_on = timezone.localdate(at)
    return STEPS.finish(held, act, by=by, at=at, reason=needed(text, "联系的内容"))
