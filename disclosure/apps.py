from django.apps import AppConfig

from portal.common import calendars
from portal.desk import agenda, today
from portal.files import registry as files
from portal.links import registry as links
from portal.notifications import registry as notices
from portal.search import registry as search


class DisclosureConfig(AppConfig):
    name = "disclosure"
    verbose_name = "主动公开"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from disclosure.calendar import document_days
        from disclosure.correction.admin.case import WAITING
        from disclosure.dead_links import PATROLLED
        from disclosure.document_topic import WATCH
        from disclosure.news import register as register_followed
        from disclosure.queues import documents_waiting, staff_queues, tools_of
        from disclosure.search_entries import (
            ADDRESSED_KIND,
            PUBLIC_KIND,
            addressed_ids,
            may_read_file,
            visible_ids,
        )
        from disclosure.services.pushed_events import KINDS
        from disclosure.subscriptions import TOPIC
        from disclosure.turns import CHANGED, ENDING

        search.register(PUBLIC_KIND, visible_ids, everybodys=True)
        search.offer(PUBLIC_KIND, "公文", 0)
        search.register(ADDRESSED_KIND, addressed_ids)
        links.register_source(PATROLLED)
        files.register("disclosure", may_read_file)
        for code, label in (
            ("publication_due", "公开期限提醒"),
            ("expiry", "有效期届满提醒"),
            ("openness_review", "公开属性复核提醒"),
            ("release_refused", "定时公开未能进行"),
            ("addressed", "定向公开"),
            ("column", "栏目更新提醒"),
        ):
            notices.register(notices.NoticeKind(f"disclosure.{code}", label))
        for kind in KINDS:
            notices.register(kind)
        notices.register_topic(TOPIC)
        notices.register_topic(WATCH)
        calendars.register_source("documents", document_days)
        for followed in (ENDING, CHANGED):
            register_followed(followed)
        today.register(
            today.Panel("disclosure", 2, "admin/disclosure/today.html", staff_queues, tools_of)
        )
        agenda.register(agenda.Source("documents", "公文", documents_waiting))
        today.register(WAITING.panel("corrections", 3))
        agenda.register(WAITING.source("corrections"))
