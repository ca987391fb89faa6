"""Reminders of the 20 working days within which a document must be public (条例第二十六条)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from disclosure.choices import Status
from disclosure.models import Document
from portal.accounts.choices import Role
from portal.accounts.models import Membership
from portal.notifications.services import notify
from portal.workdays.services import load_calendar

if TYPE_CHECKING:
    from portal.accounts.models import User

# Working days left at which those in charge are told; afterwards the supervisors daily.
STAGES = (0, 1, 3, 5)
_IN_CHARGE = {
    Status.DRAFT: Role.CLERK,
    Status.RETURNED: Role.CLERK,
    Status.OPENNESS_REVIEW: Role.OPENNESS_REVIEWER,
    Status.SECRECY_REVIEW: Role.SECRECY_REVIEWER,
    Status.SIGNING: Role.SIGNER,
}


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


def _in_charge(document: Document) -> Role:
    return _IN_CHARGE[Status(document.status)]


def _people(document: Document, role: Role) -> set[User]:
    return {row.user for row in Membership.objects.holders(document.organ, role)}
