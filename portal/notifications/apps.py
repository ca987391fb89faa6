from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "portal.notifications"
    label = "notifications"
    verbose_name = "通知"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Known in every process, so that a poke is the task itself and not only its name.
        from portal.notifications import tasks  # noqa: F401
