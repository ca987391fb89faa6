"""What collections lay upon the other parts of the portal, when Django is ready."""

from disclosure import companions, news
from policies.collections.admin import WAITING, tasks_of
from policies.collections.calendar import application_days
from policies.collections.search_entries import visible_ids
from policies.collections.selectors import PATROLLED
from policies.collections.services.candidates import LATE_KIND, follow_document
from policies.collections.services.entries import KIND
from policies.collections.subscriptions import COLLECTIONS
from portal.common import calendars
from portal.common import registry as front
from portal.desk import agenda, today
from portal.links import registry as links
from portal.notifications import registry as notices
from portal.search import registry as search


def register() -> None:
    """Called once, in `AppConfig.ready()`."""
    links.register_source(PATROLLED)
    companions.register_follower("collections", follow_document)
    news.register(COLLECTIONS)
    calendars.register_source("collections", application_days)
    search.register(KIND, visible_ids)
    search.offer(KIND, "专题", 5)
    notices.register(notices.NoticeKind(LATE_KIND, "专题待编入的文件逾期"))
    today.register(WAITING.panel("collections", 7))
    agenda.register(WAITING.source("collections"))
    today.register(today.Panel("candidates", 8, "admin/policies/collection/today.html", tasks_of))
    front.register_entry(front.Entry("专题", "policies:collections", "/themes/", place=26))
