"""What selections lay upon the other parts of the portal, when Django is ready."""

from policies.interpretations import honours
from policies.selection.admin import WAITING, ends_of
from policies.selection.choices import BALLOT_KIND, EXPERT_KIND
from policies.selection.presenters import honours_of
from policies.selection.search_entries import KIND, visible_ids
from policies.selection.services import ballots, experts, reminders
from portal.desk import agenda, today
from portal.notifications import registry as notices
from portal.notifications.choices import Channel
from portal.search import registry as search


def register() -> None:
    """Called once, in `AppConfig.ready()`."""
    honours.register("selections", honours_of)
    search.register(KIND, visible_ids)
    search.offer(KIND, "评选", 6)
    by_mail = (Channel.INBOX, Channel.MAIL)
    notices.register(notices.NoticeKind(BALLOT_KIND, "确认投票", (Channel.MAIL,)))
    notices.register(notices.NoticeKind(EXPERT_KIND, "请专家打分", by_mail))
    notices.register(notices.NoticeKind(reminders.KIND, "好解读评选"))
    notices.register_recipient(BALLOT_KIND, ballots.sealed_address)
    notices.register_recipient(EXPERT_KIND, experts.sealed_address)
    today.register(WAITING.panel("selections", 9))
    agenda.register(WAITING.source("selections"))
    ends = "admin/policies/selection/today.html"
    today.register(today.Panel("selection_ends", 9, ends, ends_of))
