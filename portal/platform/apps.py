from django.apps import AppConfig

from portal.desk import today


class PlatformConfig(AppConfig):
    name = "portal.platform"
    label = "platform"
    verbose_name = "公开平台"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.platform.admin.guides import WAITING

        today.register(WAITING.panel("guides", 8))
