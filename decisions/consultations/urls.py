"""Public addresses of consultations."""

from django.urls import path

from decisions.consultations.views import feed, new_opinion, outcome, own, public
from disclosure.api.doors import open_to_all

urlpatterns = [
    path("", public.index, name="consultations"),
    path("feed/", open_to_all(feed.feed), name="consultations_feed"),
    path("feed.json", open_to_all(feed.json_feed), name="consultations_json_feed"),
    path("<int:pk>/", public.consultation, name="consultation"),
    path("<int:pk>/drafts/<int:number>/", public.version, name="consultation_draft"),
    path("<int:pk>/write/", new_opinion.write, name="consultation_write"),
    path("<int:pk>/opinions/", public.opinions, name="consultation_opinions"),
    path("opinions/<int:pk>/agree/", public.agree, name="opinion_agree"),
    path("<int:pk>/outcome/", outcome.outcome, name="consultation_outcome"),
    path("<int:pk>/outcome/all/", outcome.ledger, name="consultation_ledger"),
    path("<int:pk>/outcome/opinions.csv", outcome.table, name="consultation_table"),
    path("<int:pk>/outcome/opinions.json", open_to_all(outcome.data), name="consultation_data"),
    *own.PAGES.door_urls(),
    *own.PAGES.urls(),
]
