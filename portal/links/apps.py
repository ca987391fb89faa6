from django.apps import AppConfig

from portal.desk import today


class LinksConfig(AppConfig):
    name = "portal.links"
    label = "links"
    verbose_name = "链接巡查"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.links.queues import dead_links_of
        from portal.links.registry import register_source
        from portal.links.selectors import OF_ORGANS

        register_source(OF_ORGANS)
        today.register(today.Panel("links", 8, "admin/links/today.html", dead_links_of))
