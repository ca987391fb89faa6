"""What the search holds of a published message, and who may see a hit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from policies.messages.models import PublishedMessage
from portal.notifications.services.announcements import take_back_news
from portal.organs.models import Organ
from portal.search.services import publish_entry, withdraw_entry

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

KIND: Final = "message"
NEWS_CODE: Final = "message"


def index(published: PublishedMessage, *, at: dt.datetime) -> None:
    """Make it findable with the transaction that releases it."""
    organ = published.organ
    paths = [organ.path[:end] for end in range(organ.steplen, len(organ.path) + 1, organ.steplen)]
    theme = published.theme
    publish_entry(
        kind=KIND,
        object_id=published.pk,
        title=published.title,
        body=f"{published.question}\n{published.answer}",
        numbers=[],
        facets={
            "organ": list(Organ.objects.filter(path__in=paths).values_list("code", flat=True)),
            "theme": [theme.path.split("\\")[0]] if theme else [],
        },
        signed_on=published.answered_on,
        published_at=published.published_at,
        url=published.get_absolute_url(),
        at=at,
        texts={"issuer": f"{organ.name}\n{organ.short_name}"},
    )


def unindex(published: PublishedMessage, *, at: dt.datetime) -> None:
    """Nobody finds it from the moment the transaction commits."""
    withdraw_entry(kind=KIND, object_id=published.pk, at=at)
    take_back_news(kind=NEWS_CODE, object_id=published.pk, url=published.get_absolute_url())


def visible_ids(ids: Iterable[int], viewer: User | AnonymousUser) -> set[int]:
    """Which of these anyone may see: what is public now."""
    del viewer
    return set(
        PublishedMessage.objects.live().filter(pk__in=list(ids)).values_list("pk", flat=True)
    )
