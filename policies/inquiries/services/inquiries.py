"""The acts of an inquiry: ordered, looked into, published by another hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from policies.inquiries import search_entries
from policies.inquiries.models import Inquiry, InquiryAct
from policies.inquiries.permissions import RULES, may_order
from policies.inquiries.workflow import POINTS, WORKFLOW
from portal.acts.refusals import may_be_urged, needed, refuse_if
from portal.acts.steps import Steps
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import said
from portal.common.verdicts import ALLOWED, Blocker, Verdict, refuse
from portal.personal.free_text import grave

if TYPE_CHECKING:
    from disclosure.models import Document
    from policies.messages.models import Message
    from portal.accounts.models import User
    from portal.organs.models import Organ
    from portal.workflow import Act

LONGEST_TITLE: Final = 100
LONGEST_TEXT: Final = 5000
_YEAR: Final = dt.timedelta(days=366)
# What everybody reads of it.
WORDS: Final[Mapping[str, str]] = {
    "title": "题目",
    "question": "调查什么",
    "findings": "查明的情况",
    "measures": "采取的措施",
}


def _whole(inquiry: Inquiry, _on: dt.date) -> Verdict:
    lacking = [label for name, label in WORDS.items() if not getattr(inquiry, name)]
    return refuse(f"还没有写{'、'.join(lacking)}。") if lacking else ALLOWED


def _follow(inquiry: Inquiry, act: Act, _source: str, at: dt.datetime) -> None:
    """The search has it while it is public."""
    if act.action == "publish":
        search_entries.index(inquiry, at=at)
    elif act.action == "withdraw":
        search_entries.unindex(inquiry, at=at)


STEPS: Final[Steps[Inquiry]] = Steps(
    Inquiry,
    InquiryAct,
    "inquiry",
    "inquiries",
    RULES,
    {"submit": _whole, "publish": _whole, "urge": may_be_urged("due_on")},
    follow=_follow,
)


@transaction.atomic
def order(
    *,
    office: Organ,
    organ: Organ,
    title: str,
    question: str,
    due_on: dt.date,
    policy: Document | None = None,
    messages: Sequence[Message] = (),
    by: User,
    at: dt.datetime,
) -> Inquiry:
    """Have an organ look into what messages point to. Raises NotPermitted, and ActRefused for a day
    that is past or more than a year away.
    """
    if not (verdict := may_order(by, office, organ)):
        raise NotPermitted(verdict.reason)
    today = timezone.localdate(at)
    given = {"title": needed(title, "题目"), "question": needed(question, "调查什么")}
    _check(given)
    made = Inquiry.objects.create(
        office=office, organ=organ, policy=policy, ordered_on=today,
        due_on=_day(due_on, today), updated_at=at, **given,
    )  # fmt: skip
    made.messages.set(messages)
    return STEPS.opened(
        made, "order", by=by, at=at, summary=WORKFLOW.openings["order"], basis=POINTS,
        details={"messages": [each.number for each in messages]},
    )  # fmt: skip


@transaction.atomic
def accept(*, inquiry: Inquiry, by: User, at: dt.datetime) -> Inquiry:
    """Take it on."""
    return STEPS.perform(inquiry, "accept", handler=by, by=by, at=at)


@transaction.atomic
def write(
    *, inquiry: Inquiry, title: str, question: str, findings: str, measures: str, by: User,
    at: dt.datetime,
) -> Inquiry:  # fmt: skip
    """What was found and what is done about it, as everybody is to read it."""
    held, act = STEPS.begin(inquiry, "write", by, at)
    given = {
        "title": needed(title, "题目"), "question": needed(question, "调查什么"),
        "findings": said(findings), "measures": said(measures),
    }  # fmt: skip
    _check(given)
    for name, text in given.items():
        setattr(held, name, text)
    return STEPS.finish(held, act, by=by, at=at)


@transaction.atomic
def publish(*, inquiry: Inquiry, by: User, at: dt.datetime) -> Inquiry:
    """Everybody reads it from now on. Raises Blocked for numbers of persons in it."""
    held, act = STEPS.begin(inquiry, "publish", by, at)
    _check({name: getattr(held, name) for name in WORDS})
    held.published_at = at
    return STEPS.finish(held, act, by=by, at=at)


@transaction.atomic
def postpone(
    *, inquiry: Inquiry, due_on: dt.date, reason: str, by: User, at: dt.datetime
) -> Inquiry:
    """Another day, with the reason; the former one stays in the trail."""
    held, act = STEPS.begin(inquiry, "postpone", by, at)
    reason, former = needed(reason, "改期的理由"), held.due_on
    held.due_on = _day(due_on, timezone.localdate(at))
    return STEPS.finish(
        held, act, by=by, at=at, reason=reason, details={"former": former.isoformat()}
    )


def _check(texts: Mapping[str, str]) -> None:
    """Raises ActRefused for what is too long, Blocked for what is personal."""
    for name, text in texts.items():
        longest = LONGEST_TITLE if name == "title" else LONGEST_TEXT
        if len(text) > longest:
            raise ActRefused(f"{WORDS[name]}最多{longest}字，请删减。")
    refuse_if(
        [
            Blocker("personal", f"{WORDS[name]}里有{spot.kind}（{spot.masked}），请先隐去。", name)
            for name, text in texts.items()
            for spot in grave(text)
        ]
    )


def _day(day: dt.date, today: dt.date) -> dt.date:
    if not today <= day <= today + _YEAR:
        raise ActRefused("公布期限应当在今天以后、一年以内，请核对。")
    return day
