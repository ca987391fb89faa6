"""Addresses of 更正申请 below /requests/records/."""

from django.urls import path

from requests_app.rectification import views

urlpatterns = [
    path("", views.home, name="record_home"),
    path("new/", views.apply, name="record_apply"),
    *views.PAGES.urls(),
]
