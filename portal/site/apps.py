from django.apps import AppConfig

from portal.desk import today


class SiteConfig(AppConfig):
    name = "portal.site"
    label = "site"
    verbose_name = "站点"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from decisions.participation import offers
        from portal.common import registry
        from portal.notifications.services.calendar_end import ending
        from portal.notifications.services.endpoints import switched_off
        from portal.pages import registry as pages
        from portal.site import checks  # noqa: F401  registers the deploy check
        from portal.site.front import SECTIONS, WANTS
        from portal.site.navigation import MAIN
        from portal.site.open_offers import SUGGESTIONS
        from portal.site.preferences import COOKIE
        from portal.site.shared import COUNTED, PAGES, reading

        pages.register_pages(PAGES)
        pages.register_counted(COUNTED)
        pages.register_choice(COOKIE, reading)
        for entry in MAIN:
            registry.register_entry(entry)
        for want in WANTS:
            registry.register_want(want)
        for section in SECTIONS:
            registry.register_section(section)
        offers.register(SUGGESTIONS)
        today.register(today.Panel("calendar", 0, "admin/site/calendar_end.html", ending))
        today.register(today.Panel("endpoints", 1, "admin/site/endpoints_off.html", switched_off))
