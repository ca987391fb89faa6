"""发布一件、对应集成推送一件: what a publication asks of the collections that share its tags."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from disclosure.choices import Reach
from disclosure.companions import Event
from policies.collections.choices import Settled
from policies.collections.models import Candidate, PolicyCollection
from portal.accounts.choices import Role
from portal.notifications.services.staff_notices import StaffNotice, tell_staff
from portal.workdays.calendar import BeyondCalendar
from portal.workdays.services import load_calendar

if TYPE_CHECKING:
    from disclosure.models import Document
    from portal.accounts.models import User

LATE_KIND = "policies.collection"


def follow_document(document: Document, event: Event, by: User | None, at: dt.datetime) -> None:
    """A document that becomes public is a task of every collection with one of its tags; one that
    is taken down is none any more.
    """
    del by
    if event is Event.TAKEN_DOWN:
        waiting = Candidate.objects.open().filter(document=document)
        waiting.update(settled=Settled.GONE, settled_at=at)
    elif event is Event.PUBLISHED and document.reach == Reach.EVERYONE:
        tags = list(document.tags.values_list("pk", flat=True))
        wanting = PolicyCollection.objects.filter(tags__in=tags).exclude(members__document=document)
        due = _due_on(timezone.localdate(at))
        Candidate.objects.bulk_create(
            [
                Candidate(collection=one, document=document, arose_at=at, due_on=due)
                for one in wanting.distinct().order_by("pk")
            ],
            ignore_conflicts=True,
        )
        again = Candidate.objects.filter(document=document, settled=Settled.GONE)
        again.update(settled=Settled.OPEN, settled_at=None, arose_at=at, due_on=due)


def _due_on(day: dt.date) -> dt.date | None:
    try:
        return load_calendar().add(day, settings.COLLECTION_INCLUDE_DAYS)
    except BeyondCalendar:
        return None


def remind_of_candidates(*, at: dt.datetime) -> int:
    """Tell the clerks of what is late, once a day, and their supervisors in the letter of the day;
    returns how many notices there were.
    """
    today = timezone.localdate(at)
    late = Candidate.objects.late(on=today).select_related(
        "collection__organ", "collection__editor", "document"
    )
    notices = [
        StaffNotice(
            kind=LATE_KIND,
            key=f"collection:{row.pk}:late:{today}",
            organ=row.collection.organ,
            roles=(Role.CLERK,),
            handler=row.collection.editor,
            subject=f"专题待编入的文件逾期：{row.document.title}",
            body=f"《{row.document.title}》应在{row.due_on}前编入专题，或者写明不编入的理由。",
            url=f"/admin/policies/collectionversion/contents/{row.collection_id}/",
            gathered=(Role.SUPERVISOR,),
            overview="/admin/policies/collectionversion/report/",
        )
        for row in late
    ]
    return tell_staff(notices, at=at).notices
