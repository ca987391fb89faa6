"""What interpretations lay upon the other parts of the portal, when Django is ready."""

from disclosure import companions, news
from policies.interpretations.admin.case import WAITING
from policies.interpretations.blockers import in_step
from policies.interpretations.presenters.aside import aside_of, passage_marks
from policies.interpretations.queues import wanted_interpretations
from policies.interpretations.search_entries import KIND, may_read_file, visible_ids
from policies.interpretations.services.release import follow_policy
from policies.interpretations.subscriptions import INTERPRETATIONS
from portal.common import registry as front
from portal.desk import agenda, today
from portal.files import registry as files
from portal.search import registry as search


def register() -> None:
    """Called once, in `AppConfig.ready()`."""
    entry = front.Entry("政策解读", "policies:interpretations", "/policies/", place=20)
    front.register_entry(entry)
    companions.register_gate("in_step", in_step)
    companions.register_follower("interpretations", follow_policy)
    companions.register_aside(
        companions.Aside(
            "interpretations",
            1,
            "policies/interpretations/aside.html",
            aside_of,
            at_passages=passage_marks,
        )
    )
    news.register(INTERPRETATIONS)
    files.register("policies.interpretations", may_read_file)
    search.register(KIND, visible_ids)
    search.offer(KIND, "解读", 1)
    today.register(WAITING.panel("interpretations", 4))
    agenda.register(WAITING.source("interpretations"))
    wanted = "admin/policies/interpretation/wanted.html"
    today.register(today.Panel("in_step", 5, wanted, wanted_interpretations))
