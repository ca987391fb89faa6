"""What no file says of a document, set for many at once: its place in the catalogue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction

from disclosure.services.attachments import change_attachment, place_of
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
    elements: Mapping[str, Any] | None = None,
    file_titles: Mapping[int, str] | None = None,
    submits: bool = False,
) -> Document:
    """Set what is given and leave the rest as it is; tags and audiences are added to those there
    are. `elements` are further ones, of 附件型信息; `file_titles` the public titles of its
    files, by the key of the attachment. With `submits` it goes on to the review, or nothing is set.

    Raises as `correct_document` and `submit`.
    """
    given = {"theme": theme, "category": category, "abstract": abstract}
    given |= elements or {}
    wanted: dict[str, Any] = {name: value for name, value in given.items() if value}
    labels: dict[str, Sequence[Any]] = {}
    if tags:
        labels["tags"] = [*document.tags.all(), *tags]
    if audiences:
        labels["audiences"] = [*document.audiences.all(), *audiences]
    if wanted or labels:
        document = correct_document(document=document, by=by, at=at, elements=wanted, labels=labels)
    _name_files(document, file_titles or {}, by=by, at=at)
    return submit(document=document, by=by, at=at) if submits else document


def _name_files(
    document: Document, titles: Mapping[int, str], *, by: User, at: dt.datetime
) -> None:
    for row in document.attachments.filter(pk__in=titles).select_related("file", "document"):
        if (title := titles[row.pk]) and title != row.title:
            change_attachment(
                attachment=row,
                title=title,
                file_name=row.file.name,
                place=place_of(row),
                by=by,
                at=at,
            )
