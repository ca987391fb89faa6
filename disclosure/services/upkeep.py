"""Search entries that were written before a facet existed are written anew."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q

from disclosure.choices import Kind
from disclosure.models import Document
from disclosure.searching import ADDRESSED_KIND, PUBLIC_KIND
from disclosure.services.entries import refresh_entry
from disclosure.services.validity import one_at_a_time
from portal.search.models import SearchEntry
from portal.search.querysets import BELOW, facet_term


def complete_entries(*, at: dt.datetime, batch: int = 100) -> int:
    """Give every live entry the facet of its kind of information, and what only changes others its
    rank; returns how many lacked it.

    It works from state, in batches of one transaction each: once all is done it is one query.
    """
    kinds = [facet_term("kind", kind) for kind in Kind.values]
    live = SearchEntry.objects.live([PUBLIC_KIND, ADDRESSED_KIND])
    decisions = Document.objects.published().filter(text__work__is_decision=True)
    unranked = Q(object_id__in=decisions.values("pk")) & ~Q(
        facet_terms__contains=[facet_term(*BELOW)]
    )
    wanting = live.filter(~Q(facet_terms__overlap=kinds) | unranked).order_by("object_id")
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
    documents = list(rows.select_related("theme", "category", "organ", "text__work").order_by("pk"))
    for document in documents:
        refresh_entry(document, at=at)
    return len(documents)
