"""What readers find of an entry, kept in step with its documents and with the day.

The rule itself stands in the query set and is asked at every reading. What is written here makes
the search forget, the feed of changes tell, and consumers hear.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from disclosure.choices import Validity
from disclosure.companions import Event
from policies.answers.choices import Audience
from policies.answers.models import Entry
from policies.answers.search_entries import NEWS_CODE, entry_of
from policies.answers.selectors import KIND_OF
from policies.answers.services.pushed_events import push_return, push_withdrawal
from policies.answers.workflow import Status
from portal.audit.services import record
from portal.notifications.services.announcements import take_back_news
from portal.search.models import SearchEntry
from portal.search.services import publish_entry, withdraw_entry

if TYPE_CHECKING:
    from disclosure.models import Document
    from policies.answers.models import EntryVersion
    from portal.accounts.models import User


def holds_on(version: EntryVersion, day: dt.date) -> bool:
    """Whether a day lies within the period of a version."""
    begun = version.effective_on is None or version.effective_on <= day
    return begun and (version.expires_on is None or day <= version.expires_on)


def show(entry: Entry, *, at: dt.datetime) -> None:
    """Let the search find the entry, or what it says now."""
    publish_entry(kind=_kind(entry), object_id=entry.pk, at=at, **entry_of(entry))


def hide(entry: Entry, *, at: dt.datetime) -> None:
    """Nobody finds it any more, and the feed of changes says so."""
    withdraw_entry(kind=_kind(entry), object_id=entry.pk, at=at)
    if entry.audience == Audience.PUBLIC:
        for number in entry.versions.exclude(released_at=None).values_list("pk", flat=True):
            take_back_news(kind=NEWS_CODE, object_id=number, url=entry.get_absolute_url())


def follow_document(document: Document, event: Event, by: User | None, at: dt.datetime) -> None:
    """A document became public, was taken down, or holds no longer as it did.

    On VALIDITY others' entries stand in the trail already: an entry that somebody holds is left
    to the sweep, and to the rule, which hides it at once.
    """
    del by
    waits = event is not Event.VALIDITY
    rows = Entry.objects.resting_on([document.pk]).select_related("organ", "current")
    held = rows.select_for_update(of=("self",), no_key=True, skip_locked=not waits).order_by("pk")
    for entry in held:
        if document.validity == Validity.AMENDED:
            _call_for_review(entry, at=at)
        # The document's own row is written after this: what happened to it is not read there yet.
        if event is Event.TAKEN_DOWN or (event is Event.VALIDITY and not _is_readable(entry)):
            _lose(entry, at=at)
        else:
            _return(entry, at=at)


@transaction.atomic
def keep_in_step(*, at: dt.datetime) -> int:
    """Bring entries up to the day and the search to the rule; returns how many were changed.

    From state: what a missed run, a lock or a restored database left behind is made up for.
    """
    today = timezone.localdate(at)
    held = Entry.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    changed = 0
    for entry in held.out_of_step(on=today).select_related("organ", "current").order_by("pk"):
        entry.holds = not entry.holds
        entry.save(update_fields=["holds"])
        changed += 1
        word = "生效" if entry.holds else "失效"
        record(
            action="answers.period", summary=f"问答{word}：{entry}", by=None, at=at,
            organ=entry.organ, subject=entry, details={"holds": entry.holds},
        )  # fmt: skip
    return changed + _mend_search(at=at)


def _mend_search(*, at: dt.datetime) -> int:
    """The search holds what may be read and nothing else."""
    found = set(_live_ids())
    readable = set(Entry.objects.readable(*Audience).values_list("pk", flat=True))
    held = Entry.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    rows = held.filter(pk__in=found ^ readable).select_related("organ", "current").order_by("pk")
    mended = 0
    for entry in rows:
        if entry.pk in readable:
            _return(entry, at=at)
        else:
            _lose(entry, at=at)
        mended += 1
    return mended


def _live_ids() -> list[int]:
    live = SearchEntry.objects.live(list(KIND_OF.values()))
    return list(live.values_list("object_id", flat=True))


def _lose(entry: Entry, *, at: dt.datetime) -> None:
    if _is_live(entry):
        hide(entry, at=at)
        push_withdrawal(entry, at=at)
    _call_for_review(entry, at=at)


def _return(entry: Entry, *, at: dt.datetime) -> None:
    if not _is_live(entry):
        show(entry, at=at)
        push_return(entry, at=at)


def _call_for_review(entry: Entry, *, at: dt.datetime) -> None:
    """Its editor looks at it again today."""
    today = timezone.localdate(at)
    if entry.status == Status.PUBLIC and (entry.review_on is None or entry.review_on > today):
        entry.review_on = today
        entry.save(update_fields=["review_on"])


def _is_live(entry: Entry) -> bool:
    live = SearchEntry.objects.live([_kind(entry)])
    return bool(live.filter(object_id=entry.pk).exists())


def _is_readable(entry: Entry) -> bool:
    return bool(Entry.objects.readable(*Audience).filter(pk=entry.pk).exists())


def _kind(entry: Entry) -> str:
    return KIND_OF[Audience(entry.audience)]
