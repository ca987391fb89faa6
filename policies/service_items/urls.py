"""Public addresses of service items."""

from django.urls import path

from policies.service_items import views
from policies.service_items.api import ServiceItemInbox

urlpatterns = [
    path(
        "api/v1/partners/<slug:code>/service-items/",
        ServiceItemInbox.as_view(),
        name="api_service_items",
    ),
    path("services/", views.services, name="services"),
    path("services/<int:pk>/", views.service_item, name="service_item"),
]
