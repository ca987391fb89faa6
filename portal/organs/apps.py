from django.apps import AppConfig


class OrgansConfig(AppConfig):
    name = "portal.organs"
    label = "organs"
    verbose_name = "机关"
    default_auto_field = "django.db.models.BigAutoField"
