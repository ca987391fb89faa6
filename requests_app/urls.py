"""Addresses of the applicant's pages."""

from django.urls import include, path

from requests_app.views import applying, letters, opining, register, sending, tracking

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
    path("case/<str:number>/file/<uuid:public_id>/", tracking.answer_file, name="answer_file"),
    path("case/<str:number>/letter/<uuid:public_id>/", letters.letter, name="letter"),
    path("case/<str:number>/withdraw/", tracking.withdraw, name="withdraw"),
    path("leave/", tracking.leave, name="leave"),
    path("opinion/", opining.door, name="opinion"),
    path("opinion/leave/", opining.leave, name="opinion_leave"),
    path("opinion/<str:number>/", opining.door, name="opinion_number"),
    path("opinion/<str:number>/letter/", opining.letter, name="opinion_letter"),
    path("opinion/<str:number>/received/", opining.received, name="opinion_received"),
    path("opinion/<str:number>/reply/", opining.reply, name="opinion_reply"),
    path("opinion/<str:number>/receipt/", opining.receipt, name="opinion_receipt"),
    path("mine/", tracking.mine, name="mine"),
    path("register/", register.register, name="register"),
    path("records/", include("requests_app.record_urls")),
]
