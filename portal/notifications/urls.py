"""Addresses of the site inbox and of subscriptions."""

from django.urls import path

from portal.notifications.views import inbox, letters, subscriptions

app_name = "notifications"
urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.read_all, name="read_all"),
    path("inbox/<int:pk>/read/", inbox.read, name="read"),
    path("subscriptions/", subscriptions.own, name="subscriptions"),
    path("subscriptions/new/<slug:topic>/", subscriptions.subscribe, name="subscribe"),
    path("subscriptions/sent/", subscriptions.sent, name="subscribe_sent"),
    path("subscriptions/confirm/<str:token>/", letters.confirm, name="confirm"),
    path("subscriptions/unsubscribe/<str:token>/", letters.unsubscribe, name="unsubscribe"),
    path("subscriptions/<int:pk>/<slug:action>/", subscriptions.change, name="change"),
]
