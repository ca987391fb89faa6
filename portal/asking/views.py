"""What a search box asks while somebody types."""

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from portal.asking.suggestions import suggestions_for
from portal.tracking.limits import Limit, WithoutCache, within

SUGGESTED = Limit("asking.suggest", 300, 60, WithoutCache.LOCAL)
"""Askings of one address in a minute: a fast typist's, several times over. Who asks more often is
given nothing; the search itself is open all the same."""


@require_GET
def suggest(request: HttpRequest) -> JsonResponse:
    """The lines for what is typed so far: `{"suggestions": [{"text", "kind", "url"}]}`. They are
    the same for everybody, and nobody keeps them: what is withdrawn is not offered any more.
    """
    if not within(SUGGESTED):
        return _answer([], status=429)
    found = suggestions_for(request.GET.get("q", ""), on=timezone.localdate())
    return _answer([line.told() for line in found])


def _answer(lines: list[dict[str, str]], *, status: int = 200) -> JsonResponse:
    response = JsonResponse({"suggestions": lines}, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
