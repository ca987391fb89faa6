"""Addresses of the applicant's pages."""

from django.urls import include, path

from requests_app.views import application, letters, opinion, register, submission, tracking

app_name = "requests"

urlpatterns = [
    path("", application.home, name="home"),
    path("apply/", application.start, name="apply"),
    path("apply/<uuid:public_id>/", application.write, name="write"),
    path("apply/<uuid:public_id>/delete/", application.discard, name="discard"),
    path("apply/<uuid:public_id>/review/", submission.review, name="review"),
    path("apply/<uuid:public_id>/enough/", submission.enough, name="have_enough"),
    path("found/", submission.found, name="enough"),
    path("receipt/<str:number>/", submission.receipt, name="receipt"),
    path("track/", tracking.track, name="track"),
    path("track/<str:number>/", tracking.track, name="track_number"),
    path("case/<str:number>/", tracking.case, name="case"),
    path("case/<str:number>/reply/", tracking.reply, name="reply"),
    path("case/<str:number>/file/<uuid:public_id>/", tracking.answer_file, name="answer_file"),
    path("case/<str:number>/letter/<uuid:public_id>/", letters.letter, name="letter"),
    path("case/<str:number>/withdraw/", tracking.withdraw, name="withdraw"),
    path("leave/", tracking.leave, name="leave"),
    path("opinion/", opinion.door, name="opinion"),
    path("opinion/leave/", opinion.leave, name="opinion_leave"),
    path("opinion/<str:number>/", opinion.door, name="opinion_number"),
    path("opinion/<str:number>/letter/", opinion.letter, name="opinion_letter"),
    path("opinion/<str:number>/received/", opinion.received, name="opinion_received"),
    path("opinion/<str:number>/reply/", opinion.reply, name="opinion_reply"),
    path("opinion/<str:number>/receipt/", opinion.receipt, name="opinion_receipt"),
    path("mine/", tracking.mine, name="mine"),
    path("register/", register.register, name="register"),
    path("records/", include("requests_app.rectification.urls")),
]
