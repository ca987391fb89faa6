from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "portal.files"
    label = "files"
    verbose_name = "文件"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Known in every process, so that asking for a reading is the task itself and not its name.
        from portal.files import tasks  # noqa: F401
