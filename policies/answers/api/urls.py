"""Addresses of the interface, and of its description."""

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView

from disclosure.api.doors import open_to_all
from policies.answers.api import views

_DESCRIPTION = {
    "TITLE": "政策问答知识库接口",
    "DESCRIPTION": "供 12345、一网通办、窗口和大厅的系统读取问答、反馈问题，凭令牌使用。",
}
_schema = SpectacularJSONAPIView.as_view(
    urlconf="policies.answers.api.urls", custom_settings=_DESCRIPTION
)

urlpatterns = [
    path("api/v1/answers/", views.AnswerSearch.as_view(), name="api_answers"),
    path("api/v1/answers/schema/", open_to_all(_schema), name="api_answers_schema"),
    path("api/v1/answers/suggestions/", views.Suggestions.as_view(), name="api_suggestions"),
    path("api/v1/answers/changes/", views.AnswerChanges.as_view(), name="api_answer_changes"),
    path("api/v1/answers/feedback/", views.FeedbackInbox.as_view(), name="api_feedback"),
    path(
        "api/v1/answers/feedback/<uuid:public_id>/",
        views.FeedbackOutcome.as_view(),
        name="api_feedback_one",
    ),
    path("api/v1/answers/usage/<slug:code>/", views.UsageList.as_view(), name="api_usage"),
    path("api/v1/answers/zero-hits/", views.ZeroHitList.as_view(), name="api_zero_hits"),
    path("api/v1/answers/<int:pk>/", views.AnswerDetail.as_view(), name="api_answer"),
]
