"""Addresses of messages."""

from django.urls import path

from disclosure.api.doors import open_to_all
from policies.messages.views import feed, new_message, own, public

urlpatterns = [
    path("", public.index, name="messages"),
    path("new/", new_message.write, name="message_write"),
    path("feed/", open_to_all(feed.feed), name="message_feed"),
    path("feed.json", open_to_all(feed.json_feed), name="message_json_feed"),
    path("<int:pk>/", public.published, name="message_public"),
    path("<int:pk>/also/", public.also, name="message_also"),
    *own.PAGES.door_urls(),
    *own.PAGES.urls(),
]
