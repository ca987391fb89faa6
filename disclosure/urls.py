"""Public addresses of the library."""

from django.urls import include, path

from disclosure.views import (
    addressed,
    columns,
    downloads,
    error_reports,
    exports,
    public,
    tables,
    versions,
)

app_name = "disclosure"

urlpatterns = [
    path("", include("disclosure.api.urls")),
    path("library/", public.library, name="library"),
    path("library/export.csv", exports.export, {"kind": "csv"}, name="export_csv"),
    path("library/export.xlsx", exports.export, {"kind": "xlsx"}, name="export_xlsx"),
    path("library/addressed/", addressed.addressed, name="addressed"),
    path("library/c/", columns.index, name="columns"),
    path("library/c/<slug:slug>/", columns.column, name="column"),
    path("library/help/", public.search_help, name="search_help"),
    path("documents/<int:pk>/", public.document, name="document"),
    path("documents/<int:pk>/tables/<int:number>.csv", tables.table, name="table"),
    path("library/rules/", downloads.rules, name="rules"),
    path("documents/<int:pk>/compare/<int:other>/", versions.comparison, name="comparison"),
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
