"""Addresses of the applicant's pages."""

from django.urls import path

from requests_app.views import applying, register, sending, tracking

app_name = "requests"

urlpatterns = [
    path("", applying.home, name="home"),
    path("apply/", applying.start, name="apply"),
    path("apply/<uuid:public_id>/", applying.write, name="write"),
    path("apply/<uuid:public_id>/delete/", applying.discard, name="discard"),
    path("apply/<uuid:public_id>/review/", sending.review, name="review"),
    path("apply/<uuid:public_id>/enough/", sending.enough, name="have_enough"),
    path("found/", sending.found, name="enough"),
    path("receipt/<str:number>/", sending.receipt, name="receipt"),
    path("track/", tracking.track, name="track"),
    path("track/<str:number>/", tracking.track, name="track_number"),
    path("case/<str:number>/", tracking.case, name="case"),
    path("case/<str:number>/reply/", tracking.reply, name="reply"),
    path("case/<str:number>/withdraw/", tracking.withdraw, name="withdraw"),
    path("leave/", tracking.leave, name="leave"),
    path("mine/", tracking.mine, name="mine"),
    path("register/", register.register, name="register"),
]
