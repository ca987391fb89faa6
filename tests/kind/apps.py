from django.apps import AppConfig

from portal.desk import today
from portal.notifications import registry as notices
from portal.notifications.choices import Channel
from portal.notifications.services.party_notices import sealed_in


class KindConfig(AppConfig):
    name = "tests.kind"
    label = "kind"
    verbose_name = "咨询"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tests.kind.admin import waiting_for_today
        from tests.kind.notices import PARTY

        notices.register(notices.NoticeKind("kind.due", "咨询办理期限提醒"))
        notices.register(
            notices.NoticeKind(PARTY.kind, "咨询办理进展", (Channel.INBOX, Channel.MAIL))
        )
        notices.register_recipient(PARTY.place, sealed_in(self.get_model("Enquiry")))
        today.register(today.Panel("kind", 9, "admin/kind/today.html", waiting_for_today))
