"""Public addresses of the library."""

from django.urls import include, path

from disclosure.api.doors import open_to_all
from disclosure.calendar import calendar
from disclosure.views import (
    addressed,
    attachments,
    columns,
    downloads,
    editions,
    error_reports,
    exports,
    public,
    tables,
    versions,
    works,
)

app_name = "disclosure"

urlpatterns = [
    path("calendar.ics", open_to_all(calendar), name="calendar"),
    path("", include("disclosure.api.urls")),
    path("library/", public.library, name="library"),
    path("library/export.csv", exports.export, {"kind": "csv"}, name="export_csv"),
    path("library/export.xlsx", exports.export, {"kind": "xlsx"}, name="export_xlsx"),
    path("library/addressed/", addressed.addressed, name="addressed"),
    path("library/c/", columns.index, name="columns"),
    path("library/c/<slug:slug>/", columns.column, name="column"),
    path("library/help/", public.search_help, name="search_help"),
    path("documents/<int:pk>/", public.document, name="document"),
    path(
        "documents/<int:pk>/attachments/<uuid:public_id>/", attachments.preview, name="attachment"
    ),
    path("documents/<int:pk>/tables/<int:number>.csv", tables.table, name="table"),
    path("library/rules/", downloads.rules, name="rules"),
    path("en/", works.english, name="english"),
    path("eli/<str:organ>/<int:year>/<slug:number>/", works.eli, name="eli"),
    path("eli/<str:organ>/<int:year>/<slug:number>/<slug:part>/", works.eli_part, name="eli_part"),
    path(
        "eli/<str:organ>/<int:year>/<slug:number>/<slug:day>/<slug:article>/",
        works.eli_article,
        name="eli_article",
    ),
    path("documents/<int:pk>/compare/<int:other>/", versions.comparison, name="comparison"),
    path("documents/<int:pk>/editions/", editions.editions, name="editions"),
    path("documents/<int:pk>/editions/<int:number>/", editions.edition, name="edition"),
    path("documents/<int:pk>/print/", public.sheet, name="sheet"),
    path("documents/<int:pk>/correction/", error_reports.error_report, name="error_report"),
    path(
        "documents/<int:pk>/download.docx",
        downloads.download,
        {"kind": "docx"},
        name="download_docx",
    ),
    path(
        "documents/<int:pk>/download.pdf", downloads.download, {"kind": "pdf"}, name="download_pdf"
    ),
]
