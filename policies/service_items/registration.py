"""What service items lay upon the other parts of the portal, when Django is ready."""

from disclosure import companions
from policies.service_items import search_entries
from policies.service_items.presenters import passage_marks, title_marks
from policies.service_items.queues import linking_of
from policies.service_items.selectors import PATROLLED, marks_of
from policies.service_items.services.lapses import follow_document
from portal.desk import today
from portal.links import registry as links
from portal.search import registry as search


def register() -> None:
    """Called once, in `AppConfig.ready()`."""
    links.register_source(PATROLLED)
    search.register(search_entries.KIND, search_entries.visible_ids)
    search.offer(search_entries.KIND, "办事", 4)
    companions.register_follower("service_items", follow_document)
    companions.register_aside(
        companions.Aside(
            "service_items",
            30,
            "policies/service_items/aside.html",
            marks_of,
            at_title=title_marks,
            at_passages=passage_marks,
        )
    )
    today.register(
        today.Panel("service_items", 5, "admin/policies/service_items/today.html", linking_of)
    )
