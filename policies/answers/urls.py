"""Public addresses of answers, and those of the interface."""

from django.urls import path

from disclosure.api.doors import open_to_all
from policies.answers.api.urls import urlpatterns as interface
from policies.answers.views import feed, public

urlpatterns = [
    *interface,
    path("answers/", public.answers, name="answers"),
    path("answers/feed/", open_to_all(feed.feed), name="answers_feed"),
    path("answers/feed.json", open_to_all(feed.json_feed), name="answers_json_feed"),
    path("answers/<int:pk>/", public.answer, name="answer"),
    path("answers/<int:pk>/vote/", public.rate, name="answer_vote"),
]
