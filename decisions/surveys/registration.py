"""What questionnaires lay upon the other parts of the portal, when Django is ready."""

from decisions.catalogues import sources as catalogues
from decisions.dossiers import sources
from decisions.events import sources as events
from decisions.participation import offers
from decisions.surveys import open_offers
from decisions.surveys.admin.surveys import WAITING, today_of
from decisions.surveys.choices import OFFERED, TOKEN_KIND
from decisions.surveys.services import holders
from portal.desk import agenda, today
from portal.notifications import registry as notices
from portal.notifications.choices import Channel


def register() -> None:
    """Called once, in `AppConfig.ready()`."""
    notices.register(notices.NoticeKind(TOKEN_KIND, "答问卷的链接", (Channel.MAIL,)))
    notices.register_recipient(TOKEN_KIND, holders.sealed_address)
    sources.register(
        sources.Source("survey", open_offers.facts_of, open_offers.told_of, open_offers.asked_in)
    )
    events.register("surveys", open_offers.beside_event)
    catalogues.register(catalogues.Source("surveys", "问卷", 30, days=open_offers.days_of))
    today.register(today.Panel("surveys", 7, "admin/decisions/survey/today.html", today_of))
    agenda.register(WAITING.source("surveys"))
    offers.register(offers.Kind(OFFERED, open_offers.LABEL, 20, open_offers.offered, 2))
