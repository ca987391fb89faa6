"""OAI-PMH 2.0: other platforms harvest what is public, and learn of what was withdrawn."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from disclosure.api.doors import OpenView
from disclosure.api.oai_answers import answer
from disclosure.api.oai_metadata import GW_SCHEMA

_XML = "text/xml; charset=utf-8"


class Oai(OpenView):
    """One address, six verbs, by GET or by POST."""

    http_method_names = ["get", "post", "head", "options"]

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponse:
        """The arguments stand in the address."""
        found = answer(request._request.GET, at=timezone.now())
        return HttpResponse(found, content_type=_XML)

    @extend_schema(exclude=True)
    def post(self, request: Request) -> HttpResponse:
        """The arguments stand in a form."""
        found = answer(request._request.POST, at=timezone.now())
        return HttpResponse(found, content_type=_XML)


@require_safe
def gw_schema(_request: HttpRequest) -> HttpResponse:
    """The XML schema of our own format."""
    return HttpResponse(GW_SCHEMA.read_bytes(), content_type=_XML)
