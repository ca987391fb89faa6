"""Public addresses of the library."""

from django.urls import path

from disclosure.views import public

app_name = "disclosure"

urlpatterns = [
    path("library/", public.library, name="library"),
    path("library/help/", public.search_help, name="search_help"),
    path("documents/<int:pk>/", public.document, name="document"),
    path("documents/<int:pk>/print/", public.sheet, name="sheet"),
]
