"""Search entries that were written before a facet existed are written anew."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q

from disclosure.address import CURRENT, NONE
from disclosure.models import Document
from disclosure.search_entries import ADDRESSED_KIND, PUBLIC_KIND
from disclosure.services.entries import refresh_entry
from disclosure.services.validity import one_at_a_time
from portal.search.models import SearchEntry
from portal.search.querysets import BELOW, PLAIN, RANK, facet_term

_NO_STATE = facet_term("validity", NONE)
_STATES = [facet_term("validity", state) for state in CURRENT]


def complete_entries(*, at: dt.datetime, batch: int = 100) -> int:
    """Write anew every live entry without a rank, the youngest of facets that every entry has,
    without the texts beside its body, or with a state beside the word that it has none; returns
    how many there were.

    It works from state, in batches of one transaction each: once all is done it is one query.
    """
    ranks = [facet_term(RANK, value) for value in (PLAIN, BELOW)]
    live = SearchEntry.objects.live([PUBLIC_KIND, ADDRESSED_KIND])
    unranked = ~Q(facet_terms__overlap=ranks)
    two_states = Q(facet_terms__contains=[_NO_STATE], facet_terms__overlap=_STATES)
    wordless = ~Q(texts__has_key="issuer")
    wanting = live.filter(unranked | two_states | wordless).order_by("object_id")
    done, last = 0, 0
    while ids := list(
        wanting.filter(object_id__gt=last).values_list("object_id", flat=True)[:batch]
    ):
        done += _rewrite(ids, at=at)
        last = ids[-1]
    return done


@transaction.atomic
def _rewrite(ids: list[int], *, at: dt.datetime) -> int:
    one_at_a_time()
    rows = Document.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids)
    documents = list(
        rows.select_related("theme", "category", "organ", "work_text__work").order_by("pk")
    )
    for document in documents:
        refresh_entry(document, at=at)
    return len(documents)
