"""Addresses of the enquirer's pages."""

from django.urls import path

from tests.kind.views import PAGES, ask

app_name = "kind"
urlpatterns = [path("", ask, name="ask"), *PAGES.door_urls(), *PAGES.urls()]
