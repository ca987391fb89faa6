"""定点定向公开: the list of what was published to the reader's organs and groups."""

from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from disclosure import selectors
from disclosure.filters import read_address
from disclosure.search_entries import ADDRESSED_KIND, reader_values
from disclosure.views.public import listing
from disclosure.views.readers import for_reader_only
from portal.search.queries import search


@require_safe
@login_required
@for_reader_only
def addressed(request: HttpRequest) -> HttpResponse:
    """The library's list once more, over what is addressed to the reader and to nobody else.

    The readers' circles are a condition of the search itself, so that no count tells of more.
    """
    address = read_address(request.GET)
    circles = reader_values(request.user) or ("nobody",)
    query = replace(
        address.query,
        kinds=(ADDRESSED_KIND,),
        filters={**address.query.filters, "reader": circles},
    )
    found = search(query, viewer=request.user)
    documents = selectors.list_rows((hit.object_id for hit in found.shown), request.user)
    context = listing(address, found, documents)
    return render(request, "disclosure/addressed.html", context | {"seek_text": address.text})
