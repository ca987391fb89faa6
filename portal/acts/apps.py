from django.apps import AppConfig


class ActsConfig(AppConfig):
    name = "portal.acts"
    label = "acts"
    verbose_name = "办理行为"
    default_auto_field = "django.db.models.BigAutoField"
