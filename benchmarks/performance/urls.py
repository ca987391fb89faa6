"""The portal's addresses and one that reads nothing."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal.urls import urlpatterns as portals


def hello(_request: HttpRequest) -> HttpResponse:
    """The least that Django with the portal's middleware answers."""
    return HttpResponse("hello world", content_type="text/plain")


urlpatterns = [path("hello/", hello), *portals]
