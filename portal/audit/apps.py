from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "portal.audit"
    label = "audit"
    verbose_name = "审计"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.audit import checks  # noqa: F401  registers the checks of keys and anchors
        from portal.audit.grants import grant_roles

        # Sent for each app when all have migrated: once is enough.
        post_migrate.connect(grant_roles, sender=self)
