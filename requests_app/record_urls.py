"""Addresses of 更正申请 below /requests/records/."""

from django.urls import path

from requests_app.views import records

urlpatterns = [
    path("", records.home, name="record_home"),
    path("new/", records.apply, name="record_apply"),
    path("receipt/<str:number>/", records.receipt, name="record_receipt"),
    path("case/<str:number>/", records.case, name="record_case"),
    path("case/<str:number>/letter/<uuid:public_id>/", records.letter, name="record_letter"),
    path("case/<str:number>/withdraw/", records.withdraw, name="record_withdraw"),
]
