"""What solicitations lay upon the other parts of the portal, when Django is ready."""

from decisions.events import sources as events
from decisions.participation import offers
from decisions.solicitations import open_offers
from decisions.solicitations.admin.solicitations import WAITING
from decisions.solicitations.models import Proposal
from decisions.solicitations.services.notices import PARTY
from portal.desk import agenda, today
from portal.notifications.services.party_notices import register_party


def register() -> None:
    """Called once, in `AppConfig.ready()`."""
    register_party(PARTY, "征集的建议", Proposal)
    today.register(WAITING.panel("solicitations", 8))
    agenda.register(WAITING.source("solicitations"))
    events.register("solicitations", open_offers.beside_event)
    for kind in open_offers.kinds():
        offers.register(kind)
