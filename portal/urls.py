"""All addresses of the portal."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("files/", include("portal.files.urls")),
    path("", include("disclosure.urls")),
    path("", include("portal.site.urls")),
]
