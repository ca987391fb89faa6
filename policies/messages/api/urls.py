"""Addresses of 上级转办, beneath the code of the system that calls them."""

from django.urls import path

from policies.messages.api import views

urlpatterns = [
    path(
        "api/v1/partners/<slug:code>/messages/",
        views.PassedDown.as_view(),
        name="api_pass_down",
    ),
    path(
        "api/v1/partners/<slug:code>/messages/outcome/",
        views.PassedDownOutcome.as_view(),
        name="api_passed_down",
    ),
]
