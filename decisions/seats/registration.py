"""What seats at meetings lay upon the other parts of the portal, when Django is ready."""

from decisions.dossiers import sources
from decisions.participation import offers
from decisions.seats import offering
from decisions.seats.admin.sittings import WAITING
from decisions.seats.models import Applicant
from decisions.seats.presenters.timeline import SOURCE
from decisions.seats.services.notices import PARTY
from portal.desk import agenda, today
from portal.notifications.services.party_notices import register_party


def register() -> None:
    """Called once, in `AppConfig.ready()`."""
    sources.register(SOURCE)
    register_party(PARTY, "列席报名", Applicant)
    today.register(WAITING.panel("sittings", 8))
    agenda.register(WAITING.source("sittings"))
    offers.register(offers.Kind(offering.KIND, offering.LABEL, 30, offering.offered))
