from django.apps import AppConfig

from portal.desk import today


class SiteConfig(AppConfig):
    name = "portal.site"
    label = "site"
    verbose_name = "站点"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.notifications.services.calendar_end import ending
        from portal.site import checks  # noqa: F401  registers the deploy check

        today.register(today.Panel("calendar", 0, "admin/site/calendar_end.html", ending))
