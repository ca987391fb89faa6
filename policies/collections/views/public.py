"""Collections for everybody: the list, one with its contents, its map, the check of a pack."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from policies.collections.choices import Kind
from policies.collections.completeness import met
from policies.collections.models import CollectionVersion
from policies.collections.presenters import drawing_of, standing_of
from policies.collections.selectors import (
    map_of,
    packs_beside,
    released,
    shelves_of,
    version_of,
)


@require_safe
def collections(request: HttpRequest) -> HttpResponse:
    """What there is: themes, and packs by those whom they are for."""
    rows, today = list(released()), timezone.localdate()
    context = {
        "themes": [row for row in rows if row.collection.kind == Kind.THEME],
        "packs": [
            (row, standing_of(row, on=today)) for row in rows if row.collection.kind == Kind.PACK
        ],
    }
    return render(request, "policies/collections/list.html", context)


@require_safe
def collection(request: HttpRequest, slug: str) -> HttpResponse:
    """One collection; of a pack what one gets and needs as well."""
    return _page(request, _found(slug))


@never_cache
@require_http_methods(["POST"])
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """Which of the conditions apply to me? What was ticked is answered and kept nowhere."""
    version = _found(slug)
    conditions = [row.text for row in version.conditions.all()]
    if not conditions:
        raise Http404
    known = {str(number): number for number in range(len(conditions))}
    ticked = [known[each] for each in request.POST.getlist("met") if each in known]
    fits, left = met(conditions, ticked)
    return _page(request, version, {"checked": True, "fits": fits, "left": left, "ticked": ticked})


@require_safe
def collection_map(request: HttpRequest, slug: str) -> HttpResponse:
    """图谱: what the documents of a collection do to each other, drawn and in words."""
    version = _found(slug)
    found = map_of(shelves_of(version.collection))
    context = {"version": version, "map": found, "drawing": drawing_of(found)}
    return render(request, "policies/collections/map.html", context)


def _found(slug: str) -> CollectionVersion:
    version = version_of(slug)
    if version is None:
        raise Http404
    return version


def _page(
    request: HttpRequest, version: CollectionVersion, answer: dict[str, object] | None = None
) -> HttpResponse:
    collection, today = version.collection, timezone.localdate()
    is_pack = collection.kind == Kind.PACK
    context: dict[str, object] = {
        "version": version,
        "collection": collection,
        "shelves": shelves_of(collection),
        "is_pack": is_pack,
        "standing": standing_of(version, on=today) if is_pack else None,
        "conditions": list(enumerate(version.conditions.all())),
        "beside": [(row, standing_of(row, on=today)) for row in packs_beside(version)]
        if is_pack
        else [],
        **(answer or {}),
    }
    return render(request, "policies/collections/page.html", context)
