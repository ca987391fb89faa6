"""Addresses of what is kept while it is typed."""

from django.urls import path

from portal.drafts import views

app_name = "drafts"

urlpatterns = [
    path("keep/", views.keep, name="keep"),
    path("save/", views.save, name="save"),
    path("discard/", views.discard, name="discard"),
]
