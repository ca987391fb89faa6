"""What decisions lay upon the other parts of the portal, when Django is ready."""

from decisions.catalogues import sources as catalogue_sources
from decisions.dossiers.admin.decisions import WAITING, today_of
from decisions.dossiers.presenters.catalogued import brief_of, stages_of, told_of
from decisions.dossiers.search_entries import KIND, visible_ids
from decisions.dossiers.selectors import beside
from decisions.dossiers.services.reminders import KIND as EXCEPTION
from disclosure.companions import Aside, register_aside
from portal.common import registry as front
from portal.desk import agenda, today
from portal.notifications import registry as notices
from portal.search import registry as search


def register() -> None:
    """Called once, in `AppConfig.ready()`."""
    search.register(KIND, visible_ids)
    search.offer(KIND, "重大决策", 7)
    notices.register(notices.NoticeKind(EXCEPTION, "公平竞争审查例外到期提醒"))
    catalogue_sources.register(
        catalogue_sources.Source("decision", "决策全过程", 10, told_of, brief_of, stages_of)
    )
    register_aside(Aside("decision", 60, "decisions/dossiers/aside.html", beside))
    front.register_entry(front.Entry("重大决策", "decisions:decisions", "/decisions/", place=54))
    today.register(today.Panel("decisions", 6, "admin/decisions/decision/today.html", today_of))
    agenda.register(WAITING.source("decisions"))
