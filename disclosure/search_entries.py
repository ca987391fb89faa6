"""What the search holds of a document, and who may see a hit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from disclosure.address import CURRENT, NONE
from disclosure.choices import Reach, TextRole, Validity
from disclosure.models import Document, DocumentAttachment, Work
from disclosure.selectors import category_value, circles_of
from disclosure.validity import has_validity
from portal.organs.models import Organ
from portal.search.services import BELOW, NEVER, PLAIN, RANK, Period
from portal.taxonomy.models import DisclosureCategory
from portal.text.model import Article, Heading
from portal.text.plain import plain, words_of
from portal.text.walk import figures_in

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from disclosure.models import DocumentAddressee
    from portal.accounts.models import User
    from portal.files.models import StoredFile


# Kinds of search entries: what everyone may find, and what only its addressees may.
PUBLIC_KIND = "document"
ADDRESSED_KIND = "addressed_document"


def entry_of(document: Document) -> dict[str, Any]:
    """The arguments of `portal.search.services.publish_entry` for a document."""
    issuing = [row.organ for row in document.issuer_rows.select_related("organ") if row.organ]
    organs = issuing or [document.organ]
    facets: dict[str, list[str]] = {
        "validity": _states(document),
        "organ": sorted({code for organ in organs for code in Organ.objects.codes_up_from(organ)}),
        "level": sorted({organ.level for organ in organs}),
        "theme": [document.theme.path.split("\\")[0]] if document.theme else [],
        "subtheme": [document.theme.path] if document.theme and document.theme.parent_id else [],
        "doc_type": [document.doc_type] if document.doc_type else [],
        "kind": [document.kind],
        "year": [str(document.signed_on.year)] if document.signed_on else [],
        "tag": [tag.name for tag in document.tags.all()],
        "subject": [subject.word for subject in document.subject_words.all()],
        "audience": [audience.name for audience in document.audiences.all()],
        "normative": ["yes" if document.of_normative else "no"],
        "category": _category(document.category),
        "language": [document.language],
    }
    text = document.work_text if hasattr(document, "work_text") else None
    later = text is not None and text.role != TextRole.ORIGINAL
    below = document.validity == Validity.SUPERSEDED or (text and text.work.is_decision)
    facets[RANK] = [BELOW if below else PLAIN]
    if document.reach == Reach.ADDRESSED:
        facets["reader"] = [_circle(row) for row in document.addressees.all()]
    numbers = [document.doc_number, document.index_no]
    if text is not None and later and document.reach == Reach.EVERYONE:
        # The number by which everybody knows the regulation leads to the text that applies.
        numbers += _number_of(text.work)
    return {
        "title": document.title,
        "body": _body(document),
        "numbers": [number for number in numbers if number],
        "facets": facets,
        "signed_on": document.signed_on,
        "published_at": document.shown_at,
        "url": document.get_absolute_url(),
        "valid_during": _period(document),
        "texts": _texts(document, organs),
    }


def _body(document: Document) -> str:
    """What readers see of its text: of a 规章 never the order that carried it, nor to whom that
    went. What says everything in its files is found by what is said about them.
    """
    if document.of_rule and document.text:
        return "\n".join(plain(document.public_text()))
    return "\n".join(filter(None, (document.recipients, document.body or document.abstract)))


def _texts(document: Document, organs: Iterable[Organ]) -> dict[str, str]:
    """What else the search knows of it: what is said of it, who issued it, what its files say."""
    named = [row.name for row in document.issuer_rows.all()]
    called = [name for organ in organs for name in (organ.name, organ.short_name)]
    rows = document.attachments.filter(is_source=False, is_figure=False).select_related("file")
    return {
        "abstract": document.abstract,
        "subject": _lines(
            [each.word for each in document.subject_words.all()],
            [each.name for each in document.tags.all()],
            [each.name for each in document.audiences.all()],
            document.theme.path.split("\\") if document.theme else [],
        ),
        "issuer": _lines(named, called),
        "heading": _lines(_headings(document)),
        # Of a file only what its public copy says: what has none yet is not public.
        "attachment": _lines(
            [row.title for row in rows], [row.file.text for row in rows if row.file.cleaned]
        ),
    }


def _headings(document: Document) -> Iterator[str]:
    for block in document.public_text().blocks:
        if isinstance(block, Heading):
            yield words_of(block.words)
        elif isinstance(block, Article):
            yield block.name


def _lines(*groups: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(filter(None, (line for group in groups for line in group))))


def _states(document: Document) -> list[str]:
    """Its state; of what is listed without ever being in force, that it has none."""
    told = document.validity in CURRENT and not has_validity(document)
    return [NONE if told else document.validity]


def _number_of(work: Work) -> list[str]:
    """The number of the original, as far as everybody may know it."""
    original = Document.objects.public().filter(pk=work.pk)
    return list(original.values_list("doc_number", flat=True))


def _category(category: DisclosureCategory | None) -> list[str]:
    return [category_value(category.article, category.item)] if category else []


def _period(document: Document) -> Period:
    """The days on which it holds, as the search takes them."""
    days = document.valid_during
    if days is None or days.isempty:
        return NEVER
    return Period(days.lower, days.upper - dt.timedelta(days=1) if days.upper else None)


def _circle(addressee: DocumentAddressee) -> str:
    return f"organ:{addressee.organ_id}" if addressee.organ_id else f"group:{addressee.group_id}"


def reader_values(viewer: User | AnonymousUser) -> tuple[str, ...]:
    """The values of the facet `reader` under which this person may search."""
    organs, groups = circles_of(viewer)
    return (*(f"organ:{pk}" for pk in sorted(organs)), *(f"group:{pk}" for pk in sorted(groups)))


def visible_ids(ids: Iterable[int], viewer: User | AnonymousUser) -> set[int]:
    """Which of these documents the viewer may see as search hits: what is public."""
    del viewer  # staff look for unpublished documents in their own lists, not here
    return set(Document.objects.public().filter(pk__in=list(ids)).values_list("pk", flat=True))


def addressed_ids(ids: Iterable[int], viewer: User | AnonymousUser) -> set[int]:
    """Which of these documents were addressed to the viewer."""
    rows = Document.objects.addressed_to(viewer).filter(pk__in=list(ids))
    return set(rows.values_list("pk", flat=True))


def may_read_file(stored: StoredFile, viewer: User | AnonymousUser) -> bool:
    """Whether the viewer may read an attachment: they may its document, and it is no source; a
    picture only as long as what is published shows it.
    """
    readable = Document.objects.readable_by(viewer)
    owners = DocumentAttachment.objects.filter(file=stored, is_source=False, document__in=readable)
    owner = owners.select_related("document").defer("document__text", "document__body").first()
    if owner is None or not owner.is_figure:
        return owner is not None
    shown = figures_in(owner.document.public_text())
    return str(stored.public_id) in {figure.file for figure in shown}
