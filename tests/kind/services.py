"""The acts of an enquiry: the steps, what stands in the way, and a function for each act."""

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.acts.refusals import needed, workdays_after
from portal.acts.steps import Steps
from portal.acts.verdicts import Rules
from portal.common.verdicts import ALLOWED, Verdict, refuse
from portal.organs.models import Organ
from portal.papers.issue import number
from portal.statute import Article
from portal.tracking.intake import Numbering, Receipt
from tests.kind.letters import ANSWER, KINDS, Answered
from tests.kind.models import Enquiry, EnquiryAct, EnquiryLetter
from tests.kind.notices import tell
from tests.kind.workflow import WORKFLOW

_ROLES = (Role.REQUEST_INTAKE, Role.REQUEST_HANDLER, Role.ANSWER_REVIEWER)
RULES = Rules(WORKFLOW, "咨询", _ROLES, since=("propose",))


def _untold(enquiry: Enquiry, _on: dt.date) -> Verdict:
    return ALLOWED if enquiry.told_on else refuse("请先把答复告知咨询人并记录联系，再办结。")


def _issue(enquiry: Enquiry, action: str, *, by: User, at: dt.datetime) -> list[str]:
    if not KINDS.sent_by(action):
        return []
    organ, today = enquiry.organ, timezone.localdate(at)
    given = Answered(organ.name, enquiry.name, enquiry.number, enquiry.answer, today)
    about, paper = {"enquiry": enquiry}, ANSWER.paper(given, given)
    head = f"{organ.short_name}咨"
    made = number(EnquiryLetter, ANSWER, about, paper, organ=organ, head=head, by=by, at=at)
    return [made.number]


STEPS = Steps(
    Enquiry, EnquiryAct, "enquiry", "enquiries", RULES, {"close": _untold}, issue=_issue, tell=tell
)
_NUMBERING = Numbering(Enquiry, "enquiries", "{code}-{year}-ZX{count:05d}".format)


@transaction.atomic
def submit(
    *, organ: Organ, name: str, question: str, email: str = "", key: uuid.UUID, at: dt.datetime
) -> Receipt[Enquiry]:
    """Keep an enquiry. The same key again gives the same receipt."""
    asked = {"name": name, "question": needed(question, "咨询的问题"), "email": email}
    due = workdays_after(timezone.localdate(at), 10, "期限")

    def keep(given: dict[str, Any]) -> Enquiry:
        new = Enquiry(**given, **asked, submitted_at=at, updated_at=at, due_on=due)
        new.save()
        law = Article(28)
        return STEPS.opened(new, "submit", by=None, at=at, summary="收到咨询", basis=law)

    return _NUMBERING.take_in(organ=organ, key=key, at=at, keep=keep)


def assign(*, enquiry: Enquiry, handler: User, by: User, at: dt.datetime) -> Enquiry:
    """Take it on and give it to a handler of the organ."""
    return STEPS.assign(enquiry, "assign", handler, role=Role.REQUEST_HANDLER, by=by, at=at)


@transaction.atomic
def propose(*, enquiry: Enquiry, text: str, by: User, at: dt.datetime) -> Enquiry:
    """Write the answer, for another to agree to."""
    held, act = STEPS.begin(enquiry, "propose", by, at)
    held.answer = needed(text, "答复")
    return STEPS.finish(held, act, by=by, at=at)


def approve(*, enquiry: Enquiry, by: User, at: dt.datetime) -> Enquiry:
    """The answer goes out; whoever left an address is told at once."""
    told = timezone.localdate(at) if enquiry.user or enquiry.email else None
    return STEPS.perform(enquiry, "approve", by=by, at=at, told_on=told)


def withdraw(*, enquiry: Enquiry, at: dt.datetime) -> Enquiry:
    """The enquirer takes it back."""
    return STEPS.perform(enquiry, "withdraw", by=None, at=at)


@transaction.atomic
def log_contact(*, enquiry: Enquiry, text: str, by: User, at: dt.datetime) -> Enquiry:
    """What was said to the enquirer; once it is answered, that was the answer."""
    held, act = STEPS.begin(enquiry, "log_contact", by, at)
    if held.status == WORKFLOW.actions["approve"].target:
        held.told_on = held.told_on or timezone.localdate(at)
    return STEPS.finish(held, act, by=by, at=at, reason=needed(text, "联系的内容"))
