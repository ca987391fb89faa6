"""Addresses of what people state of themselves."""

from django.urls import path

from policies.audiences.views import own

urlpatterns = [
    path("mine/push/", own.own, name="own_push"),
    path("mine/push/<slug:action>/", own.change, name="own_push_change"),
    path("push/stop/<str:token>/", own.stop, name="stop_push"),
]
