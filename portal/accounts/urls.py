"""Addresses of accounts: ours first, then allauth's."""

from django.urls import include, path

from portal.accounts.views import SessionListView

urlpatterns = [
    path("sessions/", SessionListView.as_view(), name="usersessions_list"),
    path("", include("allauth.urls")),
]
