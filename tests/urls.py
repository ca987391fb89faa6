"""All addresses of the portal, and those of the kind of case that only tests install."""

from django.urls import include, path

from portal.urls import urlpatterns as portal_urls

urlpatterns = [path("enquiries/", include("tests.kind.urls")), *portal_urls]
