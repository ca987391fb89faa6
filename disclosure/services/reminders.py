"""Reminders: of the 20 working days for publication (条例第二十六条), of periods that end, and
of documents that are to be looked at again (条例第十八条).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from disclosure.deadlines import expiry_stage
from disclosure.models import Document
from disclosure.workflow import Status
from portal.accounts.choices import Role
from portal.notifications.services.reminders import Concern, Term, Words, remind
from portal.notifications.services.staff_notices import StaffNotice, tell_staff


def _page(document: Document) -> str:
    return reverse("admin:disclosure_document_change", args=[document.pk])


PUBLICATION: Final = Term(
    concern=Concern(kind="disclosure.publication_due", page=_page),
    states=Status,
    due_on="publish_due_on",
    ahead=Words(
        "publication-due:{row.pk}:{due}:left-{stage}",
        "公开期限提醒：{row.title}",
        "{row.quoted_title}应在{due}前公开，还有{left}个工作日（条例第二十六条）。",
    ),
    late=Words(
        "publication-due:{row.pk}:{due}:late-{today}",
        "公开期限提醒：{row.title}",
        "{row.quoted_title}已超过公开期限（{due}）（条例第二十六条）。",
    ),
)
_EXPIRY: Final = Concern(kind="disclosure.expiry", page=_page)
_ENDING: Final = Words(
    "expiry:{row.pk}:{row.ends_on}:{stage}",
    "有效期届满提醒：{row.title}",
    "{row.quoted_title}有效期至{row.ends_on}，还有{left}天。请评估后决定继续执行、修改还是让其失效。",
)
_SECOND_LOOK: Final = Concern(kind="disclosure.openness_review", page=_page)
_LOOK_AGAIN: Final = Words(
    "openness-review:{row.pk}:{row.openness_review_due_on}",
    "公开属性复核：{row.title}",
    "{row.quoted_title}认定为{openness}已满复核周期，请审查能否转为主动公开（条例第十八条）。",
)


def remind_of_publication(*, at: dt.datetime) -> int:
    """Queue the reminders that a document's state calls for today; returns how many documents."""
    waiting = Document.objects.awaiting_publication().filter(publish_due_on__isnull=False)
    return remind(PUBLICATION, waiting.select_related("organ"), at=at).notices


def remind_of_expiry(*, at: dt.datetime) -> int:
    """Tell the organ of each document whose period ends soon, once a stage; returns how many."""
    return tell_staff(_ending(on=timezone.localdate(at)), at=at).notices


def remind_of_openness_review(*, at: dt.datetime) -> int:
    """Tell the reviewers of what they should look at again, once for each date it was due."""
    due = Document.objects.due_for_openness_review(on=timezone.localdate(at))
    rows = due.select_related("organ").iterator(chunk_size=500)
    notices = (
        _SECOND_LOOK.notice(
            row, _LOOK_AGAIN, Role.OPENNESS_REVIEWER, openness=row.get_openness_display()
        )
        for row in rows
    )
    return tell_staff(notices, at=at).notices


def _ending(*, on: dt.date) -> Iterator[StaffNotice]:
    stages = settings.EXPIRY_REMINDER_DAYS
    ending = Document.objects.expiring(on=on, within=max(stages, default=0))
    for document in ending.select_related("organ").iterator(chunk_size=500):
        last = document.ends_on
        stage = expiry_stage(expires_on=last, on=on, stages=stages) if last else None
        if last and stage is not None:
            yield _EXPIRY.notice(
                document, _ENDING, Role.CLERK, Role.SIGNER, stage=stage, left=(last - on).days
            )
