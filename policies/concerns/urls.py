"""Public addresses of answers to concern and of the month's hot questions."""

from django.urls import path

from disclosure.api.doors import open_to_all
from policies.concerns.views import feed, public

urlpatterns = [
    path("", public.concerns, name="concerns"),
    path("feed/", open_to_all(feed.feed), name="concerns_feed"),
    path("feed.json", open_to_all(feed.json_feed), name="concerns_json_feed"),
    path("<int:pk>/", public.concern, name="concern"),
    path("hot/<int:year>-<int:month>/", public.hot_list, name="hot_list"),
]
