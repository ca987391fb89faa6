"""Reads of the public pages that join models; each is a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, When
from django.db.models.functions import Coalesce

from disclosure.choices import DATED_RELATIONS, HOLDING, Reach, RelationKind, Validity
from disclosure.importing.elements import Repeal
from disclosure.importing.repeals import read_repeals
from disclosure.models import (
    AddresseeGroup,
    Document,
    DocumentAttachment,
    DocumentRelation,
)
from disclosure.workflow import Status
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role
from portal.organs.docnumbers import parse
from portal.organs.models import Organ
from portal.taxonomy.models import DisclosureCategory, PolicyTag

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from disclosure.querysets import DocumentQuerySet
    from portal.accounts.models import User

# 即将失效: three months ahead.
_SOON_DAYS: Final = 92
_MOST_TURNING: Final = 12


def public_documents(path: str) -> Q:
    """That the document at `path` is public: for counts and prefetches that start elsewhere."""
    return Q(**{f"{path}__status": Status.PUBLISHED, f"{path}__reach": Reach.EVERYONE})


@dataclass(frozen=True)
class RepealRead:
    """A document the text says it ends; `target` is it, when the portal holds it."""

    repeal: Repeal
    target: Document | None

    @property
    def name(self) -> str:
        """As a sentence names it: title, number or both."""
        title = f"《{self.repeal.title}》" if self.repeal.title else ""
        if not self.repeal.doc_number:
            return title
        return f"{title}（{self.repeal.doc_number}）" if title else self.repeal.doc_number


def repeals_to_register(document: Document) -> list[RepealRead]:
    """What the text ends and no relation says yet, of any kind; one query, none without repeals.

    Only documents are named that everybody may read, or that belong to the same organ.
    """
    repeals = read_repeals(document.paragraphs(), document.title)[0]
    if not repeals:
        return []
    numbers = [parse(repeal.doc_number) for repeal in repeals if repeal.doc_number]
    keys = [number.key for number in numbers if number]
    titles = [repeal.title for repeal in repeals if repeal.title]
    everybody = Q(status=Status.PUBLISHED, reach=Reach.EVERYONE)
    candidates = list(
        Document.objects.filter(Q(doc_number_key__in=keys) | Q(title__in=titles))
        .filter(everybody | Q(organ_id=document.organ_id))
        .exclude(pk=document.pk)
        .exclude(status=Status.WITHDRAWN)
        .select_related("organ")
        .order_by("pk")
    )
    related = set(document.relations_out.values_list("target_id", flat=True))
    read = [RepealRead(repeal, _meant(repeal, candidates)) for repeal in repeals]
    return [each for each in read if each.target is None or each.target.pk not in related]


def _meant(repeal: Repeal, candidates: Sequence[Document]) -> Document | None:
    """The one document a repeal means: by its number, or by a title that only one bears."""
    number = parse(repeal.doc_number) if repeal.doc_number else None
    if number is not None:
        found = [each for each in candidates if each.doc_number_key == number.key]
    else:
        found = [each for each in candidates if each.title == repeal.title]
    return found[0] if len(found) == 1 else None


def circles_of(user: User | AnonymousUser) -> tuple[set[int], set[int]]:
    """Keys of the organs the person works for, and of the addressee groups they are in."""
    if not (user.is_active and user.is_authenticated):
        return set(), set()
    organs = organs_with_role(user, *Role)
    # One question each: asked together, a group's people would be multiplied by its organs.
    personal = AddresseeGroup.objects.filter(people=user).values_list("pk", flat=True)
    official = AddresseeGroup.objects.filter(organs__in=organs).values_list("pk", flat=True)
    return organs, set(personal.union(official))


@dataclass(frozen=True)
class Text:
    """One text of a document and the day from which it holds."""

    document: Document
    since: dt.date | None
    is_original: bool


def texts_of(document: Document, *, viewer: User | AnonymousUser) -> list[Text]:
    """The original and its later texts as far as the viewer may read them, in order of time."""
    revision = document.relations_out.filter(kind=RelationKind.REVISES).first()
    original_id = revision.target_id if revision else document.pk
    readable = Document.objects.readable_by(viewer).select_related("organ")
    found = [
        Text(original, original.effective_on or original.signed_on, is_original=True)
        for original in readable.filter(pk=original_id)
    ]
    rows = DocumentRelation.objects.filter(
        target_id=original_id, kind=RelationKind.REVISES, source__in=readable
    ).select_related("source__organ")
    found += [
        Text(row.source, row.effective_on, is_original=False)
        for row in rows.order_by("effective_on", "pk")
    ]
    return found


def reading_page(viewer: User | AnonymousUser | None = None) -> DocumentQuerySet:
    """Documents with everything their page shows: the public ones, or what a viewer may read."""
    documents = Document.objects
    return with_reading_parts(documents.readable_by(viewer) if viewer else documents.public())


def with_reading_parts(documents: DocumentQuerySet) -> DocumentQuerySet:
    """The documents with everything their page shows; what else it names is public."""
    relations = DocumentRelation.objects.order_by("effective_on", "id")
    files = DocumentAttachment.objects.filter(is_source=False).select_related("file")
    return documents.with_page_parts().prefetch_related(
        "subject_words",
        Prefetch("attachments", queryset=files, to_attr="public_files"),
        Prefetch(
            "relations_in",
            queryset=relations.filter(public_documents("source")).select_related("source"),
            to_attr="public_in",
        ),
        Prefetch(
            "relations_out",
            queryset=relations.filter(public_documents("target")).select_related("target"),
            to_attr="public_out",
        ),
    )


def row_parts(documents: DocumentQuerySet) -> DocumentQuerySet:
    """The documents with what a list row shows, and without their bodies."""
    changes = DocumentRelation.objects.filter(
        public_documents("source"), kind__in=DATED_RELATIONS
    ).select_related("source")
    explaining = DocumentRelation.objects.filter(kind=RelationKind.EXPLAINS)
    explained_by = explaining.filter(public_documents("source"), target=OuterRef("pk"))
    return (
        documents.select_related("organ", "theme")
        .annotate(
            file_count=Count(
                "attachments", filter=Q(attachments__is_source=False, attachments__is_figure=False)
            ),
            is_explained=Exists(explained_by),
            explains=Exists(explaining.filter(source=OuterRef("pk"))),
        )
        .prefetch_related(
            "issuer_rows",
            Prefetch(
                "relations_in", queryset=changes.order_by("effective_on", "pk"), to_attr="public_in"
            ),
        )
        .defer("body", "text")
    )


def list_rows(
    ids: Iterable[int], viewer: User | AnonymousUser | None = None
) -> Mapping[int, Document]:
    """Documents of a result page by id: the public ones, or what a viewer may read."""
    documents = Document.objects.readable_by(viewer) if viewer else Document.objects.public()
    return {row.pk: row for row in row_parts(documents.filter(pk__in=list(ids)))}


def organs_by_code() -> Mapping[str, Organ]:
    """Every organ still at work, in the order of the tree."""
    return {organ.code: organ for organ in Organ.objects.active()}


def category_names() -> Mapping[str, str]:
    """Short names of the statutory categories, by the value the search index uses."""
    rows = DisclosureCategory.objects.all()
    return {category_value(row.article, row.item): row.name for row in rows}


def category_value(article: int, item: int) -> str:
    """How the search index writes an item: the number alone for Art. 20, 21-2 for Art. 21."""
    return str(item) if article == 20 else f"{article}-{item}"


@dataclass(frozen=True)
class ThemeInUse:
    """A top-level theme with the number of public documents under it and under its sub-themes."""

    name: str
    documents: int


def themes_in_use() -> list[ThemeInUse]:
    """Top-level themes that hold public documents, in the official order.

    Counted from the documents, each of which has one theme: counted from the themes, its own
    documents and those of its sub-themes would be two joins, and every row of one would meet
    every row of the other.
    """
    counted = (
        Document.objects.public()
        .filter(theme__isnull=False)
        .values(
            top=Coalesce("theme__parent__name", "theme__name"),
            place=Coalesce("theme__parent__path_order", "theme__path_order"),
        )
        .annotate(documents=Count("pk"))
        .order_by("place")
    )
    return [ThemeInUse(row["top"], row["documents"]) for row in counted]


def organs_in_use() -> list[Organ]:
    """Organs at work that have public documents, and those above them, in the order of the tree."""
    below = Document.objects.public().filter(organ__path__startswith=OuterRef("path"))
    return list(Organ.objects.active().filter(Exists(below)))


def turning(on: dt.date) -> list[Document]:
    """Public documents that begin to hold after a day, or cease to within months of it."""
    begins = Q(validity=Validity.NOT_YET, effective_on__gt=on)
    last = on + dt.timedelta(days=_SOON_DAYS)
    ends = Q(validity__in=HOLDING, expires_on__range=(on, last))
    nearest = Coalesce(Case(When(begins, then="effective_on")), "expires_on")
    found = Document.objects.public().filter(begins | ends).annotate(turns_on=nearest)
    return list(found.order_by("turns_on", "pk").defer("body")[:_MOST_TURNING])


def tags_in_use(limit: int) -> list[PolicyTag]:
    """The policy tags on most public documents."""
    published = public_documents("document")
    tags = PolicyTag.objects.filter(is_active=True).annotate(n=Count("document", filter=published))
    return list(tags.filter(n__gt=0).order_by("-n", "name")[:limit])
