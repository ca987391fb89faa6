"""What the base of answers lays upon the apps below it, once all of them are there."""

from __future__ import annotations

from disclosure import companions, news
from policies.answers.admin.entries import WAITING
from policies.answers.admin.feedback import FEEDBACK_WAITING
from policies.answers.choices import Audience
from policies.answers.search_entries import visible
from policies.answers.selectors import KIND_OF, beside
from policies.answers.services.public_entries import follow_document
from policies.answers.services.pushed_events import KINDS
from policies.answers.services.reminders import FEEDBACK, REVIEW
from policies.answers.subscriptions import ANSWERS
from portal.desk import agenda, today
from portal.notifications import registry as notices
from portal.search import registry as search

_SEARCHED = {KIND_OF[audience]: visible(audience) for audience in Audience}


def register() -> None:
    """Kinds of search and of notice, the follower of documents, the part of their page."""
    for kind, ids in _SEARCHED.items():
        search.register(kind, ids)
    search.offer(KIND_OF[Audience.PUBLIC], "问答", 2)
    companions.register_follower("answers", follow_document)
    companions.register_aside(
        companions.Aside("answers", 20, "policies/answers/aside.html", beside)
    )
    news.register(ANSWERS)
    for notice in KINDS:
        notices.register(notice)
    notices.register(notices.NoticeKind(REVIEW, "问答复核提醒"))
    notices.register(notices.NoticeKind(FEEDBACK, "知识库反馈期限提醒"))
    today.register(WAITING.panel("answers", 6))
    agenda.register(WAITING.source("answers"))
    today.register(FEEDBACK_WAITING.panel("answer_feedback", 7))
    agenda.register(FEEDBACK_WAITING.source("answer_feedback"))
