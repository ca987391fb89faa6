"""Public addresses of decisions."""

from django.urls import path

from decisions.dossiers import feed, views
from disclosure.api.doors import open_to_all

urlpatterns = [
    path("", views.decisions, name="decisions"),
    path("feed/", open_to_all(feed.feed), name="decisions_feed"),
    path("feed.json", open_to_all(feed.json_feed), name="decisions_json_feed"),
    path("<int:pk>/", views.decision, name="decision"),
    path("<int:pk>/dossier/", views.dossier, name="dossier"),
    path("<int:pk>/dossier.pdf", views.dossier_pdf, name="dossier_pdf"),
    path("<int:pk>/drafts/<int:record>/", views.draft, name="draft"),
]
