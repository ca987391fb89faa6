"""What the search holds of a document, and who may see a hit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from disclosure.choices import Status
from disclosure.models import Document, DocumentAttachment
from disclosure.selectors import category_value
from portal.organs.models import Organ
from portal.taxonomy.models import DisclosureCategory

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User
    from portal.files.models import StoredFile


def entry_of(document: Document) -> dict[str, Any]:
    """The arguments of `portal.search.services.publish_entry` for a document."""
    issuing = [row.organ for row in document.issuer_rows.select_related("organ") if row.organ]
    organs = issuing or [document.organ]
    facets: dict[str, list[str]] = {
        "validity": [document.validity],
        "organ": sorted({code for organ in organs for code in _line(organ)}),
        "level": sorted({organ.level for organ in organs}),
        "theme": [document.theme.path.split("\\")[0]] if document.theme else [],
        "subtheme": [document.theme.path] if document.theme and document.theme.parent_id else [],
        "doc_type": [document.doc_type] if document.doc_type else [],
        "year": [str(document.signed_on.year)] if document.signed_on else [],
        "tag": [tag.name for tag in document.tags.all()],
        "subject": [subject.word for subject in document.subject_words.all()],
        "audience": [audience.name for audience in document.audiences.all()],
        "normative": ["yes" if document.is_normative else "no"],
        "category": _category(document.category),
    }
    return {
        "title": document.title,
        "body": "\n".join(filter(None, (document.recipients, document.body))),
        "numbers": [document.doc_number] if document.doc_number else [],
        "facets": facets,
        "signed_on": document.signed_on,
        "published_at": document.published_at,
        "url": document.get_absolute_url(),
    }


def _category(category: DisclosureCategory | None) -> list[str]:
    return [category_value(category.article, category.item)] if category else []


def visible_ids(ids: Iterable[int], viewer: User | AnonymousUser) -> set[int]:
    """Which of these documents the viewer may see as search hits: what is public."""
    del viewer  # staff look for unpublished documents in their own lists, not here
    return set(Document.objects.public().filter(pk__in=list(ids)).values_list("pk", flat=True))


def _line(organ: Organ) -> list[str]:
    """The codes of an organ and of every organ above it."""
    step = organ.steplen
    paths = [organ.path[:end] for end in range(step, len(organ.path) + 1, step)]
    return list(Organ.objects.filter(path__in=paths).values_list("code", flat=True))


def may_read_file(stored: StoredFile, viewer: User | AnonymousUser) -> bool:
    """Whether the viewer may read an attachment: its document is public, and it is no source."""
    del viewer  # the published copy is the same for everyone
    owner = DocumentAttachment.objects.filter(file=stored, is_source=False)
    return owner.filter(document__status=Status.PUBLISHED).exists()
