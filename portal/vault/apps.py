from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "portal.vault"
    label = "vault"
    verbose_name = "加密保存"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.vault import checks  # noqa: F401  registers the checks of the keys
