"""What messages lay upon the other parts of the portal, when Django is ready."""

from disclosure import news
from disclosure.companions import Aside, register_aside
from policies.answers.handover import register_carrier
from policies.messages import queues, search_entries
from policies.messages.admin.queues import WAITING
from policies.messages.models import Message
from policies.messages.services import notices as messages
from policies.messages.services.outcomes import SETTLED
from policies.messages.services.passed_on import carry
from policies.messages.services.reminders import KIND
from policies.messages.subscriptions import MESSAGES
from portal.common import registry as front
from portal.desk import agenda, today
from portal.notifications import registry as notices
from portal.notifications.choices import Channel
from portal.notifications.services.party_notices import register_party
from portal.search import registry as search


def register() -> None:
    """Called once, in `AppConfig.ready()`."""
    notices.register(notices.NoticeKind(KIND, "留言办理期限提醒"))
    heard = (Channel.INBOX, Channel.MAIL)
    notices.register(notices.NoticeKind(messages.ALSO, "也想问的事有了新的答复", heard))
    notices.register(SETTLED)
    register_carrier(carry)
    notices.register_recipient(messages.ASKER, messages.address_of_asker)
    register_party(messages.PARTY, "留言办理进展", Message)
    news.register(MESSAGES)
    search.register(search_entries.KIND, search_entries.visible_ids)
    search.offer(search_entries.KIND, "留言", 3)
    today.register(WAITING.panel("messages", 4))
    agenda.register(WAITING.source("messages"))
    register_aside(Aside("messages", 40, "messages/under.html", queues.under_policy))
    front.register_entry(front.Entry("留言", "policies:messages", "/messages/", place=50))
    write = "policies:message_write"
    front.register_want(front.Want("写留言", "写留言", "message-square-plus", write, 55))
    front.register_section(
        front.Section("messages", 50, "messages/latest.html", queues.latest_answers)
    )
    front.register_part(front.Part("messages", 20, "messages/own.html", queues.own_messages))
