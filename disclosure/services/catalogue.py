"""What no file says of a document, set for many at once: its place in the catalogue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction

from disclosure.services.documents import correct_document
from disclosure.services.review import submit

if TYPE_CHECKING:
    from disclosure.models import Document
    from portal.accounts.models import User
    from portal.taxonomy.models import Audience, DisclosureCategory, PolicyTag, Theme


@transaction.atomic
def set_catalogue(
    *,
    document: Document,
    by: User,
    at: dt.datetime,
    theme: Theme | None = None,
    category: DisclosureCategory | None = None,
    abstract: str = "",
    tags: Sequence[PolicyTag] = (),
    audiences: Sequence[Audience] = (),
    submits: bool = False,
) -> Document:
    """Set what is given and leave the rest as it is; tags and audiences are added to those there
    are. With `submits` it goes on to the review, or nothing is set.

    Raises as `correct_document` and `submit`.
    """
    given = {"theme": theme, "category": category, "abstract": abstract}
    elements: dict[str, Any] = {name: value for name, value in given.items() if value}
    labels: dict[str, Sequence[Any]] = {}
    if tags:
        labels["tags"] = [*document.tags.all(), *tags]
    if audiences:
        labels["audiences"] = [*document.audiences.all(), *audiences]
    if elements or labels:
        document = correct_document(
            document=document, by=by, at=at, elements=elements, labels=labels
        )
    return submit(document=document, by=by, at=at) if submits else document
