"""The portal's addresses, and those the tests of accounts need besides."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from portal.urls import urlpatterns as portal_urls


def page(request: HttpRequest) -> HttpResponse:
    """A page that anyone may read."""
    return HttpResponse("公开信息")


urlpatterns = [
    path("reading/", page),
    path("admin/", admin.site.urls),
    path("accounts/", include("portal.accounts.urls")),
    *portal_urls,
]
