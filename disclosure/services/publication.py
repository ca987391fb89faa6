"""What follows when a document becomes public or stops being so."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from disclosure.choices import Reach
from disclosure.index_numbers import INDEX_SERIES, index_number
from disclosure.services.entries import refresh_entry, withdraw_entries
from disclosure.services.pushed_events import push_withdrawal
from disclosure.services.validity import apply_standing
from portal.accounts.models import Membership, User
from portal.acts.models import Counter
from portal.notifications.services import notify
from portal.notifications.services.announcements import take_back_news
from portal.organs.choices import EditorShown

if TYPE_CHECKING:
    from disclosure.models import Document, Edition
    from portal.organs.models import Organ


def make_public(document: Document, *, at: dt.datetime) -> None:
    """Give the index number and the times, compute the validity, enter it into the search.

    The caller holds the row's lock and saves the row; first publication never changes.
    """
    document.published_at = at
    document.withdrawn_at = None
    document.editor = editor_of(document.organ, _who_submitted(document))
    if document.first_published_at is None:
        document.first_published_at = at
        document.index_no = _take_number(document, at=at)
    apply_standing(document, on=timezone.localdate(at))
    refresh_entry(document, at=at)
    if document.reach == Reach.ADDRESSED:
        _tell_addressees(document, at=at)


def editor_of(organ: Organ, person: User | None) -> str:
    """The 责任编辑 as the organ has it written; never a name for signing in, and the department
    where what the organ asked for is not known.
    """
    unit = organ.editor_unit or organ.short_name
    match EditorShown(organ.editor_shown):
        case EditorShown.NOBODY:
            return ""
        case EditorShown.NAME if person:
            return person.full_name or unit
        case EditorShown.NUMBER if person:
            return f"工号{person.staff_number}" if person.staff_number else unit
    return unit


def _who_submitted(document: Document) -> User | None:
    """Whoever last handed the text on to its reviews."""
    act = document.acts.filter(action="submit").select_related("by").order_by("-id").first()
    return act.by if act else None


def take_down(document: Document, *, at: dt.datetime) -> None:
    """Remove it from the search at once, and from what waits to be sent to subscribers."""
    document.withdrawn_at = at
    withdraw_entries(document, at=at)
    push_withdrawal(document, at=at)
    url = document.get_absolute_url()
    take_back_news(object_id=document.pk, url=url)
    for turn in document.turns.all():
        take_back_news(kind=turn.turning, object_id=turn.pk, url=url)


def addressees_of(document: Document) -> list[User]:
    """Everyone a document is addressed to: the people of its organs and groups."""
    organs: set[int] = set()
    people: dict[int, User] = {}
    rows = document.addressees.select_related("group").prefetch_related(
        "group__organs", "group__people"
    )
    for row in rows:
        if row.organ_id:
            organs.add(row.organ_id)
        if row.group:
            organs.update(organ.pk for organ in row.group.organs.all())
            people |= {person.pk: person for person in row.group.people.all()}
    members = Membership.objects.filter(organ_id__in=organs).select_related("user")
    people |= {member.user_id: member.user for member in members}
    return [people[pk] for pk in sorted(people) if people[pk].is_active]


def _tell_addressees(document: Document, *, at: dt.datetime) -> None:
    notify(
        kind="disclosure.addressed",
        recipients=addressees_of(document),
        subject=f"定向公开给您的文件：{document.title}",
        body=f"{document.organ.name}向您定向公开了{document.quoted_title}，请登录阅读。",
        url=document.get_absolute_url(),
        dedup_key=f"addressed:{document.pk}:{at.isoformat()}",
        at=at,
    )


def tell_of_correction(document: Document, edition: Edition, *, at: dt.datetime) -> None:
    """Tell those a document is addressed to that it reads differently now."""
    notify(
        kind="disclosure.addressed",
        recipients=addressees_of(document),
        subject=f"定向公开给您的文件已更正：{document.title}",
        body=f"{document.organ.name}更正了向您定向公开的《{document.title}》：{edition.note}",
        url=document.get_absolute_url(),
        dedup_key=f"corrected:{document.pk}:{edition.number}",
        at=at,
    )


def _take_number(document: Document, *, at: dt.datetime) -> str:
    organ = document.organ
    year = timezone.localdate(at).year
    serial = Counter.hold(organ=organ, series=INDEX_SERIES, year=year).take()
    code = organ.credit_code or organ.code
    return index_number(organ_code=code, year=year, serial=serial)
