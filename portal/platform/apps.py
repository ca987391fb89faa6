from django.apps import AppConfig

from portal.desk import agenda, today


class PlatformConfig(AppConfig):
    name = "portal.platform"
    label = "platform"
    verbose_name = "公开平台"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.links.registry import register_source
        from portal.platform.admin.guides import WAITING
        from portal.platform.selectors import PATROLLED

        for source in PATROLLED:
            register_source(source)
        today.register(WAITING.panel("guides", 8))
        agenda.register(WAITING.source("guides"))
