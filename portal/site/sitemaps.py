"""What sitemap.xml lists: an index, and behind it every public page, 5,000 addresses a file.

Documents are cut by their keys and not by their place in a list: a file holds the public ones of
a fixed stretch of keys. Each is one range query however many documents there are, and a withdrawal
never moves a document from one file to the next.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import F, IntegerField, Max
from django.db.models.functions import Cast, Greatest
from django.urls import reverse

from disclosure.models import Column, Document

# Search engines take 50,000; smaller files are read again sooner after a change.
STRETCH: Final = 5000
PAGES: Final = (
    "site:home",
    "disclosure:library",
    "disclosure:search_help",
    "disclosure:rules",
    "disclosure:english",
    "disclosure:columns",
    "disclosure:api",
    "disclosure:open_data",
    "decisions:decisions",
    "decisions:catalogues",
    "decisions:sittings",
    "decisions:hearings",
    "decisions:solicitations",
    "policies:concerns",
    "policies:services",
    "site:platform",
    "site:guide",
    "site:rules",
    "site:contents",
    "site:regulations",
    "site:reports",
    "requests:home",
    "requests:register",
    "site:sitemap",
    "site:accessibility",
    "site:contact",
    "site:privacy",
)
# Without a correction the greatest of the two is the one there is.
_CHANGED_AT: Final = Greatest("published_at", "corrected_at")


@dataclass(frozen=True)
class Place:
    """An address and when what stands there last changed, as far as that is known."""

    path: str
    changed_at: dt.datetime | None = None


def files() -> list[Place]:
    """The files of the index: the pages, and each stretch of keys in which something is public."""
    stretches = (
        Document.objects.public()
        .annotate(stretch=Cast(F("pk") / STRETCH, IntegerField()))
        .values("stretch")
        .annotate(changed_at=Max(_CHANGED_AT))
        .order_by("stretch")
    )
    found = [Place(reverse("site:sitemap_pages"))]
    for row in stretches:
        address = reverse("site:sitemap_documents", kwargs={"stretch": row["stretch"]})
        found.append(Place(address, row["changed_at"]))
    return found


def pages() -> list[Place]:
    """The pages that are always there, and the columns of the library."""
    columns = Column.objects.filter(is_listed=True).order_by("pk")
    own = [Place(column.get_absolute_url()) for column in columns]
    return [*(Place(reverse(name)) for name in PAGES), *own]


def documents(stretch: int) -> list[Place]:
    """The public documents of a stretch of keys, in their order."""
    first = stretch * STRETCH
    rows = Document.objects.public().filter(pk__gte=first, pk__lt=first + STRETCH)
    return [
        Place(reverse("disclosure:document", kwargs={"pk": pk}), changed_at)
        for pk, changed_at in rows.order_by("pk").values_list("pk", _CHANGED_AT)
    ]
