"""Reads of answers that pages and acts share."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, Q

from disclosure.imports.titles import quoted
from disclosure.models import Document
from policies.answers.choices import Audience
from policies.answers.models import Entry, EntryVersion, Vote
from policies.answers.similarity import likeness
from portal.common.alike import ALIKE, bigrams
from portal.organs.models import Organ
from portal.search.queries import SearchQuery, search

_SUGGESTED = 5
_LONGEST_TEXT = 200
# Of so many the most useful are shown.
_WEIGHED = 50
# Which kind of search entry holds the answers for whom.
KIND_OF: Mapping[Audience, str] = {
    Audience.PUBLIC: "answer",
    Audience.WINDOW: "window_answer",
    Audience.INTERNAL: "internal_answer",
}


def open_version(entry: Entry) -> EntryVersion | None:
    """The version that is being drafted, if there is one."""
    found: EntryVersion | None = entry.versions.filter(released_at=None).first()
    return found


def version_in_hand(entry: Entry) -> EntryVersion:
    """The version that is drafted, else the last one that was released."""
    return open_version(entry) or entry.versions.latest("number")


@dataclass(frozen=True)
class Tally:
    """Votes on an entry since its last change of weight."""

    useful: int = 0
    useless: int = 0

    @property
    def total(self) -> int:
        return self.useful + self.useless

    @property
    def share(self) -> int | None:
        """The share of useful ones in whole per cent; None without a vote."""
        return round(100 * self.useful / self.total) if self.total else None


def tallies(entries: Iterable[Entry]) -> dict[int, Tally]:
    """The votes of entries by key, in one query; entries without one are left out."""
    rows = (
        Vote.objects.filter(
            version__entry__in=[entry.pk for entry in entries],
            version__number__gte=F("version__entry__current__counted_from"),
        )
        .values("version__entry")
        .annotate(yes=Count("pk", filter=Q(useful=True)), no=Count("pk", filter=Q(useful=False)))
    )
    return {row["version__entry"]: Tally(row["yes"], row["no"]) for row in rows}


def tally(entry: Entry) -> Tally:
    """The votes of one entry."""
    return tallies([entry]).get(entry.pk, Tally())


def readable_rows(ids: Iterable[int], *audiences: Audience) -> dict[int, Any]:
    """Entries by key as rows and answers of the interface show them: what these may read."""
    return Entry.objects.readable(*audiences).with_page_parts().in_bulk(list(ids))


@dataclass(frozen=True)
class Beside:
    """The answers that stand beside a document, and how many there are in all."""

    document: int
    entries: list[Any]
    total: int


def beside(document: Document, on: dt.date) -> Beside | None:
    """Public answers that rest on a document, those most readers found useful first; None where
    there are none.
    """
    del on
    rows = Entry.objects.public().resting_on([document.pk])
    if not (total := rows.count()):
        return None
    found = list(rows.select_related("current").order_by("-public_at", "-pk")[:_WEIGHED])
    votes = tallies(found)
    found.sort(key=lambda entry: -votes.get(entry.pk, Tally()).useful)
    return Beside(document.pk, found[:_SUGGESTED], total)


def names_of(facets: Mapping[str, Iterable[str]]) -> dict[str, dict[str, str]]:
    """What the values of facets are called: organs by code, public documents by key."""
    organs = Organ.objects.filter(code__in=list(facets.get("organ", ())))
    keys = [int(key) for key in facets.get("policy", ()) if key.isascii() and key.isdigit()]
    documents = Document.objects.public().filter(pk__in=[key for key in keys if key < 2**63])
    return {
        "organ": dict(organs.values_list("code", "name")),
        "policy": {str(key): quoted(title) for key, title in documents.values_list("pk", "title")},
    }


def suggested(text: str, *audiences: Audience) -> list[Any]:
    """The answers that a text is most likely about, for readers of these audiences: shown while
    somebody still writes. First what is asked alike, then what the search finds.
    """
    text = text.strip()[:_LONGEST_TEXT]
    if not text:
        return []
    kinds = tuple(KIND_OF[audience] for audience in audiences)
    query = SearchQuery(text=text, per_page=_SUGGESTED, kinds=kinds)
    found = [hit.object_id for hit in search(query, viewer=AnonymousUser()).shown]
    ids = list(dict.fromkeys([*_asked_alike(text, *audiences), *found]))[:_SUGGESTED]
    rows = readable_rows(ids, *audiences)
    return [rows[key] for key in ids if key in rows]


def _asked_alike(text: str, *audiences: Audience) -> list[int]:
    """Entries one of whose wordings is like the text, the likest first."""
    asked = bigrams(text)
    rows = Entry.objects.readable(*audiences).order_by("pk")
    wordings = rows.values_list("pk", "current__question", "current__similar")
    scored = [
        (likeness(asked, (question, *similar)), key)
        for key, question, similar in wordings.iterator()
    ]
    likest = heapq.nlargest(_SUGGESTED, scored, key=lambda each: each[0])
    return [key for score, key in likest if score >= ALIKE]


def related(entry: Entry) -> list[Any]:
    """Other public answers that rest on the same documents, the latest first."""
    version: Any = entry.current
    documents = [basis.document_id for basis in version.bases.all()]
    rows = Entry.objects.public().resting_on(documents).exclude(pk=entry.pk)
    return list(rows.select_related("current").order_by("-public_at", "-pk")[:_SUGGESTED])
