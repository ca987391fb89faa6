from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PagesConfig(AppConfig):
    name = "portal.pages"
    label = "pages"
    verbose_name = "公开页面的副本"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.pages.triggers import watch_tables

        # Sent for each app when all have migrated: every table is there.
        post_migrate.connect(watch_tables, sender=self)
