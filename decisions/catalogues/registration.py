"""What catalogues lay upon the other parts of the portal, when Django is ready."""

from decisions.catalogues.admin import WAITING
from decisions.catalogues.search_entries import KIND, visible_ids
from decisions.catalogues.services import reminders
from portal.desk import agenda, today
from portal.notifications import registry as notices
from portal.search import registry as search


def register() -> None:
    """Called once, in `AppConfig.ready()`."""
    search.register(KIND, visible_ids)
    search.offer(KIND, "决策事项目录", 8)
    notices.register(notices.NoticeKind(reminders.KIND, "决策事项目录"))
    today.register(WAITING.panel("catalogues", 7))
    agenda.register(WAITING.source("catalogues"))
