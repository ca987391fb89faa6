"""Reads of the public pages that join models; each is a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from disclosure.choices import (
    DATED_RELATIONS,
    DECIDING,
    HOLDING,
    Language,
    Reach,
    RelationKind,
    Validity,
)
from disclosure.imports.declarations import Declared, read_declarations
from disclosure.imports.likeness import likeness, subject_of
from disclosure.models import (
    AddresseeGroup,
    Document,
    DocumentAttachment,
    DocumentRelation,
    Edition,
    Work,
    WorkCompanion,
    WorkText,
)
from disclosure.workflow import GONE, Status
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
# So many of an organ's latest titles are compared with a draft's; so much of both must be the same.
_MOST_LIKE: Final = 500
_LIKE: Final = 0.35
# What a page says of another document: its name, its state and how it is found. Never its text,
# which may be a hundred times as long.
_NAMED: Final = (
    "organ",
    "kind",
    "title",
    "language",
    "doc_number",
    "doc_type",
    "is_rule",
    "is_normative",
    "rule_note",
    "signed_on",
    "validity",
)
# What was read from a file, which no page shows of an attachment.
_READ_FROM_FILE: Final = ("file__text", "file__doubts", "file__recognition")


def public_documents(path: str) -> Q:
    """That the document at `path` is public: for counts and prefetches that start elsewhere."""
    return Q(**{f"{path}__status": Status.PUBLISHED, f"{path}__reach": Reach.EVERYONE})


@dataclass(frozen=True)
class Offered:
    """A relation the text declares and nobody has registered or declined; `target` is the other
    document, when the portal holds it.
    """

    declared: Declared
    target: Document | None

    @property
    def kind(self) -> RelationKind:
        """The relation that would say so."""
        return RelationKind(self.declared.kind)

    @property
    def name(self) -> str:
        """The other document, as a sentence names it."""
        return self.declared.name


def relations_offered(document: Document) -> list[Offered]:
    """What the text ends, changes or prolongs while no relation of any kind says so and no reason
    is given why not; three queries, none where the text does nothing.

    Only documents are named that everybody may read, or that belong to the same organ.
    """
    declared = read_declarations(document.paragraphs(), document.title)
    if not declared:
        return []
    numbers = [parse(each.doc_number) for each in declared if each.doc_number]
    keys = [number.key for number in numbers if number]
    titles = [each.title for each in declared if each.title]
    everybody = Q(status=Status.PUBLISHED, reach=Reach.EVERYONE)
    candidates = list(
        Document.objects.filter(Q(doc_number_key__in=keys) | Q(title__in=titles))
        .filter(everybody | Q(organ_id=document.organ_id))
        .exclude(pk=document.pk)
        .exclude(status__in=GONE)
        .select_related("organ")
        .order_by("pk")
    )
    related = set(document.relations_out.values_list("target_id", flat=True))
    declined = set(document.declined_relations.values_list("kind", "named"))
    read = [Offered(each, _meant(each, candidates)) for each in declared]
    return [
        each
        for each in read
        if (each.target is None or each.target.pk not in related)
        and (each.declared.kind, each.name) not in declined
    ]


def _meant(declared: Declared, candidates: Sequence[Document]) -> Document | None:
    """The one document that is meant: by its number, or by a title that only one bears."""
    number = parse(declared.doc_number) if declared.doc_number else None
    if number is not None:
        found = [each for each in candidates if each.doc_number_key == number.key]
    else:
        found = [each for each in candidates if each.title == declared.title]
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


def reading_page(viewer: User | AnonymousUser | None = None) -> DocumentQuerySet:
    """Documents with everything their page shows: the public ones, or what a viewer may read."""
    documents = _readable(viewer)
    return with_reading_parts(documents, readable=documents)


def with_reading_parts(
    documents: DocumentQuerySet, *, readable: DocumentQuerySet | None = None
) -> DocumentQuerySet:
    """The documents with everything their page shows; what else it names is public, the texts of
    its work are `readable`.
    """
    files = DocumentAttachment.objects.filter(is_source=False).select_related("file")
    files = files.defer(*_READ_FROM_FILE)
    return with_works(documents.with_page_parts(), readable=readable).prefetch_related(
        "subject_words",
        Prefetch("attachments", queryset=files, to_attr="public_files"),
        *relation_parts(),
    )


def whole_records() -> DocumentQuerySet:
    """Public documents with all the interface tells of them: their page, and their editions."""
    told = Prefetch("editions", queryset=editions_told(), to_attr="shown_editions")
    return reading_page().prefetch_related(told)


def editions_told() -> QuerySet[Edition]:
    """Editions with what is told of each beside its content, in order."""
    rows = Edition.objects.select_related("closure").order_by("document", "number")
    return rows.defer("elements", "body", "attachments")


def relation_parts() -> tuple[Prefetch[Any], ...]:
    """What the page of a document shows of its relations; the other document is public."""
    return (
        Prefetch("relations_in", queryset=_relations("source"), to_attr="public_in"),
        Prefetch("relations_out", queryset=_relations("target"), to_attr="public_out"),
    )


def _relations(other: str) -> QuerySet[DocumentRelation]:
    """Relations whose `other` document is public, with what is said of it."""
    rows = DocumentRelation.objects.filter(public_documents(other)).select_related(other)
    own = ("source", "target", "kind", "effective_on", "extended_to", "note")
    return rows.only(*own, *_named(other)).order_by("effective_on", "id")


def _named(path: str) -> list[str]:
    """What is said of the document at `path`, for `only`."""
    return [f"{path}__{name}" for name in _NAMED]


def with_works(
    documents: DocumentQuerySet, *, readable: DocumentQuerySet | None = None
) -> DocumentQuerySet:
    """The documents with the texts of their works and what decided on them: two queries for all.

    Only what is `readable` is there, or what is public.
    """
    return documents.select_related("work_text__work").prefetch_related(*work_parts(readable))


def work_parts(readable: DocumentQuerySet | None = None) -> tuple[Prefetch[Any], ...]:
    """What `with_works` reads, for documents that are in hand."""
    seen = Document.objects.public() if readable is None else readable
    texts = WorkText.objects.filter(document__in=seen.order_by().values("pk"))
    deciding = WorkCompanion.objects.filter(public_documents("document"), role__in=DECIDING)
    return (
        Prefetch(
            "work_text__work__texts",
            queryset=texts.select_related("document").only(
                "work", "role", "since", *_named("document")
            ),
            to_attr="known_texts",
        ),
        Prefetch(
            "work_text__work__companions",
            queryset=deciding.select_related("document").only(
                "work", "role", "since", *_named("document")
            ),
            to_attr="known_deciding",
        ),
    )


def public_works() -> QuerySet[Work]:
    """Works with their public texts and what decided on them, as `with_works` names them."""
    texts = WorkText.objects.filter(public_documents("document")).select_related("document__organ")
    deciding = WorkCompanion.objects.filter(public_documents("document"), role__in=DECIDING)
    return Work.objects.prefetch_related(
        Prefetch("texts", queryset=texts, to_attr="known_texts"),
        Prefetch(
            "companions", queryset=deciding.select_related("document"), to_attr="known_deciding"
        ),
    )


def translations() -> DocumentQuerySet:
    """What is public in another language, with the original of each in `public_out`."""
    originals = DocumentRelation.objects.filter(
        public_documents("target"), kind=RelationKind.TRANSLATES
    )
    return (
        Document.objects.public()
        .exclude(language=Language.CHINESE)
        .select_related("organ")
        .prefetch_related(
            Prefetch(
                "relations_out",
                queryset=originals.select_related("target"),
                to_attr="public_out",
            )
        )
        .defer("body")
        .order_by("language", "-signed_on", "-pk")
    )


def _readable(viewer: User | AnonymousUser | None) -> DocumentQuerySet:
    return Document.objects.readable_by(viewer) if viewer else Document.objects.public()


def rules_in_force() -> DocumentQuerySet:
    """The text in force of every 规章, with what its note tells (国办公开办函〔2021〕33号)."""
    rules = Document.objects.public().in_force().rules().select_related("organ").defer("body")
    return with_works(rules).order_by("-signed_on", "-pk")


def row_parts(documents: DocumentQuerySet) -> DocumentQuerySet:
    """The documents with what a list row shows, and without their bodies."""
    changes = DocumentRelation.objects.filter(
        public_documents("source"), kind__in=DATED_RELATIONS
    ).select_related("source")
    texts = (
        WorkText.objects.filter(public_documents("document"), work=OuterRef("work_text__work"))
        .order_by()
        .values("work")
        .annotate(n=Count("pk"))
    )
    explained_by = DocumentRelation.objects.filter(
        public_documents("source"), kind=RelationKind.EXPLAINS, target=OuterRef("pk")
    )
    return (
        documents.select_related("organ", "theme", "work_text__work")
        .annotate(
            file_count=Count(
                "attachments", filter=Q(attachments__is_source=False, attachments__is_figure=False)
            ),
            is_explained=Exists(explained_by),
            text_count=Subquery(texts.values("n")),
        )
        .prefetch_related(
            "issuer_rows",
            Prefetch(
                "relations_in", queryset=changes.order_by("effective_on", "pk"), to_attr="public_in"
            ),
        )
        .defer("body", "text")
    )


class NamedOrgan(NamedTuple):
    """As much of an organ as a list shows: hundreds are read for each, and none is changed."""

    code: str
    name: str
    short_name: str
    path: str
    kind: str


def list_rows(
    ids: Iterable[int], viewer: User | AnonymousUser | None = None
) -> Mapping[int, Document]:
    """Documents of a result page by id: the public ones, or what a viewer may read."""
    documents = _readable(viewer)
    return {row.pk: row for row in row_parts(documents.filter(pk__in=list(ids)))}


def organs_by_code() -> Mapping[str, NamedOrgan]:
    """What every organ still at work is called, in the order of the tree."""
    rows = Organ.objects.active().values_list("code", "name", "short_name", "path", "kind")
    return {row[0]: NamedOrgan(*row) for row in rows}


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
    """Organs at work that have public documents, and those above them, in the order of the tree.

    Each organ is asked for its own documents, by their index; those above follow from the paths.
    Asked for all documents below it, each would read through the whole library.
    """
    own = Document.objects.public().filter(organ=OuterRef("pk"))
    paths = Organ.objects.filter(Exists(own)).order_by().values_list("path", flat=True)
    step = Organ.steplen
    above = {path[:end] for path in paths for end in range(step, len(path) + 1, step)}
    return list(Organ.objects.active().filter(path__in=above))


def turning(on: dt.date) -> list[Document]:
    """Public documents that begin to hold after a day, or cease to within months of it."""
    begins = Q(validity=Validity.NOT_YET, effective_on__gt=on)
    last = on + dt.timedelta(days=_SOON_DAYS)
    ends = Q(validity__in=HOLDING, ends_on__range=(on, last))
    nearest = Coalesce(Case(When(begins, then="effective_on")), "ends_on")
    found = Document.objects.public().filter(begins | ends).annotate(turns_on=nearest)
    return list(found.order_by("turns_on", "pk").defer("body")[:_MOST_TURNING])


def tags_in_use(limit: int) -> list[PolicyTag]:
    """The policy tags on most public documents."""
    published = public_documents("document")
    tags = PolicyTag.objects.filter(is_active=True).annotate(n=Count("document", filter=published))
    return list(tags.filter(n__gt=0).order_by("-n", "name")[:limit])


def likely_themes(documents: Sequence[Document]) -> dict[int, int]:
    """For each the theme of the document of the same organ whose title is most like its own, for a
    clerk to look at; none where nothing is like it. One query.
    """
    organs = {document.organ_id for document in documents}
    rows = Document.objects.public().filter(organ_id__in=organs, theme__isnull=False)
    latest = rows.order_by("-published_at").values_list("organ_id", "title", "theme_id")
    known = [(organ, subject_of(title), theme) for organ, title, theme in latest[:_MOST_LIKE]]
    found: dict[int, int] = {}
    for document in documents:
        wanted = subject_of(document.title)
        scored = [
            (likeness(wanted, subject), theme)
            for organ, subject, theme in known
            if organ == document.organ_id
        ]
        score, theme = max(scored, key=lambda pair: pair[0], default=(0.0, 0))
        if theme and score >= _LIKE:
            found[document.pk] = theme
    return found
