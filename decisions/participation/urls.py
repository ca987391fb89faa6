"""Addresses of taking part."""

from django.urls import path

from decisions.participation import views
from disclosure.api.doors import open_to_all

urlpatterns = [
    path("", views.participate, name="participate"),
    path("feed/", open_to_all(views.feed), name="participate_feed"),
    path("feed.json", open_to_all(views.json_feed), name="participate_json_feed"),
]
