"""Addresses of the interface, of its description, of the harvest and of the open data."""

from django.urls import path, re_path
from drf_spectacular.views import SpectacularJSONAPIView

from disclosure.api import oai, pages, views, work
from disclosure.api.doors import open_to_all

# The interface of the library alone: what apps above offer is described by themselves.
_schema = SpectacularJSONAPIView.as_view(urlconf="disclosure.api.urls")

urlpatterns = [
    path("api/", pages.guide, name="api"),
    path("api/schema/", open_to_all(_schema), name="api_schema"),
    path("api/v1/documents/", open_to_all(views.DocumentList.as_view()), name="api_documents"),
    path(
        "api/v1/documents/<int:pk>/",
        open_to_all(views.DocumentDetail.as_view()),
        name="api_document",
    ),
    path(
        "api/v1/documents/<int:pk>/editions/<int:number>/",
        open_to_all(views.EditionDetail.as_view()),
        name="api_edition",
    ),
    path("api/v1/changes/", open_to_all(views.ChangeList.as_view()), name="api_changes"),
    path("api/v1/organs/", open_to_all(views.OrganList.as_view()), name="api_organs"),
    path("api/v1/themes/", open_to_all(views.ThemeList.as_view()), name="api_themes"),
    path("api/v1/tags/", open_to_all(views.TagList.as_view()), name="api_tags"),
    path("api/v1/work/documents/<int:pk>/", work.DocumentWork.as_view(), name="api_work"),
    # With the slash at its end, so that one that was forgotten is still put there.
    re_path(r"^api/v1/[\s\S]+/\Z", open_to_all(views.Nothing.as_view()), name="api_nothing"),
    path("oai/", open_to_all(oai.Oai.as_view()), name="oai"),
    path("oai/gw.xsd", open_to_all(oai.gw_schema), name="oai_gw_schema"),
    path("library/feed/", open_to_all(pages.feed), name="feed"),
    path("library/feed.json", open_to_all(pages.json_feed), name="json_feed"),
    path("open-data/", pages.open_data, name="open_data"),
    path(
        "open-data/files/<str:digest>",
        open_to_all(pages.open_data_attachment),
        name="open_data_attachment",
    ),
    path("open-data/<str:name>", open_to_all(pages.open_data_file), name="open_data_file"),
]
