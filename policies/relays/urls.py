"""Addresses of relays."""

from policies.relays.views import own

urlpatterns = own.urls()
