from django.apps import AppConfig

from portal.desk import today


class AskingConfig(AppConfig):
    name = "portal.asking"
    label = "asking"
    verbose_name = "搜索和输入提示"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils import timezone

        from portal.asking.queues import unanswered_of
        from portal.asking.selectors import rows_in_use
        from portal.search.vocabulary import provide

        # The search asks without a day: the clock is read here.
        provide(lambda: rows_in_use(on=timezone.localdate()))
        today.register(today.Panel("asking", 9, "admin/asking/today.html", unanswered_of))
