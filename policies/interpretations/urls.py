"""Addresses of interpretations."""

from django.urls import path

from disclosure.api.doors import open_to_all
from policies.interpretations.views import feed, public

urlpatterns = [
    path("policies/", public.interpretations, name="interpretations"),
    path("policies/feed/", open_to_all(feed.feed), name="interpretations_feed"),
    path("policies/feed.json", open_to_all(feed.json_feed), name="interpretations_json_feed"),
    path("policies/<int:pk>/", public.interpretation, name="interpretation"),
    path(
        "policies/<int:pk>/editions/<int:edition>/", public.edition, name="interpretation_edition"
    ),
    path(
        "policies/captions/<int:pk>/<int:number>.vtt",
        public.captions,
        name="interpretation_captions",
    ),
    path("policies/<int:pk>/rating/", public.rate_interpretation, name="rate_interpretation"),
]
