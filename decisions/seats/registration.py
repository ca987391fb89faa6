"""What seats at meetings lay upon the other parts of the portal, when Django is ready."""

from decisions.catalogues import sources as catalogues
from decisions.dossiers import sources
from decisions.events import sources as events
from decisions.participation import offers
from decisions.seats import open_offers
from decisions.seats.admin.sittings import WAITING
from decisions.seats.models import Applicant
from decisions.seats.presenters.timeline import SOURCE, days_of
from decisions.seats.services.notices import PARTY
from portal.desk import agenda, today
from portal.notifications.services.party_notices import register_party


def register() -> None:
    """Called once, in `AppConfig.ready()`."""
    sources.register(SOURCE)
    events.register("sittings", open_offers.beside_event)
    catalogues.register(catalogues.Source("sittings", "列席", 40, days=days_of))
    register_party(PARTY, "列席报名", Applicant)
    today.register(WAITING.panel("sittings", 8))
    agenda.register(WAITING.source("sittings"))
    offers.register(offers.Kind(open_offers.KIND, open_offers.LABEL, 30, open_offers.offered, 3))
    offers.register(
        offers.Kind(
            open_offers.HEARINGS, open_offers.HEARINGS_LABEL, 25, open_offers.hearings_offered, 4
        )
    )
