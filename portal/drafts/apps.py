from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "portal.drafts"
    label = "drafts"
    verbose_name = "没有提交的内容"
    default_auto_field = "django.db.models.BigAutoField"
