"""All addresses of the portal."""

from django.contrib import admin
from django.urls import include, path
from health_check.views import HealthCheckView

urlpatterns = [
    path("accounts/", include("portal.accounts.urls")),
    path("admin/", admin.site.urls),
    # For the operator's monitor: database and cache answer.
    path(
        "health/",
        HealthCheckView.as_view(
            checks=["health_check.checks.Database", "health_check.checks.Cache"]
        ),
        name="health",
    ),
    path("", include("portal.notifications.urls")),
    path("search/", include("portal.asking.urls")),
    path("drafts/", include("portal.drafts.urls")),
    path("files/", include("portal.files.urls")),
    path("requests/", include("requests_app.urls")),
    path("", include("policies.urls")),
    path("", include("decisions.urls")),
    path("", include("disclosure.urls")),
    path("", include("portal.site.urls")),
]
