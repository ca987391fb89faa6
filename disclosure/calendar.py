"""The days of documents for people's own calendars: when one begins to hold, and its last day.

The same filter as the library's; what is addressed to some only is nobody's day here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_safe

from disclosure import document_topic, subscriptions
from disclosure.choices import Validity
from disclosure.filters import read_address
from disclosure.models import Document
from disclosure.presenters.words import issuers_of
from disclosure.search_entries import PUBLIC_KIND
from portal.common.calendars import Noted, calendar_of, days_of
from portal.common.errors import ActRefused
from portal.organs.models import SiteProfile
from portal.search.models import SearchEntry
from portal.search.queries import found_ids

# Found by words, the most that are looked through; and the most days of documents.
_MOST_FOUND: Final = 5000
_MOST: Final = 500
# What does not come to its last day, because something else ended it.
_ENDED: Final = (Validity.REPEALED, Validity.SUPERSEDED)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The days of what meets a filter of the library, or of one document (`id`)."""
    site = SiteProfile.objects.filter(is_current=True).first()
    days = days_of(request.GET, on=timezone.localdate())
    return calendar_of(days, name=f"政策日历_{site.name if site else '政务公开门户'}")


def criterion_of(query: QueryDict) -> str | None:
    """The filter of a query as a criterion of the library; None for words that stand nowhere."""
    try:
        return subscriptions.normalise(query.urlencode())
    except ActRefused:
        return None


def document_days(query: QueryDict, since: dt.date) -> Iterator[Noted]:
    """When documents begin to hold and when they cease to, from a day on."""
    near = Q(effective_on__gte=since) | Q(ends_on__gte=since)
    rows = Document.objects.public().filter(near).order_by("-published_at", "-pk")
    number = document_topic.number_of(query.urlencode())
    if "id" in query:
        rows = rows.filter(pk=number)
    elif (criterion := criterion_of(query)) is not None:
        rows = rows.filter(pk__in=_meeting(criterion))
    else:
        rows = rows.none()
    parts = rows.select_related("organ").prefetch_related("issuer_rows")
    documents = list(parts.defer("body", "text")[:_MOST])
    entries = _changes(document.pk for document in documents)
    for document in documents:
        changed_at = entries.get(document.pk, document.published_at)
        yield from _days(document, changed_at, since)
    yield from _withdrawn(since, number if "id" in query else None)


def _meeting(criterion: str) -> Any:
    """The documents that meet a criterion: by words as the search finds them, else by the rows."""
    asked = read_address(QueryDict(criterion)).query
    if asked.text:
        return found_ids(asked, viewer=AnonymousUser(), most=_MOST_FOUND)[1]
    return SearchEntry.objects.live([PUBLIC_KIND]).under(asked.filters).values("object_id")


def _changes(numbers: Any) -> dict[int, dt.datetime]:
    """When what is said of documents last changed, their days included."""
    rows = SearchEntry.objects.filter(kind=PUBLIC_KIND, object_id__in=list(numbers))
    return dict(rows.values_list("object_id", "changed_at"))


def _days(document: Document, changed_at: dt.datetime, since: dt.date) -> Iterator[Noted]:
    begins, ends = document.effective_on, document.ends_on
    facts = "　".join(filter(None, (document.doc_number, issuers_of(document, most=2))))
    for what, day, words in (("begins", begins, "施行"), ("ends", ends, "有效期至今日")):
        if day is None or day < since:
            continue
        yield Noted(
            code=_code(document.pk, what),
            day=day,
            words=f"{words}：{document.title}",
            facts=facts,
            path=document.get_absolute_url(),
            changed_at=changed_at,
            sequence=_sequence(document, changed_at),
            is_off=what == "ends" and document.validity in _ENDED,
        )


def _withdrawn(since: dt.date, number: int | None) -> Iterator[Noted]:
    """What was withdrawn lately is off, whatever is asked for, and says nothing more of itself."""
    rows = Document.objects.withdrawn().filter(withdrawn_at__date__gte=since)
    if number is not None:
        rows = rows.filter(pk=number)
    for document in rows.order_by("-withdrawn_at", "-pk").defer("body", "text")[:_MOST]:
        for what, day in (("begins", document.effective_on), ("ends", document.ends_on)):
            if day is not None and day >= since:
                yield Noted(
                    code=_code(document.pk, what),
                    day=day,
                    words="文件已撤回",
                    facts="",
                    path="",
                    changed_at=document.withdrawn_at,
                    sequence=_sequence(document, document.withdrawn_at),
                    is_off=True,
                )


def _code(number: int, what: str) -> str:
    return f"document-{number}-{what}"


def _sequence(document: Document, changed_at: dt.datetime) -> int:
    """Seconds from its first publication to its last change: nothing counts changes, and this
    grows with each.
    """
    first = document.first_published_at or changed_at
    return max(int((changed_at - first).total_seconds()), 0)
