from django.apps import AppConfig

from portal.desk import agenda, today
from portal.notifications.registry import NoticeKind, register


class KindConfig(AppConfig):
    name = "tests.kind"
    label = "kind"
    verbose_name = "咨询"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.notifications.services.party_notices import register_party
        from tests.kind import admin, models, notices

        register(NoticeKind("kind.due", "咨询办理期限提醒"))
        register_party(notices.PARTY, "咨询办理进展", models.Enquiry)
        today.register(admin.WAITING.panel("kind", 9))
        agenda.register(admin.WAITING.source("kind"))
