"""What relays lay upon the other parts of the portal, when Django is ready."""

from disclosure import companions
from policies.audiences.handover import register_way
from policies.relays.admin.tasks import WAITING
from policies.relays.presenters import way_of
from policies.relays.services.notices import KIND as CONTACT
from policies.relays.services.notices import follow_document
from policies.relays.services.relays import contact_of
from policies.relays.services.reminders import KIND as DUE
from portal.desk import agenda, today
from portal.notifications import registry as notices
from portal.notifications.choices import Channel


def register() -> None:
    """Called once, in `AppConfig.ready()`."""
    companions.register_follower("relays", follow_document)
    register_way("relays", way_of)
    notices.register(notices.NoticeKind(CONTACT, "接力任务通知", (Channel.MAIL, Channel.SMS)))
    notices.register(notices.NoticeKind(DUE, "接力任务期限提醒"))
    notices.register_recipient(CONTACT, contact_of)
    today.register(WAITING.panel("relays", 10))
    agenda.register(WAITING.source("relays"))
