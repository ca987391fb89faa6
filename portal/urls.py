"""All addresses of the portal."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("accounts/", include("portal.accounts.urls")),
    path("admin/", admin.site.urls),
    path("inbox/", include("portal.notifications.urls")),
    path("files/", include("portal.files.urls")),
    path("", include("disclosure.urls")),
    path("", include("portal.site.urls")),
]
