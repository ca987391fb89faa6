from django.apps import AppConfig

from portal.notifications import registry as notices


class RequestsAppConfig(AppConfig):
    name = "requests_app"
    verbose_name = "依申请公开"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        notices.register(notices.NoticeKind("requests.due", "申请办理期限提醒"))
        notices.register(notices.NoticeKind("requests.redated", "答复期限变动"))
