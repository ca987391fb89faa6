"""Public addresses of decisions and of taking part in them."""

from django.urls import include, path

app_name = "decisions"

urlpatterns = [
    path("decisions/", include("decisions.catalogues.urls")),
    path("consultations/", include("decisions.consultations.urls")),
    path("decisions/", include("decisions.dossiers.urls")),
    path("events/", include("decisions.events.urls")),
    path("seats/", include("decisions.seats.urls")),
    path("participate/", include("decisions.participation.urls")),
    path("solicitations/", include("decisions.solicitations.urls")),
    path("surveys/", include("decisions.surveys.urls")),
]
