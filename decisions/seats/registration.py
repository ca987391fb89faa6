"""What seats at meetings lay upon the other parts of the portal, when Django is ready."""

from decisions.catalogues import sources as catalogues
from decisions.dossiers import sources
from decisions.events import sources as events
from decisions.participation import offers
from decisions.seats import offering
from decisions.seats.admin.sittings import WAITING
from decisions.seats.models import Applicant
from decisions.seats.presenters.timeline import SOURCE, days_of
from decisions.seats.services.notices import PARTY
from portal.desk import agenda, today
from portal.notifications.services.party_notices import register_party


def register() -> None:
    """Called once, in `AppConfig.ready()`."""
    sources.register(SOURCE)
    events.register("sittings", offering.beside_event)
    catalogues.register(catalogues.Source("sittings", "列席", 40, days=days_of))
    register_party(PARTY, "列席报名", Applicant)
    today.register(WAITING.panel("sittings", 8))
    agenda.register(WAITING.source("sittings"))
    offers.register(offers.Kind(offering.KIND, offering.LABEL, 30, offering.offered, 3))
    offers.register(
        offers.Kind(offering.HEARINGS, offering.HEARINGS_LABEL, 25, offering.hearings_offered, 4)
    )
