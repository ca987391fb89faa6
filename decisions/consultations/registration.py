"""What consultations lay upon the other parts of the portal, when Django is ready."""

from collections.abc import Sequence

from django.utils import timezone

from decisions.catalogues import sources as catalogues
from decisions.consultations import open_offers, search_entries
from decisions.consultations.admin.acts import WAITING
from decisions.consultations.choices import OFFERED
from decisions.consultations.models import Opinion
from decisions.consultations.presenters.timeline import asked_in, days_of, facts_of, told_of
from decisions.consultations.services.notices import PARTY
from decisions.consultations.services.reminders import KIND
from decisions.dossiers import sources
from decisions.dossiers.models import Decision
from decisions.participation import offers
from portal.desk import agenda, today
from portal.notifications import registry as notices
from portal.notifications.services.party_notices import register_party
from portal.search import registry as search


def _told(decision: Decision) -> Sequence[sources.Told]:
    """As of now: one that is announced for tomorrow stands on the page tomorrow."""
    return told_of(decision, timezone.now())


def register() -> None:
    """Called once, in `AppConfig.ready()`."""
    notices.register(notices.NoticeKind(KIND, "意见征集期限提醒"))
    register_party(PARTY, "意见采纳情况", Opinion)
    today.register(WAITING.panel("consultations", 7))
    agenda.register(WAITING.source("consultations"))
    search.register(search_entries.KIND, search_entries.visible_ids)
    search.offer(search_entries.KIND, "征求意见", 9)
    sources.register(sources.Source("consultations", facts_of, _told, asked_in))
    catalogues.register(catalogues.Source("consultations", "征求意见", 20, days=days_of))
    offers.register(offers.Kind(OFFERED, open_offers.LABEL, 10, open_offers.offered, 1))
