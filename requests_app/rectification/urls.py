"""Addresses of 更正申请 below /requests/records/."""

from django.urls import path

from requests_app.rectification import views

urlpatterns = [
    path("", views.home, name="record_home"),
    path("new/", views.apply, name="record_apply"),
    path("receipt/<str:number>/", views.receipt, name="record_receipt"),
    path("case/<str:number>/", views.case, name="record_case"),
    path("case/<str:number>/letter/<uuid:public_id>/", views.letter, name="record_letter"),
    path("case/<str:number>/withdraw/", views.withdraw, name="record_withdraw"),
]
