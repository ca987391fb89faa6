"""Public addresses of solicitations."""

from django.urls import path

from decisions.solicitations.views import own, public

urlpatterns = [
    path("", public.solicitations, name="solicitations"),
    path("<int:pk>/", public.solicitation, name="solicitation"),
    path("<int:pk>/propose/", public.propose_view, name="solicitation_propose"),
    *own.PAGES.door_urls(),
    *own.PAGES.urls(),
]
