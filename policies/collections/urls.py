"""Addresses of collections."""

from django.urls import path

from disclosure.api.doors import open_to_all
from policies.collections.views import feed, public

urlpatterns = [
    path("themes/", public.collections, name="collections"),
    path("themes/feed.atom", open_to_all(feed.feed), name="collections_feed"),
    path("themes/feed.json", open_to_all(feed.json_feed), name="collections_json_feed"),
    path("themes/<slug:slug>/", public.collection, name="collection"),
    path("themes/<slug:slug>/check/", public.check, name="collection_check"),
    path("themes/<slug:slug>/map/", public.collection_map, name="collection_map"),
]
