"""Public addresses of catalogues."""

from django.urls import path

from decisions.catalogues.views import feed, public
from disclosure.api.doors import open_to_all

_ONE = "catalogues/<int:year>/<slug:code>/"

urlpatterns = [
    path("catalogues/", public.catalogues, name="catalogues"),
    path("catalogues/feed.atom", open_to_all(feed.feed), name="catalogues_feed"),
    path("catalogues/feed.json", open_to_all(feed.json_feed), name="catalogues_json_feed"),
    path("catalogues/items/<int:pk>/", public.item, name="catalogue_item"),
    path(_ONE, public.catalogue, name="catalogue"),
    path(f"{_ONE}table/<slug:kind>/", public.table_of, name="catalogue_table"),
]
