"""What public concern lays upon the other parts of the portal, when Django is ready."""

from disclosure.companions import Aside, register_aside
from policies.concerns.admin.concerns import WAITING, today_of
from policies.concerns.search_entries import KIND, visible_ids
from policies.concerns.selectors import PATROLLED, beside
from policies.concerns.services.reminders import KIND as DUE
from portal.common import registry as front
from portal.desk import agenda, today
from portal.links import registry as links
from portal.notifications import registry as notices
from portal.notifications.choices import Channel
from portal.search import registry as search


def register() -> None:
    """Called once, in `AppConfig.ready()`."""
    links.register_source(PATROLLED)
    search.register(KIND, visible_ids)
    search.offer(KIND, "回应关切", 6)
    # Hours run at night too: not by the inbox alone.
    notices.register(notices.NoticeKind(DUE, "关切回应时限提醒", (Channel.INBOX, Channel.MAIL)))
    register_aside(Aside("concerns", 50, "policies/concerns/aside.html", beside))
    today.register(today.Panel("concerns", 3, "admin/policies/concern/today.html", today_of))
    agenda.register(WAITING.source("concerns"))
    front.register_entry(front.Entry("回应关切", "policies:concerns", "/concerns/", place=52))
