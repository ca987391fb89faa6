"""Messages in the back office: the list, the page of one, what is seen only with an audit entry."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any, Final

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from policies.messages.admin.entry import EnteringPages
from policies.messages.admin.queues import QUEUES, WAITING
from policies.messages.indicators import Month
from policies.messages.models import Message
from policies.messages.permissions import ROLES, RULES
from policies.messages.presenters.conversation import staff_conversation
from policies.messages.presenters.month_picture import drawing_of
from policies.messages.presenters.standing import term_of
from policies.messages.selectors import open_like, organ_months, phrases_for, published_like
from policies.messages.services.also_asked import deflection
from policies.messages.services.answers import VAGUE
from policies.messages.services.reminders import is_vetoed
from policies.messages.services.reveal import REVEALS, open_paper, reveal
from policies.messages.titles import title_of
from policies.messages.workflow import Status
from portal.accounts.permissions import organs_in_view, organs_with_role
from portal.common.downloads import download
from portal.desk.case_list import CaseListAdmin, handler_name, organ_name, state_column
from portal.desk.pages import unkept_page
from portal.desk.queues import filter_of
from portal.desk.reveal_pages import InFull, RevealPages, Seen
from portal.desk.text_search import TextIndex
from portal.organs.models import Organ
from portal.personal.free_text import masked
from portal.personal.masks import hidden_name, masked_contacts

NAME = "policies_message"
# Before it no organ answered messages on the web.
_EARLIEST: Final = dt.date(2000, 1, 1)


@admin.register(Message)
class MessageAdmin(EnteringPages, RevealPages, CaseListAdmin):
    """The list, every message and its acts, the figures of a month."""

    rules, waiting, page_template = RULES, WAITING, "admin/policies/message/page.html"
    in_full = InFull(
        REVEALS, reveal, papers="papers", open_paper=open_paper, called=lambda _: "附件",
        button="显示原文",
    )  # fmt: skip
    list_display = (
        "number", "subject", state_column(Status), "due", "channel", organ_name, handler_name,
    )  # fmt: skip
    list_display_links = ("number", "subject")
    list_filter = (filter_of(QUEUES), "status", "channel")
    list_select_related = ("organ", "handler", "channel")
    list_before_template = "admin/policies/message/before.html"
    search_fields = ("number", "outside_number")
    text_indexes = (TextIndex("policies.Message", search_fields),)
    ordering = ("due_on", "id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        """Each with whether the person works on it, or only supervises those who do."""
        own = organs_with_role(request.user, *ROLES)
        return super().get_queryset(request).annotate(is_worked_on=Q(organ_id__in=own))

    def get_urls(self) -> list[URLPattern]:
        """The list, the pages of a message, and the table of a month."""
        wrap = self.admin_site.admin_view
        return [
            path("month/", wrap(require_safe(self.month_view)), name=f"{NAME}_month"),
            path(
                "month/picture/",
                wrap(require_safe(self.month_picture)),
                name=f"{NAME}_month_picture",
            ),
            *self.entering_urls(),
            *self.case_urls(),
        ]

    @admin.display(description="内容")
    def subject(self, row: Any) -> str:
        if not row.is_worked_on:
            return "—"
        return _subject(row) or "（已清除）"

    @admin.display(description="答复期限", ordering="due_on")
    def due(self, row: Message) -> str:
        if row.due_on:
            return row.due_on.isoformat()
        return "停计" if row.paused_on else ("暂定" if row.counts_from else "")

    def month_picture(self, request: HttpRequest) -> HttpResponseBase:
        """The same month as a drawing, to be sent round."""
        today = timezone.localdate()
        first, _, rows = _month_of(request, today)
        drawing = drawing_of(rows)
        if drawing is None:
            raise Http404
        name = f"{first.year}年{first.month}月留言办理情况"
        context = {"drawing": drawing, "title": name}
        picture = render_to_string("admin/policies/message/month.svg", context)
        file = BytesIO(picture.encode())
        return download(file, name=f"{name}.svg", media_type="image/svg+xml")

    def month_view(self, request: HttpRequest) -> HttpResponse:
        """留言数, 答复数, 答复率 of every organ that the person sees, for a month."""
        today = timezone.localdate()
        first, after, rows = _month_of(request, today)
        months = [month for _, month in rows]
        shown, pressed = deflection(first, after)
        context = {
            "first": first,
            "before": (first - dt.timedelta(days=1)).replace(day=1),
            "after": after if after <= today else None,
            "rows": rows,
            "drawing": drawing_of(rows),
            "total": Month(
                sum(month.received for month in months),
                sum(month.answered for month in months),
                sum(month.published for month in months),
                sum(month.overdue for month in months),
            ),
            "shown": shown,
            "pressed": pressed,
        }
        title = f"{first.year}年{first.month}月留言办理情况"
        return unkept_page(self, request, "admin/policies/message/month.html", title, context)

    def facts(self, case: Message, seen: Seen) -> dict[str, Any]:
        """Everything about it, masked."""
        message, works, today = case, seen.may.allowed, timezone.localdate()
        draft = message.answers.filter(approved_at=None).last() if works else None
        return {
            "subject": _subject(message) if works else "",
            "turns": staff_conversation(message) if works and not message.purged_at else [],
            "name": hidden_name(message.name),
            "contacts": masked_contacts(phone=message.phone, email=message.email, address=""),
            "term": term_of(message, today=today),
            "is_late": bool(message.due_on and message.due_on < today),
            "is_vetoed": is_vetoed(message, on=today),
            "policy": message.policy,
            "vague": sorted(set(VAGUE.findall(draft.text))) if draft else [],
            "answered_alike": published_like(message.text) if works and message.text else [],
            "asked_alike": _asked_alike(message) if works else [],
            "phrases": list(phrases_for(message.organ)) if _is_drafted(message, works) else [],
            "members": list(message.members.order_by("received_on", "pk")),
            "referral": getattr(message, "referral", None),
            "published": getattr(message, "published", None),
            "acts": [
                (act, masked(act.reason, names=[message.name]) if works else "")
                for act in message.acts.select_related("by", "organ")
            ],
        }


def _is_drafted(message: Message, works: bool) -> bool:
    """Whether somebody who works on it writes its answer now."""
    return works and message.status == Status.ANSWERING


def _subject(message: Message) -> str:
    """How it begins, masked; empty once it is purged."""
    return masked(title_of(message.text), names=[message.name]) if message.text else ""


def _asked_alike(message: Message) -> list[tuple[Message, int]]:
    """Open messages of the organ that ask much the same, and how much in per cent."""
    if message.status not in Status.open or not message.text:
        return []
    return [(each.row, int(each.share * 100)) for each in open_like(message, most=5)]


def _month_of(
    request: HttpRequest, today: dt.date
) -> tuple[dt.date, dt.date, list[tuple[Organ, Month]]]:
    """The first day of the month that the address names, that of the next, and the organs' figures
    that the person may see.
    """
    first = _month(request.GET.get("month", ""), today)
    after = (first + dt.timedelta(days=32)).replace(day=1)
    organs = organs_in_view(request.user, *ROLES)
    return first, after, organ_months(organs, first, after, on=today)


def _month(text: str, today: dt.date) -> dt.date:
    """The first day of a month as the address names it, else of this one."""
    this = today.replace(day=1)
    try:
        named = dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        return this
    return named if _EARLIEST <= named <= this else this
