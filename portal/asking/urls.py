"""What search boxes ask."""

from django.urls import path

from portal.asking import views

app_name = "asking"

urlpatterns = [path("suggest/", views.suggest, name="suggest")]
