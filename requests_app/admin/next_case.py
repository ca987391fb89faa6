"""下一件: after an act, what waits for the officer next in the list they came from."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.html import format_html

from requests_app.admin.filters import in_queue
from requests_app.models import InformationRequest
from requests_app.queues import awaited_assistances, awaited_letters, mine
from requests_app.rectification.admin.filters import in_rectification_queue
from requests_app.rectification.models import Rectification

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from portal.accounts.models import User

# What the address of a case keeps of the list: its filters, never what was searched for.
_EXACT = ("status__exact", "channel__exact", "applicant_kind__exact")
_KEPT = ("queue", *_EXACT)
_OF_THE_LIST = "_changelist_filters"


def came_from(request: HttpRequest) -> str:
    """The filters of the list from which a case was opened, as the end of an address."""
    given = request.GET
    if _OF_THE_LIST in given:
        given = QueryDict(given[_OF_THE_LIST])
    kept = QueryDict(mutable=True)
    # What the address of the list held is decoded twice and may bring a NUL in again.
    known = ((name, given.get(name, "")) for name in _KEPT)
    kept.update({name: value for name, value in known if value and "\x00" not in value})
    return f"?{kept.urlencode()}" if kept else ""


def done(
    case: InformationRequest | Rectification, act: str, user: User, query: str, *, on: dt.date
) -> SafeString:
    """What happened, and the way to what waits next: of this kind, else of the other.

    Numbers and states, nothing of what is asked: the words go through a cookie.
    """
    told = format_html("{}：已办理。{} 现在{}。", act, case.number, case.get_status_display())
    kinds = [next_application, next_rectification]
    if isinstance(case, Rectification):
        kinds.reverse()
    after = kinds[0](user, query, on=on, but=case.pk)
    if after is None:
        query = ""
        after = kinds[1](user, query, on=on)
    if after is None and (awaited_assistances(user) or awaited_letters(user)):
        return _led_on(told, reverse("admin:index"), "今天的工作：有协办、征求意见等您答复")
    if after is None:
        return format_html("{} 今天没有别的待办。", told)
    due: Any = getattr(after, "reply_due_on", None) or getattr(after, "due_on", None)
    address = reverse(f"admin:requests_app_{after._meta.model_name}_change", args=[after.pk])
    until = f"，期限{due.isoformat()}" if due else ""
    words = f"下一件：{after.number}（{after.get_status_display()}{until}）"
    return _led_on(told, f"{address}{query}", words)


def next_application(
    user: User, query: str, *, on: dt.date, but: int | None = None
) -> InformationRequest | None:
    """What waits for the person, soonest due first: of that list, else of all that is theirs."""
    waiting = mine(InformationRequest.objects.worked_on_by(user), user, on=on)
    waiting = waiting.exclude(pk=but).order_by("reply_due_on", "pk")
    given = QueryDict(query.removeprefix("?"))
    same = in_queue(waiting, given.get("queue", "all"), user, on=on).filter(**_exact(given))
    found: InformationRequest | None = same.first() or (waiting.first() if given else None)
    return found


def next_rectification(
    user: User, query: str, *, on: dt.date, but: int | None = None
) -> Rectification | None:
    """The same of requests for rectification, by the organ's own term."""
    waiting = Rectification.objects.waiting_for(user).exclude(pk=but).order_by("due_on", "pk")
    given = QueryDict(query.removeprefix("?"))
    same = in_rectification_queue(waiting, given.get("queue", "all"), user, on=on)
    found: Rectification | None = same.filter(**_exact(given)).first()
    return found or (waiting.first() if given else None)


def _led_on(told: str, address: str, words: str) -> SafeString:
    """The link has the focus, so that one key leads on."""
    return format_html(
        '<span id="done">{}</span> <a class="st-next" href="{}" aria-describedby="done" '
        "autofocus>{}</a>",
        told,
        address,
        words,
    )


def _exact(given: QueryDict) -> dict[str, str]:
    return {name: str(given[name]) for name in _EXACT if given.get(name)}
