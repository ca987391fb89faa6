from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "portal.common"
    label = "common"
    verbose_name = "公共构件"
    default_auto_field = "django.db.models.BigAutoField"
