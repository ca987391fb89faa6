"""Addresses of questionnaires."""

from django.urls import path

from decisions.surveys.views import answers, public

_ONE = "<int:pk>/"

urlpatterns = [
    path("", public.surveys, name="surveys"),
    path("sent/", answers.sent, name="survey_sent"),
    path("answer/<str:secret>/", answers.answer, name="survey_answer"),
    path(_ONE, public.survey, name="survey"),
    path(f"{_ONE}begin/", answers.begin, name="survey_begin"),
    path(f"{_ONE}paper/", public.paper, name="survey_paper"),
    path(f"{_ONE}paper.pdf", public.paper_pdf, name="survey_paper_pdf"),
    path(f"{_ONE}result.csv", public.result_csv, name="survey_result_csv"),
    path(f"{_ONE}result.json", public.result_json, name="survey_result_json"),
]
