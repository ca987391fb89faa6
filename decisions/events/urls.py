"""Public addresses of events."""

from django.urls import path

from decisions.events.views import own, public
from disclosure.api.doors import open_to_all

urlpatterns = [
    path("", public.events, name="events"),
    path("feed/", open_to_all(public.feed), name="events_feed"),
    path("feed.json", open_to_all(public.json_feed), name="events_json_feed"),
    path("calendar.ics", open_to_all(public.calendar), name="events_calendar"),
    path("plans/<int:year>/", public.plans, name="event_plans"),
    path("<int:pk>/", public.event, name="event"),
    path("sessions/<int:pk>/", public.signup, name="event_signup"),
    path("sessions/<int:pk>/calendar.ics", public.session_calendar, name="event_session_calendar"),
    *own.PAGES.door_urls(),
    *own.PAGES.urls(),
]
