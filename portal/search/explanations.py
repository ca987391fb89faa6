"""Why an entry stands where it stands: its tier, and everything that spoke for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from portal.search.asked import Hit, SearchPage, SearchQuery
from portal.search.fields import gravity
from portal.search.index_files import IndexUnavailable
from portal.search.index_source import IndexSource
from portal.search.models import SearchEntry
from portal.search.needs import read_need
from portal.search.places import places_in
from portal.search.queries import search
from portal.search.query_parser import parse
from portal.search.vocabulary import vocabulary

__all__ = ["EXACT", "NEAR", "Explanation", "explained"]

EXACT: Final = "完全相符"
NEAR: Final = "相近"


@dataclass(frozen=True)
class Explanation:
    """One hit as everybody finds it: `parts` are what spoke for it, each with its worth."""

    tier: str
    title: str
    url: str
    parts: tuple[tuple[str, float], ...]


def explained(text: str, *, kinds: Sequence[str], most: int) -> list[Explanation]:
    """The first hits of a text for somebody who is not signed in, in their order."""
    query = SearchQuery(text, kinds=tuple(kinds), per_page=most)
    page = search(query, viewer=AnonymousUser())
    tiers = [(hit, tier) for hits, tier in _tiers(page) for hit in hits]
    entries = {
        (entry.kind, entry.object_id): entry
        for entry in SearchEntry.objects.live(kinds).filter(
            object_id__in=[hit.object_id for hit, _ in tiers]
        )
    }
    found = [(entries[hit.kind, hit.object_id], tier) for hit, tier in tiers]
    return [
        Explanation(tier, entry.title, entry.url, (*_spoke(text, kinds, entry, tier), *_own(entry)))
        for entry, tier in found[:most]
    ]


def _tiers(page: SearchPage) -> list[tuple[tuple[Hit, ...], str]]:
    return [(page.hits, EXACT), (page.near, NEAR)]


def _spoke(
    text: str, kinds: Sequence[str], entry: SearchEntry, tier: str
) -> list[tuple[str, float]]:
    """What in the index spoke for it; nothing without the index."""
    try:
        source = IndexSource(settings.SEARCH_INDEX_DIR, parse(text), kinds=kinds, sort="relevance")
        if tier != NEAR:
            return source.worth_exactly(entry.pk)
        need = read_need(text, vocabulary(), places_in(text))
        return source.worth_nearly(need, entry.pk)
    except IndexUnavailable:
        return []


def _own(entry: SearchEntry) -> tuple[tuple[str, float], ...]:
    return gravity(entry.facet_terms, entry.signed_on).parts
