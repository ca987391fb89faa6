"""What one can take part in that rooms of policies bring: those of decisions do not know them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from django.urls import reverse

from decisions.participation.offers import Kind, Offer, first_words
from policies.messages.models import PublishedMessage
from policies.messages.selectors import open_channels

_CHANNEL: Final = "suggestions"
_MOST: Final = 100
# 《上海市人民建议征集若干规定》 has been in force since this day; the channel has no end.
_SINCE: Final = dt.datetime(2021, 7, 1, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def suggestions(_at: dt.datetime) -> Iterator[Offer]:
    """The channel of messages that is always open, and what became of suggestions that their
    writers let everybody read. Two queries.
    """
    for channel in open_channels().filter(slug=_CHANNEL).select_related("office"):
        yield Offer(
            kind=SUGGESTIONS.code,
            key=0,
            title=channel.name,
            url=f"{reverse('policies:message_write')}?channel={channel.slug}",
            organ=channel.office.short_name if channel.office else "",
            organ_code=channel.office.code if channel.office else "",
            opens_at=_SINCE,
            gist=first_words(channel.purpose),
        )
    rows = PublishedMessage.objects.live().filter(channel__slug=_CHANNEL)
    for row in rows.select_related("organ").order_by("-answered_on", "-pk")[:_MOST]:
        yield Offer(
            kind=SUGGESTIONS.code,
            key=row.pk,
            title=row.title,
            url=row.get_absolute_url(),
            organ=row.organ.short_name,
            organ_code=row.organ.code,
            opens_at=min(row.published_at, _noon(row.asked_on)),
            closes_at=row.published_at,
            answered_at=row.published_at,
            gist=first_words(row.question),
            outcome=first_words(row.answer),
        )


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), tzinfo=_SINCE.tzinfo)


# The channel was always open, and what is answered begins nothing.
SUGGESTIONS: Final = Kind(
    "suggestions", "人民建议征集", 18, suggestions, 9, began=lambda _since, _until: ()
)
