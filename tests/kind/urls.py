"""Addresses of the enquirer's pages."""

from django.urls import path

from tests.kind import views

app_name = "kind"
urlpatterns = [
    path("", views.ask, name="ask"),
    path("receipt/<str:number>/", views.receipt, name="receipt"),
    path("track/", views.track, name="track"),
    path("track/<str:number>/", views.track, name="door"),
    path("case/<str:number>/", views.case, name="case"),
    path("case/<str:number>/letter/<uuid:public_id>/", views.letter, name="letter"),
    path("case/<str:number>/withdraw/", views.withdraw, name="withdraw"),
]
