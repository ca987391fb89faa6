"""What events lay upon the other parts of the portal, when Django is ready."""

from decisions.events import open_offers
from decisions.events.admin.events import WAITING
from decisions.events.choices import OFFERED, STAFF_KIND
from decisions.events.models import SignUp
from decisions.events.search_entries import KIND, may_read_file, visible_ids
from decisions.events.services.notices import PARTY
from decisions.participation import offers
from portal.desk import agenda, today
from portal.files import registry as files
from portal.notifications import registry as notices
from portal.notifications.services.party_notices import register_party
from portal.search import registry as search


def register() -> None:
    """Called once, in `AppConfig.ready()`."""
    search.register(KIND, visible_ids)
    files.register("decisions.events", may_read_file)
    search.offer(KIND, "开放活动", 10)
    register_party(PARTY, "开放活动报名", SignUp)
    notices.register(notices.NoticeKind(STAFF_KIND, "开放活动待登记"))
    today.register(WAITING.panel("events", 7))
    agenda.register(WAITING.source("events"))
    offers.register(
        offers.Kind(OFFERED, open_offers.LABEL, 40, open_offers.offered, 5, open_offers.began)
    )
