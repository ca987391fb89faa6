"""Public addresses of inquiries."""

from django.urls import path

from policies.inquiries import views

urlpatterns = [
    path("messages/inquiries/", views.inquiries, name="inquiries"),
    path("messages/inquiries/<int:pk>/", views.inquiry, name="inquiry"),
]
