"""The services that policies lead to, for everybody."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from policies.service_items.models import ServiceItem
from policies.service_items.presenters import ServiceAddress, facts_of, pages_of
from policies.service_items.search_entries import KIND
from policies.service_items.selectors import offering_organs, policies_of, themes_in_use
from portal.search.queries import SearchQuery, found_ids

PER_PAGE = 20
# A search tells no more; whoever gets so many says more.
MOST_FOUND = 200
MOST_POLICIES = 50


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """What can be applied for now, by words, organ and theme of a policy that leads there."""
    today = timezone.localdate()
    organs, themes = offering_organs(on=today), themes_in_use(on=today)
    address = ServiceAddress.read(request.GET, organs=organs, themes=themes)
    rows = ServiceItem.objects.on_offer(on=today).select_related("organ")
    if address.organ:
        rows = rows.of_organs(address.organ)
    if address.theme:
        rows = rows.under_theme(address.theme)
    if address.text:
        query = SearchQuery(text=address.text, kinds=(KIND,))
        _, found = found_ids(query, viewer=request.user, most=MOST_FOUND)
        rows = rows.filter(pk__in=found)
    page = Paginator(rows.order_by("task_name", "pk"), PER_PAGE).get_page(address.page)
    context = {
        "address": address,
        "organs": organs,
        "themes": themes,
        "items": page,
        "paging": pages_of(address, page.number, page.paginator.num_pages),
    }
    return render(request, "policies/service_items/services.html", context)


@require_safe
def service_item(request: HttpRequest, pk: int) -> HttpResponse:
    """One service: how, where and when it is applied for, and the policies that lead to it."""
    today = timezone.localdate()
    item = get_object_or_404(ServiceItem.objects.select_related("organ"), pk=pk)
    context = {
        "item": item,
        "is_offered": item.is_on_offer(on=today),
        "facts": facts_of(item),
        "policies": policies_of(item).select_related("organ").defer("text", "body")[:MOST_POLICIES],
    }
    return render(request, "policies/service_items/service_item.html", context)
