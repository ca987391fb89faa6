"""What inquiries lay upon the other parts of the portal, when Django is ready."""

from policies.inquiries.admin import WAITING
from policies.inquiries.search_entries import KIND, visible_ids
from policies.inquiries.services import reminders
from portal.desk import agenda, today
from portal.notifications import registry as notices
from portal.search import registry as search


def register() -> None:
    """Called once, in `AppConfig.ready()`."""
    search.register(KIND, visible_ids)
    search.offer(KIND, "专题调查", 6)
    notices.register(notices.NoticeKind(reminders.KIND, "专题调查期限提醒"))
    today.register(WAITING.panel("inquiries", 5))
    agenda.register(WAITING.source("inquiries"))
