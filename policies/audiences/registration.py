"""What audiences lay upon the other parts of the portal, when Django is ready."""

from disclosure import companions
from policies.audiences.admin.pushes import WAITING
from policies.audiences.choices import KIND
from policies.audiences.links import stop_link
from policies.audiences.selectors import own_pushes
from policies.audiences.services.delivery import SYSTEMS, follow_document
from portal.common import registry as front
from portal.desk import agenda, today
from portal.notifications import registry as notices
from portal.notifications.choices import Channel


def register() -> None:
    """Called once, in `AppConfig.ready()`."""
    companions.register_follower("audiences", follow_document)
    notices.register(notices.NoticeKind(KIND, "按特征推送的政策", (Channel.INBOX, Channel.MAIL)))
    notices.register(notices.NoticeKind(SYSTEMS, "机关推送的政策", (Channel.WEBHOOK,)))
    notices.register_way_out(KIND, stop_link)
    today.register(WAITING.panel("pushes", 9))
    agenda.register(WAITING.source("pushes"))
    front.register_part(front.Part("pushes", 45, "policies/audiences/mine.html", own_pushes))
