from django.apps import AppConfig


class RequestsAppConfig(AppConfig):
    name = "requests_app"
    verbose_name = "依申请公开"
    default_auto_field = "django.db.models.BigAutoField"
