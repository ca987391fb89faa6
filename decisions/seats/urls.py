"""Public addresses of seats at meetings."""

from django.urls import path

from decisions.seats.views import own, public
from disclosure.api.doors import open_to_all

urlpatterns = [
    path("", public.sittings, name="sittings"),
    path("hearings/", public.hearings, name="hearings"),
    path("feed/", open_to_all(public.feed), name="sittings_feed"),
    path("feed.json", open_to_all(public.json_feed), name="sittings_json_feed"),
    path("<int:pk>/", public.sitting, name="sitting"),
    path("<int:pk>/list.csv", open_to_all(public.list_file), name="sitting_list"),
    path("<int:pk>/apply/", public.apply_view, name="sitting_apply"),
    *own.PAGES.door_urls(),
    *own.PAGES.urls(),
]
