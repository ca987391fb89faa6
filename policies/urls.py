"""Public addresses of what explains and answers."""

from django.urls import include, path
from drf_spectacular.views import SpectacularJSONAPIView

from disclosure.api.doors import open_to_all

app_name = "policies"

_schema = SpectacularJSONAPIView.as_view(
    urlconf=["policies.messages.api.urls", "policies.service_items.urls"],
    custom_settings={
        "TITLE": "来件接口",
        "DESCRIPTION": "供上级平台转来留言、事项系统送来政务服务事项，逐次签名。",
    },
)

urlpatterns = [
    path("", include("policies.interpretations.urls")),
    path("api/v1/partners/schema/", open_to_all(_schema), name="api_partners_schema"),
    path("", include("policies.messages.api.urls")),
    path("", include("policies.inquiries.urls")),
    path("messages/", include("policies.messages.urls")),
    path("", include("policies.answers.urls")),
    path("", include("policies.service_items.urls")),
    path("", include("policies.collections.urls")),
    path("", include("policies.audiences.urls")),
    path("", include("policies.relays.urls")),
    path("concerns/", include("policies.concerns.urls")),
    path("", include("policies.selection.urls")),
]
