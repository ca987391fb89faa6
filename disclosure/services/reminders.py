"""Reminders: of the 20 working days for publication (条例第二十六条), of periods that end, and
of documents that are to be looked at again (条例第十八条).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from disclosure.deadlines import expiry_stage
from disclosure.models import Document
from disclosure.workflow import Status
from portal.accounts.choices import Role
from portal.accounts.models import Membership
from portal.notifications.services import notify
from portal.workdays.services import load_calendar

if TYPE_CHECKING:
    from portal.accounts.models import User

# Working days left at which those in charge are told; afterwards the supervisors daily.
STAGES = (0, 1, 3, 5)


def remind_of_publication(*, at: dt.datetime) -> int:
    """Queue the reminders that a document's state calls for today; returns how many documents.

    The stage follows from the days left, not from the date of the run, and each is sent once:
    a week without runs loses nothing, a repeated run sends nothing twice.
    """
    today = timezone.localdate(at)
    calendar = load_calendar()
    reminded = 0
    waiting = Document.objects.awaiting_publication().filter(publish_due_on__isnull=False)
    for document in waiting.select_related("organ").iterator(chunk_size=500):
        due = document.publish_due_on
        if due is None or not calendar.covers(today.year):
            continue
        if today > due:
            stage = f"late-{today.isoformat()}"
            words = f"已超过公开期限（{due.isoformat()}）"
            people = _people(document, Role.SUPERVISOR) | _people(document, _in_charge(document))
        else:
            left = calendar.count(today, due)
            reached = [number for number in STAGES if left <= number]
            if not reached:
                continue
            stage = f"left-{reached[0]}"
            words = f"应在{due.isoformat()}前公开，还有{left}个工作日"
            people = _people(document, _in_charge(document))
        if not people:
            continue
        told: list[User] = sorted(people, key=lambda person: person.pk)
        notify(
            kind="disclosure.publication_due",
            recipients=told,
            subject=f"公开期限提醒：{document.title}"[:200],
            body=f"《{document.title}》{words}（条例第二十六条）。",
            url=f"/admin/disclosure/document/{document.pk}/change/",
            dedup_key=f"publication-due:{document.pk}:{due.isoformat()}:{stage}",
            at=at,
        )
        reminded += 1
    return reminded


def remind_of_expiry(*, at: dt.datetime) -> int:
    """Tell the organ of each document whose period ends soon, once a stage; returns how many."""
    today = timezone.localdate(at)
    stages = settings.EXPIRY_REMINDER_DAYS
    reminded = 0
    ending = Document.objects.expiring(on=today, within=max(stages, default=0))
    for document in ending.select_related("organ").iterator(chunk_size=500):
        last = document.expires_on
        stage = expiry_stage(expires_on=last, on=today, stages=stages) if last else None
        if last is None or stage is None:
            continue
        words = f"有效期至{last.isoformat()}，还有{(last - today).days}天"
        reminded += _tell(
            document,
            kind="disclosure.expiry",
            subject=f"有效期届满提醒：{document.title}",
            body=f"《{document.title}》{words}。请评估后决定继续执行、修改还是让其失效。",
            roles=(Role.CLERK, Role.SIGNER),
            dedup_key=f"expiry:{document.pk}:{last.isoformat()}:{stage}",
            at=at,
        )
    return reminded


def remind_of_openness_review(*, at: dt.datetime) -> int:
    """Tell the reviewers of what they should look at again, once for each date it was due."""
    today = timezone.localdate(at)
    due = Document.objects.due_for_openness_review(on=today).select_related("organ")
    return sum(
        _tell(
            document,
            kind="disclosure.openness_review",
            subject=f"公开属性复核：{document.title}",
            body=f"《{document.title}》认定为{document.get_openness_display()}已满复核周期，"
            "请审查能否转为主动公开（条例第十八条）。",
            roles=(Role.OPENNESS_REVIEWER,),
            dedup_key=f"openness-review:{document.pk}:{document.openness_review_due_on}",
            at=at,
        )
        for document in due.iterator(chunk_size=500)
    )


def _tell(
    document: Document,
    *,
    kind: str,
    subject: str,
    body: str,
    roles: Sequence[Role],
    dedup_key: str,
    at: dt.datetime,
) -> bool:
    people = {person for role in roles for person in _people(document, role)}
    told: list[User] = sorted(people, key=lambda person: person.pk)
    if told:
        notify(
            kind=kind,
            recipients=told,
            subject=subject[:200],
            body=body,
            url=f"/admin/disclosure/document/{document.pk}/change/",
            dedup_key=dedup_key,
            at=at,
        )
    return bool(told)


def _in_charge(document: Document) -> Role:
    return Role(Status(document.status).waits_for)


def _people(document: Document, role: Role) -> set[User]:
    return {row.user for row in Membership.objects.holders(document.organ, role)}
